"""How everything a card says came about, line by line: for the terminal and for machines, the same lines.

Nothing is judged here again: each formula carries the very numbers that the card was made from, and each rule
the words of the Notes sheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scpxl.figures.figures import Figures, work_out
from scpxl.figures.indicator import IndicatorFigures
from scpxl.figures.items import share_of
from scpxl.model.documents import ExplanationRecord
from scpxl.model.framework import Framework
from scpxl.model.observations import Observation, SeriesKey
from scpxl.model.periods import Period
from scpxl.model.series_notes import NoteKind
from scpxl.scorecard.cards.card import build_card, notes_on
from scpxl.scorecard.explaining.judged import group_lines, outlook_lines_of
from scpxl.scorecard.explaining.line import ExplainedLine as ExplainedLine
from scpxl.scorecard.explaining.line import NamedValue as NamedValue
from scpxl.scorecard.explaining.line import explained
from scpxl.scorecard.explaining.lines import chance_lines, chart_lines, figure_lines, target_lines
from scpxl.scorecard.lists.breakdowns import series_part_of
from scpxl.scorecard.lists.quality import STANDARDS
from scpxl.scorecard.records.board import ChangedLine, DecisionLine, ExceptionLine, QualityLine
from scpxl.scorecard.records.figures import NumberStyle
from scpxl.scorecard.records.scorecard import IndicatorCard
from scpxl.scorecard.wording import figure, number_style
from scpxl.words import as_given

_REGISTERED = "Registered in the framework ({}): {}."
_OF_KIND = {
    NoteKind.BREAK: "no change is worked out across it, and control limits start afresh",
    NoteKind.REBASE: "control limits start afresh, comparisons stay",
    NoteKind.UNRELIABLE: "figures that take it in are marked [u]",
}
_EXPLAINED = "In the words of the partner, from the return of the quarter."
_CHANGED = "What was published is kept as it was, and compared with the same quarter worked out from the record as it is."
_DECIDED = "A rule only suggests; a decision applies until the board decides otherwise."
_WORST = "The grade is the worst of its four parts."
_SHARE = "The item's year as a percentage of the year its indicator reports, which need not be the sum of the items."


def explain_card(
    framework: Framework,
    observations: Sequence[Observation],
    period: Period,
    code: str,
    explanations: Sequence[ExplanationRecord] = (),
) -> tuple[IndicatorCard, tuple[ExplainedLine, ...]]:
    """Return one indicator's card, the very one the scorecard carries, and how everything on it came about."""
    return explain_figures(work_out(framework, observations, period), code, explanations)


def explain_figures(
    figures: Figures, code: str, explanations: Sequence[ExplanationRecord] = ()
) -> tuple[IndicatorCard, tuple[ExplainedLine, ...]]:
    """Return the same from figures already worked out."""
    of = figures.at(figures.framework.by_code[code])
    card = build_card(of, explanations)
    return card, tuple(_lines(of, card))


def _lines(of: IndicatorFigures, card: IndicatorCard) -> Iterator[ExplainedLine]:
    there = of.place is not None
    if there:
        for lines in (figure_lines, chance_lines, target_lines, chart_lines, outlook_lines_of, group_lines):
            yield from lines(of, card)
    else:
        yield explained(card.headline_name, card.headline.text)
        yield explained("Rating", card.rag.reason)
        yield explained("Variation", card.variation.words)
    for one in card.explanations:
        yield explained("Explanation", one.text, _EXPLAINED)
    for words, note in notes_on(of):
        rule = (
            ""
            if note is None
            else _REGISTERED.format(note.kind, _OF_KIND.get(note.kind, "for information only"))
        )
        yield explained("Note", words, rule)


def explain_share(
    framework: Framework, observations: Sequence[Observation], period: Period, item: SeriesKey
) -> ExplainedLine | None:
    """Return the item's share of its indicator's whole; None for percentages, and where one of the two is missing."""
    indicator = framework.by_code[item.indicator]
    figures = work_out(framework, observations, period)
    share = None if number_style(indicator).is_percent else share_of(figures, item)
    if share is None:
        return None
    shown = figure(share.value, NumberStyle.PERCENT)
    part, whole = (
        series_part_of(figures, key).year() for key in (item, SeriesKey(item.indicator, item.area))
    )
    return explained("Share of total", shown.text, _SHARE, share.working, part, whole, shown)


def explain_status(
    changed: ChangedLine | None,
    changed_words: str,
    exception: ExceptionLine | None,
    decisions: Sequence[DecisionLine],
    quality: QualityLine | None,
) -> Iterator[ExplainedLine]:
    """Yield what is beside the figures: what changed since publication, exception, decisions, data quality."""
    if changed:
        told = ". ".join(part for part in (changed.figures, changed.effects, changed.why) if part)
        yield explained("Changed", f"{changed_words} {told}", _CHANGED)
    if exception:
        suggested = f". Suggested: {exception.suggestion}" if exception.suggestion else ""
        yield explained("Exception", f"{exception.rule}{suggested}", exception.rule_words)
    for one in decisions:
        yield explained("Decided", one.words, _DECIDED)
    if quality:
        yield from _quality(quality)


def _quality(line: QualityLine) -> Iterator[ExplainedLine]:
    yield explained("Data quality", f"{line.grade}: {line.words}", _WORST)
    parts = {
        "complete": (line.complete, line.complete_words),
        "late": (line.days_late, line.late_words),
        "restated": (line.restated, line.restated_words),
        "breaks": (line.breaks, line.break_words),
    }
    for key, (value, words) in parts.items():
        standard = STANDARDS[key]
        name = f"Data quality, {standard.name.lower()}"
        if value is None:
            yield explained(name, words, standard.words)
            continue
        told = NamedValue(standard.name.lower(), float(value), f"{as_given(value, 4)}{standard.unit}")
        yield ExplainedLine(name, words, f"{told.text}: {standard.grade(value)}", (told,), standard.words)
