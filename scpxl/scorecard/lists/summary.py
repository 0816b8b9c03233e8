"""The sentences at the top of the page and of the briefing, all counted from the cards themselves."""

from __future__ import annotations

from collections.abc import Sequence

from scpxl.model.periods import Period
from scpxl.scorecard.lists.returns import ACCEPTED, NOT_DUE, NOTHING_DUE
from scpxl.scorecard.records.lines import ReturnLine
from scpxl.scorecard.records.scorecard import IndicatorCard
from scpxl.verdicts import SIGNIFICANT, Rag, Unrated, Verdict
from scpxl.words import capital, count_of, listed


def summary_words(cards: list[IndicatorCard], returns: tuple[ReturnLine, ...], period: Period) -> list[str]:
    """Return the sentences on ratings, changes, unusual figures, gaps and returns."""
    words = []
    rated = {rag: sum(card.rag.rag is rag for card in cards) for rag in Rag}
    judged = sum(rated[rag] for rag in (Rag.GREEN, Rag.AMBER, Rag.RED))
    if judged:
        parts = [f"{rated[rag]} {rag.value}" for rag in (Rag.GREEN, Rag.AMBER, Rag.RED) if rated[rag]]
        words.append(
            f"{count_of(judged, 'indicator')} {'has' if judged == 1 else 'have'} a target: {listed(parts)}."
        )
    words += change_summary(cards)
    words += _variation_words(cards)
    gaps = [card.title for card in cards if card.headline.value is None]
    if gaps:
        have = "has" if len(gaps) == 1 else "have"
        words.append(f"{count_of(len(gaps), 'indicator')} {have} no figures yet: {_some(gaps)}.")
    words += _returns_words(returns, period)
    if made_up := sum(card.illustrative for card in cards):
        words.append(
            f"{count_of(made_up, 'indicator')} {'is' if made_up == 1 else 'are'} illustrative and marked as such."
        )
    return words


def complete_words(
    cards: list[IndicatorCard], returns: tuple[ReturnLine, ...], period: Period
) -> tuple[str, ...]:
    """Return three lines on how complete the quarter is: returns, figures, and what may still change."""
    there = sum(card.headline.value is not None for card in cards)
    figures = f"{there} of {count_of(len(cards), 'measure')} have a figure"
    made_up = sum(card.illustrative for card in cards)
    examples = f"; {made_up} {'is' if made_up == 1 else 'are'} made up for the example" if made_up else ""
    provisional = sum("[p]" in card.headline.mark for card in cards)
    may_change = (
        f"{count_of(provisional, 'measure')} {'rests' if provisional == 1 else 'rest'} on provisional months and may change."
        if provisional
        else "No figure rests on provisional months."
    )
    told = _returns_words(returns, period) or ["No returns were expected."]
    return (told[0], f"{figures}{examples}.", may_change)


def change_summary(shown: Sequence[IndicatorCard]) -> list[str]:
    """Return the sentence on how many changes are significant; none where none was judged."""
    found = [card for card in shown if card.yearly and card.yearly.verdict.is_judged]
    judged = [card for card in found if card.yearly and not card.yearly.provisional]
    waiting = len(found) - len(judged)
    rest = f" {waiting} more {'rests' if waiting == 1 else 'rest'} on provisional months." if waiting else ""
    if not judged:
        return []
    real = [card for card in judged if card.yearly and card.yearly.verdict is Verdict.SIGNIFICANT]
    head = f"Of {count_of(len(judged), 'change')} on a year ago that could be tested,"
    if not real:
        return [f"{head} none is {SIGNIFICANT.plain}.{rest}"]
    kinds = [card.direction.judgement.value for card in real]
    ways = ("better", "worse")
    told = [f"{kinds.count(kind)} {kind}" for kind in ways if kind in kinds]
    other = len(real) - sum(kinds.count(kind) for kind in ways)
    told += [f"{other} where {Unrated.NEITHER_WAY}"] if other else []
    verb = "is" if len(real) == 1 else "are"
    return [f"{head} {len(real)} {verb} {SIGNIFICANT.plain}: {listed(told)}.{rest}"]


def _variation_words(cards: list[IndicatorCard]) -> list[str]:
    special = [card.variation.variation for card in cards if card.variation.variation.is_special]
    if not special:
        return []
    worse, better = sum(one.is_worse for one in special), sum(one.is_better for one in special)
    counts = {
        "worse": worse,
        "better": better,
        f"where {Unrated.NEITHER_WAY}": len(special) - worse - better,
    }
    parts = listed([f"{count} {words}" for words, count in counts.items() if count])
    return [f"The latest figure is unusual for {count_of(len(special), 'indicator')}: {parts}."]


def _returns_words(returns: tuple[ReturnLine, ...], period: Period) -> list[str]:
    if not returns:
        return []
    idle = [line.partner for line in returns if line.status == NOTHING_DUE]
    due = [line for line in returns if line.status != NOTHING_DUE]
    absent = [line.partner for line in due if line.status != NOT_DUE and not line.status.startswith(ACCEPTED)]
    accepted = sum(line.status.startswith(ACCEPTED) for line in due)
    quarter = period.last_quarter
    whose = "" if quarter == period else f" for {quarter.short_title}"
    words = [f"{accepted} of {count_of(len(due), 'return')}{whose} accepted"] if due else []
    words += [f"no accepted return from {_some(absent)}"] if absent else []
    words += [f"no figure is due from {_some(idle)}"] if idle else []
    return [capital("; ".join(words)) + "."]


def _some(titles: list[str]) -> str:
    told = titles if len(titles) <= 3 else [*titles[:3], f"{len(titles) - 3} more"]
    if not any("," in title for title in told):
        return listed(told)
    # Names with commas of their own are parted by something else.
    return "; ".join(told[:-1]) + f"; and {told[-1]}" if len(told) > 1 else told[0]
