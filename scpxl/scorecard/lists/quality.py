"""How far each indicator's figures can be relied on: a grade from A to D, and the reason in a sentence.

A grade is the worst of its four parts, since a figure is as good as the weakest thing behind it.  The thresholds
are declared once, in `STANDARDS`, with their reasons.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean, median
from typing import Final, NamedTuple

from scpxl.model.framework import Framework, Indicator
from scpxl.model.observations import Marker, Observation
from scpxl.model.periods import YEAR, Period, month_label
from scpxl.model.series_notes import NoteKind
from scpxl.returns.layout import due_date
from scpxl.scorecard.records.board import QualityLine
from scpxl.scorecard.wording import DASH, count_of, listed
from scpxl.words import as_given, capital, listed_first, rounded

WINDOW: Final = 2 * YEAR
"""Months looked at: a year and the year it is compared with."""
RETURNS: Final = 4
"""Quarters whose returns are looked at."""
GRADES: Final = "ABCD"
_ALL: Final = 100.0
"""Per cent that one restatement counts at most: a figure can be no more than wholly wrong."""
WEIGHTS: Final = {NoteKind.BREAK: 1.0, NoteKind.UNRELIABLE: 0.5}
"""How much a registered note counts; a plain note does not."""


@dataclass(frozen=True, slots=True)
class Standard:
    """What one part needs for an A, a B and a C; what falls short of a C is a D."""

    name: str
    limits: tuple[float, float, float]
    why: str
    higher: bool = False
    """Whether more is better."""
    unit: str = ""

    def grade(self, value: float) -> str:
        """Return the letter for a value; a value on a limit has the better one.

        >>> [STANDARDS["late"].grade(days) for days in (0, 7, 7.5, 30)]
        ['A', 'B', 'C', 'D']
        """
        met = (value >= limit if self.higher else value <= limit for limit in self.limits)
        return next((letter for letter, holds in zip(GRADES, met, strict=False) if holds), GRADES[-1])

    @property
    def words(self) -> str:
        """The limits as a sentence, with the reason."""
        bound = "at least" if self.higher else "at most"
        told = ", ".join(
            f"{letter} {bound} {as_given(limit)}{self.unit}"
            for letter, limit in zip(GRADES, self.limits, strict=False)
        )
        return f"{told}; else D. {self.why}"  # fmt: skip


STANDARDS: Final[dict[str, Standard]] = {
    "complete": Standard(
        "Completeness", (100, 90, 75),
        "Figures reported out of those due in two years. A year with a single month missing is not shown as a number, so only "
        "all of them is an A.", higher=True, unit="%",
    ),
    "late": Standard(
        "Lateness", (0, 7, 28),
        "Mean days after the due date of the last four quarters' returns; an outstanding one counts to today. A week "
        "can be made up before a board meets, four weeks cannot.", unit=" days",
    ),
    "restated": Standard(
        "Restatement", (1, 2.5, 5),
        "Mean change by restatement over all figures of two years, whichever way, those never restated counting 0: one "
        "honest correction is no sign of poor data, many are. The usual tolerance of a target is 5%: figures that are out "
        "by more on average can turn a rating.", unit="%",
    ),
    "breaks": Standard(
        "Breaks", (0, 0.5, 1),
        "Breaks and unreliable stretches registered in two years. A break counts one: across it nothing can be compared. An "
        "unreliable stretch counts a half: figures that include it can still be read with care.",
    ),
}  # fmt: skip


class Feed(NamedTuple):
    """One accepted submission: whose, what for, when it came, and whether it is in force."""

    reference: str
    partner: str
    period: Period
    received: date
    is_return: bool
    in_force: bool


class Revision(NamedTuple):
    """A stored figure that was changed later: first and last value, in the units of the record."""

    indicator: str
    period: Period
    old: float
    new: float

    @property
    def percent(self) -> float:
        """The change in per cent of the old value, whichever way; from zero, 100.

        >>> Revision("BUR", Period.month(2018, 1), 20, 23).percent
        15.0
        """
        if not self.old:
            return 100.0 if self.new else 0.0
        return 100 * abs(self.new - self.old) / abs(self.old)


class _Part(NamedTuple):
    value: float | None
    words: str


def grade_indicator(
    framework: Framework, indicator: Indicator, period: Period, seen: Iterable[Observation],
    feeds: Sequence[Feed], revisions: Iterable[Revision], today: date,
) -> QualityLine:  # fmt: skip
    """Return an indicator's grade for the own area.

    `seen` are the indicator's observations for the own area, of any time; `revisions` those of the same.
    Nothing is estimated: a part that cannot be judged (no return was ever due, say) is left out of the grade.
    """
    first = period.last - WINDOW + 1
    inside = [o for o in seen if first <= o.period.first and o.period.last <= period.last]
    known = {feed.reference: feed.received for feed in feeds}
    parts = {
        "complete": _completeness(indicator, period, inside),
        "late": _lateness(framework, indicator, period, feeds, today),
        "restated": _restatement(
            [r for r in revisions if first <= r.period.first <= period.last],
            sum(o.numerator is not None for o in inside),
        ),
        "breaks": _breaks(framework, indicator, first, period.last),
    }
    grades = {key: STANDARDS[key].grade(part.value) for key, part in parts.items() if part.value is not None}
    grade = max(grades.values(), default=DASH) if parts["complete"].value is not None else DASH
    newest = max((o for o in inside if o.numerator is not None), key=lambda o: o.period.last, default=None)
    return QualityLine(
        indicator=indicator.code,
        title=indicator.title,
        grade=grade,
        words=_sentence(grade, grades, parts),
        complete=parts["complete"].value,
        complete_words=parts["complete"].words,
        days_late=parts["late"].value,
        late_words=parts["late"].words,
        restated=parts["restated"].value,
        restated_words=parts["restated"].words,
        breaks=parts["breaks"].value or 0.0,
        break_words=parts["breaks"].words,
        last_received=known.get(newest.source.submission) if newest else None,
    )  # fmt: skip


def weakest_words(lines: Sequence[QualityLine]) -> list[str]:
    """Return the sentence the Summary carries of what is graded D; none where nothing is."""
    poor = [line.title for line in lines if line.grade == GRADES[-1]]
    if not poor:
        return []
    told = listed_first(poor, 3)
    return [f"The data behind {count_of(len(poor), 'indicator')} is graded D: {told}."]


def _completeness(indicator: Indicator, period: Period, inside: Sequence[Observation]) -> _Part:
    step = indicator.frequency.months
    end = period.last - (period.last - 2) % step
    ends = [
        last for last in range(end, period.last - WINDOW, -step) if last - step + 1 > period.last - WINDOW
    ]
    by_period = {o.period: o for o in inside}
    due = [
        one
        for last in ends
        if indicator.reported_in(one := Period(last - step + 1, step))
        and not ((given := by_period.get(one)) and given.marker is Marker.NOT_APPLICABLE)
    ]
    if not due:
        return _Part(None, "no figure was due")
    there = sum(one in by_period and by_period[one].numerator is not None for one in due)
    name = {1: "month", 3: "quarter", 12: "year"}[step]
    words = (
        f"all {count_of(there, name)} reported"
        if there == len(due)
        else f"{there} of {count_of(len(due), name)} reported"
    )
    if there == len(due) == 1:
        words = f"the one {name} due is reported"
    return _Part(100 * there / len(due), words)  # fmt: skip


def _lateness(
    framework: Framework, indicator: Indicator, period: Period, feeds: Sequence[Feed], today: date
) -> _Part:
    returns = [feed for feed in feeds if feed.is_return]
    if not returns:
        return _Part(None, "no return was ever accepted")
    begun = min(feed.period.first for feed in returns)
    in_force = {feed.period: feed for feed in returns if feed.partner == indicator.partner and feed.in_force}
    days, absent = [], 0
    for quarter in (period.last_quarter.shift(-back) for back in range(RETURNS)):
        due = due_date(framework, quarter)
        # Before returns were taken in at all, none can have been late.
        if quarter.first < begun or not indicator.reported_in(quarter):
            continue
        if not framework.due_from(indicator.partner, quarter):
            continue
        sent = in_force.get(quarter)
        if sent is None and today <= due:
            continue
        absent += sent is None
        days.append(max(0, ((sent.received if sent else today) - due).days))
    if not days:
        return _Part(None, "no return was due")
    late = sorted(day for day in days if day)
    if not late:
        return _Part(0, "no return was late")
    span = count_of(late[0], "day") if late[0] == late[-1] else f"{late[0]} to {count_of(late[-1], 'day')}"
    words = f"{len(late)} of {count_of(len(days), 'return')} late, by {span}"
    return _Part(fmean(days), words + (f"; {absent} outstanding" if absent else ""))


def _restatement(revisions: Sequence[Revision], figures: int) -> _Part:
    """Return how far restatements moved the figures, as a mean over all there are; `figures` counts those."""
    real = [revision for revision in revisions if revision.old != revision.new]
    if not real:
        return _Part(None, "no figure was restated")
    size = sum(min(_ALL, revision.percent) for revision in real) / max(figures, len(real))
    middle = median(revision.percent for revision in real)
    words = f"{len(real)} of {count_of(max(figures, len(real)), 'figure')} restated, by a median of {rounded(middle, 1)}%"
    return _Part(size, words)


def _breaks(framework: Framework, indicator: Indicator, first: int, last: int) -> _Part:
    found = [
        note
        for note in framework.notes_for(indicator)
        if (note.kind is NoteKind.BREAK and first < note.first.first <= last)
        or (note.kind is NoteKind.UNRELIABLE and note.first.first <= last and note.last_month >= first)
    ]
    if not found:
        return _Part(0, "no break")
    told = [f"{note.kind.value} {month_label(note.first.first)}" for note in found]
    return _Part(sum(WEIGHTS[note.kind] for note in found), listed(told))


def _sentence(grade: str, grades: dict[str, str], parts: dict[str, _Part]) -> str:
    """Return why the grade is what it is: the parts that set it; for an A, all of them."""
    if grade == DASH:
        return f"Not graded: {parts['complete'].words} in two years."
    deciding = [parts[key].words for key, letter in grades.items() if letter == grade]
    others = "" if grade == GRADES[0] or len(deciding) == len(grades) else "; the rest is better"
    return f"{capital(listed(deciding))}{others}."
