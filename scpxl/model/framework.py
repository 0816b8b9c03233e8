"""What is measured, why, who answers for it and what would be good: the agreed framework.

Each record's fields, with their descriptions, are the columns of the framework workbook and the keys
of the framework file: they are declared here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from scpxl.model.agreements import Tolerance, Trial, Waiver
from scpxl.model.breakdowns import Breakdown as Breakdown  # noqa: PLC0414  (records of the framework too)
from scpxl.model.breakdowns import BreakdownCategory as BreakdownCategory  # noqa: PLC0414
from scpxl.model.breakdowns import BreakdownItem as BreakdownItem  # noqa: PLC0414
from scpxl.model.breakdowns import items_by_breakdown
from scpxl.model.periods import Period
from scpxl.model.targets import Polarity, Target

Code = Annotated[str, Field(min_length=1, max_length=24, pattern=r"^[A-Za-z0-9][A-Za-z0-9_.\-]*$")]
Title = Annotated[str, Field(min_length=1, max_length=120)]
OWN_DENOMINATOR = "reported"
"""An indicator whose denominator the partner reports beside the numerator."""


class Record(BaseModel):
    """A frozen record; an unknown key is a mistake, not a comment."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


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
        """Whether its numerator counts things, so that 37.5 is a mistake."""
        return self in {Unit.COUNT, Unit.RATE, Unit.PERCENTAGE, Unit.STOCK}


class Frequency(StrEnum):
    """How often a figure is reported."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    ANNUAL = "annual"

    @property
    def months(self) -> int:
        """How many months one figure covers."""
        return {"monthly": 1, "quarterly": 3, "annual": 12}[self.value]


class AddsUp(StrEnum):
    """How the figures of a year become the figure for the year."""

    SUM = "sum"
    RATIO = "ratio of sums"
    LATEST = "latest"


class Edition(StrEnum):
    """Who may see an indicator."""

    PARTNERSHIP = "partnership"
    OBSERVERS = "observers"
    PUBLIC = "public"


class AreaKind(StrEnum):
    """What sort of place it is."""

    BOROUGH = "borough"
    WARD = "ward"


class ChartLimits(StrEnum):
    """What the limits of an indicator's control chart follow."""

    AUTOMATIC = "automatic"
    XMR = "XmR"
    EXPOSURE = "exposure"


class NoteKind(StrEnum):
    """What a registered note says of a series."""

    BREAK = "break"
    REBASE = "rebase"
    UNRELIABLE = "unreliable"
    INTERVENTION = "intervention"
    NOTE = "note"

    @property
    def begins_anew(self) -> bool:
        """Whether control limits start afresh at its first month, so that it is about that month alone."""
        return self in {NoteKind.BREAK, NoteKind.REBASE}


class Average(StrEnum):
    """How the average of a benchmark group is taken."""

    POOLED = "pooled"
    UNWEIGHTED = "unweighted"


class Objective(Record):
    """An aim of the partnership's plan, and who answers for it."""

    code: Code = Field(description="Short code, for example O1")
    title: Title = Field(description="The aim in the words of the plan")
    short_title: Annotated[str, Field(max_length=28)] = Field(
        "", description="Up to 28 characters, for the sheet's tab"
    )
    lead: str = Field("", description="Who answers for it to the board")

    @property
    def tab(self) -> str:
        """The short name its sheet carries."""
        return self.short_title or self.title[:28]


class Partner(Record):
    """An organisation that sends returns."""

    code: Code = Field(description="Short code, for example met")
    name: Title = Field(description="Full name")
    contact: str = Field("", description="Whom to ask, in the partner's organisation")
    email: str = Field("", description="Where the return is sent")


class Area(Record):
    """A place figures are about, known by its ONS code."""

    code: Code = Field(description="ONS code, for example E09000003")
    name: Title = Field(description="Name as printed")
    kind: AreaKind = Field(description="borough or ward")
    parent: str = Field("", description="For a ward: the code of its borough")
    groups: tuple[str, ...] = Field((), description="Benchmark groups it belongs to")
    first: Period | None = Field(
        None, description="First month of its existence, if it began after the series do"
    )
    last: Period | None = Field(None, description="Last month of its existence, if it has ended")
    other_names: tuple[str, ...] = Field((), description="Other spellings met in published files")

    def exists_in(self, period: Period) -> bool:
        """Whether the area existed in the whole of the period."""
        begins = self.first is None or self.first.first <= period.first
        return begins and (self.last is None or self.last.last >= period.last)


class BenchmarkGroup(Record):
    """Areas a figure is compared with."""

    code: Code = Field(description="Short code, named in the Areas sheet's groups column")
    title: Title = Field(description="For example 32 London boroughs")
    average: Average = Field(
        Average.POOLED, description="pooled (all counts over all people) or unweighted (mean of rates)"
    )


