"""Scorecards for tests of the renderers: a full one with everything that goes wrong, and an empty one.

The figures are drawn once from a fixed seed, and are of no real place.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime

from scpxl.scorecard.lists.matrix import STATES
from scpxl.scorecard.records.board import ChangedLine, ChangedSince, DecisionLine, QualityLine
from scpxl.scorecard.records.lines import (
    ActionLine,
    CommentaryLine,
    NoteLine,
    ReturnLine,
    StatusRow,
    TidyTable,
)
from scpxl.scorecard.records.scorecard import (
    BenchmarkRow,
    BenchmarkTable,
    ControlChart,
    Direction,
    ExceptionLine,
    Figure,
    GroupComparison,
    IndicatorCard,
    NumberStyle,
    ObjectivePage,
    RagRating,
    Scorecard,
    TargetLine,
    VariationLine,
    WardMap,
    YearOnYear,
)
from scpxl.verdicts import Assurance, Judgement, Rag, Travel, Variation

NASTY = "=1+1", "@SUM(A1:A9)", "+44 20 8359 2000", "-2+3", '=HYPERLINK("http://example.org","press")'
LONG = "Patrols were moved to the evening after three weeks of reports near the station. " * 62
ODD_TEXT = (
    "Bell\x07 and null\x00 gone; 🚓 stays; \u202eturned\u202c is shown; שלום and مرحبا; café; _x0041_ & <b>"
)
MONTHS = tuple(
    f"{name} {year}"
    for year in (2015, 2016, 2017, 2018)
    for name in ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
)[3:39]
WARDS = (
    "Brunswick Park", "Burnt Oak", "Childs Hill", "Colindale", "Coppetts", "East Barnet", "East Finchley", "Edgware",
    "Finchley Church End", "Garden Suburb", "Golders Green", "Hale", "Hendon", "High Barnet", "Mill Hill", "Oakleigh",
    "Totteridge", "Underhill", "West Finchley", "West Hendon", "Woodhouse",
)  # fmt: skip
BOROUGHS = (
    "Barking and Dagenham", "Barnet", "Bexley", "Brent", "Bromley", "Camden", "Croydon", "Ealing", "Enfield",
    "Greenwich", "Hackney", "Hammersmith and Fulham", "Haringey", "Harrow", "Havering", "Hillingdon", "Hounslow",
    "Islington", "Kensington and Chelsea", "Kingston upon Thames", "Lambeth", "Lewisham", "Merton", "Newham",
    "Redbridge", "Richmond upon Thames", "Southwark", "Sutton", "Tower Hamlets", "Waltham Forest", "Wandsworth",
    "Westminster",
)  # fmt: skip
OBJECTIVES: tuple[tuple[str, str, str, tuple[tuple[str, str, int], ...]], ...] = (
    ("burglary", "Burglary and theft", "Burglary", (
        ("Residential burglary", "offences", 260), ("Non-residential burglary", "offences", 85),
        ("Theft from the person", "offences", 60), ("Theft from a motor vehicle", "offences", 240),
        ("Theft of a motor vehicle", "offences", 110))),
    ("violence", "Violence and weapons", "Violence", (
        ("Violence with injury", "offences", 190), ("Robbery of personal property", "offences", 48),
        ("Knife crime with injury", "victims", 5), ("Gun crime, lethal barrelled", "offences", 2),
        ("Ambulance call-outs to assaults", "call-outs", 71))),
    ("domestic", "Domestic abuse and violence against women and girls", "Domestic abuse", (
        ("Domestic abuse: violence with injury", "offences", 60), ("Repeat cases at MARAC", "% of cases", -24),
        ("Referrals to advocacy", "referrals", 88), ("Sexual offences", "offences", 41))),
    ("asb", "Anti-social behaviour", "ASB", (
        ("ASB calls to the police", "calls", 720), ("Fly-tipping reports", "reports", 510),
        ("Residents worried about ASB", "% of residents", -21), ("Community triggers", "requests", 2))),
    ("reoffending", "Reducing reoffending", "Reoffending", (
        ("Proven reoffending rate", "% of offenders", -27), ("First-time entrants to youth justice", "young people", 7),
        ("Probation orders completed", "% of orders", -74), ("IOM cohort in suitable housing", "% of cohort", -81))),
    ("confidence", "Confidence and hate crime", "Confidence", (
        ("Police do a good job locally", "% of residents", -67), ("Feel well informed", "% of residents", -48),
        ("Hate crime", "offences", 52), ("Victim satisfaction", "% of victims", -78))),
    ("fire", "Fire and emergencies", "Fire / emergencies: homes & vehicles", (
        ("Accidental dwelling fires", "fires", 14), ("Deliberate fires", "fires", 9),
        ("Home fire safety visits", "visits", 190), ("Warm-home grants", "pounds", 41000))),
)  # fmt: skip
MISSING = Figure(None, "[x] not available")
PARTNERS = (
    "Metropolitan Police",
    "London Ambulance Service",
    "Barnet Homes",
    "Probation",
    "Council",
    "Fire Brigade",
)


def full_scorecard() -> Scorecard:
    """Return a scorecard as a board would get it, with every kind of trouble in it."""
    random.seed(20180331)
    actions, commentary = _actions(), _commentary()
    pages = tuple(
        ObjectivePage(
            code=code,
            title=title,
            tab=tab,
            lead=f"What the partnership wants: less harm from {title.lower()}, and people who feel it.",
            cards=tuple(_card(code, place, *described) for place, described in enumerate(cards)),
            commentary=tuple(line for line in commentary if line.objective == code),
            actions=tuple(line for line in actions if line.objective == code),
        )
        for code, title, tab, cards in OBJECTIVES
    )
    return Scorecard(
        title="Performance dashboard",
        partnership="Barnet Safer Communities Partnership",
        period="Q4 2017-18: Jan 2018 – Mar 2018",
        period_code="Q4 2017-18",
        edition="partnership",
        marking="OFFICIAL-SENSITIVE",
        framework_version="3",
        made=datetime(2018, 4, 24, 9, 30, tzinfo=UTC),
        run="2017-18Q4-7f3a",
        area="Barnet",
        pages=pages,
        exceptions=_exceptions(pages),
        wards=_wards(pages),
        benchmarks=_benchmarks(pages),
        actions=actions,
        commentary=commentary,
        returns=_returns(),
        status_rows=_status_rows(),
        standing=(_decision(pages[1].cards[0]),),
        quality=_quality(pages),
        changed=_changed(pages),
        data=_data(pages),
        notes=_notes(),
        summary_words=(
            "30 indicators are reported; 9 are green, 7 amber and 6 red against their targets, 8 have no target or no figure.",
            "Residential burglary rose 6.4% on the 12 months before, to 3,118 offences, and is outside its usual range in March.",
            "Robbery fell for the third quarter running. Knife crime with injury shows no more than random variation.",
            "Two returns are missing: Probation and Barnet Homes; their indicators stand as they were in Q3 2017-18.",
        ),
    )  # fmt: skip


def empty_scorecard() -> Scorecard:
    """Return a scorecard before anything has come in."""
    return replace(
        full_scorecard(), pages=(), exceptions=(), wards=None, benchmarks=(), actions=(), commentary=(), returns=(),
        status_rows=(), standing=(), quality=(), changed=None,
        data=(), notes=(), summary_words=(), marking="", edition="", partnership="",
    )  # fmt: skip


def bare_card_scorecard() -> Scorecard:
    """Return a scorecard whose only indicator has no figure, chart, target or benchmark at all."""
    full = full_scorecard()
    card = full.pages[0].cards[0]
    blank = Figure(None, "")
    bare = replace(
        card, headline=MISSING, before=blank, change=blank, change_percent=blank, quarter=blank,
        quarter_year_ago=blank, year_to_date=blank, latest=blank, rate=blank, target=None, comparison=None,
        sparkline=(), sparkline_labels=(), year_on_year=None, control_chart=None, notes=(),
        rag=RagRating(Rag.NOT_RATED, ""), direction=Direction(Travel.UNKNOWN, Judgement.UNKNOWN, ""),
        variation=VariationLine(Variation.NOT_ASSESSED, "", Assurance.NOT_ASSESSED, ""),
    )  # fmt: skip
    page = replace(full.pages[0], cards=(bare,), commentary=(), actions=())
    return replace(empty_scorecard(), pages=(page,))


def _card(objective: str, place: int, title: str, things: str, size: int) -> IndicatorCard:
    level = size < 0
    code = f"{objective[:3].upper()}-{place + 1:02d}"
    style = NumberStyle.PERCENT if level else NumberStyle.MONEY if things == "pounds" else NumberStyle.WHOLE
    spread = 2.5 if level else max(1.0, abs(size) * 0.1)
    values: list[float | None] = [
        round(random.gauss(abs(size), spread), 1)
        if level
        else float(max(0, round(random.gauss(size, spread))))
        for _ in MONTHS
    ]
    if code == "ASB-02":
        values[12:15] = [None] * 3
    if code == "BUR-01":
        values[-1] = 352.0
    known = [value for value in values if value is not None]
    mean = sum(known) / len(known)
    rolling = _rolling(values, level=level)
    last, before = rolling[-1], rolling[-13]
    missing = code in {"REO-01", "FIR-02"}
    rag = (Rag.RED, Rag.AMBER, Rag.GREEN, Rag.NOT_RATED)[(place + len(objective)) % 4]
    rag = Rag.NOT_RATED if missing else rag
    headline = MISSING if missing or last is None else _figure(last, style)
    change = None if missing or last is None or before is None else last - before
    signed = NumberStyle.SIGNED_POINTS if level else NumberStyle.SIGNED_WHOLE
    high, low = mean + 2.66 * spread, max(0.0, mean - 2.66 * spread)
    concern = tuple(value if value is not None and value > high else None for value in values)
    lowest = tuple(value if value is not None and value < low else None for value in values)
    variation = (
        Variation.CONCERN_HIGH if concern[-1] is not None
        else (Variation.COMMON_CAUSE, Variation.IMPROVEMENT_LOW, Variation.COMMON_CAUSE, Variation.NEUTRAL_HIGH)[place % 4]
    )  # fmt: skip
    worse = (change or 0) > 0
    expected = round(mean * (1 if level else 12), 1)
    return IndicatorCard(
        code=code,
        title=title,
        objective=objective,
        things=things,
        headline_name="Latest" if level else "Last 12 months",
        style=style,
        polarity_words="Lower is better",
        partner=PARTNERS[place % len(PARTNERS)],
        illustrative=code in {"REO-04", "FIR-04"},
        tags=("MOPAC 7",) if place == 0 else (),
        definition=f"{title}: {things} recorded in the month, by the date they were recorded, wherever in the borough.",
        source="Police recorded crime, extract of 10 April 2018",
        headline=replace(headline, mark="[p]" if place == 1 else ""),
        before=MISSING if missing or before is None else _figure(before, style),
        change=Figure(None, "not shown") if change is None else _figure(change, signed),
        change_percent=Figure(None, "[z]") if level or not before or change is None
        else _figure(100 * change / before, NumberStyle.SIGNED_PERCENT),
        quarter=MISSING if missing else _figure(_sum(values[-3:], level=level), style),
        quarter_year_ago=MISSING if missing else _figure(_sum(values[-15:-12], level=level), style),
        year_to_date=MISSING if missing else _figure(_sum(values[-12:], level=level), style),
        latest=Figure(None, "Mar 2018 missing") if missing else _figure(known[-1], style),
        latest_label=MONTHS[-1],
        rate=Figure(None, "") if level else Figure(round(mean * 12 / 389.3, 1), "per 1,000", NumberStyle.ONE_PLACE),
        target=None if rag is Rag.NOT_RATED else TargetLine(
            _figure(expected, style), _figure(expected, style), headline,
            f"{headline.text} against a profile of {expected:,.0f} by Mar 2018; the target for the year is {expected:,.0f}."),
        rag=RagRating(rag, {
            Rag.RED: "9.1% worse than its profile, which is more than the 5% allowed.",
            Rag.AMBER: "3.2% worse than its profile, within the 5% allowed; within normal variation since Nov 2017.",
            Rag.GREEN: "On or better than its profile.",
            Rag.NOT_RATED: "No target has been set for this year." if not missing else "No figure: the return is missing."}[rag]),
        direction=Direction(Travel.UNKNOWN, Judgement.UNKNOWN, "Nothing to compare.") if change is None else Direction(
            Travel.UP if worse else Travel.DOWN, Judgement.WORSE if worse else Judgement.BETTER,
            f"{'Up' if worse else 'Down'} {abs(change):,.0f} on the 12 months before: {'worse' if worse else 'better'}."),
        variation=VariationLine(
            Variation.NOT_ASSESSED if missing else variation,
            "The latest month, Mar 2018, is above the upper limit: look for a cause." if concern[-1] is not None
            else "The latest month is within what random variation would produce.",
            Assurance.HIT_OR_MISS, "As it runs now the process would sometimes meet the target and sometimes miss it."),
        comparison=None if level else GroupComparison(
            "32 London boroughs", _figure(mean * 0.03, NumberStyle.ONE_PLACE), "average", _figure(mean * 0.025, NumberStyle.ONE_PLACE),
            8 + place, 32, f"{'joint ' * (place == 4)}{8 + place}th of 32 (1 = lowest)", "23% below the average of the 32 London boroughs.",
            _figure(4.1, NumberStyle.SIGNED_PERCENT), ("Bexley", "Sutton") if place == 2 else ()),
        sparkline=() if missing else tuple(rolling[12:]),
        sparkline_labels=() if missing else MONTHS[12:],
        year_on_year=None if missing else YearOnYear(
            tuple(month[:3] for month in MONTHS[-12:]), tuple(values[-12:]), tuple(values[-24:-12]),
            "Apr 2017 – Mar 2018", "Apr 2016 – Mar 2017"),
        control_chart=None if missing else ControlChart(
            MONTHS, tuple(values), (mean,) * 36, (low,) * 36, (high,) * 36, concern, lowest, (None,) * 36,
            "Limits: mean ± 2.66 × mean moving range over Apr 2015 – Mar 2018; no rebasing."),
        rate_name="" if level else "per 1,000 people",
        count_style=style,
        notes=("Apr 2016 to Jun 2016 are missing: the contractor changed its system.",) if code == "ASB-02" else (),
    )  # fmt: skip


def _figure(value: float, style: NumberStyle) -> Figure:
    places = 0 if style in {NumberStyle.WHOLE, NumberStyle.SIGNED_WHOLE, NumberStyle.MONEY} else 1
    rounded = round(value, places)
    return Figure(rounded, f"{rounded:,.{places}f}", style)


def _sum(values: list[float | None], *, level: bool) -> float:
    known = [value for value in values if value is not None]
    return sum(known) / (len(known) if level else 1)


def _rolling(values: list[float | None], *, level: bool) -> list[float | None]:
    if level:
        return list(values)
    windows = [values[max(0, end - 11) : end + 1] for end in range(len(values))]
    return [
        sum(v or 0 for v in window) if None not in window and len(window) == 12 else None
        for window in windows
    ]


def _exceptions(pages: tuple[ObjectivePage, ...]) -> tuple[ExceptionLine, ...]:
    rated = [
        card
        for page in pages
        for card in page.cards
        if card.rag.rag is Rag.RED or card.variation.variation.is_special
    ]
    return tuple(
        ExceptionLine(
            place, card.code, card.title, card.objective,
            "a point outside the control limits" if card.variation.variation.is_special else "more than 5% off target",
            f"{card.title}: {card.variation.words} {card.rag.reason}", card.direction.judgement, card.rag.rag,
            "Words of the rule.", "escalate" if place < 4 else "", _decision(card) if place == 2 else None)
        for place, card in enumerate(rated, start=1)
    )  # fmt: skip


def _decision(card: IndicatorCard) -> DecisionLine:
    reason = "The board asked for a plan by the autumn, with the council and the police."
    return DecisionLine(
        card.code, card.title, "Q3 2017-18", "escalate", "The chair", reason, date(2018, 2, 21),
        f"Escalate: The chair, 21 Feb 2018, for Q3 2017-18. {reason}",
    )  # fmt: skip


def _quality(pages: tuple[ObjectivePage, ...]) -> tuple[QualityLine, ...]:
    cards = [card for page in pages for card in page.cards]
    return tuple(
        QualityLine(
            card.code, card.title, "ABCD–"[place % 5], "21 of 24 months reported; the rest is better.", 87.5,
            "21 of 24 months reported", 2.0, "1 of 4 returns late, by 8 days", None, "no figure was restated",
            0.0, "no break", date(2018, 4, 20) if place else None,
        )
        for place, card in enumerate(cards)
    )  # fmt: skip


def _changed(pages: tuple[ObjectivePage, ...]) -> ChangedSince:
    first, second = pages[0].cards[:2]
    lines = (
        ChangedLine(
            first.code, first.title, "3,560", "3,577", "Nov 2017: 20, now 37", "RAG: Amber, now Red", ""
        ),
        ChangedLine(second.code, second.title, "12", "12", LONG, NASTY[0], "per was 1,000 and is now 10,000"),
    )
    words = "Since Q3 2017-18 was published on 20 Feb 2018, the figures of 2 indicators have changed, 1 rating with them."
    return ChangedSince(
        "Q3 2017-18: Oct 2017 – Dec 2017", date(2018, 2, 20), words, lines, ("Old (OLD)",), (NASTY[3],)
    )


def _wards(pages: tuple[ObjectivePage, ...]) -> WardMap:
    cards = [*pages[0].cards[:4], *pages[1].cards[:2], pages[3].cards[0], pages[5].cards[2]]

    def count(card: IndicatorCard) -> Figure:
        value = round(random.gauss(1, 0.35) * (card.headline.value or 100) / len(WARDS))
        return Figure(None, "[c]") if value < 5 else _figure(value, NumberStyle.WHOLE)

    return WardMap(
        wards=WARDS,
        indicators=tuple(card.title for card in cards),
        codes=tuple(card.code for card in cards),
        rolling=tuple(tuple(count(card) for card in cards) for _ in WARDS),
        change_percent=tuple(
            tuple(_figure(random.gauss(2, 14), NumberStyle.SIGNED_PERCENT) for _ in cards) for _ in WARDS),
        note="[c] a count below 5 is not shown. Wards are those in force until May 2022.",
    )  # fmt: skip


def _benchmarks(pages: tuple[ObjectivePage, ...]) -> tuple[BenchmarkTable, ...]:
    cards = [*pages[0].cards, *pages[1].cards[:3]]
    return tuple(_benchmark(card) for card in cards)


def _benchmark(card: IndicatorCard) -> BenchmarkTable:
    rated = sorted(
        (round(random.gauss(8, 2.5), 1), area) for area in BOROUGHS if area not in {"Bexley", "Sutton"}
    )
    rated[4] = (rated[3][0], rated[4][1])  # a tie
    rows = [
        BenchmarkRow(
            area, 4 if place == 5 else place, _figure(rate, NumberStyle.ONE_PLACE),
            _figure(rate * 300, NumberStyle.WHOLE), _figure(random.gauss(3, 9), NumberStyle.SIGNED_PERCENT),
            area == "Barnet")
        for place, (rate, area) in enumerate(rated, start=1)
    ]  # fmt: skip
    rows += [
        BenchmarkRow(area, None, MISSING, MISSING, Figure(None, "[x]"), is_own=False)
        for area in ("Bexley", "Sutton")
    ]
    own = next(row.rank for row in rows if row.is_own)
    return BenchmarkTable(
        card.code, card.title, "32 London boroughs", "Rate per 1,000 residents", _figure(8.0, NumberStyle.ONE_PLACE),
        f"{own} of 30 with data (1 = lowest).", tuple(rows),
    )  # fmt: skip


def _actions() -> tuple[ActionLine, ...]:
    lines = [
        ActionLine(
            f"A{place + 1:02d}", objective, f"{verb} {title.lower()} with the neighbourhood teams before the summer.",
            PARTNERS[place % 6], date(2018, 6, 1 + place), ("on track", "delayed", "complete")[place % 3],
            _figure(10.0 * place, NumberStyle.WHOLE), ("Green", "Amber", "Red", "")[place % 4],
            "Two posts are vacant." if place % 4 == 2 else "", "Started in March; first results in July.", PARTNERS[place % 6])
        for place, ((objective, title, _, _), verb) in enumerate(zip(OBJECTIVES, ("Review", "Map", "Join up work on", "Agree a plan for", "Audit", "Survey", "Publish advice on"), strict=True))
    ]  # fmt: skip
    nasty = [
        replace(lines[0], reference=f"N{place}", action=text, owner=text, update=text, status=text, due=None)
        for place, text in enumerate(NASTY)
    ]
    return (*lines, *nasty)


def _commentary() -> tuple[CommentaryLine, ...]:
    plain = [
        CommentaryLine(
            objective, title, partner,
            f"There were fewer reports of {title.lower()} in February, and more again in March after the clocks changed.",
            "Two prolific offenders were recalled in January; one was released in March.",
            "Evening patrols, a letter to every household in three wards, and a joint visit with Barnet Homes.",
            "None." if place % 2 else "Agree £12,000 for a second season of patrols.", "OFFICIAL")
        for place, (objective, title, _, _) in enumerate(OBJECTIVES) for partner in PARTNERS[:2]
    ]  # fmt: skip
    first = plain[0]
    return (
        *plain,
        replace(first, partner="Council", happened=LONG, why=ODD_TEXT, doing=NASTY[0], decision=NASTY[1]),
        replace(first, partner=NASTY[2], happened=NASTY[3], why=NASTY[4], doing="", decision=""),
    )


def _returns() -> tuple[ReturnLine, ...]:
    due = date(2018, 4, 13)
    statuses = (
        ("accepted", date(2018, 4, 12), 0, 1, 0, 0, "Accepted."),
        ("accepted with queries", date(2018, 4, 13), 0, 2, 0, 3, "Accepted; three answers are still wanted."),
        (
            "returned",
            date(2018, 4, 17),
            4,
            2,
            5,
            1,
            "Sent back: five things to correct. Q3 stays in force.",
        ),
        ("missing", None, 11, 0, 0, 0, "Nothing received; reminded on 16 April."),
        ("not due", None, 0, 0, 0, 0, "Reports once a year, next in July."),
        ("accepted", date(2018, 4, 20), 7, 1, 0, 0, "Accepted, a week late."),
        ("missing", None, 11, 0, 0, 0, "Nothing received."),
        ("accepted", date(2018, 4, 9), 0, 1, 0, 0, "Accepted."),
    )
    partners = (*PARTNERS, "Public Health & Schools", "=cmd()")
    return tuple(
        ReturnLine(partner, status, due, came, late, tries, fix, explain,
                   f"{partner[:12]} Q4 return (2).xlsx" if came else "", "A. Officer" if came else "", words)
        for partner, (status, came, late, tries, fix, explain, words) in zip(partners, statuses, strict=True)
    )  # fmt: skip


def _status_rows() -> tuple[StatusRow, ...]:
    months = ("Jan 2018", "Feb 2018", "Mar 2018")
    states = list(STATES)
    return tuple(
        StatusRow(
            partner, section, months, (states[place % 10], states[(place + 1) % 10], states[(place + 3) % 10])
        )
        for place, (partner, section) in enumerate(
            (partner, section) for partner in PARTNERS for section in ("Measures", "Wards")
        )
    )


def _data(pages: tuple[ObjectivePage, ...]) -> tuple[TidyTable, ...]:
    monthly = tuple(
        (card.code, card.title, "Barnet", month, value, "[p]" if month == MONTHS[-1] else None)
        for page in pages for card in page.cards if card.control_chart
        for month, value in zip(MONTHS, card.control_chart.values, strict=True)
    )  # fmt: skip
    wards = tuple(
        (card.code, ward, month, place % 40)
        for card in pages[0].cards[:3] for place, ward in enumerate(WARDS) for month in MONTHS
    )  # fmt: skip
    return (
        TidyTable("Borough figures by month", "One row per indicator and month.",
                  ("indicator", "title", "area", "period", "value", "marker"), monthly),
        TidyTable("Ward figures by month", "One row per indicator, ward and month.",
                  ("indicator", "ward", "period", "count"), wards),
        TidyTable("Restatements", "Earlier figures that have changed since the last board.", ("indicator", "old", "new"), ()),
    )  # fmt: skip


def _notes() -> tuple[NoteLine, ...]:
    entries = (
        ("Definitions", "Residential burglary", "Burglary in a dwelling, including attempts and distraction burglary."),
        ("Sources", "Metropolitan Police", "Recorded crime, extract of 10 April 2018, provisional for three months."),
        ("Breaks and unreliable months", "Fly-tipping reports", "Apr 2016 to Jun 2016 missing: a new system."),
        ("Markers", "[p]", "Provisional: recent months grow as reports are classified."),
        ("Markers", "[u]", "Low reliability: fewer than 20 in the year, or a small sample."),
        ("Methods", "Control chart", "XmR: mean ± 2.66 × mean moving range. A month is flagged outside a limit or in a run of seven."),
        ("Methods", "=not a formula", LONG),
        ("Changes", "Theft from the person", "New this quarter."),
    )  # fmt: skip
    return tuple(NoteLine(*entry) for entry in entries)
