"""How long a command takes from a cold start, as ratios to starting Python and doing nothing.

Run `python benchmarks/cold_start.py`.  Each command is a whole process, started in turn with the others;
the figure is the median of the processor time it took.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from scpxl.jobs.folder import Folder
from scpxl.jobs.returns.issue import issue_returns
from scpxl.jobs.setting_up.setup import init_folder, shipped
from scpxl.model.periods import Period

ROUNDS = 15
CHECK, LIBRARIES = "scpxl check ONE", "its libraries"
WANTED = 1.3
"""So many times what its libraries cost alone, with the same file read, is what a cold check should cost; it is about 1.6.

Two thirds of what is above them are our own hundred modules, and the classes of records and models that Python makes
as it starts.  The command searches for cycles less often than Python does unasked, and not as it ends; its libraries alone
are timed with those searches, and without them it would be about 1.9.
"""
_LIBRARIES = """
import sys
import click
from pydantic import BaseModel, Field, TypeAdapter
from python_calamine import CalamineWorkbook
book = CalamineWorkbook.from_path(sys.argv[1])
[book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]
class One(BaseModel):
    number: int
"""
PERIOD = Period.quarter(2017, 4)


def processor_seconds(command: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=False, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(rounds: int = ROUNDS) -> dict[str, float]:
    """Return the median processor seconds of each command."""
    python = sys.executable
    scpxl = [python, "-m", "scpxl"]
    with tempfile.TemporaryDirectory() as place:
        folder: Folder = init_folder(Path(place) / "ours", shipped("templates/barnet/framework.toml"))
        form = max(issue_returns(folder, PERIOD), key=lambda issued: issued.path.stat().st_size).path
        commands = {
            "python, nothing": [python, "-c", "pass"],
            "scpxl --help": [*scpxl, "--help"],
            CHECK: [*scpxl, "-C", str(folder.path), "check", str(form)],
            LIBRARIES: [python, "-c", _LIBRARIES, str(form)],
            "import pandas": [python, "-c", "import pandas"],
        }
        taken: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(rounds + 1):
            for name, command in commands.items():
                taken[name].append(processor_seconds(command))
    return {name: statistics.median(times[1:]) for name, times in taken.items()}


def main() -> None:
    taken = measure()
    bare = taken["python, nothing"]
    for name, seconds in taken.items():
        print(f"{name:18} {1000 * seconds:7.0f} ms  {seconds / bare:6.1f} x bare Python")
    print(
        f"{CHECK}: {taken[CHECK] / taken[LIBRARIES]:.2f} x its libraries and the file read (wanted: {WANTED})"
    )


if __name__ == "__main__":
    main()
