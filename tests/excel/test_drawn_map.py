"""The drawn map: wards cut into strips that a chart fills, coloured as the tile map is, off until it is asked for."""

from __future__ import annotations

import json
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from scpxl.cli import main
from scpxl.errors import SetUpError
from scpxl.jobs.folder import Folder
from scpxl.jobs.publishing.publish import publish
from scpxl.jobs.setting_up.boundaries import BOUNDARIES, drawn_map
from scpxl.jobs.setting_up.setup import shipped
from scpxl.model.periods import Period
from scpxl.render.excel import write_dashboard
from scpxl.scorecard.records.shape import DashboardSettings, DrawnMap
from tests.excel.made import SMALL, WARDS, board_of, troubled_figures, troubled_framework
from tests.excel.packages import different_parts
from tests.excel.reading import CHART, parts, rows_of
from tests.excel.values import different_values
from tests.office import LibreOffice

Q4 = Period.parse("2017-18 Q4")
SQUARES = {f"W{place}": (place % 2, place // 2) for place in range(len(WARDS))}
"""The lower left corner of each ward of the made partnership, all of them squares."""


def squares(**more: object) -> dict[str, object]:
    shapes = [
        {"type": "Feature", "properties": {"code": code}, "geometry": {"type": "Polygon", "coordinates": [
            [[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]]]}}
        for code, (x, y) in SQUARES.items()
    ]  # fmt: skip
    return {"type": "FeatureCollection", "attribution": "Ours © 2018.", "features": shapes, **more}


@pytest.fixture(scope="module")
def drawn() -> DrawnMap:
    strips = tuple(
        (code, 50.0 * x + 1, 50.0 * y + 5 + 10 * line, 48.0)
        for code, (x, y) in SQUARES.items()
        for line in range(5)
    )
    outlines = tuple(
        tuple((50.0 * (x + a), 50.0 * (y + b)) for a, b in ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0)))
        for x, y in SQUARES.values()
    )
    return DrawnMap(strips, outlines, 100.0, 10, "Ours © 2018.")


@pytest.fixture
def written(drawn: DrawnMap, tmp_path: Path) -> Path:
    path = tmp_path / "drawn.xlsx"
    card = board_of(troubled_framework(), troubled_figures(), settings=replace(SMALL, drawn=drawn))
    write_dashboard(card, path)
    return path


def coloured(path: Path) -> dict[float, list[int]]:
    """For each strip, by its left end and height, the classes whose column has it."""
    heads = [
        row for row in rows_of(path, "Calc") if len(row) > 7 and row[1] == 48.0 and row[0] in {1.0, 51.0}
    ]
    return {row[0] * 1000 + next(v for v in row[2:8] if isinstance(v, float)): [
        number for number in range(6) if isinstance(row[2 + number], float)] for row in heads}  # fmt: skip


def test_every_strip_is_in_the_series_of_the_class_that_its_ward_has_on_the_tile_map(
    written: Path, drawn: DrawnMap
) -> None:
    card = board_of(troubled_framework(), troubled_figures(), settings=replace(SMALL, drawn=drawn))
    assert card.shape is not None
    heat = dict(zip((one.code for one in card.shape.parts), card.month_ends[-1].parts[0].heat, strict=True))
    found = coloured(written)
    assert len(found) == len(drawn.strips)
    for code, left, height, _ in drawn.strips:
        assert found[left * 1000 + height] == [heat[code]], code


def test_the_chart_has_a_series_a_class_and_an_outline_a_ward(written: Path) -> None:
    maps = [root for _, root in parts(written, r"xl/charts/chart\d+\.xml") if any(root.iter(f"{CHART}errBars"))
            and any(root.iter(f"{CHART}scatterChart"))]  # fmt: skip
    (root,) = maps
    series = list(root.iter(f"{CHART}ser"))
    assert len([one for one in series if one.find(f"{CHART}errBars") is not None]) == 6
    assert len(series) == 6 + len(WARDS)


def test_whose_the_boundaries_are_stands_on_the_page(written: Path) -> None:
    assert any("Map: Ours © 2018." in str(value) for row in rows_of(written, "Wards") for value in row)


