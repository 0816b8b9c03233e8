"""Older forms as data: what their sheets, headings, questions and choices are called in the current form.

A form that is replaced is declared here and nowhere else; reading one of its filled returns, and transferring
it into the current form, know no version.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scpxl.returns.cells import CellRef
from scpxl.returns.form import Sheet
from scpxl.returns.raw import CellValue


@dataclass(frozen=True)
class OlderTable:
    """A table of an older form: where it stood, and what each of its headings is called now."""

    sheet: str
    """The name of its sheet then."""
    headings: Mapping[str, str]
    """Heading then: the current column's key."""
    printed: tuple[str, ...] = ()
    """Headings of what we printed and print no more: no answer is under them."""
    worked_out: Mapping[str, str] = field(default_factory=dict)
    """Heading then: why nothing is lost with it, for what is worked out now."""
    gone: Mapping[str, str] = field(default_factory=dict)
    """Heading then: why what was entered under it has no place now."""
    given: Mapping[str, str] = field(default_factory=dict)
    """A key that was not there then: what every row's was."""
    named: Mapping[str, str] = field(default_factory=dict)
    """A key that was not there then: the column whose words tell which row it is."""
    totals: tuple[str, ...] = ()
    """What comes first in rows of totals, which are worked out now."""


@dataclass(frozen=True)
class OlderForm:
    """A form that was in use before: every difference from the present one that matters to a filled return."""

    version: str
    title: str
    start: str
    """The sheet of its identity and sign-off."""
    identity: Mapping[str, str]
    """Words on it, or on its hidden sheet: which part of the identity is beside them."""
    questions: Mapping[str, tuple[str, ...]]
    """A question's words then: the keys of the current questions it answers."""
    tables: Mapping[Sheet, OlderTable]
    gone_questions: Mapping[str, str] = field(default_factory=dict)
    """A question's words then: why its answer has no place now."""
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """A current list of choices: what was in it then, and what says the same now."""
    parts: Mapping[str, str] = field(default_factory=dict)
    """Words then in a column of keys: the words now."""
    marks: Mapping[str, str] = field(default_factory=dict)
    """What was entered instead of a number then: the mark that says so now."""
    own_sheets: tuple[str, ...] = ()
    """Sheets of its own that hold no answers: lists, instructions, checks."""
    printed: tuple[str, ...] = ()
    """Words printed outside its tables: ``{partner}``, ``{period}`` and the like stand for the form's, * for anything."""

    @property
    def telling(self) -> tuple[str, str]:
        """The two sheets no return lacks, by which the form is known where it does not say its version."""
        return self.start, self.tables[Sheet.MEASURES].sheet


@dataclass(frozen=True, slots=True)
class OldAnswer:
    """One answer in an older return, and which question of the current form it answers."""

    ref: CellRef
    value: CellValue
    sheet: Sheet
    """The current sheet."""
    row: tuple[str, ...]
    """The current row's key; of an action, its place among the actions; of an answer on Start, nothing."""
    columns: tuple[str, ...]
    """The current columns (or questions) it is for: one, but where one question has become several."""


@dataclass(frozen=True, slots=True)
class NotTransferred:
    """A filled cell of an older return that has no place in the current form, and why."""

    ref: CellRef
    value: CellValue
    why: str
    matters: bool = True
    """Whether somebody must look at it; not where it is worked out from what was transferred."""
