"""Run a workbook's macros as Excel on Windows would, up to the command line that it hands to Windows.

pyOpenVBA interprets the workbook's own VBA, xlwings' `RunPython` among it; what Windows would be asked is kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path, PureWindowsPath
from typing import Any

from pyopenvba import ExcelFile
from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.interpreter._objects import VBAObject, method
from pyopenvba.interpreter._values import VBAInt, error


class Shell(VBAObject):
    """WScript.Shell, which runs nothing."""

    vba_type_name = "WshShell"
    vba_library = "wscript"

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment
        self.ran: list[str] = []

    @method(name="ExpandEnvironmentStrings")
    def expand(self, Src: Any) -> Any:  # noqa: N803  (the name VBA calls it by)
        text = str(Src)
        if text.casefold() in {"true", "false"}:
            return text.casefold() == "true"  # this interpreter does not compare "False" with False; VBA does
        return re.sub(r"%(\w+)%", lambda found: self.environment.get(found[1].upper(), found[0]), text)

    @method(name="Run")
    def run(self, Command: Any, WindowStyle: Any = None, WaitOnReturn: Any = None) -> Any:  # noqa: N803
        del WindowStyle, WaitOnReturn
        self.ran.append(str(Command))
        return VBAInt(0, "Long")


def open_in_windows(path: Path, environment: Mapping[str, str], files: tuple[str, ...]) -> tuple[Any, Shell]:
    """Return the application with the workbook open, and its shell; `files` are those Windows has."""
    application = ExcelApplication.open(path)
    shell, interpreter = Shell(environment), application.interpreter
    plain = interpreter.create_com
    interpreter.create_com = lambda name: shell if name.casefold() == "wscript.shell" else plain(name)
    there = {str(PureWindowsPath(one)).casefold() for one in files}

    def attributes(_: Any, given: Any, __: Any) -> Any:
        if str(given[0]).casefold() in there:
            return VBAInt(32, "Integer")
        raise error(53)

    interpreter._intrinsics = {
        **interpreter._intrinsics,
        "environ": lambda _, given, __: environment.get(str(given[0]).upper(), ""),
        "getattr": attributes,
    }
    with ExcelFile(path) as book:
        for module in book.vba_project().modules:
            if module.name.casefold() not in interpreter.modules:
                kind = "standard" if module.name == "xlwings" else "class"
                application.add_module(_without_gaps(module.source), name=module.name, kind=kind)
    return application, shell


def _without_gaps(source: str) -> str:
    """Leave out what the interpreter lacks: comments after #Const, Kill, and two properties of the application."""
    source = re.sub(r"(?m)^([ \t]*#[^'\r\n]*)'[^\r\n]*", r"\1", source)
    source = re.sub(r"(?mi)^(\s*)Kill LOG_FILE", r"\1'Kill LOG_FILE", source)
    return source.replace("Application.Hwnd", "4242").replace(
        'Application.Path & "\\"', '"C:\\Office" & "\\"'
    )
