"""What the work costs, as a ratio against a yardstick timed in the same run, with room for a busy machine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"


def ratio_of(script: str, name: str) -> float:
    """Run a benchmark's `measure` once and return the ratio its script works out under that name."""
    program = f"import {script}; print({name})"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=BENCHMARKS, capture_output=True, text=True, check=True
    )
    return float(done.stdout)


@pytest.mark.slow
def test_48_returns_to_a_dashboard_take_a_small_part_of_the_plain_way() -> None:
    ratio = ratio_of("main_job", "main_job.ratio(main_job.measure(rounds=1))")
    # 0.3 for one month end on a quiet machine; a dashboard holds thirteen, which are worked out together: 0.55.
    assert ratio < 0.8


@pytest.mark.slow
def test_help_starts_well_before_pandas_could() -> None:
    ratio = ratio_of("cold_start", "(t := cold_start.measure(3))['scpxl --help'] / t['import pandas']")
    assert ratio < 0.5


@pytest.mark.slow
def test_checking_a_return_costs_a_few_times_what_reading_its_cells_does() -> None:
    ratio = ratio_of("checking", "checking.whole_check(rounds=5)")
    assert ratio < 3.5  # about 2.4; more on a machine busy with other tests


@pytest.mark.slow
def test_control_charts_cost_a_few_times_a_rolling_sum() -> None:
    ratio = ratio_of("metrics", "metrics.xmr_ratio(rounds=5)")
    assert ratio < 6  # 3 at most, on a quiet machine


@pytest.mark.slow
def test_ten_times_the_series_cost_about_ten_times_the_work() -> None:
    ratio = ratio_of("metrics", "metrics.growth()")
    assert ratio < 2  # 1 on a quiet machine


@pytest.mark.slow
def test_a_dashboard_is_written_at_about_the_price_of_its_cells_and_stays_small() -> None:
    program = "import dashboard; ratios, size = dashboard.measure(rounds=1); print(*ratios[0], size)"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=BENCHMARKS, capture_output=True, text=True, check=True
    )
    ratio, published, size = map(float, done.stdout.split())
    assert ratio < 1.5  # 0.75 on a quiet machine
    assert published < 3  # 1.8 on a quiet machine: the record to both dashboards, of thirteen month ends
    assert size < 3_000_000


@pytest.mark.slow
def test_killed_at_random_moments_collect_and_publish_leave_nothing_that_is_owed_and_not_written() -> None:
    assert ratio_of("kills", "kills.count(10)[0]") == 0


@pytest.mark.slow
def test_publishing_again_what_has_not_changed_costs_a_small_part_of_the_first_time() -> None:
    assert ratio_of("publishing", "publishing.measure(rounds=1)") < 0.4


@pytest.mark.slow
def test_a_click_costs_at_most_three_times_the_collect_and_publish_inside_it() -> None:
    ratio = ratio_of("refreshing", "refreshing.ratio(refreshing.measure(rounds=1))")
    assert ratio < 3  # 1.6, with a workbook in memory in Excel's place


@pytest.mark.slow
def test_all_outputs_of_a_quarter_cost_at_most_four_times_the_dashboard_alone() -> None:
    assert ratio_of("outputs", "outputs.measure(rounds=1)") < 4
