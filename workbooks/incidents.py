"""What goes wrong, and what is merely unusual, among the example's 32 returns: one row per incident.

Whatever is not here is sent in time, once, whole, and entered as asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cache

from scpxl.model.periods import Period
from scpxl.returns.cells import CellRef
from scpxl.returns.form import Part, ReturnForm, Sheet


@dataclass(frozen=True)
class Slip:
    """One cell that holds something else than it should."""

    sheet: Sheet
    key: tuple[str, ...]
    column: str
    typed: str | float | None
    code: str = ""
    """The finding it leads to, and where, if not in that cell; blank where it is tidied and no more."""
    told_at: tuple[Sheet, tuple[str, ...], str] | None = None


@dataclass(frozen=True)
class Incident:
    """What is unusual about one partner's return of one quarter."""

    partner: str
    period: Period
    days_late: int | None = None
    """Sent so many days after it was due; None: in time."""
    missing: bool = False
    again_as: str = ""
    """The very same file is sent once more under this name, the day after."""
    slips: tuple[Slip, ...] = ()
    """What is wrong in the first attempt; the second, named `corrected_as`, is right."""
    corrected_as: str = ""
    corrected_after: int = 0
    typed_as_text: tuple[Slip, ...] = ()
    """What is entered unusually, in every attempt, and read all the same."""
    by_libreoffice: bool = False
    rearranged: bool = False


def _q(number: int) -> Period:
    return Period.quarter(2017, number)


_OUTCOME = ("OUT-01", Part.NUMBER)
_INCIDENTS_REPORTED = (Sheet.MEASURES, ("ASB-01", Part.NUMBER), "2018-03")
EIGHT_SLIPS = (
    Slip(Sheet.MEASURES, ("HAT-01", Part.NUMBER), "2018-03", "about 30", "NOT_A_NUMBER"),
    Slip(Sheet.MEASURES, ("SHO-01", Part.NUMBER), "2018-02", None, "BLANK"),
    Slip(Sheet.MEASURES, ("VIO-02", Part.NUMBER), "2018-01", "<5", "SMALL_NUMBER_HIDDEN"),
    Slip(Sheet.MEASURES, _OUTCOME, "2018-02", "9%", "PERCENT_IN_COUNT"),
    Slip(Sheet.MEASURES, ("VAW-02", Part.NUMBER), "2018-02", 37.5, "NOT_WHOLE"),
    Slip(Sheet.MEASURES, ("VEH-02", Part.NUMBER), "2018-03", -133, "NEGATIVE"),
    Slip(Sheet.WARDS, ("ASB-01", "E05000046"), "2018-03", 400, "WARDS_OVER_BOROUGH", _INCIDENTS_REPORTED),
    Slip(Sheet.ACTIONS, ("MET-03",), "status", "Ongoing", "NOT_IN_LIST"),
)

INCIDENTS = (
    Incident("mencap", _q(2), days_late=9),
    Incident("council", _q(3), again_as="council 2017-18-Q3 (1).xlsx"),
    Incident(
        "met",
        _q(4),
        slips=EIGHT_SLIPS,
        corrected_as="met 2017-18-Q4 corrected.xlsx",
        corrected_after=3,
        typed_as_text=(Slip(Sheet.MEASURES, ("TNO-01", Part.NUMBER), "2018-02", "2,058"),),
    ),
    Incident("probation", _q(4), days_late=12),
    Incident("nhs", _q(4), missing=True),
    Incident("lfb", _q(4), again_as="LFB Barnet Q4 FINAL.xlsx"),
    Incident("mopac", _q(4), by_libreoffice=True),
    Incident("homes", _q(4), rearranged=True),
)

CORRECTED_IN = _q(4)
FIRST_GIVEN = {
    ("VEH-01", Period.month(2017, 11)): 206,
    ("VEH-01", Period.month(2017, 12)): 164,
    ("TNO-01", Period.month(2017, 11)): 2399,
    ("TNO-01", Period.month(2017, 12)): 2026,
}
"""What was given for the borough before `CORRECTED_IN`, whose return overtypes it with the figures of the tables."""

_USUAL_DAYS_EARLY = {
    "met": 4, "council": 6, "lfb": 9, "mopac": 12, "probation": 2, "nhs": 5, "mencap": 1, "homes": 8,
}  # fmt: skip


@cache
def incident_of(partner: str, period: Period) -> Incident:
    """Return what is unusual about a return; an ordinary one has an incident that says nothing."""
    for incident in INCIDENTS:
        if (incident.partner, incident.period) == (partner, period):
            return incident
    return Incident(partner, period)


def received(form: ReturnForm, incident: Incident) -> datetime:
    """Return when the first attempt came, on a working day in office hours."""
    early = _USUAL_DAYS_EARLY.get(form.partner.code, 3)
    late = incident.days_late
    day = form.due + timedelta(days=-early if late is None else late)
    # The office is closed at weekends.  A late return keeps its day: it is late by so many days.
    while late is None and day.weekday() > 4:
        day -= timedelta(days=1)
    minutes = sum(form.partner.code.encode()) * 7 % 480
    return datetime.combine(day, time(9), UTC) + timedelta(minutes=minutes)


def told_at(form: ReturnForm, slip: Slip) -> CellRef:
    """Return the cell at which a slip's finding is told."""
    sheet, key, column = slip.told_at or (slip.sheet, slip.key, slip.column)
    return cell_of(form, sheet, key, column)


def cell_of(form: ReturnForm, sheet: Sheet, key: tuple[str, ...], column: str) -> CellRef:
    """Return where a row's cell is issued; an action's rows are in the order of its references."""
    table = form.table[sheet]
    if table.rows:
        return table.cell(next(n for n, row in enumerate(table.rows) if row.key == key), column)
    return table.cell(int(key[0].rpartition("-")[2]) - 1, column)
