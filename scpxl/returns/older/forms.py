"""The forms that were in use before the present one, declared: see `OlderForm` for what each entry means.

0.1  a plain workbook: no hidden sheet, no drop-downs, the financial year's months with a total after each
     quarter, wards by name, one column of comments.
0.2  the trial form: codes and a hidden sheet, numerator and denominator as rows of their own, no word on
     wards not known, one column of notes for a figure.
1    the form scpxl was first issued with: no word on the partners who support an action.
"""

from __future__ import annotations

from collections.abc import Mapping

from scpxl.returns.form import TEMPLATE_VERSION, WHAT_TO_FIX, Sheet
from scpxl.returns.older.form import OlderForm, OlderTable

_ADDED_UP = "totals of quarters are worked out from the months now"
_PLANNED = "targets are in the framework now, not in returns"
_YES_NO = {"y": "Yes", "n": "No"}

_PLAIN = OlderForm(
    version="0.1",
    title="the plain form",
    start="Cover",
    identity={"Organisation": "partner", "Quarter": "period"},
    questions={
        "Nil return (Y/N)": ("nil_measures", "nil_wards", "nil_actions", "nil_commentary"),
        "Completed by": ("signed_name",),
        "Job title": ("signed_role",),
        "Date completed": ("signed_date",),
    },
    gone_questions={
        "Telephone": "a return no longer asks for a telephone number",
        "Head of service": "one person signs off now",
    },
    tables={
        Sheet.MEASURES: OlderTable(
            sheet="Figures",
            headings={"Ref": "code", "Indicator": "title", "Comments": "explanation"},
            worked_out={f"Q{quarter} total": _ADDED_UP for quarter in (1, 2, 3, 4)}
            | {"Year to date": "the year to date is worked out from the months now"},
            gone={"Annual target": _PLANNED},
            given={"part": "Number"},
        ),
        Sheet.WARDS: OlderTable(
            sheet="Ward figures",
            headings={"Ref": "code", "Ward": "item"},
            worked_out={f"Q{quarter} total": _ADDED_UP for quarter in (1, 2, 3, 4)},
            named={"item_code": "item"},
            totals=("Total",),
        ),
        Sheet.ACTIONS: OlderTable(
            sheet="Action plan",
            headings={
                "No.": "reference", "Priority": "objective", "Action": "action", "Lead": "owner",
                "Deadline": "due", "Status": "status", "Progress": "update",
            },
            gone={"Cost": "what an action costs is not asked now"},
        ),
        Sheet.COMMENTARY: OlderTable(
            sheet="Narrative",
            headings={"Priority": "title", "Key issues": "happened", "For the board": "decision"},
            named={"objective": "title"},
        ),
    },
    choices={
        "list_yes_no": _YES_NO,
        "list_action_status": {
            "open": "In progress", "on track": "In progress", "ongoing": "In progress", "done": "Complete",
            "completed": "Complete", "closed": "Complete", "late": "Overdue", "to start": "Not started",
        },
    },
    marks={"n/a": "[z]", "not available": "[x]", "*": "[c]"},
    own_sheets=("Notes for completion",),
    printed=(
        "{partnership}", "Quarterly return", "Safer Communities quarterly return", "Please return by {due}",
        "Enter figures for each month. Type n/a where a figure does not apply, * where it may not be given.",
        "Figures by ward", "Partnership action plan", "Narrative for the board",
    ),
)  # fmt: skip

_TRIAL = OlderForm(
    version="0.2",
    title="the trial form",
    start="Front page",
    identity={
        "Template": "template", "Framework version": "framework", "Partner": "partner", "Reporting period": "period",
    },
    questions={
        "Nothing to report on Borough figures?": ("nil_measures",),
        "Nothing to report on Figures by ward?": ("nil_wards",),
        "Nothing to report on Actions?": ("nil_actions",),
        "Signed off by": ("signed_name",),
        "Post held": ("signed_role",),
        "Signed off on": ("signed_date",),
    },
    gone_questions={"Version of this return": "attempts are counted on receipt now"},
    tables={
        Sheet.MEASURES: OlderTable(
            sheet="Borough figures",
            headings={
                "Code": "code", "Measure": "title", "Numerator or denominator": "part", "Estimate?": "provisional",
                "Notes": "explanation",
            },
            printed=("Frequency",),
        ),
        Sheet.WARDS: OlderTable(
            sheet="Figures by ward",
            headings={"Code": "code", "Measure": "title", "Ward code": "item_code", "Ward name": "item"},
        ),
        Sheet.ACTIONS: OlderTable(
            sheet="Actions",
            headings={
                "Action ref": "reference", "Objective": "objective", "What will be done": "action", "Owner": "owner",
                "By when": "due", "Status": "status", "% done": "complete", "RAG": "rag", "Latest": "update",
            },
            gone={"Risk": "risks are not asked with an action now"},
        ),
        Sheet.COMMENTARY: OlderTable(
            sheet="Commentary",
            headings={
                "Objective": "objective", "Aim": "title", "Issues": "happened", "Causes": "why",
                "Response": "doing", "Decision wanted": "decision",
            },
        ),
    },
    choices={
        "list_yes_no": _YES_NO,
        "list_action_status": {"started": "In progress", "done": "Complete", "delayed": "Overdue"},
    },
    parts={"numerator": "Number", "denominator": "Out of"},
    marks={":": "[x]", "..": "[z]"},
    own_sheets=("Lists", "ids"),
    printed=(
        "{partnership}", "Return for {period}", "{partner}", "Borough figures", "Figures by ward", "Actions", "Commentary",
        "Grey cells are filled in for you.", "One row a ward.", "Update the actions of last time.",
    ),
)  # fmt: skip

