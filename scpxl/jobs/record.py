"""The one fetch: everything of the record that a period's scorecard is made of, and what has changed since the last.

How far back each figure looks the rules say themselves (`figures.lookback`); nothing here is worked out.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from scpxl.figures.lookback import first_needed, firsts_needed
from scpxl.framework.differences import diff_frameworks
from scpxl.jobs.status import sendings
from scpxl.model.documents import CLOSED, ActionRecord, CommentaryRecord
from scpxl.model.framework import Edition, Framework, Indicator
from scpxl.model.observations import Observation, Source
from scpxl.model.periods import MONTH, Period
from scpxl.scorecard.board import ChangedSince, DecisionLine, decision_words
from scpxl.scorecard.build import Record, build_cards, build_one_card
from scpxl.scorecard.cell_words import cut
from scpxl.scorecard.changed import changed_since, is_as_it_was
from scpxl.scorecard.editions import DECISION, STANDING_TEXTS, decision_key, framework_for, withheld_codes
from scpxl.scorecard.exceptions import Choice, list_exceptions
from scpxl.scorecard.model import IndicatorCard, Scorecard
from scpxl.scorecard.older_results import in_todays_terms
from scpxl.scorecard.quality import Feed, Revision
from scpxl.scorecard.results import RESULTS_VERSION
from scpxl.store.interface import Store
from scpxl.store.records import (
    Decision,
    Entry,
    EntryKind,
    Publication,
    Reading,
    Restatement,
    SubmissionKind,
    SubmissionStatus,
)

CHANGED_BOX = 120
"""Characters of the line on the Summary that says what of the last publication is no longer so."""


def fetch_record(
    store: Store,
    framework: Framework,
    period: Period,
    month_ends: int = 1,
    edition: Edition = Edition.PARTNERSHIP,
) -> Record:
    """Return what the store holds that the period's scorecard is made of, with so many month ends.

    It is the whole record, whatever the edition: only how the framework was changed is told of what that may show.
    What is not a figure is that of the quarter which holds the period's last month.
    """
    quarter = period.last_quarter
    return Record(
        observations=fetch_behind(store, framework, period, month_ends=month_ends),
        actions=[
            *store.fetch_actions(quarter),
            *(_own_action(framework, one) for one in own_actions(store, quarter)),
        ],
        commentary=[
            *store.fetch_commentary(quarter),
            *map(_own_comment, own_comments(store, framework, quarter)),
        ],
        explanations=store.fetch_explanations(quarter),
        sendings=sendings(store, quarter),
        framework_changes=_framework_changes(store, framework, edition),
        chosen=chosen_editions(store, quarter),
        nil_sections=store.fetch_nil_sections(quarter),
        withheld=store.count_withheld(quarter),
        **fetch_data_facts(store, framework, quarter)._asdict(),
    )


def fetch_behind(
    store: Store,
    framework: Framework,
    period: Period,
    indicators: Sequence[str] | None = None,
    month_ends: int = 1,
) -> list[Observation]:
    """Return the observations a period's figures are worked out from: as far back as each rule looks.

    With more month ends, those of the earlier ones too.
    """
    first = period.last - month_ends + 1
    firsts = firsts_needed(framework, first)
    # What the framework does not know is listed with the observations of the last years, and nothing more.
    usual = first_needed(first, MONTH, ())
    return store.fetch_observations(indicators, first=usual, last=last_needed(period), firsts=firsts)


def last_needed(period: Period) -> int:
    """Return the last month a period's figures need: a year's population is estimated for its June.

    Figures later than the period itself are left out where they are worked out.
    """
    return period.last // 12 * 12 + 11


def own_comments(store: Store, framework: Framework, period: Period) -> list[Entry]:
    """Return what the partnership itself says of each objective in a period; what was cleared is not among it."""
    known = {one.code for one in framework.objectives}
    found = store.fetch_entries(EntryKind.COMMENT, period)
    return [one for one in found if one.period == period and one.key in known and not one.is_blank]


def own_actions(store: Store, period: Period) -> list[Entry]:
    """Return the partnership's own actions of a period: as last entered, those closed in an earlier one left out."""
    found = store.fetch_entries(EntryKind.ACTION, period)
    return [
        one
        for one in found
        if not one.is_blank
        and not (one.period != period and one.words.get("status", "").casefold() in CLOSED)
    ]


