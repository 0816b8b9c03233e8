"""A target on a rate that an earlier framework set as a total is asked about, with the numbers of both readings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from scpxl.cli import main
from scpxl.jobs.folder import Folder
from scpxl.jobs.setting_up.setup import init_folder
from scpxl.model.framework import FORMAT, Framework, Indicator
from scpxl.model.targets import TargetOf
from scpxl.read.framework_file import read_framework
from scpxl.render.framework_text import write_framework_toml
from scpxl.render.framework_workbook import write_framework_workbook
from tests.scorecard.builders import PEOPLE, indicator, target
from tests.scorecard.builders import framework as with_a_group

RATE: dict[str, Any] = {"unit": "rate", "denominator": "POP", "counted": "offences", "title": "Burglary"}
POPULATION = PEOPLE.model_copy(update={"title": "Population", "counted": "people"})


def framework(*indicators: Indicator, **more: Any) -> Framework:
    return with_a_group(*indicators, **more).model_copy(update={"benchmarks": ()})


def old(*values: float, **more: Any) -> Framework:
    targets = [
        target(value, year=f"{2017 + place}-{18 + place}", **more) for place, value in enumerate(values)
    ]
    return framework(indicator(**RATE), POPULATION, targets=targets)


def run(*words: str) -> str:
    result = CliRunner().invoke(main, list(words))
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """A folder made before formats were told apart, with two years of 50 offences a month, of 60,000 people."""
    init_folder(tmp_path / "ours")
    for made in (tmp_path / "ours").glob("framework.*"):
        made.unlink()
    write_framework_toml(old(600.0, 9.5), tmp_path / "ours" / "framework.toml")
    (tmp_path / "ours" / "scpxl.toml").write_text('period = "2017-18 Q4"\n', "utf-8")
    rows = [f"BUR,OWN,{year}-{month:02},50" for year in (2016, 2017, 2018) for month in range(1, 13)]
    (tmp_path / "history.csv").write_text(
        "\n".join(["indicator,area,period,numerator", *rows, "POP,OWN,2016-06,60000"]), "utf-8"
    )
    run("-C", str(tmp_path / "ours"), "import", "--as", "history", str(tmp_path / "history.csv"))
    return tmp_path / "ours"


def test_each_target_is_asked_about_with_both_readings(before: Path) -> None:
    said = run("-C", str(before), "framework", "check")
    assert (
        "- Target BUR 2017-18: 600 is read as the year's total, 600 offences, which is 10.0 per 1,000 people. Read as the rate it "
        "would be 600 per 1,000 people, which is 36,000 offences. The year to Mar 2018: 600 offences, 10.0 per 1,000 people. "
        "Say which is meant in its `of`: total or rate.\n"
        "- Target BUR 2018-19: 9.5 is read as the year's total, 9.5 offences, which is 0.2 per 1,000 people. Read as the rate it "
        "would be 9.5 per 1,000 people, which is 570 offences. The year to Mar 2018: 600 offences, 10.0 per 1,000 people. "
        "Say which is meant in its `of`: total or rate."
    ) in said
    remarks = json.loads(run("-C", str(before), "framework", "check", "--json"))["remarks"]
    assert len(remarks) == 2


def test_without_figures_the_readings_are_told_by_themselves(tmp_path: Path) -> None:
    write_framework_toml(old(9.5), tmp_path / "framework.toml")
    said = run("-C", str(tmp_path), "framework", "check")
    assert (
        "- Target BUR 2017-18: 9.5 is read as the year's total, 9.5 offences. Read as the rate it would be 9.5 per 1,000 people. "
        "Say which is meant in its `of`: total or rate."
    ) in said


def test_a_target_that_says_what_it_is_of_is_not_asked_about(tmp_path: Path) -> None:
    for said in (old(9.5, of="rate"), old(9.5, of="total"), old(9.5).model_copy(update={"format": FORMAT})):
        write_framework_toml(said, tmp_path / "framework.toml")
        assert "Target BUR" not in run("-C", str(tmp_path), "framework", "check")


@pytest.mark.parametrize("name", ["new.toml", "new.xlsx"])
def test_export_writes_todays_format_and_says_what_was_understood(before: Path, name: str) -> None:
    run("-C", str(before), "framework", "export", str(before / name))
    written = read_framework(before / name)
    assert (written.format, [one.of for one in written.targets]) == (FORMAT, [TargetOf.TOTAL] * 2)
    assert written == old(600.0, 9.5).renewed()


def test_a_new_folder_has_todays_format(tmp_path: Path) -> None:
    write_framework_toml(old(600.0), tmp_path / "given.toml")
    assert init_folder(tmp_path / "given", tmp_path / "given.toml").framework == old(600.0).renewed()
    assert init_folder(tmp_path / "shipped").framework.format == FORMAT


def test_zeros_that_an_old_workbook_was_written_with_say_nothing_and_it_is_told(tmp_path: Path) -> None:
    write_framework_workbook(old(600.0), tmp_path / "framework.xlsx")
    book: Any = load_workbook(tmp_path / "framework.xlsx")
    column = next(
        cell.column for row in book["Indicators"].iter_rows() for cell in row if cell.value == "Decimals"
    )
    first = next(cell.row for cell in book["Indicators"]["A"] if cell.value == "BUR")
    for row in (first, first + 1):
        book["Indicators"].cell(row, column).value = 0
    book.save(tmp_path / "framework.xlsx")
    assert [one.decimals for one in Folder(tmp_path).framework.indicators] == [None, None]
    said = run("-C", str(tmp_path), "framework", "check")
    assert (
        "- BUR: 0 decimals is read as blank, since workbooks of format 1 were written with 0 where nothing was said."
        in said
    )
    assert "- POP: 0 decimals" not in said


def test_zero_decimals_are_zero_in_a_file_and_in_todays_workbook(tmp_path: Path) -> None:
    none = indicator(**RATE).model_copy(update={"decimals": 0})
    write_framework_toml(framework(none, POPULATION), tmp_path / "old.toml")
    assert read_framework(tmp_path / "old.toml").indicators[0].decimals == 0
    write_framework_workbook(framework(none, POPULATION).renewed(), tmp_path / "new.xlsx")
    assert read_framework(tmp_path / "new.xlsx").indicators[0].decimals == 0


def test_what_a_target_of_a_rate_is_of_fits_the_indicator(tmp_path: Path) -> None:
    count = framework(indicator(), targets=[target(5.0, of="rate")])
    write_framework_toml(count, tmp_path / "framework.toml")
    result = CliRunner().invoke(main, ["-C", str(tmp_path), "framework", "check"])
    assert (
        "target BUR 2017-18: of: is 'rate', and BUR is no rate: its target is of its figure. Leave it blank."
        in result.output
    )
