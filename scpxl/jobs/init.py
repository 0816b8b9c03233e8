"""Make a partnership's folder."""

from __future__ import annotations

from pathlib import Path

from scpxl.errors import SetUpError
from scpxl.jobs.folder import FRAMEWORKS, SETTINGS, Folder
from scpxl.jobs.shipped import shipped
from scpxl.read.framework_file import read_framework
from scpxl.render.framework_text import write_framework_toml
from scpxl.render.framework_workbook import write_framework_workbook

EXAMPLE = "templates/barnet/framework.toml"
_SETTINGS_TEXT = """\
# Settings of this partnership's folder.
#
# The period worked on when none is named; without it, the last quarter that has ended.
# period = "2017-18 Q4"
#
# The day by which lateness is reckoned; without it, today. For replaying the past.
# as_of = 2018-05-14
"""


def init_folder(path: Path, framework: Path | None = None) -> Folder:
    """Make the folder, with a framework to edit: the one given, or the shipped example as a workbook.

    Raises SetUpError where the folder holds a framework already; nothing of it is touched then.
    """
    if any((path / name).exists() for name in FRAMEWORKS):
        raise SetUpError(
            f"{path} is a partnership's folder already. Choose another, or work in it with `scpxl -C`."
        )
    if path.exists() and not path.is_dir():
        raise SetUpError(f"{path} is a file. Choose a folder.")
    agreed = read_framework(framework or shipped(EXAMPLE)).renewed()
    path.mkdir(parents=True, exist_ok=True)
    if framework is not None and framework.suffix.casefold() == ".toml":
        write_framework_toml(agreed, path / "framework.toml")
    else:
        write_framework_workbook(agreed, path / "framework.xlsx")
    for name in ("returns", "issued", "outputs", "archive"):
        (path / name).mkdir(exist_ok=True)
    settings = path / SETTINGS
    if not settings.exists():
        settings.write_text(_SETTINGS_TEXT, encoding="utf-8")
    return Folder(path)
