"""What a card says beyond its figures, put on it: the one place where the parts are brought together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from scpxl.model.documents import ExplanationRecord
from scpxl.model.framework import Indicator
from scpxl.model.periods import MONTH, Period
from scpxl.model.ratings import Judgement
from scpxl.model.verdicts import Verdict
from scpxl.scorecard import cards
from scpxl.scorecard.aims import aim_of
from scpxl.scorecard.analysis import Analysis
from scpxl.scorecard.chart_subjects import still_provisional
from scpxl.scorecard.counts import counts_of
from scpxl.scorecard.interventions import intervention_line, interventions_of
from scpxl.scorecard.model import ControlChart, ExplanationLine, IndicatorCard
from scpxl.scorecard.outlook_model import YearlyChangeLine
from scpxl.scorecard.outturns import outturn_line
from scpxl.scorecard.rate_change import rate_change_line
from scpxl.scorecard.reconcile import moved_words, standing_words
from scpxl.scorecard.share_change import share_change_line
from scpxl.scorecard.trends import trend_line
from scpxl.scorecard.untested import why_untested
from scpxl.scorecard.wording import count_of, listed
from scpxl.scorecard.yearly_change import yearly_change_line

_DOUBTS = {
    "[p]": "A month in the two years is provisional: read it with care.",
    "[u]": "A month in the two years is of low reliability: read it with care.",
}


def build_card(
    analysis: Analysis,
    indicator: Indicator,
    partner_name: str,
    explanations: Iterable[ExplanationRecord] = (),
) -> IndicatorCard:
    """Return an indicator's card with its change judged, its trend, outturn and interventions.

    `explanations` are those of the period's returns; the ones about other indicators are passed over.
    """
    counts = counts_of(analysis, indicator)
    changed = (
        yearly_change_line(indicator, counts)
        if counts
        else share_change_line(analysis, indicator) or rate_change_line(analysis, indicator)
    )
    if changed is not None:
        changed = replace(changed, provisional=_ends_provisional(analysis, indicator))
    card = cards.build_card(analysis, indicator, partner_name, changed)
    end = counts.end if counts else analysis.period.last
    year = Period(end, MONTH)
    lines = tuple(
        intervention_line(mark, note, counts, end)
        for mark, note in interventions_of(analysis.framework, indicator, end)
    )
    aim = aim_of(analysis.framework, indicator, year)
    yearly = _with_care(changed, card)
    untested = card.direction.judgement is Judgement.NOT_TESTED and changed is None
    return replace(
        card,
        yearly=yearly,
        untested_words=why_untested(analysis, indicator) if untested else "",
        trend=trend_line(analysis, indicator, counts),
        outturn=outturn_line(indicator, counts, aim) if counts else None,
        interventions=lines,
        explanations=tuple(
            ExplanationLine(analysis.framework.partner_name(one.partner), one.reason, one.explanation)
            for one in explanations
            if one.indicator == indicator.code
        ),
        standing_words=" ".join(filter(None, [standing_words(card), moved_words(card, yearly)])),
        control_chart=_marked(analysis, indicator, card.control_chart, end),
    )


def _ends_provisional(analysis: Analysis, indicator: Indicator) -> bool:
    """Return whether the latest months of the year are provisional."""
    found = analysis.place(indicator, analysis.framework.area)
    if found is None:
        return False
    track, row = found
    return bool(still_provisional(track.matrix.marker[row])[-track.width :].any())


def _with_care(line: YearlyChangeLine | None, card: IndicatorCard) -> YearlyChangeLine | None:
    """Return the verdict with what makes one of its two years doubtful."""
    marks = card.headline.mark + card.before.mark
    doubts = [words for mark, words in _DOUBTS.items() if mark in marks]
    if line is None:
        return line
    line = replace(line, interval_words=" ".join(filter(None, [line.interval_words, *doubts])))
    return replace(line, words=line.words.replace(f"({line.verdict})", f"({line.verdict_words})"))


def _marked(
    analysis: Analysis, indicator: Indicator, chart: ControlChart | None, end: int
) -> ControlChart | None:
    """Return the chart with each intervention's sign at the figure that covers its first month."""
    judged = analysis.charts.get(indicator.code)
    if chart is None or judged is None:
        return chart
    shown = [int(month) for month in judged.months[-len(chart.values) :]]
    begun = {
        next((place for place, month in enumerate(shown) if month >= note.first.first), -1): sign
        for sign, note in interventions_of(analysis.framework, indicator, end)
        if note.first.first > shown[0] - judged.step
    }
    marks = tuple(begun.get(place, "") for place in range(len(shown)))
    return replace(chart, marks=marks) if any(marks) else chart


def change_summary(shown: list[IndicatorCard]) -> list[str]:
    """Return the sentence on how many changes are real; none where none was judged."""
    found = [card for card in shown if card.yearly and card.yearly.verdict.is_judged]
    judged = [card for card in found if card.yearly and not card.yearly.provisional]
    waiting = len(found) - len(judged)
    rest = f" {waiting} more {'rests' if waiting == 1 else 'rest'} on provisional months." if waiting else ""
    if not judged:
        return []
    real = [card for card in judged if card.yearly and card.yearly.verdict is Verdict.REAL]
    head = f"Of {count_of(len(judged), 'change')} on a year ago that could be judged,"
    if not real:
        return [f"{head} none is more than normal variation.{rest}"]
    kinds = [card.direction.judgement.value for card in real]
    ways = {"better": "for the better", "worse": "for the worse"}
    told = [f"{kinds.count(kind)} {words}" for kind, words in ways.items() if kind in kinds]
    other = len(real) - sum(kinds.count(kind) for kind in ways)
    told += [f"{other} with neither way better"] if other else []
    verb = "is" if len(real) == 1 else "are"
    return [f"{head} {len(real)} {verb} more than normal variation: {listed(told)}.{rest}"]
