"""What publishing costs, and what publishing again costs where nothing has changed.

    python benchmarks/publishing.py [ROUNDS]

The worked example's last quarter, its record as `scpxl demo` leaves it.  Ratios of the processor's time in one
process, start-up apart.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from scpxl.jobs.folder import Folder
from scpxl.jobs.publishing.publish import publish
from scpxl.jobs.setting_up.setup import demonstrate, examples

ROUNDS = 3
WANTED = 0.4


def measure(rounds: int = ROUNDS) -> float:
    """Return how many times the cost of publishing it is to publish again what has not changed."""
    ratios = []
    with tempfile.TemporaryDirectory() as place:
        made = demonstrate(Path(place) / "ours", examples()[0])
        for _ in range(rounds):
            for file in made.folder.outputs(made.period).glob("dashboard*"):
                file.unlink()
            first, again = (_seconds(made.folder.path, unchanged=unchanged) for unchanged in (False, True))
            ratios.append(again / first)
    return median(ratios)


def _seconds(path: Path, *, unchanged: bool) -> float:
    folder = Folder(path)
    begun = time.process_time()
    made = publish(folder, folder.period(None))
    if made.unchanged is not unchanged:
        raise SystemExit("What was published is not what was to be measured.")
    return time.process_time() - begun


def main() -> None:
    """Print the ratio."""
    ratio = measure(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
    print(f"publishing again what has not changed: {ratio:.2f} times the first (wanted: {WANTED})")


if __name__ == "__main__":
    main()
