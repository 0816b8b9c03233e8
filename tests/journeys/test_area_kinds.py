"""A partnership that is no London borough reads its own words: in the form, its checks, answers and dashboard."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from scpxl.checks.live import live_checks
from scpxl.framework.checks import check_framework
from scpxl.jobs.folder import Folder
from scpxl.jobs.lookup import find_area
from scpxl.jobs.publishing.publish import publish
from scpxl.jobs.returns.collect import collect
from scpxl.jobs.returns.issue import issue_returns
from scpxl.jobs.returns.status import matrix
from scpxl.model.framework import Area, Framework, Indicator
from scpxl.model.periods import Period
from scpxl.model.plan import Objective, Partner
from scpxl.render.framework_text import write_framework_toml
from scpxl.returns.layout import lay_out_return
from tests.partners import Typed, fill_in

Q4 = Period.parse("2017-18 Q4")
FOREIGN = ("borough", "Borough", "ward", "Ward")


def fenland(kind: str = "district", part: str = "Neighbourhood", asked: str = "neighbourhood") -> Framework:
    """A district of a county, with parts of its own kind and one partner who reports by them."""
    return Framework(
        version="1",
        partnership="Fen Partnership",
        area="E07000010",
        objectives=(Objective(code="O1", title="Fewer fires"),),
        partners=(Partner(code="fire", name="Fire and Rescue"),),
        areas=(
            Area(code="E10000003", name="Fenshire", kind="county"),
            Area(code="E07000010", name="Fenland", kind=kind, parent="E10000003"),
            Area(code="N1", name="March", kind=part, parent="E07000010"),
            Area(code="N2", name="Fenland", kind=part, parent="E07000010"),
        ),
        indicators=(
            Indicator.model_validate(
                {"code": "FIR", "title": "Fires", "objective": "O1", "kind": "outcome", "unit": "count",
                 "counted": "fires", "polarity": "lower", "partner": "fire", "breakdowns": (asked,)}
            ),
        ),
    )  # fmt: skip


def texts_of(path: Path) -> dict[str, list[str]]:
    """Every text of a workbook, sheet by sheet: cells, headings, what is said on entering a cell."""
    book: Any = load_workbook(path)
    found = {}
    for sheet in book.worksheets:
        said = [str(cell.value) for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
        said += [str(rule.prompt) for rule in sheet.data_validations.dataValidation]
        found[sheet.title] = said
    return found


@pytest.mark.parametrize("asked", ["ward", "neighbourhood", "Neighbourhoods"])
def test_what_is_a_part_follows_from_its_parent_and_not_from_the_word(asked: str) -> None:
    agreed = fenland(asked=asked)
    assert check_framework(agreed) == ()
    assert [area.name for area in agreed.parts_in(Q4)] == ["March", "Fenland"]
    assert agreed.is_by_parts(agreed.indicators[0])


def test_a_part_of_its_own_name_gives_way_to_the_area() -> None:
    assert find_area(fenland(), "fenland") == "E07000010"


@pytest.mark.parametrize(
    ("kind", "part", "tab", "not_known"),
    [
        ("district", "Neighbourhood", "Neighbourhoods", "Neighbourhood not known"),
        ("local authority", "parish", "Parishes", "Parish not known"),
        ("police force area", "police beat", "Police beats", "Police beat not known"),
        ("county", "district", "Districts", "District not known"),
        ("borough", "ward", "Wards", "Ward not known"),
    ],
)
def test_the_form_says_the_frameworks_own_words(kind: str, part: str, tab: str, not_known: str) -> None:
    form = lay_out_return(fenland(kind, part, "ward"), "fire", Q4)
    parts = form.tables[1]
    assert (parts.name, parts.title) == (tab, tab)
    assert parts.rows[-1].labels["item"] == not_known
    assert parts.cell(0, "2018-03").sheet == tab
    told = [check.what for check in live_checks(form) if check.code.startswith("WARDS")]
    assert told == [
        f"The {parts.rows[0].breakdown.plural} add up to {side} than the {kind}'s figure"  # type: ignore[union-attr]
        for side in ("more", "less")
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    place = tmp_path_factory.mktemp("fenland")
    write_framework_toml(fenland(), place / "framework.toml")
    return Folder(place)


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_the_whole_loop_speaks_of_neighbourhoods(folder: Folder) -> None:
    (issued,) = issue_returns(folder, Q4)
    said = texts_of(issued.path)
    assert list(said) == [
        "Start",
        "Measures",
        "Neighbourhoods",
        "Actions",
        "Commentary",
        "Check",
        "Lists",
        "scpxl",
    ]
    assert "Nothing to report on Neighbourhoods?" in said["Start"]
    assert "Neighbourhood code" in said["Neighbourhoods"]
    # The finding's own code and the hidden workings are for machines.
    seen = [text for sheet in said if sheet not in {"Lists", "scpxl"} for text in said[sheet]]
    assert [text for text in seen if any(word in text for word in FOREIGN)] == []

    short: dict[str, Typed] = {"Neighbourhoods!Q7": 5}
    fill_in(issued.path, folder.returns(Q4) / "fire.xlsx", folder.framework, "fire", Q4, lambda _t, row, _c: (
        20 if row.item or not row.breakdown else 0), short)  # fmt: skip
    (told,) = [f for f in collect(folder, Q4).files[0].findings if f.code.startswith("WARDS")]
    assert str(told) == (
        "Measures!Q5  The neighbourhoods of Fires for Jan 2018 add up to 5; Measures says 20. "
        "Enter any with no known neighbourhood under 'Neighbourhood not known'; otherwise correct the figures."
    )
    assert {row.section for row in matrix(folder, Q4)} >= {"Measures", "Neighbourhoods"}

    shown = texts_of(publish(folder, Q4).path)
    assert "Neighbourhoods" in shown
    assert "Neighbourhood" in shown["Neighbourhoods"]
    assert [
        text for name in shown for text in shown[name] if any(word in text.split() for word in FOREIGN)
    ] == []


def test_parts_of_one_area_are_of_one_kind() -> None:
    agreed = fenland()
    mixed = agreed.areas[-1].model_copy(update={"kind": "neigbourhood"})
    (first, *_rest) = check_framework(
        agreed.model_copy(update={"areas": (*agreed.areas, mixed.model_copy(update={"code": "N3"}))})
    )
    assert str(first) == (
        "area N3: kind: 'neigbourhood' is not what other parts of E07000010 are: neighbourhood. "
        "Parts of an area add up to it: give them all one kind."
    )
