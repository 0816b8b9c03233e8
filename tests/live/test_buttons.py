"""What a click does, with Excel was in for by a book that keeps what it is told."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import pytest
import xlwings

from scpxl.errors import NotFoundError, SetUpError
from scpxl.jobs.folder import Folder
from scpxl.jobs.folders import remember_folder
from scpxl.jobs.refreshing.screen import MixedError
from scpxl.jobs.setting_up.setup import init_folder, shipped
from scpxl.live import buttons
from scpxl.live.buttons import check_returns, folder_for, open_log, ping, refresh_dashboard

BARNET = "Barnet Safer Communities Partnership"
SAID = "Ring 07700 900123."


class Excel:
    """An open workbook, the messages it was given to show, and what was opened on the screen."""

    def __init__(self, **names: str) -> None:
        cells = {
            name: SimpleNamespace(refers_to_range=SimpleNamespace(row=1, shape=(1, 1), raw_value=value))
            for name, value in names.items()
        }
        self.messages: list[tuple[str, str]] = []
        self.opened: list[Path] = []
        self.book = SimpleNamespace(
            name="dashboard.xlsm",
            names=cells,
            app=SimpleNamespace(alert=lambda words, _title, mode: self.messages.append((mode, words))),
        )


@pytest.fixture
def excel(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Excel:
    """Excel with a dashboard of Barnet open, on a computer of somebody who has nothing on any list yet."""
    made = Excel(scpxl_partnership=BARNET)
    monkeypatch.setenv("SCPXL_CONFIG", str(tmp_path / "config"))
    monkeypatch.setattr(xlwings.Book, "caller", lambda: made.book)
    monkeypatch.setattr(click, "launch", lambda path: made.opened.append(Path(path)))
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """The worked example's folder with the returns of its last quarter dropped in, and no record yet."""
    made = init_folder(tmp_path / "ours", shipped("templates/barnet/framework.toml"))
    (made.path / "scpxl.toml").write_text('period = "2017-18 Q4"\nas_of = 2018-05-14\n', "utf-8")
    shutil.copytree(
        shipped("workbooks/barnet-2017-18") / "returns/2017-18-Q4", made.path / "returns/2017-18-Q4"
    )
    return Folder(made.path)


def logged(tmp_path: Path) -> str:
    return (tmp_path / "config" / "buttons.log").read_text("utf-8")


def test_check_returns_gives_a_verdict_for_each_file_and_stores_nothing(
    excel: Excel, folder: Folder, tmp_path: Path
) -> None:
    remember_folder(folder.path, BARNET)
    check_returns()
    ((mode, words),) = excel.messages
    assert mode == "info"
    lines = words.splitlines()
    assert lines[0] == "Q4 2017-18: Jan 2018 – Mar 2018"
    assert lines[-1] == "Nothing was stored."
    files = sorted(path.name for path in (folder.path / "returns/2017-18-Q4").iterdir())
    assert sorted(re.sub(r"^[\w ]+: | \(.*$", "", line) for line in lines[2:-2]) == sorted(
        re.sub(r" \(.*$", "", name) for name in files
    )
    (bad,) = [line for line in lines if line.startswith("Returned")]
    assert re.fullmatch(r"Returned: met 2017-18-Q4\.xlsx \(\d+ to correct(, \d+ to explain)?\)", bad)
    assert not folder.store_path.exists()
    answers = folder.path / "outputs/2017-18-Q4/answers"
    assert excel.opened == [answers]
    assert {path.name for path in answers.iterdir()} >= {
        "Returns checked.html",
        "met 2017-18-Q4 - to fix.xlsx",
    }
    assert "Check returns: Q4 2017-18" in logged(tmp_path)


def test_check_returns_finds_what_scpxl_check_finds(excel: Excel, folder: Folder) -> None:
    from click.testing import CliRunner

    from scpxl.cli import main

    remember_folder(folder.path, BARNET)
    check_returns()
    said = re.findall(r"^([\w ]+): (.+?\.xlsx)", excel.messages[0][1], re.MULTILINE)
    files = [str(path) for path in (folder.path / "returns/2017-18-Q4").iterdir()]
    printed = CliRunner().invoke(main, ["-C", str(folder.path), "check", *files]).output
    told = re.findall(r"^(Accepted with queries|Accepted|Returned)  (.+\.xlsx)", printed, re.MULTILINE)
    assert len(told) == len(files)
    assert sorted(said) == sorted(told)


def test_without_returns_it_says_where_they_belong(excel: Excel, folder: Folder) -> None:
    remember_folder(folder.path, BARNET)
    place = folder.path / "returns/2017-18-Q4"
    for path in place.iterdir():
        path.unlink()
    check_returns()
    assert excel.messages == [("info", f"There are no returns in {place} yet.")]
    assert excel.opened == []


