"""The worksheet functions give what `explain` gives.  Without Excel they are plain functions."""

from __future__ import annotations

from pathlib import Path

import pytest

from scpxl.jobs.collect import collect
from scpxl.jobs.explain import explain
from scpxl.jobs.folder import Folder
from scpxl.live.functions import MEASURES, scpxl_figure, scpxl_series
from tests.jobs.conftest import PERIOD, Desk, desk, folder

__all__ = ["desk", "folder"]


@pytest.fixture
def collected(folder: Folder, desk: Desk) -> Path:
    desk.receive("lfb")
    collect(folder, PERIOD)
    return folder.path


def test_a_cell_shows_the_figure_that_is_explained(collected: Path) -> None:
    card = explain(Folder(collected), "FIR-02", PERIOD).card
    for measure, name in MEASURES.items():
        figure = getattr(card, name)
        expected = figure.text if figure.value is None else figure.value
        assert scpxl_figure("FIR-02", measure, "2017-18 Q4", "", str(collected)) == expected
    assert scpxl_figure("FIR-02", "latest", "2017-18 Q4", "", str(collected)) == 20
    assert scpxl_figure("FIR-02", "RAG", "2017-18 Q4", "", str(collected)) == "Not rated"
    assert scpxl_figure("FIR-01", "rank", "2017-18 Q4", "", str(collected)) == "not ranked"


def test_a_mistake_in_a_cell_is_told_in_the_cell(collected: Path) -> None:
    here = str(collected)
    assert "'BUGS' is not an indicator" in str(scpxl_figure("BUGS", "year", "2017-18 Q4", "", here))
    assert "'size' is not a measure. There are: year," in str(
        scpxl_figure("FIR-02", "size", "2017-18 Q4", "", here)
    )
    assert "'Q9' is not a period" in str(scpxl_figure("FIR-02", "year", "Q9", "", here))
    assert "is not a partnership's folder" in str(
        scpxl_figure("FIR-02", "year", "2017-18 Q4", "", here + "/no")
    )


def test_a_series_spills_as_a_table(collected: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCPXL_FOLDER", str(collected))
    frame = scpxl_series("FIR-01", "2017-18 Q4")
    assert not isinstance(frame, str)
    assert list(frame["period"]) == ["2018-01", "2018-02", "2018-03"]
    assert list(frame["numerator"]) == [20, 20, 20]


def test_a_remembered_answer_lasts_only_until_the_record_changes(collected: Path, desk: Desk) -> None:
    assert scpxl_figure("FIR-02", "latest", "2017-18 Q4", "", str(collected)) == 20
    desk.receive("lfb", "again.xlsx", day=25, cells={"Measures!S6": 31})
    collect(Folder(collected), PERIOD)
    assert scpxl_figure("FIR-02", "latest", "2017-18 Q4", "", str(collected)) == 31
