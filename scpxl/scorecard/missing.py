"""What is still wanted of a partner's return, in lines a reminder can carry: section, months, measures."""

from __future__ import annotations

from collections.abc import Sequence

from scpxl.model.framework import Framework
from scpxl.model.periods import Period
from scpxl.returns.parts import section_name
from scpxl.scorecard.matrix import FIGURES, AskedFigure, Known, asked_figures, is_gap
from scpxl.words import months_listed


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
