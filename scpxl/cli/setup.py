"""Commands that set a partnership up: demo, init, framework."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from scpxl.cli.params import json_option, period_option
from scpxl.cli.terminal import say
from scpxl.model.periods import Period

if TYPE_CHECKING:
    from scpxl.jobs.folder import Folder
    from scpxl.jobs.refreshing.screen import Screen


class Door(NamedTuple):
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
    from scpxl.cli import terminal
    from scpxl.jobs.setting_up.setup import demonstrate, examples

    offered = examples()
    chosen = next((one for one in offered if one.name == (example or offered[0].name)), None)
    if chosen is None:
        names = "; ".join(f"{one.name} ({one.words})" for one in offered)
        raise click.BadParameter(
            f"{example!r} is not an example. There are: {names}.", param_hint="--example"
        )
    with terminal.progress(quiet=door.quiet) as tell:
        made = demonstrate(directory, chosen, tell)
    if as_json:
        from scpxl.cli.json.facts import print_json
        from scpxl.cli.json.naming import of_period

        collected = sum(len(collection.files) for collection in made.collections)
        facts = {"period": of_period(made.period), "folder": str(made.folder.path), "issued": made.issued}
        print_json({**facts, "collected": collected, "path": str(made.published.path)})
        return
    for collection in made.collections:
        for file in collection.files:
            is_back = file.saved is None or not file.saved.status.is_in_force
            if file.checked is not None and is_back:
                terminal.answer(file.checked)
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
    from scpxl.jobs.setting_up.setup import init_folder
    from scpxl.jobs.setting_up.starting import short_framework

    if framework is not None and blank:
        raise click.UsageError("Give --framework or --blank, not both.")
    if (area or areas) and not blank:
        raise click.UsageError("--area and --areas fill in a short framework; give --blank as well.")
    folder = init_folder(directory, short_framework(area, areas) if blank else framework)
    if as_json:
        from scpxl.cli.json.facts import print_json

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
    from scpxl.jobs.setting_up.practice import EXPECTED, make_sandbox

    folder = door.folder()
    wanted = folder.period(period)
    made = make_sandbox(folder, directory, wanted)
    if as_json:
        from scpxl.cli.json.facts import print_json
        from scpxl.cli.json.naming import Namer, of_period

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
