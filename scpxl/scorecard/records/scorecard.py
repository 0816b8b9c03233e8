"""The scorecard: every number worked out and every word chosen.

A renderer may choose colours and places; it may not compute, compare or round.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scpxl.scorecard.records.board import ChangedSince, DecisionLine, QualityLine, RevisedLine
from scpxl.scorecard.records.board import ExceptionLine as ExceptionLine  # noqa: PLC0414  (part of the scorecard)
from scpxl.scorecard.records.ends import MonthEnd
from scpxl.scorecard.records.figures import Figure as Figure  # noqa: PLC0414  (the scorecard is made of them)
from scpxl.scorecard.records.figures import NumberStyle as NumberStyle  # noqa: PLC0414
from scpxl.scorecard.records.figures import StripFigure as StripFigure  # noqa: PLC0414
from scpxl.scorecard.records.groups import BenchmarkRow as BenchmarkRow  # noqa: PLC0414
from scpxl.scorecard.records.groups import BenchmarkTable as BenchmarkTable  # noqa: PLC0414
from scpxl.scorecard.records.groups import BreakdownRow as BreakdownRow  # noqa: PLC0414  (the scorecard is made of them)
from scpxl.scorecard.records.groups import BreakdownTable as BreakdownTable  # noqa: PLC0414
from scpxl.scorecard.records.groups import GroupComparison as GroupComparison  # noqa: PLC0414
from scpxl.scorecard.records.lines import (
    ActionLine,
    CommentaryLine,
    NoteLine,
    RegisterTable,
    ReturnLine,
    StatusRow,
    TidyTable,
    YearScorecard,
)
from scpxl.scorecard.records.outlook import InterventionLine, OutturnLine, TrendLine, YearlyChangeLine
from scpxl.scorecard.records.reported import ReportedRow
from scpxl.scorecard.records.shape import Shape
from scpxl.verdicts import Assurance, Judgement, Rag, Travel, Unrated, Variation


@dataclass(frozen=True, slots=True)
class TargetLine:
    """The target and where the year is against its path."""

    target: Figure
    """The year's target."""
    expected: Figure
    """What the profile expects by now; for levels, the target again."""
    actual: Figure
    """What is compared with it: the year to date, or the present level."""
    words: str
    """For example: 3,118 against a target path of 3,000 by Mar 2018."""
    unit: str = ""
    """What its numbers are, where the card's others may be something else: offences, or per 1,000 people."""


@dataclass(frozen=True, slots=True)
class RagRating:
    """The rating and its reason."""

    rag: Rag
    reason: str
    why: Unrated | None = None
    """Why there is no rating, in a word or two; None where there is one."""
    sign: int = 0
    """1 where more is better, -1 where less is; 0 where nothing is rated."""
    actual: float | None = None
    """What was compared with the target."""
    green_to: float | None = None
    """The worst value that is still Green."""
    amber_to: float | None = None
    """The worst value that is still Amber."""


@dataclass(frozen=True, slots=True)
class Direction:
    """Which way the last twelve months moved against the twelve before, and whether that is better."""

    travel: Travel
    judgement: Judgement
    words: str

    @property
    def moved(self) -> str:
        """Its words without whether that is better, or why nothing is said of that."""
        return self.words.removesuffix(f": {self.judgement}")


@dataclass(frozen=True, slots=True)
class VariationLine:
    """What the control chart says of the latest month that is not provisional, and of the target."""

    variation: Variation
    words: str
    assurance: Assurance
    assurance_words: str
    how: tuple[str, ...] = ()
    """How the limits came about and what the judgement rests on, with the numbers."""


@dataclass(frozen=True, slots=True)
class YearOnYear:
    """Twelve points of the last year beside the twelve before, for a line chart."""

    labels: tuple[str, ...]
    this_year: tuple[float | None, ...]
    last_year: tuple[float | None, ...]
    this_name: str
    last_name: str

    @property
    def year_before_and_now(self) -> tuple[float | None, ...]:
        """The figures of both years, in order of time."""
        return (*self.last_year, *self.this_year)


