"""Two partnerships unlike the example go through the whole loop, and every figure is what plain sums make of it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from scpxl.cli import main
from scpxl.jobs.folders import remember_folder
from scpxl.live.functions import SCP_VALUE
from scpxl.model.framework import Framework
from scpxl.render.framework_text import write_framework_toml
from tests.partners import fill_in
from tests.promises.partnerships import BOROUGH, DISTRICT, NOT_KNOWN, Partnership
from tests.promises.plain import Measure, expected, rating, reached

pytestmark = [
    pytest.mark.filterwarnings("ignore:Sparkline Group extension"),
    pytest.mark.filterwarnings("ignore:.* extension is not supported"),
]


@dataclass(frozen=True)
class Made:
    """A partnership's folder after the loop, with what the program says of it."""

    partnership: Partnership
    folder: Path
    cards: dict[str, dict[str, Any]]

    def run(self, *words: str) -> str:
        return run("-C", str(self.folder), *words)

    def facts(self, *words: str) -> Any:
        return json.loads(self.run(*words, "--json"))

    def end(self, code: str) -> int:
        last, step = self.partnership.last, self.partnership.book.measures[code].step
        return last - (last - 2) % step


def run(*words: str) -> str:
    result = CliRunner().invoke(main, list(words))
    assert result.exit_code == 0, result.output
    return result.output


def through_the_loop(partnership: Partnership, place: Path) -> Made:
    """Set the partnership up from its files, import what was, issue forms, fill them in, collect and publish."""
    folder, period = place / "ours", str(partnership.period)
    write_framework_toml(partnership.agreed, place / "agreed.toml")
    run("init", str(folder), "--framework", str(place / "agreed.toml"))
    (folder / "scpxl.toml").write_text(f'period = "{period}"\nas_of = 2018-05-01\n', "utf-8")
    made = Made(partnership, folder, {})
    assert "can be used" in made.run("framework", "check")
    partnership.write_files(place)
    made.run("import", "--as", "history", str(place / "history.csv"))
    if partnership.groups:
        made.run("import", "--as", "benchmark", str(place / "near.csv"))
    made.run("issue")
    for partner in partnership.agreed.partners:
        (issued,) = (folder / "issued").glob(f"*/{partner.code} *.xlsx")
        back = folder / "returns" / partnership.period.slug / f"{partner.code}.xlsx"
        if partnership.agreed.due_from(partner.code, partnership.period):
            fill_in(issued, back, partnership.agreed, partner.code, partnership.period, partnership.typed)
    collected = made.facts("collect")
    assert {one["verdict"].split()[0] for one in collected["files"]} <= {"Accepted", "accepted"}, collected
    results = made.facts("publish")["results"]
    return Made(
        partnership, folder, {card["code"]: card for page in results["pages"] for card in page["cards"]}
    )


