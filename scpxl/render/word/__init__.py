"""The annual report as a Word document: native charts and tables, contents that hold their entries.

It sets what `pages.report` describes and chooses nothing but sizes and colours.  python-docx and, for the charts,
python-pptx are the extra ``word``.
"""

from __future__ import annotations

from datetime import datetime
from importlib.util import find_spec
from io import BytesIO

from scpxl.errors import SetUpError
from scpxl.pages.report import Report


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
    from scpxl.render.package_time import without_time
    from scpxl.render.word.document import write_report
    from scpxl.render.word.template import open_document

    document = open_document(template)
    write_report(document, report, made)
    saved = BytesIO()
    document.save(saved)
    return without_time(saved.getvalue())
