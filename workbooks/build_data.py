"""Make the worked examples' tables from a folder of published files.

    python workbooks/build_data.py --from FOLDER

The tables are kept in the project, so only whoever changes what they hold needs the published files.
`workbooks/README.md` says what the files are, who publishes them and under which licence.
"""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from example_rows import Row, write_rows
from made_up_figures import Pattern, divided, make_up, share_of
from published_sources import PublishedFiles, Wanted

from scpxl.model.framework import Framework
from scpxl.model.observations import NOT_KNOWN
from scpxl.model.periods import Period, to_month

HERE = Path(__file__).parent
TEMPLATES = HERE.parent / "templates"

RECORDED: Wanted = {
    "TNO-01": frozenset(),
    "BUR-01": frozenset({"BURGLARY"}),
    "BUR-02": frozenset(
        {
            "DOMESTIC BURGLARY",
            "BURGLARY - RESIDENTIAL",
            "RES BURGLARY OF A HOME",
            "RES BURGLARY OF UNCONNECTED BUILDING",
        }
    ),
    "ROB-01": frozenset({"ROBBERY"}),
    "VEH-01": frozenset({"THEFT FROM A VEHICLE"}),
    "VEH-02": frozenset({"THEFT OR UNAUTH TAKING OF A MOTOR VEH"}),
    "TFP-01": frozenset({"THEFT FROM THE PERSON"}),
    "SHO-01": frozenset({"SHOPLIFTING"}),
    "CRD-01": frozenset({"CRIMINAL DAMAGE"}),
    "VAW-02": frozenset({"SEXUAL OFFENCES"}),
    "HAT-01": frozenset({"RACE OR RELIGIOUS AGG PUBLIC FEAR"}),
    "VIO-01": frozenset({"VIOLENCE WITH INJURY"}),
    "WPN-01": frozenset({"POSSESSION OF WEAPONS"}),
}
RECORDED_2017: Wanted = {**RECORDED, "DRG-01": frozenset({"DRUG OFFENCES"})}
RECORDED_2025: Wanted = {
    **RECORDED,
    "BUR-03": frozenset({"DOMESTIC BURGLARY", "RES BURGLARY OF A HOME"}),
    "VAW-03": frozenset({"STALKING AND HARASSMENT"}),
    "VIO-02": frozenset({"VIOLENCE WITHOUT INJURY"}),
    "DRG-01": frozenset({"POSSESSION OF DRUGS"}),
    "DRG-02": frozenset({"TRAFFICKING OF DRUGS"}),
}
DIVIDED_2025: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "BUR-01": (
        "building",
        {
            "DOMESTIC BURGLARY": "home",
            "BURGLARY - RESIDENTIAL": "home",
            "RES BURGLARY OF A HOME": "home",
            "RES BURGLARY OF UNCONNECTED BUILDING": "shed",
            "BURGLARY BUSINESS AND COMMUNITY": "business",
        },
    ),
    "ROB-01": (
        "victim",
        {"ROBBERY OF PERSONAL PROPERTY": "person", "ROBBERY OF BUSINESS PROPERTY": "business"},
    ),
}
"""The parts of an offence group, as the items of the framework's breakdowns."""
STREET_LEVEL = {
    "ASB-01": "anti-social-behaviour",
    "BUR-03": "burglary",
    "VIO-03": "violent-crime",
}
HOMES = {
    "House - single occupancy": "house",
    "Bungalow - single occupancy": "house",
    "Purpose Built Flats/Maisonettes - Up to 3 storeys": "flats-3",
    "Purpose Built Flats/Maisonettes - 4 to 9 storeys": "flats-9",
    "Purpose Built Flats/Maisonettes - 10 or more storeys": "flats-10",
    "Converted Flat/Maisonette - Up to 2 storeys": "converted",
    "Converted Flat/Maisonettes - 3 or more storeys": "converted",
    "Licensed House in Multiple Occupation - Up to 2 storeys": "shared",
    "Licensed House in Multiple Occupation - 3 or more storeys": "shared",
    "Unlicensed House in Multiple Occupation - Up to 2 storeys": "shared",
    "Unlicensed House in Multiple Occupation - 3 or more storeys": "shared",
    "House in Multiple Occupation - Up to 2 storeys (not known if licensed)": "shared",
    "House in Multiple Occupation - 3 or more storeys (not known if licensed)": "shared",
    "Self contained Sheltered Housing": "sheltered",
    "Tenement Building": "other",
    "Other Dwelling": "other",
    "Caravan/Mobile home (permanent dwelling)": "other",
}
"""The brigade's kinds of dwelling, as the items of the framework's breakdown by type of home."""
ORDER_FROM = to_month(2017, 6)
"""The public spaces protection order of the example."""
SURVEY = {"CON-01": "Good Job local", "CON-02": "Informed local", "CON-03": "Trust MPS"}
MADE_UP = {
    "ASB-02": Pattern(0.77, out_of=140, drift=0.01),
    "ASB-03": Pattern(2.3, out_of=95, scatter=0.2, drift=-0.03),
    "VAW-03": Pattern(0.24, out_of=62),
    "VAW-04": Pattern(23, drift=0.1),
    "HAT-02": Pattern(4.5, months=1, drift=0.04),
    "HAT-03": Pattern(44, drift=0.06),
    "DRG-02": Pattern(0.4, out_of=165),
    "REO-01": Pattern(0.25, out_of=310),
    "REO-02": Pattern(0.74, out_of=125, drift=0.01),
    "FIR-02": Pattern(225, months=1, drift=0.03),
    "GRA-01": Pattern(98_000, money_to=100),
    "ASB-04": Pattern(43, months=1, falls_in=ORDER_FROM, falls_to=0.45),
    "VAW-06": Pattern(9, months=1),
    "VAW-07": Pattern(190, drift=0.02),
    "VAW-08": Pattern(260),
    "REO-03": Pattern(84),
}
ELSEWHERE = {"ASB-04": ("similar15", Pattern(41, months=1, drift=-0.02))}
"""What is made up for the areas of a group too: another level in each, and no order."""
DETECTED = {"VAW-05": ("VAW-01", 0.19)}
"""Of which published offences how many are said to be detected."""
DIVIDED: Mapping[str, tuple[str, int, Mapping[str, float]]] = {
    "VAW-07": ("age", 1, {"16-24": 0.2, "25-34": 0.31, "35-49": 0.29, "50": 0.12, NOT_KNOWN: 0.08}),
    "REO-03": (
        "offence", 1, {"burglary": 0.31, "theft": 0.27, "robbery": 0.16, "violence": 0.17, "drugs": 0.09},
    ),
    "GRA-01": ("service", 100, {"abuse": 0.36, "offenders": 0.27, "young": 0.22, "burglary": 0.15}),
}  # fmt: skip
"""Made-up measures by the items of a breakdown: in steps of how many, and about what share falls under each."""
MADE_UP_FROM = to_month(2015, 4)
YEAR = Period.year(2017)
HISTORY_FROM = to_month(2014, 4)
LATER_HISTORY_FROM = to_month(2015, 4)
LATER_OTHERS_FROM = to_month(2021, 4)
LATER_WARDS_FROM = to_month(2022, 4)
LATER_KINDS_FROM = to_month(2024, 4)
LATER_END = Period.year(2025).last


