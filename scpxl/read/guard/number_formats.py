"""Which cell formats show a number as a percentage: 0.9 in such a cell reads 90% to whoever entered it.

Only what decides that is looked at; nothing is formatted here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from operator import eq, ge, gt, le, lt, ne
from types import MappingProxyType

from scpxl.read.guard.xml_parts import elements, parse

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
