"""One row of an imported table, compared with the framework and the record as a return's figures are."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from scpxl.checks.catalogue import finding
from scpxl.checks.flat_tables.names import FlatNames, UnknownNameError
from scpxl.checks.flat_tables.queries import series_title
from scpxl.checks.numbers.sums import PAIR, is_over, other_words, within
from scpxl.model.agreements import tolerance_for
from scpxl.model.framework import Aggregation, Framework, Indicator, IndicatorKind, Unit
from scpxl.model.observations import Marker, Observation, SeriesKey, Source
from scpxl.model.periods import MONTH, QUARTER, YEAR, Period, month_label
from scpxl.model.wholes import whole_ends
from scpxl.returns.answers import LARGEST, NumberKind, number_kind_of
from scpxl.returns.cells import CellRef
from scpxl.returns.findings import Finding, Severity
from scpxl.returns.form import Part
from scpxl.returns.normalise import as_typed, has_margin, read_figure, show
from scpxl.returns.raw import FlatCell, FlatRow
from scpxl.words import as_given, count_of, listed_first

YEARS_BACK = 50
YEARS_AHEAD = 30
"""How far from today a figure's period may be; ahead only for context, such as projections of the population."""
_MOST_SPELLINGS = 8
_PLAIN = frozenset("0123456789.-")


class RowAsideError(Exception):
    """A row cannot be used; carries why."""

    def __init__(self, found: Finding) -> None:
        super().__init__(found)
        self.found = found


