"""The tables that are in more than one document: actions, commentary, what has changed, notes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from scpxl.pages.blocks import Cell, Column, Kind, Table
from scpxl.scorecard.cell_words import action_state
from scpxl.scorecard.model import ActionLine, CommentaryLine, Scorecard
from scpxl.words import moment_text

STATUS: Final = Column("Status")


def actions_table(scorecard: Scorecard, lines: Sequence[ActionLine] | None = None) -> Table:
    """Return the action plan, or some of its lines, overdue first."""
    titles = {page.code: page.title for page in scorecard.pages}
    columns = (
        Column("Reference"), Column("Objective"), Column("Action"), Column("Owner"), Column("Due", Kind.DAY),
        STATUS, Column("Complete, %", Kind.NUMBER), Column("Rating", Kind.RATING), Column("Why"),
        Column("Update"), Column("Partner"),
    )  # fmt: skip
    chosen = scorecard.actions if lines is None else lines
    rows = tuple(
        (
            *_words(line.reference, titles.get(line.objective, line.objective), line.action, line.owner),
            Cell.day(line.due),
            Cell(action_state(line)),
            Cell.of(line.complete),
            *_words(line.rag, line.rag_reason, line.update, line.partner),
        )
        for line in sorted(chosen, key=lambda one: not one.overdue)
    )
    lead = f"{scorecard.quarter_name}. What the partnership agreed to do, who does it and by when; overdue first."
    return Table("Actions", columns, rows, lead)


def commentary_table(scorecard: Scorecard, lines: Sequence[CommentaryLine] | None = None) -> Table:
    """Return what partners wrote, word for word: by objective, then about single measures."""
    heads = (
        "Objective",
        "Partner",
        "What happened",
        "Why",
        "What is being done",
        "Decision sought",
        "Marking",
    )
    chosen = scorecard.commentary if lines is None else lines
    rows = [
        _words(one.objective_title, one.partner, one.happened, one.why, one.doing, one.decision, one.marking)
        for one in chosen
    ]
    if lines is None:
        rows += [
            _words(card.title, line.partner, "", line.text, "", "", "")
            for card in scorecard.cards
            for line in card.explanations
        ]
    lead = f"{scorecard.quarter_name}. In partners' own words: by objective, then about single measures."
    return Table("Commentary", _columns(heads), tuple(rows), lead)


def changes_table(scorecard: Scorecard) -> Table:
    """Return what of the last publication is no longer so."""
    heads = ("Measure", "Published", "Now", "Figures", "What follows", "Why")
    found = scorecard.changed
    if found is None:
        lead = "Nothing that was published before has changed."
        return Table("Changes since the last publication", _columns(heads), (), lead)
    rows = [
        _words(line.title, line.published, line.now, line.figures, line.effects or "Nothing else.", line.why or "Restated, or received later.")
        for line in found.lines
    ]  # fmt: skip
    rows += [_words(title, "", "", "No longer reported.", "", "") for title in found.gone]
    rows += [_words(title, "", "", "New.", "", "") for title in found.come]
    return Table("Changes since the last publication", _columns(heads), tuple(rows), found.words)


def notes_table(scorecard: Scorecard) -> Table:
    """Return what the terms, marks and methods mean."""
    rows = tuple(_words(note.group, note.term, note.words) for note in scorecard.notes)
    lead = (
        f"{scorecard.period}. Framework {scorecard.framework_version}, figures {scorecard.run}, "
        f"made {moment_text(scorecard.made)}."
    )
    return Table("Notes", _columns(("About", "Term", "What it means")), rows, lead)


def _words(*texts: str) -> tuple[Cell, ...]:
    return tuple(Cell(text) for text in texts)


def _columns(heads: Iterable[str]) -> tuple[Column, ...]:
    return tuple(Column(head) for head in heads)
