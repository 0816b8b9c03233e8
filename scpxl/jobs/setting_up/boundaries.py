"""Boundaries of areas, from a GeoJSON file: whose they are, and the drawn map and the tile map made of them."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scpxl.errors import SetUpError
from scpxl.jobs import read_named
from scpxl.jobs.folder import Folder
from scpxl.model.framework import Area, Framework
from scpxl.model.periods import Period
from scpxl.scorecard.records.shape import DrawnMap

LARGEST_FILE = 200_000_000
BOUNDARIES = "boundaries.geojson"
"""The file beside the framework that a drawn map is made of."""
LINES = 56
GAP = 1.0
"""How short a strip is at either end, in hundredths of the map's height: lines end a little beyond their length."""
_LATITUDE = 52.0
"""Degrees of longitude are shorter than those of latitude by the cosine of this, across England and Wales."""

Ring = Sequence[Sequence[float]]


@dataclass(frozen=True)
class Boundary:
    """One shape of a file: every text it carries, and its rings."""

    words: tuple[str, ...]
    rings: tuple[Ring, ...]

    def of(self, areas: Mapping[str, Area]) -> Area | None:
        """Return the area that one of the shape's texts is a code or a name of."""
        return next((areas[word.casefold()] for word in self.words if word.casefold() in areas), None)


def by_word(areas: Sequence[Area]) -> dict[str, Area]:
    """Return areas by their codes and names, in lower case."""
    return {word.casefold(): area for area in areas for word in (area.code, area.name, *area.other_names)}


def squeezed(east: float, north: float) -> tuple[float, float]:
    """Return a point with the same scale both ways: grid references are metres, degrees are not."""
    return east * (math.cos(math.radians(_LATITUDE)) if abs(north) <= 90 else 1.0), north


def read_boundaries(path: Path) -> tuple[list[Boundary], str]:
    """Return the shapes of a GeoJSON file, and whom it says is to be named as their source (`attribution`).

    Raises SetUpError where it is none, or too large.
    """
    if path.is_file() and path.stat().st_size > LARGEST_FILE:
        raise SetUpError(
            f"{path.name} is larger than {LARGEST_FILE // 1_000_000} MB. Simplify its shapes first."
        )
    try:
        found = json.loads(read_named(path))
        shapes = [
            Boundary(_words(one.get("properties") or {}), _rings(one["geometry"]))
            for one in found["features"]
            if one["geometry"]
        ]
        source = found.get("attribution", "")
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as odd:
        raise SetUpError(
            f"{path.name} is no GeoJSON file of areas: it has no list of features with polygons."
        ) from odd
    return shapes, " ".join(source.split()) if isinstance(source, str) else ""


def _words(properties: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(value.strip() for value in properties.values() if isinstance(value, str) and value.strip())


def _rings(geometry: Mapping[str, Any]) -> tuple[Ring, ...]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    rings = tuple(
        [(float(point[0]), float(point[1])) for point in ring] for polygon in polygons for ring in polygon
    )
    if not rings or any(len(ring) < 4 for ring in rings):
        raise ValueError("A shape has a ring, and a ring at least four points.")
    return rings


def drawn_map(folder: Folder, period: Period) -> DrawnMap:
    """Return the map of the own area's parts of a period, from the file of boundaries beside the framework.

    Raises SetUpError where there is none, where it lacks a part, or does not say whose the boundaries are.
    """
    from scpxl.statistics.maps import cut_into_strips

    path, parts = folder.path / BOUNDARIES, folder.framework.parts_in(period)
    off = "or set drawn_map to no"
    if not path.is_file():
        raise SetUpError(
            f"The framework asks for a drawn map (drawn_map), but {folder.path} has no {BOUNDARIES}. Put the "
            f"boundaries of the {folder.framework.part_kind.many} beside the framework, {off}."
        )
    shapes, source = read_boundaries(path)
    if not source:
        raise SetUpError(
            f'{path.name} does not say whose the boundaries are. Give it a member "attribution", for example "Contains '
            f'OS data © Crown copyright and database right 2018, Open Government Licence v3.0", {off}.'
        )
    known = by_word(parts)
    rings = {area.code: shape.rings for shape in shapes if (area := shape.of(known)) is not None}
    lacking = [one.name for one in parts if one.code not in rings]
    if not parts or lacking:
        what = f"the boundaries of {', '.join(lacking)}" if parts else "any part of the own area to draw"
        raise SetUpError(f"{path.name} lacks {what}. Complete it, {off}.")
    level = [
        [[squeezed(east, north) for east, north, *_ in ring] for ring in rings[one.code]] for one in parts
    ]
    strips, width, outlines = cut_into_strips(level, LINES, GAP)
    return DrawnMap(
        tuple((parts[one.shape].code, one.left, one.height, one.width) for one in strips),
        tuple(tuple(_thinned(outline)) for outline in outlines),
        width,
        LINES,
        source,
    )


def _thinned(outline: Sequence[tuple[float, float]], most: int = 60) -> list[tuple[float, float]]:
    """Return an outline with as many of its points as a small map needs, ending where it begins."""
    kept = list(outline[:: max(1, len(outline) // most)])
    return kept if kept[-1] == outline[0] else [*kept, outline[0]]


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
    from scpxl.statistics.maps import assign_tiles, centroid, grid_for

    framework = folder.framework
    known = by_word(framework.areas)
    centres: dict[str, tuple[float, float]] = {}
    unknown = []
    for shape in read_boundaries(boundaries)[0]:
        area = shape.of(known)
        if area is None:
            unknown.append(next(iter(shape.words), "a shape without a name"))
        else:
            centres[area.code] = squeezed(*centroid(max(shape.rings, key=len)))
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
