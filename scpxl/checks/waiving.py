"""What becomes of findings whose rule is waived for the partner, was waived, or is on trial."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from scpxl.model.agreements import Trial, Waiver, day_words, ended_waiver, trial_of, waiver_for
from scpxl.returns.findings import Finding, LetBy, Severity
from scpxl.returns.form import ReturnForm

_WILL_BE = {Severity.MUST_FIX: "refused", Severity.EXPLAIN: "asked about"}


def after_agreements(
    findings: Iterable[Finding], form: ReturnForm, about: Mapping[tuple[str, int], str]
) -> tuple[list[Finding], tuple[tuple[Waiver, int], ...]]:
    """Return the findings as they stand after waivers and trials, and the waivers with how many each let by.

    `about` says which indicator each row of figures is about, by sheet and row.  A finding let by is a
    note that says by whom and until when, or from which day on it will be more.  Where a waiver has
    ended, the finding stays as it is and says so.
    """
    used: Counter[Waiver] = Counter()
    told = []
    for one in findings:
        if one.severity is Severity.NOTE or not (form.waivers or form.trials):
            told.append(one)
            continue
        indicator = _indicator_of(one, about)
        waiver = waiver_for(form.waivers, one.code, indicator, form.due)
        trial = trial_of(form.trials, one.code, form.due)
        if waiver is not None:
            used[waiver] += 1
            told.append(replace(one, severity=Severity.NOTE, advice=waiver.words, let_by=LetBy.WAIVER))
        elif trial is not None:
            told.append(_on_trial(one, trial))
        else:
            told.append(_after_the_end(one, ended_waiver(form.waivers, one.code, indicator, form.due)))
    return told, tuple(used.items())


def _indicator_of(one: Finding, about: Mapping[tuple[str, int], str]) -> str:
    """Return the one indicator that a finding is about; blank where it is about none."""
    codes = {about.get((cell.sheet, cell.row), "") for cell in one.cells}
    return codes.pop() if len(codes) == 1 else ""


def _on_trial(one: Finding, trial: Trial) -> Finding:
    fact = f"From {day_words(trial.begins)} this will be {_WILL_BE[one.severity]}: {one.fact}"
    advice = " ".join(part for part in (one.advice, trial.note) if part)
    return replace(one, severity=Severity.NOTE, fact=fact, advice=advice, let_by=LetBy.TRIAL)


def _after_the_end(one: Finding, ended: Waiver | None) -> Finding:
    if ended is None:
        return one
    return replace(
        one, advice=f"{one.advice} The waiver of this rule ended on {day_words(ended.until)}.".strip()
    )
