"""The guides say what the program does: commands, links, generated tables, JSON keys, worked numbers."""

from __future__ import annotations

import ast
import doctest
import re
import shlex
from pathlib import Path

import click
import pytest

from docs import build_commands, build_findings, build_house, build_json_schema, build_reference
from docs.build_reference import page_parts, with_part
from scpxl.checks.catalogue import CHECKS
from scpxl.cli import main
from scpxl.read.guard.refusal import LIMITS, MB
from scpxl.render.forms.check_sheet import READY
from scpxl.render.forms.formulas import MARKS
from scpxl.returns.form import ROW_STATUS, Sheet
from scpxl.scorecard.lists.quality import STANDARDS
from scpxl.statistics.rag import rate_floor, rate_improvement, rate_tolerance
from scpxl.verdicts import Rag
from tests.statistics.test_docstrings import PLUMBING

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), ROOT / "CHANGELOG.md"])
ROOMS = sorted(path.parent.name for path in (ROOT / "scpxl").glob("*/__init__.py"))
PERIOD = "2017-18 Q4"


def text(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def without_blocks(page: str) -> str:
    return re.sub(r"^```.*?^```", "", page, flags=re.MULTILINE | re.DOTALL)


def anchors(page: str) -> set[str]:
    """Return what a page's headings can be linked by, as GitHub makes it."""
    heads = re.findall(r"^#+ (.+)$", without_blocks(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head).strip().lower().replace(" ", "-") for head in heads}


def leaf_commands() -> dict[str, click.Command]:
    """Return every command by the words it is called with."""
    found: dict[str, click.Command] = {}
    for name, command in main.commands.items():
        if isinstance(command, click.Group):
            found |= {f"{name} {inner}": sub for inner, sub in command.commands.items()}
        else:
            found[name] = command
    return found


def shown_commands() -> list[tuple[str, str]]:
    """Return the scpxl commands that the pages' blocks for a shell hold, with their page."""
    blocks = re.compile(r"^```(?:sh|powershell)\n(.*?)^```", re.MULTILINE | re.DOTALL)
    return [
        (page.name, line)
        for page in PAGES
        for block in blocks.findall(page.read_text("utf-8"))
        for line in block.splitlines()
        if line.startswith("scpxl ")
    ]


def test_every_command_has_its_section_in_the_reference() -> None:
    page = text("commands.md")
    sections = anchors(page)
    assert set(main.commands) <= sections
    for words in leaf_commands():
        assert re.search(rf"scpxl (-C \S+ )?{words}\b", page), f"scpxl {words} is shown nowhere"


def test_every_command_says_how_it_exits() -> None:
    page = text("commands.md")
    for name in main.commands:
        section = page.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        assert "**Status.**" in section, name


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", without_blocks(page.read_text("utf-8"))):
        if link.startswith("https://"):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target.read_text("utf-8")), link


def test_every_page_is_in_the_index() -> None:
    index = text("README.md")
    for page in DOCS.glob("*.md"):
        assert page.name == "README.md" or f"({page.name})" in index, page.name


@pytest.mark.parametrize(("page", "line"), shown_commands())
def test_every_command_shown_can_be_typed_so(page: str, line: str) -> None:
    words = shlex.split(line.replace("$HOME\\", "home/"))[1:]
    place = next((n for n, word in enumerate(words) if word in main.commands), None)
    if place is None:
        assert words in (["--help"], ["--version"]), f"{page}: {line}"
        return
    with main.make_context("scpxl", words[: place + 1]):
        command: click.Command = main.commands[words[place]]
        rest = words[place + 1 :]
        if isinstance(command, click.Group):
            command, rest = command.commands[rest[0]], rest[1:]
        if rest != ["--help"]:
            command.make_context(str(command.name), rest).close()


def test_the_generated_parts_are_up_to_date() -> None:
    for path, part in page_parts().items():
        page = path.read_text("utf-8")
        assert with_part(page, part) == page, f"{path.name} is behind: run make docs"
    assert build_house.PICTURE.read_text("utf-8") == build_house.picture(), (
        "house.svg is behind: run make docs"
    )
    commands = text("commands.md")
    assert build_commands.with_commands(commands) == commands, "commands.md is behind: run make docs"
    assert build_json_schema.FILE.read_text("utf-8") == build_json_schema.text(), "run make docs"


@pytest.mark.slow
def test_the_examples_say_what_their_page_says() -> None:
    assert build_findings.findings() == build_findings.PAGE.read_text("utf-8"), "run make docs"


def test_the_thresholds_of_the_grades_are_those_in_force() -> None:
    page = text("methods.md")
    for key, part in {
        "complete": "completeness",
        "late": "lateness",
        "restated": "restatement",
        "breaks": "breaks",
    }.items():
        row = re.search(rf"^\| {part} \|(.+?)\|(.+?)\|(.+?)\|", page, re.MULTILINE)
        assert row
        said = [float(re.sub(r"[^\d.]", "", cell) or 0) for cell in row.groups()]
        assert said == list(STANDARDS[key].limits), part