def _own_comment(entry: Entry) -> CommentaryRecord:
    said = {name: entry.words.get(name, "") for name in ("happened", "why", "doing", "decision", "marking")}
    return CommentaryRecord("", entry.period, entry.key, **said, source=Source(cell=entry.key))


def _own_action(framework: Framework, entry: Entry) -> ActionRecord:
    said = {
        name: entry.words.get(name, "")
        for name in ("reference", "action", "owner", "status", "rag", "rag_reason", "update")
    }
    titled = {one.title: one.code for one in framework.objectives}
    aim, due, complete = (entry.words.get(name, "") for name in ("objective", "due", "complete"))
    helping = (name.strip() for name in entry.words.get("supporting", "").split(";"))
    return ActionRecord(
        "", entry.period, objective=titled.get(aim, aim), due=date.fromisoformat(due) if due else None,
        complete=float(complete) if complete else None, supporting=tuple(filter(None, helping)),
        source=Source(cell=entry.key), **said,
    )  # fmt: skip


class DataFacts(NamedTuple):
    """The parts of a scorecard's record that are about the data, by the names the record has for them."""

    decisions: tuple[DecisionLine, ...]
    feeds: tuple[Feed, ...]
    revisions: tuple[Revision, ...]


def fetch_data_facts(
    store: Store, framework: Framework, period: Period, indicators: Collection[str] | None = None
) -> DataFacts:
    """Return what the store knows about the data behind a period; of some indicators where named."""
    return DataFacts(
        tuple(decisions_in_force(store, framework, period).values()),
        tuple(_feeds(store)),
        tuple(_revisions(store, framework, indicators)),
    )


def decisions_in_force(store: Store, framework: Framework, period: Period) -> dict[str, DecisionLine]:
    """Return by indicator the decision that applies at the end of a period."""
    latest = store.latest_decisions(period)
    return {code: decision_line(framework, one) for code, one in latest.items() if code in framework.by_code}


def decision_line(framework: Framework, decision: Decision) -> DecisionLine:
    """Return a decision as a board reads it."""
    indicator = framework.by_code.get(decision.indicator)
    quarter = decision.period.title.partition(":")[0]
    day = decision.recorded.date()
    choice = Choice(decision.decision)
    title = indicator.title if indicator else decision.indicator
    line = DecisionLine(
        decision.indicator, title, quarter, choice.value, decision.by, decision.reason, day, words=""
    )
    return replace(line, words=decision_words(line))


def _feeds(store: Store) -> list[Feed]:
    taken_in = {SubmissionStatus.ACCEPTED, SubmissionStatus.WITH_QUERIES, SubmissionStatus.SUPERSEDED}
    return [
        Feed(
            sent.reference,
            sent.partner,
            sent.period,
            sent.received.date(),
            sent.kind is SubmissionKind.RETURN,
            sent.status.is_in_force,
        )
        for sent in store.fetch_submissions()
        if sent.status in taken_in
    ]


def _revisions(store: Store, framework: Framework, indicators: Collection[str] | None) -> list[Revision]:
    """Return the first and the last value of each of the own area's figures that was restated.

    A correction between attempts at the return that first gave the figure is none: it was not yet anybody's.
    """
    first: dict[tuple[str, Period], float] = {}
    last: dict[tuple[str, Period], float] = {}
    for change in store.fetch_restatements(indicators=indicators):
        indicator = framework.by_code.get(change.series.indicator)
        if indicator is None or change.series.area != framework.area or change.series.breakdown:
            continue
        old, new = _value(indicator, change.old), _value(indicator, change.new)
        if old is None or new is None or _is_attempt(change):
            continue
        key = (indicator.code, change.period)
        first.setdefault(key, old)
        last[key] = new
    return [Revision(*key, old, last[key]) for key, old in first.items()]


