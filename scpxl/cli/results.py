"""Commands that give results: brief, explain, export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scpxl.cli.params import json_option, month_option, period_option
from scpxl.cli.setup import Door
from scpxl.cli.terminal import say
from scpxl.model.periods import Period

if TYPE_CHECKING:
    from scpxl.jobs.folder import Folder
from scpxl.cli.publishing import edition_option


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
    help="Write it there; without it, on the screen.",
)
@click.option(
    "--objective",
    metavar="CODE",
    help="One objective instead, with its tables and charts, as a page of HTML.",
)
@edition_option
@json_option
@click.pass_obj
def brief(
    door: Door,
    period: Period | None,
    month: Period | None,
    out: Path | None,
    objective: str | None,
    edition: str,
    *,
    as_json: bool,
) -> None:
    """Tell a quarter in sentences, as Markdown: what needs the board, what moved, what cannot be said.

    With --month, the twelve months to any month end; returns and decisions are then those of its quarter.
    """
    from scpxl.files.writing import write_file
    from scpxl.jobs.publishing.publish import brief as tell
    from scpxl.jobs.publishing.publish import objective_html
    from scpxl.model.framework import Edition

    folder = door.folder()
    wanted = _asked(folder, period, month)
    whose = Edition(edition)
    words = (
        objective_html(folder, wanted, objective, whose) if objective else tell(folder, wanted, edition=whose)
    )
    written = write_file(out, words.encode(), other_name=True) if out else None
    if as_json:
        from scpxl.cli.json.facts import print_json
        from scpxl.cli.json.naming import of_period

        said = {"markdown": None if objective else words, "html": words if objective else None}
        print_json({"period": of_period(wanted), **said, "path": str(written.path) if written else None})
    elif written is None:
        say(words, nl=False)
    else:
        say(f"Wrote {written.path}. {written.words}".rstrip())


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
    from scpxl.cli import terminal
    from scpxl.jobs.giving.explain import explain as explain_figure
    from scpxl.words import as_given

    folder = door.folder()
    found = explain_figure(folder, indicator, _asked(folder, period, month), area, item)
    if as_json:
        from scpxl.cli.json.facts import print_json
        from scpxl.cli.json.naming import Namer

        print_json(Namer(folder.framework).explained(found))
        return
    card = found.card
    say(f"{card.code}  {card.title}", bold=True)
    say(f"{found.area}, {found.period.title}; {card.polarity_words}. {card.definition}")
    say()
    for line in found.lines:
        terminal.paragraph(line.text, "  ")
        if line.rule:
            terminal.paragraph(line.rule, "      ")
    say()
    terminal.table(
        ("Period", "Number", "Out of", "Mark", "Where it was entered"),
        [
            (
                o.period.code,
                "–" if o.numerator is None else as_given(o.numerator),
                "" if o.denominator is None else as_given(o.denominator),
                o.marker.shorthand,
                " ".join(
                    filter(None, (o.source.submission, o.source.file, f"{o.source.sheet}!{o.source.cell}"))
                ),
            )
            for o in found.observations
        ],
    )
    if found.background.versions:
        say("\nEarlier versions")
        heads = ("Period", "Previous value", "Source cell", "Received", "Replaced by")
        terminal.table(
            heads,
            [
                (v.period.code, v.was, v.was_in, v.made, f"{v.now}  {v.now_in}")
                for v in found.background.versions
            ],
        )


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "parquet", "xlsx", "ods"]),
    default="csv",
    show_default=True,
    help="What kind of file; parquet and ods need an extra package.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="PATH", help="A folder or file; without it, outputs/."
)
@month_option
@json_option
@click.pass_obj
def export(door: Door, form: str, out: Path | None, month: Period | None, *, as_json: bool) -> None:
    """Write the tidy consolidated record: one row per figure, with the cell it was entered in.

    With --month, the record up to the end of that month and, beside it, every figure worked out for it: the twelve
    months, the change, rates, ratings, ranks.
    """
    from scpxl.cli import terminal
    from scpxl.jobs.giving.export import ExportFormat, export_month
    from scpxl.jobs.giving.export import export as export_record

    folder = door.folder()
    _ = folder.framework_path  # a folder that is none of ours is said to be so, not exported empty
    with terminal.progress(quiet=door.quiet) as tell:
        if month is None:
            made = [export_record(folder, ExportFormat(form), out, tell)]
        else:
            made = export_month(folder, ExportFormat(form), folder.month(month), out, tell)
    if as_json:
        from scpxl.cli.json.facts import paths, print_json
        from scpxl.cli.json.naming import of_period

        print_json(
            {"period": of_period(month) if month else None, "files": paths([one.path for one in made])}
        )
        return
    for one in made:
        say(f"Wrote {one.path}. {one.words}".rstrip())
