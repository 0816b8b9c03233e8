"""What the sheet Check says of a mistake is what Python says of it: entered in, worked out by two programs.

The two, LibreOffice and formulon, share no code.  What they agree in is what Excel does; where they were found to differ,
Microsoft's documentation says who is right, and it is told here:

- MATCH takes a text that is sought for a pattern of `*`, `?` and `~` (Microsoft: "MATCH function"), and both programs do; of
  a text of more than 255 characters Excel gives #VALUE! (Microsoft: "How to correct a #VALUE! error in INDEX/MATCH
  functions"), and neither does.  No formula of the form uses it: a list is searched by FIND, which takes no pattern, and
  columns are compared by `=`.
- A tab in a text of several lines is U+0001 to LibreOffice's formulas, and a tab to Excel and formulon.  The form takes both
  for a blank.
- A truth value is a number to LibreOffice (see APART).
- A number is a date by its look alone, and a formula cannot see looks: where a figure is a date, Python says so and the
  sheet does not.  The sheet Check tells it among what we look at.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypeVar

import pytest

from scpxl.checks.catalogue import CHECKS, form_code
from scpxl.checks.live import live_checks
from scpxl.jobs.returns.check import check_file
from scpxl.model.framework import Framework
from scpxl.model.periods import Period
from scpxl.render.forms.template import write_return
from scpxl.returns.cells import CellRef
from scpxl.returns.findings import Severity
from scpxl.returns.form import FIRST_ROW, ReturnForm, Sheet
from scpxl.returns.layout import lay_out_return
from tests.office import LibreOffice
from tests.partners import Typed, fill_in, steady_hand, with_needs
from tests.second_engine import Value, differing, kept_in, work_out

Key = TypeVar("Key")
AT_ONCE = 60
"""LibreOffice leaves off without a word after some two hundred files."""

PERIOD = Period.parse("2017-18 Q4")
TOML = Path(__file__).parents[2] / "templates" / "barnet" / "framework.toml"
READY = "Ready to send"
ACTION: dict[str, Typed] = {
    "Actions!A5": "A1", "Actions!B5": "O1", "Actions!C5": "Fit locks.", "Actions!D5": "Housing",
    "Actions!G5": "In progress",
}  # fmt: skip
READ_FROM_TEXT = {
    "NOT_WHOLE", "NEGATIVE", "TOO_LARGE", "PERCENT_RANGE", "PERCENT_AS_FRACTION", "NOT_A_NUMBER", "DATE_IMPLAUSIBLE",
    "HALF_GIVEN", "OUT_OF_NOUGHT", "PART_OVER_WHOLE", "WARDS_OVER_BOROUGH", "WARDS_UNDER_BOROUGH",
    "ITEMS_OVER_WHOLE", "ITEMS_UNDER_WHOLE", "ITEM_OVER_WHOLE",
}  # fmt: skip
"""What Python may find in a value that is entered as text, once it has read it."""
EMPTY: dict[str, Typed] = {f"Measures!S{row}": None for row in (5, 6, 7, 8, 9)}
# On the police's Measures: counts in rows 5 to 22, outcomes out of offences in 23 and 24; Jan to Mar in Q to S.
POLICE: dict[str, dict[str, Typed]] = {
    "clean": {},
    "clean with an action": ACTION,
    "an action that others support": ACTION | {"Actions!E5": "lfb; Barnet Homes"},
    "a supporting partner whose formula fails": ACTION | {"Actions!E5": "=1/0"},
    "marks": {"Measures!Q5": "[x]", "Measures!R5": "[Z]", "Measures!S5": " [ c ] "},
    "digits as text": {"Measures!Q5": "42", "Measures!R5": "1,234", "Measures!S5": " 12 "},
    "a blank": {"Measures!Q5": None},
    "only blanks typed": {"Measures!Q5": "   "},
    "a blank ward": {"Wards!Q5": None},
    "words": {"Measures!Q5": "about 30"},
    "less than": {"Measures!Q5": "<5"},
    "not yet known": {"Measures!Q5": "TBC"},
    "a percentage of a count": {"Measures!Q5": "12%"},
    "a percentage beside a count": {"Wards!R6": "12%"},
    "an asterisk": {"Measures!Q5": "*"},
    "a broken number": {"Measures!Q5": 12.5},
    "below zero": {"Measures!Q5": -3},
    "broken and below zero": {"Measures!Q5": -3.5},
    "far too large": {"Measures!Q5": 2079460000},
    "a formula that fails": {"Measures!Q5": "=1/0"},
    "words among the earlier months": {"Measures!F5": "lots"},
    "more than it is out of": {"Measures!Q23": 41},
    "out of zero": {"Measures!Q24": 0},
    "one of two marked": {"Measures!Q24": "[x]"},
    "one of two blank": {"Measures!Q24": None},
    "both marked": {"Measures!Q23": "[x]", "Measures!Q24": "[x]"},
    "half of an earlier figure": {"Measures!F23": 3},
    "wards above the borough": {"Wards!Q5": 1},
    "wards below the borough": {"Measures!Q7": 25},
    "wards of which one is marked": {"Wards!Q5": "[x]"},
    "wards of which one is broken": {"Wards!Q5": 0.5},
    "no name": {"Start!C21": None},
    "a name of blanks": {"Start!C21": "  "},
    "a long name": {"Start!C21": "n" * 121},
    "an old date": {"Start!C23": date(1918, 4, 14)},
    "a nil that is no choice": {"Start!C17": "Maybe"},
    "nothing to report, yet figures": {"Start!C17": "yes"},
    "nothing to report on Wards, yet figures": {"Start!C18": "Yes"},
    "a reason that is no choice": {"Measures!U5": "Weather"},
    "a choice in small letters": {"Measures!T5": "yes"},
    "an explanation too long": {"Measures!V5": "x" * 1001},
    "an action without owner and status": {"Actions!A5": "A1", "Actions!B5": "O1", "Actions!C5": "Fit locks."},
    "an action of nothing but an update": {"Actions!K6": "Done."},
    "an objective there is none of": ACTION | {"Actions!B5": "O99"},
    "a RAG there is none of": ACTION | {"Actions!I5": "Blue"},
    "a due date long past": ACTION | {"Actions!F5": date(1918, 3, 31)},
    "more than all": ACTION | {"Actions!H5": 140},
    "a share entered as a fraction": ACTION | {"Actions!H5": 0.4},
    "a share in words": ACTION | {"Actions!H5": "half"},
    "a share with its sign": ACTION | {"Actions!H5": "40%"},
    "a reference twice": ACTION | {cell.replace("5", "6"): typed for cell, typed in ACTION.items()},
    "a choice that stands for any": ACTION | {"Actions!G5": "*"},
    "a choice that stands for some": {"Measures!T5": "Y*"},
    "a choice that stands for two signs": ACTION | {"Actions!I5": "??"},
    "a choice longer than a pattern may be": {"Measures!U5": "x" * 300},
    "references of which one looks like a pattern": ACTION
    | {cell.replace("5", "6"): typed for cell, typed in ACTION.items()}
    | {"Actions!A6": "A*"},
    "long references that differ at their end": ACTION
    | {cell.replace("5", "6"): typed for cell, typed in ACTION.items()}
    | {"Actions!A5": "A" * 300 + "1", "Actions!A6": "A" * 300 + "2"},
    "a reference twice, once with a blank nobody sees": ACTION
    | {cell.replace("5", "6"): typed for cell, typed in ACTION.items()}
    | {"Actions!A6": "\u200ba1\u00a0"},
    "two texts longer than a cell together": ACTION
    | {"Actions!C5": "c" * 20_000, "Actions!K5": "u" * 20_000, "Actions!D5": None},
    "a tab for a name": {"Start!C21": "\t"},
    "a line break for a role": {"Start!C22": "\n"},
    "a blank nobody sees for a name": {"Start!C21": "\u200b"},
    "a choice with a blank nobody sees": {"Measures!T5": "Yes\u200b"},
    "blanks of all kinds for a figure": {"Measures!Q5": "\t\u00a0\n"},
    "a mark with a blank nobody sees": {"Measures!Q5": "[x]\ufeff"},
    "a sign without a digit": {"Measures!Q5": "-", "Measures!R5": ".", "Measures!S5": "%"},
    "digits of another width": {"Measures!Q5": "２０"},
    "digits with a blank nobody sees": {"Measures!Q5": "\t20\u200b", "Measures!R5": "2\u200e0", "Measures!S5": "20\n"},
    "digits as text that can be read in two ways": {"Measures!Q5": "1.234"},
    "digits as text that are not whole": {"Measures!Q5": "12.5"},
    "digits with a blank between": {"Measures!Q5": "1 234"},
    "true for a figure": {"Measures!Q5": True},
    "true for a choice": ACTION | {"Actions!G5": True},
    "a date as text": {"Start!C23": "14/04/2018"},
    "a date in words": {"Start!C23": "last week"},
    "commentary too long": {"Commentary!C5": "y" * 2001},
    "a marking there is none of": {"Commentary!G5": "SECRET"},
}  # fmt: skip
SURVEY: dict[str, dict[str, Typed]] = {
    "clean": {},
    "with its sign": {"Measures!S5": "62%"},
    "with its sign apart": {"Measures!S5": "62 %"},
    "with a margin": {"Measures!S5": "77.1 (±1.6)"},
    "nothing but the sign": {"Measures!S5": "%"},
    "above a hundred": {"Measures!S5": 101},
    "below zero": {"Measures!S6": -1},
    "as a fraction": {"Measures!S7": 0.62},
    "blank": {"Measures!S5": None},
    "words": {"Measures!S5": "most"},
    "all blank": {"Measures!S5": None, "Measures!S6": None, "Measures!S7": None},
    "all blank, and nothing to report": {
        "Measures!S5": None, "Measures!S6": None, "Measures!S7": None, "Start!C17": "Yes",
    },
}  # fmt: skip
COUNCIL: dict[str, dict[str, Typed]] = {
    "clean": {},
    "pounds and pence": {"Measures!S9": 1250.75},
    "a share above the whole": {"Measures!S5": 50},
    "money owed": {"Measures!S9": -0.5},
    "all blank": EMPTY,
    "all blank and said to be so": EMPTY | {"Start!C17": "Yes"},
}
# On the brigade's Measures: fires in row 5, visits in 6.  On Breakdowns, January to March in R to T: fires by
# type of home in rows 5 to 12, of which each is one; visits by need in 13 and 14, of which a home may have several.
BRIGADE: dict[str, dict[str, Typed]] = {
    "clean": {},
    "items above the total": {"Breakdowns!R6": 1},
    "items below the total": {"Measures!S5": 25},
    "items of which one is marked": {"Breakdowns!R5": "[x]"},
    "items of which one is broken": {"Breakdowns!R5": 0.5},
    "a blank item": {"Breakdowns!T12": None},
    "words among the items": {"Breakdowns!S5": "about 20"},
    "a whole in words": {"Measures!Q5": "TBC"},
    "overlapping items above the total together": {"Breakdowns!R14": 20},
    "one item above the total": {"Breakdowns!R14": 21},
    "one item above the total and one in words": {"Breakdowns!R13": "lots", "Breakdowns!R14": 21},
    "both breakdowns wrong": {"Breakdowns!R6": 1, "Breakdowns!R14": 21},
    "nothing to report on Breakdowns, yet figures": {"Start!C18": "Yes"},
}
MISTAKES = {"met": POLICE, "mopac": SURVEY, "council": COUNCIL, "lfb": BRIGADE}


@dataclass(frozen=True)
class Told:
    """What the form's own sheets say, worked out."""

    verdict: str
    start: str
    failing: dict[str, str]
    """The status by code, of the lines that are to be fixed or explained."""
    lines: tuple[str, ...]
    """The statuses of those lines: a check that two sheets make has one on each."""
    first: dict[str, str]
    rows: dict[str, list[str]]
    as_text: int
    """How many values are entered as text: how Python reads them the form leaves open, and says so."""


