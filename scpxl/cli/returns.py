"""Commands of a quarter's returns: issue, check, collect, status."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scpxl.cli.params import QuarterParam, json_option, period_option
from scpxl.cli.setup import Door
from scpxl.cli.terminal import say
from scpxl.model.periods import Period

if TYPE_CHECKING:
    from scpxl.cli.json.records import Status
    from scpxl.jobs.folder import Folder
    from scpxl.jobs.returns.check import CheckedFile

FILE = click.Path(path_type=Path)
NEEDS_SOMEBODY = 1


@click.command()
@period_option
@click.option("--partner", metavar="CODE", help="One partner only.")
@json_option
@click.pass_obj
def issue(door: Door, period: Period | None, partner: str | None, *, as_json: bool) -> None:
    """Write the blank returns, prefilled with the last twelve months, one a partner."""
    from scpxl.cli import terminal
    from scpxl.jobs.returns.issue import issue_returns
    from scpxl.words import withheld_words

    folder = door.folder()
    wanted = folder.period(period)
    with terminal.progress(quiet=door.quiet) as tell:
        issued = issue_returns(folder, wanted, partner, tell)
    if as_json:
        from scpxl.cli.json.facts import print_json
        from scpxl.cli.json.naming import Namer, of_period

        name = Namer(folder.framework)
        returns = [
            {
                "partner": name.partner(one.partner.code),
                "file": str(one.path),
                "figures": one.figures,
                "withheld": one.withheld,
            }
            for one in issued
        ]
        place = str(folder.returns(wanted))
        print_json({"period": of_period(wanted), "returns": returns, "put_into": place})
        return
    say(f"Returns for {wanted.title}:")
    for one in issued:
        held = f"; {withheld_words(one.withheld).removesuffix('.')}" if one.withheld else ""
        say(f"  {one.path}  ({one.partner.name}; {one.figures:,} earlier figures filled in{held})")
        if one.instead:
            say(f"  {one.instead}")
    say(f"Put the completed returns into {folder.returns(wanted)}.")


@click.command()
@click.argument("files", type=FILE, nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--period", type=QuarterParam(), metavar="PERIOD", help="The quarter they must be for; without it, any."
)
@click.option("--partner", metavar="CODE", help="The partner they must be from; without it, any.")
@click.option(
    "--mark",
    is_flag=True,
    help="Write each file back marked up, as 'NAME - to fix.xlsx': what is to be corrected, cell by cell.",
)
@click.option(
    "--out", type=FILE, metavar="FOLDER", help="With --mark: where to; without it, next to the file."
)
@click.option("--html", type=FILE, metavar="FILE", help="Write the answers to all files as one web page.")
@json_option
@click.pass_obj
def check(
    door: Door,
    files: tuple[Path, ...],
    period: Period | None,
    partner: str | None,
    out: Path | None,
    html: Path | None,
    *,
    mark: bool,
    as_json: bool,
) -> None:
    """Check returns and say what is right and wrong with them. Stores nothing."""
    _refuse_places(out, html, mark=mark)
    from scpxl.cli import terminal
    from scpxl.errors import SetUpError
    from scpxl.jobs.lookup import find_partner
    from scpxl.jobs.returns.check import check_files
    from scpxl.jobs.returns.known import with_guard
    from scpxl.returns.findings import ReturnVerdict

    folder = door.folder()
    framework = folder.framework
    if partner is not None:
        find_partner(framework, partner)
    checked: list[CheckedFile] = []
    unread: SetUpError | None = None
    with terminal.progress(quiet=door.quiet or len(files) < 3) as tell, with_guard(folder) as (known, guard):
        try:
            checked.extend(check_files(framework, files, period, partner, tell, known, guard))
        except SetUpError as trouble:
            unread = trouble
    marked, told = _write_answers(folder, checked, out, html, mark=mark)
    if as_json:
        from scpxl.cli.json.facts import of_file, print_json

        paths = [str(marked[place]) if place in marked else None for place in range(len(checked))]
        facts = [{**of_file(one), "marked": path} for one, path in zip(checked, paths, strict=True)]
        print_json({"files": facts})
    else:
        for place, one in enumerate(checked):
            terminal.answer(one, [f"Marked copy: {marked[place]}"] if place in marked else [])
        for line in told:
            say(line)
    if unread is not None:
        raise unread
    if any(one.verdict is ReturnVerdict.RETURNED for one in checked):
        raise click.exceptions.Exit(NEEDS_SOMEBODY)


def _refuse_places(out: Path | None, html: Path | None, *, mark: bool) -> None:
    if out is not None and not mark:
        raise click.UsageError("--out says where marked copies go; give --mark as well.")
    if out is not None and out.is_file():
        raise click.UsageError(f"--out: {out} is a file; name a folder.")
    if html is not None and html.is_dir():
        raise click.UsageError(f"--html: {html} is a folder; name a file.")
    if html is not None and html.suffix.casefold() not in {".html", ".htm"}:
        raise click.UsageError(
            f"--html takes the name of the page to write, such as answers.html, before the returns; {html} is no page."
        )


def _write_answers(
    folder: Folder, checked: list[CheckedFile], out: Path | None, html: Path | None, *, mark: bool
) -> tuple[dict[int, Path], list[str]]:
    """Write what was asked for; return the marked copies by their files' places, and what else is to be told."""
    marked: dict[int, Path] = {}
    told: list[str] = []
    if mark:
        from scpxl.jobs.returns.answers import mark_files

        marked, reasons = mark_files(folder, checked, out)
        told += reasons
    if html is not None:
        from scpxl.jobs.returns.answers import write_page

        page = write_page(checked, html)
        told += [f"Wrote {page.path}.", *filter(None, [page.words])]
    return marked, told


