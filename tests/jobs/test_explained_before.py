"""What a partner explained once is on record, and is not asked again while the figure stays the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from scpxl.jobs.returns.check import check_file
from scpxl.jobs.returns.known import on_record
from scpxl.jobs.setting_up.setup import demonstrate, examples
from scpxl.model.periods import Period


@pytest.mark.slow
def test_the_record_gives_a_longer_history_and_what_was_explained(tmp_path: Path) -> None:
    made = demonstrate(tmp_path / "tour", examples()[0])
    path = made.folder.returns(Period.parse("2017-18 Q1")) / "met 2017-18-Q1.xlsx"
    quarter = Period.parse("2017-18 Q1")
    asked = {one.fact for one in check_file(made.folder.framework, path, quarter).findings}
    assert any(f"the last {seen} months" in fact for fact in asked for seen in (12, 13, 14))
    with on_record(made.folder) as known:
        form = check_file(made.folder.framework, path, quarter).form
        assert form is not None
        record = known(form)
        assert record is not None
        assert min(record.longer["ROB-01"]) == quarter.first - 36
        assert ("ROB-01", quarter.first, 72.0) in record.explained
        again = check_file(made.folder.framework, path, quarter, known=known)
    assert not any("ROB-01" in one.fact or "its usual range" in one.fact for one in again.findings)
