"""A scorecard's figures worked out a second time, in plain Python, from what was entered.

Nothing here comes from the package: months are numbers (12 a year, January is 0), figures are looked up one by one, and
None is a figure that is not there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

COUNTS = {"count", "rate", "stock"}
PERCENTAGES = {"percentage", "survey percentage"}
RATIOS = {"percentage", "rate", "average"}
SMALL = 20
APRIL = 3


@dataclass(frozen=True)
class Measure:
    """An indicator, as far as its figures go."""

    code: str
    unit: str
    aggregation: str
    step: int
    whole: str = ""
    """Blank, reported, or the code of another measure."""
    rolling: bool = False
    per: int = 1000
    sign: int = 0
    by_calendar: bool = False
    """Whether its figures are levels of calendar years, as a mid-year population's are."""

    @property
    def is_level(self) -> bool:
        return self.aggregation == "latest"

    @property
    def divides(self) -> bool:
        return self.unit in RATIOS and self.whole != ""

    @property
    def scale(self) -> float:
        return {"percentage": 100.0, "rate": float(self.per)}.get(self.unit, 1.0)


@dataclass
class Book:
    """What was entered: numbers and what was reported beside them, by code, area and the month that ends the period."""

    measures: dict[str, Measure]
    numbers: dict[tuple[str, str], dict[int, float]] = field(default_factory=dict)
    beside: dict[tuple[str, str], dict[int, float]] = field(default_factory=dict)

    def other(self, one: Measure) -> Measure | None:
        return self.measures.get(one.whole)

    def out_of_level(self, one: Measure) -> bool:
        other = self.other(one)
        return other is not None and other.is_level

    def is_yearly_rate(self, one: Measure) -> bool:
        return one.unit == "rate" and not one.is_level and self.out_of_level(one)

    def grows(self, one: Measure) -> bool:
        """Whether its figure grows through the year, so that a target has a path."""
        return not one.is_level and (not one.divides or self.out_of_level(one))

    def months(self, one: Measure, window: str, end: int) -> range:
        """The months that a window holds which ends with `end`."""
        own = 12 if one.rolling else one.step
        if one.is_level:
            return range(end - own + 1, end + 1)
        if window == "to date":
            april = end - (end - APRIL) % 12
            return range(april, end + 1)
        wide = {"one": own, "quarter": max(3, one.step), "year": 12}[window]
        return range(end - wide + 1, end + 1)

    def number(self, one: Measure, area: str, window: str, end: int) -> float | None:
        given = self.numbers.get((one.code, area), {})
        if one.is_level:
            return given.get(end)
        return _sum(
            given.get(month) for month in self.months(one, window, end) if (month - 2) % one.step == 0
        )

    def whole(self, one: Measure, area: str, window: str, end: int) -> float | None:
        months = self.months(one, window, end)
        if one.whole == "reported":
            given = self.beside.get((one.code, area), {})
            if one.is_level:
                return given.get(end)
            return _sum(given.get(month) for month in months if (month - 2) % one.step == 0)
        other = self.other(one)
        if other is None:
            return None
        given = self.numbers.get((other.code, area), {})
        if not other.is_level:
            return _sum(given.get(month) for month in months if (month - 2) % other.step == 0)
        if other.rolling and one.rolling and other.step == one.step:
            return given.get(end)
        total = _sum(self._level(other, area, month) for month in months)
        return None if total is None else total / len(months)

    def _level(self, other: Measure, area: str, month: int) -> float | None:
        given = self.numbers.get((other.code, area), {})
        if other.by_calendar:
            years = [end for end in given if end // 12 <= month // 12]
            return given[max(years)] if years else None
        if other.step == 12:
            begun = [end for end in given if end - 11 <= month]
            return given[max(begun)] if begun else None
        return given.get(month + (2 - month) % other.step)

    def figure(self, one: Measure, area: str, window: str, end: int) -> float | None:
        number = self.number(one, area, window, end)
        if not one.divides or number is None:
            return number
        whole = self.whole(one, area, window, end)
        return one.scale * number / whole if whole else None

    def shown(self, one: Measure, area: str, window: str, end: int) -> float | None:
        """A single period's figure, as it is shown: of a yearly rate the number."""
        if self.is_yearly_rate(one):
            return self.number(one, area, window, end)
        return self.figure(one, area, window, end)

    def rate(self, one: Measure, area: str, end: int) -> float | None:
        """What is compared with other areas where it is out of something, and shown beside a count."""
        if one.divides:
            return self.figure(one, area, "year", end)
        number, whole = self.number(one, area, "year", end), self.whole(one, area, "year", end)
        return one.per * number / whole if number is not None and whole else None

    def change(self, one: Measure, area: str, end: int) -> tuple[float | None, float | None]:
        """The change on the year before, and in per cent; None where there is none to be given."""
        now, before = (self.figure(one, area, "year", at) for at in (end, end - 12))
        if now is None or before is None:
            return None, None
        counted = self.number(one, area, "year", end - 12)
        few = one.unit in COUNTS and counted is not None and counted < SMALL
        if one.unit in PERCENTAGES or few or before <= 0:
            return now - before, None
        return now - before, 100 * (now / before - 1)

    def compared(self, one: Measure, area: str, end: int) -> float | None:
        return self.rate(one, area, end) if one.whole else self.figure(one, area, "year", end)

    def rank(self, one: Measure, area: str, group: Iterable[str], end: int) -> tuple[int | None, int]:
        """The place among a group, 1 the lowest, and how many have one."""
        values = {other: self.compared(one, other, end) for other in group}
        known = [value for value in values.values() if value is not None]
        own = values.get(area)
        return (None if own is None else 1 + sum(value < own for value in known)), len(known)

    def average(self, one: Measure, group: Iterable[str], end: int, *, pooled: bool) -> float | None:
        if not pooled or not one.whole:
            known = [value for area in group if (value := self.compared(one, area, end)) is not None]
            return sum(known) / len(known) if known else None
        pairs = [(self.number(one, area, "year", end), self.whole(one, area, "year", end)) for area in group]
        both = [(number, whole) for number, whole in pairs if number is not None and whole is not None]
        scale = one.scale if one.divides else float(one.per)
        return scale * sum(number for number, _ in both) / sum(whole for _, whole in both) if both else None

    def group_change(self, one: Measure, group: Iterable[str], end: int) -> float | None:
        """The change in per cent of what areas with both years count together, or of their rate where it is one."""
        if one.is_level or (one.unit != "rate" and one.aggregation != "sum"):
            return None
        totals = {end: [0.0, 0.0], end - 12: [0.0, 0.0]}
        for area in group:
            pairs = {
                at: [self.number(one, area, "year", at), self.whole(one, area, "year", at)] for at in totals
            }
            needed = [value for pair in pairs.values() for value in pair[: 2 if one.unit == "rate" else 1]]
            if None not in needed:
                for at, (number, whole) in pairs.items():
                    totals[at][0] += number or 0
                    totals[at][1] += whole or 0
        now, before = ((n / w if w else 0.0) if one.unit == "rate" else n for n, w in totals.values())
        return 100 * (now / before - 1) if before else None


@dataclass(frozen=True)
class Aim:
    """A target."""

    value: float
    scheme: str = "tolerance"
    tolerance: float = 5.0
    floor: float = 0.0
    of_total: bool = False
    profile: tuple[float, ...] = ()


def reached(book: Book, one: Measure, aim: Aim, area: str, end: int) -> float | None:
    """What is compared with the aim by the end of a month."""
    return (book.number if aim.of_total else book.figure)(one, area, "to date", end)


def expected(book: Book, one: Measure, aim: Aim, end: int) -> tuple[float, float]:
    """What is expected by the end of a month, and the floor by then."""
    gone = (end - APRIL) % 12 + 1
    grows = aim.of_total or book.grows(one)
    share = (aim.profile[gone - 1] / 100 if aim.profile else gone / 12) if grows else 1.0
    return aim.value * share, aim.floor * share


def rating(book: Book, one: Measure, aim: Aim, area: str, end: int) -> str:
    """Green, Amber, Red or Not rated."""
    actual, (wanted, floor) = reached(book, one, aim, area, end), expected(book, one, aim, end)
    if actual is None or not one.sign:
        return "Not rated"
    missed = (wanted - actual) * one.sign
    if abs(missed) < 1e-9 * max(abs(wanted), abs(actual)):
        missed = 0.0  # the last digits of sums in another order
    within = missed <= abs(wanted) * aim.tolerance / 100
    if aim.scheme == "floor":
        return "Green" if missed <= 0 else "Amber" if (floor - actual) * one.sign <= 0 else "Red"
    if aim.scheme == "improvement":
        before = reached(book, one, aim, area, end - 12)
        if within:
            return "Green"
        return "Amber" if before is not None and (before - actual) * one.sign <= 0 else "Red"
    return "Green" if missed <= 0 else "Amber" if within else "Red"


def _sum(values: Iterable[float | None]) -> float | None:
    total = 0.0
    for value in values:
        if value is None:
            return None
        total += value
    return total
