"""A percentage of another measure is held to it as one of a number reported beside it is: the part is no more."""

from __future__ import annotations

from pathlib import Path

import pytest

from scpxl.checks.flat_tables.check import check_flat_table
from scpxl.checks.return_check import CheckedReturn, check_return
from scpxl.jobs.folder import Folder
from scpxl.jobs.returns.check import check_file
from scpxl.jobs.returns.importing import ImportKind, import_file
from scpxl.jobs.returns.issue import issue_returns
from scpxl.model.agreements import Waiver
from scpxl.model.framework import Framework, Indicator
from scpxl.render.framework_text import write_framework_toml
from scpxl.returns.findings import Stage
from scpxl.returns.layout import lay_out_return
from scpxl.returns.raw import CellValue
from tests.checks.builders import Q4, filled, form_of, framework, told
from tests.checks.test_flat_tables import row
from tests.journeys.test_sandbox_agrees import Case, assert_agreed, worked_out
from tests.office import LibreOffice
from tests.partners import Typed, fill_in

COMMON = {"kind": "outcome", "objective": "O1", "polarity": "higher", "partner": "met"}
CALLS = Indicator.model_validate({"code": "CAL-01", "title": "Calls received", "unit": "count", **COMMON})
MET = Indicator.model_validate(
    {"code": "MET-01", "title": "Calls met in time", "unit": "percentage", "aggregation": "ratio of sums",
     "denominator": "CAL-01", **COMMON}
)  # fmt: skip
QUARTERLY = Indicator.model_validate(
    {**MET.model_dump(), "code": "MEQ-01", "title": "Calls met in time, by quarter", "frequency": "quarterly"}
)
RATE = Indicator.model_validate(
    {**MET.model_dump(), "code": "RAT-01", "title": "Calls met per call", "unit": "rate"}
)
FORM = form_of(CALLS, MET)
"""Calls in row 5 of Measures, those met in row 6."""
PART, WHOLE = ("Measures", "MET-01", "Number"), ("Measures", "CAL-01", "Number")
CORRECT = "Correct one of them: it is out of Calls received."


def sums(found: CheckedReturn) -> list[tuple[str, str]]:
    return told(one for one in found.findings if one.stage is Stage.SUMS)


def test_a_number_is_no_more_than_another_measures_of_the_same_month() -> None:
    changes: dict[tuple[str, ...], CellValue] = {(*PART, "2018-01"): 61, (*PART, "2017-06"): 70}
    assert sums(check_return(filled(changes, form=FORM), FORM)) == [
        ("PART_OVER_WHOLE", f"Measures!J6  70 is more than its total, 60. {CORRECT}"),
        ("PART_OVER_WHOLE", f"Measures!Q6  61 is more than its total, 60. {CORRECT}"),
    ]
    assert sums(check_return(filled({(*PART, "2018-01"): 60}, form=FORM), FORM)) == []


def test_where_the_whole_is_not_given_nothing_is_said() -> None:
    changes: dict[tuple[str, ...], CellValue] = {(*PART, "2018-01"): 61, (*WHOLE, "2018-01"): "[x]"}
    assert sums(check_return(filled(changes, form=FORM), FORM)) == []


def test_a_quarters_number_is_held_to_its_three_months() -> None:
    form = form_of(CALLS, QUARTERLY)
    part = ("Measures", "MEQ-01", "Number")
    assert sums(check_return(filled({(*part, "2018-03"): 180}, form=form), form)) == []
    assert sums(check_return(filled({(*part, "2018-03"): 181}, form=form), form)) == [
        ("PART_OVER_WHOLE", f"Measures!S6  181 is more than its total, 180. {CORRECT}")
    ]


def test_a_rate_may_be_more_than_what_it_is_out_of() -> None:
    form = form_of(CALLS, RATE)
    changes: dict[tuple[str, ...], CellValue] = {("Measures", "RAT-01", "Number", "2018-03"): 500}
    assert sums(check_return(filled(changes, form=form), form)) == []


