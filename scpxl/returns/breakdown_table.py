"""The sheet Breakdowns of the form: figures divided by victim, offender, location or service."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scpxl.model.framework import Framework, Indicator
from scpxl.model.words import in_sentence
from scpxl.returns.form import Answer, Column, Row, Sheet, Table


def lay_out_breakdowns(
    framework: Framework,
    indicators: Iterable[Indicator],
    months: Iterable[Column],
    open_months: Mapping[str, frozenset[int]],
) -> Table:
    """Return the table: a block an indicator and breakdown, a row an item, a column a month.

    `months` are the columns of the months; `open_months` says, by indicator, which of them take a figure.
    """
    columns = (
        Column("code", "Code", Answer.LABEL, 10, is_key=True),
        Column("title", "Measure", Answer.LABEL, 28),
        Column("breakdown", "Breakdown", Answer.LABEL, 11, is_key=True),
        Column("item_code", "Item code", Answer.LABEL, 11, is_key=True),
        Column("item", "Item", Answer.LABEL, 38),
        *months,
    )
    rows = tuple(
        Row(
            key=(indicator.code, breakdown.code, item.item),
            labels={
                "code": indicator.code,
                "title": f"{indicator.title}, by {in_sentence(breakdown.title)}",
                "breakdown": breakdown.code,
                "item_code": item.item,
                "item": item.title,
            },
            open_months=open_months[indicator.code],
            indicator=indicator,
            area=framework.area,
            item=item.item,
            breakdown=breakdown,
        )
        for indicator in indicators
        for breakdown in framework.breakdowns_of(indicator)
        for item in framework.items_of(breakdown.code)
    )
    return Table(Sheet.BREAKDOWNS, "Breakdowns", _guidance(rows), columns, rows)


def _guidance(rows: tuple[Row, ...]) -> str:
    exclusive = {row.breakdown.exclusive for row in rows if row.breakdown}
    if exclusive == {True}:
        return "One row an item. The items of a measure add up to its figure on Measures."
    if exclusive == {False}:
        return "One row an item. One thing may count under several items, but no item exceeds the figure on Measures."
    apart = [row.labels["title"] for row in rows if row.breakdown and not row.breakdown.exclusive]
    return (
        "One row an item. The items of a measure add up to its figure on Measures; "
        f"but in {'; '.join(dict.fromkeys(apart))} one thing may count under several."
    )
