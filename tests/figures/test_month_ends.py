"""Every month end is worked out in one go, and comes out as it does by itself."""

from __future__ import annotations

import ast
import json
import math
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from scpxl.figures import lookback
from scpxl.figures.figures import work_out
from scpxl.figures.indicator import IndicatorFigures
from scpxl.figures.lookback import Span
from scpxl.model.framework import Edition, Framework
from scpxl.model.observations import Observation
from scpxl.model.periods import Period
from scpxl.scorecard.build import PeriodRecord, build_scorecard
from scpxl.scorecard.cards.card import build_card
from scpxl.scorecard.ends.month_ends import month_ends
from scpxl.scorecard.explaining import explain_card, explain_figures
from scpxl.scorecard.published.results import from_plain
from scpxl.scorecard.records.ends import FIELDS, MonthEnd
from scpxl.scorecard.records.plain import to_plain
from scpxl.scorecard.records.scorecard import IndicatorCard
from scpxl.scorecard.records.shape import DashboardSettings
from scpxl.scorecard.shaping import shape_of
from scpxl.scorecard.texts.cell_words import NONE
from tests.promises import pairings
from tests.promises.pairings import GROUPS
from tests.promises.test_every_pairing import SOUND, observations
from tests.scorecard.builders import OWN, PEOPLE, Q4, card, framework, indicator, population, series, target

MADE = datetime(2018, 5, 14, 9, 30, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]
AREAS = (OWN, *"ABCDEFGHIJK")
METHODS = ROOT / "scpxl" / "statistics"


def differences(one: Any, other: Any, path: str = "") -> Iterator[str]:
    """Where two plain things differ by more than the last places of a number."""
    if isinstance(one, dict):
        for key in {*one, *other}:
            yield from differences(one.get(key), other.get(key), f"{path}.{key}")
    elif isinstance(one, list) and len(one) == len(other):
        for place, pair in enumerate(zip(one, other, strict=True)):
            yield from differences(*pair, f"{path}[{place}]")
    elif isinstance(one, float) and isinstance(other, float):
        if not math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-12):
            yield f"{path}: {one} and {other}"
    elif one != other:
        yield f"{path}: {one!r} and {other!r}"


@pytest.mark.parametrize("gaps", [False, True], ids=["all there", "some missing"])
def test_a_month_end_among_others_is_what_it_is_by_itself(gaps: bool) -> None:  # noqa: FBT001
    agreed = pairings.agreed(tuple(one.indicator(benchmark=tuple(GROUPS)) for one in SOUND))
    seen = observations(gaps)
    together = work_out(agreed, seen, Q4, 13)
    for end in (Q4.last - 12, Q4.last - 5, Q4.last - 3, Q4.last):
        alone = work_out(agreed, seen, Period(end, 1))
        for pairing in SOUND:
            one = agreed.by_code[pairing.code]
            cards = (build_card(figures.at(one, end)) for figures in (together, alone))
            assert list(differences(*map(to_plain, cards))) == [], (pairing.code, end)


def crimes(level: int, area: str = OWN) -> list[Observation]:
    """Eight years of monthly counts that vary, and an area's people."""
    counts = [float(level + (month * 7 + len(area) * 3) % 11) for month in range(96)]
    return [
        *series(counts, area=area),
        *population({year: 300_000.0 + 999 * year % 7 for year in range(2008, 2019)}, area),
    ]


def boroughs() -> tuple[Framework, list[Observation]]:
    burglary = indicator(benchmark="near", denominator="POP", breakdowns=["ward"])
    agreed = framework(
        burglary, PEOPLE, areas=AREAS, average="pooled", targets=[target(800)], wards=["w1", "w2"]
    )
    seen = [one for place, area in enumerate(AREAS) for one in crimes(40 + 9 * place, area)]
    return agreed, [*seen, *series([3.0, 4.0] * 48, area="w1"), *series([7.0, 1.0] * 48, area="w2")]


