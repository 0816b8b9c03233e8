"""The publishers' files read into rows.  Adds up published rows; estimates and corrects nothing."""

from __future__ import annotations

import csv
import gzip
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from boundary_files import is_within, read_boundaries
from example_rows import Row

from scpxl.model.framework import Framework
from scpxl.model.observations import NOT_KNOWN, Marker
from scpxl.model.periods import Period, to_month

Labels = frozenset[str]
Wanted = Mapping[str, Labels]
"""Which of a file's labels each indicator adds up; no label at all means every row."""

SETTLED = (
    "Awaiting court outcome",
    "Court ",
    "Defendant ",
    "Local resolution",
    "Offender ",
    "Suspect charged",
)
"""How the outcomes begin in which someone was charged, cautioned or otherwise dealt with."""


def read_table(folder: Path, name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a published CSV, gzipped where its name says so."""
    path = folder / name
    packed = path.read_bytes()
    text = (gzip.decompress(packed) if name.endswith(".gz") else packed).decode("utf-8")
    yield from csv.DictReader(io.StringIO(text, newline=""))


def to_borough_codes(framework: Framework) -> dict[str, str]:
    """Return the ONS code of each spelling of a borough's name, case and outer blanks aside."""
    return {
        name.casefold(): area.code
        for area in framework.areas
        if area.kind == "borough"
        for name in (area.name, *area.other_names)
    }


def _month(text: str) -> Period:
    return Period.month(int(text[:4]), int(text[5:7]))


def _every_month(seen: set[str]) -> list[Period]:
    """Return all months from the first seen to the last: a file leaves out months in which nothing was."""
    first, last = _month(min(seen)).first, _month(max(seen)).first
    return [Period(month, 1) for month in range(first, last + 1)]


class PublishedFiles:
    """The folder of published files, read for one framework's areas; other places are left out."""

    def __init__(self, folder: Path, framework: Framework) -> None:
        self.folder, self.framework = folder, framework
        self.own = framework.area
        self.codes = to_borough_codes(framework)
        self.wards = [area.code for area in framework.areas if area.kind == "ward"]

    def _code(self, borough: str) -> str | None:
        return self.codes.get(borough.strip().casefold())

    def recorded_crime(self, wanted: Wanted) -> Iterator[Row]:
        """Yield monthly offences by borough; a label is an offence group or one of its parts."""
        rows = read_table(self.folder, "mps_borough_monthly.csv.gz")
        yield from self._counted(rows, wanted, ("major", "minor"), "count")

    def recorded_crime_by(
        self, indicator: str, chosen: Labels, breakdown: str, items: Mapping[str, str]
    ) -> Iterator[Row]:
        """Yield the own area's monthly offences by part of their group; `items` says under which item a part falls.

        A part that is new is a KeyError, so that nothing is left out unseen.
        """
        totals: Counter[tuple[str, Period]] = Counter()
        seen: set[str] = set()
        for row in read_table(self.folder, "mps_borough_monthly.csv.gz"):
            seen.add(row["month"])
            if self._code(row["borough"]) == self.own and chosen & {row["major"], row["minor"]}:
                totals[items[row["minor"]], _month(row["month"])] += int(row["count"])
        for item in dict.fromkeys(items.values()):
            for month in _every_month(seen):
                yield Row(indicator, self.own, month, totals[item, month], None, breakdown, item)

    def flagged_violence(self, indicator: str) -> Iterator[Row]:
        """Yield monthly offences flagged as violence against women and girls, by borough."""
        rows = read_table(self.folder, "vawg_borough_monthly.csv.gz")
        yield from self._counted(rows, {indicator: frozenset()}, (), "offences")

    def homicide_victims(self, indicator: str) -> Iterator[Row]:
        """Yield monthly victims by borough; most months have none, and the file leaves those out."""
        rows = read_table(self.folder, "homicide_victims_monthly.csv")
        yield from self._counted(rows, {indicator: frozenset()}, (), "victims")

    def dwelling_fires(self, indicator: str) -> Iterator[Row]:
        """Yield monthly fires in homes by borough."""
        rows = read_table(self.folder, "lfb_dwelling_fires_borough_monthly.csv.gz")
        yield from self._counted(rows, {indicator: frozenset()}, (), "dwelling_fires")

    def dwelling_fires_by_home(
        self, indicator: str, breakdown: str, items: Mapping[str, str]
    ) -> Iterator[Row]:
        """Yield the own area's monthly fires by type of home; `items` says under which item a type falls.

        A type that is new is a KeyError, so that nothing is left out unseen.  A month without a fire in
        such a home is 0.
        """
        totals: Counter[tuple[str, Period]] = Counter()
        seen: set[str] = set()
        for row in read_table(self.folder, "lfb_dwelling_fires_ward_barnet_monthly.csv.gz"):
            seen.add(row["month"])
            totals[items[row["property_type"]], _month(row["month"])] += int(row["dwelling_fires"])
        for item in dict.fromkeys(items.values()):
            for month in _every_month(seen):
                yield Row(indicator, self.own, month, totals[item, month], None, breakdown, item)

    def dwelling_fires_by_ward(self, indicator: str) -> Iterator[Row]:
        """Yield the own area's monthly fires in homes by the ward around the rounded point of each.

        The brigade's file has wards of 2022 alone, however early the fire, but the point of every fire to 100
        metres.  A point that rounding has put outside every ward is `not known`.  A month without a fire is 0.
        """
        around = read_boundaries(self.folder, "barnet_wards_pre2022.geojson", "WD13CD")
        totals: Counter[tuple[str, Period]] = Counter()
        seen: set[str] = set()
        for row in read_table(self.folder, "lfb_dwelling_fires_points_barnet.csv.gz"):
            seen.add(row["month"])
            point = float(row["longitude"]), float(row["latitude"])
            ward = next((code for code, rings in around.items() if is_within(point, rings)), NOT_KNOWN)
            totals[ward, _month(row["month"])] += int(row["dwelling_fires"])
        for month in _every_month(seen):
            for ward in self.wards:
                yield Row(indicator, ward, month, totals[ward, month])
            yield Row(indicator, self.own, month, totals[NOT_KNOWN, month], None, "ward", NOT_KNOWN)

    def _counted(
        self, rows: Iterator[dict[str, str]], wanted: Wanted, labels: tuple[str, ...], number: str
    ) -> Iterator[Row]:
        totals: Counter[tuple[str, str, Period]] = Counter()
        seen: set[str] = set()
        for row in rows:
            seen.add(row["month"])
            code = self._code(row["borough"])
            if code is None:
                continue
            month, named = _month(row["month"]), {row[label] for label in labels}
            for indicator, chosen in wanted.items():
                if not chosen or chosen & named:
                    totals[indicator, code, month] += int(row[number])
        for indicator in wanted:
            for code in set(self.codes.values()):
                for month in _every_month(seen):
                    yield Row(indicator, code, month, totals[indicator, code, month])

    def ward_crime(self, wanted: Wanted, borough: Mapping[tuple[str, Period], float]) -> Iterator[Row]:
        """Yield monthly offences by ward, and what the borough's figures hold beyond them as `not known`.

        The two files are of different releases, so the wards can exceed the borough; nothing is then
        left without a ward, and the excess is not corrected.
        """
        totals: Counter[tuple[str, str, Period]] = Counter()
        seen: set[str] = set()
        for row in read_table(self.folder, "mps_ward_monthly_barnet.csv.gz"):
            seen.add(row["month"])
            month, named = _month(row["month"]), {row["major"], row["minor"]}
            for indicator, chosen in wanted.items():
                if not chosen or chosen & named:
                    totals[indicator, row["ward_code"], month] += int(row["count"])
        for indicator in wanted:
            for month in _every_month(seen):
                placed = [Row(indicator, ward, month, totals[indicator, ward, month]) for ward in self.wards]
                yield from placed
                if month.first >= to_month(2024, 3):
                    lost = borough[indicator, month] - sum(row.numerator or 0 for row in placed)
                    yield Row(indicator, self.own, month, max(lost, 0), None, "ward", NOT_KNOWN)

    def street_level(self, wanted: Mapping[str, str]) -> Iterator[Row]:
        """Yield monthly police.uk counts by borough and by own ward; `wanted` gives each one's category.

        A borough's month with a ward's file missing is of low reliability, and that ward's figure is
        not available.  A month that is not published for a borough is not there at all.
        """
        indicator_of = {category: indicator for indicator, category in wanted.items()}
        own_months: set[Period] = set()
        for row in read_table(self.folder, "police_uk_borough_monthly.csv.gz"):
            code, month = self._code(row["borough"]), _month(row["month"])
            if code is None or row["category"] not in indicator_of:
                continue
            marker = "" if row["complete"] == "1" else Marker.UNRELIABLE.value
            yield Row(indicator_of[row["category"]], code, month, int(row["count"]), marker=marker)
            if code == self.own:
                own_months.add(month)
        yield from self._street_level_wards(indicator_of, own_months)

    def _street_level_wards(self, indicator_of: Mapping[str, str], months: set[Period]) -> Iterator[Row]:
        counts: Counter[tuple[str, str, Period]] = Counter()
        with_file: set[tuple[str, Period]] = set()
        for row in read_table(self.folder, "police_uk_ward_monthly.csv.gz"):
            month = _month(row["month"])
            with_file.add((row["ward_code"], month))
            if row["category"] in indicator_of:
                counts[indicator_of[row["category"]], row["ward_code"], month] += int(row["count"])
        for indicator in indicator_of.values():
            for month in months:
                for ward in self.wards:
                    if (ward, month) in with_file:
                        yield Row(indicator, ward, month, counts[indicator, ward, month])
                    else:
                        yield Row(indicator, ward, month, None, marker=Marker.NOT_AVAILABLE.value)
                yield Row(indicator, self.own, month, 0, None, "ward", NOT_KNOWN)

    def outcomes(self, indicator: str, maturing: Period) -> Iterator[Row]:
        """Yield, of the own area's crimes of a month, how many had someone dealt with, out of all.

        The months of `maturing` are provisional: their crimes were still under investigation.
        """
        settled: Counter[Period] = Counter()
        crimes: Counter[Period] = Counter()
        for row in read_table(self.folder, "police_uk_ward_outcomes_barnet.csv.gz"):
            if row["category"] == "anti-social-behaviour":
                continue
            month, count = _month(row["month"]), int(row["count"])
            crimes[month] += count
            settled[month] += count if row["outcome"].startswith(SETTLED) else 0
        for month, total in crimes.items():
            marker = Marker.PROVISIONAL.value if month.first in maturing.months else ""
            yield Row(indicator, self.own, month, settled[month], total, marker=marker)

    def survey(self, wanted: Mapping[str, str]) -> Iterator[Row]:
        """Yield quarterly percentages by borough from the Public Attitude Survey, by measure."""
        indicator_of = {measure: indicator for indicator, measure in wanted.items()}
        for row in read_table(self.folder, "pas_borough_quarterly.csv.gz"):
            code = self._code(row["borough"])
            if code is None or row["measure"] not in indicator_of or not row["proportion"]:
                continue
            quarter = Period(_month(row["quarter_end"]).first - 2, 3)
            per_cent = round(100 * float(row["proportion"]), 1)
            yield Row(indicator_of[row["measure"]], code, quarter, per_cent)

    def knife_crime(self, offences: str, outcomes: str, injuries: str) -> Iterator[Row]:
        """Yield monthly knife crime, and knife crime with injury, by borough; the own area's positive outcomes out of the first."""
        counts: Counter[tuple[str, str, Period]] = Counter()
        seen: set[str] = set()
        for row in read_table(self.folder, "mps_knife_monthly.csv.gz"):
            code = self._code(row["borough"])
            if row["area_type"] != "Borough" or code is None:
                continue
            if row["crime"] == "Knife Crime":
                seen.add(row["month"])
                counts[row["measure"], code, _month(row["month"])] += int(row["count"])
            elif row["crime"] == "Knife Crime with Injury" and row["measure"] == "Offences":
                counts[injuries, code, _month(row["month"])] += int(row["count"])
        for month in _every_month(seen):
            for code in set(self.codes.values()):
                yield Row(offences, code, month, counts["Offences", code, month])
                yield Row(injuries, code, month, counts[injuries, code, month])
            recorded = counts["Offences", self.own, month]
            yield Row(outcomes, self.own, month, counts["Positive Outcomes", self.own, month], recorded)

    def population(self, indicator: str) -> Iterator[Row]:
        """Yield residents by borough, one figure a year kept in June, of the best estimate there is."""
        preference = ("ONS mid-year (MYEB1", "ONS mid-year, sum", "ONS MYE")
        best: dict[tuple[str, int], tuple[int, int]] = {}
        for row in read_table(self.folder, "population_borough.csv"):
            code = self._code(row["borough"])
            standing = next((n for n, name in enumerate(preference) if row["source"].startswith(name)), None)
            if code is None or standing is None:  # A projection is no estimate.
                continue
            key, found = (code, int(row["year"])), (standing, int(row["population"]))
            best[key] = min(best.get(key, found), found)
        for (code, year), (_standing, people) in best.items():
            yield Row(indicator, code, Period.month(year, 6), people)
