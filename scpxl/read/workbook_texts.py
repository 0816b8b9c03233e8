"""What every cell of a workbook holds: its value, its formula, and what stands around the cells of a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum, auto
from typing import NamedTuple
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


class Kind(Enum):
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


class Said(NamedTuple):
    """One text of an output."""

    place: str
    words: str
    part: str
    """The part of the package where it stands; a text that cells share is written in the part of shared texts."""
    kind: Kind
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


def sheet_texts(data: bytes, name: str, part: str, shared: Sequence[str]) -> Iterator[Said]:
    """Yield every text of a sheet; `part` is its name in the package, `shared` are the workbook's shared texts."""
    root = tree(data, f"the sheet {name}")
    around: dict[str, int] = {}
    for one in root.iter():
        kind = local(one)
        if kind == "c":
            yield from _cell(one, name, part, shared)
        elif kind in _AROUND and one.text:
            around[kind] = around.get(kind, 0) + 1
            yield Said(f"{name}, {kind} {around[kind]}", one.text, part, Kind.OWN)


def _cell(cell: Element, name: str, part: str, shared: Sequence[str]) -> Iterator[Said]:
    place, kind, value, source = f"{name}!{cell.get('r', '')}", cell.get("t", "n"), "", ""
    has_formula = False
    for one in cell:
        inner = local(one)
        if inner == "f":
            has_formula = True
            if one.text:
                yield Said(f"{place}, formula", one.text, part, Kind.OWN, fixed=True)
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
        yield Said(place, value, part, Kind.CELL, source, fixed=True, worked_out=has_formula)
