"""The worksheet functions give what `explain` gives, through xlwings' own code as Excel for Windows runs it."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import xlwings

from scpxl.jobs.collect import collect
from scpxl.jobs.explain import explain
from scpxl.jobs.folder import Folder
from scpxl.live import functions
from scpxl.model.observations import Marker, Observation
from scpxl.model.periods import Period
from scpxl.read.framework_file import read_framework
from scpxl.store.records import Brought
from scpxl.store.sqlite import open_store
from tests.jobs.conftest import PERIOD, Desk, desk, folder
from tests.live.excel import DIV0, SPILL, Excel, excel_for_windows
from tests.store.examples import months_of, sending

__all__ = ["desk", "folder"]

YEAR = Period.year(2017)
FIRES: list[float | Marker] = [12, 14, 9, 11, 10, 8, 13, 12, 15, 18, Marker.SUPPRESSED, 20]
BURGLARIES = [100.0 + month for month in range(24)]


@pytest.fixture(scope="module")
def excel() -> Iterator[Excel]:
    with excel_for_windows() as found:
        yield found


@pytest.fixture
def ours(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """A partnership with two years of burglaries and a year of fires, one of them withheld."""
    figures = months_of(Period.year(2016), BURGLARIES) + months_of(YEAR, FIRES, "FIR-01")
    keep(folder, "first", figures)
    (folder.path / "scpxl.toml").write_text('period = "2017-18 Q4"\n', "utf-8")
    monkeypatch.setenv("SCPXL_FOLDER", str(folder.path))
    return folder


def keep(folder: Folder, content: str, figures: list[Observation]) -> None:
    with open_store(folder.store_path) as store:
        store.save_submission(sending(content), Brought(figures))


@pytest.fixture
def openings(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Every opening of a record from here on."""
    seen: list[Path] = []
    connect: Any = sqlite3.connect

    def counted(path: Path, *given: Any, **named: Any) -> Any:
        seen.append(path)
        return connect(path, *given, **named)

    monkeypatch.setattr(sqlite3, "connect", counted)
    return seen


# What xlwings makes of them.


def test_it_is_the_windows_half_of_xlwings_that_runs_and_nothing_of_its_paid_part(excel: Excel) -> None:
    installed = Path(xlwings.__file__).parent
    for module in (excel.server, excel.server.udfs, sys.modules["xlwings._xlwindows"]):
        assert Path(str(module.__file__)).parent == installed
    assert not [name for name, module in sys.modules.items() if name.startswith("xlwings.pro") and module]
    assert excel.functions.scpxl_figure.__xlfunc__["name"] == "scpxl_figure"
    assert not hasattr(functions.scpxl_figure, "__xlfunc__"), "elsewhere it is a plain function"


def test_excel_imports_each_function_with_its_optional_arguments(excel: Excel) -> None:
    source = excel.imported()
    assert "Function scpxl_figure(indicator, Optional measure, Optional period, Optional area, Optional folder)" in source  # fmt: skip
    assert "Function scpxl_series(indicator, Optional period, Optional area, Optional folder)" in source
    assert source.count("End Function") == 2


def test_no_annotation_is_left_for_xlwings_to_take_for_a_converter(excel: Excel) -> None:
    for function in (excel.functions.scpxl_figure, excel.functions.scpxl_series):
        told = function.__xlfunc__
        assert function.__annotations__ == {}
        assert all("convert" not in one["options"] for one in (*told["args"], told["ret"]))
        assert all(0 < len(one["doc"]) <= 255 and "Positional" not in one["doc"] for one in told["args"])
        assert len(told["ret"]["doc"]) <= 255


# Figures.


