"""What the worksheet functions may be asked for by name: the figures of an indicator, and the lists of a framework."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

from scpxl.model.framework import Framework
from scpxl.scorecard.records.figures import Figure
from scpxl.scorecard.records.scorecard import GroupComparison, IndicatorCard


def _rank_of(group: GroupComparison | None) -> Figure:
    rank = group.rank if group else None
    return Figure(rank, "not ranked" if rank is None else str(rank))


@dataclass(frozen=True, slots=True)
class NamedFigure:
    """A figure that SCP_VALUE gives: what it is, and where an indicator's card holds it."""

    words: str
    of: Callable[[IndicatorCard], Figure | str]


FIGURES: Final = {
    "year": NamedFigure("the last twelve months; of a level or a survey, the latest figure", attrgetter("headline")),
    "before": NamedFigure("the same a year earlier", attrgetter("before")),
    "change": NamedFigure("the change on a year earlier, in numbers or percentage points", attrgetter("change")),
    "change %": NamedFigure("the change on a year earlier in per cent", attrgetter("change_percent")),
    "quarter": NamedFigure("the latest quarter", attrgetter("quarter")),
    "year to date": NamedFigure("the financial year from April so far", attrgetter("year_to_date")),
    "latest": NamedFigure("the latest single month, quarter or year", attrgetter("latest")),
    "rate": NamedFigure("the year for so many people, as the dashboard shows it", attrgetter("rate")),
    "rank": NamedFigure("the place in the main benchmark group, 1 the lowest", lambda card: _rank_of(card.comparison)),
    "RAG": NamedFigure(
        "Red, Amber or Green, or why there is no rating", lambda card: (card.rag.why or card.rag.rag).value
    ),
    "target": NamedFigure(
        "the year's target", lambda card: card.target.target if card.target else Figure(None, "no target")
    ),
    "outturn": NamedFigure(
        "the forecast for the end of the year",
        lambda card: card.outturn.forecast if card.outturn else Figure(None, "no forecast"),
    ),
    "variation": NamedFigure(
        "what the control chart says of the latest figure", lambda card: card.variation.variation.value
    ),
}  # fmt: skip
"""What may be asked for of an indicator, in any mixture of capitals."""
RANK_IN: Final = "rank in "
"""Before a group's code or name: the place in another group than the main one."""


def figures_for(*, grouped: bool = True) -> tuple[tuple[str, str], ...]:
    """Return what may be asked for, name and words; where areas are compared in no group, without ranks."""
    every = [*((name, one.words) for name, one in FIGURES.items())]
    every.append((f"{RANK_IN}GROUP", "the place in another benchmark group, by its code or title"))
    return tuple((name, words) for name, words in every if grouped or not name.startswith("rank"))


def figure_argument_words(*, grouped: bool = True) -> str:
    """Return what is said of the argument that names a figure."""
    return f"{', '.join(name for name, _words in figures_for(grouped=grouped))}; blank for year"


def rank_in(card: IndicatorCard, group: str) -> Figure | None:
    """Return an indicator's rank in a group of that code or name; None where it is not compared with such a group."""
    by_name = {name.casefold(): one for one in card.in_groups for name in (one.code, one.group)}
    found = by_name.get(group.casefold())
    return _rank_of(found) if found else None


@dataclass(frozen=True, slots=True)
class AskedList:
    """A list that SCP_LIST gives: what it is, the names of its columns, and its rows."""

    words: str
    columns: tuple[str, ...]
    rows: Callable[[Framework], Iterable[tuple[str, ...]]]


def _grouped(framework: Framework) -> Iterable[tuple[str, ...]]:
    for one in framework.benchmarks:
        held = [area.name for area in framework.areas if one.code in area.groups]
        yield one.code, one.title, f"{len(held)} areas"


LISTS: Final = {
    "indicators": AskedList(
        "every indicator of the dashboard",
        ("code", "title", "objective", "unit"),
        lambda f: ((one.code, one.title, one.objective, one.counted or one.unit.value) for one in f.reported),
    ),
    "objectives": AskedList(
        "the objectives", ("code", "title"), lambda f: ((one.code, one.title) for one in f.objectives)
    ),
    "areas": AskedList(
        "your own area, those you compare with, and the parts of your own",
        ("code", "name", "kind"),
        lambda f: ((one.code, one.name, one.kind) for one in f.areas),
    ),
    "groups": AskedList("the benchmark groups", ("code", "title", "holds"), _grouped),
    "partners": AskedList(
        "who sends returns", ("code", "name"), lambda f: ((one.code, one.name) for one in f.partners)
    ),
    "figures": AskedList(
        "what SCP_VALUE gives", ("figure", "what it is"), lambda _: ((name, one.words) for name, one in FIGURES.items())
    ),
}  # fmt: skip
"""What SCP_LIST gives, by name."""
