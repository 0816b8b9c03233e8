"""A publication is kept whole: its scorecard comes back as it was, now and from a file of this version."""

from __future__ import annotations

import json
import lzma
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from scpxl.errors import NotFoundError
from scpxl.jobs.setting_up.setup import demonstrate, examples
from scpxl.pages.briefing import briefing_page
from scpxl.render.excel import write_dashboard
from scpxl.render.markdown import markdown_text
from scpxl.scorecard.build import PeriodRecord, build_scorecard
from scpxl.scorecard.published.results import RESULTS_VERSION, as_said, from_results, pack, to_results, unpack
from scpxl.scorecard.records.scorecard import Scorecard
from scpxl.scorecard.records.shape import DashboardSettings
from tests.excel.made import troubled
from tests.figures.test_month_ends import MADE, boroughs
from tests.render.scorecards import full_scorecard
from tests.scorecard.builders import Q4

KEPT = Path(__file__).parent / "kept" / "publication 2.zlib"
"""A publication of this version, made by running this file and compressed as the first ones were: a later version has to read it."""
KEPT_BEFORE = Path(__file__).parent / "kept" / "publication 1.zlib"
"""The same publication as version 1 of the results has it."""
MOST = 1_000_000
"""Bytes that a publication of the worked example may take."""


def published() -> Scorecard:
    agreed, seen = boroughs()
    return build_scorecard(
        agreed, PeriodRecord(seen), Q4, MADE, "RUN", settings=DashboardSettings(month_ends=3)
    )


def without_drafts(scorecard: Scorecard) -> Scorecard:
    pages = [
        replace(page, cards=tuple(replace(one, draft="") for one in page.cards)) for page in scorecard.pages
    ]
    return replace(scorecard, pages=tuple(pages))


def test_results_give_the_very_scorecard_they_were_made_from() -> None:
    for scorecard in (published(), full_scorecard(), troubled()):
        results = json.loads(json.dumps(to_results(scorecard)))
        assert from_results(results) == scorecard


def test_results_of_another_version_are_refused_in_words() -> None:
    results = to_results(published()) | {"version": RESULTS_VERSION + 1}
    with pytest.raises(NotFoundError, match="publish the period again"):
        from_results(results)


def test_a_record_gives_the_scorecard_with_its_month_ends_as_it_was() -> None:
    scorecard = published()
    again = unpack(pack(to_results(scorecard)))
    assert again == scorecard
    assert [end.label for end in again.month_ends] == ["Jan 2018", "Feb 2018", "Mar 2018"]


def test_what_is_said_of_a_publication_repeats_none_of_its_parts() -> None:
    whole = to_results(published())
    said = as_said(whole)
    assert set(whole) - set(said) == {
        "data",
        "notes",
        "made",
        "shape",
        "month_ends",
        "reported",
        "last_month",
    }
    assert {"pages", "exceptions", "benchmarks"} <= set(said)


def test_a_publication_that_was_kept_by_this_version_is_read_and_any_output_made_from_it(
    tmp_path: Path,
) -> None:
    scorecard = unpack(KEPT.read_bytes())
    (shown,) = scorecard.cards
    assert (scorecard.period_code, shown.headline.text, shown.rag.rag.value) == ("2017-18 Q4", "538", "Green")
    assert [end.label for end in scorecard.month_ends] == ["Jan 2018", "Feb 2018", "Mar 2018"]
    assert "Bur" in markdown_text(briefing_page(scorecard))
    write_dashboard(scorecard, tmp_path / "again.xlsx")
    # Drafts came later: where a record has none, there is none beside the rows to type in.
    write_dashboard(without_drafts(published()), tmp_path / "first.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == (tmp_path / "first.xlsx").read_bytes()


def test_a_publication_that_was_kept_by_version_1_is_read_and_any_output_made_from_it(tmp_path: Path) -> None:
    scorecard, today = unpack(KEPT_BEFORE.read_bytes()), published()
    (shown,), (now,) = scorecard.cards, today.cards
    assert (shown.headline, shown.rag.rag, shown.yearly and shown.yearly.verdict) == (
        now.headline,
        now.rag.rag,
        now.yearly and now.yearly.verdict,
    )
    assert scorecard.shape == today.shape
    assert "Bur" in markdown_text(briefing_page(scorecard))
    write_dashboard(scorecard, tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").stat().st_size > 0


def test_the_worked_example_is_kept_whole_in_less_than_a_megabyte(tmp_path: Path) -> None:
    made = demonstrate(tmp_path / "demo", examples()[0])
    with made.folder.open_record(read_only=True) as store:
        record = store.fetch_whole(store.fetch_publications()[-1])
    scorecard = unpack(record)
    assert scorecard == made.published.scorecard
    assert len(scorecard.month_ends) == 13
    assert len(record) < MOST < len(lzma.decompress(record))


if __name__ == "__main__":
    KEPT.write_bytes(zlib.compress(json.dumps(to_results(published())).encode(), 9))
