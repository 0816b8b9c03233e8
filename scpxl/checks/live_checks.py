"""The checks that an issued return makes of itself while it is filled in, each declared once.

A live check has the code, the gravity and the advice of the finding Python would make, and a formula
that counts the cells concerned.  The other codes stand in `PYTHON_ONLY` with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from scpxl.checks import live_formulas as say
from scpxl.checks.live_places import SHARE, Kept, LivePlaces, kind_of_row, span
from scpxl.checks.texts import ANSWER_LIMIT, window_of
from scpxl.returns.findings import Severity
from scpxl.returns.form import FIRST_ROW, Answer, Column, Question, ReturnForm, Sheet, Table
from scpxl.returns.layout import NIL_SECTIONS
from scpxl.returns.messages import MESSAGES

PYTHON_ONLY: dict[tuple[str, ...], str] = {
    ("AMBIGUOUS_NUMBER", "TIDIED", "TEXT_CLEANED"): (
        "Numbers pasted as text, such as 1.234: we read what can mean one thing only, and ask about the rest."
    ),
    ("DATE_IN_NUMBER", "NOT_A_DATE", "DATE_AMBIGUOUS"): (
        "Dates: to a formula a date is a number, and a date written in words is text."
    ),
    ("NOT_CALCULATED",): "Formulas saved without their result: here every formula has one.",
    ("RESTATED", "ERASED"): (
        "Earlier figures you changed: they are held against our record, and correcting one is welcome."
    ),
}
"""Codes of values and sums that no formula on the sheet can give, and what the partner is told of them."""

LIVE_AS: dict[str, str] = {
    "SMALL_NUMBER_HIDDEN": "NOT_A_NUMBER",
    "NOT_YET_KNOWN": "NOT_A_NUMBER",
    "PERCENT_IN_COUNT": "NOT_A_NUMBER",
}
"""Codes that Python tells apart and the sheet does not: each is shown as the other."""


@dataclass(frozen=True, slots=True)
class LiveCheck:
    """One check that the form makes of itself."""

    code: str
    sheet: Sheet
    what: str
    """What is wrong if it fails, in words."""
    count: str
    """The array formula that gives how many cells fail."""
    first: str
    """The array formula that gives the first of them (see `live_formulas.first_of`)."""
    facts: dict[str, object] = field(default_factory=dict)
    """What fills the message's advice."""
    at_issue: int = 0
    """How many fail on the form as it is issued."""
    first_at_issue: tuple[int, int] | None = None

    @property
    def severity(self) -> Severity:
        """How grave the finding is."""
        return MESSAGES[self.code].severity

    @property
    def advice(self) -> str:
        """What to do, in the words of the finding."""
        return MESSAGES[self.code].advice.format(**self.facts)


def live_checks(form: ReturnForm, prefilled_actions: int = 0) -> tuple[LiveCheck, ...]:
    """Return the live checks of a form, sheet by sheet.

    `prefilled_actions` is how many of last time's actions stand above the empty rows.
    """
    kept = LivePlaces(form).tables
    checks = list(_of_start(form))
    for sheet, own in kept.items():
        checks += _of_figures(own, form)
        if sheet is Sheet.MEASURES:
            checks += _of_pairs(own, nil_answer(form, sheet))
            checks += _of_wards(own) if Sheet.WARDS in kept else ()
    for table in form.tables:
        # Last time's actions stand above the empty rows.
        rows = len(table.rows) + (table.blank_rows + prefilled_actions if table.blank_rows else 0)
        if rows:
            checks += _of_words(table, rows, form)
    order = list(Sheet)
    return tuple(sorted(checks, key=lambda check: order.index(check.sheet)))


def nil_answer(form: ReturnForm, sheet: Sheet) -> str:
    """Return the formula that is true where Start says there is nothing to report on a sheet."""
    question = _nil_question(form, sheet)
    return f'IFERROR({say.trimmed(_cell_of(question))}="Yes",FALSE)' if question else "(1=0)"


def _nil_question(form: ReturnForm, sheet: Sheet) -> Question | None:
    return next((q for q in form.questions if q.key == NIL_SECTIONS.get(sheet)), None)


