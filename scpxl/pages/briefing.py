"""The briefing: the story of a quarter, passage by passage."""

from __future__ import annotations

from scpxl.pages.blocks import Heading, Listing, Page, Text
from scpxl.scorecard.model import Scorecard
from scpxl.scorecard.narrative import describe_quarter


def briefing_page(scorecard: Scorecard) -> Page:
    """Return the briefing of a scorecard."""
    title = f"{scorecard.area}, {scorecard.period}"
    told = (
        (Heading(passage.title), Listing(tuple(Text(words, name) for name, words in passage.entries)))
        for passage in describe_quarter(scorecard)
    )
    return Page(title, scorecard.marking, (Heading(title, 1), *(block for pair in told for block in pair)))
