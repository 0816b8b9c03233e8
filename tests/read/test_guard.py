"""A file is judged by what is in it, before any reader of workbooks sees it."""

from __future__ import annotations

import gzip
import io
import struct
import time
import zipfile

import pytest

from scpxl.read.guard import GuardedWorkbook, guard_workbook
from scpxl.read.guard.package import Package
from scpxl.read.guard.refusal import FileLimits
from scpxl.returns.findings import Severity
from tests.read.forms import filled_form, small_form
from tests.read.ole_files import ole_file
from tests.read.packages import (
    SHEET,
    STRINGS,
    STYLES,
    WORKBOOK,
    XML,
    parts,
    sheet_xml,
    strings_xml,
    with_parts,
    zipped,
)

DOCTYPE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
SHARED_CELL = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'


def refusal(content: bytes, limits: FileLimits | None = None) -> str:
    """The one finding of a refused file, as the partner reads it, with its code behind."""
    judged = guard_workbook(content, "met.xlsx", limits or FileLimits())
    assert judged.refused
    [found] = judged.findings
    assert found.severity is Severity.MUST_FIX
    assert found.advice
    return f"{found} ({found.code})"


def accepted(content: bytes, file: str = "met.xlsx") -> GuardedWorkbook:
    judged = guard_workbook(content, file)
    assert not judged.refused, judged.findings
    return judged


def notes(content: bytes, file: str = "met.xlsx") -> list[str]:
    return [found.code for found in accepted(content, file).findings]


def entry(name: str, data: bytes = b"", **fields: int) -> bytes:
    """A complete workbook with one more entry in its zip."""
    out = io.BytesIO(with_parts({}))
    with zipfile.ZipFile(out, "a") as archive:
        info = zipfile.ZipInfo("x")
        info.filename = info.orig_filename = name
        for key, value in fields.items():
            setattr(info, key, value)
        archive.writestr(info, data)
    return out.getvalue()


def test_a_filled_form_passes_without_a_word() -> None:
    judged = accepted(filled_form(small_form()))
    assert judged.findings == ()
    assert [sheet.name for sheet in judged.sheets if sheet.visible] == [
        "Start",
        "Measures",
        "Wards",
        "Actions",
        "Commentary",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "met.xlsx is empty (0 bytes). It may not have finished downloading from OneDrive."),
        (b"<!DOCTYPE html><title>Sign in to\n your account</title>", "is a web page (it says 'Sign in to your account')"),
        (b"\xff\xfe" + "<html><title>Café</title></html>".encode("utf-16-le"), "a web page (it says 'Café')"),
        (b"<html><table><tr><td>Code</td></tr></table></html>", "met.xlsx is a web page, not a workbook."),
        (b"Code,Measure,Jan 2018\nBUR-01,Burglary,12\n", "met.xlsx holds plain text, not a workbook."),
        (b"%PDF-1.7\n1 0 obj", "met.xlsx is a PDF, not an Excel workbook."),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "met.xlsx is a picture, not an Excel workbook."),
        (b"{\\rtf1 hi}", "is a word-processor document, not an Excel workbook."),
        (b'{"error":"itemNotFound"}', "met.xlsx is a JSON file"),
        (b"From: a@b\r\nSubject: return\r\n\r\nattached", "met.xlsx is an e-mail"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "is an XML file"),
        (gzip.compress(b"x", mtime=0), "met.xlsx is a zip folder."),
        (bytes(4000), "met.xlsx is damaged (it holds nothing but zeros)."),
        (b"\x09\x08\x10\x00\x00\x06" + bytes(40), "met.xlsx is an old-format Excel file (.xls)."),
        (b"PK\x05\x06" + bytes(18), "it is a zip with nothing in it"),
    ],
)  # fmt: skip
def test_what_is_no_workbook_is_named_for_what_it_is(content: bytes, said: str) -> None:
    assert said in refusal(content)


