"""A sheet for each objective: a card for every indicator, then what partners wrote and are doing."""

from __future__ import annotations

from typing import Final

from scpxl.render import theme
from scpxl.render.dashboard import card_layout as layout_of
from scpxl.render.dashboard import styles as looks_of
from scpxl.render.dashboard.card_layout import CardLayout, PageLayout
from scpxl.render.dashboard.charts import insert_control_chart, insert_year_chart
from scpxl.render.dashboard.paper import Paper, Plan
from scpxl.render.dashboard.tables import Column, Kind, Value, rating_of, write_table
from scpxl.scorecard.model import ActionLine, CommentaryLine, Figure, IndicatorCard, ObjectivePage

CHARTS_LEFT: Final = 4
CHART_COLUMNS: Final = 4
NO_FIGURE: Final = Figure(None, "")

CARD_TITLE: Final = {
    "font_size": 14, "bold": True, "font_color": theme.NAVY, "top": 2, "top_color": theme.NAVY, "valign": "vcenter",
}  # fmt: skip
FIGURE_NAME: Final = {
    "font_size": 9, "font_color": theme.QUIET, "text_wrap": True, "valign": "bottom", "align": "left",
    "bg_color": theme.WASH,
}  # fmt: skip
FIGURE: Final = {
    "font_size": 14,
    "bold": True,
    "align": "left",
    "shrink": True,
    "bg_color": theme.WASH,
    "valign": "vcenter",
}
LEADING_FIGURE: Final = {**FIGURE, "font_size": 18, "font_color": theme.NAVY}
LABEL: Final = {"font_size": 9, "bold": True, "font_color": theme.QUIET, "valign": "top", "text_wrap": True}
WORDS: Final = {"font_size": layout_of.SIZE, "text_wrap": True, "valign": "top", "align": "left", "indent": 1}
RATING: Final = {"font_size": 10, "bold": True, "valign": "vcenter", "align": "center"}
SMALL_PRINT: Final = {"font_size": 9, "font_color": theme.QUIET, "text_wrap": True, "valign": "top"}

COMMENTARY_COLUMNS: Final = (
    Column("Partner", 104, 1, Kind.STRONG),
    Column("What happened", 312, 3),
    Column("Why", 312, 3),
    Column("What is being done", 312, 3),
    Column("Decision sought", 208, 2),
)
ACTION_COLUMNS: Final = (
    Column("Reference", 104),
    Column("Action", 416, 4),
    Column("Owner", 104),
    Column("Due", 104),
    Column("Status", 104),
    Column("RAG", 104, 1, Kind.RATING),
    Column("Update", 312, 3),
)


def write_objective(plan: Plan, name: str, page: ObjectivePage, layout: PageLayout) -> None:
    """Write one objective's sheet."""
    widths = [layout_of.COLUMN_WIDTH] * layout_of.COLUMNS
    paper = plan.new_sheet(
        name, page.title, page.lead, widths, layout_of.COLUMNS - 1, scale=layout_of.PRINT_SCALE
    )
    paper.sheet.set_tab_color(theme.TURQUOISE)
    paper.sheet.freeze_panes(2, 0)
    paper.sheet.set_zoom(90)
    paper.sheet.center_horizontally()
    for card, placed in zip(page.cards, layout.cards, strict=True):
        _write_card(plan, paper, card, placed)
    row = layout.words_row
    if not page.cards:
        paper.text(row, 0, "No indicators are reported under this objective.", looks_of.LEAD)
        row += 2
    row = _write_commentary(paper, row, page.commentary)
    _write_actions(paper, row, page.actions)
    if layout.breaks:
        paper.sheet.set_h_pagebreaks(list(layout.breaks))


