"""What the board and the analyst find in the dashboard workbook."""

from __future__ import annotations

import re
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from scpxl.errors import WriterError
from scpxl.render.book import new_book
from scpxl.render.dashboard import write_dashboard
from scpxl.render.dashboard.card_layout import HEAD_POINTS, PAGE_POINTS, lay_out_page
from scpxl.render.dashboard.sheets import plan_sheets
from scpxl.render.dashboard.summary import write_summary
from scpxl.scorecard.likelihood import Beside, Likelihood
from scpxl.scorecard.model import Figure, NumberStyle, Scorecard, StripFigure
from scpxl.verdicts import Judgement
from tests.office import LibreOffice
from tests.render.scorecards import LONG, NASTY, WARDS, bare_card_scorecard, empty_scorecard, full_scorecard

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DRAW = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
FIXED = [
    "Summary",
    "Exceptions",
    "Benchmarks",
    "Wards",
    "Actions",
    "Commentary",
    "Returns",
    "Data quality",
    "Data",
    "Notes",
    "Chart data",
]


@pytest.fixture(scope="module")
def card() -> Scorecard:
    return full_scorecard()


@pytest.fixture(scope="module")
def written(card: Scorecard, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("dashboard") / "dashboard.xlsx"
    write_dashboard(card, path)
    return path


@pytest.fixture(scope="module")
def book(written: Path) -> CalamineWorkbook:
    return CalamineWorkbook.from_path(written)


def rows_of(book: CalamineWorkbook, sheet: str) -> list[list[object]]:
    return [list(row) for row in book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)]


def parts(path: Path, pattern: str) -> Iterator[tuple[str, ET.Element]]:
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if re.fullmatch(pattern, name):
                yield name, ET.fromstring(package.read(name))  # noqa: S314  (we wrote it)


def sheet_xml(path: Path, name: str) -> ET.Element:
    place = CalamineWorkbook.from_path(path).sheet_names.index(name) + 1
    return next(parts(path, rf"xl/worksheets/sheet{place}\.xml"))[1]


def printed_pages(libreoffice: LibreOffice, path: Path) -> int:
    # By name, because LibreOffice may leave a lock file beside what it wrote.
    pdf = libreoffice.convert(path, "pdf").with_name(f"{path.stem}.pdf")
    return len(re.findall(rb"/Type\s*/Page\b", pdf.read_bytes()))


def line_of(book: CalamineWorkbook, title: str) -> list[object]:
    return next(row for row in rows_of(book, "Summary") if row[0] == title)


def test_every_sheet_is_there_and_the_chart_data_come_last(card: Scorecard, book: CalamineWorkbook) -> None:
    names = book.sheet_names
    assert set(FIXED) <= set(names)
    assert names[0] == "Summary"
    assert names[-1] == "Chart data"
    assert len(names) == len(FIXED) + len(card.pages) + len(card.data) - 1


def test_a_tab_name_excel_would_refuse_is_put_right(book: CalamineWorkbook) -> None:
    assert "Fire emergencies homes & vehicl" in book.sheet_names


def test_the_summary_shows_every_indicator_with_the_scorecards_own_numbers(
    card: Scorecard, book: CalamineWorkbook
) -> None:
    for indicator in card.cards:
        row = line_of(book, indicator.title)
        target = indicator.target.target if indicator.target else Figure(None, "no target")
        shown = (indicator.headline, indicator.before, indicator.change, indicator.change_percent)
        for column, figure in [*enumerate(shown, start=2), (7, indicator.quarter), (8, target)]:
            expected: object = figure.brief if figure.value is None else figure.value
            assert row[column] == expected, (indicator.title, column)


