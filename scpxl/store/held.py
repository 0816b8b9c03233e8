"""Of what figures there are on record, whatever they are: by series, and by the partner who gave them."""

from __future__ import annotations

from collections import defaultdict

from scpxl.framework.remarks import Held
from scpxl.model.observations import Marker, SeriesKey
from scpxl.model.periods import Period
from scpxl.store.database import Store

_FETCH = """
SELECT s.indicator, s.area, s.breakdown, s.item, by.partner, o.first_month, o.length
FROM observation AS o JOIN series AS s ON s.id = o.series_id
JOIN submission AS by ON by.id = o.submission_id
WHERE o.marker <> ? ORDER BY s.id, o.first_month
"""


def fetch_held(store: Store) -> list[Held]:
    """Return the periods on record of each series and partner; what was left blank is not held."""
    found: dict[tuple[SeriesKey, str], list[Period]] = defaultdict(list)
    periods: dict[tuple[int, int], Period] = {}
    for *key, partner, first, length in store.rows(_FETCH, (Marker.BLANK.value,)):
        period = periods.setdefault((first, length), Period(first, length))
        found[SeriesKey(*key), partner].append(period)
    return [Held(key, partner, tuple(of_it)) for (key, partner), of_it in found.items()]
