"""Reference cases of intervals and funnels, translated into calls of our methods and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from scpxl.statistics import intervals, windows
from scpxl.statistics.arrays import Codes, Floats
from scpxl.statistics.groups import funnel, ranking
from scpxl.statistics.intervals import Interval
from tests.reference.methods import funnelplotr, funnels, poisson_test
from tests.reference.methods import rates as phe

Case = dict[str, Any]

WORDS = {
    -2: "Low (0.001)",
    -1: "Low (0.025)",
    0: "Not significant",
    1: "High (0.025)",
    2: "High (0.001)",
}
LEVELS = {"90": 0.90, "95": 0.95, "99_8": 0.998}
PLOTTED = (0, 4, 9, 24, 49, 74, 89, 99)
"""The rows of the package's hundred that the cases hold."""


def _array(values: Any) -> Floats:
    return np.array(values, dtype=np.float64)


def _bounds(case: Case, name: Callable[[str, str], str], at: Callable[[float], Interval]) -> Case:
    found: Case = {}
    for level in case:
        interval = at(LEVELS[level])
        found |= {name("lower", level): interval.lower, name("upper", level): interval.upper}
    return found


def phe_rate(case: Case) -> Case:
    count, people, per = _array(case["x"]), _array(case["n"]), case["multiplier"]
    few = count < intervals.EXACT_BELOW
    return {
        "value": phe.rate(count, people, per),
        "method": np.where(few, "Exact", "Byars"),
        **_bounds(
            LEVELS,
            lambda end, level: f"{end}{level}",
            lambda level: intervals.rate_interval(count, people, per, level),
        ),
    }


def phe_rate_row(case: Case) -> Case:
    count, people, per = (case[key] for key in ("numerator", "denominator", "multiplier"))
    return {
        "value": phe.rate(count, people, per),
        **_bounds(
            {"95": 1, "99_8": 1},
            _row_name,
            lambda level: intervals.rate_interval(count, people, per, level),
        ),
    }


def _row_name(end: str, level: str) -> str:
    return f"{end}{'95_0' if level == '95' else level}cl"


def phe_proportion(case: Case) -> Case:
    part, whole, scale = _array(case["x"]), _array(case["n"]), case["multiplier"]
    return {
        "value": windows.ratio(part, whole, scale),
        **_bounds(
            {"95": 1, "99_8": 1},
            lambda end, level: f"{end}{level}",
            lambda level: intervals.wilson(part, whole, level).scaled(scale),
        ),
    }


def phe_proportion_row(case: Case) -> Case:
    part, whole, scale = (case[key] for key in ("numerator", "denominator", "multiplier"))
    return {
        "value": windows.ratio(part, whole, scale),
        **_bounds(
            {"95": 1, "99_8": 1},
            _row_name,
            lambda level: intervals.wilson(part, whole, level).scaled(scale),
        ),
    }


def byars_wilson_row(case: Case) -> Case:
    level = float(case["confidence"].rstrip("%")) / 100
    byars = case["method"] == "Byars"
    found = intervals.byar(case["x"], level) if byars else intervals.wilson(case["x"], case["n"], level)
    return {"lowercl": found.lower, "uppercl": found.upper}


def standardised(case: Case) -> Case:
    # The package takes an age group without a count for one without events; ours gives no rate then.
    count, people = np.nan_to_num(_array(case["count"])), _array(case["pop"])
    found: Case = {"total_count": count.sum(), "total_pop": people.sum()}
    for level in ("95", "99_8"):
        value, bounds = phe.standardised_rate(
            count, people, _array(case["stdpop"]), case["multiplier"], LEVELS[level]
        )
        found |= {
            "value": value,
            _row_name("lower", level): bounds.lower,
            _row_name("upper", level): bounds.upper,
        }
    return found


def garwood(case: Case) -> Case:
    return _bounds(
        {"95": 1, "99_8": 1},
        lambda end, level: f"{end}{level}",
        lambda level: intervals.exact_poisson(_array(case["count"]), level),
    )


