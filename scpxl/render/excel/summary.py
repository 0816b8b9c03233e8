"""The Summary: one A4 page, what needs the board first, then one line per headline measure under its objective."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from scpxl.render import theme
from scpxl.render.excel import looks
from scpxl.render.excel.board import Board
from scpxl.render.excel.charts import small_chart, small_window
from scpxl.render.excel.looks import Looks
from scpxl.render.excel.lookup import Ref
from scpxl.render.excel.paper import Page
from scpxl.scorecard.cell_words import cut
from scpxl.scorecard.end_records import YEARS_POINTS
from scpxl.scorecard.shape import Measure

FIXED: Final = (
    ("Headline measure", 37.0), ("Counts", 14.5), ("Last 12 months", 9.0), ("Year before", 9.0), ("Change", 9.0),
    ("What the change means", 15.5), ("Against target", 11.0), ("Target", 8.0), ("Year-end forecast", 10.0),
    ("Latest month", 15.5), ("Meets target as it runs?", 15.0),
)  # fmt: skip
MEASURE, COUNTS, NOW, BEFORE, CHANGE, MEANS, RAG, TARGET, FORECAST, LATEST, MEETS = range(len(FIXED))
RANK_WIDTH: Final = 13.5
SMALL: Final = ("24 months", 11.0)
MOST_RANKS: Final = 2
BOXES: Final = 2
"""Row of the headings of the three boxes."""
HEADS: Final = 7
LINES: Final = 8
PAGE_HEIGHT: Final = 745.0
"""Points that fill a page at the scale its columns give it."""
LEAST_ROW: Final = 15.0
MOST_ROW: Final = 20.0
BOX_ROW: Final = 28.0
REST: Final = 250.0
"""Points of all rows but the lines."""
KEY: Final = (
    "Against target: darker needs more attention. Change: better or worse only where the two years differ by more than usual variation. "
    "Latest month: ○ usual, ● unusual and worse, ◆ unusual and better, ◇ unusual, neither is better. Rank 1 has the lowest figure; "
    "higher or lower than the group only where that is more than chance. [p] provisional. [example] made-up figures. {status}"
)


@dataclass(frozen=True, slots=True)
class _Grid:
    ranks: tuple[int, ...]
    small: int
    widths: tuple[float, ...]
    heads: tuple[str, ...]


def _grid(board: Board) -> _Grid:
    number = min(MOST_RANKS, board.shape.most_groups)
    ranks = tuple(len(FIXED) + place for place in range(number))
    names = ("Rank in its group", "Rank in the second group")[:number]
    return _Grid(
        ranks,
        len(FIXED) + number,
        (*(width for _, width in FIXED), *(RANK_WIDTH for _ in ranks), SMALL[1]),
        (*(head for head, _ in FIXED), *names, SMALL[0]),
    )


def write_summary(board: Board) -> None:
    """Write the first sheet."""
    grid, shape = _grid(board), board.shape
    page = board.page(
        board.names.summary, f"{shape.partnership}: performance dashboard", grid.widths, back=False
    )
    page.text(0, page.last, shape.marking, looks.TITLE, looks.RIGHT, {"font_size": 11})
    page.choose(1, FORECAST, "as_of", "months", board.label, "Figures to the end of", wide=2)
    _contents(board, page)
    _boxes(board, page)
    page.height(6, 6)
    page.height(HEADS, 30)
    right = dict.fromkeys((NOW, BEFORE, CHANGE, TARGET, FORECAST), looks.RIGHT)
    indented = dict.fromkeys((COUNTS, MEANS, LATEST, MEETS, *grid.ranks), looks.INDENT)
    page.heads(HEADS, grid.heads, sides={**right, **indented, RAG: looks.CENTRE})
    row = _lines(board, page, grid)
    area = (LINES, 0, row - 1, 0)
    page.colour_ratings((area[0], RAG, area[2], RAG))
    for column in (MEANS, LATEST, MEETS):
        page.colour_signs((area[0], column, area[2], column))
    for column in (NOW, BEFORE, CHANGE, TARGET, FORECAST):
        page.mute_words((area[0], column, area[2], column))
    page.across(row, 0, page.last, KEY.format(status=shape.status_rule), looks.SMALL, looks.WRAP)
    page.height(row, 36)
    page.sheet.freeze_panes(LINES, 1)
    page.sheet.set_tab_color(theme.NAVY)
    page.one_page(row + 1)
    page.sheet.activate()


def _contents(board: Board, page: Page) -> None:
    """Write the period and the links across the second row."""
    line, title = board.calc.rows(1), {"font_size": 12, "font_color": theme.NAVY, "indent": 1}
    period = board.calc.words(line, 0, board.scorecard.period)
    other = board.calc.words(line, 1, f"; returns, words and decisions of {board.scorecard.quarter_name}")
    words = f'=IF(as_of_no={board.ends},{period.address},"Figures to "&as_of&{other.address})'
    page.merge((1, MEASURE, 1, BEFORE), looks.STRONG, title)
    shown = board.scorecard.period if board.is_published else f"Figures to {board.label}{other.value}"
    page.formula(1, MEASURE, words, shown, looks.STRONG, title)
    names = board.names
    targets = [(names.quarters, names.quarters), (names.exceptions, names.exceptions)]
    places = [LATEST + 1 + n for n in range(page.last - LATEST)]
    if board.shape.by_parts:
        targets.append((names.places, names.places))
    if board.shape.groups:
        targets.append((names.benchmarks, names.benchmarks))
    targets = [*targets[: len(places) - 1], (names.explore, names.explore)]
    for column, (name, words_of) in zip(places, targets, strict=False):
        page.link(1, column, name, words_of, looks.CENTRE)


def _boxes(board: Board, page: Page) -> None:
    """Write the three boxes: what needs the board, what has changed, how complete it all is."""
    bounds = ((MEASURE, BEFORE), (CHANGE, FORECAST), (LATEST, page.last))
    heads = (
        "What needs the board",
        f"What has changed since {board.scorecard.since_name}",
        f"How complete is {board.scorecard.quarter_name}?",
    )
    for (left, right), head in zip(bounds, heads, strict=True):
        page.across(BOXES, left, right, head, looks.BOX)
    page.height(BOXES, 20)
    top = board.calc.rows(3)
    for place in range(3):
        row = BOXES + 1 + place
        page.height(row, BOX_ROW)
        text, said = needs_board(board, top + place, place)
        page.show_across(
            row, MEASURE, NOW, text, looks.STRONG, looks.WRAP, {"valign": "vcenter", "indent": 1}
        )
        page.show(
            row, BEFORE, said, looks.STRONG, looks.CENTRE, {"font_color": theme.CONCERN_INK, "shrink": True}
        )
    changes = [board.month_cell(top, 6 + n, f"newly {n + 1}") for n in range(2)]
    for place, ref in enumerate(changes):
        page.show_across(BOXES + 1 + place, CHANGE, FORECAST, ref, looks.WRAP, {"valign": "vcenter"})
    page.across(BOXES + 3, CHANGE, FORECAST, board.scorecard.changed_words, looks.WRAP, {"valign": "vcenter"})
    for place, words in enumerate(board.scorecard.complete_words):
        page.across(BOXES + 1 + place, LATEST, page.last, words, looks.WRAP, {"valign": "vcenter"})


def needs_board(board: Board, row: int, place: int) -> tuple[Ref, Ref]:
    """Write and return the words of an exception for the month chosen, and what is suggested."""
    calc, cards = board.calc, board.results.cards
    found = board.exception(row, place)
    variation = calc.text(row, 3, cards, cards.place("variation"), found.row)
    rag = calc.text(row, 4, cards, cards.place("rag"), found.row)
    value = ""
    if found.measure is not None:
        leads = {aim.code: aim.lead for aim in board.shape.aims}
        owner = leads.get(found.measure.objective, "")
        name, now, rated = found.measure.name, str(variation.value)[2:].lower(), str(rag.value)[3:]
        value = f"{place + 1}. {name}: {now}, {rated}. {owner}"
    which = found.which.address
    formula = (
        f'=IFERROR("{place + 1}. "&INDEX(measures,{which})&": "&LOWER(MID({variation.address},3,40))&", "'
        f'&MID({rag.address},4,40)&". "&INDEX(leads,{which}),"")'
    )
    return calc.put(row, 5, formula, value), found.suggestion


def _lines(board: Board, page: Page, grid: _Grid) -> int:
    """Write one band per objective and one line per headline measure, then the blocks of tags; return the next row."""
    row = LINES
    tagged_lines = [1 + len(board.shape.tagged(tag)) for tag in board.shape.tags]
    lines = len(board.shape.aims) + len(board.shape.headlines) + sum(tagged_lines)
    high = max(LEAST_ROW, min(MOST_ROW, (PAGE_HEIGHT - REST) / max(1, lines)))
    by_aim = {
        aim.code: [one for one in board.shape.headlines if one.objective == aim.code]
        for aim in board.shape.aims
    }
    tops = board.calc.rows(len(board.shape.aims))
    for number, aim in enumerate(board.shape.aims):
        page.fill(row, 0, page.last, looks.BAND)
        page.link(
            row, MEASURE, board.names.sheet_of(board.shape, aim.code), aim.tab, looks.BAND, looks.INDENT
        )
        counted = board.month_cell(tops + number, 0, f"counted {number + 1}")
        status = board.month_cell(tops + number, 1, f"status {number + 1}")
        sentence = board.month_cell(tops + number, 2, f"sentence {number + 1}")
        plain = {"bold": False, "font_color": theme.INK, "shrink": True}
        page.show_across(row, COUNTS, MEANS, counted, looks.BAND, plain)
        page.show(row, RAG, status, looks.BAND, looks.CENTRE)
        page.show_across(row, TARGET, page.last, sentence, looks.BAND, plain, looks.INDENT)
        page.height(row, high)
        row = _measures(board, page, grid, row + 1, by_aim[aim.code], high)
    for tag in board.shape.tags:
        tagged = board.shape.tagged(tag)
        if tagged:
            page.fill(row, 0, page.last, looks.BAND)
            page.text(row, 0, tag, looks.BAND, looks.INDENT)
            page.height(row, high)
            row = _measures(board, page, grid, row + 1, tagged, high)
    return row


def _measures(
    board: Board, page: Page, grid: _Grid, row: int, measures: Sequence[Measure], high: float
) -> int:
    for measure in measures:
        page.height(row, high)
        _line(board, page, grid, row, measure)
        row += 1
    return row


def _line(board: Board, page: Page, grid: _Grid, row: int, measure: Measure) -> None:
    card, line = board.card(measure), looks.LINE
    page.text(row, MEASURE, cut(measure.name, 43), line, looks.INDENT)
    page.text(row, COUNTS, cut(measure.unit, 18), line, looks.UNIT)
    numbers: tuple[tuple[int, str, Looks], ...] = (
        (NOW, "headline", {**looks.number(measure.style), "bold": True}),
        (BEFORE, "before", looks.number(measure.style)),
        (CHANGE, "change", looks.number(measure.change_style)),
        (TARGET, "target", looks.number(measure.style)),
        (FORECAST, "forecast", looks.number(measure.period_style)),
    )
    for column, field, look in numbers:
        page.show(row, column, card[field], line, look)
    page.show(row, RAG, card["rag"], line, looks.CENTRE, {"shrink": True})
    for column, field in ((MEANS, "meaning"), (LATEST, "variation"), (MEETS, "assurance")):
        page.show(row, column, card[field], line, looks.INDENT, {"shrink": True})
    for number, column in enumerate(grid.ranks, start=1):
        page.show(row, column, card[f"rank {number}"], line, looks.INDENT, {"shrink": True})
    page.fill(row, grid.small, grid.small, line)
    of = board.card_row(measure)
    small_chart(page, row, grid.small, small_window(board, of), 0, YEARS_POINTS)