@dataclass(frozen=True, slots=True)
class ControlChart:
    """A control chart: the points, the limits that hold at each, and what was flagged."""

    labels: tuple[str, ...]
    values: tuple[float | None, ...]
    mean: tuple[float | None, ...]
    lower: tuple[float | None, ...]
    upper: tuple[float | None, ...]
    concern: tuple[float | None, ...]
    """The value at the months flagged as concern, else None."""
    improvement: tuple[float | None, ...]
    neutral: tuple[float | None, ...]
    note: str
    """How the limits were made, printed under the chart."""
    marks: tuple[str, ...] = ()
    """The sign of an intervention at the figure it began with, else blank; empty where there is none."""
    period: str = "Month"
    """What one point stands for: Month, Quarter or Year.  Rare events are charted by quarters."""


@dataclass(frozen=True, slots=True)
class ExplanationLine:
    """What a partner wrote beside a measure about its figures of the period."""

    partner: str
    reason: str
    words: str

    @property
    def text(self) -> str:
        """Partner, reason and words as one paragraph."""
        reason = f" ({self.reason})" if self.reason and self.words else ""
        words = (self.words or self.reason).strip()
        return f"{self.partner}{reason}: {words}{'' if words.endswith(('.', '!', '?')) else '.'}"


@dataclass(frozen=True, slots=True)
class IndicatorCard:
    """All the board may read of one indicator."""

    code: str
    title: str
    objective: str
    things: str
    """What is counted: offences, % of residents."""
    headline_name: str
    """What the headline figure is: Last 12 months, Latest."""
    style: NumberStyle
    polarity_words: str
    partner: str
    illustrative: bool
    tags: tuple[str, ...]
    definition: str
    source: str
    headline: Figure
    """The rolling twelve months, or for levels the latest figure."""
    before: Figure
    """The twelve months before, or the same time a year ago."""
    change: Figure
    change_percent: Figure
    quarter: Figure
    quarter_year_ago: Figure
    year_to_date: Figure
    latest: Figure
    """The latest single month (or quarter)."""
    latest_label: str
    rate: Figure
    """Per head, where a population is known."""
    target: TargetLine | None
    rag: RagRating
    direction: Direction
    variation: VariationLine
    comparison: GroupComparison | None
    """In the main group; null where the indicator has no group, or that group no figures."""
    sparkline: tuple[float | None, ...]
    """The rolling headline, or the level, over the months shown; at most 36 points."""
    sparkline_labels: tuple[str, ...]
    year_on_year: YearOnYear | None
    control_chart: ControlChart | None
    notes: tuple[str, ...]
    """Breaks, unreliable months, gaps and marks that touch the figures shown."""
    rate_name: str = ""
    """What the rate is: per 1,000 people.  Blank where there is none."""
    count_style: NumberStyle = NumberStyle.WHOLE
    """How single months and quarters are shown, where the headline is a rate."""
    yearly: YearlyChangeLine | None = None
    """Whether the change on a year ago is significant; None where that cannot be tested."""
    trend: TrendLine | None = None
    """The trend over years; None where there are too few figures for one."""
    outturn: OutturnLine | None = None
    """The forecast for the year; None where nothing is forecast."""
    interventions: tuple[InterventionLine, ...] = ()
    """Registered interventions in the months shown, the earliest first."""
    explanations: tuple[ExplanationLine, ...] = ()
    """Why the figures are as they are, in partners' words."""
    comparisons: tuple[GroupComparison, ...] = ()
    """In each of its groups, the main one first."""
    standing_words: str = ""
    """The rating and the variation read together: what a red means whose latest figure is usual."""
    untested_words: str = ""
    """Why the change was not tested, in the middle of a sentence; blank where it was, or there is none."""
    unit: str = ""
    """What the headline counts: offences, per 1,000 people, % of residents."""
    before_name: str = ""
    """What the figure before is of: Year to Mar 2017; blank for a level, whose earlier period is not named."""
    period_unit: str = ""
    """What single periods, the quarter and the year to date count: of a yearly rate the number, else as the headline."""
    strip: tuple[StripFigure, ...] = ()
    """The figures across the card, in order: each that says something of its own, once."""
    draft: str = ""
    """What could be said of it, from its figures, for whoever writes the commentary; never anybody's words."""
    said: str = ""
    """What the partnership itself wrote of it, as one paragraph: it is shown in the place of the draft."""

    @property
    def in_groups(self) -> tuple[GroupComparison, ...]:
        """The own area beside each of the groups, the main one first."""
        return self.comparisons or tuple(one for one in (self.comparison,) if one)


