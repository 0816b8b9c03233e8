"""Filled returns of older forms are carried forward: every figure arrives, every filled cell is accounted for."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from scpxl.cli import main
from scpxl.jobs.folder import Folder
from scpxl.jobs.returns.check import check_file
from scpxl.jobs.returns.collect import collect
from scpxl.jobs.returns.issue import issue_returns
from scpxl.jobs.returns.migrate import TransferredReturn, migrate, printed_words
from scpxl.jobs.setting_up.setup import init_folder, shipped
from scpxl.model.observations import Marker
from scpxl.model.periods import Period
from scpxl.read.older_return import OlderReturn, filled_cells, read_older
from scpxl.read.older_workbook import OpenedWorkbook, open_workbook
from scpxl.returns.findings import ReturnVerdict
from scpxl.returns.form import Sheet
from scpxl.returns.layout import lay_out_return
from scpxl.returns.older.form import OlderForm
from scpxl.returns.older.forms import OLDER_FORMS
from scpxl.returns.older.transfer import Transferred, codes_by_name, newly_asked, transfer
from scpxl.returns.prefill import Prefill
from tests.older.make_older_returns import (
    BY_WARD,
    FIRST,
    HERE,
    LAST_OF_FIRST,
    PERIOD,
    PLAIN,
    TRIAL,
    YEAR,
    framework,
    number,
    write_plain,
    write_trial,
)
from tests.partners import fill_in

WHOSE = {
    "0.1": (PLAIN, "met"), "0.2": (TRIAL, "council"), "1": (FIRST, "mencap"), "1, last issued": (LAST_OF_FIRST, "lfb"),
}  # fmt: skip
CORPUS = HERE.parent / "corpus"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A new partnership's folder with the framework the returns are of."""
    return init_folder(tmp_path / "ours", shipped("templates/barnet/framework.toml"))


def run(folder: Folder, *words: str | Path) -> Result:
    return CliRunner().invoke(main, ["-C", str(folder.path), *map(str, words)])


def of_version(version: str) -> OlderForm:
    """Return the older form that a kept return is on."""
    return OLDER_FORMS[version.partition(",")[0]]


@cache
def opened(version: str) -> OpenedWorkbook:
    path = WHOSE[version][0]
    return open_workbook(path.read_bytes(), path.name)


def read(version: str, workbook: OpenedWorkbook) -> tuple[OlderReturn, Transferred]:
    """Read a workbook as a return of the version, and transfer it; there is nothing on record."""
    ours = framework()
    form = lay_out_return(ours, WHOSE[version][1], PERIOD)
    older = of_version(version).worded(printed_words(form))
    found = read_older(workbook, older, form, printed_words(form), codes_by_name(ours, form))
    return found, transfer(found.answers, older, form, ours, Prefill())


def reason(made: TransferredReturn, cell: str) -> str:
    return next(one.why for one in made.not_carried if str(one.ref) == cell)


# Nothing is lost without a word.


def assert_every_cell_is_accounted_for(version: str, workbook: OpenedWorkbook) -> None:
    found, made = read(version, workbook)
    filled = set(filled_cells(workbook, of_version(version)))
    told = [answer.ref for answer in found.answers] + [one.ref for one in found.not_carried]
    assert len(told) == len(set(told))
    assert set(told) <= filled
    assert len(filled) == len(told) + found.printed
    assert len(found.answers) == sum(made.counts.values()) + len(made.not_carried)


@pytest.mark.parametrize("version", WHOSE)
def test_every_filled_cell_is_printed_carried_or_told(version: str) -> None:
    assert_every_cell_is_accounted_for(version, opened(version))


TYPED = st.one_of(
    st.integers(-5, 10**9), st.floats(allow_nan=False, allow_infinity=False), st.booleans(),
    st.text("aZ1é [x]<~\n", min_size=1, max_size=12), st.dates(date(1990, 1, 1), date(2030, 1, 1)),
    st.sampled_from(["BUR-01", "O2", "n/a", "Total", "Ref", "Number", "Yes", "Apr-17", "Code", "x" * 2500]),
)  # fmt: skip