def test_the_map_is_part_of_the_layout_and_its_colours_are_not(
    drawn: DrawnMap, written: Path, tmp_path: Path
) -> None:
    plain = board_of(troubled_framework(), troubled_figures())
    with_map = board_of(troubled_framework(), [], settings=replace(SMALL, drawn=drawn))
    assert plain.shape is not None
    assert with_map.shape is not None
    assert plain.shape.digest != with_map.shape.digest
    write_dashboard(with_map, tmp_path / "empty.xlsx")
    lists = frozenset({"Actions", "Commentary", "Changes", "Notes"})
    assert different_parts(written, tmp_path / "empty.xlsx", lists) == []


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_worked_out_anew_every_strip_comes_to_the_colour_kept(
    written: Path, libreoffice: LibreOffice
) -> None:
    assert different_values(written, libreoffice.convert(written, "xlsx"), hidden=True) == {}


@pytest.fixture
def ours(tmp_path: Path) -> Folder:
    """The worked example's folder, whose framework asks for a drawn map."""
    folder = tmp_path / "ours"
    assert CliRunner().invoke(main, ["init", str(folder)]).exit_code == 0
    (folder / "framework.xlsx").unlink()
    agreed = shipped("templates/barnet/framework.toml").read_text("utf-8")
    (folder / "framework.toml").write_text("drawn_map = true\n" + agreed, "utf-8")
    return Folder(folder)


def test_the_worked_example_brings_the_boundaries_of_its_wards_and_says_whose_they_are(ours: Folder) -> None:
    found = drawn_map(ours, Q4)
    assert {code for code, *_ in found.strips} == {one.code for one in ours.framework.parts_in(Q4)}
    assert len(found.outlines) == 21
    assert "Open Government Licence v3.0" in found.attribution
    assert "Crown copyright" in found.attribution
    assert all(
        left >= 0 and left + width <= found.width and 0 <= height <= 100
        for _, left, height, width in found.strips
    )


def test_publish_draws_the_map_where_the_framework_asks_for_it_and_only_there(ours: Folder) -> None:
    def charts(path: Path) -> int:
        with zipfile.ZipFile(path) as package:
            return len([name for name in package.namelist() if name.startswith("xl/charts/chart")])

    asked = charts(publish(ours, Q4).path)
    path = ours.path / "framework.toml"
    path.write_text(path.read_text("utf-8").replace("drawn_map = true", "drawn_map = false"), "utf-8")
    assert charts(publish(Folder(ours.path), Q4).path) == asked - 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (None, "has no boundaries.geojson"),
        ({"attribution": ""}, "does not say whose the boundaries are"),
        ({"attribution": "Ours", "features": []}, "lacks the boundaries of"),
        ({"features": [{"properties": {}, "geometry": {"type": "Point", "coordinates": [0, 1]}}]}, "is no GeoJSON file of areas"),
        ({"features": [{"properties": {}, "geometry": {"type": "Polygon", "coordinates": [[[0, 1], [1, 1]]]}}]}, "is no GeoJSON file of areas"),
    ],
)  # fmt: skip
def test_boundaries_that_cannot_be_drawn_are_told_in_words(
    ours: Folder, change: dict[str, object] | None, words: str
) -> None:
    path = ours.path / BOUNDARIES
    if change is None:
        path.unlink()
    else:
        path.write_text(json.dumps(squares(**change)), "utf-8")
    with pytest.raises(SetUpError, match=words):
        drawn_map(ours, Q4)
    result = CliRunner().invoke(main, ["-C", str(ours.path), "publish", "--period", "2017-18 Q4"])
    assert result.exit_code != 0
    assert words in " ".join(result.output.split())


def test_a_partnership_without_the_setting_needs_no_boundaries(ours: Folder) -> None:
    (ours.path / BOUNDARIES).unlink()
    shutil.copyfile(shipped("templates/barnet/framework.toml"), ours.path / "framework.toml")
    assert publish(Folder(ours.path), Q4).scorecard.shape is not None
    assert DashboardSettings().drawn is None
