"""Collect, then publish: what the button in Excel does."""

from __future__ import annotations

from dataclasses import dataclass

from scpxl.jobs import Progress, no_progress
from scpxl.jobs.collect import Collection, collect
from scpxl.jobs.folder import Folder
from scpxl.jobs.publish import Published, publish
from scpxl.model.periods import Period


@dataclass(frozen=True)
class Refreshed:
    """What was collected and what was published."""

    collection: Collection
    published: Published


def refresh(folder: Folder, period: Period, progress: Progress = no_progress) -> Refreshed:
    """Collect the period's returns and publish its dashboard."""
    return Refreshed(collect(folder, period, progress=progress), publish(folder, period))
