"""Names of the workbook's sheets: short, unique, allowed by Excel; they follow from the shape alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from scpxl.model.registers import REGISTERS, RegisterName
from scpxl.pages.registers import MONEY_BY_OBJECTIVE
from scpxl.scorecard.records.shape import PLACES_A_PAGE, Shape

SUMMARY: Final = "Summary"
LONGEST: Final = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def allowed_names(wanted: Iterable[str], taken: Iterable[str] = ()) -> tuple[str, ...]:
    """Return a name for each wish that Excel takes, different from all others whatever their case.

    >>> allowed_names(["Burglary/theft", "burglary theft", "", "Notes"], taken=["Notes"])
    ('Burglary theft', 'burglary theft 2', 'Sheet', 'Notes 2')
    """
    used = {name.casefold() for name in taken} | {"history"}
    names = []
    for wish in wanted:
        plain = " ".join(_FORBIDDEN.sub(" ", wish).split()).strip("'")[:LONGEST].rstrip() or "Sheet"
        name, count = plain, 1
        while name.casefold() in used:
            count += 1
            ending = f" {count}"
            name = plain[: LONGEST - len(ending)] + ending
        used.add(name.casefold())
        names.append(name)
    return tuple(names)


class Names:
    """The names of the sheets; they follow from the shape alone."""

    summary = SUMMARY
    quarters = "Quarters"
    exceptions = "Exceptions"
    decisions = "Decisions"
    benchmarks = "Benchmarks"
    actions = "Actions"
    commentary = "Commentary"
    returns = "Returns"
    notes = "Notes"
    explore = "Explore"
    audit = "Audit"
    data = "Data"
    changes = "Changes"
    functions = "Functions"

    def __init__(self, shape: Shape) -> None:
        hidden = ("Calc", "Lists", "R_Cards", "R_Charts", "R_Groups", "R_Parts", "R_Months")
        taken = [
            *(
                value
                for key, value in vars(Names).items()
                if isinstance(value, str) and not key.startswith("_")
            ),
            *hidden,
        ]
        self.registers: tuple[str, ...] = tuple(REGISTERS[name].sheet for name in shape.settings.registers)
        if RegisterName.MONEY in shape.settings.registers:
            self.registers += (MONEY_BY_OBJECTIVE,)
        taken += self.registers
        (self.places,) = allowed_names([shape.parts_name], taken)
        pages = [(aim.tab, part) for aim in shape.aims for part in range(pages_of_objective(shape, aim.code))]
        wanted = [tab if part == 0 else f"{tab} {part + 1}" for tab, part in pages]
        self.objectives: tuple[str, ...] = allowed_names(wanted, [*taken, self.places])

    def sheet_of(self, shape: Shape, aim: str) -> str:
        """Return the name of the first page of an objective."""
        before = 0
        for one in shape.aims:
            if one.code == aim:
                break
            before += pages_of_objective(shape, one.code)
        return self.objectives[before]


def pages_of_objective(shape: Shape, aim: str) -> int:
    """Return how many pages an objective takes."""
    return max(1, -(-len(shape.of_aim(aim)) // PLACES_A_PAGE))
