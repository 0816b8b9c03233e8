"""The one way text gets onto a terminal, into a pipe or into a file: nothing in it is obeyed, and nothing is lost."""

from __future__ import annotations

import codecs
import sys
import unicodedata
from typing import Any

import click

from scpxl.privacy.plain import readable

_LIKE = {"–": "-", "—": "-", "−": "-", "‑": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "…": "...", "•": "*",
         "●": "*", "◆": "*", "◇": "*", "■": "*", "▲": "^", "▼": "v", "✓": "v", "✗": "x", "→": "->", "±": "+/-",
         "≥": ">=", "≤": "<=", "×": "x", "€": "EUR"}  # fmt: skip
"""What is printed where a console's character set lacks a character."""


def say(
    text: object = "", *, fg: str | None = None, bold: bool | None = None, nl: bool = True, err: bool = False
) -> None:
    """Print a text in a colour, each control character in it written out rather than obeyed."""
    shown = readable(str(text))
    # Without a colour nothing need be set back at the end.
    click.echo(click.style(shown, fg=fg, bold=bold) if fg or bold else shown, nl=nl, err=err)


def set_up_streams() -> None:
    """Write UTF-8 into pipes and files, whatever the code page; a console gets what it can show."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if stream.isatty():
            reconfigure(errors="scpxl-like")
        else:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _like(error: UnicodeError) -> tuple[str | bytes, int]:
    """Return what stands for the characters that a console cannot show: letters without accents, plain dashes."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    wanted = error.object[error.start : error.end]
    return "".join(_in_ascii(sign) for sign in wanted), error.end


def _in_ascii(sign: str) -> str:
    plain: Any = _LIKE.get(sign) or unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode()
    return plain or "?"


codecs.register_error("scpxl-like", _like)
