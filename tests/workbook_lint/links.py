"""Hyperlinks and comments (notes beside cells)."""

from __future__ import annotations

import re
from collections import Counter

from tests.workbook_lint.addresses import box
from tests.workbook_lint.book import Book, Found, M, R, Rule, number, text_of
from tests.workbook_lint.texts import LONGEST_TEXT

_LONGEST_PLACE, _LONGEST_TIP, _LONGEST_ADDRESS, _MOST = 255, 255, 2_079, 65_530
_TO_A_SHEET = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!")
_SHAPES_PER_ID = 1_024


def link_too_long(book: Book) -> Found:
    """Excel repairs by removing links over 2,079 characters, or places and tips over 255 (XlsxWriter: write_url)."""
    for sheet in book.sheets:
        for one in sheet.root.iterfind(f"{M}hyperlinks/{M}hyperlink"):
            leads_to = sheet.relations.get(one.get(f"{R}id", ""))
            lengths = {
                "place": (len(one.get("location", "")), _LONGEST_PLACE),
                "tip": (len(one.get("tooltip", "")), _LONGEST_TIP),
                "address": (len(leads_to.target) if leads_to else 0, _LONGEST_ADDRESS),
            }
            for what, (length, most) in lengths.items():
                if length > most:
                    yield sheet.part, f"the {what} of the link in {one.get('ref')} has {length} characters"


def link_leads_nowhere(book: Book) -> Found:
    """Excel says "reference isn't valid" on a click where a sheet or name is missing, or lacks its quotes."""
    for sheet in book.sheets:
        for one in sheet.root.iterfind(f"{M}hyperlinks/{M}hyperlink"):
            place = one.get("location", "")
            if not place or one.get(f"{R}id"):
                continue
            on_sheet = _TO_A_SHEET.match(place)
            if on_sheet:
                name = (on_sheet[1] or on_sheet[2]).replace("''", "'")
                unquoted = on_sheet[2] and re.search(r"[^\w.]", on_sheet[2])
                if name.lower() not in book.sheet_names or unquoted:
                    yield sheet.part, f"the link in {one.get('ref')} leads to {place}"
            elif place.lower() not in book.defined and box(place) is None:
                yield sheet.part, f"the link in {one.get('ref')} leads to {place}, which is no name"


def two_links_on_a_cell(book: Book) -> Found:
    """Excel keeps one of two links on a cell."""
    for sheet in book.sheets:
        links = sheet.root.iterfind(f"{M}hyperlinks/{M}hyperlink")
        for ref, times in Counter(one.get("ref") for one in links).items():
            if times > 1:
                yield sheet.part, f"{times} links in {ref}"


def too_many_links(book: Book) -> Found:
    """Excel repairs by removing links beyond 65,530 on a sheet (XlsxWriter: write_url)."""
    for sheet in book.sheets:
        links = len(sheet.root.findall(f"{M}hyperlinks/{M}hyperlink"))
        if links > _MOST:
            yield sheet.part, f"has {links} links"


def comments_without_shapes(book: Book) -> Found:
    """Excel repairs by removing comments of a sheet that has no VML drawing for them (18.7)."""
    for sheet in book.sheets:
        if sheet.related("comments") and sheet.root.find(f"{M}legacyDrawing") is None:
            yield sheet.part, "has comments and no drawing of them"


def two_comments_on_a_cell(book: Book) -> Found:
    """Excel repairs by removing all comments of a sheet where two are on one cell."""
    for sheet in book.sheets:
        for part in sheet.related("comments"):
            for ref, times in Counter(one.get("ref") for one in book.xml(part).iter(f"{M}comment")).items():
                if times > 1:
                    yield part, f"{times} comments on {ref}"


def comment_cannot_be_kept(book: Book) -> Found:
    """Excel repairs by removing comments of no author in the list, of no cell, or over 32,767 characters (18.7.3)."""
    for sheet in book.sheets:
        for part in sheet.related("comments"):
            authors = len(book.xml(part).findall(f"{M}authors/{M}author"))
            for one in book.xml(part).iter(f"{M}comment"):
                if not 0 <= number(one, "authorId") < authors:
                    yield part, f"{one.get('ref')}: author {one.get('authorId')} of {authors}"
                if box(one.get("ref", "")) is None:
                    yield part, f"{one.get('ref')} is no cell"
                if len(text_of(one)) > LONGEST_TEXT:
                    yield part, f"{one.get('ref')}: {len(text_of(one))} characters"


def comments_and_shapes_differ(book: Book) -> Found:
    """Excel repairs a sheet whose comments and their shapes are not of the same cells."""
    for sheet in book.sheets:
        drawn = sheet.root.find(f"{M}legacyDrawing")
        shapes = sheet.relations.get("" if drawn is None else drawn.get(f"{R}id", ""))
        comments = sheet.related("comments")
        if shapes and comments:
            vml = book.text(shapes.target)
            rows, columns = (re.findall(rf"<x:{tag}>\s*(\d+)", vml) for tag in ("Row", "Column"))
            shaped = sorted(zip(map(int, rows), map(int, columns), strict=False))
            places = [
                box(one.get("ref", "")) for part in comments for one in book.xml(part).iter(f"{M}comment")
            ]
            if shaped != sorted((place.top - 1, place.left - 1) for place in places if place):
                yield shapes.target, f"has {len(shaped)} shapes for {len(places)} comments, or on other cells"


def shape_ids_clash(book: Book) -> Found:
    """Excel repairs a VML drawing with an id twice, or out of the range its id map announces."""
    for part in book.raw:
        if not part.endswith(".vml"):
            continue
        vml = book.text(part)
        ids = re.findall(r"<v:shape\s[^>]*?\bid=[\"']([^\"']+)", vml)
        for name, times in Counter(ids).items():
            if times > 1:
                yield part, f"{times} shapes have the id {name}"
        announced = re.search(r"<o:idmap[^>]*\bdata=[\"']([\d,]+)", vml)
        for name in ids:
            own = re.search(r"_s(\d+)$", name)
            if announced and own and str(int(own[1]) // _SHAPES_PER_ID) not in announced[1].split(","):
                yield part, f"{name} is not in the id map {announced[1]}"


RULES: tuple[Rule, ...] = (
    link_too_long, link_leads_nowhere, two_links_on_a_cell, too_many_links, comments_without_shapes,
    two_comments_on_a_cell, comment_cannot_be_kept, comments_and_shapes_differ, shape_ids_clash,
)  # fmt: skip
