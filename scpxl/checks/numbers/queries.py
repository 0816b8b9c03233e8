"""What a partner is asked of figures that can be right but are unusual.

Each figure of the period, and each earlier one that was changed, is compared with the partner's own earlier
figures, never with another's.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from scpxl.checks.catalogue import finding
from scpxl.checks.numbers.explanations import explanation_column
from scpxl.checks.numbers.figures import TableFigures
from scpxl.checks.numbers.query_words import nature_of, shown_range, shown_span, shown_value, shown_when
from scpxl.checks.numbers.rows import FigureCell, RowFigures
from scpxl.checks.numbers.usual import FOR_TWO_WIDTHS, AskReason, Nature, Usual, asked_of, meant, usual_of
from scpxl.model.framework import Framework, Indicator, Unit
from scpxl.model.periods import YEAR
from scpxl.model.series_notes import NoteKind
from scpxl.returns.answers import indicator_of
from scpxl.returns.cells import CellRef
from scpxl.returns.findings import Finding
from scpxl.returns.form import FormTable, Part, ReturnForm, Row, Sheet
from scpxl.returns.normalise import show
from scpxl.returns.prefill import Prefill, series_name
from scpxl.returns.raw import RawReturn

LONGEST_MONTHS = 36
"""How far back is looked: an older figure says little of what is usual now."""
FEWEST_PARTS = 6
"""Of a ward or an item with fewer earlier figures than this nothing is asked."""
WIDTHS_OF_A_PART, LEAST_OF_A_PART = 2, 5
"""A ward or an item is asked about further outside its range than twice its width, and than so many: there are
hundreds of them, and what is counted there is mostly chance."""
MOST_NAMED = 4
"""So many wards or items are named in one question."""

CODES = {
    AskReason.ABOVE: "ABOVE_RANGE",
    AskReason.BELOW: "BELOW_RANGE",
    AskReason.ROSE: "ROSE_FROM_NOUGHT",
    AskReason.SCALE: "OTHER_SCALE",
}
"""The code of each kind of question."""


def to_value(indicator: Indicator, number: float | None, out_of: float | None) -> float | None:
    """Return the figure as it is judged: worked out of what is reported with it; None where it cannot be.

    >>> from scpxl.model.framework import Unit
    >>> to_value(Indicator.model_construct(unit=Unit.PERCENTAGE, denominator="reported"), 30, 40)
    75.0
    """
    if number is None or not indicator.reports_denominator:
        return number
    if not out_of or (indicator.unit is Unit.PERCENTAGE and number > out_of):
        return None
    return number / out_of * indicator.scale


def check_queries(
    raw: RawReturn,
    form: ReturnForm,
    measures: TableFigures,
    parts: Mapping[Sheet, TableFigures],
    known: Prefill,
    framework: Framework | None,
    told: Iterable[Finding] = (),
) -> Iterator[Finding]:
    """Yield a question for each figure of the period that is far from the partner's own earlier ones.

    What a figure is out of is asked about too, and then not the figure besides; so are wards and items, all of one
    measure together, and earlier figures that were changed.  Earlier figures are those of the form, and before
    them those of `known.longer`; those before a registered break are left out.  One that was explained before,
    with the same value, is not asked for; nor are parts of a figure that `told` or another question is about.
    """
    table = form.table.get(Sheet.MEASURES)
    if table is None or Sheet.MEASURES not in raw.tables:
        return
    asking = _Asking(form, measures, known, framework, explanation_column(raw))
    wholes = {row.key[0]: row for row in table.rows if row.part is Part.OUT_OF}
    asked: list[Finding] = []
    for row in table.rows:
        if row.part is Part.NUMBER and row.indicator is not None:
            of_whole = dict(asking.about(wholes[row.key[0]])) if row.key[0] in wholes else {}
            asked += of_whole.values()
            asked += [one for month, one in asking.about(row) if month not in of_whole]
    yield from asked
    about = frozenset(cell for one in (*told, *asked) for cell in one.cells)
    for sheet, figures in parts.items():
        if sheet in form.table:
            yield from asking.about_parts(form.table[sheet], figures, about)


@dataclass(frozen=True, eq=False)
class _Asking:
    """All that is needed to compare a figure with earlier ones and to say what is asked."""

    form: ReturnForm
    measures: TableFigures
    known: Prefill
    framework: Framework | None
    column: str
    """Where an explanation goes, on Measures."""

    def about(self, row: Row) -> Iterator[tuple[int, Finding]]:
        """Yield the questions about one row of Measures, each with its month."""
        indicator, given = row.indicator, self.measures.rows.get(row.key)
        if indicator is None or given is None:
            return
        name, nature = series_name(row), nature_of(indicator, row.part)
        values = self._values(given, indicator)
        series = dict(self.known.longer.get(name, {})) | dict(zip(given.months, values, strict=True))
        first = self.form.period.first
        # Where nothing is on record, no earlier figure was changed.
        for place in range(0 if self.known.figures else bisect_left(given.months, first), len(values)):
            month, value = given.months[place], values[place]
            if month < first and not self._is_changed(row, month):
                continue
            if value is None or (name, month, value) in self.known.explained:
                continue
            if self.fractions and self._asked_already(given.cell(place)):
                continue
            usual = self._usual(series, month, indicator, nature)
            asked = usual and asked_of(value, usual, nature, indicator.query_tolerance / 100)
            if usual and asked:
                yield month, self._question(given.cell(place), asked, value, usual)

    def about_parts(
        self, table: FormTable, figures: TableFigures, told: frozenset[CellRef]
    ) -> Iterator[Finding]:
        """Yield one question for all wards, or all items, of a measure that are far from their own figures.

        `told` are the cells of Measures about which something is said: of their parts nothing is asked besides.
        """
        odd: dict[tuple[str, ...], list[tuple[FigureCell, Usual]]] = defaultdict(list)
        for row in table.rows:
            indicator, given = row.indicator, figures.rows.get(row.key)
            if indicator is None or given is None:
                continue
            # Nearly every figure is within those given before, and then the range need not be worked out.
            beyond = _beyond_earlier(given, self.begins(indicator), self.form.period.first)
            if not beyond:
                continue
            series, nature = given.by_month(), nature_of(indicator)
            for place, value in beyond:
                month = given.months[place]
                whole = self.measures.cell((indicator.code, Part.NUMBER), month)
                if whole is not None and whole.raw.ref in told:
                    continue
                if (series_name(row), month, value) in self.known.explained:
                    continue
                usual = self._usual(series, month, indicator, nature, limits=False)
                if usual is None or usual.figures < FEWEST_PARTS:
                    continue
                width = usual.high - usual.low
                wide = usual._replace(margin=max(usual.margin, WIDTHS_OF_A_PART * width, LEAST_OF_A_PART))
                if not wide.low - wide.margin <= value <= wide.high + wide.margin:
                    odd[row.group].append((given.cell(place), wide))
        for of_measure in odd.values():
            yield self._question_of_parts(of_measure)

    def _values(self, given: RowFigures, indicator: Indicator) -> Sequence[float | None]:
        if given.row.part is Part.OUT_OF or not indicator.reports_denominator:
            return given.numbers
        wholes = self.measures.rows.get((indicator.code, Part.OUT_OF))
        out_of = map((wholes.by_month() if wholes is not None else {}).get, given.months)
        return [
            to_value(indicator, number, whole) for number, whole in zip(given.numbers, out_of, strict=True)
        ]

    def _is_changed(self, row: Row, month: int) -> bool:
        """Whether an earlier figure, or what it is out of, is another number than the record's."""
        for part in Part:
            cell = self.measures.cell((row.key[0], part), month)
            was = self.known.figures.get((Sheet.MEASURES, cell.row.key, cell.column.key)) if cell else None
            if cell and was is not None and cell.reading.number not in {None, was}:
                return True
        return False

    def begins(self, indicator: Indicator) -> int:
        """Return the month from which figures can be compared: that of the last registered break."""
        if indicator.code not in self._begins:
            notes = self.framework.notes_for(indicator) if self.framework else iter(())
            breaks = [note.first.first for note in notes if note.kind is NoteKind.BREAK]
            self._begins[indicator.code] = max((m for m in breaks if m <= self.form.period.last), default=0)
        return self._begins[indicator.code]

    @cached_property
    def _begins(self) -> dict[str, int]:
        return {}

    @cached_property
    def fractions(self) -> frozenset[CellRef]:
        """The cells asked about already as percentages below one."""
        found = (one for one in self.measures.findings if one.code == "PERCENT_AS_FRACTION")
        return frozenset(cell for one in found for cell in one.cells)

    def _asked_already(self, cell: FigureCell) -> bool:
        is_let_by = self.form.table[Sheet.MEASURES].is_exempt("PERCENT_AS_FRACTION", cell.row)
        return cell.raw.ref in self.fractions and not is_let_by

    def _usual(
        self,
        series: Mapping[int, float | None],
        month: int,
        indicator: Indicator,
        nature: Nature,
        *,
        limits: bool = True,
    ) -> Usual | None:
        first = max(min(series), month - LONGEST_MONTHS, self.begins(indicator))
        step = indicator.frequency.months
        # Counted back from the month, so that a month without a figure is a gap in the series.
        months = range(month - step, first - 1, -step)[::-1]
        usual = usual_of(list(map(series.get, months)), nature, limits=limits and not indicator.rolling)
        if usual is None or usual.figures >= FOR_TWO_WIDTHS:
            return usual
        # So few tell a slip only where they were given before: of two new figures either may be the wrong one.
        return usual_of([series.get(m) for m in months if m < self.form.period.first], nature)

    def _question(self, cell: FigureCell, asked: AskReason, value: float, usual: Usual) -> Finding:
        indicator, part = indicator_of(cell.row), cell.row.part
        side = "above" if value > usual.high else "below"
        told = {
            "title": indicator.title + (" (out of)" if part is Part.OUT_OF else ""),
            "value": shown_value(value, indicator, part),
            "when": shown_when(cell),
            "column": self.column,
            "span": shown_span(usual, indicator),
            "range": shown_range(usual, indicator, part),
            "beyond": f"{side} its usual range" if usual.by_limits else f"well {side} its range",
        }
        if asked is AskReason.SCALE:
            likely = meant(value, usual)
            told["meant"] = show(likely) if likely is not None else ""
        return finding(CODES[asked], [cell.raw.ref], **told)

    def _question_of_parts(self, odd: list[tuple[FigureCell, Usual]]) -> Finding:
        cells = [cell for cell, _ in odd]
        named = [
            f"{cell.row.called} {shown_value(cell.reading.number or 0, indicator_of(cell.row))} for {shown_when(cell)} "
            f"({shown_range(usual, indicator_of(cell.row))})"
            for cell, usual in odd[:MOST_NAMED]
        ]
        more = f" and {len(odd) - MOST_NAMED} more" if len(odd) > MOST_NAMED else ""
        return finding(
            "PARTS_UNUSUAL",
            [cell.raw.ref for cell in cells],
            title=indicator_of(cells[0].row).title,
            parts=", ".join(named) + more,
            column=f"{self.column} of Measures",
        )


def _beyond_earlier(given: RowFigures, begins: int, period: int) -> list[tuple[int, float]]:
    """Return the figures of the period that may be asked about, by place: those outside all earlier ones since `begins`.

    Where all of these are looked at, the least distance that is asked about counts too.
    """
    months, numbers = given.months, given.numbers
    now = bisect_left(months, period)
    earlier = [number for number in numbers[bisect_left(months, begins) : now] if number is not None]
    low, high = min(earlier, default=math.inf), max(earlier, default=-math.inf)
    if period - months[0] <= LONGEST_MONTHS - YEAR:
        low, high = low - LEAST_OF_A_PART, high + LEAST_OF_A_PART
    asked = enumerate(numbers[now:], now)
    return [(place, number) for place, number in asked if number is not None and not low <= number <= high]
