"""Where everything is follows from framework, edition and settings: never from a figure, a text or a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scpxl.jobs.folder import Folder
from scpxl.jobs.record import fetch_record
from scpxl.model.periods import Period
from scpxl.render.excel import write_dashboard
from scpxl.scorecard.build import build_scorecard
from scpxl.scorecard.records.scorecard import Scorecard
from scpxl.scorecard.records.shape import DashboardSettings
from tests.excel.mutated import mutated
from tests.excel.packages import different_parts

LISTS = frozenset({"Actions", "Commentary", "Changes", "Notes"})
MADE = datetime(2018, 5, 21, 9, tzinfo=UTC)

Written = Callable[[Scorecard], Path]


def scorecard_of(demo: Path, period: str) -> Scorecard:
    folder, quarter = Folder(demo), Period.parse(period)
    with folder.open_record(read_only=True) as store:
        record = fetch_record(store, folder.framework, quarter, DashboardSettings().month_ends)
    return build_scorecard(folder.framework, record, quarter, MADE, "TEST", settings=DashboardSettings())


@pytest.fixture(scope="module")
def q4(demo: Path) -> Scorecard:
    return scorecard_of(demo, "2017-18 Q4")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    made: list[Path] = []
    place = tmp_path_factory.mktemp("layout")

    def write(scorecard: Scorecard) -> Path:
        made.append(place / f"{len(made)}.xlsx")
        write_dashboard(scorecard, made[-1])
        return made[-1]

    return write


def test_the_next_quarter_has_the_same_layout(demo: Path, q4: Scorecard, written: Written) -> None:
    q3 = scorecard_of(demo, "2017-18 Q3")
    assert len({one.shape.digest for one in (q3, q4) if one.shape}) == 1
    assert different_parts(written(q3), written(q4), LISTS) == []


@pytest.mark.parametrize("seed", [1, 2])
def test_other_figures_and_texts_move_nothing(seed: int, q4: Scorecard, written: Written) -> None:
    assert different_parts(written(q4), written(mutated(q4, seed)), LISTS) == []


@pytest.mark.slow
def test_whatever_fifty_scorecards_hold_nothing_moves(q4: Scorecard, written: Written) -> None:
    first = written(q4)
    assert {
        seed: found
        for seed in range(100, 150)
        if (found := different_parts(first, written(mutated(q4, seed)), LISTS))
    } == {}


def test_the_same_scorecard_gives_the_same_bytes(q4: Scorecard, written: Written) -> None:
    assert written(q4).read_bytes() == written(q4).read_bytes()
