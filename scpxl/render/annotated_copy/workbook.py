"""The workbook part: which sheets there are, and a new first one."""

from __future__ import annotations

from scpxl.render.annotated_copy.notes import MAIN
from scpxl.render.annotated_copy.package import RELATION_TYPE, Parts
from scpxl.render.annotated_copy.splice import (
    CannotMarkError,
    Edit,
    Element,
    locate,
    spliced,
    tag_with,
    xml_text,
)

PART = "xl/workbook.xml"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


def worksheets(parts: Parts) -> dict[str, str]:
    """Return the parts of the worksheets by the sheets' names."""
    data = parts.read(PART)
    (root,) = locate(data, lambda _name, depth, _: depth == 0)
    own = root.attributes.get(f"xmlns:{root.prefix[:-1]}" if root.prefix else "xmlns")
    if own != MAIN:
        raise CannotMarkError(
            "It was saved as a Strict Open XML Spreadsheet. Save it as Excel Workbook (.xlsx)."
        )
    relations = parts.relations(PART)
    return {
        sheet.attributes["name"]: relations[relation][1]
        for sheet in _listed(data)
        if (relation := _relation(sheet)) in relations and relations[relation][0] == "worksheet"
    }


def _listed(data: bytes) -> list[Element]:
    return locate(data, lambda name, depth, _: name == "sheet" and depth == 2)


def _relation(sheet: Element) -> str:
    return next((value for key, value in sheet.attributes.items() if key.endswith(":id")), "")


def free_sheet_name(parts: Parts, wanted: str) -> str:
    """Return the name, with a number where a sheet has it already."""
    taken = {sheet.attributes.get("name", "").casefold() for sheet in _listed(parts.read(PART))}
    name, number = wanted, 1
    while name.casefold() in taken:
        number += 1
        name = f"{wanted} ({number})"
    return name


def put_first(parts: Parts, name: str, sheet: bytes) -> None:
    """Put a new sheet in front of all others, and have the workbook open on it."""
    part = parts.free_name("xl/worksheets/sheet{}.xml")
    parts.put(part, sheet)
    parts.declare(part, _SHEET_TYPE)
    relation = parts.relate(PART, "worksheet", part)
    data = parts.read(PART)
    ids = [int(one.attributes.get("sheetId", "0")) for one in _listed(data)]
    found = locate(data, lambda name, _, __: name in {"sheets", "workbookView", "definedName"})
    (sheets,) = (one for one in found if one.name == "sheets")
    entry = (
        f'<{sheets.prefix}sheet xmlns:r="{RELATION_TYPE}" name="{xml_text(name)}" '
        f'sheetId="{max(ids) + 1}" r:id="{relation}"/>'
    )
    edits = [Edit(sheets.opened, sheets.opened, entry.encode())]
    for one in found:
        if one.name == "workbookView":
            edits.append(tag_with(data, one, activeTab=None, firstSheet=None))
        elif "localSheetId" in one.attributes:
            # Print areas and titles belong to a sheet by its place.
            place = int(one.attributes["localSheetId"]) + 1
            edits.append(tag_with(data, one, localSheetId=str(place)))
    parts.put(PART, spliced(data, edits))
