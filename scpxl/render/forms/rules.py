"""What a cell of an issued return says when it is entered, and what it queries when it is left.

A number is never refused: a mark such as [x] is an answer too, and a warning can be overruled.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from scpxl.model.observations import Marker
from scpxl.returns.cells import CellRef
from scpxl.returns.form import Answer, ChoiceList

MARKS = (Marker.NOT_AVAILABLE, Marker.NOT_APPLICABLE, Marker.SUPPRESSED)
"""What may be entered in place of a figure."""
_EARLIEST_DATE = date(2000, 1, 1)
_MARK_WORDS = ", ".join(mark.shorthand for mark in MARKS)
CLOSED_RULE: dict[str, Any] = {
    "validate": "any",
    "input_title": "Nothing to enter here",
    "input_message": "This row does not ask for a figure in this month. Use the open cells of the row.",
}


class CellRange(NamedTuple):
    """A rectangle of cells, first and last included; rows and columns count from zero."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @property
    def a1(self) -> str:
        """The address of its top left cell."""
        return CellRef("", self.first_row, self.first_column).a1


def to_blocks(rows_of: Mapping[int, Sequence[int]]) -> list[CellRange]:
    """Draw cells, given as the ordered rows of each column, together into few rectangles.

    >>> to_blocks({1: [4, 5], 2: [4, 5], 3: [9]})
    [CellRange(first_row=4, first_column=1, last_row=5, last_column=2), CellRange(first_row=9, first_column=3, last_row=9, last_column=3)]
    """
    stretches: list[tuple[int, int, Sequence[int]]] = []
    for column, rows in sorted(rows_of.items()):
        if stretches and stretches[-1][1] == column - 1 and stretches[-1][2] == rows:
            stretches[-1] = (stretches[-1][0], column, rows)
        else:
            stretches.append((column, column, rows))
    return sorted(
        CellRange(first, left, last, right) for left, right, rows in stretches for first, last in _runs(rows)
    )


def _runs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    for _, run in groupby(enumerate(rows), key=lambda counted: counted[1] - counted[0]):
        together = [row for _, row in run]
        yield together[0], together[-1]


def figure_rule(a1: str, *, signed: bool = False) -> str:
    """Return the formula that is true of a number of 0 or more, or `signed` of any, and of a mark.

    >>> figure_rule("E5")
    '=OR(AND(ISNUMBER(E5),E5>=0),E5="[x]",E5="[z]",E5="[c]")'
    """
    marks = ",".join(f'{a1}="{mark.shorthand}"' for mark in MARKS)
    number = f"ISNUMBER({a1})" if signed else f"AND(ISNUMBER({a1}),{a1}>=0)"
    return f"=OR({number},{marks})"


def entry_rule(
    answer: Answer,
    a1: str,
    *,
    title: str = "",
    prompt: str = "",
    choices: ChoiceList | None = None,
    limit: int = 0,
    signed: bool = False,
) -> dict[str, Any]:
    """Return the data validation of a cell (for a block: of its top left one, `a1`).

    Only a drop-down refuses what is not in it; everything else warns and lets the partner go on, since
    the checks will answer in words.
    """
    told = {"input_title": title, "input_message": prompt} if prompt else {}
    return told | _test_of(answer, a1, choices, limit, signed=signed)


def _test_of(
    answer: Answer, a1: str, choices: ChoiceList | None, limit: int, *, signed: bool
) -> dict[str, Any]:
    if choices is not None and choices.choices:
        # A drop-down gives one choice; where several are taken, anything may be entered beside it.
        several = {"show_error": False} if answer is Answer.CHOICES else {}
        return several | {
            "validate": "list",
            "source": f"={choices.name}",
            "error_title": "Not in the list",
            "error_message": "Choose from the list: press Alt and the down arrow to open it.",
        }
    if answer is Answer.FIGURE:
        number = "a number, below zero too" if signed else "a number of 0 or more"
        message = f"This takes {number}, or one of {_MARK_WORDS}. Keep what you typed all the same?"
        rule = figure_rule(a1, signed=signed)
        return _warning("A number or a mark?", message) | {"validate": "custom", "value": rule}
    if answer is Answer.PERCENT:
        message = (
            "This takes a whole number from 0 to 100: enter 40 for 40%. Keep what you typed all the same?"
        )
        test = f"=AND(ISNUMBER({a1}),{a1}>=0,{a1}<=100,OR({a1}=0,{a1}>=1))"
        return _warning("From 0 to 100", message) | {"validate": "custom", "value": test}
    if answer is Answer.DATE:
        message = "This takes a date, day first, for example 31/03/2018. Keep what you typed all the same?"
        # By DATE, not by number: a workbook may count its days from 1904.
        day = f"=DATE({_EARLIEST_DATE.year},{_EARLIEST_DATE.month},{_EARLIEST_DATE.day})"
        since = {"validate": "date", "criteria": ">=", "value": day}
        return _warning("A date?", message) | since
    if limit:
        message = f"The board's page has room for {limit:,} characters. Keep what you typed all the same?"
        return _warning("Rather long", message) | {"validate": "length", "criteria": "<=", "value": limit}
    return {"validate": "any"}


def _warning(title: str, message: str) -> dict[str, Any]:
    return {"error_type": "warning", "error_title": title, "error_message": message}
