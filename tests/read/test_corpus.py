"""Real odd workbooks of other people: each ends in one clear verdict."""

from __future__ import annotations

from pathlib import Path

import pytest

from scpxl.read.grids import read_grids
from scpxl.read.guard import guard_workbook
from scpxl.read.return_workbook import open_return
from scpxl.returns.findings import Severity
from scpxl.returns.raw import CellError

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
VERDICTS = {
    "calamine-date_1904.xlsx": "NOT_OUR_FORM",
    "calamine-errors.xlsx": "NOT_OUR_FORM",
    "calamine-has_x000D_.xlsx": "NOT_OUR_FORM",
    "calamine-issue252.xlsx": "FILE_CORRUPT",
    "calamine-issue_666_panic.xlsb": "FILE_IS_XLSB",
    "calamine-minimal_package.xlsx": "PACKAGE_INCOMPLETE",
    "calamine-pass_protected.xlsx": "FILE_ENCRYPTED",
    "calamine-strict_iso_paths.xlsx": "NOT_OUR_FORM",
    "calamine-whitespace_trim.xlsx": "NOT_OUR_FORM",
    "exceljs-google-sheets.xlsx": "NOT_OUR_FORM",
    "exceljs-invalid-xml.xlsx": "NOT_OUR_FORM",
    "exceljs-missing-bits.xlsx": "PACKAGE_INCOMPLETE",
    "exceljs-test-row-styles.xlsx": "FILE_UNREADABLE",
    "fastexcel-div0.xlsx": "NOT_OUR_FORM",
    "python-calamine-base.ods": "FILE_IS_ODS",
    "python-calamine-password.xls": "FILE_ENCRYPTED",
    "readxl-embedded-chartsheet.xlsx": "NOT_OUR_FORM",
    "xlsx2csv-hyperlinks.xlsm": "MACRO_PRESENT",
    "xlsx2csv-namespace.xlsx": "NOT_OUR_FORM",
    "xlsx2csv-no_cell_ids.xlsx": "NOT_OUR_FORM",
}


def test_every_workbook_here_has_a_verdict() -> None:
    assert set(VERDICTS) == {path.name for path in CORPUS.iterdir() if path.suffix != ".md"}


@pytest.mark.parametrize("name", sorted(VERDICTS))
def test_a_real_odd_workbook_ends_in_one_sentence(name: str) -> None:
    found = open_return((CORPUS / name).read_bytes(), name)
    assert found.refused
    [finding] = found.findings
    assert finding.code == VERDICTS[name]
    assert finding.severity is Severity.MUST_FIX
    assert name in finding.fact
    assert finding.advice


@pytest.mark.parametrize("name", ["calamine-errors.xlsx", "fastexcel-div0.xlsx"])
def test_error_cells_of_real_workbooks_are_not_blanks(name: str) -> None:
    guarded = guard_workbook((CORPUS / name).read_bytes(), name)
    grids = read_grids(guarded, lambda _name: True)
    shown = {
        value.text for grid in grids for row in grid.rows for value in row if isinstance(value, CellError)
    }
    assert "#DIV/0!" in shown


def test_a_sheet_without_cell_names_is_measured_as_it_is_read() -> None:
    guarded = guard_workbook((CORPUS / "xlsx2csv-no_cell_ids.xlsx").read_bytes(), "x.xlsx")
    for grid in read_grids(guarded, lambda _name: True):
        facts = guarded.sheet(grid.name).facts
        assert (facts.last_row + 1, facts.last_column + 1) >= (
            len(grid.rows),
            len(grid.rows[0]) if grid.rows else 0,
        )


@pytest.mark.parametrize("name", sorted(VERDICTS))
def test_a_real_workbook_cut_short_is_refused_wherever_it_is_cut(name: str) -> None:
    content = (CORPUS / name).read_bytes()
    for share in (0.1, 0.5, 0.9, 0.999):
        found = open_return(content[: int(len(content) * share)], name)
        assert found.refused
        assert len(found.findings) == 1
