"""What it costs to check a return whole, as multiples of python-calamine reading the same cells.

Run `python benchmarks/checking.py [ROUNDS]`.  The return is the largest of the worked example: the real
form, issued with twelve months filled in, and filled in as a partner would.  The contenders take turns
in one process, so that a busy machine slows them alike; the figures are medians of each round's ratio,
by processor time.  Nothing is kept from one check to the next but what a batch shares.
"""

from __future__ import annotations

import io
import re
import sys
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import process_time

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "workbooks")]

from build_returns import make_returns, read_example  # noqa: E402
from python_calamine import CalamineWorkbook  # noqa: E402

from scpxl.jobs.returns.check import check_file  # noqa: E402
from scpxl.model.framework import Framework  # noqa: E402
from scpxl.model.periods import Period  # noqa: E402
from scpxl.read.guard import guard_workbook  # noqa: E402
from scpxl.read.return_workbook import open_return, read_return  # noqa: E402
from scpxl.returns.layout import lay_out_return  # noqa: E402

PARTNER, PERIOD = "met", Period.quarter(2017, 4)
ROUNDS, TIMES = 30, 5
WANTED = 2.5
"""So many times what reading the cells alone costs is what the whole check should cost; it is about 2.4.

The guard, which goes through the file before any reader does, and the reading itself are more than half of
it, and half of the guard is unpacking the parts and their formulas' letters.  A reader of our own, which takes the
values in the guard's pass, was tried: it saved a tenth, and was left out for a thousand lines that the kept library
spares us.
"""
_NO_RESULT = re.compile(rb'(<c r="[A-Z]+\d+"(?: s="\d+")?)(><f[^>]*>[^<]*</f>)<v(?: ?/>|></v>)')
GUARD, READ, WHOLE = "guard", "guard + read", "the whole check"


@dataclass(frozen=True)
class Bench:
    """One filled return, on disk and in memory."""

    framework: Framework
    path: Path
    content: bytes


def prepare(place: Path) -> Bench:
    """Make the return that is checked."""
    example = read_example()
    (made,) = make_returns(example, place, [PARTNER], [PERIOD])
    made.path.write_bytes(with_results(made.path.read_bytes()))
    return Bench(example.framework, made.path, made.path.read_bytes())


def with_results(content: bytes) -> bytes:
    """Return a workbook whose formulas have their results, as every spreadsheet program saves them; a library has none.

    Each result is the same short text: how long it takes to read, not what it says, is measured.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part, _NO_RESULT.sub(rb'\1 t="str"\2<v>OK</v>', old.read(part)))
    return made.getvalue()


def calamine(content: bytes) -> object:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]


def seconds(work: Callable[[], object]) -> float:
    began = process_time()
    for _ in range(TIMES):
        work()
    return (process_time() - began) / TIMES


def measure(bench: Bench, rounds: int = ROUNDS) -> tuple[float, dict[str, float]]:
    """Return the median seconds of python-calamine, and each contender's median ratio to it."""
    form = lay_out_return(bench.framework, PARTNER, PERIOD)
    name = bench.path.name
    contenders: dict[str, Callable[[], object]] = {
        GUARD: lambda: guard_workbook(bench.content, name),
        READ: lambda: read_return(open_return(bench.content, name), form),
        WHOLE: lambda: check_file(bench.framework, bench.path),
    }
    ratios: dict[str, list[float]] = {contender: [] for contender in contenders}
    yardsticks = []
    for _ in range(rounds):
        yardstick = seconds(lambda: calamine(bench.content))
        yardsticks.append(yardstick)
        for contender, work in contenders.items():
            ratios[contender].append(seconds(work) / yardstick)
    return median(yardsticks), {contender: median(found) for contender, found in ratios.items()}


def whole_check(rounds: int = ROUNDS) -> float:
    """Return the whole check's ratio."""
    with tempfile.TemporaryDirectory() as place:
        return measure(prepare(Path(place)), rounds)[1][WHOLE]


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory() as place:
        bench = prepare(Path(place))
        yardstick, ratios = measure(bench, rounds)
        checked = check_file(bench.framework, bench.path)
    figures = len(checked.result.observations)
    print(
        f"{checked.verdict}: {figures:,} figures, {len(bench.content) / 1024:.0f} kB, "
        f"{len(checked.findings)} findings; {rounds} rounds."
    )
    print(f"python-calamine, all sheets: {yardstick * 1000:.1f} ms")
    before = 0.0
    for contender, ratio in ratios.items():
        target = f"   wanted: {WANTED:.1f}" if contender == WHOLE else ""
        print(f"{contender:16}{ratio:5.2f} x  (+{ratio - before:.2f}){target}")
        before = ratio


if __name__ == "__main__":
    main()
