"""The record keeps what people wrote, gives of it what may be shown, and knows a text by what says nothing of it."""

from __future__ import annotations

import importlib
import json
import pkgutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import scpxl.store
from scpxl.errors import NotPossibleError, UnknownThingError
from scpxl.model.observations import Observation, SeriesKey, Source
from scpxl.model.periods import Period
from scpxl.privacy.guard import WITHHELD, Guard
from scpxl.privacy.own import to_own
from scpxl.returns.cells import CellRef
from scpxl.returns.findings import Verdict
from scpxl.returns.messages import finding
from scpxl.store import (
    decisions,
    documents,
    events,
    findings,
    held,
    observations,
    publications,
    restatements,
    submissions,
    waivers,
)
from scpxl.store.database import Store, open_store
from scpxl.store.decisions import Decision, save_decision
from scpxl.store.events import Event, insert_event
from scpxl.store.life import withdraw_submission
from scpxl.store.migrations import migrate
from scpxl.store.private import count_withheld, decide_on_texts, fetch_private_texts
from scpxl.store.records import SubmissionKind
from scpxl.store.schema import MIGRATIONS
from scpxl.store.submissions import save_submission
from tests.store.examples import BARNET, BURGLARY, Q3, Q4, RECEIVED, action, comment, explanation, sending

PRIVATE = "Jane Roe, 07700 900123"
"""Stands wherever somebody can type."""
NOW = datetime(2018, 5, 1, tzinfo=UTC)
BEFORE_CLEARANCES = next(n for n, step in enumerate(MIGRATIONS) if "clearances" in step.name)


def fill(store: Store, private: str = PRIVATE) -> int:
    """Store the text wherever it can get in; return the number of the submission that is in force."""
    seen = Observation(
        BURGLARY, BARNET, "", "", Period(Q4.first, 1), 3, source=Source(sheet=f"{private}.csv", cell="D2")
    )
    history = sending(f"{private} history", kind=SubmissionKind.HISTORY, partner="")
    save_submission(store, history, [seen])
    spoken = (comment(private)._replace(why=private, doing=private, decision=private),)
    planned = (
        action(private)._replace(action=private, owner=private, rag_reason=private, update=private),
        action("A2"),
    )
    saved = save_submission(
        store,
        sending(private, Verdict.WITH_QUERIES, days_later=1),
        [seen._replace(numerator=4)],
        commentary=spoken,
        actions=planned,
        explanations=[explanation()._replace(explanation=private)],
        findings=[finding("NOT_A_NUMBER", [CellRef("Measures", 11, 5)], value=private, example=30)],
    )
    with store.writing() as connection:
        connection.execute("UPDATE submission SET signed_name = ?, signed_role = ?", (private, private))
        insert_event(connection, Event(NOW, "noted", f"'{private}' was said.", saved.id))
    save_decision(store, Decision(BURGLARY, Q4, "watch", private, private, NOW))
    return saved.id


def calls(store: Store, number: int) -> dict[str, Callable[[], Any]]:
    """Return how each function that reads the record is called."""
    reference = submissions.fetch_submissions(store)[0].reference
    series = SeriesKey(BURGLARY, BARNET)
    return {
        "fetch_decisions": lambda: decisions.fetch_decisions(store),
        "latest_decisions": lambda: decisions.latest_decisions(store, Q4),
        "fetch_commentary": lambda: documents.fetch_commentary(store, Q4),
        "fetch_actions": lambda: documents.fetch_actions(store, Q4),
        "fetch_explanations": lambda: documents.fetch_explanations(store, Q4),
        "fetch_nil_sections": lambda: documents.fetch_nil_sections(store, Q4),
        "latest_actions": lambda: documents.latest_actions(store, "met", Q4.shift(1)),
        "fetch_events": lambda: events.fetch_events(store),
        "fetch_findings": lambda: findings.fetch_findings(store, number),
        "fetch_held": lambda: held.fetch_held(store),
        "fetch_observations": lambda: observations.fetch_observations(store),
        "fetch_series_history": lambda: observations.fetch_series_history(store, [series]),
        "fetch_sources": lambda: observations.fetch_sources(store),
        "fetch_publications": lambda: publications.fetch_publications(store),
        "fetch_results": lambda: [publications.fetch_results(store, p) for p in publications.fetch_publications(store)],
        # Packed from a scorecard, whose texts are what may be shown.
        "fetch_record": lambda: [
            publications.fetch_record(store, p) for p in publications.fetch_publications(store) if publications.has_record(store, p)
        ],
        "fetch_framework_versions": lambda: publications.fetch_framework_versions(store),
        "fetch_restatements": lambda: restatements.fetch_restatements(store),
        "restatements_by": lambda: restatements.restatements_by(store, number),
        "fetch_submissions": lambda: submissions.fetch_submissions(store),
        "fetch_submission": lambda: submissions.fetch_submission(store, reference),
        "find_submissions_of": lambda: submissions.find_submissions_of(store, sending(PRIVATE).sha256),
        "fetch_waiver_uses": lambda: waivers.fetch_waiver_uses(store),
        "fetch_private_texts": lambda: None,  # the one that gives texts as they were written
        "explanations_as_written": lambda: None,  # read by a rule, and shown to nobody
    }  # fmt: skip


