"""What was typed in a row of a register: as it is kept, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scpxl.model.framework import Framework
from scpxl.model.registers import Field, Register, Takes, day_in, number_in
from scpxl.words import listed

MOST_MONEY = 1e8
"""Pounds that a cell of a register cannot reach: pennies of more would not be kept."""


def as_kept(field: Field, words: str, framework: Framework) -> str:
    """Return what was typed in a cell as the register keeps it; what cannot be understood as it is.

    >>> from scpxl.model.registers import REGISTERS
    >>> budget = next(one for one in REGISTERS["money"].fields if one.name == "budget")
    >>> as_kept(budget, "£12,500.50", None), as_kept(budget, "lots", None)
    ('12500.5', 'lots')
    """
    said = words.strip().casefold()
    if field.takes is Takes.CHOICE:
        return next((one for one in field.choices if one.casefold() == said), words)
    if field.takes is Takes.OBJECTIVE:
        known = ((one.title, (one.title, one.code, one.tab)) for one in framework.objectives)
        return next((title for title, names in known if said in map(str.casefold, names)), words)
    if field.takes is Takes.MEASURE:
        codes = [one.code for one in framework.indicators if said == one.code.casefold()]
        titled = [one.code for one in framework.indicators if said == one.title.casefold()]
        # A title that two indicators share tells neither.
        return codes[0] if codes else titled[0] if len(titled) == 1 else words
    if field.takes in {Takes.MONEY, Takes.SCORE}:
        number = number_in(words.replace("£", "").replace(",", ""))
        return words if number is None else f"{number:.10g}"
    return words


def problems_of(
    register: Register, values: Mapping[str, str], framework: Framework
) -> Iterator[tuple[str, str]]:
    """Yield the heading of each cell that cannot be kept, and what to do; `values` are as they would be kept."""
    for field in register.fields:
        words = values.get(field.name, "")
        if not words:
            if field.required:
                yield field.head, "enter it, or clear the row."
            continue
        advice = _advice(field, words, framework)
        if advice:
            yield field.head, advice


def _advice(field: Field, words: str, framework: Framework) -> str:
    """Return what to do about a cell that is not blank; nothing where it is right."""
    match field.takes:
        case Takes.DAY if day_in(words) is None:
            return "enter a day, as 31/03/2018."
        case Takes.CHOICE if words not in field.choices:
            return f"enter {listed(field.choices, 'or')}."
        case Takes.OBJECTIVE if words not in {one.title for one in framework.objectives}:
            return "choose one from the list of the cell."
        case Takes.MEASURE if words not in framework.by_code:
            return "choose the code of a measure from the list of the cell."
        case Takes.SCORE if words not in {"1", "2", "3", "4", "5"}:
            return "enter a whole number from 1 (low) to 5 (high)."
        case Takes.MONEY if not _is_money(words):
            return "enter pounds as a number from 0 to less than 100 million, such as 12500 or 12500.50."
    return ""


def _is_money(words: str) -> bool:
    number = number_in(words)
    return number is not None and 0 <= number < MOST_MONEY
