"""The sheet Check of every practice return and of every return of the worked example says what Python says of it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from scpxl.checks.catalogue import CHECKS, form_code
from scpxl.checks.catalogue.record import Ours, ShownAs
from scpxl.checks.live import live_checks
from scpxl.jobs.folder import Folder
from scpxl.jobs.returns.check import CheckedFile, check_file
from scpxl.jobs.returns.migrate import migrate
from scpxl.jobs.setting_up.practice import SandboxFile, make_sandbox
from scpxl.jobs.setting_up.setup import init_folder
from scpxl.model.framework import Breakdown, BreakdownCategory, BreakdownItem, Framework
from scpxl.model.periods import Period
from scpxl.read.framework_file import read_framework
from scpxl.render.framework_text import write_framework_toml
from scpxl.returns.findings import ReturnVerdict, Severity, Stage
from scpxl.returns.form import FIRST_ROW, ReturnForm, Sheet
from tests.journeys.other_shape import OTHER_SHAPE
from tests.journeys.test_live_checks_agree import PERIOD, framework, verdict_on
from tests.office import LibreOffice
from tests.older.make_older_returns import PLAIN, TRIAL
from tests.older.make_older_returns import framework as older_framework

ROOT = Path(__file__).parents[2]
WORKED = ROOT / "workbooks" / "barnet-2017-18" / "returns"
RETURNS = sorted(WORKED.glob("*/*.xlsx"))
BEFORE_ITS_CELLS = {Stage.FILE, Stage.FORM, Stage.IDENTITY}
"""Where Python finds such a mistake, it looks at nothing that is entered."""
NO_LINE_FOR = {Stage.STRUCTURE, Stage.QUERIES}
"""Of these no sheet can speak: of sheets, rows and columns that went, and of the partner's history."""
WORDS = {Severity.MUST_FIX: "To fix", Severity.EXPLAIN: "To explain"}


@dataclass(frozen=True)
class Case:
    """A return, as Python reads it."""

    path: Path
    period: Period
    checked: CheckedFile
    sandbox: SandboxFile | None = None


def looked_at(case: Case) -> bool:
    grave = {one.stage for one in case.checked.findings if one.severity is Severity.MUST_FIX}
    return case.checked.form is not None and not grave & BEFORE_ITS_CELLS


def said_by_the_form(path: Path, form: ReturnForm) -> dict[str, str]:
    """Return the status by code of the lines of Check that are not OK, notes left out."""
    checks = {(check.sheet.value, check.what): check for check in live_checks(form)}
    sheet: Any = load_workbook(path, data_only=True)[Sheet.CHECK]
    shown = [
        (str(row[0]), checks[str(row[1]), str(row[2])], row[3])
        for row in sheet.iter_rows(min_row=FIRST_ROW + 1, max_col=4, values_only=True)
        if (str(row[1]), str(row[2])) in checks
    ]
    lines = [(status, check.code) for status, check, _ in shown if status in WORDS.values()]
    as_text = sum(int(count or 0) for _, check, count in shown if check.is_open)
    assert sheet["A3"].value == verdict_on([status for status, _ in lines], as_text)
    return {its_code: status for status, its_code in lines}


def said_by_python(case: Case, form: ReturnForm) -> tuple[dict[str, str], set[str]]:
    """Return the severity by code of what the sheet can say too, and the codes of what it cannot."""
    live = {check.code for check in live_checks(form)}
    found = [one for one in case.checked.findings if one.severity in WORDS]
    said = {form_code(one.code): WORDS[one.severity] for one in found}
    alone = {one.code for one in found if one.stage not in NO_LINE_FOR}
    return {code: words for code, words in said.items() if code in live}, {
        code for code in alone - live if not isinstance(CHECKS[code].live, ShownAs)
    }


def assert_agreed(case: Case, worked_out: Path) -> None:
    assert case.checked.form is not None
    said, alone = said_by_python(case, case.checked.form)
    assert said_by_the_form(worked_out, case.checked.form) == said, case.path.name
    assert all(isinstance(CHECKS[code].live, Ours) for code in alone), case.path.name


def sandbox_of(agreed: Framework, place: Path) -> list[Case]:
    text = place / "framework.toml"
    write_framework_toml(agreed, text)
    folder: Folder = init_folder(place / "ours", text)
    made = make_sandbox(folder, place / "practice", PERIOD)
    return [Case(one.path, PERIOD, check_file(agreed, one.path, PERIOD), one) for one in made]


