"""The checks that an issued return makes of itself while it is filled in, each declared once.

A live check has the code, the gravity and the advice of the finding Python would make, and a formula
that counts the cells concerned.  The catalogue says why the others have none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from scpxl.checks import live_formulas as say
from scpxl.checks.live_check import LiveCheck, cell_of, check_of
from scpxl.checks.live_places import SHARE, Division, Kept, LivePlaces, kind_of_row, span
from scpxl.checks.live_waivers import after_agreements
from scpxl.checks.live_words import of_start, of_words
from scpxl.checks.sums import PAIR
from scpxl.model.words import possessive
from scpxl.returns.cells import quoted
from scpxl.returns.form import FIRST_ROW, Question, ReturnForm, Sheet
from scpxl.returns.layout import NIL_SECTIONS
from scpxl.returns.parts import part_words

_DIVISIONS = (
    ("WARDS_OVER_BOROUGH", Division.WARDS, ">"),
    ("WARDS_UNDER_BOROUGH", Division.WARDS, "<"),
    ("ITEMS_OVER_WHOLE", Division.ITEMS, ">"),
    ("ITEMS_UNDER_WHOLE", Division.ITEMS, "<"),
    ("ITEM_OVER_WHOLE", Division.OVERLAPPING, ">"),
)  # fmt: skip


def live_checks(form: ReturnForm, prefilled_actions: int = 0) -> tuple[LiveCheck, ...]:
    """Return the live checks of a form, sheet by sheet.

    `prefilled_actions` is how many of last time's actions stand above the empty rows.
    """
    kept = LivePlaces(form).tables
    checks = list(of_start(form))
    for sheet, own in kept.items():
        checks += _of_figures(own, form)
        if sheet is Sheet.MEASURES:
            checks += _of_pairs(own, nil_answer(form, sheet))
            checks += _of_divisions(own, form)
    for table in form.tables:
        # Last time's actions stand above the empty rows.
        rows = len(table.rows) + (table.blank_rows + prefilled_actions if table.blank_rows else 0)
        if rows:
            checks += of_words(table, rows, form)
    order = list(Sheet)
    agreed = (after_agreements(check, form) for check in checks)
    return tuple(sorted(agreed, key=lambda check: order.index(check.sheet)))


def nil_answer(form: ReturnForm, sheet: Sheet) -> str:
    """Return the formula that is true where Start says there is nothing to report on a sheet."""
    question = _nil_question(form, sheet)
    return f'IFERROR({say.trimmed(cell_of(question))}="Yes",FALSE)' if question else "(1=0)"


def _nil_question(form: ReturnForm, sheet: Sheet) -> Question | None:
    return next((q for q in form.questions if q.key == NIL_SECTIONS.get(sheet)), None)


def row_status(form: ReturnForm, kept: Kept, number: int) -> tuple[str, str]:
    """Return the array formula of a row's own status, and what it gives on the form as it is issued."""
    row = kept.table.rows[number]
    kind = kept.kind_letter(row)
    cells, now = kept.row_figures(number), kept.row_figures(number, now=True)
    wrong = f"SUM(1-{say.is_fine(cells, kind)})"
    at = FIRST_ROW + number
    if kept.table.sheet is Sheet.MEASURES:
        for rule, division, sign in _DIVISIONS:
            if not kept.table.lets_by(rule, row):
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
                f"+{say.count_of(test)}" for rule, test in tests.items() if not kept.table.lets_by(rule, row)
            )
        if row.whole and not kept.table.lets_by("PART_OVER_WHOLE", row):
            wrong += f"+SUM({kept.row_over(number)})"
    wanted = span(Sheet.LISTS, (at, kept.at + 3), (at, kept.at + 2 + len(kept.now)))
    blank = f"SUM({say.is_blank(now)}*{wanted})*(1-{nil_answer(form, kept.table.sheet)})"
    asked = kept.table.is_needed(row) and any(kept.table.is_open(row, column) for column in kept.now)
    formula = f'=IF({wrong}>0,"Check",IF({blank}>0,"Fill in","OK"))'
    return formula.replace(f"{quoted(kept.table.name)}!", ""), "Fill in" if asked else "OK"