@click.command()
@period_option
@click.option("--matrix", is_flag=True, help="Show each section of each return, month by month.")
@click.option("--chase", is_flag=True, help="Draft a reminder to each partner with something outstanding.")
@click.option(
    "--within",
    type=click.IntRange(min=0),
    default=14,
    show_default=True,
    metavar="DAYS",
    help="With --chase: remind so many days before the due date.",
)
@json_option
@click.pass_obj
def status(
    door: Door, period: Period | None, *, matrix: bool, chase: bool, within: int, as_json: bool
) -> None:
    """Say who has sent what, who is late, what is wrong."""
    from scpxl.cli import terminal
    from scpxl.cli.json.facts import paths, print_json
    from scpxl.cli.json.naming import Namer, of_period
    from scpxl.jobs.privacy import number_withheld
    from scpxl.jobs.returns.status import chase as draft
    from scpxl.jobs.returns.status import matrix as returns_matrix
    from scpxl.jobs.returns.status import status as returns_status
    from scpxl.jobs.returns.status import trial_lines
    from scpxl.jobs.setting_up.remarks import agreement_remarks
    from scpxl.scorecard.records.plain import to_plain

    folder = door.folder()
    wanted = folder.period(period)
    lines = returns_status(folder, wanted)
    drafts = draft(folder, wanted, within) if chase else None
    rows = returns_matrix(folder, wanted) if matrix or as_json else ()
    trials = trial_lines(folder, wanted)
    remarks = agreement_remarks(folder, folder.framework)
    withheld = number_withheld(folder, wanted)
    if as_json:
        name = Namer(folder.framework)
        facts: Status = {
            "period": of_period(wanted),
            "returns": [name.returned(line) for line in lines],
            "matrix": [name.section(row) for row in rows],
            "trials": to_plain(trials),
            "remarks": list(remarks),
            "withheld": withheld,
            "reminders": paths(drafts.written) if drafts else [],
            "reminders_edited": paths(drafts.edited) if drafts else [],
        }
        print_json(facts)
        return
    say(f"Returns for {wanted.title}", bold=True)
    terminal.returns_table(lines)
    if matrix:
        say()
        terminal.print_status(rows)
    terminal.agreements(trials, remarks)
    if withheld:
        say()
        terminal.withheld(withheld, str(wanted))
    if drafts is not None:
        say("\nReminders drafted:" if drafts.written else "\nNobody needs reminding.")
        for path in drafts.written:
            say(f"  {path}")
        for path in drafts.edited:
            say(f"  Left as somebody edited it: {path}")
