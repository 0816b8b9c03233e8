"""Commands for what people decide: escalate."""

from __future__ import annotations

import click

from scpxl.cli.params import json_option, period_option
from scpxl.cli.setup import Door
from scpxl.model.periods import Period


@click.command()
@click.argument("indicator", required=False)
@period_option
@click.option(
    "--decision",
    type=click.Choice(["escalate", "watch", "close"]),
    help="escalate: it goes to the board; watch: the lead looks again next quarter; close: nothing more to do.",
)
@click.option("--by", metavar="NAME", default="", help="Who decided; needed with --decision.")
@click.option("--reason", metavar="TEXT", default="", help="Why; needed with --decision, kept in the record.")
@json_option
@click.pass_obj
def escalate(
    door: Door,
    indicator: str | None,
    period: Period | None,
    decision: str | None,
    by: str,
    reason: str,
    *,
    as_json: bool,
) -> None:
    """Say what is suggested for each exception, and keep what people decide about INDICATOR.

    Without INDICATOR, lists the exceptions in their order with what was last decided. With INDICATOR alone, lists
    what was decided about it. A decision stands in the quarters that follow until another is made.
    """
    folder = door.folder()
    _ = folder.framework_path  # a folder that is none of ours is said to be so
    wanted = folder.period(period)
    if decision is None:
        if by or reason:
            raise click.UsageError("Say what was decided: --decision escalate, watch or close.")
        if indicator is None:
            _list_all(door, wanted, as_json=as_json)
        else:
            _list_one(door, indicator, wanted, as_json=as_json)
        return
    if indicator is None:
        raise click.UsageError("Name the INDICATOR that was decided about.")
    _decide(door, (indicator, decision, by, reason), wanted, as_json=as_json)


def _list_all(door: Door, period: Period, *, as_json: bool) -> None:
    from scpxl.cli import show
    from scpxl.jobs.decide import list_for_decision

    found = list_for_decision(door.folder(), period)
    if as_json:
        show.print_json(found.to_json())
        return
    click.echo(period.title)
    if found.lines:
        show.table(
            ("No.", "Indicator", "Rule", "Suggested", "Decided"),
            [
                (str(line.place), f"{line.indicator} {line.title}", line.rule, line.suggestion or "–",
                 line.decision.words if line.decision else "nothing yet")
                for line in found.lines
            ],
        )  # fmt: skip
    else:
        click.echo("There are no exceptions.")
    for one in found.standing:
        click.echo(f"No exception any more: {one.indicator} {one.title}. {one.words}")


def _list_one(door: Door, indicator: str, period: Period, *, as_json: bool) -> None:
    from scpxl.cli import show
    from scpxl.jobs.decide import decisions_about
    from scpxl.scorecard.results import to_plain

    found = decisions_about(door.folder(), indicator, period)
    if as_json:
        show.print_json({"indicator": indicator, "period": str(period), "decisions": to_plain(found)})
        return
    for one in found:
        click.echo(one.words)
    if not found:
        click.echo(f"Nothing has been decided about {indicator} up to {period.title}.")


def _decide(door: Door, said: tuple[str, str, str, str], period: Period, *, as_json: bool) -> None:
    from scpxl.cli import show
    from scpxl.jobs.decide import decide
    from scpxl.privacy.guard import WITHHELD
    from scpxl.scorecard.escalation import Choice
    from scpxl.scorecard.results import to_plain

    indicator, decision, by, reason = said
    made, exception = decide(door.folder(), indicator, period, Choice(decision), by, reason)
    if as_json:
        show.print_json({"decision": to_plain(made), "exception": to_plain(exception)})
        return
    click.secho(f"{made.indicator} {made.title}", bold=True)
    click.echo(f"  {made.words}")
    if WITHHELD in made.words:
        click.echo(
            "  What you wrote may identify somebody: it is kept, and shown nowhere until it is cleared (scpxl privacy list)."
        )
    if exception is None:
        click.echo(f"  It is no exception in {made.period}; the decision is kept all the same.")
    elif exception.suggestion and exception.suggestion != made.decision:
        click.echo(f"  The rule ({exception.rule}) suggests: {exception.suggestion}.")
    click.echo(f"  It stands until another is made ({Choice(decision).words}). Publish again for the dashboard to follow.")  # fmt: skip
