"""Faults to plant in sheets, and in the tables and comments that belong to them."""

from __future__ import annotations

from tests.workbook_lint.planting import Fault, swap

DATA, BOARD = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
BOOK, STYLES, STRINGS = "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"
ONE, TWO = "xl/tables/table1.xml", "xl/tables/table2.xml"
COMMENTS, SHAPES = "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"
CHART = "xl/charts/chart1.xml"


def formula(text: str) -> Fault:
    """Put another formula in a cell."""
    return swap(BOARD, r"<f>SUM\(Data!B2:B4\)</f>", f"<f>{text}</f>")


def condition(text: str) -> Fault:
    """Put another formula in a conditional format."""
    return swap(BOARD, r"<formula>\$A2&gt;1</formula>", f"<formula>{text}</formula>")


def choices(text: str) -> Fault:
    """Put another list in a drop-down."""
    return swap(BOARD, '<formula1>"theft,arson"</formula1>', f"<formula1>{text}</formula1>")


IN_CELLS: dict[str, list[Fault]] = {
    "elements_out_of_order": [
        swap(BOARD, "(<conditionalFormatting.*</conditionalFormatting>)(<dataValidations.*?</dataValidations>)", r"\2\1"),
        swap(BOARD, "<drawing ", "<picture2/><drawing ")],
    "attribute_without_meaning": [swap(BOARD, "<sheetData>", '<sheetData count="12">')],
    "rows_out_of_order": [swap(BOARD, '(<row r="2".*?</row>)(<row r="3".*?</row>)', r"\2\1"),
        swap(BOARD, '(<row r="2".*?</row>)', r"\1\1")],
    "cells_out_of_order": [swap(DATA, '(<c r="A2".*?</c>)(<c r="B2".*?</c>)', r"\2\1"),
        swap(DATA, 'r="E2"', 'r="ZZZ2"')],
    "cell_in_another_row": [swap(DATA, 'r="B2"', 'r="B7"')],
    "cell_of_no_type": [swap(BOARD, 't="s"', 't="q"')],
    "cell_style_out_of_range": [swap(BOARD, 's="1"', 's="999"')],
    "shared_string_out_of_range": [swap(DATA, 't="s"><v>0<', 't="s"><v>999<')],
    "value_does_not_fit_its_type": [swap(BOARD, "<v>12.5<", "<v>NaN<"), swap(BOARD, "<v>12.5<", "<v>12,5<"),
        swap(BOARD, 't="b"><v>1<', 't="b"><v>yes<'), swap(BOARD, "<v>#DIV/0!<", "<v>#OOPS!<")],
    "empty_value_without_type": [swap(BOARD, ' t="str"(><f>.*?</f><v>)few<', r"\1<")],
    "date_as_text": [swap(BOARD, '<c r="A2" s="1"><v>12.5<', '<c r="A2" s="1" t="d"><v>2018-03-31<')],
    "columns_overlap": [swap(BOARD, '<col min="2" max="3"', '<col min="1" max="3"'),
        swap(BOARD, '<col min="2" max="3"', '<col min="3" max="2"')],
    "size_out_of_bounds": [swap(BOARD, 'width="30.7', 'width="300.7'), swap(BOARD, 'ht="39.75"', 'ht="410"')],
    "outline_too_deep": [swap(BOARD, 'outlineLevel="1"', 'outlineLevel="8"')],
    "merged_ranges_overlap": [swap(BOARD, 'ref="G1:H2"', 'ref="E2:G3"'), swap(BOARD, 'ref="G1:H2"', 'ref="G0:H2"')],
}  # fmt: skip

