"""What an indicator is made of: each item's year, share, change and quarter, and why one is not shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from scpxl.model.framework import Breakdown, BreakdownCategory, BreakdownItem, Edition, Framework
from scpxl.model.observations import Marker, Observation
from scpxl.scorecard.build import PeriodRecord, build_scorecard
from scpxl.scorecard.lists.matrix import asked_figures, missing_words
from scpxl.scorecard.published.results import to_results
from scpxl.scorecard.records.scorecard import BreakdownTable
from tests.scorecard.builders import Q4, Value, broken, framework, indicator, series

MADE = datetime(2018, 5, 10, 9, 0, tzinfo=UTC)
AGE = Breakdown(code="age", title="Age", category=BreakdownCategory.VICTIM, not_known=True)


def divided(*, breakdown: Breakdown = AGE, notes: Sequence[Any] = (), **more: Any) -> Framework:
    agreed = framework(indicator(breakdowns=("age",), **more), notes=list(notes))
    items = tuple(BreakdownItem(breakdown="age", item=code, title=title) for code, title in (("u", "Under 18"), ("o", "18 or over")))  # fmt: skip
    return agreed.model_copy(update={"breakdowns": (breakdown,), "items": items})


def by_age(values: Sequence[Value], item: str) -> list[Observation]:
    return series(values, breakdown="age", item=item)


def tables(agreed: Framework, observations: list[Observation], edition: Edition = Edition.PARTNERSHIP) -> tuple[BreakdownTable, ...]:  # fmt: skip
    return build_scorecard(agreed, PeriodRecord(observations), Q4, MADE, "RUN", edition).breakdowns


WHOLE = series([10.0] * 24)


def test_each_item_has_its_year_share_change_and_quarter() -> None:
    (table,) = tables(divided(), [
        *WHOLE, *by_age([5.0] * 12 + [6.0] * 12, "u"), *by_age([5.0] * 12 + [4.0] * 12, "o"), *by_age([0.0] * 24, "not known"),
    ])  # fmt: skip
    assert (table.title, table.item_name, table.year_name) == ("Bur, by age", "Age", "Year to Mar 2018")
    told = [
        (r.item, r.year.text, r.share.text, r.before.text, r.change_percent.text, r.quarter.text, r.quarter_year_ago.text)
        for r in (*table.rows, table.whole)
    ]  # fmt: skip
    assert told == [
        ("Under 18", "72", "60.0%", "60", "+20.0%", "18", "15"),
        ("18 or over", "48", "40.0%", "60", "−20.0%", "12", "15"),
        ("Not known", "0", "0.0%", "0", "small", "0", "0"),
        ("All", "120", "100.0%", "120", "0.0%", "30", "30"),
    ]
    assert (
        table.note
        == "The items add up to the total. No percentage change is given on fewer than 20 a year before."
    )


def test_a_gap_in_an_item_is_no_number_and_its_reason_is_told() -> None:
    (table,) = tables(
        divided(), [*WHOLE, *by_age([6.0] * 23 + [Marker.NOT_AVAILABLE], "u"), *by_age([4.0] * 24, "o")]
    )
    assert table.rows[0].year.value is None
    assert (table.rows[0].share.text, table.rows[2].year.text) == ("–", "nothing received")
    assert table.note.startswith(
        "Not shown: Under 18 ([x] Mar 2018 not available); Not known (nothing received)."
    )


def test_what_is_under_no_item_is_said() -> None:
    (table,) = tables(divided(), [*WHOLE, *by_age([6.0] * 24, "u"), *by_age([3.0] * 24, "o"), *by_age([0.0] * 24, "not known")])  # fmt: skip
    assert table.note.startswith("12 of 120 are under no item.")


def test_items_that_overlap_have_shares_of_the_whole_each() -> None:
    needs = AGE.model_copy(update={"exclusive": False, "not_known": False})
    (table,) = tables(divided(breakdown=needs), [*WHOLE, *by_age([9.0] * 24, "u"), *by_age([8.0] * 24, "o")])
    assert [row.share.text for row in table.rows] == ["90.0%", "80.0%"]
    assert table.note.startswith("One thing may count under several items")


def test_no_change_is_given_across_a_break_and_provisional_items_are_marked() -> None:
    observations = [*WHOLE, *by_age([6.0] * 24, "u")]
    observations[-1] = observations[-1]._replace(marker=Marker.PROVISIONAL)
    (table,) = tables(divided(notes=[broken("2017-04")]), observations)
    assert table.rows[0].change_percent.text == "[b] series broken Apr 2017"
    assert table.rows[0].marks.startswith("[p]")


def test_where_the_whole_is_not_known_there_are_no_shares() -> None:
    (table,) = tables(divided(), by_age([6.0] * 24, "u"))
    assert (table.rows[0].year.text, table.rows[0].share.text, table.whole.year.text) == (
        "72",
        "–",
        "nothing received",
    )


def test_nothing_received_is_no_table_and_an_edition_shows_only_what_it_may() -> None:
    assert tables(divided(), WHOLE) == ()
    hidden = divided(editions=("partnership",))
    observations = [*WHOLE, *by_age([6.0] * 24, "u")]
    assert tables(hidden, observations)
    assert tables(hidden, observations, Edition.PUBLIC) == ()


def test_the_results_hold_the_breakdowns_and_the_data_sheets_name_them() -> None:
    made = build_scorecard(divided(), PeriodRecord([*WHOLE, *by_age([6.0] * 24, "u")]), Q4, MADE, "RUN")
    assert to_results(made)["breakdowns"][0]["rows"][0]["item"] == "Under 18"
    observed = next(table for table in made.data if table.name == "Observations")
    assert observed.columns[:5] == ("indicator", "area", "breakdown", "item", "period")
    assert {row[2:4] for row in observed.rows} == {("", ""), ("age", "u")}


def test_a_return_is_asked_for_each_item_and_a_reminder_names_the_section() -> None:
    agreed = divided()
    asked = [one for one in asked_figures(agreed, "met", Q4) if one.section == "Breakdowns"]
    assert len(asked) == 9
    assert {one.figure[0].item for one in asked} == {"u", "o", "not known"}
    assert "Breakdowns, Jan, Feb and Mar 2018: Bur" in missing_words(agreed, "met", Q4, None)


@given(st.lists(st.integers(0, 10**6), min_size=24, max_size=24), st.integers(1, 50))
def test_shares_add_up_to_a_hundred_and_do_not_depend_on_scale(counts: list[int], scale: int) -> None:
    def shares(by: int) -> list[float | None]:
        under, over = [float(by * n) for n in counts], [float(by * (n + 1)) for n in counts]
        observations = [
            *series([a + b for a, b in zip(under, over, strict=True)]),
            *by_age(under, "u"),
            *by_age(over, "o"),
        ]
        (table,) = tables(divided(), observations)
        return [row.share.value for row in table.rows[:2]]

    once, scaled = shares(1), shares(scale)
    assert abs(sum(value or 0 for value in once) - 100) < 1e-9
    assert all(abs((a or 0) - (b or 0)) < 1e-9 for a, b in zip(once, scaled, strict=True))
