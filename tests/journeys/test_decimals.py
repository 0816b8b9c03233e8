"""What the framework says of decimals and of figures below zero holds from the form to the dashboard."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from scpxl.framework.checks import check_framework
from scpxl.jobs.folder import Folder
from scpxl.jobs.publishing.publish import publish
from scpxl.jobs.returns.check import check_file
from scpxl.jobs.returns.collect import collect
from scpxl.jobs.returns.issue import issue_returns
from scpxl.model.framework import Area, Framework, Indicator, Unit
from scpxl.model.periods import Period
from scpxl.model.plan import Objective, Partner
from scpxl.render.framework_text import write_framework_toml
from scpxl.scorecard.wording import number_style, number_text
from tests.journeys.test_sandbox_agrees import Case, assert_agreed, worked_out
from tests.office import LibreOffice
from tests.partners import Typed, fill_in

Q4 = Period.parse("2017-18 Q4")
ONCE: dict[str, Any] = {
    "frequency": "quarterly",
    "objective": "O1",
    "kind": "output",
    "partner": "cou",
    "polarity": "neither",
}
# Rows 5 to 12 of Measures; January to March 2018 in Q, R and S, of which a quarter's figure is entered in S.
INDICATORS = tuple(
    Indicator.model_validate({"code": code, "title": title, **ONCE, **more})
    for code, title, more in (
        ("OFF", "Officers in post", {"unit": "stock", "aggregation": "latest", "decimals": 1}),
        ("DAY", "Days off sick for each officer", {"unit": "average", "aggregation": "ratio of sums", "decimals": 1,
                                                 "denominator": "reported", "denominator_title": "officers"}),
        ("MIN", "Minutes to the scene", {"unit": "average", "aggregation": "ratio of sums", "decimals": 0,
                                         "denominator": "reported", "denominator_title": "calls"}),
        ("GRA", "Grant spent", {"unit": "money", "decimals": 2, "may_be_negative": True}),
        ("GAP", "Gap to the county, points", {"unit": "stock", "aggregation": "latest", "may_be_negative": True}),
        ("SAF", "Residents who feel safe", {"unit": "survey percentage", "aggregation": "latest"}),
    )
)  # fmt: skip
RIGHT: dict[str, Typed] = {
    "Measures!S5": 6.4, "Measures!S6": 2269.3, "Measures!S7": 412.6, "Measures!S8": 549, "Measures!S9": 10,
    "Measures!S10": -1250.5, "Measures!S11": -2, "Measures!S12": 77.1,
}  # fmt: skip
TYPED: dict[str, tuple[dict[str, Typed], list[str]]] = {
    "as asked for": ({}, []),
    "a level with a decimal": ({"Measures!S5": 7.25}, []),
    "an average's whole, where it prints no decimals": ({"Measures!S9": 9.5}, ["NOT_WHOLE"]),
    "half a point of a gap": ({"Measures!S11": -2.5}, ["NOT_WHOLE"]),
    "a level below zero, where none can be": ({"Measures!S5": -6.4}, ["NEGATIVE"]),
    "a whole below zero": ({"Measures!S7": -1}, ["NEGATIVE"]),
    "more handed back than any grant": ({"Measures!S10": -1e11}, ["TOO_LARGE"]),
    "a gap as no gap can be": ({"Measures!S11": -20_000_000}, ["TOO_LARGE"]),
    "money entered as text": ({"Measures!S10": "-1,250.50"}, ["TIDIED"]),
    "words": ({"Measures!S10": "about 3"}, ["NOT_A_NUMBER"]),
    "a survey's margin": ({"Measures!S12": "77.1 (±1.6)"}, ["MARGIN_NOT_KEPT"]),
    "a survey's margin in points": ({"Measures!S12": "77.1% +/- 1.6 points"}, ["MARGIN_NOT_KEPT"]),
    "a survey's interval": ({"Measures!S12": "77.1% (95% CI: 75.5 to 78.7)"}, ["MARGIN_NOT_KEPT"]),
    "no margin": ({"Measures!S12": "77.1 (about)"}, ["NOT_A_NUMBER"]),
    "a margin beside no percentage": ({"Measures!S5": "6.4 (±0.3)"}, ["NOT_A_NUMBER"]),
}


@cache
def agreed() -> Framework:
    return Framework(
        version="1",
        partnership="Fen Partnership",
        area="E07000010",
        objectives=(Objective(code="O1", title="Faster help"),),
        partners=(Partner(code="cou", name="Council"),),
        areas=(Area(code="E07000010", name="Fenland", kind="district"),),
        indicators=INDICATORS,
    )


@pytest.fixture(scope="module")
def returns(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The form as each of these was entered into it."""
    place = tmp_path_factory.mktemp("decimals")
    write_framework_toml(agreed(), place / "framework.toml")
    (issued,) = issue_returns(Folder(place), Q4)
    return {
        name: fill_in(issued.path, place / f"{number}.xlsx", agreed(), "cou", Q4, cells={**RIGHT, **cells})
        for number, (name, (cells, _)) in enumerate(TYPED.items())
    }


