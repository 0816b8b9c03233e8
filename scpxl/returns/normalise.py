"""From what was entered to what was meant, where only one thing can have been meant.

Each change made on the way is told; what can be read in two ways is asked, never guessed.
"""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from scpxl.model.observations import Marker
from scpxl.privacy.kinds import Pattern
from scpxl.returns.raw import CellError, CellValue, Percent, Uncalculated
from scpxl.words import digits_of_day

_PLAIN = Pattern(r"-?\d+(\.\d+)?")
_THOUSANDS = Pattern(r"-?[^\D0]\d{0,2}(,\d{3})+(\.\d+)?")
_THOUSANDS_OR_DECIMALS = Pattern(r"\d{1,3}[.]\d{3}")
_CONTINENTAL = Pattern(r"\d+(\.\d{3})*,\d+")
_PERCENT = Pattern(r"\d+(\.\d+)? ?%")
_MARGIN = Pattern(
    r"(\d+(?:\.\d+)?) ?%? ?(?:"
    r"\(? ?(?:±|\+/-|\+-) ?\d+(?:\.\d+)? ?%? ?(?:points|pp)? ?\)?"
    r"|\( ?(?:95 ?% ?)?(?:CI:? ?)?\d+(?:\.\d+)? ?%? ?(?:-|–|to) ?\d+(?:\.\d+)? ?%? ?\))"
)
"""A survey's percentage with its margin of error, or the interval it makes, in the same cell."""
_MARK = Pattern(r"\[ ?([xzc]) ?\]", re.IGNORECASE)
_HIDDEN_BY_SIGN = Pattern(r"([<>≤≥~]|less than|under|over|more than|fewer than) ?=? ?\d+.*", re.IGNORECASE)
_NO_FIGURE_YET = {"n/a", "na", "n.a.", "tbc", "tba", "-", "--", "–", "..", "...", "nil", "none", "unknown", "not known", "*", "?", "x", "z", "c", "null", "pending", "awaited"}  # fmt: skip
BLANKS = "\t\n\r\u00a0\u2009\u202f"
"""Signs that count as a blank."""
UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202c\u2060\ufeff"
"""Signs that count as nothing.  These two lists are all that the form's own formulas can take out, one by one: they hold
what web pages, PDFs and other programs are known to leave in a copied cell.  Python takes out every other sign nobody
sees as well."""
_CONTROLS = Pattern(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\xad\u034f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
"""Characters without a shape: controls, joiners, marks of direction, soft hyphens, variants of a shape."""
_ESCAPED = Pattern(r"_x00[01][0-9A-Fa-f]_|_x007F_", re.IGNORECASE)
"""How a workbook's text holds a control character, most often the end of a line."""
_WORD_DATE = Pattern(r"(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]+)[ ,-]+(\d{4})")
_SLASH_DATE = Pattern(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_MONTH_WORDS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")  # fmt: skip
_OTHER_SIZES = {"<wide>", "<narrow>", "<noBreak>", "<compat>", "<font>"}
"""Other shapes of a character that mean the same; a raised or ringed digit is a footnote, not a digit."""
_AS_EXCEL_SHOWS = 15
"""Digits to which Excel itself shows a number; digits after those are binary noise."""
_ISO_DATE = Pattern(r"(\d{4})-(\d{2})-(\d{2})(?:[ t]00:00(:00)?)?")


class CellReading(NamedTuple):
    """What a figure's cell was read as: a number, a mark, or a problem's code."""

    number: float | None = None
    marker: Marker = Marker.NONE
    problem: str = ""
    tidied_from: str = ""
    """What was entered, where reading it changed it."""


BLANK = CellReading(marker=Marker.BLANK)


def fold(text: str) -> str:
    r"""Return text as it is compared: one form of each character, one blank between words, no case, nothing unseen.

    >>> fold("  In\u00a0 Progress "), fold("FIR-01\u200b")
    ('in progress', 'fir-01')
    """
    if not text.isascii():
        text = _CONTROLS.sub("", unicodedata.normalize("NFKC", text))
    return " ".join(text.split()).casefold()


def read_figure(value: CellValue, *, percent: bool = False) -> CellReading:
    """Return what a figure's cell says.

    `percent` says that a percentage is asked for, so that ``12%`` can only mean 12, entered as text or shown by
    the cell's format.  A whole number is never turned into another because of a format pasted over it.

    >>> read_figure(12.0).number, read_figure(" 1,234 ").number, read_figure("[x]").marker
    (12.0, 1234.0, <Marker.NOT_AVAILABLE: 'x'>)
    >>> read_figure("about 30").problem, read_figure("<5").problem, read_figure("1.234").problem
    ('NOT_A_NUMBER', 'SMALL_NUMBER_HIDDEN', 'AMBIGUOUS_NUMBER')
    """
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _read_number(value)
    if value is None:
        return BLANK
    if isinstance(value, str):
        return _read_figure_text(value, percent=percent)
    if isinstance(value, CellError):
        return CellReading(problem="CELL_ERROR")
    if isinstance(value, Uncalculated):
        return CellReading(problem="NOT_CALCULATED")
    if isinstance(value, Percent):
        return _read_percent(value, asked=percent)
    if isinstance(value, (date, datetime, time, timedelta)):
        return CellReading(problem="DATE_IN_NUMBER")
    return CellReading(problem="NOT_A_NUMBER")


def _read_number(value: float) -> CellReading:
    # A formula's 12.000000000000002 is shown as 12 and can mean nothing else.
    if isinstance(value, float) and math.isfinite(value) and not value.is_integer():
        shown = float(f"{value:.{_AS_EXCEL_SHOWS}g}")
        if shown.is_integer():
            return CellReading(number=shown, tidied_from=repr(value))
    return CellReading(number=value)


def _read_percent(value: Percent, *, asked: bool) -> CellReading:
    number = value.number
    if asked and number <= 1:
        # 100 times 0.69 is 68.99999999999999 to a computer, and 69 to whoever typed 69%.
        hundredfold = float(f"{100 * number:.{_AS_EXCEL_SHOWS}g}")
        return CellReading(number=hundredfold, tidied_from=show(value) if number else "")
    if asked:
        # No percentage is above 100%: the format came over a number that was there.
        return CellReading(number=number, tidied_from=show(value))
    is_share = not number.is_integer() and abs(number) < 1
    return CellReading(problem="PERCENT_IN_COUNT") if is_share else _read_number(number)


def _plain_text(typed: str) -> str:
    """Return text with one shape of each letter, digit and blank, without characters nobody can see."""
    one_shape = "".join(
        unicodedata.normalize("NFKC", sign)
        if unicodedata.decomposition(sign).partition(" ")[0] in _OTHER_SIZES
        else sign
        for sign in typed
    )
    return " ".join(_CONTROLS.sub("", _ESCAPED.sub(" ", one_shape)).split())


def _read_figure_text(typed: str, *, percent: bool) -> CellReading:
    text = _plain_text(typed)
    if not text:
        return BLANK._replace(tidied_from=typed)
    if mark := _MARK.fullmatch(text):
        marker = Marker(mark[1].lower())
        return CellReading(marker=marker, tidied_from="" if typed == marker.shorthand else typed)
    continental = _CONTINENTAL.fullmatch(text) and not _THOUSANDS.fullmatch(text)
    if continental or _THOUSANDS_OR_DECIMALS.fullmatch(text):
        return CellReading(problem="AMBIGUOUS_NUMBER")
    if _PLAIN.fullmatch(text) or _THOUSANDS.fullmatch(text):
        return CellReading(number=float(text.replace(",", "")), tidied_from=typed)
    if _PERCENT.fullmatch(text):
        if percent:
            return CellReading(number=float(text.rstrip("% ")), tidied_from=typed)
        return CellReading(problem="PERCENT_IN_COUNT")
    if percent and (with_margin := _MARGIN.fullmatch(text)):
        return CellReading(number=float(with_margin[1]), tidied_from=typed)
    if _HIDDEN_BY_SIGN.fullmatch(text):
        return CellReading(problem="SMALL_NUMBER_HIDDEN")
    return CellReading(problem="NOT_YET_KNOWN" if text.casefold() in _NO_FIGURE_YET else "NOT_A_NUMBER")


def has_margin(typed: str) -> bool:
    """Return whether a margin of error was beside a percentage; it is not kept.

    >>> has_margin("77.1 (±1.6)"), has_margin("77.1% +/- 1.6 points"), has_margin("77.1 (75.5 to 78.7)"), has_margin("77.1%")
    (True, True, True, False)
    """
    return _MARGIN.fullmatch(_plain_text(typed)) is not None


def show(value: CellValue) -> str:
    """Return a cell's value as the partner saw it, on one line.

    >>> show(12.0), show(CellError("#REF!")), show(date(2018, 3, 31))
    ('12', '#REF!', '31/03/2018')
    """
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        whole = value.is_integer() and abs(value) < 10**_AS_EXCEL_SHOWS
        return str(int(value)) if whole else f"{value:.{_AS_EXCEL_SHOWS}g}"
    if isinstance(value, CellError):
        return value.text
    if isinstance(value, Uncalculated):
        return value.formula or "a formula"
    if isinstance(value, Percent):
        return f"{show(100 * value.number)}%"
    if isinstance(value, (date, datetime)):
        return digits_of_day(value)
    # A message cuts it short, once it was looked through whole.
    return " ".join(_CONTROLS.sub("", str("" if value is None else value)).split())


def as_typed(text: str) -> str:
    r"""Return text as it was entered, every kind of blank as a plain one, nothing that cannot be seen.

    >>> as_typed("\u00a01,234\u200b")
    ' 1,234'
    """
    return re.sub(r"\s", " ", _CONTROLS.sub("", text))


def as_seen(text: str) -> str:
    r"""Return text as people see it: one shape of each letter, digit and blank, nothing that cannot be seen.

    >>> as_seen("231\u200b"), as_seen("in\u00a0 progress")
    ('231', 'in progress')
    """
    return unicodedata.normalize("NFC", _plain_text(text))


class CleanText(NamedTuple):
    """A text as it is kept, and whether characters nobody can see were taken out."""

    text: str
    changed: bool


def read_text(value: CellValue) -> CleanText:
    """Return a cell's text without control and zero-width characters, its edges trimmed."""
    if value is None:
        return CleanText("", changed=False)
    typed = value if isinstance(value, str) else show(value)
    if typed.isascii() and typed.isprintable() and "_x" not in typed.lower():
        return CleanText(typed.strip(), changed=False)
    composed = unicodedata.normalize("NFC", typed)
    plain = _CONTROLS.sub("", _ESCAPED.sub("", composed))
    return CleanText(plain.strip(), changed=plain != composed)


class DateReading(NamedTuple):
    """What a date's cell was read as, or a problem's code; neither for a blank."""

    day: date | None = None
    problem: str = ""
    tidied_from: str = ""


def read_date(value: CellValue) -> DateReading:
    """Return the date a cell holds.

    Text is read where it can mean one day only: 31/03/2018, 3 Apr 2018, 2018-03-31.

    >>> read_date("31/03/2018").day, read_date("03/04/2018").problem
    (datetime.date(2018, 3, 31), 'DATE_AMBIGUOUS')
    """
    if isinstance(value, datetime):
        return DateReading(value.date())
    if isinstance(value, date):
        return DateReading(value)
    text = show(value) if value is not None else ""
    if not text:
        return DateReading()
    if not isinstance(value, str):
        problems: dict[type, str] = {CellError: "CELL_ERROR", Uncalculated: "NOT_CALCULATED"}
        return DateReading(problem=problems.get(type(value), "NOT_A_DATE"))
    try:
        day = _date_of(_plain_text(text).casefold())
    except ValueError as unclear:
        return DateReading(problem=str(unclear) if str(unclear) == "DATE_AMBIGUOUS" else "NOT_A_DATE")
    return DateReading(day, tidied_from=text)


def _date_of(text: str) -> date:
    if iso := _ISO_DATE.fullmatch(text):
        return date(int(iso[1]), int(iso[2]), int(iso[3]))
    if words := _WORD_DATE.fullmatch(text):
        month = words[2]
        meant = [n for n, name in enumerate(_MONTH_WORDS, 1) if month in {name, name[:3]}]
        meant += [9] if month == "sept" else []
        if not meant:
            raise ValueError("NOT_A_DATE")
        return date(int(words[3]), meant[0], int(words[1]))
    if slashes := _SLASH_DATE.fullmatch(text):
        day, month, year = (int(part) for part in slashes.groups())
        if day <= 12 and month <= 12 and day != month:
            raise ValueError("DATE_AMBIGUOUS")
        # The form asks for day/month/year; 13 and above can only be the day.
        return date(year, month, day) if month <= 12 else date(year, day, month)
    raise ValueError("NOT_A_DATE")
