"""A number in a sentence and the same number in a cell are rounded alike: a half away from zero."""

from __future__ import annotations

import csv
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from scpxl.render.excel.looks import NUMBER_FORMATS
from scpxl.scorecard.records.figures import Family, NumberStyle
from scpxl.scorecard.wording import number_text
from scpxl.words import rounded
from tests.office import LibreOffice

HALVES = [
    19212.5,
    0.5,
    1.5,
    2.5,
    -0.5,
    -2.5,
    0.05,
    0.15,
    2.45,
    1.005,
    2.675,
    64.95,
    64.949999,
    -3.25,
    1e9 + 0.5,
    0.004,
    12.0,
]
"""Among them those that binary fractions put on the wrong side."""


@given(st.decimals(-(10**9), 10**9, places=3, allow_nan=False), st.integers(0, 3))
def test_a_half_goes_away_from_zero(number: Decimal, places: int) -> None:
    right = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert Decimal(rounded(float(number), places).replace(",", "")) == right


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_can_be_written_and_zero_has_no_sign(number: float) -> None:
    text = rounded(number, 1)
    assert text.startswith("-") == (number < 0 and any(digit in "123456789" for digit in text))


@pytest.mark.office
@pytest.mark.slow
def test_a_spreadsheet_shows_what_the_sentence_says(libreoffice: LibreOffice, tmp_path: Path) -> None:
    path = tmp_path / "numbers.xlsx"
    styles = [style for style in NumberStyle if style.family is not Family.POINTS]  # "pts" in a cell
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for row, number in enumerate(HALVES):
            for column, style in enumerate(styles):
                sheet.write_number(
                    row, column, number, book.add_format({"num_format": NUMBER_FORMATS[style]})
                )
        sheet.set_column(0, len(styles), 30)
    shown = libreoffice.convert(path, "csv:Text - txt - csv (StarCalc):44,34,76,1")
    rows = list(csv.reader(shown.read_text("utf-8").splitlines()))
    for number, texts in zip(HALVES, rows, strict=True):
        for style, text in zip(styles, texts, strict=True):
            said = number_text(number, style)
            # Excel shows the sign of a positive number that rounds to zero; a sentence has none to show.
            nothing = not any(digit in "123456789" for digit in said)
            assert text.lstrip("+−" if nothing else "") == said.lstrip("+−" if nothing else ""), (
                number,
                style,
            )