@given(
    version=st.sampled_from(list(WHOSE)),
    edits=st.lists(st.tuples(st.integers(0, 8), st.integers(0, 60), st.integers(0, 30), TYPED), max_size=12),
)
def test_whatever_is_typed_anywhere_is_never_lost(
    version: str, edits: list[tuple[int, int, int, Any]]
) -> None:
    workbook = opened(version)
    grids = copy.deepcopy(workbook.grids)
    for sheet, row, column, value in edits:
        rows = grids[sheet % len(grids)].rows
        if rows and rows[0]:
            rows[row % len(rows)][column % len(rows[0])] = value
    assert_every_cell_is_accounted_for(version, replace(workbook, grids=grids))


# The figures arrive.


def figures_in(folder: Folder, path: Path) -> dict[tuple[str, str, str, str], float | None]:
    """Return the figures a return is read as, by indicator, area, item and period."""
    seen = check_file(folder.framework, path).result.observations
    return {
        (o.indicator, o.area, o.item, o.period.code): o.numerator for o in seen if o.numerator is not None
    }


def test_every_figure_of_the_plain_form_is_read_from_the_carried_one(folder: Folder, tmp_path: Path) -> None:
    migrate(folder, PLAIN, tmp_path / "new.xlsx")
    ours = folder.framework
    asked = [i.code for i in ours.indicators_for("met", PERIOD) if not i.reports_denominator]
    expected: dict[tuple[str, str, str, str], float | None] = {
        (code, ours.area, "", Period(month, 1).code): number(code, month)
        for code in asked
        for month in YEAR.months
    }
    # What was overwritten in the first rows: a number as text, one that is none, one that does not apply, one withheld.
    expected["BUR-01", ours.area, "", "2018-01"] = 1204
    for code, when in (("BUR-02", "2018-02"), ("BUR-03", "2018-03"), ("ROB-01", "2018-01")):
        del expected[code, ours.area, "", when]
    for code in BY_WARD:
        for month in PERIOD.months:
            when = Period(month, 1).code
            for ward in ours.parts_in(PERIOD):
                expected[code, ward.code, "", when] = number(code, ward.name, month)
            expected[code, ours.area, "not known", when] = number(code, "Ward not known", month)
    assert figures_in(folder, tmp_path / "new.xlsx") == expected


def test_numerators_and_denominators_of_the_trial_form_arrive_as_such(folder: Folder, tmp_path: Path) -> None:
    migrate(folder, TRIAL, tmp_path / "new.xlsx")
    seen = check_file(folder.framework, tmp_path / "new.xlsx").result.observations
    got = {(o.indicator, o.period.last): (o.numerator, o.denominator, o.marker) for o in seen}
    quarter = PERIOD.last
    assert got["VAW-03", quarter] == (
        number("VAW-03", quarter), 2 * number("VAW-03", quarter), Marker.NONE
    )  # fmt: skip
    before = quarter - 3
    assert got["ASB-02", before] == (number("ASB-02", before), 2 * number("ASB-02", before), Marker.NONE)
    assert got["GRA-01", quarter][:2] == (number("GRA-01", quarter), None)


def test_marks_choices_and_names_of_before_become_those_of_now(folder: Folder, tmp_path: Path) -> None:
    migrate(folder, PLAIN, tmp_path / "new.xlsx")
    result = check_file(folder.framework, tmp_path / "new.xlsx").result
    marks = {
        (o.indicator, o.period.code): o.marker
        for o in result.observations
        if o.area == "E09000003" and not o.item
    }
    assert marks["BUR-03", "2018-03"] is Marker.NOT_APPLICABLE
    assert marks["ROB-01", "2018-01"] is Marker.SUPPRESSED
    first = result.actions[0]
    assert (first.reference, first.objective, first.status, first.due) == (
        "1", "O1", "In progress", date(2018, 6, 30)
    )  # fmt: skip
    assert result.commentary[0].happened == "Burglary fell after patrols."
    assert result.explanations[0].explanation.startswith("Patrols moved")
    assert result.answers is not None
    assert (result.answers["signed_name"], result.answers["signed_date"]) == ("A. Sergeant", "2018-04-18")
    assert result.answers["nil_measures"] == result.answers["nil_commentary"] == "No"


