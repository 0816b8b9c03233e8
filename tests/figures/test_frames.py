from __future__ import annotations

import subprocess
import sys

import pandas as pd

from scpxl.figures.frames import COLUMNS, to_frame
from scpxl.model.observations import Marker, Observation, Source
from scpxl.model.periods import Period

SOURCE = Source("met", "met-2017-18-Q4-1", "met.xlsx", "Return", "D5")


def test_a_figure_in_a_frame_still_names_the_cell_it_was_typed_in() -> None:
    figure = Observation(
        "BUR",
        "E09000003",
        "ward",
        "E05000040",
        Period.quarter(2017, 4),
        41.0,
        60.0,
        Marker.PROVISIONAL,
        SOURCE,
    )

    assert to_frame([figure]).iloc[0].to_dict() == {
        "indicator": "BUR",
        "area": "E09000003",
        "breakdown": "ward",
        "item": "E05000040",
        "period": "2017-18-Q4",
        "numerator": 41.0,
        "denominator": 60.0,
        "marker": "p",
        "partner": "met",
        "submission": "met-2017-18-Q4-1",
        "file": "met.xlsx",
        "sheet": "Return",
        "cell": "D5",
    }


def test_a_gap_in_a_frame_is_missing_and_says_why() -> None:
    frame = to_frame([Observation("BUR", "E", "", "", Period.month(2018, 3), None, None, Marker.SUPPRESSED)])

    assert frame["numerator"].isna().all()
    assert frame["marker"].tolist() == ["c"]


def test_an_empty_frame_has_the_columns_and_types_of_a_full_one() -> None:
    full = to_frame([Observation("BUR", "E", "", "", Period.month(2018, 3), None)])
    empty = to_frame([])

    assert tuple(empty.columns) == COLUMNS
    pd.testing.assert_series_equal(empty.dtypes, full.dtypes)
    assert full["numerator"].dtype == "float64"


def test_the_room_is_entered_without_numpy_and_frames_without_pandas() -> None:
    question = (
        "import sys, scpxl.statistics; first = 'numpy' in sys.modules\n"
        "import scpxl.figures.frames, scpxl.statistics.rag; print(first, 'numpy' in sys.modules, 'pandas' in sys.modules)"
    )
    answer = subprocess.run([sys.executable, "-c", question], capture_output=True, text=True, check=True)

    assert answer.stdout.split() == ["False", "False", "False"]