def with_units(card: Scorecard) -> Scorecard:
    """The scorecard, its first card a rate whose quarter and target are counted; no card has a group."""
    page = card.pages[0]
    first = replace(
        page.cards[0],
        unit="per 1,000 people",
        period_unit='offences of "any" kind',
        target=replace(page.cards[0].target, unit="offences") if page.cards[0].target else None,
        strip=(StripFigure("Per 1,000 people, year to Mar 2018", page.cards[0].headline, "per 1,000 people"),
               StripFigure("Latest quarter, offences", replace(page.cards[0].quarter, mark="[p]"), "offences")),
    )  # fmt: skip
    cards = tuple(replace(one, comparison=None, comparisons=()) for one in (first, *page.cards[1:]))
    others = tuple(
        replace(other, cards=tuple(replace(one, comparison=None, comparisons=()) for one in other.cards))
        for other in card.pages[1:]
    )
    return replace(card, pages=(replace(page, cards=cards), *others))


@pytest.mark.filterwarnings("ignore:.* extension is not supported")
def test_each_line_says_what_it_counts_and_a_cell_in_another_unit_says_so(
    card: Scorecard, tmp_path: Path
) -> None:
    write_dashboard(with_units(card), tmp_path / "units.xlsx")
    sheet: Any = load_workbook(tmp_path / "units.xlsx")["Summary"]
    rows = {row[0].value: row for row in sheet.iter_rows()}
    line, heads = rows[card.cards[0].title], rows["Indicator"]
    assert [cell.value for cell in heads[-3:]] == ["Trend", "Marks", "Unit"]
    assert line[len(heads) - 1].value == "per 1,000 people"
    # A quotation mark would end the text of a number format.
    assert line[7].number_format == '#,##0" offences of ″any″ kind"'
    assert line[8].number_format.endswith('" offences"')
    assert "offences" not in line[2].number_format


def test_without_a_group_there_is_no_column_of_ranks(
    card: Scorecard, book: CalamineWorkbook, tmp_path: Path
) -> None:
    write_dashboard(with_units(card), tmp_path / "alone.xlsx")
    alone = CalamineWorkbook.from_path(tmp_path / "alone.xlsx")
    heads = [
        [str(value) for value in next(row for row in rows_of(one, "Summary") if row[0] == "Indicator")]
        for one in (book, alone)
    ]
    assert ["Rank in group" in line for line in heads] == [True, False]
    told = ["Rank 1st is the lowest" in str(rows_of(one, "Summary")) for one in (book, alone)]
    assert told == [True, False]


def test_the_figures_across_a_card_stand_with_their_names_and_no_others(
    card: Scorecard, tmp_path: Path
) -> None:
    changed = with_units(card)
    write_dashboard(changed, tmp_path / "strip.xlsx")
    rows = rows_of(CalamineWorkbook.from_path(tmp_path / "strip.xlsx"), "Burglary")
    at = next(place for place, row in enumerate(rows) if row[0] == "Per 1,000 people, year to Mar 2018")
    assert rows[at][1:] == ["Latest quarter, offences [p]", *[""] * (len(rows[at]) - 2)]
    assert rows[at + 1][2:] == [""] * (len(rows[at]) - 2)


def test_a_missing_figure_has_its_mark_where_the_number_would_be(book: CalamineWorkbook) -> None:
    assert line_of(book, "Proven reoffending rate")[2] == "[x]"


def test_ratings_directions_and_variation_stand_in_words(card: Scorecard, book: CalamineWorkbook) -> None:
    row = line_of(book, "Residential burglary")
    assert row[1] == "R  Red"
    assert row[6] == "▲ worse"
    assert row[9] == "● concern, high"
    assert row[10] == 8.0
    assert any(
        sentence in str(line[0]) for line in rows_of(book, "Summary") for sentence in card.summary_words
    )


def test_provisional_and_illustrative_figures_are_marked(book: CalamineWorkbook) -> None:
    assert line_of(book, "Non-residential burglary")[12] == "[p]"
    assert line_of(book, "Warm-home grants")[12] == "illustrative"
    assert any("illustrative figures" in row for row in rows_of(book, "Fire emergencies homes & vehicl"))


def test_rag_takes_its_colour_from_a_conditional_format_on_its_word(written: Path) -> None:
    root = sheet_xml(written, "Summary")
    by_word = {"containsText", "beginsWith"}
    rules = {rule.get("text"): rule for rule in root.iter(f"{MAIN}cfRule") if rule.get("type") in by_word}
    assert {"Red", "Amber", "Green", "–", "worse", "better", "concern", "improvement"} <= set(rules)
    assert all(rule.get("dxfId") is not None for rule in rules.values())


