"""Read the framework from its file or its workbook, by suffix; judge nothing, name places."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from scpxl.errors import FrameworkError
from scpxl.framework.columns import SETTINGS
from scpxl.framework.entries import to_framework
from scpxl.framework.tables import TABLES
from scpxl.model.framework import Framework


def read_framework(path: Path) -> Framework:
    """Return the framework a `.toml` file or an `.xlsx` workbook holds.

    Raises `FrameworkError` with a line for each thing to correct, all at once: the entry and field
    in a file, the cell as well in a workbook.
    """
    suffix = path.suffix.casefold()
    if suffix not in {".toml", ".xlsx"}:
        raise FrameworkError(path.name, ("A framework is a file ending in .toml or .xlsx.",))
    if not path.is_file():
        found = "is a folder" if path.is_dir() else "does not exist"
        raise FrameworkError(path.name, (f"The file {found}. Check its name, and the folder {path.parent}.",))
    if suffix == ".toml":
        return _read_toml(path)
    # Imported here so that reading TOML stays quick.
    from scpxl.read.framework_sheets import read_framework_workbook

    return read_framework_workbook(path)


def read_former_keys(path: Path) -> tuple[tuple[str, str, str], ...]:
    """Return the keys or headings of a framework that can be read which have another name today.

    Each with its table and today's name, as the file has them: keys of a `.toml`, headings of an `.xlsx`.
    """
    if path.suffix.casefold() != ".toml":
        from scpxl.read.framework_sheets import read_former_headings

        return read_former_headings(path)
    entries, _problems = _to_entries(_parse(path))
    return tuple(
        (table.key, old, table.former_keys[old])
        for table in TABLES
        for old in table.renamed({key for entry in entries.get(table.key, ()) for key in entry})
    )


def _read_toml(path: Path) -> Framework:
    entries, problems = _to_entries(_parse(path))
    if problems:
        raise FrameworkError(path.name, tuple(problems))
    framework, found = to_framework(entries)
    if framework is None:
        raise FrameworkError(path.name, tuple(str(problem) for problem in found))
    return framework


def _parse(path: Path) -> dict[str, Any]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as refused:
        raise FrameworkError(path.name, (f"The file cannot be opened: {refused.strerror}.",)) from refused
    except UnicodeDecodeError as wrong:
        line = path.read_bytes()[: wrong.start].count(b"\n") + 1
        words = f"line {line}: there are characters that are not UTF-8. Save the file as UTF-8."
        raise FrameworkError(path.name, (words,)) from wrong
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        fault, _, place = str(wrong).removesuffix(")").rpartition(" (at ")
        words = f"{place}: {fault}. Correct the line." if fault else f"{place}. Correct the file."
        raise FrameworkError(path.name, (words,)) from wrong
    except RecursionError as wrong:
        raise FrameworkError(path.name, ("It is nested too deeply to be a framework.",)) from wrong


def _to_entries(found: dict[str, Any]) -> tuple[dict[str, list[dict[str, Any]]], list[str]]:
    entries: dict[str, list[dict[str, Any]]] = {}
    problems: list[str] = []
    for table in TABLES[1:]:
        rows = found.pop(table.key, [])
        if isinstance(rows, list) and all(isinstance(row, dict) for row in rows):
            entries[table.key] = rows
        else:
            problems.append(
                f"{table.key}: is not a list of tables. Begin each {table.noun} with [[{table.key}]]."
            )
    entries[SETTINGS] = [found]
    return entries, problems