def test_a_cell_shows_the_figure_that_is_explained(excel: Excel, ours: Folder) -> None:
    card = explain(ours, "BUR-01", PERIOD).card
    expected = {
        "year": card.headline,
        "before": card.before,
        "change": card.change,
        "change %": card.change_percent,
        "quarter": card.quarter,
        "year to date": card.year_to_date,
        "latest": card.latest,
        "rate": card.rate,
        "target": card.target.target if card.target else None,
    }
    for measure, figure in expected.items():
        assert figure is not None
        shown = excel.call("scpxl_figure", "BUR-01", measure)
        assert shown == (figure.text if figure.value is None else figure.value), measure
    assert excel.call("scpxl_figure", "BUR-01", "latest") == 123
    assert excel.call("scpxl_figure", "burglary", " Year  TO date") == sum(BURGLARIES[12:])
    assert excel.call("scpxl_figure", "BUR-01", "RAG") == card.rag.rag.value == "Green"
    assert excel.call("scpxl_figure", "FIR-02", "RAG") == "awaited"
    assert excel.call("scpxl_figure", "BUR-01", "variation") == card.variation.variation.value
    assert excel.call("scpxl_figure", "BUR-01", "rank") == "not ranked"
    assert excel.call("scpxl_figure", "BUR-01", "outturn") == "no forecast"


@pytest.mark.usefixtures("ours")
def test_every_measure_that_is_offered_can_be_had(excel: Excel) -> None:
    for measure in functions.MEASURES:
        assert not str(excel.call("scpxl_figure", "BUR-01", measure)).startswith("scpxl:"), measure


def test_a_figure_that_is_withheld_shows_its_marker_and_a_number_is_a_number(
    excel: Excel, ours: Folder
) -> None:
    assert excel.call("scpxl_figure", "FIR-01") == "[c] Feb 2018 suppressed by the partner"
    assert excel.call("scpxl_figure", "FIR-02") == explain(ours, "FIR-02", PERIOD).card.headline.text
    latest = excel.call("scpxl_figure", "FIR-01", "latest")
    assert (latest, type(latest)) == (20.0, float)


def test_left_out_and_blank_arguments_take_their_defaults(excel: Excel, ours: Folder) -> None:
    whole = excel.call("scpxl_figure", "BUR-01", "year", "2017-18 Q4", "Barnet", str(ours.path))
    blank = excel.cell(None)
    for given in ((), (blank, blank, blank, blank), ("", " ", "", ""), (excel.cell(""),)):
        assert excel.call("scpxl_figure", excel.cell("BUR-01"), *given) == whole == sum(BURGLARIES[12:])


@pytest.mark.usefixtures("ours")
def test_a_range_of_codes_gives_a_range_of_its_shape(excel: Excel) -> None:
    down = excel.call("scpxl_figure", excel.range(["BUR-01"], ["FIR-01"], [None], ["NONE"], [DIV0]), "year")
    assert [len(row) for row in down] == [1] * 5
    (number,), (withheld,), (blank,), (unknown,), (broken,) = down
    assert number == sum(BURGLARIES[12:])
    assert withheld == "#N/A", "words would be drawn as zero"
    assert blank == ""
    assert unknown.startswith("scpxl: 'NONE' is not an indicator of the framework.")
    assert broken.startswith("scpxl: the cell given for indicator shows #DIV/0!")
    # A single row goes back to Excel as a plain list: its own way of saying so.
    assert excel.call("scpxl_figure", excel.range(["BUR-01", "FIR-01"]), "latest") == [123, 20]
    # One cell is no range: its words stay.
    assert excel.call("scpxl_figure", excel.cell("FIR-01")).startswith("[c]")


def test_a_month_that_excel_made_a_date_is_that_month(excel: Excel, ours: Folder) -> None:
    assert excel.call("scpxl_figure", "BUR-01", "latest", excel.day(2018, 2, 1)) == 122
    # 2010-11 is also a way to write a year.
    shown = excel.call("scpxl_series", "BUR-01", excel.day(2010, 11, 1))
    assert shown == explain(ours, "BUR-01", Period.month(2010, 11)).card.headline.text


@pytest.mark.usefixtures("ours")
def test_a_series_fills_a_table_and_closes_up_no_gap(excel: Excel) -> None:
    table = excel.call("scpxl_series", "FIR-01")
    assert table[0] == ["period", "number", "out of", "marker"]
    assert table[1] == ["2017-04", 12, "", ""]
    assert table[-2:] == [["2018-02", "#N/A", "", "[c]"], ["2018-03", 20, "", ""]]
    assert len(table) == 1 + 12
    later = excel.call("scpxl_series", "FIR-01", "2018-19 Q1")
    assert later[-1] == ["2018-06", "#N/A", "", "not received"]
    assert [row[0] for row in later[1:]] == [
        *(f"2017-{month:02}" for month in range(4, 13)),
        *(f"2018-{month:02}" for month in range(1, 7)),
    ]
    two_years = excel.call("scpxl_series", "BUR-01", "2017-18 Q4")
    assert [row[1] for row in two_years[1:]] == BURGLARIES


