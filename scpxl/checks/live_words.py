"""The live checks of what is written: sign-off, actions, commentary, reasons and explanations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from scpxl.checks import live_formulas as say
from scpxl.checks.live_check import LiveCheck, cell_of, check_of
from scpxl.checks.live_places import Kept, span
from scpxl.returns.form import FIRST_ROW, Answer, Column, ReturnForm, Sheet, Table


def of_start(form: ReturnForm) -> Iterator[LiveCheck]:
    """Yield the checks of the answers on Start."""
    needed = [question for question in form.questions if question.required]
    if needed:
        missing = check_of("ANSWER_MISSING", Sheet.START,
                         [(say.is_blank(at), at) for at in map(cell_of, needed)])  # fmt: skip
        yield LiveCheck(
            missing.code, missing.sheet, missing.count, missing.first,
            at_issue=len(needed), first_at_issue=(needed[0].cell.row, needed[0].cell.column),
        )  # fmt: skip
    asked = [(question, cell_of(question)) for question in form.questions]
    listed = [(say.is_out_of_list(at, q.choices.name), at) for q, at in asked if q.choices]
    if listed:
        names = {choice: None for q, _ in asked if q.choices for choice in q.choices.choices}
        yield check_of("NOT_IN_LIST", Sheet.START, listed, choices=", ".join(names))
    texts = [at for q, at in asked if q.answer is Answer.TEXT]
    if texts:
        long = [(f"(LEN({cell_of(q)})>{q.limit})", cell_of(q)) for q, _ in asked if q.answer is Answer.TEXT]
        yield check_of("TEXT_TOO_LONG", Sheet.START, long, room="there is room for")
        broken = [(f"ISERROR({at})", at) for at in texts]
        yield check_of("CELL_ERROR", Sheet.START, broken)
    dated = [(_unlikely(at, form), at) for q, at in asked if q.answer is Answer.DATE]
    if dated:
        yield _dates(Sheet.START, dated, form)


def _unlikely(cells: str, form: ReturnForm) -> str:
    first, last = ((edge - date(1899, 12, 30)).days for edge in form.date_window)
    return f"ISNUMBER({cells})*((({cells}<{first})+({cells}>={last + 1}))>0)"


def _dates(sheet: Sheet, tests: list[tuple[str, str]], form: ReturnForm) -> LiveCheck:
    first, last = (f"{edge:%d/%m/%Y}" for edge in form.date_window)
    return check_of("DATE_IMPLAUSIBLE", sheet, tests, first=first, last=last)


def of_words(table: Table, rows: int, form: ReturnForm) -> Iterator[LiveCheck]:
    """Yield the checks of what is written in a table of so many rows, empty ones counted."""

    def cells_of(column: Column) -> str:
        place = table.position[column.key]
        return span(table.name, (FIRST_ROW, place), (FIRST_ROW + rows - 1, place))

    def of(answer: Answer) -> list[tuple[Column, str]]:
        return [(column, cells_of(column)) for column in table.columns if column.answer is answer]

    if table.blank_rows:
        yield from _of_added_rows(table, cells_of)
    chosen = [(c, at) for c, at in of(Answer.CHOICE) if c.choices and c.choices.choices]
    if chosen:
        tests = [(say.is_out_of_list(at, c.choices.name), at) for c, at in chosen if c.choices]
        yield check_of("NOT_IN_LIST", table.sheet, tests, choices="it opens on the cell")
    if dated := of(Answer.DATE):
        yield _dates(table.sheet, [(_unlikely(at, form), at) for _, at in dated], form)
    if shares := of(Answer.PERCENT):
        for code, test in (
            ("NOT_A_NUMBER", say.is_no_number),
            ("PERCENT_RANGE", say.is_beyond_percent),
            ("PERCENT_AS_FRACTION", say.is_fraction),
        ):
            yield check_of(code, table.sheet, [(test(at, '"P"'), at) for _, at in shares],
                         example=50, meant=65, column="update")  # fmt: skip
    long = [(f"(LEN({cells_of(c)})>{c.limit})", cells_of(c)) for c in table.columns if c.limit]
    if long:
        yield check_of("TEXT_TOO_LONG", table.sheet, long, room="the board's page has room for")
    broken = of(Answer.FIGURE) + of(Answer.TEXT) + of(Answer.LONG_TEXT) + of(Answer.DATE) + of(Answer.PERCENT)
    whole = [(f"ISERROR({at})", at) for _, at in broken]
    if table.months and table.rows:
        figures = Kept(table, 0).figures()
        whole = [
            (f"ISERROR({figures})", figures),
            *((f"ISERROR({at})", at) for c, at in broken if not c.month),
        ]
    yield check_of("CELL_ERROR", table.sheet, whole)


def _of_added_rows(table: Table, cells_of: Callable[[Column], str]) -> Iterator[LiveCheck]:
    every = "&".join(f'IF(ISERROR({cells_of(column)}),"x",{cells_of(column)})' for column in table.columns)
    needed = [column for column in table.columns if column.required or column.is_key]
    names = ", ".join(column.heading.casefold() for column in needed)
    tests = [(f"{say.is_given(every)}*{say.is_blank(cells_of(c))}", cells_of(c)) for c in needed]
    yield check_of("ACTION_INCOMPLETE", table.sheet, tests, needed=names)
    key = cells_of(table.keys[0])
    said = say.trimmed(key)
    place = f"(ROW({key})-{FIRST_ROW})"
    again = f"{say.is_given(key)}*(MATCH({said},{said},0)<{place})"
    yield check_of("ROW_REPEATED", table.sheet, [(again, key)], key=table.keys[0].heading.casefold())
