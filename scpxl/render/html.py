"""A page as one HTML file: no script, nothing fetched, charts drawn as SVG with the same in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from scpxl.pages.blocks import (
    Block,
    Cell,
    Chart,
    Column,
    Heading,
    Kind,
    Line,
    Listing,
    Page,
    Series,
    Table,
    Text,
)
from scpxl.render import theme

WIDTH: Final = 640
HEIGHT: Final = 240
LEFT: Final = 52
RIGHT: Final = 12
TOP: Final = 12
BOTTOM: Final = 34
_MOST_LABELS: Final = 7

_STYLE: Final = f"""
body {{ font: 16px/1.5 {theme.FONT}, Carlito, Arial, sans-serif; color: {theme.INK}; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }}
h1, h2 {{ color: {theme.NAVY}; line-height: 1.2; }}
.marking {{ font-weight: bold; text-align: right; }}
table {{ border-collapse: collapse; width: 100%; font-size: 0.875rem; }}
caption {{ text-align: left; color: {theme.QUIET}; padding-bottom: 0.25rem; }}
th {{ text-align: left; color: {theme.NAVY}; border-bottom: 2px solid {theme.NAVY}; padding: 0.25rem 0.5rem; vertical-align: bottom; }}
td {{ border-bottom: 1px solid {theme.RULE}; padding: 0.25rem 0.5rem; vertical-align: top; }}
.number {{ text-align: right; white-space: nowrap; }}
.rating {{ white-space: nowrap; font-weight: bold; }}
figure {{ margin: 1rem 0; }}
figcaption {{ font-weight: bold; color: {theme.NAVY}; }}
.wide {{ overflow-x: auto; }}
"""

_STROKES: Final = {
    Line.NOW: (theme.NAVY, 2.5, ""), Line.BEFORE: (theme.LAST_YEAR, 1.5, "5 3"), Line.FIGURES: (theme.COMMON, 1.25, ""),
    Line.MIDDLE: (theme.INK, 1.0, ""), Line.LIMIT: (theme.COMMON, 1.0, "5 3"),
}  # fmt: skip
_SIGNS: Final = {
    Line.WORSE: ("●", theme.CONCERN), Line.BETTER: ("◆", theme.IMPROVEMENT), Line.NEITHER: ("◇", theme.NEUTRAL),
}  # fmt: skip


def html_text(page: Page) -> str:
    """Return a page as a whole HTML document."""
    body = "\n".join(line for block in page.blocks for line in _lines(block))
    return (
        f'<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{escape(page.title)}</title>\n'
        f'<style>{_STYLE}</style>\n</head>\n<body>\n<p class="marking">{escape(page.marking)}</p>\n'
        f"<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading(text, level):
            yield f"<h{level}>{escape(text)}</h{level}>"
        case Text():
            yield f"<p>{_entry(block)}</p>"
        case Listing(entries):
            yield "<ul>"
            yield from (f"<li>{_entry(entry)}</li>" for entry in entries)
            yield "</ul>"
        case Table():
            yield from _table(block)
        case Chart():
            yield from _chart(block)


def _entry(text: Text) -> str:
    return f"<b>{escape(text.title)}.</b> {escape(text.text)}" if text.title else escape(text.text)


def _table(table: Table) -> Iterator[str]:
    yield f'<div class="wide"><table><caption>{escape(table.lead or table.title)}</caption>'
    yield "<thead><tr>" + "".join(_head(column) for column in table.columns) + "</tr></thead><tbody>"
    for row in table.rows:
        yield (
            "<tr>"
            + "".join(_cell(cell, column) for cell, column in zip(row, table.columns, strict=True))
            + "</tr>"
        )
    yield "</tbody></table></div>"


def _head(column: Column) -> str:
    look = ' class="number"' if column.kind is Kind.NUMBER else ""
    return f'<th scope="col"{look}>{escape(column.head)}</th>'


def _cell(cell: Cell, column: Column) -> str:
    look = f' class="{column.kind}"' if column.kind in {Kind.NUMBER, Kind.RATING} else ""
    key = cell.key
    of = f' data-indicator="{escape(key.indicator)}" data-period="{escape(key.period)}"' if key else ""
    value = f' data-value="{cell.value!r}"' if isinstance(cell.value, float) else ""
    return f"<td{look}{of}{value}>{escape(cell.text)}</td>"


def _chart(chart: Chart) -> Iterator[str]:
    known = [point for one in chart.series for point in one.values if point is not None]
    if not known or not chart.labels:
        return
    low, high = min(0.0, *known), max(known) or 1.0
    yield f"<figure><figcaption>{escape(chart.title)}</figcaption>"
    yield f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(chart.words)}">'
    yield from _axes(chart.labels, low, high)
    for one in chart.series:
        yield from _marks(one, low, high) if one.line in _SIGNS else _strokes(one, low, high)
    yield "</svg></figure>"


def _at(place: int, places: int, value: float, low: float, high: float) -> tuple[float, float]:
    across = LEFT + (WIDTH - LEFT - RIGHT) * (place / max(1, places - 1))
    down = TOP + (HEIGHT - TOP - BOTTOM) * (1 - (value - low) / ((high - low) or 1.0))
    return round(across, 1), round(down, 1)


def _axes(labels: Sequence[str], low: float, high: float) -> Iterator[str]:
    small = f'font-size="11" fill="{theme.QUIET}"'
    for step in range(5):
        value = low + (high - low) * step / 4
        _, down = _at(0, 2, value, low, high)
        yield f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{down}" y2="{down}" stroke="{theme.GRID}"/>'
        yield f'<text x="{LEFT - 6}" y="{down + 4}" text-anchor="end" {small}>{value:,.4g}</text>'
    every = -(-len(labels) // _MOST_LABELS)
    for place in range(len(labels) - 1, -1, -every):
        across, _ = _at(place, len(labels), low, low, high)
        anchor = "end" if place == len(labels) - 1 else "middle"
        yield f'<text x="{across}" y="{HEIGHT - 12}" text-anchor="{anchor}" {small}>{escape(labels[place])}</text>'


def _strokes(series: Series, low: float, high: float) -> Iterator[str]:
    """Yield the stretches of a line; where a figure is missing it is broken."""
    colour, width, dash = _STROKES[series.line]
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    stretch: list[str] = []
    for place, value in enumerate((*series.values, None)):
        if value is not None:
            across, down = _at(place, len(series.values), value, low, high)
            stretch.append(f"{across},{down}")
        elif stretch:
            points = " ".join(stretch)
            yield f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="{width}"{dashed}/>'
            stretch = []


def _marks(series: Series, low: float, high: float) -> Iterator[str]:
    sign, colour = _SIGNS[series.line]
    for place, value in enumerate(series.values):
        if value is not None:
            across, down = _at(place, len(series.values), value, low, high)
            yield f'<text x="{across}" y="{down + 5}" text-anchor="middle" font-size="14" fill="{colour}">{sign}</text>'
