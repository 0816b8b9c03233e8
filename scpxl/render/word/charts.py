"""Native charts of a Word document, each with the workbook behind it: one across the page, or two side by side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm
from pptx.chart.chart import Chart as PptxChart
from pptx.chart.xlsx import CategoryWorkbookWriter
from pptx.chart.xmlwriter import ChartXmlWriter
from pptx.oxml import parse_xml as parse_chart

from scpxl.pages.blocks import Chart
from scpxl.render.office_files import chart_in_words, data_of, drawn_as, dress_chart

_CHART: Final = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HIGH: Final = Cm(6.6)
_HALF_HIGH: Final = Cm(5.6)
"""How high two charts are that stand side by side."""
_GAP: Final = Cm(0.2)
_C: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


class ChartLooks(NamedTuple):
    """How charts are set."""

    wide: int
    """How wide the page's text is, in EMU."""
    letters: int
    """Points."""
    font: str | None
    """None for that of the document's theme."""


def add_charts(document: Any, charts: Sequence[Chart], made: datetime, first: int, looks: ChartLooks) -> None:
    """Set charts in a paragraph at the end of a document, side by side where there are two; `first` is the number of the first."""
    paragraph, alone = document.add_paragraph(), len(charts) == 1
    wide, high = (looks.wide, _HIGH) if alone else ((looks.wide - _GAP) // 2, _HALF_HIGH)
    for number, chart in enumerate(charts, start=first):
        relation = _put(document, chart, made, number, looks._replace(wide=wide))
        paragraph.add_run()._r.append(_drawing(number, chart, relation, (wide, high)))  # noqa: SLF001


def _put(document: Any, chart: Chart, made: datetime, number: int, looks: ChartLooks) -> str:
    """Put a chart and the workbook behind it into the package; return the relation it is known by."""
    package, data = document.part.package, data_of(chart, made)
    space = parse_chart(ChartXmlWriter(drawn_as(chart), data).xml.encode())
    dress_chart(PptxChart(space, None), chart, looks.wide, looks.letters, looks.font)
    outside = (
        f'<c:externalData xmlns:c="{_C}" xmlns:r="{_R}" r:id="rId1"><c:autoUpdate val="0"/></c:externalData>'
    )
    space.append(parse_chart(outside))
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), _CHART, serialize_part_xml(space), package)
    writer = data._workbook_writer  # noqa: SLF001
    assert isinstance(writer, CategoryWorkbookWriter)  # noqa: S101
    book = Part(PackURI(f"/word/embeddings/chart{number}.xlsx"), _BOOK, writer.xlsx_blob, package)
    part.relate_to(book, RELATIONSHIP_TYPE.PACKAGE)
    relation: str = document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    return relation


def _drawing(number: int, chart: Chart, relation: str, size: tuple[int, int]) -> Any:
    wide, high = size
    drawing = parse_xml(
        f'<w:drawing {nsdecls("w", "wp", "a", "r")}><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{int(high)}"/><wp:docPr id="{number}" name=""/>'
        f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_C}"><c:chart xmlns:c="{_C}" r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )
    place = drawing.find(f".//{qn('wp:docPr')}")
    place.set("name", f"Chart {number}")
    place.set("descr", chart_in_words(chart))
    return drawing
