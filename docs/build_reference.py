"""Write the generated parts of the guides: the framework's fields, the checks, the functions, the commands, what JSON holds.

Everything comes from the records themselves, so that a field and its description change in one place.
Run by `make docs`; a test fails where a page is behind.
"""

# ruff: noqa: INP001  (a script beside the pages it writes, not a package)
from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from docs import build_commands, build_house, build_json_schema
from scpxl.checks.catalogue import CHECKS, WAIVABLE, example_of, why_not
from scpxl.framework.columns import ColumnKind, FrameworkColumn, to_list_text
from scpxl.framework.tables import TABLES, FrameworkTable
from scpxl.pages.asked import LISTS, figures_for
from scpxl.pages.functions import FUNCTIONS, Function
from scpxl.returns.findings import Severity, Stage
from scpxl.words import as_given

DOCS = Path(__file__).resolve().parent
BEGIN, END = "<!-- generated: begin -->", "<!-- generated: end -->"


def page_parts() -> dict[Path, str]:
    """Return the generated part of each page that has one."""
    return {
        DOCS / "framework.md": framework_part(),
        DOCS / "house.md": build_house.rooms_part(),
        DOCS / "json.md": build_json_schema.commands_part(),
        DOCS / "checks.md": checks_part(),
        DOCS / "functions.md": functions_part(),
    }


STAGES = {
    Stage.FILE: "The file",
    Stage.FORM: "The form",
    Stage.IDENTITY: "Whose form it is",
    Stage.STRUCTURE: "Rows, columns and sheets",
    Stage.VALUES: "What is entered in a cell",
    Stage.SUMS: "Figures against each other",
    Stage.QUERIES: "Questions",
    Stage.TIDIED: "What was tidied",
}


def checks_part() -> str:
    """Return a table for each stage of the checks, one row per code, as a partner would read it."""
    tables = (line for stage in STAGES for line in _stage_table(stage))
    return "\n".join((*tables, *_never_waived()))


def functions_part() -> str:
    """Return what each worksheet function takes and gives, then what may be asked for by name."""
    lines = (line for function in FUNCTIONS for line in _function(function))
    lists = [(name, one.words) for name, one in LISTS.items()]
    return "\n".join(
        (*lines, *_names("Figures of SCP_VALUE", figures_for()), *_names("Lists of SCP_LIST", lists))
    )


def _function(function: Function) -> Iterator[str]:
    yield from (f"### {function.name}", "", f"`{function.syntax}`", "", function.words, "")
    yield from ("| argument | takes | is |", "|---|---|---|")
    for one in function.arguments:
        name = f"`{one.name}`, optional" if one.optional else f"`{one.name}`"
        yield f"| {name} | {one.takes.value} | {_cell(one.words)} |"
    yield ""
    if function.columns:
        told = (f"**{name}**" + (f", {words}" if words else "") for name, words in function.columns)
        yield from (f"The answer has, from left to right: {'; '.join(told)}.", "")


def _names(title: str, rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    yield from (f"### {title}", "", "| name | is |", "|---|---|")
    yield from (f"| {name} | {_cell(words)} |" for name, words in rows)
    yield ""


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
    yield from (f"### {STAGES[stage]}", "", "| code | severity | waiver | for example |", "|---|---|---|---|")
    for code, message in CHECKS.items():
        if message.stage is stage:
            waiver = "can be" if code in WAIVABLE else "–"
            yield f"| `{code}` | {message.severity} | {waiver} | {_cell(escape(str(example_of(code)), quote=False))} |"
    yield ""


def framework_part() -> str:
    """Return a table for each of the framework's sheets, one row per field."""
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
    said = "a list" if column.kind is ColumnKind.LIST else column.kind.value
    if column.codes_of:
        also = f", or {' or '.join(f'`{word}`' for word in column.also)}" if column.also else ""
        said = f"{'codes' if column.kind is ColumnKind.LIST else 'a code'} of {column.codes_of}{also}"
    elif column.choices:
        start = "a list of: " if column.kind is ColumnKind.LIST else ""
        said = start + ", ".join(f"`{choice}`" for choice in column.choices)
    if column.least is not None or column.most is not None:
        least = f" from {as_given(column.least)}" if column.least is not None else ""
        said += least + (f" to {as_given(column.most)}" if column.most is not None else "")
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


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def with_part(page: str, part: str) -> str:
    """Return a page with what is between its markers replaced."""
    before, begin, rest = page.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"The page lacks {BEGIN} or {END}.")
    return f"{before}{BEGIN}\n{part.strip()}\n{END}{after}"


def main() -> int:
    """Bring the pages up to date."""
    for path, part in page_parts().items():
        path.write_text(with_part(path.read_text("utf-8"), part), encoding="utf-8", newline="\n")
    build_house.PICTURE.write_text(build_house.picture(), encoding="utf-8", newline="\n")
    page = build_commands.PAGE.read_text("utf-8")
    build_commands.PAGE.write_text(build_commands.with_commands(page), encoding="utf-8", newline="\n")
    build_json_schema.FILE.write_text(build_json_schema.text(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