def test_an_answer_of_the_trial_form_keeps_all_its_parts(folder: Folder, tmp_path: Path) -> None:
    made = migrate(folder, TRIAL, tmp_path / "new.xlsx")
    result = check_file(folder.framework, tmp_path / "new.xlsx").result
    action = result.actions[0]
    assert (action.owner, action.complete, action.rag) == ("Anti-social behaviour manager", 40, "Amber")
    assert result.commentary[0].decision == "None."
    assert "ASB-02" in {o.indicator for o in result.observations}
    assert made.carried == {"Start": 5, "Measures": 37, "Actions": 9, "Commentary": 4}
    assert made.newly_asked[:3] == (
        "Start: Nothing to report on Breakdowns?",
        "Start: Nothing to report on Commentary?",
        "Start: Does this return name or identify anyone?",
    )


def test_carried_cells_are_open_and_dressed_as_those_of_an_issued_form(
    folder: Folder, tmp_path: Path
) -> None:
    migrate(folder, PLAIN, tmp_path / "new.xlsx")
    form = lay_out_return(folder.framework, "met", PERIOD)
    book: Any = load_workbook(tmp_path / "new.xlsx")
    name = next(q.cell for q in form.questions if q.key == "signed_name")
    for cell, shown in (
        (book["Measures"]["Q6"], number("BUR-02", PERIOD.first)),
        (book[name.sheet][name.a1], "A. Sergeant"),
    ):
        assert cell.value == shown
        assert not cell.protection.locked
        assert cell.fill.fgColor.rgb not in {"00000000", None}


# What is not transferred is told.


def test_what_has_no_place_is_told_with_its_cell_and_why(folder: Folder, tmp_path: Path) -> None:
    made = migrate(folder, PLAIN, tmp_path / "new.xlsx")
    assert reason(made, "Figures!D26") == "BUR-99 is not asked any longer"
    assert reason(made, "Figures!D27") == "FIR-01 is asked of London Fire Brigade, Barnet now"
    assert reason(made, "Figures!C5") == "targets are in the framework now, not in returns"
    assert reason(made, "Ward figures!C25") == "Arkley is not among the rows of BUR-03 now"
    assert reason(made, "Action plan!G5") == "it is 1,200 characters long; Update allows 1,000"
    assert reason(made, "Action plan!F5") == "it is not in the list of Status now"
    assert reason(made, "Action plan!H4") == "what an action costs is not asked now"
    assert reason(made, "Narrative!B5").startswith("Keep town centres tidy is not among the objectives")
    assert reason(made, "Our workings!B1") == "it is outside the form's cells"
    assert reason(made, "Figures!A30") == "it is outside the form's cells"
    assert made.needs_somebody


def test_months_and_cells_that_are_closed_now_are_told(folder: Folder, tmp_path: Path) -> None:
    made = migrate(folder, TRIAL, tmp_path / "new.xlsx")
    assert reason(made, "Borough figures!P5") == "the form shows Jan 2017 to Mar 2018 now"
    assert reason(made, "Borough figures!AD7") == "VAW-03 is quarterly now and takes no figure for Feb 2018"
    assert reason(made, "Actions!J5") == "risks are not asked with an action now"
    assert reason(made, "Front page!C12") == "attempts are counted on receipt now"


def test_a_total_is_only_a_loss_where_its_figures_do_not_come_to_it(folder: Folder, tmp_path: Path) -> None:
    made = migrate(folder, PLAIN, tmp_path / "new.xlsx")
    matters = {str(one.ref): one.matters for one in made.not_carried}
    assert not matters["Figures!G5"]
    assert not matters["Figures!T9"]
    assert not matters["Ward figures!C27"]
    assert matters["Figures!S9"]  # 999 was overwritten the sum
    assert matters["Figures!T5"]  # a month of it was overwritten


def test_what_may_identify_somebody_is_not_repeated(folder: Folder, tmp_path: Path) -> None:
    shown = run(folder, "migrate", PLAIN, "--out", tmp_path / "a.xlsx").output
    facts = json.loads(run(folder, "migrate", PLAIN, "--out", tmp_path / "b.xlsx", "--json").stdout)
    assert "Cover!B10" in shown
    assert "7946" not in shown
    told = {one["cell"]: one["value"] for one in facts["not_carried"]}
    assert told["Cover!B10"] is None
    assert told["Action plan!F5"] == "Shelved"
    assert facts["carried"]["Measures"] > 200


# What is known is in it too.


