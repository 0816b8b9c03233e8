"""What Excel gives a worksheet function and what it takes back: one decorator for all of them.

Excel knows blanks, error values, dates and ranges; a function here knows text, numbers and frames, and says what it
found or raises.  xlwings makes Excel's side of it, and is told nothing but what is declared in `scpxl.pages.functions`:
to it every annotation is a converter.
"""

from __future__ import annotations

import inspect
import logging
import math
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd
import xlwings as xw

from scpxl.errors import ScpxlError
from scpxl.figures.frames import to_numbers, to_table
from scpxl.model.periods import month_label, to_month
from scpxl.pages.functions import MISSING, NOT_AVAILABLE, Argument, ArgumentKind, Function
from scpxl.scorecard.records.figures import Figure

Answer = Figure | float | str | pd.DataFrame | list[tuple[float | str, ...]]
"""A `Figure` without a value shows its words, or, in a range, #N/A; a frame spills, as do rows of the declared columns."""

LONGEST: Final = 250
"""Characters of a text: Excel shows #VALUE! instead of one of more than 255."""

_ERRORS: Final = {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"}
# Error values that xlwings has no name for, such as #SPILL!, come as the numbers COM has for them.
_ERROR_NUMBERS: Final = range(-2146826288, -2146826188)
_ABSENT: Final = {NOT_AVAILABLE, *(mark for mark, _words in MISSING)}
_log = logging.getLogger(__name__)


class _FormulaError(ValueError):
    """What was put into the formula cannot be taken."""


def worksheet(declared: Function, function: Callable[..., Answer]) -> Callable[..., Any]:
    """Make a function one of the worksheet: registered with xlwings as it is declared, and unable to fail.

    Each argument is read as declared; a blank one is left out, so that the function's own default holds.  Where one
    may be a range of texts, the answers fill a range of the same shape, blank for a blank cell.  Ranges of numbers
    come as lists, and a frame goes as rows beside or, where the numbers lie across, below them; both pass through
    xlwings' own converters for pandas.  A mistake is told in the cell, after "scpxl: "; so is a fault of ours, which
    is logged as well.
    """
    arguments = declared.arguments
    over = next((place for place, one in enumerate(arguments) if one.takes is ArgumentKind.TEXTS), None)

    def answered(*given: Any, **named: Any) -> Any:
        values = [*given, *(named.get(one.name) for one in arguments[len(given) :])]
        if over is None:
            return _safely(declared, function, values)
        rows = _rows(values[over])
        in_range = len(rows) * len(rows[0]) > 1

        def shown(cell: Any) -> Any:
            of_cell = [*values[:over], cell, *values[over + 1 :]]
            return _safely(declared, function, of_cell, in_range=in_range)

        if not in_range:
            return shown(rows[0][0])
        return [["" if _is_blank(cell) else shown(cell) for cell in row] for row in rows]

    return _registered(declared, answered)


def _registered(declared: Function, answered: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function as xlwings is to know it: its name, its arguments, and how each passes."""
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    parameters = [
        inspect.Parameter(one.name, kind, default=None if one.optional else inspect.Parameter.empty)
        for one in declared.arguments
    ]
    answered.__name__ = answered.__qualname__ = declared.name
    answered.__doc__ = declared.words
    answered.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    answered.__annotations__ = {}
    called: Callable[..., Any] = xw.func(category="scpxl")(answered)
    for one in declared.arguments:
        # An error value comes as its name, lest it pass for a blank.
        if one.takes is ArgumentKind.NUMBERS:
            how: dict[str, Any] = {"convert": pd.DataFrame, "index": False, "header": False}
        else:
            how = {"ndim": 2}
        called = xw.arg(one.name, **how, err_to_str=True, doc=one.words)(called)
    returned: Callable[..., Any] = xw.ret(index=False, header=declared.headings)(called)
    return returned


def _answer(
    declared: Function, function: Callable[..., Answer], values: Sequence[Any]
) -> Figure | float | str | pd.DataFrame:
    """Return what a function answers to the values of a formula."""
    asked: dict[str, Any] = {}
    lies_across = False
    for argument, value in zip(declared.arguments, values, strict=True):
        rows = _rows(value)
        if argument.takes is ArgumentKind.NUMBERS and not all(
            _is_blank(cell) for row in rows for cell in row
        ):
            asked[argument.name] = _numbers(argument, rows)
            lies_across = lies_across or len(rows) == 1 < len(rows[0])
            continue
        cell = _only(argument, rows)
        if not _is_blank(cell):
            asked[argument.name] = (_number if argument.takes is ArgumentKind.NUMBER else _text)(
                argument, cell
            )
        elif not argument.optional:
            raise _FormulaError(f"{argument.name} is blank. Give {_lower(argument.words)}.")
    answer = function(**asked)
    if isinstance(answer, list):
        answer = to_table(declared.column_names, answer)
    if isinstance(answer, pd.DataFrame) and lies_across and len(answer) > 1:
        return _shown_frame(answer).T
    return answer


def _safely(
    declared: Function, function: Callable[..., Answer], values: Sequence[Any], *, in_range: bool = False
) -> Any:
    """Return what a cell shows: the answer, or what is wrong in words."""
    try:
        return _shown(_answer(declared, function, values), in_range=in_range)
    except (ScpxlError, ValueError, OSError) as told:
        words = str(told)
    except Exception as fault:  # noqa: BLE001  (Excel has nowhere to show one)
        _log.exception("A worksheet function failed")
        words = f"this is a fault in scpxl, not in your workbook. Please report it: {fault!r}"
    return _cut(f"scpxl: {' '.join(words.split())}")


def _rows(given: Any) -> list[list[Any]]:
    """Return what a formula gave as rows of cells; a plain list, as Python may give it, is a column."""
    if isinstance(given, pd.DataFrame | pd.Series | np.ndarray):
        given = np.asarray(given, dtype=object).tolist()
    if not isinstance(given, list | tuple):
        return [[given]]
    rows = [list(row) if isinstance(row, list | tuple) else [row] for row in given]
    return rows if rows and rows[0] else [[None]]


def _only(argument: Argument, rows: list[list[Any]]) -> Any:
    if len(rows) * len(rows[0]) > 1:
        empty = all(_is_blank(cell) for row in rows for cell in row)
        if empty:
            return None
        raise _FormulaError(f"{argument.name} takes one cell, not {len(rows)} by {len(rows[0])}.")
    return rows[0][0]


def _is_blank(cell: Any) -> bool:
    if isinstance(cell, float):
        return math.isnan(cell)
    return cell is None or (isinstance(cell, str) and not cell.strip()) or cell is pd.NA


def _refuse_error(argument: Argument, cell: Any) -> None:
    """Refuse an error value, by the name xlwings gives it or by COM's number."""
    is_number = isinstance(cell, int | float) and not isinstance(cell, bool) and cell in _ERROR_NUMBERS
    if is_number or (isinstance(cell, str) and cell in _ERRORS):
        shown = cell if isinstance(cell, str) else "an error"
        raise _FormulaError(f"the cell given for {argument.name} shows {shown}. Correct that cell first.")


def _text(argument: Argument, cell: Any) -> str:
    """Return a cell as it would be entered."""
    _refuse_error(argument, cell)
    if isinstance(cell, date):
        # Excel makes a date of whatever is entered like a month.
        return month_label(to_month(cell.year, cell.month))
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _number(argument: Argument, cell: Any) -> float:
    _refuse_error(argument, cell)
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        raise _FormulaError(f"{argument.name} holds {_quoted(cell)}, which is not a number.")
    return float(cell)


def _numbers(argument: Argument, rows: list[list[Any]]) -> list[float]:
    """Return cells as numbers, NaN for a figure that is not there: a blank, a marker, or #N/A as a range of ours has it."""

    def number(cell: Any) -> float:
        if _is_blank(cell) or (isinstance(cell, str) and cell.strip() in _ABSENT):
            return math.nan
        return _number(argument, cell)

    return to_numbers(argument.name, [[number(cell) for cell in row] for row in rows])


def _quoted(cell: Any) -> str:
    text = str(cell)
    return repr(text if len(text) <= 40 else f"{text[:39]}…")


def _shown(answer: Figure | float | str | pd.DataFrame, *, in_range: bool = False) -> Any:
    """Return an answer as Excel is to have it: numbers as numbers, text no longer than it can show."""
    if isinstance(answer, pd.DataFrame):
        return _shown_frame(answer)
    if isinstance(answer, Figure):
        missing = NOT_AVAILABLE if in_range else answer.text
        answer = missing if answer.value is None else answer.value
    if isinstance(answer, str):
        return _cut(answer)
    return float(answer) if math.isfinite(answer) else NOT_AVAILABLE


def _shown_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table as Excel is to have it: #N/A for a number that is not there, a blank for a text."""

    def cell(value: Any) -> Any:
        if isinstance(value, float):
            return value if math.isfinite(value) else NOT_AVAILABLE
        return "" if value is None else _cut(value) if isinstance(value, str) else value

    rows = [[cell(value) for value in row] for row in frame.astype(object).to_numpy().tolist()]
    return pd.DataFrame(rows, columns=frame.columns, dtype=object)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rsplit(' ', 1)[0]}…"


def _lower(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}"
