"""What a click in Excel needs, looked at in the order in which the click needs it, each with what to do about it.

A check is a function: told the computer and the workbook, it says what it found.  What can only be seen from Windows,
from a Mac or from within Excel is said to be so; a check that was not made never passes.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from importlib.util import find_spec
from typing import Final

from scpxl.errors import ScpxlError
from scpxl.jobs import shipped
from scpxl.jobs.computer.install import MAC, WINDOWS, library_name
from scpxl.jobs.computer.looking import (
    ACTIONS,
    RULES,
    Looked,
    Patient,
    bad,
    good,
    is_from_internet,
    macro_rules,
    macro_setting,
    unseen,
)
from scpxl.jobs.folder import Folder
from scpxl.model.framework import Edition
from scpxl.render.macros import xlwings_release
from scpxl.scorecard.records.shape import DashboardSettings
from scpxl.scorecard.shaping import shape_of
from scpxl.words import listed

_NO_WORKBOOK = "No dashboard was named."
_NAME_ONE = "Name it: scpxl doctor dashboard.xlsm."


def look_at_python(patient: Patient) -> Looked:
    """Whether the Python that the buttons start is there and can use scpxl and xlwings."""
    check, there = "Python for Excel", patient.profile.interpreter
    if not there.is_file():
        if patient.profile.platform not in {WINDOWS, MAC}:
            return unseen(check, "Excel does not run on this system.", "Run this where Excel is.")
        return bad(check, f"There is no {there}.", "Run scpxl excel install.")
    other = {WINDOWS: ", win32com.client", MAC: ", appscript"}.get(patient.profile.platform, "")
    code = f"import scpxl, xlwings{other}; print(scpxl.__version__, xlwings.__version__)"
    status, said = patient.computer.run([str(there), "-B", "-c", code])
    if status:
        return bad(check, f"{there} cannot use scpxl: {_last_line(said)}", "Run scpxl excel upgrade.")
    ours, xlwings = version("scpxl"), version("xlwings")
    if said.split() != [ours, xlwings]:
        return bad(
            check,
            f"It has scpxl and xlwings {said.strip()}; here they are {ours} {xlwings}.",
            "Run scpxl excel upgrade.",
        )
    return good(check, f"{there} has scpxl {ours} and xlwings {xlwings}.")


def look_at_library(patient: Patient) -> Looked:
    """Whether the file that joins the two halves of xlwings is where Excel looks for it."""
    check = "xlwings' library"
    if patient.profile.platform not in {WINDOWS, MAC}:
        return unseen(check, "Excel does not run on this system.", "Run this where Excel is.")
    name = library_name(patient.profile.platform)
    python = patient.profile.interpreter
    places = [python.parent, python.parent.parent] if patient.on_windows else [patient.profile.scripts]
    for place in places:
        if (place / name).is_file():
            return good(check, f"{place / name} is there.")
    what = "The buttons work; the functions do not." if patient.on_windows else "The buttons do not work."
    return bad(
        check,
        f"{name} is not in {listed(list(map(str, places)), 'or')}. {what}",
        "Run scpxl excel upgrade. If it is gone again, ask IT whether an antivirus program removes it.",
    )


def look_at_halves(patient: Patient) -> Looked:
    """Whether the workbook's half of xlwings is of the release of Python's half."""
    check, python = "Both halves of xlwings", version("xlwings")
    if patient.facts is None:
        vba, where = xlwings_release((shipped("macros") / "xlwings.bas").read_text("ascii")), "scpxl's macros"
    elif not patient.facts.has_macros:
        return bad(check, "The workbook has no macros.", "Open dashboard.xlsm, not dashboard.xlsx.")
    elif find_spec("pyopenvba") is None:
        return unseen(check, "Reading macros needs the extra excel.", "Install scpxl[excel].")
    else:
        vba, where = xlwings_release(patient.facts.macros().get("xlwings", "")), "the workbook"
    if vba == python:
        return good(check, f"Both are {python}.")
    return bad(
        check,
        f"{where} has xlwings {vba or 'of no release'}, Python has {python}.",
        "Run scpxl publish: it writes a new dashboard.xlsm and keeps what was entered in the old one.",
    )


_WARNINGS: Final = {
    1: (True, "All macros run without asking."),
    2: (True, "Excel asks before macros run: press Enable Content."),
    3: (False, "Only signed macros run, and these are not signed."),
    4: (False, "No macros run."),
}
_WITHOUT_MACROS: Final = (
    "Ask IT for the folder as a trusted location, or use scpxl refresh in a terminal: it needs no macros."
)


def look_at_macro_policy(patient: Patient) -> Looked:
    """Whether Excel lets macros run: what a policy says goes before what the person chose."""
    check = "Macros allowed"
    if not patient.on_windows:
        fix = "In Excel: Preferences, Security and Privacy, Disable all macros with notification."
        return unseen(check, "Only Windows keeps this where it can be read.", fix)
    setting = macro_setting(patient.computer)
    allowed, words = _WARNINGS.get(setting.warnings, (False, f"VBAWarnings is {setting.warnings}."))
    found = f"{words} ({'a policy' if setting.by_policy else 'own setting'})"
    return good(check, found) if allowed else bad(check, found, _WITHOUT_MACROS)


def look_at_internet_mark(patient: Patient) -> Looked:
    """Whether Windows marked the workbook as one from the internet, whose macros Excel blocks."""
    check = "Mark of the internet"
    if not patient.on_windows:
        return unseen(check, "Only Windows marks files so.", "On Windows, run this there.")
    if patient.facts is None:
        return unseen(check, _NO_WORKBOOK, _NAME_ONE)
    if is_from_internet(patient.computer, patient.facts.path):
        found = "Windows marked the workbook as from the internet; Excel blocks its macros."
        fix = "In Explorer: right-click the file, Properties, tick Unblock. Or publish it again on this computer."
        return bad(check, found, fix)
    return good(check, "The workbook is not marked as from the internet.")


def look_at_defender(patient: Patient) -> Looked:
    """Whether a rule of Defender forbids Excel to start Python."""
    check = "Defender's rules"
    if not patient.on_windows:
        return unseen(check, "Defender's rules are Windows' own.", "On Windows, run this there.")
    rules = macro_rules(patient.computer)
    if rules is None:
        found = "Windows does not say which rules are set."
        return unseen(check, found, f"Ask IT for the rule {next(iter(RULES)).upper()}.")
    blocking = [words for words, action in rules.items() if ACTIONS.get(action) == "blocks"]
    if blocking:
        fix = "Ask IT to leave the dashboard's folder out of it, or use scpxl refresh in a terminal."
        return bad(check, f"Set to block: {'; '.join(blocking)}.", fix)
    set_to = [f"{words}: {ACTIONS.get(action, action)}" for words, action in rules.items()]
    return good(check, "; ".join(set_to) or "Neither rule that concerns macros is set.")


def look_at_path(patient: Patient) -> Looked:
    """Whether the workbook lies where a button's command line can name it."""
    check = "Where the dashboard is"
    if not patient.workbook:
        return unseen(check, _NO_WORKBOOK, _NAME_ONE)
    if "://" in patient.workbook:
        return bad(
            check,
            "It is opened by an internet address.",
            "Open it from the folder on this computer, with AutoSave off.",
        )
    odd = sorted(set(patient.workbook) & set('&%^"='))
    if odd and patient.on_windows:
        return bad(
            check,
            f"Its path has {' '.join(odd)}, which Windows' command line reads as commands.",
            "Rename the folder or the file.",
        )
    return good(check, f"{patient.workbook} can be named on a command line.")


