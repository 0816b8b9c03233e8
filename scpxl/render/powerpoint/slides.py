"""Slides, their charts and tables: each placeholder is filled by what the pack says is in it; what is not said is taken out.

A table has one head, no merged cell and rows as high as their words; ratings and signs are in colour, and in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.presentation import Presentation
from pptx.slide import SlideLayout
from pptx.text.text import TextFrame
from pptx.util import Emu, Pt

from scpxl.pages.blocks import Cell, CellKind, Chart, Column, Listing, Table, Text
from scpxl.pages.pack import MARKING, PLACEHOLDERS, TITLE, Box, Layout, Pack, Slide
from scpxl.render import theme
from scpxl.render.book import clean_text
from scpxl.render.office_files import chart_in_words, data_of, drawn_as, dress_chart
from scpxl.verdicts import Rag

_SIZES: Final = (15.0, 14.0, 13.0, 12.0, 11.0, 10.0)
"""Points to try, the largest first."""
_USUAL: Final = 12.0
_LINE, _MARGIN = 1.2, 0.06
"""A line's height in sizes; inches above and below the words of a cell."""
_WIDTH: Final = 0.42
"""An average letter's width in sizes."""
_PLAIN_STYLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""No style, no grid."""
_RATINGS: Final = {f"{rag.letter}  ": rag.value for rag in Rag if rag is not Rag.NOT_RATED}
_SIGNS: Final = {"●": theme.CONCERN_INK, "◆": theme.IMPROVEMENT_INK, "◇": theme.NEUTRAL}
_WORDS: Final = {"Worse": theme.CONCERN_INK, "Better": theme.IMPROVEMENT_INK, "Overdue": theme.CONCERN_INK}
_INCH: Final = 914_400
_A: Final = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'


def insert_table(shape: Any, table: Table) -> None:
    """Put a table into a placeholder: as wide as that, in the largest letters in which it is no higher."""
    rows: list[tuple[Cell, ...]] = [tuple(Cell(column.head) for column in table.columns), *table.rows]
    wide, high = shape.width, shape.height
    frame = shape.insert_table(len(rows), len(table.columns))
    made = frame.table
    frame._element.graphic.graphicData.tbl.tblPr.find(f"{{{_A[9:-1]}}}tableStyleId").text = _PLAIN_STYLE  # noqa: SLF001
    made.first_row, made.horz_banding = True, False
    widths = _widths(table, wide)
    size, heights = _fitted(rows, widths, high)
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    for place, row in enumerate(rows):
        made.rows[place].height = heights[place]
        for number, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            _set(made.cell(place, number), cell, column, size, head=place == 0)
    frame.height = Emu(sum(heights))
    said = f"{table.title}: {len(table.rows)} rows; columns {', '.join(one.head for one in table.columns)}."
    frame._element.nvGraphicFramePr.cNvPr.set("descr", clean_text(said))  # noqa: SLF001
    frame.name = "Table"


def _widths(table: Table, wide: int) -> list[Emu]:
    whole = sum(column.share for column in table.columns)
    widths = [Emu(int(wide * column.share / whole)) for column in table.columns]
    widths[-1] = Emu(wide - sum(widths[:-1]))
    return widths


def _fitted(rows: list[tuple[Cell, ...]], widths: list[Emu], high: int) -> tuple[float, list[Emu]]:
    """Return the largest size in which the rows are no higher than their place, and how high each is.

    Above the usual size no row may need a line more than in it: rows of one height are easier to read than large letters.
    """
    usual = [_most_lines(row, widths, _USUAL) for row in rows]
    for size in _SIZES:
        lines = [_most_lines(row, widths, size) for row in rows]
        heights = [Emu(int((number * size * _LINE / 72 + 2 * _MARGIN) * _INCH)) for number in lines]
        if sum(heights) <= high and (size <= _USUAL or lines == usual):
            break
    return size, heights


def _most_lines(row: tuple[Cell, ...], widths: list[Emu], size: float) -> int:
    return max(_lines(cell.text, width, size) for cell, width in zip(row, widths, strict=True))


def _lines(text: str, width: int, size: float) -> int:
    across = max(4, int((width / _INCH - 0.16) * 72 / (size * _WIDTH)))
    used, lines = 0, 1
    for word in text.split():
        if used and used + 1 + len(word) > across:
            lines, used = lines + 1, 0
        used += len(word) + bool(used)
        lines, used = lines + used // (across + 1), used % (across + 1)
    return lines


def _set(cell: Any, said: Cell, column: Column, size: float, *, head: bool) -> None:
    cell.text = clean_text(" ".join(said.text.split()) if column.kind is not CellKind.RATING else said.text)
    cell.margin_left = cell.margin_right = Emu(int(0.08 * _INCH))
    cell.margin_top = cell.margin_bottom = Emu(int(_MARGIN * _INCH))
    cell.vertical_anchor = MSO_ANCHOR.BOTTOM if head else MSO_ANCHOR.MIDDLE
    paragraph = cell.text_frame.paragraphs[0]
    font = paragraph.font
    font.size, font.bold = Pt(size), head
    for run in paragraph.runs:
        run._r.get_or_add_rPr().set("lang", "en-GB")  # noqa: SLF001
    if column.kind is CellKind.NUMBER:
        paragraph.alignment = PP_ALIGN.RIGHT
    ink, fill = (theme.NAVY, "") if head else _looks(said.text, column)
    font.color.rgb = RGBColor.from_string(ink[1:])
    if fill or ink in {theme.CONCERN_INK, theme.IMPROVEMENT_INK}:
        font.bold = True
    if fill:
        cell.fill.solid()
        cell.fill.fore_color.rgb = RGBColor.from_string(fill[1:])
        paragraph.alignment = PP_ALIGN.CENTER
    _underline(cell, theme.NAVY if head else theme.RULE, 1.5 if head else 0.75, filled=bool(fill))


def _looks(text: str, column: Column) -> tuple[str, str]:
    """Return the colours of a cell's words and of its ground; blank for none."""
    if column.kind is CellKind.RATING:
        for letter, rating in _RATINGS.items():
            if text.startswith(letter):
                return theme.RAG_INK[rating], theme.RAG_FILL[rating]
        if text[:1] in _SIGNS:
            return _SIGNS[text[:1]], ""
    return _WORDS.get(text.rsplit(" ", 1)[-1] if column.kind is not CellKind.NUMBER else "", theme.INK), ""


