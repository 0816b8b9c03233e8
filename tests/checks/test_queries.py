"""Figures that can be right but are unusual are asked about; what answers the question is judged."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scpxl.checks.numbers.usual import own_limits
from scpxl.checks.return_check import CheckedReturn, check_return
from scpxl.model.framework import Frequency
from scpxl.model.periods import Period
from scpxl.model.series_notes import NoteKind, SeriesNote
from scpxl.returns.cells import CellRef
from scpxl.returns.findings import ReturnVerdict, Severity
from scpxl.returns.form import Sheet
from scpxl.returns.layout import lay_out_return
from scpxl.returns.prefill import FigureKey, Prefill
from scpxl.returns.raw import CellValue, Percent
from scpxl.statistics.spc.xmr import xmr
from tests.checks.builders import ACTION, BURGLARY, CHARGED, FORM, Q4, TRUST, filled, form_of, framework, told

ROW = ("Measures", "BUR-01", "Number")
HISTORY = dict(zip([c.key for c in FORM.tables[0].months][:12], [310, 422, 330, 400, 350, 380, 340, 410, 360, 370, 390, 345], strict=True))  # fmt: skip
WARDLESS = BURGLARY.model_copy(update={"breakdowns": ()})
PLAIN = form_of(WARDLESS, CHARGED)
GOOD = "Twelve sheds on one allotment were broken into in a night."


Typed = dict[tuple[str, ...], Any]


def check(changes: Typed, **more: Any) -> CheckedReturn:
    """Check a return whose earlier months vary between 310 and 422, and whose own are usual but for changes."""
    usual: Typed = {(*ROW, month): count for month, count in HISTORY.items()}
    usual |= {(*ROW, month): 370 for month in ("2018-01", "2018-02", "2018-03")}
    form = more.pop("form", PLAIN)
    return check_return(
        filled({**usual, **changes}, form=form, actions=more.pop("actions", ())), form, **more
    )


def test_a_figure_within_its_own_limits_is_not_asked_about() -> None:
    assert check({}).findings == ()


def test_a_figure_far_above_its_own_history_is_asked_about_at_its_cell() -> None:
    found = check({(*ROW, "2018-01"): 1204})
    assert told(found) == [
        ("ABOVE_RANGE", "Measures!Q5  Burglary: 1,204 for Jan 2018 is above its usual range over the last 12 months (225–510). If it is right, say why in column V; if not, correct it.")
    ]  # fmt: skip
    assert found.verdict is ReturnVerdict.WITH_QUERIES


def test_a_figure_far_below_its_own_history_is_asked_about() -> None:
    assert [code for code, _line in told(check({(*ROW, "2018-03"): 20}))] == ["BELOW_RANGE"]


def test_an_indicators_tolerance_widens_what_is_not_asked_about() -> None:
    form = form_of(WARDLESS.model_copy(update={"query_tolerance": 10}), CHARGED)
    assert told(check({(*ROW, "2018-03"): 530}, form=form)) == []
    assert [code for code, _line in told(check({(*ROW, "2018-03"): 550}, form=form))] == ["ABOVE_RANGE"]


def test_a_short_series_is_asked_about_only_well_outside_the_range_seen() -> None:
    short: Typed = {(*ROW, month): "[x]" for month in list(HISTORY)[:5]}
    # Seven months from 340 to 410: a figure is asked about that is further outside than the range is wide.
    assert told(check({**short, (*ROW, "2018-01"): 480})) == []
    (found,) = check({**short, (*ROW, "2018-01"): 481}).findings
    assert (
        found.fact == "Burglary: 481 for Jan 2018 is well above its range over the last 7 months (340–410)."
    )


def test_of_a_few_earlier_figures_the_range_is_taken_twice_as_wide() -> None:
    few: Typed = {(*ROW, month): "[x]" for month in list(HISTORY)[:8]}
    assert told(check({**few, (*ROW, "2018-01"): 480})) == []
    (found,) = check({**few, (*ROW, "2018-01"): 481}).findings
    assert (
        found.fact == "Burglary: 481 for Jan 2018 is well above its range over the last 4 months (345–390)."
    )


def test_of_one_or_two_earlier_figures_only_a_slip_that_can_be_named_is_asked_about() -> None:
    one: Typed = {(*ROW, month): "[x]" for month in list(HISTORY)[:11]}
    later: Typed = {(*ROW, "2018-02"): "[x]", (*ROW, "2018-03"): "[x]"}
    assert told(check({**one, **later, (*ROW, "2018-01"): 1204})) == []
    assert told(check({**one, **later, (*ROW, "2018-01"): 3450})) == [
        ("OTHER_SCALE", "Measures!Q5  Burglary: 3,450 for Jan 2018 is on a different scale from the last month (345). If you mean 345, enter 345; if it is right, say why in column V.")
    ]  # fmt: skip


def test_a_rise_from_none_is_asked_about_in_its_own_words() -> None:
    none: Typed = {(*ROW, month): 0 for month in [*HISTORY, "2018-02", "2018-03"]}
    (found,) = check({**none, (*ROW, "2018-01"): 0, (*ROW, "2018-03"): 3}).findings
    assert (found.code, found.fact) == (
        "ROSE_FROM_NOUGHT",
        "Burglary: 3 for Mar 2018, after zero in each of the last 14 months.",
    )


def test_a_percentage_is_judged_as_a_percentage() -> None:
    number, out_of = ("Measures", "DAB-01", "Number", "2018-01"), ("Measures", "DAB-01", "Out of", "2018-01")
    assert told(check({number: 72, out_of: 120})) == []
    (found,) = check({number: 30, out_of: 100}).findings
    assert found.fact == "Charged: 30% for Jan 2018 is well below its range over the last 12 months (60%)."


def test_what_a_percentage_is_out_of_is_asked_about_and_the_percentage_then_not_besides() -> None:
    number, out_of = ("Measures", "DAB-01", "Number", "2018-01"), ("Measures", "DAB-01", "Out of", "2018-01")
    assert told(check({number: 600, out_of: 1000})) == [
        ("OTHER_SCALE", "Measures!Q7  Charged (out of): 1,000 for Jan 2018 is on a different scale from the last 12 months (100). If you mean 100, enter 100; if it is right, say why in column V.")
    ]  # fmt: skip
    assert [(code, line.split()[0]) for code, line in told(check({number: 60, out_of: 170}))] == [
        ("ABOVE_RANGE", "Measures!Q7")
    ]
    answered = check({number: 600, out_of: 1000, ("Measures", "DAB-01", "Number", "explanation"): GOOD})
    assert answered.verdict is ReturnVerdict.ACCEPTED


def test_what_a_partner_once_explained_of_what_it_is_out_of_is_not_asked_again() -> None:
    number, out_of = ("Measures", "DAB-01", "Number", "2018-01"), ("Measures", "DAB-01", "Out of", "2018-01")
    explained = Prefill(explained=frozenset({("DAB-01 Out of", Period.month(2018, 1).first, 1000.0)}))
    assert told(check({number: 600, out_of: 1000}, known=explained)) == []


def test_an_earlier_figure_that_is_changed_is_asked_about_like_one_of_the_period() -> None:
    was: dict[FigureKey, float | str] = {(Sheet.MEASURES, ROW[1:], "2017-11"): 390.0}
    changed: Typed = {(*ROW, "2017-11"): 3900}
    longer = {"BUR-01": {min(_months()) - step: 330.0 + 60 * (step % 2) for step in range(1, 13)}}
    found = check(changed, known=Prefill(was, longer=longer))
    assert [code for code, _line in told(found)] == ["OTHER_SCALE", "RESTATED"]
    assert [code for code, _line in told(check(changed, known=Prefill({}, longer=longer)))] == []
    assert [code for code, _line in told(check({(*ROW, "2017-11"): 350}, known=Prefill(was)))] == ["RESTATED"]


def test_what_the_record_holds_makes_the_history_longer() -> None:
    longer = {"BUR-01": {min(_months()) - step: 330.0 + 160 * (step % 2) for step in range(1, 25)}}
    assert [c for c, _ in told(check({(*ROW, "2018-01"): 560}))] == ["ABOVE_RANGE"]
    assert told(check({(*ROW, "2018-01"): 560}, known=Prefill(longer=longer))) == []


def test_figures_before_a_registered_break_say_nothing_of_those_after_it() -> None:
    begun = SeriesNote(
        kind=NoteKind.BREAK, indicators=("BUR-01",), first=Period.month(2017, 12), reason="New rules."
    )
    agreed = framework(WARDLESS, CHARGED).model_copy(update={"notes": (begun,)})
    assert told(check({(*ROW, "2018-01"): 1204}, framework=agreed)) == []


ROLLING = form_of(
    TRUST.model_copy(update={"rolling": True, "frequency": Frequency.QUARTERLY}), WARDLESS, CHARGED
)
SURVEY = ("Measures", "CON-01", "Number")
QUARTERS = ("2017-03", "2017-06", "2017-09", "2017-12")


def survey(latest: CellValue, earlier: tuple[float, ...] = (69, 70, 70, 72)) -> CheckedReturn:
    """Check a return with a rolling survey, each figure of which covers a year."""
    typed: Typed = dict(zip(((*SURVEY, month) for month in QUARTERS), earlier, strict=True))
    return check({**typed, (*SURVEY, "2018-03"): latest}, form=ROLLING)


@pytest.mark.parametrize("slip", [1, 7, 20, 100, Percent(1.0)])
def test_a_rolling_survey_far_from_its_earlier_figures_is_asked_about(slip: CellValue) -> None:
    assert survey(slip).verdict is ReturnVerdict.WITH_QUERIES


def test_a_rolling_survey_near_its_earlier_figures_is_not() -> None:
    for latest in (64, 66, 75, 78):
        assert survey(latest).findings == ()


def test_a_percentage_below_one_is_asked_about_once() -> None:
    assert [code for code, _line in told(survey(0.7))] == ["PERCENT_AS_FRACTION"]
    assert [code for code, _line in told(survey(Percent(0.7)))] == ["TIDIED"]
    assert [code for code, _line in told(survey("0.7%"))] == ["OTHER_SCALE", "TIDIED"]


@given(
    st.floats(5, 99), st.lists(st.floats(0.9, 1.1), min_size=1, max_size=4), st.sampled_from([0.01, 0.1, 10])
)
def test_any_slip_of_scale_of_a_survey_is_asked_about(level: float, steps: list[float], slip: float) -> None:
    earlier = [round(min(100, level * step), 1) for step in steps]
    padded: list[Any] = ["[x]"] * (4 - len(earlier)) + earlier
    typed: Typed = dict(zip(((*SURVEY, month) for month in QUARTERS), padded, strict=True))
    latest = round(level * slip, 3)
    found = check({**typed, (*SURVEY, "2018-03"): latest}, form=ROLLING)
    assert found.verdict is not ReturnVerdict.ACCEPTED


def test_a_good_explanation_turns_the_question_into_a_note() -> None:
    found = check({(*ROW, "2018-01"): 1204, (*ROW, "reason"): "Seasonal", (*ROW, "explanation"): GOOD})
    assert [(one.severity, one.advice) for one in found.findings] == [
        (Severity.NOTE, "Explained in column V of Measures: Seasonal.")
    ]
    assert found.verdict is ReturnVerdict.ACCEPTED


@pytest.mark.parametrize(
    "said",
    ["OK", "Checked.", "it's changed", "don't know", "Burglary", "BUR-01", "Figures checked and correct.", "The figure is right", "It has gone up", "Data checked with the team and correct", "More burglaries", ""],
)  # fmt: skip
def test_an_explanation_that_gives_no_cause_leaves_the_question_open(said: str) -> None:
    found = check({(*ROW, "2018-01"): 1204, (*ROW, "reason"): "Seasonal", (*ROW, "explanation"): said})
    assert found.verdict is ReturnVerdict.WITH_QUERIES
    (asked,) = found.findings
    assert asked.advice.startswith("Column V of Measures has an explanation, but ")
    assert asked.advice.endswith("if the figure is wrong, correct it.")


def test_the_same_text_in_every_row_explains_none_of_them() -> None:
    codes = ("BUR-01", "BUR-02", "BUR-03")
    form = form_of(*(WARDLESS.model_copy(update={"code": code}) for code in codes))
    pasted: Typed = {("Measures", code, "Number", "explanation"): GOOD for code in codes}
    found = check({**pasted, (*ROW, "2018-01"): 1204}, form=form)
    assert [one.advice for one in found.findings if one.cells == (CellRef("Measures", 4, 16),)] == [
        "Column V of Measures has an explanation, but the same text is given for 3 measures. Say what caused it, and how much; if the figure is wrong, correct it."
    ]


def test_a_figure_explained_before_is_asked_for_again_only_where_it_changed() -> None:
    january = Period.month(2018, 1).first
    explained = Prefill(explained=frozenset({("BUR-01", january, 1204.0)}))
    assert told(check({(*ROW, "2018-01"): 1204}, known=explained)) == []
    assert [c for c, _ in told(check({(*ROW, "2018-01"): 1205}, known=explained))] == ["ABOVE_RANGE"]


@pytest.mark.parametrize(
    ("changes", "asked"),
    [
        ({}, True),
        ({"update": "Half the locks are fitted."}, False),
        ({"status": "Complete"}, False),
        ({"status": "Cancelled"}, False),
        ({"due": date(2018, 4, 1)}, False),
        ({"due": None}, False),
    ],
)
def test_an_action_past_its_day_without_a_word_is_asked_about(changes: dict[str, Any], asked: bool) -> None:  # noqa: FBT001
    action = {**ACTION, "due": date(2018, 3, 31), **changes}
    lines = told(check({}, actions=[action]))
    assert lines == [
        ("ACTION_OVERDUE", "Actions!K5  The action A1 was due on 31/03/2018 and has no update. Say what has happened and when it will be done, or mark it Complete or Cancelled.")
    ] * asked  # fmt: skip


WARDED = form_of(BURGLARY)


def by_ward(ward: str, now: dict[str, CellValue], **more: Any) -> CheckedReturn:
    """Check a return in which every ward has 15 burglaries a month but for some of one ward."""
    changes: Typed = {("Wards", "BUR-01", ward, month): typed for month, typed in now.items()}
    return check_return(filled({**changes, **more.pop("also", {})}, form=WARDED), WARDED, **more)


def test_a_wards_figure_in_anothers_row_is_asked_about_with_all_that_are_odd_in_one_question() -> None:
    swapped: Typed = {("Wards", "BUR-01", "E05000045", "2018-01"): 0}
    (found,) = by_ward("E05000044", {"2018-01": 30}, also=swapped).findings
    assert str(found) == (
        "Wards!Q5–Q6  Burglary: some of its figures are well outside their own range: Ward 1 30 for Jan 2018 (15), "
        "Ward 2 0 for Jan 2018 (15). If they are right, say why in column V of Measures; if not, correct them."
    )
    said: Typed = {**swapped, ("Measures", "BUR-01", "Number", "explanation"): GOOD}
    assert by_ward("E05000044", {"2018-01": 30}, also=said).verdict is ReturnVerdict.ACCEPTED


def test_a_ward_is_not_asked_about_for_what_chance_makes_of_a_few() -> None:
    swapped: Typed = {("Wards", "BUR-01", "E05000045", "2018-01"): 22}
    assert by_ward("E05000044", {"2018-01": 8}, also=swapped).findings == ()


def test_wards_are_not_asked_about_beside_a_question_about_their_borough() -> None:
    assert [one.code for one in by_ward("E05000044", {"2018-01": 60}).findings] == ["WARDS_OVER_BOROUGH"]
    doubled: Typed = {("Measures", "BUR-01", "Number", "2018-01"): 150}
    wards: Typed = {("Wards", "BUR-01", ward, "2018-01"): 45 for ward in ("E05000045", "E05000046")}
    found = by_ward("E05000044", {"2018-01": 45}, also={**doubled, **wards})
    assert [one.code for one in found.findings] == ["ABOVE_RANGE"]


@pytest.mark.parametrize(
    ("was", "now", "update", "asked"),
    [(90, 1, "Begun.", True), (90, 9, "Begun.", True), (90, 9, "Begun again, 9% done.", False),
     (90, 60, "Replanned.", False), (9, 90, "Done.", False), (3, 2.5, "Begun.", False)],
)  # fmt: skip
def test_a_share_done_that_fell_to_another_scale_is_asked_about(
    was: float,
    now: float,
    update: str,
    asked: bool,  # noqa: FBT001
) -> None:
    known = Prefill(actions=({"reference": " a1 ", "complete": was},))
    action = {**ACTION, "complete": now, "update": update}
    found = check({}, actions=[action], known=known)
    assert [str(one) for one in found.findings] == [
        f"Actions!H5  The action A1 was {was}% complete and is now {now}%. Enter 12 for 12%. If it is right, give the percentage in the update."
    ] * asked


def _months() -> list[int]:
    return [
        column.month for column in lay_out_return(framework(), "met", Q4).tables[0].months if column.month
    ]


@given(
    st.lists(
        st.none() | st.integers(0, 5000) | st.floats(0, 100).map(lambda x: round(x, 2)),
        min_size=1,
        max_size=40,
    )
)
def test_the_limits_are_those_the_control_charts_draw(values: list[float | None]) -> None:
    drawn = xmr(np.array([[np.nan if value is None else float(value) for value in values]]))
    limits = own_limits(values)
    assert (limits is not None) == bool(drawn.limits_defined[0].any())
    if limits is not None:
        assert limits.lower == pytest.approx(drawn.lower[0, 0], rel=1e-9, abs=1e-9)
        assert limits.upper == pytest.approx(drawn.upper[0, 0], rel=1e-9, abs=1e-9)
