"""Small frameworks and series for the scorecard's tests: a borough, some neighbours, an indicator at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from scpxl.model.framework import Area, BenchmarkGroup, Framework, Indicator
from scpxl.model.observations import Marker, Observation
from scpxl.model.periods import Period
from scpxl.model.plan import Objective, Partner
from scpxl.model.series_notes import NoteKind, SeriesNote
from scpxl.model.targets import Target
from scpxl.scorecard.build import build_one_card
from scpxl.scorecard.records.scorecard import IndicatorCard
from scpxl.verdicts import Judgement

Q4 = Period.parse("2017-18 Q4")
OWN = "OWN"
Value = float | tuple[float, float] | Marker | None
STEADY: Sequence[Value] = ([10.0, 12.0] * 6 + [12.0, 10.0] * 6 + [10.0, 12.0] * 6)[:35]
"""Thirty-five months of variation about eleven that no time of year explains."""


def indicator(code: str = "BUR", **more: Any) -> Indicator:
    """A monthly count of which fewer are better, unless told otherwise."""
    usual = {"title": code.title(), "objective": "O1", "kind": "outcome", "unit": "count", "polarity": "lower",
             "partner": "met"}  # fmt: skip
    return Indicator.model_validate({"code": code, **usual, **more})


PERCENTAGE: dict[str, Any] = {"unit": "percentage", "denominator": "reported", "aggregation": "ratio of sums"}
SURVEY: dict[str, Any] = {
    "unit": "survey percentage",
    "aggregation": "latest",
    "frequency": "quarterly",
    "polarity": "higher",
}
PEOPLE = indicator("POP", objective="", kind="context", unit="stock", frequency="annual", aggregation="latest",
                   polarity="neither")  # fmt: skip


def framework(
    *indicators: Indicator,
    areas: Iterable[str] = (),
    average: str = "unweighted",
    targets: Iterable[Target] = (),
    notes: Iterable[SeriesNote] = (),
    wards: Iterable[str] = (),
) -> Framework:
    """A framework of these indicators; `areas` are the codes of the benchmark group 'near'."""
    group = [Area(code=code, name=f"Area {code}", kind="borough", groups=("near",)) for code in areas]
    if OWN not in [area.code for area in group]:
        group.append(Area(code=OWN, name="Own", kind="borough"))
    return Framework(
        version="1",
        partnership="Safer Communities Partnership",
        area=OWN,
        objectives=(Objective(code="O1", title="Less crime"),),
        partners=(Partner(code="met", name="Police"), Partner(code="lfb", name="Fire Brigade")),
        areas=(*group, *(Area(code=w, name=w.title(), kind="ward", parent=OWN) for w in wards)),
        benchmarks=(
            BenchmarkGroup.model_validate({"code": "near", "title": "our neighbours", "average": average}),
        ),
        indicators=indicators,
        targets=tuple(targets),
        notes=tuple(notes),
    )


def broken(first: str, code: str = "BUR") -> SeriesNote:
    """A registered break in the series."""
    return SeriesNote(
        kind=NoteKind.BREAK, indicators=(code,), first=Period.parse_month(first), reason="A new system."
    )


def target(value: float, code: str = "BUR", year: str = "2017-18", **more: Any) -> Target:
    """A target of an indicator; by tolerance of 5%, in equal steps, unless told otherwise."""
    return Target.model_validate({"indicator": code, "year": year, "value": value, **more})


def series(
    values: Sequence[Value],
    code: str = "BUR",
    area: str = OWN,
    *,
    until: str = "2018-03",
    step: int = 1,
    breakdown: str = "",
    item: str = "",
) -> list[Observation]:
    """Figures of consecutive periods, the last of which ends with a month.

    A pair is numerator and denominator, a marker stands for a missing number, None for nothing received.
    """
    end = Period.parse_month(until).last
    found = []
    for back, value in enumerate(reversed(values)):
        period = Period(end - step + 1 - back * step, step)
        key = (code, area, breakdown, item, period)
        if isinstance(value, Marker):
            found.append(Observation(*key, None, None, value))
        elif isinstance(value, tuple):
            found.append(Observation(*key, *value))
        elif value is not None:
            found.append(Observation(*key, value))
    return found[::-1]


def population(people: dict[int, float], area: str = OWN) -> list[Observation]:
    """The mid-year estimates of an area by calendar year."""
    return [Observation("POP", area, "", "", Period.month(year, 6), count) for year, count in people.items()]


def card_of(
    agreed: Framework, observations: Sequence[Observation], period: Period = Q4, code: str = "BUR"
) -> IndicatorCard:
    """The card of an indicator."""
    return build_one_card(agreed, observations, period, code)


def card(values: Sequence[Value], period: Period = Q4, until: str = "2018-03", **more: Any) -> IndicatorCard:
    """The card of one indicator by itself, from its monthly figures."""
    return card_of(framework(indicator(**more)), series(values, until=until), period)


def outlook_lines(card: IndicatorCard) -> list[tuple[str, str]]:
    """Return what is said of the change, the trend, the year's end and interventions, each with its label."""
    lines = []
    if card.yearly:
        words = (_as_sentence(card.yearly.words), card.yearly.interval_words, card.yearly.group_words)
        lines.append(("Is the change more than usual variation?", " ".join(filter(None, words))))
    if card.trend:
        words = (card.trend.long_words, card.trend.short_words, card.trend.step_words)
        lines.append(("Trend", " ".join(filter(None, words))))
    if card.outturn:
        lines.append(("Year's end", card.outturn.words))
    if card.standing_words:
        lines.append(("In short", card.standing_words))
    lines += [("Explanation", line.text) for line in card.explanations]
    lines += [("Intervention", line.words) for line in card.interventions]
    return lines


def direction_word(card: IndicatorCard) -> str:
    """Return what is beside the arrow: better or worse where the change is significant, else why neither is said."""
    judgement = card.direction.judgement
    return "" if judgement is Judgement.UNKNOWN else judgement.value


def _as_sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")
