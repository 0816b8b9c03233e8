"""What the form checks of itself while it is filled in: which checks, of which cells, and in what words.

A live check has the code, the severity and the advice of the finding Python would make.  How a sheet works it out is
for whoever writes the form (`scpxl.render.forms.live`); why a check has no live one is in its record.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from scpxl.checks.catalogue import ABOUT_INDICATORS, CHECKS
from scpxl.checks.numbers.sums import PAIR, Bond, Division, bond_of, groups_of
from scpxl.model.agreements import Trial, is_exempt, trial_of
from scpxl.returns.answers import NumberKind, indicator_of, number_kind_of
from scpxl.returns.findings import Severity
from scpxl.returns.form import FIRST_ROW, Answer, FormColumn, FormTable, Question, ReturnForm, Sheet
from scpxl.returns.layout import NIL_SECTIONS, PARTS_OF_FIGURES
from scpxl.returns.parts import part_words
from scpxl.returns.schema import text_columns
from scpxl.words import day_text, digits_of_day, possessive

_WILL_BE = {Severity.MUST_FIX: "refused", Severity.EXPLAIN: "asked about"}
_OF_FIGURES = {Sheet.MEASURES, *PARTS_OF_FIGURES}
_AS_TEXT = "We read those that can mean one thing only, and ask about the rest. To be sure, enter them again."
_PAIR_OR_OTHER = "the two cells; some figures are out of another measure's"


@dataclass(frozen=True, slots=True)
class LiveCheck:
    """One check that the form makes of itself, on one sheet."""

    code: str
    sheet: Sheet
    of: tuple[Question | FormColumn, ...] = ()
    """The questions or columns it looks at; none where it looks at figures."""
    facts: dict[str, object] = field(default_factory=dict)
    """What fills the words of the check."""
    aside: str = ""
    """What is added to the advice: who need not keep the rule, or from when on it holds."""
    at_issue: int = 0
    """How many cells fail on the form as it is issued."""
    first_at_issue: tuple[int, int] | None = None
    is_off: bool = False
    """Whether it is waived as a whole, and then finds nothing."""

    @property
    def what(self) -> str:
        """What is wrong if it fails, in words."""
        return str(CHECKS[self.code].live).format(**self.facts)

    @property
    def severity(self) -> Severity:
        """How grave the finding is."""
        return CHECKS[self.code].severity

    @property
    def is_open(self) -> bool:
        """Whether the form cannot tell how what it counts will be read: its verdict says so."""
        return self.code == "TIDIED"

    @property
    def advice(self) -> str:
        """What to do, in the words of the finding."""
        advice = CHECKS[self.code].advice.format(**self.facts)
        return " ".join(part for part in (advice, self.aside) if part)


OVER_AND_UNDER: Mapping[Division, tuple[str, ...]] = {
    Division.WARDS: ("WARDS_OVER_BOROUGH", "WARDS_UNDER_BOROUGH"),
    Division.ITEMS: ("ITEMS_OVER_WHOLE", "ITEMS_UNDER_WHOLE"),
    Division.OVERLAPPING: ("ITEM_OVER_WHOLE",),
}
"""The checks of each division: of too much, and of too little."""


def live_checks(form: ReturnForm) -> tuple[LiveCheck, ...]:
    """Return the live checks of a form, sheet by sheet."""
    checks = list(_of_start(form))
    for table in form.tables:
        if table.months and table.rows:
            checks += _of_figures(table, form)
            if table.sheet is Sheet.MEASURES:
                checks += [*_of_pairs(table), *_of_divisions(form)]
    for table in form.tables:
        if table.rows or table.blank_rows:
            checks += _of_words(table, form)
    order = list(Sheet)
    agreed = (_after_agreements(check, form) for check in checks)
    return tuple(sorted(agreed, key=lambda check: order.index(check.sheet)))


def nil_question(form: ReturnForm, sheet: Sheet) -> Question | None:
    """Return the question on Start whether there is nothing to report on a sheet."""
    return next((q for q in form.questions if q.key == NIL_SECTIONS.get(sheet)), None)


# What is written: sign-off, actions, commentary, reasons and explanations.


def _of_start(form: ReturnForm) -> Iterator[LiveCheck]:
    def of(*answers: Answer) -> tuple[Question, ...]:
        return tuple(question for question in form.questions if question.answer in answers)

    needed = tuple(question for question in form.questions if question.required)
    if needed:
        first = needed[0].cell.row, needed[0].cell.column
        yield LiveCheck("ANSWER_MISSING", Sheet.START, needed, at_issue=len(needed), first_at_issue=first)
    if listed := tuple(question for question in form.questions if question.choices):
        names = {choice: None for q in listed if q.choices for choice in q.choices.choices}
        yield LiveCheck("NOT_IN_LIST", Sheet.START, listed, {"choices": ", ".join(names)})
    if texts := of(Answer.TEXT):
        yield LiveCheck("TEXT_TOO_LONG", Sheet.START, texts, {"room": "there is room for"})
        yield LiveCheck("CELL_ERROR", Sheet.START, texts)
    if dated := of(Answer.DATE):
        yield LiveCheck("DATE_IMPLAUSIBLE", Sheet.START, dated, _window_facts(form))
        yield LiveCheck("TIDIED", Sheet.START, dated, aside=_AS_TEXT)


def _window_facts(form: ReturnForm) -> dict[str, object]:
    first, last = map(digits_of_day, form.date_window)
    return {"first": first, "last": last}


def _of_words(table: FormTable, form: ReturnForm) -> Iterator[LiveCheck]:
    def of(*answers: Answer) -> tuple[FormColumn, ...]:
        asked = text_columns(table)
        return tuple(column for answer in answers for column in asked if column.answer is answer)

    if table.blank_rows:
        needed = tuple(column for column in table.columns if column.required or column.is_key)
        names = ", ".join(column.heading.casefold() for column in needed)
        yield LiveCheck("ACTION_INCOMPLETE", table.sheet, needed, {"needed": names})
        key = {"key": table.keys[0].heading.casefold()}
        yield LiveCheck("ROW_REPEATED", table.sheet, table.keys[:1], {**key})
    if chosen := tuple(c for c in of(Answer.CHOICE) if c.choices and c.choices.choices):
        yield LiveCheck("NOT_IN_LIST", table.sheet, chosen, {"choices": "it opens on the cell"})
    if dated := of(Answer.DATE):
        yield LiveCheck("DATE_IMPLAUSIBLE", table.sheet, dated, _window_facts(form))
    if shares := of(Answer.PERCENT):
        facts: dict[str, object] = {"example": 50, "meant": 65, "column": "update"}
        for code in ("NOT_A_NUMBER", "PERCENT_RANGE", "PERCENT_AS_FRACTION"):
            yield LiveCheck(code, table.sheet, shares, facts)
    if numbers := of(Answer.DATE, Answer.PERCENT):
        yield LiveCheck("TIDIED", table.sheet, numbers, aside=_AS_TEXT)
    if long := tuple(column for column in table.columns if column.limit):
        yield LiveCheck("TEXT_TOO_LONG", table.sheet, long, {"room": "the board's page has room for"})
    broken = of(Answer.TEXT, Answer.LONG_TEXT, Answer.DATE, Answer.PERCENT, Answer.CHOICES)
    yield LiveCheck("CELL_ERROR", table.sheet, broken)


# Figures.

_KINDS: Mapping[str, Collection[NumberKind]] = {
    "NOT_WHOLE": {kind for kind in NumberKind if kind.is_whole},
    "NEGATIVE": {NumberKind.WHOLE, NumberKind.AMOUNT},
    "TOO_LARGE": set(NumberKind) - {NumberKind.PERCENTAGE},
    "PERCENT_RANGE": {NumberKind.PERCENTAGE},
    "PERCENT_AS_FRACTION": {NumberKind.PERCENTAGE},
}
"""The kinds of numbers that each check looks at."""


def _of_figures(table: FormTable, form: ReturnForm) -> Iterator[LiveCheck]:
    sheet = table.sheet
    if first := _first_needed(table):
        facts: dict[str, object] = {"period": form.period}
        yield LiveCheck("NOTHING_FILLED", sheet, facts=facts, at_issue=1, first_at_issue=first)
        yield LiveCheck("BLANK", sheet)
    if question := nil_question(form, sheet):
        yield LiveCheck("NIL_CONTRADICTED", sheet, (question,))
    yield LiveCheck("NOT_A_NUMBER", sheet, facts={"example": 30})
    yield LiveCheck("TIDIED", sheet, aside=_AS_TEXT)
    there = {number_kind_of(indicator_of(row), row.part) for row in table.rows}
    for code, kinds in _KINDS.items():
        if there & set(kinds):
            yield LiveCheck(code, sheet, facts={"title": "The measure", "meant": 65, "column": "explanation"})
    if any(not column.in_period for column in table.months):
        yield LiveCheck("RESTATED", sheet, aside="Nothing to do: a correction is welcome.")
        yield LiveCheck("ERASED", sheet, facts={"it": "them", "column": "the explanation on Measures"})


def _first_needed(table: FormTable) -> tuple[int, int] | None:
    """Return the first cell of the period that must not stay blank."""
    for number, row in enumerate(table.rows):
        if table.is_needed(row):
            for column in table.months:
                if column.in_period and table.is_open(row, column):
                    return FIRST_ROW + number, table.position[column.key]
    return None


def _of_pairs(table: FormTable) -> Iterator[LiveCheck]:
    bonds = {bond_of(table, row) for row in table.rows} - {None}
    has_wholes = any(row.whole for row in table.rows)
    facts: dict[str, object] = {"which": _PAIR_OR_OTHER if has_wholes else PAIR}
    if bonds:
        yield LiveCheck("HALF_GIVEN", table.sheet, facts=facts)
        yield LiveCheck("OUT_OF_NOUGHT", table.sheet, facts=facts)
    if has_wholes or Bond.SHARE in bonds:
        yield LiveCheck("PART_OVER_WHOLE", table.sheet, facts=facts)


def _of_divisions(form: ReturnForm) -> Iterator[LiveCheck]:
    there = {group.division for groups in groups_of(form).values() for group in groups}
    divided = form.table.get(Sheet.WARDS)
    breakdown = divided.rows[0].breakdown if divided and divided.rows else None
    facts: dict[str, object] = {**part_words(breakdown)} if breakdown else {"parts": ""}
    facts["whole"] = possessive(form.area_kind)
    for division, codes in OVER_AND_UNDER.items():
        if division in there:
            yield from (LiveCheck(code, Sheet.MEASURES, facts=facts) for code in codes)


# What is let by.


def _after_agreements(check: LiveCheck, form: ReturnForm) -> LiveCheck:
    """Return a live check as it is on the form of a partner with waivers, trials and tolerances.

    Rows of figures that are let by are left out where the check is made; a check of words is let by as
    a whole, and then finds nothing.
    """
    if let_by := _tolerance_words(check, form):
        check = replace(check, aside=" ".join(part for part in (check.aside, let_by) if part))
    if not (form.waivers or form.trials):
        return check
    by_row = check.code in ABOUT_INDICATORS and check.sheet in _OF_FIGURES
    if not by_row and is_exempt(form.waivers, form.trials, check.code, "", form.due):
        check = replace(check, is_off=True, at_issue=0, first_at_issue=None)
    trial = trial_of(form.trials, check.code, form.due)
    aside = _trial_words(check, trial) if trial else _waiver_words(check, form, by_row=by_row)
    return replace(check, aside=" ".join(part for part in (check.aside, aside) if part))


def _tolerance_words(check: LiveCheck, form: ReturnForm) -> str:
    there = {row.key[0] for row in form.table[Sheet.MEASURES].rows} | {""}
    of_it = [one for one in form.tolerances if one.rule == check.code and one.indicator in there]
    return " ".join(f"A difference of {one.bounds}{_about(one.indicator, form)} is allowed." for one in of_it)


def _trial_words(check: LiveCheck, trial: Trial) -> str:
    return f"On trial: this will be {_WILL_BE[check.severity]} from {day_text(trial.begins)}."


def _waiver_words(check: LiveCheck, form: ReturnForm, *, by_row: bool) -> str:
    of_it = [w for w in form.waivers if w.rule == check.code and w.until >= form.due]
    there = {"", *(row.key[0] for row in form.table[check.sheet].rows)} if by_row else {""}
    told = [w for w in of_it if w.indicator in there]
    return " ".join(f"Waived{_about(w.indicator, form)} until {day_text(w.until)}." for w in told)


def _about(indicator: str, form: ReturnForm) -> str:
    titles = {row.key[0]: row.labels.get("title", "") for row in form.table[Sheet.MEASURES].rows}
    return f" for {titles.get(indicator) or indicator}" if indicator else ""
