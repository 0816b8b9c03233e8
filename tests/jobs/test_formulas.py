"""Whoever works a formula out again from what is printed gets what is printed: every formula of both examples."""

from __future__ import annotations

from pathlib import Path

import pytest

from scpxl.figures.figures import work_out
from scpxl.jobs.record import fetch_behind
from scpxl.jobs.setting_up.setup import demonstrate, examples
from scpxl.scorecard.explaining import explain_figures
from tests.jobs.formulas import worked_out_again


def test_the_evaluator_sees_a_sum_that_is_wrong() -> None:
    right = worked_out_again("100 × (1,050 / 1,000 − 1) = +5.0%")
    wrong = worked_out_again("100 × (1,050 / 1,000 − 1) = +6.0%")
    assert [one.holds for one in (*right, *wrong)] == [True, False]
    assert all(
        one.holds
        for one in worked_out_again("√((99 + ⅜) / 300) = 0.5755, error √4 / 2√300 = 0.05774; ranks 6 to 11")
    )
    assert (
        len(
            worked_out_again(
                "1.2 / (110 / 100 = 1.1) = 1.091; 95% interval 1.091 × exp(± 2 × 0.1) = 0.8932 to 1.333, so −10.7% to +33.3%"
            )
        )
        == 6
    )


@pytest.mark.parametrize("name", [example.name for example in examples()])
def test_every_formula_can_be_worked_out_again_from_its_text(tmp_path: Path, name: str) -> None:
    example = next(one for one in examples() if one.name == name)
    folder, last = (made := demonstrate(tmp_path / "demo", example)).folder, made.period
    framework, sums = folder.framework, 0
    for period in (last, last.shift(-2)):
        with folder.open_record(read_only=True) as store:
            seen = fetch_behind(store, framework, period)
        figures = work_out(framework, seen, period)
        for indicator in framework.reported:
            for line in explain_figures(figures, indicator.code)[1]:
                for one in worked_out_again(line.formula):
                    assert one.holds, (indicator.code, line.text, one)
                    sums += 1
    assert sums > 15 * len(framework.reported)
