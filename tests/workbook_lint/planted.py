"""Put one fault into a workbook that has none: for each rule, at least one."""

from __future__ import annotations

from tests.workbook_lint.planted_in_sheets import IN_SHEETS
from tests.workbook_lint.planting import Fault, both, drop, first_goes_last, put, rename, swap

TYPES, BOOK = "[Content_Types].xml", "xl/workbook.xml"
STYLES, STRINGS = "xl/styles.xml", "xl/sharedStrings.xml"
DATA, BOARD = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
CHART, DRAWING = "xl/charts/chart1.xml", "xl/drawings/drawing1.xml"
MACROS = "xl/vbaProject.bin"
_MACRO_TYPE = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Override'

IN_PACKAGE: dict[str, list[Fault]] = {
    "part_twice": [put(STYLES, b"<styleSheet/>")],
    "names_differ_in_case_only": [put("xl/Styles.xml", b"<styleSheet/>")],
    "backslash_in_a_part_name": [rename(CHART, CHART.replace("/", "\\"))],
    "types_not_first": [first_goes_last],
    "no_xml": [swap(BOARD, "</worksheet>", ""), swap("xl/drawings/vmlDrawing1.vml", "</xml>", "")],
    "control_character": [swap(STRINGS, "<t>theft", "<t>\x0btheft"), swap(STRINGS, "<t>theft", "<t>&#x1;theft")],
    "lone_surrogate": [swap(STRINGS, "<t>theft", "<t>\ud83dtheft")],
    "type_of_a_part_that_is_missing": [drop("docProps/app.xml")],
    "part_without_type": [swap(TYPES, '<Default Extension="vml".*?/>', ""), put("xl/media/image1.png", b"")],
    "macros_and_type_disagree": [both(put(MACROS, b""), swap(TYPES, "<Override", _MACRO_TYPE)),
        swap(TYPES, r"openxmlformats-officedocument\.spreadsheetml\.sheet\.main", "ms-excel.sheet.macroEnabled.main")],
    "relation_to_a_part_that_is_missing": [swap("xl/worksheets/_rels/sheet2.xml.rels", "drawing1.xml", "drawing9.xml")],
    "relation_that_is_missing": [swap(BOARD, r'<drawing r:id="rId\d+"', '<drawing r:id="rId99"'),
        swap(BOARD, r'ref="A10" r:id="rId\d+"', 'ref="A10" r:id="rId77"'), swap(BOOK, 'r:id="rId2"', 'r:id="rId66"'),
        swap(DRAWING, 'r:id="rId1"', 'r:id="rId9"')],
    "sheet_without_part": [drop(BOARD)],
}  # fmt: skip

IN_WORKBOOK: dict[str, list[Fault]] = {
    "sheet_name_not_allowed": [
        swap(BOOK, 'name="Data"', f'name="{name}"') for name in ("D" * 40, "Da:ta", "'Data", "History", "")
    ],
    "sheet_name_twice": [swap(BOOK, 'name="The board"', 'name="DATA"')],
    "no_visible_sheet": [swap(BOOK, "<sheet ", '<sheet state="hidden" ', 2)],
    "view_of_no_visible_sheet": [
        swap(BOOK, "<workbookView ", '<workbookView activeTab="9" '),
        swap(BOOK, "<workbookView ", '<workbookView firstSheet="2" '),
        swap(BOOK, '<sheet name="Data"', '<sheet state="veryHidden" name="Data"'),
    ],
    "not_calculated_on_opening": [swap(BOOK, ' fullCalcOnLoad="1"', "")],
    "name_not_allowed": [
        swap(BOOK, 'name="Second"', f'name="{name}"')
        for name in ("The second", "AB12", "r1c1", "TRUE", "x" * 256)
    ],
    "name_twice": [swap(BOOK, 'name="Second"', 'name="FIRST"')],
    "name_of_no_sheet": [swap(BOOK, 'name="Second"', 'name="Second" localSheetId="9"')],
    "built_in_name_without_sheet": [swap(BOOK, '(Print_Area") localSheetId="1"', r"\1")],
    "print_titles_not_whole_rows": [swap(BOOK, r"\$1:\$2", "$A$1:$B$2")],
    "code_name_twice": [swap(BOARD, 'codeName="Sheet2"', 'codeName="sheet1"')],
    "code_name_not_allowed": [
        swap(BOARD, 'codeName="Sheet2"', f'codeName="{name}"') for name in ("1st quarter", "S" * 32)
    ],
    "macros_without_code_name": [both(put(MACROS, b""), swap(BOARD, ' codeName="Sheet2"', ""))],
}

