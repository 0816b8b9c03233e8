"""The worked examples' figures, through the scorecard, are those that were published."""

from __future__ import annotations

import csv
import gzip
import re
import tomllib
from collections import defaultdict
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from scpxl.model.framework import Aggregation, Framework, Unit
from scpxl.model.observations import Marker, Observation
from scpxl.model.periods import Period
from scpxl.scorecard.build import PeriodRecord, build_one_card, build_scorecard
from scpxl.scorecard.records.scorecard import IndicatorCard, Scorecard
from scpxl.verdicts import Verdict
from tests.scorecard.builders import outlook_lines

ROOT = Path(__file__).parents[2]
BARNET = "E09000003"
BROKEN = re.compile(r"\b(nan|None|inf)\b|[{}]|\.\.|  |%%|\(\)")
CHECKS = ("published-checks",)
EARLIER = tuple(f"barnet-2017-18/{name}" for name in ("history", "published", "benchmark"))
LATER = tuple(f"barnet-2025-26/{name}" for name in ("history", "benchmark"))


@cache
def framework(template: str) -> Framework:
    return Framework.model_validate(
        tomllib.loads((ROOT / f"templates/{template}/framework.toml").read_text("utf-8"))
    )


@cache
def observations(*tables: str) -> tuple[Observation, ...]:
    found = []
    for table in tables:
        with gzip.open(ROOT / f"workbooks/{table}.csv.gz", "rt", encoding="utf-8") as file:
            found += [to_observation(row) for row in csv.DictReader(file)]
    return tuple(found)


def to_observation(row: dict[str, str]) -> Observation:
    text = row["period"]
    period = Period.parse(text) if "Q" in text else Period.parse_month(text)
    number, whole = (float(row[name]) if row[name] else None for name in ("numerator", "denominator"))
    key = (row["indicator"], row["area"], row["breakdown"], row["item"])
    return Observation(*key, period, number, whole, Marker(row["marker"]))


@cache
def population() -> tuple[Observation, ...]:
    return tuple(one for one in observations(*LATER) if one.indicator == "POP")


@cache
def published(code: str, until: str) -> IndicatorCard:
    """The card of an indicator of every borough there is, in the year that ends with a month."""
    figures = (*observations(*CHECKS), *population())
    return build_one_card(framework("barnet"), figures, Period.parse_month(until), code)


@cache
def scorecard(template: str, period: str) -> Scorecard:
    tables = EARLIER if template == "barnet" else LATER
    made = datetime(2018, 5, 1, tzinfo=UTC)
    return build_scorecard(
        framework(template), PeriodRecord(observations(*tables)), Period.parse(period), made, "RUN"
    )


def card(template: str, period: str, code: str) -> IndicatorCard:
    return next(one for one in scorecard(template, period).cards if one.code == code)


@pytest.mark.parametrize(("year", "offences"), [(2017, "26,219"), (2018, "27,603"), (2025, "28,513")])
def test_total_offences_of_a_calendar_year(year: int, offences: str) -> None:
    shown = published("TNO-01", f"{year}-12")
    assert (shown.headline_name, shown.headline.text) == (f"Year to Dec {year}", offences)


def test_2018_was_5_3_per_cent_up_on_2017() -> None:
    shown = published("TNO-01", "2018-12")
    assert (shown.before.text, shown.change.text) == ("26,219", "+1,384")
    assert shown.direction.words == "up 5.3% on the year before: worse"


def test_the_rise_of_2018_was_real_and_not_clearly_more_than_the_other_boroughs() -> None:
    """26,219 offences in 2017 and 27,603 in 2018."""
    change = published("TNO-01", "2018-12").yearly
    assert change is not None
    assert change.words == "up 5.3% (more than usual variation)"
    assert change.interval_words == "95% interval +2.2% to +8.5%."
    assert change.group_words.startswith(
        "The other areas of 32 London boroughs: up 1.9%; relative to the group: up 3.3% "
    )
    assert change.difference_verdict is Verdict.NORMAL


def test_in_2025_barnet_had_70_4_offences_per_1000_and_was_eighth_of_32() -> None:
    shown = published("TNO-01", "2025-12")
    assert (shown.rate.text, shown.rate_name) == ("70.4", "per 1,000 people")
    assert shown.comparison is not None
    assert shown.comparison.rank_words == "8th of 32 (1 = lowest)"
    assert shown.comparison.missing == ()
    assert "Rates use the population estimate of 2024, the latest before 2025." in shown.notes


def test_anti_social_behaviour_in_2017_was_ninth_lowest_of_the_25_with_figures() -> None:
    shown = published("ASB-01", "2017-12")
    assert (shown.headline.text, shown.rate.text) == ("7,971", "20.8")
    assert shown.comparison is not None
    assert shown.comparison.rank_words == "9th of 25 (1 = lowest)"
    assert len(shown.comparison.missing) == 7
    assert "Croydon" in shown.comparison.missing


