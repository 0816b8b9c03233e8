"""Kill collect and publish at random moments, and count what is owed and not written when they have run through again.

    python benchmarks/kills.py [KILLS]

After each kill the record must be sound; after each few, one undisturbed run of both: then every return on record has its
reply, the dashboard is whole, and no draft is left.  The moments are drawn between the start of the work and the time it takes.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from scpxl.jobs.folder import Folder
from scpxl.jobs.setting_up.setup import demonstrate, examples
from scpxl.model.periods import Period
from scpxl.store.records import SubmissionKind

KILLS, A_ROUND = 200, 10
CHILD = """
import sys
import pandas, scipy.special, xlsxwriter
from scpxl.cli import main
import scpxl.jobs.returns.collect, scpxl.jobs.publishing.publish
print("ready", flush=True)
main(["-C", sys.argv[1], "--quiet", sys.argv[2]])
"""
WORK = ("collect", "publish")


def count(kills: int) -> tuple[int, int]:
    """Return how many outputs were owed and not written, and how many of the kills were before the work was done."""
    moments = random.Random(20180331)  # noqa: S311  chance, not secrecy
    lost = during = 0
    with tempfile.TemporaryDirectory() as place:
        made = demonstrate(Path(place) / "tour", examples()[0])
        folder, period = made.folder, made.period
        _forget(folder)
        takes = {}
        for work in WORK:
            takes[work] = _run(folder, work, None)
        for round_ in range(0, kills, A_ROUND):
            _forget(folder)
            for kill in range(round_, min(round_ + A_ROUND, kills)):
                work = WORK[kill % 2]
                during += _run(folder, work, moments.uniform(0, takes[work])) < 0
                if folder.store_path.is_file():
                    with folder.open_record() as store:
                        lost += len(store.damages())
            for work in WORK:
                _run(folder, work, None)
            lost += _not_written(folder, period)
    return lost, during


def main(kills: int) -> int:
    """Print what the kills left, and return how many outputs were owed and not written."""
    lost, during = count(kills)
    print(f"{kills} kills, {during} of them before the work was done; {lost} outputs owed and not written.")
    return lost


def _forget(folder: Folder) -> None:
    for more in ("", "-wal", "-shm"):
        folder.path.joinpath(f"store.db{more}").unlink(missing_ok=True)
    for name in ("archive", "outputs"):
        shutil.rmtree(folder.path / name, ignore_errors=True)


def _run(folder: Folder, work: str, kill_after: float | None) -> float:
    """Run a command; return how long its work took, or -1 where it was killed before its end."""
    command = [sys.executable, "-c", CHILD, str(folder.path), work]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as child:
        if child.stdout is not None:
            child.stdout.readline()
        begun = time.monotonic()
        try:
            child.communicate(timeout=kill_after)
        except subprocess.TimeoutExpired:
            child.kill()
            child.communicate()
            return -1
        return time.monotonic() - begun


def _not_written(folder: Folder, period: Period) -> int:
    """Return how many outputs are missing or half: replies, the dashboard; and drafts that are left."""
    place = folder.outputs(period)
    with folder.open_record() as store:
        sent = store.fetch_submissions(period, kind=SubmissionKind.RETURN)
        owed = len(store.fetch_owed())
        published = len(store.fetch_publications(period))
    replies = [place / "answers" / f"{one.partner} attempt {one.attempt}.txt" for one in sent]
    missing = sum(not (path.is_file() and path.stat().st_size) for path in replies)
    whole = zipfile.is_zipfile(place / "dashboard.xlsx") and published
    drafts = sum(1 for path in folder.path.rglob(".*.part") if path.parent.name != "archive")
    return owed + missing + (not sent) + (not whole) + drafts


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else KILLS))
