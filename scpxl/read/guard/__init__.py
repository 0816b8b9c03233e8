"""Stand in front of every reader of workbooks: say whether a file is one, and safe to read.

Nothing here uses a spreadsheet library.  Whatever passes is bounded in everything a reader allocates
memory by, and comes with the facts of each sheet that the reader of values hides.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from scpxl.checks.catalogue import finding
from scpxl.files.reading import TooBigError
from scpxl.read.guard.package import Package, without_trailing_junk
from scpxl.read.guard.refusal import LIMITS, MB, FileLimits, Refused, incomplete, too_big
from scpxl.read.guard.sheet_facts import NO_STYLES, SheetFacts, percent_styles
from scpxl.read.guard.sheet_scan import scan_sheet, shared_text_size
from scpxl.read.guard.sniff import (
    CONTENT_TYPES,
    OLE_MAGIC,
    refusal_of_ole,
    refuse_macros,
    refuse_other_packages,
    refuse_unless_zip,
)
from scpxl.read.guard.xml_parts import elements, has_doctype, root
from scpxl.returns.cells import CellRef
from scpxl.returns.findings import Finding
from scpxl.returns.normalise import fold
from scpxl.words import listed

_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_STYLES, _STRINGS = "xl/styles.xml", "xl/sharedstrings.xml"
_FORMAT_CODE = re.compile(rb"""formatCode\s*=\s*("[^"]*"|'[^']*')""")
_STRING_END = re.compile(rb"</(?:[\w.\-]+:)?si\s*>")
_NOT_READ = SheetFacts()
"""What is known of a sheet that nobody reads."""
_DENSE = 20
"""A sheet that fills less than one cell in so many of its rectangle is stretched by a stray cell."""


class GuardedSheet(NamedTuple):
    """A sheet by its name, whether people see it, and its facts."""

    name: str
    visible: bool
    part: str
    facts: SheetFacts


class GuardedWorkbook(NamedTuple):
    """What the guard says of one file: the facts of a workbook that may be read, or why it is refused."""

    file: str
    sha256: str
    content: bytes
    """What may be handed to a reader: the bytes without anything after the end of the zip."""
    sheets: tuple[GuardedSheet, ...] = ()
    date_1904: bool = False
    findings: tuple[Finding, ...] = ()
    refused: bool = False
    """Whether the file must not be read; `findings` then holds the one reason."""
    package: Package | None = None
    """Its parts; None where it is refused."""

    def sheet(self, name: str) -> GuardedSheet:
        """Return a sheet by its exact name; raises KeyError where there is none."""
        for sheet in self.sheets:
            if sheet.name == name:
                return sheet
        raise KeyError(name)


def _every(_name: str) -> bool:
    return True


def guard_workbook(
    content: bytes, file: str, limits: FileLimits = LIMITS, wanted: Callable[[str], bool] = _every
) -> GuardedWorkbook:
    """Judge a submitted file by its bytes; `file` is its name, for the findings' words only.

    `wanted` tells by a sheet's name whether it will be read: of another nothing is gathered, and no more is looked at
    than of any other part of the file.  A refused file gives exactly one must-fix finding.  Never raises for what is in the file.

    >>> guard_workbook(b"", "met.xlsx").findings[0].code
    'FILE_EMPTY'
    """
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        return _judge(content, file, sha256, limits, wanted)
    except Refused as refused:
        found = finding(refused.code, (), file=file, **refused.facts)
        return GuardedWorkbook(file, sha256, content, findings=(found,), refused=True)


