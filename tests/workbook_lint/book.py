"""A workbook's parts as they are in the file: read once, and never repaired on the way."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, TypeAlias
from xml.etree import ElementTree as ET

M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
X14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
XM = "{http://schemas.microsoft.com/office/excel/2006/main}"
XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

TYPES = "[Content_Types].xml"
WORKBOOK = "xl/workbook.xml"
STYLES = "xl/styles.xml"
STRINGS = "xl/sharedStrings.xml"

_PLACE = re.compile(r"([A-Za-z]{1,3})(\d+)")


class Remark(NamedTuple):
    """One thing that Excel would repair, refuse, alter or show otherwise."""

    rule: str
    part: str
    words: str


Found: TypeAlias = Iterator[tuple[str, str]]
"""What a rule yields: the part, and what is wrong there."""


class Relation(NamedTuple):
    """Where one part refers to another, or to an address outside."""

    kind: str
    target: str
    external: bool


class Cell(NamedTuple):
    """A cell as it is written; `row` and `column` from its address, 0 where it has none or no sound one."""

    ref: str
    row: int
    column: int
    in_row: int
    kind: str
    style: int
    formula: str | None
    value: str | None
    inline: str


class Name(NamedTuple):
    """A defined name: `scope` is the number of its sheet as written, None for the whole workbook."""

    name: str
    scope: str | None
    text: str


def number(element: ET.Element, attribute: str, default: int = 0) -> int:
    """Return an attribute that must be a whole number, or -1 where it is something else."""
    written = element.get(attribute)
    if written is None:
        return default
    return int(written) if written.isascii() and written.isdigit() else -1


def column_number(letters: str) -> int:
    """Return 1 for A, 27 for AA."""
    total = 0
    for letter in letters.upper():
        total = total * 26 + ord(letter) - 64
    return total


def text_of(element: ET.Element) -> str:
    """Return the text of a shared string, an inline string or a comment, runs put together."""
    return "".join(part.text or "" for part in element.iter(f"{M}t"))


class Book:
    """A workbook, part by part.  A part that is missing or no XML is an empty element: a rule of its own says so."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with zipfile.ZipFile(path) as package:
            self.entries = package.infolist()
            self.raw = {entry.filename: package.read(entry) for entry in self.entries}
        self.unreadable: dict[str, str] = {}
        self._parsed: dict[str, ET.Element] = {}

    def xml(self, part: str) -> ET.Element:
        """Return a part's outermost element."""
        if part not in self._parsed:
            self._parsed[part] = ET.Element("missing")
            if part in self.raw:
                try:
                    self._parsed[part] = ET.fromstring(self.raw[part])  # noqa: S314  (from our own tests)
                except ET.ParseError as refused:
                    self.unreadable[part] = str(refused)
        return self._parsed[part]

    def text(self, part: str) -> str:
        """Return a part as text, with a mark where it is no UTF-8."""
        return self.raw.get(part, b"").decode("utf-8", "replace")

    def relations(self, part: str) -> dict[str, Relation]:
        """Return what a part refers to, by id."""
        folder, name = posixpath.split(part)
        found = {}
        for one in self.xml(posixpath.join(folder, "_rels", f"{name}.rels")):
            target, external = one.get("Target", ""), one.get("TargetMode") == "External"
            if not external:
                inside = target[1:] if target.startswith("/") else posixpath.join(folder, target)
                target = posixpath.normpath(inside)
            found[one.get("Id", "")] = Relation(one.get("Type", "").rpartition("/")[2], target, external)
        return found

    @cached_property
    def sheets(self) -> list[Sheet]:
        """The sheets in the order of their tabs."""
        relations = self.relations(WORKBOOK)
        return [
            Sheet(self, one.get("name", ""), relations[one.get(f"{R}id", "")].target, one.get("state", "visible"))
            for one in self.xml(WORKBOOK).iterfind(f"{M}sheets/{M}sheet")
            if one.get(f"{R}id") in relations
        ]  # fmt: skip

    @cached_property
    def sheet_names(self) -> set[str]:
        """The names of all sheets, in small letters: Excel does not tell case apart."""
        return {one.get("name", "").lower() for one in self.xml(WORKBOOK).iterfind(f"{M}sheets/{M}sheet")}

    @cached_property
    def names(self) -> list[Name]:
        """The defined names."""
        return [
            Name(one.get("name", ""), one.get("localSheetId"), one.text or "")
            for one in self.xml(WORKBOOK).iter(f"{M}definedName")
        ]

    @cached_property
    def defined(self) -> set[str]:
        """The defined names, in small letters."""
        return {one.name.lower() for one in self.names}

    @cached_property
    def strings(self) -> list[str]:
        """The shared strings."""
        return [text_of(one) for one in self.xml(STRINGS).iterfind(f"{M}si")]

    def styles(self, kind: str) -> list[ET.Element]:
        """Return the entries of one list of the styles, such as ``fonts`` or ``cellXfs``."""
        return list(self.xml(STYLES).iterfind(f"{M}{kind}/*"))


class Sheet:
    """A sheet: its tab, its part and its cells."""

    def __init__(self, book: Book, name: str, part: str, state: str) -> None:
        self.book, self.name, self.part, self.hidden = book, name, part, state != "visible"

    @property
    def root(self) -> ET.Element:
        """The outermost element of its part."""
        return self.book.xml(self.part)

    @cached_property
    def relations(self) -> dict[str, Relation]:
        """What it refers to, by id."""
        return self.book.relations(self.part)

    def related(self, kind: str) -> list[str]:
        """Return the parts of one kind it refers to."""
        return [one.target for one in self.relations.values() if one.kind == kind]

    @cached_property
    def cells(self) -> list[Cell]:
        """Its cells in the order they are written in."""
        return list(self._cells())

    def _cells(self) -> Iterator[Cell]:
        for row in self.root.iterfind(f"{M}sheetData/{M}row"):
            in_row = number(row, "r")
            for one in row:
                ref = one.get("r", "")
                place = _PLACE.fullmatch(ref)
                formula, inline = one.find(f"{M}f"), one.find(f"{M}is")
                yield Cell(
                    ref=ref,
                    row=int(place[2]) if place else 0,
                    column=column_number(place[1]) if place else 0,
                    in_row=in_row,
                    kind=one.get("t", "n"),
                    style=number(one, "s"),
                    formula=None if formula is None else formula.text or "",
                    value=one.findtext(f"{M}v"),
                    inline="" if inline is None else text_of(inline),
                )

    def shown(self, cell: Cell) -> str | None:
        """Return what a cell has as its value: the text where it is one."""
        if cell.kind == "inlineStr":
            return cell.inline
        strings = self.book.strings
        if cell.kind == "s" and cell.value and cell.value.isdigit() and int(cell.value) < len(strings):
            return strings[int(cell.value)]
        return cell.value


Rule: TypeAlias = Callable[[Book], Found]
