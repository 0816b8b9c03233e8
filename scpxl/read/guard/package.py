"""Open a workbook's zip without trusting it: its directory first, then each part within a budget.

And the one fact of a workbook's properties that is read: when it was saved.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from datetime import UTC, datetime

from scpxl.privacy.guard import Use
from scpxl.privacy.quoting import in_short
from scpxl.read.guard.refusal import LIMITS, MB, FileLimits, Refused, corrupt, incomplete, too_big
from scpxl.read.guard.xml_parts import Attributes, local_name, parse

_END_RECORD, _END_RECORD_SIZE = b"PK\x05\x06", 22
_LOCAL_HEADER = struct.Struct("<4s4xH16xHH")
_LOCAL_SIZE = 30
_TOLD_TWICE = struct.Struct("<HHHLLLLHH")
"""What a part's header and the directory both say: version, flags, method, time, checksum, sizes, lengths."""
_IN_DIRECTORY, _END = struct.Struct("<HHHLL"), struct.Struct("<HHHHLLH")
_NAME_IS_UTF8 = 0x800
_STORED, _DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
_BAD_NAME = re.compile(
    r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]|^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)"
)
_ZIP_TROUBLE = (
    zipfile.BadZipFile,
    NotImplementedError,
    ValueError,
    OverflowError,
    IndexError,
    OSError,
    EOFError,
    struct.error,
)
UNSAFE = "FILE_UNSAFE"
_CORE = "docprops/core.xml"
_FIRST_YEAR, _LAST_YEAR = 1990, 2200
"""Of what a workbook says of its saving."""


def without_trailing_junk(content: bytes) -> bytes:
    """Return the content up to the end of its zip, so that every reader sees the same directory."""
    at = content.rfind(_END_RECORD)
    if at < 0 or at + _END_RECORD_SIZE > len(content):
        raise corrupt("the end is missing")
    comment = struct.unpack_from("<H", content, at + 20)[0]
    return content[: at + _END_RECORD_SIZE + comment]


class Package:
    """The files inside a workbook, by name; names are looked up whatever their case."""

    def __init__(self, content: bytes, limits: FileLimits) -> None:
        """Read and judge the zip's directory; raise `Refused` where it breaks a rule."""
        self.content = content
        self.limits = limits
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                entries = archive.infolist()
        except _ZIP_TROUBLE as trouble:
            raise corrupt("its directory cannot be read") from trouble
        _check_sizes(entries, limits)
        self.entries = _by_name(entries, limits)
        self.called: dict[str, str] = {}
        """What people call a part, by its lower-case name; a part it does not have is told by its own."""
        _check_places(entries)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self.entries

    def inflate(self, name: str) -> bytes:
        """Return one part, unpacked; its size and checksum are those the directory gives."""
        entry = self.entries[name.lower()]
        told = self.called.get(name.lower(), entry.filename)
        packed = self._packed(entry, told)
        if entry.compress_type == _STORED:
            data = bytes(packed)
        else:
            unpacker = zlib.decompressobj(-15)
            try:
                # One byte more than declared is enough to know that the declared size is a lie.
                data = unpacker.decompress(packed, entry.file_size + 1)
            except zlib.error as trouble:
                raise corrupt(f"{told} cannot be unpacked") from trouble
            if len(data) <= entry.file_size and (not unpacker.eof or unpacker.unused_data):
                raise corrupt(f"{told} cannot be unpacked")
        if len(data) != entry.file_size:
            raise corrupt(f"the size of {told} is wrong")
        if zlib.crc32(data) != entry.CRC:
            raise corrupt(f"the checksum of {told} is wrong")
        return data

    def _packed(self, entry: zipfile.ZipInfo, told: str) -> memoryview:
        start = entry.header_offset
        try:
            magic, method, name_size, extra_size = _LOCAL_HEADER.unpack_from(self.content, start)
        except struct.error as trouble:
            raise corrupt("the end is missing") from trouble
        if magic != b"PK\x03\x04":
            raise corrupt(f"{told} is not where the directory says")
        name = self.content[start + _LOCAL_SIZE : start + _LOCAL_SIZE + name_size]
        if method != entry.compress_type or name != _raw_name(entry):
            # Two readers could open two different files.
            raise Refused(UNSAFE)
        begin = start + _LOCAL_SIZE + name_size + extra_size
        packed = memoryview(self.content)[begin : begin + entry.compress_size]
        if len(packed) < entry.compress_size:
            raise corrupt("the end is missing")
        return packed

    def repacked(self, replaced: dict[str, bytes]) -> bytes:
        """Return the workbook with some parts replaced, given by lower-case name.

        They are not packed, and the others are copied as they are: whoever reads the result need not unpack what was
        unpacked already.  (`zipfile` can copy no part without unpacking it.)  Folders, which hold nothing, are left out.
        """
        parts: list[bytes | memoryview] = []
        directory, at = bytearray(), 0
        entries = {name: entry for name, entry in self.entries.items() if not name.endswith("/")}
        for name, entry in entries.items():
            raw_name = _raw_name(entry)
            data: bytes | memoryview
            if name in replaced:
                data = replaced[name]
                kind = _STORED, 0, zlib.crc32(data), len(data), len(data)
            else:
                data = self._packed(entry, entry.filename)
                kind = entry.compress_type, 0, entry.CRC, entry.compress_size, entry.file_size
            told = _TOLD_TWICE.pack(20, entry.flag_bits & _NAME_IS_UTF8, *kind, len(raw_name), 0)
            parts += b"PK\x03\x04", told, raw_name, data
            directory += b"PK\x01\x02\x14\0" + told + _IN_DIRECTORY.pack(0, 0, 0, 0, at) + raw_name
            at += 4 + len(told) + len(raw_name) + len(data)
        many = len(entries)
        return b"".join([*parts, directory, _END_RECORD, _END.pack(0, 0, many, many, len(directory), at, 0)])