def test_every_indicator_has_a_sparkline_from_the_chart_data(card: Scorecard, written: Path) -> None:
    with zipfile.ZipFile(written) as package:
        xml = package.read("xl/worksheets/sheet1.xml").decode()
    drawn = re.findall(r"<xm:f>('Chart data'![^<]+)</xm:f>", xml)
    assert len(drawn) == sum(1 for indicator in card.cards if indicator.sparkline)


def test_a_title_leads_to_its_card_and_every_sheet_leads_back(card: Scorecard, written: Path) -> None:
    book = CalamineWorkbook.from_path(written)
    links = {
        link.get("ref"): link.get("location")
        for link in sheet_xml(written, "Summary").iter(f"{MAIN}hyperlink")
    }
    for place in (str(location) for location in links.values()):
        sheet, cell = place.rsplit("!", 1)
        name = sheet.strip("'").replace("''", "'")
        assert name in book.sheet_names
        assert int(cell[1:]) >= 1
    burglary = next(ref for ref, place in links.items() if place == "'Burglary'!A3")
    row = int(str(burglary)[1:]) - 1
    assert rows_of(book, "Summary")[row][0] == rows_of(book, "Burglary")[2][0] == card.cards[0].title
    for name in book.sheet_names[1:]:
        back = [link.get("location") for link in sheet_xml(written, name).iter(f"{MAIN}hyperlink")]
        assert "'Summary'!A1" in back or "Summary!A1" in back, name


def test_every_chart_has_a_title_and_titles_on_its_axes(card: Scorecard, written: Path) -> None:
    charts = list(parts(written, r"xl/charts/chart\d+\.xml"))
    drawn = sum((c.year_on_year is not None) + (c.control_chart is not None) for c in card.cards)
    assert len(charts) == drawn + len(card.benchmarks)
    for name, root in charts:
        assert root.find(f"{CHART}chart/{CHART}title") is not None, name
        for axis in [*root.iter(f"{CHART}catAx"), *root.iter(f"{CHART}valAx")]:
            assert axis.find(f"{CHART}title") is not None, name
        gap = root.find(f"{CHART}chart/{CHART}dispBlanksAs")
        assert gap is None or gap.get("val") == "gap"


def test_every_chart_is_described_for_those_who_cannot_see_it(written: Path) -> None:
    frames = [
        frame
        for _, root in parts(written, r"xl/drawings/drawing\d+\.xml")
        for frame in root.iter(f"{DRAW}cNvPr")
    ]
    words = [str(frame.get("descr")) for frame in frames]
    assert len(words) > 50
    assert all(len(word) > 40 for word in words)
    assert any(
        word.startswith("Control chart of Residential burglary, Apr 2015 to Mar 2018.") for word in words
    )


def test_charts_draw_cells_that_hold_the_scorecards_figures(card: Scorecard, written: Path) -> None:
    cells = rows_of(CalamineWorkbook.from_path(written), "Chart data")
    drawn = []
    for name, root in parts(written, r"xl/charts/chart\d+\.xml"):
        for reference in root.iter(f"{CHART}f"):
            found = re.fullmatch(r"'Chart data'!\$([A-Z])\$(\d+)(?::\$([A-Z])\$(\d+))?", str(reference.text))
            assert found, (name, reference.text)
            column, first, last = ord(found[1]) - 65, int(found[2]), int(found[4] or found[2])
            assert last <= len(cells), (name, reference.text)
            drawn.append(tuple(cells[row - 1][column] for row in range(first, last + 1)))
    for indicator in card.cards:
        if indicator.control_chart and indicator.year_on_year:
            for series in (indicator.control_chart.values, indicator.year_on_year.this_year):
                assert tuple("" if value is None else value for value in series) in drawn, indicator.title


