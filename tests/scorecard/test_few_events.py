"""What a card says where events are few, figures are few, or one month is odd."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pytest

from scpxl.figures.figures import work_out
from scpxl.model.observations import Marker, Observation
from scpxl.model.periods import Period
from scpxl.model.series_notes import NoteKind, SeriesNote
from scpxl.scorecard.cards.group import compare
from scpxl.scorecard.records.groups import Beside
from scpxl.scorecard.records.scorecard import IndicatorCard
from scpxl.verdicts import Assurance, Judgement, Variation, Verdict
from tests.scorecard.builders import (
    OWN,
    PEOPLE,
    PERCENTAGE,
    Q4,
    SURVEY,
    Value,
    broken,
    card,
    card_of,
    framework,
    indicator,
    outlook_lines,
    population,
    series,
    target,
)


def counts(rate: float, months: int, seed: int = 1) -> list[Value]:
    """Poisson counts, the same each time."""
    drawn = random.Random(seed)  # noqa: S311  (figures for a test)
    return [float(sum(drawn.random() < rate / 50 for _ in range(50))) for _ in range(months)]


def at(months: int, *events: int) -> list[Value]:
    return [1.0 if month in events else 0.0 for month in range(months)]


def twenties(months: int = 72, odd: int | None = None, size: float = 500.0) -> list[Value]:
    drawn = random.Random(7)  # noqa: S311  (figures for a test)
    values: list[Value] = [float(drawn.randint(19, 22)) for _ in range(months)]
    if odd is not None:
        values[odd] = size
    return values


def rebased(first: str, last: str) -> SeriesNote:
    return SeriesNote(
        kind=NoteKind.REBASE, indicators=("BUR",), first=Period.parse_month(first), last=Period.parse_month(last),
        reason="A new team.",
    )  # fmt: skip


def said(shown: IndicatorCard) -> str:
    return " ".join(
        [shown.variation.words, *shown.variation.how, *(words for _, words in outlook_lines(shown))]
    )


@pytest.mark.parametrize("values", [at(72, 5, 20, 40), [*[0.0] * 71, 1.0], [0.0] * 72])
def test_no_event_is_no_improvement_and_one_no_concern(values: list[Value]) -> None:
    shown = card(values)

    assert shown.variation.variation is Variation.NOT_ASSESSED
    assert shown.variation.words.startswith("Too few figures to judge: ")
    assert shown.control_chart is None
    assert "real" not in said(shown).replace("Is the change more than usual variation?", "")


def test_rare_events_are_judged_by_quarters_with_limits_of_their_own() -> None:
    shown = card(counts(1.0, 60))

    assert shown.variation.variation is Variation.COMMON_CAUSE
    assert "2017-18 Q4" in shown.variation.words
    assert "is within its usual range (" in shown.variation.words
    assert shown.variation.words.endswith("a month on average is too few for a monthly chart.")
    assert shown.control_chart is not None
    assert shown.control_chart.period == "Quarter"
    assert shown.control_chart.labels[-1] == "2017-18 Q4"
    assert len(shown.control_chart.labels) == 20
    assert "XmR" not in shown.control_chart.note


def test_more_rare_events_than_chance_gives_are_a_concern() -> None:
    sudden = card([*at(71, 3, 30, 50), 6.0])
    slowly = card([*counts(1.0, 48), *counts(2.6, 12, seed=3)])

    assert sudden.variation.variation is slowly.variation.variation is Variation.CONCERN_HIGH
    assert "above its usual range" in sudden.variation.words
    assert "2017-18 Q1 to 2017-18 Q4 together" in slowly.variation.words
    assert slowly.trend is not None
    assert "2017-18 Q4 above the usual range" in slowly.trend.short_words


def test_events_that_stop_are_an_improvement_once_enough_were_to_be_expected() -> None:
    assert card([*counts(2.5, 57), 0.0, 0.0, 0.0]).variation.variation is Variation.IMPROVEMENT_LOW
    assert card([*counts(0.3, 57), 0.0, 0.0, 0.0]).variation.variation is Variation.COMMON_CAUSE


def test_too_few_quarters_for_rare_events_are_said_to_be() -> None:
    shown = card(counts(1.0, 30))

    assert shown.variation.variation is Variation.NOT_ASSESSED
    assert shown.variation.words.startswith("Too few for a monthly chart: ")
    assert shown.variation.words.endswith("10 quarters with figures are too few: 12 are needed.")
    assert shown.control_chart is None


def test_a_month_in_a_quarter_that_has_not_ended_waits_for_it() -> None:
    shown = card(counts(1.0, 61), Period.month(2018, 4), "2018-04")

    assert "2017-18 Q4" in shown.variation.words
    assert "Apr 2018 is in a quarter that has not ended." in shown.variation.words


def test_a_quarter_with_a_provisional_month_is_drawn_and_not_judged() -> None:
    figures = series(counts(1.0, 60))
    waiting = [*figures[:-1], figures[-1]._replace(marker=Marker.PROVISIONAL)]
    shown = card_of(framework(indicator()), waiting)

    assert "2017-18 Q3" in shown.variation.words
    assert "2017-18 Q4 is provisional and not judged." in shown.variation.words
    assert shown.control_chart is not None
    assert shown.control_chart.labels[-1] == "2017-18 Q4"


def test_a_quarter_without_one_of_its_months_is_no_figure() -> None:
    assert card([*counts(1.0, 58), None, 1.0]).variation.words == "No figure for 2017-18 Q4."


@pytest.mark.parametrize(("rest", "low", "high"), [(False, "0.0%", "15.0%"), (True, "8", "100.0%")])
def test_a_percentage_of_few_cases_is_judged_by_its_rarer_part(low: str, high: str, *, rest: bool) -> None:
    parts = [(20.0 - x if rest else x, 20.0) for x in counts(1.0, 60) if isinstance(x, float)]
    shown = card(parts, **PERCENTAGE)

    assert shown.variation.variation is Variation.COMMON_CAUSE
    assert f"({low}" in shown.variation.words.rsplit("usual range ", maxsplit=1)[-1]
    assert high in shown.variation.words
    few = card([*parts[:-3], *[(14.0 if rest else 6.0, 20.0)] * 3], polarity="higher", **PERCENTAGE).variation
    assert few.variation is (Variation.CONCERN_LOW if rest else Variation.IMPROVEMENT_HIGH)


def test_a_month_out_of_nothing_is_no_gap_in_its_quarter() -> None:
    parts: list[Value] = [(x, 20.0) for x in counts(1.0, 59) if isinstance(x, float)]
    shown = card([*parts, (0.0, 0.0)], **PERCENTAGE)

    # The month itself has no percentage, so beside it there is no verdict; the quarter it is in has one later.
    later = card([*parts[1:], (0.0, 0.0), (1.0, 20.0), (1.0, 20.0), (1.0, 20.0)][-60:], Q4, **PERCENTAGE)
    assert "2017-18 Q4" in later.variation.words
    assert "2017-18 Q4" in shown.variation.words


def test_limits_that_follow_people_are_exact_where_events_are_rare() -> None:
    agreed = framework(indicator(chart="exposure", denominator="POP"), PEOPLE)
    shown = card_of(agreed, series(counts(1.0, 60)) + population(dict.fromkeys(range(2012, 2019), 390_000.0)))

    assert shown.control_chart is not None
    assert shown.control_chart.note.startswith("Limits: exact, for rare events, by quarters")


def test_a_year_of_target_is_compared_with_the_limits_of_the_periods_judged() -> None:
    agreed = framework(indicator(), targets=[target(12)])
    assert card_of(agreed, series(counts(1.0, 60))).variation.assurance is Assurance.HIT_OR_MISS
    unlikely = framework(indicator(polarity="higher"), targets=[target(200)])
    assert card_of(unlikely, series(counts(1.0, 60))).variation.assurance is Assurance.CONSISTENTLY_MISSES


@pytest.mark.parametrize("number", [1, 2, 5, 11])
@pytest.mark.parametrize("more", [{}, PERCENTAGE, {"unit": "money"}])
def test_fewer_than_twelve_figures_have_neither_limits_nor_a_verdict(
    number: int, more: dict[str, Any]
) -> None:
    values: list[Value] = [
        (60.0 + 7 * (n % 3), 100.0) if more is PERCENTAGE else 60.0 + 7 * (n % 3) for n in range(number)
    ]
    shown = card(values, **more)

    assert shown.variation.variation is Variation.NOT_ASSESSED
    assert shown.variation.words == f"Too few figures to judge: {number}, and 12 are needed."
    assert shown.variation.how == ()
    assert shown.control_chart is None


def test_no_limit_and_no_verdict_stand_beside_a_missing_figure() -> None:
    shown = card([*twenties(36), None])

    assert shown.variation.variation is Variation.NOT_ASSESSED
    assert shown.variation.words == "No figure for the latest period."
    assert shown.variation.how == ()
    assert shown.control_chart is not None
    assert shown.control_chart.upper[-1] is None
    assert shown.control_chart.upper[-2] is not None


def test_twelve_annual_figures_have_limits_and_sixteen_are_charted_fifteen() -> None:
    figures = series([100.0 + 7 * (n % 4) for n in range(16)], step=12)
    shown = card_of(framework(indicator(frequency="annual")), figures)

    assert shown.variation.variation is Variation.COMMON_CAUSE
    assert shown.control_chart is not None
    assert len(shown.control_chart.labels) == 15


def test_a_runs_test_about_a_median_that_half_the_figures_hold_cannot_be_told() -> None:
    level: list[Value] = [7.0, 7.0, 9.0, 7.0, 5.0, 7.0] * 6
    told = next(line for line in card(level).variation.how if line.startswith("Runs test"))

    assert "cannot be calculated, since half the figures or more lie on their median" in told


@pytest.mark.parametrize("size", [45.0, 100.0, 500.0])
@pytest.mark.parametrize("odd", [37, 50, 65])
def test_one_odd_month_makes_neither_an_improvement_nor_a_change_nor_a_trend(odd: int, size: float) -> None:
    shown = card(twenties(odd=odd, size=size))

    assert shown.variation.variation is Variation.COMMON_CAUSE
    assert "far from all the others, so the middle line is the median." in shown.variation.words
    assert shown.yearly is not None
    assert shown.trend is not None
    assert Verdict.SIGNIFICANT not in {shown.yearly.verdict, shown.trend.verdict}


def test_the_month_that_a_change_or_a_trend_rests_on_is_named() -> None:
    shown = card(twenties(odd=65))

    assert shown.yearly is not None
    assert shown.yearly.rests_on == "Sep 2017"
    assert shown.yearly.interval_words.endswith("It rests on Sep 2017 alone: without it, it could be chance.")
    assert shown.trend is not None
    assert shown.trend.rests_on == "Sep 2017"
    before = card(twenties(odd=53))
    assert before.yearly is not None
    assert before.yearly.rests_on in {"", "Sep 2016"}


def test_an_odd_month_that_is_the_latest_is_still_flagged() -> None:
    assert card(twenties(odd=71)).variation.variation is Variation.CONCERN_HIGH


def test_limits_that_do_not_describe_the_figures_are_said_not_to() -> None:
    shown = card([20.0, 22.0] * 12 + [60.0, 64.0] * 6)

    assert shown.variation.variation is Variation.CONCERN_HIGH
    assert "which do not describe one steady level" in shown.variation.words


def test_sixty_against_four_is_a_change() -> None:
    shown = card([*at(12, 1, 4, 7, 10), *[5.0] * 12])

    assert shown.yearly is not None
    assert (shown.yearly.words, shown.yearly.verdict) == (
        "60 against 4 a year before (more than usual variation)",
        Verdict.SIGNIFICANT,
    )


def test_a_level_that_resembles_itself_is_drawn_and_not_judged() -> None:
    drawn = random.Random(3)  # noqa: S311  (figures for a test)
    walk, values = 60.0, []
    for _ in range(20):
        walk += drawn.gauss(0, 1)
        values.append(round(walk, 1))
    agreed = framework(indicator(**{**SURVEY, "aggregation": "latest"}))
    shown = card_of(agreed, series(values, step=3))

    assert shown.variation.variation is Variation.NOT_ASSESSED
    assert shown.variation.words.startswith(
        "Not judged: each figure resembles the last one (lag-1 autocorrelation 0."
    )
    assert shown.control_chart is not None
    assert set(shown.control_chart.upper) == {None}
    assert shown.control_chart.note.endswith("20 figures, drawn without limits.")


def test_a_baseline_with_three_figures_fixes_no_limits_and_says_so() -> None:
    sparse: list[Value] = [None, None, 11.0, None, None, None, 12.0, None, None, 10.0, None, None]
    values = [*twenties(24), *sparse, *[11.0, 12.0, 10.0, 9.0] * 3]
    shown = card_of(framework(indicator(), notes=[rebased("2016-04", "2017-03")]), series(values))

    assert (
        "The baseline Apr 2016 – Mar 2017 holds 3 figures and fixes no limits: 12 are needed."
        in shown.variation.words
    )
    assert shown.control_chart is not None
    assert "baseline Apr 2016" not in shown.control_chart.note.partition(";")[2].partition("The baseline")[0]


def test_short_term_and_step_are_told_up_to_the_last_firm_month() -> None:
    figures = series([*[20.0, 22.0] * 12, *[40.0, 42.0] * 5, 41.0, 20.0])
    waiting = [*figures[:-1], figures[-1]._replace(marker=Marker.PROVISIONAL)]
    shown = card_of(framework(indicator()), waiting).trend

    assert shown is not None
    assert shown.short_words.startswith("Short term, the 3 months to Feb 2018: ")
    assert shown.step_words.startswith("Step: 11 months in a row above ")


def test_a_quarter_that_a_break_falls_inside_belongs_to_neither_side() -> None:
    quarterly = indicator(frequency="quarterly")
    values = [100.0, 104.0, 98.0, 102.0] * 6
    inside = card_of(framework(quarterly, notes=[broken("2014-05")]), series(values, step=3))
    before = card_of(framework(quarterly, notes=[broken("2014-07")]), series(values, step=3))

    # The quarter to June 2014 is drawn; chart, change and trend begin with the one to September.
    assert inside.variation.how == before.variation.how
    assert inside.trend is not None
    assert before.trend is not None
    assert inside.trend.window == before.trend.window
    assert inside.control_chart is not None
    assert inside.control_chart.values == before.control_chart.values if before.control_chart else False
    latest = card_of(framework(quarterly, notes=[broken("2018-02")]), series(values, step=3))
    assert latest.variation.words == "Too few figures to judge: 0, and 12 are needed."


def test_a_difference_from_the_group_is_better_or_worse_only_where_it_is_significant() -> None:
    agreed = framework(indicator(benchmark="near"), areas=[OWN, "A", "B"])

    def beside(own: float) -> Judgement:
        figures: list[Observation] = list(series([100.0, 104.0] * 6 + [own, own + 4] * 6))
        for area in ("A", "B"):
            figures += series([100.0, 103.0] * 12, area=area)
        line = card_of(agreed, figures).yearly
        assert line is not None
        return line.difference_judgement

    assert [beside(own) for own in (101.0, 60.0, 160.0)] == [
        Judgement.UNKNOWN,
        Judgement.BETTER,
        Judgement.WORSE,
    ]


AREAS = (OWN, *(f"A{n}" for n in range(19)))


def rarely(own: int, others: Sequence[int]) -> list[Observation]:
    found: list[Observation] = []
    for area, number in zip(AREAS, (own, *others), strict=True):
        months = [1.0] * 4 + [0.0] * 8 + [float(number // 12 + (n < number % 12)) for n in range(12)]
        found += series(months, area=area) + population({2014: 100_000}, area)
    return found


def test_no_homicide_is_not_better_than_the_others_beyond_chance() -> None:
    agreed = framework(indicator(benchmark="near", denominator="POP"), PEOPLE, areas=AREAS)
    found = card_of(agreed, rarely(0, [5, 4, 6, 5, 3] * 3 + [4, 5, 6, 5])).comparison
    assert found is not None

    assert found.likelihood.beside in {Beside.SIMILAR, Beside.BELOW}
    assert found.likelihood.judgement is Judgement.SAME
    assert "beyond chance" not in found.likelihood.words
    assert found.likelihood.limits_words.startswith("99.8% limits 0.0 to 0.13 per 1,000 people: 0 to 13, ")
    assert "by exact tails, as about 4.7 are expected" in found.likelihood.limits_words
    assert "0.0 to 0.0" not in found.likelihood.limits_words


def test_many_where_few_were_to_be_expected_are_beyond_chance() -> None:
    agreed = framework(indicator(benchmark="near", denominator="POP"), PEOPLE, areas=AREAS)
    found = card_of(agreed, rarely(40, [5, 4, 6, 5, 3] * 3 + [4, 5, 6, 5])).comparison
    assert found is not None

    assert found.likelihood.beside is Beside.FAR_ABOVE
    assert found.likelihood.judgement is Judgement.WORSE


def test_where_all_areas_tie_none_is_in_the_lowest_quarter() -> None:
    agreed = framework(indicator(benchmark="near", denominator="POP"), PEOPLE, areas=AREAS)
    found = card_of(agreed, rarely(2, [2] * 19)).comparison
    assert found is not None

    assert found.rank_words == "joint 1st of 20 (1 = lowest)"
    assert (found.quartile, found.quartile_words) == (None, "")
    figures = work_out(agreed, rarely(0, [0] * 3 + [5 + n for n in range(16)]), Q4)
    (standing,) = figures.at(agreed.by_code["BUR"]).groups
    few = compare(agreed, standing)
    assert few is not None
    assert few.quartile_words == "lowest quarter"
