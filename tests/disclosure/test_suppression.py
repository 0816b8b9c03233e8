"""Small numbers stay hidden: rules as published, ranges as a solver finds them, and nothing recoverable."""

from __future__ import annotations

import json
import math
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scpxl.disclosure.small_numbers import (
    HESA,
    NHS_SUBNATIONAL,
    OFQUAL,
    UNDER_FIVE,
    Shorthand,
    SmallNumberRule,
    Zeros,
    displayed,
    is_primary,
    round_half_up,
)
from scpxl.disclosure.suppression import PublishedTable, audit, cross_table, is_safe, suppress, time_table
from scpxl.model.periods import to_month
from tests.adapters.disclosure import ADAPTERS, primary_of, table_of

FOLDER = Path(__file__).parent.parent / "reference" / "disclosure"
SEVERAL = settings(max_examples=25)
few_counts = st.lists(st.integers(0, 12), min_size=2, max_size=6)


def cases(family: str = "*") -> list[Any]:
    documents = [json.loads(file.read_text("utf-8")) for file in sorted(FOLDER.glob(f"{family}.json"))]
    return [pytest.param(case, id=case["id"]) for document in documents for case in document["cases"]]


@pytest.mark.parametrize("case", cases())
def test_what_must_be_the_same_is_that_of_the_reference(case: Any) -> None:
    ours = ADAPTERS[case["kind"]](case["input"])

    expected = case["expected"]
    if "cells" in ours:
        expected = {
            **expected,
            "cells": [{k: v for k, v in c.items() if k != "suppressed"} for c in expected["cells"]],
        }
    assert ours == {key: expected[key] for key in ours}


@pytest.mark.parametrize("case", cases("sdc_suppression"))
def test_we_hide_no_more_cells_than_the_reference_program(case: Any) -> None:
    table, _ = table_of(case["input"])

    hidden = suppress(table, primary_of(case["input"], table))

    assert hidden.sum() <= case["expected"]["n_suppressed"]


@pytest.mark.parametrize("case", cases("sdc_suppression"))
def test_the_other_programs_pattern_is_audited_to_the_same_ranges(case: Any) -> None:
    table, dims = table_of(case["input"])
    theirs = {tuple(c[d] for d in dims): c["suppressed"] for c in case["expected"]["cells"]}

    bounds = audit(table, [theirs[label] for label in table.labels])

    place = {label: at for at, label in enumerate(table.labels)}
    for cell in case["expected"]["audit"]:
        at = place[tuple(cell[d] for d in dims)]
        assert (bounds.low[at], bounds.high[at]) == (cell["feasible_min"], cell["feasible_max"])


# The rules, count by count.


def test_a_threshold_is_itself_shown_and_a_nought_as_the_policy_says() -> None:
    assert displayed([0, 1, 4, 5]) == ["0", "[c]", "[c]", "5"]
    assert displayed([0, 5], SmallNumberRule(zeros=Zeros.HIDDEN)) == ["[c]", "5"]


def test_a_missing_count_is_not_available_and_never_small() -> None:
    assert displayed([math.nan]) == ["[x]"]
    assert not is_primary([math.nan], SmallNumberRule(zeros=Zeros.HIDDEN)).any()


@pytest.mark.parametrize("value", [-1.0, 2.5, math.inf])
def test_what_is_no_count_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="is not a count"):
        displayed([value])
    with pytest.raises(ValueError, match="need 0 or more"):
        SmallNumberRule(base=0)


@given(
    st.lists(st.integers(0, 10**12), min_size=1), st.sampled_from([UNDER_FIVE, HESA, NHS_SUBNATIONAL, OFQUAL])
)
def test_what_is_printed_is_near_the_count_and_never_a_small_one(
    counts: list[int], rule: SmallNumberRule
) -> None:
    for count, text in zip(counts, displayed([float(c) for c in counts], rule), strict=True):
        if text == rule.sign:
            assert 0 < count < rule.threshold
        else:
            assert abs(int(text) - count) <= rule.base // 2
            assert int(text) % rule.base == 0


@given(st.lists(st.integers(0, 10**9), min_size=1), st.sampled_from([2, 5, 10]))
def test_rounding_keeps_the_order_and_is_settled_by_once(counts: list[int], base: int) -> None:
    rounded = round_half_up(sorted(counts), base)
    assert (np.diff(rounded) >= 0).all()
    assert (round_half_up(rounded, base) == rounded).all()


def test_every_sign_is_explained_once() -> None:
    words = [sign.words for sign in Shorthand]
    assert all(words)
    assert len(set(words)) == len(words)


# The audit.


def every_table(table: PublishedTable, hidden: list[bool], highest: int) -> np.ndarray[Any, Any]:
    """Return the cells of every table of counts up to `highest` that agrees with what is shown: the long way."""
    found = [
        table.members @ np.array(counts)
        for counts in product(range(highest + 1), repeat=table.members.shape[1])
        if np.array_equal(
            (table.members @ np.array(counts))[~np.array(hidden)], table.values[~np.array(hidden)]
        )
    ]
    return np.array(found)


@SEVERAL
@given(st.lists(st.integers(0, 4), min_size=4, max_size=4), st.lists(st.booleans(), min_size=9, max_size=9))
def test_the_range_is_that_of_all_tables_that_agree(counts: list[int], hidden: list[bool]) -> None:
    table = cross_table(np.reshape(counts, (2, 2)), ["a", "b"], ["c", "d"])

    bounds = audit(table, hidden, most=4)

    agreeing = every_table(table, hidden, 4)
    assert bounds.low.tolist() == agreeing.min(axis=0).tolist()
    assert bounds.high.tolist() == agreeing.max(axis=0).tolist()


