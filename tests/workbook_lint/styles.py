"""The styles: how many there are, what they refer to, number formats."""

from __future__ import annotations

import re
from collections import Counter

from tests.workbook_lint.book import STYLES, Book, Found, M, Rule, number

_MOST = {
    "cellXfs": 65_490,
    "fonts": 1_024,
    "fills": 65_000,
    "borders": 65_000,
    "numFmts": 250,
    "cellStyles": 65_000,
}
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.')
_STANDING = 255
"""The text rotation that means letters one below the other."""


def too_many_styles(book: Book) -> Found:
    """Excel repairs, "too many different cell formats", beyond these (Excel specifications and limits)."""
    for kind, most in _MOST.items():
        if len(book.styles(kind)) > most:
            yield STYLES, f"has {len(book.styles(kind))} {kind}"


def count_of_styles_is_wrong(book: Book) -> Found:
    """Excel repairs the styles, and every cell may lose its look, where a list's count is not its length."""
    for kind in (*_MOST, "cellStyleXfs", "dxfs"):
        one = book.xml(STYLES).find(f"{M}{kind}")
        if one is not None and number(one, "count", len(one)) != len(one):
            yield STYLES, f"{kind} has {len(one)} entries and says {one.get('count')}"


def style_name_twice(book: Book) -> Found:
    """Excel repairs the styles where two cell styles have one name, capital letters aside."""
    for name, times in Counter(one.get("name", "").lower() for one in book.styles("cellStyles")).items():
        if times > 1:
            yield STYLES, f"has {times} styles named {name}"


def style_refers_to_nothing(book: Book) -> Found:
    """Excel repairs or refuses styles that refer to a font, fill, border or base that is not there (18.8.45)."""
    lists = {"xfId": "cellStyleXfs", "fontId": "fonts", "fillId": "fills", "borderId": "borders"}
    lengths = {attribute: len(book.styles(kind)) for attribute, kind in lists.items()}
    for one in book.styles("cellXfs"):
        for attribute, length in lengths.items():
            if not 0 <= number(one, attribute) < max(length, 1):
                yield STYLES, f"a format has the {attribute} {one.get(attribute)}, of {length}"


def alignment_out_of_bounds(book: Book) -> Found:
    """Excel repairs the styles where an indent is over 250 or text is turned by what is no angle (18.8.1)."""
    for one in book.xml(STYLES).iter(f"{M}alignment"):
        if not 0 <= number(one, "indent") <= 250:
            yield STYLES, f"has an indent of {one.get('indent')}"
        turned = number(one, "textRotation")
        if turned != _STANDING and not 0 <= turned <= 180:
            yield STYLES, f"has a text rotation of {one.get('textRotation')}"


def first_fills_are_not_the_reserved_ones(book: Book) -> Found:
    """Excel takes the first fill for none and the second for grey dots, whatever is written there."""
    patterns = [one.find(f"{M}patternFill") for one in book.styles("fills")[:2]]
    kinds = ["" if one is None else one.get("patternType", "none") for one in patterns]
    if kinds and kinds != ["none", "gray125"][: len(kinds)]:
        yield STYLES, f"begins with the fills {kinds}"


def number_format_cannot_be_read(book: Book) -> Found:
    """Excel repairs the styles where a number format has an open quote or bracket, or over four sections (18.8.31)."""
    for one in book.xml(STYLES).iter(f"{M}numFmt"):
        code = one.get("formatCode", "")
        plain = _LITERAL.sub("", code)
        nested = re.search(r"\[[^\]]*\[", plain) or plain.count("[") != plain.count("]")
        if '"' in plain or nested or plain.count(";") > 3:
            yield STYLES, f"has the number format {code}"


RULES: tuple[Rule, ...] = (
    too_many_styles, count_of_styles_is_wrong, style_name_twice, style_refers_to_nothing, alignment_out_of_bounds,
    first_fills_are_not_the_reserved_ones, number_format_cannot_be_read,
)  # fmt: skip