def test_what_chance_leaves_of_a_comparison_stands_beside_it(tmp_path: Path) -> None:
    whole, nothing = full_scorecard(), Figure(None, "–")
    far = Likelihood(7, 9, "plausibly 7th to 9th", Beside.FAR_ABOVE, "higher than the other 31 beyond chance: worse",
                     "99.8% limits 1.0 to 2.0 per 1,000", nothing, nothing, nothing, Judgement.WORSE)  # fmt: skip
    table = whole.benchmarks[0]
    rows = tuple(replace(row, likelihood=far) if row.is_own else row for row in table.rows)
    page = whole.pages[0]
    compared = page.cards[0].comparison
    assert compared is not None
    told = replace(compared, likelihood=far, quartile=1, quartile_words="lowest quarter")
    card = replace(page.cards[0], comparison=told)
    changed = replace(
        whole,
        pages=(replace(page, cards=(card, *page.cards[1:])), *whole.pages[1:]),
        benchmarks=(replace(table, rows=rows, note="How it was found."), *whole.benchmarks[1:]),
    )
    path = tmp_path / "chance.xlsx"
    write_dashboard(changed, path)
    book = CalamineWorkbook.from_path(path)
    own = next(row for row in rows_of(book, "Benchmarks") if "Barnet ◄" in row)
    assert (own[1], own[6]) == ("7–9", "higher")
    others = [row for row in rows_of(book, "Benchmarks") if row[2] == "Bromley"]
    assert {(row[1], row[6]) for row in others} == {("–", "–")}
    assert any("How it was found." in row for row in rows_of(book, "Benchmarks"))
    words = " ".join(str(cell) for name in book.sheet_names for row in rows_of(book, name) for cell in row)
    assert "8th of 32 (1 = lowest), plausibly 7th to 9th; lowest quarter. " in words
    assert "Higher than the other 31 beyond chance: worse." in words


def test_own_area_is_marked_by_more_than_colour(written: Path, book: CalamineWorkbook) -> None:
    assert sum("Barnet ◄" in row for row in rows_of(book, "Benchmarks")) == 8
    marked = [
        root
        for _, root in parts(written, r"xl/charts/chart\d+\.xml")
        if root.find(f".//{CHART}dPt") is not None
    ]
    assert len(marked) == 8


def test_wards_hold_their_numbers_and_a_scale_of_their_own_for_each_indicator(
    card: Scorecard, written: Path, book: CalamineWorkbook
) -> None:
    assert card.wards is not None
    rows = {row[0]: row for row in rows_of(book, "Wards")}
    for name, counts in zip(WARDS, card.wards.rolling, strict=True):
        shown = tuple(figure.text if figure.value is None else figure.value for figure in counts)
        assert tuple(rows[name][1 : 1 + len(counts)]) == shown
    scales = list(sheet_xml(written, "Wards").iter(f"{MAIN}colorScale"))
    assert len(scales) == len(card.wards.codes)


def test_what_partners_type_is_never_a_formula_or_a_link(written: Path, book: CalamineWorkbook) -> None:
    for name, root in parts(written, r"xl/worksheets/sheet\d+\.xml"):
        assert not list(root.iter(f"{MAIN}f")), name
    with zipfile.ZipFile(written) as package:
        assert not [name for name in package.namelist() if "externalLink" in name]
    said = {cell for row in rows_of(book, "Commentary") for cell in row} | {
        cell for row in rows_of(book, "Actions") for cell in row
    }
    assert set(NASTY) <= said


def test_five_thousand_characters_are_all_there_in_rows_that_can_show_them(
    written: Path, book: CalamineWorkbook
) -> None:
    column = [str(row[2]) for row in rows_of(book, "Commentary")]
    start = next(place for place, text in enumerate(column) if text.startswith("Patrols were moved"))
    shown = " ".join(" ".join(column[start:]).split())
    assert " ".join(LONG.split()) in shown
    heights = [float(row.get("ht", 15)) for row in sheet_xml(written, "Commentary").iter(f"{MAIN}row")]
    assert max(heights) < 409


def test_every_status_of_a_return_is_shown(card: Scorecard, book: CalamineWorkbook) -> None:
    shown = [(row[0], row[1]) for row in rows_of(book, "Returns")]
    for line in card.returns:
        assert (line.partner, line.status) in shown