@pytest.mark.parametrize("period", ["2017-18 Q3", "2017-18 Q4"])
def test_the_year_before_that_holds_april_2016_is_marked_unreliable(period: str) -> None:
    shown = card("barnet", period, "ASB-01")
    assert (shown.headline.mark, shown.before.mark) == ("", "[u]")
    assert any(note.startswith("Apr 2016: April 2016 lacks one of") for note in shown.notes)
    # May 2016 to April 2017 is the year before of the first month whose windows are both without it.
    assert card("barnet", "2018-04", "ASB-01").before.mark == ""


@pytest.mark.parametrize(
    ("period", "headline", "quarter"),
    [("2019-20 Q4", "[u]", "[u]"), ("2020-21 Q1", "[u]", ""), ("2021-22 Q1", "", "")],
)
def test_march_2020_marks_the_figures_that_hold_it_and_no_others(
    period: str, headline: str, quarter: str
) -> None:
    shown = card("barnet-2025", period, "TNO-01")
    assert (shown.headline.mark, shown.quarter.mark) == (headline, quarter)


@cache
def plain_sums(period: str) -> dict[tuple[str, int], tuple[float, float]]:
    """Numerators and denominators of the own area in the months to the period's end, added up in plain Python."""
    end = Period.parse(period).last
    found: dict[tuple[str, int], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for table in ("history", "published"):
        with gzip.open(ROOT / f"workbooks/barnet-2017-18/{table}.csv.gz", "rt", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                text = row["period"]
                last = (Period.parse(text) if "Q" in text else Period.parse_month(text)).last
                if row["area"] != BARNET or row["breakdown"] or not row["numerator"]:
                    continue
                for months in (3, 12):
                    if end - months < last <= end:
                        found[row["indicator"], months][0] += float(row["numerator"])
                        found[row["indicator"], months][1] += float(row["denominator"] or 0)
    return {key: (number, whole) for key, (number, whole) in found.items()}


@pytest.mark.parametrize(
    "code", [one.code for one in framework("barnet").reported if one.reported_in(Period.parse("2017-18 Q4"))]
)
def test_every_figure_of_the_last_quarter_is_the_sum_of_the_rows_behind_it(code: str) -> None:
    shown, indicator = card("barnet", "2017-18 Q4", code), framework("barnet").by_code[code]
    sums = plain_sums("2017-18 Q4")

    def expected(months: int) -> float:
        number, whole = sums[code, months]
        if indicator.unit.is_ratio and not indicator.reports_denominator and indicator.unit is not Unit.RATE:
            whole, _ = sums[indicator.whole_code, months]
        if indicator.aggregation is Aggregation.RATIO:
            return 100 * number / whole if indicator.unit == "percentage" else number / whole
        return number

    assert shown.quarter.value == pytest.approx(expected(3), rel=1e-12)
    if indicator.aggregation is Aggregation.LATEST:
        assert shown.headline.value == shown.quarter.value
    else:
        assert shown.year_to_date.value == pytest.approx(expected(12), rel=1e-12)
        headline = shown.rate if indicator.unit is Unit.RATE else shown.year_to_date
        assert shown.headline.value == headline.value


@pytest.mark.parametrize(
    ("template", "period"),
    [("barnet", "2017-18 Q2"), ("barnet", "2017-18 Q4"), ("barnet-2025", "2025-26 Q4")],
)
def test_no_sentence_of_the_whole_scorecard_is_broken(template: str, period: str) -> None:
    found = scorecard(template, period)
    sentences = [*found.summary_words, *(line.words for line in found.exceptions)]
    for shown in found.cards:
        sentences += [shown.rag.reason, shown.variation.words, *shown.notes]
        sentences += [shown.target.words] if shown.target else []
        sentences += [words for _, words in outlook_lines(shown)]
    for words in sentences:
        assert words.endswith("."), words
        assert not BROKEN.search(words), words
        assert words[0].isupper() or words[0].isdigit(), words


def test_in_2025_eighth_of_32_was_one_of_the_sixth_to_the_ninth_and_no_outlier() -> None:
    shown = published("TNO-01", "2025-12").comparison
    assert shown is not None
    assert (shown.likelihood.rank_words, shown.quartile_words) == (
        "likely between 6th and 9th",
        "lowest quarter",
    )
    assert (shown.likelihood.words, shown.likelihood.limits_words) == (
        "within the spread of the other 31",
        "99.8% limits 37.1 to 197.9 per 1,000 people",
    )


def test_westminster_is_beyond_what_even_so_mixed_a_group_would_produce() -> None:
    table = next(one for one in scorecard("barnet", "2017-18 Q4").benchmarks if one.indicator == "TNO-01")
    beyond = {
        row.area: row.likelihood.beside.brief
        for row in table.rows
        if row.likelihood.beside.brief != "similar"
    }
    assert beyond == {"Camden": "higher", "Westminster": "higher"}
