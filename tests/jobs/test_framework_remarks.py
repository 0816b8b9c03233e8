"""What a changed framework does to figures on record is said by `framework check` and by `publish`."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from typing import Any

from click.testing import CliRunner

from scpxl.cli import main
from scpxl.jobs.folder import Folder
from scpxl.jobs.returns.collect import collect
from scpxl.model.periods import Period
from scpxl.render.framework_text import write_framework_toml
from tests.jobs.conftest import PERIOD, Desk


def scpxl(folder: Folder, *words: str) -> str:
    done = CliRunner().invoke(main, ["-C", str(folder.path), *words])
    assert done.exit_code == 0, done.output
    return " ".join(done.output.split())


def facts(folder: Folder, *words: str) -> Any:
    done = CliRunner().invoke(main, ["-C", str(folder.path), *words, "--json"])
    return json.loads(done.stdout)


def with_change(folder: Folder, was: str, now: str) -> Folder:
    text = folder.framework_path.read_text("utf-8")
    assert was in text
    folder.framework_path.write_text(text.replace(was, now), "utf-8")
    return Folder(folder.path)


def collected(desk: Desk, partner: str) -> Folder:
    desk.receive(partner)
    collect(desk.folder, PERIOD)
    return desk.folder


def test_a_ward_whose_code_changed_does_not_leave_the_dashboard_unsaid(desk: Desk) -> None:
    folder = with_change(collected(desk, "met"), "E05000043", "E05013628")
    line = (
        "Area E05000043 (Brunswick Park) is not in the framework: 9 figures on record, Jan 2018 to Mar 2018."
    )
    assert line in scpxl(folder, "framework", "check")
    said = scpxl(folder, "publish", "--period", str(PERIOD))
    assert "Look at the framework" in said
    assert line in said
    for command in (("publish", "--period", str(PERIOD)), ("framework", "check")):
        assert any(one.startswith(line) for one in facts(folder, *command)["remarks"])


def test_kept_with_its_last_month_beside_the_new_one_nothing_is_said(desk: Desk) -> None:
    folder = collected(desk, "met")
    framework = folder.framework
    old = framework.area_by_code["E05000043"]
    new = old.model_copy(update={"code": "E05013628", "first": Period.month(2022, 5), "last": None})
    write_framework_toml(
        framework.model_copy(update={"areas": (*framework.areas, new)}), folder.framework_path
    )
    assert "E05000043" not in scpxl(Folder(folder.path), "framework", "check")


def test_a_target_far_from_the_figures_on_record_is_asked_about(desk: Desk) -> None:
    folder = collected(desk, "lfb")
    assert "can be used" in scpxl(folder, "framework", "check")
    target = folder.framework.target_for("FIR-02", PERIOD)
    assert target is not None
    changed = folder.framework.model_copy(
        update={"targets": (target.model_copy(update={"value": 28.0, "floor": 26.0}),)}
    )
    write_framework_toml(changed, folder.framework_path)
    said = scpxl(Folder(folder.path), "framework", "check")
    assert (
        f"Target FIR-02 2017-18: value 28 is on a different scale from its baseline ({target.baseline:,.0f})."
        in said
    )


def test_the_check_makes_no_record_and_changes_none(desk: Desk) -> None:
    scpxl(desk.folder, "framework", "check")
    assert not desk.folder.store_path.exists()
    folder = collected(desk, "lfb")
    before = hashlib.sha256(folder.store_path.read_bytes()).hexdigest()
    scpxl(folder, "framework", "check")
    assert hashlib.sha256(folder.store_path.read_bytes()).hexdigest() == before


def test_a_record_of_an_earlier_version_is_said_to_be_unread(desk: Desk) -> None:
    folder = collected(desk, "lfb")
    with closing(sqlite3.connect(folder.store_path)) as store, store:
        # Its first step cannot be taken a second time: it is not brought up to date.
        store.execute("DELETE FROM migration WHERE number = 1")
    assert "whether its figures are covered was not looked at" in scpxl(folder, "framework", "check")
