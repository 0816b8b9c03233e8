"""The blank return a partner is sent: everything where the form says, and only what is theirs open."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from datetime import datetime
from html import unescape
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from scpxl.errors import WriterError
from scpxl.model.agreements import Waiver
from scpxl.model.framework import Framework
from scpxl.model.periods import Period
from scpxl.model.plan import Partner
from scpxl.render.book import new_book
from scpxl.render.forms.rules import entry_rule, figure_rule
from scpxl.render.forms.template import write_return
from scpxl.returns.form import FIRST_ROW, HEADER_ROW, IDENTITY_LABELS, Answer, ReturnForm, Sheet
from scpxl.returns.layout import lay_out_return
from scpxl.returns.prefill import Prefill
from tests.office import LibreOffice
from tests.render.return_forms import ACTIONS, FRAMEWORK, LARGE, PERIOD, SMALL, known_history, open_cells

FORMS = [pytest.param(LARGE, id="large"), pytest.param(SMALL, id="small")]
Place = tuple[int, int]


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("issued")
    for form in (LARGE, SMALL):
        write_return(form, folder / form.file_name, known_history(form))
    return {form.partner.code: folder / form.file_name for form in (LARGE, SMALL)}


@pytest.fixture(scope="module")
def books(issued: dict[str, Path]) -> dict[str, Workbook]:
    return {code: load_workbook(path) for code, path in issued.items()}


def unlocked(sheet: Worksheet) -> set[Place]:
    return {
        (row, column)
        for row, line in enumerate(sheet.iter_rows())
        for column, cell in enumerate(line)
        if not cell.protection.locked
    }


def to_be_open(form: ReturnForm) -> dict[str, set[Place]]:
    """Return the cells that are the partner's to type in, by sheet."""
    found: dict[str, set[Place]] = {Sheet.START: {(q.cell.row, q.cell.column) for q in form.questions}}
    for table in form.tables:
        found[table.sheet] = set(open_cells(table))
        extra = table.blank_rows + len(ACTIONS) * bool(table.blank_rows)
        below = range(FIRST_ROW + len(table.rows), FIRST_ROW + len(table.rows) + extra)
        found[table.sheet] |= {(row, place) for row in below for place in range(len(table.columns))}
    return found


def part_of(path: Path, part: str) -> str:
    with ZipFile(path) as package:
        return package.read(part).decode()


def rules_by_cell(sheet: Worksheet) -> dict[Place, DataValidation]:
    return {
        (row - 1, column - 1): rule
        for rule in sheet.data_validations.dataValidation
        for block in rule.sqref.ranges
        for row, column in block.cells
    }


@pytest.mark.parametrize("form", FORMS)
def test_what_the_partner_types_is_open_and_everything_else_is_locked(
    form: ReturnForm, books: dict[str, Workbook]
) -> None:
    book = books[form.partner.code]
    for sheet, cells in to_be_open(form).items():
        assert unlocked(book[sheet]) == cells, sheet
    assert all(sheet.protection.sheet for sheet in book)


@pytest.mark.parametrize("form", FORMS)
def test_headings_and_labels_stand_where_the_form_says_and_months_are_words(
    form: ReturnForm, books: dict[str, Workbook]
) -> None:
    book = books[form.partner.code]
    for table in form.tables:
        heads = [cell.value for cell in book[table.sheet][HEADER_ROW + 1]][: len(table.columns)]
        assert heads == [column.heading for column in table.columns]
        for number, row in enumerate(table.rows):
            for key, label in row.labels.items():
                assert book[table.sheet][table.cell(number, key).a1].value == label
    assert book[Sheet.MEASURES]["Q4"].value == "Jan 2018"
    for question in form.questions:
        assert book[Sheet.START].cell(question.cell.row + 1, question.cell.column).value == question.words


