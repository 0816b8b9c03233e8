"""Every pairing of unit, denominator, aggregation, frequency, rolling, polarity and target: refused by name, or right."""

from __future__ import annotations

import math
import re
from functools import cache
from random import Random

import pytest

from scpxl.figures.figures import work_out
from scpxl.framework.checks import check_framework
from scpxl.model.framework import Framework
from scpxl.model.observations import Observation
from scpxl.model.periods import Period
from scpxl.model.targets import Target
from scpxl.scorecard.cards.card import build_card
from scpxl.scorecard.explaining import explain_figures
from scpxl.scorecard.records.figures import Figure
from scpxl.scorecard.records.scorecard import IndicatorCard
from tests.promises import pairings
from tests.promises.pairings import GROUPS, OWN, Pairing, every_pairing
from tests.promises.plain import Aim, Book, Measure, expected, rating, reached

PERIODS = (Period.quarter(2017, 3), Period.quarter(2017, 4))
SOUND = tuple(one for one in every_pairing() if not one.unfit)
SIGNS = {"lower": -1, "higher": 1}
PROFILE = (4.0, 9, 16, 25, 36, 45, 52, 60, 70, 81, 92, 100)


def test_there_is_something_of_everything_among_what_is_sound_and_what_is_not() -> None:
    assert len(every_pairing()) == 7 * 7 * 3 * 3 * 2
    assert len(SOUND) > 150
    for name in ("unit", "whole", "aggregation", "frequency", "rolling"):
        assert {getattr(one, name) for one in SOUND} == {getattr(one, name) for one in every_pairing()}


def test_each_pairing_is_sound_or_refused_by_the_fields_that_do_not_fit() -> None:
    for one in every_pairing():
        told = [str(problem) for problem in check_framework(pairings.agreed((one.indicator(),)))]
        named = {match[1] for line in told if (match := re.match(rf"indicator {one.code}: (\w+): ", line))}
        assert len(told) >= len(named)
        assert all(line.startswith(f"indicator {one.code}: ") for line in told), told
        assert named == one.unfit, (one, told)


@cache
def book(gaps: bool) -> Book:  # noqa: FBT001  (a key of what is made once)
    made = Book(pairings.measures(SOUND, {}))
    return pairings.type_in(made, gaps=gaps)


@cache
def observations(gaps: bool) -> tuple[Observation, ...]:  # noqa: FBT001
    """All figures, of returns laid out, filled in and checked, and of an import."""
    framework = pairings.agreed(tuple(one.indicator() for one in SOUND))
    assert check_framework(framework) == ()
    typed = book(gaps)
    return (*pairings.returned(framework, typed), *pairings.imported(framework, typed))


def latest(one: Measure, period: Period) -> int:
    """The last month that a measure's figures cover by the end of a period."""
    return period.last - (period.last - 2) % one.step


def same(figure: Figure, value: float | None) -> bool:
    if value is None or figure.value is None:
        return value is None and figure.value is None
    return math.isclose(figure.value, value, rel_tol=1e-9, abs_tol=1e-9)


def assert_figures(card: IndicatorCard, typed: Book, one: Measure, period: Period) -> None:
    end = latest(one, period)
    changed, per_cent = typed.change(one, OWN, end)
    wanted = {
        "headline": typed.figure(one, OWN, "year", end),
        "before": typed.figure(one, OWN, "year", end - 12),
        "change": changed,
        "change_percent": per_cent,
        "quarter": None if one.step > 3 else typed.shown(one, OWN, "quarter", end),
        "quarter_year_ago": None if one.step > 3 else typed.shown(one, OWN, "quarter", end - 12),
        "year_to_date": typed.shown(one, OWN, "to date", end),
        "latest": typed.shown(one, OWN, "one", end),
    }
    if one.whole and one.unit not in {"percentage", "average"}:
        wanted["rate"] = typed.rate(one, OWN, end)
    for name, value in wanted.items():
        figure = getattr(card, name)
        assert same(figure, value), (one, str(period), name, figure, value)


def assert_groups(card: IndicatorCard, typed: Book, one: Measure, period: Period) -> None:
    end = latest(one, period)
    ranked = [code for code, held in GROUPS.items() if typed.rank(one, OWN, held, end)[1]]
    assert [group.code for group in card.comparisons] == ranked
    for group in card.comparisons:
        held = GROUPS[group.code]
        assert (group.rank, group.of) == typed.rank(one, OWN, held, end), (one, group.code)
        average = typed.average(one, held, end, pooled=group.code == "pool")
        assert same(group.average, average), (one, group.code, group.average, average)
        change = typed.group_change(one, held, end)
        assert same(group.group_change, change), (one, group.code, group.group_change, change)


