"""Attempts are taken in the order the returns themselves tell, and doubts are put to the analyst."""

from __future__ import annotations

import json
import os
import re
import shutil
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from scpxl.cli import main
from scpxl.jobs.folder import Folder
from scpxl.jobs.returns.collect import CollectedFile, collect
from scpxl.jobs.returns.life import reinstate, withdraw
from scpxl.jobs.returns.status import status
from scpxl.jobs.setting_up.setup import shipped
from scpxl.read.guard.package import saved_time
from scpxl.store.sqlite import open_store
from tests.jobs.conftest import PERIOD, Desk

CELL = "Measures!S6"  # home fire safety visits of March, on the brigade's form
SIGNED = "Start!C24"


def attempt(
    desk: Desk, name: str, number: int, *, file: int, signed: int = 14, saved: int | None = None
) -> Path:
    """Have the brigade send an attempt whose file, sign-off and saving are of days of April 2018."""
    path = desk.receive("lfb", name, cells={CELL: number, SIGNED: date(2018, 4, signed)})
    with zipfile.ZipFile(path) as package:
        parts = {part: package.read(part) for part in package.namelist()}
    stamp = f"2018-04-{saved:02}T09:00:00Z" if saved else ""
    core = parts["docProps/core.xml"].decode()
    parts["docProps/core.xml"] = re.sub(
        r">[^<]*(?=</dcterms:(modified|created)>)", f">{stamp}", core
    ).encode()
    with zipfile.ZipFile(path, "w") as package:
        for part, content in parts.items():
            package.writestr(part, content)
    moment = datetime(2018, 4, file, 9, tzinfo=UTC).timestamp()
    os.utime(path, (moment, moment))
    return path


def in_force(folder: Folder) -> float | None:
    with open_store(folder.store_path, read_only=True) as store:
        seen = store.fetch_observations(["FIR-02"], [folder.framework.area], first=PERIOD.last)
    return seen[0].numerator


def taken(folder: Folder, *paths: Path) -> dict[str, CollectedFile]:
    return {one.name: one for one in collect(folder, PERIOD, paths).files}


def test_of_two_attempts_the_one_signed_off_later_is_in_force_whatever_the_files_times(desk: Desk) -> None:
    attempt(desk, "correction.xlsx", 21, file=20, signed=17)
    attempt(desk, "first.xlsx", 99, file=28, signed=14)
    files = taken(desk.folder)
    assert in_force(desk.folder) == 21
    assert [one.saved.attempt for one in files.values() if one.saved] == [1, 2]
    assert not any(one.order for one in files.values())


def test_signed_off_on_one_day_the_one_saved_later_is_in_force(desk: Desk) -> None:
    attempt(desk, "correction.xlsx", 21, file=20, saved=17)
    attempt(desk, "first.xlsx", 99, file=28, saved=16)
    taken(desk.folder)
    assert in_force(desk.folder) == 21


def test_where_nothing_else_tells_the_files_times_do_and_that_is_asked_about(desk: Desk) -> None:
    attempt(desk, "first.xlsx", 99, file=20)
    attempt(desk, "correction.xlsx", 21, file=21)
    order = taken(desk.folder)["correction.xlsx"].order
    assert in_force(desk.folder) == 21
    assert order.startswith(
        "Nothing but the times of the files says whether correction.xlsx or first.xlsx is the later: R-"
    )


def test_sign_off_and_saving_that_disagree_are_asked_about_and_the_other_way_is_told(desk: Desk) -> None:
    attempt(desk, "a.xlsx", 99, file=25, signed=14, saved=20)
    attempt(desk, "b.xlsx", 21, file=25, signed=17, saved=18)
    files = taken(desk.folder)
    first, second = files["a.xlsx"].saved, files["b.xlsx"].saved
    assert first
    assert second
    assert in_force(desk.folder) == 21
    assert files["b.xlsx"].order == (
        "b.xlsx was signed off on 17/04/2018, a.xlsx on 14/04/2018; b.xlsx was saved on 18/04/2018 09:00, "
        f"a.xlsx on 20/04/2018 09:00: {second.reference} was taken as the later one. If it is not, run scpxl withdraw "
        f"{second.reference} --why WORDS, which reinstates {first.reference}."
    )
    withdraw(desk.folder, second.reference, "The partner says a.xlsx is the later.")
    assert in_force(desk.folder) == 99


