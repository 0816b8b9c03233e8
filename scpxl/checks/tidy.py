"""Rows of a tidy file (history, benchmarks), held against the framework as a return's figures are."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from scpxl.checks.figures import LARGEST, NumberKind, kind_of
from scpxl.checks.sums import PAIR, is_over, other_words
from scpxl.checks.tidying import has_margin, read_figure, show
from scpxl.model.framework import AddsUp, Framework, Indicator, IndicatorKind, Unit
from scpxl.model.observations import NOT_KNOWN, Marker, Observation, SeriesKey, Source
from scpxl.model.periods import MONTH, QUARTER, Period
from scpxl.model.wholes import whole_ends
from scpxl.returns.findings import Finding, Verdict, in_order, verdict_on
from scpxl.returns.form import Part
from scpxl.returns.layout import WARD
from scpxl.returns.messages import finding
from scpxl.returns.tidy import TidyCell, TidyRow


@dataclass(frozen=True)
class CheckedTidy:
    """What a tidy file holds, as far as it stands, and the findings in the order they are told."""

    observations: tuple[Observation, ...]
    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> Verdict:
        """The answer's first line."""
        return verdict_on(self.findings)


@dataclass
class _Checker:
    """The framework looked up once for all rows; periods parsed once for each text."""

    framework: Framework
    file: str
    partner: str
    findings: list[Finding] = field(default_factory=list)
    periods: dict[tuple[str, int, bool], Period | None] = field(default_factory=dict)
    seen: dict[tuple[str, str, str, str, Period], int] = field(default_factory=dict)

    @cached_property
    def items(self) -> dict[str, frozenset[str]]:
        """The items of each breakdown; of wards, which are areas, only what has none."""
        by_code = {
            one.code: frozenset(item.item for item in self.framework.items_of(one.code))
            for one in self.framework.breakdowns
        }
        return {WARD: frozenset({NOT_KNOWN}), **by_code}

    def check(self, row: TidyRow) -> Observation | None:
        indicator = self.framework.by_code.get(show(row.indicator))
        if indicator is None:
            self._refuse("TIDY_UNKNOWN", row, "indicator", what="an indicator", value=show(row.indicator))
            return None
        area = show(row.area)
        if area not in self.framework.area_by_code:
            self._refuse("TIDY_UNKNOWN", row, "area", what="an area", value=area)
            return None
        period = self._period(row, indicator)
        if period is None:
            self._refuse("TIDY_PERIOD", row, "period", value=show(row.period), frequency=indicator.frequency)
            return None
        breakdown, item = show(row.breakdown), show(row.item)
        if (breakdown or item) and not self._is_item(row, breakdown, item):
            return None
        key = (indicator.code, area, breakdown, item, period)
        if key in self.seen:
            self._refuse("TIDY_REPEATED", row, "indicator", first=self.seen[key])
            return None
        self.seen[key] = row.number
        return self._observation(row, indicator, key)

    def _is_item(self, row: TidyRow, breakdown: str, item: str) -> bool:
        """Whether there is such an item of such a breakdown; where not, say so."""
        if breakdown not in self.items:
            self._refuse("TIDY_UNKNOWN", row, "breakdown", what="a breakdown", value=breakdown)
        elif item not in self.items[breakdown]:
            self._refuse("TIDY_UNKNOWN", row, "item", what=f"an item of {breakdown}", value=item)
        else:
            return True
        return False

    def _refuse(self, code: str, row: TidyRow, column: TidyCell, **facts: object) -> None:
        self.findings.append(finding(code, [row.cell(column)], **facts))

    def _period(self, row: TidyRow, indicator: Indicator) -> Period | None:
        # A level of context, such as a mid-year population, stands at the month it was estimated for.
        at_a_month = indicator.kind is IndicatorKind.CONTEXT and indicator.adds_up is AddsUp.LATEST
        length = indicator.frequency.months
        if isinstance(row.period, date):  # Excel makes one of 2018-03 as it is typed.
            stands = length == MONTH or at_a_month
            return Period.month(row.period.year, row.period.month) if stands else None
        key = show(row.period), length, at_a_month
        if key not in self.periods:
            self.periods[key] = _parse_period(*key)
        return self.periods[key]

    def _observation(
        self, row: TidyRow, indicator: Indicator, key: tuple[str, str, str, str, Period]
    ) -> Observation | None:
        number = self._number(row, "numerator", indicator, Part.NUMBER)
        whole = (
            self._number(row, "denominator", indicator, Part.OUT_OF)
            if indicator.reports_denominator
            else None
        )
        marker = self._marker(row)
        if marker is None or number is _WRONG or whole is _WRONG:
            return None
        typed = read_figure(row.numerator).marker
        if marker is Marker.NONE and typed.is_missing and typed is not Marker.BLANK:
            marker = typed  # the mark stands in the number's place, as in a return
        if (number is None) != marker.is_missing:
            self._refuse("TIDY_NO_NUMBER", row, "numerator")
            return None
        if indicator.reports_denominator and (number is None) != (whole is None):
            self._refuse("TIDY_HALF", row, "denominator")
            return None
        if number is not None and whole is not None:
            if whole == 0 and number > 0:
                self._refuse("OUT_OF_NOUGHT", row, "numerator", number=show(number))
                return None
            if indicator.unit is Unit.PERCENTAGE and number > whole:
                facts = {"number": show(number), "whole": show(whole), "which": PAIR}
                self._refuse("PART_OVER_WHOLE", row, "numerator", **facts)
                return None
        source = Source(self.partner, "", self.file, row.sheet, row.cell("numerator").a1)
        return Observation(*key, number, whole, marker, source)

    def _marker(self, row: TidyRow) -> Marker | None:
        text = show(row.marker).strip("[] ").lower()
        try:
            return Marker(text)
        except ValueError:
            self._refuse(
                "NOT_IN_LIST", row, "marker", value=show(row.marker), choices="x, z, c, p, u or nothing"
            )
            return None

    def _number(self, row: TidyRow, column: TidyCell, indicator: Indicator, part: Part) -> float | None:
        reading = read_figure(getattr(row, column), percent=indicator.unit is Unit.SURVEY)
        if reading.problem:
            value = show(getattr(row, column))
            self._refuse(reading.problem, row, column, value=value, title=indicator.title, example=30)
            return _WRONG
        if reading.tidied_from and has_margin(reading.tidied_from):
            self._refuse("MARGIN_NOT_KEPT", row, column, was=reading.tidied_from, now=show(reading.number))
        number, kind = reading.number, kind_of(indicator, part)
        if number is None:
            return None
        code = ""
        if math.isnan(number):
            code = "NOT_A_NUMBER"
        elif number < 0 and not kind.may_be_negative:
            code = "NEGATIVE"
        elif abs(number) > LARGEST * 1000:
            code = "TOO_LARGE"
        elif kind is NumberKind.PERCENTAGE and number > 100:
            code = "PERCENT_RANGE"
        elif kind.is_whole and number != int(number):
            code = "NOT_WHOLE"
        if code:
            self._refuse(code, row, column, value=show(number), title=indicator.title, example=30)
            return _WRONG
        return number


