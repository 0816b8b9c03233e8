"""What is measured, why, who answers for it and what would be good: the agreed framework.

Each record's fields, with their descriptions, are the columns of the framework workbook and the keys
of the framework file: they are declared here and nowhere else.
"""

from __future__ import annotations

from functools import cached_property

from pydantic import Field

from scpxl.model.agreements import Tolerance, Trial, Waiver
from scpxl.model.areas import BY_PARTS, KindWords, kind_of_parts
from scpxl.model.areas import Area as Area  # noqa: PLC0414  (records of the framework too)
from scpxl.model.areas import Average as Average  # noqa: PLC0414
from scpxl.model.areas import BenchmarkGroup as BenchmarkGroup  # noqa: PLC0414
from scpxl.model.indicators import OWN_DENOMINATOR as OWN_DENOMINATOR  # noqa: PLC0414
from scpxl.model.indicators import Aggregation as Aggregation  # noqa: PLC0414
from scpxl.model.indicators import ChartLimits as ChartLimits  # noqa: PLC0414
from scpxl.model.indicators import Edition as Edition  # noqa: PLC0414
from scpxl.model.indicators import Frequency as Frequency  # noqa: PLC0414
from scpxl.model.indicators import Indicator as Indicator  # noqa: PLC0414
from scpxl.model.indicators import IndicatorKind as IndicatorKind  # noqa: PLC0414
from scpxl.model.indicators import Unit as Unit  # noqa: PLC0414
from scpxl.model.periods import Period
from scpxl.model.plan import REGISTER_ROWS, Board, Objective, Partner, RegisterName, items_by_breakdown
from scpxl.model.plan import Breakdown as Breakdown  # noqa: PLC0414
from scpxl.model.plan import BreakdownCategory as BreakdownCategory  # noqa: PLC0414
from scpxl.model.plan import BreakdownItem as BreakdownItem  # noqa: PLC0414
from scpxl.model.record import Record as Record  # noqa: PLC0414
from scpxl.model.record import Title
from scpxl.model.series_notes import SeriesNote
from scpxl.model.targets import Target, TargetOf

