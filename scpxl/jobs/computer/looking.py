"""What is looked at before a click, and what this computer, its policies and its guards say of a workbook and its macros.

A look gives what is in order, what is to be corrected, and what must not be.  Nothing is changed.  Tests put another
computer in the place of the one this runs on.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from scpxl.errors import SetUpError
from scpxl.jobs.computer.install import WINDOWS, Profile, own_profile
from scpxl.jobs.folder import Folder
from scpxl.jobs.folders import folder_of, known_folders
from scpxl.read.closed_dashboard import WorkbookFacts

LONGEST_LOOK: Final = 60
"""Seconds after which a program that was asked something is taken not to answer."""
RULES: Final = {
    "d4f940ab-401b-4efc-aadc-ad5f3c50688a": "Block all Office applications from creating child processes",
    "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b": "Block Win32 API calls from Office macros",
}
"""The rules of Defender that concern macros such as ours, by Microsoft's number for each."""
ACTIONS: Final = {0: "off", 1: "blocks", 2: "audits", 6: "warns"}
ASKS_BEFORE: Final = 2
"""What Excel does about macros where neither a policy nor the person has said anything."""
_SECURITY = r"Microsoft\Office\16.0\Excel\Security"
_ASK_DEFENDER = (
    "Get-MpPreference | Select-Object AttackSurfaceReductionRules_Ids, AttackSurfaceReductionRules_Actions"
    " | ConvertTo-Json"
)


class Computer(Protocol):
    """What is asked of a computer."""

    def run(self, command: list[str]) -> tuple[int, str]:
        """Run a program and return its exit status and what it printed; -1 where it could not be run."""

    def registry(self, key: str, name: str) -> int | None:
        """Return a number of the user's part of the registry; None where there is none."""

    def stream(self, path: Path, name: str) -> str | None:
        """Return a named stream that Windows keeps beside a file; None where there is none."""


class ThisComputer:
    """The computer this runs on."""

    def run(self, command: list[str]) -> tuple[int, str]:
        """Run a program without a window of its own."""
        hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)
        try:
            done = subprocess.run(  # noqa: S603  (our own Python, or Windows' own PowerShell)
                command, capture_output=True, text=True, timeout=LONGEST_LOOK, check=False, creationflags=hidden,
                errors="replace",
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired) as trouble:
            return -1, str(trouble)
        return done.returncode, done.stdout + done.stderr

    def registry(self, key: str, name: str) -> int | None:
        """Read HKEY_CURRENT_USER."""
        if sys.platform != "win32":
            return None
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
                return int(winreg.QueryValueEx(opened, name)[0])
        except (OSError, ValueError):
            return None

    def stream(self, path: Path, name: str) -> str | None:
        """Read what Windows keeps beside a file on NTFS."""
        try:
            return Path(f"{path}:{name}").read_text("utf-8", errors="replace")
        except OSError:
            return None


class MacroSetting(NamedTuple):
    """What Excel does about macros: 1 runs all, 2 asks, 3 runs signed ones, 4 runs none."""

    warnings: int
    by_policy: bool


def macro_setting(computer: Computer) -> MacroSetting:
    """Return what Excel does about macros; what a policy says goes before what the person chose."""
    policy, own = (
        computer.registry(rf"Software\{part}{_SECURITY}", "VBAWarnings") for part in ("Policies\\", "")
    )
    if policy is not None:
        return MacroSetting(policy, by_policy=True)
    return MacroSetting(ASKS_BEFORE if own is None else own, by_policy=False)


def is_from_internet(computer: Computer, path: Path) -> bool:
    """Whether Windows marked a file as one from the internet or from a place it does not trust."""
    zone = re.search(r"ZoneId=(\d)", computer.stream(path, "Zone.Identifier") or "")
    return zone is not None and int(zone[1]) >= 3


def macro_rules(computer: Computer) -> dict[str, int] | None:
    """Return what each rule of `RULES` that is set does, by its words; None where Windows does not say."""
    status, said = computer.run(
        ["powershell.exe", "-NoProfile", "-NonInteractive", "-Command", _ASK_DEFENDER]
    )
    try:
        told = json.loads(said) if status == 0 else None
    except ValueError:
        told = None
    if not isinstance(told, Mapping):
        return None
    rules = told.get("AttackSurfaceReductionRules_Ids") or []
    actions = told.get("AttackSurfaceReductionRules_Actions") or []
    # PowerShell writes a list of one as the one.
    rules, actions = (one if isinstance(one, list) else [one] for one in (rules, actions))
    by_number = {str(rule).casefold(): int(action) for rule, action in zip(rules, actions, strict=False)}
    return {RULES[number]: action for number, action in by_number.items() if number in RULES}


class LookVerdict(StrEnum):
    """What a check came to."""

    GOOD = "in order"
    BAD = "to correct"
    UNSEEN = "cannot look from here"


@dataclass(frozen=True)
class Looked:
    """What one check found."""

    check: str
    verdict: LookVerdict
    found: str
    fix: str = ""
    """What to do; blank where it is in order."""


def good(check: str, found: str) -> Looked:
    """Return that something is in order."""
    return Looked(check, LookVerdict.GOOD, found)


def bad(check: str, found: str, fix: str) -> Looked:
    """Return that something is to be corrected."""
    return Looked(check, LookVerdict.BAD, found, fix)


def unseen(check: str, found: str, fix: str) -> Looked:
    """Return that something cannot be seen from here, and what to do instead."""
    return Looked(check, LookVerdict.UNSEEN, found, fix)


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
