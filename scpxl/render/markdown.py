"""A page as Markdown: plain to read as it is, and to paste into a report."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scpxl.pages.blocks import Block, Chart, Heading, Listing, Page, Table, Text

_MARKUP = re.compile(r"([\\`*_<>|#\[\]])")


def markdown_text(page: Page, level: int = 1) -> str:
    """Return a page as Markdown; `level` is that of its first heading."""
    lines = (line for block in page.blocks for line in (*_lines(block, level - 1), ""))
    return "\n".join(lines).rstrip() + "\n"


def _lines(block: Block, deeper: int) -> Iterator[str]:
    match block:
        case Heading(text, level):
            yield f"{'#' * (level + deeper)} {_plain(text)}"
        case Text():
            yield _entry(block)
        case Listing(entries):
            yield from (f"- {_entry(entry)}" for entry in entries)
        case Table(_, columns, rows):
            yield "| " + " | ".join(_plain(column.head) for column in columns) + " |"
            yield "|" + "---|" * len(columns)
            yield from ("| " + " | ".join(_plain(cell.text) for cell in row) + " |" for row in rows)
        case Chart():
            yield f"*{_plain(block.title)}* {_plain(block.words)}"


def _entry(text: Text) -> str:
    return f"**{_plain(text.title)}.** {_plain(text.text)}" if text.title else _plain(text.text)


def _plain(text: str) -> str:
    # What a partner typed must stay text: no heading, link or tag of its making.
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))
