"""Slides: each placeholder is filled by what the pack says is in it; what is not said is taken out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from pptx.presentation import Presentation
from pptx.slide import SlideLayout
from pptx.text.text import TextFrame

from scpxl.pages.blocks import Chart, Listing, Table, Text
from scpxl.pages.pack import MARKING, PLACEHOLDERS, TITLE, Box, Layout, Pack, Slide
from scpxl.render.book import clean_text
from scpxl.render.powerpoint.charts import insert_chart
from scpxl.render.powerpoint.tables import insert_table


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
