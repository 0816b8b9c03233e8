"""The words of every finding, by code.  Partners read these; keep them kind and exact.

A code is declared here once: its gravity, when it is told, what is wrong and what to do.  A finding
is made by `finding(code, cells, **facts)`, and nowhere is a message written in another way.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scpxl.privacy.guard import STRICT, Use
from scpxl.privacy.quoting import fields_of, say
from scpxl.returns.cells import CellRef
from scpxl.returns.findings import Finding, Severity, Stage

FIX, ASK, NOTE = Severity.MUST_FIX, Severity.EXPLAIN, Severity.NOTE


@dataclass(frozen=True, slots=True)
class Message:
    """A code's gravity, stage and words; `fact` and `advice` are format strings."""

    severity: Severity
    stage: Stage
    fact: str
    advice: str


MESSAGES: dict[str, Message] = {
    # The file itself.
    "FILE_EMPTY": Message(
        FIX,
        Stage.FILE,
        "{file} is empty (0 bytes).",
        "It may not have finished downloading from OneDrive. Open it in Excel, save it, and send it again.",
    ),
    "FILE_TOO_BIG": Message(
        FIX,
        Stage.FILE,
        "{file} is {size} MB; a return is at most {limit} MB.",
        "Remove pictures and other files from it, or copy the figures into the blank form, and send that.",
    ),
    "FILE_TOO_BIG_UNPACKED": Message(
        FIX,
        Stage.FILE,
        "{file} unpacks to far more than a return holds ({detail}).",
        "Delete the empty rows and columns beyond your figures (select them, right-click, Delete), save, and send it again.",
    ),
    "FILE_ENCRYPTED": Message(
        FIX,
        Stage.FILE,
        "{file} needs a password to open.",
        "Save a copy without one (File > Info > Protect Workbook) and send that. Do not e-mail the password.",
    ),
    "FILE_RIGHTS_PROTECTED": Message(
        FIX,
        Stage.FILE,
        "{file} is locked by a sensitivity label.",
        "Change the label to one that allows sharing, or ask your IT team, and send it again.",
    ),
    "FILE_LEGACY_XLS": Message(
        FIX,
        Stage.FILE,
        "{file} is an old-format Excel file (.xls).",
        "In Excel choose Save As, then Excel Workbook (.xlsx), and send that.",
    ),
    "FILE_IS_HTML": Message(
        FIX,
        Stage.FILE,
        "{file} is a web page{saying}, not a workbook.",
        "Download the return again and send the workbook itself.",
    ),
    "FILE_IS_CSV": Message(
        FIX,
        Stage.FILE,
        "{file} holds plain text, not a workbook.",
        "Send the Excel form itself, with your figures typed or pasted into it.",
    ),
    "FILE_IS_ODS": Message(
        FIX,
        Stage.FILE,
        "{file} is an OpenDocument spreadsheet.",
        "Save it as Excel Workbook (.xlsx) and send that.",
    ),
    "FILE_IS_XLSB": Message(
        FIX,
        Stage.FILE,
        "{file} is an Excel binary workbook (.xlsb).",
        "In Excel choose Save As, then Excel Workbook (.xlsx), and send that.",
    ),
    "FILE_IS_ZIP": Message(
        FIX, Stage.FILE, "{file} is a zip folder.", "Take the workbook out of it and send that."
    ),
    "FILE_WRONG_TYPE": Message(
        FIX, Stage.FILE, "{file} is {kind}, not an Excel workbook.", "Send the Excel form itself."
    ),
    "FILE_CORRUPT": Message(
        FIX,
        Stage.FILE,
        "{file} is damaged ({detail}).",
        "Send it again; if Excel offers to repair it, save the repaired copy under a new name and send that.",
    ),
    "PACKAGE_INCOMPLETE": Message(
        FIX,
        Stage.FILE,
        "{file} is not a complete Excel workbook ({detail}).",
        "Open it in Excel, save it as a new .xlsx, and send that.",
    ),
    "FILE_UNSAFE": Message(
        FIX,
        Stage.FILE,
        "{file} contains something Excel would not have written, so it was not opened.",
        "Copy your figures into the blank form and send that.",
    ),
    "MACRO_PRESENT": Message(
        FIX,
        Stage.FILE,
        "{file} contains macros.",
        "Copy your figures into the blank form, which needs none, and send that.",
    ),
    "EMBEDDED_OBJECT": Message(
        FIX,
        Stage.FILE,
        "{file} has another file embedded in it.",
        "Click on it in the sheet, delete it, save, and send the return again; send the other file by itself.",
    ),
    "STRAY_CELL_FAR_AWAY": Message(
        FIX,
        Stage.FILE,
        "The sheet {sheet} has something in a cell far from the form: {cell}.",
        "Delete it (Ctrl+End finds it), save, and send the return again.",
    ),
    "FILE_UNREADABLE": Message(
        FIX,
        Stage.FILE,
        "{file} could not be read ({detail}).",
        "Open it in Excel, save it as a new .xlsx, and send that.",
    ),
    "FILE_WRONG_EXTENSION": Message(
        NOTE, Stage.FILE, "{file} was read as an Excel workbook despite its name.", ""
    ),
    "EXTERNAL_LINK": Message(
        NOTE,
        Stage.FILE,
        "The workbook takes figures from another file; the values saved with it were used.",
        "Paste such figures as values next time.",
    ),
    "HIDDEN_ROWS": Message(
        NOTE, Stage.FILE, "The sheet {sheet} has hidden rows or columns; their figures were read.", ""
    ),
    "DATE_1904": Message(
        NOTE,
        Stage.FILE,
        "The workbook counts dates from 1904 (an old Mac setting); its dates were read accordingly.",
        "",
    ),
    # Is it our form, and which one.
    "NOT_OUR_FORM": Message(
        FIX,
        Stage.FORM,
        "{file} is not one of our return forms (its sheets are: {sheets}).",
        "Fill in the form that was sent to you and send that.",
    ),
    "SHEET_MISSING": Message(
        FIX,
        Stage.FORM,
        "The sheet {sheet} is missing. The file has: {sheets}.",
        "Copy your figures into a fresh copy of the form and send that.",
    ),
    "TABLE_MISSING": Message(
        FIX,
        Stage.FORM,
        "The heading row of the table on {sheet} was not found.",
        "Put back the headings ({headings}), or copy your figures into a fresh copy of the form.",
    ),
    "TEMPLATE_OLD": Message(
        FIX,
        Stage.FORM,
        "The form's version is {found}; version {wanted} is in use.",
        "Ask for the present form, copy your figures across, and send that.",
    ),
    "TEMPLATE_OLDER": Message(
        FIX,
        Stage.FORM,
        "The form's version is {found} ({title}); version {wanted} is in use.",
        "What was typed in it need not be typed again: scpxl migrate carries it into the present form. "
        "Check that form, complete it, and send that.",
    ),
    "FRAMEWORK_OTHER": Message(
        NOTE, Stage.FORM, "The form's framework is {found}; {wanted} is in force.", ""
    ),
    "PARTNER_UNKNOWN": Message(
        FIX,
        Stage.IDENTITY,
        "The form says it is from {found!r}, which is not one of the partners.",
        "Fill in the form that was sent to you.",
    ),
    "PARTNER_NOT_STATED": Message(
        FIX,
        Stage.IDENTITY,
        "The form does not say which partner it is from.",
        "Copy your figures into the form that was sent to you and send that.",
    ),
    "PARTNER_OTHER": Message(
        FIX,
        Stage.IDENTITY,
        "This is the form of {found}; {wanted} was expected.",
        "Check that you sent the right file.",
    ),
    "PERIOD_OTHER": Message(
        FIX,
        Stage.IDENTITY,
        "This return is for {found}; {wanted} is due.",
        "Check that you sent the right file.",
    ),
    "PERIOD_UNKNOWN": Message(
        FIX,
        Stage.IDENTITY,
        "The form says it is for {found!r}, which is not a period.",
        "Fill in the form that was sent to you.",
    ),
    "PERIOD_NOT_STATED": Message(
        FIX,
        Stage.IDENTITY,
        "The form does not say which period it is for.",
        "Copy your figures into the form that was sent to you and send that.",
    ),
    # Structure.
    "COLUMN_MISSING": Message(
        FIX,
        Stage.STRUCTURE,
        "The column {heading!r} of {sheet} is missing.",
        "Put it back under its heading, or copy your figures into a fresh copy of the form.",
    ),
    "COLUMN_UNEXPECTED": Message(
        NOTE, Stage.STRUCTURE, "The column {heading!r} is not part of the form and was not read.", ""
    ),
    "COLUMN_REPEATED": Message(
        FIX, Stage.STRUCTURE, "The column {heading!r} is there twice.", "Delete the one you do not mean."
    ),
    "ROW_MISSING": Message(
        FIX,
        Stage.STRUCTURE,
        "The row {row} of {sheet} is missing.",
        "Put it back with its code, or copy your figures into a fresh copy of the form.",
    ),
    "ROW_UNKNOWN": Message(
        NOTE, Stage.STRUCTURE, "The row {row!r} is not one the form asks for and was not read.", ""
    ),
    "ROW_WITHOUT_CODE": Message(
        NOTE, Stage.STRUCTURE, "This row has no code of the form and was not read.", ""
    ),
    "ROW_REPEATED": Message(
        FIX, Stage.STRUCTURE, "The row {row} is there twice.", "Keep one and delete the other."
    ),
    "MOVED": Message(
        NOTE,
        Stage.STRUCTURE,
        "Rows or columns of {sheet} have been moved; they were read by their headings and codes.",
        "",
    ),
    "SHEET_UNEXPECTED": Message(
        NOTE, Stage.STRUCTURE, "The sheet {sheet!r} is not part of the form and was not read.", ""
    ),
    # Values.
    "BLANK": Message(
        FIX,
        Stage.VALUES,
        "{title}: nothing is filled in for {when}.",
        "Type the number: 0 if there were none, [x] if it is not available yet, [z] if it does not apply.",
    ),
    "NOT_A_NUMBER": Message(
        FIX, Stage.VALUES, "{value!r} is not a number.", "Type the number only, for example {example}."
    ),
    "AMBIGUOUS_NUMBER": Message(
        FIX,
        Stage.VALUES,
        "{value!r} can be read in more than one way.",
        "Type the number only, with digits and at most one decimal point.",
    ),
    "SMALL_NUMBER_HIDDEN": Message(
        FIX, Stage.VALUES, "{value!r} hides the number.", "Type the number; if you may not give it, type [c]."
    ),
    "NOT_YET_KNOWN": Message(
        FIX,
        Stage.VALUES,
        "{value!r} is not a number.",
        "Type [x] if the figure is not available yet, [z] if it does not apply.",
    ),
    "PERCENT_IN_COUNT": Message(
        FIX, Stage.VALUES, "{value!r} is a percentage where a count is asked for.", "Type the count itself."
    ),
    "NOT_WHOLE": Message(
        FIX, Stage.VALUES, "{value} is not a whole number.", "{title} counts things; type a whole number."
    ),
    "NEGATIVE": Message(FIX, Stage.VALUES, "{value} is below nought.", "Type a number of 0 or more."),
    "TOO_LARGE": Message(
        FIX,
        Stage.VALUES,
        "{value} is larger than {title} can be.",
        "Check for a number typed twice or a date in the cell.",
    ),
    "PERCENT_AS_FRACTION": Message(
        ASK,
        Stage.VALUES,
        "{value} would be less than one per cent.",
        "If you mean {meant}%, type {meant}; if it is right, say so in the {column}.",
    ),
    "PERCENT_RANGE": Message(
        FIX, Stage.VALUES, "{value} is not a percentage from 0 to 100.", "Type 12 for 12%."
    ),
    "DATE_IN_NUMBER": Message(
        FIX,
        Stage.VALUES,
        "The cell holds a date ({value}) where a number is asked for.",
        "Set the cell's format to General and type the number.",
    ),
    "CELL_ERROR": Message(
        FIX,
        Stage.VALUES,
        "The cell shows {value}: its formula does not work.",
        "Type what should stand there.",
    ),
    "NOT_CALCULATED": Message(
        FIX,
        Stage.VALUES,
        "The cell holds a formula that was saved without its result.",
        "Open the file in Excel, save it and send it again, or type what should stand there.",
    ),
    "ERASED": Message(
        ASK,
        Stage.VALUES,
        "{what} cleared on this form; {kept}.",
        "If that was a slip, put {it} back. To withdraw a figure, type [x] if it is not available, [z] if it does not apply; otherwise say why in {column}.",
    ),
    "CLEARED_SINCE": Message(
        ASK,
        Stage.VALUES,
        "{title} for {when} is blank; {was} is on record and will no longer be shown.",
        "If that was a slip, put it back. To withdraw it, type [x] if it is not available, [z] if it does not apply; otherwise say why in {column}.",
    ),
    "NOT_IN_LIST": Message(
        FIX, Stage.VALUES, "{value!r} is not one of the choices.", "Choose from the list: {choices}."
    ),
    "TEXT_TOO_LONG": Message(
        FIX, Stage.VALUES, "The text has {length} characters; {limit} are taken.", "Shorten it."
    ),
    "NOT_A_DATE": Message(
        FIX, Stage.VALUES, "{value!r} is not a date.", "Type it as day/month/year, for example 31/03/2018."
    ),
    "DATE_AMBIGUOUS": Message(
        FIX,
        Stage.VALUES,
        "{value!r} reads both as day/month and as month/day.",
        "Type it with the month in letters, for example 3 Apr 2018.",
    ),
    "DATE_IMPLAUSIBLE": Message(
        FIX, Stage.VALUES, "{value} is not a likely date here.", "Dates must be from {first} to {last}."
    ),
    "ANSWER_MISSING": Message(FIX, Stage.VALUES, "'{words}' is not answered.", "Fill it in."),
    "ACTION_INCOMPLETE": Message(FIX, Stage.VALUES, "The action has no {what}.", "Fill it in."),
    "NOTHING_FILLED": Message(
        FIX,
        Stage.VALUES,
        "No figures were found for {period}.",
        "If you pasted a picture or a text box, type the figures into the cells. If there is nothing to report, say so on Start.",
    ),
    "NIL_CONTRADICTED": Message(
        FIX,
        Stage.VALUES,
        "Start says there is nothing to report on {sheet}, but something is filled in there.",
        "Choose No on Start, or clear what is filled in.",
    ),
    # Sums and cross-checks.
    "PART_OVER_WHOLE": Message(
        FIX, Stage.SUMS, "{number} is more than the {whole} it is out of.", "Correct one of {which}."
    ),
    "OUT_OF_NOUGHT": Message(
        FIX, Stage.SUMS, "{number} out of 0 cannot be.", "Correct one of the two cells."
    ),
    "HALF_GIVEN": Message(
        FIX,
        Stage.SUMS,
        "Only one of the number and what it is out of is given for {title}, {when}.",
        "Give both, or the same mark in both.",
    ),
    "WARDS_OVER_BOROUGH": Message(
        FIX,
        Stage.SUMS,
        "The {parts} of {title} for {when} add up to {total}; Measures says {whole}.",
        "Correct the {parts} or the figure on Measures; what has no {part} goes in '{not_known}'.",
    ),
    "WARDS_UNDER_BOROUGH": Message(
        ASK,
        Stage.SUMS,
        "The {parts} of {title} for {when} add up to {total}; Measures says {whole}.",
        "Enter any with no known {part} under '{not_known}'; otherwise correct the figures.",
    ),
    "ITEMS_OVER_WHOLE": Message(
        FIX,
        Stage.SUMS,
        "The items of {title} for {when} add up to {total}; Measures says {whole}.",
        "Correct the items on Breakdowns or the figure on Measures; each thing counts under one item only.",
    ),
    "ITEMS_UNDER_WHOLE": Message(
        ASK,
        Stage.SUMS,
        "The items of {title} for {when} add up to {total}; Measures says {whole}.",
        "If the rest is under no item, put it in 'Not known' where there is one, or say why; if not, correct it.",
    ),
    "ITEM_OVER_WHOLE": Message(
        FIX,
        Stage.SUMS,
        "{title} for {when}: {item} is {number}; Measures says {whole} in all.",
        "Correct the item on Breakdowns or the figure on Measures.",
    ),
    # What the partner is asked of figures and actions that can be right.
    "ABOVE_RANGE": Message(
        ASK,
        Stage.QUERIES,
        "{title}: {value} for {when} is {beyond} over the last {span} ({range}).",
        "If it is right, say why in {column}; if not, correct it.",
    ),
    "BELOW_RANGE": Message(
        ASK,
        Stage.QUERIES,
        "{title}: {value} for {when} is {beyond} over the last {span} ({range}).",
        "If it is right, say why in {column}; if not, correct it.",
    ),
    "ROSE_FROM_NOUGHT": Message(
        ASK,
        Stage.QUERIES,
        "{title}: {value} for {when}, after zero in each of the last {span}.",
        "If it is right, say why in {column}; if not, correct it.",
    ),
    "OTHER_SCALE": Message(
        ASK,
        Stage.QUERIES,
        "{title}: {value} for {when} is on another scale than the last {span} ({range}).",
        "If you mean {meant}, type {meant}; if it is right, say why in {column}.",
    ),
    "PARTS_UNUSUAL": Message(
        ASK,
        Stage.QUERIES,
        "{title}: some of its figures are well outside their own range: {parts}.",
        "If they are right, say why in {column}; if not, correct them.",
    ),
    "ACTION_OVERDUE": Message(
        ASK,
        Stage.QUERIES,
        "The action {action} was due on {due} and has no update.",
        "Say what has happened and when it will be done, or mark it Complete or Cancelled.",
    ),
    "COMPLETE_FELL": Message(
        ASK,
        Stage.QUERIES,
        "The action {action} was {was}% complete and is now {now}%.",
        "Type 12 for 12%. If it is right, give the percentage in the update.",
    ),
    # What may identify somebody; what was written is never repeated.
    "PERSONAL_BIRTH": Message(
        ASK,
        Stage.QUERIES,
        "The text contains what looks like a date of birth, so it is withheld from every report.",
        "Remove it, or give an age group. If it must stay, answer Yes on Start. If it is not personal data, tell us.",
    ),
    "PERSONAL_NHS": Message(
        ASK,
        Stage.QUERIES,
        "The text contains what looks like an NHS number, so it is withheld from every report.",
        "Remove it. If it must stay, answer Yes on Start. If it is not personal data, tell us.",
    ),
    "PERSONAL_NI": Message(
        ASK,
        Stage.QUERIES,
        "The text contains what looks like a National Insurance number, so it is withheld from every report.",
        "Remove it. If it must stay, answer Yes on Start. If it is not personal data, tell us.",
    ),
    "PERSONAL_POSTCODE": Message(
        ASK,
        Stage.QUERIES,
        "The text contains what looks like a full postcode, so it is withheld from every report.",
        "Remove it, or give the ward or the first half of it. If it must stay, answer Yes on Start. If it is not personal data, tell us.",
    ),
    "PERSONAL_EMAIL": Message(
        ASK,
        Stage.QUERIES,
        "The text contains what looks like an e-mail address, so it is withheld from every report.",
        "Remove it, or give a role. If it must stay, answer Yes on Start. If it is not personal data, tell us.",
    ),
    "PERSONAL_PHONE": Message(
        ASK,
        Stage.QUERIES,
        "The text contains what looks like a telephone number, so it is withheld from every report.",
        "Remove it, or give a role. If it must stay, answer Yes on Start. If it is not personal data, tell us.",
    ),
    "PERSONAL_ADDRESS": Message(
        ASK,
        Stage.QUERIES,
        "The text contains what looks like a street address, so it is withheld from every report.",
        "Remove it, or give the street or the ward without the number. If it must stay, answer Yes on Start. If it is not personal data, tell us.",
    ),
    "PERSONAL_VEHICLE": Message(
        ASK,
        Stage.QUERIES,
        "The text contains what looks like the registration of a vehicle, so it is withheld from every report.",
        "Remove it. If it must stay, answer Yes on Start. If it is not personal data, tell us.",
    ),
    "PERSONAL_DOCUMENT": Message(
        ASK,
        Stage.QUERIES,
        "The text contains what looks like the number of somebody's passport, licence, account or police record, so it is withheld from every report.",
        "Remove it. If it must stay, answer Yes on Start. If it is not personal data, tell us.",
    ),
    "PERSONAL_NAME": Message(
        ASK,
        Stage.QUERIES,
        "The text seems to name somebody (a name follows a title, a rank or a word such as victim), so it is withheld from every report.",
        "Give the role instead. If it must stay, answer Yes on Start. If nobody is named, or it is public who it is, tell us.",
    ),
    "STILL_WITHHELD": Message(
        ASK,
        Stage.QUERIES,
        "The text is [withheld]: what was there may identify somebody.",
        "Write it again without that, or clear the cell.",
    ),
    "FILE_NAME_WITHHELD": Message(
        NOTE,
        Stage.FILE,
        "The name of the file may identify somebody ({kinds}); it is shown as [withheld].",
        "Give the file another name before you send it again.",
    ),
    "QUOTES_WITHHELD": Message(
        NOTE,
        Stage.QUERIES,
        "What was typed here may identify somebody ({kinds}); it is shown as [withheld].",
        "If it identifies nobody, tell us.",
    ),
    # Tidy files: history and benchmarks.
    "TIDY_COLUMNS": Message(
        FIX,
        Stage.FORM,
        "{file} lacks the column{plural} {missing}. It has: {found}.",
        "Give it the columns indicator, area, period and numerator; denominator, breakdown, item and marker may follow.",
    ),
    "TIDY_COLUMN_REPEATED": Message(
        FIX,
        Stage.FORM,
        "{file} has the column {heading} twice.",
        "Keep one of the two: they may hold different figures.",
    ),
    "TIDY_COLUMNS_UNREAD": Message(NOTE, Stage.FORM, "Columns that are not read: {headings}.", ""),
    "TIDY_MOSTLY_WRONG": Message(
        FIX,
        Stage.FORM,
        "{aside} of the {rows} rows of {file} cannot be taken.",
        "It is probably another file, or a column is under the wrong heading; put it right and import it again.",
    ),
    "TIDY_ENCODING": Message(
        FIX, Stage.FILE, "{file} is not text in UTF-8.", "In Excel choose Save As, then CSV UTF-8."
    ),
    "TIDY_EMPTY": Message(
        FIX, Stage.FORM, "{file} has headings but no rows.", "Check that you chose the right file."
    ),
    "TIDY_UNKNOWN": Message(
        FIX,
        Stage.STRUCTURE,
        "{value!r} is not {what} of the framework.",
        "{meant}Use the codes of the framework, or add it there.",
    ),
    "TIDY_WIDE": Message(
        FIX,
        Stage.STRUCTURE,
        "The row has {found} cells under {headings} headings.",
        'A comma inside a number needs quotes around it: "1,234".',
    ),
    "TIDY_PERIOD": Message(
        FIX,
        Stage.VALUES,
        "{value!r} is not a period for a {frequency} figure.",
        "Write a month as 2018-03, a quarter as 2017-18-Q4, a year as FY2017-18.",
    ),
    "TIDY_PERIOD_FAR": Message(
        FIX,
        Stage.VALUES,
        "{value!r} is not a likely period.",
        "Correct the year: figures are from {first} to {last}.",
    ),
    "TIDY_REPEATED": Message(
        FIX, Stage.VALUES, "The same figure is given twice, first in row {first}.", "Keep one of them."
    ),
    "TIDY_CONTRADICTED": Message(
        FIX,
        Stage.VALUES,
        "Rows {rows} give different numbers for the same figure: {numbers}.",
        "Keep the one that is right.",
    ),
    "TIDY_OVER_RETURN": Message(
        FIX,
        Stage.SUMS,
        "{indicator} {title}, {when}: the file says {now}; {partner} returned {was} ({place}).",
        "If the file is right, import it with --restate, or have the partner correct its figure.",
    ),
    "TIDY_RESTATES_RETURN": Message(
        NOTE,
        Stage.SUMS,
        "{indicator} {title}, {when}: {partner} returned {was} ({place}); it is now {now}.",
        "",
    ),
    "TIDY_MORE_UNUSUAL": Message(
        NOTE,
        Stage.QUERIES,
        "{count} more figures are far from their series' others.",
        "Compare them with where they come from.",
    ),
    "TIDY_SPELT": Message(NOTE, Stage.TIDIED, "Names were read by the framework's codes: {names}.", ""),
    "TIDY_TIDIED": Message(
        NOTE, Stage.TIDIED, "{count} written in another way and read, such as {was!r} as {now}.", ""
    ),
    "TIDY_UNUSED": Message(
        NOTE,
        Stage.TIDIED,
        "{count} not read.",
        "The framework takes what these figures are out of from elsewhere, or they are out of nothing.",
    ),
    "TIDY_UNCOVERED": Message(
        NOTE,
        Stage.TIDIED,
        "{count} of periods in which the framework says the indicator is not reported, or the area does not exist.",
        "See first and last of the indicator and the area.",
    ),
    "TIDY_NO_NUMBER": Message(
        FIX,
        Stage.VALUES,
        "The number and the marker do not fit together.",
        "Give a number, or the marker x, z or c in its place; p and u stand beside a number.",
    ),
    "TIDY_HALF": Message(
        FIX,
        Stage.VALUES,
        "Only one of numerator and denominator is given.",
        "Give both, or the marker x in their place.",
    ),
    # What was tidied.
    "TIDIED": Message(NOTE, Stage.TIDIED, "{was!r} was read as {now}.", ""),
    "MARGIN_NOT_KEPT": Message(
        NOTE, Stage.TIDIED, "{was!r} was read as {now}; the margin beside it is not kept.", ""
    ),
    "TEXT_CLEANED": Message(
        NOTE, Stage.TIDIED, "Characters that nobody can see were taken out of the text.", ""
    ),
    "RESTATED": Message(NOTE, Stage.TIDIED, "{title} for {when} was {was} and is now {now}.", ""),
}


