"""A framework's fields as columns: heading, kind, limits and choices, each made from the field of its record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from types import UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from scpxl.checks.catalogue import TOLERANT, WAIVABLE
from scpxl.model.framework import (
    OWN_DENOMINATOR,
)
from scpxl.model.periods import Period
from scpxl.returns.layout import WARD

SETTINGS = "framework"
"""The table of the framework's own settings: one row per setting."""

REFERENCES: Mapping[tuple[str, str], str] = {
    (SETTINGS, "area"): "areas",
    ("areas", "parent"): "areas",
    ("areas", "groups"): "benchmarks",
    ("boards", "objectives"): "objectives",
    ("boards", "indicators"): "indicators",
    ("indicators", "objective"): "objectives",
    ("indicators", "partner"): "partners",
    ("indicators", "denominator"): "indicators",
    ("indicators", "benchmark"): "benchmarks",
    ("indicators", "breakdowns"): "breakdowns",
    ("items", "breakdown"): "breakdowns",
    ("targets", "indicator"): "indicators",
    ("waivers", "partner"): "partners",
    ("waivers", "indicator"): "indicators",
    ("tolerances", "indicator"): "indicators",
    ("tolerances", "partner"): "partners",
}
"""Which table holds the code that a field names.  A note's indicators may be tags too, so they are not here."""


CHOICES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("waivers", "rule"): WAIVABLE,
    ("trials", "rule"): WAIVABLE,
    ("tolerances", "rule"): tuple(TOLERANT),
}
"""What plain words may be, where something else decides it: a return can ask only for these, and be let only these by."""


ONE_OR_SEVERAL = frozenset({("indicators", "benchmark")})
"""Lists that a file may write as one code alone, as it mostly is."""


LONG_TEXTS: Mapping[tuple[str, str], int] = {
    (SETTINGS, "note"): 2000,
    ("indicators", "definition"): 2000,
    ("indicators", "source"): 1000,
    ("notes", "reason"): 1000,
    ("notes", "source"): 1000,
    ("targets", "baseline_note"): 1000,
}
"""Texts that may run to several lines, and the most characters of each."""


SHORT_TEXTS: Mapping[tuple[str, str], int] = {
    (SETTINGS, "version"): 40,
    (SETTINGS, "marking"): 60,
}


LONGEST_NAME = 80
"""Of what names an entry so much is shown in a message."""


LONGEST_LINE = 254
"""The most characters of a text of which nothing else is said; an e-mail address has no more."""


IN_PLACE_OF_A_CODE: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("indicators", "denominator"): (OWN_DENOMINATOR,),
    ("indicators", "breakdowns"): (WARD,),
}
"""What may be where a code is."""


LIST_BREAK = ";"
"""What parts the entries of a list in a cell, where one of them holds a comma; else a comma does."""


NONE_OF_THEM = "none"
"""What a cell says where a list that is not blank by nature has nothing in it."""


class ColumnKind(StrEnum):
    """What a column takes."""

    TEXT = "text"
    CHOICE = "choice"
    NUMBER = "number"
    WHOLE = "whole number"
    YES_NO = "yes or no"
    LIST = "list"
    PERIOD = "period"
    DATE = "date"


class FrameworkColumn(NamedTuple):
    """One field of a record, as a column of its table."""

    key: str
    heading: str
    description: str
    kind: ColumnKind
    choices: tuple[str, ...] = ()
    """What may be chosen, where the record says so; for a list, what each entry may be."""
    codes_of: str = ""
    """The table whose codes may be chosen."""
    also: tuple[str, ...] = ()
    """What may be in place of a code."""
    required: bool = False
    """Whether the record has no default for it."""
    default: Any = None
    least: float | None = None
    most: float | None = None
    limit: int | None = None
    """The most characters allowed."""

    @property
    def is_text(self) -> bool:
        """Whether the record holds plain text, so that a blank is the empty text."""
        return self.kind is ColumnKind.TEXT or bool(self.codes_of and self.kind is ColumnKind.CHOICE)

    @property
    def must_be_given(self) -> bool:
        """Whether a blank is refused because it would stand for more than nothing."""
        return self.kind is ColumnKind.LIST and bool(self.default)


