"""Every text of an output, with the place where a person finds it: workbooks, slides, documents, and the workbooks behind their charts.

It reads the package's own parts and knows none of our layouts, so that nothing in a file is passed over because we
did not expect it there.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

from scpxl.read.guard.package import Package
from scpxl.read.guard.refusal import LIMITS, Refused, incomplete
from scpxl.read.guard.xml_parts import has_doctype
from scpxl.read.texts import (
    Element,
    OutputText,
    TextKind,
    defined_names,
    local,
    paragraph_texts,
    sheet_texts,
    text_of,
    tree,
)

_MAIN: Final = {
    "xl/workbook.xml": "workbook",
    "ppt/presentation.xml": "slides",
    "word/document.xml": "document",
}
SHARED_TEXTS: Final = "xl/sharedstrings.xml"
_NOT_TEXT: Final = (
    "slideLayout",
    "slideMaster",
    "notesMaster",
    "theme",
    "styles",
    "sharedStrings",
    "vbaProject",
)
"""Kinds of parts that hold no text of a publication: compared as a whole."""


_USES: Final = re.compile(rb':(?:id|embed|link|pict)="([^"]+)"')
"""Where a part uses another, by the name it gives it."""

_CALLED: Final = {
    "notes": "its notes",
    "hdr": "header",
    "ftr": "footer",
    "comments": "comments",
    "table": "table",
}
"""What people call a part, by its outermost element."""


@dataclass(frozen=True)
class OutputTexts:
    """What an output says."""

    kind: str
    """workbook, slides, document."""
    program: str
    """Which program saved it, and its version, by its own word."""
    keywords: str
    created: str
    texts: tuple[OutputText, ...]
    parts: Mapping[str, str] = field(default_factory=dict)
    """The sum of every part, by name."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Of a workbook: what each defined name stands for."""


def read_output(content: bytes) -> OutputTexts:
    """Return every text of a package, given its bytes.

    Raises `Refused` for a file that is no whole Office file, or may do harm.
    """
    package = Package(content, LIMITS)
    parts = {name: package.inflate(name) for name in package.entries if not name.endswith("/")}
    main = next((name for name in _MAIN if name in parts), None)
    if main is None:
        raise Refused("NOT_A_WORKBOOK")
    if any(name.endswith((".xml", ".rels", ".vml")) and has_doctype(data) for name, data in parts.items()):
        raise Refused("FILE_UNSAFE")
    properties = _properties(parts)
    names = defined_names(tree(parts[main], main)) if _MAIN[main] == "workbook" else {}
    try:
        texts = list(_texts(parts, main, names))
    except RecursionError:
        # Elements within elements within elements, as no program writes them.
        raise Refused("FILE_UNSAFE") from None
    return OutputTexts(
        _MAIN[main],
        " ".join(filter(None, (properties.get("Application"), properties.get("AppVersion")))),
        properties.get("keywords", ""),
        properties.get("created", ""),
        (*texts, *_said_of_itself(properties)),
        {name: hashlib.sha256(data).hexdigest() for name, data in parts.items()},
        names,
    )


def _said_of_itself(properties: Mapping[str, str]) -> Iterator[OutputText]:
    for name, words in properties.items():
        if words and name not in {"Application", "AppVersion"}:
            part = "docprops/app.xml" if name in {"Company", "Manager"} else "docprops/core.xml"
            yield OutputText(f"the file's properties, {name}", words, part, TextKind.OWN, fixed=True)


def _properties(parts: Mapping[str, bytes]) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in ("docprops/core.xml", "docprops/app.xml"):
        for one in tree(parts[part], part) if part in parts else ():
            name = local(one)
            if part.endswith("core.xml") or name in {"Application", "AppVersion", "Company", "Manager"}:
                found[name] = (one.text or "").strip()
    return found


