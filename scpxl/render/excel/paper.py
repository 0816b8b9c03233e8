"""One sheet of the dashboard and the ways to write on it.

What stands where never depends on a figure or a text: every cell of a page is written every time, with the same looks,
and whatever is to look otherwise is a conditional format that reads the page itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from xlsxwriter.utility import xl_rowcol_to_cell

from scpxl.render import theme
from scpxl.render.book import StrictWorkbook, StrictWorksheet, clean_text
from scpxl.render.excel import looks
from scpxl.render.excel.looks import DashboardStyles, Looks
from scpxl.render.excel.lookup import NOT_AVAILABLE, Ref, Value
from scpxl.scorecard.records.figures import NumberStyle
from scpxl.scorecard.texts.cell_words import OVERDUE, cut, rag_words
from scpxl.verdicts import Rag

A4: Final = 9
DATE_FORMAT: Final = "d mmm yyyy"
TITLE_HEIGHT: Final = 27
SECOND_HEIGHT: Final = 21
_LONGEST_HEAD: Final = 55
_TITLE_SIZES: Final = (18, 16, 14, 12, 11)
_MARKING_SIZE: Final = 11
_POINTS: Final = 5.25
"""Points of one of a column's units of width."""
_WIDE: Final = 0.54
"""Of a bold letter, on the average and in sizes of its type."""
_PAPER_EDGE: Final = {"margin": 0.25, "scale_with_doc": False}
"""Heads and feet keep their size, however much a page is made smaller."""

Area = tuple[int, int, int, int]


