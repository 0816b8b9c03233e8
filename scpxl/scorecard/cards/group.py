"""The own area beside its benchmark groups, in words: average, rank, what chance leaves of both, and the group's change."""

from __future__ import annotations

import math
from typing import Final

from scpxl.figures.groups.chances import Chance
from scpxl.figures.groups.records import GroupFigures
from scpxl.model.framework import Aggregation, Framework
from scpxl.model.periods import month_label
from scpxl.model.wholes import rate_name
from scpxl.scorecard.gaps import break_text
from scpxl.scorecard.records.figures import NO_FIGURE, Family
from scpxl.scorecard.records.groups import NOT_ASSESSED, Beside, Likelihood
from scpxl.scorecard.records.scorecard import (
    BenchmarkRow,
    BenchmarkTable,
    Figure,
    GroupComparison,
    NumberStyle,
)
from scpxl.scorecard.wording import (
    DASH,
    SMALL_BASE,
    count_style,
    figure,
    is_count,
    listed,
    number_style,
    number_text,
    ordinal,
    rate_style,
    signed,
)
from scpxl.verdicts import COULD_BE_CHANCE, MORE_THAN_CHANCE, Judgement
from scpxl.words import capital, rounded

NOTE: Final = (
    "Likely ranks include the true rank 95 times in 100, given how each area's months vary. Against the others: "
    "each area is compared with all the others together, with limits (99.8%) that allow for how much the others "
    "vary among themselves; a difference is more than chance only outside them, and "
    "where its likely ranks hold less than half of the group."
)
NOTE_NOT_ASSESSED: Final = (
    "Ranks and differences are not tested here: only yearly rates of counts are, among ten areas or more."
)
SMALL_RATE: Final = 0.1
"""Below such a rate one decimal place says too little."""
_QUARTERS = {1: "lowest", 2: "second lowest", 3: "second highest", 4: "highest"}
_CLASSES: Final = {
    2: Beside.FAR_ABOVE,
    1: Beside.ABOVE,
    0: Beside.SIMILAR,
    -1: Beside.BELOW,
    -2: Beside.FAR_BELOW,
}


def group_style(found: GroupFigures) -> NumberStyle:
    """Return how what is compared is shown."""
    indicator = found.indicator
    return rate_style(indicator) if found.has_rate and not indicator.divides else number_style(indicator)


def average_kind(found: GroupFigures) -> str:
    """Return how the average was taken, in words."""
    out_of = found.whole.name or "denominators"
    return f"all counts over all {out_of}" if found.is_pooled else "mean of the areas"


def compared_by(framework: Framework, found: GroupFigures) -> str:
    """Return what is compared: per 1,000 people, year to Mar 2018."""
    end, rate = month_label(found.end), rate_name(framework, found.indicator)
    when = f"year to {end}" if found.indicator.aggregation is not Aggregation.LATEST else end
    return f"{rate}, {when}" if rate else when


def broken_words(found: GroupFigures) -> str:
    """Return what is in place of changes where a registered break parts the two years; blank where none does."""
    return break_text(found.parting) if found.parting else ""


def compare(framework: Framework, found: GroupFigures) -> GroupComparison | None:
    """Return the own area's place in its group; None where the group does not hold it."""
    place = found.place_of(framework.area)
    if place is None:
        return None
    own, average, style = found.compared[place], found.average, group_style(found)
    quartile = found.quarters[place]
    missing = tuple(a.name for a, value in zip(found.areas, found.compared, strict=True) if math.isnan(value))
    return GroupComparison(
        group=found.group.title,
        code=found.group.code,
        average=figure(average, style),
        average_kind=average_kind(found),
        own=figure(own, style, "no figure"),
        rank=None if math.isnan(own) else int(found.ranks[place]),
        of=found.of,
        rank_words=rank_words(found, place),
        difference_words=difference_words(found, place),
        group_change=figure(found.change, NumberStyle.SIGNED_PERCENT, broken_words(found) or DASH),
        missing=missing,
        quartile=None if math.isnan(quartile) else int(quartile),
        quartile_words="" if math.isnan(quartile) else f"{_QUARTERS[int(quartile)]} quarter",
        difference=figure(*_difference(found, place)),
        likelihood=likelihood(framework, found, place),
    )


