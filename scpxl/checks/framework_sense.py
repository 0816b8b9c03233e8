"""Check that indicators, areas and targets make sense together, so that each can be worked out and judged."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, NamedTuple

from scpxl.checks.framework_problems import FrameworkProblem
from scpxl.model.framework import (
    AddsUp,
    Area,
    AreaKind,
    ChartLimits,
    Framework,
    Indicator,
    IndicatorKind,
    NoteKind,
    SeriesNote,
    Unit,
)
from scpxl.model.targets import Polarity, Scheme, Target
from scpxl.returns.framework_tables import TABLE_BY_KEY
from scpxl.returns.layout import WARD

ADDS_UP_FOR: Mapping[Unit, tuple[AddsUp, ...]] = {
    Unit.COUNT: (AddsUp.SUM,),
    Unit.RATE: (AddsUp.SUM, AddsUp.RATIO),
    Unit.PERCENTAGE: (AddsUp.RATIO, AddsUp.LATEST),
    Unit.SURVEY: (AddsUp.LATEST,),
    Unit.MONEY: (AddsUp.SUM,),
    Unit.AVERAGE: (AddsUp.RATIO, AddsUp.LATEST),
    Unit.STOCK: (AddsUp.LATEST,),
}
"""How figures of each unit can become a year's: percentages, averages and stocks cannot be summed."""

LEAST_FIGURES_FOR_LIMITS = 12
"""Figures a baseline needs."""

_NOT_IN_A_TAB = set("[]:*?/\\")


class Amiss(NamedTuple):
    """What is amiss with one entry."""

    field: str
    fact: str
    advice: str


Codes = Mapping[str, Collection[str]]
Check = Callable[[Any, Framework], Iterator[Amiss]]


def check_sense_of(framework: Framework, codes: Codes) -> Iterator[FrameworkProblem]:
    """Yield what makes no sense, entry by entry.  `codes` are all codes there are, by table."""
    for key, checks in CHECKS.items():
        table = TABLE_BY_KEY[key]
        for place, record in enumerate(getattr(framework, key)):
            name = table.entry_name({field: getattr(record, field) for field in table.names}, place)
            for check in checks:
                for amiss in check(record, framework):
                    yield FrameworkProblem(key, place, name, *amiss)
    yield from _tabs(framework)
    yield from _groups(framework)
    yield from _own_area(framework, codes)


def _objective_and_partner(indicator: Indicator, _: Framework) -> Iterator[Amiss]:
    if indicator.kind is IndicatorKind.CONTEXT:
        return
    if not indicator.objective:
        yield Amiss("objective", "is blank.", "Write the code of its objective; only context has none.")
    if not indicator.partner and not indicator.benchmark:
        yield Amiss(
            "partner",
            "is blank, so nobody is asked for it.",
            "Write the code of the partner who reports it; only context and benchmarks have none.",
        )


def _denominator(indicator: Indicator, _: Framework) -> Iterator[Amiss]:
    ways = "Write 'reported' if the partner gives it, or the code of the indicator that holds it."
    if not indicator.denominator:
        if indicator.unit in {Unit.PERCENTAGE, Unit.AVERAGE, Unit.RATE}:
            article = "an" if indicator.unit is Unit.AVERAGE else "a"
            yield Amiss("denominator", f"is blank; {article} {indicator.unit} is out of something.", ways)
        elif indicator.adds_up is AddsUp.RATIO:
            yield Amiss("denominator", "is blank; a ratio of sums needs one.", ways)
    elif indicator.denominator == indicator.code:
        yield Amiss("denominator", "is the indicator itself.", ways)


def _adding_up(indicator: Indicator, _: Framework) -> Iterator[Amiss]:
    fits = ADDS_UP_FOR[indicator.unit]
    if indicator.adds_up not in fits:
        yield Amiss(
            "adds_up",
            f"is {indicator.adds_up.value!r}, which does not fit the unit {indicator.unit.value!r}.",
            f"Write {' or '.join(fits)}.",
        )


def _wards_to_ask_for(indicator: Indicator, framework: Framework) -> Iterator[Amiss]:
    own = framework.area_by_code.get(framework.area)
    if WARD not in indicator.breakdowns or own is None or own.kind is not AreaKind.BOROUGH:
        return
    if not any(area.kind is AreaKind.WARD and area.parent == own.code for area in framework.areas):
        yield Amiss(
            "breakdowns", "asks for wards, and the partnership's area has none.", "Add its wards to Areas."
        )


def _begins_before_it_ends(record: Area | Indicator | SeriesNote, _: Framework) -> Iterator[Amiss]:
    if record.first and record.last and record.last.last < record.first.first:
        yield Amiss(
            "last",
            f"{record.last.written} is before the first, {record.first.written}.",
            "Correct one of the two.",
        )


