"""What has come of each section of each partner's return, month by month, in a word; and what is still wanted of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from scpxl.model.agreements import waiver_for
from scpxl.model.framework import Framework, Indicator
from scpxl.model.observations import NOT_KNOWN, Marker, Observation, SeriesKey
from scpxl.model.periods import Period, month_label
from scpxl.returns.form import Sheet
from scpxl.returns.layout import PARTS_OF_FIGURES, due_date
from scpxl.returns.parts import WARD, section_name
from scpxl.scorecard.lists.returns import ACCEPTED, RETURNED, Sending
from scpxl.scorecard.records.lines import StatusRow
from scpxl.words import months_listed

NOT_ASKED = ""
RECEIVED, LATE, PROVISIONAL, NIL = "received", "late", "provisional", "nil"
IN_PART, NOT_GIVEN, MISSING, NOT_DUE, WITHDRAWN = "in part", "not given", "missing", "not due", "withdrawn"
WAIVED = "waived"
NOTHING_DUE = "nothing due"
_TEXTS = (Sheet.ACTIONS, Sheet.COMMENTARY)
_NO_FIGURE = {Marker.BLANK, Marker.NOT_AVAILABLE}


class AskedFigure(NamedTuple):
    """One figure a return asks for, and the month in whose column it is entered."""

    section: Sheet
    indicator: Indicator
    area: str
    item: str
    month: int
    waived: bool = False
    """Whether the partner need not give it."""
    breakdown: str = ""

    @property
    def period(self) -> Period:
        """What the figure is about: the month, or the quarter or year that ends with it."""
        step = self.indicator.frequency.months
        return Period(self.month - step + 1, step)

    @property
    def figure(self) -> tuple[SeriesKey, Period]:
        """Which figure on record it is."""
        return SeriesKey(self.indicator.code, self.area, self.breakdown, self.item), self.period


Known = Mapping[tuple[tuple[str, str, str, str], Period], Marker]
"""The mark of each figure on record, by series and period."""
FIGURES = (Sheet.MEASURES, *PARTS_OF_FIGURES)
"""The sections that hold figures."""


def known_marks(observations: Iterable[Observation]) -> Known:
    """Return the mark of each figure."""
    # Some hundred thousand figures: the four fields of a series cut out are equal to its key, and made faster.
    return {(o[:4], o.period): o.marker for o in observations}


def asked_figures(framework: Framework, partner: str, period: Period) -> Iterator[AskedFigure]:
    """Yield the figures of the period that a partner's return asks for and may leave blank only by a waiver."""
    own = framework.area
    wards = [(ward.code, "", "") for ward in framework.parts_in(period)] + [(own, NOT_KNOWN, WARD)]
    waivers, due = framework.waivers_of(partner), due_date(framework, period)
    for indicator in framework.indicators_for(partner, period):
        if not indicator.required:
            continue
        waived = waiver_for(waivers, "BLANK", indicator.code, due) is not None
        # A figure of several months is entered in the column of the last one: March, June, September, December.
        for month in (own.last for own in indicator.periods_ending_in(period)):
            yield AskedFigure(Sheet.MEASURES, indicator, own, "", month, waived)
            if framework.is_by_parts(indicator):
                for area, item, breakdown in wards:
                    yield AskedFigure(Sheet.WARDS, indicator, area, item, month, waived, breakdown)
            for breakdown in (one.code for one in framework.breakdowns_of(indicator)):
                for one in framework.items_of(breakdown):
                    yield AskedFigure(Sheet.BREAKDOWNS, indicator, own, one.item, month, waived, breakdown)


def is_gap(asked: AskedFigure, known: Known) -> bool:
    """Whether a figure asked for is not there: never given, left blank, or not available yet."""
    return known.get(asked.figure, Marker.BLANK) in _NO_FIGURE


