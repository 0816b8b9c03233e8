"""What is no longer so of what was last published: figures, ratings, and the framework."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from scpxl.jobs.publishing.framework_changes import redefined
from scpxl.jobs.record import fetch_behind
from scpxl.model.framework import Edition, Framework
from scpxl.model.periods import Period
from scpxl.scorecard.build import build_cards, build_one_card
from scpxl.scorecard.editions import withheld_codes
from scpxl.scorecard.lists.exceptions import list_exceptions
from scpxl.scorecard.published.changed import changed_since, is_as_it_was
from scpxl.scorecard.published.results import RESULTS_VERSION, in_todays_terms
from scpxl.scorecard.published.revised import (
    REACH,
    Earlier,
    EarlierFigure,
    RestatedBy,
    earlier_figures,
    why_restated,
)
from scpxl.scorecard.records.board import ChangedLine, ChangedSince
from scpxl.scorecard.records.scorecard import IndicatorCard, Scorecard
from scpxl.scorecard.texts.cell_words import cut
from scpxl.store.interface import Store

CHANGED_BOX = 120
"""Characters of the line on the Summary that says what of the last publication is no longer so."""


def run_of(store: Store, framework: Framework, period: Period) -> str:
    """Return a short reference that names the record the figures came from: what was in force."""
    digest = hashlib.sha256(f"{framework.model_dump_json()} {period}".encode())
    for sent in store.fetch_submissions():
        digest.update(f"{sent.reference} {sent.status}".encode())
    return digest.hexdigest()[:8].upper()


def with_changes(
    store: Store,
    framework: Framework,
    period: Period,
    scorecard: Scorecard,
    edition: Edition,
    restated: Sequence[RestatedBy] = (),
) -> Scorecard:
    """Return the scorecard with what has changed since the last publication, on the Summary too.

    `framework` is the whole one, of which the edition may show a part; `restated` says who restated figures.
    """
    changed = since_last_published(store, framework, period, scorecard.cards, edition)
    if changed is not None:
        changed = _with_reasons(changed, scorecard.cards, restated)
    words = (changed.words,) if changed and changed.lines else ()
    return replace(
        scorecard,
        changed=changed,
        changed_words=cut(changed.words, CHANGED_BOX) if changed else "Nothing published before has changed.",
        summary_words=(*scorecard.summary_words, *words),
    )


def published_before(store: Store, period: Period, edition: Edition) -> Earlier:
    """Return what publications of an edition said of figures that a period's dashboard shows too."""
    found: defaultdict[tuple[str, str], list[EarlierFigure]] = defaultdict(list)
    for published in store.fetch_publications(edition=edition.value):
        if abs(published.period.last - period.last) > REACH:
            continue
        frozen = in_todays_terms(json.loads(store.fetch_results(published)))
        if frozen.get("version") != RESULTS_VERSION:
            continue
        cards = [card for page in frozen["pages"] for card in page["cards"]]
        for key, said in earlier_figures(cards, published.period.last, published.made.date()):
            found[key].append(said)
    return found


def restated_by(store: Store, framework: Framework) -> tuple[RestatedBy, ...]:
    """Return who restated figures of the own area, first to last.

    When a file was received says nothing of when it was taken into the record; the order of the log does.
    """
    after: dict[int, date] = {}
    last: date | None = None
    for event in store.fetch_events():
        if event.what == "published":
            last = event.moment.date()
        elif event.submission is not None and last is not None:
            after.setdefault(event.submission, last)
    numbers = {one.reference: one.id for one in store.fetch_submissions()}
    return tuple(
        RestatedBy(
            one.series.indicator,
            framework.partner_name(source.partner) if source.partner else "",
            one.made.date(),
            after.get(numbers.get(source.submission, 0)),
        )
        for one in store.fetch_restatements()
        if one.series.area == framework.area and not one.series.breakdown
        for source in (one.new.source,)
    )


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
    change says the same again.  `cards` are the period's own; an earlier period's are worked out again from the
    record as it is.  With `only`, nothing but that indicator is looked at.  None where nothing was published before.
    """
    hidden = withheld_codes(framework, edition)
    for published in reversed(store.fetch_publications(edition=edition.value)):
        if published.period.length != period.length or published.period.last > period.last:
            continue
        frozen = in_todays_terms(_only(json.loads(store.fetch_results(published)), only, hidden))
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
            redefined(store, framework, published, edition),
        )
        if not (same and is_as_it_was(found)):
            return found
    return None


def _with_reasons(
    changed: ChangedSince, cards: Sequence[IndicatorCard], restated: Sequence[RestatedBy]
) -> ChangedSince:
    """Return what has changed with who restated the figures since they were published, beside what was redefined."""
    by_code = {card.code: card for card in cards}

    def why(line: ChangedLine) -> str:
        card = by_code.get(line.indicator)
        said = why_restated(card, changed.published, restated) if card and line.figures else ""
        return ". ".join(filter(None, (line.why, said)))

    return replace(changed, lines=tuple(replace(line, why=why(line)) for line in changed.lines))


def _only(frozen: dict[str, Any], code: str | None, hidden: Collection[str]) -> dict[str, Any]:
    """Return results with the cards of one indicator, or all of them where none is named, without the hidden ones."""
    if (code is None and not hidden) or "pages" not in frozen:
        return frozen
    pages = [
        {
            "cards": [
                card for card in page["cards"] if code in {None, card["code"]} and card["code"] not in hidden
            ]
        }
        for page in frozen["pages"]
    ]
    return {**frozen, "pages": pages}


def _cards_of(
    store: Store, framework: Framework, period: Period, edition: Edition, only: str | None
) -> tuple[IndicatorCard, ...]:
    if only is None:
        return build_cards(framework, fetch_behind(store, framework, period), period, edition)
    indicator = framework.by_code[only]
    wanted = [only] + ([indicator.whole_code] if indicator.whole_code else [])
    return (build_one_card(framework, fetch_behind(store, framework, period, wanted), period, only),)
