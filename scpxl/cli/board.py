"""Commands for what people decide: escalate, editions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from scpxl.cli.params import EDITIONS, json_option, period_option
from scpxl.cli.setup import Door
from scpxl.cli.terminal import say
from scpxl.model.periods import Period

if TYPE_CHECKING:
    from scpxl.cli.json.parts import PeriodFacts
    from scpxl.cli.json.records import Editions, Escalate
    from scpxl.jobs.decide import TextLine
    from scpxl.jobs.folder import Folder
    from scpxl.scorecard.records.board import DecisionLine, ExceptionLine


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
    what was decided about it. A decision applies to the quarters that follow until another is made.
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
    from scpxl.cli import terminal
    from scpxl.jobs.decide import list_for_decision

    folder = door.folder()
    found = list_for_decision(folder, period)
    if as_json:
        _print_json(folder, period, exceptions=found.lines, standing=found.standing)
        return
    say(period.title)
    if found.lines:
        terminal.table(
            ("No.", "Indicator", "Rule", "Suggested", "Decided"),
            [
                (str(line.place), f"{line.indicator} {line.title}", line.rule, line.suggestion or "–",
                 line.decision.words if line.decision else "no decision recorded")
                for line in found.lines
            ],
        )  # fmt: skip
    else:
        say("There are no exceptions.")
    for one in found.standing:
        say(f"No exception any more: {one.indicator} {one.title}. {one.words}")


def _list_one(door: Door, indicator: str, period: Period, *, as_json: bool) -> None:
    from scpxl.jobs.decide import decisions_about, list_for_decision
    from scpxl.jobs.lookup import find_indicator

    folder = door.folder()
    found = decisions_about(folder, indicator, period)
    if as_json:
        code = find_indicator(folder.framework, indicator).code
        listed = list_for_decision(folder, period).lines
        its_own = [one for one in listed if one.indicator == code]
        _print_json(folder, period, code, exceptions=its_own, decisions=found)
        return
    for one in found:
        say(one.words)
    if not found:
        say(f"Nothing has been decided about {indicator} up to {period.title}.")


def _decide(door: Door, said: tuple[str, str, str, str], period: Period, *, as_json: bool) -> None:
    from scpxl.jobs.decide import decide, decisions_about
    from scpxl.privacy.guard import WITHHELD
    from scpxl.scorecard.lists.exceptions import Choice

    folder = door.folder()
    indicator, decision, by, reason = said
    made, exception = decide(folder, indicator, period, Choice(decision), by, reason)
    if as_json:
        decisions = decisions_about(folder, made.indicator, period)
        its_own = [exception] if exception else []
        _print_json(folder, period, made.indicator, exceptions=its_own, decisions=decisions, kept=made)
        return
    say(f"{made.indicator} {made.title}", bold=True)
    say(f"  {made.words}")
    if WITHHELD in made.words:
        say(
            "  What you wrote may identify somebody: it is kept, and shown nowhere until it is cleared (scpxl privacy list)."
        )
    if exception is None:
        say(f"  It is no exception in {made.period}; the decision is kept all the same.")
    elif exception.suggestion and exception.suggestion != made.decision:
        say(f"  The rule ({exception.rule}) suggests: {exception.suggestion}.")
    say(f"  It applies until another is made ({Choice(decision).words}). Publish again for the dashboard to follow.")  # fmt: skip


def _print_json(
    folder: Folder,
    period: Period,
    indicator: str = "",
    *,
    exceptions: Sequence[ExceptionLine],
    standing: Sequence[DecisionLine] = (),
    decisions: Sequence[DecisionLine] = (),
    kept: DecisionLine | None = None,
) -> None:
    from scpxl.cli.json.facts import print_json
    from scpxl.cli.json.naming import Namer, of_period

    name = Namer(folder.framework)
    facts: Escalate = {
        "period": of_period(period),
        "indicator": name.indicator(indicator) if indicator else None,
        "exceptions": [name.exception(one) for one in exceptions],
        "standing": [name.decision(one) for one in standing],
        "decisions": [name.decision(one) for one in decisions],
        "kept": name.decision(kept) if kept else None,
    }
    print_json(facts)


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
    from scpxl.jobs.decide import choose_edition, list_texts
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
        from scpxl.cli.json.facts import print_json
        from scpxl.cli.json.naming import of_period

        print_json(_facts(of_period(wanted), found))
        return
    from scpxl.cli import terminal

    terminal.table(
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
