"""Values that were typed: as they are compared, kept and shown."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

Typed = str | float | bool | date | None
"""What a cell that people type in holds: a day is a date or, as Excel counts days, a number."""

_FIRST_DAY: Final = date(1899, 12, 30)


def settled(value: Typed) -> str:
    """Return what a cell holds as plain words, the same whichever program kept it.

    >>> settled(40.0), settled("  Too many. "), settled(None), settled(date(2018, 5, 1))
    ('40', 'Too many.', '', '2018-05-01')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (int, float)):
        return f"{value:.10g}"
    return unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n")).strip()


def as_day(value: Typed) -> str:
    """Return a day as 2018-05-01, whether it is a date, a number of Excel's, or entered as 01/05/2018.

    What is no day comes back as it is.

    >>> as_day(43221.0), as_day("01/05/2018"), as_day("soon"), as_day(None)
    ('2018-05-01', '2018-05-01', 'soon', '')
    """
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return (
            (_FIRST_DAY + timedelta(days=int(value))).isoformat() if 0 < value < 2_958_466 else settled(value)
        )
    words = settled(value)
    for form in ("%d/%m/%Y", "%Y-%m-%d", "%d %b %Y", "%d %B %Y"):
        try:
            return datetime.strptime(words, form).date().isoformat()  # noqa: DTZ007  (a day has no zone)
        except ValueError:
            continue
    return words


def fingerprint(values: Sequence[str]) -> str:
    """Return eight characters that tell a row of settled values from another; blank for a blank row.

    >>> fingerprint(["escalate", "Too many.", "Board"]), fingerprint(["", ""])
    ('wb13e64c', '')
    """
    if not any(values):
        return ""
    plain = json.dumps(list(values), ensure_ascii=False)
    # A letter in front: no spreadsheet takes it for a number.
    return "w" + hashlib.sha256(plain.encode()).hexdigest()[:7]
