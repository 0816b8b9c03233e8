"""The shared strings."""

from __future__ import annotations

import re

from tests.workbook_lint.book import SPACE, STRINGS, Book, Found, M, Rule, number

LONGEST_TEXT, _MOST_LINE_FEEDS, _MOST_RUNS = 32_767, 253, 1_000
_ESCAPE = re.compile(r"(_x005F)?_x([0-9A-Fa-f]{4})_")


def cell_text_too_long(book: Book) -> Found:
    """Excel repairs by cutting a text of over 32,767 characters (Excel specifications and limits)."""
    for text in book.strings:
        if len(text) > LONGEST_TEXT:
            yield STRINGS, f"a text of {len(text)} characters"
    for sheet in book.sheets:
        for cell in sheet.cells:
            kept = cell.inline or (cell.value or "" if cell.kind == "str" else "")
            if len(kept) > LONGEST_TEXT:
                yield sheet.part, f"{cell.ref}: a text of {len(kept)} characters"


def too_many_lines_in_a_cell(book: Book) -> Found:
    """Excel takes at most 253 line feeds in a cell (Excel specifications and limits)."""
    for text in book.strings:
        if text.count("\n") > _MOST_LINE_FEEDS:
            yield STRINGS, f"a text of {text.count(chr(10)) + 1} lines"


def too_many_runs_in_a_text(book: Book) -> Found:
    """Excel repairs texts of very many runs of looks."""
    for one in book.xml(STRINGS).iterfind(f"{M}si"):
        if len(one.findall(f"{M}r")) > _MOST_RUNS:
            yield STRINGS, f"a text of {len(one.findall(f'{M}r'))} runs"


def count_of_strings_is_wrong(book: Book) -> Found:
    """Excel repairs the shared strings where their number is not what they say (18.4.9)."""
    root = book.xml(STRINGS)
    if number(root, "uniqueCount", len(root)) != len(root):
        yield STRINGS, f"has {len(root)} texts and says {root.get('uniqueCount')}"


def blanks_at_an_end_are_lost(book: Book) -> Found:
    """Excel removes blanks at the ends of a text without ``xml:space="preserve"`` (18.4.12)."""
    for one in book.xml(STRINGS).iter(f"{M}t"):
        if one.text and one.text != one.text.strip(" \t\n") and one.get(SPACE) != "preserve":
            yield STRINGS, f"{one.text[:30]!r} loses its blanks"


def text_reads_as_an_escape(book: Book) -> Found:
    """Excel shows another character for ``_x0041_`` in a text: typed ones are written ``_x005F_x0041_`` (22.4.2.4)."""
    for text in book.strings:
        for found in _ESCAPE.finditer(text):
            # What cannot be in XML has no other form, so it is meant.
            meant = found[1] or int(found[2], 16) < 0x20 or found[2].upper() in {"005F", "FFFE", "FFFF"}
            if not meant:
                yield STRINGS, f"{found[0]} becomes {chr(int(found[2], 16))!r}"


RULES: tuple[Rule, ...] = (
    cell_text_too_long, too_many_lines_in_a_cell, too_many_runs_in_a_text, count_of_strings_is_wrong,
    blanks_at_an_end_are_lost, text_reads_as_an_escape,
)  # fmt: skip
