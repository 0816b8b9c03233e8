"""Whether a number is on another scale than those it belongs with: 0.7, 7 or 690 beside 69.

The one rule for it, wherever a figure, a target, a baseline or a share done comes in.  Numbers in, numbers out:
nothing here knows what they measure.  A number is never put on another scale here; it is asked about.
"""

from __future__ import annotations

import math

TOO_FAR = math.sqrt(10)
"""Beyond this factor a number is nearer to ten times, or a tenth of, what it belongs with than to that itself."""
_FACTORS = (100.0, 10.0, 1000.0, 0.01, 0.1, 0.001)
"""By what slips of scale multiply: a percentage stored as a fraction, a digit too many or too few."""
_DIGITS = 12


def is_fraction(percentage: float) -> bool:
    """Return whether a percentage is below one, as 65% is once a spreadsheet has stored it as 0.65.

    >>> is_fraction(0.65), is_fraction(1), is_fraction(0)
    (True, False, False)
    """
    return 0 < percentage < 1


def is_on_another_scale(number: float, low: float, high: float, least: float = 0.0) -> bool:
    """Return whether a number is nearer to a tenth, or to ten times, of a range than to the range itself.

    `low` and `high` are the ends of what it belongs with, `least` the least distance from them that says
    anything.  Of what is zero or less nothing is said: it has no scale.

    >>> is_on_another_scale(7, 69, 72), is_on_another_scale(60, 69, 72), is_on_another_scale(690, 69, 72)
    (True, False, True)
    """
    if number < low:
        return number > 0 and number * TOO_FAR < low and low - number >= least
    return high > 0 and number > high * TOO_FAR and number - high >= least


def meant_by(number: float, low: float, high: float) -> float | None:
    """Return what was probably meant by a number on another scale: what lies in the range; None where nothing does.

    >>> meant_by(7, 69, 72), meant_by(0.7, 69, 72), meant_by(20, 69, 72)
    (70.0, 70.0, None)
    """
    for factor in _FACTORS:
        meant = float(f"{number * factor:.{_DIGITS}g}")
        if low <= meant <= high:
            return meant
    return None
