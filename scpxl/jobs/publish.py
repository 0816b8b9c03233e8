"""Publish a period: work it out, freeze what was said, write the dashboard; or tell it in sentences."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from scpxl.errors import NotFoundError, SetUpError
from scpxl.jobs import Progress, gc_paused, no_progress
from scpxl.jobs.folder import Folder
from scpxl.jobs.record import fetch_record, run_of, with_changes
from scpxl.jobs.remarks import framework_remarks
from scpxl.model.framework import Edition
from scpxl.model.periods import Period
from scpxl.pages.briefing import briefing_page
from scpxl.pages.objective import objective_page
from scpxl.render.excel import write_dashboard
from scpxl.render.html import html_text
from scpxl.render.markdown import markdown_text
from scpxl.scorecard.build import build_scorecard
from scpxl.scorecard.model import Scorecard
from scpxl.scorecard.results import COMPARED, as_said, pack, to_results
from scpxl.scorecard.shape import Settings
from scpxl.store.interface import Store


@dataclass(frozen=True)
class Published:
    """What was published, and where."""

    scorecard: Scorecard
    path: Path
    remarks: tuple[str, ...] = ()
    """What is asked about the framework: slips of scale, and figures on record that it no longer covers."""
    instead: str = ""
    """Why the dashboard has another name than usual; blank where it has not."""


def publish(
    folder: Folder,
    period: Period,
    edition: Edition = Edition.PARTNERSHIP,
    now: datetime | None = None,
    progress: Progress = no_progress,
) -> Published:
    """Write the dashboard of a period into ``outputs/<period>/`` and keep its results.

    `now` is the moment printed on it; the same record published at the same moment gives the same bytes.
    Raises SetUpError for an edition that would need small numbers to be protected.
    """
    if edition is not Edition.PARTNERSHIP:
        raise SetUpError(
            f"The {edition.value} edition needs small numbers to be protected, which this version cannot do yet. "
            "Publish the partnership edition."
        )
    made = (now or datetime.now(UTC)).replace(microsecond=0)
    framework = folder.framework
    progress(0, 3, f"working out {period}")
    with folder.open_record() as store, gc_paused():
        scorecard = _scorecard(folder, store, period, made, edition, Settings())
        path = folder.outputs(period) / "dashboard.xlsx"
        progress(1, 3, "writing the dashboard")
        written = write_dashboard(scorecard, path)
        progress(2, 3, "keeping what was published")
        # Only what was written is published: a failure above leaves the record as it was.
        store.save_framework_version(framework.version, framework.model_dump_json(), made)
        whole = to_results(scorecard)
        said = {key: value for key, value in as_said(whole).items() if key != COMPARED}
        published = store.save_publication(
            period,
            edition.value,
            made=made,
            framework_version=framework.version,
            results=json.dumps(said, ensure_ascii=False, sort_keys=True),
        )
        if not store.has_whole(published):
            store.save_whole(published, pack(whole))
    progress(3, 3, "")
    return Published(scorecard, written.path, framework_remarks(folder, framework), written.words)


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
