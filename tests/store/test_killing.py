"""Killed at any moment, the store holds each submission wholly or not at all, and takes the next one."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scpxl.store.sqlite import SqliteStore, open_store
from tests.store.killed_writer import FIGURES, SERIES, save_nth

ROOT = Path(__file__).parents[2]
ROWS = FIGURES * SERIES


def writer(path: Path, *work: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.store.killed_writer", str(path), *work],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def check_each_is_whole(store: SqliteStore) -> int:
    """Check every submission in the store for all its parts; return how many there are."""
    assert store.damages() == ()
    stored = store.rows("SELECT id FROM submission ORDER BY id")
    for place, (number,) in enumerate(stored):
        is_last = place == len(stored) - 1
        parts = {
            table: store.rows(f"SELECT count(*) FROM {table} WHERE submission_id = ?", (number,))[0][0]  # noqa: S608
            for table in ("observation", "observation_change", "finding", "commentary", "action", "event")
        }
        assert parts == {
            "observation": ROWS if is_last else 0,
            "observation_change": ROWS if place else 0,
            "finding": 1,
            "commentary": 1,
            "action": 2,
            "event": 2 if is_last else 3,
        }
    in_force = store.rows("SELECT count(*) FROM submission WHERE status = 'accepted'")
    assert in_force == [(min(1, len(stored)),)]
    return len(stored)


def finishes_unless_killed_at(path: Path, step: int) -> bool:
    """Store a submission, then a second whose writer dies at the step; check what is left, and go on."""
    process = writer(path, "trace", str(step))
    output, errors = process.communicate(timeout=60)
    finished = output == "stored\n"
    assert finished == (process.returncode == 0), errors
    with open_store(path) as store:
        assert check_each_is_whole(store) == (2 if finished else 1)
        save_nth(store, 1)
        assert check_each_is_whole(store) == 2
    return finished


def test_killed_in_the_midst_of_a_submission_it_is_not_there_at_all(tmp_path: Path) -> None:
    assert not finishes_unless_killed_at(tmp_path / "store.db", 14)


@pytest.mark.slow
def test_killed_before_any_step_of_a_submission_it_is_not_there_at_all(tmp_path: Path) -> None:
    step = 1
    while not finishes_unless_killed_at(tmp_path / f"{step}.db", step):
        step += 1
    assert step > 15


@pytest.mark.slow
def test_killed_at_many_moments_the_store_stays_whole_and_goes_on(tmp_path: Path) -> None:
    path, moments = tmp_path / "store.db", random.Random(20180331)  # noqa: S311  chance, not secrecy
    stored = 0
    for _ in range(25):
        process = writer(path, "loop", str(stored))
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        time.sleep(moments.uniform(0, 0.06))
        process.kill()
        said = process.stdout.read().split()
        process.stdout.close()
        process.stderr.close()
        process.wait(timeout=60)
        with open_store(path) as store:
            before, stored = stored, check_each_is_whole(store)
        # What it said was stored is stored, and at most one more it had no time to tell of.
        assert before + 1 + len(said) <= stored <= before + 2 + len(said)
    assert stored > 25
