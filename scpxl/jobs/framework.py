"""The framework's own jobs: check it, write it in the other form, say what differs."""

from __future__ import annotations

from pathlib import Path

from scpxl.checks.framework_diff import Difference, diff_frameworks
from scpxl.errors import SetUpError
from scpxl.jobs.agreements import agreement_remarks
from scpxl.jobs.folder import Folder
from scpxl.jobs.rate_targets import rate_target_remarks
from scpxl.model.framework import Framework
from scpxl.read.framework_file import read_framework
from scpxl.read.framework_sheets import read_old_zeros
from scpxl.render.framework_text import write_framework_toml
from scpxl.render.framework_workbook import write_framework_workbook


def check_framework_file(folder: Folder, path: Path | None = None) -> Framework:
    """Return the folder's framework, or that of a file; raises FrameworkError with all that is wrong."""
    return read_framework(path) if path is not None else folder.framework


def framework_remarks(folder: Folder, framework: Framework, path: Path | None = None) -> tuple[str, ...]:
    """Return what the analyst should know of a sound framework: what is asked about, ended or of no use."""
    file = path or folder.framework_path
    zeros = read_old_zeros(file) if file.suffix.casefold() == ".xlsx" else ()
    return (
        *rate_target_remarks(folder, framework),
        *(_ZERO.format(code=code) for code in zeros),
        *agreement_remarks(folder, framework),
    )


_ZERO = (
    "{code}: 0 decimals is read as blank, since workbooks of format 1 were written with 0 where nothing was said. If 0 is meant, "
    "write 2 under Format on Framework, and clear the cell of each indicator that is to have its unit's own."
)


def export_framework(folder: Folder, out: Path) -> Path:
    """Write the folder's framework to a ``.xlsx`` or ``.toml`` file, in today's format."""
    framework = folder.framework.renewed()
    if out.suffix.casefold() == ".toml":
        write_framework_toml(framework, out)
    elif out.suffix.casefold() == ".xlsx":
        write_framework_workbook(framework, out)
    else:
        raise SetUpError(
            f"{out.name}: a framework is written as .xlsx or .toml. Choose one of these endings."
        )
    return out


def diff_framework_files(old: Path, new: Path) -> tuple[Difference, ...]:
    """Return what differs between two framework files."""
    return diff_frameworks(read_framework(old), read_framework(new))
