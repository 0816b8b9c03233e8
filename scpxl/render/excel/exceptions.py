"""Exceptions: ten places for what the board should look at; and Decisions, where what it decides is typed."""

from __future__ import annotations

from typing import Final

from xlsxwriter.utility import xl_rowcol_to_cell

from scpxl.render.excel import looks
from scpxl.render.excel.board import Board
from scpxl.render.excel.charts import small_chart, small_window
from scpxl.render.excel.paper import Page
from scpxl.scorecard.board import DecisionLine
from scpxl.scorecard.cell_words import cut
from scpxl.scorecard.escalation import Choice
from scpxl.scorecard.shape import EXCEPTIONS

WIDTHS: Final = (4.0, 25.0, 23.0, 11.0, 16.5, 46.0, 16.0, 40.0, 11.0)
NUMBER, MEASURE, LEAD, RAG, LATEST, WHY, SMALL, SAY, BOARD_TO = range(9)
HEADS: Final = 2
ROW: Final = 60.0
SAY_BOX: Final = 200

DECISION_COLUMNS: Final = (
    ("Measure", 44.0), ("Against target", 13.0), ("Latest month", 18.0), ("Suggested", 12.0), ("Decision", 13.0),
    ("Why, in words", 60.0), ("Decided by", 24.0), ("Key", 10.0),
)  # fmt: skip
D_MEASURE, D_RAG, D_LATEST, D_SUGGESTED, D_DECISION, D_WHY, D_BY, D_KEY = range(8)


def write_exceptions(board: Board) -> None:
    """Write the sheet: its ten places are always there."""
    page = board.page(board.names.exceptions, "Exceptions: what the board should look at", WIDTHS)
    months = board.results.months
    total = board.calc.look(board.calc.rows(1), 0, months, months.place("exceptions"), board.month)
    said = f'="Figures to the end of "&as_of&". Most important first: "&{total.address}&" in all, the first {EXCEPTIONS} are shown."'
    value = f"Figures to the end of {board.label}. Most important first: {total.number} in all, the first {EXCEPTIONS} are shown."
    page.merge((1, 0, 1, SMALL), looks.QUIET, looks.INDENT)
    page.formula(1, 0, said, value, looks.QUIET, looks.INDENT)
    page.height(HEADS, 28)
    heads = ("", "Measure", "Objective and lead", "Against target", "Latest month", "Why it is here", "24 months",
             "What partners say and do", "Board to")  # fmt: skip
    page.heads(HEADS, heads, sides={RAG: looks.CENTRE, BOARD_TO: looks.CENTRE})
    for place in range(EXCEPTIONS):
        _write_place(board, page, place)
    first, last = HEADS + 1, HEADS + EXCEPTIONS
    page.colour_ratings((first, RAG, last, RAG))
    page.colour_signs((first, LATEST, last, LATEST))
    page.sheet.freeze_panes(HEADS + 1, 2)
    page.one_page(last + 1)


def _write_place(board: Board, page: Page, place: int) -> None:
    calc, results, shape = board.calc, board.results, board.shape
    row, line = HEADS + 1 + place, board.calc.rows(1)
    which = calc.point(line, 0, results.months, results.months.place(f"exception {place + 1}"), board.month)
    of = board.row_of(line, 1, which)
    measure = shape.measures[which.number - 1] if which.number else None
    aims = {aim.code: aim for aim in shape.aims}
    aim = aims.get(measure.objective) if measure else None

    def listed(column: int, name: str, value: str) -> None:
        page.formula(
            row, column, f'=IFERROR(INDEX({name},{which.address})&"","")', value, looks.LINE, looks.WRAP,
            {"valign": "vcenter", **(looks.STRONG if column == MEASURE else {"font_size": 9.5})},
        )  # fmt: skip

    page.height(row, ROW)
    page.cell(row, NUMBER, float(place + 1), looks.LINE, looks.QUIET, looks.CENTRE)
    listed(MEASURE, "measures", measure.name if measure else "")
    listed(LEAD, "aims_and_leads", f"{aim.tab}: {aim.lead}" if aim else "")
    for column, field, more in (
        (RAG, "rag", looks.CENTRE), (LATEST, "variation", looks.INDENT), (WHY, "why", {**looks.WRAP, "font_size": 9.5}),
    ):  # fmt: skip
        ref = calc.text(line, 2 + column, results.cards, results.cards.place(field), of)
        page.show(row, column, ref, looks.LINE, more, {"valign": "vcenter"})
    page.fill(row, SMALL, SMALL, looks.LINE)
    small_chart(page, row, SMALL, small_window(board, of), 0, 24)
    listed(SAY, "said_of", said_of(board)[which.number - 1] if which.number else "")
    suggestion = board.month_cell(line, 12, f"suggestion {place + 1}")
    decided = f'IFERROR(INDEX(decided,MATCH(INDEX(codes,{which.address}),decided_of,0))&"","")'
    decision = decision_of(board)[which.number - 1] if which.number else ""
    page.formula(
        row, BOARD_TO, f'=IF(as_of_no={board.ends},IF({decided}="",{suggestion.address},PROPER({decided})),{suggestion.address})',
        (decision.title() if board.is_published else "") or suggestion.value, looks.LINE, looks.STRONG, looks.CENTRE,
    )  # fmt: skip


