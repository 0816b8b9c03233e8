"""How the figures, the target and the chart of a card came about, line by line: printed, never worked out."""

from __future__ import annotations

from collections.abc import Iterator

from scpxl.figures.indicator import IndicatorFigures
from scpxl.figures.readings import Result, SeriesPlace
from scpxl.figures.tracks import LATEST, QUARTERLY, RATE, TO_DATE
from scpxl.model.framework import Unit
from scpxl.model.targets import Scheme
from scpxl.model.wholes import PEOPLE, is_yearly_rate
from scpxl.scorecard.cards.chart import shown_chart
from scpxl.scorecard.cards.chart_words import Shown
from scpxl.scorecard.cards.rating import Spoken
from scpxl.scorecard.cards.strip import figures_apart
from scpxl.scorecard.cards.variation import evidence, rests_on_provisional, rules_in_words
from scpxl.scorecard.explaining.line import ExplainedLine, explained
from scpxl.scorecard.gaps import year_of_level
from scpxl.scorecard.lists.notes import METHODS
from scpxl.scorecard.records.figures import Family, Figure
from scpxl.scorecard.records.scorecard import IndicatorCard
from scpxl.scorecard.wording import SMALL_BASE, figure, is_count, period_style
from scpxl.verdicts import SHOWN_LEVEL, Assurance
from scpxl.words import capital, in_sentence, listed

SCHEMES = {
    Scheme.TOLERANCE: "Scheme tolerance: Green where the aim is met, Amber where it is missed by no more than the tolerance, else Red.",
    Scheme.FLOOR: "Scheme floor: Green where the aim is met, Amber down to the floor, Red beyond it.",
    Scheme.IMPROVEMENT: "Scheme improvement: Green within the tolerance; otherwise Amber if no worse than a year ago, else Red.",
}
_MARKED = {
    "[p]": "[p]: a month in it is provisional.",
    "[u]": "[u]: a month in it is of low reliability.",
    "[b]": "[b]: a break lies within it.",
}
_QUARTER = "The months of the quarter together, and those of the same quarter a year ago, since quarters have seasons."
_TO_DATE = "From April to the latest figure; missing where one of its months is."
_LEVEL = (
    "A level does not add up: the latest figure stands for the year, and is compared with the one a year ago."
)
_TRAVEL = (
    "The arrow says which way the number moved against a year ago, the word whether that is better; the two "
    "are the same where they differ by less than a thousand-millionth. Better and worse are said only where the change is statistically significant."
)
_SUPPOSED = (
    "It supposes that nothing but chance moves the figure. Where months vary by more, as counts of crime mostly do, "
    "it is too narrow: the intervals of the change, the rank and the group allow for that."
)
_OF_COUNT = f"Byar's limits of the year's count, exact ones below 10 events; the denominator is taken as known. {_SUPPOSED}"
_OF_SHARE = f"Wilson's limits of a proportion. {_SUPPOSED}"
_PROFILE = "A year's total or rate is spread over the months by the shares in the framework (its profile); what does not grow through the year is compared with the target itself."
_ASSURANCE = (
    "The target (a year's as its part for one figure) against the control limits of an average figure: outside the limit on the "
    "good side it is consistently missed, outside the other consistently met, between the limits hit or miss."
)
_TOGETHER = "The rating compares the year with its target, the variation shows whether the process has changed: the two are read together (Riley, Burhouse and Nicholas 2021)."


def figure_lines(of: IndicatorFigures, card: IndicatorCard) -> Iterator[ExplainedLine]:
    """Yield the headline, the year before, both changes, direction, and each further figure of its own."""
    place, moved, indicator = of.place, of.moved, of.indicator
    if place is None or moved is None:
        return
    divided = indicator.divides
    rule = _LEVEL if place.is_level else METHODS["Year to"]
    yield _made(place, card.headline_name, card.headline, moved.now, (rule, divided, 0))
    yield _made(place, "The year before", card.before, moved.before, ("", divided, 1))
    yield from _changes(of, card)
    yield explained("Direction", f"{card.direction.travel}; {card.direction.words}", _TRAVEL)
    apart = figures_apart(of.framework, indicator)
    divided = divided and not is_yearly_rate(of.framework, indicator)
    if "quarter" in apart:
        quarter, before = (place.result(one) for one in (QUARTERLY, QUARTERLY.before))
        yield _made(place, "Quarter", card.quarter, quarter, (_QUARTER, divided, 0))
        what = "The same quarter a year ago"
        yield _made(place, what, card.quarter_year_ago, before, ("", divided, 1))
    if "year_to_date" in apart:
        yield _made(place, "Year to date", card.year_to_date, place.result(TO_DATE), (_TO_DATE, divided, 0))
    if "latest" in apart:
        rule = "The figure as reported."
        yield _made(
            place, f"Latest ({card.latest_label})", card.latest, place.result(LATEST), (rule, divided, 0)
        )
    if "rate" in apart:
        yield _ratio(place, f"Rate {card.rate_name}", card.rate, place.result(RATE), ("", True, 0))


def _made(
    place: SeriesPlace, what: str, shown: Figure, found: Result, told: tuple[str, bool, int]
) -> ExplainedLine:
    """Return a figure with what it is added up or divided from; `told` is its rule, whether it divides, and how many years back."""
    rule, divided, back = told
    rule = " ".join(filter(None, (rule, *(words for mark, words in _MARKED.items() if mark in shown.mark))))
    if shown.value is not None and divided:
        return _ratio(place, what, shown, found, (rule, divided, back))
    return explained(what, _with_mark(shown), rule, found.working, shown)


