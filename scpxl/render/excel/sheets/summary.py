"""The Summary: one A4 page, what needs the board first, then one line per headline measure under its objective."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from xlsxwriter.utility import xl_rowcol_to_cell

from scpxl.pages.typed import STAMP
from scpxl.render import theme
from scpxl.render.excel import looks
from scpxl.render.excel.board import DashboardBook
from scpxl.render.excel.charts import small_chart
from scpxl.render.excel.looks import Looks
from scpxl.render.excel.paper import Paper
from scpxl.render.excel.part_windows import small_window
from scpxl.scorecard.records.ends import NEWLY_BOX, YEARS_POINTS
from scpxl.scorecard.records.shape import Measure, ObjectiveShape
from scpxl.scorecard.texts.cell_words import cut
from scpxl.scorecard.texts.partner_words import stamp_words
from scpxl.scorecard.wording import listed

FIXED: Final = (
    ("Headline measure", 36.0), ("Counts", 13.5), ("Last 12 months", 9.0), ("Year before", 9.0), ("Change", 9.0),
    ("What the change means", 17.5), ("Against target", 11.0), ("Target", 8.0), ("Year-end forecast", 10.0),
    ("Latest month", 15.5), ("Meets target as it runs?", 15.0),
)  # fmt: skip
MEASURE, COUNTS, NOW, BEFORE, CHANGE, MEANS, RAG, TARGET, FORECAST, LATEST, MEETS = range(len(FIXED))
RANK_WIDTH: Final = 13.5
SMALL: Final = ("24 months", 11.0)
COMPLETE_BOX: Final = 150
NAME_BOX: Final = 46
WHERE_BOX: Final = 200
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
REST: Final = 277.0
"""Points of all rows but the lines."""
KEY: Final = (
    "Against target: darker needs more attention. Was: a quarter before. Change: better or worse only where the two years differ by more than usual variation. "
    "Latest month: ○ usual, ● unusual and worse, ◆ unusual and better, ◇ unusual, neither up nor down is better. Rank 1 has the lowest figure; "
    "higher or lower than the group only where that is more than chance. [p] provisional, [r] revised. [example] made-up figures. {status}"
)


@dataclass(frozen=True, slots=True)
class _Grid:
    ranks: tuple[int, ...]
    small: int
    widths: tuple[float, ...]
    heads: tuple[str, ...]


def _grid(board: DashboardBook) -> _Grid:
    number = min(MOST_RANKS, board.shape.most_groups)
    ranks = tuple(len(FIXED) + place for place in range(number))
    names = ("Rank in its group", "Rank in the second group")[:number]
    return _Grid(
        ranks,
        len(FIXED) + number,
        # What ranks do not take the last column does, so that the page is as wide with groups as without.
        (
            *(width for _, width in FIXED),
            *(RANK_WIDTH for _ in ranks),
            SMALL[1] + RANK_WIDTH * (MOST_RANKS - number),
        ),
        (*(head for head, _ in FIXED), *names, SMALL[0]),
    )


def write_summary(board: DashboardBook) -> None:
    """Write the first sheet."""
    grid, shape = _grid(board), board.shape
    page = board.page(
        board.names.summary,
        f"{shape.partnership}: performance dashboard",
        grid.widths,
        back=False,
        marking=shape.marking,
    )
    page.choose(1, TARGET, "as_of", "months", board.label, "Figures to the end of", wide=2)
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
    page.across(row, 0, page.last, KEY.format(status=shape.status.words), looks.QUIET, looks.WRAP)
    page.height(row, 36)
    row += 1
    page.across(row, 0, page.last, stamp_words(board.scorecard), looks.QUIET, looks.WRAP)
    page.height(row, 25)
    place = xl_rowcol_to_cell(row, 0, row_abs=True, col_abs=True)
    board.book.define_name(STAMP, f"={page.name}!{place}")
    page.sheet.freeze_panes(LINES, 1)
    page.sheet.set_tab_color(theme.NAVY)
    page.one_page(row + 1)
    page.sheet.activate()


def _contents(board: DashboardBook, page: Paper) -> None:
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
    places = [*range(LATEST, page.last + 1)]
    if board.shape.by_parts:
        targets.append((names.places, names.places))
    if board.shape.groups:
        targets.append((names.benchmarks, names.benchmarks))
    targets.append((names.explore, names.explore))
    # What has no room at the right stands before the choice.
    places = [*(CHANGE, MEANS)[: max(0, len(targets) - len(places))], *places]
    for column, (name, words_of) in zip(places, targets, strict=False):
        page.link(1, column, name, words_of, looks.CENTRE)


def _boxes(board: DashboardBook, page: Paper) -> None:
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
        text = board.month_cell(top + place, 3, f"needs {place + 1}")
        said = board.exception(top + place, place).suggestion
        page.show_across(
            row, MEASURE, NOW, text, looks.STRONG, looks.WRAP, {"valign": "vcenter", "indent": 1}
        )
        page.show(row, BEFORE, said, looks.STRONG, looks.CENTRE, {"font_color": theme.CONCERN_INK})
    changes = [board.month_cell(top, 6 + n, f"newly {n + 1}") for n in range(2)]
    for place, ref in enumerate(changes):
        page.show_across(BOXES + 1 + place, CHANGE, FORECAST, ref, looks.WRAP, {"valign": "vcenter"})
    changed = cut(board.scorecard.changed_words, NEWLY_BOX)
    page.across(BOXES + 3, CHANGE, FORECAST, changed, looks.WRAP, {"valign": "vcenter"})
    for place, words in enumerate(board.scorecard.complete_words):
        complete = cut(words, COMPLETE_BOX)
        page.across(BOXES + 1 + place, LATEST, page.last, complete, looks.WRAP, {"valign": "vcenter"})


def _lines(board: DashboardBook, page: Paper, grid: _Grid) -> int:
    """Write one band per objective and one line per headline measure, then the blocks of tags; return the next row."""
    row = LINES
    tagged_lines = [1 + len(board.shape.tagged(tag)) for tag in board.shape.tags]
    bare = [
        aim for aim in board.shape.aims if not any(one.objective == aim.code for one in board.shape.headlines)
    ]
    lines = len(board.shape.aims) + len(board.shape.headlines) + len(bare) + sum(tagged_lines)
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
        plain = {"bold": False, "font_color": theme.INK}
        page.show_across(row, COUNTS, MEANS, counted, looks.BAND, plain)
        page.show(row, RAG, status, looks.BAND, looks.CENTRE)
        page.show_across(row, TARGET, page.last, sentence, looks.BAND, plain, looks.INDENT)
        page.height(row, high)
        row = _measures(board, page, grid, row + 1, by_aim[aim.code], high)
        if aim in bare:
            page.across(
                row, 0, page.last, cut(_where(board, aim), WHERE_BOX), looks.LINE, looks.QUIET, looks.INDENT
            )
            page.height(row, high)
            row += 1
    for tag in board.shape.tags:
        tagged = board.shape.tagged(tag)
        if tagged:
            page.fill(row, 0, page.last, looks.BAND)
            page.text(row, 0, tag, looks.BAND, looks.INDENT)
            page.height(row, high)
            row = _measures(board, page, grid, row + 1, tagged, high)
    return row


def _where(board: DashboardBook, aim: ObjectiveShape) -> str:
    """Return where an objective's headline measures are shown that has no line of its own."""
    blocks = {
        tag: [one for one in board.shape.tagged(tag) if one.objective == aim.code] for tag in board.shape.tags
    }
    said = [f"Under {tag}: {listed([one.title for one in found])}." for tag, found in blocks.items() if found]
    return " ".join(said) or "No measure of this objective is a headline."


def _measures(
    board: DashboardBook, page: Paper, grid: _Grid, row: int, measures: Sequence[Measure], high: float
) -> int:
    for measure in measures:
        page.height(row, high)
        _line(board, page, grid, row, measure)
        row += 1
    return row


def _line(board: DashboardBook, page: Paper, grid: _Grid, row: int, measure: Measure) -> None:
    card, line = board.card(measure), looks.LINE
    page.text(row, MEASURE, cut(measure.name, NAME_BOX), line, looks.INDENT)
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
    page.show(row, RAG, card["rag"], line, looks.CENTRE)
    for column, field in ((MEANS, "meaning"), (LATEST, "variation"), (MEETS, "assurance")):
        page.show(row, column, card[field], line, looks.INDENT)
    for number, column in enumerate(grid.ranks, start=1):
        page.show(row, column, card[f"rank {number}"], line, looks.INDENT)
    page.fill(row, grid.small, grid.small, line)
    of = board.card_row(measure)
    small_chart(page, row, grid.small, small_window(board, of), 0, YEARS_POINTS)
