"""Excel for Windows as far as a function sees it, and the list of folders of whoever sits at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scpxl.jobs.folders import remember_folder
from tests.live.excel import Excel, excel_for_windows


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
