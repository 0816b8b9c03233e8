"""Drawings and charts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from xml.etree import ElementTree as ET

from tests.workbook_lint.addresses import LAST_COLUMN, LAST_ROW
from tests.workbook_lint.book import CHART, DRAWING, XDR, Book, Found, Rule, number

_LONGEST_NAME, _LONGEST_WORDS, _LONGEST_CHART_TEXT, _MOST_SERIES = 255, 32_767, 255, 255
# Excel itself writes showDLblsOverMax now before the extensions and now after them, so it is left out.
_CHART_ORDER = [
    "title",
    "autoTitleDeleted",
    "pivotFmts",
    "view3D",
    "floor",
    "sideWall",
    "backWall",
    "plotArea",
    "legend",
    "plotVisOnly",
    "dispBlanksAs",
    "extLst",
]
_KINDS = ("twoCellAnchor", "oneCellAnchor")


def _parts(book: Book, folder: str) -> Iterator[tuple[str, ET.Element]]:
    for part in book.raw:
        if part.startswith(f"xl/{folder}") and part.endswith(".xml"):
            yield part, book.xml(part)


def _corner(anchor: ET.Element, name: str) -> list[int]:
    corner = anchor.find(f"{XDR}{name}")
    return [] if corner is None else [int(one.text or "0") for one in corner]


def anchor_off_the_sheet(book: Book) -> Found:
    """Excel repairs by removing a drawing that begins or ends outside the sheet, or before it begins (20.5.2.33)."""
    for part, root in _parts(book, "drawings/drawing"):
        for anchor in (one for kind in _KINDS for one in root.iterfind(f"{XDR}{kind}")):
            begins, ends = _corner(anchor, "from"), _corner(anchor, "to")
            for column, across, row, down in filter(None, (begins, ends)):
                if min(column, across, row, down) < 0 or column >= LAST_COLUMN or row >= LAST_ROW:
                    yield part, f"a corner is in column {column}, row {row}"
            if ends and (ends[0] < begins[0] or ends[2] < begins[2]):
                yield part, f"a drawing goes from {begins} to {ends}"


def drawing_id_twice(book: Book) -> Found:
    """Excel numbers drawings again where two have one id; stricter programs refuse the part (20.1.2.2.8)."""
    for part, root in _parts(book, "drawings/drawing"):
        for own, times in Counter(one.get("id") for one in root.iter(f"{XDR}cNvPr")).items():
            if times > 1:
                yield part, f"{times} drawings have the id {own}"


def words_of_a_drawing_too_long(book: Book) -> Found:
    """Excel repairs drawings with names over 255 or alternative texts over 32,767 characters."""
    for part, root in _parts(book, "drawings/drawing"):
        for one in root.iter(f"{XDR}cNvPr"):
            if len(one.get("name", "")) > _LONGEST_NAME or len(one.get("descr", "")) > _LONGEST_WORDS:
                yield part, f"drawing {one.get('id')} has too long a name or text"


def chart_elements_out_of_order(book: Book) -> Found:
    """Excel repairs by removing a drawing whose chart is not in the order of the schema (21.2.2.27)."""
    for part, root in _parts(book, "charts/chart"):
        for chart in root.iterfind(f"{CHART}chart"):
            names = [one.tag.removeprefix(CHART) for one in chart]
            places = [_CHART_ORDER.index(name) for name in names if name in _CHART_ORDER]
            if any(other < one for one, other in pairwise(places)):
                yield part, f"its elements are {names}"


def too_many_series(book: Book) -> Found:
    """Excel takes at most 255 series in a chart (Excel specifications and limits)."""
    for part, root in _parts(book, "charts/chart"):
        if (series := len(list(root.iter(f"{CHART}ser")))) > _MOST_SERIES:
            yield part, f"has {series} series"


def series_number_twice(book: Book) -> Found:
    """Excel repairs a chart with two series of one index or of one place in the order (21.2.2.84, 21.2.2.128)."""
    for part, root in _parts(book, "charts/chart"):
        for tag in ("idx", "order"):
            own = (one.find(f"{CHART}{tag}") for one in root.iter(f"{CHART}ser"))
            for value, times in Counter(one.get("val") for one in own if one is not None).items():
                if times > 1:
                    yield part, f"{times} series have the {tag} {value}"


def chart_text_too_long(book: Book) -> Found:
    """Excel cuts texts of a chart over 255 characters."""
    for part, root in _parts(book, "charts/chart"):
        for one in root.iter(f"{DRAWING}t"):
            if len(one.text or "") > _LONGEST_CHART_TEXT:
                yield part, f"has a text of {len(one.text or '')} characters"


def axis_crosses_nothing(book: Book) -> Found:
    """Excel repairs by removing a chart whose axis crosses, or whose series use, an axis that is not there."""
    for part, root in _parts(book, "charts/chart"):
        axes: set[str | None] = set()
        used: set[str | None] = set()
        for plot in root.iter(f"{CHART}plotArea"):
            for one in plot:
                crosses, ids = one.find(f"{CHART}crossAx"), one.findall(f"{CHART}axId")
                (used if crosses is None else axes).update(own.get("val") for own in ids)
                if crosses is not None:
                    used.add(crosses.get("val"))
        for missing in sorted(str(one) for one in used - axes):
            yield part, f"uses the axis {missing}, which is missing"


def kept_points_do_not_fit(book: Book) -> Found:
    """Excel repairs a chart whose kept points are beyond their number, or no numbers where these are needed."""
    for part, root in _parts(book, "charts/chart"):
        for tag in ("numCache", "strCache"):
            for cache in root.iter(f"{CHART}{tag}"):
                count = cache.find(f"{CHART}ptCount")
                length = -1 if count is None else number(count, "val")
                for point in cache.iterfind(f"{CHART}pt"):
                    value = point.findtext(f"{CHART}v") or ""
                    beyond = not 0 <= number(point, "idx") < length
                    if beyond or (tag == "numCache" and not _is_point(value)):
                        yield part, f"point {point.get('idx')} of {length} is {value!r}"


def _is_point(value: str) -> bool:
    if value == "#N/A":
        return True
    try:
        float(value)
    except ValueError:
        return False
    return True


RULES: tuple[Rule, ...] = (
    anchor_off_the_sheet, drawing_id_twice, words_of_a_drawing_too_long, chart_elements_out_of_order,
    too_many_series, series_number_twice, chart_text_too_long, axis_crosses_nothing, kept_points_do_not_fit,
)  # fmt: skip