def too_big_workbook(file: str, why: TooBigError) -> GuardedWorkbook:
    """Return the refusal of a file that was not read because of its size; its hash is not known."""
    facts = {"size": f"{why.size / MB:,.0f}", "limit": why.most // MB}
    return GuardedWorkbook(
        file, "", b"", findings=(finding("FILE_TOO_BIG", (), file=file, **facts),), refused=True
    )


def _judge(
    content: bytes, file: str, sha256: str, limits: FileLimits, wanted: Callable[[str], bool]
) -> GuardedWorkbook:
    if len(content) > limits.file_bytes:
        raise Refused("FILE_TOO_BIG", size=f"{len(content) / MB:.0f}", limit=limits.file_bytes // MB)
    if content.startswith(OLE_MAGIC):
        raise refusal_of_ole(content)
    refuse_unless_zip(content)
    content = without_trailing_junk(content)
    package = Package(content, limits)
    refuse_other_packages(package)
    refuse_macros(package)
    relations, date_1904, listed = _workbook(package, limits)
    lengths = _string_lengths(package, limits)
    percents = _percent_styles(package, limits)
    to_read = [(name, part) for name, _, part in listed if wanted(name)]
    scanned = _scan_sheets(package, to_read, lengths, percents, limits)
    sheets = tuple(
        GuardedSheet(name, state == "visible", part, scanned.get(part, _NOT_READ))
        for name, state, part in listed
    )
    _check_other_parts(package, set(scanned) | relations)
    notes = tuple(_notes(file, package, sheets, date_1904=date_1904))
    return GuardedWorkbook(file, sha256, content, sheets, date_1904, notes, package=package)


def _workbook(package: Package, limits: FileLimits) -> tuple[set[str], bool, list[tuple[str, str, str]]]:
    """Return the parts already judged, whether dates count from 1904, and each sheet's name, state and part."""
    for needed in (_WORKBOOK, _RELATIONS):
        if needed not in package:
            raise incomplete(f"{needed} is missing")
    targets = _targets(package)
    listed, names, date_1904 = [], 0, False
    for element, attributes in elements(package.inflate(_WORKBOOK), _WORKBOOK):
        if element == "sheet":
            listed.append(_listed_sheet(attributes, targets, package))
        elif element == "definedName":
            names += 1
        elif element == "workbookPr":
            date_1904 = attributes.get("date1904") in {"1", "true"}
    if not listed:
        raise incomplete("it has no sheets")
    if len(listed) > limits.sheets or names > limits.defined_names:
        raise too_big(f"{len(listed):,} sheets, {names:,} named ranges")
    _refuse_like_names(listed)
    package.called = {part: f"the sheet {name}" for name, _, part in listed}
    return {_WORKBOOK, _RELATIONS, CONTENT_TYPES}, date_1904, listed


def _refuse_like_names(listed: list[tuple[str, str, str]]) -> None:
    """Refuse two sheets that one name could mean: people see one of them, and a program may read the other."""
    seen: dict[str, tuple[str, str]] = {}
    for name, state, _ in listed:
        if (other := seen.get(fold(name))) is not None:
            hidden = ", one of them hidden" if {state, other[1]} != {"visible"} else ""
            raise Refused("SHEET_REPEATED", sheet=other[0], other=name, hidden=hidden)
        seen[fold(name)] = name, state


def _targets(package: Package) -> dict[str, str]:
    targets: dict[str, str] = {}
    for element, attributes in elements(package.inflate(_RELATIONS), _RELATIONS):
        if element == "Relationship":
            if attributes.get("Id", "") in targets:
                raise incomplete("two of its parts have one name")
            targets[attributes.get("Id", "")] = attributes.get("Target", "")
    return targets


def _listed_sheet(
    attributes: dict[str, str], targets: dict[str, str], package: Package
) -> tuple[str, str, str]:
    name = attributes.get("name", "")
    relation = next((v for k, v in attributes.items() if k.rpartition(":")[2] == "id" and ":" in k), "")
    target = targets.get(relation, "").replace("\\", "/")
    part = (
        target[1:] if target.startswith("/xl/") else target if target.startswith("xl/") else f"xl/{target}"
    ).lower()
    if part not in package:
        raise incomplete(f"the sheet {name} is missing")
    return name, attributes.get("state", "visible"), part


def _string_lengths(package: Package, limits: FileLimits) -> list[int]:
    """Return how long each shared string is at most, in bytes of XML."""
    if _STRINGS not in package:
        return []
    data = package.inflate(_STRINGS)
    claims = root(data, _STRINGS)
    for claim in (claims.get("uniqueCount", "0"), claims.get("count", "0")):
        # A reader sets aside room for as many strings as the file claims to have.
        if not (claim.isascii() and claim.isdigit() and len(claim) <= 9):
            raise Refused("FILE_UNSAFE")
    lengths = [len(piece) for piece in _STRING_END.split(data)]
    claimed = int(claims.get("uniqueCount", "0"))
    if len(lengths) > limits.shared_strings or claimed > limits.shared_strings:
        raise too_big(f"{max(len(lengths), claimed):,} texts")
    return lengths


def _percent_styles(package: Package, limits: FileLimits) -> Mapping[int, str]:
    """Return the cell formats that may show a percentage, having judged the part that holds all formats."""
    if _STYLES not in package:
        return NO_STYLES
    data = package.inflate(_STYLES)
    percents = percent_styles(data, _STYLES)
    if any(len(code) > limits.format_length + 2 for code in _FORMAT_CODE.findall(data)):
        raise Refused("FILE_UNSAFE")
    return percents


def _scan_sheets(
    package: Package,
    listed: list[tuple[str, str]],
    lengths: list[int],
    percents: Mapping[int, str],
    limits: FileLimits,
) -> dict[str, SheetFacts]:
    longest, written_out = max(lengths, default=0), 0
    done: dict[str, SheetFacts] = {}
    for name, part in listed:
        if part not in done:
            data = package.inflate(part)
            facts = done[part] = scan_sheet(data, f"the sheet {name}", limits, percents)
            _refuse_far_cells(name, facts, limits)
            size = facts.string_cells * longest
            if size > limits.text_bytes // 4 and facts.exact_shape:
                size = shared_text_size(data, lengths)
        written_out += size
        if written_out > limits.text_bytes:
            raise too_big("one long text is in very many cells")
    return done


def _refuse_far_cells(name: str, facts: SheetFacts, limits: FileLimits) -> None:
    if facts.merges > limits.merges:
        raise too_big(f"the sheet {name} has {facts.merges:,} merged cells")
    if facts.rectangle <= limits.rectangle:
        return
    if facts.cells * _DENSE > facts.rectangle:
        raise too_big(
            f"the sheet {name} has {facts.last_row + 1:,} rows of {facts.last_column + 1:,} columns"
        )
    far = dict.fromkeys(CellRef(name, *place).a1 for place in facts.corner)
    raise Refused("STRAY_CELL_FAR_AWAY", sheet=name, cell=listed(list(far)))


def _check_other_parts(package: Package, done: set[str]) -> None:
    """Unpack what has not been looked at yet: damage and traps are found wherever they lie."""
    for name in package.entries:
        if name in done or name in {_STRINGS, _STYLES} or name.endswith("/"):
            continue
        data = package.inflate(name)
        if name.endswith((".xml", ".rels", ".vml")) and has_doctype(data):
            raise Refused("FILE_UNSAFE")


def _notes(
    file: str, package: Package, sheets: tuple[GuardedSheet, ...], *, date_1904: bool
) -> list[Finding]:
    notes = []
    if not file.lower().endswith(".xlsx"):
        notes.append(finding("FILE_WRONG_EXTENSION", file=file))
    if any(name.startswith("xl/externallinks/externallink") for name in package.entries):
        notes.append(finding("EXTERNAL_LINK"))
    if date_1904:
        notes.append(finding("DATE_1904"))
    notes += [
        finding("HIDDEN_ROWS", sheet=sheet.name)
        for sheet in sheets
        if sheet.visible and (sheet.facts.hidden_rows or sheet.facts.hidden_columns)
    ]
    return notes
