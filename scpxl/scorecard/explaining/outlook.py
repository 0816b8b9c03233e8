"""Whether a change is real, the trend, the year's end and interventions, with the numbers they rest on."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from scpxl.model.framework import Unit
from scpxl.model.periods import MONTH, Period
from scpxl.scorecard.aims import aim_of
from scpxl.scorecard.counts import Counts
from scpxl.scorecard.explaining.line import ExplainedLine, Number, Numbers, Subject, explained
from scpxl.scorecard.figures import NumberStyle
from scpxl.scorecard.interventions import compared_tables, interventions_of
from scpxl.scorecard.model import IndicatorCard
from scpxl.scorecard.notes import METHODS
from scpxl.scorecard.outlook_model import YearlyChangeLine
from scpxl.scorecard.outturns import forecast_of
from scpxl.scorecard.rate_change import JudgedRates, judged_rates
from scpxl.scorecard.share_change import JudgedShares, judged_shares
from scpxl.scorecard.trends import recent_of, trend_of
from scpxl.scorecard.wording import number_text
from scpxl.scorecard.yearly_change import JudgedChange, judged_change, on_one_footing
from scpxl.statistics.arrays import Floats
from scpxl.statistics.effect import by_count, effect_beside
from scpxl.statistics.outturn import SHARE_YEARS, shares_gone
from scpxl.statistics.trend import SIGNIFICANT
from scpxl.statistics.windows import rolling_sum, year_to_date
from scpxl.statistics.yearly_change import QuasiChange, difference_in_change, quasi_change, ratio_interval
from scpxl.verdicts import FEW_TOGETHER, FEWEST, REAL_LEVEL, SHOWN_LEVEL, Evidence, Verdict

_REAL = METHODS["Change: real or normal variation"]
_APART = METHODS["Change: the group's taken out"]
_JUDGED = f"; p {{}}, real below {1 - REAL_LEVEL:.2g}"
_INTERVAL = f"{SHOWN_LEVEL:.0%} interval {{}} × exp(± {{}} × {{}}) = {{}} to {{}}, so {{}} to {{}}"


def outlook_lines_of(of: Subject) -> Iterator[ExplainedLine]:
    """Yield what is said beyond the figures themselves, each with its numbers."""
    if of.card.yearly is not None:
        yield from _real_change(of, of.card.yearly)
    elif of.card.untested_words:
        yield explained("Real change?", f"Not tested, as {of.card.untested_words}", _REAL)
    if of.card.trend is not None:
        yield from _trend(of)
    if of.card.outturn is not None and of.counts is not None:
        aim = aim_of(of.framework, of.indicator, Period(of.counts.end, MONTH))
        asked = math.nan if aim is None else aim.in_the_year(of.track, of.row)
        yield from _outturn(of.card, of.counts, of.indicator.polarity.sign, asked)
    yield from _interventions(of)


def _real_change(of: Subject, line: YearlyChangeLine) -> Iterator[ExplainedLine]:
    words = ". ".join(part.rstrip(".") for part in (line.words, line.interval_words) if part)
    words = words[:1].upper() + words[1:]
    if of.counts is None:
        shares, rates = judged_shares(of.analysis, of.indicator), judged_rates(of.analysis, of.indicator)
        if shares is not None:
            yield _of_shares(words, line, shares)
        elif rates is not None:
            yield _of_rates(words, line, rates)
        else:
            yield explained("Real change?", words, _REAL)
        return
    judged = judged_change(of.indicator, of.counts)
    if judged is None:
        yield explained("Real change?", words, _REAL)
        return
    out_of = of.track.wholes.of[of.row].name if of.indicator.unit is Unit.RATE else ""
    yield _of_counts(words, line, judged, out_of)
    own, others = on_one_footing(of.indicator, of.counts, judged)
    if line.group_words and others is not None:
        yield _beside_the_group(line, own, others, out_of)


def _chance(p: float) -> tuple[float, str]:
    return p, "under 0.0001" if p < 0.0001 else f"{p:.4f}"


def _of_counts(words: str, line: YearlyChangeLine, found: JudgedChange, out_of: str) -> ExplainedLine:
    """Return how a change of counts was judged; `out_of` is what a rate's are out of, such as people."""
    new, old, p = (float(x[0]) for x in (found.judged.new, found.judged.old, found.judged.p))
    if line.verdict is Verdict.NOT_ASSESSED:
        return explained("Real change?", words, _REAL)
    if line.verdict is Verdict.TOO_FEW:
        few: Numbers = {"this year": new, "the year before": old, "fewest": float(FEWEST)}
        return explained("Real change?", words, _REAL, "{} and {}, at least {} in one of them needed", few)
    change = quasi_change(found.table[0])
    if new + old < FEW_TOGETHER or min(new, old) < FEWEST:
        # Few counts say too little of their own spread; of many, next to none of which are of one year, it is known.
        phi = max(1.0, float(found.judged.dispersion[0])) if new + old >= FEW_TOGETHER else 1.0
        both: Numbers = {"this year": new, "the year before": old}
        formula = "exact test (mid-p) of {} against {}"
        if phi > 1:
            formula, both = f"{formula}, each over the dispersion {{}}", {**both, "dispersion (phi)": phi}
        return explained("Real change?", words, _REAL, f"{formula}{_JUDGED}", {**both, "p": _chance(p)})
    days = found.exposure.sum(axis=-1)
    numbers: dict[str, Number] = {"this year": new, "the year before": old}
    formula = "Ratio {} / {}"
    if out_of:
        formula, numbers = (
            f"{formula} × {{}}",
            {**numbers, f"{out_of} before over {out_of} now": found.per_head},
        )
    ratio = ratio_interval(change, supposed=float(days[-1] / days[-2]))
    scaled = {name: float(edge) * found.per_head for name, edge in ratio._asdict().items() if name != "p"}
    numbers |= {"ratio": scaled["ratio"], **_spread(change, new, old), "years": float(found.table.shape[1])}
    formula += f" = {{}}; {_SPREAD} ({{}} years of like months); {_INTERVAL}{_JUDGED}"
    numbers |= _edges(scaled["ratio"], scaled["low"], scaled["high"], change)
    numbers["p"] = _chance(p)
    if days[-1] != days[-2]:
        formula += f", compared with {{}} for the days{f' and {out_of}' * bool(out_of)} alone"
        numbers["ratio of exposure"] = float(days[-1] / days[-2])
    return explained("Real change?", words, _REAL, formula, numbers)


