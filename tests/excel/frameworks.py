"""Partnerships of every shape: many measures and one, with nobody to compare with, by quarters only, with long names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from scpxl.model.framework import Framework, Indicator
from scpxl.model.observations import Observation
from scpxl.model.periods import Period
from scpxl.model.plan import Objective
from scpxl.model.series_notes import SeriesNote
from scpxl.scorecard.records.scorecard import Scorecard
from tests.excel.made import NEAR, WARDS, agreed, board_of, noise
from tests.scorecard.builders import OWN, PERCENTAGE, SURVEY, indicator, population, series, target

STEPS = {"monthly": 1, "quarterly": 3, "annual": 12}
LONG_TITLE = "Residents' \"own\" reports of burglary & theft, of homes, sheds, garages and gardens (not of shops), as told to the police"[:120]  # fmt: skip
QUOTED = 'Aunt\'s "Home" & garden'


@dataclass(frozen=True)
class Case:
    """A framework and its figures."""

    framework: Framework
    seen: tuple[Observation, ...] = ()
    sheets: tuple[str, ...] = ()
    """Sheets that are there, beside those that always are."""
    absent: tuple[str, ...] = ()

    @property
    def scorecard(self) -> Scorecard:
        return board_of(self.framework, self.seen)


def measured(
    framework: Framework, months: int = 36, areas: Iterable[str] = (OWN,)
) -> tuple[Observation, ...]:
    """Made-up figures of every measure in every one of these areas, and of its parts."""
    found: list[Observation] = []
    for area in areas:
        found += population({year: 1e5 + 1e3 * len(found) for year in range(2013, 2018)}, area)
    for one in framework.reported:
        for area in areas if one.benchmark else (OWN,):
            found += figures_of(one, area, months)
        if framework.is_by_parts(one):
            for part in framework.own_parts:
                found += figures_of(one, part.code, months)
    return tuple(found)


def figures_of(one: Indicator, area: str, months: int) -> list[Observation]:
    step = STEPS[one.frequency.value]
    values: Any = noise(f"{one.code}{area}", max(1, months // step), 30)
    if one.denominator == "reported":
        values = [(value, 90.0) for value in values]
    return series(values, one.code, area, step=step, until="2018-03")


def objectives(number: int) -> tuple[Objective, ...]:
    return tuple(
        Objective(code=f"O{place}", title=f"Objective number {place}") for place in range(1, number + 1)
    )


PEOPLE = indicator("POP", title="People", objective="", kind="context", unit="stock", frequency="annual",
                   aggregation="latest", polarity="neither")  # fmt: skip
KINDS = ("outcome", "activity", "output", "intermediate outcome")


def many() -> Case:
    """Ninety measures under nine objectives, twenty of them under one."""
    owners = [f"O{place % 8 + 1}" for place in range(70)] + ["O9"] * 20
    ones = [
        indicator(f"M{place:02}", title=f"Measure number {place}", objective=owner, kind=KINDS[place % 4],
                  benchmark="near" if place % 3 == 0 else [], denominator="POP" if place % 3 == 0 else "",
                  breakdowns=["ward"] if place % 10 == 0 else [])
        for place, owner in enumerate(owners)
    ]  # fmt: skip
    framework = agreed(
        *ones, PEOPLE, objectives=objectives(9), group=NEAR, wards=WARDS, targets=[target(300, "M00")]
    )
    pages = (
        *(f"Objective number {place}" for place in range(1, 10)),
        "Objective number 9 2",
        "Wards",
        "Benchmarks",
    )
    return Case(framework, measured(framework, 36, (OWN, *NEAR)), pages)


def only_one() -> Case:
    framework = agreed(indicator(), targets=[target(300)])
    return Case(framework, measured(framework), ("Less crime",), ("Wards", "Benchmarks"))


def no_group() -> Case:
    framework = agreed(indicator(breakdowns=["ward"]), indicator("ROB"), wards=WARDS)
    return Case(framework, measured(framework), ("Wards",), ("Benchmarks",))


def no_wards() -> Case:
    framework = agreed(indicator(benchmark="near", denominator="POP"), PEOPLE, group=NEAR)
    return Case(framework, measured(framework, 36, (OWN, *NEAR)), ("Benchmarks",), ("Wards",))


def quarterly_only() -> Case:
    framework = agreed(
        indicator(frequency="quarterly"), indicator("SUR", **SURVEY), targets=[target(100), target(30, "SUR")]
    )
    return Case(framework, measured(framework))


def annual_only() -> Case:
    framework = agreed(indicator(frequency="annual"), targets=[target(30)])
    return Case(framework, measured(framework, 60))


def one_month() -> Case:
    framework = agreed(
        indicator(benchmark="near", denominator="POP", breakdowns=["ward"]), PEOPLE, group=NEAR, wards=WARDS,
        targets=[target(300)],
    )  # fmt: skip
    return Case(framework, measured(framework, 1, (OWN, *NEAR)), ("Wards", "Benchmarks"))


def nothing_received() -> Case:
    framework = agreed(
        indicator(benchmark="near", denominator="POP", breakdowns=["ward"]), indicator("SUR", **SURVEY), PEOPLE,
        group=NEAR, wards=WARDS, targets=[target(300)],
    )  # fmt: skip
    return Case(framework, (), ("Wards", "Benchmarks"))


def district() -> Case:
    framework = agreed(
        indicator(breakdowns=["neighbourhood"]),
        wards=("Old Town", "New Town"),
        kind="neighbourhood",
        own="Fenmoor",
    )
    return Case(framework, measured(framework), ("Neighbourhoods",), ("Wards", "Benchmarks"))


def long_names() -> Case:
    long = LONG_TITLE.replace("burglary", "robbery")
    framework = agreed(
        indicator(title=LONG_TITLE, objective="O1", counted="things 'of' \"any\" kind & more, of whatever size they may be",
                  benchmark="near", denominator="POP", breakdowns=["ward"]),
        indicator("ROB", title=long, objective="O2", breakdowns=["ward"]),
        PEOPLE,
        objectives=(
            Objective(code="O1", title=LONG_TITLE, short_title='\'Safe\' "streets" & [homes]?', lead=LONG_TITLE),
            Objective(code="O2", title=f"{QUOTED} {LONG_TITLE}"[:120], lead=QUOTED),
        ),
        group=NEAR, wards=(QUOTED, LONG_TITLE, "Market & Quay"), own=QUOTED,
        partnership=LONG_TITLE, marking=LONG_TITLE, targets=[target(300)],
    )  # fmt: skip
    return Case(framework, measured(framework, 36, (OWN, *NEAR)), ("Wards", "Benchmarks"))


def same_tab() -> Case:
    framework = agreed(
        indicator(), indicator("ROB", objective="O2"), indicator("VIO", objective="O3"),
        objectives=(
            Objective(code="O1", title="Homes", short_title="Safe"),
            Objective(code="O2", title="Streets", short_title="SAFE"),
            Objective(code="O3", title="Data"),
        ),
    )  # fmt: skip
    return Case(framework, measured(framework), ("Safe", "SAFE 2", "Data 2"))


def ended() -> Case:
    framework = agreed(
        indicator(),
        indicator("OLD", last="2017-09", first="2015-04"),
        targets=[target(300), target(300, "OLD")],
    )
    seen = (*measured(agreed(indicator())), *series(noise("OLD", 30), "OLD", until="2017-09"))
    return Case(framework, seen)


def percentage() -> Case:
    framework = agreed(indicator(**PERCENTAGE), targets=[target(30)])
    return Case(framework, measured(framework))


def not_among_its_group() -> Case:
    """A measure compared with a group that the own area is no member of."""
    framework = agreed(indicator(benchmark="near", denominator="POP"), PEOPLE, group=NEAR)
    areas = tuple(
        one.model_copy(update={"groups": ()}) if one.code == OWN else one for one in framework.areas
    )
    fields = {name: getattr(framework, name) for name in type(framework).model_fields}
    framework = Framework(**{**fields, "areas": areas})
    return Case(framework, measured(framework, 36, (OWN, *NEAR)), ("Benchmarks",))


def wild_titles() -> Case:
    """Titles that a lookup would take for patterns."""
    framework = agreed(
        indicator("A", title="Safe at night and by day"), indicator("B", title="Safe at night*"),
        indicator("C", title="Feel safe?"), indicator("D", title="About ~50 a month"),
    )  # fmt: skip
    return Case(framework, measured(framework))


def same_title() -> Case:
    framework = agreed(indicator("A", title="Burglary"), indicator("B", title="Burglary", objective="O2"),
                       objectives=objectives(2))  # fmt: skip
    return Case(framework, measured(framework))


def no_measures_under_one() -> Case:
    framework = agreed(indicator(), objectives=objectives(2))
    return Case(framework, measured(framework), ("Objective number 1", "Objective number 2"))


def divided() -> Case:
    """A measure divided by the age of victims, with nobody to be compared with."""
    from tests.excel.made import AGE, AGES

    framework = agreed(indicator(breakdowns=["age"]), breakdowns=(AGE,), items=AGES)
    items = [
        one for item in ("u18", "adult") for one in series(noise(item, 36, 9), breakdown="age", item=item)
    ]
    return Case(framework, (*measured(framework), *items), (), ("Benchmarks",))


def broken_series() -> Case:
    """A break in the series and an intervention, whose words begin as a formula does."""
    notes = [
        SeriesNote.model_validate({"kind": kind, "indicators": ("BUR",), "first": Period.parse_month(first), "reason": reason})
        for kind, first, reason in (("break", "2016-10", "=A new system."), ("intervention", "2017-01", "=Patrols & <care>."))
    ]  # fmt: skip
    framework = agreed(indicator(), notes=tuple(notes))
    return Case(framework, measured(framework, 60))


CASES = {
    "ninety measures under nine objectives": many,
    "one measure": only_one,
    "no group": no_group,
    "no wards": no_wards,
    "quarterly figures only": quarterly_only,
    "yearly figures only": annual_only,
    "one month of figures": one_month,
    "nothing received": nothing_received,
    "a district with neighbourhoods": district,
    "very long names": long_names,
    "the same tab twice": same_tab,
    "a measure that ended": ended,
    "a percentage with a target": percentage,
    "a group without the own area": not_among_its_group,
    "titles like patterns": wild_titles,
    "two measures of one title": same_title,
    "an objective without measures": no_measures_under_one,
    "a measure by age": divided,
    "breaks and interventions": broken_series,
}


@cache
def case_of(name: str) -> Case:
    return CASES[name]()


@cache
def scorecard_of(name: str) -> Scorecard:
    return case_of(name).scorecard