FORMAT = 2
"""Which rules a framework is written by now; one that does not say is of 1."""
MONTH_ENDS = 13
"""Month ends of a dashboard where the framework does not say: a year and the month it began from."""
LIST_ROWS = 500
"""Rows of a dashboard's list where the framework does not say."""


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
        description="Whether outlying moving ranges are excluded from control limits, once; NHS England's Excel tool keeps them",
    )
    shift: int = Field(7, ge=6, le=9, description="A shift: so many figures in a row on one side of the mean")
    trend: int = Field(7, ge=6, le=9, description="A trend: so many figures in a row that rise or fall")
    summary_tags: tuple[str, ...] = Field(
        (), description="Tags whose indicators are shown together in a block of their own on the Summary"
    )
    status_red: int = Field(
        50,
        ge=1,
        le=100,
        description="An objective is Red where at least so many per cent of its rated indicators are; 1: any",
    )
    status_green: int = Field(
        50,
        ge=1,
        le=100,
        description="An objective is Green where at least so many per cent of its rated indicators are",
    )
    status_reds: int = Field(
        0, ge=0, le=20, description="The most Red indicators that a Green objective may have"
    )
    month_ends: int = Field(
        MONTH_ENDS,
        ge=1,
        le=24,
        description="Month ends that can be chosen on the dashboard, the published one among them",
    )
    list_rows: int = Field(
        LIST_ROWS,
        ge=50,
        le=5000,
        description="Rows that the dashboard's lists have room for: actions, commentary, changes, notes",
    )
    registers: tuple[RegisterName, ...] = Field(
        (), description="Registers that are kept in the dashboard, a sheet each, in this order"
    )
    register_rows: int = Field(REGISTER_ROWS, ge=10, le=500, description="Rows of each register's sheet")
    drawn_map: bool = Field(
        False, description="Whether the dashboard draws the parts' boundaries as a map beside the tile map"
    )
    format: int = Field(
        1,
        ge=1,
        le=FORMAT,
        description="Which rules the file is read by: 2 as this page says; 1, or blank, where targets of rates are totals",
    )
    objectives: tuple[Objective, ...] = Field(description="The aims of the plan")
    partners: tuple[Partner, ...] = Field(description="Who sends returns")
    areas: tuple[Area, ...] = Field(description="The places figures are about")
    benchmarks: tuple[BenchmarkGroup, ...] = Field((), description="Groups of areas to compare with")
    breakdowns: tuple[Breakdown, ...] = Field((), description="Ways in which figures are divided")
    items: tuple[BreakdownItem, ...] = Field((), description="The items of each breakdown")
    indicators: tuple[Indicator, ...] = Field(description="What is measured")
    boards: tuple[Board, ...] = Field(
        (), description="Other boards for which the annual report has a summary each"
    )
    targets: tuple[Target, ...] = Field((), description="What would be good, one row per indicator and year")
    notes: tuple[SeriesNote, ...] = Field(
        (), description="Breaks in series, unreliable months and interventions"
    )
    waivers: tuple[Waiver, ...] = Field((), description="Rules that a partner need not keep until a day")
    trials: tuple[Trial, ...] = Field(
        (), description="Rules that partners are told about but that are not yet enforced"
    )
    tolerances: tuple[Tolerance, ...] = Field((), description="Differences that rules allow")

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

    def partner_name(self, code: str) -> str:
        """Return a partner's name; its code where the framework does not know it."""
        known = self.partner_by_code.get(code)
        return known.name if known else code

    @property
    def own_area(self) -> Area:
        """The partnership's own area."""
        return self.area_by_code[self.area]

    @property
    def own_kind(self) -> KindWords:
        """What the own area is called: the borough, the district."""
        return KindWords(self.own_area.kind)

    @cached_property
    def own_parts(self) -> tuple[Area, ...]:
        """The areas whose parent is the own one, ended ones among them, in framework order."""
        return tuple(area for area in self.areas if area.parent == self.area)

    @cached_property
    def part_kind(self) -> KindWords:
        """What the own area's parts are called: wards, neighbourhoods."""
        return kind_of_parts(self.own_parts)

    @property
    def reported(self) -> tuple[Indicator, ...]:
        """The indicators on the scorecard: all but context such as the population."""
        return tuple(i for i in self.indicators if i.kind is not IndicatorKind.CONTEXT)

    def indicators_for(self, partner: str, period: Period) -> tuple[Indicator, ...]:
        """Return the indicators one partner reports in a period, in framework order."""
        return tuple(i for i in self.indicators if i.partner == partner and i.reported_in(period))

    def due_from(self, partner: str, period: Period) -> tuple[Indicator, ...]:
        """Return the indicators of which a partner owes a figure for the period: one whose own period ends in it."""
        return tuple(i for i in self.indicators_for(partner, period) if any(i.periods_ending_in(period)))

    def parts_in(self, period: Period) -> tuple[Area, ...]:
        """Return the areas that the own one is made of in that period (wards, say), in framework order."""
        return tuple(area for area in self.own_parts if area.exists_in(period))

    def is_by_parts(self, indicator: Indicator) -> bool:
        """Whether an indicator is asked for by the own area's parts: `ward`, or the framework's own word for them."""
        return any(self.is_word_for_parts(word) for word in indicator.breakdowns)

    def is_word_for_parts(self, word: str) -> bool:
        """Whether a breakdown that an indicator names is that by the own area's parts."""
        return word not in self.breakdown_by_code and word.casefold() in self._words_for_parts

    @cached_property
    def _words_for_parts(self) -> frozenset[str]:
        kinds = [KindWords(area.kind) for area in self.own_parts]
        return frozenset({BY_PARTS, *(word.casefold() for kind in kinds for word in (kind.one, kind.many))})

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

    def is_of_total(self, target: Target) -> bool:
        """Whether a rate's target is of what is counted in the year, and not of the rate."""
        indicator = self.by_code.get(target.indicator)
        if (
            indicator is None
            or indicator.unit is not Unit.RATE
            or indicator.aggregation is not Aggregation.SUM
        ):
            return False
        return target.of is TargetOf.TOTAL or (target.of is None and self.format < FORMAT)

    def is_of_either(self, target: Target) -> bool:
        """Whether it is not known what a rate's target is of: an earlier format could not say."""
        return target.of is None and self.format < FORMAT and self.is_of_total(target)

    def renewed(self) -> Framework:
        """Return the framework in today's format, meaning the same: what was understood of targets is said."""
        said = tuple(
            one.model_copy(update={"of": TargetOf.TOTAL}) if self.is_of_total(one) else one
            for one in self.targets
        )
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        # Not a copy: what was looked up once for this framework would come along with it.
        return Framework.model_construct(**{**fields, "format": FORMAT, "targets": said})

    def for_area(self, area: str) -> Framework:
        """Return the framework as another area would have it: its own figures, and none of our targets."""
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        # Not a copy: what was looked up once for this framework would come along with it.
        return Framework.model_construct(**{**fields, "area": area, "targets": ()})

    def notes_for(self, indicator: Indicator) -> tuple[SeriesNote, ...]:
        """Return what is registered about an indicator's series, or about what its figures are out of."""
        if indicator.code not in self._notes_of:
            whole = self.by_code.get(indicator.whole_code) if indicator.divides else None
            self._notes_of[indicator.code] = tuple(
                n for n in self.notes if n.concerns(indicator) or (whole is not None and n.concerns(whole))
            )
        return self._notes_of[indicator.code]

    @cached_property
    def _notes_of(self) -> dict[str, tuple[SeriesNote, ...]]:
        """By indicator, what was looked up once."""
        return {}