def test_an_attempt_on_record_is_the_earlier_one(desk: Desk) -> None:
    taken(desk.folder, attempt(desk, "first.xlsx", 99, file=25, saved=17))
    files = taken(desk.folder, attempt(desk, "second.xlsx", 21, file=20, saved=17))
    assert in_force(desk.folder) == 21
    assert not files["second.xlsx"].order


def test_an_older_attempt_that_turns_up_later_stays_out_of_force_until_somebody_says_otherwise(
    desk: Desk,
) -> None:
    taken(desk.folder, attempt(desk, "correction.xlsx", 21, file=25, signed=17, saved=17))
    before = in_force(desk.folder)
    found = taken(desk.folder, attempt(desk, "first.xlsx", 99, file=28, signed=14, saved=14))["first.xlsx"]
    assert found.saved
    assert (before, in_force(desk.folder), found.saved.status) == (21, 21, "withdrawn")
    assert found.order.startswith(
        "first.xlsx was signed off on 14/04/2018, correction.xlsx on 17/04/2018; first.xlsx was saved on"
    )
    assert (
        f"stays the accepted return. If this one is the later, run scpxl reinstate {found.saved.reference}."
        in found.order
    )
    (line,) = [one for one in status(desk.folder, PERIOD) if one.partner.startswith("London Fire")]
    assert line.status == "accepted"
    assert "sent back" not in line.words
    # Seen again, it changes nothing and is said to be withdrawn; reinstated, it is in force.
    assert taken(desk.folder)["first.xlsx"].saved == found.saved or in_force(desk.folder) == 21
    reinstate(desk.folder, found.saved.reference)
    assert in_force(desk.folder) == 99


def test_the_terminal_and_the_json_tell_the_doubt(desk: Desk) -> None:
    attempt(desk, "a.xlsx", 99, file=20)
    attempt(desk, "b.xlsx", 21, file=21)
    command = ["-C", str(desk.folder.path), "collect", "--period", "2017-18 Q4"]
    said = " ".join(CliRunner().invoke(main, command).output.split())
    assert "Look at the order: Nothing but the times of the files says" in said
    attempt(desk, "c.xlsx", 22, file=22, signed=13)
    told = json.loads(CliRunner().invoke(main, [*command, "--json"]).stdout)["files"]
    (new,) = [one for one in told if one["file"] == "c.xlsx"]
    assert new["order"].startswith("c.xlsx was signed off on 13/04/2018")


def copied(folder: Folder, to: Path) -> Folder:
    """Copy what was dropped into a folder as a file manager does, every file with the time of the copy."""
    to.mkdir()
    shutil.copy(folder.framework_path, to)
    shutil.copytree(folder.path / "returns", to / "returns", copy_function=shutil.copyfile)
    return Folder(to)


@pytest.mark.parametrize("as_of", ["", "as_of = 2018-05-21\n"])
def test_a_copied_folder_makes_nobody_late(tmp_path: Path, as_of: str) -> None:
    ours = tmp_path / "ours" / "returns" / PERIOD.slug
    shutil.copytree(shipped("workbooks/barnet-2017-18") / "returns" / PERIOD.slug, ours)
    shutil.copy(shipped("templates/barnet/framework.toml"), tmp_path / "ours" / "framework.toml")
    folder = copied(Folder(tmp_path / "ours"), tmp_path / "copy")
    (folder.path / "scpxl.toml").write_text(as_of, "utf-8")
    made = collect(Folder(folder.path), PERIOD)
    assert len(made.unbelieved) >= 8
    late = {one.partner: one.days_late for one in status(Folder(folder.path), PERIOD) if one.received}
    assert {name: days for name, days in late.items() if days} == {
        "National Probation Service and Community Rehabilitation Company": 12
    }