@dataclass
class RowChecker:
    """The framework looked up once for all rows; periods parsed once for each text."""

    framework: Framework
    file: str
    partner: str
    latest: int | None
    """The present month; None sets no window for periods."""
    names: FlatNames
    returned: Mapping[tuple[SeriesKey, Period], Observation]
    restate: bool
    notes: list[Finding] = field(default_factory=list)
    periods: dict[tuple[str, int, bool], Period | None] = field(default_factory=dict)
    tidied: list[tuple[CellRef, str, str]] = field(default_factory=list)
    """Numbers that were not entered plainly: where, as entered, as read."""
    unused: list[CellRef] = field(default_factory=list)
    """Denominators of indicators that have none of their own."""
    uncovered: list[CellRef] = field(default_factory=list)
    """Figures of periods in which the framework does not report them."""

    def check(self, row: FlatRow) -> Observation:
        """Return what a row says; raises RowAsideError with the reason it cannot be used."""
        try:
            indicator = self.names.indicator(_text(row.indicator))
        except UnknownNameError as unknown:
            raise self._unknown(row, "indicator", "an indicator", unknown) from unknown
        period = self._period(row, indicator)
        try:
            area = self.names.area(_text(row.area), period)
        except UnknownNameError as unknown:
            raise self._unknown(row, "area", "an area", unknown) from unknown
        breakdown, item = self._item(row)
        if not (indicator.reported_in(period) and area.exists_in(period)):
            self.uncovered.append(row.cell("period"))
        return self._observation(row, indicator, (area.code, breakdown, item), period)

    def _aside(self, code: str, row: FlatRow, column: FlatCell, **facts: object) -> RowAsideError:
        return RowAsideError(finding(code, [row.cell(column)], **facts))

    def _unknown(self, row: FlatRow, column: FlatCell, what: str, why: UnknownNameError) -> RowAsideError:
        advice = f"{why.args[0]} " if why.args[0] else ""
        return self._aside(
            "TIDY_UNKNOWN", row, column, what=what, value=show(getattr(row, column)), meant=advice
        )

    def _item(self, row: FlatRow) -> tuple[str, str]:
        breakdown, item = _text(row.breakdown), _text(row.item)
        if not (breakdown or item):
            return "", ""
        try:
            return self.names.item(breakdown, item)
        except UnknownNameError as unknown:
            if unknown.args[1] == "breakdown":
                raise self._unknown(row, "breakdown", "a breakdown", unknown) from unknown
            raise self._unknown(row, "item", f"an item of {breakdown}", unknown) from unknown

    def _period(self, row: FlatRow, indicator: Indicator) -> Period:
        # A level of context, such as a mid-year population, is at the month it was estimated for.
        at_a_month = indicator.kind is IndicatorKind.CONTEXT and indicator.aggregation is Aggregation.LATEST
        length = indicator.frequency.months
        if isinstance(row.period, date):  # Excel makes one of 2018-03 as it is entered.
            month = Period.month(row.period.year, row.period.month)
            period = month if length == MONTH or at_a_month else None
        else:
            key = _text(row.period), length, at_a_month
            if key not in self.periods:
                self.periods[key] = _parse_period(*key)
            period = self.periods[key]
        if period is None:
            raise self._aside(
                "TIDY_PERIOD", row, "period", value=show(row.period), frequency=indicator.frequency
            )
        if self.latest is not None:
            ahead = YEARS_AHEAD * YEAR if indicator.kind is IndicatorKind.CONTEXT else 0
            first, last = self.latest - YEARS_BACK * YEAR, self.latest + ahead
            if not first <= period.first <= last:
                facts = {"first": month_label(first), "last": month_label(last)}
                raise self._aside("TIDY_PERIOD_FAR", row, "period", value=show(row.period), **facts)
        return period

    def _observation(
        self, row: FlatRow, indicator: Indicator, of: tuple[str, str, str], period: Period
    ) -> Observation:
        number = self._number(row, "numerator", indicator, Part.NUMBER)
        whole = None
        if indicator.reports_denominator:
            whole = self._number(row, "denominator", indicator, Part.OUT_OF)
        elif _text(row.denominator):
            self.unused.append(row.cell("denominator"))
        marker = self._marker(row)
        typed = read_figure(row.numerator).marker
        if marker is Marker.NONE and typed.is_missing and typed is not Marker.BLANK:
            marker = typed  # the mark is in the number's place, as in a return
        if (number is None) != marker.is_missing:
            raise self._aside("TIDY_NO_NUMBER", row, "numerator")
        if indicator.reports_denominator and (number is None) != (whole is None):
            raise self._aside("TIDY_HALF", row, "denominator")
        if number is not None and whole is not None:
            self._pair(row, indicator, number, whole)
        source = Source(self.partner, "", self.file, row.sheet, row.cell("numerator").a1)
        seen = Observation(indicator.code, *of, period, number, whole, marker, source)
        self._over_a_return(row, seen)
        return seen

    def _pair(self, row: FlatRow, indicator: Indicator, number: float, whole: float) -> None:
        if whole == 0 and number > 0:
            raise self._aside("OUT_OF_NOUGHT", row, "numerator", number=show(number))
        if indicator.unit is Unit.PERCENTAGE and number > whole:
            judged = self._over(row.cell("numerator"), indicator, number, whole, PAIR)
            if judged.severity is not Severity.NOTE:
                raise RowAsideError(judged)
            self.notes.append(judged)

    def _over_a_return(self, row: FlatRow, seen: Observation) -> None:
        was = self.returned.get((seen.series, seen.period))
        # What the partner had not to give may be given here.
        if was is None or was[5:7] == seen[5:7] or was.marker in {Marker.NOT_AVAILABLE, Marker.BLANK}:
            return
        facts = {
            "title": series_title(seen, self.framework),
            "when": seen.period.written,
            "now": figure_words(seen),
            "was": figure_words(was),
            "partner": self.framework.partner_name(was.source.partner),
            "place": " ".join(filter(None, (was.source.submission, f"{was.source.sheet}!{was.source.cell}"))),
            "indicator": seen.indicator,
        }
        if not self.restate:
            raise self._aside("TIDY_OVER_RETURN", row, "numerator", **facts)
        self.notes.append(finding("TIDY_RESTATES_RETURN", [row.cell("numerator")], **facts))

    def _marker(self, row: FlatRow) -> Marker:
        text = show(row.marker).strip("[] ").lower()
        try:
            return Marker(text)
        except ValueError:
            choices = "x, z, c, p, u or nothing"
            raise self._aside("NOT_IN_LIST", row, "marker", value=show(row.marker), choices=choices) from None

    def _number(self, row: FlatRow, column: FlatCell, indicator: Indicator, part: Part) -> float | None:
        typed = getattr(row, column)
        reading = read_figure(typed, percent=indicator.unit is Unit.SURVEY)
        if reading.problem:
            raise self._aside(
                reading.problem, row, column, value=show(typed), title=indicator.title, example=30
            )
        number, kind = reading.number, number_kind_of(indicator, part)
        if number is None:
            return None
        code = _wrong_with(number, kind)
        if code:
            raise self._aside(code, row, column, value=show(number), title=indicator.title, example=30)
        typed_as, cell = reading.tidied_from, row.cell(column)
        if typed_as and has_margin(typed_as):
            self.notes.append(finding("MARGIN_NOT_KEPT", [cell], was=typed_as, now=show(number)))
        elif typed_as and not _PLAIN.issuperset(typed_as):
            self.tidied.append((cell, as_typed(typed_as), show(number)))
        return number

    def remarks(self) -> Iterator[Finding]:
        """Yield what is to be known of all rows together."""
        yield from self.notes
        if self.names.spelt:
            pairs = [f"{said} as {code}" for said, code in self.names.spelt.items()]
            yield finding("TIDY_SPELT", names=listed_first(pairs, _MOST_SPELLINGS))
        if self.tidied:
            (_, was, now), *_rest = self.tidied
            cells = [cell for cell, _, _ in self.tidied]
            yield finding(
                "TIDY_TIDIED",
                cells,
                count=count_of(len(cells), "number was", "numbers were"),
                was=was,
                now=now,
            )
        if self.unused:
            yield finding(
                "TIDY_UNUSED",
                self.unused,
                count=count_of(len(self.unused), "denominator was", "denominators were"),
            )
        if self.uncovered:
            yield finding(
                "TIDY_UNCOVERED",
                self.uncovered,
                count=count_of(len(self.uncovered), "figure is", "figures are"),
            )

    def over_another(
        self, given: Sequence[tuple[Observation, CellRef]], known: Iterable[Observation]
    ) -> Iterator[tuple[Observation, Finding]]:
        """Yield each percentage's number that exceeds the indicator it is out of, as the file or the record gives that."""
        by_code = self.framework.by_code
        ends = {code: found for code, one in by_code.items() if (found := whole_ends(self.framework, one))}
        if not ends:
            return
        codes = {by_code[code].whole_code for code in ends}
        here = (seen for seen, _ in given)
        wholes = {
            (seen.series, seen.period.last): seen.numerator
            for seen in (*known, *here)
            if seen.indicator in codes
        }
        for seen, cell in given:
            if seen.numerator is None or seen.indicator not in ends:
                continue
            indicator = by_code[seen.indicator]
            key = SeriesKey(indicator.whole_code, seen.area, seen.breakdown, seen.item)
            months = [wholes.get((key, seen.period.last - back)) for back in ends[seen.indicator]]
            there = [whole for whole in months if whole is not None]
            whole = math.fsum(there)
            if len(there) == len(months) and is_over(seen.numerator, whole):
                which = other_words(by_code[indicator.whole_code].title)
                yield seen, self._over(cell, indicator, seen.numerator, whole, which)

    def _over(self, cell: CellRef, indicator: Indicator, number: float, whole: float, which: str) -> Finding:
        over = finding("PART_OVER_WHOLE", [cell], number=show(number), whole=show(whole), which=which)
        tolerance = tolerance_for(self.framework.tolerances, over.code, indicator.code, indicator.partner)
        return within(over, tolerance, number - whole, whole)


def _wrong_with(number: float, kind: NumberKind) -> str:
    """Return the code of what is wrong with a number of its kind; blank where it can be used."""
    if math.isnan(number):
        return "NOT_A_NUMBER"
    if number < 0 and not kind.may_be_negative:
        return "NEGATIVE"
    if abs(number) > LARGEST * 1000:
        return "TOO_LARGE"
    if kind is NumberKind.PERCENTAGE and number > 100:
        return "PERCENT_RANGE"
    return "NOT_WHOLE" if kind.is_whole and number != int(number) else ""


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


def _text(value: object) -> str:
    return value if isinstance(value, str) and value == value.strip() else show(value)  # type: ignore[arg-type]


def figure_words(seen: Observation) -> str:
    """Return a figure as it is quoted beside another."""
    if seen.numerator is None:
        return seen.marker.shorthand
    number = as_given(seen.numerator)
    return number if seen.denominator is None else f"{number} of {as_given(seen.denominator)}"
