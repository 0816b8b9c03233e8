"""The dashboard with buttons: the same workbook, and in it the VBA that is valid as text in macros/."""

from __future__ import annotations

import re
import zipfile
from importlib.metadata import version
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import pytest
import xlwings
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from scpxl.errors import WriterError
from scpxl.render import macros
from scpxl.render.excel import write_dashboard
from scpxl.render.macros import BUTTONS, CONFIG, SETTINGS, macro_workbook, read_sources
from tests.excel.made import troubled
from tests.render.vba_project import BIN, odd, read_project
from tests.render.windows_shell import open_in_windows
from tests.workbook_lint.rules import lint

MACROS = Path(__file__).parents[2] / "macros"
XLWINGS = Path(xlwings.__file__).parent
PYTHON = r"C:\Users\Amy O'Hara\AppData\Local\scpxl\venv\Scripts\python.exe"
AMYS = {
    "LOCALAPPDATA": r"C:\Users\Amy O'Hara\AppData\Local",
    "TEMP": r"C:\T",
    "USERPROFILE": r"C:\Users\Amy O'Hara",
}


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A dashboard, and the same with buttons."""
    plain = tmp_path_factory.mktemp("board") / "dashboard.xlsx"
    write_dashboard(troubled(), plain)
    made = plain.with_suffix(".xlsm")
    made.write_bytes(macro_workbook(plain.read_bytes(), read_sources(MACROS)))
    return plain, made


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def without_header(source: str) -> str:
    """VBA as people see it: of a class, the lines before its first comment are written again by every program."""
    text = source.replace("\r\n", "\n").strip()
    return text[text.index("''") :] if "VB_PredeclaredId" in text.split("''")[0] else text


def test_excel_finds_nothing_to_repair_in_it(both: tuple[Path, Path]) -> None:
    assert [remark for path in both for remark in lint(path)] == []
    assert odd(both[1]) == []


def test_the_two_differ_in_the_parts_that_make_the_buttons_and_in_no_other(both: tuple[Path, Path]) -> None:
    plain, made = map(parts, both)
    sheet = next(name for name in made if name.startswith("xl/worksheets/sheet") and name not in plain)
    assert set(made) - set(plain) == {BIN, sheet, "xl/drawings/vmlDrawing1.vml"} | (
        set(made) & {"xl/worksheets/_rels/sheet1.xml.rels"}
    )
    assert set(plain) <= set(made)
    assert {name for name in plain if plain[name] != made[name]} <= {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/_rels/sheet1.xml.rels",
    }
    hung = re.sub(rb"<legacyDrawing [^>]*/>", b"", made["xl/worksheets/sheet1.xml"])
    assert hung == plain["xl/worksheets/sheet1.xml"]


def test_the_plain_workbook_has_neither_macros_nor_dead_buttons(both: tuple[Path, Path]) -> None:
    plain = parts(both[0])
    assert not [name for name in plain if name.endswith((".bin", ".vml"))]
    assert not [name for name, part in plain.items() if b"RefreshDashboard" in part]


def test_its_vba_is_what_stands_as_text_in_macros(both: tuple[Path, Path]) -> None:
    project = read_project(both[1].read_bytes())
    ours = {name: one for name, one in project.modules.items() if name not in project.documents}
    texts = {
        path.stem: path.read_text("ascii") for path in MACROS.iterdir() if path.suffix in {".bas", ".cls"}
    }
    assert {name: without_header(one.source) for name, one in ours.items()} == {
        name: without_header(text) for name, text in texts.items()
    }
    for name in project.documents:
        lines = project.modules[name].source.split("\r\n")
        assert [line for line in lines if line and not line.startswith("Attribute ")] == [], name


def test_nothing_runs_before_somebody_presses_a_button(both: tuple[Path, Path]) -> None:
    by_itself = re.compile(
        r"^\s*(?:Public |Private )?Sub (Auto_?\w+|\w*Workbook_\w+|\w*Worksheet_\w+|\w+_Click)\b",
        re.MULTILINE | re.IGNORECASE,
    )
    for one in read_project(both[1].read_bytes()).modules.values():
        assert by_itself.findall(one.source) == [], one.name
        assert "OnTime" not in one.source
    assert by_itself.findall("Sub Auto_Open()\nPrivate Sub Workbook_Open()") == ["Auto_Open", "Workbook_Open"]


def test_the_same_dashboard_gives_the_same_bytes(both: tuple[Path, Path]) -> None:
    macros._made.cache_clear()
    again = macro_workbook(both[0].read_bytes(), read_sources(MACROS))
    assert again == both[1].read_bytes()


def test_each_button_runs_a_macro_that_runs_a_function_of_ours(both: tuple[Path, Path]) -> None:
    drawing = parts(both[1])["xl/drawings/vmlDrawing1.vml"].decode()
    assert re.findall(r"<x:FmlaMacro>\[0\]!(\w+)</x:FmlaMacro>", drawing) == [one.macro for one in BUTTONS]
    assert re.findall(r'alt="([^"]+)"', drawing) == [one.says for one in BUTTONS]
    assert drawing.count("<x:PrintObject>False</x:PrintObject>") == len(BUTTONS)
    source = (MACROS / "scpxl_buttons.bas").read_text("ascii")
    called = dict(
        re.findall(
            r'Sub (\w+)\(\)\s+(?:\'.*\s+)?RunPython "import scpxl.live.buttons as b; b\.(\w+)\(\)"', source
        )
    )
    assert {one.macro for one in BUTTONS} <= set(called)
    import scpxl.live.buttons

    for function in called.values():
        assert callable(getattr(scpxl.live.buttons, function))


def test_the_buttons_lie_within_the_title_band_between_title_and_marking(both: tuple[Path, Path]) -> None:
    drawing = parts(both[1])["xl/drawings/vmlDrawing1.vml"].decode()
    anchors = [
        tuple(map(int, one.split(", "))) for one in re.findall(r"<x:Anchor>([^<]+)</x:Anchor>", drawing)
    ]
    assert {(top, bottom) for _, _, top, _, _, _, bottom, _ in anchors} == {(0, 0)}
    ends = [(left, first, right, last) for left, first, _, _, right, last, _, _ in anchors]
    for (_, _, right, last), (left, first, _, _) in pairwise(ends):
        assert (right, last) < (left, first)
    (title, *_) = CalamineWorkbook.from_path(both[1]).get_sheet_by_name("Summary").to_python()
    band = [column for column, value in enumerate(title) if value]
    assert len(band) == 2
    assert all(left not in band and right not in band for left, _, right, _ in ends)


def test_what_xlwings_looks_up_is_text_without_a_gap_on_a_hidden_sheet(both: tuple[Path, Path]) -> None:
    book = CalamineWorkbook.from_path(both[1])
    visible = {one.name: one.visible for one in book.sheets_metadata}
    assert visible[CONFIG] is SheetVisibleEnum.Hidden
    rows = [tuple(row) for row in book.get_sheet_by_name(CONFIG).to_python()]
    assert rows == list(SETTINGS.items())
    assert {str(row[0]).upper() for row in rows} == set(SETTINGS)
    assert find_spec(SETTINGS["UDF MODULES"]) is not None


def test_both_halves_of_xlwings_are_of_one_release() -> None:
    pinned = re.search(r'"xlwings==([\d.]+)"', (MACROS.parent / "pyproject.toml").read_text("utf-8"))
    assert pinned is not None
    assert (
        pinned[1] == version("xlwings") == macros.xlwings_release((MACROS / "xlwings.bas").read_text("ascii"))
    )
    for ours, theirs in (
        ("xlwings.bas", XLWINGS / "xlwings.bas"),
        ("Dictionary.cls", XLWINGS / "addin/Dictionary.cls"),
    ):
        assert (MACROS / ours).read_bytes() == theirs.read_bytes().replace(b"\r\n", b"\n"), (
            f"run make macros: {ours}"
        )


def test_macros_of_another_release_than_the_python_are_refused(tmp_path: Path) -> None:
    for path in filter(Path.is_file, MACROS.iterdir()):
        (tmp_path / path.name).write_bytes(path.read_bytes().replace(version("xlwings").encode(), b"0.1.2"))
    with pytest.raises(
        WriterError, match=r"The macros are of xlwings 0\.1\.2, and xlwings .* Install scpxl again\."
    ):
        read_sources(tmp_path)


def test_only_a_dashboard_without_buttons_is_given_buttons(both: tuple[Path, Path]) -> None:
    with pytest.raises(WriterError, match="Only a dashboard without buttons"):
        macro_workbook(both[1].read_bytes(), read_sources(MACROS))
    other = MACROS.parent / "tests/corpus/fastexcel-div0.xlsx"
    with pytest.raises(WriterError, match="Only a dashboard without buttons"):
        macro_workbook(other.read_bytes(), read_sources(MACROS))


def test_on_windows_a_button_runs_this_command_and_no_other(both: tuple[Path, Path]) -> None:
    excel, shell = open_in_windows(both[1], AMYS, (PYTHON,))
    for one in BUTTONS:
        excel.run(one.macro)
    ran = [re.sub(r"xlwings-[0-9A-F-]+\.log", "xlwings.log", line) for line in shell.ran]
    book = str(both[1])
    folder = PYTHON.rpartition("\\")[0]
    assert ran == [
        f'cmd.exe /C C: & cd "{folder}" & "{PYTHON}" -B -c "import xlwings.utils;'
        rf"xlwings.utils.prepare_sys_path(\"False;{book};{book};;;;\"); "
        f'import scpxl.live.buttons as b; b.{function}()"  --wb="dashboard.xlsm" --from_xl=1 '
        r'--app="C:\Office\Microsoft Excel" --hwnd="4242" 2> "C:\T\xlwings.log" '
        for function in ("refresh_dashboard", "check_returns", "open_log")
    ]


def test_where_excel_finds_no_python_it_says_so_and_runs_nothing(both: tuple[Path, Path]) -> None:
    excel, shell = open_in_windows(both[1], AMYS, ())
    excel.run("RefreshDashboard")
    assert shell.ran == []
    assert [words for _, words, *_ in excel.dialogs] == ["Could not find Interpreter!"]


def test_that_macros_are_allowed_can_be_tried_without_python(both: tuple[Path, Path]) -> None:
    excel, shell = open_in_windows(both[1], AMYS, ())
    excel.run("ScpxlPing")
    assert [words for _, words, *_ in excel.dialogs] == [
        "Macros work in dashboard.xlsm. Now run ScpxlPingPython."
    ]
    assert shell.ran == []
