"""Commands about the record as a file: store check, backup, restore."""

from __future__ import annotations

from pathlib import Path

import click

from scpxl.cli.params import json_option
from scpxl.cli.setup import Door
from scpxl.cli.terminal import say

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
    from scpxl.cli import show
    from scpxl.jobs.keeping import check_record, health_words

    with show.progress(quiet=door.quiet) as tell:
        found = check_record(door.folder(), tell)
    if as_json:
        from scpxl.cli.facts import print_json

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
            show.paragraph(f"- {line}", "  ")
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
    from scpxl.cli import show
    from scpxl.jobs.keeping import back_up

    with show.progress(quiet=door.quiet) as tell:
        made = back_up(door.folder(), file, tell)
    if as_json:
        from scpxl.cli.facts import print_json

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
    from scpxl.cli import show
    from scpxl.jobs.keeping import restore
    from scpxl.words import count_of

    with show.progress(quiet=door.quiet) as tell:
        made = restore(door.folder(), file, progress=tell)
    if as_json:
        from scpxl.cli.facts import paths, print_json

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
