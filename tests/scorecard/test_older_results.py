"""Results published by version 1, read and compared in today's terms."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from scpxl.scorecard.lists.exceptions import list_exceptions
from scpxl.scorecard.published.changed import changed_since, is_as_it_was
from scpxl.scorecard.published.results import from_results, in_todays_terms, to_results
from tests.scorecard.test_kept_whole import published

FORMER = {
    '"significant"': '"real"',
    '"not significant"': '"within normal variation"',
    '"Unusual and worse"': '"Special cause for the worse"',
    '"Unusual and better"': '"Special cause for the better"',
    '"Unusual"': '"Special cause"',
    '"aggregation":': '"adds_up":',
}


def older() -> dict[str, object]:
    """Return results as version 1 wrote them."""
    text = json.dumps(to_results(published()) | {"version": 1})
    for now, then in FORMER.items():
        text = text.replace(now, then)
    results: dict[str, object] = json.loads(text)
    return results


def test_a_scorecard_published_by_version_1_is_read() -> None:
    assert '"adds_up":' in json.dumps(older())
    # Rows of its Data sheet are kept as they were printed.
    assert replace(from_results(older()), data=()) == replace(published(), data=())


def test_nothing_has_changed_only_because_words_have() -> None:
    scorecard = published()
    found = changed_since(
        in_todays_terms(older()), date(2018, 5, 2), scorecard.cards, list_exceptions(scorecard.cards), {}
    )
    assert is_as_it_was(found)


def test_results_of_today_are_left_as_they_are() -> None:
    results = to_results(published())
    assert in_todays_terms(results) == results
