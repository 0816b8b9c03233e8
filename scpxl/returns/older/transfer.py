"""Transfer the answers of an older return into the current form: every one is transferred, or told with the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

from scpxl.model.framework import Framework
from scpxl.privacy.guard import STRICT, Use
from scpxl.returns.choices import read_choice
from scpxl.returns.form import Answer, FormColumn, FormTable, ReturnForm, Row, Sheet
from scpxl.returns.normalise import fold, read_text, show
from scpxl.returns.older.form import NotTransferred, OldAnswer, OlderForm
from scpxl.returns.prefill import FigureKey, Prefill
from scpxl.returns.raw import CellError, CellValue, Percent, Uncalculated

Written: TypeAlias = str | float | date
Fit: TypeAlias = tuple[Written | None, str]
"""What is written into the current form's cell, or None and why nothing is."""
_NO_FIGURE = (bool, date, datetime, time, timedelta)


@dataclass
class Transferred:
    """What an older return's answers come to in the current form."""

    figures: dict[FigureKey, float | str] = field(default_factory=dict)
    """What is in rows the form prints, figures and words."""
    actions: list[dict[str, Written]] = field(default_factory=list)
    answers: dict[str, Written] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    """Cells transferred, by the current sheet."""
    not_carried: list[NotTransferred] = field(default_factory=list)
    restated: list[FigureKey] = field(default_factory=list)
    """Earlier figures that differ from those on record."""

    def over(self, known: Prefill) -> Prefill:
        """Return what is known with the old answers on top; actions on record that the old return lacks follow its own."""
        told = {fold(str(action.get("reference", ""))) for action in self.actions}
        rest = [a for a in known.actions if fold(str(a.get("reference") or "")) not in told]
        own: list[dict[str, str | float | date | None]] = [{**action} for action in self.actions]
        return known._replace(
            figures={**known.figures, **self.figures},
            actions=(*own, *rest),
            answers=dict(self.answers),
        )


def codes_by_name(framework: Framework, form: ReturnForm) -> dict[str, dict[str, str]]:
    """Return, by a column's key, the codes that go with the names people know: wards and objectives."""
    wards = form.table.get(Sheet.WARDS)
    by_ward = {fold(row.labels["item"]): row.labels["item_code"] for row in wards.rows} if wards else {}
    by_ward |= {
        fold(name): area.code
        for area in framework.parts_in(form.period)
        for name in area.other_names
        if fold(name) not in by_ward
    }
    objectives = {
        fold(name): o.code for o in framework.objectives for name in (o.title, o.short_title, o.code) if name
    }
    return {"item_code": by_ward, "objective": objectives}


def transfer(
    answers: list[OldAnswer], older: OlderForm, form: ReturnForm, framework: Framework, known: Prefill
) -> Transferred:
    """Place each answer in the current form, as it was entered.

    What can be read in two ways, or not at all, is transferred too where a figure is asked: checking says so
    in the current form, where it can be corrected.  What the present cell would not take is told instead.
    """
    return _Carrier(older, form, framework, known).transfer(answers)


