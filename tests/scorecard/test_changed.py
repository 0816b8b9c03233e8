"""What was published is compared with the record as it is: figures, and what follows from them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from scpxl.model.framework import Framework
from scpxl.model.observations import Observation
from scpxl.model.periods import month_label
from scpxl.scorecard.build import PeriodRecord, build_scorecard
from scpxl.scorecard.published.changed import changed_since, is_as_it_was
from scpxl.scorecard.published.results import to_results
from scpxl.scorecard.records.board import ChangedSince
from scpxl.scorecard.records.scorecard import Scorecard
from tests.scorecard.builders import Q4, STEADY, framework, indicator, series, target

DAY = date(2018, 5, 2)
AGREED = framework(indicator(), indicator("ROB"), targets=[target(134)])
THEN = [*series([*STEADY, 12.0]), *series([*STEADY, 12.0], "ROB")]


def scorecard(observations: list[Observation], agreed: Framework = AGREED) -> Scorecard:
    return build_scorecard(agreed, PeriodRecord(observations), Q4, datetime(2018, 5, 2, tzinfo=UTC), "R")


def frozen(made: Scorecard) -> Any:
    return json.loads(json.dumps(to_results(made)))


def compared(then: Scorecard, now: Scorecard, **redefined: list[str]) -> ChangedSince:
    return changed_since(frozen(then), DAY, now.cards, now.exceptions, redefined)


def test_where_nothing_was_restated_nothing_has_changed() -> None:
    found = compared(scorecard(THEN), scorecard(THEN))
    assert is_as_it_was(found)
    assert found.words == "Since Q4 2017-18 was published on 2 May 2018, no figure has changed."


def test_a_judgement_that_changes_without_its_figures_is_not_called_a_changed_figure() -> None:
    stricter = framework(indicator(), indicator("ROB"), targets=[target(100)])

    found = compared(scorecard(THEN), scorecard(THEN, stricter))

    assert "RAG: Green, now Red" in found.lines[0].effects
    assert found.words == (
        "Since Q4 2017-18 was published on 2 May 2018, the judgement of 1 indicator has changed without any figure changing."
    )


def test_a_change_that_becomes_more_than_chance_is_told_as_an_effect() -> None:
    level = [*[90.0, 110.0] * 18]
    more = [*level[:24], *(value + 30 for value in level[24:])]

    (line,) = compared(scorecard(series(level)), scorecard(series(more))).lines

    assert "More than usual variation: no clear change, now more than usual variation" in line.effects


def test_a_restated_month_is_told_with_the_sums_and_judgements_that_follow() -> None:
    now = [*series([*STEADY[:-1], 10.0, 40.0]), *series([*STEADY, 12.0], "ROB")]

    found = compared(scorecard(THEN), scorecard(now))

    (line,) = found.lines
    assert (line.indicator, line.published, line.now) == ("BUR", "132", "160")
    assert line.figures.startswith(
        "Mar 2018: 12, now 40. Year to Mar 2018: 132, now 160. The quarter: 34, now 62"
    )
    assert "RAG: Green, now Red" in line.effects
    assert "Change on a year ago: 0.0%, now +21.2%" in line.effects
    assert "Latest figure: usual range, now unusually high, and worse" in line.effects
    assert line.effects.endswith("Now an exception: unusual and worse, and off target")
    assert found.words == (
        "Since Q4 2017-18 was published on 2 May 2018, the figures of 1 indicator have changed, 1 rating with it."
    )


def test_a_gap_that_was_filled_and_one_that_came_are_told_as_missing() -> None:
    gap = [*series([*STEADY, None]), *series([*STEADY, 12.0], "ROB")]
    filled = compared(scorecard(gap), scorecard(THEN)).lines[0]
    emptied = compared(scorecard(THEN), scorecard(gap)).lines[0]
    assert filled.figures.startswith("Mar 2018: missing, now 12")
    assert emptied.figures.startswith("Mar 2018: 12, now missing")


def test_a_change_that_matters_to_nobody_says_so_by_silence() -> None:
    before, now = list(STEADY), list(STEADY)
    before[0], now[0] = 11.0, 11.5
    found = compared(scorecard(series([*before, 12.0])), scorecard(series([*now, 12.0])))
    assert [line.effects for line in found.lines] in ([""], [])


def test_many_restated_months_are_counted_not_all_named() -> None:
    now = series([11.0, 13.0] * 6 + [13.0, 11.0] * 6 + [11.0, 13.0] * 6)
    (line,) = compared(scorecard(series([*STEADY, 12.0])), scorecard(now)).lines
    assert " and 30 more" in line.figures


def test_indicators_that_came_and_went_are_named_and_a_new_definition_is_the_reason() -> None:
    less = framework(indicator(), indicator("NEW"), targets=[target(134)])
    now = [*series([*STEADY, 13.0]), *series([*STEADY, 12.0], "NEW")]
    found = compared(scorecard(THEN), scorecard(now, less), BUR=["BUR Bur: definition was A and is now B"])
    assert (found.gone, found.come) == (("Rob (ROB)",), ("New (NEW)",))
    assert found.lines[0].why == "BUR Bur: definition was A and is now B"
    assert found.words.endswith("have changed, 1 indicator is no longer reported and 1 indicator is new.")


def test_results_published_before_exceptions_had_suggestions_can_be_compared() -> None:
    old = frozen(scorecard(THEN))
    for line in old["exceptions"]:
        for key in ("rule_words", "suggestion", "decision"):
            line.pop(key)
    for key in ("standing", "quality", "changed"):
        old.pop(key)
    now = scorecard(THEN)
    assert is_as_it_was(changed_since(old, DAY, now.cards, now.exceptions, {}))


@settings(max_examples=15)
@given(st.lists(st.integers(0, 500), min_size=24, max_size=36), st.integers(0, 23), st.integers(1, 50))
def test_every_restated_month_is_found_and_no_other(values: list[int], back: int, more: int) -> None:
    plain = [float(value) for value in values]
    changed = [*plain]
    changed[-1 - back] += more
    one = framework(indicator())
    then, now = scorecard(series(plain), one), scorecard(series(changed), one)

    (line,) = compared(then, now).lines
    month = month_label(Q4.last - back)
    told = line.figures.partition(". ")[0]
    if then.cards[0].control_chart and now.cards[0].control_chart:
        assert told == f"{month}: {plain[-1 - back]:,.0f}, now {changed[-1 - back]:,.0f}"
    else:
        # Without limits there is no chart to read the month's year from; the two years' lines have its name.
        assert told.startswith(f"{month[:3]} (")
        assert told.endswith(f": {plain[-1 - back]:,.0f}, now {changed[-1 - back]:,.0f}")
    assert is_as_it_was(compared(now, replace(now)))