@pytest.mark.parametrize("form", FORMS)
def test_the_form_says_which_it_is_in_a_hidden_sheet_and_in_plain_sight(
    form: ReturnForm, books: dict[str, Workbook]
) -> None:
    book = books[form.partner.code]
    told = {key.value: value.value for key, value in book[Sheet.IDENTITY].iter_rows(max_col=2)}
    assert told == form.identity
    seen = {label.value: value.value for label, value in book[Sheet.START].iter_rows(min_col=2, max_col=3)}
    assert {key: seen[label] for key, label in IDENTITY_LABELS.items()} == form.identity
    assert "Return for Q4 2017-18: Jan 2018 – Mar 2018" in seen
    assert seen["Due"] == "Saturday 28 April 2018"
    assert {name: book[name].sheet_state for name in (Sheet.LISTS, Sheet.IDENTITY)} == {
        Sheet.LISTS: "hidden",
        Sheet.IDENTITY: "veryHidden",
    }


def test_the_sheets_stand_in_the_order_of_the_form(books: dict[str, Workbook]) -> None:
    shown = [Sheet.MEASURES, Sheet.WARDS, Sheet.ACTIONS, Sheet.COMMENTARY]
    assert books["met"].sheetnames == [Sheet.START, *shown, Sheet.CHECK, Sheet.LISTS, Sheet.IDENTITY]
    assert Sheet.WARDS not in books["lfb"].sheetnames
    links = {cell.hyperlink.location for (cell,) in books["met"][Sheet.START]["E1:E16"] if cell.hyperlink}
    assert links == {f"'{sheet}'!A1" for sheet in shown}


def test_every_drop_down_opens_the_forms_own_choices_by_name(books: dict[str, Workbook]) -> None:
    book = books["met"]
    choices = {}
    for name, defined in book.defined_names.items():
        if name.startswith("list_"):
            sheet, cells = next(iter(defined.destinations))
            choices[name] = tuple(cell.value for (cell,) in book[sheet][cells])
    assert choices == {held.name: held.choices for held in LARGE.lists}
    for table in LARGE.tables:
        rules = rules_by_cell(book[table.sheet])
        for place, column in enumerate(table.columns):
            if column.choices:
                assert rules[FIRST_ROW, place].formula1 == column.choices.name, column.key
    asked = rules_by_cell(book[Sheet.START])
    for question in LARGE.questions:
        if question.choices:
            assert asked[question.cell.row, question.cell.column].formula1 == question.choices.name


@pytest.mark.parametrize("form", FORMS)
def test_every_open_cell_tells_what_belongs_in_it(form: ReturnForm, books: dict[str, Workbook]) -> None:
    for table in form.tables:
        rules = rules_by_cell(books[form.partner.code][table.sheet])
        columns = {column.key: column for column in table.columns}
        for place, (_, key) in open_cells(table).items():
            assert rules[place].prompt == columns[key].prompt
    asked = rules_by_cell(books[form.partner.code][Sheet.START])
    for question in form.questions:
        assert asked[question.cell.row, question.cell.column].prompt == question.prompt


@pytest.mark.parametrize("form", FORMS)
def test_no_figure_or_mark_is_refused(form: ReturnForm, books: dict[str, Workbook]) -> None:
    for table in form.tables:
        rules = rules_by_cell(books[form.partner.code][table.sheet])
        months = {column.key for column in table.months}
        for place, (_, key) in open_cells(table).items():
            if key in months:
                assert (rules[place].type, rules[place].errorStyle) == ("custom", "warning")


@pytest.mark.parametrize("form", FORMS)
def test_what_is_known_is_filled_in_and_the_period_is_left_blank(
    form: ReturnForm, books: dict[str, Workbook]
) -> None:
    known = known_history(form).figures
    assert "[x]" in known.values()
    for table in form.tables:
        for place, (row, key) in open_cells(table).items():
            cell = books[form.partner.code][table.sheet].cell(place[0] + 1, place[1] + 1)
            assert cell.value == known.get((table.sheet, row.key, key)), cell.coordinate


def test_last_times_actions_are_there_to_be_updated_with_room_below(books: dict[str, Workbook]) -> None:
    sheet = books["met"][Sheet.ACTIONS]
    first = [cell.value for cell in sheet[FIRST_ROW + 1]][:11]
    assert first == [
        *(ACTIONS[0][key] for key in ("reference", "objective", "action", "owner", "supporting")),
        datetime(2018, 6, 29),  # noqa: DTZ001 - a cell's date knows no time zone
        "In progress", 40, "Amber", "Locks are late.", ACTIONS[0]["update"],
    ]  # fmt: skip
    table = LARGE.table[Sheet.ACTIONS]
    last = FIRST_ROW + len(ACTIONS) + table.blank_rows
    assert not sheet.cell(last, 1).protection.locked
    assert sheet.cell(last + 1, 1).protection.locked


