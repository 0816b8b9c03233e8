"""How the cards of an objective lie on its sheet: rows, heights and page breaks, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Final

from scpxl.model.words import capital
from scpxl.render.dashboard.text import LINE, height, wrap
from scpxl.scorecard.model import IndicatorCard, ObjectivePage
from scpxl.scorecard.outlook_words import outlook_lines

COLUMNS: Final = 12
COLUMN_WIDTH: Final = 14.14
COLUMN_PIXELS: Final = 104
PRINT_SCALE: Final = 68
"""Twelve columns of 104 pixels across A4 landscape, so that two cards of ordinary length fill a page."""
PAGE_POINTS: Final = 758
"""What a page holds at that scale; its two repeated rows are HEAD_POINTS of it."""
HEAD_POINTS: Final = 46
FULL_POINTS: Final = 453
"""Commentary follows on the same page where the cards leave it room, else on a new one."""

PANEL_ROW: Final = 16
PANEL_LEAST: Final = 10
WORDS_COLUMNS: Final = 3
INDENT_PIXELS: Final = 12
SIZE: Final = 10
SMALL: Final = 9
CLOSE: Final = 3.0
"""Points by which the full-width lines stand closer than others."""
MOST_POINTS: Final = 400.0
"""Excel shows no more of a row."""

FIRST_CARD_ROW: Final = 2
TITLE_HEIGHT: Final = 23
LABEL_HEIGHT: Final = 25
LABEL_SIZE: Final = 9
LABEL_LINES: Final = 2
"""So many lines of the names of the figures fit the usual height."""
VALUE_HEIGHT: Final = 24
GAP_HEIGHT: Final = 9
SPACER_HEIGHT: Final = 5


@dataclass(frozen=True, slots=True)
class CardLayout:
    """One card: where its parts begin (rows from 0) and how much room its words need."""

    top: int
    definition: str
    definition_height: float
    words: tuple[tuple[str, str, int], ...]
    """Label, words, rows of the panel."""
    panel_rows: int
    notes: str
    notes_height: float
    outlook: tuple[tuple[str, str, float], ...] = ()
    """Label, words and height of the full-width lines under the charts."""
    labels_height: float = LABEL_HEIGHT
    """Of the row of the names of the figures."""

    @property
    def labels_row(self) -> int:
        """The row of the names of the figures; the figures stand one below."""
        return self.top + 2

    @property
    def panel_top(self) -> int:
        """The first row of words and charts."""
        return self.top + 5

    @property
    def notes_row(self) -> int:
        """The row of small print."""
        return self.outlook_row + len(self.outlook)

    @property
    def outlook_row(self) -> int:
        """The first of the full-width lines."""
        return self.panel_top + self.panel_rows

    @property
    def end(self) -> int:
        """The first row below the card and its gap."""
        return self.notes_row + 2

    @property
    def points(self) -> float:
        """The height of the whole card."""
        heads = TITLE_HEIGHT + self.definition_height + self.labels_height + VALUE_HEIGHT + SPACER_HEIGHT
        lines = sum(tall for _, _, tall in self.outlook)
        return heads + self.panel_rows * PANEL_ROW + lines + self.notes_height + GAP_HEIGHT


@dataclass(frozen=True, slots=True)
class PageLayout:
    """The cards of a sheet and the rows before which a new page begins."""

    cards: tuple[CardLayout, ...]
    breaks: tuple[int, ...]
    words_row: int
    """Where commentary and actions begin."""


def lay_out_page(page: ObjectivePage) -> PageLayout:
    """Return the places of an objective's cards; no card is cut by the end of a page."""
    row, used = FIRST_CARD_ROW, float(HEAD_POINTS)
    cards: list[CardLayout] = []
    breaks: list[int] = []
    for card in page.cards:
        placed = lay_out_card(card, row)
        if cards and used + placed.points > PAGE_POINTS:
            breaks.append(row)
            used = HEAD_POINTS
        used += placed.points
        cards.append(placed)
        row = placed.end
    if used > FULL_POINTS:
        breaks.append(row)
    return PageLayout(tuple(cards), tuple(breaks), row)