@pytest.mark.parametrize(
    ("streams", "code"),
    [
        (["EncryptedPackage", "EncryptionInfo"], "FILE_ENCRYPTED"),
        (["EncryptedPackage"], "FILE_RIGHTS_PROTECTED"),
        (["EncryptedPackage", "EncryptionInfo", "DRMEncryptedTransform"], "FILE_RIGHTS_PROTECTED"),
        (["Workbook"], "FILE_LEGACY_XLS"),
        (["Book"], "FILE_LEGACY_XLS"),
        (["WordDocument"], "a Word document"),
        (["Contents"], "a file of another program"),
    ],
)
def test_a_locked_a_labelled_and_an_old_file_are_told_apart(streams: list[str], code: str) -> None:
    assert code in refusal(ole_file(streams))


def test_an_old_workbook_with_a_password_is_told_as_one() -> None:
    records = struct.pack("<HH4x", 0x809, 4) + struct.pack("<HH", 0x2F, 6)
    assert "FILE_ENCRYPTED" in refusal(ole_file(["Workbook"], data=records))
    assert "FILE_LEGACY_XLS" in refusal(ole_file(["Workbook"], data=struct.pack("<HH4x", 0x809, 4)))


def test_an_old_container_whose_directory_loops_or_ends_is_damaged() -> None:
    assert "FILE_CORRUPT" in refusal(ole_file(["Workbook"], looping=True))
    assert "FILE_CORRUPT" in refusal(ole_file(["Workbook"])[:600])
    assert "FILE_CORRUPT" in refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


