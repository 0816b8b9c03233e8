"""Whether waivers, trials and tolerances can be applied: the rule is one that can be let by, and it is said once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from scpxl.checks.catalogue import ABOUT_INDICATORS, CHECKS, TOLERANT, WAIVABLE, why_not
from scpxl.checks.catalogue.values import ITEMS, PARTS, WARDS
from scpxl.framework.problems import FrameworkProblem, choose_from, short_quote
from scpxl.framework.tables import TOLERANCES, TRIALS, WAIVERS, FrameworkTable
from scpxl.model.agreements import Tolerance, Trial, Waiver
from scpxl.model.framework import Framework, Unit
from scpxl.returns.layout import WARD
from scpxl.words import day_text


def check_agreements(framework: Framework) -> Iterator[FrameworkProblem]:
    """Yield what is wrong with waivers, trials and tolerances; that their partners and indicators exist is seen elsewhere."""
    for table in (WAIVERS, TRIALS, TOLERANCES):
        seen = set()
        for place, one in enumerate(getattr(framework, table.key)):
            name = tuple(getattr(one, key) for key in table.names)
            if wrong := _rule_problem(one.rule, table):
                yield _problem(table, place, one, "rule", *wrong)
            elif name in seen:
                fact = f"there is a {table.noun} for it already."
                yield _problem(table, place, one, "rule", fact, "Keep the one that holds.")
            seen.add(name)
    for place, waiver in enumerate(framework.waivers):
        if waiver.indicator and waiver.rule in WAIVABLE:
            yield from _of_indicator(framework, place, waiver)
    for place, tolerance in enumerate(framework.tolerances):
        if not tolerance.per_cent and not tolerance.number:
            fact, advice = (
                "allows nothing: per_cent and number are both 0.",
                "Give the largest difference allowed.",
            )
            yield _problem(TOLERANCES, place, tolerance, "per_cent", fact, advice)
        if tolerance.rule in TOLERANT:
            yield from _of_tolerance(framework, place, tolerance)


def remarks_on_agreements(
    framework: Framework, today: date, unused: Iterable[Waiver] = ()
) -> tuple[str, ...]:
    """Return what the analyst should know of the waivers and trials on a day: what has ended, what was of no use.

    These are no mistakes: the framework can be used as it is.
    """
    names = {partner.code: partner.name for partner in framework.partners}
    remarks = []
    for waiver in framework.waivers:
        what = f"The waiver of {waiver.rule} for {names.get(waiver.partner, waiver.partner)}"
        what += f", {waiver.indicator}," if waiver.indicator else ""
        if waiver.until < today:
            remarks.append(
                f"{what} ended on {day_text(waiver.until)}: returns due since then must keep the rule. "
                "Delete it, or agree a new day."
            )
        elif waiver in unused:
            remarks.append(f"{what} has covered nothing in any return so far.")
    remarks += [
        f"The trial of {trial.rule} ended on {day_text(trial.until)}: the rule now applies. Delete the row."
        for trial in framework.trials
        if trial.until < today
    ]
    return tuple(remarks)


def _rule_problem(rule: str, table: FrameworkTable) -> tuple[str, str] | None:
    takes = tuple(TOLERANT) if table is TOLERANCES else WAIVABLE
    if rule not in CHECKS:
        return f"{short_quote(rule)} is not the code of a finding.", choose_from(
            rule, takes
        ) or "The guide to the checks lists them."
    if table is TOLERANCES:
        if rule in TOLERANT:
            return None
        return f"{rule} takes no tolerance: it compares no two figures.", choose_from("", takes)
    if why := why_not(rule):
        return f"{rule} can be neither waived nor put on trial: {why}.", "Delete the row."
    return None


def _of_indicator(framework: Framework, place: int, waiver: Waiver) -> Iterator[FrameworkProblem]:
    if waiver.rule not in ABOUT_INDICATORS:
        fact = f"{waiver.rule} is about no indicator."
        yield _problem(WAIVERS, place, waiver, "indicator", fact, "Leave the indicator blank.")
    elif wrong := _not_theirs(framework, waiver.indicator, waiver.partner):
        yield _problem(WAIVERS, place, waiver, "indicator", *wrong)


def _not_theirs(framework: Framework, code: str, partner: str) -> tuple[str, str] | None:
    """Say where a partner does not report the indicator that something is agreed for."""
    indicator = framework.by_code.get(code)
    if indicator is None or indicator.partner == partner:
        return None
    if indicator.partner and indicator.partner not in framework.partner_by_code:
        return None  # that is told of the indicator
    by = f"reported by {indicator.partner}" if indicator.partner else "reported by no partner"
    return f"{indicator.code} is {by}, not by {partner}.", "Correct the partner or the indicator."


def _of_tolerance(framework: Framework, place: int, tolerance: Tolerance) -> Iterator[FrameworkProblem]:
    indicator = framework.by_code.get(tolerance.indicator)
    if indicator is None:
        return
    if tolerance.partner and (wrong := _not_theirs(framework, tolerance.indicator, tolerance.partner)):
        yield _problem(TOLERANCES, place, tolerance, "indicator", *wrong)
    has = {
        WARDS: WARD in indicator.breakdowns,
        ITEMS: bool(framework.breakdowns_of(indicator)),
        PARTS: indicator.unit is Unit.PERCENTAGE and indicator.reports_denominator,
    }
    if not has[TOLERANT[tolerance.rule]]:
        what = {WARDS: "is not divided by wards", ITEMS: "is not divided by items"}
        fact = f"{indicator.code} {what.get(TOLERANT[tolerance.rule], 'is no part of a reported whole')}."
        advice = f"{tolerance.rule} is never said of it. Correct the indicator or the rule."
        yield _problem(TOLERANCES, place, tolerance, "indicator", fact, advice)


def _problem(
    table: FrameworkTable, place: int, entry: Waiver | Trial | Tolerance, field: str, fact: str, advice: str
) -> FrameworkProblem:
    named = {key: getattr(entry, key) for key in table.names}
    return FrameworkProblem(table.key, place, table.entry_name(named, place), field, fact, advice)
