"""Set a partnership up: its folder, its framework, or a worked example of the whole loop."""

from __future__ import annotations

import csv
import json
import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from scpxl.errors import NotFoundError, SetUpError
from scpxl.files.writing import Written, make_folder, write_file
from scpxl.framework.differences import Difference, diff_frameworks
from scpxl.jobs import Progress, no_progress, read_named
from scpxl.jobs import shipped as shipped  # noqa: PLC0414  (asked for here since the first release)
from scpxl.jobs.folder import FRAMEWORKS, SETTINGS, Folder
from scpxl.jobs.publishing.publish import publish
from scpxl.jobs.publishing.published import Published
from scpxl.jobs.returns.collect import Collection, collect
from scpxl.jobs.returns.importing import ImportKind, import_file
from scpxl.jobs.returns.issue import issue_returns
from scpxl.jobs.setting_up.boundaries import BOUNDARIES
from scpxl.model.framework import Framework
from scpxl.model.periods import Period
from scpxl.model.registers import REGISTERS
from scpxl.read.framework_file import read_framework
from scpxl.render.framework_text import write_framework_toml
from scpxl.render.framework_workbook import write_framework_workbook
from scpxl.returns.layout import lay_out_return
from scpxl.returns.schema import json_schema
from scpxl.store.records import Entry

EXAMPLE = "templates/barnet/framework.toml"
_SETTINGS_TEXT = """\
# Settings of this partnership's folder.
#
# The period worked on when none is named; without it, the last quarter that has ended.
# period = "2017-18 Q4"
#
# The day by which lateness is reckoned; without it, today. For replaying the past.
# as_of = 2018-05-14
"""
IMPORTED = (("history.csv.gz", ImportKind.HISTORY), ("benchmark.csv.gz", ImportKind.BENCHMARK))


def init_folder(path: Path, framework: Path | Framework | None = None) -> Folder:
    """Make the folder, with a framework to edit: the one given, as a file or as it is, or the shipped example.

    A ``.toml`` file gives one; anything else a workbook.  Raises SetUpError where the folder holds a framework already; nothing of it is touched then.
    """
    if any((path / name).exists() for name in FRAMEWORKS):
        raise SetUpError(
            f"{path} is a partnership's folder already. Choose another, or work in it with `scpxl -C`."
        )
    if path.exists() and not path.is_dir():
        raise SetUpError(f"{path} is a file. Choose a folder.")
    agreed = framework if isinstance(framework, Framework) else read_framework(framework or shipped(EXAMPLE))
    agreed = agreed.renewed()
    make_folder(path)
    if isinstance(framework, Path) and framework.suffix.casefold() == ".toml":
        write_framework_toml(agreed, path / "framework.toml")
    else:
        write_framework_workbook(agreed, path / "framework.xlsx")
    if framework is None:
        _bring_boundaries(shipped(EXAMPLE), path)
    for name in ("returns", "issued", "outputs", "archive"):
        make_folder(path / name)
    settings = path / SETTINGS
    if not settings.exists():
        write_file(settings, _SETTINGS_TEXT.encode())
    return Folder(path)


def check_framework_file(folder: Folder, path: Path | None = None) -> Framework:
    """Return the folder's framework, or that of a file; raises FrameworkError with all that is wrong."""
    return read_framework(path) if path is not None else folder.framework


def export_framework(folder: Folder, out: Path) -> Written:
    """Write the folder's framework to a ``.xlsx`` or ``.toml`` file, in today's format."""
    return write_framework(folder.framework.renewed(), out)


def write_framework(framework: Framework, out: Path) -> Written:
    """Write a framework to a ``.xlsx`` or ``.toml`` file, and return where it is."""
    if out.suffix.casefold() == ".toml":
        return write_framework_toml(framework, out)
    if out.suffix.casefold() == ".xlsx":
        return write_framework_workbook(framework, out)
    raise SetUpError(f"{out.name}: a framework is written as .xlsx or .toml. Choose one of these endings.")


