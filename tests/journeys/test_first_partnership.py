"""The page for a first partnership is run as it is, and the short framework fits whoever begins with it."""

from __future__ import annotations

import re
import shlex
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from scpxl.cli import main
from scpxl.errors import NotFoundError, SetUpError
from scpxl.jobs.folder import Folder
from scpxl.jobs.setting_up.starting import area_lists, short_framework
from scpxl.model.periods import Period
from tests.partners import fill_in

PAGE = Path(__file__).resolve().parents[2] / "docs" / "first-partnership.md"
PERIOD = Period.parse("2025-26 Q1")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)


def run(words: list[str]) -> Result:
    assert words[0] == "scpxl"
    return CliRunner().invoke(main, words[1:])


def test_the_page_leads_from_nothing_to_a_dashboard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (toml,), (history,) = blocks("toml"), blocks("csv")
    assert len(toml.strip().splitlines()) == 10
    Path("camden.toml").write_text(toml, "utf-8")
    Path("history.csv").write_text(history, "utf-8")
    printed = ""
    for block in blocks("sh"):
        for line in block.splitlines():
            if "--blank" in line:
                continue
            if " collect " in line:
                folder = Folder(Path("camden"))
                name = "police 2025-26-Q1.xlsx"
                fill_in(
                    folder.issued(PERIOD) / name,
                    folder.returns(PERIOD) / name,
                    folder.framework,
                    "police",
                    PERIOD,
                    cells={"Start!C22": date(2025, 7, 10)},
                )
            done = run(shlex.split(line))
            assert done.exit_code == 0, (line, done.output)
            printed += done.output
    sound = "Framework 1 of Camden Community Safety Partnership can be used: 1 objective, 2 indicators, 1 partner, 1 area, 0 targets."
    assert sound in printed
    assert sound in PAGE.read_text("utf-8")
    assert "Accepted  police 2025-26-Q1.xlsx" in printed
    book = load_workbook("camden/outputs/2025-26-Q1/dashboard.xlsx", read_only=True)
    assert "Summary" in book.sheetnames
    assert "2 new" in printed


@pytest.mark.parametrize(
    "words", [[], ["--area", "Stockport"], ["--areas", "london-boroughs", "--area", "Camden"]], ids=str
)
def test_a_short_framework_is_sound_and_its_form_can_be_issued(tmp_path: Path, words: list[str]) -> None:
    place = str(tmp_path / "ours")
    done = run(["scpxl", "init", place, "--blank", *words])
    assert done.exit_code == 0, done.output
    assert run(["scpxl", "-C", place, "framework", "check"]).exit_code == 0
    (command,) = re.findall(r"scpxl -C \S+ issue --period '[^']+'", done.output)
    assert run(shlex.split(command)).exit_code == 0
    told = run(["scpxl", "-C", place, "framework", "export", str(tmp_path / "as.toml")])
    assert told.exit_code == 0
    assert "Barnet" not in (tmp_path / "as.toml").read_text("utf-8").replace('name = "Barnet"', "")


def test_the_areas_of_a_list_are_what_the_own_area_is_compared_with(tmp_path: Path) -> None:
    made = short_framework("camden", "london-boroughs")
    assert made.area_by_code[made.area].name == "Camden"
    assert len([area for area in made.areas if area.groups == ("compared",)]) == 32
    assert made.by_code["BUR-01"].benchmark == ("compared",)
    own = tmp_path / "greater_manchester.csv"
    own.write_text(
        "\ufeffCode;Name;Parent\nE08000007;Stockport;\nE08000003;Manchester;\nE05000001;Bredbury;E08000007\n",
        "utf-8",
    )
    ours = short_framework("Stockport", str(own))
    assert [area.name for area in ours.areas if area.groups] == ["Stockport", "Manchester"]
    assert [area.parent for area in ours.areas] == ["", "", "E08000007"]
    assert ours.benchmarks[0].title == "Greater manchester"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name\nStockport\n", "lacks the column code"),
        ("code,name\n", "has no areas"),
        ("code,name\nA,A\nA,B\n", "has A twice"),
        ("code,name,tile\nA,A,here\n", "row 2: tile 'here' cannot be used"),
        ("code,name\nA,\n", "row 2: name"),
    ],
)
def test_a_list_that_cannot_be_used_says_why(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "areas.csv").write_text(text, "utf-8")
    with pytest.raises(SetUpError, match=re.escape(said)):
        short_framework("A", str(tmp_path / "areas.csv"))


def test_what_is_no_list_or_no_area_of_it_is_told() -> None:
    assert "london-boroughs" in area_lists()
    with pytest.raises(
        SetUpError, match=r"is no list of areas\. Lists that come with scpxl: london-boroughs"
    ):
        short_framework("A", "nowhere")
    with pytest.raises(SetUpError, match="--area NAME"):
        short_framework("", "london-boroughs")
    with pytest.raises(NotFoundError, match="'Camdn' is not an area of London boroughs"):
        short_framework("Camdn", "london-boroughs")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["init", "x", "--blank", "--framework", "y.toml"], "not both"),
        (["init", "x", "--area", "Camden"], "give --blank as well"),
        (["check", "--html", "met.xlsx", "lfb.xlsx"], "--html takes the name of the page to write"),
    ],
)
def test_options_that_contradict_each_other_are_told(tmp_path: Path, words: list[str], said: str) -> None:
    done = CliRunner().invoke(main, ["-C", str(tmp_path), *words])
    assert done.exit_code == 2
    assert said in " ".join(done.output.split())
