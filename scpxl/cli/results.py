"""Commands that give results: publish, refresh, brief, explain, export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scpxl.cli.params import json_option, month_option, period_option
from scpxl.cli.setup import Door
from scpxl.model.periods import Period

if TYPE_CHECKING:
    from scpxl.jobs.folder import Folder

NEEDS_SOMEBODY = 1


@click.command()
@period_option
@click.option(
    "--edition",
    type=click.Choice(["partnership", "observers", "public"]),
    default="partnership",
    show_default=True,
    help="Who it is for; the others wait for small numbers to be protected.",
)
@json_option
@click.pass_obj
def publish(door: Door, period: Period | None, edition: str, *, as_json: bool) -> None:
    """Write the dashboard of a quarter."""
    from scpxl.cli import show
    from scpxl.jobs.publish import publish as publish_dashboard
    from scpxl.model.framework import Edition
    from scpxl.scorecard.results import as_said, to_results

    folder = door.folder()
    made = publish_dashboard(folder, folder.period(period), Edition(edition))
    if as_json:
        facts = {"path": str(made.path), "remarks": list(made.remarks)}
        show.print_json({**facts, "results": as_said(to_results(made.scorecard))})
        return
    for sentence in made.scorecard.summary_words:
        click.echo(sentence)
    show.withheld(made.scorecard.withheld, made.scorecard.period_code)
    click.echo(f"Wrote {made.path}.")
    show.framework_remarks(made.remarks)


@click.command()
@period_option
@click.pass_obj
def refresh(door: Door, period: Period | None) -> None:
    """Collect the quarter's returns, then publish its dashboard."""
    from scpxl.cli import show
    from scpxl.cli.returns import tell_collection
    from scpxl.jobs.refresh import refresh as refresh_all

    folder = door.folder()
    with show.progress(quiet=door.quiet) as tell:
        made = refresh_all(folder, folder.period(period), tell)
    tell_collection(made.collection)
    for sentence in made.published.scorecard.summary_words:
        click.echo(sentence)
    show.withheld(made.published.scorecard.withheld, made.published.scorecard.period_code)
    click.echo(f"Wrote {made.published.path}.")
    show.framework_remarks(made.published.remarks)
    if made.collection.needs_somebody:
        raise click.exceptions.Exit(NEEDS_SOMEBODY)


def _asked(folder: Folder, period: Period | None, month: Period | None) -> Period:
    """Return the quarter or month that figures are wanted for."""
    if period is not None and month is not None:
        raise click.UsageError("Give --period or --month, not both.")
    return folder.period(period) if month is None else folder.month(month)


@click.command()
@period_option
@month_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write it there, as Markdown; without it, on the screen.",
)
@click.pass_obj
def brief(door: Door, period: Period | None, month: Period | None, out: Path | None) -> None:
    """Tell a quarter in sentences: what needs the board, what moved, what cannot be said.

    With --month, the twelve months to any month end; returns and decisions are then those of its quarter.
    """
    from scpxl.jobs.answers import write_whole
    from scpxl.jobs.brief import brief as tell

    folder = door.folder()
    words = tell(folder, _asked(folder, period, month))
    if out is None:
        click.echo(words, nl=False)
        return
    write_whole(out, words.encode())
    click.echo(f"Wrote {out}.")


@click.command()
@click.argument("indicator")
@period_option
@month_option
@click.option(
    "--area",
    metavar="AREA",
    help="Another area, or a part of your own such as a ward: its ONS code or its name.",
)
@click.option(
    "--item", metavar="ITEM", help="An item of a breakdown: its code or its name, or breakdown/item."
)
@json_option
@click.pass_obj
def explain(
    door: Door,
    indicator: str,
    period: Period | None,
    month: Period | None,
    area: str | None,
    item: str | None,
    *,
    as_json: bool,
) -> None:
    """Say how INDICATOR's figures came about: source cells, formulas with their numbers, the rule behind each word.

    And what they say beyond themselves: whether the change is real, trend, the year's end, interventions.
    """
    from scpxl.cli import show
    from scpxl.jobs.explain import explain as explain_figure

    folder = door.folder()
    found = explain_figure(folder, indicator, _asked(folder, period, month), area, item)
    if as_json:
        show.print_json(found.to_json())
        return
    card = found.card
    click.secho(f"{card.code}  {card.title}", bold=True)
    click.echo(f"{found.area}, {found.period.title}; {card.polarity_words}. {card.definition}")
    click.echo()
    for line in found.lines:
        show.paragraph(line.text, "  ")
        if line.rule:
            show.paragraph(line.rule, "      ")
    click.echo()
    show.table(
        ("Period", "Number", "Out of", "Mark", "Where it was typed"),
        [
            (
                o.period.code,
                "–" if o.numerator is None else f"{o.numerator:,g}",
                "" if o.denominator is None else f"{o.denominator:,g}",
                o.marker.shorthand,
                " ".join(
                    filter(None, (o.source.submission, o.source.file, f"{o.source.sheet}!{o.source.cell}"))
                ),
            )
            for o in found.observations
        ],
    )
    if found.background.versions:
        click.echo("\nEarlier versions")
        heads = ("Period", "Was", "Typed in", "Came", "Is, or became")
        show.table(
            heads,
            [(v.period, v.was, v.was_in, v.made, f"{v.now}  {v.now_in}") for v in found.background.versions],
        )


@click.command()
@click.option(
    "--format", "form", type=click.Choice(["csv", "parquet", "xlsx", "ods"]), default="csv", show_default=True
)
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="PATH", help="A folder or file; without it, outputs/."
)
@month_option
@click.pass_obj
def export(door: Door, form: str, out: Path | None, month: Period | None) -> None:
    """Write the tidy consolidated record: one row per figure, with the cell it was typed in.

    With --month, the record up to the end of that month and, beside it, every figure worked out for it: the twelve
    months, the change, rates, ratings, ranks.
    """
    from scpxl.jobs.export import ExportFormat, export_month
    from scpxl.jobs.export import export as export_record

    folder = door.folder()
    _ = folder.framework_path  # a folder that is none of ours is said to be so, not exported empty
    if month is None:
        click.echo(f"Wrote {export_record(folder, ExportFormat(form), out)}.")
        return
    for path in export_month(folder, ExportFormat(form), folder.month(month), out):
        click.echo(f"Wrote {path}.")