def test_what_a_partner_wrote_never_becomes_a_formula(books: dict[str, Workbook]) -> None:
    row = books["met"][Sheet.ACTIONS][FIRST_ROW + 2]
    typed = {cell.value: cell.data_type for cell in row if cell.value is not None}
    assert typed == {"A2": "s", '=cmd|"/c calc"!A1': "s", "-1+1": "s", "@SUM(1)": "s"}


def test_months_a_quarterly_figure_does_not_take_are_closed_and_say_so(books: dict[str, Workbook]) -> None:
    sheet = books["met"][Sheet.MEASURES]
    row = next(
        number for number, row in enumerate(LARGE.table[Sheet.MEASURES].rows) if row.key[0] == "CON-01"
    )
    january, march = (sheet.cell(FIRST_ROW + row + 1, column) for column in (17, 19))
    assert (january.protection.locked, march.protection.locked) == (True, False)
    assert january.fill.patternType == "lightUp"
    assert rules_by_cell(sheet)[FIRST_ROW + row, 16].promptTitle == "Nothing to enter here"


def test_colour_is_never_the_only_sign_of_what_to_fill_in(books: dict[str, Workbook]) -> None:
    band = [cell.value for cell in books["met"][Sheet.MEASURES][HEADER_ROW]]
    assert (band[4], band[16], band[19]) == ("Earlier months", "Fill in", "If it applies")
    assert [word for word in band[1:] if word] == ["Earlier months", "Fill in", "If it applies"]
    assert str(getattr(band[0], "text", "")).startswith(
        "=IF("
    )  # how many earlier figures were changed; blank while none is


def test_only_required_blanks_of_the_period_stand_out_and_not_once_there_is_nothing_to_report(
    books: dict[str, Workbook],
) -> None:
    table = LARGE.table[Sheet.MEASURES]
    marked = {
        (row - 1, column - 1)
        for held in books["met"][Sheet.MEASURES].conditional_formatting
        if any("ISBLANK" in rule.formula[0] for rule in held.rules)
        for block in held.sqref.ranges
        for row, column in block.cells
    }
    months = {column.key for column in table.months if column.in_period}
    wanted = {
        place
        for place, (row, key) in open_cells(table).items()
        if key in months and row.indicator is not None and row.indicator.required
    }
    assert marked == wanted
    assert 0 < len(wanted) < len(table.rows) * 3
    name = books["met"].defined_names["answer_nil_measures"]
    assert name.attr_text == "Start!$C$17"


@pytest.mark.parametrize(("let_by", "note"), [((), "needed"), (("ANSWER_MISSING",), "optional")])
def test_a_sign_off_that_is_let_by_does_not_stand_out(
    let_by: tuple[str, ...], note: str, tmp_path: Path
) -> None:
    waivers = tuple(
        Waiver(rule=rule, partner="lfb", reason="Agreed.", approved_by="the Chair", until=SMALL.due)
        for rule in let_by
    )
    write_return(replace(SMALL, waivers=waivers), tmp_path / "issued.xlsx")
    start = load_workbook(tmp_path / "issued.xlsx")[Sheet.START]
    marked = {str(held.sqref) for held in start.conditional_formatting}
    assert {start[f"D{row}"].value for row in (20, 21, 22)} == {note}, [c.value for c in start["D"]]
    assert ({"C20", "C21", "C22"} <= marked) is (not let_by)


@pytest.mark.parametrize(
    ("sheet", "frozen", "opened_at", "active"),
    [
        (Sheet.MEASURES, (4, 4), "K5", "Q5"),
        (Sheet.WARDS, (4, 4), "K5", "Q5"),
        (Sheet.ACTIONS, (None, 4), "A5", "A7"),
        (Sheet.COMMENTARY, (2, 4), "C5", "C5"),
    ],
)
def test_a_sheet_opens_at_the_first_cell_to_fill_with_its_labels_in_sight(
    books: dict[str, Workbook], sheet: Sheet, frozen: tuple[int | None, int], opened_at: str, active: str
) -> None:
    view = books["met"][sheet].sheet_view
    assert view.pane is not None
    assert (view.pane.xSplit, view.pane.ySplit, view.pane.topLeftCell) == (*frozen, opened_at)
    assert view.selection[-1].activeCell == active


