"""An item of a breakdown and a ward are explained as any indicator is, from their own cells."""

from __future__ import annotations

import pytest

from scpxl.errors import NotFoundError
from scpxl.jobs.folder import Folder
from scpxl.jobs.giving.explain import explain
from scpxl.jobs.lookup import find_item
from scpxl.jobs.returns.collect import collect
from tests.jobs.conftest import PERIOD, Desk
from tests.partners import Typed


def test_an_item_is_explained_from_its_own_cells(folder: Folder, desk: Desk) -> None:
    typed: dict[str, Typed] = {"Breakdowns!R5": 12, "Breakdowns!S5": 8, "Breakdowns!T5": 9}
    desk.receive("lfb", cells=typed)
    collect(folder, PERIOD)
    found = explain(folder, "FIR-01", PERIOD, item="house or bungalow, one household")
    assert found.item == "home/house"
    assert found.card.title.endswith(": House or bungalow, one household")
    said = {line.what: line for line in found.lines}
    assert said["Quarter"].formula == "12 + 8 + 9 = 29"
    assert [(one.source.sheet, one.source.cell) for one in found.observations] == [
        ("Breakdowns", cell) for cell in ("R5", "S5", "T5")
    ]
    assert not {"Data quality", "Rank"} & set(said)


def test_an_item_that_is_none_is_answered_with_those_there_are(folder: Folder) -> None:
    with pytest.raises(NotFoundError, match=r"There are: home/house, home/flats-3"):
        explain(folder, "FIR-01", PERIOD, item="castle")
    with pytest.raises(NotFoundError, match="not divided into items"):
        explain(folder, "BUR-01", PERIOD, item="house")
    with pytest.raises(NotFoundError, match="own area only"):
        explain(folder, "FIR-01", PERIOD, "Brent", "house")


def test_a_name_that_two_breakdowns_hold_is_asked_for_by_its_breakdown(folder: Folder) -> None:
    framework = folder.framework
    both = framework.by_code["FIR-01"].model_copy(update={"breakdowns": ("home", "garden")})
    twice = framework.model_copy(
        update={
            "breakdowns": (*framework.breakdowns, framework.breakdowns[0].model_copy(update={"code": "garden"})),
            "items": (*framework.items, framework.items[0].model_copy(update={"breakdown": "garden"})),
        }
    )  # fmt: skip
    alone = type(framework).model_construct(
        **{name: getattr(twice, name) for name in type(framework).model_fields}
    )
    with pytest.raises(
        NotFoundError, match=r"more than one breakdown of FIR-01\. Say home/house or garden/house"
    ):
        find_item(alone, both, "house")
    assert find_item(alone, both, "garden/house").breakdown == "garden"


def test_a_ward_is_explained_by_its_name(folder: Folder, desk: Desk) -> None:
    desk.receive("met", cells={})
    collect(folder, PERIOD)
    found = explain(folder, "VIO-03", PERIOD, "Brunswick Park")
    assert found.area == "Brunswick Park"
    assert found.observations
    assert {one.source.sheet for one in found.observations} == {"Wards"}
