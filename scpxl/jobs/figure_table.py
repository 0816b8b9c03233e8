"""Every worked-out figure as one table: indicators, areas and month ends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from scpxl.figures.figures import work_out
from scpxl.jobs.folder import Folder
from scpxl.jobs.lookup import find_area
from scpxl.jobs.record import fetch_behind
from scpxl.model.periods import MONTH, Period
from scpxl.scorecard.card import build_card
from scpxl.scorecard.model import IndicatorCard
from scpxl.scorecard.tables import figures_table

ALL_AREAS = "all"
_RENAMED = {
    "year": "value", "year before": "before", "change %": "change_percent", "RAG": "rating",
    "reason": "rating_reason",
}  # fmt: skip
"""Columns of the Data sheet that have a plainer name in a table of their own."""


def figures_of(
    folder: Folder, until: Period, months: int, areas: str | Iterable[str] = ()
) -> tuple[tuple[str, ...], Iterator[tuple[object, ...]]]:
    """Return every worked-out figure as columns and rows: one row per indicator, area and month end, oldest first.

    `until` ends with the last month end, of which there are `months`; `areas` are codes or names, or ``"all"``,
    the own area where none is named.  Raises ValueError where `months` is below 1, NotFoundError for an area the
    framework has not, StoreError where there is no record.
    """
    if months < 1:
        raise ValueError(f"{months} month ends cannot be given. Ask for 1 or more.")
    framework = folder.framework
    if areas == ALL_AREAS:
        places = [framework.area, *(one.code for one in framework.areas if one.code != framework.area)]
    else:
        named = [areas] if isinstance(areas, str) else list(areas)
        places = [find_area(framework, one) for one in named] or [framework.area]
    begin = ("indicator", "title", "objective", "area", "area_name", "month", "value", "text", "marks")
    columns = [_column(name) for name in figures_table(()).columns]
    kept = [place for place, name in enumerate(columns) if name not in begin]
    names = {area.code: area.name for area in framework.areas}

    def rows() -> Iterator[tuple[object, ...]]:
        by_end: defaultdict[int, list[tuple[object, ...]]] = defaultdict(list)
        for place, end, cards in _all_cards(folder, until, months, places):
            for card, cells in zip(cards, figures_table(cards).rows, strict=True):
                head, where = card.headline, (place, names[place], Period(end, MONTH).code)
                first = (card.code, card.title, card.objective, *where, head.value, head.text, head.mark)
                by_end[end].append((*first, *(cells[column] for column in kept)))
        for end in sorted(by_end):
            yield from by_end[end]

    return (*begin, *(columns[column] for column in kept)), rows()


def _all_cards(
    folder: Folder, until: Period, months: int, places: Sequence[str]
) -> Iterator[tuple[str, int, list[IndicatorCard]]]:
    """Yield the cards of each area at each month end, all worked out together as the dashboard's are.

    Of another area than the own, those of which something was reported there by then.
    """
    framework, period = folder.framework, Period(until.last, MONTH)
    with folder.record_to_read() as store:
        observations = fetch_behind(store, framework, period, month_ends=months)
    since: dict[tuple[str, str], int] = {}
    for one in observations:
        key = one.indicator, one.area
        since[key] = min(one.period.first, since.get(key, one.period.first))
    every = work_out(framework, observations, period, months)
    for place in places:
        own = place == framework.area
        figures = every if own else every.for_area(place)
        for end in figures.ends:
            shown = [
                one
                for one in figures.framework.reported
                if one.reported_in(Period(end, MONTH))
                and (own or since.get((one.code, place), end + 1) <= end)
            ]
            yield place, end, [build_card(figures.at(one, end)) for one in shown]


def _column(heading: str) -> str:
    """Return a heading of the Data sheet as a column's name.

    >>> _column("RAG"), _column("trend % a year")
    ('rating', 'trend_percent_a_year')
    """
    return _RENAMED.get(heading, heading.replace("%", "percent").replace(" ", "_").lower())