def one_poisson(case: Case) -> Case:
    count, exposure = float(case["count"]), float(case["exposure"])
    mean = case["rate_null"] * exposure
    return {
        "p_minlike": poisson_test.p_least_likely(count, mean),
        "p_central": poisson_test.p_central(count, mean),
        "p_midp": poisson_test.p_mid(count, mean),
        "ci95_garwood": [end / exposure for end in intervals.exact_poisson(count)],
        "ci95_midp": [end / exposure for end in poisson_test.middle_interval(count)],
    }


def _said(classes: Codes) -> list[str]:
    return [WORDS[int(code)] for code in classes]


def _axis(least: float, most: float) -> list[float]:
    """Return the places along its axis at which the package plots: 100 numbers, ever further apart."""
    points = [max(1.0, least)]
    for place in range(2, 101):
        last = points[-1]
        points.append(max(float(round((most / last) ** (1 / (101 - place)) * last)), last + 1))
    return [points[place] for place in PLOTTED]


def _begin(sizes: Floats, years: float = 1) -> float:
    """Return where the package's axis begins: at 0 where sizes differ by more than twice, else a little below the least."""
    if sizes.max() > 2 * sizes.min():
        return 0.0
    lowered = float(np.floor(sizes.min() / years * 0.95))
    unit = 10.0 ** (len(str(int(lowered))) - 1)
    return float(np.floor(sizes.min() / years * 0.95 / unit) * unit) * years


def _end(most: float) -> float:
    raised = np.ceil(most * 1.05)
    unit = 10.0 ** (len(str(int(raised))) - 2)
    return float(np.ceil(most * 1.05 / unit) * unit)


def _as_coarse(exact: Floats, events: Floats) -> Floats:
    """Return a mean as the package finds it: the middle of one of the 2^23 parts it halves its range into."""
    parts = 2.0**23
    place = (np.floor(exact / (exact + 1 + events) * parts) + 0.5) / parts
    return np.asarray((1 + events) * place / (1 - place))


def funnel_rate(case: Case) -> Case:
    count, people, per = _array(case["x"]), _array(case["n"]), case["multiplier"]
    average = float(ranking.pooled(count, people, 1))
    years = case["years_of_data"]
    most = _end(people.max() / years) * years
    events = _array(_axis(np.floor(average * _begin(people, years)), float(np.ceil(average * most))))
    drawn, reached = funnels.rate_limits(events, average, per), funnels.expected_limits(events)
    limits: Case = {"Events": events, "baseline": np.full(len(events), per * average)}
    for name, lines, means in (("2s", drawn.inner, reached.inner), ("3s", drawn.outer, reached.outer)):
        for end, line, mean in (("lower", lines.lower, means.upper), ("upper", lines.upper, means.lower)):
            coarse = _as_coarse(mean, events)
            limits |= {
                f"{end}_{name}_limit": line * mean / coarse,
                f"{end}_{name}_population_1_year": coarse / average / case["years_of_data"],
            }
    return {
        "significance": _said(funnels.rate_classes(count, people)),
        "baseline": per * average,
        "limits": limits,
    }


def funnel_proportion(case: Case) -> Case:
    part, whole, scale = _array(case["x"]), _array(case["n"]), case["multiplier"]
    average = float(ranking.pooled(part, whole, 1))
    places = _array(_axis(_begin(whole), _end(whole.max())))
    return {
        "significance": _said(funnels.proportion_classes(part, whole)),
        "limits": {
            "Population": places,
            "baseline": np.full(len(places), scale * average),
            **_drawn(funnels.proportion_limits(average, places), scale, "_limit"),
        },
    }


def _drawn(limits: funnel.FunnelLimits, scale: float, ending: str = "") -> Case:
    return {
        f"{end}_{name}{ending}": scale * getattr(lines, end)
        for name, lines in (("2s", limits.inner), ("3s", limits.outer))
        for end in ("lower", "upper")
    }


