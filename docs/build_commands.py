"""Write into the reference of commands what each command says of itself: usage, purpose, what it takes.

What is between the markers below a command's name is written; the notes around it are by hand.  Run by
`make docs`; a test holds the page to the commands.
"""

# ruff: noqa: INP001  (a script beside the pages it writes, not a package)
from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click

from scpxl.cli import main

PAGE = Path(__file__).resolve().parent / "commands.md"
_BLOCK = re.compile(r"<!-- generated: ([\w ]+) -->\n(.*?)<!-- generated: end -->", re.DOTALL)


def with_commands(page: str) -> str:
    """Return the page with what each command says of itself brought up to date.

    Raises KeyError for a marker of a command there is none of, ValueError where a command has no place.
    """
    lacking = set(main.commands) - {found[1] for found in _BLOCK.finditer(page)}
    if lacking:
        raise ValueError(f"{PAGE.name} has no place for {', '.join(sorted(lacking))}.")
    return _BLOCK.sub(
        lambda found: f"<!-- generated: {found[1]} -->\n{help_of(found[1])}\n<!-- generated: end -->", page
    )


def help_of(name: str) -> str:
    """Return what a command says of itself, a group with each of its commands."""
    command = main.commands[name]
    if not isinstance(command, click.Group):
        return "\n".join(_lines(name, command)).strip()
    lines = [*_paragraphs(command), ""]
    for inner, one in command.commands.items():
        lines += [*_lines(f"{name} {inner}", one), ""]
    return "\n".join(lines).strip()


def _lines(words: str, command: click.Command) -> Iterator[str]:
    with main.make_context("scpxl", [], resilient_parsing=True) as root:
        context = click.Context(command, info_name=words, parent=root)
        usage = " ".join(command.collect_usage_pieces(context))
    yield from (f"**`scpxl {words} {usage}`**", "", *_paragraphs(command), "")
    options = [one for one in command.params if isinstance(one, click.Option) and not one.hidden]
    yield from ("| option | means |", "|---|---|")
    for option in options:
        yield f"| {_named(option)} | {_meaning(option)} |"


def _paragraphs(command: click.Command) -> list[str]:
    said = (command.help or "").split("\n\n")
    return "\n\n".join(" ".join(part.split()) for part in said).split("\n")


def _named(option: click.Option) -> str:
    names = ", ".join(option.opts)
    if option.is_flag:
        return f"`{names}`"
    taken = option.metavar or (
        " or ".join(option.type.choices)
        if isinstance(option.type, click.Choice)
        else option.type.name.upper()
    )
    return f"`{names} {taken}`"


def _meaning(option: click.Option) -> str:
    said = " ".join((option.help or "").split()).replace("|", "\\|")
    notes = []
    if option.show_default and option.default not in (None, "", False):
        notes.append(f"{option.default} where not given")
    if option.required:
        notes.append("must be given")
    more = f" ({'; '.join(notes)})" if notes else ""
    return f"{said}{more}".strip() or "–"
