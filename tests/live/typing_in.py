"""What Excel makes of a text that is put into a cell: the doubles in which workbooks are refreshed do the same."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_NUMBER = re.compile(r"([+-]?)[$£]?((?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?(?:[eE][+-]?\d+)?)(%?)")
_DAYS = (
    (re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})"), "ymd"),
    (re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})"), "dmy"),
    (re.compile(r"(\d{1,2})[-/](\d{1,2})"), "dm"),
)
FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001


class Literal(str):
    """Text behind an apostrophe: kept as it is, whatever it looks like."""

    __slots__ = ()


class Formula(str):
    """Text that Excel takes for a formula."""

    __slots__ = ()


def as_excel_takes_it(text: str) -> str | float | bool | None:
    """Return what becomes of a text: the same text, a number, a day's number, a truth value or a formula.

    >>> as_excel_takes_it("00123"), as_excel_takes_it("'00123"), as_excel_takes_it("8%"), as_excel_takes_it("Mar 2018")
    (123.0, '00123', 0.08, 43160.0)
    """
    words = text.strip()
    if text.startswith("'"):
        return Literal(text[1:])
    if not words:
        return text or None
    if words.startswith(("=", "+", "-", "@")) and not _NUMBER.fullmatch(words):
        return Formula(words)
    if words.upper() in {"TRUE", "FALSE"}:
        return words.upper() == "TRUE"
    found = _NUMBER.fullmatch(words.strip("()"))
    if found and re.search(r"\d", found[2]):
        sign = -1 if found[1] == "-" or words.startswith("(") else 1
        return sign * float(found[2].replace(",", "")) / (100 if found[3] else 1)
    return _as_day(words, text)


def _as_day(words: str, text: str) -> str | float:
    if found := re.fullmatch(rf"(?:(\d{{1,2}}) )?({_MONTH})(?: (\d{{4}}))?", words, re.IGNORECASE):
        month = _MONTHS.index(found[2][:3].casefold()) + 1
        if found[1] or found[3]:
            return _number(int(found[3] or 2018), month, int(found[1] or 1))
    if found := re.fullmatch(r"(\d{1,2}):(\d{2})", words):
        return int(found[1]) / 24 + int(found[2]) / 1440
    for pattern, order in _DAYS:
        if found := pattern.fullmatch(words):
            parts = dict(zip(order, map(int, found.groups()), strict=True))
            with suppress(ValueError):
                return _number(parts.get("y", 2018), parts["m"], parts["d"])
    return text


def _number(year: int, month: int, day: int) -> float:
    return float((datetime(year, month, day) - FIRST_DAY).days)  # noqa: DTZ001