def lay_out_card(card: IndicatorCard, top: int) -> CardLayout:
    """Return the layout of one card from its top row."""
    facts = [
        card.definition,
        card.polarity_words,
        f"from {card.partner}" if card.partner else "",
    ]
    definition = " · ".join(fact.rstrip(".") for fact in (*facts, *card.tags) if fact)
    words = tuple((label, said, _rows(label, said)) for label, said in _words(card))
    notes = "  ".join(
        note for note in (card.control_chart.note if card.control_chart else "", *card.notes) if note
    )
    wide = COLUMNS * COLUMN_PIXELS
    least = PANEL_LEAST if card.year_on_year or card.control_chart else 1
    return CardLayout(
        top=top,
        definition=definition,
        definition_height=height(len(wrap(definition, wide, SIZE)), SIZE),
        words=words,
        panel_rows=max(least, sum(rows for _, _, rows in words)),
        notes=notes,
        notes_height=height(len(wrap(notes, wide, 9)), 9),
        outlook=tuple(_full_width(label, said) for label, said in outlook_lines(card)),
        labels_height=_labels_height(card),
    )


def _labels_height(card: IndicatorCard) -> float:
    """Return the height of the names of the figures: that of the longest, such as a rate's with what it is per."""
    most = max(
        (len(wrap(f"{one.name} {one.figure.mark}".strip(), COLUMN_PIXELS, LABEL_SIZE)) for one in card.strip),
        default=1,
    )
    return LABEL_HEIGHT if most <= LABEL_LINES else height(most, LABEL_SIZE)


def _full_width(label: str, words: str) -> tuple[str, str, float]:
    room = (COLUMNS - 1) * COLUMN_PIXELS - INDENT_PIXELS
    return label, words, min(MOST_POINTS, height(len(wrap(words, room, SMALL)), SMALL) - CLOSE)


def _rows(label: str, words: str) -> int:
    """Return the rows a paragraph needs; the rating, first and without a label, keeps one free below it."""
    lines = len(wrap(words, WORDS_COLUMNS * COLUMN_PIXELS - INDENT_PIXELS, SIZE))
    return max(1 if label else 2, ceil(lines * SIZE * LINE / PANEL_ROW))


def _words(card: IndicatorCard) -> list[tuple[str, str]]:
    """Return what is said of the card, each with its label; the rating comes first."""
    variation = card.variation
    # A judged change is told, with its verdict, in the lines under the charts.
    said = [] if card.yearly else [("Direction", _direction(card))]
    if card.target:
        said.append(("Target", card.target.words))
    said.append(
        ("Variation", _sentences(variation.words, "" if card.standing_words else variation.assurance_words))
    )
    for group in card.in_groups:
        average = capital(f"{group.average_kind} {group.average.text}".strip())
        ranks = ", ".join(part for part in (group.rank_words, group.likelihood.rank_words) if part)
        place = "; ".join(part for part in (ranks, group.quartile_words) if part)
        beside = capital(group.likelihood.words)
        said.append(("Comparison", _sentences(place, group.difference_words, average, beside)))
        if group.missing:
            said.append(("No data", ", ".join(group.missing)))
    return [("", card.rag.reason), *((label, words) for label, words in said if words)]


def _direction(card: IndicatorCard) -> str:
    return (
        f"{card.direction.words}, as {card.untested_words}" if card.untested_words else card.direction.words
    )


def _sentences(*parts: str) -> str:
    """Return the parts as sentences.

    >>> _sentences("8th of 32", "", "Below average.")
    '8th of 32. Below average.'
    """
    return " ".join(part if part.endswith((".", "!", "?")) else f"{part}." for part in parts if part)
