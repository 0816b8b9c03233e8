"""An output that says anything else than what was published is found out: every text, once, with the place where it is."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.comments import Comment

from scpxl.cli import main
from scpxl.errors import NotFoundError
from scpxl.jobs.publishing.publish import publish
from scpxl.jobs.publishing.published import Output
from scpxl.jobs.publishing.text_differences import differences, other_parts, saved_again
from scpxl.jobs.publishing.verify import VerifiedFile, verify
from scpxl.model.framework import Edition
from scpxl.read.output_texts import read_output
from tests.jobs.test_typed import ESCALATED, type_into
from tests.live.conftest import Q4, WHEN, Place, place, small_desk
from tests.office import LibreOffice

__all__ = ["place", "small_desk"]
pytestmark = [pytest.mark.filterwarnings("ignore:.*extension is not supported")]
ALL = tuple(Output)
TEXT = re.compile(
    rb'(?:(<(?:a:t|c:v|v|t|f|c:f|t xml:space="preserve"|w:t|w:t xml:space="preserve"|w:instrText xml:space="preserve"'
    rb'|dc:\w+|cp:lastModifiedBy)>)|(?: descr|<w:tblCaption w:val)=")(?P<text>(?(1)[^<]*|[^"]*))'
)
"""The elements and attributes of every kind of part that hold a text."""


@pytest.fixture
def outputs(place: Place) -> dict[str, Path]:
    """Every output of a quarter, by its name."""
    made = publish(place.folder, Q4, now=WHEN, outputs=ALL)
    return {path.name: path for path in (*made.files, *filter(None, [made.with_buttons]))}


def one(place: Place, path: Path) -> VerifiedFile:
    (found,) = verify(place.folder, [path])
    return found


def repacked(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """Return a package with its parts changed, the workbooks behind its charts too."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            inner = info.filename.endswith((".xlsx", ".xlsm"))
            new.writestr(info, repacked(data, change) if inner else change(info.filename, data))
    return made.getvalue()


def digits(content: bytes) -> Iterator[tuple[str, int]]:
    """Yield every text with a digit, by its part and its number in it; those of inner workbooks too, by their part's name.

    A paragraph of a document is one text however many runs it has, and so are its fields.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            data = package.read(name)
            if name.endswith((".xlsx", ".xlsm")):
                yield from ((f"{name}>{inner}", number) for inner, number in digits(data))
            elif holds_texts(name):
                found = [
                    (paragraph_of(data, m) or f"text {n}", n)
                    for n, m in enumerate(TEXT.finditer(data))
                    if re.search(rb"\d", m["text"]) and not is_index(data, m)
                ]
                yield from ((name, n) for n in dict(reversed(found)).values())


def holds_texts(name: str) -> bool:
    return name.endswith(".xml") and not re.search(
        r"slideLayout|slideMaster|notesMaster|theme|styles|docProps/app|presentation\.xml|Types", name
    )


def paragraph_of(data: bytes, found: re.Match[bytes]) -> str:
    """Which paragraph of a document a run or a field's instruction is in; blank for any other text."""
    if not (found[1] or b"").startswith(b"<w:"):
        return ""
    begins = max(data.rfind(b"<w:p>", 0, found.start()), data.rfind(b"<w:p ", 0, found.start()))
    return f"{'field' if is_field(data, found) else 'words'} in the paragraph at {begins}"


def is_field(data: bytes, found: re.Match[bytes]) -> bool:
    """Whether a text is a field's instruction, or the number of a page that one gives."""
    before = data[: found.start()].rpartition(b"<w:p>")[2]
    instruction = before.rpartition(b"<w:instrText")[2]
    in_result = b'"separate"' in instruction and b'"end"' not in instruction
    return found[1].startswith(b"<w:instrText") or (in_result and b" PAGE " in instruction)


def is_index(data: bytes, found: re.Match[bytes]) -> bool:
    """Whether a value is only the number of a shared text, or a number a program gives to a slide."""
    before = data[max(0, found.start() - 400) : found.start()]
    return (before.rpartition(b"<c ")[2].find(b't="s"') >= 0 and found[1] == b"<v>") or before.rfind(
        b"<a:fld"
    ) > before.rfind(b"</a:fld>")


