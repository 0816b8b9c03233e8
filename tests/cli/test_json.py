"""What --json prints: one envelope, one way to name things, and a schema that every command keeps to."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

import scpxl
from docs import build_json_schema
from scpxl.cli import main
from scpxl.cli.json.facts import JSON_VERSION
from scpxl.cli.json.records import PRINTED
from scpxl.jobs.computer import install as installing
from scpxl.jobs.computer.install import Profile
from scpxl.jobs.folder import Folder
from scpxl.model.periods import Period
from tests.partners import fill_in

ROOT = Path(__file__).resolve().parents[2]
PERIOD = "2017-18 Q4"
OLDER = ROOT / "tests" / "older" / "form 0.2.xlsx"
HISTORY = """indicator,area,period,numerator
FIR-01,E09000003,2017-11,28
FIR-01,E09000003,2017-12,19
"""
SAID = "Ring 07700 900123."
"""Commentary that may identify somebody."""


def leaf_commands() -> dict[str, click.Command]:
    """Return every command by the words it is called with."""
    found: dict[str, click.Command] = {}
    for name, command in main.commands.items():
        inner = command.commands if isinstance(command, click.Group) else {}
        found |= {f"{name} {sub}": one for sub, one in inner.items()} or {name: command}
    return found


class Printed:
    """What every command prints with --json, in a small partnership's folder."""

    def __init__(self, place: Path) -> None:
        self.place, self.folder = place, Folder(place / "ours")
        self.answers: list[tuple[str, dict[str, Any]]] = []

    def run(self, *words: str, status: int = 0) -> Any:
        done = CliRunner().invoke(main, ["-C", str(self.folder.path), *words, "--json"])
        assert done.exit_code == status, f"{words}: {done.output}"
        facts = json.loads(done.stdout)
        command = (
            " ".join(words[:2])
            if words[0] in {"framework", "privacy", "store", "excel", "release"}
            else words[0]
        )
        self.answers.append((command, facts))
        return facts

    def of(self, command: str) -> dict[str, Any]:
        """Return the first answer of a command."""
        return next(facts for name, facts in self.answers if name == command)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    place = tmp_path_factory.mktemp("json")
    made = Printed(place)
    run, folder = made.run, made.folder
    at = ("--period", PERIOD)
    run("init", str(folder.path), "--framework", str(ROOT / "templates/barnet/framework.toml"))
    _frameworks(made)
    run("issue", *at, "--partner", "lfb")
    period = Period.parse(PERIOD)
    issued, good = folder.issued(period) / "lfb 2017-18-Q4.xlsx", folder.returns(period) / "good.xlsx"
    bad, again = place / "bad.xlsx", folder.returns(period) / "again.xlsx"
    fill_in(issued, good, folder.framework, "lfb", period, cells={"Commentary!C5": SAID})
    fill_in(issued, bad, folder.framework, "lfb", period, cells={"Measures!Q5": -1})
    run("check", str(bad), "--mark", status=1)
    stranger = place / "stranger.xlsx"
    stranger.write_bytes(b"not a workbook")
    run("check", str(stranger), status=1)
    run("migrate", str(OLDER), "--out", str(place / "new.xlsx"), status=1)
    run("migrate", str(stranger), status=1)
    run("collect", *at)
    fill_in(issued, again, folder.framework, "lfb", period, cells={"Measures!Q5": 21})
    stored = run("refresh", *at)["files"][-1]["stored"]
    history = place / "history.csv"
    history.write_text(HISTORY, "utf-8")
    run("import", str(history), "--as", "history")
    _life(made, stored["reference"])
    run("publish", *at)
    run("publish", "--year", "2017-18")
    run("release", "approve", *at, "--by", "Board")
    run("explain", "FIR-01", *at)
    run("explain", "FIR-01", "--month", "2018-02")
    run("explain", "FIR-01", *at, "--area", "Brent")
    run("explain", "FIR-01", *at, "--item", "home/house")
    run("brief", *at)
    run("brief", *at, "--out", str(place / "brief.md"))
    run("editions", *at)
    run("verify", str(folder.outputs(period)))
    run("escalate", *at)
    run("escalate", "FIR-01", *at)
    run("escalate", "FIR-01", "--decision", "watch", "--by", "A", "--reason", "B", *at)
    run("escalate", *at)
    _releases(made, at)
    run("export")
    run("export", "--month", "2018-02", "--out", str(place))
    run("history")
    run("store", "check")
    run("store", "backup", str(place / "kept.zip"))
    run("store", "restore", str(place / "kept.zip"))
    with pytest.MonkeyPatch.context() as profile:
        _excel(made, profile)
    run("sandbox", str(place / "practice"), *at)
    return made


