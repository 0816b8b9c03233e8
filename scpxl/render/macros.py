"""The dashboard with its buttons: a finished ``.xlsx`` becomes an ``.xlsm``, with the VBA that is valid as text in ``macros/``.

Nothing else of the workbook is touched: what one of the two shows, the other shows.  XlsxWriter draws the buttons and
pyOpenVBA makes the VBA project, both in an empty workbook of the same sheets; its parts are then put into the dashboard.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from scpxl.errors import WriterError
from scpxl.render.annotated_copy.notes import legacy_drawing
from scpxl.render.annotated_copy.package import Parts
from scpxl.render.annotated_copy.splice import Edit, locate, spliced, tag_with, xml_text
from scpxl.render.annotated_copy.workbook import PART, worksheets
from scpxl.render.excel.names import SUMMARY
from scpxl.render.excel.paper import TITLE_HEIGHT
from scpxl.render.excel.sheets.summary import FORECAST, LATEST, RAG

CONFIG: Final = "xlwings.conf"
"""The sheet where xlwings' VBA looks first for what it needs to know; the name is xlwings'."""
INTERPRETERS: Final = {
    "INTERPRETER_WIN": r"%LOCALAPPDATA%\scpxl\venv\Scripts\python.exe",
    "INTERPRETER_MAC": "$HOME/.scpxl/venv/bin/python",
}
"""The Python that a button starts: a place in the profile of whoever presses it, made by ``scpxl excel install``."""
SETTINGS: Final = {
    **INTERPRETERS,
    # Else every folder a dashboard is opened from could bring its own Python files, and OneDrive's addresses fail.
    "ADD_WORKBOOK_TO_PYTHONPATH": "False",
    "UDF MODULES": "scpxl.live.functions",
    "USE UDF SERVER": "False",
    "SHOW CONSOLE": "False",
    "SHOW_ERROR_POPUPS": "True",
    "DEBUG UDFS": "False",
    # Blank, so that what a person has set up for other workbooks of xlwings does not count here.
    "PYTHONPATH": "",
    "CONDA PATH": "",
    "CONDA ENV": "",
    "LICENSE_KEY": "",
}
"""What is on that sheet.  Texts all: a logical value reads "Faux" in a French Excel."""

_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.{}.main+xml"
_PLAIN, _WITH_MACROS = (
    _MAIN.format("sheet"),
    "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
)
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_VBA_TYPE = "application/vnd.ms-office.vbaProject"
_VBA_RELATION = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
_VBA, _VML = "xl/vbaProject.bin", "xl/drawings/vmlDrawing1.vml"
_CODE_NAME = re.compile(rb'<sheetPr\b[^>]*\bcodeName="(\w+)"')
# MS-OVBA 2.3.4.1: what writers are to write; Excel then compiles from the text, as it does with xlwings' own workbook.
_NOTHING_COMPILED = bytes.fromhex("cc61ffff000000")


@dataclass(frozen=True)
class Button:
    """A button on the Summary's title band, between the title and the marking: column, pixels from its left, width."""

    macro: str
    caption: str
    says: str
    """What programs that read aloud say of it."""
    column: int
    left: int
    width: int


BUTTONS: Final = (
    Button("RefreshDashboard", "Refresh Dashboard", "Collect the returns and refresh this dashboard", RAG, 2, 136),
    Button("CheckReturns", "Check returns", "Check the returns in the folder and store nothing", FORECAST, 2, 104),
    Button("OpenLog", "Open log", "Open the list of what the buttons did", LATEST, 42, 74),
)  # fmt: skip
_TOP, _HEIGHT = 6, 24


def can_write_macros() -> bool:
    """Whether the library that makes VBA projects is installed: the extra ``excel`` brings it."""
    return find_spec("pyopenvba") is not None


def read_sources(folder: Path) -> dict[str, str]:
    """Return the VBA modules of a folder, by name, in the order of their names.

    Raises WriterError where xlwings' VBA is of another release than the xlwings that is installed: its two halves
    would not understand each other.
    """
    found = {path.stem: path for path in sorted(folder.iterdir()) if path.suffix in {".bas", ".cls"}}
    sources = {name: path.read_text("ascii") for name, path in found.items()}
    vba, python = xlwings_release(sources["xlwings"]), _installed_xlwings()
    if vba != python:
        raise WriterError(
            f"The macros are of xlwings {vba or 'of no release'}, and xlwings {python} is installed. Install scpxl again."
        )
    return sources


def xlwings_release(source: str) -> str:
    """Return the release of xlwings that its VBA says it is of; blank where it says none.

    >>> xlwings_release('Public Const XLWINGS_VERSION As String = "0.37.8"')
    '0.37.8'
    """
    found = re.search(r'XLWINGS_VERSION As String = "([\w.]+)"', source)
    return found[1] if found else ""


def _installed_xlwings() -> str:
    from importlib.metadata import version

    return version("xlwings")