@pytest.mark.parametrize(
    ("files", "code"),
    [
        (
            {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"},
            "FILE_IS_ODS",
        ),
        ({"[Content_Types].xml": "<Types/>", "xl/workbook.bin": b"\0"}, "FILE_IS_XLSB"),
        ({"[Content_Types].xml": "<Types/>", "word/document.xml": "<x/>"}, "a Word document"),
        ({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<x/>"}, "a PowerPoint file"),
        ({"Index/Document.iwa": b"\0", "Metadata/Properties.plist": b"x"}, "an Apple Numbers file"),
        ({"met 2017-18-Q4.xlsx": b"PK"}, "FILE_IS_ZIP"),
        ({"photo.jpg": b"x", "notes.txt": b"x"}, "FILE_IS_ZIP"),
    ],
)
def test_what_else_comes_in_a_zip_is_named_for_what_it_is(files: dict[str, str | bytes], code: str) -> None:
    assert code in refusal(zipped(files))


def test_a_file_above_the_limit_is_refused_with_both_sizes() -> None:
    assert "is 3 MB; a return is at most 2 MB" in refusal(bytes(3 << 20), FileLimits(file_bytes=2 << 20))


def test_half_a_download_and_a_flipped_byte_are_told_as_damage() -> None:
    whole = filled_form(small_form())
    assert "(the end is missing)" in refusal(whole[: len(whole) // 2])
    assert "(the end is missing)" in refusal(whole[:-100])
    at = whole.index(b"xl/worksheets/sheet2.xml") + 60
    flipped = whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]
    assert "FILE_CORRUPT" in refusal(flipped)
    assert "its beginning is missing or overwritten" in refusal(bytes(1024) + whole[1024:])


def test_what_a_mail_gateway_appends_is_passed_over() -> None:
    whole = filled_form(small_form())
    judged = accepted(whole + b"\r\n-- \r\nsent from a phone")
    assert judged.content == whole
    assert judged.sha256 != accepted(whole).sha256


@pytest.mark.parametrize(
    "content",
    [
        entry("../../outside.txt"),
        entry("..\\..\\outside.txt"),
        entry("/absolute.txt"),
        entry("C:\\Windows\\a.txt"),
        entry("xl/a\nb.xml"),
        entry("xl/\u202egnp.exe"),
        entry("xl/" + "a" * 300),
        entry("xl/Worksheets/Sheet1.xml", b"<worksheet/>"),
        entry("xl/media/link", b"/etc/passwd", create_system=3, external_attr=0o120777 << 16),
        entry("xl/a.bin", b"x", compress_type=zipfile.ZIP_LZMA),
    ],
    ids=[
        "up",
        "up-windows",
        "absolute",
        "drive",
        "newline",
        "right-to-left",
        "long",
        "same-but-case",
        "link",
        "method",
    ],
)
def test_a_zip_no_spreadsheet_program_would_write_is_not_opened(content: bytes) -> None:
    assert "FILE_UNSAFE" in refusal(content)


def test_members_that_lie_over_each_other_are_not_opened() -> None:
    whole = with_parts({"xl/media/kernel.bin": bytes(1 << 16)})
    end = whole.rindex(b"PK\x05\x06")
    size, offset = struct.unpack_from("<II", whole, end + 12)
    directory = whole[offset : offset + size]
    last = bytearray(directory[directory.rindex(b"PK\x01\x02") :])
    last[46] ^= 1
    doubled = directory + bytes(last)
    tail = bytearray(whole[end:])
    count = struct.unpack_from("<H", tail, 10)[0] + 1
    struct.pack_into("<HHII", tail, 8, count, count, len(doubled), offset)
    assert "FILE_UNSAFE" in refusal(whole[:offset] + doubled + bytes(tail))


def test_two_names_for_one_member_are_not_opened() -> None:
    whole = with_parts({})
    at = whole.index(b"xl/styles.xml")
    assert "FILE_UNSAFE" in refusal(whole[:at] + b"xl/stylez.xml" + whole[at + 13 :])


def test_a_zip_with_a_password_needs_a_password() -> None:
    whole = bytearray(with_parts({}))
    at = whole.index(b"PK\x01\x02")
    whole[at + 8] |= 1
    assert "FILE_ENCRYPTED" in refusal(bytes(whole))


def test_a_part_that_unpacks_to_more_than_it_says_is_not_unpacked_further() -> None:
    whole = bytearray(with_parts({"xl/media/big.bin": bytes(5 << 20)}))
    at = whole.rindex(b"PK\x01\x02")
    struct.pack_into("<I", whole, at + 24, 1000)
    assert "the size of xl/media/big.bin is wrong" in refusal(bytes(whole))


def test_a_bomb_is_refused_by_what_it_says_it_unpacks_to() -> None:
    bomb = with_parts({STRINGS: strings_xml("A" * (30 << 20))}, SHARED_CELL)
    assert "30 MB of next to nothing" in refusal(bomb)
    assert "alone is 30 MB" in refusal(bomb, FileLimits(part_bytes=20 << 20))
    assert "unpacks to far more than a return holds (30 MB)" in refusal(
        bomb, FileLimits(total_bytes=20 << 20)
    )
    assert "FILE_UNSAFE" in refusal(with_parts({}), FileLimits(entries=3))


@pytest.mark.parametrize(
    ("part", "data"),
    [
        (SHEET, sheet_xml(doctype=DOCTYPE)),
        (STRINGS, strings_xml("a").replace(XML, XML + DOCTYPE)),
        (WORKBOOK, str(parts()[WORKBOOK]).replace(XML, XML + DOCTYPE)),
        (STYLES, str(parts()[STYLES]).replace(XML, XML + DOCTYPE)),
        ("[Content_Types].xml", str(parts()["[Content_Types].xml"]).replace(XML, XML + DOCTYPE)),
        ("docProps/core.xml", f"{XML}{DOCTYPE}<x/>"),
        ("xl/theme/theme1.xml", f"{XML}{DOCTYPE}<x/>"),
    ],
)
def test_a_doctype_is_refused_wherever_it_stands(part: str, data: str) -> None:
    assert "FILE_UNSAFE" in refusal(with_parts({part: data}))


@pytest.mark.parametrize(
    "data",
    [
        sheet_xml()[:-30],
        sheet_xml().replace("</row>", ""),
        sheet_xml() + sheet_xml(),
        "not XML at all",
        "",
        sheet_xml('<row r="1"><c r="A1"><v>1 & 2</v></c></row>'),
        sheet_xml('<row r="1"><c r="A1" t="str"><v>\x01</v></c></row>'),
        sheet_xml().encode("utf-16"),
        sheet_xml().replace("UTF-8", "ISO-8859-1"),
        sheet_xml('<row r="1"><c r="A1" t="str"><v>£</v></c></row>').encode("latin-1"),
    ],
)
def test_broken_xml_is_an_incomplete_workbook(data: str | bytes) -> None:
    assert "PACKAGE_INCOMPLETE" in refusal(with_parts({SHEET: data}))


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        (WORKBOOK, "xl/workbook.xml is missing"),
        ("xl/_rels/workbook.xml.rels", "xl/_rels/workbook.xml.rels is missing"),
        (SHEET, "the sheet Return is missing"),
        ("[Content_Types].xml", "it does not say what is in it"),
    ],
)
def test_a_missing_part_is_named(missing: str, said: str) -> None:
    assert said in refusal(with_parts({missing: None}))


def test_a_sheet_that_leads_outside_the_file_is_missing() -> None:
    relations = str(parts()["xl/_rels/workbook.xml.rels"])
    for target in ("../../../../etc/passwd", "http://127.0.0.1:9/s.xml", "file:///etc/hostname"):
        changed = relations.replace("worksheets/sheet1.xml", target)
        assert "the sheet Return is missing" in refusal(with_parts({"xl/_rels/workbook.xml.rels": changed}))


def test_macros_are_refused_whatever_the_file_is_called() -> None:
    assert "MACRO_PRESENT" in refusal(with_parts({"xl/vbaProject.bin": b"x"}))
    assert "MACRO_PRESENT" in refusal(with_parts({"xl/macrosheets/sheet1.xml": "<x/>"}))
    types = str(parts()["[Content_Types].xml"]).replace(
        "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main", "vnd.ms-excel.sheet.macroEnabled.main"
    )
    assert "MACRO_PRESENT" in refusal(with_parts({"[Content_Types].xml": types}))


def test_a_file_embedded_in_the_workbook_is_refused() -> None:
    assert "EMBEDDED_OBJECT" in refusal(with_parts({"xl/embeddings/oleObject1.bin": b"x"}))


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({STRINGS: strings_xml("a", claims=' uniqueCount="4000000000"')}, "FILE_UNSAFE"),
        ({STRINGS: strings_xml("a", claims=' uniqueCount="100000000"')}, "FILE_TOO_BIG_UNPACKED"),
        ({STRINGS: strings_xml("a", claims=' uniqueCount="-1"')}, "FILE_UNSAFE"),
        ({STYLES: str(parts()[STYLES]).replace("<cellXfs", f'<numFmt formatCode="{"0" * 5000}"/><cellXfs')}, "FILE_UNSAFE"),
        ({SHEET: sheet_xml(after="<mergeCells>" + '<mergeCell ref="A1:B1"/>' * 20_001 + "</mergeCells>")}, "20,001 merged"),
    ],
    ids=["four-thousand-million", "hundred-million", "negative", "number-format", "merges"],
)  # fmt: skip
def test_counts_that_would_make_a_reader_reserve_memory_are_refused(
    changed: dict[str, str | bytes | None], code: str
) -> None:
    assert code in refusal(with_parts(changed))


