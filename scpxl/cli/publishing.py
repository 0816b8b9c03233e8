"""Commands that publish: publish, refresh."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from scpxl.cli.params import EDITIONS, YearParam, json_option, period_option
from scpxl.cli.setup import Door
from scpxl.cli.terminal import say
from scpxl.model.periods import Period

if TYPE_CHECKING:
    from scpxl.jobs.folder import Folder
    from scpxl.jobs.publishing.published import Published
    from scpxl.jobs.refreshing.screen import Screen
    from scpxl.jobs.refreshing.typed import TypedIn
    from scpxl.scorecard.texts.readability import ReadingRemark
    from scpxl.scorecard.texts.text_check import NumberRemark

NEEDS_SOMEBODY = 1

keep_typed_option = click.option(
    "--keep-typed",
    is_flag=True,
    help="Where the record has newer words than a dashboard's typed ones, keep the typed ones; both stay on record.",
)


edition_option = click.option(
    "--edition",
    type=EDITIONS,
    default="partnership",
    show_default=True,
    help="Who it is for; the public's waits for small numbers to be protected.",
)


class _Outputs(click.ParamType[tuple[str, ...]]):
    """Several outputs, with commas between them."""

    name = "outputs"
    known = ("dashboard", "pack", "report")

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """Return the outputs meant, each once."""
        if isinstance(value, tuple):
            return value
        asked = tuple(dict.fromkeys(one.strip().lower() for one in str(value).split(",") if one.strip()))
        if not asked or (unknown := [one for one in asked if one not in self.known]):
            what = repr(unknown[0]) if asked else "Nothing"
            self.fail(f"{what} is not an output. There are: {', '.join(self.known)}.", param, ctx)
        return asked


@click.command()
@period_option
@click.option(
    "--year",
    type=YearParam(),
    metavar="YEAR",
    help="Instead of a quarter: the financial year, like 2017-18, by its last quarter.",
)
@edition_option
@click.option(
    "--output",
    "outputs",
    type=_Outputs(),
    metavar="LIST",
    help="What to write, with commas: dashboard, pack (the board pack for PowerPoint, which needs scpxl[pack]), report "
    "(the annual report for Word, which needs scpxl[word]). Without it: of a year the report, else the dashboard.",
)
@keep_typed_option
@json_option
@click.pass_obj
def publish(
    door: Door,
    period: Period | None,
    year: Period | None,
    edition: str,
    outputs: tuple[str, ...] | None,
    *,
    keep_typed: bool,
    as_json: bool,
) -> None:
    """Write the dashboard of a quarter, its board pack, or the annual report of a year, from one record.

    What was entered in the one it replaces (decisions, comments, actions) goes into the record first.
    """
    from scpxl.cli import terminal
    from scpxl.cli.json.facts import of_published, print_json
    from scpxl.jobs.publishing.publish import publish as publish_outputs
    from scpxl.jobs.publishing.published import Output
    from scpxl.model.framework import Edition

    folder = door.folder()
    if period is not None and year is not None:
        raise click.UsageError("Name a quarter with --period or a year with --year, not both.")
    wanted = folder.period(Period.quarter(year.start_year, 4) if year else period)
    asked = [Output(one) for one in outputs or ("report" if year else "dashboard",)]
    with terminal.progress(quiet=door.quiet) as tell:
        made = publish_outputs(
            folder, wanted, Edition(edition), progress=tell, typed_wins=keep_typed, outputs=asked
        )
    if as_json:
        print_json(of_published(made, wanted))
    else:
        _print_published(made)


def _print_published(made: Published) -> None:
    from scpxl.cli import terminal
    from scpxl.jobs.publishing.published import why_no_buttons
    from scpxl.words import listed

    for sentence in made.scorecard.summary_words:
        say(sentence)
    terminal.withheld(made.scorecard.withheld, made.scorecard.period_code)
    if made.unchanged:
        stay = "stays as it is" if len(made.files) == 1 else "stay as they are"
        say(f"Nothing has changed since it was published: {listed([str(one) for one in made.files])} {stay}.")
        _say_all(made.release)
        terminal.tell_remarks(made.remarks)
        return
    for path in made.files or (made.path,):
        say(f"Wrote {path}.")
    if made.instead:
        say(made.instead)
    if made.with_buttons:
        say(f"Wrote {made.with_buttons}, with buttons.")
    elif made.scorecard.edition == "partnership" and "dashboard" in made.outputs:
        say(why_no_buttons(made.path))
    _say_all(made.release)
    _tell_typed(made.typed)
    _tell_of_texts("Numbers in texts that are not quite the figures:", made.numbers)
    _tell_of_texts("Texts that would be easier to read in shorter sentences or words:", made.reading)
    terminal.tell_remarks(made.remarks)


def _tell_of_texts(heading: str, remarks: Sequence[NumberRemark | ReadingRemark]) -> None:
    if remarks:
        say(heading, bold=True)
    for one in remarks:
        say(f"  {one.words}")


def _say_all(sentences: Iterable[str]) -> None:
    for sentence in sentences:
        say(sentence)


def _tell_typed(kept: TypedIn) -> None:
    from scpxl.words import count_of

    if number := len(kept.decisions) + len(kept.entries):
        say(f"{count_of(number, 'row')} entered in the dashboard went into the record first.")
    _say_all(kept.told)


@click.command()
@period_option
@click.option("--workbook", metavar="NAME", help="Of several open dashboards, the one to refresh.")
@click.option("--closed", is_flag=True, help="Write the file, and do not look for a dashboard that is open.")
@click.option("--cancel", is_flag=True, help="Stop the refresh that is running, before it writes.")
@keep_typed_option
@json_option
@click.pass_obj
def refresh(
    door: Door,
    period: Period | None,
    workbook: str | None,
    *,
    closed: bool,
    cancel: bool,
    keep_typed: bool,
    as_json: bool,
) -> None:
    """Collect the quarter's returns, then refresh its dashboard: the open one, or the file.

    A dashboard of this partnership that is open in Excel is refreshed where it is open, and not saved. Where none is,
    the file in outputs/ is written again. What was entered goes into the record first.
    """
    from scpxl.cli import terminal
    from scpxl.cli.collecting import print_collection
    from scpxl.cli.json.facts import of_collection, of_published, print_json
    from scpxl.cli.json.naming import Namer
    from scpxl.jobs.run_all import refresh as refresh_file

    folder = door.folder()
    wanted = folder.period(period)
    if cancel and as_json:
        raise click.UsageError("--cancel prints no JSON: leave --json out.")
    if cancel:
        from scpxl.jobs.refreshing.refresh import cancel_refresh

        _ = folder.framework_path  # a folder that is none of ours is said to be so
        cancel_refresh(folder)
        say("The refresh that is running stops before it writes.")
        return
    screen = None if closed else _open_dashboard(door, workbook)
    if screen is not None:
        _refresh_open(folder, screen, wanted, keep_typed=keep_typed, as_json=as_json)
        return
    with terminal.progress(quiet=door.quiet) as tell:
        made = refresh_file(folder, wanted, tell, typed_wins=keep_typed)
    if as_json:
        print_json(
            {
                **of_collection(made.collection, Namer(folder.framework)),
                **of_published(made.published, wanted),
                "workbook": None,
                "cells": None,
            }
        )
    else:
        print_collection(made.collection)
        _print_published(made.published)
    if made.collection.needs_somebody:
        raise click.exceptions.Exit(NEEDS_SOMEBODY)


def _open_dashboard(door: Door, name: str | None) -> Screen | None:
    """Return the dashboard that is open, the one named of several; None where none is."""
    from scpxl.errors import NotFoundError

    find = door.open_dashboards
    found = [] if find is None else list(find(door.folder().framework.partnership))
    if name is not None:
        found = [one for one in found if one.name.casefold() == name.casefold()]
        if not found:
            raise NotFoundError(
                f"No dashboard of this partnership named {name} is open in Excel. Open it, or leave --workbook out."
            )
    if len(found) > 1:
        names = ", ".join(f"{one.name} ({one.path})" if one.path else one.name for one in found)
        raise NotFoundError(
            f"{len(found)} dashboards of this partnership are open: {names}. "
            "Say which with --workbook NAME, or close the others."
        )
    return found[0] if found else None


def _refresh_open(folder: Folder, screen: Screen, period: Period, *, keep_typed: bool, as_json: bool) -> None:
    from scpxl.cli.collecting import print_collection
    from scpxl.cli.json.facts import of_collection, of_published, print_json
    from scpxl.cli.json.naming import Namer
    from scpxl.jobs.refreshing.refresh import refresh_open

    made = refresh_open(folder, screen, period, ask=click.confirm, typed_wins=keep_typed)
    if as_json:
        facts = {
            **of_collection(made.collection, Namer(folder.framework)),
            **of_published(made.published, period),
        }
        cells = made.pushed.cells if made.pushed else None
        told = [*made.typed.told, *made.told]
        print_json({**facts, "told": told, "workbook": made.workbook, "cells": cells})
    else:
        print_collection(made.collection)
        say(made.words)
    if made.collection.needs_somebody:
        raise click.exceptions.Exit(NEEDS_SOMEBODY)
