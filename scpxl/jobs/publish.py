"""Publish a period: work it out, freeze what was said, write the dashboard; or tell it in sentences."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from scpxl import __version__
from scpxl.errors import NotFoundError, SetUpError
from scpxl.jobs import Progress, gc_paused, no_progress, read_named, user_name
from scpxl.jobs.boundaries import BOUNDARIES, drawn_map
from scpxl.jobs.folder import Folder
from scpxl.jobs.folders import remember_folder
from scpxl.jobs.macros import write_with_buttons
from scpxl.jobs.record import fetch_record, run_of, with_changes
from scpxl.jobs.remarks import framework_remarks
from scpxl.jobs.typed import Kept, keep_closed, output_name
from scpxl.model.framework import Edition
from scpxl.model.periods import Period
from scpxl.pages.briefing import briefing_page
from scpxl.pages.objective import objective_page
from scpxl.render.excel import write_dashboard
from scpxl.render.html import html_text
from scpxl.render.macros import can_write_macros
from scpxl.render.markdown import markdown_text
from scpxl.scorecard.build import build_scorecard
from scpxl.scorecard.model import Scorecard
from scpxl.scorecard.results import COMPARED, as_said, pack, to_results, unpack
from scpxl.scorecard.shape import Settings
from scpxl.scorecard.shaping import settings_of
from scpxl.store.interface import Store
from scpxl.store.records import Publication

DASHBOARDS: Final = ("dashboard.xlsx", "dashboard.xlsm")
"""The files of a published quarter in which people enter."""
_OTHER_NAMES: Final = "dashboard [0-9]*.xls[xm]"
"""Those written beside one that another program held open."""
_LOCKS: Final = ("~${}", ".~lock.{}#")
"""What Excel and LibreOffice put beside a file that somebody has open."""


@dataclass(frozen=True)
class Published:
    """What was published, and where."""

    scorecard: Scorecard
    path: Path
    remarks: tuple[str, ...] = ()
    """What is asked about the framework: slips of scale, and figures on record that it no longer covers."""
    instead: str = ""
    """Why the dashboard has another name than usual; blank where it has not."""
    typed: Kept = field(default_factory=Kept)
    """What had been entered in the dashboard that was replaced."""
    with_buttons: Path | None = None
    """The same as a macro workbook; None where the extra ``excel`` is not installed."""
    unchanged: bool = False
    """Whether the files stay as they are, since nothing that they are made of has changed."""


def publish(
    folder: Folder,
    period: Period,
    edition: Edition = Edition.PARTNERSHIP,
    now: datetime | None = None,
    progress: Progress = no_progress,
    *,
    typed_wins: bool = False,
    path: Path | None = None,
) -> Published:
    """Write the dashboard of a period into ``outputs/<period>/`` and keep its results.

    What people entered in the dashboard that is there goes into the record first.  `now` is the moment printed on
    it; the same record published at the same moment gives the same bytes.  Where neither the files that are there nor
    anything they were made of has changed, they stay, with the moment printed on them.  With `typed_wins`, typed words stand
    against newer ones of the record.  With `path`, it is written there and the file that is in ``outputs/`` stays.

    Raises SetUpError for an edition that would need small numbers to be protected, for a drawn map without boundaries,
    and where what is there cannot be read or is open; ConflictError where what was entered contradicts newer words of the record.  Nothing is then
    replaced.
    """
    made = moment(now)
    framework = folder.framework
    progress(0, 3, f"working out {period}")
    with folder.open_record() as store, gc_paused():
        refuse_edition(edition)
        made_of = _MadeOf(folder, store, period, edition)
        if path is None and (standing := made_of.standing()):
            progress(3, 3, "")
            return standing
        replaced = standing_dashboards(folder, period) if path is None else []
        kept = keep_closed(store, framework, replaced, user_name(), made, typed_wins=typed_wins)
        scorecard = prepare(folder, store, period, made, edition)
        progress(1, 3, "writing the dashboard")
        written = write_dashboard(scorecard, path or folder.outputs(period) / DASHBOARDS[0])
        with_buttons = write_with_buttons(written.path)
        progress(2, 3, "keeping what was published")
        # Only what was written is published: a failure above leaves the record as it was.
        publication = save(store, folder, period, scorecard)
        if path is None:
            made_of.keep(publication, [written.path, *filter(None, [with_buttons])])
        remarks = framework_remarks(folder, framework)
    try:
        remember_folder(folder.path, framework.partnership)
    except SetUpError as trouble:
        remarks = (*remarks, f"A refresh of an open dashboard will not find this folder by itself. {trouble}")
    progress(3, 3, "")
    return Published(scorecard, written.path, remarks, written.words, kept, with_buttons)


def moment(now: datetime | None) -> datetime:
    """Return the moment that is printed: to the second, as the files keep it."""
    return (now or datetime.now(UTC)).replace(microsecond=0)


def refuse_edition(edition: Edition) -> None:
    """Raise SetUpError for an edition that would need small numbers to be protected."""
    if edition is not Edition.PARTNERSHIP:
        raise SetUpError(
            f"The {edition.value} edition needs small numbers to be protected, which this version cannot do yet. "
            "Publish the partnership edition."
        )


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


def prepare(
    folder: Folder, store: Store, period: Period, made: datetime, edition: Edition = Edition.PARTNERSHIP
) -> Scorecard:
    """Return the scorecard that a dashboard is written from; nothing is written."""
    return _scorecard(folder, store, period, made, edition, settings_for(folder, period))


def settings_for(folder: Folder, period: Period) -> Settings:
    """Return how much room a partnership's dashboard has, and what is drawn on it; raises SetUpError for a map without boundaries."""
    settings = settings_of(folder.framework)
    return replace(settings, drawn=drawn_map(folder, period)) if folder.framework.drawn_map else settings


