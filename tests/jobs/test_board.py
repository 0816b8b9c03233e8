"""Between two boards: what was published changes, people decide, and the next dashboard remembers both."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from python_calamine import CalamineWorkbook

from scpxl.cli import main
from scpxl.errors import NotFoundError, SetUpError
from scpxl.jobs.decide import decide, decisions_about, list_for_decision
from scpxl.jobs.folder import Folder
from scpxl.jobs.giving.explain import explain
from scpxl.jobs.publishing.publish import publish
from scpxl.jobs.returns.collect import collect
from scpxl.jobs.returns.importing import ImportKind, import_file
from scpxl.scorecard.lists.exceptions import Choice
from tests.jobs.conftest import PERIOD, Desk

THIRD = PERIOD.shift(-1)
CODE, AREA = "FIR-01", "E09000003"


def history(folder: Folder, december: int = 20) -> None:
    """Bring in three years of a steady indicator, up to December."""
    months = [(2015 + (m + 3) // 12, (m + 3) % 12 + 1) for m in range(33)]
    rows = [f"{CODE},{AREA},{year}-{month:02d},{19 + month % 3}" for year, month in months[:-1]]
    text = "\n".join(["indicator,area,period,numerator", *rows, f"{CODE},{AREA},2017-12,{december}"])
    path = folder.path / f"history {december}.csv"
    path.write_text(text, "utf-8")
    assert import_file(folder, path, ImportKind.HISTORY).saved is not None


def run(folder: Folder, *words: str) -> Result:
    return CliRunner().invoke(main, ["-C", str(folder.path), *words])


def rows_of(path: Path, sheet: str) -> list[list[Any]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python()


def text_of(path: Path, sheet: str) -> str:
    return "\n".join(" ".join(str(cell) for cell in row) for row in rows_of(path, sheet))


def line_of(folder: Folder) -> Any:
    changed = publish(folder, PERIOD).scorecard.changed
    assert changed is not None
    return next(line for line in changed.lines if line.indicator == CODE)


def test_a_figure_restated_since_the_last_board_is_told_at_the_next(folder: Folder) -> None:
    history(folder)
    published = publish(folder, THIRD, now=datetime(2018, 2, 20, tzinfo=UTC))
    assert published.scorecard.changed is None
    history(folder, december=95)

    made = publish(folder, PERIOD)

    line = line_of(folder)
    assert line.figures.startswith("Dec 2017: 20, now 95. Year to Dec 2017:")
    assert "Latest figure: usual range, now unusually high, and worse" in line.effects
    title = folder.framework.by_code[CODE].title
    told = "Since Q3 2017-18 was published on 20 Feb 2018, the figures of 1 indicator have changed"
    assert made.scorecard.summary_words[-1].startswith(told)
    assert told in text_of(made.path, "Changes")
    row, revised = [row for row in rows_of(made.path, "Changes") if row[0] == title]
    assert any(str(cell).startswith("Dec 2017: 20, now 95.") for cell in row)
    assert "[r] Quarter to Dec 2017: 61 (published on 20 Feb 2018), now 136." in revised
    assert told in text_of(made.path, "Summary")


def test_publishing_again_what_did_not_change_says_the_same_again(folder: Folder) -> None:
    history(folder)
    moment = datetime(2018, 5, 2, tzinfo=UTC)
    publish(folder, THIRD, now=moment)
    history(folder, december=95)
    first = publish(folder, PERIOD, now=moment)
    content = first.path.read_bytes()

    again = publish(folder, PERIOD, now=moment)

    assert again.scorecard.changed == first.scorecard.changed
    assert again.path.read_bytes() == content


def test_the_same_quarter_published_again_after_a_correction_is_held_against_the_first(
    folder: Folder,
) -> None:
    history(folder)
    publish(folder, THIRD, now=datetime(2018, 2, 20, tzinfo=UTC))
    history(folder, december=95)
    changed = publish(folder, THIRD).scorecard.changed
    assert changed is not None
    assert changed.period.startswith("Q3 2017-18")
    assert [line.indicator for line in changed.lines] == [CODE]


def test_the_frozen_results_do_not_hold_what_is_said_of_others(folder: Folder) -> None:
    history(folder)
    publish(folder, THIRD)
    told = run(folder, "publish", "--period", str(PERIOD), "--json")
    results = json.loads(told.stdout)["results"]
    assert results["changed"]["period"].startswith("Q3 2017-18")
    assert {line["indicator"] for line in results["quality"]} >= {CODE}


def test_explain_tells_versions_changes_grade_and_decisions(folder: Folder) -> None:
    history(folder)
    publish(folder, THIRD, now=datetime(2018, 2, 20, tzinfo=UTC))
    history(folder, december=95)
    decide(folder, CODE, THIRD, Choice.WATCH, "Borough Commander", "Look again after winter.")

    found = explain(folder, CODE, THIRD).background
    shown = run(folder, "explain", CODE, "--period", str(THIRD)).stdout
    facts = json.loads(run(folder, "explain", CODE, "--period", str(THIRD), "--json").stdout)

    (version,) = found.versions
    assert (version.period.code, version.was, version.now) == ("2017-12", "20", "95")
    assert version.was_in.endswith("history 20.csv!D34")
    assert "Since Q3 2017-18 was published on 20 Feb 2018: Dec 2017: 20, now 95" in shown
    assert "Data quality: C: " in shown
    assert "Decided: Watch: Borough Commander," in shown
    assert "Exception: Unusual and worse" in shown
    assert "Earlier versions" in shown
    assert [one["now"] for one in facts["versions"]] == ["95"]
    assert (
        facts["changed"]["indicator"]
        == facts["quality"]["indicator"]
        == facts["exception"]["indicator"]
        == CODE
    )
    assert facts["decisions"][0]["decision"] == "watch"


def test_another_areas_explanation_has_no_history_of_ours(folder: Folder) -> None:
    history(folder)
    publish(folder, THIRD)
    found = explain(folder, CODE, THIRD, "Brent")
    assert (found.background.quality, found.background.changed, found.background.decisions) == (
        None,
        None,
        (),
    )


def test_the_grade_follows_the_returns_and_the_restatements(folder: Folder, desk: Desk) -> None:
    (folder.path / "scpxl.toml").write_text("as_of = 2018-05-21\n", "utf-8")
    folder = Folder(folder.path)
    history(folder)
    desk.receive("lfb", day=30, cells={"Measures!P5": 22})
    collect(folder, PERIOD)

    lines = {line.indicator: line for line in publish(folder, PERIOD).scorecard.quality}

    line = lines[CODE]
    assert line.complete_words == "all 24 months reported"
    assert line.late_words == "1 of 1 return late, by 2 days"
    assert (line.restated, line.restated_words) == (10 / 24, "1 of 24 figures restated, by a median of 10.0%")
    assert line.grade == "B"
    assert line.last_received is not None
    assert line.last_received.isoformat() == "2018-04-30"


def test_a_correction_between_attempts_is_not_a_restatement(folder: Folder, desk: Desk) -> None:
    desk.receive("lfb", "first.xlsx", cells={"Measures!Q5": 30})
    collect(folder, PERIOD)
    desk.receive("lfb", "second.xlsx", day=25, cells={"Measures!Q5": 35})
    collect(folder, PERIOD)
    lines = {line.indicator: line for line in publish(folder, PERIOD).scorecard.quality}
    assert lines[CODE].restated is None


# Decisions.


def test_what_was_decided_stands_beside_the_exception_in_the_quarters_that_follow(folder: Folder) -> None:
    history(folder, december=95)
    told = run(
        folder, "escalate", CODE, "--period", str(THIRD), "--decision", "escalate", "--by", "Cllr Example",
        "--reason", "The board asked\nfor a plan.",
    )  # fmt: skip
    assert told.exit_code == 0
    assert "The board asked for a plan." in told.stdout
    assert "suggests" not in told.stdout, "the rule suggests the same"

    typed = ["escalate", "The board asked for a plan.", "Cllr Example", CODE]
    title = folder.framework.by_code[CODE].title
    first = publish(folder, THIRD).path
    (line,) = [row for row in rows_of(first, "Exceptions") if row[1] == title]
    assert line[-1] == "Escalate"
    (row,) = [row for row in rows_of(first, "Decisions") if row[0] == title]
    assert row[4:8] == typed
    later = publish(folder, PERIOD)
    assert [one.indicator for one in later.scorecard.standing] == [CODE]
    (row,) = [row for row in rows_of(later.path, "Decisions") if row[0] == title]
    assert row[4:8] == typed, "it stands until somebody decides otherwise, though it is no exception any more"
    assert title not in text_of(later.path, "Exceptions")

    decide(folder, CODE, PERIOD, Choice.CLOSE, "Cllr Example", "The plan works.")
    assert list_for_decision(folder, PERIOD).standing == ()
    assert [one.decision for one in decisions_about(folder, CODE, PERIOD)] == ["escalate", "close"]
    earlier = list_for_decision(folder, THIRD).lines[0].decision
    assert earlier is not None
    assert earlier.decision == "escalate"


def test_the_list_says_rule_suggestion_and_decision(folder: Folder) -> None:
    history(folder, december=95)
    listed = run(folder, "escalate", "--period", str(THIRD))
    assert listed.exit_code == 0
    assert "Unusual and worse" in listed.stdout
    assert "no decision recorded" in listed.stdout
    facts = json.loads(run(folder, "escalate", "--period", str(THIRD), "--json").stdout)
    assert facts["exceptions"][0]["suggestion"] == "escalate"
    assert facts["exceptions"][0]["decision"] is None
    other = ("--decision", "watch", "--by", "A", "--reason", "B", "--period", str(THIRD))
    nothing = run(folder, "escalate", CODE, "--period", str(THIRD))
    assert f"Nothing has been decided about {CODE}" in nothing.stdout
    assert "suggests: escalate" in run(folder, "escalate", CODE, *other).stdout
    empty = run(folder, "escalate", "--period", "2016-17 Q1")
    assert "There are no exceptions." in empty.stdout


def test_a_decision_about_what_is_no_exception_is_kept_and_said(folder: Folder) -> None:
    history(folder)
    told = run(
        folder,
        "escalate",
        "BUR-01",
        "--period",
        str(THIRD),
        "--decision",
        "watch",
        "--by",
        "A",
        "--reason",
        "B",
    )
    assert "It is no exception in Q3 2017-18" in told.stdout
    made = run(folder, "escalate", "BUR-01", "--period", str(THIRD), "--decision", "close", "--by", "A", "--reason", "B",
               "--json")  # fmt: skip
    facts = json.loads(made.stdout)
    assert (facts["exceptions"], facts["kept"]["decision"]) == ([], "close")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["BUR-01", "--decision", "shout"], "'shout' is not one of"),
        (["BUR-01", "--decision", "watch", "--reason", "B"], "Say who decided: --by NAME"),
        (["BUR-01", "--decision", "watch", "--by", "A", "--reason", "  "], "Say why: --reason TEXT"),
        (["BUR-01", "--by", "A"], "Say what was decided"),
        (["--decision", "watch", "--by", "A", "--reason", "B"], "Name the INDICATOR"),
        (["NONE", "--decision", "watch", "--by", "A", "--reason", "B"], "'NONE' is not an indicator"),
        (["NONE"], "'NONE' is not an indicator"),
        (["POP", "--decision", "watch", "--by", "A", "--reason", "B"], "is context for rates"),
        (
            ["BUR-01", "--decision", "watch", "--by", "A", "--reason", "B", "--period", "2090-91 Q1"],
            "has not begun",
        ),
        (["--period", "2017-18"], "is not a quarter"),
    ],
)
def test_what_cannot_be_decided_is_told_in_words(folder: Folder, words: list[str], told: str) -> None:
    result = run(folder, "escalate", *words)
    assert result.exit_code == 2
    assert told in result.output
    assert "Traceback" not in result.output


def test_nothing_is_kept_of_a_decision_that_is_refused(folder: Folder) -> None:
    history(folder)
    with pytest.raises(SetUpError, match="Say who decided"):
        decide(folder, "BUR-01", PERIOD, Choice.WATCH, " ", "B")
    with pytest.raises(NotFoundError):
        decide(folder, "NONE", PERIOD, Choice.WATCH, "A", "B")
    assert decisions_about(folder, "BUR-01", PERIOD) == ()


def test_a_folder_that_is_none_is_said_to_be_so(tmp_path: Path) -> None:
    result = run(Folder(tmp_path), "escalate")
    assert result.exit_code == 2
    assert "is not a partnership's folder" in result.output