def test_one_long_text_in_very_many_cells_is_refused() -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 20_001))
    long_text = strings_xml("word " * 4_000, "short")
    assert "one long text is in very many cells" in refusal(with_parts({STRINGS: long_text}, rows))
    accepted(with_parts({STRINGS: long_text}, rows.replace("<v>0</v>", "<v>1</v>")))


def test_too_many_sheets_rows_or_cells_are_refused() -> None:
    sheets = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, 300))
    workbook = str(parts()[WORKBOOK]).replace('<sheet name="Return" sheetId="1" r:id="rId1"/>', sheets)
    assert "299 sheets" in refusal(with_parts({WORKBOOK: workbook}))
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(1, 2001))
    assert "in 2,000 rows" in refusal(with_parts({}, rows), FileLimits(rows=1000))
    assert "has 2,000 cells" in refusal(with_parts({}, rows), FileLimits(cells=1000))
    odd = rows.replace("<c ", "<c  ")
    assert "in more than 1,000 rows" in refusal(with_parts({}, odd), FileLimits(rows=1000))
    assert "more than 1,000 cells" in refusal(with_parts({}, odd), FileLimits(cells=1000))


def test_a_space_typed_far_from_the_form_is_named_by_its_sheet_and_cell() -> None:
    stray = filled_form(
        small_form(), change=lambda book: book.get_worksheet_by_name("Wards").write(199_999, 999, " ")
    )
    began = time.monotonic()
    said = refusal(stray)
    assert "The sheet Wards has something in a cell far from the form: ALL200000." in said
    assert "Delete it" in said
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("cell", ["XFD1048576", "AAA20000"])
def test_no_cell_makes_a_reader_allocate_a_huge_rectangle(cell: str) -> None:
    row = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    rows = f'<row r="1"><c r="A1"><v>1</v></c></row><row r="{row}"><c r="{cell}"><v>9</v></c></row>'
    assert cell in refusal(with_parts({}, rows))
    # The same cell, hidden from a pass that trusts its row, its name or its prefix.
    for hidden in (
        f'<row r="1"><c r="{cell}"><v>9</v></c></row>',
        f'<row r="1"><c s="0" r="{cell}"><v>9</v></c></row>',
        f"<row r='{row}'><c\n r='{cell}'><v>9</v></c></row>",
        f'<!-- </sheetData> --><row r="1"><c r="{cell}"><v>9</v></c></row>',
    ):
        assert cell in refusal(with_parts({}, hidden))


