"""The worked examples hold the figures that were published, and nothing their frameworks do not know."""

from __future__ import annotations

import csv
import doctest
import gzip
import json
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from scpxl.framework.checks import check_framework
from scpxl.model.framework import Aggregation, Framework, IndicatorKind, Unit
from scpxl.model.observations import NOT_KNOWN, Marker
from scpxl.model.periods import YEAR, Period, month_code, to_month
from scpxl.model.targets import Target
from scpxl.returns.layout import WARD

ROOT = Path(__file__).parents[2]
WORKBOOKS = ROOT / "workbooks"
sys.path.insert(0, str(WORKBOOKS))

import boundary_files  # noqa: E402  # It is beside the data, not in a package.
import build_data  # noqa: E402
import example_rows  # noqa: E402
import made_up_figures  # noqa: E402
import published_sources  # noqa: E402

BARNET = "E09000003"
HISTORY, PUBLISHED, BENCHMARK = (
    f"barnet-2017-18/{name}.csv.gz" for name in ("history", "published", "benchmark")
)
LATER_HISTORY, LATER_BENCHMARK = "barnet-2025-26/history.csv.gz", "barnet-2025-26/benchmark.csv.gz"
CHECKS = "published-checks.csv.gz"
FRAMEWORK_OF = {
    HISTORY: "barnet",
    PUBLISHED: "barnet",
    BENCHMARK: "barnet",
    LATER_HISTORY: "barnet-2025",
    LATER_BENCHMARK: "barnet-2025",
    CHECKS: "barnet",
}
every_table = pytest.mark.parametrize("table", FRAMEWORK_OF)
both_frameworks = pytest.mark.parametrize("template", ["barnet", "barnet-2025"])


class Figure(NamedTuple):
    """One row of a shipped table, read."""

    indicator: str
    area: str
    period: Period
    numerator: float | None
    denominator: float | None
    breakdown: str
    item: str
    marker: str


@cache
def read(table: str) -> tuple[Figure, ...]:
    with gzip.open(WORKBOOKS / table, "rt", encoding="utf-8") as file:
        return tuple(to_figures(csv.DictReader(file)))


def to_figures(rows: Iterable[dict[str, str]]) -> Iterator[Figure]:
    for row in rows:
        text = row["period"]
        period = Period.parse(text) if "Q" in text else Period.parse_month(text)
        numerator, denominator = (
            float(row[name]) if row[name] else None for name in ("numerator", "denominator")
        )
        where = row["breakdown"], row["item"], row["marker"]
        yield Figure(row["indicator"], row["area"], period, numerator, denominator, *where)


@cache
def framework(template: str) -> Framework:
    return Framework.model_validate(
        tomllib.loads((ROOT / f"templates/{template}/framework.toml").read_text())
    )


@cache
def series(indicator: str, area: str, *tables: str) -> dict[int, float]:
    """The area's figures by the number of the period's last month, breakdowns and gaps left out."""
    return {
        figure.period.last: figure.numerator
        for table in tables
        for figure in read(table)
        if (figure.indicator, figure.area, figure.breakdown) == (indicator, area, "")
        and figure.numerator is not None
    }


def year_total(indicator: str, area: str, first: int, *tables: str) -> float:
    figures = series(indicator, area, *tables)
    return sum(figures[month] for month in range(first, first + YEAR))


def population(area: str, year: int) -> float:
    known = series("POP", area, LATER_BENCHMARK)
    return known[min(to_month(year, 6), max(known))]


def rates(indicator: str, year: int) -> dict[str, float]:
    """Offences or incidents per 1,000 residents in a calendar year, by borough."""
    areas = {figure.area for figure in read(CHECKS) if figure.indicator == indicator}
    return {
        area: 1000 * year_total(indicator, area, to_month(year, 1), CHECKS) / population(area, year)
        for area in areas
    }


def rank_from_lowest(of: str, values: dict[str, float]) -> int:
    return 1 + sum(value < values[of] for value in values.values())


@pytest.mark.parametrize(
    ("year", "offences"),
    [(2011, 25_798), (2016, 25_203), (2017, 26_219), (2018, 27_603), (2020, 26_737), (2025, 28_513)],
)
def test_recorded_offences_of_a_calendar_year_are_those_published(year: int, offences: int) -> None:
    assert year_total("TNO-01", BARNET, to_month(year, 1), CHECKS) == offences


