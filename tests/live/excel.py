"""xlwings as Excel for Windows runs it, on any system: its own code throughout, with pywin32 was in for.

The installed xlwings is imported again as on Windows.  Its decorators, its server's `CallUDF`, its converters and
its Windows engine are the real ones; only the modules of pywin32 and the ranges that Excel would hand over are ours.
Nothing of `xlwings.pro`, which has another licence, can be imported meanwhile.
"""

from __future__ import annotations

import asyncio
import atexit
import ctypes
import importlib
import io
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from types import ModuleType, SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

import pandas as pd
import pytest

FUNCTIONS = "scpxl.live.functions"
NOT_GIVEN = -2147352572
"""What COM hands over for an optional argument that a formula leaves out."""
DIV0, SPILL = -2146826281, -2146826243
"""What COM hands over for the error values #DIV/0! and #SPILL!; xlwings knows the first by name."""
_RANGE = "{00020846-0000-0000-C000-000000000046}"
_NEEDED = (asyncio, pd)
"""What xlwings imports and would find itself on Windows for, were it not imported before."""


class Excel:
    """Worksheet functions as cells call them."""

    def __init__(self, server: ModuleType, functions: ModuleType) -> None:
        self.server = server
        self.functions = functions
        self._book = SimpleNamespace(Application=SimpleNamespace(Hwnd=1))

    def range(self, *rows: Sequence[Any]) -> Any:
        """Return a range of cells as COM hands it over: None is a blank cell, an error value a number."""
        kind = SimpleNamespace(iid=_RANGE)
        values = tuple(tuple(row) for row in rows)
        single = len(values) == len(values[0]) == 1
        return SimpleNamespace(
            _oleobj_=SimpleNamespace(GetTypeInfo=lambda: SimpleNamespace(GetTypeAttr=lambda: kind)),
            Value=values[0][0] if single else values,
            Worksheet=SimpleNamespace(Parent=self._book),
            Row=1,
            Column=1,
            Rows=SimpleNamespace(Count=len(values)),
            Columns=SimpleNamespace(Count=len(values[0])),
        )

    def cell(self, value: Any) -> Any:
        """Return one cell, as a formula that names it hands it over."""
        return self.range([value])

    def day(self, year: int, month: int, day: int) -> Any:
        """Return a cell with a date."""
        return self.cell(datetime(year, month, day, tzinfo=UTC))

    def call(self, function: str, *given: Any) -> Any:
        """Return what goes back to Excel for a formula with these arguments."""
        wanted = getattr(self.functions, function).__xlfunc__["args"]
        every = (*given, *[NOT_GIVEN] * (len(wanted) - len(given)))
        return self.server.XLPython().CallUDF(FUNCTIONS, function, every, None, self.cell(None))

    def imported(self) -> str:
        """Return the VBA that *Import Functions* writes."""
        source = io.StringIO()
        self.server.udfs.generate_vba_wrapper(
            FUNCTIONS, self.functions, source, SimpleNamespace(Name="ours.xlsm")
        )
        return source.getvalue()


@contextmanager
def excel_for_windows() -> Iterator[Excel]:
    """Import xlwings and the worksheet functions as on Windows; afterwards all is as it was."""
    before = {name: module for name, module in sys.modules.items() if _is_imported_anew(name)}
    with pytest.MonkeyPatch.context() as patch:
        for name in before:
            patch.delitem(sys.modules, name)
        for module in _pywin32():
            patch.setitem(sys.modules, module.__name__, module)
        for name in ("xlwings.pro", "xlwings.server"):
            # None says that there is none.
            patch.setitem(sys.modules, name, None)
        patch.delenv("XLWINGS_ON_SERVER", raising=False)
        with pytest.MonkeyPatch.context() as windows:
            windows.setattr(sys, "platform", "win32")
            for name in ("windll", "oledll", "PyDLL"):
                windows.setattr(ctypes, name, MagicMock(), raising=False)
            windows.setattr(atexit, "register", lambda function: function)
            xlwings = importlib.import_module("xlwings")
        server = importlib.import_module("xlwings.com_server")
        server.udfs = importlib.import_module("xlwings.udfs")  # type: ignore[attr-defined]
        assert xlwings.func is server.udfs.xlfunc
        try:
            yield Excel(server, importlib.import_module(FUNCTIONS))
        finally:
            server.loop.close()
            for name in [name for name in sys.modules if _is_imported_anew(name)]:
                patch.delitem(sys.modules, name)
    # A package keeps its modules as attributes too.
    for name, module in before.items():
        package, _, short = name.rpartition(".")
        if package in sys.modules:
            setattr(sys.modules[package], short, module)


def _is_imported_anew(name: str) -> bool:
    return name.split(".", maxsplit=1)[0] == "xlwings" or name.startswith("scpxl.live")


def _pywin32() -> Iterator[ModuleType]:
    """Yield the modules of pywin32 that xlwings imports, with the few things a function's call looks at."""
    parts: dict[str, dict[str, Any]] = {
        "pywintypes": {"TimeType": datetime, "IID": str, "com_error": type("com_error", (Exception,), {})},
        "pythoncom": {"__file__": "pythoncom.dll", "IID_IDispatch": "", "TypeIIDs": {"": type("PyIDispatch", (), {})}},
        "win32com": {},
        "win32com.client": {},
        "win32com.server": {},
        "win32com.server.dispatcher": {},
        "win32com.server.policy": {},
        # What is no object of the server's own, as no argument here is, cannot be unwrapped.
        "win32com.server.util": {"unwrap": MagicMock(side_effect=ValueError)},
        "win32api": {},
        "win32con": {},
        "win32event": {},
        "win32gui": {},
        "win32process": {},
        "win32timezone": {},
    }  # fmt: skip
    made: dict[str, ModuleType] = {}
    for name, has in parts.items():
        made[name] = module = ModuleType(name)
        vars(module).update({"__getattr__": lambda _: MagicMock(), **has})
        package, _, short = name.rpartition(".")
        if package:
            setattr(made[package], short, module)
    yield from made.values()
