"""Bring in figures from before, or of other areas, from a tidy file; judged like a return's figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from scpxl.checks.tidy import CheckedTidy, check_tidy
from scpxl.jobs.folder import Folder, read_named
from scpxl.model.periods import Period
from scpxl.read.tidy_file import read_tidy
from scpxl.returns.findings import Finding, Verdict
from scpxl.store.archive import archive_file
from scpxl.store.database import open_store
from scpxl.store.records import NewSubmission, SavedSubmission, SubmissionKind
from scpxl.store.submissions import save_submission


class ImportKind(StrEnum):
    """What a tidy file brings."""

    HISTORY = "history"
    BENCHMARK = "benchmark"


@dataclass(frozen=True)
class ImportedFile:
    """A tidy file and what became of it.  `saved` is None where it was sent back."""

    path: Path
    rows: int
    findings: tuple[Finding, ...]
    saved: SavedSubmission | None

    @property
    def verdict(self) -> Verdict:
        """The answer's first line."""
        return Verdict.ACCEPTED if self.saved else Verdict.RETURNED


def import_file(folder: Folder, path: Path, kind: ImportKind) -> ImportedFile:
    """Check a tidy file and, where nothing is to fix, store it whole.

    Raises SetUpError where the file cannot be opened.
    """
    content = read_named(path)
    found = read_tidy(content, path.name)
    if found.findings:
        return ImportedFile(path, 0, found.findings, None)
    checked = check_tidy(found.rows, folder.framework, path.name)
    if checked.verdict is Verdict.RETURNED:
        return ImportedFile(path, 0, checked.findings, None)
    sha256 = archive_file(folder.archive, content, "".join(path.suffixes[-2:]))
    new = NewSubmission(
        partner="",
        period=_span(checked),
        sha256=sha256,
        file=path.name,
        verdict=checked.verdict,
        received=datetime.fromtimestamp(path.stat().st_mtime, UTC),
        framework_version=folder.framework.version,
        figures=len(checked.observations),
        kind=SubmissionKind(kind.value),
    )
    with open_store(folder.store_path) as store:
        saved = save_submission(store, new, checked.observations, findings=checked.findings)
    return ImportedFile(path, len(checked.observations), checked.findings, saved)


def _span(checked: CheckedTidy) -> Period:
    first = min(o.period.first for o in checked.observations)
    last = max(o.period.last for o in checked.observations)
    return Period(first, last - first + 1)