IN_FORMULAS: dict[str, list[Fault]] = {
    "formula_too_long": [formula("+".join(["Data!B2"] * 1_100))],
    "formula_cannot_be_read": [formula("SUM(Data!B2:B4,{1,2)"), formula("IF(Data!B2)>1,2}")],
    "brackets_do_not_match": [formula("SUM(Data!B2:B4"), formula("Data!B2)+(1"), condition("SUM($A2"),
        swap(BOOK, r">Data!\$A\$3<", ">SUM(Data!$A$3<")],
    "nested_too_deep": [formula("ABS(" * 65 + "1" + ")" * 65)],
    "operands_side_by_side": [formula("Data!B2 5"), formula("Data!B2&amp;&quot;a&quot; &quot;b&quot;")],
    "semicolon_between_arguments": [formula("SUM(Data!B2;Data!B4)"), condition("AND($A2;$B2)")],
    "text_in_formula_too_long": [formula(f"&quot;{'x' * 256}&quot;")],
    "function_without_prefix": [formula("STDEV.S(Data!B2:B4)"), formula("IFNA(Data!B2,0)"), condition("XOR($A2,$B2)")],
    "function_newer_than_2016": [formula("_xlfn.XLOOKUP(1,Data!B2:B4,Data!A2:A4)"), formula("_xlfn._xlws.SORT(Data!B2:B4)")],
    "formula_on_a_missing_sheet": [formula("Elsewhere!B2"), formula("'Else where'!B2"),
        swap(CHART, r"<c:f>Data!", "<c:f>Date!"), swap(BOARD, "<xm:f>Data!", "<xm:f>Date!"),
        swap(BOOK, r">Data!\$A\$3<", ">Date!$A$3<")],
    "range_turned_round": [formula("SUM(Data!B4:B2)"), swap(CHART, r"\$B\$2:\$B\$4", "$B$5:$B$4")],
    "lost_reference": [formula("SUM(#REF!)"), swap(BOOK, r">Data!\$A\$3<", ">Data!#REF!<")],
}  # fmt: skip

IN_CONDITIONS: dict[str, list[Fault]] = {
    "condition_on_no_range": [swap(BOARD, 'sqref="C2:C5"', 'sqref="C5:C2"')],
    "look_of_condition_out_of_range": [swap(BOARD, 'dxfId="0"', 'dxfId="77"')],
    "condition_without_look": [swap(BOARD, ' dxfId="0"', "")],
    "structured_reference_in_condition": [condition("SUM(crimes[number])")],
    "constants_in_condition": [condition("OR($A2={1,2})")],
    "newer_function_in_condition": [condition("_xlfn.XOR($A2,$B2)")],
    "priority_twice": [swap(BOARD, 'priority="2"', 'priority="1"')],
    "icons_and_thresholds_differ": [swap(BOARD, "<iconSet>", '<iconSet iconSet="5Arrows">'),
        swap(BOARD, 'val="33"', 'val="=$A$1"')],
    "newer_half_of_a_condition_is_missing": [swap(BOARD, "<x14:id>.*?</x14:id>", ""),
        swap(BOARD, "<x14:conditionalFormattings>.*</x14:conditionalFormattings>", "")],
    "sparkline_on_more_than_one_cell": [swap(BOARD, "<xm:sqref>F5<", "<xm:sqref>F5 F6<"),
        swap(BOARD, "<xm:sqref>F5<", "<xm:sqref>F5:F6<")],
}  # fmt: skip

IN_CHOICES: dict[str, list[Fault]] = {
    "validation_on_no_range": [swap(BOARD, 'sqref="B10"', 'sqref="B0"')],
    "too_many_areas_of_a_validation": [
        swap(BOARD, 'sqref="B10"', f'sqref="{" ".join(f"Z{row}" for row in range(1, 8_193))}"')],
    "two_validations_on_a_cell": [swap(BOARD, 'sqref="B11"', 'sqref="B10"'), swap(BOARD, 'sqref="B11"', 'sqref="A9:B10"')],
    "choices_too_long": [choices(f"&quot;{','.join(['abcdefgh'] * 40)}&quot;"), choices(f"OR({'+'.join(['$A$1'] * 60)})")],
    "words_of_a_validation_too_long": [swap(BOARD, 'promptTitle="Kind"', f'promptTitle="{"x" * 33}"'),
        swap(BOARD, 'error="Choose"', f'error="{"x" * 256}"')],
    "constants_in_validation": [choices("{1,2}")],
    "structured_reference_in_validation": [choices("crimes[kind]")],
    "choice_begins_with_equals": [choices('"theft,=arson"')],
    "choices_by_a_missing_name": [choices("Third")],
    "count_of_validations_is_wrong": [swap(BOARD, '<dataValidations count="3"', '<dataValidations count="4"')],
}  # fmt: skip

