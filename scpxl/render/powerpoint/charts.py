"""Charts of slides: native ones in the place of their placeholders."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from scpxl.pages.blocks import Chart
from scpxl.render.native_charts import data_of, dress_chart, kind_of, words_of


def insert_chart(shape: Any, chart: Chart, made: datetime) -> None:
    """Put a chart into a placeholder, with its words for who cannot see it."""
    name, wide = shape.name, shape.width
    frame = shape.insert_chart(kind_of(chart), data_of(chart, made))
    frame._element.nvGraphicFramePr.cNvPr.set("descr", words_of(chart))  # noqa: SLF001
    frame.name = name
    dress_chart(frame.chart, chart, wide)
