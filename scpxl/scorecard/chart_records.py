"""An indicator's control chart as it was worked out: the record that words and drawings are made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from scpxl.scorecard.rare_charts import RareChart
from scpxl.scorecard.stretches import Baseline
from scpxl.statistics.arrays import Codes, Flags, Floats, Months
from scpxl.statistics.judgeable import Chartable
from scpxl.statistics.runs import RunsResult
from scpxl.statistics.seasonality import Seasons
from scpxl.statistics.spc import SpcOptions
from scpxl.statistics.spc_charts import ChartKind


@dataclass(frozen=True, eq=False)
class Season:
    """What the test for seasons found, and what was done about it."""

    tested: bool
    strength: float
    p_value: float
    seasons: Seasons | None
    """What was taken out before judging; None where nothing was."""
    months: int
    """Figures the test rests on."""


NO_SEASON = Season(tested=False, strength=np.nan, p_value=np.nan, seasons=None, months=0)


class Carried(NamedTuple):
    """Whether the figures can carry limits, and what that rests on."""

    answer: Chartable
    figures: int
    """How many figures the limits rest on, or would."""
    mean: float
    """Their mean; of the events behind them, where things are counted."""
    memory: float
    """How much each resembles the one before."""


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
    """Drawn with seasons, as the limits are; all lines NaN where the figures cannot carry limits."""
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
    runs: RunsResult
    runs_told: bool
    """Whether the runs test can be told."""
    median: bool = False
    """Whether the middle line of the last stretch is the median."""
    odd: tuple[int, ...] = ()
    """Columns so far from the others that the mean would not describe them."""
    outside: float = 0.0
    """The share of the figures limits are made from that lie outside them."""
    rare: RareChart | None = None
    """How rare events were judged; None for any other chart."""
