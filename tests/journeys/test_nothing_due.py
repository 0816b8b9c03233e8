"""A partner whose figures are all yearly owes none in three quarters of four: nobody is sent back or chased for it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from scpxl.jobs.folder import Folder
from scpxl.jobs.publishing.publish import publish
from scpxl.jobs.returns.check import check_file
from scpxl.jobs.returns.collect import collect
from scpxl.jobs.returns.issue import issue_returns
from scpxl.jobs.returns.status import chase, matrix, status
from scpxl.model.framework import Area, Framework, Indicator
from scpxl.model.periods import Period
from scpxl.model.plan import Objective, Partner
from scpxl.render.framework_text import write_framework_toml
from scpxl.returns.findings import ReturnVerdict
from tests.partners import fill_in

Q1, Q4 = Period.parse("2017-18 Q1"), Period.parse("2017-18 Q4")
COMMON = {"objective": "O1", "kind": "outcome", "unit": "count", "polarity": "lower"}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A health board that reports once a year, and a police force that reports every month; Q1 is overdue."""
    agreed = Framework(
        version="1",
        partnership="Fen Partnership",
        area="E07000010",
        objectives=(Objective(code="O1", title="Fewer injuries"),),
        partners=(Partner(code="nhs", name="Health board"), Partner(code="pol", name="Police")),
        areas=(Area(code="E07000010", name="Fenland", kind="district"),),
        indicators=tuple(
            Indicator.model_validate(
                {"code": code, "title": title, "partner": partner, "frequency": step, **COMMON}
            )
            for code, title, partner, step in (
                ("ADM", "Admissions", "nhs", "annual"),
                ("VIO", "Violence", "pol", "monthly"),
            )
        ),
    )
    write_framework_toml(agreed, tmp_path / "framework.toml")
    (tmp_path / "scpxl.toml").write_text(f"as_of = {date(2017, 9, 1)}\n", "utf-8")
    return Folder(tmp_path)


def issued(folder: Folder, period: Period) -> dict[str, Path]:
    return {one.partner.code: one.path for one in issue_returns(folder, period)}


def test_the_form_says_that_nothing_is_due(folder: Folder) -> None:
    book: Any = load_workbook(issued(folder, Q1)["nhs"])
    said = [str(cell.value) for row in book["Start"].iter_rows() for cell in row if cell.value]
    assert any(
        "No figure is due for this period. You can still correct earlier ones" in words for words in said
    )
    assert "Measures: 1 row, no figure due" in said
    assert str(book["Measures"]["A2"].value).startswith("No figure is due for this period.")


def test_a_signed_return_without_figures_is_accepted(folder: Folder) -> None:
    sent = fill_in(issued(folder, Q1)["nhs"], folder.returns(Q1) / "nhs.xlsx", folder.framework, "nhs", Q1)
    checked = check_file(folder.framework, sent)
    assert checked.findings == ()
    assert checked.verdict is ReturnVerdict.ACCEPTED
    assert checked.playback == "No figure is due for Apr–Jun 2017."
    collect(folder, Q1)
    line = next(one for one in status(folder, Q1) if one.partner == "Health board")
    assert (line.status, line.days_late, line.words) == ("accepted", 0, "Accepted; no figure was due.")


def test_who_owes_nothing_is_neither_late_nor_chased(folder: Folder) -> None:
    issued(folder, Q1)
    lines = {one.partner: (one.status, one.words) for one in status(folder, Q1)}
    assert lines["Health board"] == ("nothing due", "No figure is due for this period.")
    assert lines["Police"][0] == "missing"
    states = {(row.partner, row.section): row.states[-1] for row in matrix(folder, Q1)}
    assert states["Health board", "Actions"] == "nothing due"
    assert states["Police", "Measures"] == "missing"
    assert [path.stem for path in chase(folder, Q1).written] == ["pol"]


def test_the_board_reads_that_nothing_was_due(folder: Folder) -> None:
    words = publish(folder, Q1).scorecard.summary_words
    assert (
        "0 of 1 return accepted; no accepted return from Police; no figure is due from Health board." in words
    )


def test_in_the_quarter_its_year_ends_the_figure_is_due(folder: Folder) -> None:
    blank = fill_in(
        issued(folder, Q4)["nhs"], folder.path / "nhs.xlsx", folder.framework, "nhs", Q4, lambda *_: None
    )
    assert [found.code for found in check_file(folder.framework, blank).findings] == ["NOTHING_FILLED"]
    assert {one.status for one in status(folder, Q4)} == {"not due yet"}