def said_of(board: Board) -> list[str]:
    """Return for each measure what partners say of it in the published quarter: its explanations, else of its objective."""
    cards = {card.code: card for card in board.scorecard.cards}
    pages = {page.code: page for page in board.scorecard.pages}
    texts = []
    for measure in board.shape.measures:
        card, page = cards.get(measure.code), pages.get(measure.objective)
        own = " ".join(line.text for line in card.explanations) if card else ""
        general = (
            " ".join(f"{line.why or line.happened} {line.doing}" for line in page.commentary) if page else ""
        )
        texts.append(cut(own or general, SAY_BOX))
    return texts


def decisions_of(board: Board) -> dict[str, DecisionLine]:
    """Return what people last decided, by measure."""
    found = {line.indicator: line for line in board.scorecard.standing}
    found |= {
        line.indicator: line.decision for line in board.scorecard.exceptions if line.decision is not None
    }
    return found


def decision_of(board: Board) -> list[str]:
    """Return for each measure what was decided; blank where nothing was."""
    found = decisions_of(board)
    return [found[one.code].decision if one.code in found else "" for one in board.shape.measures]


def write_decisions(board: Board) -> None:
    """Write the sheet on which the board's decisions are typed: a row a measure, each with its key."""
    page = board.page(
        board.names.decisions, "Decisions of the board", [width for _, width in DECISION_COLUMNS]
    )
    page.across(
        1, 0, D_WHY, f"For {board.scorecard.quarter_name}. Type in the cells with a yellow ground: escalate, watch or close; why; and who decided.",
        looks.QUIET, looks.INDENT,
    )  # fmt: skip
    page.height(2, 28)
    page.heads(2, [head for head, _ in DECISION_COLUMNS], sides={D_RAG: looks.CENTRE})
    decided, suggested = decisions_of(board), suggested_of(board)
    for place, measure in enumerate(board.shape.measures):
        row, line, known = 3 + place, decided.get(measure.code), {"shrink": True}
        page.text(row, D_MEASURE, measure.name, looks.LINE, known)
        page.text(row, D_RAG, str(board.now(measure, "rag")), looks.LINE, looks.CENTRE, known)
        page.text(row, D_LATEST, str(board.now(measure, "variation")), looks.LINE, known)
        page.text(row, D_SUGGESTED, suggested.get(measure.code, ""), looks.LINE)
        for column, text in (
            (D_DECISION, line.decision if line else ""), (D_WHY, line.reason if line else ""), (D_BY, line.by if line else ""),
        ):  # fmt: skip
            page.text(row, column, text, looks.INPUT)
        page.text(row, D_KEY, measure.code, looks.QUIET)
    last = 2 + len(board.shape.measures)
    page.sheet.data_validation(
        3, D_DECISION, last, D_DECISION,
        {"validate": "list", "source": [choice.value for choice in Choice], "error_title": "Not a decision",
         "error_message": "Type escalate, watch or close, or leave the cell blank."},
    )  # fmt: skip
    page.colour_ratings((3, D_RAG, last, D_RAG))
    page.colour_signs((3, D_LATEST, last, D_LATEST))
    page.sheet.set_column(D_KEY, D_KEY, 10, None, {"hidden": True})
    area = f"{xl_rowcol_to_cell(3, D_DECISION, True, True)}:{xl_rowcol_to_cell(last, D_DECISION, True, True)}"
    keys = f"{xl_rowcol_to_cell(3, D_KEY, True, True)}:{xl_rowcol_to_cell(last, D_KEY, True, True)}"
    board.book.define_name("decided", f"={board.names.decisions}!{area}")
    board.book.define_name("decided_of", f"={board.names.decisions}!{keys}")
    page.sheet.freeze_panes(3, 1)
    page.one_page(last + 1)


def suggested_of(board: Board) -> dict[str, str]:
    """Return what is suggested for each exception of the published month end."""
    last = board.scorecard.month_ends[-1]
    return {
        code: said.capitalize() or "Note"
        for code, said in zip(last.exceptions, last.suggestions, strict=True)
    }
