"""LibreOffice as tests use it: a second program that opens our workbooks."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from uuid import uuid4

TIMEOUT_SECONDS = 120

_AS_INSTALLED = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"></oor:items>
"""
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


@dataclass
class Listening:
    """A LibreOffice that waits to be driven over a pipe."""

    pipe: str
    process: subprocess.Popen[bytes]
    _desktop: Any = None

    def desktop(self, uno: Any) -> Any:
        """Return its desktop, through its bridge to Python; raises AssertionError where it does not answer."""
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        ends = time.monotonic() + TIMEOUT_SECONDS
        while self._desktop is None:
            assert self.process.poll() in {None, 0}, f"LibreOffice ended with {self.process.returncode}"
            assert time.monotonic() < ends, "LibreOffice does not answer."
            # Until it listens, each attempt raises what the bridge has for it.
            with suppress(Exception):
                found = resolver.resolve(f"uno:pipe,name={self.pipe};urp;StarOffice.ComponentContext")
                manager = found.ServiceManager
                self._desktop = manager.createInstanceWithContext("com.sun.star.frame.Desktop", found)
                break
            time.sleep(0.2)
        return self._desktop

    def end(self) -> None:
        """End it, and whatever it started."""
        if self._desktop is not None:
            with suppress(Exception):
                self._desktop.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(20)


@dataclass(frozen=True)
class LibreOffice:
    """LibreOffice with a profile of its own, so that two test processes do not wait for each other."""

    program: Path
    folder: Path

    def _profile(self, name: str, settings: str = _SETTINGS) -> Path:
        profile = self.folder / name
        if not profile.exists():
            (profile / "user").mkdir(parents=True)
            (profile / "user" / "registrymodifications.xcu").write_text(settings, "utf-8")
        return profile

    @contextmanager
    def listening(self, *, as_installed: bool = False) -> Iterator[Listening]:
        """Start it with a profile of its own, let it be driven from outside, and end it.

        `as_installed` leaves its settings alone: it then takes the values kept in our workbooks for current.
        """
        settings = _AS_INSTALLED if as_installed else _SETTINGS
        pipe = f"scpxl{uuid4().hex}"
        command = [
            str(self.program),
            f"-env:UserInstallation={self._profile(pipe, settings).as_uri()}",
            "--headless",
            "--norestore",
            "--nologo",
            "--nodefault",
            f"--accept=pipe,name={pipe};urp;",
        ]
        started = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        office = Listening(pipe, started)
        try:
            yield office
        finally:
            office.end()

    def convert(self, path: Path, to: str) -> Path:
        """Open a file, work out every formula again, and return it saved as `to` (see `convert_all`)."""
        return self.convert_all([path], to)[path]

    def convert_all(self, paths: Sequence[Path], to: str) -> dict[Path, Path]:
        """Open files of different names in one start, work out every formula again, and save each as `to`.

        `to` is a suffix such as ``pdf`` or ``xlsx``, with a filter after a colon where one is needed:
        ``csv:Text - txt - csv (StarCalc):44,34,76,1``.  Each call writes into a folder of its own.
        Raises AssertionError with what LibreOffice said where it wrote nothing.
        """
        profile = self._profile("profile")
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
