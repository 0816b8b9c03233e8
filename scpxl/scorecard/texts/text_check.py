"""Numbers in people's texts beside the figures they seem to be about: told to the analyst where they nearly agree.

Texts are commentary, explanations, actions, decisions, and the rows of registers about an objective or a measure.
Decisions and rows of earlier quarters are passed over: they were about the figures of their own time.  Drafts are
nobody's words.

A number that equals a figure of its own objective is right.  One that equals none, but lies near a figure of a measure
that its sentence names, is told with that figure.  A number that is near nothing is about something else, such as
officers or leaflets, and is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from scpxl.model.periods import Period
from scpxl.model.registers import REGISTERS, Takes
from scpxl.scorecard.records.figures import Family, Figure
from scpxl.scorecard.records.scorecard import IndicatorCard, ObjectivePage, Scorecard, WardMap
from scpxl.words import MONTH_NAMES

_NAMES: Final = frozenset({Takes.OBJECTIVE, Takes.MEASURE})
"""What columns of a register take that say what a row is about."""


class SaidText(NamedTuple):
    """A text, whose it is, and the codes of the measures it is about, where that is known."""

    where: str
    text: str
    about: frozenset[str] = frozenset()
    row: str = ""
    """Which row of which register it is of; the same row may be about two objectives."""


def texts_about(scorecard: Scorecard, page: ObjectivePage) -> Iterator[SaidText]:
    """Yield each text of a quarter that is about an objective or its measures."""
    yield from _written(scorecard, page)
    yield from _decided(scorecard, page)
    yield from _entered(scorecard, page)


def _written(scorecard: Scorecard, page: ObjectivePage) -> Iterator[SaidText]:
    """Yield commentary, explanations and actions."""
    codes = {card.code for card in page.cards}
    of_measures = [one for one in scorecard.commentary if one.measure and one.objective == page.code]
    for line in (*page.commentary, *of_measures):
        where, about = f"{line.partner} on {line.measure or page.tab}", codes & {line.indicator}
        for text in (line.happened, line.why, line.doing, line.decision):
            yield SaidText(where, text, frozenset(about))
    for card in page.cards:
        for said in card.explanations:
            yield SaidText(f"{said.partner} on {card.title}", said.words, frozenset({card.code}))
    for action in page.actions:
        where = f"{action.partner}, action {action.reference}".rstrip()
        yield from (SaidText(where, text) for text in (action.action, action.update, action.rag_reason))


def _decided(scorecard: Scorecard, page: ObjectivePage) -> Iterator[SaidText]:
    codes = {card.code for card in page.cards}
    for one in scorecard.decided:
        if one.indicator in codes and one.period == scorecard.quarter_name:
            yield SaidText(f"The decision on {one.title}", one.reason, frozenset({one.indicator}))


def _entered(scorecard: Scorecard, page: ObjectivePage) -> Iterator[SaidText]:
    """Yield the words in rows of registers that are about the objective, or about a measure of it."""
    for table in scorecard.registers:
        register = REGISTERS[table.name]
        for line in table.lines:
            if Period.parse(line.typed_in).short_title != scorecard.quarter_name:
                continue
            said = {cell.name: cell.text for cell in line.typed}
            named = {said[one.name] for one in register.fields if one.takes in _NAMES} - {""}
            about = frozenset(card.code for card in page.cards if named & {card.code, card.title})
            if about or named & {page.code, page.title, page.tab}:
                for field in register.fields:
                    if field.takes is Takes.TEXT and not field.person:
                        where = f"{table.title}, {field.head}, on {page.tab}"
                        yield SaidText(
                            where, said[field.name], about, f"{table.name} {line.key} {field.name}"
                        )


NEAR_PERCENT: Final = 4.0
"""So many points from a percentage a number is taken for a slip; farther, for something else."""
NEAR_COUNT: Final = 0.1
"""The same of other numbers, as a share of the figure."""
LEAST: Final = 20
"""Smaller numbers that are no percentages are near too many figures to be compared."""
_SENTENCES: Final = re.compile(r"(?<=[.!?;]) +")
_NUMBER: Final = re.compile(
    r"(?<![\w.,£/–-])(?P<money>£)?(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<part>\.\d+)?"
    r"(?P<scale> ?(?:million|thousand|bn|m|k)\b)?(?![\w/]|[–-]\d|,\d|\.\d)\s*(?P<unit>%|per cent\b|percent\b)?"
)
_SCALES: Final = {"million": 1e6, "m": 1e6, "bn": 1e9, "thousand": 1e3, "k": 1e3}
"""What a word after a number multiplies it by; `m` and `k` of money alone: 500 m is a distance."""
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
    money: bool = False


@dataclass(frozen=True, slots=True)
class _Number:
    """A number as it is in a text: £1.2m is 1,200,000, to half of a hundred thousand."""

    said: str
    value: float
    half: float
    percent: bool
    money: bool

    def may_be(self, one: _Known) -> bool:
        """Whether it is of the figure's kind; pounds may be told without their sign."""
        return one.percent is self.percent and (one.money or not self.money)

    def is_(self, value: float) -> bool:
        """Whether it is a figure, as far as it is told."""
        return abs(abs(value) - self.value) <= self.half


def check_numbers(scorecard: Scorecard) -> tuple[NumberRemark, ...]:
    """Return what in the texts of a quarter nearly agrees with a figure of its objective, text by text.

    Which texts these are is said by `texts`.
    """
    return tuple(remark for page in scorecard.pages for remark in _page(scorecard, page))


def _page(scorecard: Scorecard, page: ObjectivePage) -> Iterator[NumberRemark]:
    known = {card.code: tuple(_figures(card, scorecard.wards)) for card in page.cards}
    for said in texts_about(scorecard, page):
        yield from _text(page, known, said.where, said.text, said.about)


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
        for found in _numbers(sentence):
            if any(found.may_be(one) and found.is_(one.value) for one in every):
                continue
            near = _nearest(found.value, (one for code in about for one in known[code] if found.may_be(one)))
            if near is not None:
                yield NumberRemark(where, found.said, near.text, near.what)


def _stems(card: IndicatorCard) -> set[str]:
    """Return the words by which a text names a measure, as far as they are told apart."""
    words = re.findall(r"[a-z]+", card.title.casefold())
    return {word[:_STEM] for word in words if len(word) >= _LONG} - _COMMON


def _numbers(sentence: str) -> Iterator[_Number]:
    """Yield each number that may be a figure."""
    for found in _NUMBER.finditer(sentence):
        digits, part, percent = found["digits"], found["part"] or "", bool(found["unit"])
        money, scale = bool(found["money"]), (found["scale"] or "").strip()
        if scale in {"m", "k", "bn"} and not money:
            continue
        number = float(digits.replace(",", "") + part)
        after = sentence[found.end() :].lstrip().casefold()
        before = sentence[: found.start()].rstrip().casefold()
        is_day = after[:3] in _MONTHS or before[-3:] in _MONTHS
        plain = not percent and not part and not money and not scale
        is_year = plain and "," not in digits and 1900 <= number <= 2100
        times = _SCALES.get(scale, 1.0)
        if not (is_day or is_year) and (percent or number * times >= LEAST):
            half = _HALF * 0.1 ** len(part[1:]) * times
            yield _Number(found[0].strip(), number * times, half, percent=percent, money=money)


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
        money = figure.style.family is Family.MONEY
        yield _Known(figure.value, figure.text, f"{card.title}, {name}", percent, money)


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