@dataclass(frozen=True)
class Paper:
    """A worksheet, its formats and its book."""

    book: StrictWorkbook
    sheet: StrictWorksheet
    styles: DashboardStyles
    name: str
    last: int
    """Its last column."""

    def text(self, row: int, column: int, text: str, *more: Looks) -> None:
        """Write text, never a formula or a link; an empty text leaves an empty cell with these looks."""
        made = self.styles.make(*more)
        if text:
            self.sheet.write_string(row, column, clean_text(text), made)
        else:
            self.sheet.write_blank(row, column, None, made)

    def cell(self, row: int, column: int, value: Value | date, *more: Looks) -> None:
        """Write a number, a day, a word, or nothing."""
        made = self.styles.make(*more)
        if value is None or value == "":
            self.sheet.write_blank(row, column, None, made)
        elif isinstance(value, str):
            self.sheet.write_string(row, column, clean_text(value), made)
        elif isinstance(value, date):
            self.sheet.write_datetime(row, column, value, made)
        else:
            self.sheet.write_number(row, column, value, made)

    def show(self, row: int, column: int, ref: Ref, *more: Looks) -> None:
        """Show what a cell of Calc holds."""
        self.formula(row, column, f"={ref.address}", ref.value, *more)

    def formula(self, row: int, column: int, formula: str, value: Value, *more: Looks) -> None:
        """Write a formula with the value it has as the file is opened."""
        shown = NOT_AVAILABLE if value is None else clean_text(value) if isinstance(value, str) else value
        self.sheet.write_plain(row, column, formula, shown, self.styles.make(*more))

    def merge(self, area: Area, *more: Looks) -> None:
        """Join cells; what they show is then written in the first."""
        self.sheet.merge_range(*area, "", self.styles.make(*more))

    def across(self, row: int, left: int, right: int, text: str, *more: Looks) -> None:
        """Write text over several cells of a row."""
        if right > left:
            self.merge((row, left, row, right), *more)
        self.text(row, left, text, *more)

    def show_across(self, row: int, left: int, right: int, ref: Ref, *more: Looks) -> None:
        """Show what a cell of Calc holds over several cells of a row."""
        if right > left:
            self.merge((row, left, row, right), *more)
        self.show(row, left, ref, *more)

    def link(self, row: int, column: int, sheet: str, text: str, *more: Looks) -> None:
        """Write text that leads to the top of another sheet."""
        quoted = sheet.replace("'", "''")
        made = self.styles.make(looks.LINK, *more)
        tip = f"Go to {clean_text(sheet)}"
        self.sheet.write_url(row, column, f"internal:'{quoted}'!A1", made, clean_text(text), tip)

    def heads(
        self, row: int, heads: Sequence[str], *more: Looks, sides: Mapping[int, Looks] | None = None
    ) -> None:
        """Write the headings of a table."""
        for column, head in enumerate(heads):
            self.text(row, column, head, looks.HEAD, *more, (sides or {}).get(column, {}))

    def fill(self, row: int, left: int, right: int, *more: Looks) -> None:
        """Give a stretch of cells these looks."""
        made = self.styles.make(*more)
        for column in range(left, right + 1):
            self.sheet.write_blank(row, column, None, made)

    def height(self, row: int, points: float) -> None:
        """Set a row's height."""
        self.sheet.set_row(row, points)

    def choose(
        self, row: int, column: int, name: str, source: str, value: str, label: str, wide: int = 1
    ) -> Ref:
        """Write a cell in which the reader chooses from a list, with its label to the left, and give it a name."""
        if wide > 1:
            self.merge((row, column, row, column + wide - 1), looks.CHOICE)
        self.text(row, column - 1, label, looks.LABEL)
        self.text(row, column, value, looks.CHOICE)
        self.sheet.data_validation(
            row, column, row, column,
            {"validate": "list", "source": f"={source}", "input_title": label[:32], "input_message": "Choose from the list.",
             "error_title": "Not in the list", "error_message": "Choose one from the list of this cell."},
        )  # fmt: skip
        quoted = self.name.replace("'", "''")
        self.book.define_name(name, f"='{quoted}'!{xl_rowcol_to_cell(row, column, True, True)}")
        return Ref(name, value)

    def colour_ratings(self, area: Area) -> None:
        """Colour the letter and word of a rating."""
        for rag in (Rag.RED, Rag.AMBER, Rag.GREEN):
            made = self.styles.mark(
                bg_color=theme.RAG_FILL[rag.value], font_color=theme.RAG_INK[rag.value], bold=True
            )
            self.sheet.conditional_format(
                *area, {"type": "cell", "criteria": "==", "value": f'"{rag_words(rag)}"', "format": made}
            )
        quiet = self.styles.mark(font_color=theme.QUIET)
        self.sheet.conditional_format(
            *area, {"type": "text", "criteria": "begins with", "value": Rag.NOT_RATED.letter, "format": quiet}
        )

    def colour_signs(self, area: Area) -> None:
        """Colour words by the sign they carry: what is worse, better, or neither."""
        for signs, ink in (
            (("●", "✗", "Worse"), theme.CONCERN_INK),
            (("◆", "✓", "Better"), theme.IMPROVEMENT_INK),
            (("◇", "Changed"), theme.NEUTRAL),
        ):
            made = self.styles.mark(font_color=ink, bold=True)
            for sign in signs:
                self.sheet.conditional_format(
                    *area, {"type": "text", "criteria": "containing", "value": sign, "format": made}
                )

    def colour_classes(self, area: Area, top: int, helper: int, *, grey: bool = True) -> None:
        """Shade cells by the class, 1 to 5, that is in a column beside them, whose first row is `top`.

        With `grey`, what has class 0 is greyed; else it stays white.
        """
        here = "$" + xl_rowcol_to_cell(top, helper)
        marks = [
            (f"={here}={number}", fill, ink)
            for number, (fill, ink) in enumerate(zip(theme.CLASSES, theme.CLASS_INK, strict=True), start=1)
        ]
        if grey:
            marks.append((f"=AND(ISNUMBER({here}),{here}=0)", theme.NO_CLASS, theme.QUIET))
        for criteria, fill, ink in marks:
            made = self.styles.mark(bg_color=fill, font_color=ink)
            self.sheet.conditional_format(*area, {"type": "formula", "criteria": criteria, "format": made})

    def colour_overdue(self, area: Area) -> None:
        """Colour the word that says an action is overdue."""
        made = self.styles.mark(font_color=theme.RAG_FILL["Red"], bold=True)
        rule = {"type": "cell", "criteria": "==", "value": f'"{OVERDUE}"', "format": made}
        self.sheet.conditional_format(*area, rule)

    def mute_words(self, area: Area) -> None:
        """Make quiet whatever word stands where a number would."""
        here = xl_rowcol_to_cell(area[0], area[1])
        made = self.styles.mark(font_color=theme.QUIET, bold=False)
        self.sheet.conditional_format(
            *area, {"type": "formula", "criteria": f"=ISTEXT({here})", "format": made}
        )

    def show_decimals(self, area: Area) -> None:
        """Show a decimal place where a number has any: a format that leaves them open would show a bare point."""
        here = xl_rowcol_to_cell(area[0], area[1])
        made = self.styles.mark(num_format="#,##0.0")
        broken = f"=IF(ISNUMBER({here}),{here}<>INT({here}),FALSE)"
        self.sheet.conditional_format(*area, {"type": "formula", "criteria": broken, "format": made})

    def show_style(self, area: Area, helper: tuple[int, int], styles: Sequence[NumberStyle]) -> None:
        """Show numbers in the style that is in a cell of this sheet, one of these: a plain format cannot follow a choice."""
        there = xl_rowcol_to_cell(*helper, True, True)
        for style in styles:
            made = self.styles.mark(num_format=looks.NUMBER_FORMATS[style])
            rule = {"type": "formula", "criteria": f'={there}="{style.value}"', "format": made}
            self.sheet.conditional_format(*area, rule)

    def one_page(self, rows: int) -> None:
        """Print so many rows on one page."""
        self.sheet.print_area(0, 0, rows - 1, self.last)
        self.sheet.fit_to_pages(1, 1)

    def pages(self, heads: int, rows: int, columns: int = 0) -> None:
        """Print a list over as many pages as it needs, one across, its headings on each; `rows` are filled.

        With `columns`, so many of the first alone.
        """
        self.sheet.print_area(0, 0, max(heads, rows - 1), columns - 1 if columns else self.last)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(0, heads)


