"""The own area beside its group: average, rank, quarter, plausible ranks and the funnel, with their numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from scpxl.model.observations import SeriesKey
from scpxl.scorecard.beyond_chance import FEWEST_AREAS, Chances, chances_of
from scpxl.scorecard.comparison import Standings, standings
from scpxl.scorecard.explaining.line import ExplainedLine, Numbers, Subject, explained, finer, short
from scpxl.scorecard.figures import Family
from scpxl.scorecard.model import GroupComparison
from scpxl.scorecard.notes import METHODS
from scpxl.statistics.exact_funnel import at_least, at_most
from scpxl.statistics.funnel import OUTER
from scpxl.statistics.intervals import normal_quantile

_AVERAGE = "As the framework says: all counts over all people, or the mean of the areas' figures; the own area is among them."
_QUARTER = "By rank: 5 less 4 × (areas + 1 − rank) / areas, rounded up; 1 is the lowest."
_WIDE = "Its plausible ranks hold half the group or more, so nothing is called more than chance."
_TOGETHER = "All areas of the group with figures of both years, the own one among them."


def group_lines(of: Subject) -> Iterator[ExplainedLine]:
    """Yield what is said of each group; nothing where the area is in none."""
    main = of.indicator.main_group
    for group in of.card.in_groups:
        found = standings(of.analysis, of.indicator, group.code)
        if found is not None:
            # Lines of another group than the main one say which it is.
            suffix = "" if group.code == main else f", {group.group}"
            yield from (replace(line, what=f"{line.what}{suffix}") for line in _in_group(of, group, found))


def _in_group(of: Subject, group: GroupComparison, found: Standings) -> Iterator[ExplainedLine]:
    yield _rank(group, found)
    if group.quartile_words:
        numbers: Numbers = {
            "areas": float(group.of),
            "rank": float(group.rank or math.nan),
            "areas, again": float(group.of),
            "quarter": float(group.quartile or math.nan),
        }
        yield explained(
            "Quarter of the group",
            group.quartile_words,
            _QUARTER,
            "5 − ⌈4 × ({} + 1 − {}) / {}⌉ = {}",
            numbers,
        )
    yield _average(group, found)
    yield _distance(group)
    yield _group_change(group, found)
    rows = [of.track.matrix.rows.get(SeriesKey(of.indicator.code, area.code)) for area in found.areas]
    chances = chances_of(of.indicator, of.track, rows, found.ranks)
    if chances is not None and of.row in rows:
        yield from _against_chance(of, group, chances, rows.index(of.row))
    else:
        yield explained(
            "Against chance", "Not held against chance.",
            f"Only yearly rates of counts are, in a group of {FEWEST_AREAS} or more areas with figures.",
        )  # fmt: skip


def _rank(group: GroupComparison, found: Standings) -> ExplainedLine:
    missing = f" No figure: {', '.join(group.missing)}." if group.missing else ""
    rule = f"{METHODS['Rank']}{missing}"
    words = f"{group.rank_words}, among {group.group}"
    if group.rank is None:
        return explained("Rank", words, rule)
    numbers: Numbers = {
        "areas lower": float(group.rank - 1),
        "rank": float(group.rank),
        "areas ranked": float(found.of),
    }
    return explained("Rank", words, rule, "{} lower + 1 = {} of {}", numbers)


def _average(group: GroupComparison, found: Standings) -> ExplainedLine:
    words = f"{group.average.text}, {group.average_kind}"
    if found.is_pooled:
        both = ~np.isnan(found.counts) & ~np.isnan(found.wholes)
        pooled: Numbers = {
            "per": found.scale,
            "all counts": float(found.counts[both].sum()),
            f"all {found.whole.name or 'they are out of'}": float(found.wholes[both].sum()),
            "average": group.average,
        }
        return explained("Average", words, _AVERAGE, "{} × {} / {} = {}", pooled)
    numbers: Numbers = {
        "sum of the areas' figures": float(np.nansum(found.compared)),
        "areas": float(found.of),
        "average": group.average,
    }
    return explained("Average", words, _AVERAGE, "{} / {} = {}", numbers)


def _distance(group: GroupComparison) -> ExplainedLine:
    if group.difference.value is None or group.own.value is None:
        return explained("Distance from the average", group.difference_words or group.own.text)
    numbers: Numbers = {
        "own": finer(group.own),
        "average": finer(group.average),
        "distance": group.difference,
    }
    in_points = group.difference.style.family is Family.POINTS
    formula = "{} − {} = {}" if in_points else "100 × ({} / {} − 1) = {}"
    return explained("Distance from the average", group.difference_words, "", formula, numbers)


def _group_change(group: GroupComparison, found: Standings) -> ExplainedLine:
    if group.group_change.value is None:
        return explained("The group's change", group.group_change.text)
    now, before = found.together
    numbers: Numbers = {"group's year": now, "group's year before": before, "change": group.group_change}
    return explained(
        "The group's change", group.group_change.text, _TOGETHER, "100 × ({} / {} − 1) = {}", numbers
    )


def _against_chance(
    of: Subject, group: GroupComparison, found: Chances, place: int
) -> Iterator[ExplainedLine]:
    likely = group.likelihood
    if likely.rank_words:
        value, error = (float(x[place]) for x in found.estimates)
        numbers: Numbers = {
            "count of the year": float(found.counts[place]), "mean population": float(found.people[place]), "root of the rate": value,
            "dispersion (phi)": float(found.phi[place]) if math.isfinite(found.phi[place]) else (math.nan, ""),
            "mean population, again": float(found.people[place]), "standard error": error,
            "first plausible rank": float(likely.rank_first or math.nan), "last plausible rank": float(likely.rank_last or math.nan),
        }  # fmt: skip
        formula = "√(({} + ⅜) / {}) = {}, error √{} / 2√{} = {}; ranks {} to {} hold 95% of the chances"
        yield explained("Plausible ranks", likely.rank_words, METHODS["Plausible ranks"], formula, numbers)
    if not likely.words:
        return
    yield (
        _exact_funnel(of, group, found, place)
        if found.funnel.exact[place]
        else _funnel(of, group, found, place)
    )


def _funnel(of: Subject, group: GroupComparison, found: Chances, place: int) -> ExplainedLine:
    likely, per = group.likelihood, of.indicator.per
    expected = float(found.people[place]) * float(found.funnel.average[place]) / per
    tau2 = float(found.funnel.dispersion.tau2[place])
    chance, quantile = 0.5 / math.sqrt(expected), normal_quantile(OUTER)
    funnel: Numbers = {
        "expected at the others' average": expected, "error by chance": chance,
        "variance beyond chance (tau²)": tau2, "others' average": likely.others,
        "quantile": float(quantile), "spread": math.sqrt(chance**2 + tau2), "lower limit": likely.lower, "upper limit": likely.upper,
    }  # fmt: skip
    formula = f"Expected {{}}, error by chance 1 / 2√{short(expected)} = {{}}, tau² {{}}; {{}} × (1 ± {{}} × {{}})² = {{}} to {{}}"
    return explained(
        "Against chance",
        f"{likely.words} ({likely.limits_words})",
        METHODS["Against the others"],
        formula,
        funnel,
    )


def _exact_funnel(of: Subject, group: GroupComparison, found: Chances, place: int) -> ExplainedLine:
    likely, per = group.likelihood, of.indicator.per
    expected = found.people * found.funnel.average / per
    tau2 = np.broadcast_to(found.funnel.dispersion.tau2, expected.shape)
    fewer, more = (float(tail(found.counts, expected, tau2)[place]) for tail in (at_most, at_least))
    numbers: Numbers = {
        "count of the year": float(found.counts[place]),
        "expected at the others' average": float(expected[place]),
        "variance beyond chance (tau²)": float(tau2[place]),
        "chance of as few": fewer,
        "chance of as many": more,
        "lower limit": likely.lower,
        "upper limit": likely.upper,
    }
    formula = "{} where {} are expected, tau² {}; as few or fewer by chance {}, as many or more {}, beyond below 0.001; limits {} to {}"
    wide = f" {_WIDE}" if found.wide[place] and abs(int(found.funnel.classes[place])) > 1 else ""
    return explained(
        "Against chance",
        f"{likely.words} ({likely.limits_words}){wide}",
        METHODS["Against the others"],
        formula,
        numbers,
    )