def look_at_folder(patient: Patient) -> Looked:
    """Whether the person's list of folders has the workbook's partnership."""
    check = "Partnership's folder"
    try:
        folder = patient.folder()
        _ = folder.framework
    except (ScpxlError, OSError) as trouble:
        return bad(check, _sentence(trouble), "Run scpxl publish once in the partnership's folder.")
    return good(check, f"{folder.path} is the folder of {folder.framework.partnership}.")


def look_at_layout(patient: Patient) -> Looked:
    """Whether today's figures fit the workbook's layout."""
    check = "Layout"
    if patient.facts is None:
        return unseen(check, _NO_WORKBOOK, _NAME_ONE)
    if not patient.facts.layout:
        return bad(check, "It is not a dashboard of scpxl.", "Name the dashboard.xlsm in outputs.")
    try:
        wanted = _layout_today(patient.folder())
    except (ScpxlError, OSError) as trouble:
        return unseen(check, _sentence(trouble), "Correct that first.")
    if wanted == patient.facts.layout:
        return good(check, f"The workbook has the layout {wanted} of today's framework.")
    return bad(
        check,
        f"The workbook has the layout {patient.facts.layout}, the framework gives {wanted}.",
        "Run scpxl publish: it writes a new dashboard and keeps what was entered in the old one.",
    )


def look_at_command(patient: Patient) -> Looked:
    """Whether Python can run what a button asks of it, up to the button's own function."""
    check, python = "A button's command", patient.profile.interpreter
    if not python.is_file():
        return unseen(check, f"There is no {python}.", "Run scpxl excel install.")
    code = (
        f"import xlwings.utils;xlwings.utils.prepare_sys_path({f'False;{patient.workbook};;;;;'!r}); "
        "import scpxl.live.buttons as b; print(callable(b.refresh_dashboard))"
    )
    status, said = patient.computer.run([str(python), "-B", "-c", code])
    if status or said.strip() != "True":
        return bad(check, f"Python stops: {_last_line(said)}", "Run scpxl excel upgrade.")
    return good(check, "Python finds the function that a button calls.")


def look_at_macro(_patient: Patient) -> Looked:
    """Say how to try a macro without Python: only Excel can run it."""
    return unseen(
        "A macro without Python",
        "Only Excel can run it.",
        "In the dashboard press Alt+F8 (Mac: Tools, Macro), choose ScpxlPing, Run: a box says that macros work.",
    )


def look_at_click(_patient: Patient) -> Looked:
    """Say how to try a macro that starts Python: only Excel can run it."""
    return unseen(
        "A macro with Python",
        "Only Excel can run it.",
        "Likewise ScpxlPingPython: a box says which Python answered.",
    )


def look_at_function(patient: Patient) -> Looked:
    """Say how to try a worksheet function: only Excel on Windows can run it."""
    fix = "Type =SCP_LIST() into a cell." if patient.on_windows else "Excel has them on Windows only."
    return unseen("A worksheet function", "Only Excel can run it.", fix)


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
    shape = shape_of(folder.framework, Edition.PARTNERSHIP, folder.period(None), settings=DashboardSettings())
    return shape.digest


def _last_line(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return lines[-1][:200] if lines else "it said nothing"


def _sentence(trouble: Exception) -> str:
    words = " ".join(str(trouble).split())
    return words[:1].upper() + words[1:] + ("" if words.endswith(".") else ".")
