"""The JSON Schema of what commands print with --json, written from the records that are printed.

A key's description is what is below it in its record's class, or else in MEANINGS.  Run by `make docs`; a test
holds the file to the records, and what every command prints to the file.
"""

# ruff: noqa: INP001  (a script beside the pages it writes, not a package)
from __future__ import annotations

import ast
import inspect
import json
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

from scpxl.cli.json.facts import JSON_VERSION
from scpxl.cli.json.parts import Program
from scpxl.cli.json.records import BESIDE, PRINTED
from scpxl.scorecard.published.results import LEFT_OUT, RESULTS_VERSION
from scpxl.scorecard.records.scorecard import Scorecard

FILE = Path(__file__).resolve().parent / "json-schema" / f"scpxl-{JSON_VERSION}.json"
NOT_PRINTED: dict[type, set[str]] = {Scorecard: {*LEFT_OUT}}
SIMPLE: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    NoneType: {"type": "null"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
}
MEANINGS = {
    "StripFigure.figure": "The figure itself",
    "ExplanationLine.partner": "Name of the partner",
    "ExplanationLine.reason": "The reason chosen from the form's list",
    "ExplanationLine.words": "The explanation as the partner wrote it",
    "Likelihood.judgement": "Whether that is for the better, where it is beyond the 99.8% limits",
    "Likelihood.lower": "The lower 99.8% limit about the others' average",
    "Likelihood.upper": "The upper 99.8% limit",
    "Likelihood.words": "The same as a sentence; blank where not assessed",
    "Likelihood.rank_words": "For example: plausibly 6th to 11th; blank where not assessed",
    "Likelihood.others": "The average of the other areas, all counts over all people",
    "likelihood": "What chance leaves of the rank and of the difference",
    "BenchmarkRow.change_percent": "The count against the year before, in per cent",
    "BreakdownRow.before": "The twelve months before, or the level a year ago",
    "BreakdownRow.change_percent": "The year against the year before, in per cent, or why none is given",
    "BreakdownRow.item": "The item in words; All for the whole",
    "BreakdownRow.marks": "Marks of the two years, such as [p] provisional",
    "BreakdownTable.illustrative": "Whether its figures are made up, for the example only",
    "BreakdownTable.indicator": "The indicator's code",
    "BreakdownTable.note": "Whether the items add up to the whole, and what cannot be shown",
    "BreakdownTable.rows": "One row per item, in the framework's order",
    "BreakdownTable.whole": "The whole, as the indicator itself is reported",
    "BreakdownTable.year_name": "What the year is: Year to Mar 2018",
    "ControlChart.concern": "The value at the months flagged as concern, else null",
    "IndicatorCard.headline_name": "What the headline figure is: Year to Mar 2018",
    "QualityLine.words": "Why that grade",
    "break_words": "Which they are",
    "complete_words": "The same in words",
    "late_words": "The same in words",
    "lines": "An entry for each indicator that differs",
    "restated_words": "The same in words",
    "ReturnLine.status": "accepted, accepted with queries, returned, missing, not due yet",
    "WardMap.change_percent": "Their change on the year before, in per cent, in the same order",
    "WardMap.wards": "The wards' names, last what could not be placed",
    "action": "What is to be done",
    "actions": "The action plan, as partners gave it",
    "area": "The area's name",
    "assurance": "The control limits against the target",
    "assurance_words": "The same as a sentence; blank where not assessed",
    "attempts": "How many times the partner sent a return",
    "average": "The group's average",
    "average_kind": "How the average is taken",
    "benchmarks": "A table for each indicator compared with a group",
    "cards": "Its indicators",
    "change": "Against the year before, as a number",
    "change_percent": "The same in per cent, or why none is given",
    "code": "The short code of the framework",
    "commentary": "What partners wrote",
    "codes": "The indicators' codes, in the same order",
    "comparison": "The own area beside its benchmark group",
    "complete": "How much is done, in per cent",
    "control_chart": "The XmR chart",
    "count": "The year's count",
    "days_late": "Days after the due date; 0 if on time",
    "decision": "What the board should decide",
    "definition": "What is counted and what is not",
    "direction": "Which way it moved, and whether that is better",
    "doing": "What is being done",
    "due": "The day it is due",
    "edition": "Which edition",
    "exceptions": "What needs the board's eye, the most serious first",
    "file": "The name of the file in force, or the last one",
    "framework_version": "The framework the figures are compared with",
    "group": "The benchmark group's title",
    "happened": "What happened",
    "illustrative": "Whether the figures are made up for the example",
    "improvement": "The value at the months flagged as improvement, else null",
    "indicator": "The indicator's code",
    "is_own": "Whether it is the partnership's own area",
    "judgement": "Whether that is for the better",
    "labels": "The periods, as printed",
    "last_name": "What the earlier line is called",
    "last_year": "The points of the year before",
    "latest_label": "Which month or quarter that is",
    "lead": "Who answers for it",
    "lower": "The lower control limit at each point",
    "marking": "Protective marking",
    "mean": "The mean at each point",
    "neutral": "The value at the months flagged where neither up nor down is better, else null",
    "note": "What is to be known to read it",
    "objective": "Code of the objective",
    "objective_title": "Title of the objective",
    "of": "How many areas are ranked",
    "own": "The own area's figure",
    "owner": "Who does it",
    "pages": "The objectives, in the framework's order",
    "partner": "The partner's name",
    "partnership": "The partnership's name",
    "period_code": "The period, as people enter it",
    "place": "Its place in the list, from 1",
    "polarity_words": "Which way is better",
    "quarter": "The quarter's figure",
    "quarter_year_ago": "The same quarter a year ago",
    "rag": "The rating",
    "rag_reason": "Why that rating",
    "rank": "1 is the lowest; null where there is no figure",
    "rank_words": "The rank as a sentence carries it",
    "rate": "The rate or level that is ranked",
    "rate_name": "What is ranked",
    "reason": "The figures and the rule behind the rating",
    "received": "The day the file came; null where none did",
    "reference": "The partner's reference",
    "returns": "Who sent what",
    "rows": "The areas, lowest first",
    "rule": "Which rule put it here",
    "signed_off": "Name and role of who signed off",
    "source": "Where the figures come from, with licence",
    "sparkline_labels": "The periods of the line, as printed",
    "status": "How far it is: Not started, In progress, Complete, Overdue, Cancelled",
    "style": "How the number is shown",
    "supporting": "The other partners who help with it, by name",
    "tab": "The name of its sheet",
    "tags": "Tags such as MOPAC 7",
    "target": "The target and where the year is; null where none is set",
    "text": "The number in words, or what is shown in its place",
    "this_name": "What the later line is called",
    "this_year": "The points of the last year",
    "title": "Title as printed",
    "to_explain": "Queries on it",
    "to_fix": "Things that must be corrected; 0 once a return is in force",
    "travel": "Which way the number moved",
    "update": "What has happened since last time",
    "upper": "The upper control limit at each point",
    "value": "The number; null where there is none",
    "values": "The points",
    "variation": "The class of the latest figure",
    "wards": "The ward heat map; null where nothing is broken down by ward",
    "why": "Why it happened",
    "words": "The same as a sentence",
    "year_on_year": "The last year's points beside those of the year before",
    "year_to_date": "The financial year so far",
}
"""What a key means to a reader of the JSON, where its record says nothing of it or speaks to an engineer."""


