"""Why a submitted file is not read on, and the limits it is held to.  Knows no format."""

from __future__ import annotations

from typing import NamedTuple

MB = 1 << 20


class FileLimits(NamedTuple):
    """How much one submitted workbook may hold; several times the largest real return met.

    Every number that a later reader would allocate memory by is held to one of these.
    """

    file_bytes: int = 25 * MB
    entries: int = 2_000
    """Files inside the zip."""
    name_length: int = 255
    part_bytes: int = 100 * MB
    """One file inside the zip, unpacked."""
    total_bytes: int = 150 * MB
    """All of them together, unpacked."""
    ratio: int = 250
    """Unpacked over packed, for a part above `ratio_floor`."""
    ratio_floor: int = 20 * MB
    sheets: int = 200
    defined_names: int = 20_000
    cells: int = 2_000_000
    """Cells of one sheet, formatted blanks among them."""
    rows: int = 100_000
    """Rows of one sheet that hold or format anything."""
    rectangle: int = 2_000_000
    """Cells of the rectangle from A1 to the furthest used row and column: readers allocate it whole."""
    merges: int = 20_000
    shared_strings: int = 2_000_000
    """Shared strings claimed: readers reserve room for as many as the file says."""
    text_bytes: int = 200 * MB
    """Shared strings written out into every cell that uses them."""
    format_length: int = 1_024
    tags: int = 12_000_000
    """XML tags of one part."""


LIMITS = FileLimits()


class Refused(Exception):  # noqa: N818 - not an error of ours: it becomes a finding
    """The file is not read on; carries the finding's code and the facts its words need."""

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.facts = facts
        super().__init__(code, facts)


def corrupt(detail: str) -> Refused:
    """Return the refusal of a damaged file."""
    return Refused("FILE_CORRUPT", detail=detail)


def incomplete(detail: str) -> Refused:
    """Return the refusal of a file that lacks what every Excel workbook has."""
    return Refused("PACKAGE_INCOMPLETE", detail=detail)


def too_big(detail: str) -> Refused:
    """Return the refusal of a file that holds or unpacks to far too much."""
    return Refused("FILE_TOO_BIG_UNPACKED", detail=detail)
