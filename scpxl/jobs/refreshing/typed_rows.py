"""A row that was typed in: what it says as the record writes it, what is wrong with it, and which keys are free."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from scpxl.checks.registers import as_kept, problems_of
from scpxl.model.framework import Framework
from scpxl.model.periods import Period
from scpxl.model.registers import REGISTERS, Register, RegisterRow, day_in, number_in
from scpxl.pages.tables import measure_key
from scpxl.pages.typed import ACTIONS, COMMENTS, DECISIONS, OWN, REGISTER_OF, TypedRow
from scpxl.privacy.guard import WITHHELD
from scpxl.returns.layout import MARKINGS, RAG, STATUS
from scpxl.scorecard.lists.exceptions import Choice
from scpxl.store.interface import Store
from scpxl.store.records import Entry
from scpxl.words import listed


class Registers(NamedTuple):
    """The rows of a quarter, by register in the order in which they were begun."""

    rows: tuple[RegisterRow, ...]
    free_keys: dict[str, int]
    """By register, the number of the first row that nobody ever typed in: keys are never used again."""


def fetch_registers(store: Store, names: Iterable[str], quarter: Period) -> Registers:
    """Return what some registers hold at the end of a quarter: typed in it, or before and carried on to it.

    A row that was cleared, or was closed in an earlier quarter, is not among them; every typing stays in the record.
    """
    rows: list[RegisterRow] = []
    free: dict[str, int] = {}
    for name in names:
        register = REGISTERS[name]
        before = {one.key: one.words for one in _standing(store, register, quarter.shift(-1))}
        rows += [
            RegisterRow(name, one.key, one.period, one.words, before.get(one.key, {}))
            for one in _standing(store, register, quarter)
        ]
        free[name] = 1 + max((int(one.key) for one in store.fetch_entries(name, None)), default=0)
    return Registers(tuple(rows), free)


def used_later(store: Store, name: str, quarter: Period) -> dict[str, Entry]:
    """Return by key the rows of a register that were typed in a later quarter's dashboard."""
    return {one.key: one for one in store.fetch_entries(name, None) if one.period.last > quarter.last}


def _standing(store: Store, register: Register, quarter: Period) -> list[Entry]:
    found = store.fetch_entries(register.name.value, quarter)
    return [one for one in found if not one.is_blank and register.carries(one.words, one.period, quarter)]


_KEY: Final = re.compile(OWN + "[0-9]{3,6}")
"""The key of a row of a register."""
_CHOICES: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    (DECISIONS.name, "decision"): tuple(Choice),
    (COMMENTS.name, "marking"): MARKINGS.choices,
    (ACTIONS.name, "status"): STATUS.choices,
    (ACTIONS.name, "rag"): RAG.choices,
}
"""The cells that take nothing but one of these."""


class Typing:
    """A row that was typed in, its choices as the record writes them."""

    def __init__(self, row: TypedRow, framework: Framework) -> None:
        self.row = row
        self.framework = framework
        self.values = {name: self._as_recorded(name, value) for name, value in row.values.items()}

    @property
    def is_blank(self) -> bool:
        """Whether it was cleared, or never filled."""
        return not any(self.values.values())

    @property
    def title(self) -> str:
        """What the row is about."""
        if self.row.table.name in REGISTER_OF:
            return ""
        known = self.framework.by_code.get(self.row.key)
        return known.title if known else self._own_titles.get(self.row.key, "")

    @property
    def _own_titles(self) -> Mapping[str, str]:
        """What each of the partnership's own comments may be about, by its key."""
        aims = {OWN + one.code: one.title for one in self.framework.objectives}
        return aims | {OWN + measure_key(one.code): one.title for one in self.framework.reported}

    @property
    def place(self) -> str:
        """Where it is and what it is about, for people."""
        return f"{self.row.place} ({self.title})" if self.title else self.row.place

    def says(self, recorded: Mapping[str, str]) -> bool:
        """Whether it says what is on record already."""
        return all(value == recorded.get(name, "") for name, value in self.values.items())

    def problems(self) -> Iterator[str]:
        """Yield what is wrong with what was entered, each with its place and what to do."""
        table = self.row.table
        if self.is_blank:
            return
        if any(WITHHELD in value for value in self.values.values()):
            yield (
                f"  {self.place}: {WITHHELD} is shown in the place of words that may identify somebody. "
                "Enter all of the row's words again, or undo what was entered in it."
            )
        for name, value in self.values.items():
            choices = _CHOICES.get((table.name, name))
            if value and choices and value not in choices:
                yield f"  {self.place}, {table.fields[name]}: enter {listed(choices, 'or')}."
        if register := REGISTER_OF.get(table.name):
            if not _KEY.fullmatch(self.row.key):
                yield (
                    f"  {self.place}: its hidden key was changed to {self.row.key}, so nobody can tell which row it is. "
                    "Undo that, or move what was entered to a blank row."
                )
            for head, advice in problems_of(register, self.values, self.framework):
                yield f"  {self.place}, {head}: {advice}"
        if of_table := _PROBLEMS.get(table.name):
            yield from of_table(self)

    def _problems_of_comment(self) -> Iterator[str]:
        if self.row.key not in self._own_titles:
            yield (
                f"  {self.row.place}: the framework no longer has the objective or measure that this row is about "
                f"({self.row.key.removeprefix(OWN)}). Clear the row, or move what was entered to another one."
            )

    def _problems_of_decision(self) -> Iterator[str]:
        if self.row.key not in self.framework.by_code:
            yield f"  {self.row.place}: {self.row.key} is not a measure of the framework. Clear the row."
        if not self.values["decision"]:
            yield f"  {self.place}: enter the decision: escalate, watch or close; or clear the row."
        elif not self.values["reason"]:
            yield f"  {self.place}: enter why. A decision is kept with its reason."

    def _problems_of_action(self) -> Iterator[str]:
        titles = [one.title for one in self.framework.objectives]
        if self.values["objective"] and self.values["objective"] not in titles:
            yield f"  {self.place}, Objective: choose one from the list of the cell."
        if self.values["due"] and day_in(self.values["due"]) is None:
            yield f"  {self.place}, Due: enter a day, as 31/03/2018."
        if self.values["complete"] and not _is_percent(self.values["complete"]):
            yield f"  {self.place}, Complete, %: enter a number from 0 to 100, such as 40 for 40%."

    def _as_recorded(self, name: str, value: str) -> str:
        register = REGISTER_OF.get(self.row.table.name)
        if register is not None:
            field = next(one for one in register.fields if one.name == name)
            return as_kept(field, value, self.framework)
        if name == "objective":
            for one in self.framework.objectives:
                if value.casefold() in {one.title.casefold(), one.code.casefold(), one.tab.casefold()}:
                    return one.title
        choices = _CHOICES.get((self.row.table.name, name), ())
        return next((str(one) for one in choices if one.casefold() == value.casefold()), value)


_PROBLEMS: Final[Mapping[str, Callable[[Typing], Iterator[str]]]] = {
    COMMENTS.name: Typing._problems_of_comment,  # noqa: SLF001  (its own)
    DECISIONS.name: Typing._problems_of_decision,  # noqa: SLF001
    ACTIONS.name: Typing._problems_of_action,  # noqa: SLF001
}


def _is_percent(words: str) -> bool:
    number = number_in(words)
    return number is not None and (number == 0 or 1 <= number <= 100)
