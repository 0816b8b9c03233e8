"""The schema of a return: what it takes of each cell, and the same said to other programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from pydantic import ValidationError

from scpxl.checks.catalogue import CHECKS
from scpxl.checks.return_check import check_return
from scpxl.checks.values import CODES, read_values
from scpxl.cli import main
from scpxl.jobs.folder import Folder
from scpxl.model.periods import Period
from scpxl.read.return_workbook import open_return, read_return
from scpxl.returns.form import Sheet
from scpxl.returns.layout import lay_out_return
from scpxl.returns.raw import CellValue
from scpxl.returns.schema import Return, json_schema, return_schema, schema_to_check
from tests.checks.builders import ACTION, FORM, FRAMEWORK, TRUST, filled, form_of

ACTIONS = [{**ACTION, "supporting": "Fire Brigade", "due": "30/06/2018", "complete": 40}]


def data(changes: dict[tuple[str, ...], CellValue] | None = None) -> Any:
    """Return a return of the small form as plain data."""
    return read_values(filled(changes, actions=ACTIONS), FORM).data


def as_json(values: Any) -> Any:
    return json.loads(json.dumps(values, default=date.isoformat))


def validator(schema: Any) -> Draft202012Validator:
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=FormatChecker())


def test_a_filled_return_is_one_record_of_whose_it_is_and_a_part_a_sheet() -> None:
    taken = return_schema(FORM).model_validate(data())
    assert isinstance(taken, Return)
    assert (taken.partner, taken.period) == ("met", "2017-18 Q4")
    held = taken.model_dump()
    assert held["start"]["signed_date"] == date(2018, 4, 14)
    assert held["measures"]["DAB-01"]["Out of"]["figures"] == [100] * 15
    assert held["wards"]["BUR-01"]["E05000044"]["figures"] == [15] * 15
    assert held["actions"][0]["due"] == date(2018, 6, 30)
    assert held["actions"][0]["supporting"] == ["lfb"]
    assert held["commentary"] == {"O1": {}}


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("partner",), "lfb"),
        (("period",), "2017-18 Q3"),
        (("template",), "0"),
        (("measures", "BUR-01", "Number", "figures", 0), 37.5),
        (("measures", "BUR-01", "Number", "figures", 0), -1),
        (("measures", "BUR-01", "Number", "figures", 0), "about 30"),
        (("measures", "CON-01", "Number", "figures", 0), 100.5),
        (("measures", "BUR-01", "Number", "reason"), "Because"),
        (("measures", "BUR-01", "Number", "figures"), [60]),
        (("wards", "BUR-01", "E99"), {"figures": [15] * 15}),
        (("start", "signed_date"), "1905-07-14"),
        (("start", "signed_name"), "x" * 121),
        (("actions", 0, "complete"), 101),
        (("actions", 0, "objective"), "O9"),
        (("actions", 0, "owner"), ""),
        (("actions", 0, "supporting", 0), "scouts"),
        (("commentary", "O1", "why"), "x" * 2001),
        (("commentary", "O1", "note"), "Not asked for."),
    ],
)
def test_what_the_form_does_not_take_the_schema_does_not_take_at_that_place(
    place: tuple[str | int, ...], value: Any
) -> None:
    spoilt = as_json(data())
    inside = spoilt
    for step in place[:-1]:
        inside = inside[step]
    inside[place[-1]] = value
    with pytest.raises(ValidationError) as refused:
        return_schema(FORM).model_validate(spoilt)
    assert {error["loc"][: len(place)] for error in refused.value.errors()} == {place}
    if place != ("start", "signed_date"):
        # JSON Schema has no word for the first and last day of a date.
        (wrong,) = validator(json_schema([FORM])).iter_errors(spoilt)
        assert tuple(wrong.absolute_path) == place[: len(wrong.absolute_path)]


@given(st.one_of(st.none(), st.integers(0, 10_000_000), st.sampled_from(["[x]", "[z]", "[c]"])))
def test_whatever_is_a_figure_is_one_to_both_schemas(figure: Any) -> None:
    given_so = as_json(data())
    given_so["measures"]["BUR-01"]["Number"]["figures"][14] = figure
    return_schema(FORM).model_validate(given_so)
    assert list(VALIDATOR.iter_errors(given_so)) == []


VALIDATOR = validator(json_schema([FORM]))


def test_one_call_judges_a_whole_return(monkeypatch: pytest.MonkeyPatch) -> None:
    schema = schema_to_check(FORM)
    judge = Mock(wraps=schema.model_validate)
    monkeypatch.setattr(schema, "model_validate", judge)
    spoilt: dict[tuple[str, ...], CellValue] = {
        (Sheet.MEASURES, "BUR-01", "Number", "2018-01"): -3,
        (Sheet.START, "signed_date"): date(1905, 7, 14),
        (Sheet.COMMENTARY, "O1", "marking"): "SECRET",
    }
    found = check_return(filled(spoilt, actions=[{**ACTION, "complete": 140}]), FORM)
    assert [(str(one.cells[0]), one.code) for one in found.findings if one.severity == "must fix"] == [
        ("Actions!H5", "PERCENT_RANGE"),
        ("Commentary!G5", "NOT_IN_LIST"),
        ("Measures!Q5", "NEGATIVE"),
        ("Start!C23", "DATE_IMPLAUSIBLE"),
    ]
    assert judge.call_count == 1


def test_every_error_the_schema_can_make_has_a_code() -> None:
    assert set(CODES.values()) <= set(CHECKS)


def test_a_month_whose_column_is_gone_leaves_the_other_months_in_their_places() -> None:
    found = read_values(
        filled({(Sheet.MEASURES, "BUR-01", "Number", "2018-02"): -3}, without_columns=["2018-01"]), FORM
    )
    assert [(one.code, str(one.cells[0])) for one in found.findings] == [("NEGATIVE", "Measures!R5")]
    figures = found.data["measures"]["BUR-01"]["Number"]["figures"]
    assert figures[12:] == [None, -3, 60]


def test_forms_that_ask_for_the_same_share_a_schema_and_others_do_not() -> None:
    again = lay_out_return(FRAMEWORK, "met", Period.parse("2017-18 Q4"))
    assert schema_to_check(again) is schema_to_check(FORM)
    assert schema_to_check(form_of(TRUST)) is not schema_to_check(FORM)
    later = lay_out_return(FRAMEWORK, "met", Period.parse("2018-19 Q1"))
    assert schema_to_check(later) is not schema_to_check(FORM)


def test_titles_and_descriptions_are_the_forms_and_the_frameworks() -> None:
    measures = json_schema([FORM])["properties"]["measures"]
    assert measures["properties"]["BUR-01"]["title"] == "Burglary"
    row = json_schema([FORM])["properties"]["wards"]["properties"]["BUR-01"]["properties"]["E05000044"]
    assert row["title"] == "Burglary, Ward 1"
    assert row["properties"]["figures"]["description"].startswith("In this order: Jan 2017, Feb 2017")
    start = json_schema([FORM])["properties"]["start"]["properties"]
    assert start["signed_date"]["description"] == "As 14/04/2018. From 01/01/2013 to 01/01/2028."


# The worked example.


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    path = tmp_path_factory.mktemp("schema") / "demo"
    assert CliRunner().invoke(main, ["demo", str(path)]).exit_code == 0
    return Folder(path)


def accepted(folder: Folder) -> Iterator[tuple[str, Any]]:
    """Yield each return of the last quarter that nothing is wrong with, by partner, as JSON."""
    for file in sorted((folder.path / "returns" / "2017-18-Q4").glob("*.xlsx")):
        opened = open_return(file.read_bytes(), file.name)
        form = lay_out_return(folder.framework, opened.identity["partner"], Period.parse("2017-18 Q4"))
        values = read_values(read_return(opened, form), form)
        if not [one for one in values.findings if one.severity == "must fix"]:
            yield form.partner.code, as_json(values.data)


def test_the_example_returns_as_json_hold_to_the_schema_that_is_written(demo: Folder, tmp_path: Path) -> None:
    out = tmp_path / "any.schema.json"
    result = CliRunner().invoke(main, ["-C", str(demo.path), "framework", "schema", "--out", str(out)])
    assert result.output == f"Wrote {out}.\n"
    schema = json.loads(out.read_text("utf-8"))
    returns = dict(accepted(demo))
    assert len(returns) >= 7
    for held in returns.values():
        assert list(validator(schema).iter_errors(held)) == []
    spoilt = {**returns["met"], "partner": "stranger"}
    assert list(validator(schema).iter_errors(spoilt))


def test_one_partners_schema_is_its_own(demo: Folder) -> None:
    asked = ["-C", str(demo.path), "framework", "schema", "--partner", "homes", "--period", "2017-18 Q4"]
    schema = json.loads(CliRunner().invoke(main, asked).output)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["properties"]["partner"]["const"] == "homes"
    assert "wards" not in schema["properties"]
    returns = dict(accepted(demo))
    assert list(validator(schema).iter_errors(returns["homes"])) == []
    assert list(validator(schema).iter_errors(returns["met"]))


@pytest.mark.parametrize(
    ("asked", "line"),
    [
        (["--partner", "mt"], "'mt' is not a partner of the framework. There are: met, council,"),
        (["--period", "2017-18"], "is not a quarter"),
    ],
)
def test_what_there_is_no_schema_of_is_said(demo: Folder, asked: list[str], line: str) -> None:
    result = CliRunner().invoke(main, ["-C", str(demo.path), "framework", "schema", *asked])
    assert result.exit_code == 2
    assert line in (result.output + str(result.exception))


def test_a_file_that_cannot_be_written_is_said(demo: Folder, tmp_path: Path) -> None:
    (tmp_path / "nowhere").write_bytes(b"")
    nowhere = tmp_path / "nowhere" / "any.json"
    asked = ["-C", str(demo.path), "framework", "schema", "--out", str(nowhere)]
    result = CliRunner().invoke(main, asked)
    assert result.exit_code == 2
    assert "cannot be written" in (result.output + str(result.exception))
