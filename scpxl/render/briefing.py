"""Write the story of a quarter as Markdown: plain to read as it is, and to paste into a report."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scpxl.scorecard.model import Scorecard
from scpxl.scorecard.narrative import Passage, tell_story

_MARKUP = re.compile(r"([\\`*_<>|#\[\]])")


def briefing_text(scorecard: Scorecard, level: int = 1) -> str:
    """Return the briefing of a scorecard; `level` is that of its first heading."""
    return "\n".join(_lines(scorecard, level)).rstrip() + "\n"


def _lines(scorecard: Scorecard, level: int) -> Iterator[str]:
    yield f"{'#' * level} {_plain(scorecard.area)}, {_plain(scorecard.period)}"
    yield ""
    for passage in tell_story(scorecard):
        yield f"{'#' * (level + 1)} {_plain(passage.title)}"
        yield ""
        yield from _entries(passage)
        yield ""


def _entries(passage: Passage) -> Iterator[str]:
    for title, words in passage.entries:
        yield f"- **{_plain(title)}.** {_plain(words)}" if title else f"- {_plain(words)}"


def _plain(text: str) -> str:
    # What a partner typed must stay text: no heading, link or tag of its making.
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))