def row_status(form: ReturnForm, kept: Kept, number: int) -> tuple[str, str]:
    """Return the array formula of a row's own status, and what it gives on the form as it is issued."""
    row = kept.table.rows[number]
    kind = say.KIND_LETTER[kind_of_row(row)]
    cells, now = kept.row_figures(number), kept.row_figures(number, now=True)
    wrong = f"SUM(1-{say.is_fine(cells, kind)})"
    at = FIRST_ROW + number
    if kept.table.sheet is Sheet.MEASURES:
        left = kept.at + 3 + len(kept.now)
        wrong += f"+SUM(ABS({span(Sheet.LISTS, (at, left), (at, left + len(kept.now) - 1))}))"
        if bond := kept.pair_of(number):
            out_of = kept.row_figures(number + 1)
            kinds = (kind, say.KIND_LETTER[kind_of_row(kept.table.rows[number + 1])])
            required = str(int(row.indicator is not None and row.indicator.required))
            held_up = _held_up(kept, cells, required, nil_answer(form, kept.table.sheet))
            tests = _pair_tests(_Pair(cells, kinds[0], out_of, kinds[1], str(bond)), held_up)
            wrong += "".join(f"+{say.count_of(test)}" for test in tests.values())
    wanted = span(Sheet.LISTS, (at, kept.at + 3), (at, kept.at + 2 + len(kept.now)))
    blank = f"SUM({say.is_blank(now)}*{wanted})*(1-{nil_answer(form, kept.table.sheet)})"
    asked = row.indicator is not None and row.indicator.required
    asked = asked and any(kept.table.is_open(row, column) for column in kept.now)
    formula = f'=IF({wrong}>0,"Check",IF({blank}>0,"Fill in","OK"))'
    return formula.replace(f"{kept.table.sheet}!", ""), "Fill in" if asked else "OK"


def _check(
    code: str, sheet: Sheet, what: str, tests: list[tuple[str, str]], *, unless: str = "", **facts: object
) -> LiveCheck:
    """Return a check of several ranges: each a test with the cells it goes through."""
    count = "+".join(say.count_of(test) for test, _ in tests)
    first = ",".join(say.first_of(test, cells) for test, cells in tests)
    if unless:
        count = f"IF({unless},0,{count})"
    return LiveCheck(code, sheet, what, f"={count}", f"=MIN({first})", facts)


def _of_figures(kept: Kept, form: ReturnForm) -> Iterator[LiveCheck]:
    yield from _of_blanks(kept, form)
    sheet, every, now = kept.table.sheet, kept.figures(), kept.figures(now=True)
    yield _check("NOT_A_NUMBER", sheet, "Words where a number is asked for",
                 [(say.is_no_number(every, kept.kinds), every)], example=30)  # fmt: skip
    letters = {say.KIND_LETTER[kind_of_row(row)].strip('"') for row in kept.table.rows}
    rules: tuple[tuple[str, str, Callable[[str, str], str], str, str], ...] = (
        ("NOT_WHOLE", "Not a whole number", say.is_not_whole, "W", every),
        ("NEGATIVE", "Below nought", say.is_negative, "WA", every),
        ("TOO_LARGE", "Larger than it can be", say.is_too_large, "WA", every),
        ("PERCENT_RANGE", "Not a percentage from 0 to 100", say.is_beyond_percent, "P", every),
        ("PERCENT_AS_FRACTION", "Less than one per cent", say.is_fraction, "P", now),
    )
    for code, what, test, of, cells in rules:
        if letters & set(of):
            yield _check(code, sheet, what, [(test(cells, kept.kinds), cells)],
                         title="The measure", meant=65, column="explanation")  # fmt: skip


def _of_blanks(kept: Kept, form: ReturnForm) -> Iterator[LiveCheck]:
    sheet, now, nil = kept.table.sheet, kept.figures(now=True), nil_answer(form, kept.table.sheet)
    filled = f"SUM(IFERROR({say.is_given(now)}*1,1))"
    wanted = next(
        ((row, column) for row, column, value in kept.facts() if column >= kept.at + 3 and value), None
    )
    if wanted:
        first = (wanted[0], kept.table.position[kept.now[wanted[1] - kept.at - 3].key])
        nothing = f"=IF(AND({filled}=0,NOT({nil})),1,0)"
        yield LiveCheck("NOTHING_FILLED", sheet, "No figures are filled in", nothing, f"={say.number_of(*first)}",
                        {"period": form.period}, at_issue=1, first_at_issue=first)  # fmt: skip
        blank = f"{say.is_blank(now)}*{kept.wanted}"
        yield _check("BLANK", sheet, "Cells of the period are blank", [(blank, now)],
                     unless=f"OR({nil},{filled}=0)")  # fmt: skip
    if question := _nil_question(form, sheet):
        given = f"=IF(AND({nil},{filled}>0),1,0)"
        what = "Start says there is nothing to report, but figures are given"
        at = say.number_of(question.cell.row, question.cell.column)
        yield LiveCheck("NIL_CONTRADICTED", sheet, what, given, f"={at}")


