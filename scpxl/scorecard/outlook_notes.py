"""How changes, trends, outturns and interventions are worked out, in the words of the Notes sheet."""

from __future__ import annotations

from scpxl.statistics.judgeable import LEAST_FOR_TREND
from scpxl.verdicts import FEW_TOGETHER, FEWEST, SHOWN_LEVEL, SIGNIFICANCE_LEVEL

OUTLOOK_METHODS = (
    ("Change: real or normal variation", f"A change is called real where, at {SIGNIFICANCE_LEVEL:.0%}, it is more than the figures' own variation would make: rate ratio of the two years, its error widened by how much like months vary beyond chance (quasi-Poisson, never less than chance). The interval shown is at {SHOWN_LEVEL:.0%}, so one that just leaves out 0 may still be normal variation (only just). A leap day counts as no rise. Fewer than {FEWEST} in both years: too few to assess. Fewer than {FEW_TOGETHER} in both together, or fewer than {FEWEST} in one of them: the exact test (mid-p). What one month of the year makes is not called real: with each left out in turn the change must stay beyond its {SHOWN_LEVEL:.0%} interval, else the month is named. Percentages are judged in points, by how much their months vary about the year's."),
    ("Change: the group's taken out", "The ratio of the area's change to that of the group's other areas with whole figures for both years, with an interval from the variation of both."),
    ("Trend, long term", f"Change a year over the last 36 to 60 single months, each month of the year allowed its own level (quasi-Poisson regression), of a rate for as many people throughout; never from rolling years, nor from fewer than {LEAST_FOR_TREND} events in all. What one month makes is not called real, and the month is named. For yearly percentages: chi-squared for trend of the last five years at 99.8%, whose direction no single year decides."),
    ("Trend, short term", "What the control chart flags in the last three months that are firm. A step: seven or more figures up to the latest on one side of the mean."),
    ("Year's end", "Year to date + last twelve months × (1 − mean share of the last three years past by this month); not before the third month. The interval is how far such forecasts were off in past years, at the same month, in all areas of the group; the chance of meeting the target is the share of those errors with which it would be met. With fewer than 20 past forecasts there is no chance given, and a range only from the area's own, where there are five; a forecast always lies inside its own range."),
    ("Interventions", "The months since (twelve at most) against the same months before, with the change of the group's other areas taken out. It is no proof: other things changed too, and what stood out often falls back by itself."),
)  # fmt: skip