def _underline(cell: Any, colour: str, points: float, *, filled: bool) -> None:
    """Draw a line below a cell; the library has no borders."""
    line = parse_xml(
        f'<a:lnB {_A} w="{int(points * 12700)}"><a:solidFill><a:srgbClr val="{colour[1:]}"/></a:solidFill></a:lnB>'
    )
    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001
    # Borders come before the ground, by the schema.
    properties.insert(0, line) if filled else properties.append(line)


def insert_chart(shape: Any, chart: Chart, made: datetime) -> None:
    """Put a chart into a placeholder, with its words for who cannot see it."""
    name, wide = shape.name, shape.width
    frame = shape.insert_chart(drawn_as(chart), data_of(chart, made))
    frame._element.nvGraphicFramePr.cNvPr.set("descr", chart_in_words(chart))  # noqa: SLF001
    frame.name = name
    dress_chart(frame.chart, chart, wide)


def write_slides(
    deck: Presentation, layouts: Mapping[Layout, SlideLayout], pack: Pack, made: datetime
) -> None:
    """Add the slides of a pack to an empty deck."""
    for slide in pack.slides:
        _write(deck, layouts[slide.layout], slide, pack.marking, made)


def _write(deck: Presentation, layout: SlideLayout, slide: Slide, marking: str, made: datetime) -> None:
    page = deck.slides.add_slide(layout)
    there: Iterable[Any] = layout.placeholders
    names = {shape.placeholder_format.idx: shape.name for shape in there}
    boxes: Mapping[str, Box] = {TITLE: Text(slide.title), MARKING: Text(marking), **slide.boxes}
    wanted = PLACEHOLDERS[slide.layout]
    for shape in list(page.placeholders):
        # The library gives a copy another name, and what is read aloud follows the names.
        name = names[shape.placeholder_format.idx]
        shape.name = name
        box = boxes.get(name) if name in wanted else None
        if box is None or (isinstance(box, Text) and not box.text):
            shape.element.getparent().remove(shape.element)
        else:
            _fill(shape, box, made)
    page.notes_slide.notes_text_frame.text = clean_text("\n".join(filter(None, slide.notes)))


def _fill(shape: Any, box: Box, made: datetime) -> None:
    match box:
        case Text():
            _paragraphs(shape.text_frame, [box])
        case Listing(entries):
            _paragraphs(shape.text_frame, entries)
        case Table():
            insert_table(shape, box)
        case Chart():
            insert_chart(shape, box, made)


def _paragraphs(frame: TextFrame, entries: Iterable[Text]) -> None:
    for place, entry in enumerate(entries):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        if entry.title:
            head = paragraph.add_run()
            stop = " " if entry.title.endswith(("…", ".", "?", "!")) else ". "
            head.text, head.font.bold = clean_text(entry.title + stop), True
        run = paragraph.add_run()
        run.text = clean_text(" ".join(entry.text.split()))
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            run._r.get_or_add_rPr().set("lang", "en-GB")  # noqa: SLF001  (the library knows no British English)
