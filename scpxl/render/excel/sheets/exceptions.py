"""Exceptions: ten places for what the board should look at; and Decisions, where what it decides is entered."""

from __future__ import annotations

from typing import Final

from xlsxwriter.utility import xl_rowcol_to_cell

from scpxl.pages.typed import DECISIONS, KEY, WRITTEN, written_as
from scpxl.render.book import clean_text
from scpxl.render.excel import looks
from scpxl.render.excel.board import DashboardBook
from scpxl.render.excel.charts import small_chart
from scpxl.render.excel.paper import Paper
from scpxl.render.excel.part_windows import small_window
from scpxl.scorecard.lists.exceptions import Choice
from scpxl.scorecard.records.board import DecisionLine
from scpxl.scorecard.records.ends import YEARS_POINTS
from scpxl.scorecard.records.shape import EXCEPTIONS
from scpxl.scorecard.texts.partner_words import decisions_of, said_of_measures

WIDTHS: Final = (4.0, 25.0, 23.0, 11.5, 16.5, 46.0, 15.0, 41.5, 10.0)
NUMBER, MEASURE, LEAD, RAG, LATEST, WHY, SMALL, SAY, BOARD_TO = range(9)
HEADS: Final = 2
ROW: Final = 60.0
SAY_BOX: Final = 200

DECISION_COLUMNS: Final = (
    ("Measure", 44.0), ("Against target", 13.0), ("Latest month", 18.0), ("Suggested", 12.0), (DECISIONS.fields["decision"], 13.0),
    (DECISIONS.fields["reason"], 60.0), (DECISIONS.fields["by"], 24.0), (KEY, 10.0), (WRITTEN, 10.0),
)  # fmt: skip
D_MEASURE, D_RAG, D_LATEST, D_SUGGESTED, D_DECISION, D_WHY, D_BY, D_KEY, D_WRITTEN = range(9)


def write_exceptions(board: DashboardBook) -> None:
    """Write the sheet: its ten places are always there."""
    page = board.page(board.names.exceptions, "Exceptions: what the board should look at", WIDTHS)
    months = board.results.months
    total = board.calc.look(board.calc.rows(1), 0, months, months.place("exceptions"), board.month)
    more = f", the first {EXCEPTIONS} are shown."
    said = (
        f'="Figures to the end of "&as_of&". Most important first: "&{total.address}&" in all"'
        f'&IF({total.address}>{EXCEPTIONS},"{more}",".")'
    )
    cut_short = more if total.number > EXCEPTIONS else "."
    value = f"Figures to the end of {board.label}. Most important first: {total.number} in all{cut_short}"
    page.merge((1, 0, 1, SMALL), looks.QUIET, looks.INDENT)
    page.formula(1, 0, said, value, looks.QUIET, looks.INDENT)
    page.height(HEADS, 28)
    heads = ("", "Measure", "Objective and lead", "Against target", "Latest month", "Why it is here", "24 months",
             "What partners say and do", "Board to")  # fmt: skip
    page.heads(
        HEADS,
        heads,
        sides={RAG: looks.CENTRE, LATEST: looks.INDENT, SAY: looks.INDENT, BOARD_TO: looks.CENTRE},
    )
    told = said_of_measures(board.scorecard, board.shape, SAY_BOX)
    for place in range(EXCEPTIONS):
        _write_place(board, page, place, told)
    first, last = HEADS + 1, HEADS + EXCEPTIONS
    page.colour_ratings((first, RAG, last, RAG))
    page.colour_signs((first, LATEST, last, LATEST))
    page.sheet.freeze_panes(HEADS + 1, 2)
    page.one_page(last + 1)


