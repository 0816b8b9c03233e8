"""A record can be read where nothing may be written, and reading it writes nothing."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from scpxl.errors import SetUpError, StoreError
from scpxl.jobs.folder import Folder
from scpxl.jobs.keeping import back_up, check_record, restore
from scpxl.jobs.setting_up.setup import init_folder, shipped
from scpxl.store import sqlite as opening
from scpxl.store.records import Brought
from scpxl.store.sqlite import open_store
from tests.store.examples import Q4, action, comment, months_of, sending


def fill(path: Path, *files: str) -> None:
    with open_store(path) as store:
        for file in files:
            store.save_submission(
                sending(file),
                Brought(months_of(Q4, [1.0, 2.0, 3.0]), [comment("Burglary fell.")], [action("A1")]),
            )


def state_of(folder: Path) -> dict[str, tuple[int, int]]:
    return {path.name: (path.stat().st_size, path.stat().st_mtime_ns) for path in folder.iterdir()}


def closed_to_writing(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """Have SQLite refuse to make files beside the store, as in a folder that may only be read."""
    plain = sqlite3.connect

    def connect(address: str, **how: object) -> sqlite3.Connection:
        if Path(str(address)) == path:
            connection = plain(":memory:")
            try:
                connection.execute("ATTACH 'nowhere/at/all.db' AS gone")
            finally:
                connection.close()
        return plain(address, **how)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(opening.sqlite3, "connect", connect)  # type: ignore[attr-defined]


def test_reading_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    fill(tmp_path / "store.db", "a")
    before = state_of(tmp_path)
    with open_store(tmp_path / "store.db", read_only=True) as store:
        assert len(store.fetch_submissions()) == 1
    assert state_of(tmp_path) == before


def test_a_record_is_read_where_nothing_can_be_made_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "store.db"
    fill(path, "a")
    before = state_of(tmp_path)
    closed_to_writing(monkeypatch, path)
    with open_store(path, read_only=True) as store:
        assert [one.file for one in store.fetch_submissions()] == ["a.xlsx"]
        assert len(store.fetch_observations()) == 3
    assert state_of(tmp_path) == before


def test_what_another_program_has_written_ahead_is_read_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "store.db"
    with open_store(path) as writing:
        writing.save_submission(sending("a"))
        copy = tmp_path / "copy"
        copy.mkdir()
        for more in ("", "-wal"):
            (copy / f"store.db{more}").write_bytes((tmp_path / f"store.db{more}").read_bytes())
    closed_to_writing(monkeypatch, copy / "store.db")
    with open_store(copy / "store.db", read_only=True) as store:
        assert [one.file for one in store.fetch_submissions()] == ["a.xlsx"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read and write every file")
def test_a_folder_that_may_only_be_read_can_be_looked_at(tmp_path: Path) -> None:
    fill(tmp_path / "store.db", "a")
    tmp_path.chmod(0o500)
    try:
        with open_store(tmp_path / "store.db", read_only=True) as store:
            assert len(store.fetch_submissions()) == 1
    finally:
        tmp_path.chmod(0o700)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    made = init_folder(tmp_path / "ours", shipped("templates/barnet/framework.toml"))
    for number in range(3):
        content = b"return %d" % number
        sent = sending(f"{number}.xlsx")
        from dataclasses import replace

        from scpxl.store.archive import archive_file

        with made.open_record() as store:
            store.save_submission(
                replace(sent, sha256=archive_file(made.archive, content), partner=f"p{number}")
            )
    return made


def test_a_sound_record_is_said_to_be_so(folder: Folder) -> None:
    found = check_record(folder)
    owed = [line for line in found.problems if "is owed" in line]
    assert (len(owed), found.submissions, found.files, found.unknown) == (3, 3, 3, 0)
    assert found.problems == tuple(owed)


def test_files_that_were_lost_or_changed_and_copies_of_the_record_are_named(folder: Folder) -> None:
    first, second, _ = sorted(path for path in folder.archive.glob("??/*"))
    first.unlink()
    second.write_bytes(b"changed")
    for name in ("store-PC1.db", "store (Ann's conflicted copy 2018-04-20).db"):
        (folder.path / name).write_bytes(b"")
    told = "\n".join(check_record(folder).problems)
    assert "has no file with SHA-256" in told
    assert "was altered since it was kept" in told
    assert "store-PC1.db is a copy of the record" in told
    assert "store (Ann's conflicted copy 2018-04-20).db is a copy" in told


def test_a_backup_brings_all_of_it_back_into_another_folder(folder: Folder, tmp_path: Path) -> None:
    made = back_up(folder, tmp_path / "kept.zip")
    other = Folder(tmp_path / "other")
    other.path.mkdir()
    back = restore(other, made.path)
    assert (back.submissions, back.files, back.before, back.left) == (3, 3, None, ())
    assert check_record(other) == check_record(folder)
    with folder.open_record(read_only=True) as ours, other.open_record(read_only=True) as theirs:
        assert ours.fetch_submissions() == theirs.fetch_submissions()
        assert ours.secret == theirs.secret  # type: ignore[attr-defined]  # so that what was cleared stays so


def test_what_was_there_is_kept_and_a_record_that_cannot_be_read_is_moved(
    folder: Folder, tmp_path: Path
) -> None:
    made = back_up(folder, tmp_path / "kept.zip").path
    with folder.open_record() as store:
        store.save_submission(sending("later.xlsx"))
    back = restore(folder, made)
    assert back.before is not None
    assert back.submissions == 3
    assert restore(folder, back.before).submissions == 4
    folder.store_path.write_bytes(b"not a record any more" * 1000)
    again = restore(folder, made)
    assert again.submissions == 3
    assert [path.read_bytes()[:12] for path in again.moved] == [b"not a record"]


def test_a_backup_that_was_tampered_with_changes_nothing(folder: Folder, tmp_path: Path) -> None:
    import zipfile

    made = back_up(folder, tmp_path / "kept.zip").path
    with zipfile.ZipFile(made) as kept:
        parts = {name: kept.read(name) for name in kept.namelist()}
    file = next(name for name in parts if name.startswith("archive/"))
    before = state_of(folder.path)
    for changed, said in (
        ({**parts, file: b"other"}, "was altered since it was kept"),
        ({**parts, "archive/../../evil.xlsx": b""}, "which no backup of scpxl does"),
        ({name: data for name, data in parts.items() if name != "store.db"}, "it holds no record"),
        ({**parts, "store.db": parts["store.db"][:9000]}, "its record is damaged"),
        ({**parts, "store.db": b"text"}, "its record is damaged"),
    ):
        with zipfile.ZipFile(tmp_path / "odd.zip", "w") as odd:
            for name, data in changed.items():
                odd.writestr(name, data)
        with pytest.raises(SetUpError, match=said):
            restore(folder, tmp_path / "odd.zip")
    (tmp_path / "odd.zip").write_bytes(b"PK no zip")
    with pytest.raises(SetUpError, match="is no backup of scpxl"):
        restore(folder, tmp_path / "odd.zip")
    assert state_of(folder.path) == before


def test_a_damaged_record_is_not_kept(folder: Folder, tmp_path: Path) -> None:
    folder.store_path.write_bytes(b"not a record any more" * 1000)
    with pytest.raises(StoreError, match="is not a scpxl store"):
        back_up(folder, tmp_path / "kept.zip")
    with pytest.raises(SetUpError, match=r"must end in \.zip"):
        back_up(folder, tmp_path / "kept.rar")
    assert not (tmp_path / "kept.zip").exists()
