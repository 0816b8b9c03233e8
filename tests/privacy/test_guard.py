"""What the guard decides: one plain form of every text, what is the partnership's own, what stands in its place."""

from __future__ import annotations

import re
import string
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scpxl.privacy import numbers
from scpxl.privacy.guard import STRICT, WITHHELD, Guard, Use
from scpxl.privacy.kinds import FoundKind
from scpxl.privacy.own import is_too_wide, to_own
from scpxl.privacy.people import DATE, LIKE_A_DATE
from scpxl.privacy.plain import plain
from scpxl.privacy.quoting import Quote, in_short, revealed, say_guarded

OWN = to_own(
    [
        "020 8359 2000",
        "@barnet.gov.uk",
        "duty.desk@example.org",
        "The Burroughs, NW4 4BG",
        "NW4 4BG",
        "Mrs Example",
    ],
    ["csp@example.org"],
    ["High Barnet", "Mill Hill"],
)
SEPARATORS = st.sampled_from(
    ["", " ", "  ", "-", ".", "\u00a0", "\u2009", "\u2011", "\u2013", "\u200b", " \u200b"]
)
ANY_DIGITS = [string.digits, "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗"]


def in_digits(text: str, digits: str) -> str:
    return "".join(digits[int(sign)] if sign.isdigit() else sign for sign in text)


@given(
    st.sampled_from(["07700", "020 7946", "+44 7700", "(01632)"]),
    SEPARATORS, SEPARATORS, st.sampled_from(ANY_DIGITS), st.sampled_from(["", ", ", ".", " x", "\n", "!"]),
)  # fmt: skip
def test_a_number_is_found_in_whatever_digits_and_with_whatever_between(
    begins: str, first: str, second: str, digits: str, after: str
) -> None:
    rest = {
        "07700": ("900", "123"),
        "020 7946": ("01", "23"),
        "+44 7700": ("900", "123"),
        "(01632)": ("960", "123"),
    }
    number = begins + first + rest[begins][0] + second + rest[begins][1]
    assert FoundKind.PHONE in Guard().kinds(in_digits(f"Ring {number}{after}", digits))


@given(st.from_regex(re.compile(DATE, re.IGNORECASE)))
def test_no_date_is_passed_over_at_the_first_look(text: str) -> None:
    assert LIKE_A_DATE.search(text)


DOCUMENTS = (
    numbers._PASSPORT,
    numbers._LICENCE,
    numbers._BANK,
    numbers._IBAN,
    numbers._CARD,
    numbers._POLICE,
)


@given(st.sampled_from(DOCUMENTS).flatmap(lambda one: st.from_regex(re.compile(one.source, one.flags))))
def test_no_number_of_a_document_is_passed_over_at_the_first_look(text: str) -> None:
    assert numbers._LIKE_A_DOCUMENT.search(text)


@pytest.mark.parametrize("text", ["Signed off by (name)", "name:", "The victim.", "Known"])
def test_a_question_for_a_name_holds_none_and_its_answer_is_found(text: str) -> None:
    assert not Guard().kinds(text, use=Use.VALUE)
    assert Guard().kinds(f"{text} Mrs Jones", use=Use.VALUE) == (FoundKind.NAME,)


@given(st.text())
def test_every_text_has_a_plain_form_whose_characters_come_from_it(text: str) -> None:
    made = plain(text)
    for place in range(len(made.text)):
        start, end = made.original(place, place + 1)
        assert 0 <= start < end <= len(text)
    assert plain(made.text).text == made.text


@given(st.text(max_size=40), st.text(max_size=40))
@example("+", "")
@example("4 0", "1")
def test_a_number_between_any_two_texts_is_masked_where_it_was_typed(before: str, after: str) -> None:
    sentence = f"{before} 07700\u00a0900123 {after}"
    shown = STRICT.masked(sentence)
    assert "900123" not in shown
    assert WITHHELD in shown