def main() -> None:
    """Read the folder named on the command line and write every table, saying what each holds."""
    parser = argparse.ArgumentParser(description="Make the worked examples' tables from published files.")
    parser.add_argument("--from", dest="folder", type=Path, required=True, help="folder of published files")
    folder: Path = parser.parse_args().folder
    if not folder.is_dir():
        parser.error(f"{folder} is not a folder. Name the folder that holds the published files.")
    earlier, later = read_framework("barnet"), read_framework("barnet-2025")
    for name, rows, framework in (
        *_tables_of_2017(PublishedFiles(folder, earlier), earlier),
        *_tables_of_2025(PublishedFiles(folder, later), later),
        ("published-checks", _checks(PublishedFiles(folder, earlier)), earlier),
    ):
        path = HERE / f"{name}.csv.gz"
        written = write_rows(rows, path, framework)
        print(f"{path.relative_to(HERE)}: {written:,} rows, {path.stat().st_size:,} bytes")


def read_framework(template: str) -> Framework:
    """Return the framework of one of the templates."""
    path = TEMPLATES / template / "framework.toml"
    return Framework.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


def _all_of_2017(files: PublishedFiles) -> Iterator[Row]:
    yield from files.recorded_crime(RECORDED_2017)
    yield from files.street_level(STREET_LEVEL)
    yield from files.outcomes("OUT-01", maturing=Period.quarter(2017, 4))
    yield from files.flagged_violence("VAW-01")
    yield from files.homicide_victims("VIO-02")
    yield from files.dwelling_fires("FIR-01")
    yield from files.dwelling_fires_by_home("FIR-01", "home", HOMES)
    yield from files.dwelling_fires_by_ward("FIR-01")
    yield from files.survey(SURVEY)
    yield from made_up(files.framework, files.flagged_violence("VAW-01"))


