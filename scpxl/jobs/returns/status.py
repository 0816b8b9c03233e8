"""The state of a quarter: who has sent what, who is late, what is wrong, what is to be asked of the framework."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from scpxl.checks.catalogue import CHECKS
from scpxl.jobs.folder import Folder
from scpxl.model.agreements import Trial
from scpxl.model.framework import Framework
from scpxl.model.observations import Observation
from scpxl.model.periods import YEAR, Period
from scpxl.render.letters import Drafts, Reminder, draft_reminders
from scpxl.returns.findings import Exemption, Finding, Severity
from scpxl.returns.form import Sheet
from scpxl.returns.layout import due_date
from scpxl.scorecard.lists.matrix import Known, known_marks, missing_words, status_matrix
from scpxl.scorecard.lists.returns import RETURNED, Sending, return_lines
from scpxl.scorecard.records.lines import ReturnLine, StatusRow
from scpxl.store.interface import Store
from scpxl.store.records import SubmissionKind, SubmissionRecord
from scpxl.words import count_of, day_text

REMIND_WITHIN = 14
"""So many days before the due date a reminder is drafted, where nothing else is said."""


def status(folder: Folder, period: Period) -> tuple[ReturnLine, ...]:
    """Return a line for each partner who is to send a return for the period."""
    framework = folder.framework
    with folder.record_or_empty() as store:
        sent = sendings(store, period)
    return return_lines(framework, period, sent, folder.today)


def matrix(folder: Folder, period: Period) -> tuple[StatusRow, ...]:
    """Return what has come of each section of each partner's return, month by month."""
    framework = folder.framework
    with folder.record_or_empty() as store:
        sent = sendings(store, period)
        marks = _marks(store, framework, period)
        written = {
            Sheet.ACTIONS: {action.partner for action in store.fetch_actions(period)},
            Sheet.COMMENTARY: {words.partner for words in store.fetch_commentary(period)},
        }
        nil = store.fetch_nil_sections(period)
    return status_matrix(framework, period, sent, marks, written, folder.today, nil)


def _marks(store: Store, framework: Framework, period: Period) -> Known:
    asked = {i.code for p in framework.partners for i in framework.indicators_for(p.code, period)}
    # A yearly figure that ends in the period began a year before its end.
    found: Iterable[Observation] = store.fetch_observations(
        asked, first=period.first - YEAR + 1, last=period.last
    )
    return known_marks(found)


def sendings(store: Store, period: Period) -> tuple[Sending, ...]:
    """Return every submission of the period, as far as the table of returns needs it."""
    return tuple(
        _sending(record, store.fetch_findings(record.id))
        for record in store.fetch_submissions(period, kind=SubmissionKind.RETURN)
    )


def _sending(record: SubmissionRecord, findings: Iterable[Finding]) -> Sending:
    gravities = [found.severity for found in findings]
    signed = " ".join(
        filter(None, (record.signed_name, f"({record.signed_role})" if record.signed_role else ""))
    )
    return Sending(
        partner=record.partner,
        attempt=record.attempt,
        status=record.status.value,
        received=record.received.date(),
        file=record.file,
        to_fix=gravities.count(Severity.MUST_FIX),
        to_explain=gravities.count(Severity.EXPLAIN),
        signed_off=signed,
    )


def chase(folder: Folder, period: Period, within: int = REMIND_WITHIN) -> Drafts:
    """Draft a reminder to each partner of whom something is still wanted; return the drafts.

    Nobody is reminded of a return that is due in more than `within` days, save of one that was sent back.
    """
    framework = folder.framework
    with folder.record_or_empty() as store:
        lines = return_lines(framework, period, sendings(store, period), folder.today)
        last = {s.partner: s for s in store.fetch_submissions(period, kind=SubmissionKind.RETURN)}
        to_fix = {
            partner: store.fetch_findings(sent.id)
            for partner, sent in last.items()
            if sent.status.value == RETURNED
        }
        marks = _marks(store, framework, period)
    partners = {partner.name: partner for partner in framework.partners}
    drafts = []
    for line in lines:
        partner = partners[line.partner]
        in_force = line.status.startswith("accepted")
        one = Reminder(
            partner=partner,
            line=line,
            today=folder.today,
            days_left=(line.due - folder.today).days,
            missing=missing_words(framework, partner.code, period, marks if in_force else None),
            to_fix=tuple(f for f in to_fix.get(partner.code, ()) if f.severity is Severity.MUST_FIX),
        )
        if one.to_fix or (one.missing and one.days_left <= within):
            drafts.append(one)
    return draft_reminders(folder.outputs(period) / "reminders", framework, period, drafts)


@dataclass(frozen=True, slots=True)
class TrialLine:
    """What a rule on trial would have done to the returns of a period, at the last attempt of each partner."""

    rule: str
    begins: date
    """The first due date from which returns must keep it."""
    returns: int
    cells: int
    words: str


def trial_lines(folder: Folder, period: Period) -> tuple[TrialLine, ...]:
    """Return a line for each rule that is on trial in returns for the period, also where it met nothing."""
    framework, due = folder.framework, due_date(folder.framework, period)
    trials = [trial for trial in framework.trials if trial.until >= due]
    if not trials:
        return ()
    with folder.record_or_empty() as store:
        last = {s.partner: s.id for s in store.fetch_submissions(period, kind=SubmissionKind.RETURN)}
        told = [store.fetch_findings(number) for number in last.values()]
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
    words = f"{trial.rule} would have {what} {concerned}; it applies from {day_text(trial.begins)}."
    return TrialLine(trial.rule, trial.begins, returns, cells, words)