@pytest.fixture(scope="module")
def borough(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return through_the_loop(BOROUGH, tmp_path_factory.mktemp("borough"))


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return through_the_loop(DISTRICT, tmp_path_factory.mktemp("district"))


@pytest.fixture(params=["borough", "district"])
def made(request: pytest.FixtureRequest) -> Made:
    found: Made = request.getfixturevalue(request.param)
    return found


def sheet_of(made: Made, name: str) -> list[list[Any]]:
    """The cells of a sheet of the dashboard, row by row."""
    book: Any = load_workbook(next((made.folder / "outputs").rglob("dashboard.xlsx")), data_only=True)
    rows = [list(row) for row in book[name].iter_rows()]
    book.close()
    return rows


def near(value: float | None, wanted: float | None) -> bool:
    if value is None or wanted is None:
        return value is None and wanted is None
    return math.isclose(value, wanted, rel_tol=1e-9, abs_tol=1e-9)


def measured(made: Made) -> Iterator[tuple[dict[str, Any], Measure, int]]:
    for code, card in made.cards.items():
        yield card, made.partnership.book.measures[code], made.end(code)


def test_every_figure_is_what_plain_sums_make_of_what_was_typed(made: Made) -> None:
    book, own = made.partnership.book, made.partnership.own
    for card, one, end in measured(made):
        changed, per_cent = book.change(one, own, end)
        wanted = {
            "headline": book.figure(one, own, "year", end),
            "before": book.figure(one, own, "year", end - 12),
            "change": changed,
            "change_percent": per_cent,
            "quarter": None if one.step > 3 else book.shown(one, own, "quarter", end),
            "quarter_year_ago": None if one.step > 3 else book.shown(one, own, "quarter", end - 12),
            "year_to_date": book.shown(one, own, "to date", end),
            "latest": book.shown(one, own, "one", end),
        }
        for name, value in wanted.items():
            assert near(card[name]["value"], value), (one.code, name, card[name], value)
            # Of a percentage, and on what is below zero, there is no change in per cent.
            assert value is not None or one.step > 3 or name == "change_percent", (one.code, name)


def test_every_rating_is_that_of_the_right_figure_against_the_right_share_of_the_target(made: Made) -> None:
    book, own, rated = made.partnership.book, made.partnership.own, set()
    for card, one, end in measured(made):
        year = (end - 3) // 12
        aim = made.partnership.aim(one.code, year)
        if aim is None:
            continue
        assert near(card["target"]["expected"]["value"], expected(book, one, aim, end)[0]), one.code
        assert near(card["target"]["actual"]["value"], reached(book, one, aim, own, end)), one.code
        assert card["rag"]["rag"] == rating(book, one, aim, own, end), (one.code, card["rag"])
        rated.add(one.code)
    assert len(rated) >= 4


def test_every_rank_and_average_is_within_its_own_group(borough: Made) -> None:
    book, own = borough.partnership.book, borough.partnership.own
    for code, groups in {"BUR": ("london", "alike"), "VIO": ("london",)}.items():
        one, end = book.measures[code], borough.end(code)
        told = borough.cards[code]["comparisons"]
        assert [group["code"] for group in told] == list(groups)
        for group in told:
            held = borough.partnership.groups[group["code"]]
            assert (group["rank"], group["of"]) == book.rank(one, own, held, end)
            assert near(
                group["average"]["value"], book.average(one, held, end, pooled=group["code"] == "london")
            )
            if group["code"] == "london":
                assert group["average_kind"] == "all counts over all people"


def test_explain_gives_the_figures_of_any_area_as_the_card_gives_the_own(borough: Made) -> None:
    book = borough.partnership.book
    for area in ("LB3", "LB6"):
        for code in ("BUR", "VIO"):
            one, end = book.measures[code], borough.end(code)
            told = borough.facts("explain", code, "--area", area)
            assert near(told["headline"]["value"], book.figure(one, area, "year", end))
            assert near(told["rate"]["value"], book.rate(one, area, end))
            assert (
                told["comparison"]["rank"]
                == book.rank(one, area, borough.partnership.groups["london"], end)[0]
            )


def test_wards_are_the_counts_of_the_year_and_add_up_to_the_borough(borough: Made) -> None:
    book, end = borough.partnership.book, borough.partnership.last
    rows = [[cell.value for cell in row] for row in sheet_of(borough, "Wards")]
    head = next(row for row in rows if "Ward" in row)
    first = head.index("Ward")
    table = {row[first]: row for row in rows}
    names = {area.code: area.name for area in borough.partnership.agreed.areas}
    for code in ("BUR", "VIO"):
        one, total = book.measures[code], 0.0
        column = head.index(borough.partnership.agreed.by_code[code].title)
        for part in (*borough.partnership.wards, NOT_KNOWN):
            number = book.number(one, part, "year", end)
            assert number is not None
            if part != NOT_KNOWN:
                assert table[names[part]][column] == number, (code, part, number)
            total += number
        assert total == book.number(one, borough.partnership.own, "year", end)
        ward = borough.facts("explain", code, "--area", "Market")
        shown = ward["headline"]["value"] if code == "BUR" else ward["latest"]["value"]
        wanted = book.number(one, "W3", "year" if code == "BUR" else "one", end)
        assert near(shown, wanted)


@pytest.mark.parametrize(
    ("code", "unit", "period_unit"),
    [("BUR", "offences", "offences"), ("VIO", "per 1,000 people", "offences"), ("OUT", "%", "%"),
     ("GRA", "£", "£"), ("RES", "minutes", "minutes")],
)  # fmt: skip
def test_each_figure_says_what_it_counts(borough: Made, code: str, unit: str, period_unit: str) -> None:
    card = borough.cards[code]
    assert (card["unit"], card["period_unit"]) == (unit, period_unit)
    row = next(row for row in sheet_of(borough, "Quarters") if row[0].value == card["title"])
    assert row[1].value == unit


def test_a_cell_in_another_unit_than_its_line_says_so(borough: Made) -> None:
    row = next(row for row in sheet_of(borough, "Quarters") if row[0].value == "Violence with injury")
    assert row[1].value == "per 1,000 people"
    assert all('" offences"' in cell.number_format for cell in row[3:8])


def test_what_is_of_no_known_ward_stands_below_the_wards(borough: Made) -> None:
    book = borough.partnership.book
    number = book.number(book.measures["BUR"], NOT_KNOWN, "year", borough.partnership.last)
    rows = [[cell.value for cell in row] for row in sheet_of(borough, "Wards")]
    assert any(number in row for row in rows if any("not known" in str(value).casefold() for value in row))


def test_the_districts_rates_are_of_households_and_homes(district: Made) -> None:
    told = {code: (card["headline_name"], card["rate_name"]) for code, card in district.cards.items()}
    assert told["ASB"] == ("Per 1,000 households, year to Dec 2017", "per 1,000 households")
    assert told["FLY"] == ("Year to Dec 2017", "per 10,000 households")
    assert told["REP"] == ("Per 1,000 homes, year to Dec 2017", "per 1,000 homes")


def test_the_districts_workbooks_know_neither_boroughs_nor_ranks_nor_wards(district: Made) -> None:
    files = [
        *(district.folder / "issued").glob("*/*.xlsx"),
        *(district.folder / "outputs").rglob("dashboard.xlsx"),
    ]
    assert len(files) == 4
    for file in files:
        book: Any = load_workbook(file)
        words = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value}
        text = "\n".join(words).casefold()
        assert "borough" not in text, [word for word in words if "borough" in word.casefold()]
        assert "rank in group" not in text
    brief = district.run("brief").casefold()
    assert "borough" not in brief
    assert "per 1,000 households" in brief


