"""Excel opens what scpxl writes without repairing, refusing or altering any of it.

Each workbook is judged twice: by the causes we know of (`rules`), and, which takes longer, by the Open XML schema.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from click.testing import CliRunner

from scpxl.cli import main
from scpxl.jobs.setting_up.setup import Example, demonstrate, examples
from scpxl.render.annotated_copy import annotated_copy
from scpxl.render.excel import write_dashboard
from tests.excel.frameworks import CASES, scorecard_of
from tests.excel.made import troubled
from tests.office_schema.validator import Validator
from tests.render.decorated import decorated
from tests.render.test_annotated_copy import FINDINGS, HEADING
from tests.workbook_lint.rules import lint

WORKBOOKS = Path(__file__).parents[2] / "workbooks"
PARTNERS_PROGRAM = {"types_not_first", "not_calculated_on_opening"}
"""The program a partner saved in decides these two; a marked copy leaves the partner's parts as they are."""

Judge: TypeAlias = Callable[[Path], list[Any]]


@pytest.fixture(params=["lint", pytest.param("schema", marks=pytest.mark.slow)])
def judge(request: pytest.FixtureRequest) -> Judge:
    """What goes through a workbook and returns its remarks."""
    if request.param == "lint":
        return lint
    validator: Validator = request.getfixturevalue("validator")
    return validator.remarks


def remarks(judge: Judge, paths: Iterable[Path]) -> list[tuple[str, Any]]:
    """Return the remarks on workbooks, of which there must be some."""
    found = list(paths)
    assert found
    return [(path.name, one) for path in found for one in judge(path)]


def run(*words: str | Path) -> None:
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exit_code == 0, result.output


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A partnership's folder as `init` leaves it, with a quarter's blank returns."""
    folder = tmp_path_factory.mktemp("begun") / "here"
    run("init", folder)
    run("-C", folder, "issue", "--period", "2017-18 Q4")
    return folder


def test_the_blank_return_of_each_partner_has_no_remark(judge: Judge, begun: Path) -> None:
    assert remarks(judge, begun.glob("issued/**/*.xlsx")) == []


def test_the_framework_as_a_workbook_has_no_remark(judge: Judge, begun: Path, tmp_path: Path) -> None:
    run("-C", begun, "framework", "export", tmp_path / "again.xlsx")
    assert remarks(judge, [begun / "framework.xlsx", tmp_path / "again.xlsx"]) == []


def test_a_filled_return_has_no_remark_but_on_what_its_partners_program_decides() -> None:
    found = remarks(lint, WORKBOOKS.glob("*/returns/*Q4/*.xlsx"))
    assert {one.rule for _, one in found} <= PARTNERS_PROGRAM


def test_a_marked_copy_of_a_workbook_with_everything_in_it_has_no_remark(
    judge: Judge, tmp_path: Path
) -> None:
    before, after = tmp_path / "before.xlsx", tmp_path / "after.xlsx"
    before.write_bytes(decorated())
    after.write_bytes(annotated_copy(before.read_bytes(), FINDINGS, HEADING))
    assert remarks(judge, [before, after]) == []


def test_a_small_dashboard_with_every_kind_of_trouble_has_no_remark(judge: Judge, tmp_path: Path) -> None:
    write_dashboard(troubled(), tmp_path / "dashboard.xlsx")
    assert remarks(judge, tmp_path.iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(CASES))
def test_a_dashboard_of_any_framework_has_no_remark(judge: Judge, name: str, tmp_path: Path) -> None:
    write_dashboard(scorecard_of(name), tmp_path / "dashboard.xlsx")
    assert remarks(judge, tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the demonstration leaves; nothing here changes it."""
    folder = tmp_path_factory.mktemp("demo") / "here"
    run("demo", folder)
    return folder


@pytest.mark.slow
def test_the_worked_examples_dashboard_and_issued_returns_have_no_remark(judge: Judge, demo: Path) -> None:
    assert remarks(judge, demo.glob("outputs/*/*.xlsx")) == []
    assert remarks(judge, demo.glob("issued/**/*.xlsx")) == []


@pytest.mark.slow
def test_the_worked_examples_marked_copies_have_no_remark_that_the_partners_own_file_has_not(
    judge: Judge, demo: Path
) -> None:
    copies = list(demo.glob("outputs/*/answers/*.xlsx"))
    assert copies
    for copy in copies:
        partner = copy.name.partition(" attempt ")[0]
        own = next(demo.glob(f"returns/{copy.parents[1].name}/{partner} {copy.parents[1].name}.xlsx"))
        assert not counted(judge, copy) - counted(judge, own), copy.name


def counted(judge: Judge, path: Path) -> Counter[tuple[str, str]]:
    """How often a workbook breaks which rule in which of its parts."""
    return Counter((one.part, one.rule) for one in judge(path))


@pytest.mark.slow
@pytest.mark.parametrize("example", [pytest.param(one, id=one.name) for one in examples()[1:]])
def test_the_dashboards_of_the_other_worked_examples_have_no_remark(
    judge: Judge, example: Example, tmp_path: Path
) -> None:
    demonstrate(tmp_path / "here", example)
    assert remarks(judge, tmp_path.glob("here/outputs/*/*.xlsx")) == []
