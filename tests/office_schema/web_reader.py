"""exceljs, the reader that web viewers of workbooks are built on."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
TIMEOUT_SECONDS = 120


@dataclass(frozen=True)
class WebReader:
    """Node.js with exceljs."""

    program: Path

    def notes(self, path: Path) -> dict[str, dict[str, str]]:
        """Return a workbook's sheets with the notes on their cells, as a web viewer has them.

        Raises AssertionError with what the reader said where it cannot open the workbook.
        """
        done = subprocess.run(
            [str(self.program), str(HERE / "open_in_exceljs.js"), str(path)],
            capture_output=True, text=True, timeout=TIMEOUT_SECONDS, check=False, encoding="utf-8",
        )  # fmt: skip
        assert done.returncode == 0, f"exceljs cannot open {path.name}: {done.stderr}"
        found: dict[str, dict[str, str]] = json.loads(done.stdout)
        return found


def find_web_reader() -> WebReader | None:
    """Return the reader, or None where `make check` could not install it."""
    node = shutil.which("node")
    installed = (HERE / "node_modules" / "exceljs").is_dir()
    return WebReader(Path(node)) if node and installed else None
