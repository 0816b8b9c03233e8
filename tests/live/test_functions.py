"""The worksheet functions that read the record, through xlwings' own code as Excel for Windows runs it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import xlwings

from scpxl.jobs.folder import Folder
from scpxl.jobs.giving.explain import explain
from scpxl.jobs.giving.figures import Watch
from scpxl.jobs.returns.collect import collect
from scpxl.live import functions
from scpxl.model.observations import Marker, Observation
from scpxl.model.periods import Period
from scpxl.pages.asked import FIGURES, LISTS
from scpxl.pages.functions import FUNCTIONS, Function
from scpxl.read.framework_file import read_framework
from scpxl.store.records import Brought
from scpxl.store.sqlite import open_store
from tests.jobs.conftest import PERIOD, Desk, desk, folder
from tests.live.excel import DIV0, SPILL, Excel
from tests.store.examples import months_of, sending

__all__ = ["desk", "folder"]

YEAR = Period.year(2017)
FIRES: list[float | Marker] = [12, 14, 9, 11, 10, 8, 13, 12, 15, 18, Marker.SUPPRESSED, 20]
BURGLARIES = [100.0 + month for month in range(24)]


@pytest.fixture
def ours(folder: Folder, listed: Callable[..., None]) -> Folder:
    """A partnership with two years of burglaries and a year of fires, one of them withheld."""
    figures = months_of(Period.year(2016), BURGLARIES) + months_of(YEAR, FIRES, "FIR-01")
    keep(folder, "first", figures)
    (folder.path / "scpxl.toml").write_text('period = "2017-18 Q4"\n', "utf-8")
    listed(Ours=folder.path)
    return folder


def keep(folder: Folder, content: str, figures: list[Observation]) -> None:
    with open_store(folder.store_path) as store:
        store.save_submission(sending(content), Brought(figures))


@pytest.fixture
def openings(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Every opening of a record from here on."""
    seen: list[Path] = []
    connect: Any = sqlite3.connect

    def counted(path: Any, *given: Any, **named: Any) -> Any:
        if path != ":memory:":
            seen.append(path)
        return connect(path, *given, **named)

    monkeypatch.setattr(sqlite3, "connect", counted)
    return seen


def a_moment_later() -> None:
    """Wait as long as a look at the files may hold."""
    time.sleep(1.2 * Watch.LONGEST)


# What xlwings makes of them.


def test_it_is_the_windows_half_of_xlwings_that_runs_and_nothing_of_its_paid_part(excel: Excel) -> None:
    installed = Path(xlwings.__file__).parent
    for module in (excel.server, excel.server.udfs, sys.modules["xlwings._xlwindows"]):
        assert Path(str(module.__file__)).parent == installed
    assert not [name for name, module in sys.modules.items() if name.startswith("xlwings.pro") and module]
    assert excel.functions.SCP_VALUE.__xlfunc__["name"] == "SCP_VALUE"
    assert not hasattr(functions.SCP_VALUE, "__xlfunc__"), "elsewhere it is a plain function"


def test_excel_imports_each_function_with_its_optional_arguments(excel: Excel) -> None:
    source = excel.imported()
    assert "Function SCP_VALUE(indicator, Optional figure, Optional period, Optional area, Optional partnership)" in source  # fmt: skip
    assert "Function SCP_SERIES(indicator, Optional period, Optional area, Optional partnership)" in source
    assert source.count("End Function") == len(FUNCTIONS) == 8


@pytest.mark.parametrize("declared", FUNCTIONS, ids=lambda one: one.name)
def test_the_function_wizard_says_what_is_declared_and_no_annotation_is_taken_for_a_converter(
    excel: Excel, declared: Function
) -> None:
    function = getattr(excel.functions, declared.name)
    told = function.__xlfunc__
    assert function.__annotations__ == {}
    assert told["name"] == declared.name
    assert told["ret"]["doc"] == declared.words
    assert [(one["name"], one["doc"], "optional" in one) for one in told["args"]] == [
        (one.name, one.words, one.optional) for one in declared.arguments
    ]
    assert all(
        0 < len(words) <= 255 for words in (declared.words, *(one.words for one in declared.arguments))
    )
    converters = {one["options"].get("convert") for one in told["args"]}
    assert converters <= {None, pd.DataFrame}


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
        shown = excel.call("SCP_VALUE", "BUR-01", measure)
        assert shown == (figure.text if figure.value is None else figure.value), measure
    assert excel.call("SCP_VALUE", "BUR-01", "latest") == 123
    assert excel.call("SCP_VALUE", "burglary", " Year  TO date") == sum(BURGLARIES[12:])
    assert excel.call("SCP_VALUE", "BUR-01", "RAG") == card.rag.rag.value == "Green"
    assert excel.call("SCP_VALUE", "FIR-02", "RAG") == "awaited"
    assert excel.call("SCP_VALUE", "BUR-01", "variation") == card.variation.variation.value
    assert excel.call("SCP_VALUE", "BUR-01", "rank") == "not ranked"
    assert excel.call("SCP_VALUE", "BUR-01", "outturn") == "no forecast"


