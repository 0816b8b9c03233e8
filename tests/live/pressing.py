"""A button pressed in LibreOffice: its macro runs, starts Python, and that Python works on the workbook that is open.

LibreOffice's Basic does not take xlwings' own VBA, so that in the workbook under test one module has another in its
place: it hands over the same Python command, with the same arguments, to a process of its own.  The buttons' macros,
the command in them, and everything behind it are those of the dashboard.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

STAND_IN = """\
Attribute VB_Name = "xlwings"
Public Function RunPython(PythonCommand As String)
    Dim f As Integer, waited As Integer, place As String
    place = Environ("SCPXL_PRESSING")
    f = FreeFile
    Open place & "/command.py" For Output As #f
    Print #f, PythonCommand
    Close #f
    Shell place & "/python.sh", 0, "--wb=" & ThisWorkbook.Name & " --from_xl=1", False
    Do While Dir(place & "/done") = "" And waited < 3000
        Wait 100
        waited = waited + 1
    Loop
    RunPython = 0
End Function
"""
_SHELL = """\
#!/bin/sh
cd "{root}"
"{python}" -B -m tests.live.pressing "{place}" "{pipe}" "$@" > "{place}/out.txt" 2>&1
echo $? > "{place}/ended"
mv "{place}/ended" "{place}/done"
"""


def prepare(place: Path, pipe: str) -> None:
    """Put into a folder what the stand-in starts; the folder is named by SCPXL_PRESSING as LibreOffice starts."""
    place.mkdir(parents=True, exist_ok=True)
    shell = place / "python.sh"
    root = Path(__file__).parents[2]
    shell.write_text(_SHELL.format(root=root, python=sys.executable, place=place, pipe=pipe), "utf-8")
    shell.chmod(0o755)


def told(place: Path) -> list[str]:
    """Return the messages that were shown; raises AssertionError with what Python printed where it ended badly."""
    printed = (place / "out.txt").read_text("utf-8")
    assert (place / "done").read_text("utf-8").strip() == "0", printed
    messages: list[str] = json.loads((place / "messages.json").read_text("utf-8"))
    return messages


def _main(place: Path, pipe: str) -> None:
    """Do in the process that a button started what its macro asks."""
    import click

    from tests.live import spreadsheet
    from tests.office import Listening

    opened: list[str] = []

    def launch(url: str, *_: Any, **__: Any) -> int:
        opened.append(url)
        return 0

    click.launch = launch
    office = Listening(pipe, _Elsewhere())  # type: ignore[arg-type]
    with spreadsheet.running(office) as app:
        impl = app.impl
        documents = impl.engine.desktop.Components.createEnumeration()
        while documents.hasMoreElements():
            document: Any = documents.nextElement()
            impl._books.append(spreadsheet.Book(impl, document, Path(_path_of(document))))
        try:
            exec((place / "command.py").read_text("utf-8"))  # noqa: S102  (what RunPython is for)
        finally:
            impl._books.clear()  # they stay open: closing them is not this process's business
            (place / "messages.json").write_text(json.dumps([*impl._asked, *opened]), "utf-8")


class _Elsewhere:
    """The process of a LibreOffice that another process started."""

    returncode = None

    def poll(self) -> None:
        """It runs."""


def _path_of(document: Any) -> str:
    from urllib.parse import unquote, urlsplit

    return unquote(urlsplit(document.URL).path)


if __name__ == "__main__":
    os.environ.pop("SCPXL_PRESSING", None)
    at, through, *rest = sys.argv[1:]
    sys.argv = [sys.argv[0], *rest]
    _main(Path(at), through)
