"""What the board and the analyst find in the dashboard workbook."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from scpxl.errors import WriterError
from scpxl.pages.asked import FIGURES, LISTS
from scpxl.pages.functions import FUNCTIONS, MISSING
from scpxl.render.excel import write_dashboard
from scpxl.render.excel.sheets import HIDDEN
from scpxl.scorecard.records.board import ChangedLine, ChangedSince
from scpxl.scorecard.records.scorecard import IndicatorCard, Scorecard
from scpxl.scorecard.status import StatusRule
from scpxl.scorecard.texts.cell_words import cut, number_or_word, place_words, rag_words
from tests.excel.made import LONG, NASTY, SMALL, WARDS, agreed, board_of, noise, troubled
from tests.excel.reading import (
    CHART,
    MAIN,
    alt_texts,
    chart_titles,
    formulas,
    links,
    parts,
    rows_of,
    sheet_xml,
    sheets_of,
    table_of,
    words_of,
)
from tests.scorecard.builders import indicator, series

SINCE = ChangedSince(
    "Q3 2017-18",
    date(2018, 2, 2),
    "Two figures of Q3 2017-18 are not what was published.",
    (ChangedLine("BUR", "Residential burglary", "301", "300", "Nov 2017: 31, was 32.", "", ""),),
    ("Old measure",),
    ("Home fire visits",),
)


@pytest.fixture(scope="module")
def card() -> Scorecard:
    return replace(troubled(), changed=SINCE, changed_words="1 figure restated since Q3.")


@pytest.fixture(scope="module")
def written(card: Scorecard, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("dashboard") / "dashboard.xlsx"
    write_dashboard(card, path)
    return path


@pytest.fixture(scope="module")
def seen(card: Scorecard) -> dict[str, IndicatorCard]:
    return {one.title: one for one in card.cards}


def shown(one: object) -> object:
    return float(one) if isinstance(one, int) else one


def test_the_boards_sheets_come_first_and_those_to_work_with_last(written: Path) -> None:
    assert sheets_of(written) == [
        "Summary", "Quarters", "Exceptions", "Streets", "Fire homes all", "Wards", "Benchmarks", "Actions", "Commentary",
        "Returns", "Notes", "Decisions", "Explore", "Audit", "Data", "Changes", "Functions",
    ]  # fmt: skip


def test_what_is_looked_up_is_out_of_sight_and_every_other_sheet_is_seen(written: Path) -> None:
    with zipfile.ZipFile(written) as package:
        book = package.read("xl/workbook.xml").decode()
    states = dict(re.findall(r'<sheet name="([^"]+)"[^>]*?(?: state="(\w+)")? r:id', book))
    assert {name for name, state in states.items() if state == "hidden"} == set(HIDDEN)


def test_an_objectives_page_has_the_scorecards_own_numbers(
    written: Path, seen: dict[str, IndicatorCard]
) -> None:
    tables = {**table_of(written, "Streets", "Measure"), **table_of(written, "Fire homes all", "Measure")}
    for title, one in seen.items():
        row = tables[f"{title} [example]" if one.illustrative else title]
        assert row["Last 12 months"] == number_or_word(one.headline), title
        came = one.headline.text != "nothing received"
        assert row["Year before"] == (number_or_word(one.before) if came else "missing"), title
        assert row["Change"] == number_or_word(one.change), title
        assert row["Target"] == (number_or_word(one.target.target) if one.target else "none"), title
        assert row["Against target"] == rag_words(one.rag.rag, one.rag.why), title
        assert row["Rank in its group"] == place_words(one.comparison), title


def test_the_summary_and_the_quarters_say_the_same_of_a_measure(
    written: Path, seen: dict[str, IndicatorCard]
) -> None:
    one = seen["Residential burglary"]
    line = table_of(written, "Summary", "Headline measure")["Residential burglary"]
    quarters = table_of(written, "Quarters", "Measure")["Residential burglary"]
    assert (line["Last 12 months"], line["Change"]) == (one.headline.value, one.change.value)
    assert (
        sum(quarters[f"Q{number}"] for number in range(1, 5))
        == quarters["Year to date"]
        == one.headline.value
    )
    assert quarters["Last year"] == one.before.value
    assert line["Against target"] == quarters["Against target"] == "R  Red"


def test_where_a_number_is_missing_its_mark_or_a_word_stands_and_never_an_empty_cell(written: Path) -> None:
    reoffending = table_of(written, "Streets", "Measure")["Proven reoffending"]
    assert reoffending["Last 12 months"] == "[x]"
    grants = table_of(written, "Quarters", "Measure")["Warm-home grants [example]"]
    assert [grants[head] for head in ("Last year", "Q4", "Year to date", "Year's target")] == [
        "missing",
        "missing",
        "missing",
        "none",
    ]
    for title, row in table_of(written, "Quarters", "Measure").items():
        if row["Counts"]:
            assert "" not in row.values(), title


def test_ratings_directions_and_variation_stand_in_words(written: Path) -> None:
    table = table_of(written, "Streets", "Measure")
    burglary, patrols, robbery = (table[title] for title in ("Residential burglary", "Patrols", "Robbery"))
    assert (burglary["Against target"], burglary["Latest month"]) == ("R  Red", "● Unusually high")
    assert (patrols["Against target"], patrols["Latest month"]) == ("R  Red", "● Unusually low")
    assert robbery["Against target"] == "–  No target"
    assert robbery["What the change means"].endswith("[p]")


def test_every_colour_is_a_condition_on_a_word_of_the_same_sheet(written: Path) -> None:
    for name in ("Summary", "Quarters", "Exceptions", "Streets", "Decisions"):
        rules = list(sheet_xml(written, name).iter(f"{MAIN}cfRule"))
        words = {rule.text for one in rules for rule in one.iter(f"{MAIN}formula")}
        assert {'"R  Red"', '"A  Amber"', '"G  Green"'} <= words, name
        assert all(one.get("dxfId") is not None for one in rules), name
        assert not [text for text in words if text and "!" in text], name
    signs = {one.get("text") for one in sheet_xml(written, "Summary").iter(f"{MAIN}cfRule")}
    assert {"●", "◆", "◇", "Worse", "Better"} <= signs


def test_no_cell_that_a_figure_fills_is_coloured_by_itself(written: Path) -> None:
    """Two rows of the Summary's table, one red and one not rated, have the same formats."""
    root = sheet_xml(written, "Streets")
    looks = {}
    for row in root.iter(f"{MAIN}row"):
        looks[row.get("r")] = [
            cell.get("s") for cell in row.iter(f"{MAIN}c") if str(cell.get("r")).startswith(("K", "L"))
        ]
    at = {str(row[0]): str(place) for place, row in enumerate(rows_of(written, "Streets"), start=1)}
    assert looks[at["Residential burglary"]] == looks[at["Robbery"]]


