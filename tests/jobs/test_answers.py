"""Partners are answered: a reply with its receipt for each new return, and their file marked up where it comes back."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from openpyxl import load_workbook

from scpxl.errors import OutputError
from scpxl.jobs.folder import Folder
from scpxl.jobs.returns.answers import mark_files, write_page
from scpxl.jobs.returns.check import check_file
from scpxl.jobs.returns.collect import collect
from tests.jobs.conftest import PERIOD, Desk


def test_a_return_sent_back_is_answered_with_a_reply_and_its_marked_copy(folder: Folder, desk: Desk) -> None:
    sent = desk.receive("lfb", "first.xlsx", cells={"Measures!Q5": "about 30"})
    (file,) = collect(folder, PERIOD).files
    place = folder.outputs(PERIOD) / "answers"
    assert sorted(path.name for path in place.iterdir()) == [
        "lfb attempt 1 - to fix.xlsx",
        "lfb attempt 1.txt",
    ]
    assert file.answer == place / "lfb attempt 1.txt"
    told = file.answer.read_text("utf-8")
    assert file.saved is not None
    for words in (
        "'about 30' is not a number", "lfb attempt 1 - to fix.xlsx", file.saved.reference, "Performance officer (Officer)",
        hashlib.sha256(sent.read_bytes()).hexdigest(), "20 April 2018, 09:00 UTC", "This return holds 1 of 2 measures",
    ):  # fmt: skip
        assert words in told
    marked = load_workbook(place / "lfb attempt 1 - to fix.xlsx")
    assert marked.sheetnames[0] == "What to fix"
    assert "not a number" in str(marked["Measures"]["Q5"].comment)


def test_a_return_seen_before_is_not_answered_twice(folder: Folder, desk: Desk) -> None:
    desk.receive("lfb")
    (file,) = collect(folder, PERIOD).files
    assert file.answer is not None
    file.answer.unlink()
    (again,) = collect(folder, PERIOD).files
    assert again.answer is None
    assert not file.answer.exists()


def test_the_marked_copy_corrected_by_the_partner_is_accepted(folder: Folder, desk: Desk) -> None:
    desk.receive("lfb", "first.xlsx", day=20, cells={"Measures!Q5": "about 30"})
    collect(folder, PERIOD)
    copy = folder.outputs(PERIOD) / "answers" / "lfb attempt 1 - to fix.xlsx"
    book = load_workbook(copy)
    book["Measures"]["Q5"].value = 20
    corrected = folder.path / "corrected.xlsx"
    book.save(corrected)
    checked = check_file(folder.framework, corrected, PERIOD)
    assert [str(found) for found in checked.findings] == []


def test_a_marked_copy_goes_beside_the_file_but_never_among_the_returns(
    folder: Folder, desk: Desk, tmp_path: Path
) -> None:
    inside = desk.receive("lfb", cells={"Measures!Q5": -1})
    elsewhere = tmp_path / "desk" / "lfb.xlsx"
    elsewhere.parent.mkdir()
    elsewhere.write_bytes(inside.read_bytes())
    checked = [check_file(folder.framework, path) for path in (inside, elsewhere)]
    written, told = mark_files(folder, checked, None)
    assert written == {
        0: folder.outputs(PERIOD) / "answers" / "lfb - to fix.xlsx",
        1: elsewhere.with_name("lfb - to fix.xlsx"),
    }
    assert told == ()
    assert len(collect(folder, PERIOD).files) == 1
    both, _ = mark_files(folder, checked, tmp_path / "out")
    assert [path.name for path in both.values()] == ["lfb - to fix.xlsx", "lfb (2) - to fix.xlsx"]


def test_what_has_no_marked_copy_is_told_in_words(folder: Folder, desk: Desk, tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 cut off")
    checked = [check_file(folder.framework, path) for path in (broken, desk.receive("lfb"))]
    written, told = mark_files(folder, checked, tmp_path)
    assert written == {}
    assert told == (
        "There is no marked copy of broken.xlsx: it could not be opened as one of our forms.",
        "There is no marked copy of lfb.xlsx: nothing in it is to be corrected or explained.",
    )


def test_a_form_for_another_period_is_marked_all_the_same(folder: Folder, desk: Desk, tmp_path: Path) -> None:
    checked = check_file(folder.framework, desk.receive("lfb"), PERIOD.shift(1))
    written, _ = mark_files(folder, [checked], tmp_path)
    sheet = load_workbook(written[0])["What to fix"]
    assert str(sheet["D7"].value).startswith("This return is for Q4 2017-18")


def test_a_place_that_cannot_be_written_is_named(folder: Folder, desk: Desk, tmp_path: Path) -> None:
    checked = check_file(folder.framework, desk.receive("lfb"), PERIOD.shift(1))
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match="cannot be written"):
        write_page([checked], tmp_path / "file" / "answers.html")
