"""What is asked of an action whose status does not fit how much of it is complete."""

from __future__ import annotations

import pytest

from scpxl.checks.return_check import check_return
from scpxl.returns.findings import Severity
from scpxl.returns.raw import CellValue
from tests.checks.builders import ACTION, FORM, filled


def asked(status: str, complete: CellValue) -> list[str]:
    action = {**ACTION, "status": status, "complete": complete}
    found = check_return(filled(actions=[action]), FORM).findings
    return [str(one) for one in found if one.severity is Severity.EXPLAIN]


@pytest.mark.parametrize(
    ("status", "complete", "shown"),
    [
        ("In progress", 100, "100"),
        ("Overdue", 100, "100"),
        ("Not started", 40, "40"),
        ("Complete", 40, "40"),
        ("complete", "40%", "40"),
        ("Complete", 0, "0"),
    ],
)
def test_a_status_that_does_not_fit_the_percentage_is_asked_about_at_its_cell(
    status: str, complete: CellValue, shown: str
) -> None:
    (line,) = asked(status, complete)
    said = f"Actions!G5  The action A1 is {shown}% complete, but its status is {status.capitalize()}."
    assert line == f"{said} Correct whichever of the two is wrong."


@pytest.mark.parametrize(
    ("status", "complete"),
    [
        ("Complete", 100),
        ("In progress", 40),
        ("In progress", 0),
        ("Overdue", 90),
        ("Not started", 0),
        ("Not started", None),
        ("Complete", None),
        ("Cancelled", 40),
        ("Cancelled", 100),
        ("Complete", "[x]"),
    ],
)
def test_what_fits_or_is_not_given_is_not_asked_about(status: str, complete: CellValue) -> None:
    assert asked(status, complete) == []


def test_a_fraction_of_one_per_cent_is_asked_about_as_that_alone() -> None:
    (line,) = asked("Complete", 0.4)
    assert "less than one per cent" in line
