"""The log tells what happened to returns and publications, in its order."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scpxl.cli import main
from scpxl.errors import NotFoundError
from scpxl.jobs.folder import Folder
from scpxl.jobs.publishing.publish import publish
from scpxl.jobs.returns.collect import collect
from scpxl.jobs.returns.life import history, reinstate, withdraw
from tests.jobs.conftest import PERIOD, Desk


def run(folder: Folder, *words: str | Path) -> Result:
    return CliRunner().invoke(main, ["-C", str(folder.path), *map(str, words)])


def whats(folder: Folder) -> list[str]:
    return [line.what for line in history(folder)]


def test_everything_that_happens_to_a_return_is_told_in_its_order(folder: Folder, desk: Desk) -> None:
    desk.receive("lfb", "bad.xlsx", day=18, cells={"Measures!Q5": -1})
    desk.receive("lfb", "first.xlsx", day=20)
    desk.receive("lfb", "second.xlsx", day=22, cells={"Measures!Q5": 21, "Breakdowns!R5": 21})
    files = collect(folder, PERIOD).files
    publish(folder, PERIOD)
    publish(folder, PERIOD)
    saved = files[2].saved
    assert saved is not None
    withdraw(folder, saved.reference, "Figures of another station")
    reinstate(folder, saved.reference)
    assert whats(folder) == [
        "received", "returned", "received", "accepted", "received", "accepted", "superseded",
        "published", "withdrawn", "in force again", "reinstated", "superseded",
    ]  # fmt: skip
    lines = history(folder)
    assert lines[0].moment.day == 18
    assert {line.partner for line in lines} == {"lfb", ""}
    assert {line.period for line in lines} == {PERIOD}
    assert "Figures of another station" in lines[8].words
    first = files[1].saved
    assert first is not None
    assert lines[6].words == f"{first.reference} superseded by {saved.reference}."


def test_a_file_collected_again_or_published_again_unchanged_is_nothing_new(
    folder: Folder, desk: Desk
) -> None:
    desk.receive("lfb")
    collect(folder, PERIOD)
    collect(folder, PERIOD)
    assert whats(folder) == ["received", "accepted"]


def test_what_concerns_others_is_left_out(folder: Folder, desk: Desk) -> None:
    third = PERIOD.shift(-1)
    desk.receive("lfb")
    desk.receive("mencap", period=third)
    collect(folder, PERIOD)
    collect(folder, third)
    assert {line.partner for line in history(folder, partner="lfb")} == {"lfb"}
    assert {line.partner for line in history(folder, period=third)} == {"mencap"}
    shown = run(folder, "history", "--partner", "lfb", "--period", str(PERIOD))
    assert shown.exit_code == 0
    # A narrow terminal breaks the words anywhere between them.
    assert "attempt 1, lfb.xlsx: accepted." in " ".join(shown.stdout.split())
    assert "mencap" not in shown.stdout
    events = json.loads(run(folder, "history", "--json").stdout)["events"]
    assert [(one["what"], one["partner"]["code"]) for one in events[:2]] == [
        ("received", "lfb"),
        ("accepted", "lfb"),
    ]


def test_an_empty_record_and_a_stranger_are_told_in_words(folder: Folder) -> None:
    assert run(folder, "history").stdout == "Nothing is on record.\n"
    assert not folder.store_path.exists()
    with pytest.raises(NotFoundError, match="'nobody' is not a partner of the framework"):
        history(folder, partner="nobody")
    assert run(folder, "history", "--partner", "nobody").exit_code == 2
    assert run(folder, "history", "--period", "2017-18").exit_code == 2
