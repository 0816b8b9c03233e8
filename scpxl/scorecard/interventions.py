"""Registered interventions: what became of the figures since, with the group's change taken out.

Months since are held against the same months of the year before the intervention, so that seasons fall
out.  The group's other areas had no such intervention, as far as is known; their change is what would have
come anyway.  The ratio of the two ratios, its interval widened by the dispersion of both, is no proof: what
was intervened in is often what stood out, and falls back by itself.
"""

from __future__ import annotations

import math

import numpy as np

from scpxl.model.framework import Framework, Indicator, NoteKind, SeriesNote
from scpxl.model.periods import QUARTER
from scpxl.scorecard.counts import Counts
from scpxl.scorecard.model import NumberStyle
from scpxl.scorecard.moves import interval_words, moved, percent_figure
from scpxl.scorecard.outlook_model import InterventionLine
from scpxl.scorecard.windows import SHOWN_FOR
from scpxl.scorecard.wording import figure, months_text
from scpxl.scorecard.yearly_change import effect_figures, rest_of_group
from scpxl.statistics.arrays import Floats
from scpxl.statistics.effect import effect_beside
from scpxl.verdicts import Verdict

LEAST_MONTHS = QUARTER
"""Nothing is compared before so many months."""
CAUTION = "This is no proof: other things changed too, and what stood out often falls back by itself."
_MARKS = "①②③④⑤⑥⑦⑧⑨"


def interventions_of(framework: Framework, indicator: Indicator, end: int) -> list[tuple[str, SeriesNote]]:
    """Return the registered interventions of the months shown with their signs, the earliest first."""
    notes = [
        note
        for note in framework.notes_for(indicator)
        if note.kind is NoteKind.INTERVENTION and end - SHOWN_FOR < note.first.first <= end
    ]
    notes.sort(key=lambda note: note.first.first)
    return [(_MARKS[min(place, len(_MARKS) - 1)], note) for place, note in enumerate(notes)]


def intervention_line(mark: str, note: SeriesNote, counts: Counts | None, end: int) -> InterventionLine:
    """Return one intervention with before and after; only its date and words where nothing can be compared."""
    last = min(note.last.last, end) if note.last else note.first.first
    label = months_text(list(range(note.first.first, last + 1)))
    since = label if note.last else f"since {label}"
    head = f"{mark} {note.reason.rstrip('.')} ({since})."
    tables = None if counts is None else compared_tables(counts, note, end)
    none = percent_figure(math.nan)
    nobody = figure(None, NumberStyle.WHOLE)
    if counts is None or tables is None or np.isnan(tables[0]).any():
        why = _why_not(counts, note, end)
        return InterventionLine(
            mark, label, note.reason, nobody, nobody, none, none, none, Verdict.NOT_ASSESSED, f"{head} {why}"
        )
    own, others = tables
    before, after = float(own[0].sum()), float(own[1].sum())
    found = effect_beside(own[None, ...], None if others is None else others[None, ...])
    effect, low, high, verdict = effect_figures(found, own)
    facts = f"{figure(after, NumberStyle.WHOLE).text} in the {own.shape[1] * counts.step} months {'of it' if note.last else 'since'} against {figure(before, NumberStyle.WHOLE).text} in the same months before"
    words = f"{head} {facts}: {_effect_words(own, others, counts, (effect.value, low.value, high.value), verdict)} {CAUTION}"
    return InterventionLine(
        mark=mark,
        label=label,
        reason=note.reason,
        before=figure(before, NumberStyle.WHOLE),
        after=figure(after, NumberStyle.WHOLE),
        effect=effect,
        low=low,
        high=high,
        verdict=verdict,
        words=words,
    )


def compared_tables(counts: Counts, note: SeriesNote, end: int) -> tuple[Floats, Floats | None] | None:
    """Return the own and the others' counts [before and after, columns]; None before three months of it."""
    begins = counts.months - counts.step + 1
    start = int(np.searchsorted(begins, note.first.first))
    until = min(note.last.last, end) if note.last else end
    stop = min(int(np.searchsorted(counts.months, until, side="right")), start + counts.width)
    if (stop - start) * counts.step < LEAST_MONTHS or start < counts.width or stop - start < 2:
        return None
    columns = np.array([np.arange(start, stop) - counts.width, np.arange(start, stop)])
    others = counts.others[:, columns]
    whole = ~np.isnan(others).any(axis=(1, 2))
    return counts.own[columns], others[whole].sum(axis=0) if whole.any() else None


def _why_not(counts: Counts | None, note: SeriesNote, end: int) -> str:
    until = min(note.last.last, end) if note.last else end
    if counts is None:
        return "Before and after are compared only for counts of months or quarters."
    if until - note.first.first + 1 < max(LEAST_MONTHS, 2 * counts.step):
        return "Too short a time to compare before and after."
    return "The months before and after are not all there, so they are not compared."


def _effect_words(
    own: Floats,
    others: Floats | None,
    counts: Counts,
    effect: tuple[float | None, float | None, float | None],
    verdict: Verdict,
) -> str:
    if verdict is Verdict.TOO_FEW:
        return f"{verdict}."
    value, low, high = effect
    if value is None or low is None or high is None:
        return f"{verdict}; too few before for a percentage."
    plain = 100 * (float(own[1].sum()) / float(own[0].sum()) - 1)
    interval = f"({interval_words(verdict, low, high)})"
    if others is None:
        return f"{moved(plain)} {interval}. No group's change could be taken out."
    group = 100 * (float(others[1].sum()) / float(others[0].sum()) - 1)
    return f"{moved(plain)}. With the change of {rest_of_group(counts)} ({moved(group)}) taken out, {moved(value)} {interval}."
