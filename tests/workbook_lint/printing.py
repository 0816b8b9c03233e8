"""What concerns paper: headers and footers, scale, page breaks."""

from __future__ import annotations

import re

from tests.workbook_lint.book import Book, Found, M, Rule, number

_LONGEST_HEADER, _LARGEST_FONT, _MOST_BREAKS = 255, 409, 1_023
_UNKNOWN_CODE = re.compile(r'&(?![&LCRPNDTFAGZBIUESXYOHKs"\d+-])')


def header_too_long(book: Book) -> Found:
    """Excel repairs by removing headers and footers over 255 characters (Excel specifications and limits)."""
    for sheet in book.sheets:
        for one in sheet.root.iterfind(f"{M}headerFooter/*"):
            if len(one.text or "") > _LONGEST_HEADER:
                yield sheet.part, f"{one.tag.removeprefix(M)} has {len(one.text or '')} characters"


def header_code_unknown(book: Book) -> Found:
    """Excel swallows an ampersand it knows no code for: one that is meant is written twice (18.3.1.46)."""
    for sheet in book.sheets:
        for one in sheet.root.iterfind(f"{M}headerFooter/*"):
            # Two of them are one that is printed: what comes after is no code.
            if _UNKNOWN_CODE.search((one.text or "").replace("&&", "")):
                yield sheet.part, f"{one.tag.removeprefix(M)} is {(one.text or '')[:60]!r}"


def header_font_too_large(book: Book) -> Found:
    """Excel takes digits after an ampersand for a font's size, at most 409: a number in words is taken so too."""
    for sheet in book.sheets:
        for one in sheet.root.iterfind(f"{M}headerFooter/*"):
            for size in re.findall(r"&(\d+)", (one.text or "").replace("&&", "")):
                if int(size) > _LARGEST_FONT:
                    yield sheet.part, f"{one.tag.removeprefix(M)} has the font size {size}"


def print_scale_out_of_bounds(book: Book) -> Found:
    """Excel repairs a sheet printed at less than 10% or more than 400% (18.3.1.63)."""
    for sheet in book.sheets:
        for one in sheet.root.iterfind(f"{M}pageSetup"):
            if not 10 <= number(one, "scale", 100) <= 400:
                yield sheet.part, f"is printed at {one.get('scale')}%"


def page_breaks_do_not_fit(book: Book) -> Found:
    """Excel repairs a sheet with over 1,023 page breaks, or not as many as it says (XlsxWriter: set_h_pagebreaks)."""
    for sheet in book.sheets:
        for tag in ("rowBreaks", "colBreaks"):
            for one in sheet.root.iterfind(f"{M}{tag}"):
                if len(one) > _MOST_BREAKS or number(one, "count", len(one)) != len(one):
                    yield sheet.part, f"{tag} has {len(one)} and says {one.get('count')}"


RULES: tuple[Rule, ...] = (
    header_too_long, header_code_unknown, header_font_too_large, print_scale_out_of_bounds, page_breaks_do_not_fit,
)  # fmt: skip