def status_matrix(
    framework: Framework,
    period: Period,
    sendings: Iterable[Sending],
    known: Known,
    written: Mapping[Sheet, Collection[str]],
    today: date,
    nil: Collection[tuple[str, str]] = (),
) -> tuple[StatusRow, ...]:
    """Return a row for each section of each partner's return, in framework order, one state per month.

    `written` names the partners whose return in force has actions, and commentary; `nil` holds partner
    and section of whatever such a return says holds nothing to report.  What is given once
    a quarter (a quarterly figure, the action plan, commentary) is under the last month; a month for
    which a section asks nothing is blank.
    """
    by_partner: dict[str, list[Sending]] = {}
    for sending in sendings:
        by_partner.setdefault(sending.partner, []).append(sending)
    due, months = due_date(framework, period), tuple(month_label(m) for m in period.months)
    rows = []
    for partner in framework.partners:
        if not framework.indicators_for(partner.code, period):
            continue
        sent = sorted(by_partner.get(partner.code, []), key=lambda s: s.attempt)
        whole = (
            _of_the_return(sent, due, today)
            if sent or framework.due_from(partner.code, period)
            else NOTHING_DUE
        )
        asked = list(asked_figures(framework, partner.code, period))
        for section in FIGURES:
            of_it = [one for one in asked if one.section is section]
            if of_it:
                states = tuple(
                    _of_figures([one for one in of_it if one.month == m], known, whole) for m in period.months
                )
                rows.append(StatusRow(partner.name, section_name(framework, section), months, states))
        for section in _TEXTS:
            state = whole
            if whole in {RECEIVED, LATE} and partner.code not in written[section]:
                state = NIL if (partner.code, section) in nil else NOT_GIVEN
            rows.append(
                StatusRow(partner.name, section.value, months, (*[NOT_ASKED] * (len(months) - 1), state))
            )
    return tuple(rows)


def _of_the_return(sent: Sequence[Sending], due: date, today: date) -> str:
    in_force = next((s for s in reversed(sent) if s.status.startswith(ACCEPTED)), None)
    if in_force:
        return LATE if in_force.received > due else RECEIVED
    if sent:
        return sent[-1].status
    return MISSING if today > due else NOT_DUE


def _of_figures(asked: Sequence[AskedFigure], known: Known, whole: str) -> str:
    if not asked:
        return NOT_ASKED
    if whole not in {RECEIVED, LATE}:
        return whole
    gaps = [one for one in asked if is_gap(one, known)]
    if not all(one.waived for one in gaps):
        return NOT_GIVEN if len(gaps) == len(asked) else IN_PART
    if gaps:
        return WAIVED
    marks = [known[one.figure] for one in asked]
    if all(mark is Marker.NIL for mark in marks):
        return NIL
    return PROVISIONAL if Marker.PROVISIONAL in marks else whole


STATES = {
    RECEIVED: "accepted on time",
    LATE: "accepted late",
    PROVISIONAL: "accepted; a figure may still change",
    NIL: "the partner says there is nothing to report",
    IN_PART: "accepted, but a figure is blank or not available",
    WAIVED: "accepted; a figure is missing and waived: see the framework's waivers",
    NOT_GIVEN: "accepted, but none of it is given",
    RETURNED: "sent back; no accepted return",
    WITHDRAWN: "withdrawn; no accepted return",
    MISSING: "nothing received, and the due date has passed",
    NOT_DUE: "nothing received yet",
    NOTHING_DUE: "no figure is due for this period, and nothing was received",
}
"""The states, with what they mean."""


def missing_words(framework: Framework, partner: str, period: Period, known: Known | None) -> tuple[str, ...]:
    """Return a line for each section and run of months of which figures are missing.

    With `known` None nothing of the return is in force: everything it asks for is missing, the action
    plan and commentary too; but nothing at all is missing of a partner who owes no figure for the period.  Else what counts is each figure that is blank or not available.
    A figure that need not be given, by a waiver, is never missing.
    """
    if known is None and not framework.due_from(partner, period):
        return ()
    asked = [one for one in asked_figures(framework, partner, period) if not one.waived]
    gaps = asked if known is None else [one for one in asked if is_gap(one, known)]
    lines = [
        f"{section_name(framework, section)}, {months_listed(months)}: {'; '.join(titles)}"
        for section in FIGURES
        for months, titles in _bymonths_listed([one for one in gaps if one.section is section]).items()
    ]
    if known is None:
        wanted = {i.objective for i in framework.indicators_for(partner, period)}
        aims = [o.title for o in framework.objectives if o.code in wanted]
        lines.append("Actions: the action plan, with what has happened since last time")
        lines += [f"Commentary: {'; '.join(aims)}"] if aims else []
    return tuple(lines)


def _bymonths_listed(gaps: Sequence[AskedFigure]) -> dict[tuple[int, ...], list[str]]:
    """Return the titles of what is missing by the months it is missing for, in framework order."""
    months: dict[str, set[int]] = {}
    for one in gaps:
        months.setdefault(one.indicator.title, set()).add(one.month)
    titles: dict[tuple[int, ...], list[str]] = {}
    for title, of_it in months.items():
        titles.setdefault(tuple(sorted(of_it)), []).append(title)
    return titles