def test_an_objectives_status_follows_the_rule_that_the_page_says(written: Path, card: Scorecard) -> None:
    line = table_of(written, "Summary", "Headline measure")["Streets"]
    assert line["Against target"] == card.month_ends[-1].statuses[0] == "R  Red"
    assert line["Counts"] == "Of 2 rated: 2 Red."
    assert any(StatusRule().words in text for text in words_of(written, "Summary"))


def test_made_up_figures_are_marked_wherever_their_measure_is_named(written: Path) -> None:
    for sheet in ("Quarters", "Fire homes all", "Decisions", "Returns"):
        assert "Warm-home grants [example]" in words_of(written, sheet), sheet
    assert any("1 is made up for the example" in text for text in words_of(written, "Summary"))


def test_measures_stand_under_the_question_that_they_help_to_answer(written: Path) -> None:
    first = [row[0] for row in rows_of(written, "Streets")]
    order = ["What is the problem?", "Residential burglary", "What are we doing?", "Patrols"]
    assert sorted(order, key=first.index) == order
    assert "What difference does it make?" not in first


def test_every_exception_says_why_what_is_suggested_and_what_was_decided(
    written: Path, card: Scorecard
) -> None:
    rows = table_of(written, "Exceptions", "Measure")
    assert list(rows) == [line.title for line in card.exceptions]
    assert rows["Residential burglary"]["Board to"] == "Escalate"
    assert "A new gang came from the north." in rows["Residential burglary"]["What partners say and do"]
    assert rows["Residential burglary"]["Objective and lead"] == "Streets: Superintendent"
    assert all(row["Why it is here"] for row in rows.values())
    places = [row[0] for row in rows_of(written, "Exceptions")]
    assert [place for place in places if isinstance(place, float)] == [
        float(n) for n in range(1, len(rows) + 1)
    ], "an empty place has no number"
    assert any(f"{len(rows)} in all" in text for text in words_of(written, "Exceptions"))