class Indicator(Record):
    """One measured thing, and all that is needed to ask for it, add it up and judge it."""

    code: Code = Field(description="Short code, for example BUR-01")
    title: Title = Field(description="Title as the board reads it")
    objective: str = Field(description="Code of its objective; blank for context such as population")
    kind: IndicatorKind = Field(description="activity, output, intermediate outcome, outcome or context")
    unit: Unit = Field(description="What kind of number it is")
    things: str = Field("", description="What is counted, for the axis: offences, incidents, % of residents")
    per: int = Field(1000, ge=1, description="For rates: per so many people")
    partner: str = Field("", description="Code of the partner who reports it")
    frequency: Frequency = Field(Frequency.MONTHLY, description="monthly, quarterly or annual")
    adds_up: AddsUp = Field(AddsUp.SUM, description="How months become a year: sum, ratio of sums, or latest")
    polarity: Polarity = Field(description="Which way is better: higher, lower or neither")
    denominator: str = Field("", description="Blank, 'reported', or the code of the indicator that holds it")
    denominator_title: str = Field(
        "", description="What the reported denominator counts, as the partner is asked"
    )
    benchmark: str = Field("", description="Code of the benchmark group it is compared with")
    breakdowns: tuple[str, ...] = Field((), description="Breakdowns asked for: ward, or codes of Breakdowns")
    tags: tuple[str, ...] = Field((), description="Tags such as MOPAC 7")
    rolling: bool = Field(
        False,
        description="Whether each figure already covers a year (rolling surveys): no control chart then",
    )
    required: bool = Field(True, description="Whether a blank cell holds the return up")
    illustrative: bool = Field(False, description="Whether its figures are made up, for the example only")
    definition: str = Field("", description="What is counted and what is not")
    source: str = Field("", description="Where the figures come from, with licence")
    disclosure_threshold: int = Field(0, ge=0, description="Counts from 1 to one below it are not published")
    editions: tuple[Edition, ...] = Field(tuple(Edition), description="Editions that may show it")
    first: Period | None = Field(None, description="First period reported")
    last: Period | None = Field(None, description="Last period reported")
    decimals: int = Field(0, ge=0, le=4, description="Decimal places shown")
    query_tolerance: float = Field(
        0, ge=0, le=1000, description="Per cent beyond its usual range that a figure is still not asked about"
    )
    chart: ChartLimits = Field(
        ChartLimits.AUTOMATIC,
        description="What control limits follow: XmR, exposure (days and people, or the denominator), or "
        "automatic: exposure for a percentage or average whose denominators differ by a quarter, else XmR",
    )

    @property
    def reports_denominator(self) -> bool:
        """Whether the partner types a denominator beside each numerator."""
        return self.denominator == OWN_DENOMINATOR

    @property
    def is_per_head(self) -> bool:
        """Whether a rate can be worked out from another indicator, such as the population."""
        return bool(self.denominator) and not self.reports_denominator

    def reported_in(self, period: Period) -> bool:
        """Whether the indicator is reported for the period."""
        begun = self.first is None or self.first.first <= period.last
        return begun and (self.last is None or self.last.last >= period.first)


class SeriesNote(Record):
    """Something known about a stretch of a series: a break, an unreliable month, an intervention, a note."""

    kind: NoteKind = Field(
        description="break (nothing is compared across it), rebase (a real change: control limits start "
        "afresh), unreliable, intervention or note"
    )
    indicators: tuple[str, ...] = Field((), description="Codes or tags it concerns; blank for all")
    first: Period = Field(
        description="First month concerned; for a break or rebase, the first month of the new series"
    )
    last: Period | None = Field(
        None,
        description="Last month concerned; blank for the first month alone, or an intervention that goes on. For a "
        "rebase, the last month of the figures its limits are fixed on, 12 or more of them; blank for all",
    )
    reason: str = Field(min_length=1, description="What happened, in words for the board")
    source: str = Field("", description="Where that is written")

    def concerns(self, indicator: Indicator) -> bool:
        """Whether the note is about the indicator."""
        return (
            not self.indicators
            or indicator.code in self.indicators
            or bool(set(indicator.tags) & set(self.indicators))
        )

    @property
    def last_month(self) -> int:
        """The number of the last month concerned."""
        return (self.last or self.first).last


