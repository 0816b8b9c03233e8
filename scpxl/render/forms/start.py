"""The first sheet of an issued return: whose it is, when it is due, how to fill it in, who signs it off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from scpxl.model.agreements import is_exempt
from scpxl.render import theme
from scpxl.render.book import StrictWorkbook, StrictWorksheet, clean_text
from scpxl.render.forms.check_sheet import READY, VERDICT
from scpxl.render.forms.looks import FormLooks
from scpxl.render.forms.rules import MARKS, entry_rule
from scpxl.render.forms.tables import write_value
from scpxl.returns.cells import CellRef, quoted_sheet
from scpxl.returns.figure_tables import NOTHING_DUE
from scpxl.returns.form import IDENTITY_LABELS, FormTable, Question, ReturnForm, Sheet
from scpxl.returns.layout import START_COLUMN, START_FIRST_ROW
from scpxl.words import count_of, full_day_text

LABEL_COLUMN, NOTE_COLUMN, ASIDE_COLUMN = START_COLUMN - 1, START_COLUMN + 1, START_COLUMN + 2
_WIDTHS = (2, 42, 36, 9, 88)
_FACTS_ROW, _HOW_TO_ROW = 4, 3


def answer_name(question: Question) -> str:
    """Return the defined name of an answer's cell, by which rules on other sheets find it."""
    return f"answer_{question.key}"


def write_start(
    book: StrictWorkbook,
    form: ReturnForm,
    looks: FormLooks,
    answers: Mapping[str, str | float | date] | None = None,
) -> StrictWorksheet:
    """Add the Start sheet: identity and help above, links beside, the questions where the form says.

    `answers` are those already given, by key.
    """
    sheet = book.add_worksheet(Sheet.START)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width, looks())
    _write_heading(sheet, form, looks)
    _write_facts(sheet, form, looks)
    _write_how_to(sheet, form, looks)
    _write_links(sheet, form, looks)
    _write_questions(book, sheet, form, looks, answers or {})
    return sheet


def write_live_verdict(sheet: StrictWorksheet, at_issue: str, looks: FormLooks) -> None:
    """Show how the return is, as it is entered, with a link to the sheet that says why."""
    row = START_FIRST_ROW - 3
    sheet.set_row(row, 24)
    sheet.write_string(row, LABEL_COLUMN, "Status now", looks(bold=True, font_color=theme.NAVY))
    ready = f'{VERDICT}="{READY}"'
    shown = f'=HYPERLINK("#{Sheet.CHECK}!A1",{VERDICT}&IF({ready},"",": see {Sheet.CHECK}"))'
    look = looks(bold=True, font_color=theme.NAVY, underline=1)
    value = at_issue if at_issue == READY else f"{at_issue}: see {Sheet.CHECK}"
    sheet.write_link(row, START_COLUMN, shown, look, value)


def day_title(day: date) -> str:
    """Return a day in words that no locale turns round.

    >>> day_title(date(2018, 4, 28))
    'Saturday 28 April 2018'
    """
    return f"{day:%A} {full_day_text(day)}"


def _write_heading(sheet: StrictWorksheet, form: ReturnForm, looks: FormLooks) -> None:
    lines = (
        (clean_text(form.partnership), 20, looks(font_color=theme.QUIET)),
        (f"Return for {form.period.title}", 38, looks(font_size=24, bold=True, font_color=theme.NAVY)),
        (clean_text(form.partner.name), 24, looks(font_size=15, bold=True)),
    )
    for row, (text, height, look) in enumerate(lines):
        sheet.set_row(row, height)
        sheet.write_string(row, LABEL_COLUMN, text, look)


def _write_facts(sheet: StrictWorksheet, form: ReturnForm, looks: FormLooks) -> None:
    facts = {"Due": day_title(form.due), "Send it to": form.contact_email, "Ask": form.contact}
    facts |= {"Marking": form.marking}
    facts |= {label: form.identity[key] for key, label in IDENTITY_LABELS.items()}
    line = {"bottom": 1, "bottom_color": theme.RULE}
    for place, (label, value) in enumerate(facts.items()):
        row = _FACTS_ROW + place
        bold = {"bold": True} if label == "Due" else {}
        sheet.set_row(row, 19)
        sheet.write_string(row, LABEL_COLUMN, label, looks(font_color=theme.QUIET, **line))
        sheet.write_string(row, START_COLUMN, clean_text(value) or "–", looks(num_format="@", **line, **bold))


