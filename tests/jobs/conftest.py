"""A partnership's folder with its blank returns issued, and partners to fill them in."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scpxl.jobs.folder import Folder
from scpxl.jobs.returns.issue import issue_returns
from scpxl.jobs.setting_up.setup import init_folder, shipped
from scpxl.model.observations import NOT_KNOWN
from scpxl.model.periods import Period
from scpxl.returns.form import ReturnForm, Sheet
from scpxl.returns.layout import lay_out_return
from tests.partners import Hand, Typed, fill_in, steady_hand

PERIOD = Period.quarter(2017, 4)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A new partnership's folder with the shipped framework."""
    return init_folder(tmp_path / "ours", shipped("templates/barnet/framework.toml"))


def with_wards(form: ReturnForm, cells: dict[str, Typed]) -> dict[str, Typed]:
    """Return what is entered, and where a measure's number is, the same under 'not known' of its wards."""
    measures, wards = (form.table.get(sheet) for sheet in (Sheet.MEASURES, Sheet.WARDS))
    if measures is None or wards is None:
        return cells
    unknown = {row.key[0]: place for place, row in enumerate(wards.rows) if row.item == NOT_KNOWN}
    whole = dict(cells)
    for place, row in enumerate(measures.rows):
        for column in measures.months:
            number = cells.get(str(measures.cell(place, column.key)))
            if row.key[0] in unknown and isinstance(number, int) and number >= 0:
                whole.setdefault(str(wards.cell(unknown[row.key[0]], column.key)), number)
    return whole


class Desk:
    """The analyst's desk: issues forms, and drops into the folder what partners send back."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder

    def receive(
        self,
        partner: str,
        name: str = "",
        *,
        period: Period = PERIOD,
        day: int = 20,
        hand: Hand = steady_hand,
        cells: dict[str, Typed] | None = None,
    ) -> Path:
        """Have a partner fill its form in, and drop it into the period's folder as of a day in April 2018."""
        (issued,) = issue_returns(self.folder, period, partner)
        to = self.folder.returns(period) / (name or f"{partner}.xlsx")
        whole = with_wards(lay_out_return(self.folder.framework, partner, period), cells or {})
        fill_in(issued.path, to, self.folder.framework, partner, period, hand, whole)
        moment = datetime(2018, 4, day, 9, tzinfo=UTC).timestamp()
        os.utime(to, (moment, moment))
        return to


@pytest.fixture
def desk(folder: Folder) -> Desk:
    """The analyst's desk in that folder."""
    return Desk(folder)
