"""One measured thing: its unit, how often it is asked for, how it adds up, and what it is compared with."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from pydantic import Field

from scpxl.model.periods import Period
from scpxl.model.record import FORMER_KEYS, Code, OneOrSeveral, Record, Title
from scpxl.model.targets import Polarity

OWN_DENOMINATOR = "reported"
"""An indicator whose denominator the partner reports beside the numerator."""


class IndicatorKind(StrEnum):
    """Where in the chain from effort to effect the indicator sits."""

    ACTIVITY = "activity"
    OUTPUT = "output"
    INTERMEDIATE = "intermediate outcome"
    OUTCOME = "outcome"
    CONTEXT = "context"


class Unit(StrEnum):
    """What kind of number it is."""

    COUNT = "count"
    RATE = "rate"
    PERCENTAGE = "percentage"
    SURVEY = "survey percentage"
    MONEY = "money"
    AVERAGE = "average"
    STOCK = "stock"

    @property
    def is_whole(self) -> bool:
        """Whether its number counts things, where the framework does not ask for decimals."""
        return self in {Unit.COUNT, Unit.RATE, Unit.PERCENTAGE, Unit.STOCK}

    @property
    def is_ratio(self) -> bool:
        """Whether it is something out of something."""
        return self in {Unit.PERCENTAGE, Unit.RATE, Unit.AVERAGE}

    @property
    def is_typed_as_shown(self) -> bool:
        """Whether the number the partner enters is the figure that is shown, so that both have the same decimals."""
        return self in {Unit.COUNT, Unit.STOCK, Unit.MONEY, Unit.SURVEY}

    @property
    def can_be_negative(self) -> bool:
        """Whether a figure below zero can mean something."""
        return self in {Unit.MONEY, Unit.STOCK, Unit.AVERAGE}

    @property
    def places(self) -> int:
        """Decimal places shown where the framework does not say."""
        return int(self in {Unit.RATE, Unit.PERCENTAGE, Unit.SURVEY, Unit.AVERAGE})


class Frequency(StrEnum):
    """How often a figure is reported."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    ANNUAL = "annual"

    @property
    def months(self) -> int:
        """How many months one figure covers."""
        return _MONTHS_OF[self]


_MONTHS_OF = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.ANNUAL: 12}


class Aggregation(StrEnum):
    """How the figures of a year become the figure for the year."""

    SUM = "sum"
    RATIO = "ratio of sums"
    LATEST = "latest"


class Edition(StrEnum):
    """Who may see an indicator."""

    PARTNERSHIP = "partnership"
    OBSERVERS = "observers"
    PUBLIC = "public"


class ChartLimits(StrEnum):
    """What the limits of an indicator's control chart follow."""

    AUTOMATIC = "automatic"
    XMR = "XmR"
    EXPOSURE = "exposure"