_SPREAD = "dispersion phi {}, error of its logarithm √({} × (1/{} + 1/{})) = {} on {} degrees"


def _spread(change: QuasiChange, new: float, old: float) -> dict[str, float]:
    return {
        "dispersion (phi)": float(change.dispersion),
        "dispersion, at least 1": max(1.0, float(change.dispersion)),
        "this year, again": new,
        "the year before, again": old,
        "standard error": float(change.error),
        "degrees": float(change.degrees),
    }


def _edges(ratio: float, low: float, high: float, change: QuasiChange) -> dict[str, Number]:
    """Return the numbers of an interval: middle, quantile of t, error, and its edges in per cent."""
    error = float(change.error)
    return {
        "ratio, again": ratio,
        "quantile of t": math.log(high / ratio) / error,
        "standard error, again": error,
        "low ratio": low,
        "high ratio": high,
        "low": (100 * (low - 1), _signed(100 * (low - 1))),
        "high": (100 * (high - 1), _signed(100 * (high - 1))),
    }


def _signed(percent: float) -> str:
    return number_text(percent, NumberStyle.SIGNED_PERCENT)


def _exactly(own: Floats, others: Floats) -> tuple[str, dict[str, Number]]:
    """Return how few own counts [years, columns] are tested beside the others', and with which numbers."""
    found = effect_beside(own[None, ...], others[None, ...])
    numbers: dict[str, Number] = {
        "own, new": float(own[-1].sum()), "own, before": float(own[-2].sum()),
        "others, new": float(others[-1].sum()), "others, before": float(others[-2].sum()), "p": _chance(float(found.p[0])),
    }  # fmt: skip
    return (
        f"exact test (mid-p) of {{}} against {{}}, where the others' ratio is {{}} / {{}}{_JUDGED}",
        numbers,
    )


def _beside_the_group(line: YearlyChangeLine, table: Floats, others: Floats, out_of: str) -> ExplainedLine:
    """Return how the change was held against the others'; of a rate the new counts are for the people of before."""
    now = f"others this year, for the {out_of} of the year before" if out_of else "others this year"
    if by_count(table):
        formula, told = _exactly(table, others)
        return explained("Real change, beside the group", line.group_words, _APART, formula, told)
    own, theirs = quasi_change(table), quasi_change(others)
    apart = difference_in_change(own, theirs)
    found = ratio_interval(apart)
    numbers: dict[str, Number] = {
        "own ratio": math.exp(own.log_ratio),
        now: float(others[-1].sum()),
        "others the year before": float(others[-2].sum()),
        "others' ratio": math.exp(theirs.log_ratio),
        "ratio of the two": float(found.ratio),
        "own error": float(own.error),
        "others' error": float(theirs.error),
        "error of the two": float(apart.error),
        **_edges(float(found.ratio), float(found.low), float(found.high), apart),
        "p": _chance(float(found.p)),
    }
    formula = f"{{}} / ({{}} / {{}} = {{}}) = {{}}; error √({{}}² + {{}}²) = {{}}; {_INTERVAL}{_JUDGED}"
    return explained("Real change, beside the group", line.group_words, _APART, formula, numbers)


