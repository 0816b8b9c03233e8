"""The paragraphs of slides, documents and drawings: words, table cells, comments, alternative texts, and fields apart from what they show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from scpxl.read.workbook_texts import Element, Kind, Said, local, text_of

_PLACED_BY: Final = ("sp", "graphicFrame", "pic", "cxnSp")
"""The elements of a drawing that carry a name."""
_PAGE_NUMBERS: Final = frozenset(("PAGE", "PAGEREF", "NUMPAGES", "SECTIONPAGES"))
"""Fields of a document whose results each program works out by the pages it lays out."""
_NUMBER_OF_PAGE: Final = re.compile(r"\s*([0-9]+|[ivxlcdm]+)\s*", re.IGNORECASE)


def paragraph_texts(root: Element, where: str, part: str) -> Iterator[Said]:
    """Yield the paragraphs, table cells, comments and alternative texts of a part, by shape, table cell or heading."""
    heading = ""

    def walk(one: Element, where: str) -> Iterator[Said]:
        nonlocal heading
        kind = local(one)
        if kind in _PLACED_BY:
            name = next((e for e in one.iter() if local(e) == "cNvPr"), None)
            where = f"{where}, {name.get('name', '')}" if name is not None else where
        if kind in {"cNvPr", "docPr"} and (one.get("descr") or one.get("title")):
            words = f"{one.get('title', '')}{one.get('descr', '')}"
            yield Said(f"{where}, alternative text", words, part, Kind.OWN)
        if kind == "tbl":
            yield from _cells(one, f"{where}{heading}", part)
            return
        if kind == "comment" and one.get("ref"):
            yield Said(f"{where} on {one.get('ref')}", text_of(one), part, Kind.WORDS)
            return
        if kind == "p":
            heading = f', under "{_words(one).shown}"' if _is_heading(one) else heading
            yield from _words(one).said(f"{where}{heading}", part)
            # What is anchored in a paragraph has alternative texts and text boxes of its own.
        for inner in one:
            yield from walk(inner, where)

    yield from walk(root, where)


def _is_heading(paragraph: Element) -> bool:
    styles = (one for one in paragraph.iter() if local(one) == "pStyle")
    return any(value.startswith("Heading") for one in styles for value in one.attrib.values())


def _cells(table: Element, where: str, part: str) -> Iterator[Said]:
    for row, line in enumerate(_within(table, "tr"), 1):
        for column, cell in enumerate(_within(line, "tc"), 1):
            for paragraph in (e for e in cell.iter() if local(e) == "p"):
                yield from _words(paragraph).said(f"{where}, table, row {row}, column {column}", part)
    for one in table.iter():
        if local(one) in {"tblCaption", "tblDescription"} and one.attrib:
            yield Said(f"{where}, table, its description", next(iter(one.attrib.values())), part, Kind.OWN)


def _within(one: Element, kind: str) -> Iterator[Element]:
    """Yield the outermost elements of a kind: a program may wrap rows and cells in elements of its own."""
    for inner in one:
        if local(inner) == kind:
            yield inner
        else:
            yield from _within(inner, kind)


class _Words(NamedTuple):
    """What a paragraph says."""

    shown: str
    fields: str
    """What its fields are, and the numbers of pages that they give."""

    def said(self, where: str, part: str) -> Iterator[Said]:
        if self.shown.strip():
            yield Said(where, self.shown, part, Kind.WORDS)
        if self.fields.strip():
            yield Said(f"{where}, its field", self.fields, part, Kind.OWN)


def _words(paragraph: Element) -> _Words:
    """Return a paragraph's own words, without those of paragraphs within it and the numbers of slides and pages."""
    shown: list[str] = []
    fields: list[str] = []
    open_fields: list[str] = []
    """The instruction of each field that is not ended, the innermost last."""

    def gather(one: Element) -> None:
        for inner in one:
            kind = local(inner)
            if kind in {"p", "fld"}:
                continue
            if kind == "fldChar":
                _follow(inner, open_fields)
            elif kind == "instrText":
                fields.append(inner.text or "")
                if open_fields:
                    open_fields[-1] += inner.text or ""
            elif kind == "t":
                text = inner.text or ""
                (fields if _is_page_number(text, open_fields) else shown).append(text)
            if kind == "fldSimple":
                fields.append(_attribute(inner, "instr"))
                open_fields.append(fields[-1])
            gather(inner)
            if kind == "fldSimple":
                open_fields.pop()

    gather(paragraph)
    return _Words("".join(shown), "".join(fields))


def _follow(mark: Element, open_fields: list[str]) -> None:
    what = _attribute(mark, "fldCharType")
    if what == "begin":
        open_fields.append("")
    elif what == "end" and open_fields:
        open_fields.pop()


def _attribute(one: Element, name: str) -> str:
    return next((value for key, value in one.attrib.items() if key.endswith(f"}}{name}")), "")


def _is_page_number(text: str, open_fields: list[str]) -> bool:
    inner = open_fields[-1].split() if open_fields else []
    return bool(inner) and inner[0].upper() in _PAGE_NUMBERS and bool(_NUMBER_OF_PAGE.fullmatch(text))
