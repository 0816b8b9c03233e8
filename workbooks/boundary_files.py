"""Boundaries of areas as published, and which of them a point lies in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

Ring: TypeAlias = Sequence[tuple[float, float]]
"""A closed line, longitude and latitude."""


def read_boundaries(folder: Path, name: str, code: str) -> dict[str, list[Ring]]:
    """Return the rings around each area of a GeoJSON file, by the property that holds its code."""
    features = json.loads((folder / name).read_text(encoding="utf-8"))["features"]
    rings: dict[str, list[Ring]] = {}
    for feature in features:
        shape = feature["geometry"]
        polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        rings[feature["properties"][code]] = [ring for polygon in polygons for ring in polygon]
    return rings


def is_within(point: tuple[float, float], rings: Iterable[Ring]) -> bool:
    """Say whether a point lies in an area, holes left out: a line eastwards crosses its rings an odd number of times.

    >>> square, hole = [(0, 0), (0, 9), (9, 9), (9, 0), (0, 0)], [(3, 3), (3, 6), (6, 6), (6, 3), (3, 3)]
    >>> is_within((1, 5), [square, hole]), is_within((4, 5), [square, hole]), is_within((10, 5), [square, hole])
    (True, False, False)
    """
    x, y = point
    inside = False
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
                inside = not inside
    return inside
