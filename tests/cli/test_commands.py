"""The command line as its users meet it: exit statuses, words for mistakes, JSON for machines."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import CliRunner, Result

from scpxl.cli import main
from scpxl.jobs.folder import Folder
from scpxl.jobs.setting_up.setup import init_folder, shipped
from scpxl.model.periods import Period
from scpxl.render import word
from tests.partners import fill_in

PERIOD = "2017-18 Q4"
BARNET = "templates/barnet/framework.toml"


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """A partnership's folder with the shipped framework."""
    return init_folder(tmp_path / "ours", shipped(BARNET)).path


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def facts(result: Result) -> Any:
    return json.loads(result.stdout)


def test_help_names_every_command_in_the_order_of_a_quarters_work() -> None:
    shown = run("--help").stdout
    places = [
        shown.index(f"\n  {name} ")
        for name in ("demo", "init", "issue", "check", "collect", "status", "publish")
    ]
    assert places == sorted(places)
    assert "Exit status" in shown


@pytest.mark.parametrize("command", list(main.commands))
def test_every_command_says_what_it_does(command: str) -> None:
    shown = run(command, "--help").stdout
    assert len(shown.split("\n\n")[1].strip()) > 20


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["status", "--period", "2017-18 Q5"], "'2017-18 Q5' is not a period. Write a quarter as 2017-18 Q4"),
        (["status", "--period", "2017-18"], "'2017-18' is not a quarter. Write it like 2017-18 Q4."),
        (["explain", "burglry"], "'burglry' is not an indicator of the framework. There are:"),
        (["explain", "burglary by"], "Did you mean BUR-03 (Burglary by ward)?"),
        (["explain", "TNO-01", "--area", "Narnia"], "'Narnia' is not an area of the framework."),
        (["issue", "--partner", "nobody"], "'nobody' sends no return"),
        (["check", "missing.xlsx"], "missing.xlsx cannot be read: No such file or directory."),
        (["check", "x.xlsx", "--partner", "nobody"], "'nobody' is not a partner of the framework."),
        (["import", "missing.csv", "--as", "history"], "missing.csv cannot be read"),
        (["collect", "nowhere"], "nowhere does not exist. Put the submitted files there, or name others."),
        (["framework", "export", "framework.docx"], "a framework is written as .xlsx or .toml."),
        (["brief"], "Collect a return first"),
        (["escalate"], "Collect a return first"),
        (["publish", "--edition", "secret"], "'secret' is not one of"),
        (["publish", "--year", "nonsense"], "'nonsense' is not a financial year. Write it like 2017-18."),
        (["publish", "--year", "2017-19"], "'2017-19' is not a financial year. Write it like 2017-18."),
        (["publish", "--year", "2017-18 Q4"], "'2017-18 Q4' is not a financial year. Write it like 2017-18."),
        (
            ["publish", "--year", "2017-18", "--period", PERIOD],
            "with --period or a year with --year, not both",
        ),
        (["publish", "--year", "2017-18", "--edition", "public"], "needs small numbers to be protected"),
        (
            ["publish", "--year", "2017-18", "--output", "letter"],
            "'letter' is not an output. There are: dashboard, pack, report.",
        ),
        (
            ["publish", "--period", "2017-18 Q3", "--output", "report"],
            "Q3 2017-18 does not end one. Publish it with --year, or for the fourth quarter.",
        ),
        (
            ["publish", "--period", "2017-18 Q3", "--output", "dashboard,report"],
            "Q3 2017-18 does not end one",
        ),
        (
            ["publish", "--year", "2010-11"],
            "The record has no figure of the financial year 2010-11, so there is nothing to report.",
        ),
        (["export", "--format", "doc"], "'doc' is not one of"),
    ],
)
def test_wrong_use_is_told_in_words_and_ends_in_2(ours: Path, words: list[str], said: str) -> None:
    result = run("-C", ours, *words)
    assert result.exit_code == 2
    told = " ".join(result.stderr.split())
    assert said in told
    assert "Traceback" not in told


