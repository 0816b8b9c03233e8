"""The tables of an issued return: what is asked, what is known, and where to type."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple, TypeAlias

from xlsxwriter.format import Format

from scpxl.errors import WriterError
from scpxl.render import theme
from scpxl.render.book import StrictWorksheet, clean_text
from scpxl.render.forms.looks import PERCENT_FORMAT, FormLooks, decimals_of, figure_format
from scpxl.render.forms.plan import FILL_IN, NEEDED, SMALL, TablePlan
from scpxl.render.forms.rules import CLOSED_RULE, CellRange, entry_rule, to_blocks
from scpxl.returns.cells import column_letters
from scpxl.returns.form import (
    FIRST_ROW,
    GUIDANCE_ROW,
    HEADER_ROW,
    ROW_STATUS,
    TITLE_ROW,
    Answer,
    FormColumn,
    FormTable,
    Row,
)
from scpxl.returns.prefill import Prefill

BAND_ROW = HEADER_ROW - 1
"""Above the headings: what each stretch of columns is for, in words beside the colours."""
Value: TypeAlias = str | float | date | None
Statuses: TypeAlias = tuple[tuple[str, str], ...]
_clean = lru_cache(maxsize=4096)(clean_text)


class RowKind(NamedTuple):
    """What decides how a row looks: its number format, and its place in its group."""

    shown: str
    starts: bool
    repeats: bool


def write_table(
    sheet: StrictWorksheet,
    table: FormTable,
    prefill: Prefill,
    looks: FormLooks,
    nil_name: str = "",
    statuses: Statuses = (),
) -> None:
    """Write a table with what is known in it; empty cells are those never given.

    `nil_name` is the defined name of Start's answer that there is nothing to report here; `statuses` are
    the formula and first value of each row's own status, where the table shows one.  Raises `WriterError` where `prefill` has something for a cell that is not there or not open.
    """
    plan = TablePlan(table, prefill, shows_status=bool(statuses))
    _write_top(sheet, plan, looks)
    _write_rows(sheet, plan, prefill, looks)
    for column, blocks, signed in plan.entries():
        title = plan.band_of(column) if column.month else column.heading
        for block in blocks:
            rule = entry_rule(
                column.answer,
                block.a1,
                title=title,
                prompt=column.prompt,
                choices=column.choices,
                limit=column.limit,
                signed=signed,
            )
            sheet.data_validation(*block, rule)
    for block in plan.closed():
        sheet.data_validation(*block, CLOSED_RULE)
    if statuses:
        _write_statuses(sheet, plan, statuses, looks)
    _mark_what_is_wanted(sheet, plan, looks, nil_name)
    _show_as_typed(sheet, plan, looks)
    _arrange(sheet, plan)


def _write_top(sheet: StrictWorksheet, plan: TablePlan, looks: FormLooks) -> None:
    sheet.set_row(TITLE_ROW, 32)
    title = looks(font_size=20, bold=True, font_color=theme.NAVY, indent=1)
    sheet.write_string(TITLE_ROW, 0, clean_text(plan.table.title), title)
    guidance = clean_text(plan.table.guidance)
    quiet = {"font_color": theme.QUIET, "font_size": 11, "valign": "top", "align": "left", "indent": 1}
    if plan.first_entry > 1:
        # Words that ran on over the frozen columns' edge would be cut once the rest is scrolled.
        sheet.set_row(GUIDANCE_ROW, 34)
        frozen = (GUIDANCE_ROW, 0, GUIDANCE_ROW, plan.first_entry - 1)
        sheet.merge_range(*frozen, guidance, looks(text_wrap=True, **quiet))
    else:
        sheet.set_row(GUIDANCE_ROW, 20)
        sheet.write_string(GUIDANCE_ROW, 0, guidance, looks(**quiet))
    sheet.set_row(BAND_ROW, 18)
    # A filter button takes the lower part of its heading.
    sheet.set_row(HEADER_ROW, 42 if plan.is_filtered else 32)
    for words, run in groupby(enumerate(plan.columns), key=lambda at: plan.band_of(at[1])):
        for place, (number, column) in enumerate(run):
            sheet.set_column(number, number, column.width, looks())
            sheet.write_string(HEADER_ROW, number, clean_text(column.heading), _head(column, looks))
            if words:
                write_value(
                    sheet, BAND_ROW, number, words if place == 0 else None, _band(words, place, looks)
                )


def _band(words: str, place: int, looks: FormLooks) -> Format:
    is_now = words in {FILL_IN, NEEDED}
    ink, fill, edge = (
        (theme.INK, theme.INPUT, theme.INPUT_EDGE) if is_now else (theme.QUIET, theme.HISTORY, theme.RULE)
    )
    left = {"left": 1, "left_color": edge, "indent": 1} if place == 0 else {}
    top = {"top": 2 if is_now else 1, "top_color": edge}
    return looks(font_size=9, bold=is_now, font_color=ink, bg_color=fill, **top, **left)


def _head(column: FormColumn, looks: FormLooks) -> Format:
    is_past = column.month is not None and not column.in_period
    ink, fill = (theme.INK, theme.HISTORY_HEAD) if is_past else (theme.PAPER, theme.NAVY)
    place = {"align": "center"} if column.month is not None else {"align": "left", "indent": 1}
    return looks(
        bold=True,
        text_wrap=True,
        font_color=ink,
        bg_color=fill,
        border=1,
        border_color=theme.PAPER,
        **place,
    )


def _write_rows(sheet: StrictWorksheet, plan: TablePlan, prefill: Prefill, looks: FormLooks) -> None:
    figures = {key[1:]: value for key, value in prefill.figures.items() if key[0] == plan.table.sheet}
    dressed: dict[RowKind, list[tuple[Format, Format]]] = {}
    strut = looks(font_size=plan.strut[0])
    before: tuple[str, ...] = ()
    for number, row in enumerate(plan.rows):
        kind = RowKind(
            figure_format(row), starts=number > 0 and row.group != before, repeats=row.group == before != ()
        )
        before = row.group
        if kind not in dressed:
            dressed[kind] = [_looks_of(plan, place, kind, looks) for place in range(len(plan.columns))]
        values = _values_of(plan, number, row, figures)
        for place, (value, (entry, closed)) in enumerate(zip(values, dressed[kind], strict=True)):
            look = entry if number in plan.taken_rows[place] else closed
            write_value(sheet, FIRST_ROW + number, place, value, look)
        sheet.set_growing_row(FIRST_ROW + number, plan.height(values, repeats=kind.repeats))
        # Outside the table: the empty cell's tall letters keep the row open when its height is worked out again.
        sheet.write_blank(FIRST_ROW + number, plan.strut_column, None, strut)
    if figures:
        key, column = next(iter(figures))
        raise WriterError(
            f"{plan.table.sheet}: the form has no open cell for {' '.join(key)}, {column}. "
            "Leave it out of what is filled in beforehand."
        )


def _values_of(
    plan: TablePlan, number: int, row: Row, figures: dict[tuple[tuple[str, ...], str], float | str]
) -> list[Value]:
    """Return a row's cells in order; what of `figures` has found its cell is taken out."""
    if not row.key:
        action = plan.actions[number] if number < len(plan.actions) else {}
        if unknown := set(action) - set(plan.table.position):
            raise WriterError(f"{plan.table.sheet} has no column {min(unknown)!r}.")
        return [action.get(column.key) for column in plan.columns]
    values: list[Value] = []
    for place, column in enumerate(plan.columns):
        if column.answer is Answer.LABEL:
            values.append(row.labels[column.key])
        else:
            is_open = number in plan.taken_rows[place]
            values.append(figures.pop((row.key, column.key), None) if is_open else None)
    return values


