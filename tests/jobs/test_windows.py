"""Every window that docs/methods.md states is fetched, however far back the record goes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from scpxl.cli import main
from scpxl.figures.lookback import first_needed, months_behind
from scpxl.jobs.folder import Folder
from scpxl.jobs.returns.importing import ImportKind, import_file
from scpxl.jobs.setting_up.setup import init_folder
from scpxl.model.periods import MONTH, QUARTER, YEAR, Period, to_month
from scpxl.model.series_notes import NoteKind, SeriesNote
from scpxl.render.framework_text import write_framework_toml
from scpxl.statistics.change.seasonality import adjusted, decompose
from scpxl.statistics.spc.xmr import xmr
from tests.scorecard.builders import OWN, PEOPLE, framework, indicator

MARCH_2024 = to_month(2024, 3)
AREA = OWN
RANDOM = np.random.default_rng(2024)
SUMMERS = [0.8, 0.9, 1.0, 1.1, 1.2, 1.25, 1.2, 1.1, 1.0, 0.9, 0.8, 0.75]


def folder_of(tmp_path: Path, notes: tuple[SeriesNote, ...] = ()) -> Folder:
    agreed = framework(
        indicator("MON", denominator="POP", unit="rate"),
        indicator("QUA", frequency="quarterly"),
        indicator("YEA", frequency="annual"),
        PEOPLE,
        areas=[OWN],
        notes=notes,
    )
    path = tmp_path / "framework.toml"
    write_framework_toml(agreed, path)
    return init_folder(tmp_path / "ours", path)


def bring(folder: Folder, rows: list[tuple[str, str, float]]) -> None:
    path = folder.path / "history.csv"
    lines = [f"{code},{AREA},{period},{number:g}" for code, period, number in rows]
    path.write_text("\n".join(["indicator,area,period,numerator", *lines]), "utf-8")
    assert import_file(folder, path, ImportKind.HISTORY).saved is not None


def monthly(months: int, usual: list[float]) -> list[float]:
    first = MARCH_2024 - months + 1
    return [float(RANDOM.poisson(660 * usual[(first + n) % 12])) for n in range(months)]


def rows_of(code: str, values: list[float], step: int = MONTH) -> list[tuple[str, str, float]]:
    first = MARCH_2024 - step * len(values) + 1
    return [(code, Period(first + n * step, step).code, value) for n, value in enumerate(values)]


def explained(folder: Folder, code: str) -> Any:
    done = CliRunner().invoke(
        main, ["-C", str(folder.path), "explain", code, "--period", "2023-24 Q4", "--json"]
    )
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


@pytest.mark.parametrize(("months", "told"), [(75, 75), (100, 100), (140, 120)])
def test_seasons_rest_on_ten_years_where_there_are_ten(tmp_path: Path, months: int, told: int) -> None:
    folder, values = folder_of(tmp_path), monthly(months, SUMMERS)
    bring(folder, [*rows_of("MON", values), ("POP", "2016-06", 100_000)])
    how = explained(folder, "MON")["variation"]["how"]

    assert any(line.startswith(f"Season: {told} months") for line in how)
    # The limits are those of the stated rule, worked out here from all the months it names.
    at = MARCH_2024 - np.arange(told)[::-1]
    seen = np.array([values[-told:]])
    fair = adjusted(seen, decompose(seen, at, multiplied=True), at)[:, -36:]
    half = float((xmr(fair).upper - xmr(fair).mean)[0, 0])
    assert f"limits {half:,.1f} = " in next(line for line in how if line.startswith("Limits"))


def test_a_population_serves_until_there_is_a_later_one(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    bring(folder, [*rows_of("MON", [100.0] * 24), ("POP", "2006-06", 100_000)])
    card = explained(folder, "MON")

    assert card["headline"]["value"] == pytest.approx(12.0)
    assert "Rates use the population estimate of 2006, the latest before 2024." in card["notes"]


@pytest.mark.parametrize(
    ("code", "step", "many", "charted"),
    [("YEA", YEAR, 18, 15), ("QUA", QUARTER, 30, 20), ("MON", MONTH, 60, 36)],
)
def test_a_chart_shows_as_many_figures_as_it_says(
    tmp_path: Path, code: str, step: int, many: int, charted: int
) -> None:
    folder = folder_of(tmp_path)
    values = [float(50 + 7 * (n % 4)) for n in range(many)]
    bring(folder, [*rows_of(code, values, step), ("POP", "2016-06", 100_000)])
    card = explained(folder, code)

    assert len(card["control_chart"]["labels"]) == charted
    assert card["variation"]["variation"] == "common cause"


def test_sixteen_annual_figures_have_limits(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    bring(folder, rows_of("YEA", [float(100 + 9 * (n % 3)) for n in range(16)], YEAR))
    card = explained(folder, "YEA")

    assert card["variation"]["words"].startswith("2023-24 (100) is within its usual range")
    assert None not in card["control_chart"]["upper"]


def test_past_forecasts_are_of_seven_years(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    bring(folder, [*rows_of("MON", monthly(168, [1.0] * 12)[:-3]), ("POP", "2010-06", 100_000)])
    done = CliRunner().invoke(
        main, ["-C", str(folder.path), "explain", "MON", "--month", "2023-12", "--json"]
    )

    assert json.loads(done.stdout)["outturn"]["past_forecasts"] == 7


def test_a_trend_is_of_sixty_months_and_a_change_of_three_years(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    bring(folder, [*rows_of("MON", monthly(90, [1.0] * 12)), ("POP", "2010-06", 100_000)])
    card = explained(folder, "MON")

    assert card["trend"]["window"] == "the 60 months to Mar 2024"
    assert any("(3 years of like months)" in line for line in card["formulas"])


def test_a_baseline_is_fetched_however_far_back_it_lies(tmp_path: Path) -> None:
    fixed = SeriesNote(
        kind=NoteKind.REBASE, indicators=("MON",), first=Period.parse_month("2008-04"),
        last=Period.parse_month("2009-03"), reason="A new team.",
    )  # fmt: skip
    folder = folder_of(tmp_path, (fixed,))
    values = [40.0, 44.0] * 6 + [float(RANDOM.integers(58, 66)) for _ in range(180)]
    bring(folder, [*rows_of("MON", values), ("POP", "2006-06", 100_000)])
    card = explained(folder, "MON")

    assert "baseline Apr 2008 – Mar 2009" in card["control_chart"]["note"]
    assert card["control_chart"]["mean"][-1] == 42


def test_what_is_fetched_is_no_less_than_any_rule_looks_at() -> None:
    # Seasons of ten years; seven past forecasts, each of three years' shares; fifteen annual figures.
    assert months_behind(MONTH) >= max(120, 12 * (7 + 3 + 1))
    assert months_behind(QUARTER) >= 12 * (7 + 3 + 1)
    assert months_behind(YEAR) >= 15 * 12
    assert first_needed(MARCH_2024, MONTH, ()) == MARCH_2024 - months_behind(MONTH) + 1
