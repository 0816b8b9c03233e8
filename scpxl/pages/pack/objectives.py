"""A slide for each objective: what needs the board, this year beside the last, and whether it is unusual."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from scpxl.pages.blocks import Listing, Text
from scpxl.pages.pack import LEFT, LONGEST_TITLE, RIGHT, WORDS, Box, Layout, Slide, named, whole_sentences
from scpxl.pages.tables import range_chart, year_chart
from scpxl.scorecard.cards.drafts import DRAFT
from scpxl.scorecard.lists.narrative import figure_sentences
from scpxl.scorecard.records.lines import CommentaryLine
from scpxl.scorecard.records.scorecard import IndicatorCard, ObjectivePage, Scorecard
from scpxl.scorecard.texts.cell_words import cut
from scpxl.verdicts import Judgement
from scpxl.words import count_of, in_sentence

_NAME, _NAMED = 42, 60
"""Characters of a measure's name over its charts, and in a title or before its words."""
_FIGURES, _SAID, _SOUGHT = 370, 380, 130
"""Characters of what is below the charts."""


def objective_slides(scorecard: Scorecard) -> Iterator[Slide]:
    """Yield a slide for each objective of which there is a figure."""
    for page in scorecard.pages:
        card = _worst(scorecard, page)
        if card is not None:
            yield _slide(scorecard, page, card)


def _worst(scorecard: Scorecard, page: ObjectivePage) -> IndicatorCard | None:
    """Return the measure of an objective that a board should see first; None where none has a figure."""
    place = {line.indicator: line.place for line in scorecard.exceptions}
    headlines = (
        {one.code for one in scorecard.shape.measures if one.is_headline} if scorecard.shape else set()
    )
    there = [card for card in page.cards if card.headline.value is not None]

    def order(card: IndicatorCard) -> tuple[float, bool, bool]:
        return place.get(card.code, float("inf")), card.illustrative, card.code not in headlines

    return min(there, key=order, default=None)


def _slide(scorecard: Scorecard, page: ObjectivePage, card: IndicatorCard) -> Slide:
    boxes: dict[str, Box] = {WORDS: Listing(tuple(_words(page, card)))}
    year, usual = year_chart(scorecard, card), range_chart(scorecard, card)
    name = named(card.title, illustrative=card.illustrative, most=_NAME)
    if year is not None:
        boxes[LEFT] = replace(year, title=f"{name}: this year and last")
    if usual is not None:
        boxes[RIGHT] = replace(usual, title=f"{name}: is it unusual?")
    return Slide(Layout.OBJECTIVE, _title(scorecard, page, card), boxes, tuple(_notes(page)))


def _title(scorecard: Scorecard, page: ObjectivePage, card: IndicatorCard) -> str:
    worse = sum(
        line.objective == page.code and line.judgement is Judgement.WORSE for line in scorecard.exceptions
    )
    moved = card.direction.moved
    said = moved if moved == card.direction.words else f"{moved} ({card.direction.judgement})"
    said = said if card.change.value is not None else card.headline.text
    told = f"{named(in_sentence(card.title), illustrative=card.illustrative, most=_NAMED)} {said}"
    needs = f"; {count_of(worse, 'measure')} {'needs' if worse == 1 else 'need'} attention" if worse else ""
    title = f"{page.tab}: {told}"
    return title + needs if len(title + needs) <= LONGEST_TITLE else title


def _words(page: ObjectivePage, card: IndicatorCard) -> Iterator[Text]:
    name = named(card.title, illustrative=card.illustrative, most=_NAMED)
    yield Text(whole_sentences(figure_sentences(card, judged=False), _FIGURES), name)
    said = _first(page.commentary)
    if said is not None:
        yield Text(whole_sentences(said.words, _SAID), cut(said.partner, _NAMED))
    for line in page.commentary:
        if line.decision:
            yield Text(cut(f"{line.decision} ({line.partner})", _SOUGHT), "Decision sought")
            break


def _first(lines: tuple[CommentaryLine, ...]) -> CommentaryLine | None:
    return next((line for line in lines if line.words), None)


def _notes(page: ObjectivePage) -> Iterator[str]:
    """Yield what a speaker needs: who leads, all that partners say, and all figures with their sources."""
    yield f"{page.title}."
    if page.lead:
        yield f"Lead: {page.lead}."
    for line in page.commentary:
        asked = f" Decision sought: {line.decision}" if line.decision else ""
        yield f"{line.partner}: {line.words}{asked}"
    for card in page.cards:
        source = f" Source: {card.source.rstrip('.')}." if card.source else ""
        # Where somebody wrote, the draft is not needed; it never stands in for a partner's words unsaid.
        draft = "" if page.commentary or card.said or card.explanations else f" {DRAFT}: {card.draft}"
        made_up = " Illustrative: made up for the example." if card.illustrative else ""
        yield f"{card.title}. {figure_sentences(card)}{made_up}{source}{draft}"