def _looks_of(plan: TablePlan, place: int, kind: RowKind, looks: FormLooks) -> tuple[Format, Format]:
    """Return how a column's cells look in rows of a kind: open (or label), and closed."""
    column = plan.columns[place]
    line = {"top": 2, "top_color": theme.NAVY} if plan.is_grouped else {"top": 1, "top_color": theme.COMMON}
    edge: dict[str, Any] = line if kind.starts and plan.table.rows else {}
    valign = "vcenter" if plan.table.months else "top"
    if column.answer is Answer.LABEL:
        # What every row of a measure repeats steps back, so that its first row stands out.
        ink = theme.QUIET if kind.repeats and place < plan.repeated else theme.INK
        rule = {"bottom": 1, "bottom_color": theme.RULE} | edge
        bold = place == 1 and not kind.repeats
        small = {"font_size": SMALL} if kind.repeats and plan.is_grouped and place < plan.repeated else {}
        words = {"font_color": ink, "bold": bold, "text_wrap": True, "align": "left", "indent": 1}
        label = looks(valign=valign, **words, **small, **rule)
        return label, label
    number = {"num_format": kind.shown} if column.month is not None else {}
    is_now = column.month is None or column.in_period
    return looks.entry(column.answer, now=is_now, valign=valign, **number, **edge), looks.closed(**edge)


