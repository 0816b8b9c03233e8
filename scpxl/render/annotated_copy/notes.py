"""Put notes on cells of a worksheet part; notes that are there stay, ours is added below them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from scpxl.render.annotated_copy.cells import Place
from scpxl.render.annotated_copy.package import RELATION_TYPE, Parts
from scpxl.render.annotated_copy.splice import (
    CannotMarkError,
    Edit,
    Element,
    locate,
    spliced,
    with_children,
    xml_text,
)
from scpxl.returns.cells import CellRef

AUTHOR = "scpxl"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_AFTER_LEGACY = {
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
}  # fmt: skip
_SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    '<o:idmap v:ext="edit" data="{number}"/></o:shapelayout></xml>'
)
_SHAPE = (
    '<v:shape id="_x0000_s{id}" type="#_x0000_t202" style="position:absolute;margin-left:80pt;margin-top:2pt;'
    'width:225pt;height:{points}pt;z-index:{z};visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{first}, 15, {top}, 2, {last}, {offset}, {bottom}, 4</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_SHAPE_ID = re.compile(rb'id="_x0000_s(\d+)"')
_ID_MAP = re.compile(rb'<o:idmap\b[^>]*\bdata="(\d+)')
_WIDE, _LINE, _LETTERS = 300, 20, 44
"""A note's width and the height of a row in pixels, and how many letters fit on a line of it."""


def add_notes(parts: Parts, sheet: str, texts: Mapping[Place, str]) -> None:
    """Add a note to each cell of a sheet's part."""
    relations = parts.relations(sheet)
    comments = next((target for kind, target in relations.values() if kind == "comments"), None)
    if comments is None:
        comments = parts.free_name("xl/comments{}.xml")
        empty = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments xmlns="{MAIN}"><authors/><commentList/></comments>'
        parts.put(comments, empty.encode())
        parts.relate(sheet, "comments", comments)
        parts.declare(comments, _COMMENTS_TYPE)
    written = _write_texts(parts, comments, texts)
    drawing = _drawing(parts, sheet)
    _draw(parts, drawing, parts.read(sheet), {place: texts[place] for place in written})


def _write_texts(parts: Parts, part: str, texts: Mapping[Place, str]) -> list[Place]:
    """Write the notes' texts; return the cells that had none before, for which a box must be drawn."""
    data = parts.read(part)
    found = locate(
        data, lambda name, _, __: name in {"authors", "author", "commentList", "comment", "text", "t", "r"}
    )
    (authors,) = (one for one in found if one.name == "authors")
    (listed,) = (one for one in found if one.name == "commentList")
    p = listed.prefix
    names = [data[one.opened : one.closing] for one in found if one.name == "author"]
    edits: list[Edit] = []
    if AUTHOR.encode() not in names:
        names.append(AUTHOR.encode())
        edits += with_children(data, authors, f"<{p}author>{AUTHOR}</{p}author>")
    known = {one.attributes.get("ref", ""): one for one in found if one.name == "comment"}
    fresh, added = [], ""
    for place, text in sorted(texts.items()):
        address = CellRef("", *place).a1
        if address in known:
            within = [one for one in found if known[address].start < one.start < known[address].end]
            edits += _below(data, within, text)
            continue
        fresh.append(place)
        added += (
            f'<{p}comment ref="{address}" authorId="{names.index(AUTHOR.encode())}"><{p}text>'
            # As a run, as Excel writes it: web viewers' readers show runs alone.
            f'<{p}r><{p}t xml:space="preserve">{xml_text(text)}</{p}t></{p}r></{p}text></{p}comment>'
        )
    if added:
        edits += with_children(data, listed, added)
    parts.put(part, spliced(data, edits))
    return fresh


