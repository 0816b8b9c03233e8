"""The buttons in a spreadsheet program: bound to their macros, and pressed."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pyopenvba import ExcelFile

from scpxl.jobs.folder import Folder
from scpxl.jobs.folders import remember_folder
from scpxl.jobs.publishing.publish import prepare, publish
from scpxl.jobs.returns.importing import ImportKind, import_file
from scpxl.jobs.setting_up.setup import shipped
from scpxl.model.periods import Period
from scpxl.render.excel import dashboard_grid
from scpxl.render.grid import BookGrid
from scpxl.render.macros import BUTTONS
from tests.live import pressing
from tests.live.spreadsheet import bridge
from tests.office import LibreOffice, Listening, in_ci

Q3, Q4 = Period.parse("2017-18 Q3"), Period.parse("2017-18 Q4")
WHEN = datetime(2018, 5, 14, 9, tzinfo=UTC)
SCRIPT = "vnd.sun.star.script:VBAProject.scpxl_buttons.{}?language=Basic&location=document"

pytestmark = [pytest.mark.slow, pytest.mark.office]


@dataclass
class Desk:
    """LibreOffice with macros allowed, and the folder through which a button's Python is started."""

    office: Listening
    place: Path

    def open(self, path: Path) -> Any:
        """Open a workbook with its macros."""
        made = []
        for name, value in (("Hidden", True), ("MacroExecutionMode", 4)):
            one = bridge().createUnoStruct("com.sun.star.beans.PropertyValue")
            one.Name, one.Value = name, value
            made.append(one)
        desktop = self.office.desktop(bridge())
        return desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, tuple(made))

    def press(self, document: Any, macro: str) -> list[str]:
        """Run a button's macro, wait until it ends, and return the messages it showed."""
        for name in ("done", "messages.json", "out.txt"):
            (self.place / name).unlink(missing_ok=True)
        script = document.getScriptProvider().getScript(SCRIPT.format(macro))
        script.invoke((), (), ())
        return pressing.told(self.place)


@pytest.fixture(scope="module")
def desk(libreoffice: LibreOffice, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    try:
        bridge()
    except ImportError as missing:
        if in_ci():
            pytest.fail(
                f"LibreOffice's bridge to Python is missing: .ci/run installs python3-uno ({missing})."
            )
        pytest.skip("needs LibreOffice's bridge to Python: install python3-uno")
    place = tmp_path_factory.mktemp("pressing")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SCPXL_PRESSING", str(place))
        with libreoffice.listening() as office:
            pressing.prepare(place, office.pipe)
            yield Desk(office, place)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """The worked example with the returns of its first three quarters taken in, and the third published."""
    from scpxl.jobs.returns.collect import collect
    from scpxl.jobs.setting_up.setup import init_folder

    source = shipped("workbooks/barnet-2017-18")
    made = init_folder(tmp_path_factory.mktemp("press") / "ours", shipped("templates/barnet/framework.toml"))
    settings = made.path / "scpxl.toml"
    settings.write_text('period = "2017-18 Q3"\nas_of = 2018-05-14\n', "utf-8")
    ours = Folder(made.path)
    import_file(ours, source / "history.csv.gz", ImportKind.HISTORY)
    import_file(ours, source / "benchmark.csv.gz", ImportKind.BENCHMARK)
    for quarter in (Q3.shift(-2), Q3.shift(-1), Q3):
        shutil.copytree(source / "returns" / quarter.slug, ours.returns(quarter))
        collect(ours, quarter)
    publish(ours, Q3)
    return ours


def with_stand_in(dashboard: Path) -> Path:
    """A copy in which LibreOffice can run the macros; it lies where the dashboard lies."""
    to = dashboard.with_name("dashboard.test.xlsm")
    with ExcelFile(dashboard) as book:
        book.set_module("xlwings", pressing.STAND_IN.replace("\n", "\r\n"))
        book.vba_project().delete_module("Dictionary")
        book.save(to)
    return to


def test_every_button_is_bound_to_its_macro(desk: Desk, folder: Folder) -> None:
    document = desk.open(folder.outputs(Q3) / "dashboard.xlsm")
    try:
        page = document.Sheets.getByName("Summary").DrawPage
        found = {}
        for number in range(page.Forms.Count):
            form = page.Forms.getByIndex(number)
            for place in range(form.Count):
                for event in form.getScriptEvents(place):
                    found[form.getByIndex(place).Label] = event.ScriptCode
        assert found == {one.caption: SCRIPT.format(one.macro) for one in BUTTONS}
        assert not document.Sheets.getByName("xlwings.conf").IsVisible
    finally:
        document.close(True)


def test_a_click_puts_the_next_quarter_into_the_open_dashboard(desk: Desk, folder: Folder) -> None:
    remember_folder(folder.path, folder.framework.partnership)
    published = folder.outputs(Q3) / "dashboard.xlsm"
    of_q3 = published.read_bytes()
    opened = desk.open(with_stand_in(published))
    shutil.copytree(shipped("workbooks/barnet-2017-18") / "returns" / Q4.slug, folder.returns(Q4))
    (folder.path / "scpxl.toml").write_text('period = "2017-18 Q4"\nas_of = 2018-05-14\n', "utf-8")
    try:
        verdicts, answers = desk.press(opened, "CheckReturns")
        assert "Returned: met 2017-18-Q4.xlsx" in verdicts
        assert Path(answers) == folder.outputs(Q4) / "answers"
        question, done = desk.press(opened, "RefreshDashboard")
        assert "Go on with 2017-18 Q4 in a new file" in question
        assert "shows Q4 2017-18" in done
        assert (folder.outputs(Q4) / "dashboard.xlsm").is_file()
        assert (folder.outputs(Q4) / "dashboard.xlsx").is_file(), (
            "the file without buttons is written as well"
        )
        assert published.read_bytes() == of_q3
        fresh = dashboard_of(Folder(folder.path), opened)
        assert len(fresh.sheets["Data"].values) > 1000
        assert differing(opened, fresh) == []
        assert desk.press(opened, "OpenLog") == [str(folder.path / "refresh.log")]
    finally:
        opened.close(True)


def dashboard_of(folder: Folder, document: Any) -> BookGrid:
    """What a new dashboard of the quarter holds, where its reader has chosen what is chosen in a workbook."""
    names = document.NamedRanges
    chosen = {
        name: names.getByName(name).getReferredCells().getCellByPosition(0, 0).String
        for name in names.ElementNames
        if name.startswith("show_")
    }
    assert chosen
    with folder.open_record(read_only=True) as store:
        return dashboard_grid(prepare(folder, store, Q4, WHEN), chosen)


def differing(document: Any, fresh: BookGrid) -> list[tuple[str, tuple[int, int], Any, Any]]:
    """Return the cells of a workbook that are not what a new one holds; when and by whom it was made apart."""
    found = []
    for name, cells in fresh.sheets.items():
        height = 1 + max((row for row, _ in cells.values), default=0)
        width = 1 + max((column for _, column in cells.values), default=0)
        held = document.Sheets.getByName(name).getCellRangeByPosition(0, 0, width - 1, height - 1).DataArray
        for (row, column), value in cells.values.items():
            got, want = (_without_day(one) for one in (held[row][column], "" if value is None else value))
            if got != want:
                found.append((name, (row, column), got, want))
    return found


def _without_day(value: Any) -> Any:
    return re.sub(r", made \d\d .*", "", value) if isinstance(value, str) else value
