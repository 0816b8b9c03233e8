"""Many partnerships are refreshed one after another or side by side, with the same outcome."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from scpxl.jobs.folder import Folder
from scpxl.jobs.run_all import Outcome, refresh_all
from scpxl.jobs.setting_up.setup import init_folder, shipped
from tests.jobs.conftest import PERIOD, Desk


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    """Three partnerships: one with a good return, one with a bad one, and a folder that is no partnership's."""
    made = [tmp_path / name for name in ("good", "bad", "no partnership")]
    for path, cells in ((made[0], {}), (made[1], {"Measures!Q5": -1})):
        init_folder(path, shipped("templates/barnet/framework.toml"))
        Desk(Folder(path)).receive("lfb", cells=cells)  # type: ignore[arg-type]
    made[2].mkdir()
    return made


@contextmanager
def processes() -> Iterator[Executor]:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        yield pool


class Own(Executor):
    """An executor of somebody else's making."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Do it at once."""
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


@pytest.mark.parametrize(
    "pool",
    [None, lambda: ThreadPoolExecutor(2), processes, Own],
    ids=["one after another", "threads", "processes", "somebody's own"],
)
def test_each_partnership_has_its_outcome_however_the_work_is_shared_out(
    folders: list[Path], pool: Any
) -> None:
    if pool is None:
        made = refresh_all(folders, PERIOD)
    else:
        with pool() as executor:
            made = refresh_all(folders, PERIOD, executor)
    good, bad, none = made
    assert good == Outcome(folders[0], folders[0] / "outputs" / PERIOD.slug / "dashboard.xlsx", 1, 0)
    assert (bad.files, bad.sent_back, bad.trouble) == (1, 1, "")
    assert none.dashboard is None
    assert "is not a partnership's folder" in none.trouble
    assert list(folders[2].iterdir()) == []
    assert all(one.dashboard.is_file() for one in (good, bad) if one.dashboard)


def test_how_far_it_is_can_be_followed(folders: list[Path]) -> None:
    seen: list[tuple[int, int, str]] = []
    refresh_all(folders[2:], PERIOD, progress=lambda *step: seen.append(step))
    assert seen == [(0, 1, "no partnership"), (1, 1, "")]