def test_barnet_was_eighth_lowest_of_32_in_2025_at_70_4_offences_per_1000() -> None:
    found = rates("TNO-01", 2025)
    assert len(found) == 32
    assert round(found[BARNET], 1) == 70.4
    assert rank_from_lowest(BARNET, found) == 8


def test_anti_social_behaviour_in_2017_was_ninth_lowest_of_the_25_boroughs_with_figures() -> None:
    found = rates("ASB-01", 2017)
    assert year_total("ASB-01", BARNET, to_month(2017, 1), CHECKS) == 7_971
    assert len(found) == 25
    assert round(found[BARNET], 1) == 20.8
    assert rank_from_lowest(BARNET, found) == 9


def test_the_example_and_the_checks_tell_the_same_of_2017_18() -> None:
    first = Period.year(2017).first
    assert (
        year_total("TNO-01", BARNET, first, PUBLISHED)
        == year_total("TNO-01", BARNET, first, CHECKS)
        == 26_497
    )


def test_residential_burglary_runs_through_the_reclassification_of_2023() -> None:
    homes, all_residential = (series(code, BARNET, LATER_HISTORY) for code in ("BUR-03", "BUR-02"))
    assert homes[to_month(2023, 3)] == 180
    assert homes[to_month(2023, 8)] == 93
    assert all_residential[to_month(2023, 8)] == 133
    assert [all_residential[to_month(2023, month)] for month in (4, 5)] == [161, 119]


def test_the_faulty_month_of_2020_is_there_to_be_marked_unreliable() -> None:
    assert series("TNO-01", BARNET, LATER_HISTORY)[to_month(2020, 3)] == 1_879
    notes = [note for note in framework("barnet-2025").notes if note.first == Period.month(2020, 3)]
    assert [note.kind for note in notes] == ["unreliable"]
    assert notes[0].concerns(framework("barnet-2025").by_code["TNO-01"])


@both_frameworks
def test_an_example_framework_is_sound(template: str) -> None:
    assert check_framework(framework(template)) == ()
    assert "example" in framework(template).note
    boroughs = [area for area in framework(template).areas if area.kind == "borough"]
    assert len(boroughs) == len(framework(template).members("london32")) == 32


def test_seven_offences_carry_the_mopac_7_tag() -> None:
    tagged = {i.code for i in framework("barnet").indicators if "MOPAC 7" in i.tags}
    assert tagged == {"VIO-01", "ROB-01", "BUR-01", "VEH-01", "VEH-02", "TFP-01", "CRD-01"}


def test_wards_change_with_the_boundaries_of_2022() -> None:
    assert len(framework("barnet").parts_in(Period.quarter(2017, 4))) == 21
    assert len(framework("barnet").parts_in(Period.quarter(2022, 1))) == 0
    assert len(framework("barnet-2025").parts_in(Period.quarter(2025, 4))) == 24


def test_every_partner_reports_something_and_every_objective_is_measured() -> None:
    example = framework("barnet")
    for partner in example.partners:
        assert example.indicators_for(partner.code, Period.quarter(2017, 4)), partner.code
    assert {i.objective for i in example.reported} == {o.code for o in example.objectives}
    assert 25 <= len(example.reported) <= 45


@both_frameworks
def test_every_indicator_says_what_it_is_and_whence_it_comes(template: str) -> None:
    for indicator in framework(template).indicators:
        assert indicator.definition, indicator.code
        assert indicator.counted, indicator.code
        stated = "Made up" if indicator.illustrative else "Open Government Licence"
        assert stated in indicator.source, indicator.code


