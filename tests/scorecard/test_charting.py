"""What is judged on a control chart, what is only drawn, and what the chart says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from scpxl.figures.charts.judged import draw_all
from scpxl.figures.charts.subjects import Subject
from scpxl.model.observations import Marker, Observation
from scpxl.model.periods import Period
from scpxl.model.series_notes import NoteKind, SeriesNote
from scpxl.scorecard.records.scorecard import ControlChart, IndicatorCard
from scpxl.statistics.spc.variation import SpcOptions
from scpxl.verdicts import Variation
from tests.scorecard.builders import (
    PEOPLE,
    PERCENTAGE,
    STEADY,
    Value,
    broken,
    card_of,
    framework,
    indicator,
    population,
    series,
)


def drawn(card: IndicatorCard) -> ControlChart:
    assert card.control_chart is not None
    return card.control_chart


def judged(values: Sequence[Value], notes: Sequence[SeriesNote] = (), **more: Any) -> IndicatorCard:
    return card_of(framework(indicator(**more), notes=notes), series(values))


def provisional(values: Sequence[Value], count: int) -> list[Observation]:
    figures = series(values)
    return figures[:-count] + [one._replace(marker=Marker.PROVISIONAL) for one in figures[-count:]]


def rebased(first: str, last: str | None = None) -> SeriesNote:
    until = None if last is None else Period.parse_month(last)
    return SeriesNote(
        kind=NoteKind.REBASE, indicators=("BUR",), first=Period.parse_month(first), last=until, reason="A new team."
    )  # fmt: skip


def summers(years: int = 5) -> list[Value]:
    """Years from April of a count that doubles in summer, with a little noise."""
    noise = np.random.default_rng(5).normal(0, 2, size=12 * years)
    usual = np.array([50.0, 60, 80, 100, 100, 80, 60, 50, 45, 40, 40, 45] * years)
    return [round(float(value)) for value in usual + noise]


def test_no_special_cause_rests_on_a_provisional_month() -> None:
    agreed, far_out = framework(indicator()), [*STEADY, 90.0]

    firm = card_of(agreed, series(far_out))
    waiting = card_of(agreed, provisional(far_out, 1))

    assert firm.variation.variation is Variation.CONCERN_HIGH
    assert waiting.variation.variation is Variation.COMMON_CAUSE
    assert waiting.variation.words == (
        "Feb 2018 (10) is within its usual range (6–16). Mar 2018 is provisional and not judged."
    )
    assert drawn(waiting).values[-1] == 90
    assert not any(drawn(waiting).concern)
    assert "Mar 2018 is provisional and not judged." in drawn(waiting).note


def test_a_run_is_not_completed_by_provisional_months() -> None:
    run = [*STEADY[:24], 9.0, 9.0, 12.0, 12.5, 12.0, 12.5, 12.0, 12.5, 12.0]

    assert card_of(framework(indicator()), series(run)).variation.variation is Variation.CONCERN_HIGH
    half = card_of(framework(indicator()), provisional(run, 2)).variation
    assert half.variation is Variation.COMMON_CAUSE
    assert half.words.endswith("Feb 2018 to Mar 2018 are provisional and not judged.")


def test_a_series_of_provisional_figures_is_not_judged_at_all() -> None:
    shown = card_of(framework(indicator()), provisional([*STEADY, 12.0], 36)).variation

    assert shown.variation is Variation.NOT_ASSESSED
    assert shown.words == "Every figure is provisional, and a provisional figure is not judged."


def test_a_summer_is_judged_as_a_summer() -> None:
    usual = judged(summers())
    lines = drawn(usual)

    assert usual.variation.words.endswith("The time of year is allowed for.")
    assert lines.note.startswith(
        "Limits: XmR (mean ± 2.66 × mean moving range), screened; seasonally adjusted, drawn with the season;"
    )
    july = lines.labels.index("Jul 2017")
    january = lines.labels.index("Jan 2018")
    assert (lines.mean[july] or 0) > 2 * (lines.mean[january] or 0)
    assert lines.concern[july] is lines.improvement[january] is None
    assert any("strength 0.9" in line or "strength 1.0" in line for line in usual.variation.how)


def test_a_winter_as_high_as_a_summer_is_a_special_cause() -> None:
    values = summers()
    values[-2] = 95.0  # February; an ordinary July

    lines = drawn(judged(values))
    assert [label for label, point in zip(lines.labels, lines.concern, strict=True) if point] == ["Feb 2018"]


def test_seasons_are_not_looked_for_within_three_years_of_a_break() -> None:
    shown = judged(summers(), [broken("2015-06")])

    assert "time of year" not in shown.variation.words
    assert "seasonally" not in drawn(shown).note


def test_screening_is_said_on_the_chart_and_may_be_turned_off() -> None:
    values = [*STEADY[:20], 60.0, *STEADY[21:], 12.0]
    agreed = framework(indicator())
    plain = agreed.model_copy(update={"screening": False})

    screened, unscreened = (drawn(card_of(one, series(values))) for one in (agreed, plain))
    assert ", screened;" in screened.note
    assert ", not screened;" in unscreened.note
    assert (screened.upper[0] or 0) < (unscreened.upper[0] or 0)


def test_the_framework_says_how_long_a_run_must_be() -> None:
    agreed = framework(indicator()).model_copy(update={"shift": 6})
    shown = card_of(agreed, series([*STEADY, 12.0, 12.5, 12.0, 12.5, 12.0, 12.5])).variation

    assert "is the latest of 6 or more in a row above average" in shown.words


def test_a_rebase_starts_limits_afresh_and_forbids_no_comparison() -> None:
    values: Sequence[Value] = [100.0, 110.0] * 12 + [40.0, 50.0] * 6
    shown = judged(values, [rebased("2017-04")])

    assert shown.variation.variation is Variation.COMMON_CAUSE
    assert shown.change.value is not None
    assert drawn(shown).mean[0] == 105
    assert drawn(shown).mean[-1] == 45
    assert any("Apr 2017: A new team." in note for note in shown.notes)


def test_limits_may_be_fixed_on_a_documented_baseline() -> None:
    values: Sequence[Value] = ([40.0, 44.0] * 6 + [44.0, 40.0] * 6) * 2
    worse: Sequence[Value] = [60.0, 64.0] * 6
    shown = judged([*values[:36], *worse], [rebased("2014-04", "2015-03")])

    assert "baseline Apr 2014 – Mar 2015" in drawn(shown).note
    assert drawn(shown).mean[-1] == 42
    assert shown.variation.variation is Variation.CONCERN_HIGH
    assert len(drawn(shown).labels) == 36


def test_nothing_is_compared_across_a_break_and_the_card_says_so() -> None:
    shown = judged([*STEADY, 12.0], [broken("2017-04")])

    assert (shown.change.value, shown.change.text) == (None, "[b] series broken Apr 2017")
    assert "Limits are provisional: fewer than 13 figures." in shown.variation.words


def test_limits_follow_a_denominator_that_varies_and_are_plain_where_it_hardly_does() -> None:
    uneven: Sequence[Value] = [(200.0, 400.0), (11.0, 25.0)] * 6 + [(11.0, 25.0), (200.0, 400.0)] * 12
    even: Sequence[Value] = [(200.0, 400.0), (190.0, 390.0)] * 6 + [(190.0, 390.0), (200.0, 400.0)] * 12
    asked = indicator(**PERCENTAGE, denominator_title="calls attended")

    followed = drawn(card_of(framework(asked), series(uneven)))
    plain = drawn(card_of(framework(asked), series(even)))
    assert followed.note.startswith("Limits: p′ chart, following calls attended, screened;")
    assert len({round(point or 0, 6) for point in followed.upper}) == 2
    assert plain.note.startswith("Limits: XmR")


def test_limits_of_counts_follow_days_and_people_where_asked() -> None:
    counts: list[Value] = [float(300 + 7 * (place % 5)) for place in range(36)]
    burglary = indicator(chart="exposure", denominator="POP")
    agreed = framework(burglary, PEOPLE)
    estimates = dict.fromkeys(range(2013, 2019), 390_000.0)

    shown = drawn(card_of(agreed, series(counts) + population(estimates)))
    assert shown.note.startswith("Limits: u′ chart, following days and people, screened;")
    at = {label: mean or 0 for label, mean in zip(shown.labels, shown.mean, strict=True)}
    assert at["Feb 2018"] == pytest.approx(at["Mar 2018"] * 28 / 31)


def test_a_rolling_indicator_never_gets_a_chart() -> None:
    values, months = np.arange(36.0), np.arange(36)
    nothing = np.full(36, np.nan)
    subject = Subject(indicator(rolling=True), values, nothing, nothing, np.zeros(36, dtype=np.bool_), ())

    with pytest.raises(ValueError, match="Figures that overlap"):
        draw_all([subject], months, 1, SpcOptions())


def test_the_figures_a_rule_rests_on_are_named() -> None:
    shift = judged([*STEADY[:28], 12.0, 12.5, 12.0, 12.5, 12.0, 12.5, 12.0]).variation
    trend = judged([*STEADY[:28], 8.0, 9.0, 10.0, 11.0, 12.0, 13.0, 14.0]).variation
    near = judged([*STEADY[:32], 14.9, 14.0, 15.0]).variation

    assert shift.how[-1] == "Rule 4: 8 figures in a row lie above the mean, Aug 2017 to Mar 2018."
    assert trend.how[-1] == "Rule 2: 7 figures in a row rise, Sep 2017 to Mar 2018."
    assert (
        near.how[-1]
        == "Rule 3: Jan 2018 and Mar 2018 lie more than two thirds of the way to the upper limit."
    )
