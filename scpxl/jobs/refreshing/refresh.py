"""Refresh a dashboard that is open on somebody's screen: what its button does, and `scpxl refresh` where one is open.

The order is the promise.  What was entered goes into the record first; everything is worked out before the first cell is
written; what was there is remembered before it is overwritten, and put back where anything fails; the stamp is last.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from scpxl.errors import ConflictError, ScpxlError, SetUpError, StoreError
from scpxl.files.writing import write_file
from scpxl.jobs import gc_paused, read_named, user_name
from scpxl.jobs.folder import Folder
from scpxl.jobs.publishing.publish import moment, prepare, publish, save, settings_for
from scpxl.jobs.publishing.published import (
    DASHBOARDS,
    Published,
    standing_dashboards,
    why_no_buttons,
    write_with_buttons,
)
from scpxl.jobs.refreshing.push import check_grid, check_screen, push, stamp_place
from scpxl.jobs.refreshing.refreshed import CancelledError, Refreshed, logged, only_one, status_bar
from scpxl.jobs.refreshing.screen import NotThisLayoutError, Screen
from scpxl.jobs.refreshing.typed import TypedIn, keep_closed, keep_typed
from scpxl.jobs.returns.collect import collect
from scpxl.jobs.setting_up.remarks import framework_remarks
from scpxl.model.framework import Edition
from scpxl.model.periods import Period
from scpxl.pages.typed import TypedDashboard, read_dashboard
from scpxl.pages.typed_values import settled
from scpxl.render.excel import dashboard_grid, sheets_of, write_dashboard
from scpxl.render.grid import BookGrid
from scpxl.scorecard.records.scorecard import Scorecard
from scpxl.scorecard.records.shape import Shape
from scpxl.scorecard.shaping import shape_of
from scpxl.scorecard.texts.partner_words import stamp_words

CANCEL: Final = "refresh.cancel"
"""A file of this name in the partnership's folder stops a refresh before it writes."""
AS_OF: Final = "as_of"
_CHOICES: Final = "show_"
"""How the names of the cells begin in which a reader chooses, beside that of the month."""


def cancel_refresh(folder: Folder) -> None:
    """Ask the refresh that is running to stop before it writes."""
    (folder.path / CANCEL).touch()


def refresh_open(
    folder: Folder,
    screen: Screen,
    period: Period | None = None,
    *,
    by: str = "",
    now: datetime | None = None,
    ask: Callable[[str], bool] | None = None,
    typed_wins: bool = False,
) -> Refreshed:
    """Collect the quarter's returns and put the figures into an open dashboard; all or nothing.

    Without `period`, the folder's own.  `by` is who asks: without it, the user of this computer.  Where the workbook is
    of another quarter, whoever sits there is asked, and it goes on as a new file; where it is of another layout, they
    are asked whether to write a new file: by `ask`, or else by the screen.

    Raises ScpxlError with what went wrong: the workbook then holds what it held, unless it is a MixedError.
    """
    _ = folder.framework_path  # a folder that is none of ours gets no log made in it
    who = by or user_name()
    job = _Refresh(folder, screen, folder.period(period), who, moment(now), ask or screen.ask, typed_wins)
    with logged(folder, screen.name, who, job.note), only_one(folder.path, "A refresh"), status_bar(screen):
        (folder.path / CANCEL).unlink(missing_ok=True)
        screen.make_ready()
        return job.run()


