"""Worksheet functions for Excel: the same figures as on the dashboard, in any cell.

Windows only, through xlwings: put ``scpxl.live.functions`` into the add-in's *UDF Modules* and press
*Import Functions*.  Elsewhere these are plain functions.  Nothing is worked out here.

The partnership's folder is the one a cell names, or else the environment variable ``SCPXL_FOLDER``.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import xlwings as xw

from scpxl.errors import ScpxlError, UnknownThingError
from scpxl.jobs.explain import Explanation, explain
from scpxl.jobs.folder import Folder
from scpxl.model.periods import Period
from scpxl.scorecard.model import Figure

if TYPE_CHECKING:
    import pandas as pd

MEASURES = {
    "year": "headline", "before": "before", "change": "change", "change %": "change_percent", "quarter": "quarter",
    "year to date": "year_to_date", "latest": "latest", "rate": "rate",
}  # fmt: skip
"""What may be asked for, and the field of the indicator's card that holds it."""


@xw.func
@xw.arg("indicator", doc="The indicator's code or title, for example TNO-01")
@xw.arg("measure", doc="year, before, change, change %, quarter, year to date, latest, rate, rank or RAG")
@xw.arg("period", doc="The quarter, like 2017-18 Q4; blank for the folder's own")
@xw.arg("area", doc="Another area's name or ONS code; blank for your own")
@xw.arg("folder", doc="The partnership's folder; blank for SCPXL_FOLDER")
def scpxl_figure(
    indicator: str, measure: str = "year", period: str = "", area: str = "", folder: str = ""
) -> float | int | str:
    """Return one figure of an indicator's card, or what stands in its place."""
    try:
        return _figure(_explained(indicator, period, area, folder), measure)
    except (ScpxlError, ValueError) as told:
        return str(told)


@xw.func
@xw.arg("indicator", doc="The indicator's code or title, for example TNO-01")
@xw.arg("period", doc="The quarter, like 2017-18 Q4; blank for the folder's own")
@xw.arg("area", doc="Another area's name or ONS code; blank for your own")
@xw.arg("folder", doc="The partnership's folder; blank for SCPXL_FOLDER")
@xw.ret(expand="table", index=False)
def scpxl_series(indicator: str, period: str = "", area: str = "", folder: str = "") -> pd.DataFrame | str:
    """Return the two years of figures behind an indicator, a row a period, as a table that spills."""
    from scpxl.metrics.frames import to_frame

    try:
        frame = to_frame(_explained(indicator, period, area, folder).observations)
    except (ScpxlError, ValueError) as told:
        return str(told)
    return frame[["period", "numerator", "denominator", "marker"]]


def _figure(found: Explanation, measure: str) -> float | int | str:
    wanted = " ".join(measure.split()).casefold()
    card = found.card
    if wanted == "rag":
        return card.rag.rag.value
    if wanted == "rank":
        if card.comparison is None or card.comparison.rank is None:
            return "not ranked"
        return card.comparison.rank
    if wanted not in MEASURES:
        raise UnknownThingError(f"{measure!r} is not a measure. There are: {', '.join(MEASURES)}, rank, RAG.")
    shown: Figure = getattr(card, MEASURES[wanted])
    return shown.text if shown.value is None else shown.value


def _explained(indicator: str, period: str, area: str, folder: str) -> Explanation:
    place = Folder(Path(folder or os.environ.get("SCPXL_FOLDER", ".")))
    # A sheet of cells asks the same many times over: an answer holds until the record changes.
    files = (place.store_path, place.store_path.with_name(f"{place.store_path.name}-wal"))
    changed = max((file.stat().st_mtime_ns for file in files if file.exists()), default=0)
    return _remembered(str(place.path), indicator, period, area, changed)


@lru_cache(maxsize=256)
def _remembered(folder: str, indicator: str, period: str, area: str, changed: int) -> Explanation:
    del changed  # part of what is remembered by, and of nothing else
    place = Folder(Path(folder))
    return explain(place, indicator, place.period(Period.parse(period) if period else None), area or None)
