"""The figures of a card, each with the numbers it is added up or divided from."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from scpxl.model.framework import AddsUp, Unit
from scpxl.model.periods import MONTH, QUARTER, YEAR, Period
from scpxl.scorecard.charts import column_label
from scpxl.scorecard.explaining.line import (
    ExplainedLine,
    NamedValue,
    Numbers,
    Subject,
    explained,
    finer,
    short,
)
from scpxl.scorecard.figures import Family, Figure
from scpxl.scorecard.gaps import columns_text
from scpxl.scorecard.notes import METHODS
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

    width: int
    back: int = 0


def figure_lines(of: Subject) -> Iterator[ExplainedLine]:
    """Yield the headline, the year before, both changes, direction, quarter, year to date, latest and rate."""
    card, track = of.card, of.track
    level = of.indicator.adds_up is AddsUp.LATEST
    year, rule = 1 if level else track.width, _LEVEL if level else METHODS["Year to"]
    per_head = of.indicator.unit is Unit.RATE
    yield _made(of, card.headline_name, card.headline, _Window(year), rule, per_head=per_head)
    yield _made(of, "The year before", card.before, _Window(year, track.width), "", per_head=per_head)
    yield from _changes(of)
    words = card.direction.words
    yield explained("Direction", f"{card.direction.travel}; {words}", _TRAVEL)
    if track.step <= QUARTER:
        wide = 1 if level else QUARTER // track.step
        yield _made(of, "Quarter", card.quarter, _Window(wide), _QUARTER)
        yield _made(of, "The same quarter a year ago", card.quarter_year_ago, _Window(wide, track.width), "")
    start = Period(int(track.matrix.months[track.last]) - track.step + 1, MONTH)
    gone = 1 if level else (start.last - start.financial_year.first) // track.step + 1
    yield _made(of, "Year to date", card.year_to_date, _Window(gone), _LEVEL if level else _TO_DATE)
    yield _made(of, f"Latest ({card.latest_label})", card.latest, _Window(1), "The figure as reported.")
    if card.rate_name:
        yield _rate(of, f"Rate {card.rate_name}", card.rate)


def _made(
    of: Subject, what: str, shown: Figure, window: _Window, rule: str, *, per_head: bool = False
) -> ExplainedLine:
    """Return a figure with what it is added up from; without a formula where it is missing."""
    rule = " ".join(filter(None, (rule, *(words for mark, words in _MARKED.items() if mark in shown.mark))))
    words = " ".join(filter(None, (shown.text, shown.mark)))
    last = of.track.last - window.back
    if shown.value is None or last < 0:
        return explained(what, words, rule)
    if per_head:
        return _rate(of, what, shown, window.back, rule)
    columns = list(range(max(0, last - window.width + 1), last + 1))
    tops = of.track.matrix.numerator[of.row, columns]
    if of.indicator.reports_denominator:
        scale = "100 × " if of.indicator.unit is Unit.PERCENTAGE else ""
        wholes = of.track.matrix.denominator[of.row, columns]
        when = columns_text(of.track, columns)
        numbers: Numbers = {
            f"parts of {when}": float(tops.sum()),
            f"wholes of {when}": float(wholes.sum()),
            what: shown,
        }
        return explained(what, words, rule, f"{scale}{{}} / {{}} = {{}}", numbers)
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


def _rate(of: Subject, what: str, shown: Figure, back: int = 0, rule: str = "") -> ExplainedLine:
    """Return a rate per head: so many times the year's count over the mean of its months' populations."""
    track, column = of.track, of.track.last - back
    said = " ".join(filter(None, (rule, METHODS["Rate"], _estimates(of, column))))
    if shown.value is None:
        return explained(what, shown.text, said)
    count, people = float(track.year[of.row, column]), float(track.people[of.row, column])
    numbers: Numbers = {
        "per": float(of.indicator.per),
        "count of the year": count,
        "mean population": people,
        what: shown,
    }
    return explained(what, shown.text, said, "{} × {} / {} = {}", numbers)


def _estimates(of: Subject, column: int) -> str:
    """Return which years' estimates the populations of the year are."""
    used = of.track.population_year[of.row, max(0, column - of.track.width + 1) : column + 1]
    years = [str(year) for year in np.unique(used) if year]
    return f"Population estimates of {' and '.join(years)}." if years and len(used) <= YEAR else ""
