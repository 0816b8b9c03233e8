"""What a click needs, on computers where one thing after the other is wrong."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from scpxl.cli import main
from scpxl.errors import SetUpError
from scpxl.jobs.computer import doctor
from scpxl.jobs.computer.doctor import CHECKS, examine
from scpxl.jobs.computer.install import MAC, WINDOWS, Profile, library_name
from scpxl.jobs.computer.looking import Looked, LookVerdict, Patient, ThisComputer
from scpxl.jobs.folder import Folder
from scpxl.jobs.folders import remember_folder
from scpxl.jobs.setting_up.setup import init_folder, shipped
from scpxl.model.framework import Edition
from scpxl.render.excel import write_dashboard
from scpxl.render.macros import macro_workbook, read_sources
from tests.excel.made import SMALL, board_of, troubled, troubled_figures, troubled_framework

POLICY = r"Software\Policies\Microsoft\Office\16.0\Excel\Security"
OWN = r"Software\Microsoft\Office\16.0\Excel\Security"
CHILD_PROCESSES = "D4F940AB-401B-4EFC-AADC-AD5F3C50688A"
HALVES = f"{version('scpxl')} {version('xlwings')}\n"


class Made:
    """A computer that answers as it is told to."""

    def __init__(self) -> None:
        self.python: tuple[int, str] = (0, HALVES)
        self.command: tuple[int, str] = (0, "True\n")
        self.defender: tuple[int, str] = (0, json.dumps({"AttackSurfaceReductionRules_Ids": None}))
        self.keys: dict[tuple[str, str], int] = {}
        self.mark: str | None = None
        self.asked: list[list[str]] = []

    def run(self, command: list[str]) -> tuple[int, str]:
        self.asked.append(command)
        if command[0] == "powershell.exe":
            return self.defender
        return self.command if "prepare_sys_path" in command[-1] else self.python

    def registry(self, key: str, name: str) -> int | None:
        return self.keys.get((key, name))

    def stream(self, path: Path, name: str) -> str | None:
        assert path.suffix == ".xlsm"
        assert name == "Zone.Identifier"
        return self.mark


@pytest.fixture(scope="module")
def dashboard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    plain = tmp_path_factory.mktemp("board") / "dashboard.xlsx"
    write_dashboard(troubled(), plain)
    made = plain.with_suffix(".xlsm")
    made.write_bytes(macro_workbook(plain.read_bytes(), read_sources(shipped("macros"))))
    return made


@pytest.fixture
def computer() -> Made:
    return Made()


@pytest.fixture
def well(tmp_path: Path, computer: Made, dashboard: Path, monkeypatch: pytest.MonkeyPatch) -> Patient:
    """Windows with everything in order."""
    monkeypatch.setenv("SCPXL_CONFIG", str(tmp_path / "config"))
    profile = Profile(WINDOWS, tmp_path, tmp_path / "Local")
    profile.interpreter.parent.mkdir(parents=True)
    profile.interpreter.write_bytes(b"MZ")
    (profile.environment / library_name(WINDOWS)).write_bytes(b"MZ")
    framework = troubled_framework()
    monkeypatch.setattr(Folder, "framework", framework)
    monkeypatch.setattr(doctor, "DashboardSettings", lambda: SMALL)
    ours = tmp_path / "ours"
    ours.mkdir()
    (ours / "scpxl.toml").write_text('period = "2017-18 Q4"\n', "utf-8")
    remember_folder(ours, framework.partnership)
    return Patient(profile, computer, str(dashboard))


def found(patient: Patient) -> dict[str, Looked]:
    return {one.check: one for one in examine(patient)}


def bad(patient: Patient) -> dict[str, Looked]:
    return {check: one for check, one in found(patient).items() if one.verdict is LookVerdict.BAD}


def test_where_all_is_in_order_nothing_is_to_correct_and_the_rest_is_said_to_be_unseen(well: Patient) -> None:
    told = examine(well)
    assert [one.check for one in told if one.verdict is LookVerdict.BAD] == []
    assert [one.check for one in told if one.verdict is LookVerdict.UNSEEN] == [
        "A macro without Python",
        "A macro with Python",
        "A worksheet function",
    ]
    assert len({one.check for one in told}) == len(CHECKS) == 13


def test_whatever_is_not_in_order_says_what_to_do(well: Patient, tmp_path: Path) -> None:
    nothing = Patient(Profile("linux", tmp_path / "no", tmp_path / "no"), Made())
    for one in (*examine(well), *examine(nothing)):
        assert (one.fix == "") == (one.verdict is LookVerdict.GOOD), one
        assert one.found.strip()
        assert one.found[0] == one.found[0].upper() or one.found.startswith("xlwings")


@pytest.mark.parametrize(
    ("answer", "words", "fix"),
    [
        (
            (1, "Traceback\nModuleNotFoundError: No module named 'scpxl'"),
            "No module named 'scpxl'",
            "excel upgrade",
        ),
        ((0, f"0.0.1 {version('xlwings')}\n"), "It has scpxl and xlwings 0.0.1", "excel upgrade"),
        ((-1, ""), "it said nothing", "excel upgrade"),
    ],
)
def test_a_python_that_cannot_use_this_scpxl(
    well: Patient, computer: Made, answer: tuple[int, str], words: str, fix: str
) -> None:
    computer.python = answer
    (one,) = bad(well).values()
    assert one.check == "Python for Excel"
    assert words in one.found
    assert fix in one.fix
    assert "win32com.client" in computer.asked[0][-1]


def test_without_a_python_it_is_to_be_installed(well: Patient) -> None:
    well.profile.interpreter.unlink()
    told = found(well)
    assert told["Python for Excel"].fix == "Run scpxl excel install."
    assert told["A button's command"].verdict is LookVerdict.UNSEEN


def test_a_library_that_an_antivirus_program_took_away(well: Patient) -> None:
    (well.profile.environment / library_name(WINDOWS)).unlink()
    (one,) = bad(well).values()
    assert one.check == "xlwings' library"
    assert "The buttons work; the functions do not." in one.found
    assert "antivirus" in one.fix


def test_a_mac_needs_its_script(tmp_path: Path) -> None:
    profile = Profile(MAC, tmp_path, tmp_path)
    one = doctor.look_at_library(Patient(profile, Made()))
    assert one.verdict is LookVerdict.BAD
    assert "The buttons do not work." in one.found
    profile.scripts.mkdir(parents=True)
    (profile.scripts / library_name(MAC)).write_text("", "utf-8")
    assert doctor.look_at_library(Patient(profile, Made())).verdict is LookVerdict.GOOD


def test_macros_of_another_release_and_a_workbook_without_any(
    well: Patient, dashboard: Path, tmp_path: Path
) -> None:
    sources = {
        name: text.replace(version("xlwings"), "0.1.2")
        for name, text in read_sources(shipped("macros")).items()
    }
    older = tmp_path / "dashboard.xlsm"
    older.write_bytes(macro_workbook(dashboard.with_suffix(".xlsx").read_bytes(), sources))
    one = doctor.look_at_halves(Patient(well.profile, well.computer, str(older)))
    assert one.verdict is LookVerdict.BAD
    assert "the workbook has xlwings 0.1.2" in one.found
    assert "scpxl publish" in one.fix
    plain = Patient(well.profile, well.computer, str(dashboard.with_suffix(".xlsx")))
    assert doctor.look_at_halves(plain).found == "The workbook has no macros."


@pytest.mark.parametrize(
    ("keys", "verdict", "words"),
    [
        ({}, LookVerdict.GOOD, "Excel asks before macros run"),
        ({(OWN, "VBAWarnings"): 1}, LookVerdict.GOOD, "All macros run"),
        ({(OWN, "VBAWarnings"): 4}, LookVerdict.BAD, "No macros run. (own setting)"),
        ({(POLICY, "VBAWarnings"): 3, (OWN, "VBAWarnings"): 1}, LookVerdict.BAD, "Only signed macros run"),
        ({(POLICY, "VBAWarnings"): 2, (OWN, "VBAWarnings"): 4}, LookVerdict.GOOD, "(a policy)"),
    ],
)
def test_a_policy_on_macros_goes_before_what_the_person_chose(
    well: Patient, computer: Made, keys: Mapping[tuple[str, str], int], verdict: LookVerdict, words: str
) -> None:
    computer.keys.update(keys)
    one = found(well)["Macros allowed"]
    assert one.verdict is verdict
    assert words in one.found
    assert ("scpxl refresh in a terminal" in one.fix) == (verdict is LookVerdict.BAD)


def test_a_workbook_that_came_from_the_internet(well: Patient, computer: Made) -> None:
    computer.mark = "[ZoneTransfer]\nZoneId=3\n"
    (one,) = bad(well).values()
    assert one.check == "Mark of the internet"
    assert "Unblock" in one.fix
    computer.mark = "[ZoneTransfer]\nZoneId=1\n"
    assert bad(well) == {}


@pytest.mark.parametrize(
    ("rules", "actions", "verdict"),
    [
        ([CHILD_PROCESSES, "26190899-1602-49E8-8B27-EB1D0A1CE869"], [1, 1], LookVerdict.BAD),
        (CHILD_PROCESSES.lower(), 1, LookVerdict.BAD),
        ([CHILD_PROCESSES], [2], LookVerdict.GOOD),
        (["26190899-1602-49E8-8B27-EB1D0A1CE869"], [1], LookVerdict.GOOD),
    ],
)
def test_the_rule_of_defender_that_keeps_excel_from_starting_anything(
    well: Patient, computer: Made, rules: Any, actions: Any, verdict: LookVerdict
) -> None:
    told = {"AttackSurfaceReductionRules_Ids": rules, "AttackSurfaceReductionRules_Actions": actions}
    computer.defender = (0, json.dumps(told))
    one = found(well)["Defender's rules"]
    assert one.verdict is verdict
    if verdict is LookVerdict.BAD:
        assert one.found == "Set to block: Block all Office applications from creating child processes."
        assert "scpxl refresh" in one.fix


def test_a_windows_that_does_not_say_its_rules_passes_nothing(well: Patient, computer: Made) -> None:
    for said in ((1, "Get-MpPreference : not recognised"), (0, "no JSON"), (-1, "")):
        computer.defender = said
        assert found(well)["Defender's rules"].verdict is LookVerdict.UNSEEN


@pytest.mark.parametrize(
    ("workbook", "words"),
    [
        ("https://barnet.sharepoint.com/dashboard.xlsm", "It is opened by an internet address."),
        (r"C:\R&D\dashboard.xlsm", "Its path has &"),
        (r"C:\50% done\dashboard.xlsm", "Its path has %"),
    ],
)
def test_a_path_that_a_command_line_cannot_name(well: Patient, workbook: str, words: str) -> None:
    one = doctor.look_at_path(Patient(well.profile, well.computer, workbook))
    assert one.verdict is LookVerdict.BAD
    assert words in one.found
    fine = doctor.look_at_path(Patient(well.profile, well.computer, r"C:\Users\Amy O'Hara\dashboard.xlsm"))
    assert fine.verdict is LookVerdict.GOOD


def test_a_framework_that_gives_another_layout(well: Patient, monkeypatch: pytest.MonkeyPatch) -> None:
    smaller = troubled_framework().model_copy(update={"indicators": troubled_framework().indicators[:2]})
    monkeypatch.setattr(Folder, "framework", smaller)
    (one,) = bad(well).values()
    assert one.check == "Layout"
    assert f"The workbook has the layout {well.facts.layout if well.facts else ''}" in one.found
    assert "scpxl publish" in one.fix


def test_a_partnership_whose_folder_is_not_known(
    well: Patient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCPXL_CONFIG", str(tmp_path / "nothing"))
    told = found(well)
    assert told["Partnership's folder"].verdict is LookVerdict.BAD
    assert "No folder of Haling & Ely Partnership is known" in told["Partnership's folder"].found
    assert told["Layout"].verdict is LookVerdict.UNSEEN


def test_a_command_that_stops_short_of_the_buttons_function(well: Patient, computer: Made) -> None:
    computer.command = (1, "ImportError: DLL load failed while importing win32api\n")
    (one,) = bad(well).values()
    assert one.check == "A button's command"
    assert "DLL load failed" in one.found


def test_the_command_that_is_tried_is_the_macros_own_up_to_its_last_word(
    well: Patient, computer: Made
) -> None:
    examine(well)
    (tried,) = [command for command in computer.asked if "prepare_sys_path" in command[-1]]
    assert tried[:3] == [str(well.profile.interpreter), "-B", "-c"]
    assert "import scpxl.live.buttons as b" in tried[3]


def test_what_a_button_runs_really_runs_in_this_python(well: Patient, computer: Made) -> None:
    doctor.look_at_command(well)
    (tried,) = computer.asked
    assert ThisComputer().run([sys.executable, *tried[1:]]) == (0, "True\n")


def test_a_file_that_is_no_workbook_is_wrong_use(tmp_path: Path) -> None:
    (tmp_path / "notes.xlsm").write_text("notes", "utf-8")
    with pytest.raises(SetUpError, match=r"is not a workbook of Excel\. Name a dashboard\."):
        examine(Patient(workbook=str(tmp_path / "notes.xlsm")))
    with pytest.raises(SetUpError, match=r"cannot be read: No such file or directory\. Check its name\."):
        examine(Patient(workbook=str(tmp_path / "none.xlsm")))


def test_the_command_prints_what_was_found_and_its_status_says_whether_somebody_is_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCPXL_CONFIG", str(tmp_path / "config"))
    ours = init_folder(tmp_path / "ours")
    told = CliRunner().invoke(main, ["doctor"])
    assert told.exit_code == 1, told.output
    assert "✗ Partnership's folder: No folder is known on this computer." in told.output
    assert "    Run scpxl publish once in the partnership's folder." in told.output
    remember_folder(ours.path, ours.framework.partnership)
    as_json = json.loads(CliRunner().invoke(main, ["doctor", "--json"]).stdout)
    by_check = {one["check"]: one for one in as_json["checks"]}
    assert by_check["Partnership's folder"]["verdict"] == "in order"
    assert by_check["Partnership's folder"]["fix"] is None
    missing = CliRunner().invoke(main, ["doctor", str(tmp_path / "none.xlsm")])
    assert missing.exit_code == 2
    assert "Traceback" not in missing.output


def test_a_dashboard_says_whose_it_is_and_its_layout(dashboard: Path) -> None:
    facts = Patient(workbook=str(dashboard)).facts
    assert facts is not None
    shape = board_of(troubled_framework(), troubled_figures()).shape
    assert shape is not None
    assert (facts.partnership, facts.layout) == ("Haling & Ely Partnership", shape.digest)
    assert shape.edition == Edition.PARTNERSHIP.value
