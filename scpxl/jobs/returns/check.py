"""Check submitted files, and store nothing: the file, whose form it is, then everything in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from scpxl.checks.playback import playback
from scpxl.checks.privacy import findings_of_name
from scpxl.checks.return_check import CheckedReturn, check_return
from scpxl.checks.structure import check_identity
from scpxl.errors import SetUpError
from scpxl.files.reading import TooBigError
from scpxl.jobs import Progress, gc_paused, name_as_told, no_progress, read_named
from scpxl.model.framework import Framework
from scpxl.model.periods import Period
from scpxl.privacy.guard import STRICT, Guard, Use
from scpxl.read.guard import too_big_workbook
from scpxl.read.guard.refusal import LIMITS
from scpxl.read.return_workbook import OpenedReturn, open_return, read_return
from scpxl.returns.answers import use_of
from scpxl.returns.findings import Finding, ReturnVerdict, Severity, reveal_findings
from scpxl.returns.form import ReturnForm
from scpxl.returns.layout import lay_out_return
from scpxl.returns.parts import tab_of_parts
from scpxl.returns.prefill import Prefill

Known = Callable[[ReturnForm], Prefill | None]
"""Gives what is on record of a form's earlier figures; None where there is no record."""


def nothing_known(_form: ReturnForm) -> Prefill | None:
    """Know nothing."""
    return None


@dataclass(frozen=True)
class CheckedFile:
    """One file and what became of it.  `form` is None where the file is no form of ours that is due."""

    path: Path
    sha256: str
    content: bytes
    form: ReturnForm | None
    result: CheckedReturn
    refused: bool = False
    """Whether it could not be opened as one of our forms: there is nothing in it to mark."""
    guard: Guard = field(default=STRICT, repr=False)
    """What of its words may be shown."""

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What is to be said, in the order it is told, as it may be shown."""
        return reveal_findings(self.result.findings, self.guard, self._year)

    @property
    def name(self) -> str:
        """The file's name as it may be shown."""
        return self.guard.shown(name_as_told(self.path), None, Use.FILE)

    @property
    def stem(self) -> str:
        """What files made from it are called after."""
        return "withheld" if self.name != name_as_told(self.path) else Path(self.name).stem

    @property
    def signed_off(self) -> str:
        """Who signed it off, and in what role, as it may be shown."""
        answers = self.result.answers or {}
        name, role = (
            self.guard.shown(answers.get(key, ""), self._year, use_of(key))
            for key in ("signed_name", "signed_role")
        )
        return " ".join(filter(None, (name, f"({role})" if role else "")))

    @property
    def _year(self) -> int | None:
        return self.form.period.last // 12 if self.form is not None else None

    @property
    def verdict(self) -> ReturnVerdict:
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
    guard: Guard = STRICT,
) -> Iterator[CheckedFile]:
    """Check each file.  One that cannot be read does not stop the others: at the end SetUpError names them all."""
    wanted = list(paths)
    unread = []
    for done, path in enumerate(wanted):
        progress(done, len(wanted), guard.shown(name_as_told(path), None, Use.FILE))
        try:
            yield check_file(framework, path, period, partner, known, guard)
        except SetUpError as trouble:
            unread.append(str(trouble))
    progress(len(wanted), len(wanted), "")
    if unread:
        raise SetUpError("\n".join(unread))


def check_file(
    framework: Framework,
    path: Path,
    period: Period | None = None,
    partner: str | None = None,
    known: Known = nothing_known,
    guard: Guard = STRICT,
) -> CheckedFile:
    """Check one file.  `period` and `partner`, where given, are those the return must be for.

    `known` gives what is on record of the form's earlier figures, so that each changed one is told;
    `guard` says what of people's words may be shown.

    Raises SetUpError where there is no such file; whatever is wrong inside it is a finding.
    """
    file = open_submission(path, framework)
    with gc_paused():
        return check_opened(framework, file, period, partner, known, guard=guard)


class OpenedFile(NamedTuple):
    """A file that was read and opened, nothing in it judged yet."""

    path: Path
    content: bytes
    opened: OpenedReturn

    @property
    def sha256(self) -> str:
        """The hash of its bytes as they came."""
        return self.opened.workbook.sha256


def open_submission(path: Path, framework: Framework) -> OpenedFile:
    """Read and open one file; raises SetUpError where it cannot be read."""
    return open_content(path, content_of(path), framework)


def open_content(path: Path, content: bytes | TooBigError, framework: Framework) -> OpenedFile:
    """Open what was read of a file."""
    name, parts = name_as_told(path), tab_of_parts(framework)
    if isinstance(content, TooBigError):
        workbook = too_big_workbook(name, content)
        return OpenedFile(path, b"", OpenedReturn(workbook, workbook.findings, refused=True))
    return OpenedFile(path, content, open_return(content, name, parts=parts))


def content_of(path: Path) -> bytes | TooBigError:
    """Return the bytes of a submitted file, or that there are more than any return has: that is the partner's mistake.

    Raises SetUpError where it cannot be read.
    """
    try:
        return read_named(path, LIMITS.file_bytes)
    except SetUpError as trouble:
        if isinstance(trouble.__cause__, TooBigError):
            return trouble.__cause__
        raise


def form_of(
    framework: Framework,
    opened: OpenedReturn,
    period: Period | None = None,
    partner: str | None = None,
    laid_out: ReturnForm | None = None,
) -> tuple[ReturnForm | None, tuple[Finding, ...]]:
    """Return the form an opened file is, None where it is none that is due, and what its identity says."""
    identity = check_identity(opened.identity, framework, period, partner)
    wrong = tuple(found for found in identity if found.severity is Severity.MUST_FIX)
    if wrong:
        # Whose form it is comes first: of another's form nothing else need be said.
        return None, wrong[:1]
    said = opened.identity
    return laid_out or lay_out_return(framework, said["partner"], Period.parse(said["period"])), identity


def check_opened(
    framework: Framework,
    file: OpenedFile,
    period: Period | None = None,
    partner: str | None = None,
    known: Known = nothing_known,
    *,
    laid_out: ReturnForm | None = None,
    guard: Guard = STRICT,
) -> CheckedFile:
    """Check a file that is open, as `check_file` does; `laid_out` is its form, where that is known."""
    path, content, opened = file.path, file.content, file.opened
    of_name = tuple(findings_of_name(name_as_told(path), guard))
    if opened.refused:
        result = CheckedReturn((*opened.findings, *of_name))
        return CheckedFile(path, file.sha256, content, None, result, True, guard)
    form, identity = form_of(framework, opened, period, partner, laid_out)
    if form is None:
        result = CheckedReturn((*identity, *of_name))
        return CheckedFile(path, file.sha256, content, None, result, guard=guard)
    result = check_return(
        read_return(opened, form),
        form,
        (*opened.findings, *of_name, *identity),
        known(form),
        framework,
        guard,
    )
    return CheckedFile(path, file.sha256, content, form, result, guard=guard)
