"""A framework in which every field of every record says something other than its default."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from scpxl.model.agreements import Tolerance, Trial, Waiver
from scpxl.model.framework import (
    Aggregation,
    Area,
    Average,
    BenchmarkGroup,
    Breakdown,
    BreakdownCategory,
    BreakdownItem,
    ChartLimits,
    Edition,
    Framework,
    Frequency,
    Indicator,
    IndicatorKind,
    Unit,
)
from scpxl.model.periods import Period
from scpxl.model.plan import Board, Objective, Partner
from scpxl.model.registers import RegisterName
from scpxl.model.series_notes import NoteKind, SeriesNote
from scpxl.model.targets import Polarity, Scheme, Target, TargetOf

NOVEMBER_2010 = Period.month(2010, 11)
DECEMBER_2011 = Period.month(2011, 12)
YEAR_2017 = Period.year(2017)

OBJECTIVES = (
    Objective(code="O1", title="Cut burglary", short_title="Burglary", lead="Borough Commander"),
    Objective(code="O2", title="Support victims & witnesses"),
)
PARTNERS = (
    Partner(code="met", name="Metropolitan Police", contact="Performance officer", email="met@example.org"),
    Partner(code="007", name="A partner whose code looks like a number"),
)
AREAS = (
    Area(code="E09000003", name="Barnet", kind="borough", groups=("london", "outer"), tile="2,3"),
    Area(
        code="E05000041",
        name="Burnt Oak",
        kind="ward",
        parent="E09000003",
        first=NOVEMBER_2010,
        last=DECEMBER_2011,
        other_names=("Burnt Oak Ward", "BURNT OAK"),
    ),
    Area(
        code="E06000023",
        name="Bristol",
        kind="borough",
        groups=("outer",),
        other_names=("Bristol, City of",),
    ),
)
BENCHMARKS = (
    BenchmarkGroup(code="london", title="London boroughs", average=Average.UNWEIGHTED),
    BenchmarkGroup(code="outer", title="Others"),
)
BREAKDOWNS = (
    Breakdown(
        code="age",
        title="Age of victim",
        category=BreakdownCategory.VICTIM,
        plural="age groups",
        not_known=True,
    ),
    Breakdown(code="need", title="Need", category=BreakdownCategory.SERVICE, exclusive=False),
)
ITEMS = (
    BreakdownItem(breakdown="age", item="0-17", title="Under 18"),
    BreakdownItem(breakdown="age", item="18", title="18 or over"),
    BreakdownItem(breakdown="need", item="other", title="Other, of any kind"),
)
BURGLARY = Indicator(
    code="BUR-01",
    title="Residential burglary",
    objective="O1",
    kind=IndicatorKind.OUTCOME,
    unit=Unit.RATE,
    counted="offences",
    per=100_000,
    partner="met",
    polarity=Polarity.LOWER,
    denominator="POP",
    benchmark="london",
    breakdowns=("ward", "age"),
    tags=("MOPAC 7", "police.uk"),
    headline=True,
    illustrative=True,
    definition="Burglaries of homes.\nSheds count from April 2017.",
    source="Metropolitan Police, Open Government Licence",
    disclosure_threshold=5,
    editions=(Edition.PARTNERSHIP, Edition.OBSERVERS),
    first=NOVEMBER_2010,
    last=Period.quarter(2018, 2),
    decimals=2,
    query_tolerance=12.5,
)
RESOLVED = Indicator(
    code="ASB-01",
    title="Cases closed as resolved",
    objective="O2",
    kind=IndicatorKind.INTERMEDIATE,
    unit=Unit.PERCENTAGE,
    partner="007",
    frequency=Frequency.QUARTERLY,
    aggregation=Aggregation.RATIO,
    polarity=Polarity.HIGHER,
    denominator="reported",
    denominator_title="cases closed",
    required=False,
    editions=(),
    first=YEAR_2017,
)
POPULATION = Indicator(
    code="POP",
    title="Residents",
    objective="",
    kind=IndicatorKind.CONTEXT,
    unit=Unit.STOCK,
    frequency=Frequency.ANNUAL,
    aggregation=Aggregation.LATEST,
    polarity=Polarity.NEITHER,
    rolling=True,
    chart=ChartLimits.XMR,
)
GRANT = Indicator(
    code="GRA-01",
    title="Grant spent or handed back",
    objective="O2",
    kind=IndicatorKind.ACTIVITY,
    unit=Unit.MONEY,
    partner="007",
    polarity=Polarity.NEITHER,
    may_be_negative=True,
)
TARGETS = (
    Target(
        indicator="BUR-01",
        year=YEAR_2017,
        value=2600,
        of=TargetOf.TOTAL,
        baseline=2740.5,
        baseline_note="Mean of three years",
        tolerance=7.5,
        profile=(8, 16, 25, 33, 41.5, 50, 58, 66, 75, 83, 91, 100),
    ),
    Target(indicator="ASB-01", year=Period.year(2010), value=80, scheme=Scheme.FLOOR, floor=72.25),
)
NOTES = (
    SeriesNote(
        kind=NoteKind.UNRELIABLE,
        indicators=("BUR-01", "MOPAC 7"),
        first=NOVEMBER_2010,
        last=DECEMBER_2011,
        reason="A system was changed.",
        source="The force's bulletin",
    ),
    SeriesNote(kind=NoteKind.NOTE, first=Period.month(2018, 3), reason="Snow."),
)

WAIVERS = (
    Waiver(
        rule="PART_OVER_WHOLE",
        partner="007",
        indicator="ASB-01",
        reason="Cases of last quarter count too",
        approved_by="the Chair",
        until=date(2018, 6, 30),
    ),
    Waiver(
        rule="ANSWER_MISSING", partner="met", reason="No one in post.", approved_by="x", until="1 May 2018"
    ),
)
TOLERANCES = (
    Tolerance(
        rule="WARDS_OVER_BOROUGH",
        indicator="BUR-01",
        partner="met",
        per_cent=0.6,
        number=2,
        reason="As published.",
    ),
    Tolerance(rule="WARDS_UNDER_BOROUGH", number=1, reason="As published."),
)
TRIALS = (Trial(rule="WARDS_UNDER_BOROUGH", until=date(2018, 9, 30), note="Ask us how."),)


def example_framework(**changes: Any) -> Framework:
    """Return the framework, with what is named changed."""
    fields: dict[str, Any] = {
        "version": "2017-18.1",
        "partnership": "Safer Communities Partnership",
        "area": "E09000003",
        "note": "For tests.",
        "marking": "OFFICIAL-SENSITIVE",
        "due_days": 21,
        "screening": False,
        "shift": 8,
        "trend": 6,
        "format": 2,
        "contact": "The analyst",
        "contact_email": "csp@example.org",
        "public_contacts": ("020 8359 2000", "barnet.gov.uk", "Hendon Town Hall, The Burroughs"),
        "summary_tags": ("MOPAC 7",),
        "status_red": 40,
        "status_green": 60,
        "status_reds": 1,
        "month_ends": 6,
        "list_rows": 200,
        "registers": (RegisterName.RISKS, RegisterName.MONEY),
        "register_rows": 25,
        "drawn_map": True,
        "objectives": OBJECTIVES,
        "partners": PARTNERS,
        "areas": AREAS,
        "benchmarks": BENCHMARKS,
        "breakdowns": BREAKDOWNS,
        "items": ITEMS,
        "indicators": (BURGLARY, RESOLVED, POPULATION, GRANT),
        "targets": TARGETS,
        "notes": NOTES,
        "waivers": WAIVERS,
        "trials": TRIALS,
        "tolerances": TOLERANCES,
        "boards": (
            Board(
                code="adults", title="Safeguarding Adults Board", objectives=("O1",), indicators=("BUR-01",)
            ),
        ),
    }
    return Framework(**{**fields, **changes})


def edit_workbook(path: Path, edit: Callable[[Any], None]) -> Path:
    """Open a workbook with another program, let `edit` change it, and save it."""
    from openpyxl import load_workbook

    book = load_workbook(path)
    edit(book)
    book.save(path)
    book.close()
    return path
