"""The sheets of the form that ask for figures: Measures, and Wards and Breakdowns, whose rows divide what is there."""

from __future__ import annotations

from functools import cache

from scpxl.model.framework import Framework, Indicator
from scpxl.model.observations import NOT_KNOWN
from scpxl.model.periods import Period, month_code, month_label
from scpxl.model.wholes import whole_ends
from scpxl.returns.form import Answer, ChoiceList, FormColumn, FormTable, Part, Row, Sheet
from scpxl.returns.parts import WARD as WARD  # noqa: PLC0414  (the code of one table of the form)
from scpxl.returns.parts import by_parts, tab_of_parts
from scpxl.words import in_sentence

HISTORY_MONTHS = 12

YES_NO = ChoiceList("list_yes_no", ("Yes", "No"))

REASONS = ChoiceList(
    "list_reason",
    (
        "Real change in what happened",
        "Operation or initiative",
        "Change in recording",
        "Late or backlog records",
        "Correction of an earlier error",
        "Seasonal",
        "Small numbers",
        "Not yet known",
    ),
)

NOTHING_DUE = "No figure is due for this period."
"""What a form says of which nothing is asked but words: all its measures are of longer periods, not ended yet."""

FIGURE_PROMPT = (
    "Enter the number only. 0 if there were none. [x] if it is not available, [z] if it does not apply, "
    "[c] if you may not give it. Leave nothing blank."
)


def lay_out_breakdowns(indicators: tuple[Indicator, ...], framework: Framework, period: Period) -> FormTable:
    """Return the table of Breakdowns: one block per indicator and breakdown, one row per item, one column per month."""
    columns = (
        FormColumn("code", "Code", Answer.LABEL, 10, is_key=True),
        FormColumn("title", "Measure", Answer.LABEL, 28),
        FormColumn("breakdown", "Breakdown", Answer.LABEL, 11, is_key=True),
        FormColumn("item_code", "Item code", Answer.LABEL, 11, is_key=True),
        FormColumn("item", "Item", Answer.LABEL, 38),
        *_month_columns(period),
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
            open_months=_open_months(indicator, period),
            indicator=indicator,
            area=framework.area,
            item=item.item,
            breakdown=breakdown,
        )
        for indicator in indicators
        for breakdown in framework.breakdowns_of(indicator)
        for item in framework.items_of(breakdown.code)
    )
    return FormTable(Sheet.BREAKDOWNS, "Breakdowns", _guidance(rows), columns, rows)


def _guidance(rows: tuple[Row, ...]) -> str:
    exclusive = {row.breakdown.exclusive for row in rows if row.breakdown}
    if exclusive == {True}:
        return "One row per item. The items of a measure add up to its figure on Measures."
    if exclusive == {False}:
        return "One row per item. One thing may count under several items, but no item exceeds the figure on Measures."
    apart = [row.labels["title"] for row in rows if row.breakdown and not row.breakdown.exclusive]
    return (
        "One row per item. The items of a measure add up to its figure on Measures; "
        f"but in {'; '.join(dict.fromkeys(apart))} one thing may count under several."
    )


def _month_columns(period: Period) -> tuple[FormColumn, ...]:
    months = range(period.first - HISTORY_MONTHS, period.last + 1)
    return tuple(
        FormColumn(
            key=month_code(month),
            heading=month_label(month),
            answer=Answer.FIGURE,
            width=7.6,
            prompt=FIGURE_PROMPT
            if month >= period.first
            else "An earlier figure. Overtype it to restate it.",
            month=month,
            in_period=month >= period.first,
        )
        for month in months
    )


def _open_months(indicator: Indicator, period: Period) -> frozenset[int]:
    """Return the months in whose column a figure is entered: for a quarterly figure, the quarter's last."""
    step = indicator.frequency.months
    months = _months_ending(period, step)
    if indicator.first is None and indicator.last is None:
        return months
    return frozenset(m for m in months if indicator.reported_in(Period(m - step + 1, step)))


