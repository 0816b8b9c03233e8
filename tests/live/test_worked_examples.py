"""In both worked examples the functions give what the dashboard shows and `explain` says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from scpxl.figures.charts.records import ChartOf
from scpxl.figures.figures import Figures, work_out
from scpxl.jobs.folder import Folder
from scpxl.jobs.giving.explain import explain
from scpxl.jobs.record import fetch_behind
from scpxl.jobs.setting_up.setup import Demonstration, demonstrate, examples
from scpxl.model.framework import Unit
from scpxl.pages.asked import FIGURES
from scpxl.scorecard.records.figures import Figure
from scpxl.scorecard.records.groups import Beside
from scpxl.scorecard.texts.cell_words import cut
from scpxl.statistics.spc.variation import SpcOptions, variation
from tests.excel.reading import table_of
from tests.live.excel import Excel

pytestmark = pytest.mark.slow
TITLE_BOX = 41
"""Characters of a measure's title on the page of its objective."""
SHOWN = {"year": "Last 12 months", "before": "Year before", "change": "Change"}
"""Under which heading an objective's page shows what is asked for."""


@pytest.fixture(scope="module", params=examples(), ids=lambda one: one.name)
def shown(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Demonstration:
    return demonstrate(tmp_path_factory.mktemp("example") / "here", request.param)


@pytest.fixture
def example(shown: Demonstration, listed: Callable[..., None]) -> Folder:
    listed(Example=shown.folder.path)
    return shown.folder


@pytest.fixture(scope="module")
def figures(shown: Demonstration) -> Figures:
    framework = shown.folder.framework
    with shown.folder.open_record(read_only=True) as store:
        return work_out(framework, fetch_behind(store, framework, shown.period), shown.period)


def codes_of(example: Folder) -> list[str]:
    return [one.code for one in example.framework.reported]


def column(excel: Excel, values: Any) -> Any:
    """Figures as a column of cells, blank where there is none."""
    return excel.range(*[[None if np.isnan(value) else float(value)] for value in values])


def test_every_figure_in_a_range_is_the_one_explained(
    excel: Excel, example: Folder, shown: Demonstration
) -> None:
    codes = codes_of(example)
    every = excel.range(*[[code] for code in codes])
    by_name = {name: excel.call("SCP_VALUE", every, name) for name in FIGURES}
    numbers = 0
    for place, code in enumerate(codes):
        card = explain(example, code, shown.period).card
        for name, asked in FIGURES.items():
            said, (found,), alone = asked.of(card), by_name[name][place], excel.call("SCP_VALUE", code, name)
            if isinstance(said, Figure) and said.value is None:
                assert (found, alone) == ("#N/A", said.text), (code, name)
            else:
                assert found == alone == (said.value if isinstance(said, Figure) else said), (code, name)
                numbers += isinstance(found, float)
    assert numbers > 7 * len(codes)


def test_every_number_is_the_one_on_the_dashboard(
    excel: Excel, example: Folder, shown: Demonstration
) -> None:
    tabs = [one.tab for one in example.framework.objectives]
    rows = {
        title: row for tab in tabs for title, row in table_of(shown.published.path, tab, "Measure").items()
    }
    compared = 0
    for one in example.framework.reported:
        row = rows.get(cut(one.title + (" [example]" if one.illustrative else ""), TITLE_BOX))
        if not one.reported_in(shown.period):
            # The pages show the word for what ended or has not begun.
            continue
        assert row is not None, one.code
        for name, head in SHOWN.items():
            found, told = excel.call("SCP_VALUE", excel.range([one.code], [None]), name)[0][0], row[head]
            assert (found if found != "#N/A" else None) == (
                pytest.approx(told) if isinstance(told, int | float) else None
            ), (one.code, name)
            compared += found != "#N/A"
    assert compared > 30


def test_every_series_and_explanation_is_that_of_explain(
    excel: Excel, example: Folder, shown: Demonstration
) -> None:
    for code in codes_of(example):
        said = explain(example, code, shown.period)
        table = excel.call("SCP_EXPLAIN", code)
        assert [row[0] for row in table[1:]] == [line.what for line in said.lines], code
        assert [row[1] for row in table[1:] if len(row[1]) < 240] == [
            line.words for line in said.lines if len(line.words) < 240
        ], code
        series = excel.call("SCP_SERIES", code)
        if not said.observations:
            assert series == said.card.headline.text or all("#N/A" in row for row in series[1:])
            continue
        known = [row for row in series[1:] if row[3] != "not received"]
        assert [(row[0], row[1]) for row in known] == [
            (one.period.code, "#N/A" if one.numerator is None else one.numerator) for one in said.observations
        ], code


def test_a_change_of_counts_is_tested_as_on_the_dashboard(
    excel: Excel, example: Folder, figures: Figures
) -> None:
    tested = 0
    for one in example.framework.reported:
        change, place = figures.at(one).tested, figures.place(one)
        if change is None or place is None or not change.kind.counts or one.unit is Unit.RATE:
            continue
        width = place.track.width
        # Without what lies before a break, across which nothing is compared.
        values = figures.counts[one.code, place.column].own
        years = 3 if len(values) >= 3 * width and not np.isnan(values[-3 * width :]).any() else 2
        now, before = column(excel, values[-width:]), column(excel, values[-years * width : -width])
        percent, low, high, _p, verdict = excel.call("SCP_CHANGE_TEST", now, before)
        assert verdict == change.verdict, one.code
        for found, told in ((percent, change.percent), (low, change.low), (high, change.high)):
            assert (found == "#N/A") if np.isnan(told) else found == pytest.approx(told), one.code
        tested += 1
    assert tested >= 8


def test_rates_and_funnels_are_those_of_the_benchmark_groups(
    excel: Excel, example: Folder, figures: Figures
) -> None:
    rated = funnelled = 0
    for one in example.framework.reported:
        for group in figures.at(one).groups:
            counts, people = column(excel, group.counts), column(excel, group.wholes)
            if group.chances is None:
                continue
            rates = excel.call("SCP_RATE", counts, people, group.scale)
            for row, rate, low, high in zip(rates, group.compared, group.lower, group.upper, strict=True):
                if not np.isnan(rate):
                    assert row == pytest.approx([rate, low, high]), (one.code, group.group.code)
                    rated += 1
            table = excel.call("SCP_FUNNEL", counts, people, group.scale)
            for at, row in enumerate(table):
                chance = group.chances[at]
                if np.isnan(chance.rate):
                    assert row[-1] == Beside.NOT_ASSESSED
                    continue
                assert row[0] == pytest.approx(chance.rate)
                assert [row[1], row[4], row[5]] == pytest.approx([chance.average, chance.lower, chance.upper])
                funnelled += 1
    assert rated > 100
    assert funnelled > 100


def is_plain(chart: ChartOf) -> bool:
    """Whether a chart is drawn from its figures alone: no season, no population, no median, no fresh start."""
    is_xmr = chart.kind is None and chart.rare is None and chart.has_limits and chart.options == SpcOptions()
    level = (
        bool(chart.latest.all()) and chart.season.index is None and not chart.exposed_to and not chart.median
    )
    return is_xmr and level and np.array_equal(chart.fair, chart.values)


def test_a_plain_control_chart_has_the_limits_and_flags_of_the_dashboard(
    excel: Excel, example: Folder, figures: Figures
) -> None:
    drawn = 0
    for one in example.framework.reported:
        place = figures.place(one)
        chart = figures.charts.get((one.code, place.column)) if place else None
        if chart is None or not is_plain(chart):
            continue
        table = excel.call("SCP_XMR", column(excel, chart.values), one.polarity.value)
        for at, row in enumerate(table):
            assert row[:3] == pytest.approx([chart.mean[at], chart.lower[at], chart.upper[at]]), one.code
            flag = variation(
                int(chart.rule[at]), int(chart.side[at]), one.polarity.sign, assessed=bool(chart.assessed[at])
            )
            assert row[3] == flag.value
        drawn += 1
    assert drawn
