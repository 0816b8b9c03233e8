"""Collect a period's returns: check each, keep the file, and store what can be used, one transaction per return."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from scpxl.checks.arrivals import disagreement, is_older, votes
from scpxl.errors import SetUpError
from scpxl.jobs import Progress, gc_paused, no_progress
from scpxl.jobs.answers import write_answer
from scpxl.jobs.check import CheckedFile, check_opened
from scpxl.jobs.folder import Folder
from scpxl.jobs.known import prefill
from scpxl.jobs.receiving import Arriving, Receiving, arrival_of, in_force_for, receive
from scpxl.model.framework import Framework
from scpxl.model.periods import Period
from scpxl.privacy.guard import Use
from scpxl.returns.findings import Verdict
from scpxl.returns.form import ReturnForm
from scpxl.returns.layout import NIL_SECTIONS
from scpxl.store.archive import archive_file
from scpxl.store.interface import Store
from scpxl.store.records import Brought, NewSubmission, SavedSubmission

_JUNK = re.compile(
    r"^(~\$|\.~lock\.|\._|\.DS_Store$|desktop\.ini$|Thumbs\.db$)|\.(tmp|crdownload|part|partial|download)$",
    re.IGNORECASE,
)
"""Files that Excel, browsers and file systems leave about; they are listed, never read."""


@dataclass(frozen=True)
class CollectedFile:
    """A file and what became of it.  `saved` is None where nothing was stored: it is no form of ours that is due."""

    checked: CheckedFile
    saved: SavedSubmission | None
    answer: Path | None = None
    """The reply written to the partner, where the file was newly stored."""
    order: str = ""
    """Why the order in which it was taken may be wrong, which was taken, and how to have it otherwise."""


@dataclass(frozen=True)
class Collection:
    """Everything one collecting did."""

    period: Period
    files: tuple[CollectedFile, ...]
    skipped: tuple[str, ...]
    """Names of system files that were ignored."""
    unbelieved: tuple[str, ...] = ()
    """Names of newly stored files whose times are no days of receipt, so that the returns' own dates were taken."""

    @property
    def needs_somebody(self) -> bool:
        """Whether a file was sent back."""
        return any(file.saved is None or not file.saved.status.is_in_force for file in self.to_tell)

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
    stored stops none of the others.  Collecting the same files again changes nothing.
    """
    framework = folder.framework
    found, skipped = _files(paths or [folder.returns(period)])
    collected = []
    with folder.open_record() as store:
        with gc_paused():
            receiving = receive(folder, store, framework, period, found, received)
        for done, one in enumerate(receiving.files):
            progress(done, len(found), store.guard.shown(one.path.name, None, Use.FILE))
            with gc_paused():
                collected.append(_Collector(folder, store, framework, period, receiving).collect(one))
    progress(len(found), len(found), "")
    shown = (folder.guard.shown(name, None, Use.FILE) for name in skipped)
    return Collection(period, tuple(collected), tuple(shown), tuple(receiving.unbelieved))


def _files(paths: Iterable[Path]) -> tuple[list[Path], list[str]]:
    found: list[Path] = []
    skipped: list[str] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.iterdir() if p.is_file() and not p.is_symlink())
            skipped += [p.name for p in inside if _JUNK.search(p.name)]
            found += [p for p in inside if not _JUNK.search(p.name)]
        elif path.is_file():
            found.append(path)
        else:
            raise SetUpError(f"{path} does not exist. Put the submitted files there, or name others.")
    return sorted(found, key=lambda p: (p.stat().st_mtime, p.name)), skipped


@dataclass(frozen=True)
class _Collector:
    """What one collecting works with."""

    folder: Folder
    store: Store
    framework: Framework
    period: Period
    receiving: Receiving

    def collect(self, one: Arriving) -> CollectedFile:
        """Check one file and store what can be used."""
        if one.file is None:
            raise one.trouble or ValueError(f"{one.path} was not opened.")
        known = lambda form: prefill(self.store, form)  # noqa: E731  (one line says it)
        checked = check_opened(
            self.framework, one.file, self.period, known=known, laid_out=one.form, guard=self.store.guard
        )
        one.file = None  # what was read of it is not needed again, and there may be many
        if checked.form is None:
            return CollectedFile(checked, None)
        # The bytes are kept before the record speaks of them.
        archive_file(self.folder.archive, checked.content, one.path.suffix.lower() or ".xlsx")
        same = [r for r in self.store.find_submissions_of(checked.sha256) if r.period == checked.form.period]
        received = self.receiving.received(one, same)
        version = self.framework.version
        self.store.save_framework_version(version, self.framework.model_dump_json(), received)
        saved, order = self._save(one, checked, checked.form, received)
        self.receiving.taken.add(saved.id)
        answer = write_answer(self.folder, checked, saved, received)
        return CollectedFile(checked, saved, answer, order)

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
        if one.arrival is None or standing is None or checked.verdict is Verdict.RETURNED:
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
        file=checked.path.name,
        verdict=checked.verdict,
        received=received,
        framework_version=framework.version,
        figures=len(checked.result.observations),
        signed_name=answers.get("signed_name", ""),
        signed_role=answers.get("signed_role", ""),
        signed_date=datetime.fromisoformat(signed).date() if signed else None,
        nil_sections=tuple(sheet for sheet, key in NIL_SECTIONS.items() if answers.get(key) == "Yes"),
    )
