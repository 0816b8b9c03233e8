"""Write the generated parts of the guides: what is said of the framework's fields and of the JSON's keys.

Everything comes from the records themselves, so that a field and its description change in one place.
Run by `make docs`; a test fails where a page is behind.
"""

# ruff: noqa: INP001  (a script beside the pages it writes, not a package)
from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator
from dataclasses import fields
from enum import Enum
from html import escape
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from scpxl.checks.catalogue import CHECKS, WAIVABLE, example_of, why_not
from scpxl.framework.tables import TABLES, FrameworkColumn, FrameworkTable, Kind, to_list_text
from scpxl.returns.findings import Severity, Stage
from scpxl.scorecard import board
from scpxl.scorecard import model as scorecard
from scpxl.scorecard import outlook_model as outlook
from scpxl.scorecard.explaining import ExplainedLine, NamedValue
from scpxl.scorecard.likelihood import Likelihood

DOCS = Path(__file__).resolve().parent
BEGIN, END = "<!-- generated: begin -->", "<!-- generated: end -->"

RECORDS: tuple[type, ...] = (
    scorecard.Scorecard,
    scorecard.ObjectivePage,
    scorecard.IndicatorCard,
    scorecard.Figure,
    scorecard.TargetLine,
    scorecard.RagRating,
    scorecard.ExplanationLine,
    scorecard.Direction,
    scorecard.VariationLine,
    scorecard.GroupComparison,
    Likelihood,
    scorecard.YearOnYear,
    scorecard.ControlChart,
    outlook.YearlyChangeLine,
    outlook.TrendLine,
    outlook.OutturnLine,
    outlook.InterventionLine,
    scorecard.ExceptionLine,
    ExplainedLine,
    NamedValue,
    board.DecisionLine,
    board.QualityLine,
    board.ChangedSince,
    board.ChangedLine,
    scorecard.WardMap,
    scorecard.BreakdownTable,
    scorecard.BreakdownRow,
    scorecard.BenchmarkTable,
    scorecard.BenchmarkRow,
    scorecard.ActionLine,
    scorecard.CommentaryLine,
    scorecard.ReturnLine,
    scorecard.StatusRow,
)
"""The records that `publish --json` and `explain --json` print, in the order in which they are met."""

NOT_PRINTED: dict[type, set[str]] = {scorecard.Scorecard: {"data", "notes", "made"}}

