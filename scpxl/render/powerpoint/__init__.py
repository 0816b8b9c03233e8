"""The board pack as a PowerPoint file: native charts and tables in a template's placeholders, found by their names.

It sets what `pages.pack` describes and chooses nothing but sizes and colours.  python-pptx is the extra ``pack``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING, Any

from scpxl.errors import SetUpError
from scpxl.pages.pack import Pack
from scpxl.render.package_time import without_time
from scpxl.scorecard.cell_words import cut

if TYPE_CHECKING:
    from pptx.presentation import Presentation

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
    from scpxl.render.powerpoint.slides import write_slides
    from scpxl.render.powerpoint.template import layouts_of, open_template

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
