"""What people say and decide, as the dashboard holds it: chosen, put in order, and cut to the box it is in."""

from __future__ import annotations

from collections.abc import Iterable

from scpxl.scorecard.board import DecisionLine
from scpxl.scorecard.cell_words import cut
from scpxl.scorecard.model import ActionLine, CommentaryLine, Scorecard
from scpxl.scorecard.shape import Shape


def words_of(scorecard: Scorecard, shape: Shape, most: int) -> list[str]:
    """Return what partners say of each measure: its own explanations, else what they say of its objective."""
    cards = {card.code: card for card in scorecard.cards}
    pages = {page.code: page for page in scorecard.pages}
    texts = []
    for measure in shape.measures:
        card, page = cards.get(measure.code), pages.get(measure.objective)
        own = " ".join(line.text for line in card.explanations) if card else ""
        general = (
            " ".join(f"{line.why or line.happened} {line.doing}" for line in page.commentary) if page else ""
        )
        texts.append(cut(own or general, most))
    return texts


def comment_words(line: CommentaryLine, most: int) -> str:
    """Return what a partner wrote of an objective: what happened, why, and what is being done."""
    return cut(f"{line.partner}: {' '.join(filter(None, (line.happened, line.why, line.doing)))}", most)


def action_words(line: ActionLine, most: int) -> str:
    """Return an action, who owns it and its state."""
    owner = f" ({line.owner})" if line.owner else ""
    return cut(f"{line.action}{owner}. {line.update}", most)


def most_urgent_first(lines: Iterable[ActionLine]) -> list[ActionLine]:
    """Return actions in the order of their urgency: overdue, then by the day they are due, those without one last."""
    return sorted(lines, key=lambda line: (not line.overdue, line.due is None, str(line.due)))


def decisions_of(scorecard: Scorecard) -> dict[str, DecisionLine]:
    """Return what people last decided, by measure."""
    found = {line.indicator: line for line in scorecard.standing}
    found |= {line.indicator: line.decision for line in scorecard.exceptions if line.decision is not None}
    return found
