"""What the README tells people to run, run as it is there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from scpxl.cli import main

README = Path(__file__).parent.parent / "README.md"
BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```", re.MULTILINE | re.DOTALL)
NEEDS_SOMEBODY = {"check"}
"""Commands of the tour that end in 1, as the README says: there is something to correct."""


def blocks() -> list[tuple[str, str]]:
    return [(found[1], found[2]) for found in BLOCK.finditer(README.read_text("utf-8"))]


def test_the_tour_of_the_readme_runs_from_top_to_bottom(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for language, text in blocks():
        if language == "python":
            exec(compile(text, "README.md", "exec"), {})  # noqa: S102  the README's own words
            assert "TNO-01" in capsys.readouterr().out
            continue
        for line in text.splitlines():
            words = shlex.split(line)
            assert words[0] == "scpxl", f"the README's blocks of commands hold scpxl's own only: {line}"
            result = CliRunner().invoke(main, words[1:])
            expected = 1 if NEEDS_SOMEBODY & set(words) else 0
            if "framework" in words:
                expected = 0
            assert result.exit_code == expected, f"{line}\n{result.output}"
    dashboard = tmp_path / "tour/outputs/2017-18-Q4/dashboard.xlsx"
    assert dashboard.stat().st_size > 50_000
    assert (tmp_path / "ours/outputs/2017-18-Q4/dashboard.xlsx").is_file()


def test_every_link_of_the_readme_leads_somewhere() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README.read_text("utf-8"))
    assert len(links) > 8
    for link in links:
        assert (README.parent / link).exists(), link


def test_every_command_is_in_the_readme_or_the_guide() -> None:
    guide = README.read_text("utf-8") + (README.parent / "docs/commands.md").read_text("utf-8")
    for command in main.commands:
        assert re.search(rf"`?scpxl (-C \S+ )?{command}\b", guide), f"scpxl {command} is described nowhere"
