"""How the form works out what it checks of itself: for each live check a formula that counts the cells, and one that finds the first.

What is checked is said by `scpxl.checks.live`; only this room writes worksheet formulas of the form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from scpxl.checks.live import OVER_AND_UNDER, LiveCheck, live_checks, nil_question
from scpxl.render.forms import formulas as say
from scpxl.render.forms.places import SHARE, KeptColumns, LivePlaces, fixed_span
from scpxl.returns.cells import quoted_sheet
from scpxl.returns.form import FIRST_ROW, Answer, FormColumn, FormTable, Question, ReturnForm, Sheet

_SIDES = tuple(
    (code, division, sign)
    for division, codes in OVER_AND_UNDER.items()
    for code, sign in zip(codes, "><", strict=False)
)
_BEGINNING = 900
"""So many characters of a cell say whether anything is entered in it."""

Test = tuple[str, str]
"""A test of cells, and the cells."""


class LiveFormula(NamedTuple):
    """A live check with its formulas."""

    check: LiveCheck
    counting: str
    """The array formula that gives how many cells fail."""
    first: str
    """The expression that gives the first of them (see `formulas.first_of`); where none fails it is not worked out."""


def live_formulas(form: ReturnForm, prefilled_actions: int = 0) -> tuple[LiveFormula, ...]:
    """Return the live checks of a form with their formulas, sheet by sheet.

    `prefilled_actions` is how many of last time's actions are above the empty rows.
    """
    made = _Formulas(form, prefilled_actions)
    return tuple(made.of(check) for check in live_checks(form))


def nil_answer(form: ReturnForm, sheet: Sheet) -> str:
    """Return the formula that is true where Start says there is nothing to report on a sheet."""
    question = nil_question(form, sheet)
    return f'IFERROR({say.trimmed(_cell_of(question))}="Yes",FALSE)' if question else "(1=0)"


def _cell_of(question: Question) -> str:
    return fixed_span(question.cell.sheet, question.cell[1:], question.cell[1:])


def _is_unlikely(cells: str, form: ReturnForm) -> str:
    # By DATE, not by number: a workbook may count its days from 1904.
    first, last = (f"DATE({edge.year},{edge.month},{edge.day})" for edge in form.date_window)
    return f"ISNUMBER({cells})*((({cells}<{first})+({cells}>={last}+1))>0)"


_OF_NUMBERS: Mapping[str, Callable[[str, str], str]] = {
    "TIDIED": say.is_number_as_text,
    "NOT_A_NUMBER": say.is_no_number,
    "NOT_WHOLE": say.is_not_whole,
    "NEGATIVE": say.is_negative,
    "TOO_LARGE": say.is_too_large,
    "PERCENT_RANGE": say.is_beyond_percent,
    "PERCENT_AS_FRACTION": say.is_fraction,
}


class _Formulas:
    """Makes the formulas of one form's live checks."""

    def __init__(self, form: ReturnForm, prefilled_actions: int) -> None:
        self.form, self.prefilled = form, prefilled_actions
        self.kept = LivePlaces(form).tables

    def of(self, check: LiveCheck) -> LiveFormula:
        """Return a check with its formulas."""
        if check.is_off:
            return LiveFormula(check, "=0", str(say.NONE_FOUND))
        if check.code in {"NOTHING_FILLED", "NIL_CONTRADICTED"}:
            return self._of_sheet(check)
        if check.of:
            tests = list(self._of_answers(check))
        elif check.code == "CELL_ERROR":
            tests = []
        else:
            tests = list(self._of_figures(check, self.kept[check.sheet]))
        if check.code == "CELL_ERROR" and check.sheet in self.kept:
            figures = self.kept[check.sheet].figures()
            tests.insert(0, (f"ISERROR({figures})", figures))
        count = "+".join(say.count_formula(test) for test, _ in tests)
        first = ",".join(say.first_of(test, cells) for test, cells in tests)
        if check.code == "BLANK":
            # Of a sheet that is all blank, or need not be filled in, that is said alone.
            count = (
                f"IF(OR({nil_answer(self.form, check.sheet)},{_filled(self.kept[check.sheet])}=0),0,{count})"
            )
        return LiveFormula(check, f"={count}", f"MIN({first})" if len(tests) > 1 else first)

    def _of_sheet(self, check: LiveCheck) -> LiveFormula:
        nil, filled = nil_answer(self.form, check.sheet), _filled(self.kept[check.sheet])
        if check.code == "NOTHING_FILLED" and check.first_at_issue:
            first = say.number_of(*check.first_at_issue)
            fails = f"AND({filled}=0,NOT({nil}))"
        else:
            first = next(say.number_of(*one.cell[1:]) for one in check.of if isinstance(one, Question))
            fails = f"AND({nil},{filled}>0)"
        return LiveFormula(check, f"=IF({fails},1,0)", str(first))

    def _cells(self, one: Question | FormColumn, sheet: Sheet) -> str:
        """Return where an answer is entered: a question's cell, a column's cells with the empty rows."""
        if isinstance(one, Question):
            return _cell_of(one)
        table = self.form.table[sheet]
        rows = len(table.rows) + (table.blank_rows + self.prefilled if table.blank_rows else 0)
        place = table.position[one.key]
        return fixed_span(table.name, (FIRST_ROW, place), (FIRST_ROW + rows - 1, place))

    def _of_answers(self, check: LiveCheck) -> Iterator[Test]:
        for one in check.of:
            at = self._cells(one, check.sheet)
            is_number = check.code in _OF_NUMBERS and one.answer is not Answer.DATE
            if is_number:
                yield _OF_NUMBERS[check.code](at, '"P"'), at
            else:
                yield self._test(check, one, at), at

    def _test(self, check: LiveCheck, one: Question | FormColumn, at: str) -> str:
        if check.code == "ANSWER_MISSING":
            return say.is_blank(at)
        if check.code == "NOT_IN_LIST" and one.choices:
            return say.is_out_of_list(at, one.choices)
        if check.code == "TEXT_TOO_LONG":
            return f"(LEN({at})>{one.limit})"
        if check.code == "CELL_ERROR":
            return f"ISERROR({at})"
        if check.code == "DATE_IMPLAUSIBLE":
            return _is_unlikely(at, self.form)
        if check.code == "ACTION_INCOMPLETE":
            return f"{say.is_given(self._whole_row(self.form.table[check.sheet]))}*{say.is_blank(at)}"
        if check.code == "ROW_REPEATED":
            return say.is_repeated(at)
        if check.code == "TIDIED":
            return say.is_date_as_text(at)
        raise NotImplementedError(f"The form has no formula for {check.code} on {check.sheet}.")

    def _whole_row(self, table: FormTable) -> str:
        cells = (self._cells(column, table.sheet) for column in table.columns)
        # Of each cell its beginning: two long texts joined are more than a cell can hold.
        return "&".join(f'IFERROR(LEFT({at},{_BEGINNING}),"x")' for at in cells)

    def _of_figures(self, check: LiveCheck, kept: KeptColumns) -> Iterator[Test]:
        code, every, now = check.code, kept.figures(), kept.figures(now=True)
        sides = {rule: (division, sign) for rule, division, sign in _SIDES}
        let_by = kept.exempt_rows(code)
        if code == "BLANK":
            yield f"{say.is_left_blank(now)}*{kept.wanted}", now
        elif code == "NOT_A_NUMBER":
            yield say.is_no_number(every, kept.kinds), every
        elif code in _OF_NUMBERS:
            cells = now if code == "PERCENT_AS_FRACTION" else every
            yield say.not_in_rows(_OF_NUMBERS[code](cells, kept.kinds), cells, let_by), cells
        elif code == "RESTATED":
            yield say.is_changed(kept.past_figures, kept.known), kept.past_figures
        elif code == "ERASED":
            test = say.is_cleared(kept.past_figures, kept.known)
            yield say.not_in_rows(test, kept.past_figures, let_by), kept.past_figures
        elif code in sides:
            division, sign = sides[code]
            gaps = [f"({kept.gaps(slot)}{sign}0)" for slot in kept.slots_of(division)]
            # A cell that two breakdowns disagree with is one cell.
            test = f"(({'+'.join(gaps)})>0)" if len(gaps) > 1 else gaps[0]
            yield say.not_in_rows(test, now, let_by), now
        else:
            yield from self._of_pairs(code, kept)

    def _of_pairs(self, code: str, kept: KeptColumns) -> Iterator[Test]:
        bonds = {kept.pair_of(number) for number in range(len(kept.table.rows))} - {0}
        let_by = kept.exempt_rows(code)
        if bonds and (code != "PART_OVER_WHOLE" or SHARE in bonds):
            number, whole = kept.figures(cut=1), kept.figures(shift=1)
            pair = _Pair(number, kept.kept(0, cut=1), whole, kept.kept(0, shift=1), kept.kept(2, cut=1))
            nil = nil_answer(self.form, kept.table.sheet)
            test = _pair_tests(pair, _held_up(kept, number, kept.kept(1, cut=1), nil))[code]
            for tolerance, rows in kept.rows_tolerated(code).items():
                within = say.is_within(tolerance, f"{number}-{whole}", whole)
                test += f"*(1-({say.in_rows(number, rows)})*{within})"
            yield say.not_in_rows(test, number, let_by), number
        if code == "PART_OVER_WHOLE" and kept.has_wholes:
            cells = kept.figures()
            yield say.not_in_rows(f"({kept.over}>0)", cells, let_by), cells