def funnel_prop_limits(case: Case) -> Case:
    return _drawn(funnels.proportion_limits(case["baseline_proportion"], _array(case["population"])), 100)


def funnel_prop_significance(case: Case) -> Case:
    found = funnels.proportion_classes(_array(case["x"]), _array(case["n"]))
    return {"significance": _said(found[case["compare_rows"]])}


def funnel_rate_significance(case: Case) -> Case:
    found = funnels.rate_classes(_array(case["x"]), _array(case["n"]))
    return {"significance": _said(found[case["compare_rows"]])}


def funnel_ratio_limits(case: Case) -> Case:
    found = funnels.expected_limits(_array(case["observed"]))
    return {
        f"{end}_{name}_exp_events": mean
        for name, means in (("2s", found.inner), ("3s", found.outer))
        for end, mean in (("lower", means.upper), ("upper", means.lower))
    }


def funnel_ratio_significance(case: Case) -> Case:
    return {
        "significance": _said(funnels.ratio_classes(_array(case["observed"]), _array(case["expected_count"])))
    }


def _package(case: Case, found: funnelplotr.PackageFunnel) -> Case:
    return {
        "phi": found.dispersion.phi,
        "tau2": found.dispersion.tau2,
        "rr": found.ratios,
        "Uzscore": found.scores,
        "Wuzscore": found.trimmed,
        "outlier": found.outlying.astype(int),
        **_package_limits("", found.plain),
        **_package_limits("OD_", found.adjusted),
    } | ({"target": found.target, "Y": found.transformed} if "x" in case else {})


def _package_limits(start: str, limits: funnel.FunnelLimits) -> Case:
    return {
        f"{start}{end}{level}": bound
        for level, pair in (("95", limits.inner), ("99_8", limits.outer))
        for end, bound in (("LCL", pair.lower), ("UCL", pair.upper))
    }


def funnelplotr_pr(case: Case) -> Case:
    return _package(case, funnelplotr.proportions(_array(case["x"]), _array(case["n"]), case["trim_by"]))


def funnelplotr_rc(case: Case) -> Case:
    return _package(case, funnelplotr.ratios_of_counts(_array(case["x"]), _array(case["n"]), case["trim_by"]))


def funnelplotr_cqc(case: Case) -> Case:
    pair = (_array(case["observed"]), _array(case["expected_count"]))
    return _package(case, funnelplotr.standardised_root(*pair, case["trim_by"]))


def funnelplotr_shmi(case: Case) -> Case:
    expected = _array(case["expected_count"])
    if case["SHMI_rounding"]:
        expected = np.round(expected, 2)
    return _package(case, funnelplotr.standardised_log(_array(case["observed"]), expected, case["trim_by"]))


ADAPTERS: dict[str, Callable[[Case], Case]] = {
    "phe_rate": phe_rate,
    "phe_rate_row": phe_rate_row,
    "phe_proportion": phe_proportion,
    "phe_proportion_row": phe_proportion_row,
    "byars_wilson_row": byars_wilson_row,
    "garwood": garwood,
    "dsr": standardised,
    "one_poisson": one_poisson,
    "funnel_rate": funnel_rate,
    "funnel_proportion": funnel_proportion,
    "funnel_prop_limits": funnel_prop_limits,
    "funnel_prop_significance": funnel_prop_significance,
    "funnel_rate_significance": funnel_rate_significance,
    "funnel_ratio_limits": funnel_ratio_limits,
    "funnel_ratio_significance": funnel_ratio_significance,
    "funnelplotr_PR": funnelplotr_pr,
    "funnelplotr_RC": funnelplotr_rc,
    "funnelplotr_SR_CQC": funnelplotr_cqc,
    "funnelplotr_SR_SHMI": funnelplotr_shmi,
}
