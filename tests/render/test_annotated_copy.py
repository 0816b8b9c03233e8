"""A partner's own file, marked up: what must change does, and nothing else in the file."""

from __future__ import annotations

import io
import posixpath
import re
import warnings
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from scpxl.checks.catalogue import finding
from scpxl.read.guard.xml_parts import elements
from scpxl.render.annotated_copy import CannotMarkError, CopyHeading, annotated_copy
from scpxl.render.annotated_copy.cells import place_of
from scpxl.returns.cells import CellRef
from scpxl.returns.findings import Finding
from tests.office import LibreOffice
from tests.office_schema.web_reader import WebReader
from tests.render.decorated import decorated

HEADING = CopyHeading("Returned", "Metropolitan Police, Q4 2017-18", "Correct the cells and send it again.")
FINDINGS: tuple[Finding, ...] = (
    finding("NOT_A_NUMBER", [CellRef("Measures", 1, 2)], value="about 30", example=30),
    finding("NEGATIVE", [CellRef("Measures", 2, 2)], value=-3),
    finding("TIDIED", [CellRef("Measures", 2, 2), CellRef("Measures", 3, 3)], was="1,234", now=1234),
    finding("BLANK", [CellRef("Measures", 3, 8), CellRef("Measures", 19, 1)], title="Theft", when="Mar 2018"),
    finding("ANSWER_MISSING", [CellRef("Start", 5, 3)], words="Signed off by"),
    finding("SHEET_MISSING", sheet="Wards", sheets="Start, Measures"),
)
MAY_CHANGE = {
    "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
    "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml",
}  # fmt: skip
MAY_COME = {
    "xl/worksheets/sheet5.xml", "xl/comments2.xml", "xl/drawings/vmlDrawing2.vml",
    "xl/worksheets/_rels/sheet1.xml.rels",
}  # fmt: skip


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(content: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.fixture(scope="module")
def before() -> bytes:
    return decorated()


@pytest.fixture(scope="module")
def after(before: bytes) -> bytes:
    return annotated_copy(before, FINDINGS, HEADING)


def opened(content: bytes) -> Any:
    with warnings.catch_warnings():
        # openpyxl says of sparklines and newer rules that it would lose them: that is why it does not write.
        warnings.simplefilter("ignore", UserWarning)
        return load_workbook(io.BytesIO(content))


def test_only_the_parts_that_must_change_do(before: bytes, after: bytes) -> None:
    was, now = parts(before), parts(after)
    assert {name for name in was if now.get(name) != was[name]} == MAY_CHANGE
    assert set(now) - set(was) == MAY_COME
    kept = set(was) - MAY_CHANGE
    assert {
        "xl/charts/chart1.xml",
        "xl/media/image1.png",
        "xl/tables/table1.xml",
        "xl/worksheets/sheet3.xml",
    } <= kept
    assert list(now)[: len(was)] == list(was)


def test_rules_sparklines_validation_and_formulas_of_a_marked_sheet_stay_byte_for_byte(
    before: bytes, after: bytes
) -> None:
    was, now = (
        # Each rule comes after ours, which is told by a number; all else of it stays.
        re.sub(rb' priority="\d+"', b"", parts(content)["xl/worksheets/sheet2.xml"])
        for content in (before, after)
    )
    for begin, end in (
        (b"<conditionalFormatting", b"</conditionalFormatting>"),
        (b"<dataValidations", b"</dataValidations>"),
        (b"<extLst>", b"</extLst>"),
        (b"<cols>", b"</cols>"),
    ):
        piece = was[was.index(begin) : was.rindex(end) + len(end)]
        assert piece in now
    assert was.count(b"<f>") == now.count(b"<f>") == 8
    assert b"x14:sparkline" in now


def test_every_relation_names_a_part_from_where_it_stands_as_excel_writes_it(after: bytes) -> None:
    made = parts(after)
    seen = 0
    for name, data in made.items():
        if not name.endswith(".rels"):
            continue
        folder = posixpath.dirname(posixpath.dirname(name))
        for kind, attributes in elements(data, name):
            if kind == "Relationship" and attributes.get("TargetMode") != "External":
                target = attributes["Target"]
                seen += 1
                assert posixpath.normpath(posixpath.join(folder, target)) in made, (name, target)
    assert seen > 10
    notes = made["xl/worksheets/_rels/sheet1.xml.rels"].decode()
    assert 'Target="../comments2.xml"' in notes
    assert 'Target="worksheets/sheet5.xml"' in made["xl/_rels/workbook.xml.rels"].decode()


@pytest.mark.slow
def test_a_web_viewers_reader_opens_it_with_the_notes(
    after: bytes, tmp_path: Path, web_reader: WebReader
) -> None:
    (tmp_path / "marked.xlsx").write_bytes(after)
    notes = web_reader.notes(tmp_path / "marked.xlsx")
    assert next(iter(notes)) == "What to fix"
    assert "'about 30' is not a number." in notes["Measures"]["C2"]
    (tmp_path / "from the root.xlsx").write_bytes(
        zipped(
            {
                name: data.replace(b'Target="../', b'Target="/xl/') if "sheet1.xml.rels" in name else data
                for name, data in parts(after).items()
            }
        )
    )
    with pytest.raises(AssertionError, match="exceljs cannot open"):
        web_reader.notes(tmp_path / "from the root.xlsx")


def test_marking_twice_gives_the_same_bytes(before: bytes, after: bytes) -> None:
    assert annotated_copy(before, FINDINGS, HEADING) == after


def test_every_changed_part_is_sound_xml(after: bytes) -> None:
    for name, data in parts(after).items():
        if name.endswith((".xml", ".rels", ".vml")):
            assert elements(data, name)


def test_the_values_read_are_the_same(before: bytes, after: bytes) -> None:
    was, now = (CalamineWorkbook.from_filelike(io.BytesIO(content)) for content in (before, after))
    assert now.sheet_names == ["What to fix", *was.sheet_names]
    for name in was.sheet_names:
        rows = was.get_sheet_by_name(name).to_python(skip_empty_area=False)
        same = now.get_sheet_by_name(name).to_python(skip_empty_area=False)
        assert [row[: len(rows[0])] for row in same[: len(rows)]] == rows


def test_each_cell_is_coloured_by_its_gravest_finding_and_keeps_the_rest_of_its_looks(
    before: bytes, after: bytes
) -> None:
    was, now = opened(before)["Measures"], opened(after)["Measures"]
    fills = {a: now[a].fill.fgColor.rgb for a in ("C2", "C3", "D4", "I4", "B20")}
    assert fills == {
        "C2": "FFFFC7CE",
        "C3": "FFFFC7CE",
        "D4": "FFD3E3F0",
        "I4": "FFFFC7CE",
        "B20": "FFFFC7CE",
    }
    assert now["C2"].number_format == was["C2"].number_format == "#,##0.00"
    assert now["C2"].border.left.style == "thin"
    assert now["B20"].font.i is True
    for address in ("C4", "D3", "A1", "F2"):
        assert repr(now[address].fill) == repr(was[address].fill)


def test_the_notes_say_what_was_found_and_the_partners_own_note_stays(after: bytes) -> None:
    sheet = opened(after)["Measures"]
    assert sheet["C2"].comment.text == (
        "Must fix: 'about 30' is not a number. Enter the number only, for example 30."
    )
    assert sheet["C3"].comment.text == (
        "The partner's own note.\n\nMust fix: -3 is negative. Enter a number of 0 or more."
        "\n\nFor information: '1,234' was read as 1234."
    )
    assert sheet["C3"].comment.author == "Partner"
    assert sheet["I4"].comment is not None
    assert sheet["D3"].comment is None


def test_a_button_beside_the_notes_stays(before: bytes, after: bytes) -> None:
    was, now = (parts(content)["xl/drawings/vmlDrawing1.vml"] for content in (before, after))
    assert was[: was.rindex(b"</xml>")] in now
    assert now.count(b'ObjectType="Note"') == was.count(b'ObjectType="Note"') + 4


def test_a_cell_covered_by_a_merged_one_is_marked_where_it_is_seen(after: bytes) -> None:
    sheet = opened(after)["Start"]
    assert sheet["B5"].comment.text.startswith("Must fix: 'Signed off by' is not answered.")
    assert sheet["B5"].fill.fgColor.rgb == "FFFFC7CE"
    assert sheet["B5"].font.color.rgb == "FF1D2730"
    assert [str(r) for r in sheet.merged_cells.ranges] == ["B5:D6"]


def test_cells_that_did_not_exist_are_put_in_in_order(after: bytes) -> None:
    listed = elements(parts(after)["xl/worksheets/sheet2.xml"], "sheet2.xml")
    rows = [int(attributes["r"]) for name, attributes in listed if name == "row"]
    assert rows == sorted(rows)
    assert 20 in rows
    places = [place_of(attributes["r"]) for name, attributes in listed if name == "c"]
    assert places == sorted(places)
    assert {place_of("I4"), place_of("B20")} <= set(places)


def test_the_first_sheet_lists_every_finding_and_jumps_to_its_cells(after: bytes) -> None:
    book = opened(after)
    sheet = book.worksheets[0]
    assert book.active.title == sheet.title == "What to fix"
    assert [view.tabSelected for ws in book for view in ws.views.sheetView] == [True, None, None, None, None]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=6, max_col=5)]
    assert rows[0] == ["Kind", "Sheet", "Cell", "What was found", "What to do"]
    assert [
        "Must fix",
        "Measures",
        "C2",
        "'about 30' is not a number.",
        "Enter the number only, for example 30.",
    ] in rows
    assert [row[0] for row in rows[1:]] == ["Must fix"] * 6 + ["For information"] * 2
    links = {cell.value: cell.hyperlink.location for (cell,) in sheet["C7:C14"] if cell.hyperlink}
    assert links["I4"] == "'Measures'!I4"
    assert links["D6"] == "'Start'!D6"


