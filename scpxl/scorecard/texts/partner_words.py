"""What people say and decide, as the dashboard holds it: chosen, put in order, and cut to the box it is in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scpxl.scorecard.lists.returns import ACCEPTED
from scpxl.scorecard.records.board import DecisionLine
from scpxl.scorecard.records.lines import ActionLine, CommentaryLine
from scpxl.scorecard.records.scorecard import IndicatorCard, Scorecard
from scpxl.scorecard.records.shape import Shape
from scpxl.scorecard.texts.cell_words import cut
from scpxl.words import count_of, in_sentence, moment_text

STAMP_BOX = 330
"""Characters of the line on the Summary that says when and from what its figures were made."""


def said_of_measures(scorecard: Scorecard, shape: Shape, most: int) -> list[str]:
    """Return what people say of each measure: the partnership and partners of it alone, else of its objective."""
    cards = {card.code: card for card in scorecard.cards}
    pages = {page.code: page for page in scorecard.pages}
    texts = []
    for measure in shape.measures:
        card, page = cards.get(measure.code), pages.get(measure.objective)
        own = " ".join(_of_it_alone(scorecard.partnership, card)) if card else ""
        general = (
            " ".join(f"{line.why or line.happened} {line.doing}" for line in page.commentary) if page else ""
        )
        texts.append(cut(own or general, most))
    return texts


def _of_it_alone(partnership: str, card: IndicatorCard) -> Iterator[str]:
    if card.said:
        yield f"{partnership}: {card.said}"
    yield from (line.text for line in card.explanations)


def comment_words(line: CommentaryLine, most: int) -> str:
    """Return what somebody wrote of an objective or a measure: what happened, why, and what is being done."""
    who = f"{line.partner} on {in_sentence(line.measure)}" if line.measure else line.partner
    return cut(f"{who}: {line.words}", most)


def said_words(line: CommentaryLine) -> str:
    """Return all that was written of a measure as one paragraph, the decision that is sought last."""
    sought = f"Decision sought: {line.decision}" if line.decision else ""
    return " ".join(filter(None, (line.words, sought)))


def sought_words(line: CommentaryLine) -> str:
    """Return the decision that somebody seeks, with the measure it is about where it is about one alone."""
    return f"{line.measure}: {line.decision}" if line.measure else line.decision


def action_words(line: ActionLine, most: int) -> str:
    """Return an action, who owns it and supports it, and how it is.

    Where the names of the supporting partners would not fit, their number is there.
    """
    if len(words := _action_words(line, "; ".join(line.supporting))) > most:
        words = _action_words(line, count_of(len(line.supporting), "partner"))
    return cut(words, most)


def _action_words(line: ActionLine, supporting: str) -> str:
    who = [line.owner, f"with {supporting}"] if line.supporting else [line.owner]
    named = ", ".join(filter(None, who))
    return f"{line.action}{f' ({named})' if named else ''}. {line.update}"


def most_urgent_first(lines: Iterable[ActionLine]) -> list[ActionLine]:
    """Return actions in the order of their urgency: overdue, then by the day they are due, those without one last."""
    return sorted(lines, key=lambda line: (not line.overdue, line.due is None, str(line.due)))


def stamp_words(scorecard: Scorecard, by: str = "") -> str:
    """Return when and by whom the figures were made, and from which returns; `by` where somebody refreshed them."""
    taken = [
        f"{line.partner} (attempt {line.attempts})" if line.attempts > 1 else line.partner
        for line in scorecard.returns
        if line.status.startswith(ACCEPTED)
    ]
    made = f"Figures {scorecard.run}, made {moment_text(scorecard.made)}{f' by {by}' if by else ''}"
    # Partners' names have commas of their own.
    said = f"{made}, from the returns of: {'; '.join(taken)}." if taken else f"{made}, from no returns."
    return cut(said, STAMP_BOX)


def decisions_of(scorecard: Scorecard) -> dict[str, DecisionLine]:
    """Return what people last decided, by measure."""
    return {line.indicator: line for line in scorecard.decided}
