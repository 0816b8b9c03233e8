"""The worked example, from an empty folder to the dashboard, as `scpxl demo` runs it."""

from __future__ import annotations

import json
import math
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from scpxl.cli import main
from scpxl.jobs.folder import Folder
from scpxl.jobs.giving.explain import explain
from scpxl.jobs.giving.figures import FolderFigures
from scpxl.scorecard.texts.cell_words import cut
from tests.excel.reading import formulas, table_of

DOCS = Path(__file__).parent.parent / "docs"
QUARTER = "2017-18-Q4"
SHOWN = {"headline": "Last 12 months", "before": "Year before", "change": "Change"}
"""Under which heading an objective's page shows each figure that `explain --json` gives."""
FUNCTIONS = frozenset({
    "ABS", "AND", "CHOOSE", "COUNT", "COUNTIF", "FIND", "IF", "IFERROR", "INDEX", "INT", "ISNUMBER", "LEFT", "LOWER", "MATCH", "MAX",
    "MID", "MOD", "NA", "NOT", "OR", "PROPER", "SUBSTITUTE", "SUM", "SUMPRODUCT", "VALUE",
})  # fmt: skip
"""What a formula of the dashboard may call."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the demonstration leaves; tests that change it work on a copy."""
    folder = tmp_path_factory.mktemp("demo") / "here"
    result = CliRunner().invoke(main, ["demo", str(folder)])
    assert result.exit_code == 0, result.output
    (folder / "said.txt").write_text(result.output, "utf-8")
    return folder


def scpxl(folder: Path, *words: str, expect: int = 0) -> str:
    result = CliRunner().invoke(main, ["-C", str(folder), *words])
    assert result.exit_code == expect, result.output
    return result.stdout


def facts(folder: Path, *words: str, expect: int = 0) -> Any:
    return json.loads(scpxl(folder, *words, "--json", expect=expect))


def test_the_demonstration_says_what_it_made_and_answers_the_bad_return(demo: Path) -> None:
    said = (demo / "said.txt").read_text("utf-8")
    assert str(demo / "outputs" / QUARTER / "dashboard.xlsx") in said
    assert "Measures!S17  'about 30' is not a number." in said
    assert said.count("Returned  ") == 1
    for left in ("store.db", f"outputs/{QUARTER}/dashboard.xlsx", f"issued/{QUARTER}/met {QUARTER}.xlsx"):
        assert (demo / left).is_file()
    assert len(list((demo / "issued").glob("*/*.xlsx"))) == 4 * 8


TITLE_BOX = 41
"""Characters of a measure's title on the page of its objective."""


def test_every_number_on_a_page_is_the_one_explained(demo: Path) -> None:
    path, folder = demo / "outputs" / QUARTER / "dashboard.xlsx", Folder(demo)
    tabs = [one.tab for one in folder.framework.objectives]
    rows = {title: row for tab in tabs for title, row in table_of(path, tab, "Measure").items()}
    framework = facts(demo, "framework", "check")
    compared = 0
    for code in _codes(demo):
        card = facts(demo, "explain", code)
        ended = folder.framework.by_code[code].last
        row = rows[cut(card["title"] + (" [example]" if card["illustrative"] else ""), TITLE_BOX)]
        if ended is not None:
            assert (row["Against target"], row["Latest month"]) == ("–  Ended", "– Ended Mar 2017")
            assert card["headline"]["value"] is None
            continue
        for name, head in SHOWN.items():
            shown, told = row[head], card[name]["value"]
            assert (shown if isinstance(shown, (int, float)) else None) == pytest.approx(told), (code, name)
            compared += told is not None
        why = card["rag"]["why"] or card["rag"]["rag"]
        assert row["Against target"].casefold().endswith(why.casefold()), code
        rank = (card["comparison"] or {}).get("rank")
        assert str(row["Rank in its group"]).split(" of ")[0] == ("–" if rank is None else str(rank)), code
    assert len(_codes(demo)) == framework["counts"]["indicators"] - 1
    assert compared > 90


def test_every_card_that_cells_ask_for_is_the_one_explained(demo: Path) -> None:
    figures, folder = FolderFigures(demo).of(), Folder(demo)
    for code in _codes(demo):
        for area in (None, "Brent"):
            assert figures.card(code, area) == explain(folder, code, figures.period, area).card, (code, area)


def _codes(demo: Path) -> list[str]:
    with sqlite3.connect(demo / "store.db") as store:
        rows = store.execute("SELECT DISTINCT indicator FROM series WHERE indicator <> 'POP'").fetchall()
    store.close()
    return sorted(code for (code,) in rows)


