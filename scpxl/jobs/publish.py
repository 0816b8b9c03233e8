"""Publish a period: fetch, work out, freeze what was said, and write the dashboard."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from scpxl.checks.framework_diff import diff_frameworks
from scpxl.errors import SetUpError
from scpxl.figures.figures import MONTH_ENDS
from scpxl.jobs.assurance import fetch_told
from scpxl.jobs.folder import Folder
from scpxl.jobs.framework import framework_remarks
from scpxl.jobs.memory import without_searching_for_cycles
from scpxl.jobs.since import fetch_behind, with_changes
from scpxl.jobs.status import sendings
from scpxl.model.framework import Edition, Framework
from scpxl.model.periods import Period
from scpxl.render.dashboard import write_dashboard
from scpxl.scorecard.build import Record, build_scorecard
from scpxl.scorecard.model import Scorecard
from scpxl.scorecard.months import build_months
from scpxl.scorecard.results import COMPARED, as_said, pack, to_results
from scpxl.store.database import Store
from scpxl.store.documents import fetch_actions, fetch_commentary, fetch_explanations, fetch_nil_sections
from scpxl.store.private import count_withheld
from scpxl.store.publications import (
    fetch_framework_versions,
    fetch_publications,
    has_record,
    save_framework_version,
    save_publication,
    save_record,
)
from scpxl.store.submissions import fetch_submissions


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
    with folder.open_record() as store, without_searching_for_cycles():
        record = replace(fetch_record(store, framework, period), today=folder.today)
        scorecard = build_scorecard(
            framework, record, period, made, run_of(store, framework, period), edition
        )
        scorecard = with_changes(store, framework, period, scorecard, edition)
        path = folder.outputs(period) / "dashboard.xlsx"
        write_dashboard(scorecard, path)
        # Only what was written is published: a failure above leaves the record as it was.
        save_framework_version(store, framework.version, framework.model_dump_json(), made)
        said = {key: value for key, value in as_said(to_results(scorecard)).items() if key != COMPARED}
        results = json.dumps(said, ensure_ascii=False, sort_keys=True)
        published = save_publication(
            store, period, edition.value, made=made, framework_version=framework.version, results=results
        )
        if not has_record(store, published):
            shown = [framework.by_code[card.code] for card in scorecard.cards]
            ends = fetch_behind(store, framework, period, month_ends=MONTH_ENDS)
            save_record(store, published, pack(scorecard, build_months(framework, ends, period, shown)))
    return Published(scorecard, path, framework_remarks(folder, framework))


def fetch_record(store: Store, framework: Framework, period: Period) -> Record:
    """Return what the store holds that the period's scorecard is made of.

    What is not a figure is that of the quarter which holds the period's last month.
    """
    quarter = period.last_quarter
    return Record(
        observations=fetch_behind(store, framework, period),
        actions=fetch_actions(store, quarter),
        commentary=fetch_commentary(store, quarter),
        explanations=fetch_explanations(store, quarter),
        sendings=sendings(store, quarter),
        framework_changes=_framework_changes(store, framework),
        nil_sections=fetch_nil_sections(store, quarter),
        withheld=count_withheld(store, quarter),
        **fetch_told(store, framework, quarter).parts(),
    )


def _framework_changes(store: Store, framework: Framework) -> tuple[str, ...]:
    """Return what the framework says differently from the one last published under."""
    published = [p for p in fetch_publications(store) if p.framework_version != framework.version]
    if not published:
        return ()
    kept = fetch_framework_versions(store, published[-1].framework_version)
    if not kept:
        return ()
    earlier = Framework.model_validate_json(kept[-1].framework)
    return tuple(difference.words for difference in diff_frameworks(earlier, framework))


def run_of(store: Store, framework: Framework, period: Period) -> str:
    """Return a short reference that names the record the figures came from: what was in force."""
    digest = hashlib.sha256(f"{framework.model_dump_json()} {period}".encode())
    for sent in fetch_submissions(store):
        digest.update(f"{sent.reference} {sent.status}".encode())
    return digest.hexdigest()[:8].upper()