@dataclass(frozen=True)
class Filled:
    """A form with something entered into it, and what its formulas come to."""

    path: Path
    partner: str
    by_libreoffice: dict[CellRef, Value]
    by_formulon: dict[CellRef, Value]

    @property
    def told(self) -> Told:
        """What the form says, by LibreOffice."""
        return said_by_the_form(self.by_libreoffice, form_of(self.partner))


@cache
def framework() -> Framework:
    return Framework.model_validate(tomllib.loads(with_needs(TOML.read_text("utf-8"))))


@cache
def form_of(partner: str) -> ReturnForm:
    return lay_out_return(framework(), partner, PERIOD)


def said_by_the_form(values: Mapping[CellRef, Value], form: ReturnForm) -> Told:
    """Return what the sheets of a form say, from what its formulas come to."""
    lines: dict[str, tuple[str, str]] = {}
    statuses: list[str] = []
    as_text = 0
    for place, check in enumerate(live_checks(form)):
        status, count, first = (
            values[CellRef(Sheet.CHECK, FIRST_ROW + place, column)] for column in (0, 3, 4)
        )
        assert status in {"OK", "To fix", "To explain", "To know"}, (check.code, status)
        if status in {"To fix", "To explain"}:
            statuses.append(str(status))
            lines[check.code] = (str(status), f"{check.sheet}!{first}")
        if check.is_open and isinstance(count, (int, float)):
            as_text += int(count)
    rows = {
        str(table.sheet): [
            str(values[CellRef(table.name, FIRST_ROW + place, len(table.columns))])
            for place in range(len(table.rows))
        ]
        for table in form.tables
        if table.months
    }
    failing = {code: status for code, (status, _) in lines.items()}
    first_cells = {code: cell for code, (_, cell) in lines.items()}
    verdict, start = (str(values[CellRef(*at)]) for at in ((Sheet.CHECK, 2, 0), (Sheet.START, 13, 2)))
    return Told(verdict, start, failing, tuple(statuses), first_cells, rows, as_text)


