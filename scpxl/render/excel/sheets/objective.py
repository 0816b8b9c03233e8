"""One page per objective: its measures by the three questions, four charts of the one chosen, what is said and done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from scpxl.render.excel import looks
from scpxl.render.excel.board import DashboardBook
from scpxl.render.excel.charts import draw_range, draw_year, place_chart, ranked_chart, target_chart
from scpxl.render.excel.lookup import Ref
from scpxl.render.excel.paper import Paper
from scpxl.render.excel.windows import group_window, measure_window
from scpxl.scorecard.records.scorecard import ObjectivePage
from scpxl.scorecard.records.shape import PLACES_A_PAGE, Measure, ObjectiveShape, PageQuestion
from scpxl.scorecard.texts.cell_words import action_state, cut
from scpxl.scorecard.texts.partner_words import action_words, comment_words, most_urgent_first

WIDTHS: Final = (*(10.8,) * 15, 15.0)
TITLE_LEFT, COUNTS, NOW, BEFORE, CHANGE, MEANS, RAG, TARGET, LATEST, MEETS, RANK = (
    0,
    3,
    4,
    5,
    6,
    7,
    9,
    10,
    11,
    13,
    15,
)
HEADS: Final = 3
ROW: Final = 16.5
SENTENCE_ROW: Final = 31.0
CHART: Final = (326, 250)
WIDE_CHART: Final = (432, 250)
CHART_ROWS: Final = 12
COMMENTS: Final = 4
SAID_BOX: Final = 330
DONE_BOX: Final = 165
TEXT_ROW: Final = 37.0
LEFT_LAST: Final = 7


def write_objectives(board: DashboardBook) -> None:
    """Write the pages of every objective."""
    names = iter(board.names.objectives)
    pages = {page.code: page for page in board.scorecard.pages}
    for number, aim in enumerate(board.shape.aims, start=1):
        measures = board.shape.of_aim(aim.code)
        first = measures[:PLACES_A_PAGE]
        _write_page(board, next(names), aim, number, first, pages.get(aim.code))
        for start in range(PLACES_A_PAGE, len(measures), PLACES_A_PAGE):
            _write_more(board, next(names), aim, measures[start : start + PLACES_A_PAGE])


def _write_page(
    board: DashboardBook,
    name: str,
    aim: ObjectiveShape,
    number: int,
    measures: Sequence[Measure],
    told: ObjectivePage | None,
) -> None:
    page = board.page(name, aim.title, WIDTHS)
    line = board.calc.rows(1)
    words = f"Lead: {aim.lead}. Figures to the end of " if aim.lead else "Figures to the end of "
    quoted = words.replace('"', '""')
    page.formula(1, 0, f'="{quoted}"&as_of', f"{words}{board.label}", looks.QUIET, looks.INDENT)
    counted = board.month_cell(line, 2, f"counted {number}")
    sentence = board.month_cell(line, 0, f"sentence {number}")
    both = board.calc.put(
        line, 3, f'={counted.address}&" "&{sentence.address}', f"{counted.value} {sentence.value}"
    )
    page.show_across(
        2, 0, 12, both, looks.STRONG, looks.INDENT, looks.WRAP, {"font_size": 11, "valign": "vcenter"}
    )
    page.show(2, 13, board.month_cell(line, 1, f"status {number}"), looks.CENTRE)
    page.colour_ratings((2, 13, 2, 13))
    row = _write_table(board, page, measures)
    if measures:
        row = _write_charts(board, page, row, number, measures)
    _write_words(board, page, row, told)


def _write_more(board: DashboardBook, name: str, aim: ObjectiveShape, measures: Sequence[Measure]) -> None:
    page = board.page(name, f"{aim.title}, continued", WIDTHS)
    row = _write_table(board, page, measures)
    page.one_page(row)


def _write_table(board: DashboardBook, page: Paper, measures: Sequence[Measure]) -> int:
    """Write the measures under the questions they help to answer; return the next row."""
    page.height(2, SENTENCE_ROW)
    page.height(HEADS, 28)
    heads = ["Measure", "", "", "Counts", "Last 12 months", "Year before", "Change", "What the change means", "",
             "Against target", "Target", "Latest month", "", "Meets target as it runs?", "", "Rank in its group"]  # fmt: skip
    right = dict.fromkeys((NOW, BEFORE, CHANGE, TARGET), looks.RIGHT)
    indented = dict.fromkeys((COUNTS, MEANS, LATEST, MEETS, RANK), looks.INDENT)
    page.heads(HEADS, heads, sides={**right, **indented, RAG: looks.CENTRE})
    for left, end in ((TITLE_LEFT, 2), (MEANS, 8), (LATEST, 12), (MEETS, 14)):
        side = looks.INDENT if left else {}
        page.across(HEADS, left, end, heads[left], looks.HEAD, side)
    row = HEADS + 1
    for question in PageQuestion:
        asked = [one for one in measures if one.question is question]
        if asked:
            page.fill(row, 0, page.last, looks.BAND)
            page.text(row, 0, question.value, looks.BAND)
            page.height(row, 15)
            row += 1
        for measure in asked:
            _write_line(board, page, row, measure)
            row += 1
    if row > HEADS + 1:
        last = row - 1
        page.colour_ratings((HEADS + 1, RAG, last, RAG))
        for column in (MEANS, LATEST, MEETS):
            page.colour_signs((HEADS + 1, column, last, column))
        for column in (NOW, BEFORE, CHANGE, TARGET):
            page.mute_words((HEADS + 1, column, last, column))
    return row


def _write_line(board: DashboardBook, page: Paper, row: int, measure: Measure) -> None:
    card, line = board.card(measure), looks.LINE
    page.height(row, ROW)
    page.across(row, TITLE_LEFT, 2, cut(measure.name, 41), line, looks.INDENT)
    page.text(row, COUNTS, cut(measure.unit, 14), line, looks.UNIT, {"font_size": 9.5})
    page.show(row, NOW, card["headline"], line, looks.number(measure.style), looks.STRONG)
    page.show(row, BEFORE, card["before"], line, looks.number(measure.style))
    page.show(row, CHANGE, card["change"], line, looks.number(measure.change_style))
    page.show_across(row, MEANS, 8, card["meaning"], line, looks.INDENT)
    page.show(row, RAG, card["rag"], line, looks.CENTRE)
    page.show(row, TARGET, card["target"], line, looks.number(measure.style))
    page.show_across(row, LATEST, 12, card["variation"], line, looks.INDENT)
    page.show_across(row, MEETS, 14, card["assurance"], line, looks.INDENT)
    if board.shape.most_groups:
        page.show(row, RANK, card["rank 1"], line, looks.INDENT)
    else:
        page.fill(row, RANK, RANK, line)


def _write_charts(
    board: DashboardBook, page: Paper, row: int, number: int, measures: Sequence[Measure]
) -> int:
    """Write the cell that chooses, four charts side by side and two lines that read them; return the next row."""
    name = f"show_{number}"
    chosen = board.first_shown(name, measures)
    page.height(row, 6)
    row += 1
    page.height(row, 20)
    page.choose(row, 2, name, f"measures_{number}", chosen.name, "Charts show", wide=5)
    which = board.chosen(name, chosen)
    window = measure_window(board, which)
    why = board.calc.text(
        board.calc.rows(1), 0, board.results.cards, board.results.cards.place("why"), window.row
    )
    page.show_across(
        row, 7, page.last, why, looks.INDENT, looks.WRAP, {"font_size": 9.5, "valign": "vcenter"}
    )
    top = row + 1
    pair, of_pair = board.pair_row(which)
    paired = any(board.shape.pair_of(one) for one in measures)
    size = CHART if paired else WIDE_CHART
    charts = [
        (draw_year(board.book, window, size), "the last 12 months against the 12 before"),
        (draw_range(board.book, window, size), "the figures and their usual range"),
        (target_chart(board.book, window, size), "the year's figure with its target and forecast"),
    ]
    if paired:
        areas = group_window(board, pair, filled=True)
        ranked = ranked_chart(board.book, areas, board.shape.area, of_pair, size, gap=0)
        charts.append((ranked, "the areas of its group, or what it is made of, or its quarters"))
    across = 4 if paired else 5
    for place, (chart, words) in enumerate(charts):
        told = f"Chart of the measure chosen: {words}. The same figures are in the table above and on {board.names.data}."
        place_chart(page, top, across * place, chart, told, 2 if paired else 20 * place)
    for line in range(CHART_ROWS):
        page.height(top + line, 16.5)
    row = top + CHART_ROWS
    line = board.calc.rows(1)
    readings: tuple[Ref, ...] = (
        board.calc.text(
            line, 0, board.results.cards, board.results.cards.place("change_reading"), window.row
        ),
        board.calc.text(line, 1, board.results.groups, board.results.groups.place("reading"), pair),
    )
    for place, ref in enumerate(readings):
        page.show_across(row + place, 0, page.last, ref, looks.INDENT, {"font_size": 9.5})
        page.height(row + place, 14)
    return row + len(readings)


def _write_words(board: DashboardBook, page: Paper, row: int, told: ObjectivePage | None) -> None:
    """Write what partners say on the left, and what is being done on the right, overdue first."""
    quarter = board.scorecard.quarter_name
    page.height(row, 20)
    page.across(row, 0, LEFT_LAST, f"What partners say ({quarter})", looks.BOX)
    page.across(row, LEFT_LAST + 1, page.last, f"What we are doing ({quarter})", looks.BOX)
    of_measures = [
        one for one in board.scorecard.commentary if told and one.measure and one.objective == told.code
    ]
    said = [*told.commentary, *of_measures] if told else []
    done = most_urgent_first(told.actions) if told else []
    text = {"font_size": 9.5, **looks.WRAP}
    for place in range(COMMENTS):
        at = row + 1 + place
        page.height(at, TEXT_ROW)
        words = comment_words(said[place], SAID_BOX) if place < len(said) else ""
        page.across(at, 0, LEFT_LAST, words, looks.LINE, text)
        action = done[place] if place < len(done) else None
        page.text(at, LEFT_LAST + 1, action_state(action) if action else "", looks.LINE, text, {"indent": 1})
        words = action_words(action, DONE_BOX) if action else ""
        page.across(at, LEFT_LAST + 2, page.last - 1, words, looks.LINE, text)
        page.cell(
            at,
            page.last,
            action.due if action else None,
            looks.LINE,
            text,
            {"num_format": "d mmm yyyy", "align": "left"},
        )
    first = row + 1
    page.colour_overdue((first, LEFT_LAST + 1, first + COMMENTS - 1, LEFT_LAST + 1))
    more = [(len(said), board.names.commentary, "comments"), (len(done), board.names.actions, "actions")]
    rest = [f"{count - COMMENTS} more {what} on {sheet}" for count, sheet, what in more if count > COMMENTS]
    at = first + COMMENTS
    page.across(at, 0, page.last, ". ".join(rest), looks.QUIET, looks.INDENT)
    page.height(at, 13)
    page.one_page(at + 1)
