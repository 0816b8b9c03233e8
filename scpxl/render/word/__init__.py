"""The annual report as a Word document: its template, native charts and tables, contents that hold their entries.

The template is the shipped one or a partnership's own, whose styles are known by name.  This room sets what
`pages.report` describes and chooses nothing but sizes and colours.  python-docx and, for the charts, python-pptx are
the extra ``word``.
"""

from __future__ import annotations

from datetime import datetime
from importlib.util import find_spec
from io import BytesIO
from typing import Any, Final

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from scpxl.errors import SetUpError
from scpxl.pages.report import Report
from scpxl.render import theme

STYLES: Final = (
    "Normal",
    "Title",
    "Subtitle",
    "Heading 1",
    "Heading 2",
    "List Bullet",
    "Caption",
    "Table Grid",
)
"""What a template must have, by name."""
_SIZES: Final = {"Normal": 10.5, "Title": 28, "Subtitle": 14, "Heading 1": 18, "Heading 2": 13, "Caption": 9}
_SPACES: Final = {
    "Normal": (0, 5),
    "Title": (90, 10),
    "Subtitle": (0, 40),
    "Heading 1": (0, 8),
    "Heading 2": (12, 3),
    "List Bullet": (0, 3),
    "Caption": (14, 3),
}
"""Points before and after a paragraph of the shipped styles."""


def open_document(template: bytes | None) -> Any:
    """Return an empty document of a template, or of the shipped one; raises SetUpError with all that a template lacks."""
    if template is None:
        return _shipped()
    try:
        document = docx.Document(BytesIO(template))
    except Exception as wrong:
        raise SetUpError(
            "The template of the annual report is no Word document (.docx). Save it as one, or move it away: "
            "the shipped one is then used."
        ) from wrong
    there = {style.name for style in document.styles}
    if lacks := [f'style "{name}"' for name in STYLES if name not in there]:
        raise SetUpError(
            f"The template of the annual report lacks {'; '.join(lacks)}. In Word: Home, Styles; a style that is listed "
            "there and was never used is added by using it once. A published report has all of them."
        )
    body = document.element.body
    for part in list(body):
        if part.tag != qn("w:sectPr"):
            body.remove(part)
    # What the text of a published report shows goes with it.
    for key, one in list(document.part.rels.items()):
        if one.reltype in {RELATIONSHIP_TYPE.CHART, RELATIONSHIP_TYPE.IMAGE}:
            del document.part.rels[key]
    return document


def _shipped() -> Any:
    document = docx.Document()
    # The library's own template has a picture of itself.
    packed = document.part.package.rels
    for key in [key for key, one in packed.items() if one.reltype.endswith("/thumbnail")]:
        del packed[key]
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2)
    page.top_margin = page.bottom_margin = Cm(2)
    for name, size in _SIZES.items():
        style = document.styles[name]
        style.font.name, style.font.size = theme.FONT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in [key for key in fonts.attrib if "heme" in key]:
            del fonts.attrib[key]
        ink = theme.INK if name in {"Normal", "Caption"} else theme.NAVY
        style.font.color.rgb = RGBColor.from_string(ink[1:])
    for name, (before, after) in _SPACES.items():
        spacing = document.styles[name].paragraph_format
        spacing.space_before, spacing.space_after = Pt(before), Pt(after)
    document.styles["Caption"].paragraph_format.keep_with_next = True
    # A chapter, and each other board's summary, is a paper of its own.
    document.styles["Heading 1"].paragraph_format.page_break_before = True
    return document


def can_write_reports() -> bool:
    """Whether the libraries for it are installed."""
    return find_spec("docx") is not None and find_spec("pptx") is not None


def report_bytes(report: Report, made: datetime, template: bytes | None = None) -> bytes:
    """Return an annual report as a file; the same report, moment and template give the same bytes.

    Without a template python-docx's own is used, in the dashboard's colours and font.  Raises SetUpError where a
    library is missing, and for a template that is no document or lacks styles: all that it lacks at once.
    """
    if not can_write_reports():
        raise SetUpError(
            'The annual report needs two packages more: pip install "scpxl[word]". Then publish again.'
        )
    from scpxl.render.office_files import without_time
    from scpxl.render.word import open_document
    from scpxl.render.word.document import write_report

    document = open_document(template)
    write_report(document, report, made)
    saved = BytesIO()
    document.save(saved)
    return without_time(saved.getvalue())
