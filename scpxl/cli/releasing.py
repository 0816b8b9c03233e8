"""Commands about the life of a publication: release list, approve, supersede, withdraw."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from scpxl.cli.params import EDITIONS, PeriodParam, json_option
from scpxl.cli.setup import Door
from scpxl.cli.terminal import say
from scpxl.model.periods import Period

if TYPE_CHECKING:
    from scpxl.cli.json import parts
    from scpxl.jobs.publishing.release import Release, Released
    from scpxl.scorecard.records.board import ChangedSince

_PERIOD = click.option(
    "--period",
    type=PeriodParam(),
    metavar="PERIOD",
    help="What was published, like '2017-18 Q4'. Without it: the settings' quarter, else the last that has ended.",
)
_EDITION = click.option(
    "--edition", type=EDITIONS, default="partnership", show_default=True, help="Which edition of it."
)
_BY = click.option("--by", required=True, metavar="NAME", help="Who decided; kept in the record.")
_WHY = click.option("--why", required=True, metavar="TEXT", help="Why; kept in the record.")


@click.group()
def release() -> None:
    """Approve what was published, put a later publication in its place, or withdraw it.

    What is published is a draft until somebody approves it. Approving is a choice: whoever publishes in one step needs
    none of this. Nothing is deleted, and files that were written stay as they are.
    """


@release.command("list")
@click.option(
    "--period", type=PeriodParam(), metavar="PERIOD", help="One period only; without it, every one."
)
@click.option("--edition", type=EDITIONS, help="One edition only.")
@json_option
@click.pass_obj
def list_(door: Door, period: Period | None, edition: str | None, *, as_json: bool) -> None:
    """List what was published, first to last: drafts, approved, superseded and withdrawn, by whom and when."""
    from scpxl.cli import terminal
    from scpxl.jobs.publishing.release import list_releases
    from scpxl.model.framework import Edition
    from scpxl.words import moment_text

    found = list_releases(door.folder(), period, Edition(edition) if edition else None)
    if as_json:
        from scpxl.cli.json.facts import print_json

        print_json({"releases": [_facts_of(one) for one in found]})
        return
    if not found:
        say("Nothing was published.")
        return
    terminal.table(
        ("Period", "Edition", "Published (UTC)", "Figures", "State", "Decided"),
        [
            (
                one.publication.period.title.partition(":")[0],
                one.publication.edition,
                moment_text(one.publication.made),
                one.run,
                one.state.value,
                _decided(one),
            )
            for one in found
        ],
    )


@release.command("approve")
@_PERIOD
@_EDITION
@_BY
@click.option("--why", default="", metavar="TEXT", help="A remark, such as the meeting; kept in the record.")
@json_option
@click.pass_obj
def approve(door: Door, period: Period | None, edition: str, by: str, why: str, *, as_json: bool) -> None:
    """Approve the newest publication of a period. Where an earlier one is approved, supersede it instead."""
    from scpxl.jobs.publishing.release import approve as approve_newest
    from scpxl.model.framework import Edition

    folder = door.folder()
    _tell(approve_newest(folder, folder.period(period), Edition(edition), by, why), as_json=as_json)


@release.command("supersede")
@_PERIOD
@_EDITION
@_BY
@_WHY
@json_option
@click.pass_obj
def supersede(door: Door, period: Period | None, edition: str, by: str, why: str, *, as_json: bool) -> None:
    """Approve the newest publication of a period in the place of the one approved before, and list what it changes."""
    from scpxl.jobs.publishing.release import supersede as supersede_approved
    from scpxl.model.framework import Edition

    folder = door.folder()
    _tell(supersede_approved(folder, folder.period(period), Edition(edition), by, why), as_json=as_json)


@release.command("withdraw")
@_PERIOD
@_EDITION
@_BY
@_WHY
@json_option
@click.pass_obj
def withdraw(door: Door, period: Period | None, edition: str, by: str, why: str, *, as_json: bool) -> None:
    """Withdraw the approved publication of a period; where none is approved, the newest. Its files stay: recall them."""
    from scpxl.jobs.publishing.release import withdraw_release
    from scpxl.model.framework import Edition

    folder = door.folder()
    _tell(withdraw_release(folder, folder.period(period), Edition(edition), by, why), as_json=as_json)


def _decided(one: Release) -> str:
    from scpxl.words import day_text

    return "; ".join(
        f"{step.state} {day_text(step.recorded)}, {': '.join(filter(None, (step.by, step.reason.rstrip('.'))))}"
        for step in one.steps
    )


def _tell(made: Released, *, as_json: bool) -> None:
    if as_json:
        from scpxl.cli.json.facts import print_json
        from scpxl.scorecard.records.plain import to_plain

        print_json(
            {
                "releases": [_facts_of(one) for one in made.changed],
                "changed": to_plain(made.since) if made.since else None,
            }
        )
        return
    for one in made.changed:
        say(one.words)
    if made.since is not None:
        tell_changes(made.since)


def tell_changes(since: ChangedSince) -> None:
    """Print what a publication says differently from an earlier one."""
    from scpxl.cli import terminal

    say(since.words)
    for line in since.lines:
        said = ". ".join(filter(None, (line.figures, line.effects)))
        terminal.paragraph(f"{line.title} ({line.indicator}): {said}.", "  ")
    for title in since.gone:
        say(f"  {title}: no longer reported.")
    for title in since.come:
        say(f"  {title}: new.")


def _facts_of(one: Release) -> parts.ReleaseFacts:
    from scpxl.cli.json.naming import of_period

    made = one.publication
    return {
        "period": of_period(made.period),
        "edition": made.edition,
        "published": made.made.isoformat(),
        "figures": one.run,
        "state": one.state.value,
        "steps": [
            {"state": step.state.value, "by": step.by, "why": step.reason or None, "recorded": step.recorded.isoformat()}
            for step in one.steps
        ],
    }  # fmt: skip
