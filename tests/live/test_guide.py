"""Every formula of the guide to the worksheet functions gives what the guide says, in the worked example."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from scpxl.pages.functions import FUNCTIONS
from tests.live.excel import Excel

PAGE = (Path(__file__).parents[2] / "docs" / "functions.md").read_text("utf-8")
TOKEN = re.compile(r'"((?:[^"]|"")*)"|(-?\d+(?:\.\d+)?)')


def examples() -> Iterator[tuple[str, list[list[str]]]]:
    """Each formula of the guide with the rows of cells that are below it."""
    for block in re.findall(r"^```excel\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL):
        for formula, said in re.findall(r"^(=.*)\n((?:(?!=).*\n)+)", block, re.MULTILINE):
            yield formula, [[cell.strip() for cell in row.split("|")] for row in said.splitlines()]


def value_of(text: str) -> Any:
    found = TOKEN.fullmatch(text.strip())
    assert found, f"{text} is no text and no number"
    return found[1].replace('""', '"') if found[1] is not None else float(found[2])


def argument_of(text: str) -> Any:
    """An argument as Excel hands it over: what is in braces as rows of values, the rest as one value."""
    if not text.strip():
        return None
    if text.strip().startswith("{"):
        rows = text.strip()[1:-1].split(";")
        return tuple(tuple(value_of(cell) for cell in row.split(",")) for row in rows)
    return value_of(text)


def asked(formula: str) -> tuple[str, list[Any]]:
    name, inner = re.fullmatch(r"=(\w+)\((.*)\)", formula).groups()  # type: ignore[union-attr]
    parts = re.findall(r'\s*(\{[^}]*\}|"[^"]*"|[^,]*)\s*(?:,|$)', inner)[:-1] if inner else []
    return name, [argument_of(part) for part in parts]


def shown(cell: Any) -> str:
    """A cell as the guide prints it: numbers to four figures."""
    return cell if isinstance(cell, str) else f"{cell:.4g}" if cell != int(cell) else f"{cell:.0f}"


@pytest.fixture
def tour(beside_the_tour: Path, listed: Callable[..., None]) -> None:
    listed(Barnet=beside_the_tour / "tour")


def test_the_guide_has_an_example_of_every_function_but_the_longest() -> None:
    tried = {asked(formula)[0] for formula, _ in examples()}
    assert {one.name for one in FUNCTIONS} - tried == {"SCP_EXPLAIN"}
    assert len(list(examples())) >= 15


@pytest.mark.usefixtures("tour")
@pytest.mark.parametrize(
    ("formula", "said"), list(examples()), ids=[formula[:60] for formula, _ in examples()]
)
def test_a_formula_gives_what_the_guide_says(excel: Excel, formula: str, said: list[list[str]]) -> None:
    function, given = asked(formula)
    answer = excel.call(function, *given)
    rows = answer if isinstance(answer, list) else [[answer]]
    rows = rows if isinstance(rows[0], list) else [rows]
    assert [[shown(cell) for cell in row] for row in rows] == said
