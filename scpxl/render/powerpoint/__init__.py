"""The board pack as a PowerPoint file: native charts and tables in a template's placeholders, found by their names.

The template is the shipped one, or a partnership's own.  This room sets what `pages.pack` describes and chooses nothing
but sizes and colours.  python-pptx is the extra ``pack``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from importlib.util import find_spec
from io import BytesIO
from typing import Any, Final

import pptx
from pptx.oxml import parse_xml
from pptx.presentation import Presentation
from pptx.slide import SlideLayout
from pptx.util import Emu, Inches

from scpxl.errors import SetUpError
from scpxl.pages.pack import (
    CHART,
    LEFT,
    MARKING,
    NOTE,
    PLACEHOLDERS,
    RIGHT,
    SUBTITLE,
    TABLE,
    TITLE,
    WORDS,
    Holds,
    Layout,
    Pack,
)
from scpxl.render import theme
from scpxl.render.office_files import without_time
from scpxl.scorecard.texts.cell_words import cut

_WIDE, _HIGH = Inches(13.333), Inches(7.5)
_NAMES: Final = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_PLACES: Final[Mapping[str, tuple[float, float, float, float]]] = {
    TITLE: (0.6, 0.4, 12.13, 0.95), TABLE: (0.6, 1.55, 12.13, 4.85), NOTE: (0.6, 6.45, 12.13, 0.5), CHART: (0.6, 1.55, 12.13, 4.55),
    LEFT: (0.6, 1.5, 5.95, 3.3), RIGHT: (6.78, 1.5, 5.95, 3.3), WORDS: (0.6, 4.9, 12.13, 2.05), MARKING: (0.6, 7.05, 12.13, 0.3),
}  # fmt: skip
"""Inches from the left and the top, then wide and high."""
_OTHERWISE: Final[Mapping[tuple[str, str], tuple[float, float, float, float]]] = {
    (Layout.TITLE, TITLE): (0.9, 2.1, 11.5, 1.9), (Layout.TITLE, SUBTITLE): (0.9, 4.25, 11.5, 1.3),
    (Layout.TITLE, MARKING): (0.9, 6.95, 11.5, 0.35), (Layout.CHART, NOTE): (0.6, 6.15, 12.13, 0.8),
}  # fmt: skip
_SIZES: Final = {
    TITLE: 26,
    SUBTITLE: 20,
    MARKING: 10,
    NOTE: 13,
    WORDS: 14,
    TABLE: 12,
    CHART: 12,
    LEFT: 12,
    RIGHT: 12,
}
_OF_KIND: Final = {Holds.TEXT: "body", Holds.TABLE: "tbl", Holds.CHART: "chart"}
_TAKES: Final = {
    Holds.TEXT: {"title", "ctrTitle", "body", "subTitle", "obj"},
    Holds.TABLE: {"tbl"},
    Holds.CHART: {"chart"},
}


def open_template(template: bytes | None) -> Presentation:
    """Return an empty deck of a template, or of the shipped one.

    Slides that a template holds are left out: a published pack can be made into the next template.  Raises SetUpError
    for a file that is no presentation.
    """
    if template is None:
        return _shipped()
    try:
        deck = pptx.Presentation(BytesIO(template))
    except Exception as wrong:
        raise SetUpError(
            "The template of the board pack is no PowerPoint presentation (.pptx). Save it as one, or move it away: "
            "the shipped one is then used."
        ) from wrong
    slides = deck.slides._sldIdLst  # noqa: SLF001  (the library has no way to take a slide out)
    for slide in list(slides):
        deck.part.drop_rel(slide.rId)
        slides.remove(slide)
    return deck


def layouts_of(deck: Presentation) -> dict[Layout, SlideLayout]:
    """Return a template's layouts by name; raises SetUpError with all that it lacks."""
    found = {layout.name: layout for master in deck.slide_masters for layout in master.slide_layouts}
    lacks: list[str] = []
    for name, wanted in PLACEHOLDERS.items():
        if name not in found:
            lacks.append(f'layout "{name}"')
            continue
        there = {shape.name: shape for shape in found[name].placeholders}
        for box, holds in wanted.items():
            if box not in there:
                lacks.append(f'"{box}" on layout "{name}"')
            elif _kind_of(there[box]) not in _TAKES[holds]:
                lacks.append(f'"{box}" on layout "{name}" as a placeholder for {holds}')
    if lacks:
        raise SetUpError(
            f"The template of the board pack lacks {'; '.join(lacks)}. In PowerPoint: View, Slide Master; layouts are renamed there, "
            "and placeholders under Home, Arrange, Selection Pane. A published pack has all of them."
        )
    return {name: found[name] for name in PLACEHOLDERS}


def _kind_of(shape: Any) -> str:
    return str(shape.element.ph.get("type", "obj"))