def _is_attempt(change: Restatement) -> bool:
    # A return is for a quarter; an import is for as many months as it holds, and corrects what stood before.
    return change.corrects_own_period and change.submitted_for.length <= 3


def _value(indicator: Indicator, reading: Reading) -> float | None:
    if reading.numerator is None or not indicator.reports_denominator:
        return reading.numerator
    return reading.numerator / reading.denominator if reading.denominator else None


def chosen_editions(store: Store, quarter: Period) -> dict[str, Edition]:
    """Return by its key the widest edition that people chose for each text of a quarter.

    A choice about an action or a decision stands until another is made; a newer decision, like a quarter's new
    commentary, is another text, about which nobody has chosen yet.
    """
    decided = {decision_key(code): one.period for code, one in store.latest_decisions(quarter).items()}
    found: dict[str, Edition] = {}
    for choice in store.fetch_edition_choices(quarter):
        kind = choice.key.partition("/")[0]
        begins = decided.get(choice.key, choice.period) if kind == DECISION else choice.period
        if choice.period.last >= begins.last and (kind in STANDING_TEXTS or choice.period == quarter):
            found[choice.key] = Edition(choice.edition)
    return found


def run_of(store: Store, framework: Framework, period: Period) -> str:
    """Return a short reference that names the record the figures came from: what was in force."""
    digest = hashlib.sha256(f"{framework.model_dump_json()} {period}".encode())
    for sent in store.fetch_submissions():
        digest.update(f"{sent.reference} {sent.status}".encode())
    return digest.hexdigest()[:8].upper()


def with_changes(
    store: Store, framework: Framework, period: Period, scorecard: Scorecard, edition: Edition
) -> Scorecard:
    """Return the scorecard with what has changed since the last publication, on the Summary too.

    `framework` is the whole one, of which the edition may show a part.
    """
    changed = since_last_published(store, framework, period, scorecard.cards, edition)
    words = (changed.words,) if changed and changed.lines else ()
    return replace(
        scorecard,
        changed=changed,
        changed_words=cut(changed.words, CHANGED_BOX) if changed else "Nothing published before has changed.",
        summary_words=(*scorecard.summary_words, *words),
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
            _redefined(store, framework, published, edition),
        )
        if not (same and is_as_it_was(found)):
            return found
    return None


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


def _framework_changes(store: Store, framework: Framework, edition: Edition) -> tuple[str, ...]:
    """Return what the framework says differently from the one last published under, as far as an edition may know."""
    published = [p for p in store.fetch_publications() if p.framework_version != framework.version]
    if not published:
        return ()
    return tuple(words for _, words in _differences(store, framework, published[-1], edition))


def _redefined(
    store: Store, framework: Framework, published: Publication, edition: Edition
) -> dict[str, list[str]]:
    """Return by indicator what the framework says differently from the one published under."""
    words: defaultdict[str, list[str]] = defaultdict(list)
    if published.framework_version != framework.version:
        for entry, said in _differences(store, framework, published, edition):
            if entry in framework.by_code:
                words[entry].append(said)
    return words


def _differences(
    store: Store, framework: Framework, published: Publication, edition: Edition
) -> list[tuple[str, str]]:
    """Return which entries of the framework differ from the one something was published under, and how."""
    kept = store.fetch_framework_versions(published.framework_version)
    now, hidden = _known_to(framework, edition), withheld_codes(framework, edition)
    earlier = [_known_to(Framework.model_validate_json(one.framework), edition) for one in kept[-1:]]
    return [
        (one.entry, one.words)
        for then in earlier
        for one in diff_frameworks(then, now)
        if one.entry not in hidden
    ]


def _known_to(framework: Framework, edition: Edition) -> Framework:
    return framework if edition is Edition.PARTNERSHIP else framework_for(framework, edition)
