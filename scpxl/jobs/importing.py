"""Bring in figures from before, or of other areas, from a tidy file; judged like a return's figures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from scpxl.checks.privacy import told_of_name, told_of_quotes
from scpxl.checks.tidy import CheckedTidy, check_tidy
from scpxl.jobs.folder import Folder, read_named
from scpxl.model.observations import Observation
from scpxl.model.periods import Period
from scpxl.model.wholes import whole_ends
from scpxl.privacy.guard import Guard, Use
from scpxl.read.tidy_file import read_tidy
from scpxl.returns.findings import Finding, Verdict, revealed
from scpxl.store.archive import archive_file
from scpxl.store.observations import fetch_observations
from scpxl.store.records import NewSubmission, SavedSubmission, SubmissionKind
from scpxl.store.submissions import save_submission


class ImportKind(StrEnum):
    """What a tidy file brings."""

    HISTORY = "history"
    BENCHMARK = "benchmark"


@dataclass(frozen=True)
class ImportedFile:
    """A tidy file and what became of it.  `saved` is None where it was sent back."""

    name: str
    """The file's, as it may be shown."""
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
    with _guard_of(folder) as guard:
        # A CSV's name stands wherever a sheet's would: what may be shown of it goes in, and nothing else.
        name = guard.shown(path.name, None, Use.FILE)
        of_name = tuple(told_of_name(path.name, guard))
        found = read_tidy(content, name)
        known = _wholes_on_record(folder)
        checked = check_tidy(found.rows, folder.framework, name, known=known) if not found.findings else None
        told = (*(checked.findings if checked else found.findings), *of_name)
        told = (*told, *told_of_quotes(told, guard, None))
        shown = revealed(told, guard, None)
    if checked is None or checked.verdict is Verdict.RETURNED:
        return ImportedFile(name, 0, shown, None)
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
    with folder.open_record() as store:
        saved = save_submission(store, new, checked.observations, findings=told)
    return ImportedFile(name, len(checked.observations), shown, saved)


def _wholes_on_record(folder: Folder) -> list[Observation]:
    """Return the figures on record that percentages are out of, which those of a file may not exceed."""
    framework = folder.framework
    codes = {one.whole_code for one in framework.indicators if whole_ends(framework, one)}
    if not codes or not folder.store_path.is_file():
        return []
    with folder.open_record(read_only=True) as store:
        return fetch_observations(store, codes)


@contextmanager
def _guard_of(folder: Folder) -> Iterator[Guard]:
    """Give the guard that knows what was cleared; a folder without a record gets none by it."""
    if not folder.store_path.is_file():
        yield folder.guard
        return
    with folder.open_record() as store:
        yield store.guard


def _span(checked: CheckedTidy) -> Period:
    first = min(o.period.first for o in checked.observations)
    last = max(o.period.last for o in checked.observations)
    return Period(first, last - first + 1)