def _ratio(
    place: SeriesPlace, what: str, shown: Figure, found: Result, told: tuple[str, bool, int]
) -> ExplainedLine:
    """Return a figure that is its number over its whole, times so many; with which estimates the whole rests on."""
    rule, _divided, back = told
    of_many = METHODS["Rate"] if place.indicator.unit not in {Unit.PERCENTAGE, Unit.AVERAGE} else ""
    said = " ".join(filter(None, (rule, of_many, _estimates(place, back))))
    return explained(what, _with_mark(shown), said, found.working, shown)


def _with_mark(shown: Figure) -> str:
    return " ".join(filter(None, (shown.text, shown.mark)))


def _estimates(place: SeriesPlace, back: int) -> str:
    """Return which years' estimates a yearly whole, such as a population, is made of."""
    named = [year_of_level(end) for end in place.estimates(back)]
    whole = place.whole
    if not named or whole.indicator is None:
        return ""
    figures = f"{capital(in_sentence(whole.indicator.title))}: figures"
    return f"{'Population estimates' if whole.name == PEOPLE else figures} of {listed(named)}."


def _changes(of: IndicatorFigures, card: IndicatorCard) -> Iterator[ExplainedLine]:
    change, percent, moved = card.change, card.change_percent, of.moved
    points = change.style.family is Family.POINTS
    rule = "Percentages change in points, never in per cent of themselves." if points else METHODS["Change"]
    made = moved.change.working if moved and change.value is not None else None
    name = card.headline_name
    yield explained("Change", change.text, rule, made, card.headline, card.before, change, name=name)
    small = f"Fewer than {SMALL_BASE} a year before: a percentage would say more than the numbers do."
    few = moved is not None and moved.small_base and change.value is not None and not points
    made = moved.percent.working if moved and percent.value is not None else None
    yield explained(
        "Change in per cent",
        percent.text,
        small if few and is_count(of.indicator) else "",
        made,
        card.headline,
        card.before,
        percent,
        name=name,
    )


def chance_lines(of: IndicatorFigures, card: IndicatorCard) -> Iterator[ExplainedLine]:
    """Yield the interval of the year's rate, or else of its percentage; nothing where it has neither."""
    found = (
        of.by_chance
        if of.by_chance is None or not of.by_chance.is_rate or card.rate.value is not None
        else None
    )
    if found is None:
        return
    shown = card.rate if found.is_rate else card.headline
    ends = [figure(edge, shown.style) for edge in (found.lower, found.upper)]
    words = f"{ends[0].text} to {ends[1].text} ({SHOWN_LEVEL:.0%})"
    what, rule = ("rate", _OF_COUNT) if found.is_rate else ("percentage", _OF_SHARE)
    yield explained(f"Interval of the {what}", words, rule, found.working, *ends)


def target_lines(of: IndicatorFigures, card: IndicatorCard) -> Iterator[ExplainedLine]:
    """Yield the target with its profile, and the rating with the scheme's own numbers."""
    line, pursuit = card.target, of.pursuit
    if line is None or pursuit is None:
        yield explained("Rating", card.rag.reason, METHODS["RAG"])
        return
    made, target = pursuit.target_working, line.target
    yield explained("Target", line.words, _PROFILE, made, target, line.expected)
    if line.actual.value is not None and pursuit.actual_working is not None:
        what = "Rate of the year to date"
        yield explained(what, f"{line.actual.text} {line.unit}", "", pursuit.actual_working, line.actual)
    shown = (line.actual, line.expected, line.expected)
    rule = SCHEMES[pursuit.aim.target.scheme]
    yield explained("Rating", card.rag.reason, rule, pursuit.rating_working, *shown, like=line.actual.style)


def chart_lines(of: IndicatorFigures, card: IndicatorCard) -> Iterator[ExplainedLine]:
    """Yield the variation, how its limits came about, assurance, and what rating and variation mean together."""
    line, style = card.variation, period_style(of.framework, of.indicator)
    shown = shown_chart(of, style)
    if shown is not None and shown.chart.is_judged:
        yield _judged(of, card, shown)
    else:
        yield explained("Variation", line.words, METHODS["Variation"])
    for how in evidence(shown) if shown is not None else ():
        yield explained(how.name, capital(how.words), METHODS.get(how.method, ""))
    if card.control_chart is not None:
        yield explained("Under the chart", card.control_chart.note)
    if line.assurance is not Assurance.NOT_ASSESSED and shown is not None and of.aim and of.place:
        asked = of.aim.one_figure_working(of.place, shown.chart.step)
        target = figure(of.aim.target.value, Spoken(of.framework, of.indicator, of.aim).style)
        made = shown.chart.assurance_working(asked)
        words = f"{capital(line.assurance.value)}. {line.assurance_words}"
        yield explained("Assurance", words, _ASSURANCE, made, target, like=style)
    if card.standing_words:
        yield explained("In short", card.standing_words, _TOGETHER)


def _judged(of: IndicatorFigures, card: IndicatorCard, shown: Shown) -> ExplainedLine:
    chart, at = shown.chart, shown.chart.judged
    provisional = METHODS["Provisional figures"] if rests_on_provisional(shown) else ""
    said: tuple[str, ...] = (METHODS["Can it be judged"],)
    if chart.rare is None:
        named, rules = int(chart.rule[at]), rules_in_words(chart.options)
        told = "; ".join(f"{number}. {words}" for number, words in rules.items())
        held = f"Rule {named} holds: {rules[named]}." if named else f"None of the four rules holds: {told}."
        said = (METHODS["Variation"], held)
    rule = " ".join(filter(None, (*said, provisional)))
    made = chart.judged_working(of.indicator, shown.labels[at])
    words = f"{capital(card.variation.variation.term)}. {card.variation.words}"
    return explained("Variation", words, rule, made, like=shown.style)
