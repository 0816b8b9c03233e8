"""The Summary: one A4 page, every indicator a line, every line a way to its page."""

from __future__ import annotations

from typing import Any, Final

from scpxl.render import theme
from scpxl.render.dashboard import places
from scpxl.render.dashboard import styles as looks_of
from scpxl.render.dashboard.paper import Paper, Plan, set_up_page
from scpxl.render.dashboard.styles import Looks
from scpxl.render.dashboard.text import column_pixels, height, wrap
from scpxl.scorecard.model import Figure, IndicatorCard
from scpxl.scorecard.outlook_words import direction_word

COLUMNS: Final = (
    ("Indicator", 50.0), ("RAG", 12.5), ("Last 12 months or latest", 13.0), ("A year before", 13.0),
    ("Change", 10.5), ("Change, %", 10.5), ("Direction", 18.0), ("Quarter", 12.0), ("Target", 12.0),
    ("Latest figure", 22.5), ("Rank in group", 14.0), ("Trend", 18.0), ("Marks", 13.0),
)  # fmt: skip
INDICATOR, RAG, HEADLINE, BEFORE, CHANGE, PERCENT, DIRECTION = range(7)
QUARTER, TARGET, VARIATION, RANK, TREND, MARKS = range(7, 13)
LAST: Final = MARKS
ROW_HEIGHT: Final = 16.5
BAND_HEIGHT: Final = 17.0
FIRST_WORDS: Final = 3
"""The row of the first sentence; title, period and contents stand above it."""
CONTENTS_ROW: Final = 2

TOP: Final = {"bg_color": theme.NAVY, "font_color": theme.PAPER}
TOP_TITLE: Final = {**TOP, "font_size": 20, "bold": True}
TOP_MARKING: Final = {**TOP, "font_size": 12, "bold": True, "align": "right"}
TOP_LINE: Final = {**TOP, "font_size": 11}
CONTENTS: Final = {"font_size": 11, "underline": 1, "align": "center"}
SENTENCE: Final = {"font_size": 12, "text_wrap": True}
LINE: Final = {**looks_of.ROW, "font_size": 12, "shrink": True}
RATING: Final = {**LINE, "bold": True, "align": "center"}
MIDDLE: Final = {**LINE, "indent": 1}
MIDDLE_CELL: Final = {"align": "center"}
MISSING: Final = {**looks_of.MISSING, "font_size": 10, "indent": 1}
MARKED: Final = {**LINE, "font_size": 10, "font_color": theme.PLUM, "italic": True, "indent": 1}

LEGEND: Final = (
    "RAG is the figure against its target; Direction is the last 12 months against the 12 before, better or worse where that is more than normal variation; Latest figure says "
    "whether the newest figure is outside random variation: ○ common cause (no), ● concern, ◆ improvement, ◇ special "
    "cause (neither better nor worse). ▲ the number rose, ▼ fell, ■ stayed. Rank 1st is the lowest of the group. "
    "Marks such as [p] provisional and [u] low reliability are explained under Notes."
)


def write_summary(plan: Plan) -> None:
    """Write the first sheet."""
    sheet = plan.book.add_worksheet(plan.names.summary)
    paper = Paper(sheet, plan.styles)
    for column, (_, width) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
    set_up_page(sheet, plan.scorecard, scale=0)
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()
    sheet.set_tab_color(theme.NAVY)
    sheet.set_zoom(85)
    sheet.activate()
    _write_top(plan, paper)
    _write_contents(plan, paper)
    headings = _write_sentences(plan, paper)
    _write_headings(plan, paper, headings)
    end = _write_lines(plan, paper, headings + 1)
    if end > headings + 1:
        paper.colour_ratings(headings + 1, RAG, end - 1)
        paper.colour_judgements(headings + 1, DIRECTION, end - 1)
        paper.colour_judgements(headings + 1, VARIATION, end - 1)
    _write_legend(paper, end)
    sheet.freeze_panes(headings + 1, 1)
    sheet.print_area(0, 0, end, LAST)


def _write_top(plan: Plan, paper: Paper) -> None:
    card = plan.scorecard
    paper.row_height(0, 30)
    paper.row_height(1, 19)
    paper.fill_row(0, 0, LAST, TOP)
    paper.fill_row(1, 0, LAST, TOP)
    paper.text(
        0, 0, f"  {card.partnership}: {card.title}" if card.partnership else f"  {card.title}", TOP_TITLE
    )
    paper.text(0, LAST, f"{card.marking}  ", TOP_MARKING)
    paper.text(1, 0, f"   {card.period}", TOP_LINE, {"bold": True, "font_size": 12})
    made = f"{card.made:%d %B %Y}".lstrip("0")
    facts = (f"{card.edition} edition" if card.edition else "", f"framework {card.framework_version}",
             f"figures {card.run}", f"made {made}")  # fmt: skip
    paper.text(
        1,
        LAST,
        " · ".join(fact for fact in facts if fact) + "  ",
        TOP_LINE,
        {"align": "right", "font_size": 10},
    )


def _write_contents(plan: Plan, paper: Paper) -> None:
    names = plan.names
    paper.row_height(CONTENTS_ROW, 18)
    paper.text(
        CONTENTS_ROW,
        0,
        "More in this workbook",
        looks_of.QUIET,
        {"font_size": 10},
    )
    slots: tuple[tuple[int, int], ...]
    slots = ((1, 2), (3, 4), (5, 6), (7, 7), (8, 8), (9, 9), (10, 10), (11, 11), (12, 12))
    divided = (names.breakdowns,) if plan.scorecard.breakdowns else ()
    if divided:
        slots = ((1, 2), (3, 3), (4, 4), (5, 6), (7, 7), (8, 8), (9, 9), (10, 10), (11, 11), (12, 12))
    others = (names.exceptions, names.benchmarks, names.wards, *divided, names.actions, names.commentary, names.returns,
              names.quality, names.data[0], names.notes)  # fmt: skip
    for (left, right), name in zip(slots, others, strict=True):
        if left != right:
            paper.span(CONTENTS_ROW, left, CONTENTS_ROW, right, "", looks_of.LINK, CONTENTS)
        paper.link(CONTENTS_ROW, left, name, name, CONTENTS)


