"""What a board reads of a change, a trend, the year's end and an intervention."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from scpxl.model.observations import Marker, Observation
from scpxl.model.periods import Period
from scpxl.model.series_notes import NoteKind, SeriesNote
from scpxl.scorecard.cards.rating import standing_words
from scpxl.scorecard.explaining import explain_card
from scpxl.scorecard.lists.narrative import figure_sentences
from scpxl.scorecard.lists.summary import change_summary
from scpxl.scorecard.lists.tables import OUTLOOK_COLUMNS, outlook_cells
from scpxl.scorecard.records.scorecard import Figure, IndicatorCard, RagRating, TargetLine, VariationLine
from scpxl.verdicts import Assurance, Evidence, Rag, Variation, Verdict
from tests.scorecard.builders import (
    OWN,
    PEOPLE,
    PERCENTAGE,
    Value,
    broken,
    card,
    card_of,
    direction_word,
    framework,
    indicator,
    outlook_lines,
    population,
    series,
    target,
)

Q2 = Period.parse("2017-18 Q2")
OTHERS = [f"A{number:02}" for number in range(30)]


def year(monthly: float, wave: float = 0) -> list[float]:
    """Twelve months about a level, up and down in turn."""
    return [monthly + wave, monthly - wave] * 6


def told(shown: IndicatorCard, label: str) -> str:
    """What is said under a label."""
    return " ".join(words for found, words in outlook_lines(shown) if found == label)


def with_group(
    own: Sequence[Value], others: Sequence[Value], period: Period, until: str, **more: Any
) -> IndicatorCard:
    """The own area among neighbours that all go the same way."""
    notes = more.pop("notes", ())
    targets = more.pop("targets", ())
    agreed = framework(
        indicator(benchmark="near", **more), areas=[OWN, *OTHERS], notes=notes, targets=targets
    )
    figures = [*series(own, until=until)]
    for area in OTHERS:
        figures += series(others, area=area, until=until)
    return card_of(agreed, figures, period)


@pytest.mark.parametrize(
    ("now", "before", "words", "verdict"),
    [
        (130.0, 100.0, "up 30.0% (more than usual variation)", Verdict.SIGNIFICANT),
        (70.0, 100.0, "down 30.0% (more than usual variation)", Verdict.SIGNIFICANT),
        (103.0, 100.0, "up 3.0% (no clear change)", Verdict.NORMAL),
        (97.0, 100.0, "down 3.0% (no clear change)", Verdict.NORMAL),
        (0.25, 1 / 3, "3 against 4 a year before: too few to test", Verdict.TOO_FEW),
        (0.25, 1.0, "3 against 12 a year before (no clear change)", Verdict.NORMAL),
        (0.5, 1.0, "6 against 12 a year before (no clear change)", Verdict.NORMAL),
    ],
)
def test_a_change_is_told_with_its_verdict(now: float, before: float, words: str, verdict: Verdict) -> None:
    def months_of(a_month: float) -> list[float]:
        every = round(1 / a_month) if a_month < 1 else 1
        return year(a_month) if a_month >= 1 else [1.0, *[0.0] * (every - 1)] * (12 // every)

    months = [*months_of(before), *months_of(now)]
    shown = card(months)

    assert shown.yearly is not None
    assert (shown.yearly.words, shown.yearly.verdict) == (words, verdict)


def test_the_percentage_is_the_one_beside_it_and_lies_in_its_interval() -> None:
    change = card([*year(100, 9), *year(112, 7)])

    assert change.yearly is not None
    assert change.yearly.percent.text == change.change_percent.text == "+12.0%"
    low, middle, high = (
        figure.value or 0 for figure in (change.yearly.low, change.yearly.percent, change.yearly.high)
    )
    assert low < middle < high
    assert change.yearly.interval_words == f"95% interval +{low:.1f}% to +{high:.1f}% (borderline)."


def test_a_rate_is_judged_by_its_people() -> None:
    """A fifth more offences, and a fifth more people."""
    agreed = framework(indicator(unit="rate", denominator="POP"), PEOPLE)
    people = population({2015: 100_000, 2016: 100_000, 2017: 120_000, 2018: 120_000})
    shown = card_of(
        agreed, [*series([*year(200), *year(240)], until="2018-12"), *people], Period.parse_month("2018-12")
    )

    assert shown.yearly is not None
    # Both years lie in 2017 and 2018, whose estimates are the same: the whole fifth is real ...
    assert shown.yearly.words == "up 20.0% (more than usual variation)"
    earlier = card_of(
        agreed, [*series([*year(200), *year(240)], until="2017-12"), *people], Period.parse_month("2017-12")
    )
    assert earlier.yearly is not None
    # ... and from 2016 to 2017 there is none of it.
    assert earlier.yearly.verdict is Verdict.NORMAL
    assert earlier.yearly.percent.text == earlier.change_percent.text == "0.0%"


@pytest.mark.parametrize(
    "values",
    [
        year(100),
        [*year(100)[:-1], None, *year(120)],
        [*year(100), *year(120)[:-1], Marker.NOT_AVAILABLE],
        [*year(100), *year(120)[:-1], None],
    ],
)
def test_years_that_are_not_whole_are_not_judged(values: list[Value]) -> None:
    assert card(values).yearly is None


def test_a_year_all_in_one_month_is_not_judged_and_the_summary_passes_it_over() -> None:
    shown = card([*[0.0] * 5, 60.0, *[0.0] * 6] * 2)

    assert shown.yearly is not None
    assert shown.yearly.verdict is Verdict.NOT_ASSESSED
    assert shown.yearly.words == "60 against 60 a year before (not tested)"
    assert "nan" not in " ".join(words for _, words in outlook_lines(shown))
    assert change_summary([shown]) == []


def test_a_doubtful_month_is_told_with_the_verdict() -> None:
    doubtful = SeriesNote(
        kind=NoteKind.UNRELIABLE,
        indicators=("BUR",),
        first=Period.parse_month("2016-06"),
        reason="A server failed.",
    )
    shown = card_of(framework(indicator(), notes=[doubtful]), series([*year(100), *year(70)]))

    assert shown.yearly is not None
    assert shown.yearly.interval_words.endswith(
        "A month in the two years is of low reliability: read it with care."
    )
    assert "read it with care" not in told(
        card([*year(100), *year(70)]), "Is the change more than usual variation?"
    )


def test_a_registered_break_between_the_years_leaves_nothing_to_judge() -> None:
    agreed = framework(indicator(), notes=[broken("2017-04")])
    shown = card_of(agreed, series(year(100) * 3 + year(200)))

    assert (shown.yearly, shown.trend, shown.outturn) == (None, None, None)
    # Two years since the break are two years.
    older = framework(indicator(), notes=[broken("2016-04")])
    assert card_of(older, series(year(100) * 3 + year(200))).yearly is not None


@pytest.mark.parametrize(
    "more",
    [
        {"unit": "money"},
        {"unit": "stock", "aggregation": "latest"},
        {"rolling": True},
        {"frequency": "annual"},
    ],
)
def test_what_is_no_count_of_months_or_quarters_is_not_judged(more: dict[str, Any]) -> None:
    step = 12 if "frequency" in more else 1
    agreed = framework(indicator(**more))
    assert card_of(agreed, series([100.0] * 24, step=step)).yearly is None


@pytest.mark.parametrize(
    ("now", "words", "verdict"),
    [
        ((45.0, 60.0), "up 25.0 points (more than usual variation)", Verdict.SIGNIFICANT),
        ((31.0, 60.0), "up 1.7 points (no clear change)", Verdict.NORMAL),
        ((60.0, 60.0), "up 50.0 points (more than usual variation)", Verdict.SIGNIFICANT),
    ],
)
def test_a_percentage_is_judged_in_points(now: tuple[float, float], words: str, verdict: Verdict) -> None:
    shown = card([(30.0, 60.0)] * 12 + [now] * 12, **PERCENTAGE)

    assert shown.yearly is not None
    assert (shown.yearly.words, shown.yearly.verdict) == (words, verdict)
    assert shown.yearly.percent.text == shown.change.text


@pytest.mark.parametrize("gone", [None, Marker.NOT_AVAILABLE])
def test_a_percentage_with_a_month_missing_is_not_judged(gone: Value) -> None:
    assert card([(30.0, 60.0)] * 20 + [gone] + [(45.0, 60.0)] * 3, **PERCENTAGE).yearly is None
    agreed = framework(indicator(**PERCENTAGE), notes=[broken("2017-01")])
    assert card_of(agreed, series([(30.0, 60.0)] * 24)).yearly is None


def test_the_groups_change_stands_beside_it_without_the_own_area() -> None:
    shown = with_group([*year(100), *year(70)], [*year(50), *year(60)], Period.parse("2017-18 Q4"), "2018-03")

    assert shown.yearly is not None
    assert shown.yearly.group_words.startswith(
        "The other areas of our neighbours: up 20.0%; relative to the group: down 41.7% (more than usual variation; 95% interval −"
    )
    assert shown.yearly.difference.value == pytest.approx(100 * (0.7 / 1.2 - 1))
    assert shown.yearly.difference_verdict is Verdict.SIGNIFICANT


def test_a_rise_like_everybodys_is_no_difference() -> None:
    shown = with_group(
        [*year(100), *year(130)], [*year(50), *year(65)], Period.parse("2017-18 Q4"), "2018-03"
    )

    assert shown.yearly is not None
    assert shown.yearly.verdict is Verdict.SIGNIFICANT
    assert shown.yearly.difference_verdict is Verdict.NORMAL
    assert "little changed (under 0.1%) (no clear change" in shown.yearly.group_words


def test_areas_that_lack_a_month_are_left_out_of_the_group() -> None:
    agreed = framework(indicator(benchmark="near"), areas=[OWN, "FULL", "GAPPY"])
    figures = [*series([*year(100), *year(100)]), *series([*year(50), *year(60)], area="FULL")]
    figures += series([None, *year(50)[1:], *year(500)], area="GAPPY")
    shown = card_of(agreed, figures)

    assert shown.yearly is not None
    assert shown.yearly.group_words.startswith("The other areas of our neighbours: up 20.0%;")


def test_better_and_worse_stand_beside_the_arrow_only_where_the_change_is_significant() -> None:
    assert direction_word(card([*year(100), *year(70)])) == "better"
    assert direction_word(card([*year(100), *year(97)])) == "no clear change"
    assert direction_word(card([1.0, *[0.0] * 11, 1.0, 1.0, *[0.0] * 10])) == "too few"
    assert direction_word(card(year(100))) == ""


def test_long_term_and_short_term_are_told_apart_with_their_windows() -> None:
    grows = [round(100 * 1.1 ** (month / 12)) + (month % 3) for month in range(48)]
    shown = card([*map(float, grows[:-1]), 400.0])

    assert shown.trend is not None
    assert shown.trend.window == "the 48 months to Mar 2018"
    steady = card([float(value) for value in grows])
    assert steady.trend is not None
    assert steady.trend.long_words.startswith("Long term, the 48 months to Mar 2018: up 9.")
    assert "a year (more than usual variation; 95% interval +" in steady.trend.long_words
    assert shown.trend.short_words == (
        "Short term, the 3 months to Mar 2018: Jan 2018, Feb 2018 and Mar 2018 above the usual range."
    )


def test_a_level_series_has_neither() -> None:
    shown = card([*year(100, 5) * 4])

    assert shown.trend is not None
    assert shown.trend.verdict is Verdict.NORMAL
    assert shown.trend.long_words.startswith("Long term, the 48 months to Mar 2018: no clear trend, ")
    assert shown.trend.short_words == "Short term, the 3 months to Mar 2018: all within the usual range."
    assert shown.trend.step_words == ""


def test_a_step_is_dated_and_measured() -> None:
    shown = card([*year(100, 5) * 2, 100.0, 104.0, *[140.0, 150.0] * 5])

    assert shown.trend is not None
    assert shown.trend.step_words == (
        "Step: 10 months in a row above average since Jun 2017 (on average 145, 100 before)."
    )


@pytest.mark.parametrize(("months", "there"), [(35, False), (36, True)])
def test_a_trend_takes_three_years(months: int, *, there: bool) -> None:
    assert (card([*year(100, 5) * 3][-months:]).trend is not None) == there


def test_a_yearly_percentage_has_the_recent_trend_of_five_years() -> None:
    more = {
        "unit": "percentage",
        "denominator": "reported",
        "aggregation": "ratio of sums",
        "frequency": "annual",
    }
    rises = [(400.0 + 40 * back, 1000.0) for back in range(6)]
    shown = card_of(framework(indicator(**more)), series(rises, step=12))

    assert shown.trend is not None
    assert (
        shown.trend.long_words == "Recent trend, the 5 years to Mar 2018: rising; more than usual variation."
    )
    assert card_of(framework(indicator(**more)), series(rises[:4], step=12)).trend is None


def test_the_years_end_is_forecast_with_how_far_off_such_forecasts_were() -> None:
    # Four whole years and half of a fifth; each neighbour's last whole year was a little off its forecast.
    agreed = framework(indicator(benchmark="near"), areas=[OWN, *OTHERS], targets=[target(1150)])
    figures: list[Observation] = list(series(year(100) * 4 + year(100)[:6], until="2017-09"))
    for place, area in enumerate(OTHERS):
        last = year(50)[:6] + [50.0 + place - 15] * 6
        figures += series([*year(50) * 3, *last, *year(50)[:6]], area=area, until="2017-09")
    shown = card_of(agreed, figures, Q2)

    assert shown.outturn is not None
    assert (shown.outturn.forecast.value, shown.outturn.evidence) == (1200, Evidence.POOLED)
    assert shown.outturn.past_forecasts == 31
    low, high = shown.outturn.low.value or 0, shown.outturn.high.value or 0
    assert (low, high) == pytest.approx((1200 * (1 - 0.15), 1200 * (1 + 0.14)))
    assert shown.outturn.words == (
        "After 6 of 12 months the year is forecast to end at about 1,200 (1,020 to 1,368: 95% prediction interval from "
        "31 past forecasts in our neighbours). Target 1,150: chance of meeting it about 35%."
    )


def test_without_a_group_the_ground_is_weak_and_no_chance_is_given() -> None:
    shown = card(year(100) * 8 + year(100)[:6], Q2, "2017-09")
    alone = card(year(100) * 7 + year(100)[:6], Q2, "2017-09")

    assert shown.outturn is not None
    assert shown.outturn.evidence is Evidence.OWN
    assert shown.outturn.chance.value is None
    assert shown.outturn.words.endswith(
        "(1,200 to 1,200: as far off as in 5 past years here, which is weak evidence)."
    )
    assert alone.outturn is not None
    assert alone.outturn.evidence is Evidence.NONE
    assert alone.outturn.words.endswith("; there are too few past years to say how sure that is.")


@pytest.mark.parametrize(
    ("months", "until", "period"),
    [(38, "2017-05", "2017-05"), (48, "2018-03", "2017-18 Q4"), (33, "2017-06", "2017-18 Q1")],
)
def test_nothing_is_forecast_early_at_the_end_or_without_three_years(
    months: int, until: str, period: str
) -> None:
    when = Period.parse(period) if "Q" in period else Period.parse_month(period)
    assert card([100.0] * months, when, until).outturn is None


def intervention(first: str, last: str | None = None, reason: str = "Patrols of car parks.") -> SeriesNote:
    """A registered intervention."""
    return SeriesNote(
        kind=NoteKind.INTERVENTION,
        indicators=("BUR",),
        first=Period.parse_month(first),
        last=Period.parse_month(last) if last else None,
        reason=reason,
    )


def test_before_and_after_are_like_months_with_the_groups_change_taken_out() -> None:
    own = [*year(100), *year(100), *year(100)[:6], *[70.0] * 6]
    others = [*year(50), *year(50), *year(50)[:6], *[55.0] * 6]
    shown = with_group(own, others, Period.parse("2017-18 Q4"), "2018-03", notes=[intervention("2017-10")])

    (line,) = shown.interventions
    assert (line.before.value, line.after.value, line.verdict) == (600, 420, Verdict.SIGNIFICANT)
    assert line.effect.value == pytest.approx(100 * (0.7 / 1.1 - 1))
    assert line.words.startswith(
        "① Patrols of car parks (since Oct 2017). 420 in the 6 months since against 600 in the same months before: "
        "down 30.0%; the other areas of our neighbours: up 10.0%; relative to the group: down 36.4% (more than usual variation; "
    )
    assert line.words.endswith(
        "This is no proof: other things changed too, and a figure that stood out often falls back by itself."
    )


def test_an_intervention_is_marked_on_the_chart_at_the_month_it_began() -> None:
    notes = [intervention("2017-10", "2017-12"), intervention("2016-07")]
    shown = card_of(
        framework(indicator(), notes=notes), series([100.0 + 7 * month % 5 for month in range(36)])
    )

    assert shown.control_chart is not None
    marked = dict(zip(shown.control_chart.labels, shown.control_chart.marks, strict=True))
    assert {label: mark for label, mark in marked.items() if mark} == {"Jul 2016": "①", "Oct 2017": "②"}
    assert [line.label for line in shown.interventions] == ["Jul 2016", "Oct–Dec 2017"]
    assert not any("Patrols" in note for note in shown.notes), (
        "it is told once, with what became of the figures"
    )


@pytest.mark.parametrize(
    ("note", "values", "why"),
    [
        (intervention("2018-02"), year(100) * 3, "Too short a time to compare before and after."),
        (
            intervention("2016-04"),
            [None, *year(100)[1:], *year(100) * 2],
            "are missing, so they are not compared.",
        ),
        (intervention("2017-10"), year(0.0) * 3, "too few to test. This is no proof"),
    ],
)
def test_an_intervention_that_cannot_be_assessed_says_why(
    note: SeriesNote, values: list[Value], why: str
) -> None:
    (line,) = card_of(framework(indicator(), notes=[note]), series(values)).interventions
    assert why in line.words
    assert line.effect.value is None


def test_an_intervention_to_come_or_long_past_is_not_shown() -> None:
    agreed = framework(indicator(), notes=[intervention("2018-04"), intervention("2015-03")])
    assert card_of(agreed, series(year(100) * 4)).interventions == ()


def judged(rag: Rag, variation: Variation, assurance: Assurance, actual: float = 106) -> IndicatorCard:
    """A card with this rating and this chart; the target is 100, and less is better."""
    line = TargetLine(Figure(100.0, "100"), Figure(100.0, "100"), Figure(actual, f"{actual:g}"), "")
    return replace(
        card(year(100)),
        rag=RagRating(rag, ""),
        target=line,
        variation=VariationLine(variation, "", assurance, ""),
    )


CONFLICTS = {
    (Rag.RED, Variation.COMMON_CAUSE, Assurance.CONSISTENTLY_MISSES):
        "Red: 6.0% over target; the latest figure is usual: as things run, it will not reach it: explaining single months will not help: change what is done, or the target.",
    (Rag.RED, Variation.COMMON_CAUSE, Assurance.HIT_OR_MISS):
        "Red: 6.0% over target; the latest figure is usual: as things run, it meets it in some months and not in others: explaining single months will not help: change what is done, or the target.",
    (Rag.AMBER, Variation.CONCERN_HIGH, Assurance.HIT_OR_MISS):
        "Amber: 6.0% over target, and the latest figures are unusual and worse: find out what changed.",
    (Rag.RED, Variation.IMPROVEMENT_LOW, Assurance.HIT_OR_MISS):
        "Red: 6.0% over target, but the latest figures are unusual and better: find out what works, and go on.",
    (Rag.GREEN, Variation.CONCERN_HIGH, Assurance.HIT_OR_MISS):
        "Green: 6.0% over target, met for now, and the latest figures are unusual and worse: find out what changed.",
    (Rag.GREEN, Variation.COMMON_CAUSE, Assurance.HIT_OR_MISS):
        "Green: 6.0% over target; the latest figure is usual: as things run, it meets it in some months and not in others, so do not count on it.",
    (Rag.GREEN, Variation.COMMON_CAUSE, Assurance.CONSISTENTLY_MEETS):
        "Green: 6.0% over target; the latest figure is usual: as things run, it goes on meeting it.",
    (Rag.GREEN, Variation.IMPROVEMENT_LOW, Assurance.CONSISTENTLY_MEETS):
        "Green: 6.0% over target, and the latest figures are unusual and better: find out what works.",
    (Rag.RED, Variation.NOT_ASSESSED, Assurance.NOT_ASSESSED): "",
    (Rag.NOT_RATED, Variation.CONCERN_HIGH, Assurance.NOT_ASSESSED): "",
}  # fmt: skip


def reconciled(shown: IndicatorCard) -> str:
    return standing_words(shown.rag.rag, shown.target, shown.variation)


@pytest.mark.parametrize(("held", "words"), CONFLICTS.items())
def test_a_rating_and_the_variation_are_reconciled_in_words(
    held: tuple[Rag, Variation, Assurance], words: str
) -> None:
    assert reconciled(judged(*held)) == words


@pytest.mark.parametrize(("actual", "words"), [(94, "6.0% under target"), (100.001, "on target")])
def test_how_far_from_the_target_is_said_by_number_not_by_judgement(actual: float, words: str) -> None:
    found = reconciled(judged(Rag.GREEN, Variation.COMMON_CAUSE, Assurance.CONSISTENTLY_MEETS, actual))
    assert found.startswith(f"Green: {words}; the latest figure is usual")


def test_the_briefing_tells_the_verdict_a_real_trend_and_the_years_end() -> None:
    grows = [float(round(100 * 1.1 ** (month / 12)) + month % 3) for month in range(54)]
    shown = card(grows, Q2, "2017-09")
    story = figure_sentences(shown)

    assert shown.trend is not None
    assert shown.outturn is not None
    assert "%), more than usual variation. " in story
    assert shown.trend.long_words in story
    assert shown.outturn.words in story
    level = card([*year(100, 5) * 4], Q2, "2017-09")
    assert ": 0 (0.0%), no clear change. " in figure_sentences(level)
    assert "Long term" not in figure_sentences(level)


def test_the_data_sheet_and_explain_say_the_same_as_the_card() -> None:
    shown = card([*year(100, 4) * 4, *year(130, 4)[:6]], Q2, "2017-09")
    cells = dict(zip(OUTLOOK_COLUMNS, outlook_cells(shown), strict=True))

    assert shown.yearly is not None
    assert shown.trend is not None
    assert shown.outturn is not None
    assert cells["change verdict"] == shown.yearly.verdict.value
    assert cells["trend % a year"] == shown.trend.percent.value
    assert cells["outturn"] == shown.outturn.forecast.value
    values = [*year(100, 4) * 4, *year(130, 4)[:6]]
    _card, lines = explain_card(framework(indicator()), series(values, until="2017-09"), Q2, "BUR")
    said = {line.what: line.words for line in lines}
    answered = (
        f"Yes, statistically significant (99%). {told(shown, 'Is the change more than usual variation?')}"
    )
    assert said["Is the change more than usual variation?"] == answered.removesuffix(".")
    assert said["Year's end"] == shown.outturn.words
