"""Maps that a sheet can draw: places on a tile map, and shapes cut into level strips."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from scpxl.statistics.arrays import Floats

Ring = Sequence[Sequence[float]]
RANK_WEIGHT = 0.4
"""How much of an area's place is its rank from west to east and south to north, so that crowded middles spread."""


def centroid(ring: Ring) -> tuple[float, float]:
    """Return the centre of gravity of a ring of points that ends where it begins.

    Source: the shoelace formula.

    >>> centroid([(0, 0), (2, 0), (2, 2), (0, 2), (0, 0)])
    (1.0, 1.0)
    """
    points = np.array([point[:2] for point in ring], dtype=np.float64)
    x, y = points[:-1].T
    u, v = points[1:].T
    cross = x * v - u * y
    area = 3 * cross.sum()
    return float(((x + u) * cross).sum() / area), float(((y + v) * cross).sum() / area)


def grid_for(areas: int) -> tuple[int, int]:
    """Return the rows and columns of a grid with some cells to spare.

    >>> grid_for(21), grid_for(32), grid_for(1)
    ((6, 5), (7, 6), (2, 1))
    """
    columns = max(1, round(math.sqrt(areas)))
    return math.ceil(1.25 * areas / columns), columns


def assign_tiles(centres: Sequence[tuple[float, float]], rows: int, columns: int) -> list[tuple[int, int]]:
    """Return a row and column, from 0 at the top left, for each centre (east, north).

    The cells are given out so that the squared distances from where areas lie add up to as little as can be; people
    move single tiles by hand afterwards.  Raises ValueError where the grid has too few cells.

    >>> assign_tiles([(0, 1), (1, 1), (0, 0), (1, 0)], 2, 2)
    [(0, 0), (0, 1), (1, 0), (1, 1)]
    """
    from scipy.optimize import linear_sum_assignment

    if rows * columns < len(centres):
        raise ValueError(f"{len(centres)} areas do not fit {rows} rows of {columns}. Ask for more.")
    at = np.array(centres, dtype=np.float64)
    mixed = (1 - RANK_WEIGHT) * _spread(at) + RANK_WEIGHT * _spread(
        at.argsort(0).argsort(0).astype(np.float64)
    )
    mixed = _spread(mixed)
    cells = [(row, column) for row in range(rows) for column in range(columns)]
    grid = np.array([(column / max(1, columns - 1), 1 - row / max(1, rows - 1)) for row, column in cells])
    east, north = (mixed[:, None, axis] - grid[:, axis] for axis in (0, 1))
    _, chosen = linear_sum_assignment((east * columns) ** 2 + (north * rows) ** 2)
    return [cells[int(place)] for place in chosen]


def _spread(points: Floats) -> Floats:
    """Return points moved and stretched to lie between 0 and 1 each way."""
    low, high = points.min(0), points.max(0)
    width = np.where(high > low, high - low, 1.0)
    return np.asarray((points - low) / width)


class Strip(NamedTuple):
    """A stretch of a shape at one height; the map is 100 high, from the bottom."""

    shape: int
    left: float
    height: float
    width: float


def cut_into_strips(
    shapes: Sequence[Sequence[Ring]], lines: int, gap: float
) -> tuple[list[Strip], float, list[list[tuple[float, float]]]]:
    """Return the strips of shapes along so many level lines, how wide the map is, and the shapes' outlines.

    A shape is its rings, holes among them: a line is inside after an odd number of crossings.  The map is 100 high;
    each strip is `gap` short at either end, so that neighbours stand apart, and what is narrower than three gaps is
    left out.  Source: the scan-line fill of computer graphics (even-odd rule).

    >>> square = [[(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)]]
    >>> cut_into_strips([square], 2, 1.0)[0]
    [Strip(shape=0, left=1.0, height=25.0, width=98.0), Strip(shape=0, left=1.0, height=75.0, width=98.0)]
    """
    every = np.array([point[:2] for rings in shapes for ring in rings for point in ring], dtype=np.float64)
    (left, bottom), (right, top) = every.min(0), every.max(0)
    scale = 100 / (top - bottom)
    found = []
    for number, rings in enumerate(shapes):
        for line in range(lines):
            height = bottom + (line + 0.5) / lines * (top - bottom)
            cuts = np.sort(
                np.concatenate([_crossings(np.array(ring, dtype=np.float64), height) for ring in rings])
            )
            for start, end in zip(cuts[::2], cuts[1::2], strict=True):
                wide = (end - start) * scale
                if wide > 3 * gap:
                    at = (start - left) * scale + gap
                    found.append(
                        Strip(
                            number,
                            round(float(at), 2),
                            round((line + 0.5) / lines * 100, 2),
                            round(float(wide - 2 * gap), 2),
                        )
                    )
    outlines = [
        [(round((x - left) * scale, 2), round((y - bottom) * scale, 2)) for x, y, *_ in ring]
        for rings in shapes
        for ring in rings
    ]
    return found, round(float((right - left) * scale), 2), outlines


def _crossings(ring: Floats, height: float) -> Floats:
    """Return where a ring that ends where it begins crosses a level line."""
    x, y = ring[:, 0], ring[:, 1]
    across = (y[:-1] > height) != (y[1:] > height)
    here, there = np.flatnonzero(across), np.flatnonzero(across) + 1
    share: Floats = (height - y[here]) / (y[there] - y[here])
    crossed: Floats = x[here] + share * (x[there] - x[here])
    return crossed
