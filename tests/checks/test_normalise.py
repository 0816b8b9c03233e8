"""What was entered is read where it can mean one thing only; all else is asked about."""

from __future__ import annotations

import math
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scpxl.model.observations import Marker
from scpxl.returns.choices import read_choice
from scpxl.returns.figure_tables import YES_NO
from scpxl.returns.layout import STATUS
from scpxl.returns.normalise import CellReading, read_date, read_figure, read_text, show
from scpxl.returns.raw import CellError, CellValue, Percent, Uncalculated

WAYS_TO_WRITE_1234 = ["1,234", " 1,234 ", "\u00a01234\u00a0", "１２３４", "１，２３４", "1,234.0", "01234", "1234\u200b", "1234_x000D_", "\n1234\n"]  # fmt: skip


@pytest.mark.parametrize("typed", WAYS_TO_WRITE_1234)
def test_a_number_written_as_text_is_read_and_what_was_typed_is_remembered(typed: str) -> None:
    assert read_figure(typed) == CellReading(number=1234, tidied_from=typed)


@pytest.mark.parametrize("number", [0, 12, 12.0, 37.5, -3, 1e300])
def test_a_number_is_read_as_it_is(number: float) -> None:
    assert read_figure(number) == CellReading(number=number)


def test_the_binary_dust_of_a_formula_is_tidied_and_told() -> None:
    assert read_figure(4.35 * 100) == CellReading(number=435.0, tidied_from="434.99999999999994")
    assert read_figure(0.1 + 0.2) == CellReading(number=0.1 + 0.2)


@pytest.mark.parametrize(
    ("stored", "read", "shown"),
    [
        (0.9, 90, "90%"),
        (1.0, 100, "100%"),
        (0.69, 69, "69%"),
        (0.005, 0.5, "0.5%"),
        (0.0, 0, ""),
        (69.0, 69, "6900%"),
    ],
)
def test_a_percentage_is_read_as_its_cell_shows_it(stored: float, read: float, shown: str) -> None:
    assert read_figure(Percent(stored), percent=True) == CellReading(number=read, tidied_from=shown)


def test_a_percent_sign_pasted_over_a_count_leaves_the_count_and_half_of_one_is_asked_about() -> None:
    assert read_figure(Percent(231.0)) == CellReading(number=231)
    assert read_figure(Percent(0.05)) == CellReading(problem="PERCENT_IN_COUNT")


@pytest.mark.parametrize(
    ("typed", "marker", "tidied"),
    [
        ("[x]", Marker.NOT_AVAILABLE, ""),
        ("[z]", Marker.NOT_APPLICABLE, ""),
        ("[c]", Marker.SUPPRESSED, ""),
        (" [X] ", Marker.NOT_AVAILABLE, " [X] "),
        ("[ c ]", Marker.SUPPRESSED, "[ c ]"),
        (None, Marker.BLANK, ""),
        ("  ", Marker.BLANK, "  "),
        ("\u200b", Marker.BLANK, "\u200b"),
    ],
)
def test_a_mark_and_a_blank_are_read_as_what_they_are(typed: CellValue, marker: Marker, tidied: str) -> None:
    assert read_figure(typed) == CellReading(marker=marker, tidied_from=tidied)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("about 30", "NOT_A_NUMBER"),
        ("approx 5", "NOT_A_NUMBER"),
        ("12 (prov)", "NOT_A_NUMBER"),
        ("5-10", "NOT_A_NUMBER"),
        ("£1.2k", "NOT_A_NUMBER"),
        ("£1,234", "NOT_A_NUMBER"),
        ("(5)", "NOT_A_NUMBER"),
        ("O5", "NOT_A_NUMBER"),
        ("1 234", "NOT_A_NUMBER"),
        ("1.234.567", "NOT_A_NUMBER"),
        ("1e3", "NOT_A_NUMBER"),
        (".5", "NOT_A_NUMBER"),
        ("nan", "NOT_A_NUMBER"),
        ("Infinity", "NOT_A_NUMBER"),
        (True, "NOT_A_NUMBER"),
        ("12¹", "NOT_A_NUMBER"),
        ("12①", "NOT_A_NUMBER"),
        ("10½", "NOT_A_NUMBER"),
        ("1_x000D_2", "NOT_A_NUMBER"),
        ("1.234", "AMBIGUOUS_NUMBER"),
        ("1.234,56", "AMBIGUOUS_NUMBER"),
        ("12,5", "AMBIGUOUS_NUMBER"),
        ("0,500", "AMBIGUOUS_NUMBER"),
        ("1,23", "AMBIGUOUS_NUMBER"),
        ("<5", "SMALL_NUMBER_HIDDEN"),
        ("< 5", "SMALL_NUMBER_HIDDEN"),
        (">10", "SMALL_NUMBER_HIDDEN"),
        ("fewer than 5", "SMALL_NUMBER_HIDDEN"),
        ("TBC", "NOT_YET_KNOWN"),
        ("n/a", "NOT_YET_KNOWN"),
        ("N/A ", "NOT_YET_KNOWN"),
        ("-", "NOT_YET_KNOWN"),
        ("–", "NOT_YET_KNOWN"),
        ("…", "NOT_YET_KNOWN"),
        ("nil", "NOT_YET_KNOWN"),
        ("None", "NOT_YET_KNOWN"),
        ("x", "NOT_YET_KNOWN"),
        ("12%", "PERCENT_IN_COUNT"),
        (CellError("#REF!"), "CELL_ERROR"),
        (Uncalculated("=A1+1"), "NOT_CALCULATED"),
        (date(2018, 3, 1), "DATE_IN_NUMBER"),
        (datetime(2018, 3, 1), "DATE_IN_NUMBER"),  # noqa: DTZ001  (a cell has no time zone)
        (time(12), "DATE_IN_NUMBER"),
        (timedelta(hours=30), "DATE_IN_NUMBER"),
    ],
)
def test_what_could_be_read_in_two_ways_is_asked_never_guessed(typed: CellValue, problem: str) -> None:
    assert read_figure(typed) == CellReading(problem=problem)


