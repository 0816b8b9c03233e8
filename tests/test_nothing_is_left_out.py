"""In CI a test that did not run is a failure, unless its reason is one we accept."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import xlsxwriter

from tests.office import LibreOffice

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
SUITE = """
import pytest

def test_that_runs():
    pass

@pytest.mark.skip(reason="{reason}")
def test_that_does_not():
    pass
"""
WHOLE_MODULE = 'import pytest\npytest.skip("{reason}", allow_module_level=True)\n'
NEEDS_LIBREOFFICE = "def test_a_page(libreoffice):\n    pass\n"


def run_suite(folder: Path, *sources: str, ci: bool, path: str | None = None) -> tuple[int, str]:
    """Run small test files under our conftest; return the exit status and what was printed."""
    for number, source in enumerate(sources):
        (folder / f"test_{number}.py").write_text(source, "utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-ra",
        "-p",
        "tests.conftest",
        "-p",
        "no:cacheprovider",
        str(folder),
    ]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "CI"))}
    environment |= {"CI": "true"} if ci else {}
    environment |= {} if path is None else {"PATH": path}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("source", [SUITE, WHOLE_MODULE], ids=["one test", "a whole module"])
def test_a_skip_without_an_allowed_reason_fails_in_ci(tmp_path: Path, source: str) -> None:
    status, printed = run_suite(
        tmp_path, source.format(reason="not today"), SUITE.format(reason="needs Excel"), ci=True
    )
    assert status == pytest.ExitCode.TESTS_FAILED, printed
    assert "Skipped without an allowed reason:" in printed
    assert "test_0.py" in printed.partition("Skipped without an allowed reason:")[2]
    assert "needs Excel" not in printed.partition("Skipped without an allowed reason:")[2].splitlines()[0]


def test_a_skip_with_an_allowed_reason_passes_in_ci(tmp_path: Path) -> None:
    status, printed = run_suite(tmp_path, SUITE.format(reason="needs Excel on Windows"), ci=True)
    assert status == pytest.ExitCode.OK, printed


def test_at_a_desk_a_skip_is_only_a_skip(tmp_path: Path) -> None:
    status, printed = run_suite(tmp_path, SUITE.format(reason="not today"), ci=False)
    assert status == pytest.ExitCode.OK, printed


def test_a_missing_libreoffice_skips_at_a_desk(tmp_path: Path) -> None:
    status, printed = run_suite(tmp_path, NEEDS_LIBREOFFICE, ci=False, path=str(tmp_path))
    assert status == pytest.ExitCode.OK, printed
    assert "needs LibreOffice: install libreoffice-calc" in printed


def test_a_missing_libreoffice_fails_in_ci(tmp_path: Path) -> None:
    status, printed = run_suite(tmp_path, NEEDS_LIBREOFFICE, ci=True, path=str(tmp_path))
    assert status == pytest.ExitCode.TESTS_FAILED, printed
    assert "LibreOffice is missing" in printed


@pytest.mark.office
def test_a_workbook_comes_back_from_libreoffice_recalculated(
    tmp_path: Path, libreoffice: LibreOffice
) -> None:
    book = xlsxwriter.Workbook(tmp_path / "sum.xlsx")
    book.add_worksheet().write_formula("A1", "=2+3", None, 0)
    book.close()
    assert libreoffice.convert(tmp_path / "sum.xlsx", "csv").read_text("utf-8").strip() == "5"