def _enough_for_limits(note: SeriesNote, framework: Framework) -> Iterator[Amiss]:
    if note.kind is not NoteKind.REBASE or note.last is None:
        return
    months = note.last.last - note.first.first + 1
    steps = [i.frequency.months for i in framework.indicators if note.concerns(i)]
    figures = months // max(steps, default=1)
    if 0 < figures < LEAST_FIGURES_FOR_LIMITS:
        yield Amiss(
            "last",
            f"fixes control limits on {figures} figures; on fewer than {LEAST_FIGURES_FOR_LIMITS} they say nothing.",
            "Give a later month, or leave it blank to use all figures.",
        )


def _exposure_to_follow(indicator: Indicator, _: Framework) -> Iterator[Amiss]:
    nothing = indicator.adds_up is not AddsUp.SUM and not indicator.reports_denominator
    if indicator.chart is ChartLimits.EXPOSURE and nothing:
        yield Amiss(
            "chart",
            "is exposure, and a level has neither days nor a denominator that limits could follow.",
            "Choose XmR or automatic.",
        )


def _ward_in_a_borough(area: Area, framework: Framework) -> Iterator[Amiss]:
    if area.kind is not AreaKind.WARD:
        return
    if not area.parent:
        yield Amiss("parent", "is blank.", "Write the code of the borough the ward is in.")
        return
    parent = framework.area_by_code.get(area.parent)
    if parent and parent.kind is not AreaKind.BOROUGH:
        yield Amiss("parent", f"{area.parent} is not a borough.", "Write the code of the ward's borough.")


def _profile_for_a_total(target: Target, framework: Framework) -> Iterator[Amiss]:
    indicator = framework.by_code.get(target.indicator)
    if indicator and target.profile and indicator.adds_up is not AddsUp.SUM:
        yield Amiss(
            "profile",
            f"would not be used: {indicator.code} does not add up by sum, so its target holds all year.",
            "Leave it blank.",
        )


def _target_that_can_be_met(target: Target, framework: Framework) -> Iterator[Amiss]:
    indicator = framework.by_code.get(target.indicator)
    if indicator and indicator.polarity is Polarity.NEITHER:
        yield Amiss(
            "indicator",
            f"{indicator.code} has a target, and the polarity 'neither': it could not be rated.",
            "Say which way is better on Indicators, or delete the target.",
        )


def _floor_short_of_the_target(target: Target, framework: Framework) -> Iterator[Amiss]:
    indicator = framework.by_code.get(target.indicator)
    if indicator is None or target.scheme is not Scheme.FLOOR or target.floor is None:
        return
    if (target.value - target.floor) * indicator.polarity.sign < 0:
        side = "above" if indicator.polarity is Polarity.HIGHER else "below"
        yield Amiss(
            "floor",
            f"{target.floor:g} is {side} the target {target.value:g}, where a figure is better still.",
            "Write the worst value that is still amber.",
        )


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "indicators": (
        _objective_and_partner,
        _denominator,
        _adding_up,
        _wards_to_ask_for,
        _exposure_to_follow,
        _begins_before_it_ends,
    ),
    "areas": (_ward_in_a_borough, _begins_before_it_ends),
    "targets": (_profile_for_a_total, _target_that_can_be_met, _floor_short_of_the_target),
    "notes": (_begins_before_it_ends, _enough_for_limits),
}
"""What is asked of each entry of a table."""


def _tabs(framework: Framework) -> Iterator[FrameworkProblem]:
    seen: dict[str, str] = {}
    for place, objective in enumerate(framework.objectives):
        field = "short_title" if objective.short_title else "title"
        if odd := sorted(_NOT_IN_A_TAB & set(objective.tab)):
            fact = f"{objective.tab!r} cannot name a sheet because of {' '.join(odd)}"
            advice = "Give it a short title without."
            yield FrameworkProblem("objectives", place, objective.code, field, f"{fact}.", advice)
        other = seen.setdefault(objective.tab.casefold(), objective.code)
        if other != objective.code:
            fact = f"{objective.tab!r} is also what the sheet of {other} is called."
            advice = "Give each a short title of its own."
            yield FrameworkProblem("objectives", place, objective.code, field, fact, advice)


def _groups(framework: Framework) -> Iterator[FrameworkProblem]:
    named = {group for area in framework.areas for group in area.groups}
    for place, group in enumerate(framework.benchmarks):
        if group.code not in named:
            fact, advice = "no area belongs to it.", "Name it in the groups of its areas on Areas."
            yield FrameworkProblem("benchmarks", place, group.code, "code", fact, advice)


def _own_area(framework: Framework, codes: Codes) -> Iterator[FrameworkProblem]:
    own = framework.area_by_code.get(framework.area)
    if own and own.kind is not AreaKind.BOROUGH:
        fact, advice = f"{own.code} ({own.name}) is a {own.kind}.", "Write the code of the borough."
        yield FrameworkProblem("framework", 0, "", "area", fact, advice)
    for table in ("partners", "areas", "indicators"):
        if not codes[table]:
            noun = TABLE_BY_KEY[table].noun
            yield FrameworkProblem(
                table, 0, "", "", f"there is not one {noun}.", "A framework needs at least one."
            )
