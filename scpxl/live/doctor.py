"""What a click in Excel needs, looked at in the order in which the click needs it, each with what to do about it.

A check is a function: told the computer and the workbook, it says what it found.  What can only be seen from Windows,
from a Mac or from within Excel is said to be so; a check that was not made never passes.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Protocol

from scpxl.errors import ScpxlError
from scpxl.jobs.folder import Folder
from scpxl.jobs.setup import shipped
from scpxl.live.folders import choose_folder, list_path, read_folders
from scpxl.live.install import MAC, WINDOWS, Profile, library_name, own_profile
from scpxl.model.framework import Edition
from scpxl.read.macro_workbook import WorkbookFacts
from scpxl.render.macros import xlwings_release
from scpxl.scorecard.shape import Settings
from scpxl.scorecard.shaping import shape_of

LONGEST_LOOK: Final = 60
"""Seconds after which a program that was asked something is taken not to answer."""


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


class Computer(Protocol):
    """What is asked of the computer; tests put another in its place."""

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


@dataclass(frozen=True)
class Patient:
    """What is looked at: a computer, a person's profile, and the workbook whose buttons are to work."""

    profile: Profile = field(default_factory=own_profile)
    computer: Computer = field(default_factory=ThisComputer)
    workbook: str = ""
    """Path or address of the dashboard; blank where none is named."""
    folders: Path = field(default_factory=list_path)
    """The person's list of folders."""

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
        """Return the folder of the workbook's partnership, by the person's own list."""
        known = read_folders(self.folders)
        return Folder(choose_folder(known, self.facts.partnership if self.facts else None))


_NO_WORKBOOK = "No dashboard was named."
_NAME_ONE = "Name it: scpxl doctor dashboard.xlsm."


def look_at_python(patient: Patient) -> Looked:
    """Whether the Python that the buttons start is there and can use scpxl and xlwings."""
    check, there = "Python for Excel", patient.profile.interpreter
    if not there.is_file():
        if patient.profile.platform not in {WINDOWS, MAC}:
            return Looked(
                check, Verdict.UNSEEN, "Excel does not run on this system.", "Run this where Excel is."
            )
        return Looked(check, Verdict.BAD, f"There is no {there}.", "Run scpxl excel install.")
    other = {WINDOWS: ", win32com.client", MAC: ", appscript"}.get(patient.profile.platform, "")
    code = f"import scpxl, xlwings{other}; print(scpxl.__version__, xlwings.__version__)"
    status, said = patient.computer.run([str(there), "-B", "-c", code])
    if status:
        return Looked(
            check, Verdict.BAD, f"{there} cannot use scpxl: {_last_line(said)}", "Run scpxl excel upgrade."
        )
    ours, xlwings = version("scpxl"), version("xlwings")
    if said.split() != [ours, xlwings]:
        return Looked(
            check, Verdict.BAD, f"It has scpxl and xlwings {said.strip()}; here they are {ours} {xlwings}.",
            "Run scpxl excel upgrade.",
        )  # fmt: skip
    return Looked(check, Verdict.GOOD, f"{there} has scpxl {ours} and xlwings {xlwings}.")


def look_at_library(patient: Patient) -> Looked:
    """Whether the file that joins the two halves of xlwings is where Excel looks for it."""
    check = "xlwings' library"
    if patient.profile.platform not in {WINDOWS, MAC}:
        return Looked(check, Verdict.UNSEEN, "Excel does not run on this system.", "Run this where Excel is.")
    name = library_name(patient.profile.platform)
    python = patient.profile.interpreter
    places = [python.parent, python.parent.parent] if patient.on_windows else [patient.profile.scripts]
    for place in places:
        if (place / name).is_file():
            return Looked(check, Verdict.GOOD, f"{place / name} is there.")
    what = "The buttons work; the functions do not." if patient.on_windows else "The buttons do not work."
    return Looked(
        check,
        Verdict.BAD,
        f"{name} is not in {' or '.join(map(str, places))}. {what}",
        "Run scpxl excel upgrade. If it is gone again, ask IT whether an antivirus program removes it.",
    )


def look_at_halves(patient: Patient) -> Looked:
    """Whether the workbook's half of xlwings is of the release of Python's half."""
    check, python = "Both halves of xlwings", version("xlwings")
    if patient.facts is None:
        vba, where = xlwings_release((shipped("macros") / "xlwings.bas").read_text("ascii")), "scpxl's macros"
    elif not patient.facts.has_macros:
        return Looked(
            check, Verdict.BAD, "The workbook has no macros.", "Open dashboard.xlsm, not dashboard.xlsx."
        )
    elif find_spec("pyopenvba") is None:
        return Looked(check, Verdict.UNSEEN, "Reading macros needs the extra excel.", "Install scpxl[excel].")
    else:
        vba, where = xlwings_release(patient.facts.macros().get("xlwings", "")), "the workbook"
    if vba == python:
        return Looked(check, Verdict.GOOD, f"Both are {python}.")
    return Looked(
        check, Verdict.BAD, f"{where} has xlwings {vba or 'of no release'}, Python has {python}.",
        "Run scpxl publish: it writes a new dashboard.xlsm and keeps what was typed in the old one.",
    )  # fmt: skip