@cache
def _months_ending(period: Period, step: int) -> frozenset[int]:
    """Return the months of the form in which a month, quarter or year of the calendar ends."""
    months = range(period.first - HISTORY_MONTHS, period.last + 1)
    return frozenset(month for month in months if (month - 2) % step == 0)


def lay_out_measures(indicators: tuple[Indicator, ...], framework: Framework, period: Period) -> FormTable:
    """Return the table of Measures: one row per indicator, and one for what it is out of, one column per month."""
    columns = (
        FormColumn("code", "Code", Answer.LABEL, 10, is_key=True),
        FormColumn("title", "Measure", Answer.LABEL, 40),
        FormColumn("part", "Part", Answer.LABEL, 8, is_key=True),
        FormColumn("things", "What is counted", Answer.LABEL, 18),
        *_month_columns(period),
        FormColumn(
            "provisional",
            "Provisional?",
            Answer.CHOICE,
            11,
            "Yes if this period's figures may still change.",
            YES_NO,
        ),
        FormColumn(
            "reason", "Reason", Answer.CHOICE, 20, "If a figure is unusual, choose the main reason.", REASONS
        ),
        FormColumn(
            "explanation",
            "Explanation",
            Answer.LONG_TEXT,
            40,
            "In a sentence: what caused it, and how much.",
            limit=1000,
        ),
    )
    rows, asked = [], {indicator.code for indicator in indicators}
    for indicator in indicators:
        months = _open_months(indicator, period)
        # What it is out of is another row of the same return, so that the two can be compared.
        beside = whole_ends(framework, indicator) if indicator.whole_code in asked else ()
        for part in (Part.NUMBER, Part.OUT_OF) if indicator.reports_denominator else (Part.NUMBER,):
            things = indicator.counted if part is Part.NUMBER else indicator.denominator_title
            rows.append(
                Row(
                    key=(indicator.code, part),
                    labels={
                        "code": indicator.code,
                        "title": indicator.title,
                        "part": part,
                        "things": things or "number",
                    },
                    open_months=months,
                    indicator=indicator,
                    part=part,
                    area=framework.area,
                    whole=indicator.whole_code if beside else "",
                    whole_ends=beside,
                )
            )
    earlier = "Earlier months are as you last gave them; overtype one to restate it."
    is_due = any(any(indicator.periods_ending_in(period)) for indicator in indicators)
    guidance = f"{'Fill in the coloured cells.' if is_due else NOTHING_DUE} {earlier}"
    return FormTable(Sheet.MEASURES, "Measures", guidance, columns, tuple(rows))


def lay_out_wards(indicators: tuple[Indicator, ...], framework: Framework, period: Period) -> FormTable:
    """Return the table of the own area's parts: one block per indicator, one row per part."""
    parts = by_parts(framework)
    columns = (
        FormColumn("code", "Code", Answer.LABEL, 10, is_key=True),
        FormColumn("title", "Measure", Answer.LABEL, 34),
        FormColumn("item_code", f"{parts.title} code", Answer.LABEL, 12, is_key=True),
        FormColumn("item", parts.title, Answer.LABEL, 22),
        *_month_columns(period),
    )
    places = [(ward.code, ward.name) for ward in framework.parts_in(period)] + [
        (NOT_KNOWN, f"{parts.title} not known")
    ]
    rows = tuple(
        Row(
            key=(indicator.code, code),
            labels={"code": indicator.code, "title": indicator.title, "item_code": code, "item": name},
            open_months=months,
            indicator=indicator,
            area=framework.area if code == NOT_KNOWN else code,
            item=NOT_KNOWN if code == NOT_KNOWN else "",
            breakdown=parts,
        )
        for indicator in indicators
        for months in (_open_months(indicator, period),)
        for code, name in places
    )
    tab = tab_of_parts(framework)
    guidance = f"One row per {in_sentence(parts.title)}. The {parts.plural}, with 'not known', add up to the figure on Measures."
    return FormTable(Sheet.WARDS, tab, guidance, columns, rows, tab=tab)
