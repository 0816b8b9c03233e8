"""The command that says which texts observers may read: editions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from scpxl.cli.params import EDITIONS, json_option, period_option
from scpxl.cli.setup import Door
from scpxl.cli.terminal import say
from scpxl.model.periods import Period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scpxl.cli.json_parts import PeriodFacts
    from scpxl.cli.json_records import Editions
    from scpxl.jobs.editions import TextLine


@click.command()
@click.argument("text", required=False)
@period_option
@click.option(
    "--may-read",
    type=EDITIONS,
    help="partnership: no observer reads it; observers: the partnership and its observers; public: everybody.",
)
@click.option("--by", metavar="NAME", default="", help="Who chose; needed with --may-read.")
@click.option("--reason", metavar="TEXT", default="", help="Why; needed with --may-read, kept in the record.")
@json_option
@click.pass_obj
def editions(
    door: Door,
    text: str | None,
    period: Period | None,
    may_read: str | None,
    by: str,
    reason: str,
    *,
    as_json: bool,
) -> None:
    """List the texts of a quarter with who may read them, or choose it for TEXT.

    TEXT is named as it is listed: decision/BUR-01, action/met/A3, commentary/met/O1. Without a choice observers read
    what is not marked OFFICIAL-SENSITIVE. A text that names a measure observers do not see is never in their edition.
    """
    from scpxl.jobs.editions import choose_edition, list_texts
    from scpxl.model.framework import Edition

    folder = door.folder()
    _ = folder.framework_path  # a folder that is none of ours is said to be so
    wanted = folder.period(period)
    if may_read is None and (by or reason):
        raise click.UsageError("Say who may read it: --may-read partnership, observers or public.")
    if may_read is not None and text is None:
        raise click.UsageError("Name the TEXT that this is about.")
    if may_read is not None and text is not None:
        made = choose_edition(folder, text, wanted, Edition(may_read), by, reason)
        text = made.key
        if not as_json:
            say(f"{made.key} may be read by: {made.edition}. Publish again for the outputs to follow.")
    found = [
        one for one in list_texts(folder, wanted) if text is None or one.key.casefold() == text.casefold()
    ]
    if not found and text is not None:
        _refuse(text, wanted)
    if as_json:
        from scpxl.cli.facts import of_period, print_json

        print_json(_facts(of_period(wanted), found))
        return
    from scpxl.cli import show

    show.table(
        ("Text", "May read", "Observers", "Begins"),
        [
            (one.key, f"{one.edition}{' (chosen)' if one.chosen else ''}", "yes" if one.observers else f"no: {one.why_not}", one.words)
            for one in found
        ],
    )  # fmt: skip


def _refuse(text: str, period: Period) -> None:
    from scpxl.errors import NotFoundError

    raise NotFoundError(
        f"{period.title} has no text {text!r}. `scpxl editions` without a text lists them all."
    )


def _facts(period: PeriodFacts, found: Sequence[TextLine]) -> Editions:
    return {
        "period": period,
        "texts": [
            {
                "key": one.key,
                "words": one.words,
                "may_read": one.edition.value,
                "chosen": one.chosen,
                "observers": one.observers,
                "why_not": one.why_not or None,
            }
            for one in found
        ],
    }
