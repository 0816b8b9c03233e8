"""What happened to a partnership's returns and publications, in its order, as the record's log has it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, NamedTuple

from scpxl.errors import NotFoundError
from scpxl.jobs.folder import Folder
from scpxl.model.periods import Period
from scpxl.store.records import Event


class HistoryLine(NamedTuple):
    """One thing that happened; partner and period are blank where it concerns none."""

    moment: datetime
    what: str
    partner: str
    period: str
    words: str

    def to_json(self) -> dict[str, Any]:
        """Return the facts for machines."""
        return {
            "moment": self.moment.isoformat(),
            "what": self.what,
            "partner": self.partner or None,
            "period": self.period or None,
            "words": self.words,
        }


def history(
    folder: Folder, partner: str | None = None, period: Period | None = None
) -> tuple[HistoryLine, ...]:
    """Return what is in the log, first to last as it was noted; none where nothing was ever stored.

    `partner` and `period`, where given, leave out what concerns others.  Raises NotFoundError for a partner
    that neither the framework nor the log knows.
    """
    known = folder.framework.partner_by_code
    if not folder.store_path.is_file():
        events: list[Event] = []
    else:
        with folder.open_record() as store:
            events = store.fetch_events()
    if partner is not None and partner not in {*known, *(event.partner for event in events)}:
        raise NotFoundError(f"{partner!r} is not a partner of the framework. There are: {', '.join(known)}.")
    return tuple(
        _line(event)
        for event in events
        if partner in (None, event.partner) and period in (None, event.period)
    )


def _line(event: Event) -> HistoryLine:
    period = str(event.period) if event.period else ""
    return HistoryLine(event.moment.astimezone(UTC), event.what, event.partner, period, event.words)