def test_decisions_are_typed_beside_their_measure_and_what_was_decided_stands_there(written: Path) -> None:
    rows = table_of(written, "Decisions", "Measure")
    assert len(rows) == 6
    burglary = rows["Residential burglary"]
    assert (burglary["Decision"], burglary["Why, in words"], burglary["Decided by"]) == (
        "escalate",
        "=Too many.",
        "the board",
    )
    assert burglary["Key"] == "BUR"
    assert rows["Robbery"]["Decision"] == ""
    rule = next(sheet_xml(written, "Decisions").iter(f"{MAIN}dataValidation"))
    assert str(rule.findtext(f"{MAIN}formula1")) == '"escalate,watch,close"'


def test_every_chart_has_a_title(written: Path) -> None:
    charts = list(parts(written, r"xl/charts/chart\d+\.xml"))
    # Four a page of an objective, five on Explore, two on Benchmarks.
    assert len(charts) == len(chart_titles(written)) == 4 * 2 + 5 + 2
    assert all(len(title) > 10 for title in chart_titles(written))


def test_every_chart_is_described_in_words_that_no_figure_can_make_untrue(written: Path) -> None:
    words = alt_texts(written)
    assert len(words) == len(list(parts(written, r"xl/charts/chart\d+\.xml")))
    for text in words:
        assert len(text) > 40
        # Twelve months and the limits of 99.8% are what the charts are of.
        assert not re.search(r"\d{2}", text.replace("12", "").replace("99.8%", "")), text


def test_charts_read_what_is_looked_up_and_keep_no_zero_for_what_is_not_there(written: Path) -> None:
    for name, root in parts(written, r"xl/charts/chart\d+\.xml"):
        for reference in root.iter(f"{CHART}f"):
            assert str(reference.text).startswith("Calc!"), name
        for points in root.iter(f"{CHART}numCache"):
            kept = {str(point.get("idx")): point.findtext(f"{CHART}v") for point in points.iter(f"{CHART}pt")}
            assert "#N/A" not in kept.values(), name
    grants = next(
        place for place, row in enumerate(rows_of(written, "R_Charts")) if str(row[0]).startswith("GRA")
    )
    assert set(rows_of(written, "R_Charts")[grants][2:]) <= {""}


def test_what_is_typed_is_never_a_formula_or_a_link(written: Path) -> None:
    said = set(words_of(written, "Commentary")) | set(words_of(written, "Actions"))
    assert set(NASTY) <= said
    assert "=police.xlsx" in words_of(written, "Returns")
    typed = [text for text in NASTY if text.startswith(("=", "@", "+", "-"))]
    for _, formula in formulas(written):
        assert not [text for text in typed if text.lstrip("=") in formula]
    with zipfile.ZipFile(written) as package:
        assert not [name for name in package.namelist() if "externalLink" in name]
        outside = [
            name
            for name in package.namelist()
            if name.endswith(".rels") and b"http://example" in package.read(name)
        ]
    assert outside == []


def test_no_formula_is_longer_or_newer_than_excel_2016_takes(written: Path) -> None:
    newer = re.compile(r"\b(OFFSET|INDIRECT|NOW|TODAY|RAND|FILTER|XLOOKUP|LET|SORT|UNIQUE|TEXTJOIN|IFS)\(")
    for name, formula in formulas(written):
        assert len(formula) <= 8192, name
        assert not newer.search(formula), formula
        literals = re.findall(r'"((?:[^"]|"")*)"', formula)
        assert all(len(text) <= 255 for text in literals), (name, formula)


