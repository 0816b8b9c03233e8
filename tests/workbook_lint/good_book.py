"""A small workbook with one of everything, in which nothing is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from xlsxwriter import Workbook


def write_good_book(path: Path) -> Path:
    """Write it: a sheet of tables and a sheet of all else."""
    book = Workbook(str(path))
    data, board = book.add_worksheet("Data"), book.add_worksheet("The board")
    _tables(data)
    _names(book, data, board)
    _cells(book, board)
    _conditions(book, board)
    _choices_and_links(board)
    _drawings(book, board)
    _paper(board)
    book.close()
    return path


def _tables(sheet: Any) -> None:
    for name, cells in {"crimes": "A1:B4", "wards": "D1:E4"}.items():
        columns = [{"header": "kind"}, {"header": "number"}]
        sheet.add_table(
            cells, {"name": name, "columns": columns, "data": [["theft", 1], ["arson", 2], ["other", 3]]}
        )


def _names(book: Any, data: Any, board: Any) -> None:
    book.define_name("First", "=Data!$A$2")
    book.define_name("Second", "=Data!$A$3")
    data.autofilter("G1:H4")
    board.repeat_rows(0, 1)
    board.print_area("A1:K40")
    # As a workbook with macros has them.
    book.set_vba_name("ThisWorkbook")
    data.set_vba_name("Sheet1")
    board.set_vba_name("Sheet2")


def _cells(book: Any, sheet: Any) -> None:
    turned = book.add_format(
        {"rotation": 45, "indent": 2, "bg_color": "#DDEEFF", "num_format": '0.0 "pts";[Red]-0.0'}
    )
    sheet.set_column("A:A", 30)
    sheet.set_column("B:C", 12, None, {"level": 1})
    sheet.set_row(0, 40)
    sheet.write("A1", " with blanks at its ends ", turned)
    sheet.write_string("B1", "literally _x0041_")
    sheet.write_number("A2", 12.5, turned)
    sheet.write_boolean("B2", True)
    sheet.write_formula("A3", "=SUM(Data!B2:B4)", None, 6)
    sheet.write_formula("B3", "=1/0", None, "#DIV/0!")
    sheet.write_formula("A4", '=IF(Data!B2>5,"many","few")', None, "few")
    sheet.write_array_formula("A5", "{=SUM(Data!B2:B4*{1;2;3})}", None, 14)
    sheet.write_formula("A6", "=_xlfn.STDEV.S(Data!B2:B4)", None, 1)
    sheet.write_rich_string("B4", turned, "two ", "looks")
    sheet.merge_range("D1:E2", "merged", turned)
    sheet.merge_range("G1:H2", "merged too", turned)


def _conditions(book: Any, sheet: Any) -> None:
    look = book.add_format({"bg_color": "#FFC7CE"})
    sheet.conditional_format("A2:A5", {"type": "cell", "criteria": ">", "value": 1, "format": look})
    sheet.conditional_format("B2:B5", {"type": "formula", "criteria": "=$A2>1", "format": look})
    sheet.conditional_format("C2:C5", {"type": "icon_set", "icon_style": "3_traffic_lights"})
    sheet.conditional_format("D5:D9", {"type": "data_bar", "data_bar_2010": True})
    sheet.add_sparkline("F5", {"range": "Data!B2:B4"})


def _choices_and_links(sheet: Any) -> None:
    shown = {
        "input_title": "Kind",
        "input_message": "Choose one",
        "error_title": "Not a kind",
        "error_message": "Choose",
    }
    sheet.data_validation("B10", {"validate": "list", "source": ["theft", "arson"], **shown})
    sheet.data_validation("B11", {"validate": "list", "source": "=First"})
    sheet.data_validation("B12", {"validate": "whole", "criteria": "between", "minimum": 0, "maximum": 9})
    sheet.write_url("A10", "https://example.org/help", tip="Help")
    sheet.write_url("A11", "internal:'The board'!A1", string="up")
    sheet.write_url("A12", "internal:First", string="first")
    sheet.write_comment("A2", "as returned")
    sheet.write_comment("A3", "a sum")


def _drawings(book: Any, sheet: Any) -> None:
    chart = book.add_chart({"type": "line"})
    chart.add_series({"name": "now", "categories": "=Data!$A$2:$A$4", "values": "=Data!$B$2:$B$4"})
    chart.add_series({"name": "then", "categories": "=Data!$A$2:$A$4", "values": "=Data!$E$2:$E$4"})
    chart.set_title({"name": "Crimes"})
    sheet.insert_chart("D12", chart, {"description": "Crimes by kind"})
    sheet.insert_textbox("M12", "A note")


def _paper(sheet: Any) -> None:
    sheet.set_header("&L&14Safety && crime&RPage &P of &N")
    sheet.set_footer("&C&D")
    sheet.set_print_scale(80)
    sheet.set_h_pagebreaks([20, 30])
    sheet.set_v_pagebreaks([9])
