"""The order of the sheets, and what the workbook says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from xlsxwriter.utility import xl_rowcol_to_cell

from scpxl.errors import WriterError
from scpxl.pages.imprint import imprint_of
from scpxl.pages.typed import AREA, LAYOUT
from scpxl.render.book import StrictWorkbook, clean_text
from scpxl.render.excel.board import DashboardBook, lists_table
from scpxl.render.excel.looks import DashboardStyles
from scpxl.render.excel.lookup import Calc
from scpxl.render.excel.names import Names
from scpxl.render.excel.results import results_of
from scpxl.render.excel.sheets.audit import write_audit, write_data
from scpxl.render.excel.sheets.benchmarks import write_benchmarks
from scpxl.render.excel.sheets.exceptions import SAY_BOX, write_decisions, write_exceptions
from scpxl.render.excel.sheets.explore import write_explore
from scpxl.render.excel.sheets.lists import write_actions, write_changes, write_commentary, write_notes
from scpxl.render.excel.sheets.objective import write_objectives
from scpxl.render.excel.sheets.places import write_places
from scpxl.render.excel.sheets.returns import write_returns
from scpxl.render.excel.sheets.summary import write_summary
from scpxl.render.excel.sheets.tables import write_functions, write_quarters, write_registers
from scpxl.scorecard.records.scorecard import Scorecard
from scpxl.scorecard.records.shape import Shape
from scpxl.scorecard.texts.partner_words import said_of_measures

HIDDEN: Final = ("Calc", "Lists", "R_Cards", "R_Charts", "R_Groups", "R_Parts", "R_Months")


def visible(shape: Shape, names: Names) -> list[str]:
    """Return the sheets that are seen, in order: those the board prints first, those to work with last."""
    board = [names.summary, names.quarters, names.exceptions, *names.objectives]
    board += [names.places] if shape.by_parts else []
    board += [names.benchmarks] if shape.compared else []
    board += [names.actions, names.commentary, names.returns, names.notes]
    board += names.registers
    board += [names.decisions, names.explore, names.audit, names.data, names.changes]
    # Worksheet functions ask the partnership's folder, which nobody else has.
    return [*board, names.functions] if shape.takes_typing else board


def write_sheets(
    book: StrictWorkbook, scorecard: Scorecard, choices: Mapping[str, str] = MappingProxyType({})
) -> None:
    """Write every sheet of the dashboard into an open workbook; `choices` are what is chosen in named cells."""
    shape = scorecard.shape
    if shape is None or not scorecard.month_ends:
        raise WriterError("The scorecard has no month ends: it was not built for a dashboard.")
    names = Names(shape)
    for name in visible(shape, names):
        book.add_worksheet(name)
    for name in HIDDEN:
        book.add_worksheet(name).hide()
    for sheet in book.worksheets():
        # What VBA knows a sheet by: nothing in this file, but the one with buttons differs in nothing else.
        sheet.set_vba_name()
    results = results_of(shape, scorecard.month_ends)
    board = DashboardBook(book, DashboardStyles(book), scorecard, shape, results, names, Calc(book), choices)
    _describe(book, scorecard, shape)
    lists, lengths = lists_table(
        shape,
        [end.label for end in scorecard.month_ends],
        said_of_measures(scorecard, shape, SAY_BOX),
        scorecard.period_code,
    )
    lists.write(book)
    for place, (name, length) in enumerate(lengths.items()):
        rows = lists.column(place).rsplit("$", 1)[0]
        book.define_name(name, f"={rows}${length + 1}")
    for table in results.tables:
        table.write(book)
    _write_pages(board)
    book.define_name(LAYOUT, f'="{shape.digest}"')
    for number, name in enumerate(visible(shape, names), start=1):
        sheet = book.sheet(name)
        end = xl_rowcol_to_cell(sheet.dim_rowmax, sheet.dim_colmax, row_abs=True, col_abs=True)
        quoted = name.replace("'", "''")
        book.define_name(f"{AREA}{number:02}", f"='{quoted}'!$A$1:{end}")


def _write_pages(board: DashboardBook) -> None:
    """Write every sheet that is seen."""
    shape = board.shape
    write_summary(board)
    write_quarters(board)
    write_exceptions(board)
    write_objectives(board)
    if shape.by_parts:
        write_places(board)
    if shape.compared:
        write_benchmarks(board)
    write_actions(board)
    write_commentary(board)
    write_returns(board)
    write_notes(board)
    write_registers(board)
    write_decisions(board)
    write_explore(board)
    write_audit(board)
    write_data(board)
    write_changes(board)
    if shape.takes_typing:
        write_functions(board)


def _describe(book: StrictWorkbook, scorecard: Scorecard, shape: Shape) -> None:
    """Set the workbook's properties; its date is the scorecard's, so that the bytes are too."""
    book.set_size(2400, 1400)
    book.set_properties(
        {
            "title": clean_text(f"{shape.partnership}: {scorecard.title}"),
            "subject": clean_text(scorecard.period),
            "author": clean_text(shape.partnership),
            "company": clean_text(shape.partnership),
            "category": clean_text(shape.marking),
            "keywords": clean_text(imprint_of(scorecard)),
            "comments": clean_text(
                f"Framework {scorecard.framework_version}, figures {scorecard.run}, made by scpxl."
            ),
            "created": scorecard.made,
        }
    )
