"""Collect, then publish: what the button in Excel does; of one partnership, or of many side by side."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from scpxl.errors import ScpxlError
from scpxl.jobs import Progress, no_progress
from scpxl.jobs.folder import Folder
from scpxl.jobs.publishing.publish import publish
from scpxl.jobs.publishing.published import Published
from scpxl.jobs.returns.collect import Collection, collect
from scpxl.model.periods import Period


@dataclass(frozen=True)
class QuarterRun:
    """What was collected and what was published."""

    collection: Collection
    published: Published


def refresh(
    folder: Folder, period: Period, progress: Progress = no_progress, *, typed_wins: bool = False
) -> QuarterRun:
    """Collect the period's returns and publish its dashboard; `typed_wins` is as in `publish`."""
    made = collect(folder, period, progress=progress)
    return QuarterRun(made, publish(folder, period, progress=progress, typed_wins=typed_wins))


class Outcome(NamedTuple):
    """What became of one partnership: plain facts, small enough to come back from another process."""

    folder: Path
    dashboard: Path | None
    """The dashboard written; None where there was trouble."""
    files: int
    """How many files were looked at."""
    sent_back: int
    """How many of them were sent back, or could not be stored."""
    trouble: str = ""
    """What kept it from being collected or published, and what to do; blank where nothing did."""


def refresh_all(
    folders: Iterable[Path],
    period: Period | None = None,
    executor: Executor | None = None,
    progress: Progress = no_progress,
) -> tuple[Outcome, ...]:
    """Refresh many partnerships, each from its own folder into its own record, and return what became of each, in order.

    One after another, or side by side where an `executor` is given: any of `concurrent.futures`, or one made like
    them.  Without `period`, each folder's own.  A folder that cannot be used is an outcome with its trouble, and the
    others go on; only a mistake of ours is raised.  Two of the same folder wait for each other, as two people would.
    """
    wanted = list(folders)
    work = partial(_outcome, period=period)
    told = map(work, wanted) if executor is None else executor.map(work, wanted)
    made = []
    for done, folder in enumerate(wanted):
        progress(done, len(wanted), folder.name)
        made.append(next(told))
    progress(len(wanted), len(wanted), "")
    return tuple(made)


def _outcome(path: Path, period: Period | None) -> Outcome:
    folder = Folder(path)
    try:
        _ = folder.framework_path  # a folder that is none of ours gets no record made in it
        made = refresh(folder, folder.period(period))
    except ScpxlError as trouble:
        return Outcome(path, None, 0, 0, str(trouble))
    to_tell = made.collection.to_tell
    sent_back = sum(file.saved is None or not file.saved.status.is_in_force for file in to_tell)
    return Outcome(path, made.published.path, len(made.collection.files), sent_back)
