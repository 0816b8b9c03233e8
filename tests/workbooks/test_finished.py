"""The workbooks that are here to be looked at are those that the code makes today."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.render.vba_project import odd
from tests.workbook_lint.rules import lint

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "workbooks"))

import build_finished  # noqa: E402  # It is beside the data, not in a package.

NUMBER = re.compile(rb"<((?:c:)?v)>(-?\d[\d.]*(?:[eE][-+]?\d+)?)</\1>")


MADE = re.compile(rb"<(dcterms:\w+) [^>]*>[^<]*</\1>")


def parts_of(path: Path) -> dict[str, bytes]:
    """A file's parts without the day they were made.

    How they are packed depends on the system, and the last digits of a figure on its processor.
    """
    content = path.read_bytes()
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return {"": content}
    with zipfile.ZipFile(path) as package:
        return {name: MADE.sub(b"", NUMBER.sub(_rounded, package.read(name))) for name in package.namelist()}


def _rounded(found: re.Match[bytes]) -> bytes:
    return b"<v>%s</v>" % f"{float(found[2]):.9g}".encode()


def behind(made: Sequence[Path], root: Path) -> list[str]:
    """Return what differs between files just made and those of the project."""
    told = []
    for path in made:
        name = path.relative_to(root)
        kept = ROOT / name
        if not kept.is_file():
            told.append(f"{name} is missing")
            continue
        new, old = parts_of(path), parts_of(kept)
        told += [
            f"{name}: {part}" for part in sorted(new.keys() | old.keys()) if new.get(part) != old.get(part)
        ]
    return told


def test_macros_are_those_of_the_installed_xlwings(tmp_path: Path) -> None:
    assert behind(build_finished.make_macros(tmp_path), tmp_path) == [], "run make macros again"


def test_templates_are_what_the_code_makes_today(tmp_path: Path) -> None:
    assert behind(build_finished.make_templates(tmp_path), tmp_path) == [], "run make workbooks again"


@pytest.mark.slow
def test_the_finished_dashboard_is_what_the_code_makes_today(tmp_path: Path) -> None:
    made = build_finished.make_dashboards(tmp_path)
    assert [path.suffix for path in made] == [".xlsx", ".xlsm"]
    assert behind(made, tmp_path) == [], "run make workbooks again"
    assert [remark for path in made for remark in lint(path)] == []
    assert odd(made[1]) == []


def test_what_is_behind_is_named(tmp_path: Path) -> None:
    blank, framework, colours = build_finished.make_templates(tmp_path)
    with zipfile.ZipFile(framework, "a") as package:
        package.writestr("added.xml", b"<a/>")
    colours.write_text("other", "utf-8")
    assert behind([blank, framework, colours], tmp_path) == [
        "templates/framework.xlsx: added.xml",
        "templates/scpxl colours.xml: ",
    ]


def test_the_theme_has_every_colour_that_office_asks_for_in_its_order() -> None:
    scheme = ET.fromstring(build_finished.theme_colours().encode())  # noqa: S314  (our own)
    names = [one.tag.partition("}")[2] for one in scheme]
    accents = [f"accent{number}" for number in range(1, 7)]
    assert names == ["dk1", "lt1", "dk2", "lt2", *accents, "hlink", "folHlink"]
    assert all(re.fullmatch(r"[0-9A-F]{6}", one[0].get("val", "")) for one in scheme)


def test_all_together_are_small() -> None:
    files = [*(ROOT / "templates").glob("*.*"), *(ROOT / "workbooks").glob("*/dashboard.*")]
    assert len(files) == 5
    assert sum(path.stat().st_size for path in files) < 5_000_000
