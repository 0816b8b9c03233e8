"""The worked example's returns hold the published figures, and go wrong just where they are meant to."""

from __future__ import annotations

import csv
import doctest
import hashlib
import re
import sys
import zipfile
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.formula import ArrayFormula

from scpxl.checks.return_check import CheckedReturn
from scpxl.jobs.folder import Folder
from scpxl.jobs.returns.check import check_file
from scpxl.jobs.returns.collect import collect
from scpxl.jobs.returns.importing import ImportKind, import_file
from scpxl.jobs.returns.known import prefill
from scpxl.model.observations import Marker, Observation
from scpxl.model.periods import Period
from scpxl.returns.findings import ReturnVerdict, Severity, Stage
from scpxl.returns.layout import due_date, lay_out_return
from scpxl.store.sqlite import open_store

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "workbooks"))

import build_returns  # noqa: E402  # These are beside the data, not in a package.
import example_figures  # noqa: E402
import incidents  # noqa: E402
from example_figures import prefilled  # noqa: E402

EXAMPLE = ROOT / "workbooks" / "barnet-2017-18"
RETURNS = EXAMPLE / "returns"
Q1, Q2, Q3, Q4 = build_returns.QUARTERS
BARNET = "E09000003"
WRONG = RETURNS / "2017-18-Q4" / "met 2017-18-Q4.xlsx"
CORRECTED = RETURNS / "2017-18-Q4" / "met 2017-18-Q4 corrected.xlsx"
EVERY = sorted(RETURNS.glob("*/*.xlsx"))
every_clean = pytest.mark.parametrize(
    "path", [path for path in EVERY if path != WRONG], ids=lambda path: path.stem
)


@cache
def example() -> build_returns.Example:
    return build_returns.read_example()


@cache
def checked(path: Path) -> CheckedReturn:
    return check_file(example().framework, path, Period.parse(path.parent.name)).result


