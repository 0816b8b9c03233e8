"""Write the filled returns of forms 0.1 and 0.2, as they stood: ``python -m tests.older.make_older_returns``.

What they hold is made up.  ``form 1.xlsx`` is no work of this module: it was issued by scpxl as it stood before
the form checked itself (git: the parent of "The form checks itself while it is filled in"), and filled in;
``form 1 as last issued.xlsx`` by scpxl as it stood before an action could name supporting partners.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from scpxl.model.framework import Framework
from scpxl.model.periods import Period, month_label
from scpxl.read.framework_file import read_framework

HERE = Path(__file__).parent
PERIOD = Period.quarter(2017, 4)
YEAR = Period.year(2017)
PLAIN, TRIAL, FIRST, LAST_OF_FIRST = (
    HERE / f"form {version}.xlsx" for version in ("0.1", "0.2", "1", "1 as last issued")
)
MADE = datetime(2018, 4, 20)  # noqa: DTZ001  (a workbook's dates have no zone)
BY_WARD = ("BUR-03", "ASB-01")


def framework() -> Framework:
    """Return the framework the returns are of."""
    return read_framework(HERE.parents[1] / "templates" / "barnet" / "framework.toml")


def number(*what: object) -> int:
    """Return a number that is always the same for the same thing."""
    return 20 + sum(place * ord(sign) for place, sign in enumerate("".join(map(str, what)), 1)) % 70


def months_then(first: int, last: int) -> list[str]:
    """Return months as they were headed: Apr-17."""
    return [f"{month_label(month)[:3]}-{month_label(month)[-2:]}" for month in range(first, last + 1)]


def write_plain(path: Path = PLAIN) -> None:
    """Write the police's return on the plain form."""
    ours = framework()
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": MADE})
        _plain_cover(book.add_worksheet("Cover"), book)
        _plain_figures(book.add_worksheet("Figures"), ours)
        _plain_wards(book.add_worksheet("Ward figures"), ours)
        actions = book.add_worksheet("Action plan")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        actions.write("A1", "Partnership action plan")
        actions.write_row(
            "A3", ["No.", "Priority", "Action", "Lead", "Deadline", "Status", "Progress", "Cost"]
        )
        actions.write_row(
            "A4", [1, "Burglary and theft", "Mark bicycles at stations.", "Neighbourhood inspector", "", "On track",
                   "212 marked so far.", 1200],
        )  # fmt: skip
        actions.write_datetime("E4", datetime(2018, 6, 30), day)  # noqa: DTZ001
        actions.write_row(
            "A5", [2, "Hate crime", "Train reporting centres.", "Engagement officer", "30/09/2018", "Shelved", "x" * 1200]
        )  # fmt: skip
        narrative = book.add_worksheet("Narrative")
        narrative.write("A1", "Narrative for the board")
        narrative.write_row("A3", ["Priority", "Key issues", "For the board"])
        narrative.write_row(
            "A4", ["Reduce burglary and other acquisitive crime", "Burglary fell after patrols.", ""]
        )
        narrative.write_row("A5", ["Keep town centres tidy", "Nothing new.", ""])
        book.add_worksheet("Notes for completion").write("A1", "Enter whole numbers.")
        book.add_worksheet("Our workings").write_row("A1", ["Shift pattern", 4, 4])


def _plain_cover(sheet: Any, book: Any) -> None:
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    lines = [
        ("Organisation", "Metropolitan Police, Barnet"), ("Quarter", "Q4 2017/18"), ("Nil return (Y/N)", "N"),
        ("Completed by", "A. Sergeant"), ("Job title", "Performance sergeant"), ("Date completed", None),
        ("Telephone", "020 7946 0018"), ("Head of service", "The Superintendent"),
    ]  # fmt: skip
    sheet.write("A1", "Safer Communities quarterly return")
    for place, (words, answer) in enumerate(lines, 3):
        sheet.write(place, 0, f"{words}:")
        if answer is not None:
            sheet.write(place, 1, answer)
    sheet.write_datetime("B9", datetime(2018, 4, 18), day)  # noqa: DTZ001


def _plain_figures(sheet: Any, ours: Framework) -> None:
    headings, quarters = ["Ref", "Indicator", "Annual target"], months_then(YEAR.first, YEAR.last)
    for quarter in range(4):
        headings += [*quarters[3 * quarter : 3 * quarter + 3], f"Q{quarter + 1} total"]
    headings += ["Year to date", "Comments"]
    sheet.write("A1", "Quarterly return")
    sheet.write(
        "A2",
        "Enter figures for each month. Type n/a where a figure does not apply, * where it may not be given.",
    )
    sheet.write_row("A4", headings)
    asked = [(i.code, i.title) for i in ours.indicators_for("met", PERIOD) if not i.reports_denominator]
    asked += [("BUR-99", "Sheds broken into"), ("FIR-01", "Fires in homes")]
    for row, (code, title) in enumerate(asked, 4):
        sheet.write_row(row, 0, [code, title, 900])
        figures = [number(code, month) for month in YEAR.months]
        for quarter in range(4):
            three = figures[3 * quarter : 3 * quarter + 3]
            sheet.write_row(row, 3 + 4 * quarter, [*three, sum(three)])
        sheet.write(row, 19, sum(figures))
    for address, typed in {
        "P5": "1,204", "Q6": "about 30", "R7": "n/a", "P8": "*", "S9": 999,
        "U5": "Patrols moved to the town centre, about 20 fewer.", "A30": "Figures as of 16 April.",
    }.items():  # fmt: skip
        sheet.write(address, typed)


