"""Every pairing of unit, denominator, aggregation, frequency and rolling; figures for it, entered as a partner enters them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from random import Random
from typing import Any

from scpxl.checks.flat_tables.check import check_flat_table
from scpxl.checks.return_check import check_return
from scpxl.model.framework import Area, Average, BenchmarkGroup, Framework, Indicator
from scpxl.model.observations import Observation
from scpxl.model.periods import Period
from scpxl.model.plan import Objective, Partner
from scpxl.model.targets import Target
from scpxl.returns.findings import Severity
from scpxl.returns.form import Part, Sheet
from scpxl.returns.layout import lay_out_return
from scpxl.returns.raw import CellValue, FlatRow
from tests.checks.builders import filled
from tests.promises.plain import Book, Measure

OWN, NEAR = "OWN", ("A", "B", "C")
GROUPS = {"pool": (OWN, *NEAR), "mean": (OWN, "A", "B")}
FIRST, LAST = Period.month(2014, 4).first, Period.month(2018, 3).last
STEPS = {"monthly": 1, "quarterly": 3, "annual": 12}
UNITS = ("count", "rate", "percentage", "survey percentage", "money", "average", "stock")
ADDS_UP = ("sum", "ratio of sums", "latest")
WHOLES: dict[str, dict[str, Any]] = {
    "POP": {"title": "Population", "counted": "people", "unit": "stock", "aggregation": "latest", "frequency": "annual", "kind": "context", "objective": "", "partner": ""},
    "HOM": {"title": "Homes", "counted": "homes", "unit": "stock", "aggregation": "latest", "frequency": "quarterly"},
    "OFF": {"title": "Officers", "counted": "officers", "unit": "stock", "aggregation": "latest", "frequency": "monthly"},
    "CAL": {"title": "Calls", "counted": "calls", "unit": "count", "aggregation": "sum", "frequency": "monthly"},
    "REF": {"title": "Referrals", "counted": "referrals", "unit": "count", "aggregation": "sum", "frequency": "quarterly"},
}  # fmt: skip
"""What figures may be out of: a population, a level of quarters and of months, a count of months and of quarters."""
COMMON = {"objective": "O1", "kind": "outcome", "partner": "met", "polarity": "neither"}


@dataclass(frozen=True)
class Pairing:
    """One way to declare an indicator."""

    unit: str
    whole: str
    aggregation: str
    frequency: str
    rolling: bool

    @property
    def code(self) -> str:
        return "-".join((self.unit[:3], self.whole[:3] or "NON", self.aggregation[:1], self.frequency[:1], "r" * self.rolling)).strip("-").upper()  # fmt: skip

    def indicator(self, **more: Any) -> Indicator:
        said = {"code": self.code, "title": f"Measure {self.code}", "unit": self.unit, "denominator": self.whole,
                "denominator_title": "cases", "aggregation": self.aggregation, "frequency": self.frequency,
                "rolling": self.rolling, "per": 100, "counted": "things"}  # fmt: skip
        return Indicator.model_validate({**COMMON, **said, **more})

    def measure(self, sign: int = 0) -> Measure:
        aggregation = {"ratio of sums": "ratio"}.get(self.aggregation, self.aggregation)
        return Measure(
            self.code, self.unit, aggregation, STEPS[self.frequency], self.whole, self.rolling, 100, sign
        )

    @property
    def unfit(self) -> set[str]:
        """The fields that do not fit each other, by rules of this test's own; none where it can be worked out."""
        wrong = set()
        fits = {"count": "s", "money": "s", "rate": "sr", "percentage": "rl", "average": "rl"}.get(
            self.unit, "l"
        )
        if self.aggregation[0] not in fits:
            wrong.add("aggregation")
        if self.rolling and self.aggregation != "latest":
            wrong.add("rolling")
        ratio = self.unit in {"rate", "percentage", "average"}
        if not self.whole and (ratio or self.aggregation == "ratio of sums"):
            wrong.add("denominator")
        if self.whole and (self.unit == "survey percentage" or (self.whole == "reported" and not ratio)):
            wrong.add("denominator")
        if self.whole == "REF" and self.frequency == "monthly" and not self.rolling:
            wrong.add("denominator")
        return wrong


def every_pairing() -> tuple[Pairing, ...]:
    wholes = ("", "reported", *WHOLES)
    return tuple(Pairing(*parts) for parts in product(UNITS, wholes, ADDS_UP, STEPS, (False, True)))


