"""What every cell of a workbook holds, and every paragraph of slides, documents and drawings.

Of a cell its value, its formula and what stands around the cells; of a paragraph its words, those of table cells,
comments and alternative texts, and fields apart from what they show.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from typing import Final, NamedTuple
from xml.etree import ElementTree as ET

from scpxl.read.guard.refusal import incomplete

Element = ET.Element
_AROUND = frozenset(
    (
        "oddHeader",
        "oddFooter",
        "evenHeader",
        "evenFooter",
        "firstHeader",
        "firstFooter",
        "formula",
        "formula1",
        "formula2",
    )
)
"""Elements of a sheet, beside its cells, that hold text: headers and footers, conditions, what may be entered."""


class TextKind(Enum):
    """What sort of text one is."""

    CELL = auto()
    """What a cell of a sheet shows."""
    WORDS = auto()
    """A paragraph, or one of a table."""
    DRAWN = auto()
    """A figure or a word that a chart keeps of what it draws."""
    BEHIND = auto()
    """What is in the workbook behind a chart."""
    OWN = auto()
    """What each program writes in its own way: formulas, names, ranges, headers, properties, alternative texts."""


class OutputText(NamedTuple):
    """One text of an output."""

    place: str
    words: str
    part: str
    """The part of the package where it stands; a text that cells share is written in the part of shared texts."""
    kind: TextKind
    source: str = ""
    """By what it is known, where several places show one text that is written once."""
    fixed: bool = False
    """Whether its place tells which text it is, as a cell's address does; others are known by their order."""
    worked_out: bool = False
    """Whether a formula makes it."""


def local(one: Element) -> str:
    """Return an element's name without its namespace."""
    return one.tag.rpartition("}")[2] if isinstance(one.tag, str) else ""


def tree(data: bytes, part: str) -> Element:
    """Return a part's XML; raises `Refused` where it is broken.  Whoever gives it has refused what declares entities."""
    try:
        return ET.fromstring(data)  # noqa: S314 - no part with a DOCTYPE comes here
    except ET.ParseError as trouble:
        raise incomplete(f"{part} is broken") from trouble


def text_of(one: Element) -> str:
    """Return the words of an element that holds them in runs, as a shared text, a cell and a title do."""
    return "".join(run.text or "" for run in one.iter() if local(run) == "t")


def defined_names(book: Element) -> dict[str, str]:
    """Return what each defined name of a workbook stands for; names of one sheet alone are told with its number, from 0."""
    found: dict[str, str] = {}
    for one in book.iter():
        if local(one) == "definedName":
            sheet = one.get("localSheetId")
            found[one.get("name", "") + (f" of sheet {sheet}" if sheet else "")] = one.text or ""
    return found


def sheet_texts(data: bytes, name: str, part: str, shared: Sequence[str]) -> Iterator[OutputText]:
    """Yield every text of a sheet; `part` is its name in the package, `shared` are the workbook's shared texts."""
    root = tree(data, f"the sheet {name}")
    around: dict[str, int] = {}
    for one in root.iter():
        kind = local(one)
        if kind == "c":
            yield from _cell(one, name, part, shared)
        elif kind in _AROUND and one.text:
            around[kind] = around.get(kind, 0) + 1
            yield OutputText(f"{name}, {kind} {around[kind]}", one.text, part, TextKind.OWN)


def _cell(cell: Element, name: str, part: str, shared: Sequence[str]) -> Iterator[OutputText]:
    place, kind, value, source = f"{name}!{cell.get('r', '')}", cell.get("t", "n"), "", ""
    has_formula = False
    for one in cell:
        inner = local(one)
        if inner == "f":
            has_formula = True
            if one.text:
                yield OutputText(f"{place}, formula", one.text, part, TextKind.OWN, fixed=True)
        elif inner == "v":
            value = one.text or ""
        elif inner == "is":
            value = text_of(one)
    if kind == "s" and value:
        try:
            number = int(value)
            value, source = shared[number], f"text {number}"
        except (ValueError, IndexError) as trouble:
            raise incomplete(f"{place} shows a text that is not there") from trouble
    if value:
        yield OutputText(place, value, part, TextKind.CELL, source, fixed=True, worked_out=has_formula)


_PLACED_BY: Final = ("sp", "graphicFrame", "pic", "cxnSp")
"""The elements of a drawing that carry a name."""
_PAGE_NUMBERS: Final = frozenset(("PAGE", "PAGEREF", "NUMPAGES", "SECTIONPAGES"))
"""Fields of a document whose results each program works out by the pages it lays out."""
_NUMBER_OF_PAGE: Final = re.compile(r"\s*([0-9]+|[ivxlcdm]+)\s*", re.IGNORECASE)


def paragraph_texts(root: Element, where: str, part: str) -> Iterator[OutputText]:
    """Yield the paragraphs, table cells, comments and alternative texts of a part, by shape, table cell or heading."""
    heading = ""

    def walk(one: Element, where: str) -> Iterator[OutputText]:
        nonlocal heading
        kind = local(one)
        if kind in _PLACED_BY:
            name = next((e for e in one.iter() if local(e) == "cNvPr"), None)
            where = f"{where}, {name.get('name', '')}" if name is not None else where
        if kind in {"cNvPr", "docPr"} and (one.get("descr") or one.get("title")):
            words = f"{one.get('title', '')}{one.get('descr', '')}"
            yield OutputText(f"{where}, alternative text", words, part, TextKind.OWN)
        if kind == "tbl":
            yield from _cells(one, f"{where}{heading}", part)
            return
        if kind == "comment" and one.get("ref"):
            yield OutputText(f"{where} on {one.get('ref')}", text_of(one), part, TextKind.WORDS)
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


def _cells(table: Element, where: str, part: str) -> Iterator[OutputText]:
    for row, line in enumerate(_within(table, "tr"), 1):
        for column, cell in enumerate(_within(line, "tc"), 1):
            for paragraph in (e for e in cell.iter() if local(e) == "p"):
                yield from _words(paragraph).said(f"{where}, table, row {row}, column {column}", part)
    for one in table.iter():
        if local(one) in {"tblCaption", "tblDescription"} and one.attrib:
            yield OutputText(
                f"{where}, table, its description", next(iter(one.attrib.values())), part, TextKind.OWN
            )


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

    def said(self, where: str, part: str) -> Iterator[OutputText]:
        if self.shown.strip():
            yield OutputText(where, self.shown, part, TextKind.WORDS)
        if self.fields.strip():
            yield OutputText(f"{where}, its field", self.fields, part, TextKind.OWN)


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
