"""A submission enters wholly, once, and takes nothing away."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from scpxl.errors import NotFoundError, StoreError
from scpxl.model.observations import Marker
from scpxl.model.periods import Period
from scpxl.returns.findings import ReturnVerdict
from scpxl.store.records import Brought, SubmissionKind, SubmissionStatus
from scpxl.store.sqlite import SqliteStore
from scpxl.store.sqlite.connection import stored_moment
from scpxl.store.sqlite.submissions import REFERENCE_LETTERS
from tests.store.examples import (
    BURGLARY,
    Q3,
    Q4,
    RECEIVED,
    action,
    comment,
    dump,
    explanation,
    figures_by_month,
    months_of,
    negative,
    save_months,
    sending,
)


def test_a_submission_is_told_back_as_it_was_received(store: SqliteStore) -> None:
    saved = store.save_submission(sending("first"), Brought(months_of(Q4, [10, 20, 30])))

    [record] = store.fetch_submissions()
    assert record.id == saved.id
    assert record.reference == saved.reference
    assert (record.partner, record.period, record.file) == ("met", Q4, "first.xlsx")
    assert (record.attempt, record.status) == (1, SubmissionStatus.ACCEPTED)
    assert record.received == RECEIVED
    assert (record.signed_name, record.signed_date) == ("A. Commander", date(2018, 4, 14))
    assert (saved.new, saved.unchanged, saved.restated, saved.is_repeat) == (3, 0, (), False)


def test_a_reference_can_be_read_out_on_the_telephone(store: SqliteStore) -> None:
    references = {save_months(store, f"file {n}", [n, n, n]).reference for n in range(30)}

    assert len(references) == 30
    for reference in references:
        assert reference.startswith("R-")
        assert set(reference[2:]) <= set(REFERENCE_LETTERS)
        assert store.fetch_submission(reference.lower()).reference == reference


def test_asking_for_a_reference_nobody_has_says_so(store: SqliteStore) -> None:
    with pytest.raises(NotFoundError, match="There is no submission R-222222"):
        store.fetch_submission("R-222222")


def test_collecting_the_same_bytes_twice_changes_nothing(store: SqliteStore) -> None:
    first = store.save_submission(
        sending("same"),
        Brought(months_of(Q4, [10, 20, 30]), commentary=[comment("Rose")], findings=[negative()]),
    )
    before = dump(store)

    again = store.save_submission(
        sending("same", days_later=9), Brought(months_of(Q4, [10, 20, 30]), commentary=[comment("Rose")])
    )

    assert dump(store) == before
    assert again.is_repeat
    assert (again.reference, again.attempt, again.status) == (first.reference, 1, SubmissionStatus.ACCEPTED)
    assert [record.reference for record in store.find_submissions_of(sending("same").sha256)] == [
        first.reference
    ]


def test_an_old_attempt_sent_again_does_not_come_back_into_force(store: SqliteStore) -> None:
    save_months(store, "first", [10, 20, 30])
    save_months(store, "second", [11, 20, 30])
    before = dump(store)

    assert save_months(store, "first", [10, 20, 30]).status is SubmissionStatus.SUPERSEDED
    assert dump(store) == before


def test_each_sending_is_the_next_attempt_of_its_partner_and_period(store: SqliteStore) -> None:
    for content, verdict in (
        ("a", ReturnVerdict.RETURNED),
        ("b", ReturnVerdict.WITH_QUERIES),
        ("c", ReturnVerdict.ACCEPTED),
    ):
        store.save_submission(sending(content, verdict), Brought(months_of(Q4, [10, 20, 30])))
    store.save_submission(sending("a", period=Q3), Brought(months_of(Q3, [1, 2, 3])))
    store.save_submission(sending("a", partner="fire"), Brought(months_of(Q4, [1, 2, 3], "FIR-01")))

    assert [(r.attempt, r.status.value) for r in store.fetch_submissions(Q4, "met")] == [
        (1, "returned"),
        (2, "superseded"),
        (3, "accepted"),
    ]
    assert [r.attempt for r in store.fetch_submissions(Q3)] == [1]
    assert [r.attempt for r in store.fetch_submissions(partner="fire")] == [1]


def test_a_returned_attempt_leaves_the_last_accepted_one_in_force(store: SqliteStore) -> None:
    good = store.save_submission(
        sending("good"),
        Brought(
            months_of(Q4, [10, 20, 30]),
            commentary=[comment("Rose")],
            actions=[action("A1")],
            explanations=[explanation()],
        ),
    )

    bad = store.save_submission(
        sending("bad", ReturnVerdict.RETURNED),
        Brought(
            months_of(Q4, [-3, 99, 99]),
            commentary=[comment("Fell")],
            actions=[action("A2")],
            explanations=[explanation()],
            findings=[negative()],
        ),
    )

    assert (bad.attempt, bad.new, bad.restated) == (2, 0, ())
    assert store.fetch_findings(bad.id) == (negative(),)
    assert list(figures_by_month(store.fetch_observations()).values()) == [10, 20, 30]
    assert [c.happened for c in store.fetch_commentary(Q4)] == ["Rose"]
    assert [a.reference for a in store.fetch_actions(Q4)] == ["A1"]
    assert len(store.fetch_explanations(Q4)) == 1
    assert store.fetch_submission(good.reference).status is SubmissionStatus.ACCEPTED


def test_what_was_sent_back_is_judged_anew_when_the_framework_has_changed(store: SqliteStore) -> None:
    store.save_submission(sending("file", ReturnVerdict.RETURNED), Brought(findings=[negative()]))

    again = store.save_submission(
        sending("file", framework_version="2017-18.2"), Brought(months_of(Q4, [10, 20, 30]))
    )

    assert (again.is_repeat, again.attempt, again.status) == (False, 2, SubmissionStatus.ACCEPTED)


def test_a_changed_framework_does_not_bring_back_what_was_replaced_since(store: SqliteStore) -> None:
    store.save_submission(sending("bad", ReturnVerdict.RETURNED), Brought(findings=[negative()]))
    save_months(store, "good", [10, 20, 30])

    again = store.save_submission(
        sending("bad", framework_version="2017-18.2"), Brought(months_of(Q4, [1, 1, 1]))
    )

    assert again.is_repeat
    assert list(figures_by_month(store.fetch_observations()).values()) == [10, 20, 30]


def test_two_files_of_history_for_the_same_years_are_both_in_force(store: SqliteStore) -> None:
    years = Period(Q4.first - 36, 36)
    for content, indicator in (("crime", BURGLARY), ("people", "POP-01")):
        new = sending(content, period=years, partner="", kind=SubmissionKind.HISTORY)
        store.save_submission(new, Brought(months_of(years, [5] * 36, indicator)))

    assert [r.status.value for r in store.fetch_submissions()] == ["accepted", "accepted"]
    assert len(store.fetch_observations()) == 72


def test_documents_come_back_with_the_cell_they_were_typed_in(store: SqliteStore) -> None:
    saved = store.save_submission(
        sending("first"),
        Brought(
            months_of(Q4, [10, 20, 30]),
            commentary=[comment("Rose")],
            actions=[
                action("A1")._replace(supporting=("lfb", "homes")),
                action("A2", due=None)._replace(complete=None),
            ],
            explanations=[explanation()],
        ),
    )

    def as_stored(sheet: str, cell: str) -> tuple[str, ...]:
        return ("met", saved.reference, "first.xlsx", sheet, cell)

    [said] = store.fetch_commentary(Q4)
    assert said == comment("Rose")._replace(source=said.source)
    assert said.source == as_stored("Commentary", "C5")
    first, second = store.fetch_actions(Q4)
    assert first == action("A1")._replace(supporting=("lfb", "homes"), source=first.source)
    assert first.source == as_stored("Actions", "A5")
    assert (second.due, second.complete, second.supporting) == (None, None, ())
    [why] = store.fetch_explanations(Q4)
    assert why == explanation()._replace(source=why.source)


def test_of_two_accepted_attempts_only_the_later_speaks(store: SqliteStore) -> None:
    for reference in ("A1", "A2"):
        store.save_submission(
            sending(f"with {reference}"),
            Brought(
                commentary=[comment(f"See {reference}")],
                actions=[action(reference)],
                explanations=[explanation()],
            ),
        )

    assert [c.happened for c in store.fetch_commentary(Q4)] == ["See A2"]
    assert [a.reference for a in store.fetch_actions(Q4)] == ["A2"]
    assert len(store.fetch_explanations(Q4)) == 1
    assert [a.reference for a in store.latest_actions("met", Q4.shift(1))] == ["A2"]


def test_a_form_is_prefilled_with_the_actions_of_the_last_return_before_it(store: SqliteStore) -> None:
    two_before, after = Period.quarter(2017, 2), Period.quarter(2018, 1)
    store.save_submission(sending("q2", period=two_before), Brought(actions=[action("OLD", two_before)]))
    store.save_submission(sending("q3", period=Q3), Brought(actions=[action("A1", Q3), action("A2", Q3)]))
    store.save_submission(sending("q4", ReturnVerdict.RETURNED), Brought(actions=[action("BAD")]))
    store.save_submission(sending("q1", period=after), Brought(actions=[action("LATER", after)]))

    assert [a.reference for a in store.latest_actions("met", Q4)] == ["A1", "A2"]
    assert store.latest_actions("met", two_before) == []
    assert store.latest_actions("fire", Q4) == []


def test_what_became_of_each_submission_is_in_the_log(store: SqliteStore) -> None:
    saved = save_months(store, "first", [10, 20, 30])

    came, event = store.fetch_events()
    assert (came.what, came.words) == ("received", f"{saved.reference}, attempt 1: first.xlsx received.")
    assert (event.what, event.partner, event.period, event.submission) == ("accepted", "met", Q4, saved.id)
    assert event.words == f"{saved.reference}, attempt 1, first.xlsx: accepted."


def test_a_figure_given_twice_is_refused_with_both_cells(store: SqliteStore) -> None:
    before = dump(store)
    doubled = [*months_of(Q4, [10, 20, 30]), *months_of(Q4, [11])]

    with pytest.raises(StoreError, match=r"BUR-01 E09000003, 2018-01: two figures .*Measures!F12"):
        store.save_submission(sending("doubled"), Brought(doubled))

    assert dump(store) == before


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_what_is_not_a_number_is_refused_whole(store: SqliteStore, value: float) -> None:
    before = dump(store)

    with pytest.raises(StoreError, match="nothing was stored"):
        save_months(store, "odd", [10, value, 30])

    assert dump(store) == before


def test_a_gap_never_carries_a_number(store: SqliteStore) -> None:
    contradiction = [o._replace(marker=Marker.NOT_AVAILABLE) for o in months_of(Q4, [10])]

    with pytest.raises(StoreError, match="nothing was stored"):
        store.save_submission(sending("both"), Brought(contradiction))


def test_a_moment_without_a_time_zone_is_refused() -> None:

    with pytest.raises(ValueError, match="has no time zone"):
        stored_moment(datetime(2018, 4, 20))  # noqa: DTZ001  that is the mistake
    assert stored_moment(datetime(2018, 4, 20, tzinfo=UTC)).startswith("2018-04-20T00:00")
