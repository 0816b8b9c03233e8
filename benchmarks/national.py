"""What 32 partnerships of 12 partners cost over three years: 4,608 returns collected, 32 dashboards published.

    python benchmarks/national.py [PARTNERSHIPS]

Each partnership is worked on by a process of its own, one after the other, as `refresh` does it; every return has
twelve measures.  Prints the processor's time as multiples of python-calamine reading the same files, and the peak of
memory of collecting and of publishing.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from many_partners import framework
from python_calamine import CalamineWorkbook

from scpxl.jobs.folder import Folder
from scpxl.jobs.setting_up.mistakes import kinds_answered
from scpxl.jobs.setting_up.setup import init_folder
from scpxl.model.periods import Period
from scpxl.render.forms.template import write_return
from scpxl.returns.layout import lay_out_return

PARTNERSHIPS, PARTNERS = 32, 12
LAST = Period.parse("2017-18 Q4")
QUARTERS = [LAST.shift(step) for step in range(-11, 1)]
_WORK = """
import json, resource, sys, time
from pathlib import Path
from scpxl.jobs.returns.collect import collect
from scpxl.jobs.folder import Folder
from scpxl.jobs.publishing.publish import publish
from scpxl.model.periods import Period
folder, quarters, what = Folder(Path(sys.argv[1])), sys.argv[2].split(","), sys.argv[3]
begun = time.process_time()
if what == "collect":
    for quarter in quarters:
        made = collect(folder, Period.parse(quarter))
        assert all(one.saved is not None and one.saved.status.is_in_force for one in made.files), quarter
else:
    publish(folder, Period.parse(quarters[-1]))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([time.process_time() - begun, peak / (1024 if sys.platform == "linux" else 1024 * 1024)]))
"""


def prepare(place: Path) -> Folder:
    """Make one partnership with three years of filled returns."""
    folder = Folder(init_folder(place, framework(PARTNERS)).path)
    for quarter in QUARTERS:
        for partner in folder.framework.partners:
            form = lay_out_return(folder.framework, partner.code, quarter)
            write_return(form, folder.returns(quarter) / form.file_name, typed=kinds_answered(form))
    return folder


def reading(folder: Folder) -> float:
    """Return the seconds in which python-calamine reads every return of a partnership."""
    begun = time.process_time()
    for path in sorted((folder.path / "returns").rglob("*.xlsx")):
        book = CalamineWorkbook.from_path(path)
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return time.process_time() - begun


def work(folder: Path, what: str) -> tuple[float, float]:
    """Return the seconds and the peak of memory, in MiB, of a process that does one thing with a partnership."""
    quarters = ",".join(map(str, QUARTERS))
    command = [sys.executable, "-c", _WORK, str(folder), quarters, what]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, peak = json.loads(done.stdout)
    return float(seconds), float(peak)


def main() -> None:
    """Print what it took."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else PARTNERSHIPS
    with tempfile.TemporaryDirectory() as root:
        first = prepare(Path(root) / "p0")
        spent: dict[str, list[tuple[float, float]]] = {"collect": [], "publish": []}
        read = 0.0
        for one in range(number):
            folder = Folder(Path(root) / f"p{one}")
            if one:
                shutil.copytree(first.path / "returns", folder.path / "returns")
                shutil.copyfile(
                    next(first.path.glob("framework.*")),
                    folder.path / next(first.path.glob("framework.*")).name,
                )
            read += reading(folder)
            for what, taken in spent.items():
                taken.append(work(folder.path, what))
            if one:
                shutil.rmtree(folder.path)
    returns = number * PARTNERS * len(QUARTERS)
    print(f"{returns:,} returns of {PARTNERS} partners in {number} partnerships")
    for what, taken in spent.items():
        seconds, peaks = zip(*taken, strict=True)
        print(
            f"{what:8} {sum(seconds):6.1f} s, {sum(seconds) / read:5.2f} x reading the files; peak {max(peaks):.0f} MiB"
        )
    print(
        f"a return: {1000 * sum(one for one, _ in spent['collect']) / returns:.1f} ms, of which reading its cells {1000 * read / returns:.1f}"
    )


if __name__ == "__main__":
    main()
