"""Our figures are those of the programs the field trusts, case by case."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.reference_adapters import ADAPTERS, xmr_chart

FOLDER = Path(__file__).parent.parent / "reference"
COLLAPSED = {"syn_constant_last_diff", "mps_merton_burgres_recording_step_rebase"}


def _cases(family: str = "*") -> list[Any]:
    found = []
    for file in sorted(FOLDER.glob(f"{family}.json")):
        document = json.loads(file.read_text(encoding="utf-8"))
        found += [
            pytest.param(case, case.get("tolerance") or document["default_tolerance"], id=case["id"])
            for case in document["cases"]
        ]
    return found


@pytest.mark.parametrize(("case", "tolerance"), _cases())
def test_every_result_is_that_of_the_reference_program(case: Any, tolerance: Any) -> None:
    ours = ADAPTERS[case["kind"]](case["input"])

    assert set(ours) == set(case["expected"]), "the whole of the expected result is compared"
    assert list(_differences(case["expected"], ours, tolerance)) == []


@pytest.mark.parametrize(("case", "tolerance"), _cases("xmr_ptd"))
def test_by_default_we_deviate_from_the_package_only_where_its_limits_collapse(
    case: Any, tolerance: Any
) -> None:
    differences = list(_differences(case["expected"], xmr_chart(case["input"], strict_mdc=False), tolerance))

    assert bool(differences) == (case["id"] in COLLAPSED)


def test_where_the_package_flags_every_ordinary_month_we_flag_the_odd_one() -> None:
    case = next(case.values[0] for case in _cases("xmr_ptd") if case.id == "syn_constant_last_diff")

    assert set(case["expected"]["special_cause_type"][:-1]) == {"Below LCL"}
    ours = xmr_chart(case["input"], strict_mdc=False)["special_cause_type"]
    assert ours[-1] == "Above UCL"
    assert "Below LCL" not in ours


def _differences(expected: Any, ours: Any, tolerance: Any, path: str = "") -> Any:
    """Yield where and how the two differ, walking down both."""
    if isinstance(expected, dict):
        for key in expected.keys() | ours.keys():
            yield from _differences(expected.get(key), ours.get(key), tolerance, f"{path}.{key}")
    elif isinstance(expected, list):
        got = ours.tolist() if isinstance(ours, np.ndarray) else ours
        if len(got) != len(expected):
            yield path, len(expected), len(got)
        else:
            for place, (one, other) in enumerate(zip(expected, got, strict=True)):
                yield from _differences(one, other, tolerance, f"{path}[{place}]")
    elif not _same(expected, ours, tolerance):
        yield path, expected, ours


def _same(expected: Any, ours: Any, tolerance: Any) -> bool:
    if expected is None or ours is None or isinstance(expected, str):
        return bool(expected == ours or (expected is None and isinstance(ours, float) and math.isnan(ours)))
    return bool(abs(ours - expected) <= tolerance["abs"] + tolerance["rel"] * abs(expected))
