"""An indicator's control chart as it was worked out: what words and drawings are made from, and its formulas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from scpxl.figures.charts.rare import RareChart
from scpxl.figures.series import Baseline
from scpxl.figures.working import Printed, Term, Working
from scpxl.model.framework import Indicator, Unit
from scpxl.statistics.arrays import Codes, Flags, Floats, Months
from scpxl.statistics.judgeable import Chartable
from scpxl.statistics.spc.charts import ChartKind
from scpxl.statistics.spc.rules import OUTSIDE, TREND, TWO_OF_THREE
from scpxl.statistics.spc.variation import SpcOptions, assurance, variation
from scpxl.verdicts import Assurance, Variation


@dataclass(frozen=True, eq=False)
class Season:
    """What the test for seasons found, and what was done about it."""

    tested: bool
    strength: float
    p_value: float
    index: Floats | None
    """[12] From January: what is taken out of each month before judging; None where nothing is."""
    multiplied: bool
    """Whether that is a factor."""
    months: int
    """Figures the test rests on."""


NO_SEASON = Season(False, np.nan, np.nan, None, False, 0)


class Carried(NamedTuple):
    """Whether the figures can carry limits, and what that rests on."""

    answer: Chartable
    figures: int
    """How many figures the limits rest on, or would."""
    mean: float
    """Their mean; of the events behind them, where things are counted."""
    memory: float
    """How much each resembles the one before."""


class Runs(NamedTuple):
    """What the runs test found of one series."""

    useful: int
    longest_run: int
    longest_run_max: int
    crossings: int
    crossings_min: int
    signal: bool
    told: bool
    """Whether it can be calculated."""


NO_RUNS = Runs(0, 0, -1, 0, 0, signal=False, told=False)


@dataclass(frozen=True, eq=False)
class ChartOf:
    """One indicator's control chart.  Arrays are [columns shown], the last that of the period."""

    months: Months
    """The month that ends each column."""
    step: int
    """Months in a column: of rare events three, though they are reported monthly."""
    options: SpcOptions
    kind: ChartKind | None
    """None for XmR, and for rare events."""
    carried: Carried
    values: Floats
    """The figures themselves."""
    fair: Floats
    """What was judged: without seasons, and NaN where provisional or where a break falls inside the period."""
    mean: Floats
    """Drawn with seasons, as the limits are; all lines NaN where the figures cannot support limits."""
    lower: Floats
    upper: Floats
    rule: Codes
    side: Codes
    assessed: Flags
    short: Flags
    latest: Flags
    """The columns of the last stretch."""
    level: tuple[float, float]
    """The limits of an average period of the last stretch."""
    judged: int
    """The latest column that is not provisional."""
    baseline: Baseline
    """What the framework says the last stretch's limits rest on."""
    season: Season
    exposed_to: str
    """What limits follow, in words; blank for none."""
    memory: float
    """Lag-1 autocorrelation of what was judged."""
    runs: Runs
    median: bool = False
    """Whether the middle line of the last stretch is the median."""
    odd: tuple[int, ...] = ()
    """Columns so far from the others that the mean would not describe them."""
    outside: float = 0.0
    """The share of the figures limits are made from that lie outside them."""
    rare: RareChart | None = None
    """How rare events were judged; None for any other chart."""

    @property
    def flags(self) -> list[int]:
        """What each column is flagged as: 1 high, -1 low, 0 not."""
        return np.sign(self.side * (self.rule > 0)).tolist()  # type: ignore[no-any-return]  # whole numbers

    @property
    def has_limits(self) -> bool:
        """Whether there are limits anywhere."""
        return not np.isnan(self.lower).all()

    @property
    def near(self) -> tuple[int, ...]:
        """The columns that make two of three close to a limit, the latest firm one among them."""
        around = range(max(0, self.judged - 2), min(len(self.rule), self.judged + 3))
        return tuple(place for place in around if int(self.rule[place]) in {OUTSIDE, TWO_OF_THREE})

    @property
    def run_begins(self) -> int:
        """The column with which the run begins that the latest firm one is the last of."""
        start, rule, side = self.judged, int(self.rule[self.judged]), int(self.side[self.judged])
        while start > 0 and self._goes_on(start, rule, side):
            start -= 1
        return start

    def _goes_on(self, start: int, rule: int, side: int) -> bool:
        """Return whether the run that takes in a point takes in the one before it."""
        before, here = self.fair[start - 1], self.fair[start]
        if np.isnan(before):
            return False
        if rule == TREND:
            return bool(np.sign(here - before) == side)
        # Judged and drawn figures are on the same side of their lines.
        return bool(np.sign(self.values[start - 1] - self.mean[start - 1]) == side)

    def judged_working(self, indicator: Indicator, label: str) -> Working:
        """Return the latest firm figure against the limits as they are shown."""
        lower, upper = self.within_reach(indicator)
        at = self.judged
        terms = (
            Term(label, float(self.values[at]), Printed.LIKE_CARD),
            Term("lower limit", float(lower[at]), Printed.LIKE_CARD),
            Term("upper limit", float(upper[at]), Printed.LIKE_CARD),
            Term("middle line", float(self.mean[at]), Printed.LIKE_CARD),
        )
        return Working("{} against limits {} to {} about {}", terms)

    def assurance_working(self, asked: Working) -> Working:
        """Return what a target asks of one figure against the limits of an average one; `asked` is how that came about."""
        terms = (
            Term("lower limit", self.level[0], Printed.LIKE_CARD),
            Term("upper limit", self.level[1], Printed.LIKE_CARD),
        )
        return Working(f"{asked.formula} against limits {{}} to {{}}", (*asked.terms, *terms))

    @property
    def is_judged(self) -> bool:
        """Whether the latest firm figure is judged."""
        return self.judged >= 0 and bool(self.assessed[self.judged])

    def within_reach(self, indicator: Indicator) -> tuple[Floats, Floats]:
        """Return the limits as they are shown: no lower than a figure can be, for a percentage none above 100.

        Where a figure is more than 100%, as of what is no part of its whole, limits may be.
        """
        is_share = indicator.unit in {Unit.PERCENTAGE, Unit.SURVEY} and not (self.values > 100).any()
        highest = 100.0 if is_share else np.inf
        lowest = -np.inf if indicator.may_be_negative else 0.0
        return np.maximum(self.lower, lowest), np.minimum(self.upper, highest)

    def variation(self, sign: int) -> Variation:
        """Return what the latest firm figure says of the process; `sign` is the polarity's."""
        at = self.judged
        return variation(int(self.rule[at]), int(self.side[at]), sign, assessed=self.is_judged)

    def assurance(self, asked: float, sign: int) -> Assurance:
        """Return whether the process as it is meets what a target asks of a single figure; NaN where none does."""
        return assurance(asked, *self.level, sign) if self.is_judged else Assurance.NOT_ASSESSED
