"""Make the workbooks that are here to be looked at: a blank return, the framework, the theme, the finished dashboard, the macros.

Everything is made by the code that makes it for a partnership, from the worked example and at a fixed moment, so that the same code gives
the same files.  Run by `make workbooks`; a test fails where a file is behind.
"""

from __future__ import annotations

import os
import shutil
import sys
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from scpxl.jobs.returns.issue import issue_returns
from scpxl.jobs.setting_up.setup import demonstrate, examples, export_framework, init_folder, shipped
from scpxl.model.periods import Period
from scpxl.render import theme

ROOT = Path(__file__).resolve().parents[1]
MOMENT = datetime(2018, 5, 14, 9, tzinfo=UTC)
"""When the dashboard says that it was made: the day on which the example is looked at."""
BLANK = "met"
"""The partner whose blank return is shown: it has every sheet."""
COLOURS = "templates/scpxl colours.xml"
"""The colours as Excel and PowerPoint read them: Page Layout, Colors, once it lies in their folder of theme colours."""
FROM_XLWINGS = {"macros/xlwings.bas": "xlwings.bas", "macros/Dictionary.cls": "addin/Dictionary.cls"}


def make_macros(root: Path) -> list[Path]:
    """Copy xlwings' half in Excel from the installed xlwings, with the line ends of this project."""
    found = find_spec("xlwings")
    if found is None or found.origin is None:
        raise SystemExit("xlwings is not installed.")
    made = []
    for name, source in FROM_XLWINGS.items():
        to = root / name
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_bytes((Path(found.origin).parent / source).read_bytes().replace(b"\r\n", b"\n"))
        made.append(to)
    return made


def make_templates(root: Path) -> list[Path]:
    """Write a blank return, the example's framework as a workbook, and the theme."""
    example = examples()[0]
    period = Period.parse(example.period)
    to = root / "templates"
    to.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as place:
        folder = init_folder(Path(place) / "ours", shipped(example.framework))
        (issued,) = issue_returns(folder, period, BLANK)
        blank, framework = to / "return.xlsx", to / "framework.xlsx"
        shutil.copyfile(issued.path, blank)
        export_framework(folder, framework)
    colours = root / COLOURS
    colours.write_text(theme_colours(), encoding="utf-8", newline="\n")
    return [blank, framework, colours]


def theme_colours() -> str:
    """Return the colours of returns and dashboards as a colour scheme of Office."""
    inside = "".join(
        f'\n  <a:{name}><a:srgbClr val="{colour.removeprefix("#")}"/></a:{name}>'
        for name, colour in theme.OFFICE.items()
    )
    space = "http://schemas.openxmlformats.org/drawingml/2006/main"
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<a:clrScheme xmlns:a="{space}" name="scpxl">{inside}\n</a:clrScheme>\n'


def make_dashboards(root: Path) -> list[Path]:
    """Run the worked example, and write its dashboard, plain and with buttons."""
    example = examples()[0]
    to = root / example.figures
    to.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as place:
        before = os.environ.get("SCPXL_CONFIG")
        # Publishing puts the folder on the list of whoever runs this, and this one is gone in a moment.
        os.environ["SCPXL_CONFIG"] = str(Path(place) / "config")
        try:
            made = demonstrate(Path(place) / "tour", example, now=MOMENT).published
        finally:
            if before is None:
                del os.environ["SCPXL_CONFIG"]
            else:
                os.environ["SCPXL_CONFIG"] = before
        if made.with_buttons is None:
            raise SystemExit("The extra excel is not installed: run this in the project's own environment.")
        written = [to / path.name for path in (made.path, made.with_buttons)]
        for source, target in zip((made.path, made.with_buttons), written, strict=True):
            shutil.copyfile(source, target)
    return written


def make_all(root: Path) -> list[Path]:
    """Make every file under a root, and return their paths."""
    return [*make_macros(root), *make_templates(root), *make_dashboards(root)]


if __name__ == "__main__":
    made = make_macros(ROOT) if sys.argv[1:] == ["macros"] else make_all(ROOT)
    for one in made:
        print(one.relative_to(ROOT))
