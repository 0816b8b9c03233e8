"""One sheet and the ways to write on it; every value is written once, text always as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from scpxl.render import theme
from scpxl.render.book import StrictWorkbook, StrictWorksheet, clean_text
from scpxl.render.dashboard import styles as looks_of
from scpxl.render.dashboard.names import SheetNames
from scpxl.render.dashboard.places import ChartCells
from scpxl.render.dashboard.styles import NUMBER_FORMATS, Looks, Styles
from scpxl.scorecard.model import Figure, Scorecard
from scpxl.verdicts import Rag

A4: Final = 9
TITLE_ROWS: Final = 2
"""Every sheet but the Summary opens with its title and one line about it."""
DATE_FORMAT: Final = "d mmm yyyy"


@dataclass(frozen=True, slots=True)
class Plan:
    """What every sheet needs to know: the scorecard, the names of sheets, and where things lie."""

    book: StrictWorkbook
    styles: Styles
    scorecard: Scorecard
    names: SheetNames
    cells: ChartCells
    card_places: Mapping[str, tuple[str, int]]
    """Indicator code to the sheet and row (from 0) of its card."""

    def new_sheet(
        self, name: str, title: str, lead: str, widths: Sequence[float], back_column: int, scale: int = 0
    ) -> Paper:
        """Add a sheet with its title, lead, way back, page set-up and columns.

        `scale` is the print scale in per cent; 0 fits the sheet to one page across.
        """
        sheet = self.book.add_worksheet(name)
        paper = Paper(sheet, self.styles)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        paper.row_height(0, 28)
        paper.row_height(1, 18)
        paper.text(0, 0, title, looks_of.TITLE)
        paper.text(1, 0, lead, looks_of.LEAD)
        paper.link(0, back_column, self.names.summary, "◄ Summary", looks_of.BACK, row_there=0)
        set_up_page(sheet, self.scorecard, scale=scale)
        sheet.repeat_rows(0, TITLE_ROWS - 1)
        sheet.set_tab_color(theme.LAST_YEAR)
        return paper

    def card_link(self, code: str) -> tuple[str, int] | None:
        """Return the sheet and row of this indicator's card, None where the indicator has none."""
        return self.card_places.get(code)


