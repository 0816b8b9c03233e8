"""Have a mark's colour lie over the sheet's own conditional formats, which are drawn over whatever fill a cell has."""

from __future__ import annotations

from collections.abc import Mapping

from scpxl.render.annotated_copy.cells import Place
from scpxl.render.annotated_copy.splice import Edit, Element, locate, spliced, tag_with
from scpxl.render.annotated_copy.styles import CopyStyles
from scpxl.returns.cells import CellRef
from scpxl.returns.findings import Severity

_RULES = {"conditionalFormatting", "conditionalFormattings"}
_BEFORE_RULES = {
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr",
}  # fmt: skip
"""What the schema has in a worksheet before its conditional formats."""


def put_over(data: bytes, marks: Mapping[Place, Severity], styles: CopyStyles) -> bytes:
    """Return a worksheet in which the marks come before all rules of its own; one without rules stays as it is.

    The rules themselves stay, each after ours: where one says something else than the colour, it still holds.
    """
    root, *inner = locate(
        data, lambda name, depth, _: depth <= 1 or name in {"cfRule", "conditionalFormatting"}
    )
    rules = [one for one in inner if one.name == "cfRule"]
    if not rules:
        return data
    severities = sorted(set(marks.values()), key=tuple(Severity).index)
    edits: list[Edit] = []
    for rule in rules:
        if "priority" in rule.attributes:
            after = int(rule.attributes["priority"]) + len(severities)
            edits.append(tag_with(data, rule, priority=str(after)))
    at = _place(root, inner)
    ours = "".join(
        _rule(root.prefix, number, [place for place, one in sorted(marks.items()) if one is severity],
              styles.over(severity))
        for number, severity in enumerate(severities, 1)
    )  # fmt: skip
    return spliced(data, [Edit(at, at, ours.encode()), *edits])


def _place(root: Element, inner: list[Element]) -> int:
    own = [one for one in inner if one.depth == 1]
    following = (one for one in own if one.name in _RULES or one.name not in _BEFORE_RULES)
    return next((one.start for one in following), root.closing)


def _rule(prefix: str, priority: int, places: list[Place], look: int) -> str:
    cells = " ".join(CellRef("", *place).a1 for place in places)
    return (
        f'<{prefix}conditionalFormatting sqref="{cells}"><{prefix}cfRule type="expression" dxfId="{look}" '
        f'priority="{priority}"><{prefix}formula>TRUE</{prefix}formula></{prefix}cfRule></{prefix}conditionalFormatting>'
    )