_SECURITY = r"Microsoft\Office\16.0\Excel\Security"
_WARNINGS: Final = {
    1: (Verdict.GOOD, "All macros run without asking."),
    2: (Verdict.GOOD, "Excel asks before macros run: press Enable Content."),
    3: (Verdict.BAD, "Only signed macros run, and these are not signed."),
    4: (Verdict.BAD, "No macros run."),
}
_WITHOUT_MACROS: Final = (
    "Ask IT for the folder as a trusted location, or use scpxl refresh in a terminal: it needs no macros."
)


def look_at_macro_policy(patient: Patient) -> Looked:
    """Whether Excel lets macros run: what a policy says goes before what the person chose."""
    check = "Macros allowed"
    if not patient.on_windows:
        return Looked(
            check, Verdict.UNSEEN, "Only Windows keeps this where it can be read.",
            "In Excel: Preferences, Security and Privacy, Disable all macros with notification.",
        )  # fmt: skip
    told = [
        patient.computer.registry(rf"Software\{part}{_SECURITY}", "VBAWarnings")
        for part in ("Policies\\", "")
    ]
    chosen = next((one for one in told if one is not None), 2)
    verdict, words = _WARNINGS.get(chosen, (Verdict.BAD, f"VBAWarnings is {chosen}."))
    by = "a policy" if told[0] is not None else "the person's own setting"
    return Looked(check, verdict, f"{words} ({by})", "" if verdict is Verdict.GOOD else _WITHOUT_MACROS)


def look_at_internet_mark(patient: Patient) -> Looked:
    """Whether Windows marked the workbook as one from the internet, whose macros Excel blocks."""
    check = "Mark of the internet"
    if not patient.on_windows:
        return Looked(check, Verdict.UNSEEN, "Only Windows marks files so.", "On Windows, run this there.")
    if patient.facts is None:
        return Looked(check, Verdict.UNSEEN, _NO_WORKBOOK, _NAME_ONE)
    mark = patient.computer.stream(Path(patient.workbook), "Zone.Identifier") or ""
    zone = re.search(r"ZoneId=(\d)", mark)
    if zone and int(zone[1]) >= 3:
        return Looked(
            check, Verdict.BAD, "Windows marked the workbook as from the internet; Excel blocks its macros.",
            "In Explorer: right-click the file, Properties, tick Unblock. Or publish it again on this computer.",
        )  # fmt: skip
    return Looked(check, Verdict.GOOD, "The workbook is not marked as from the internet.")


_RULES: Final = {
    "d4f940ab-401b-4efc-aadc-ad5f3c50688a": "Block all Office applications from creating child processes",
    "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b": "Block Win32 API calls from Office macros",
}
_ACTIONS: Final = {0: "off", 1: "blocks", 2: "audits", 6: "warns"}


def look_at_defender(patient: Patient) -> Looked:
    """Whether a rule of Defender forbids Excel to start Python."""
    check = "Defender's rules"
    if not patient.on_windows:
        return Looked(
            check, Verdict.UNSEEN, "Defender's rules are Windows' own.", "On Windows, run this there."
        )
    ask = "Get-MpPreference | Select-Object AttackSurfaceReductionRules_Ids, AttackSurfaceReductionRules_Actions | ConvertTo-Json"
    status, said = patient.computer.run(["powershell.exe", "-NoProfile", "-NonInteractive", "-Command", ask])
    try:
        told = json.loads(said) if status == 0 else None
    except ValueError:
        told = None
    if not isinstance(told, Mapping):
        return Looked(
            check, Verdict.UNSEEN, "Windows does not say which rules are set.",
            f"Ask IT for the rule {next(iter(_RULES)).upper()}.",
        )  # fmt: skip
    rules = told.get("AttackSurfaceReductionRules_Ids") or []
    actions = told.get("AttackSurfaceReductionRules_Actions") or []
    # PowerShell writes a list of one as the one.
    rules, actions = (one if isinstance(one, list) else [one] for one in (rules, actions))
    blocking = [
        _RULES[str(rule).casefold()]
        for rule, action in zip(rules, actions, strict=False)
        if str(rule).casefold() in _RULES and action == 1
    ]
    if blocking:
        return Looked(
            check, Verdict.BAD, f"Set to block: {'; '.join(blocking)}.",
            "Ask IT to leave the dashboard's folder out of it, or use scpxl refresh in a terminal.",
        )  # fmt: skip
    set_to = [
        f"{_RULES[str(rule).casefold()]}: {_ACTIONS.get(action, action)}"
        for rule, action in zip(rules, actions, strict=False)
        if str(rule).casefold() in _RULES
    ]
    return Looked(check, Verdict.GOOD, "; ".join(set_to) or "Neither rule that concerns macros is set.")


