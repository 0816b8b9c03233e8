"""What is already known when a form is issued, and so need not be entered again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from scpxl.returns.form import Part, Row, Sheet

FigureKey: TypeAlias = tuple[Sheet, tuple[str, ...], str]
"""Which figure: the table's sheet, the row's key, the column's key."""


def series_name(row: Row) -> str:
    """Return how `Prefill` names the series of a row: a measure by its code, any other by its whole key.

    >>> series_name(Row(("BUR-01", Part.NUMBER), {})), series_name(Row(("DAB-01", Part.OUT_OF), {}, part=Part.OUT_OF))
    ('BUR-01', 'DAB-01 Out of')
    """
    is_measure = row.part is Part.NUMBER and row.breakdown is None
    return row.key[0] if is_measure else " ".join(row.key)


class Prefill(NamedTuple):
    """The figures and actions last accepted from a partner.

    A figure is a number, or the mark that stands for it, such as ``[x]``; one that was never given is
    simply not there.  An action is its cells by column key, None where a cell was left blank.
    """

    figures: Mapping[FigureKey, float | str] = MappingProxyType({})
    actions: tuple[Mapping[str, str | float | date | None], ...] = ()
    longer: Mapping[str, Mapping[int, float]] = MappingProxyType({})
    """By series and last month: the values of months before those the form shows, as far as known."""
    explained: frozenset[tuple[str, int, float]] = frozenset()
    """Series, last month and value of each figure of the period that was explained already."""
    answers: Mapping[str, str | float | date] = MappingProxyType({})
    """Answers on Start by key, where they were given on another form."""
    given: Mapping[FigureKey, float] = MappingProxyType({})
    """What is on record of the period's own figures."""


class Formula(NamedTuple):
    """A formula typed where a value is asked for, and what its cell shows; None where it was saved without its result."""

    text: str
    shown: str | float | None = None


Typed: TypeAlias = str | float | date | Formula | None
"""What somebody enters into a cell."""
