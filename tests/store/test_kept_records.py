"""Publications, framework versions, waivers, events and submitted files stay as they were."""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from scpxl.errors import NotFoundError, StoreError
from scpxl.model.agreements import Waiver
from scpxl.returns.findings import Exemption, Finding, Severity, Stage
from scpxl.store.archive import archive_file, archived_path, read_archived
from scpxl.store.records import Brought, Decision, WaiverUse
from scpxl.store.sqlite import SqliteStore
from tests.store.examples import Q3, Q4, RECEIVED, dump, sending


def publish(store: SqliteStore, results: str, edition: str = "partnership") -> int:
    return store.save_publication(
        Q4, edition, made=RECEIVED, framework_version="2017-18.1", results=results
    ).id


def test_what_was_published_is_frozen(store: SqliteStore) -> None:
    publish(store, '{"burglary": 1930}')
    publish(store, '{"burglary": 1931}')
    publish(store, '{"burglary": "[c]"}', "public")

    first, second = store.fetch_publications(Q4, "partnership")
    assert store.fetch_results(first) == '{"burglary": 1930}'
    assert store.fetch_results(second) == '{"burglary": 1931}'
    assert (first.period, first.made, first.framework_version) == (Q4, RECEIVED, "2017-18.1")
    assert len(store.fetch_publications()) == 3
    assert store.fetch_publications(Q3) == []


def test_publishing_the_same_results_again_adds_nothing(store: SqliteStore) -> None:
    first = publish(store, '{"burglary": 1930}')
    before = dump(store)

    assert publish(store, '{"burglary": 1930}') == first
    assert dump(store) == before


def test_a_publication_kept_whole_is_given_back_as_it_was_or_not_at_all(store: SqliteStore) -> None:
    publish(store, '{"burglary": 1930}')
    [publication] = store.fetch_publications()
    assert not store.has_whole(publication)
    with pytest.raises(NotFoundError, match="Publish the period again to keep it whole"):
        store.fetch_whole(publication)

    store.save_whole(publication, b"whole")
    store.save_whole(publication, b"another")
    assert store.fetch_whole(publication) == b"whole"

    store.connection.execute("UPDATE publication_record SET record = ?", (b"altered",))
    with pytest.raises(StoreError, match="was altered since"):
        store.fetch_whole(publication)


def test_results_altered_since_they_were_published_are_not_given_out(store: SqliteStore) -> None:
    publish(store, '{"burglary": 1930}')
    store.connection.execute("UPDATE publication SET results = '{}'")
    [publication] = store.fetch_publications()

    with pytest.raises(StoreError, match="altered"):
        store.fetch_results(publication)
    with pytest.raises(NotFoundError):
        store.fetch_results(publication._replace(id=99))


def test_a_framework_edited_under_the_same_version_is_kept_beside_the_first(store: SqliteStore) -> None:
    later = RECEIVED + timedelta(days=1)
    first = store.save_framework_version("2017-18.1", '{"indicators": 30}', RECEIVED)
    again = store.save_framework_version("2017-18.1", '{"indicators": 30}', later)
    store.save_framework_version("2017-18.1", '{"indicators": 31}', later)

    assert again == first
    assert first.first_used == RECEIVED
    kept = store.fetch_framework_versions("2017-18.1")
    assert [record.framework for record in kept] == ['{"indicators": 30}', '{"indicators": 31}']
    assert store.fetch_framework_versions("2018-19.1") == []


def test_a_waiver_is_kept_with_each_submission_it_was_applied_to(store: SqliteStore) -> None:
    waiver = Waiver(
        rule="WARDS_UNDER_BOROUGH", partner="met", indicator="BUR-01", reason="No ward data yet",
        approved_by="the Chair", until=date(2018, 6, 30),
    )  # fmt: skip
    told = Finding(
        "WARDS_UNDER_BOROUGH", Severity.NOTE, Stage.SUMS, "Less.", waiver.words, (), Exemption.WAIVER
    )
    first = store.save_submission(sending("first"), Brought(findings=[told], waived=[(waiver, 1)]))
    again = store.save_submission(sending("first"), Brought(findings=[told], waived=[(waiver, 1)]))
    second = store.save_submission(sending("second"), Brought(waived=[(waiver, 3)]))

    assert again.is_repeat
    assert store.fetch_waiver_uses() == [
        WaiverUse(waiver, first.reference, "met", Q4, 1),
        WaiverUse(waiver, second.reference, "met", Q4, 3),
    ]
    assert store.fetch_findings(first.id) == (told,)
    assert [event.words for event in store.fetch_events() if event.what == "waived"] == [
        "WARDS_UNDER_BOROUGH for BUR-01: 1 covered. Waived by the Chair until 30 Jun 2018: No ward data yet.",
        "WARDS_UNDER_BOROUGH for BUR-01: 3 covered. Waived by the Chair until 30 Jun 2018: No ward data yet.",
    ]


def test_the_log_has_what_was_published_and_decided_in_its_order(store: SqliteStore) -> None:
    publish(store, '{"burglary": 1930}')
    store.save_decision(Decision("BUR-01", Q4, "watch", "Chair", "Once more.", RECEIVED))

    published, decided = store.fetch_events()
    assert (published.what, published.period, published.moment) == ("published", Q4, RECEIVED)
    assert published.words == "Partnership edition published under framework 2017-18.1."
    assert (decided.what, decided.period) == ("decided", Q4)


def test_a_submitted_file_is_kept_under_the_hash_of_its_content(tmp_path: Path) -> None:
    content = b"PK a return"

    kept = archive_file(tmp_path, content, ".XLSX")

    assert kept == sha256(content).hexdigest()
    assert archived_path(tmp_path, kept) == tmp_path / kept[:2] / f"{kept}.xlsx"
    assert read_archived(tmp_path, kept) == content
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [f"{kept}.xlsx"]


def test_a_kept_file_is_never_written_again(tmp_path: Path) -> None:
    kept = archived_path(tmp_path, archive_file(tmp_path, b"a return"))
    before = kept.stat().st_mtime_ns, kept.stat().st_ino

    archive_file(tmp_path, b"a return", ".xlsm")

    assert (kept.stat().st_mtime_ns, kept.stat().st_ino) == before
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_a_kept_file_that_was_altered_is_not_given_out_nor_replaced(tmp_path: Path) -> None:
    name = archive_file(tmp_path, b"a return")
    archived_path(tmp_path, name).write_bytes(b"another")

    with pytest.raises(StoreError, match="was altered"):
        read_archived(tmp_path, name)
    with pytest.raises(StoreError, match="was altered"):
        archive_file(tmp_path, b"a return")
    assert archived_path(tmp_path, name).read_bytes() == b"another"


def test_a_file_that_was_never_kept_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="has no file with SHA-256 abcd"):
        read_archived(tmp_path, "abcd")


def test_a_file_that_cannot_be_written_leaves_no_part_of_itself(tmp_path: Path) -> None:
    blocked = tmp_path / "archive"
    blocked.write_text("a file where a folder should be", encoding="utf-8")

    with pytest.raises(StoreError, match="cannot be written"):
        archive_file(blocked, b"a return")
    assert [path.name for path in tmp_path.iterdir()] == ["archive"]
