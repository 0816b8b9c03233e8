"""Every known mistake is found, under its own code, and nothing else is."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from scpxl.checks.catalogue import CHECKS
from scpxl.cli import main
from scpxl.errors import SetUpError
from scpxl.jobs.folder import Folder
from scpxl.jobs.returns.check import check_file
from scpxl.jobs.setting_up.practice import EXPECTED, SandboxFile, make_sandbox
from scpxl.jobs.setting_up.setup import init_folder, shipped
from scpxl.model.agreements import Trial, Waiver
from scpxl.model.periods import Period
from scpxl.render.framework_text import write_framework_toml
from tests.partners import with_needs

PERIOD = Period.quarter(2017, 4)
MISTAKES = [code for code, check in CHECKS.items() if check.mistake]


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> tuple[Folder, tuple[SandboxFile, ...]]:
    place = tmp_path_factory.mktemp("sandbox")
    agreed = place / "framework.toml"
    agreed.write_text(with_needs(shipped("templates/barnet/framework.toml").read_text("utf-8")), "utf-8")
    folder = init_folder(place / "ours", agreed)
    return folder, make_sandbox(folder, place / "practice", PERIOD)


@pytest.mark.parametrize("code", ["", *MISTAKES])
def test_a_mistake_is_found_under_its_own_code_and_alone(
    code: str, sandbox: tuple[Folder, tuple[SandboxFile, ...]]
) -> None:
    folder, files = sandbox
    file = next(file for file in files if (code in file.codes if code else not file.codes))
    found = check_file(folder.framework, file.path, PERIOD)
    assert sorted({one.code for one in found.findings}) == sorted(file.codes), [
        str(f) for f in found.findings
    ]


def test_what_is_expected_stands_in_a_list_beside_the_files(
    sandbox: tuple[Folder, tuple[SandboxFile, ...]],
) -> None:
    _folder, files = sandbox
    with (files[0].path.parent / EXPECTED).open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    assert {row["file"] for row in rows} == {path.name for path in files[0].path.parent.glob("*.xls*")}
    assert len(rows) == len(MISTAKES) + 1


def test_the_sandbox_is_a_folder_to_check_its_returns_in(
    sandbox: tuple[Folder, tuple[SandboxFile, ...]],
) -> None:
    folder, files = sandbox
    here = files[0].path.parent
    assert Folder(here).framework == folder.framework
    command = ["-C", str(here), "check", "--json", str(files[0].path)]
    said = CliRunner().invoke(main, command)
    assert (said.exit_code, json.loads(said.stdout)["files"][0]["findings"]) == (0, [])


def test_a_sandbox_overwrites_nothing(
    tmp_path: Path, sandbox: tuple[Folder, tuple[SandboxFile, ...]]
) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(SetUpError, match="is not empty"):
        make_sandbox(sandbox[0], tmp_path, PERIOD)


def test_no_practice_is_made_of_what_is_waived_or_on_trial(
    tmp_path: Path, sandbox: tuple[Folder, tuple[SandboxFile, ...]]
) -> None:
    with_all, usual = sandbox
    first = next(file.partner for file in usual if "BLANK" in file.codes)
    waiver = Waiver(
        rule="BLANK", partner=first, reason="Agreed.", approved_by="the Chair", until=date(2018, 6, 30)
    )
    trial = Trial(rule="WARDS_UNDER_BOROUGH", until=date(2018, 6, 30))
    folder = init_folder(tmp_path / "ours", with_all.framework_path)
    agreed = folder.framework.model_copy(update={"waivers": (waiver,), "trials": (trial,)})
    write_framework_toml(agreed, folder.framework_path)
    made = make_sandbox(Folder(folder.path), tmp_path / "practice", PERIOD)
    assert {code for file in usual for code in file.codes} - {c for f in made for c in f.codes} == {
        "WARDS_UNDER_BOROUGH"
    }
    for file in made:
        if {"BLANK", "NOTHING_FILLED"} & set(file.codes):
            assert file.partner != first
            found = check_file(agreed, file.path, PERIOD).findings
            assert sorted({one.code for one in found}) == sorted(file.codes)
