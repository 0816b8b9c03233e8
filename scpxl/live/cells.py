"""Values as an open workbook gives and takes them."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from scpxl.render.grid import Value

_READ_OTHERWISE = re.compile(
    r"\s*(?:['=+\-@#.,(\d$£€%]|true\b|false\b|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))",
    re.IGNORECASE,
)


_FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001  (Excel's days have no zone)


_ERRORS: Final = {
    -2146826288: "#NULL!", -2146826281: "#DIV/0!", -2146826273: "#VALUE!", -2146826265: "#REF!",
    -2146826259: "#NAME?", -2146826252: "#NUM!", -2146826246: "#N/A",
}  # fmt: skip
"""What COM hands over for an error value that is in a cell."""


class ErrorValue(str):
    """An error value as it is shown; put back as it is, so that it becomes one again."""

    __slots__ = ()


def guarded(value: Value) -> Value:
    """Return a value as a cell must be given it to keep it.

    >>> guarded("Mar 2018"), guarded("=1+1"), guarded("Barnet"), guarded(4.5)
    ("'Mar 2018", "'=1+1", 'Barnet', 4.5)
    """
    if isinstance(value, str) and not isinstance(value, ErrorValue) and _READ_OTHERWISE.match(value):
        return f"'{value}"
    return value


def as_grid(value: Any) -> Value:
    """Return what a cell was read to hold as the grid has it: days and money as numbers, a blank text as nothing.

    >>> as_grid(""), as_grid(datetime(2018, 5, 1)), as_grid(3), as_grid(-2146826246)
    (None, 43221.0, 3.0, '#N/A')
    """
    if value is None or value == "":
        return None
    if isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        return ErrorValue(_ERRORS[value]) if value in _ERRORS else float(value)
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime):
        return (value.replace(tzinfo=None) - _FIRST_DAY) / timedelta(days=1)
    if isinstance(value, date):
        return float((value - _FIRST_DAY.date()).days)
    words = str(value)
    return ErrorValue(words) if words in _ERRORS.values() and type(value) is not str else words


def values_of(found: Any) -> list[list[Value]]:
    """Return the values of a range, in one call."""
    # Value2 gives days and money as the numbers they are.
    given = found.api.Value2 if sys.platform == "win32" else found.raw_value
    rows = as_rows(given, *found.shape)
    return [[as_grid(value) for value in row] for row in rows]


def as_rows(given: Any, rows: int, columns: int) -> Sequence[Sequence[Any]]:
    """Return what was read of a range as rows, also where it has one cell, one row or one column."""
    if rows * columns == 1 and not isinstance(given, list | tuple):
        return [[given]]
    if given and not isinstance(given[0], list | tuple):
        return [given] if rows == 1 else [[one] for one in given]
    return list(given)