@dataclass(frozen=True, slots=True)
class Paper:
    """A worksheet and its formats."""

    sheet: StrictWorksheet
    styles: Styles

    @staticmethod
    def clean(text: str) -> str:
        """Return the text as a workbook can hold it."""
        return clean_text(text)

    def text(self, row: int, column: int, text: str, *looks: Looks) -> None:
        """Write text, never a formula or a link; an empty text leaves an empty cell with these looks."""
        made = self.styles.make(*looks)
        if text:
            self.sheet.write_string(row, column, clean_text(text), made)
        else:
            self.sheet.write_blank(row, column, None, made)

    def number(self, row: int, column: int, value: float, number_format: str, *looks: Looks) -> None:
        """Write a number."""
        made = self.styles.make({"align": "right"}, *looks, num_format=number_format)
        self.sheet.write_number(row, column, value, made)

    def day(self, row: int, column: int, day: date | None, *looks: Looks) -> None:
        """Write a date as a date; None leaves an empty cell."""
        made = self.styles.make({"align": "left"}, *looks, num_format=DATE_FORMAT)
        if day is None:
            self.sheet.write_blank(row, column, None, made)
        else:
            self.sheet.write_datetime(row, column, day, made)

    def figure(self, row: int, column: int, figure: Figure, *looks: Looks) -> None:
        """Write a figure as a real number, or quietly what stands in its place."""
        if figure.value is None:
            self.text(row, column, figure.brief, *looks, looks_of.MISSING)
        else:
            self.number(row, column, figure.value, NUMBER_FORMATS[figure.style], *looks)

    def span(self, row: int, left: int, last_row: int, right: int, text: str, *looks: Looks) -> None:
        """Write text over several cells."""
        if (row, left) == (last_row, right):
            self.text(row, left, text, *looks)
            return
        made = self.styles.make(*looks)
        self.sheet.merge_range(row, left, last_row, right, "", made)
        if text:
            self.sheet.write_string(row, left, clean_text(text), made)

    def link(self, row: int, column: int, sheet: str, text: str, *looks: Looks, row_there: int = 0) -> None:
        """Write text that leads to a row of another sheet."""
        quoted = sheet.replace("'", "''")
        there = f"internal:'{quoted}'!A{row_there + 1}"
        shown = clean_text(text) or "–"
        made = self.styles.make(looks_of.LINK, *looks)
        self.sheet.write_url(row, column, there, made, shown, f"Go to {clean_text(sheet)}")

    def fill_row(self, row: int, left: int, right: int, *looks: Looks) -> None:
        """Give every cell of a stretch these looks."""
        made = self.styles.make(*looks)
        for column in range(left, right + 1):
            self.sheet.write_blank(row, column, None, made)

    def row_height(self, row: int, points: float) -> None:
        """Set a row's height, at most what Excel allows."""
        self.sheet.set_row(row, min(points, 408))

    def colour_words(self, cells: tuple[int, int, int, int], rules: Mapping[str, Any]) -> None:
        """Colour cells by the word they contain, so that a changed word changes its colour."""
        for word, made in rules.items():
            self.sheet.conditional_format(
                *cells, {"type": "text", "criteria": "containing", "value": word, "format": made}
            )

    def colour_ratings(self, first_row: int, column: int, last_row: int) -> None:
        """Colour letter and word of a RAG rating by conditional format."""
        rules = {
            rag.value: self.styles.mark(
                bg_color=theme.RAG_FILL[rag.value], font_color=theme.RAG_INK[rag.value]
            )
            for rag in Rag
        }
        # What stands there instead of a rating begins with its dash, whatever the reason.
        unrated = rules.pop(Rag.NOT_RATED.value)
        cells = (first_row, column, last_row, column)
        self.colour_words(cells, rules)
        self.sheet.conditional_format(
            *cells,
            {"type": "text", "criteria": "begins with", "value": Rag.NOT_RATED.letter, "format": unrated},
        )

    def colour_judgements(self, first_row: int, column: int, last_row: int) -> None:
        """Colour better and worse, concern and improvement by conditional format."""
        concern = self.styles.mark(font_color=theme.CONCERN_INK, bold=True)
        improvement = self.styles.mark(font_color=theme.IMPROVEMENT_INK, bold=True)
        rules = {
            "worse": concern,
            "concern": concern,
            "better": improvement,
            "improvement": improvement,
            "special cause": self.styles.mark(font_color=theme.NEUTRAL, bold=True),
        }
        self.colour_words((first_row, column, last_row, column), rules)


def set_up_page(sheet: StrictWorksheet, scorecard: Scorecard, *, scale: int) -> None:
    """Set A4 landscape, margins, and what is printed at the head and foot of every page."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.45, right=0.45, top=0.55, bottom=0.5)
    sheet.hide_gridlines(2)
    if scale:
        sheet.set_print_scale(scale)
    else:
        sheet.fit_to_pages(1, 0)
    grey = "&8&K" + theme.QUIET[1:]
    head = f"&L{grey}{_plain(scorecard.partnership)}&C&B{grey}{_plain(scorecard.marking)}&R{grey}{_plain(scorecard.period)}"
    made = f"{scorecard.made:%d %b %Y %H:%M}"
    foot = f"&L{grey}&A&C{grey}Figures {_plain(scorecard.run)}, made {made}&R{grey}Page &P of &N"
    sheet.set_header(head, {"margin": 0.25})
    sheet.set_footer(foot, {"margin": 0.25})


def _plain(text: str) -> str:
    """Return the text for a header, which holds 255 characters in all; an ampersand is doubled."""
    doubled = clean_text(text).replace("\n", " ").replace("&", "&&")
    return doubled if len(doubled) <= 55 else doubled[:55].rstrip("&")
