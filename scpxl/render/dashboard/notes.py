"""Notes: what the terms, marks and methods mean, grouped."""

from __future__ import annotations

from typing import Final

from scpxl.render.dashboard import styles as looks_of
from scpxl.render.dashboard.paper import Plan
from scpxl.render.dashboard.tables import SIZE
from scpxl.render.dashboard.text import column_pixels, height, pieces, wrap

WIDTHS: Final = (38.0, 130.0)


def write_notes(plan: Plan) -> None:
    """Write the sheet, group by group in the scorecard's order."""
    card = plan.scorecard
    lead = f"{card.period}. Framework {card.framework_version}, figures {card.run}."
    paper = plan.new_sheet(plan.names.notes, "Notes", lead, WIDTHS, 1)
    row = 2
    groups = dict.fromkeys(note.group for note in card.notes)
    for group in groups:
        paper.row_height(row, 26)
        paper.text(row, 0, group, looks_of.SECTION, looks_of.ROW)
        paper.text(row, 1, "", looks_of.SECTION, looks_of.ROW)
        row += 1
        for note in card.notes:
            if note.group != group:
                continue
            parts = pieces(paper.clean(note.words), column_pixels(WIDTHS[1]), SIZE)
            for place, part in enumerate(parts):
                term = note.term if place == 0 else ""
                lines = max(
                    len(wrap(term, column_pixels(WIDTHS[0]), SIZE)),
                    len(wrap(part, column_pixels(WIDTHS[1]), SIZE)),
                )
                paper.row_height(row, height(lines, SIZE) + 2)
                paper.text(row, 0, term, looks_of.WRAPPED, {"bold": True})
                paper.text(row, 1, part, looks_of.WRAPPED)
                row += 1
    if not groups:
        paper.text(row, 0, "There are no notes.", looks_of.LEAD)
    paper.sheet.freeze_panes(2, 0)
