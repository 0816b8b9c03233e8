"""Reference cases of disclosure control: display rules, the audit, and suppression patterns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from scpxl.disclosure.small_numbers import (
    HESA,
    NHS_SUBNATIONAL,
    OFQUAL,
    UNDER_FIVE,
    SmallNumberRule,
    Zeros,
    displayed,
    is_primary,
)
from scpxl.disclosure.suppression import PublishedTable, audit, cross_table, suppress

Case = dict[str, Any]


def table_of(case: Case) -> tuple[PublishedTable, list[str]]:
    """Return the case's rows as a table with all its totals, and the names of its directions."""
    dims = [case["dim"]] if isinstance(case["dim"], str) else list(case["dim"])
    axes = [sorted({row[dim] for row in case["rows"]}) for dim in dims]
    counts = np.zeros([len(axis) for axis in axes])
    for row in case["rows"]:
        counts[tuple(axis.index(row[dim]) for dim, axis in zip(dims, axes, strict=True))] += row["n"]
    return cross_table(counts, *axes), dims


def primary_of(case: Case, table: PublishedTable) -> np.ndarray[Any, np.dtype[np.bool_]]:
    zeros = Zeros.HIDDEN if case["protectZeros"] else Zeros.SHOWN
    return is_primary(table.values, SmallNumberRule(threshold=case["maxN"] + 1, zeros=zeros))


def secondary_suppression(case: Case) -> Case:
    """Valid patterns are many: that every primary cell is hidden and none can be recovered is what is compared."""
    table, dims = table_of(case)
    primary = primary_of(case, table)
    hidden = suppress(table, primary)
    assert not (primary & ~hidden).any()
    cells = [
        {**dict(zip(dims, label, strict=True)), "n": float(value), "primary": bool(first)}
        for label, value, first in zip(table.labels, table.values, primary, strict=True)
    ]
    exact = audit(table, hidden).recoverable & hidden
    return {"cells": cells, "n_primary": int(primary.sum()), "exactly_recoverable": int(exact.sum())}


def disclosure_audit(case: Case) -> Case:
    size = len(case["cells"])
    cells = [{place} for place in range(size)]
    sums = [set(members) for members in case["published_sums"]]
    labels = [f"cell {place}" for place in range(size)] + [f"sum {place}" for place in range(len(sums))]
    members = np.array([[at in one for at in range(size)] for one in cells + sums])
    values = np.array([*case["cells"], *case["published_values"]], dtype=np.float64)
    hidden = [True] * size + [False] * len(sums)
    bounds = audit(PublishedTable(tuple((label,) for label in labels), members, values), hidden)
    return {
        "bounds": [list(pair) for pair in zip(bounds.low[:size], bounds.high[:size], strict=True)],
        "recoverable_cells": np.flatnonzero(bounds.recoverable[:size]).tolist(),
    }


def _display(rule: SmallNumberRule, kind: type = str) -> Callable[[Case], Case]:
    return lambda case: {"display": [kind(text) for text in displayed(case["values"], rule)]}


ADAPTERS: dict[str, Callable[[Case], Case]] = {
    "primary_lt5_gss_symbol": _display(UNDER_FIVE),
    "hesa_round5": _display(HESA, int),
    "nhs_digital_subnational": _display(NHS_SUBNATIONAL),
    "ofqual_round5": _display(OFQUAL),
    "secondary_suppression": secondary_suppression,
    "disclosure_audit": disclosure_audit,
}
