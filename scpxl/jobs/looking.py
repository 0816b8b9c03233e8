"""What is looked at on a computer before a click, and what a look gives: in order, to be corrected, or not to be seen from here."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from scpxl.errors import SetUpError
from scpxl.jobs.folder import Folder
from scpxl.jobs.folders import folder_of, known_folders
from scpxl.jobs.install import WINDOWS, Profile, own_profile
from scpxl.jobs.windows import (
    Computer,
    ThisComputer,
)
from scpxl.read.macro_workbook import WorkbookFacts


class Verdict(StrEnum):
    """What a check came to."""

    GOOD = "in order"
    BAD = "to correct"
    UNSEEN = "cannot look from here"


@dataclass(frozen=True)
class Looked:
    """What one check found."""

    check: str
    verdict: Verdict
    found: str
    fix: str = ""
    """What to do; blank where it is in order."""


def good(check: str, found: str) -> Looked:
    """Return that something is in order."""
    return Looked(check, Verdict.GOOD, found)


def bad(check: str, found: str, fix: str) -> Looked:
    """Return that something is to be corrected."""
    return Looked(check, Verdict.BAD, found, fix)


def unseen(check: str, found: str, fix: str) -> Looked:
    """Return that something cannot be seen from here, and what to do instead."""
    return Looked(check, Verdict.UNSEEN, found, fix)


@dataclass(frozen=True)
class Patient:
    """What is looked at: a computer, a person's profile, and the workbook whose buttons are to work."""

    profile: Profile = field(default_factory=own_profile)
    computer: Computer = field(default_factory=ThisComputer)
    workbook: str = ""
    """Path or address of the dashboard; blank where none is named."""

    @property
    def on_windows(self) -> bool:
        """Whether Excel is that of Windows."""
        return self.profile.platform == WINDOWS

    @cached_property
    def facts(self) -> WorkbookFacts | None:
        """What the workbook says of itself; None where there is none to read.  Raises SetUpError where it cannot be."""
        return (
            WorkbookFacts.read(Path(self.workbook)) if self.workbook and "://" not in self.workbook else None
        )

    def folder(self) -> Folder:
        """Return the folder of the workbook's partnership, else the one used last, by the person's own list.

        Raises SetUpError and NotFoundError where there is none.
        """
        if self.facts is not None:
            return Folder(folder_of(self.facts.partnership, self.facts.path))
        known = list(known_folders())
        if not known:
            raise SetUpError("No folder is known on this computer.")
        return Folder(known[-1])
