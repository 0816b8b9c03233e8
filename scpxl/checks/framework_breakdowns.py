"""Check that each breakdown has items, once each, and that the figures it divides can be divided so."""

from __future__ import annotations

from collections.abc import Iterator

from scpxl.checks.framework_problems import FrameworkProblem, quoted
from scpxl.model.framework import Framework, Indicator, Unit


def check_breakdowns(framework: Framework) -> Iterator[FrameworkProblem]:
    """Yield what is wrong with the breakdowns, their items, and the indicators that ask for them."""
    for place, breakdown in enumerate(framework.breakdowns):
        if not any(item.breakdown == breakdown.code for item in framework.items):
            fact, advice = "has no items.", "Add them to Items, a row each."
            yield FrameworkProblem("breakdowns", place, breakdown.code, "code", fact, advice)
    yield from _repeated_items(framework)
    for place, indicator in enumerate(framework.indicators):
        for fact, advice in _cannot_be_divided(indicator, framework):
            yield FrameworkProblem("indicators", place, indicator.code, "breakdowns", fact, advice)


def _repeated_items(framework: Framework) -> Iterator[FrameworkProblem]:
    seen: set[tuple[str, str, str]] = set()
    for place, item in enumerate(framework.items):
        name = f"{item.breakdown} {item.item}"
        # Rows of a return are found whatever the case of their codes; people tell them apart by their titles.
        for field, said in (("item", item.item), ("title", item.title)):
            key = item.breakdown.casefold(), field, said.casefold()
            if key in seen:
                fact = f"{quoted(said)} is there twice in {item.breakdown}."
                yield FrameworkProblem("items", place, name, field, fact, "Give each its own, or delete one.")
            seen.add(key)


def _cannot_be_divided(indicator: Indicator, framework: Framework) -> Iterator[tuple[str, str]]:
    breakdowns = framework.breakdowns_of(indicator)
    if breakdowns and indicator.reports_denominator:
        codes = ", ".join(breakdown.code for breakdown in breakdowns)
        yield (
            f"asks for {codes}, but the partner reports what the figure is out of, and items have a number only.",
            "Divide an indicator that counts.",
        )
    elif indicator.unit is Unit.SURVEY:
        for breakdown in breakdowns:
            if breakdown.exclusive:
                yield (
                    f"asks for {breakdown.code}, whose items add up to the whole; percentages of a survey do not.",
                    "Say No under Exclusive on Breakdowns, or leave it out.",
                )
