"""The command that holds outputs against the record: verify."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scpxl.cli.params import json_option
from scpxl.cli.publishing import NEEDS_SOMEBODY
from scpxl.cli.setup import Door
from scpxl.cli.terminal import say

if TYPE_CHECKING:
    from scpxl.cli.json.parts import TextDifferenceFacts, VerifiedFacts
    from scpxl.jobs.publishing.text_differences import TextDifference
    from scpxl.jobs.publishing.verify import VerifiedFile

_SHOWN = 20
"""Differences of one file that are listed; --json has them all."""
_LONGEST = 60
"""Characters of a text that a line quotes."""


@click.command()
@click.argument("outputs", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="OUTPUTS...")
@json_option
@click.pass_obj
def verify(door: Door, outputs: tuple[Path, ...], *, as_json: bool) -> None:
    """Say whether OUTPUTS, files or folders, still say what was published.

    Each is made again from the publication that is on record, and every text of both is compared: cells, formulas,
    paragraphs, notes, alternative texts, what charts keep of their figures, and the workbooks behind them. Exit status 1
    where something differs.
    """
    from scpxl.cli import terminal
    from scpxl.jobs.publishing.verify import verify as verify_files

    folder = door.folder()
    _ = folder.framework_path  # a folder that is none of ours is said to be so
    with terminal.progress(quiet=door.quiet) as tell:
        found = verify_files(folder, outputs, tell)
    if as_json:
        from scpxl.cli.json.facts import print_json

        print_json({"files": [_facts_of(one) for one in found]})
    else:
        for one in found:
            _print(one)
    if not all(one.is_as_published for one in found):
        raise click.exceptions.Exit(NEEDS_SOMEBODY)


def _print(one: VerifiedFile) -> None:
    from scpxl.words import count_of

    if one.why_not:
        say(f"{one.file}: not verified. {one.why_not}", bold=True)
        return
    number = len(one.differences)
    verdict = "as published" if not number else f"{count_of(number, 'text')} not as published"
    whose = (
        f"{one.imprint.period}, {one.imprint.edition} edition, figures {one.imprint.figures}"
        if one.imprint
        else ""
    )
    say(f"{one.file}: {verdict} ({whose}; {one.texts:,} texts compared).", bold=bool(number))
    for line in one.differences[:_SHOWN]:
        say(f"  {_words(line)}")
    if number > _SHOWN:
        say(f"  and {number - _SHOWN:,} more; --json lists all.")
    if one.typed:
        cells = [line.place for line in one.typed]
        more = f" and {len(cells) - _SHOWN} more" if len(cells) > _SHOWN else ""
        say(f"  Entered since, in cells for it: {', '.join(cells[:_SHOWN])}{more}.")
    for words in one.told:
        say(f"  {words}")


def _words(line: TextDifference) -> str:
    from scpxl.scorecard.texts.cell_words import cut
    from scpxl.words import count_of

    also = f" (and {count_of(len(line.also), 'other place')} with this text)" if line.also else ""
    if not line.found:
        return f'{line.place}{also}: missing. Published: "{cut(line.published, _LONGEST)}".'
    if not line.published:
        return f'{line.place}{also}: "{cut(line.found, _LONGEST)}" was not published.'
    was, now = _around(line.published, line.found)
    return f'{line.place}{also}: says "{now}", published was "{was}".'


def _around(published: str, found: str) -> tuple[str, str]:
    """Return both texts cut to where they differ.

    >>> _around("Burglary rose to 412.", "Burglary rose to 421.")
    ('Burglary rose to 412.', 'Burglary rose to 421.')
    """
    same = next((n for n, pair in enumerate(zip(published, found, strict=False)) if pair[0] != pair[1]), 0)
    begin = max(0, same - _LONGEST // 2) if max(len(published), len(found)) > _LONGEST else 0

    def shown(text: str) -> str:
        end = begin + _LONGEST
        return f"{'…' if begin else ''}{text[begin:end]}{'…' if len(text) > end else ''}"

    return shown(published), shown(found)


def _facts_of(one: VerifiedFile) -> VerifiedFacts:
    from scpxl.cli.json.naming import of_period
    from scpxl.model.periods import Period

    return {
        "file": str(one.file),
        "as_published": one.is_as_published,
        "period": of_period(Period.parse(one.imprint.period)) if one.imprint else None,
        "edition": one.imprint.edition if one.imprint else None,
        "figures": one.imprint.figures if one.imprint else None,
        "texts": one.texts,
        "differences": [_difference(line) for line in one.differences],
        "typed": [_difference(line) for line in one.typed],
        "told": list(one.told),
        "why_not": one.why_not or None,
    }


def _difference(line: TextDifference) -> TextDifferenceFacts:
    return {"place": line.place, "published": line.published, "found": line.found, "also": list(line.also)}