def test_a_series_says_what_a_percentage_is_out_of(excel: Excel, ours: Folder) -> None:
    first, second, third = (Period(YEAR.first + 3 * quarter, 3) for quarter in range(3))
    counts = {first: (30.0, 40.0), third: (10.0, 20.0)}
    keep(
        ours,
        "cases",
        [Observation("ASB-02", "E09000003", "", "", when, *both) for when, both in counts.items()],
    )
    assert excel.call("scpxl_series", "ASB-02", str(third))[1:] == [
        [first.code, 30, 40, ""],
        [second.code, "#N/A", "#N/A", "not received"],
        [third.code, 10, 20, ""],
    ]


def test_a_series_of_nothing_says_so(excel: Excel, ours: Folder) -> None:
    assert excel.call("scpxl_series", "FIR-02") == explain(ours, "FIR-02", PERIOD).card.headline.text


# Mistakes and faults.


def test_a_mistake_in_a_formula_is_told_in_its_cell(excel: Excel, ours: Folder) -> None:
    told: list[tuple[tuple[Any, ...], str]] = [
        (("BUGS",), "'BUGS' is not an indicator"),
        ((None,), "indicator is blank. Give the indicator's code or title"),
        ((excel.cell(None),), "indicator is blank."),
        (("POP",), "POP (Resident population) is context for rates"),
        ((5.0,), "'5' is not an indicator"),
        (("BUR-01", "size"), "'size' is not a measure. There are: year, before,"),
        (("BUR-01", "year", "Q9"), "'Q9' is not a period."),
        (("BUR-01", "year", 2018.0), "'2018' is not a period."),
        (("BUR-01", "year", "", "Atlantis"), "'Atlantis' is not an area"),
        (("BUR-01", "year", "", "", f"{ours.path}/no"), f"{ours.path}/no is not a partnership's folder"),
        (("BUR-01", excel.range(["year"], ["rate"])), "measure takes one cell, not 2 by 1."),
        # An error value must not pass for a blank cell and so for the default.
        (("BUR-01", "year", excel.cell(DIV0)), "the cell given for period shows #DIV/0!."),
        (("BUR-01", "year", excel.cell(SPILL)), "the cell given for period shows an error."),
        (("BUR-01", "year", DIV0), "the cell given for period shows #DIV/0!."),
    ]
    for given, words in told:
        shown = excel.call("scpxl_figure", *given)
        assert shown.startswith(f"scpxl: {words}"), given
        assert len(shown) <= 250
        assert "\n" not in shown


