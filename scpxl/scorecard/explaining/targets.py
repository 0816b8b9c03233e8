"""The target, the rating, the control chart and assurance of a card, with the numbers they rest on."""

from __future__ import annotations

import math
from collections.abc import Iterator

from scpxl.model.periods import YEAR, Period
from scpxl.model.targets import Scheme
from scpxl.scorecard.aims import Aim, aim_of
from scpxl.scorecard.chart_words import Shown
from scpxl.scorecard.charts import shown_chart
from scpxl.scorecard.explaining.figures import whole_name
from scpxl.scorecard.explaining.line import (
    ExplainedLine,
    Number,
    Numbers,
    Subject,
    as_shown,
    explained,
    finer,
)
from scpxl.scorecard.figures import NumberStyle
from scpxl.scorecard.judging import within_reach
from scpxl.scorecard.notes import METHODS
from scpxl.scorecard.variation import rules_in_words
from scpxl.scorecard.wording import figure, number_text, period_style
from scpxl.statistics.spc_rules import RARE
from scpxl.verdicts import Assurance, Rag

SCHEMES = {
    Scheme.TOLERANCE: "Scheme tolerance: Green where the aim is met, Amber where it is missed by no more than the tolerance, else Red.",
    Scheme.FLOOR: "Scheme floor: Green where the aim is met, Amber down to the floor, Red beyond it.",
    Scheme.IMPROVEMENT: "Scheme improvement: Green within the tolerance; otherwise Amber if no worse than a year ago, else Red.",
}
_PROFILE = "A year's total or rate is expected month by month in the shares that the framework gives; what does not grow through the year is compared with the target itself."
_ASSURANCE = (
    "The target (a year's as its part for one figure) against the limits of an average figure: beyond the limit on the good "
    "side the process will not reach it, beyond the other it meets it, between the limits it meets it in some periods."
)
_TOGETHER = "The rating says where the year stands, the variation whether the process has changed: the two are read together (Riley, Burhouse and Nicholas 2021)."


def target_lines(of: Subject) -> Iterator[ExplainedLine]:
    """Yield the target with its profile, and the rating with the scheme's own numbers."""
    card = of.card
    end = Period(int(of.track.matrix.months[of.track.last]), 1)
    aim = aim_of(of.framework, of.indicator, end)
    if aim is None or card.target is None:
        yield explained("Rating", card.rag.reason, METHODS["RAG"])
        return
    if aim.walks:
        share = aim.share(end)
        numbers: Numbers = {
            "target of the year": finer(card.target.target),
            "share expected by now": (share, f"{100 * share:.4g}%"),
            "expected by now": card.target.expected,
        }
        yield explained("Target", card.target.words, _PROFILE, "{} × {} = {}", numbers)
    else:
        yield explained(
            "Target", card.target.words, _PROFILE, "The target is {}", {"target": card.target.target}
        )
    yield from _so_far(of, aim)
    yield _rating(of, aim, end)


def _so_far(of: Subject, aim: Aim) -> Iterator[ExplainedLine]:
    """Yield how the rate of the year so far comes about, which stands nowhere else on the card."""
    line, track, last = of.card.target, of.track, of.track.last
    if line is None or line.actual.value is None or aim.of_number or not aim.yearly_rate:
        return
    whole = track.wholes.of[of.row]
    numbers: Numbers = {
        "per": aim.per,
        "number of the year to date": float(track.number.to_date[of.row, last]),
        whole_name(whole, "the year to date"): float(track.whole.to_date[of.row, last]),
        "rate of the year to date": line.actual,
    }
    yield explained(
        "Rate of the year to date", f"{line.actual.text} {aim.unit}", "", "{} × {} / {} = {}", numbers
    )


def _rating(of: Subject, aim: Aim, end: Period) -> ExplainedLine:
    target = aim.target
    line, reason, rule = of.card.target, of.card.rag.reason, SCHEMES[target.scheme]
    rated = of.card.rag.rag is not Rag.NOT_RATED
    if line is None or not rated or line.actual.value is None or not line.expected.value:
        return explained("Rating", reason, rule)
    over = 100 * (line.actual.value - line.expected.value) / abs(line.expected.value)
    numbers: dict[str, Number] = {
        "actual": finer(line.actual),
        "aim": finer(line.expected),
        "aim, again": finer(line.expected),
        "distance in per cent": (over, number_text(over, NumberStyle.SIGNED_PERCENT)),
    }
    way = "lower" if of.indicator.polarity.sign < 0 else "higher"
    formula = f"100 × ({{}} − {{}}) / {{}} = {{}}, {way} is better"
    if target.scheme is Scheme.FLOOR:
        numbers["floor"] = as_shown(aim.floor_by(end), line.actual)
        return explained("Rating", reason, rule, f"{formula}; floor {{}}", numbers)
    numbers["tolerance"] = (target.tolerance, f"{target.tolerance:g}%")
    formula += "; tolerance {}"
    before = _a_year_ago(of, aim) if target.scheme is Scheme.IMPROVEMENT else math.nan
    if math.isfinite(before):
        numbers["a year ago"] = as_shown(before, line.actual)
        formula += "; a year ago {}"
    return explained("Rating", reason, rule, formula, numbers)