def readers() -> set[str]:
    """Return every public function of the room that reads the record."""
    begins = ("fetch_", "latest_", "find_", "restatements_")
    modules = [
        importlib.import_module(f"scpxl.store.{module.name}")
        for module in pkgutil.iter_modules(scpxl.store.__path__)
    ]
    return {
        name
        for module in modules
        for name, thing in vars(module).items()
        if callable(thing) and thing.__module__ == module.__name__
        and (name.startswith(begins) or name.endswith("_as_written"))
    }  # fmt: skip


def plainly(found: object) -> str:
    """Return what was found, without the quotes that a sentence keeps apart from its words."""
    return str([one._replace(quotes=None) if isinstance(one, Event) else one for one in found]) if isinstance(
        found, (list, tuple)
    ) else str(found)  # fmt: skip


def test_whoever_reads_the_record_gets_what_may_be_shown(store: Store) -> None:
    number = fill(store)
    known = calls(store, number)
    assert readers() == set(known), (
        "say how a new reader of the record is called, and that it gives nothing private"
    )
    for name, call in known.items():
        found = plainly(call())
        assert not any(word in found for word in ("Jane", "Roe", "900123")), name
    assert WITHHELD in plainly(documents.fetch_commentary(store, Q4))
    assert all(one.file == "[withheld].xlsx" for one in submissions.fetch_submissions(store))
    assert "'[withheld]' is not a number." in plainly(findings.fetch_findings(store, number))


def test_what_is_no_ones_stays_readable(store: Store) -> None:
    fill(store, "Quiet")
    for call in calls(store, 2).values():
        assert WITHHELD not in plainly(call())
    assert fetch_private_texts(store) == []


def test_each_text_is_listed_once_for_each_place_with_what_was_found(store: Store) -> None:
    fill(store)
    found = fetch_private_texts(store, Q4, "met")
    assert {one.text for one in found} == {PRIVATE, f"{PRIVATE}.xlsx"}
    fields = [one.field or one.place or one.where for one in found if one.submission]
    assert sorted(fields) == sorted(
        ["happened", "why", "doing", "decision", "reference", "action", "owner", "rag_reason", "update", "explanation",
         "signed_name", "signed_role", "the name of the file", "Measures!F12"]
    )  # fmt: skip
    assert {kind.value for one in found for kind in one.kinds} == {"telephone number"}
    assert fetch_private_texts(store, Q3) == []
    # What a finding quotes is on no dashboard; one text in ten places is one text.
    assert count_withheld(store, Q4) == 3


def test_an_id_is_the_same_for_the_same_text_and_tells_another_store_nothing(
    store: Store, tmp_path: Path
) -> None:
    fill(store)
    mine = {one.id for one in fetch_private_texts(store) if one.text == PRIVATE}
    assert len(mine) == 1
    with open_store(tmp_path / "other.db") as other:
        fill(other)
        assert mine.isdisjoint(one.id for one in fetch_private_texts(other))


def test_a_cleared_text_is_given_wherever_it_stands_until_it_is_withheld_again(store: Store) -> None:
    fill(store)
    number = next(one.id for one in fetch_private_texts(store) if one.text == PRIVATE)
    decide_on_texts(store, [number.lower()], clear=True, by="The analyst", reason="Public", now=NOW)
    (said,) = documents.fetch_commentary(store, Q4)
    assert (said.happened, said.source.file) == (PRIVATE, "[withheld].xlsx")
    (told, *_) = findings.fetch_findings(store, 2)
    assert told.fact == f"'{PRIVATE}' is not a number."
    assert {one.id for one in fetch_private_texts(store) if one.is_withheld}.isdisjoint({number})
    with open_store(store.path, read_only=True) as reader:
        assert documents.fetch_commentary(reader, Q4)[0].happened == PRIVATE
    decide_on_texts(store, [number], clear=False, by="The Chair", reason="It is not", now=NOW)
    assert documents.fetch_commentary(store, Q4)[0].happened == WITHHELD