def rank_words(found: GroupFigures, place: int) -> str:
    """Return an area's rank as it is said, with the number ranked and which end is 1."""
    rank = found.ranks[place]
    if math.isnan(rank):
        return f"not ranked: no figure ({found.of} areas have one)"
    shared = "joint " if found.ranks.count(rank) > 1 else ""
    return f"{shared}{ordinal(int(rank))} of {found.of} (1 = lowest)"


def _difference(found: GroupFigures, place: int) -> tuple[float, NumberStyle]:
    """Return how far the own figure is from the average: in points for percentages, else in per cent of it."""
    style = group_style(found)
    apart = found.distance(place, in_points=style.is_percent)
    return apart, signed(style) if style.is_percent else NumberStyle.SIGNED_PERCENT


def difference_words(found: GroupFigures, place: int) -> str:
    """Return how far an area is from the group's average, in words; blank where that is not known."""
    apart, style = _difference(found, place)
    if math.isnan(apart):
        return ""
    known = "" if found.of == len(found.areas) else f" ({found.of} with figures)"
    group = f"the average of {found.group.title}{known}"
    in_points = style.family is Family.POINTS
    size = number_text(
        abs(apart), NumberStyle.ONE_PLACE if in_points or abs(apart) < 10 else NumberStyle.WHOLE
    )
    if float(size.replace(",", "")) == 0:
        return f"the same as {group}"
    amount = f"{size} points" if in_points else f"{size}%"
    return f"{amount} {'above' if apart > 0 else 'below'} {group}"


def in_rank_order(found: GroupFigures) -> list[int]:
    """Return the places of a group's areas, lowest first; those without figures last."""
    keys = [(math.isnan(rank), rank, area.name) for rank, area in zip(found.ranks, found.areas, strict=True)]
    return sorted(range(len(keys)), key=keys.__getitem__)


def benchmark_table(framework: Framework, found: GroupFigures) -> BenchmarkTable:
    """Return the group's areas ranked, lowest first; areas without figures last."""
    order = in_rank_order(found)
    own = found.place_of(framework.area)
    without = [found.areas[place].name for place in order if math.isnan(found.compared[place])]
    sentences = [] if own is None else [rank_words(found, own)]
    if without:
        sentences.append(f"No complete figures for {listed(without)}.")
    return BenchmarkTable(
        indicator=found.indicator.code,
        title=found.indicator.title,
        group=found.group.title,
        group_code=found.group.code,
        rate_name=capital(compared_by(framework, found)),
        average=figure(found.average, group_style(found)),
        rank_words=". ".join(sentences),
        rows=tuple(_row(framework, found, place) for place in order),
        average_kind=average_kind(found),
        note=NOTE if found.chances else NOTE_NOT_ASSESSED,
    )


def _row(framework: Framework, found: GroupFigures, place: int) -> BenchmarkRow:
    rank, style, rates = found.ranks[place], count_style(found.indicator), group_style(found)
    return BenchmarkRow(
        area=found.areas[place].name,
        rank=None if math.isnan(rank) else int(rank),
        rate=figure(found.compared[place], rates, "no figure"),
        count=figure(found.counts[place], style, "no figure")
        if found.has_rate and not rates.is_percent
        else Figure(None, DASH, style),
        change_percent=_change(found, place),
        is_own=found.areas[place].code == framework.area,
        likelihood=likelihood(framework, found, place),
    )


def _change(found: GroupFigures, place: int) -> Figure:
    style = group_style(found)
    if found.parting is not None:
        return Figure(None, broken_words(found), NumberStyle.SIGNED_PERCENT)
    if style.is_percent:
        return figure(found.figures[place] - found.figures_before[place], signed(style))
    if found.counts_before[place] < SMALL_BASE and is_count(found.indicator):
        return Figure(None, "small numbers", NumberStyle.SIGNED_PERCENT)
    return figure(found.changes[place], NumberStyle.SIGNED_PERCENT)


def class_of(chance: Chance | None) -> Beside:
    """Return an area's class among the others of its group."""
    if chance is None or math.isnan(chance.rate + chance.average):
        return Beside.NOT_ASSESSED
    return _CLASSES[chance.code]


