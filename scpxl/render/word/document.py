"""The document: styles known by name, headings, contents, paragraphs, tables and native charts."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any, Final

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Emu, Pt, RGBColor
from pptx.chart.chart import Chart as PptxChart
from pptx.chart.xlsx import CategoryWorkbookWriter
from pptx.chart.xmlwriter import ChartXmlWriter
from pptx.oxml import parse_xml as parse_chart

from scpxl.errors import SetUpError
from scpxl.pages.blocks import Cell, Chart, Column, Heading, Kind, Listing, Table, Text
from scpxl.pages.report import Report
from scpxl.render import theme
from scpxl.render.book import clean_text
from scpxl.render.native_charts import data_of, dress_chart, kind_of, words_of
from scpxl.scorecard.cell_words import cut
from scpxl.verdicts import Rag

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
    "Caption": (8, 3),
}
"""Points before and after a paragraph of the shipped styles."""
_CHART: Final = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HIGH: Final = Cm(6.6)
_HALF_HIGH: Final = Cm(5.6)
"""How high two charts are that stand side by side."""
_LETTERS: Final = 9
_ABREAST: Final = 2
"""Most charts side by side."""
_GAP: Final = Cm(0.2)
_LONGEST: Final = 255
_LETTER: Final = Cm(0.175)
"""How wide a letter of a table is, on average with room to spare."""
_PADDING: Final = Cm(0.42)
_WHOLE: Final = 12
"""Letters of a day or a rating."""
_SHORT: Final = 10
"""Letters of a number; what is longer says why there is none."""
_TOGETHER: Final = 2
"""Rows of a table that stand on one page with its caption, the heads among them."""
_RULE: Final = f'w:val="single" w:sz="4" w:space="0" w:color="{theme.GRID[1:]}"'
_LINES: Final = f'<w:tblBorders {nsdecls("w")}><w:top {_RULE}/><w:left w:val="nil"/><w:bottom {_RULE}/><w:right w:val="nil"/><w:insideH {_RULE}/><w:insideV w:val="nil"/></w:tblBorders>'
_RATINGS: Final = {f"{rag.letter}  ": rag.value for rag in Rag if rag is not Rag.NOT_RATED}
_C: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


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


def write_report(document: Any, report: Report, made: datetime) -> None:
    """Write a report into an empty document."""
    _Writer(document, report, made).write()


class _Writer:
    def __init__(self, document: Any, report: Report, made: datetime) -> None:
        self._doc, self._report, self._made = document, report, made
        self._heads: list[tuple[str, int, str]] = []
        self._charts = 0
        page = document.sections[0]
        self._wide = page.page_width - page.left_margin - page.right_margin

    def write(self) -> None:
        self._describe()
        self._doc.add_paragraph(clean_text(self._report.title), "Title")
        self._doc.add_paragraph(clean_text(self._report.partnership), "Subtitle")
        self._footer()
        place = self._doc.add_paragraph()
        held: list[Chart] = []
        for block in self._report.blocks:
            if held and (len(held) == _ABREAST or not isinstance(block, Chart)):
                self._beside(held)
                held = []
            if isinstance(block, Chart):
                held.append(block)
            else:
                self._set(block)
        if held:
            self._beside(held)
        self._contents(place)

    def _set(self, block: Any) -> None:
        match block:
            case Heading():
                self._head(block)
            case Text():
                self._paragraph(block, "Normal")
            case Listing(entries):
                for entry in entries:
                    self._paragraph(entry, "List Bullet")
            case Table():
                self._table(block)

    def _describe(self) -> None:
        moment = self._made.replace(tzinfo=None)
        core, report = self._doc.core_properties, self._report
        said = {"title": report.title, "author": report.partnership, "last_modified_by": report.partnership, "subject": report.marking,
                "keywords": report.keywords, "comments": "Made by scpxl.", "language": "en-GB"}  # fmt: skip
        for name, value in said.items():
            setattr(core, name, cut(clean_text(value), _LONGEST))
        core.created = core.modified = moment
        core.revision = 1
        for lang in self._doc.styles.element.iter(qn("w:lang")):
            lang.set(qn("w:val"), "en-GB")

    def _footer(self) -> None:
        footer = self._doc.sections[0].footer
        paragraph = footer.paragraphs[0] if footer.paragraphs else footer.add_paragraph()
        for run in list(paragraph.runs):
            run._r.getparent().remove(run._r)  # noqa: SLF001
        run = paragraph.add_run(clean_text(f"{self._report.marking} · page "))
        run.font.size = Pt(8)
        for xml in _field("PAGE", "1"):
            part = parse_xml(xml)
            part.insert(0, parse_xml(f'<w:rPr {nsdecls("w")}><w:sz w:val="16"/></w:rPr>'))
            paragraph._p.append(part)  # noqa: SLF001

    def _head(self, block: Heading) -> None:
        text, mark, number = clean_text(block.text), f"_Toc{len(self._heads):06}", len(self._heads)
        paragraph = self._doc.add_paragraph(text, f"Heading {block.level}")
        begin, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for one in (begin, end):
            one.set(qn("w:id"), str(number))
        begin.set(qn("w:name"), mark)
        paragraph._p.insert(1, begin)  # noqa: SLF001
        paragraph._p.append(end)  # noqa: SLF001
        self._heads.append((text, block.level, mark))

    def _contents(self, before: Any) -> None:
        """Put a TOC field that already holds its entries as links: right when opened, and Word can update it."""
        chapters = [one for one in self._heads if one[1] == 1]
        for at, (text, _level, mark) in enumerate(chapters):
            paragraph = before.insert_paragraph_before(style="Normal")
            paragraph.paragraph_format.space_after = Pt(2)
            element = paragraph._p  # noqa: SLF001
            if at == 0:
                for xml in _field('TOC \\o "1-1" \\h \\z \\u', None):
                    element.append(parse_xml(xml))
            link = OxmlElement("w:hyperlink")
            link.set(qn("w:anchor"), mark)
            run, word = OxmlElement("w:r"), OxmlElement("w:t")
            word.text = text
            run.append(word)
            link.append(run)
            element.append(link)
            if at == len(chapters) - 1:
                element.append(parse_xml(f'<w:r {nsdecls("w")}><w:fldChar w:fldCharType="end"/></w:r>'))

    def _paragraph(self, entry: Text, style: str) -> None:
        paragraph = self._doc.add_paragraph(style=style)
        if entry.title:
            stop = " " if entry.title.endswith(("…", ".", "?", "!")) else ". "
            paragraph.add_run(clean_text(entry.title + stop)).bold = True
        paragraph.add_run(clean_text(" ".join(entry.text.split())))

    def _table(self, table: Table) -> None:
        if table.title != (self._heads[-1][0] if self._heads else ""):
            self._doc.add_paragraph(clean_text(table.title), "Caption").paragraph_format.keep_with_next = True
        made = self._doc.add_table(len(table.rows) + 1, len(table.columns), "Table Grid")
        made.autofit = False
        made._tbl.tblPr.find(qn("w:tblW")).addnext(parse_xml(_LINES))  # noqa: SLF001
        widths = _widths(table, self._wide)
        for column, width in zip(made.columns, widths, strict=True):
            column.width = width
        said = OxmlElement("w:tblCaption")
        said.set(qn("w:val"), clean_text(table.title))
        made._tbl.tblPr.append(said)  # noqa: SLF001
        rows = [tuple(Cell(column.head) for column in table.columns), *table.rows]
        for at, (row, cells) in enumerate(zip(made.rows, rows, strict=True)):
            properties = row._tr.get_or_add_trPr()  # noqa: SLF001
            properties.append(OxmlElement("w:cantSplit"))
            if at == 0:
                properties.append(OxmlElement("w:tblHeader"))
            for place, cell, column, width in zip(row.cells, cells, table.columns, widths, strict=True):
                place.width = width
                self._cell(place, cell, column, head=at == 0)
                if at < min(_TOGETHER, len(rows) - 1):
                    place.paragraphs[0].paragraph_format.keep_with_next = True
        lead = self._doc.add_paragraph()
        lead.paragraph_format.space_before = Pt(3)
        run = lead.add_run(clean_text(table.lead))
        run.font.size, run.font.color.rgb = Pt(_LETTERS), RGBColor.from_string(theme.QUIET[1:])

    def _cell(self, place: Any, said: Cell, column: Column, *, head: bool) -> None:
        paragraph = place.paragraphs[0]
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1.5)
        run = paragraph.add_run(clean_text(said.text))
        run.font.size, run.bold = Pt(_LETTERS), head
        if column.kind is Kind.NUMBER and (head or said.value is not None or len(said.text) <= _SHORT):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        fill = theme.BAND if head else ""
        if column.kind is Kind.RATING and not head:
            rating = next((name for letter, name in _RATINGS.items() if said.text.startswith(letter)), None)
            if rating:
                fill, run.bold = theme.RAG_FILL[rating], True
                run.font.color.rgb = RGBColor.from_string(theme.RAG_INK[rating][1:])
        if fill:
            shade = OxmlElement("w:shd")
            shade.set(qn("w:val"), "clear")
            shade.set(qn("w:fill"), fill[1:])
            place._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001

    def _beside(self, charts: list[Chart]) -> None:
        """Set one chart across the page, or two side by side."""
        paragraph = self._doc.add_paragraph()
        wide, high = (self._wide, _HIGH) if len(charts) == 1 else ((self._wide - _GAP) // 2, _HALF_HIGH)
        for chart in charts:
            relation = self._chart(chart, wide)
            paragraph.add_run()._r.append(_drawing(self._charts, chart, relation, (wide, high)))  # noqa: SLF001

    def _chart(self, chart: Chart, wide: int) -> str:
        """Put a chart and the workbook behind it into the package; return the relation it is known by."""
        self._charts += 1
        number, package, data = self._charts, self._doc.part.package, data_of(chart, self._made)
        space = parse_chart(ChartXmlWriter(kind_of(chart), data).xml.encode())
        dress_chart(PptxChart(space, None), chart, wide, _LETTERS, self._doc.styles["Normal"].font.name)
        outside = parse_chart(
            f'<c:externalData xmlns:c="{_C}" xmlns:r="{_R}" r:id="rId1"><c:autoUpdate val="0"/></c:externalData>'
        )
        space.append(outside)
        part = Part(
            PackURI(f"/word/charts/chart{number}.xml"), _CHART,
            serialize_part_xml(space), package,
        )  # fmt: skip
        writer = data._workbook_writer  # noqa: SLF001
        assert isinstance(writer, CategoryWorkbookWriter)  # noqa: S101
        part.relate_to(
            Part(PackURI(f"/word/embeddings/chart{number}.xlsx"), _BOOK, writer.xlsx_blob, package),
            RELATIONSHIP_TYPE.PACKAGE,
        )
        relation: str = self._doc.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
        return relation


def _widths(table: Table, wide: int) -> list[Emu]:
    """Return how wide each column is: by its share, but none narrower than its longest word."""
    needed = [
        max(
            len(word)
            for text in (column.head, *(row[at].text for row in table.rows))
            for word in _words(text, column.kind)
        )
        for at, column in enumerate(table.columns)
    ]
    least = [min(_PADDING + longest * _LETTER, wide // 3) for longest in needed]
    if sum(least) > wide:
        # More long words than the page is wide: they are broken, and every column keeps its part.
        return [Emu(one * wide // sum(least)) for one in least]
    fixed: set[int] = set()
    while True:
        free = [at for at in range(len(least)) if at not in fixed]
        room, shares = wide - sum(least[at] for at in fixed), sum(table.columns[at].share for at in free)
        found = {at: int(room * table.columns[at].share / shares) for at in free}
        tight = {at for at in free if found[at] < least[at]}
        if not tight or tight == set(free):
            return [Emu(found.get(at, least[at])) for at in range(len(least))]
        fixed |= tight


def _words(text: str, kind: Kind) -> list[str]:
    """Return what of a cell stands on one line: its words; a day or a rating whole."""
    return [text] if kind in {Kind.DAY, Kind.RATING} and len(text) <= _WHOLE else text.split() or [""]


def _drawing(number: int, chart: Chart, relation: str, size: tuple[int, int]) -> Any:
    wide, high = size
    drawing = parse_xml(
        f'<w:drawing {nsdecls("w", "wp", "a", "r")}><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{int(high)}"/><wp:docPr id="{number}" name=""/>'
        f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_C}"><c:chart xmlns:c="{_C}" r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )
    place = drawing.find(f".//{qn('wp:docPr')}")
    place.set("name", f"Chart {number}")
    place.set("descr", words_of(chart))
    return drawing


def _field(code: str, result: str | None) -> list[str]:
    """Return a field's runs; without a result its begin alone, to be ended by whoever sets the result."""
    w = nsdecls("w")
    runs = [
        f'<w:r {w}><w:fldChar w:fldCharType="begin"/></w:r>',
        f'<w:r {w}><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>',
        f'<w:r {w}><w:fldChar w:fldCharType="separate"/></w:r>',
    ]
    return (
        runs
        if result is None
        else [
            *runs,
            f"<w:r {w}><w:t>{result}</w:t></w:r>",
            f'<w:r {w}><w:fldChar w:fldCharType="end"/></w:r>',
        ]
    )
