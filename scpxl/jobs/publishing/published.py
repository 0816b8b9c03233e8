"""What a publication leaves in its folder, with buttons or without, and whether that is still what would be made today."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

from scpxl import __version__
from scpxl.errors import SetUpError
from scpxl.files.writing import write_file
from scpxl.jobs import read_named, shipped
from scpxl.jobs.folder import Folder
from scpxl.jobs.refreshing.typed import TypedIn, output_name
from scpxl.jobs.setting_up.boundaries import BOUNDARIES
from scpxl.jobs.setting_up.remarks import framework_remarks
from scpxl.model.framework import Edition
from scpxl.model.periods import Period
from scpxl.render.macros import can_write_macros
from scpxl.scorecard.editions import takes_typing
from scpxl.scorecard.published.results import unpack
from scpxl.scorecard.records.scorecard import Scorecard
from scpxl.scorecard.texts.readability import ReadingRemark, check_reading
from scpxl.scorecard.texts.text_check import NumberRemark, check_numbers
from scpxl.store.interface import Store
from scpxl.store.records import Publication

DASHBOARDS: Final = ("dashboard.xlsx", "dashboard.xlsm")
"""The files of a published quarter in which people type."""
_OTHER_NAMES: Final = "dashboard [0-9]*.xls[xm]"
"""Those written beside one that another program held open."""
PACK: Final = "board-pack.pptx"
PACK_TEMPLATE: Final = "board-pack-template.pptx"
"""In a partnership's folder: its own template of the board pack."""
REPORT: Final = "annual-report.docx"
REPORT_TEMPLATE: Final = "annual-report-template.docx"
"""Likewise, of the annual report."""
_LOCKS: Final = ("~${}", ".~lock.{}#")
"""What Excel and LibreOffice put beside a file that somebody has open."""


class Output(StrEnum):
    """What a publication can be written as."""

    DASHBOARD = "dashboard"
    PACK = "pack"
    REPORT = "report"


@dataclass(frozen=True)
class Published:
    """What was published, and where."""

    scorecard: Scorecard
    path: Path
    """The dashboard; where none was asked for, the first file that was written."""
    remarks: tuple[str, ...] = ()
    """What is asked about the framework: slips of scale, and figures on record that it no longer covers."""
    instead: str = ""
    """Why files have another name than usual; blank where none has."""
    typed: TypedIn = field(default_factory=TypedIn)
    """What had been entered in the dashboard that was replaced."""
    with_buttons: Path | None = None
    """The dashboard as a macro workbook; None where the extra ``excel`` is not installed."""
    files: tuple[Path, ...] = ()
    """Every file of it, but the one with buttons."""
    outputs: tuple[Output, ...] = (Output.DASHBOARD,)
    numbers: tuple[NumberRemark, ...] = ()
    """Numbers in partners' texts that are near a figure, and not it: for whoever publishes, and in no output."""
    reading: tuple[ReadingRemark, ...] = ()
    """Texts with sentences that are hard to read: likewise."""
    release: tuple[str, ...] = ()
    """Whether it is approved, or what was approved before and what differs from that; nothing where nobody approves."""
    unchanged: bool = False
    """Whether the files stay as they are, since nothing that they are made of has changed."""


def outputs_of(folder: Folder, period: Period, edition: Edition) -> Path:
    """Return where an edition's files are put: the partnership's in the quarter's folder, any other's in one within it."""
    whole = folder.outputs(period)
    return whole if edition is Edition.PARTNERSHIP else whole / edition.value


def standing_dashboards(folder: Folder, period: Period) -> list[Path]:
    """Return the dashboards of a period that are in its folder and are about to be replaced.

    Raises SetUpError where one is open in a program: what is entered there and not saved could not be read.
    """
    place = folder.outputs(period)
    named = [path for name in DASHBOARDS if (path := place / name).is_file()]
    found = [*named, *sorted(place.glob(_OTHER_NAMES))]
    for path in found:
        for lock in _LOCKS:
            if path.with_name(lock.format(path.name)).exists():
                raise SetUpError(
                    f"{path} is open in a spreadsheet program. Save and close it, and try again: what is entered in it would be lost. "
                    f"If nobody has it open, delete {lock.format(path.name)} beside it."
                )
    return found