def chance_words(found: GroupFigures, place: int) -> tuple[Beside, str, str]:
    """Return an area's class, its plausible ranks and its class in words; blanks where it is not assessed."""
    chance = found.chances[place] if found.chances else None
    if chance is None or math.isnan(chance.rate):
        return Beside.NOT_ASSESSED, "", ""
    beside = class_of(chance)
    judgement = _judgement(beside, found.indicator.polarity.sign)
    words = "" if math.isnan(chance.average) else _words(beside, judgement, found.of - 1)
    return beside, band_words(chance.first, chance.last), words


def likelihood(framework: Framework, found: GroupFigures, place: int) -> Likelihood:
    """Return what chance leaves of one area's rank and difference."""
    chance, indicator = found.chances[place] if found.chances else None, found.indicator
    if chance is None or math.isnan(chance.rate):
        return NOT_ASSESSED
    rate = rate_name(framework, indicator)
    known = not math.isnan(chance.average)
    beside, band, words = chance_words(found, place)
    style = rate_style(indicator)
    shown = [
        _rate_figure(value, style, exact=chance.exact) if known else NO_FIGURE
        for value in (chance.average, chance.lower, chance.upper)
    ]
    judgement = _judgement(beside, indicator.polarity.sign)
    within = f"99.8% limits {shown[1].text} to {shown[2].text} {rate}"
    if chance.exact:
        within += f": {_counts_words(chance)}"
    return Likelihood(
        rank_first=None if math.isnan(chance.first) else int(chance.first),
        rank_last=None if math.isnan(chance.last) else int(chance.last),
        rank_words=band,
        beside=beside,
        words=words,
        limits_words=within if known else "",
        others=shown[0],
        lower=shown[1],
        upper=shown[2],
        judgement=judgement,
    )


def _rate_figure(rate: float, style: NumberStyle, *, exact: bool) -> Figure:
    """Return a rate as it is shown, or to as many places as it takes: not 0.0 but 0.013, and of few events 0.13."""
    if not math.isfinite(rate) or rate == 0 or rate >= (1 if exact else SMALL_RATE):
        return figure(rate, style)
    return Figure(rate, rounded(rate, 1 - math.floor(math.log10(rate))), NumberStyle.TWO_PLACES)


def _counts_words(chance: Chance) -> str:
    """Return the same limits in events, which is what a handful of events is read in."""
    per_event = chance.per / chance.people
    low, high = (round(end / per_event) for end in (chance.lower, chance.upper))
    expected = chance.average / per_event
    about = rounded(expected, 1 if expected >= 1 else 2)
    return f"{low} to {high}, by exact tails, as about {about} are expected"


def band_words(first: float, last: float) -> str:
    """Return plausible ranks as they are said; blank where there are none.

    >>> band_words(6, 11), band_words(3, 3), band_words(math.nan, math.nan)
    ('likely between 6th and 11th', 'likely 3rd', '')
    """
    if math.isnan(first):
        return ""
    if first == last:
        return f"likely {ordinal(int(first))}"
    return f"likely between {ordinal(int(first))} and {ordinal(int(last))}"


def _judgement(beside: Beside, sign: int) -> Judgement:
    way = {Beside.FAR_ABOVE: 1, Beside.FAR_BELOW: -1}.get(beside, 0)
    if beside is Beside.NOT_ASSESSED:
        return Judgement.UNKNOWN
    if not way:
        return Judgement.SAME
    return Judgement.NEUTRAL if not sign else Judgement.BETTER if way == sign else Judgement.WORSE


def _words(beside: Beside, judgement: Judgement, others: int) -> str:
    """Return the class as a sentence carries it."""
    said = {Judgement.BETTER: ": better", Judgement.WORSE: ": worse"}.get(judgement, "")
    way = "higher" if beside in {Beside.FAR_ABOVE, Beside.ABOVE} else "lower"
    if beside is Beside.SIMILAR:
        return f"within the spread of the other {others}"
    if beside in {Beside.ABOVE, Beside.BELOW}:
        return f"{way} than is usual among the other {others}, but it {COULD_BE_CHANCE.plain}"
    return f"{way} than the other {others} by {MORE_THAN_CHANCE.plain}{said}"