_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_SAID = {"text", "words", "reason", "note", "notes", "how"}
"""Keys of a card under which its words stand, with those that end in _words."""


def _words_of(thing: Any, key: str = "") -> list[str]:
    """Return every sentence a card says."""
    if isinstance(thing, dict):
        return [words for name, part in thing.items() for words in _words_of(part, name)]
    if isinstance(thing, list):
        return [words for part in thing for words in _words_of(part, key)]
    return [thing] if isinstance(thing, str) and (key in _SAID or key.endswith("_words")) else []


@pytest.fixture(scope="module")
def answers(demo: Path) -> dict[str, Any]:
    """What `explain --json` says of every indicator."""
    return {code: facts(demo, "explain", code) for code in _codes(demo)}


def test_every_number_a_card_says_is_explained(answers: dict[str, Any]) -> None:
    numbers = 0
    for code, facts_of in answers.items():
        told = " ".join(facts_of["formulas"])
        explained = set(_NUMBER.findall(told))
        card = {
            key: value
            for key, value in facts_of.items()
            if key not in {"explained", "formulas", "changed", "versions", "observations"}
        }
        for words in _words_of(card):
            found = set(_NUMBER.findall(words))
            assert found <= explained, (code, words)
            numbers += len(found)
    assert numbers > 2000


def test_the_terminal_and_the_json_say_the_same_lines(demo: Path, answers: dict[str, Any]) -> None:
    for code, facts_of in answers.items():
        lines = facts_of["explained"]
        page = "".join(scpxl(demo, "explain", code).split())
        for line in lines:
            for part in (line["what"], line["words"], line["formula"], line["rule"]):
                assert "".join(part.split()) in page, (code, part)
        assert all(number["text"] in line["formula"] for line in lines for number in line["numbers"])


_SUM = re.compile(r"^([\d,.()+×/−%√½⅜⌈⌉² ]+) = ([+−]?[\d,.]+)")
_PYTHON = {
    "×": "*",
    "−": "-",
    ",": "",
    "½": "0.5",
    "⅜": "0.375",
    "%": "/100",
    "⌈": "ceil(",
    "⌉": ")",
    "²": "**2",
}


def test_the_formulas_come_to_what_they_say(answers: dict[str, Any]) -> None:
    compared = 0
    for code, facts_of in answers.items():
        for line in facts_of["explained"]:
            for part in line["formula"].split("; "):
                if not (found := _SUM.match(part)):
                    continue
                sum_, said = found.groups()
                if sum_.count("(") != sum_.count(")"):
                    continue  # a ratio within a ratio: its parts are compared in lines of their own
                sum_ = sum_.replace("%", "/100" if line["what"] == "Target" else "")
                for sign, python in _PYTHON.items():
                    sum_, said = sum_.replace(sign, python), said.replace(sign, python)
                sum_ = re.sub(r"√([\d.]+)", r"\1**.5", sum_).replace("√", "sqrt")
                # The numbers are as they are printed, so the sum is as good as their last places.
                assert eval(sum_, {"sqrt": math.sqrt, "ceil": math.ceil}) == pytest.approx(  # noqa: S307
                    float(said), rel=2e-3, abs=0.06
                ), (code, part)
                compared += 1
    assert compared > 300


def test_who_sent_what_is_told_as_it_happened(demo: Path) -> None:
    lines = {line["partner"]["name"]: line for line in facts(demo, "status")["returns"]}
    police = lines["Metropolitan Police, Barnet"]
    assert (police["status"], police["attempts"], police["days_late"]) == ("accepted", 2, 0)
    assert [name for name, line in lines.items() if line["status"] == "missing"] == [
        "NHS and public health, Barnet"
    ]
    late = {name: line["days_late"] for name, line in lines.items() if line["received"] and line["days_late"]}
    assert late == {"National Probation Service and Community Rehabilitation Company": 12}
    sent_twice = facts(demo, "collect")["files"]
    assert all(file["stored"]["seen_before"] for file in sent_twice)


