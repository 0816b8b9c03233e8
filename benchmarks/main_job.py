"""The main job against the plain way: 48 returns of a borough's year to a finished dashboard, in one process.

Run `python benchmarks/main_job.py`.  Both sides begin with the same forms, filled in and saved with their results
as Excel saves them, and the same history and benchmarks already kept (ours in its store, the plain way's in a SQLite
table), and end with a dashboard on disk.  The plain way opens each workbook once.  They are run in turn in the same
process; the figure is the median of the ratios of processor time.

The plain way does the sums of the dashboard's tables and charts and no more: no exact limits, plausible ranks, trends,
forecasts, seasons or sentences, no privacy, no reply to a partner.  So the ratio says what all of that costs as
well as what is saved in reading.
"""

from __future__ import annotations

import gc
import re
import shutil
import sqlite3
import statistics
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from time import process_time

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "workbooks")]

import plain_way  # noqa: E402
from build_returns import MadeReturn, enlarge, make_returns, read_example  # noqa: E402

from scpxl.jobs.folder import Folder  # noqa: E402
from scpxl.jobs.giving.export import all_observations  # noqa: E402
from scpxl.jobs.publishing.publish import publish  # noqa: E402
from scpxl.jobs.returns.collect import collect  # noqa: E402
from scpxl.jobs.returns.importing import ImportKind, import_file  # noqa: E402
from scpxl.jobs.setting_up.setup import shipped  # noqa: E402
from scpxl.model.framework import Framework  # noqa: E402
from scpxl.model.periods import Period, month_code  # noqa: E402
from scpxl.render.framework_text import write_framework_toml  # noqa: E402

ROUNDS = 3
PARTNERS = 12
AIM = 0.3
"""What it is to come to; a dashboard of thirteen month ends, worked out together, is at about 0.55."""
_NO_RESULT = re.compile(rb"<c ([^>]*?)( t=\"[a-z]+\")?><f>([^<]*)</f><v ?/?>(?:</v>)?</c>")


@dataclass(frozen=True)
class Bench:
    """The forms, and the two kept records both sides begin from."""

    place: Path
    framework: Framework
    returns: tuple[MadeReturn, ...]
    periods: tuple[Period, ...]
    ours: Path
    plain: Path


def prepare(place: Path) -> Bench:
    """Make the 48 filled returns and both sides' record of history and benchmarks."""
    example = enlarge(read_example(), PARTNERS)
    returns = make_returns(example, place / "returns")
    for made in returns:
        save_with_results(made.path)
    folder = Folder(place / "ours")
    folder.path.mkdir()
    write_framework_toml(example.framework, folder.path / "framework.toml")
    for name, kind in (("history", ImportKind.HISTORY), ("benchmark", ImportKind.BENCHMARK)):
        import_file(folder, shipped(f"workbooks/barnet-2017-18/{name}.csv.gz"), kind)
    base = plain_way.base_frame(
        (o.indicator, o.area, o.item, "Number", month_code(o.period.last), o.numerator, o.marker.value)
        for o in all_observations(folder)
    )
    with sqlite3.connect(place / "plain.db") as connection:
        for column in ("partner", "sheet", "cell"):
            base[column] = ""
        base.to_sql("figure", connection, index=False)
    connection.close()
    periods = tuple(sorted({made.period for made in returns}))
    return Bench(place, example.framework, returns, periods, folder.path, place / "plain.db")


def save_with_results(path: Path) -> None:
    """Give each formula of a form a result, as a spreadsheet program does when it saves."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            if name.startswith("xl/worksheets/"):
                content = _NO_RESULT.sub(rb'<c \1 t="str"><f>\3</f><v>Complete</v></c>', content)  # noqa: PLW2901
            package.writestr(name, content)


def run_ours(bench: Bench, number: int) -> float:
    """Collect the four quarters and publish the last; return the processor seconds."""
    place = bench.place / f"ours-{number}"
    shutil.copytree(bench.ours, place)
    gc.collect()
    begin = process_time()
    folder = Folder(place)
    for period in bench.periods:
        made = collect(folder, period, [made.path for made in bench.returns if made.period == period])
        if made.needs_somebody:
            raise RuntimeError("A return of the benchmark was returned; it measures nothing then.")
    publish(folder, bench.periods[-1])
    return process_time() - begin


def run_plain(bench: Bench, number: int) -> float:
    """Do the same the plain way; return the processor seconds."""
    database = bench.place / f"plain-{number}.db"
    shutil.copyfile(bench.plain, database)
    gc.collect()
    begin = process_time()
    frames = []
    for made in bench.returns:
        figures, _texts = plain_way.read_return(made.path, bench.framework, made.period)
        if wrong := plain_way.check_wards(figures):
            raise RuntimeError(f"{made.path.name}: {wrong[0]}")
        frames.append(plain_way.to_frame(figures))
    kept, _restated = plain_way.store(database, frames)
    worked_out = plain_way.work_out(kept, bench.framework, bench.periods[-1])
    plain_way.write_dashboard(worked_out, kept, bench.framework, bench.place / f"plain-{number}.xlsx")
    return process_time() - begin


def measure(rounds: int = ROUNDS) -> list[tuple[float, float]]:
    """Return the processor seconds of both sides, round by round, after one round that is not counted."""
    with tempfile.TemporaryDirectory() as place:
        bench = prepare(Path(place))
        if len(bench.returns) != 4 * PARTNERS:
            raise RuntimeError(f"{len(bench.returns)} returns were made instead of {4 * PARTNERS}.")
        return [(run_ours(bench, n), run_plain(bench, n)) for n in range(rounds + 1)][1:]


def ratio(taken: list[tuple[float, float]]) -> float:
    """Return the median ratio of our time to the plain way's."""
    return statistics.median(ours / plain for ours, plain in taken)


def main() -> None:
    taken = measure()
    ours, plain = (statistics.median(side) for side in zip(*taken, strict=True))
    print(
        f"48 returns to a dashboard: {ours:.2f} s; the plain way: {plain:.2f} s; ratio {ratio(taken):.2f} (the aim is {AIM:.2f})"
    )


if __name__ == "__main__":
    main()
