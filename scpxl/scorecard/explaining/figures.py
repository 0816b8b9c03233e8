"""The figures of a card, each with the numbers it is added up or divided from."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from scpxl.model.framework import AddsUp, Indicator, Unit
from scpxl.model.periods import MONTH, QUARTER, Period
from scpxl.model.wholes import PEOPLE, Whole, WholeKind, is_yearly_rate
from scpxl.model.words import capital, in_sentence
from scpxl.scorecard.charts import column_label
from scpxl.scorecard.explaining.line import (
    ExplainedLine,
    NamedValue,
    Number,
    Numbers,
    Subject,
    explained,
    finer,
    short,
)
from scpxl.scorecard.figures import Family, Figure
from scpxl.scorecard.gaps import columns_text, year_of_level
from scpxl.scorecard.notes import METHODS
from scpxl.scorecard.strip import figures_apart
from scpxl.scorecard.wording import SMALL_BASE

_MARKED = {
    "[p]": "[p]: a month in it is provisional.",
    "[u]": "[u]: a month in it is of low reliability.",
    "[b]": "[b]: a break lies within it.",
}
_QUARTER = "The months of the quarter together, and those of the same quarter a year ago, since quarters have seasons."
_TO_DATE = "From April to the latest figure; missing where one of its months is."
_LEVEL = (
    "A level does not add up: the latest figure stands for the year, and is held against the one a year ago."
)
_TRAVEL = (
    "The arrow says which way the number moved against a year ago, the word whether that is better; the two "
    "are the same where they differ by less than a thousand-millionth. Better and worse are told on the Summary only where the change is real, or could not be judged."
)


class _Window(NamedTuple):
    """The columns a figure is made of: so many, ending so many before the last."""

    name: str
    """Which of the windows of the analysis it is."""
    width: int
    back: int = 0
    divided: bool = False
    """Whether it is shown as number over whole."""


def figure_lines(of: Subject) -> Iterator[ExplainedLine]:
    """Yield the headline, the year before, both changes, direction, and each further figure of its own."""
    card, track, indicator = of.card, of.track, of.indicator
    level = indicator.adds_up is AddsUp.LATEST
    year, rule = 1 if level else track.width, _LEVEL if level else METHODS["Year to"]
    window = _Window("year", year, divided=indicator.divides)
    yield _made(of, card.headline_name, card.headline, window, rule)
    yield _made(of, "The year before", card.before, window._replace(back=track.width), "")
    yield from _changes(of)
    words = card.direction.words
    yield explained("Direction", f"{card.direction.travel}; {words}", _TRAVEL)
    apart = figures_apart(of.framework, indicator)
    divided = indicator.divides and not is_yearly_rate(of.framework, indicator)
    if "quarter" in apart:
        quarter = _Window("quarter", QUARTER // track.step, divided=divided)
        yield _made(of, "Quarter", card.quarter, quarter, _QUARTER)
        before = quarter._replace(back=track.width)
        yield _made(of, "The same quarter a year ago", card.quarter_year_ago, before, "")
    if "year_to_date" in apart:
        start = Period(int(track.matrix.months[track.last]) - track.step + 1, MONTH)
        gone = (start.last - start.financial_year.first) // track.step + 1
        yield _made(
            of, "Year to date", card.year_to_date, _Window("to_date", gone, divided=divided), _TO_DATE
        )
    if "latest" in apart:
        latest = _Window("one", 1, divided=divided)
        yield _made(of, f"Latest ({card.latest_label})", card.latest, latest, "The figure as reported.")
    if "rate" in apart:
        yield _ratio(of, f"Rate {card.rate_name}", card.rate, window, "")


def _made(of: Subject, what: str, shown: Figure, window: _Window, rule: str) -> ExplainedLine:
    """Return a figure with what it is added up or divided from; without a formula where it is missing."""
    rule = " ".join(filter(None, (rule, *(words for mark, words in _MARKED.items() if mark in shown.mark))))
    words = " ".join(filter(None, (shown.text, shown.mark)))
    last = of.track.last - window.back
    if shown.value is None or last < 0:
        return explained(what, words, rule)
    if window.divided:
        return _ratio(of, what, shown, window, rule)
    columns = list(range(max(0, last - window.width + 1), last + 1))
    tops = of.track.matrix.numerator[of.row, columns]
    if len(columns) == 1:
        return explained(
            what, words, rule, "{}, as reported", {column_label(of.track, last): _full(float(tops[0]))}
        )
    terms = [
        NamedValue(column_label(of.track, column), float(top), _full(float(top))[1])
        for column, top in zip(columns, tops, strict=True)
    ]
    total = NamedValue(what, shown.value, shown.text)
    return ExplainedLine(
        what, words, f"{' + '.join(term.text for term in terms)} = {shown.text}", (*terms, total), rule
    )


def _full(value: float) -> tuple[float, str]:
    """Return a reported number with all its places."""
    return value, f"{value:,.10g}".replace("-", "−") if abs(value) < 1e9 else short(value)


def _changes(of: Subject) -> Iterator[ExplainedLine]:
    card = of.card
    points = card.change.style.family is Family.POINTS
    rule = "Percentages change in points, never in per cent of themselves." if points else METHODS["Change"]
    numbers: Numbers = {card.headline_name: finer(card.headline), "the year before": finer(card.before)}
    moved: Numbers = {**numbers, "change": card.change}
    yield explained(
        "Change",
        card.change.text,
        rule,
        "{} − {} = {}",
        moved if card.change.value is not None else {"": math.nan},
    )
    formula, rate = "100 × ({} / {} − 1) = {}", card.change_percent
    if rate.value is None:
        small = (
            f"Fewer than {SMALL_BASE} a year before: a percentage would say more than the numbers do."
            if rate.text == "small numbers"
            else ""
        )
        yield explained("Change in per cent", rate.text, small)
        return
    yield explained("Change in per cent", rate.text, "", formula, {**numbers, "change in per cent": rate})


def _ratio(of: Subject, what: str, shown: Figure, window: _Window, rule: str) -> ExplainedLine:
    """Return a figure that is its number over its whole, times so many; with which estimates the whole rests on."""
    track, indicator, column = of.track, of.indicator, of.track.last - window.back
    of_many = METHODS["Rate"] if indicator.unit not in {Unit.PERCENTAGE, Unit.AVERAGE} else ""
    said = " ".join(filter(None, (rule, of_many, _estimates(of, column))))
    words = " ".join(filter(None, (shown.text, shown.mark)))
    if shown.value is None:
        return explained(what, words, said)
    when = columns_text(track, list(range(max(0, column - window.width + 1), column + 1)))
    numbers: dict[str, Number] = {
        number_name(indicator, when): float(getattr(track.number, window.name)[of.row, column]),
        whole_name(track.wholes.of[of.row], when): float(getattr(track.whole, window.name)[of.row, column]),
        what: shown,
    }
    if indicator.unit is Unit.AVERAGE:
        return explained(what, words, said, "{} / {} = {}", numbers)
    if indicator.unit is Unit.PERCENTAGE:
        return explained(what, words, said, "100 × {} / {} = {}", numbers)
    return explained(what, words, said, "{} × {} / {} = {}", {"per": float(indicator.per), **numbers})


def number_name(indicator: Indicator, when: str) -> str:
    """Return what a formula calls the number: the parts of a percentage or average, else the count."""
    parts = indicator.unit in {Unit.PERCENTAGE, Unit.AVERAGE}
    return f"parts of {when}" if parts else f"number of {when}"


def whole_name(whole: Whole, when: str) -> str:
    """Return what a formula calls the whole: the mean population, the homes of those months, the wholes."""
    if whole.indicator is None:
        return f"wholes of {when}"
    if whole.kind is WholeKind.LEVEL:
        return "mean population" if whole.name == PEOPLE else f"mean of {in_sentence(whole.indicator.title)}"
    return f"{in_sentence(whole.indicator.title)}, {when}"


def _estimates(of: Subject, column: int) -> str:
    """Return which years' estimates a yearly whole, such as a population, is made of."""
    ends = of.track.wholes.estimate[of.row, max(0, column - of.track.width + 1) : column + 1]
    whole = of.track.wholes.of[of.row]
    named = [year_of_level(int(end)) for end in np.unique(ends) if end]
    if not named or whole.indicator is None:
        return ""
    what = (
        "Population estimates"
        if whole.name == PEOPLE
        else f"{capital(in_sentence(whole.indicator.title))}: figures"
    )
    return f"{what} of {' and '.join(named)}."
