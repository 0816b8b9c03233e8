"""The log of refreshes in a partnership's folder, and the status bar while one runs."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from scpxl.errors import ScpxlError
from scpxl.jobs.folder import Folder
from scpxl.jobs.refreshed import FaultError
from scpxl.jobs.screen import Screen

LOG: Final = "refresh.log"


def log_path(folder: Folder) -> Path:
    """Return where refreshes of a partnership are logged."""
    return folder.path / LOG


@contextmanager
def status_bar(screen: Screen) -> Iterator[None]:
    """Give the status bar back when a refresh has ended, however it did."""
    try:
        yield
    finally:
        # The bar is a courtesy: where it cannot be given back, what happened before matters more.
        with suppress(Exception):
            screen.tell("")


@contextmanager
def logged(folder: Folder, workbook: str, who: str, note: Sequence[str]) -> Iterator[None]:
    """Write into the log what a refresh did, or what stopped it; a mistake of ours becomes a FaultError."""
    lines: list[str] = []
    try:
        yield
        lines = ["done", *note]
    except ScpxlError as told:
        lines = [*note, f"stopped: {type(told).__name__}: {str(told).splitlines()[0]}"]
        raise
    except Exception as fault:
        lines = [*note, "stopped by a fault of scpxl:", traceback.format_exc()]
        raise FaultError(
            f"Something went wrong in scpxl itself ({type(fault).__name__}). The workbook holds the figures it had. "
            f"Please report it with the last entry of {log_path(folder)}."
        ) from fault
    finally:
        head = f"{datetime.now().astimezone().isoformat(' ', 'seconds')} {workbook}, by {who}"
        _append(log_path(folder), "\n  ".join([head, *lines]) + "\n")


def _append(path: Path, words: str) -> None:
    try:
        with path.open("a", encoding="utf-8") as log:
            log.write(words)
    except OSError:
        # A log that cannot be written stops nothing: what happened is told on the screen as well.
        return
