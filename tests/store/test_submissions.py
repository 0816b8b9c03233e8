"""A submission enters wholly, once, and takes nothing away."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from scpxl.errors import NotFoundError, StoreError
from scpxl.model.observations import Marker
from scpxl.model.periods import Period
from scpxl.returns.findings import Verdict
from scpxl.store.database import Store
from scpxl.store.documents import fetch_actions, fetch_commentary, fetch_explanations, latest_actions
from scpxl.store.events import fetch_events
from scpxl.store.findings import fetch_findings
from scpxl.store.observations import fetch_observations
from scpxl.store.records import SubmissionKind, SubmissionStatus
from scpxl.store.submissions import (
    REFERENCE_LETTERS,
    fetch_submission,
    fetch_submissions,
    find_submissions_of,
    save_submission,
)
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


def test_a_submission_is_told_back_as_it_was_received(store: Store) -> None:
    saved = save_submission(store, sending("first"), months_of(Q4, [10, 20, 30]))

    [record] = fetch_submissions(store)
    assert record.id == saved.id
    assert record.reference == saved.reference
    assert (record.partner, record.period, record.file) == ("met", Q4, "first.xlsx")
    assert (record.attempt, record.status) == (1, SubmissionStatus.ACCEPTED)
    assert record.received == RECEIVED
    assert (record.signed_name, record.signed_date) == ("A. Commander", date(2018, 4, 14))
    assert (saved.new, saved.unchanged, saved.restated, saved.is_repeat) == (3, 0, (), False)


def test_a_reference_can_be_read_out_on_the_telephone(store: Store) -> None:
    references = {save_months(store, f"file {n}", [n, n, n]).reference for n in range(30)}

    assert len(references) == 30
    for reference in references:
        assert reference.startswith("R-")
        assert set(reference[2:]) <= set(REFERENCE_LETTERS)
        assert fetch_submission(store, reference.lower()).reference == reference


def test_asking_for_a_reference_nobody_has_says_so(store: Store) -> None:
    with pytest.raises(NotFoundError, match="There is no submission R-222222"):
        fetch_submission(store, "R-222222")


def test_collecting_the_same_bytes_twice_changes_nothing(store: Store) -> None:
    first = save_submission(
        store,
        sending("same"),
        months_of(Q4, [10, 20, 30]),
        commentary=[comment("Rose")],
        findings=[negative()],
    )
    before = dump(store)

    again = save_submission(
        store, sending("same", days_later=9), months_of(Q4, [10, 20, 30]), commentary=[comment("Rose")]
    )

    assert dump(store) == before
    assert again.is_repeat
    assert (again.reference, again.attempt, again.status) == (first.reference, 1, SubmissionStatus.ACCEPTED)
    assert [record.reference for record in find_submissions_of(store, sending("same").sha256)] == [
        first.reference
    ]


def test_an_old_attempt_sent_again_does_not_come_back_into_force(store: Store) -> None:
    save_months(store, "first", [10, 20, 30])
    save_months(store, "second", [11, 20, 30])
    before = dump(store)

    assert save_months(store, "first", [10, 20, 30]).status is SubmissionStatus.SUPERSEDED
    assert dump(store) == before


def test_each_sending_is_the_next_attempt_of_its_partner_and_period(store: Store) -> None:
    for content, verdict in (("a", Verdict.RETURNED), ("b", Verdict.WITH_QUERIES), ("c", Verdict.ACCEPTED)):
        save_submission(store, sending(content, verdict), months_of(Q4, [10, 20, 30]))
    save_submission(store, sending("a", period=Q3), months_of(Q3, [1, 2, 3]))
    save_submission(store, sending("a", partner="fire"), months_of(Q4, [1, 2, 3], "FIR-01"))

    assert [(r.attempt, r.status.value) for r in fetch_submissions(store, Q4, "met")] == [
        (1, "returned"),
        (2, "superseded"),
        (3, "accepted"),
    ]
    assert [r.attempt for r in fetch_submissions(store, Q3)] == [1]
    assert [r.attempt for r in fetch_submissions(store, partner="fire")] == [1]


def test_a_returned_attempt_leaves_the_last_accepted_one_in_force(store: Store) -> None:
    good = save_submission(
        store,
        sending("good"),
        months_of(Q4, [10, 20, 30]),
        commentary=[comment("Rose")],
        actions=[action("A1")],
        explanations=[explanation()],
    )

    bad = save_submission(
        store,
        sending("bad", Verdict.RETURNED),
        months_of(Q4, [-3, 99, 99]),
        commentary=[comment("Fell")],
        actions=[action("A2")],
        explanations=[explanation()],
        findings=[negative()],
    )

    assert (bad.attempt, bad.new, bad.restated) == (2, 0, ())
    assert fetch_findings(store, bad.id) == (negative(),)
    assert list(figures_by_month(fetch_observations(store)).values()) == [10, 20, 30]
    assert [c.happened for c in fetch_commentary(store, Q4)] == ["Rose"]
    assert [a.reference for a in fetch_actions(store, Q4)] == ["A1"]
    assert len(fetch_explanations(store, Q4)) == 1
    assert fetch_submission(store, good.reference).status is SubmissionStatus.ACCEPTED


def test_what_was_sent_back_is_judged_anew_when_the_framework_has_changed(store: Store) -> None:
    save_submission(store, sending("file", Verdict.RETURNED), findings=[negative()])

    again = save_submission(
        store, sending("file", framework_version="2017-18.2"), months_of(Q4, [10, 20, 30])
    )

    assert (again.is_repeat, again.attempt, again.status) == (False, 2, SubmissionStatus.ACCEPTED)


def test_a_changed_framework_does_not_bring_back_what_was_replaced_since(store: Store) -> None:
    save_submission(store, sending("bad", Verdict.RETURNED), findings=[negative()])
    save_months(store, "good", [10, 20, 30])

    again = save_submission(store, sending("bad", framework_version="2017-18.2"), months_of(Q4, [1, 1, 1]))

    assert again.is_repeat
    assert list(figures_by_month(fetch_observations(store)).values()) == [10, 20, 30]


def test_two_files_of_history_for_the_same_years_are_both_in_force(store: Store) -> None:
    years = Period(Q4.first - 36, 36)
    for content, indicator in (("crime", BURGLARY), ("people", "POP-01")):
        new = sending(content, period=years, partner="", kind=SubmissionKind.HISTORY)
        save_submission(store, new, months_of(years, [5] * 36, indicator))

    assert [r.status.value for r in fetch_submissions(store)] == ["accepted", "accepted"]
    assert len(fetch_observations(store)) == 72


def test_documents_come_back_with_the_cell_they_were_typed_in(store: Store) -> None:
    saved = save_submission(
        store,
        sending("first"),
        months_of(Q4, [10, 20, 30]),
        commentary=[comment("Rose")],
        actions=[action("A1"), action("A2", due=None)._replace(complete=None)],
        explanations=[explanation()],
    )

    def as_stored(sheet: str, cell: str) -> tuple[str, ...]:
        return ("met", saved.reference, "first.xlsx", sheet, cell)

    [said] = fetch_commentary(store, Q4)
    assert said == comment("Rose")._replace(source=said.source)
    assert said.source == as_stored("Commentary", "C5")
    first, second = fetch_actions(store, Q4)
    assert first == action("A1")._replace(source=first.source)
    assert first.source == as_stored("Actions", "A5")
    assert (second.due, second.complete) == (None, None)
    [why] = fetch_explanations(store, Q4)
    assert why == explanation()._replace(source=why.source)


def test_of_two_accepted_attempts_only_the_later_speaks(store: Store) -> None:
    for reference in ("A1", "A2"):
        save_submission(
            store,
            sending(f"with {reference}"),
            commentary=[comment(f"See {reference}")],
            actions=[action(reference)],
            explanations=[explanation()],
        )

    assert [c.happened for c in fetch_commentary(store, Q4)] == ["See A2"]
    assert [a.reference for a in fetch_actions(store, Q4)] == ["A2"]
    assert len(fetch_explanations(store, Q4)) == 1
    assert [a.reference for a in latest_actions(store, "met", Q4.shift(1))] == ["A2"]


def test_a_form_is_prefilled_with_the_actions_of_the_last_return_before_it(store: Store) -> None:
    two_before, after = Period.quarter(2017, 2), Period.quarter(2018, 1)
    save_submission(store, sending("q2", period=two_before), actions=[action("OLD", two_before)])
    save_submission(store, sending("q3", period=Q3), actions=[action("A1", Q3), action("A2", Q3)])
    save_submission(store, sending("q4", Verdict.RETURNED), actions=[action("BAD")])
    save_submission(store, sending("q1", period=after), actions=[action("LATER", after)])

    assert [a.reference for a in latest_actions(store, "met", Q4)] == ["A1", "A2"]
    assert latest_actions(store, "met", two_before) == []
    assert latest_actions(store, "fire", Q4) == []


def test_what_became_of_each_submission_is_in_the_log(store: Store) -> None:
    saved = save_months(store, "first", [10, 20, 30])

    came, event = fetch_events(store)
    assert (came.what, came.words) == ("received", f"{saved.reference}, attempt 1: first.xlsx received.")
    assert (event.what, event.partner, event.period, event.submission) == ("accepted", "met", Q4, saved.id)
    assert event.words == f"{saved.reference}, attempt 1, first.xlsx: accepted."


def test_a_figure_given_twice_is_refused_with_both_cells(store: Store) -> None:
    before = dump(store)
    doubled = [*months_of(Q4, [10, 20, 30]), *months_of(Q4, [11])]

    with pytest.raises(StoreError, match=r"BUR-01 E09000003, 2018-01: two figures .*Measures!F12"):
        save_submission(store, sending("doubled"), doubled)

    assert dump(store) == before


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_what_is_not_a_number_is_refused_whole(store: Store, value: float) -> None:
    before = dump(store)

    with pytest.raises(StoreError, match="nothing was stored"):
        save_months(store, "odd", [10, value, 30])

    assert dump(store) == before


def test_a_gap_never_carries_a_number(store: Store) -> None:
    contradiction = [o._replace(marker=Marker.NOT_AVAILABLE) for o in months_of(Q4, [10])]

    with pytest.raises(StoreError, match="nothing was stored"):
        save_submission(store, sending("both"), contradiction)


def test_a_moment_without_a_time_zone_is_refused() -> None:
    from scpxl.store.values import moment_text

    with pytest.raises(ValueError, match="has no time zone"):
        moment_text(datetime(2018, 4, 20))  # noqa: DTZ001  that is the mistake
    assert moment_text(datetime(2018, 4, 20, tzinfo=UTC)).startswith("2018-04-20T00:00")