def test_a_long_list_is_cut_so_that_its_box_fits_on_the_screen(folder: Folder) -> None:
    from scpxl.jobs.returns.check import check_files

    path = folder.path / "returns/2017-18-Q4/met 2017-18-Q4.xlsx"
    (one,) = check_files(folder.framework, [path])
    lines = buttons.verdicts([one] * 30).splitlines()
    assert len(lines) == buttons.MOST_LINES + 1
    assert lines[-1] == "and 10 more; 30 files of all returned. See the list."
    assert len(buttons.verdicts([one] * buttons.MOST_LINES).splitlines()) == buttons.MOST_LINES


def test_a_partnership_that_is_not_on_the_list_is_told_how_to_get_there(excel: Excel, tmp_path: Path) -> None:
    check_returns()
    ((mode, words),) = excel.messages
    assert mode == "critical"
    assert f"No folder of {BARNET} is known on this computer." in words
    assert words.endswith("The dashboard is as it was before.")
    assert "WARNING" in logged(tmp_path)


def test_a_workbook_names_a_partnership_and_never_a_folder(folder: Folder, excel: Excel) -> None:
    named = Excel(scpxl_partnership=BARNET, scpxl_folder="/elsewhere", folder="/elsewhere")
    with pytest.raises(NotFoundError, match="No folder of Barnet"):
        folder_for(named.book)
    remember_folder(folder.path, BARNET)
    assert folder_for(named.book).path == folder.path
    with pytest.raises(SetUpError, match=r"dashboard\.xlsm is not a dashboard of scpxl"):
        folder_for(Excel().book)
    assert excel.messages == []


def test_a_fault_of_ours_is_told_without_a_traceback_and_without_what_a_partner_wrote(
    excel: Excel, folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ValueError(SAID)

    remember_folder(folder.path, BARNET)
    monkeypatch.setattr(Folder, "period", broken)
    check_returns()
    ((mode, words),) = excel.messages
    assert mode == "critical"
    assert words.startswith("This is a fault in scpxl (ValueError), not in your workbook.")
    log = logged(tmp_path)
    assert "buttons.py" in log
    assert "ValueError" in log
    assert SAID not in log + words


def test_where_excel_cannot_show_a_message_it_is_printed_for_xlwings_to_show(
    excel: Excel, capsys: pytest.CaptureFixture[str]
) -> None:
    def closed(*_: Any, **__: Any) -> None:
        raise OSError("Excel is gone")

    excel.book.app.alert = closed
    with pytest.raises(SystemExit, match="1"):
        ping()
    assert "answers dashboard.xlsm" in capsys.readouterr().err


def test_open_log_opens_the_list_of_what_the_buttons_did(excel: Excel, tmp_path: Path) -> None:
    ping()
    open_log()
    assert excel.opened == [tmp_path / "config" / "buttons.log"]
    assert len(excel.messages) == 1
    first, second = logged(tmp_path).splitlines()
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\d [\d:,]+  INFO     Ping: scpxl [\d.]+ answers dashboard\.xlsm, by .+", first
    )
    assert "Open log" in second


def test_open_log_opens_the_refreshes_of_the_partnership_where_there_were_any(
    excel: Excel, folder: Folder
) -> None:
    remember_folder(folder.path, BARNET)
    (folder.path / "refresh.log").write_text("2018-05-14 dashboard.xlsm, by amy\n  done\n", "utf-8")
    open_log()
    assert excel.opened == [folder.path / "refresh.log"]


def test_a_refresh_is_told_in_its_own_words(excel: Excel, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def refreshed(book: Any) -> Any:
        asked.append(book)
        return SimpleNamespace(words="dashboard.xlsm shows Q4 2017-18, with 3 new returns.")

    monkeypatch.setattr(buttons, "refresh_book", refreshed)
    refresh_dashboard()
    assert asked == [excel.book]
    assert excel.messages == [("info", "dashboard.xlsm shows Q4 2017-18, with 3 new returns.")]


def test_a_refresh_that_could_not_be_put_back_is_not_said_to_have_changed_nothing(
    excel: Excel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(_book: Any) -> Any:
        raise MixedError("Summary holds new figures, Quarters old ones.")

    monkeypatch.setattr(buttons, "refresh_book", half)
    refresh_dashboard()
    assert excel.messages == [("critical", "Summary holds new figures, Quarters old ones.")]


def test_a_log_that_cannot_be_written_stops_no_click(
    excel: Excel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setenv("SCPXL_CONFIG", str(tmp_path / "file" / "below"))
    ping()
    assert [mode for mode, _ in excel.messages] == ["info"]


def test_nothing_of_xlwings_pro_is_imported_but_what_xlwings_itself_tries() -> None:
    def loaded(what: str) -> set[str]:
        code = f"import {what}, sys; print(*[name for name in sys.modules if name.startswith('xlwings.pro')])"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        return set(done.stdout.split())

    ours = loaded("xlwings, scpxl.live.buttons, scpxl.jobs.computer.doctor, scpxl.jobs.computer.install")
    assert ours == loaded("xlwings")
    assert "xlwings.pro" not in ours
    package = Path(buttons.__file__).parents[1]
    assert [path for path in package.rglob("*.py") if "xlwings.pro" in path.read_text("utf-8")] == []
