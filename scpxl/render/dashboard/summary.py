"""The Summary: one A4 page, every indicator a line, every line a way to its page."""

from __future__ import annotations

from dataclasses import dataclass
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
    ("Latest figure", 22.5),
)  # fmt: skip
INDICATOR, RAG, HEADLINE, BEFORE, CHANGE, PERCENT, DIRECTION, QUARTER, TARGET, VARIATION = range(10)
RANKED: Final = ("Rank in group", 14.0)
"""The column that stands only where an indicator is compared with a group."""
MORE: Final = (("Trend", 18.0), ("Marks", 13.0), ("Unit", 18.0))
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
UNIT: Final = {**LINE, "font_size": 10, "font_color": theme.QUIET, "indent": 1}
MARKED: Final = {**LINE, "font_size": 10, "font_color": theme.PLUM, "italic": True, "indent": 1}

LEGEND: Final = (
    "Numbers are in the unit at the end of the line, changes in it or in per cent; a cell in another unit says so. RAG is the figure against its target; Direction is the last 12 months against the 12 before, better or worse where that is more than normal variation; Latest figure says "
    "whether the newest figure is outside random variation: ○ common cause (no), ● concern, ◆ improvement, ◇ special "
    "cause (neither better nor worse). ▲ the number rose, ▼ fell, ■ stayed. {rank}"
    "Marks such as [p] provisional and [u] low reliability are explained under Notes."
)


@dataclass(frozen=True, slots=True)
class _Grid:
    """The columns, and where those stand that come after the fixed ones."""

    columns: tuple[tuple[str, float], ...]
    rank: int | None
    trend: int
    marks: int
    unit: int

    @property
    def last(self) -> int:
        return self.unit

    @property
    def width(self) -> int:
        """Pixels across."""
        return sum(column_pixels(width) for _, width in self.columns)


def _grid(cards: tuple[IndicatorCard, ...]) -> _Grid:
    ranked = (RANKED,) if any(card.in_groups for card in cards) else ()
    first = len(COLUMNS) + len(ranked)
    return _Grid((*COLUMNS, *ranked, *MORE), len(COLUMNS) if ranked else None, first, first + 1, first + 2)


def write_summary(plan: Plan) -> None:
    """Write the first sheet."""
    sheet = plan.book.add_worksheet(plan.names.summary)
    paper = Paper(sheet, plan.styles)
    grid = _grid(plan.scorecard.cards)
    for column, (_, width) in enumerate(grid.columns):
        sheet.set_column(column, column, width)
    set_up_page(sheet, plan.scorecard, scale=0)
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()
    sheet.set_tab_color(theme.NAVY)
    sheet.set_zoom(85)
    sheet.activate()
    _write_top(plan, paper, grid)
    _write_contents(plan, paper)
    headings = _write_sentences(plan, paper, grid)
    _write_headings(plan, paper, headings, grid)
    end = _write_lines(plan, paper, headings + 1, grid)
    if end > headings + 1:
        paper.colour_ratings(headings + 1, RAG, end - 1)
        paper.colour_judgements(headings + 1, DIRECTION, end - 1)
        paper.colour_judgements(headings + 1, VARIATION, end - 1)
    _write_legend(paper, end, grid)
    sheet.freeze_panes(headings + 1, 1)
    sheet.print_area(0, 0, end, grid.last)


