"""Rows of a tidy file (history, benchmarks), compared with the framework and the record as a return's figures are.

A row that cannot be used is set aside with its reason; the others are taken.  A file most of whose rows cannot be used is
probably another file, and is refused whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from scpxl.checks.catalogue import finding
from scpxl.checks.flat_tables.names import FlatNames
from scpxl.checks.flat_tables.queries import tidy_remarks
from scpxl.checks.flat_tables.rows import RowAsideError, RowChecker, figure_words
from scpxl.model.framework import Framework
from scpxl.model.observations import Observation, SeriesKey
from scpxl.model.periods import Period
from scpxl.returns.cells import CellRef
from scpxl.returns.findings import Finding, ReturnVerdict, Severity, findings_in_order
from scpxl.returns.raw import FlatRow

MOST_ASIDE = 0.5
"""A file of whose rows a larger share cannot be used is refused whole."""


@dataclass(frozen=True)
class Recorded:
    """What the record holds of what a file may change: `returned` are the figures that partners' returns gave."""

    observations: tuple[Observation, ...] = ()

    @property
    def returned(self) -> Mapping[tuple[SeriesKey, Period], Observation]:
        """The figures given by a partner's own return."""
        return {(seen.series, seen.period): seen for seen in self.observations if seen.source.partner}


@dataclass(frozen=True)
class CheckedFlatTable:
    """What a tidy file holds, as far as it is valid, and the findings in the order in which they are listed."""

    observations: tuple[Observation, ...]
    findings: tuple[Finding, ...]
    aside: int = 0
    """How many rows were set aside, each with a must-fix finding."""
    refused: bool = False
    """Whether nothing of it is to be stored."""

    @property
    def verdict(self) -> ReturnVerdict:
        """The answer's first line."""
        if self.refused:
            return ReturnVerdict.RETURNED
        return ReturnVerdict.WITH_QUERIES if self.aside else ReturnVerdict.ACCEPTED


def check_flat_table(
    rows: Iterable[FlatRow],
    framework: Framework,
    file: str,
    partner: str = "",
    recorded: Recorded = Recorded(),
    *,
    latest: int | None = None,
    restate: bool = False,
    unread: Iterable[Finding] = (),
) -> CheckedFlatTable:
    """Return the observations a tidy file holds, and a finding for each row that cannot be used.

    `recorded` is what is on record: what the file's percentages may be out of; and a figure that differs from what
    a partner's own return gave is set aside, unless `restate`.  `latest` is the present month: a period far from it
    is a slip.  `unread` are rows that could not be read, each with its reason.
    """
    checker = RowChecker(framework, file, partner, latest, FlatNames(framework), recorded.returned, restate)
    aside = list(unread)
    taken: dict[tuple[SeriesKey, Period], list[tuple[FlatRow, Observation]]] = {}
    for row in rows:
        try:
            seen = checker.check(row)
        except RowAsideError as because:
            aside.append(because.found)
        else:
            taken.setdefault((seen.series, seen.period), []).append((row, seen))
    given = list(_once_each(taken, aside))
    over = dict(checker.over_another(given, recorded.observations))
    checker.notes += [told for told in over.values() if told.severity is Severity.NOTE]
    over = {seen: told for seen, told in over.items() if told.severity is not Severity.NOTE}
    aside += over.values()
    given = [(seen, cell) for seen, cell in given if seen not in over]
    observations = tuple(seen for seen, _ in given)
    if not given and not aside:
        return CheckedFlatTable((), (finding("TIDY_EMPTY", file=file),), refused=True)
    if len(aside) > MOST_ASIDE * (len(aside) + len(given)):
        if given:
            rows_in_all = f"{len(aside) + len(given):,}"
            aside.append(finding("TIDY_MOSTLY_WRONG", file=file, aside=f"{len(aside):,}", rows=rows_in_all))
        return CheckedFlatTable((), findings_in_order(aside), len(aside) - bool(given), refused=True)
    notes = [*checker.remarks(), *tidy_remarks(given, recorded.observations, framework)]
    return CheckedFlatTable(observations, findings_in_order((*aside, *notes)), len(aside))


def _once_each(
    taken: Mapping[tuple[SeriesKey, Period], list[tuple[FlatRow, Observation]]], aside: list[Finding]
) -> Iterator[tuple[Observation, CellRef]]:
    """Yield each figure that is given once, or alike each time; put what stands against another aside."""
    for given in taken.values():
        row, seen = given[0]
        if len(given) > 1 and any(other[5:8] != seen[5:8] for _, other in given):
            rows = ", ".join(str(one.number) for one, _ in given)
            numbers = ", ".join(dict.fromkeys(figure_words(other) for _, other in given))
            facts = {"rows": rows, "numbers": numbers}
            aside += [finding("TIDY_CONTRADICTED", [one.cell("numerator")], **facts) for one, _ in given]
            continue
        aside += [finding("TIDY_REPEATED", [one.cell("indicator")], first=row.number) for one, _ in given[1:]]
        yield seen, row.cell("numerator")