def _write_card(plan: Plan, paper: Paper, card: IndicatorCard, placed: CardLayout) -> None:
    last = layout_of.COLUMNS - 1
    _card_heights(paper, placed)
    paper.fill_row(placed.top, 0, last, CARD_TITLE)
    paper.text(placed.top, 0, card.title, CARD_TITLE)
    if card.illustrative:
        plum = {"align": "right", "font_size": 11, "italic": True, "font_color": theme.PLUM}
        paper.text(placed.top, last, "illustrative figures", CARD_TITLE, plum)
    paper.span(placed.top + 1, 0, placed.top + 1, last, placed.definition, SMALL_PRINT, {"font_size": 10})
    _write_strip(paper, card, placed.labels_row)
    _write_words(paper, card, placed)
    width = CHART_COLUMNS * layout_of.COLUMN_PIXELS - 8
    tall = int(placed.panel_rows * layout_of.PANEL_ROW * 96 / 72) - 4
    insert_year_chart(plan, paper, placed.panel_top, CHARTS_LEFT, card, (width, tall))
    insert_control_chart(plan, paper, placed.panel_top, CHARTS_LEFT + CHART_COLUMNS, card, (width, tall))
    if card.year_on_year is None and card.control_chart is None:
        paper.text(
            placed.panel_top, CHARTS_LEFT, "There are no figures to draw.", looks_of.QUIET, {"indent": 1}
        )
    for row, (label, words, _) in enumerate(placed.outlook, start=placed.outlook_row):
        paper.text(row, 0, label, LABEL)
        paper.span(row, 1, row, last, words, WORDS, {"font_size": layout_of.SMALL})
    paper.span(placed.notes_row, 0, placed.notes_row, last, placed.notes, SMALL_PRINT)


def _card_heights(paper: Paper, placed: CardLayout) -> None:
    paper.row_height(placed.top, layout_of.TITLE_HEIGHT)
    paper.row_height(placed.top + 1, placed.definition_height)
    paper.row_height(placed.labels_row, placed.labels_height)
    paper.row_height(placed.labels_row + 1, layout_of.VALUE_HEIGHT)
    paper.row_height(placed.labels_row + 2, layout_of.SPACER_HEIGHT)
    for row in range(placed.panel_top, placed.outlook_row):
        paper.row_height(row, layout_of.PANEL_ROW)
    for row, (_, _, tall) in enumerate(placed.outlook, start=placed.outlook_row):
        paper.row_height(row, tall)
    paper.row_height(placed.notes_row, placed.notes_height)
    paper.row_height(placed.notes_row + 1, layout_of.GAP_HEIGHT)


def _write_strip(paper: Paper, card: IndicatorCard, row: int) -> None:
    """Write the names of the figures and the figures, a column each, twelve across at most."""
    for column in range(layout_of.COLUMNS):
        if column >= len(card.strip):
            paper.text(row, column, "", FIGURE_NAME)
            paper.text(row + 1, column, "", FIGURE)
            continue
        one = card.strip[column]
        paper.text(row, column, f"{one.name} {one.figure.mark}".strip(), FIGURE_NAME)
        paper.figure(row + 1, column, one.figure, FIGURE if column else LEADING_FIGURE)


def _write_words(paper: Paper, card: IndicatorCard, placed: CardLayout) -> None:
    row = placed.panel_top
    for place, (label, words, rows) in enumerate(placed.words):
        if place == 0:
            paper.text(row, 0, looks_of.rag_text(card.rag.rag, card.rag.why), RATING)
            paper.colour_ratings(row, 0, row)
        else:
            paper.text(row, 0, label, LABEL)
        paper.span(row, 1, row + rows - 1, layout_of.WORDS_COLUMNS, words, WORDS)
        row += rows


def _write_commentary(paper: Paper, row: int, lines: tuple[CommentaryLine, ...]) -> int:
    if not lines:
        return row
    rows: list[tuple[Value, ...]] = [
        (_with_marking(line), line.happened, line.why, line.doing, line.decision) for line in lines
    ]
    paper.row_height(row, 24)
    paper.text(row, 0, "What partners say", looks_of.SECTION)
    return write_table(paper, row + 1, COMMENTARY_COLUMNS, rows) + 1


def _with_marking(line: CommentaryLine) -> str:
    return f"{line.partner}\n{line.marking}" if line.marking else line.partner


def _write_actions(paper: Paper, row: int, lines: tuple[ActionLine, ...]) -> None:
    if not lines:
        return
    rows: list[tuple[Value, ...]] = [
        (line.reference, line.action, line.owner, line.due, line.status, rating_of(line.rag), line.update)
        for line in lines
    ]
    paper.row_height(row, 24)
    paper.text(row, 0, "What is being done: the action plan", looks_of.SECTION)
    write_table(paper, row + 1, ACTION_COLUMNS, rows)
