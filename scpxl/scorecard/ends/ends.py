"""What the dashboard holds of each month end that can be chosen: plain rows, worked out and worded before.

A workbook looks these up and works out nothing.  Every row is of a measure, a measure in a group, or a measure by the
own area's parts, in the order of the `Shape`; a measure without a card has a row all the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from scpxl.model.periods import MONTH, Period, month_label
from scpxl.scorecard.records.ends import (
    FIELDS,
    GROUP_FIELDS,
    LINE_BOX,
    NEEDS,
    NEEDS_BOX,
    POINTS,
    SENTENCE_BOX,
    WHY_BOX,
    YEARS_POINTS,
    Cell,
    MonthEnd,
    Point,
    Rows,
    Window,
)
from scpxl.scorecard.records.figures import MISSING, REVISED
from scpxl.scorecard.records.scorecard import IndicatorCard
from scpxl.scorecard.records.shape import Measure, Shape
from scpxl.scorecard.texts.cell_words import (
    NONE,
    assurance_words,
    change_words,
    cut,
    forecast_or_word,
    named_within,
    number_or_word,
    rag_words,
    sentences,
    variation_words,
)
from scpxl.verdicts import Rag
from scpxl.words import capital

_APART: Final = {1: 1, 3: 3, 12: 4}
"""Places from one figure to the next on the axis of 36, by months in a figure: a quarter takes three."""
_YEARS_APART: Final = {1: 1, 3: 2, 12: 3}
_STEP: Final = {"Month": 1, "Quarter": 3, "Year": 12}
_NOT_REPORTED: Final = "Not reported"
NOTED: Final = "Note"
"""What is suggested of an exception that asks nothing of anybody."""


def month_end(
    shape: Shape,
    month: int,
    cards: dict[str, IndicatorCard],
    beside: Rows,
    exceptions: Sequence[tuple[str, str]],
    outside: Mapping[str, str],
) -> MonthEnd:
    """Return what a dashboard holds of a month end.

    `beside` is what the rows need beyond the cards; `exceptions` the codes of measures and what their rule suggests; `outside`, by code, why a measure is
    not reported at this month end.
    """
    ended = month == Period(month, MONTH).financial_year.last
    rows = tuple(
        _fields(shape, one, cards[one.code], beside, year_ended=ended)
        if one.code in cards
        else _without_card(shape, outside.get(one.code, _NOT_REPORTED))
        for one in shape.measures
    )
    return MonthEnd(
        label=month_label(month),
        cards=rows,
        windows=tuple(window_of(one, cards.get(one.code), month) for one in shape.measures),
        groups=beside.groups,
        parts=beside.parts,
        exceptions=tuple(code for code, _ in exceptions),
        suggestions=tuple(capital(said) or NOTED for _, said in exceptions),
        statuses=tuple(rag_words(shape.status.status(_rags(shape, aim.code, cards))) for aim in shape.aims),
        needs=tuple(
            needs_words(place, shape, code, cards[code])
            for place, (code, _) in enumerate(exceptions[:NEEDS], start=1)
        ),
        counted=tuple(_counted(shape, aim.code, cards) for aim in shape.aims),
        sentences=tuple(_sentence(shape, aim.code, cards) for aim in shape.aims),
    )


def _without_card(shape: Shape, why: str) -> tuple[Cell, ...]:
    blanks = (NONE,) * (len(GROUP_FIELDS) * shape.most_groups)
    # The month stands where there is room for it.
    word = why if why == _NOT_REPORTED else why.partition(" ")[0]
    told = {"rag": f"–  {word}", "variation": f"– {why}"}
    return (*(told.get(field, NONE) for field in FIELDS), *blanks)


def _fields(
    shape: Shape,
    measure: Measure,
    card: IndicatorCard,
    beside: Rows,
    *,
    year_ended: bool,
) -> tuple[Cell, ...]:
    quarters, placed = beside.quarters[measure.code], beside.placed.get(measure.code, ())
    blanks = (NONE,) * (len(GROUP_FIELDS) * shape.most_groups - len(placed))
    provisional = " [p]" if card.yearly is not None and card.yearly.provisional else ""
    changed = [card.yearly.words if card.yearly else "", card.yearly.group_words if card.yearly else ""]
    revised = f" {REVISED}" if REVISED in card.headline.mark + card.before.mark else ""
    marks = "".join(dict.fromkeys(filter(None, (card.headline.mark, card.before.mark))))
    never = quarters[0] == MISSING
    return (
        rag_words(card.rag.rag, card.rag.why),
        number_or_word(card.headline),
        _or_missing(card, number_or_word(card.before)) if never else number_or_word(card.before),
        number_or_word(card.change),
        number_or_word(card.change_percent),
        change_words(card.direction) + provisional + revised,
        number_or_word(card.target.target) if card.target else "none",
        forecast_or_word(card, year_ended=year_ended),
        variation_words(card.variation.variation),
        assurance_words(card.variation.assurance),
        _or_missing(card, number_or_word(card.latest)),
        card.latest_label or NONE,
        number_or_word(card.rate),
        *quarters[:5],
        _or_missing(card, number_or_word(card.year_to_date)),
        cut(" ".join(filter(None, (card.variation.words, card.rag.reason))), WHY_BOX) or NONE,
        cut(card.variation.words, LINE_BOX) or NONE,
        cut(sentences(*changed) or capital(card.direction.words), LINE_BOX) or NONE,
        cut(card.trend.long_words if card.trend else "", LINE_BOX) or NONE,
        cut(card.outturn.words if card.outturn else card.target.words if card.target else "", LINE_BOX)
        or NONE,
        cut(" ".join(f"{one.label}: {one.reason} {one.words}" for one in card.interventions), LINE_BOX)
        or NONE,
        cut(" ".join(card.notes), LINE_BOX) or NONE,
        cut(card.standing_words or card.rag.reason, LINE_BOX) or NONE,
        marks or NONE,
        *(NONE if one is None else one for one in (card.rag.actual, card.rag.green_to, card.rag.amber_to)),
        *quarters[5:],
        *placed,
        *blanks,
    )


def _or_missing(card: IndicatorCard, cell: Cell) -> Cell:
    """Return a cell, or that its figure is missing where the headline is: of one measure a page says one thing."""
    return MISSING if cell == NONE and number_or_word(card.headline) == MISSING else cell


def window_of(measure: Measure, card: IndicatorCard | None, month: int) -> Window:
    """Return what the charts of a measure draw for a month end."""
    chart = card.control_chart if card else None
    step = _STEP[chart.period] if chart else 1
    apart = _APART[step]
    flagged = ((chart.concern, "C"), (chart.improvement, "I"), (chart.neutral, "N")) if chart else ()
    flags = ["."] * POINTS
    for points, letter in flagged:
        for place, point in enumerate(_spread(points, POINTS, apart)):
            flags[place] = letter if point is not None else flags[place]
    year = card.year_on_year if card else None
    between = 12 // len(year.labels) if year and year.labels else 1
    ends = card.sparkline if card else ()
    years_apart = _YEARS_APART[measure.step]
    two_years = (*year.year_before_and_now,) if year else ends
    return Window(
        flags="".join(flags),
        labels=_labels(chart.labels if chart else (), POINTS, apart, {1: 7, 3: 3, 12: 2}[step]),
        values=_spread(chart.values if chart else (), POINTS, apart),
        mean=_spread(chart.mean if chart else (), POINTS, apart),
        lower=_spread(chart.lower if chart else (), POINTS, apart),
        upper=_spread(chart.upper if chart else (), POINTS, apart),
        year_labels=_labels(year.labels if year else (), 12, between, 1),
        end_labels=_labels(
            card.sparkline_labels if card else (),
            YEARS_POINTS,
            years_apart,
            {1: 6, 3: 3, 12: 2}[measure.step],
        ),
        ends=_spread(ends, YEARS_POINTS, years_apart),
        target=_target_line(measure, card, month, years_apart),
        forecast=_forecast_point(measure, card),
        singles=_spread(two_years, YEARS_POINTS, between if year else 3),
    )


def _spread(points: Sequence[Point], places: int, apart: int) -> tuple[Point, ...]:
    """Return points on an axis of so many places, from the right, so many places apart."""
    axis: list[Point] = [None] * places
    fit = min(len(points), (places - 1) // apart + 1)
    if fit:
        axis[places - 1 - (fit - 1) * apart :: apart] = points[len(points) - fit :]
    return tuple(axis)


def _labels(labels: Sequence[str], places: int, apart: int, every: int) -> tuple[str, ...]:
    """Return the labels that are printed: every so many, counted back from the last, so that they fit."""
    axis = [""] * places
    for back in range(0, min(len(labels), (places - 1) // apart + 1), every):
        axis[places - 1 - back * apart] = labels[-1 - back]
    return tuple(axis)


def _target_line(measure: Measure, card: IndicatorCard | None, month: int, apart: int) -> tuple[Point, ...]:
    """Return the year's target over the months of its year, at least two places, so that it is a line."""
    line = card.target if card else None
    if line is None or line.target.value is None or (line.unit and line.unit != measure.unit):
        return (None,) * YEARS_POINTS
    gone = month - Period(month, MONTH).financial_year.first + 1
    places = max(2, -(-gone // measure.step) * apart)
    return tuple(
        line.target.value if place >= YEARS_POINTS - places else None for place in range(YEARS_POINTS)
    )


def _forecast_point(measure: Measure, card: IndicatorCard | None) -> tuple[Point, ...]:
    """Return the forecast at the last place; none of a rate, whose forecast is of the number."""
    is_number = measure.style is measure.period_style
    value = card.outturn.forecast.value if card and card.outturn and is_number else None
    return (*(None,) * (YEARS_POINTS - 1), value)


def _rags(shape: Shape, aim: str, cards: dict[str, IndicatorCard]) -> list[Rag]:
    rags = [cards[one.code].rag.rag for one in shape.of_aim(aim) if one.code in cards]
    return [rag for rag in rags if rag is not Rag.NOT_RATED]


def needs_words(place: int, shape: Shape, code: str, card: IndicatorCard) -> str:
    """Return an exception in one sentence and who answers for it, the measure's name cut so that the rest is whole."""
    measure = shape.measures[shape.row_of[code]]
    lead = next((aim.lead for aim in shape.aims if aim.code == measure.objective), "")
    state = variation_words(card.variation.variation)[2:].lower()
    rated = rag_words(card.rag.rag, card.rag.why)[3:]
    rest = f": {state}, {rated}. {lead}".rstrip()
    name = cut(measure.name, max(20, NEEDS_BOX - len(rest) - 3))
    return cut(f"{place}. {name}{rest}", NEEDS_BOX)


def _counted(shape: Shape, aim: str, cards: dict[str, IndicatorCard]) -> str:
    """Return how an objective's measures are rated: Of 5 rated: 5 Red."""
    rated = _rags(shape, aim, cards)
    if not rated:
        return "No measure is rated"
    counts = [f"{rated.count(rag)} {rag.value}" for rag in (Rag.RED, Rag.AMBER, Rag.GREEN) if rag in rated]
    return f"Of {len(rated)} rated: {', '.join(counts)}"


def _sentence(shape: Shape, aim: str, cards: dict[str, IndicatorCard]) -> str:
    """Return what an objective's latest figures say, cut to its box."""
    own = [cards[one.code] for one in shape.of_aim(aim) if one.code in cards]
    worse = [card.title for card in own if card.variation.variation.is_worse]
    better = [card.title for card in own if card.variation.variation.is_better]
    found = [
        (words, titles)
        for words, titles in (("Unusual and worse", worse), ("Unusual and better", better))
        if titles
    ]
    if not found:
        return "No latest figure is unusual and worse or better."
    room = SENTENCE_BOX // len(found) - (len(found) - 1)
    return " ".join(named_within(words, titles, room) for words, titles in found)