@pytest.mark.parametrize("form", FORMS)
def test_a_page_is_a4_across_one_wide_with_headings_and_footers(
    form: ReturnForm, books: dict[str, Workbook], issued: dict[str, Path]
) -> None:
    for name in [Sheet.START, *(table.sheet for table in form.tables)]:
        sheet = books[form.partner.code][name]
        page = sheet.page_setup
        assert (page.orientation, page.paperSize, page.fitToHeight) == ("landscape", 9, 0)
        fit = sheet.sheet_properties.pageSetUpPr
        assert fit is not None
        assert fit.fitToPage
        assert page.fitToWidth in {None, 1}
        if name != Sheet.START:
            assert sheet.print_title_rows == "$3:$4"
    foot = re.search(r"<oddFooter>(.*)</oddFooter>", part_of(issued["lfb"], "xl/worksheets/sheet2.xml"))
    assert foot is not None
    assert unescape(foot[1]) == "&LFire && Rescue Service, 2017-18 Q4&COFFICIAL&RPage &P of &N"


def test_protection_has_no_password_and_leaves_sorting_filtering_and_resizing_free(
    books: dict[str, Workbook],
) -> None:
    for name in (Sheet.MEASURES, Sheet.WARDS, Sheet.ACTIONS, Sheet.COMMENTARY):
        guard = books["met"][name].protection
        assert guard.password is None
        # The file says what is forbidden: False is allowed.
        assert not any((guard.sort, guard.autoFilter, guard.formatColumns, guard.formatRows))
    assert books["met"][Sheet.WARDS].auto_filter.ref == "A4:S224"


def test_rows_grow_with_what_is_typed_in_them(issued: dict[str, Path]) -> None:
    for number in (2, 3, 4, 5):
        rows = re.findall(
            r'<row r="(\d+)"([^>]*)>', part_of(issued["met"], f"xl/worksheets/sheet{number}.xml")
        )
        fixed = {int(row) for row, more in rows if "customHeight" in more}
        assert fixed == {1, 2, 3, 4}
        assert all("ht=" in more for _, more in rows)


def test_the_file_says_whose_it_is(books: dict[str, Workbook]) -> None:
    about = books["lfb"].properties
    assert about.title == "Fire & Rescue Service: return for Q4 2017-18: Jan 2018 – Mar 2018"
    assert about.creator == "Barnet Safer Communities Partnership"


def test_looks_are_shared_and_not_made_cell_by_cell(issued: dict[str, Path]) -> None:
    count = re.search(r'<cellXfs count="(\d+)"', part_of(issued["met"], "xl/styles.xml"))
    assert count is not None
    assert int(count[1]) < 100


@pytest.mark.parametrize("period", ["2018-03", "2017-18", "2018-19 Q1"])
def test_any_period_and_a_partner_with_nothing_to_report_get_a_form(tmp_path: Path, period: str) -> None:
    partners = (*FRAMEWORK.partners, Partner(code="nps", name="Probation"))
    quiet = Framework.model_validate({**FRAMEWORK.model_dump(), "partners": partners})
    for code in ("met", "nps"):
        form = lay_out_return(quiet, code, Period.parse(period))
        write_return(form, tmp_path / "return.xlsx")
        book = load_workbook(tmp_path / "return.xlsx")
        assert unlocked(book[Sheet.MEASURES]) == set(open_cells(form.table[Sheet.MEASURES]))
        assert book[Sheet.IDENTITY]["B4"].value == period


@pytest.mark.parametrize("example", ["barnet", "barnet-2025"])
def test_every_partner_of_the_examples_gets_a_form(tmp_path: Path, example: str) -> None:
    toml = Path(__file__).parents[2] / "templates" / example / "framework.toml"
    framework = Framework.model_validate(tomllib.loads(toml.read_text("utf-8")))
    year = {"barnet": 2017, "barnet-2025": 2025}[example]
    for partner in framework.partners:
        form = lay_out_return(framework, partner.code, Period.quarter(year, 4))
        write_return(form, tmp_path / form.file_name, known_history(form))
        sheet = load_workbook(tmp_path / form.file_name)[Sheet.MEASURES]
        assert unlocked(sheet) == set(open_cells(form.table[Sheet.MEASURES]))


