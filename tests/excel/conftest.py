"""The worked example's folder, made once for all that is tried on its dashboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from scpxl.cli import main


@pytest.fixture(scope="package")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the demonstration leaves; nothing here changes it."""
    folder = tmp_path_factory.mktemp("demo") / "here"
    result = CliRunner().invoke(main, ["demo", str(folder)])
    assert result.exit_code == 0, result.output
    return folder
