"""How long the store takes, as ratios to sqlite3's executemany of the same rows into a plain table.

Run `python benchmarks/storing.py`.  Both sides write to the same disk with the same care (write-ahead
log, synchronous=FULL), one transaction a batch, timed in turns; the figure is the median.
"""

from __future__ import annotations

import sqlite3
import statistics
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from time import perf_counter

from scpxl.model.observations import Observation, Source
from scpxl.model.periods import Period
from scpxl.returns.findings import ReturnVerdict
from scpxl.store.records import Brought, NewSubmission, SubmissionKind
from scpxl.store.sqlite import open_store

FIRST_MONTH = 2016 * 12
RETURN_SHAPE = (50, 5, 5)
"""Indicators, areas and months of a large return: 1,250 figures."""
HISTORY_SHAPE = (20, 50, 100)
"""Of an import of 100,000 figures."""
RETURNS, IMPORTS = 40, 5


def figures(shape: tuple[int, int, int], areas_from: int = 0, add: int = 0) -> list[Observation]:
    indicators, areas, months = shape
    return [
        Observation(
            f"IND-{indicator:02d}",
            f"E0900{areas_from + area:04d}",
            "",
            "",
            Period(FIRST_MONTH + month, 1),
            float(indicator * month + area + add),
            source=Source(sheet="Measures", cell=f"F{indicator + 5}"),
        )
        for indicator in range(indicators)
        for area in range(areas)
        for month in range(months)
    ]


def sending(name: str, number: int, kind: SubmissionKind) -> NewSubmission:
    return NewSubmission(
        partner=name,
        period=Period(FIRST_MONTH, 3),
        sha256=sha256(f"{name} {number}".encode()).hexdigest(),
        file=f"{name}.xlsx",
        verdict=ReturnVerdict.ACCEPTED,
        received=datetime.now(UTC),
        framework_version="1",
        figures=0,
        kind=kind,
    )


def plain_table(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(
        "CREATE TABLE figure (indicator, area, breakdown, item, first, length, numerator, denominator,"
        " marker, sheet, cell)"
    )
    return connection


def fill_plain(connection: sqlite3.Connection, rows: list[Observation]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(
        "INSERT INTO figure VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ((*o[:4], o[4].first, o[4].length, o[5], o[6], o[7].value, o[8].sheet, o[8].cell) for o in rows),
    )
    connection.execute("COMMIT")


def seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def compare(folder: Path, what: str, batches: list[list[Observation]], kind: SubmissionKind) -> None:
    ours, plain = [], []
    table = plain_table(folder / f"{what}-plain.db")
    with open_store(folder / f"{what}.db") as store:
        for number, batch in enumerate(batches):
            new = sending("p", number, kind)
            ours.append(seconds(lambda new=new, batch=batch: store.save_submission(new, Brought(batch))))  # type: ignore[misc]
            plain.append(seconds(lambda batch=batch: fill_plain(table, batch)))  # type: ignore[misc]
    table.close()
    our_time, plain_time = statistics.median(ours), statistics.median(plain)
    print(
        f"{what:36} {our_time * 1000:8.1f} ms   plain {plain_time * 1000:8.1f} ms   ratio {our_time / plain_time:5.2f}"
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        kind = SubmissionKind.RETURN
        compare(
            folder,
            "1,250 new figures",
            [figures(RETURN_SHAPE, 5 * n) for n in range(RETURNS)],
            SubmissionKind.HISTORY,
        )
        compare(folder, "the same 1,250 again, another file", [figures(RETURN_SHAPE)] * RETURNS, kind)
        compare(
            folder,
            "1,250 figures, all restated",
            [figures(RETURN_SHAPE, add=n) for n in range(RETURNS)],
            kind,
        )
        compare(
            folder,
            "100,000 new figures",
            [figures(HISTORY_SHAPE, 50 * n) for n in range(IMPORTS)],
            SubmissionKind.HISTORY,
        )
        with open_store(folder / "100,000 new figures.db", read_only=True) as store:
            took = statistics.median(seconds(store.fetch_observations) for _ in range(IMPORTS))
            count = len(store.fetch_observations())
            print(f"{f'fetch {count:,} figures':36} {took * 1000:8.1f} ms")
            took = statistics.median(
                seconds(lambda: store.fetch_observations(indicators=["IND-07"])) for _ in range(9)
            )
            print(f"{'fetch one indicator of them':36} {took * 1000:8.1f} ms")


if __name__ == "__main__":
    main()
