"""Tell a quarter in sentences, from what is on record; publishes and changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from scpxl.jobs.folder import Folder
from scpxl.jobs.memory import gc_paused
from scpxl.jobs.publish import fetch_record, run_of
from scpxl.jobs.since import with_changes
from scpxl.model.framework import Edition
from scpxl.model.periods import Period
from scpxl.render.briefing import briefing_text
from scpxl.scorecard.build import build_scorecard


def brief(folder: Folder, period: Period, level: int = 1) -> str:
    """Return a period's briefing as Markdown; `level` is that of its first heading.

    The same record gives the same words, whenever it is asked.
    """
    made = datetime.now(UTC).replace(microsecond=0)
    framework = folder.framework
    with folder.open_record(read_only=True) as store, gc_paused():
        record = replace(fetch_record(store, framework, period), today=folder.today)
        run = run_of(store, framework, period)
        scorecard = build_scorecard(framework, record, period, made, run, Edition.PARTNERSHIP)
        scorecard = with_changes(store, framework, period, scorecard, Edition.PARTNERSHIP)
    return briefing_text(scorecard, level)
