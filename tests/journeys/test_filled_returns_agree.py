"""Returns filled in with values of every kind: what the form says of itself, in two programs, is what Python says."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from scpxl.render.forms.template import write_return
from scpxl.returns.cells import CellRef
from scpxl.returns.form import FIRST_ROW, Answer, FormColumn, Question, ReturnForm, Sheet
from tests.journeys.test_live_checks_agree import (
    ACTION,
    MISTAKES,
    PERIOD,
    Filled,
    assert_agreed,
    form_of,
    framework,
    said_by_python,
    said_by_the_form,
    worked_out_by_both,
)
from tests.office import LibreOffice
from tests.partners import Typed, fill_in, steady_hand
from tests.second_engine import differing

SEED = 20180414
MANY, FEW = 250, 12
NUMBERS: tuple[Typed, ...] = (0, 7, 19, 20, 21, 40, 41, 400, 12.5, 0.4, -3, 2_079_460_000)
MARKS: tuple[Typed, ...] = ("[x]", "[Z]", " [ c ] ", "[x]\u200b")
BLANKS: tuple[Typed, ...] = (None, "  ", "\u00a0", "\u200b", "\t", "\n", "\u202f\ufeff")
WORDS: tuple[Typed, ...] = ("about 30", "<5", "TBC", "n/a", "12 or so", "*", "?", "-", "..", "~20", "x" * 300)
AS_TEXT: tuple[Typed, ...] = (
    "20", "1,234", "1.234", "２０", "20\u200b", "\t20", "20\n", "12.5", "-4", "1,2,3", "020", "20-30", "33120332000",
)  # fmt: skip
PERCENTAGES: tuple[Typed, ...] = (40, 140, 0.4, -1, 62.5, "40%", "40 %", "%", "half", "77.1 (±1.6)", None)
DATES: tuple[Typed, ...] = (
    date(2018, 4, 14), date(1918, 4, 14), date(2081, 3, 31), "14/04/2018", "03/04/2018", "last week", None, "\u200b",
)  # fmt: skip
TEXTS: tuple[Typed, ...] = (None, "\t", "\u200b", "\u00a0", "Ann", "a*", "A?", "x" * 300, "x" * 2500, 5)


def choices_typed(choices: tuple[str, ...]) -> tuple[Typed, ...]:
    """Return what people paste into a cell with a list."""
    one = choices[0]
    return (
        one,
        one.upper(),
        f" {one}\u00a0",
        f"{one}\u200b",
        one[:1] + "*",
        "*",
        "??",
        "~",
        "Maybe",
        "x" * 300,
        3,
        None,
    )


def typed_into(form: ReturnForm, chance: random.Random) -> dict[str, Typed]:
    """Return a few cells of a form with what somebody enters into them, some of it wrong."""
    cells: dict[str, Typed] = dict(ACTION) if chance.random() < 0.5 else {}
    if chance.random() < 0.3:
        cells |= chance.choice([one for one in MISTAKES[form.partner.code].values() if is_value(one)])
    for _ in range(chance.randrange(1, 5)):
        # Figures are many, and words of more kinds: each is as likely.
        kind = chance.choice([figure_cells, word_cells])
        ref, values = chance.choice(list(kind(form)))
        cells[str(ref)] = chance.choice(values)
    return cells


def is_value(cells: dict[str, Typed]) -> bool:
    """Whether no formula is entered, which openpyxl saves without its result, and no truth value (see APART)."""
    return not any(isinstance(one, bool) or str(one).startswith("=") for one in cells.values())


def figure_cells(form: ReturnForm) -> Iterator[tuple[CellRef, tuple[Typed, ...]]]:
    """Yield the cells for figures, with what may be entered into them."""
    for table in form.tables:
        for place, row in enumerate(table.rows):
            for column in table.months:
                if table.is_open(row, column):
                    is_survey = row.indicator is not None and row.indicator.unit.value == "survey"
                    values = PERCENTAGES if is_survey else NUMBERS + WORDS + AS_TEXT
                    yield table.cell(place, column.key), (*values, *MARKS, *BLANKS)


def word_cells(form: ReturnForm) -> Iterator[tuple[CellRef, tuple[Typed, ...]]]:
    """Yield the cells for words, dates, choices and percentages, with what may be entered into them."""
    for question in form.questions:
        if not question.given:
            yield question.cell, _values(question)
    for table in form.tables:
        rows = len(table.rows) or 3
        for place in range(rows):
            for number, column in enumerate(table.columns):
                is_asked = column.answer not in {Answer.LABEL, Answer.FIGURE, Answer.CHOICES}
                if is_asked and (not table.rows or table.is_open(table.rows[place], column)):
                    yield CellRef(table.name, FIRST_ROW + place, number), _values(column)


def _values(asked: FormColumn | Question) -> tuple[Typed, ...]:
    if asked.choices is not None and asked.choices.choices:
        return choices_typed(asked.choices.choices)
    return {Answer.DATE: DATES, Answer.PERCENT: PERCENTAGES}.get(asked.answer, TEXTS)


@pytest.fixture(scope="module")
def fill(
    libreoffice: LibreOffice, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[int], dict[int, Filled]]:
    """Fill in so many returns, by one seed, and have both programs work them out."""

    def filled(count: int) -> dict[int, Filled]:
        chance = random.Random(SEED)  # noqa: S311  (chosen, not guessed)
        folder = tmp_path_factory.mktemp("filled")
        files: dict[int, tuple[str, Path]] = {}
        for number in range(count):
            partner = list(MISTAKES)[number % len(MISTAKES)]
            issued = folder / f"{partner}.xlsx"
            if not issued.exists():
                write_return(form_of(partner), issued)
            cells = typed_into(form_of(partner), chance)
            to = folder / f"return-{number}.xlsx"
            files[number] = (
                partner,
                fill_in(issued, to, framework(), partner, PERIOD, steady_hand, cells),
            )
        return worked_out_by_both(files, libreoffice)

    return filled


def disagreements(returns: dict[int, Filled]) -> dict[int, str]:
    """Return what is said of each return in two ways, by the form and Python or by two programs."""
    found = {}
    for number, filled in returns.items():
        form = form_of(filled.partner)
        try:
            assert_agreed(said_by_the_form(filled.by_formulon, form), said_by_python(filled.path, form))
        except AssertionError as apart:
            found[number] = f"{filled.path}: {apart}"
        if apart_in := differing(filled.by_libreoffice, filled.by_formulon):
            found[number] = f"{filled.path}: {dict(list(apart_in.items())[:4])}"
    return found


@pytest.mark.office
def test_a_dozen_filled_returns_are_told_alike_by_the_form_and_python(
    fill: Callable[[int], dict[int, Filled]],
) -> None:
    returns = fill(FEW)
    assert len(returns) == FEW
    assert disagreements(returns) == {}


@pytest.mark.office
@pytest.mark.slow
def test_250_filled_returns_are_told_alike_by_the_form_and_python(
    fill: Callable[[int], dict[int, Filled]],
) -> None:
    returns = fill(MANY)
    assert disagreements(returns) == {}
    told = [said_by_the_form(one.by_formulon, form_of(one.partner)) for one in returns.values()]
    # They are of all kinds: in order, to be corrected, and left open; every sheet was compared.
    assert sum(not one.failing for one in told) > 20
    assert len({code for one in told for code in one.failing}) > 15
    assert sum(one.as_text > 0 for one in told) > 30
    assert all(Sheet.LISTS in {at.sheet for at in one.by_formulon} for one in returns.values())
