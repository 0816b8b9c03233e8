"""A workbook with everything in it that a load and save would lose, made as Excel's own would look."""

from __future__ import annotations

import io
import struct
import zlib
from datetime import date
from typing import Any

import xlsxwriter


def picture() -> bytes:
    """A one-pixel PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        whole = kind + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixel = zlib.compress(b"\x00\x12\x43\x6d")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")


def decorated() -> bytes:
    """A return on which its partner drew: charts, sparklines, notes, rules, a picture, names, a table."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    start, measures, other, charts = (
        book.add_worksheet(name) for name in ("Start", "Measures", "Partner's own", "Charts")
    )
    measures.activate()
    bold = book.add_format({"bold": True, "bg_color": "#12436D", "font_color": "#FFFFFF"})
    money = book.add_format({"num_format": "#,##0.00", "border": 1})
    start.write_row(0, 0, ["Barnet", "Q4"])
    start.merge_range("B5:D6", "signed off by", bold)
    measures.write_row(0, 0, ["Code", "Title", "Jan", "Feb", "Mar", "Sum"], bold)
    for row in range(1, 9):
        measures.write_row(row, 0, [f"M{row}", f"Measure {row}", 10 * row, 12 * row, 9 * row], money)
        measures.write_formula(row, 5, f"=SUM(C{row + 1}:E{row + 1})", money, 31 * row)
        measures.add_sparkline(row, 6, {"range": f"Measures!C{row + 1}:E{row + 1}"})
    measures.write_comment("C3", "The partner's own note.", {"author": "Partner"})
    measures.conditional_format("C2:C9", {"type": "data_bar", "data_bar_2010": True})
    measures.conditional_format("D2:D9", {"type": "3_color_scale"})
    measures.data_validation("E2:E9", {"validate": "list", "source": "=choices"})
    measures.set_column("B:B", 30, book.add_format({"italic": True}))
    measures.insert_button("H12", {"caption": "Go", "macro": "Go"})
    other.add_table(
        "A1:B4", {"data": [["a", 1], ["b", 2], ["c", 3]], "columns": [{"header": "x"}, {"header": "y"}]}
    )
    other.insert_image("D2", "dot.png", {"image_data": io.BytesIO(picture())})
    other.write_datetime(5, 0, date(2018, 3, 31), book.add_format({"num_format": "dd/mm/yyyy"}))
    other.print_area("A1:B4")
    chart: Any = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Measures!$C$2:$C$9", "trendline": {"type": "linear"}})
    charts.insert_chart("B2", chart)
    book.define_name("choices", "='Partner''s own'!$A$2:$A$4")
    book.close()
    return out.getvalue()
