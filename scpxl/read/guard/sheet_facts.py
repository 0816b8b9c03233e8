"""The facts of a sheet that the reader of its values hides."""

from __future__ import annotations

from dataclasses import dataclass, field

Place = tuple[int, int]
"""Row and column, counted from zero."""


@dataclass(slots=True)
class SheetFacts:
    """What is in one sheet besides its values."""

    cells: int = 0
    """Cells written in the file, formatted blanks among them; in a sheet of the exact shape, at most so many."""
    last_row: int = -1
    last_column: int = -1
    """The furthest row and column that hold something; -1 for an empty sheet.

    In a sheet of the exact shape the column may be no more than a bound.
    """
    corner: tuple[Place, Place] = ((0, 0), (0, 0))
    """The cells that are in the last row and in the last column, where these matter."""
    errors: dict[Place, str] = field(default_factory=dict)
    """What cells show instead of a value: #REF! and the like."""
    uncalculated: dict[Place, str] = field(default_factory=dict)
    """Formulas saved without their result; the text is blank where a cell shares another's."""
    percents: dict[Place, str] = field(default_factory=dict)
    """Cells that hold something and whose format may show it as a percentage: the format's code."""
    hidden_rows: list[int] = field(default_factory=list)
    """Hidden rows that hold something."""
    hidden_columns: list[int] = field(default_factory=list)
    """Hidden columns no further than the last that holds something."""
    string_cells: int = 0
    """Cells that show a shared string; in a sheet of the exact shape, at most so many."""
    exact_shape: bool = False
    merges: int = 0
    readable: bytes = field(default=b"", compare=False, repr=False)
    """The sheet's part without its formulas, for the reader of values; blank where it must read the part as it came."""

    @property
    def rectangle(self) -> int:
        """How many cells a reader allocates for the sheet."""
        return (self.last_row + 1) * (self.last_column + 1)


def column_number(letters: bytes) -> int:
    """Return a column's number from its letters; columns count from zero.

    >>> column_number(b"A"), column_number(b"AB")
    (0, 27)
    """
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def columns_in(spans: list[tuple[int, int]], last_column: int) -> list[int]:
    """Return the columns of some spans, no further than the last column that holds something.

    >>> columns_in([(1, 2), (5, 16383)], 6)
    [1, 2, 5, 6]
    """
    # Honest sheets have a few dozen spans; a million overlapping ones would only cost time.
    few = spans[:1000]
    return sorted({c for first, last in few for c in range(first, min(last, last_column) + 1)})