def test_a_clearance_holds_for_a_text_carried_forward_and_not_for_a_changed_one(store: Store) -> None:
    save_submission(store, sending("one", period=Q3), actions=[action(PRIVATE, Q3)])
    (only,) = fetch_private_texts(store)
    decide_on_texts(store, [only.id], clear=True, by="A", reason="B", now=NOW)
    save_submission(store, sending("two"), actions=[action(PRIVATE), action(f"{PRIVATE}.")])
    assert [one.reference for one in documents.fetch_actions(store, Q4)] == [PRIVATE, WITHHELD]


def test_an_id_that_looks_like_a_number_plate_is_noted_as_it_is(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store)
    monkeypatch.setattr(
        "scpxl.store.private.text_id", lambda _store, text: f"P-MC{73 + (text == PRIVATE)}MHH"
    )
    plate = fetch_private_texts(store)[0].id
    decide_on_texts(store, [plate], clear=True, by="A", reason="B", now=NOW)
    assert f"{plate} (telephone number) cleared by A: B" in [one.words for one in events.fetch_events(store)]


def test_all_are_cleared_or_none(store: Store) -> None:
    fill(store)
    found = {one.text: one.id for one in fetch_private_texts(store)}
    mine, file = found[PRIVATE], found[f"{PRIVATE}.xlsx"]
    with pytest.raises(UnknownThingError, match="There is no text P-NONE"):
        decide_on_texts(store, [mine, "P-NONE"], clear=True, by="A", reason="B", now=NOW)
    with pytest.raises(NotPossibleError, match=f"{mine} is withheld: nobody has cleared it"):
        decide_on_texts(store, [mine], clear=False, by="A", reason="B", now=NOW)
    assert all(one.clearance is None for one in fetch_private_texts(store))
    decide_on_texts(store, [mine, file, mine], clear=True, by="A", reason="B", now=NOW)
    with pytest.raises(NotPossibleError, match=f"{mine} is cleared already, by A on 01 May 2018"):
        decide_on_texts(store, [mine], clear=True, by="A", reason="B", now=NOW)
    cleared = [event for event in events.fetch_events(store) if event.what == "cleared"]
    assert [event.words for event in cleared] == [
        f"{n} (telephone number) cleared by A: B" for n in (mine, file)
    ]


def test_the_reason_of_a_withdrawal_is_kept_and_withheld(store: Store) -> None:
    fill(store)
    reference = submissions.fetch_submissions(store, Q4, "met", SubmissionKind.RETURN)[0].reference
    withdraw_submission(store, reference, f"As {PRIVATE} asked")
    assert events.fetch_events(store)[-1].words == f"{reference} withdrawn: [withheld]"
    assert f"As {PRIVATE} asked" in {one.text for one in fetch_private_texts(store)}


def test_a_cell_is_named_where_the_findings_say_which(store: Store) -> None:
    told = [finding("PERSONAL_PHONE", [CellRef("Commentary", 4, 3), CellRef("Commentary", 4, 5)])]
    spoken = comment("Quiet.")._replace(why=PRIVATE, decision=PRIVATE)
    save_submission(store, sending("a"), commentary=[spoken], findings=told)
    assert [(one.field, one.where) for one in fetch_private_texts(store)] == [
        ("why", "Commentary!D5"), ("decision", "Commentary!F5"),
    ]  # fmt: skip


def test_what_is_the_partnerships_own_is_given(store: Store) -> None:
    save_submission(store, sending("a"), commentary=[comment("Ring 020 8359 2000.")])
    with open_store(store.path, guard=Guard(to_own(["020 8359 2000"]))) as ours:
        assert documents.fetch_commentary(ours, Q4)[0].happened == "Ring 020 8359 2000."
    assert documents.fetch_commentary(store, Q4)[0].happened == WITHHELD


def test_what_earlier_versions_stored_is_withheld_too(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with open_store(path) as new:
        number = fill(new)
        said = json.dumps({"commentary": [{"happened": PRIVATE}], "pages": [], "period": "Q4"})
        publications.save_publication(
            new, Q4, "partnership", made=RECEIVED, framework_version="1", results=said
        )
    old = tmp_path / "old.db"
    _as_before(path, old)
    with open_store(old) as store:
        for name, call in calls(store, number).items():
            found = plainly(call())
            assert not any(word in found for word in ("Jane", "900123")), name
        assert WITHHELD in publications.fetch_results(store, publications.fetch_publications(store)[0])
        (told, *_) = findings.fetch_findings(store, number)
        assert told.fact == "'[withheld]' is not a number."


def _as_before(path: Path, old: Path) -> None:
    """Copy a store into one that an earlier version made: sentences with what they quote, and no clearances."""
    connection = sqlite3.connect(old, isolation_level=None)
    migrate(connection, MIGRATIONS[:BEFORE_CLEARANCES])
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