@every_table
def test_every_row_is_known_to_its_framework(table: str) -> None:
    example = framework(FRAMEWORK_OF[table])
    seen = set()
    for figure in read(table):
        indicator = example.by_code[figure.indicator]
        assert figure.area in example.area_by_code
        # The population is a yearly figure kept in the month it is estimated for.
        months = 1 if indicator.kind is IndicatorKind.CONTEXT else indicator.frequency.months
        assert figure.period.length == months
        assert indicator.reported_in(figure.period)
        assert example.area_by_code[figure.area].exists_in(figure.period)
        items = {(code, one.item) for code in indicator.breakdowns for one in example.items_of(code)}
        assert (figure.breakdown, figure.item) in {("", ""), ("ward", NOT_KNOWN), *items}
        assert (figure.numerator is None) == Marker(figure.marker).is_missing
        assert (figure.denominator is not None) == indicator.reports_denominator
        if indicator.unit is Unit.PERCENTAGE and indicator.reports_denominator:
            assert (figure.numerator or 0) <= (figure.denominator or 0)
        seen.add(figure[:3] + figure[5:7])
    assert len(seen) == len(read(table))


def test_partners_have_a_figure_for_everything_they_are_asked_in_2017_18() -> None:
    example = framework("barnet")
    given = {(figure.indicator, figure.area, figure.item, figure.period) for figure in read(PUBLISHED)}
    for indicator in example.reported:
        step = indicator.frequency.months
        for first in range(Period.year(2017).first, Period.year(2017).last + 1, step):
            period = Period(first, step)
            if not indicator.reported_in(period):
                continue
            assert (indicator.code, BARNET, "", period) in given
            for breakdown in example.breakdowns_of(indicator):
                items = {item.item for item in example.items_of(breakdown.code)}
                assert given >= {(indicator.code, BARNET, item, period) for item in items}
            if WARD in indicator.breakdowns:
                wards = {(indicator.code, ward.code, "", period) for ward in example.parts_in(period)}
                assert given >= wards | {(indicator.code, BARNET, NOT_KNOWN, period)}


def sums_by_ward(*tables: str) -> dict[tuple[str, int], tuple[float, float]]:
    """The borough's figure, and its wards with what has no ward, where no ward's figure is missing."""
    places: dict[tuple[str, int], list[float | None]] = defaultdict(list)
    borough: dict[tuple[str, int], float] = {}
    for figure in (figure for table in tables for figure in read(table)):
        key = figure.indicator, figure.period.first
        if figure.area != BARNET or figure.breakdown == WARD:
            places[key].append(figure.numerator)
        elif figure.numerator is not None and not figure.breakdown:
            borough[key] = figure.numerator
    whole = {key: [n for n in numbers if n is not None] for key, numbers in places.items()}
    return {key: (borough[key], sum(n)) for key, n in whole.items() if len(n) == len(places[key])}


def test_wards_add_up_to_the_borough_in_every_month_but_april_2016() -> None:
    sums = sums_by_ward(HISTORY, PUBLISHED)
    police = set(range(to_month(2016, 1), to_month(2018, 4))) - {to_month(2016, 4)}
    months = dict.fromkeys(("ASB-01", "BUR-03", "VIO-03"), police)
    months["FIR-01"] = set(range(to_month(2014, 4), to_month(2018, 4)))
    assert set(sums) == {(code, month) for code, there in months.items() for month in there}
    assert [key for key, (borough, wards) in sums.items() if borough != wards] == []


