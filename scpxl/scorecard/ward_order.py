"""Which wards have most of a measure, and which have much of two."""

from __future__ import annotations

from scpxl.scorecard.model import WardMap


def from_the_highest(found: WardMap, column: int) -> list[int]:
    """Return the places of the wards with a figure of a measure, that with most first.

    What is of no known ward, the last row, is no place to look at.
    """
    values = [row[column].value for row in found.rolling[:-1]]
    known = [(value, at) for at, value in enumerate(values) if value is not None]
    return [at for _, at in sorted(known, key=lambda one: (-one[0], found.wards[one[1]]))]


def high_on_both(found: WardMap, columns: tuple[int, int]) -> tuple[str, ...]:
    """Return which wards are among the highest quarter of two measures; equal ones share it, and nothing is not high."""
    high = [_highest_quarter(found, column) for column in columns]
    return tuple(
        found.wards[at] for at in from_the_highest(found, columns[0]) if all(at in one for one in high)
    )


def _highest_quarter(found: WardMap, column: int) -> set[int]:
    order = from_the_highest(found, column)
    values = [found.rolling[at][column].value or 0.0 for at in order]
    quarter = -(-len(order) // 4)
    return {at for at, value in zip(order, values, strict=True) if value > 0 and value >= values[quarter - 1]}
