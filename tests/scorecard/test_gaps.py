"""A gap never becomes a number, and each kind of gap keeps its own words to the board."""

from __future__ import annotations

import pytest

from scpxl.model.observations import Marker
from scpxl.model.periods import Period
from scpxl.model.series_notes import NoteKind, SeriesNote
from tests.scorecard.builders import (
    OWN,
    PERCENTAGE,
    Q4,
    SURVEY,
    Value,
    card,
    card_of,
    framework,
    indicator,
    series,
)

FULL = [10.0] * 36


def with_gaps(gaps: dict[int, Value]) -> list[Value]:
    """Three years of tens, with something else so many months before March 2018."""
    values: list[Value] = list(FULL)
    for back, value in gaps.items():
        values[-1 - back] = value
    return values


@pytest.mark.parametrize(
    ("gap", "words"),
    [
        (Marker.NOT_AVAILABLE, "[x] Mar 2018 not available"),
        (Marker.NOT_APPLICABLE, "[z] Mar 2018 not applicable"),
        (Marker.SUPPRESSED, "[c] Mar 2018 suppressed by the partner"),
        (Marker.NIL, "Mar 2018 nothing to report"),
        (Marker.BLANK, "Mar 2018 not filled in"),
        (None, "Mar 2018 not received"),
    ],
)
def test_each_of_the_six_kinds_of_gap_is_told_in_its_own_words(gap: Value, words: str) -> None:
    shown = card(with_gaps({0: gap}))
    assert (shown.headline.value, shown.headline.text) == (None, words)
    assert (shown.latest.text, shown.quarter.text, shown.year_to_date.text) == (words, words, words)
    assert shown.before.text == "120"
    assert (shown.change.value, shown.change.text, shown.direction.words) == (None, "–", "–")
    assert shown.variation.words == "No figure for the latest period."
    assert f"Year to Mar 2018: {words}." in shown.notes


def test_a_zero_is_a_number() -> None:
    assert card(with_gaps({0: 0.0})).headline.text == "110"


def test_several_kinds_are_told_one_after_the_other() -> None:
    shown = card(with_gaps({0: Marker.NOT_AVAILABLE, 1: Marker.NOT_AVAILABLE, 4: None, 8: Marker.BLANK}))
    assert (
        shown.headline.text == "Jul 2017 not filled in; Nov 2017 not received; [x] Feb–Mar 2018 not available"
    )


def test_many_scattered_gaps_are_counted_and_a_run_is_named() -> None:
    assert card(with_gaps(dict.fromkeys((0, 2, 4, 6)))).headline.text == "4 periods not received"
    assert card(with_gaps(dict.fromkeys(range(6)))).headline.text == "Oct 2017 – Mar 2018 not received"


def test_figures_too_young_for_a_year_say_when_they_begin() -> None:
    shown = card([10.0] * 6)
    assert shown.headline.text == "figures begin Oct 2017"
    assert shown.before.text == "figures begin Oct 2017"
    assert shown.quarter.text == "30"


def test_figures_that_begin_after_months_known_to_be_missing_do_not_hide_them() -> None:
    shown = card([Marker.NOT_AVAILABLE] * 2 + [10.0] * 10)
    assert shown.headline.text == "[x] Apr–May 2017 not available"


def test_markers_alone_are_told_as_markers() -> None:
    shown = card([*([Marker.BLANK] * 6), *([Marker.NOT_AVAILABLE] * 6)])
    assert shown.headline.text == "Apr–Sep 2017 not filled in; [x] Oct 2017 – Mar 2018 not available"


def test_a_month_the_framework_does_not_ask_for_was_kept_back_by_nobody() -> None:
    shown = card([*FULL[:-1], None], last="2018-02")
    assert shown.headline.text == "Mar 2018 not reported"
    assert card([*FULL[:-1], None]).headline.text == "Mar 2018 not received"


def test_nothing_at_all_is_nothing_received() -> None:
    agreed = framework(indicator(), indicator("ROB"))
    shown = card_of(agreed, series(FULL, "ROB"))
    assert shown.headline.text == "nothing received"
    assert shown.notes == ("Nothing has been received for this indicator.",)
    assert shown.rag.reason == "No target is set for 2017-18."


def test_quarters_are_named_as_quarters() -> None:
    agreed = framework(indicator(frequency="quarterly"))
    shown = card_of(agreed, series([30.0] * 10 + [None, Marker.NOT_AVAILABLE], step=3))
    assert shown.headline.text == "2017-18 Q3 not received; [x] 2017-18 Q4 not available"


def test_a_level_needs_its_latest_figure_alone() -> None:
    agreed = framework(indicator("CON", **SURVEY))
    shown = card_of(agreed, series([60.0, None, 61.0, None, 64.0], "CON", step=3), code="CON")
    assert (shown.headline.text, shown.before.text, shown.change.text) == ("64.0%", "60.0%", "+4.0 points")


def test_a_ratio_out_of_nothing_says_so() -> None:
    agreed = framework(indicator(**PERCENTAGE))
    assert (
        card_of(agreed, series([(0.0, 0.0)] * 24)).headline.text == "denominator is 0; cannot be calculated"
    )


def test_marks_stand_beside_the_figures_whose_window_holds_them() -> None:
    values = series(FULL)
    values[-1] = values[-1]._replace(marker=Marker.PROVISIONAL)
    doubtful = SeriesNote(
        kind=NoteKind.UNRELIABLE,
        indicators=("BUR",),
        first=Period.parse_month("2017-03"),
        reason="A ward lacks.",
    )
    shown = card_of(framework(indicator(), notes=[doubtful]), values)
    assert (shown.headline.mark, shown.before.mark) == ("[p]", "[u]")
    assert (shown.latest.mark, shown.quarter_year_ago.mark) == ("[p]", "[u]")
    assert "Mar 2017: A ward lacks." in shown.notes


def test_a_note_before_the_windows_leaves_no_mark() -> None:
    old = SeriesNote(
        kind=NoteKind.UNRELIABLE,
        indicators=("BUR",),
        first=Period.parse_month("2016-03"),
        reason="A ward lacks.",
    )
    shown = card_of(framework(indicator(), notes=[old]), series(FULL))
    assert (shown.headline.mark, shown.before.mark) == ("", "")


def test_observations_after_the_period_change_nothing() -> None:
    later = series([999.0] * 3, until="2018-06")
    agreed = framework(indicator())
    assert card_of(agreed, series(FULL) + later) == card_of(agreed, series(FULL))
    assert agreed.area == OWN
    assert card_of(agreed, series(FULL) + later, Q4.shift(1)).latest.text == "999"