class MadeOf:
    """All that the files of a publication are made of, and whether it is what those that are there were made of."""

    def __init__(
        self, folder: Folder, store: Store, period: Period, edition: Edition, outputs: Sequence[Output]
    ) -> None:
        self._folder, self._store, self._period = folder, store, period
        self._edition, self._outputs = edition, tuple(outputs)
        self._place = outputs_of(folder, period, edition)
        self._state, self._own = store.state(), store.own_changes

    def _known_by(self, state: int) -> str:
        framework = self._folder.framework
        beside = [self._folder.path / name for name in (PACK_TEMPLATE, REPORT_TEMPLATE)]
        if framework.drawn_map:
            beside.append(self._folder.path / BOUNDARIES)
        parts = (
            __version__,
            state,
            framework.model_dump_json(),
            str(self._period),
            self._edition,
            self._folder.today.isoformat(),
            can_write_macros(),
            [_sum_of(path) if path.is_file() else "" for path in beside],
        )
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    def keep(self, publication: Publication, files: Sequence[Path]) -> None:
        """Keep what the files were made of, unless the record was changed from elsewhere meanwhile."""
        state = self._state + self._store.own_changes - self._own
        if self._store.state() == state:
            sums = {output_name(path): _sum_of(path) for path in files}
            self._store.save_outputs(sums, self._known_by(state), publication)

    def _names(self) -> list[str]:
        with_buttons = can_write_macros() and takes_typing(self._edition)
        dashboards = DASHBOARDS if with_buttons else DASHBOARDS[:1]
        return [
            *(dashboards if Output.DASHBOARD in self._outputs else ()),
            *([PACK] if Output.PACK in self._outputs else ()),
            *([REPORT] if Output.REPORT in self._outputs else ()),
        ]

    def standing(self) -> Published | None:
        """Return what was published, where its files are as they were written and would be made of the same."""
        named = [self._place / name for name in self._names()]
        if any(self._place.glob(_OTHER_NAMES)) or not all(path.is_file() for path in named):
            return None
        kept = [self._store.fetch_output(output_name(path)) for path in named]
        known_by = self._known_by(self._state)
        if any(
            one is None or one.made_of != known_by or one.sha256 != _sum_of(path)
            for one, path in zip(kept, named, strict=True)
        ):
            return None
        number = kept[0].publication if kept[0] else 0
        every = self._store.fetch_publications(self._period, self._edition)
        publication = next((one for one in every if one.id == number), None)
        if publication is None or not self._store.has_whole(publication):
            return None
        scorecard = unpack(self._store.fetch_whole(publication))
        return Published(
            scorecard,
            named[0],
            framework_remarks(self._folder, self._folder.framework),
            with_buttons=next((path for path in named if path.name == DASHBOARDS[1]), None),
            files=tuple(path for path in named if path.name != DASHBOARDS[1]),
            outputs=self._outputs,
            numbers=check_numbers(scorecard),
            reading=check_reading(scorecard),
            unchanged=True,
        )


def _sum_of(path: Path) -> str:
    return hashlib.sha256(read_named(path)).hexdigest()


def write_with_buttons(dashboard: Path) -> Path | None:
    """Write the ``.xlsm`` of a dashboard beside it, and return its path; None where the extra ``excel`` is missing.

    Raises OutputError where the ``.xlsm`` is open in Excel.
    """
    # XlsxWriter is loaded only when something is written, as for the dashboard itself.
    from scpxl.render.macros import can_write_macros, macro_workbook, read_sources

    if not can_write_macros():
        return None
    to = _beside(dashboard)
    write_file(to, macro_workbook(read_named(dashboard), read_sources(shipped("macros"))))
    return to


def why_no_buttons(dashboard: Path) -> str:
    """Return what to do where no ``.xlsm`` was written, and whether an older one is still there."""
    words = "For a dashboard with buttons in Excel, install scpxl[excel] and publish again."
    older = _beside(dashboard)
    return f"{words} {older.name} beside it has earlier figures." if older.is_file() else words


def _beside(dashboard: Path) -> Path:
    return dashboard.with_suffix(".xlsm")
