"""Every function that works a figure out says how: formula, units, what becomes of missing data, and source."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOM = Path(__file__).resolve().parents[2] / "scpxl" / "statistics"
PLUMBING = {
    "__init__": "imports nothing and works nothing out",
    "arrays": "names types, and divides without warnings",
    "maps": "lays areas on a grid, and cuts shapes into level strips",
}
"""Modules that work no figure out, and why not."""
PLUMBING_OF = {
    ("xmr", "single_periods"): "refuses figures that overlap",
    ("variation", "blank_flags"): "makes empty arrays",
    ("windows", "days_in"): "counts days on the calendar",
    ("limits", "tally"): "counts what is there",
    ("rules", "windows"): "lays a row over itself",
    ("rules", "members"): "says which points a run holds",
}
"""Functions that work no figure out."""
NEEDED = {
    "a source": r"Source[:s ]",
    "a rule for missing data": r"NaN|[Mm]issing|None|\bgaps?\b|False where there is no figure",
    "a formula": r"[=√²±<>]|\w [-x/+×] [\w(]",
    "a unit": r"per cent|percent|point|count|rate|share|rank|month|column|year|probab|event|people|figure|days|sign|code",
}


def public_functions() -> list[tuple[str, str, str]]:
    """Return module, function and what it says of itself, its module's promise included."""
    found = []
    for path in sorted(ROOM.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        promise = ast.get_docstring(tree) or ""
        found += [
            (path.stem, node.name, f"{promise}\n{ast.get_docstring(node) or ''}")
            for node in tree.body
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        ]
    return found


@pytest.mark.parametrize(("module", "function", "said"), public_functions(), ids=lambda part: part[:30])
def test_a_function_that_works_a_figure_out_says_how(module: str, function: str, said: str) -> None:
    if module in PLUMBING or (module, function) in PLUMBING_OF:
        return
    lacking = [what for what, sign in NEEDED.items() if not re.search(sign, said.split(">>>", maxsplit=1)[0])]
    assert not lacking, f"{module}.{function} lacks {', '.join(lacking)}"


def test_what_is_called_plumbing_exists() -> None:
    functions = {(module, function) for module, function, _ in public_functions()}
    assert set(PLUMBING_OF) <= functions
    assert {path.stem for path in ROOM.rglob("*.py")} >= set(PLUMBING)
