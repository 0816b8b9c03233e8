"""What a waiver, a trial or a tolerance does to a live check: it leaves out what is let by, and says so."""

from __future__ import annotations

from dataclasses import replace

from scpxl.checks.catalogue import ABOUT_INDICATORS
from scpxl.checks.live_check import LiveCheck
from scpxl.model.agreements import Trial, day_words, lets_by, trial_of
from scpxl.returns.findings import Severity
from scpxl.returns.form import ReturnForm, Sheet
from scpxl.returns.layout import PARTS_OF_FIGURES

_WILL_BE = {Severity.MUST_FIX: "refused", Severity.EXPLAIN: "asked about"}
_OF_FIGURES = {Sheet.MEASURES, *PARTS_OF_FIGURES}


def after_agreements(check: LiveCheck, form: ReturnForm) -> LiveCheck:
    """Return a live check as it stands on the form of a partner with waivers, trials and tolerances.

    Rows of figures that are let by are left out where the check is made; a check of words is let by as
    a whole, and then finds nothing.
    """
    if let_by := _tolerance_words(check, form):
        check = replace(check, aside=" ".join(part for part in (check.aside, let_by) if part))
    if not (form.waivers or form.trials):
        return check
    by_row = check.code in ABOUT_INDICATORS and check.sheet in _OF_FIGURES
    if not by_row and lets_by(form.waivers, form.trials, check.code, "", form.due):
        check = replace(check, count="=0", first="=0", at_issue=0, first_at_issue=None)
    trial = trial_of(form.trials, check.code, form.due)
    aside = _trial_words(check, trial) if trial else _waiver_words(check, form, by_row=by_row)
    return replace(check, aside=" ".join(part for part in (check.aside, aside) if part))


def _tolerance_words(check: LiveCheck, form: ReturnForm) -> str:
    there = {row.key[0] for row in form.table[Sheet.MEASURES].rows} | {""}
    of_it = [one for one in form.tolerances if one.rule == check.code and one.indicator in there]
    return " ".join(f"A difference of {one.bounds}{_about(one.indicator, form)} is let by." for one in of_it)


def _trial_words(check: LiveCheck, trial: Trial) -> str:
    return f"On trial: this will be {_WILL_BE[check.severity]} from {day_words(trial.begins)}."


def _waiver_words(check: LiveCheck, form: ReturnForm, *, by_row: bool) -> str:
    of_it = [w for w in form.waivers if w.rule == check.code and w.until >= form.due]
    there = {row.key[0] for row in form.table[check.sheet].rows} if by_row else set()
    told = []
    for waiver in of_it:
        if waiver.indicator and waiver.indicator not in there:
            continue
        told.append(f"Waived{_about(waiver.indicator, form)} until {day_words(waiver.until)}.")
    return " ".join(told)


def _about(indicator: str, form: ReturnForm) -> str:
    titles = {row.key[0]: row.labels.get("title", "") for row in form.table[Sheet.MEASURES].rows}
    return f" for {titles.get(indicator) or indicator}" if indicator else ""
