"""Looks of the dashboard: one shared format for each combination of font, fill and number format."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from scpxl.render import theme
from scpxl.render.book import StrictWorkbook, clean_text
from scpxl.scorecard.figures import Family, NumberStyle
from scpxl.verdicts import Judgement, Rag, Unrated, Variation

Looks = Mapping[str, Any]

_LONGEST_UNIT: Final = 40
_ENDING: Final = {Family.PERCENT: '"%"', Family.POINTS: '" pts"'}


def _format(style: NumberStyle) -> str:
    """Return the number format of a style.

    >>> _format(NumberStyle.TWO_PLACES), _format(NumberStyle.SIGNED_MONEY)
    ('#,##0.00', '+"£"#,##0;-"£"#,##0;"£"0')
    """
    family = style.family
    decimals = f".{'0' * style.places}" if style.places else ""
    before, after = '"£"' if family is Family.MONEY else "", _ENDING.get(family, "")
    if not style.is_signed:
        return f"{before}#,##0{decimals}{after}"
    size = f"{before}#,##0{decimals}{after}"
    return f"+{size};-{size};{before}0{decimals}{after}"


def with_unit(style: NumberStyle, unit: str) -> str:
    """Return the number format of a style that says what is counted as well.

    >>> with_unit(NumberStyle.WHOLE, 'offences')
    '#,##0" offences"'
    """
    # A quotation mark within would end the text; there is none that could be escaped.
    said = clean_text(unit).replace('"', "″")[:_LONGEST_UNIT]
    return f'{NUMBER_FORMATS[style]}" {said}"'


NUMBER_FORMATS: Final[Mapping[NumberStyle, str]] = {style: _format(style) for style in NumberStyle}
"""Values are in the units shown (4.1 for 4.1%), so the sign of per cent is text in the format."""

AXIS_FORMATS: Final[Mapping[NumberStyle, str]] = {
    **NUMBER_FORMATS,
    **{style: "General" for style in NumberStyle if style.family is Family.PLAIN and style.places},
    **{style: 'General"%"' for style in NumberStyle if style.is_percent},
    **{style: '"£"General' for style in NumberStyle if style.family is Family.MONEY and style.places},
}
"""An axis has round numbers: decimals only where it needs them."""

PLAIN: Final[Looks] = {"font_name": theme.FONT, "font_size": 11, "font_color": theme.INK, "valign": "vcenter"}
TITLE: Final[Looks] = {"font_size": 20, "bold": True, "font_color": theme.NAVY}
LEAD: Final[Looks] = {"font_size": 11, "font_color": theme.QUIET}
QUIET: Final[Looks] = {"font_size": 9, "font_color": theme.QUIET}
LINK: Final[Looks] = {"font_color": theme.LINK, "underline": 0}
BACK: Final[Looks] = {"font_size": 10, "font_color": theme.LINK, "underline": 1, "align": "right"}
HEADING: Final[Looks] = {
    "font_size": 10,
    "bold": True,
    "font_color": theme.NAVY,
    "text_wrap": True,
    "valign": "bottom",
    "bottom": 2,
    "bottom_color": theme.NAVY,
}
ROW: Final[Looks] = {"bottom": 1, "bottom_color": theme.RULE}
WRAPPED: Final[Looks] = {**ROW, "font_size": 10, "text_wrap": True, "valign": "top"}
SECTION: Final[Looks] = {"font_size": 13, "bold": True, "font_color": theme.NAVY, "valign": "bottom"}
BAND: Final[Looks] = {"bold": True, "font_color": theme.NAVY, "bg_color": theme.BAND}
MISSING: Final[Looks] = {
    "font_size": 9,
    "font_color": theme.QUIET,
    "align": "left",
    "shrink": True,
    "bold": False,
}

VARIATION_SYMBOL: Final[Mapping[Variation, str]] = {
    Variation.COMMON_CAUSE: "○",
    Variation.IMPROVEMENT_HIGH: "◆",
    Variation.IMPROVEMENT_LOW: "◆",
    Variation.CONCERN_HIGH: "●",
    Variation.CONCERN_LOW: "●",
    Variation.NEUTRAL_HIGH: "◇",
    Variation.NEUTRAL_LOW: "◇",
    Variation.NOT_ASSESSED: "–",
}


class Styles:
    """The formats of one workbook, made when first asked for and then shared."""

    def __init__(self, book: StrictWorkbook) -> None:
        self._book = book
        self._made: dict[frozenset[tuple[str, Any]], Any] = {}

    def make(self, *looks: Looks, **more: Any) -> Any:
        """Return the format with all these looks; later ones win."""
        merged: dict[str, Any] = dict(PLAIN)
        for look in looks:
            merged.update(look)
        merged.update(more)
        key = frozenset(merged.items())
        if key not in self._made:
            self._made[key] = self._book.add_format(merged)
        return self._made[key]

    def mark(self, **looks: Any) -> Any:
        """Return a format that changes only these looks, as conditional formats need."""
        key = frozenset({**looks, "conditional": True}.items())
        if key not in self._made:
            self._made[key] = self._book.add_format(looks)
        return self._made[key]


def rag_text(rag: Rag, why: Unrated | None = None) -> str:
    """Return the letter and the word, or why there is no rating; the colour is a conditional format on this text.

    >>> rag_text(Rag.AMBER), rag_text(Rag.NOT_RATED, Unrated.NO_TARGET)
    ('A  Amber', '–  no target')
    """
    return f"{rag.letter}  {why or rag.value}"


def variation_text(variation: Variation) -> str:
    """Return the symbol and the words.

    >>> variation_text(Variation.CONCERN_HIGH)
    '● concern, high'
    """
    return f"{VARIATION_SYMBOL[variation]} {variation.value}"


def judgement_text(judgement: Judgement) -> str:
    """Return the word for a movement, empty where nothing can be said.

    >>> judgement_text(Judgement.WORSE), judgement_text(Judgement.UNKNOWN)
    ('worse', '')
    """
    return "" if judgement is Judgement.UNKNOWN else judgement.value


def rank_format(words: str) -> str:
    """Return the number format that shows a rank as the scorecard words it, and keeps it a number.

    >>> rank_format("2nd of 32 (1 = lowest)"), rank_format("joint 13th of 30"), rank_format("")
    ('0"nd of 32"', '"joint "0"th of 30"', '0')
    """
    found = re.match(r"([^\d(]*)\d+([^(]*)", words.replace('"', ""))
    if found is None:
        return "0"
    before, after = found[1], found[2].rstrip()
    return "".join(f'"{part}"' if part != "0" else part for part in (before, "0", after) if part)