MEANINGS = {
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
    "BreakdownTable.rows": "A row an item, in the framework's order",
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
    "days_late": "Days after the due day; 0 if on time",
    "decision": "What the board should decide",
    "definition": "What is counted and what is not",
    "direction": "Which way it moved, and whether that is better",
    "doing": "What is being done",
    "due": "The day it is due",
    "edition": "Which edition",
    "exceptions": "What needs the board's eye, the gravest first",
    "file": "The name of the file in force, or the last one",
    "framework_version": "The framework the figures are held against",
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
    "neutral": "The value at the months flagged where neither way is better, else null",
    "note": "What is to be known to read it",
    "objective": "Code of the objective",
    "objective_title": "Title of the objective",
    "of": "How many areas are ranked",
    "own": "The own area's figure",
    "owner": "Who does it",
    "pages": "The objectives, in the framework's order",
    "partner": "The partner's name",
    "partnership": "The partnership's name",
    "period_code": "The period, as people type it",
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
    "tab": "The name of its sheet",
    "tags": "Tags such as MOPAC 7",
    "target": "The target and where the year stands; null where none is set",
    "text": "The number in words, or what stands in its place",
    "this_name": "What the later line is called",
    "this_year": "The points of the last year",
    "title": "Title as printed",
    "to_explain": "Queries on it",
    "to_fix": "Things that must be put right; 0 once a return is in force",
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


def page_parts() -> dict[Path, str]:
    """Return the generated part of each page that has one."""
    return {
        DOCS / "framework.md": framework_part(),
        DOCS / "json.md": json_part(),
        DOCS / "checks.md": checks_part(),
    }


STAGES = {
    Stage.FILE: "The file",
    Stage.FORM: "The form",
    Stage.IDENTITY: "Whose form it is",
    Stage.STRUCTURE: "Rows, columns and sheets",
    Stage.VALUES: "What is typed in a cell",
    Stage.SUMS: "Figures against each other",
    Stage.QUERIES: "Questions",
    Stage.TIDIED: "What was tidied",
}


def checks_part() -> str:
    """Return a table for each stage of the checks, a row a code, as a partner would read it."""
    tables = (line for stage in STAGES for line in _stage_table(stage))
    return "\n".join((*tables, *_never_waived()))


def _never_waived() -> Iterator[str]:
    yield from ("### What can be neither waived nor put on trial", "", "| because | codes |", "|---|---|")
    by_reason: dict[str, list[str]] = {}
    for code in CHECKS:
        if (why := why_not(code)) and CHECKS[code].severity is not Severity.NOTE:
            by_reason.setdefault(why, []).append(f"`{code}`")
    for why, codes in by_reason.items():
        yield f"| {why} | {', '.join(codes)} |"
    yield ""


def _stage_table(stage: Stage) -> Iterator[str]:
    yield from (f"### {STAGES[stage]}", "", "| code | gravity | waiver | for example |", "|---|---|---|---|")
    for code, message in CHECKS.items():
        if message.stage is stage:
            waiver = "can be" if code in WAIVABLE else "–"
            yield f"| `{code}` | {message.severity} | {waiver} | {_cell(escape(str(example_of(code)), quote=False))} |"
    yield ""


def framework_part() -> str:
    """Return a table for each of the framework's sheets, a row a field."""
    return "\n".join(line for table in TABLES for line in _framework_table(table))


def _framework_table(table: FrameworkTable) -> Iterator[str]:
    where = "the top of the file" if table.key == "framework" else f"`[[{table.key}]]`"
    yield from (f"### {table.sheet}", "", table.purpose, f"In the TOML file: {where}.", "")
    yield from ("| field | heading | takes | if left out | meaning |", "|---|---|---|---|---|")
    for column in table.columns:
        cells = (f"`{column.key}`", column.heading, _takes(column), _default(column), column.description)
        yield f"| {' | '.join(map(_cell, cells))} |"
    yield ""


def _takes(column: FrameworkColumn) -> str:
    said = "a list" if column.kind is Kind.LIST else column.kind.value
    if column.codes_of:
        also = f", or {' or '.join(f'`{word}`' for word in column.also)}" if column.also else ""
        said = f"{'codes' if column.kind is Kind.LIST else 'a code'} of {column.codes_of}{also}"
    elif column.choices:
        start = "a list of: " if column.kind is Kind.LIST else ""
        said = start + ", ".join(f"`{choice}`" for choice in column.choices)
    if column.least is not None or column.most is not None:
        least = f" from {column.least:g}" if column.least is not None else ""
        said += least + (f" to {column.most:g}" if column.most is not None else "")
    return said + (f", at most {column.limit} characters" if column.limit else "")


def _default(column: FrameworkColumn) -> str:
    if column.required:
        return "must be given"
    value = column.default
    if value is None or value in ("", ()):
        return "blank"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return to_list_text([str(entry) for entry in value]) if isinstance(value, tuple) else str(value)


def json_part() -> str:
    """Return a table for each record that is printed, a row a key."""
    return "\n".join(line for record in RECORDS for line in _record_table(record))


def printed_keys(record: type) -> list[str]:
    """Return the keys a record is printed with."""
    return [f.name for f in fields(record) if f.name not in NOT_PRINTED.get(record, set())]


def _record_table(record: type) -> Iterator[str]:
    said, hints = _said_of_fields(record), get_type_hints(record)
    yield from (f"### {record.__name__}", "", _first_line(record), "")
    yield from ("| key | holds | meaning |", "|---|---|---|")
    for key in printed_keys(record):
        meaning = MEANINGS.get(f"{record.__name__}.{key}") or said.get(key) or MEANINGS[key]
        yield f"| {' | '.join(map(_cell, (f'`{key}`', _holds(hints[key]), meaning.rstrip('.'))))} |"
    yield ""


def _first_line(record: type) -> str:
    return (inspect.getdoc(record) or "").partition("\n")[0]


def _said_of_fields(record: type) -> dict[str, str]:
    """Return what stands as text below each field of a record's class."""
    (body,) = ast.parse(inspect.getsource(record)).body
    if not isinstance(body, ast.ClassDef):
        raise TypeError(f"{record} is not a class.")
    said = {}
    for statement, following in zip(body.body, body.body[1:], strict=False):
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            value = following.value if isinstance(following, ast.Expr) else None
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                said[statement.target.id] = " ".join(value.value.split())
    return said


def _holds(annotation: Any) -> str:
    """Return what a key holds, as a reader of JSON knows it.

    >>> _holds(tuple[float | None, ...])
    'list of numbers or null'
    """
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin in {Union, UnionType}:
        return " or ".join(_holds(part) for part in inner)
    if origin is tuple:
        return f"list of {_several(inner[0])}"
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return ", ".join(f"`{member.value}`" for member in annotation)
    if annotation in RECORDS:
        return f"[{annotation.__name__}](#{annotation.__name__.lower()})"
    names = {str: "text", int: "whole number", float: "number", bool: "true or false", type(None): "null"}
    return names.get(annotation, "a day, 2018-04-28")


def _several(annotation: Any) -> str:
    held = _holds(annotation)
    return held.replace("list of", "lists of").replace("text", "texts").replace("number", "numbers", 1)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def with_part(page: str, part: str) -> str:
    """Return a page with what stands between its markers replaced."""
    before, begin, rest = page.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"The page lacks {BEGIN} or {END}.")
    return f"{before}{BEGIN}\n{part.strip()}\n{END}{after}"


def main() -> int:
    """Bring the pages up to date."""
    for path, part in page_parts().items():
        path.write_text(with_part(path.read_text("utf-8"), part), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