@pytest.mark.parametrize(("typed", "number"), [("12%", 12), ("12.5 %", 12.5), ("65", 65)])
def test_where_a_percentage_is_asked_for_its_sign_is_no_riddle(typed: str, number: float) -> None:
    assert read_figure(typed, percent=True).number == number


GROUPED = st.integers(0, 10**9).map(lambda n: (n, f"{n:,}"))
PLAIN = st.integers(0, 10**9).map(lambda n: (n, str(n)))
WIDE = st.integers(0, 10**9).map(
    lambda n: (n, str(n).translate(str.maketrans("0123456789", "０１２３４５６７８９")))
)
TENTHS = st.integers(0, 10**9).map(lambda n: (n / 10, f"{n // 10}.{n % 10}"))
GROUPED_TENTHS = st.integers(10**4, 10**9).map(lambda n: (n / 10, f"{n // 10:,}.{n % 10}"))
AROUND = st.text(" \u00a0\t\u2009\u200b\ufeff\n", max_size=3)


@given(st.one_of(GROUPED, PLAIN, WIDE, TENTHS, GROUPED_TENTHS), AROUND, AROUND)
def test_a_number_written_in_any_accepted_way_reads_back_equal(
    number_and_text: tuple[float, str], before: str, after: str
) -> None:
    number, text = number_and_text
    assert read_figure(before + text + after).number == number


