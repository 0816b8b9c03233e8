"""How everything a card says came about, line by line: for the terminal and for machines, the same lines.

Nothing is judged here again: each formula carries the very numbers that the card was made from, and each rule
the words of the Notes sheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scpxl.model.documents import ExplanationRecord
from scpxl.model.framework import Framework, NoteKind
from scpxl.model.observations import Observation
from scpxl.model.periods import YEAR, Period
from scpxl.scorecard.analysis import Analysis, analyse
from scpxl.scorecard.board import ChangedLine, DecisionLine, ExceptionLine, QualityLine
from scpxl.scorecard.build import card_from
from scpxl.scorecard.counts import counts_of
from scpxl.scorecard.explaining.chance import chance_lines
from scpxl.scorecard.explaining.figures import figure_lines
from scpxl.scorecard.explaining.group import group_lines
from scpxl.scorecard.explaining.line import ExplainedLine as ExplainedLine
from scpxl.scorecard.explaining.line import NamedValue as NamedValue
from scpxl.scorecard.explaining.line import Subject, explained
from scpxl.scorecard.explaining.outlook import outlook_lines_of
from scpxl.scorecard.explaining.targets import chart_lines, target_lines
from scpxl.scorecard.gaps import notes_within
from scpxl.scorecard.model import IndicatorCard
from scpxl.scorecard.quality import STANDARDS

_REGISTERED = "Registered in the framework ({}): {}."
_OF_KIND = {
    NoteKind.BREAK: "no change is worked out across it, and control limits start afresh",
    NoteKind.REBASE: "control limits start afresh, comparisons stay",
    NoteKind.UNRELIABLE: "figures that take it in are marked [u]",
}
_EXPLAINED = "In the words of the partner, from the return of the quarter."
_CHANGED = "What was published is kept as it was, and held against the same quarter worked out from the record as it is."
_DECIDED = "A rule only suggests; what people decide stands until they decide otherwise."
_WORST = "The grade is the worst of its four parts."


def explain_card(
    framework: Framework,
    observations: Sequence[Observation],
    period: Period,
    code: str,
    explanations: Sequence[ExplanationRecord] = (),
) -> tuple[IndicatorCard, tuple[ExplainedLine, ...]]:
    """Return one indicator's card, the very one the scorecard carries, and how everything on it came about."""
    analysis = analyse(framework, observations, period)
    card = card_from(analysis, code, explanations)
    return card, _explained(analysis, code, card)


def explained_from(analysis: Analysis, code: str) -> tuple[ExplainedLine, ...]:
    """Return how everything on an indicator's card came about, from figures already worked out."""
    return _explained(analysis, code, card_from(analysis, code))


def _explained(analysis: Analysis, code: str, card: IndicatorCard) -> tuple[ExplainedLine, ...]:
    indicator = analysis.framework.by_code[code]
    found = analysis.place(indicator, analysis.framework.area)
    if found is None:
        missing = explained(card.headline_name, card.headline.text)
        others = (explained("Rating", card.rag.reason), explained("Variation", card.variation.words))
        said = (explained("Explanation", one.text, _EXPLAINED) for one in card.explanations)
        return (missing, *others, *said, *(explained("Note", note) for note in card.notes))
    of = Subject(analysis, indicator, card, *found, counts_of(analysis, indicator))
    return tuple(_lines(of))


def _lines(of: Subject) -> Iterator[ExplainedLine]:
    yield from figure_lines(of)
    yield from chance_lines(of)
    yield from target_lines(of)
    yield from chart_lines(of)
    yield from outlook_lines_of(of)
    yield from group_lines(of)
    for one in of.card.explanations:
        yield explained("Explanation", one.text, _EXPLAINED)
    end = int(of.track.matrix.months[of.track.last])
    registered = notes_within(of.framework, of.indicator, end - 3 * YEAR + 1, end)
    for note in of.card.notes:
        found = next((one for one in registered if note.endswith(f": {one.reason}")), None)
        rule = (
            ""
            if found is None
            else _REGISTERED.format(found.kind, _OF_KIND.get(found.kind, "said, and no more"))
        )
        yield explained("Note", note, rule)


def explain_standing(
    changed: ChangedLine | None,
    changed_words: str,
    exception: ExceptionLine | None,
    decisions: Sequence[DecisionLine],
    quality: QualityLine | None,
) -> Iterator[ExplainedLine]:
    """Yield what stands beside the figures: what changed since publication, exception, decisions, data quality."""
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
        told = {standard.name.lower(): (value, f"{value:.4g}{standard.unit}")}
        yield explained(name, words, standard.words, f"{{}}: {standard.grade(value)}", told)
