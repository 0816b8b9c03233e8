"""What every test may ask for, and what CI does not let pass."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

from tests.office import LibreOffice, find_soffice, in_ci
from tests.office_schema.validator import Validator, find_validator
from tests.office_schema.web_reader import WebReader, find_web_reader

ALLOWED_SKIPS = (
    "needs Excel",
    "needs Windows",
    "needs macOS",
    "root may read and write every file",
)
"""How the reason of a skip must begin for CI to accept it."""

settings.register_profile("dev", deadline=None, max_examples=40)
settings.register_profile(
    "ci",
    deadline=None,
    derandomize=True,
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("ci" if in_ci() else "dev")


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> LibreOffice:
    """LibreOffice, or a skip that says it is missing; in CI it must be there."""
    program = find_soffice()
    if program is None:
        if in_ci():
            pytest.fail("LibreOffice is missing, and CI leaves no test out: .ci/run installs it.")
        pytest.skip("needs LibreOffice: install libreoffice-calc, -impress and -writer")
    return LibreOffice(program, tmp_path_factory.mktemp("libreoffice"))


@pytest.fixture(scope="session")
def validator() -> Validator:
    """The Open XML SDK's validator, or a skip that says it is missing; in CI it must be there."""
    program = find_validator()
    if program is None:
        if in_ci():
            pytest.fail("The Open XML validator is missing, and CI leaves no test out: .ci/run installs it.")
        pytest.skip("needs the Open XML validator: install Node.js with npm, then run make check")
    return Validator(program)


@pytest.fixture(scope="session")
def web_reader() -> WebReader:
    """The reader of web viewers, or a skip that says it is missing; in CI it must be there."""
    found = find_web_reader()
    if found is None:
        if in_ci():
            pytest.fail("exceljs is missing, and CI leaves no test out: .ci/run installs it.")
        pytest.skip("needs exceljs: install Node.js with npm, then run make check")
    return found


class NoUnexplainedSkip:
    """Fails the session where a test was skipped for a reason that is not allowed."""

    def __init__(self) -> None:
        self.unexplained: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Look at each test as it ends."""
        self._look(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Look at each module as it is collected: one may skip itself whole."""
        self._look(report)

    def _look(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        if not report.skipped or hasattr(report, "wasxfail"):
            return
        why = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        why = why.removeprefix("Skipped: ")
        if not why.startswith(ALLOWED_SKIPS):
            self.unexplained.append(f"{report.nodeid}: {why}")

    # Last, so that the outcome set here stands; first line of the summary, so that it is seen.
    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Turn a pass with unexplained skips into a failure."""
        if self.unexplained and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say which tests were skipped without an allowed reason."""
        for line in self.unexplained:
            terminalreporter.write_line(f"Skipped without an allowed reason: {line}", red=True)


def pytest_configure(config: pytest.Config) -> None:
    """In CI, let no test be left out unnoticed; registered so that doctests are watched as well."""
    if in_ci():
        config.pluginmanager.register(NoUnexplainedSkip(), "no-unexplained-skip")
