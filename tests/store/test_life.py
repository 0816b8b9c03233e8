"""A submission withdrawn leaves the view as if it had never been sent; brought back, as if it had stayed."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scpxl.errors import ConflictError, NotFoundError
from scpxl.model.observations import Marker, Observation
from scpxl.model.periods import Period
from scpxl.returns.findings import ReturnVerdict
from scpxl.store.records import Brought, NewSubmission, SavedSubmission, SubmissionKind, SubmissionStatus
from scpxl.store.sqlite import SqliteStore, open_store
from tests.store.examples import (
    Q3,
    Q4,
    action,
    comment,
    dump,
    figures_by_month,
    months_of,
    save_months,
    sending,
)


def view(store: SqliteStore) -> list[Observation]:
    return store.fetch_observations()


def numbers(store: SqliteStore) -> list[float | Marker]:
    return list(figures_by_month(view(store)).values())


def test_the_only_return_withdrawn_leaves_nothing_of_it_in_force(store: SqliteStore) -> None:
    saved = store.save_submission(
        sending("first"),
        Brought(months_of(Q4, [1, 2, 3]), commentary=[comment("Up.")], actions=[action("A1")]),
    )
    change = store.withdraw_submission(saved.reference, "Sent by mistake")

    assert (change.submission.status, change.in_force, change.figures) == (
        SubmissionStatus.WITHDRAWN,
        None,
        3,
    )
    assert (view(store), store.fetch_commentary(Q4), store.fetch_actions(Q4)) == ([], [], [])
    assert [(e.what, e.words) for e in store.fetch_events()][2:] == [
        ("withdrawn", f"{saved.reference} withdrawn: Sent by mistake")
    ]


def test_the_earlier_attempt_comes_back_with_its_words_and_its_verdict(store: SqliteStore) -> None:
    first = store.save_submission(
        sending("first", ReturnVerdict.WITH_QUERIES),
        Brought(months_of(Q4, [1, 2, 3]), commentary=[comment("Old.")]),
    )
    before = view(store)
    second = store.save_submission(
        sending("second"), Brought(months_of(Q4, [1, 20]), commentary=[comment("New.")])
    )
    assert numbers(store) == [1, 20, Marker.BLANK]

    change = store.withdraw_submission(second.reference.lower(), "The first was right")

    assert view(store) == before
    assert [c.happened for c in store.fetch_commentary(Q4)] == ["Old."]
    assert change.in_force is not None
    assert (change.in_force.reference, change.in_force.status) == (
        first.reference,
        SubmissionStatus.WITH_QUERIES,
    )


def test_what_was_withdrawn_comes_back_whole(store: SqliteStore) -> None:
    save_months(store, "first", [1, 2, 3])
    second = store.save_submission(sending("second"), Brought(months_of(Q4, [1, 20]), actions=[action("A1")]))
    before, actions = view(store), store.fetch_actions(Q4)
    store.withdraw_submission(second.reference, "mistake")

    change = store.reinstate_submission(second.reference)

    assert (view(store), store.fetch_actions(Q4)) == (before, actions)
    assert change.submission.status is SubmissionStatus.ACCEPTED
    assert [e.what for e in store.fetch_events()] == [
        "received", "accepted", "received", "accepted", "superseded",
        "withdrawn", "in force again", "reinstated", "superseded",
    ]  # fmt: skip


def test_brought_back_after_a_later_attempt_it_is_superseded(store: SqliteStore) -> None:
    first = save_months(store, "first", [1, 2, 3])
    store.withdraw_submission(first.reference, "mistake")
    second = save_months(store, "second", [4, 5, 6])

    change = store.reinstate_submission(first.reference)

    assert change.submission.status is SubmissionStatus.SUPERSEDED
    assert change.in_force is not None
    assert change.in_force.reference == second.reference
    assert numbers(store) == [4, 5, 6]


def test_a_restatement_is_undone_with_the_return_that_made_it(store: SqliteStore) -> None:
    store.save_submission(sending("q3", period=Q3), Brought(months_of(Q3, [10, 20, 30])))
    later = store.save_submission(sending("q4"), Brought(months_of(Q3, [10, 25, 30, 4, 5, 6])))
    assert len(store.fetch_restatements()) == 1

    store.withdraw_submission(later.reference, "mistake")
    assert (numbers(store), store.fetch_restatements()) == ([10, 20, 30], [])

    store.reinstate_submission(later.reference)
    assert (numbers(store), len(store.fetch_restatements())) == ([10, 25, 30, 4, 5, 6], 1)


def test_a_figure_the_next_form_merely_carried_goes_with_the_return_it_is_of(store: SqliteStore) -> None:
    third = store.save_submission(sending("q3", period=Q3), Brought(months_of(Q3, [10, 20, 30])))
    store.save_submission(sending("q4"), Brought(months_of(Q3, [10, 25, 30, 4, 5, 6])))

    store.withdraw_submission(third.reference, "another borough's figures")

    assert figures_by_month(view(store)) == {"2017-11": 25, "2018-01": 4, "2018-02": 5, "2018-03": 6}


def test_an_import_can_be_withdrawn_too(store: SqliteStore) -> None:
    store.save_submission(
        sending("old", partner="", period=Period(Q3.first, 3), kind=SubmissionKind.HISTORY),
        Brought(months_of(Q3, [1, 2, 3])),
    )
    wrong = store.save_submission(
        sending("bad", partner="", period=Period(Q3.first, 2), kind=SubmissionKind.HISTORY),
        Brought(months_of(Q3, [9, 2])),
    )
    store.withdraw_submission(wrong.reference, "wrong borough")
    assert numbers(store) == [1, 2, 3]
    assert store.reinstate_submission(wrong.reference).submission.status is SubmissionStatus.ACCEPTED
    assert numbers(store) == [9, 2, 3]


def test_the_same_bytes_again_do_not_bring_back_what_was_withdrawn(store: SqliteStore) -> None:
    first = save_months(store, "first", [1, 2, 3])
    store.withdraw_submission(first.reference, "mistake")
    again = save_months(store, "first", [1, 2, 3])
    assert (again.is_repeat, again.status, view(store)) == (True, SubmissionStatus.WITHDRAWN, [])


def test_what_makes_no_sense_is_refused_in_words_and_changes_nothing(store: SqliteStore) -> None:
    first, second = save_months(store, "first", [1, 2, 3]), save_months(store, "second", [4, 5, 6])
    returned = store.save_submission(sending("third", ReturnVerdict.RETURNED))
    before = dump(store)

    with pytest.raises(ConflictError, match=f"superseded by {second.reference}; withdraw that one first"):
        store.withdraw_submission(first.reference, "mistake")
    with pytest.raises(ConflictError, match="was sent back, so its figures are not used"):
        store.withdraw_submission(returned.reference, "mistake")
    with pytest.raises(ConflictError, match="is not withdrawn but accepted"):
        store.reinstate_submission(second.reference)
    with pytest.raises(ConflictError, match="Say it in a few words"):
        store.withdraw_submission(second.reference, "  ")
    for verb in (SqliteStore.reinstate_submission, lambda s, r: s.withdraw_submission(r, "why")):
        with pytest.raises(NotFoundError, match="no submission R-NONE"):
            verb(store, "R-NONE")
    assert dump(store) == before

    store.withdraw_submission(second.reference, "mistake")
    once = dump(store)
    with pytest.raises(ConflictError, match="is withdrawn already"):
        store.withdraw_submission(second.reference, "mistake")
    assert dump(store) == once


def test_a_store_of_before_can_withdraw_what_came_into_its_view(store: SqliteStore) -> None:
    store.save_submission(sending("q3", period=Q3), Brought(months_of(Q3, [10, 20, 30])))
    later = store.save_submission(sending("q4"), Brought(months_of(Q3, [10, 25, 30, 4, 5, 6])))
    store.connection.execute("DROP TABLE statement")
    store.connection.execute("DELETE FROM migration WHERE name = '003 statements'")

    with open_store(store.path) as updated:
        updated.withdraw_submission(later.reference, "mistake")
        assert numbers(updated) == [10, 20, 30]


# A late return for an earlier quarter.


def test_a_late_return_does_not_undo_what_a_later_one_restated(store: SqliteStore) -> None:
    store.save_submission(sending("q3", period=Q3), Brought(months_of(Q3, [10, 20, 30])))
    store.save_submission(sending("q4"), Brought(months_of(Q3, [10, 25, 30, 4, 5, 6])))

    late = store.save_submission(sending("q3 again", period=Q3), Brought(months_of(Q3, [11, 20, 30])))

    assert numbers(store) == [11, 25, 30, 4, 5, 6]
    assert (late.overtaken, late.unchanged, len(late.restated)) == (1, 1, 1)


def test_what_a_later_form_merely_carried_can_be_corrected_late(store: SqliteStore) -> None:
    store.save_submission(sending("q3", period=Q3), Brought(months_of(Q3, [10, 20, 30])))
    store.save_submission(sending("q4"), Brought(months_of(Q3, [10, 20, 30, 4, 5, 6])))
    store.save_submission(sending("q3 again", period=Q3), Brought(months_of(Q3, [10, 22, 30])))
    assert numbers(store) == [10, 22, 30, 4, 5, 6]


def test_a_late_first_return_fills_in_what_nobody_has_said(store: SqliteStore) -> None:
    store.save_submission(sending("q4"), Brought(months_of(Q3, [10])[:1] + months_of(Q4, [4, 5, 6])))
    late = store.save_submission(sending("q3", period=Q3), Brought(months_of(Q3, [99, 20, 30])))
    assert numbers(store) == [10, 20, 30, 4, 5, 6]
    assert (late.new, late.overtaken) == (2, 1)


def test_the_late_figure_stands_once_the_later_return_is_withdrawn(store: SqliteStore) -> None:
    later = store.save_submission(sending("q4"), Brought(months_of(Q3, [10, 25, 30, 4, 5, 6])))
    store.save_submission(sending("q3", period=Q3), Brought(months_of(Q3, [11, 20, 31])))
    assert numbers(store) == [10, 25, 30, 4, 5, 6]
    store.withdraw_submission(later.reference, "mistake")
    assert numbers(store) == [11, 20, 31]


# Whatever was sent, in whatever order.

Plan = tuple[int, bool, frozenset[int], frozenset[int]]
"""Which quarter; whether it is an import; which of its own months are given, which earlier ones overtyped."""
plans = st.tuples(
    st.integers(0, 2),
    st.booleans(),
    st.frozensets(st.integers(0, 2)),
    st.frozensets(st.integers(0, 5), max_size=3),
)


def file_of(plan: Plan, number: int, carried: dict[int, float]) -> tuple[NewSubmission, Brought]:
    """Return a file as a partner makes it: the form's earlier figures, some overtyped, and the months of its own."""
    quarter, is_import, own, overtyped = plan
    period = Period(Q3.first + 3 * quarter, 3)
    fresh = count(1000 * number)
    values: dict[int, float] = {}
    if not is_import:
        values = {month: number_ for month, number_ in carried.items() if month < period.first}
        values |= {Q3.first + step: next(fresh) for step in overtyped if Q3.first + step < period.first}
    values |= {period.first + step: next(fresh) for step in own}
    kind = SubmissionKind.HISTORY if is_import else SubmissionKind.RETURN
    new = sending(f"file {number}", period=period, partner="" if is_import else "met", kind=kind)
    observations = [months_of(Period(month, 1), [value])[0] for month, value in sorted(values.items())]
    return new, Brought(observations)


