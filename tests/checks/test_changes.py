"""What a partner changes among the earlier figures is welcome, and told."""

from __future__ import annotations

from scpxl.checks.return_check import check_return
from scpxl.model.observations import Marker
from scpxl.model.periods import Period
from scpxl.returns.findings import ReturnVerdict
from scpxl.returns.form import Part, Sheet
from scpxl.returns.prefill import FigureKey, Prefill
from scpxl.returns.raw import CellValue
from tests.checks.builders import BARNET, BURGLARY, FORM, WARDS, filled, form_of, told


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


HOW = "To withdraw a figure, enter [x] if it is not available, [z] if it does not apply; otherwise say why in column V of Measures."
GONE: dict[tuple[str, ...], CellValue] = {("Measures", *key("2017-06")[1], "2017-06"): None}


def test_a_blank_where_a_figure_is_on_record_is_asked_about_and_withdraws_nothing() -> None:
    found = check_return(filled(GONE), FORM, known=Prefill({key("2017-06"): 55.0}))
    assert found.verdict is ReturnVerdict.WITH_QUERIES
    assert told(found) == [
        ("ERASED", f"Measures!J5  Burglary for Jun 2017 was cleared on this form; the recorded figure, 55, has been kept. If that was a mistake, put it back. {HOW}")
    ]  # fmt: skip
    assert not any(one.period == Period.month(2017, 6) and one.indicator == "BUR-01" and one.area == BARNET and not one.item
                   for one in found.observations)  # fmt: skip


def test_an_explanation_beside_the_measure_answers_for_what_was_cleared() -> None:
    said: CellValue = "The old system was switched off and the figure cannot be checked."
    answered = filled({**GONE, ("Measures", "BUR-01", "Number", "explanation"): said})
    assert (
        check_return(answered, FORM, known=Prefill({key("2017-06"): 55.0})).verdict is ReturnVerdict.ACCEPTED
    )


def test_a_mark_withdraws_a_figure_and_a_blank_over_a_mark_asks_nothing() -> None:
    known = Prefill({key("2017-06"): 55.0, key("2017-07"): "[x]"})
    changes = {**dict.fromkeys(GONE, "[z]"), ("Measures", *key("2017-07")[1], "2017-07"): None}
    found = check_return(filled(changes), FORM, known=known)
    assert told(found) == [("RESTATED", "Measures!J5  Burglary for Jun 2017 was 55 and is now [z].")]
    (seen,) = (
        one
        for one in found.observations
        if one.series == ("BUR-01", BARNET, "", "") and one.period == Period.month(2017, 6)
    )
    assert seen.marker is Marker.NOT_APPLICABLE


def test_what_was_cleared_of_one_measure_is_one_question() -> None:
    months = ("2017-06", "2017-07", "2017-08")
    known: dict[FigureKey, float | str] = {key(month): 55.0 for month in months}
    ward: tuple[str, ...] = ("BUR-01", WARDS[0])
    known[Sheet.WARDS, ward, "2017-06"] = 5.0
    gone = {("Measures", *key(month)[1], month): None for month in months}
    found = told_of(known, {**gone, ("Wards", *ward, "2017-06"): None})
    assert [line for code, line in found if code == "ERASED"] == [
        f"Measures!J5–L5  Burglary: 3 earlier figures were cleared on this form; the recorded figures have been kept. If that was a mistake, put them back. {HOW}",
        f"Wards!J5  Burglary, Ward 1 for Jun 2017 was cleared on this form; the recorded figure, 5, has been kept. If that was a mistake, put it back. {HOW}",
    ]


def test_a_form_filled_in_anew_is_asked_about_in_one_question_a_sheet() -> None:
    codes = [f"BUR-{n:02}" for n in range(1, 8)]
    form = form_of(*(BURGLARY.model_copy(update={"code": code, "breakdowns": ()}) for code in codes))
    cleared: dict[tuple[str, ...], CellValue] = {
        ("Measures", code, "Number", "2017-06"): None for code in codes
    }
    known: dict[FigureKey, float | str] = {key("2017-06", code): 60.0 for code in codes}
    (found,) = check_return(filled(cleared, form=form), form, known=Prefill(known)).findings
    assert found.fact == "7 earlier figures were cleared on this form; the recorded figures have been kept."
    said: dict[tuple[str, ...], CellValue] = {
        ("Measures", code, "Number", "explanation"): f"{code} was counted again by another team this year."
        for code in codes
    }
    asked = check_return(filled({**cleared, **said}, form=form), form, known=Prefill(known))
    assert asked.verdict is ReturnVerdict.ACCEPTED
    del said["Measures", codes[3], "Number", "explanation"]
    asked = check_return(filled({**cleared, **said}, form=form), form, known=Prefill(known))
    assert asked.verdict is ReturnVerdict.WITH_QUERIES


def test_a_figure_of_the_period_given_before_and_blank_now_is_asked_about_where_it_need_not_be_given() -> (
    None
):
    form = form_of(BURGLARY.model_copy(update={"required": False, "breakdowns": ()}))
    blank: dict[tuple[str, ...], CellValue] = {("Measures", *key("2018-02")[1], "2018-02"): None}
    given = Prefill(given={key("2018-02"): 55.0})
    found = check_return(filled(blank, form=form), form, known=given)
    assert told(found) == [
        ("CLEARED_SINCE", "Measures!R5  Burglary for Feb 2018 is blank; 55 is on record and will no longer be shown. If that was a mistake, put it back. To withdraw it, enter [x] if it is not available, [z] if it does not apply; otherwise say why in column V of Measures.")
    ]  # fmt: skip
    assert check_return(filled(blank, form=form), form, known=Prefill()).findings == ()


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
