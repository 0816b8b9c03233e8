"""Looks of the dashboard: one shared format for each combination of font, fill and number format."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from scpxl.render import theme
from scpxl.render.book import StrictWorkbook, clean_text
from scpxl.scorecard.records.figures import Family, NumberStyle

Looks = Mapping[str, Any]

_LONGEST_UNIT: Final = 40
_ENDING: Final = {Family.PERCENT: '"%"', Family.POINTS: '" pts"'}
MINUS: Final = "−"


def _format(style: NumberStyle) -> str:
    """Return the number format of a style, with a true minus.

    >>> _format(NumberStyle.TWO_PLACES), _format(NumberStyle.SIGNED_MONEY)
    ('#,##0.00;−#,##0.00', '+"£"#,##0;−"£"#,##0;"£"0')
    """
    family = style.family
    decimals = f".{'0' * style.places}" if style.places else ""
    before, after = '"£"' if family is Family.MONEY else "", _ENDING.get(family, "")
    size = f"{before}#,##0{decimals}{after}"
    if not style.is_signed:
        return f"{size};{MINUS}{size}"
    return f"+{size};{MINUS}{size};{before}0{decimals}{after}"


def with_unit(style: NumberStyle, unit: str) -> str:
    """Return the number format of a style that says what is counted as well.

    >>> with_unit(NumberStyle.WHOLE, 'offences')
    '#,##0" offences";−#,##0" offences"'
    """
    # A quotation mark within would end the text; there is none that could be escaped.
    said = clean_text(unit).replace('"', "″")[:_LONGEST_UNIT]
    return ";".join(f'{part}" {said}"' for part in NUMBER_FORMATS[style].split(";"))


NUMBER_FORMATS: Final[Mapping[NumberStyle, str]] = {style: _format(style) for style in NumberStyle}
"""Values are in the units shown (4.1 for 4.1%), so the sign of per cent is text in the format."""

TEXT_SIZE: Final = 10
"""Points of body text; sheets are so wide that it prints at 7 or more."""
PLAIN: Final[Looks] = {
    "font_name": theme.FONT,
    "font_size": TEXT_SIZE,
    "font_color": theme.INK,
    "valign": "vcenter",
}
TITLE: Final[Looks] = {
    "font_size": 18,
    "bold": True,
    "font_color": theme.PAPER,
    "bg_color": theme.NAVY,
    "indent": 1,
}
BAND: Final[Looks] = {"bg_color": theme.BAND, "bold": True, "font_color": theme.NAVY}
BOX: Final[Looks] = {
    "bold": True, "font_size": 12, "font_color": theme.NAVY, "bottom": 2, "bottom_color": theme.NAVY, "valign": "bottom",
}  # fmt: skip
HEAD: Final[Looks] = {
    "bold": True, "font_color": theme.NAVY, "text_wrap": True, "bottom": 2, "bottom_color": theme.NAVY, "valign": "bottom",
}  # fmt: skip
LINE: Final[Looks] = {"bottom": 1, "bottom_color": theme.RULE}
LINK: Final[Looks] = {"font_color": theme.NAVY, "underline": 1}
QUIET: Final[Looks] = {"font_color": theme.QUIET}
UNIT: Final[Looks] = {"font_color": theme.QUIET, "indent": 1}
LABEL: Final[Looks] = {"font_color": theme.QUIET, "bold": True, "align": "right", "indent": 1}
CHOICE: Final[Looks] = {
    "bg_color": theme.INPUT, "border": 1, "border_color": theme.CHOICE_EDGE, "bold": True, "indent": 1, "align": "left",
}  # fmt: skip
INPUT: Final[Looks] = {
    "bg_color": theme.INPUT,
    "border": 1,
    "border_color": theme.INPUT_EDGE,
    "text_wrap": True,
}
WRAP: Final[Looks] = {"text_wrap": True, "valign": "top"}
RIGHT: Final[Looks] = {"align": "right", "indent": 1}
CENTRE: Final[Looks] = {"align": "center"}
INDENT: Final[Looks] = {"indent": 1, "align": "left"}
STRONG: Final[Looks] = {"bold": True}


def number(style: NumberStyle) -> Looks:
    """Return the looks of numbers of a style; a word in their place stands right as well."""
    return {"align": "right", "num_format": NUMBER_FORMATS[style], "shrink": True, "indent": 1}


class DashboardStyles:
    """The formats of one workbook, made when first asked for and then shared."""

    def __init__(self, book: StrictWorkbook) -> None:
        self._book = book
        self._made: dict[frozenset[tuple[str, Any]], Any] = {}

    def make(self, *looks: Looks) -> Any:
        """Return the format with all these looks; later ones win."""
        merged: dict[str, Any] = dict(PLAIN)
        for look in looks:
            merged.update(look)
        return self._kept(merged, "")

    def mark(self, **looks: Any) -> Any:
        """Return a format that changes only these looks, as conditional formats need."""
        return self._kept(looks, "mark")

    def _kept(self, looks: dict[str, Any], kind: str) -> Any:
        key = frozenset({**looks, "": kind}.items())
        if key not in self._made:
            self._made[key] = self._book.add_format(looks)
        return self._made[key]
