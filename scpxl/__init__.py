"""From partner spreadsheets to a board-ready dashboard, for Community Safety Partnerships."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from os import PathLike

    import pandas as pd

__version__ = "0.1.0"


def load_observations(folder: str | PathLike[str] = ".") -> pd.DataFrame:
    """Return the consolidated record of a partnership's folder, one row a figure, for notebooks.

    Columns: indicator, area, breakdown, item, period, numerator, denominator, marker, partner, submission,
    file, sheet, cell.  A figure that is missing has no numerator, and its marker says why.
    """
    from pathlib import Path

    from scpxl.figures.frames import to_frame
    from scpxl.jobs.export import all_observations
    from scpxl.jobs.folder import Folder

    place = Folder(Path(folder))
    _ = place.framework_path  # raises where the folder is none of ours
    return to_frame(all_observations(place))
