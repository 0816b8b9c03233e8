"""What each output says of itself for machines: of which quarter, edition and figures it is, in its properties."""

from __future__ import annotations

import re
from typing import NamedTuple

from scpxl.model.periods import Period
from scpxl.scorecard.records.scorecard import Scorecard

# LibreOffice leaves the commas of keywords out.
_SAID = re.compile(r"\bquarter (\d{4}-\d\d Q[1-4]),? (\w+) edition,? figures ([0-9A-F]{8})(?![0-9A-F])")


class Imprint(NamedTuple):
    """Of which publication a file is."""

    period: str
    edition: str
    figures: str
    """The reference that is printed on its pages."""


def imprint_of(scorecard: Scorecard) -> str:
    """Return the keywords of every output of a scorecard."""
    return (
        f"community safety, {scorecard.area}, quarter {scorecard.period_code}, "
        f"{scorecard.edition} edition, figures {scorecard.run}"
    )


def read_imprint(keywords: str) -> Imprint | None:
    """Return what an output's keywords say; None where they are no output's of ours.

    >>> read_imprint("community safety, Barnet, quarter 2017-18 Q4, observers edition, figures 793B358B")
    Imprint(period='2017-18 Q4', edition='observers', figures='793B358B')
    >>> read_imprint("community safety Barnet quarter 2017-18 Q4 partnership edition figures 793B358B").edition
    'partnership'
    >>> read_imprint("community safety, Barnet") is None
    True
    >>> read_imprint("quarter 2017-19 Q4, observers edition, figures 793B358B") is None
    True
    """
    found = _SAID.search(keywords)
    if found is None:
        return None
    try:
        Period.parse(found[1])
    except ValueError:
        return None
    return Imprint(*found.groups())
