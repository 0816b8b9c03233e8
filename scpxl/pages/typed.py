"""The cells of a dashboard in which people type: in which tables, under which key, and what has changed there.

Everything is found by words and never by place: a table by the name of its range, a column by its heading, a row by
its key, so that sorting, filtering and an inserted column do no harm.  Beside each row stands a fingerprint of it as it
was written; a row whose fingerprint differs was typed into since.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from scpxl.errors import SetUpError
from scpxl.model.registers import REGISTERS, Register, Takes
from scpxl.pages.blocks import Cell
from scpxl.pages.typed_values import Typed, as_day, fingerprint, settled
from scpxl.scorecard.cards.drafts import DRAFT

KEY: Final = "Key"
WRITTEN: Final = "As written"
"""The headings of the two hidden columns of each table in which people type."""
STAMP: Final = "scpxl_stamp"
"""The name of the cell that says when, by whom and from which returns the figures were made."""
LAYOUT: Final = "scpxl_layout"
"""The name that tells the layout."""
AREA: Final = "scpxl_area_"
"""How the names begin that hold the whole of each sheet that is seen: they tell where rows or columns were put in."""
PARTNERSHIP, EDITION, PERIOD = "scpxl_partnership", "scpxl_edition", "scpxl_period"
"""The names of the cells that say whose dashboard it is, which edition, and of which quarter."""
OWN: Final = "own "
"""How the key of a row begins that is the partnership's own among rows of partners."""
MEASURE: Final = "measure "
"""How the rest of such a key begins where the row is about a measure: its code may be an objective's as well."""


@dataclass(frozen=True, slots=True)
class TypedTable:
    """One table in which people type."""

    name: str
    """The defined name of its range, headings first."""
    sheet: str
    """The sheet as people know it."""
    fields: Mapping[str, str]
    """The heading of each column to type in, by what is entered there."""
    days: frozenset[str] = frozenset()
    """Which of these hold a day."""
    others: tuple[str, ...] = ()
    """Headings of the columns that are shown only; a dashboard of an earlier version need not have them."""


DECISIONS: Final = TypedTable(
    "scpxl_decisions",
    "Decisions",
    {"decision": "Decision", "reason": "Why, in words", "by": "Decided by"},
)
COMMENTS: Final = TypedTable(
    "scpxl_comments",
    "Commentary",
    {
        "happened": "What happened",
        "why": "Why",
        "doing": "What is being done",
        "decision": "Decision sought",
        "marking": "Marking",
    },
    others=("Objective", "Partner", DRAFT),
)
ACTION_COURSE: Final = ("Opened", "First due", "Closed, with its result")
"""Headings of what became of an action over the quarters."""
ACTIONS: Final = TypedTable(
    "scpxl_actions",
    "Actions",
    {
        "reference": "Reference",
        "objective": "Objective",
        "action": "Action",
        "owner": "Owner",
        "supporting": "Supporting partners",
        "due": "Due",
        "status": "Status",
        "complete": "Complete, %",
        "rag": "Rating",
        "rag_reason": "Why",
        "update": "Update",
    },
    days=frozenset({"due"}),
    others=("Partner", *ACTION_COURSE),
)
TABLES: Final = (DECISIONS, COMMENTS, ACTIONS)
ASKED: Final = "scpxl_registers"
"""The name of the cells that say which registers a dashboard has; there is none where it has none."""


def typed_register(register: Register) -> TypedTable:
    """Return the table in which people type the rows of a register."""
    return TypedTable(
        f"scpxl_register_{register.name.value.replace('-', '_')}",
        register.sheet,
        {one.name: one.head for one in register.fields},
        frozenset(one.name for one in register.fields if one.takes is Takes.DAY),
        tuple(one.head for one in register.worked),
    )


REGISTER_TABLES: Final = {name: typed_register(one) for name, one in REGISTERS.items()}
"""The tables of every register, by its name."""
REGISTER_OF: Final = {table.name: REGISTERS[name] for name, table in REGISTER_TABLES.items()}
"""The register that a table is of."""


@dataclass(frozen=True, slots=True)
class OwnRow:
    """A row of a list that is the partnership's own, to be written: filled, or blank to be typed in."""

    key: str
    """It begins as own keys do."""
    cells: tuple[Cell, ...]
    values: Mapping[str, Typed]
    """What is in the cells that are typed in, by what they are for."""

    @property
    def is_blank(self) -> bool:
        """Whether nothing was entered in it."""
        return not any(settled(value) for value in self.values.values())


@dataclass(frozen=True, slots=True)
class TypedRow:
    """A row that people may type in, as it is in a workbook."""

    table: TypedTable
    key: str
    values: Mapping[str, str]
    """What is in each of its cells, settled."""
    row: int
    """Where it is now, counted as Excel does."""
    written: str
    """The fingerprint of what was written into it."""

    @property
    def is_touched(self) -> bool:
        """Whether it is other than it was written."""
        return fingerprint(list(self.values.values())) != self.written

    @property
    def place(self) -> str:
        """Where it is, for people."""
        return f"{self.table.sheet}, row {self.row}"


def written_as(table: TypedTable, values: Mapping[str, Typed]) -> str:
    """Return the fingerprint of a row to type in, for the values that are written into it."""
    return fingerprint([_value(table, name, values.get(name)) for name in table.fields])