class _MadeOf:
    """All that the files of a publication are made of, and whether it is what those that are there were made of."""

    def __init__(self, folder: Folder, store: Store, period: Period, edition: Edition) -> None:
        self._folder, self._store, self._period, self._edition = folder, store, period, edition
        self._place = folder.outputs(period)
        self._state, self._own = store.state(), store.own_changes

    def _known_by(self, state: int) -> str:
        shapes = self._folder.path / BOUNDARIES
        framework = self._folder.framework
        parts = (
            __version__,
            state,
            framework.model_dump_json(),
            str(self._period),
            self._edition,
            self._folder.today.isoformat(),
            can_write_macros(),
            _sum_of(shapes) if framework.drawn_map and shapes.is_file() else "",
        )
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    def keep(self, publication: Publication, files: Sequence[Path]) -> None:
        """Keep what the files were made of, unless the record was changed from elsewhere meanwhile."""
        state = self._state + self._store.own_changes - self._own
        if self._store.state() == state:
            sums = {output_name(path): _sum_of(path) for path in files}
            self._store.save_outputs(sums, self._known_by(state), publication)

    def standing(self) -> Published | None:
        """Return what was published, where its files are as they were written and would be made of the same."""
        named = [self._place / name for name in DASHBOARDS[: 2 if can_write_macros() else 1]]
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
        return Published(
            unpack(self._store.fetch_whole(publication)),
            named[0],
            framework_remarks(self._folder, self._folder.framework),
            with_buttons=named[1] if len(named) > 1 else None,
            unchanged=True,
        )


def _sum_of(path: Path) -> str:
    return hashlib.sha256(read_named(path)).hexdigest()


def save(store: Store, folder: Folder, period: Period, scorecard: Scorecard) -> Publication:
    """Keep in the record what was published, and return it: its results, the publication whole, and the framework it was made under."""
    framework, made = folder.framework, scorecard.made
    store.save_framework_version(framework.version, framework.model_dump_json(), made)
    whole = to_results(scorecard)
    said = {key: value for key, value in as_said(whole).items() if key != COMPARED}
    published = store.save_publication(
        period,
        scorecard.edition,
        made=made,
        framework_version=framework.version,
        results=json.dumps(said, ensure_ascii=False, sort_keys=True),
    )
    if not store.has_whole(published):
        store.save_whole(published, pack(whole))
    return published


def brief(folder: Folder, period: Period, level: int = 1) -> str:
    """Return a period's briefing as Markdown, from what is on record; publishes and changes nothing.

    `level` is that of its first heading.  The same record gives the same words, whenever it is asked.
    """
    return markdown_text(briefing_page(_on_record(folder, period)), level)


def objective_html(folder: Folder, period: Period, code: str) -> str:
    """Return the page of one objective as a whole HTML document, from what is on record; changes nothing.

    Raises NotFoundError where there is no such objective.
    """
    known = [one.code for one in folder.framework.objectives]
    place = next((place for place, one in enumerate(known) if one.casefold() == code.casefold()), None)
    if place is None:
        raise NotFoundError(f"{code!r} is not an objective of the framework. There are: {', '.join(known)}.")
    scorecard = _on_record(folder, period)
    return html_text(objective_page(scorecard, scorecard.pages[place]))


def _on_record(folder: Folder, period: Period) -> Scorecard:
    made = datetime.now(UTC).replace(microsecond=0)
    with folder.record_to_read() as store, gc_paused():
        return _scorecard(folder, store, period, made, Edition.PARTNERSHIP)


def _scorecard(
    folder: Folder,
    store: Store,
    period: Period,
    made: datetime,
    edition: Edition,
    settings: Settings | None = None,
) -> Scorecard:
    framework = folder.framework
    fetched = fetch_record(store, framework, period, settings.month_ends if settings else 1)
    record = replace(fetched, today=folder.today)
    run = run_of(store, framework, period)
    scorecard = build_scorecard(framework, record, period, made, run, edition, settings)
    return with_changes(store, framework, period, scorecard, edition)
