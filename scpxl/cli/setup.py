"""Commands that set a partnership up: demo, init, framework."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scpxl.cli.params import json_option, period_option
from scpxl.model.periods import Period

if TYPE_CHECKING:
    from scpxl.jobs.folder import Folder


@dataclass(frozen=True)
class Door:
    """What the options before the command say."""

    path: Path
    quiet: bool

    def folder(self) -> Folder:
        """Return the partnership's folder."""
        from scpxl.jobs.folder import Folder

        return Folder(self.path)


@click.command()
@click.argument("directory", type=click.Path(path_type=Path), default=Path("scpxl-demo"), metavar="[DIR]")
@click.option(
    "--example",
    default="",
    metavar="NAME",
    help="Another of the worked examples; a name that is none lists them all.",
)
@click.pass_obj
def demo(door: Door, directory: Path, example: str) -> None:
    """Run the whole loop on a worked example, into DIR.

    Issues returns, collects the example's, answers the bad one, publishes the dashboard, and says where
    everything is. DIR (default ./scpxl-demo) is then a partnership's folder to try the other commands on.
    """
    from scpxl.cli import show
    from scpxl.jobs.demo import demonstrate, examples

    offered = examples()
    chosen = next((one for one in offered if one.name == (example or offered[0].name)), None)
    if chosen is None:
        names = "; ".join(f"{one.name} ({one.words})" for one in offered)
        raise click.BadParameter(
            f"{example!r} is not an example. There are: {names}.", param_hint="--example"
        )
    with show.progress(quiet=door.quiet) as tell:
        made = demonstrate(directory, chosen, tell)
    for collection in made.collections:
        for file in collection.files:
            if file.saved is None or not file.saved.status.is_in_force:
                show.answer(file.checked)
    for sentence in made.published.scorecard.summary_words:
        click.echo(sentence)
    click.echo()
    click.secho("What there is now", bold=True)
    for what, where in (
        ("the dashboard", made.published.path),
        ("blank returns, as issued", made.folder.path / "issued"),
        ("filled returns, as received", made.folder.path / "returns"),
        ("the record of everything", made.folder.store_path),
        ("the framework", made.folder.framework_path),
    ):
        click.echo(f"  {what:28} {where}")
    click.echo(f"\nGo on with, for example:  scpxl -C {directory} status")
    click.echo(f"                          scpxl -C {directory} explain TNO-01")


@click.command()
@click.argument("directory", type=click.Path(path_type=Path), metavar="DIR")
@click.option(
    "--framework",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A framework to begin with; without it, the shipped example as a workbook to edit.",
)
def init(directory: Path, framework: Path | None) -> None:
    """Make a new partnership folder in DIR, with a framework to edit."""
    from scpxl.jobs.init import init_folder

    folder = init_folder(directory, framework)
    click.echo(f"Made {folder.path}.")
    click.echo(f"1. Edit the framework: {folder.framework_path}")
    click.echo(f"2. Check it:           scpxl -C {directory} framework check")
    click.echo(f"3. Issue returns:      scpxl -C {directory} issue --period '2017-18 Q4'")


@click.command()
@click.argument("directory", type=click.Path(path_type=Path), metavar="DIR")
@period_option
@click.pass_obj
def sandbox(door: Door, directory: Path, period: Period | None) -> None:
    """Make practice returns in DIR: every known mistake, one a file, named for it.

    For training, and to try the checks on: expected.csv says which findings each file is to get. Check
    them with -C DIR: it has the framework and no record to hold made-up figures against.
    """
    from scpxl.jobs.sandbox import EXPECTED, make_sandbox

    folder = door.folder()
    made = make_sandbox(folder, directory, folder.period(period))
    click.echo(
        f"Made {len(made)} practice returns in {directory}; {EXPECTED} says what is to be found in each."
    )
    click.echo(f"Try one:  scpxl -C '{directory}' check '{made[-1].path}'")


@click.group()
def framework() -> None:
    """Check the framework, write it in its other form or as a JSON Schema, or say what differs between two."""


@framework.command("check")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@json_option
@click.pass_obj
def framework_check(door: Door, file: Path | None, *, as_json: bool) -> None:
    """Check the folder's framework, or FILE; name everything that is wrong, with its place."""
    from scpxl.cli import show
    from scpxl.errors import FrameworkError
    from scpxl.jobs.framework import check_framework_file, framework_remarks
    from scpxl.model.words import count_of

    try:
        found = check_framework_file(door.folder(), file)
    except FrameworkError as wrong:
        if as_json:
            show.print_json({"file": wrong.file, "problems": list(wrong.problems)})
            raise click.exceptions.Exit(2) from wrong
        raise
    counts = {
        "objectives": len(found.objectives),
        "indicators": len(found.indicators),
        "partners": len(found.partners),
        "areas": len(found.areas),
        "targets": len(found.targets),
    }
    remarks = framework_remarks(door.folder(), found, file)
    if as_json:
        show.print_json({"framework": found.version, "problems": [], **counts, "remarks": list(remarks)})
    else:
        held = ", ".join(count_of(number, what.removesuffix("s"), what) for what, number in counts.items())
        click.echo(f"Framework {found.version} of {found.partnership} is sound: {held}.")
        for remark in remarks:
            click.echo(f"- {remark}")


@framework.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def framework_export(door: Door, file: Path) -> None:
    """Write the folder's framework to FILE, a .xlsx to edit in Excel or a .toml to compare as text."""
    from scpxl.jobs.framework import export_framework

    click.echo(f"Wrote {export_framework(door.folder(), file)}.")


@framework.command("schema")
@click.option("--partner", metavar="CODE", help="That of one partner's return; without it, of any partner's.")
@period_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    metavar="FILE",
    help="Write it to FILE; without it, it is printed.",
)
@click.pass_obj
def framework_schema(door: Door, partner: str | None, period: Period | None, out: Path | None) -> None:
    """Write the JSON Schema of the returns for a period: what each answer may be, as the checks enforce it.

    For whoever makes returns with another program: draft 2020-12, with the titles and definitions of the framework.
    It says what each value may be; whether sums agree, or a figure is usual, only scpxl check says.
    """
    from scpxl.errors import SetUpError
    from scpxl.jobs.framework import return_schema_text

    folder = door.folder()
    text = return_schema_text(folder, folder.period(period), partner)
    if out is None:
        click.echo(text, nl=False)
        return
    try:
        out.write_text(text, encoding="utf-8", newline="\n")
    except OSError as trouble:
        raise SetUpError(f"{out} cannot be written: {trouble.strerror}. Name another file.") from trouble
    click.echo(f"Wrote {out}.")


@framework.command("diff")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@json_option
def framework_diff(old: Path, new: Path, *, as_json: bool) -> None:
    """Say in words what differs between the frameworks OLD and NEW."""
    from scpxl.cli import show
    from scpxl.jobs.framework import diff_framework_files

    found = diff_framework_files(old, new)
    if as_json:
        show.print_json(
            {
                "differences": [
                    {"table": d.table, "entry": d.entry, "change": d.change.value, "words": d.words}
                    for d in found
                ]
            }
        )
        return
    for difference in found:
        click.echo(f"- {difference.words}")
    if not found:
        click.echo("The two frameworks say the same.")
