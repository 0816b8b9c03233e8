"""What `import scpxl` offers: light to import, described, entered, and the figures of the dashboard."""

from __future__ import annotations

import doctest
import inspect
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import scpxl
from scpxl.errors import NotFoundError, SetUpError
from scpxl.figures.figures import Figures, work_out
from scpxl.figures.gaps import Why
from scpxl.jobs.folder import Folder
from scpxl.model.framework import Framework
from scpxl.model.periods import Period
from scpxl.scorecard.records.ends import FIELDS
from scpxl.store.interface import Store

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "library.md"
QUARTER = "2017-18 Q4"
FUNCTIONS = sorted(name for name in scpxl.__all__ if inspect.isfunction(getattr(scpxl, name)))


@pytest.fixture
def beside(beside_the_tour: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(beside_the_tour)
    return beside_the_tour


@pytest.mark.usefixtures("beside")
def test_the_examples_of_the_page_run_as_they_stand() -> None:
    examples = doctest.DocTestParser().get_doctest(PAGE.read_text("utf-8"), {}, PAGE.name, str(PAGE), 0)
    assert len(examples.examples) > 15
    said: list[str] = []
    doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(examples, out=said.append)
    assert said == [], "".join(said)


@pytest.mark.parametrize("name", scpxl.__all__)
def test_everything_that_is_offered_is_there_and_described_on_the_page(name: str) -> None:
    offered = getattr(scpxl, name)
    assert offered.__doc__
    assert name in dir(scpxl)
    assert name in PAGE.read_text("utf-8")


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_says_what_it_takes_and_gives_and_shows_it(name: str) -> None:
    function = getattr(scpxl, name)
    signature = inspect.signature(function)
    assert signature.return_annotation is not inspect.Signature.empty
    assert all(one.annotation is not inspect.Parameter.empty for one in signature.parameters.values())
    assert ">>> " in inspect.getdoc(function)  # type: ignore[operator]


def test_the_package_says_that_it_is_typed() -> None:
    assert (ROOT / "scpxl" / "py.typed").is_file()


def test_a_name_that_is_not_offered_is_said_to_be_none() -> None:
    with pytest.raises(AttributeError, match="no attribute 'chekc'"):
        _ = scpxl.chekc


def test_a_return_is_checked_without_pandas_or_numpy(beside: Path) -> None:
    code = (
        "import scpxl, sys\nscpxl.check('tour/returns/2017-18-Q4/met 2017-18-Q4.xlsx', 'tour')\n"
        "print('pandas' in sys.modules, 'numpy' in sys.modules, 'xlsxwriter' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=beside, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False"] * 3


def test_a_return_is_checked_without_a_database_where_nothing_is_on_record(
    beside: Path, tmp_path: Path
) -> None:
    shutil.copyfile(beside / "tour" / "framework.toml", tmp_path / "framework.toml")
    file = beside / "tour" / "returns" / "2017-18-Q4" / "met 2017-18-Q4.xlsx"
    code = f"import scpxl, sys\nprint(scpxl.check({str(file)!r}).verdict, 'sqlite3' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["Returned", "False"]


def test_the_figures_of_a_quarter_are_those_its_dashboard_prints(beside: Path) -> None:
    figures = scpxl.load_figures(beside / "tour", QUARTER, months=1).set_index("indicator")
    cards = scpxl.publish(beside / "tour", QUARTER).scorecard.cards
    assert set(figures.index) == {card.code for card in cards}
    for card in cards:
        row = figures.loc[card.code]
        assert row.text == card.headline.text
        assert row.marks == card.headline.mark
        assert row.rating == card.rag.rag.value
        assert (row.value == card.headline.value) or (card.headline.value is None and row.value != row.value)
        assert row.variation == card.variation.variation.value


def test_there_is_a_row_for_each_indicator_area_and_month_end(beside: Path) -> None:
    figures = scpxl.load_figures(beside / "tour", "2018-02", months=2, areas=["Brent", "E09000003"])
    assert set(figures.month) == {"2018-01", "2018-02"}
    assert dict(zip(figures.area, figures.area_name, strict=True)) == {
        "E09000005": "Brent",
        "E09000003": "Barnet",
    }
    assert not figures.duplicated(["indicator", "area", "month"]).any()
    brent = figures[figures.area == "E09000005"]
    assert set(brent.rating) <= {"Not rated", "No target", ""} or not brent.target.notna().any()
    assert len(brent) < len(figures) - len(brent)  # most is reported of the own area only
    for row in brent[brent.month == "2018-02"].itertuples():
        card = scpxl.explain(str(row.indicator), beside / "tour", "2018-02", area="Brent").card
        assert (row.text, row.variation) == (card.headline.text, card.variation.variation.value), (
            row.indicator
        )


def test_a_figure_that_is_missing_has_no_number_and_says_why(beside: Path) -> None:
    figures = scpxl.load_figures(beside / "tour", QUARTER, months=1)
    missing = figures[figures.value.isna()]
    assert len(missing)
    assert (missing.text.str.len() > 0).all()
    assert Why.NOT_RECEIVED in set(missing.text) or (missing.text != "0").all()


def test_what_cannot_be_asked_for_is_said_in_words(beside: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="is not a quarter"):
        scpxl.publish("tour", "2017-18")
    with pytest.raises(ValueError, match="1 or more"):
        scpxl.load_figures("tour", months=0)
    with pytest.raises(NotFoundError, match="not an area"):
        scpxl.load_figures("tour", areas=["Atlantis"])
    with pytest.raises(SetUpError, match="has not ended"):
        scpxl.load_figures("tour", "2018-06")
    with pytest.raises(NotFoundError, match="There are: met"):
        scpxl.check(beside / "tour/returns/2017-18-Q4/met 2017-18-Q4.xlsx", "tour", partner="nobody")
    with pytest.raises(SetUpError, match="not a partnership's folder"):
        scpxl.load_observations(tmp_path)


def test_a_framework_is_loaded_from_a_folder_or_a_file(beside: Path) -> None:
    framework = scpxl.load_framework("tour")
    assert isinstance(framework, Framework)
    assert scpxl.Framework is Framework
    assert scpxl.load_framework(beside / "tour" / "framework.toml") == framework


def test_collecting_named_files_takes_them_in_for_the_quarter(beside: Path, tmp_path: Path) -> None:
    shutil.copyfile(beside / "tour" / "framework.toml", tmp_path / "framework.toml")
    source = beside / "tour" / "returns" / "2017-18-Q4"
    file = next(path for path in sorted(source.iterdir()) if path.name.startswith("lfb"))
    made = scpxl.collect(tmp_path, QUARTER, files=[file])
    assert [one.saved is not None for one in made.files] == [True]
    again = scpxl.collect(tmp_path, QUARTER, files=str(file))
    assert [one.saved.is_repeat for one in again.files if one.saved] == [True]
    record = scpxl.load_observations(tmp_path)
    assert set(record.partner) == {"lfb"}
    assert Folder(tmp_path).period(Period.parse(QUARTER)).title.startswith("Q4")


def test_all_month_ends_are_worked_out_in_one_go_as_the_dashboards_are(
    beside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []
    opened: list[object] = []

    def counted(*given: Any) -> Figures:
        figures = work_out(*given)
        made.append(len(figures.ends))
        return figures

    def seen(self: Folder, **named: bool) -> Store:
        opened.append(self)
        return open_record(self, **named)

    open_record = Folder.open_record
    monkeypatch.setattr("scpxl.jobs.giving.export.work_out", counted)
    monkeypatch.setattr(Folder, "open_record", seen)
    figures = scpxl.load_figures("tour", QUARTER, areas=["Barnet", "Brent"])
    assert (made, len(opened)) == ([13], 1)
    scorecard = scpxl.publish(beside / "tour", QUARTER).scorecard
    assert scorecard.shape
    own = figures[figures.area_name == "Barnet"].set_index(["month", "indicator"]).value
    compared = 0
    for end, month in zip(scorecard.month_ends, sorted(set(figures.month)), strict=True):
        for measure, cells in zip(scorecard.shape.measures, end.cards, strict=True):
            shown = dict(zip(FIELDS, cells, strict=False))["headline"]
            if isinstance(shown, float):
                assert own[month, measure.code] == pytest.approx(shown), (month, measure.code)
                compared += 1
    assert compared > 13 * 20