def test_the_range_is_of_whole_numbers_also_where_cells_overlap_oddly() -> None:
    # Without whole numbers a half of each of a, b and c would make 1.5 of them.
    pairs = np.array(
        [[1, 1, 0, 1, 0, 0], [0, 1, 1, 0, 1, 0], [1, 0, 1, 0, 0, 1], [1, 1, 1, 0, 0, 0]], dtype=bool
    )
    table = PublishedTable((("abx",), ("bcy",), ("acz",), ("abc",)), pairs, np.array([1.0, 1, 1, 1]))
    bounds = audit(table, [False, False, False, True])
    assert (bounds.low[3], bounds.high[3]) == (0, 1)


def test_where_everything_is_hidden_there_is_no_end() -> None:
    bounds = audit(cross_table([3, 4], ["a", "b"]), [True] * 3)
    assert bounds.low.tolist() == [0, 0, 0]
    assert np.isinf(bounds.high).all()


def test_a_known_threshold_narrows_the_range() -> None:
    table = cross_table([3, 20, 4, 9], ["a", "b", "c", "d"])
    hidden = [False, True, False, True, False]
    assert audit(table, hidden).high.tolist()[1] == 7
    assert audit(table, hidden, most=[4, 99, 4, 99]).low.tolist()[1] == 3


def test_rounded_totals_leave_room_that_exact_ones_do_not() -> None:
    table = cross_table([3, 21], ["a", "b"])
    exact = audit(table, [False, True, False])
    rounded = audit(table, [False, True, False], rounded_to=5)
    assert exact.recoverable[1]
    assert (rounded.low[1], rounded.high[1]) == (23 - 22, 27 - 18)


def test_numbers_that_contradict_each_other_are_refused() -> None:
    table = cross_table([3, 20], ["a", "b"])
    wrong = PublishedTable(table.labels, table.members, np.array([5.0, 3, 20]))
    with pytest.raises(ValueError, match="contradicts itself"):
        audit(wrong, [False, True, False])
    with pytest.raises(ValueError, match="one for each"):
        audit(table, [True])
    with pytest.raises(ValueError, match="leave out what is missing"):
        cross_table([3.0, math.nan], ["a", "b"])


# Hiding more.


@SEVERAL
@given(
    st.lists(st.integers(0, 12), min_size=6, max_size=6), st.sampled_from([1, 3, 5]), st.sampled_from(Zeros)
)
def test_a_suppressed_table_is_always_safe(counts: list[int], width: int, zeros: Zeros) -> None:
    table = cross_table(np.reshape(counts, (3, 2)), ["N", "S", "W"], ["Theft", "Arson"])
    primary = is_primary(table.values, SmallNumberRule(zeros=zeros))

    hidden = suppress(table, primary, width)

    assert (hidden >= primary).all()
    assert is_safe(table, hidden, primary, width)
    bounds = audit(table, hidden)
    assert (bounds.low <= table.values).all()
    assert (table.values <= bounds.high).all()


@given(few_counts)
def test_nothing_is_hidden_where_nothing_is_small(counts: list[int]) -> None:
    table = cross_table([count + 5 for count in counts], [f"w{place}" for place in range(len(counts))])
    assert not suppress(table, is_primary(table.values)).any()


def test_hiding_only_the_small_cell_is_not_safe() -> None:
    table = cross_table([3, 20, 15], ["a", "b", "c"])
    small = is_primary(table.values)
    assert not is_safe(table, small, small)
    assert not is_safe(table, np.zeros(4, dtype=bool), small)


# The trap of rolling years.


def two_years(low: int, high: int) -> np.ndarray[Any, Any]:
    months = np.array([7, 9, 30, 8, 6, 11, 5, 9, 10, 7, 8, 6] * 2, dtype=float)
    months[low], months[high] = 3, 2
    return months


def test_a_hidden_month_is_recovered_from_rolling_years_and_its_month_a_year_ago() -> None:
    table = time_table(to_month(2016, 4), two_years(14, 14), quarters=False, years=False, to_date=False)
    only = np.array([label == ("month", "2017-06") for label in table.labels])

    bounds = audit(table, only)

    assert bounds.recoverable[only].all()
    assert bounds.low[only] == 2


@pytest.mark.parametrize("others", [{}, {"quarters": False, "years": False, "to_date": False}])
def test_a_series_is_hidden_so_that_no_sum_that_is_shown_gives_a_month_away(others: dict[str, Any]) -> None:
    table = time_table(to_month(2016, 4), two_years(2, 14), **others)
    primary = is_primary(table.values)

    hidden = suppress(table, primary)

    shown = {label for label, hide in zip(table.labels, hidden, strict=True) if not hide}
    assert is_safe(table, hidden, primary)
    assert any(label[0] == "12 months to" for label in shown), "not everything is lost"


def test_without_rolling_years_in_the_audit_the_same_months_would_seem_safe() -> None:
    counts = two_years(2, 2)
    plain = time_table(to_month(2016, 4), counts, rolling=(), quarters=False, to_date=False)
    hidden = suppress(plain, is_primary(plain.values))
    months = {label for label, hide in zip(plain.labels, hidden, strict=True) if hide}
    whole = time_table(to_month(2016, 4), counts, quarters=False, to_date=False)
    same = np.array([label in months for label in whole.labels])
    assert is_safe(plain, hidden, is_primary(plain.values))
    assert not is_safe(whole, same, is_primary(whole.values))


@SEVERAL
@given(st.lists(st.integers(0, 30), min_size=13, max_size=18))
def test_any_series_with_its_rolling_years_can_be_made_safe(counts: list[int]) -> None:
    table = time_table(to_month(2016, 4), counts, quarters=False, to_date=False)
    primary = is_primary(table.values)
    assert is_safe(table, suppress(table, primary), primary)
