"""Charts, run tests, dispersion and seasons are those of the programs the field trusts, case by case."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.adapters.spc import ADAPTERS

FOLDER = Path(__file__).parent.parent / "reference" / "spc"
ROUNDED = {"p_value": 1e-4}
"""What the program prints to a few places only."""


def _cases() -> list[Any]:
    found = []
    for file in sorted(FOLDER.glob("*.json")):
        document = json.loads(file.read_text(encoding="utf-8"))
        tolerance = document["default_tolerance"]
        found += [pytest.param(case, tolerance, id=case["id"]) for case in document["cases"]]
    return found


@pytest.mark.parametrize(("case", "tolerance"), _cases())
def test_every_result_is_that_of_the_reference_program(case: Any, tolerance: Any) -> None:
    ours = ADAPTERS[case["kind"]](case["input"])

    assert set(ours) == set(case["expected"])
    for key, numbers in ours.items():
        expected = np.array(case["expected"][key], dtype=np.float64)
        got = np.array(numbers, dtype=np.float64)
        rel = ROUNDED.get(key, max(tolerance["rel"], 1e-9))
        np.testing.assert_allclose(
            got.ravel(), expected.ravel(), rtol=rel, atol=tolerance["abs"], err_msg=key, equal_nan=True
        )