def test_the_record_fills_what_the_old_return_lacks_and_differences_are_counted(
    folder: Folder, tmp_path: Path
) -> None:
    third = PERIOD.shift(-1)
    issue_returns(folder, third, "council")
    issued = folder.issued(third) / f"council {third.slug}.xlsx"
    row = {"A5": "C-01", "B5": "O2", "C5": "Fix lights.", "D5": "Engineer", "G5": "In progress"}
    sent = folder.returns(third) / "q3.xlsx"
    fill_in(
        issued, sent, folder.framework, "council", third, cells={f"Actions!{a}": t for a, t in row.items()}
    )
    collect(folder, third)
    made = migrate(folder, TRIAL, tmp_path / "new.xlsx")
    result = check_file(folder.framework, tmp_path / "new.xlsx").result
    assert [action.reference for action in result.actions] == ["C-07", "C-01"]
    # 20, or 20 of 40, was on record for the quarter before; the old return says otherwise.
    assert made.restated == 7


# The form scpxl was first issued with.


@pytest.mark.parametrize("kept", ["1", "1, last issued"])
def test_a_return_on_the_first_form_is_carried_whole_as_it_was_first_issued_and_last(
    folder: Folder, tmp_path: Path, kept: str
) -> None:
    found, made = read(kept, opened(kept))
    assert found.not_carried == []
    assert made.not_carried == []
    path, partner = WHOSE[kept]
    form = lay_out_return(folder.framework, partner, PERIOD)
    assert set(form.table[Sheet.MEASURES].row) == found.rows[Sheet.MEASURES]
    # Fires by ward are asked of the brigade since.
    by_ward = ["Wards: FIR-01 Fires in homes, 22 rows"] if partner == "lfb" else []
    assert newly_asked(OLDER_FORMS["1"], form, found.rows) == [*by_ward, "Actions: Supporting partners"]
    assert [one.code for one in check_file(folder.framework, path).result.findings] == ["TEMPLATE_OLDER"]
    migrate(folder, path, tmp_path / "new.xlsx")
    carried = check_file(folder.framework, tmp_path / "new.xlsx")
    assert [one.code for one in carried.result.findings] == (["NOTHING_FILLED"] if by_ward else [])
    assert carried.verdict is (ReturnVerdict.RETURNED if by_ward else ReturnVerdict.ACCEPTED)
    (action,) = carried.result.actions
    assert (action.owner, action.supporting) == (
        ("Project lead", ()) if partner == "mencap" else ("Station commander", ())
    )


def test_the_first_form_called_the_parts_of_an_area_what_the_partnership_calls_them() -> None:
    older = OLDER_FORMS["1"].worded({"parts": "Neighbourhoods", "part": "Neighbourhood"})
    assert older.tables[Sheet.WARDS].sheet == "Neighbourhoods"
    assert older.tables[Sheet.WARDS].headings["Neighbourhood code"] == "item_code"
    assert older.questions["Nothing to report on Neighbourhoods?"] == ("nil_wards",)


def test_a_formula_of_ours_that_was_saved_without_its_result_is_none_of_the_partners_words() -> None:
    book = opened("1, last issued")
    statuses = [grid.rows[4][22] for grid in book.grids if grid.name == "Measures"]
    assert [type(status).__name__ for status in statuses] == ["Uncalculated"]
    assert read("1, last issued", book)[0].not_carried == []


# What cannot be transferred at all.


def a_workbook(path: Path, *sheets: str, template: str = "") -> Path:
    with xlsxwriter.Workbook(path) as book:
        for name in sheets:
            book.add_worksheet(name).write("A1", "text")
        if template:
            book.add_worksheet("scpxl").write_row("A1", ["template", template])
    return path


def test_files_that_are_no_older_returns_are_answered(folder: Folder, tmp_path: Path) -> None:
    for path, said in (
        (a_workbook(tmp_path / "budget.xlsx", "Budget"), "[NOT_OUR_FORM]"),
        (a_workbook(tmp_path / "future.xlsx", "Start", template="7"), "version is 7"),
        (CORPUS / "calamine-pass_protected.xlsx", "[FILE_ENCRYPTED]"),
        (CORPUS / "python-calamine-password.xls", "[FILE_"),
        (CORPUS / "python-calamine-base.ods", "[FILE_IS_ODS]"),
    ):
        done = run(folder, "migrate", path, "--out", tmp_path / "new.xlsx")
        assert done.exit_code == 1, done.output
        assert "Nothing transferred" in done.output
        assert said in done.output
        assert not (tmp_path / "new.xlsx").exists()