@pytest.mark.usefixtures("ours")
def test_every_figure_that_is_offered_can_be_had(excel: Excel) -> None:
    for measure in FIGURES:
        assert not str(excel.call("SCP_VALUE", "BUR-01", measure)).startswith("scpxl:"), measure


def test_a_figure_that_is_withheld_shows_its_marker_and_a_number_is_a_number(
    excel: Excel, ours: Folder
) -> None:
    assert excel.call("SCP_VALUE", "FIR-01") == "[c] Feb 2018 suppressed by the partner"
    assert excel.call("SCP_VALUE", "FIR-02") == explain(ours, "FIR-02", PERIOD).card.headline.text
    latest = excel.call("SCP_VALUE", "FIR-01", "latest")
    assert (latest, type(latest)) == (20.0, float)


@pytest.mark.usefixtures("ours")
def test_left_out_and_blank_arguments_take_their_defaults(excel: Excel) -> None:
    whole = excel.call("SCP_VALUE", "BUR-01", "year", "2017-18 Q4", "Barnet", "ours")
    blank = excel.cell(None)
    for given in ((), (blank, blank, blank, blank), ("", " ", "", ""), (excel.cell(""),)):
        assert excel.call("SCP_VALUE", excel.cell("BUR-01"), *given) == whole == sum(BURGLARIES[12:])


@pytest.mark.usefixtures("ours")
def test_a_range_of_codes_gives_a_range_of_its_shape(excel: Excel) -> None:
    down = excel.call("SCP_VALUE", excel.range(["BUR-01"], ["FIR-01"], [None], ["NONE"], [DIV0]), "year")
    assert [len(row) for row in down] == [1] * 5
    (number,), (withheld,), (blank,), (unknown,), (broken,) = down
    assert number == sum(BURGLARIES[12:])
    assert withheld == "#N/A", "words would be drawn as zero"
    assert blank == ""
    assert unknown.startswith("scpxl: 'NONE' is not an indicator of the framework.")
    assert broken.startswith("scpxl: the cell given for indicator shows #DIV/0!")
    # A single row goes back to Excel as a plain list: its own way of saying so.
    assert excel.call("SCP_VALUE", excel.range(["BUR-01", "FIR-01"]), "latest") == [123, 20]
    # One cell is no range: its words stay.
    assert excel.call("SCP_VALUE", excel.cell("FIR-01")).startswith("[c]")


def test_a_month_that_excel_made_a_date_is_that_month(excel: Excel, ours: Folder) -> None:
    assert excel.call("SCP_VALUE", "BUR-01", "latest", excel.day(2018, 2, 1)) == 122
    # 2010-11 is also a way to write a year.
    shown = excel.call("SCP_SERIES", "BUR-01", excel.day(2010, 11, 1))
    assert shown == explain(ours, "BUR-01", Period.month(2010, 11)).card.headline.text


@pytest.mark.usefixtures("ours")
def test_a_series_fills_a_table_and_closes_up_no_gap(excel: Excel) -> None:
    table = excel.call("SCP_SERIES", "FIR-01")
    assert table[0] == ["period", "number", "out of", "marker"]
    assert table[1] == ["2017-04", 12, "", ""]
    assert table[-2:] == [["2018-02", "#N/A", "", "[c]"], ["2018-03", 20, "", ""]]
    assert len(table) == 1 + 12
    later = excel.call("SCP_SERIES", "FIR-01", "2018-19 Q1")
    assert later[-1] == ["2018-06", "#N/A", "", "not received"]
    assert [row[0] for row in later[1:]] == [
        *(f"2017-{month:02}" for month in range(4, 13)),
        *(f"2018-{month:02}" for month in range(1, 7)),
    ]
    two_years = excel.call("SCP_SERIES", "BUR-01", "2017-18 Q4")
    assert [row[1] for row in two_years[1:]] == BURGLARIES