_USES = {"file": Use.FILE, "action": Use.REFERENCE}
"""What a fact is for, by its name, where it is not simply what stands in a cell."""
_LONGEST = {"value": 60, "heading": 60, "row": 60, "found": 120}
"""Facts that are typed by people are cut after so many characters."""


def facts_of(message: Message) -> tuple[str, ...]:
    """Return the names of the facts that a message's words hold, each once."""
    return tuple(dict.fromkeys((*fields_of(message.fact), *fields_of(message.advice))))


def finding(code: str, cells: Iterable[CellRef] = (), **facts: object) -> Finding:
    """Return a finding in the words of its code.

    Whatever of the facts may identify somebody is withheld here, for every code alike: from a message
    nobody has thought of yet as well.

    >>> str(finding("NEGATIVE", [CellRef("Measures", 11, 5)], value=-3))
    'Measures!F12  -3 is below nought. Type a number of 0 or more.'
    >>> finding("NOT_A_NUMBER", value="ask Jane 07700 900123", example=30).fact
    "'[withheld]' is not a number."
    """
    message = MESSAGES[code]
    said = say((message.fact, message.advice), facts, _USES, _LONGEST)
    return Finding(
        code=code,
        severity=message.severity,
        stage=message.stage,
        fact=said.words[0],
        advice=said.words[1],
        cells=tuple(map(_shown, cells)),
        quotes=said.quotes,
    )


def _shown(cell: CellRef) -> CellRef:
    # The sheet of a file of figures has whatever name, and that of a CSV is the file's.
    return cell._replace(sheet=STRICT.shown(cell.sheet, None, Use.FILE))
