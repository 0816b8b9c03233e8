"""Propose a place on the tile map for each area, from a file of boundaries; people move single tiles afterwards."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scpxl.errors import SetUpError
from scpxl.jobs import read_named
from scpxl.jobs.folder import Folder
from scpxl.model.framework import Area, Framework

LARGEST_FILE = 200_000_000
_LATITUDE = 52.0
"""Degrees of longitude are shorter than those of latitude by the cosine of this, across England and Wales."""


@dataclass(frozen=True)
class ProposedTiles:
    """A framework whose areas have tiles, and what of the file is no area of it."""

    framework: Framework
    placed: tuple[Area, ...]
    unknown: tuple[str, ...]
    rows: int
    columns: int


def propose_tiles(folder: Folder, boundaries: Path, rows: int = 0, columns: int = 0) -> ProposedTiles:
    """Return the folder's framework with tiles for the areas whose boundaries a GeoJSON file holds.

    Areas are known by their code or their name in any property of a shape.  Without rows and columns the grid has a
    quarter more cells than areas.  Raises SetUpError where the file is none, knows no area, or the grid is too small.
    """
    from scpxl.statistics.tiles import assign_tiles, grid_for

    framework = folder.framework
    by_word = {
        word.casefold(): area
        for area in framework.areas
        for word in (area.code, area.name, *area.other_names)
    }
    centres: dict[str, tuple[float, float]] = {}
    unknown = []
    for words, ring in _shapes(boundaries):
        area = next((by_word[word.casefold()] for word in words if word.casefold() in by_word), None)
        if area is None:
            unknown.append(next(iter(words), "a shape without a name"))
        else:
            centres[area.code] = _centre(ring)
    if not centres:
        raise SetUpError(
            f"{boundaries.name}: none of its shapes is an area of the framework. Each needs the area's code or name "
            "in one of its properties."
        )
    free = grid_for(len(centres))
    rows, columns = rows or free[0], columns or free[1]
    try:
        tiles = dict(zip(centres, assign_tiles(list(centres.values()), rows, columns), strict=True))
    except ValueError as small:
        raise SetUpError(f"{boundaries.name}: {small}") from small
    areas = tuple(
        one.model_copy(update={"tile": "{},{}".format(*tiles[one.code])}) if one.code in tiles else one
        for one in framework.areas
    )
    placed = tuple(one for one in areas if one.code in tiles)
    made = Framework.model_validate({**framework.renewed().model_dump(), "areas": areas})
    return ProposedTiles(made, placed, tuple(unknown), rows, columns)


def _shapes(path: Path) -> Iterator[tuple[list[str], Sequence[Sequence[float]]]]:
    """Yield the words and the longest ring of each shape of a GeoJSON file."""
    if path.is_file() and path.stat().st_size > LARGEST_FILE:
        raise SetUpError(
            f"{path.name} is larger than {LARGEST_FILE // 1_000_000} MB. Simplify its shapes first."
        )
    try:
        found = json.loads(read_named(path))
        shapes = [(one.get("properties") or {}, one["geometry"]) for one in found["features"]]
        yield from ((_words(properties), _ring(geometry)) for properties, geometry in shapes if geometry)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as odd:
        raise SetUpError(
            f"{path.name} is no GeoJSON file of areas: it has no list of features with polygons."
        ) from odd


def _words(properties: Mapping[str, Any]) -> list[str]:
    return [value.strip() for value in properties.values() if isinstance(value, str) and value.strip()]


def _ring(geometry: Mapping[str, Any]) -> Sequence[Sequence[float]]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    ring: Sequence[Sequence[float]] = max((polygon[0] for polygon in polygons), key=len)
    return ring


def _centre(ring: Sequence[Sequence[float]]) -> tuple[float, float]:
    from scpxl.statistics.tiles import centroid

    east, north = centroid(ring)
    # Grid references are metres both ways; degrees are not.
    squeeze = math.cos(math.radians(_LATITUDE)) if abs(north) <= 90 else 1.0
    return east * squeeze, north
