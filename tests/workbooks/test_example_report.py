"""The annual report of the worked example: what two partners give by ward, and the targets of the years to come."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from docx.document import Document

from scpxl.cli import main

YEAR = "2017-18"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Document:
    """The report that `publish --year` writes in the folder the demonstration leaves."""
    folder = tmp_path_factory.mktemp("demo") / "here"
    for words in (("demo", str(folder)), ("-C", str(folder), "publish", "--year", YEAR)):
        result = CliRunner().invoke(main, list(words))
        assert result.exit_code == 0, result.output
    (path,) = Path(folder).rglob("annual-report.docx")
    return docx.Document(str(path))


def rows(report: Document, *heads: str) -> list[list[str]]:
    """The texts of the first table that has these words in its head."""
    for table in report.tables:
        first = " | ".join(cell.text for cell in table.rows[0].cells)
        if all(head in first for head in heads):
            return [[cell.text for cell in row.cells] for row in table.rows]
    raise AssertionError(f"No table has {heads} in its head.")


def chapter(report: Document, title: str) -> str:
    """The paragraphs from a chapter's heading to the next chapter's."""
    texts: list[str] = []
    within = False
    for paragraph in report.paragraphs:
        if paragraph.style is not None and paragraph.style.name == "Heading 1":
            within = paragraph.text == title
        elif within:
            texts.append(paragraph.text)
    return "\n".join(texts)


def test_places_are_read_across_the_police_and_the_fire_brigade(report: Document) -> None:
    said = chapter(report, "Two partners' figures of the same wards")
    assert "A ward that is high on both is where a joint look is worthwhile." in said
    assert "Only one partner" not in said
    head, *wards = rows(
        report, "Burglary by ward", "Metropolitan Police, Barnet", "London Fire Brigade, Barnet"
    )
    assert head[1:] == [
        "Burglary by ward (Metropolitan Police, Barnet)",
        "Fires in homes (London Fire Brigade, Barnet)",
    ]
    # Street-level burglaries and fires in homes of the year, as the two publishers have them.
    assert wards[:3] == [
        ["Childs Hill", "277", "18"],
        ["Mill Hill", "223", "7"],
        ["Garden Suburb", "209", "13"],
    ]


def test_targets_of_the_years_to_come_are_beside_the_years_figure_and_are_not_figures_of_it(
    report: Document,
) -> None:
    assert "No targets are set" not in chapter(report, "Recommendations and targets")
    head, *lines = rows(report, "Target 2018-19")
    assert head == ["Measure", "2017-18", "Target 2018-19", "Target 2019-20"]
    assert lines == [
        ["Burglary, offences", "3,577", "3,060", "2,980"],
        ["Robbery, offences", "703", "455", "not set"],
        ["Theft from a motor vehicle, offences", "2,445", "2,170", "not set"],
        [
            "Anti-social behaviour cases closed as resolved [example], cases resolved",
            "76.6%",
            "81.0%",
            "not set",
        ],
        ["Violence with injury, offences", "2,177", "2,110", "2,070"],
        ["Proven reoffending [example], people who reoffended", "24.7%", "23.5%", "not set"],
        ["Residents who say the police do a good job locally, % of residents", "68.0%", "71.0%", "72.0%"],
        ["Fires in homes", "227", "202", "196"],
    ]
