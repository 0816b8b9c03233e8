"""Collect a period's returns: check each, keep the file, and enter what stands, one transaction per return."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from scpxl.checks.attempts import disagreement, is_older, votes
from scpxl.errors import OutputError, ScpxlError, SetUpError
from scpxl.files.reading import irregular_kind
from scpxl.jobs import Progress, gc_paused, name_as_told, no_progress, shown_path
from scpxl.jobs.folder import Folder
from scpxl.jobs.returns.answers import still_owed, write_answer, write_owed
from scpxl.jobs.returns.check import CheckedFile, check_opened, open_submission
from scpxl.jobs.returns.known import prefill
from scpxl.jobs.returns.receiving import Arriving, Receiving, arrival_of, in_force_for, receive
from scpxl.model.framework import Framework
from scpxl.model.periods import Period
from scpxl.privacy.guard import STRICT, Use
from scpxl.returns.findings import Finding, ReturnVerdict, verdict_on
from scpxl.returns.form import ReturnForm
from scpxl.returns.layout import NIL_SECTIONS
from scpxl.store.archive import archive_file
from scpxl.store.interface import Store
from scpxl.store.records import Brought, NewSubmission, SavedSubmission, SubmissionRecord
from scpxl.words import count_of

_JUNK = re.compile(
    r"^(~\$|\.~lock\.|\._|\.DS_Store$|desktop\.ini$|Thumbs\.db$)|\.(tmp|crdownload|part|partial|download)$",
    re.IGNORECASE,
)
"""Files that Excel, browsers and file systems leave about; they are listed, never read."""
_OPEN_IN_EXCEL = "~$"


@dataclass(frozen=True)
class CollectedFile:
    """A file and what became of it.

    `saved` is None where nothing was stored: it is no form of ours that is due.  `checked` is None where the same
    bytes are on record: then `record` says what they are, and `found` what was found when they were stored.
    """

    checked: CheckedFile | None
    saved: SavedSubmission | None
    answer: Path | None = None
    """The reply written to the partner, where the file was newly stored."""
    order: str = ""
    """Why the order in which it was taken may be wrong, which was taken, and how to have it otherwise."""
    name: str = ""
    """The file's name as it may be shown."""
    record: SubmissionRecord | None = None
    found: tuple[Finding, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found in it, now or when it was stored."""
        return self.checked.findings if self.checked is not None else self.found

    @property
    def verdict(self) -> ReturnVerdict:
        """The answer's first line."""
        return verdict_on(self.findings)


@dataclass(frozen=True)
class Collection:
    """Everything one collecting did."""

    period: Period
    files: tuple[CollectedFile, ...]
    skipped: tuple[str, ...]
    """What lay among the files and was left alone, each with the reason in brackets."""
    unbelieved: tuple[str, ...] = ()
    """Names of newly stored files whose times are no days of receipt, so that the returns' own dates were taken."""
    unread: tuple[str, ...] = ()
    """Sentences about files that could not be read or stored, and replies that could not be written."""
    replies: tuple[Path, ...] = ()
    """Replies that were owed since an earlier collecting was stopped."""

    @property
    def needs_somebody(self) -> bool:
        """Whether a file was sent back, or could not be read or stored."""
        to_tell = self.to_tell
        return bool(self.unread) or any(
            file.saved is None or not file.saved.status.is_in_force for file in to_tell
        )

    @property
    def to_tell(self) -> tuple[CollectedFile, ...]:
        """The files but those already stored before."""
        return tuple(file for file in self.files if file.saved is None or not file.saved.is_repeat)


def collect(
    folder: Folder,
    period: Period,
    paths: Sequence[Path] = (),
    progress: Progress = no_progress,
    received: date | None = None,
) -> Collection:
    """Check and consolidate the files of the period's folder, or those given, attempts in the order they were made.

    That order is told by sign-off, by when they were saved, and by the record; the times of files are the last
    resort.  `received` is the day the files came, where their times do not say so.  One that cannot be read or
    stored stops none of the others.  Collecting the same files again changes nothing.  A reply that is owed, since
    an earlier collecting was stopped before it was written, is written first.
    """
    framework = folder.framework
    found, skipped = waiting_files(folder, paths or [folder.returns(period)])
    collected = []
    with folder.open_record() as store:
        replies, unread = write_owed(folder, store, framework)
        with gc_paused():
            receiving = receive(folder, store, framework, period, found, received)
        collector = _Collector(folder, store, framework, period, receiving)
        for done, one in enumerate(receiving.files):
            progress(done, len(found), store.guard.shown(name_as_told(one.path), None, Use.FILE))
            try:
                with gc_paused():
                    collected.append(collector.collect(one))
            except ScpxlError as trouble:
                unread.append(str(trouble))
        unread += collector.owed
    progress(len(found), len(found), "")
    return Collection(
        period, tuple(collected), skipped, tuple(receiving.unbelieved), tuple(unread), tuple(replies)
    )


def waiting_files(folder: Folder, paths: Iterable[Path]) -> tuple[list[Path], tuple[str, ...]]:
    """Return the files to read, of folders and files, oldest first, and what lies among them that is left alone.

    Raises SetUpError where a path is not there, or cannot be read.
    """
    found: list[tuple[float, str, Path]] = []
    skipped = [f"{name} (a copy of the record: see scpxl store check)" for name in folder.other_records()]
    for path in paths:
        try:
            if path.is_dir():
                inside = [(one, _why_left(one)) for one in sorted(path.iterdir())]
                skipped += [f"{shown_name(one)} ({why})" for one, why in inside if why]
                found += [(one.stat().st_mtime, one.name, one) for one, why in inside if not why]
            elif path.exists():
                found.append((path.stat().st_mtime, path.name, path))
            else:
                raise SetUpError(
                    f"{shown_path(path)} does not exist. Put the submitted files there, or name others."
                )
        except OSError as closed:
            raise SetUpError(
                f"{shown_path(path)} cannot be read: {closed.strerror}. Check your right to read it."
            ) from closed
    return [path for *_, path in sorted(found)], tuple(skipped)


def _why_left(path: Path) -> str:
    """Return why something in a folder of returns is left alone; blank for a file to read."""
    if path.is_symlink():
        return "a link: copy the file itself here"
    if kind := irregular_kind(path.lstat().st_mode):
        return _folder_words(path) if path.is_dir() else kind
    if path.name.startswith(_OPEN_IN_EXCEL):
        return f"{shown_name(path.with_name(path.name[2:]))} may be open in Excel"
    return "a system file" if _JUNK.search(path.name) else ""


def _folder_words(path: Path) -> str:
    try:
        held = count_of(sum(1 for _ in path.iterdir()), "file")
    except OSError:
        # One that may not be looked into keeps nobody from reading what lies beside it.
        return "a folder"
    return f"a folder with {held}: move what is to be collected out of it"


def shown_name(path: Path) -> str:
    """Return a file's name as it may be shown."""
    return STRICT.shown(name_as_told(path), None, Use.FILE)


@dataclass
class _Collector:
    """What one collecting works with."""

    folder: Folder
    store: Store
    framework: Framework
    period: Period
    receiving: Receiving
    owed: list[str] = field(default_factory=list)
    """Replies that could not be written, a sentence each."""
    knows_framework: bool = False

    def collect(self, one: Arriving) -> CollectedFile:
        """Check one file and store what can be used."""
        if one.trouble is not None:
            raise one.trouble
        name = self.store.guard.shown(name_as_told(one.path), None, Use.FILE)
        if one.repeat is not None:
            return self._seen_before(one.repeat, name)
        file = one.file or open_submission(one.path, self.framework)
        one.file = None  # what was read of it is not needed again, and there may be many
        known = lambda form: prefill(self.store, form)  # noqa: E731  (one line says it)
        checked = check_opened(
            self.framework, file, self.period, known=known, laid_out=one.form, guard=self.store.guard
        )
        if checked.form is None:
            return CollectedFile(replace(checked, content=b""), None, name=name)
        # The bytes are kept before the record speaks of them.
        archive_file(self.folder.archive, checked.content, one.path.suffix.lower() or ".xlsx")
        same = [r for r in self.store.find_submissions_of(checked.sha256) if r.period == checked.form.period]
        received = self.receiving.received(one, same)
        self._keep_framework(received)
        saved, order = self._save(one, checked, checked.form, received)
        if saved.is_repeat:
            return self._seen_before(saved, name)
        self.receiving.taken.add(saved.id)
        answer = self._answer(checked, saved)
        return CollectedFile(replace(checked, content=b""), saved, answer, order, name)

    def _seen_before(self, saved: SavedSubmission, name: str) -> CollectedFile:
        record, found = self.store.fetch_submission(saved.reference), self.store.fetch_findings(saved.id)
        return CollectedFile(None, saved, name=name, record=record, found=found)

    def _keep_framework(self, now: datetime) -> None:
        if not self.knows_framework:
            self.store.save_framework_version(self.framework.version, self.framework.model_dump_json(), now)
            self.knows_framework = True

    def _answer(self, checked: CheckedFile, saved: SavedSubmission) -> Path | None:
        sent = self.store.fetch_submission(saved.reference)
        try:
            return write_answer(self.folder, self.store, checked, sent)
        except OutputError as trouble:
            self.owed.append(still_owed(sent, str(trouble)))
            return None

    def _save(
        self, one: Arriving, checked: CheckedFile, form: ReturnForm, received: datetime
    ) -> tuple[SavedSubmission, str]:
        """Store a return; one made before the one in force stays out of force.  Return what is to be asked of that."""
        result = checked.result
        submission = _submission(checked, form, self.framework, received)
        brings = Brought(
            result.observations,
            result.commentary,
            result.actions,
            result.findings,
            result.explanations,
            result.waived,
        )
        standing = in_force_for(self.store, form)
        if one.arrival is None or standing is None or checked.verdict is ReturnVerdict.RETURNED:
            return self.store.save_submission(submission, Brought(**brings._asdict())), ""
        before = arrival_of(self.folder, standing)
        against = disagreement(before, one.arrival)
        if is_older(one.arrival, before):
            saved = self.store.save_submission(submission, brings, withdrawn=f"{against}.")
            keep = f"{standing.reference} ({standing.file}) stays the accepted return"
            return (
                saved,
                f"{against}: {keep}. If this one is the later, run scpxl reinstate {saved.reference}.",
            )
        saved = self.store.save_submission(submission, Brought(**brings._asdict()))
        together = standing.id in self.receiving.taken
        if not against and together and votes(before, one.arrival) == (0, 0):
            against = f"Nothing but the times of the files says whether {one.arrival.name} or {standing.file} is the later"
        back = f"If it is not, run scpxl withdraw {saved.reference} --why WORDS, which reinstates {standing.reference}"
        return saved, f"{against}: {saved.reference} was taken as the later one. {back}." if against else ""


def _submission(
    checked: CheckedFile, form: ReturnForm, framework: Framework, received: datetime
) -> NewSubmission:
    answers = checked.result.answers or {}
    signed = answers.get("signed_date", "")
    return NewSubmission(
        partner=form.partner.code,
        period=form.period,
        sha256=checked.sha256,
        file=name_as_told(checked.path),
        verdict=checked.verdict,
        received=received,
        framework_version=framework.version,
        figures=len(checked.result.observations),
        signed_name=answers.get("signed_name", ""),
        signed_role=answers.get("signed_role", ""),
        signed_date=datetime.fromisoformat(signed).date() if signed else None,
        nil_sections=tuple(sheet for sheet, key in NIL_SECTIONS.items() if answers.get(key) == "Yes"),
    )