def send_all(store: SqliteStore, wanted: list[tuple[int, Plan]]) -> dict[int, SavedSubmission]:
    saved = {}
    for number, plan in wanted:
        carried = {o.period.first: o.numerator for o in view(store) if o.numerator is not None}
        saved[number] = store.save_submission(*file_of(plan, number, carried))
    return saved


def plain(store: SqliteStore) -> list[tuple[object, ...]]:
    """Return the view with the file each figure is from; references carry the attempt, which differs."""
    return [(o[:8], o.source.file, o.source.cell) for o in view(store)]


@settings(max_examples=60, deadline=None)
@given(st.lists(plans, min_size=1, max_size=7), st.data())
def test_withdrawn_it_is_as_if_never_sent_and_reinstated_as_if_never_withdrawn(
    wanted: list[Plan], data: st.DataObject
) -> None:
    from pathlib import Path

    numbered = list(enumerate(wanted, 1))
    with open_store(Path(":memory:")) as store, open_store(Path(":memory:")) as without:
        saved = send_all(store, numbered)
        in_force = {s.reference for s in store.fetch_submissions() if s.status.is_in_force}
        number = data.draw(st.sampled_from([n for n, s in saved.items() if s.reference in in_force]))
        before = (view(store), [(s.reference, s.status) for s in store.fetch_submissions()])

        store.withdraw_submission(saved[number].reference, "mistake")
        send_all(without, [one for one in numbered if one[0] != number])
        assert plain(store) == plain(without)

        store.reinstate_submission(saved[number].reference)
        assert (view(store), [(s.reference, s.status) for s in store.fetch_submissions()]) == before
        assert store.fetch_submission(saved[number].reference).status.is_in_force
        assert store.damages() == ()
