"""Names of the workbook's sheets: short, unique, and allowed by Excel."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Final

from scpxl.scorecard.model import Scorecard

LONGEST: Final = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def allowed_names(wanted: Iterable[str], taken: Iterable[str] = ()) -> tuple[str, ...]:
    """Return a name for each wish that Excel takes, different from all others whatever their case.

    >>> allowed_names(["Burglary/theft", "burglary theft", "", "Notes"], taken=["Notes"])
    ('Burglary theft', 'burglary theft 2', 'Sheet', 'Notes 2')
    """
    used = {name.casefold() for name in taken} | {"history"}
    names = []
    for wish in wanted:
        plain = " ".join(_FORBIDDEN.sub(" ", wish).split()).strip("'")[:LONGEST].rstrip() or "Sheet"
        name, count = plain, 1
        while name.casefold() in used:
            count += 1
            ending = f" {count}"
            name = plain[: LONGEST - len(ending)] + ending
        used.add(name.casefold())
        names.append(name)
    return tuple(names)


@dataclass(frozen=True, slots=True)
class SheetNames:
    """The name of every sheet of one dashboard."""

    objectives: tuple[str, ...]
    data: tuple[str, ...]
    summary: str = "Summary"
    exceptions: str = "Exceptions"
    wards: str = "Wards"
    breakdowns: str = "Breakdowns"
    benchmarks: str = "Benchmarks"
    actions: str = "Actions"
    commentary: str = "Commentary"
    returns: str = "Returns"
    quality: str = "Data quality"
    notes: str = "Notes"
    chart_data: str = "Chart data"


def name_sheets(scorecard: Scorecard) -> SheetNames:
    """Return the names for this scorecard; an objective's is its tab, and parts are called as the framework does."""
    data = tuple(
        "Data" if place == 0 else f"Data {place + 1}" for place in range(max(1, len(scorecard.data)))
    )
    usual = SheetNames((), data)
    fixed = (getattr(usual, field.name) for field in fields(usual) if field.type == "str")
    others = (*(name for name in fixed if name != usual.wards), *data)
    (wards,) = allowed_names([scorecard.parts_name], others)
    objectives = allowed_names([page.tab for page in scorecard.pages], (*others, wards))
    return replace(usual, objectives=objectives, wards=wards)
