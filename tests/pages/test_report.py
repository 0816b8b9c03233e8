"""What the annual report says: sums that can be done by hand, what is missing said as such, and nothing of what is not there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from scpxl.model.documents import CommentaryRecord
from scpxl.model.observations import NOT_KNOWN, Marker, Observation
from scpxl.model.periods import Period
from scpxl.model.plan import Board, Objective
from scpxl.model.registers import RegisterName, RegisterRow
from scpxl.model.series_notes import NoteKind, SeriesNote
from scpxl.pages.blocks import Block, Heading, Listing, Table, Text
from scpxl.pages.pack import board_pack
from scpxl.pages.report import annual_report
from scpxl.scorecard.records.board import DecisionLine
from scpxl.scorecard.records.scorecard import Scorecard
from tests.excel.made import AGE, AGES, SMALL, WARDS, agreed, board_of, troubled
from tests.scorecard.builders import (
    PERCENTAGE,
    Q4,
    SURVEY,
    Value,
    broken,
    indicator,
    population,
    series,
    target,
)

RISING: Sequence[Value] = [float(10 + place) for place in range(36)]
"""From April 2015 to March 2018: 10, 11, 12 … 45."""


def blocks_of(scorecard: Scorecard) -> tuple[Block, ...]:
    return annual_report(scorecard).blocks


def tables(scorecard: Scorecard) -> list[Table]:
    return [one for one in blocks_of(scorecard) if isinstance(one, Table)]


def rows_of(scorecard: Scorecard, first: str) -> list[list[str]]:
    """Every row of any table whose first cell says this, alone or with what the numbers count."""
    return [
        [cell.text for cell in row]
        for one in tables(scorecard)
        for row in one.rows
        if row[0].text == first or row[0].text.startswith(f"{first}, ")
    ]


def words(scorecard: Scorecard) -> list[str]:
    """Everything that the report says, block by block."""
    told: list[str] = []
    for block in blocks_of(scorecard):
        match block:
            case Heading(text):
                told.append(text)
            case Text():
                told.append(f"{block.title} {block.text}")
            case Listing(entries):
                told += [f"{one.title} {one.text}" for one in entries]
            case Table():
                told += [block.title, block.lead, *(one.head for one in block.columns)]
                told += [cell.text for row in block.rows for cell in row]
            case _:
                told.append(block.title)
    return told


def chapters(scorecard: Scorecard) -> list[str]:
    return [one.text for one in blocks_of(scorecard) if isinstance(one, Heading) and one.level == 1]


def columns_with(scorecard: Scorecard, head: str) -> list[Table]:
    return [one for one in tables(scorecard) if any(head in column.head for column in one.columns)]


def of_counts(values: Sequence[Value] = RISING, **more: Any) -> Scorecard:
    return board_of(agreed(indicator("BUR", title="Burglary")), series(values), **more)


def test_quarters_and_years_are_the_sums_of_their_months() -> None:
    quarters = ["105", "114", "123", "132"]  # 34 + 35 + 36, 37 + 38 + 39, …
    years = ["186", "330", "474"]  # 10 + … + 21, 22 + … + 33, 34 + … + 45
    found = rows_of(of_counts(), "Burglary")
    assert any(row[-5:] == [*quarters, years[-1]] for row in found)
    assert any(row[1:4] == years for row in found)
    heads = [column.head for column in columns_with(of_counts(), "2015-16")[0].columns]
    assert heads[1:4] == ["2015-16", "2016-17", "2017-18"]


def test_a_years_percentage_is_that_of_its_sums_and_not_the_mean_of_its_quarters() -> None:
    months = [(10.0, 100.0)] * 24 + [(10.0, 100.0)] * 9 + [(270.0, 300.0)] * 3
    scorecard = board_of(agreed(indicator("REO", title="Reoffending", **PERCENTAGE)), series(months, "REO"))
    found = rows_of(scorecard, "Reoffending")
    # (9 × 10 + 3 × 270) of (9 × 100 + 3 × 300): half; the mean of the quarters would be 30%.
    assert any(row[-5:] == ["10.0%", "10.0%", "10.0%", "90.0%", "50.0%"] for row in found)
    assert any(row[1:4] == ["10.0%", "10.0%", "50.0%"] for row in found)


def test_a_survey_has_each_quarters_own_figure_and_the_year_that_at_its_end() -> None:
    asked = [(float(40 + place), 100.0) for place in range(12)]
    scorecard = board_of(agreed(indicator("CON", title="Confidence", **SURVEY)), series(asked, "CON", step=3))
    found = rows_of(scorecard, "Confidence")
    quarters = next(row[1:5] for row in found if all(text.endswith("%") for text in row[1:]))
    assert [float(text.rstrip("%")) for text in quarters] == [48, 49, 50, 51]
    assert any(
        [float(text.rstrip("%")) for text in row[1:4]] == [43, 47, 51]
        for row in found
        if all(text.endswith("%") for text in row[1:4])
    )


def test_a_missing_month_leaves_its_quarter_and_its_year_without_a_figure_and_the_reason_is_there() -> None:
    values = [*RISING[:28], None, *RISING[29:]]  # August 2017
    found = rows_of(of_counts(values), "Burglary")
    q1, q2, q3, q4, year = next(row[-5:] for row in found if "105" in row)
    assert (q1, q3, q4) == ("105", "123", "132")
    assert "Aug 2017" in q2
    assert "Aug 2017" in year
    withheld = [*RISING[:28], Marker.SUPPRESSED, *RISING[29:]]
    row = next(row for row in rows_of(of_counts(withheld), "Burglary") if "105" in row)
    assert not any(
        text.replace(",", "").isdigit() and int(text.replace(",", "")) in {114, 474} for text in row
    )


def test_a_year_in_which_the_series_breaks_is_followed_by_the_reason() -> None:
    agreed_on = agreed(indicator("BUR", title="Burglary"), notes=(broken("2017-10"),))
    scorecard = board_of(agreed_on, series(RISING))
    assert any("474" in row for row in rows_of(scorecard, "Burglary"))
    assert any("A new system." in one for one in words(scorecard))


def test_a_note_on_several_measures_is_told_once_and_one_on_a_single_measure_beside_it() -> None:
    both = SeriesNote(
        kind=NoteKind.BREAK,
        indicators=("BUR", "ROB"),
        first=Period.parse_month("2017-10"),
        reason="A new system.",
    )
    alone = SeriesNote(
        kind=NoteKind.BREAK, indicators=("ROB",), first=Period.parse_month("2017-12"), reason="A new law."
    )
    framework = agreed(
        indicator("BUR", title="Burglary"), indicator("ROB", title="Robbery"), notes=(both, alone)
    )
    scorecard = board_of(framework, series(RISING) + series(RISING, "ROB"))
    notes = [(one.title, one.text) for one in blocks_of(scorecard) if isinstance(one, Text) and one.title.startswith("Note")]  # fmt: skip
    assert [title for title, text in notes if "A new system." in text] == ["Note on burglary and robbery"]
    assert [title for title, text in notes if "A new law." in text] == ["Note"]


def test_a_report_of_which_little_is_known_has_no_empty_table_and_says_what_there_is_not() -> None:
    scorecard = of_counts()
    assert scorecard.wards is None
    assert all(one.rows for one in tables(scorecard))
    said = " ".join(words(scorecard))
    assert not re.search(r"\b(None|nan|inf|Cell|Figure)\b|\[\]|\(\)", said)
    assert not any(one.startswith("For the ") for one in chapters(scorecard))
    assert not any("risks" in one or "wards" in one for one in chapters(scorecard))
    for missing in ("No partner commented", "No intervention", "No targets are set", "not collected"):
        assert missing in said, missing
    for kind in ("victims", "offenders", "locations", "services"):
        assert kind in said.casefold()


def test_a_partnership_without_a_single_figure_has_a_report_that_says_so_for_every_measure() -> None:
    scorecard = board_of(agreed(indicator("BUR", title="Burglary"), indicator("ROB", title="Robbery")), [])
    assert all(one.rows for one in tables(scorecard))
    assert any("No figure" in one and "Burglary" in one and "Robbery" in one for one in words(scorecard))
    assert all("missing" in " ".join(row) for row in rows_of(scorecard, "Robbery"))


def test_names_keep_their_capitals_wherever_a_sentence_begins() -> None:
    said = " ".join(words(troubled()))
    assert "Mar 2018" in said
    assert not re.search(r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec) 20\d\d", said)


def test_an_objective_without_measures_has_its_chapter_all_the_same() -> None:
    objectives = (Objective(code="O1", title="Less crime"), Objective(code="O2", title="Safer parks"))
    scorecard = board_of(agreed(indicator("BUR"), objectives=objectives), series(RISING))
    assert "Safer parks" in chapters(scorecard)


def test_what_is_made_up_for_an_example_is_marked_wherever_it_is_named() -> None:
    scorecard = board_of(agreed(indicator("BUR", title="Burglary", illustrative=True)), series(RISING))
    assert not rows_of(scorecard, "Burglary") or all(len(row) == 3 for row in rows_of(scorecard, "Burglary"))
    assert len(rows_of(scorecard, "Burglary [example]")) >= 2


def with_wards(*codes: tuple[str, str]) -> Scorecard:
    """Measures by ward, each with its partner; of the ward at place n the measure at place m has 10n + m + 1 a month."""
    ones = [
        indicator(code, title=f"Measure {code}", partner=partner, breakdowns=["ward"])
        for code, partner in codes
    ]
    seen: list[Observation] = []
    for m, (code, _) in enumerate(codes):
        seen += series([float(100 + m)] * 36, code)
        for n in range(len(WARDS)):
            seen += series([float(10 * n + m + 1)] * 36, code, f"W{n}")
    return board_of(agreed(*ones, wards=WARDS), seen)


def test_two_partners_figures_of_the_same_wards_are_side_by_side() -> None:
    scorecard = with_wards(("BUR", "met"), ("FIR", "lfb"))
    (table,) = [one for one in tables(scorecard) if {column.head for column in one.columns} >= {"Measure BUR (Police)", "Measure FIR (Fire Brigade)"}]  # fmt: skip
    # The last ward has 31 and 32 a month, so 372 and 384 in the year; the order is that of the first measure.
    assert [[cell.text for cell in row] for row in table.rows[:4]] == [
        [WARDS[3], "372", "384"], [WARDS[2], "252", "264"], [WARDS[1], "132", "144"], [WARDS[0], "12", "24"],
    ]  # fmt: skip
    assert table.lead.startswith(f"Among the highest quarter of both: {WARDS[3]}.")


def test_what_is_of_no_known_ward_is_no_place_to_look_at_and_equal_wards_are_equally_high() -> None:
    ones = [indicator(code, title=code, partner=by, breakdowns=["ward"]) for code, by in (("BUR", "met"), ("FIR", "lfb"))]  # fmt: skip
    seen: list[Observation] = []
    for code, counts in (("BUR", (5.0, 5.0, 1.0, 1.0)), ("FIR", (3.0, 3.0, 0.0, 0.0))):
        seen += series([100.0] * 36, code)
        seen += series([80.0] * 36, code, breakdown="ward", item=NOT_KNOWN)
        for at, count in enumerate(counts):
            seen += series([count] * 36, code, f"W{at}")
    scorecard = board_of(agreed(*ones, wards=WARDS), seen)
    assert scorecard.wards
    assert scorecard.wards.rolling[-1][0].text == "960"
    (table,) = [one for one in tables(scorecard) if one.lead.startswith("Among the highest quarter")]
    assert {row[0].text for row in table.rows} == set(WARDS)
    both = sorted([WARDS[0], WARDS[1]])
    assert table.lead.startswith(f"Among the highest quarter of both: {both[0]} and {both[1]}.")
    slides = [one for one in board_pack(scorecard).slides if one.title.startswith("Highest")]
    assert slides
    assert "not known" not in str(slides)


def test_a_third_partner_is_read_with_each_of_the_others_and_one_partners_own_two_are_not() -> None:
    three = with_wards(("BUR", "met"), ("ROB", "met"), ("FIR", "lfb"))
    heads = [tuple(column.head for column in one.columns[1:]) for one in tables(three) if len(one.columns) == 3 and "(Police)" in one.columns[1].head]  # fmt: skip
    assert heads == [
        ("Measure BUR (Police)", "Measure FIR (Fire Brigade)"), ("Measure ROB (Police)", "Measure FIR (Fire Brigade)"),
    ]  # fmt: skip


def test_where_one_partner_alone_gives_figures_by_ward_it_is_named_and_nothing_is_read_across() -> None:
    scorecard = with_wards(("BUR", "met"), ("ROB", "met"))
    assert not any("(Police)" in column.head for one in tables(scorecard) for column in one.columns)
    assert any("Only one partner" in one and "Police" in one for one in words(scorecard))
    # What there is of the wards is shown.
    assert [WARDS[3], "372", "384"] in rows_of(scorecard, WARDS[3])


def test_targets_to_come_are_beside_the_years_own_figure_and_what_has_none_is_not_listed() -> None:
    ones = (indicator("BUR", title="Burglary"), indicator("ROB", title="Robbery"))
    targets = (target(450), target(430, year="2018-19"), target(410, year="2020-21"))
    scorecard = board_of(agreed(*ones, targets=targets), series(RISING) + series(RISING, "ROB"))
    (table,) = [one for one in tables(scorecard) if any("2020-21" in column.head for column in one.columns)]
    assert [column.head.removeprefix("Target ") for column in table.columns[-2:]] == ["2018-19", "2020-21"]
    assert [[cell.text for cell in row][-3:] for row in table.rows] == [["474", "430", "410"]]
    assert table.rows[0][0].text.startswith("Burglary")


def test_a_year_for_which_one_measure_alone_has_a_target_says_of_the_others_that_none_is_set() -> None:
    ones = (indicator("BUR", title="Burglary"), indicator("ROB", title="Robbery"))
    targets = (target(430, year="2018-19"), target(99, "ROB", "2019-20"))
    scorecard = board_of(agreed(*ones, targets=targets), series(RISING) + series(RISING, "ROB"))
    assert [row[-2:] for row in rows_of(scorecard, "Robbery") if "not set" in row] == [["not set", "99"]]
    assert [row[-2:] for row in rows_of(scorecard, "Burglary") if "not set" in row] == [["430", "not set"]]


def test_a_board_is_told_of_its_own_measures_their_ratings_and_what_is_sought_for_its_objectives() -> None:
    objectives = (Objective(code="O1", title="Less crime"), Objective(code="O2", title="Fire"))
    ones = (
        indicator("BUR", title="Burglary"), indicator("ROB", title="Robbery"),
        indicator("FIR", title="Fires", objective="O2", partner="lfb"),
    )  # fmt: skip
    boards = (
        Board(code="adults", title="Adults Board", objectives=("O2",), indicators=("BUR",)),
        Board(code="young", title="Children Board", indicators=("ROB",)),
    )
    sought = [
        CommentaryRecord("lfb", Q4, "O2", "Fewer fires.", "", "", "Fund the visits.", ""),
        CommentaryRecord("mps", Q4, "O2", "More alarms.", "", "", "Join the fund.", ""),
        CommentaryRecord("met", Q4, "O1", "More thefts.", "", "", "Agree the plan.", ""),
    ]
    seen = [*series(RISING), *series(RISING, "ROB"), *series(RISING, "FIR")]
    scorecard = board_of(
        agreed(*ones, objectives=objectives, boards=boards, targets=(target(300),)), seen, commentary=sought
    )
    parts = by_chapter(scorecard)
    adults, young = parts["For the Adults Board"], parts["For the Children Board"]
    (table,) = [one for one in adults if isinstance(one, Table)]
    assert [(row[0].text, row[1].text, row[2].text) for row in table.rows] == [
        ("Burglary", "474", "330"),
        ("Fires", "474", "330"),
    ]
    assert table.rows[0][-1].text.startswith("R")
    said = [text for one in adults for text in texts_of(one)]
    assert {"Fund the visits.", "Join the fund."} <= set(said)
    assert "Agree the plan." not in said
    assert not any("Fund" in text for one in young for text in texts_of(one))


def by_chapter(scorecard: Scorecard) -> dict[str, list[Block]]:
    blocks = blocks_of(scorecard)
    at = [place for place, one in enumerate(blocks) if isinstance(one, Heading) and one.level == 1]
    return {blocks[first].text: list(blocks[first + 1 : end]) for first, end in pairwise([*at, len(blocks)])}  # type: ignore[union-attr]


def texts_of(block: Block) -> list[str]:
    match block:
        case Text():
            return [block.text]
        case Listing(entries):
            return [one.text for one in entries]
    return []


def test_the_partnerships_own_words_about_a_measure_come_before_what_the_figures_say() -> None:
    own = CommentaryRecord("", Q4, "O1", "Two gangs were caught.", "", "", "", "", indicator="BUR")
    blocks = blocks_of(of_counts(commentary=[own]))
    at = blocks.index(Heading("Burglary"))
    said, draft = blocks[at + 1 : at + 3]
    assert isinstance(said, Text)
    assert isinstance(draft, Text)
    assert "Two gangs were caught." in said.text
    assert "474" in draft.text


def test_what_was_typed_in_registers_and_decided_is_in_the_report_and_a_blank_register_is_not() -> None:
    framework = agreed(indicator("BUR", title="Burglary"), registers=tuple(RegisterName), register_rows=10)
    plan = {"task": "Agree the plan for 2018-19", "owner": "met", "due": "2018-06-30"}
    money = {"item": "Home visits", "budget": "12500", "spend": "9800", "measure": "BUR"}
    decided = DecisionLine(
        "BUR",
        "Burglary",
        "Q4 2017-18",
        "watch",
        "the board",
        "A gang.",
        date(2018, 4, 20),
        "Watch: a gang came.",
    )
    scorecard = board_of(
        framework, series(RISING), settings=replace(SMALL, registers=tuple(one.value for one in RegisterName), register_rows=10),
        registers=[RegisterRow("plan", "001", Q4, plan, plan), RegisterRow("money", "001", Q4, money, money)], decisions=[decided],
    )  # fmt: skip
    said = " ".join(words(scorecard))
    for text in (
        "Agree the plan for 2018-19",
        "30 Jun 2018",
        "Home visits",
        "12,500",
        "9,800",
        "20.68",
        "Watch: a gang came.",
    ):
        assert text in said, text
    titles = {one.name: one.title for one in scorecard.registers}
    there = {one.text for one in blocks_of(scorecard) if isinstance(one, Heading)}
    assert {titles["plan"], titles["money"]} <= there
    assert titles["risks"] not in there


def test_a_breakdown_has_each_items_year_share_and_year_before() -> None:
    framework = agreed(indicator("ROB", title="Robbery", breakdowns=["age"]), breakdowns=(AGE,), items=AGES)
    seen = series([40.0] * 36, "ROB")
    seen += series([10.0] * 24 + [5.0] * 12, "ROB", breakdown="age", item="u18")
    seen += series([30.0] * 24 + [35.0] * 12, "ROB", breakdown="age", item="adult")
    scorecard = board_of(framework, seen)
    (row,) = rows_of(scorecard, "Under 18")
    assert row[1:4] == ["60", "12.5%", "120"]
    (grown,) = rows_of(scorecard, "18 and over")
    assert grown[1:4] == ["420", "87.5%", "360"]
    missing = next(one for one in words(scorecard) if "not collected" in one)
    assert "offenders" in missing.casefold()
    assert "victims" not in missing.casefold()


def test_a_rate_shows_what_was_counted_in_each_quarter_and_the_rate_of_each_year() -> None:
    framework = agreed(
        indicator("BUR", title="Burglary", unit="rate", denominator="POP"),
        indicator("POP", title="People", objective="", kind="context", unit="stock", frequency="annual", aggregation="latest", polarity="neither"),
    )  # fmt: skip
    people = population(dict.fromkeys(range(2014, 2018), 100_000.0))
    scorecard = board_of(framework, [*series(RISING), *people])
    quarters = next(row for row in rows_of(scorecard, "Burglary") if "105" in row)
    assert quarters[-5:-1] == ["105", "114", "123", "132"]
    # 474 of 100,000 people: 4.74 per 1,000.
    assert any(
        f"{float(text):.1f}" == "4.7"
        for row in rows_of(scorecard, "Burglary")
        for text in row[1:]
        if text.startswith("4.7")
    )


@pytest.mark.parametrize("months", [11, 12, 23, 24, 36])
def test_only_whole_years_are_shown_and_the_years_go_back_as_far_as_there_are_figures(months: int) -> None:
    scorecard = of_counts(RISING[-months:])
    assert scorecard.year
    whole = months // 12
    shown = [one.value is not None for one in scorecard.year.lines[0].years]
    assert shown == [True] * whole if whole else shown == [False]
    assert scorecard.year.years[-1] == "2017-18"
