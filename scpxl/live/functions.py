"""Worksheet functions for Excel: the same figures as on the dashboard, in any cell, and its methods on one's own figures.

On Windows, through xlwings: the dashboard with macros holds them, as does a workbook into which this module was imported
with xlwings' add-in.  Elsewhere these are plain functions.  Nothing is worked out here.  What each takes and gives is
declared in `scpxl.pages.functions`.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final

from scpxl.errors import NotFoundError, SetUpError
from scpxl.figures.frames import to_table
from scpxl.jobs.folders import FILE, config_folder, known_folders
from scpxl.jobs.giving import methods
from scpxl.jobs.giving.figures import FolderFigures, PeriodFigures, Watch
from scpxl.live.worksheet import Answer, worksheet
from scpxl.model.periods import Period
from scpxl.pages.asked import FIGURES, LISTS, RANK_IN, figures_for, rank_in
from scpxl.pages.functions import CHANGE_TEST, EXPLAIN, FUNNEL, LIST, RATE, SERIES, VALUE, XMR

_FIGURES: Final = {name.casefold(): one for name, one in FIGURES.items()}


class _Known:
    """The folders of the user's own list, and what was read of each: no workbook names a folder that is obeyed."""

    def __init__(self, path: Path) -> None:
        self._watch = Watch([path])
        self._folders: dict[Path, str] = {}

    def of(self, partnership: str | None) -> FolderFigures:
        """Return the figures of a partnership, by its name or its folder's; of the only one where none is named."""
        if self._watch.has_changed():
            self._folders = {}
        self._folders = self._folders or known_folders()
        wanted = partnership and partnership.casefold()
        found = [
            path
            for path, name in self._folders.items()
            if wanted is None or wanted in {name.casefold(), path.name.casefold()}
        ]
        if len(found) == 1:
            return _folder(found[0])
        if not self._folders:
            raise SetUpError(
                "no folder of a partnership is known on this computer. Run scpxl publish once, which enters it in your list."
            )
        names = ", ".join(dict.fromkeys(self._folders.values()))
        if wanted is None:
            raise NotFoundError(
                f"{len(found)} folders are in your list. Name the partnership as the last argument: {names}."
            )
        if not found:
            raise NotFoundError(f"{partnership!r} is not in your list of folders. There are: {names}.")
        folders = ", ".join(path.name for path in found)
        raise NotFoundError(
            f"{partnership!r} has {len(found)} folders in your list. Name one of them: {folders}."
        )


_known = lru_cache(maxsize=4)(_Known)
_folder = lru_cache(maxsize=8)(FolderFigures)


def _of(partnership: str | None) -> FolderFigures:
    return _known(config_folder() / FILE).of(partnership)


def _read(partnership: str | None, period: str | None = None) -> PeriodFigures:
    return _of(partnership).of(Period.parse(period) if period else None)


def _value(
    indicator: str,
    figure: str = "year",
    period: str | None = None,
    area: str | None = None,
    partnership: str | None = None,
) -> Answer:
    wanted = " ".join(figure.split()).casefold()
    if (asked := _FIGURES.get(wanted)) is not None:
        return asked.of(_read(partnership, period).card(indicator, area))
    if not wanted.startswith(RANK_IN):
        names = ", ".join(name for name, _words in figures_for())
        raise NotFoundError(f"{figure!r} is not a figure. There are: {names}.")
    card = _read(partnership, period).card(indicator, area)
    group = wanted.removeprefix(RANK_IN)
    rank = rank_in(card, group)
    if rank is None:
        named = ", ".join(one.code for one in card.in_groups) or "none"
        raise NotFoundError(f"{group!r} is not a group of {card.code}. There are: {named}.")
    return rank


def _series(
    indicator: str, period: str | None = None, area: str | None = None, partnership: str | None = None
) -> Answer:
    figures = _read(partnership, period)
    lines = figures.series(indicator, area)
    if not lines:
        return figures.card(indicator, area).headline
    rows = ((line.period.code, line.number, line.whole, line.marker) for line in lines)
    return to_table(SERIES.column_names, rows)


def _list(what: str = "indicators", partnership: str | None = None) -> Answer:
    if (listed := LISTS.get(what.casefold())) is None:
        raise NotFoundError(f"{what!r} is not a list. There are: {', '.join(LISTS)}.")
    return to_table(listed.columns, listed.rows(_of(partnership).framework))


def _explain(
    indicator: str, period: str | None = None, area: str | None = None, partnership: str | None = None
) -> Answer:
    lines = _read(partnership, period).lines(indicator, area)
    return to_table(
        EXPLAIN.column_names, ((line.what, line.words, line.formula, line.rule) for line in lines)
    )


SCP_VALUE = worksheet(VALUE, _value)
SCP_SERIES = worksheet(SERIES, _series)
SCP_LIST = worksheet(LIST, _list)
SCP_EXPLAIN = worksheet(EXPLAIN, _explain)
SCP_CHANGE_TEST = worksheet(CHANGE_TEST, methods.change_test)
SCP_RATE = worksheet(RATE, methods.rate)
SCP_XMR = worksheet(XMR, methods.xmr)
SCP_FUNNEL = worksheet(FUNNEL, methods.funnel)
