"""What a partner changes among the earlier figures is welcome, and told."""

from __future__ import annotations

from scpxl.checks.check import check_return
from scpxl.returns.form import Part, Sheet
from scpxl.returns.prefill import FigureKey, Prefill
from scpxl.returns.raw import CellValue
from tests.checks.builders import FORM, WARDS, filled, told


def told_of(
    known: dict[FigureKey, float | str], changes: dict[tuple[str, ...], CellValue]
) -> list[tuple[str, str]]:
    return told(check_return(filled(changes), FORM, known=Prefill(known)))


def key(month: str, code: str = "BUR-01", part: str = Part.NUMBER) -> FigureKey:
    return Sheet.MEASURES, (code, part), month


def test_an_earlier_figure_typed_over_is_told_with_both_values() -> None:
    assert told_of({key("2017-06"): 55.0, key("2017-07"): 60.0}, {}) == [
        ("RESTATED", "Measures!J5  Burglary for Jun 2017 was 55 and is now 60.")
    ]


def test_a_mark_that_became_a_number_and_a_number_that_became_a_mark_are_told() -> None:
    found = told_of(
        {key("2017-06"): "[x]", key("2017-07"): 60.0}, {("Measures", *key("2017-07")[1], "2017-07"): "[x]"}
    )
    assert found == [
        ("RESTATED", "Measures!J5  Burglary for Jun 2017 was [x] and is now 60."),
        ("RESTATED", "Measures!K5  Burglary for Jul 2017 was 60 and is now [x]."),
    ]


def test_an_earlier_figure_erased_still_stands_and_the_partner_is_told_how_to_withdraw_it() -> None:
    found = told_of({key("2017-06"): 55.0}, {("Measures", *key("2017-06")[1], "2017-06"): None})
    assert found == [
        ("ERASED", "Measures!J5  Burglary for Jun 2017 is blank here; what is on record stands. To withdraw a figure, type [x].")
    ]  # fmt: skip


def test_earlier_figures_erased_by_the_dozen_are_one_line_a_sheet() -> None:
    months = ("2017-06", "2017-07", "2017-08")
    known: dict[FigureKey, float | str] = {key(month): 55.0 for month in months}
    ward: tuple[str, ...] = ("BUR-01", WARDS[0])
    known[Sheet.WARDS, ward, "2017-06"] = 5.0
    gone = {("Measures", *key(month)[1], month): None for month in months}
    found = told_of(known, {**gone, ("Wards", *ward, "2017-06"): None})
    assert [line for code, line in found if code == "ERASED"] == [
        "Measures!J5, K5, L5  3 earlier figures are blank here; what is on record stands. To withdraw a figure, type [x].",
        "Wards!J5  Burglary, Ward 1 for Jun 2017 is blank here; what is on record stands. To withdraw a figure, type [x].",
    ]


def test_the_ward_the_quarter_and_the_half_changed_are_named() -> None:
    ward: FigureKey = (Sheet.WARDS, ("BUR-01", WARDS[0]), "2017-06")
    found = told_of(
        {ward: 5.0, key("2017-06", "DAB-01", Part.OUT_OF): 90.0, key("2017-06", "CON-01"): 54.0}, {}
    )
    assert [line.partition("  ")[2] for _code, line in found] == [
        "Charged (out of) for Jun 2017 was 90 and is now 100.",
        "Trust for 2017-18 Q1 was 54 and is now 55.",
        "Burglary, Ward 1 for Jun 2017 was 5 and is now 15.",
    ]


def test_a_changed_cell_that_cannot_be_read_is_told_once() -> None:
    found = told_of({key("2017-06"): 55.0}, {("Measures", *key("2017-06")[1], "2017-06"): "TBC"})
    assert [code for code, _line in found] == ["NOT_YET_KNOWN"]


def test_nothing_known_is_nothing_changed() -> None:
    assert told_of({}, {}) == []
