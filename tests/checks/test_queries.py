"""Figures that can be right but are unusual are asked about; what answers the question is judged."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scpxl.checks.check import CheckedReturn, check_return
from scpxl.checks.own_limits import own_limits
from scpxl.metrics.spc import xmr
from scpxl.model.framework import NoteKind, SeriesNote
from scpxl.model.periods import Period
from scpxl.returns.cells import CellRef
from scpxl.returns.findings import Severity, Verdict
from scpxl.returns.layout import lay_out_return
from scpxl.returns.prefill import Prefill
from tests.checks.builders import ACTION, BURGLARY, CHARGED, FORM, Q4, filled, form_of, framework, told

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
        ("ABOVE_RANGE", "Measures!Q5  Burglary: 1,204 for Jan 2018 is far above the last 12 months (225–510). If it is right, say why in column V; if not, correct it.")
    ]  # fmt: skip
    assert found.verdict is Verdict.WITH_QUERIES


def test_a_figure_far_below_its_own_history_is_asked_about() -> None:
    assert [code for code, _line in told(check({(*ROW, "2018-03"): 20}))] == ["BELOW_RANGE"]


def test_an_indicators_tolerance_widens_what_is_not_asked_about() -> None:
    form = form_of(WARDLESS.model_copy(update={"query_tolerance": 10}), CHARGED)
    assert told(check({(*ROW, "2018-03"): 530}, form=form)) == []
    assert [code for code, _line in told(check({(*ROW, "2018-03"): 550}, form=form))] == ["ABOVE_RANGE"]


def test_a_short_series_is_held_against_the_range_seen() -> None:
    short: Typed = {(*ROW, month): "[x]" for month in list(HISTORY)[:5]}
    (found,) = check({**short, (*ROW, "2018-01"): 411}).findings
    assert found.fact == "Burglary: 411 for Jan 2018 is above the last 7 months (340–410)."


def test_five_earlier_figures_are_too_few_to_say_what_is_usual() -> None:
    few: Typed = {(*ROW, month): "[x]" for month in list(HISTORY)[:7]}
    assert (
        told(check({**few, (*ROW, "2018-01"): "[x]", (*ROW, "2018-02"): 9000, (*ROW, "2018-03"): "[x]"}))
        == []
    )


def test_a_rise_from_none_is_asked_about_in_its_own_words() -> None:
    none: Typed = {(*ROW, month): 0 for month in [*HISTORY, "2018-02", "2018-03"]}
    (found,) = check({**none, (*ROW, "2018-01"): 0, (*ROW, "2018-03"): 3}).findings
    assert (found.code, found.fact) == (
        "ROSE_FROM_NOUGHT",
        "Burglary: 3 for Mar 2018, after none in the last 14 months.",
    )


def test_a_percentage_is_judged_as_a_percentage() -> None:
    number, out_of = ("Measures", "DAB-01", "Number", "2018-01"), ("Measures", "DAB-01", "Out of", "2018-01")
    assert told(check({number: 600, out_of: 1000})) == []
    (found,) = check({number: 6, out_of: 100}).findings
    assert found.fact == "Charged: 6% for Jan 2018 is below the last 12 months (60%–60%)."


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


def test_a_rolling_survey_is_not_asked_about() -> None:
    form = form_of(WARDLESS.model_copy(update={"rolling": True}), CHARGED)
    assert told(check({(*ROW, "2018-01"): 1204}, form=form)) == []


def test_a_good_explanation_turns_the_question_into_a_note() -> None:
    found = check({(*ROW, "2018-01"): 1204, (*ROW, "reason"): "Seasonal", (*ROW, "explanation"): GOOD})
    assert [(one.severity, one.advice) for one in found.findings] == [
        (Severity.NOTE, "Explained in column V of Measures: Seasonal.")
    ]
    assert found.verdict is Verdict.ACCEPTED


@pytest.mark.parametrize(
    "said",
    ["OK", "Checked.", "it's changed", "don't know", "Burglary", "BUR-01", "Figures checked and correct.", "The figure is right", "It has gone up", "Data checked with the team and correct", "More burglaries", ""],
)  # fmt: skip
def test_an_explanation_that_gives_no_cause_leaves_the_question_open(said: str) -> None:
    found = check({(*ROW, "2018-01"): 1204, (*ROW, "reason"): "Seasonal", (*ROW, "explanation"): said})
    assert found.verdict is Verdict.WITH_QUERIES
    (asked,) = found.findings
    assert asked.advice.startswith("Column V of Measures has an explanation, but ")
    assert asked.advice.endswith("if the figure is wrong, correct it.")


def test_the_same_text_in_every_row_explains_none_of_them() -> None:
    codes = ("BUR-01", "BUR-02", "BUR-03")
    form = form_of(*(WARDLESS.model_copy(update={"code": code}) for code in codes))
    pasted: Typed = {("Measures", code, "Number", "explanation"): GOOD for code in codes}
    found = check({**pasted, (*ROW, "2018-01"): 1204}, form=form)
    assert [one.advice for one in found.findings if one.cells == (CellRef("Measures", 4, 16),)] == [
        "Column V of Measures has an explanation, but the same text stands beside 3 measures. Say what caused it, and how much; if the figure is wrong, correct it."
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
        ("ACTION_OVERDUE", "Actions!J5  The action A1 was due on 31/03/2018 and has no update. Say what has happened and when it will be done, or mark it Complete or Cancelled.")
    ] * asked  # fmt: skip


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