def fingerprint_of(values: Sequence[Typed]) -> str:
    """Return the fingerprint of a row that nobody may type in, for all that is written into it."""
    return fingerprint([settled(value) for value in values])


def _value(table: TypedTable, name: str, value: Typed) -> str:
    return as_day(value) if name in table.days else settled(value)


def read_rows(
    table: TypedTable, rows: Sequence[Sequence[Typed]], first: int, file: str
) -> tuple[TypedRow, ...]:
    """Return the rows to type in of a range that begins with its headings; `first` is the row of these, from 1.

    Raises SetUpError where a heading or a key is gone or appears twice, and where something was entered into a row that
    is nobody's to type in: whoever overwrote it would lose it.
    """
    places = _columns(table, rows, file)
    found: dict[str, TypedRow] = {}
    for number, row in enumerate(rows[1:], start=first + 1):
        key, was = (settled(row[places[name]]) for name in (KEY, WRITTEN))
        if table is not DECISIONS and not key.startswith(OWN):
            _refuse_stray(table, row, places, was, number, file)
            continue
        if not key:
            if any(settled(row[places[head]]) for head in table.fields.values()):
                raise SetUpError(
                    f"{file}: row {number} of {table.sheet} has no key, so nobody can tell what it is about. "
                    "Undo what was done to its hidden columns, or clear the row, and try again."
                )
            continue
        if key in found:
            raise SetUpError(
                f"{file}: rows {found[key].row} and {number} of {table.sheet} have the same key, {key}. "
                "Delete the copy and try again."
            )
        values = {name: _value(table, name, row[places[head]]) for name, head in table.fields.items()}
        found[key] = TypedRow(table, key, values, number, was)
    return tuple(found.values())


def _columns(table: TypedTable, rows: Sequence[Sequence[Typed]], file: str) -> dict[str, int]:
    heads = [settled(head) for head in rows[0]] if rows else []
    wanted = (*table.fields.values(), KEY, WRITTEN)
    gone = [head for head in wanted if head not in heads]
    if gone:
        raise SetUpError(
            f"{file}: the sheet {table.sheet} has no column {', '.join(gone)} any more, so what was entered there cannot "
            "be read. Put the heading back, or move the file away, and try again."
        )
    return {head: heads.index(head) for head in (*wanted, *table.others) if head in heads}


def _refuse_stray(
    table: TypedTable, row: Sequence[Typed], places: Mapping[str, int], was: str, number: int, file: str
) -> None:
    """Raise where a row of a partner, or a spare one, holds something else than was written into it."""
    if fingerprint(list(_shown(table, row, places))) == was:
        return
    what = "is a partner's, whose words come with its return" if was else "is none of those to type in"
    raise SetUpError(
        f"{file}: row {number} of {table.sheet} was changed, and {what}. "
        f"Move what was entered to one of the yellow rows of {table.sheet}, or undo it, and try again."
    )


def _shown(table: TypedTable, row: Sequence[Typed], places: Mapping[str, int]) -> Iterator[str]:
    by_head = {head: name for name, head in table.fields.items()}
    shown = [head for head in (*table.fields.values(), *table.others) if head in places]
    for head in sorted(shown, key=lambda one: places[one]):
        yield _value(table, by_head.get(head, ""), row[places[head]])


@dataclass(frozen=True, slots=True)
class TypedDashboard:
    """A dashboard as far as people typed in it."""

    file: str
    """Its name, for people."""
    partnership: str
    edition: str
    period: str
    """The code of the quarter it is of: 2017-18 Q4."""
    rows: tuple[TypedRow, ...]
    """Every row that can be typed in, touched or not."""


Ranges = Callable[[str], tuple[int, Sequence[Sequence[Typed]]] | None]
"""Gives the first row, from 1, and the values of a named range; None where the name leads nowhere."""


def read_dashboard(range_of: Ranges, file: str) -> TypedDashboard:
    """Return what is in the input cells of a dashboard, open or closed; `range_of` reads a named range of it.

    Raises SetUpError where it is no dashboard of this kind, or where what was entered cannot be told.
    """
    said: dict[str, str] = {}
    for name in (PARTNERSHIP, EDITION, PERIOD):
        found = range_of(name)
        said[name] = settled(found[1][0][0]) if found and found[1] and found[1][0] else ""
    if not all(said.values()):
        raise SetUpError(
            f"{file} is not a dashboard that this version of scpxl can read: it does not say which partnership and quarter it is for. "
            "Move it away and try again."
        )
    rows: list[TypedRow] = []
    for table in (*TABLES, *_registers(range_of, file)):
        found = range_of(table.name)
        if found is None:
            raise SetUpError(
                f"{file}: the table on the sheet {table.sheet} is gone, so what was entered there cannot be read. "
                "Undo the deletion, or move the file away, and try again."
            )
        first, values = found
        rows += read_rows(table, values, first, file)
    return TypedDashboard(file, said[PARTNERSHIP], said[EDITION], said[PERIOD], tuple(rows))


def _registers(range_of: Ranges, file: str) -> Iterator[TypedTable]:
    """Yield the tables of the registers that a dashboard says it has."""
    found = range_of(ASKED)
    for row in found[1] if found else ():
        name = settled(row[0])
        if name not in REGISTER_TABLES:
            raise SetUpError(
                f"{file} has a register {name!r} that this version of scpxl does not know. "
                "Use the version it was written with, or move the file away, and try again."
            )
        yield REGISTER_TABLES[name]
