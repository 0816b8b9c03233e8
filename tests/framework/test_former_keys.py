"""Frameworks written before a key was renamed: read as before, remarked on, and written with today's key."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomlkit
from click.testing import CliRunner
from openpyxl import load_workbook

from scpxl.cli import main
from scpxl.errors import FrameworkError
from scpxl.model.framework import Framework, Indicator
from scpxl.model.record import FORMER_KEYS
from scpxl.read.framework_file import read_former_keys, read_framework
from scpxl.render.framework_text import write_framework_toml
from scpxl.render.framework_workbook import write_framework_workbook
from tests.framework.example import example_framework

TODAY = {"indicators": {"counted": "things", "aggregation": "adds_up"}, "breakdowns": {"plural": "things"}}
HEADINGS = {"Unit of count": "Things", "Aggregation": "Adds up", "Plural": "Things"}


def older_text(path: Path) -> Path:
    """Write the example as it was written before, every key by its former name."""
    write_framework_toml(example_framework(), path)
    document = tomlkit.parse(path.read_text("utf-8"))
    for table, names in TODAY.items():
        for entry in document[table]:
            for new, old in names.items():
                if new in entry:
                    entry[old] = entry.pop(new)
    path.write_text(tomlkit.dumps(document), "utf-8")
    return path


def older_workbook(path: Path) -> Path:
    write_framework_workbook(example_framework(), path)
    book = load_workbook(path)
    for sheet in ("Indicators", "Breakdowns"):
        for row in book[sheet].iter_rows():
            for cell in row:
                if cell.value in HEADINGS:
                    cell.value = HEADINGS[str(cell.value)]
    book.save(path)
    return path


def test_every_former_key_has_a_field_of_today() -> None:
    assert {table: {new: old for old, new in names.items()} for table, names in FORMER_KEYS.items()} == TODAY


def test_an_older_file_means_what_it_meant(tmp_path: Path) -> None:
    path = older_text(tmp_path / "framework.toml")
    assert "adds_up" in path.read_text("utf-8")
    assert read_framework(path) == example_framework()


def test_an_older_workbook_means_what_it_meant(tmp_path: Path) -> None:
    assert read_framework(older_workbook(tmp_path / "framework.xlsx")) == example_framework()


def test_a_framework_kept_in_a_store_before_is_read() -> None:
    kept = example_framework().model_dump_json()
    older = kept.replace('"counted":', '"things":').replace('"aggregation":', '"adds_up":')
    assert older != kept
    assert Framework.model_validate_json(older) == example_framework()


def test_the_former_names_are_named_as_the_file_has_them(tmp_path: Path) -> None:
    assert set(read_former_keys(older_text(tmp_path / "framework.toml"))) == {
        ("indicators", "things", "counted"),
        ("indicators", "adds_up", "aggregation"),
        ("breakdowns", "things", "plural"),
    }
    assert set(read_former_keys(older_workbook(tmp_path / "framework.xlsx"))) == {
        ("Indicators", "Things", "Unit of count"),
        ("Indicators", "Adds up", "Aggregation"),
        ("Breakdowns", "Things", "Plural"),
    }


def test_framework_check_says_what_is_renamed_and_export_writes_it(tmp_path: Path) -> None:
    older_text(tmp_path / "framework.toml")
    run = CliRunner()
    checked = run.invoke(main, ["-C", str(tmp_path), "framework", "check"])
    assert checked.exit_code == 0
    assert "indicators: 'adds_up' is now 'aggregation'; the old name is still read." in checked.output
    written = tmp_path / "new.toml"
    assert run.invoke(main, ["-C", str(tmp_path), "framework", "export", str(written)]).exit_code == 0
    assert read_former_keys(written) == ()
    assert read_framework(written) == read_framework(tmp_path / "framework.toml").renewed()


def test_both_names_of_one_key_are_a_mistake_that_is_named(tmp_path: Path) -> None:
    path = tmp_path / "framework.toml"
    write_framework_toml(example_framework(), path)
    text = path.read_text("utf-8").replace(
        'counted = "offences"', 'counted = "offences"\nthings = "crimes"', 1
    )
    path.write_text(text, "utf-8")
    with pytest.raises(FrameworkError) as refused:
        read_framework(path)
    (problem,) = refused.value.problems
    assert problem.endswith("things: is now counted, which is given too. Keep one of the two.")


def test_a_record_takes_its_former_keys_in_code_as_well() -> None:
    older = {
        "code": "A",
        "title": "A",
        "objective": "",
        "kind": "context",
        "unit": "stock",
        "polarity": "neither",
    }
    made = Indicator.model_validate({**older, "things": "homes", "adds_up": "latest"})
    assert (made.counted, made.aggregation.value) == ("homes", "latest")
