"""The document: styles known by name, headings, contents, paragraphs, tables and native charts."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Emu, Pt, RGBColor

from scpxl.pages.blocks import Cell, CellKind, Chart, Column, Heading, Listing, Table, Text
from scpxl.pages.report import Report
from scpxl.render import theme
from scpxl.render.book import clean_text
from scpxl.render.word.charts import ChartLooks, add_charts
from scpxl.scorecard.texts.cell_words import cut
from scpxl.verdicts import Rag

_LETTERS: Final = 9
_ABREAST: Final = 2
"""Most charts side by side."""
_LONGEST: Final = 255
_LETTER: Final = Cm(0.175)
"""How wide a letter of a table is, on average with room to spare."""
_PADDING: Final = Cm(0.42)
_WHOLE: Final = 12
"""Letters of a day or a rating."""
_SHORT: Final = 10
"""Letters of a number; what is longer says why there is none."""
_BELOW_TABLE: Final = Pt(8)
_TOGETHER: Final = 2
"""Rows of a table that are kept on one page with its caption, the heads among them."""
_RULE: Final = f'w:val="single" w:sz="4" w:space="0" w:color="{theme.GRID[1:]}"'
_LINES: Final = f'<w:tblBorders {nsdecls("w")}><w:top {_RULE}/><w:left w:val="nil"/><w:bottom {_RULE}/><w:right w:val="nil"/><w:insideH {_RULE}/><w:insideV w:val="nil"/></w:tblBorders>'
_RATINGS: Final = {f"{rag.letter}  ": rag.value for rag in Rag if rag is not Rag.NOT_RATED}


def write_report(document: Any, report: Report, made: datetime) -> None:
    """Write a report into an empty document."""
    _Writer(document, report, made).write()


class _Writer:
    def __init__(self, document: Any, report: Report, made: datetime) -> None:
        self._doc, self._report, self._made = document, report, made
        self._heads: list[tuple[str, int, str]] = []
        self._charts = 0
        self._together: list[Any] = []
        """Paragraphs since the last heading or table: charts that follow are kept on one page with them."""
        self._below_table = False
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
                self._side_by_side(held)
                held = []
            if isinstance(block, Chart):
                held.append(block)
            else:
                self._set(block)
        if held:
            self._side_by_side(held)
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

    def _side_by_side(self, charts: list[Chart]) -> None:
        for paragraph in self._together:
            paragraph.paragraph_format.keep_with_next = True
        font = self._doc.styles["Normal"].font.name
        add_charts(self._doc, charts, self._made, self._charts + 1, ChartLooks(self._wide, _LETTERS, font))
        self._charts += len(charts)

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
        self._together.clear()
        self._below_table = False
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
        self._together.append(paragraph)
        if self._below_table:
            paragraph.paragraph_format.space_before = _BELOW_TABLE
        self._below_table = False
        if entry.title:
            stop = " " if entry.title.endswith(("…", ".", "?", "!")) else ". "
            paragraph.add_run(clean_text(entry.title + stop)).bold = True
        paragraph.add_run(clean_text(" ".join(entry.text.split())))

    def _table(self, table: Table) -> None:
        # Two tables with nothing between them are one to Word.
        if self._below_table or table.title != (self._heads[-1][0] if self._heads else ""):
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
        self._together.clear()
        self._below_table = not table.lead
        if not table.lead:
            return
        lead = self._doc.add_paragraph()
        lead.paragraph_format.space_before = Pt(3)
        run = lead.add_run(clean_text(table.lead))
        run.font.size, run.font.color.rgb = Pt(_LETTERS), RGBColor.from_string(theme.QUIET[1:])

    def _cell(self, place: Any, said: Cell, column: Column, *, head: bool) -> None:
        paragraph = place.paragraphs[0]
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1.5)
        run = paragraph.add_run(clean_text(said.text))
        run.font.size, run.bold = Pt(_LETTERS), head
        if column.kind is CellKind.NUMBER and (head or said.value is not None or len(said.text) <= _SHORT):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        fill = theme.BAND if head else ""
        if column.kind is CellKind.RATING and not head:
            rating = next((name for letter, name in _RATINGS.items() if said.text.startswith(letter)), None)
            if rating:
                fill, run.bold = theme.RAG_FILL[rating], True
                run.font.color.rgb = RGBColor.from_string(theme.RAG_INK[rating][1:])
        if fill:
            shade = OxmlElement("w:shd")
            shade.set(qn("w:val"), "clear")
            shade.set(qn("w:fill"), fill[1:])
            place._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001


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


def _words(text: str, kind: CellKind) -> list[str]:
    """Return what of a cell stands on one line: its words; a day or a rating whole."""
    return [text] if kind in {CellKind.DAY, CellKind.RATING} and len(text) <= _WHOLE else text.split() or [""]


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