def test_five_thousand_characters_are_cut_to_their_box_and_stand_whole_on_commentary(written: Path) -> None:
    assert LONG in words_of(written, "Commentary")
    (told,) = [text for text in words_of(written, "Streets") if "Patrols were moved" in text]
    assert told.startswith("Police: Patrols were moved")
    assert told.endswith(" …")
    assert len(told) <= 330
    # Rows grow with their words where nothing is cut, so none of them has a height.
    heights = [
        row.get("ht")
        for row in sheet_xml(written, "Commentary").iter(f"{MAIN}row")
        if int(str(row.get("r"))) > 3
    ]
    assert set(heights) == {None}


def test_an_explanation_stands_whole_on_commentary_under_its_measure(written: Path) -> None:
    rows = table_of(written, "Commentary", "Objective")
    assert rows["Residential burglary"]["Why"].endswith("A new gang came from the north.")


def test_a_page_says_how_much_of_what_was_said_stands_elsewhere(written: Path, card: Scorecard) -> None:
    page = card.pages[0]
    more = f"{len(page.commentary) - 4} more comments on Commentary. {len(page.actions) - 4} more actions on Actions"
    assert more in words_of(written, "Streets")
    assert not [text for text in words_of(written, "Fire homes all") if "more comments" in text]


def test_what_is_overdue_comes_first(written: Path) -> None:
    states = [row["Status"] for row in table_of(written, "Actions", "Reference").values()]
    assert states == ["OVERDUE"] * len(NASTY) + ["complete"]
    who = {
        (row["Partner"], row["Supporting partners"])
        for row in table_of(written, "Actions", "Reference").values()
    }
    assert who == {("Police", ""), ("Police", "Fire Brigade")}
    streets = words_of(written, "Streets")
    assert streets.count("OVERDUE") == 4


def test_every_status_of_a_return_and_every_grade_is_shown_under_its_heading(
    written: Path, card: Scorecard
) -> None:
    returns = table_of(written, "Returns", "Partner")
    assert {line.partner: returns[line.partner]["Status"] for line in card.returns} == {
        "Police": "accepted with queries", "Fire Brigade": "missing",
    }  # fmt: skip
    grades = table_of(written, "Returns", "Measure")
    assert card.quality
    for line in card.quality:
        row = next(row for title, row in grades.items() if title.removesuffix(" [example]") == line.title)
        assert row["Grade"] == line.grade
        assert row["What it rests on"] == cut(row["What it rests on"], 120)
        assert line.complete_words[:20].casefold() in row["What it rests on"].casefold()


def test_each_section_of_each_return_is_shown_by_month(written: Path, card: Scorecard) -> None:
    lines = [tuple(row[:5]) for row in rows_of(written, "Returns")]
    assert ("Partner", "Section", "Jan 2018", "Feb 2018", "Mar 2018") in lines
    for row in card.status_rows:
        states = (*row.states, *[""] * (3 - len(row.states)))
        assert (row.partner, row.section, *states) in lines


def test_what_has_changed_since_the_last_publication_is_told_whole(written: Path) -> None:
    rows = table_of(written, "Changes", "Measure")
    assert rows["Residential burglary"]["Figures"] == "Nov 2017: 31, was 32."
    assert rows["Residential burglary"]["Why"] == "Restated, or received later."
    assert rows["Old measure"]["Figures"] == "No longer reported."
    assert rows["Home fire visits"]["Figures"] == "New."
    assert SINCE.words in words_of(written, "Changes")
    assert "1 figure restated since Q3." in words_of(written, "Summary")


def test_wards_have_their_numbers_and_a_shade_by_a_class_beside_them(written: Path, card: Scorecard) -> None:
    rows = table_of(written, "Wards", "Ward")
    assert list(rows)[: len(WARDS)] == list(WARDS)
    parts_now = card.month_ends[-1].parts
    for place, name in enumerate(WARDS):
        assert rows[name]["Residential burglary"] == parts_now[0].counts[place]
        assert rows[name]["Robbery"] == parts_now[1].counts[place]
    shades = [one.findtext(f"{MAIN}formula") for one in sheet_xml(written, "Wards").iter(f"{MAIN}cfRule")]
    assert any(re.fullmatch(r"\$?[A-Z]+\$?\d+=5", str(rule)) for rule in shades)


def test_small_numbers_of_a_ward_are_not_shaded(card: Scorecard) -> None:
    robbery = card.month_ends[-1].parts[1]
    for count, heat in zip(robbery.counts, robbery.heat, strict=True):
        assert (heat == 0) == (not isinstance(count, float) or count < 5)


