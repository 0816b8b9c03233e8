"""A small partnership, its published dashboard, that dashboard open in front of somebody; and Excel as a function sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw

from scpxl.jobs.folder import Folder
from scpxl.jobs.folders import remember_folder
from scpxl.jobs.publishing.publish import prepare, publish
from scpxl.jobs.refreshing.refreshed import Refreshed
from scpxl.live.open_workbook import refresh_book
from scpxl.model.periods import Period
from scpxl.model.plan import Objective
from scpxl.render.excel import dashboard_grid
from scpxl.render.framework_text import write_framework_toml
from scpxl.render.grid import BookGrid
from scpxl.store.records import Brought, SubmissionKind
from scpxl.store.sqlite import open_store
from tests.excel.made import agreed, noise
from tests.jobs.conftest import Desk
from tests.live.excel import Excel, excel_for_windows
from tests.live.memory import MemoryBook
from tests.live.spreadsheet import bridge, running
from tests.office import LibreOffice, in_ci
from tests.scorecard.builders import OWN, indicator, series, target
from tests.store.examples import sending

Q3, Q4 = Period.quarter(2017, 3), Period.quarter(2017, 4)
WHEN = datetime(2018, 5, 21, 9, tzinfo=UTC)


def small_framework() -> Any:
    return agreed(
        indicator("BUR", title="Residential burglary", things="offences"),
        indicator("ROB", title="Robbery", things="offences"),
        indicator("VIS", title="Home fire visits", objective="O2", kind="output", polarity="higher", partner="lfb", things="visits"),
        objectives=(Objective(code="O1", title="Safer streets"), Objective(code="O2", title="Fire")),
        targets=(target(300),),
    )  # fmt: skip


@dataclass
class Place:
    """A partnership's folder, and what is done in it."""

    folder: Folder
    figures: int = 0

    def bring(self, months: int = 36, about: float = 30.0) -> None:
        """Bring in figures of so many months to March 2018."""
        self.figures += 1
        seen = [
            one
            for code in ("BUR", "ROB", "VIS")
            for one in series(noise(f"{code}{self.figures}", months, about), code, OWN)
        ]
        with open_store(self.folder.store_path) as store:
            history = sending(f"figures {self.figures}", kind=SubmissionKind.HISTORY, partner="")
            store.save_submission(history, Brought(seen))

    def grid(self, period: Period = Q4, choices: dict[str, str] | None = None) -> BookGrid:
        """What a fresh dashboard would hold."""
        with self.folder.open_record() as store:
            return dashboard_grid(prepare(self.folder, store, period, WHEN), choices or {})

    def publish(self, period: Period = Q4) -> Path:
        return publish(self.folder, period, now=WHEN).path

    def opened(self, period: Period = Q4) -> MemoryBook:
        """Publish, and open what was published."""
        path = self.publish(period)
        return MemoryBook(self.grid(period), path)

    def refresh(self, book: Any, **more: Any) -> Refreshed:
        return refresh_book(book, by="A. Analyst", folder=self.folder.path, **more)

    @property
    def log(self) -> str:
        return (self.folder.path / "refresh.log").read_text("utf-8")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A small partnership with three years of figures."""
    folder = Folder(tmp_path / "ours")
    folder.path.mkdir()
    write_framework_toml(small_framework(), folder.path / "framework.toml")
    (folder.path / "scpxl.toml").write_text('period = "2017-18 Q4"\nas_of = 2018-05-21\n', "utf-8")
    folder.returns(Q4).mkdir(parents=True)
    folder.returns(Q3).mkdir(parents=True)
    made = Place(folder)
    made.bring()
    return made


@pytest.fixture
def small_desk(place: Place) -> Desk:
    """The analyst's desk there."""
    return Desk(place.folder)


def without_stamp(cells: dict[Any, Any], book: MemoryBook) -> dict[Any, Any]:
    """Every cell but the one that says when and by whom."""
    sheet, at = book.at("scpxl_stamp")
    return {place: value for place, value in cells.items() if place != (sheet.name, at)}


@pytest.fixture(scope="session")
def spreadsheet(libreoffice: LibreOffice) -> Iterator[xw.App]:
    """LibreOffice as the program that xlwings drives."""
    try:
        bridge()
    except ImportError as missing:
        if in_ci():
            pytest.fail(
                f"LibreOffice's bridge to Python is missing: .ci/run installs python3-uno ({missing})."
            )
        pytest.skip("needs LibreOffice's bridge to Python: install python3-uno")
    with libreoffice.listening() as office, running(office) as app:
        yield app


@pytest.fixture(scope="module")
def excel() -> Iterator[Excel]:
    with excel_for_windows() as found:
        yield found


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the user's own settings are."""
    place = tmp_path / "settings"
    monkeypatch.setenv("SCPXL_CONFIG", str(place))
    return place


@pytest.fixture
def listed(settings: Path) -> Callable[..., None]:  # noqa: ARG001  (the list is there)
    """Enter folders in the user's list, by the partnership's name."""

    def enter(**folders: Path) -> None:
        for name, path in folders.items():
            remember_folder(path, name)

    return enter