def return_schema_text(folder: Folder, period: Period, partner: str | None = None) -> str:
    """Return the JSON Schema of the returns for a period: one partner's, or those of every partner who reports.

    Raises NotFoundError where there is no such partner, SetUpError where nobody reports anything in the period.
    """
    framework = folder.framework
    if partner is not None and partner not in framework.partner_by_code:
        raise NotFoundError(
            f"{partner!r} is not a partner of the framework. There are: {', '.join(framework.partner_by_code)}."
        )
    codes = [partner] if partner is not None else list(framework.partner_by_code)
    forms = [
        lay_out_return(framework, code, period) for code in codes if framework.indicators_for(code, period)
    ]
    if not forms:
        who = f"{partner} reports nothing" if partner else "No partner reports anything"
        raise SetUpError(f"{who} in {period}. Choose another period.")
    return json.dumps(json_schema(forms), indent=2, ensure_ascii=False) + "\n"


def diff_framework_files(old: Path, new: Path) -> tuple[Difference, ...]:
    """Return what differs between two framework files."""
    return diff_frameworks(read_framework(old), read_framework(new))


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


@dataclass(frozen=True)
class Demonstration:
    """What the demonstration left behind."""

    folder: Folder
    period: Period
    issued: int
    collections: tuple[Collection, ...]
    published: Published


def demonstrate(
    path: Path, example: Example, progress: Progress = no_progress, now: datetime | None = None
) -> Demonstration:
    """Run the whole loop on an example into a folder that is empty or not there yet; `now` is as in `publish`.

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
        _fill_registers(source, folder, quarter, now or datetime.now(UTC))
        done += 2
    progress(done, steps, f"publishing {last}")
    published = publish(folder, last, now=now)
    progress(steps, steps, "")
    return Demonstration(folder, last, issued, tuple(collections), published)


def _bring_boundaries(framework: Path, path: Path) -> None:
    """Copy the boundaries that are shipped beside a framework, where there are any."""
    beside = framework.with_name(BOUNDARIES)
    if beside.exists() and not (path / BOUNDARIES).exists():
        write_file(path / BOUNDARIES, read_named(beside))


def _begin(path: Path, example: Example) -> Folder:
    write_file(path / "framework.toml", read_named(shipped(example.framework)))
    _bring_boundaries(shipped(example.framework), path)
    said = f'period = "{example.period}"\nas_of = {example.as_of.isoformat()}\n'
    write_file(path / SETTINGS, said.encode())
    return Folder(path)


def _deliver(source: Path, folder: Folder, period: Period) -> None:
    """Drop the example's returns of a period into the folder, each as if on the day it was received."""
    place = folder.returns(period)
    make_folder(place)
    for file, received in _received(source):
        if file.parent.name == period.slug:
            copy = place / file.name
            write_file(copy, read_named(file))
            # The day a file came is the day it was last changed, as in anybody's inbox folder.
            os.utime(copy, (received.timestamp(), received.timestamp()))


def _fill_registers(source: Path, folder: Folder, period: Period, now: datetime) -> None:
    """Put into the record what the example's partnership typed into its registers in a quarter, as a dashboard would."""
    file = source / "registers.toml"
    if not file.exists():
        return
    titles = {one.code: one.title for one in folder.framework.objectives}
    entries = []
    for row in tomllib.loads(file.read_text("utf-8"))["rows"]:
        steps = [said for quarter, said in row["steps"] if quarter <= str(period)]
        if str(period) in [quarter for quarter, _ in row["steps"]]:
            blank = dict.fromkeys((one.name for one in REGISTERS[row["register"]].fields), "")
            words = {name: str(value) for step in steps for name, value in step.items()}
            words |= {"objective": titles[words["objective"]]} if "objective" in words else {}
            entries.append(Entry(row["register"], row["key"], period, blank | words, "Analyst", now))
    with folder.open_record() as store:
        store.save_typed([], entries)


def _received(source: Path) -> Iterator[tuple[Path, datetime]]:
    with (source / "received.csv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            received = datetime.fromisoformat(row["received"])
            yield source / row["file"], received if received.tzinfo else received.replace(tzinfo=UTC)
