"""Whether waivers and trials can be applied: the rule is one that can be let by, and it is said once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from scpxl.checks.framework_problems import FrameworkProblem, choose_from
from scpxl.model.agreements import Trial, Waiver, day_words
from scpxl.model.framework import Framework
from scpxl.returns.framework_tables import TRIALS, WAIVERS, FrameworkTable
from scpxl.returns.messages import MESSAGES
from scpxl.returns.waivable import ABOUT_INDICATORS, WAIVABLE, why_not


def check_agreements(framework: Framework) -> Iterator[FrameworkProblem]:
    """Yield what is wrong with the waivers and trials; that their partners and indicators exist is seen elsewhere."""
    for table in (WAIVERS, TRIALS):
        seen = set()
        for place, one in enumerate(getattr(framework, table.key)):
            name = tuple(getattr(one, key) for key in table.names)
            if wrong := _rule_problem(one.rule):
                yield _problem(table, place, one, "rule", *wrong)
            elif name in seen:
                fact = f"there is a {table.noun} for it already."
                yield _problem(table, place, one, "rule", fact, "Keep the one that holds.")
            seen.add(name)
    for place, waiver in enumerate(framework.waivers):
        if waiver.indicator and waiver.rule in WAIVABLE:
            yield from _of_indicator(framework, place, waiver)


def remarks_on(framework: Framework, today: date, unused: Iterable[Waiver] = ()) -> tuple[str, ...]:
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
                f"{what} ended on {day_words(waiver.until)}: returns due since then are held to the rule. "
                "Delete it, or agree a new day."
            )
        elif waiver in unused:
            remarks.append(f"{what} has covered nothing in any return so far.")
    remarks += [
        f"The trial of {trial.rule} ended on {day_words(trial.until)}: the rule is in force. Delete the row."
        for trial in framework.trials
        if trial.until < today
    ]
    return tuple(remarks)


def _rule_problem(rule: str) -> tuple[str, str] | None:
    if rule not in MESSAGES:
        return f"{rule!r} is not the code of a finding.", choose_from(
            rule, WAIVABLE
        ) or "The guide to the checks lists them."
    if why := why_not(rule):
        return f"{rule} can be neither waived nor put on trial: {why}.", "Delete the row."
    return None


def _of_indicator(framework: Framework, place: int, waiver: Waiver) -> Iterator[FrameworkProblem]:
    indicator = framework.by_code.get(waiver.indicator)
    if waiver.rule not in ABOUT_INDICATORS:
        fact = f"{waiver.rule} is about no indicator."
        yield _problem(WAIVERS, place, waiver, "indicator", fact, "Leave the indicator blank.")
    elif indicator is not None and indicator.partner != waiver.partner:
        if indicator.partner and indicator.partner not in framework.partner_by_code:
            return  # that is told of the indicator
        by = f"reported by {indicator.partner}" if indicator.partner else "reported by no partner"
        fact = f"{indicator.code} is {by}, not by {waiver.partner}."
        yield _problem(WAIVERS, place, waiver, "indicator", fact, "Correct the partner or the indicator.")


def _problem(
    table: FrameworkTable, place: int, entry: Waiver | Trial, field: str, fact: str, advice: str
) -> FrameworkProblem:
    named = {key: getattr(entry, key) for key in table.names}
    return FrameworkProblem(table.key, place, table.entry_name(named, place), field, fact, advice)
