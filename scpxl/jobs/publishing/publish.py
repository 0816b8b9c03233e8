"""Publish a period: work it out, freeze what was said, write the dashboard; or tell it in sentences."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from scpxl.errors import NotFoundError, SetUpError
from scpxl.files.writing import Written, write_file
from scpxl.jobs import Progress, gc_paused, no_progress, read_named, user_name
from scpxl.jobs.folder import Folder
from scpxl.jobs.folders import remember_folder
from scpxl.jobs.publishing.published import (
    DASHBOARDS,
    PACK,
    PACK_TEMPLATE,
    REPORT,
    REPORT_TEMPLATE,
    MadeOf,
    Output,
    Published,
    outputs_of,
    standing_dashboards,
    write_with_buttons,
)
from scpxl.jobs.publishing.release import standing_of
from scpxl.jobs.publishing.since_published import published_before, restated_by, run_of, with_changes
from scpxl.jobs.record import fetch_record
from scpxl.jobs.refreshing.typed import keep_closed
from scpxl.jobs.setting_up.boundaries import drawn_map
from scpxl.jobs.setting_up.remarks import framework_remarks
from scpxl.model.framework import Edition
from scpxl.model.periods import Period
from scpxl.pages.briefing import briefing_page, objective_page
from scpxl.pages.pack import board_pack
from scpxl.pages.report import annual_report
from scpxl.render.excel import write_dashboard
from scpxl.render.html import html_text
from scpxl.render.markdown import markdown_text
from scpxl.render.powerpoint import pack_bytes
from scpxl.render.word import report_bytes
from scpxl.scorecard.build import build_scorecard
from scpxl.scorecard.editions import framework_for, takes_typing
from scpxl.scorecard.published.results import COMPARED, as_said, pack, to_results
from scpxl.scorecard.records.scorecard import Scorecard
from scpxl.scorecard.records.shape import DashboardSettings
from scpxl.scorecard.shaping import settings_of
from scpxl.scorecard.texts.readability import check_reading
from scpxl.scorecard.texts.text_check import check_numbers
from scpxl.store.interface import Store
from scpxl.store.records import Publication


def publish(
    folder: Folder,
    period: Period,
    edition: Edition = Edition.PARTNERSHIP,
    now: datetime | None = None,
    progress: Progress = no_progress,
    *,
    typed_wins: bool = False,
    path: Path | None = None,
    outputs: Sequence[Output] = (Output.DASHBOARD,),
) -> Published:
    """Write the outputs of a period into ``outputs/<period>/``, all from one scorecard, and keep that.

    What people typed in the dashboard that is there goes into the record first.  `now` is the moment printed on
    it; the same record published at the same moment gives the same bytes.  Where neither the files that are there nor
    anything they were made of has changed, they stay, with the moment printed on them.  With `typed_wins`, typed words stand
    against newer ones of the record.  With `path`, it is written there and the file that is in ``outputs/`` stays.

    Raises ValueError for no output at all; SetUpError for an output whose library is not installed or whose template lacks something, for the annual
    report of a year without any figure, for an edition that would need small numbers to be protected, for a drawn map without boundaries, and where what is there cannot be read or is open; ConflictError where what was entered contradicts newer words of the
    record.  Nothing is then replaced.
    """
    if not outputs:
        raise ValueError("There is nothing to publish: name an output, such as dashboard.")
    made = moment(now)
    framework = folder.framework
    progress(0, 3, f"working out {period}")
    with folder.open_record() as store, gc_paused():
        refuse_edition(edition)
        made_of = MadeOf(folder, store, period, edition, outputs)
        if path is None and (standing := made_of.standing()):
            progress(3, 3, "")
            remarks, released = (*standing.remarks, *_remember(folder)), standing_of(store, period, edition)
            return replace(standing, remarks=remarks, release=released.told)
        replaces = path is None and takes_typing(edition) and Output.DASHBOARD in outputs
        replaced = standing_dashboards(folder, period) if replaces else []
        kept = keep_closed(store, framework, replaced, user_name(), made, typed_wins=typed_wins)
        scorecard = prepare(folder, store, period, made, edition)
        # What cannot be made is told before anything is replaced.
        documents = _documents(folder, scorecard, outputs)
        progress(1, 3, "writing the files")
        to = path or outputs_of(folder, period, edition) / DASHBOARDS[0]
        written, with_buttons = _write(scorecard, to if Output.DASHBOARD in outputs else None, edition)
        place = outputs_of(folder, period, edition)
        written += [
            write_file(place / name, document, other_name=True) for name, document in documents.items()
        ]
        progress(2, 3, "keeping what was published")
        # Only what was written is published: a failure above leaves the record as it was.
        publication = save(store, folder, period, scorecard)
        if path is None:
            made_of.keep(publication, [*(one.path for one in written), *filter(None, [with_buttons])])
        remarks = (*framework_remarks(folder, framework), *_remember(folder))
        released = standing_of(store, period, edition)
    progress(3, 3, "")
    files, told = tuple(one.path for one in written), " ".join(filter(None, (one.words for one in written)))
    return Published(
        scorecard, files[0], remarks, told, kept, with_buttons, files, tuple(outputs),
        check_numbers(scorecard), check_reading(scorecard), released.told,
    )  # fmt: skip


def _documents(folder: Folder, scorecard: Scorecard, outputs: Sequence[Output]) -> dict[str, bytes]:
    """Return by their names the outputs beside the dashboard; raises SetUpError for all that cannot be made at once."""
    made: dict[str, bytes] = {}
    troubles: list[str] = []
    for output, name, make in _DOCUMENTS:
        if output in outputs:
            try:
                made[name] = make(folder, scorecard)
            except SetUpError as trouble:
                troubles.append(str(trouble))
    if troubles:
        raise SetUpError(" ".join(troubles))
    return made


def _write(scorecard: Scorecard, to: Path | None, edition: Edition) -> tuple[list[Written], Path | None]:
    """Write the dashboard where it is wanted; return it, and the one with buttons."""
    if to is None:
        return [], None
    written = write_dashboard(scorecard, to)
    # Buttons refresh the partnership's own dashboard from its folder, which observers do not have.
    return [written], write_with_buttons(written.path) if takes_typing(edition) else None


def _remember(folder: Folder) -> tuple[str, ...]:
    """Put the folder on the user's own list, where a refresh of an open dashboard looks; return what is to be told."""
    try:
        remember_folder(folder.path, folder.framework.partnership)
    except SetUpError as trouble:
        return (f"A refresh of an open dashboard will not find this folder by itself. {trouble}",)
    return ()


