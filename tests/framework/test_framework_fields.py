"""Every field of every record is held to what it can be: its length, its signs, its bounds, its names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from scpxl.errors import FrameworkError
from scpxl.framework.checks import check_framework
from scpxl.framework.columns import LONG_TEXTS, SETTINGS, ColumnKind
from scpxl.framework.fields import CODES, NAMES, range_of
from scpxl.framework.tables import TABLES
from scpxl.model.framework import Aggregation, Area, Framework, Unit
from scpxl.model.periods import Period
from scpxl.read.framework_file import read_framework
from scpxl.render.framework_text import to_framework_text
from scpxl.words import as_given
from tests.framework.example import (
    AREAS,
    BURGLARY,
    POPULATION,
    RESOLVED,
    TARGETS,
    example_framework,
)


def told(framework: Framework) -> list[str]:
    return [str(problem) for problem in check_framework(framework)]


def texts() -> Iterator[tuple[str, str]]:
    """Yield each field that takes text of one's own, by table and field."""
    for table in TABLES:
        for column in table.columns:
            if column.kind in {ColumnKind.TEXT, ColumnKind.LIST} and not column.choices:
                yield table.key, column.key


def with_text(table: str, field: str, text: str) -> Framework:
    """The example framework with one text field of the first record of a table saying something else."""
    framework = example_framework()
    if table == SETTINGS:
        return framework.model_copy(update={field: text})
    first, *others = getattr(framework, table)
    value: Any = (text,) if isinstance(getattr(first, field), tuple) else text
    return framework.model_copy(update={table: (first.model_copy(update={field: value}), *others)})


def about(framework: Framework, table: str, field: str) -> str:
    return " ".join(p.fact for p in check_framework(framework) if (p.table, p.field) == (table, field))


@pytest.mark.parametrize(("table", "field"), list(texts()))
def test_no_text_is_endless(table: str, field: str) -> None:
    assert "characters long; the limit is" in about(with_text(table, field, "x" * 40_000), table, field)


@pytest.mark.parametrize(("table", "field"), list(texts()))
@pytest.mark.parametrize(
    "sign", ["\r", "\t", "\x00", "\x1b", "\x7f", "\u200b", "\u202e", "\u2028", "\ufeff", "\ud800"]
)
def test_no_text_holds_what_nobody_can_see(table: str, field: str, sign: str) -> None:
    said = about(with_text(table, field, f"a{sign}b"), table, field)
    assert "holds a" in said
    assert said.isprintable()


@pytest.mark.parametrize(("table", "field"), list(texts()))
def test_only_long_texts_run_to_several_lines(table: str, field: str) -> None:
    said = about(with_text(table, field, "one\ntwo"), table, field)
    assert ("holds a line break" in said) is ((table, field) not in LONG_TEXTS)


@pytest.mark.parametrize(("table", "field"), sorted(CODES))
@pytest.mark.parametrize("code", ["CON", "con", "Nul", "COM1", "lpt9", "aux.2018", "PRN.", "met."])
def test_a_code_that_windows_takes_for_a_device_cannot_name_files(table: str, field: str, code: str) -> None:
    said = about(with_text(table, field, code), table, field)
    assert "Windows" in said


@pytest.mark.parametrize("code", ["CONF", "com10", "console", "met.a", "AUX-1", "1"])
def test_a_code_that_only_begins_like_a_device_can(code: str) -> None:
    assert about(with_text("partners", "code", code), "partners", "code") == ""


@pytest.mark.parametrize(
    ("said", "is_address"),
    [
        ("met@example.org", True),
        ("community.safety+returns@sub.example.gov.uk", True),
        ("a@example.org; b@example.org", True),
        ("a@example.org, b@example.org", True),
        ("", True),
        ("met", False),
        ("met@", False),
        ("@example.org", False),
        ("met@example", False),
        ("met example.org", False),
        ("met@@example.org", False),
        ("met@exa mple.org", False),
        ("Jane <met@example.org>", False),
        ("met@example..org", False),
        ("met@-example.org", False),
        ("a@example.org;", False),
        ("mailto:met@example.org", False),
    ],
)
def test_an_address_is_one(said: str, is_address: bool) -> None:  # noqa: FBT001
    for table, field in (("partners", "email"), (SETTINGS, "contact_email")):
        assert (
            "is not an e-mail address" in about(with_text(table, field, said), table, field)
        ) is not is_address