def schema(*, strict: bool = False) -> dict[str, Any]:
    """Return the schema.  `strict` allows no key that is not described: for tests; readers pass over what they do not know."""
    found: dict[str, dict[str, Any]] = {}
    envelope = _of(Program, found)
    commands = {words: _of_command(words, record, found) for words, record in PRINTED.items()}
    if strict:
        for one in (*found.values(), *commands.values()):
            one["additionalProperties"] = False
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"What scpxl prints with --json, version {JSON_VERSION}",
        "description": "One object: `scpxl` says which command printed it, and the command what is beside it.",
        "type": "object",
        "properties": {"scpxl": envelope},
        "required": ["scpxl"],
        "oneOf": [{"$ref": f"#/$defs/{_ref(words)}"} for words in PRINTED],
        "$defs": {_ref(words): made for words, made in commands.items()} | dict(sorted(found.items())),
    }


def text() -> str:
    """Return the schema as it is in its file."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


def commands_part() -> str:
    """Return a table of the commands and the keys each prints beside `scpxl`."""
    lines = ["| command | prints, beside `scpxl` |", "|---|---|"]
    for words, record in PRINTED.items():
        keys = ", ".join(f"`{key}`" for key in get_type_hints(record))
        also = f", and the keys of `{BESIDE[words].__name__}`" if words in BESIDE else ""
        lines.append(f"| `{words}` | {keys}{also} |")
    return "\n".join(lines)


def _ref(words: str) -> str:
    return f"command {words}".replace(" ", "-")


def _of_command(words: str, record: Any, found: dict[str, dict[str, Any]]) -> dict[str, Any]:
    made = _of_record(record, found)
    if words in BESIDE:
        beside = _of_record(BESIDE[words], found)
        made["properties"] = {**beside["properties"], **made["properties"]}
        made["required"] = list(made["properties"])
    printed = {"type": "object", "properties": {"command": {"const": words}}}
    made["properties"] = {"scpxl": printed, **made["properties"]}
    made["required"] = ["scpxl", *made["required"]]
    return made


def _of(annotation: Any, found: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return the schema of what a key holds; records are put into `found` and referred to."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if annotation in SIMPLE:
        return dict(SIMPLE[annotation])
    if origin is Literal:
        return {"enum": list(inner)}
    if origin in {Union, UnionType}:
        return _either([_of(part, found) for part in inner])
    if origin in {tuple, list}:
        return {"type": "array", "items": _of(inner[0], found)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _of(inner[1], found)}
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return {"enum": [member.value for member in annotation]}
    if not (is_typeddict(annotation) or is_dataclass(annotation)):
        raise TypeError(f"{annotation} has no place in JSON.")
    name = annotation.__name__.removesuffix("Facts")
    if name not in found:
        found[name] = {}  # a record may hold others of its own kind
        found[name].update(_of_record(annotation, found))
    return {"$ref": f"#/$defs/{name}"}


def _either(ways: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the schema of what may be any of several; simple ones as a list of types."""
    if all(set(way) == {"type"} for way in ways):
        return {"type": [way["type"] for way in ways]}
    if all(set(way) <= {"enum", "type"} and ("enum" in way or way["type"] == "null") for way in ways):
        return {"enum": [value for way in ways for value in way.get("enum", [None])]}
    return {"anyOf": ways}


