"""The zip package: its entries, content types, relationships, and whether its XML is XML."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections import Counter

from tests.workbook_lint.book import TYPES, WORKBOOK, Book, Found, R, Rule

_DATA_DESCRIPTOR = 0x08
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|&#(?:x0*(?:[0-8bcBC]|1[0-9a-fA-F])|0*(?:[0-8]|1[124-9]|2\\d|3[01]));"
)
_XML = (".xml", ".rels", ".vml")


def part_twice(book: Book) -> Found:
    """Excel says the file is damaged where two entries have one name (ECMA-376 part 2: names are unique)."""
    for name, times in Counter(entry.filename for entry in book.entries).items():
        if times > 1:
            yield name, f"is in the package {times} times"


def names_differ_in_case_only(book: Book) -> Found:
    """Excel takes part names that differ in case only for one name, and says the file is damaged (ECMA-376 part 2)."""
    names = {entry.filename for entry in book.entries}
    for name, times in Counter(name.lower() for name in names).items():
        if times > 1:
            yield name, f"is the name of {times} parts but for capital letters"


def backslash_in_a_part_name(book: Book) -> Found:
    """Excel does not find a part whose name has a backslash: some zip programs on Windows write it."""
    for entry in book.entries:
        # zipfile reads a backslash as a slash on Windows; the name as written is kept beside it.
        if "\\" in entry.orig_filename:
            yield entry.filename, f"is written {entry.orig_filename}"


def stored_with_data_descriptor(book: Book) -> Found:
    """Excel and other strict readers refuse an uncompressed entry whose length comes only after it."""
    for entry in book.entries:
        if entry.flag_bits & _DATA_DESCRIPTOR and entry.compress_type == zipfile.ZIP_STORED:
            yield entry.filename, "is stored with a data descriptor"


def types_not_first(book: Book) -> Found:
    """Excel opens it; programs that look at the first entry only, such as mail filters, take it for a plain zip."""
    if book.entries and book.entries[0].filename != TYPES:
        yield book.entries[0].filename, f"comes before {TYPES}"


def no_xml(book: Book) -> Found:
    """Excel repairs by leaving a part out, or refuses the file, where a part is not well-formed XML."""
    for name in book.raw:
        if name.lower().endswith(_XML):
            book.xml(name)
    for name, why in book.unreadable.items():
        yield name, f"is no XML: {why}"


def control_character(book: Book) -> Found:
    """Excel refuses XML with characters that XML 1.0 (2.2) does not have, written plainly or as ``&#x1;``."""
    for name in book.raw:
        if name.lower().endswith(_XML) and (found := _CONTROL.search(book.text(name))):
            yield name, f"has the character {found[0]!r}"


def lone_surrogate(book: Book) -> Found:
    """Excel refuses a part that is no UTF-8: half of a character of two halves is what gets in by mistake."""
    for name, content in book.raw.items():
        if name.lower().endswith(_XML) and content[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
            try:
                content.decode("utf-8")
            except UnicodeDecodeError as refused:
                yield name, f"is no UTF-8 at byte {refused.start}"


def _declared(book: Book) -> tuple[dict[str, str], dict[str, str]]:
    parts, endings = {}, {}
    for one in book.xml(TYPES):
        kind = one.get("ContentType", "")
        if one.tag.endswith("Override"):
            parts[one.get("PartName", "").removeprefix("/")] = kind
        else:
            endings[one.get("Extension", "").lower()] = kind
    return parts, endings


def type_of_a_part_that_is_missing(book: Book) -> Found:
    """Excel reports a damaged file where a content type is declared for a part that is not there."""
    for name in _declared(book)[0].keys() - book.raw.keys():
        yield TYPES, f"has a type for {name}, which is missing"


def part_without_type(book: Book) -> Found:
    """Excel refuses a part that has no content type of its own nor one of its ending (ECMA-376 part 2)."""
    parts, endings = _declared(book)
    for name in book.raw:
        ending = name.rpartition(".")[2].lower()
        if name != TYPES and not name.endswith("/") and name not in parts and ending not in endings:
            yield name, "has no content type"


def macros_and_type_disagree(book: Book) -> Found:
    """Excel refuses a file whose main type, ending and macros do not agree: "the format or extension is not valid"."""
    kind = _declared(book)[0].get(WORKBOOK, "")
    has_macros = any(name.lower().endswith("vbaproject.bin") for name in book.raw)
    ending = book.path.suffix.lower()
    if has_macros != ("macroEnabled" in kind):
        yield WORKBOOK, f"has the type {kind}, {'with' if has_macros else 'without'} macros"
    if ending in {".xlsx", ".xlsm"} and (ending == ".xlsm") != ("macroEnabled" in kind):
        yield WORKBOOK, f"has the type {kind} in a file that ends in {ending}"


def relation_to_a_part_that_is_missing(book: Book) -> Found:
    """Excel repairs by leaving out what refers to a part that is not there."""
    for name in book.raw:
        if name.endswith(".rels"):
            folder, file = posixpath.split(name)
            owner = posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))
            for key, one in book.relations(owner).items():
                inside = not one.external and one.kind != "hyperlink"
                if inside and one.target not in book.raw:
                    yield owner, f"refers by {key} to {one.target}, which is missing"


def relation_that_is_missing(book: Book) -> Found:
    """Excel repairs or refuses a part that uses a relationship id its relationships do not have."""
    for name in book.raw:
        if name.endswith(".xml") and name != TYPES:
            used = {
                value
                for one in book.xml(name).iter()
                for key, value in one.attrib.items()
                if key.startswith(R)
            }
            for key in sorted(used - book.relations(name).keys()):
                yield name, f"uses {key}, which is no relationship of it"


def sheet_without_part(book: Book) -> Found:
    """Excel refuses a workbook whose sheet has no part."""
    for sheet in book.sheets:
        if sheet.part not in book.raw:
            yield WORKBOOK, f"has the sheet {sheet.name}, whose part {sheet.part} is missing"


RULES: tuple[Rule, ...] = (
    part_twice, names_differ_in_case_only, backslash_in_a_part_name, stored_with_data_descriptor, types_not_first,
    no_xml, control_character, lone_surrogate, type_of_a_part_that_is_missing, part_without_type,
    macros_and_type_disagree, relation_to_a_part_that_is_missing, relation_that_is_missing, sheet_without_part,
)  # fmt: skip