@given(st.text(alphabet=string.ascii_letters + string.digits + " @.-'(),/£%+:", max_size=60))
def test_looking_twice_gives_the_same_and_masking_leaves_nothing(text: str) -> None:
    guard = Guard()
    assert guard.kinds(text) == Guard().kinds(text)
    assert (guard.masked(text) == text) is (not guard.find(text))


@pytest.mark.parametrize(
    "text",
    [
        "Ring 020 8359 2000 in office hours.",
        "Ring +44 (0)20 8359 2000.",
        "Write to csp@example.org or duty.desk@example.org.",
        "Write to jane.roe@barnet.gov.uk or a@mail.barnet.gov.uk.",
        "Come to The Burroughs, NW4 4BG.",
        "Mrs Example chairs it.",
        "High Barnet 01/04/1990: the ward was made.",
        "at 4 Mill Hill",
    ],
)
def test_what_is_the_partnerships_own_or_public_is_let_through(text: str) -> None:
    assert Guard(OWN).kinds(text, 2018) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Ring 020 8359 2001.",
        "Write to jane.roe@notbarnet.gov.uk.",
        "Write to acsp@example.org.",
        "at NW4 4BH",
        "Mrs Example-Roe",
        "Ring 020 8359 2000 or 07700 900123.",
    ],
)
def test_what_merely_looks_like_the_own_is_not(text: str) -> None:
    assert Guard(OWN).kinds(text, 2018)


def test_a_public_number_that_a_cell_took_for_a_number_is_known() -> None:
    assert to_own(["2083592000"]).numbers == {"02083592000"}


@pytest.mark.parametrize("domain", ["gov.uk", "@nhs.net", "gmail.com", "co.uk", "police.uk"])
def test_a_domain_of_everybodys_is_too_wide(domain: str) -> None:
    assert is_too_wide(domain)
    assert not is_too_wide(f"one.{domain.removeprefix('@')}" if domain.endswith("uk") else "one.example.org")


def test_the_same_text_is_private_in_one_place_and_not_in_another() -> None:
    guard = Guard()
    assert guard.kinds("Mrs Jones") == (FoundKind.NAME,)
    assert guard.kinds("Mrs Jones", use=Use.NAME) == ()
    assert guard.kinds("AB12 CDE") == (FoundKind.VEHICLE,)
    assert guard.kinds("AB12 CDE", use=Use.REFERENCE) == ()
    # A number cell that holds a telephone number has dropped its zero, and a date in it is a birth's.
    assert guard.kinds("7700900123", use=Use.VALUE) == (FoundKind.PHONE,)
    assert guard.kinds("01/02/1990", use=Use.VALUE) == (FoundKind.BIRTH,)
    assert guard.kinds("31/03/2018", use=Use.VALUE) == ()
    assert guard.kinds("Jane_Roe_07700900123.xlsx", use=Use.FILE) == (FoundKind.PHONE,)
    assert guard.kinds("met 2017-18-Q4 corrected.xlsx", use=Use.FILE) == ()


def test_a_name_of_a_file_keeps_its_ending_and_nothing_that_only_looks_like_one() -> None:
    shown = (
        STRICT.shown(name, use=Use.FILE) for name in ("Mrs Jones.xlsx", "Mrs Jones.csv.gz", "a.07700 900123")
    )
    assert list(shown) == ["[withheld].xlsx", "[withheld].csv.gz", WITHHELD]


def test_a_cleared_text_is_shown_and_a_changed_one_is_not() -> None:
    guard = Guard(is_cleared={"Ring 07700 900123."}.__contains__)
    assert guard.shown("Ring 07700 900123.") == "Ring 07700 900123."
    assert guard.shown("Ring 07700 900123!") == WITHHELD
    assert guard.kinds("Ring 07700 900123.") == (FoundKind.PHONE,)


