"""What is printed: nothing that a name or a text holds is obeyed, and nothing is lost on any code page."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from scpxl.cli import main
from scpxl.cli.terminal import say, set_up_streams
from scpxl.jobs.computer import install as installing
from scpxl.jobs.computer.install import Profile
from scpxl.jobs.folder import Folder
from scpxl.jobs.returns.collect import collect
from scpxl.model.periods import Period
from tests.cli.test_json import HISTORY, OLDER, leaf_commands
from tests.read import packages

PERIOD = Period.quarter(2017, 4)
EMOJI = "Crime fell 5% – in 2 of 3 wards: −40 offences ≥ 1 🚓 ŵ"
OBEYED = "\x1b[2J\x1b]0;pwned\x07\x9b31m"


@pytest.fixture(scope="module")
def tour(beside_the_tour: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the worked example in which one partner writes what no code page has."""
    place = tmp_path_factory.mktemp("terminal") / "tour"
    shutil.copytree(beside_the_tour / "tour", place)
    odd = place / "returns" / "2017-18-Q4" / "lfb – ŵ 🚓.xlsx"
    sent = next(path for path in odd.parent.iterdir() if path.name.startswith("lfb"))
    odd.write_bytes(packages.with_text(sent.read_bytes(), "Commentary", "C5", EMOJI))
    return place


def every_command(tour: Path) -> dict[str, list[str]]:
    """Return a call of every command, in the order in which they can follow each other."""
    place = tour.parent
    (place / "history.csv").write_text(HISTORY, "utf-8")
    ring = '{"features": [{"properties": {"name": "Barnet"}, "geometry": {"type": "Polygon", "coordinates": [[[0, 51], [1, 51], [1, 52]]]}}]}'
    (place / "shapes.json").write_text(ring, "utf-8")
    framework = str(tour / "framework.toml")
    return {
        "init": ["init", str(place / "new"), "--framework", framework],
        "framework check": ["framework", "check"],
        "framework export": ["framework", "export", str(place / "copy.xlsx")],
        "framework schema": ["framework", "schema", "--partner", "lfb"],
        "framework diff": ["framework", "diff", framework, str(place / "copy.xlsx")],
        "framework tiles": ["framework", "tiles", str(place / "shapes.json")],
        "issue": ["issue"],
        "check": ["check", *map(str, sorted((tour / "returns/2017-18-Q4").iterdir()))],
        "migrate": ["migrate", str(OLDER), "--out", str(place / "carried.xlsx")],
        "import": ["import", str(place / "history.csv"), "--as", "history"],
        "collect": ["collect"],
        "status": ["status", "--matrix", "--chase"],
        "changes": ["changes", "lfb"],
        "privacy list": ["privacy", "list"],
        "publish": ["publish"],
        "refresh": ["refresh"],
        "release approve": ["release", "approve", "--by", "Board", "--why", EMOJI],
        "release list": ["release", "list"],
        "release supersede": ["release", "supersede", "--by", "Board", "--why", EMOJI],
        "release withdraw": ["release", "withdraw", "--by", "Board", "--why", EMOJI],
        "brief": ["brief"],
        "explain": ["explain", "TNO-01"],
        "escalate": ["escalate"],
        "editions": ["editions"],
        "verify": ["verify", str(tour / "outputs")],
        "export": ["export"],
        "history": ["history"],
        "store check": ["store", "check"],
        "store backup": ["store", "backup", str(place / "kept.zip")],
        "store restore": ["store", "restore", str(place / "kept.zip")],
        "excel install": ["excel", "install"],
        "excel upgrade": ["excel", "upgrade"],
        "doctor": ["doctor"],
        "excel uninstall": ["excel", "uninstall"],
        "sandbox": ["sandbox", str(place / "practice")],
        "demo": ["demo", str(tour)],
        "withdraw": ["withdraw", "R-NONE", "--why", EMOJI],
        "reinstate": ["reinstate", "R-NONE"],
        "privacy clear": ["privacy", "clear", "none", "--by", "A", "--reason", EMOJI],
        "privacy withhold": ["privacy", "withhold", "none", "--by", "A", "--reason", EMOJI],
    }