def test_the_figures_as_reported_are_a_whole_table_with_file_sheet_and_cell(
    written: Path, card: Scorecard
) -> None:
    rows = [row for row in rows_of(written, "Data") if row[0] in {"BUR", "ROB", "REO", "PAT", "GRA", "VIS"}]
    assert len(rows) == len(card.reported) == 36 * 4 + 36 * 2 + 36 + 12
    head = next(row for row in rows_of(written, "Data") if row[0] == "Key")
    assert head[-3:] == ["File", "Sheet", "Cell"]
    tables = {str(root.get("name")): root for _, root in parts(written, r"xl/tables/table\d+\.xml")}
    assert set(tables) == {"actions", "commentary", "changes", "notes", "reported"}
    assert all(root.find(f"{MAIN}autoFilter") is not None for root in tables.values())


def test_the_audit_finds_nothing_that_does_not_agree(written: Path) -> None:
    row = next(row for row in rows_of(written, "Audit") if row[0] == "Figures below that do not agree:")
    assert row[1] == 0
    burglary = next(row for row in rows_of(written, "Audit") if row[0] == "Residential burglary")
    assert [value for value in burglary if value in {"✓", "✗"}] == ["✓"] * 5


def test_every_page_carries_partnership_marking_and_page_with_ampersands_as_they_are(written: Path) -> None:
    for name in sheets_of(written):
        root = sheet_xml(written, name)
        head = root.findtext(f"{MAIN}headerFooter/{MAIN}oddHeader") or ""
        foot = root.findtext(f"{MAIN}headerFooter/{MAIN}oddFooter") or ""
        assert "Haling && Ely Partnership" in head, name
        assert "OFFICIAL && SENSITIVE" in head, name
        assert len(head) <= 255, name
        assert "&P of &N" in foot, name


def test_a_long_name_full_of_ampersands_does_not_break_the_header(tmp_path: Path) -> None:
    name = ("Brent & Harrow & Barnet " * 12)[:119]
    framework = agreed(indicator(), partnership=name, marking=name)
    path = tmp_path / "long.xlsx"
    write_dashboard(board_of(framework, series(noise("BUR", 24))), path)
    head = sheet_xml(path, "Summary").findtext(f"{MAIN}headerFooter/{MAIN}oddHeader") or ""
    assert "Brent && Harrow" in head
    assert len(head) <= 255
    # An ampersand that is left alone would begin a code.
    assert not re.search(r"(?<!&)(&&)*&(?![&LCRKBPNA\d])", head)


def test_every_link_leads_to_a_sheet_that_is_there_and_every_sheet_leads_back(written: Path) -> None:
    names = sheets_of(written)
    for name in names:
        targets = [target for _, target in links(written, name)]
        assert set(targets) <= set(names), name
        assert name == "Summary" or "Summary" in targets, name
    assert {"Streets", "Fire homes all", "Exceptions", "Quarters", "Explore"} <= {
        target for _, target in links(written, "Summary")
    }


def test_every_audit_line_leads_to_its_own_figures(written: Path) -> None:
    data, audit = rows_of(written, "Data"), rows_of(written, "Audit")
    titles = {row[1] for row in data}
    leads = [
        (str(link.get("ref")), str(link.get("location")))
        for link in sheet_xml(written, "Audit").iter(f"{MAIN}hyperlink")
        if "Data" in str(link.get("location"))
    ]
    assert len(leads) == 6
    for ref, location in leads:
        title = str(audit[int(re.sub(r"\D", "", ref)) - 1][0]).removesuffix(" [example]")
        assert title in titles
        assert data[int(location.rsplit("!A", 1)[1]) - 1][1] == title


def test_the_names_that_people_refer_to_are_defined(written: Path) -> None:
    with zipfile.ZipFile(written) as package:
        book = package.read("xl/workbook.xml").decode()
    names = set(re.findall(r'<definedName name="([^"_][^"]*)"', book))
    assert {"as_of", "as_of_no", "show_any", "show_place", "show_as", "show_bench", "show_group", "show_made_of", "show_1", "show_2",
            "decided", "decided_of", "scpxl_layout"} <= names  # fmt: skip


