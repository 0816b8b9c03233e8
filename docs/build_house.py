"""Draw the rooms of the house, and write the table of them, from the contracts in pyproject.toml.

Run by `make docs`; a test holds picture and page to the contracts and to what each room says of itself.
"""

# ruff: noqa: INP001  (a script beside the pages it writes, not a package)
from __future__ import annotations

import ast
import tomllib
from html import escape
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
PICTURE = DOCS / "images" / "house.svg"
PAGE = DOCS / "house.md"
WIDTH, HEIGHT, GAP, MARGIN = 920, 46, 12, 24
INK, LINE, WALL, EDGE = "#1D2730", "#12436D", "#E8EEF3", "#FFFFFF"
DOORS = {"__main__"}
"""What is no room: how the package is run."""


def contracts() -> list[dict[str, Any]]:
    """Return the contracts on who may import whom, as they are in pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    found: list[dict[str, Any]] = project["tool"]["importlinter"]["contracts"]
    return found


def layers() -> list[list[str]]:
    """Return the rooms by layer, the top one first."""
    (rooms,) = (one for one in contracts() if one["type"] == "layers")
    listed = [[name.strip() for name in layer.replace(":", "|").split("|")] for layer in rooms["layers"]]
    return [layer for layer in listed if not DOORS & set(layer)]


def purpose(room: str) -> str:
    """Return what a room says it is for: the first sentence of its docstring."""
    package = ROOT / "scpxl" / room / "__init__.py"
    module = package if package.is_file() else ROOT / "scpxl" / f"{room}.py"
    said = ast.get_docstring(ast.parse(module.read_text("utf-8"))) or ""
    return " ".join(said.partition("\n\n")[0].split())


def rooms_within(room: str) -> list[str]:
    """Return the rooms within a room, by their paths."""
    package = ROOT / "scpxl"
    return sorted(
        path.parent.relative_to(package).as_posix() for path in (package / room).glob("*/**/__init__.py")
    )


def picture() -> str:
    """Return the house as SVG: one level per layer, one box per room; a room uses the rooms below it."""
    levels = layers()
    height = MARGIN * 2 + len(levels) * HEIGHT + (len(levels) - 1) * GAP
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
            'role="img" font-family="Calibri, Carlito, Arial, sans-serif">'
        ),
        f"<title>The rooms of scpxl, from {levels[0][0]} at the top to {levels[-1][0]} at the bottom</title>",
        "<desc>A room uses the rooms on the levels below it, never those beside it or above it.</desc>",
        f'<rect width="{WIDTH}" height="{height}" fill="{EDGE}"/>',
    ]
    for number, level in enumerate(levels):
        top = MARGIN + number * (HEIGHT + GAP)
        wide = (WIDTH - 2 * MARGIN - GAP * (len(level) - 1)) / len(level)
        for place, room in enumerate(level):
            left = MARGIN + place * (wide + GAP)
            parts += _room(room, left, top, wide)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _room(room: str, left: float, top: float, wide: float) -> list[str]:
    return [
        f'<rect x="{left:.0f}" y="{top}" width="{wide:.0f}" height="{HEIGHT}" rx="4" fill="{WALL}" stroke="{LINE}"/>',
        (
            f'<text x="{left + wide / 2:.0f}" y="{top + HEIGHT / 2 + 6:.0f}" text-anchor="middle" font-size="18" '
            f'font-weight="bold" fill="{INK}">{escape(room)}</text>'
        ),
    ]


def rooms_part() -> str:
    """Return what each room is for, in its own words, and what holds between them, as the page has it."""
    lines = ["| room | is for |", "|---|---|"]
    for room in (room for level in layers() for room in level):
        lines.append(f"| `{room}` | {purpose(room)} |")
        lines += [f"| `{within}` | {purpose(within)} |" for within in rooms_within(room)]
    lines += ["", "What holds, without an exception:", ""]
    lines += [f"- {one['name']}." for one in contracts()]
    return "\n".join(lines)
