"""Two ways to the facts of a sheet: whatever the shape of its XML, they agree."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from scpxl.read.guard.package import Package
from scpxl.read.guard.refusal import LIMITS, Refused
from scpxl.read.guard.sheet_facts import SheetFacts
from scpxl.read.guard.sheet_scan import scan_sheet
from scpxl.read.guard.sheet_walk import walk_sheet
from tests.read.packages import SHEET, STRINGS, sheet_xml, strings_xml, with_parts


def told(facts: SheetFacts) -> dict[str, object]:
    """What both ways must agree on."""
    return {
        "last row": facts.last_row,
        "errors": facts.errors,
        "uncalculated": facts.uncalculated,
        "hidden rows": facts.hidden_rows,
        "hidden columns": facts.hidden_columns,
        "merges": facts.merges,
    }


def both_ways(xml: str | bytes) -> SheetFacts:
    data = xml.encode() if isinstance(xml, str) else xml
    facts, walked = scan_sheet(data, "sheet", LIMITS), walk_sheet(data, "sheet", LIMITS)
    assert told(facts) == told(walked)
    assert facts.last_column >= walked.last_column
    return facts


ROWS = (
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="3"/></row>'
    '<row r="2" hidden="1"><c r="A2" t="e"><v>#REF!</v></c><c r="B2"><f>1&lt;2</f><v>1</v></c></row>'
    '<row r="3"><c r="A3" t="e"><f>A1/0</f><v>#DIV/0!</v></c><c r="B3"><f>SUM(A1:A2)</f></c></row>'
    '<row r="4"><c r="A4"><f t="shared" ref="A4:A5" si="0">B4</f><v/></c><c r="B4" t="str"><f>T(A1)</f><v></v></c></row>'
    '<row r="5" hidden="true"><c r="A5"><f t="shared" si="0"/></c></row>'
    '<row r="6" hidden="1"/>'
)


def test_errors_uncalculated_formulas_and_hidden_rows_are_found_where_they_stand() -> None:
    facts = both_ways(sheet_xml(ROWS))
    assert facts.exact_shape
    assert facts.errors == {(1, 0): "#REF!", (2, 0): "#DIV/0!"}
    assert facts.uncalculated == {(2, 1): "SUM(A1:A2)", (3, 0): "B4", (4, 0): ""}
    assert facts.hidden_rows == [1, 4]
    assert facts.last_row == 4


def test_an_error_of_any_name_is_found() -> None:
    facts = both_ways(sheet_xml('<row r="1"><c r="A1" t="e"><f>A2</f><v>Busy!</v></c></row>'))
    assert facts.exact_shape
    assert facts.errors == {(0, 0): "Busy!"}


@pytest.mark.parametrize(
    "number", [32, 39, 40, 99, 160, 8217, 9999, 10000, 49999, 65279, 65296, 65499, 126000, 128512]
)
def test_letters_written_by_their_numbers_as_libraries_do_need_no_second_way(number: int) -> None:
    rows = (
        f'<row r="1"><c r="A1" t="inlineStr"><is><t>a&#{number};b</t></is></c>'
        f'<c r="B1"><f>T("&#{number};&amp;")</f><v></v></c><c r="C1" t="e"><v>&#35;REF!</v></c></row>'
    )
    facts = both_ways(sheet_xml(rows))
    assert facts.exact_shape
    assert facts.uncalculated == {(0, 1): f'T("{chr(number)}&")'}
    assert facts.errors == {(0, 2): "#REF!"}


@pytest.mark.parametrize(
    "written", ["&#38;lt;", "&amp;#38;", "&amp;lt;", "&#38;amp;", "&#8217;&gt;&amp;#8217;"]
)
def test_what_is_written_in_place_of_a_letter_is_read_once_as_the_parser_does(written: str) -> None:
    facts = both_ways(sheet_xml(f'<row r="1"><c r="A1"><f>"{written}"</f></c></row>'))
    assert facts.exact_shape
    assert list(facts.uncalculated)


@pytest.mark.parametrize(
    "number", ["0", "8", "31", "55296", "57343", "65534", "65535", "1114112", "99999999"]
)
def test_a_number_that_is_no_letter_goes_to_the_parser_which_refuses_it(number: str) -> None:
    with pytest.raises(Refused):
        scan_sheet(
            sheet_xml(f'<row r="1"><c r="A1" t="str"><v>&#{number};</v></c></row>').encode(), "sheet", LIMITS
        )


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml.replace('"', "'").replace("'1.0'", '"1.0"'),
        lambda xml: xml.replace("><", ">\n<"),
        lambda xml: xml.replace("<c r=", "<c  r="),
        lambda xml: re.sub(r"<(/?)(row|c|v|f|sheetData|worksheet)\b", r"<\1x:\2", xml).replace("xmlns=", "xmlns:x="),
        lambda xml: xml.replace("<sheetData>", "<!-- <sheetData> --><sheetData>"),
        lambda xml: xml.replace("#REF!", "<![CDATA[#REF!]]>"),
        lambda xml: xml.replace("#REF!", "&#35;REF!"),
        lambda xml: re.sub(r'<c r="[A-Z]+\d+"', "<c", xml),
        lambda xml: re.sub(r'<row r="\d+"', "<row", re.sub(r'<c r="[A-Z]+\d+"', "<c", xml)),
        lambda xml: xml.replace('r="A1"', 'r="a1"'),
    ],
    ids=["quotes", "lines", "blanks", "prefix", "comment", "cdata", "entity", "no-names", "no-rows", "lower-case"],
)  # fmt: skip
def test_the_same_sheet_written_in_another_way_gives_the_same_facts(change: object) -> None:
    assert callable(change)
    changed = change(sheet_xml(ROWS))
    assert changed != sheet_xml(ROWS)
    assert told(both_ways(changed)) == told(both_ways(sheet_xml(ROWS)))


CELLS = st.sampled_from(
    [
        "", "<c r='{at}'/>", '<c r="{at}" s="1"/>', '<c r="{at}"><v>1.5</v></c>', '<c r="{at}" t="s"><v>0</v></c>',
        '<c r="{at}" t="e"><v>#N/A</v></c>', '<c r="{at}"><f>A1</f></c>', '<c r="{at}" s="1"><f>A1</f><v>2</v></c>',
        '<c r="{at}" t="inlineStr"><is><t>x &amp; y</t></is></c>', '<c r="{at}"></c>', '<c r="{at}" t="str"><f>A1</f><v></v></c>',
        '<c r="{at}" s="1" t="e"><f ref="A1">B1</f><v>#REF!</v></c>', '<c r="{at}"><v/></c>',
    ]
)  # fmt: skip


@given(st.lists(st.tuples(st.booleans(), st.lists(CELLS, max_size=5)), max_size=6))
def test_both_ways_agree_on_any_sheet(rows: list[tuple[bool, list[str]]]) -> None:
    written = "".join(
        f'<row r="{number}"{" hidden=" * hidden}{chr(34) + "1" + chr(34) if hidden else ""}>'
        + "".join(cell.format(at=f"{'ABCDE'[place]}{number}") for place, cell in enumerate(cells))
        + "</row>"
        for number, (hidden, cells) in enumerate(rows, 1)
    )
    data = sheet_xml(written).encode()
    facts, walked = scan_sheet(data, "sheet", LIMITS), walk_sheet(data, "sheet", LIMITS)
    assert (facts.errors, facts.uncalculated) == (walked.errors, walked.uncalculated)
    # An empty <c></c> counts as something in the quick way: further out, never nearer.
    assert facts.last_row >= walked.last_row
    assert set(facts.hidden_rows) >= set(walked.hidden_rows)


@given(st.binary(max_size=12), st.integers(0, 400), st.integers(0, 12))
def test_a_damaged_sheet_is_refused_or_read_alike_in_both_ways(junk: bytes, at: int, cut: int) -> None:
    whole = sheet_xml(ROWS).encode()
    begin = whole.index(b"<sheetData>") + 11
    data = whole[: begin + at] + junk + whole[begin + at + cut :]
    found: list[SheetFacts | str] = []
    for way in (scan_sheet, walk_sheet):
        try:
            found.append(way(data, "sheet", LIMITS))
        except Refused as refused:
            found.append(refused.code)
    quick, walked = found
    if isinstance(walked, str) or isinstance(quick, str):
        # The quick way lets a repeated attribute of a row or a formula pass; no reader is misled by one.
        assert quick == walked or (isinstance(quick, SheetFacts) and b"=" in junk)
    else:
        assert (quick.errors, quick.uncalculated, quick.merges) == (
            walked.errors,
            walked.uncalculated,
            walked.merges,
        )
        assert quick.rectangle >= walked.rectangle


def values_in(content: bytes) -> list[list[object]]:
    """What the reader of values finds in the first sheet."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_index(0).to_python(skip_empty_area=False)  # type: ignore[return-value]


