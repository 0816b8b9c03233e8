"""Commands about texts that may identify somebody: privacy list, clear, withhold."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from scpxl.cli.params import QuarterParam, json_option
from scpxl.cli.setup import Door
from scpxl.cli.terminal import say
from scpxl.model.periods import Period
from scpxl.words import day_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scpxl.jobs.folder import Folder
    from scpxl.jobs.privacy import HeldText

_BY = click.option("--by", metavar="NAME", default="", help="Who decided; kept in the record.")
_REASON = click.option("--reason", metavar="WORDS", default="", help="Why; kept in the record.")


@click.group()
def privacy() -> None:
    """List the texts that are withheld because they may identify somebody; clear them, or withhold them again.

    What looks like a name, an address, a telephone number and the like is shown nowhere until a person has
    cleared that very text: [withheld] is shown in its place.
    """


@privacy.command("list")
@click.option(
    "--period", type=QuarterParam(), metavar="PERIOD", help="One quarter only; without it, every one."
)
@click.option("--partner", metavar="CODE", help="One partner only.")
@click.option("--cleared", is_flag=True, help="List those that were cleared as well, and who cleared them.")
@click.option("--show", "with_text", is_flag=True, help="Show the texts themselves; on a terminal only.")
@json_option
@click.pass_obj
def list_(
    door: Door, period: Period | None, partner: str | None, *, cleared: bool, with_text: bool, as_json: bool
) -> None:
    """Say where each withheld text is and what was found in it; with --show, what it says."""
    from scpxl.cli import terminal
    from scpxl.jobs.privacy import withheld_texts

    if with_text and as_json:
        raise click.UsageError(
            "--show is for a terminal: what is printed with --json is kept. Leave one of them out."
        )
    if with_text and not sys.stdout.isatty():
        raise click.UsageError(
            "--show is for a terminal: here the texts would go into a file or another program."
        )
    folder = door.folder()
    found = withheld_texts(folder, period, partner, cleared=cleared)
    if as_json:
        _print_json(folder, found)
        return
    if not found:
        say("No text is withheld.")
        return
    heads = ("Id", "Period", "Partner", "Where", "What was found", "File")
    terminal.table(
        heads,
        [(one.id, _period(one), one.partner, one.where, _found(one), one.file) for one in found],
    )
    if with_text:
        say()
        for number, text in {one.id: one.text for one in found}.items():
            say(number, bold=True)
            terminal.paragraph("".join(sign if sign.isprintable() else " " for sign in text), "  ")


def _print_json(folder: Folder, found: Sequence[HeldText]) -> None:
    from scpxl.cli.json.facts import print_json
    from scpxl.cli.json.naming import Namer

    name = Namer(folder.framework)
    print_json({"texts": [name.text(one) for one in found]})


def _period(one: HeldText) -> str:
    from scpxl.cli.json.naming import of_period

    return of_period(one.period)["code"] if one.period else ""


def _found(one: HeldText) -> str:
    kinds = ", ".join(one.kinds)
    decided = one.clearance
    if decided is None or not decided.cleared:
        return kinds
    return f"{kinds}; cleared by {decided.by}, {day_text(decided.recorded)}"


@privacy.command()
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@_BY
@_REASON
@json_option
@click.pass_obj
def clear(door: Door, ids: tuple[str, ...], by: str, reason: str, *, as_json: bool) -> None:
    """Let the texts ID be shown. It holds for these very words, wherever they are; changed words are withheld."""
    from scpxl.jobs.privacy import clear as clear_texts

    folder = door.folder()
    _tell(folder, clear_texts(folder, ids, by, reason), "cleared", as_json=as_json)


@privacy.command()
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@_BY
@_REASON
@json_option
@click.pass_obj
def withhold(door: Door, ids: tuple[str, ...], by: str, reason: str, *, as_json: bool) -> None:
    """Take a clearance back: the texts ID are withheld again."""
    from scpxl.jobs.privacy import withhold as withhold_texts

    folder = door.folder()
    _tell(folder, withhold_texts(folder, ids, by, reason), "withheld", as_json=as_json)


def _tell(folder: Folder, made: tuple[HeldText, ...], what: str, *, as_json: bool) -> None:
    if as_json:
        _print_json(folder, made)
        return
    for one in made:
        place = " ".join(filter(None, (one.partner, _period(one), one.where)))
        say(f"{one.id} {what}", bold=True, nl=False)
        say(f"  {place}: {', '.join(one.kinds)}")
    say("Publish again for the dashboard to follow.")
