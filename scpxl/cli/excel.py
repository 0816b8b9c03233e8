"""Commands about Excel on this computer: doctor, excel install, upgrade, uninstall."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from scpxl.cli.params import json_option
from scpxl.cli.setup import Door
from scpxl.cli.terminal import say

NEEDS_SOMEBODY = 1


@click.command()
@click.argument("workbook", required=False, default="", metavar="[DASHBOARD]")
@json_option
def doctor(workbook: str, *, as_json: bool) -> None:
    """Look at everything a click on a button of DASHBOARD needs, in its order, and say what to do.

    DASHBOARD is a dashboard.xlsm; without it, what concerns no workbook. What can only be seen on
    Windows, on a Mac or in Excel is said to be so.
    """
    from scpxl.jobs.computer.doctor import examine
    from scpxl.jobs.computer.install import own_profile
    from scpxl.jobs.computer.looking import LookVerdict, Patient

    found = examine(Patient(own_profile(), workbook=workbook))
    wrong = [one for one in found if one.verdict is LookVerdict.BAD]
    if as_json:
        from scpxl.cli.json.facts import print_json

        checks = [
            {"check": one.check, "verdict": one.verdict.value, "found": one.found, "fix": one.fix or None}
            for one in found
        ]
        print_json({"dashboard": workbook or None, "in_order": not wrong, "checks": checks})
    else:
        signs = {
            LookVerdict.GOOD: ("✓", "green"),
            LookVerdict.BAD: ("✗", "red"),
            LookVerdict.UNSEEN: ("?", "yellow"),
        }
        for one in found:
            sign, colour = signs[one.verdict]
            say(sign, fg=colour, nl=False)
            say(f" {one.check}: {one.found}")
            if one.fix:
                say(f"    {one.fix}")
        unseen = sum(one.verdict is LookVerdict.UNSEEN for one in found)
        good = len(found) - len(wrong) - unseen
        say(f"{good} in order, {len(wrong)} to correct, {unseen} that cannot be seen from here.")
    if wrong:
        raise click.exceptions.Exit(NEEDS_SOMEBODY)


@click.group()
def excel() -> None:
    """Set up this computer for the buttons of a dashboard, bring that up to date, or remove it."""


@excel.command("install")
@json_option
@click.pass_obj
def excel_install(door: Door, *, as_json: bool) -> None:
    """Write what the buttons need into your profile: a Python that uses this scpxl, and xlwings' library.

    With -C FOLDER, or in a partnership's folder, that folder is put on your list of folders as well.
    """
    from scpxl.jobs.computer.install import install, own_profile
    from scpxl.jobs.folder import FRAMEWORKS
    from scpxl.jobs.folders import remember_folder

    made = install(own_profile())
    folder = door.folder()
    if any((folder.path / name).is_file() for name in FRAMEWORKS):
        remember_folder(folder.path, folder.framework.partnership)
    _tell("Installed", made.files, made.release, as_json=as_json)


@excel.command("upgrade")
@json_option
def excel_upgrade(*, as_json: bool) -> None:
    """Replace what is installed by what this scpxl needs; run it after every upgrade of scpxl."""
    from scpxl.jobs.computer.install import own_profile, upgrade

    made = upgrade(own_profile())
    _tell("Installed", made.files, made.release, as_json=as_json)


@excel.command("uninstall")
@json_option
def excel_uninstall(*, as_json: bool) -> None:
    """Remove the files that install wrote, and no others: the log and your list of folders stay."""
    from scpxl.jobs.computer.install import own_profile, uninstall

    _tell("Removed", uninstall(own_profile()), None, as_json=as_json)


def _tell(what: str, files: Iterable[Path], release: str | None, *, as_json: bool) -> None:
    listed = [str(one) for one in files]
    if as_json:
        from scpxl.cli.json.facts import print_json

        print_json({"release": release, "files": listed})
        return
    for one in listed:
        say(f"  {one}")
    say(f"{what} {len(listed)} files. {'Now run scpxl doctor.' if release else ''}".rstrip())
