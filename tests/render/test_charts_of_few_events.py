"""Charts by quarters say so on their axis, and a level that is not judged is drawn without limits."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest

from scpxl.model.framework import Framework
from scpxl.model.observations import Observation
from scpxl.render.dashboard import write_dashboard
from scpxl.scorecard.build import Record, build_scorecard
from tests.scorecard.builders import Q4, SURVEY, framework, indicator, series

MADE = datetime(2018, 5, 2, tzinfo=UTC)


def chart_of(tmp_path: Path, agreed: Framework, seen: list[Observation]) -> str:
    path = tmp_path / "dashboard.xlsx"
    write_dashboard(build_scorecard(agreed, Record(seen), Q4, MADE, "R"), path)
    with ZipFile(path) as book:
        charts = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/charts/chart")]
    return next(chart for chart in charts if "control chart" in chart)


@pytest.mark.parametrize(("rate", "axis"), [(1, "Quarter"), (30, "Month")])
def test_the_axis_says_what_a_point_stands_for(tmp_path: Path, rate: int, axis: str) -> None:
    drawn = random.Random(2)  # noqa: S311  (figures for a test)
    values = [float(sum(drawn.random() < 0.5 for _ in range(2 * rate))) for _ in range(60)]
    chart = chart_of(tmp_path, framework(indicator()), series(values))

    assert f"<a:t>{axis}</a:t>" in chart


def test_lines_that_are_not_there_have_no_name_in_the_legend(tmp_path: Path) -> None:
    agreed = framework(indicator(**SURVEY))
    walk = [60.0, 61, 62, 62.5, 63, 63, 64, 65, 65, 66, 66, 66.5, 67, 68, 68, 69, 69, 70, 71, 71]
    judged = chart_of(tmp_path, agreed, series([60.0, 66, 62, 65] * 5, step=3))
    bare = chart_of(tmp_path, agreed, series(walk, step=3))

    # Middle line, upper and lower limit, and three kinds of special cause: all but the figures themselves.
    assert bare.count("<c:legendEntry>") == 6
    assert judged.count("<c:legendEntry>") == 4
