"""Registered interventions: what became of the figures since, with the group's change taken out.

Months since are compared with the same months of the year before the intervention, so that seasons fall
out.  The group's other areas had no such intervention, as far as is known; their change is what would have
come anyway.  The ratio of the two ratios, its interval widened by the dispersion of both, is no proof: what
was intervened in is often what stood out, and falls back by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from scpxl.figures.changes.relative import JudgedEffect, judge_effects
from scpxl.figures.counts import Counts
from scpxl.figures.lookback import SHOWN_FOR
from scpxl.model.framework import Framework, Indicator
from scpxl.model.periods import QUARTER
from scpxl.model.series_notes import NoteKind, SeriesNote
from scpxl.statistics.arrays import Floats

LEAST_MONTHS = QUARTER
"""Nothing is compared before so many months."""
_MARKS = "①②③④⑤⑥⑦⑧⑨"


class NotCompared(StrEnum):
    """Why before and after are not compared."""

    NO_COUNTS = "no counts"
    TOO_SHORT = "too short"
    MISSING = "missing"


@dataclass(frozen=True)
class InterventionFigures:
    """One registered intervention, and the months before and after it."""

    mark: str
    """The sign that is at its first month on the charts."""
    note: SeriesNote
    first: int
    last: int
    """Its months, as far as they are seen."""
    months: int = 0
    """How many months are compared."""
    effect: JudgedEffect | None = None
    why: NotCompared | None = None
    """Why there is no effect."""


def interventions_of(framework: Framework, indicator: Indicator, end: int) -> list[tuple[str, SeriesNote]]:
    """Return the registered interventions of the months shown with their signs, the earliest first."""
    notes = [
        note
        for note in framework.notes_for(indicator)
        if note.kind is NoteKind.INTERVENTION and end - SHOWN_FOR < note.first.first <= end
    ]
    notes.sort(key=lambda note: note.first.first)
    return [(_MARKS[min(place, len(_MARKS) - 1)], note) for place, note in enumerate(notes)]


def all_interventions(
    framework: Framework, asked: Sequence[tuple[Indicator, int, Counts | None]]
) -> Mapping[tuple[str, int], tuple[InterventionFigures, ...]]:
    """Return by indicator and month what became of its figures since each intervention."""
    found: dict[tuple[str, int], list[InterventionFigures]] = {}
    pairs: list[tuple[Floats, Floats | None]] = []
    waiting: list[tuple[tuple[str, int], int]] = []
    for indicator, end, counts in asked:
        lines = found.setdefault((indicator.code, end), [])
        for mark, note in interventions_of(framework, indicator, end):
            last = min(note.last.last, end) if note.last else note.first.first
            tables = None if counts is None else compared_tables(counts, note, end)
            if counts is None or tables is None or np.isnan(tables[0]).any():
                why = _why_not(counts, note, end)
                lines.append(InterventionFigures(mark, note, note.first.first, last, why=why))
                continue
            months = tables[0].shape[1] * counts.step
            waiting.append(((indicator.code, end), len(lines)))
            pairs.append(tables)
            lines.append(InterventionFigures(mark, note, note.first.first, last, months))
    for (key, place), effect in zip(waiting, judge_effects(pairs), strict=True):
        line = found[key][place]
        found[key][place] = InterventionFigures(
            line.mark, line.note, line.first, line.last, line.months, effect
        )
    return {key: tuple(lines) for key, lines in found.items() if lines}


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


def _why_not(counts: Counts | None, note: SeriesNote, end: int) -> NotCompared:
    until = min(note.last.last, end) if note.last else end
    if counts is None:
        return NotCompared.NO_COUNTS
    if until - note.first.first + 1 < max(LEAST_MONTHS, 2 * counts.step):
        return NotCompared.TOO_SHORT
    return NotCompared.MISSING
