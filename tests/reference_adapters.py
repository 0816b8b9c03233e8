"""Translates reference cases into calls of our methods and back.  Works nothing out by itself.

A case's input and expected results are in the words of the program that made it; each adapter gives back
the keys it covers in those same words.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np

from scpxl.model.periods import to_month
from scpxl.statistics import rag
from scpxl.statistics.arrays import Floats
from scpxl.statistics.groups import ranking
from scpxl.statistics.spc import rules, variation, xmr
from scpxl.verdicts import Assurance, Rag, Travel, Variation
from tests.adapters import disclosure, yearly
from tests.adapters import rates as rates_adapters
from tests.adapters import spc as spc_adapters
from tests.reference.methods import funnels, rebases
from tests.reference.methods import rates as reference_rates

Case = dict[str, Any]

SIGN = {"increase": 1, "higher": 1, "decrease": -1, "lower": -1, "neutral": 0}
RULE_WORDS = {
    (1, 1): "Above UCL",
    (1, -1): "Below LCL",
    (2, 1): "7 Point Trend (Increasing)",
    (2, -1): "7 Point Trend (Decreasing)",
    (3, 1): "2 in 3 Above CL",
    (3, -1): "2 in 3 Below CL",
    (4, 1): "7 Points Above CL",
    (4, -1): "7 Points Below CL",
    (0, 0): "Common Cause",
}
POINT_TYPES = {
    Variation.COMMON_CAUSE: "common_cause",
    Variation.NOT_ASSESSED: "common_cause",
    Variation.IMPROVEMENT_HIGH: "special_cause_improvement",
    Variation.IMPROVEMENT_LOW: "special_cause_improvement",
    Variation.CONCERN_HIGH: "special_cause_concern",
    Variation.CONCERN_LOW: "special_cause_concern",
    Variation.NEUTRAL_HIGH: "special_cause_neutral_high",
    Variation.NEUTRAL_LOW: "special_cause_neutral_low",
}
ICONS = {
    Variation.COMMON_CAUSE: "common_cause.svg",
    Variation.NOT_ASSESSED: "common_cause.svg",
    Variation.IMPROVEMENT_HIGH: "improvement_high.svg",
    Variation.IMPROVEMENT_LOW: "improvement_low.svg",
    Variation.CONCERN_HIGH: "concern_high.svg",
    Variation.CONCERN_LOW: "concern_low.svg",
    Variation.NEUTRAL_HIGH: "neutral_high.svg",
    Variation.NEUTRAL_LOW: "neutral_low.svg",
}
ASSURANCES = {
    Assurance.CONSISTENTLY_MEETS: "consistent_pass",
    Assurance.CONSISTENTLY_MISSES: "consistent_fail",
    Assurance.HIT_OR_MISS: "inconsistent",
    Assurance.NOT_ASSESSED: None,
}
ASSURANCE_ICONS = {
    "consistent_pass": "pass.svg",
    "consistent_fail": "fail.svg",
    "inconsistent": "inconsistent.svg",
}


def xmr_chart(case: Case, *, strict_mdc: bool = True) -> Case:
    days = [date.fromisoformat(text) for text in case["dates"]]
    months = np.array([to_month(day.year, day.month) for day in days])
    begins = [date.fromisoformat(text) for text in case["rebase"]]
    groups = rebases.rebase_groups(months, [[to_month(day.year, day.month) for day in begins]])
    options = variation.SpcOptions(
        screen=case["screen_outliers"], strict_mdc=strict_mdc, fix_after=case["fix_after_n_points"]
    )
    result = xmr.xmr(np.array([case["values"]], dtype=np.float64), groups, options)
    sign, target = SIGN[case["improvement_direction"]], case["target"]
    variations = [
        variation.variation(rule, side, sign, assessed=assessed)
        for rule, side, assessed in zip(result.rule[0], result.side[0], result.assessed[0], strict=True)
    ]
    assured = ASSURANCES[
        variation.assurance(target, result.lower[0, -1], result.upper[0, -1], sign, strict_mdc=strict_mdc)
    ]
    has_limits = result.limits_defined[0]
    return {
        "rebase_group": groups[0],
        "mean": result.mean[0],
        "lpl": result.lower[0],
        "upl": result.upper[0],
        "outside_limits": _where(has_limits, result.rule[0] == rules.OUTSIDE),
        "relative_to_mean": result.position[0],
        "close_to_limits": _where(has_limits, result.close[0]),
        "special_cause_type": [
            RULE_WORDS[int(rule), int(side)]
            for rule, side in zip(result.rule[0], result.side[0], strict=True)
        ],
        "point_type": [POINT_TYPES[point] for point in variations],
        "short_group_warning": result.short[0],
        "summary": _summary(case, result, groups[0], variations, assured),
        "assurance_type": assured,
        "latest_variation": POINT_TYPES[variations[-1]],
        "icons": {"variation": ICONS[variations[-1]]}
        | ({"assurance": ASSURANCE_ICONS[assured]} if assured else {}),
        "warning_raised": bool(result.short.any()),
    }


def _where(defined: Any, flags: Any) -> list[bool | None]:
    return [bool(flag) if there else None for flag, there in zip(flags, defined, strict=True)]


def _summary(
    case: Case, result: xmr.XmrResult, groups: Any, variations: list[Variation], assured: str | None
) -> list[Case]:
    lines = []
    for group in sorted(set(groups.tolist())):
        places = np.flatnonzero(groups == group)
        kinds = [POINT_TYPES[variations[place]] for place in places]
        line = {
            "mean_col": result.mean[0, places[0]],
            "lpl": result.lower[0, places[0]],
            "upl": result.upper[0, places[0]],
            "n": len(places),
            **{kind: kinds.count(kind) for kind in list(dict.fromkeys(POINT_TYPES.values()))[:3]},
            "variation_type": kinds[-1],
        }
        if case["rebase"]:
            line["rebase_group"] = group
        if case["target"] is not None:
            line["assurance_type"] = assured if group == groups[-1] else None
        lines.append(line)
    return lines


def _ending(begins: Any, points: int) -> Any:
    """At which point each window of so many ends, from where it begins."""
    return np.concatenate([np.zeros(points - 1, dtype=np.bool_), begins])


def seven_one_side(case: Case) -> Case:
    position = np.array(case["input"])
    above, below = position > 0, position < 0
    begins = rules.windows(above, 7) | rules.windows(below, 7)
    return {"expected": _ending(begins, 7), "expanded": rules.in_shift(above, below, 7)}


def seven_trend(case: Case) -> Case:
    steps = np.diff(np.array(case["input"], dtype=np.float64))
    rises, falls = steps > 0, steps < 0
    ends = [_ending(rules.windows(flags, 6), 7).astype(int) for flags in (rises, falls)]
    return {"expected": ends[0] - ends[1], "expanded": rules.in_trend(rises, falls, 7) != 0}


def two_in_three(case: Case) -> Case:
    close = np.array(case["close_to_limits"], dtype=np.bool_)
    position = np.array(case["relative_to_mean"])
    members = rules.in_two_of_three(close, position > 0, position < 0)
    return {"expected": members, "part_of": members & close}


def rank(case: Case) -> Case:
    counts: Floats = np.array(case["x"], dtype=np.float64)
    people: Floats = np.array(case["n"], dtype=np.float64)
    per_thousand = reference_rates.rate(counts, people, 1000)
    return {
        "rank_high_first_min": ranking.rank_high_first(per_thousand),
        "rank_low_first_min": ranking.rank_low_first(per_thousand),
        "rank_low_first_average": funnels.rank_average(per_thousand),
        "rank_counts_high_first_min": ranking.rank_high_first(counts),
        "quartile_lowest_is_high": ranking.quantile_group(per_thousand, 4, high_first=True),
        "quintile_lowest_is_low": ranking.quantile_group(per_thousand, 5),
        "mean_unweighted": float(ranking.mean_unweighted(per_thousand)),
        "pooled": float(ranking.pooled(counts, people, 1000)),
        "median": float(ranking.median(per_thousand)),
    }


def _rag_word(rating: rag.RagResult) -> Case:
    return {"rag": "Grey" if rating.rag is Rag.NOT_RATED else rating.rag.value}


def rag_tolerance(case: Case) -> Case:
    return _rag_word(
        rag.rate_tolerance(case["value"], case["target"], SIGN[case["better"]], case["tolerance_pct"])
    )


def rag_floor(case: Case) -> Case:
    return _rag_word(rag.rate_floor(case["value"], case["target"], case["floor"], SIGN[case["better"]]))


def rag_improvement(case: Case) -> Case:
    return _rag_word(
        rag.rate_improvement(
            case["value"],
            case["target"],
            case["same_period_last_year"],
            SIGN[case["better"]],
            case["tolerance_pct"],
        )
    )


def direction_of_travel(case: Case) -> Case:
    travel, judgement = rag.direction_of_travel(case["value"], case["previous"], SIGN[case["better"]])
    return {
        "judgement": judgement.value,
        "numeric_direction": "level" if travel is Travel.SAME else travel.value,
    }


ADAPTERS: dict[str, Callable[[Case], Case]] = {
    "xmr": xmr_chart,
    "seven_one_side": seven_one_side,
    "seven_trend": seven_trend,
    "two_in_three": two_in_three,
    "rank": rank,
    "rag_tolerance_pct": rag_tolerance,
    "rag_floor": rag_floor,
    "rag_havering": rag_improvement,
    "direction_of_travel": direction_of_travel,
    **rates_adapters.ADAPTERS,
    **disclosure.ADAPTERS,
    **yearly.ADAPTERS,
}
ADAPTERS |= spc_adapters.ADAPTERS
