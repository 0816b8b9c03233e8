"""Waivers, trials and tolerances in the framework: how they are written, and what is said of those that cannot be."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from scpxl.errors import FrameworkError
from scpxl.framework.agreements import remarks_on_agreements
from scpxl.framework.checks import check_framework
from scpxl.framework.differences import diff_frameworks
from scpxl.model.agreements import Tolerance, Trial, Waiver
from scpxl.read.framework_file import read_framework
from scpxl.render.framework_text import to_framework_text
from scpxl.render.framework_workbook import write_framework_workbook
from tests.framework.example import edit_workbook, example_framework

SAID = {
    "rule": "BLANK", "partner": "met", "indicator": "BUR-01", "reason": "No system.", "approved_by": "the Chair",
    "until": "30/06/2018",
}  # fmt: skip


def problems_of(tmp_path: Path, waiver: dict[str, Any], trial: str = "") -> list[str]:
    text = to_framework_text(example_framework(waivers=(), trials=()))
    lines = "".join(f'{key} = "{value}"\n' for key, value in waiver.items())
    path = tmp_path / "framework.toml"
    path.write_text(f"{text}\n[[waivers]]\n{lines}{trial}", encoding="utf-8")
    try:
        read_framework(path)
    except FrameworkError as wrong:
        return list(wrong.problems)
    return []


@pytest.mark.parametrize("day", ["30/06/2018", "2018-06-30", "30 Jun 2018", "30 June 2018"])
def test_a_day_can_be_written_as_people_write_it(tmp_path: Path, day: str) -> None:
    assert problems_of(tmp_path, {**SAID, "until": day}) == []
    assert Waiver.model_validate({**SAID, "until": day}).until == date(2018, 6, 30)


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"rule": "BLNK"}, "waiver BLNK met BUR-01: rule: 'BLNK' is not the code of a finding. Did you mean BLANK?"),
        ({"rule": "FILE_ENCRYPTED"}, "waiver FILE_ENCRYPTED met BUR-01: rule: FILE_ENCRYPTED can be neither waived nor put on trial: the file cannot be read, or is not safe to read. Delete the row."),
        ({"rule": "RESTATED"}, "waiver RESTATED met BUR-01: rule: RESTATED can be neither waived nor put on trial: it only informs: there is nothing to waive. Delete the row."),
        ({"partner": "mett", "indicator": ""}, "waiver BLANK mett: partner: 'mett' is not the code of a partner. Did you mean met? Or add it to Partners."),
        ({"indicator": "BUR-1"}, "waiver BLANK met BUR-1: indicator: 'BUR-1' is not the code of an indicator. Did you mean BUR-01? Or add it to Indicators."),
        ({"indicator": "ASB-01"}, "waiver BLANK met ASB-01: indicator: ASB-01 is reported by 007, not by met. Correct the partner or the indicator."),
        ({"rule": "ANSWER_MISSING"}, "waiver ANSWER_MISSING met BUR-01: indicator: ANSWER_MISSING is about no indicator. Leave the indicator blank."),
        ({"reason": ""}, "waiver BLANK met BUR-01: reason: is blank. Fill it in: why, in words the partner may read."),
        ({"approved_by": " "}, "waiver BLANK met BUR-01: approved_by: is blank. Fill it in: who agreed to it."),
        ({"until": "soon"}, "waiver BLANK met BUR-01: until: 'soon' is not a day; write it as 30/06/2018 or 2018-06-30."),
    ],
    ids=lambda value: ", ".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, dict) else "",
)  # fmt: skip
def test_a_waiver_that_cannot_be_applied_is_told(tmp_path: Path, changes: dict[str, str], line: str) -> None:
    assert problems_of(tmp_path, {**SAID, **changes}) == [line]


def test_a_waiver_or_trial_stands_once(tmp_path: Path) -> None:
    trial = '\n[[trials]]\nrule = "BLANK"\nuntil = 2018-06-30\n'
    assert problems_of(tmp_path, SAID, trial * 2) == [
        "trial BLANK: rule: there is a trial for it already. Keep the one that holds."
    ]


def test_a_workbook_from_before_there_were_waivers_is_read(tmp_path: Path) -> None:
    path = tmp_path / "framework.xlsx"
    write_framework_workbook(example_framework(), path)

    def take_away(book: Any) -> None:
        del book["Waivers"], book["Trials"]

    edit_workbook(path, take_away)
    assert read_framework(path) == example_framework(waivers=(), trials=())


def test_a_sheet_of_waivers_under_another_name_is_missed(tmp_path: Path) -> None:
    path = tmp_path / "framework.xlsx"
    write_framework_workbook(example_framework(), path)

    def rename(book: Any) -> None:
        book["Waivers"].title = "Waiver"

    edit_workbook(path, rename)
    with pytest.raises(
        FrameworkError, match=r"Waivers: there is no sheet of that name\. Is it the one called 'Waiver'"
    ):
        read_framework(path)


def test_a_day_in_the_workbook_is_a_date_and_its_mistake_has_a_cell(tmp_path: Path) -> None:
    path = tmp_path / "framework.xlsx"
    write_framework_workbook(example_framework(), path)

    def spoil(book: Any) -> None:
        assert book["Waivers"]["F6"].is_date
        book["Waivers"]["F6"] = "when ready"

    edit_workbook(path, spoil)
    with pytest.raises(FrameworkError, match=r"Waivers!F6 \(.*until\): 'when ready' is not a day"):
        read_framework(path)


def test_what_has_ended_or_covered_nothing_is_remarked_and_no_mistake() -> None:
    waiver = Waiver.model_validate(SAID)
    trial = Trial(rule="BLANK", until=date(2018, 5, 31))
    framework = example_framework(waivers=(waiver,), trials=(trial,))
    assert remarks_on_agreements(framework, date(2018, 5, 31)) == ()
    (unused,) = remarks_on_agreements(framework, date(2018, 5, 31), [waiver])
    assert unused.endswith("BUR-01, has covered nothing in any return so far.")
    ended, over = remarks_on_agreements(framework, date(2018, 7, 1))
    assert "BUR-01, ended on 30 Jun 2018: returns due since then must keep the rule." in ended
    assert over == "The trial of BLANK ended on 31 May 2018: the rule now applies. Delete the row."


def test_a_difference_of_waivers_and_trials_is_told_in_words() -> None:
    before = example_framework(waivers=(), trials=())
    trial = Trial(rule="BLANK", until=date(2018, 5, 31))
    waiver = Waiver.model_validate(SAID)
    after = example_framework(waivers=(waiver,), trials=(trial,))
    later = example_framework(waivers=(waiver.model_copy(update={"until": date(2018, 9, 30)}),), trials=())
    assert [d.words for d in diff_frameworks(before, after)] == [
        "Waiver of BLANK for met, BUR-01: new, until 30 Jun 2018. No system.",
        "Trial of BLANK: new, until 31 May 2018",
    ]
    assert [d.words for d in diff_frameworks(after, later)] == [
        "Waiver of BLANK for met, BUR-01: until was 30 Jun 2018 and is now 30 Sep 2018",
        "Trial of BLANK: ended; the rule now applies",
    ]


OVER: dict[str, Any] = {"rule": "WARDS_OVER_BOROUGH", "number": 2, "reason": "As published."}


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({}, None),
        ({"indicator": "BUR-01", "partner": "met"}, None),
        ({"rule": "BLANK"}, "tolerance BLANK: rule: BLANK takes no tolerance: it compares no two figures. Write PART_OVER_WHOLE, WARDS_OVER_BOROUGH, WARDS_UNDER_BOROUGH, ITEMS_OVER_WHOLE, ITEMS_UNDER_WHOLE or ITEM_OVER_WHOLE."),
        ({"rule": "WARDS_OVER_BORO"}, "tolerance WARDS_OVER_BORO: rule: 'WARDS_OVER_BORO' is not the code of a finding. Did you mean WARDS_OVER_BOROUGH?"),
        ({"number": 0}, "tolerance WARDS_OVER_BOROUGH: per_cent: allows nothing: per_cent and number are both 0. Give the largest difference allowed."),
        ({"indicator": "BUR-01", "partner": "007"}, "tolerance WARDS_OVER_BOROUGH BUR-01 007: indicator: BUR-01 is reported by met, not by 007. Correct the partner or the indicator."),
        ({"indicator": "POP"}, "tolerance WARDS_OVER_BOROUGH POP: indicator: POP is not divided by wards. WARDS_OVER_BOROUGH is never said of it. Correct the indicator or the rule."),
        ({"rule": "PART_OVER_WHOLE", "indicator": "BUR-01"}, "tolerance PART_OVER_WHOLE BUR-01: indicator: BUR-01 is no part of a reported whole. PART_OVER_WHOLE is never said of it. Correct the indicator or the rule."),
        ({"indicator": "BUR-99"}, "tolerance WARDS_OVER_BOROUGH BUR-99: indicator: 'BUR-99' is not the code of an indicator. Did you mean BUR-01? Or add it to Indicators."),
        ({"partner": "mett"}, "tolerance WARDS_OVER_BOROUGH mett: partner: 'mett' is not the code of a partner. Did you mean met? Or add it to Partners."),
    ],
)  # fmt: skip
def test_a_tolerance_that_cannot_be_applied_is_refused_by_name(
    changes: dict[str, Any], line: str | None
) -> None:
    framework = example_framework(tolerances=(Tolerance.model_validate({**OVER, **changes}),))
    assert [str(problem) for problem in check_framework(framework)] == ([line] if line else [])


def test_two_tolerances_for_the_same_are_one_too_many() -> None:
    twice = (Tolerance.model_validate(OVER), Tolerance.model_validate({**OVER, "number": 3}))
    (problem,) = check_framework(example_framework(tolerances=twice))
    assert "there is a tolerance for it already" in str(problem)


def test_what_a_tolerance_may_be_is_refused_by_field(tmp_path: Path) -> None:
    text = to_framework_text(example_framework(tolerances=()))
    path = tmp_path / "framework.toml"
    path.write_text(
        text + '\n[[tolerances]]\nrule = "WARDS_OVER_BOROUGH"\nper_cent = -1\nnumber = 1e9\n', "utf-8"
    )
    with pytest.raises(FrameworkError) as refused:
        read_framework(path)
    assert refused.value.problems == (
        "tolerance WARDS_OVER_BOROUGH: per_cent: -1 is out of range. Write a number from 0 to 100.",
        "tolerance WARDS_OVER_BOROUGH: number: 1000000000 is out of range. Write a number from 0 to 1,000,000.",
        "tolerance WARDS_OVER_BOROUGH: reason: is blank. Fill it in: why, in words the partner may read.",
    )


def test_a_difference_of_tolerances_is_told_in_words() -> None:
    before = example_framework(tolerances=())
    after = example_framework(tolerances=(Tolerance.model_validate({**OVER, "per_cent": 1}),))
    assert [d.words for d in diff_frameworks(before, after)] == [
        "Tolerance of WARDS_OVER_BOROUGH for all indicators: new, 1% or 2. As published."
    ]
    assert [d.words for d in diff_frameworks(after, before)] == [
        "Tolerance of WARDS_OVER_BOROUGH for all indicators: no longer in the framework"
    ]
