"""Read a filled return of an older form: every filled cell is an answer, something we printed, or told.

Knows no version: what the sheets, headings and questions were called is told by `OlderForm`.
"""

from __future__ import annotations

import fnmatch
import glob
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from scpxl.read.form_tables import heading_words, read_table, value_at
from scpxl.read.grids import ReadGrid, as_partners_see, as_text
from scpxl.read.older_workbook import OpenedWorkbook, Totals
from scpxl.returns.cells import CellRef
from scpxl.returns.form import Answer, FormColumn, FormTable, ReturnForm, Sheet
from scpxl.returns.normalise import fold
from scpxl.returns.older.form import NotTransferred, OldAnswer, OlderForm, OlderTable
from scpxl.returns.raw import CellValue, RawRow, RawTable, Uncalculated

OUTSIDE = "it is outside the form's cells"
_MONTH = re.compile(r"[a-z]{3} \d{4}")


@dataclass
class OlderReturn:
    """What is in an older return."""

    answers: list[OldAnswer] = field(default_factory=list)
    not_carried: list[NotTransferred] = field(default_factory=list)
    """Filled cells that answer no question of the current form, however that looks."""
    printed: int = 0
    """Filled cells that we printed."""
    rows: dict[Sheet, set[tuple[str, ...]]] = field(default_factory=dict)
    """The rows it has, by the current sheet and key."""


def read_older(
    opened: OpenedWorkbook, older: OlderForm, form: ReturnForm, printed: Mapping[str, str], names: Names
) -> OlderReturn:
    """Return every filled cell of an older return as what it is.

    `form` is the current form of the same partner and period; `printed` says what stands for the names in
    `OlderForm.printed`; `names` gives, by a column, the codes that go with names people know.
    """
    return _Reader(opened, older, form, printed, names).read()


Names = Mapping[str, Mapping[str, str]]
"""By a column's key: a name, folded, and the code it stands for."""


