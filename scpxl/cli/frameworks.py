"""Commands about the framework: check, export, tiles, schema, diff."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scpxl.cli.params import json_option, period_option
from scpxl.cli.terminal import say
from scpxl.model.periods import Period

if TYPE_CHECKING:
    pass
from scpxl.cli.setup import Door


@click.group()
def framework() -> None:
    """Check the framework, write it in its other form or as a JSON Schema, or say what differs between two."""


@framework.command("check")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@json_option
@click.pass_obj
def framework_check(door: Door, file: Path | None, *, as_json: bool) -> None:
    """Check the folder's framework, or FILE; name everything that is wrong, with its place."""
    from scpxl.cli.json.facts import print_json
    from scpxl.errors import FrameworkError
    from scpxl.jobs.setting_up.remarks import framework_remarks
    from scpxl.jobs.setting_up.setup import check_framework_file
    from scpxl.words import count_of

    try:
        found = check_framework_file(door.folder(), file)
    except FrameworkError as wrong:
        if as_json:
            print_json(
                {
                    "file": wrong.file,
                    "framework": None,
                    "problems": list(wrong.problems),
                    "counts": None,
                    "remarks": [],
                }
            )
            raise click.exceptions.Exit(2) from wrong
        raise
    counts = {
        "objectives": len(found.objectives),
        "indicators": len(found.indicators),
        "partners": len(found.partners),
        "areas": len(found.areas),
        "targets": len(found.targets),
    }
    remarks = framework_remarks(door.folder(), found, file)
    if as_json:
        sound: dict[str, object] = {
            "file": None,
            "framework": found.version,
            "problems": [],
            "counts": counts,
        }
        print_json({**sound, "remarks": list(remarks)})
    else:
        held = ", ".join(count_of(number, what.removesuffix("s"), what) for what, number in counts.items())
        say(f"Framework {found.version} of {found.partnership} can be used: {held}.")
        for remark in remarks:
            say(f"- {remark}")


@framework.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@json_option
@click.pass_obj
def framework_export(door: Door, file: Path, *, as_json: bool) -> None:
    """Write the folder's framework to FILE, a .xlsx to edit in Excel or a .toml to compare as text."""
    from scpxl.jobs.setting_up.setup import export_framework

    made = export_framework(door.folder(), file)
    if as_json:
        from scpxl.cli.json.facts import print_json

        print_json({"file": str(made.path)})
        return
    say(f"Wrote {made.path}. {made.words}".rstrip())


@framework.command("tiles")
@click.argument("boundaries", type=click.Path(path_type=Path))
@click.option("--rows", type=click.IntRange(1, 99), help="Rows of the grid; else as many as the areas need.")
@click.option("--columns", type=click.IntRange(1, 99), help="Columns of the grid.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Write the framework with these tiles to this .toml or .xlsx.",
)
@json_option
@click.pass_obj
def framework_tiles(
    door: Door, boundaries: Path, *, rows: int | None, columns: int | None, out: Path | None, as_json: bool
) -> None:
    """Propose a place on the tile map for each area whose boundaries the GeoJSON file BOUNDARIES holds."""
    from scpxl.jobs.setting_up.boundaries import propose_tiles
    from scpxl.jobs.setting_up.setup import write_framework

    made = propose_tiles(door.folder(), boundaries, rows or 0, columns or 0)
    written = write_framework(made.framework, out) if out else None
    if as_json:
        from scpxl.cli.json.facts import print_json

        tiles = [{"area": {"code": one.code, "name": one.name}, "tile": one.tile} for one in made.placed]
        print_json(
            {"tiles": tiles, "unknown": list(made.unknown), "file": str(written.path) if written else None}
        )
        return
    for one in made.placed:
        say(f"{one.code:12}  {one.name:32}  {one.tile}")
    if made.unknown:
        say(f"Not areas of the framework: {', '.join(made.unknown)}.")
    if written is not None:
        say(f"Wrote {written.path}. {written.words}".rstrip())


@framework.command("schema")
@click.option("--partner", metavar="CODE", help="That of one partner's return; without it, of any partner's.")
@period_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write it to FILE; without it, it is printed.",
)
@json_option
@click.pass_obj
def framework_schema(
    door: Door, partner: str | None, period: Period | None, out: Path | None, *, as_json: bool
) -> None:
    """Write the JSON Schema of the returns for a period: what each answer may be, as the checks enforce it.

    For whoever makes returns with another program: draft 2020-12, with the titles and definitions of the framework.
    It says what each value may be; whether sums agree, or a figure is usual, only scpxl check says.
    """
    from scpxl.files.writing import write_file
    from scpxl.jobs.setting_up.setup import return_schema_text

    folder = door.folder()
    wanted = folder.period(period)
    text = return_schema_text(folder, wanted, partner)
    written = write_file(out, text.encode(), other_name=True) if out else None
    if as_json:
        from scpxl.cli.json.facts import print_json
        from scpxl.cli.json.naming import of_period

        print_json(
            {"period": of_period(wanted), "schema": text, "path": str(written.path) if written else None}
        )
    elif written is None:
        say(text, nl=False)
    else:
        say(f"Wrote {written.path}. {written.words}".rstrip())


@framework.command("diff")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@json_option
def framework_diff(old: Path, new: Path, *, as_json: bool) -> None:
    """Say in words what differs between the frameworks OLD and NEW."""
    from scpxl.cli.json.facts import print_json
    from scpxl.jobs.setting_up.setup import diff_framework_files

    found = diff_framework_files(old, new)
    if as_json:
        print_json(
            {
                "differences": [
                    {"table": d.table, "entry": d.entry, "change": d.change.value, "words": d.words}
                    for d in found
                ]
            }
        )
        return
    for difference in found:
        say(f"- {difference.words}")
    if not found:
        say("The two frameworks say the same.")
