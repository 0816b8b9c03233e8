"""What lies in a folder of returns: read, passed over and said so, or named; and no reply that is owed is lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scpxl.errors import SetUpError
from scpxl.jobs import Progress, read_named
from scpxl.jobs.folder import Folder
from scpxl.jobs.giving.export import ExportFormat, export, export_month
from scpxl.jobs.publishing.publish import publish
from scpxl.jobs.returns.check import check_files
from scpxl.jobs.returns.collect import collect
from scpxl.jobs.returns.importing import ImportKind, import_file
from scpxl.jobs.run_all import refresh
from scpxl.model.periods import Period
from scpxl.store.archive import archive_file
from scpxl.store.records import SubmissionStatus
from tests.jobs.conftest import PERIOD, Desk


def answers_of(folder: Folder) -> dict[str, bytes]:
    place = folder.outputs(PERIOD) / "answers"
    return {path.name: path.read_bytes() for path in place.iterdir()} if place.is_dir() else {}


def test_whatever_is_passed_over_is_listed_with_the_reason(folder: Folder, desk: Desk) -> None:
    sent = desk.receive("lfb")
    place = folder.returns(PERIOD)
    (place / "homes").mkdir()
    (place / "homes" / "homes.xlsx").write_bytes(sent.read_bytes())
    (place / "link.xlsx").symlink_to(sent)
    (place / "~$met.xlsx").write_bytes(b"lock")
    (place / "Thumbs.db").write_bytes(b"")
    os.mkfifo(place / "pipe.xlsx")
    (folder.path / "store-PC1.db").write_bytes(b"")
    made = collect(folder, PERIOD)
    assert [one.name for one in made.files] == ["lfb.xlsx"]
    assert made.skipped == (
        "store-PC1.db (a copy of the record: see scpxl store check)",
        "Thumbs.db (a system file)",
        "homes (a folder with 1 file: move what is to be collected out of it)",
        "link.xlsx (a link: copy the file itself here)",
        "pipe.xlsx (a named pipe)",
        "~$met.xlsx (met.xlsx may be open in Excel)",
    )


def test_a_file_that_cannot_be_read_or_stored_is_named_and_the_others_are_collected(
    folder: Folder, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed, full, _ = desk.receive("lfb"), desk.receive("homes"), desk.receive("probation")

    def refuse(path: Path, most: int | None = None) -> bytes:
        if path == closed:
            raise SetUpError(f"{path.name} cannot be read: Permission denied.")
        return read_named(path, most)

    def no_room(place: Path, content: bytes, suffix: str) -> str:
        if content == full.read_bytes():
            raise SetUpError("the archive cannot be written: the disk is full.")
        return archive_file(place, content, suffix)

    monkeypatch.setattr("scpxl.jobs.returns.check.read_named", refuse)
    monkeypatch.setattr("scpxl.jobs.returns.collect.archive_file", no_room)
    made = collect(folder, PERIOD)
    assert [one.name for one in made.files] == ["probation.xlsx"]
    assert sorted(made.unread) == [
        "lfb.xlsx cannot be read: Permission denied.",
        "the archive cannot be written: the disk is full.",
    ]
    assert made.needs_somebody


def test_check_goes_on_after_a_file_that_cannot_be_read_and_names_it_at_the_end(
    folder: Folder, desk: Desk
) -> None:
    sent, names = desk.receive("lfb"), []
    checked = check_files(folder.framework, [sent.with_name("gone.xlsx"), sent, sent.parent])
    names.append(next(checked).name)
    with pytest.raises(SetUpError, match=r"gone\.xlsx cannot be read: No such file") as told:
        next(checked)
    assert names == ["lfb.xlsx"]
    assert "it is a folder" in str(told.value)


def test_a_file_too_large_to_be_a_return_is_its_partners_mistake_and_nothing_of_it_is_read(
    folder: Folder, desk: Desk
) -> None:
    sparse = desk.receive("lfb").with_name("sparse.xlsx")
    with sparse.open("wb") as file:
        file.truncate(3 << 30)
    (one,) = check_files(folder.framework, [sparse])
    assert [found.code for found in one.findings] == ["FILE_TOO_BIG"]
    assert one.content == b""
    made = collect(folder, PERIOD)
    assert {file.name: file.saved is None for file in made.files} == {"lfb.xlsx": False, "sparse.xlsx": True}


def test_a_return_on_record_is_known_by_its_bytes_and_not_gone_through_again(
    folder: Folder, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.receive("lfb", cells={"Measures!Q5": 20})
    (first,) = collect(folder, PERIOD).files

    def never(*_args: object, **_more: object) -> None:
        raise AssertionError("It was opened.")

    monkeypatch.setattr("scpxl.jobs.returns.receiving.open_content", never)
    (again,) = collect(folder, PERIOD).files
    assert first.saved is not None
    assert again.saved is not None
    assert (again.saved.is_repeat, again.saved.reference) == (True, first.saved.reference)
    assert (again.verdict, again.findings) == (first.verdict, first.findings)


def test_a_return_whose_kept_file_was_lost_is_gone_through_and_kept_again(folder: Folder, desk: Desk) -> None:
    desk.receive("lfb")
    collect(folder, PERIOD)
    (kept,) = (path for path in folder.archive.glob("??/*") if path.is_file())
    kept.unlink()
    (again,) = collect(folder, PERIOD).files
    assert again.saved is not None
    assert again.saved.is_repeat
    assert kept.is_file()


@pytest.mark.parametrize("cells", [{}, {"Measures!Q5": "about 30"}], ids=["accepted", "sent back"])
def test_a_reply_not_written_when_the_program_was_stopped_is_written_by_the_next_as_it_would_have_been(
    folder: Folder, desk: Desk, monkeypatch: pytest.MonkeyPatch, cells: dict[str, str]
) -> None:
    sent = desk.receive("lfb", cells=dict(cells))
    whole = Folder(folder.path.with_name("whole"))
    whole.path.mkdir()
    (whole.path / "framework.toml").write_bytes((folder.path / "framework.toml").read_bytes())
    collect(whole, PERIOD, [sent])
    with monkeypatch.context() as stopped:
        stopped.setattr(
            "scpxl.jobs.returns.answers.reply_text", lambda *_args: (_ for _ in ()).throw(KeyboardInterrupt)
        )
        with pytest.raises(KeyboardInterrupt):
            collect(folder, PERIOD)
    assert not [name for name in answers_of(folder) if name.endswith(".txt")]
    sent.unlink()
    made = collect(folder, PERIOD)
    assert made.files == ()
    assert [path.name for path in made.replies] == ["lfb attempt 1.txt"]
    assert answers_of(folder) == answers_of(whole)
    assert collect(folder, PERIOD).replies == ()


def test_a_reply_whose_place_is_taken_is_owed_until_it_is_free(folder: Folder, desk: Desk) -> None:
    desk.receive("lfb")
    blocked = folder.outputs(PERIOD) / "answers"
    blocked.parent.mkdir(parents=True)
    blocked.write_bytes(b"")
    made = collect(folder, PERIOD)
    assert [one.saved.status for one in made.files if one.saved] == [SubmissionStatus.ACCEPTED]
    (told,) = made.unread
    assert "is still owed, and is written by the next collect" in told
    assert collect(folder, PERIOD).unread != ()
    blocked.unlink()
    assert [path.name for path in collect(folder, PERIOD).replies] == ["lfb attempt 1.txt"]


def test_each_long_work_names_its_steps_and_comes_to_its_end(
    folder: Folder, desk: Desk, tmp_path: Path
) -> None:
    desk.receive("lfb")
    (tmp_path / "history.csv").write_text(
        "indicator,area,period,numerator\nFIR-01,E09000003,2017-11,28\n", "utf-8"
    )
    told: dict[str, list[tuple[int, int, str]]] = {}

    def listen(work: str) -> Progress:
        told[work] = []
        return lambda done, of, what: told[work].append((done, of, what))

    refresh(folder, PERIOD, listen("refresh"))
    (folder.outputs(PERIOD) / "dashboard.xlsx").unlink()  # what has not changed is not written again
    publish(folder, PERIOD, progress=listen("publish"))
    import_file(folder, tmp_path / "history.csv", ImportKind.HISTORY, progress=listen("import"))
    export(folder, ExportFormat.CSV, progress=listen("export"))
    export_month(
        folder, ExportFormat.CSV, Period.parse_month("2018-02"), progress=listen("export of a month")
    )
    assert [what for _, _, what in told["refresh"]] == [
        "lfb.xlsx",
        "",
        *(what for _, _, what in told["publish"]),
    ]
    assert [what for _, _, what in told["publish"]] == [
        "working out 2017-18 Q4", "writing the files", "keeping what was published", "",
    ]  # fmt: skip
    assert [what for _, _, what in told["import"]] == ["reading", "checking 1 row", "storing 1 figure", ""]
    for steps in told.values():
        assert steps[-1][0] == steps[-1][1] > 0