def test_the_framework_is_sound() -> None:
    assert check_framework(agreed()) == ()


@pytest.mark.parametrize("name", TYPED)
def test_what_is_typed_is_taken_or_refused_as_the_framework_says(returns: dict[str, Path], name: str) -> None:
    checked = check_file(agreed(), returns[name])
    assert [found.code for found in checked.findings] == TYPED[name][1]


@pytest.mark.office
@pytest.mark.slow
def test_the_sheet_check_says_the_same(
    returns: dict[str, Path], libreoffice: LibreOffice, tmp_path: Path
) -> None:
    cases = [Case(path, Q4, check_file(agreed(), path)) for path in returns.values()]
    compared = worked_out(cases, libreoffice, tmp_path)
    assert len(compared) == len(TYPED)
    for case, file in compared:
        assert_agreed(case, file)


def test_only_rows_that_may_be_negative_are_not_asked_for_zero_or_more(returns: dict[str, Path]) -> None:
    sheet: Any = load_workbook(returns["as asked for"])["Measures"]
    rule = {
        row: next(v.formula1 for v in sheet.data_validations.dataValidation if f"S{row}" in v.sqref)
        for row in range(5, 12)
    }
    assert ["AND(ISNUMBER" in rule[row] for row in rule] == [True] * 5 + [False, False]


def test_the_form_shows_what_was_typed(returns: dict[str, Path]) -> None:
    sheet: Any = load_workbook(returns["as asked for"])["Measures"]
    shown = {row: sheet[f"S{row}"].number_format for row in (5, 7, 9, 10, 11)}
    assert shown == {5: "#,##0.0", 7: "General", 9: "#,##0", 10: "#,##0.00", 11: "#,##0"}


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_the_dashboard_prints_the_decimals_that_were_agreed(returns: dict[str, Path], tmp_path: Path) -> None:
    write_framework_toml(agreed(), tmp_path / "framework.toml")
    folder = Folder(tmp_path)
    collect(folder, Q4, [returns["as asked for"]])
    made = publish(folder, Q4)
    latest = {card.code: card.latest.text for card in made.scorecard.cards}
    assert latest == {
        "OFF": "6.4",
        "DAY": "5.5",
        "MIN": "55",
        "GRA": "−£1,250.50",
        "GAP": "−2",
        "SAF": "77.1%",
    }
    page: Any = load_workbook(made.path)[made.scorecard.pages[0].tab]
    formats = {cell.number_format.partition(";")[0] for row in page.iter_rows() for cell in row}
    assert {"#,##0.0", '"£"#,##0.00', "#,##0"} <= formats


@pytest.mark.parametrize("unit", ["count", "rate", "percentage", "survey percentage"])
def test_what_cannot_be_below_zero_is_not_said_to(unit: str) -> None:
    below = INDICATORS[0].model_copy(update={"unit": Unit(unit), "may_be_negative": True})
    told = [str(found) for found in check_framework(agreed().model_copy(update={"indicators": (below,)}))]
    assert (
        f"indicator OFF: may_be_negative: is yes, and a {unit} is never below zero. Write no, or make it money, average or stock."
        in told
    )


@pytest.mark.parametrize(
    ("unit", "said", "printed"),
    [("average", None, "54.9"), ("average", 0, "55"), ("average", 3, "54.900"), ("survey percentage", None, "54.9%"),
     ("survey percentage", 0, "55%"), ("survey percentage", 2, "54.90%"), ("stock", None, "55"), ("stock", 4, "54.9000"),
     ("money", None, "£55"), ("money", 2, "£54.90")],
)  # fmt: skip
def test_decimals_left_out_are_the_units_own_and_none_is_none(
    unit: str, said: int | None, printed: str
) -> None:
    one = INDICATORS[0].model_copy(update={"unit": Unit(unit), "decimals": said})
    assert number_text(54.9, number_style(one)) == printed