def macro_workbook(dashboard: bytes, sources: Mapping[str, str]) -> bytes:
    """Return a dashboard's ``.xlsx`` as an ``.xlsm`` with the buttons; the same bytes give the same bytes.

    `sources` are the VBA modules by name, as `read_sources` gives them.  Raises WriterError for a workbook that is
    not a dashboard of ours.
    """
    parts = Parts(dashboard)
    sheets = worksheets(parts)
    if SUMMARY not in sheets or _VML in parts:
        raise WriterError("Only a dashboard without buttons can be given buttons.")
    codes = [_code_name(parts.read(part), name) for name, part in sheets.items()]
    codes.append(f"Sheet{len(codes) + 1}")
    summary = parts.read(sheets[SUMMARY])
    drawn, project = _made(tuple(codes), _widths(summary), tuple(sources.items()))
    _retype(parts)
    parts.put(_VML, drawn)
    parts.declare_ending("vml", _VML_TYPE)
    _hang(parts, sheets[SUMMARY], parts.relate(sheets[SUMMARY], "vmlDrawing", _VML))
    _add_settings(parts, codes[-1])
    parts.put(_VBA, project)
    parts.declare_ending("bin", _VBA_TYPE)
    parts.relate(PART, _VBA_RELATION, _VBA)
    return parts.packed()


def _code_name(sheet: bytes, name: str) -> str:
    found = _CODE_NAME.search(sheet[:2000])
    if found is None:
        raise WriterError(f"The sheet {name} has no name that VBA could know it by.")
    return found[1].decode()


def _widths(sheet: bytes) -> tuple[tuple[int, int, int], ...]:
    """Return first and last column and width in pixels of each width that is set."""
    found = locate(sheet, lambda name, depth, _: name == "col" and depth == 2)
    return tuple(
        (
            int(one.attributes["min"]) - 1,
            int(one.attributes["max"]) - 1,
            round(7 * float(one.attributes["width"])),
        )
        for one in found
    )


@lru_cache(maxsize=4)
def _made(
    codes: Sequence[str], widths: Sequence[tuple[int, int, int]], sources: Sequence[tuple[str, str]]
) -> tuple[bytes, bytes]:
    """Return the drawing of the buttons and the VBA project, of a workbook of sheets with these code names."""
    from xlsxwriter import Workbook

    with TemporaryDirectory() as place:
        path = Path(place) / "donor.xlsm"
        with Workbook(str(path), {"in_memory": True}) as book:
            book.set_vba_name("ThisWorkbook")
            for code in codes:
                book.add_worksheet().set_vba_name(code)
            first = book.worksheets()[0]
            for left, right, pixels in widths:
                first.set_column_pixels(left, right, pixels)
            first.set_row(0, TITLE_HEIGHT)
            for one in BUTTONS:
                first.insert_button(
                    0, one.column,
                    {"macro": one.macro, "caption": one.caption, "description": one.says, "x_offset": one.left,
                     "y_offset": _TOP, "width": one.width, "height": _HEIGHT},
                )  # fmt: skip
        _add_project(path, sources)
        with zipfile.ZipFile(path) as package:
            return package.read(_VML), _uncompiled(package.read(_VBA))


def _add_project(path: Path, sources: Sequence[tuple[str, str]]) -> None:
    from pyopenvba import ExcelFile, VBAModuleKind

    with ExcelFile(path) as book:
        project = book.add_vba_project()
        for name, text in sources:
            is_class = text.startswith("VERSION 1.0 CLASS")
            kind = VBAModuleKind.other if is_class else VBAModuleKind.standard
            project.add_module(name, text.replace("\n", "\r\n"), kind=kind)
        book.save()


def _uncompiled(project: bytes) -> bytes:
    from pyopenvba.cfb import CFB

    streams = CFB.from_bytes(project)
    streams.write_stream_in_storage("VBA", "_VBA_PROJECT", _NOTHING_COMPILED)
    whole: bytes = streams.to_bytes()
    return whole


def _retype(parts: Parts) -> None:
    """Say that the workbook has macros, and give it the name that VBA knows it by."""
    types = parts.read("[Content_Types].xml")
    parts.put("[Content_Types].xml", types.replace(_PLAIN.encode(), _WITH_MACROS.encode()))
    data = parts.read(PART)
    (properties,) = locate(data, lambda name, depth, _: name == "workbookPr" and depth == 1)
    parts.put(PART, spliced(data, [tag_with(data, properties, codeName="ThisWorkbook")]))


def _hang(parts: Parts, sheet: str, relation: str) -> None:
    """Have a sheet show its drawing of buttons."""
    data = parts.read(sheet)
    root, *inner = locate(data, lambda _name, depth, _: depth <= 1)
    parts.put(sheet, spliced(data, [legacy_drawing(root, inner, relation)]))


def _add_settings(parts: Parts, code: str) -> None:
    """Add the hidden sheet of settings, last: print areas belong to sheets by their place."""
    rows = "".join(
        f'<row r="{row}">{_text(f"A{row}", key)}{_text(f"B{row}", value) if value else ""}</row>'
        for row, (key, value) in enumerate(SETTINGS.items(), start=1)
    )
    sheet = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<sheetPr codeName="{code}"/><sheetData>{rows}</sheetData></worksheet>'
    )
    part = parts.free_name("xl/worksheets/sheet{}.xml")
    parts.put(part, sheet.encode())
    parts.declare(part, _SHEET_TYPE)
    relation = parts.relate(PART, "worksheet", part)
    data = parts.read(PART)
    (sheets,) = locate(data, lambda name, depth, _: name == "sheets" and depth == 1)
    number = 1 + max(map(int, re.findall(rb'sheetId="(\d+)"', data)))
    entry = f'<sheet name="{CONFIG}" sheetId="{number}" state="hidden" r:id="{relation}"/>'
    parts.put(PART, spliced(data, [Edit(sheets.closing, sheets.closing, entry.encode())]))


def _text(cell: str, text: str) -> str:
    return f'<c r="{cell}" t="inlineStr"><is><t>{xml_text(text)}</t></is></c>'
