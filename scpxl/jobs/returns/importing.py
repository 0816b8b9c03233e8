"""Bring in figures from before, or of other areas, from a tidy file; judged like a return's figures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path

from scpxl.checks.flat_tables.check import CheckedFlatTable, Recorded, check_flat_table
from scpxl.checks.privacy import findings_of_name, findings_of_quotes
from scpxl.jobs import Progress, name_as_told, no_progress, read_named
from scpxl.jobs.folder import Folder
from scpxl.jobs.returns.life import told as told_changes
from scpxl.model.periods import Period, to_month
from scpxl.privacy.guard import Guard, Use
from scpxl.read.flat_table import read_flat_table
from scpxl.returns.findings import Finding, ReturnVerdict, reveal_findings
from scpxl.store.archive import archive_file
from scpxl.store.records import Brought, NewSubmission, SavedSubmission, SubmissionKind
from scpxl.words import count_of


class ImportKind(StrEnum):
    """What a tidy file brings."""

    HISTORY = "history"
    BENCHMARK = "benchmark"


@dataclass(frozen=True)
class ImportedFile:
    """A tidy file and what became of it.  `saved` is None where nothing of it was stored."""

    name: str
    """The file's, as it may be shown."""
    rows: int
    """Figures that were taken in."""
    aside: int
    """Rows that were set aside, each with a must-fix finding."""
    findings: tuple[Finding, ...]
    saved: SavedSubmission | None
    restated: tuple[str, ...] = ()
    """In words, each figure on record that it changed."""

    @property
    def verdict(self) -> ReturnVerdict:
        """The answer's first line."""
        if self.saved is None:
            return ReturnVerdict.RETURNED
        return ReturnVerdict.WITH_QUERIES if self.aside else ReturnVerdict.ACCEPTED


def import_file(
    folder: Folder, path: Path, kind: ImportKind, *, restate: bool = False, progress: Progress = no_progress
) -> ImportedFile:
    """Check a tidy file and store what can be used of it; rows that cannot be used are set aside and named.

    With `restate`, figures that differ from what partners' returns gave replace these.  Raises SetUpError where
    the file cannot be opened.
    """
    progress(0, 3, "reading")
    content = read_named(path)
    framework, recorded = folder.framework, _recorded(folder)
    with _guard_of(folder) as guard:
        # A CSV's name stands wherever a sheet's would: what may be shown of it goes in, and nothing else.
        name = guard.shown(name_as_told(path), None, Use.FILE)
        of_name = tuple(findings_of_name(name_as_told(path), guard))
        found = read_flat_table(content, name)
        checked = None
        if not found.refused:
            progress(1, 3, f"checking {count_of(len(found.rows), 'row')}")
            checked = check_flat_table(
                found.rows,
                framework,
                name,
                recorded=recorded,
                latest=_present_month(folder),
                restate=restate,
                unread=found.aside,
            )
        told = (*found.findings, *(checked.findings if checked else ()), *of_name)
        told = (*told, *findings_of_quotes(told, guard, None))
        shown = reveal_findings(told, guard, None)
    if checked is None or checked.refused:
        return ImportedFile(name, 0, checked.aside if checked else 0, shown, None)
    progress(2, 3, f"storing {count_of(len(checked.observations), 'figure')}")
    sha256 = archive_file(folder.archive, content, "".join(path.suffixes[-2:]))
    new = NewSubmission(
        partner="",
        period=_span(checked),
        sha256=sha256,
        file=name_as_told(path),
        verdict=checked.verdict,
        received=datetime.fromtimestamp(path.stat().st_mtime, UTC),
        framework_version=framework.version,
        figures=len(checked.observations),
        kind=SubmissionKind(kind.value),
    )
    with folder.open_record() as store:
        saved = store.save_submission(new, Brought(checked.observations, findings=told))
    progress(3, 3, "")
    restated = tuple(
        f"{one.what}: {one.was} is now {one.now}" for one in told_changes(framework, saved.restated)
    )
    return ImportedFile(name, len(checked.observations), checked.aside, shown, saved, restated)


@contextmanager
def _guard_of(folder: Folder) -> Iterator[Guard]:
    """Give the guard that knows what was cleared; a folder without a record gets none by it."""
    with folder.record_if_any() as store:
        yield store.guard if store else folder.guard


def _recorded(folder: Folder) -> Recorded:
    with folder.record_if_any() as store:
        return Recorded(tuple(store.fetch_observations())) if store else Recorded()


def _present_month(folder: Folder) -> int:
    # A folder that is looked at as of an earlier day may still be given later figures.
    today = max(folder.today, date.today())  # noqa: DTZ011  (the analyst's own calendar)
    return to_month(today.year, today.month)


def _span(checked: CheckedFlatTable) -> Period:
    first = min(o.period.first for o in checked.observations)
    last = max(o.period.last for o in checked.observations)
    return Period(first, last - first + 1)