@pytest.mark.parametrize(
    ("prefill", "words"),
    [
        (Prefill({(Sheet.MEASURES, ("CON-01", "Number"), "2018-01"): 5.0}), "no open cell for CON-01 Number, 2018-01"),
        (Prefill({(Sheet.WARDS, ("BUR-01", "E05009999"), "2017-12"): 5.0}), "no open cell for BUR-01 E05009999"),
        (Prefill(actions=({"colour": "Red"},)), "no column 'colour'"),
    ],
)  # fmt: skip
def test_what_has_no_place_on_the_form_is_refused_and_the_old_file_stays(
    tmp_path: Path, prefill: Prefill, words: str
) -> None:
    path = tmp_path / LARGE.file_name
    path.write_bytes(b"issued before")
    with pytest.raises(WriterError, match=words):
        write_return(LARGE, path, prefill)
    assert path.read_bytes() == b"issued before"


def test_figures_for_a_sheet_the_form_has_not_are_refused(tmp_path: Path) -> None:
    wards = Prefill({(Sheet.WARDS, ("FIR-01", "E05003043"), "2017-12"): 5.0})
    with pytest.raises(WriterError, match="has no sheet Wards"):
        write_return(SMALL, tmp_path / "return.xlsx", wards)


@pytest.mark.office
@pytest.mark.slow
def test_saved_by_libreoffice_the_form_is_still_the_form(
    issued: dict[str, Path], libreoffice: LibreOffice
) -> None:
    book = load_workbook(libreoffice.convert(issued["met"], "xlsx"))
    for sheet, cells in to_be_open(LARGE).items():
        assert unlocked(book[sheet]) >= cells
        assert book[sheet].protection.sheet
    assert {
        key.value: value.value for key, value in book[Sheet.IDENTITY].iter_rows(max_col=2)
    } == LARGE.identity
    assert rules_by_cell(book[Sheet.ACTIONS])[FIRST_ROW, 6].formula1 == "list_action_status"
    assert book[Sheet.ACTIONS]["C6"].data_type == "s"


@pytest.mark.office
@pytest.mark.slow
def test_on_paper_no_sheet_is_wider_than_a_page(issued: dict[str, Path], libreoffice: LibreOffice) -> None:
    pdf = libreoffice.convert(issued["lfb"], "pdf").read_bytes()
    # Start, Measures, Actions, Commentary: each is short, so a second page could only be a second width; the
    # lines of Check go on below on a second page.
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)) == 6


@pytest.mark.office
@pytest.mark.slow
def test_the_figure_rule_takes_numbers_and_marks_and_queries_the_rest(
    libreoffice: LibreOffice, tmp_path: Path
) -> None:
    cases: dict[str | float, bool] = {
        0: True, 41: True, 37.5: True, -1: False,
        "[x]": True, "[z]": True, "[c]": True, "[X]": True, "[p]": False, "TBC": False, "12%": False, "<5": False,
    }  # fmt: skip
    path = tmp_path / "rule.xlsx"
    with new_book(path) as book:
        sheet = book.add_worksheet("One")
        for row, typed in enumerate(cases):
            sheet.write(row, 0, typed)
            sheet.write_formula(row, 1, figure_rule(f"A{row + 1}"), None, "not worked out")
    text = libreoffice.convert(path, "csv").read_text("utf-8")
    answers = [line.rsplit(",", 1)[1] == "TRUE" for line in text.splitlines()]
    assert answers == list(cases.values())


def test_a_percentage_typed_as_a_fraction_is_queried() -> None:
    rule = entry_rule(Answer.PERCENT, "G5")
    assert "G5>=1" in rule["value"]
    assert "enter 40 for 40%" in rule["error_message"]


def test_the_due_date_follows_the_period() -> None:
    assert (LARGE.period, SMALL.due.isoformat()) == (PERIOD, "2018-04-28")