def made_up(framework: Framework, published: Iterable[Row]) -> Iterator[Row]:
    """Yield every figure that is made up; of some measures it is a share of `published` ones, the own area's."""
    own, rows = framework.area, list(published)
    for code, pattern in MADE_UP.items():
        first, last = framework.by_code[code].first, framework.by_code[code].last
        begins = max(MADE_UP_FROM, first.first if first else 0)
        figures = list(make_up(code, own, pattern, begins, last.last if last else YEAR.last))
        yield from figures
        if code in DIVIDED:
            yield from divided(figures, *DIVIDED[code])
    for code, (group, pattern) in ELSEWHERE.items():
        for area in framework.members(group):
            if area.code != own:
                yield from make_up(code, area.code, pattern, MADE_UP_FROM, YEAR.last, elsewhere=True)
    for code, (of, share) in DETECTED.items():
        whole = [row for row in rows if (row.indicator, row.area) == (of, own)]
        yield from share_of(
            code, [row for row in whole if MADE_UP_FROM <= row.period.first <= YEAR.last], share
        )


def _tables_of_2017(
    files: PublishedFiles, framework: Framework
) -> Iterator[tuple[str, Iterable[Row], Framework]]:
    """Yield the example of 2017-18: what is known before the year, what partners report, the others."""
    rows = [row for row in _all_of_2017(files) if HISTORY_FROM <= row.period.first <= YEAR.last]
    ours = [row for row in rows if _is_ours(row, framework)]
    folder = "barnet-2017-18"
    yield f"{folder}/history", [row for row in ours if row.period.last < YEAR.first], framework
    yield f"{folder}/published", [row for row in ours if row.period.first >= YEAR.first], framework
    others = [row for row in rows if not _is_ours(row, framework)]
    yield f"{folder}/benchmark", others + _people(files, HISTORY_FROM - 12, YEAR.last + 12), framework


def _tables_of_2025(
    files: PublishedFiles, framework: Framework
) -> Iterator[tuple[str, Iterable[Row], Framework]]:
    """Yield the example of 2025-26: the police's figures up to its end, and the other boroughs'."""
    borough = list(files.recorded_crime(RECORDED_2025))
    own = {(row.indicator, row.period): row.numerator or 0 for row in borough if row.area == files.own}
    by_ward = {i.code: RECORDED_2025[i.code] for i in framework.indicators if "ward" in i.breakdowns}
    wards = [row for row in files.ward_crime(by_ward, own) if row.period.first >= LATER_WARDS_FROM]
    borough += [*files.flagged_violence("VAW-01"), *files.knife_crime("KNF-01", "KNF-02", "KNF-03")]
    asked = framework.by_code
    rows = [
        row
        for row in borough
        if LATER_HISTORY_FROM <= row.period.first <= LATER_END
        and asked[row.indicator].reported_in(row.period)
    ]
    kinds = [
        row
        for code, (breakdown, items) in DIVIDED_2025.items()
        for row in files.recorded_crime_by(code, RECORDED_2025[code], breakdown, items)
        if row.period.first >= LATER_KINDS_FROM
    ]
    folder = "barnet-2025-26"
    yield f"{folder}/history", [row for row in rows if row.area == files.own] + wards + kinds, framework
    others = [
        row
        for row in rows
        if row.area != files.own and (row.indicator == "TNO-01" or row.period.first >= LATER_OTHERS_FROM)
    ]
    yield f"{folder}/benchmark", others + _people(files, LATER_HISTORY_FROM - 12, LATER_END), framework


def _checks(files: PublishedFiles) -> list[Row]:
    """Return all there is of two series by borough, so that published totals can be worked out again."""
    boroughs = set(files.codes.values())
    total = files.recorded_crime({"TNO-01": frozenset()})
    incidents = files.street_level({"ASB-01": STREET_LEVEL["ASB-01"]})
    return [*total, *(row for row in incidents if row.area in boroughs and not row.breakdown)]


def _people(files: PublishedFiles, first: int, last: int) -> list[Row]:
    """Return the populations of every borough, the own one too, in the years that are needed."""
    return [row for row in files.population("POP") if first <= row.period.first <= last]


def _is_ours(row: Row, framework: Framework) -> bool:
    area = framework.area_by_code[row.area]
    return row.area == framework.area or (area.kind == "ward" and area.parent == framework.area)


if __name__ == "__main__":
    main()
