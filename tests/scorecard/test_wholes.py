"""One rule for what a figure is out of: number over whole of the same months; the unit only says how it is printed."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from scpxl.figures.figures import work_out
from scpxl.model.framework import Indicator
from scpxl.model.observations import Marker, Observation
from scpxl.scorecard.explaining import explain_card
from scpxl.scorecard.lists.breakdowns import ward_map
from scpxl.scorecard.records.scorecard import IndicatorCard
from scpxl.verdicts import Rag, Verdict
from tests.scorecard.builders import Q4, broken, card_of, framework, indicator, population, series, target

HOMES_BESIDE: dict[str, Any] = {"unit": "rate", "denominator": "reported", "denominator_title": "homes"}
CALLS = indicator("CAL", title="Calls received", counted="calls", polarity="neither")
QUARTERLY_CALLS = CALLS.model_validate({**CALLS.model_dump(), "frequency": "quarterly"})
HOUSEHOLDS = indicator("HH", title="Households", counted="households", unit="stock", aggregation="latest",
                       frequency="quarterly", polarity="neither")  # fmt: skip
SHARE: dict[str, Any] = {"unit": "percentage", "aggregation": "ratio of sums", "polarity": "higher"}
MARCH = "Mar 2018"


def shown(measured: Indicator, figures: list[Observation], *others: Indicator, **more: Any) -> IndicatorCard:
    return card_of(framework(measured, *others, **more), figures)


def test_a_rate_of_what_is_reported_beside_it_is_number_over_whole() -> None:
    measured = indicator(frequency="quarterly", counted="repairs", **HOMES_BESIDE)
    pairs: list[tuple[float, float]] = [*[(500.0, 14_100.0)] * 4, *[(600.0, 14_200.0)] * 4]
    one = shown(measured, series(pairs, step=3))
    assert (one.headline_name, one.headline.text) == ("Per 1,000 homes, year to Mar 2018", "42.3")
    assert one.headline.value == pytest.approx(1000 * 2400 / 56_800)
    assert (one.before.text, one.quarter.text, one.year_to_date.text) == ("35.5", "42.3", "42.3")
    assert (one.unit, one.period_unit) == ("per 1,000 homes", "per 1,000 homes")
    assert (one.change.text, one.change_percent.text) == ("+6.8", "+19.2%")
    assert one.yearly is not None
    assert one.yearly.verdict is Verdict.SIGNIFICANT


def test_a_percentage_of_another_indicator_is_out_of_its_figures_of_the_same_months() -> None:
    met = indicator("MET", denominator="CAL", **SHARE)
    figures = series([60.0] * 12 + [80.0] * 12, "MET") + series([100.0] * 12 + [90.0] * 11 + [210.0], "CAL")
    one = card_of(framework(met, CALLS), figures, code="MET")
    assert one.headline.value == pytest.approx(100 * 960 / (90 * 11 + 210))
    assert one.before.value == pytest.approx(60)
    assert one.latest.value == pytest.approx(100 * 80 / 210)
    assert one.quarter.value == pytest.approx(100 * 240 / 390)
    assert one.change.text == "+20.0 points"
    assert one.yearly is not None
    assert one.year_on_year is not None
    assert one.year_on_year.this_year[-1] == pytest.approx(100 * 80 / 210)


def test_a_quarters_number_may_be_out_of_months_and_of_quarters_alike() -> None:
    by_months = indicator("MET", denominator="CAL", frequency="quarterly", **SHARE)
    numbers = series([150.0] * 4 + [210.0] * 4, "MET", step=3)
    months = card_of(framework(by_months, CALLS), numbers + series([100.0] * 24, "CAL"), code="MET")
    quarters = card_of(
        framework(by_months, QUARTERLY_CALLS), numbers + series([300.0] * 8, "CAL", step=3), code="MET"
    )
    assert months.headline.value == quarters.headline.value == pytest.approx(70)
    assert months.before.value == quarters.before.value == pytest.approx(50)


def test_a_rate_may_be_of_any_level_and_takes_the_mean_of_its_months() -> None:
    let = indicator("LET", unit="rate", denominator="HH", per=100, counted="lettings")
    homes = series([400.0] * 4 + [500.0, 500.0, 600.0, 600.0], "HH", step=3)
    one = card_of(framework(let, HOUSEHOLDS), series([11.0] * 24, "LET") + homes, code="LET")
    assert one.headline_name == "Per 100 households, year to Mar 2018"
    assert one.headline.value == pytest.approx(100 * 132 / 550)
    assert one.before.value == pytest.approx(100 * 132 / 400)
    # A quarter of a yearly rate is told as what was counted.
    assert (one.quarter.text, one.period_unit, one.unit) == ("33", "lettings", "per 100 households")


def test_a_whole_that_is_missing_is_named() -> None:
    met = indicator("MET", denominator="CAL", **SHARE)
    calls = series([*[100.0] * 23, Marker.NOT_AVAILABLE], "CAL")
    one = card_of(framework(met, CALLS), series([60.0] * 24, "MET") + calls, code="MET")
    assert one.headline.text == f"no figure of calls received for {MARCH}"
    assert one.latest.text == f"no figure of calls received for {MARCH}"
    assert one.before.text == "60.0%"


def test_a_provisional_whole_makes_the_figure_provisional() -> None:
    met = indicator("MET", denominator="CAL", **SHARE)
    calls = series([100.0] * 24, "CAL")
    calls[-1] = calls[-1]._replace(marker=Marker.PROVISIONAL)
    one = card_of(framework(met, CALLS), series([60.0] * 24, "MET") + calls, code="MET")
    assert (one.headline.text, one.headline.mark) == ("60.0%", "[p]")


def test_a_count_keeps_its_number_and_shows_its_rate_beside() -> None:
    measured = indicator("BUR", denominator="CAL", per=100, counted="offences")
    one = shown(measured, series([12.0] * 24) + series([60.0] * 24, "CAL"), CALLS)
    assert (one.headline.text, one.rate.text, one.rate_name) == ("144", "20.0", "per 100 calls")


@pytest.mark.parametrize(
    ("counted", "title", "name"),
    [
        ("people", "Population", "per 1,000 people"),
        ("", "Mid-year population estimate", "per 1,000 people"),
        ("dwellings", "Homes", "per 1,000 dwellings"),
        ("", "Number of households", "per 1,000 households"),
    ],
)
def test_a_rate_is_named_by_what_its_denominator_counts(counted: str, title: str, name: str) -> None:
    pop = indicator("POP", title=title, counted=counted, objective="", kind="context", unit="stock",
                    frequency="annual", aggregation="latest", polarity="neither")  # fmt: skip
    one = shown(indicator(denominator="POP"), series([1.0] * 24) + population({2016: 1000}), pop)
    assert one.rate_name == name


def test_areas_are_ranked_by_a_rate_of_what_is_reported_and_the_groups_change_is_of_rates() -> None:
    measured = indicator(benchmark="near", **HOMES_BESIDE)
    wide: list[tuple[float, float]] = [*[(10.0, 100.0)] * 12, *[(15.0, 100.0)] * 12]
    figures = (
        series(wide, area="OWN")
        + series([(30.0, 100.0)] * 24, area="A")
        + series([(9.0, 30.0)] * 24, area="B")
    )
    one = shown(measured, figures, areas=["OWN", "A", "B"], average="pooled").comparison
    assert one is not None
    assert (one.rank, one.of, one.own.text) == (1, 3, "150.0")
    assert one.average.value == pytest.approx(1000 * (15 + 30 + 9) / 230)
    assert one.average_kind == "all counts over all homes"
    assert one.group_change.value == pytest.approx(100 * (54 / 49 - 1))


def test_a_percentage_of_a_level_grows_through_the_year_and_so_does_its_target() -> None:
    seen = indicator(
        "SEE", unit="percentage", denominator="HH", aggregation="ratio of sums", polarity="higher"
    )
    homes, visits = series([400.0] * 12, "HH", step=3), series([7.0] * 24 + [8.0] * 9, "SEE", until="2017-12")
    agreed = framework(seen, HOUSEHOLDS, targets=[target(24.0, "SEE")])
    one = card_of(agreed, visits + homes, Q4.shift(-1), "SEE")
    # Nine months of the year: 72 of 400 homes; three quarters of the year's 24% is expected by now.
    assert one.year_to_date.text == "18.0%"
    assert one.target is not None
    assert (one.target.expected.text, one.target.actual.text, one.rag.rag) == ("18.0%", "18.0%", Rag.GREEN)
    assert one.direction.judgement.value == "not tested"
    assert one.untested_words.startswith("its denominator is a level")


def test_what_stands_behind_a_figure_names_number_and_whole() -> None:
    met = indicator("MET", denominator="CAL", **SHARE)
    figures = series([60.0] * 24, "MET") + series([100.0] * 24, "CAL")
    told = "\n".join(line.text for line in explain_card(framework(met, CALLS), figures, Q4, "MET")[1])
    assert "Year to Mar 2018: 60.0%. 100 × 720 / 1,200 = 60.0%." in told


def test_a_note_on_what_a_figure_is_out_of_is_a_note_on_the_figure() -> None:
    met = indicator("MET", denominator="CAL", **SHARE)
    agreed = framework(met, CALLS, notes=[broken("2017-04", "CAL")])
    one = card_of(agreed, series([60.0] * 24, "MET") + series([100.0] * 24, "CAL"), code="MET")
    assert one.change.text == "[b] series broken Apr 2017"


def test_wards_have_a_percentage_where_what_it_is_out_of_is_given_by_ward() -> None:
    calls = CALLS.model_copy(update={"breakdowns": ("ward",)})
    met = indicator("MET", denominator="CAL", breakdowns=["ward"], **SHARE)
    agreed = framework(calls, met, wards=["w1", "w2"])
    figures = [
        *(one for ward, number in (("w1", 6.0), ("w2", 9.0)) for one in series([number] * 24, "MET", ward)),
        *(one for ward in ("w1", "w2") for one in series([10.0] * 12 + [12.0] * 12, "CAL", ward)),
        *series([3.0] * 24, "MET", breakdown="ward", item="not known"),
        *series([4.0] * 24, "CAL", breakdown="ward", item="not known"),
    ]
    found = ward_map(work_out(agreed, figures, Q4), [calls, met])
    assert found is not None
    assert [[figure.text for figure in row] for row in found.rolling] == [
        ["144", "50.0%"], ["144", "75.0%"], ["48", "75.0%"],
    ]  # fmt: skip
    assert found.change_percent[0][1].text == "−10.0 points"
    assert found.note.startswith("Figures in the year to Mar 2018")


def test_wards_of_a_rate_are_told_as_counts() -> None:
    rate = indicator(unit="rate", denominator="POP", breakdowns=["ward"])
    pop = indicator(
        "POP", unit="stock", kind="context", frequency="annual", aggregation="latest", polarity="neither"
    )
    figures = series([5.0] * 24, area="w1") + population({2016: 1000})
    found = ward_map(work_out(framework(rate, pop, wards=["w1"]), figures, Q4), [rate])
    assert found is not None
    assert found.rolling[0][0].text == "60"
    assert found.note.startswith("Counts in the year to Mar 2018")


WORKERS: dict[str, Any] = {
    "unit": "rate",
    "denominator": "reported",
    "denominator_title": "workers",
    "counted": "injuries",
}


def test_limits_of_a_rate_follow_what_it_is_out_of() -> None:
    draw = Random("workers")  # noqa: S311  (figures for tests)
    pairs: list[tuple[float, float]] = [
        (float(draw.randint(18, 26)), draw.choice((100.0, 300.0))) for _ in range(34)
    ]
    pairs += [(20.0, 300.0), (20.0, 100.0)]
    one = shown(indicator(**WORKERS), series(pairs))
    chart = one.control_chart
    assert chart is not None
    assert chart.note.startswith("Limits: u′ chart, following workers")
    # Of fewer workers the limits are wider; the middle is all injuries over all workers, per 1,000.
    upper = [edge or 0.0 for edge in chart.upper]
    assert upper[-1] > upper[-2]
    assert chart.mean[-1] == pytest.approx(1000 * sum(n for n, _ in pairs) / sum(w for _, w in pairs))


def test_rare_events_out_of_what_adds_up_are_judged_by_quarters_as_rates() -> None:
    pairs: list[tuple[float, float]] = [(1.0 if place % 12 == 5 else 0.0, 100.0) for place in range(60)]
    one = shown(indicator(**WORKERS), series(pairs))
    assert "Judged by quarters" in one.variation.words
    chart = one.control_chart
    assert chart is not None
    assert max(value or 0 for value in chart.values) == pytest.approx(1000 / 300)


def test_the_groups_change_of_a_rate_and_what_is_left_without_it_are_of_rates_too() -> None:
    rate = indicator(unit="rate", denominator="POP", benchmark="near", counted="offences")
    pop = indicator("POP", title="Population", unit="stock", kind="context", frequency="annual", aggregation="latest",
                    polarity="neither")  # fmt: skip
    months = [100.0 + (place * 5) % 7 for place in range(12)]
    figures = [
        *series(months * 2), *series(months * 2, area="A"), *series(months * 2, area="B"),
        # A year's people are those of nine months of one calendar year and three of the next.
        *population({2016: 1000, 2017: 1200}),
        *population({2016: 1000, 2017: 1000}, "A"), *population({2016: 3000, 2017: 3000}, "B"),
    ]  # fmt: skip
    one = shown(rate, figures, pop, areas=["OWN", "A", "B"])
    assert one.yearly is not None
    own = 100 * ((9 * 1000 + 3 * 1200) / 12 / 1200 - 1)
    assert one.yearly.percent.value == pytest.approx(own)
    # The others' counts and people stayed: the whole change is left.
    assert one.yearly.difference.value == pytest.approx(own)
    assert one.yearly.group_words.startswith("The other areas of our neighbours: little changed (under 0.1%)")


def test_the_trend_of_a_rate_is_the_rates_and_the_years_end_says_what_is_counted() -> None:
    rate = indicator(unit="rate", denominator="POP", counted="offences")
    pop = indicator("POP", title="Population", unit="stock", kind="context", frequency="annual", aggregation="latest",
                    polarity="neither")  # fmt: skip
    draw = Random("trend")  # noqa: S311
    people = {year: 1000.0 * 1.2 ** (year - 2012) for year in range(2012, 2018)}
    months = [Q4.last - back for back in reversed(range(63))]
    # As many offences for each person throughout, and a fifth more people each year.
    figures = [
        one._replace(numerator=round(people[min(2017, month // 12)] / 10) + draw.randint(-5, 5))
        for month, one in zip(months, series([1.0] * 63), strict=True)
    ]
    half = Q4.shift(-2)
    one = card_of(framework(rate, pop), figures + population(people), half)
    assert one.trend is not None
    assert one.trend.percent.value == pytest.approx(0, abs=1.5)
    assert one.outturn is not None
    assert " offences" in one.outturn.words.partition("forecast to end at about ")[2]
    counted = card_of(framework(indicator()), figures, half)
    assert counted.trend is not None
    assert counted.trend.percent.value == pytest.approx(20, abs=2)
