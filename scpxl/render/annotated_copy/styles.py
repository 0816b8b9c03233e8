"""Add to a workbook's styles: a coloured twin of each style a marked cell has, and those of our own sheet."""

from __future__ import annotations

import re

from scpxl.render import theme
from scpxl.render.annotated_copy.package import Parts
from scpxl.render.annotated_copy.splice import (
    CannotMarkError,
    Edit,
    Element,
    locate,
    spliced,
    tag_with,
    with_children,
)
from scpxl.returns.findings import Severity

PART = "xl/styles.xml"
FILL = {Severity.MUST_FIX: "FFC7CE", Severity.EXPLAIN: "FFD966", Severity.NOTE: "D3E3F0"}
"""Each goes with words in the note and on the sheet: colour never stands alone."""
_GROUPS = ("fonts", "fills", "borders", "cellXfs")
_MEMBERS = ("font", "fill", "border", "xf")
_OVER = "dxfs"
"""The looks of conditional formats; a workbook without any has no such group."""
_BEFORE_OVER = ("cellStyles", "cellXfs")
_GENERAL, _WHOLE_FORMATS = "0", {"1", "3", "37", "38"}
"""Number formats every workbook has: of a number as it was entered, and those that show no decimals."""
_LIGHT = re.compile(rb"""<(?:\w+:)?color\s[^>]*(?:rgb="(?:FF)?[C-F][0-9A-F][C-F][0-9A-F][C-F][0-9A-F]"|theme="0"|indexed="(?:1|9)")""", re.IGNORECASE)  # fmt: skip


