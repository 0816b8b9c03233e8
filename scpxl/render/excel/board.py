"""What every sheet of the dashboard is written from: the scorecard, its shape, the tables, and the lookups they share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from scpxl.pages.typed import ASKED, EDITION, PARTNERSHIP, PERIOD
from scpxl.render.book import StrictWorkbook
from scpxl.render.excel.looks import DashboardStyles
from scpxl.render.excel.lookup import Calc, LookupTable, Ref, Value, exactly
from scpxl.render.excel.names import SUMMARY, Names
from scpxl.render.excel.paper import Paper, new_page
from scpxl.render.excel.results import Results, card_fields
from scpxl.scorecard.records.scorecard import Scorecard
from scpxl.scorecard.records.shape import Measure, Shape
from scpxl.scorecard.texts.cell_words import cut

COLOUR_BY: Final = ("Count", "Rate", "Change")
NO_PAIR: Final = "Not compared with other areas"
DEFINITION_BOX: Final = 380
STYLES: Final = {
    "styles": "style", "change_styles": "change_style", "period_styles": "period_style", "rate_styles": "rate_style",
}  # fmt: skip
"""The list of each style of a measure, and the field it is made from."""


@dataclass(frozen=True, slots=True)
class ListedException:
    """One of the exceptions of the month chosen, most serious first; the last of its places may be empty."""

    which: Ref
    """The number of its measure; `#N/A` where there are fewer exceptions."""
    row: Ref
    """The row of its results."""
    suggestion: Ref
    measure: Measure | None
    """The measure as the file is opened; None where the place is empty."""


@dataclass(frozen=True)
class DashboardBook:
    """The book and all that is looked up in it."""

    book: StrictWorkbook
    styles: DashboardStyles
    scorecard: Scorecard
    shape: Shape
    results: Results
    names: Names
    calc: Calc
    choices: Mapping[str, str] = field(default_factory=dict)
    """What is chosen as the file is opened, by the name of the cell; else the published month and the most serious exception."""

    def page(
        self, name: str, title: str, widths: Sequence[float], *, back: bool = True, marking: str = ""
    ) -> Paper:
        """Add a sheet with its title, page set-up and way back; `marking` is said in the title's band as well."""
        heading = self.shape.partnership, self.shape.marking
        return new_page(
            self.book,
            self.styles,
            name,
            title,
            widths,
            heading,
            back=SUMMARY if back else "",
            marking=marking,
        )

    @property
    def ends(self) -> int:
        """How many month ends there are."""
        return self.results.ends

    @cached_property
    def month(self) -> Ref:
        """The number of the month end chosen; the last one as the file is opened."""
        labels = [self.results.months.at(row + 1, 0) for row in range(self.ends)]
        number = float(labels.index(self.label) + 1)
        ref = self.calc.put(self.calc.rows(1), 0, "=MATCH(as_of,months,0)", number)
        self.book.define_name("as_of_no", f"={ref.address}")
        return Ref("as_of_no", ref.value)

    @property
    def label(self) -> str:
        """The month end chosen as the file is opened, in words."""
        labels = [str(self.results.months.at(row + 1, 0)) for row in range(self.ends)]
        wanted = self.choices.get("as_of", "")
        return wanted if wanted in labels else labels[-1]

    @property
    def is_published(self) -> bool:
        """Whether the file opens with the published month end."""
        return self.month.number == self.ends

    @cached_property
    def _cards(self) -> tuple[tuple[Ref, Mapping[str, Ref]], ...]:
        fields = card_fields(self.shape)
        top, cards = self.calc.rows(len(self.shape.measures)), []
        for number in range(len(self.shape.measures)):
            row = self.row_of(top + number, 0, Ref(str(number + 1), float(number + 1)))
            cards.append(
                (
                    row,
                    {
                        field: self.calc.look(top + number, 1 + place, self.results.cards, 1 + place, row)
                        for place, field in enumerate(fields)
                    },
                )
            )
        return tuple(cards)

    def row_of(self, row: int, column: int, number: Ref) -> Ref:
        """Write and return the row of a subject's results for the month chosen."""
        known = number.value is not None
        value = (number.number - 1) * self.ends + self.month.number if known else None
        return self.calc.put(
            row,
            column,
            f"=({number.address}-1)*{self.ends}+{self.month.address}",
            None if value is None else float(value),
        )

    def card(self, measure: Measure) -> Mapping[str, Ref]:
        """Return the fields of a measure for the month chosen."""
        return self._cards[self.shape.row_of[measure.code]][1]

    def card_row(self, measure: Measure) -> Ref:
        """Return the row of a measure's results for the month chosen."""
        return self._cards[self.shape.row_of[measure.code]][0]

    def now(self, measure: Measure, field: str) -> Value:
        """Return a field of a measure for the published month end."""
        place = self.results.cards.place(field)
        return self.results.cards.at(self.shape.row_of[measure.code] * self.ends + self.ends, place)

    def month_cell(self, row: int, column: int, head: str) -> Ref:
        """Look up what is held of the month chosen."""
        return self.calc.text(row, column, self.results.months, self.results.months.place(head), self.month)

    def exception(self, row: int, place: int) -> ListedException:
        """Write and return an exception of the month chosen, from 0; it takes three columns of the row of Calc."""
        months = self.results.months
        which = self.calc.point(row, 0, months, months.place(f"exception {place + 1}"), self.month)
        measure = self.shape.measures[which.number - 1] if which.number else None
        said = self.month_cell(row, 2, f"suggestion {place + 1}")
        return ListedException(which, self.row_of(row, 1, which), said, measure)

    def first_shown(self, name: str, measures: Sequence[Measure]) -> Measure:
        """Return the measure that a named cell holds as the file is opened.

        What was chosen before, else the most serious exception among these, else the first.
        """
        title = self.choices.get(name)
        kept = next((one for one in measures if title in {one.name, one.title}), None)
        if kept is not None:
            return kept
        codes = {one.code: one for one in measures}
        last = self.scorecard.month_ends[-1]
        return next((codes[code] for code in last.exceptions if code in codes), measures[0])

    def chosen(self, name: str, measure: Measure) -> Ref:
        """Write and return the number of the measure that is chosen in a named cell."""
        row = self.calc.rows(1)
        return self.calc.put(
            row, 0, f"=MATCH({exactly(name)},measures,0)", float(self.shape.row_of[measure.code] + 1)
        )

    def pair_row(self, number: Ref, *, groups_only: bool = False) -> tuple[Ref, Ref]:
        """Write and return the row of the main group, or else the first division or the quarters, of the measure of this number.

        And the title of a chart of it.  A measure that has none has no row, and the title says so.
        """
        line = self.calc.rows(1)
        most = len(self.shape.compared if groups_only else self.shape.pair_keys)
        pair = self.shape.pair_of(self.shape.measures[number.number - 1])
        pair = pair if pair <= most else 0
        there = f"INDEX(pairs,{number.address})"
        formula = f"=IF(OR({there}=0,{there}>{most}),NA(),{there})"
        found = self.calc.put(line, 0, formula, float(pair) if pair else None)
        title = pair_titles(self.shape)[pair - 1] if pair else NO_PAIR
        said = self.calc.put(line, 2, f'=IFERROR(INDEX(pair_titles,{found.address}),"{NO_PAIR}")', title)
        return self.row_of(line, 1, found), said

    def divided_row(self, chosen: str) -> Ref:
        """Write and return the row of the measure and division that are chosen in the cell `show_made_of`."""
        line, names = self.calc.rows(1), divided_names(self.shape)
        number = float(names.index(chosen) + 1)
        which = self.calc.put(line, 0, f"=MATCH({exactly('show_made_of')},divided,0)", number)
        before = len(self.shape.compared)
        pair = self.calc.put(line, 2, f"={before}+{which.address}", number + before)
        return self.row_of(line, 1, pair)


