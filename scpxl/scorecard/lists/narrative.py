"""A quarter in sentences: what needs the board, what changed and what did not, how its plan stands, where to look.

Every number and judgement is one the scorecard already holds; nothing is worked out here.  Illustrative
indicators are left out, and it is said that they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scpxl.scorecard.lists.exceptions import RULES
from scpxl.scorecard.records.lines import ActionLine
from scpxl.scorecard.records.scorecard import (
    ExceptionLine,
    GroupComparison,
    IndicatorCard,
    Scorecard,
    WardMap,
)
from scpxl.scorecard.texts.cell_words import moved_words
from scpxl.scorecard.texts.partner_words import most_urgent_first
from scpxl.scorecard.texts.register_words import RegisterStory, in_words, register_stories
from scpxl.scorecard.wording import listed
from scpxl.verdicts import Judgement, Verdict
from scpxl.words import are, capital, count_of, day_text


def open_actions(scorecard: Scorecard) -> list[ActionLine]:
    """Return the open actions of the quarter, overdue ones first, then by the day they are due."""
    return [line for line in most_urgent_first(scorecard.actions) if line.overdue or line.is_open]


def closed_since(scorecard: Scorecard) -> list[ActionLine]:
    """Return the actions that were closed in the quarter."""
    return [line for line in scorecard.actions if line.closed and line.closed == scorecard.quarter_name]


def moved_since(scorecard: Scorecard) -> list[ActionLine]:
    """Return the open actions whose day was put back in the quarter."""
    found = (line for line in open_actions(scorecard) if line.moves)
    return [line for line in found if line.moves[-1].quarter == scorecard.quarter_name]


def plan_words(scorecard: Scorecard) -> str:
    """Return the action plan in a sentence: how many are open, overdue, put back, closed since, not reported."""
    lines, open_ = scorecard.actions, open_actions(scorecard)
    parts = [
        f"{len(open_)} of {count_of(len(lines), 'action')} {are(len(open_))} open",
        f"{sum(line.overdue for line in open_)} overdue",
    ]
    back = sum(bool(line.moves) for line in open_)
    parts += [f"{back} put back before"] if back else []
    parts += [f"{len(closed_since(scorecard))} closed since"] if closed_since(scorecard) else []
    parts += [f"{len(scorecard.unreported_actions)} not reported"] if scorecard.unreported_actions else []
    return "; ".join(parts)


def course_words(line: ActionLine) -> str:
    """Return what became of an action, in sentences: who, since when, how its day moved, what came of it."""
    told = [f"Owner: {line.owner} ({line.partner})."]
    if line.supporting:
        told.append(f"With {'; '.join(line.supporting)}.")
    if line.opened:
        told.append(f"On record since {line.opened}.")
    told += [
        f"Put back from {day_text(one.was)} to {day_text(one.now)} in {one.quarter}." for one in line.moves
    ]
    if line.last_reported:
        why = "no return has come since" if line.no_return else "the return since does not mention it"
        told.append(f"Last reported in {line.last_reported}: {why}.")
    if line.closed:
        told.append(f"{line.status} in {line.closed}. Result: {line.result or 'none was given.'}")
    elif line.update:
        told.append(line.update)
    return " ".join(told)


def entry_words(line: ActionLine) -> tuple[str, str]:
    """Return what an action is called in a list, and how it is."""
    name = f"{line.reference} {line.action}".strip().rstrip(".")
    due = f"Due {day_text(line.due)}" if line.due else "No day"
    moved = f" (first {moved_words(line)})" if line.moves else ""
    if line.closed:
        return name, f"{line.status} in {line.closed}. {line.result or 'No result was given.'}"
    if line.last_reported:
        why = "no return has come since" if line.no_return else "the return since does not mention it"
        return name, f"{due}{moved}. Last reported in {line.last_reported}: {why}."
    return name, f"{due}{moved}, {line.owner}. {line.update}".strip()


def from_the_highest(found: WardMap, column: int) -> list[int]:
    """Return the places of the wards with a figure of a measure, that with most first.

    What is of no known ward, the last row, is no place to look at.
    """
    values = [row[column].value for row in found.rolling[:-1]]
    known = [(value, at) for at, value in enumerate(values) if value is not None]
    return [at for _, at in sorted(known, key=lambda one: (-one[0], found.wards[one[1]]))]


def high_on_both(found: WardMap, columns: tuple[int, int]) -> tuple[str, ...]:
    """Return which wards are among the highest quarter of two measures; equal ones share it, and nothing is not high."""
    high = [_highest_quarter(found, column) for column in columns]
    return tuple(
        found.wards[at] for at in from_the_highest(found, columns[0]) if all(at in one for one in high)
    )


def _highest_quarter(found: WardMap, column: int) -> set[int]:
    order = from_the_highest(found, column)
    values = [found.rolling[at][column].value or 0.0 for at in order]
    quarter = -(-len(order) // 4)
    return {at for at, value in zip(order, values, strict=True) if value > 0 and value >= values[quarter - 1]}


_NAMED = 3
"""So many indicators are named before "and 12 more"."""
_FEW = 5
"""So many rows of a list are told before "2 more on the dashboard"."""
_BEGIN_WITH_THE_CHANGE = {rule.name for rule in RULES.values() if rule.tells_change}


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading and what is said under it: paragraphs, or entries each with its own title."""

    title: str
    entries: tuple[tuple[str, str], ...]
    """What each entry is about (blank for a plain paragraph), and its sentences."""


