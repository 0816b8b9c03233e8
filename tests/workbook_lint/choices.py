"""Data validation: drop-down lists, bounds and the messages shown beside a cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from tests.workbook_lint.addresses import Box, box
from tests.workbook_lint.book import Book, Found, M, Rule, Sheet, number
from tests.workbook_lint.formulas import Kind, formulas, without_text

_LONGEST_LIST = 255
_LONGEST_WORDS = {"promptTitle": 32, "errorTitle": 32, "prompt": 255, "error": 255}
_MOST, _MOST_AREAS = 65_534, 8_191
_NAME = re.compile(r"[^\W\d][\w.]*")
_STRUCTURED = re.compile(r"\w\[")


def _validations(sheet: Sheet) -> Iterator[ET.Element]:
    return sheet.root.iterfind(f"{M}dataValidations/{M}dataValidation")


def validation_on_no_range(book: Book) -> Found:
    """Excel repairs by removing a validation on a range that is none (18.3.1.32)."""
    for sheet in book.sheets:
        for one in _validations(sheet):
            refs = one.get("sqref", "").split()
            if not refs or any(box(ref) is None for ref in refs):
                yield sheet.part, f"a validation is on {one.get('sqref')!r}"


def too_many_areas_of_a_validation(book: Book) -> Found:
    """Excel repairs a validation on very many areas: they count as one list of ranges."""
    for sheet in book.sheets:
        for one in _validations(sheet):
            if len(one.get("sqref", "").split()) > _MOST_AREAS:
                yield sheet.part, f"a validation is on {len(one.get('sqref', '').split())} areas"


def two_validations_on_a_cell(book: Book) -> Found:
    """Excel keeps one of two validations that share a cell, and may repair the sheet: a cell can have one."""
    for sheet in book.sheets:
        seen: list[tuple[str, Box]] = []
        for one in _validations(sheet):
            mine = [(ref, place) for ref in one.get("sqref", "").split() if (place := box(ref))]
            for ref, place in mine:
                for other, taken in seen:
                    if place.shares_a_cell(taken):
                        yield sheet.part, f"validations on {other} and {ref} share a cell"
            seen += mine


def choices_too_long(book: Book) -> Found:
    """Excel repairs by removing a validation whose list or formula is over 255 characters (XlsxWriter: the same)."""
    for kind, part, where, text in formulas(book):
        quotes = 2 if text.startswith('"') else 0
        if kind is Kind.VALIDATION and len(text) - quotes > _LONGEST_LIST:
            yield part, f"{where}: {len(text) - quotes} characters"


def words_of_a_validation_too_long(book: Book) -> Found:
    """Excel repairs by removing a validation whose titles are over 32 or whose messages over 255 characters."""
    for sheet in book.sheets:
        for one in _validations(sheet):
            for attribute, most in _LONGEST_WORDS.items():
                if len(one.get(attribute, "")) > most:
                    yield (
                        sheet.part,
                        f"{one.get('sqref')}: {attribute} has {len(one.get(attribute, ''))} characters",
                    )


def constants_in_validation(book: Book) -> Found:
    """Excel refuses constants in braces in a validation: "you may not use array constants"."""
    for kind, part, where, text in formulas(book):
        if kind is Kind.VALIDATION and "{" in without_text(text):
            yield part, f"{where}: {text[:60]}"


def structured_reference_in_validation(book: Book) -> Found:
    """Excel repairs by removing a validation that refers to columns of a table by their names."""
    for kind, part, where, text in formulas(book):
        if kind is Kind.VALIDATION and _STRUCTURED.search(without_text(text)):
            yield part, f"{where}: {text[:60]}"


def choice_begins_with_equals(book: Book) -> Found:
    """Excel takes a typed list whose entry begins with an equals sign for a formula, and repairs it away."""
    for sheet in book.sheets:
        for one in _validations(sheet):
            text = one.findtext(f"{M}formula1") or ""
            if one.get("type") == "list" and re.search(r'^"\s*=|,\s*=', text) and text.startswith('"'):
                yield sheet.part, f"{one.get('sqref')}: {text[:60]}"


def choices_by_a_missing_name(book: Book) -> Found:
    """Excel shows an empty drop-down list where the name of its choices is not defined."""
    for sheet in book.sheets:
        for one in _validations(sheet):
            text = one.findtext(f"{M}formula1") or ""
            is_name = _NAME.fullmatch(text) and box(text) is None
            if one.get("type") == "list" and is_name and text.lower() not in book.defined:
                yield sheet.part, f"{one.get('sqref')}: {text} is no name"


def count_of_validations_is_wrong(book: Book) -> Found:
    """Excel repairs a sheet whose validations are not as many as they say, or over 65,534."""
    for sheet in book.sheets:
        for one in sheet.root.iterfind(f"{M}dataValidations"):
            if number(one, "count", len(one)) != len(one) or len(one) > _MOST:
                yield sheet.part, f"has {len(one)} validations and says {one.get('count')}"


RULES: tuple[Rule, ...] = (
    validation_on_no_range, too_many_areas_of_a_validation, two_validations_on_a_cell, choices_too_long,
    words_of_a_validation_too_long, constants_in_validation, structured_reference_in_validation,
    choice_begins_with_equals, choices_by_a_missing_name, count_of_validations_is_wrong,
)  # fmt: skip
