"""The command line: thin doors over the jobs.  Nothing heavy is imported until a command runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from scpxl import __version__
from scpxl.cli import (
    board,
    collecting,
    excel,
    frameworks,
    intake,
    privacy,
    publishing,
    record,
    releasing,
    results,
    returns,
    setup,
    verifying,
)
from scpxl.cli.terminal import say, set_up_streams
from scpxl.errors import ScpxlError

DONE, NEEDS_SOMEBODY, WRONG_USE = 0, 1, 2
"""Exit statuses: done; done, and something must be fixed by a person; wrong use or unreadable set-up."""


class _Told(click.ClickException):
    """One of our errors, told without a traceback."""

    exit_code = WRONG_USE

    def show(self, file: Any = None) -> None:
        del file
        say(f"scpxl: {self.message}", fg="red", err=True)


class _Scpxl(click.Group):
    """The group of all commands, in the order in which they are used; our errors become messages."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        set_up_streams()
        return super().main(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ScpxlError as problem:
            raise _Told(str(problem)) from problem

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(self.commands)


@click.group(
    cls=_Scpxl,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit status: 0 done; 1 done, and something must be fixed by a person; 2 wrong use or unreadable set-up.",
)
@click.option(
    "-C",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    metavar="FOLDER",
    help="The partnership's folder; the current one where not given.",
)
@click.option("--quiet", is_flag=True, help="Show no progress.")
@click.version_option(__version__, "-V", "--version", package_name="scpxl", prog_name="scpxl")
@click.pass_context
def main(ctx: click.Context, folder: Path, *, quiet: bool) -> None:
    """From partner spreadsheets to a board-ready dashboard, for Community Safety Partnerships.

    A quarter goes: issue, check, collect, status, publish. `scpxl demo` shows the whole of it.
    """
    # Whoever starts the program on a desktop hands over how to look for open workbooks: see `scpxl.__main__`.
    ctx.obj = setup.Door(folder, quiet=quiet, open_dashboards=ctx.obj)


for _command in (
    setup.demo,
    setup.init,
    returns.issue,
    returns.check,
    intake.import_,
    collecting.collect,
    intake.migrate,
    returns.status,
    record.changes,
    record.withdraw,
    record.reinstate,
    record.history,
    privacy.privacy,
    publishing.publish,
    publishing.refresh,
    releasing.release,
    results.brief,
    results.explain,
    board.escalate,
    board.editions,
    verifying.verify,
    results.export,
    record.store,
    frameworks.framework,
    setup.sandbox,
    excel.excel,
    excel.doctor,
):
    main.add_command(_command)
