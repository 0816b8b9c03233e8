"""The facts of a sheet that the reader of its values hides, and which formats show a number as a percentage."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from operator import eq, ge, gt, le, lt, ne
from types import MappingProxyType

from scpxl.read.guard.xml_parts import elements, parse

Place = tuple[int, int]
"""Row and column, counted from zero."""


@dataclass(slots=True)
class SheetFacts:
    """What is in one sheet besides its values."""

    cells: int = 0
    """Cells written in the file, formatted blanks among them; in a sheet of the exact shape, at most so many."""
    last_row: int = -1
    last_column: int = -1
    """The furthest row and column that hold something; -1 for an empty sheet.

    In a sheet of the exact shape the column may be no more than a bound.
    """
    corner: tuple[Place, Place] = ((0, 0), (0, 0))
    """The cells that are in the last row and in the last column, where these matter."""
    errors: dict[Place, str] = field(default_factory=dict)
    """What cells show instead of a value: #REF! and the like."""
    uncalculated: dict[Place, str] = field(default_factory=dict)
    """Formulas saved without their result; the text is blank where a cell shares another's."""
    percents: dict[Place, str] = field(default_factory=dict)
    """Cells that hold something and whose format may show it as a percentage: the format's code."""
    hidden_rows: list[int] = field(default_factory=list)
    """Hidden rows that hold something."""
    hidden_columns: list[int] = field(default_factory=list)
    """Hidden columns no further than the last that holds something."""
    string_cells: int = 0
    """Cells that show a shared string; in a sheet of the exact shape, at most so many."""
    exact_shape: bool = False
    merges: int = 0
    readable: bytes = field(default=b"", compare=False, repr=False)
    """The sheet's part without its formulas, for the reader of values; blank where it must read the part as it came."""

    @property
    def rectangle(self) -> int:
        """How many cells a reader allocates for the sheet."""
        return (self.last_row + 1) * (self.last_column + 1)


def column_number(letters: bytes) -> int:
    """Return a column's number from its letters; columns count from zero.

    >>> column_number(b"A"), column_number(b"AB")
    (0, 27)
    """
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def columns_in(spans: list[tuple[int, int]], last_column: int) -> list[int]:
    """Return the columns of some spans, no further than the last column that holds something.

    >>> columns_in([(1, 2), (5, 16383)], 6)
    [1, 2, 5, 6]
    """
    # Honest sheets have a few dozen spans; a million overlapping ones would only cost time.
    few = spans[:1000]
    return sorted({c for first, last in few for c in range(first, min(last, last_column) + 1)})


NO_STYLES: Mapping[int, str] = MappingProxyType({})
_BUILT_IN = {9: "0%", 10: "0.00%", 67: "0%", 68: "0.00%"}
"""Formats that every program knows by number (67 and 68 where Thai is set)."""
_BY_NUMBER = re.compile(rb"""numFmtId\s*=\s*["'](?:9|10|67|68)["']""")
_BY_CODE = re.compile(rb"""formatCode\s*=\s*(?:"[^"]*%|'[^']*%)""")
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.')
"""What is printed as it is: text in quotes, a character after a backslash, a space as wide as one, a filler."""
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?[\d.]+)\]")
_COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    "<": lt, ">": gt, "<=": le, ">=": ge, "=": eq, "<>": ne,
}  # fmt: skip


def percent_styles(styles: bytes, part: str) -> Mapping[int, str]:
    """Return the cell formats of a workbook that may show a percentage: format codes by the number cells name.

    `styles` is the workbook's part of that name.  Raises `Refused` where it is not well-formed.
    """
    if not (_BY_NUMBER.search(styles) or (b"%" in styles and _BY_CODE.search(styles))):
        parse(styles, part)
        return NO_STYLES
    codes, found, place, inside = dict(_BUILT_IN), {}, 0, ""
    for element, attributes in elements(styles, part):
        if element == "numFmt" and (number := attributes.get("numFmtId", "")).isdigit():
            codes[int(number)] = attributes.get("formatCode", "")
        elif element in {"cellStyleXfs", "cellXfs", "cellStyles", "dxfs"}:
            inside = element
        elif element == "xf" and inside == "cellXfs":
            number = attributes.get("numFmtId", "0")
            code = codes.get(int(number), "") if number.isdigit() else ""
            if "%" in _LITERAL.sub("", code):
                found[place] = code
            place += 1
    return found


def shows_percent(code: str, number: float) -> bool:
    r"""Return whether a format shows the number a hundredfold, with a percent sign.

    A sign in quotes or after a backslash is printed and changes nothing; of a format's sections the one that
    the number falls under counts.

    >>> shows_percent("0.0%", 0.9), shows_percent('0"%"', 90), shows_percent(r"0\%", 90)
    (True, False, False)
    >>> shows_percent("[<1]0%;0", 0.9), shows_percent("[<1]0%;0", 12)
    (True, False)
    """
    sections = _LITERAL.sub("", code).split(";")
    return "%" in _section_for(sections, number)


def _section_for(sections: list[str], number: float) -> str:
    conditions = [_CONDITION.search(section) for section in sections[:2]]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=False):
            if condition and _COMPARE[condition[1]](number, float(condition[2])):
                return section
        return next((s for s, c in zip(sections, [*conditions, None], strict=False) if not c), "")
    if number < 0 and len(sections) > 1:
        return sections[1]
    return sections[2] if number == 0 and len(sections) > 2 else sections[0]