def _a_year_ago(of: Subject, aim: Aim) -> float:
    """Return the year to date, or the level, of a year ago; NaN where there is none."""
    column = of.track.last - of.track.width
    return float(aim.reached(of.track)[of.row, column]) if column >= 0 else math.nan


def chart_lines(of: Subject) -> Iterator[ExplainedLine]:
    """Yield the variation, how its limits came about, assurance, and what rating and variation mean together."""
    line = of.card.variation
    shown = shown_chart(of.analysis, of.indicator, period_style(of.framework, of.indicator))
    if shown is not None and shown.chart.judged >= 0 and shown.chart.assessed[shown.chart.judged]:
        yield _judged(of, shown)
    else:
        yield explained("Variation", line.words, METHODS["Variation"])
    for how in line.how:
        name, _, words = how.partition(": ")
        yield explained(name, words[:1].upper() + words[1:], _rule_of(how))
    chart = of.card.control_chart
    if chart is not None:
        yield explained("Under the chart", chart.note)
    aim = aim_of(of.framework, of.indicator, Period(int(of.track.matrix.months[of.track.last]), 1))
    if line.assurance is not Assurance.NOT_ASSESSED and shown is not None and aim is not None:
        yield _assurance(of, shown, aim)
    if of.card.standing_words:
        yield explained("Together", of.card.standing_words, _TOGETHER)


def _rule_of(how: str) -> str:
    return (
        METHODS["Rare events"]
        if how.startswith("Limits: exact")
        else METHODS["Screening"]
        if how.startswith("Limits")
        else METHODS["Seasons"]
        if how.startswith("Season")
        else ""
    )


def _judged(of: Subject, shown: Shown) -> ExplainedLine:
    chart, at, line = shown.chart, shown.chart.judged, of.card.variation
    named = int(chart.rule[at])
    rules = rules_in_words(chart.options) | {RARE: ""}
    told = "; ".join(f"{number}. {words}" for number, words in rules.items() if words)
    held = f"Rule {named} holds: {rules[named]}." if named else f"None of the four rules holds: {told}."
    provisional = METHODS["Provisional figures"] if "provisional" in line.words else ""
    drawn = [
        float(edge) for edge in within_reach(of.indicator, chart.lower[at], chart.upper[at], chart.values)
    ]
    values = {
        shown.labels[at]: float(chart.values[at]),
        "lower limit": drawn[0],
        "upper limit": drawn[1],
        "middle line": float(chart.mean[at]),
    }
    styled: Numbers = {
        name: (value, number_text(value, shown.style) if math.isfinite(value) else "")
        for name, value in values.items()
    }
    said = (METHODS["Variation"], held) if chart.rare is None else (METHODS["Can it be judged"],)
    rule = " ".join(filter(None, (*said, provisional)))
    return explained("Variation", line.words, rule, "{} against limits {} to {} about {}", styled)


def _assurance(of: Subject, shown: Shown, aim: Aim) -> ExplainedLine:
    step = shown.chart.step
    said, level = of.card.variation.assurance_words, aim.of_one_figure(of.track, of.row, step)
    lower, upper = shown.chart.level
    limits: Numbers = {
        "lower limit": (lower, number_text(lower, shown.style)),
        "upper limit": (upper, number_text(upper, shown.style)),
    }
    against = "against limits {} to {}"
    target = finer(figure(aim.target.value, aim.style))
    if not aim.walks:
        return explained("Assurance", said, _ASSURANCE, f"{{}} {against}", {"target": target, **limits})
    parted: dict[str, Number] = {"target of the year": target}
    formula = "{}"
    if aim.yearly_rate != aim.of_number:
        # A rate's target as what single periods count, or a total's as their rate.
        formula = "{} × {} / {}" if aim.yearly_rate else "{} / {} × {}"
        out_of = float(of.track.whole.year[of.row, of.track.last])
        whole = whole_name(of.track.wholes.of[of.row], "the year")
        names = ((whole, out_of), ("per", aim.per))
        parted |= dict(names)
    if aim.yearly_rate or not aim.of_number:
        formula += " / {}"
        parted["figures a year"] = float(YEAR // step)
    numbers: Numbers = {**parted, "one figure's part": level, **limits}
    return explained("Assurance", said, _ASSURANCE, f"{formula} = {{}} {against}", numbers)
