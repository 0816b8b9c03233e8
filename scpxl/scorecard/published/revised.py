"""Figures that were published before with another value: marked [r] where they are shown, and listed with both values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final, NamedTuple

from scpxl.model.periods import QUARTER, YEAR, month_label
from scpxl.scorecard.records.board import RevisedLine
from scpxl.scorecard.records.figures import REVISED
from scpxl.scorecard.records.lines import YearLine, YearScorecard
from scpxl.scorecard.records.scorecard import Figure, IndicatorCard
from scpxl.scorecard.wording import number_text
from scpxl.words import capital, day_text, listed

REACH: Final = 2 * YEAR
"""Publications of periods that end so many months before or after the one shown are compared with it."""
LATEST: Final = "latest "
_SHOWN: Final = ("headline", "before", "quarter", "quarter_year_ago", "year_to_date", "latest", "rate")


class EarlierFigure(NamedTuple):
    """A figure as it was published."""

    value: float
    published: date


class RestatedBy(NamedTuple):
    """A restatement of one of the own area's figures: whose return brought it, and when."""

    indicator: str
    partner: str
    """The partner's name; blank for an import."""
    day: date
    """When it was received."""
    after: date | None
    """The day of the last publication before it was taken into the record; None where there was none."""


Earlier = Mapping[tuple[str, str], Sequence[EarlierFigure]]
"""By indicator and what the figure is of: each value it was published with, first to last."""


def earlier_figures(
    cards: Sequence[Mapping[str, Any]], end: int, published: date
) -> Iterator[tuple[tuple[str, str], EarlierFigure]]:
    """Yield the figures of frozen cards whose last month is `end`, each with what it is of."""
    for card in cards:
        # A card that was kept before it named the year before is compared in its other figures.
        called = (
            card["headline_name"],
            card.get("before_name", ""),
            card["latest_label"],
            card.get("rate_name", ""),
        )
        named = _names(*called, end)
        for field, name in named.items():
            value = card[field]["value"]
            if value is not None:
                yield (card["code"], name), EarlierFigure(value, published)


def mark_revised(card: IndicatorCard, end: int, earlier: Earlier) -> IndicatorCard:
    """Return a card with [r] on each figure that was published with another value, and a note that says with which."""
    found = list(_revised(card, end, earlier)) if earlier else []
    if not found:
        return card
    marked: dict[str, Any] = {
        field: replace(shown, mark=shown.mark + REVISED) for field, _, _, shown in found
    }
    by_figure = {id(getattr(card, field)): shown for field, shown in marked.items()}
    strip = tuple(replace(one, figure=by_figure.get(id(one.figure), one.figure)) for one in card.strip)
    told = " ".join(
        f"{_named(name)}: {_text(was, shown)} ({day_text(was.published)})." for _, name, was, shown in found
    )
    note = f"{REVISED} Other numbers were published before. {told}"
    return replace(card, **marked, strip=strip, notes=(*card.notes, note))


def mark_year(
    year: YearScorecard, cards: Mapping[str, IndicatorCard], end: int, earlier: Earlier
) -> YearScorecard:
    """Return a year that ends with the month `end` with [r] on each quarter and year that was published with another value."""
    return replace(
        year, lines=tuple(_marked_line(one, cards[one.indicator], end, earlier) for one in year.lines)
    )


def _marked_line(line: YearLine, card: IndicatorCard, end: int, earlier: Earlier) -> YearLine:
    def marked(figures: Sequence[Figure], names: Sequence[str]) -> tuple[Figure, ...]:
        return tuple(
            replace(one, mark=one.mark + REVISED) if _was(card, name, one, earlier) else one
            for one, name in zip(figures, names, strict=True)
        )

    return replace(
        line,
        quarters=marked(line.quarters, _quarter_names(end)),
        years=marked(line.years, line.names),
    )


