"""A partner's own file back, marked up: cells coloured and noted, a first sheet that lists what to do.

The file is patched, never loaded and saved: charts, sparklines, rules, pictures and kept values that no
library of ours could write again stay byte for byte.
"""

from __future__ import annotations

from collections.abc import Sequence

from scpxl.render.annotated_copy.cells import Place, colour_cells, not_in_front, seen_at
from scpxl.render.annotated_copy.front_sheet import WORDS, Heading, front_sheet
from scpxl.render.annotated_copy.notes import add_notes
from scpxl.render.annotated_copy.over import put_over
from scpxl.render.annotated_copy.package import Parts
from scpxl.render.annotated_copy.splice import CannotMarkError
from scpxl.render.annotated_copy.styles import Styles
from scpxl.render.annotated_copy.workbook import free_sheet_name, put_first, worksheets
from scpxl.returns.findings import Finding, Severity
from scpxl.returns.form import WHAT_TO_FIX

__all__ = ["CannotMarkError", "Heading", "annotated_copy"]

_GRAVITY = tuple(Severity)


def annotated_copy(content: bytes, findings: Sequence[Finding], heading: Heading) -> bytes:
    """Return a workbook's bytes with its findings marked in it.

    `content` is a workbook that the guard let pass.  The same call gives the same bytes.  Raises
    CannotMarkError for one that is built in a way we do not patch.
    """
    try:
        return _marked(Parts(content), findings, heading)
    except (ValueError, LookupError, StopIteration) as odd:
        # The guard lets pass what every reader takes the same way; that is more than what we patch.
        raise CannotMarkError("It is built in a way Excel would not have written.") from odd


def _marked(parts: Parts, findings: Sequence[Finding], heading: Heading) -> bytes:
    sheets = worksheets(parts)
    names = _own_names(findings, sheets)
    styles = Styles(parts)
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


def _mark(parts: Parts, part: str, found: dict[Place, list[Finding]], styles: Styles) -> None:
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