def _releases(made: Printed, at: tuple[str, str]) -> None:
    """Publish once more, now that something was decided."""
    made.run("publish", *at)
    made.run("release", "supersede", *at, "--by", "Board", "--why", "A decision.")
    made.run("release", "withdraw", *at, "--by", "Board", "--why", "A mistake.")
    made.run("release", "list")


def _excel(made: Printed, profile: pytest.MonkeyPatch) -> None:
    """As on a Mac, in a profile of its own."""
    home = Profile("darwin", made.place / "home", made.place / "none")
    profile.setattr(installing, "own_profile", lambda: home)
    profile.setenv("SCPXL_CONFIG", str(made.place / "config"))
    for job in ("install", "upgrade", "uninstall"):
        made.run("excel", job)
    made.run("doctor", status=1)


def _frameworks(made: Printed) -> None:
    changed, wrong = made.place / "changed.toml", made.place / "wrong.toml"
    text = made.folder.framework_path.read_text("utf-8").replace("value = 3140", "value = 3000")
    changed.write_text(text, "utf-8")
    wrong.write_text(text.replace('"lower"', '"lowr"', 1), "utf-8")
    made.run("framework", "check")
    made.run("framework", "check", str(wrong), status=2)
    made.run("framework", "diff", str(made.folder.framework_path), str(changed))
    made.run("framework", "export", str(made.place / "framework.xlsx"))
    ring = [[0, 51], [1, 51], [1, 52], [0, 51]]
    shape = {"properties": {"name": "Barnet"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    (made.place / "areas.geojson").write_text(json.dumps({"features": [shape]}), "utf-8")
    made.run("framework", "tiles", str(made.place / "areas.geojson"))
    made.run("framework", "schema", "--partner", "lfb", "--period", PERIOD)
    made.run("framework", "schema", "--period", PERIOD, "--out", str(made.place / "any.schema.json"))


def _life(made: Printed, reference: str) -> None:
    at = ("--period", PERIOD)
    made.run("status", *at, "--chase")
    made.run("changes", "lfb", *at)
    made.run("withdraw", reference, "--why", "Figures of another station")
    made.run("reinstate", reference)
    (held,) = made.run("privacy", "list", *at)["texts"]
    who = ("--by", "The analyst", "--reason", "It is the duty desk's")
    made.run("privacy", "clear", held["id"], *who)
    made.run("privacy", "list", "--cleared")
    made.run("privacy", "withhold", held["id"], *who)


def test_every_command_takes_json_and_is_in_the_schema() -> None:
    commands = leaf_commands()
    with_json = {words for words, one in commands.items() if any("--json" in p.opts for p in one.params)}
    assert with_json == set(commands) == set(PRINTED)


def test_every_command_prints_what_the_schema_says_and_nothing_else(printed: Printed) -> None:
    assert {command for command, _ in printed.answers} == set(PRINTED) - {"demo"}
    schema = build_json_schema.schema(strict=True)
    validator = Draft202012Validator(schema)
    for command, facts in printed.answers:
        record = Draft202012Validator({**schema, "oneOf": [_entry(command)]})
        wrong = [f"{command} {list(one.absolute_path)}: {one.message}" for one in _leaves(record, facts)]
        assert wrong == []
        assert validator.is_valid(facts), f"{command} is also another command's"


def _entry(command: str) -> dict[str, str]:
    return {"$ref": f"#/$defs/command-{command.replace(' ', '-')}"}


def _leaves(validator: Any, facts: Any) -> Iterator[Any]:
    """Yield what is wrong, innermost, so that a failure says where."""
    todo = list(validator.iter_errors(facts))
    while todo:
        error = todo.pop()
        todo += error.context or []
        if not error.context:
            yield error


def test_the_demonstration_prints_it_too(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["demo", str(tmp_path / "tour"), "--json"])
    facts = json.loads(done.stdout)
    Draft202012Validator(build_json_schema.schema(strict=True)).validate(facts)
    assert Path(facts["path"]).is_file()


def test_the_schema_in_its_file_is_a_schema_and_lets_keys_be_added(printed: Printed) -> None:
    kept = json.loads(build_json_schema.FILE.read_text("utf-8"))
    Draft202012Validator.check_schema(kept)
    validator = Draft202012Validator(kept)
    facts = printed.of("status")
    assert validator.is_valid({**facts, "something new": 1})
    assert not validator.is_valid({**facts, "period": PERIOD})
    assert not validator.is_valid({key: facts[key] for key in facts if key != "returns"})


def test_every_answer_says_which_command_of_which_program_printed_it(printed: Printed) -> None:
    for command, facts in printed.answers:
        assert next(iter(facts)) == "scpxl"
        assert facts["scpxl"] == {"version": 2, "command": command, "program": scpxl.__version__}


def test_a_partner_an_area_an_indicator_and_a_period_are_named_in_one_way(printed: Printed) -> None:
    lfb = {"code": "lfb", "name": "London Fire Brigade, Barnet"}
    quarter = {
        "code": PERIOD,
        "name": "Q4 2017-18: Jan 2018 – Mar 2018",
        "first": "2018-01",
        "last": "2018-03",
    }
    own = {"code": "E09000003", "name": "Barnet"}
    for command, facts in printed.answers:
        for key, value in _parts(facts):
            if key in {"results", "headline"} or value is None:
                continue
            if key == "partner" and command != "explain":
                assert set(value) == {"code", "name"}, command
            if key == "period" and isinstance(value, dict):
                assert set(value) == set(quarter), command
    assert printed.of("check")["files"][0]["partner"] == lfb
    assert lfb in [one["partner"] for one in printed.of("status")["returns"]]
    assert printed.of("changes")["partner"] == lfb
    assert printed.of("changes")["period"] == quarter
    assert printed.of("explain")["area"] == own
    assert printed.of("explain")["observations"][-1]["partner"] == lfb
    assert printed.answers[-1][1]["period"] == quarter
    for facts in (
        facts for command, facts in printed.answers if command == "escalate" and facts["indicator"]
    ):
        assert facts["indicator"]["code"] == "FIR-01"


def _parts(facts: Any) -> Iterator[tuple[str, Any]]:
    """Yield every key and what it holds, save what is frozen with a publication."""
    if isinstance(facts, dict):
        for key, value in facts.items():
            if key != "results":
                yield key, value
                yield from _parts(value)
    elif isinstance(facts, list):
        for one in facts:
            yield from _parts(one)


def test_a_text_that_may_identify_somebody_is_in_no_answer(printed: Printed) -> None:
    assert SAID not in json.dumps([facts for _, facts in printed.answers])


def test_a_refused_command_prints_no_json(printed: Printed) -> None:
    done = CliRunner().invoke(main, ["-C", str(printed.folder.path), "changes", "nobody", "--json"])
    assert (done.exit_code, done.stdout) == (2, "")
    assert "nobody" in done.stderr


def test_nothing_is_changed_that_could_not_be_told(tmp_path: Path) -> None:
    made = Printed(tmp_path)
    made.run("init", str(made.folder.path), "--framework", str(ROOT / "templates/barnet/framework.toml"))
    history = tmp_path / "history.csv"
    history.write_text(HISTORY, "utf-8")
    made.run("import", str(history), "--as", "history")
    with made.folder.open_record(read_only=True) as store:
        (sent,) = store.fetch_submissions()
    text = made.folder.framework_path.read_text("utf-8")
    made.folder.framework_path.write_text(text.replace('"lower"', '"lowr"', 1), "utf-8")
    words = ("-C", str(made.folder.path), "withdraw", sent.reference, "--why", "A mistake", "--json")
    assert CliRunner().invoke(main, list(words)).exit_code == 2
    with Folder(made.folder.path).open_record(read_only=True) as store:
        assert store.fetch_submissions() == [sent]


def test_a_decision_is_printed_with_what_it_is_about(printed: Printed) -> None:
    *_, about, kept, after = [facts for command, facts in printed.answers if command == "escalate"]
    assert (about["kept"], about["decisions"]) == (None, [])
    assert kept["kept"]["decision"] == "watch"
    assert kept["decisions"] == [kept["kept"]]
    assert after["indicator"] is None
    assert kept["kept"] in [*after["standing"], *(one["decision"] for one in after["exceptions"])]


def test_the_examples_of_the_page_have_the_keys_of_the_schema() -> None:
    page = (ROOT / "docs" / "json.md").read_text("utf-8")
    shown = [
        json.loads(block) for block in re.findall(r"^```json\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    ]
    defs = build_json_schema.schema()["$defs"]
    answers = [one for one in shown if "scpxl" in one]
    assert len(answers) > 2
    for facts in answers:
        assert facts["scpxl"]["version"] == JSON_VERSION
        described = defs[_entry(facts["scpxl"]["command"])["$ref"].rpartition("/")[2]]["properties"]
        assert set(facts) - {"..."} <= set(described)
    (names,) = (one for one in shown if "scpxl" not in one)
    assert set(names["period"]) == set(defs["Period"]["properties"])
    assert all(
        set(names[what]) == set(defs["Named"]["properties"]) for what in ("partner", "indicator", "area")
    )