def test_a_cell_that_knows_no_folder_says_how_to_name_one(
    excel: Excel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SCPXL_FOLDER", raising=False)
    assert excel.call("scpxl_series", "BUR-01") == (
        "scpxl: no partnership's folder is named. Set SCPXL_FOLDER to it, or name it in the formula."
    )


@pytest.mark.usefixtures("ours")
def test_a_long_text_is_cut_at_a_word_before_excel_refuses_it(excel: Excel) -> None:
    shown = excel.call("scpxl_figure", "many words " * 40)
    assert 200 < len(shown) <= 250
    assert shown.endswith(("many…", "words…"))


def test_a_broken_framework_is_told_in_one_line_and_read_once(
    excel: Excel, ours: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = ours.framework_path.read_text("utf-8")
    ours.framework_path.write_text(text.replace('unit = "count"', 'unit = "bushels"'), "utf-8")
    reads: list[Path] = []

    def noted(path: Path) -> object:
        reads.append(path)
        return read_framework(path)

    monkeypatch.setattr("scpxl.jobs.folder.read_framework", noted)
    shown = {excel.call("scpxl_figure", code) for code in ("BUR-01", "BUR-02") * 20}
    assert len(shown) == 1
    assert shown.pop().startswith("scpxl: ")
    assert len(reads) == 1


@pytest.mark.usefixtures("ours")
def test_a_fault_of_ours_is_told_in_the_cell_and_logged(
    excel: Excel, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("ward")

    monkeypatch.setattr("scpxl.jobs.figures.build_card", broken)
    shown = excel.call("scpxl_figure", excel.range(["BUR-01"], ["FIR-01"]))
    assert len(shown) == 2
    assert all(row[0].startswith("scpxl: this is a fault in scpxl, not in your workbook.") for row in shown)
    assert "KeyError: 'ward'" in caplog.text


def test_a_cell_makes_no_record_where_there_is_none(excel: Excel, folder: Folder) -> None:
    shown = excel.call("scpxl_figure", "BUR-01", "year", "2017-18 Q4", "", str(folder.path))
    assert shown.startswith("scpxl: There is no store at")
    assert not folder.store_path.exists()


# What is remembered, and for how long.


def test_a_thousand_cells_open_the_record_once(excel: Excel, ours: Folder, openings: list[Path]) -> None:
    codes = [indicator.code for indicator in ours.framework.reported]
    for number in range(1000):
        area = ("", "Barnet", "Brent")[number % 3]
        measure = list(functions.MEASURES)[number % len(functions.MEASURES)]
        excel.call("scpxl_figure", codes[number % len(codes)], measure, "2017-18 Q4", area)
        if number % 10 == 0:
            excel.call("scpxl_series", codes[number % len(codes)], "2017-18 Q4", area)
    assert openings == [ours.store_path]


def test_what_is_remembered_lasts_until_a_file_it_rests_on_changes(
    excel: Excel, ours: Folder, openings: list[Path]
) -> None:
    def shown() -> object:
        before = len(openings)
        found = [excel.call("scpxl_figure", "BUR-01", "latest") for _ in range(3)]
        assert len(set(found)) == 1
        return found[0], len(openings) - before

    assert shown() == (123, 1)
    assert shown() == (123, 0)
    # The settings: another quarter, in as many characters.
    settings = ours.path / "scpxl.toml"
    settings.write_text('period = "2017-18 Q3"\n', "utf-8")
    assert shown() == (120, 1)
    # Put back with its old time, as a copy may be.
    stat = settings.stat()
    settings.write_text('period = "2017-18 Q4"\n', "utf-8")
    os.utime(settings, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert shown() == (123, 1)
    # The framework.
    text = ours.framework_path.read_text("utf-8")
    ours.framework_path.write_text(text.replace('"BUR-01"', '"BUR-09"'), "utf-8")
    assert str(shown()).startswith("(\"scpxl: 'BUR-01' is not an indicator")
    ours.framework_path.write_text(text, "utf-8")
    assert shown() == (123, 1)


def test_a_change_that_stands_in_the_write_ahead_log_alone_is_seen(
    excel: Excel, ours: Folder, openings: list[Path]
) -> None:
    assert excel.call("scpxl_figure", "BUR-01", "latest") == 123
    before = ours.store_path.stat().st_mtime_ns
    with open_store(ours.store_path) as store:
        del openings[:]
        # Somebody else has the record open and has changed nothing.
        assert excel.call("scpxl_figure", "BUR-01", "latest") == 123
        assert not openings
        store.connection.execute("UPDATE observation SET numerator = 7 WHERE numerator = 123")
        assert ours.store_path.stat().st_mtime_ns == before
        assert excel.call("scpxl_figure", "BUR-01", "latest") == 7


def test_a_new_return_is_in_the_cells_as_soon_as_it_is_collected(
    excel: Excel, folder: Folder, desk: Desk
) -> None:
    def latest() -> object:
        return excel.call("scpxl_figure", "FIR-02", "latest", "2017-18 Q4", "", str(folder.path))

    desk.receive("lfb")
    collect(folder, PERIOD)
    assert latest() == 20
    desk.receive("lfb", "again.xlsx", day=25, cells={"Measures!S6": 31})
    collect(folder, PERIOD)
    assert latest() == 31


# Without Excel.


@pytest.mark.usefixtures("ours")
def test_without_excel_they_are_plain_functions() -> None:
    assert functions.scpxl_figure("BUR-01") == sum(BURGLARIES[12:])
    assert functions.scpxl_figure(["BUR-01", "FIR-01"], measure="latest") == [[123], [20]]
    assert functions.scpxl_series("FIR-01", period="2017-18 Q4")[1] == ["2017-04", 12, "", ""]
