"""A publication is kept whole: its scorecard comes back as it was, now and from a file of this version."""

from __future__ import annotations

import json
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scpxl.errors import UnknownThingError
from scpxl.figures.figures import work_out
from scpxl.jobs.demo import demonstrate, examples
from scpxl.render.briefing import briefing_text
from scpxl.render.dashboard import write_dashboard
from scpxl.scorecard.build import Record, build_scorecard
from scpxl.scorecard.model import Scorecard
from scpxl.scorecard.months import MonthEnd, months_of
from scpxl.scorecard.results import RESULTS_VERSION, from_results, pack, to_results, unpack
from scpxl.store.publications import fetch_publications, fetch_record
from tests.figures.test_month_ends import boroughs
from tests.render.scorecards import full_scorecard
from tests.scorecard.builders import Q4

KEPT = Path(__file__).parent / "kept" / "publication 1.zlib"
"""A publication of this version, made by running this file: a later version has to read it."""
MADE = datetime(2018, 5, 14, 9, 30, tzinfo=UTC)
MOST = 1_000_000
"""Bytes that a publication of the worked example may take."""


def published() -> tuple[Scorecard, tuple[MonthEnd, ...]]:
    agreed, seen = boroughs()
    months = months_of(work_out(agreed, seen, Q4, 3), agreed.reported)
    return build_scorecard(agreed, Record(seen), Q4, MADE, "RUN"), months


def test_results_give_the_very_scorecard_they_were_made_from() -> None:
    for scorecard in (published()[0], full_scorecard()):
        results = json.loads(json.dumps(to_results(scorecard)))
        assert from_results(results) == scorecard


def test_results_of_another_version_are_refused_in_words() -> None:
    results = to_results(published()[0]) | {"version": RESULTS_VERSION + 1}
    with pytest.raises(UnknownThingError, match="publish the period again"):
        from_results(results)


def test_a_record_gives_scorecard_and_month_ends_as_they_were() -> None:
    scorecard, months = published()
    assert unpack(pack(scorecard, months)) == (scorecard, months)


def test_a_publication_that_was_kept_by_this_version_is_read_and_any_output_made_from_it(
    tmp_path: Path,
) -> None:
    scorecard, months = unpack(KEPT.read_bytes())
    (shown,) = scorecard.cards
    assert (scorecard.period_code, shown.headline.text, shown.rag.rag.value) == ("2017-18 Q4", "538", "Green")
    assert [month.month for month in months] == ["Jan 2018", "Feb 2018", "Mar 2018"]
    assert months[-1].cards == scorecard.cards
    assert "Bur" in briefing_text(scorecard)
    write_dashboard(scorecard, tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").stat().st_size > 10_000


def test_the_worked_example_is_kept_whole_in_less_than_a_megabyte(tmp_path: Path) -> None:
    made = demonstrate(tmp_path / "demo", examples()[0])
    with made.folder.open_record(read_only=True) as store:
        record = fetch_record(store, fetch_publications(store)[-1])
    scorecard, months = unpack(record)
    assert scorecard == made.published.scorecard
    assert len(months) == 13
    assert len(record) < MOST < len(zlib.decompress(record))


if __name__ == "__main__":
    KEPT.write_bytes(pack(*published()))