def _write_how_to(sheet: StrictWorksheet, form: ReturnForm, looks: FormLooks) -> None:
    marks = "; ".join(f"{mark.words} is {mark.shorthand}" for mark in MARKS[:2])
    sent = f" to {form.contact_email}" if form.contact_email else ""
    first = "Fill in the cream cells, sheet by sheet. Hatched cells ask for nothing; labels are locked."
    if not form.asks_for_figures:
        first = (
            f"{NOTHING_DUE} You can still correct earlier ones, and bring actions and commentary up to date."
        )
    lines = (
        first,
        f"Enter numbers only. None at all is 0; {marks}; if you may not give it, {MARKS[2].shorthand}.",
        "Earlier months are as you last gave them. Overtype one to correct it: that is welcome.",
        "Nothing to report on a sheet? Say so below and leave that sheet as it is.",
        f"Sign it off below, save it and send it{sent} by {form.due.day} {form.due:%B}.",
    )
    sheet.write_string(_HOW_TO_ROW, ASIDE_COLUMN, "How to fill it in", _small_heading(looks))
    for place, line in enumerate(lines):
        sheet.write_string(_FACTS_ROW + place, ASIDE_COLUMN, clean_text(f"{place + 1}.  {line}"), looks())


def _write_links(sheet: StrictWorksheet, form: ReturnForm, looks: FormLooks) -> None:
    first = START_FIRST_ROW - 1 - len(form.tables)
    sheet.write_string(first - 1, ASIDE_COLUMN, "The sheets", _small_heading(looks))
    link = looks(font_color=theme.NAVY, underline=1)
    for place, table in enumerate(form.tables):
        words = f"{table.name}: {_size_of(table)}"
        sheet.write_url(
            first + place, ASIDE_COLUMN, f"internal:'{table.name}'!A1", link, words, f"Go to {table.name}"
        )


def _size_of(table: FormTable) -> str:
    if not table.rows:
        return "a row for each action"
    rows = count_of(len(table.rows), "row")
    months = [column for column in table.months if column.in_period]
    if not months:
        return rows
    cells = sum(table.is_open(row, column) for row in table.rows for column in months)
    return f"{rows}, {count_of(cells, 'figure')} to fill in" if cells else f"{rows}, no figure due"


def _write_questions(
    book: StrictWorkbook,
    sheet: StrictWorksheet,
    form: ReturnForm,
    looks: FormLooks,
    answers: Mapping[str, str | float | date],
) -> None:
    line = {"bottom": 1, "bottom_color": theme.RULE}
    let_by = is_exempt(form.waivers, form.trials, "ANSWER_MISSING", "", form.due)
    sheet.set_row(START_FIRST_ROW - 1, 26)
    sheet.write_string(START_FIRST_ROW - 1, LABEL_COLUMN, "Before you send it", _small_heading(looks))
    for question in form.questions:
        row, column = question.cell.row, question.cell.column
        wanted = question.required and not let_by
        note = "needed" if wanted else "optional" if question.required else ""
        sheet.set_row(row, 20)
        sheet.write_string(row, column - 1, clean_text(question.words), looks(**line))
        sheet.write_string(row, NOTE_COLUMN, note, looks(font_color=theme.QUIET, italic=True, align="center"))
        sheet.write_string(row, ASIDE_COLUMN, clean_text(question.prompt), looks(font_color=theme.QUIET))
        book.define_name(answer_name(question), f"={form_address(question.cell)}")
        if question.given:
            sheet.write_string(row, column, clean_text(question.given), looks(num_format="@", **line))
            continue
        look = looks.entry(question.answer, align="left", indent=1)
        write_value(sheet, row, column, answers.get(question.key), look)
        rule = entry_rule(question.answer, question.cell.a1, prompt=question.prompt, choices=question.choices)
        sheet.data_validation(row, column, row, column, rule)
        if wanted:
            blank = {"type": "blanks", "format": looks.wanted()}
            sheet.conditional_format(row, column, row, column, blank)


def form_address(cell: CellRef) -> str:
    """Return a cell as a defined name refers to it.

    >>> form_address(CellRef("Start", 16, 2))
    'Start!$C$17'
    """
    letters = cell.a1.rstrip("0123456789")
    return f"{quoted_sheet(cell.sheet)}!${letters}${cell.row + 1}"


def _small_heading(looks: FormLooks) -> object:
    return looks(font_size=12, bold=True, font_color=theme.NAVY, valign="bottom")
