"""What of the figures last published is no longer so."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from scpxl.checks.framework_diff import diff_frameworks
from scpxl.figures.lookback import first_needed
from scpxl.model.framework import Edition, Framework, Frequency
from scpxl.model.observations import Observation
from scpxl.model.periods import MONTH, Period
from scpxl.scorecard.board import ChangedSince
from scpxl.scorecard.build import build_cards, build_one_card
from scpxl.scorecard.changed import changed_since, is_as_it_was
from scpxl.scorecard.exceptions import list_exceptions
from scpxl.scorecard.model import IndicatorCard, Scorecard
from scpxl.scorecard.results import RESULTS_VERSION
from scpxl.store.database import Store
from scpxl.store.observations import fetch_observations
from scpxl.store.publications import (
    Publication,
    fetch_framework_versions,
    fetch_publications,
    fetch_results,
)

_EVER = -1
"""A month before all."""


def last_needed(period: Period) -> int:
    """Return the last month a period's figures need: a year's population is estimated for its June.

    Figures later than the period itself are left out where they are worked out.
    """
    return period.last // 12 * 12 + 11


def fetch_behind(
    store: Store,
    framework: Framework,
    period: Period,
    indicators: Sequence[str] | None = None,
    month_ends: int = 1,
) -> list[Observation]:
    """Return the observations that figures of so many month ends up to a period's are worked out from.

    They reach as far back as each rule looks.

    How far that is the rules say themselves (`figures.lookback`).  A population serves until there is a later one,
    however old, so what others are divided by is fetched from its beginning.
    """
    divided_by = {indicator.denominator for indicator in framework.indicators}
    firsts = {
        indicator.code: _EVER
        if indicator.code in divided_by and indicator.frequency is Frequency.ANNUAL
        else first_needed(
            period.last - month_ends + 1, indicator.frequency.months, framework.notes_for(indicator)
        )
        for indicator in framework.indicators
    }
    # What the framework does not know is listed with the observations of the last years, and nothing more.
    usual = first_needed(period.last - month_ends + 1, MONTH, ())
    return fetch_observations(store, indicators, first=usual, last=last_needed(period), firsts=firsts)


def since_last_published(
    store: Store,
    framework: Framework,
    period: Period,
    cards: Sequence[IndicatorCard],
    edition: Edition = Edition.PARTNERSHIP,
    only: str | None = None,
) -> ChangedSince | None:
    """Return what has changed since the last publication of this period or an earlier one.

    A publication of this very period from which nothing differs is passed over: publishing again what did not
    change says the same again.  `cards` are the period's own; an earlier period's are worked out anew from the
    record as it is.  With `only`, nothing but that indicator is looked at.  None where nothing was published before.
    """
    for published in reversed(fetch_publications(store, edition=edition.value)):
        if published.period.length != period.length or published.period.last > period.last:
            continue
        frozen = _only(json.loads(fetch_results(store, published)), only)
        # Results of another version have other keys; they are still in the record for whoever wants them.
        if frozen.get("version") != RESULTS_VERSION:
            continue
        same = published.period == period
        then = cards if same else _cards_of(store, framework, published.period, edition, only)
        found = changed_since(
            frozen,
            published.made.date(),
            then,
            list_exceptions(then),
            _redefined(store, framework, published),
        )
        if not (same and is_as_it_was(found)):
            return found
    return None


def with_changes(
    store: Store, framework: Framework, period: Period, scorecard: Scorecard, edition: Edition
) -> Scorecard:
    """Return the scorecard with what has changed since the last publication, on the Summary too."""
    changed = since_last_published(store, framework, period, scorecard.cards, edition)
    words = (changed.words,) if changed and changed.lines else ()
    return replace(scorecard, changed=changed, summary_words=(*scorecard.summary_words, *words))


def _only(frozen: dict[str, Any], code: str | None) -> dict[str, Any]:
    """Return results with the cards of one indicator, or all of them where none is named."""
    if code is None or "pages" not in frozen:
        return frozen
    pages = [{"cards": [card for card in page["cards"] if card["code"] == code]} for page in frozen["pages"]]
    return {**frozen, "pages": pages}


def _cards_of(
    store: Store, framework: Framework, period: Period, edition: Edition, only: str | None
) -> tuple[IndicatorCard, ...]:
    if only is None:
        return build_cards(framework, fetch_behind(store, framework, period), period, edition)
    indicator = framework.by_code[only]
    wanted = [only] + ([indicator.whole_code] if indicator.whole_code else [])
    return (build_one_card(framework, fetch_behind(store, framework, period, wanted), period, only),)


def _redefined(store: Store, framework: Framework, published: Publication) -> dict[str, list[str]]:
    """Return by indicator what the framework says differently from the one published under."""
    if published.framework_version == framework.version:
        return {}
    kept = fetch_framework_versions(store, published.framework_version)
    words: defaultdict[str, list[str]] = defaultdict(list)
    if kept:
        for difference in diff_frameworks(Framework.model_validate_json(kept[-1].framework), framework):
            if difference.entry in framework.by_code:
                words[difference.entry].append(difference.words)
    return words
