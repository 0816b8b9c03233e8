"""What the first page says, and that it says it within its boxes, whatever the names."""

from __future__ import annotations

from pathlib import Path

import pytest

from scpxl.model.plan import Objective
from scpxl.render.excel import write_dashboard
from scpxl.scorecard.ends.ends import needs_words
from scpxl.scorecard.records.ends import NEEDS_BOX, NEWLY_BOX
from tests.excel.frameworks import LONG_TITLE, scorecard_of
from tests.excel.made import agreed, board_of, noise, troubled
from tests.excel.reading import links, rows_of, sheets_of, table_of
from tests.scorecard.builders import indicator, series

MEASURE = "Headline measure"


def test_an_objective_whose_headlines_stand_in_a_block_says_where_they_are(tmp_path: Path) -> None:
    framework = agreed(
        indicator("BUR", title="Burglary", headline=True, tags=("Priority",)),
        indicator("ROB", title="Robbery", objective="O2", headline=True),
        objectives=(Objective(code="O1", title="Homes"), Objective(code="O2", title="Streets"), Objective(code="O3", title="Night")),
        summary_tags=("Priority",),
    )  # fmt: skip
    write_dashboard(board_of(framework, series(noise("BUR", 36))), tmp_path / "one.xlsx")
    first = [str(row[0]) for row in rows_of(tmp_path / "one.xlsx", "Summary")]
    assert first[first.index("Homes") + 1] == "Under Priority: Burglary."
    assert first[first.index("Streets") + 1] == "Robbery"
    assert first[first.index("Night") + 1] == "No measure of this objective is a headline."


def test_what_needs_the_board_fits_its_box_and_keeps_state_and_owner() -> None:
    card = troubled()
    shape = card.shape
    assert shape is not None
    assert card.month_ends[-1].needs == (
        "1. Residential burglary: unusually high, Red. Superintendent",
        "2. Patrols: unusually low, Red. Superintendent",
    )
    worst = next(one for one in card.cards if one.code == "BUR")
    assert needs_words(3, shape, "BUR", worst).startswith("3. Residential burglary: unusually high, Red.")


def test_of_a_measure_with_a_long_name_the_name_is_cut_and_nothing_else() -> None:
    framework = agreed(
        indicator("BUR", title=LONG_TITLE),
        objectives=(Objective(code="O1", title="Less crime", lead="Head of Community Safety"),),
    )
    found = board_of(framework, series([30.0] * 20 + [31.0, 29.0] * 7 + [90.0, 95.0]))
    (said,) = found.month_ends[-1].needs
    assert len(said) <= NEEDS_BOX
    assert " …: unusually high, No target. Head of Community Safety" in said


def test_as_many_new_exceptions_are_named_as_fit_the_box() -> None:
    for end in scorecard_of("ninety measures under nine objectives").month_ends:
        assert all(len(said) <= NEWLY_BOX for said in end.newly)


@pytest.mark.parametrize(
    ("received", "word"), [("nothing received", "missing"), ("one month of figures", "missing")]
)
def test_what_was_due_and_never_came_is_missing_on_every_page(
    received: str, word: str, tmp_path: Path
) -> None:
    write_dashboard(scorecard_of(received), tmp_path / "none.xlsx")
    quarters = table_of(tmp_path / "none.xlsx", "Quarters", "Measure")["Bur"]
    line = table_of(tmp_path / "none.xlsx", "Summary", MEASURE)["Bur"]
    assert line["Last 12 months"] == line["Year before"] == word
    assert {quarters[head] for head in ("Last year", "Q1", "Q2", "Q3", "Year to date")} == {word}


def test_a_quarter_that_has_not_ended_is_a_dash_though_nothing_has_come(tmp_path: Path) -> None:
    write_dashboard(scorecard_of("nothing received"), tmp_path / "none.xlsx", {"as_of": "Feb 2018"})
    quarters = table_of(tmp_path / "none.xlsx", "Quarters", "Measure")["Bur"]
    assert (quarters["Q3"], quarters["Q4"]) == ("missing", "–")


@pytest.mark.parametrize(
    "name", ["one measure", "no group", "no wards", "ninety measures under nine objectives"]
)
def test_the_summary_leads_to_every_page_that_is_about_all_measures(name: str, tmp_path: Path) -> None:
    write_dashboard(scorecard_of(name), tmp_path / "linked.xlsx")
    led = {sheet for _, sheet in links(tmp_path / "linked.xlsx", "Summary")}
    assert {"Quarters", "Exceptions", "Explore"} <= led
    assert ("Benchmarks" in led) == ("Benchmarks" in sheets_of(tmp_path / "linked.xlsx"))


def test_a_title_of_120_characters_leaves_the_marking_its_room(tmp_path: Path) -> None:
    name = ("Community Safety Partnership of the City and the Hundreds " * 3)[:120].strip()
    framework = agreed(indicator("BUR"), partnership=name, marking="OFFICIAL: SENSITIVE, for the board")
    write_dashboard(board_of(framework, series(noise("BUR", 36))), tmp_path / "long.xlsx")
    band = rows_of(tmp_path / "long.xlsx", "Summary")[0]
    # At 11 points, the least, a page of 190 units holds 160 bold letters, the marking's included.
    assert len(str(band[0])) + len(str(band[-1])) <= 170
    assert str(band[0]).startswith("Community Safety Partnership of the City")
    assert band[-1] == "OFFICIAL: SENSITIVE, for the board"
