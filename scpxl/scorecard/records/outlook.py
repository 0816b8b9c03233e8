"""What a card says beyond its figures: whether a change is real, the trend, the year's end, interventions."""

from __future__ import annotations

from dataclasses import dataclass

from scpxl.scorecard.records.figures import Figure
from scpxl.verdicts import Evidence, Judgement, Verdict


@dataclass(frozen=True, slots=True)
class YearlyChangeLine:
    """The change on a year ago, whether it is real, and the benchmark group's beside it."""

    verdict: Verdict
    """significant, not significant, too few to assess, not assessed; significant at 99%."""
    percent: Figure
    """The change in per cent; of percentages, in points."""
    low: Figure
    """The lower edge of the 95% interval of the percentage."""
    high: Figure
    """The upper edge of its 95% interval."""
    words: str
    """For example: up 4.1% (more than usual variation)."""
    interval_words: str
    """The interval, or the counts where they are too small for one."""
    group_words: str
    """The group's change, and whether the own area's differs from it.  Blank without a group."""
    difference: Figure
    """The own change relative to that of the group's other areas, in per cent."""
    difference_low: Figure
    """The lower edge of its 95% interval."""
    difference_high: Figure
    """The upper edge of its 95% interval."""
    difference_verdict: Verdict
    """Whether the difference is significant."""
    difference_judgement: Judgement = Judgement.UNKNOWN
    """Which way the difference lies, where it is significant: better or worse than the group's change; else not known."""
    provisional: bool = False
    """Whether the latest months are provisional: the verdict holds only if they do not change, and flags nothing."""
    rests_on: str = ""
    """The month without which the change would not be significant, so that it is not called so; blank for none."""

    sentence: str = ""
    """The change and its verdict as a sentence of its own: Up 59.1% on the year before (more than usual variation)."""

    @property
    def verdict_words(self) -> str:
        """The verdict as people's pages say it, and that it rests on provisional months where it does."""
        return self.verdict.plain_if(provisional=self.provisional)


@dataclass(frozen=True, slots=True)
class TrendLine:
    """The trend over years, apart from that of the last months."""

    percent: Figure
    """The change a year, in per cent, with its seasons taken out."""
    low: Figure
    """The lower edge of its 95% interval."""
    high: Figure
    """The upper edge of its 95% interval."""
    verdict: Verdict
    """significant, not significant, too few to assess, not assessed; significant at 99%."""
    window: str
    """The months it is taken from, as printed."""
    long_words: str
    """The trend as a sentence, with its window."""
    short_words: str
    """What the control chart flags in the last three months that are firm."""
    step_words: str
    """Since when the level has been another one.  Blank where there is no such step."""
    rests_on: str = ""
    """The month without which the trend would not be significant, so that it is not called so; blank for none."""


@dataclass(frozen=True, slots=True)
class OutturnLine:
    """What the financial year is heading for."""

    forecast: Figure
    """The year's total as forecast."""
    low: Figure
    """The lower edge of its 95% interval; of the range seen, where that rests on the area's own years."""
    high: Figure
    """The upper edge of the same."""
    chance: Figure
    """Chance in per cent of meeting the target, where there is one and enough past forecasts."""
    evidence: Evidence
    """What the interval rests on."""
    past_forecasts: int
    """How many past forecasts of the same method and month the interval is made from."""
    words: str
    """The same as sentences."""


@dataclass(frozen=True, slots=True)
class InterventionLine:
    """A registered intervention and what became of the figures, the group's change taken out."""

    mark: str
    """The sign that is at its first month on the charts."""
    label: str
    """The month it began, or its months."""
    reason: str
    """What was done, as registered."""
    before: Figure
    """The same months of the year before it."""
    after: Figure
    """The months since, twelve at most."""
    effect: Figure
    """The change in per cent relative to the group's; without a group, the change itself."""
    low: Figure
    """The lower edge of its 95% interval."""
    high: Figure
    """The upper edge of its 95% interval."""
    verdict: Verdict
    """significant, not significant, too few to assess, not assessed; significant at 99%."""
    words: str
    """The same as sentences."""
