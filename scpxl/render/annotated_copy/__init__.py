"""A partner's own file back, marked up: cells coloured and noted, and a first sheet that lists every finding with a link.

The file is patched, never loaded and saved: charts, sparklines, rules, pictures and kept values that no
library of ours could write again stay byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from scpxl.render import theme
from scpxl.render.annotated_copy.cells import Place, colour_cells, not_in_front, seen_at
from scpxl.render.annotated_copy.notes import MAIN, add_notes
from scpxl.render.annotated_copy.over import put_over
from scpxl.render.annotated_copy.package import Parts
from scpxl.render.annotated_copy.splice import CannotMarkError, xml_text
from scpxl.render.annotated_copy.styles import FILL, CopyStyles
from scpxl.render.annotated_copy.workbook import free_sheet_name, put_first, worksheets
from scpxl.render.book import clean_text
from scpxl.returns.cells import CellRef
from scpxl.returns.findings import Finding, Severity
from scpxl.returns.form import WHAT_TO_FIX

WORDS = {
    Severity.MUST_FIX: "Must fix",
    Severity.EXPLAIN: "Explain or correct",
    Severity.NOTE: "For information",
}
_WIDTHS = (20, 14, 12, 62, 62)
_HEADINGS = ("Kind", "Sheet", "Cell", "What was found", "What to do")
_HEAD_ROW = 6
_LETTERS = 58


@dataclass(frozen=True, slots=True)
class CopyHeading:
    """What is above the table: whose return it is, and what became of it."""

    verdict: str
    return_of: str
    advice: str


def front_sheet(
    findings: Sequence[Finding], heading: CopyHeading, sheets: dict[str, str], styles: CopyStyles
) -> bytes:
    """Return the sheet's part.  `sheets` gives the workbook's own name of each sheet a finding names."""
    top = [
        (1, "What to fix", styles.own(size=18, bold=True, ink=theme.NAVY), 28),
        (2, heading.return_of, styles.own(size=14, ink=theme.INK), 20),
        (3, f"{heading.verdict}: {_counted(findings)}", styles.own(size=14, bold=True), 20),
        (4, heading.advice, styles.own(size=14, ink=theme.QUIET), 20),
    ]
    rows = [_row(number, [_cell(number, 0, text, style)], height) for number, text, style, height in top]
    head = styles.own(bold=True, ink=theme.PAPER, fill=theme.NAVY[1:])
    rows.append(_row(_HEAD_ROW, [_cell(_HEAD_ROW, n, text, head) for n, text in enumerate(_HEADINGS)], 24))
    text_style, link_style = styles.own(rule=True), styles.own(rule=True, link=True, ink=theme.LINK)
    kinds = {severity: styles.own(bold=True, rule=True, fill=FILL[severity]) for severity in Severity}
    links = []
    for number, (found, run) in enumerate(_lines(findings), _HEAD_ROW + 1):
        sheet = sheets.get(run[0].sheet) if run else None
        where = (run[0].a1 if len(run) == 1 else f"{run[0].a1}:{run[-1].a1}") if run else ""
        if sheet is not None:
            links.append(_link(number, sheet, where))
        cells = [
            _cell(number, 0, WORDS[found.severity], kinds[found.severity]),
            _cell(number, 1, sheet or (run[0].sheet if run else "–"), text_style),
            _cell(number, 2, where or "–", link_style if sheet is not None else text_style),
            _cell(number, 3, found.fact, text_style),
            _cell(number, 4, found.advice or "–", text_style),
        ]
        lines = max(1 + len(text) // _LETTERS for text in (found.fact, found.advice))
        rows.append(_row(number, cells, 8 + 15 * min(lines, 12)))
    return _part(rows, links, _HEAD_ROW + max(1, len(rows) - len(top) - 1))


def _lines(findings: Iterable[Finding]) -> Iterator[tuple[Finding, list[CellRef]]]:
    """Yield each finding by severity, once for each run of cells that are together."""
    for severity in Severity:
        for found in findings:
            if found.severity is severity:
                for run in _runs(found.cells) or [[]]:
                    yield found, run


def _runs(cells: Iterable[CellRef]) -> list[list[CellRef]]:
    ordered = sorted(set(cells), key=lambda cell: (cell.sheet, cell.row, cell.column))
    across = _drawn_together(ordered, (0, 1))
    # What does not be side by side may be one below the other.
    singles = sorted((run[0] for run in across if len(run) == 1), key=lambda c: (c.sheet, c.column, c.row))
    runs = [run for run in across if len(run) > 1] + _drawn_together(singles, (1, 0))
    return sorted(runs, key=lambda run: run[0])


def _drawn_together(cells: Iterable[CellRef], step: tuple[int, int]) -> list[list[CellRef]]:
    runs: list[list[CellRef]] = []
    for cell in cells:
        last = runs[-1][-1] if runs else None
        if last and (last.sheet, last.row + step[0], last.column + step[1]) == cell:
            runs[-1].append(cell)
        else:
            runs.append([cell])
    return runs


def _counted(findings: Sequence[Finding]) -> str:
    words = {Severity.MUST_FIX: "to fix", Severity.EXPLAIN: "to explain", Severity.NOTE: "for information"}
    counts = {severity: sum(f.severity is severity for f in findings) for severity in Severity}
    return ", ".join(f"{number} {words[severity]}" for severity, number in counts.items() if number)


def _row(number: int, cells: list[str], height: float) -> str:
    return f'<row r="{number}" ht="{height}" customHeight="1">{"".join(cells)}</row>'


def _cell(number: int, column: int, text: str, style: int) -> str:
    address = CellRef("", number - 1, column).a1
    shown = xml_text(clean_text(text))
    return f'<c r="{address}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{shown}</t></is></c>'


def _link(number: int, sheet: str, where: str) -> str:
    quoted = sheet.replace("'", "''")
    location = xml_text(f"'{quoted}'!{where}")
    return f'<hyperlink ref="C{number}" location="{location}" display="{where}" tooltip="Go to the cell"/>'


def _part(rows: list[str], links: list[str], last: int) -> bytes:
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>' for n, width in enumerate(_WIDTHS, 1)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{MAIN}"><sheetPr><tabColor rgb="FF{theme.TARGET[1:]}"/><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:E{last}"/><sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0">'
        f'<pane ySplit="{_HEAD_ROW}" topLeftCell="A{_HEAD_ROW + 1}" activePane="bottomLeft" state="frozen"/>'
        f'<selection pane="bottomLeft" activeCell="C{_HEAD_ROW + 1}" sqref="C{_HEAD_ROW + 1}"/>'
        '</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
        f"<cols>{columns}</cols><sheetData>{''.join(rows)}</sheetData>"
        + (f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else "")
        + '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;L&amp;A&amp;RPage &amp;P of &amp;N</oddFooter></headerFooter></worksheet>"
    ).encode()


__all__ = ["CannotMarkError", "Heading", "annotated_copy"]

_GRAVITY = tuple(Severity)


def annotated_copy(content: bytes, findings: Sequence[Finding], heading: CopyHeading) -> bytes:
    """Return a workbook's bytes with its findings marked in it.

    `content` is a workbook that the guard let pass.  The same call gives the same bytes.  Raises
    CannotMarkError for one that is built in a way we do not patch.
    """
    try:
        return _marked(Parts(content), findings, heading)
    except (ValueError, LookupError, StopIteration) as odd:
        # The guard lets pass what every reader takes the same way; that is more than what we patch.
        raise CannotMarkError("It is built in a way Excel would not have written.") from odd


def _marked(parts: Parts, findings: Sequence[Finding], heading: CopyHeading) -> bytes:
    sheets = worksheets(parts)
    names = _own_names(findings, sheets)
    styles = CopyStyles(parts)
    by_sheet: dict[str, dict[Place, list[Finding]]] = {}
    for severity in _GRAVITY:
        for found in findings:
            for cell in found.cells if found.severity is severity else ():
                if cell.sheet in names:
                    of_sheet = by_sheet.setdefault(names[cell.sheet], {})
                    of_sheet.setdefault((cell.row, cell.column), []).append(found)
    for name, part in sheets.items():
        data = parts.read(part)
        if b"tabSelected" in data and (shown := not_in_front(data)) != data:
            parts.put(part, shown)
        if name in by_sheet:
            _mark(parts, part, by_sheet[name], styles)
    put_first(parts, free_sheet_name(parts, WHAT_TO_FIX), front_sheet(findings, heading, names, styles))
    styles.finish()
    return parts.packed()


def _own_names(findings: Sequence[Finding], sheets: dict[str, str]) -> dict[str, str]:
    """Return the workbook's own name of each sheet that findings name and the workbook has."""
    folded = {" ".join(name.split()).casefold(): name for name in reversed(sheets)}
    named = {cell.sheet for found in findings for cell in found.cells}
    own = {
        name: name if name in sheets else folded.get(" ".join(name.split()).casefold(), "") for name in named
    }
    return {name: found for name, found in own.items() if found}


def _mark(parts: Parts, part: str, found: dict[Place, list[Finding]], styles: CopyStyles) -> None:
    data = parts.read(part)
    seen: dict[Place, list[Finding]] = {}
    for place, shown in seen_at(data, found).items():
        seen.setdefault(shown, []).extend(found[place])
    worst = {place: min((one.severity for one in here), key=_GRAVITY.index) for place, here in seen.items()}
    parts.put(part, put_over(colour_cells(data, worst, styles), worst, styles))
    add_notes(parts, part, {place: _note(here) for place, here in seen.items()})


def _note(findings: Sequence[Finding]) -> str:
    told = dict.fromkeys(f"{WORDS[f.severity]}: {f.fact} {f.advice}".strip() for f in findings)
    return "\n\n".join(told)