def _raw_name(entry: zipfile.ZipInfo) -> bytes:
    if entry.orig_filename.isascii():
        return entry.orig_filename.encode()
    return entry.orig_filename.encode("utf-8" if entry.flag_bits & _NAME_IS_UTF8 else "cp437", "replace")


def _check_sizes(entries: list[zipfile.ZipInfo], limits: FileLimits) -> None:
    if not entries:
        raise incomplete("it is a zip with nothing in it")
    if len(entries) > limits.entries:
        raise Refused(UNSAFE)
    total = sum(entry.file_size for entry in entries)
    if total > limits.total_bytes:
        raise too_big(f"{total // MB:,} MB")
    for entry in entries:
        if entry.file_size > limits.part_bytes:
            raise too_big(f"{_told(entry)} alone is {entry.file_size // MB:,} MB")
        if entry.file_size > limits.ratio_floor and entry.file_size > limits.ratio * max(
            1, entry.compress_size
        ):
            raise too_big(f"{_told(entry)} is {entry.file_size // MB:,} MB of next to nothing")


def _told(entry: zipfile.ZipInfo) -> str:
    # What a sheet is called, nobody knows before the directory is judged.
    if entry.filename.startswith("xl/worksheets/"):
        return "one of its sheets"
    return in_short(entry.filename, 60, Use.FILE)


def _by_name(entries: list[zipfile.ZipInfo], limits: FileLimits) -> dict[str, zipfile.ZipInfo]:
    found: dict[str, zipfile.ZipInfo] = {}
    for entry in entries:
        name = entry.orig_filename
        if (
            len(name) > limits.name_length
            or _BAD_NAME.search(name)
            or stat.S_ISLNK(entry.external_attr >> 16)
        ):
            raise Refused(UNSAFE)
        if entry.flag_bits & 1:
            raise Refused("FILE_ENCRYPTED")
        if entry.compress_type not in {_STORED, _DEFLATED}:
            raise Refused(UNSAFE)
        key = name.replace("\\", "/").lower()
        if key in found:
            raise Refused(UNSAFE)
        found[key] = entry
    return found


def _check_places(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse members that lie over each other, and anything in front of the first."""
    end = 0
    for entry in sorted(entries, key=lambda e: e.header_offset):
        if entry.header_offset < end:
            raise Refused(UNSAFE)
        if end == 0 and entry.header_offset > 0:
            raise corrupt("its beginning is missing or overwritten")
        end = entry.header_offset + _LOCAL_SIZE + len(_raw_name(entry)) + entry.compress_size


def saved_time(content: bytes) -> datetime | None:
    """Return when a guarded workbook was last saved, as its program noted it; None where it notes no such thing."""
    try:
        package = Package(content, LIMITS)
        return _modified(package.inflate(_CORE)) if _CORE in package else None
    except Refused:
        return None


def _modified(core: bytes) -> datetime | None:
    found: dict[str, str] = {}
    inside = ""

    def start(name: str, _attributes: Attributes) -> None:
        nonlocal inside
        inside = local_name(name)

    def text(said: str) -> None:
        if inside in {"created", "modified"}:
            found[inside] = found.get(inside, "") + said

    def end(_name: str) -> None:
        nonlocal inside
        inside = ""

    parse(core, _CORE, start, end, text)
    try:
        moment = datetime.fromisoformat((found.get("modified") or found.get("created", "")).strip())
    except ValueError:
        return None
    # Excel writes UTC and says so; what says nothing is taken for it.
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC) if _FIRST_YEAR <= moment.year <= _LAST_YEAR else None