HEADINGS = {"counted": "Unit of count"}
"""Headings that say more than the field's key."""


def to_heading(key: str) -> str:
    """Return a field's heading.

    >>> to_heading("short_title"), to_heading("counted")
    ('Short title', 'Unit of count')
    """
    return HEADINGS.get(key) or key.replace("_", " ").capitalize()


def to_list_text(entries: Sequence[str]) -> str:
    """Return a list as one cell holds it.

    >>> to_list_text(["london", "mps"]), to_list_text(["Bristol, City of"])
    ('london, mps', 'Bristol, City of;')
    """
    if not any("," in entry for entry in entries):
        return ", ".join(entries)
    return f"{LIST_BREAK} ".join(entries) + (LIST_BREAK if len(entries) == 1 else "")


def to_columns(record: type[BaseModel], table: str) -> tuple[FrameworkColumn, ...]:
    """Return a record's fields as columns, in their order; fields that hold records are left out.

    >>> from scpxl.model.plan import Objective
    >>> [column.heading for column in to_columns(Objective, "objectives")]
    ['Code', 'Title', 'Short title', 'Lead']
    """
    return tuple(
        _to_column(key, field, table)
        for key, field in record.model_fields.items()
        if not _holds_records(field.annotation)
    )


def _to_column(key: str, field: FieldInfo, table: str) -> FrameworkColumn:
    kind, choices = _kind_of(field.annotation)
    codes_of = REFERENCES.get((table, key), "")
    limits = {name: value for rule in field.metadata for name, value in _limits_of(rule)}
    if kind is ColumnKind.TEXT and (codes_of or (table, key) in CHOICES):
        kind = ColumnKind.CHOICE
    return FrameworkColumn(
        key=key,
        heading=to_heading(key),
        description=field.description or "",
        kind=kind,
        choices=CHOICES.get((table, key), choices),
        codes_of=codes_of,
        also=IN_PLACE_OF_A_CODE.get((table, key), ()),
        required=field.is_required(),
        default=None if field.is_required() else field.default,
        least=limits.get("ge"),
        most=limits.get("le"),
        limit=limits.get("max_length") or _limit_of(kind, (table, key)),
    )


def _limit_of(kind: ColumnKind, where: tuple[str, str]) -> int | None:
    """Return the most characters of a text whose record sets no limit; None where it is no text."""
    if kind is not ColumnKind.TEXT:
        return None
    return LONG_TEXTS.get(where) or SHORT_TEXTS.get(where) or LONGEST_LINE


def _limits_of(rule: object) -> list[tuple[str, Any]]:
    return [
        (name, value)
        for name in ("ge", "le", "max_length")
        if (value := getattr(rule, name, None)) is not None
    ]


def _plain(annotation: Any) -> Any:
    if get_origin(annotation) in {Union, UnionType}:
        return next(part for part in get_args(annotation) if part is not type(None))
    return annotation


def _holds_records(annotation: Any) -> bool:
    inner = get_args(annotation)[:1] if get_origin(annotation) is tuple else ()
    return any(isinstance(part, type) and issubclass(part, BaseModel) for part in inner)


def _kind_of(annotation: Any) -> tuple[ColumnKind, tuple[str, ...]]:
    plain = _plain(annotation)
    if get_origin(plain) is tuple:
        return ColumnKind.LIST, _kind_of(get_args(plain)[0])[1]
    if isinstance(plain, type) and issubclass(plain, StrEnum):
        return ColumnKind.CHOICE, tuple(member.value for member in plain)
    known = {
        bool: ColumnKind.YES_NO,
        int: ColumnKind.WHOLE,
        float: ColumnKind.NUMBER,
        Period: ColumnKind.PERIOD,
        date: ColumnKind.DATE,
    }
    return known.get(plain, ColumnKind.TEXT), ()
