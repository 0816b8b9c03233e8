"""The dashboard's methods on figures of your own, as pandas frames: part of what `import scpxl` offers.

Nothing heavy is imported before a function is called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from scpxl.figures.frames import ArrayLike, Frame
    from scpxl.pages.functions import Function


def change_test(now: ArrayLike, before: ArrayLike) -> Frame:
    """Return whether a year's counts differ from the year before by more than their usual variation, in one row.

    `now` are the months of this year, `before` those of the year before or of the two years before, oldest first.  Columns:
    `change %` (NaN where the counts are too small for one), its 95% interval as `lower` and `upper`, `p`, and `verdict`.
    A missing month leaves the change not assessed.  Raises ValueError where the two do not fit together.

    >>> change_test([31] * 12, [20] * 12)[["change %", "verdict"]].round(1).values.tolist()
    [[55.0, 'significant']]
    """
    from scpxl.jobs.giving import methods
    from scpxl.pages.functions import CHANGE_TEST

    return _judged(CHANGE_TEST, methods.change_test, now=now, before=before)


def rate(count: ArrayLike, population: ArrayLike, per: float = 1000) -> Frame:
    """Return counts for so many people with their 95% intervals, one row each: `rate`, `lower`, `upper`.

    `population` is one number for all, or one for each.  NaN where a count or a population is missing.  Raises
    ValueError where there are not as many of the one as of the other.

    >>> rate([3577], 396000).round(2).values.tolist()
    [[9.03, 8.74, 9.33]]
    """
    from functools import partial

    from scpxl.jobs.giving import methods
    from scpxl.pages.functions import RATE

    return _judged(RATE, partial(methods.rate, per=per), count=count, population=population)


def xmr(values: ArrayLike, better: str = "neither") -> Frame:
    """Return a control chart of single months or quarters, one row each: `mean`, `lower`, `upper`, `flag`.

    `better` is higher, lower or neither.  NaN is a missing figure, which is not assessed and ends a run.  Raises ValueError
    where the figures cannot carry limits.

    >>> xmr([12, 10, 11, 13, 9, 12, 10, 30, 11, 13, 12, 10], "lower").flag.tolist()[7]
    'concern, high'
    """
    from functools import partial

    from scpxl.jobs.giving import methods
    from scpxl.pages.functions import XMR

    return _judged(XMR, partial(methods.xmr, better=better), values=values)


def funnel(counts: ArrayLike, populations: ArrayLike, per: float = 1000) -> Frame:
    """Return where each of ten or more areas lies beside all the others, one row each.

    Columns: `rate`, `average` of the others, `lower 95%`, `upper 95%`, `lower 99.8%`, `upper 99.8%`, `place`.  An area
    without a figure is not assessed.  Raises ValueError for fewer areas.

    >>> funnel([50, 60, 55, 52, 48, 57, 61, 53, 49, 200], [1000] * 10).place.tolist()[-1]
    'above, beyond 99.8%'
    """
    from functools import partial

    from scpxl.jobs.giving import methods
    from scpxl.pages.functions import FUNNEL

    return _judged(FUNNEL, partial(methods.funnel, per=per), counts=counts, populations=populations)


def _judged(
    declared: Function, method: Callable[..., list[tuple[float | str, ...]]], **figures: ArrayLike
) -> Frame:
    """Return what a method makes of figures, as a frame with the columns declared of it."""
    from scpxl.figures.frames import to_numbers, to_table

    rows = method(**{name: to_numbers(name, values) for name, values in figures.items()})
    return to_table(declared.column_names, rows)