def test_an_import_is_held_to_the_same() -> None:
    rows = [row("CAL-01", numerator="60"), row("MET-01", numerator="61", number=3)]
    rows += [row("MET-01", "2018-02", "99", number=4)]
    found = check_flat_table(rows, framework(CALLS, MET), "history.csv")
    assert [(one.code, str(one.cells[0]), one.fact) for one in found.findings] == [
        ("PART_OVER_WHOLE", "history.csv!D3", "61 is more than its total, 60.")
    ]


def test_an_import_is_held_to_what_is_on_record_where_the_file_does_not_say(tmp_path: Path) -> None:
    write_framework_toml(framework(CALLS, MET), tmp_path / "framework.toml")

    def brought(*lines: str) -> list[str]:
        file = tmp_path / "history.csv"
        file.write_text("\n".join(["indicator,area,period,numerator", *lines]), "utf-8")
        return [found.code for found in import_file(Folder(tmp_path), file, ImportKind.HISTORY).findings]

    assert brought("CAL-01,E09000003,2018-01,60") == []
    assert brought("MET-01,E09000003,2018-01,61") == ["PART_OVER_WHOLE"]
    assert brought("MET-01,E09000003,2018-01,61", "CAL-01,E09000003,2018-01,70") == []


TYPED: dict[str, tuple[dict[str, Typed], list[str]]] = {
    "as asked for": ({}, []),
    "one month over": ({"Measures!R6": 61}, ["PART_OVER_WHOLE"]),
    "a quarter over its months": ({"Measures!S7": 181}, ["PART_OVER_WHOLE"]),
    "out of none": ({"Measures!Q5": 0, "Measures!S7": 100}, ["PART_OVER_WHOLE"]),
    "a month not known": ({"Measures!Q5": "[x]", "Measures!S7": 900}, []),
    "an earlier month over": ({"Measures!P6": 61, "Measures!P5": 60}, ["PART_OVER_WHOLE"]),
}
RIGHT: dict[str, Typed] = {
    **{f"Measures!{letter}{number}": 60 for letter in "QRS" for number in (5, 6)},
    "Measures!S7": 180,
}


def agreed(*waivers: Waiver) -> Framework:
    return framework(CALLS, MET, QUARTERLY).model_copy(update={"waivers": waivers})


@pytest.fixture(scope="module")
def returns(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    place = tmp_path_factory.mktemp("shares")
    write_framework_toml(agreed(), place / "framework.toml")
    issued = issue_returns(Folder(place), Q4, "met")[0]
    return {
        name: fill_in(issued.path, place / f"{number}.xlsx", agreed(), "met", Q4, cells={**RIGHT, **cells})
        for number, (name, (cells, _)) in enumerate(TYPED.items())
    }


@pytest.mark.parametrize("name", TYPED)
def test_what_is_typed_is_taken_or_refused(returns: dict[str, Path], name: str) -> None:
    assert [found.code for found in check_file(agreed(), returns[name]).findings] == TYPED[name][1]


@pytest.mark.office
@pytest.mark.slow
def test_the_sheet_check_says_the_same(
    returns: dict[str, Path], libreoffice: LibreOffice, tmp_path: Path
) -> None:
    cases = [Case(path, Q4, check_file(agreed(), path)) for path in returns.values()]
    compared = worked_out(cases, libreoffice, tmp_path)
    assert len(compared) == len(TYPED)
    for case, file in compared:
        assert_agreed(case, file)


def test_a_waiver_lets_it_by() -> None:
    waiver = Waiver.model_validate(
        {"rule": "PART_OVER_WHOLE", "partner": "met", "indicator": "MET-01", "reason": "Calls of last month",
         "approved_by": "the Chair", "until": "2018-06-30"}
    )  # fmt: skip
    form = lay_out_return(agreed(waiver), "met", Q4)
    found = check_return(filled({(*PART, "2018-01"): 61}, form=form), form)
    assert [one.severity.value for one in found.findings if one.code == "PART_OVER_WHOLE"] == ["note"]