def test_a_series_says_what_a_percentage_is_out_of(excel: Excel, ours: Folder) -> None:
    first, second, third = (Period(YEAR.first + 3 * quarter, 3) for quarter in range(3))
    counts = {first: (30.0, 40.0), third: (10.0, 20.0)}
    keep(
        ours,
        "cases",
        [Observation("ASB-02", "E09000003", "", "", when, *both) for when, both in counts.items()],
    )
    assert excel.call("SCP_SERIES", "ASB-02", str(third))[1:] == [
        [first.code, 30, 40, ""],
        [second.code, "#N/A", "#N/A", "not received"],
        [third.code, 10, 20, ""],
    ]


def test_a_series_of_nothing_says_so(excel: Excel, ours: Folder) -> None:
    assert excel.call("SCP_SERIES", "FIR-02") == explain(ours, "FIR-02", PERIOD).card.headline.text


# Mistakes and faults.


@pytest.mark.usefixtures("ours")
def test_a_mistake_in_a_formula_is_told_in_its_cell(excel: Excel) -> None:
    told: list[tuple[tuple[Any, ...], str]] = [
        (("BUGS",), "'BUGS' is not an indicator"),
        ((None,), "indicator is blank. Give the indicator's code or title"),
        ((excel.cell(None),), "indicator is blank."),
        (("POP",), "POP (Resident population) is context for rates"),
        ((5.0,), "'5' is not an indicator"),
        (("BUR-01", "size"), "'size' is not a figure. There are: year, before,"),
        (("BUR-01", "year", "Q9"), "'Q9' is not a period."),
        (("BUR-01", "year", 2018.0), "'2018' is not a period."),
        (("BUR-01", "year", "", "Atlantis"), "'Atlantis' is not an area"),
        (("BUR-01", "year", "", "", "Theirs"), "'Theirs' is not in your list of folders. There are: Ours."),
        (("BUR-01", "rank in nowhere"), "'nowhere' is not a group of BUR-01. There are: none."),
        (("BUR-01", excel.range(["year"], ["rate"])), "figure takes one cell, not 2 by 1."),
        # An error value must not pass for a blank cell and so for the default.
        (("BUR-01", "year", excel.cell(DIV0)), "the cell given for period shows #DIV/0!."),
        (("BUR-01", "year", excel.cell(SPILL)), "the cell given for period shows an error."),
        (("BUR-01", "year", DIV0), "the cell given for period shows #DIV/0!."),
    ]
    for given, words in told:
        shown = excel.call("SCP_VALUE", *given)
        assert shown.startswith(f"scpxl: {words}"), given
        assert len(shown) <= 250
        assert "\n" not in shown


def test_a_cell_that_knows_no_folder_says_how_one_becomes_known(excel: Excel, settings: Path) -> None:
    told = (
        "scpxl: no folder of a partnership is known on this computer. "
        "Run scpxl publish once, which enters it in your list."
    )
    for function in ("SCP_VALUE", "SCP_SERIES", "SCP_EXPLAIN"):
        assert excel.call(function, "BUR-01") == told
    assert excel.call("SCP_LIST") == told
    settings.mkdir()
    (settings / "folders.toml").write_text("[[folder]]\npath = 3", "utf-8")
    a_moment_later()
    assert excel.call("SCP_LIST").startswith(
        f"scpxl: {settings / 'folders.toml'}: each folder needs its path"
    )


def test_whoever_works_for_two_partnerships_names_one_and_no_path_in_a_workbook_is_obeyed(
    excel: Excel, ours: Folder, tmp_path: Path, listed: Callable[..., None]
) -> None:
    theirs = Folder(shutil.copytree(ours.path, tmp_path / "next door"))
    keep(theirs, "more", months_of(YEAR, [7.0] * 12))
    listed(Ours=ours.path, Theirs=theirs.path)
    assert excel.call("SCP_VALUE", "BUR-01") == (
        "scpxl: 2 folders are in your list. Name the partnership as the last argument: Ours, Theirs."
    )
    own, other = (
        excel.call("SCP_VALUE", "BUR-01", "latest", "2017-18 Q4", "", one) for one in ("ours", "Next Door")
    )
    assert (own, other) == (123, 7)
    assert excel.call("SCP_LIST", "indicators", "theirs")[1][0] == "BUR-01"
    for path in (str(theirs.path), f"{theirs.path}/", "../next door"):
        assert excel.call("SCP_VALUE", "BUR-01", "", "", "", path).startswith(
            f"scpxl: {path!r} is not in your list"
        )


