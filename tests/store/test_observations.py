"""The current view is what was last accepted; what it replaced is told with old and new value."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scpxl.model.observations import Marker, Observation, SeriesKey
from scpxl.model.periods import Period
from scpxl.store.records import Brought
from scpxl.store.sqlite import SqliteStore, open_store
from tests.store.examples import (
    BARNET,
    BURGLARY,
    Q3,
    Q4,
    figures_by_month,
    months_of,
    save_months,
    sending,
)


def test_a_figure_can_be_traced_to_the_cell_it_was_typed_in(store: SqliteStore) -> None:
    saved = save_months(store, "first", [10, 20, 30])

    february = store.fetch_observations()[1]
    assert february.numerator == 20
    assert february.source == ("met", saved.reference, "first.xlsx", "Measures", "G12")


@pytest.mark.parametrize("marker", list(Marker))
def test_the_kinds_of_missing_stay_apart(store: SqliteStore, marker: Marker) -> None:
    number = None if marker.is_missing else 0.0
    given_figure = months_of(Q4, [0])[0]._replace(numerator=number, denominator=7.5, marker=marker)
    store.save_submission(sending("first"), Brought([given_figure]))

    [found] = store.fetch_observations()
    assert (found.numerator, found.denominator, found.marker) == (number, 7.5, marker)
    assert type(found.marker) is Marker


def test_a_changed_earlier_figure_is_a_restatement_with_old_and_new_value(store: SqliteStore) -> None:
    earlier = store.save_submission(sending("q3", period=Q3), Brought(months_of(Q3, [10, 20, 30])))
    history_and_now = months_of(Q3, [10, 25, 30, 40, 50, 60])

    saved = store.save_submission(sending("q4", days_later=90), Brought(history_and_now))

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
    assert store.fetch_restatements() == [change]
    assert [o.numerator for o in store.fetch_observations()] == [10, 25, 30, 40, 50, 60]


def test_an_unchanged_figure_keeps_the_cell_it_first_came_from(store: SqliteStore) -> None:
    first = save_months(store, "first", [10, 20, 30])
    save_months(store, "second", [10, 20, 31])

    assert [o.source.submission == first.reference for o in store.fetch_observations()] == [True, True, False]
    assert store.fetch_submission(first.reference).file == "first.xlsx"


def test_a_number_that_becomes_provisional_or_missing_is_a_restatement(store: SqliteStore) -> None:
    save_months(store, "first", [10, 20, 30])
    provisional = [o._replace(marker=Marker.PROVISIONAL) for o in months_of(Q4, [10])]
    rest = months_of(Q4, [10, Marker.NOT_AVAILABLE, 30])[1:]

    saved = store.save_submission(sending("second"), Brought(provisional + rest))

    assert [(c.old.marker, c.new.marker) for c in saved.restated] == [
        (Marker.NONE, Marker.PROVISIONAL),
        (Marker.NONE, Marker.NOT_AVAILABLE),
    ]
    assert all(change.corrects_own_period for change in saved.restated)


def test_a_figure_changed_twice_is_told_twice_in_order(store: SqliteStore) -> None:
    for day, value in enumerate([10, 11, 12]):
        store.save_submission(sending(f"attempt {day}", days_later=day), Brought(months_of(Q4, [value])))

    changes = [(c.old.numerator, c.new.numerator) for c in store.fetch_restatements()]
    assert changes == [(10, 11), (11, 12)]
    assert store.fetch_restatements(indicators=["OTHER"]) == []


def test_a_figure_the_next_attempt_leaves_out_becomes_blank(store: SqliteStore) -> None:
    save_months(store, "first", [10, 20, 30])
    save_months(store, "second", [10, 21, 30])

    third = store.save_submission(sending("third"), Brought(months_of(Q4, [10])))

    blank = {"2018-01": 10.0, "2018-02": Marker.BLANK, "2018-03": Marker.BLANK}
    assert figures_by_month(store.fetch_observations()) == blank
    assert [(c.old.numerator, c.new.marker) for c in third.restated] == [
        (21, Marker.BLANK),
        (30, Marker.BLANK),
    ]
    assert (third.new, third.unchanged) == (0, 1)


def test_figures_of_other_periods_and_partners_are_not_blanked(store: SqliteStore) -> None:
    store.save_submission(sending("q4"), Brought(months_of(Q3, [1, 2, 3, 4, 5, 6])))
    store.save_submission(sending("fire", partner="fire"), Brought(months_of(Q4, [7, 8, 9], "FIR-01")))

    store.save_submission(sending("q4 again"), Brought(months_of(Q4, [4, 5, 6])))

    assert [o.numerator for o in store.fetch_observations()] == [1, 2, 3, 4, 5, 6, 7, 8, 9]


def test_a_quarter_and_its_first_month_are_two_figures(store: SqliteStore) -> None:
    month = months_of(Q4, [10])
    store.save_submission(sending("both"), Brought([*month, month[0]._replace(period=Q4, numerator=33.0)]))

    assert [(str(o.period), o.numerator) for o in store.fetch_observations()] == [
        ("2018-01", 10.0),
        ("2017-18 Q4", 33.0),
    ]


def test_figures_are_found_by_indicator_area_and_month(store: SqliteStore) -> None:
    store.save_submission(
        sending("first"),
        Brought(
            [
                *months_of(Q4, [7, 8, 9], "ZZZ-01"),
                *months_of(Q4, [4, 5, 6], area="E09000007"),
                *months_of(Q4, [1, 2, 3]),
            ]
        ),
    )

    def numbers(found: list[Observation]) -> list[float | None]:
        return [o.numerator for o in found]

    assert numbers(store.fetch_observations()) == [1, 2, 3, 4, 5, 6, 7, 8, 9]
    assert numbers(store.fetch_observations(indicators=["ZZZ-01"])) == [7, 8, 9]
    assert numbers(store.fetch_observations(areas=["E09000007"])) == [4, 5, 6]
    assert numbers(store.fetch_observations(indicators=[])) == []
    february = Q4.first + 1
    assert numbers(store.fetch_observations([BURGLARY], [BARNET], first=february)) == [2, 3]
    assert numbers(store.fetch_observations([BURGLARY], [BARNET], last=february)) == [1, 2]


def test_history_for_prefilling_names_every_series_asked_for(store: SqliteStore) -> None:
    save_months(store, "first", [10, 20, Marker.NIL])
    known, unknown = SeriesKey(BURGLARY, BARNET), SeriesKey("NEW-01", BARNET, "ward", "E05000040")

    history = store.fetch_series_history([known, unknown], last=Q4.last)

    assert history[unknown] == {}
    assert {str(p): (o.numerator, o.marker) for p, o in history[known].items()} == {
        "2018-01": (10.0, Marker.NONE),
        "2018-02": (20.0, Marker.NONE),
        "2018-03": (None, Marker.NIL),
    }


def test_series_come_in_the_same_order_whatever_order_the_returns_came_in(
    store: SqliteStore, tmp_path_factory: pytest.TempPathFactory
) -> None:
    fire, met = (
        (sending("f", partner="fire"), months_of(Q4, [7, 8], "FIR-01")),
        (sending("m"), months_of(Q4, [1, 2])),
    )
    for new, figures in (fire, met):
        store.save_submission(new, Brought(figures))
    with open_store(tmp_path_factory.mktemp("other") / "store.db") as other:
        for new, figures in (met, fire):
            other.save_submission(new, Brought(figures))
        assert store.fetch_observations() == other.fetch_observations()


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
            changes.append(store.save_submission(new, Brought(months_of(half_year, values))).restated)
            views.append({o.period: (o.numerator, o.marker) for o in store.fetch_observations()})
        for later, restated, before in zip(reversed(views), reversed(changes), views[-2::-1], strict=False):
            was = dict(later)
            for change in restated:
                assert was[change.period] == (change.new.numerator, change.new.marker)
                was[change.period] = (change.old.numerator, change.old.marker)
            assert {period: was[period] for period in before} == before
