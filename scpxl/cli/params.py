"""What people enter as options, read kindly."""

from __future__ import annotations

from typing import Any

import click

from scpxl.model.periods import Period


class PeriodParam(click.ParamType[Period]):
    """A period such as 2017-18 Q4; a slip is wrong use, told without a traceback."""

    name = "period"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Period:
        """Return the period meant."""
        if isinstance(value, Period):
            return value
        try:
            return Period.parse(str(value))
        except ValueError as unclear:
            self.fail(str(unclear), param, ctx)


class QuarterParam(PeriodParam):
    """A quarter: returns and dashboards are made for quarters."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Period:
        """Return the quarter meant."""
        period = super().convert(value, param, ctx)
        if period.length != 3:
            self.fail(f"{value!r} is not a quarter. Write it like 2017-18 Q4.", param, ctx)
        return period


class YearParam(PeriodParam):
    """A financial year."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Period:
        """Return the year meant."""
        if isinstance(value, Period):
            return value
        try:
            period = Period.parse(str(value))
        except ValueError:
            period = None
        if period is None or period.length != 12:
            self.fail(f"{value!r} is not a financial year. Write it like 2017-18.", param, ctx)
        return period


class MonthParam(PeriodParam):
    """A month: figures can be worked out up to the end of any."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Period:
        """Return the month meant."""
        if isinstance(value, Period):
            return value
        try:
            return Period.parse_month(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a month. Write it like 2018-02.", param, ctx)


EDITIONS = click.Choice(["partnership", "observers", "public"])
"""Whom a publication or a text is for."""
month_option = click.option(
    "--month",
    type=MonthParam(),
    metavar="MONTH",
    help="Figures up to the end of this month, like 2018-02, instead of a quarter's.",
)
period_option = click.option(
    "--period",
    type=QuarterParam(),
    metavar="PERIOD",
    help="The quarter, like '2017-18 Q4'. Without it: the settings' one, else the last quarter that has ended.",
)
json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print the same facts as JSON, for machines."
)
