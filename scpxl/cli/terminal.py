"""How answers look on a terminal, and the one way text gets there: nothing in it is obeyed, and nothing is lost."""

from __future__ import annotations

import codecs
import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from scpxl.privacy.plain import readable
from scpxl.words import day_text

if TYPE_CHECKING:
    from scpxl.jobs.returns.check import CheckedFile
    from scpxl.jobs.returns.status import TrialLine
    from scpxl.returns.findings import Finding
    from scpxl.scorecard.records.lines import ReturnLine, StatusRow


_LIKE = {"–": "-", "—": "-", "−": "-", "‑": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "…": "...", "•": "*",
         "●": "*", "◆": "*", "◇": "*", "■": "*", "▲": "^", "▼": "v", "✓": "v", "✗": "x", "→": "->", "±": "+/-",
         "≥": ">=", "≤": "<=", "×": "x", "€": "EUR"}  # fmt: skip
"""What is printed where a console's character set lacks a character."""


def say(
    text: object = "", *, fg: str | None = None, bold: bool | None = None, nl: bool = True, err: bool = False
) -> None:
    """Print a text in a colour, each control character in it written out rather than obeyed."""
    shown = readable(str(text))
    # Without a colour nothing need be set back at the end.
    click.echo(click.style(shown, fg=fg, bold=bold) if fg or bold else shown, nl=nl, err=err)


def set_up_streams() -> None:
    """Write UTF-8 into pipes and files, whatever the code page; a console gets what it can show."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if stream.isatty():
            reconfigure(errors="scpxl-like")
        else:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _like(error: UnicodeError) -> tuple[str | bytes, int]:
    """Return what stands for the characters that a console cannot show: letters without accents, plain dashes."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    wanted = error.object[error.start : error.end]
    return "".join(_in_ascii(sign) for sign in wanted), error.end


def _in_ascii(sign: str) -> str:
    plain: Any = _LIKE.get(sign) or unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode()
    return plain or "?"


codecs.register_error("scpxl-like", _like)


_COLOUR = {"must fix": "red", "explain": "yellow", "note": "blue"}
_VERDICT_COLOUR = {"Accepted": "green", "Accepted with queries": "yellow", "Returned": "red"}
_HEAD = {"must fix": "Must fix", "explain": "Explain or correct", "note": "For information"}
_WORDS = {
    "must fix": "to fix",
    "explain": "to explain",
    "waiver": "waived",
    "trial": "on trial",
    "tolerance": "within tolerance",
    "note": "note",
}


@contextmanager
def progress(*, quiet: bool) -> Iterator[Callable[[int, int, str], None]]:
    """Show how much of a long work is done; where nobody is looking at a terminal, show nothing."""
    if quiet or not sys.stderr.isatty():
        yield lambda _done, _of, _what: None
        return
    with click.progressbar(
        length=1, file=sys.stderr, show_pos=True, item_show_func=lambda what: what or ""
    ) as bar:

        def tell(done: int, of: int, what: str) -> None:
            if done < bar.pos:
                # One work follows another: the bar begins again.
                bar.pos, bar.finished = 0, False
            bar.length = of
            bar.update(done - bar.pos, what)

        yield tell


def withheld(number: int, period: str) -> None:
    """Print how many texts are withheld, where any are, and how to see where."""
    from scpxl.words import withheld_words

    if number:
        say(f"{withheld_words(number)} See: scpxl privacy list --period '{period}'", fg="yellow")


def width() -> int:
    """Return how wide text is set."""
    return min(110, shutil.get_terminal_size((100, 24)).columns)


def paragraph(text: str, indent: str) -> None:
    """Print a text, wrapped, its first line at the indent and the others a step further in."""
    say(textwrap.fill(text, width(), initial_indent=indent, subsequent_indent=indent + "  "))


