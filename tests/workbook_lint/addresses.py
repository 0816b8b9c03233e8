"""Ranges of cells, and which of them share one."""

from __future__ import annotations

import re
from typing import NamedTuple

from tests.workbook_lint.book import column_number

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_RANGE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})(?::\$?([A-Za-z]{1,3})\$?(\d{1,7}))?")
_LIKE_A_CELL = re.compile(r"\$?[A-Za-z]{1,3}\$?\d{1,7}|[rR]\d*[cC]\d*|[rRcC]|true|false", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d][\w.\\?]*|\\[\w.\\?]*")
LONGEST_NAME = 255


class Box(NamedTuple):
    """A range; columns and rows count from 1, and the last ones belong to it."""

    left: int
    top: int
    right: int
    bottom: int

    def shares_a_cell(self, other: Box) -> bool:
        """Say whether a cell is in both."""
        across = self.left <= other.right and other.left <= self.right
        return across and self.top <= other.bottom and other.top <= self.bottom


def box(ref: str) -> Box | None:
    """Return the range of an address such as ``A1`` or ``A1:C3``, or None where there is no such range.

    >>> box("B2:C9")
    Box(left=2, top=2, right=3, bottom=9)
    >>> box("B0"), box("C3:A1"), box("XFE1")
    (None, None, None)
    """
    found = _RANGE.fullmatch(ref)
    if not found:
        return None
    left, top = column_number(found[1]), int(found[2])
    right, bottom = (column_number(found[3]), int(found[4])) if found[3] else (left, top)
    sound = 1 <= left <= right <= LAST_COLUMN and 1 <= top <= bottom <= LAST_ROW
    return Box(left, top, right, bottom) if sound else None


def why_no_name(name: str) -> str:
    """Say why Excel does not take a word as the name of a range or a table; empty where it does.

    >>> why_no_name("Last_quarter"), why_no_name("Q4"), why_no_name("two words")
    ('', 'reads as a cell or a value', 'has a character that no name may have')
    """
    if len(name) > LONGEST_NAME:
        return f"is longer than {LONGEST_NAME} characters"
    if not _NAME.fullmatch(name):
        return "has a character that no name may have"
    return "reads as a cell or a value" if _LIKE_A_CELL.fullmatch(name) else ""