def _write_place(board: DashboardBook, page: Paper, place: int, told: list[str]) -> None:
    calc, cards = board.calc, board.results.cards
    row, line = HEADS + 1 + place, board.calc.rows(1)
    found = board.exception(line, place)
    which, measure = found.which, found.measure
    aims = {aim.code: aim for aim in board.shape.aims}
    aim = aims.get(measure.objective) if measure else None

    def listed(column: int, name: str, value: str) -> None:
        page.formula(
            row, column, f'=IFERROR(INDEX({name},{which.address})&"","")', value, looks.LINE, looks.WRAP,
            {"valign": "vcenter", **(looks.STRONG if column == MEASURE else looks.INDENT if column == SAY else {})},
        )  # fmt: skip

    page.height(row, ROW)
    number = float(place + 1) if measure else ""
    page.formula(
        row,
        NUMBER,
        f'=IF(ISNUMBER({which.address}),{place + 1},"")',
        number,
        looks.LINE,
        looks.QUIET,
        looks.CENTRE,
    )
    listed(MEASURE, "measures", measure.name if measure else "")
    listed(LEAD, "aims_and_leads", f"{aim.tab}: {aim.lead}" if aim else "")
    for column, field, more in (
        (RAG, "rag", looks.CENTRE), (LATEST, "variation", looks.INDENT), (WHY, "why", looks.WRAP),
    ):  # fmt: skip
        ref = calc.text(line, 3 + column, cards, cards.place(field), found.row)
        page.show(row, column, ref, looks.LINE, more, {"valign": "vcenter"})
    page.fill(row, SMALL, SMALL, looks.LINE)
    small_chart(page, row, SMALL, small_window(board, found.row), 0, YEARS_POINTS)
    listed(SAY, "words_of", told[which.number - 1] if measure else "")
    suggestion = found.suggestion
    decided = f'IFERROR(INDEX(decided,MATCH(INDEX(codes,{which.address}),decided_of,0))&"","")'
    line_of = decisions_of(board.scorecard).get(measure.code) if measure else None
    decision = line_of.decision if line_of else ""
    page.formula(
        row, BOARD_TO, f'=IF(as_of_no={board.ends},IF({decided}="",{suggestion.address},PROPER({decided})),{suggestion.address})',
        (decision.title() if board.is_published else "") or suggestion.value, looks.LINE, looks.STRONG, looks.CENTRE,
    )  # fmt: skip


def write_decisions(board: DashboardBook) -> None:
    """Write the sheet on which the board's decisions are entered: one row per measure, each with its key."""
    page = board.page(
        board.names.decisions, "Decisions of the board", [width for _, width in DECISION_COLUMNS]
    )
    typing = board.shape.takes_typing
    how = (
        " Enter in the cells with a yellow ground: escalate, watch or close; why; and who decided."
        if typing
        else ""
    )
    page.across(1, 0, D_WHY, f"For {board.scorecard.quarter_name}.{how}", looks.QUIET, looks.INDENT)
    page.height(2, 28)
    heads = [head if typing or place != D_BY else "" for place, (head, _) in enumerate(DECISION_COLUMNS)]
    page.heads(2, heads, sides={D_RAG: looks.CENTRE})
    last_end = board.scorecard.month_ends[-1]
    suggested = dict(zip(last_end.exceptions, last_end.suggestions, strict=True))
    decided = decisions_of(board.scorecard)
    for place, measure in enumerate(board.shape.measures):
        row, line, known = 3 + place, decided.get(measure.code), {"shrink": True}
        page.text(row, D_MEASURE, measure.name, looks.LINE, known)
        page.text(row, D_RAG, str(board.now(measure, "rag")), looks.LINE, looks.CENTRE, known)
        page.text(row, D_LATEST, str(board.now(measure, "variation")), looks.LINE, known)
        page.text(row, D_SUGGESTED, suggested.get(measure.code, ""), looks.LINE)
        for column, text in (
            (D_DECISION, line.decision if line else ""), (D_WHY, line.reason if line else ""), (D_BY, line.by if line else ""),
        ):  # fmt: skip
            page.text(row, column, text, looks.INPUT if typing else looks.LINE)
        page.text(row, D_KEY, measure.code, looks.QUIET)
        page.text(row, D_WRITTEN, decision_written(line) if typing else "", looks.QUIET)
    last = 2 + len(board.shape.measures)
    if typing:
        page.sheet.data_validation(
            3, D_DECISION, last, D_DECISION,
            {"validate": "list", "source": [choice.value for choice in Choice], "error_title": "Not a decision",
             "error_message": "Enter escalate, watch or close, or leave the cell blank."},
        )  # fmt: skip
    page.colour_ratings((3, D_RAG, last, D_RAG))
    page.colour_signs((3, D_LATEST, last, D_LATEST))
    page.sheet.set_column(D_KEY, D_WRITTEN, 10, None, {"hidden": True})
    area = f"{xl_rowcol_to_cell(3, D_DECISION, True, True)}:{xl_rowcol_to_cell(last, D_DECISION, True, True)}"
    keys = f"{xl_rowcol_to_cell(3, D_KEY, True, True)}:{xl_rowcol_to_cell(last, D_KEY, True, True)}"
    whole = f"{xl_rowcol_to_cell(2, 0, True, True)}:{xl_rowcol_to_cell(last, D_WRITTEN, True, True)}"
    if typing:
        board.book.define_name(DECISIONS.name, f"={board.names.decisions}!{whole}")
    board.book.define_name("decided", f"={board.names.decisions}!{area}")
    board.book.define_name("decided_of", f"={board.names.decisions}!{keys}")
    page.sheet.freeze_panes(3, 1)
    page.one_page(last + 1)


def decision_written(line: DecisionLine | None) -> str:
    """Return the fingerprint of a decision's cells."""
    if line is None:
        return ""
    return written_as(DECISIONS, {name: clean_text(getattr(line, name)) for name in DECISIONS.fields})
