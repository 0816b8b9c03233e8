"""What the framework says of its dashboard: how many month ends, how long the lists, when an objective is Red."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from scpxl.cli import main
from scpxl.jobs.folder import Folder
from scpxl.jobs.publishing.publish import publish
from scpxl.model.framework import Edition, Framework
from scpxl.model.periods import Period
from scpxl.render.excel import write_dashboard
from scpxl.scorecard.records.shape import DashboardSettings
from scpxl.scorecard.shaping import settings_of, shape_of
from scpxl.scorecard.status import StatusRule
from scpxl.verdicts import Rag
from tests.excel.made import agreed, board_of, noise
from tests.excel.reading import rows_of, table_of, words_of
from tests.scorecard.builders import Q4, indicator, series, target


def framework(**more: Any) -> Framework:
    measures = [indicator(code, counted="offences") for code in ("BUR", "ROB", "VEH")]
    targets = (target(10, "BUR"), target(900, "ROB"), target(900, "VEH"))
    return agreed(*measures, targets=targets, **more)


def digest(agreement: Framework) -> str:
    return shape_of(agreement, Edition.PARTNERSHIP, Q4).digest


def test_month_ends_and_rows_of_lists_change_the_layout_and_the_status_rule_does_not() -> None:
    usual = digest(framework())
    assert digest(framework(month_ends=24)) != usual
    assert digest(framework(list_rows=100)) != usual
    assert digest(framework(status_red=1, status_green=90, status_reds=2)) == usual


def test_registers_and_their_rows_change_the_layout_and_rows_of_no_register_do_not() -> None:
    usual = digest(framework())
    risks = digest(framework(registers=["risks"]))
    assert len({usual, risks, digest(framework(registers=["risks"], register_rows=50))}) == 3
    assert digest(framework(register_rows=50)) == usual


@pytest.mark.parametrize(
    ("rule", "status"),
    [
        ({}, "A  Amber"), ({"status_red": 1}, "R  Red"), ({"status_red": 33}, "R  Red"),
        ({"status_red": 34}, "A  Amber"), ({"status_reds": 1}, "G  Green"), ({"status_reds": 1, "status_green": 67}, "A  Amber"),
    ],
)  # fmt: skip
def test_an_objective_has_the_status_that_the_framework_s_rule_gives_and_the_summary_says_the_rule(
    rule: dict[str, int], status: str, tmp_path: Path
) -> None:
    agreement = framework(**rule)
    figures = [one for code in ("BUR", "ROB", "VEH") for one in series(noise(code, 36), code)]
    write_dashboard(board_of(agreement, figures), tmp_path / "one.xlsx")
    line = table_of(tmp_path / "one.xlsx", "Summary", "Headline measure")["Less crime"]
    assert (line["Counts"], line["Against target"]) == ("Of 3 rated: 1 Red, 2 Green.", status)
    said = StatusRule(agreement.status_red, agreement.status_green, agreement.status_reds).words
    assert any(text.endswith(said) for text in words_of(tmp_path / "one.xlsx", "Summary"))


def test_a_rule_says_in_words_what_it_does() -> None:
    at_most = StatusRule(50, 60, 1)
    assert at_most.words.endswith("Green where at least 60% are and at most 1 is Red, else Amber.")
    assert at_most.status([Rag.RED, Rag.GREEN, Rag.GREEN, Rag.AMBER, Rag.GREEN]) is Rag.GREEN
    assert at_most.status([Rag.RED, Rag.RED, *[Rag.GREEN] * 8]) is Rag.AMBER
    assert StatusRule(1, 1).status([Rag.AMBER]) is Rag.AMBER


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    assert CliRunner().invoke(main, ["init", str(tmp_path / "ours")]).exit_code == 0
    export = ["-C", str(tmp_path / "ours"), "framework", "export", str(tmp_path / "ours" / "framework.toml")]
    assert CliRunner().invoke(main, export).exit_code == 0
    (tmp_path / "ours" / "framework.xlsx").unlink()
    return tmp_path / "ours"


def set_in(folder: Path, line: str) -> None:
    path = folder / "framework.toml"
    path.write_text(f"{line}\n{path.read_text('utf-8')}", "utf-8")


def test_publish_gives_the_dashboard_as_many_month_ends_as_the_framework_says(ours: Path) -> None:
    set_in(ours, "month_ends = 5")
    published = publish(Folder(ours), Period.parse("2017-18 Q4"))
    assert len(published.scorecard.month_ends) == 5
    months = [row[0] for row in rows_of(published.path, "R_Months")[1:]]
    assert months == ["Nov 2017", "Dec 2017", "Jan 2018", "Feb 2018", "Mar 2018"]


@pytest.mark.parametrize(
    ("line", "words"),
    [("month_ends = 25", "24"), ("month_ends = 0", "1"), ("status_red = 0", "1"), ("list_rows = 3", "50"), ('drawn_map = "perhaps"', "yes or no")],
)  # fmt: skip
def test_a_setting_that_cannot_be_is_told_in_words(ours: Path, line: str, words: str) -> None:
    set_in(ours, line)
    result = CliRunner().invoke(main, ["-C", str(ours), "framework", "check"])
    assert result.exit_code != 0
    field = line.partition(" ")[0]
    told = [
        one for one in result.output.splitlines() if field in one or field.replace("_", " ") in one.lower()
    ]
    assert told, result.output
    assert any(words in one for one in told), told
    assert "Traceback" not in result.output


def test_settings_are_those_of_the_framework_and_a_map_is_no_part_of_it() -> None:
    found = settings_of(framework(month_ends=3, list_rows=60, drawn_map=True))
    assert (found.month_ends, found.rows_of_lists, found.drawn) == (3, 60, None)
    assert settings_of(framework()) == DashboardSettings()
