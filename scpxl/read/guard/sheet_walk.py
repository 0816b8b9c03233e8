"""Go through a worksheet element by element: slower than its exact shape allows, but exact for any."""

from __future__ import annotations

import re
from collections.abc import Mapping

from scpxl.read.guard.refusal import FileLimits, Refused, incomplete, too_big
from scpxl.read.guard.sheet_facts import NO_STYLES, Place, SheetFacts, column_number, columns_in
from scpxl.read.guard.xml_parts import Attributes, local_name, parse
from scpxl.returns.cells import CellRef

_REFERENCE = re.compile(r"([A-Za-z]{1,3})([1-9]\d{0,6})")
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_TRUE = {"1", "true"}


def walk_sheet(
    data: bytes, part: str, limits: FileLimits, percents: Mapping[int, str] = NO_STYLES
) -> SheetFacts:
    """Return the same facts as `scpxl.read.guard.sheet_scan.scan_sheet`, for XML of any shape.

    Cells and rows without a reference follow the one before, as every reader counts them.
    """
    walker = _Walker(part, limits, percents)
    parse(data, part, walker.start, walker.end, walker.text)
    return walker.finish()


class _Walker:
    def __init__(self, part: str, limits: FileLimits, percents: Mapping[int, str]) -> None:
        self.part, self.limits, self.percents, self.facts = part, limits, percents, SheetFacts()
        self.row, self.column, self.rows = 0, 0, 0
        self.place = (0, 0)
        self.used_rows: set[int] = set()
        self.holding: set[Place] = set()
        self.hidden_spans: list[tuple[int, int]] = []
        self.hidden_rows: list[int] = []
        self.kind, self.style = "", ""
        self.holds_something = False
        self.formula: str | None = None
        self.value = ""
        self.inside = ""

    def start(self, name: str, attributes: Attributes) -> None:
        element = local_name(name)
        if element == "c":
            self._start_cell(attributes)
        elif element == "row":
            self._start_row(attributes)
        elif element == "f":
            self.inside, self.formula, self.holds_something = "f", "", True
        elif element == "v":
            self.inside, self.holds_something = "v", True
        elif element == "is":
            self.holds_something = True
        elif element == "mergeCell":
            self.facts.merges += 1
        elif element == "col" and attributes.get("hidden") in _TRUE:
            self._hidden_column(attributes)

    def text(self, text: str) -> None:
        if self.inside == "v":
            self.value += text
        elif self.inside == "f":
            self.formula = (self.formula or "") + text

    def end(self, name: str) -> None:
        element = local_name(name)
        if element == "c":
            self._end_cell()
        elif element == "row":
            self.row += 1
        elif element in {"v", "f"}:
            self.inside = ""

    def _start_row(self, attributes: Attributes) -> None:
        self.rows += 1
        if self.rows > self.limits.rows:
            raise too_big(
                f"{self.part} has something, if only borders or colours, in more than {self.limits.rows:,} rows"
            )
        self.column = 0
        number = attributes.get("r")
        if number is not None:
            if not (number.isascii() and number.isdigit() and 1 <= int(number[:9]) <= _LAST_ROW):
                raise incomplete(f"a row of {self.part} is numbered {number[:20]!r}")
            self.row = int(number) - 1
        if attributes.get("hidden") in _TRUE:
            self.hidden_rows.append(self.row)

    def _start_cell(self, attributes: Attributes) -> None:
        self.facts.cells += 1
        if self.facts.cells > self.limits.cells:
            raise too_big(f"{self.part} has more than {self.limits.cells:,} cells")
        self.kind, self.style = attributes.get("t", ""), attributes.get("s", "")
        self.holds_something = False
        self.formula, self.value = None, ""
        reference = attributes.get("r")
        if reference is None:
            self.place = (self.row, self.column)
            return
        match = _REFERENCE.fullmatch(reference)
        column = column_number(match[1].upper().encode()) if match else _LAST_COLUMN
        if not match or column >= _LAST_COLUMN or int(match[2]) > _LAST_ROW:
            raise incomplete(f"a cell of {self.part} is numbered {reference[:20]!r}")
        self.column = column
        self.place = (int(match[2]) - 1, column)

    def _end_cell(self) -> None:
        facts, place = self.facts, self.place
        self.column += 1
        if not self.holds_something:
            return
        if place in self.holding:
            cell = CellRef("", *place).a1
            raise Refused("CELL_REPEATED", cell=cell, sheet=self.part.removeprefix("the sheet "))
        self.holding.add(place)
        self.used_rows.add(place[0])
        in_last_row, in_last_column = facts.corner
        if place[0] > facts.last_row:
            facts.last_row, in_last_row = place[0], place
        if place[1] > facts.last_column:
            facts.last_column, in_last_column = place[1], place
        facts.corner = (in_last_row, in_last_column)
        if self.percents and self.kind in {"", "n"} and self.style.isdigit():
            code = self.percents.get(int(self.style))
            if code is not None:
                facts.percents[place] = code
        if self.kind == "s":
            facts.string_cells += 1
        elif self.kind == "e":
            facts.errors[place] = self.value
        if self.formula is not None and not self.value and self.kind != "str":
            facts.uncalculated[place] = self.formula

    def _hidden_column(self, attributes: Attributes) -> None:
        first, last = attributes.get("min", ""), attributes.get("max", "")
        if first.isdecimal() and last.isdecimal():
            self.hidden_spans.append((int(first[:7]) - 1, int(last[:7]) - 1))

    def finish(self) -> SheetFacts:
        facts = self.facts
        facts.hidden_rows = [row for row in self.hidden_rows if row in self.used_rows]
        facts.hidden_columns = columns_in(self.hidden_spans, facts.last_column)
        return facts