def _over_another(
    stood: Iterable[tuple[TidyRow, Observation]], framework: Framework, known: Iterable[Observation]
) -> Iterator[Finding]:
    """Say where a percentage's number exceeds the indicator it is out of, as the file gives that, or else the record."""
    ends = {code: found for code, one in framework.by_code.items() if (found := whole_ends(framework, one))}
    if not ends:
        return
    rows = list(stood)
    here = (seen for _row, seen in rows)
    given = {(seen.series, seen.period.last): seen.numerator for seen in (*known, *here)}
    for row, seen in rows:
        if seen.numerator is None or seen.indicator not in ends:
            continue
        other = framework.by_code[framework.by_code[seen.indicator].whole_code]
        key = SeriesKey(other.code, seen.area, seen.breakdown, seen.item)
        wholes = [given.get((key, seen.period.last - back)) for back in ends[seen.indicator]]
        there = [whole for whole in wholes if whole is not None]
        whole = math.fsum(there)
        if len(there) == len(wholes) and is_over(seen.numerator, whole):
            facts = {"number": show(seen.numerator), "whole": show(whole), "which": other_words(other.title)}
            yield finding("PART_OVER_WHOLE", [row.cell("numerator")], **facts)


def _parse_period(text: str, length: int, at_a_month: bool) -> Period | None:  # noqa: FBT001  (a key of what was read)
    if length == MONTH or at_a_month:
        try:
            return Period.parse_month(text)
        except ValueError:
            if length != QUARTER:
                return None  # a population is of a calendar year, which no financial year is
    try:
        period = Period.parse(text)
    except ValueError:
        return None
    return period if period.length == length else None


_WRONG = float("nan")
"""Stands for a number that has a finding already; compared by identity, never stored."""


def check_tidy(
    rows: Iterable[TidyRow],
    framework: Framework,
    file: str,
    partner: str = "",
    known: Iterable[Observation] = (),
) -> CheckedTidy:
    """Return the observations a tidy file holds, and a finding for each row that cannot stand.

    `known` are figures on record that those of the file may be out of.
    """
    checker = _Checker(framework, file, partner)
    stood = [(row, seen) for row in rows if (seen := checker.check(row)) is not None]
    observations = [seen for _row, seen in stood]
    checker.findings += _over_another(stood, framework, known)
    if not observations and not checker.findings:
        checker.findings.append(finding("TIDY_EMPTY", file=file))
    return CheckedTidy(tuple(observations), in_order(checker.findings))