def _shipped() -> Presentation:
    """Return the shipped template, in the dashboard's colours and font."""
    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = _WIDE, _HIGH
    master = deck.slide_master
    layouts = list(deck.slide_layouts)
    for layout in layouts[len(PLACEHOLDERS) :]:
        deck.slide_layouts.remove(layout)
    for shape in list(master.placeholders):
        # The library's own template is narrower.
        shape.left, shape.width = Emu(shape.left * 4 // 3), Emu(shape.width * 4 // 3)
    _dress(master)
    for layout, (name, wanted) in zip(layouts, PLACEHOLDERS.items(), strict=False):
        layout.name = name
        for shape in list(layout.placeholders):
            shape.element.getparent().remove(shape.element)
        if name is Layout.TITLE:
            _ground(layout)
        else:
            layout.shapes._spTree.append(_rule())  # noqa: SLF001  (layouts have no way to add a shape)
        for at, (box, holds) in enumerate(wanted.items()):
            layout.shapes._spTree.append(_placeholder(name, box, holds, at))  # noqa: SLF001
    return deck


def _dress(master: Any) -> None:
    """Give the master the colours and the font of the dashboard."""
    (part,) = [one.target_part for one in master.part.rels.values() if one.reltype.endswith("/theme")]
    xml = part.blob.decode("utf-8")
    places = "".join(
        f'<a:{name}><a:srgbClr val="{colour[1:]}"/></a:{name}>' for name, colour in theme.OFFICE.items()
    )
    xml = re.sub(
        r"(<a:clrScheme[^>]*>).*?(</a:clrScheme>)",
        rf'<a:clrScheme name="scpxl">{places}\2',
        xml,
        flags=re.DOTALL,
    )
    xml = re.sub(r'(<a:(?:major|minor)Font>\s*<a:latin typeface=")[^"]*', rf"\g<1>{theme.FONT}", xml)
    part._blob = xml.encode("utf-8")  # noqa: SLF001  (the theme is a part the library has no object for)


def _ground(layout: SlideLayout) -> None:
    """Give a layout a ground of the theme's dark colour."""
    ground = parse_xml(
        f'<p:bg {_NAMES}><p:bgPr><a:solidFill><a:schemeClr val="tx2"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'
    )
    layout.element.cSld.insert(0, ground)


def _rule() -> Any:
    """Return a thin line below the title."""
    left, top, wide, high = Inches(0.6), Inches(1.4), Inches(12.13), 0
    return parse_xml(
        f'<p:cxnSp {_NAMES}><p:nvCxnSpPr><p:cNvPr id="90" name="Rule"/><p:cNvCxnSpPr/><p:nvPr userDrawn="1"/></p:nvCxnSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm><a:prstGeom prst="line"><a:avLst/></a:prstGeom>'
        f'<a:ln w="19050"><a:solidFill><a:schemeClr val="accent1"/></a:solidFill></a:ln></p:spPr></p:cxnSp>'
    )


def _placeholder(layout: Layout, box: str, holds: Holds, at: int) -> Any:
    """Return a placeholder of the shipped template."""
    left, top, wide, high = (
        Inches(one) for one in _OTHERWISE.get((layout, box), _PLACES.get(box, (0, 0, 0, 0)))
    )
    kind = 'type="title"' if box == TITLE else f'type="{_OF_KIND[holds]}" sz="quarter" idx="{10 + at}"'
    front, title = layout is Layout.TITLE, box == TITLE
    size = 38 if title and front else _SIZES[box]
    ink = "bg1" if front else "tx2" if title else "tx1"
    after = "" if box in {TITLE, MARKING} else '<a:spcAft><a:spcPts val="500"/></a:spcAft>'
    return parse_xml(
        f'<p:sp {_NAMES}><p:nvSpPr><p:cNvPr id="{20 + at}" name="{box}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph {kind}/></p:nvPr></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm></p:spPr>'
        f'<p:txBody><a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="{"b" if title else "t"}"><a:normAutofit/></a:bodyPr>'
        f'<a:lstStyle><a:lvl1pPr marL="0" indent="0" algn="l"><a:lnSpc><a:spcPct val="{90000 if title else 100000}"/></a:lnSpc><a:spcBef><a:spcPts val="0"/></a:spcBef>{after}<a:buNone/>'
        f'<a:defRPr sz="{size * 100}" b="{int(title)}"><a:solidFill><a:schemeClr val="{ink}"/></a:solidFill><a:latin typeface="+mn-lt"/></a:defRPr></a:lvl1pPr></a:lstStyle>'
        f'<a:p><a:r><a:rPr lang="en-GB"/><a:t>{box}</a:t></a:r></a:p></p:txBody></p:sp>'
    )


_LONGEST = 255
"""Characters of a property of a file."""


def can_write_packs() -> bool:
    """Whether the library for it is installed."""
    return find_spec("pptx") is not None


def pack_bytes(pack: Pack, made: datetime, template: bytes | None = None) -> bytes:
    """Return a board pack as a file; the same pack, moment and template give the same bytes.

    Without a template the shipped one is used.  Raises SetUpError where python-pptx is not installed, and for a
    template that is no presentation or lacks layouts or placeholders: all that it lacks at once.
    """
    if not can_write_packs():
        raise SetUpError(
            'The board pack needs one package more: pip install "scpxl[pack]". Then publish again.'
        )
    from scpxl.render.powerpoint import layouts_of, open_template
    from scpxl.render.powerpoint.slides import write_slides

    deck = open_template(template)
    write_slides(deck, layouts_of(deck), pack, made)
    _describe(deck, pack, made)
    saved = BytesIO()
    deck.save(saved)
    return without_time(saved.getvalue())


def _describe(deck: Presentation, pack: Pack, made: datetime) -> None:
    from scpxl.render.book import clean_text

    moment = made.replace(tzinfo=None)
    said: Mapping[str, Any] = {
        "title": pack.title, "author": pack.partnership, "last_modified_by": pack.partnership, "subject": pack.marking,
        "keywords": pack.keywords, "comments": "Made by scpxl.", "language": "en-GB",
        "created": moment, "modified": moment, "revision": 1, "category": "", "content_status": "",
    }  # fmt: skip
    for name, value in said.items():
        setattr(
            deck.core_properties, name, cut(clean_text(value), _LONGEST) if isinstance(value, str) else value
        )