def test_each_exception_says_what_is_suggested_and_what_was_decided(
    card: Scorecard, book: CalamineWorkbook
) -> None:
    rows = rows_of(book, "Exceptions")
    head = next(row for row in rows if "Decided" in row)
    by_title = {
        row[1]: dict(zip(map(str, head), row, strict=True)) for row in rows if isinstance(row[0], float)
    }
    for line in card.exceptions:
        row = by_title[line.title]
        assert row["Suggested"] == (line.suggestion.capitalize() or "–")
        assert row["Decided"] == (line.decision.words if line.decision else "Nothing yet")
    assert any(row[0] == "Decided before, and no exception any more" for row in rows)
    assert any(card.standing[0].words in row for row in rows)


def test_every_indicator_has_its_grade_and_what_has_changed_is_told_whole(
    card: Scorecard, written: Path, book: CalamineWorkbook
) -> None:
    rows = rows_of(book, "Data quality")
    grades = {str(row[0]): row for row in rows if row[1] in {"A", "B", "C", "D", "–"}}
    assert {title: row[1] for title, row in grades.items()} == {
        line.title: line.grade for line in card.quality
    }
    assert all(line.words in grades[line.title] for line in card.quality)
    whole = " ".join(str(cell) for row in rows for cell in row)
    assert card.changed is not None
    assert card.changed.words in whole
    for line in card.changed.lines:
        assert set(line.figures.split()) <= set(whole.split())
        assert (line.effects or "Nothing: rating, rank, variation and change stand.") in whole
        assert (line.why or "Figures were restated, or came later.") in whole
    assert "No longer reported: Old (OLD)." in whole
    rules = {rule.text for rule in sheet_xml(written, "Data quality").iter(f"{MAIN}formula")}
    assert {f'"{letter}"' for letter in "ABCD–"} <= rules


def test_each_section_of_each_return_is_shown_by_month_with_what_its_states_mean(
    card: Scorecard, book: CalamineWorkbook
) -> None:
    shown = [tuple(row[:5]) for row in rows_of(book, "Returns")]
    assert ("Partner", "Section", "Jan 2018", "Feb 2018", "Mar 2018") in shown
    for row in card.status_rows:
        assert (row.partner, row.section, *row.states) in shown
    assert ("Late", "In force, and came after the due day.") in [row[:2] for row in shown]


def test_the_data_are_whole_excel_tables(card: Scorecard, written: Path, book: CalamineWorkbook) -> None:
    tables = [root for _, root in parts(written, r"xl/tables/table\d+\.xml")]
    assert len(tables) == len(card.data)
    assert all(root.find(f"{MAIN}autoFilter") is not None for root in tables)
    for place, table in enumerate(card.data):
        rows = rows_of(book, "Data" if place == 0 else f"Data {place + 1}")
        assert tuple(rows[3][: len(table.columns)]) == table.columns
        body = [tuple(None if cell == "" else cell for cell in row[: len(table.columns)]) for row in rows[4:]]
        assert body[: len(table.rows)] == list(table.rows)


def test_every_page_carries_marking_period_and_run(card: Scorecard, written: Path) -> None:
    for name, root in parts(written, r"xl/worksheets/sheet\d+\.xml"):
        head = root.findtext(f"{MAIN}headerFooter/{MAIN}oddHeader") or ""
        foot = root.findtext(f"{MAIN}headerFooter/{MAIN}oddFooter") or ""
        assert card.marking in head, name
        assert card.period in head, name
        assert card.run in foot, name
        assert "&P of &N" in foot, name


def test_an_ampersand_in_a_long_partnership_name_does_not_break_the_header(tmp_path: Path) -> None:
    name = "Brent & Harrow & Barnet " * 12
    path = tmp_path / "long.xlsx"
    write_dashboard(replace(empty_scorecard(), partnership=name, marking=name, period=name), path)
    head = sheet_xml(path, "Summary").findtext(f"{MAIN}headerFooter/{MAIN}oddHeader") or ""
    assert "Brent && Harrow" in head
    assert len(head) <= 255


