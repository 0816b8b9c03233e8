"""Whether a change is significant, the trend, the year's end, interventions and the group, line by line: printed, never worked out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from scpxl.figures.changes.trends import RecentFigures
from scpxl.figures.groups.chances import FEWEST_AREAS, Chance
from scpxl.figures.groups.records import GroupFigures
from scpxl.figures.indicator import IndicatorFigures
from scpxl.scorecard.cards.outlook import step_words
from scpxl.scorecard.explaining.line import ExplainedLine, explained
from scpxl.scorecard.lists.notes import METHODS
from scpxl.scorecard.records.scorecard import GroupComparison, IndicatorCard
from scpxl.verdicts import NO_CLEAR_CHANGE, NOT_TESTED, RELATIVE, SIGNIFICANT, Verdict
from scpxl.words import capital

_SIGNIFICANT = METHODS["Change: significant or not"]
_APART = METHODS["Change: relative to the group"]
_QUESTION = "Is the change more than usual variation?"
_ANSWERS = {
    Verdict.SIGNIFICANT: f"Yes, {SIGNIFICANT.term.partition(',')[0]}",
    Verdict.NORMAL: f"No, {NO_CLEAR_CHANGE.term}",
}
_NEAREST = "Printed to the nearest 5%. Half an error is added on either side, since what was never seen is not impossible."
_AVERAGE = "As the framework says: all counts over all people, or the mean of the areas' figures; the own area is among them."
_QUARTER = "By rank: 5 less 4 × (areas + 1 − rank) / areas, rounded up; 1 is the lowest."
_WIDE = "Its plausible ranks hold half the group or more, so nothing is called more than chance."
_TOGETHER = "All areas of the group with figures of both years, the own one among them."


def outlook_lines_of(of: IndicatorFigures, card: IndicatorCard) -> Iterator[ExplainedLine]:
    """Yield what is said beyond the figures themselves, each with its numbers."""
    yield from _significant_change(of, card)
    yield from _trend(of, card)
    yield from _outturn(of, card)
    for one, line in zip(of.interventions, card.interventions, strict=True):
        made = one.effect.since if one.effect else None
        yield explained("Intervention", line.words, METHODS["Interventions"], made)


def _significant_change(of: IndicatorFigures, card: IndicatorCard) -> Iterator[ExplainedLine]:
    line, tested = card.yearly, of.tested
    if line is None or tested is None:
        if card.untested_words:
            yield explained(_QUESTION, f"{capital(NOT_TESTED.plain)}: {card.untested_words}", _SIGNIFICANT)
        return
    answer = _ANSWERS.get(line.verdict, capital(line.verdict.plain))
    words = ". ".join(capital(part.rstrip(".")) for part in (answer, line.words, line.interval_words) if part)
    yield explained(_QUESTION, words, _SIGNIFICANT, tested.working, line.low, line.high)
    if line.group_words and tested.group:
        yield explained(f"Change, {RELATIVE.plain}", line.group_words, _APART, tested.group.working)


def _trend(of: IndicatorFigures, card: IndicatorCard) -> Iterator[ExplainedLine]:
    line, found = card.trend, of.trend
    if line is None or found is None:
        return
    rule = METHODS["Trend, long term"]
    yield explained("Trend", line.long_words, rule, found.working, line.percent, line.low, line.high)
    if isinstance(found, RecentFigures):
        return
    short = METHODS["Trend, short term"]
    if line.short_words:
        yield explained("Trend, short term", line.short_words, short)
    if line.step_words:
        yield explained("Step", step_words(of), short)


def _outturn(of: IndicatorFigures, card: IndicatorCard) -> Iterator[ExplainedLine]:
    """Yield the forecast, its range and its chance."""
    line, found = card.outturn, of.outturn
    if line is None or found is None:
        return
    yield explained("Year's end", line.words, METHODS["Year's end"], found.working, line.forecast)
    if found.range_working is None:
        return
    words = f"{line.low.text} to {line.high.text}"
    shown = (line.forecast, line.low, line.high)
    yield explained("Year's end, range", words, "", found.range_working, *shown)
    if found.chance_working is not None:
        what = "Year's end, chance of the target"
        yield explained(what, line.chance.text, _NEAREST, found.chance_working, line.chance)


def group_lines(of: IndicatorFigures, card: IndicatorCard) -> Iterator[ExplainedLine]:
    """Yield what is said of each group; nothing where the area is in none."""
    found = {group.group.code: group for group in of.groups}
    for group in card.in_groups:
        # Lines of another group than the main one say which it is.
        suffix = "" if group.code == of.indicator.main_group else f", {group.group}"
        for line in _in_group(of, group, found[group.code]):
            yield replace(line, what=f"{line.what}{suffix}") if suffix else line


def _in_group(of: IndicatorFigures, group: GroupComparison, found: GroupFigures) -> Iterator[ExplainedLine]:
    place = found.place_of(of.framework.area)
    if place is None:
        return
    missing = f" No figure: {', '.join(group.missing)}." if group.missing else ""
    made = found.rank_working(place) if group.rank is not None else None
    yield explained("Rank", f"{group.rank_words}, among {group.group}", f"{METHODS['Rank']}{missing}", made)
    if group.quartile_words:
        yield explained("Quarter of the group", group.quartile_words, _QUARTER, found.quarter_working(place))
    average = f"{group.average.text}, {group.average_kind}"
    yield explained("Average", average, _AVERAGE, found.average_working, group.average)
    yield _distance(group, found, place)
    change, made = group.group_change, found.change_working
    if change.value is None:
        yield explained("The group's change", change.text)
    else:
        yield explained("The group's change", change.text, _TOGETHER, made, change)
    if found.chances is not None and of.place is not None:
        yield from _against_chance(group, found.chances[place])
    else:
        yield explained(
            "Funnel", "Not tested against chance.",
            f"Only yearly rates of counts are, in a group of {FEWEST_AREAS} or more areas with figures.",
        )  # fmt: skip


def _distance(group: GroupComparison, found: GroupFigures, place: int) -> ExplainedLine:
    what = "Distance from the average"
    if group.difference.value is None or group.own.value is None:
        return explained(what, group.difference_words or group.own.text)
    made = found.distance_working(place, in_points=group.own.style.is_percent)
    return explained(what, group.difference_words, "", made, group.own, group.average, group.difference)


def _against_chance(group: GroupComparison, chance: Chance) -> Iterator[ExplainedLine]:
    likely = group.likelihood
    if likely.rank_words:
        yield explained("Plausible ranks", likely.rank_words, METHODS["Plausible ranks"], chance.band_working)
    if likely.words:
        wide = f" {_WIDE}" if chance.exact and chance.is_wide else ""
        words = f"{likely.words} ({likely.limits_words}, about the others' {likely.others.text}){wide}"
        shown = (likely.lower, likely.upper) if chance.exact else (likely.others, likely.lower, likely.upper)
        yield explained("Funnel", words, METHODS["Funnel"], chance.working, *shown)