def test_the_day_of_receipt_is_written_once(desk: Desk, tmp_path: Path) -> None:
    path = attempt(desk, "first.xlsx", 20, file=20)
    taken(desk.folder)
    os.utime(path)
    taken(desk.folder)
    moved = Path(shutil.copyfile(path, tmp_path / "again.xlsx"))
    taken(desk.folder, moved)
    with open_store(desk.folder.store_path, read_only=True) as store:
        assert [one.received.date() for one in store.fetch_submissions()] == [date(2018, 4, 20)]


def test_what_was_sent_back_and_is_judged_anew_came_when_it_first_came(desk: Desk) -> None:
    path = attempt(desk, "first.xlsx", 20, file=20)
    sent_back = desk.receive("lfb", "first.xlsx", cells={CELL: "about 30"})
    taken(desk.folder, sent_back)
    agreed = desk.folder.framework_path
    agreed.write_text(
        agreed.read_text("utf-8").replace('version = "2017-18.1"', 'version = "2017-18.2"'), "utf-8"
    )
    os.utime(path)
    collect(Folder(desk.folder.path), PERIOD, [sent_back])
    with open_store(desk.folder.store_path, read_only=True) as store:
        days = [(one.attempt, one.received.date()) for one in store.fetch_submissions()]
    assert days == [(1, date(2018, 4, 20)), (2, date(2018, 4, 20))]


def test_the_analyst_may_say_on_which_day_files_came(desk: Desk) -> None:
    path = attempt(desk, "first.xlsx", 20, file=20)
    os.utime(path)
    command = ["-C", str(desk.folder.path), "collect", "--period", "2017-18 Q4", "--received", "2018-04-30"]
    assert CliRunner().invoke(main, command).exit_code == 0
    with open_store(desk.folder.store_path, read_only=True) as store:
        assert [one.received.date() for one in store.fetch_submissions()] == [date(2018, 4, 30)]
    refused = CliRunner().invoke(main, [*command[:-1], "2999-01-01"])
    assert (refused.exit_code, "is still to come" in refused.output) == (2, True)


@pytest.mark.parametrize("damage", [b"", b"<not xml", b"<x/>", b"<modified>yesterday</modified>", b"<modified>0001-01-01T00:00:00Z</modified>"])  # fmt: skip
def test_a_workbook_without_a_usable_saved_time_has_none(desk: Desk, damage: bytes) -> None:
    path = attempt(desk, "first.xlsx", 20, file=20, saved=16)
    assert saved_time(path.read_bytes()) == datetime(2018, 4, 16, 9, tzinfo=UTC)
    with zipfile.ZipFile(path) as package:
        parts = {part: package.read(part) for part in package.namelist()}
    parts["docProps/core.xml"] = damage
    with zipfile.ZipFile(path, "w") as package:
        for part, content in parts.items():
            if part != "docProps/core.xml" or damage:
                package.writestr(part, content)
    assert saved_time(path.read_bytes()) is None


def test_a_files_name_that_may_identify_somebody_is_told_of_no_order(desk: Desk) -> None:
    private = "Mrs Jane Roe 07700 900123"
    taken(desk.folder, attempt(desk, f"{private} b.xlsx", 21, file=25, signed=17, saved=17))
    found = taken(desk.folder, attempt(desk, f"{private} a.xlsx", 99, file=28, signed=14, saved=14))
    order = found["[withheld].xlsx"].order
    assert order.startswith("[withheld].xlsx was signed off on 14/04/2018, [withheld].xlsx on 17/04/2018")
    with open_store(desk.folder.store_path, read_only=True) as store:
        noted = [event.words for event in store.fetch_events() if event.what == "withdrawn"]
    assert len(noted) == 1
    assert not any(word in order + noted[0] for word in ("Jane", "Roe", "900123"))