def test_what_is_said_of_keys_is_said_of_keys_there_are() -> None:
    records = build_json_schema.schema()["$defs"].values()
    keys = {key for record in records for key in record["properties"]}
    assert {meaning.rpartition(".")[2] for meaning in build_json_schema.MEANINGS} <= keys
    assert doctest.testmod(build_reference).failed == 0


def test_a_page_without_markers_is_refused() -> None:
    with pytest.raises(ValueError, match="lacks"):
        with_part("no markers", "part")


def test_the_picture_of_the_house_has_every_room_and_every_room_says_what_it_is_for() -> None:
    rooms = {room for level in build_house.layers() for room in level}
    assert rooms == {*ROOMS, "errors", "verdicts", "words"}
    drawn = build_house.picture()
    for room in rooms:
        assert f">{room}</text>" in drawn, room
        assert build_house.purpose(room), room


def test_the_way_of_a_figure_names_functions_that_are_there() -> None:
    steps = re.findall(r"^\| \w+ \| `(scpxl/[\w/]+\.py)`(?: \(`(\w+)`\))?", text("house.md"), re.MULTILINE)
    assert 8 <= len(steps) <= 14
    for module, function in steps:
        assert (ROOT / module).is_file(), module
        assert not function or function in names_in(module), module


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=lambda page: page.stem[:30])
def test_every_module_that_a_page_names_exists(page: Path) -> None:
    # Written from the top, or from the room on: scpxl/jobs/folder.py, jobs/folder.py.
    named = rf"`(?:scpxl/)?((?:{'|'.join(ROOMS)})/[\w/]*(?:\.py|/))`"
    for module in re.findall(named, page.read_text("utf-8")):
        assert (ROOT / "scpxl" / module).exists(), module


def names_in(module: str) -> set[str]:
    """Return the functions, classes and methods of a module."""
    tree = ast.parse((ROOT / module).read_text("utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.ClassDef))}


def test_every_module_that_works_a_figure_out_is_named_with_what_in_it_does_so() -> None:
    page = text("methods.md")
    named = re.findall(r"`(scpxl/[\w/]+\.py)`(?: \((`[^)]+`)\))?", page)
    assert len(named) > 50
    for module, functions in named:
        wanted = set(re.findall(r"`(\w+)`", functions))
        assert wanted, f"{module}: which function?"
        assert wanted <= names_in(module), module
    told = {module for module, _ in named}
    for path in (ROOT / "scpxl" / "statistics").rglob("*.py"):
        name = path.relative_to(ROOT).as_posix()
        assert name in told or path.stem in PLUMBING, f"{name} is told of nowhere"


def test_every_paragraph_on_a_figure_names_its_code() -> None:
    # A figure's paragraphs begin with its name in bold; the code stands before the next one begins.
    for part in re.split(r"^(?=\*\*)", text("methods.md"), flags=re.MULTILINE)[1:]:
        assert "Code: `scpxl/" in part, part.partition("\n")[0]


def test_no_finding_is_quoted_in_words_it_does_not_have() -> None:
    # What a command takes is in such brackets too, where it says so itself.
    notes = text("analyst.md") + re.sub(r"^\*\*`scpxl .*$", "", text("commands.md"), flags=re.MULTILINE)
    codes = set(re.findall(r"\[([A-Z]{4,}(?:_[A-Z]+)*)\](?!\()", notes))
    assert len(codes) > 3
    assert codes <= set(CHECKS)


def test_the_worked_ratings_come_out_as_the_guide_says() -> None:
    page = text("framework.md")
    tolerance = rate_tolerance(1593, 0.447 * 3140, -1, 5)
    floor = rate_floor(76.6, 80, 75, 1)
    improvement = rate_improvement(46, 60, 46, 1, 10)
    assert (tolerance.rag, floor.rag, improvement.rag) == (Rag.RED, Rag.AMBER, Rag.AMBER)
    for result in (tolerance, improvement):
        assert f"{result.miss_percent:.1f}%" in page


def test_the_limits_it_reads_of_are_those_in_force() -> None:
    page = text("it.md")
    for size in (LIMITS.file_bytes, LIMITS.part_bytes, LIMITS.total_bytes, LIMITS.text_bytes):
        assert f"{size // MB} MB" in page
    for number in (
        LIMITS.entries,
        LIMITS.sheets,
        LIMITS.defined_names,
        LIMITS.cells,
        LIMITS.rows,
        LIMITS.merges,
    ):
        assert f"{number:,}" in page
    assert f"{LIMITS.ratio} times" in page


def test_it_is_true_that_nothing_opens_a_network_connection() -> None:
    telling = {"socket", "ssl", "http", "urllib", "ftplib", "smtplib", "requests", "httpx", "xlwings"}
    for module in (ROOT / "scpxl").rglob("*.py"):
        if module.parent.name == "live":
            continue
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not {name.partition(".")[0] for name in names} & telling, module


def test_the_partners_guide_names_the_sheets_and_marks_of_the_form() -> None:
    page = text("partners.md")
    for sheet in Sheet:
        assert (f"**{sheet}**" in page) is (sheet not in {Sheet.LISTS, Sheet.IDENTITY}), sheet
    for word in (*(mark.shorthand for mark in MARKS), READY, ROW_STATUS, "To fix", "To explain"):
        assert word in page, word
