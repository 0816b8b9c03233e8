"""The Open XML SDK's validator: whether a workbook keeps to the schema that Office itself is built on."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

PROGRAMS = Path(__file__).parent / "node_modules" / ".bin"
OLDEST = "Office2016"
"""The oldest Excel that is promised to open what scpxl writes."""
TIMEOUT_SECONDS = 300


@dataclass(frozen=True, order=True)
class SchemaRemark:
    """Something in a workbook that the schema does not allow."""

    part: str
    rule: str
    words: str


@dataclass(frozen=True)
class Validator:
    """The validator's program."""

    program: Path

    def remarks(self, path: Path) -> list[SchemaRemark]:
        """Return what the schema does not allow in a workbook, in the order it was found.

        Raises AssertionError with what the program said where it could not read the file at all.
        """
        command = [str(self.program), str(path), "--officeVersion", OLDEST]
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=TIMEOUT_SECONDS, check=False, encoding="utf-8"
        )
        assert done.returncode in {0, 1}, f"The validator did not run: {done.stdout} {done.stderr}"
        said = json.loads(done.stdout)
        unread = [one["description"] for one in said["errors"] if one["errorType"] == "Exception"]
        assert not unread, f"The validator cannot open {path.name}: {unread}"
        assert said["ok"] is not bool(said["errors"]), f"The validator contradicts itself: {done.stdout}"
        return [SchemaRemark(one["path"], one["id"], one["description"]) for one in said["errors"]]


def find_validator() -> Path | None:
    """Return the validator's program, or None where `make check` could not install it."""
    found = shutil.which("ooxml-validator", path=str(PROGRAMS))
    return Path(found) if found and shutil.which("node") else None