def test_every_month_end_has_its_cards_charts_groups_and_parts() -> None:
    agreed, seen = boroughs()
    scorecard = build_scorecard(
        agreed, PeriodRecord(seen), Q4, MADE, "RUN", settings=DashboardSettings(month_ends=13)
    )
    assert scorecard.shape is not None
    column = {name: place for place, name in enumerate(FIELDS)}
    ends = scorecard.month_ends

    assert [end.label for end in ends[:2]] == ["Mar 2017", "Apr 2017"]
    assert len(ends) == 13
    for month, end in zip(range(Q4.last - 12, Q4.last + 1), ends, strict=True):
        (shown,), (window,), (group,), (parts,) = end.cards, end.windows, end.groups, end.parts
        alone = build_card(work_out(agreed, seen, Period(month, 1)).at(agreed.by_code["BUR"]))
        assert (shown[column["headline"]], shown[column["latest_label"]]) == (alone.headline.value, end.label)
        assert alone.control_chart is not None
        assert window.values == alone.control_chart.values
        assert None not in window.values
        assert group.areas[0] == "Area OWN"
        assert list(group.rates) == sorted(group.rates)
        assert None not in (*group.lower, *group.upper, *group.people)
        assert parts.counts[:2] == (42.0, 48.0)
    kept = json.loads(json.dumps(to_plain(ends)))
    assert tuple(from_plain(MonthEnd, end) for end in kept) == ends


def test_rows_of_an_earlier_month_end_are_what_whole_cards_would_give(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    agreed = pairings.agreed(tuple(one.indicator(benchmark=tuple(GROUPS)) for one in SOUND))
    figures = work_out(agreed, observations(gaps=True), Q4, 5)
    shape = shape_of(agreed, Edition.PARTNERSHIP, Q4, settings=DashboardSettings(month_ends=5))
    cards = [build_card(figures.at(one)) for one in agreed.reported]
    asked: list[bool] = []

    def whole(of: IndicatorFigures, *, for_rows: bool) -> IndicatorCard:
        asked.append(for_rows)
        return build_card(of)

    rows = month_ends(figures, shape, cards, {})
    monkeypatch.setattr("scpxl.scorecard.ends.month_ends.build_card", whole)
    assert month_ends(figures, shape, cards, {}) == rows
    assert len(asked) == 4 * len(cards)
    assert all(asked)
    assert any(row[FIELDS.index("trend_reading")] != NONE for end in rows[:-1] for row in end.cards)


def test_no_method_is_called_for_one_series_at_a_time() -> None:
    made_rows = []
    for path in sorted((ROOT / "scpxl").rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        methods = {
            name.asname or name.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and str(node.module).startswith("scpxl.statistics.")
            for name in node.names
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in methods:
                asked = " ".join(ast.unparse(argument) for argument in node.args)
                if re.search(r"\[None, (:|\.\.\.)", asked):
                    made_rows.append(f"{path.name}:{node.lineno}: {node.func.id}")
    assert made_rows == []


def test_a_window_is_changed_in_one_place_and_the_explanation_moves_with_the_figure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    agreed, seen = framework(indicator()), series([float(month) for month in range(1, 37)])

    def quarter() -> tuple[float | None, str]:
        shown, lines = explain_card(agreed, seen, Q4, "BUR")
        return shown.quarter.value, next(line.formula for line in lines if line.what == "Quarter")

    assert quarter() == (34 + 35 + 36, "34 + 35 + 36 = 105")
    monkeypatch.setattr(lookback, "SPAN", Span(quarter=2, year=12))
    assert quarter() == (35 + 36, "35 + 36 = 71")
    monkeypatch.setattr(lookback, "SPAN", Span(quarter=3, year=6))
    shown, lines = explain_card(agreed, seen, Q4, "BUR")
    assert shown.headline.value == sum(range(31, 37))
    assert lines[0].formula == "31 + 32 + 33 + 34 + 35 + 36 = 201"


def test_explaining_works_out_no_number() -> None:
    for name in ("__init__", "judged", "lines"):
        path = ROOT / "scpxl" / "scorecard" / "explaining" / f"{name}.py"
        tree = ast.parse(path.read_text("utf-8"))
        called = {
            f"{node.module}.{name.name}"
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and str(node.module).startswith("scpxl.statistics")
            for name in node.names
            if name.name.islower()
        }
        sums = [
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Mult, ast.Div))
        ]
        assert (path.name, called, sums) == (path.name, set(), [])


def test_a_card_asked_for_again_is_the_same_card() -> None:
    agreed, seen = boroughs()
    figures = work_out(agreed, seen, Q4, 3)
    assert explain_figures(figures, "BUR") == explain_figures(figures, "BUR")
    assert card([10.0, 12.0] * 18) == card([10.0, 12.0] * 18)
