"""Put figures into the example's texts, so that no sentence can say other than the tables do.

In braces stands an indicator's code, then what of it is meant, for the quarter of the return:

    {BUR-01}                  the quarter's figure          {BUR-01 before}       the same quarter a year before
    {BUR-01 change}           how it compares with that     {BUR-01 month 2018-03}  a month's figure
    {BUR-01 year}             twelve months to the quarter's end   {BUR-01 year before}   the twelve before those
    {BUR-03 wards}            the three wards with most     {BUR-03 top ward}     the one with most
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from example_figures import Figures, quarter_value, ward_totals

from scpxl.model.framework import Framework, Indicator, Unit
from scpxl.model.periods import YEAR, Period

_IN_BRACES = re.compile(r"\{([A-Z]{3}-\d\d)(?: ([^}]+))?\}")
_LAST_YEAR = "in the same quarter a year before"
_SMALL = 50
"""Below so many, a change is given as a number: a percentage of little says nothing."""


@dataclass(frozen=True)
class FigureWords:
    """The words for the figures of one quarter."""

    framework: Framework
    figures: Figures
    period: Period

    def fill(self, text: str) -> str:
        """Return the text with every brace filled in; raises KeyError for what is not in the tables."""
        return _IN_BRACES.sub(lambda found: self._words(found[1], found[2] or ""), text)

    def _words(self, code: str, what: str) -> str:
        indicator = self.framework.by_code[code]
        now = self.period
        year = Period(now.last - YEAR + 1, YEAR)
        if what.startswith("month "):
            return self._shown(indicator, Period.parse_month(what.removeprefix("month ")))
        if what in {"wards", "top ward"}:
            return self._wards(code, 3 if what == "wards" else 1)
        if what == "change":
            return self._change(indicator)
        periods = {"": now, "before": now.shift(-4), "year": year, "year before": year.shift(-1)}
        return self._shown(indicator, periods[what])

    def _value(self, indicator: Indicator, period: Period) -> float:
        number, out_of = quarter_value(self.figures, indicator, self.framework.area, period)
        if indicator.unit is Unit.PERCENTAGE:
            return 100 * number / out_of
        return number / out_of if indicator.unit is Unit.AVERAGE else number

    def _shown(self, indicator: Indicator, period: Period) -> str:
        value = self._value(indicator, period)
        shown = f"{value:,.{0 if indicator.unit is Unit.RATE else indicator.decimals or 0}f}"
        if indicator.unit in {Unit.PERCENTAGE, Unit.SURVEY}:
            return f"{shown}%"
        return f"£{shown}" if indicator.unit is Unit.MONEY else shown

    def _change(self, indicator: Indicator) -> str:
        now, before = (self._value(indicator, period) for period in (self.period, self.period.shift(-4)))
        was = self._shown(indicator, self.period.shift(-4))
        if now == before:
            return f"the same as {_LAST_YEAR}"
        word = "more" if now > before else "fewer"
        if before < _SMALL:
            return f"{abs(now - before):,.0f} {word} than {_LAST_YEAR} ({was})"
        percent = round(100 * abs(now - before) / before)
        if percent == 0:
            return f"about as many as {_LAST_YEAR} ({was})"
        if now >= 2 * before:
            return f"more than twice as many as {_LAST_YEAR} ({was})"
        return f"{percent}% {word} than {_LAST_YEAR} ({was})"

    def _wards(self, code: str, most: int) -> str:
        totals = ward_totals(self.framework, self.figures, code, self.period)[:most]
        if most == 1:
            return totals[0][0]
        named = [f"{name} ({count})" for name, count in totals]
        return f"{', '.join(named[:-1])} and {named[-1]}"