@given(st.text("0123456789.,-<% []xzc¹½", max_size=9))
def test_whatever_is_typed_is_read_as_one_thing_or_asked_about(typed: str) -> None:
    found = read_figure(typed)
    said = [found.number is not None, found.marker is not Marker.NONE, bool(found.problem)]
    assert said.count(True) == 1
    if found.number is not None:
        # A comma can only part thousands, and a point only decimals that are not thousands.
        plain = typed.replace(" ", "")
        assert float(plain.replace(",", "")) == found.number
        if "," in plain:
            assert f"{int(found.number):,}" == plain.partition(".")[0]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_in_a_cell_is_never_changed_by_more_than_excel_hides(number: float) -> None:
    found = read_figure(number).number
    assert found is not None
    assert math.isclose(found, number, rel_tol=1e-14)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        (date(2018, 3, 31), date(2018, 3, 31)),
        (datetime(2018, 3, 31, 12), date(2018, 3, 31)),  # noqa: DTZ001  (a cell has no time zone)
        ("31/03/2018", date(2018, 3, 31)),
        ("31.3.2018", date(2018, 3, 31)),
        ("31-03-2018", date(2018, 3, 31)),
        ("03/31/2018", date(2018, 3, 31)),
        ("05/05/2018", date(2018, 5, 5)),
        ("2018-04-03", date(2018, 4, 3)),
        ("2018-04-03T00:00:00", date(2018, 4, 3)),
        ("3 Apr 2018", date(2018, 4, 3)),
        ("3rd April 2018", date(2018, 4, 3)),
        ("3-Apr-2018", date(2018, 4, 3)),
        ("3 APRIL, 2018", date(2018, 4, 3)),
        ("3 Sept 2018", date(2018, 9, 3)),
        (" 3\u00a0Apr 2018 ", date(2018, 4, 3)),
    ],
)
def test_a_date_that_can_mean_one_day_is_read(typed: CellValue, day: date) -> None:
    assert read_date(typed).day == day


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("03/04/2018", "DATE_AMBIGUOUS"),
        ("12.11.2018", "DATE_AMBIGUOUS"),
        ("29/02/2018", "NOT_A_DATE"),
        ("31/04/2018", "NOT_A_DATE"),
        ("31/03/18", "NOT_A_DATE"),
        ("end of March", "NOT_A_DATE"),
        ("3 Marmalade 2018", "NOT_A_DATE"),
        ("ASAP", "NOT_A_DATE"),
        (43190, "NOT_A_DATE"),
        (2018.0, "NOT_A_DATE"),
        (True, "NOT_A_DATE"),
        (CellError("#VALUE!"), "CELL_ERROR"),
        (Uncalculated("=TODAY()"), "NOT_CALCULATED"),
    ],
)
def test_a_date_that_reads_both_ways_or_is_none_is_asked_about(typed: CellValue, problem: str) -> None:
    found = read_date(typed)
    assert (found.day, found.problem) == (None, problem)


@given(st.dates(date(1990, 1, 1), date(2060, 12, 31)))
def test_a_day_written_as_the_form_asks_is_that_day_or_asked_about(day: date) -> None:
    found = read_date(f"{day:%d/%m/%Y}")
    assert found.day == day or found.problem == "DATE_AMBIGUOUS"
    assert read_date(f"{day.day} {day:%b %Y}").day == day
    assert read_date(day.isoformat()).day == day


def test_a_blank_is_no_date_and_no_mistake() -> None:
    assert read_date(None) == read_date("  ")
    assert read_date(None).problem == ""


@pytest.mark.parametrize(
    ("typed", "choice"),
    [("in progress", "In progress"), (" IN\u00a0 PROGRESS ", "In progress"), ("", ""), (None, ""), ("On track", None), (CellError("#N/A"), None)],
)  # fmt: skip
def test_a_choice_is_known_without_case_or_blanks_and_nothing_like_it_is_taken(
    typed: CellValue, choice: str | None
) -> None:
    assert read_choice(typed, STATUS) == choice


def test_true_is_not_yes() -> None:
    assert read_choice(True, YES_NO) is None


@pytest.mark.parametrize(
    ("typed", "text", "changed"),
    [
        ("  Two lines\nof it. ", "Two lines\nof it.", False),
        ("Bar\u200bnet", "Barnet", True),
        ("One_x000D_\nTwo", "One\nTwo", True),
        ("Cafe\u0301", "Café", False),
        ("snake_x_case", "snake_x_case", False),
        (None, "", False),
        (12.0, "12", False),
    ],
)
def test_text_keeps_its_words_and_loses_what_nobody_can_see(
    typed: CellValue, text: str, changed: object
) -> None:
    assert read_text(typed) == (text, changed)


@pytest.mark.parametrize(
    ("value", "shown"),
    [(12.0, "12"), (37.5, "37.5"), (0.1 + 0.2, "0.3"), (1e300, "1e+300"), (True, "TRUE"), (date(2018, 3, 1), "01/03/2018"),
     (CellError("#REF!"), "#REF!"), (Uncalculated("=A1"), "=A1"), (None, ""), ("a\x07  b", "a b"), ("x" * 99, "x" * 99)],
)  # fmt: skip
def test_a_value_is_shown_as_the_partner_saw_it(value: CellValue, shown: str) -> None:
    assert show(value) == shown