def test_who_has_nothing_due_is_asked_for_nothing_and_missed_by_nobody(district: Made) -> None:
    results = district.facts("publish")["results"]
    lines = {line["partner"]: line["status"] for line in results["returns"]}
    assert lines["Licensing"] == "nothing due"
    assert [status.split(",")[0] for name, status in lines.items() if name != "Licensing"] == ["accepted"] * 2
    assert any(words.endswith("no figure is due from Licensing.") for words in results["summary_words"])


def test_what_may_be_below_zero_is_from_the_form_to_the_page(district: Made) -> None:
    book = district.partnership.book
    assert min(book.numbers["GAP", "D1"].values()) < 0
    assert min(book.numbers["BUD", "D1"].values()) < 0
    cards = district.cards
    assert (
        cards["GAP"]["control_chart"] is None or min(filter(None, cards["GAP"]["control_chart"]["lower"])) < 0
    )
    latest = book.numbers["BUD", "D1"][district.partnership.last]
    assert cards["BUD"]["quarter"]["text"] == f"{'−' * (latest < 0)}£{abs(latest):,.2f}"


def test_a_worksheet_asks_for_the_rank_in_either_group(borough: Made) -> None:
    book, end = borough.partnership.book, borough.end("BUR")
    remember_folder(borough.folder, "Figures of the borough")
    for group in ("alike", "the seven boroughs"):
        key = {"alike": "alike", "the seven boroughs": "london"}[group]
        rank, _ = book.rank(book.measures["BUR"], "LB0", borough.partnership.groups[key], end)
        assert SCP_VALUE("BUR", f"rank in {group}", partnership="Figures of the borough") == rank


def test_the_agreed_files_say_the_same_as_the_folders(made: Made) -> None:
    framework: Framework = made.partnership.agreed
    exported = made.folder / "again.xlsx"
    made.run("framework", "export", str(exported))
    assert "The two frameworks say the same." in run("framework", "diff", str(exported), str(made.folder / "framework.toml"))  # fmt: skip
    assert framework.format == 2
