"""The annual report and strategic assessment: the year in chapters, described as blocks that a writer sets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scpxl.errors import SetUpError
from scpxl.pages.blocks import Block
from scpxl.pages.imprint import imprint_of
from scpxl.scorecard.records.lines import YearScorecard
from scpxl.scorecard.records.scorecard import Scorecard


@dataclass(frozen=True, slots=True)
class Report:
    """An annual report."""

    title: str
    partnership: str
    year: str
    marking: str
    """What is at the foot of every page."""
    keywords: str
    """Of which publication it is."""
    blocks: tuple[Block, ...]


def annual_report(scorecard: Scorecard) -> Report:
    """Return the annual report of the year that a scorecard ends; the same scorecard gives the same report.

    Raises SetUpError for a scorecard that ends within a year.
    """
    from scpxl.pages.report.chapters import opening_chapters
    from scpxl.pages.report.closing import closing_chapters
    from scpxl.pages.report.objectives import objective_chapters

    year = report_year(scorecard)
    edition = "" if scorecard.edition == "partnership" else f" · {scorecard.edition} edition"
    return Report(
        f"Community safety in {scorecard.area}: annual report and strategic assessment {year.name}",
        scorecard.partnership,
        year.name,
        f"{scorecard.marking} · {scorecard.partnership} · {year.name}{edition} · figures {scorecard.run}",
        imprint_of(scorecard),
        tuple(_all(opening_chapters(scorecard), objective_chapters(scorecard), closing_chapters(scorecard))),
    )


def report_year(scorecard: Scorecard) -> YearScorecard:
    """Return the year of a scorecard; raises SetUpError where it ends within one, or was kept before there were any."""
    if scorecard.year is None:
        raise SetUpError(
            f"The annual report is of a financial year, and {scorecard.quarter_name} does not end one. "
            "Publish it with --year, or for the fourth quarter."
        )
    return scorecard.year


def _all(*chapters: Iterator[Block]) -> Iterator[Block]:
    for one in chapters:
        yield from one