def look_at_path(patient: Patient) -> Looked:
    """Whether the workbook lies where a button's command line can name it."""
    check = "Where the dashboard is"
    if not patient.workbook:
        return Looked(check, Verdict.UNSEEN, _NO_WORKBOOK, _NAME_ONE)
    if "://" in patient.workbook:
        return Looked(
            check, Verdict.BAD, "It is opened by an internet address.",
            "Open it from the folder on this computer, with AutoSave off.",
        )  # fmt: skip
    odd = sorted(set(patient.workbook) & set('&%^"='))
    if odd and patient.on_windows:
        return Looked(
            check, Verdict.BAD, f"Its path has {' '.join(odd)}, which Windows' command line takes for its own.",
            "Rename the folder or the file.",
        )  # fmt: skip
    return Looked(check, Verdict.GOOD, f"{patient.workbook} can be named on a command line.")


def look_at_folder(patient: Patient) -> Looked:
    """Whether the person's list of folders has the workbook's partnership."""
    check = "Partnership's folder"
    try:
        folder = patient.folder()
        _ = folder.framework
    except (ScpxlError, OSError) as trouble:
        return Looked(
            check, Verdict.BAD, _sentence(trouble), "Run scpxl publish once in the partnership's folder."
        )
    return Looked(check, Verdict.GOOD, f"{folder.path} is the folder of {folder.framework.partnership}.")


def look_at_layout(patient: Patient) -> Looked:
    """Whether today's figures fit the workbook's layout."""
    check = "Layout"
    if patient.facts is None:
        return Looked(check, Verdict.UNSEEN, _NO_WORKBOOK, _NAME_ONE)
    if not patient.facts.layout:
        return Looked(
            check, Verdict.BAD, "It is not a dashboard of scpxl.", "Name the dashboard.xlsm in outputs."
        )
    try:
        wanted = _layout_today(patient.folder())
    except (ScpxlError, OSError) as trouble:
        return Looked(check, Verdict.UNSEEN, _sentence(trouble), "Correct that first.")
    if wanted == patient.facts.layout:
        return Looked(check, Verdict.GOOD, f"The workbook has the layout {wanted} of today's framework.")
    return Looked(
        check, Verdict.BAD, f"The workbook has the layout {patient.facts.layout}, the framework gives {wanted}.",
        "Run scpxl publish: it writes a new dashboard and keeps what was typed in the old one.",
    )  # fmt: skip


def look_at_command(patient: Patient) -> Looked:
    """Whether Python can run what a button asks of it, up to the button's own function."""
    check, python = "A button's command", patient.profile.interpreter
    if not python.is_file():
        return Looked(check, Verdict.UNSEEN, f"There is no {python}.", "Run scpxl excel install.")
    code = (
        f"import xlwings.utils;xlwings.utils.prepare_sys_path({f'False;{patient.workbook};;;;;'!r}); "
        "import scpxl.live.buttons as b; print(callable(b.refresh_dashboard))"
    )
    status, said = patient.computer.run([str(python), "-B", "-c", code])
    if status or said.strip() != "True":
        return Looked(check, Verdict.BAD, f"Python stops: {_last_line(said)}", "Run scpxl excel upgrade.")
    return Looked(check, Verdict.GOOD, "Python finds the function that a button calls.")


def look_at_macro(_patient: Patient) -> Looked:
    """Say how to try a macro without Python: only Excel can run it."""
    return Looked(
        "A macro without Python", Verdict.UNSEEN, "Only Excel can run it.",
        "In the dashboard press Alt+F8 (Mac: Tools, Macro), choose ScpxlPing, Run: a box says that macros work.",
    )  # fmt: skip


def look_at_click(_patient: Patient) -> Looked:
    """Say how to try a macro that starts Python: only Excel can run it."""
    return Looked(
        "A macro with Python", Verdict.UNSEEN, "Only Excel can run it.",
        "Likewise ScpxlPingPython: a box says which Python answered.",
    )  # fmt: skip


def look_at_function(patient: Patient) -> Looked:
    """Say how to try a worksheet function: only Excel on Windows can run it."""
    fix = "Type =SCP_LIST() into a cell." if patient.on_windows else "Excel has them on Windows only."
    return Looked("A worksheet function", Verdict.UNSEEN, "Only Excel can run it.", fix)


CHECKS: Final[tuple[Callable[[Patient], Looked], ...]] = (
    look_at_python, look_at_library, look_at_halves, look_at_macro_policy, look_at_internet_mark, look_at_defender,
    look_at_path, look_at_folder, look_at_layout, look_at_command, look_at_macro, look_at_click, look_at_function,
)  # fmt: skip
"""In the order in which a click needs them."""


def examine(patient: Patient) -> tuple[Looked, ...]:
    """Return what every check found; raises SetUpError where the workbook named cannot be read."""
    _ = patient.facts
    return tuple(check(patient) for check in CHECKS)


def _layout_today(folder: Folder) -> str:
    framework = folder.framework
    shown = [one for one in framework.reported if Edition.PARTNERSHIP in one.editions]
    shape = shape_of(framework, Edition.PARTNERSHIP, folder.period(None), shown=shown, settings=Settings())
    return shape.digest


def _last_line(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return lines[-1][:200] if lines else "it said nothing"


def _sentence(trouble: Exception) -> str:
    words = " ".join(str(trouble).split())
    return words[:1].upper() + words[1:] + ("" if words.endswith(".") else ".")