def pack_of(folder: Folder, scorecard: Scorecard) -> bytes:
    """Return the board pack, in the partnership's own template where its folder has one."""
    template = folder.path / PACK_TEMPLATE
    own = read_named(template) if template.exists() else None
    return pack_bytes(board_pack(scorecard), scorecard.made, own)


def report_of(folder: Folder, scorecard: Scorecard) -> bytes:
    """Return the annual report, in the partnership's own template where its folder has one."""
    template = folder.path / REPORT_TEMPLATE
    own = read_named(template) if template.exists() else None
    return report_bytes(annual_report(scorecard), scorecard.made, own)


def _first_report(folder: Folder, scorecard: Scorecard) -> bytes:
    """Return the annual report; raises SetUpError for a year of which there is no figure: most likely another was meant."""
    year = scorecard.year
    if year is not None and not any(
        one.value is not None for line in year.lines for one in (*line.quarters, line.years[-1])
    ):
        raise SetUpError(
            f"The record has no figure of the financial year {year.name}, so there is nothing to report. "
            "Name another year, or collect its returns first."
        )
    return report_of(folder, scorecard)


_DOCUMENTS: Final = (
    (Output.PACK, PACK, pack_of),
    (Output.REPORT, REPORT, _first_report),
)
"""Each output beside the dashboard, its file's name, and what makes it."""


def moment(now: datetime | None) -> datetime:
    """Return the moment that is printed: to the second, as the files keep it."""
    return (now or datetime.now(UTC)).replace(microsecond=0)


def refuse_edition(edition: Edition) -> None:
    """Raise SetUpError for an edition that would need small numbers to be protected."""
    if edition is Edition.PUBLIC:
        raise SetUpError(
            f"The {edition.value} edition needs small numbers to be protected, which this version cannot do yet. "
            "Publish the edition of the partnership, or that of its observers."
        )


def prepare(
    folder: Folder, store: Store, period: Period, made: datetime, edition: Edition = Edition.PARTNERSHIP
) -> Scorecard:
    """Return the scorecard that a dashboard is written from; nothing is written."""
    return _scorecard(folder, store, period, made, edition, settings_for(folder, period))


def settings_for(folder: Folder, period: Period) -> DashboardSettings:
    """Return how much room a partnership's dashboard has, and what is drawn on it; raises SetUpError for a map without boundaries."""
    settings = settings_of(folder.framework)
    return replace(settings, drawn=drawn_map(folder, period)) if folder.framework.drawn_map else settings


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


def brief(folder: Folder, period: Period, level: int = 1, edition: Edition = Edition.PARTNERSHIP) -> str:
    """Return a period's briefing as Markdown, from what is on record; publishes and changes nothing.

    `level` is that of its first heading.  The same record gives the same words, whenever it is asked.
    Raises SetUpError for an edition that would need small numbers to be protected.
    """
    return markdown_text(briefing_page(_on_record(folder, period, edition)), level)


def objective_html(folder: Folder, period: Period, code: str, edition: Edition = Edition.PARTNERSHIP) -> str:
    """Return the page of one objective as a whole HTML document, from what is on record; changes nothing.

    Raises NotFoundError where there is no such objective in the edition, SetUpError for an edition that would need
    small numbers to be protected.
    """
    known = [one.code for one in framework_for(folder.framework, edition).objectives]
    place = next((place for place, one in enumerate(known) if one.casefold() == code.casefold()), None)
    if place is None:
        raise NotFoundError(f"{code!r} is not an objective of the framework. There are: {', '.join(known)}.")
    scorecard = _on_record(folder, period, edition)
    return html_text(objective_page(scorecard, scorecard.pages[place]))


def _on_record(folder: Folder, period: Period, edition: Edition) -> Scorecard:
    refuse_edition(edition)
    made = datetime.now(UTC).replace(microsecond=0)
    with folder.record_to_read() as store, gc_paused():
        return _scorecard(folder, store, period, made, edition)


def _scorecard(
    folder: Folder,
    store: Store,
    period: Period,
    made: datetime,
    edition: Edition,
    settings: DashboardSettings | None = None,
) -> Scorecard:
    framework = folder.framework
    fetched = fetch_record(store, framework, period, settings.month_ends if settings else 1, edition)
    restated = restated_by(store, framework)
    record = replace(
        fetched,
        today=folder.today,
        published=published_before(store, period, edition),
        restated=restated,
    )
    run = run_of(store, framework, period)
    scorecard = build_scorecard(framework, record, period, made, run, edition, settings)
    return with_changes(store, framework, period, scorecard, edition, restated)
