"""Whatever a framework asks for, its dashboard is written, opens, and is worked out again without an error."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from scpxl.render.excel import write_dashboard
from tests.excel.frameworks import CASES, LONG_TITLE, case_of, measured, scorecard_of
from tests.excel.made import board_of
from tests.excel.packages import different_parts
from tests.excel.reading import chart_ranges, errors_of, formulas, links, rows_of, sheets_of, words_of
from tests.excel.values import different_values
from tests.office import LibreOffice

ALWAYS = ["Summary", "Quarters", "Exceptions", "Actions", "Commentary", "Returns", "Notes", "Decisions", "Explore",
          "Audit", "Data", "Changes"]  # fmt: skip
NO_WORD = re.compile(r"(?<![A-Za-z])(nan|NaN|None|inf)(?![A-Za-z])|[{}]")
LISTS = frozenset({"Actions", "Commentary", "Changes", "Notes"})
# openpyxl, which reads what was worked out, keeps neither sparklines nor all of what conditional formats can be.
pytestmark = [pytest.mark.filterwarnings("ignore:.*extension is not supported")]
every_case = pytest.mark.parametrize("name", CASES)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("frameworks")


@cache
def written_in(place: Path, name: str) -> Path:
    path = place / f"{name}.xlsx"
    write_dashboard(scorecard_of(name), path)
    return path


@pytest.fixture
def written(place: Path, name: str) -> Path:
    return written_in(place, name)


@every_case
def test_the_sheets_are_those_that_have_something_to_say(name: str, written: Path) -> None:
    sheets, case = sheets_of(written), case_of(name)
    assert set(ALWAYS) <= set(sheets)
    assert set(case.sheets) <= set(sheets)
    assert not set(case.absent) & set(sheets)
    assert all(len(sheet) <= 31 for sheet in sheets)


@every_case
def test_no_cell_holds_the_word_of_a_program(written: Path) -> None:
    for sheet in sheets_of(written):
        assert [
            text for text in words_of(written, sheet) if NO_WORD.search(text) or text.startswith("#")
        ] == [], sheet


@every_case
def test_every_link_leads_to_a_sheet_that_is_there(written: Path) -> None:
    names = sheets_of(written)
    for sheet in names:
        assert {target for _, target in links(written, sheet)} <= set(names), sheet


@every_case
def test_every_chart_reads_rows_that_are_there(written: Path) -> None:
    last = len(rows_of(written, "Calc"))
    for first, end in chart_ranges(written):
        assert 1 <= first <= end <= last


@every_case
def test_no_formula_is_longer_than_excel_takes(written: Path) -> None:
    for part, formula in formulas(written):
        assert len(formula) <= 8192, part
        assert max([0, *map(len, re.findall(r'"((?:[^"]|"")*)"', formula))]) <= 255, (part, formula)


@every_case
def test_another_state_of_the_record_has_the_same_layout(name: str, written: Path, tmp_path: Path) -> None:
    case = case_of(name)
    other = board_of(case.framework, () if case.seen else measured(case.framework))
    first = scorecard_of(name)
    assert other.shape is not None
    assert first.shape is not None
    assert other.shape.digest == first.shape.digest
    write_dashboard(other, tmp_path / "other.xlsx")
    assert different_parts(written, tmp_path / "other.xlsx", LISTS) == []


@pytest.fixture(scope="module")
def worked_out(place: Path, libreoffice: LibreOffice) -> dict[str, Path]:
    """Every one of them opened and worked out again by LibreOffice."""
    paths = {name: written_in(place, name) for name in CASES}
    made = libreoffice.convert_all(list(paths.values()), "xlsx")
    return {name: made[path] for name, path in paths.items()}


@pytest.mark.office
@pytest.mark.slow
@every_case
def test_worked_out_anew_no_cell_is_an_error(name: str, worked_out: dict[str, Path]) -> None:
    assert errors_of(worked_out[name]) == {}


@pytest.mark.office
@pytest.mark.slow
@every_case
def test_worked_out_anew_every_cell_comes_to_the_value_kept(
    name: str, written: Path, worked_out: dict[str, Path]
) -> None:
    for hidden in (False, True):
        assert dict(list(different_values(written, worked_out[name], hidden=hidden).items())[:10]) == {}


CHOSEN = {
    "titles like patterns": [{"show_1": title, "show_any": title} for title in ("Safe at night*", "Feel safe?", "About ~50 a month")],
    "very long names": [{"show_any": LONG_TITLE, "show_1": LONG_TITLE, "show_place": LONG_TITLE}],
    "a group without the own area": [{"show_bench": "Bur"}],
    "nothing received": [{"as_of": "Jan 2018", "show_any": "Sur", "show_as": "Rate"}],
    "yearly figures only": [{"as_of": "Jan 2018"}],
    "quarterly figures only": [{"as_of": "Feb 2018", "show_any": "Sur"}],
}  # fmt: skip
MADE = [(name, number) for name, several in CHOSEN.items() for number in range(len(several))]


@pytest.fixture(scope="module")
def chosen(place: Path, libreoffice: LibreOffice) -> dict[tuple[str, int], tuple[Path, Path]]:
    """Each written with what is chosen in it, and the same worked out again."""
    paths = {}
    for name, number in MADE:
        paths[name, number] = place / f"{name} chosen {number}.xlsx"
        write_dashboard(scorecard_of(name), paths[name, number], CHOSEN[name][number])
    made = libreoffice.convert_all(list(paths.values()), "xlsx")
    return {at: (path, made[path]) for at, path in paths.items()}


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "number"),
    MADE,
)
def test_what_is_chosen_comes_to_the_value_kept(
    name: str, number: int, chosen: dict[tuple[str, int], tuple[Path, Path]]
) -> None:
    written, again = chosen[name, number]
    assert errors_of(again) == {}
    for hidden in (False, True):
        assert dict(list(different_values(written, again, hidden=hidden).items())[:10]) == {}
