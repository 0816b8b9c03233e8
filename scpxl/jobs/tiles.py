"""Propose a place on the tile map for each area, from a file of boundaries; people move single tiles afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scpxl.errors import SetUpError
from scpxl.jobs.boundaries import by_word, read_boundaries, squeezed
from scpxl.jobs.folder import Folder
from scpxl.model.framework import Area, Framework


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
    from scpxl.statistics.tiles import assign_tiles, centroid, grid_for

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
