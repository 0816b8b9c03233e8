"""The functions that work on figures of one's own, through xlwings' own code as Excel for Windows runs it, and in a notebook."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import scpxl
from scpxl.verdicts import Verdict
from tests.live.excel import DIV0, SPILL, Excel

THIS_YEAR = [31.0, 29, 33, 30, 32, 31, 30, 29, 34, 31, 30, 32]
LAST_YEAR = [20.0, 21, 19, 22, 20, 18, 20, 21, 19, 20, 22, 20]
STEADY = [12.0, 10, 11, 13, 9, 12, 10, 11, 13, 12, 10, 11]
COUNTS = [50.0, 60, 55, 52, 48, 57, 61, 53, 49, 200]
PEOPLE = [1000.0] * 10


def down(excel: Excel, values: list[Any]) -> Any:
    return excel.range(*[[value] for value in values])


def test_a_change_gives_its_size_interval_probability_and_verdict_side_by_side(excel: Excel) -> None:
    shown = excel.call("SCP_CHANGE_TEST", down(excel, THIS_YEAR), down(excel, LAST_YEAR))
    change, lower, upper, p, verdict = shown
    assert change == pytest.approx(100 * (sum(THIS_YEAR) / sum(LAST_YEAR) - 1))
    assert lower < change < upper
    assert p < 0.01
    assert verdict == Verdict.SIGNIFICANT
    assert excel.call("SCP_CHANGE_TEST", excel.range(THIS_YEAR), excel.range(LAST_YEAR)) == shown, (
        "as they lie"
    )


def test_a_third_year_measures_better_how_much_the_months_vary(excel: Excel) -> None:
    wild = [5.0, 60, 2, 70, 1, 40, 9, 33, 3, 55, 2, 31]
    two = excel.call("SCP_CHANGE_TEST", down(excel, THIS_YEAR), down(excel, LAST_YEAR))
    three = excel.call("SCP_CHANGE_TEST", down(excel, THIS_YEAR), down(excel, wild + LAST_YEAR))
    assert three[0] == two[0]
    assert three[2] - three[1] > two[2] - two[1]
    assert (two[-1], three[-1]) == (Verdict.SIGNIFICANT, Verdict.NORMAL)


def test_few_counts_give_a_verdict_and_no_percentage_and_a_missing_month_no_verdict(excel: Excel) -> None:
    few = excel.call("SCP_CHANGE_TEST", down(excel, [1.0, 0, 6, 0]), down(excel, [1.0, 0, 0, 1]))
    assert few[:3] == ["#N/A"] * 3
    assert few[-1] == Verdict.NORMAL
    for gap in (None, "[x]", "#N/A", "[c]"):
        gone = excel.call("SCP_CHANGE_TEST", down(excel, [*THIS_YEAR[:11], gap]), down(excel, LAST_YEAR))
        assert gone == ["#N/A"] * 4 + [Verdict.NOT_ASSESSED], gap


def test_two_totals_are_no_test(excel: Excel) -> None:
    assert excel.call("SCP_CHANGE_TEST", 372.0, excel.cell(242.0)).startswith("scpxl: two totals say nothing")


def test_a_rate_is_one_row_of_three_and_a_range_of_counts_a_row_for_each(excel: Excel) -> None:
    rate, lower, upper = excel.call("SCP_RATE", excel.cell(3577.0), 396000.0)
    assert rate == pytest.approx(1000 * 3577 / 396000)
    assert lower < rate < upper
    assert excel.call("SCP_RATE", 3577.0, 396000.0, 1.0)[0] == pytest.approx(rate / 1000)
    assert excel.call("SCP_RATE", 3577.0, 396000.0, excel.cell(None))[0] == rate, "a blank is the usual 1,000"
    table = excel.call("SCP_RATE", down(excel, [3577.0, None, "[c]", 0.0]), 396000.0)
    assert table[0] == [rate, lower, upper]
    assert table[1] == table[2] == ["#N/A"] * 3
    assert table[3][:2] == [0, 0]
    across = excel.call("SCP_RATE", excel.range([3577.0, 0.0]), excel.range([396000.0, 1000.0]))
    assert [row[0] for row in across] == [rate, lower, upper], "beside figures across, answers lie below them"
    assert excel.call("SCP_RATE", 5.0, 0.0) == ["#N/A"] * 3


def test_a_control_chart_has_limits_and_a_flag_beside_each_figure(excel: Excel) -> None:
    figures = [*STEADY, 30.0, None, 11.0]
    table = excel.call("SCP_XMR", down(excel, figures), "Lower")
    assert len(table) == len(figures)
    chart = scpxl.xmr([*STEADY, 30, np.nan, 11], "lower")
    assert table == chart.to_numpy().tolist()
    assert {row[3] for row in table[:12]} == {"common cause"}
    assert [row[3] for row in table[12:]] == ["concern, high", "not assessed", "common cause"]
    assert excel.call("SCP_XMR", down(excel, figures))[12][3] == "special cause, high"
    across = excel.call("SCP_XMR", excel.range(figures), "lower")
    assert across == [list(row) for row in zip(*table, strict=True)]


def test_a_funnel_has_limits_and_a_place_beside_each_area(excel: Excel) -> None:
    table = excel.call("SCP_FUNNEL", down(excel, [*COUNTS, None]), down(excel, [*PEOPLE, 1000.0]))
    assert len(table) == 11
    assert [row[-1] for row in table] == ["similar"] * 9 + ["above, beyond 99.8%", "not assessed"]
    assert table[9][0] == 200
    assert table[9][1] == pytest.approx(sum(COUNTS[:9]) / 9)
    assert table[9][5] < 200
    assert table[10][0] == "#N/A"
    for row in table[:10]:
        assert row[4] < row[2] < row[1] < row[3] < row[5]


def test_what_cannot_be_taken_is_told_in_the_cell(excel: Excel) -> None:
    steady = down(excel, STEADY)
    told: list[tuple[str, tuple[Any, ...], str]] = [
        ("SCP_XMR", (), "values is blank. Give the figures in order of time"),
        ("SCP_XMR", (down(excel, [None, None]),), "values is blank."),
        ("SCP_XMR", (down(excel, STEADY[:11]),), "11 figures are too few for control limits. Give 12 or more."),
        ("SCP_XMR", (down(excel, [0.0] * 11 + [1.0]),), "These events are too rare for a control chart"),
        ("SCP_XMR", (steady, "up"), "'up' does not say which way is better. Give higher, lower or neither."),
        ("SCP_XMR", (excel.range(STEADY, STEADY),), "values takes one row or one column of figures, not 2 by 12."),
        ("SCP_XMR", (down(excel, [*STEADY, "about 30"]),), "values holds 'about 30', which is not a number."),
        ("SCP_XMR", (down(excel, [*STEADY, True]),), "values holds 'True', which is not a number."),
        ("SCP_XMR", (down(excel, [*STEADY, DIV0]),), "the cell given for values shows #DIV/0!."),
        ("SCP_XMR", (down(excel, [*STEADY, SPILL]),), "the cell given for values shows an error."),
        ("SCP_RATE", (5.0,), "population is blank. Give the people"),
        ("SCP_RATE", (5.0, 100.0, 0.0), "per is 0. Give a number above 0"),
        ("SCP_RATE", (5.0, 100.0, "many"), "per holds 'many', which is not a number."),
        ("SCP_RATE", (-5.0, 100.0), "−5 is negative."),
        ("SCP_RATE", (down(excel, [1.0, 2.0]), down(excel, [1.0, 2.0, 3.0])), "count holds 2 figures, population 3."),
        ("SCP_FUNNEL", (down(excel, COUNTS[:9]), down(excel, PEOPLE[:9])), "9 areas have figures. With fewer than 10"),
        ("SCP_FUNNEL", (down(excel, COUNTS), 1000.0), "counts holds 10 figures, populations 1."),
        ("SCP_CHANGE_TEST", (steady, down(excel, STEADY[:5])), "before has 5 figures, now has 12."),
    ]  # fmt: skip
    for function, given, words in told:
        shown = excel.call(function, *given)
        assert shown.startswith(f"scpxl: {words}"), (function, words, shown)
        assert len(shown) <= 250


def test_a_cell_with_much_text_where_a_number_belongs_is_told_of_in_few_words(excel: Excel) -> None:
    shown = excel.call("SCP_XMR", down(excel, [*STEADY, "many words " * 60]))
    assert len(shown) <= 250
    assert shown.endswith("which is not a number.")


@pytest.mark.parametrize(
    "shaped", [list, np.array, pd.Series, lambda values: pd.DataFrame({"count": values})]
)
def test_in_a_notebook_lists_arrays_series_and_frames_are_taken_and_a_frame_is_given(shaped: Any) -> None:
    chart = scpxl.xmr(shaped([*STEADY, 30.0, np.nan]), better="lower")
    assert list(chart.columns) == ["mean", "lower", "upper", "flag"]
    assert chart.flag.tolist()[-2:] == ["concern, high", "not assessed"]
    assert scpxl.rate(shaped(COUNTS), 1000).rate.tolist() == COUNTS
    assert scpxl.funnel(shaped(COUNTS), shaped(PEOPLE)).place.iloc[-1] == "above, beyond 99.8%"
    assert scpxl.change_test(shaped(THIS_YEAR), shaped(LAST_YEAR)).verdict[0] == Verdict.SIGNIFICANT
    with pytest.raises(ValueError, match="is negative"):
        scpxl.rate(shaped([-1.0]), 10)