class Indicator(Record):
    """One measured thing, and all that is needed to ask for it, add it up and judge it."""

    former_keys = FORMER_KEYS["indicators"]

    code: Code = Field(description="Short code, for example BUR-01")
    title: Title = Field(description="Title as the board reads it")
    objective: str = Field(description="Code of its objective; blank for context such as population")
    kind: IndicatorKind = Field(description="activity, output, intermediate outcome, outcome or context")
    unit: Unit = Field(description="What kind of number it is")
    counted: str = Field("", description="What is counted, for the axis: offences, incidents, % of residents")
    per: int = Field(1000, ge=1, description="For rates: per so many of its denominator, usually people")
    partner: str = Field("", description="Code of the partner who reports it")
    frequency: Frequency = Field(Frequency.MONTHLY, description="monthly, quarterly or annual")
    aggregation: Aggregation = Field(
        Aggregation.SUM, description="How months become a year: sum, ratio of sums, or latest"
    )
    polarity: Polarity = Field(description="Which way is better: higher, lower or neither")
    denominator: str = Field("", description="Blank, 'reported', or the code of the indicator that holds it")
    denominator_title: str = Field(
        "", description="What the reported denominator counts, as the partner is asked"
    )
    benchmark: OneOrSeveral = Field(
        (), description="Codes of the benchmark groups it is compared with, the main one first"
    )
    breakdowns: tuple[str, ...] = Field(
        (),
        description="Breakdowns asked for: ward (or your own word for the own area's parts), or codes of Breakdowns",
    )
    tags: tuple[str, ...] = Field((), description="Tags such as MOPAC 7")
    rolling: bool = Field(
        False,
        description="Whether each figure already covers a year (rolling surveys): no control chart then",
    )
    required: bool = Field(True, description="Whether a blank stops acceptance")
    illustrative: bool = Field(False, description="Whether its figures are made up, for the example only")
    definition: str = Field("", description="What is counted and what is not")
    source: str = Field("", description="Where the figures come from, with licence")
    disclosure_threshold: int = Field(
        0,
        ge=0,
        description="Counts from 1 to one below it are not for publication; not applied yet, so no output hides them",
    )
    headline: bool = Field(
        False,
        description="Whether it is on the dashboard's Summary, 24 at most; where none is marked, the first two "
        "of each objective do",
    )
    editions: tuple[Edition, ...] = Field(tuple(Edition), description="Editions that may show it")
    first: Period | None = Field(None, description="First period reported")
    last: Period | None = Field(None, description="Last period reported")
    decimals: int | None = Field(
        None,
        ge=0,
        le=4,
        description="Decimal places shown, and for a count, level or the denominator of an average accepted; blank for the "
        "unit's own: 1 for a rate, percentage or average, else none",
    )
    query_tolerance: float = Field(
        0, ge=0, le=1000, description="Per cent outside its usual range allowed before a query"
    )
    chart: ChartLimits = Field(
        ChartLimits.AUTOMATIC,
        description="What control limits follow: XmR, exposure (days and people, or the denominator), or "
        "automatic: exposure for a percentage, average or rate whose denominators differ by a quarter, else XmR",
    )
    may_be_negative: bool = Field(
        False,
        description="Whether money, a level or an average can be below zero: a grant handed back, a gap",
    )

    @property
    def main_group(self) -> str:
        """The code of the benchmark group that is used where only one can be; blank for none."""
        return next(iter(self.benchmark), "")

    @property
    def places(self) -> int:
        """Decimal places shown: what the framework says, else the unit's own."""
        return self.decimals if self.decimals is not None else self.unit.places

    @property
    def takes_decimals(self) -> bool:
        """Whether what is entered as its number may be a broken one."""
        return self.unit in {Unit.MONEY, Unit.AVERAGE} or (self.unit.is_typed_as_shown and self.places > 0)

    @property
    def reports_denominator(self) -> bool:
        """Whether the partner enters a denominator beside each numerator."""
        return self.denominator == OWN_DENOMINATOR

    @property
    def whole_code(self) -> str:
        """The code of the other indicator that holds its denominator, such as the population; blank for none."""
        return "" if self.reports_denominator else self.denominator

    @property
    def divides(self) -> bool:
        """Whether its figure is its number over a whole: a percentage, a rate or an average that has one."""
        return self.unit.is_ratio and bool(self.denominator)

    @property
    def scale(self) -> float:
        """What number over whole is multiplied by to be printed in its unit."""
        return {Unit.PERCENTAGE: 100.0, Unit.RATE: float(self.per)}.get(self.unit, 1.0)

    def periods_ending_in(self, period: Period) -> Iterator[Period]:
        """Yield the months, quarters or years that end within a period and of which a figure is reported."""
        step = self.frequency.months
        for month in period.months:
            # Quarters end in March, June, September and December, and the year in March.
            own = Period(month - step + 1, step)
            if (month - 2) % step == 0 and self.reported_in(own):
                yield own

    def reported_in(self, period: Period) -> bool:
        """Whether the indicator is reported for the period."""
        begun = self.first is None or self.first.first <= period.last
        return begun and (self.last is None or self.last.last >= period.first)