def test_every_selector_says_what_it_is_for_and_lists_what_can_be_chosen(written: Path) -> None:
    for name, source in (
        ("Summary", "months"),
        ("Streets", "measures_1"),
        ("Wards", "by_parts"),
        ("Explore", "measures"),
    ):
        rules = list(sheet_xml(written, name).iter(f"{MAIN}dataValidation"))
        assert source in {str(rule.findtext(f"{MAIN}formula1")) for rule in rules}, name
        assert all(rule.get("prompt") and rule.get("promptTitle") for rule in rules), name


def test_a_choice_made_before_opens_the_workbook_where_the_reader_left_it(
    card: Scorecard, tmp_path: Path
) -> None:
    path = tmp_path / "chosen.xlsx"
    write_dashboard(card, path, {"as_of": "Feb 2018", "show_1": "Robbery", "show_any": "Patrols"})
    assert "Feb 2018" in words_of(path, "Summary")
    assert "Robbery" in words_of(path, "Streets")
    said = [text for text in words_of(path, "Explore") if text.startswith("Figures to the end of Feb 2018")]
    assert said
    february = next(place for place, end in enumerate(card.month_ends) if end.label == "Feb 2018")
    assert (
        table_of(path, "Streets", "Measure")["Residential burglary"]["Last 12 months"]
        == card.month_ends[february].cards[0][1]
    )


def test_the_same_scorecard_gives_the_same_bytes(card: Scorecard, written: Path, tmp_path: Path) -> None:
    write_dashboard(card, tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == written.read_bytes()


def test_what_stood_there_before_survives_a_workbook_that_cannot_be_written(
    card: Scorecard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(board: object) -> None:
        del board
        raise WriterError("Full.")

    path = tmp_path / "dashboard.xlsx"
    path.write_bytes(b"last quarter")
    with pytest.raises(WriterError, match="no month ends"):
        write_dashboard(replace(card, month_ends=()), path)
    # The last sheet that is written.
    monkeypatch.setattr("scpxl.render.excel.sheets.write_changes", refuse)
    with pytest.raises(WriterError, match="Full"):
        write_dashboard(card, path)
    assert path.read_bytes() == b"last quarter"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("choices", [{"as_of": "Mar 2011"}, {"show_as": "Colour"}])
def test_a_choice_that_is_no_longer_in_its_list_gives_way_to_the_usual_one(
    card: Scorecard, choices: dict[str, str], tmp_path: Path
) -> None:
    write_dashboard(card, tmp_path / "gone.xlsx", choices)
    assert "Mar 2018" in words_of(tmp_path / "gone.xlsx", "Summary")


def test_a_measure_that_was_chosen_and_is_gone_gives_way_to_the_first_exception(
    card: Scorecard, tmp_path: Path
) -> None:
    path = tmp_path / "gone.xlsx"
    write_dashboard(
        card, path, {"show_1": "Gone", "show_place": "Gone", "show_bench": "Gone", "show_any": "Gone"}
    )
    assert "Residential burglary" in words_of(path, "Explore")


def test_a_list_that_does_not_fit_says_so_on_its_last_row(card: Scorecard, tmp_path: Path) -> None:
    many = tuple(replace(card.actions[0], reference=f"A{number}") for number in range(50))
    write_dashboard(replace(card, actions=many), tmp_path / "many.xlsx")
    rows = [row[0] for row in rows_of(tmp_path / "many.xlsx", "Actions")]
    assert rows[2 + SMALL.rows_of_lists] == "11 more: see the record"
    assert "A38" in rows
    assert "A39" not in rows


def test_functions_lists_every_worksheet_function_as_text_and_no_cell_calls_one(written: Path) -> None:
    words = words_of(written, "Functions")
    for function in FUNCTIONS:
        assert function.syntax in words
        for formula, gives in function.examples:
            start = formula.partition("{")[0]
            assert any(text.startswith(start) and text.endswith(gives) for text in words), formula
    assert {name for name, _ in MISSING} | set(FIGURES) | set(LISTS) <= set(words)
    assert not [formula for _sheet, formula in formulas(written) if "SCP_" in formula.upper()]
