"""The current view is what was last accepted; what it replaced is told with old and new value."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scpxl.model.observations import Marker, Observation, SeriesKey
from scpxl.model.periods import Period
from scpxl.store.database import Store, open_store
from scpxl.store.observations import fetch_observations, fetch_series_history
from scpxl.store.restatements import fetch_restatements
from scpxl.store.submissions import fetch_submission, save_submission
from tests.store.examples import (
    BARNET,
    BURGLARY,
    Q3,
    Q4,
    RECEIVED,
    figures_by_month,
    months_of,
    save_months,
    sending,
)


def test_a_figure_can_be_traced_to_the_cell_it_was_typed_in(store: Store) -> None:
    saved = save_months(store, "first", [10, 20, 30])

    february = fetch_observations(store)[1]
    assert february.numerator == 20
    assert february.source == ("met", saved.reference, "first.xlsx", "Measures", "G12")


@pytest.mark.parametrize("marker", list(Marker))
def test_the_kinds_of_missing_stay_apart(store: Store, marker: Marker) -> None:
    number = None if marker.is_missing else 0.0
    given_figure = months_of(Q4, [0])[0]._replace(numerator=number, denominator=7.5, marker=marker)
    save_submission(store, sending("first"), [given_figure])

    [found] = fetch_observations(store)
    assert (found.numerator, found.denominator, found.marker) == (number, 7.5, marker)
    assert type(found.marker) is Marker


def test_a_changed_earlier_figure_is_a_restatement_with_old_and_new_value(store: Store) -> None:
    earlier = save_submission(store, sending("q3", period=Q3), months_of(Q3, [10, 20, 30]))
    history_and_now = months_of(Q3, [10, 25, 30, 40, 50, 60])

    saved = save_submission(store, sending("q4", days_later=90), history_and_now)

    assert (saved.new, saved.unchanged) == (3, 2)
    [change] = saved.restated
    assert change.series == SeriesKey(BURGLARY, BARNET)
    assert str(change.period) == "2017-11"
    assert (change.old.numerator, change.new.numerator) == (20, 25)
    assert (change.old.source.submission, change.new.source.submission) == (
        earlier.reference,
        saved.reference,
    )
    assert change.new.source.cell == "G12"
    assert (change.submitted_for, change.corrects_own_period) == (Q4, False)
    assert fetch_restatements(store) == [change]
    assert [o.numerator for o in fetch_observations(store)] == [10, 25, 30, 40, 50, 60]


def test_an_unchanged_figure_keeps_the_cell_it_first_came_from(store: Store) -> None:
    first = save_months(store, "first", [10, 20, 30])
    save_months(store, "second", [10, 20, 31])

    assert [o.source.submission == first.reference for o in fetch_observations(store)] == [True, True, False]
    assert fetch_submission(store, first.reference).file == "first.xlsx"


def test_a_number_that_becomes_provisional_or_missing_is_a_restatement(store: Store) -> None:
    save_months(store, "first", [10, 20, 30])
    provisional = [o._replace(marker=Marker.PROVISIONAL) for o in months_of(Q4, [10])]
    rest = months_of(Q4, [10, Marker.NOT_AVAILABLE, 30])[1:]

    saved = save_submission(store, sending("second"), provisional + rest)

    assert [(c.old.marker, c.new.marker) for c in saved.restated] == [
        (Marker.NONE, Marker.PROVISIONAL),
        (Marker.NONE, Marker.NOT_AVAILABLE),
    ]
    assert all(change.corrects_own_period for change in saved.restated)


def test_a_figure_changed_twice_is_told_twice_in_order(store: Store) -> None:
    for day, value in enumerate([10, 11, 12]):
        save_submission(store, sending(f"attempt {day}", days_later=day), months_of(Q4, [value]))

    changes = [(c.old.numerator, c.new.numerator) for c in fetch_restatements(store)]
    assert changes == [(10, 11), (11, 12)]
    since = [c.new.numerator for c in fetch_restatements(store, since=RECEIVED + timedelta(days=1))]
    assert since == [12]
    until = [c.new.numerator for c in fetch_restatements(store, until=RECEIVED + timedelta(days=1))]
    assert until == [11]
    assert fetch_restatements(store, indicators=["OTHER"]) == []


def test_a_figure_the_next_attempt_leaves_out_becomes_blank(store: Store) -> None:
    save_months(store, "first", [10, 20, 30])
    save_months(store, "second", [10, 21, 30])

    third = save_submission(store, sending("third"), months_of(Q4, [10]))

    blank = {"2018-01": 10.0, "2018-02": Marker.BLANK, "2018-03": Marker.BLANK}
    assert figures_by_month(fetch_observations(store)) == blank
    assert [(c.old.numerator, c.new.marker) for c in third.restated] == [
        (21, Marker.BLANK),
        (30, Marker.BLANK),
    ]
    assert (third.new, third.unchanged) == (0, 1)


def test_figures_of_other_periods_and_partners_are_not_blanked(store: Store) -> None:
    save_submission(store, sending("q4"), months_of(Q3, [1, 2, 3, 4, 5, 6]))
    save_submission(store, sending("fire", partner="fire"), months_of(Q4, [7, 8, 9], "FIR-01"))

    save_submission(store, sending("q4 again"), months_of(Q4, [4, 5, 6]))

    assert [o.numerator for o in fetch_observations(store)] == [1, 2, 3, 4, 5, 6, 7, 8, 9]


def test_a_quarter_and_its_first_month_are_two_figures(store: Store) -> None:
    month = months_of(Q4, [10])
    save_submission(store, sending("both"), [*month, month[0]._replace(period=Q4, numerator=33.0)])

    assert [(str(o.period), o.numerator) for o in fetch_observations(store)] == [
        ("2018-01", 10.0),
        ("2017-18 Q4", 33.0),
    ]


def test_figures_are_found_by_indicator_area_and_month(store: Store) -> None:
    save_submission(
        store,
        sending("first"),
        [
            *months_of(Q4, [7, 8, 9], "ZZZ-01"),
            *months_of(Q4, [4, 5, 6], area="E09000007"),
            *months_of(Q4, [1, 2, 3]),
        ],
    )

    def numbers(found: list[Observation]) -> list[float | None]:
        return [o.numerator for o in found]

    assert numbers(fetch_observations(store)) == [1, 2, 3, 4, 5, 6, 7, 8, 9]
    assert numbers(fetch_observations(store, indicators=["ZZZ-01"])) == [7, 8, 9]
    assert numbers(fetch_observations(store, areas=["E09000007"])) == [4, 5, 6]
    assert numbers(fetch_observations(store, indicators=[])) == []
    february = Q4.first + 1
    assert numbers(fetch_observations(store, [BURGLARY], [BARNET], first=february)) == [2, 3]
    assert numbers(fetch_observations(store, [BURGLARY], [BARNET], last=february)) == [1, 2]


def test_history_for_prefilling_names_every_series_asked_for(store: Store) -> None:
    save_months(store, "first", [10, 20, Marker.NIL])
    known, unknown = SeriesKey(BURGLARY, BARNET), SeriesKey("NEW-01", BARNET, "ward", "E05000040")

    history = fetch_series_history(store, [known, unknown], last=Q4.last)

    assert history[unknown] == {}
    assert {str(p): (o.numerator, o.marker) for p, o in history[known].items()} == {
        "2018-01": (10.0, Marker.NONE),
        "2018-02": (20.0, Marker.NONE),
        "2018-03": (None, Marker.NIL),
    }


def test_series_come_in_the_same_order_whatever_order_the_returns_came_in(
    store: Store, tmp_path_factory: pytest.TempPathFactory
) -> None:
    fire, met = (
        (sending("f", partner="fire"), months_of(Q4, [7, 8], "FIR-01")),
        (sending("m"), months_of(Q4, [1, 2])),
    )
    for new, figures in (fire, met):
        save_submission(store, new, figures)
    with open_store(tmp_path_factory.mktemp("other") / "store.db") as other:
        for new, figures in (met, fire):
            save_submission(other, new, figures)
        assert fetch_observations(store) == fetch_observations(other)


_values = st.one_of(st.integers(0, 3).map(float), st.sampled_from([Marker.NIL, Marker.NOT_AVAILABLE]))
_attempts = st.lists(st.lists(_values, min_size=1, max_size=6), min_size=1, max_size=5)


@given(attempts=_attempts)
def test_replaying_the_changes_backwards_gives_every_earlier_view(
    attempts: list[list[float | Marker]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    half_year = Period(Q3.first, 6)
    with open_store(tmp_path_factory.mktemp("replay") / "store.db") as store:
        views, changes = [], []
        for number, values in enumerate(attempts):
            new = sending(f"attempt {number}", period=half_year)
            changes.append(save_submission(store, new, months_of(half_year, values)).restated)
            views.append({o.period: (o.numerator, o.marker) for o in fetch_observations(store)})
        for later, restated, before in zip(reversed(views), reversed(changes), views[-2::-1], strict=False):
            was = dict(later)
            for change in restated:
                assert was[change.period] == (change.new.numerator, change.new.marker)
                was[change.period] = (change.old.numerator, change.old.marker)
            assert {period: was[period] for period in before} == before
