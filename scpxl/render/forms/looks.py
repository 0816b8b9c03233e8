"""The looks of an issued return: each made once for a workbook, however many cells wear it."""

from __future__ import annotations

from typing import Any

from xlsxwriter.format import Format

from scpxl.render import theme
from scpxl.render.book import StrictWorkbook
from scpxl.returns.answers import number_kind_of
from scpxl.returns.form import Answer, Part, Row

PERCENT_FORMAT = "0"
_ANSWER_LOOKS: dict[Answer, dict[str, Any]] = {
    Answer.FIGURE: {"align": "right"},
    # As text, so that Excel does not take a reference such as 3/4 for a date.
    Answer.TEXT: {"num_format": "@", "text_wrap": True, "align": "left", "indent": 1},
    Answer.LONG_TEXT: {"text_wrap": True, "align": "left", "indent": 1},
    Answer.CHOICES: {"text_wrap": True, "align": "left", "indent": 1},
    Answer.CHOICE: {"text_wrap": True, "align": "left", "indent": 1},
    Answer.DATE: {"num_format": "dd/mm/yyyy", "align": "center"},
    Answer.PERCENT: {"num_format": PERCENT_FORMAT, "align": "center"},
}


_ANY_DECIMALS = (".##########", "##########")
"""What has a number format show all decimals there are: where it shows none, and where it shows some."""


class FormLooks:
    """Formats of one workbook, made when first asked for and shared from then on."""

    def __init__(self, book: StrictWorkbook, size: float = 10) -> None:
        self._book = book
        self._size = size
        self._made: dict[tuple[Any, ...], Format] = {}

    def __call__(self, **look: Any) -> Format:
        """Return the workbook's one format of these properties, over the form's own font and ink."""
        key = tuple(sorted(look.items()))
        if key not in self._made:
            base = {
                "font_name": theme.FONT,
                "font_size": self._size,
                "font_color": theme.INK,
                "valign": "vcenter",
            }
            self._made[key] = self._book.add_format(base | look)
        return self._made[key]

    def entry(self, answer: Answer, *, now: bool = True, **look: Any) -> Format:
        """Return the look of a cell the partner may type in; `now` is false for earlier months."""
        fill, edge = (theme.INPUT, theme.INPUT_EDGE) if now else (theme.HISTORY, theme.RULE)
        own = {"locked": False, "bg_color": fill, "border": 1, "border_color": edge}
        return self(**(own | _ANSWER_LOOKS.get(answer, {}) | look))

    def closed(self, **look: Any) -> Format:
        """Return the look of a cell that takes nothing: hatched, so that grey is not the only sign."""
        hatch = {"pattern": 14, "fg_color": theme.RULE, "bg_color": theme.CLOSED}
        return self(**(hatch | {"border": 1, "border_color": theme.RULE} | look))

    def wanted(self) -> Format:
        """Return what marks a cell where something is still to be entered."""
        return self._partial(bg_color=theme.INPUT_WANTED)

    def to_fill(self) -> Format:
        """Return what marks a row in which something is still to be entered."""
        return self._partial(bg_color=theme.INPUT_WANTED, font_color=theme.INK)

    def to_check(self) -> Format:
        """Return what marks a row in which something is wrong."""
        return self._partial(bg_color=theme.INPUT_WANTED, font_color=theme.CONCERN_INK, bold=True)

    def as_typed(self, shown: str) -> Format:
        """Return what shows a number with the decimals it was entered with; `shown` is how it is shown otherwise.

        Written out: of "General" nothing would be left in the file, since that is no format of its own.
        """
        return self._partial(num_format=shown + _ANY_DECIMALS[decimals_of(shown) > 0])

    def _partial(self, **look: Any) -> Format:
        key = ("partial", *sorted(look.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(look)
        return self._made[key]


def decimals_of(shown: str) -> int:
    """Return how many decimals a number format shows.

    >>> decimals_of("#,##0"), decimals_of("#,##0.00")
    (0, 2)
    """
    return len(shown.partition(".")[2])


def figure_format(row: Row) -> str:
    """Return how a row's figures are shown.

    >>> figure_format(Row(key=("a", "Out of"), labels={}, part=Part.OUT_OF))
    '#,##0'
    """
    indicator = row.indicator
    if indicator is None or number_kind_of(indicator, row.part).is_whole:
        return "#,##0"
    typed_as_shown = indicator.unit.is_typed_as_shown and row.part is Part.NUMBER
    return f"#,##0.{'0' * indicator.decimals}" if indicator.decimals and typed_as_shown else "General"