def other_digit(text: bytes) -> bytes:
    at = re.search(rb"\d", text)
    assert at
    return text[: at.start()] + (b"8" if at[0] != b"8" else b"3") + text[at.end() :]


def _with_other_digits(data: bytes, numbers: set[int]) -> bytes:
    pieces, end = [], 0
    for number, found in enumerate(TEXT.finditer(data)):
        if number in numbers:
            pieces += [data[end : found.start("text")], other_digit(found["text"])]
            end = found.end("text")
    return b"".join([*pieces, data[end:]])


def changed_at(content: bytes, wanted: set[tuple[str, int]], within: str = "") -> bytes:
    """Return a package with one digit of each of these texts changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data, name = old.read(info), within + info.filename
            if name.endswith((".xlsx", ".xlsm")):
                data = changed_at(data, wanted, f"{name}>")
            else:
                numbers = {number for part, number in wanted if part == name}
                if numbers:
                    data = _with_other_digits(data, numbers)
            new.writestr(info, data)
    return made.getvalue()


def test_what_was_published_is_found_as_it_was_published_in_every_edition(
    place: Place, outputs: dict[str, Path]
) -> None:
    publish(place.folder, Q4, Edition.OBSERVERS, now=WHEN, outputs=ALL)
    found = verify(place.folder, [place.folder.outputs(Q4)])
    assert len(found) == len(outputs) + len(ALL)
    assert all(
        file.is_as_published and file.texts > 100 and not file.typed and not file.told for file in found
    )
    assert {file.imprint.edition for file in found if file.imprint} == {"partnership", "observers"}


@pytest.mark.parametrize(
    "name", ["dashboard.xlsx", "dashboard.xlsm", "board-pack.pptx", "annual-report.docx"]
)
def test_every_changed_digit_is_found_and_each_once(
    place: Place, outputs: dict[str, Path], name: str
) -> None:
    content = outputs[name].read_bytes()
    every = set(digits(content))
    assert len(every) > 500
    if name.endswith("pptx"):
        assert any(">" in part for part, _ in every)
        assert any("notesSlide" in part for part, _ in every)
        assert any("/charts/" in part for part, _ in every)
    if name.endswith("docx"):
        assert {"word/document.xml", "word/footer1.xml", "word/charts/chart1.xml", "docProps/core.xml"} <= {
            part for part, _ in every
        }
        assert any(part.startswith("word/embeddings/chart1.xlsx>") for part, _ in every)
    outputs[name].write_bytes(changed_at(content, every))
    found = one(place, outputs[name])
    texts = [line for line in found.differences if not line.place.endswith("beside its texts")]
    assert len(texts) + len(found.typed) == len(every)
    assert all(line.published != line.found for line in found.differences)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["board-pack.pptx", "annual-report.docx"])
def test_every_single_changed_digit_is_found_by_itself_and_once(outputs: dict[str, Path], name: str) -> None:
    """Not all at once, where one that is missed and one that is told twice would make up for each other."""
    content = outputs[name].read_bytes()
    published = read_output(content)
    for text in sorted(digits(content)):
        given = read_output(changed_at(content, {text}))
        found = list(differences(published, given, again=saved_again(published, given)))
        assert len(found) == 1, (text, found)
        assert list(other_parts(published, given, found)) == [], text


@pytest.mark.parametrize("name", ["dashboard.xlsx", "board-pack.pptx", "annual-report.docx"])
def test_one_changed_digit_is_one_difference_at_its_place(
    place: Place, outputs: dict[str, Path], name: str
) -> None:
    content = outputs[name].read_bytes()
    every = sorted(digits(content))
    for text in every[:: len(every) // 6]:
        outputs[name].write_bytes(changed_at(content, {text}))
        found = one(place, outputs[name])
        assert len(found.differences) + len(found.typed) == 1, text


def test_a_cell_that_shows_another_shared_text_is_one_difference(
    place: Place, outputs: dict[str, Path]
) -> None:
    path = outputs["dashboard.xlsx"]

    def pointed_elsewhere(name: str, data: bytes) -> bytes:
        first = re.compile(rb't="s"><v>\d+</v>')
        return first.sub(b't="s"><v>7</v>', data, count=1) if name == "xl/worksheets/sheet1.xml" else data

    path.write_bytes(repacked(path.read_bytes(), pointed_elsewhere))
    (line,) = one(place, path).differences
    assert line.place.startswith("Summary!")
    assert line.published != line.found


def test_a_comment_that_somebody_added_is_found(place: Place, outputs: dict[str, Path]) -> None:
    path = outputs["dashboard.xlsx"]
    book = openpyxl.load_workbook(path)
    book["Notes"]["A1"].comment = Comment("Crime fell by 99%.", "A")
    book.save(path)
    (line,) = one(place, path).differences
    assert (line.place, line.published, line.found) == ("Notes, comments on A1", "", "Crime fell by 99%.")


def test_a_text_put_in_or_left_out_makes_no_other_text_differ(place: Place, outputs: dict[str, Path]) -> None:
    path = outputs["board-pack.pptx"]
    content = path.read_bytes()
    more = b"<a:p><a:r><a:t>Crime fell by 99%.</a:t></a:r></a:p></p:txBody>"

    def put_in(name: str, data: bytes) -> bytes:
        return data.replace(b"</p:txBody>", more, 1) if name == "ppt/slides/slide2.xml" else data

    path.write_bytes(repacked(content, put_in))
    (line,) = one(place, path).differences
    assert (line.published, line.found) == ("", "Crime fell by 99%.")
    assert line.place.startswith("slide 2, ")


def test_what_is_no_text_but_was_changed_is_told_once_by_its_part(
    place: Place, outputs: dict[str, Path]
) -> None:
    path = outputs["board-pack.pptx"]

    def moved(name: str, data: bytes) -> bytes:
        return re.sub(rb'<a:off x="\d+"', b'<a:off x="77"', data) if name == "ppt/slides/slide5.xml" else data

    path.write_bytes(repacked(path.read_bytes(), moved))
    assert [line.place for line in one(place, path).differences] == [
        "ppt/slides/slide5.xml, beside its texts"
    ]


def test_what_people_enter_is_told_apart_from_what_was_published(
    place: Place, outputs: dict[str, Path]
) -> None:
    path = outputs["dashboard.xlsx"]
    type_into(path, "Decisions", "ROB", ESCALATED)
    found = one(place, path)
    assert found.is_as_published, found.differences[:8]
    assert {line.found for line in found.typed} >= {"escalate"}


def test_another_month_end_chosen_in_the_workbook_is_no_difference(
    place: Place, outputs: dict[str, Path]
) -> None:
    from scpxl.render.excel import write_dashboard

    path = outputs["dashboard.xlsx"]
    made = publish(place.folder, Q4, now=WHEN).scorecard
    write_dashboard(made, path, {"as_of": "Dec 2017"})

    def as_excel(name: str, data: bytes) -> bytes:
        return (
            re.sub(rb"<AppVersion>[^<]*", b"<AppVersion>16.0300", data)
            if name == "docProps/app.xml"
            else data
        )

    path.write_bytes(repacked(path.read_bytes(), as_excel))
    found = one(place, path)
    assert found.is_as_published
    assert found.told[0] == "Shown as chosen in it: Dec 2017."


def test_a_cell_changed_with_another_program_is_found(place: Place, outputs: dict[str, Path]) -> None:
    path = outputs["dashboard.xlsx"]
    book = openpyxl.load_workbook(path)
    was = book["Notes"]["A1"].value
    book["Notes"]["A1"] = "Crime fell by 99%."
    book.save(path)
    found = one(place, path)
    assert ("Notes!A1", was, "Crime fell by 99%.") in {
        (line.place, line.published, line.found) for line in found.differences
    }
    assert "saved again" in found.told[0]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["dashboard.xlsx", "board-pack.pptx", "annual-report.docx"])
def test_a_file_saved_again_by_libreoffice_still_says_the_same(
    place: Place, outputs: dict[str, Path], name: str, libreoffice: LibreOffice
) -> None:
    again = libreoffice.convert(outputs[name], outputs[name].suffix.removeprefix("."))
    found = one(place, again)
    assert found.is_as_published, found.differences[:5]
    assert "LibreOffice" in found.told[0]


@pytest.mark.slow
def test_a_digit_changed_in_a_report_that_libreoffice_saved_is_found(
    place: Place, outputs: dict[str, Path], libreoffice: LibreOffice
) -> None:
    again = libreoffice.convert(outputs["annual-report.docx"], "docx")
    content = again.read_bytes()
    for where, part, begins in (
        ("the text, under", "word/document.xml", b'w:val="Heading2"'),
        (", table, row 2, column", "word/document.xml", b"</w:tr>"),
        ("footer", "word/footer1.xml", b"<w:p>"),
        ("chart", "word/charts/chart1.xml", b"<c:ser>"),
        ("workbook behind it", "xl/worksheets/sheet1.xml", b'<c r="B2"'),
    ):
        left = [1]

        def change(name: str, data: bytes, part: str = part, begins: bytes = begins, left: list[int] = left) -> bytes:  # fmt: skip
            """Change the first digit in a text after this element, of the first part of this name."""
            if name != part or not left:
                return data
            left.clear()
            after = data.index(begins)
            found = re.search(rb"<(?:w:t|c:v|v)(?: xml:space=\"preserve\")?>[^<\d]*(?=\d)", data[after:])
            assert found
            at = after + found.end()
            return data[:at] + other_digit(data[at : at + 1]) + data[at + 1 :]

        again.write_bytes(repacked(content, change))
        (line,) = one(place, again).differences
        assert where in line.place
        assert len(line.published) == len(line.found)


@pytest.mark.parametrize(
    ("field", "shown"),
    [
        (b'<w:fldSimple w:instr=" PAGEREF _Toc000001 "><w:r><w:t>12</w:t></w:r></w:fldSimple>', True),
        (b'<w:fldSimple w:instr=" PAGEREF _Toc000001 "><w:r><w:t>Crime fell</w:t></w:r></w:fldSimple>', False),
        (b'<w:fldSimple w:instr=" DOCPROPERTY x "><w:r><w:t>12</w:t></w:r></w:fldSimple>', False),
    ],
    ids=["the number of a page", "words in its place", "another field"],
)  # fmt: skip
def test_numbers_of_pages_are_each_programs_own_and_what_other_fields_show_is_not(
    place: Place, outputs: dict[str, Path], field: bytes, *, shown: bool
) -> None:
    path = outputs["annual-report.docx"]

    def by_word(name: str, data: bytes) -> bytes:
        if name == "docProps/app.xml":
            return re.sub(rb"<AppVersion>[^<]*", b"<AppVersion>16.0301", data)
        return data.replace(b"</w:hyperlink>", field + b"</w:hyperlink>", 1) if name == "word/document.xml" else data  # fmt: skip

    path.write_bytes(repacked(path.read_bytes(), by_word))
    assert one(place, path).is_as_published is shown


def test_a_row_that_a_program_wrapped_is_read_with_the_others(place: Place, outputs: dict[str, Path]) -> None:
    path = outputs["annual-report.docx"]

    def wrapped(name: str, data: bytes) -> bytes:
        if name != "word/document.xml":
            return data
        row = re.findall(rb"<w:tr>(?:(?!</w:tr>).)*</w:tr>", data, re.DOTALL)[1]
        more = re.sub(rb"<w:t>[^<]*</w:t>", b"<w:t>99%</w:t>", row)
        return data.replace(row, row + b"<w:sdt><w:sdtContent>" + more + b"</w:sdtContent></w:sdt>", 1)

    path.write_bytes(repacked(path.read_bytes(), wrapped))
    found = one(place, path).differences
    assert found
    assert {(line.published, line.found) for line in found} == {("", "99%")}


@pytest.mark.slow
def test_what_formulas_make_of_an_entry_is_said_to_follow_from_it(
    place: Place, outputs: dict[str, Path], libreoffice: LibreOffice
) -> None:
    type_into(outputs["dashboard.xlsx"], "Decisions", "BUR", ESCALATED)
    found = one(place, libreoffice.convert(outputs["dashboard.xlsx"], "xlsx"))
    assert {line.found for line in found.typed} >= {"escalate"}
    assert [(line.published, line.found) for line in found.differences] == [("Watch", "Escalate")]
    assert "may differ because of what was entered" in found.told[-1]


def test_the_publication_of_its_own_day_is_what_an_older_file_is_held_against(
    place: Place, outputs: dict[str, Path], tmp_path: Path
) -> None:
    kept = tmp_path / "first.xlsx"
    kept.write_bytes(outputs["dashboard.xlsx"].read_bytes())
    type_into(outputs["dashboard.xlsx"], "Decisions", "ROB", ESCALATED)
    publish(place.folder, Q4, now=WHEN + timedelta(days=1), outputs=ALL)
    assert all(file.is_as_published for file in verify(place.folder, [kept, outputs["dashboard.xlsx"]]))


def test_what_cannot_be_verified_is_told_and_stops_no_other(
    place: Place, outputs: dict[str, Path], tmp_path: Path
) -> None:
    stranger, text = tmp_path / "stranger.xlsx", tmp_path / "notes.txt"
    openpyxl.Workbook().save(stranger)
    text.write_text("Minutes", "utf-8")
    first, second, third = verify(place.folder, [stranger, text, outputs["dashboard.xlsx"]])
    assert "does not say which publication" in first.why_not
    assert "no whole workbook" in second.why_not
    assert third.is_as_published
    with pytest.raises(NotFoundError, match="does not exist"):
        verify(place.folder, [tmp_path / "gone.xlsx"])
    (tmp_path / "blank").mkdir()
    with pytest.raises(NotFoundError, match="no output"):
        verify(place.folder, [tmp_path / "blank"])


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("ppt/slides/slide2.xml", lambda data: b"<a>" * 5000 + data[:0] + b"</a>" * 5000),
        ("ppt/slides/slide2.xml", lambda data: b'<!DOCTYPE a [<!ENTITY b "c">]>' + data),
        ("ppt/slides/slide2.xml", lambda data: data[:-20]),
        (
            "ppt/presentation.xml",
            lambda data: data.replace(b"<p:sldId ", b"<p:sldId x:id='none' xmlns:x='x' ", 1),
        ),
    ],
    ids=["too deep", "entities", "cut off", "slide missing"],
)
def test_a_file_that_could_do_harm_is_told_in_words(
    place: Place, outputs: dict[str, Path], part: str, change: Callable[[bytes], bytes]
) -> None:
    path = outputs["board-pack.pptx"]
    path.write_bytes(repacked(path.read_bytes(), lambda name, data: change(data) if name == part else data))
    assert "no whole workbook" in one(place, path).why_not


def test_what_a_file_is_is_told_by_what_is_in_it(
    place: Place, outputs: dict[str, Path], tmp_path: Path
) -> None:
    renamed = tmp_path / "Board.XLSX"
    renamed.write_bytes(outputs["board-pack.pptx"].read_bytes())
    assert one(place, renamed).is_as_published


def test_figures_or_a_quarter_that_are_not_on_record_are_told(place: Place, outputs: dict[str, Path]) -> None:
    path = outputs["dashboard.xlsx"]
    content = path.read_bytes()
    for was, now, told in (
        (rb"2017-18 Q4, p", b"2016-17 Q4, p", "no publication of 2016-17 Q4"),
        (rb"2017-18 Q4, p", b"2017-19 Q9, p", "does not say which publication"),
        (rb"figures [0-9A-F]{8}</cp", b"figures 00000000</cp", "with the figures 00000000"),
    ):
        path.write_bytes(repacked(content, lambda _, data, a=was, b=now: re.sub(a, b, data)))  # type: ignore[arg-type, misc]
        assert told in one(place, path).why_not


def test_the_command_says_where_and_what_and_ends_with_one(place: Place, outputs: dict[str, Path]) -> None:
    path = outputs["board-pack.pptx"]
    run = CliRunner()
    asked = ["-C", str(place.folder.path), "--quiet", "verify", str(path)]
    result = run.invoke(main, asked)
    assert result.exit_code == 0, result.output
    assert "as published" in result.output
    text = next(
        (part, n) for part, n in sorted(digits(path.read_bytes())) if part.startswith("ppt/slides/slide3")
    )
    path.write_bytes(changed_at(path.read_bytes(), {text}))
    result = run.invoke(main, asked)
    assert result.exit_code == 1
    assert "1 text not as published" in result.output
    assert re.search(r'  slide 3, .*: says ".*", published was ".*"\.', result.output)
