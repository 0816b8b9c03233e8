"""The command that collects returns, and what it prints of each file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scpxl.cli.params import json_option, period_option
from scpxl.cli.setup import Door
from scpxl.cli.terminal import say
from scpxl.model.periods import Period
from scpxl.words import digits_of_day

if TYPE_CHECKING:
    from scpxl.jobs.returns.collect import CollectedFile, Collection
from scpxl.cli.returns import FILE, NEEDS_SOMEBODY


@click.command()
@click.argument("paths", type=FILE, nargs=-1, metavar="[PATH...]")
@period_option
@click.option(
    "--received",
    type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]),
    metavar="DAY",
    help="The day the new files were received, where their own times do not show it: 2018-04-27.",
)
@json_option
@click.pass_obj
def collect(
    door: Door, paths: tuple[Path, ...], period: Period | None, received: datetime | None, *, as_json: bool
) -> None:
    """Check and consolidate what is in returns/PERIOD/, or the PATHs given.

    Attempts at one return are taken in the order of their sign-off, then of when they were saved.
    """
    from scpxl.cli import terminal
    from scpxl.cli.json.facts import of_collection, print_json
    from scpxl.cli.json.naming import Namer
    from scpxl.jobs.returns.collect import collect as collect_returns

    folder = door.folder()
    day = received.date() if received else None
    if day is not None and day > folder.today:
        raise click.BadParameter(f"{digits_of_day(day)} is still to come.", param_hint="--received")
    with terminal.progress(quiet=door.quiet) as tell:
        made = collect_returns(folder, folder.period(period), paths, tell, day)
    if as_json:
        print_json(of_collection(made, Namer(folder.framework)))
    else:
        print_collection(made)
    if made.needs_somebody:
        raise click.exceptions.Exit(NEEDS_SOMEBODY)


def print_collection(made: Collection) -> None:
    """Print what one collecting did."""
    from scpxl.cli import terminal

    for one in made.files:
        _tell_collected(one)
    if made.unbelieved:
        names = ", ".join(made.unbelieved)
        terminal.paragraph(
            f"The times of these files are no days of receipt (copied, or set otherwise); each came, as far as is "
            f"known, when it was last saved or signed off. Give another day with --received: {names}.",
            "",
        )
    for reply in made.replies:
        say(f"Reply to the partner, owed since collect was stopped: {reply}")
    if made.skipped:
        terminal.paragraph(f"Ignored: {', '.join(made.skipped)}.", "")
    for line in made.unread:
        say(line, fg="red", err=True)
    if not (made.files or made.unread):
        say(f"There are no files for {made.period.title}.")


def _tell_collected(one: CollectedFile) -> None:
    from scpxl.cli import terminal
    from scpxl.words import count_of

    saved = one.saved
    if one.checked is None:
        if saved is None:
            return
        what = "nothing to do"
        if saved.status.value == "withdrawn":
            what = f"withdrawn. `scpxl reinstate {saved.reference}` reinstates it"
        say(f"Already stored  {one.name}: the same as {saved.reference}; {what}.")
        return
    if saved is None:
        terminal.answer(one.checked, ["Nothing was stored."])
        return
    earlier = count_of(len(saved.restated), "earlier figure")
    restated = f", {earlier} restated" if saved.restated else ""
    kept = f"{count_of(saved.new, 'new figure')}, {saved.unchanged:,} as before{restated}"
    if saved.overtaken:
        kept += f", {saved.overtaken} left as a later quarter's return restated them"
    reply = [f"Reply to the partner: {one.answer}"] if one.answer else []
    order = [f"Look at the order: {one.order}"] if one.order else []
    terminal.answer(
        one.checked, [f"Reference {saved.reference}, attempt {saved.attempt}; {kept}.", *order, *reply]
    )
