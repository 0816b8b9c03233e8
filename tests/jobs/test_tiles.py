"""Places on the tile map are proposed from boundaries, by the codes or names their shapes carry."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from scpxl.cli import main
from scpxl.jobs.folder import Folder
from scpxl.jobs.setting_up.setup import init_folder
from scpxl.read.framework_file import read_framework
from scpxl.statistics.maps import assign_tiles


def square(east: float, north: float, **words: str) -> dict[str, Any]:
    ring = [(east, north), (east + 1, north), (east + 1, north + 1), (east, north + 1), (east, north)]
    return {"type": "Feature", "properties": words, "geometry": {"type": "Polygon", "coordinates": [ring]}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    init_folder(tmp_path / "ours")
    return tmp_path / "ours"


def boundaries(folder: Path, *shapes: dict[str, Any]) -> Path:
    path = folder.parent / "areas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(shapes)}), "utf-8")
    return path


def run(folder: Path, *words: str, expect: int = 0) -> str:
    result = CliRunner().invoke(main, ["-C", str(folder), "framework", "tiles", *words])
    assert result.exit_code == expect, result.output
    return result.output


def test_an_area_north_of_another_gets_a_tile_above_it(folder: Path) -> None:
    own, other = Folder(folder).framework.areas[:2]
    path = boundaries(
        folder,
        square(0, 0, name=own.name.upper()),
        square(0, 5, code=other.code),
        square(9, 9, name="Elsewhere"),
    )
    said = run(folder, str(path), "--out", str(folder / "new.toml"))
    assert "Not areas of the framework: Elsewhere." in said
    tiles = {area.code: area.place for area in read_framework(folder / "new.toml").areas}
    below, above = tiles[own.code], tiles[other.code]
    assert below is not None
    assert above is not None
    assert above[0] < below[0]


def test_a_file_that_is_no_map_is_refused_in_words(folder: Path) -> None:
    path = folder.parent / "odd.geojson"
    for content in (
        "[1, 2",
        "[]",
        '{"features": [{"geometry": {"type": "Point", "coordinates": []}}]}',
        "null",
    ):
        path.write_text(content, "utf-8")
        assert "odd.geojson is no GeoJSON file of areas" in run(folder, str(path), expect=2)
    path.write_text(json.dumps({"features": [square(0, 0, name="Nowhere")]}), "utf-8")
    assert "none of its shapes is an area of the framework" in run(folder, str(path), expect=2)


def test_a_grid_that_is_too_small_is_refused(folder: Path) -> None:
    areas = Folder(folder).framework.areas[:3]
    path = boundaries(folder, *(square(place, place, code=area.code) for place, area in enumerate(areas)))
    assert "do not fit 1 rows of 2" in run(folder, str(path), "--rows", "1", "--columns", "2", expect=2)


def test_no_two_areas_share_a_tile() -> None:
    centres = [(0.1 * place, 0.2 * (place % 7)) for place in range(30)]
    assert len(set(assign_tiles(centres, 6, 6))) == 30