def test_no_card_is_cut_by_the_end_of_a_page(card: Scorecard) -> None:
    for page in card.pages:
        layout = lay_out_page(page)
        used = float(HEAD_POINTS)
        for placed in layout.cards:
            used = HEAD_POINTS + placed.points if placed.top in layout.breaks else used + placed.points
            assert used <= PAGE_POINTS
        assert len(layout.breaks) < len(page.cards), "two cards share a page"


def test_the_same_scorecard_gives_the_same_bytes(card: Scorecard, written: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.xlsx"
    write_dashboard(card, again)
    assert again.read_bytes() == written.read_bytes()


@pytest.mark.parametrize("make", [empty_scorecard, bare_card_scorecard])
def test_a_scorecard_with_nothing_in_it_still_gives_every_sheet(make: object, tmp_path: Path) -> None:
    assert callable(make)
    path = tmp_path / "bare.xlsx"
    write_dashboard(make(), path)
    book = CalamineWorkbook.from_path(path)
    assert set(FIXED) <= set(book.sheet_names)
    assert any("Nothing that was published" in str(row[0]) for row in rows_of(book, "Data quality"))
    assert any("no exceptions" in str(row[0]) for row in rows_of(book, "Exceptions"))
    assert not list(parts(path, r"xl/charts/chart\d+\.xml"))


def test_every_style_of_number_has_a_format_that_shows_its_sign_and_unit(
    card: Scorecard, tmp_path: Path
) -> None:
    page = card.pages[0]
    cards = tuple(
        replace(page.cards[0], code=style.value, title=style.value, headline=Figure(-4.25, "−4.25", style))
        for style in NumberStyle
    )
    path = tmp_path / "styles.xlsx"
    write_dashboard(replace(card, pages=(replace(page, cards=cards),)), path)
    book = CalamineWorkbook.from_path(path)
    assert [line_of(book, style.value)[2] for style in NumberStyle] == [-4.25] * len(NumberStyle)
    with zipfile.ZipFile(path) as package:
        formats = package.read("xl/styles.xml").decode()
    for needed in ("&quot;%&quot;", "&quot;£&quot;#,##0", "+#,##0;-#,##0;0", "&quot; pts&quot;"):
        assert needed in formats


def test_what_stood_there_before_survives_a_workbook_that_cannot_be_written(
    card: Scorecard, tmp_path: Path
) -> None:
    path = tmp_path / "dashboard.xlsx"
    path.write_bytes(b"last quarter")
    twice = replace(card.data[0], columns=("same", "same"), rows=())
    with pytest.raises(WriterError):
        write_dashboard(replace(card, data=(twice,)), path)
    assert path.read_bytes() == b"last quarter"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.slow
def test_a_whole_dashboard_is_written_in_seconds(card: Scorecard, tmp_path: Path) -> None:
    start = time.process_time()
    write_dashboard(card, tmp_path / "timed.xlsx")
    assert time.process_time() - start < 5


@pytest.mark.office
def test_the_summary_prints_on_exactly_one_page(
    card: Scorecard, libreoffice: LibreOffice, tmp_path: Path
) -> None:
    path = tmp_path / "summary.xlsx"
    with new_book(path) as book:
        plan, _ = plan_sheets(book, card)
        write_summary(plan)
        # What the Summary leads to, left empty: LibreOffice prints no empty sheet.
        for name in [*plan.names.objectives, *FIXED[1:]]:
            book.add_worksheet(name)
    assert len(card.cards) == 30
    assert printed_pages(libreoffice, path) == 1


@pytest.mark.office
@pytest.mark.slow
def test_libreoffice_opens_and_prints_the_whole_dashboard(
    card: Scorecard, libreoffice: LibreOffice, tmp_path: Path
) -> None:
    path = tmp_path / "dashboard.xlsx"
    short = tuple(replace(table, rows=table.rows[:20]) for table in card.data)
    write_dashboard(replace(card, data=short), path)
    cards = sum(1 + len(lay_out_page(page).breaks) for page in card.pages)
    # Longer sheets may take more pages; none may take fewer than its breaks say, or be lost.
    assert printed_pages(libreoffice, path) >= cards + len(card.benchmarks) + len(FIXED) - 1