_FIRST = OlderForm(
    version="1",
    title="the form scpxl was first issued with",
    start="Start",
    identity={
        "template": "template", "framework": "framework", "Form version": "template", "Framework": "framework",
        "Partner code": "partner", "Period": "period",
    },
    questions={
        "Nothing to report on Measures?": ("nil_measures",),
        "Nothing to report on {parts}?": ("nil_wards",),
        "Nothing to report on Breakdowns?": ("nil_breakdowns",),
        "Nothing to report on Actions?": ("nil_actions",),
        "Nothing to report on Commentary?": ("nil_commentary",),
        "Signed off by (name)": ("signed_name",),
        "Role": ("signed_role",),
        "Date of sign-off": ("signed_date",),
        "Does this return name or identify anyone?": ("contains_personal",),
    },
    tables={
        Sheet.MEASURES: OlderTable(
            sheet="Measures",
            headings={
                "Code": "code", "Measure": "title", "Part": "part", "What is counted": "things",
                "Provisional?": "provisional", "Reason": "reason", "Explanation": "explanation",
            },
            printed=("Row status",),
        ),
        Sheet.WARDS: OlderTable(
            sheet="{parts}",
            headings={"Code": "code", "Measure": "title", "{part} code": "item_code", "{part}": "item"},
            printed=("Row status",),
        ),
        Sheet.BREAKDOWNS: OlderTable(
            sheet="Breakdowns",
            headings={
                "Code": "code", "Measure": "title", "Breakdown": "breakdown", "Item code": "item_code", "Item": "item",
            },
            printed=("Row status",),
        ),
        Sheet.ACTIONS: OlderTable(
            sheet="Actions",
            headings={
                "Reference": "reference", "Objective": "objective", "Action": "action", "Owner": "owner", "Due": "due",
                "Status": "status", "% complete": "complete", "RAG": "rag", "Why that RAG": "rag_reason",
                "Update": "update",
            },
        ),
        Sheet.COMMENTARY: OlderTable(
            sheet="Commentary",
            headings={
                "Objective": "objective", "Aim": "title", "What happened": "happened", "Why": "why",
                "What is being done": "doing", "What the board should decide": "decision", "Marking": "marking",
            },
        ),
    },
    own_sheets=("Lists", "scpxl", "Check", WHAT_TO_FIX),
    printed=(
        "{partnership}", "Return for {period}", "{partner}", "Measures", "{parts}", "Breakdowns", "Action plan", "Commentary",
        "Due", "{due}", "Send it to", "{email}", "Ask", "{contact}", "Marking", "{marking}", "–",
        "How to fill it in", "1.  Fill in the cream cells, sheet by sheet.*", "2.  Type numbers only.*",
        "3.  Earlier months are as you last gave them.*", "4.  Nothing to report on a sheet?*",
        "5.  Sign it off below, save it and send it*", "How it stands now", "* to fix*: see Check", "* to explain: see Check", "Ready to send", "The sheets",
        "Measures: * row*", "{parts}: * row*", "Breakdowns: * row*", "Actions: a row for each action", "Commentary: * row*",
        "Before you send it", "needed", "Yes only if there is truly nothing to report on *", "Who answers for these figures.",
        "Their post, for example *.", "As 14/04/2018.", "It should not. Choose Yes only if *",
        "Fill in the coloured cells. Earlier months are *", "No figure is due for this period. *", "1.  No figure is due for this period. *",
        "One row a *", "One row an item. *", "One row per *", "* earlier figure changed", "* earlier figures changed",
        "IF(Lists!* earlier figures changed*", "HYPERLINK(*live_verdict*",
        "A row an action. Last quarter's rows are there to be updated; *", "No names, please: *",
        "Fill in", "Needed", "Earlier months", "If it applies", "This sheet looks at what you type *",
    ),
)  # fmt: skip

OLDER_FORMS: Mapping[str, OlderForm] = {form.version: form for form in (_PLAIN, _TRIAL, _FIRST)}
"""Every form that was ever in use, by its version; the present one may be among them."""


def older_form(version: str, sheet_names: tuple[str, ...] = ()) -> OlderForm | None:
    """Return the older form a workbook is: the one it names, else the one whose sheets it has; None for neither.

    The present form is not older, whatever sheets it has.

    >>> older_form("0.1").version, older_form("7.0"), older_form(TEMPLATE_VERSION)
    ('0.1', None, None)
    >>> older_form("", ("cover", "Figures", "Our notes")).version
    '0.1'
    """
    if version:
        return None if version == TEMPLATE_VERSION else OLDER_FORMS.get(version)
    there = {" ".join(name.split()).casefold() for name in sheet_names}
    fitting = [
        form
        for form in OLDER_FORMS.values()
        if form.version != TEMPLATE_VERSION and {name.casefold() for name in form.telling} <= there
    ]
    return fitting[0] if len(fitting) == 1 else None
