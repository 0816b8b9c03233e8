"""The VBA of the worksheet functions, as text: what xlwings writes for the code there is, with hints and error values."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from macros import build_functions
from scpxl.pages.functions import FUNCTIONS, Function

SOURCE = build_functions.FILE.read_text("ascii")
AT_ONCE = re.compile(r"\b(Auto_?(Open|Close|Exec|New)|Workbook_\w+|Document_\w+)\b", re.IGNORECASE)


def body_of(function: Function) -> str:
    found = re.search(rf"^Function {function.name}\(.*?^End Function$", SOURCE, re.MULTILINE | re.DOTALL)
    assert found
    return found[0]


def test_the_text_is_what_the_code_makes_today() -> None:
    assert build_functions.text() == SOURCE, "run make macros"


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda one: one.name)
def test_each_function_calls_python_by_its_name_with_its_arguments_and_says_what_it_is(
    function: Function,
) -> None:
    body = body_of(function)
    names = ", ".join(one.name for one in function.arguments)
    declared = ", ".join(f"Optional {one.name}" if one.optional else one.name for one in function.arguments)
    assert body.startswith(
        f"Function {function.name}({declared})\nAttribute {function.name}.VB_Description = "
    )
    call = f'XLPy.CallUDF("scpxl.live.functions", "{function.name}", Array({names}), ThisWorkbook, Application.Caller)'
    assert f"{function.name} = ScpxlErrors({call})" in body


def test_the_function_wizard_is_given_a_hint_on_every_argument() -> None:
    described = SOURCE.partition("Public Sub ScpxlDescribeFunctions()")[2].partition("End Sub")[0]
    for function in FUNCTIONS:
        for words in (function.words, *(one.words for one in function.arguments)):
            assert words.replace('"', '""') in described
    assert described.count("Application.MacroOptions") == len(FUNCTIONS)


def test_excel_can_take_its_lines_and_none_of_it_runs_by_itself() -> None:
    assert max(map(len, SOURCE.splitlines())) < 1000
    runs = re.findall(r"(?:.* _\n)+", SOURCE)
    assert max(run.count("\n") for run in runs) <= 24, "VBA takes 24 continued lines"
    assert not AT_ONCE.search(SOURCE)
    assert Path(build_functions.FILE).stem == "xlwings_udfs", "so that Import Functions replaces it"