def test_from_march_2024_what_the_wards_lack_is_not_known_and_never_below_nought() -> None:
    over = {
        month_code(month): wards - borough
        for (code, month), (borough, wards) in sums_by_ward(LATER_HISTORY).items()
        if code == "TNO-01"
    }
    assert max(over) == "2026-02"
    assert {month for month, excess in over.items() if excess} <= {"2023-03", "2023-10", "2024-02"}
    lost = [f for f in read(LATER_HISTORY) if f.item == NOT_KNOWN]
    assert min(f.period for f in lost) == Period.month(2024, 3)
    assert all((f.numerator or 0) >= 0 for f in lost)
    assert (
        sum(f.numerator or 0 for f in lost if f.indicator == "TNO-01" and f.period.first // 12 == 2025) == 660
    )


def test_wards_exceed_the_borough_only_by_the_few_that_a_release_moves() -> None:
    excess = {key: wards - borough for key, (borough, wards) in sums_by_ward(LATER_HISTORY).items()}
    assert max(excess, key=lambda key: excess[key]) == ("SHO-01", to_month(2026, 1))
    assert max(excess.values()) == 14
    assert min(excess.values()) == -3


def test_a_month_that_lacks_a_ward_says_so() -> None:
    april = [f for f in read(HISTORY) if f.indicator == "ASB-01" and f.period == Period.month(2016, 4)]
    assert [f.marker for f in april if f.area == BARNET and not f.breakdown] == ["u"]
    assert [
        (framework("barnet").area_by_code[f.area].name, f.marker) for f in april if f.numerator is None
    ] == [("Brunswick Park", "x")]
    assert [f.marker for f in read(BENCHMARK) if f.indicator == "ASB-01" and f.marker] == ["u"]


def own_figures(template: str) -> tuple[str, ...]:
    return (HISTORY, PUBLISHED) if template == "barnet" else (LATER_HISTORY,)


@both_frameworks
def test_a_targets_baseline_is_what_the_year_before_its_first_target_really_was(template: str) -> None:
    example = framework(template)
    for target in example.targets:
        assert target.baseline == baseline_of(target, example), target.indicator


def first_year_of(target: Target, example: Framework) -> Period:
    """Targets of several years are agreed together, so all rest on what was known before the first."""
    return min(one.year for one in example.targets if one.indicator == target.indicator)


def baseline_of(target: Target, example: Framework) -> float:
    before = first_year_of(target, example).shift(-1)
    indicator = example.by_code[target.indicator]
    figures = [
        figure
        for table in own_figures("barnet" if example is framework("barnet") else "barnet-2025")
        for figure in read(table)
        if (figure.indicator, figure.area, figure.breakdown) == (target.indicator, BARNET, "")
        and before.first <= figure.period.first <= before.last
    ]
    numerators = [figure.numerator or 0 for figure in figures]
    if indicator.aggregation is Aggregation.LATEST:
        return numerators[-1]
    if indicator.reports_denominator:
        per = 100 if indicator.unit is Unit.PERCENTAGE else 1
        return round(per * sum(numerators) / sum(figure.denominator or 0 for figure in figures), 1)
    assert len(figures) == YEAR / indicator.frequency.months
    return sum(numerators)


@both_frameworks
def test_a_profile_is_the_path_of_the_three_years_before(template: str) -> None:
    with_profile = [target for target in framework(template).targets if target.profile]
    assert len(with_profile) >= 5
    for target in with_profile:
        if target.indicator != "ASB-01":
            first = first_year_of(target, framework(template))
            years = [first.shift(-back) for back in (1, 2, 3)]
            path = path_of([series(target.indicator, BARNET, *own_figures(template))], years)
            assert target.profile == pytest.approx(path, abs=0.051), target.indicator


def test_the_path_of_anti_social_behaviour_is_that_of_the_boroughs_with_a_whole_year() -> None:
    year = Period.year(2016)
    others = {area.code for area in framework("barnet").members("london32")} - {BARNET}
    known = [series("ASB-01", area, BENCHMARK) for area in others]
    whole = [figures for figures in known if all(month in figures for month in year.months)]
    target = framework("barnet").target_for("ASB-01", Period.year(2017))
    assert len(whole) == 23
    assert target is not None
    assert target.profile == pytest.approx(path_of(whole, [year]), abs=0.051)


def path_of(many: list[dict[int, float]], years: list[Period]) -> list[float]:
    """Cumulative per cents of the year, April to March, as the mean of the years' own paths."""
    paths = []
    for year in years:
        months = [sum(figures[month] for figures in many) for month in year.months]
        paths.append([100 * sum(months[: end + 1]) / sum(months) for end in range(YEAR)])
    return [sum(path[month] for path in paths) / len(paths) for month in range(YEAR)]


def test_targets_of_the_years_to_come_ask_for_more_each_year_and_say_that_they_are_made_up() -> None:
    example = framework("barnet")
    by_year: dict[str, list[Target]] = defaultdict(list)
    for target in example.targets:
        by_year[str(target.year)].append(target)
    assert [target.indicator for target in by_year["2018-19"]] == [
        "BUR-01", "ROB-01", "VEH-01", "ASB-02", "VIO-01", "REO-01", "CON-01", "FIR-01",
    ]  # fmt: skip
    assert [target.indicator for target in by_year["2019-20"]] == ["BUR-01", "VIO-01", "CON-01", "FIR-01"]
    for target in (*by_year["2018-19"], *by_year["2019-20"]):
        indicator = example.by_code[target.indicator]
        assert indicator.reported_in(target.year)
        before = example.target_for(target.indicator, target.year.shift(-1))
        assert before is not None
        assert (target.value - before.value) * indicator.polarity.sign > 0
        assert "illustrative" in target.baseline_note


def test_the_example_shows_each_way_of_rating_a_target() -> None:
    assert {target.scheme for target in framework("barnet").targets} == {"tolerance", "floor", "improvement"}


def test_the_made_up_figures_are_those_of_the_script_and_only_where_the_framework_says_so() -> None:
    example = framework("barnet")
    shipped = [example_rows.Row(*f) for table in (HISTORY, PUBLISHED, BENCHMARK) for f in read(table)]
    again = set(build_data.made_up(example, shipped))
    illustrative = {i.code for i in example.indicators if i.illustrative}
    assert {row.indicator for row in again} == illustrative
    assert {f for f in shipped if f.indicator in illustrative} == again


def test_what_is_made_up_of_published_offences_is_part_of_them() -> None:
    detected, flagged = (series(code, BARNET, HISTORY, PUBLISHED) for code in ("VAW-05", "VAW-01"))
    assert len(detected) == 36
    assert all(0 < number < flagged[month] for month, number in detected.items())


def test_items_of_a_breakdown_add_up_to_their_figure() -> None:
    asked = {
        (t, i.code, b.code)
        for t in FRAMEWORK_OF.values()
        for i in framework(t).indicators
        for b in framework(t).breakdowns_of(i)
    }
    assert {(code, breakdown) for _, code, breakdown in asked} == {
        ("FIR-01", "home"), ("VAW-07", "age"), ("REO-03", "offence"), ("GRA-01", "service"),
        ("BUR-01", "building"), ("ROB-01", "victim"),
    }  # fmt: skip
    for template, code, breakdown in asked:
        figures = [
            f
            for table in own_figures(template)
            for f in read(table)
            if (f.indicator, f.area) == (code, BARNET)
        ]
        whole = {f.period: f.numerator for f in figures if not f.breakdown}
        parts: dict[Period, float] = defaultdict(float)
        for f in figures:
            if f.breakdown == breakdown:
                parts[f.period] += f.numerator or 0
        assert len(parts) >= 12
        assert all(whole[period] == number for period, number in parts.items()), code


@both_frameworks
def test_what_is_counted_changes_between_the_years_and_a_note_says_why(template: str) -> None:
    example = framework(template)
    year = Period.year(2017 if template == "barnet" else 2025)
    ended = [i.code for i in example.reported if i.last is not None and i.last.last == year.first - 1]
    begun = [i.code for i in example.reported if i.first is not None and i.first.first == year.first]
    assert (ended, begun) == ((["VAW-08"], ["VAW-06"]) if template == "barnet" else (["WPN-01"], ["KNF-03"]))
    assert any({*ended, *begun} <= set(note.indicators) for note in example.notes)


def test_there_are_three_years_before_the_example_and_the_boroughs_to_compare_with() -> None:
    assert min(series("TNO-01", BARNET, HISTORY)) == to_month(2014, 4)
    assert max(series("TNO-01", BARNET, HISTORY)) == to_month(2017, 3)
    assert len({f.area for f in read(BENCHMARK) if f.indicator == "TNO-01"}) == 31
    assert len({f.area for f in read(BENCHMARK) if f.indicator == "POP"}) == 32
    assert series("POP", BARNET, BENCHMARK)[to_month(2017, 6)] == 384_117


@every_table
def test_a_table_is_packed_without_a_time_or_a_name(table: str) -> None:
    head = (WORKBOOKS / table).read_bytes()[:10]
    assert head[3:8] == bytes(5)


def test_the_worked_examples_stay_small() -> None:
    files = [path for path in WORKBOOKS.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert sum(path.stat().st_size for path in files) < 8_000_000


@pytest.mark.parametrize("module", [boundary_files, example_rows, made_up_figures])
def test_what_the_scripts_say_of_themselves_runs(module: object) -> None:
    result = doctest.testmod(module)  # type: ignore[arg-type]
    assert result.attempted
    assert not result.failed


def test_fires_by_ward_are_placed_by_the_point_of_each_in_the_wards_of_the_time() -> None:
    example = framework("barnet")
    by_ward: dict[str, float] = defaultdict(float)
    lost: list[str] = []
    for figure in (*read(HISTORY), *read(PUBLISHED)):
        if figure.indicator == "FIR-01" and example.area_by_code[figure.area].kind == WARD:
            by_ward[example.area_by_code[figure.area].name] += (figure.numerator or 0) * (
                figure.period.start_year == 2017
            )
        elif figure.indicator == "FIR-01" and figure.breakdown == WARD and figure.numerator:
            lost += [month_code(figure.period.first)] * int(figure.numerator)
    # Placed again with shapely, in metres of the National Grid rather than in degrees.
    assert by_ward == {
        "Childs Hill": 18, "East Finchley": 17, "Finchley Church End": 17, "Golders Green": 15, "Burnt Oak": 13,
        "Garden Suburb": 13, "West Finchley": 13, "Woodhouse": 12, "Underhill": 11, "West Hendon": 11, "Colindale": 10,
        "Edgware": 10, "Hale": 10, "Coppetts": 9, "Hendon": 9, "Totteridge": 9, "Mill Hill": 7, "Brunswick Park": 6,
        "High Barnet": 6, "Oakleigh": 6, "East Barnet": 5,
    }  # fmt: skip
    assert sorted(lost) == ["2015-01", "2016-01"]


def test_a_fire_is_in_the_ward_around_its_point_and_outside_them_all_it_is_not_known(tmp_path: Path) -> None:
    def square(west: float) -> list[list[float]]:
        return [[west, 51], [west, 52], [west + 1, 52], [west + 1, 51], [west, 51]]

    hendon, hale = "E05000055", "E05000054"
    features = [
        {"properties": {"WD13CD": hendon}, "geometry": {"type": "Polygon", "coordinates": [square(-1)]}},
        {
            "properties": {"WD13CD": hale},
            "geometry": {"type": "MultiPolygon", "coordinates": [[square(0)], [square(5)]]},
        },
    ]
    (tmp_path / "barnet_wards_pre2022.geojson").write_text(json.dumps({"features": features}))
    with gzip.open(tmp_path / "lfb_dwelling_fires_points_barnet.csv.gz", "wt", encoding="utf-8") as file:
        file.write("month,longitude,latitude,dwelling_fires\n")
        file.write(
            "2017-12,-0.5,51.5,2\n2017-12,0.5,51.5,1\n2017-12,5.5,51.5,1\n2018-02,3,51.5,1\n2018-02,-0.5,51.9,1\n"
        )
    files = published_sources.PublishedFiles(tmp_path, framework("barnet"))
    rows = list(files.dwelling_fires_by_ward("FIR-01"))
    assert {(row.area, row.item, str(row.period)): row.numerator for row in rows if row.numerator} == {
        (hendon, "", "2017-12"): 2,
        (hale, "", "2017-12"): 2,
        (hendon, "", "2018-02"): 1,
        (BARNET, NOT_KNOWN, "2018-02"): 1,
    }
    assert len(rows) == 3 * (21 + 1)  # January, in which nothing burned, is 0 in every ward


def test_fires_by_type_of_home_add_up_to_the_fires_of_every_month() -> None:
    fires: dict[Period, float] = {}
    by_home: dict[Period, float] = defaultdict(float)
    homes: dict[str, float] = defaultdict(float)
    for figure in (*read(HISTORY), *read(PUBLISHED)):
        if figure.indicator == "FIR-01" and figure.breakdown == "home":
            by_home[figure.period] += figure.numerator or 0
            homes[figure.item] += (figure.numerator or 0) * (figure.period.start_year == 2017)
        elif figure.indicator == "FIR-01" and figure.area == BARNET and not figure.breakdown:
            fires[figure.period] = figure.numerator or 0
    assert len(fires) == 48
    assert by_home == fires
    # As the brigade's file has them for 2017-18, its kinds of dwelling added up by hand.
    assert homes == {
        "house": 94, "flats-3": 54, "flats-9": 28, "flats-10": 6, "converted": 27, "shared": 10, "sheltered": 8,
        "other": 0,
    }  # fmt: skip
