"""What is to be known of a series of figures: where it was broken, rebased or is incomplete."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

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
from scpxl.model.plan import Breakdown as Breakdown  # noqa: PLC0414
from scpxl.model.plan import BreakdownCategory as BreakdownCategory  # noqa: PLC0414
from scpxl.model.plan import BreakdownItem as BreakdownItem  # noqa: PLC0414
from scpxl.model.record import Record as Record  # noqa: PLC0414


class NoteKind(StrEnum):
    """What a registered note says of a series."""

    BREAK = "break"
    REBASE = "rebase"
    UNRELIABLE = "unreliable"
    INTERVENTION = "intervention"
    NOTE = "note"

    @property
    def restarts_limits(self) -> bool:
        """Whether control limits start afresh at its first month, so that it is about that month alone."""
        return self in {NoteKind.BREAK, NoteKind.REBASE}


class SeriesNote(Record):
    """Something known about a stretch of a series: a break, an unreliable month, an intervention, a note."""

    kind: NoteKind = Field(
        description="break (nothing is compared across it), rebase (a lasting change: control limits are "
        "recalculated), unreliable, intervention or note"
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
