"""What a return costs among 96 partners of one record, against among 12; and one that is on record already.

    python benchmarks/many_partners.py

Each partner reports twelve measures.  Prints ratios: the processor's time per return, start-up apart.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from scpxl.jobs.folder import Folder
from scpxl.jobs.returns.collect import collect
from scpxl.jobs.setting_up.mistakes import kinds_answered
from scpxl.jobs.setting_up.setup import init_folder
from scpxl.model.framework import Framework
from scpxl.model.periods import Period
from scpxl.render.forms.template import write_return
from scpxl.returns.layout import lay_out_return

FEW, MANY, MEASURES = 12, 96, 12
PERIOD = Period.parse("2017-18 Q4")


class Cost(NamedTuple):
    """Seconds of the processor per return: taken in for the first time, and again."""

    first: float
    again: float


def framework(partners: int) -> Framework:
    """Return a framework in which so many partners report twelve measures each."""
    given = {"objective": "O1", "kind": "outcome", "unit": "count", "things": "offences", "polarity": "lower"}
    return Framework.model_validate(
        {
            "version": "1", "partnership": "Many Partners", "area": "E09000003", "format": 2,
            "areas": [{"code": "E09000003", "name": "Barnet", "kind": "borough"}],
            "objectives": [{"code": "O1", "title": "Less crime"}],
            "partners": [{"code": f"p{n:02d}", "name": f"Partner {n}"} for n in range(partners)],
            "indicators": [
                {"code": f"P{n:02d}-{m:02d}", "title": f"Measure {m} of {n}", "partner": f"p{n:02d}", **given}
                for n in range(partners)
                for m in range(MEASURES)
            ],
        }
    )  # fmt: skip


def cost(partners: int) -> Cost:
    """Return what a return costs with so many partners."""
    with tempfile.TemporaryDirectory() as place:
        folder = init_folder(Path(place) / "ours", framework(partners))
        folder = Folder(folder.path)
        for partner in folder.framework.partners:
            form = lay_out_return(folder.framework, partner.code, PERIOD)
            write_return(form, folder.returns(PERIOD) / form.file_name, typed=kinds_answered(form))
        taken = []
        for _ in range(3):
            begun = time.process_time()
            made = collect(folder, PERIOD)
            taken.append((time.process_time() - begun) / partners)
            if any(one.saved is None or not one.saved.status.is_in_force for one in made.files):
                raise SystemExit("A return was not accepted.")
    return Cost(taken[0], min(taken[1:]))


def main() -> None:
    """Print the ratios."""
    cost(2)  # what is loaded once is loaded
    few, many = cost(FEW), cost(MANY)
    print(f"a return among {MANY} partners: {many.first / few.first:.2f} times one among {FEW}")
    print(f"one on record already: 1/{many.first / many.again:.0f} of its first time, among {MANY} partners")


if __name__ == "__main__":
    main()
