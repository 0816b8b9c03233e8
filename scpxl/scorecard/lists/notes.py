"""The Notes sheet: definitions, sources, breaks, marks, words and methods, all from what the framework declares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from scpxl.model.framework import Framework
from scpxl.model.observations import Marker
from scpxl.model.periods import Period, month_label, months_text
from scpxl.model.series_notes import NoteKind
from scpxl.privacy.guard import WITHHELD
from scpxl.scorecard.cards.variation import rules_in_words
from scpxl.scorecard.lists.exceptions import RULES as EXCEPTION_RULES
from scpxl.scorecard.lists.quality import STANDARDS
from scpxl.scorecard.records.figures import REVISED
from scpxl.scorecard.records.lines import NoteLine
from scpxl.scorecard.wording import SMALL_BASE, polarity_words
from scpxl.statistics.judgeable import LEAST_EVENTS, LEAST_FIGURES, LEAST_FOR_TREND, MEMORY
from scpxl.statistics.spc.variation import SpcOptions
from scpxl.verdicts import FEW_TOGETHER, FEWEST, PAIRS, SHOWN_LEVEL, SIGNIFICANCE_LEVEL
from scpxl.words import capital, withheld_words

METHODS: Final[Mapping[str, str]] = MappingProxyType({
    "Year to": "The sum of the last twelve months; for percentages, the ratio of the two sums. A year with a month missing is not shown as a number; the missing months are named in its place.",
    "Change": f"Against the twelve months before. No percentage is given where there were fewer than {SMALL_BASE} a year before.",
    "Change: significant or not": f"A change is statistically significant where, at {SIGNIFICANCE_LEVEL:.0%}, it is more than the figures' own variation would make: rate ratio of the two years, its error widened by the overdispersion of like months (quasi-Poisson, never less than chance). The confidence interval shown is at {SHOWN_LEVEL:.0%}, so one that just leaves out 0 may still be not significant (borderline). A leap day counts as no rise. Fewer than {FEWEST} in both years: too few to test. Fewer than {FEW_TOGETHER} in both together, or fewer than {FEWEST} in one of them: the exact test (mid-p). What rests on one month of the year is not called significant: with each left out in turn the change must stay outside its {SHOWN_LEVEL:.0%} interval, else the month is named. Percentages are tested in points, by how much their months vary about the year's.",
    "Change: relative to the group": "The ratio of the area's change to that of the group's other areas with complete figures for both years, with a confidence interval from the variation of both.",
    "Trend, long term": f"Change a year over the last 36 to 60 single months, each month of the year allowed its own level (quasi-Poisson regression), of a rate for as many people throughout; never from rolling years, nor from fewer than {LEAST_FOR_TREND} events in all. What rests on one month is not called significant, and the month is named. For yearly percentages: chi-squared for trend of the last five years at 99.8%, whose direction no single year decides.",
    "Trend, short term": "What the control chart flags in the last three months that are firm. A step: seven or more figures up to the latest on one side of the mean.",
    "Year's end": "Year to date + last twelve months × (1 − mean share of the last three years past by this month); not before the third month. The prediction interval is how far such forecasts were off in past years, at the same month, in all areas of the group; the chance of meeting the target is the share of those errors with which it would be met. With fewer than 20 past forecasts no chance is given, and a range only from the area's own, where there are five; a forecast always lies inside its own range.",
    "Interventions": "The months since (twelve at most) against the same months before, relative to the change of the group's other areas. It is no proof: other things changed too, and a figure that stood out often falls back by itself (regression to the mean).",
    "Rate": "The year's number for so many of its denominator in the same months: a denominator that adds up is summed, of a level such as homes it is the mean of the months. A population is the mid-year estimate of the calendar year each month falls in; where that is not out yet, the latest before it.",
    "Rank": "1 is the lowest rate. Areas without figures are not ranked and not counted. A rank alone is not evidence of a difference. The quarter of the group is by rank: the same number of areas in each, as near as can be.",
    "Plausible ranks": "The ranks that include the true one 95 times in 100 (a confidence interval of the rank). Each area's rate is uncertain by its count, times how much its months of two years vary beyond Poisson's chance (phi, not below 1), on the square root; rates are drawn towards the common mean by as much as they are uncertain (empirical Bayes); the chance of each rank is then worked out. Only for yearly rates of counts with two whole years.",
    "Funnel": "Each area against all the others together, without itself, on a funnel plot. Control limits at 99.8% on the square root about the others' pooled rate, widened by the overdispersion of the others (tau², a tenth of the z-scores at either end winsorised). Where fewer than seven events are expected of an area, the limits are exact (Poisson, or negative binomial with tau²). Higher or lower is said only outside them, and not where an area's plausible ranks hold half the group; between the 95% and the 99.8% limits it could be chance. Not with fewer than ten areas. Source: Spiegelhalter 2005, 2012.",
    "RAG": "Green: the target, or its profile (target path) by now, is met. Amber: missed by no more than the tolerance. Red: missed by more. The reason is given with each rating.",
    "Variation": "A control chart of single months, never of rolling years: XmR, mean ± 2.66 × mean moving range, unless its note says otherwise. It shows whether the latest month is common cause (usual) or special cause (unusual).",
    "Can it be judged": f"Limits need {LEAST_FIGURES} figures: with fewer it says too few figures to judge. Fewer than {LEAST_EVENTS:.0f} events a month on average (of a percentage, of its rarer part), or a median of 0, are too few for a monthly chart: see Rare events. A level whose figures resemble the last one (lag-1 autocorrelation {MEMORY} or more) is not judged. Where one figure is far from all others, or more than a tenth lie outside the limits, the middle line is the median.",
    "Rare events": "Single months are added up to quarters. Each quarter, and the last two, four and eight together, are compared with all the others by the exact (binomial) test: unusual where so many, or so few, would come by chance less than once in 200, allowing for how much quarters vary from one to the next. Fewer than three events are never too many. Fewer than 5 in all, unless unusual: too few figures to judge.",
    "Screening": "Outlying moving ranges, 3.267 times their mean and more, are excluded from the limits, once, so that one odd month does not hide the next. NHS England's Excel tool keeps them. Each chart's note says which.",
    "Seasons": "Tested where there are 36 months since the last break: strong (0.64 or more) or unlikely to be chance (Kruskal-Wallis, 1 in 100). Then each month is judged against what is usual for its time of year, and the chart's lines follow the season.",
    "Provisional figures": "A month that may still change is drawn and not judged: no special cause rests on it."})  # fmt: skip
"""How each figure and each word comes about, by its name; `explain` gives the same as the rule."""


def build_notes(
    framework: Framework, period: Period, changes: tuple[str, ...], withheld: int = 0
) -> tuple[NoteLine, ...]:
    """Return the notes, group by group.

    `changes` are those of the framework since the last publication, `withheld` is how many texts are.
    """
    return tuple(_notes(framework, period, changes, withheld))


def _notes(
    framework: Framework, period: Period, changes: tuple[str, ...], withheld: int
) -> Iterator[NoteLine]:
    if withheld:
        yield NoteLine(
            "Withheld", WITHHELD, f"{withheld_words(withheld)} {WITHHELD} is shown in their place."
        )
    if framework.note:
        yield NoteLine("Framework", f"Version {framework.version}", framework.note)
    for words in changes:
        yield NoteLine("Changes to the framework", "Since the last publication", words)
    yield from _registered(framework, period)
    yield from _definitions(framework)
    yield from _sources(framework)
    yield from _marks_and_words()
    for term, words in METHODS.items():
        yield NoteLine("Methods", term, words)
    options = SpcOptions(shift=framework.shift, trend=framework.trend)
    for rule, words in rules_in_words(options).items():
        yield NoteLine("Methods", f"Special cause, rule {rule}", capital(words) + ".")
    for place, exception in enumerate(EXCEPTION_RULES.values(), start=1):
        yield NoteLine("Exceptions, in order", f"{place}. {exception.name}", exception.words)
    for standard in STANDARDS.values():
        yield NoteLine("Data quality", standard.name, standard.words)


def _marks_and_words() -> Iterator[NoteLine]:
    """Yield what marks beside figures mean, and each pair of plain words and the field's term."""
    for marker in Marker:
        if marker.shorthand:
            yield NoteLine("Notes on the figure", marker.shorthand, marker.words.capitalize())
    words = "A registered break in the series; figures across it are not compared."
    yield NoteLine("Notes on the figure", "[b]", words)
    words = "Revised: another number was published before. Both are on Changes, with when and why."
    yield NoteLine("Notes on the figure", REVISED, words)
    for pair in PAIRS:
        yield NoteLine("Words and terms", capital(pair.plain), capital(pair.term) + ".")


