r"""Which partnership's folder figures are read from: the user's own list, never what a workbook says.

The list is ``folders.toml`` in the user's settings (on Windows ``%APPDATA%\scpxl``), with a table for each folder::

    [[folders]]
    partnership = "Barnet Safer Communities Partnership"
    path = 'C:\CSP\barnet'
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final

import click

from scpxl.errors import NotFoundError, SetUpError

LIST: Final = "folders.toml"


def list_path() -> Path:
    """Return where the user's list of folders is."""
    return Path(click.get_app_dir("scpxl")) / LIST


def read_folders(path: Path) -> dict[str, Path]:
    """Return the folders of a list by the partnership's name; raises SetUpError where there are none or it cannot be read."""
    if not path.is_file():
        raise SetUpError(
            "no folder is known yet. Publish once with scpxl publish, which enters the folder in your list."
        )
    try:
        entries = tomllib.loads(path.read_bytes().decode("utf-8-sig")).get("folders", [])
        found = {str(one["partnership"]): Path(str(one["path"])) for one in entries}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as broken:
        raise SetUpError(
            f"{path} cannot be read ({broken}). Delete it and run scpxl publish once."
        ) from broken
    if not found:
        raise SetUpError(f"{path} lists no folder. Publish once with scpxl publish, which enters it.")
    return found


def choose_folder(folders: dict[str, Path], partnership: str | None) -> Path:
    """Return the folder of a partnership, by its name or the folder's; the only one where none is named.

    Raises NotFoundError where there is no such partnership, or more than one and none is named.

    >>> choose_folder({"Barnet": Path("tour")}, None).name
    'tour'
    """
    names = ", ".join(folders)
    if partnership is None:
        if len(folders) == 1:
            return next(iter(folders.values()))
        raise NotFoundError(
            f"you work for {len(folders)} partnerships. Name one as the last argument: {names}."
        )
    wanted = partnership.casefold()
    for name, path in folders.items():
        if wanted in {name.casefold(), path.name.casefold()}:
            return path
    raise NotFoundError(f"{partnership!r} is not in your list of folders. There are: {names}.")