def _of_pairs(kept: Kept, nil: str) -> Iterator[LiveCheck]:
    pairs = {value for _, column, value in kept.facts() if column == kept.at + 2} - {0}
    if not pairs:
        return
    number, whole = kept.figures(cut=1), kept.figures(shift=1)
    tests = _pair_tests(
        _Pair(number, kept.kept(0, cut=1), whole, kept.kept(0, shift=1), kept.kept(2, cut=1)),
        _held_up(kept, number, kept.kept(1, cut=1), nil),
    )
    words = {
        "HALF_GIVEN": "Only one of the number and what it is out of is given",
        "OUT_OF_NOUGHT": "More than nought out of 0",
        "PART_OVER_WHOLE": "More than what it is out of",
    }
    for code, test in tests.items():
        if code != "PART_OVER_WHOLE" or SHARE in pairs:
            yield _check(code, kept.table.sheet, words[code], [(test, number)])


@dataclass(frozen=True, slots=True)
class _Pair:
    """The ranges of numbers and of what they are out of, cell for cell, and how the two are bound."""

    number: str
    number_kinds: str
    whole: str
    whole_kinds: str
    bond: str


def _held_up(kept: Kept, cells: str, required: str, nil: str) -> str:
    """Tell a cell that must not stay blank: its blank has a finding of its own."""
    first_now = kept.table.position[kept.now[0].key] + 1
    return f"{required}*(COLUMN({cells})>={first_now})*(1-{nil})"


def _pair_tests(pair: _Pair, held_up: str) -> dict[str, str]:
    number, whole, bond = pair.number, pair.whole, pair.bond
    has_number, has_whole = say.stands(number, pair.number_kinds), say.stands(whole, pair.whole_kinds)
    no_number, no_whole = (
        f"(({say.is_mark(cells)}+{say.is_blank(cells)}*(1-{held_up}))>0)" for cells in (number, whole)
    )
    both = f"({bond}>0)*{has_number}*{has_whole}"
    return {
        "HALF_GIVEN": f"({bond}>0)*(({has_number}*{no_whole}+{no_number}*{has_whole})>0)",
        "OUT_OF_NOUGHT": f"{both}*({whole}=0)*({number}>0)",
        "PART_OVER_WHOLE": f"({bond}={SHARE})*{both}*({whole}<>0)*({number}>{whole})",
    }


def _of_wards(kept: Kept) -> Iterator[LiveCheck]:
    now = kept.figures(now=True)
    for code, sign, words in (("WARDS_OVER_BOROUGH", ">", "more"), ("WARDS_UNDER_BOROUGH", "<", "less")):
        what = f"The wards add up to {words} than the borough's figure"
        yield _check(code, Sheet.MEASURES, what, [(f"({kept.gaps}{sign}0)", now)])


def _of_start(form: ReturnForm) -> Iterator[LiveCheck]:
    needed = [question for question in form.questions if question.required]
    if needed:
        missing = _check("ANSWER_MISSING", Sheet.START, "Sign-off is not filled in",
                         [(say.is_blank(at), at) for at in map(_cell_of, needed)])  # fmt: skip
        yield LiveCheck(
            missing.code, missing.sheet, missing.what, missing.count, missing.first,
            at_issue=len(needed), first_at_issue=(needed[0].cell.row, needed[0].cell.column),
        )  # fmt: skip
    asked = [(question, _cell_of(question)) for question in form.questions]
    listed = [(say.is_out_of_list(at, q.choices.name), at) for q, at in asked if q.choices]
    if listed:
        names = {choice: None for q, _ in asked if q.choices for choice in q.choices.choices}
        yield _check("NOT_IN_LIST", Sheet.START, "Not one of the choices", listed, choices=", ".join(names))
    texts = [at for q, at in asked if q.answer is Answer.TEXT]
    if texts:
        long = [(f"(LEN({at})>{ANSWER_LIMIT})", at) for at in texts]
        yield _check("TEXT_TOO_LONG", Sheet.START, "Longer than there is room for", long)
        broken = [(f"ISERROR({at})", at) for at in texts]
        yield _check("CELL_ERROR", Sheet.START, "The cell shows an error: its formula does not work", broken)
    dated = [(_unlikely(at, form), at) for q, at in asked if q.answer is Answer.DATE]
    if dated:
        yield _dates(Sheet.START, dated, form)


