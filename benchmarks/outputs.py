"""What publishing every output of a quarter costs beside the dashboard alone.

    python benchmarks/outputs.py [ROUNDS]

The worked example's last quarter, its record as `scpxl demo` leaves it; every value of `Output`, so that one more is
measured as soon as it can be published.  Ratios of the processor's time in one process, start-up apart.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from scpxl.jobs.folder import Folder
from scpxl.jobs.publishing.publish import publish
from scpxl.jobs.publishing.published import Output
from scpxl.jobs.setting_up.setup import demonstrate, examples

ROUNDS = 3
WANTED = 4.0


def measure(rounds: int = ROUNDS) -> float:
    """Return how many times the cost of the dashboard alone all outputs together have."""
    ratios = []
    with tempfile.TemporaryDirectory() as place:
        made = demonstrate(Path(place) / "ours", examples()[0])
        written = made.folder.outputs(made.period)
        _seconds(made.folder.path, written, tuple(Output))  # libraries are loaded once
        for _ in range(rounds):
            alone = _seconds(made.folder.path, written, (Output.DASHBOARD,))
            ratios.append(_seconds(made.folder.path, written, tuple(Output)) / alone)
    return median(ratios)


def _seconds(path: Path, written: Path, outputs: Sequence[Output]) -> float:
    """Return what it costs to publish some outputs of which none is there."""
    for file in written.iterdir():
        if file.is_file():
            file.unlink()
    folder = Folder(path)
    begun = time.process_time()
    made = publish(folder, folder.period(None), outputs=outputs)
    if made.unchanged or made.outputs != tuple(outputs):
        raise SystemExit("What was published is not what was to be measured.")
    return time.process_time() - begun


def main() -> None:
    """Print the ratio."""
    ratio = measure(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
    names = ", ".join(Output)
    print(f"all outputs ({names}): {ratio:.2f} times the dashboard alone (wanted: at most {WANTED:g})")


if __name__ == "__main__":
    main()
