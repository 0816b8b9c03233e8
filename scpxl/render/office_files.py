"""What slides and documents share: native charts, and packages whose bytes depend on nothing but what they hold.

Slides and reports have the very same charts, each with its workbook, so that a reader can look at the figures and
change them; where they are put is the writers' own.  python-pptx makes their XML.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from typing import Any, Final

from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.util import Pt
from xlsxwriter import Workbook

from scpxl.pages.blocks import Chart, Line, Series
from scpxl.render import theme
from scpxl.render.book import clean_text
from scpxl.scorecard.records.figures import Family, NumberStyle

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def without_time(package: bytes) -> bytes:
    """Return a package whose parts carry no time of their own, so that its bytes depend on nothing else than it holds."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            part = zipfile.ZipInfo(info.filename, _FIRST_DAY)
            part.compress_type, part.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            new.writestr(part, old.read(info))
    return made.getvalue()


SIZE: Final = 11
"""Points of the letters on a slide."""
_STROKES: Final = {
    Line.NOW: (theme.NAVY, 2.75, False), Line.BEFORE: (theme.LAST_YEAR, 1.75, True), Line.FIGURES: (theme.COMMON, 1.5, False),
    Line.MIDDLE: (theme.INK, 1.0, False), Line.LIMIT: (theme.COMMON, 1.0, True),
}  # fmt: skip
_SIGNS: Final = {
    Line.WORSE: (theme.CONCERN, XL_MARKER_STYLE.CIRCLE), Line.BETTER: (theme.IMPROVEMENT, XL_MARKER_STYLE.DIAMOND),
    Line.NEITHER: (theme.NEUTRAL, XL_MARKER_STYLE.SQUARE),
}  # fmt: skip
_DOTS: Final = {Line.NOW: (XL_MARKER_STYLE.CIRCLE, 6), Line.FIGURES: (XL_MARKER_STYLE.CIRCLE, 4)}
_FILLS: Final = {Line.OTHERS: theme.BAR, Line.OWN: theme.NAVY}
_LABEL: Final = 640_000
"""How wide the label of a month is, with room beside it."""
_SHORT: Final = 4
"""Letters of a label, such as Apr, of which twelve stand side by side."""
_SMALL: Final = 8
"""Below it an axis needs the decimals of its figures."""
_C: Final = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'


