"""Two partnerships unlike the worked example, made of data alone: what they measure, and what was counted.

Each is a framework as its analyst would write it, four years of figures made up once and for all, and the files and
cells they are entered into.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

from scpxl.model.framework import Framework, Indicator
from scpxl.model.periods import Period
from scpxl.returns.form import FormColumn, FormTable, Part, Row
from tests.partners import Typed
from tests.promises.plain import Aim, Book, Measure

FIRST = 2014 * 12 + 3
STEPS = {"monthly": 1, "quarterly": 3, "annual": 12}
SIGNS = {"lower": -1, "higher": 1, "neither": 0}
NOT_KNOWN = "not known"


@dataclass(frozen=True)
class Partnership:
    """What is agreed, and how large its figures are."""

    framework: dict[str, Any]
    period: Period
    sizes: dict[str, tuple[float, float]]
    """By indicator, from what to what its numbers lie; by 'CODE/', what is reported beside them."""
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The areas of each benchmark group."""
    places: int = 0

    @cached_property
    def agreed(self) -> Framework:
        return Framework.model_validate(self.framework)

    @property
    def own(self) -> str:
        return self.agreed.area

    @cached_property
    def wards(self) -> tuple[str, ...]:
        return tuple(area.code for area in self.agreed.areas if area.parent == self.own)

    @property
    def last(self) -> int:
        return self.period.last

    def measure(self, one: Indicator) -> Measure:
        aggregation = {"ratio of sums": "ratio"}.get(one.aggregation.value, one.aggregation.value)
        return Measure(
            one.code, one.unit.value, aggregation, STEPS[one.frequency.value], one.denominator, one.rolling, one.per,
            SIGNS[one.polarity.value], by_calendar=one.kind.value == "context" and one.frequency.value == "annual",
        )  # fmt: skip

    @cached_property
    def book(self) -> Book:
        """Every figure there is."""
        made = Book({one.code: self.measure(one) for one in self.agreed.indicators})
        near = {area for held in self.groups.values() for area in held} - {self.own}
        for one in self.agreed.indicators:
            for area in (
                (self.own, *sorted(near)) if one.benchmark or one.kind.value == "context" else (self.own,)
            ):
                self._make_up(made, one, area)
            if "ward" in one.breakdowns:
                self._divide(made, one)
        return made

    def _make_up(self, book: Book, one: Indicator, area: str) -> None:
        draw, measure = Random(f"{one.code} {area}"), book.measures[one.code]  # noqa: S311  (figures for tests)
        places = one.decimals or 0 if one.takes_decimals or one.unit.value == "survey percentage" else 0
        ends = [month for month in range(FIRST, self.last + 1) if (month - 2) % measure.step == 0]
        if measure.by_calendar:
            ends = [year * 12 + 5 for year in range(2013, 2017)]
        sizes = self.sizes[one.code]
        book.numbers[one.code, area] = {end: round(draw.uniform(*sizes), places) for end in ends}
        if one.denominator == "reported":
            beside = self.sizes[f"{one.code}/"]
            book.beside[one.code, area] = {end: round(draw.uniform(*beside), places) for end in ends}

    def _divide(self, book: Book, one: Indicator) -> None:
        """Share a measure's figures out among the wards, and a few to none."""
        draw, parts = Random(f"{one.code} wards"), (*self.wards, NOT_KNOWN)  # noqa: S311
        for end, number in book.numbers[one.code, self.own].items():
            cuts = sorted(draw.randint(0, int(number)) for _ in self.wards)
            shares = [b - a for a, b in zip([0, *cuts], [*cuts, int(number)], strict=True)]
            for part, share in zip(parts, shares, strict=True):
                book.numbers.setdefault((one.code, part), {})[end] = float(share)

    def aim(self, code: str, year: int) -> Aim | None:
        """The target of an indicator in a financial year, as the framework has it."""
        for said in self.framework.get("targets", ()):
            if said["indicator"] == code and said["year"] == f"{year}-{(year + 1) % 100}":
                return Aim(
                    said["value"], said.get("scheme", "tolerance"), said.get("tolerance", 5.0), said.get("floor", 0.0),
                    said.get("of") == "total", tuple(said.get("profile", ())),
                )  # fmt: skip
        return None

    def write_files(self, folder: Path) -> None:
        """Write the figures from before the period, and other areas', as tidy files."""
        heading = "indicator,area,period,numerator,denominator,breakdown,item"
        own, near = [heading], [heading]
        for line, area in self._rows():
            (own if area in {self.own, *self.wards, NOT_KNOWN} else near).append(line)
        (folder / "history.csv").write_text("\n".join(own), "utf-8")
        (folder / "near.csv").write_text("\n".join(near), "utf-8")

    def _rows(self) -> Iterator[tuple[str, str]]:
        for (code, area), given in self.book.numbers.items():
            one = self.book.measures[code]
            is_own = area in {self.own, *self.wards, NOT_KNOWN}
            for end, number in given.items():
                if is_own and end >= self.period.first and not one.by_calendar:
                    continue  # asked for in the return
                length = 1 if one.by_calendar else one.step
                beside = self.book.beside.get((code, area), {}).get(end, "")
                where = (
                    f"{self.own},{Period(end - length + 1, length).code},{number:g},{beside},ward,{NOT_KNOWN}"
                )
                line = f"{area},{Period(end - length + 1, length).code},{number:.10g},{beside},,"
                yield f"{code},{where if area == NOT_KNOWN else line}", area

    def typed(self, table: FormTable, row: Row, column: FormColumn) -> Typed:
        """What the partner enters into a cell of the period."""
        del table
        if row.indicator is None or column.month is None:
            return None
        if row.breakdown is not None:
            return self.book.numbers[row.key[0], NOT_KNOWN if row.item else row.area][column.month]
        given = self.book.numbers if row.part is Part.NUMBER else self.book.beside
        return given[row.key[0], self.own][column.month]


