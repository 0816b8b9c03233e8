"""The whole loop on a worked example: folder, history, four quarters of returns, dashboard."""

from __future__ import annotations

import csv
import os
import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from scpxl.errors import SetUpError
from scpxl.jobs.check import Progress, no_progress
from scpxl.jobs.collect import Collection, collect
from scpxl.jobs.folder import SETTINGS, Folder
from scpxl.jobs.importing import ImportKind, import_file
from scpxl.jobs.issue import issue_returns
from scpxl.jobs.publish import Published, publish
from scpxl.jobs.shipped import shipped
from scpxl.model.periods import Period


@dataclass(frozen=True)
class Example:
    """A worked example, as ``workbooks/examples.toml`` describes it."""

    name: str
    words: str
    framework: str
    figures: str
    period: str
    as_of: date
    """The day on which the example is looked at."""


def examples() -> tuple[Example, ...]:
    """Return the examples that come with scpxl; the first is the one to begin with."""
    listed = tomllib.loads(shipped("workbooks/examples.toml").read_text("utf-8"))
    return tuple(Example(**entry) for entry in listed["examples"])


IMPORTED = (("history.csv.gz", ImportKind.HISTORY), ("benchmark.csv.gz", ImportKind.BENCHMARK))


@dataclass(frozen=True)
class Demonstration:
    """What the demonstration left behind."""

    folder: Folder
    period: Period
    issued: int
    collections: tuple[Collection, ...]
    published: Published


def demonstrate(path: Path, example: Example, progress: Progress = no_progress) -> Demonstration:
    """Run the whole loop on an example into a folder that is empty or not there yet.

    Raises SetUpError where the folder holds anything: a demonstration overwrites nobody's work.
    """
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise SetUpError(f"{path} is not empty. Choose another folder, or delete it first.")
    folder = _begin(path, example)
    source = shipped(example.figures)
    last = Period.parse(example.period)
    quarters = [last.shift(step) for step in range(-3, 1)] if (source / "returns").is_dir() else []
    steps = len(IMPORTED) + 2 * len(quarters) + 1
    done = 0
    for name, kind in IMPORTED:
        progress(done, steps, f"figures from {name}")
        imported = import_file(folder, source / name, kind)
        if imported.saved is None:
            raise SetUpError(f"{name} of this installation cannot be imported: {imported.findings[0]}")
        done += 1
    issued, collections = 0, []
    for quarter in quarters:
        progress(done, steps, f"issuing {quarter}")
        issued += len(issue_returns(folder, quarter))
        _deliver(source, folder, quarter)
        progress(done + 1, steps, f"collecting {quarter}")
        collections.append(collect(folder, quarter))
        done += 2
    progress(done, steps, f"publishing {last}")
    published = publish(folder, last)
    progress(steps, steps, "")
    return Demonstration(folder, last, issued, tuple(collections), published)


def _begin(path: Path, example: Example) -> Folder:
    path.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(shipped(example.framework), path / "framework.toml")
    (path / SETTINGS).write_text(
        f'period = "{example.period}"\nas_of = {example.as_of.isoformat()}\n', encoding="utf-8"
    )
    return Folder(path)


def _deliver(source: Path, folder: Folder, period: Period) -> None:
    """Drop the example's returns of a period into the folder, each as if on the day it was received."""
    place = folder.returns(period)
    place.mkdir(parents=True, exist_ok=True)
    for file, received in _received(source):
        if file.parent.name == period.slug:
            copy = place / file.name
            shutil.copyfile(file, copy)
            # The day a file came is the day it was last changed, as in anybody's inbox folder.
            os.utime(copy, (received.timestamp(), received.timestamp()))


def _received(source: Path) -> Iterator[tuple[Path, datetime]]:
    with (source / "received.csv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            received = datetime.fromisoformat(row["received"])
            yield source / row["file"], received if received.tzinfo else received.replace(tzinfo=UTC)
