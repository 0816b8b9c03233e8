"""How changes, trends, outturns and interventions are worked out, in the words of the Notes sheet."""

from __future__ import annotations

from scpxl.statistics.judgeable import LEAST_FOR_TREND
from scpxl.verdicts import FEW_TOGETHER, FEWEST, SHOWN_LEVEL, SIGNIFICANCE_LEVEL

OUTLOOK_METHODS = (
    ("Change: significant or not", f"A change is statistically significant where, at {SIGNIFICANCE_LEVEL:.0%}, it is more than the figures' own variation would make: rate ratio of the two years, its error widened by the overdispersion of like months (quasi-Poisson, never less than chance). The confidence interval shown is at {SHOWN_LEVEL:.0%}, so one that just leaves out 0 may still be not significant (borderline). A leap day counts as no rise. Fewer than {FEWEST} in both years: too few to test. Fewer than {FEW_TOGETHER} in both together, or fewer than {FEWEST} in one of them: the exact test (mid-p). What rests on one month of the year is not called significant: with each left out in turn the change must stay outside its {SHOWN_LEVEL:.0%} interval, else the month is named. Percentages are tested in points, by how much their months vary about the year's."),
    ("Change: relative to the group", "The ratio of the area's change to that of the group's other areas with complete figures for both years, with a confidence interval from the variation of both."),
    ("Trend, long term", f"Change a year over the last 36 to 60 single months, each month of the year allowed its own level (quasi-Poisson regression), of a rate for as many people throughout; never from rolling years, nor from fewer than {LEAST_FOR_TREND} events in all. What rests on one month is not called significant, and the month is named. For yearly percentages: chi-squared for trend of the last five years at 99.8%, whose direction no single year decides."),
    ("Trend, short term", "What the control chart flags in the last three months that are firm. A step: seven or more figures up to the latest on one side of the mean."),
    ("Year's end", "Year to date + last twelve months × (1 − mean share of the last three years past by this month); not before the third month. The prediction interval is how far such forecasts were off in past years, at the same month, in all areas of the group; the chance of meeting the target is the share of those errors with which it would be met. With fewer than 20 past forecasts no chance is given, and a range only from the area's own, where there are five; a forecast always lies inside its own range."),
    ("Interventions", "The months since (twelve at most) against the same months before, relative to the change of the group's other areas. It is no proof: other things changed too, and a figure that stood out often falls back by itself (regression to the mean)."),
)  # fmt: skip
