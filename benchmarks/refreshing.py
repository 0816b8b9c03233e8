"""A click on Refresh Dashboard against the collect and the publish inside it, the start of Python apart.

Run `python benchmarks/refreshing.py`.  The worked example has its third quarter published and open, and the fourth's returns
lie in the folder.  The click takes them in, works out the figures, puts what differs into the open workbook, which goes
on as a new file, and writes the other file beside it; the yardstick is `collect` and `publish` on a copy of the same
folder.  The open workbook is the tests' own in memory, which answers the calls xlwings would make and works out no
formula: so the figure is what Python does, and none of what Excel takes to be written to.  They are run in turn in one
process; the figure is the median of the ratios of processor time.
"""

from __future__ import annotations

import gc
import shutil
import statistics
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from time import process_time

sys.path[:0] = [str(Path(__file__).resolve().parent.parent)]

from scpxl.jobs import gc_paused  # noqa: E402
from scpxl.jobs.folder import Folder  # noqa: E402
from scpxl.jobs.publishing.publish import prepare, publish  # noqa: E402
from scpxl.jobs.returns.collect import collect  # noqa: E402
from scpxl.jobs.returns.importing import ImportKind, import_file  # noqa: E402
from scpxl.jobs.setting_up.setup import init_folder, shipped  # noqa: E402
from scpxl.live.open_workbook import refresh_book  # noqa: E402
from scpxl.model.periods import Period  # noqa: E402
from scpxl.render.excel import dashboard_grid  # noqa: E402
from scpxl.render.grid import BookGrid  # noqa: E402
from tests.live.memory import MemoryBook  # noqa: E402

ROUNDS = 3
AIM = 3.0
Q3, Q4 = Period.quarter(2017, 3), Period.quarter(2017, 4)
WHEN = datetime(2018, 5, 14, 9, tzinfo=UTC)


def begin(place: Path) -> tuple[Folder, BookGrid]:
    """Make the folder as it is before the click, and what the open workbook of the third quarter holds."""
    source = shipped("workbooks/barnet-2017-18")
    folder = Folder(init_folder(place, shipped("templates/barnet/framework.toml")).path)
    (folder.path / "scpxl.toml").write_text('period = "2017-18 Q4"\nas_of = 2018-05-14\n', "utf-8")
    for name, kind in (("history", ImportKind.HISTORY), ("benchmark", ImportKind.BENCHMARK)):
        import_file(folder, source / f"{name}.csv.gz", kind)
    for quarter in (Q3.shift(-2), Q3.shift(-1), Q3):
        shutil.copytree(source / "returns" / quarter.slug, folder.returns(quarter))
        collect(folder, quarter)
    publish(folder, Q3, now=WHEN)
    shutil.copytree(source / "returns" / Q4.slug, folder.returns(Q4))
    with folder.open_record(read_only=True) as store:
        return folder, dashboard_grid(prepare(folder, store, Q3, WHEN))


def run_click(folder: Folder, held: BookGrid) -> float:
    """Click once; return the processor seconds.  Raises RuntimeError where it took nothing in or wrote nothing."""
    book = MemoryBook(held, folder.outputs(Q3) / "dashboard.xlsm")
    gc.collect()
    begun = process_time()
    made = refresh_book(book, by="A. Analyst", folder=folder.path, ask=lambda _: True)
    taken = process_time() - begun
    if made.pushed is None or made.pushed.cells < 1000 or not made.collection.to_tell:
        raise RuntimeError("The click did not do what it is measured for.")
    return taken


def run_plain(folder: Folder) -> float:
    """Collect and publish; return the processor seconds."""
    gc.collect()
    begun = process_time()
    with gc_paused():
        collect(folder, Q4)
    publish(folder, Q4)
    return process_time() - begun


def measure(rounds: int = ROUNDS) -> list[tuple[float, float]]:
    """Return the processor seconds of the click and of collect and publish, after one round that is not counted."""
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        folder, held = begin(place / "ours")
        taken = []
        for number in range(rounds + 1):
            copies = [place / f"{name} {number}" for name in ("click", "plain")]
            for copy in copies:
                shutil.copytree(folder.path, copy)
            plain = run_plain(Folder(copies[1]))
            taken.append((run_click(Folder(copies[0]), held), plain))
        return taken[1:]


def ratio(taken: list[tuple[float, float]]) -> float:
    """Return the median of the click's cost, as a multiple of collect and publish."""
    return statistics.median(click / plain for click, plain in taken)


def main() -> int:
    """Print the ratio; 1 where it misses its aim."""
    taken = measure()
    click, plain = (statistics.median(side) for side in zip(*taken, strict=True))
    print(f"click: {click:.2f} s; collect and publish: {plain:.2f} s; {ratio(taken):.2f} times (aim {AIM:g})")
    return int(ratio(taken) > AIM)


if __name__ == "__main__":
    sys.exit(main())