@dataclass(frozen=True, slots=True)
class ObjectivePage:
    """One objective: its indicators, what partners wrote, what is being done."""

    code: str
    title: str
    tab: str
    lead: str
    cards: tuple[IndicatorCard, ...]
    commentary: tuple[CommentaryLine, ...]
    """About the whole objective; what was written of a single measure is on its card."""
    actions: tuple[ActionLine, ...]


@dataclass(frozen=True, slots=True)
class WardMap:
    """Wards down, indicators across: the last twelve months' counts and their change."""

    wards: tuple[str, ...]
    indicators: tuple[str, ...]
    """Titles of the indicators broken down by ward."""
    codes: tuple[str, ...]
    rolling: tuple[tuple[Figure, ...], ...]
    """One row per ward, one figure per indicator."""
    change_percent: tuple[tuple[Figure, ...], ...]
    note: str
    kind: str = "Ward"
    """What one of them is called: Ward, Neighbourhood."""


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The whole dashboard for one period, before anybody chooses a colour."""

    title: str
    partnership: str
    period: str
    """For example Q4 2017-18: Jan 2018 – Mar 2018."""
    period_code: str
    edition: str
    marking: str
    framework_version: str
    made: datetime
    run: str
    """A short reference printed on every page: which record the figures are from."""
    area: str
    pages: tuple[ObjectivePage, ...]
    exceptions: tuple[ExceptionLine, ...]
    wards: WardMap | None
    benchmarks: tuple[BenchmarkTable, ...]
    actions: tuple[ActionLine, ...]
    commentary: tuple[CommentaryLine, ...]
    returns: tuple[ReturnLine, ...]
    data: tuple[TidyTable, ...]
    notes: tuple[NoteLine, ...]
    summary_words: tuple[str, ...]
    """Two to five sentences for the top of the page."""
    status_rows: tuple[StatusRow, ...] = ()
    """What was received of each section of each return, month by month."""
    standing: tuple[DecisionLine, ...] = ()
    """Decisions not closed about what is no exception any more."""
    quality: tuple[QualityLine, ...] = ()
    """How far each indicator's figures can be relied on."""
    changed: ChangedSince | None = None
    """What of the last publication that differs is no longer so; null where nothing was published before."""
    revised: tuple[RevisedLine, ...] = ()
    """Every indicator with figures that were published before with another value."""
    parts_name: str = "Wards"
    """What the sheet of the own area's parts is called, from what the framework calls these."""
    breakdowns: tuple[BreakdownTable, ...] = ()
    """What each indicator that partners divide is made of."""
    shape: Shape | None = None
    """What the dashboard's layout follows from; None where no dashboard is to be made."""
    month_ends: tuple[MonthEnd, ...] = ()
    """What the dashboard holds of each month end that can be chosen, the earliest first."""
    quarter_name: str = ""
    """The quarter of returns, words and decisions: Q4 2017-18."""
    since_name: str = ""
    """What changes are listed since: the last publication's period, else the quarter before."""
    changed_words: str = ""
    """What of the last publication is no longer so, for a box."""
    complete_words: tuple[str, ...] = ()
    """How complete the quarter is: three lines."""
    last_month: int = 0
    """The number of the month that the figures end with."""
    reported: tuple[ReportedRow, ...] = ()
    """The own area's figures of three years as they were reported, a row each month whether or not there is one."""
    withheld: int = 0
    """How many texts of the period are withheld because they may identify somebody."""
    decided: tuple[DecisionLine, ...] = ()
    """What people last decided, of every measure there is a decision about, closed ones too."""

    unreported_actions: tuple[ActionLine, ...] = ()
    """Open actions of partners' last returns before this quarter's that are not in this quarter's: nobody said what became of them."""
    registers: tuple[RegisterTable, ...] = ()
    """The registers that the framework asks for, in its order."""
    year: YearScorecard | None = None
    """The financial year that ends with the period; null where none does, or none was asked for."""

    @property
    def cards(self) -> tuple[IndicatorCard, ...]:
        """Every indicator, objective by objective."""
        return tuple(card for page in self.pages for card in page.cards)
