"""What Excel gives a worksheet function and what it takes back: one decorator for all of them.

Excel knows blanks, error values, dates and ranges; a function here knows text, and says what it found or raises.
xlwings makes Excel's side of it, and is told nothing but names: to it every annotation is a converter.
"""

from __future__ import annotations

import functools
import inspect
import logging
import math
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import xlwings as xw

from scpxl.errors import ScpxlError
from scpxl.model.periods import month_label, to_month
from scpxl.scorecard.figures import Figure

Answer = Figure | float | str | None
"""What one cell is to show.  A `Figure` without a value shows its words, or, in a range, #N/A."""
Table = Sequence[Sequence[Answer]]

LONGEST = 250
"""Characters of a text: Excel shows #VALUE! instead of one of more than 255."""
NOT_AVAILABLE = "#N/A"
"""A missing number, in a range, where words would be drawn as zero.  Text: COM lets Python make no error value."""

_ERRORS = {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"}
# Error values that xlwings has no name for, such as #SPILL!, come as the numbers COM has for them.
_ERROR_NUMBERS = range(-2146826288, -2146826188)
_log = logging.getLogger(__name__)


class _FormulaError(ValueError):
    """What was put into the formula cannot be taken."""


def worksheet(
    *, over: str = "", **docs: str
) -> Callable[[Callable[..., Answer | Table]], Callable[..., Any]]:
    """Make a function one of the worksheet: registered with xlwings, and unable to fail.

    Every argument is one cell, read as its annotation says; a blank one takes its default.  `over` names the argument
    that may also be a range: the answers then fill a range of the same shape, blank for a blank cell.
    `docs` says of each argument what Excel's function wizard is to say.  A mistake is told in the cell, after
    "scpxl: "; so is a fault of ours, which is logged as well.
    """

    def made(function: Callable[..., Answer | Table]) -> Callable[..., Any]:
        signature = inspect.signature(function)
        read = {name: _READ[one.annotation] for name, one in signature.parameters.items()}
        required = [name for name, one in signature.parameters.items() if one.default is one.empty]

        @functools.wraps(function)
        def answered(*given: Any, **named: Any) -> Any:
            bound = signature.bind(*given, **named)
            cells = {name: _rows(value) for name, value in bound.arguments.items()}
            ranged = cells.pop(over, [[None]])

            def answer(cell: Any) -> Answer | Table:
                single = {name: _only(name, rows) for name, rows in cells.items()}
                single |= {over: cell} if over else {}
                asked = {name: read[name](name, one) for name, one in single.items() if not _is_blank(one)}
                if lacking := [name for name in required if name not in asked]:
                    raise _FormulaError(f"{lacking[0]} is blank. Give {_lower(docs[lacking[0]])}.")
                return function(**asked)

            if len(ranged) == len(ranged[0]) == 1:
                return _safely(answer, ranged[0][0])
            return [
                ["" if _is_blank(cell) else _safely(answer, cell, in_range=True) for cell in row]
                for row in ranged
            ]

        answered.__annotations__ = {}
        called: Callable[..., Any] = xw.func(category="scpxl")(answered)
        for name in signature.parameters:
            # As rows of cells, whatever the shape; an error value as its name, lest it pass for a blank.
            called = xw.arg(name, ndim=2, err_to_str=True, doc=docs[name])(called)
        return called

    return made


def _safely(answer: Callable[[Any], Answer | Table], cell: Any, *, in_range: bool = False) -> Any:
    try:
        return _shown(answer(cell), in_range=in_range)
    except (ScpxlError, ValueError, OSError) as told:
        words = str(told)
    except Exception as fault:  # noqa: BLE001  (Excel has nowhere to show one)
        _log.exception("A worksheet function failed")
        words = f"this is a fault in scpxl, not in your workbook. Please report it: {fault!r}"
    return _shown(f"scpxl: {' '.join(words.split())}")


def _rows(given: Any) -> list[list[Any]]:
    """Return what a formula gave as rows of cells; a plain list, as Python may give it, is a column."""
    if not isinstance(given, list | tuple):
        return [[given]]
    rows = [list(row) if isinstance(row, list | tuple) else [row] for row in given]
    return rows if rows and rows[0] else [[None]]


def _only(name: str, rows: list[list[Any]]) -> Any:
    if len(rows) * len(rows[0]) > 1:
        raise _FormulaError(f"{name} takes one cell, not {len(rows)} by {len(rows[0])}.")
    return rows[0][0]


def _is_blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _text(name: str, cell: Any) -> str:
    """Return a cell as it would be entered."""
    if cell in _ERRORS or (type(cell) is int and cell in _ERROR_NUMBERS):
        shown = cell if isinstance(cell, str) else "an error"
        raise _FormulaError(f"the cell given for {name} shows {shown}. Correct that cell first.")
    if isinstance(cell, date):
        # Excel makes a date of whatever is entered like a month.
        return month_label(to_month(cell.year, cell.month))
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


_READ: dict[str, Callable[[str, Any], Any]] = {"str": _text}
"""How a cell is read, by the annotation of the argument it is for."""


def _shown(answer: Answer | Table, *, in_range: bool = False) -> Any:
    """Return an answer as Excel is to have it: numbers as numbers, text no longer than it can show."""
    if isinstance(answer, Figure):
        missing = NOT_AVAILABLE if in_range else answer.text
        answer = missing if answer.value is None else answer.value
    if answer is None:
        return ""
    if isinstance(answer, str):
        return answer if len(answer) <= LONGEST else f"{answer[: LONGEST - 1].rsplit(' ', 1)[0]}…"
    if isinstance(answer, Sequence):
        return [[_shown(cell, in_range=True) for cell in row] for row in answer]
    return float(answer) if math.isfinite(answer) else NOT_AVAILABLE


def _lower(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}"
