"""A page as one HTML file: no script, nothing fetched, charts drawn as SVG with the same in words."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from scpxl.pages.blocks import (
    Block,
    Cell,
    CellKind,
    Chart,
    Column,
    Heading,
    Line,
    Listing,
    Page,
    Series,
    Table,
    Text,
)
from scpxl.render import theme
from scpxl.words import as_given

WIDTH: Final = 640
HEIGHT: Final = 240
LEFT: Final = 52
RIGHT: Final = 12
TOP: Final = 12
BOTTOM: Final = 34
_MOST_LABELS: Final = 7
_TICKS: Final = 6
"""Steps of an axis, at most."""
_ROUND: Final = (1, 2, 5, 10)
_SLACK: Final = 1e-9
"""How far a quotient may be off a whole number."""

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
.key {{ margin: 0.25rem 0; font-size: 0.875rem; color: {theme.QUIET}; }}
.key span {{ margin-right: 0.75rem; white-space: nowrap; }}
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
    look = ' class="number"' if column.kind is CellKind.NUMBER else ""
    return f'<th scope="col"{look}>{escape(column.head)}</th>'


def _cell(cell: Cell, column: Column) -> str:
    look = f' class="{column.kind}"' if column.kind in {CellKind.NUMBER, CellKind.RATING} else ""
    key = cell.key
    of = f' data-indicator="{escape(key.indicator)}" data-period="{escape(key.period)}"' if key else ""
    value = f' data-value="{cell.value!r}"' if isinstance(cell.value, float) else ""
    return f"<td{look}{of}{value}>{escape(cell.text)}</td>"


def _chart(chart: Chart) -> Iterator[str]:
    known = [point for one in chart.series for point in one.values if point is not None]
    if not known or not chart.labels:
        return
    ticks = round_ticks(min(0.0, *known), max(0.0, *known))
    low, high = ticks[0], ticks[-1]
    yield f"<figure><figcaption>{escape(chart.title)}</figcaption>"
    yield _key(chart.series)
    yield f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(chart.words)}">'
    yield from _axes(chart.labels, ticks)
    for one in chart.series:
        yield from _marks(one, low, high) if one.line in _SIGNS else _strokes(one, low, high)
    yield "</svg></figure>"


def _at(place: int, places: int, value: float, low: float, high: float) -> tuple[float, float]:
    across = LEFT + (WIDTH - LEFT - RIGHT) * (place / max(1, places - 1))
    down = TOP + (HEIGHT - TOP - BOTTOM) * (1 - (value - low) / ((high - low) or 1.0))
    return round(across, 1), round(down, 1)


def round_ticks(low: float, high: float) -> tuple[float, ...]:
    """Return round numbers, evenly apart, from at or below the lowest to at or above the highest: five to eight of them.

    >>> round_ticks(0, 87), round_ticks(0, 3), round_ticks(-4, 11), round_ticks(0, 0.9)
    ((0.0, 20.0, 40.0, 60.0, 80.0, 100.0), (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0), (-5.0, 0.0, 5.0, 10.0, 15.0), (0.0, 0.2, 0.4, 0.6, 0.8, 1.0))
    """
    rough = (high - low) / _TICKS or 1.0
    size = 10.0 ** math.floor(math.log10(rough))
    step = size * next(one for one in _ROUND if one * size >= rough * (1 - _SLACK))
    first, last = math.floor(low / step + _SLACK), math.ceil(high / step - _SLACK)
    return tuple(round(step * number, 10) for number in range(first, max(last, first + 1) + 1))


def _key(series: Sequence[Series]) -> str:
    """Return what each line and sign of a chart stands for, those alone that are drawn."""
    shown = {(one.name, one.line): None for one in series if any(value is not None for value in one.values)}
    entries = []
    for name, line in shown:
        if line in _SIGNS:
            sign, colour = _SIGNS[line]
            mark = f'<span style="color:{colour}">{sign}</span>'
        else:
            colour, width, dash = _STROKES[line]
            dashed = f' stroke-dasharray="{dash}"' if dash else ""
            mark = (
                f'<svg width="28" height="8" aria-hidden="true"><line x1="0" x2="28" y1="4" y2="4" '
                f'stroke="{colour}" stroke-width="{width}"{dashed}/></svg>'
            )
        entries.append(f"<span>{mark} {escape(name)}</span>")
    return f'<p class="key">{" ".join(entries)}</p>'


def _axes(labels: Sequence[str], ticks: Sequence[float]) -> Iterator[str]:
    small = f'font-size="11" fill="{theme.QUIET}"'
    low, high = ticks[0], ticks[-1]
    for value in ticks:
        _, down = _at(0, 2, value, low, high)
        yield f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{down}" y2="{down}" stroke="{theme.GRID}"/>'
        yield f'<text x="{LEFT - 6}" y="{down + 4}" text-anchor="end" {small}>{as_given(value)}</text>'
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
