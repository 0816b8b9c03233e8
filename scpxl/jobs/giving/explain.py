"""How one indicator's figures came about: the months behind them, the cells those were entered in, the rules.

And what is known of it beside its figures: earlier versions, what was published, its grade, decisions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from scpxl.errors import NotFoundError
from scpxl.figures.items import as_item
from scpxl.jobs.folder import Folder
from scpxl.jobs.lookup import find_area, find_item, find_reported
from scpxl.jobs.publishing.since_published import since_last_published
from scpxl.jobs.record import decision_line, fetch_behind, fetch_data_facts
from scpxl.jobs.returns.life import source_text, value_text
from scpxl.model.framework import Framework
from scpxl.model.observations import Observation, SeriesKey
from scpxl.model.periods import YEAR, Period
from scpxl.scorecard.build import PeriodRecord, grade_data
from scpxl.scorecard.explaining import ExplainedLine, explain_card, explain_share, explain_status
from scpxl.scorecard.lists.exceptions import list_exceptions
from scpxl.scorecard.records.board import ChangedLine, DecisionLine, ExceptionLine, QualityLine
from scpxl.scorecard.records.scorecard import IndicatorCard
from scpxl.store.interface import Store
from scpxl.words import day_text


class Version(NamedTuple):
    """A figure that was restated: what it was and where that was entered, and what came instead."""

    period: Period
    was: str
    was_in: str
    now: str
    now_in: str
    made: str
    """The day the newer value was received."""


@dataclass(frozen=True)
class Background:
    """The past of an indicator's figures, and what is beside them."""

    versions: tuple[Version, ...]
    """Restated figures of the two years behind, in the order in which they were restated."""
    changed: ChangedLine | None
    """What of the last publication that differs is no longer so of this indicator."""
    changed_words: str
    quality: QualityLine | None
    exception: ExceptionLine | None
    """Why it is on the list of exceptions; its place there is known to the whole dashboard only, and is 0 here."""
    decisions: tuple[DecisionLine, ...]
    """Every decision up to the period, the first one first."""


NO_BACKGROUND = Background((), None, "", None, None, ())


@dataclass(frozen=True)
class Explanation:
    """An indicator's card and the observations of the two years behind it, oldest first."""

    period: Period
    area_code: str
    area: str
    """The area's name."""
    card: IndicatorCard
    lines: tuple[ExplainedLine, ...]
    """How everything about it came about."""
    observations: tuple[Observation, ...]
    background: Background = NO_BACKGROUND
    """What was published, restated and decided of it; nothing for another area or an item."""
    item: str = ""
    """The item of a breakdown it is about, as breakdown/item; blank for the whole."""


def explain(
    folder: Folder, code: str, period: Period, area: str | None = None, item: str | None = None
) -> Explanation:
    """Return how an indicator's figures came about: for the own area, another, a ward, or an item of a breakdown.

    Figures end with the period's last month, which may be any; what partners wrote and people decided is that of the
    quarter that holds it.  `code` is the indicator's code or its title, `area` an ONS code or a name, `item` an item's code or name.
    Raises NotFoundError where the framework has none such, naming what is near.
    """
    framework = folder.framework
    indicator = find_reported(framework, code)
    place = find_area(framework, area)
    if item is not None and place != framework.area:
        raise NotFoundError("Items are known of the own area only. Leave out the area, or the item.")
    key = SeriesKey(indicator.code, place) if item is None else find_item(framework, indicator, item)
    with folder.record_to_read() as store:
        wanted = [indicator.code] + ([indicator.whole_code] if indicator.whole_code else [])
        observations = fetch_behind(store, framework, period, wanted)
        for_area = framework if place == framework.area else framework.for_area(place)
        if key.item:
            for_area, shown = as_item(framework, observations, key)
        else:
            shown = observations
        own = place == framework.area and not key.item
        said = store.fetch_explanations(period.last_quarter) if own else []
        card, lines = explain_card(for_area, shown, period, indicator.code, said)
        background = (
            fetch_background(store, framework, period, card, observations, folder.today)
            if own
            else NO_BACKGROUND
        )
    name = framework.area_by_code[place].name
    share = explain_share(framework, observations, period, key) if key.item else None
    return Explanation(
        period,
        place,
        name,
        card,
        (*lines, *filter(None, (share,)), *_standing(background)),
        two_years_behind(observations, key, period),
        background,
        f"{key.breakdown}/{key.item}" if key.item else "",
    )


def two_years_behind(
    observations: Iterable[Observation], key: SeriesKey, period: Period
) -> tuple[Observation, ...]:
    """Return a series' observations of the two years that end with the period, oldest first."""
    behind = (
        o for o in observations if o.series == key and period.last - 2 * YEAR < o.period.last <= period.last
    )
    return tuple(sorted(behind, key=lambda o: o.period))


def fetch_background(
    store: Store, framework: Framework, period: Period, card: IndicatorCard,
    observations: Sequence[Observation], today: date,
) -> Background:  # fmt: skip
    """Return what is known of an indicator of the own area beside its figures."""
    code = card.code
    told = fetch_data_facts(store, framework, period.last_quarter, [code])
    record = PeriodRecord(observations, feeds=told.feeds, revisions=told.revisions)
    since = since_last_published(store, framework, period, [card], only=code)
    quality = grade_data(framework, record, [framework.by_code[code]], period, today)
    decisions = store.fetch_decisions(period.last_quarter, code)
    latest = {one.indicator: one for one in told.decisions}
    exceptions = [replace(one, place=0) for one in list_exceptions([card], latest)]
    return Background(
        versions=tuple(_versions(store, framework, period, code)),
        changed=since.lines[0] if since and since.lines else None,
        changed_words=f"Since {since.period.partition(':')[0]} was published on {day_text(since.published)}:"
        if since
        else "",
        quality=quality[0] if quality else None,
        exception=exceptions[0] if exceptions else None,
        decisions=tuple(decision_line(framework, one) for one in decisions),
    )


def explain_background(
    store: Store, framework: Framework, period: Period, card: IndicatorCard,
    observations: Sequence[Observation], today: date,
) -> tuple[ExplainedLine, ...]:  # fmt: skip
    """Return the lines on what is known of an indicator of the own area beside its figures."""
    return _standing(fetch_background(store, framework, period, card, observations, today))


def _standing(background: Background) -> tuple[ExplainedLine, ...]:
    return tuple(
        explain_status(
            background.changed,
            background.changed_words,
            background.exception,
            background.decisions,
            background.quality,
        )
    )


def _versions(store: Store, framework: Framework, period: Period, code: str) -> list[Version]:
    return [
        Version(
            change.period,
            value_text(change.old),
            source_text(change.old),
            value_text(change.new),
            source_text(change.new),
            day_text(change.made.date()),
        )
        for change in store.fetch_restatements(indicators=[code])
        if change.series.area == framework.area
        and not change.series.breakdown
        and period.last - 2 * YEAR < change.period.last <= period.last
    ]