def _below(data: bytes, within: list[Element], text: str) -> list[Edit]:
    """Return the edits that put text below what a note says."""
    (whole,) = (one for one in within if one.name == "text")
    runs = [one for one in within if one.name == "r" and one.depth == whole.depth + 1]
    plain = [one for one in within if one.name == "t" and one.depth == whole.depth + 1]
    ours = xml_text("\n\n" + text)
    if runs:
        p, at = whole.prefix, runs[-1].end
        return [Edit(at, at, f'<{p}r><{p}t xml:space="preserve">{ours}</{p}t></{p}r>'.encode())]
    if plain:
        return with_children(data, plain[0], ours)
    p = whole.prefix
    return with_children(data, whole, f'<{p}t xml:space="preserve">{ours.strip()}</{p}t>')


def _drawing(parts: Parts, sheet: str) -> str:
    """Return the part that holds the boxes of a sheet's notes, made where there is none."""
    data = parts.read(sheet)
    root, *inner = locate(data, lambda _name, depth, _: depth <= 1)
    legacy = next((one for one in inner if one.name == "legacyDrawing"), None)
    if legacy is not None:
        wanted = next(value for key, value in legacy.attributes.items() if key.endswith(":id"))
        relations = parts.relations(sheet)
        if wanted not in relations:
            raise CannotMarkError("Its notes cannot be found.")
        return relations[wanted][1]
    numbers = [
        int(n) for name in parts.names if name.endswith(".vml") for n in _ID_MAP.findall(parts.read(name))
    ]
    part = parts.free_name("xl/drawings/vmlDrawing{}.vml")
    parts.put(part, _VML.format(number=max(numbers, default=0) + 1).encode())
    parts.declare_ending("vml", _VML_TYPE)
    relation = parts.relate(sheet, "vmlDrawing", part)
    parts.put(sheet, spliced(data, [legacy_drawing(root, inner, relation)]))
    return part


def legacy_drawing(root: Element, inner: Sequence[Element], relation: str) -> Edit:
    """Return the edit that has a sheet show the drawing of its notes or buttons, where the schema has its place."""
    after = next((one for one in inner if one.name in _AFTER_LEGACY), None)
    at = after.start if after else root.closing
    element = f'<{root.prefix}legacyDrawing xmlns:r="{RELATION_TYPE}" r:id="{relation}"/>'
    return Edit(at, at, element.encode())


def _draw(parts: Parts, part: str, sheet: bytes, texts: Mapping[Place, str]) -> None:
    if not texts:
        return
    data = parts.read(part)
    at = data.rfind(b"</xml>")
    if at < 0:
        raise CannotMarkError("Its notes' boxes cannot be followed.")
    numbers = [int(number) for number in _ID_MAP.findall(data)]
    used = [int(number) for number in _SHAPE_ID.findall(data)] or [1024 * max(numbers, default=1)]
    widths = _widths(sheet)
    shapes = [] if b'"_x0000_t202"' in data else [_SHAPE_TYPE]
    for number, ((row, column), text) in enumerate(sorted(texts.items()), 1):
        lines = sum(1 + len(line) // _LETTERS for line in text.split("\n")) + 1
        first, last, room = column + 1, column + 1, _WIDE + 15
        while room > widths.get(last, 64):
            room -= widths.get(last, 64)
            last += 1
        shapes.append(
            _SHAPE.format(
                id=max(used) + number, z=number, points=15 * lines, first=first, last=last, offset=room,
                top=max(0, row - 1), bottom=max(0, row - 1) + lines, row=row, column=column,
            )
        )  # fmt: skip
    parts.put(part, data[:at] + "".join(shapes).encode() + data[at:])


def _widths(sheet: bytes) -> dict[int, int]:
    """Return the width in pixels of each column whose width is set, the first thousand of them."""
    found: dict[int, int] = {}
    for one in locate(sheet, lambda name, depth, _: name == "col" and depth == 2):
        hidden = one.attributes.get("hidden") in {"1", "true"}
        pixels = 0 if hidden else int(7 * float(one.attributes.get("width", "8.43"))) + 5
        last = min(int(one.attributes.get("max", "0")), 1000)
        found |= dict.fromkeys(range(int(one.attributes.get("min", "1")) - 1, last), pixels)
    return found
