"""Opening: what is a store, what is not, what is older or newer; and reading while another writes."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from scpxl.errors import StoreError
from scpxl.model.periods import Period
from scpxl.store import sqlite
from scpxl.store.records import Brought
from scpxl.store.sqlite import SqliteStore, copy_store, open_store
from scpxl.store.sqlite.connection import applied_migrations, apply_steps
from scpxl.store.sqlite.migrations import MIGRATIONS, Migration
from tests.store.examples import Q4, dump, months_of, save_months, sending


def pragma(store: SqliteStore, name: str) -> object:
    return store.rows(f"PRAGMA {name}")[0][0]


def test_a_store_is_written_with_care(store: SqliteStore) -> None:
    assert pragma(store, "journal_mode") == "wal"
    assert pragma(store, "synchronous") == 2
    assert pragma(store, "foreign_keys") == 1


def test_on_a_share_the_rollback_journal_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "store.db"
    with open_store(path) as local:
        save_months(local, "first", [10, 20, 30])
    monkeypatch.setattr(sqlite, "is_on_share", lambda _: True)

    with open_store(path) as shared:
        assert pragma(shared, "journal_mode") == "delete"
        save_months(shared, "second", [11, 20, 30])
        assert shared.damages() == ()


def test_opening_a_store_again_finds_what_was_stored_and_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with open_store(path) as store:
        save_months(store, "first", [10, 20, 30])
        before = dump(store)
    with open_store(path) as store:
        assert dump(store) == before
        assert applied_migrations(store.connection) == tuple(step.name for step in MIGRATIONS)


def test_a_store_of_an_earlier_version_is_brought_up_to_date_with_all_it_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "store.db"
    with monkeypatch.context() as earlier_version:
        without_one = MIGRATIONS[:1] + MIGRATIONS[2:]
        earlier_version.setattr(
            sqlite, "apply_steps", lambda connection: apply_steps(connection, without_one)
        )
        with open_store(path) as store:
            save_months(store, "first", [10, 20, 30])
            assert len(applied_migrations(store.connection)) == len(without_one)

    with pytest.raises(StoreError, match="earlier version"):
        open_store(path, read_only=True)
    with open_store(path) as store:
        assert set(applied_migrations(store.connection)) == {step.name for step in MIGRATIONS}
        assert store.fetch_publications() == []
        assert [o.numerator for o in store.fetch_observations()] == [10, 20, 30]


def test_actions_of_a_store_from_before_supporting_partners_have_none(tmp_path: Path) -> None:
    path, before = tmp_path / "store.db", MIGRATIONS[:8]
    connection = sqlite3.connect(path, isolation_level=None)
    apply_steps(connection, before)
    connection.execute(
        "INSERT INTO submission VALUES (1, 'R-1', ?, 'a.xlsx', 'met', ?, 3, 'return', 1, '2018-04-20T09:00:00Z',"
        " 'accepted', '', '', NULL, '2017-18.1', 0)",
        ("0" * 64, Q4.first),
    )
    connection.execute(
        "INSERT INTO action VALUES (1, 0, 'A1', 'O1', 'Locks.', 'Housing', NULL, 'In progress', 40, '', '', '',"
        " 'Actions', 'A5')"
    )
    connection.close()
    with open_store(path) as store:
        (kept,) = store.fetch_actions(Q4)
    assert (kept.reference, kept.supporting, kept.source.cell) == ("A1", (), "A5")


def test_what_was_typed_into_dashboards_before_there_were_registers_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    connection = sqlite3.connect(path, isolation_level=None)
    apply_steps(connection, MIGRATIONS[:13])
    for number, kind in enumerate(("comment", "action"), start=1):
        connection.execute(
            "INSERT INTO entry VALUES (?, ?, '01', ?, 3, '{\"update\": \"Patrols moved.\"}', 'A', '2018-04-20T09:00:00Z')",
            (10 * number, kind, Q4.first),
        )
    connection.close()
    with open_store(path) as store:
        kept = [store.fetch_entries(kind, Q4)[0] for kind in ("comment", "action")]
        assert [(one.kind, one.words["update"]) for one in kept] == [
            ("comment", "Patrols moved."),
            ("action", "Patrols moved."),
        ]
        assert store.connection.execute("SELECT id FROM entry ORDER BY id").fetchall() == [(10,), (20,)]
        store.save_typed([], [kept[0]._replace(kind="risks", key="001")])
        assert store.fetch_entries("risks", None)[0].key == "001"


def test_a_step_that_fails_leaves_nothing_behind(store: SqliteStore) -> None:
    before = dump(store)
    broken = Migration("003 broken", "CREATE TABLE half (done INTEGER);\nINSERT INTO nowhere VALUES (1);")

    with pytest.raises(sqlite3.OperationalError):
        apply_steps(store.connection, (*MIGRATIONS, broken))

    assert dump(store) == before


def test_a_store_made_by_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with open_store(path) as store:
        apply_steps(
            store.connection,
            (*MIGRATIONS, Migration("003 from the future", "CREATE TABLE future (x INTEGER);")),
        )

    for read_only in (False, True):
        with pytest.raises(StoreError, match=r"newer version of scpxl .*003 from the future.*Install"):
            open_store(path, read_only=read_only)


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    path.write_text("Total offences,6912\n" * 100, encoding="utf-8")

    with pytest.raises(StoreError, match=r"store\.db is not a scpxl store\. Check the name"):
        open_store(path)

    assert path.read_text(encoding="utf-8") == "Total offences,6912\n" * 100


def test_the_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "places.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE bookmarks (title TEXT)")
    other.commit()
    other.close()
    before = path.read_bytes()

    with pytest.raises(StoreError, match="another program"):
        open_store(path)

    assert path.read_bytes() == before


def test_a_damaged_store_is_told_to_be_damaged(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with open_store(path) as store:
        save_months(store, "first", [10, 20, 30])
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)

    with pytest.raises(StoreError, match="is damaged"), open_store(path) as store:
        store.fetch_submissions()


def test_an_empty_file_becomes_a_store(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    path.touch()

    with open_store(path) as store:
        assert store.fetch_submissions() == []


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"nowhere.*cannot be opened"):
        open_store(tmp_path / "nowhere" / "store.db")


def test_reading_makes_nothing_and_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with pytest.raises(StoreError, match="There is no store"):
        open_store(path, read_only=True)
    assert not path.exists()

    open_store(path).close()
    with open_store(path, read_only=True) as store, pytest.raises(StoreError, match="may not be written"):
        save_months(store, "first", [10, 20, 30])


def test_a_reader_sees_the_store_as_it_was_while_another_writes(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with open_store(path) as writer, open_store(path, read_only=True) as reader:
        save_months(writer, "first", [10, 20, 30])
        seen: list[list[float | None]] = []
        writer.connection.set_trace_callback(
            lambda _: seen.append([o.numerator for o in reader.fetch_observations()])
        )
        save_months(writer, "second", [11, 21, 31])
        writer.connection.set_trace_callback(None)

        assert len(seen) > 10
        assert all(numbers == [10, 20, 30] for numbers in seen)
        assert [o.numerator for o in reader.fetch_observations()] == [11, 21, 31]


def test_two_writers_take_turns(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    open_store(path).close()

    def write(name: str) -> None:
        with open_store(path) as store:
            for number in range(10):
                new = sending(f"{name} {number}", partner=name)
                store.save_submission(new, Brought(months_of(Q4, [number] * 3, f"{name}-01")))

    writers = [threading.Thread(target=write, args=(name,)) for name in ("met", "fire", "nhs")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    with open_store(path, read_only=True) as store:
        attempts = [record.attempt for record in store.fetch_submissions()]
        assert attempts == [*range(1, 11)] * 3
        assert store.damages() == ()


def test_a_writer_that_waits_in_vain_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with open_store(path) as first, open_store(path, lock_seconds=0.05) as second:
        with first.writing(), pytest.raises(StoreError, match="being written by another program"):
            save_months(second, "late", [1, 2, 3])
        assert save_months(second, "late", [1, 2, 3]).new == 3


def test_a_copy_holds_the_state_of_its_moment_and_leaves_the_file_free(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with open_store(path) as store:
        store.save_submission(sending("first"), Brought(months_of(Period.year(2017), [1.0] * 12)))
        # What is in the write-ahead log alone is in the copy too.
        copy = copy_store(path)
        store.save_submission(sending("second"), Brought(months_of(Period.year(2018), [2.0] * 12)))
    assert {one.numerator for one in copy.fetch_observations()} == {1.0}
    path.rename(tmp_path / "moved.db")
    assert len(copy.fetch_observations()) == 12
    with pytest.raises(StoreError, match="may not be written"):
        copy.save_submission(sending("third"), Brought(months_of(Period.year(2019), [3.0] * 12)))
    copy.close()
    with pytest.raises(StoreError, match="There is no store"):
        copy_store(path)