def test_collecting_again_changes_no_byte_of_the_record(demo: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(demo, tmp_path / "copy")
    before = _dump(copy / "store.db")
    for quarter in ("2017-18 Q1", "2017-18 Q4"):
        scpxl(copy, "collect", "--period", quarter)
    assert _dump(copy / "store.db") == before


def _dump(store: Path) -> list[str]:
    with sqlite3.connect(store) as connection:
        lines = list(connection.iterdump())
    connection.close()
    return lines


def test_a_dashboard_of_the_same_record_is_the_same_but_for_its_moment(demo: Path) -> None:
    first = facts(demo, "publish")["results"]
    assert facts(demo, "publish")["results"] == first
    assert first["returns"][0]["status"] == "accepted"


def test_one_partners_text_is_nowhere_a_formula(demo: Path) -> None:
    calls, called = re.compile(r"([A-Z][A-Z0-9.]+)\("), set()
    for _, formula in formulas(demo / "outputs" / QUARTER / "dashboard.xlsx"):
        called |= set(calls.findall(re.sub(r'"[^"]*"', "", formula)))
    assert called <= FUNCTIONS


@pytest.mark.slow
def test_a_collect_killed_at_any_moment_leaves_each_return_wholly_there_or_not_at_all(
    demo: Path, tmp_path: Path
) -> None:
    fresh = tmp_path / "fresh"
    shutil.copytree(demo, fresh, ignore=shutil.ignore_patterns("store.db*", "outputs", "archive"))
    command = [sys.executable, "-m", "scpxl", "-C", str(fresh), "collect", "--period", "2017-18 Q1"]
    moments = []
    for wanted in range(8):
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        # As soon as one return more is there, somewhere in the next one's work.
        while running.poll() is None and _stored(fresh / "store.db") < wanted:
            time.sleep(0.001 * (1 + wanted))
        running.send_signal(signal.SIGKILL)
        running.wait()
        moments.append(_figures_by_return(fresh / "store.db"))
    subprocess.run(command, check=True, capture_output=True)
    whole = _figures_by_return(fresh / "store.db")
    assert len(whole) == 8
    for found in moments:
        assert found.items() <= whole.items()
    assert {len(found) for found in moments} - {0, 8}, (
        "no kill landed between two returns; choose the moments again"
    )


def _stored(store: Path) -> int:
    try:
        connection = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
    except sqlite3.Error:
        return 0
    try:
        return int(connection.execute("SELECT count(*) FROM submission").fetchone()[0])
    except sqlite3.Error:
        return 0  # not made yet, or being written at this moment
    finally:
        connection.close()


def _figures_by_return(store: Path) -> dict[str, tuple[int, int]]:
    """Return for each stored return how many figures its file held and how many of them are in the record."""
    if not store.exists():
        return {}
    with sqlite3.connect(store) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        made = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'submission'").fetchone()
        rows = connection.execute(
            "SELECT file, figures, (SELECT count(*) FROM observation WHERE submission_id = submission.id)"
            " FROM submission WHERE kind = 'return'"
        ).fetchall() if made else []  # fmt: skip
    connection.close()
    return {file: (figures, kept) for file, figures, kept in rows}


def test_the_second_example_runs_police_figures_alone(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["demo", str(tmp_path / "later"), "--example", "2025-26"])
    assert result.exit_code == 0, result.output
    total = facts(tmp_path / "later", "explain", "TNO-01")
    assert total["headline"]["value"] == 29_046
    assert total["comparison"]["of"] == 32
    december = facts(tmp_path / "later", "explain", "TNO-01", "--period", "2025-26 Q3")
    assert december["headline"]["value"] == 28_513
    assert round(december["rate"]["value"], 1) == 70.4
    assert december["comparison"]["rank_words"] == "8th of 32 (1 = lowest)"
    likely = december["comparison"]["likelihood"]
    assert (likely["rank_first"], likely["rank_last"], likely["beside"]) == (6, 9, "similar")
    told = "\n".join(december["formulas"])
    for said in (
        "100 × (70.394 / 104.064 − 1) = −32.4%.",
        "Quarter of the group: lowest quarter. 5 − ⌈4 × (32 + 1 − 8) / 32⌉ = 1.",
        "Plausible ranks: likely between 6th and 9th.",
        "ranks 6 to 9 hold 95% of the chances.",
        "Funnel: within the spread of the other 31 (99.8% limits 37.1 to 197.9 per 1,000 people, about the others' ",
    ):
        assert said in told


def test_the_references_in_the_guides_are_those_the_demonstration_gives(demo: Path) -> None:
    # Of returns and imports that no demonstration holds.
    made_up = {"R-WM72R4", "R-3A34TK", "R-9KFTWC", "R-JYK3RC"}
    with closing(sqlite3.connect(demo / "store.db")) as record:
        given = dict(record.execute("SELECT reference, file FROM submission"))
    printed = {
        reference: page.name
        for page in DOCS.glob("*.md")
        for reference in re.findall(r"R-[0-9A-Z]{6}", page.read_text("utf-8"))
    }
    assert len(printed) > 5
    stale = {ref: page for ref, page in printed.items() if ref not in made_up | set(given)}
    assert not stale, f"the returns were made again: put in {given}"
