"""Reference cases of change on a year ago, trend and outturn, as calls of our methods."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from scpxl.statistics import intervals
from scpxl.statistics.arrays import Floats
from scpxl.statistics.change import trend, yearly_change
from tests.reference.methods import counts as r_counts
from tests.reference.methods import outturns, trends

Case = dict[str, Any]
_Z80, _Z95 = 1.2815515655446004, 1.959963984540054


def _edges(interval: intervals.Interval) -> list[float | str]:
    return ["Inf" if edge == np.inf else float(edge) for edge in interval]


def two_poisson(case: Case) -> Case:
    counts = case["count_new"], case["count_old"], case["exposure_new"], case["exposure_old"]
    test, ratio = intervals.exact_test(*counts), float(r_counts.rate_ratio(*counts))
    return {
        "rate_ratio": ratio,
        "pct_change": 100 * (ratio - 1),
        "exact_conditional_p_minlike": float(r_counts.least_likely(*counts)),
        "exact_conditional_p_less": float(test.less),
        "exact_conditional_p_greater": float(test.greater),
        "exact_conditional_p_central": float(test.central),
        "midp_central_p": float(test.mid),
        "rr_ci95_clopper_pearson": _edges(r_counts.exact_interval(*counts, level=0.95)),
        "rr_ci998_clopper_pearson": _edges(r_counts.exact_interval(*counts, level=0.998)),
        "rr_ci95_rateratio_test": _edges(r_counts.exact_interval(*counts, level=0.95)),
    }


def quasi_poisson_yoy(case: Case) -> Case:
    table = [case["monthly_old"], case["monthly_new"]]
    days = np.reshape(case["days"], (2, 12))
    return {
        "year_only": _quasi(yearly_change.quasi_change(table, month_effects=False, floor=0)),
        "year_plus_month": _quasi(yearly_change.quasi_change(table, floor=0, strict=True)),
        "year_offset_days": _quasi(yearly_change.quasi_change(table, days, month_effects=False, floor=0)),
    }


def _quasi(change: yearly_change.QuasiChange) -> Case:
    found = yearly_change.ratio_interval(change, 0.95)
    return {
        "log_rr": float(change.log_ratio),
        "rr": float(found.ratio),
        "se": float(change.error),
        "stat": float(change.log_ratio / change.error),
        "p": float(found.p),
        "dispersion": float(change.dispersion),
        "df_residual": int(change.degrees),
        "ci95_wald_t": [float(found.low), float(found.high)],
    }


def _row(values: list[float]) -> Floats:
    return np.array([values], dtype=np.float64)


def loglinear_trend(case: Case) -> Case:
    found = trend.loglinear_trend(_row(case["y"]), case["period"], level=0.95, floor=0)
    ranks = trends.seasonal_kendall(_row(case["y"]), case["period"])
    without_season = trends.seasonal_kendall(_row(case["y"]), 1)
    return {
        "slope_per_year": found.slope[0],
        "se": found.error[0],
        "t": found.slope[0] / found.error[0],
        "p": found.p[0],
        "pct_per_year": found.percent[0],
        "dispersion": found.dispersion[0],
        "pymannkendall_1_4_3": {
            "original": {**_kendall(without_season), "slope": without_season.slope[0]},
            "seasonal": {**_kendall(ranks), "slope_per_year": ranks.slope[0]},
        },
    }


def _kendall(found: trends.SeasonalKendall) -> Case:
    return {
        "trend": "no trend" if found.p[0] >= 0.05 else ("increasing" if found.z[0] > 0 else "decreasing"),
        "p": found.p[0],
        "z": found.z[0],
        "tau": found.tau[0],
        "s": found.score[0],
    }


def _recent(found: trend.RecentTrend | None) -> Case:
    assert found is not None
    return {
        "asserted_chi2_2dp": found.chi2,
        "asserted_significant": found.significant,
        "recomputed": {
            "slope": found.slope,
            "chi2": found.chi2,
            "leave_one_out_signs_agree": found.signs_agree,
            "significant": found.significant,
            "marker": found.marker,
        },
    }


def fingertips_trend_rates(case: Case) -> Case:
    return _recent(trends.recent_trend_of_rates(*np.transpose(case["points"])))


def fingertips_trend_proportions(case: Case) -> Case:
    return _recent(trend.recent_trend_of_proportions(*np.transpose(case["points"])))


def year_end_outturn_ratio(case: Case) -> Case:
    found = outturns.ratio_outturn(case["ytd_new"], case["ytd_old"], case["rest_old"])
    return {"rest_new": found.rest, "log_se": found.log_error, "outturn": found.outturn}


def year_end_outturn_snaive(case: Case) -> Case:
    values = np.array(case["y"], dtype=np.float64)
    found = outturns.naive_outturn(values, case["h"], case["months_ytd"], case["period"])
    one, whole = np.sqrt(found.variance), np.sqrt(case["h"] * found.variance)
    return {
        "ytd": values[-case["months_ytd"] :].sum(),
        "mean": found.months,
        "lower80": found.months - _Z80 * one,
        "upper80": found.months + _Z80 * one,
        "lower95": found.months - _Z95 * one,
        "upper95": found.months + _Z95 * one,
        "sigma2": found.variance,
        "outturn": found.outturn,
        "outturn_lower95_independent": found.outturn - _Z95 * whole,
        "outturn_upper95_independent": found.outturn + _Z95 * whole,
    }


ADAPTERS: dict[str, Callable[[Case], Case]] = {
    "two_poisson": two_poisson,
    "quasi_poisson_yoy": quasi_poisson_yoy,
    "loglinear_trend": loglinear_trend,
    "fingertips_trend_rates": fingertips_trend_rates,
    "fingertips_trend_proportions": fingertips_trend_proportions,
    "year_end_outturn_ratio": year_end_outturn_ratio,
    "year_end_outturn_snaive": year_end_outturn_snaive,
}
