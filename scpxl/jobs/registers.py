"""The registers as the store has them: which rows a quarter has, and which keys are free."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from scpxl.model.periods import Period
from scpxl.model.registers import REGISTERS, Register, RegisterRow
from scpxl.store.interface import Store
from scpxl.store.records import Entry


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
