"""The parts of a workbook: those put in again, all others as they came."""

from __future__ import annotations

import io
import posixpath
import zipfile
from copy import copy

from scpxl.render.annotated_copy.splice import CannotMarkError, Edit, locate, spliced, with_children, xml_text

RELATION_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "[Content_Types].xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_LOCAL_HEADER = 30
"""Bytes of what stands before a part in a package, its name apart."""
_BEFORE_TIME = (1980, 1, 1, 0, 0, 0)


class Parts:
    """A workbook's parts by name, whatever the case of the name."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._zip = zipfile.ZipFile(io.BytesIO(content))
        self._entries = {entry.filename.lower(): entry for entry in self._zip.infolist()}
        self._new: dict[str, tuple[str, bytes]] = {}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._new or name.lower() in self._entries

    @property
    def names(self) -> list[str]:
        """The names of all parts there are."""
        return [
            *(entry.filename for entry in self._entries.values()),
            *(name for key, (name, _) in self._new.items() if key not in self._entries),
        ]

    def read(self, name: str) -> bytes:
        """Return a part's bytes."""
        key = name.lower()
        if key in self._new:
            return self._new[key][1]
        if key not in self._entries:
            raise CannotMarkError(f"Its part {name} is missing.")
        return self._zip.read(self._entries[key])

    def put(self, name: str, data: bytes) -> None:
        """Replace or add a part."""
        self._new[name.lower()] = (name, data)

    def free_name(self, pattern: str) -> str:
        """Return the first name of a pattern such as ``xl/comments{}.xml`` that no part has."""
        number = 1
        while pattern.format(number) in self:
            number += 1
        return pattern.format(number)

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return a part's relations: id to type's last word and target part."""
        name = _relations_name(part)
        if name not in self:
            return {}
        folder = posixpath.dirname(part)
        found = {}
        for one in locate(self.read(name), lambda name, _depth, _attributes: name == "Relationship"):
            target = one.attributes.get("Target", "").replace("\\", "/")
            whole = (
                target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            )
            found[one.attributes.get("Id", "")] = (one.attributes.get("Type", "").rpartition("/")[2], whole)
        return found

    def relate(self, part: str, kind: str, target: str) -> str:
        """Add a relation from one part to another, and return its id; `kind` is its type's last word, or all of it."""
        name, used = _relations_name(part), self.relations(part)
        data = (
            self.read(name)
            if name in self
            else f'{_HEAD}<Relationships xmlns="{_PACKAGE_RELATIONS}"/>'.encode()
        )
        number = 1
        while f"rId{number}" in used:
            number += 1
        (root,) = locate(data, lambda _name, depth, _attributes: depth == 0)
        whole = kind if ":" in kind else f"{RELATION_TYPE}/{kind}"
        # From where the part is, as Excel writes it: web viewers' readers know no target from the package's root.
        near = posixpath.relpath(target, posixpath.dirname(part) or ".")
        added = f'<{root.prefix}Relationship Id="rId{number}" Type="{whole}" Target="{xml_text(near)}"/>'
        self.put(name, spliced(data, with_children(data, root, added)))
        return f"rId{number}"

    def declare(self, part: str, content_type: str) -> None:
        """Say what kind of content a new part has."""
        data = self.read(_TYPES)
        (root,) = locate(data, lambda _name, depth, _attributes: depth == 0)
        added = f'<{root.prefix}Override PartName="/{part}" ContentType="{content_type}"/>'
        self.put(_TYPES, spliced(data, with_children(data, root, added)))

    def declare_ending(self, ending: str, content_type: str) -> None:
        """Say what kind of content parts with an ending have, where that is not said yet."""
        data = self.read(_TYPES)
        root, *inner = locate(data, lambda _name, depth, _attributes: depth <= 1)
        if any(one.attributes.get("Extension", "").lower() == ending for one in inner):
            return
        added = f'<{root.prefix}Default Extension="{ending}" ContentType="{content_type}"/>'.encode()
        self.put(_TYPES, spliced(data, [Edit(root.opened, root.opened, added)]))

    def _copied(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
        """Add a part as it lies in the package, without unpacking it; False where it is not packed as we pack.

        Python's zipfile offers no such thing, so what it keeps of an archive that is being written is set here.
        """
        if (
            entry.compress_type != zipfile.ZIP_DEFLATED
            or entry.flag_bits
            or entry.extra
            or archive.fp is None
        ):
            return False
        start = entry.header_offset
        names = sum(int.from_bytes(self._content[start + at : start + at + 2], "little") for at in (26, 28))
        begins = start + _LOCAL_HEADER + names
        packed = self._content[begins : begins + entry.compress_size]
        archive.fp.seek(archive.start_dir)
        copied = copy(entry)
        copied.header_offset = archive.fp.tell()
        archive.fp.write(copied.FileHeader(zip64=False) + packed)
        archive.filelist.append(copied)
        archive.NameToInfo[copied.filename] = copied
        archive.start_dir = archive.fp.tell()
        return True

    def packed(self) -> bytes:
        """Return the workbook: the same parts in the same order, then the added ones."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for key, entry in self._entries.items():
                if key not in self._new and self._copied(archive, entry):
                    continue
                info = zipfile.ZipInfo(entry.filename, entry.date_time)
                info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, entry.external_attr
                archive.writestr(info, self._new[key][1] if key in self._new else self._zip.read(entry))
            for key, (name, data) in self._new.items():
                if key not in self._entries:
                    info = zipfile.ZipInfo(name, _BEFORE_TIME)
                    info.compress_type = zipfile.ZIP_DEFLATED
                    archive.writestr(info, data)
        return out.getvalue()


def _relations_name(part: str) -> str:
    return posixpath.join(posixpath.dirname(part), "_rels", posixpath.basename(part) + ".rels")