def worked_out(cases: list[Case], libreoffice: LibreOffice, place: Path) -> list[tuple[Case, Path]]:
    """Return the cases of which Python read the cells, with the file LibreOffice made of each."""
    copies: dict[Path, Case] = {}
    for number, case in enumerate(case for case in cases if looked_at(case)):
        # Of names that differ: returns of four quarters are called alike, up to a suffix.
        copies[Path(shutil.copy(case.path, place / f"{number}.xlsx"))] = case
    made = libreoffice.convert_all(list(copies), "xlsx")
    return [(case, made[copy]) for copy, case in copies.items()]


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.parametrize("shape", ["the example", "another shape"])
def test_the_sheet_says_of_every_practice_return_what_python_says(
    shape: str, libreoffice: LibreOffice, tmp_path: Path
) -> None:
    cases = sandbox_of(framework() if shape == "the example" else OTHER_SHAPE, tmp_path)
    compared = worked_out(cases, libreoffice, tmp_path)
    for case, file in compared:
        assert_agreed(case, file)
    assert len(compared) > 40
    unread = {case.sandbox.codes for case in cases if case.sandbox and not looked_at(case)}
    stages = {one.stage for case in cases if not looked_at(case) for one in case.checked.findings}
    assert unread
    assert stages <= BEFORE_ITS_CELLS


def test_in_a_framework_of_another_shape_each_mistake_is_found_alone(tmp_path: Path) -> None:
    cases = sandbox_of(OTHER_SHAPE, tmp_path)
    for case in cases:
        assert case.sandbox is not None
        found = sorted({one.code for one in case.checked.findings})
        assert found == sorted(case.sandbox.codes), case.path.name
    left_out = {code for code, check in CHECKS.items() if check.mistake} - {
        code for case in cases if case.sandbox for code in case.sandbox.codes
    }
    # No partner has a second row of commentary to delete, wards, or a survey.
    assert left_out == {
        "ROW_MISSING",
        "WARDS_OVER_BOROUGH",
        "WARDS_UNDER_BOROUGH",
        "MARGIN_NOT_KEPT",
        "PERCENT_AS_FRACTION",
        "PARTS_UNUSUAL",
    }


@pytest.mark.office
@pytest.mark.slow
def test_the_sheet_says_of_every_worked_return_what_python_says(
    libreoffice: LibreOffice, tmp_path: Path
) -> None:
    agreed = read_framework(ROOT / "templates" / "barnet" / "framework.toml")
    cases = [Case(path, PERIOD, check_file(agreed, path)) for path in RETURNS]
    compared = worked_out(cases, libreoffice, tmp_path)
    assert len(compared) == len(RETURNS) > 30
    for case, file in compared:
        assert_agreed(case, file)
    failing = [case.path.name for case, _ in compared if case.checked.verdict is ReturnVerdict.RETURNED]
    assert failing == ["met 2017-18-Q4.xlsx"]


def with_places(agreed: Framework) -> Framework:
    """Return the framework of the older forms, the police's burglaries divided as no older form asked."""
    place = Breakdown(
        code="place", title="Kind of place", category=BreakdownCategory.LOCATION, not_known=True
    )
    items = (
        BreakdownItem(breakdown="place", item="home", title="A home"),
        BreakdownItem(breakdown="place", item="shop", title="A shop"),
    )
    burglary = next(one for one in agreed.indicators_for("met", PERIOD) if one.unit.is_whole)
    divided = burglary.model_copy(update={"breakdowns": (*burglary.breakdowns, "place")})
    indicators = tuple(divided if one is burglary else one for one in agreed.indicators)
    more = {"breakdowns": (*agreed.breakdowns, place), "items": (*agreed.items, *items)}
    return agreed.model_copy(update={**more, "indicators": indicators})


@pytest.mark.office
@pytest.mark.slow
def test_the_sheet_says_of_an_older_return_carried_forward_what_python_says(
    libreoffice: LibreOffice, tmp_path: Path
) -> None:
    text = tmp_path / "framework.toml"
    write_framework_toml(with_places(older_framework()), text)
    folder = init_folder(tmp_path / "ours", text)
    agreed = folder.framework
    made = [migrate(folder, older, tmp_path / f"{older.stem} now.xlsx") for older in (PLAIN, TRIAL)]
    assert any("Breakdowns: the whole sheet" in one.newly_asked for one in made)
    paths = [one.out for one in made if one.out]
    cases = [Case(path, PERIOD, check_file(agreed, path)) for path in paths]
    compared = worked_out(cases, libreoffice, tmp_path)
    assert len(compared) == 2
    for case, file in compared:
        assert_agreed(case, file)
        assert case.checked.form is not None
        assert said_by_the_form(file, case.checked.form)
