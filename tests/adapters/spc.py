"""Reference cases of control charts other than XmR, run tests, dispersion, autocorrelation and seasons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from scpxl.model.periods import to_month
from scpxl.statistics import dispersion, windows
from scpxl.statistics.change import seasonality
from scpxl.statistics.spc import rules
from scpxl.statistics.spc.charts import ChartKind, DrawnChart, draw_chart
from scpxl.statistics.spc.rules import windows as windows_of
from tests.reference.methods import spread

Case = dict[str, Any]

KINDS = {
    "i": ChartKind.INDIVIDUALS,
    "xbar.one": ChartKind.INDIVIDUALS,
    "ip": ChartKind.INDIVIDUALS_PRIME,
    "run": ChartKind.RUN,
    "c": ChartKind.COUNTS,
    "u": ChartKind.RATES,
    "up": ChartKind.RATES_PRIME,
    "p": ChartKind.SHARES,
    "pp": ChartKind.SHARES_PRIME,
}


def qic(case: Case) -> Case:
    """Each part of a chart is a series of its own."""
    y = np.array(case["y"], dtype=np.float64)
    kind, n = KINDS[case["chart"]], case["n"]
    ends = [*([] if case["part"] is None else np.atleast_1d(case["part"]).tolist()), len(y)]
    pieces, begin = [], 0
    for part, end in enumerate(ends, start=1):
        place = slice(begin, end)
        out = None if n is None else np.array(n, dtype=np.float64)[None, place]
        baseline = np.ones((1, end - begin), dtype=np.bool_)
        if case["freeze"] is not None:
            baseline[0, case["freeze"] :] = False
        kept = np.ones_like(baseline)
        for left_out in case["exclude"] or ():
            if begin < left_out <= end:
                baseline[0, left_out - 1 - begin] = kept[0, left_out - 1 - begin] = False
        chart = draw_chart(
            kind, y[None, place], out, baseline=baseline, screen=case["screened_mr"], strict=True
        )
        pieces.append(_points(chart, kept, part, case["multiply"]))
        begin = end
    return {key: np.concatenate([piece[key] for piece in pieces]) for key in pieces[0]}


def _points(chart: DrawnChart, kept: Any, part: int, scale: float) -> Case:
    lower, upper = chart.limits()
    lower2, upper2 = chart.limits(2)
    tested = rules.judge_runs(np.where(kept, chart.values, np.nan), chart.centre)
    number = chart.values.shape[1]
    whole = {
        "part": part,
        "n_obs": int(kept.sum()),
        "n_useful": tested.useful[0],
        "longest_run": _or_none(tested.longest_run, tested.useful),
        "longest_run_max": _or_none(tested.longest_run_max, tested.useful),
        "n_crossings": _or_none(tested.crossings, tested.useful),
        "n_crossings_min": _or_none(tested.crossings_min, tested.useful),
        "runs_signal": tested.signal[0],
    }
    return {
        "y": chart.values[0] * scale,
        "cl": chart.centre[0] * scale,
        "lcl": lower[0] * scale,
        "ucl": upper[0] * scale,
        "lcl_2sigma": lower2[0] * scale,
        "ucl_2sigma": upper2[0] * scale,
        "sigma_signal": (chart.values > upper)[0] | (chart.values < lower)[0],
        **{key: np.full(number, value) for key, value in whole.items()},
    }


def _or_none(found: Any, useful: Any) -> float:
    """What the program leaves empty where no figure is off the line."""
    return float(found[0]) if useful[0] else np.nan


def qcc(case: Case) -> Case:
    y = np.array([case["y"]], dtype=np.float64)
    sizes = None if case["sizes"] is None else np.array([case["sizes"]], dtype=np.float64)
    chart = draw_chart(KINDS[case["type"]], y, sizes, screen=False)
    found = {"center": chart.centre[0], "std_dev": chart.deviation[0]}
    found |= dict(zip(("lcl", "ucl"), (limit[0] for limit in chart.limits()), strict=True))
    if case["type"] == "u":
        found["std_dev"] = found["std_dev"] * np.sqrt(case["sizes"])  # of one unit of exposure
    varying = {"u": ("lcl", "ucl"), "p": ("lcl", "ucl", "std_dev")}.get(case["type"], ())
    shown = {key: line if key in varying else line[:1] for key, line in found.items()}
    return shown if case["type"] == "p" else {**shown, "violations": _western_electric(chart)}


def _western_electric(chart: DrawnChart) -> list[int | None]:
    """qcc's rules by default: outside the limits (1), or the eighth and later of a run on one side (4)."""
    lower, upper = chart.limits()
    outside = ((chart.values > upper) | (chart.values < lower))[0]
    above, below = (chart.values > chart.centre)[0], (chart.values < chart.centre)[0]
    eighth = np.concatenate([np.zeros(7, dtype=np.bool_), windows_of(above, 8) | windows_of(below, 8)])
    return [1 if far else 4 if run else None for far, run in zip(outside, eighth, strict=True)]


def overdispersed(case: Case) -> Case:
    found = spread.overdispersion(np.array([case["y"]], dtype=np.float64))
    return {"Obs_Var_Theor_Var": found.ratio, "Statistic": found.statistic, "p_value": found.p_value}


def anhoej_limits(case: Case) -> Case:
    longest, fewest = rules.anhoej_limits(case["n"])
    return {"longest_run_max": longest, "n_crossings_min": fewest}


def decomposed(case: Case) -> Case:
    y = np.array([case["y"]], dtype=np.float64)
    year, month = case["start"]
    months = to_month(year, month) + np.arange(y.shape[1])
    additive = seasonality.decompose(y, months)
    multiplied = seasonality.decompose(y, months, multiplied=True)
    from_first_month = np.arange(month - 1, month + 11) % 12
    return {
        "figure_additive": additive.index[0, from_first_month],
        "figure_multiplicative": multiplied.index[0, from_first_month],
        "trend": additive.trend[0],
        "first_month_of_figure": 1,
    }


def autocorrelated(case: Case) -> Case:
    y = np.array([case["y"]], dtype=np.float64)
    statistic, p_value = spread.ljung_box(y, 12)
    year = windows.rolling_sum(y, 12)[:, 11:]
    return {
        "acf_1_13": dispersion.autocorrelation(y, 13)[0],
        "ljung_box_stat_lag12": statistic,
        "ljung_box_p_lag12": p_value,
        "rolling12": year[0],
        "rolling12_acf_1_13": dispersion.autocorrelation(year, 13)[0],
    }


ADAPTERS: dict[str, Callable[[Case], Case]] = {
    **{f"qic_{name}": qic for name in ("i", "ip", "run", "c", "u", "up", "p", "pp")},
    **{f"qcc_{name}": qcc for name in ("c", "u", "p", "xbar.one")},
    "qcc_overdispersion": overdispersed,
    "anhoej_limits": anhoej_limits,
    "classical_decomposition": decomposed,
    "autocorrelation": autocorrelated,
}
