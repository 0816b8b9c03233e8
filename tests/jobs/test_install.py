"""What is put into a person's profile for Excel, and taken out again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from click.testing import CliRunner

from scpxl.cli import main
from scpxl.errors import SetUpError
from scpxl.jobs.computer import install as installing
from scpxl.jobs.computer.install import (
    MAC,
    WINDOWS,
    Profile,
    install,
    library_name,
    read_installed,
    uninstall,
    upgrade,
)
from scpxl.jobs.folders import known_folders
from scpxl.jobs.setting_up.setup import init_folder

posix_only = pytest.mark.skipif(os.name == "nt", reason="needs macOS or Linux: a Mac's environment is made")


@pytest.fixture
def mac(tmp_path: Path) -> Profile:
    return Profile(MAC, tmp_path / "home", tmp_path / "none")


def tree(place: Path) -> set[Path]:
    return {path for path in place.rglob("*") if path.is_file() or path.is_symlink()}


def empty_windows_environment(place: Path) -> None:
    """What Python's venv makes on Windows, as far as it matters here."""
    (place / "Scripts").mkdir(parents=True)
    (place / "Lib" / "site-packages").mkdir(parents=True)
    for name in ("Scripts/python.exe", "Scripts/pythonw.exe", "pyvenv.cfg"):
        (place / name).write_text("", "utf-8")


@posix_only
def test_the_python_that_the_buttons_start_has_this_very_scpxl(mac: Profile) -> None:
    made = install(mac)
    assert made.release == version("scpxl")
    code = "import scpxl, xlwings, scpxl.live.buttons as b; print(scpxl.__file__, xlwings.__version__, callable(b.ping))"
    command = [str(mac.interpreter), "-B", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=mac.home)
    assert done.returncode == 0, done.stderr
    import scpxl

    assert done.stdout.split() == [str(scpxl.__file__), version("xlwings"), "True"]


@posix_only
def test_everything_it_writes_is_listed_and_lies_in_the_profile(mac: Profile) -> None:
    made = install(mac)
    assert set(made.files) == tree(mac.home)
    assert read_installed(mac) == made
    assert mac.scripts / f"xlwings-{version('xlwings')}.applescript" in made.files


@posix_only
def test_uninstalling_removes_what_was_listed_and_nothing_else(mac: Profile) -> None:
    install(mac)
    hers = [mac.scripts / "mine.applescript", mac.ours / "notes.txt", mac.environment / "lib" / "own.txt"]
    for path in hers:
        path.write_text("mine", "utf-8")
    uninstall(mac)
    assert tree(mac.home) == set(hers)
    for path in hers:
        path.unlink()
    assert read_installed(mac) is None


def test_a_list_changed_by_hand_removes_nothing_outside_its_own_places(mac: Profile, tmp_path: Path) -> None:
    other = tmp_path / "home" / "Documents" / "budget.xlsx"
    inside = mac.ours / "venv" / "old.txt"
    for path in (other, inside):
        path.parent.mkdir(parents=True)
        path.write_text("", "utf-8")
    mac.manifest.write_text(json.dumps({"scpxl": "0.0.1", "files": [str(other), str(inside)]}), "utf-8")
    uninstall(mac)
    assert other.is_file()
    assert not inside.exists()


@posix_only
def test_upgrading_leaves_nothing_of_the_release_before(mac: Profile) -> None:
    install(mac)
    old = mac.scripts / "xlwings-0.1.applescript"
    old.write_text("", "utf-8")
    kept = json.loads(mac.manifest.read_text("utf-8"))
    kept["files"].append(str(old))
    mac.manifest.write_text(json.dumps({**kept, "scpxl": "0.0.1"}), "utf-8")
    made = upgrade(mac)
    assert made.release == version("scpxl")
    assert set(made.files) == tree(mac.home)


def test_on_windows_xlwings_libraries_go_where_the_macros_look_for_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "python"
    here.mkdir()
    for bits in (64, 32):
        (here / library_name(WINDOWS, bits=bits)).write_bytes(b"MZ")
    monkeypatch.setattr(sys, "prefix", str(here))
    profile = Profile(WINDOWS, tmp_path, tmp_path / "Local")
    made = install(profile, empty_windows_environment)
    assert profile.interpreter == tmp_path / "Local/scpxl/venv/Scripts/python.exe"
    assert {one.name for one in made.files if one.suffix == ".dll"} == {
        f"xlwings{bits}-{version('xlwings')}.dll" for bits in (64, 32)
    }
    assert all(one.parent == profile.environment for one in made.files if one.suffix == ".dll")
    (borrowed,) = (one for one in made.files if one.suffix == ".pth")
    assert borrowed.parent == profile.environment / "Lib" / "site-packages"
    assert all(
        line.startswith("import site; site.addsitedir('") for line in borrowed.read_text().splitlines()
    )
    uninstall(profile)
    assert not (tmp_path / "Local" / "scpxl").exists()


@posix_only
def test_installing_twice_is_told_to_be_an_upgrade(mac: Profile) -> None:
    install(mac)
    with pytest.raises(
        SetUpError, match=r"is installed for Excel already. Bring it up to date with scpxl excel upgrade"
    ):
        install(mac)


def test_what_is_not_installed_is_neither_upgraded_nor_removed(mac: Profile) -> None:
    for job in (upgrade, uninstall):
        with pytest.raises(
            SetUpError, match=r"Nothing is installed for Excel. Install it with scpxl excel install"
        ):
            job(mac)


def test_another_python_at_that_place_is_left_alone(mac: Profile) -> None:
    mac.environment.mkdir(parents=True)
    with pytest.raises(SetUpError, match="holds another Python"):
        install(mac)
    assert mac.environment.is_dir()


def test_a_failure_leaves_nothing_behind(mac: Profile) -> None:
    def full(place: Path) -> None:
        place.mkdir(parents=True)
        (place / "half").write_text("", "utf-8")
        raise OSError(28, "No space left on device", str(place / "other"))

    with pytest.raises(
        SetUpError, match=r"No space left on device. Close Excel and try again. Nothing was installed."
    ):
        install(mac, full)
    assert tree(mac.home) == set()
    assert read_installed(mac) is None


def test_a_list_that_cannot_be_read_says_what_to_do(mac: Profile) -> None:
    mac.ours.mkdir(parents=True)
    mac.manifest.write_text("{", "utf-8")
    with pytest.raises(SetUpError, match=r"Delete the folder .* and run scpxl excel install"):
        read_installed(mac)


def test_where_excel_does_not_run_there_is_nothing_to_install(tmp_path: Path) -> None:
    with pytest.raises(SetUpError, match="Excel runs on Windows and on a Mac only"):
        install(Profile("linux", tmp_path, tmp_path))


@posix_only
def test_the_commands_list_every_file(mac: Profile, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(installing, "own_profile", lambda: mac)
    monkeypatch.setenv("SCPXL_CONFIG", str(tmp_path / "config"))
    ours = init_folder(tmp_path / "ours")
    for command in ("install", "upgrade", "uninstall"):
        done = CliRunner().invoke(main, ["-C", str(ours.path), "excel", command])
        assert done.exit_code == 0, done.output
        assert str(mac.interpreter) in done.output
    assert list(known_folders()) == [ours.path]
    again = CliRunner().invoke(main, ["excel", "uninstall"])
    assert again.exit_code == 2
    assert "Nothing is installed for Excel." in again.stderr
