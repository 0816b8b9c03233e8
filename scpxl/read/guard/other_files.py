"""Files that are packages and no workbook of ours: of other programs, with macros, with what is embedded."""

from __future__ import annotations

from scpxl.read.guard.package import Package
from scpxl.read.guard.refusal import Refused, incomplete
from scpxl.read.guard.xml_parts import elements

CONTENT_TYPES = "[content_types].xml"
"""The part in which a package says what is in it."""
_WORKBOOK_NAMES = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".csv")


def refuse_other_packages(package: Package) -> None:
    """Raise `Refused` for a package of another program, or a workbook of another format."""
    names = package.entries
    if "mimetype" in names and "content.xml" in names:
        raise Refused("FILE_IS_ODS")
    if "index.zip" in names or any(n.startswith("index/") and n.endswith(".iwa") for n in names):
        raise Refused("FILE_WRONG_TYPE", kind="an Apple Numbers file")
    if CONTENT_TYPES not in names:
        if any(name.endswith(_WORKBOOK_NAMES) for name in names) or not any(
            n.startswith("xl/") for n in names
        ):
            raise Refused("FILE_IS_ZIP")
        raise incomplete("it does not say what is in it")
    for folder, kind in (("word/", "a Word document"), ("ppt/", "a PowerPoint file")):
        if any(name.startswith(folder) for name in names):
            raise Refused("FILE_WRONG_TYPE", kind=kind)
    if any(name.endswith("workbook.bin") for name in names):
        raise Refused("FILE_IS_XLSB")


def refuse_macros(package: Package) -> None:
    """Raise `Refused` for a workbook that holds macros or files of other programs."""
    names = package.entries
    types = package.inflate(CONTENT_TYPES)
    listed = elements(types, "[Content_Types].xml")
    if any(name.endswith("vbaproject.bin") or "macrosheets/" in name for name in names) or any(
        "macroenabled" in attributes.get("ContentType", "").lower() for _, attributes in listed
    ):
        raise Refused("MACRO_PRESENT")
    if any("/embeddings/" in name or "/activex/" in name for name in names):
        raise Refused("EMBEDDED_OBJECT")