def _write_statuses(sheet: StrictWorksheet, plan: TablePlan, statuses: Statuses, looks: FormLooks) -> None:
    """Write beside each row how it is; only words that ask for something stand out."""
    column = plan.last_column + 1
    sheet.set_column(column, column, 12, looks())
    head = {"bold": True, "text_wrap": True, "font_color": theme.PAPER, "bg_color": theme.NAVY}
    sheet.write_string(
        HEADER_ROW,
        column,
        ROW_STATUS,
        looks(border=1, border_color=theme.PAPER, indent=1, align="left", **head),
    )
    quiet = looks(font_color=theme.QUIET, align="left", indent=1, bottom=1, bottom_color=theme.RULE)
    for number, (formula, value) in enumerate(statuses):
        row = FIRST_ROW + number
        sheet.write_array(row, column, formula, quiet, value)
    block = CellRange(FIRST_ROW, column, plan.last_row, column)
    _mark(sheet, block, f'={block.a1}="Check"', looks.to_check())
    _mark(sheet, block, f'={block.a1}="Fill in"', looks.to_fill())


def _mark_what_is_wanted(sheet: StrictWorksheet, plan: TablePlan, looks: FormLooks, nil_name: str) -> None:
    unless_nil = f',{nil_name}<>"Yes"' if nil_name else ""
    for block in plan.wanted:
        rule = f"=AND(ISBLANK({block.a1}){unless_nil})"
        _mark(sheet, block, rule, looks.wanted())
    for place, column in enumerate(plan.columns):
        if column.required and column.month is None:
            block = CellRange(FIRST_ROW, place, plan.last_row, place)
            row = f"$A{FIRST_ROW + 1}:${column_letters(plan.last_column)}{FIRST_ROW + 1}"
            _mark(sheet, block, f"=AND(COUNTA({row})>0,ISBLANK({block.a1}))", looks.wanted())


def _show_as_typed(sheet: StrictWorksheet, plan: TablePlan, looks: FormLooks) -> None:
    """Have no cell show a rounder number than was entered in it: 37.5 must not read 38."""
    shown: dict[tuple[int, str], list[int]] = {}
    for place, column in enumerate(plan.columns):
        for number in sorted(plan.open_rows[place]):
            if column.month is not None:
                shown.setdefault((place, figure_format(plan.rows[number])), []).append(FIRST_ROW + number)
            elif column.answer is Answer.PERCENT:
                shown.setdefault((place, PERCENT_FORMAT), []).append(FIRST_ROW + number)
    for look in dict.fromkeys(look for _, look in shown):
        if look == "General":
            continue
        blocks = to_blocks({place: rows for (place, one), rows in shown.items() if one == look})
        for block in blocks:
            cell = block.a1
            rule = f"=AND(ISNUMBER({cell}),{cell}<>ROUND({cell},{decimals_of(look)}))"
            _mark(sheet, block, rule, looks.as_typed(look))


def _mark(sheet: StrictWorksheet, block: CellRange, rule: str, look: Format) -> None:
    sheet.conditional_format(*block, {"type": "formula", "criteria": rule, "format": look})


def _arrange(sheet: StrictWorksheet, plan: TablePlan) -> None:
    sheet.freeze_panes(FIRST_ROW, plan.first_entry, FIRST_ROW, plan.column_in_sight)
    row, column = plan.first_to_fill
    sheet.set_selection(row, column, row, column)
    sheet.set_column(plan.strut_column, plan.strut_column, 1)
    sheet.print_area(TITLE_ROW, 0, plan.last_row, plan.strut_column - 1)
    sheet.repeat_rows(BAND_ROW, HEADER_ROW)
    if plan.is_filtered:
        sheet.autofilter(HEADER_ROW, 0, plan.last_row, plan.last_column)


def write_value(sheet: StrictWorksheet, row: int, column: int, value: Value, look: Format) -> None:
    """Write a value as what it is: text stays text, whatever it starts with; None is an empty cell."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, look)
    elif isinstance(value, str):
        sheet.write_string(row, column, _clean(value), look)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, look)
    else:
        sheet.write_number(row, column, value, look)
