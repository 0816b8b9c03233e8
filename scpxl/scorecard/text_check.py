"""Numbers in people's texts beside the figures they seem to be about: told to the analyst where they nearly agree.

A number that equals a figure of its own objective is right.  One that equals none, but lies near a figure of a measure
that its sentence names, is told with that figure.  A number that is near nothing is about something else, such as
officers or leaflets, and is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from scpxl.scorecard.figures import Family, Figure
from scpxl.scorecard.model import IndicatorCard, ObjectivePage, Scorecard, WardMap
from scpxl.words import MONTH_NAMES

NEAR_PERCENT: Final = 4.0
"""So many points from a percentage a number is taken for a slip; farther, for something else."""
NEAR_COUNT: Final = 0.1
"""The same of other numbers, as a share of the figure."""
LEAST: Final = 20
"""Smaller numbers that are no percentages are near too many figures to be compared."""
_SENTENCES: Final = re.compile(r"(?<=[.!?;]) +")
_NUMBER: Final = re.compile(
    r"(?<![\w.,£/-])£?(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<part>\.\d+)?(?![\w/]|-\d|,\d|\.\d)\s*(?P<unit>%|per cent\b|percent\b)?"
)
_MONTHS: Final = tuple(name.casefold() for name in MONTH_NAMES)
_STEM, _LONG = 6, 5
"""Letters by which two words count as one, and fewest of a word that names a measure."""
_COMMON: Final = frozenset({"offenc", "police", "people", "report", "crimes", "number", "total", "residen"})
_HALF: Final = 0.5 + 1e-9


@dataclass(frozen=True, slots=True)
class NumberRemark:
    """A number in a text that is near a figure, and not it."""

    where: str
    """Whose text it is, and about which objective."""
    said: str
    figure: str
    of: str
    """Which figure: of which measure, and of what."""

    @property
    def words(self) -> str:
        """The same as a sentence."""
        return f"{self.where} says {self.said}; the figure is {self.figure} ({self.of})."


@dataclass(frozen=True, slots=True)
class _Known:
    value: float
    text: str
    what: str
    percent: bool


def check_numbers(scorecard: Scorecard) -> tuple[NumberRemark, ...]:
    """Return what in commentary and explanations nearly agrees with a figure of its objective, text by text."""
    return tuple(remark for page in scorecard.pages for remark in _page(scorecard.wards, page))


def _page(wards: WardMap | None, page: ObjectivePage) -> Iterator[NumberRemark]:
    known = {card.code: tuple(_figures(card, wards)) for card in page.cards}
    for line in page.commentary:
        where = f"{line.partner} on {page.tab}"
        for text in (line.happened, line.why, line.doing, line.decision):
            yield from _text(page, known, where, text)
    for card in page.cards:
        for said in card.explanations:
            yield from _text(page, known, f"{said.partner} on {card.title}", said.words, about={card.code})


def _text(
    page: ObjectivePage,
    known: Mapping[str, Sequence[_Known]],
    where: str,
    text: str,
    about: Collection[str] = (),
) -> Iterator[NumberRemark]:
    """Yield the remarks on one text; a sentence that names no measure goes on about those of the sentence before."""
    every = [one for figures in known.values() for one in figures]
    for sentence in _SENTENCES.split(text):
        stems = {word[:_STEM] for word in re.findall(r"[a-z]+", sentence.casefold())}
        about = {card.code for card in page.cards if _stems(card) & stems} or about
        for said, number, places, percent in _numbers(sentence):
            if any(one.percent is percent and _is(one.value, number, places) for one in every):
                continue
            near = _nearest(number, (one for code in about for one in known[code] if one.percent is percent))
            if near is not None:
                yield NumberRemark(where, said, near.text, near.what)


def _stems(card: IndicatorCard) -> set[str]:
    """Return the words by which a text names a measure, as far as they are told apart."""
    words = re.findall(r"[a-z]+", card.title.casefold())
    return {word[:_STEM] for word in words if len(word) >= _LONG} - _COMMON


def _numbers(sentence: str) -> Iterator[tuple[str, float, int, bool]]:
    """Yield each number that may be a figure: as it is written, its value, its decimals, whether it is a percentage."""
    for found in _NUMBER.finditer(sentence):
        digits, part, percent = found["digits"], found["part"] or "", bool(found["unit"])
        number = float(digits.replace(",", "") + part)
        after = sentence[found.end() :].lstrip().casefold()
        before = sentence[: found.start()].rstrip().casefold()
        is_day = after[:3] in _MONTHS or before[-3:] in _MONTHS
        is_year = not percent and not part and "," not in digits and 1900 <= number <= 2100
        if not (is_day or is_year) and (percent or number >= LEAST):
            yield found[0].strip(), number, len(part[1:]), percent


def _is(value: float, number: float, places: int) -> bool:
    return abs(abs(value) - number) <= _HALF * 0.1**places


def _nearest(number: float, known: Iterable[_Known]) -> _Known | None:
    def apart(one: _Known) -> float:
        # Of figures that are equally near the first is named: the year before its months.
        return round(abs(abs(one.value) - number), 6)

    found = min(known, key=apart, default=None)
    if found is None:
        return None
    within = NEAR_PERCENT if found.percent else NEAR_COUNT * abs(found.value)
    return found if apart(found) <= within else None


def _figures(card: IndicatorCard, wards: WardMap | None) -> Iterator[_Known]:
    """Yield every figure of a measure that a text may be about, with its name."""
    named = {
        card.headline_name: card.headline, "the year before": card.before, "change on the year before": card.change,
        "change on the year before, in per cent": card.change_percent, "the quarter": card.quarter,
        "the quarter a year before": card.quarter_year_ago, "year to date": card.year_to_date, card.latest_label: card.latest,
        card.rate_name: card.rate,
    }  # fmt: skip
    if card.target is not None:
        named |= {"target": card.target.target, "expected by now": card.target.expected}
    for group in card.in_groups:
        named |= {f"average of {group.group}": group.average, f"change of {group.group}": group.group_change}
    for name, figure in named.items():
        yield from _known(card, name, figure)
    yield from _of_the_quarter(card)
    yield from _of_months(card)
    if wards is not None and card.code in wards.codes:
        column = wards.codes.index(card.code)
        for ward, row, change in zip(wards.wards, wards.rolling, wards.change_percent, strict=True):
            yield from _known(card, ward, row[column])
            yield from _known(card, f"{ward}, change", change[column])


def _known(card: IndicatorCard, name: str, figure: Figure) -> Iterator[_Known]:
    if figure.value is not None:
        percent = figure.style.family in {Family.PERCENT, Family.POINTS}
        yield _Known(figure.value, figure.text, f"{card.title}, {name}", percent)


def _of_the_quarter(card: IndicatorCard) -> Iterator[_Known]:
    """Yield the change of the quarter on the same one a year before, which partners tell and no card holds."""
    now, then = card.quarter.value, card.quarter_year_ago.value
    if now is None or then is None:
        return
    what = f"{card.title}, the quarter's change on a year before"
    is_percent = card.quarter.style.is_percent
    yield _Known(now - then, f"{now - then:+,.0f}", what, is_percent)
    if then > 0 and not is_percent:
        share = 100 * (now - then) / then
        yield _Known(share, f"{share:+.1f}%", what, percent=True)


def _of_months(card: IndicatorCard) -> Iterator[_Known]:
    drawn = card.control_chart
    if drawn is None:
        return
    for label, value in zip(drawn.labels, drawn.values, strict=True):
        if value is not None:
            yield _Known(
                value,
                f"{value:,.{card.count_style.places}f}",
                f"{card.title}, {label}",
                card.count_style.is_percent,
            )
