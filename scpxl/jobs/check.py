"""Check submitted files, and store nothing: the file, whose form it is, then everything in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scpxl.checks.check import CheckedReturn, check_return
from scpxl.checks.playback import playback
from scpxl.checks.structure import check_identity
from scpxl.jobs.folder import Folder, read_named
from scpxl.jobs.known import prefill
from scpxl.jobs.memory import without_searching_for_cycles
from scpxl.model.framework import Framework
from scpxl.model.periods import Period
from scpxl.read.return_workbook import open_return, read_return
from scpxl.returns.findings import Finding, Severity, Verdict
from scpxl.returns.form import ReturnForm
from scpxl.returns.layout import lay_out_return
from scpxl.returns.prefill import Prefill
from scpxl.store.database import open_store

Progress = Callable[[int, int, str], None]
"""Told how many are done, of how many, and what comes next."""


def no_progress(_done: int, _of: int, _what: str) -> None:
    """Say nothing."""


Known = Callable[[ReturnForm], Prefill | None]
"""Gives what is on record of a form's earlier figures; None where there is no record."""


def nothing_known(_form: ReturnForm) -> Prefill | None:
    """Know nothing."""
    return None


@contextmanager
def on_record(folder: Folder) -> Iterator[Known]:
    """Give what the folder's store holds of a form's earlier figures, while it is open; changes nothing."""
    if not folder.store_path.is_file():
        yield nothing_known
        return
    with open_store(folder.store_path, read_only=True) as store:
        yield lambda form: prefill(store, form)


@dataclass(frozen=True)
class CheckedFile:
    """One file and what became of it.  `form` is None where the file is no form of ours that is due."""

    path: Path
    sha256: str
    content: bytes
    form: ReturnForm | None
    result: CheckedReturn
    refused: bool = False
    """Whether it could not be opened as a form of ours: there is nothing in it to mark."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is to be said, in the order it is told."""
        return self.result.findings

    @property
    def verdict(self) -> Verdict:
        """The answer's first line."""
        return self.result.verdict

    @property
    def playback(self) -> str:
        """What it holds, in words; blank where it is no form of ours that is due."""
        return playback(self.result, self.form) if self.form is not None else ""


def check_files(
    framework: Framework,
    paths: Iterable[Path],
    period: Period | None = None,
    partner: str | None = None,
    progress: Progress = no_progress,
    known: Known = nothing_known,
) -> Iterator[CheckedFile]:
    """Check each file.  One that cannot be read does not stop the others."""
    wanted = list(paths)
    for done, path in enumerate(wanted):
        progress(done, len(wanted), path.name)
        yield check_file(framework, path, period, partner, known)
    progress(len(wanted), len(wanted), "")


def check_file(
    framework: Framework,
    path: Path,
    period: Period | None = None,
    partner: str | None = None,
    known: Known = nothing_known,
) -> CheckedFile:
    """Check one file.  `period` and `partner`, where given, are those the return must be for.

    `known` gives what is on record of the form's earlier figures, so that each changed one is told.

    Raises SetUpError where there is no such file; whatever is wrong inside it is a finding.
    """
    content = read_named(path)
    with without_searching_for_cycles():
        return _check(framework, path, content, period, partner, known)


def _check(
    framework: Framework,
    path: Path,
    content: bytes,
    period: Period | None,
    partner: str | None,
    known: Known,
) -> CheckedFile:
    opened = open_return(content, path.name)
    if opened.refused:
        return CheckedFile(path, opened.workbook.sha256, content, None, CheckedReturn(opened.findings), True)
    identity = check_identity(opened.identity, framework, period, partner)
    wrong = tuple(found for found in identity if found.severity is Severity.MUST_FIX)
    if wrong:
        # Whose form it is comes first: of another's form nothing else need be said.
        return CheckedFile(path, opened.workbook.sha256, content, None, CheckedReturn(wrong[:1]))
    form = lay_out_return(framework, opened.identity["partner"], Period.parse(opened.identity["period"]))
    result = check_return(
        read_return(opened, form), form, (*opened.findings, *identity), known(form), framework
    )
    return CheckedFile(path, opened.workbook.sha256, content, form, result)
