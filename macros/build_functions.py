"""Write the VBA of the worksheet functions, as xlwings itself would on Windows, into ``xlwings_udfs.bas``.

Run by `make macros`; a test holds the file to the code.  xlwings' own generator writes each function.  What it would say
to Excel as a module is imported stands in the module here, since a dashboard is made without Excel: a description of each
function, and a macro that gives the function wizard a hint on each argument.
"""

# ruff: noqa: INP001  (a script beside the text it writes, not a package)
from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from scpxl.pages.functions import FUNCTIONS, NOT_AVAILABLE, Function
from tests.live.excel import excel_for_windows

FILE = Path(__file__).resolve().parent / "xlwings_udfs.bas"
"""The name is that of the module which xlwings' *Import Functions* replaces."""
_HEAD = """Attribute VB_Name = "xlwings_udfs"
' The worksheet functions of scpxl. Written by xlwings and macros/build_functions.py: do not edit.
#Const App = "Microsoft Excel"
"""
_TAIL = f"""
' Run once with Alt+F8 to have the function wizard say what each argument is.
Public Sub ScpxlDescribeFunctions()
{{described}}
End Sub

' Python can hand Excel no error value. The text {NOT_AVAILABLE} stands for one, and becomes it here: a chart leaves a gap.
Private Function ScpxlErrors(ByVal answer As Variant) As Variant
    Dim down As Long
    Dim across As Long
    If Not IsArray(answer) Then
        ScpxlErrors = ScpxlError(answer)
        Exit Function
    End If
    If ScpxlIsTable(answer) Then
        For down = LBound(answer, 1) To UBound(answer, 1)
            For across = LBound(answer, 2) To UBound(answer, 2)
                answer(down, across) = ScpxlError(answer(down, across))
            Next across
        Next down
    Else
        For across = LBound(answer) To UBound(answer)
            answer(across) = ScpxlError(answer(across))
        Next across
    End If
    ScpxlErrors = answer
End Function

Private Function ScpxlError(ByVal value As Variant) As Variant
    ScpxlError = value
    If VarType(value) = vbString Then
        If value = "{NOT_AVAILABLE}" Then ScpxlError = CVErr(2042)
    End If
End Function

Private Function ScpxlIsTable(ByRef answer As Variant) As Boolean
    Dim last As Long
    On Error GoTo oneLine
    last = UBound(answer, 2)
    ScpxlIsTable = True
oneLine:
End Function
"""


def text() -> str:
    """Return the module as it is to be."""
    with excel_for_windows() as excel:
        written = excel.imported()
    for one in FUNCTIONS:
        call = re.compile(rf"{one.name} = (XLPy\.CallUDF\(.*\))$", re.MULTILINE)
        begin = re.compile(rf"^(Function {one.name}\(.*\))$", re.MULTILINE)
        written, calls = call.subn(rf"{one.name} = ScpxlErrors(\1)", written)
        said = f"Attribute {one.name}.VB_Description = {_quoted(one.words)}"
        written, begins = begin.subn(rf"\1\n{said}", written)
        if (calls, begins) != (2, 1):
            raise ValueError(f"xlwings writes {one.name} otherwise than it did. Look at its generator.")
    described = "\n".join(line for one in FUNCTIONS for line in _described(one))
    return f"{_HEAD}\n{written.strip()}\n{_TAIL.format(described=described)}"


def _described(function: Function) -> Iterator[str]:
    yield f'    Application.MacroOptions Macro:="\'" & ThisWorkbook.Name & "\'!{function.name}", _'
    yield f'        Description:={_quoted(function.words)}, Category:="scpxl", _'
    *most, last = (_quoted(one.words) for one in function.arguments)
    yield "        ArgumentDescriptions:=Array( _"
    yield from (f"            {words}, _" for words in most)
    yield f"            {last})"


def _quoted(words: str) -> str:
    if not words.isascii() or len(words) > 255:
        raise ValueError(f"VBA and Excel take at most 255 plain characters here: {words}")
    return '"' + words.replace('"', '""') + '"'


def main() -> int:
    """Bring the file up to date."""
    FILE.write_text(text(), "ascii", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