UNITS = [
    (Unit.COUNT, Aggregation.SUM, -3140, False), (Unit.COUNT, Aggregation.SUM, 1e308, False), (Unit.COUNT, Aggregation.SUM, 3140, True),
    (Unit.COUNT, Aggregation.SUM, 12e7, True), (Unit.STOCK, Aggregation.LATEST, 12e7, False), (Unit.MONEY, Aggregation.SUM, 2.5e9, True),
    (Unit.MONEY, Aggregation.SUM, -1, False), (Unit.SURVEY, Aggregation.LATEST, 100, True), (Unit.SURVEY, Aggregation.LATEST, 101, False),
    (Unit.PERCENTAGE, Aggregation.RATIO, 140, False), (Unit.PERCENTAGE, Aggregation.RATIO, -0.1, False), (Unit.AVERAGE, Aggregation.RATIO, 2.5, True),
]  # fmt: skip


@pytest.mark.parametrize("field", ["value", "baseline", "floor"])
@pytest.mark.parametrize(("unit", "aggregation", "number", "can_be"), UNITS)
def test_a_target_is_what_its_unit_can_be(
    field: str,
    unit: Unit,
    aggregation: Aggregation,
    number: float,
    can_be: bool,  # noqa: FBT001
) -> None:
    indicator = BURGLARY.model_copy(
        update={"unit": unit, "aggregation": aggregation, "decimals": None, "denominator": "reported"}
    )
    target = TARGETS[0].model_copy(update={"value": 50.0, "baseline": 50.0, "floor": 50.0, field: number})
    framework = example_framework(indicators=(indicator, RESOLVED, POPULATION), targets=(target,))
    assert (about(framework, "targets", field).startswith(f"{as_given(number)} cannot be")) is not can_be


@given(st.sampled_from(Unit), st.sampled_from(Aggregation), st.floats(allow_nan=False, allow_infinity=False))
def test_any_number_outside_what_the_unit_can_be_is_refused(
    unit: Unit, aggregation: Aggregation, number: float
) -> None:
    indicator = BURGLARY.model_copy(update={"unit": unit, "aggregation": aggregation})
    target = TARGETS[0].model_copy(update={"value": number, "baseline": None, "floor": None})
    framework = example_framework(indicators=(indicator, RESOLVED, POPULATION), targets=(target,))
    least, most = range_of(framework, indicator)
    assert bool(about(framework, "targets", "value")) is not (least <= number <= most)


