"""A draft of what could be said of a measure: for whoever writes its commentary to take over, change or leave.

It reads the figures and verdicts of the card and says what they come to, in three sentences at most.  It names no
cause, which no figure shows, and is never put in the place of what people wrote.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scpxl.scorecard.records.figures import Family
from scpxl.scorecard.records.groups import Beside, GroupComparison
from scpxl.scorecard.records.outlook import YearlyChangeLine
from scpxl.scorecard.records.scorecard import IndicatorCard
from scpxl.scorecard.wording import DASH, moved, sentence
from scpxl.verdicts import Assurance, Judgement, Rag, Travel, Variation, Verdict
from scpxl.words import in_sentence

DRAFT: Final = "Draft, from the figures"
"""What a draft is headed or led in with wherever it is seen, so that nobody takes it for a partner's words."""
_MOST: Final = 3
"""Sentences of a draft."""
_MARKS: Final = {"[p]": ", provisional", "[u]": ", of low reliability"}
_SPREAD: Final = {
    Beside.FAR_ABOVE: "above the others by more than chance",
    Beside.FAR_BELOW: "below the others by more than chance",
}
_WITHIN: Final = "no different from the others by more than chance"


def draft_of(card: IndicatorCard) -> str:
    """Return a draft about a measure: its change, the long term or its group, and its target and latest figure.

    Without a figure it says only that, and why.
    """
    if card.headline.value is None:
        why = _because(card.headline.text, ": ")
        return sentence(f"there is no figure for {_subject(card)}, {in_sentence(card.headline_name)}{why}")
    told = [_change(card), *_beside(card), *_now(card)]
    return " ".join(sentence(one) for one in told[:_MOST])


def _subject(card: IndicatorCard) -> str:
    return in_sentence(card.title) + (" (illustrative figures)" if card.illustrative else "")


def _level(card: IndicatorCard) -> str:
    """Return the figure with what it is of, and whether it may change."""
    marked = "".join(words for mark, words in _MARKS.items() if mark in card.headline.mark)
    return f"{card.headline.text} ({in_sentence(card.headline_name)}{marked})"


def _because(text: str, lead: str, end: str = "") -> str:
    """Return why there is no figure, without its mark; blank where only a dash says so."""
    why = text.removeprefix("before: ")
    why = why[4:] if why[:1] == "[" and why[2:4] == "] " else why
    return "" if why in {"", DASH} else f"{lead}{why}{end}"


def _change(card: IndicatorCard) -> str:
    """Return what became of it on a year before, and whether that is more than usual variation."""
    subject, level, yearly = _subject(card), _level(card), card.yearly
    if card.change.value is None:
        why = _because(card.change.text, " (", ")")
        return f"{subject}: {level}, which cannot be compared with the year before{why}"
    against = f"{level} against {card.before.text} the year before"
    if yearly is not None and yearly.verdict is Verdict.TOO_FEW:
        return f"{subject}: {against}, {yearly.verdict.plain}"
    if yearly is not None and yearly.verdict is Verdict.NORMAL:
        alone = f", and the difference rests on {yearly.rests_on} alone" if yearly.rests_on else ""
        return f"there was {yearly.verdict.plain} in {subject}: {against}{alone}"
    return f"{_movement(card, subject, level)}{_verdict(card, yearly)}"


def _movement(card: IndicatorCard, subject: str, level: str) -> str:
    if card.direction.travel is Travel.SAME:
        return f"{subject}: {level}, {_moved(card)}"
    if card.style.family is Family.PERCENT:
        # People who say something do not go up: their share does.
        return f"{subject}: {level}, {_moved(card)}"
    return f"{subject} went {_moved(card)}, to {level}"


def _moved(card: IndicatorCard) -> str:
    return card.direction.moved.removesuffix(f": {card.direction.judgement}")


def _verdict(card: IndicatorCard, yearly: YearlyChangeLine | None) -> str:
    if yearly is None or not yearly.verdict.is_judged:
        if card.direction.travel is Travel.SAME:
            return ""
        why = f", because {card.untested_words}" if card.untested_words else ""
        return f"; this change was not tested{why}"
    way = card.direction.judgement
    judged = f", and {way}" if way in {Judgement.BETTER, Judgement.WORSE} else ""
    return f": {yearly.verdict_words}{judged}"


def _beside(card: IndicatorCard) -> Iterator[str]:
    """Yield the long term where the year alone shows nothing and that does, else the group beside it."""
    yearly, trend, group = card.yearly, card.trend, card.comparison
    lasting = trend.percent.value if trend is not None and trend.verdict is Verdict.SIGNIFICANT else None
    if trend is not None and lasting is not None and yearly is not None and yearly.verdict is Verdict.NORMAL:
        yield f"over {trend.window} it went {moved(lasting)} a year, {trend.verdict.plain}"
    elif yearly is not None and not yearly.provisional and (said := _relative(yearly, group)):
        yield said
    elif group is not None and group.rank is not None:
        yield _rank(group)


def _relative(yearly: YearlyChangeLine, group: GroupComparison | None) -> str:
    """Return how the change lies beside that of the group's other areas; blank where that says nothing."""
    others = f"the other areas of {group.group}" if group else "the other areas of its group"
    if yearly.difference_verdict is Verdict.SIGNIFICANT:
        way = yearly.difference_judgement
        judged = f", and {way}" if way in {Judgement.BETTER, Judgement.WORSE} else ""
        if yearly.difference.value is None:
            return f"its change differs from that of {others} by {yearly.difference_verdict.plain}{judged}"
        return f"relative to {others} it went {moved(yearly.difference.value)}: {yearly.difference_verdict.plain}{judged}"
    if yearly.verdict is Verdict.SIGNIFICANT and yearly.difference_verdict is Verdict.NORMAL:
        return f"{others} changed much alike, so the area does not stand out from them"
    return ""


def _rank(group: GroupComparison) -> str:
    beside = group.likelihood.beside
    likely = f", {group.likelihood.rank_words}" if group.likelihood.rank_words else ""
    apart = "" if beside is Beside.NOT_ASSESSED else f": {_SPREAD.get(beside, _WITHIN)}"
    return f"among {group.group} it is {group.rank_words}{likely}{apart}"


def _now(card: IndicatorCard) -> Iterator[str]:
    """Yield where it is against its target, and whether the latest figure is unusual."""
    variation, rag, target = card.variation.variation, card.rag.rag, card.target
    latest = ""
    if variation.is_special:
        latest = f"the latest figure judged is {variation.plain}"
    elif variation is Variation.COMMON_CAUSE:
        latest = "the latest figure judged is within its usual range"
    if rag is Rag.NOT_RATED or target is None:
        if variation.is_special:
            yield latest
        return
    by_now = "" if target.expected.text == target.target.text else " expected by now"
    said = (
        f"against its target it is rated {rag} ({target.actual.text} against {target.expected.text}{by_now})"
    )
    if (
        rag is Rag.RED
        and not variation.is_special
        and card.variation.assurance is Assurance.CONSISTENTLY_MISSES
    ):
        latest = "as things run, the target is out of reach"
    yield "; ".join(filter(None, [said, latest]))
