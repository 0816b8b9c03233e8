"""Withdraw a submission, or bring it back, by its reference."""

from __future__ import annotations

from scpxl.jobs.folder import Folder
from scpxl.store.records import LifeChange


def withdraw(folder: Folder, reference: str, why: str) -> LifeChange:
    """Take a submission out of force; what stood before comes back.  `why` is kept in the record."""
    _ = folder.framework_path  # a folder that is none of ours is said to be so
    with folder.open_record() as store:
        return store.withdraw_submission(reference, why)


def reinstate(folder: Folder, reference: str) -> LifeChange:
    """Bring a withdrawn submission back."""
    _ = folder.framework_path
    with folder.open_record() as store:
        return store.reinstate_submission(reference)