def _filled(kept: KeptColumns) -> str:
    return f"SUM(IFERROR(1-{say.is_left_blank(kept.figures(now=True))},1))"


def row_status(form: ReturnForm, kept: KeptColumns, number: int) -> tuple[str, str]:
    """Return the array formula of a row's own status, and what it gives on the form as it is issued."""
    row = kept.table.rows[number]
    kind = kept.kind_letter(row)
    cells, now = kept.row_figures(number), kept.row_figures(number, now=True)
    wrong = f"SUM(1-{say.is_fine(cells, kind)})"
    at = FIRST_ROW + number
    if kept.table.sheet is Sheet.MEASURES:
        for rule, division, sign in _SIDES:
            if not kept.table.is_exempt(rule, row):
                gaps = (kept.row_gaps(number, slot) for slot in kept.slots_of(division))
                wrong += "".join(f"+SUM(1*({gap}{sign}0))" for gap in gaps)
        if bond := kept.pair_of(number):
            out_of = kept.row_figures(number + 1)
            kinds = (kind, kept.kind_letter(kept.table.rows[number + 1]))
            required = str(int(kept.table.is_needed(row)))
            held_up = _held_up(kept, cells, required, nil_answer(form, kept.table.sheet))
            tests = _pair_tests(_Pair(cells, kinds[0], out_of, kinds[1], str(bond)), held_up)
            if tolerance := kept.table.tolerance("PART_OVER_WHOLE", row):
                let_by = say.is_within(tolerance, f"{cells}-{out_of}", out_of)
                tests["PART_OVER_WHOLE"] += f"*(1-{let_by})"
            wrong += "".join(
                f"+{say.count_formula(test)}"
                for rule, test in tests.items()
                if not kept.table.is_exempt(rule, row)
            )
        if row.whole and not kept.table.is_exempt("PART_OVER_WHOLE", row):
            wrong += f"+SUM({kept.row_over(number)})"
    wanted = fixed_span(Sheet.LISTS, (at, kept.at + 3), (at, kept.at + 2 + len(kept.now)))
    blank = f"SUM({say.is_left_blank(now)}*{wanted})*(1-{nil_answer(form, kept.table.sheet)})"
    asked = kept.table.is_needed(row) and any(kept.table.is_open(row, column) for column in kept.now)
    formula = f'=IF({wrong}>0,"Check",IF({blank}>0,"Fill in","OK"))'
    return formula.replace(f"{quoted_sheet(kept.table.name)}!", ""), "Fill in" if asked else "OK"


