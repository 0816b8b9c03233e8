"""What came of waivers and trials: what trials would have refused, what has ended, what was of no use."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from scpxl.checks.catalogue import CHECKS
from scpxl.errors import StoreError
from scpxl.framework.agreements import remarks_on
from scpxl.jobs.folder import Folder
from scpxl.model.agreements import Trial, Waiver, day_words
from scpxl.model.framework import Framework
from scpxl.model.periods import Period
from scpxl.model.words import count_of
from scpxl.returns.findings import Exemption, Finding, Severity
from scpxl.returns.layout import due_date
from scpxl.store.findings import fetch_findings
from scpxl.store.records import SubmissionKind
from scpxl.store.submissions import fetch_submissions
from scpxl.store.waivers import fetch_waiver_uses


@dataclass(frozen=True, slots=True)
class TrialLine:
    """What a rule on trial would have done to the returns of a period, at the last attempt of each partner."""

    rule: str
    begins: date
    """The first day on which a return due is held to it."""
    returns: int
    cells: int
    words: str


def trial_lines(folder: Folder, period: Period) -> tuple[TrialLine, ...]:
    """Return a line for each rule that is on trial in returns for the period, also where it met nothing."""
    framework, due = folder.framework, due_date(folder.framework, period)
    trials = [trial for trial in framework.trials if trial.until >= due]
    if not trials:
        return ()
    with folder.open_record() as store:
        last = {s.partner: s.id for s in fetch_submissions(store, period, kind=SubmissionKind.RETURN)}
        told = [fetch_findings(store, number) for number in last.values()]
    return tuple(_line(trial, told) for trial in trials)


def _line(trial: Trial, told: list[tuple[Finding, ...]]) -> TrialLine:
    met = [
        [one for one in findings if one.code == trial.rule and one.let_by is Exemption.TRIAL]
        for findings in told
    ]
    returns = sum(map(bool, met))
    cells = sum(len(one.cells) or 1 for findings in met for one in findings)
    what = "refused" if CHECKS[trial.rule].severity is Severity.MUST_FIX else "asked about"
    concerned = f"{count_of(returns, 'return')} of {len(told)}, for {count_of(cells, 'cell')}"
    words = f"{trial.rule} would have {what} {concerned}; it is in force from {day_words(trial.begins)}."
    return TrialLine(trial.rule, trial.begins, returns, cells, words)


def agreement_remarks(folder: Folder, framework: Framework) -> tuple[str, ...]:
    """Return what the analyst should know of a framework's waivers and trials today."""
    if not (framework.waivers or framework.trials):
        return ()
    unused: tuple[Waiver, ...] = ()
    if folder.store_path.is_file():
        # A record that cannot be read says nothing of what was used; whoever needs it says why.
        with suppress(StoreError), folder.open_record(read_only=True) as store:
            used = {use.waiver for use in fetch_waiver_uses(store)}
            unused = tuple(waiver for waiver in framework.waivers if waiver not in used)
    return remarks_on(framework, folder.today, unused)