def test_a_sentence_is_made_with_a_gap_and_filled_again() -> None:
    said = say_guarded(["{file}: {value!r}, again {value!r}.", "{n} of {n}"],
               {"file": "Mrs Jones.xlsx", "value": "07700 900123", "n": 3}, {"file": Use.FILE})  # fmt: skip
    assert said.words == ("[withheld].xlsx: '[withheld]', again '[withheld]'.", "3 of 3")
    assert [quote.text for quote in said.quotes] == ["Mrs Jones.xlsx", "07700 900123", "07700 900123"]
    cleared = Guard(is_cleared={"Mrs Jones.xlsx"}.__contains__)
    assert (
        revealed(said.words, said.quotes, cleared, None)[0]
        == "Mrs Jones.xlsx: '[withheld]', again '[withheld]'."
    )
    assert revealed(said.words, said.quotes[:2], cleared, None) == said.words
    assert revealed(["'[withheld]' is it."], [Quote("Mrs Jones")], cleared, None) == ("'[withheld]' is it.",)


def test_a_text_is_looked_through_before_it_is_cut() -> None:
    text = "x" * 30 + " 07700 900123"
    assert in_short(text, 36) == WITHHELD
    assert say_guarded(["{value}"], {"value": text}, None, {"value": 36}).words == (WITHHELD,)


HOSTILE = ["1", "a", "1 ", "07 ", "A. ", "Aa ", "@", "a@", "Mr ", "14 A ", "flat 1 aa ", "at 12 aa ", "dob x ", "reg a ",
           "a at b dot ", "1/1/", "+44", "Jane Roe ", "((((", "https://", "victim ", "é", "_x"]  # fmt: skip


def cost(text: str) -> float:
    took = []
    for _ in range(4):
        began = time.process_time()
        Guard().kinds(text, 2018)
        took.append(time.process_time() - began)
    return min(took)


@pytest.mark.parametrize("piece", HOSTILE)
def test_the_cost_grows_with_the_length_and_no_faster(piece: str) -> None:
    usual = cost("Burglary fell by 8.3% in NW9, from 3,302 to 3,577, since 12 January 2018. " * 100)
    short, long = (cost(piece * (length // len(piece))) for length in (8_000, 32_000))
    # Four times as long; a rule that looks at every pair of places would take sixteen times as long.
    assert long < 10 * max(short, usual)


@pytest.mark.parametrize(
    "name",
    ["Mrs_Jones.xlsx", "MrsJones.xlsx", "mrs-jones Q4.xlsx", "Mrs%20Jones.xlsx", "mrs.jones.xlsx", "met_07700900123_v2.xlsx",
     "jane-roe-07700900123.xlsx", "jane.roe@example.org.xlsx", "Jane_Roe_1990-02-01.xlsx", "met_EN5_4XY.xlsx",
     "14AcaciaAvenue.csv", "AB-12-34-56-C.xlsx"],
)  # fmt: skip
def test_a_files_name_is_read_as_words_however_it_joins_them(name: str) -> None:
    assert STRICT.shown(name, use=Use.FILE).startswith(WITHHELD)


@pytest.mark.parametrize(
    "name",
    ["met 2017-18-Q4 corrected (2).xlsx", "Copy of homes 2017-18-Q4 - to fix.xlsx", "return_20180420_1530.xlsx",
     "Barnet CSP return 31-03-2018 v1.2 FINAL.xlsx", "LFB_Barnet_Q4.xlsx", "history.csv.gz", "Book1.xlsx",
     "20180420113045.xlsx", "probation Q4 2017-18 signed JS.xlsx"],
)  # fmt: skip
def test_a_files_usual_name_is_shown(name: str) -> None:
    assert STRICT.shown(name, use=Use.FILE) == name


def test_what_is_masked_twice_over_is_masked_to_its_end() -> None:
    shown = STRICT.masked("At 14 Acacia 'Avenue, Mr Jones 07700 900123' and so on; it's 'Mrs Brown' there.")
    assert not any(word in shown for word in ("Jones", "900123", "Brown"))