class _Carrier:
    def __init__(self, older: OlderForm, form: ReturnForm, framework: Framework, known: Prefill) -> None:
        self.older, self.form, self.framework, self.known = older, form, framework, known
        self.names = codes_by_name(framework, form)
        self.questions = {
            q.key: FormColumn(q.key, q.words, q.answer, 0, choices=q.choices, limit=q.limit)
            for q in form.questions
        }
        self.made = Transferred()
        self.actions: dict[tuple[str, ...], dict[str, Written]] = {}

    def transfer(self, answers: list[OldAnswer]) -> Transferred:
        """Return what the answers come to."""
        for answer in answers:
            why = self._place(answer)
            if why:
                self.made.not_carried.append(NotTransferred(answer.ref, answer.value, why))
            else:
                self.made.counts[answer.sheet] += 1
        self.made.actions = list(self.actions.values())
        return self.made

    def _place(self, answer: OldAnswer) -> str:
        """Transfer one answer; return why not, or nothing."""
        if answer.sheet is Sheet.START:
            return self._place_on_start(answer)
        table, name = self.form.table[answer.sheet], answer.columns[0]
        column = next((column for column in table.columns if column.key == name), None)
        if column is None:
            return f"the form has no place for it on {table.sheet} now"
        if column.answer is Answer.LABEL:
            return "it is outside the form's cells"
        row = table.row.get(answer.row)
        if row is None and not table.blank_rows:
            return self._why_no_row(table, answer.row)
        if row is not None and not table.is_open(row, column):
            return _why_closed(row, column)
        value, why = self._fit(answer.value, column)
        if value is None:
            return why
        if row is None:
            self.actions.setdefault(answer.row, {})[name] = value
            return ""
        place = (table.sheet, row.key, column.key)
        if column.month is not None and self.known.figures.get(place, value) != value:
            self.made.restated.append(place)
        self.made.figures[place] = value  # type: ignore[assignment]  # no row printed by us asks for a date
        return ""

    def _place_on_start(self, answer: OldAnswer) -> str:
        why = "the form does not ask it now"
        carried = False
        for key in answer.columns:
            if key in self.questions:
                value, why = self._fit(answer.value, self.questions[key])
                if value is not None:
                    self.made.answers[key] = value
                    carried = True
        return "" if carried else why

    def _fit(self, value: CellValue, column: FormColumn) -> Fit:
        if isinstance(value, CellError):
            return None, f"it shows {value.text} instead of a value"
        if isinstance(value, Uncalculated):
            return None, "its formula was saved without its result"
        if isinstance(value, Percent):
            # Its format does not come along: it is transferred as the cell showed it.
            value = value.number if value.number.is_integer() and value.number > 1 else show(value)
        if column.answer is Answer.FIGURE:
            return self._fit_figure(value)
        if column.answer is Answer.CHOICE and column.choices is not None:
            return self._fit_choice(value, column)
        if column.answer is Answer.DATE:
            is_day = isinstance(value, (str, date))
            return (value, "") if is_day else (None, "it is not a date")  # type: ignore[return-value]
        if (
            column.answer is Answer.PERCENT
            and isinstance(value, (int, float))
            and not isinstance(value, bool)
        ):
            return value, ""
        text = value if isinstance(value, str) else show(value)
        length = len(read_text(text).text)
        if column.limit and length > column.limit:
            return None, f"it is {length:,} characters long; {column.heading} allows {column.limit:,}"
        return text, ""

    def _fit_figure(self, value: CellValue) -> Fit:
        if value is None or isinstance(value, _NO_FIGURE):
            return None, f"{show(value)} is given where a number is asked for"
        if isinstance(value, str):
            return self.older.marks.get(fold(value), value), ""
        return value, ""  # type: ignore[return-value]  # what is left is a number

    def _fit_choice(self, value: CellValue, column: FormColumn) -> Fit:
        choices = column.choices
        assert choices is not None  # noqa: S101  (for the type checker; the caller asks)
        typed = fold(show(value))
        now = self.older.choices.get(choices.name, {}).get(typed) or self.names.get(column.key, {}).get(typed)
        chosen = read_choice(now or value, choices)
        return (chosen, "") if chosen else (None, f"it is not in the list of {column.heading} now")

    def _why_no_row(self, table: FormTable, key: tuple[str, ...]) -> str:
        code = key[0] if key else ""
        shown = STRICT.shown(code, None, Use.VALUE)
        indicator = self.framework.by_code.get(code)
        if table.sheet is Sheet.COMMENTARY:
            return f"{shown or 'no objective'} is not among the objectives this partner writes about"
        if not code:
            return "the row has no code"
        if indicator is None:
            return f"{shown} is not asked any longer"
        if indicator.partner != self.form.partner.code:
            asked = self.framework.partner_by_code.get(indicator.partner)
            return f"{code} is asked of {asked.name} now" if asked else f"{code} is not asked of partners now"
        if not any(row.key[0] == code for row in table.rows):
            asked_at_all = indicator.reported_in(self.form.period)
            return (
                f"{code} is not asked on {table.sheet} now"
                if asked_at_all
                else f"{code} is not asked for {self.form.period}"
            )
        rest = STRICT.shown(" ".join(key[1:]), None, Use.VALUE) or "a row without a name"
        return f"{rest} is not among the rows of {code} now"


def _why_closed(row: Row, column: FormColumn) -> str:
    step = row.indicator.frequency.value if row.indicator else "other"
    return f"{row.key[0]} is {step} now and takes no figure for {column.heading}"


def newly_asked(older: OlderForm, form: ReturnForm, rows: Mapping[Sheet, set[tuple[str, ...]]]) -> list[str]:
    """Return what the current form asks and the old return had no place for; `rows` are the rows it had."""
    told = []
    asked_then = {key for keys in older.questions.values() for key in keys}
    told += [f"{Sheet.START}: {q.words}" for q in form.questions if q.key not in asked_then]
    for table in form.tables:
        then = older.tables.get(table.sheet)
        if then is None:
            told.append(f"{table.sheet}: the whole sheet")
            continue
        there = set(then.headings.values())
        told += [
            f"{table.sheet}: {column.heading}"
            for column in table.columns
            if column.month is None and column.answer is not Answer.LABEL and column.key not in there
        ]
        told += _rows_added(table, rows.get(table.sheet, set()))
    return told


def _rows_added(table: FormTable, there: set[tuple[str, ...]]) -> list[str]:
    added = [row for row in table.rows if row.key not in there]
    if table.sheet is not Sheet.WARDS:
        return [f"{table.sheet}: {' '.join(row.key)} {row.labels['title']}" for row in added]
    asked, missing = Counter(row.key[0] for row in table.rows), Counter(row.key[0] for row in added)
    whole = {code for code, count in missing.items() if count == asked[code]}
    titles = {row.key[0]: row.labels["title"] for row in added}
    told = [f"{table.sheet}: {code} {titles[code]}, {asked[code]} rows" for code in asked if code in whole]
    return told + [
        f"{table.sheet}: {row.key[0]} {row.labels['item']}" for row in added if row.key[0] not in whole
    ]
