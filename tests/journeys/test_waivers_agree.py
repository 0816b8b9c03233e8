"""What a form with waivers and trials says of itself is what Python says: worked out by LibreOffice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from openpyxl import load_workbook

from scpxl.checks.live import live_checks
from scpxl.jobs.returns.check import check_file
from scpxl.model.agreements import Tolerance, Trial, Waiver
from scpxl.model.framework import Framework
from scpxl.render.forms.template import write_return
from scpxl.returns.findings import Severity
from scpxl.returns.form import FIRST_ROW, ReturnForm, Sheet
from scpxl.returns.layout import lay_out_return
from scpxl.returns.prefill import FigureKey, Prefill
from tests.journeys.test_live_checks_agree import PERIOD, framework
from tests.office import LibreOffice
from tests.partners import Typed, fill_in, steady_hand

DUE_OR_LATER = date(2018, 6, 30)
SAID = {"partner": "met", "reason": "Agreed.", "approved_by": "the Chair", "until": DUE_OR_LATER}
TOP, SECOND = (
    row.key[0] for row in lay_out_return(framework(), "met", PERIOD).table[Sheet.MEASURES].rows[:2]
)
SHARE = lay_out_return(framework(), "met", PERIOD).table[Sheet.MEASURES].rows[18].key[0]
WITH_WARDS = lay_out_return(framework(), "met", PERIOD).table[Sheet.MEASURES].rows[2].key[0]
ENDED = date(2018, 3, 31)


@cache
def agreed(*, ended: bool = False) -> Framework:
    """The shipped framework with waivers of every kind, one rule on trial, or with all of that ended."""
    waivers = [
        Waiver(rule="BLANK", indicator=TOP, **SAID),
        Waiver(rule="BLANK", indicator=WITH_WARDS, **SAID),
        Waiver(rule="NOT_WHOLE", indicator=SECOND, **SAID),
        Waiver(rule="PART_OVER_WHOLE", indicator=SHARE, **SAID),
        Waiver(rule="ANSWER_MISSING", **SAID),
    ]
    trials = [Trial(rule=rule, until=DUE_OR_LATER) for rule in ("WARDS_OVER_BOROUGH", "WARDS_UNDER_BOROUGH")]
    if ended:
        waivers = [one.model_copy(update={"until": ENDED}) for one in waivers]
        trials = [one.model_copy(update={"until": ENDED}) for one in trials]
    return framework().model_copy(update={"waivers": tuple(waivers), "trials": tuple(trials)})


# On the police's Measures: counts in rows 5 to 22, outcomes out of offences in 23 and 24; Jan to Mar in Q to S.
TYPED: dict[str, dict[str, Typed]] = {
    "clean": {},
    "a blank let by": {"Measures!Q5": None},
    "a blank let by, and one that is not": {"Measures!Q5": None, "Measures!Q6": None},
    "all wards of a measure let by": {f"Wards!{column}5": None for column in "QRS"},
    "a broken number let by, and one that is not": {"Measures!Q6": 12.5, "Measures!Q5": 12.5},
    "below zero where broken numbers are let by": {"Measures!Q6": -12.5},
    "more than it is out of": {"Measures!Q23": 41},
    "wards on trial": {"Wards!Q5": 1},
    "unsigned": {"Start!C21": None},
}


@dataclass(frozen=True)
class Told:
    """What the form says, worked out."""

    failing: dict[str, str]
    verdict: str
    rows: list[str]
    advice: dict[str, str]
    changed: str


def form_under(agreements: Framework) -> ReturnForm:
    return lay_out_return(agreements, "met", PERIOD)


def said_by_the_form(path: Path, form: ReturnForm) -> Told:
    book = load_workbook(path, data_only=True)
    sheet, measures = book[Sheet.CHECK], book[Sheet.MEASURES]
    failing: dict[str, str] = {}
    advice: dict[str, str] = {}
    for place, check in enumerate(live_checks(form)):
        status, _, _, count, _, words = (cell.value for cell in sheet[FIRST_ROW + place + 1][:6])
        advice[f"{check.sheet} {check.code}"] = str(words)
        if status != "OK":
            failing[check.code] = f"{status} {count}"
    table = form.table[Sheet.MEASURES]
    last = FIRST_ROW + len(table.rows)
    rows = [str(measures.cell(row, len(table.columns) + 1).value) for row in range(FIRST_ROW + 1, last + 1)]
    return Told(failing, str(sheet["A3"].value), rows, advice, str(measures["A3"].value or ""))


def said_by_python(path: Path, agreements: Framework) -> set[str]:
    words = {Severity.MUST_FIX: "To fix", Severity.EXPLAIN: "To explain"}
    live = {check.code for check in live_checks(form_under(agreements))}
    found = check_file(agreements, path).findings
    return {
        f"{one.code} {words[one.severity]}" for one in found if one.severity in words and one.code in live
    }


@pytest.fixture(scope="module")
def worked_out(
    libreoffice: LibreOffice, tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, bool], tuple[Path, Told]]:
    """Each typing into the form under agreements in force, and under the same ones ended."""
    folder, files = tmp_path_factory.mktemp("agreed"), {}
    for ended in (False, True):
        issued = folder / f"issued-{ended}.xlsx"
        write_return(form_under(agreed(ended=ended)), issued)
        for number, (name, cells) in enumerate(TYPED.items()):
            to = folder / f"{ended}-{number}.xlsx"
            files[name, ended] = fill_in(issued, to, agreed(ended=ended), "met", PERIOD, steady_hand, cells)
    converted = libreoffice.convert_all(list(files.values()), "xlsx")
    return {
        (name, ended): (path, said_by_the_form(converted[path], form_under(agreed(ended=ended))))
        for (name, ended), path in files.items()
    }


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.parametrize("state", ["in force", "ended"])
@pytest.mark.parametrize("name", TYPED)
def test_the_form_lets_by_what_python_lets_by(
    worked_out: dict[tuple[str, bool], tuple[Path, Told]], name: str, state: str
) -> None:
    ended = state == "ended"
    path, told = worked_out[name, ended]
    failing = {f"{code} {status.rpartition(' ')[0]}" for code, status in told.failing.items()}
    assert failing == said_by_python(path, agreed(ended=ended))


@pytest.mark.office
@pytest.mark.slow
def test_what_is_let_by_is_neither_counted_nor_marked_in_its_row(
    worked_out: dict[tuple[str, bool], tuple[Path, Told]],
) -> None:
    def told(name: str, *, ended: bool = False) -> Told:
        return worked_out[name, ended][1]

    for name in ("a blank let by", "more than it is out of", "wards on trial", "unsigned"):
        assert told(name).verdict == "Ready to send"
        assert set(told(name).rows) == {"OK"}
        assert told(name, ended=True).verdict.startswith("1 to ")
    both = told("a blank let by, and one that is not")
    assert both.failing == {"BLANK": "To fix 1"}
    assert both.rows[:2] == ["OK", "Fill in"]
    broken = told("a broken number let by, and one that is not")
    assert broken.failing == {"NOT_WHOLE": "To fix 1"}
    assert broken.rows[:2] == ["Check", "OK"]
    assert told("below zero where broken numbers are let by").rows[1] == "Check"


@pytest.mark.office
@pytest.mark.slow
def test_the_form_says_what_is_waived_and_what_is_on_trial(
    worked_out: dict[tuple[str, bool], tuple[Path, Told]],
) -> None:
    advice = worked_out["clean", False][1].advice
    assert " until 30 Jun 2018." in advice["Measures BLANK"]
    assert "Waived for " in advice["Measures NOT_WHOLE"]
    assert advice["Start ANSWER_MISSING"].endswith("Waived until 30 Jun 2018.")
    assert advice["Measures WARDS_OVER_BOROUGH"].endswith("On trial: this will be refused from 1 Jul 2018.")
    ended = worked_out["clean", True][1].advice
    assert not any("Waived" in words or "On trial" in words for words in ended.values())


EARLIER: dict[str, tuple[Typed, bool]] = {
    "F5": (21, True), "G5": (20, False), "H5": (None, False), "I5": ("[x]", True), "J5": ("[X ]", False),
    "K5": (7, True), "L5": (3, False), "M5": ("about 30", False), "N5": (12.5, True),
    "O5": (" 21 ", True), "P5": ("20", False),
}  # fmt: skip
"""What a partner makes of earlier figures of 20, of a mark in J and K, and of one never given in L: is it a change?"""


@pytest.mark.office
@pytest.mark.slow
def test_the_sheet_counts_the_earlier_figures_that_were_changed_as_python_does(
    libreoffice: LibreOffice, tmp_path: Path
) -> None:
    form = form_under(framework())
    table, wards = form.table[Sheet.MEASURES], form.table[Sheet.WARDS]
    known: dict[FigureKey, float | str] = {}
    for column in table.months:
        if not column.in_period:
            letter = table.cell(0, column.key).a1.rstrip("0123456789")
            if letter != "L":
                known[Sheet.MEASURES, table.rows[0].key, column.key] = "[x]" if letter in {"J", "K"} else 20
            known[Sheet.WARDS, wards.rows[0].key, column.key] = 1
    prefill = Prefill(figures=known)
    write_return(form, tmp_path / "issued.xlsx", prefill)
    as_it_was = fill_in(
        tmp_path / "issued.xlsx", tmp_path / "as it was.xlsx", framework(), "met", PERIOD, steady_hand
    )
    cells = {f"Measures!{cell}": typed for cell, (typed, _) in EARLIER.items()}
    changed = fill_in(
        tmp_path / "issued.xlsx", tmp_path / "changed.xlsx", framework(), "met", PERIOD, steady_hand,
        {**cells, "Wards!F5": 2},
    )  # fmt: skip
    converted = libreoffice.convert_all([as_it_was, changed], "xlsx")
    assert said_by_the_form(converted[as_it_was], form).changed == ""
    told = said_by_the_form(converted[changed], form)
    by_python = [
        cell.a1
        for one in check_file(framework(), changed, known=lambda _: prefill).findings
        for cell in one.cells
        if one.code == "RESTATED" and cell.sheet == Sheet.MEASURES
    ]
    assert sorted(by_python) == sorted(cell for cell, (_, is_change) in EARLIER.items() if is_change)
    assert told.changed == "5 earlier figures changed"
    assert (
        load_workbook(converted[changed], data_only=True)[Sheet.WARDS]["A3"].value
        == "1 earlier figure changed"
    )
    assert told.failing["RESTATED"].startswith("To know")
    assert told.failing["ERASED"] == "To explain 1"
    cleared = [
        one
        for one in check_file(framework(), changed, known=lambda _: prefill).findings
        if one.code == "ERASED"
    ]
    assert [(one.severity, one.where) for one in cleared] == [(Severity.EXPLAIN, "Measures!H5")]


@cache
def tolerant() -> Framework:
    """The shipped framework with a tolerance of every rule that takes one."""
    reason = "As published."
    tolerances = (
        Tolerance(rule="WARDS_OVER_BOROUGH", number=2, reason=reason),
        Tolerance(rule="WARDS_UNDER_BOROUGH", per_cent=10, reason=reason),
        Tolerance(
            rule="PART_OVER_WHOLE", indicator=SHARE, partner="met", per_cent=5, number=1, reason=reason
        ),
        Tolerance(rule="ITEMS_OVER_WHOLE", number=1, reason=reason),
        Tolerance(rule="ITEMS_UNDER_WHOLE", number=1, reason=reason),
        Tolerance(rule="ITEM_OVER_WHOLE", number=1, reason=reason),
    )
    return framework().model_copy(update={"tolerances": tolerances})


# Of 20 burglaries by ward in row 7, of 40 outcomes in row 24; on the brigade's form 20 fires and 20 visits.
WITHIN: dict[str, dict[str, dict[str, Typed]]] = {
    "met": {
        "wards two over": {"Wards!Q5": 2},
        "wards three over": {"Wards!Q5": 3},
        "wards two under": {"Measures!Q7": 22},
        "wards three under": {"Measures!Q7": 23},
        "two more than they are out of": {"Measures!Q23": 42},
        "three more than they are out of": {"Measures!Q23": 43},
        "one out of none": {"Measures!Q23": 1, "Measures!Q24": 0},
    },
    "lfb": {
        "items one over": {"Breakdowns!R6": 1},
        "items two over": {"Breakdowns!R6": 2},
        "items one under": {"Measures!S5": 21},
        "items two under": {"Measures!S5": 22},
        "an item one over": {"Breakdowns!R14": 21},
        "an item two over": {"Breakdowns!R14": 22},
    },
}


@pytest.mark.office
@pytest.mark.slow
def test_the_form_lets_by_the_differences_that_python_lets_by(
    libreoffice: LibreOffice, tmp_path: Path
) -> None:
    files: dict[Path, tuple[str, str]] = {}
    for partner, cases in WITHIN.items():
        issued = tmp_path / f"{partner}.xlsx"
        write_return(lay_out_return(tolerant(), partner, PERIOD), issued)
        for number, (name, cells) in enumerate(cases.items()):
            to = tmp_path / f"{partner}-{number}.xlsx"
            files[fill_in(issued, to, tolerant(), partner, PERIOD, steady_hand, cells)] = partner, name
    converted = libreoffice.convert_all(list(files), "xlsx")
    asked = {}
    for path, (partner, name) in files.items():
        form = lay_out_return(tolerant(), partner, PERIOD)
        live = {check.code for check in live_checks(form)}
        found = {
            one.code
            for one in check_file(tolerant(), path).findings
            if one.severity is not Severity.NOTE and one.code in live
        }
        told = said_by_the_form(converted[path], form)
        assert set(told.failing) == found, name
        assert ("Check" in told.rows) is bool(found - {"OUT_OF_NOUGHT"}) or "OUT_OF_NOUGHT" in found, name
        asked[name] = found
    assert [name for name, found in asked.items() if not found] == [
        "wards two over", "wards two under", "two more than they are out of",
        "items one over", "items one under", "an item one over",
    ]  # fmt: skip