IN_STYLES: dict[str, list[Fault]] = {
    "too_many_styles": [swap(STYLES, "<fonts.*</fonts>", f"<fonts>{'<font/>' * 1_025}</fonts>"),
        swap(STYLES, "<numFmts.*</numFmts>", f"<numFmts>{'<numFmt/>' * 251}</numFmts>")],
    "count_of_styles_is_wrong": [swap(STYLES, '<fills count="3"', '<fills count="4"')],
    "style_name_twice": [swap(STYLES, 'name="Hyperlink"', 'name="normal"')],
    "style_refers_to_nothing": [swap(STYLES, rf'(<cellXfs.*?) {name}="0"', rf'\1 {name}="9"')
        for name in ("fontId", "fillId", "borderId", "xfId")],
    "alignment_out_of_bounds": [swap(STYLES, 'indent="2"', 'indent="251"'),
        swap(STYLES, 'textRotation="45"', 'textRotation="200"')],
    "first_fills_are_not_the_reserved_ones": [swap(STYLES, "gray125", "solid")],
    "number_format_cannot_be_read": [swap(STYLES, 'formatCode=".*?"', f'formatCode="{code}"')
        for code in ("0.0[%", "0 &quot;pts", "0;0;0;0;0")],
}  # fmt: skip

IN_TEXTS: dict[str, list[Fault]] = {
    "cell_text_too_long": [swap(STRINGS, "<t>other", f"<t>{'x' * 32_768}"),
        swap(BOARD, "<v>few</v>", f"<v>{'x' * 32_768}</v>")],
    "too_many_lines_in_a_cell": [swap(STRINGS, "<t>other", "<t>" + "\n" * 254 + "other")],
    "too_many_runs_in_a_text": [swap(STRINGS, "<si><t>other</t>", f"<si>{'<r><t>x</t></r>' * 1_001}")],
    "count_of_strings_is_wrong": [swap(STRINGS, r'uniqueCount="\d+"', 'uniqueCount="99"')],
    "blanks_at_an_end_are_lost": [swap(STRINGS, ' xml:space="preserve"', "")],
    "text_reads_as_an_escape": [swap(STRINGS, "_x005F_x0041_", "_x0041_")],
}  # fmt: skip

IN_DRAWINGS: dict[str, list[Fault]] = {
    "anchor_off_the_sheet": [swap(DRAWING, "<xdr:col>10<", "<xdr:col>16384<"), swap(DRAWING, "<xdr:col>10<", "<xdr:col>1<"),
        swap(DRAWING, "<xdr:rowOff>0<", "<xdr:rowOff>-5<")],
    "drawing_id_twice": [swap(DRAWING, 'id="3"', 'id="2"')],
    "words_of_a_drawing_too_long": [swap(DRAWING, "Crimes by kind", "x" * 32_768), swap(DRAWING, "TextBox 2", "x" * 256)],
    "chart_elements_out_of_order": [swap(CHART, "(<c:plotArea>.*</c:plotArea>)(<c:legend>.*</c:legend>)", r"\2\1")],
    "too_many_series": [swap(CHART, "(<c:ser>.*?</c:ser>)", lambda found: found[1] * 255)],
    "series_number_twice": [swap(CHART, f'<c:{tag} val="1"', f'<c:{tag} val="0"') for tag in ("idx", "order")],
    "chart_text_too_long": [swap(CHART, "<a:t>Crimes", f"<a:t>{'x' * 256}")],
    "axis_crosses_nothing": [swap(CHART, '<c:crossAx val="50010002"', '<c:crossAx val="7"'),
        swap(CHART, '<c:axId val="50010001"', '<c:axId val="7"')],
    "kept_points_do_not_fit": [swap(CHART, '<c:ptCount val="3"', '<c:ptCount val="2"'),
        swap(CHART, '<c:pt idx="0"><c:v>1<', '<c:pt idx="0"><c:v>one<')],
}  # fmt: skip

PLANTED = IN_PACKAGE | IN_WORKBOOK | IN_STYLES | IN_TEXTS | IN_SHEETS | IN_DRAWINGS
"""By the rule that must find it."""