def _measured(code: str, title: str, unit: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "title": title, "objective": "O1", "kind": "outcome", "unit": unit, **more}


POPULATION = {"code": "POP", "title": "Mid-year population", "objective": "", "kind": "context", "unit": "stock",
              "frequency": "annual", "aggregation": "latest", "polarity": "neither"}  # fmt: skip
BOROUGHS = ("LB1", "LB2", "LB3", "LB4", "LB5", "LB6")

BOROUGH = Partnership(
    period=Period.parse("2017-18 Q4"),
    groups={"london": ("LB0", *BOROUGHS), "alike": ("LB0", *BOROUGHS[:3])},
    sizes={
        "POP": (240_000, 340_000), "BUR": (120, 260), "VIO": (300, 520), "OUT": (20, 60), "DAB": (70, 140), "DAP": (20, 60),
        "RES": (2_000.0, 4_000.0), "RES/": (250, 420), "CNF": (61.0, 78.0), "GRA": (9_000, 24_000), "OFF": (380.0, 420.0),
    },
    framework={
        "version": "2017.2", "format": 2, "partnership": "Haling Safer Neighbourhoods Board", "area": "LB0",
        "objectives": [{"code": "O1", "title": "Safer streets"}],
        "partners": [{"code": "pol", "name": "Metropolitan Police, Haling"}, {"code": "cou", "name": "Haling Council"}],
        "areas": [
            {"code": "LB0", "name": "Haling", "kind": "London borough", "groups": ["london", "alike"]},
            *({"code": code, "name": f"Borough {code}", "kind": "London borough",
               "groups": ["london", "alike"] if code in BOROUGHS[:3] else ["london"]} for code in BOROUGHS),
            *({"code": f"W{number}", "name": name, "kind": "ward", "parent": "LB0"}
              for number, name in enumerate(("Canal", "Heath", "Market", "Northfields"), 1)),
        ],
        "benchmarks": [{"code": "london", "title": "the seven boroughs"},
                       {"code": "alike", "title": "the most similar", "average": "unweighted"}],
        "indicators": [
            POPULATION,
            _measured("BUR", "Burglary", "count", counted="offences", partner="pol", polarity="lower", denominator="POP",
                      benchmark=["london", "alike"], breakdowns=["ward"]),
            _measured("VIO", "Violence with injury", "rate", counted="offences", partner="pol", polarity="lower",
                      denominator="POP", benchmark="london", breakdowns=["ward"]),
            _measured("OUT", "Burglary with a positive outcome", "percentage", partner="pol", polarity="higher",
                      denominator="BUR", aggregation="ratio of sums"),
            _measured("DAB", "Domestic abuse referrals", "count", counted="referrals", partner="cou", polarity="neither"),
            _measured("DAP", "Referrals seen within a week", "percentage", partner="cou", polarity="higher",
                      denominator="DAB", aggregation="ratio of sums"),
            _measured("RES", "Minutes to the scene", "average", counted="minutes", partner="pol", polarity="lower",
                      denominator="reported", denominator_title="calls", aggregation="ratio of sums", decimals=0),
            _measured("CNF", "Residents who feel safe", "survey percentage", partner="cou", polarity="higher",
                      frequency="quarterly", aggregation="latest", rolling=True, decimals=1),
            _measured("GRA", "Grant spent", "money", partner="cou", polarity="neither"),
            _measured("OFF", "Officers in post", "stock", counted="officers", partner="pol", polarity="higher",
                      aggregation="latest", decimals=1, denominator="POP", per=10_000),
        ],
        "targets": [
            {"indicator": "BUR", "year": "2017-18", "value": 2200.0},
            {"indicator": "VIO", "year": "2017-18", "value": 17.4, "scheme": "improvement", "tolerance": 2.0},
            {"indicator": "OUT", "year": "2017-18", "value": 22.0, "scheme": "floor", "floor": 20.0},
            {"indicator": "RES", "year": "2017-18", "value": 8.9},
            {"indicator": "CNF", "year": "2017-18", "value": 70.0, "scheme": "floor", "floor": 60.0},
            {"indicator": "OFF", "year": "2017-18", "value": 405.0},
        ],
    },
)  # fmt: skip
"""A London borough with wards of its own, compared in two groups; months."""

