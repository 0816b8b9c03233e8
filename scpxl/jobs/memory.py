"""Memory, where a job makes very many small records at once."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def gc_paused() -> Iterator[None]:
    """Put off Python's search for unreachable cycles while records are made that all live to the end.

    Each search walks through everything made so far and, here, finds nothing: a fifth of the time of a
    large job.  What is no longer used is freed all the same, cycles apart.
    """
    was_searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_searching:
            gc.enable()
