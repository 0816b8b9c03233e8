"""Where the product does otherwise than the field's programs, its strict modes give what those give, to the digit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scpxl.statistics.change import yearly_change
from scpxl.statistics.dispersion import table_spread
from scpxl.statistics.spc.charts import ChartKind, draw_chart, judge_chart
from scpxl.statistics.spc.rules import OUTSIDE
from scpxl.statistics.spc.variation import assurance
from scpxl.verdicts import Assurance
from tests.reference_adapters import ADAPTERS

FOLDER = Path(__file__).parent.parent / "reference" / "strict"


def _cases() -> list[Any]:
    found = []
    for file in sorted(FOLDER.glob("*.json")):
        document = json.loads(file.read_text(encoding="utf-8"))
        tolerance = document["default_tolerance"]
        found += [pytest.param(case, tolerance, id=f"{file.stem}-{case['id']}") for case in document["cases"]]
    return found


@pytest.mark.parametrize(("case", "tolerance"), _cases())
def test_a_strict_mode_gives_what_the_program_gives(case: Any, tolerance: Any) -> None:
    given = case["input"]
    if case["kind"].startswith("qic"):
        given = {**given, "y": [np.nan if one is None else one for one in given["y"]]}
    ours = ADAPTERS[case["kind"]](given)

    for key, expected in _flat(case["expected"]):
        got = _at(ours, key)
        if isinstance(expected[0], str):
            assert got == expected, key
        else:
            np.testing.assert_allclose(
                np.array(got, dtype=np.float64),
                np.array(expected, dtype=np.float64),
                rtol=tolerance["rel"],
                atol=tolerance["abs"],
                equal_nan=True,
                err_msg=str(key),
            )


def _flat(expected: Any, path: tuple[str, ...] = ()) -> Any:
    for key, value in expected.items():
        if isinstance(value, dict):
            yield from _flat(value, (*path, key))
        else:
            yield (*path, key), [np.nan if one is None else one for one in _listed(value)]


def _at(ours: Any, path: tuple[str, ...]) -> list[Any]:
    for key in path:
        ours = ours[key]
    return [np.nan if one is None else one for one in _listed(ours)]


def _listed(value: Any) -> list[Any]:
    return (
        value.tolist()
        if isinstance(value, np.ndarray) and value.ndim
        else list(np.atleast_1d(value).tolist())
    )


def test_by_default_a_series_that_differs_in_one_point_keeps_limits_of_some_width() -> None:
    values = np.array([[5.0] * 7 + [35.0] + [5.0] * 8])
    ours = judge_chart(draw_chart(ChartKind.INDIVIDUALS, values))
    theirs = judge_chart(draw_chart(ChartKind.INDIVIDUALS, values, strict=True))

    assert np.flatnonzero(ours.rule[0] == OUTSIDE).tolist() == [7]
    assert (theirs.rule[0] == OUTSIDE).all()


def test_months_empty_in_both_years_say_nothing_of_the_spread() -> None:
    table = np.array([[0.0] * 6 + [1, 9, 2, 8, 3, 7], [0.0] * 6 + [9, 1, 8, 2, 7, 3]])
    ours, theirs = table_spread(table), table_spread(table, strict=True)

    assert (float(ours.phi.round(2)), float(ours.degrees)) == (4.64, 5)
    assert (float(theirs.phi.round(2)), float(theirs.degrees)) == (2.11, 11)
    assert float(yearly_change.quasi_change(table).dispersion) == float(ours.phi)
    filled = table + 1
    assert table_spread(filled) == table_spread(filled, strict=True)


@pytest.mark.parametrize(("target", "sign"), [(25.0, 1), (25.0, -1), (75.0, 1), (75.0, -1), (0.1 + 0.2, 1)])
def test_a_target_on_a_control_limit_is_met_in_some_periods(target: float, sign: int) -> None:
    assert assurance(target, 0.3 if target < 1 else 25.0, 75.0, sign) is Assurance.HIT_OR_MISS


def test_without_limits_nothing_is_assured_except_as_the_package_has_it() -> None:
    assert assurance(5.0, np.nan, np.nan, 1) is Assurance.NOT_ASSESSED
    assert assurance(5.0, np.nan, np.nan, 1, strict_mdc=True) is Assurance.HIT_OR_MISS
    assert assurance(5.0, np.nan, np.nan, 0, strict_mdc=True) is Assurance.NOT_ASSESSED