def new_page(
    book: StrictWorkbook,
    styles: DashboardStyles,
    name: str,
    title: str,
    widths: Sequence[float],
    heading: tuple[str, str],
    *,
    back: str = "",
    marking: str = "",
) -> Paper:
    """Add a sheet with its title band, columns and page set-up; `heading` is the partnership and the marking."""
    sheet = book.sheet(name)
    page = Paper(book, sheet, styles, name, len(widths) - 1)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.55, bottom=0.5)
    grey = "&8&K" + theme.QUIET[1:]
    head, centre = (_plain(text) for text in heading)
    sheet.set_header(f"&L{grey}{head}&C&B{grey}{centre}&R{grey}Performance dashboard", _PAPER_EDGE)
    sheet.set_footer(f"&L{grey}&A&R{grey}Page &P of &N", _PAPER_EDGE)
    page.height(0, TITLE_HEIGHT)
    page.height(1, SECOND_HEIGHT)
    page.fill(0, 0, page.last, looks.TITLE)
    if marking:
        page.text(0, page.last, marking, looks.TITLE, looks.RIGHT, {"font_size": _MARKING_SIZE})
    said, size = _fitted(title, sum(widths) * _POINTS - len(marking) * _MARKING_SIZE * _WIDE)
    page.text(0, 0, said, looks.TITLE, {"font_size": size})
    if back:
        page.link(1, page.last, back, f"◄ {back}", looks.RIGHT)
    return page


def _fitted(title: str, room: float) -> tuple[str, int]:
    """Return a title and the largest size in which it fits so many points; what is too long for the least is cut.

    >>> _fitted("Summary", 700), _fitted("word " * 24, 700)[1]
    (('Summary', 18), 11)
    """
    size = next((one for one in _TITLE_SIZES if len(title) * one * _WIDE <= room), _TITLE_SIZES[-1])
    return cut(title, int(room / (size * _WIDE))), size


def _plain(text: str) -> str:
    """Return the text for a header, which holds 255 characters in all; an ampersand is doubled."""
    doubled = clean_text(text).replace("\n", " ").replace("&", "&&")
    return doubled if len(doubled) <= _LONGEST_HEAD else doubled[:_LONGEST_HEAD].rstrip("&")


def chart_name(text: str) -> str:
    """Return text as a chart's title or description: a name that begins with = would be read as a formula."""
    return clean_text(" ".join(text.split())).lstrip("= ")