class _Writer(CategoryWorkbookWriter):
    """The workbook behind a chart, of the moment the pack is of; text in it is always text."""

    made: datetime

    @contextmanager
    def _open_worksheet(self, xlsx_file: Any) -> Iterator[tuple[Any, Any]]:
        book = Workbook(
            xlsx_file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        book.set_properties({"created": self.made})
        yield book, book.add_worksheet()
        book.close()


class _Data(CategoryChartData):
    """The points of a chart."""

    def __init__(self, number_format: str, made: datetime) -> None:
        super().__init__(number_format)  # type: ignore[no-untyped-call]
        self._made = made

    @property
    def _workbook_writer(self) -> _Writer:
        writer = _Writer(self)  # type: ignore[no-untyped-call]
        writer.made = self._made
        return writer


def shown_of(chart: Chart) -> list[Series]:
    """Return the series that have a point: a sign of which there is none needs no line in the legend."""
    return [one for one in chart.series if any(value is not None for value in one.values)]


def data_of(chart: Chart, made: datetime) -> CategoryChartData:
    """Return the points of a chart, whose workbook is of a moment."""
    data = _Data(_format(chart.style), made)
    data.categories = [clean_text(label) for label in chart.labels]
    for one in shown_of(chart):
        data.add_series(clean_text(one.name), one.values)  # type: ignore[no-untyped-call]
    return data


def drawn_as(chart: Chart) -> XL_CHART_TYPE:
    """Return what a chart is drawn as."""
    return XL_CHART_TYPE.COLUMN_CLUSTERED if chart.columns else XL_CHART_TYPE.LINE_MARKERS


def chart_in_words(chart: Chart) -> str:
    """Return a chart in words, for who cannot see it."""
    return clean_text(f"{chart.title}. {chart.words}")


def dress_chart(made: Any, chart: Chart, wide: int, size: int = SIZE, font: str | None = None) -> None:
    """Give a chart its looks: how wide it is, in EMU, decides which labels are printed; without a font it has its document's."""
    shown = shown_of(chart)
    _dress(made, chart, shown, size)
    if font is not None:
        made.font.name = font
    _dress_axes(made, chart, wide, size)
    for place in made._chartSpace.xpath("//c:axId | //c:crossAx"):  # noqa: SLF001
        # The library numbers the axes of columns below zero, which the schema does not allow.
        place.set("val", place.get("val").removeprefix("-"))


def _format(style: NumberStyle, *, plain: bool = False) -> str:
    """Return a number style as charts have it; `plain` without decimals, for an axis of larger numbers.

    >>> _format(NumberStyle.PERCENT), _format(NumberStyle.MONEY), _format(NumberStyle.WHOLE)
    ('#,##0.0"%"', '"£"#,##0', '#,##0')
    """
    digits = "#,##0" + (f".{'0' * style.places}" if style.places and not plain else "")
    return {Family.PERCENT: f'{digits}"%"', Family.MONEY: f'"£"{digits}'}.get(style.family, digits)


def _rgb(colour: str) -> RGBColor:
    made: RGBColor = RGBColor.from_string(colour[1:])
    return made


def _dress(made: Any, chart: Chart, shown: list[Series], letters: int) -> None:
    made.font.size, made.font.color.rgb = Pt(letters), _rgb(theme.INK)
    made.has_title = True
    made.chart_title.text_frame.text = clean_text(chart.title)
    title = made.chart_title.text_frame.paragraphs[0].runs[0].font
    title.size, title.bold, title.color.rgb = Pt(letters + 2), True, _rgb(theme.NAVY)
    made.has_legend = True
    made.legend.position, made.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    _list_once(made.legend._element, shown)  # noqa: SLF001
    plot = made.plots[0]
    if chart.columns:
        plot.gap_width, plot.overlap = 35, 100
    for series, one in zip(plot.series, shown, strict=True):
        if chart.columns:
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = _rgb(_FILLS[one.line])
        else:
            _draw(series, one.line)


def _dress_axes(made: Any, chart: Chart, wide: int, letters: int) -> None:
    across, up = made.category_axis, made.value_axis
    across.tick_label_position, across.major_tick_mark = XL_TICK_LABEL_POSITION.LOW, XL_TICK_MARK.NONE
    across.format.line.color.rgb = _rgb(theme.COMMON)
    across.has_major_gridlines = False
    up.major_gridlines.format.line.color.rgb = _rgb(theme.GRID)
    up.format.line.fill.background()
    up.major_tick_mark = XL_TICK_MARK.NONE
    most = max((abs(value) for one in chart.series for value in one.values if value is not None), default=0.0)
    up.tick_labels.number_format, up.tick_labels.number_format_is_linked = (
        _format(chart.style, plain=most >= _SMALL),
        False,
    )
    if chart.unit:
        up.has_title = True
        up.axis_title.text_frame.text = clean_text(chart.unit)
        font = up.axis_title.text_frame.paragraphs[0].runs[0].font
        font.bold, font.size, font.color.rgb = False, Pt(letters), _rgb(theme.QUIET)
    if chart.columns:
        across.tick_labels.font.size = Pt(letters - 1)
        _turn_upright(across)
        return
    every = -(-len(chart.labels) * _LABEL // wide) if max(map(len, chart.labels)) > _SHORT else 1
    # Quarters of a year: every third month, or every sixth.
    _skip(across._element, next((step for step in (1, 3, 6, 12) if step >= every), every))  # noqa: SLF001


def _draw(series: Any, line: Line) -> None:
    series.smooth = False
    series.marker.style = XL_MARKER_STYLE.NONE
    if line in _SIGNS:
        colour, dot, size = *_SIGNS[line], 9
        series.format.line.fill.background()
    else:
        colour, width, dashed = _STROKES[line]
        series.format.line.width, series.format.line.color.rgb = Pt(width), _rgb(colour)
        if dashed:
            series.format.line.dash_style = MSO_LINE.DASH
        if line not in _DOTS:
            return
        dot, size = _DOTS[line]
    series.marker.style, series.marker.size = dot, size
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.rgb = _rgb(colour)
    series.marker.format.line.fill.background()


def _list_once(legend: Any, shown: list[Series]) -> None:
    """Take out of the legend the second of two series of one name, and in a control chart what needs no name."""
    names = [one.name for one in shown]
    is_range = any(one.line is Line.LIMIT for one in shown)
    left_out = [
        place
        for place, one in enumerate(shown)
        if one.name in names[:place] or (is_range and one.line in {Line.MIDDLE, Line.FIGURES})
    ]
    for at, place in enumerate(left_out, start=1):
        # After the position, by the schema.
        legend.insert(
            at, parse_xml(f'<c:legendEntry {_C}><c:idx val="{place}"/><c:delete val="1"/></c:legendEntry>')
        )


def _skip(axis: Any, every: int) -> None:
    if every > 1:
        before = axis.find("{*}noMultiLvlLbl")
        for name in ("tickLblSkip", "tickMarkSkip"):
            before.addprevious(parse_xml(f'<c:{name} {_C} val="{every}"/>'))


def _turn_upright(axis: Any) -> None:
    """Turn the labels of columns upright, so that every name is there."""
    _ = axis.tick_labels.font
    body = axis._element.find("{*}txPr/{*}bodyPr")  # noqa: SLF001  (the library turns no labels)
    body.set("rot", "-5400000")
    body.set("vert", "horz")