def test_a_tall_or_wide_sheet_within_the_limits_is_read() -> None:
    accepted(with_parts({}, '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>9</v></c></row>'))
    accepted(with_parts({}, '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'))
    formatted = "".join(f'<row r="{n}"><c r="A{n}" s="0"/><c r="ZZ{n}" s="0"/></row>' for n in range(1, 9000))
    accepted(with_parts({}, formatted))


@pytest.mark.parametrize("reference", ["A0", "ZZZZ1", "$A$1", "R1C1", "A4294967296", "", "!!"])
def test_a_cell_no_sheet_has_is_refused(reference: str) -> None:
    assert "PACKAGE_INCOMPLETE" in refusal(
        with_parts({}, f'<row r="1"><c r="{reference}"><v>5</v></c></row>')
    )


def test_what_the_reader_should_know_is_noted_and_holds_nothing_up() -> None:
    assert notes(with_parts({}), "met.XLSX") == []
    assert notes(with_parts({}), "met.xls") == ["FILE_WRONG_EXTENSION"]
    assert notes(with_parts({"xl/externalLinks/externalLink1.xml": "<x/>"})) == ["EXTERNAL_LINK"]
    old_mac = str(parts()[WORKBOOK]).replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    assert notes(with_parts({WORKBOOK: old_mac})) == ["DATE_1904"]
    assert accepted(with_parts({WORKBOOK: old_mac})).date_1904


def test_hidden_rows_and_columns_are_noted_where_they_hold_something() -> None:
    hidden = '<row r="7" hidden="1"><c r="B7"><v>3</v></c></row>'
    assert notes(with_parts({}, hidden)) == ["HIDDEN_ROWS"]
    blank = '<row r="7" hidden="1"><c r="B7" s="0"/></row>'
    assert notes(with_parts({}, blank)) == []
    assert notes(with_parts({}, blank + '<row r="8"><c r="B8"><v>3</v></c></row>')) == []
    columns = '<cols><col min="{0}" max="16384" width="9" hidden="1"/></cols>'
    assert notes(with_parts({SHEET: sheet_xml(before=columns.format(1))})) == ["HIDDEN_ROWS"]
    assert notes(with_parts({SHEET: sheet_xml(before=columns.format(5))})) == []


def test_a_hidden_sheet_is_known_as_one() -> None:
    sheets = accepted(filled_form(small_form())).sheets
    assert [sheet.name for sheet in sheets if not sheet.visible] == ["Lists", "scpxl"]


def test_a_workbook_with_parts_replaced_is_a_whole_zip_and_all_others_are_as_they_were() -> None:
    content = with_parts({"xl/media/Bär.txt": "ä" * 500, "docProps/empty.xml": ""})
    package = accepted(content).package
    assert package is not None
    changed = package.repacked({SHEET: b"<worksheet/>"})
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(io.BytesIO(changed)) as new:
        assert new.testzip() is None
        assert new.namelist() == old.namelist()
        assert {name: new.read(name) for name in new.namelist()} == {
            name: b"<worksheet/>" if name == SHEET else old.read(name) for name in old.namelist()
        }
    again = Package(changed, FileLimits())
    assert again.inflate(SHEET) == b"<worksheet/>"
