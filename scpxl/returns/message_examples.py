"""Facts with which each code's words can be shown as a partner would read them.

A fact that means the same in every message has its example once, by name; where a code needs another
one, or stands at a cell, that is said beside the code.
"""

from __future__ import annotations

from scpxl.returns.cells import CellRef
from scpxl.returns.findings import Finding
from scpxl.returns.messages import MESSAGES, facts_of, finding

_COMMON: dict[str, object] = {
    "file": "met 2017-18-Q4.xlsx",
    "title": "Burglary",
    "sheet": "Measures",
    "sheets": "Start, Measures, Wards",
    "when": "Mar 2018",
    "value": "about 30",
    "example": 30,
    "row": "BUR-01",
    "heading": "Mar 2018",
    "detail": "a part of it is missing",
    "column": "column V",
    "span": "12 months",
    "range": "310–422",
    "part": "ward",
    "parts": "wards",
    "not_known": "Ward not known",
}

_OWN: dict[str, dict[str, object]] = {
    "FILE_TOO_BIG": {"size": 24, "limit": 20},
    "FILE_TOO_BIG_UNPACKED": {"detail": "more than 1,000,000 cells"},
    "FILE_IS_HTML": {"saying": " (Sign in)"},
    "FILE_WRONG_TYPE": {"kind": "a PDF"},
    "STRAY_CELL_FAR_AWAY": {"cell": "XFD1048576"},
    "NOT_OUR_FORM": {"sheets": "Sheet1, Sheet2"},
    "TABLE_MISSING": {"headings": "Code, Measure, Part, What is counted"},
    "TEMPLATE_OLD": {"found": "0", "wanted": "1"},
    "TEMPLATE_OLDER": {"found": "0.2", "title": "the trial form", "wanted": "1"},
    "FRAMEWORK_OTHER": {"found": "2016-17.2", "wanted": "2017-18.1"},
    "PARTNER_UNKNOWN": {"found": "mte"},
    "PARTNER_OTHER": {"found": "London Fire Brigade", "wanted": "Metropolitan Police"},
    "PERIOD_OTHER": {"found": "Q3 2017-18", "wanted": "Q4 2017-18"},
    "PERIOD_UNKNOWN": {"found": "winter"},
    "COLUMN_UNEXPECTED": {"heading": "Our notes"},
    "SHEET_UNEXPECTED": {"sheet": "Working"},
    "AMBIGUOUS_NUMBER": {"value": "1.234"},
    "SMALL_NUMBER_HIDDEN": {"value": "<5"},
    "NOT_YET_KNOWN": {"value": "TBC"},
    "PERCENT_IN_COUNT": {"value": "9%"},
    "NOT_WHOLE": {"value": "37.5"},
    "NEGATIVE": {"value": "-133"},
    "TOO_LARGE": {"value": "33120332"},
    "PERCENT_AS_FRACTION": {"value": "0.65", "meant": "65", "column": "explanation"},
    "PERCENT_RANGE": {"value": "120"},
    "DATE_IN_NUMBER": {"value": "31/03/2018"},
    "CELL_ERROR": {"value": "#REF!"},
    "NOT_IN_LIST": {"value": "Ongoing", "choices": "Not started, In progress, Complete, Overdue, Cancelled"},
    "TEXT_TOO_LONG": {"length": 1204, "limit": 1000},
    "NOT_A_DATE": {"value": "soon"},
    "DATE_AMBIGUOUS": {"value": "03/04/2018"},
    "DATE_IMPLAUSIBLE": {"value": "31/03/2081", "first": "01/01/2013", "last": "01/01/2028"},
    "ANSWER_MISSING": {"words": "Signed off by (name)"},
    "ERASED": {
        "what": "Burglary for Jun 2017 was",
        "kept": "the recorded figure, 310, has been kept",
        "it": "it",
    },
    "CLEARED_SINCE": {"was": "310"},
    "ACTION_INCOMPLETE": {"what": "owner"},
    "NOTHING_FILLED": {"period": "Q4 2017-18: Jan 2018 – Mar 2018 on Measures"},
    "PART_OVER_WHOLE": {"number": 101, "whole": 100, "which": "the two cells"},
    "OUT_OF_NOUGHT": {"number": 60},
    "WARDS_OVER_BOROUGH": {"total": "61", "whole": "60"},
    "WARDS_UNDER_BOROUGH": {"total": "45", "whole": "60"},
    "ITEMS_OVER_WHOLE": {"title": "Fires in homes, by type of home", "total": "61", "whole": "60"},
    "ITEMS_UNDER_WHOLE": {"title": "Fires in homes, by type of home", "total": "45", "whole": "60"},
    "ITEM_OVER_WHOLE": {"title": "Referrals, by need", "item": "Housing", "number": "61", "whole": "60"},
    "ABOVE_RANGE": {"value": "604", "beyond": "above its usual range"},
    "BELOW_RANGE": {"value": "212", "beyond": "well below its range", "span": "8 months"},
    "OTHER_SCALE": {"value": "37", "meant": "370"},
    "PARTS_UNUSUAL": {"parts": "Hale 45 for Mar 2018 (2–12)", "column": "column V of Measures"},
    "COMPLETE_FELL": {"action": "MET-02", "was": "90", "now": "1"},
    "ROSE_FROM_NOUGHT": {"value": "3"},
    "ACTION_OVERDUE": {"action": "MET-02", "due": "31/01/2018"},
    "TIDY_COLUMNS": {"plural": "", "missing": "period", "found": "indicator, area, numerator"},
    "TIDY_UNKNOWN": {"value": "BUR-1", "what": "an indicator", "meant": "Did you mean BUR-01? "},
    "TIDY_COLUMN_REPEATED": {"heading": "numerator"},
    "TIDY_COLUMNS_UNREAD": {"headings": "note, checked by"},
    "TIDY_MOSTLY_WRONG": {"aside": "412", "rows": "430"},
    "TIDY_WIDE": {"found": 5, "headings": 4},
    "TIDY_PERIOD_FAR": {"value": "2999-03", "first": "May 1968", "last": "May 2018"},
    "TIDY_CONTRADICTED": {"rows": "12, 40", "numbers": "231, 321"},
    "TIDY_OVER_RETURN": {
        "indicator": "FIR-02",
        "title": "Home fire safety visits, Barnet",
        "now": "1,231",
        "was": "231",
        "partner": "London Fire Brigade",
        "place": "R-3A34TK Measures!S6",
    },
    "TIDY_RESTATES_RETURN": {
        "indicator": "FIR-02",
        "title": "Home fire safety visits, Barnet",
        "now": "1,231",
        "was": "231",
        "partner": "London Fire Brigade",
        "place": "R-3A34TK Measures!S6",
    },
    "TIDY_MORE_UNUSUAL": {"count": "12"},
    "TIDY_SPELT": {"names": "Barnet as E09000003, bur-01 as BUR-01"},
    "TIDY_TIDIED": {"count": "3 numbers were", "was": "1,234", "now": "1234"},
    "TIDY_UNUSED": {"count": "36 denominators were"},
    "TIDY_UNCOVERED": {"count": "12 figures are"},
    "TIDY_PERIOD": {"value": "winter", "frequency": "monthly"},
    "TIDY_REPEATED": {"first": 12},
    "FILE_NAME_WITHHELD": {"kinds": "name of a person"},
    "QUOTES_WITHHELD": {"kinds": "telephone number"},
    "TIDIED": {"was": "2,058", "now": "2058"},
    "MARGIN_NOT_KEPT": {"was": "77.1 (±1.6)", "now": "77.1"},
    "RESTATED": {"was": "206", "now": "208"},
}

