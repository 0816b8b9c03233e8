"""Turn the entries of a framework file into the framework, or into everything there is to correct."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from scpxl.framework.checks import check_framework
from scpxl.framework.columns import NONE_OF_THEM, SETTINGS, ColumnKind, FrameworkColumn
from scpxl.framework.problems import FrameworkProblem, choose_from, in_table_order, nearest, short_quote
from scpxl.framework.tables import SETTINGS_TABLE, TABLES, FrameworkTable
from scpxl.model.framework import Framework
from scpxl.words import as_given, digits_of_day

Entries: TypeAlias = Mapping[str, Sequence[Mapping[str, Any]]]
"""By table: its entries as they were found, field by field.  The settings are the one entry of theirs."""

_NEEDS = {
    "float": ("is not a number.", "Write digits only, for example 12.5."),
    "finite": ("is not a number.", "Write digits only, for example 12.5."),
    "int": ("is not a whole number.", "Write digits only, for example 12."),
    "bool": ("is neither yes nor no.", "Write yes or no."),
    "tuple": ("is not a list.", "Write its entries as a list."),
    "string": ("is not text.", "Write it as text."),
}
"""What to say of a value of the wrong kind, by the first word of pydantic's name for it."""


def to_framework(entries: Entries) -> tuple[Framework | None, tuple[FrameworkProblem, ...]]:
    """Return the framework, or None and all that is wrong with it, by table, entry and field.

    Entries that cannot be read do not hide what is wrong with the others.
    """
    read: dict[str, tuple[BaseModel, ...]] = {}
    places: dict[str, list[int]] = {}
    unread: dict[str, set[str]] = {}
    problems: list[FrameworkProblem] = []
    for table in TABLES[1:]:
        records, places[table.key] = [], []
        for place, entry in enumerate(entries.get(table.key, ())):
            if amiss := _yes_for_a_number(table, place, entry):
                problems += amiss
                unread.setdefault(table.key, set()).add(str(entry.get("code", "")))
                continue
            try:
                records.append(table.record.model_validate(entry))
                places[table.key].append(place)
            except ValidationError as wrong:
                problems += _told(wrong, table, place, entry)
                unread.setdefault(table.key, set()).add(str(entry.get("code", "")))
        read[table.key] = tuple(records)
    settings = next(iter(entries.get(SETTINGS, ())), {})
    framework, amiss = _with_settings(settings, read)
    amiss += _yes_for_a_number(SETTINGS_TABLE, 0, settings)
    told_already = {(problem.table, problem.field) for problem in amiss}
    problems += amiss
    for problem in check_framework(framework, unread):
        if (problem.table, problem.field) not in told_already:
            problems.append(_where_it_was_found(problem, places.get(problem.table, [])))
    return (None if problems else framework), in_table_order(problems)


def _with_settings(
    settings: Mapping[str, Any], read: Mapping[str, tuple[BaseModel, ...]]
) -> tuple[Framework, list[FrameworkProblem]]:
    try:
        return Framework.model_validate({**settings, **read}), []
    except ValidationError as wrong:
        amiss = list(_told(wrong, SETTINGS_TABLE, 0, settings))
    # The tables are checked all the same, with something in place of the settings that are wrong.
    faulty = {problem.field for problem in amiss}
    sound = {key: value for key, value in settings.items() if key not in faulty}
    return Framework.model_validate({"version": "?", "partnership": "?", "area": "?", **sound, **read}), amiss


def _yes_for_a_number(table: FrameworkTable, place: int, entry: Mapping[str, Any]) -> list[FrameworkProblem]:
    """Say where yes or no stands for a number; pydantic would take it for 1 or 0."""
    numbers = {ColumnKind.NUMBER: _NEEDS["float"], ColumnKind.WHOLE: _NEEDS["int"]}
    amiss = [
        (key, value, numbers[column.kind])
        for key, value in entry.items()
        if isinstance(value, bool) and (column := table.by_key.get(key)) and column.kind in numbers
    ]
    name = table.entry_name(entry, place) if amiss else ""
    return [
        FrameworkProblem(table.key, place, name, key, f"{value!r} {needs[0]}", needs[1])
        for key, value, needs in amiss
    ]


def _where_it_was_found(problem: FrameworkProblem, places: Sequence[int]) -> FrameworkProblem:
    return problem._replace(place=places[problem.place]) if problem.place < len(places) else problem


def _told(
    wrong: ValidationError, table: FrameworkTable, place: int, entry: Mapping[str, Any]
) -> Iterator[FrameworkProblem]:
    name = table.entry_name(entry, place)
    for error in wrong.errors(include_url=False):
        field = str(error["loc"][0]) if error["loc"] else _field_spoken_of(error["msg"], table)
        fact, advice = _words(error, field, table, entry)
        yield FrameworkProblem(table.key, place, name, field, fact, advice)


def _field_spoken_of(message: str, table: FrameworkTable) -> str:
    # A rule about two fields has no place of its own in pydantic; its words begin with the field it means.
    words = message.replace(",", " ").replace(";", " ").split()
    return next((word for word in words if word in table.by_key), "")


def _words(
    error: ErrorDetails, field: str, table: FrameworkTable, entry: Mapping[str, Any]
) -> tuple[str, str]:
    kind, said = error["type"], _shown(error["input"])
    column = table.by_key.get(field)
    if kind == "extra_forbidden" and field in table.former_keys:
        return f"is now {table.former_keys[field]}, which is given too.", "Keep one of the two."
    if kind == "extra_forbidden":
        meant = nearest(field, table.by_key)
        advice = f"Did you mean {meant}?" if meant else "Correct its spelling or delete it."
        return f"is not something {_an(table.noun)} has.", advice
    if kind == "value_error":
        turned = "Format the cell as Text and enter it again." if isinstance(entry.get(field), date) else ""
        return f"{str(error['ctx']['error']).rstrip('.')}.", turned
    if column is None or kind in {"missing", "string_too_short"} or error["input"] is None:
        return "is blank.", _how_to_fill(column)
    if kind == "enum":
        return f"{said} is not in the list.", choose_from(str(error["input"]), column.choices)
    if kind == "string_pattern_mismatch":
        return f"{said} cannot be a code.", "Use letters, digits, full stops, hyphens and underscores only."
    if kind == "string_too_long":
        fact = f"is {len(str(error['input']))} characters long; the limit is {error['ctx']['max_length']}."
        return fact, "Shorten it."
    if kind in {"greater_than_equal", "less_than_equal"}:
        return f"{said} is out of range.", _range_of(column)
    fact, advice = _NEEDS.get(kind.split("_")[0], ("cannot be used.", ""))
    return f"{said} {fact}", advice


def _shown(value: object) -> str:
    if isinstance(value, date):
        return f"the date {digits_of_day(value)}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, str):
        return short_quote(value)
    return "what is there" if isinstance(value, dict | list) else repr(value)


def _how_to_fill(column: FrameworkColumn | None) -> str:
    if column is None:
        return "Fill it in."
    if column.must_be_given:
        return f"Write which: {', '.join(column.choices)}; or {NONE_OF_THEM}."
    if column.kind is ColumnKind.CHOICE and column.choices:
        return choose_from("", column.choices)
    return f"Fill it in: {column.description[:1].lower()}{column.description[1:]}."


def _range_of(column: FrameworkColumn) -> str:
    if column.least is None:
        return "Write per cents from 0 to 100."
    if column.most is None:
        return f"Write {as_given(column.least)} or more."
    return f"Write a number from {as_given(column.least)} to {as_given(column.most)}."


def _an(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeio' else 'a'} {noun}"
