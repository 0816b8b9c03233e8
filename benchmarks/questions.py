"""How many questions a return gets, and how large a slip is noticed, on the worked example's published figures.

Run `python benchmarks/questions.py`.  Each partner's return of each quarter is filled in with the figures on
record, as they were published, and checked against the history before it.  A question there is a false alarm, or
an event the partner can tell of; a partner has ten minutes for all of a return.  Nothing is answered beforehand.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scpxl.checks.return_check import check_return
from scpxl.jobs.returns.known import prefill
from scpxl.jobs.setting_up.setup import demonstrate, examples
from scpxl.model.framework import Framework
from scpxl.model.observations import Observation, SeriesKey
from scpxl.model.periods import Period
from scpxl.returns.findings import Severity, Stage
from scpxl.returns.form import Part, ReturnForm
from scpxl.returns.layout import lay_out_return
from scpxl.returns.raw import CellValue
from scpxl.store.sqlite import SqliteStore, open_store
from tests.checks.builders import filled

FIRST, QUARTERS = Period.quarter(2015, 1), 12
Record = dict[tuple[SeriesKey, int], Observation]


@dataclass(frozen=True)
class Asked:
    """The questions one return gets, by code."""

    partner: str
    period: Period
    figures: int
    codes: Counter[str]


def asked_of_all(place: Path) -> Iterator[Asked]:
    """Yield what each partner is asked in each quarter."""
    folder = demonstrate(place / "demo", examples()[0]).folder
    with open_store(folder.store_path, read_only=True) as store:
        record = {(seen.series, seen.period.last): seen for seen in store.fetch_observations()}
        for quarter in (FIRST.shift(step) for step in range(QUARTERS)):
            for partner in folder.framework.partners:
                if folder.framework.indicators_for(partner.code, quarter):
                    form = lay_out_return(folder.framework, partner.code, quarter)
                    yield _asked(store, folder.framework, form, record)


def _asked(store: SqliteStore, framework: Framework, form: ReturnForm, record: Record) -> Asked:
    typed: dict[tuple[str, ...], CellValue] = {}
    figures = 0
    for table in form.tables:
        for row in table.rows:
            for column in table.months:
                if column.month is None or not table.is_open(row, column):
                    continue
                seen = record.get((row.series, column.month))
                number = seen and (seen.denominator if row.part is Part.OUT_OF else seen.numerator)
                typed[table.sheet, *row.key, column.key] = "[x]" if number is None else number
                figures += column.in_period and number is not None
    known = prefill(store, form)._replace(explained=frozenset(), figures={})
    found = check_return(filled(typed, form=form), form, known=known, framework=framework).findings
    codes = Counter(
        one.code for one in found if one.stage is Stage.QUERIES and one.severity is Severity.EXPLAIN
    )
    return Asked(form.partner.code, form.period, figures, codes)


def main() -> int:
    """Print how many questions there are, by partner and in the return that gets the most."""
    with tempfile.TemporaryDirectory() as place:
        asked = [one for one in asked_of_all(Path(place)) if one.figures]
    by_partner: dict[str, list[Asked]] = {}
    for one in asked:
        by_partner.setdefault(one.partner, []).append(one)
    print(f"{'partner':12}{'returns':>8}{'questions':>10}{'most':>6}  codes")
    for partner, theirs in by_partner.items():
        counts = [one.codes.total() for one in theirs]
        codes = ", ".join(f"{code} {n}" for code, n in sum((one.codes for one in theirs), Counter()).items())
        print(f"{partner:12}{len(theirs):8}{sum(counts):10}{max(counts):6}  {codes or '-'}")
    counts = sorted(one.codes.total() for one in asked)
    print(
        f"{len(asked)} returns: {sum(counts)} questions, median {counts[len(counts) // 2]}, most {counts[-1]}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
