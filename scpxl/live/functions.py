"""Worksheet functions for Excel: the same figures as on the dashboard, in any cell.

Windows only, through xlwings: put ``scpxl.live.functions`` into the add-in's *UDF Modules* and press
*Import Functions*.  Elsewhere these are plain functions.  Nothing is worked out here.

The partnership's folder is the one a cell names, or else the environment variable ``SCPXL_FOLDER``.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import lru_cache
from operator import attrgetter
from pathlib import Path

from scpxl.errors import NotFoundError, SetUpError
from scpxl.jobs.figures import FolderFigures, PeriodFigures
from scpxl.live.worksheet import Answer, Table, worksheet
from scpxl.model.periods import Period
from scpxl.scorecard.figures import Figure
from scpxl.scorecard.model import GroupComparison, IndicatorCard


def _rank(card: IndicatorCard) -> Figure:
    return _rank_of(card.comparison)


def _rank_of(group: GroupComparison | None) -> Figure:
    rank = group.rank if group else None
    return Figure(rank, "not ranked" if rank is None else str(rank))


def _rank_in(card: IndicatorCard, group: str) -> Figure:
    by_name = {name.casefold(): one for one in card.in_groups for name in (one.code, one.group)}
    if group not in by_name:
        named = ", ".join(one.code for one in card.in_groups) or "none"
        raise NotFoundError(f"{group!r} is not a group of {card.code}. There are: {named}.")
    return _rank_of(by_name[group])


MEASURES: dict[str, Callable[[IndicatorCard], Figure | str]] = {
    "year": attrgetter("headline"),
    "before": attrgetter("before"),
    "change": attrgetter("change"),
    "change %": attrgetter("change_percent"),
    "quarter": attrgetter("quarter"),
    "year to date": attrgetter("year_to_date"),
    "latest": attrgetter("latest"),
    "rate": attrgetter("rate"),
    "rank": _rank,
    "RAG": lambda card: (card.rag.why or card.rag.rag).value,
    "target": lambda card: card.target.target if card.target else Figure(None, "no target"),
    "outturn": lambda card: card.outturn.forecast if card.outturn else Figure(None, "no forecast"),
    "variation": lambda card: card.variation.variation.value,
}
"""What may be asked for, and where an indicator's card holds it."""
RANK_IN = "rank in "
"""Asks for the rank in another group than the main one, by its code or title."""
_ABOUT = {
    "period": "The quarter, like 2017-18 Q4; blank for the folder's own",
    "area": "Another area's name or ONS code; blank for your own",
    "folder": "The partnership's folder; blank for SCPXL_FOLDER",
}


@worksheet(
    over="indicator",
    indicator="The indicator's code or title, for example TNO-01; a range of them gives a range of figures",
    measure=f"{', '.join(MEASURES)}, {RANK_IN}GROUP; blank for year",
    **_ABOUT,
)
def scpxl_figure(
    indicator: str, measure: str = "year", period: str = "", area: str = "", folder: str = ""
) -> Answer:
    """Return one figure of an indicator's card, or what is shown in its place."""
    wanted = " ".join(measure.split()).casefold()
    for name, figure_of in MEASURES.items():
        if name.casefold() == wanted:
            return figure_of(_figures(period, folder).card(indicator, area or None))
    if wanted.startswith(RANK_IN):
        return _rank_in(_figures(period, folder).card(indicator, area or None), wanted.removeprefix(RANK_IN))
    raise NotFoundError(f"{measure!r} is not a measure. There are: {', '.join(MEASURES)}, {RANK_IN}GROUP.")


@worksheet(indicator="The indicator's code or title, for example TNO-01", **_ABOUT)
def scpxl_series(indicator: str, period: str = "", area: str = "", folder: str = "") -> Answer | Table:
    """Return the two years of figures behind an indicator, one row per period, as a table that spills."""
    figures = _figures(period, folder)
    lines = figures.series(indicator, area or None)
    if not lines:
        return figures.card(indicator, area or None).headline
    rows = [(line.period.code, line.number, line.whole, line.marker) for line in lines]
    return [("period", "number", "out of", "marker"), *rows]


def _figures(period: str, folder: str) -> PeriodFigures:
    named = folder or os.environ.get("SCPXL_FOLDER", "")
    if not named:
        raise SetUpError(
            "no partnership's folder is named. Set SCPXL_FOLDER to it, or name it in the formula."
        )
    return _folder(Path(named).absolute()).of(Period.parse(period) if period else None)


_folder = lru_cache(maxsize=8)(FolderFigures)
