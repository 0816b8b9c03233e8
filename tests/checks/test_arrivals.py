"""The order of attempts, and the day a return came, are told by what the returns say; file times come last."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scpxl.checks.attempts import (
    Arrival,
    attempts_in_order,
    copied_together,
    disagreement,
    is_older,
    received,
)

SEEN = datetime(2018, 5, 21, 12, tzinfo=UTC)


def april(day: int, hour: int = 9) -> datetime:
    return datetime(2018, 4, day, hour, tzinfo=UTC)


def made(name: str, file: int, signed: int | None = None, saved: int | None = None) -> Arrival:
    """An attempt of which the file's time, the sign-off and the saving are on days of April 2018."""
    return Arrival(
        name, april(file), date(2018, 4, signed) if signed else None, april(saved) if saved else None
    )


def names(*arrivals: Arrival) -> list[str]:
    return [one.name for one in attempts_in_order(arrivals)]


def test_sign_off_goes_before_saving_and_saving_before_the_time_of_the_file() -> None:
    assert names(made("b", 20, signed=27, saved=21), made("a", 28, signed=20, saved=22)) == ["a", "b"]
    assert names(made("b", 20, signed=20, saved=27), made("a", 28, signed=20, saved=21)) == ["a", "b"]
    assert names(made("b", 28, signed=20), made("a", 20, signed=20)) == ["a", "b"]


def test_what_only_some_of_the_attempts_say_orders_none_of_them() -> None:
    assert names(made("b", 22, signed=10), made("a", 20), made("c", 24, signed=12)) == ["a", "b", "c"]


DAYS = st.one_of(st.none(), st.integers(1, 28))


@given(st.lists(st.tuples(st.integers(1, 28), DAYS, DAYS), min_size=1, max_size=5), st.randoms())
def test_the_order_does_not_depend_on_how_the_files_are_met(
    said: list[tuple[int, int | None, int | None]], shuffler: object
) -> None:
    arrivals = [made(f"{n}", *one) for n, one in enumerate(said)]
    again = list(arrivals)
    shuffler.shuffle(again)  # type: ignore[attr-defined]
    assert names(*arrivals) == names(*again)


@pytest.mark.parametrize(
    ("signed", "saved", "older"),
    [(19, 19, True), (19, None, True), (20, 19, True), (None, 19, True), (19, 22, False), (20, 20, False), (21, 19, False), (None, None, False)],
)  # fmt: skip
def test_an_attempt_that_comes_later_is_the_later_unless_it_says_otherwise(
    signed: int | None,
    saved: int | None,
    older: bool,  # noqa: FBT001
) -> None:
    recorded = made("recorded", 20, signed=20, saved=20)
    assert is_older(made("new", 25, signed, saved), recorded) is older


def test_evidence_that_disagrees_is_told_with_its_dates() -> None:
    first, second = made("a.xlsx", 20, signed=20, saved=25), made("b.xlsx", 21, signed=22, saved=21)
    assert disagreement(first, second) == (
        "b.xlsx was signed off on 22/04/2018, a.xlsx on 20/04/2018; "
        "b.xlsx was saved on 21/04/2018 09:00, a.xlsx on 25/04/2018 09:00"
    )
    assert disagreement(made("a", 20, 20, 20), made("b", 19, 21, 21)) == ""


@pytest.mark.parametrize(
    ("arrival", "day", "believed"),
    [
        (made("in time", 24, signed=20, saved=24), 24, True),
        (made("says nothing of itself", 24), 24, True),
        (made("signed after its file's time", 10, signed=20), 20, False),
        (made("saved after its file's time", 10, saved=20), 20, False),
    ],
    ids=lambda value: value.name if isinstance(value, Arrival) else None,
)
def test_a_return_came_when_its_file_says_so_where_that_can_be(
    arrival: Arrival,
    day: int,
    believed: bool,  # noqa: FBT001
) -> None:
    assert received(arrival, SEEN)[0].day == day
    assert received(arrival, SEEN)[1] is believed


def test_a_copy_made_years_later_makes_nobody_late() -> None:
    copied = datetime(2026, 11, 28, tzinfo=UTC)
    now = copied + timedelta(hours=1)
    one = Arrival("met.xlsx", copied, date(2018, 4, 24), april(24, 14))
    assert received(one, now) == (april(24, 14), False)
    # As of a day of 2018 a file of 2026 has not come at all yet.
    assert received(Arrival("met.xlsx", copied), SEEN) == (SEEN, False)


def test_a_clock_years_ahead_says_nothing() -> None:
    one = Arrival("met.xlsx", april(20), date(2018, 4, 14), datetime(2026, 1, 1, tzinfo=UTC))
    assert one.likely_saved is None
    assert received(one, datetime(2026, 6, 1, tzinfo=UTC)) == (april(20), True)


def test_files_of_one_moment_saved_on_different_days_were_copied() -> None:
    moment = april(30)
    of_days = [
        Arrival(f"{day}", moment + timedelta(seconds=day % 5), date(2018, 4, day)) for day in (20, 24, 27)
    ]
    assert copied_together(of_days) == set(of_days)
    assert received(of_days[0], SEEN, copied=True)[0].day == 20
    one_day = [Arrival(f"{n}", moment, date(2018, 4, 24)) for n in range(5)]
    assert copied_together(one_day) == set()
    assert copied_together(of_days[:2]) == set()


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001  (given its zone below)
    st.one_of(st.none(), st.dates(date(2000, 1, 1), date(2030, 1, 1))),
    st.one_of(st.none(), st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1))),  # noqa: DTZ001
    st.booleans(),
)
def test_no_return_came_after_it_was_seen_or_more_than_a_year_after_it_was_finished(
    file: datetime,
    signed: date | None,
    saved: datetime | None,
    copied: bool,  # noqa: FBT001
) -> None:
    arrival = Arrival("x", file.replace(tzinfo=UTC), signed, saved.replace(tzinfo=UTC) if saved else None)
    moment, _ = received(arrival, SEEN, copied=copied)
    assert moment <= SEEN + timedelta(days=1)
    finished = arrival.finished
    if finished is not None and finished <= SEEN:
        assert finished - timedelta(days=1) <= moment <= finished + timedelta(days=366)