def _of_figures(kept: Kept, form: ReturnForm) -> Iterator[LiveCheck]:
    yield from _of_blanks(kept, form)
    sheet, every, now = kept.table.sheet, kept.figures(), kept.figures(now=True)
    yield check_of("NOT_A_NUMBER", sheet,
                 [(say.is_no_number(every, kept.kinds), every)], example=30)  # fmt: skip
    letters = {say.KIND_LETTER[kind_of_row(row)].strip('"') for row in kept.table.rows}
    rules: tuple[tuple[str, Callable[[str, str], str], str, str], ...] = (
        ("NOT_WHOLE", say.is_not_whole, "WV", every),
        ("NEGATIVE", say.is_negative, "WA", every),
        ("TOO_LARGE", say.is_too_large, "WAVB", every),
        ("PERCENT_RANGE", say.is_beyond_percent, "P", every),
        ("PERCENT_AS_FRACTION", say.is_fraction, "P", now),
    )
    for code, test, of, cells in rules:
        if letters & set(of):
            made = say.not_in_rows(test(cells, kept.kinds), cells, kept.rows_let_by(code))
            yield check_of(code, sheet, [(made, cells)],
                         title="The measure", meant=65, column="explanation")  # fmt: skip

    if kept.past:
        changed = say.is_changed(kept.past_figures, kept.known)
        check = check_of("RESTATED", sheet, [(changed, kept.past_figures)])
        yield replace(check, aside="Nothing to do: a correction is welcome.")
        cleared = say.not_in_rows(
            say.is_cleared(kept.past_figures, kept.known), kept.past_figures, kept.rows_let_by("ERASED")
        )
        yield check_of("ERASED", sheet, [(cleared, kept.past_figures)],
                       it="them", column="the explanation on Measures")  # fmt: skip


def _of_blanks(kept: Kept, form: ReturnForm) -> Iterator[LiveCheck]:
    sheet, now, nil = kept.table.sheet, kept.figures(now=True), nil_answer(form, kept.table.sheet)
    filled = f"SUM(IFERROR({say.is_given(now)}*1,1))"
    wanted = next(
        ((row, column) for row, column, value in kept.facts() if column >= kept.at + 3 and value), None
    )
    if wanted:
        first = (wanted[0], kept.table.position[kept.now[wanted[1] - kept.at - 3].key])
        nothing = f"=IF(AND({filled}=0,NOT({nil})),1,0)"
        yield LiveCheck("NOTHING_FILLED", sheet, nothing, f"={say.number_of(*first)}",
                        {"period": form.period}, at_issue=1, first_at_issue=first)  # fmt: skip
        blank = f"{say.is_blank(now)}*{kept.wanted}"
        yield check_of("BLANK", sheet, [(blank, now)],
                     unless=f"OR({nil},{filled}=0)")  # fmt: skip
    if question := _nil_question(form, sheet):
        given = f"=IF(AND({nil},{filled}>0),1,0)"
        at = say.number_of(question.cell.row, question.cell.column)
        yield LiveCheck("NIL_CONTRADICTED", sheet, given, f"={at}")


def _of_pairs(kept: Kept, nil: str) -> Iterator[LiveCheck]:
    pairs = {value for _, column, value in kept.facts() if column == kept.at + 2} - {0}
    cells, rule = kept.figures(), "PART_OVER_WHOLE"
    shares = [(say.not_in_rows(f"({kept.over}>0)", cells, kept.rows_let_by(rule)), cells)] * kept.has_wholes
    if not pairs:
        if shares:
            yield check_of(rule, kept.table.sheet, shares, which=_PAIR_OR_OTHER)
        return
    number, whole = kept.figures(cut=1), kept.figures(shift=1)
    tests = _pair_tests(
        _Pair(number, kept.kept(0, cut=1), whole, kept.kept(0, shift=1), kept.kept(2, cut=1)),
        _held_up(kept, number, kept.kept(1, cut=1), nil),
    )
    for tolerance, rows in kept.rows_tolerated("PART_OVER_WHOLE").items():
        let_by = say.is_within(tolerance, f"{number}-{whole}", whole)
        tests["PART_OVER_WHOLE"] += f"*(1-({say.in_rows(number, rows)})*{let_by})"
    for code, test in tests.items():
        made = [(say.not_in_rows(test, number, kept.rows_let_by(code)), number)]
        if code == rule:
            made = [*(made if SHARE in pairs else ()), *shares]
        if made:
            yield check_of(code, kept.table.sheet, made, which=_PAIR_OR_OTHER if shares else PAIR)


_PAIR_OR_OTHER = "the two cells; some figures are out of another measure's"


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


def _of_divisions(kept: Kept, form: ReturnForm) -> Iterator[LiveCheck]:
    now = kept.figures(now=True)
    divided = form.table.get(Sheet.WARDS)
    breakdown = divided.rows[0].breakdown if divided and divided.rows else None
    facts = part_words(breakdown) if breakdown else {}
    words = {"parts": facts.get("parts", ""), "whole": possessive(form.area_kind)}
    for code, division, sign in _DIVISIONS:
        gaps = [f"({kept.gaps(slot)}{sign}0)" for slot in kept.slots_of(division)]
        if gaps:
            # A cell that two breakdowns disagree with is one cell.
            test = f"(({'+'.join(gaps)})>0)" if len(gaps) > 1 else gaps[0]
            made = say.not_in_rows(test, now, kept.rows_let_by(code))
            yield check_of(code, Sheet.MEASURES, [(made, now)], **{**facts, **words})
