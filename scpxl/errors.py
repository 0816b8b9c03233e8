"""What can go wrong on our side or in the set-up: what, where, and what to do.

A partner's mistake in a return is a `Finding`, never an exception.
"""

from __future__ import annotations

from scpxl.words import count_of


class ScpxlError(Exception):
    """Something stopped the work.  The message says what, where and what to do."""


class SetUpError(ScpxlError):
    """The partnership's folder, settings or framework cannot be used as they are."""


class FrameworkError(SetUpError):
    """The framework cannot be used; `problems` holds a line for each mistake."""

    def __init__(self, file: str, problems: tuple[str, ...]) -> None:
        self.file = file
        self.problems = problems
        head = f"{file} cannot be used: {count_of(len(problems), 'error')} to correct."
        super().__init__("\n".join([head, *(f"  {line}" for line in problems)]))


class OutputError(SetUpError):
    """A file cannot be written where it was to be; what was there before is still there."""


class StoreError(ScpxlError):
    """The store cannot be opened or written."""


class OutdatedStoreError(StoreError):
    """The store was made by an earlier version, and may only be read."""


class WriterError(ScpxlError):
    """A workbook could not be written as asked; XlsxWriter only warns, we refuse."""


class NotFoundError(ScpxlError):
    """Somebody asked for an indicator, area, partner or period that is not there."""


class ConflictError(ScpxlError):
    """What was asked contradicts the record: to withdraw what is withdrawn, to bring back what never was in force."""
