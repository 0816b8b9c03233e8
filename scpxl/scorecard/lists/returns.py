"""Who sent what, and how late, in words: one line per partner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from scpxl.model.framework import Framework
from scpxl.model.periods import Period
from scpxl.returns.layout import due_date
from scpxl.scorecard.records.lines import ReturnLine
from scpxl.scorecard.wording import count_of, ordinal

ACCEPTED, RETURNED, MISSING, NOT_DUE = "accepted", "returned", "missing", "not due yet"
NOTHING_DUE = "nothing due"
"""Of a partner whose figures are all of longer periods, none of which ends in this one."""


class Sending(NamedTuple):
    """One submission, as far as the table of returns needs it."""

    partner: str
    attempt: int
    status: str
    """accepted, accepted with queries, returned, superseded, withdrawn."""
    received: date
    file: str
    to_fix: int
    to_explain: int
    signed_off: str


def return_lines(
    framework: Framework, period: Period, sendings: Iterable[Sending], today: date
) -> tuple[ReturnLine, ...]:
    """Return a line for each partner who reports anything in the period, in framework order."""
    by_partner: dict[str, list[Sending]] = {}
    for sending in sendings:
        by_partner.setdefault(sending.partner, []).append(sending)
    due = due_date(framework, period)
    return tuple(
        _line(
            partner.name,
            due,
            sorted(by_partner.get(partner.code, []), key=lambda s: s.attempt),
            today,
            is_due=bool(framework.due_from(partner.code, period)),
        )
        for partner in framework.partners
        if framework.indicators_for(partner.code, period)
    )


def _line(name: str, due: date, sent: Sequence[Sending], today: date, *, is_due: bool) -> ReturnLine:
    in_force = next((s for s in reversed(sent) if _is_in_force(s)), None)
    last = in_force or (sent[-1] if sent else None)
    if last is None:
        status, received = MISSING if today > due else NOT_DUE, None
        status = status if is_due else NOTHING_DUE
        late = max(0, (today - due).days)
    else:
        status, received = last.status, last.received
        late = max(0, ((received if in_force else today) - due).days)
    late = late if is_due else 0
    return ReturnLine(
        partner=name,
        status=status,
        due=due,
        received=received,
        days_late=late,
        attempts=len(sent),
        to_fix=last.to_fix if last and not in_force else 0,
        to_explain=last.to_explain if last else 0,
        file=last.file if last else "",
        signed_off=last.signed_off if last else "",
        words=_words(status, late, sent, last, is_due=is_due),
    )


def _is_in_force(sending: Sending | None) -> bool:
    return sending is not None and sending.status.startswith(ACCEPTED)


def _words(status: str, late: int, sent: Sequence[Sending], last: Sending | None, *, is_due: bool) -> str:
    if status == NOTHING_DUE:
        return "No figure is due for this period."
    lateness = (
        f"{count_of(late, 'day')} late" if late else "on time" if _is_in_force(last) else "not yet late"
    )
    if last is None:
        return f"Nothing received; {lateness}." if status == MISSING else "Not due yet."
    if not _is_in_force(last) and status != RETURNED:
        return f"{status.capitalize()}; no accepted return; {lateness}."
    if status == RETURNED:
        return f"Returned with {count_of(last.to_fix, 'error')} to correct; no accepted return; {lateness}."
    attempt = f" at the {ordinal(last.attempt)} attempt" if last.attempt > 1 else ""
    after = [s for s in sent if s.attempt > last.attempt and s.status == RETURNED]
    later = (
        f" A later attempt was returned with {count_of(after[-1].to_fix, 'error')} to correct."
        if after
        else ""
    )
    lateness = lateness if is_due else "no figure was due"
    return f"{status.capitalize()}{attempt}; {lateness}.{later}"
