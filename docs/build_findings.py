"""Write what the worked examples say, each told by the program from their published figures alone.

Run by `make docs`; a test fails where the page is behind.
"""

# ruff: noqa: INP001  (a script beside the page it writes, not a package)
from __future__ import annotations

import tempfile
from pathlib import Path

from scpxl.jobs.publishing.publish import brief
from scpxl.jobs.setting_up.setup import demonstrate, examples

PAGE = Path(__file__).resolve().parent / "example-findings.md"
OPENING = """# What the examples say

Written by `make docs`, the way [`scpxl brief`](commands.md#brief) writes it: no sentence is anybody's. The figures are those the Metropolitan
Police, the Mayor's Office, the London Fire Brigade and the Office for National Statistics published for Barnet and the other London boroughs.
Targets are of the example, and not the partnership's own. How each figure is made is told in [the methods](methods.md).

Contains public sector information licensed under the Open Government Licence v2.0 and v3.0.
"""


def findings() -> str:
    """Return the page: the briefing of each example's last quarter, oldest first."""
    parts = [OPENING]
    for example in examples():
        with tempfile.TemporaryDirectory() as place:
            made = demonstrate(Path(place) / example.name, example)
            parts.append(brief(made.folder, made.period, level=2))
    return "\n".join(parts)


def main() -> None:
    """Write the page."""
    PAGE.write_text(findings(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
