"""How changes and intervals are said: up 4.1%, from down 1.2% to up 7.3%."""

from __future__ import annotations

import math

from scpxl.model.verdicts import SHOWN_LEVEL
from scpxl.scorecard.model import Figure, NumberStyle
from scpxl.scorecard.wording import figure

LEVEL_WORDS = f"{SHOWN_LEVEL:.0%} interval"


def moved(percent: float) -> str:
    """Return a change in per cent as it is said.

    >>> moved(4.13), moved(-3.0), moved(0.04)
    ('up 4.1%', 'down 3.0%', 'up or down by less than 0.1%')
    """
    if abs(percent) < 0.05:
        return "up or down by less than 0.1%"
    return f"{'up' if percent > 0 else 'down'} {_size(percent)}"


def between(low: float, high: float) -> str:
    """Return an interval of changes.

    >>> between(-1.2, 7.3), between(2.1, 8.5), between(-8.5, -2.1)
    ('between down 1.2% and up 7.3%', 'between up 2.1% and up 8.5%', 'between down 8.5% and down 2.1%')
    """
    return f"between {_edge(low)} and {_edge(high)}"


def _edge(percent: float) -> str:
    return "no change" if abs(percent) < 0.05 else moved(percent)


def _size(percent: float) -> str:
    return f"{abs(percent):,.0f}%" if abs(percent) >= 1000 else f"{abs(percent):,.1f}%"


def percent_figure(value: float, missing: str = "–") -> Figure:
    """Return a change in per cent as a figure; `missing` stands where there is none."""
    return figure(value if math.isfinite(value) else None, NumberStyle.SIGNED_PERCENT, missing)


def sentence(text: str) -> str:
    """Return a text as a sentence of its own.

    >>> sentence("up 4.1% (real)")
    'Up 4.1% (real).'
    """
    return text if not text else text[0].upper() + text[1:] + ("" if text.endswith(".") else ".")