def said_by_python(path: Path, form: ReturnForm, agreed: Framework | None = None) -> dict[str, str]:
    """Return the severity by code of what Python says and the sheet can say too."""
    live = {check.code for check in live_checks(form)}
    words = {Severity.MUST_FIX: "To fix", Severity.EXPLAIN: "To explain"}
    found = {form_code(f.code): f.severity for f in check_file(agreed or framework(), path).findings}
    return {code: words[severity] for code, severity in found.items() if code in live and severity in words}


def verdict_on(lines: Sequence[str], as_text: int) -> str:
    """Return the form's verdict, from the statuses of its lines and how many values are entered as text."""
    counts = {words: lines.count(words.capitalize()) for words in ("to fix", "to explain")}
    verdict = ", ".join(f"{count} {words}" for words, count in counts.items() if count)
    if not as_text:
        return verdict or READY
    values = "1 value is entered as text" if as_text == 1 else f"{as_text} values are entered as text"
    return f"{verdict}; {values}" if verdict else f"{READY}, but {values}"


def worked_out_by_both(files: Mapping[Key, tuple[str, Path]], libreoffice: LibreOffice) -> dict[Key, Filled]:
    """Return forms, given with their partner, as two programs work them out."""
    paths = [path for _, path in files.values()]
    converted: dict[Path, Path] = {}
    for at in range(0, len(paths), AT_ONCE):
        converted |= libreoffice.convert_all(paths[at : at + AT_ONCE], "xlsx")
    made = {}
    for key, (partner, path) in files.items():
        by_formulon = dict(work_out(path.read_bytes()).now)
        made[key] = Filled(path, partner, kept_in(converted[path], by_formulon), by_formulon)
    return made