def agreed(indicators: tuple[Indicator, ...], targets: tuple[Target, ...] = (), form: int = 2) -> Framework:
    """A partnership of one partner and three neighbours, compared in two groups."""
    wholes = tuple(
        Indicator.model_validate({"code": code, **COMMON, **said}) for code, said in WHOLES.items()
    )
    return Framework(
        version="1",
        format=form,
        partnership="Everywhere",
        area=OWN,
        objectives=(Objective(code="O1", title="Whatever is promised"),),
        partners=(Partner(code="met", name="Police"),),
        areas=tuple(
            Area(code=code, name=f"Area {code}", kind="district", groups=tuple(g for g, held in GROUPS.items() if code in held))
            for code in (OWN, *NEAR)
        ),
        benchmarks=(
            BenchmarkGroup(code="pool", title="all four", average=Average.POOLED),
            BenchmarkGroup(code="mean", title="three of them", average=Average.UNWEIGHTED),
        ),
        indicators=(*wholes, *indicators),
        targets=targets,
    )  # fmt: skip


def measures(pairings: tuple[Pairing, ...], signs: dict[str, int]) -> dict[str, Measure]:
    wholes = {
        code: Measure(
            code, said["unit"], said["aggregation"], STEPS[said["frequency"]], by_calendar=code == "POP"
        )
        for code, said in WHOLES.items()
    }
    return wholes | {one.code: one.measure(signs.get(one.code, 0)) for one in pairings}


def type_in(book: Book, *, gaps: bool) -> Book:
    """Make up what is entered: every figure of four years of the own area and its neighbours, with some missing."""
    for one in book.measures.values():
        for area in (OWN, *NEAR):
            draw = Random(f"{one.code} {area}")  # noqa: S311  (figures for tests)
            ends = [month for month in range(FIRST, LAST + 1) if (month - 2) % one.step == 0]
            if one.by_calendar:
                ends = [year * 12 + 5 for year in range(FIRST // 12 - 1, LAST // 12)]
            pairs = {end: _made_up(one, draw) for end in ends}
            left_out = (
                set(draw.sample(ends[-24:], 2))
                if gaps and draw.random() < 0.5 and not one.by_calendar
                else set()
            )
            kept = {end: pair for end, pair in pairs.items() if end not in left_out}
            book.numbers[one.code, area] = {end: pair[0] for end, pair in kept.items()}
            if one.whole == "reported":
                book.beside[one.code, area] = {end: pair[1] for end, pair in kept.items()}
    return book


def _made_up(one: Measure, draw: Random) -> tuple[float, float]:
    if one.unit == "survey percentage":
        return draw.randint(400, 800) / 10, 0.0
    if one.code in WHOLES:
        low, high = {"POP": (40_000, 60_000), "REF": (300, 400)}.get(one.code, (90, 140))
        return float(draw.randint(low, high)), 0.0
    number = draw.randint(100, 900) / 10 if one.unit in {"money", "average"} else float(draw.randint(2, 60))
    return number, float(draw.randint(60, 90))


def returned(framework: Framework, book: Book) -> Iterator[Observation]:
    """Yield what comes of the own area's returns, each laid out, filled in and checked in memory."""
    period = Period(FIRST, 3)
    while period.last <= LAST:
        form = lay_out_return(framework, "met", period)
        typed: dict[tuple[str, ...], CellValue] = {}
        for row in form.table[Sheet.MEASURES].rows:
            given = (book.numbers if row.part is Part.NUMBER else book.beside)[row.key[0], OWN]
            for column in form.table[Sheet.MEASURES].months:
                if form.table[Sheet.MEASURES].is_open(row, column):
                    month = column.month or 0
                    missing = "[x]" if column.in_period else None
                    typed[str(Sheet.MEASURES), *row.key, column.key] = given.get(month, missing)
        found = check_return(filled(typed, form=form), form, framework=framework)
        refused = [str(one) for one in found.findings if one.severity is Severity.MUST_FIX]
        assert not refused, refused
        yield from (seen for seen in found.observations if seen.period.last >= period.first)
        period = Period(period.last + 1, 3)


def imported(framework: Framework, book: Book) -> tuple[Observation, ...]:
    """Return what comes of the neighbours' figures, and of the population, in a tidy file."""
    columns = {name: place for place, name in enumerate(FlatRow._fields[3:])}
    rows: list[FlatRow] = []
    for (code, area), given in book.numbers.items():
        one = book.measures[code]
        if area == OWN and not one.by_calendar:
            continue
        for end, number in given.items():
            length = 1 if one.by_calendar else one.step
            beside = book.beside.get((code, area), {}).get(end)
            period = Period(end - length + 1, length).code
            rows.append(FlatRow("near.csv", len(rows) + 2, columns, code, area, period, number, beside))
    found = check_flat_table(rows, framework, "near.csv")
    # Figures made by chance may be asked about; none may be set aside.
    assert not found.aside, [str(one) for one in found.findings][:5]
    return found.observations
