"""Commands about the record: what became of a submission, and the record as a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scpxl.cli.params import QuarterParam, json_option, period_option
from scpxl.cli.setup import Door
from scpxl.cli.terminal import say
from scpxl.model.periods import Period
from scpxl.words import are, count_of, day_text, moment_text

if TYPE_CHECKING:
    from scpxl.cli.json.naming import Namer
    from scpxl.jobs.folder import Folder
    from scpxl.store.records import LifeChange


@click.command()
@click.argument("partner")
@period_option
@json_option
@click.pass_obj
def changes(door: Door, partner: str, period: Period | None, *, as_json: bool) -> None:
    """Say what each attempt of PARTNER changed against the one before, and which earlier figures it restated."""
    from scpxl.cli import terminal
    from scpxl.jobs.returns.life import changes as changes_of

    folder = door.folder()
    wanted = folder.period(period)
    attempts = changes_of(folder, partner, wanted)
    if as_json:
        from scpxl.cli.json.facts import print_json
        from scpxl.cli.json.naming import Namer, of_period

        name = Namer(folder.framework)
        facts = {"partner": name.partner(partner), "period": of_period(wanted)}
        print_json({**facts, "attempts": [name.attempt(one) for one in attempts]})
        return
    if not attempts:
        say(f"{partner} has sent nothing for {wanted.title}.")
    for one in attempts:
        sent = one.submission
        say(f"{sent.reference}, attempt {sent.attempt}: {sent.status.value}", bold=True, nl=False)
        say(f"  {sent.file}, received {day_text(sent.received)}")
        if one.against:
            many = f"{count_of(len(one.cells), 'cell')} changed" if one.cells else "No cell changed"
            say(f"\n  {many} against {one.against.reference}")
        if one.cells:
            heads = ("  Was in", "Is in", "Was", "Is", "What")
            terminal.table(heads, [(f"  {c.was_in}", c.now_in, c.was, c.now, c.what) for c in one.cells])
        if one.restated:
            say(f"\n  Earlier figures restated: {len(one.restated):,}")
            heads = ("  Was from", "Is in", "Was", "Is", "What")
            terminal.table(heads, [(f"  {r.was_in}", r.now_in, r.was, r.now, r.what) for r in one.restated])
        say()


@click.command()
@click.argument("reference")
@click.option("--why", required=True, metavar="WORDS", help="The reason, kept in the record.")
@json_option
@click.pass_obj
def withdraw(door: Door, reference: str, why: str, *, as_json: bool) -> None:
    """Withdraw the submission REFERENCE; the previous figures apply again. Nothing is deleted."""
    from scpxl.jobs.returns.life import withdraw as withdraw_one

    folder = door.folder()
    name = _namer(folder, as_json=as_json)
    _tell(withdraw_one(folder, reference, why), "withdrawn", name)


@click.command()
@click.argument("reference")
@json_option
@click.pass_obj
def reinstate(door: Door, reference: str, *, as_json: bool) -> None:
    """Bring the withdrawn submission REFERENCE back."""
    from scpxl.jobs.returns.life import reinstate as reinstate_one

    folder = door.folder()
    name = _namer(folder, as_json=as_json)
    _tell(reinstate_one(folder, reference), "reinstated", name)


@click.command()
@click.option("--partner", metavar="CODE", help="What concerns one partner only.")
@click.option("--period", type=QuarterParam(), metavar="PERIOD", help="What concerns one quarter only.")
@json_option
@click.pass_obj
def history(door: Door, partner: str | None, period: Period | None, *, as_json: bool) -> None:
    """Tell what happened, in its order: received, returned, accepted, superseded, withdrawn, published."""
    from scpxl.cli import terminal
    from scpxl.cli.json.naming import of_period
    from scpxl.jobs.returns.life import history as history_of

    folder = door.folder()
    lines = history_of(folder, partner, period)
    if as_json:
        from scpxl.cli.json.facts import print_json
        from scpxl.cli.json.naming import Namer

        name = Namer(folder.framework)
        print_json({"events": [name.event(one) for one in lines]})
    elif not lines:
        say("Nothing is on record.")
    else:
        heads = ("When (UTC)", "What", "Partner", "Period", "In words")
        terminal.table(
            heads,
            [
                (
                    moment_text(e.moment),
                    e.what,
                    e.partner,
                    of_period(e.period)["code"] if e.period else "",
                    e.words,
                )
                for e in lines
            ],
        )


def _namer(folder: Folder, *, as_json: bool) -> Namer | None:
    """Return what names partners in JSON, before anything is changed: a framework that cannot be used is said first."""
    from scpxl.cli.json.naming import Namer

    return Namer(folder.framework) if as_json else None


def _tell(made: LifeChange, what: str, name: Namer | None) -> None:
    if name is not None:
        from scpxl.cli.json.facts import print_json

        print_json(name.change(made))
        return
    sent, in_force = made.submission, made.in_force
    say(f"{sent.reference} {what}", bold=True, nl=False)
    say(f"  {sent.file}, attempt {sent.attempt}")
    many = count_of(made.figures, "figure")
    say(f"  {many} of the record {are(made.figures)} now as without it."
               if what == "withdrawn" else f"  {many} of the record changed.")  # fmt: skip
    if in_force is None:
        say("  No accepted return takes its place.")
    else:
        say(f"  In force: {in_force.reference}, attempt {in_force.attempt}, {in_force.status.value}.")
    say("  Publish again for the dashboard to follow.")


FILE = click.Path(path_type=Path)
NEEDS_SOMEBODY = 1


@click.group()
def store() -> None:
    """Look the record through, keep it in one file, or bring it back from there."""


@store.command("check")
@json_option
@click.pass_obj
def store_check(door: Door, *, as_json: bool) -> None:
    """Say whether the record is sound and every file that was taken in is kept as it came. Changes nothing.

    Names copies of the record that a program which synchronises folders has made, and replies that are owed.
    """
    from scpxl.cli import terminal
    from scpxl.jobs.keeping import check_record, health_words

    with terminal.progress(quiet=door.quiet) as tell:
        found = check_record(door.folder(), tell)
    if as_json:
        from scpxl.cli.json.facts import print_json

        print_json(
            {
                "sound": not found.problems,
                "problems": list(found.problems),
                "submissions": found.submissions,
                "files": found.files,
                "files_of_no_submission": found.unknown,
            }
        )
    else:
        say(
            "To correct" if found.problems else "All is well",
            fg="red" if found.problems else "green",
            bold=True,
        )
        say(f"  {health_words(found)}")
        for line in found.problems:
            terminal.paragraph(f"- {line}", "  ")
    if found.problems:
        raise click.exceptions.Exit(NEEDS_SOMEBODY)


@store.command("backup")
@click.argument("file", type=FILE, metavar="FILE.zip")
@json_option
@click.pass_obj
def store_backup(door: Door, file: Path, *, as_json: bool) -> None:
    """Keep the record, every file that was taken in, the framework and the settings in FILE.

    The record is that of one moment, whoever works on it meanwhile.
    """
    from scpxl.cli import terminal
    from scpxl.jobs.keeping import back_up

    with terminal.progress(quiet=door.quiet) as tell:
        made = back_up(door.folder(), file, tell)
    if as_json:
        from scpxl.cli.json.facts import print_json

        print_json({"file": str(made.path), "lacking": list(made.lacking)})
    else:
        say(f"Wrote {made.path}.")
        for line in made.lacking:
            say(f"Not in it: {line}", fg="red")
    if made.lacking:
        raise click.exceptions.Exit(NEEDS_SOMEBODY)


@store.command("restore")
@click.argument("file", type=FILE, metavar="FILE.zip")
@json_option
@click.pass_obj
def store_restore(door: Door, file: Path, *, as_json: bool) -> None:
    """Bring record and archive back from FILE, which scpxl store backup wrote, into the folder.

    FILE is looked through first, and what is in the folder is backed up beside it. A framework or settings that the
    folder has are left as they are.
    """
    from scpxl.cli import terminal
    from scpxl.jobs.keeping import restore
    from scpxl.words import count_of

    with terminal.progress(quiet=door.quiet) as tell:
        made = restore(door.folder(), file, progress=tell)
    if as_json:
        from scpxl.cli.json.facts import paths, print_json

        print_json(
            {
                "submissions": made.submissions,
                "files": made.files,
                "before": str(made.before) if made.before else None,
                "moved": paths(made.moved),
                "left": list(made.left),
            }
        )
        return
    say(f"Brought back {count_of(made.submissions, 'submission')} and {count_of(made.files, 'file')}.")
    if made.before:
        say(f"What was there before: {made.before}.")
    for path in made.moved:
        say(f"The damaged record was moved: {path}.")
    for name in made.left:
        say(f"{name} of the backup is other than the folder's; the folder's was left.", fg="yellow")
    say("Publish again for the dashboard to follow.")
