"""What people decided is kept for good, and the last decision by a quarter stands."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from scpxl.errors import StoreError
from scpxl.store.records import Decision
from scpxl.store.sqlite import SqliteStore
from tests.store.examples import Q3, Q4

WHEN = datetime(2018, 5, 2, 9, tzinfo=UTC)
ESCALATED = Decision("BUR-01", Q3, "escalate", "Chair", "Three quarters in a row.", WHEN)


def test_a_decision_comes_back_as_it_was_made_and_is_in_the_log(store: SqliteStore) -> None:
    store.save_decision(ESCALATED)
    assert store.fetch_decisions() == [ESCALATED]
    event = store.fetch_events()[-1]
    assert (event.what, event.period) == ("decided", Q3)
    assert event.words == "BUR-01: escalate, by Chair: Three quarters in a row."


def test_a_decision_stands_in_later_quarters_until_another_is_made(store: SqliteStore) -> None:
    store.save_decision(ESCALATED)
    assert store.latest_decisions(Q4)["BUR-01"] == ESCALATED
    closed = ESCALATED._replace(period=Q4, decision="close")
    store.save_decision(closed)
    assert store.latest_decisions(Q4)["BUR-01"] == closed
    assert store.latest_decisions(Q3)["BUR-01"] == ESCALATED
    assert store.latest_decisions(Q3.shift(-1)) == {}


def test_a_decision_made_late_for_an_earlier_quarter_does_not_undo_a_later_one(store: SqliteStore) -> None:
    later = ESCALATED._replace(period=Q4, decision="watch")
    store.save_decision(later)
    store.save_decision(ESCALATED)
    assert store.latest_decisions(Q4)["BUR-01"] == later


def test_changing_ones_mind_in_a_quarter_keeps_both_and_the_last_stands(store: SqliteStore) -> None:
    store.save_decision(ESCALATED)
    changed = ESCALATED._replace(decision="watch")
    store.save_decision(changed)
    assert store.fetch_decisions(indicator="BUR-01") == [ESCALATED, changed]
    assert store.latest_decisions(Q3)["BUR-01"] == changed


@pytest.mark.parametrize("wrong", [{"decision": "shout"}, {"by": " "}, {"reason": ""}])
def test_the_store_takes_no_decision_without_sense_name_and_reason(
    store: SqliteStore, wrong: dict[str, str]
) -> None:
    with pytest.raises(StoreError):
        store.save_decision(ESCALATED._replace(**wrong))  # type: ignore[arg-type]
    assert store.fetch_decisions() == []
    assert store.fetch_events() == []
