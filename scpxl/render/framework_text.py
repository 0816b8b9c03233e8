"""Write the framework as a TOML file that people can read and compare, version by version."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

import tomlkit
from pydantic import BaseModel
from tomlkit import TOMLDocument
from tomlkit.items import InlineTable, Table

from scpxl.files.writing import Written, write_file
from scpxl.framework.columns import ONE_OR_SEVERAL
from scpxl.framework.tables import SETTINGS_TABLE, TABLE_BY_KEY, TABLES, FrameworkTable
from scpxl.model.framework import Framework
from scpxl.model.periods import Period

A_LINE_EACH = ("objectives", "partners", "benchmarks", "breakdowns", "items", "areas")
"""Tables of short entries.  They come first: in TOML nothing else may follow an entry with a heading."""

_LONGEST_LINE = 100
_LARGEST_WHOLE = 2**53


def write_framework_toml(framework: Framework, path: Path) -> Written:
    """Write the framework to a file that `read_framework` gives back equal, and return where it is.

    Fields are in the order of the records, and are left out where they hold the default.  Raises `OutputError`
    where the file cannot be written; what was there before is then still there.
    """
    return write_file(path, to_framework_text(framework).encode(), other_name=True)


def to_framework_text(framework: Framework) -> str:
    """Return the framework as TOML text."""
    document = tomlkit.document()
    document.add(tomlkit.comment(f"{framework.partnership}: the framework, version {framework.version}."))
    document.add(tomlkit.comment(SETTINGS_TABLE.purpose.removesuffix(" One row per setting.")))
    document.add(tomlkit.comment("Whatever is left out has its default."))
    document.add(tomlkit.nl())
    for key, value in _said(framework, SETTINGS_TABLE):
        document.add(key, _wrapped(key, value))
    for key in A_LINE_EACH:
        _add_table(document, TABLE_BY_KEY[key], [_line(entry) for entry in _rows(framework, key)])
    for table in TABLES[1:]:
        if table.key not in A_LINE_EACH:
            _add_table(document, table, [_headed(entry) for entry in _rows(framework, table.key)])
    return tomlkit.dumps(document)


def _rows(framework: Framework, key: str) -> list[dict[str, Any]]:
    return [dict(_said(entry, TABLE_BY_KEY[key])) for entry in getattr(framework, key)]


def _add_table(document: TOMLDocument, table: FrameworkTable, rows: list[InlineTable] | list[Table]) -> None:
    if not rows:
        return
    document.add(tomlkit.nl())
    document.add(tomlkit.comment(f"{table.sheet}. {table.purpose}"))
    if table.key in A_LINE_EACH:
        lines = tomlkit.array()
        lines.extend(rows)
        document.add(table.key, lines.multiline(multiline=True))
        return
    document.add(tomlkit.nl())
    headed = tomlkit.aot()
    for row in rows:
        headed.append(row)
    document.add(table.key, headed)


def _line(row: dict[str, Any]) -> InlineTable:
    line = tomlkit.inline_table()
    line.update(row)
    return line


def _headed(row: dict[str, Any]) -> Table:
    table = tomlkit.table()
    for key, value in row.items():
        table.add(key, _wrapped(key, value))
    return table


def _said(entry: BaseModel, table: FrameworkTable) -> Iterator[tuple[str, Any]]:
    for column in table.columns:
        value = getattr(entry, column.key)
        if column.required or value != column.default:
            plain = _to_plain(value)
            alone = (table.key, column.key) in ONE_OR_SEVERAL and len(plain) == 1
            yield column.key, plain[0] if alone else plain


def _wrapped(key: str, value: Any) -> Any:
    if isinstance(value, list):
        array = tomlkit.array()
        array.extend(value)
        return array.multiline(multiline=len(tomlkit.dumps({key: value})) > _LONGEST_LINE)
    if isinstance(value, str) and "\n" in value:
        return tomlkit.string(value, multiline=True)
    return value


def _to_plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_to_plain(entry) for entry in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Period):
        return value.written
    if isinstance(value, float) and value.is_integer() and abs(value) < _LARGEST_WHOLE:
        return int(value)
    return value