def _registered(framework: Framework, period: Period) -> Iterator[NoteLine]:
    for note in framework.notes:
        if note.first.first > period.last:
            continue
        last = note.first.first if note.kind.restarts_limits else min(note.last_month, period.last)
        when = months_text(list(range(note.first.first, last + 1)))
        concerned = ", ".join(note.indicators) or "all indicators"
        source = f" Source: {note.source}" if note.source else ""
        words = f"{concerned}: {note.reason}{source}"
        group = "Interventions" if note.kind is NoteKind.INTERVENTION else "Breaks and unreliable months"
        yield NoteLine(group, f"{when} ({note.kind})", words)


def _definitions(framework: Framework) -> Iterator[NoteLine]:
    for indicator in framework.reported:
        start = f" Reported from {month_label(indicator.first.first)}." if indicator.first else ""
        words = indicator.definition or "No definition is given in the framework."
        better = polarity_words(indicator.polarity).capitalize()
        yield NoteLine("Definitions", f"{indicator.code} {indicator.title}", f"{words} {better}.{start}")


def _sources(framework: Framework) -> Iterator[NoteLine]:
    for source in dict.fromkeys(i.source for i in framework.reported if i.source):
        codes = ", ".join(i.code for i in framework.reported if i.source == source)
        yield NoteLine("Sources", codes, source)
    if made_up := [i.code for i in framework.reported if i.illustrative]:
        words = "Illustrative: made up for the example; no published series exists."
        yield NoteLine("Sources", ", ".join(made_up), words)