@pytest.mark.slow
@pytest.mark.parametrize("page", ["cp1252", "cp850"])
def test_every_command_prints_into_a_pipe_on_a_windows_code_page_and_loses_nothing(
    tour: Path, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tour.parent / page / "tour"
    shutil.copytree(tour, copy)
    # As on a Mac, in a profile of its own.
    monkeypatch.setattr(
        installing, "own_profile", lambda: Profile("darwin", copy.parent / "home", copy.parent)
    )
    monkeypatch.setenv("SCPXL_CONFIG", str(copy.parent / "config"))
    calls = every_command(copy)
    assert set(calls) == set(leaf_commands())
    said = {}
    for name, words in calls.items():
        done = CliRunner(charset=page).invoke(main, ["-C", str(copy), *words])
        assert done.exception is None or isinstance(done.exception, SystemExit), (name, done.exc_info)
        assert done.exit_code in {0, 1, 2}, name
        said[name] = done.output_bytes.decode("utf-8")
    assert "lfb – ŵ 🚓.xlsx" in said["collect"]
    assert EMOJI in said["history"] or EMOJI in said["brief"] or EMOJI[:20] in said["changes"]
    assert "−" in said["explain"]
    assert "–" in said["status"]


def test_redirected_output_is_utf_8_whatever_the_code_page(tour: Path) -> None:
    command = [sys.executable, "-m", "scpxl", "-C", str(tour), "explain", "TNO-01"]
    for page in ("cp1252", "cp850", "ascii"):
        done = subprocess.run(
            command, capture_output=True, env={**os.environ, "PYTHONIOENCODING": page}, check=True
        )
        assert "26,497 − 25,378" in done.stdout.decode("utf-8")
        assert done.stderr == b""


class _Console(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


def test_a_console_that_lacks_a_character_gets_one_like_it(monkeypatch: pytest.MonkeyPatch) -> None:
    console = _Console(io.BytesIO(), encoding="cp850")
    monkeypatch.setattr(sys, "stdout", console)
    set_up_streams()
    say("Jan – Mar: −40 ≥ café ŵ 🚓")
    console.flush()
    assert console.buffer.getvalue().decode("cp850").strip() == "Jan - Mar: -40 >= café w ?"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "words",
    [
        ["check", "{file}"],
        ["check", "--json", "{file}"],
        ["collect", "{file}"],
        ["status"],
        ["history"],
        ["changes", "lfb"],
        ["store", "check"],
    ],
    ids=" ".join,
)
def test_nothing_that_a_file_or_its_name_holds_is_obeyed_by_a_terminal(
    tour: Path, tmp_path: Path, words: list[str]
) -> None:
    sent = next((tour / "returns/2017-18-Q4").glob("lfb 2017*.xlsx")).read_bytes()
    odd = tmp_path / f"lfb{OBEYED}\nAccepted  met.xlsx"
    changed = packages.with_text(sent, "Actions", "A5", f"ACT-01{OBEYED}")
    odd.write_bytes(packages.with_text(changed, "scpxl", "B1", "_x001B_]0;pwned_x0007_1"))
    page = tmp_path / f"page{OBEYED}.xlsx"
    page.write_bytes(f"<html><title>{OBEYED}Sign in</title>".encode())
    for file in (odd, page):
        done = CliRunner().invoke(
            main, ["-C", str(tour), *(word.format(file=file) for word in words)], color=True
        )
        assert "Traceback" not in done.output
        plain: Any = done.output
        for colour in ("\x1b[0m", "\x1b[1m", "\x1b[31m", "\x1b[32m", "\x1b[33m", "\x1b[34m"):
            plain = plain.replace(colour, "")
        assert not [sign for sign in plain if not sign.isprintable() and sign != "\n"]
        assert not any(line.startswith("Accepted  met.xlsx") for line in plain.splitlines())


def test_a_name_that_is_no_utf_8_is_collected_with_its_bytes_written_out(tour: Path) -> None:
    place = tour / "returns" / "2016-17-Q4"
    place.mkdir()
    try:
        sent = next((tour / "returns/2017-18-Q4").glob("homes*.xlsx"))
        sent.rename(Path(os.fsdecode(os.fsencode(place) + b"/homes\xff.xlsx")))
    except OSError:
        pytest.skip("needs Windows or macOS to be absent: their names are always text")
    (odd,) = place.iterdir()
    made = collect(Folder(tour), PERIOD, [odd])
    assert [one.name for one in made.files] == ["homes\\xff.xlsx"]
    assert made.unread == ()