def _quarter_names(end: int) -> list[str]:
    return [f"Quarter to {month_label(month)}" for month in range(end - YEAR + QUARTER, end + 1, QUARTER)]


def _was(card: IndicatorCard, name: str, shown: Figure, earlier: Earlier) -> EarlierFigure | None:
    """Return the last other value with which a figure was published; None where there is none."""
    if shown.value is None:
        return None
    before = [one for one in earlier.get((card.code, name), ()) if _text(one, shown) != shown.text]
    return before[-1] if before else None


def revised_lines(
    cards: Sequence[IndicatorCard],
    end: int,
    earlier: Earlier,
    restated: Sequence[RestatedBy],
    year: YearScorecard | None = None,
) -> tuple[RevisedLine, ...]:
    """Return every card that has figures marked [r], with both values of each, and why they differ as far as that is known.

    Of a `year` that ends with the month `end`, its quarters and its years are listed too.
    """
    of_year = {one.indicator: one for one in year.lines} if year else {}
    lines = []
    for card in cards:
        found = {name: (was, shown) for _, name, was, shown in _revised(card, end, earlier)}
        if line := of_year.get(card.code):
            named = zip((*_quarter_names(end), *line.names), (*line.quarters, *line.years), strict=True)  # fmt: skip
            more = {name: (was, shown) for name, shown in named if (was := _was(card, name, shown, earlier))}
            found |= {name: both for name, both in more.items() if name not in found}
        if not found:
            continue
        first = min(was.published for was, _ in found.values())
        told = [
            f"{_named(name)}: {_text(was, shown)} (published on {day_text(was.published)}), now {shown.text}"
            for name, (was, shown) in found.items()
        ]
        lines.append(
            RevisedLine(card.code, card.title, ". ".join(told), first, why_restated(card, first, restated))
        )
    return tuple(lines)


def why_restated(card: IndicatorCard, since: date, restated: Sequence[RestatedBy]) -> str:
    """Return who restated figures of a card after a publication of a day, and what was said of it; blank where nobody did."""
    days: defaultdict[str, list[date]] = defaultdict(list)
    for one in restated:
        if one.indicator == card.code and one.after is not None and one.after >= since:
            days[one.partner].append(one.day)
    said = [
        f"Restated by {partner or 'an import'} on {listed([day_text(day) for day in sorted(set(those))])}"
        for partner, those in sorted(days.items())
    ]
    if said:
        said += [one.text.rstrip(".") for one in card.explanations]
    return ". ".join(said)


def _revised(
    card: IndicatorCard, end: int, earlier: Earlier
) -> Iterator[tuple[str, str, EarlierFigure, Figure]]:
    """Yield each figure that was published with another value: its field, what it is of, the last such value, and the figure."""
    called = (card.headline_name, card.before_name, card.latest_label, card.rate_name)
    for field, name in _names(*called, end).items():
        shown: Figure = getattr(card, field)
        if was := _was(card, name, shown, earlier):
            yield field, name, was, shown


def _names(headline: str, before: str, latest: str, rate: str, end: int) -> dict[str, str]:
    """Return what each figure of a card is of, so that the same figure of another period's card has the same name.

    A level's figure of a year ago is of a period that its card does not name: it is not compared.
    """
    now = month_label(end)
    names = {
        "headline": headline,
        "before": before,
        "quarter": f"Quarter to {now}",
        "quarter_year_ago": f"Quarter to {month_label(end - YEAR)}",
        "year_to_date": f"Year to date, {now}",
        "latest": LATEST + latest,
    }
    if rate:
        names["rate"] = f"Rate {rate}, {now}"
    return {field: names[field] for field in _SHOWN if names.get(field)}


def _named(name: str) -> str:
    return capital(name.removeprefix(LATEST))


def _text(was: EarlierFigure, shown: Figure) -> str:
    """Return an earlier value as it would be shown today: another way of writing it is no other value."""
    return number_text(was.value, shown.style)
