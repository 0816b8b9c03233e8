"""The worksheet functions as they are described: arguments, columns, examples.

Said once here: Excel's function wizard, the sheet Functions, the guide and what a mistake is answered with say the same.
What may be asked for by name is in `asked`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from scpxl.model.observations import Marker
from scpxl.model.targets import Polarity
from scpxl.pages.asked import LISTS, figure_argument_words

EXAMPLE_AREA: Final = "AREA"
"""What is in an example where the framework has no other area."""
NOT_AVAILABLE: Final = "#N/A"
"""What stands for a number that is not there in a range of numbers, so that a chart leaves a gap."""


class ArgumentKind(Enum):
    """What an argument may be."""

    TEXT = "one cell or text"
    TEXTS = "one cell or text, or a range of them"
    NUMBER = "one number"
    NUMBERS = "a number or a range of numbers; a blank, a marker and #N/A are a missing figure"


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a function."""

    name: str
    words: str
    """What the function wizard says of it."""
    takes: ArgumentKind = ArgumentKind.TEXT
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Function:
    """A worksheet function."""

    name: str
    words: str
    """What it gives, in a sentence or two that the function wizard shows."""
    arguments: tuple[Argument, ...]
    columns: tuple[tuple[str, str], ...]
    """What an answer holds from left to right, with a few words on each; none where it is one figure."""
    examples: tuple[tuple[str, str], ...]
    """Formulas and what they give; {code} stands for an indicator of the framework, {area} for another area."""
    headings: bool = False
    """Whether an answer begins with the headings of its columns: one that is not laid beside cells given."""

    @property
    def syntax(self) -> str:
        """The function with its arguments, optional ones in brackets."""
        given = (f"[{one.name}]" if one.optional else one.name for one in self.arguments)
        return f"{self.name}({', '.join(given)})"

    @property
    def column_names(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(name for name, _words in self.columns)


MISSING: Final = tuple((one.shorthand, one.words) for one in Marker if one.is_missing)
"""What is in place of a figure that a partner could not or may not give."""
BETTER: Final = tuple(one.value for one in Polarity)
"""Which way is better."""

FIGURE: Final = Argument("figure", figure_argument_words(), optional=True)
_PERIOD = Argument("period", "The quarter or month, like 2017-18 Q4 or 2018-02; blank for the folder's own quarter", optional=True)  # fmt: skip
_AREA = Argument(
    "area",
    "The name or ONS code of another area, or of a part of your own; blank for your own area",
    optional=True,
)
_WHOSE = Argument(
    "partnership",
    "The partnership's name or folder name as in your list of folders; needed only where you work for several",
    optional=True,
)
_PER = Argument("per", "For so many people; blank for 1,000", ArgumentKind.NUMBER, optional=True)

VALUE: Final = Function(
    "SCP_VALUE",
    "One figure of an indicator, as the dashboard shows it. A range of codes gives a range of figures.",
    (
        Argument("indicator", "The indicator's code or title, or a range of them", ArgumentKind.TEXTS),
        FIGURE,
        _PERIOD,
        _AREA,
        _WHOSE,
    ),
    (),
    (
        ('=SCP_VALUE("{code}")', "the last twelve months, for the folder's own quarter"),
        ('=SCP_VALUE("{code}", "change %")', "the change on a year earlier in per cent"),
        ('=SCP_VALUE(A2:A20, "rate", , "{area}")', "a rate for each code in A2:A20, of another area"),
    ),
)
SERIES: Final = Function(
    "SCP_SERIES",
    "The two years of single figures behind an indicator, one row per month or quarter.",
    (Argument("indicator", "The indicator's code or title"), _PERIOD, _AREA, _WHOSE),
    (
        ("period", "the month, quarter or year, like 2018-03"),
        ("number", "the count, or a survey's percentage"),
        ("out of", "what a percentage or an average is out of; blank for a count"),
        ("marker", "the letter beside or instead of a number, like [p] or [x]"),
    ),
    (('=SCP_SERIES("{code}")', "a table of headings and up to 24 months, to be charted"),),
    headings=True,
)
LIST: Final = Function(
    "SCP_LIST",
    "Codes and titles of the framework, or the names of what SCP_VALUE gives.",
    (Argument("what", f"{', '.join(LISTS)}; blank for indicators", optional=True), _WHOSE),
    (),
    (("=SCP_LIST()", "every indicator"), ('=SCP_LIST("figures")', "what SCP_VALUE gives")),
    headings=True,
)
EXPLAIN: Final = Function(
    "SCP_EXPLAIN",
    "How an indicator's figures came about: the lines of scpxl explain.",
    (Argument("indicator", "The indicator's code or title"), _PERIOD, _AREA, _WHOSE),
    (
        ("what", "what is explained"),
        ("words", "what the dashboard says"),
        ("formula", "how it is worked out, with its numbers in"),
        ("rule", "the rule behind it"),
    ),
    (('=SCP_EXPLAIN("{code}")', "every figure of the indicator with its formula"),),
    headings=True,
)
CHANGE_TEST: Final = Function(
    "SCP_CHANGE_TEST",
    "Whether a year's counts differ from the year before by more than their usual variation, as the dashboard tests it.",
    (
        Argument("now", "The months (or quarters) of this year, in order", ArgumentKind.NUMBERS),
        Argument(
            "before",
            "The same months of the year before; or of the two years before, oldest first, as the dashboard takes them",
            ArgumentKind.NUMBERS,
        ),
    ),
    (
        ("change %", "this year against the year before"),
        ("lower", "the 95% interval of the change begins here, in per cent"),
        ("upper", "and ends here"),
        ("p", "the probability of as large a change by usual variation alone"),
        ("verdict", "what that says of it, at 99%"),
    ),
    (("=SCP_CHANGE_TEST(B26:B37, B2:B25)", "five cells side by side: change, interval, p and verdict"),),
)
RATE: Final = Function(
    "SCP_RATE",
    "A count for so many people, with its 95% interval. Ranges give one row for each count.",
    (
        Argument("count", "How many, or a range of counts", ArgumentKind.NUMBERS),
        Argument("population", "The people (or homes) they are out of: one for all counts, or one for each", ArgumentKind.NUMBERS),
        _PER,
    ),
    (
        ("rate", "the count for so many people"),
        ("lower", "the 95% interval of the rate begins here"),
        ("upper", "and ends here"),
    ),
    (("=SCP_RATE(B2, C2, 1000)", "three cells side by side: the rate for 1,000 people and its interval"),),
)  # fmt: skip
XMR: Final = Function(
    "SCP_XMR",
    "The control chart (XmR) of single months or quarters: limits, and which figures are unusual.",
    (
        Argument("values", "The figures in order of time; never rolling totals", ArgumentKind.NUMBERS),
        Argument("better", f"Which way is better: {', '.join(BETTER)}; blank for neither", optional=True),
    ),
    (
        ("mean", "the average"),
        ("lower", "the lower control limit, which may be below zero"),
        ("upper", "the upper control limit"),
        ("flag", "what the rules make of the figure"),
    ),
    (('=SCP_XMR(B2:B37, "lower")', "four cells beside each figure"),),
)  # fmt: skip
FUNNEL: Final = Function(
    "SCP_FUNNEL",
    "Which areas' rates differ from the others' by more than chance: funnel limits about the others' average, one row per area.",
    (
        Argument("counts", "The count of each area, in one row or column", ArgumentKind.NUMBERS),
        Argument("populations", "The people of each area, in the same order", ArgumentKind.NUMBERS),
        _PER,
    ),
    (
        ("rate", "the count for so many people"),
        ("average", "the rate of all the other areas together"),
        ("lower 95%", "limits for an area of this size, allowing for how much the areas vary"),
        ("upper 95%", ""),
        ("lower 99.8%", ""),
        ("upper 99.8%", ""),
        ("place", "where the area lies"),
    ),
    (("=SCP_FUNNEL(B2:B33, C2:C33)", "seven cells beside each area"),),
)
FUNCTIONS: Final = (VALUE, SERIES, LIST, EXPLAIN, CHANGE_TEST, RATE, XMR, FUNNEL)
"""All of them, those that read the record first."""