def _of_record(record: Any, found: dict[str, dict[str, Any]]) -> dict[str, Any]:
    said = _said_of_fields(record)
    properties = {}
    for key, held in _printed(record).items():
        properties[key] = _of(held, found)
        meaning = MEANINGS.get(f"{record.__name__}.{key}") or said.get(key) or MEANINGS.get(key)
        if meaning is None and is_dataclass(record):
            raise KeyError(f"{record.__name__}.{key} is described nowhere.")
        if meaning:
            properties[key]["description"] = meaning.rstrip(".")
    if record is Scorecard:
        properties = {"version": {"const": RESULTS_VERSION}, **properties}
    description = " ".join((inspect.getdoc(record) or "").partition("\n\n")[0].split())
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": list(properties),
    }


def _printed(record: Any) -> dict[str, Any]:
    """Return the keys a record is printed with, and what each holds."""
    hints = get_type_hints(record)
    if not is_dataclass(record):
        return hints
    left_out = NOT_PRINTED.get(record, set())  # type: ignore[call-overload]  # a class, as mypy does not see
    return {field.name: hints[field.name] for field in fields(record) if field.name not in left_out}


def _said_of_fields(record: Any) -> dict[str, str]:
    """Return what stands as text below each field of a record's class, and of those it is made from."""
    said: dict[str, str] = {}
    for base in _bases(record):
        (body,) = ast.parse(inspect.getsource(base)).body
        if not isinstance(body, ast.ClassDef):
            raise TypeError(f"{base} is not a class.")
        for statement, following in zip(body.body, body.body[1:], strict=False):
            if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
                value = following.value if isinstance(following, ast.Expr) else None
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    said[statement.target.id] = " ".join(value.value.split())
    return said


def _bases(record: Any) -> Iterable[Any]:
    if is_typeddict(record):
        for base in getattr(record, "__orig_bases__", ()):
            if is_typeddict(base):
                yield from _bases(base)
    yield record