DISTRICT = Partnership(
    period=Period.parse("2017-18 Q3"),
    sizes={
        "HH": (41_000, 44_000), "ASB": (260, 420), "FLY": (90, 160), "REP": (25, 70), "REP/": (900, 1_100), "CAS": (60, 110),
        "CLO": (20, 55), "GAP": (-4.0, 3.0), "BUD": (-2_000.0, 9_000.0), "SUR": (58.0, 74.0), "LIC": (140, 190),
    },
    framework={
        "version": "1", "format": 2, "partnership": "Fenmoor Community Safety Partnership", "area": "D1",
        "objectives": [{"code": "O1", "title": "Quiet neighbourhoods"}],
        "partners": [{"code": "dis", "name": "Fenmoor District Council"}, {"code": "pol", "name": "County Constabulary"},
                     {"code": "lic", "name": "Licensing"}],
        "areas": [{"code": "D1", "name": "Fenmoor", "kind": "district"}],
        "indicators": [
            _measured("HH", "Households", "stock", counted="households", partner="dis", polarity="neither",
                      frequency="quarterly", aggregation="latest"),
            _measured("ASB", "Anti-social behaviour", "rate", counted="incidents", per=1000, partner="pol", polarity="lower",
                      frequency="quarterly", denominator="HH"),
            _measured("FLY", "Fly-tipping", "count", counted="incidents", partner="dis", polarity="lower",
                      frequency="quarterly", denominator="HH", per=10_000),
            _measured("REP", "Repairs after damage", "rate", counted="repairs", per=1000, partner="dis", polarity="lower",
                      frequency="quarterly", denominator="reported", denominator_title="homes"),
            _measured("CAS", "Cases opened", "count", counted="cases", partner="dis", polarity="neither", frequency="quarterly"),
            _measured("CLO", "Cases closed in time", "percentage", partner="dis", polarity="higher", frequency="quarterly",
                      denominator="CAS", aggregation="ratio of sums"),
            _measured("GAP", "Gap in confidence to the county", "stock", counted="points", partner="pol", polarity="higher",
                      frequency="quarterly", aggregation="latest", decimals=1, may_be_negative=True),
            _measured("BUD", "Spent or handed back", "money", partner="dis", polarity="neither", frequency="quarterly",
                      decimals=2, may_be_negative=True),
            _measured("SUR", "Residents who feel safe", "survey percentage", partner="pol", polarity="higher",
                      frequency="quarterly", aggregation="latest", decimals=1),
            _measured("LIC", "Premises inspected", "count", counted="premises", partner="lic", polarity="higher",
                      frequency="annual"),
        ],
        "targets": [
            {"indicator": "ASB", "year": "2017-18", "value": 33.0, "profile": [8, 17, 25, 34, 43, 52, 60, 67, 75, 83, 92, 100]},
            {"indicator": "FLY", "year": "2017-18", "value": 480.0, "scheme": "improvement"},
            {"indicator": "REP", "year": "2017-18", "value": 45.0, "scheme": "floor", "floor": 60.0},
            {"indicator": "CLO", "year": "2017-18", "value": 45.0},
            {"indicator": "LIC", "year": "2017-18", "value": 170.0},
        ],
    },
)  # fmt: skip
"""A district that counts by quarters, with neither wards nor anybody to be compared with."""