def describe_quarter(scorecard: Scorecard) -> tuple[Passage, ...]:
    """Return the story of the scorecard's quarter, passage by passage; one with nothing to say is left out."""
    real = {card.code: card for card in scorecard.cards if not card.illustrative}
    lines = [line for line in scorecard.exceptions if line.indicator in real]
    told = {line.indicator for line in lines}
    passages = [
        Passage("In short", tuple(("", words) for words in scorecard.summary_words)),
        Passage("What needs the board", tuple(_exceptions(lines, real, worse=True))),
        Passage("What got better", tuple(_exceptions(lines, real, worse=False))),
    ]
    for page in scorecard.pages:
        cards = [card for card in page.cards if card.code in real and card.headline.value is not None]
        entries = ((card.title, figure_sentences(card, judged=card.code not in told)) for card in cards)
        passages.append(Passage(page.title, tuple(entries)))
    passages.append(Passage("Actions", tuple(_actions(scorecard))))
    passages += [Passage(story.table.title, tuple(_register(story))) for story in register_stories(scorecard)]
    silent = [card for card in real.values() if card.headline.value is None]
    passages.append(Passage("What cannot be shown", tuple((card.title, _reason(card)) for card in silent)))
    passages.append(Passage("To be read with care", tuple(_cautions(scorecard, real.values()))))
    return tuple(passage for passage in passages if passage.entries)


def figure_sentences(card: IndicatorCard, *, judged: bool = True) -> str:
    """Return an indicator's figures as sentences: how many, against a year ago, against others.

    `judged` says whether the variation and the rating are told too.
    """
    return " ".join(_sentences(card, judged=judged))


def _sentences(card: IndicatorCard, *, judged: bool) -> Iterator[str]:
    yield f"{card.headline_name}: {card.headline.told}{_rate(card)}."
    yield _change(card)
    if card.yearly is not None and card.yearly.group_words:
        yield card.yearly.group_words
    if card.trend is not None and card.trend.verdict is Verdict.SIGNIFICANT:
        yield card.trend.long_words
    if card.outturn is not None:
        yield card.outturn.words
    yield from (_standing(one) for one in card.in_groups if one.rank is not None)
    if judged:
        yield card.variation.words
        if card.target is not None:
            yield card.rag.reason
    if card.said:
        yield f"In the partnership's words: {card.said}"
    for line in card.explanations:
        yield f"Explanation from {line.text}"


def _standing(comparison: GroupComparison) -> str:
    chance = comparison.likelihood
    plausible = f", {chance.rank_words}" if chance.rank_words else ""
    beside = comparison.difference_words or f"among {comparison.group}"
    judged = f" {capital(chance.words)}." if chance.words else ""
    return f"{capital(comparison.rank_words)}{plausible}; {beside}.{judged}"


def _rate(card: IndicatorCard) -> str:
    told = card.rate.value is None or not card.rate_name or card.rate.text == card.headline.text
    return "" if told else f" ({card.rate.text} {card.rate_name})"


def _change(card: IndicatorCard) -> str:
    if card.change.value is None:
        return f"Against the year before: {card.change.text.removeprefix('before: ')}."
    percent = f" ({card.change_percent.text})" if card.change_percent.value is not None else ""
    untested = f", {Judgement.NOT_TESTED}" if card.direction.judgement is Judgement.NOT_TESTED else ""
    verdict = f", {card.yearly.verdict_words}" if card.yearly is not None else untested
    return f"Against the year before ({card.before.told}): {card.change.text}{percent}{verdict}."


def _actions(scorecard: Scorecard) -> Iterator[tuple[str, str]]:
    """Yield how the plan is, then what is overdue, was put back or closed in the quarter, or is not mentioned any more."""
    if not scorecard.actions and not scorecard.unreported_actions:
        return
    yield "", f"{plan_words(scorecard)}."
    overdue = [line for line in open_actions(scorecard) if line.overdue]
    back = [line for line in moved_since(scorecard) if not line.overdue]
    yield from _few(map(entry_words, [*overdue, *back, *scorecard.unreported_actions]), "Actions")
    yield from _few(map(entry_words, closed_since(scorecard)), "Actions")


def _register(story: RegisterStory) -> Iterator[tuple[str, str]]:
    yield "", f"{story.says}."
    yield from _few((in_words(story, line) for line in story.lines), story.table.title)


def _few(entries: Iterable[tuple[str, str]], sheet: str) -> Iterator[tuple[str, str]]:
    every = list(entries)
    yield from ((about.rstrip(".?"), words or "No more is entered.") for about, words in every[:_FEW])
    if len(every) > _FEW:
        yield "", f"{len(every) - _FEW} more on the dashboard's sheet {sheet}."


def _reason(card: IndicatorCard) -> str:
    return f"{card.headline.text}."


def _exceptions(
    lines: Iterable[ExceptionLine], cards: dict[str, IndicatorCard], *, worse: bool
) -> Iterator[tuple[str, str]]:
    for line in lines:
        if (line.judgement is Judgement.BETTER) is not worse:
            card = cards[line.indicator]
            told = card.yearly is not None and line.rule in _BEGIN_WITH_THE_CHANGE
            yield (
                line.title,
                " ".join(filter(None, [f"{line.rule}.", "" if told else _change(card), line.words])),
            )


def _cautions(scorecard: Scorecard, cards: Iterable[IndicatorCard]) -> Iterator[tuple[str, str]]:
    concerned: dict[str, list[str]] = {}
    for card in cards:
        for note in card.notes:
            concerned.setdefault(note, []).append(card.title)
    for note, titles in concerned.items():
        more = len(titles) - _NAMED
        named = [*titles[:_NAMED], f"{more} more"] if more > 1 else titles
        yield listed(named), note
    made_up = [card.title for card in scorecard.cards if card.illustrative]
    if made_up:
        yield "", f"Illustrative, and so not part of this briefing: {listed(made_up)}."
