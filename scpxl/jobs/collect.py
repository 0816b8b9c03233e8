"""Collect a period's returns: check each, keep the file, and enter what stands, a return a transaction."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from scpxl.errors import SetUpError
from scpxl.jobs.answers import write_answer
from scpxl.jobs.check import CheckedFile, Progress, check_file, no_progress
from scpxl.jobs.folder import Folder
from scpxl.jobs.known import prefill
from scpxl.jobs.memory import without_searching_for_cycles
from scpxl.model.framework import Framework
from scpxl.model.periods import Period
from scpxl.privacy.guard import Use
from scpxl.returns.layout import NIL_SECTIONS
from scpxl.store.archive import archive_file
from scpxl.store.database import Store
from scpxl.store.publications import save_framework_version
from scpxl.store.records import NewSubmission, SavedSubmission
from scpxl.store.submissions import save_submission

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


@dataclass(frozen=True)
class Collection:
    """Everything one collecting did."""

    period: Period
    files: tuple[CollectedFile, ...]
    skipped: tuple[str, ...]
    """Names of system files that were left alone."""

    @property
    def needs_somebody(self) -> bool:
        """Whether a file was sent back."""
        return any(file.saved is None or not file.saved.status.is_in_force for file in self.to_tell)

    @property
    def to_tell(self) -> tuple[CollectedFile, ...]:
        """The files but those already stored before."""
        return tuple(file for file in self.files if file.saved is None or not file.saved.is_repeat)


def collect(
    folder: Folder, period: Period, paths: Sequence[Path] = (), progress: Progress = no_progress
) -> Collection:
    """Check and consolidate the files of the period's folder, or those given, in the order they came.

    One that cannot be read or stored stops none of the others.  Collecting the same files again
    changes nothing.
    """
    framework = folder.framework
    found, skipped = _files(paths or [folder.returns(period)])
    collected = []
    with folder.open_record() as store:
        for done, path in enumerate(found):
            progress(done, len(found), store.guard.shown(path.name, None, Use.FILE))
            with without_searching_for_cycles():
                collected.append(_collect_one(folder, store, framework, period, path))
    progress(len(found), len(found), "")
    shown = (folder.guard.shown(name, None, Use.FILE) for name in skipped)
    return Collection(period, tuple(collected), tuple(shown))


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
            raise SetUpError(f"{path} is not there. Put the submitted files there, or name others.")
    # In the order they came, so that attempts are numbered as they were made.
    return sorted(found, key=lambda p: (p.stat().st_mtime, p.name)), skipped


def _collect_one(
    folder: Folder, store: Store, framework: Framework, period: Period, path: Path
) -> CollectedFile:
    checked = check_file(framework, path, period, known=lambda form: prefill(store, form), guard=store.guard)
    if checked.form is None:
        return CollectedFile(checked, None)
    # The bytes are kept before the record speaks of them.
    archive_file(folder.archive, checked.content, path.suffix or ".xlsx")
    received = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    save_framework_version(store, framework.version, framework.model_dump_json(), received)
    result = checked.result
    saved = save_submission(
        store,
        _submission(checked, framework, received),
        result.observations,
        commentary=result.commentary,
        actions=result.actions,
        findings=result.findings,
        explanations=result.explanations,
        waived=result.waived,
    )
    return CollectedFile(checked, saved, write_answer(folder, checked, saved, received))


def _submission(checked: CheckedFile, framework: Framework, received: datetime) -> NewSubmission:
    if checked.form is None:
        raise ValueError("Only a form that is due can be stored.")
    answers = checked.result.answers or {}
    signed = answers.get("signed_date", "")
    return NewSubmission(
        partner=checked.form.partner.code,
        period=checked.form.period,
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