def _write_sentences(plan: Plan, paper: Paper) -> int:
    """Write a sentence a row; return the row of the headings."""
    row = FIRST_WORDS
    across = sum(column_pixels(width) for _, width in COLUMNS)
    for sentence in plan.scorecard.summary_words:
        paper.span(row, 0, row, LAST, f"•  {sentence}", SENTENCE)
        paper.row_height(row, height(len(wrap(sentence, across, 12)), 12) - 2)
        row += 1
    return row


def _write_headings(plan: Plan, paper: Paper, row: int) -> None:
    paper.row_height(row, 30)
    for column, (heading, _) in enumerate(COLUMNS):
        shown = plan.scorecard.period_code if column == QUARTER and plan.scorecard.period_code else heading
        side = "left" if column in {INDICATOR, VARIATION, TREND, MARKS} else "right"
        side = "center" if column in {RAG, DIRECTION, RANK} else side
        indent = {"indent": 1} if column in {VARIATION, TREND, MARKS} else {}
        paper.text(row, column, shown, looks_of.HEADING, {"align": side, "font_size": 11}, indent)


def _write_lines(plan: Plan, paper: Paper, row: int) -> int:
    for page, tab in zip(plan.scorecard.pages, plan.names.objectives, strict=True):
        paper.row_height(row, BAND_HEIGHT)
        paper.fill_row(row, 0, LAST, looks_of.BAND, {"font_size": 12})
        paper.link(row, 0, tab, page.title, looks_of.BAND, {"font_size": 12})
        row += 1
        for card in page.cards:
            _write_line(plan, paper, row, card)
            row += 1
    if not plan.scorecard.pages:
        paper.text(row, 0, "No indicators are reported for this period.", looks_of.LEAD)
        row += 1
    return row


def _write_line(plan: Plan, paper: Paper, row: int, card: IndicatorCard) -> None:
    paper.row_height(row, ROW_HEIGHT)
    sheet, there = plan.card_places[card.code]
    line = LINE
    paper.link(row, INDICATOR, sheet, card.title, line, {"indent": 1, "shrink": True}, row_there=there)
    paper.text(row, RAG, looks_of.rag_text(card.rag.rag, card.rag.why), RATING)
    _figure(paper, row, HEADLINE, card.headline, {"bold": True})
    for column, figure in ((BEFORE, card.before), (CHANGE, card.change), (PERCENT, card.change_percent),
                           (QUARTER, card.quarter)):  # fmt: skip
        _figure(paper, row, column, figure)
    if card.target:
        _figure(paper, row, TARGET, card.target.target)
    else:
        paper.text(row, TARGET, "no target", line, MISSING)
    paper.text(row, DIRECTION, _direction(card), line, {"align": "center"})
    paper.text(row, VARIATION, looks_of.variation_text(card.variation.variation), MIDDLE)
    _write_rank(paper, row, card)
    _draw_trend(plan, paper, row, card)
    paper.text(row, MARKS, _marks(card), MARKED)


def _figure(paper: Paper, row: int, column: int, figure: Figure, *looks: Looks) -> None:
    """Write the number, or what stands in its place, a little larger than elsewhere."""
    if figure.value is None:
        paper.text(row, column, figure.brief, LINE, MISSING)
    else:
        paper.figure(row, column, figure, LINE, *looks)


def _direction(card: IndicatorCard) -> str:
    return f"{card.direction.travel.arrow} {direction_word(card)}".strip()


def _write_rank(paper: Paper, row: int, card: IndicatorCard) -> None:
    group = card.comparison
    if group is None or group.rank is None:
        paper.text(row, RANK, "not ranked" if group else "", LINE, MISSING)
    else:
        paper.number(row, RANK, group.rank, looks_of.rank_format(group.rank_words), LINE, MIDDLE_CELL)


def _draw_trend(plan: Plan, paper: Paper, row: int, card: IndicatorCard) -> None:
    paper.text(row, TREND, "", LINE)
    if all(point is None for point in card.sparkline):
        return
    top = plan.cells.cards[card.code]
    options: dict[str, Any] = {
        "range": plan.cells.range_text(top, places.SPARK + 1, len(card.sparkline)),
        "type": "line",
        "last_point": True,
        "series_color": theme.NAVY,
        "last_color": theme.ORANGE,
        "weight": 1.5,
        "empty_cells": "gaps",
    }
    paper.sheet.add_sparkline(row, TREND, options)


def _marks(card: IndicatorCard) -> str:
    """Return the marks of the figures in this line, each once, and whether they are illustrative."""
    figures = (card.headline, card.before, card.change, card.change_percent, card.quarter)
    marks = dict.fromkeys(figure.mark for figure in figures if figure.mark)
    return " ".join([*marks, *(["illustrative"] if card.illustrative else [])])


def _write_legend(paper: Paper, row: int) -> None:
    across = sum(column_pixels(width) for _, width in COLUMNS)
    paper.span(
        row, 0, row, LAST, LEGEND, looks_of.QUIET, {"font_size": 10, "text_wrap": True, "valign": "bottom"}
    )
    paper.row_height(row, height(len(wrap(LEGEND, across, 10)), 10) + 6)