@pytest.mark.parametrize("gaps", [False, True], ids=["all there", "some missing"])
@pytest.mark.parametrize("period", PERIODS, ids=str)
def test_every_figure_and_rank_of_what_is_sound_is_right(period: Period, gaps: bool) -> None:  # noqa: FBT001
    framework = pairings.agreed(tuple(one.indicator(benchmark=tuple(GROUPS)) for one in SOUND))
    figures = work_out(framework, observations(gaps), period)
    for pairing in SOUND:
        card, one = build_card(figures.at(framework.by_code[pairing.code])), book(gaps).measures[pairing.code]
        assert_figures(card, book(gaps), one, period)
        assert_groups(card, book(gaps), one, period)


def aims_of(pairing: Pairing, scheme: str, sign: int) -> tuple[Aim, bool]:
    """A target that may be met or missed, and whether it can be one: of a total only where a rate adds up by sum."""
    draw = Random(f"{pairing.code} {scheme} {sign}")  # noqa: S311
    one, typed = pairing.measure(sign), book(gaps=False)
    of_total = pairing.unit == "rate" and pairing.aggregation == "sum" and draw.random() < 0.5
    end = latest(one, PERIODS[1])
    about = (typed.number if of_total else typed.figure)(one, OWN, "year", end) or 1.0
    value = round(about * draw.choice((0.9, 0.97, 1.0, 1.03, 1.1)), 2)
    floor = round(value * (1 - sign * draw.choice((0.02, 0.12))), 2)
    grows = of_total or typed.grows(one)
    profile = PROFILE if grows and draw.random() < 0.5 else ()
    return Aim(value, scheme, 5.0, floor, of_total, profile), grows


def target_of(pairing: Pairing, aim: Aim, year: int) -> Target:
    return Target.model_validate(
        {"indicator": pairing.code, "year": Period.year(year), "value": aim.value, "scheme": aim.scheme,
         "tolerance": aim.tolerance, "floor": aim.floor if aim.scheme == "floor" else None,
         "profile": aim.profile, "of": ("total" if aim.of_total else "rate") if pairing.unit == "rate" else None}
    )  # fmt: skip


@pytest.mark.parametrize("scheme", ["tolerance", "floor", "improvement"])
@pytest.mark.parametrize("polarity", SIGNS)
@pytest.mark.parametrize("period", PERIODS, ids=str)
def test_every_target_is_compared_with_the_right_figure_and_rated_so(
    period: Period, polarity: str, scheme: str
) -> None:
    sign, typed = SIGNS[polarity], book(gaps=False)
    aims = {one.code: aims_of(one, scheme, sign)[0] for one in SOUND}
    targets = tuple(target_of(one, aims[one.code], year) for one in SOUND for year in (2016, 2017))
    indicators = tuple(one.indicator(polarity=polarity) for one in SOUND)
    framework = pairings.agreed(indicators, targets)
    assert check_framework(framework) == ()
    figures = work_out(framework, observations(gaps=False), period)
    seen = set()
    for pairing in SOUND:
        one, aim = pairing.measure(sign), aims[pairing.code]
        card, end = build_card(figures.at(framework.by_code[pairing.code])), latest(one, period)
        line, where = card.target, (one, aim, str(period))
        assert line is not None
        assert same(line.target, aim.value), where
        assert same(line.expected, expected(typed, one, aim, end)[0]), (where, line.expected)
        assert same(line.actual, reached(typed, one, aim, OWN, end)), (where, line.actual)
        assert card.rag.rag.value == rating(typed, one, aim, OWN, end), (where, card.rag)
        seen.add(card.rag.rag.value)
    assert seen == {"Green", "Amber", "Red"}


def test_a_target_of_a_total_is_refused_where_there_is_no_total_of_the_year() -> None:
    rates = [one for one in SOUND if one.unit == "rate" and one.aggregation != "sum"]
    assert rates
    for one in rates:
        aim = Aim(5.0, of_total=True)
        framework = pairings.agreed((one.indicator(polarity="lower"),), (target_of(one, aim, 2017),))
        (line,) = (str(problem) for problem in check_framework(framework))
        assert line.startswith(f"target {one.code} 2017-18: of: is 'total'"), line


def test_a_profile_is_refused_where_nothing_grows_through_the_year() -> None:
    typed = book(gaps=False)
    for one in SOUND:
        aim = Aim(5.0, profile=PROFILE)
        framework = pairings.agreed((one.indicator(polarity="lower"),), (target_of(one, aim, 2017),))
        told = [str(problem) for problem in check_framework(framework)]
        if typed.grows(one.measure()):
            assert told == []
        else:
            (line,) = told
            assert line.startswith(f"target {one.code} 2017-18: profile: would not be used"), line


def test_a_target_is_refused_where_neither_way_is_better() -> None:
    for one in SOUND:
        framework = pairings.agreed((one.indicator(),), (target_of(one, Aim(5.0), 2017),))
        (line,) = (str(problem) for problem in check_framework(framework))
        assert line.startswith(f"target {one.code} 2017-18: indicator: {one.code} has a target, and the polarity 'neither'"), line  # fmt: skip