def _plain_wards(sheet: Any, ours: Framework) -> None:
    sheet.write("A1", "Figures by ward")
    sheet.write_row("A3", ["Ref", "Ward", *months_then(PERIOD.first, PERIOD.last), "Q4 total"])
    row = 3
    names = [*(ward.name for ward in ours.parts_in(PERIOD)), "Arkley", "Ward not known"]
    for code in BY_WARD:
        start = row
        for name in names:
            three = [number(code, name, month) for month in PERIOD.months]
            sheet.write_row(row, 0, [code, name, *three, sum(three)])
            row += 1
        sums = [sum(number(code, name, month) for name in names) for month in PERIOD.months]
        sheet.write_row(row, 0, [code, "Total", *sums, sum(sums)])
        assert row - start == len(names)
        row += 1


def write_trial(path: Path = TRIAL) -> None:
    """Write the council's return on the trial form."""
    ours = framework()
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": MADE})
        front = book.add_worksheet("Front page")
        front.write_column(
            "B1", [ours.partnership, f"Return for {PERIOD.title}", "Barnet Council, Community Safety"]
        )
        for row, (words, answer) in enumerate(
            {
                "Nothing to report on Borough figures?": "No", "Nothing to report on Actions?": "n",
                "Signed off by": "B. Officer", "Post held": "Analyst", "Signed off on": "19/04/2018",
                "Version of this return": 3,
            }.items(), 6,
        ):  # fmt: skip
            front.write_row(row, 1, [words, answer])
        _trial_figures(book.add_worksheet("Borough figures"), ours)
        actions = book.add_worksheet("Actions")
        actions.write_column("A1", ["Actions", "Update the actions of last time."])
        heads = [
            "Action ref",
            "Objective",
            "What will be done",
            "Owner",
            "By when",
            "Status",
            "% done",
            "RAG",
            "Latest",
        ]
        actions.write_row("A4", [*heads, "Risk"])
        actions.write_row(
            "A5", ["C-07", "O2", "Warn repeat callers.", "Anti-social behaviour manager", "2018-07-31", "Started", 40,
                   "amber", "Nine warned.", "Staff leave"],
        )  # fmt: skip
        words = book.add_worksheet("Commentary")
        words.write_row("A4", ["Objective", "Aim", "Issues", "Causes", "Response", "Decision wanted"])
        words.write_row("A5", ["O2", "Tackle anti-social behaviour and damage", "Fewer complaints.", "A warm winter.",
                               "More visits.", "None."])  # fmt: skip
        book.add_worksheet("Lists").hide()
        hidden = book.add_worksheet("ids")
        said = {"Template": "0.2", "Framework version": ours.version, "Partner": "council",
                "Reporting period": str(PERIOD)}  # fmt: skip
        for row, pair in enumerate(said.items()):
            hidden.write_row(row, 0, pair)
        hidden.very_hidden()


def _trial_figures(sheet: Any, ours: Framework) -> None:
    shown = range(PERIOD.first - 24, PERIOD.last + 1)
    sheet.write_column("A1", ["Borough figures", "Grey cells are filled in for you."])
    heads = ["Code", "Measure", "Numerator or denominator", "Frequency"]
    sheet.write_row("A4", [*heads, *(month_label(month) for month in shown), "Estimate?", "Notes"])
    row = 4
    for indicator in ours.indicators_for("council", PERIOD):
        parts = ("Numerator", "Denominator") if indicator.reports_denominator else ("Numerator",)
        for part in parts:
            sheet.write_row(row, 0, [indicator.code, indicator.title, part, indicator.frequency.value])
            for place, month in enumerate(shown):
                if (month - 2) % 3 == 0:
                    figure = number(indicator.code, month) * (1 if part == "Numerator" else 2)
                    sheet.write(row, 4 + place, figure)
            row += 1
    last = 4 + len(shown)
    sheet.write(4, last, "Y")
    sheet.write(4, last + 1, "Two cases were counted late.")
    sheet.write(5, 4 + len(shown) - 1, ":")
    sheet.write(6, 4 + len(shown) - 2, 7)


if __name__ == "__main__":
    write_plain()
    write_trial()