@dataclass(frozen=True, slots=True)
class _Pair:
    """The ranges of numbers and of what they are out of, cell for cell, and how the two are bound."""

    number: str
    number_kinds: str
    whole: str
    whole_kinds: str
    bond: str


def _held_up(kept: KeptColumns, cells: str, required: str, nil: str) -> str:
    """Tell a cell that must not stay blank: its blank has a finding of its own."""
    first_now = kept.table.position[kept.now[0].key] + 1
    return f"{required}*(COLUMN({cells})>={first_now})*(1-{nil})"


def _pair_tests(pair: _Pair, held_up: str) -> dict[str, str]:
    number, whole, bond = pair.number, pair.whole, pair.bond
    has_number, has_whole = say.stands(number, pair.number_kinds), say.stands(whole, pair.whole_kinds)
    no_number, no_whole = (
        f"(({say.is_mark(cells)}+{say.is_left_blank(cells)}*(1-{held_up}))>0)" for cells in (number, whole)
    )
    both = f"({bond}>0)*{has_number}*{has_whole}"
    return {
        "HALF_GIVEN": f"({bond}>0)*(({has_number}*{no_whole}+{no_number}*{has_whole})>0)",
        "OUT_OF_NOUGHT": f"{both}*({whole}=0)*({number}>0)",
        "PART_OVER_WHOLE": f"({bond}={SHARE})*{both}*({whole}<>0)*({number}>{whole})",
    }
