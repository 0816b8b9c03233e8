"""What is said of a measure beyond its figures, and how its charts are drawn, in the dashboard."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from scpxl.model.periods import Period
from scpxl.model.series_notes import SeriesNote
from scpxl.render.excel import write_dashboard
from scpxl.render.excel.looks import NUMBER_FORMATS
from scpxl.scorecard.records.ends import LINE_BOX, Window
from scpxl.scorecard.records.figures import Family, NumberStyle
from scpxl.scorecard.records.scorecard import Scorecard
from scpxl.scorecard.records.shape import DashboardSettings
from scpxl.scorecard.texts.cell_words import change_words, cut
from tests.excel.frameworks import case_of, scorecard_of
from tests.excel.made import agreed, board_of, noise, troubled
from tests.excel.reading import (
    MAIN,
    alt_texts,
    book_of,
    chart_titles,
    rows_of,
    sheet_xml,
    sheets_of,
    table_of,
    words_of,
)
from tests.scorecard.builders import PERCENTAGE, SURVEY, Value, indicator, series, target

Q2 = Period.parse("2017-18 Q2")


@cache
def changing() -> Scorecard:
    """One measure that falls, one that stays and one that rises, and an intervention before the fall."""
    note = SeriesNote.model_validate(
        {"kind": "intervention", "indicators": ("FALLS",), "first": Period.parse_month("2017-01"),
         "reason": "=Patrols & <care>."}
    )  # fmt: skip
    framework = agreed(
        indicator("FALLS"), indicator("STAYS"), indicator("RISES"), targets=(target(900, "FALLS"), target(900, "STAYS")),
        notes=(note,),
    )  # fmt: skip
    wave = [100.0, 104.0] * 24
    seen = [
        *series([*wave, *[60.0, 62.0] * 3], "FALLS", until="2017-09"),
        *series([*wave, *[100.0, 104.0] * 3], "STAYS", until="2017-09"),
        *series([*wave, *[300.0, 310.0] * 3], "RISES", until="2017-09"),
    ]
    return board_of(framework, seen, Q2, DashboardSettings(month_ends=3, rows_of_lists=150))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("story") / "dashboard.xlsx"
    write_dashboard(changing(), path, {"show_any": "Falls"})
    return path


def everything(path: Path) -> str:
    return "\n".join(text for sheet in book_of(path).sheet_names for text in words_of(path, sheet))


def test_better_or_worse_is_said_only_of_a_change_that_is_more_than_usual_variation(written: Path) -> None:
    table = table_of(written, "Less crime", "Measure")
    said = {title: table[title]["What the change means"] for title in ("Falls", "Stays", "Rises")}
    assert said == {"Falls": "▼ Better", "Stays": "■ No clear change", "Rises": "▲ Worse"} | {
        "Stays": said["Stays"]
    }
    assert not said["Stays"].endswith(("Better", "Worse"))
    assert said == {card.title: change_words(card.direction) for card in changing().cards}


def test_explore_says_what_is_known_of_the_measure_chosen(written: Path) -> None:
    falls = next(card for card in changing().cards if card.code == "FALLS")
    said = words_of(written, "Explore")
    assert falls.trend is not None
    assert falls.yearly is not None
    assert cut(falls.variation.words, LINE_BOX) in said
    assert any(falls.yearly.words.casefold() in text.casefold() for text in said)
    assert cut(falls.trend.long_words, LINE_BOX) in said
    assert cut(falls.standing_words or falls.rag.reason, LINE_BOX) in said


def test_explore_has_the_definition_and_the_source_of_the_measure_chosen(tmp_path: Path) -> None:
    framework = agreed(
        indicator(definition='Offences, "all" of them.', source="Police & partners."), indicator("ROB")
    )
    write_dashboard(board_of(framework, series(noise("BUR", 36))), tmp_path / "one.xlsx", {"show_any": "Bur"})
    said = words_of(tmp_path / "one.xlsx", "Explore")
    assert said[said.index("Definition") + 1] == 'Offences, "all" of them.'
    assert said[said.index("Source") + 1] == "Police & partners."


def test_the_forecast_of_the_year_stands_on_the_summary_and_in_quarters(written: Path) -> None:
    falls = next(card for card in changing().cards if card.code == "FALLS")
    assert falls.outturn is not None
    for sheet, head in (("Summary", "Headline measure"), ("Quarters", "Measure")):
        assert table_of(written, sheet, head)["Falls"]["Year-end forecast"] == falls.outturn.forecast.value, (
            sheet
        )


def test_the_notes_explain_every_method(written: Path) -> None:
    shown = set(words_of(written, "Notes"))
    assert {note.term for note in changing().notes} <= shown
    assert {note.words for note in changing().notes} <= shown
    for term in ("Change: significant or not", "Trend, long term", "Year's end", "Interventions"):
        assert term in shown


def test_an_intervention_is_told_with_what_became_of_the_figures(written: Path) -> None:
    (line,) = next(card for card in changing().cards if card.code == "FALLS").interventions
    assert line.words[:100] in everything(written)


def test_the_reasons_of_breaks_and_interventions_stand_on_notes(tmp_path: Path) -> None:
    path = tmp_path / "broken.xlsx"
    framework = case_of("breaks and interventions").framework
    write_dashboard(
        board_of(framework, (), settings=DashboardSettings(month_ends=3, rows_of_lists=150)), path
    )
    said = words_of(path, "Notes")
    for reason in ("=A new system.", "=Patrols & <care>."):
        assert any(reason in text for text in said), reason


def test_made_up_figures_are_marked_on_exceptions_and_explore_as_well(tmp_path: Path) -> None:
    path = tmp_path / "example.xlsx"
    framework = agreed(indicator("RISES", illustrative=True))
    write_dashboard(board_of(framework, series([*[100.0, 104.0] * 20, *[300.0, 310.0] * 3], "RISES")), path)
    assert "Rises" in words_of(path, "Quarters") or "Rises [example]" in words_of(path, "Quarters")
    assert any("Rises [example]" in text for text in words_of(path, "Exceptions"))
    assert any("[example]" in text for text in words_of(path, "Explore"))


def test_what_a_measure_is_made_of_has_a_choice_of_its_own_that_lists_divided_measures_only(
    tmp_path: Path,
) -> None:
    path = tmp_path / "divided.xlsx"
    write_dashboard(troubled(), path, {"show_any": "Patrols"})
    assert "Robbery: Age of victim" in words_of(path, "Explore")
    heads, *lists = rows_of(path, "Lists")
    listed = [row[heads.index("divided")] for row in lists]
    assert [one for one in listed if one] == ["Robbery: Age of victim"]
    # Though the measure chosen is not divided, the items of one that is are drawn, one below the other.
    calc = rows_of(path, "Calc")
    first = next(place for place, row in enumerate(calc) if row[0] == "Under 18")
    assert calc[first + 1][0] == "18 and over"
    assert all(isinstance(calc[place][1], float) for place in (first, first + 1))


def test_where_nothing_is_divided_or_compared_explore_has_no_chart_of_it(tmp_path: Path) -> None:
    path = tmp_path / "plain.xlsx"
    write_dashboard(board_of(agreed(indicator("BUR")), series(noise("BUR", 36))), path)
    drawn = [text for text in alt_texts(path) if "Chart of the measure chosen" in text]
    # Four on the page of the objective, the quarters among them, and three on Explore.
    assert len(drawn) == len(alt_texts(path)) == 7
    assert "What is it made of?" not in words_of(path, "Explore")


def test_the_fourth_chart_says_which_group_it_shows_or_that_it_shows_quarters(tmp_path: Path) -> None:
    for chosen, title in (
        ("Robbery", "our neighbours  ┄ average"),
        ("Patrols", "Quarter by quarter"),
    ):
        write_dashboard(troubled(), tmp_path / "areas.xlsx", {"show_1": chosen})
        book_of.cache_clear()
        assert title in chart_titles(tmp_path / "areas.xlsx"), chosen


def test_a_measure_that_is_neither_compared_nor_divided_has_its_last_eight_quarters_drawn(
    tmp_path: Path,
) -> None:
    path = tmp_path / "quarters.xlsx"
    write_dashboard(board_of(agreed(indicator("BUR")), series([10.0] * 12 + [20.0] * 24)), path)
    heads, *rows = rows_of(path, "R_Groups")
    last = dict(zip(heads, rows[-1], strict=False))
    assert [last[f"areas {place}"] for place in (1, 8)] == ["2016-17 Q1", "2017-18 Q4"]
    assert [last[f"rates {place}"] for place in range(1, 9)] == [60.0] * 8
    assert last["reading"] == "2017-18 Q4: 60; a year before: 60."
    assert "2017-18 Q4: 60; a year before: 60." in words_of(path, sheets_of(path)[3])


def test_every_way_in_which_a_measure_is_divided_can_be_chosen_on_explore(tmp_path: Path) -> None:
    path = tmp_path / "twice.xlsx"
    made = scorecard_of("a measure by age")
    assert made.shape is not None
    (first,) = made.shape.divisions
    second = replace(first, code="again", title="Another way")
    measures = tuple(
        replace(one, breakdowns=(*one.breakdowns, "again")) if one.breakdowns else one
        for one in made.shape.measures
    )
    shape = replace(made.shape, measures=measures, divisions=(first, second))
    ends = tuple(
        replace(
            end,
            groups=(*end.groups[:1], replace(end.groups[0], reading="Seen another way."), *end.groups[1:]),
        )
        for end in made.month_ends
    )
    name = next(one.name for one in measures if one.breakdowns)
    write_dashboard(
        replace(made, shape=shape, month_ends=ends), path, {"show_made_of": f"{name}: Another way"}
    )
    assert "Seen another way." in words_of(path, "Explore")


def test_what_marks_a_made_up_measure_is_never_cut_off(tmp_path: Path) -> None:
    path, title = tmp_path / "long.xlsx", "People who complete a course for those who harm their partners"
    write_dashboard(
        board_of(agreed(indicator("BUR", title=title, illustrative=True)), series(noise("BUR", 36))), path
    )
    for sheet in ("Summary", "Quarters", "Returns", "Audit", sheets_of(path)[3]):
        shown = [text for text in words_of(path, sheet) if text.startswith("People who")]
        assert shown, sheet
        assert all(text.endswith("[example]") for text in shown), sheet


def test_explore_shows_each_figure_in_the_style_of_the_measure_chosen(tmp_path: Path) -> None:
    path = tmp_path / "styles.xlsx"
    write_dashboard(troubled(), path, {"show_any": "Proven reoffending"})
    rules = [
        str(rule.findtext(f"{MAIN}formula")) for rule in sheet_xml(path, "Explore").iter(f"{MAIN}cfRule")
    ]
    styles = {one.split('"')[1] for one in rules if '="' in one}
    assert {"whole", "percent", "money", "signed whole", "signed points"} <= styles
    shown = rows_of(path, "Explore")[3]
    assert {"percent", "signed points"} <= {str(value) for value in shown}


def test_a_measure_that_is_divided_and_not_compared_shows_what_it_is_made_of(tmp_path: Path) -> None:
    path = tmp_path / "divided.xlsx"
    write_dashboard(scorecard_of("a measure by age"), path)
    drawn = [
        row for row in rows_of(path, "Calc") if {"Under 18", "18 and over"} & {str(value) for value in row}
    ]
    row = scorecard_of("a measure by age").month_ends[-1].groups[0]
    assert [value for line in drawn for value in line if isinstance(value, float) and value in row.rates]
    assert any(
        text.startswith("Age of victim: most of it 18 and over") or "Age of victim" in text
        for text in words_of(path, "Less crime")
    )
    items = [line for line in rows_of(path, "Data") if line[2] in {"Under 18", "18 and over"}]
    assert len(items) == 2 * 36


def test_an_item_without_a_figure_is_named() -> None:
    case = case_of("a measure by age")
    seen = [one for one in case.seen if one.item != "u18"]
    row = board_of(case.framework, seen).month_ends[-1].groups[0]
    assert "Under 18" in row.reading


def window(scorecard: Scorecard, place: int = 0) -> Window:
    return scorecard.month_ends[-1].windows[place]


@pytest.mark.parametrize(("rate", "between"), [(1, 3), (30, 1)])
def test_few_events_are_drawn_by_quarters_and_many_by_months(rate: int, between: int) -> None:
    drawn = random.Random(2)  # noqa: S311  (figures for a test)
    values: list[Value] = [float(sum(drawn.random() < 0.5 for _ in range(2 * rate))) for _ in range(60)]
    points = window(board_of(agreed(indicator()), series(values))).values
    there = [place for place, point in enumerate(points) if point is not None]
    assert there[-1] == 35
    assert {b - a for a, b in pairwise(there)} == {between}


def test_a_level_that_is_not_judged_is_drawn_without_limits() -> None:
    framework = agreed(indicator(**SURVEY))
    walk: list[Value] = [60.0, 61, 62, 62.5, 63, 63, 64, 65, 65, 66, 66, 66.5, 67, 68, 68, 69, 69, 70, 71, 71]
    judged = window(board_of(framework, series([60.0, 66, 62, 65] * 5, step=3)))
    bare = window(board_of(framework, series(walk, step=3)))
    assert {point is None for point in bare.values} == {True, False}
    assert set(bare.mean) == set(bare.lower) == set(bare.upper) == {None}
    assert set(bare.flags) == {"."}
    assert set(judged.upper) != {None}


def test_a_missing_month_is_no_point_of_any_chart() -> None:
    values: list[Value] = [*noise("gap", 30), None, *noise("more", 5)]
    points = window(board_of(agreed(indicator()), series(values))).values
    assert [place for place, point in enumerate(points) if point is None] == [30]


def test_each_line_says_what_it_counts_and_numbers_have_the_looks_of_their_unit(tmp_path: Path) -> None:
    framework = agreed(
        indicator("VIO", title="Violence", unit="rate", denominator="POP", counted="offences"),
        indicator("POS", title="Outcomes", **PERCENTAGE), indicator("GRA", title="Grants", unit="money", polarity="neither"),
        indicator("POP", objective="", kind="context", unit="stock", frequency="annual", aggregation="latest", polarity="neither"),
    )  # fmt: skip
    path = tmp_path / "units.xlsx"
    write_dashboard(board_of(framework, ()), path)
    counts = {
        title: row["Counts"] for title, row in table_of(path, "Quarters", "Measure").items() if row["Counts"]
    }
    assert counts == {"Violence": "per 1,000 people", "Outcomes": "%", "Grants": "£"}
    styles = [
        cell.get("s")
        for row in sheet_xml(path, "Quarters").iter(f"{MAIN}row")
        for cell in row
        if str(cell.get("r")).startswith("C")
    ]
    assert len(set(styles[-3:])) == 3


def test_without_a_group_there_is_no_column_of_ranks_on_the_summary(tmp_path: Path) -> None:
    write_dashboard(scorecard_of("one measure"), tmp_path / "alone.xlsx")
    heads = table_of(tmp_path / "alone.xlsx", "Summary", "Headline measure")["Bur"]
    assert "Rank in its group" not in heads
    write_dashboard(troubled(), tmp_path / "compared.xlsx")
    assert (
        "Rank in its group"
        in table_of(tmp_path / "compared.xlsx", "Summary", "Headline measure")["Residential burglary"]
    )


def test_every_line_of_the_summary_has_small_columns_of_its_two_years(tmp_path: Path) -> None:
    write_dashboard(scorecard_of("ninety measures under nine objectives"), tmp_path / "many.xlsx")
    xml = sheet_xml(tmp_path / "many.xlsx", "Summary")
    drawn = [part.text for part in xml.iter("{http://schemas.microsoft.com/office/excel/2006/main}f")]
    shape = scorecard_of("ninety measures under nine objectives").shape
    assert shape is not None
    assert len(drawn) == len(shape.headlines) == 18


def test_what_chance_leaves_of_a_comparison_stands_beside_it(tmp_path: Path) -> None:
    write_dashboard(
        troubled(),
        tmp_path / "one.xlsx",
        {"show_bench": "Residential burglary", "show_group": "our neighbours"},
    )
    burglary = next(card for card in troubled().cards if card.code == "BUR")
    assert burglary.comparison is not None
    said = next(
        text for text in words_of(tmp_path / "one.xlsx", "Benchmarks") if text.startswith("To Mar 2018")
    )
    assert burglary.comparison.rank_words in said
    assert burglary.comparison.difference_words in said


def test_the_own_area_is_marked_by_more_than_colour(tmp_path: Path) -> None:
    """Its column has its name above it, and its tile stands among the others by name."""
    from tests.excel.reading import CHART, parts

    write_dashboard(troubled(), tmp_path / "one.xlsx")
    named = 0
    for _, root in parts(tmp_path / "one.xlsx", r"xl/charts/chart\d+\.xml"):
        for drawn in root.iter(f"{CHART}ser"):
            name = "".join(text.text or "" for text in drawn.iter(f"{CHART}v") if text.text)
            if "Haling & Ely" in name.split("Borough")[0]:
                labels = drawn.find(f"{CHART}dLbls/{CHART}showSerName")
                named += labels is not None and labels.get("val") == "1"
    assert named == 2 + 1 + 2
    assert "Haling & Ely" in words_of(tmp_path / "one.xlsx", "Benchmarks")


@pytest.mark.parametrize("style", NumberStyle)
def test_every_style_of_number_has_a_format_with_its_sign_and_unit(style: NumberStyle) -> None:
    made = NUMBER_FORMATS[style]
    assert made.startswith("+") is style.is_signed
    assert "−" in made
    assert ('"%"' in made) is (style.family is Family.PERCENT)
    assert ('" pts"' in made) is (style.family is Family.POINTS)
    assert ('"£"' in made) is (style.family is Family.MONEY)
    assert not made.split(";")[0].endswith(".")


def test_no_format_of_a_number_leaves_a_bare_point(tmp_path: Path) -> None:
    import zipfile

    write_dashboard(troubled(), tmp_path / "one.xlsx")
    with zipfile.ZipFile(tmp_path / "one.xlsx") as package:
        assert ".##" not in package.read("xl/styles.xml").decode()


def test_a_measure_that_ended_keeps_its_place_and_says_when_it_ended(tmp_path: Path) -> None:
    path = tmp_path / "ended.xlsx"
    write_dashboard(scorecard_of("a measure that ended"), path)
    row = table_of(path, "Less crime", "Measure")["Old"]
    assert (row["Against target"], row["Latest month"]) == ("–  Ended", "– Ended Sep 2017")
    assert len([row for row in rows_of(path, "Data") if row[0] == "OLD"]) == 36


def test_an_objective_of_many_measures_goes_on_on_a_second_page(tmp_path: Path) -> None:
    path = tmp_path / "many.xlsx"
    write_dashboard(scorecard_of("ninety measures under nine objectives"), path)
    pages = [name for name in sheets_of(path) if name.startswith("Objective number 9")]
    listed = [
        title for page in pages for title in table_of(path, page, "Measure") if title.startswith("Measure")
    ]
    assert pages == ["Objective number 9", "Objective number 9 2"]
    assert len(listed) == len(set(listed)) == 20
    assert "Objective number 9, continued" in words_of(path, pages[1])
