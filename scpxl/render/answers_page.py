"""The answers to checked files as one web page: no scripts, nothing from elsewhere, verdict first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from scpxl.render import theme
from scpxl.render.book import clean_text
from scpxl.returns.findings import Exemption, Finding, Severity
from scpxl.words import count_of

_KINDS = {
    Severity.MUST_FIX: ("✕ Must fix", "fix"),
    Severity.EXPLAIN: ("? Explain or correct", "explain"),
    Severity.NOTE: ("i For information", "note"),
}
_LET_BY = {
    Exemption.WAIVER: "i Waived",
    Exemption.TRIAL: "i On trial",
    Exemption.TOLERANCE: "i Within tolerance",
}
_CLASSES = {"Accepted": "accepted", "Accepted with queries": "explain", "Returned": "fix"}
_STYLE = f"""
* {{ box-sizing: border-box }}
body {{ margin: 0 auto; max-width: 72rem; padding: 2rem 1.5rem; color: {theme.INK}; background: {theme.PAPER};
  font: 1rem/1.5 {theme.FONT}, Carlito, system-ui, sans-serif }}
h1 {{ color: {theme.NAVY}; font-size: 2rem; line-height: 1.2; margin: 0 0 .25rem }}
h2 {{ font-size: 1.3rem; margin: 0 0 .5rem; overflow-wrap: anywhere }}
section {{ border-top: 3px solid {theme.NAVY}; margin-top: 2.5rem; padding-top: 1rem }}
p {{ margin: .25rem 0; max-width: 48rem }}
.quiet {{ color: {theme.QUIET} }}
.verdict {{ display: inline-block; border: 2px solid; border-radius: .25rem; padding: .1rem .6rem; font-weight: bold }}
.accepted {{ background: #E2F3E8; border-color: #1E7B45 }}
.fix {{ background: #FFE3E6; border-color: #B3261E }}
.explain {{ background: #FFF3C4; border-color: #8A6500 }}
.note {{ background: #E4ECF3; border-color: {theme.NAVY} }}
table {{ border-collapse: collapse; margin-top: 1rem; width: 100% }}
caption {{ text-align: left; font-weight: bold; padding-bottom: .25rem }}
th, td {{ border-bottom: 1px solid {theme.RULE}; padding: .5rem .75rem; text-align: left; vertical-align: top }}
thead th {{ background: {theme.NAVY}; color: {theme.PAPER} }}
tbody th {{ border-left: .4rem solid; white-space: nowrap }}
td:nth-of-type(1) {{ min-width: 8rem }}
.table {{ overflow-x: auto }}
@media print {{ body {{ max-width: none; padding: 0; font-size: 9.5pt }} thead {{ display: table-header-group }}
  tr {{ break-inside: avoid }} section {{ break-inside: auto }} }}
@page {{ size: A4 landscape; margin: 12mm }}
"""


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """One checked file, as the page tells of it."""

    file: str
    verdict: str
    return_of: str
    playback: str
    findings: Sequence[Finding]


def answers_page(answers: Sequence[FileAnswer], title: str) -> str:
    """Return the page, whole and self-contained."""
    verdicts = [answer.verdict for answer in answers]
    counts = ", ".join(f"{verdicts.count(v)} {v.lower()}" for v in _CLASSES if v in verdicts)
    files = f"{count_of(len(answers), 'file')} checked: {counts}."
    sections = "\n".join(_section(number, answer) for number, answer in enumerate(answers, 1))
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{_text(title)}</h1>\n<p>{_text(files)}</p>\n{sections}\n</main>\n</body>\n</html>\n"
    )


def _section(number: int, answer: FileAnswer) -> str:
    verdict = f'<span class="verdict {_CLASSES[answer.verdict]}">{answer.verdict}</span>'
    lines = [
        f'<section aria-labelledby="file-{number}">',
        f'<h2 id="file-{number}">{verdict} {_text(answer.file)}</h2>',
    ]
    lines += [f"<p>{_text(text)}</p>" for text in (answer.return_of, answer.playback) if text]
    if answer.findings:
        lines.append(_table(answer.findings, answer.file))
    else:
        lines.append("<p>Nothing to correct or explain.</p>")
    return "\n".join([*lines, "</section>"])


def _table(findings: Iterable[Finding], file: str) -> str:
    ordered = sorted(findings, key=lambda found: tuple(Severity).index(found.severity))
    rows = []
    for found in ordered:
        words, look = _KINDS[found.severity]
        words = _LET_BY.get(found.let_by, words)
        cells = "".join(f"<td>{_text(text or '–')}</td>" for text in (found.where, found.fact, found.advice))
        rows.append(f'<tr><th scope="row" class="{look}">{words}</th>{cells}</tr>')
    heads = "".join(
        f'<th scope="col">{head}</th>' for head in ("Kind", "Where", "What was found", "What to do")
    )
    return (
        f'<div class="table" role="region" aria-label="Findings in {_text(file)}" tabindex="0">'
        f"<table>\n<caption>Findings</caption>\n<thead><tr>{heads}</tr></thead>\n"
        f"<tbody>\n{chr(10).join(rows)}\n</tbody>\n</table></div>"
    )


def _text(text: str) -> str:
    return escape(clean_text(text))
