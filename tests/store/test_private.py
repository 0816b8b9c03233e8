"""The record keeps what people wrote, gives of it what may be shown, and knows a text by what says nothing of it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from scpxl.checks.catalogue import finding
from scpxl.errors import ConflictError, NotFoundError
from scpxl.model.observations import Observation, SeriesKey, Source
from scpxl.model.periods import Period
from scpxl.privacy.guard import WITHHELD, Guard
from scpxl.privacy.own import to_own
from scpxl.returns.cells import CellRef
from scpxl.returns.findings import ReturnVerdict
from scpxl.store.interface import Store
from scpxl.store.records import (
    Brought,
    Decision,
    EditionChoice,
    Entry,
    EntryKind,
    Event,
    ReleaseState,
    ReleaseStep,
    SubmissionKind,
)
from scpxl.store.sqlite import SqliteStore, open_store
from scpxl.store.sqlite.connection import apply_steps
from scpxl.store.sqlite.log import insert_event
from scpxl.store.sqlite.migrations import MIGRATIONS
from tests.store.examples import BARNET, BURGLARY, Q3, Q4, RECEIVED, action, comment, explanation, sending

PRIVATE = "Jane Roe, 07700 900123"
"""Stands wherever somebody can type."""
NOW = datetime(2018, 5, 1, tzinfo=UTC)
BEFORE_CLEARANCES = next(n for n, step in enumerate(MIGRATIONS) if "clearances" in step.name)


def fill(store: SqliteStore, private: str = PRIVATE) -> int:
    """Store the text wherever it can get in; return the number of the submission that is in force."""
    seen = Observation(
        BURGLARY, BARNET, "", "", Period(Q4.first, 1), 3, source=Source(sheet=f"{private}.csv", cell="D2")
    )
    history = sending(f"{private} history", kind=SubmissionKind.HISTORY, partner="")
    store.save_submission(history, Brought([seen]))
    spoken = (comment(private)._replace(why=private, doing=private, decision=private),)
    planned = (
        action(private)._replace(action=private, owner=private, rag_reason=private, update=private),
        action("A2"),
    )
    saved = store.save_submission(
        sending(private, ReturnVerdict.WITH_QUERIES, days_later=1),
        Brought(
            [seen._replace(numerator=4)],
            commentary=spoken,
            actions=planned,
            explanations=[explanation()._replace(explanation=private)],
            findings=[finding("NOT_A_NUMBER", [CellRef("Measures", 11, 5)], value=private, example=30)],
        ),
    )
    with store.writing() as connection:
        connection.execute("UPDATE submission SET signed_name = ?, signed_role = ?", (private, private))
        insert_event(connection, Event(NOW, "noted", f"'{private}' was said.", saved.id))
    store.save_decision(Decision(BURGLARY, Q4, "watch", private, private, NOW))
    store.save_edition_choice(EditionChoice("action/met/A1", Q4, "partnership", private, private, NOW))
    published = store.save_publication(Q4, "partnership", made=NOW, framework_version="1", results="{}")
    store.save_release_steps([ReleaseStep(published.id, ReleaseState.WITHDRAWN, private, private, NOW)])
    typed = {"happened": private, "owner": private}
    store.save_typed([], [Entry(kind, "O1", Q4, typed, private, NOW) for kind in EntryKind])
    return saved.id


def calls(store: SqliteStore, number: int) -> dict[str, Callable[[], Any]]:
    """Return how each function that reads the record is called."""
    reference = store.fetch_submissions()[0].reference
    series = SeriesKey(BURGLARY, BARNET)
    return {
        "fetch_decisions": store.fetch_decisions,
        "latest_decisions": lambda: store.latest_decisions(Q4),
        "fetch_edition_choices": lambda: store.fetch_edition_choices(Q4),
        "fetch_release_steps": store.fetch_release_steps,
        "fetch_entries": lambda: [store.fetch_entries(kind, Q4) for kind in EntryKind],
        "fetch_commentary": lambda: store.fetch_commentary(Q4),
        "fetch_actions": lambda: store.fetch_actions(Q4),
        "fetch_explanations": lambda: store.fetch_explanations(Q4),
        "fetch_nil_sections": lambda: store.fetch_nil_sections(Q4),
        "latest_actions": lambda: store.latest_actions("met", Q4.shift(1)),
        "fetch_events": store.fetch_events,
        "fetch_findings": lambda: store.fetch_findings(number),
        "fetch_on_record": store.fetch_on_record,
        "fetch_observations": store.fetch_observations,
        "fetch_series_history": lambda: store.fetch_series_history([series]),
        "fetch_publications": store.fetch_publications,
        "fetch_results": lambda: [store.fetch_results(p) for p in store.fetch_publications()],
        # Packed from a scorecard, whose texts are what may be shown.
        "fetch_whole": lambda: [store.fetch_whole(p) for p in store.fetch_publications() if store.has_whole(p)],
        "fetch_framework_versions": store.fetch_framework_versions,
        "fetch_restatements": store.fetch_restatements,
        "fetch_restatements of one": lambda: store.fetch_restatements(submission=number),
        "fetch_submissions": store.fetch_submissions,
        "fetch_submission": lambda: store.fetch_submission(reference),
        "find_submissions_of": lambda: store.find_submissions_of(sending(PRIVATE).sha256),
        "find_repeat": lambda: store.find_repeat(sending(PRIVATE).sha256, Q4, "2017-18.1"),
        "fetch_owed": store.fetch_owed,
        "fetch_output": lambda: store.fetch_output("2017-18-Q4/dashboard.xlsx"),
        "fetch_waiver_uses": store.fetch_waiver_uses,
        "fetch_private_texts": lambda: None,  # the one that gives texts as they were written
        "explanations_as_written": lambda: None,  # read by a rule, and shown to nobody
    }  # fmt: skip


def readers() -> set[str]:
    """Return every way in which the interface reads the record."""
    begins = ("fetch_", "latest_", "find_")
    return {name for name in vars(Store) if name.startswith(begins) or name.endswith("_as_written")}


def plainly(found: object) -> str:
    """Return what was found, without the quotes that a sentence keeps apart from its words."""
    return str([one._replace(quotes=None) if isinstance(one, Event) else one for one in found]) if isinstance(
        found, (list, tuple)
    ) else str(found)  # fmt: skip


def test_whoever_reads_the_record_gets_what_may_be_shown(store: SqliteStore) -> None:
    number = fill(store)
    known = calls(store, number)
    assert readers() == {name.partition(" ")[0] for name in known}, (
        "say how a new reader of the record is called, and that it gives nothing private"
    )
    for name, call in known.items():
        found = plainly(call())
        assert not any(word in found for word in ("Jane", "Roe", "900123")), name
    assert WITHHELD in plainly(store.fetch_commentary(Q4))
    assert all(one.file == "[withheld].xlsx" for one in store.fetch_submissions())
    assert "'[withheld]' is not a number." in plainly(store.fetch_findings(number))


def test_what_is_no_ones_stays_readable(store: SqliteStore) -> None:
    fill(store, "Quiet")
    for call in calls(store, 2).values():
        assert WITHHELD not in plainly(call())
    assert store.fetch_private_texts() == []


def test_each_text_is_listed_once_for_each_place_with_what_was_found(store: SqliteStore) -> None:
    fill(store)
    found = store.fetch_private_texts(Q4, "met")
    assert {one.text for one in found} == {PRIVATE, f"{PRIVATE}.xlsx"}
    fields = [one.field or one.place or one.where for one in found if one.submission]
    assert sorted(fields) == sorted(
        ["happened", "why", "doing", "decision", "reference", "action", "owner", "rag_reason", "update", "explanation",
         "signed_name", "signed_role", "the name of the file", "Measures!F12"]
    )  # fmt: skip
    assert {kind.value for one in found for kind in one.kinds} == {"telephone number"}
    assert store.fetch_private_texts(Q3) == []
    # What a finding quotes is on no dashboard; one text in ten places is one text.
    assert store.count_withheld(Q4) == 3


def test_an_id_is_the_same_for_the_same_text_and_tells_another_store_nothing(
    store: SqliteStore, tmp_path: Path
) -> None:
    fill(store)
    mine = {one.id for one in store.fetch_private_texts() if one.text == PRIVATE}
    assert len(mine) == 1
    with open_store(tmp_path / "other.db") as other:
        fill(other)
        assert mine.isdisjoint(one.id for one in other.fetch_private_texts())


def test_a_cleared_text_is_given_wherever_it_stands_until_it_is_withheld_again(store: SqliteStore) -> None:
    fill(store)
    number = next(one.id for one in store.fetch_private_texts() if one.text == PRIVATE)
    store.decide_on_texts([number.lower()], clear=True, by="The analyst", reason="Public", now=NOW)
    (said,) = store.fetch_commentary(Q4)
    assert (said.happened, said.source.file) == (PRIVATE, "[withheld].xlsx")
    (told, *_) = store.fetch_findings(2)
    assert told.fact == f"'{PRIVATE}' is not a number."
    assert {one.id for one in store.fetch_private_texts() if one.is_withheld}.isdisjoint({number})
    with open_store(store.path, read_only=True) as reader:
        assert reader.fetch_commentary(Q4)[0].happened == PRIVATE
    store.decide_on_texts([number], clear=False, by="The Chair", reason="It is not", now=NOW)
    assert store.fetch_commentary(Q4)[0].happened == WITHHELD


def test_a_clearance_holds_for_a_text_carried_forward_and_not_for_a_changed_one(store: SqliteStore) -> None:
    store.save_submission(sending("one", period=Q3), Brought(actions=[action(PRIVATE, Q3)]))
    (only,) = store.fetch_private_texts()
    store.decide_on_texts([only.id], clear=True, by="A", reason="B", now=NOW)
    store.save_submission(sending("two"), Brought(actions=[action(PRIVATE), action(f"{PRIVATE}.")]))
    assert [one.reference for one in store.fetch_actions(Q4)] == [PRIVATE, WITHHELD]


def test_an_id_that_looks_like_a_number_plate_is_noted_as_it_is(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store)
    monkeypatch.setattr(
        "scpxl.store.sqlite.private.PrivateTexts.text_id",
        lambda _store, text: f"P-MC{73 + (text == PRIVATE)}MHH",
    )
    plate = store.fetch_private_texts()[0].id
    store.decide_on_texts([plate], clear=True, by="A", reason="B", now=NOW)
    assert f"{plate} (telephone number) cleared by A: B" in [one.words for one in store.fetch_events()]


def test_all_are_cleared_or_none(store: SqliteStore) -> None:
    fill(store)
    found = {one.text: one.id for one in store.fetch_private_texts()}
    mine, file = found[PRIVATE], found[f"{PRIVATE}.xlsx"]
    with pytest.raises(NotFoundError, match="There is no text P-NONE"):
        store.decide_on_texts([mine, "P-NONE"], clear=True, by="A", reason="B", now=NOW)
    with pytest.raises(ConflictError, match=f"{mine} is withheld: nobody has cleared it"):
        store.decide_on_texts([mine], clear=False, by="A", reason="B", now=NOW)
    assert all(one.clearance is None for one in store.fetch_private_texts())
    store.decide_on_texts([mine, file, mine], clear=True, by="A", reason="B", now=NOW)
    with pytest.raises(ConflictError, match=f"{mine} is cleared already, by A on 1 May 2018"):
        store.decide_on_texts([mine], clear=True, by="A", reason="B", now=NOW)
    cleared = [event for event in store.fetch_events() if event.what == "cleared"]
    assert [event.words for event in cleared] == [
        f"{n} (telephone number) cleared by A: B" for n in (mine, file)
    ]


def test_the_reason_of_a_withdrawal_is_kept_and_withheld(store: SqliteStore) -> None:
    fill(store)
    reference = store.fetch_submissions(Q4, "met", SubmissionKind.RETURN)[0].reference
    store.withdraw_submission(reference, f"As {PRIVATE} asked")
    assert store.fetch_events()[-1].words == f"{reference} withdrawn: [withheld]"
    assert f"As {PRIVATE} asked" in {one.text for one in store.fetch_private_texts()}


def test_a_cell_is_named_where_the_findings_say_which(store: SqliteStore) -> None:
    told = [finding("PERSONAL_PHONE", [CellRef("Commentary", 4, 3), CellRef("Commentary", 4, 5)])]
    spoken = comment("Quiet.")._replace(why=PRIVATE, decision=PRIVATE)
    store.save_submission(sending("a"), Brought(commentary=[spoken], findings=told))
    assert [(one.field, one.where) for one in store.fetch_private_texts()] == [
        ("why", "Commentary!D5"), ("decision", "Commentary!F5"),
    ]  # fmt: skip


def test_what_is_the_partnerships_own_is_given(store: SqliteStore) -> None:
    store.save_submission(sending("a"), Brought(commentary=[comment("Ring 020 8359 2000.")]))
    with open_store(store.path, guard=Guard(to_own(["020 8359 2000"]))) as ours:
        assert ours.fetch_commentary(Q4)[0].happened == "Ring 020 8359 2000."
    assert store.fetch_commentary(Q4)[0].happened == WITHHELD


def test_what_earlier_versions_stored_is_withheld_too(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with open_store(path) as new:
        number = fill(new)
        said = json.dumps({"commentary": [{"happened": PRIVATE}], "pages": [], "period": "Q4"})
        new.save_publication(Q4, "partnership", made=RECEIVED, framework_version="1", results=said)
    old = tmp_path / "old.db"
    _as_before(path, old)
    with open_store(old) as store:
        for name, call in calls(store, number).items():
            found = plainly(call())
            assert not any(word in found for word in ("Jane", "900123")), name
        assert WITHHELD in store.fetch_results(store.fetch_publications()[-1])
        (told, *_) = store.fetch_findings(number)
        assert told.fact == "'[withheld]' is not a number."


def _as_before(path: Path, old: Path) -> None:
    """Copy a store into one that an earlier version made: sentences with what they quote, and no clearances."""
    connection = sqlite3.connect(old, isolation_level=None)
    apply_steps(connection, MIGRATIONS[:BEFORE_CLEARANCES])
    connection.execute("ATTACH ? AS new", (str(path),))
    tables = [
        name for (name,) in connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")
    ]
    connection.execute("PRAGMA foreign_keys = OFF")
    for table in tables:
        if table != "migration":
            columns = ", ".join(
                f'"{row[1]}"' for row in connection.execute(f"PRAGMA main.table_info({table})")
            )
            connection.execute(f"INSERT INTO main.{table} SELECT {columns} FROM new.{table}")  # noqa: S608  our tables
    connection.execute("UPDATE finding SET fact = ?", (f"'{PRIVATE}' is not a number.",))
    connection.execute(
        "UPDATE event SET words = 'R-1: ' || (SELECT file FROM submission WHERE id = submission_id) || ' received.'"
        " WHERE what = 'received'"
    )
    connection.close()
