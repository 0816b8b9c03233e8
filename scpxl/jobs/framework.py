"""The framework's own jobs: check it, write it in the other form, say what differs."""

from __future__ import annotations

from pathlib import Path

from scpxl.checks.framework_diff import Difference, diff_frameworks
from scpxl.errors import SetUpError
from scpxl.jobs.folder import Folder
from scpxl.model.framework import Framework
from scpxl.read.framework_file import read_framework
from scpxl.render.framework_text import write_framework_toml
from scpxl.render.framework_workbook import write_framework_workbook


def check_framework_file(folder: Folder, path: Path | None = None) -> Framework:
    """Return the folder's framework, or that of a file; raises FrameworkError with all that is wrong."""
    return read_framework(path) if path is not None else folder.framework


def export_framework(folder: Folder, out: Path) -> Path:
    """Write the folder's framework to a ``.xlsx`` or ``.toml`` file."""
    if out.suffix.casefold() == ".toml":
        write_framework_toml(folder.framework, out)
    elif out.suffix.casefold() == ".xlsx":
        write_framework_workbook(folder.framework, out)
    else:
        raise SetUpError(
            f"{out.name}: a framework is written as .xlsx or .toml. Choose one of these endings."
        )
    return out


def diff_framework_files(old: Path, new: Path) -> tuple[Difference, ...]:
    """Return what differs between two framework files."""
    return diff_frameworks(read_framework(old), read_framework(new))
