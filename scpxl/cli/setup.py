"""Commands that set a partnership up: demo, init, framework."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scpxl.cli.params import json_option, period_option
from scpxl.cli.terminal import say
from scpxl.model.periods import Period

if TYPE_CHECKING:
    from scpxl.jobs.folder import Folder
    from scpxl.jobs.screen import Screen


@dataclass(frozen=True)
class Door:
    """What the options before the command say."""

    path: Path
    quiet: bool
    open_dashboards: Callable[[str], Sequence[Screen]] | None = None
    """Gives a partnership's dashboards that are open on this desktop; None where nobody can look."""

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
    help="Another of the worked examples; an unknown name lists them all.",
)
@json_option
@click.pass_obj
def demo(door: Door, directory: Path, example: str, *, as_json: bool) -> None:
    """Run the whole loop on a worked example, into DIR.

    Issues returns, collects the example's, answers the bad one, publishes the dashboard, and says where
    everything is. DIR (default ./scpxl-demo) is then a partnership's folder to try the other commands on.
    """
    from scpxl.cli import show
    from scpxl.jobs.setup import demonstrate, examples

    offered = examples()
    chosen = next((one for one in offered if one.name == (example or offered[0].name)), None)
    if chosen is None:
        names = "; ".join(f"{one.name} ({one.words})" for one in offered)
        raise click.BadParameter(
            f"{example!r} is not an example. There are: {names}.", param_hint="--example"
        )
    with show.progress(quiet=door.quiet) as tell:
        made = demonstrate(directory, chosen, tell)
    if as_json:
        from scpxl.cli.facts import of_period, print_json

        collected = sum(len(collection.files) for collection in made.collections)
        facts = {"period": of_period(made.period), "folder": str(made.folder.path), "issued": made.issued}
        print_json({**facts, "collected": collected, "path": str(made.published.path)})
        return
    for collection in made.collections:
        for file in collection.files:
            is_back = file.saved is None or not file.saved.status.is_in_force
            if file.checked is not None and is_back:
                show.answer(file.checked)
    for sentence in made.published.scorecard.summary_words:
        say(sentence)
    say()
    say("What there is now", bold=True)
    for what, where in (
        ("the dashboard", made.published.path),
        ("blank returns, as issued", made.folder.path / "issued"),
        ("filled returns, as received", made.folder.path / "returns"),
        ("the record of everything", made.folder.store_path),
        ("the framework", made.folder.framework_path),
    ):
        say(f"  {what:28} {where}")
    say(f"\nGo on with, for example:  scpxl -C {directory} status")
    say(f"                          scpxl -C {directory} explain TNO-01")


@click.command()
@click.argument("directory", type=click.Path(path_type=Path), metavar="DIR")
@click.option(
    "--framework",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A framework to begin with; without it, the worked example as a workbook to edit.",
)
@click.option(
    "--blank",
    is_flag=True,
    help="Begin with a short framework instead: one objective, two measures, one partner.",
)
@click.option(
    "--area",
    metavar="NAME",
    default="",
    help="With --blank: your own area, by its name, or its code in the list.",
)
@click.option(
    "--areas",
    metavar="LIST",
    default="",
    help="With --blank: the areas to compare with: london-boroughs, or a CSV with the columns code and name.",
)
@json_option
def init(
    directory: Path, framework: Path | None, area: str, areas: str, *, blank: bool, as_json: bool
) -> None:
    """Make a new partnership folder in DIR, with a framework to edit: the worked example, a short one, or yours."""
    from scpxl.jobs.setup import init_folder
    from scpxl.jobs.starting import short_framework

    if framework is not None and blank:
        raise click.UsageError("Give --framework or --blank, not both.")
    if (area or areas) and not blank:
        raise click.UsageError("--area and --areas fill in a short framework; give --blank as well.")
    folder = init_folder(directory, short_framework(area, areas) if blank else framework)
    if as_json:
        from scpxl.cli.facts import print_json

        print_json({"folder": str(folder.path), "framework": str(folder.framework_path)})
        return
    say(f"Made {folder.path}.")
    say(f"1. Edit the framework: {folder.framework_path}")
    say(f"2. Check it:           scpxl -C {directory} framework check")
    say(f"3. Issue returns:      scpxl -C {directory} issue --period '{folder.period(None)}'")


@click.command()
@click.argument("directory", type=click.Path(path_type=Path), metavar="DIR")
@period_option
@json_option
@click.pass_obj
def sandbox(door: Door, directory: Path, period: Period | None, *, as_json: bool) -> None:
    """Make practice returns in DIR: every known mistake, one a file, named for it.

    For training, and to try the checks on: expected.csv says which findings each file is to get. Check
    them with -C DIR: it has the framework and no record to hold made-up figures against.
    """
    from scpxl.jobs.practice import EXPECTED, make_sandbox

    folder = door.folder()
    wanted = folder.period(period)
    made = make_sandbox(folder, directory, wanted)
    if as_json:
        from scpxl.cli.facts import of_period, print_json
        from scpxl.cli.naming import Namer

        name = Namer(folder.framework)
        files = [
            {
                "file": str(one.path),
                "partner": name.partner(one.partner),
                "done": one.done,
                "codes": list(one.codes),
            }
            for one in made
        ]
        facts = {"period": of_period(wanted), "folder": str(directory), "files": files}
        print_json({**facts, "expected": str(directory / EXPECTED)})
        return
    say(f"Made {len(made)} practice returns in {directory}; {EXPECTED} says what is to be found in each.")
    say(f"Try one:  scpxl -C '{directory}' check '{made[-1].path}'")