@cache
def received() -> dict[Path, datetime]:
    with (EXAMPLE / "received.csv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    assert len({row["file"] for row in rows}) == len(rows)
    return {EXAMPLE / row["file"]: datetime.fromisoformat(row["received"]) for row in rows}


def kept(partner: str, period: Period) -> Path:
    return RETURNS / period.slug / f"{partner} {period.slug}.xlsx"


def published(seen: Observation) -> tuple[float | None, float | None, str]:
    row = example().figures[seen.indicator, seen.area, seen.item, seen.period]
    # "Low reliability" is said of a figure by whoever publishes it; no partner types it.
    return row.numerator, row.denominator, "" if row.marker == Marker.UNRELIABLE else row.marker


def given(result: CheckedReturn) -> dict[tuple[str, str, str, Period], float | None]:
    return {(o.indicator, o.area, o.item, o.period): o.numerator for o in result.observations}


def values_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    return {
        sheet.title: [
            tuple(value.text if isinstance(value, ArrayFormula) else value for value in row)
            for row in sheet.iter_rows(values_only=True)
        ]
        for sheet in load_workbook(path)
    }


def test_every_partner_sends_every_quarter_but_one_that_never_came() -> None:
    sent = {(path.parent.name, path.name) for path in EVERY}
    forms = {
        (period.slug, f"{partner.code} {period.slug}.xlsx")
        for period in build_returns.QUARTERS
        for partner in example().framework.partners
    }
    assert forms - sent == {("2017-18-Q4", "nhs 2017-18-Q4.xlsx")}
    assert sent - forms == {
        ("2017-18-Q3", "council 2017-18-Q3 (1).xlsx"),
        ("2017-18-Q4", "LFB Barnet Q4 FINAL.xlsx"),
        ("2017-18-Q4", "met 2017-18-Q4 corrected.xlsx"),
    }


def test_received_says_of_each_file_once_when_it_came() -> None:
    assert set(received()) == set(EVERY)
    assert list(received().values()) == sorted(received().values())
    assert all(moment.tzinfo is not None for moment in received().values())


def test_two_returns_come_late_and_all_others_in_time() -> None:
    late = {}
    for path, moment in received().items():
        days = (moment.date() - due_date(example().framework, Period.parse(path.parent.name))).days
        if days > 0:
            late[path.name] = days
    assert late == {"mencap 2017-18-Q2.xlsx": 9, "probation 2017-18-Q4.xlsx": 12}
    assert received()[kept("mencap", Q2)].date() == date(2017, 11, 6)


def test_two_files_came_twice_under_another_name() -> None:
    copies: dict[str, list[str]] = {}
    for path in EVERY:
        copies.setdefault(hashlib.sha256(path.read_bytes()).hexdigest(), []).append(path.name)
    assert sorted(names for names in copies.values() if len(names) > 1) == [
        ["LFB Barnet Q4 FINAL.xlsx", "lfb 2017-18-Q4.xlsx"],
        ["council 2017-18-Q3 (1).xlsx", "council 2017-18-Q3.xlsx"],
    ]


def test_all_returns_together_are_small() -> None:
    assert sum(path.stat().st_size for path in EVERY) < 1_500_000


@every_clean
def test_a_clean_return_is_accepted_with_the_published_figures(path: Path) -> None:
    result = checked(path)
    assert [str(f) for f in result.findings if f.severity is not Severity.NOTE] == []
    period = Period.parse(path.parent.name)
    first_given = incidents.FIRST_GIVEN if period < incidents.CORRECTED_IN else {}
    for seen in result.observations:
        numerator, denominator, marker = published(seen)
        if not seen.breakdown and seen.area == BARNET:
            numerator = first_given.get((seen.indicator, seen.period), numerator)
        assert (seen.numerator, seen.denominator, seen.marker) == (numerator, denominator, marker)


@every_clean
def test_a_clean_return_answers_everything_it_is_asked(path: Path) -> None:
    period = Period.parse(path.parent.name)
    partner = path.name.split()[0].casefold()
    form = lay_out_return(example().framework, partner, period)
    asked = {
        (row.key[0], row.area, row.item, column.month)
        for table in form.tables
        for row in table.rows
        for column in table.months
        if column.in_period and table.is_open(row, column)
    }
    seen = {(o.indicator, o.area, o.item, o.period.last) for o in checked(path).observations}
    assert asked <= seen
    assert {c.objective for c in checked(path).commentary} == {
        i.objective for i in example().framework.indicators_for(partner, period)
    }
    assert checked(path).actions
    assert (checked(path).answers or {})["signed_name"] == form.partner.contact


def test_the_wrong_return_goes_wrong_in_eight_ways_each_at_its_cell() -> None:
    result = checked(WRONG)
    assert result.verdict is ReturnVerdict.RETURNED
    form = lay_out_return(example().framework, "met", Q4)
    meant = {slip.code: incidents.told_at(form, slip).a1 for slip in incidents.EIGHT_SLIPS}
    assert meant == {
        f.code: f.where.split("!")[1] for f in result.findings if f.severity is Severity.MUST_FIX
    }
    assert len(meant) == 8
    others = [f for f in result.findings if f.severity is not Severity.MUST_FIX]
    assert {f.code: f.where for f in others if f.stage is not Stage.QUERIES} == {"TIDIED": "Measures!R25"}
    assert {f.severity for f in others} == {Severity.NOTE}


def test_the_corrected_return_differs_in_the_eight_cells_alone() -> None:
    before, after = values_of(WRONG), values_of(CORRECTED)
    changed = {
        (sheet, row, column)
        for sheet, rows in after.items()
        for row, cells in enumerate(rows)
        for column, value in enumerate(cells)
        if before[sheet][row][column] != value
    }
    form = lay_out_return(example().framework, "met", Q4)
    slips = [incidents.cell_of(form, slip.sheet, slip.key, slip.column) for slip in incidents.EIGHT_SLIPS]
    sign_off = next(question.cell for question in form.questions if question.key == "signed_date")
    assert changed == {(str(cell.sheet), cell.row, cell.column) for cell in [*slips, sign_off]}
    assert 0 < (received()[CORRECTED] - received()[WRONG]).days < 7


def test_a_number_typed_with_a_comma_is_read_and_said() -> None:
    notes = [f.fact for f in checked(CORRECTED).findings if f.code == "TIDIED"]
    assert notes == ["'2,058' was read as 2058."]
    assert given(checked(CORRECTED))["TNO-01", BARNET, "", Period.month(2018, 2)] == 2058


def test_one_return_was_saved_by_libreoffice() -> None:
    with zipfile.ZipFile(kept("mopac", Q4)) as package:
        assert b"LibreOffice" in package.read("docProps/app.xml")
    assert checked(kept("mopac", Q4)).findings == ()


def test_one_return_was_rearranged_and_reads_the_same() -> None:
    sheet = load_workbook(kept("homes", Q4))["Measures"]
    assert [sheet["A3"].value, sheet["A5"].value, sheet["X5"].value] == [
        "Checked against the case system before sending.",
        "Code",
        "Our notes",
    ]
    result = checked(kept("homes", Q4))
    assert {f.code for f in result.findings} == {"MOVED", "COLUMN_UNEXPECTED"}
    days = {o.period: (o.numerator, o.denominator) for o in result.observations}
    assert days[Q4] == (163, 91)
    assert {o.source.cell for o in result.observations} == {"G6", "J6", "M6", "P6", "S6"}


def test_drop_downs_and_warnings_move_with_the_inserted_row() -> None:
    sheet = load_workbook(kept("homes", Q4))["Measures"]
    rules = {rule.formula1: str(rule.sqref) for rule in sheet.data_validations.dataValidation}
    assert rules["list_reason"] == "U6:U7"
    assert any("S6" in formula and where == "S6:S7" for formula, where in rules.items())
    assert {str(block.sqref) for block in sheet.conditional_formatting} == {"S6:S7", "W6:W7"}


def test_two_earlier_months_are_corrected_by_overtyping() -> None:
    before, after = given(checked(kept("met", Q3))), given(checked(CORRECTED))
    changed = {
        (key[0], key[3]): (before[key], after[key])
        for key in before & after.keys()
        if before[key] != after[key]
    }
    nov, dec = Period.month(2017, 11), Period.month(2017, 12)
    assert changed == {
        ("VEH-01", nov): (206, 208),
        ("VEH-01", dec): (164, 167),
        ("TNO-01", nov): (2399, 2401),
        ("TNO-01", dec): (2026, 2029),
    }


def test_provisional_figures_are_marked_as_such() -> None:
    months = {o.period for o in checked(CORRECTED).observations if o.marker is Marker.PROVISIONAL}
    assert months == {Period.month(2018, month) for month in (1, 2, 3)}


def test_the_commentary_quotes_the_published_figures() -> None:
    said = {c.objective: c.happened for c in checked(CORRECTED).commentary}
    burglary = [given(checked(CORRECTED))["BUR-01", BARNET, "", Period.month(2018, m)] for m in (1, 2, 3)]
    assert burglary == [336, 293, 325]
    assert "954 burglaries were recorded, 3% more than in the same quarter a year before (928)." in said["O1"]
    assert "350, more than twice as many as in the same quarter a year before (167)" in said["O1"]
    assert "Most were in Colindale (118), Burnt Oak (116) and Childs Hill (114)." in said["O2"]
    assert "The year came to 26,497, against 25,378 the year before." in said["O7"]


@every_clean
def test_what_is_written_has_no_brace_left_and_names_nobody(path: Path) -> None:
    result = checked(path)
    texts = [text for c in result.commentary for text in (c.happened, c.why, c.doing, c.decision)]
    texts += [text for a in result.actions for text in (a.action, a.owner, a.rag_reason, a.update)]
    texts += [e.explanation for e in result.explanations]
    for text in texts:
        assert "{" not in text
        assert not re.search(r"\b(Mr|Mrs|Ms|Dr|PC|Sgt)\b|@|\d{5}", text)


def test_actions_are_carried_from_quarter_to_quarter() -> None:
    for partner in (partner.code for partner in example().framework.partners):
        sent = [kept(partner, quarter) for quarter in build_returns.QUARTERS]
        plans = [{a.reference for a in checked(path).actions} for path in sent if path.exists()]
        assert all(before <= after for before, after in pairwise(plans)), partner
        assert 2 <= len(plans[-1]) <= 5, partner


def test_the_examples_in_the_scripts_words_hold() -> None:
    result = doctest.testmod(example_figures)
    assert result.attempted
    assert not result.failed


def test_the_same_answers_give_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for name in ("once", "again"):
        folder = tmp_path / name
        (one,) = build_returns.make_return(example(), folder, incidents.incident_of("homes", Q4))
        made.append(one.path.read_bytes())
    assert made[0] == made[1]


@pytest.mark.parametrize(("partner", "period"), [("homes", Q4), ("council", Q2), ("met", Q3)])
def test_the_kept_returns_are_what_the_script_makes(partner: str, period: Period, tmp_path: Path) -> None:
    # Values, not bytes: how well a file is packed differs between systems.
    first = build_returns.as_first_given(example().figures, BARNET)
    known = example() if period == Q4 else replace(example(), figures=first)
    made = build_returns.make_return(known, tmp_path, incidents.incident_of(partner, period), first)
    assert values_of(made[0].path) == values_of(kept(partner, period)), "Run workbooks/build_returns.py."


def test_a_year_of_48_returns_can_be_made_for_a_larger_borough(tmp_path: Path) -> None:
    larger = build_returns.enlarge(example())
    assert len(larger.framework.partners) == 12
    (one,) = build_returns.make_returns(larger, tmp_path, ["council-2"], [Q4])
    result = check_file(larger.framework, one.path, Q4, "council-2").result
    assert result.findings == ()
    twin = {o.indicator.removesuffix("-2"): o.numerator for o in result.observations if o.period == Q4}
    model = checked(kept("council", Q4)).observations
    assert twin == {o.indicator: o.numerator for o in model if o.period == Q4}


@pytest.mark.slow
def test_48_returns_are_all_clean(tmp_path: Path) -> None:
    larger = build_returns.enlarge(example())
    made = build_returns.make_returns(larger, tmp_path)
    assert len({one.path for one in made}) == 48
    for one in made:
        told = check_file(larger.framework, one.path, one.period, one.partner).findings
        # A twin has no explanations of its own, so unusual figures are asked about.
        assert [str(f) for f in told if f.stage is not Stage.QUERIES] == []


@pytest.mark.slow
def test_the_forms_were_issued_as_the_record_would_have_issued_them(tmp_path: Path) -> None:
    (tmp_path / "framework.toml").write_bytes((ROOT / "templates/barnet/framework.toml").read_bytes())
    folder = Folder(tmp_path)
    import_file(folder, EXAMPLE / "history.csv.gz", ImportKind.HISTORY)
    first = build_returns.as_first_given(example().figures, BARNET)
    for period in build_returns.QUARTERS:
        with open_store(folder.store_path) as store:
            for partner in example().framework.partners:
                form = lay_out_return(example().framework, partner.code, period)
                assert prefill(store, form).figures == prefilled(form, first), (partner.code, period)
        late = sorted(received().items(), key=lambda sent: sent[1])
        collection = collect(folder, period, [path for path, _ in late if path.parent.name == period.slug])
        verdicts = {file.name: file.verdict for file in collection.files}
        assert [name for name, verdict in verdicts.items() if verdict is ReturnVerdict.RETURNED] == (
            ["met 2017-18-Q4.xlsx"] if period == Q4 else []
        )
    with open_store(folder.store_path) as store:
        changed = {
            (change.series.indicator, change.period)
            for change in store.fetch_restatements()
            if change.old.numerator != change.new.numerator
        }
    assert changed == set(incidents.FIRST_GIVEN)
