"""The sheet Check of an issued return: what is still to be done, worked out as the partner enters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scpxl.checks.catalogue import checked_by_us
from scpxl.checks.live import LiveCheck
from scpxl.render import theme
from scpxl.render.book import StrictWorkbook, StrictWorksheet, clean_text
from scpxl.render.forms.formulas import NONE_FOUND, number_of
from scpxl.render.forms.live import LiveFormula
from scpxl.render.forms.looks import FormLooks
from scpxl.render.forms.places import KeptColumns, LivePlaces
from scpxl.render.forms.plan import LINE_HEIGHT, lines_in
from scpxl.returns.cells import column_letters, quoted_sheet
from scpxl.returns.findings import Severity
from scpxl.returns.form import FIRST_ROW, GUIDANCE_ROW, HEADER_ROW, TITLE_ROW, ReturnForm, Sheet
from scpxl.returns.prefill import Prefill

VERDICT = "live_verdict"
"""The defined name of the verdict, by which Start shows it."""
READY = "Ready to send"
_STATUS = {Severity.MUST_FIX: "To fix", Severity.EXPLAIN: "To explain", Severity.NOTE: "To know"}
_VERDICT_ROW = HEADER_ROW - 1
_COLUMNS = (
    ("Status", 14), ("Sheet", 14), ("What is looked for", 52), ("Cells", 8), ("First one", 12), ("What to do", 92),
)  # fmt: skip


def verdict_at_issue(checks: Sequence[LiveFormula]) -> str:
    """Return the verdict on the form as it is issued, in the words the formula gives."""
    failing = [check.severity for check, _, _ in checks if check.at_issue]
    told = {"to fix": failing.count(Severity.MUST_FIX), "to explain": failing.count(Severity.EXPLAIN)}
    return ", ".join(f"{count} {words}" for words, count in told.items() if count) or READY


def write_checks(
    book: StrictWorkbook, form: ReturnForm, checks: Sequence[LiveFormula], looks: FormLooks
) -> StrictWorksheet:
    """Add the sheet: the verdict, one line per check with a link to its first cell, and what is left to us."""
    sheet, at = book.add_worksheet(Sheet.CHECK), LivePlaces(form).checks_at
    last = FIRST_ROW + len(checks) - 1
    _write_top(book, sheet, checks, looks)
    for place, (check, _, _) in enumerate(checks):
        _write_check(sheet, FIRST_ROW + place, check, form.name_of(check.sheet), at, looks)
    lines = (FIRST_ROW, 0, last, len(_COLUMNS) - 1)
    for words, fill in (("To fix", theme.INPUT_WANTED), ("To explain", theme.INPUT)):
        look = book.add_format({"bg_color": fill, "font_color": theme.INK, "bold": True})
        rule = f'=$A{FIRST_ROW + 1}="{words}"'
        sheet.conditional_format(*lines, {"type": "formula", "criteria": rule, "format": look})
    _write_rest(sheet, last + 2, looks)
    sheet.freeze_panes(FIRST_ROW, 0)
    sheet.autofilter(HEADER_ROW, 0, last, len(_COLUMNS) - 1)
    sheet.repeat_rows(HEADER_ROW)
    return sheet


def _write_top(
    book: StrictWorkbook, sheet: StrictWorksheet, checks: Sequence[LiveFormula], looks: FormLooks
) -> None:
    sheet.set_row(TITLE_ROW, 32)
    sheet.write_string(TITLE_ROW, 0, "Check", looks(font_size=20, bold=True, font_color=theme.NAVY, indent=1))
    guidance = (
        "This sheet looks at what you enter as you type it. When it says Ready to send, save and send. "
        "To see only what is left, filter the column Status."
    )
    sheet.set_row(GUIDANCE_ROW, 20)
    sheet.write_string(
        GUIDANCE_ROW,
        0,
        guidance,
        looks(font_color=theme.QUIET, font_size=11, align="left", indent=1, valign="top"),
    )
    status = f"$A${FIRST_ROW + 1}:$A${FIRST_ROW + len(checks)}"
    fix, ask = (f'COUNTIF({status},"{words}")' for words in ("To fix", "To explain"))
    told = (
        f'IF({fix}>0,{fix}&" to fix","")&IF(AND({fix}>0,{ask}>0),", ","")&IF({ask}>0,{ask}&" to explain","")'
    )
    as_text = "+".join(
        f"N($D${FIRST_ROW + place + 1})" for place, (check, _, _) in enumerate(checks) if check.is_open
    )
    joined = f'IF({fix}+{ask}=0,", but ","; ")&{as_text}&IF({as_text}=1," value is"," values are")'
    open_ones = f'IF({as_text}=0,"",{joined}&" entered as text")'
    look = looks(font_size=16, bold=True, indent=1)
    sheet.set_row(_VERDICT_ROW, 30)
    verdict = f'=IF({fix}+{ask}=0,"{READY}",{told})' + f"&{open_ones}" * bool(as_text)
    sheet.write_array(_VERDICT_ROW, 0, verdict, look, verdict_at_issue(checks))
    book.define_name(VERDICT, f"={Sheet.CHECK}!$A${_VERDICT_ROW + 1}")
    sheet.set_row(HEADER_ROW, 34)
    for column, (heading, width) in enumerate(_COLUMNS):
        sheet.set_column(column, column, width, looks())
        head = looks(bold=True, font_color=theme.PAPER, bg_color=theme.NAVY, border=1, border_color=theme.PAPER,
                     align="left", indent=1)  # fmt: skip
        sheet.write_string(HEADER_ROW, column, heading, head)


def _write_check(
    sheet: StrictWorksheet, row: int, check: LiveCheck, on_sheet: str, at: int, looks: FormLooks
) -> None:
    count, first = (f"{Sheet.LISTS}!${column_letters(at + part)}${row + 1}" for part in (0, 1))
    line = {"font_color": theme.QUIET, "bottom": 1, "bottom_color": theme.RULE, "text_wrap": True}
    left = looks(align="left", indent=1, **line)
    failing, fails = _STATUS[check.severity], check.at_issue > 0
    advice = clean_text(check.advice) or "Correct one of the two cells."
    sheet.set_row(row, max(20, 6 + LINE_HEIGHT * lines_in(advice, _COLUMNS[-1][1])))
    sheet.write_array(row, 0, f'=IF({count}>0,"{failing}","OK")', left, failing if fails else "OK")
    sheet.write_string(row, 1, on_sheet, left)
    sheet.write_string(row, 2, clean_text(check.what), left)
    sheet.write_array(row, 3, f'=IF({count}>0,{count},"")', looks(align="right", **line),
                        check.at_issue if fails else "")  # fmt: skip
    leads_to = Sheet.START if check.code == "NIL_CONTRADICTED" else quoted_sheet(on_sheet)
    address = f"ADDRESS(INT({first}/1000),MOD({first},1000),4)"
    link = f'=IF({count}>0,HYPERLINK("#{leads_to}!"&{address},{address}),"")'
    shown = ""
    if fails and check.first_at_issue:
        shown = f"{column_letters(check.first_at_issue[1])}{check.first_at_issue[0] + 1}"
    blue = line | {"font_color": theme.LINK, "underline": 1, "align": "left", "indent": 1}
    sheet.write_link(row, 4, link, looks(**blue), shown)
    sheet.write_string(row, 5, advice, left)


def _write_rest(sheet: StrictWorksheet, row: int, looks: FormLooks) -> None:
    heading = looks(font_size=12, bold=True, font_color=theme.NAVY, indent=1)
    sheet.write_string(row, 0, "Looked at when your return arrives", heading)
    for place, words in enumerate(checked_by_us(), 1):
        sheet.write_string(row + place, 0, f"–  {words}", looks(font_color=theme.QUIET, indent=1))


def write_changed(
    sheet: StrictWorksheet, form: ReturnForm, checks: Sequence[LiveFormula], looks: FormLooks
) -> None:
    """Say above a table how many of its earlier figures were changed; blank while none is."""
    for place, (check, _, _) in enumerate(checks):
        if check.code == "RESTATED" and form.name_of(check.sheet) == sheet.get_name():
            count = f"{Sheet.LISTS}!${column_letters(LivePlaces(form).checks_at)}${FIRST_ROW + place + 1}"
            said = f'{count}&IF({count}=1," earlier figure changed"," earlier figures changed")'
            look = looks(font_size=9, bold=True, font_color=theme.NAVY, align="left", indent=1)
            sheet.write_array(_VERDICT_ROW, 0, f'=IF({count}>0,{said},"")', look, "")


def write_workings(
    sheet: StrictWorksheet, form: ReturnForm, checks: Sequence[LiveFormula], prefill: Prefill
) -> None:
    """Write what the checks work with on the hidden sheet, each check's count and first cell among it."""
    places = LivePlaces(form)
    for kept in places.tables.values():
        for row, column, known in _known(kept, prefill):
            if isinstance(known, str):
                sheet.write_string(row, column, known)
            else:
                sheet.write_number(row, column, known)
        for row, column, value in kept.facts():
            if isinstance(value, str):
                sheet.write_string(row, column, value)
            else:
                sheet.write_number(row, column, value)
    for row, column, formula in places.gaps():
        sheet.write_array(row, column, formula)
    for place, (check, count_formula, expression) in enumerate(checks):
        row, column = FIRST_ROW + place, places.checks_at
        first = number_of(*check.first_at_issue) if check.first_at_issue else NONE_FOUND
        sheet.write_array(row, column, count_formula, value=check.at_issue)
        first_formula = f"=IF({column_letters(column)}{row + 1}=0,{NONE_FOUND},{expression})"
        sheet.write_array(row, column + 1, first_formula, value=first)


def _known(kept: KeptColumns, prefill: Prefill) -> Iterator[tuple[int, int, float | str]]:
    for number, row in enumerate(kept.table.rows):
        for place, column in enumerate(kept.past):
            known = prefill.figures.get((kept.table.sheet, row.key, column.key))
            if known is not None:
                yield FIRST_ROW + number, kept.known_at + place, known