def test_names_that_belong_to_a_sheet_follow_it(after: bytes) -> None:
    book = opened(after)
    assert book["Partner's own"].print_area == "'Partner''s own'!$A$1:$B$4"
    assert "choices" in book.defined_names


def test_a_marked_copy_can_be_marked_again(after: bytes) -> None:
    again = opened(annotated_copy(after, FINDINGS[:1], HEADING))
    assert again.sheetnames[:3] == ["What to fix (2)", "What to fix", "Start"]


def test_signs_that_xml_or_excel_would_take_for_something_else_are_shown_as_typed(before: bytes) -> None:
    hostile = "=1+1 <b>&\x07_x000D_"
    odd = finding("NOT_A_NUMBER", [CellRef("Measures", 1, 2)], value=hostile, example=3)
    sheet = opened(annotated_copy(before, [odd], HEADING)).worksheets[0]
    assert sheet["D7"].value == repr(hostile).replace("_x000D_", "_x005F_x000D_") + " is not a number."
    assert sheet["D7"].data_type != "f"


def test_a_workbook_of_another_build_is_refused_in_words(before: bytes) -> None:
    strict = parts(before)
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strict["xl/workbook.xml"] = strict["xl/workbook.xml"].replace(
        main, b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    )
    with pytest.raises(CannotMarkError, match="Strict Open XML Spreadsheet"):
        annotated_copy(zipped(strict), FINDINGS, HEADING)


