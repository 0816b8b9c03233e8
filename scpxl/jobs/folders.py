"""The user's own list of partnership folders: where a refresh finds the record of an open dashboard.

A workbook names its partnership, and never a folder: whoever sends one round cannot make it work on another record.
The list is a file of the user's, ``folders.toml``, to which publishing adds the folder published from.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any, Final

import click
import tomlkit

from scpxl.errors import NotFoundError, SetUpError
from scpxl.files.writing import write_file

FILE: Final = "folders.toml"
ELSEWHERE: Final = "SCPXL_CONFIG"
"""The environment variable that names another place for what is kept for a user."""


def config_folder() -> Path:
    """Return where scpxl keeps what is the user's own: in the user's profile, unless SCPXL_CONFIG says elsewhere."""
    return Path(os.environ.get(ELSEWHERE) or click.get_app_dir("scpxl"))


def known_folders() -> dict[Path, str]:
    """Return the partnership of each folder on the list, the last used one last; none where there is no list.

    Raises SetUpError where the list cannot be read.
    """
    path = config_folder() / FILE
    try:
        said = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as broken:
        raise SetUpError(
            f"{path} cannot be read: {broken}. Correct it, or delete it and publish again."
        ) from broken
    listed: list[Any] = said.get("folder", []) if isinstance(said.get("folder", []), list) else []
    found: dict[Path, str] = {}
    for one in listed:
        place = one.get("path") if isinstance(one, dict) else None
        name = one.get("partnership") if isinstance(one, dict) else None
        if not isinstance(place, str) or not isinstance(name, str):
            raise SetUpError(
                f"{path}: each folder needs its path and its partnership. Correct it and try again."
            )
        found[Path(place)] = name
    return found


def remember_folder(path: Path, partnership: str) -> None:
    """Put a folder on the list, or make it the last used one; raises SetUpError where that cannot be written."""
    place = path.absolute()
    listed = {one: name for one, name in known_folders().items() if one != place}
    listed[place] = partnership
    if list(listed.items()) == list(known_folders().items()):
        return
    document = tomlkit.document()
    document.add(
        tomlkit.comment(
            "Folders of partnerships that scpxl works on from this account; it is written by scpxl."
        )
    )
    tables = tomlkit.aot()
    for one, name in listed.items():
        table = tomlkit.table()
        table.update({"path": str(one), "partnership": name})
        tables.append(table)
    document.add("folder", tables)
    write_file(config_folder() / FILE, tomlkit.dumps(document).encode())


def folder_of(partnership: str, beside: Path | None = None) -> Path:
    """Return the folder on the list that is a partnership's.

    Of several, the one that the file `beside` lies in.  Raises NotFoundError where there is none, or no single one.
    """
    found = [path for path, name in known_folders().items() if name == partnership and path.is_dir()]
    if beside is not None and len(found) > 1:
        within = [path for path in found if beside.absolute().is_relative_to(path)]
        found = within or found
    if not found:
        raise NotFoundError(
            f"No folder of {partnership} is known on this computer. "
            "Run `scpxl -C FOLDER publish` once, with the partnership's folder."
        )
    if len(found) > 1:
        raise NotFoundError(
            f"Several folders are of {partnership}: {', '.join(map(str, found))}. "
            "Run `scpxl -C FOLDER refresh` with the one that is meant."
        )
    return found[0]