@pytest.mark.usefixtures("ours")
def test_a_long_text_is_cut_at_a_word_before_excel_refuses_it(excel: Excel) -> None:
    shown = excel.call("SCP_VALUE", "many words " * 40)
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
    shown = {excel.call("SCP_VALUE", code) for code in ("BUR-01", "BUR-02") * 20}
    assert len(shown) == 1
    assert shown.pop().startswith("scpxl: ")
    assert len(reads) == 1
    ours.framework_path.write_text(text, "utf-8")
    a_moment_later()
    assert excel.call("SCP_VALUE", "BUR-01") == sum(BURGLARIES[12:])


@pytest.mark.usefixtures("ours")
def test_a_fault_of_ours_is_told_in_the_cell_and_logged(
    excel: Excel, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("ward")

    monkeypatch.setattr("scpxl.jobs.giving.figures.build_card", broken)
    shown = excel.call("SCP_VALUE", excel.range(["BUR-01"], ["FIR-01"]))
    assert len(shown) == 2
    assert all(row[0].startswith("scpxl: this is a fault in scpxl, not in your workbook.") for row in shown)
    assert "KeyError: 'ward'" in caplog.text


def test_a_cell_makes_no_record_where_there_is_none(
    excel: Excel, folder: Folder, listed: Callable[..., None]
) -> None:
    listed(Ours=folder.path)
    shown = excel.call("SCP_VALUE", "BUR-01", "year", "2017-18 Q4")
    assert shown.startswith("scpxl: There is no store at")
    assert not folder.store_path.exists()


# What is remembered, and for how long.


def test_a_thousand_cells_open_the_record_once(excel: Excel, ours: Folder, openings: list[Path]) -> None:
    codes = [indicator.code for indicator in ours.framework.reported]
    for number in range(1000):
        code, period = codes[number % len(codes)], ("", "2017-18 Q4", "2017-18 Q3", "2018-02")[number % 4]
        area = ("", "Barnet", "Brent")[number % 3]
        excel.call("SCP_VALUE", code, list(FIGURES)[number % len(FIGURES)], period, area)
        if number % 10 == 0:
            excel.call("SCP_SERIES", code, period, area)
            excel.call("SCP_LIST", list(LISTS)[number % len(LISTS)])
        if number % 50 == 0:
            excel.call("SCP_EXPLAIN", code, period, area)
    assert openings == [ours.store_path]


@pytest.mark.usefixtures("ours")
def test_the_file_is_free_again_as_soon_as_it_was_read(excel: Excel, ours: Folder) -> None:
    assert excel.call("SCP_VALUE", "BUR-01", "latest") == 123
    with closing(sqlite3.connect(ours.store_path, timeout=0)) as other:
        other.execute("BEGIN EXCLUSIVE")
    ours.store_path.rename(ours.path / "moved.db")


def test_cells_do_not_wait_one_after_another_for_somebody_who_is_writing(excel: Excel, ours: Folder) -> None:
    with closing(sqlite3.connect(ours.store_path, isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode = delete")
        writer.execute("BEGIN EXCLUSIVE")
        begin = time.perf_counter()
        shown = excel.call("SCP_VALUE", "BUR-01")
        first = time.perf_counter() - begin
        assert shown.startswith(f"scpxl: {ours.store_path} is being written by another program.")
        begin = time.perf_counter()
        assert {excel.call("SCP_VALUE", "BUR-01") for _ in range(20)} == {shown}
        assert time.perf_counter() - begin < first
        writer.execute("UPDATE observation SET numerator = 9 WHERE numerator = 123")
        writer.execute("COMMIT")
    a_moment_later()
    assert excel.call("SCP_VALUE", "BUR-01", "latest") == 9


@pytest.mark.usefixtures("ours")
def test_cells_that_ask_one_by_one_cost_little_more_than_a_range_that_asks_for_all_at_once(
    excel: Excel, ours: Folder
) -> None:
    codes = [indicator.code for indicator in ours.framework.reported]
    assert len(codes) == 41
    every = excel.range(*[[code] for code in codes])

    def cost(ask: Callable[[], object]) -> float:
        begin = time.perf_counter()
        ask()
        return time.perf_counter() - begin

    def one_by_one() -> object:
        return [[excel.call("SCP_VALUE", code)] for code in codes]

    def all_at_once() -> object:
        return excel.call("SCP_VALUE", every)

    all_at_once()
    rounds = [(cost(one_by_one), cost(all_at_once)) for _ in range(40)]
    cells, range_of_them = (min(costs) for costs in zip(*rounds, strict=True))
    assert cells <= 2 * range_of_them, f"{cells / range_of_them:.2f} times"


def test_what_is_remembered_lasts_until_a_file_it_rests_on_changes(
    excel: Excel, ours: Folder, openings: list[Path]
) -> None:
    def shown() -> object:
        a_moment_later()
        before = len(openings)
        found = [excel.call("SCP_VALUE", "BUR-01", "latest") for _ in range(3)]
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
    assert excel.call("SCP_VALUE", "BUR-01", "latest") == 123
    before = ours.store_path.stat().st_mtime_ns
    with open_store(ours.store_path) as store:
        del openings[:]
        # Somebody else has the record open and has changed nothing.
        assert excel.call("SCP_VALUE", "BUR-01", "latest") == 123
        assert not openings
        store.connection.execute("UPDATE observation SET numerator = 7 WHERE numerator = 123")
        a_moment_later()
        assert ours.store_path.stat().st_mtime_ns == before
        assert excel.call("SCP_VALUE", "BUR-01", "latest") == 7


def test_a_new_return_is_in_the_cells_as_soon_as_it_is_collected(
    excel: Excel, folder: Folder, desk: Desk, listed: Callable[..., None]
) -> None:
    listed(Ours=folder.path)

    def latest() -> object:
        a_moment_later()
        return excel.call("SCP_VALUE", "FIR-02", "latest", "2017-18 Q4")

    desk.receive("lfb")
    collect(folder, PERIOD)
    assert latest() == 20
    desk.receive("lfb", "again.xlsx", day=25, cells={"Measures!S6": 31})
    collect(folder, PERIOD)
    assert latest() == 31


# Lists and explanations.


@pytest.mark.usefixtures("ours")
def test_a_list_gives_codes_and_titles_of_the_framework(excel: Excel, ours: Folder) -> None:
    heads, *rows = excel.call("SCP_LIST")
    assert heads == ["code", "title", "objective", "unit"]
    assert [row[:2] for row in rows] == [[one.code, one.title] for one in ours.framework.reported]
    assert [row[0] for row in excel.call("SCP_LIST", "Figures")[1:]] == list(FIGURES)
    for what in LISTS:
        heads, *rows = excel.call("SCP_LIST", what)
        assert rows
        assert all(len(row) == len(heads) for row in rows)
    assert excel.call("SCP_LIST", "wards").startswith("scpxl: 'wards' is not a list. There are: indicators, ")


def test_an_explanation_is_that_of_explain_line_by_line(excel: Excel, ours: Folder) -> None:
    heads, *rows = excel.call("SCP_EXPLAIN", "BUR-01")
    lines = explain(ours, "BUR-01", PERIOD).lines
    assert heads == ["what", "words", "formula", "rule"]
    assert [row[0] for row in rows] == [line.what for line in lines]
    for row, line in zip(rows, lines, strict=True):
        for shown, said in zip(row[1:], (line.words, line.formula, line.rule), strict=True):
            assert len(shown) <= 250
            assert shown == said or (shown.endswith("…") and said.startswith(shown[:-1]))
    assert any(len(line.rule) > 250 for line in lines), "a long text is among them"
    assert [row[0] for row in excel.call("SCP_EXPLAIN", "BUR-01", "", "Brent")[1:]] == [
        line.what for line in explain(ours, "BUR-01", PERIOD, "Brent").lines
    ]


# Without Excel.


@pytest.mark.usefixtures("ours")
def test_without_excel_they_are_plain_functions() -> None:
    assert functions.SCP_VALUE("BUR-01") == sum(BURGLARIES[12:])
    assert functions.SCP_VALUE(["BUR-01", "FIR-01"], figure="latest") == [[123], [20]]
    table = functions.SCP_SERIES("FIR-01", period="2017-18 Q4")
    assert list(table.columns) == ["period", "number", "out of", "marker"]
    assert table.iloc[0].tolist() == ["2017-04", 12, "", ""]
    codes = pd.Series(["BUR-01", None, "FIR-02"])
    assert functions.SCP_VALUE(codes, "latest") == [[123], [""], ["#N/A"]]
