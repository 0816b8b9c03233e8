"""What each field of each record may hold, whatever the record: lengths, signs, codes as file names, bounds, names.

The rules are of kinds of field, so that a field added later is held to them as well.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from scpxl.framework.columns import LONG_TEXTS, LONGEST_LINE, SETTINGS, ColumnKind, FrameworkColumn
from scpxl.framework.problems import FrameworkProblem, short_quote
from scpxl.framework.tables import TABLE_BY_KEY, TABLES, FrameworkTable
from scpxl.model.framework import Aggregation, Area, Framework, Indicator, Unit
from scpxl.model.periods import YEAR, Period, to_month
from scpxl.model.targets import Target
from scpxl.model.wholes import accumulates
from scpxl.privacy.kinds import Pattern
from scpxl.returns.answers import LARGEST, number_kind_of
from scpxl.returns.form import Part
from scpxl.returns.normalise import fold
from scpxl.words import as_given, digits_of_day

MOST_ENTRIES = 200
"""A list of more entries than this in one field is a mistake."""
FIRST_YEAR, LAST_YEAR = 1950, 2100
"""Periods and days of a framework lie between."""
ADDRESSES = {("partners", "email"), (SETTINGS, "contact_email")}
"""Fields that hold e-mail addresses; several are separated by semicolons or commas."""
CODES = {("items", "item")} | {(table.key, "code") for table in TABLES if "code" in table.by_key}
"""Fields that hold a record's own code: names of files are made of them."""
NAMES = {
    "objectives": "title",
    "partners": "name",
    "benchmarks": "title",
    "breakdowns": "title",
    "indicators": "title",
    "boards": "title",
}
"""By table: the field by which people tell its entries apart, so that no two may have the same.

Several partners may report the same measure, each under a code of its own; and one may follow another.
"""
MOST: Mapping[tuple[str, str], float] = {
    ("indicators", "per"): 10_000_000,
    ("indicators", "disclosure_threshold"): 1_000,
    ("targets", "tolerance"): 100,
}
"""The most that a number may be, where its record does not say so."""
_ADDRESS = Pattern(r"[^\s@,;:<>()\[\]\\\"]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]*\.)+[A-Za-z]{2,24}")
_RESERVED = Pattern(r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
"""What Windows takes for a device, whatever follows a full stop."""


def check_fields(framework: Framework) -> Iterator[FrameworkProblem]:
    """Yield what is wrong with single fields, and with names that several entries share."""
    for table in TABLES:
        entries: tuple[Any, ...] = (framework,) if table.key == SETTINGS else getattr(framework, table.key)
        for column in table.columns:
            if column.choices:
                continue
            for place, record in enumerate(entries):
                # Most fields are blank, and nothing is wrong with a blank.
                if value := getattr(record, column.key):
                    for fact, advice in _of_field(table, column, value):
                        yield _problem(table, place, record, column.key, fact, advice)
    for place, target in enumerate(framework.targets):
        for field, fact, advice in _beyond_its_unit(target, framework):
            yield _problem(TABLE_BY_KEY["targets"], place, target, field, fact, advice)
    yield from _same_names(framework)
    yield from _same_areas(framework)


def _problem(
    table: FrameworkTable, place: int, record: object, field: str, fact: str, advice: str
) -> FrameworkProblem:
    named = {key: getattr(record, key) for key in table.names}
    return FrameworkProblem(table.key, place, table.entry_name(named, place), field, fact, advice)


def _of_field(table: FrameworkTable, column: FrameworkColumn, value: Any) -> Iterator[tuple[str, str]]:
    where = table.key, column.key
    if isinstance(value, str):
        yield from _of_text(value, column.limit or LONGEST_LINE, is_long=where in LONG_TEXTS)
        if where in ADDRESSES:
            yield from _of_addresses(value)
        if where in CODES:
            yield from _of_code(value)
    elif column.kind is ColumnKind.LIST:
        yield from _of_list(value)
    elif isinstance(value, Period | date):
        yield from _of_time(value)
    elif isinstance(value, int | float) and value > MOST.get(where, value):
        yield f"{as_given(value)} is out of range.", f"Write {as_given(MOST[where])} or less."


def _of_list(entries: tuple[Any, ...]) -> Iterator[tuple[str, str]]:
    if len(entries) > MOST_ENTRIES:
        yield f"has {len(entries):,} entries; the limit is {MOST_ENTRIES}.", "Shorten the list."
    for entry in entries:
        if isinstance(entry, str):
            yield from _of_text(entry, LONGEST_LINE, is_long=False)


def _of_time(value: Period | date) -> Iterator[tuple[str, str]]:
    if isinstance(value, Period):
        likely = to_month(FIRST_YEAR, 1) <= value.first <= value.last <= to_month(LAST_YEAR, 12)
        said, what = value.written, "period"
    else:
        likely, said, what = FIRST_YEAR <= value.year <= LAST_YEAR, digits_of_day(value), "day"
    if not likely:
        yield f"{said} is not a likely {what}.", f"Years are from {FIRST_YEAR} to {LAST_YEAR}."


def _of_text(text: str, limit: int, *, is_long: bool) -> Iterator[tuple[str, str]]:
    if len(text) > limit:
        yield f"is {len(text):,} characters long; the limit is {limit:,}.", "Shorten it."
    # Whatever is called unprintable here is so for Python, which looks at a whole text at once.
    if text.isprintable():
        return
    odd = next((sign for sign in text if not (sign == "\n" and is_long) and _is_unprintable(sign)), None)
    if odd is None:
        return
    if odd in "\r\n\v\f\x85\u2028\u2029":
        yield "holds a line break.", "Write it on one line."
    else:
        name = "a tab" if odd == "\t" else f"an invisible character (U+{ord(odd):04X})"
        yield f"holds {name}.", "Enter it again without."


def _is_unprintable(sign: str) -> bool:
    # Controls, zero-width and direction marks, halves of characters, and what has no meaning of its own.
    return unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def _of_addresses(text: str) -> Iterator[tuple[str, str]]:
    for part in re.split(r"[;,]", text):
        if not _ADDRESS.fullmatch(part.strip()) or ".." in part:
            yield (
                f"{short_quote(part.strip())} is not an e-mail address.",
                "Write it like name@example.org, or leave it blank.",
            )


def _of_code(code: str) -> Iterator[tuple[str, str]]:
    if _RESERVED.fullmatch(code):
        yield (
            f"{short_quote(code)} cannot name a file on Windows, and files are named after codes.",
            "Choose another code.",
        )
    elif code.endswith("."):
        yield (
            f"{short_quote(code)} ends in a full stop, which Windows drops from names of files.",
            "Choose another code.",
        )


def range_of(framework: Framework, indicator: Indicator) -> tuple[float, float]:
    """Return the least and the most that a target of an indicator can be: what its figures can be, or a year of them.

    A percentage of a level, such as homes, adds up over a year and may come to more than all of them.

    >>> trust = Indicator.model_construct(code="T", unit=Unit.SURVEY, aggregation=Aggregation.LATEST, denominator="")
    >>> range_of(Framework.model_construct(indicators=(trust,)), trust)
    (0.0, 100.0)
    """
    if indicator.unit in {Unit.PERCENTAGE, Unit.SURVEY} and not accumulates(framework, indicator):
        return 0.0, 100.0
    most = LARGEST if number_kind_of(indicator, Part.NUMBER).is_whole else LARGEST * 1000
    most *= YEAR if indicator.aggregation is Aggregation.SUM else 1
    return float(-most if indicator.may_be_negative else 0), float(most)


def _beyond_its_unit(target: Target, framework: Framework) -> Iterator[tuple[str, str, str]]:
    indicator = framework.by_code.get(target.indicator)
    if indicator is None:
        return
    least, most = range_of(framework, indicator)
    for field in ("value", "baseline", "floor"):
        said = getattr(target, field)
        if said is not None and not least <= said <= most:
            fact = f"{as_given(said)} cannot be: {indicator.code} is {_a(indicator.unit)}."
            yield field, fact, f"Write a number from {as_given(least)} to {as_given(most)}."


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeio' else 'a'} {noun}"


def _same_names(framework: Framework) -> Iterator[FrameworkProblem]:
    for key, field in NAMES.items():
        table = TABLE_BY_KEY[key]
        seen: dict[tuple[str, str], list[Any]] = {}
        for place, record in enumerate(getattr(framework, key)):
            alike = seen.setdefault((fold(getattr(record, field)), fold(getattr(record, "partner", ""))), [])
            # Of one code twice that is said already.
            other = next(
                (one for one in alike if fold(one.code) != fold(record.code) and _together(one, record)), None
            )
            if other is not None:
                fact = f"{short_quote(getattr(record, field))} is also that of {other.code}."
                advice = "Give each its own: people tell them apart by it."
                yield _problem(table, place, record, field, fact, advice)
            alike.append(record)


def _same_areas(framework: Framework) -> Iterator[FrameworkProblem]:
    """Say which areas of one kind and place are called alike while both exist, so that a name means neither."""
    named: dict[tuple[str, str, str], list[Area]] = {}
    for place, area in enumerate(framework.areas):
        for field, names in (("name", (area.name,)), ("other_names", area.other_names)):
            for name in names:
                others = named.setdefault((area.kind, area.parent, fold(name)), [])
                other = next((one for one in others if one is not area and _together(one, area)), None)
                if other is not None:
                    fact = f"{short_quote(name)} is also a name of {other.code} ({other.name})."
                    advice = "Give each its own name, or say with first and last that one followed the other."
                    yield _problem(TABLE_BY_KEY["areas"], place, area, field, fact, advice)
                others.append(area)


def _together(one: Any, other: Any) -> bool:
    """Whether there was a month in which both existed; what has no first and last always exists."""
    firsts, lasts = (
        [month for record in (one, other) if (month := getattr(record, end, None)) is not None]
        for end in ("first", "last")
    )
    begins = max((period.first for period in firsts), default=None)
    ends = min((period.last for period in lasts), default=None)
    return begins is None or ends is None or begins <= ends
