"""The own area's parts as the form and its messages call them: wards, or the framework's own word."""

from __future__ import annotations

import re

from scpxl.model.areas import BY_PARTS
from scpxl.model.framework import Breakdown, BreakdownCategory, Framework
from scpxl.returns.form import Sheet
from scpxl.words import capital, in_sentence

WARD = BY_PARTS
"""The code of the breakdown by the own area's parts: wards, or what the framework calls them."""


def by_parts(framework: Framework) -> Breakdown:
    """Return the own area's parts as one breakdown among others: items are areas, what has no place is not known."""
    called = framework.part_kind
    return Breakdown(
        code=WARD,
        title=capital(called.one),
        category=BreakdownCategory.LOCATION,
        plural=called.many,
        exclusive=True,
        not_known=True,
    )


def part_words(breakdown: Breakdown) -> dict[str, str]:
    """Return what a message about the own area's parts calls them, as its facts.

    >>> part_words(Breakdown(code="ward", title="Parish", category="location", plural="parishes"))
    {'part': 'parish', 'parts': 'parishes', 'not_known': 'Parish not known'}
    """
    return {
        "part": in_sentence(breakdown.title),
        "parts": breakdown.plural,
        "not_known": f"{breakdown.title} not known",
    }


def tab_of_parts(framework: Framework) -> str:
    """Return what the form's sheet for the own area's parts is called: Wards, Neighbourhoods."""
    plain = " ".join(re.sub(r"[^\w -]", " ", capital(framework.part_kind.many)).split())[:31]
    others = {sheet.casefold() for sheet in Sheet if sheet is not Sheet.WARDS}
    return str(Sheet.WARDS) if not framework.own_parts or plain.casefold() in others else plain


def section_name(framework: Framework, sheet: Sheet) -> str:
    """Return what a section of the return is called: its sheet's name."""
    return tab_of_parts(framework) if sheet is Sheet.WARDS else str(sheet)
