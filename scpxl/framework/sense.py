"""Check that indicators, areas and targets make sense together, so that each can be worked out and judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, NamedTuple

from scpxl.framework.problems import FrameworkProblem
from scpxl.framework.tables import TABLE_BY_KEY
from scpxl.framework.wholes import check_wholes
from scpxl.model.framework import Aggregation, Area, Framework, Indicator, IndicatorKind, Unit
from scpxl.model.series_notes import NoteKind, SeriesNote
from scpxl.model.targets import Polarity, Scheme, Target, TargetOf
from scpxl.model.wholes import accumulates
from scpxl.words import as_given, in_sentence, listed, plural

ADDS_UP_FOR: Mapping[Unit, tuple[Aggregation, ...]] = {
    Unit.COUNT: (Aggregation.SUM,),
    Unit.RATE: (Aggregation.SUM, Aggregation.RATIO),
    Unit.PERCENTAGE: (Aggregation.RATIO, Aggregation.LATEST),
    Unit.SURVEY: (Aggregation.LATEST,),
    Unit.MONEY: (Aggregation.SUM,),
    Unit.AVERAGE: (Aggregation.RATIO, Aggregation.LATEST),
    Unit.STOCK: (Aggregation.LATEST,),
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
    yield from _at_least_one(codes)


def _objective_and_partner(indicator: Indicator, _: Framework) -> Iterator[Amiss]:
    if indicator.kind is IndicatorKind.CONTEXT:
        return
    if not indicator.objective:
        yield Amiss("objective", "is blank.", "Write the code of its objective; only context has none.")
    if not indicator.partner and not indicator.benchmark:
        yield Amiss(
            "partner",
            "is blank, so no partner is asked for it.",
            "Write the code of the partner who reports it; only context and benchmarks have none.",
        )


def _wholes(indicator: Indicator, framework: Framework) -> Iterator[Amiss]:
    return (Amiss(*unfit) for unfit in check_wholes(indicator, framework))


def _adding_up(indicator: Indicator, _: Framework) -> Iterator[Amiss]:
    fits = ADDS_UP_FOR[indicator.unit]
    if indicator.aggregation not in fits:
        yield Amiss(
            "aggregation",
            f"is {indicator.aggregation.value!r}, which does not fit the unit {indicator.unit.value!r}.",
            f"Write {listed(fits, 'or')}.",
        )


def _can_be_negative(indicator: Indicator, _: Framework) -> Iterator[Amiss]:
    if indicator.may_be_negative and not indicator.unit.can_be_negative:
        able = listed([unit.value for unit in Unit if unit.can_be_negative], "or")
        yield Amiss(
            "may_be_negative",
            f"is yes, and a {indicator.unit} is never below zero.",
            f"Write no, or make it {able}.",
        )


def _parts_to_ask_for(indicator: Indicator, framework: Framework) -> Iterator[Amiss]:
    if not framework.is_by_parts(indicator) or framework.area not in framework.area_by_code:
        return
    if not framework.own_parts:
        word = plural(next(word for word in indicator.breakdowns if word not in framework.breakdown_by_code))
        fact = f"asks for {word}, and the partnership's area has none."
        yield Amiss("breakdowns", fact, f"Add its {word} to Areas.")


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


def _part_of_an_area(area: Area, framework: Framework) -> Iterator[Amiss]:
    alike = [one for one in framework.areas if one.parent and one.kind.casefold() == area.kind.casefold()]
    if not area.parent:
        if alike and area.code != framework.area:
            fact = f"is blank, and other {plural(area.kind)}, such as {alike[0].name}, have one."
            yield Amiss("parent", fact, f"Write the code of the area that the {area.kind} is in.")
        return
    if area.code in _above(area, framework):
        yield Amiss("parent", f"{area.parent} is, in turn, a part of {area.code}.", "Correct one of the two.")


def _alike_among_parts(area: Area, framework: Framework) -> Iterator[Amiss]:
    """Parts of one area add up to it and are asked for under one word, so that they must be of one kind."""
    if not area.parent:
        return
    kinds = Counter(in_sentence(one.kind).casefold() for one in framework.areas if one.parent == area.parent)
    usual, _ = kinds.most_common(1)[0]
    if in_sentence(area.kind).casefold() != usual:
        fact = f"{area.kind!r} is not what other parts of {area.parent} are: {usual}."
        yield Amiss("kind", fact, "Parts of an area add up to it: give them all one kind.")


def _above(area: Area, framework: Framework) -> set[str]:
    """Return the codes of the areas that an area is in, as far up as they go."""
    above: set[str] = set()
    parent = area.parent
    while parent and parent not in above:
        above.add(parent)
        parent = framework.area_by_code[parent].parent if parent in framework.area_by_code else ""
    return above


def _profile_for_what_grows(target: Target, framework: Framework) -> Iterator[Amiss]:
    indicator = framework.by_code.get(target.indicator)
    if indicator is None or not target.profile:
        return
    if not (framework.is_of_total(target) or accumulates(framework, indicator)):
        why = (
            "'s rate is of the same size all year"
            if indicator.aggregation is Aggregation.SUM
            else " does not add up by sum"
        )
        fact = f"would not be used: {indicator.code}{why}, so its target holds all year."
        yield Amiss("profile", fact, "Leave it blank.")


def _of_a_rate(target: Target, framework: Framework) -> Iterator[Amiss]:
    indicator = framework.by_code.get(target.indicator)
    if indicator is None or target.of is None:
        return
    if indicator.unit is not Unit.RATE:
        fact = f"is {target.of.value!r}, and {indicator.code} is no rate: its target is of its figure."
        yield Amiss("of", fact, "Leave it blank.")
    elif target.of is TargetOf.TOTAL and indicator.aggregation is not Aggregation.SUM:
        fact = (
            f"is 'total', and {indicator.code} does not add up by sum, so that there is no total of the year."
        )
        yield Amiss("of", fact, "Write rate, or leave it blank.")


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
            f"{as_given(target.floor)} is {side} the target {as_given(target.value)}, where a figure is better still.",
            "Write the worst value that is still amber.",
        )


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "indicators": (
        _objective_and_partner,
        _wholes,
        _adding_up,
        _can_be_negative,
        _parts_to_ask_for,
        _begins_before_it_ends,
    ),
    "areas": (_part_of_an_area, _alike_among_parts, _begins_before_it_ends),
    "targets": (_of_a_rate, _profile_for_what_grows, _target_that_can_be_met, _floor_short_of_the_target),
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


def _at_least_one(codes: Codes) -> Iterator[FrameworkProblem]:
    for table in ("partners", "areas", "indicators"):
        if not codes[table]:
            noun = TABLE_BY_KEY[table].noun
            yield FrameworkProblem(
                table, 0, "", "", f"there is not one {noun}.", "A framework needs at least one."
            )
