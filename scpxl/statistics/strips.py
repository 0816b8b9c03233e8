"""Shapes cut into level strips, of which a chart can be built that fills them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from scpxl.statistics.arrays import Floats

Ring = Sequence[Sequence[float]]


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
