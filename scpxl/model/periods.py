"""Reporting periods: months, quarters and years of a financial year that starts on 1 April.

A month is a plain number (`year * 12 + month - 1`), so that series can be lined up by subtraction.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from scpxl.words import MONTH_NAMES as MONTH_NAMES  # noqa: PLC0414  (periods are written with them)
from scpxl.words import month_code as month_code  # noqa: PLC0414
from scpxl.words import month_label as month_label  # noqa: PLC0414
from scpxl.words import months_text as months_text  # noqa: PLC0414

FIRST_MONTH_OF_YEAR = 4
MONTH, QUARTER, YEAR = 1, 3, 12
HOW_TO_WRITE = "Write a quarter as 2017-18 Q4, a month as 2018-03 or a financial year as 2017-18."


def to_month(year: int, month: int) -> int:
    """Return the number of a calendar month.

    >>> to_month(2018, 3) - to_month(2017, 3)
    12
    """
    return year * 12 + month - 1


def financial_year(month: int) -> int:
    """Return the calendar year in which the month's financial year began.

    >>> financial_year(to_month(2018, 3)), financial_year(to_month(2018, 4))
    (2017, 2018)
    """
    return (month - (FIRST_MONTH_OF_YEAR - 1)) // 12


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """A month, a quarter or a financial year: its first month and its length in months."""

    first: int
    length: int

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        """Return a calendar month."""
        return cls(to_month(year, month), MONTH)

    @classmethod
    def quarter(cls, start_year: int, quarter: int) -> Period:
        """Return a quarter; `Period.quarter(2017, 4)` is January to March 2018."""
        return cls(to_month(start_year, FIRST_MONTH_OF_YEAR) + (quarter - 1) * QUARTER, QUARTER)

    @classmethod
    def year(cls, start_year: int) -> Period:
        """Return the financial year that begins in April of `start_year`."""
        return cls(to_month(start_year, FIRST_MONTH_OF_YEAR), YEAR)

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read ``2017-18 Q4``, ``2018-03`` or ``2017-18``; ``/`` may stand for ``-``.

        >>> str(Period.parse("2017/18 q4")), str(Period.parse("2018-03")), str(Period.parse("2017-18"))
        ('2017-18 Q4', '2018-03', '2017-18')
        >>> Period.parse("2018-04").first == Period.parse("2018-19").first
        True

        ``2010-11`` reads both ways; it is taken as the financial year.  Where a month is meant and
        nothing else may be, use `parse_month`; a person can also write ``Nov 2010``.

        >>> Period.parse("Nov 2010").length, Period.parse("2010-11").length
        (1, 12)
        """
        plain = " ".join(text.replace("–", "-").replace("/", "-").split())
        if named := re.fullmatch(r"([A-Za-z]{3})[a-z]* (\d{4})", plain):
            names = [name.casefold() for name in MONTH_NAMES]
            if named[1].casefold() in names:
                return cls.month(int(named[2]), names.index(named[1].casefold()) + 1)
        match = re.fullmatch(
            r"(?:Q([1-4]) |FY ?)?(\d{4})-(\d{2}|\d{4})(?:[ -]?Q([1-4]))?", plain, re.IGNORECASE
        )
        if match:
            quarter = match[1] or match[4]
            start, end = int(match[2]), int(match[3])
            if end % 100 == (start + 1) % 100:
                return cls.quarter(start, int(quarter)) if quarter else cls.year(start)
            if not quarter and len(match[3]) == 2 and 1 <= end <= 12:
                return cls.month(start, end)
        raise ValueError(f"{text!r} is not a period. {HOW_TO_WRITE}")

    @classmethod
    def parse_month(cls, text: str) -> Period:
        """Read a month and nothing else, so that ``2010-11`` is November 2010.

        >>> Period.parse_month("2010-11") == Period.month(2010, 11)
        True
        """
        if match := re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", text.strip()):
            return cls.month(int(match[1]), int(match[2]))
        period = cls.parse(text)
        if period.length != MONTH:
            raise ValueError(f"{text!r} is not a month. Write it like 2018-03.")
        return period

    @property
    def last(self) -> int:
        """The number of its last month."""
        return self.first + self.length - 1

    @property
    def last_day(self) -> date:
        """Its last day.

        >>> Period.parse("2017-18 Q4").last_day
        datetime.date(2018, 3, 31)
        """
        year, month = divmod(self.last + 1, YEAR)
        return date(year, month + 1, 1) - timedelta(days=1)

    @property
    def months(self) -> range:
        """The numbers of its months."""
        return range(self.first, self.first + self.length)

    @property
    def start_year(self) -> int:
        """The calendar year in which its financial year began."""
        return financial_year(self.first)

    @property
    def number(self) -> int:
        """Which quarter of the financial year it begins in, 1 to 4."""
        return (self.first - to_month(self.start_year, FIRST_MONTH_OF_YEAR)) // QUARTER + 1

    @property
    def last_quarter(self) -> Period:
        """The quarter that holds its last month: the one whose returns go with figures up to then.

        >>> str(Period.parse_month("2018-02").last_quarter), str(Period.parse("2017-18 Q4").last_quarter)
        ('2017-18 Q4', '2017-18 Q4')
        """
        return Period(self.last - self.last % QUARTER, QUARTER)

    @property
    def financial_year(self) -> Period:
        """The financial year it begins in."""
        return Period.year(self.start_year)

    def shift(self, steps: int) -> Period:
        """Return the period of the same length so many steps later.

        >>> str(Period.parse("2017-18 Q4").shift(1))
        '2018-19 Q1'
        """
        return Period(self.first + steps * self.length, self.length)

    @property
    def title(self) -> str:
        """The label a board reads.

        >>> Period.parse("2017-18 Q4").title
        'Q4 2017-18: Jan 2018 – Mar 2018'
        """
        if self.length == MONTH:
            return self.short_title
        return f"{self.short_title}: {month_label(self.first)} – {month_label(self.last)}"

    @property
    def short_title(self) -> str:
        """The same without its months, for within a sentence.

        >>> Period.parse("2017-18 Q4").short_title, Period.month(2018, 3).short_title
        ('Q4 2017-18', 'Mar 2018')
        """
        if self.length == MONTH:
            return month_label(self.first)
        return self._year_text if self.length == YEAR else f"Q{self.number} {self._year_text}"

    @property
    def code(self) -> str:
        """The label tables carry, which no other period shares.

        >>> Period.parse("2017-18 Q4").code, Period.month(2010, 11).code, Period.year(2010).code
        ('2017-18-Q4', '2010-11', 'FY2010-11')
        """
        return f"FY{self}" if self.length == YEAR else self.slug

    @property
    def written(self) -> str:
        """The label records are saved with: `parse` always gives the same period back.

        >>> Period.month(2010, 11).written, Period.year(2010).written
        ('Nov 2010', '2010-11')
        """
        return month_label(self.first) if self.length == MONTH else str(self)

    @property
    def slug(self) -> str:
        """The label folders and files carry.

        >>> Period.parse("2017-18 Q4").slug
        '2017-18-Q4'
        """
        return str(self).replace(" ", "-")

    @property
    def _year_text(self) -> str:
        return f"{self.start_year}-{(self.start_year + 1) % 100:02d}"

    def __str__(self) -> str:
        if self.length == MONTH:
            return month_code(self.first)
        return self._year_text if self.length == YEAR else f"{self._year_text} Q{self.number}"

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> Any:
        # Imported here so that --help, which knows periods, does not pay for pydantic.
        from pydantic_core import core_schema

        def read(value: object) -> Period:
            if isinstance(value, Period):
                return value
            if isinstance(value, date):
                return cls.month(value.year, value.month)
            return cls.parse(str(value))

        return core_schema.no_info_plain_validator_function(
            read,
            serialization=core_schema.plain_serializer_function_ser_schema(lambda period: period.written),
        )


def period_label(last: int, step: int) -> str:
    """Return the name of the period of so many months that ends with a month: Mar 2018, or 2017-18 Q4.

    >>> period_label(to_month(2018, 3), MONTH), period_label(to_month(2018, 3), QUARTER)
    ('Mar 2018', '2017-18 Q4')
    """
    return month_label(last) if step == MONTH else str(Period(last - step + 1, step))


def periods_text(ends: Sequence[int], step: int) -> str:
    """Return periods of so many months, by the months they end with, as short as can be read.

    >>> periods_text([to_month(2017, 12), to_month(2018, 3)], QUARTER)
    '2017-18 Q3, 2017-18 Q4'
    """
    if step == MONTH:
        return months_text(ends)
    return ", ".join(str(Period(end - step + 1, step)) for end in ends)