def answer(checked: CheckedFile, after: Sequence[str] = ()) -> None:
    """Print the answer to one file: verdict first, then the findings, by severity."""
    from scpxl.words import count_of

    verdict = checked.verdict.value
    say(verdict, fg=_VERDICT_COLOUR[verdict], bold=True, nl=False)
    say(f"  {checked.name}")
    if checked.form is not None:
        say(f"  {checked.form.partner.name}, {checked.form.period.title}")
    counts = _counts(checked.findings)
    held = f"{count_of(len(checked.result.observations), 'figure')} read"
    say("  " + "; ".join([*counts, held] if checked.form else counts or ["no findings"]))
    if played := checked.playback:
        say(textwrap.fill(played, width() - 2, initial_indent="  ", subsequent_indent="  "))
    for line in after:
        say(f"  {line}")
    findings(checked.findings)
    if any(one.code == "TEMPLATE_OLDER" for one in checked.findings):
        say("  To copy its answers into the current form: scpxl migrate FILE")


def _counts(found: Iterable[Finding]) -> list[str]:
    from scpxl.words import count_of

    # What is waived or on trial is among the notes, and counted apart.
    kinds = [one.let_by.value or one.severity.value for one in found]
    return [
        count_of(number, words, "notes" if words == "note" else words)
        for kind, words in _WORDS.items()
        if (number := kinds.count(kind))
    ]


def findings(found: Sequence[Finding], most: int | None = None) -> None:
    """Print findings under a heading for each severity: where, what, what to do; of each severity `most` at most."""
    for severity, head in _HEAD.items():
        of_it = [one for one in found if one.severity.value == severity]
        if of_it:
            say(f"\n  {head}", fg=_COLOUR[severity], bold=True)
        for one in of_it[:most]:
            _finding(one)
        if most is not None and len(of_it) > most:
            say(f"  and {len(of_it) - most:,} more; --json lists them all.")
    if found:
        say()


def _finding(one: Finding) -> None:
    text = " ".join(part for part in (one.fact, one.advice) if part)
    place = one.where
    head = f"  {place}  " if place else "  "
    if len(head) > 34:
        say(head.rstrip())
        head = "    "
    # The code comes last: it is for us, not for the partner.
    lines = textwrap.wrap(f"{text} [{one.code}]", width() - 2, initial_indent=head, subsequent_indent="    ")
    say("\n".join(lines))


def returns_table(lines: Sequence[ReturnLine]) -> None:
    """Print who sent what."""
    table(
        ("Partner", "Status", "Due", "Received", "Attempts", "In words"),
        [
            (
                line.partner,
                line.status,
                day_text(line.due),
                day_text(line.received) if line.received else "–",
                str(line.attempts),
                line.words,
            )
            for line in lines
        ],
    )


def print_status(rows: Sequence[StatusRow]) -> None:
    """Print what has come of each section of each return: one row per section, one column per month."""
    if rows:
        cells = [(row.partner, row.section, *(state or "–" for state in row.states)) for row in rows]
        named = [
            (row[0] if place == 0 or cells[place - 1][0] != row[0] else "", *row[1:])
            for place, row in enumerate(cells)
        ]
        table(("Partner", "Section", *rows[0].months), named)


def agreements(trials: Sequence[TrialLine], remarks: Sequence[str]) -> None:
    """Print what rules on trial would have refused or asked about, and which waivers and trials have ended."""
    if trials:
        say()
        say("On trial", bold=True)
    for line in trials:
        say(textwrap.fill(line.words, width(), initial_indent="  ", subsequent_indent="  "))
    if remarks:
        say()
        say("Waivers and trials", bold=True)
    for remark in remarks:
        say(textwrap.fill(remark, width(), initial_indent="  ", subsequent_indent="  "))


def tell_remarks(remarks: Sequence[str]) -> None:
    """Print what is asked about the framework that something was published under."""
    if remarks:
        say("\nLook at the framework", bold=True)
    for remark in remarks:
        paragraph(remark, "  ")


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a plain table, the last column wrapped to what room there is."""
    widths = [max(len(str(row[c])) for row in [heads, *rows]) for c in range(len(heads) - 1)]
    widths = [min(w, 44) for w in widths]
    room = max(24, width() - sum(widths) - 2 * len(widths))
    for number, row in enumerate([heads, *rows]):
        columns = [textwrap.wrap(str(cell), w) or [""] for cell, w in zip(row, [*widths, room], strict=True)]
        for line in range(max(map(len, columns))):
            parts = [
                (column[line] if line < len(column) else "").ljust(w)
                for column, w in zip(columns, [*widths, room], strict=True)
            ]
            say("  ".join(parts).rstrip(), bold=number == 0)
