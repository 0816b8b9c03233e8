"""What is meant by a cell of a framework's workbook: an answer, several, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from scpxl.framework.columns import LIST_BREAK, NONE_OF_THEM, ColumnKind, FrameworkColumn
from scpxl.read.grids import as_text
from scpxl.returns.cells import CellRef
from scpxl.returns.raw import Percent
from scpxl.words import as_given


def as_percentage(at: CellRef, column: FrameworkColumn, value: Any) -> Iterator[str]:
    """Ask for a number that a cell shows as a percentage: 70% is stored as 0.7, and 0.7 would be read."""
    if isinstance(value, Percent) and column.kind in {ColumnKind.NUMBER, ColumnKind.WHOLE}:
        meant = as_text(value).removesuffix("%")
        yield (
            f"{at} ({column.heading.casefold()}): shows {as_text(value)}, which is stored as {as_given(value.number, 15)}. "
            f"Set the cell's format to General and enter the number, for example {meant}."
        )


def answers_in(cells: Iterable[tuple[FrameworkColumn, Any]]) -> Iterator[tuple[str, Any]]:
    """Yield what each field is given as; a blank cell gives the record's default, but text gives blank text."""
    for column, value in cells:
        if not holds_nothing(value):
            yield column.key, _answer(column, value)
        elif column.is_text:
            yield column.key, ""
        elif column.must_be_given:
            yield column.key, None


def _answer(column: FrameworkColumn, value: Any) -> Any:
    if isinstance(value, Percent):
        return as_text(value)
    plain = str(int(value)) if isinstance(value, float) and value.is_integer() else value
    if column.kind is ColumnKind.LIST:
        return _entries_of_list(column, str(plain))
    if isinstance(value, int | float) and (column.is_text or column.kind is ColumnKind.PERIOD):
        return str(plain)
    return _as_listed(value, column.choices) if isinstance(value, str) else value


def _entries_of_list(column: FrameworkColumn, text: str) -> tuple[str, ...]:
    if column.must_be_given and folded(text) == NONE_OF_THEM:
        return ()
    # A semicolon, where there is one, parts the entries: 'Bristol, City of;' is one place.
    entries = text.split(LIST_BREAK if LIST_BREAK in text else ",")
    return tuple(_as_listed(entry, column.choices or column.also) for entry in entries if entry.strip())


def _as_listed(text: str, choices: Sequence[str]) -> str:
    by_fold = {folded(choice): choice for choice in choices}
    return by_fold.get(folded(text), text.strip())


def folded(value: object) -> str:
    """Return words as they are compared: without regard to case, spaces and underscores."""
    return " ".join(str(value).replace("_", " ").split()).casefold()


def holds_nothing(value: object) -> bool:
    """Whether a cell holds nothing but spaces."""
    return value is None or (isinstance(value, str) and not value.strip())