def test_wrong_use_is_told_and_nothing_is_overwritten(folder: Folder, tmp_path: Path) -> None:
    there = tmp_path / "there.xlsx"
    there.write_bytes(b"mine")
    issue_returns(folder, PERIOD, "lfb")
    present = folder.issued(PERIOD) / f"lfb {PERIOD.slug}.xlsx"
    for words, said in (
        ((present,), "is on the current form"),
        ((tmp_path / "none.xlsx",), "cannot be read"),
        ((PLAIN, "--out", there), "exists already"),
        ((PLAIN, "--out", tmp_path / "new.csv"), "must end in .xlsx"),
        ((PLAIN, "--partner", "nobody"), "is not a partner of the framework"),
    ):
        done = run(folder, "migrate", *words)
        assert done.exit_code == 2, done.output
        assert said in done.output
    assert there.read_bytes() == b"mine"


def test_another_partnerships_return_is_sent_back(folder: Folder, tmp_path: Path) -> None:
    stranger: Any = load_workbook(PLAIN)
    stranger["Cover"]["B4"] = "Another force"
    stranger.save(tmp_path / "theirs.xlsx")
    done = run(folder, "migrate", tmp_path / "theirs.xlsx")
    assert (done.exit_code, "[PARTNER_UNKNOWN]" in done.output) == (1, True)
    done = run(folder, "migrate", PLAIN, "--period", "2017-18 Q3", "--out", tmp_path / "new.xlsx")
    assert (done.exit_code, "[PERIOD_OTHER]" in done.output) == (1, True)


def test_what_the_return_does_not_say_can_be_told(folder: Folder, tmp_path: Path) -> None:
    unnamed: Any = load_workbook(PLAIN)
    unnamed["Cover"]["B4"] = unnamed["Cover"]["B5"] = None
    unnamed.save(tmp_path / "unnamed.xlsx")
    assert "[PARTNER_NOT_STATED]" in run(folder, "migrate", tmp_path / "unnamed.xlsx").output
    words = ("--partner", "met", "--period", "2017-18 Q4", "--out", tmp_path)
    done = run(folder, "migrate", tmp_path / "unnamed.xlsx", *words)
    assert f"Wrote {tmp_path / 'met 2017-18-Q4.xlsx'}" in done.output


def test_checking_an_older_return_says_that_it_can_be_carried(folder: Folder) -> None:
    for path in (PLAIN, TRIAL):
        done = run(folder, "check", path)
        assert done.exit_code == 1
        assert "scpxl migrate" in done.output
        assert "[TEMPLATE_OLDER]" in done.output


def test_a_whole_carried_return_is_done_without_anybody(folder: Folder, tmp_path: Path) -> None:
    whole: Any = load_workbook(TRIAL)
    whole["Front page"]["C12"] = whole["Actions"]["J5"] = whole["Borough figures"]["AD7"] = None
    whole["Borough figures"].delete_cols(5, 12)
    whole.save(tmp_path / "whole.xlsx")
    done = run(folder, "migrate", tmp_path / "whole.xlsx")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "whole - transferred.xlsx").is_file()


def test_the_kept_returns_are_those_that_are_written(tmp_path: Path) -> None:
    for write, kept in ((write_plain, PLAIN), (write_trial, TRIAL)):
        write(tmp_path / "again.xlsx")
        again = open_workbook((tmp_path / "again.xlsx").read_bytes(), kept.name)
        assert [grid.rows for grid in again.grids] == [grid.rows for grid in opened_path(kept).grids]


def opened_path(path: Path) -> OpenedWorkbook:
    return open_workbook(path.read_bytes(), path.name)


@pytest.mark.parametrize("version", OLDER_FORMS)
def test_an_old_form_that_lacks_one_wards_row_is_told_which_and_stops_nothing(version: str) -> None:
    form = lay_out_return(framework(), "met", PERIOD)
    rows = {table.sheet: {row.key for row in table.rows} for table in form.tables}
    lost = form.table[Sheet.WARDS].rows[1]
    rows[Sheet.WARDS] -= {lost.key}
    told = newly_asked(OLDER_FORMS[version], form, rows)
    assert [line for line in told if line.startswith("Wards")] == [
        f"Wards: {lost.key[0]} {lost.labels['item']}"
    ]
