"""What the cards of a month end cost, and of thirteen, as multiples of a plain numpy pass over the same figures.

The yardstick, timed in the same run, is the least anybody could do with the worked example's series: rolling years by
differences of running totals, and limits from a mean and a mean moving range.  Figures are worked out from the record
as it was fetched: one month end, then the thirteen that a dashboard shows, first as numbers and then with every card
and every group's areas in words.  Run it with ``python benchmarks/month_ends.py``.

A dashboard held one month end at first, and was to cost no more than twice as much with thirteen.  With the tree of
then beside this one that is measured, of the measures it had then and with both in turn:

    git worktree add ../then 9ed2489
    python benchmarks/month_ends.py --then ../then

Both take turns, and the ratio is what counts: it was 4.0 when it was first measured so, and is between 2.0 and
2.5 now, as busy as the machine is.  In instructions, which valgrind counts, it is just under 2.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Collection, Sequence
from functools import partial
from pathlib import Path
from time import process_time

import numpy as np
from metrics import plain

from scpxl.figures.figures import Figures, work_out
from scpxl.jobs import gc_paused
from scpxl.jobs.record import fetch_behind
from scpxl.jobs.setting_up.setup import demonstrate, examples
from scpxl.model.framework import MONTH_ENDS, Edition, Framework
from scpxl.model.observations import Observation
from scpxl.model.periods import Period
from scpxl.scorecard.cards.card import build_card
from scpxl.scorecard.ends.month_ends import month_ends
from scpxl.scorecard.records.shape import DashboardSettings
from scpxl.scorecard.shaping import shape_of
from scpxl.words import rounded

ROUNDS = 5
TURNS = 3
"""How often the tree of then and this one take turns, each with so many rounds."""
PASSES = 20
"""How often the yardstick is run at a time, as once is too short to time."""


def numbers(figures: Figures) -> None:
    """Work out every result, and word none."""
    for worked_out in ("charts", "changes", "trends", "outturns", "interventions", "groups"):
        getattr(figures, worked_out)


def cards(figures: Figures) -> None:
    framework, shown = figures.framework, figures.framework.reported
    settings = DashboardSettings(month_ends=len(figures.ends))
    shape = shape_of(framework, Edition.PARTNERSHIP, figures.period, settings=settings)
    month_ends(figures, shape, [build_card(figures.at(one)) for one in shown], {})


def measure(rounds: int = ROUNDS) -> dict[str, tuple[float, float]]:
    """Return by name the median processor seconds, and the median multiple of the yardstick beside it."""
    return _measured(*_example(), rounds)


def _example() -> tuple[Framework, Sequence[Observation], Period]:
    """Return the worked example's framework, its record back to the first month end, and its period."""
    with tempfile.TemporaryDirectory() as place:
        made = demonstrate(Path(place) / "demo", examples()[0])
        framework, period = made.folder.framework, made.period
        with made.folder.open_record(read_only=True) as store:
            seen = fetch_behind(store, framework, period, month_ends=MONTH_ENDS)
    return framework, seen, period


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
    # As publishing does it, then as now: Python's search for unreachable cycles waits until the end.
    gc.collect()
    # What an earlier round has written is not to be found again.
    rounded.cache_clear()
    with gc_paused():
        began = process_time()
        job()
        return process_time() - began


_CARDS_OF_THEN = """
import gc, json, statistics, sys, tempfile
from pathlib import Path
from time import process_time
from scpxl.jobs.demo import demonstrate, examples
from scpxl.jobs.figures import fetch_behind
from scpxl.model.framework import Edition
from scpxl.scorecard.build import build_cards
from scpxl.store.database import open_store

with tempfile.TemporaryDirectory() as place:
    made = demonstrate(Path(place) / "demo", examples()[0])
    framework = made.folder.framework
    with open_store(made.folder.store_path, read_only=True) as store:
        seen = fetch_behind(store, made.period)
taken = []
for _ in range(int(sys.argv[1]) + 1):
    gc.collect()
    gc.disable()
    began = process_time()
    cards = build_cards(framework, seen, made.period, Edition.PARTNERSHIP)
    taken.append(process_time() - began)
    gc.enable()
print(json.dumps([statistics.median(taken[1:]), [card.code for card in cards]]))
"""
"""What one month end's cards cost in a tree of its time, and which measures they are of."""


def against(then: Path, turns: int = TURNS, rounds: int = ROUNDS) -> tuple[float, float, float, int]:
    """Return seconds for one month end in the tree of then, for thirteen in this one, their ratio, and the measures."""
    framework, seen, period = _example()
    found: list[tuple[float, float]] = []
    codes: list[str] = []
    for _ in range(turns):
        one, codes = json.loads(
            subprocess.run(
                [sys.executable, "-c", _CARDS_OF_THEN, str(rounds)],
                cwd=then,
                env={**os.environ, "PYTHONPATH": str(then.resolve())},
                check=True,
                capture_output=True,
                text=True,
            ).stdout
        )
        cut, known = _cut(framework, seen, codes)
        taken = [_timed(partial(_thirteen, cut, known, period)) for _ in range(rounds + 1)]
        found.append((one, statistics.median(taken[1:])))
    one, thirteen, ratio = (
        statistics.median(values)
        for values in zip(*((one, many, many / one) for one, many in found), strict=True)
    )
    return one, thirteen, ratio, len(codes)


def _thirteen(framework: Framework, seen: Sequence[Observation], period: Period) -> None:
    cards(work_out(framework, seen, period, MONTH_ENDS))


def _cut(
    framework: Framework, seen: Sequence[Observation], codes: Collection[str]
) -> tuple[Framework, list[Observation]]:
    """Return the framework with no other measures than these, and with what they are out of, and its record."""
    others = {one.code for one in framework.reported} - set(codes)
    fields = {name: getattr(framework, name) for name in type(framework).model_fields}
    fields["indicators"] = tuple(one for one in framework.indicators if one.code not in others)
    return Framework.model_construct(**fields), [one for one in seen if one.indicator not in others]


def thirteen_to_one(rounds: int = 3) -> float:
    """Return what thirteen month ends' numbers cost, as a multiple of one's."""
    found = measure(rounds)
    return found[f"{MONTH_ENDS} month ends, numbers"][0] / found["one month end, numbers"][0]


def main() -> None:
    asked = argparse.ArgumentParser(description="What the cards of a month end cost, and of thirteen.")
    asked.add_argument("--then", type=Path, help="a tree of when a dashboard held one month end")
    told = asked.parse_args()
    if told.then:
        one, thirteen, ratio, measures = against(told.then)
        print(f"{measures} measures: one month end then {1000 * one:.1f} ms, ", end="")
        print(f"{MONTH_ENDS} now {1000 * thirteen:.1f} ms: {ratio:.2f} times")
        return
    for name, (seconds, ratio) in measure().items():
        print(f"{name:<26}{1000 * seconds:9.1f} ms {ratio:8.0f} x")


if __name__ == "__main__":
    main()
