"""A VBA project as another program than ours reads it: from the file format (MS-OVBA), and what Excel insists on in it."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

import olefile

from tests.workbook_lint.book import M, R

BIN = "xl/vbaProject.bin"
_TWO_BYTES, _FOUR_BYTES = "<H", "<I"
_CHUNK = 4096


@dataclass(frozen=True)
class Module:
    name: str
    source: str
    is_procedural: bool


@dataclass(frozen=True)
class Project:
    """The modules of a project, and the names that its parts list them by."""

    modules: dict[str, Module]
    documents: list[str]
    listed: list[str]
    counted: int
    cache: bytes


def decompress(data: bytes) -> bytes:
    """Unpack a compressed container (MS-OVBA 2.4.1)."""
    assert data[0] == 1, "no compressed container"
    out, at = bytearray(), 1
    while at < len(data):
        (header,) = struct.unpack_from(_TWO_BYTES, data, at)
        end, at = min(len(data), at + (header & 0x0FFF) + 3), at + 2
        if not header & 0x8000:
            out += data[at:end]
            at = end
            continue
        start = len(out)
        while at < end:
            flags, at = data[at], at + 1
            for bit in range(8):
                if at >= end:
                    break
                if not flags >> bit & 1:
                    out.append(data[at])
                    at += 1
                    continue
                (token,) = struct.unpack_from(_TWO_BYTES, data, at)
                at += 2
                for_offset = max(4, (len(out) - start - 1).bit_length())
                offset = (token >> (16 - for_offset)) + 1
                for _ in range((token & (0xFFFF >> for_offset)) + 3):
                    out.append(out[-offset])
    return bytes(out)


def _records(directory: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 6 <= len(directory):
        kind, size = struct.unpack_from("<HI", directory, at)
        size = 6 if kind == 0x0009 else size  # PROJECTVERSION says 4 and has 6
        yield kind, directory[at + 6 : at + 6 + size]
        at += 6 + size


def read_project(content: bytes) -> Project:
    """Read the project of a macro workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        streams = olefile.OleFileIO(package.read(BIN), raise_defects=olefile.DEFECT_POTENTIAL)
    found: list[dict[str, str | int]] = []
    counted = 0
    for kind, data in _records(decompress(streams.openstream("VBA/dir").read())):
        if kind == 0x0F:
            (counted,) = struct.unpack(_TWO_BYTES, data)
        elif kind == 0x19:
            found.append({"name": data.decode("cp1252")})
        elif kind == 0x1A:
            found[-1]["stream"] = data.decode("cp1252")
        elif kind == 0x31:
            (found[-1]["offset"],) = struct.unpack(_FOUR_BYTES, data)
        elif kind in {0x21, 0x22}:
            found[-1]["kind"] = kind
    modules = {}
    for one in found:
        packed = streams.openstream(f"VBA/{one['stream']}").read()[int(one["offset"]) :]
        modules[str(one["name"])] = Module(
            str(one["name"]), decompress(packed).decode("cp1252"), one["kind"] == 0x21
        )
    listing = streams.openstream("PROJECT").read().decode("cp1252")
    documents = re.findall(r"^Document=(.+?)/&H", listing, re.MULTILINE)
    others = re.findall(r"^(?:Module|Class)=(.+?)\r?$", listing, re.MULTILINE)
    cache = streams.openstream("VBA/_VBA_PROJECT").read()
    return Project(modules, documents, [*documents, *others], counted, cache)


def code_names(content: bytes) -> list[str | None]:
    """Return the names by which VBA knows the workbook and its sheets."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        book = ET.fromstring(package.read("xl/workbook.xml"))  # noqa: S314  (our own file)
        properties, sheets = book.find(f"{M}workbookPr"), book.find(f"{M}sheets")
        assert properties is not None
        assert sheets is not None
        relations = {
            one.get("Id"): one.get("Target", "").removeprefix("/xl/")
            for one in ET.fromstring(package.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
        }
        names = [properties.get("codeName")]
        for sheet in sheets:
            root = ET.fromstring(package.read(f"xl/{relations[sheet.get(f'{R}id')]}"))  # noqa: S314
            own = root.find(f"{M}sheetPr")
            names.append(None if own is None else own.get("codeName"))
    return names


def odd(path: Path) -> list[str]:
    """Return what Excel would stumble over in a project: names that do not fit, text that it does not write."""
    content = path.read_bytes()
    project = read_project(content)
    said = []
    if project.counted != len(project.modules) or sorted(project.listed) != sorted(project.modules):
        said.append("the lists of modules differ")
    if set(code_names(content)) != set(project.documents):
        said.append(f"sheets are called {code_names(content)}, their modules {project.documents}")
    if project.cache[:4] != bytes.fromhex("cc61ffff"):
        said.append("it holds compiled code")
    for name, one in project.modules.items():
        if f'Attribute VB_Name = "{name}"' not in one.source:
            said.append(f"{name} has another name inside")
        if re.search(r"(?<!\r)\n", one.source):
            said.append(f"{name} has lines that end without a return")
        if any(ord(letter) > 126 for letter in one.source):
            said.append(f"{name} has letters that a code page could change")
        if (name in project.documents) != (
            "VB_Base" in one.source and not one.is_procedural and name != "Dictionary"
        ):
            said.append(f"{name} is of another kind than its header says")
        if any(len(line) > 1023 for line in one.source.split("\r\n")):
            said.append(f"{name} has a line that is too long")
    return said
