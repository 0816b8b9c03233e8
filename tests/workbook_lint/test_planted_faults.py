"""Every rule finds what it is for, and a workbook in which nothing is wrong has no remark."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.workbook_lint.good_book import write_good_book
from tests.workbook_lint.planted import PLANTED
from tests.workbook_lint.planted_in_sheets import formula
from tests.workbook_lint.planting import Fault, plant, sent_uncompressed
from tests.workbook_lint.rules import RULES, lint

CASES = [
    pytest.param(rule, fault, id=f"{rule}-{place}")
    for rule, faults in PLANTED.items()
    for place, fault in enumerate(faults, 1)
]
CORPUS = Path(__file__).parents[1] / "corpus"
NO_ZIP = {"calamine-issue252.xlsx", "calamine-pass_protected.xlsx"}
ODD = sorted(path for path in CORPUS.rglob("*.xls[xm]") if path.name not in NO_ZIP)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_good_book(tmp_path_factory.mktemp("good") / "good.xlsx")


def test_a_workbook_in_which_nothing_is_wrong_has_no_remark(good: Path) -> None:
    assert lint(good) == []


@pytest.mark.parametrize(("rule", "fault"), CASES)
def test_a_planted_fault_is_found_by_its_rule(good: Path, tmp_path: Path, rule: str, fault: Fault) -> None:
    remarks = lint(plant(good, fault, tmp_path / "bad.xlsx"))
    assert rule in {remark.rule for remark in remarks}, remarks


def test_a_package_sent_while_it_was_made_without_compression_is_found(good: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.xlsx"
    with ZipFile(good) as package:
        bad.write_bytes(sent_uncompressed([(name, package.read(name)) for name in package.namelist()]))
    assert {remark.rule for remark in lint(bad)} == {"stored_with_data_descriptor"}


def test_a_workbook_named_as_one_with_macros_that_has_none_is_found(good: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.xlsm"
    bad.write_bytes(good.read_bytes())
    assert {remark.rule for remark in lint(bad)} == {"macros_and_type_disagree"}


def test_every_rule_has_a_planted_fault_and_says_what_excel_does() -> None:
    assert set(PLANTED) | {"stored_with_data_descriptor"} == set(RULES)
    assert [name for name, rule in RULES.items() if "Excel" not in (rule.__doc__ or "")] == []


@pytest.mark.parametrize(
    "sound",
    [
        "SUM(Data!A1:B4 Data!B2:E3)",
        "SUM({1;2;3})&amp;&quot;; a (b&quot;",
        "COUNTIF('The board'!A2:A5,&quot;&gt;5&quot;)",
        "IFERROR(Data!B2/0,TRUE)",
        "'[1]Another workbook'!B2",
        "crimes[[#Totals],[number]]",
        "-Data!B2%^2",
        "_xlfn.IFNA(Data!B2,0)",
    ],
)
def test_a_formula_excel_takes_has_no_remark(good: Path, tmp_path: Path, sound: str) -> None:
    assert lint(plant(good, formula(sound), tmp_path / "sound.xlsx")) == []


@pytest.mark.parametrize("odd", ODD, ids=lambda path: path.name)
def test_an_odd_workbook_of_other_programs_is_gone_through_to_its_end(odd: Path) -> None:
    assert {remark.rule for remark in lint(odd)} <= set(RULES)
