"""What it costs to guard and read a return, as multiples of python-calamine reading the same cells.

Run: python benchmarks/reading.py [ROUNDS].  The contenders take turns in one process, so that a busy
machine slows them alike; the figures are medians of each round's ratio, by processor time.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from python_calamine import CalamineWorkbook

from scpxl.read.guard import guard_workbook
from scpxl.read.return_workbook import open_return, read_return
from tests.read.forms import filled_form, small_form

COUNTS, WARDS = 10, 21
TARGETS = {"guard": 0.6, "guard + read + find the tables": 1.8}


def calamine(content: bytes) -> object:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]


def seconds(work: Callable[[], object], times: int = 5) -> float:
    began = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - began) / times


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    form = small_form(COUNTS, WARDS)
    content = filled_form(form)
    contenders: dict[str, Callable[[], object]] = {
        "guard": lambda: guard_workbook(content, "met.xlsx"),
        "guard + read": lambda: open_return(content, "met.xlsx"),
        "guard + read + find the tables": lambda: read_return(open_return(content, "met.xlsx"), form),
    }
    ratios: dict[str, list[float]] = {name: [] for name in contenders}
    yardsticks = []
    for _ in range(rounds):
        yardstick = seconds(lambda: calamine(content))
        yardsticks.append(yardstick)
        for name, work in contenders.items():
            ratios[name].append(seconds(work) / yardstick)
    rows = sum(len(table.rows) for table in form.tables)
    print(f"A return of {rows} rows, {len(content) / 1024:.0f} kB; {rounds} rounds.")
    print(f"python-calamine, all sheets: {median(yardsticks) * 1000:.1f} ms")
    for name, found in ratios.items():
        target = f"   target {TARGETS[name]:.1f}" if name in TARGETS else ""
        print(f"{name:34}{median(found):5.2f} x{target}")


if __name__ == "__main__":
    main()
