"""A framework of another shape than the example: no wards, money by the quarter, averages, awkward names."""

from __future__ import annotations

from scpxl.model.framework import (
    Aggregation,
    Area,
    Breakdown,
    BreakdownCategory,
    BreakdownItem,
    Framework,
    Frequency,
    Indicator,
    IndicatorKind,
    Unit,
)
from scpxl.model.plan import Objective, Partner
from scpxl.model.targets import Polarity

STREETS = tuple(
    BreakdownItem(breakdown="street", item=f"s{number:02}", title=f'No. {number}, "the corner" – Łódź & Café')
    for number in range(60)
)
ODD = tuple(
    BreakdownItem(breakdown="need", item=f"n{place}", title=title)
    for place, title in enumerate(
        (
            "=SUM(A1:A9)",
            "+44 lines",
            "-none",
            "@home",
            'O\'Brien, "Joe" & sons',
            "<b>",
            "日本; Ångström",
            "1/2",
            "TRUE",
        )
    )
)


def _indicator(code: str, title: str, partner: str, unit: Unit, **more: object) -> Indicator:
    fields = {"objective": "B", "kind": IndicatorKind.OUTPUT, "polarity": Polarity.HIGHER}
    return Indicator.model_validate(
        fields | {"code": code, "title": title, "partner": partner, "unit": unit} | more
    )


INDICATORS = (
    _indicator("M-1", "Grants paid", "pcc", Unit.MONEY, frequency=Frequency.QUARTERLY, decimals=2, breakdowns=("one",)),
    _indicator("M-2", 'Cases, "open"', "pcc", Unit.STOCK, frequency=Frequency.QUARTERLY, aggregation=Aggregation.LATEST),
    _indicator("V-1", "Days to first contact", "help", Unit.AVERAGE, aggregation=Aggregation.RATIO, decimals=1,
               denominator="reported", denominator_title="victims contacted"),
    _indicator("V-2", "Victims helped", "help", Unit.COUNT, breakdowns=("street", "need", "one")),
    _indicator("V-3", "Satisfied", "help", Unit.PERCENTAGE, frequency=Frequency.QUARTERLY, aggregation=Aggregation.RATIO,
               denominator="reported", required=False),
)  # fmt: skip

OTHER_SHAPE = Framework(
    version="1",
    partnership="Fen District Partnership",
    area="E07000008",
    due_days=20,
    objectives=(
        Objective(code="A", title='Cost & "value"'),
        Objective(code="B", title="Faster help", lead="Dr Ö"),
    ),
    partners=(
        Partner(code="pcc", name='The Commissioner\'s Office, "Fen"'),
        Partner(code="help", name="Victim Help"),
    ),
    areas=(Area(code="E07000008", name="Cambridge", kind="borough"),),
    breakdowns=(
        Breakdown(
            code="street",
            title='Street\'s "name", as entered',
            category=BreakdownCategory.LOCATION,
            not_known=True,
        ),
        Breakdown(code="need", title="=Need, stated", category=BreakdownCategory.VICTIM, exclusive=False),
        Breakdown(code="one", title="One only", category=BreakdownCategory.SERVICE),
    ),
    items=(*STREETS, *ODD, BreakdownItem(breakdown="one", item="only", title="The only one")),
    indicators=INDICATORS,
)
