"""Observations and tables as pandas frames, for those who want one.  pandas is imported only when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from scpxl.model.observations import Observation

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

    Frame: TypeAlias = pd.DataFrame
    ArrayLike: TypeAlias = npt.ArrayLike

COLUMNS = (
    "indicator",
    "area",
    "breakdown",
    "item",
    "period",
    "numerator",
    "denominator",
    "marker",
    "partner",
    "submission",
    "file",
    "sheet",
    "cell",
)
_NUMBERS = {"numerator", "denominator"}


def to_frame(observations: Iterable[Observation]) -> pd.DataFrame:
    """Return one row per observation, in the order given, with the same types of column however many there are.

    Numbers are float64, NaN where there is none; all else is text.  `period` is the code no other period
    shares (2018-03, 2017-18-Q4, FY2017-18), `marker` the letter that is beside or instead of a number.

    >>> from scpxl.model.periods import Period
    >>> frame = to_frame([Observation("BUR", "E09000003", "", "", Period.month(2018, 3), 267.0)])
    >>> frame[["indicator", "period", "numerator"]].to_dict("records")
    [{'indicator': 'BUR', 'period': '2018-03', 'numerator': 267.0}]
    """
    import pandas as pd

    rows = [
        (*observed[:4], observed.period.code, *observed[5:7], observed.marker.value, *observed.source)
        for observed in observations
    ]
    columns = zip(*rows, strict=True) if rows else ((),) * len(COLUMNS)
    return pd.DataFrame(
        {
            name: pd.Series(list(column), dtype="float64" if name in _NUMBERS else "string")
            for name, column in zip(COLUMNS, columns, strict=True)
        }
    )


def to_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> pd.DataFrame:
    """Return rows of a plain table as a frame; None stays a missing value."""
    import pandas as pd

    return pd.DataFrame([list(row) for row in rows], columns=list(columns))


def to_numbers(name: str, values: object) -> list[float]:
    """Return figures as plain numbers, as they are read along a row or down a column; NaN where there is none.

    `values` are a number, a list, an array, a series, or a frame of one row or column; `name` is what they are called
    where they are more than that (ValueError).

    >>> to_numbers("counts", [3, None]), to_numbers("counts", 5)
    ([3.0, nan], [5.0])
    """
    import numpy as np

    figures = np.asarray(values, dtype=np.float64)
    if figures.ndim > 1 and min(figures.shape) > 1:
        raise ValueError(
            f"{name} takes one row or one column of figures, not {figures.shape[0]} by {figures.shape[1]}."
        )
    found: list[float] = figures.ravel().tolist()
    return found
