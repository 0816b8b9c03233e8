"""LibreOffice as tests use it: a second program that opens our workbooks."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

TIMEOUT_SECONDS = 120

# LibreOffice trusts the values kept in a workbook that says Excel made it, as XlsxWriter's do: recalculate always.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="ODFRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def in_ci() -> bool:
    """Whether nothing may be left out: there a missing LibreOffice fails instead of skipping."""
    return os.environ.get("CI", "").casefold() in {"1", "true", "yes"}


def find_soffice() -> Path | None:
    """Return LibreOffice's program, or None where it is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return Path(found) if found else None


@dataclass(frozen=True)
class LibreOffice:
    """LibreOffice with a profile of its own, so that two test processes do not wait for each other."""

    program: Path
    folder: Path

    def convert(self, path: Path, to: str) -> Path:
        """Open a file, work out every formula again, and return it saved as `to` (see `convert_all`)."""
        return self.convert_all([path], to)[path]

    def convert_all(self, paths: Sequence[Path], to: str) -> dict[Path, Path]:
        """Open files of different names in one start, work out every formula again, and save each as `to`.

        `to` is a suffix such as ``pdf`` or ``xlsx``, with a filter after a colon where one is needed:
        ``csv:Text - txt - csv (StarCalc):44,34,76,1``.  Each call writes into a folder of its own.
        Raises AssertionError with what LibreOffice said where it wrote nothing.
        """
        profile = self.folder / "profile"
        if not profile.exists():
            (profile / "user").mkdir(parents=True)
            (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, "utf-8")
        made_in = Path(mkdtemp(prefix="converted-", dir=self.folder))
        command = [
            str(self.program),
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            to,
            "--outdir",
            str(made_in),
            *map(str, paths),
        ]
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=TIMEOUT_SECONDS + 5 * len(paths), check=False
        )
        made = {one.stem: one for one in made_in.iterdir()}
        lost = [path.name for path in paths if path.stem not in made]
        assert not lost, f"LibreOffice made no {to} of {', '.join(lost)}: {done.stdout} {done.stderr}"
        return {path: made[path.stem] for path in paths}
