"""How much room words need: lines, heights, and pieces of what is too long for one row.

Excel does not grow a row for a merged cell and shows at most 409 points of any row, so heights are
estimated here, on the generous side, and very long text goes on in the next row.
"""

from __future__ import annotations

import textwrap
from typing import Final

PIXELS_A_POINT: Final = 96 / 72
EM_A_CHARACTER: Final = 0.43
"""Mean width of a character of running text in Calibri, in its own size, with some to spare."""
LINE: Final = 1.3
"""Height of a line in its font's size."""
PADDING_PIXELS: Final = 10
MOST_LINES: Final = 16


def column_pixels(width: float) -> int:
    """Return the pixels of a column of this width in characters.

    >>> column_pixels(13.57)
    100
    """
    return int(width * 7 + 5.5)


def wrap(text: str, pixels: int, size: float) -> list[str]:
    """Return the lines this text would take in a cell so wide, in a font of this size.

    >>> wrap("one two three", 60, 11)
    ['one two', 'three']
    >>> wrap("", 60, 11)
    ['']
    """
    across = max(4, int((pixels - PADDING_PIXELS) / (size * PIXELS_A_POINT * EM_A_CHARACTER)))
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.extend(textwrap.wrap(paragraph, across) or [""])
    return lines


def height(lines: int, size: float) -> float:
    """Return the height in points of so many lines.

    >>> height(2, 10)
    30.0
    """
    return round(lines * size * LINE + 4, 1)


def pieces(text: str, pixels: int, size: float, most: int = MOST_LINES) -> list[str]:
    """Return the text whole where it fits `most` lines, else cut between words into rows that do.

    >>> pieces("short", 100, 10)
    ['short']
    >>> pieces("one two three four", 60, 11, most=1)
    ['one two', 'three', 'four']
    """
    lines = wrap(text, pixels, size)
    if len(lines) <= most:
        return [text]
    return ["\n".join(lines[start : start + most]) for start in range(0, len(lines), most)]
