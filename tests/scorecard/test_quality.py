"""How far figures can be relied on: a letter, the worst of its parts, and the reason in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scpxl.model.framework import Framework
from scpxl.model.observations import Marker, Observation, Source
from scpxl.model.periods import Period
from scpxl.model.series_notes import NoteKind, SeriesNote
from scpxl.returns.layout import due_date
from scpxl.scorecard.lists.quality import GRADES, STANDARDS, Feed, Revision, grade_indicator, weakest_words
from scpxl.scorecard.records.board import QualityLine
from tests.scorecard.builders import Q4, SURVEY, broken, framework, indicator, series

TODAY = date(2018, 5, 21)
PLAIN = framework(indicator())


def feeds(*days_late: int | None, partner: str = "met") -> list[Feed]:
    """Returns of the quarters up to Q4, the last one last; None where none came."""
    found = []
    for back, late in enumerate(reversed(days_late)):
        quarter = Q4.shift(-back)
        if late is not None:
            day = due_date(PLAIN, quarter) + timedelta(days=late)
            found.append(Feed(f"R-{quarter.code}", partner, quarter, day, is_return=True, in_force=True))
    return found


def grade(
    values: Sequence[float | Marker | None], sent: Sequence[Feed] = (), revisions: Sequence[Revision] = (),
    agreed: Framework = PLAIN, today: date = TODAY, step: int = 1,
) -> QualityLine:  # fmt: skip
    seen = series(values, step=step)
    return grade_indicator(agreed, agreed.indicators[0], Q4, seen, sent, revisions, today)


def revised(month: str, old: float, new: float) -> Revision:
    return Revision("BUR", Period.parse_month(month), old, new)


def test_everything_there_on_time_and_unchanged_is_an_a() -> None:
    line = grade([10.0] * 24, feeds(0, -3, 0, -1))
    assert (line.grade, line.complete, line.days_late, line.restated, line.breaks) == ("A", 100, 0, None, 0)
    assert line.words == "All 24 months reported, no return was late and no break."


def test_a_grade_is_its_weakest_part_and_names_it() -> None:
    line = grade([10.0] * 23 + [None], feeds(0, 0, 0, 0))
    assert (line.grade, line.words) == ("B", "23 of 24 months reported; the rest is better.")


def test_a_nought_is_there_and_every_kind_of_gap_is_not_but_what_does_not_apply_was_not_due() -> None:
    assert grade([0.0] * 24).complete == 100
    gaps = [Marker.NOT_AVAILABLE, Marker.NIL, Marker.BLANK, Marker.SUPPRESSED, None]
    assert grade([*[10.0] * 19, *gaps]).complete_words == "19 of 24 months reported"
    assert grade([*[10.0] * 20, *[Marker.NOT_APPLICABLE] * 4]).complete_words == "all 20 months reported"


def test_only_what_was_due_counts() -> None:
    young = framework(indicator(first="2018-02"))
    assert grade([10.0, 12.0], agreed=young).complete_words == "all 2 months reported"
    quarterly = framework(indicator(**SURVEY))
    assert grade([60.0] * 8, agreed=quarterly, step=3).complete_words == "all 8 quarters reported"
    unborn = framework(indicator(first="2018-06"))
    line = grade([], agreed=unborn)
    assert (line.grade, line.complete) == ("–", None)
    assert line.words == "Not graded: no figure was due in two years."


def test_nothing_received_at_all_is_a_d() -> None:
    line = grade([])
    assert (line.grade, line.complete, line.last_received) == ("D", 0, None)
    assert weakest_words([line]) == ["The data behind 1 indicator is graded D: Bur."]


def test_the_mean_lateness_of_four_quarters_is_graded_and_the_late_ones_are_told() -> None:
    line = grade([10.0] * 24, feeds(0, 4, 0, 20))
    assert (line.days_late, line.late_words) == (6, "2 of 4 returns late, by 4 to 20 days")
    assert line.grade == "B"


def test_a_return_that_never_came_is_late_until_today() -> None:
    line = grade([10.0] * 24, feeds(0, 0, 0, None))
    days = (TODAY - due_date(PLAIN, Q4)).days
    assert line.late_words == f"1 of 4 returns late, by {days} days; 1 outstanding"
    assert line.days_late == days / 4


def test_a_return_not_due_yet_is_not_late_and_none_were_late_before_there_were_returns() -> None:
    early = grade([10.0] * 24, feeds(0, 0, 0, None), today=due_date(PLAIN, Q4))
    assert early.late_words == "no return was late"
    first = grade([10.0] * 24, feeds(2))
    assert first.late_words == "1 of 1 return late, by 2 days"
    assert grade([10.0] * 24).days_late is None


def test_another_partners_return_is_not_ours_and_one_sent_back_or_replaced_is_not_in_force() -> None:
    replaced = [feed._replace(in_force=False) for feed in feeds(0)]
    late = feeds(5)
    assert grade([10.0] * 24, [*replaced, *late]).days_late == 5
    others = grade([10.0] * 24, feeds(0, partner="lfb"))
    assert others.late_words.endswith("1 outstanding")


def test_how_far_all_figures_were_out_is_graded_whichever_way_they_were_restated() -> None:
    line = grade([10.0] * 24, revisions=[revised("2018-01", 100, 96), revised("2018-02", 100, 102)])
    assert (line.grade, line.restated, line.restated_words) == (
        "A",
        (4 + 2) / 24,
        "2 of 24 figures restated, by a median of 3.0%",
    )


@pytest.mark.parametrize(
    ("restated", "letter"), [(1, "B"), (2, "B"), (4, "C"), (12, "D")],
)  # fmt: skip
def test_one_honest_correction_is_no_mark_of_poor_data_and_many_are(restated: int, letter: str) -> None:
    months = [f"{2017 + (place > 8)}-{(place + 3) % 12 + 1:02d}" for place in range(restated)]
    line = grade([241.0] * 24, revisions=[revised(month, 241, 299) for month in months])
    assert line.grade == letter


def test_a_figure_restated_out_of_all_proportion_counts_as_wholly_wrong_once() -> None:
    assert grade([10.0] * 24, revisions=[revised("2018-01", 1, 500)]).restated == 100 / 24


def test_restatements_outside_the_two_years_or_to_the_same_figure_are_none() -> None:
    assert grade([10.0] * 24, revisions=[revised("2015-01", 100, 50)]).restated is None
    back = grade([10.0] * 24, revisions=[revised("2018-01", 100, 100)])
    assert back.restated_words == "no figure was restated"


def test_a_figure_restated_from_nought_is_all_new() -> None:
    assert revised("2018-01", 0, 3).percent == 100
    assert revised("2018-01", 0, 0).percent == 0


def test_a_break_in_the_two_years_is_a_c_and_an_unreliable_month_a_b() -> None:
    line = grade([10.0] * 24, agreed=framework(indicator(), notes=[broken("2017-04")]))
    assert (line.grade, line.break_words) == ("C", "break Apr 2017")
    doubtful = SeriesNote(kind=NoteKind.UNRELIABLE, first=Period.parse_month("2017-06"), reason="A strike.")
    assert grade([10.0] * 24, agreed=framework(indicator(), notes=[doubtful])).grade == "B"
    assert grade([10.0] * 24, agreed=framework(indicator(), notes=[broken("2014-04")])).breaks == 0


def test_the_newest_figure_says_when_it_came() -> None:
    sent = feeds(3)
    month = Period.parse_month("2018-03")
    newest = Observation("BUR", "OWN", "", "", month, 10.0, source=Source("met", sent[0].reference))
    older = newest._replace(period=Period.parse_month("2018-02"), source=Source("met", "R-OTHER"))
    line = grade_indicator(PLAIN, PLAIN.indicators[0], Q4, [newest, older], sent, [], TODAY)
    assert line.last_received == due_date(PLAIN, Q4) + timedelta(days=3)


@pytest.mark.parametrize("key", STANDARDS)
def test_every_standard_is_in_order_and_says_its_reason(key: str) -> None:
    standard = STANDARDS[key]
    assert standard.grade(standard.limits[0]) == "A"
    assert list(standard.limits) == sorted(standard.limits, reverse=standard.higher)
    assert standard.why in standard.words


@given(st.sampled_from(sorted(STANDARDS)), st.floats(0, 1000), st.floats(0, 1000))
def test_a_worse_value_never_has_a_better_grade(key: str, one: float, other: float) -> None:
    standard = STANDARDS[key]
    worse, better = (
        (min(one, other), max(one, other)) if standard.higher else (max(one, other), min(one, other))
    )
    assert GRADES.index(standard.grade(worse)) >= GRADES.index(standard.grade(better))


@given(st.lists(st.floats(1, 1e9), min_size=1, max_size=8), st.floats(0.001, 1000))
def test_the_size_of_a_restatement_does_not_depend_on_the_unit(values: list[float], scale: float) -> None:
    old = values[0]
    for new in values:
        plain, scaled = revised("2018-01", old, new), revised("2018-01", old * scale, new * scale)
        assert scaled.percent == pytest.approx(plain.percent, rel=1e-6, abs=1e-6)
