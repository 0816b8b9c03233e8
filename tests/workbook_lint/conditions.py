"""Conditional formats and sparklines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from tests.workbook_lint.addresses import box
from tests.workbook_lint.book import X14, XM, Book, Found, M, Rule, Sheet, number
from tests.workbook_lint.formulas import Kind, formulas, without_text

_NEED_A_LOOK = {"expression", "cellIs", "containsText"}
_STRUCTURED = re.compile(r"\w\[")


def _rules(sheet: Sheet) -> Iterator[tuple[str, ET.Element]]:
    for group in sheet.root.iterfind(f"{M}conditionalFormatting"):
        for rule in group.iterfind(f"{M}cfRule"):
            yield group.get("sqref", ""), rule


def condition_on_no_range(book: Book) -> Found:
    """Excel refuses a sheet with a conditional format on a range that is none (18.3.1.18)."""
    for sheet in book.sheets:
        for place, _ in _rules(sheet):
            if not place or any(box(ref) is None for ref in place.split()):
                yield sheet.part, f"a conditional format is on {place!r}"


def look_of_condition_out_of_range(book: Book) -> Found:
    """Excel refuses or repairs a sheet whose conditional format has a look that is not there (18.3.1.10)."""
    length = len(book.styles("dxfs"))
    for sheet in book.sheets:
        for place, rule in _rules(sheet):
            if not 0 <= number(rule, "dxfId") < max(length, 1) or (rule.get("dxfId") and not length):
                yield sheet.part, f"{place} has the look {rule.get('dxfId')}, of {length}"


def condition_without_look(book: Book) -> Found:
    """Excel shows nothing for a condition that has no look and does not stop the others."""
    for sheet in book.sheets:
        for place, rule in _rules(sheet):
            stops = rule.get("stopIfTrue") in {"1", "true"}
            if rule.get("type") in _NEED_A_LOOK and rule.get("dxfId") is None and not stops:
                yield sheet.part, f"{place} has a condition without a look"


def structured_reference_in_condition(book: Book) -> Found:
    """Excel repairs by removing a conditional format that refers to columns of a table by their names."""
    for kind, part, where, text in formulas(book):
        if kind is Kind.CONDITION and _STRUCTURED.search(without_text(text)):
            yield part, f"{where}: {text[:60]}"


def constants_in_condition(book: Book) -> Found:
    """Excel refuses constants in braces in a conditional format: "you may not use array constants"."""
    for kind, part, where, text in formulas(book):
        if kind is Kind.CONDITION and "{" in without_text(text):
            yield part, f"{where}: {text[:60]}"


def newer_function_in_condition(book: Book) -> Found:
    """Excel 2007 repairs by removing it; later ones than the function show no such format. Excel itself may write it."""
    for kind, part, where, text in formulas(book):
        if kind is Kind.CONDITION and "_xlfn" in without_text(text):
            yield part, f"{where}: {text[:60]}"


def priority_twice(book: Book) -> Found:
    """Excel numbers conditional formats again where two of a sheet have one priority; which one wins may change."""
    for sheet in book.sheets:
        for priority, times in Counter(rule.get("priority") for _, rule in _rules(sheet)).items():
            if times > 1:
                yield sheet.part, f"{times} conditions have the priority {priority}"


def icons_and_thresholds_differ(book: Book) -> Found:
    """Excel repairs by removing icons whose thresholds are not as many as the icons, or relative (18.3.1.49)."""
    for sheet in book.sheets:
        for place, rule in _rules(sheet):
            icons = rule.find(f"{M}iconSet")
            if icons is None:
                continue
            name, steps = icons.get("iconSet", "3TrafficLights1"), icons.findall(f"{M}cfvo")
            if not name[0].isdigit() or len(steps) != int(name[0]):
                yield sheet.part, f"{place} has {len(steps)} thresholds for {name}"
            if any(one.get("val", "").startswith("=") for one in steps):
                yield sheet.part, f"{place} has a threshold with an equals sign"


def newer_half_of_a_condition_is_missing(book: Book) -> Found:
    """Excel repairs a sheet whose data bars of 2010 and their older halves do not go by one id each."""
    for sheet in book.sheets:
        newer = sorted(one.get("id", "") for one in sheet.root.iter(f"{X14}cfRule") if one.get("id"))
        older = sorted(one.text or "" for one in sheet.root.iter(f"{X14}id"))
        # A rule that is newer as a whole has an id without an older half.
        whole = {one.get("id", "") for one in sheet.root.iter(f"{X14}cfRule") if one.get("type") != "dataBar"}
        if [one for one in newer if one not in whole] != older:
            yield sheet.part, f"{len(newer)} newer halves and {len(older)} older ones"


def sparkline_on_more_than_one_cell(book: Book) -> Found:
    """Excel repairs by removing a sparkline that is not on exactly one cell."""
    for sheet in book.sheets:
        for line in sheet.root.iter(f"{X14}sparkline"):
            cells = (line.findtext(f"{XM}sqref") or "").split()
            place = box(cells[0]) if len(cells) == 1 else None
            if place is None or place[:2] != place[2:]:
                yield sheet.part, f"a sparkline is on {cells}"


RULES: tuple[Rule, ...] = (
    condition_on_no_range, look_of_condition_out_of_range, condition_without_look, structured_reference_in_condition,
    constants_in_condition, newer_function_in_condition, priority_twice, icons_and_thresholds_differ,
    newer_half_of_a_condition_is_missing, sparkline_on_more_than_one_cell,
)  # fmt: skip