def _of_shares(words: str, line: YearlyChangeLine, found: JudgedShares) -> ExplainedLine:
    parts, wholes = (table[0].sum(axis=-1) for table in (found.parts, found.wholes))
    judged, share = found.judged, parts / wholes
    sampling = share * (1 - share) / wholes
    phi = float(judged.dispersion[0])
    error = 100 * math.sqrt(max(phi, 1.0) * float(sampling.sum()))
    numbers: dict[str, Number] = {
        "parts this year": float(parts[1]), "wholes this year": float(wholes[1]),
        "parts the year before": float(parts[0]), "wholes the year before": float(wholes[0]),
        "difference in points": line.percent.value if line.percent.value is not None else math.nan,
        "dispersion (phi)": phi,
        "standard error in points": error,
    }  # fmt: skip
    formula = "100 × ({} / {} − {} / {}) = {} points; dispersion phi {}, error {} points"
    if line.low.value is not None and line.high.value is not None:
        half = (line.high.value - line.low.value) / 2
        numbers |= {
            "quantile of t": half / error,
            "low": (line.low.value, line.low.text),
            "high": (line.high.value, line.high.text),
        }
        numbers["p"] = _chance(float(judged.p[0]))
        formula += f"; {SHOWN_LEVEL:.0%} interval ± {{}} errors: {{}} to {{}}{_JUDGED}"
    return explained("Real change?", words, _REAL, formula, numbers)


def _of_rates(words: str, line: YearlyChangeLine, found: JudgedRates) -> ExplainedLine:
    """Return how the change of a rate was judged whose whole adds up: by months about their own year's rate."""
    change = quasi_change(found.counts[0], found.wholes[0], month_effects=False)
    old, new = (float(one) for one in found.counts[0].sum(axis=-1))
    before, now = (float(one) for one in found.wholes[0].sum(axis=-1))
    numbers: dict[str, Number] = {
        "number this year": new, "whole this year": now,
        "number the year before": old, "whole the year before": before,
    }  # fmt: skip
    formula = "({} / {}) / ({} / {})"
    p = float(found.judged.p[0])
    if line.low.value is None or min(new, old) < FEWEST:
        exact = f"exact test (mid-p) of {formula}{_JUDGED}"
        return explained("Real change?", words, _REAL, exact, {**numbers, "p": _chance(p)})
    ratio = ratio_interval(change)
    numbers |= {"ratio": float(ratio.ratio), **_spread(change, new, old)}
    numbers |= _edges(float(ratio.ratio), float(ratio.low), float(ratio.high), change)
    numbers["p"] = _chance(p)
    return explained(
        "Real change?", words, _REAL, f"{formula} = {{}}; {_SPREAD}; {_INTERVAL}{_JUDGED}", numbers
    )


def _trend(of: Subject) -> Iterator[ExplainedLine]:
    line = of.card.trend
    if line is None:
        return
    rule = METHODS["Trend, long term"]
    recent = recent_of(of.analysis, of.indicator) if of.counts is None else None
    found = trend_of(of.counts) if of.counts is not None else None
    if recent is not None:
        yield explained(
            "Trend", line.long_words, rule, "chi-squared {}, significant beyond {}; slope {} a year in log odds",
            {"chi-squared": recent[0].chi2, "significant beyond": SIGNIFICANT, "slope": recent[0].slope},
        )  # fmt: skip
    elif found is not None and line.verdict is Verdict.TOO_FEW:
        yield explained("Trend", line.long_words, rule)
    elif found is not None:
        trend = found.trend
        slope, error = float(trend.slope[0]), float(trend.error[0])
        reach = (math.log1p(float(trend.high[0]) / 100) - slope) / error
        yield explained(
            "Trend", line.long_words, rule,
            f"100 × (exp({{}}) − 1) = {{}} a year; dispersion phi {{}}, error of the slope {{}} on {{}} degrees; {SHOWN_LEVEL:.0%} interval ± {{}} errors: {{}} to {{}}{_JUDGED}",
            {
                "slope": slope, "change a year": line.percent, "dispersion (phi)": float(trend.dispersion[0]),
                "standard error": error, "degrees": float(trend.degrees[0]), "quantile of t": reach,
                "low": line.low, "high": line.high, "p": _chance(float(trend.p[0])),
            },
        )  # fmt: skip
    for words in filter(None, (line.short_words, line.step_words)):
        what = "Step" if words == line.step_words else "Trend, short term"
        yield explained(what, words.removeprefix("Step: "), METHODS["Trend, short term"])


