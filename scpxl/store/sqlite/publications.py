"""The frozen results of each publish, and the versions of the framework they were made under."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from scpxl.errors import NotFoundError, StoreError
from scpxl.model.periods import Period
from scpxl.privacy.guard import Use
from scpxl.returns.answers import use_of
from scpxl.store.records import Event, FrameworkVersion, Publication, ReleaseState, ReleaseStep, WrittenOutput
from scpxl.store.sqlite.connection import Connection, stored_moment, to_moment
from scpxl.store.sqlite.log import event_of, insert_event
from scpxl.words import capital, day_text

_SAYS_WITHHELD = '"withheld":'
"""Stands in the results of every publication made since texts are withheld."""
_WRITTEN = frozenset(
    {"happened", "why", "doing", "decision", "reference", "action", "owner", "rag_reason", "update", "file", "signed_off", "explanation"}
)  # fmt: skip
"""The keys under which results hold what people wrote."""
_COLUMNS = "id, first_month, length, edition, made, framework_version, sha256"
_FETCH = f"""
SELECT {_COLUMNS} FROM publication
WHERE (:first IS NULL OR (first_month = :first AND length = :length))
AND (:edition IS NULL OR edition = :edition)
ORDER BY id
"""  # noqa: S608  the columns are named above
_STEP = "INSERT INTO release_step (publication, state, decided_by, reason, recorded) VALUES (?, ?, ?, ?, ?)"
_STEPS = "SELECT publication, state, decided_by, reason, recorded FROM release_step ORDER BY id"
_STEP_WORDS = "{edition} edition published on {day}: {state}, by {by}"


class Publications(Connection):
    """What the record holds of publications and frameworks."""

    def save_publication(
        self, period: Period, edition: str, *, made: datetime, framework_version: str, results: str
    ) -> Publication:
        sha256 = _sha256_of(results)
        with self.writing() as connection:
            last = self.fetch_publications(period, edition)[-1:]
            if last and last[0].sha256 == sha256:
                return last[0]
            connection.execute(
                "INSERT INTO publication"
                " (first_month, length, edition, made, framework_version, sha256, results) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    period.first,
                    period.length,
                    edition,
                    stored_moment(made),
                    framework_version,
                    sha256,
                    results,
                ),
            )
            words = f"{edition.capitalize()} edition published under framework {framework_version}."
            insert_event(connection, Event(made, "published", words, period=period))
            return self.fetch_publications(period, edition)[-1]

    def fetch_publications(
        self, period: Period | None = None, edition: str | None = None
    ) -> list[Publication]:
        span = (period.first, period.length) if period else (None, None)
        rows = self.rows(_FETCH, {"first": span[0], "length": span[1], "edition": edition})
        return [
            Publication(number, Period(first, length), its_edition, to_moment(made), version, sha256)
            for number, first, length, its_edition, made, version, sha256 in rows
        ]

    def fetch_results(self, publication: Publication) -> str:
        rows = self.rows("SELECT results FROM publication WHERE id = ?", (publication.id,))
        if not rows:
            raise NotFoundError(f"{self.path} has no publication {publication.id}.")
        results = str(rows[0][0])
        if _sha256_of(results) != publication.sha256:
            raise StoreError(
                f"{self.path}: the results published on {day_text(publication.made)} were altered since. "
                "Put back the last good copy of the store."
            )
        return results if _SAYS_WITHHELD in results else self._guarded(results, publication.period.last // 12)

    def _guarded(self, results: str, year: int) -> str:
        """Return results frozen before texts were withheld, as they would be frozen now."""

        def shown(thing: Any, key: str = "") -> Any:
            if isinstance(thing, dict):
                return {name: shown(part, name) for name, part in thing.items()}
            if isinstance(thing, list):
                return [shown(part) for part in thing]
            return (
                self.guard.shown(thing, year, use_of(key))
                if isinstance(thing, str) and key in _WRITTEN
                else thing
            )

        return json.dumps(shown(json.loads(results)), ensure_ascii=False, sort_keys=True)

    def save_whole(self, publication: Publication, record: bytes) -> None:
        with self.writing() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO publication_record (publication, sha256, record) VALUES (?, ?, ?)",
                (publication.id, hashlib.sha256(record).hexdigest(), record),
            )

    def has_whole(self, publication: Publication) -> bool:
        return bool(self.rows("SELECT 1 FROM publication_record WHERE publication = ?", (publication.id,)))

    def fetch_whole(self, publication: Publication) -> bytes:
        rows = self.rows(
            "SELECT sha256, record FROM publication_record WHERE publication = ?", (publication.id,)
        )
        if not rows:
            raise NotFoundError(
                f"{self.path} keeps the results published on {day_text(publication.made)}, and not the whole publication. "
                "Publish the period again to keep it whole."
            )
        sha256, record = str(rows[0][0]), bytes(rows[0][1])
        if hashlib.sha256(record).hexdigest() != sha256:
            raise StoreError(
                f"{self.path}: the publication of {day_text(publication.made)} was altered since. "
                "Put back the last good copy of the store."
            )
        return record

    def save_release_steps(self, steps: Sequence[ReleaseStep]) -> None:
        # Nothing that is printed follows from them: files that are there stay what would be written today.
        with self.writing(counted=False) as connection:
            known = {one.id: one for one in self.fetch_publications()}
            for step in steps:
                publication = known.get(step.publication)
                if publication is None:
                    raise NotFoundError(f"{self.path} has no publication {step.publication}.")
                connection.execute(_STEP, (*step[:4], stored_moment(step.recorded)))
                facts = {
                    "edition": capital(publication.edition), "day": day_text(publication.made),
                    "state": step.state.value, "by": step.by, "reason": step.reason,
                }  # fmt: skip
                words = _STEP_WORDS + (": {reason}" if step.reason else ".")
                uses = {"by": Use.NAME, "reason": Use.TEXT}
                event = event_of(
                    step.recorded, step.state.value, words, facts, period=publication.period, uses=uses
                )
                insert_event(connection, event)

    def fetch_release_steps(self) -> list[ReleaseStep]:
        guard = self.guard
        return [
            ReleaseStep(
                number,
                ReleaseState(state),
                guard.shown(by, to_moment(recorded).year, Use.NAME),
                guard.shown(reason, to_moment(recorded).year),
                to_moment(recorded),
            )
            for number, state, by, reason, recorded in self.rows(_STEPS)
        ]

    def save_outputs(self, sums: Mapping[str, str], made_of: str, publication: Publication) -> None:
        rows = [(name, sha256, made_of, publication.id) for name, sha256 in sums.items()]
        with self.writing(counted=False) as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO output (name, sha256, made_of, publication) VALUES (?, ?, ?, ?)", rows
            )

    def fetch_output(self, name: str) -> WrittenOutput | None:
        found = self.rows("SELECT sha256, made_of, publication FROM output WHERE name = ?", (name,))
        return WrittenOutput(*found[0]) if found else None

    def save_framework_version(self, version: str, framework: str, first_used: datetime) -> FrameworkVersion:
        sha256 = _sha256_of(framework)
        with self.writing() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO framework_version (version, sha256, framework, first_used) VALUES (?, ?, ?, ?)",
                (version, sha256, framework, stored_moment(first_used)),
            )
            kept = self.fetch_framework_versions(version)
            return next(record for record in kept if record.sha256 == sha256)

    def fetch_framework_versions(self, version: str | None = None) -> list[FrameworkVersion]:
        rows = self.rows(
            "SELECT version, sha256, framework, first_used FROM framework_version"
            " WHERE ? IS NULL OR version = ? ORDER BY id",
            (version, version),
        )
        return [FrameworkVersion(name, sha256, text, to_moment(used)) for name, sha256, text, used in rows]


def _sha256_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
