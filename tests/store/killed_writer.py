"""A program that stores submissions until it is killed: `python -m tests.store.killed_writer STORE WORK [N]`.

With WORK `trace` it stores a submission and kills itself before the N-th step of the next; with WORK `loop`
it stores one after another, says so, and waits to be killed.
"""

from __future__ import annotations

import os
import signal
import sys
from itertools import count
from pathlib import Path

from scpxl.store.records import Brought
from scpxl.store.sqlite import SqliteStore, open_store
from tests.store.examples import Q3, action, comment, months_of, negative, sending

FIGURES, SERIES = 12, 25
ALIKE = 24
"""Statements that begin alike for so many characters do the same."""


def save_nth(store: SqliteStore, number: int) -> None:
    """Store a submission of which every figure differs from the last one's."""
    figures = [
        figure
        for series in range(SERIES)
        for figure in months_of(Q3, [float(number)] * FIGURES, f"IND-{series:02d}")
    ]
    store.save_submission(
        sending(f"file {number}"),
        Brought(
            figures,
            commentary=[comment(f"Comment {number}")],
            actions=[action("A1"), action("A2")],
            findings=[negative()],
        ),
    )


def die_before(store: SqliteStore, step: int) -> None:
    """Kill this process without warning at the N-th step; statements alike, one after another, are one."""
    last, steps = "", 0

    def check(sql: str) -> None:
        nonlocal last, steps
        steps += sql[:ALIKE] != last
        last = sql[:ALIKE]
        if steps == step:
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))

    store.connection.set_trace_callback(check)


def main() -> None:
    path, work = Path(sys.argv[1]), sys.argv[2]
    with open_store(path) as store:
        if work == "trace":
            save_nth(store, 0)
            die_before(store, int(sys.argv[3]))
            save_nth(store, 1)
            print("stored", flush=True)  # noqa: T201  the test reads it
            return
        for number in count(int(sys.argv[3])):
            save_nth(store, number)
            print(number, flush=True)  # noqa: T201  the test reads it


if __name__ == "__main__":
    main()
