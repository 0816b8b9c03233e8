"""Publish a period: work it out, freeze what was said, write the dashboard; or tell it in sentences."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from scpxl.errors import SetUpError
from scpxl.jobs import gc_paused
from scpxl.jobs.folder import Folder
from scpxl.jobs.record import fetch_record, run_of, with_changes
from scpxl.jobs.remarks import framework_remarks
from scpxl.model.framework import Edition
from scpxl.model.periods import Period
from scpxl.render.briefing import briefing_text
from scpxl.render.dashboard import write_dashboard
from scpxl.scorecard.build import build_scorecard
from scpxl.scorecard.model import Scorecard
from scpxl.scorecard.results import COMPARED, to_results
from scpxl.store.interface import Store


@dataclass(frozen=True)
class Published:
    """What was published, and where."""

    scorecard: Scorecard
    path: Path
    remarks: tuple[str, ...] = ()
    """What is asked about the framework: slips of scale, and figures on record that it no longer covers."""


def publish(
    folder: Folder, period: Period, edition: Edition = Edition.PARTNERSHIP, now: datetime | None = None
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
    with folder.open_record() as store, gc_paused():
        scorecard = _scorecard(folder, store, period, made, edition)
        path = folder.outputs(period) / "dashboard.xlsx"
        write_dashboard(scorecard, path)
        # Only what was written is published: a failure above leaves the record as it was.
        store.save_framework_version(framework.version, framework.model_dump_json(), made)
        said = {key: value for key, value in to_results(scorecard).items() if key != COMPARED}
        results = json.dumps(said, ensure_ascii=False, sort_keys=True)
        store.save_publication(
            period, edition.value, made=made, framework_version=framework.version, results=results
        )
    return Published(scorecard, path, framework_remarks(folder, framework))


def brief(folder: Folder, period: Period, level: int = 1) -> str:
    """Return a period's briefing as Markdown, from what is on record; publishes and changes nothing.

    `level` is that of its first heading.  The same record gives the same words, whenever it is asked.
    """
    made = datetime.now(UTC).replace(microsecond=0)
    with folder.open_record(read_only=True) as store, gc_paused():
        scorecard = _scorecard(folder, store, period, made, Edition.PARTNERSHIP)
    return briefing_text(scorecard, level)


def _scorecard(folder: Folder, store: Store, period: Period, made: datetime, edition: Edition) -> Scorecard:
    framework = folder.framework
    record = replace(fetch_record(store, framework, period), today=folder.today)
    scorecard = build_scorecard(framework, record, period, made, run_of(store, framework, period), edition)
    return with_changes(store, framework, period, scorecard, edition)
