"""Forms to write in the tests: a large partner's, with wards, and a small one's."""

from __future__ import annotations

from datetime import date

from scpxl.model.framework import Area, Framework, Frequency, Indicator, Unit
from scpxl.model.periods import Period
from scpxl.model.plan import Objective, Partner
from scpxl.returns.form import Answer, FormTable, Part, ReturnForm, Row, Sheet
from scpxl.returns.layout import WARD, lay_out_return
from scpxl.returns.prefill import FigureKey, Prefill

PERIOD = Period.parse("2017-18 Q4")
BOROUGH = "E09000003"
WARDS = (
    "Brunswick Park", "Burnt Oak", "Childs Hill", "Colindale", "Coppetts", "East Barnet", "East Finchley", "Edgware",
    "Finchley Church End", "Garden Suburb", "Golders Green", "Hale", "Hendon", "High Barnet", "Mill Hill", "Oakleigh",
    "Totteridge", "Underhill", "West Finchley", "West Hendon", "Woodhouse",
)  # fmt: skip
COUNTS = (
    ("BUR-01", "Residential burglary", "O1", "offences"),
    ("BUR-02", "Burglary of business and community premises", "O1", "offences"),
    ("VWI-01", "Violence with injury", "O2", "offences"),
    ("VWI-02", "Violence with injury, not domestic", "O2", "offences"),
    ("ROB-01", "Robbery", "O2", "offences"),
    ("ASB-01", "Anti-social behaviour calls to the police", "O3", "calls"),
    ("HAT-01", "Racist and religious hate crime", "O4", "offences"),
    ("HAT-02", "Homophobic, transphobic and disability hate crime", "O4", "offences"),
    ("DAB-01", "Domestic abuse", "O2", "incidents"),
    ("KNI-01", "Knife crime with injury, victims aged 1 to 24, outside the home", "O2", "offences"),
)
RATIOS = (
    ("DAB-02", "Domestic abuse that ends in a charge, caution or other sanction", "outcomes", "offences"),
    ("BUR-03", "Burglary victims visited within a day", "visits", "burglaries"),
    ("VIC-01", "Victims kept informed", "victims kept informed", "victims asked"),
    ("ASB-02", "Repeat callers visited", "visits", "repeat callers"),
)
SURVEYS = (
    ("CON-01", "Residents who say the police do a good job locally"),
    ("CON-02", "Residents who feel safe after dark"),
    ("CON-03", "Residents who feel well informed about what the police do"),
    ("CON-04", "Residents worried about anti-social behaviour"),
)
OBJECTIVES = (
    ("O1", "Fewer burglaries, and victims who are looked after"),
    ("O2", "Less violence, in the home and in the street"),
    ("O3", "Anti-social behaviour dealt with early"),
    ("O4", "Hate crime reported and answered"),
    ("O5", "Residents who feel safe and know what is being done"),
)


def _indicator(code: str, title: str, objective: str, unit: Unit, things: str, **more: object) -> Indicator:
    fields = {"code": code, "title": title, "objective": objective, "unit": unit, "counted": things, **more}
    return Indicator.model_validate({"kind": "outcome", "polarity": "lower", "partner": "met"} | fields)


def _indicators() -> tuple[Indicator, ...]:
    counts = [_indicator(*row[:3], Unit.COUNT, row[3], breakdowns=(WARD,)) for row in COUNTS]
    ratios = [
        _indicator(
            code, title, "O2", Unit.PERCENTAGE, things, denominator="reported", denominator_title=whole
        )
        for code, title, things, whole in RATIOS
    ]
    surveys = [
        _indicator(code, title, "O5", Unit.SURVEY, "% of residents",
                   frequency=Frequency.QUARTERLY, decimals=1, required=False)
        for code, title in SURVEYS
    ]  # fmt: skip
    small = [
        _indicator("FIR-01", "Accidental dwelling fires", "O5", Unit.COUNT, "fires", partner="lfb"),
        _indicator("FIR-02", "Home fire safety visits & advice", "O5", Unit.COUNT, "visits",
                   partner="lfb", frequency=Frequency.QUARTERLY),
    ]  # fmt: skip
    return (*counts, *ratios, *surveys, *small)


FRAMEWORK = Framework(
    version="2017-18.1",
    partnership="Barnet Safer Communities Partnership",
    area=BOROUGH,
    contact="Community Safety Team, 020 8359 0000",
    contact_email="community.safety@barnet.example",
    objectives=tuple(Objective(code=code, title=title) for code, title in OBJECTIVES),
    partners=(
        Partner(code="met", name="Metropolitan Police Service, North West Command Unit"),
        Partner(code="lfb", name="Fire & Rescue Service"),
    ),
    areas=(
        Area(code=BOROUGH, name="Barnet", kind="borough"),
        *(
            Area(code=f"E0500{number}", name=name, kind="ward", parent=BOROUGH)
            for number, name in enumerate(WARDS, start=3043)
        ),
    ),
    indicators=_indicators(),
)
LARGE = lay_out_return(FRAMEWORK, "met", PERIOD)
SMALL = lay_out_return(FRAMEWORK, "lfb", PERIOD)
ACTIONS: tuple[dict[str, str | float | date | None], ...] = (
    {
        "reference": "A1",
        "objective": "O1",
        "action": "Target-harden the fifty homes burgled twice since April, with the housing associations.",
        "owner": "Neighbourhood Inspector",
        "supporting": "Fire & Rescue Service",
        "due": date(2018, 6, 29),
        "status": "In progress",
        "complete": 40.0,
        "rag": "Amber",
        "rag_reason": "Locks are late.",
        "update": "Twenty homes done; the supplier promises the rest in May.",
    },
    {"reference": "A2", "action": '=cmd|"/c calc"!A1', "update": "@SUM(1)", "owner": "-1+1", "due": None},
)


def open_cells(table: FormTable) -> dict[tuple[int, int], tuple[Row, str]]:
    """Return the open cells of the printed rows by address, with their row and column key."""
    return {
        (ref.row, ref.column): (row, column.key)
        for number, row in enumerate(table.rows)
        for column in table.columns
        if table.is_open(row, column)
        for ref in [table.cell(number, column.key)]
    }


def known_history(form: ReturnForm) -> Prefill:
    """Return a figure for every open earlier month of the form, one in ten of them a mark."""
    figures: dict[FigureKey, float | str] = {}
    for table in (form.table[sheet] for sheet in (Sheet.MEASURES, Sheet.WARDS) if sheet in form.table):
        for number, row in enumerate(table.rows):
            # What a number is out of is below it: a mark in both, or the larger of the two.
            is_whole = row.part is Part.OUT_OF
            for column in table.months:
                if not column.in_period and table.is_open(row, column) and column.answer is Answer.FIGURE:
                    value = ((number - is_whole) * 37 + (column.month or 0) * 11) % 2900
                    largest = 100 if row.indicator and row.indicator.unit is Unit.SURVEY else 2900
                    known = "[x]" if value % 10 == 0 else value % largest + is_whole
                    figures[table.sheet, row.key, column.key] = known
    return Prefill(figures, ACTIONS)
