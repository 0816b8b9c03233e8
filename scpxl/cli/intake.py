"""Commands that take in what is no return on the current form: migrate, import."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scpxl.cli.params import QuarterParam, json_option
from scpxl.cli.setup import Door
from scpxl.cli.terminal import say
from scpxl.model.periods import Period

if TYPE_CHECKING:
    from scpxl.jobs.returns.importing import ImportedFile
    from scpxl.jobs.returns.migrate import TransferredReturn

FILE = click.Path(path_type=Path)
NEEDS_SOMEBODY = 1
MOST_TOLD = 25
"""Of an imported file so many findings of a severity, and so many restated figures, are printed."""


@click.command()
@click.argument("old", type=FILE, metavar="OLD.xlsx")
@click.option(
    "--out",
    type=FILE,
    metavar="FILE",
    help="Where to; without it beside the old one, as 'OLD - transferred.xlsx'.",
)
@click.option("--partner", metavar="CODE", help="Whose return it is, where it does not say so.")
@click.option(
    "--period",
    type=QuarterParam(),
    metavar="PERIOD",
    help="Which quarter it is for, where it does not say so.",
)
@json_option
@click.pass_obj
def migrate(
    door: Door, old: Path, out: Path | None, partner: str | None, period: Period | None, *, as_json: bool
) -> None:
    """Transfer a filled return of an older form into the present one. The old file is left as it is.

    Lists what was transferred, every filled cell that could not be and why, and what is asked now that was
    not asked then. Stores nothing: check the new file, complete it, collect it.
    """
    if out is not None and not out.is_dir() and out.suffix.lower() != ".xlsx":
        raise click.UsageError(f"--out: {out} must end in .xlsx, or be a folder.")
    from scpxl.cli.json.facts import of_migration, print_json
    from scpxl.jobs.lookup import find_partner
    from scpxl.jobs.returns.migrate import migrate as migrate_one

    folder = door.folder()
    if partner is not None:
        find_partner(folder.framework, partner)
    made = migrate_one(folder, old, out, partner, period)
    if as_json:
        print_json(of_migration(made))
    else:
        _tell(made)
    if made.needs_somebody:
        raise click.exceptions.Exit(NEEDS_SOMEBODY)


def _tell(made: TransferredReturn) -> None:
    from scpxl.cli import terminal
    from scpxl.words import count_of

    if made.out is None or made.older is None or made.partner is None or made.period is None:
        say("Nothing transferred", fg="red", bold=True, nl=False)
        say(f"  {made.name}")
        terminal.findings(made.findings)
        return
    say("Carried", fg="yellow" if made.needs_somebody else "green", bold=True, nl=False)
    say(f"  {made.name}, form {made.older.version} ({made.older.title})")
    say(f"  {made.partner.name}, {made.period.title}")
    by_sheet = ", ".join(f"{sheet} {count:,}" for sheet, count in made.carried.items())
    say(
        f"  {count_of(sum(made.carried.values()), 'cell')} transferred"
        + (f": {by_sheet}" if by_sheet else "")
    )
    if made.restated:
        differ = "differs" if made.restated == 1 else "differ"
        say(
            f"  {count_of(made.restated, 'earlier figure')} {differ} from the record; collected, they restate it"
        )
    _list("Not transferred: somebody must look", made.lines(matters=True))
    _list("Not transferred, and nothing lost", made.lines(matters=False))
    _list("Asked now, and not on the old form", [("", words) for words in made.newly_asked])
    terminal.findings(made.findings)
    say(f"\nWrote {made.out}. Complete it, then check it.")


def _list(head: str, lines: list[tuple[str, str]]) -> None:
    if lines:
        say(f"\n  {head}", bold=True)
    for cells, words in lines:
        say(f"  {cells}  {words}" if cells else f"  {words}")


@click.command("import")
@click.argument("file", type=FILE)
@click.option(
    "--as",
    "kind",
    type=click.Choice(["history", "benchmark"]),
    required=True,
    help="Figures of the own area from before, or of areas to compare with.",
)
@click.option(
    "--restate",
    is_flag=True,
    help="Take figures that differ from what partners returned; without it they are set aside and named.",
)
@json_option
@click.pass_obj
def import_(door: Door, file: Path, kind: str, *, restate: bool, as_json: bool) -> None:
    """Bring in a tidy CSV or xlsx: indicator, area, period, numerator, denominator.

    Rows that cannot be used are set aside and named; the others are taken.
    """
    from scpxl.cli import terminal
    from scpxl.cli.json.facts import of_import, print_json
    from scpxl.jobs.returns.importing import ImportKind, import_file

    with terminal.progress(quiet=door.quiet) as tell:
        made = import_file(door.folder(), file, ImportKind(kind), restate=restate, progress=tell)
    if as_json:
        print_json(of_import(made))
    else:
        _print_import(made)
    if made.saved is None or made.aside:
        raise click.exceptions.Exit(NEEDS_SOMEBODY)


def _print_import(made: ImportedFile) -> None:
    from scpxl.cli import terminal
    from scpxl.words import count_of

    name, saved = made.name, made.saved
    if saved is None:
        say(f"Returned  {name}: nothing was stored.", fg="red", bold=True)
    elif saved.is_repeat:
        say(f"{name} was imported before (reference {saved.reference}); nothing changed.")
    else:
        say(
            f"{name}: {count_of(made.rows, 'figure')}; {saved.new:,} new, {saved.unchanged:,} as before, "
            f"{len(saved.restated):,} restated (reference {saved.reference})."
        )
    if saved is not None and made.aside:
        rows = "row was" if made.aside == 1 else "rows were"
        say(
            f"{made.aside:,} {rows} set aside; nothing of {'it' if made.aside == 1 else 'them'} was stored.",
            fg="red",
        )
    for line in made.restated[:MOST_TOLD]:
        say(f"  {line}")
    if len(made.restated) > MOST_TOLD:
        say(f"  and {len(made.restated) - MOST_TOLD:,} more; --json lists them all.")
    terminal.findings(made.findings, most=MOST_TOLD)
