"""When the returns of one collecting were made and came: their order, and what is to be asked about it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path

from scpxl.checks.attempts import Arrival, attempts_in_order, copied_together, received
from scpxl.errors import ScpxlError, SetUpError, StoreError
from scpxl.jobs import name_as_told, shown_path
from scpxl.jobs.folder import Folder
from scpxl.jobs.returns.check import OpenedFile, content_of, form_of, open_content
from scpxl.model.framework import Framework
from scpxl.model.periods import Period
from scpxl.privacy.guard import Use
from scpxl.read.guard.package import saved_time
from scpxl.read.return_workbook import read_start
from scpxl.returns.form import ReturnForm
from scpxl.returns.normalise import read_date
from scpxl.store.archive import is_archived, read_archived
from scpxl.store.interface import Store
from scpxl.store.records import SavedSubmission, SubmissionKind, SubmissionRecord

MOST_OPEN = 128
"""So many files of a collecting are kept open from when they are put in order; the rest are read again in their turn."""


@dataclass
class Arriving:
    """One file of a collecting: opened, on record already, or what kept it from being opened."""

    path: Path
    file: OpenedFile | None = None
    """What was read of it; None where it is on record, or is read again when its turn comes."""
    repeat: SavedSubmission | None = None
    """The return on record that had exactly these bytes."""
    trouble: ScpxlError | None = None
    arrival: Arrival | None = None
    """What tells when it was made; None for a file that is not one of our forms that is due, or is on record already."""
    form: ReturnForm | None = None

    @property
    def return_of(self) -> tuple[str, Period] | None:
        """Whose return it is and for when; None where `arrival` is."""
        return (self.form.partner.code, self.form.period) if self.form and self.arrival else None


@dataclass
class Receiving:
    """The files of one collecting in the order in which they are to be taken in."""

    seen: datetime
    """When they are first looked at."""
    stated: date | None = None
    """The day they were received, where the analyst gives it."""
    files: list[Arriving] = field(default_factory=list)
    copied: set[Arrival] = field(default_factory=set)
    taken: set[int] = field(default_factory=set)
    """The numbers of the attempts that this collecting stored."""
    unbelieved: list[str] = field(default_factory=list)
    """Names of files whose times are no days of receipt."""

    def received(self, one: Arriving, earlier: Sequence[SubmissionRecord]) -> datetime:
        """Return when a file came; bytes that are on record came when that says: it is written once."""
        if earlier:
            return min(record.received for record in earlier)
        if self.stated is not None:
            return datetime.combine(self.stated, time(12), UTC)
        if one.arrival is None:
            return last_changed(one.path)
        moment, believed = received(one.arrival, self.seen, copied=one.arrival in self.copied)
        if not believed:
            self.unbelieved.append(one.arrival.name)
        return moment


def receive(
    folder: Folder,
    store: Store,
    framework: Framework,
    period: Period,
    paths: Sequence[Path],
    stated: date | None = None,
) -> Receiving:
    """Open the files and put them in order: attempts at one return as they were made, all else by file times."""
    receiving = Receiving(_first_seen(folder), stated)
    opened = []
    for place, path in enumerate(paths):
        one = _open(folder, path, store, framework, period)
        if place >= MOST_OPEN:
            one.file = None
        opened.append(one)
    known = [one for one in opened if one.arrival is not None]
    receiving.copied = copied_together([one.arrival for one in known if one.arrival])
    groups: dict[tuple[str, Period], list[Arriving]] = defaultdict(list)
    for one in known:
        if one.return_of:
            groups[one.return_of].append(one)
    for group in groups.values():
        by_arrival = {id(one.arrival): one for one in group}
        group[:] = [
            by_arrival[id(arrival)] for arrival in attempts_in_order([o.arrival for o in group if o.arrival])
        ]
    # Each place that a return has among the files is taken by its attempts in their order.
    receiving.files = [
        groups[one.return_of].pop(0) if one.arrival and one.return_of else one for one in opened
    ]
    return receiving


def _first_seen(folder: Folder) -> datetime:
    # A folder that is looked at as of an earlier day has seen nothing later.
    as_of = datetime.combine(folder.today, time(23, 59), UTC)
    return min(datetime.now(UTC), as_of)


def _open(folder: Folder, path: Path, store: Store, framework: Framework, period: Period) -> Arriving:
    """Read one file, and open it unless a return with its bytes is on record: that need not be gone through again."""
    try:
        content = content_of(path)
        if isinstance(content, bytes):
            sha256 = hashlib.sha256(content).hexdigest()
            repeat = store.find_repeat(sha256, period, framework.version)
            if repeat is not None and is_archived(folder.archive, sha256):
                return Arriving(path, repeat=repeat)
        file = open_content(path, content, framework)
        changed = last_changed(path)
    except ScpxlError as trouble:
        return Arriving(path, trouble=trouble)
    one = Arriving(path, file)
    if file.opened.refused:
        return one
    one.form, _ = form_of(framework, file.opened, period)
    form = one.form
    if form is None or any(
        earlier.period == form.period for earlier in store.find_submissions_of(file.sha256)
    ):
        return one
    cell = read_start(file.opened, form).get("signed_date")
    one.arrival = Arrival(
        store.guard.shown(name_as_told(path), None, Use.FILE),
        changed,
        read_date(cell.value).day if cell else None,
        saved_time(file.opened.workbook.content),
    )
    return one


def last_changed(path: Path) -> datetime:
    """Return when a file was last changed; raises SetUpError where it has gone meanwhile."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError as gone:
        raise SetUpError(f"{shown_path(path)} cannot be read: {gone.strerror}. Run this again.") from gone


def in_force_for(store: Store, form: ReturnForm) -> SubmissionRecord | None:
    """Return the attempt in force for the return that a form is."""
    sent = store.fetch_submissions(form.period, form.partner.code, SubmissionKind.RETURN)
    return next((one for one in reversed(sent) if one.status.is_in_force), None)


def arrival_of(folder: Folder, record: SubmissionRecord) -> Arrival:
    """Return what tells when a recorded attempt was made."""
    try:
        saved = saved_time(read_archived(folder.archive, record.sha256))
    except StoreError:
        saved = None
    return Arrival(record.file, record.received, record.signed_date, saved)