def test_in_a_framework_of_before_a_target_of_a_rate_is_of_the_total_and_of_all_else_the_same() -> None:
    typed, period = book(gaps=False), PERIODS[0]
    plain = {one.code: Aim(7.0, of_total=one.unit == "rate" and one.aggregation == "sum") for one in SOUND}
    targets = tuple(target_of(one, plain[one.code], 2017).model_copy(update={"of": None}) for one in SOUND)
    framework = pairings.agreed(tuple(one.indicator(polarity="lower") for one in SOUND), targets, form=1)
    assert check_framework(framework) == ()
    figures = work_out(framework, observations(gaps=False), period)
    for pairing in SOUND:
        one, aim = pairing.measure(-1), plain[pairing.code]
        if one.step == 12:
            continue  # its year has no figure yet
        line = build_card(figures.at(framework.by_code[pairing.code])).target
        assert line is not None
        assert same(line.actual, reached(typed, one, aim, OWN, latest(one, period))), (one, line)


def test_what_is_out_of_something_is_named_by_it() -> None:
    framework = pairings.agreed(tuple(one.indicator() for one in SOUND))
    figures = work_out(framework, observations(gaps=False), PERIODS[1])
    for pairing in SOUND:
        card = build_card(figures.at(framework.by_code[pairing.code]))
        if pairing.unit in {"percentage", "average", "survey percentage"} or not pairing.whole:
            assert card.rate_name == ""
            continue
        things = {"reported": "cases"}.get(pairing.whole) or pairings.WHOLES[pairing.whole]["counted"]
        assert card.rate_name == f"per 100 {things}"
        if pairing.unit == "rate":
            assert card.headline_name.startswith(f"Per 100 {things}, ")


def test_whatever_is_sound_is_tested_or_says_why_not() -> None:
    framework: Framework = pairings.agreed(tuple(one.indicator(polarity="lower") for one in SOUND))
    figures = work_out(framework, observations(gaps=False), PERIODS[1])
    for pairing in SOUND:
        card = build_card(figures.at(framework.by_code[pairing.code]))
        assert (card.yearly is None) == bool(card.untested_words), (pairing, card.untested_words)
        countable = pairing.unit in {"count", "rate", "percentage"} and pairing.aggregation != "latest"
        assert card.yearly is None or (countable and pairing.frequency != "annual"), pairing


ARITHMETIC = re.compile(
    r"([\d.,£% ×/+−()]+) = ([+−]?)£?([\d,]+(?:\.\d+)?)(?:%| points)?(?:\.|, .*|;.*| against .*| of \d+)?"
)


def worked_out_again(formula: str) -> tuple[float, float, int] | None:
    """What a formula of plain sums gives, what it says it gives, and to how many places; None for any other."""
    found = ARITHMETIC.fullmatch(formula)
    if found is None:
        return None
    left = found[1].replace(",", "").replace("£", "").replace("×", "*").replace("−", "-")
    # A share of a target is a factor; any other per cent is one of percentages that are taken from each other.
    left = re.sub(r"(\* [\d.]+)%", r"\1 / 100", left).replace("%", "")
    said = float(found[3].replace(",", "")) * (-1 if found[2] == "−" else 1)
    return eval(left), said, len(found[3].partition(".")[2])  # noqa: S307  (numbers and signs alone)


@pytest.mark.parametrize("times", [0, 1, 40], ids=["nothing counted", "as it was", "more than the whole"])
@pytest.mark.parametrize("period", PERIODS, ids=str)
def test_every_explanation_can_be_worked_out_again_from_its_own_numbers(period: Period, times: int) -> None:
    pairs = [(one, aims_of(one, "tolerance", -1)[0]) for one in SOUND]
    targets = tuple(target_of(one, aim, year) for one, aim in pairs for year in (2016, 2017))
    indicators = tuple(one.indicator(polarity="lower", benchmark=tuple(GROUPS)) for one in SOUND)
    framework, codes = pairings.agreed(indicators, targets), {one.code for one in SOUND}
    changed = [
        seen._replace(numerator=seen.numerator * times)
        if seen.indicator in codes and seen.area == OWN and seen.numerator is not None
        else seen
        for seen in observations(gaps=False)
    ]
    figures = work_out(framework, changed, period)
    done = 0
    for pairing in SOUND:
        for line in explain_figures(figures, pairing.code)[1]:
            if (sums := worked_out_again(line.formula)) is not None:
                gives, said, places = sums
                near = 0.51 * 10**-places + 2e-3 * abs(gives)
                assert abs(gives - said) <= near, (pairing.code, line.text)
                done += 1
    assert done > 5 * len(SOUND)