@pytest.mark.parametrize(
    ("changes", "table", "field", "fact"),
    [
        ({"targets": (TARGETS[0].model_copy(update={"year": Period.year(2999)}),)}, "targets", "year", "2999-00 is not a likely period"),
        ({"areas": (AREAS[0].model_copy(update={"first": Period.month(201, 8)}), *AREAS[1:])}, "areas", "first", "Aug 201 is not a likely period"),
        ({"targets": (TARGETS[0].model_copy(update={"tolerance": 500.0}),)}, "targets", "tolerance", "500 is out of range"),
        ({"indicators": (BURGLARY.model_copy(update={"per": 10**12}), RESOLVED, POPULATION)}, "indicators", "per", "1,000,000,000,000 is out of range"),
        ({"waivers": (example_framework().waivers[0].model_copy(update={"until": date(9999, 1, 1)}),)}, "waivers", "until", "01/01/9999 is not a likely day"),
        ({"indicators": (BURGLARY.model_copy(update={"tags": tuple(f"t{n}" for n in range(300))}), RESOLVED, POPULATION)}, "indicators", "tags", "has 300 entries"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_out_of_bounds(
    changes: dict[str, Any], table: str, field: str, fact: str
) -> None:
    assert fact in about(example_framework(**changes), table, field)


@pytest.mark.parametrize(("table", "field"), list(NAMES.items()))
def test_no_two_entries_are_called_alike(table: str, field: str) -> None:
    framework = example_framework()
    first, *others = getattr(framework, table)
    twin = first.model_copy(update={"code": "twin", field: f"  {getattr(first, field).upper()} "})
    assert "is also that of" in about(
        framework.model_copy(update={table: (first, *others, twin)}), table, field
    )


def test_several_partners_may_report_one_measure_and_one_may_follow_another() -> None:
    first, *others = example_framework().indicators
    month, next_month = Period.month(2014, 4), Period.month(2014, 5)
    for changes, is_told in (
        ({}, True),
        ({"partner": "another"}, False),
        ({"first": month}, True),
        ({"first": next_month}, False),
    ):
        twin = first.model_copy(update={"code": "twin", **changes})
        was = first.model_copy(update={"last": month})
        framework = example_framework(indicators=(was, *others, twin))
        assert ("is also that of" in about(framework, "indicators", "title")) is is_told


def area(code: str, name: str = "Hale", **more: Any) -> Area:
    return Area(code=code, name=name, kind="ward", parent="E09000003", **more)


@pytest.mark.parametrize(
    ("areas", "is_told"),
    [
        ((area("W1"), area("W2")), True),
        ((area("W1"), area("W2", "hale ")), True),
        ((area("W1"), area("W2", "Colindale", other_names=("HALE",))), True),
        ((area("W1", last=Period.month(2022, 4)), area("W2", first=Period.month(2022, 5))), False),
        ((area("W1", last=Period.month(2022, 5)), area("W2", first=Period.month(2022, 5))), True),
        ((area("W1"), area("W2").model_copy(update={"parent": "E06000023"})), False),
        ((area("W1"), Area(code="E1", name="Hale", kind="borough")), False),
        ((area("W1", other_names=("Hale",)),), False),
    ],
)
def test_a_name_means_one_area_of_its_kind_at_a_time(areas: tuple[Area, ...], is_told: bool) -> None:  # noqa: FBT001
    lines = told(example_framework(areas=(*AREAS, *areas)))
    assert any("is also a name of W1 (Hale)" in line for line in lines) is is_told


def test_yes_is_no_number(tmp_path: Path) -> None:
    document = tomlkit.parse(to_framework_text(example_framework()))
    document["indicators"][0]["per"] = True
    document["targets"][0]["value"] = False
    document["due_days"] = True
    path = tmp_path / "framework.toml"
    path.write_text(tomlkit.dumps(document), "utf-8")
    with pytest.raises(FrameworkError) as refused:
        read_framework(path)
    assert sorted(refused.value.problems) == [
        "framework: due_days: True is not a whole number. Write digits only, for example 12.",
        "indicator BUR-01: per: True is not a whole number. Write digits only, for example 12.",
        "target BUR-01 2017-18: value: False is not a number. Write digits only, for example 12.5.",
    ]


@pytest.mark.parametrize(
    ("was", "now", "problem"),
    [
        ('version = "2017-18.1"', f'version = "{"9" * 40_000}"', "framework: version: is 40,000 characters long; the limit is 40."),
        ('name = "Metropolitan Police, Barnet"', 'name = "Metropolitan\\nPolice"', "partner met: name: holds a line break."),
        ('email = "met@example.org"', 'email = "met at example"', "partner met: email: 'met at example' is not an e-mail address."),
        ('email = "met@example.org"', 'email = "met@example.org\\nBcc: all@example.org"', "partner met: email: holds a line break."),
        ('code = "nhs"', 'code = "CON"', "partner CON: code: 'CON' cannot name a file on Windows"),
        ("value = 3140", "value = -3140", "target BUR-01 2017-18: value: −3,140 cannot be: BUR-01 is a count."),
        ("value = 3140", "value = 1e308", "target BUR-01 2017-18: value: 1e+308 cannot be: BUR-01 is a count."),
        ('name = "Hendon"', 'name = "Hale"', "area E05000055: name: 'Hale' is also a name of E05000054 (Hale)."),
        ("profile = [7.9, 15.5, 22.4, 29.5, 37.3, 44.7, 53.1, 63.8, 72.6, 82.2, 90.7, 100]",
         "profile = [0.079, 0.155, 0.224, 0.295, 0.373, 0.447, 0.531, 0.638, 0.726, 0.822, 0.907, 1]",
         "target BUR-01 2017-18: profile: profile ends in 1 and looks like shares of 1. Write per cents, 8.3 rather than 0.083."),
    ],
)  # fmt: skip
def test_the_shipped_framework_spoilt_is_refused_in_words(
    tmp_path: Path, was: str, now: str, problem: str
) -> None:
    text = (Path(__file__).parents[2] / "templates" / "barnet" / "framework.toml").read_text("utf-8")
    assert was in text
    path = tmp_path / "framework.toml"
    path.write_text(text.replace(was, now, 1), "utf-8")
    with pytest.raises(FrameworkError) as refused:
        read_framework(path)
    assert any(line.startswith(problem) for line in refused.value.problems), refused.value.problems