def _write_top(plan: Plan, paper: Paper, grid: _Grid) -> None:
    card = plan.scorecard
    paper.row_height(0, 30)
    paper.row_height(1, 19)
    paper.fill_row(0, 0, grid.last, TOP)
    paper.fill_row(1, 0, grid.last, TOP)
    paper.text(
        0, 0, f"  {card.partnership}: {card.title}" if card.partnership else f"  {card.title}", TOP_TITLE
    )
    paper.text(0, grid.last, f"{card.marking}  ", TOP_MARKING)
    paper.text(1, 0, f"   {card.period}", TOP_LINE, {"bold": True, "font_size": 12})
    made = f"{card.made:%d %B %Y}".lstrip("0")
    facts = (f"{card.edition} edition" if card.edition else "", f"framework {card.framework_version}",
             f"figures {card.run}", f"made {made}")  # fmt: skip
    paper.text(
        1,
        grid.last,
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


def _write_sentences(plan: Plan, paper: Paper, grid: _Grid) -> int:
    """Write a sentence a row; return the row of the headings."""
    row, across = FIRST_WORDS, grid.width
    for sentence in plan.scorecard.summary_words:
        paper.span(row, 0, row, grid.last, f"•  {sentence}", SENTENCE)
        paper.row_height(row, height(len(wrap(sentence, across, 12)), 12) - 2)
        row += 1
    return row


def _write_headings(plan: Plan, paper: Paper, row: int, grid: _Grid) -> None:
    paper.row_height(row, 30)
    lefts = {VARIATION, grid.trend, grid.marks, grid.unit}
    for column, (heading, _) in enumerate(grid.columns):
        shown = plan.scorecard.period_code if column == QUARTER and plan.scorecard.period_code else heading
        side = "left" if column in {INDICATOR, *lefts} else "right"
        side = "center" if column in {RAG, DIRECTION, grid.rank} else side
        indent = {"indent": 1} if column in lefts else {}
        paper.text(row, column, shown, looks_of.HEADING, {"align": side, "font_size": 11}, indent)


def _write_lines(plan: Plan, paper: Paper, row: int, grid: _Grid) -> int:
    for page, tab in zip(plan.scorecard.pages, plan.names.objectives, strict=True):
        paper.row_height(row, BAND_HEIGHT)
        paper.fill_row(row, 0, grid.last, looks_of.BAND, {"font_size": 12})
        paper.link(row, 0, tab, page.title, looks_of.BAND, {"font_size": 12})
        row += 1
        for card in page.cards:
            _write_line(plan, paper, row, card, grid)
            row += 1
    if not plan.scorecard.pages:
        paper.text(row, 0, "No indicators are reported for this period.", looks_of.LEAD)
        row += 1
    return row


def _write_line(plan: Plan, paper: Paper, row: int, card: IndicatorCard, grid: _Grid) -> None:
    paper.row_height(row, ROW_HEIGHT)
    sheet, there = plan.card_places[card.code]
    line = LINE
    paper.link(row, INDICATOR, sheet, card.title, line, {"indent": 1, "shrink": True}, row_there=there)
    paper.text(row, RAG, looks_of.rag_text(card.rag.rag, card.rag.why), RATING)
    _figure(paper, row, HEADLINE, card.headline, {"bold": True})
    for column, figure in ((BEFORE, card.before), (CHANGE, card.change), (PERCENT, card.change_percent)):
        _figure(paper, row, column, figure)
    _figure(paper, row, QUARTER, card.quarter, unit=_other_unit(card, card.period_unit))
    if card.target:
        _figure(paper, row, TARGET, card.target.target, unit=_other_unit(card, card.target.unit))
    else:
        paper.text(row, TARGET, "no target", line, MISSING)
    paper.text(row, DIRECTION, _direction(card), line, {"align": "center"})
    paper.text(row, VARIATION, looks_of.variation_text(card.variation.variation), MIDDLE)
    if grid.rank is not None:
        _write_rank(paper, row, grid.rank, card)
    _draw_trend(plan, paper, row, grid.trend, card)
    paper.text(row, grid.marks, _marks(card), MARKED)
    paper.text(row, grid.unit, card.unit, UNIT)


def _other_unit(card: IndicatorCard, unit: str) -> str:
    """Return the unit of a cell where it is not that of the line; blank where it is."""
    return "" if unit == card.unit else unit


def _figure(paper: Paper, row: int, column: int, figure: Figure, *looks: Looks, unit: str = "") -> None:
    """Write the number, or what stands in its place, a little larger than elsewhere."""
    if figure.value is None:
        paper.text(row, column, figure.brief, LINE, MISSING)
    elif unit:
        paper.number(row, column, figure.value, looks_of.with_unit(figure.style, unit), LINE, *looks)
    else:
        paper.figure(row, column, figure, LINE, *looks)


def _direction(card: IndicatorCard) -> str:
    return f"{card.direction.travel.arrow} {direction_word(card)}".strip()


def _write_rank(paper: Paper, row: int, column: int, card: IndicatorCard) -> None:
    group = card.comparison
    if group is None or group.rank is None:
        paper.text(row, column, "not ranked" if group else "", LINE, MISSING)
    else:
        paper.number(row, column, group.rank, looks_of.rank_format(group.rank_words), LINE, MIDDLE_CELL)


def _draw_trend(plan: Plan, paper: Paper, row: int, column: int, card: IndicatorCard) -> None:
    paper.text(row, column, "", LINE)
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
    paper.sheet.add_sparkline(row, column, options)


def _marks(card: IndicatorCard) -> str:
    """Return the marks of the figures in this line, each once, and whether they are illustrative."""
    figures = (card.headline, card.before, card.change, card.change_percent, card.quarter)
    marks = dict.fromkeys(figure.mark for figure in figures if figure.mark)
    return " ".join([*marks, *(["illustrative"] if card.illustrative else [])])


def _write_legend(paper: Paper, row: int, grid: _Grid) -> None:
    words = LEGEND.format(rank="" if grid.rank is None else "Rank 1st is the lowest of the group. ")
    paper.span(
        row,
        0,
        row,
        grid.last,
        words,
        looks_of.QUIET,
        {"font_size": 10, "text_wrap": True, "valign": "bottom"},
    )
    paper.row_height(row, height(len(wrap(words, grid.width, 10)), 10) + 6)
