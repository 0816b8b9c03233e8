"""Small partnerships whose dashboards are written in a moment, and one in which all that can go wrong has."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from scpxl.model.documents import ActionRecord, CommentaryRecord, ExplanationRecord
from scpxl.model.framework import Area, BenchmarkGroup, Breakdown, BreakdownItem, Framework, Indicator
from scpxl.model.observations import Marker, Observation
from scpxl.model.periods import Period
from scpxl.model.plan import Objective, Partner
from scpxl.scorecard.build import PeriodRecord, build_scorecard
from scpxl.scorecard.lists.quality import Feed
from scpxl.scorecard.lists.returns import Sending
from scpxl.scorecard.records.board import DecisionLine
from scpxl.scorecard.records.scorecard import Scorecard
from scpxl.scorecard.records.shape import DashboardSettings
from tests.scorecard.builders import OWN, PERCENTAGE, Q4, Value, indicator, population, series, target

MADE = datetime(2018, 5, 2, 9, tzinfo=UTC)
SMALL = DashboardSettings(month_ends=3, rows_of_lists=40)
NEAR = ("NE1", "NE2", "NE3", "NE4", "NE5")
TILES = ("1,1", "1,2", "2,1", "2,2", "3,1", "3,2")
WARDS = ("Canal", "Heath", "Market & Quay", "Northfields")

NASTY = (
    "=1+1",
    "@SUM(A1:A9)",
    "+44 20 8359 2000",
    "-2+3",
    '=HYPERLINK("http://example.org","press")',
    "http://example.org/press",
    "00123",
    "Mar 2018",
)
"""What a spreadsheet would like to take for something else than text."""
LONG = ("Patrols were moved to the evening after three weeks of reports near the station. " * 62).strip()
ODD_TEXT = "Bell\x07 goes; 🚓 stays; \u202eturned\u202c is shown; שלום; café; _x0041_ & <b>"


def agreed(
    *indicators: Indicator,
    objectives: Sequence[Objective] = (Objective(code="O1", title="Less crime"),),
    group: Iterable[str] = (),
    wards: Iterable[str] = (),
    kind: str = "ward",
    own: str = "Haling & Ely",
    **more: Any,
) -> Framework:
    """A framework of these indicators; `group` are the areas beside the own one in the benchmark group 'near'."""
    near = tuple(group)
    tiles = dict(zip((OWN, *near), TILES, strict=False)) if near else {}
    areas = [
        Area(
            code=code,
            name=own if code == OWN else f"Borough {code}",
            kind="borough",
            groups=("near",) if near else (),
            tile=tiles.get(code, ""),
        )
        for code in (OWN, *near)
    ]
    parts = [
        Area(code=f"W{place}", name=name, kind=kind, parent=OWN, tile=f"{1 + place // 2},{1 + place % 2}")
        for place, name in enumerate(wards)
    ]
    usual = {
        "version": "1",
        "partnership": "Haling & Ely Partnership",
        "area": OWN,
        "objectives": tuple(objectives),
        "partners": (Partner(code="met", name="Police"), Partner(code="lfb", name="Fire Brigade")),
        "areas": (*areas, *parts),
        "benchmarks": (BenchmarkGroup.model_validate({"code": "near", "title": "our neighbours"}),)
        if near
        else (),
        "indicators": indicators,
    }
    return Framework(**{**usual, **more})


def noise(code: str, months: int, about: float = 30.0) -> list[Value]:
    """Counts that vary as chance makes them, the same each time."""
    drawn = random.Random(f"{code} {months}")  # noqa: S311  (figures for a test)
    return [float(max(0, round(drawn.gauss(about, about**0.5)))) for _ in range(months)]


def board_of(
    framework: Framework,
    seen: Sequence[Observation],
    period: Period = Q4,
    settings: DashboardSettings = SMALL,
    **record: Any,
) -> Scorecard:
    """The scorecard from which a dashboard is written."""
    return build_scorecard(
        framework, PeriodRecord(list(seen), **record), period, MADE, "RUN-1", settings=settings
    )


AGE = Breakdown.model_validate({"code": "age", "title": "Age of victim", "category": "victim"})
AGES = tuple(
    BreakdownItem(breakdown="age", item=item, title=title)
    for item, title in (("u18", "Under 18"), ("adult", "18 and over"))
)
OBJECTIVES = (
    Objective(code="O1", title="Safer streets & homes", short_title="Streets", lead="Superintendent"),
    Objective(code="O2", title="Fire / emergencies: homes & vehicles", short_title="Fire / homes: all"),
)


def troubled_framework() -> Framework:
    """Two objectives, a group, wards, ages, a target that is missed, and measures of several kinds."""
    return agreed(
        indicator("BUR", title="Residential burglary", counted="offences", benchmark="near", breakdowns=["ward"],
                  denominator="POP", headline=True),
        indicator("ROB", title="Robbery", counted="offences", benchmark="near", breakdowns=["ward", "age"],
                  denominator="POP", disclosure_threshold=5),
        indicator("REO", title="Proven reoffending", partner="lfb", **PERCENTAGE),
        indicator("PAT", title="Patrols", kind="activity", polarity="higher", counted="patrols"),
        indicator("GRA", title="Warm-home grants", objective="O2", unit="money", polarity="neither", illustrative=True,
                  partner="lfb"),
        indicator("VIS", title="Home fire visits", objective="O2", kind="output", polarity="higher", frequency="quarterly",
                  partner="lfb", counted="visits"),
        indicator("POP", title="People", objective="", kind="context", unit="stock", frequency="annual", aggregation="latest",
                  polarity="neither"),
        objectives=OBJECTIVES, group=NEAR, wards=WARDS,
        breakdowns=(AGE,), items=AGES,
        targets=(target(300), target(20, "REO", scheme="floor", floor=25), target(200, "PAT")),
        marking="OFFICIAL & SENSITIVE",
    )  # fmt: skip


def troubled_figures() -> list[Observation]:
    """Three years of figures: a rise, a gap, figures withheld, provisional ones, and no grants at all."""
    seen: list[Observation] = []
    for place, area in enumerate((OWN, *NEAR)):
        seen += population({2014: 1e5 + 1e4 * place, 2015: 1e5, 2016: 1e5, 2017: 1e5 + 2e4 * place}, area)
        rise: list[Value] = [60.0, 66.0, 58.0] if area == OWN else []
        seen += series([*noise(f"BUR{area}", 36 - len(rise)), *rise], "BUR", area)
        seen += series(noise(f"ROB{area}", 36, 9), "ROB", area)
    for place in range(len(WARDS)):
        seen += series(noise(f"BUR{place}", 36, 7), "BUR", f"W{place}")
        seen += series(noise(f"ROB{place}", 36, 1), "ROB", f"W{place}")
    for item, about in (("u18", 2.0), ("adult", 7.0)):
        seen += series(noise(item, 36, about), "ROB", breakdown="age", item=item)
    shares: list[Value] = [(float(20 + n % 7), 100.0) for n in range(35)]
    seen += series([*shares, Marker.NOT_AVAILABLE], "REO")
    seen += series([*noise("PAT", 34, 16), 2.0, 1.0], "PAT")
    seen += series(noise("VIS", 12, 190), "VIS", step=3)
    provisional = {
        at for at, one in enumerate(seen) if one.indicator == "ROB" and one.area == OWN and not one.breakdown
    }
    last = max(provisional)
    return [one._replace(marker=Marker.PROVISIONAL) if at == last else one for at, one in enumerate(seen)]


def troubled_record() -> dict[str, Any]:
    """Actions, words, returns and decisions, with texts that a spreadsheet would take for something else."""
    due = date(2018, 3, 1)
    actions = [
        ActionRecord(
            "met",
            Q4,
            text,
            "O1",
            f"{text} to be done",
            "Chief & co",
            due,
            "on track",
            40.0,
            "Amber",
            "",
            text,
        )
        for text in NASTY
    ]
    done = actions[0]._replace(
        reference="DONE", action="Done already", status="complete", supporting=("lfb",)
    )
    words = [
        CommentaryRecord("met", Q4, "O1", LONG, "Because.", "More patrols.", "", "OFFICIAL"),
        *(CommentaryRecord("lfb", Q4, "O1", text, text, text, "", "") for text in NASTY),
        CommentaryRecord("lfb", Q4, "O2", ODD_TEXT, "", "", "Agree the bid.", ""),
    ]  # fmt: skip
    return {
        "actions": [done, *actions],
        "commentary": words,
        "explanations": [ExplanationRecord("met", Q4, "BUR", "Real change", "A new gang came from the north.")],
        "sendings": [
            Sending("met", 1, "returned", date(2018, 4, 20), "police 1.xlsx", 2, 0, ""),
            Sending("met", 2, "accepted with queries", date(2018, 4, 27), "=police.xlsx", 0, 3, "A. Superintendent"),
        ],
        "feeds": [Feed("S1", "met", Q4, date(2018, 4, 27), is_return=True, in_force=True)],
        "decisions": [
            DecisionLine("BUR", "Residential burglary", "Q4 2017-18", "escalate", "the board", "=Too many.", date(2018, 5, 1),
                         "Escalate: too many."),
        ],
    }  # fmt: skip


@cache
def troubled() -> Scorecard:
    """The scorecard of a partnership in which all that can go wrong has."""
    return board_of(troubled_framework(), troubled_figures(), **troubled_record())