_AT: dict[str, CellRef] = {
    "ACTION_OVERDUE": CellRef("Actions", 6, 9),
    "ACTION_INCOMPLETE": CellRef("Actions", 6, 3),
    "NOT_IN_LIST": CellRef("Actions", 6, 5),
    "NOT_YET_KNOWN": CellRef("Measures", 11, 18),
    "ABOVE_RANGE": CellRef("Measures", 11, 18),
    "BELOW_RANGE": CellRef("Measures", 11, 18),
    "ROSE_FROM_NOUGHT": CellRef("Measures", 11, 18),
    "OTHER_SCALE": CellRef("Measures", 11, 18),
    "PARTS_UNUSUAL": CellRef("Wards", 57, 18),
    "COMPLETE_FELL": CellRef("Actions", 6, 6),
    "NOT_A_NUMBER": CellRef("Measures", 11, 18),
    "PERSONAL_EMAIL": CellRef("Commentary", 5, 2),
    "QUOTES_WITHHELD": CellRef("Measures", 11, 18),
    "STILL_WITHHELD": CellRef("Actions", 6, 9),
}


def example_of(code: str) -> Finding:
    """Return a finding of a code, made with example facts.

    Raises KeyError where there is no example of a fact that the code's words name.

    >>> str(example_of("ABOVE_RANGE")).partition(" If")[0]
    'Measures!S12  Burglary: 604 for Mar 2018 is above its usual range over the last 12 months (310–422).'
    """
    own = _OWN.get(code, {})
    facts = {name: own[name] if name in own else _COMMON[name] for name in facts_of(MESSAGES[code])}
    return finding(code, [_AT[code]] if code in _AT else (), **facts)