@click.group()
def framework() -> None:
    """Check the framework, write it in its other form or as a JSON Schema, or say what differs between two."""


@framework.command("check")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@json_option
@click.pass_obj
def framework_check(door: Door, file: Path | None, *, as_json: bool) -> None:
    """Check the folder's framework, or FILE; name everything that is wrong, with its place."""
    from scpxl.cli.facts import print_json
    from scpxl.errors import FrameworkError
    from scpxl.jobs.remarks import framework_remarks
    from scpxl.jobs.setup import check_framework_file
    from scpxl.words import count_of

    try:
        found = check_framework_file(door.folder(), file)
    except FrameworkError as wrong:
        if as_json:
            print_json(
                {
                    "file": wrong.file,
                    "framework": None,
                    "problems": list(wrong.problems),
                    "counts": None,
                    "remarks": [],
                }
            )
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
        sound: dict[str, object] = {
            "file": None,
            "framework": found.version,
            "problems": [],
            "counts": counts,
        }
        print_json({**sound, "remarks": list(remarks)})
    else:
        held = ", ".join(count_of(number, what.removesuffix("s"), what) for what, number in counts.items())
        say(f"Framework {found.version} of {found.partnership} can be used: {held}.")
        for remark in remarks:
            say(f"- {remark}")


@framework.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@json_option
@click.pass_obj
def framework_export(door: Door, file: Path, *, as_json: bool) -> None:
    """Write the folder's framework to FILE, a .xlsx to edit in Excel or a .toml to compare as text."""
    from scpxl.jobs.setup import export_framework

    made = export_framework(door.folder(), file)
    if as_json:
        from scpxl.cli.facts import print_json

        print_json({"file": str(made.path)})
        return
    say(f"Wrote {made.path}. {made.words}".rstrip())


@framework.command("tiles")
@click.argument("boundaries", type=click.Path(path_type=Path))
@click.option("--rows", type=click.IntRange(1, 99), help="Rows of the grid; else as many as the areas need.")
@click.option("--columns", type=click.IntRange(1, 99), help="Columns of the grid.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Write the framework with these tiles to this .toml or .xlsx.",
)
@json_option
@click.pass_obj
def framework_tiles(
    door: Door, boundaries: Path, *, rows: int | None, columns: int | None, out: Path | None, as_json: bool
) -> None:
    """Propose a place on the tile map for each area whose boundaries the GeoJSON file BOUNDARIES holds."""
    from scpxl.jobs.setup import write_framework
    from scpxl.jobs.tiles import propose_tiles

    made = propose_tiles(door.folder(), boundaries, rows or 0, columns or 0)
    written = write_framework(made.framework, out) if out else None
    if as_json:
        from scpxl.cli.facts import print_json

        tiles = [{"area": {"code": one.code, "name": one.name}, "tile": one.tile} for one in made.placed]
        print_json(
            {"tiles": tiles, "unknown": list(made.unknown), "file": str(written.path) if written else None}
        )
        return
    for one in made.placed:
        say(f"{one.code:12}  {one.name:32}  {one.tile}")
    if made.unknown:
        say(f"Not areas of the framework: {', '.join(made.unknown)}.")
    if written is not None:
        say(f"Wrote {written.path}. {written.words}".rstrip())


@framework.command("schema")
@click.option("--partner", metavar="CODE", help="That of one partner's return; without it, of any partner's.")
@period_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write it to FILE; without it, it is printed.",
)
@json_option
@click.pass_obj
def framework_schema(
    door: Door, partner: str | None, period: Period | None, out: Path | None, *, as_json: bool
) -> None:
    """Write the JSON Schema of the returns for a period: what each answer may be, as the checks enforce it.

    For whoever makes returns with another program: draft 2020-12, with the titles and definitions of the framework.
    It says what each value may be; whether sums agree, or a figure is usual, only scpxl check says.
    """
    from scpxl.files.writing import write_file
    from scpxl.jobs.setup import return_schema_text

    folder = door.folder()
    wanted = folder.period(period)
    text = return_schema_text(folder, wanted, partner)
    written = write_file(out, text.encode(), other_name=True) if out else None
    if as_json:
        from scpxl.cli.facts import of_period, print_json

        print_json(
            {"period": of_period(wanted), "schema": text, "path": str(written.path) if written else None}
        )
    elif written is None:
        say(text, nl=False)
    else:
        say(f"Wrote {written.path}. {written.words}".rstrip())


@framework.command("diff")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@json_option
def framework_diff(old: Path, new: Path, *, as_json: bool) -> None:
    """Say in words what differs between the frameworks OLD and NEW."""
    from scpxl.cli.facts import print_json
    from scpxl.jobs.setup import diff_framework_files

    found = diff_framework_files(old, new)
    if as_json:
        print_json(
            {
                "differences": [
                    {"table": d.table, "entry": d.entry, "change": d.change.value, "words": d.words}
                    for d in found
                ]
            }
        )
        return
    for difference in found:
        say(f"- {difference.words}")
    if not found:
        say("The two frameworks say the same.")
