"""A framework to begin with: the short one, with the area and the list of areas that the partnership is about."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from scpxl.errors import NotFoundError, SetUpError
from scpxl.jobs import read_named, shipped
from scpxl.model.areas import Area, BenchmarkGroup
from scpxl.model.framework import Framework
from scpxl.read.framework_file import read_framework
from scpxl.words import listed, listed_first

SHORT = "templates/short/framework.toml"
LISTS = "templates/areas"
_COLUMNS = ("code", "name", "kind", "parent", "tile")
_NAMED = 40
"""So many areas are named where one is not known: every London borough."""
_NEEDED = ("code", "name")
_LARGEST_LIST = 5 << 20
GROUP = "compared"
"""The code of the benchmark group made of a list's areas."""


def area_lists() -> tuple[str, ...]:
    """Return the names of the lists of areas that come with scpxl."""
    return tuple(sorted(path.stem for path in shipped(LISTS).glob("*.csv")))


def short_framework(area: str = "", areas: str = "") -> Framework:
    """Return the short framework, for an own area and with the areas it is compared with.

    `areas` is a list that comes with scpxl, or the path of a CSV with the columns code and name, and if wanted kind,
    parent and tile; those without a parent are a benchmark group.  `area` is the code or the name of one of them, or,
    without a list, the name of the own area.  Raises SetUpError where the list cannot be used, NotFoundError where it
    has no such area.
    """
    short = read_framework(shipped(SHORT))
    if not areas:
        own = short.areas[0].model_copy(update={"name": area}) if area else short.areas[0]
        return _made(short, {"areas": (own,)})
    listed, title = _areas_of(areas)
    if not area:
        raise SetUpError(f"Say which area of {title} is yours: --area NAME.")
    own = _own(listed, area, title)
    like_it = [one for one in listed if not one.parent and one.kind == own.kind]
    if len(like_it) == 1:
        return _made(short, {"area": own.code, "areas": tuple(listed)})
    grouped = tuple(one.model_copy(update={"groups": (GROUP,)}) if one in like_it else one for one in listed)
    group = BenchmarkGroup(code=GROUP, title=title)
    indicators = tuple(
        one.model_copy(update={"benchmark": (GROUP,)}) if not one.denominator else one
        for one in short.indicators
    )
    changed = {"area": own.code, "areas": grouped, "benchmarks": (group,), "indicators": indicators}
    return _made(short, changed)


def _made(short: Framework, changed: Mapping[str, object]) -> Framework:
    return Framework.model_validate(
        {**{name: getattr(short, name) for name in Framework.model_fields}, **changed}
    )


def _own(areas: list[Area], wanted: str, title: str) -> Area:
    found = [one for one in areas if wanted.strip().casefold() in {one.code.casefold(), one.name.casefold()}]
    found.sort(key=lambda one: bool(one.parent))
    if not found:
        near = listed_first([one.name for one in areas if not one.parent], _NAMED)
        raise NotFoundError(f"{wanted!r} is not an area of {title}. There are: {near}.")
    return found[0]


def _areas_of(areas: str) -> tuple[list[Area], str]:
    """Return the areas of a list and what it is called."""
    if areas in area_lists():
        path, title = shipped(f"{LISTS}/{areas}.csv"), areas.replace("-", " ").capitalize()
    else:
        path, title = Path(areas), Path(areas).stem.replace("-", " ").replace("_", " ").capitalize()
        if not path.exists():
            raise SetUpError(
                f"{areas} is no list of areas. Lists that come with scpxl: {listed(area_lists())}; or name a CSV "
                "with the columns code and name."
            )
    try:
        text = read_named(path, _LARGEST_LIST).decode("utf-8-sig")
    except UnicodeDecodeError as other:
        raise SetUpError(
            f"{path.name} is not text in UTF-8. In Excel choose Save As, then CSV UTF-8."
        ) from other
    rows = csv.DictReader(
        io.StringIO(text, newline=""), delimiter=";" if ";" in text.partition("\n")[0] else ","
    )
    headings = {(name or "").strip().casefold(): name for name in rows.fieldnames or ()}
    if missing := [name for name in _NEEDED if name not in headings]:
        raise SetUpError(
            f"{path.name} lacks the column {listed(missing)}. Give it a heading row with code and name."
        )
    found = []
    for number, row in enumerate(rows, 2):
        said = {name: (row.get(headings[name]) or "").strip() for name in _COLUMNS if name in headings}
        if not any(said.values()):
            continue
        try:
            found.append(Area(**{"kind": "area", **{name: text for name, text in said.items() if text}}))
        except ValidationError as wrong:
            field = ".".join(map(str, wrong.errors()[0]["loc"]))
            raise SetUpError(
                f"{path.name}, row {number}: {field} {said.get(field, '')!r} cannot be used."
            ) from wrong
    codes = [one.code for one in found]
    if twice := next((code for code in codes if codes.count(code) > 1), None):
        raise SetUpError(f"{path.name} has {twice} twice. Keep one row per area.")
    if not found:
        raise SetUpError(f"{path.name} has no areas.")
    return found, re.sub(r"\s+", " ", title)
