"""Where the cells lie that charts and sparklines refer to: fixed columns, a block of rows an indicator.

A refresh rewrites these cells and no chart has to change.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from xlsxwriter.utility import xl_range_abs

from scpxl.render.dashboard.names import SheetNames
from scpxl.scorecard.model import IndicatorCard, Scorecard

FIRST_ROW: Final = 3
HEADING_ROWS: Final = 2
WINDOW: Final = 36
"""Rows kept for every indicator, even where it has fewer points today."""

YEAR: Final = 0
CONTROL: Final = 4
SPARK: Final = 13
BENCHMARK: Final = 16
CONTROL_NAMES: Final = (
    "Figure", "Mean", "Lower limit", "Control limits", "Concern", "Improvement", "Special cause",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChartCells:
    """Where on the sheet each indicator's and each benchmark table's block begins (its title's row)."""

    sheet: str
    cards: dict[str, int]
    benchmarks: dict[tuple[str, str], int]

    def column(self, top: int, column: int, length: int) -> list[str | int]:
        """Return the cells of one series, as XlsxWriter's charts take them."""
        first = top + HEADING_ROWS
        return [self.sheet, first, column, first + length - 1, column]

    def heading(self, top: int, column: int) -> list[str | int]:
        """Return the cell with a series' name."""
        return [self.sheet, top + 1, column]

    def range_text(self, top: int, column: int, length: int) -> str:
        """Return the same cells as text, for a sparkline."""
        first = top + HEADING_ROWS
        cells = xl_range_abs(first, column, first + length - 1, column)
        return f"'{self.sheet}'!{cells}"


def place_chart_data(scorecard: Scorecard, names: SheetNames) -> ChartCells:
    """Return where every block goes.  Blocks of indicators are all of one height."""
    longest = max((_points(card) for card in scorecard.cards), default=0)
    step = max(WINDOW, longest) + HEADING_ROWS + 1
    cards = {card.code: FIRST_ROW + place * step for place, card in enumerate(scorecard.cards)}
    benchmarks: dict[tuple[str, str], int] = {}
    row = FIRST_ROW
    for table in scorecard.benchmarks:
        benchmarks[table.key] = row
        row += len(table.rows) + HEADING_ROWS + 1
    return ChartCells(names.chart_data, cards, benchmarks)


def _points(card: IndicatorCard) -> int:
    year, control = card.year_on_year, card.control_chart
    return max(len(card.sparkline), len(year.labels) if year else 0, len(control.labels) if control else 0)
