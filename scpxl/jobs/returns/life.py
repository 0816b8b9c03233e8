"""The life of submissions: what each attempt changed, withdrawing and bringing back, and the log of it all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import NamedTuple

from scpxl.checks.attempts import compare_attempts
from scpxl.errors import NotFoundError
from scpxl.jobs.folder import Folder
from scpxl.jobs.lookup import find_partner
from scpxl.model.framework import Framework
from scpxl.model.periods import Period
from scpxl.privacy.guard import Guard
from scpxl.read.return_workbook import open_return, read_return
from scpxl.returns.cells import CellRef
from scpxl.returns.form import ReturnForm, Sheet
from scpxl.returns.layout import lay_out_return
from scpxl.returns.raw import RawReturn
from scpxl.store.archive import read_archived
from scpxl.store.records import (
    Event,
    LifeChange,
    Restatement,
    StoredReading,
    SubmissionKind,
    SubmissionRecord,
)
from scpxl.words import as_given


class Changed(NamedTuple):
    """One cell or figure that is other than it was, as it is told."""

    what: str
    was: str
    now: str
    was_in: str
    now_in: str


@dataclass(frozen=True)
class AttemptChanges:
    """What one attempt changed.  `against` is the attempt before it; None for the first."""

    submission: SubmissionRecord
    against: SubmissionRecord | None
    cells: tuple[Changed, ...]
    restated: tuple[Changed, ...]
    """Figures of earlier periods that the record held and this attempt changed."""


def changes(folder: Folder, partner: str, period: Period) -> tuple[AttemptChanges, ...]:
    """Return what each attempt of a partner for a period changed, first to last; none where nothing came.

    The archived files are read again, so that what was sent back is compared too.  Raises
    NotFoundError for a partner the framework has not.
    """
    framework = folder.framework
    form = lay_out_return(framework, find_partner(framework, partner).code, period)
    with folder.record_or_empty() as store:
        sent = store.fetch_submissions(period, partner, SubmissionKind.RETURN)
        raws = {one.sha256: _read(folder, one, form) for one in sent}
        restated = {one.id: store.fetch_restatements(submission=one.id) for one in sent}
        return _compared(framework, form, sent, raws, restated, store.guard)


def _compared(
    framework: Framework,
    form: ReturnForm,
    sent: list[SubmissionRecord],
    raws: Mapping[str, RawReturn],
    restated: Mapping[int, Iterable[Restatement]],
    guard: Guard,
) -> tuple[AttemptChanges, ...]:
    return tuple(
        AttemptChanges(
            submission=later,
            against=earlier,
            cells=tuple(
                Changed(c.what, c.was, c.now, _address(c.was_in), _address(c.now_in))
                for c in compare_attempts(raws[earlier.sha256], raws[later.sha256], form, guard)
            )
            if earlier
            else (),
            restated=tuple(
                told(framework, (one for one in restated[later.id] if not one.corrects_own_period))
            ),
        )
        for earlier, later in pairwise([None, *sent])
        if later is not None
    )


def _read(folder: Folder, sent: SubmissionRecord, form: ReturnForm) -> RawReturn:
    content = read_archived(folder.archive, sent.sha256)
    return read_return(open_return(content, sent.file, parts=form.name_of(Sheet.WARDS)), form)


def _address(cell: CellRef | None) -> str:
    return str(cell) if cell else "–"


def told(framework: Framework, restated: Iterable[Restatement]) -> Iterator[Changed]:
    """Yield each figure on record that was changed, in words."""
    for change in restated:
        yield Changed(
            _what(framework, change),
            value_text(change.old),
            value_text(change.new),
            source_text(change.old),
            source_text(change.new),
        )


def _what(framework: Framework, change: Restatement) -> str:
    key = change.series
    indicator, area = framework.by_code.get(key.indicator), framework.area_by_code.get(key.area)
    place = area.name if area and key.area != framework.area else ""
    if key.item:
        place = framework.item_title(key.breakdown, key.item)
    title = indicator.title if indicator else key.indicator
    return ", ".join(filter(None, (title, place, change.period.written)))


def value_text(reading: StoredReading) -> str:
    """Return what a cell said, as it is told."""
    if reading.numerator is None:
        return reading.marker.words
    number = as_given(reading.numerator)
    if reading.denominator is not None:
        number += f" of {as_given(reading.denominator)}"
    return f"{number} ({reading.marker.words})" if reading.marker.words else number


def source_text(reading: StoredReading) -> str:
    """Return which submission and cell it was."""
    source = reading.source
    return " ".join(filter(None, (source.submission, f"{source.sheet}!{source.cell}" if source.cell else "")))


def withdraw(folder: Folder, reference: str, why: str) -> LifeChange:
    """Take a submission out of force; the previous figures apply again.  `why` is kept in the record."""
    _ = folder.framework_path  # a folder that is none of ours is said to be so
    with folder.open_record() as store:
        return store.withdraw_submission(reference, why)


def reinstate(folder: Folder, reference: str) -> LifeChange:
    """Bring a withdrawn submission back."""
    _ = folder.framework_path
    with folder.open_record() as store:
        return store.reinstate_submission(reference)


class HistoryLine(NamedTuple):
    """One thing that happened; the partner is blank and the period None where it concerns none."""

    moment: datetime
    what: str
    partner: str
    period: Period | None
    words: str


def history(
    folder: Folder, partner: str | None = None, period: Period | None = None
) -> tuple[HistoryLine, ...]:
    """Return what is in the log, first to last as it was noted; none where nothing was ever stored.

    `partner` and `period`, where given, leave out what concerns others.  Raises NotFoundError for a partner
    that neither the framework nor the log knows.
    """
    known = folder.framework.partner_by_code
    with folder.record_or_empty() as store:
        events = store.fetch_events()
    if partner is not None and partner not in {*known, *(event.partner for event in events)}:
        raise NotFoundError(f"{partner!r} is not a partner of the framework. There are: {', '.join(known)}.")
    return tuple(
        _line(event)
        for event in events
        if partner in (None, event.partner) and period in (None, event.period)
    )


def _line(event: Event) -> HistoryLine:
    return HistoryLine(event.moment.astimezone(UTC), event.what, event.partner, event.period, event.words)
