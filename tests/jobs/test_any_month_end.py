"""Figures for any month end: what is worked out follows the month, what people sent and said its quarter."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from scpxl.cli import main
from scpxl.jobs.folder import Folder
from scpxl.jobs.returns.collect import collect
from tests.jobs.conftest import PERIOD, Desk
from tests.jobs.test_board import CODE, history

FIGURES = {"Measures!P5": 20, "Measures!Q5": 21, "Measures!R5": 22}
TOLD = "Two fires in sheds were counted as homes until the crew's report was corrected."


@pytest.fixture
def filled(folder: Folder, desk: Desk) -> Folder:
    """A folder with three years of history and the quarter's return of one partner."""
    (folder.path / "scpxl.toml").write_text("as_of = 2018-05-21\n", "utf-8")
    folder = Folder(folder.path)
    history(folder)
    desk.receive("lfb", cells={"Measures!U5": "Change in recording", "Measures!V5": TOLD})
    collect(folder, PERIOD)
    return folder


def run(folder: Folder, *words: str) -> Result:
    return CliRunner().invoke(main, ["-C", str(folder.path), *words])


def test_explain_works_a_figure_out_for_the_month_asked_for(filled: Folder) -> None:
    facts = json.loads(run(filled, "explain", CODE, "--month", "2018-02", "--json").stdout)
    assert (facts["period"]["code"], facts["headline_name"]) == ("2018-02", "Year to Feb 2018")
    record = {o["period"]["code"]: o["numerator"] for o in facts["observations"]}
    year = [f"2017-{month:02d}" for month in range(3, 13)] + ["2018-01", "2018-02"]
    assert facts["headline"]["value"] == sum(record[month] for month in year)
    assert "2018-03" not in record


def test_a_month_inside_a_quarter_has_the_returns_of_its_quarter(filled: Folder) -> None:
    quarter, month = (run(filled, "brief", *when).stdout for when in (("--period", str(PERIOD)), ("--month", "2018-02")))  # fmt: skip
    of = quarter.split(" returns accepted")[0].rsplit(" of ", 1)
    assert of[0].endswith("1")
    assert f"1 of {of[1]} returns for Q4 2017-18 accepted" in month
    graded = json.loads(run(filled, "explain", CODE, "--month", "2018-02", "--json").stdout)["quality"]
    assert graded["grade"] == "A", graded["words"]


def test_export_gives_the_record_up_to_a_month_and_its_figures(filled: Folder) -> None:
    said = run(filled, "export", "--month", "2018-02").stdout.split()
    written = filled.path / "outputs" / "figures-2018-02.csv"
    assert str(written) + "." in said
    figures = pd.read_csv(written).set_index("indicator")
    explained = json.loads(run(filled, "explain", CODE, "--month", "2018-02", "--json").stdout)
    assert figures.loc[CODE, "year"] == explained["headline"]["value"]
    record = pd.read_csv(filled.path / "outputs" / "observations-2018-02.csv")
    assert "2018-02" in set(record["period"])
    assert "2018-03" not in set(record["period"])


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (("explain", CODE, "--month", "2018-05"), "May 2018 has not ended"),
        (("explain", CODE, "--month", "2017-18 Q4"), "is not a month"),
        (("brief", "--month", "2018-02", "--period", "2017-18 Q4"), "Give --period or --month, not both"),
        (("export", "--month", "2018-02", "--out", "one.csv"), "Name a folder"),
        (("explain", CODE, "--month", "2010-11"), ""),
    ],
)
def test_a_month_that_cannot_be_is_answered_in_words(
    filled: Folder, words: tuple[str, ...], answer: str
) -> None:
    made = run(filled, *words)
    assert made.exit_code == (2 if answer else 0)
    assert answer in made.output


def test_what_a_partner_explained_stands_beside_the_figure_everywhere(filled: Folder) -> None:
    run(filled, "publish", "--period", str(PERIOD))
    from tests.jobs.test_board import text_of

    board = filled.outputs(PERIOD) / "dashboard.xlsx"
    assert TOLD in text_of(board, "Commentary")
    assert TOLD in run(filled, "explain", CODE, "--period", str(PERIOD)).stdout.replace(
        "\n      ", " "
    ).replace("\n    ", " ")
    assert TOLD.rstrip(".") in run(filled, "brief", "--period", str(PERIOD)).stdout.replace("\\", "")