@given(st.lists(st.lists(CELLS, max_size=5), max_size=6))
def test_without_its_formulas_a_sheet_has_the_same_values(rows: list[list[str]]) -> None:
    written = "".join(
        f'<row r="{number}">'
        + "".join(cell.format(at=f"{'ABCDE'[place]}{number}") for place, cell in enumerate(cells))
        + "</row>"
        for number, cells in enumerate(rows, 1)
    )
    content = with_parts({SHEET: sheet_xml(written), STRINGS: strings_xml("£5 &amp; more")})
    package = Package(content, LIMITS)
    facts = scan_sheet(package.inflate(SHEET), "sheet", LIMITS)
    # A cell in single quotes is of another shape: such a sheet is read as it came.
    assert bool(facts.readable) is facts.exact_shape is ("'" not in written)
    assert not re.search(rb"<f[ >]", facts.readable)
    if facts.readable:
        assert values_in(package.repacked({SHEET: facts.readable})) == values_in(content)


def test_a_long_formula_is_left_out_of_what_is_read_and_judged_all_the_same() -> None:
    long = f'IF(A1&gt;0,"{"&amp;" * 5000}","")'
    rows = f'<row r="1"><c r="A1"><v>3</v></c><c r="B1" t="str"><f>{long}</f><v>OK</v></c></row>'
    facts = both_ways(sheet_xml(rows))
    assert b"IF(" not in facts.readable
    assert len(facts.readable) < 500
    for wrong in ("&nothing;", "\x01", "&#0;"):
        with pytest.raises(Refused):
            both_ways(sheet_xml(rows.replace("IF(", f"IF({wrong}")))