def _texts(parts: Mapping[str, bytes], main: str, names: Mapping[str, str]) -> Iterator[OutputText]:
    if _MAIN[main] == "document":
        yield from paragraph_texts(tree(parts[main], main), "the text", main)
        yield from _below(parts, main, "the document", {main})
    elif _MAIN[main] == "slides":
        for number, (_, part) in enumerate(_listed(parts, main, "sldId"), 1):
            yield from paragraph_texts(tree(parts[part], part), f"slide {number}", part)
            yield from _below(parts, part, f"slide {number}", {main, part})
    else:
        shared = (
            [text_of(one) for one in tree(parts[SHARED_TEXTS], SHARED_TEXTS)] if SHARED_TEXTS in parts else []
        )
        for sheet, part in _listed(parts, main, "sheet"):
            yield from sheet_texts(parts[part], sheet, part, shared)
            yield from _below(parts, part, sheet, {part})
        for name, formula in names.items():
            yield OutputText(f"the name {name}", formula, main, TextKind.OWN, fixed=True)


def _listed(parts: Mapping[str, bytes], main: str, kind: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the part of each sheet or slide, in its order; raises `Refused` where a part is missing."""
    targets = _relations(parts, main)
    for one in tree(parts[main], main).iter():
        if local(one) == kind:
            part = targets.get(next((v for k, v in one.attrib.items() if k.endswith("}id")), ""), "")
            if part not in parts:
                raise incomplete(f"{one.get('name') or 'a slide'} is missing")
            yield one.get("name", ""), part


def _relations(parts: Mapping[str, bytes], part: str) -> dict[str, str]:
    """Return the parts that one refers to, by the name it gives each; addresses outside of the file are none."""
    at = PurePosixPath(part)
    rels = f"{at.parent}/_rels/{at.name}.rels"
    found: dict[str, str] = {}
    for one in tree(parts[rels], rels) if rels in parts else ():
        target = one.get("Target", "")
        if one.get("TargetMode") != "External":
            whole = target[1:] if target.startswith("/") else posixpath.join(str(at.parent), target)
            found[one.get("Id", "")] = posixpath.normpath(whole).lower()
    return found


def _as_used(data: bytes, targets: Mapping[str, str]) -> list[str]:
    """Return the parts that one refers to in the order in which it does: each program lists them in an order of its own."""
    first: dict[str, int] = {}
    for place, name in enumerate(_USES.findall(data)):
        first.setdefault(name.decode("utf-8", "replace"), place)
    return [
        targets[name] for name in sorted(targets, key=lambda name: (name not in first, first.get(name, 0)))
    ]


def _below(parts: Mapping[str, bytes], part: str, where: str, seen: set[str]) -> Iterator[OutputText]:
    """Yield the texts of all that a part refers to: drawings, charts, notes, headers, workbooks behind charts."""
    for target in _as_used(parts[part], _relations(parts, part)):
        if target in seen or target not in parts or any(f"/{kind.lower()}" in target for kind in _NOT_TEXT):
            continue
        seen.add(target)
        if target.endswith((".xlsx", ".xlsm")):
            behind = read_output(parts[target])
            for said in behind.texts:
                sort = TextKind.BEHIND if said.kind is TextKind.CELL else TextKind.OWN
                yield OutputText(
                    f"{where}, workbook behind it, {said.place}", said.words, target, sort, said.source
                )
        elif target.endswith(".xml"):
            root = tree(parts[target], target)
            kind = local(root)
            inner = f"{where}, {_called(root, kind)}" if _called(root, kind) else where
            if kind not in {"sld", "worksheet"}:
                yield from (
                    _chart(root, inner, target)
                    if kind == "chartSpace"
                    else paragraph_texts(root, inner, target)
                )
                yield from _below(parts, target, inner, seen)


def _called(root: Element, kind: str) -> str:
    if kind == "chartSpace":
        title = next((e for e in root.iter() if local(e) == "title"), None)
        words = text_of(title) if title is not None else ""
        return f'chart "{words}"' if words else "chart"
    return _CALLED.get(kind, "")


def _chart(root: Element, where: str, part: str) -> Iterator[OutputText]:
    """Yield what a chart says: its titles, what it keeps of the figures it draws, and where it takes these from."""
    series = 0
    for one in root.iter():
        kind = local(one)
        if kind == "ser":
            series += 1
        if kind in {"v", "f", "formatCode"} and one.text:
            what = {"v": "kept figure", "f": "range", "formatCode": "number format"}[kind]
            yield OutputText(
                f"{where}, series {series}, {what}",
                one.text,
                part,
                TextKind.DRAWN if kind == "v" else TextKind.OWN,
            )
    yield from (said._replace(kind=TextKind.DRAWN) for said in paragraph_texts(root, where, part))