def pair_titles(shape: Shape) -> list[str]:
    """Return the titles of charts of each measure in a group, then of each measure by a division or by quarters."""
    return [
        *(f"{group.title}  ┄ average" for _, group in shape.compared),
        *(f"What it is made of: {division.title}" for _, division in shape.divided),
        *("Quarter by quarter" for _ in shape.by_quarter),
    ]


def pair_units(shape: Shape) -> list[str]:
    """Return what the figures of each measure in a group are of: per 1,000 people."""
    return [one.rate_name or one.unit for one, _ in shape.compared]


def divided_names(shape: Shape) -> list[str]:
    """Return what can be chosen of what a measure is made of: the measure, and by what it is divided."""
    return [f"{one.name}: {division.title}" for one, division in shape.divided]


def lists_table(
    board_shape: Shape, labels: Sequence[str], said: Sequence[str], period: str
) -> tuple[LookupTable, dict[str, int]]:
    """Return the hidden sheet of lists that can be chosen from, and how long each is, by its name."""
    lists: dict[str, list[Value]] = {
        "months": list(labels),
        "measures": [one.name for one in board_shape.measures],
        "compared": list(dict.fromkeys(one.name for one, _ in board_shape.compared)),
        "groups": [group.title for group in board_shape.groups],
        "by_parts": [one.name for one in board_shape.by_parts],
        "colour_by": list(COLOUR_BY),
    }
    lists["objectives"] = [aim.title for aim in board_shape.aims]
    leads = {aim.code: aim.lead for aim in board_shape.aims}
    lists["leads"] = [leads.get(one.objective, "") for one in board_shape.measures]
    tabs = {aim.code: aim.tab for aim in board_shape.aims}
    lists["codes"] = [one.code for one in board_shape.measures]
    lists["aims_and_leads"] = [
        f"{tabs.get(one.objective, '')}: {leads.get(one.objective, '')}" for one in board_shape.measures
    ]
    lists["words_of"] = list(said)
    lists["definitions"] = [cut(one.definition, DEFINITION_BOX) for one in board_shape.measures]
    lists["sources"] = [cut(one.source, DEFINITION_BOX) for one in board_shape.measures]
    lists["pairs"] = [float(board_shape.pair_of(one)) for one in board_shape.measures]
    lists["pair_titles"] = list(pair_titles(board_shape))
    lists["pair_units"] = list(pair_units(board_shape))
    lists["divided"] = list(divided_names(board_shape))
    lists |= {
        name: [getattr(one, field).value for one in board_shape.measures] for name, field in STYLES.items()
    }
    lists["pair_names"] = [f"{one.name} | {group.title}" for one, group in board_shape.compared]
    for number, aim in enumerate(board_shape.aims, start=1):
        lists[f"measures_{number}"] = [one.name for one in board_shape.of_aim(aim.code)]
    lists |= {PARTNERSHIP: [board_shape.partnership], EDITION: [board_shape.edition], PERIOD: [period]}
    lists[ASKED] = list(board_shape.settings.registers)
    lists = {name: values for name, values in lists.items() if values}
    longest = max(len(values) for values in lists.values())
    rows = [
        [values[row] if row < len(values) else None for values in lists.values()] for row in range(longest)
    ]
    return LookupTable("Lists", tuple(lists), rows), {name: len(values) for name, values in lists.items()}