class _Reader:
    def __init__(
        self,
        opened: OpenedWorkbook,
        older: OlderForm,
        form: ReturnForm,
        printed: Mapping[str, str],
        names: Names,
    ) -> None:
        self.opened, self.older, self.form, self.names = opened, older, form, names
        literal = {name: glob.escape(words) for name, words in printed.items()}
        self.patterns = [fold(words.format_map(literal)) for words in older.printed]
        self.parts = {fold(then): now for then, now in older.parts.items()}
        self.found = OlderReturn()
        self.seen: set[CellRef] = set()

    def read(self) -> OlderReturn:
        """Return what was found."""
        for grid in self.opened.grids:
            if fold(grid.name) in map(fold, self.older.own_sheets):
                continue
            if fold(grid.name) == fold(self.older.start):
                self._read_start(grid)
            for sheet, table in self.older.tables.items():
                if fold(grid.name) == fold(table.sheet):
                    self._read_sheet(sheet, table, grid)
            self._list_rest(grid)
        return self.found

    def _read_start(self, grid: ReadGrid) -> None:
        identity = {fold(words) for words in self.older.identity}
        asked = {fold(words): keys for words, keys in self.older.questions.items()}
        gone = {fold(words): why for words, why in self.older.gone_questions.items()}
        for number, row in enumerate(grid.rows):
            for place, value in enumerate(row):
                words = fold(value).rstrip(" :") if isinstance(value, str) else ""
                keys = asked.get(words, asked.get(f"{words}?", ()))
                if not words or not (keys or words in gone or words in identity):
                    continue
                self._print(CellRef(grid.name, number, place))
                ref, answer = CellRef(grid.name, number, place + 1), value_at(grid, number, place + 1)
                if not is_filled(answer) or ref in self.seen:
                    continue
                if words in identity:
                    self._print(ref)
                elif keys:
                    self._answer(OldAnswer(ref, as_partners_see(answer), Sheet.START, (), keys))
                else:
                    self._leave(ref, answer, gone[words])

    def _read_sheet(self, sheet: Sheet, older: OlderTable, grid: ReadGrid) -> None:
        table = self.form.table.get(sheet)
        stand_in = _as_it_was(table, sheet, older)
        found = read_table(stand_in, grid)
        if found is None:
            return
        self._read_headings(found, older, grid)
        labels = {column.key for column in stand_in.columns if column.answer is Answer.LABEL}
        under = {cell.ref.column: heading_words(cell.value) for cell in found.unmatched_headers}
        under |= {cell.ref.column: "" for cell in found.repeated_headers}
        # A column of ours that is read on no form, such as each row's status, is no heading to the reader of tables.
        printed = {fold(name) for name in older.printed}
        headings = enumerate(map(heading_words, grid.rows[found.header_row]))
        under |= {place: words for place, words in headings if words in printed}
        totals = Totals(found, under, older)
        for row in found.rows:
            if totals.is_total(row):
                self._leave_row(row, "totals are worked out now", totals)
                continue
            key, why = self._place_of(row, sheet, older)
            self._read_row(row, sheet, key, why, labels if self._is_row(row, labels, table, key) else set())
            self._leave_beside(row, under, older, totals)

    def _read_headings(self, found: RawTable, older: OlderTable, grid: ReadGrid) -> None:
        for place, value in enumerate(grid.rows[found.header_row]):
            ref = CellRef(grid.name, found.header_row, place)
            if is_filled(value) and not self._is_stray(ref, found, older):
                self._print(ref)

    def _place_of(self, row: RawRow, sheet: Sheet, older: OlderTable) -> tuple[tuple[str, ...], str]:
        """Return which of the current rows a row is, or why it is none; an action is known by its place."""
        table, rows = self.form.table.get(sheet), self.found.rows.setdefault(sheet, set())
        if table is None:
            return (), f"the form has no sheet {sheet} for this partner now"
        if table.blank_rows:
            return (str(row.number),), ""
        key = self._key(table, older, row)
        why = "the row appears twice; the first was transferred" if key in rows else ""
        rows.add(key)
        return key, why

    def _read_row(self, row: RawRow, sheet: Sheet, key: tuple[str, ...], why: str, printed: set[str]) -> None:
        for name, column in row.columns.items():
            ref, value = CellRef(row.sheet, row.number, column), row.values[column]
            if not is_filled(value):
                continue
            if name in printed:
                self._print(ref)
            elif why:
                self._leave(ref, value, why)
            else:
                self._answer(OldAnswer(ref, value, sheet, key, (name,)))

    @staticmethod
    def _is_row(row: RawRow, labels: set[str], table: FormTable | None, key: tuple[str, ...]) -> bool:
        """Whether a row was printed by us: it is one of the form's, or holds more than one thing."""
        filled = [name for name, column in row.columns.items() if is_filled(row.values[column])]
        return len(filled) > 1 or (table is not None and key in table.row) or not labels

    def _key(self, table: FormTable, older: OlderTable, row: RawRow) -> tuple[str, ...]:
        """Return the current key of a row, as far as its words tell it."""

        def text_of(column: FormColumn) -> str:
            if column.key in older.given:
                return older.given[column.key]
            by = older.named.get(column.key, column.key)
            typed = as_text(row.values[row.columns[by]]) if by in row.columns else ""
            typed = self.parts.get(fold(typed), typed)
            return self.names.get(column.key, {}).get(fold(typed), typed)

        key = tuple(map(text_of, table.keys))
        folded = {tuple(map(fold, laid.key)): laid.key for laid in table.rows}
        return folded.get(tuple(map(fold, key)), key)

    def _is_stray(self, ref: CellRef, found: RawTable, older: OlderTable) -> bool:
        """Whether a heading is none that was ever printed: somebody's own column."""
        words = next((heading_words(c.value) for c in found.unmatched_headers if c.ref == ref), "")
        known = {fold(name) for name in (*older.printed, *older.worked_out, *older.gone)}
        return bool(words) and words not in known and not _MONTH.fullmatch(words)

    def _leave_row(self, row: RawRow, why: str, totals: Totals) -> None:
        for column, value in enumerate(row.values):
            if is_filled(value):
                ref = CellRef(row.sheet, row.number, column)
                if isinstance(value, str) and column in row.columns.values():
                    self._print(ref)
                else:
                    self._leave(ref, value, why, matters=not totals.adds_up_column(row, column))

    def _leave_beside(self, row: RawRow, under: dict[int, str], older: OlderTable, totals: Totals) -> None:
        """Tell of what is under headings that are not of the current form."""
        worked_out = {fold(name): why for name, why in older.worked_out.items()}
        gone = {fold(name): why for name, why in older.gone.items()}
        printed = {fold(name) for name in older.printed}
        for column, words in under.items():
            ref, value = CellRef(row.sheet, row.number, column), row.values[column]
            if not is_filled(value):
                continue
            if words in printed:
                self._print(ref)
            elif words in worked_out:
                self._leave(ref, value, worked_out[words], matters=not totals.adds_up_row(row, column))
            elif words in gone:
                self._leave(ref, value, gone[words])
            elif _MONTH.fullmatch(words):
                self._leave(ref, value, f"the form shows {self._months_shown()} now")
            elif words:
                self._leave(ref, value, "its column is not of the form")
            else:
                self._leave(ref, value, "its column appears twice; the first was transferred")

    def _months_shown(self) -> str:
        months = self.form.table[Sheet.MEASURES].months
        return f"{months[0].heading} to {months[-1].heading}"

    def _list_rest(self, grid: ReadGrid) -> None:
        for number, row in enumerate(grid.rows):
            for place, value in enumerate(row):
                ref = CellRef(grid.name, number, place)
                if ref in self.seen or not is_filled(value):
                    continue
                text = value.formula if isinstance(value, Uncalculated) else value
                words = fold(text) if isinstance(text, str) else ""
                if words and any(fnmatch.fnmatchcase(words, pattern) for pattern in self.patterns):
                    self._print(ref)
                else:
                    self._leave(ref, value, OUTSIDE)

    def _print(self, ref: CellRef) -> None:
        if ref not in self.seen:
            self.seen.add(ref)
            self.found.printed += 1

    def _answer(self, answer: OldAnswer) -> None:
        if answer.ref not in self.seen:
            self.seen.add(answer.ref)
            self.found.answers.append(answer)

    def _leave(self, ref: CellRef, value: CellValue, why: str, *, matters: bool = True) -> None:
        if ref not in self.seen:
            self.seen.add(ref)
            self.found.not_carried.append(NotTransferred(ref, as_partners_see(value), why, matters))


def is_filled(value: CellValue) -> bool:
    """Return whether a cell holds anything a person can see."""
    return value is not None and (not isinstance(value, str) or bool(value.strip()))


def _as_it_was(table: FormTable | None, sheet: Sheet, older: OlderTable) -> FormTable:
    """Return a table with the older form's headings over the current columns, months as they are."""
    now = {column.key: column for column in table.columns} if table else {}
    told = tuple(
        FormColumn(
            key,
            heading,
            now[key].answer if key in now else Answer.TEXT,
            0,
            is_key=key in now and now[key].is_key,
        )
        for heading, key in older.headings.items()
    )
    return FormTable(sheet, "", "", (*told, *(table.months if table else ())), ())


def filled_cells(opened: OpenedWorkbook, older: OlderForm) -> Iterator[CellRef]:
    """Yield every filled cell on the sheets a partner fills in or has added."""
    for grid in opened.grids:
        if fold(grid.name) not in map(fold, older.own_sheets):
            for number, row in enumerate(grid.rows):
                yield from (CellRef(grid.name, number, place) for place, v in enumerate(row) if is_filled(v))