class CopyStyles:
    """What is added to the styles while a copy is made; `finish` puts it into the part."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._data = parts.read(PART)
        known = {*_GROUPS, _OVER, *_BEFORE_OVER}
        found = locate(self._data, lambda name, depth, _: depth == 1 and name in known)
        self._groups = {group.name: group for group in found}
        if missing := set(_GROUPS) - set(self._groups):
            raise CannotMarkError(f"Its styles lack {', '.join(sorted(missing))}.")
        self._members = {
            group: self._inside(group, member) for group, member in zip(_GROUPS, _MEMBERS, strict=True)
        }
        self._members[_OVER] = self._inside(_OVER, "dxf") if _OVER in self._groups else []
        self._added: dict[str, list[str]] = {group: [] for group in (*_GROUPS, _OVER)}
        self._twins: dict[tuple[int, Severity, bool], int] = {}
        self._known: dict[tuple[str, str], int] = {}

    def _inside(self, group: str, member: str) -> list[Element]:
        within = self._groups[group]
        return [
            one
            for one in locate(self._data, lambda name, depth, _: depth == 2 and name == member)
            if within.start < one.start < within.end
        ]

    def _add(self, group: str, xml: str) -> int:
        """Return the number of a member, adding it where it was not added before."""
        if (group, xml) not in self._known:
            self._known[group, xml] = len(self._members[group]) + len(self._added[group])
            self._added[group].append(xml)
        return self._known[group, xml]

    def _prefix(self) -> str:
        return self._groups["fills"].prefix

    def fill(self, colour: str) -> int:
        """Return the number of a plain fill."""
        p = self._prefix()
        return self._add(
            "fills",
            f'<{p}fill><{p}patternFill patternType="solid"><{p}fgColor rgb="FF{colour}"/>'
            f'<{p}bgColor indexed="64"/></{p}patternFill></{p}fill>',
        )

    def over(self, severity: Severity) -> int:
        """Return the number of the look by which a severity's fill lies over any conditional format of the cell."""
        p = self._prefix()
        return self._add(
            _OVER,
            f'<{p}dxf><{p}font><{p}color rgb="FF{theme.INK[1:]}"/></{p}font><{p}fill><{p}patternFill '
            f'patternType="solid"><{p}fgColor rgb="FF{FILL[severity]}"/><{p}bgColor rgb="FF{FILL[severity]}"/>'
            f"</{p}patternFill></{p}fill></{p}dxf>",
        )

    def coloured(self, style: int, severity: Severity, *, broken: bool = False) -> int:
        """Return the number of a style's twin with the severity's fill, all else as it was.

        A `broken` number, one that is not whole, is shown with its decimals: some programs heed one conditional
        format of a cell alone, and ours would take the place of the form's, which shows them.
        """
        key = (style, severity, broken)
        if key not in self._twins:
            known = self._members["cellXfs"]
            if not 0 <= style < len(known):
                raise CannotMarkError("A cell has a style that does not exist.")
            element = known[style]
            attributes: dict[str, str | None] = {"fillId": str(self.fill(FILL[severity])), "applyFill": "1"}
            if broken and element.attributes.get("numFmtId") in _WHOLE_FORMATS:
                attributes |= {"numFmtId": _GENERAL, "applyNumberFormat": "1"}
            font = self._dark_twin(int(element.attributes.get("fontId", "0")))
            if font is not None:
                attributes |= {"fontId": str(font), "applyFont": "1"}
            edit = tag_with(self._data, element, **attributes)
            self._twins[key] = self._add(
                "cellXfs", (edit.new + self._data[element.opened : element.end]).decode()
            )
        return self._twins[key]

    def _dark_twin(self, font: int) -> int | None:
        """Return a dark twin of a font that could not be read on our light fills; None where it can be."""
        known = self._members["fonts"]
        if not 0 <= font < len(known):
            return None
        xml = self._data[known[font].start : known[font].end]
        if not _LIGHT.search(xml):
            return None
        dark = re.sub(rb"(<(?:\w+:)?color)\s[^>]*?/>", rb'\1 rgb="FF%s"/>' % theme.INK[1:].encode(), xml)
        return self._add("fonts", dark.decode())

    def own(
        self, *, size: int = 11, bold: bool = False, ink: str = theme.INK, fill: str = "", rule: bool = False, link: bool = False
    ) -> int:  # fmt: skip
        """Return the number of a style for our own sheet; texts of its table wrap, with room about them."""
        p = self._prefix()
        font = self._add(
            "fonts",
            f'<{p}font>{f"<{p}b/>" if bold else ""}{f"<{p}u/>" if link else ""}<{p}sz val="{size}"/>'
            f'<{p}color rgb="FF{ink[1:]}"/><{p}name val="{theme.FONT}"/><{p}family val="2"/></{p}font>',
        )
        border = 0
        if rule:
            line = f'<{p}bottom style="thin"><{p}color rgb="FF{theme.RULE[1:]}"/></{p}bottom>'
            border = self._add(
                "borders",
                f"<{p}border><{p}left/><{p}right/><{p}top/>{line}<{p}diagonal/></{p}border>",
            )
        fill_id = self.fill(fill) if fill else 0
        return self._add(
            "cellXfs",
            f'<{p}xf numFmtId="0" fontId="{font}" fillId="{fill_id}" borderId="{border}" xfId="0" applyFont="1" '
            f'applyFill="1" applyBorder="1" applyAlignment="1"><{p}alignment horizontal="left" vertical="center" wrapText="{int(size < 14)}" indent="{int(size < 14)}"/></{p}xf>',
        )

    def finish(self) -> None:
        """Put everything added into the part."""
        edits: list[Edit] = []
        for group, added in self._added.items():
            count = str(len(self._members[group]) + len(added))
            if not added:
                continue
            if group in self._groups:
                edits += with_children(self._data, self._groups[group], "".join(added), count=count)
            else:
                p, at = self._prefix(), next(self._groups[g].end for g in _BEFORE_OVER if g in self._groups)
                made = f'<{p}{group} count="{count}">{"".join(added)}</{p}{group}>'
                edits.append(Edit(at, at, made.encode()))
        self._parts.put(PART, spliced(self._data, edits))