def _cell_of(question: Question) -> str:
    return span(question.cell.sheet, question.cell[1:], question.cell[1:])


def _unlikely(cells: str, form: ReturnForm) -> str:
    first, last = ((edge - date(1899, 12, 30)).days for edge in window_of(form.period))
    return f"ISNUMBER({cells})*((({cells}<{first})+({cells}>={last + 1}))>0)"


def _dates(sheet: Sheet, tests: list[tuple[str, str]], form: ReturnForm) -> LiveCheck:
    first, last = (f"{edge:%d/%m/%Y}" for edge in window_of(form.period))
    return _check("DATE_IMPLAUSIBLE", sheet, "Not a likely date", tests, first=first, last=last)


def _of_words(table: Table, rows: int, form: ReturnForm) -> Iterator[LiveCheck]:
    def cells_of(column: Column) -> str:
        place = table.position[column.key]
        return span(table.sheet, (FIRST_ROW, place), (FIRST_ROW + rows - 1, place))

    def of(answer: Answer) -> list[tuple[Column, str]]:
        return [(column, cells_of(column)) for column in table.columns if column.answer is answer]

    if table.blank_rows:
        yield from _of_added_rows(table, cells_of)
    chosen = [(c, at) for c, at in of(Answer.CHOICE) if c.choices and c.choices.choices]
    if chosen:
        tests = [(say.is_out_of_list(at, c.choices.name), at) for c, at in chosen if c.choices]
        yield _check(
            "NOT_IN_LIST", table.sheet, "Not one of the choices", tests, choices="it opens on the cell"
        )
    if dated := of(Answer.DATE):
        yield _dates(table.sheet, [(_unlikely(at, form), at) for _, at in dated], form)
    if shares := of(Answer.PERCENT):
        for code, what, test in (
            ("NOT_A_NUMBER", "Words where a number is asked for", say.is_no_number),
            ("PERCENT_RANGE", "Not a percentage from 0 to 100", say.is_beyond_percent),
            ("PERCENT_AS_FRACTION", "Less than one per cent", say.is_fraction),
        ):
            yield _check(code, table.sheet, what, [(test(at, '"P"'), at) for _, at in shares],
                         example=50, meant=65, column="update")  # fmt: skip
    long = [(f"(LEN({cells_of(c)})>{c.limit})", cells_of(c)) for c in table.columns if c.limit]
    if long:
        yield _check("TEXT_TOO_LONG", table.sheet, "Longer than the board's page has room for", long)
    broken = of(Answer.FIGURE) + of(Answer.TEXT) + of(Answer.LONG_TEXT) + of(Answer.DATE) + of(Answer.PERCENT)
    whole = [(f"ISERROR({at})", at) for _, at in broken]
    if table.months and table.rows:
        figures = Kept(table, 0).figures()
        whole = [
            (f"ISERROR({figures})", figures),
            *((f"ISERROR({at})", at) for c, at in broken if not c.month),
        ]
    yield _check("CELL_ERROR", table.sheet, "The cell shows an error: its formula does not work", whole)


def _of_added_rows(table: Table, cells_of: Callable[[Column], str]) -> Iterator[LiveCheck]:
    every = "&".join(f'IF(ISERROR({cells_of(column)}),"x",{cells_of(column)})' for column in table.columns)
    needed = [column for column in table.columns if column.required or column.is_key]
    names = ", ".join(column.heading.casefold() for column in needed)
    tests = [(f"{say.is_given(every)}*{say.is_blank(cells_of(c))}", cells_of(c)) for c in needed]
    yield _check("ACTION_INCOMPLETE", table.sheet, f"An action needs its {names}", tests)
    key = cells_of(table.keys[0])
    said = say.trimmed(key)
    place = f"(ROW({key})-{FIRST_ROW})"
    again = f"{say.is_given(key)}*(MATCH({said},{said},0)<{place})"
    what = f"The same {table.keys[0].heading.casefold()} twice"
    yield _check("ROW_REPEATED", table.sheet, what, [(again, key)])