@pytest.fixture
def with_figures(ours: Path) -> Path:
    """The same folder, with three years of a measure's figures."""
    lines = ["indicator,area,period,numerator"]
    lines += [f"FIR-01,E09000003,{year}-{month:02},{20 + month}" for year in (2015, 2016, 2017, 2018) for month in range(1, 13)
              if (2015, 4) <= (year, month) <= (2018, 3)]  # fmt: skip
    history = ours / "history.csv"
    history.write_text("\n".join(lines) + "\n", "utf-8")
    result = run("-C", ours, "import", history, "--as", "history")
    assert result.exit_code == 0, result.output
    return ours


def test_a_year_is_published_as_its_report_or_as_what_is_asked_for(with_figures: Path) -> None:
    place = with_figures / "outputs" / "2017-18-Q4"
    result = run("-C", with_figures, "publish", "--year", "2017-18")
    assert result.exit_code == 0, result.output
    assert f"Wrote {place / 'annual-report.docx'}." in result.output
    assert "buttons" not in result.output
    assert [one.name for one in place.iterdir()] == ["annual-report.docx"]
    again = run("-C", with_figures, "publish", "--period", PERIOD, "--output", "report")
    assert "annual-report.docx stays as it is" in again.output
    every = run(
        "-C", with_figures, "publish", "--year", "2017/18", "--output", "report,pack,dashboard", "--json"
    )
    assert sorted(Path(one).name for one in facts(every)["written"]) == ["annual-report.docx", "board-pack.pptx", "dashboard.xlsx"]  # fmt: skip


def test_a_year_without_figures_of_its_own_is_refused_and_nothing_is_written(with_figures: Path) -> None:
    for year in ("2014-15", "2018-19"):
        result = run("-C", with_figures, "publish", "--year", year, "--output", "dashboard,report")
        assert result.exit_code == 2
        assert f"The record has no figure of the financial year {year}" in result.stderr
        assert not list((with_figures / "outputs").rglob("*.*x"))


def test_all_styles_that_the_reports_template_lacks_are_told_at_once_and_the_report_stays(
    with_figures: Path,
) -> None:
    assert run("-C", with_figures, "publish", "--year", "2017-18").exit_code == 0
    report = with_figures / "outputs" / "2017-18-Q4" / "annual-report.docx"
    before = report.read_bytes()
    own = docx.Document(str(report))
    for name in ("Subtitle", "Heading 2", "List Bullet"):
        own.styles[name].delete()
    template = with_figures / "annual-report-template.docx"
    own.save(str(template))
    asked = ("-C", with_figures, "publish", "--year", "2017-18", "--output", "dashboard,report")
    result = run(*asked)
    assert result.exit_code == 2
    assert 'lacks style "Subtitle"; style "Heading 2"; style "List Bullet".' in " ".join(
        result.stderr.split()
    )
    template.write_bytes(b"no document")
    assert "is no Word document (.docx)" in " ".join(run(*asked).stderr.split())
    # Of several outputs that cannot be made each is told, and nothing is written.
    (with_figures / "board-pack-template.pptx").write_bytes(b"no slides")
    both = " ".join(run(*asked[:-1], "dashboard,pack,report").stderr.split())
    assert "board-pack-template.pptx" in both or "board pack" in both
    assert "is no Word document (.docx)" in both
    assert report.read_bytes() == before
    assert [one.name for one in report.parent.iterdir()] == [report.name]
    template.unlink()
    assert run(*asked).exit_code == 0


