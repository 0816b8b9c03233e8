"""Put a workbook's zip together by hand, to take it apart in one place at a time."""

from __future__ import annotations

import io
import re
import zipfile
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
WORKBOOK = "xl/workbook.xml"
STYLES = "xl/styles.xml"
ONE_ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'


def sheet_xml(rows: str = ONE_ROW, *, before: str = "", after: str = "", doctype: str = "") -> str:
    """Return a worksheet with these rows."""
    return (
        f'{XML}{doctype}<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONS}">{before}'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    )


def strings_xml(*texts: str, claims: str = "") -> str:
    """Return a table of shared strings."""
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    return f'{XML}<sst xmlns="{MAIN}"{claims}>{items}</sst>'


def parts(rows: str = ONE_ROW) -> dict[str, str | bytes]:
    """Return a complete one-sheet workbook's parts."""
    content_types = (
        f'{XML}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/{WORKBOOK}" ContentType="{OFFICE_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/{SHEET}" ContentType="{OFFICE_TYPE}.worksheet+xml"/></Types>'
    )
    targets = {"rId1": ("worksheet", "worksheets/sheet1.xml"), "rId2": ("styles", "styles.xml"),
               "rId3": ("sharedStrings", "sharedStrings.xml")}  # fmt: skip
    relations = "".join(
        f'<Relationship Id="{key}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": content_types,
        "_rels/.rels": f'{XML}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        WORKBOOK: f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
        '<sheet name="Return" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>',
        STYLES: f'{XML}<styleSheet xmlns="{MAIN}"><cellXfs count="1"><xf numFmtId="0"/></cellXfs></styleSheet>',
        STRINGS: strings_xml("hello"),
        SHEET: sheet_xml(rows),
    }
    return made


def with_parts(changed: dict[str, str | bytes | None], rows: str = ONE_ROW) -> bytes:
    """Return a one-sheet workbook with some parts changed, added, or (None) left out."""
    merged = {**parts(rows), **changed}
    return zipped({name: data for name, data in merged.items() if data is not None})


def zipped(files: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def with_text(content: bytes, sheet: str, cell: str, text: str) -> bytes:
    """Return a workbook in which one cell that is there holds another text, control characters as Excel writes them."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    workbook, relations = (
        str(files[name], "utf-8")  # type: ignore[arg-type]
        for name in (WORKBOOK, "xl/_rels/workbook.xml.rels")
    )
    found = re.search(rf'<sheet [^>]*name="{sheet}"[^>]*r:id="(\w+)"', workbook)
    assert found
    target = re.search(rf'<Relationship (?=[^>]*Id="{found[1]}")[^>]*Target="(?:/xl/)?([^"]+)"', relations)
    assert target
    part = f"xl/{target[1]}"
    escaped = "".join(
        f"_x{ord(sign):04X}_" if sign < " " or "\x7f" <= sign < "\xa0" else sign for sign in text
    )
    inner = f'<is><t xml:space="preserve">{escape(escaped)}</t></is>'
    new, many = re.subn(
        rf'<c r="{cell}"((?: s="\d+")?)[^>]*?(?:/>|>.*?</c>)',
        lambda match: f'<c r="{cell}"{match[1]} t="inlineStr">{inner}</c>',
        str(files[part], "utf-8"),  # type: ignore[arg-type]
        count=1,
    )
    assert many == 1
    return zipped({**files, part: new})
