"""What the buttons of a dashboard run: its macros call these functions by name, and nothing else of scpxl.

Whatever comes of a click is told in a message and kept in a log in the person's profile.  A click never ends in a
traceback: where Excel cannot show a message, xlwings' own box shows what is printed here.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any, Final, NamedTuple

import click

from scpxl.errors import ScpxlError, SetUpError
from scpxl.jobs.folder import Folder
from scpxl.jobs.folders import config_folder, folder_of
from scpxl.jobs.refreshing.refreshed import log_path as refresh_log
from scpxl.jobs.refreshing.screen import MixedError
from scpxl.jobs.returns.check import CheckedFile
from scpxl.live.open_workbook import OpenWorkbook, refresh_book
from scpxl.pages.typed import PARTNERSHIP
from scpxl.pages.typed_values import settled
from scpxl.returns.findings import ReturnVerdict, Severity
from scpxl.words import count_of

TITLE: Final = "scpxl"
LOG: Final = "buttons.log"
MOST_LINES: Final = 20
"""Files that a message lists; a message that is longer than the screen cannot be closed."""
_LONGEST_LOG: Final = 500_000
_AS_BEFORE: Final = "The dashboard is as it was before."


class Told(NamedTuple):
    """What a button tells, and what it opens afterwards."""

    words: str
    opens: Path | None = None


def refresh_dashboard() -> None:
    """Collect the returns and put the new figures into the open dashboard."""
    _pressed("Refresh Dashboard", _refresh)


def check_returns() -> None:
    """Check what is in the folder of returns, store nothing, and open the folder of answers."""
    _pressed("Check returns", _check)


def open_log() -> None:
    """Open the list of what the buttons did."""
    _pressed("Open log", _latest_log)


def ping() -> None:
    """Say which Python answered: what is tried first where a button does nothing."""
    from scpxl import __version__

    _pressed("Ping", lambda book: Told(f"scpxl {__version__} answers {book.name}, by {sys.executable}."))


def _refresh(book: Any) -> Told:
    return Told(refresh_book(book).words)


def _check(book: Any) -> Told:
    from scpxl.jobs.returns.answers import mark_files, write_page
    from scpxl.jobs.returns.check import check_files
    from scpxl.jobs.returns.collect import waiting_files
    from scpxl.jobs.returns.known import with_guard

    folder = folder_for(book)
    period = folder.period(None)
    found, _ = waiting_files(folder, [folder.returns(period)])
    if not found:
        return Told(f"There are no returns in {folder.returns(period)} yet.")
    with with_guard(folder) as (known, guard):
        checked = list(check_files(folder.framework, found, period, known=known, guard=guard))
    answers = folder.outputs(period) / "answers"
    mark_files(folder, checked, answers)
    write_page(checked, answers / "Returns checked.html")
    return Told(f"{period.title}\n\n{verdicts(checked)}\n\nNothing was stored.", answers)


def verdicts(checked: Sequence[CheckedFile]) -> str:
    """Return a line for each file: its answer, its name, and how many things are to be corrected or explained."""
    lines = []
    for one in checked:
        fix, explain = (
            sum(found.severity is severity for found in one.findings)
            for severity in (Severity.MUST_FIX, Severity.EXPLAIN)
        )
        counted = ", ".join(
            f"{number} {what}" for number, what in ((fix, "to correct"), (explain, "to explain")) if number
        )
        lines.append(f"{one.verdict.value}: {one.name}{f' ({counted})' if counted else ''}")
    more = len(lines) - MOST_LINES
    if more > 0:
        returned = sum(one.verdict is ReturnVerdict.RETURNED for one in checked)
        lines[MOST_LINES:] = [f"and {more} more; {count_of(returned, 'file')} of all returned. See the list."]
    return "\n".join(lines)


def _latest_log(book: Any) -> Told:
    """Open the refreshes of this partnership, where there were any; else what the buttons did, whatever the partnership."""
    with suppress(ScpxlError):
        of_folder = refresh_log(folder_for(book))
        if of_folder.is_file():
            return Told("", of_folder)
    return Told("", clicks_log_path())


def folder_for(book: Any) -> Folder:
    """Return the folder of the partnership that a workbook names, by the person's own list.

    Never a folder that the workbook names: who sends a workbook must not choose what is read and written on another's
    computer.  Raises SetUpError for a workbook that names no partnership, NotFoundError for one that is not on the list.
    """
    screen = OpenWorkbook(book)
    found = screen.range_of(PARTNERSHIP)
    if found is None:
        raise SetUpError(f"{book.name} is not a dashboard of scpxl. Open one and press its button.")
    return Folder(folder_of(settled(found[1][0][0]), screen.path))


def clicks_log_path() -> Path:
    """Return where the list is of what the buttons did."""
    return config_folder() / LOG


def _pressed(button: str, work: Callable[[Any], Told]) -> None:
    """Do a button's work, and tell and log what came of it."""
    import xlwings as xw

    book = None
    try:
        book = xw.Book.caller()
        told = work(book)
    except ScpxlError as trouble:
        _log(logging.WARNING, button, str(trouble))
        after = "" if isinstance(trouble, MixedError) else f"\n\n{_AS_BEFORE}"
        _tell(book, f"{trouble}{after}", mode="critical")
        return
    except Exception as fault:  # noqa: BLE001  (Excel has nowhere to show one)
        # Where it happened and what kind it is; its words may hold what a partner wrote.
        where = "".join(traceback.format_tb(fault.__traceback__))
        _log(logging.ERROR, button, f"{type(fault).__name__}\n{where}")
        words = f"This is a fault in scpxl ({type(fault).__name__}), not in your workbook. Please report it with the log."
        _tell(book, f"{words}\n\n{_AS_BEFORE}", mode="critical")
        return
    _log(logging.INFO, button, told.words or str(told.opens))
    if told.words:
        _tell(book, told.words, mode="info")
    if told.opens is not None:
        click.launch(str(told.opens))


def _tell(book: Any, words: str, mode: str) -> None:
    """Show a message in Excel; where that fails, print it and end badly, so that xlwings shows it."""
    if book is not None:
        with suppress(Exception):
            book.app.alert(words, TITLE, mode=mode)
            return
    sys.stderr.write(f"{words}\n")
    raise SystemExit(1)


def _log(level: int, button: str, words: str) -> None:
    """Add to the log; a log that cannot be written stops no click."""
    with suppress(OSError):
        path = clicks_log_path()
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            path, maxBytes=_LONGEST_LOG, backupCount=1, encoding="utf-8", delay=True
        )
        handler.setFormatter(logging.Formatter("{asctime}  {levelname:7}  {message}", style="{"))
        lines = "\n    ".join(words.splitlines())
        handler.handle(
            logging.makeLogRecord(
                {"levelno": level, "levelname": logging.getLevelName(level), "msg": f"{button}: {lines}"}
            )
        )
        handler.close()