def test_a_part_that_points_nowhere_is_refused_in_words(before: bytes) -> None:
    broken = parts(before)
    sheet = "xl/worksheets/sheet2.xml"
    broken[sheet] = broken[sheet].replace(b'<row r="2"', b'<row r="two"')
    with pytest.raises(CannotMarkError, match="in a way Excel would not have written"):
        annotated_copy(zipped(broken), FINDINGS, HEADING)


def test_elements_with_a_prefix_are_patched_with_it(before: bytes) -> None:
    prefixed = parts(before)
    for name in ("xl/worksheets/sheet3.xml", "xl/styles.xml"):
        data = re.sub(rb"<(/?)(?=[a-z])(?![a-z0-9]+:)", rb"<\1s:", prefixed[name])
        prefixed[name] = data.replace(
            b' xmlns="http://schemas.openxmlformats.org/spreadsheetml',
            b' xmlns:s="http://schemas.openxmlformats.org/spreadsheetml',
            1,
        )
    odd = finding("NEGATIVE", [CellRef("partner's OWN", 1, 1), CellRef("partner's OWN", 8, 8)], value=-1)
    sheet = opened(annotated_copy(zipped(prefixed), [odd], HEADING))["Partner's own"]
    assert sheet["B2"].fill.fgColor.rgb == sheet["I9"].fill.fgColor.rgb == "FFFFC7CE"
    assert sheet["B2"].comment.text.startswith("Must fix: -1 is negative.")


@pytest.mark.office
@pytest.mark.slow
def test_libreoffice_opens_it_and_shows_the_notes(
    after: bytes, libreoffice: LibreOffice, tmp_path: Path
) -> None:
    (tmp_path / "marked.xlsx").write_bytes(after)
    book = opened(libreoffice.convert(tmp_path / "marked.xlsx", "xlsx").read_bytes())
    assert book.sheetnames == ["What to fix", "Start", "Measures", "Partner's own", "Charts"]
    note = book["Measures"]["C3"].comment
    assert note is not None
    assert "The partner's own note." in note.text
    assert "-3 is negative." in note.text
    assert book["Start"]["B5"].comment is not None
    assert book["Measures"]["F2"].value == "=SUM(C2:E2)"
