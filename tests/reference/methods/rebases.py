"""Groups of months between rebases, as an analyst names them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from scpxl.errors import NotFoundError
from scpxl.model.periods import month_label
from scpxl.statistics.arrays import Months


def rebase_groups(
    months: Months, rebases: Sequence[Sequence[int]], names: Sequence[str] = ()
) -> npt.NDArray[np.int64]:
    """Return [series, months] which group each month of each series is in: one more from each rebase on.

    Group of a month = the number of rebases at or before it.

    `rebases` holds for each series the months at which its limits start afresh.  A month that is not
    among the columns is a `NotFoundError`: a rebase that silently does nothing is worse than none.

    >>> rebase_groups(np.array([100, 101, 102, 103]), [[102], []])
    array([[0, 0, 1, 1],
           [0, 0, 0, 0]])
    """
    groups = np.zeros((len(rebases), len(months)), dtype=np.int64)
    known = set(months.tolist())
    for row, rebase_months in enumerate(rebases):
        for month in sorted(set(rebase_months)):
            if month not in known:
                name = f"{names[row]}: " if names else ""
                raise NotFoundError(
                    f"{name}the limits cannot start afresh in {month_label(month)}, "
                    "for which there is no column. Give a month of the series."
                )
            groups[row, months >= month] += 1
    return groups
