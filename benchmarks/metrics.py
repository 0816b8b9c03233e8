"""What the point figures of every kind cost, many series at once, as multiples of a plain numpy pass.

The yardstick, timed in the same run over the same matrix, is the least anybody could do: a rolling sum by
differences of running totals and limits from a mean and a mean moving range, with no gaps, no screening
and no rules.  Beside the charts: the changes on a year ago with their verdicts and the group's change taken
out, rates and shares with their intervals, ranks and quarters in groups of 32, and outturns.  Run it with
``python benchmarks/metrics.py``.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import numpy as np

from scpxl.statistics.arrays import Floats, blocks
from scpxl.statistics.change.differences import change, percent_change
from scpxl.statistics.change.effect import difference_in_change
from scpxl.statistics.change.outturn import share_outturn
from scpxl.statistics.change.yearly_change import (
    is_significant,
    judge_changes,
    quasi_change,
    ratio_interval,
)
from scpxl.statistics.groups.ranking import quantile_group, rank_low_first
from scpxl.statistics.intervals import rate_interval, wilson
from scpxl.statistics.spc.xmr import xmr
from scpxl.statistics.windows import lag, rolling_sum

MONTHS = 120
FIRST = 12 * 2016 + 3
"""The series begin in April 2016, and end with a financial year's March."""
YEARS = 3
"""Years that measure how much months vary, as on a card."""
GROUP = 32
PEOPLE = 100_000.0
SIZES = (320, 9_600, 100_000)
ROUNDS = 7


def plain(values: Floats) -> Floats:
    running = np.cumsum(values, axis=1)
    running[:, 12:] -= running[:, :-12].copy()
    mean = values.mean(axis=1, keepdims=True)
    half_width = 2.66 * np.abs(np.diff(values, axis=1)).mean(axis=1, keepdims=True)
    outside: Floats = np.where((values > mean + half_width) | (values < mean - half_width), values, running)
    return outside


def rolling_and_change(values: Floats) -> None:
    year = rolling_sum(values, 12)
    before = lag(year, 12)
    change(year, before)
    percent_change(year, before)


def changes(values: Floats) -> None:
    """Judge each series' change, and its difference from that of the next one, as of a group's total."""
    tables = values[:, -12 * YEARS :].reshape(len(values), YEARS, 12)
    judge_changes(tables)
    own = quasi_change(tables)
    apart = ratio_interval(difference_in_change(own, quasi_change(np.roll(tables, 1, axis=0))))
    is_significant(apart.p)


def rates_and_ranks(values: Floats) -> None:
    """Work out rates and shares with their intervals, and ranks and quarters in groups of 32."""
    year = values[:, -12:].sum(axis=1)
    rate_interval(year, np.full(len(year), PEOPLE), 1000)
    wilson(year, np.full(len(year), PEOPLE))
    groups = year[: len(year) - len(year) % GROUP].reshape(-1, GROUP).T
    rank_low_first(groups)
    quantile_group(groups, 4)


def outturns(values: Floats) -> None:
    """Forecast each year's total from each of its months."""
    share_outturn(values, FIRST + np.arange(MONTHS))


def everything(values: Floats) -> None:
    for work in (rolling_and_change, changes, rates_and_ranks, outturns, xmr):
        work(values)


def in_blocks(work: Callable[[Floats], object], values: Floats) -> None:
    for rows in blocks(len(values)):
        work(values[rows])


def timed(work: Callable[[Floats], object], values: Floats) -> float:
    """Return the processor seconds of one run over the matrix: charts in one call, all else in blocks."""
    began = time.process_time()
    if work is xmr:
        xmr(values)  # goes in blocks itself
    else:
        in_blocks(work, values)
    return time.process_time() - began


def ratios(series: int, rounds: int = ROUNDS) -> dict[str, tuple[float, float]]:
    """Return by name the median seconds, and the median multiple of the yardstick beside it."""
    rng = np.random.default_rng(series)
    values = rng.poisson(40, size=(series, MONTHS)).astype(np.float64)
    values[rng.random(values.shape) < 0.01] = np.nan
    whole = np.nan_to_num(values)
    jobs: dict[str, Callable[[Floats], object]] = {
        "rolling year and change": rolling_and_change,
        "XmR charts": xmr,
        "changes judged": changes,
        "rates, intervals, ranks": rates_and_ranks,
        "outturns": outturns,
        "all of it": everything,
    }
    repeats = max(1, 9_600 // series)
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in ("plain numpy pass", *jobs)}
    for _ in range(rounds):
        yardstick = sum(timed(plain, whole) for _ in range(repeats)) / repeats
        found["plain numpy pass"].append((yardstick, 1.0))
        for name, work in jobs.items():
            taken = sum(timed(work, values) for _ in range(repeats)) / repeats
            found[name].append((taken, taken / yardstick))
    return {
        name: (statistics.median(t for t, _ in runs), statistics.median(r for _, r in runs))
        for name, runs in found.items()
    }


def xmr_ratio(series: int = 9_600, rounds: int = 3) -> float:
    """Return what XmR charts cost, as a multiple of the yardstick."""
    return ratios(series, rounds)["XmR charts"][1]


def growth(few: int = 3_200, many: int = 32_000) -> float:
    """Return what a series of many costs, all of it, as a multiple of what one of few does: 1 where linear."""
    one, other = (ratios(series, 3)["all of it"][0] / series for series in (few, many))
    return other / one


def main() -> None:
    for series in SIZES:
        print(f"{series:,} series x {MONTHS} months")
        for name, (seconds, ratio) in ratios(series, 3 if series > 10_000 else ROUNDS).items():
            print(f"  {name:<26}{1000 * seconds:9.2f} ms {ratio:6.1f} x")


if __name__ == "__main__":
    main()