class Framework(Record):
    """The whole agreement, with a version."""

    version: str = Field(min_length=1, description="Version of the framework, for example 2017-18.1")
    partnership: Title = Field(description="Name of the partnership")
    area: str = Field(description="ONS code of the partnership's own area")
    note: str = Field("", description="A note printed with the framework")
    marking: str = Field("OFFICIAL", description="Protective marking printed on every page")
    due_days: int = Field(28, ge=1, le=120, description="Returns are due so many days after the period ends")
    contact: str = Field("", description="Whom partners ask for help")
    contact_email: str = Field("", description="Where partners send the return")
    public_contacts: tuple[str, ...] = Field(
        (),
        description="Telephone numbers, mailboxes, domains (example.gov.uk), postcodes, addresses and names that are "
        "public: a text with them is not withheld",
    )
    screening: bool = Field(
        True,
        description="Whether far-out steps are left out of control limits, once; NHS England's Excel tool keeps them",
    )
    shift: int = Field(7, ge=6, le=9, description="A shift: so many figures in a row on one side of the mean")
    trend: int = Field(7, ge=6, le=9, description="A trend: so many figures in a row that rise or fall")
    objectives: tuple[Objective, ...] = Field(description="The aims of the plan")
    partners: tuple[Partner, ...] = Field(description="Who sends returns")
    areas: tuple[Area, ...] = Field(description="The places figures are about")
    benchmarks: tuple[BenchmarkGroup, ...] = Field((), description="Groups of areas to compare with")
    breakdowns: tuple[Breakdown, ...] = Field((), description="Ways in which figures are divided")
    items: tuple[BreakdownItem, ...] = Field((), description="The items of each breakdown")
    indicators: tuple[Indicator, ...] = Field(description="What is measured")
    targets: tuple[Target, ...] = Field((), description="What would be good, a row an indicator and year")
    notes: tuple[SeriesNote, ...] = Field(
        (), description="Breaks in series, unreliable months and interventions"
    )
    waivers: tuple[Waiver, ...] = Field((), description="Rules that a partner need not keep until a day")
    trials: tuple[Trial, ...] = Field((), description="Rules that are told but not yet enforced")
    tolerances: tuple[Tolerance, ...] = Field((), description="Differences that rules let by")

    @cached_property
    def by_code(self) -> dict[str, Indicator]:
        """The indicators by code."""
        return {indicator.code: indicator for indicator in self.indicators}

    @cached_property
    def partner_by_code(self) -> dict[str, Partner]:
        """The partners by code."""
        return {partner.code: partner for partner in self.partners}

    @cached_property
    def area_by_code(self) -> dict[str, Area]:
        """The areas by ONS code."""
        return {area.code: area for area in self.areas}

    @cached_property
    def breakdown_by_code(self) -> dict[str, Breakdown]:
        """The breakdowns by code; that by ward is not among them."""
        return {breakdown.code: breakdown for breakdown in self.breakdowns}

    @cached_property
    def _items_of(self) -> dict[str, tuple[BreakdownItem, ...]]:
        return items_by_breakdown(self.breakdowns, self.items)

    @cached_property
    def _target_of(self) -> dict[tuple[str, int], Target]:
        return {(target.indicator, target.year.start_year): target for target in self.targets}

    @property
    def own_area(self) -> Area:
        """The partnership's own area."""
        return self.area_by_code[self.area]

    @property
    def reported(self) -> tuple[Indicator, ...]:
        """The indicators on the scorecard: all but context such as the population."""
        return tuple(i for i in self.indicators if i.kind is not IndicatorKind.CONTEXT)

    def indicators_for(self, partner: str, period: Period) -> tuple[Indicator, ...]:
        """Return the indicators one partner reports in a period, in framework order."""
        return tuple(i for i in self.indicators if i.partner == partner and i.reported_in(period))

    def wards_in(self, period: Period) -> tuple[Area, ...]:
        """Return the own area's wards of that period, in framework order."""
        return tuple(
            a for a in self.areas if a.kind is AreaKind.WARD and a.parent == self.area and a.exists_in(period)
        )

    def waivers_of(self, partner: str) -> tuple[Waiver, ...]:
        """Return a partner's waivers, ended ones among them."""
        return tuple(waiver for waiver in self.waivers if waiver.partner == partner)

    def tolerances_of(self, partner: str) -> tuple[Tolerance, ...]:
        """Return the tolerances that concern a partner's figures."""
        return tuple(one for one in self.tolerances if one.partner in {"", partner})

    def items_of(self, breakdown: str) -> tuple[BreakdownItem, ...]:
        """Return a breakdown's items as partners are asked for them, 'Not known' last; none for wards."""
        return self._items_of.get(breakdown, ())

    def breakdowns_of(self, indicator: Indicator) -> tuple[Breakdown, ...]:
        """Return the breakdowns by items that an indicator asks for, in its order."""
        by_code = self.breakdown_by_code
        return tuple(by_code[code] for code in indicator.breakdowns if code in by_code)

    def item_title(self, breakdown: str, item: str) -> str:
        """Return an item in words; its code where the framework does not know it."""
        return next((one.title for one in self.items_of(breakdown) if one.item == item), item)

    def members(self, group: str) -> tuple[Area, ...]:
        """Return the areas of a benchmark group."""
        return tuple(area for area in self.areas if group in area.groups)

    def target_for(self, indicator: str, period: Period) -> Target | None:
        """Return the target in force for the financial year of the period."""
        return self._target_of.get((indicator, period.start_year))

    def seen_from(self, area: str) -> Framework:
        """Return the framework as another area would have it: its own figures, and none of our targets."""
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        # Not a copy: what was looked up once for this framework would come along with it.
        return Framework.model_construct(**{**fields, "area": area, "targets": ()})

    def notes_for(self, indicator: Indicator) -> Iterator[SeriesNote]:
        """Yield what is registered about an indicator's series."""
        return (note for note in self.notes if note.concerns(indicator))
