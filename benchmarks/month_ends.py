"""What the cards of a month end cost, and of thirteen, as multiples of a plain numpy pass over the same figures.

The yardstick, timed in the same run, is the least anybody could do with the worked example's series: rolling years by
differences of running totals, and limits from a mean and a mean moving range.  Figures are worked out from the record
as it was fetched: one month end, then the thirteen that a dashboard shows, first as numbers and then with every card
and every group's areas in words.  Run it with ``python benchmarks/month_ends.py``.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time

import numpy as np
from metrics import plain

from scpxl.figures.figures import Figures, work_out
from scpxl.jobs.record import fetch_behind
from scpxl.jobs.setup import demonstrate, examples
from scpxl.model.framework import MONTH_ENDS, Edition, Framework
from scpxl.model.observations import Observation
from scpxl.model.periods import Period
from scpxl.scorecard.card import build_card
from scpxl.scorecard.month_ends import month_ends
from scpxl.scorecard.shape import Settings
from scpxl.scorecard.shaping import shape_of

ROUNDS = 5
PASSES = 20
"""How often the yardstick is run at a time, as once is too short to time."""


def numbers(figures: Figures) -> None:
    """Work out every result, and word none."""
    for worked_out in ("charts", "changes", "trends", "outturns", "interventions", "groups"):
        getattr(figures, worked_out)


def cards(figures: Figures) -> None:
    framework, shown = figures.framework, figures.framework.reported
    settings = Settings(month_ends=len(figures.ends))
    shape = shape_of(framework, Edition.PARTNERSHIP, figures.period, settings=settings)
    month_ends(figures, shape, [build_card(figures.at(one)) for one in shown], {})


def measure(rounds: int = ROUNDS) -> dict[str, tuple[float, float]]:
    """Return by name the median processor seconds, and the median multiple of the yardstick beside it."""
    with tempfile.TemporaryDirectory() as place:
        made = demonstrate(Path(place) / "demo", examples()[0])
        framework, period = made.folder.framework, made.period
        with made.folder.open_record(read_only=True) as store:
            seen = fetch_behind(store, framework, period, month_ends=MONTH_ENDS)
    return _measured(framework, seen, period, rounds)


def _measured(
    framework: Framework, seen: Sequence[Observation], period: Period, rounds: int
) -> dict[str, tuple[float, float]]:
    track = work_out(framework, seen, period).tracks[1]
    values = np.nan_to_num(track.matrix.numerator)

    def work(month_ends: int, then: Callable[[Figures], None]) -> Callable[[], None]:
        return lambda: then(work_out(framework, seen, period, month_ends))

    jobs = {
        "one month end, numbers": work(1, numbers),
        "one month end, cards": work(1, cards),
        f"{MONTH_ENDS} month ends, numbers": work(MONTH_ENDS, numbers),
        f"{MONTH_ENDS} month ends, cards": work(MONTH_ENDS, cards),
    }
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in ("plain numpy pass", *jobs)}
    for _ in range(rounds + 1):
        yardstick = _timed(lambda: [plain(values) for _ in range(PASSES)]) / PASSES
        found["plain numpy pass"].append((yardstick, 1.0))
        for name, job in jobs.items():
            taken = _timed(job)
            found[name].append((taken, taken / yardstick))
    # The first round, which imports what is imported late, is not counted.
    return {
        name: (statistics.median(t for t, _ in runs[1:]), statistics.median(r for _, r in runs[1:]))
        for name, runs in found.items()
    }


def _timed(job: Callable[[], object]) -> float:
    began = process_time()
    job()
    return process_time() - began


def thirteen_to_one(rounds: int = 3) -> float:
    """Return what thirteen month ends' numbers cost, as a multiple of one's."""
    found = measure(rounds)
    return found[f"{MONTH_ENDS} month ends, numbers"][0] / found["one month end, numbers"][0]


def main() -> None:
    for name, (seconds, ratio) in measure().items():
        print(f"{name:<26}{1000 * seconds:9.1f} ms {ratio:8.0f} x")


if __name__ == "__main__":
    main()