@dataclass
class _Refresh:
    """One refresh, and what it works with."""

    folder: Folder
    screen: Screen
    period: Period
    by: str
    made: datetime
    ask: Callable[[str], bool]
    typed_wins: bool
    note: list[str] = field(default_factory=list)
    """What the log is to say."""
    told: list[str] = field(default_factory=list)

    def run(self) -> Refreshed:
        """Go through the steps."""
        typed = read_dashboard(self.screen.range_of, self.screen.name)
        try:
            shape = self._shape()
            check_screen(self.screen, shape.digest, sheets_of(shape))
        except NotThisLayoutError as other:
            return self._as_new_file(typed, other)
        there = Period.parse(typed.period).last_quarter
        new_path = self._path_for_new_quarter(there) if there != self.period else None
        kept = self._keep(typed, new_path)
        self.screen.tell("scpxl: collecting returns …")
        collection = collect(self.folder, self.period, progress=self._progress)
        self.screen.tell("scpxl: working out the figures …")
        with self.folder.open_record() as store, gc_paused():
            scorecard = prepare(self.folder, store, self.period, self.made)
            choices = self._choices(scorecard)
            grid = dashboard_grid(scorecard, choices)
            _put_stamp(grid, stamp_words(scorecard, self.by))
            check_grid(self.screen, grid)
            self._stop_if_asked()
            self._refuse_typed_since(typed)
            self.screen.tell("scpxl: writing the figures …")
            pushed = push(
                self.screen, grid, (lambda: self.screen.save_as(new_path)) if new_path else _nothing
            )
            self._save(lambda: save(store, self.folder, self.period, scorecard))
            if new_path is not None:
                self._write_beside(new_path, scorecard, choices)
        self._tell_saved(new_path)
        self.note += [
            f"{pushed.cells} cells in {pushed.writes} writes",
            f"{len(collection.files)} files collected",
        ]
        path = new_path or self.screen.path or Path(self.screen.name)
        published = Published(
            scorecard, path, framework_remarks(self.folder, self.folder.framework), typed=kept
        )
        return Refreshed(self.screen.name, self.period, collection, published, pushed, kept, tuple(self.told))

    def _shape(self) -> Shape:
        settings = settings_for(self.folder, self.period)
        return shape_of(self.folder.framework, Edition.PARTNERSHIP, self.period, settings=settings)

    def _keep(self, typed: TypedDashboard, new_path: Path | None) -> TypedIn:
        """Take what was entered into the record: of the workbook, and of a file that it will replace."""
        self.screen.tell("scpxl: reading what was entered …")
        framework = self.folder.framework
        with self.folder.open_record() as store:
            kept = keep_typed(store, framework, typed, self.by, self.made, typed_wins=self.typed_wins)
            standing = standing_dashboards(self.folder, self.period) if new_path is not None else []
            if standing:
                closed = keep_closed(
                    store, framework, standing, self.by, self.made, typed_wins=self.typed_wins
                )
                kept.decisions += closed.decisions
                kept.entries += closed.entries
                kept.told += closed.told
        self.note.append(f"{len(kept.decisions)} decisions and {len(kept.entries)} rows typed")
        return kept

    def _path_for_new_quarter(self, there: Period) -> Path:
        """Return where the workbook goes on when its quarter is another one; raises SetUpError where that is not wanted."""
        suffix = self.screen.path.suffix if self.screen.path else ".xlsx"
        path = self.folder.outputs(self.period) / f"dashboard{suffix if suffix == '.xlsm' else '.xlsx'}"
        standing_dashboards(self.folder, self.period)
        question = (
            f"{self.screen.name} is of {there}, and the quarter worked on is {self.period}.\n\n"
            f"Go on with {self.period} in a new file, {path}? The file of {there} stays as it was last saved."
        )
        if not self.ask(question):
            raise SetUpError(
                f"{self.screen.name} is of {there} and stays so. Nothing was changed. "
                f'To refresh it for {there}, run `scpxl refresh --period "{there}"`.'
            )
        return path

    def _as_new_file(self, typed: TypedDashboard, other: NotThisLayoutError) -> Refreshed:
        """Write a new file, where the figures cannot go into the open one and that is wanted."""
        path = _free_name(self.folder.outputs(self.period) / DASHBOARDS[0])
        question = f"{other}\n\nThe figures cannot be put into it. Take what was entered in it into the record, and write a new file, {path}?"
        if not self.ask(question):
            raise NotThisLayoutError(
                f"{other} Nothing was changed. `scpxl publish` writes a new file."
            ) from other
        kept = self._keep(typed, None)
        collection = collect(self.folder, self.period, progress=self._progress)
        published = publish(self.folder, self.period, now=self.made, typed_wins=self.typed_wins, path=path)
        self.told.append(f"{self.screen.name} stays as it is. Go on with the new file.")
        return Refreshed(path.name, self.period, collection, published, None, kept, tuple(self.told))

    def _refuse_typed_since(self, typed: TypedDashboard) -> None:
        """Raise ConflictError where something was entered while the figures were worked out: it would be overwritten."""
        before = {(row.table.name, row.key): row for row in typed.rows}
        for row in read_dashboard(self.screen.range_of, self.screen.name).rows:
            known = before.get((row.table.name, row.key))
            if known is None or known.values != row.values:
                raise ConflictError(
                    f"{row.place} of {self.screen.name} was typed in while the figures were worked out. "
                    "Nothing was overwritten: refresh again, and it is taken into the record."
                )

    def _choices(self, scorecard: Scorecard) -> Mapping[str, str]:
        """Return what is chosen in the workbook, the month as it is to be from now on."""
        chosen: dict[str, str] = {}
        for name in self.screen.names():
            if name.startswith(_CHOICES) and (found := self.screen.range_of(name)):
                chosen[name] = settled(found[1][0][0])
        labels = [end.label for end in scorecard.month_ends]
        found, months = self.screen.range_of(AS_OF), self.screen.range_of("months")
        month = settled(found[1][0][0]) if found else ""
        latest = settled(months[1][-1][0]) if months else ""
        if month and month != latest and month in labels:
            chosen[AS_OF] = month
        elif month and month != latest:
            self.told.append(f"{month} is no longer among the months to choose from: {labels[-1]} is shown.")
        return chosen

    def _progress(self, done: int, of: int, what: str) -> None:
        self._stop_if_asked()
        if what:
            self.screen.tell(f"scpxl: collecting returns, {done + 1} of {of} …")

    def _stop_if_asked(self) -> None:
        if (self.folder.path / CANCEL).exists():
            (self.folder.path / CANCEL).unlink(missing_ok=True)
            raise CancelledError(
                "Stopped, as was asked. The workbook holds the figures it had; what was entered, and the returns collected by then, "
                "are in the record."
            )

    def _save(self, saving: Callable[[], object]) -> None:
        """Keep what was published; the figures stand even where the record cannot."""
        try:
            saving()
        except StoreError as trouble:
            self.told.append(
                f"The workbook has the new figures, but the record of what was published lacks them: {trouble}"
            )
            self.note.append(f"not in the record: {trouble}")

    def _write_beside(self, new_path: Path, scorecard: Scorecard, choices: Mapping[str, str]) -> None:
        """Write the other of the two files that `publish` writes, beside the one the open workbook goes on as."""
        beside = new_path.with_suffix(".xlsx" if new_path.suffix == ".xlsm" else ".xlsm")
        try:
            if beside.suffix == ".xlsx":
                write_dashboard(scorecard, beside, choices)
                return
            with TemporaryDirectory() as place:
                plain = Path(place) / DASHBOARDS[0]
                write_dashboard(scorecard, plain, choices)
                made = write_with_buttons(plain)
                if made is None:
                    self.told.append(why_no_buttons(new_path))
                else:
                    write_file(beside, read_named(made))
        except (ScpxlError, OSError) as trouble:
            # The open workbook has the figures, and the record has them: this one can be written again.
            self.told.append(
                f"{beside.name} was not written beside it: {trouble} `scpxl publish` writes both."
            )
            self.note.append(f"{beside.name} not written: {trouble}")

    def _tell_saved(self, new_path: Path | None) -> None:
        if new_path is not None:
            self.told.append(f"The open workbook is now {new_path}.")
        else:
            self.told.append(
                "It is not saved yet: save it to keep the figures. What was done before cannot be undone."
            )


def _nothing() -> None:
    """Do nothing."""


def _put_stamp(grid: BookGrid, words: str) -> None:
    sheet, place = stamp_place(grid)
    grid.sheets[sheet].values[place] = words


def _free_name(path: Path) -> Path:
    """Return a name beside this one that no file has."""
    number, wanted = 2, path
    while wanted.exists():
        wanted = path.with_stem(f"{path.stem} {number}")
        number += 1
    return wanted
