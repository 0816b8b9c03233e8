"""The life of a publication: a draft until it is approved, then superseded by a later one, or withdrawn."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from scpxl.errors import ConflictError, NotFoundError, SetUpError
from scpxl.jobs.folder import Folder
from scpxl.model.framework import Edition
from scpxl.model.periods import Period
from scpxl.scorecard.published.changed import between_publications
from scpxl.scorecard.published.results import RESULTS_VERSION, in_todays_terms
from scpxl.scorecard.records.board import ChangedSince
from scpxl.store.interface import Store
from scpxl.store.records import Publication, ReleaseState, ReleaseStep
from scpxl.words import capital, day_text

_APPROVED, _WITHDRAWN = ReleaseState.APPROVED, ReleaseState.WITHDRAWN


@dataclass(frozen=True)
class Release:
    """A publication, and what was decided about it."""

    publication: Publication
    run: str
    """The reference printed on its pages: which record the figures are from."""
    steps: tuple[ReleaseStep, ...] = ()

    @property
    def state(self) -> ReleaseState:
        """Where it is in its life."""
        return self.steps[-1].state if self.steps else ReleaseState.DRAFT

    @property
    def words(self) -> str:
        """What it is, and what was last decided about it, in a sentence."""
        made = self.publication
        what = f"{capital(made.edition)} edition of {made.period.title}, published on {day_text(made.made)}"
        if not self.steps:
            return f"{what} (figures {self.run}): draft, approved by nobody yet."
        last = self.steps[-1]
        why = f": {last.reason.rstrip('.')}" if last.reason else ""
        return f"{what} (figures {self.run}): {last.state} on {day_text(last.recorded)} by {last.by}{why}."


@dataclass(frozen=True)
class Released:
    """What a decision about publications did."""

    changed: tuple[Release, ...]
    """Those whose state is another one now, as they are now."""
    since: ChangedSince | None = None
    """What the superseding one says differently from the one that had been approved."""


@dataclass(frozen=True)
class ReleaseStanding:
    """The newest publication of a period and edition, beside the approved one."""

    newest: Release
    approved: Release | None
    """None where none is."""
    since: ChangedSince | None = None
    """What the newest says differently from the approved one; None where they are one."""

    @property
    def told(self) -> tuple[str, ...]:
        """What whoever publishes has to know, a sentence each; nothing where nobody ever decided about one."""
        newest, approved = self.newest, self.approved
        if approved is None:
            return (newest.words,) if newest.steps else ()
        if approved.publication == newest.publication:
            return (newest.words,)
        differs = [self.since.words] if self.since else []
        return (
            f"These files are a draft. {approved.words} It stays the approved one until it is superseded: scpxl release supersede.",
            *differs,
        )


def list_releases(
    folder: Folder, period: Period | None = None, edition: Edition | None = None
) -> list[Release]:
    """Return every publication, or those of a period or edition, first to last, with what was decided about each."""
    _ = folder.framework_path  # a folder that is none of ours is said to be so
    with folder.record_to_read() as store:
        return _releases(store, period, edition)


def approve(
    folder: Folder, period: Period, edition: Edition, by: str, why: str = "", now: datetime | None = None
) -> Released:
    """Approve the newest publication of a period and edition.

    Raises NotFoundError where nothing was published, SetUpError where nobody is named, ConflictError where it is
    approved already, or an earlier one is: that has to be superseded or withdrawn.
    """
    by, why = _said(by, why)
    with _opened(folder) as store:
        newest, approved = _pair(store, period, edition)
        if approved is not None:
            how = (
                "" if approved == newest else " To approve the newest in its place: scpxl release supersede."
            )
            raise ConflictError(f"{approved.words} Nothing was changed.{how}")
        return Released(_decide(store, period, edition, [(newest, _APPROVED)], by, why, now))


def supersede(
    folder: Folder, period: Period, edition: Edition, by: str, why: str, now: datetime | None = None
) -> Released:
    """Approve the newest publication of a period and edition in the place of the one approved before.

    Raises NotFoundError where nothing was published, SetUpError where nobody or nothing is named, ConflictError where
    none is approved, or nothing else was published since.
    """
    by, why = _said(by, why, needs_why=True)
    with _opened(folder) as store:
        newest, approved = _pair(store, period, edition)
        if approved is None:
            raise ConflictError(
                f"{newest.words} No publication of it is approved, so there is none to supersede: scpxl release approve."
            )
        if approved == newest:
            raise ConflictError(
                f"{approved.words} Nothing else has been published since that could take its place. Publish first."
            )
        steps = [(approved, ReleaseState.SUPERSEDED), (newest, _APPROVED)]
        since = _between(store, approved, newest)
        return Released(_decide(store, period, edition, steps, by, why, now), since)


def withdraw_release(
    folder: Folder, period: Period, edition: Edition, by: str, why: str, now: datetime | None = None
) -> Released:
    """Withdraw the approved publication of a period and edition; where none is approved, the newest.

    Raises NotFoundError where nothing was published, SetUpError where nobody or nothing is named, ConflictError where
    it is withdrawn already.
    """
    by, why = _said(by, why, needs_why=True)
    with _opened(folder) as store:
        newest, approved = _pair(store, period, edition)
        meant = approved or newest
        if meant.state is _WITHDRAWN:
            raise ConflictError(f"{meant.words} Nothing was changed.")
        return Released(_decide(store, period, edition, [(meant, _WITHDRAWN)], by, why, now))


def standing_of(store: Store, period: Period, edition: Edition) -> ReleaseStanding:
    """Return the newest publication beside the approved one; raises NotFoundError where nothing was published."""
    newest, approved = _pair(store, period, edition)
    since = _between(store, approved, newest) if approved is not None and approved != newest else None
    return ReleaseStanding(newest, approved, since)


def release_of(store: Store, publication: Publication) -> Release:
    """Return a publication with what was decided about it."""
    steps = tuple(one for one in store.fetch_release_steps() if one.publication == publication.id)
    return Release(publication, _run_of(store, publication), steps)


def _opened(folder: Folder) -> Store:
    _ = folder.framework_path  # a folder that is none of ours is said to be so
    return folder.open_record()


def _said(by: str, why: str, *, needs_why: bool = False) -> tuple[str, str]:
    by, why = (" ".join(text.split()) for text in (by, why))
    if not by:
        raise SetUpError("Say who decided: --by NAME. It is kept in the record.")
    if needs_why and not why:
        raise SetUpError("Say why: --why TEXT. It is kept in the record.")
    return by, why


def _releases(store: Store, period: Period | None, edition: Edition | None) -> list[Release]:
    steps = store.fetch_release_steps()
    return [
        Release(one, _run_of(store, one), tuple(step for step in steps if step.publication == one.id))
        for one in store.fetch_publications(period, edition.value if edition else None)
    ]


def _run_of(store: Store, publication: Publication) -> str:
    return str(json.loads(store.fetch_results(publication)).get("run", ""))


def _pair(store: Store, period: Period, edition: Edition) -> tuple[Release, Release | None]:
    """Return the newest publication, and the approved one; of one period and edition at most one is approved."""
    found = _releases(store, period, edition)
    if not found:
        raise NotFoundError(
            f"Nothing was published of {period.title}, {edition.value} edition. Run scpxl publish first."
        )
    return found[-1], next((one for one in reversed(found) if one.state is _APPROVED), None)


def _decide(
    store: Store, period: Period, edition: Edition, meant: Sequence[tuple[Release, ReleaseState]], by: str, why: str, now: datetime | None
) -> tuple[Release, ...]:  # fmt: skip
    moment = now or datetime.now(UTC)
    store.save_release_steps(
        [ReleaseStep(one.publication.id, state, by, why, moment) for one, state in meant]
    )
    numbers = {one.publication.id for one, _ in meant}
    return tuple(one for one in _releases(store, period, edition) if one.publication.id in numbers)


def _between(store: Store, before: Release, after: Release) -> ChangedSince | None:
    """Return what one publication says differently from an earlier one; None where either is of a version that cannot be compared."""
    old, new = (in_todays_terms(json.loads(store.fetch_results(one.publication))) for one in (before, after))
    if {old.get("version"), new.get("version")} != {RESULTS_VERSION}:
        return None
    return between_publications(old, new, before.publication.made.date())