def _outturn(card: IndicatorCard, counts: Counts, sign: int, asked: float) -> Iterator[ExplainedLine]:
    """Yield the forecast, its range and its chance; `asked` is the target as a total, NaN where there is none."""
    line, made = card.outturn, forecast_of(counts)
    if line is None or made is None:
        return
    forecast, found = made
    own, last = counts.own[None, :], len(counts.own) - 1
    shares = shares_gone(own, counts.months, counts.step)[0]
    past = [float(shares[last - back * counts.width]) for back in range(1, SHARE_YEARS + 1)]
    to_date = float(year_to_date(own, counts.months, step=counts.step)[0, last])
    numbers: Numbers = {
        "year to date": to_date,
        "last twelve months": float(rolling_sum(own, counts.width)[0, last]),
        **{
            f"share gone {back} year{'s' if back > 1 else ''} ago": share
            for back, share in enumerate(past, start=1)
        },
        "years": float(SHARE_YEARS),
        "forecast": line.forecast,
    }
    rule = METHODS["Year's end"]
    yield explained("Year's end", line.words, rule, "{} + {} × (1 − ({} + {} + {}) / {}) = {}", numbers)
    if line.evidence is Evidence.NONE or not math.isfinite(found.low):
        return
    low, high = (100 * (edge / forecast - 1) for edge in (found.low, found.high))
    tails = (
        "the 2.5% and 97.5% quantiles" if line.evidence is Evidence.POOLED else "the least and the greatest"
    )
    spread: Numbers = {
        "low error": (low, _signed(low)), "high error": (high, _signed(high)), "past forecasts": float(len(found.errors)),
        "forecast": line.forecast, "low": line.low, "high": line.high,
    }  # fmt: skip
    yield explained(
        "Year's end, range", f"{line.low.text} to {line.high.text}", "",
        f"Errors {{}} to {{}}, {tails} of {{}} past forecasts, on {{}}: {{}} to {{}}", spread,
    )  # fmt: skip
    if line.chance.value is not None and not math.isnan(asked):
        met = int(np.count_nonzero(sign * (forecast * (1 + found.errors) - asked) >= 0))
        yield explained(
            "Year's end, chance of the target", number_text(line.chance.value, line.chance.style),
            "Printed to the nearest 5%. Half an error is added on either side, since what was never seen is not impossible.",
            "100 × ({} + ½) / ({} + 1) = {}",
            {"errors with which the target is met": float(met), "past forecasts": float(len(found.errors)), "chance": line.chance},
        )  # fmt: skip


def _interventions(of: Subject) -> Iterator[ExplainedLine]:
    end = of.counts.end if of.counts else of.analysis.period.last
    notes = interventions_of(of.framework, of.indicator, end)
    for (_mark, note), line in zip(notes, of.card.interventions, strict=True):
        tables = compared_tables(of.counts, note, end) if of.counts else None
        rule = METHODS["Interventions"]
        if tables is None or line.effect.value is None:
            yield explained("Intervention", line.words, rule)
            continue
        own, others = tables
        if others is not None and by_count(own):
            yield explained("Intervention", line.words, rule, *_exactly(own, others))
            continue
        change = quasi_change(own)
        numbers: dict[str, Number] = {
            "since": float(own[1].sum()),
            "the same months before": float(own[0].sum()),
        }
        formula = "({} / {})"
        if others is not None:
            change = difference_in_change(change, quasi_change(others))
            numbers |= {"others since": float(others[1].sum()), "others before": float(others[0].sum())}
            formula += " / ({} / {})"
        found = ratio_interval(change)
        numbers |= {
            "ratio": float(found.ratio),
            "standard error": float(change.error),
            "degrees": float(change.degrees),
        }
        numbers |= _edges(float(found.ratio), float(found.low), float(found.high), change)
        numbers["p"] = _chance(float(found.p))
        formula += f" = {{}}; error of its logarithm {{}} on {{}} degrees; {_INTERVAL}{_JUDGED}"
        yield explained("Intervention", line.words, rule, formula, numbers)