@pytest.mark.parametrize("missing", ["docx", "pptx"])
def test_a_library_that_the_report_needs_is_asked_for_by_its_extra(
    with_figures: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.setattr(word, "find_spec", lambda name: None if name == missing else find_spec(name))
    result = run("-C", with_figures, "publish", "--year", "2017-18")
    assert result.exit_code == 2
    assert 'pip install "scpxl[word]"' in " ".join(result.stderr.split())
    assert not list((with_figures / "outputs").rglob("*.docx"))


def test_a_folder_that_is_no_partnerships_says_how_to_make_one(tmp_path: Path) -> None:
    for words in (["status"], ["export"], ["publish"], ["framework", "check"]):
        result = run("-C", tmp_path, *words)
        assert result.exit_code == 2
        assert "Make one with `scpxl init DIR`" in result.stderr


def test_two_frameworks_in_one_folder_are_one_too_many(ours: Path) -> None:
    assert run("-C", ours, "framework", "export", ours / "framework.xlsx").exit_code == 0
    result = run("-C", ours, "status")
    assert result.exit_code == 2
    assert "has both framework.xlsx and framework.toml. Keep the one that applies." in result.stderr


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ('period = "Q9"', "scpxl.toml: period: 'Q9' is not a period."),
        ("perod = 1", "perod is not a setting. There are: as_of, period."),
        ("period = ", "scpxl.toml: Invalid value"),
        ('as_of = "May"', "as_of: 'May' is not a day. Write it as 2018-05-14, without quotes."),
        (
            "as_of = 2018-05-21T10:00:00",
            "as_of: 2018-05-21 10:00:00 has a time; it is a day that is asked for. Write it as 2018-05-14",
        ),
        ("as_of = 2018-05-21T10:00:00Z", "has a time; it is a day"),
        ("as_of = 10:00:00", "as_of: 10:00:00 is not a day."),
        ("as_of = 0201-05-21", "as_of: 0201-05-21 is not a likely day. Correct the year."),
        ("as_of = 20180521", "as_of: 20180521 is not a day."),
        ("as_of = true", "as_of: True is not a day."),
        ('period = "2017-18"', "period: '2017-18' is not a quarter. Write it like 2017-18 Q4."),
        ('period = "2018-03"', "period: '2018-03' is not a quarter. Write it like 2017-18 Q4."),
        ('period = "2999-00 Q1"', "period: '2999-00 Q1' is not a likely quarter. Correct the year."),
        ("period = 2018-05-21", 'period: 2018-05-21 is not a quarter. Write it in quotes: "2017-18 Q4".'),
        ("period = 5", "period: 5 is not a quarter."),
        ('period = ["2017-18 Q4"]', "period: ['2017-18 Q4'] is not a quarter."),
        ("[period]", "period: {} is not a quarter."),
        ('period = "2017-18"\nas_of = 1\nperod = 2', "scpxl.toml: as_of: 1 is not a day."),
        ('period = "2017-18"\nas_of = 1\nperod = 2', "scpxl.toml: perod is not a setting."),
    ],
)
def test_settings_that_cannot_be_used_are_named(ours: Path, settings: str, said: str) -> None:
    (ours / "scpxl.toml").write_text(settings, "utf-8")
    for command in ("status", "collect", "publish", "issue"):
        result = run("-C", ours, command)
        assert result.exit_code == 2
        assert said in result.stderr


def test_settings_that_are_no_file_or_no_text_are_named(ours: Path) -> None:
    (ours / "scpxl.toml").write_bytes(b'period = "\xff"')
    assert "scpxl.toml: 'utf-8' codec can't decode" in run("-C", ours, "status").stderr
    (ours / "scpxl.toml").unlink()
    (ours / "scpxl.toml").mkdir()
    result = run("-C", ours, "status")
    assert (result.exit_code, "cannot be read" in result.stderr) == (2, True)


def test_a_framework_with_mistakes_names_them_all_by_code(ours: Path) -> None:
    text = (ours / "framework.toml").read_text("utf-8")
    broken = text.replace('polarity = "lower"', 'polarity = "down"', 1).replace(
        'partner = "met"', 'partner = "mett"', 1
    )
    (ours / "framework.toml").write_text(broken, "utf-8")
    result = run("-C", ours, "framework", "check")
    assert result.exit_code == 2
    assert "polarity" in result.stderr
    assert "BUR-01" in result.stderr
    assert facts(run("-C", ours, "framework", "check", "--json"))["problems"]


def test_init_begins_with_a_workbook_to_edit_and_never_overwrites(tmp_path: Path) -> None:
    made = run("init", tmp_path / "new")
    assert made.exit_code == 0
    assert (tmp_path / "new" / "framework.xlsx").is_file()
    assert run("-C", tmp_path / "new", "framework", "check").exit_code == 0
    again = run("init", tmp_path / "new")
    assert again.exit_code == 2
    assert "is a partnership's folder already" in again.stderr