@pytest.fixture(scope="module")
def worked_out(
    libreoffice: LibreOffice, tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, str], Filled]:
    """Every mistake entered into the partner's form."""
    folder = tmp_path_factory.mktemp("mistakes")
    files: dict[tuple[str, str], tuple[str, Path]] = {}
    for partner, mistakes in MISTAKES.items():
        issued = folder / f"{partner}.xlsx"
        write_return(form_of(partner), issued)
        files[partner, "as issued"] = partner, issued
        for number, (name, cells) in enumerate(mistakes.items()):
            to = folder / f"{partner}-{number}.xlsx"
            filled = fill_in(issued, to, framework(), partner, PERIOD, steady_hand, cells)
            files[partner, name] = partner, filled
    return worked_out_by_both(files, libreoffice)


def assert_agreed(told: Told, said: Mapping[str, str]) -> None:
    """Fail where the form says of itself something else than Python."""
    assert told.verdict == verdict_on(told.lines, told.as_text)
    assert told.start == (READY if told.verdict == READY else f"{told.verdict}: see Check")
    if told.as_text:
        # What the form says of all else is what Python says; of these it says that they are text.
        assert told.failing.items() <= said.items()
        assert set(said) - set(told.failing) <= READ_FROM_TEXT
    else:
        assert told.failing == said