IN_LINKS: dict[str, list[Fault]] = {
    "link_too_long": [swap(BOARD, 'tooltip="Help"', f'tooltip="{"x" * 256}"'),
        swap(BOARD, 'location="First"', f'location="Data!{"A" * 251}"'),
        swap("xl/worksheets/_rels/sheet2.xml.rels", "example.org/help", "example.org/" + "x" * 2_080)],
    "link_leads_nowhere": [swap(BOARD, "'The board'!A1", "'The shelf'!A1"), swap(BOARD, "'The board'!A1", "The board!A1"),
        swap(BOARD, 'location="First"', 'location="Third"')],
    "two_links_on_a_cell": [swap(BOARD, '<hyperlink ref="A12"', '<hyperlink ref="A11"')],
    "too_many_links": [swap(BOARD, "</hyperlinks>", '<hyperlink ref="A1" location="First"/>' * 65_530 + "</hyperlinks>")],
    "comments_without_shapes": [swap(BOARD, '<legacyDrawing r:id="rId3"/>', "")],
    "two_comments_on_a_cell": [swap(COMMENTS, '<comment ref="A3"', '<comment ref="A2"')],
    "comment_cannot_be_kept": [swap(COMMENTS, 'authorId="0"', 'authorId="1"'), swap(COMMENTS, 'ref="A3"', 'ref="A0"'),
        swap(COMMENTS, "as returned", "x" * 32_768)],
    "comments_and_shapes_differ": [swap(SHAPES, "<v:shape .*?</v:shape>", ""), swap(SHAPES, "<x:Row>2<", "<x:Row>5<")],
    "shape_ids_clash": [swap(SHAPES, "_s1026", "_s1025"), swap(SHAPES, "_s1026", "_s5000")],
}  # fmt: skip

IN_TABLES: dict[str, list[Fault]] = {
    "table_name_not_allowed": [swap(TWO, 'displayName="wards"', f'displayName="{name}"') for name in ("the wards", "AB12")],
    "table_name_twice": [swap(TWO, 'displayName="wards"', f'displayName="{name}"') for name in ("Crimes", "first")],
    "table_id_twice": [swap(TWO, ' id="2" name="wards"', ' id="1" name="wards"')],
    "table_columns_do_not_fit": [swap(ONE, 'count="2"', 'count="3"'), swap(ONE, 'ref="A1:B4"', 'ref="A1:C4"', 2)],
    "column_ids_clash": [swap(ONE, 'id="2" name="number"', 'id="1" name="number"')],
    "heading_twice": [swap(ONE, 'name="kind"', 'name="Number"')],
    "heading_is_not_the_cells_text": [swap(ONE, 'name="kind"', 'name="sort"'), swap(DATA, 't="s"><v>0<', "><v>0<")],
    "heading_cannot_be_kept": [swap(ONE, 'name="kind"', f'name="{name}"') for name in ("kind ", "x" * 256, "a&#10;b")],
    "table_without_data_row": [swap(ONE, 'ref="A1:B4"', 'ref="A1:B1"', 2)],
    "table_overlaps": [swap(TWO, 'ref="D1:E4"', 'ref="B1:C4"', 2), swap(DATA, '<autoFilter ref="G1', '<autoFilter ref="E4'),
        swap(DATA, "<pageMargins", '<mergeCells><mergeCell ref="A3:A4"/></mergeCells><pageMargins')],
    "filter_of_a_table_does_not_fit": [swap(ONE, '<autoFilter ref="A1:B4"', '<autoFilter ref="A1:B3"')],
    "filter_without_its_name": [swap(BOOK, '<definedName name="_xlnm._FilterDatabase".*?</definedName>', "")],
}  # fmt: skip

ON_PAPER: dict[str, list[Fault]] = {
    "header_too_long": [swap(BOARD, "<oddFooter>", f"<oddFooter>{'x' * 256}")],
    "header_code_unknown": [swap(BOARD, "&amp;&amp; crime", "&amp; crime")],
    "header_font_too_large": [swap(BOARD, "&amp;14Safety", "&amp;2018 Safety")],
    "print_scale_out_of_bounds": [swap(BOARD, 'scale="80"', f'scale="{scale}"') for scale in ("9", "401")],
    "page_breaks_do_not_fit": [swap(BOARD, '<rowBreaks count="2"', '<rowBreaks count="3"'),
        swap(BOARD, "<brk ", '<brk id="1"/>' * 1_023 + "<brk ")],
}  # fmt: skip

IN_SHEETS = IN_CELLS | IN_FORMULAS | IN_CONDITIONS | IN_CHOICES | IN_LINKS | IN_TABLES | ON_PAPER