def test_the_demonstration_overwrites_nobodys_work(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    result = run("demo", tmp_path)
    assert result.exit_code == 2
    assert "is not empty" in result.stderr
    assert run("demo", tmp_path / "x", "--example", "1999").exit_code == 2


def test_check_ends_in_0_for_a_good_return_and_in_1_for_one_with_something_to_fix(
    ours: Path, tmp_path: Path
) -> None:
    from scpxl.jobs.folder import Folder
    from scpxl.jobs.returns.issue import issue_returns
    from scpxl.model.periods import Period

    folder, period = Folder(ours), Period.parse(PERIOD)
    (issued,) = issue_returns(folder, period, "lfb")
    good = fill_in(issued.path, tmp_path / "good.xlsx", folder.framework, "lfb", period)
    bad = fill_in(
        issued.path, tmp_path / "bad.xlsx", folder.framework, "lfb", period, cells={"Measures!Q5": -1}
    )
    assert run("-C", ours, "check", good).exit_code == 0
    both = run("-C", ours, "check", good, bad, "--json")
    assert both.exit_code == 1
    first, second = facts(both)["files"]
    assert (first["verdict"], first["partner"]["code"], first["period"]["code"]) == (
        "Accepted",
        "lfb",
        PERIOD,
    )
    (found,) = second["findings"]
    assert found["cells"] == ["Measures!Q5"]
    assert (found["code"], found["severity"]) == ("NEGATIVE", "must fix")
    assert not (ours / "archive").exists() or not list((ours / "archive").iterdir())


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.xlsx", b"", "FILE_EMPTY"),
        ("page.xlsx", b"<!DOCTYPE html><html><title>Sign in</title></html>", "FILE_IS_HTML"),
        ("text.xlsx", b"indicator,number\nBUR-01,3\n", "FILE_IS_CSV"),
        ("paper.xlsx", b"%PDF-1.7 ...", "FILE_WRONG_TYPE"),
        ("cut.xlsx", b"PK\x03\x04cut off here", "FILE_CORRUPT"),
    ],
)
def test_a_file_that_is_no_workbook_is_one_clear_finding(
    ours: Path, tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    (tmp_path / name).write_bytes(content)
    result = run("-C", ours, "check", tmp_path / name, "--json")
    assert result.exit_code == 1
    (file,) = facts(result)["files"]
    assert [found["code"] for found in file["findings"]] == [code]
    assert name in file["findings"][0]["fact"]
    assert file["findings"][0]["advice"]


def test_an_import_names_each_row_that_cannot_stand_and_stores_nothing(ours: Path, tmp_path: Path) -> None:
    table = tmp_path / "history.csv"
    table.write_text(
        "indicator,area,period,numerator\n"
        "TNO-01,E09000003,2017-01,2030\n"
        "TNO-99,E09000003,2017-01,5\n"
        "TNO-01,Barnett,2017-01,5\n"
        "TNO-01,E09000003,2017-18 Q1,5\n"
        "TNO-01,E09000003,2017-02,about 5\n"
        "TNO-01,E09000003,2017-01,2031\n",
        "utf-8",
    )
    result = run("-C", ours, "import", table, "--as", "history", "--json")
    assert result.exit_code == 1
    told = {found["where"]: found["code"] for found in facts(result)["findings"]}
    assert told == {
        "history.csv!A3": "TIDY_UNKNOWN", "history.csv!B4": "TIDY_UNKNOWN", "history.csv!C5": "TIDY_PERIOD",
        "history.csv!D6": "NOT_A_NUMBER", "history.csv!D2, D7": "TIDY_CONTRADICTED",
    }  # fmt: skip
    assert not (ours / "store.db").exists()


def test_an_import_twice_is_told_and_changes_nothing(ours: Path, tmp_path: Path) -> None:
    table = tmp_path / "history.csv"
    table.write_text("indicator,area,period,numerator\nTNO-01,E09000003,2017-01,2030\n", "utf-8")
    assert "1 new" in run("-C", ours, "import", table, "--as", "history").stdout
    assert "was imported before" in run("-C", ours, "import", table, "--as", "history").stdout


def test_status_without_anything_says_who_is_missing_and_drafts_what_to_write(ours: Path) -> None:
    result = run("-C", ours, "status", "--period", PERIOD, "--chase")
    assert result.exit_code == 0
    assert result.stdout.count("missing") == 8
    draft = (ours / "outputs/2017-18-Q4/reminders/homes.txt").read_text("utf-8")
    assert draft.startswith("To: homes@example.org\n")
    assert "Your return was due on 28 April 2018 and has not reached us." in draft


def test_publishing_before_anything_has_come_still_gives_a_dashboard(ours: Path) -> None:
    result = run("-C", ours, "publish", "--period", PERIOD)
    assert result.exit_code == 0
    assert "have no figures yet" in result.stdout
    assert (ours / "outputs/2017-18-Q4/dashboard.xlsx").is_file()


def test_the_framework_goes_to_a_workbook_and_back_the_same(ours: Path, tmp_path: Path) -> None:
    assert run("-C", ours, "framework", "export", tmp_path / "framework.xlsx").exit_code == 0
    assert run("init", tmp_path / "copy", "--framework", tmp_path / "framework.xlsx").exit_code == 0
    back = tmp_path / "back.toml"
    assert run("-C", tmp_path / "copy", "framework", "export", back).exit_code == 0
    compared = run("framework", "diff", ours / "framework.toml", back)
    assert compared.stdout == "The two frameworks say the same.\n"


def test_as_a_module_and_without_a_terminal_no_progress_is_shown(ours: Path) -> None:
    command = [sys.executable, "-m", "scpxl", "-C", str(ours), "issue", "--period", PERIOD]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert done.stdout.count(".xlsx") == 8


def bad_and_good(ours: Path, tmp_path: Path) -> tuple[Path, Path]:
    assert run("-C", ours, "issue", "--period", PERIOD, "--partner", "lfb").exit_code == 0
    folder = Folder(ours)
    period = Period.parse(PERIOD)
    issued = folder.issued(period) / "lfb 2017-18-Q4.xlsx"
    bad = fill_in(issued, tmp_path / "bad.xlsx", folder.framework, "lfb", period, cells={"Measures!Q5": -1})
    return bad, fill_in(issued, tmp_path / "good.xlsx", folder.framework, "lfb", period)


def test_check_marks_files_and_writes_a_page_where_asked(ours: Path, tmp_path: Path) -> None:
    files = bad_and_good(ours, tmp_path)
    out, page = tmp_path / "out", tmp_path / "answers.html"
    result = run("-C", ours, "check", *files, "--mark", "--out", out, "--html", page)
    assert result.exit_code == 1
    told = " ".join(result.stdout.split())
    assert f"Marked copy: {out / 'bad - to fix.xlsx'}" in told
    assert "There is no marked copy of good.xlsx: nothing in it is to be corrected or explained." in told
    assert "This return holds 2 of 2 measures for Jan–Mar 2018" in told
    assert f"Wrote {page}." in told
    assert [path.name for path in out.iterdir()] == ["bad - to fix.xlsx"]
    assert page.read_text("utf-8").index("bad.xlsx") < page.read_text("utf-8").index("good.xlsx")


def test_checking_as_json_names_the_marked_copies(ours: Path, tmp_path: Path) -> None:
    files = bad_and_good(ours, tmp_path)
    told = facts(run("-C", ours, "check", *files, "--mark", "--json"))["files"]
    assert [one["marked"] for one in told] == [str(tmp_path / "bad - to fix.xlsx"), None]
    assert told[1]["playback"].startswith("This return holds 2 of 2 measures")


def test_check_writes_nothing_unless_asked(ours: Path, tmp_path: Path) -> None:
    bad, _ = bad_and_good(ours, tmp_path)
    before = sorted(tmp_path.rglob("*"))
    assert facts(run("-C", ours, "check", bad, "--json"))["files"][0]["marked"] is None
    assert sorted(tmp_path.rglob("*")) == before


def test_places_for_answers_that_cannot_be_are_told(ours: Path, tmp_path: Path) -> None:
    cases: tuple[tuple[list[str | Path], str], ...] = (
        (["--out", tmp_path], "give --mark as well"),
        (["--mark", "--out", ours / "framework.toml"], "is a file; name a folder"),
        (["--html", tmp_path], "is a folder; name a file"),
    )
    for words, said in cases:
        result = run("-C", ours, "check", "x.xlsx", *words)
        assert result.exit_code == 2
        assert said in result.stderr