APART = {("met", "true for a figure")}
"""In LibreOffice TRUE is a number that looks like a word, and ISLOGICAL of a range of cells says no in an array formula.

Microsoft's page of the IS functions: ISLOGICAL is true where the "value refers to a logical value"; of the types a cell can
have a logical value is one of its own (page of TYPE).  So formulon is right, and Excel asks for it to be corrected.
"""
CASES = [(partner, name) for partner, mistakes in MISTAKES.items() for name in mistakes]


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.parametrize(("partner", "name"), CASES)
def test_the_form_says_of_a_mistake_what_python_says(
    worked_out: dict[tuple[str, str], Filled], partner: str, name: str
) -> None:
    filled = worked_out[partner, name]
    said = said_by_python(filled.path, form_of(partner))
    if "=" in str(MISTAKES[partner][name].values()):
        said = {"CELL_ERROR": "To fix"}  # saved without its result, of which Excel would show an error
    assert_agreed(said_by_the_form(filled.by_formulon, form_of(partner)), said)


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.parametrize(("partner", "name"), CASES)
def test_two_programs_work_out_the_same_on_every_sheet(
    worked_out: dict[tuple[str, str], Filled], partner: str, name: str
) -> None:
    filled = worked_out[partner, name]
    assert len(filled.by_formulon) > 100
    assert {at.sheet for at in filled.by_formulon} >= {Sheet.START, Sheet.CHECK, Sheet.LISTS}
    apart = differing(filled.by_libreoffice, filled.by_formulon)
    assert bool(apart) is ((partner, name) in APART), apart


@pytest.mark.office
@pytest.mark.slow
def test_each_kind_of_mistake_is_among_those_that_were_typed(
    worked_out: dict[tuple[str, str], Filled],
) -> None:
    checks = [check for partner in MISTAKES for check in live_checks(form_of(partner))]
    declared = {check.code for check in checks if check.severity is not Severity.NOTE}
    met = {code for filled in worked_out.values() for code in filled.told.failing}
    # Nothing is filled in beforehand here, so nothing can be cleared: test_waivers_agree clears a figure.
    assert declared - met == {"ERASED"}
    assert met <= declared
    assert any(filled.told.as_text for filled in worked_out.values())


@pytest.mark.parametrize("partner", MISTAKES)
def test_a_viewer_that_works_nothing_out_shows_what_excel_would_on_every_sheet(
    partner: str, tmp_path: Path
) -> None:
    write_return(form_of(partner), tmp_path / "issued.xlsx")
    worked = work_out((tmp_path / "issued.xlsx").read_bytes())
    assert {at.sheet for at in worked.kept} >= {Sheet.START, Sheet.MEASURES, Sheet.CHECK, Sheet.LISTS}
    assert worked.stale == {}


@pytest.mark.office
@pytest.mark.slow
def test_a_row_says_for_itself_how_it_stands(
    worked_out: dict[tuple[str, str], Filled],
) -> None:
    def rows(name: str, sheet: str = "Measures") -> list[str]:
        return worked_out["met", name].told.rows[sheet]

    assert set(rows("clean")) | set(rows("clean", "Wards")) == {"OK"}
    assert set(rows("as issued")) == {"Fill in"}
    assert rows("a blank")[0] == "Fill in"
    assert rows("less than")[0] == rows("below zero")[0] == rows("a formula that fails")[0] == "Check"
    assert rows("digits as text")[0] == rows("marks")[0] == "OK"
    assert rows("wards above the borough")[2] == rows("more than it is out of")[18] == "Check"
    assert rows("a percentage beside a count", "Wards")[:2] == ["OK", "Check"]

    told = {name: one.told.rows for (partner, name), one in worked_out.items() if partner == "lfb"}
    assert set(told["clean"]["Measures"]) | set(told["clean"]["Breakdowns"]) == {"OK"}
    assert told["items above the total"]["Measures"] == ["Check", "OK"]
    assert told["one item above the total"]["Measures"] == ["OK", "Check"]
    assert told["a blank item"]["Breakdowns"][7:] == ["Fill in", "OK", "OK"]


@pytest.mark.office
@pytest.mark.slow
def test_the_link_leads_to_the_first_cell(worked_out: dict[tuple[str, str], Filled]) -> None:
    first = {name: one.told.first for (partner, name), one in worked_out.items() if partner == "met"}
    assert first["a blank"]["BLANK"] == "Measures!Q5"
    assert first["wards below the borough"]["WARDS_UNDER_BOROUGH"] == "Measures!Q7"
    assert first["an action without owner and status"]["ACTION_INCOMPLETE"] == "Actions!D5"
    assert first["no name"]["ANSWER_MISSING"] == "Start!C21"
    assert first["a marking there is none of"]["NOT_IN_LIST"] == "Commentary!G5"
    assert CHECKS["BLANK"].severity is Severity.MUST_FIX
