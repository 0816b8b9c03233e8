"""How changes and intervals are said: up 4.1%, 95% interval −1.2% to +9.6%."""

from __future__ import annotations

import math

from scpxl.scorecard.model import Figure, NumberStyle
from scpxl.scorecard.wording import figure, number_text
from scpxl.verdicts import BORDERLINE, SHOWN_LEVEL, Verdict
from scpxl.words import capital, rounded

LEVEL_WORDS = f"{SHOWN_LEVEL:.0%} interval"
_MOST = 10_000
"""An edge above so many per cent shows only that nothing is known."""


def moved(percent: float) -> str:
    """Return a change in per cent as it is said.

    >>> moved(4.13), moved(-3.0), moved(0.04)
    ('up 4.1%', 'down 3.0%', 'little changed (under 0.1%)')
    """
    if abs(percent) < 0.05:
        return "little changed (under 0.1%)"
    return f"{'up' if percent > 0 else 'down'} {_size(percent)}"


def moved_points(points: float) -> str:
    """Return a change in points as it is said.

    >>> moved_points(2.13), moved_points(-0.01)
    ('up 2.1 points', 'little changed (under 0.1 points)')
    """
    if abs(points) < 0.05:
        return "little changed (under 0.1 points)"
    return f"{'up' if points > 0 else 'down'} {rounded(abs(points), 1)} points"


def between(low: float, high: float) -> str:
    """Return an interval of changes.

    >>> between(-1.2, 7.3), between(2.1, float("inf"))
    ('−1.2% to +7.3%', '+2.1% to more than +10,000%')
    """
    return " to ".join(
        number_text(edge, NumberStyle.SIGNED_PERCENT) if edge < _MOST else f"more than +{_MOST:,}%"
        for edge in (low, high)
    )


def interval_words(verdict: Verdict, low: float, high: float) -> str:
    """Return verdict and interval; where the interval shown leaves out 0 and the verdict does not, that is said.

    >>> interval_words(Verdict.SIGNIFICANT, 2.1, 8.5), interval_words(Verdict.NORMAL, 0.4, 8.5)
    ('more than usual variation; 95% interval +2.1% to +8.5%', 'no clear change (borderline); 95% interval +0.4% to +8.5%')
    """
    nearly = verdict is Verdict.NORMAL and (low > 0 or high < 0)
    return f"{verdict.plain}{f' ({BORDERLINE.plain})' if nearly else ''}; {LEVEL_WORDS} {between(low, high)}"


def _size(percent: float) -> str:
    return f"{rounded(abs(percent), 0 if abs(percent) >= 1000 else 1)}%"


def percent_figure(value: float, missing: str = "–") -> Figure:
    """Return a change in per cent as a figure; `missing` stands where there is none."""
    return figure(value if math.isfinite(value) else None, NumberStyle.SIGNED_PERCENT, missing)


def sentence(text: str) -> str:
    """Return a text as a sentence of its own.

    >>> sentence("up 4.1% (no clear change)")
    'Up 4.1% (no clear change).'
    """
    return text if not text else capital(text) + ("" if text.endswith(".") else ".")