def test_a_part_far_larger_than_a_form_is_read_as_it_came() -> None:
    facts = both_ways(sheet_xml(f'<row r="1"><c r="A1" t="str"><v>{"x" * (9 << 20)}</v></c></row>'))
    assert facts.exact_shape
    assert not facts.readable


def test_what_spreadsheet_libraries_write_has_the_exact_shape() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Code & name", 1.5, True])
        sheet.write_blank(1, 1, None, book.add_format({"bold": True}))
        sheet.write_formula(2, 1, "=A1&B1", None, "x")
        sheet.set_row(3, None, None, {"hidden": True})
        sheet.write_string(3, 0, "")
    other = openpyxl.Workbook()
    page = other.active
    assert page is not None
    page.append(["Code", 1, None, "=1+1"])
    page.append(["#REF!", "£5 – é"])
    out2 = io.BytesIO()
    other.save(out2)
    for content in (out.getvalue(), out2.getvalue()):
        facts = both_ways(Package(content, LIMITS).inflate("xl/worksheets/sheet1.xml"))
        assert facts.exact_shape
    assert facts.uncalculated == {(0, 3): "1+1"}
    assert facts.errors == {(1, 0): "#REF!"}


def test_a_long_row_that_ends_badly_is_refused_in_one_pass() -> None:
    cells = (
        "".join(f'<c r="{a}{b}1"><v>1</v></c>' for a in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" for b in "ABCDEFGHIJ")
        * 200
    )
    with pytest.raises(Refused):
        scan_sheet(sheet_xml(f'<row r="1">{cells}<oops></row>').encode(), "sheet", LIMITS)
