"""Every formula comes to the value kept beside it, whichever month and measures are chosen; and back again."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from scpxl.render.excel import write_dashboard
from scpxl.render.excel.sheets import HIDDEN
from scpxl.scorecard.records.scorecard import Scorecard
from tests.excel.test_layout import scorecard_of
from tests.excel.values import different_values, values
from tests.office import LibreOffice

PUBLISHED: dict[str, str] = {}
# openpyxl, which types in the choices, keeps neither sparklines nor all of what conditional formats can be: values alone matter.
pytestmark = [pytest.mark.filterwarnings("ignore:.*extension is not supported")]
CHOICES = [
    PUBLISHED,
    {"as_of": "Sep 2017", "show_1": "Burglary", "show_any": "Fires in homes", "show_place": "Anti-social behaviour incidents", "show_as": "Change"},
    {"as_of": "Mar 2017", "show_bench": "Burglary", "show_group": "15 similar boroughs (illustrative)", "show_any": "Proven reoffending [example]"},
    {"as_of": "Feb 2018", "show_6": "Proven reoffending [example]", "show_any": "Homicide victims", "show_as": "Rate", "show_made_of": "Fires in homes: Type of home"},
]  # fmt: skip


@pytest.fixture(scope="module")
def q4(demo: Path) -> Scorecard:
    return scorecard_of(demo, "2017-18 Q4")


def choose(path: Path, choices: dict[str, str], to: Path) -> Path:
    """Type other choices into the cells that have those names, as a reader does; the values kept go stale."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    book = parts["xl/workbook.xml"].decode()
    sheets = re.findall(r'<sheet name="([^"]+)"', book)
    for name, value in choices.items():
        found = re.search(rf"<definedName name=\"{name}\">'?([^'!<]+)'?!\$([A-Z]+)\$([0-9]+)<", book)
        assert found, name
        part = f"xl/worksheets/sheet{sheets.index(found[1]) + 1}.xml"
        typed = rf'\1 t="inlineStr"><is><t>{value}</t></is></c>'
        cell = rf'(<c r="{found[2]}{found[3]}" s="[0-9]+") t="s"><v>[0-9]+</v></c>'
        text, times = re.subn(cell, typed, parts[part].decode())
        assert times == 1, name
        parts[part] = text.encode()
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return to


@pytest.fixture(scope="module")
def recalculated(
    q4: Scorecard, libreoffice: LibreOffice, tmp_path_factory: pytest.TempPathFactory
) -> list[tuple[Path, Path]]:
    """For each choice the workbook written with it, and the first one with the same entered in, worked out by LibreOffice."""
    place = tmp_path_factory.mktemp("lookups")
    write_dashboard(q4, place / "first.xlsx")
    pairs = []
    for number, choices in enumerate(CHOICES):
        write_dashboard(q4, place / f"written {number}.xlsx", choices)
        pairs.append(
            (
                place / f"written {number}.xlsx",
                choose(place / "first.xlsx", choices, place / f"typed {number}.xlsx"),
            )
        )
    made = libreoffice.convert_all([typed for _, typed in pairs], "xlsx")
    return [(written, made[typed]) for written, typed in pairs]


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(CHOICES)))
def test_whatever_is_chosen_every_cell_comes_to_the_value_kept(
    recalculated: list[tuple[Path, Path]], number: int
) -> None:
    assert dict(list(different_values(*recalculated[number], hidden=False).items())[:10]) == {}
    shown = {at: value for at, value in values(recalculated[number][1]).items() if at[0] not in HIDDEN}
    assert {at: value for at, value in shown.items() if str(value).startswith("#")} == {}


@pytest.mark.office
@pytest.mark.slow
def test_what_charts_read_comes_to_the_points_kept(recalculated: list[tuple[Path, Path]]) -> None:
    for pair in recalculated:
        assert dict(list(different_values(*pair, hidden=True).items())[:10]) == {}
