"""The texts that may identify somebody: the only place that gives them as they were written, and clears them.

Whatever else the store gives of people's words has passed its guard.  Here a text is known by an id that
says nothing of it: a keyed hash, whose key never leaves the store.  A clearance holds for the very text.
"""

from __future__ import annotations

import hmac
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from scpxl.errors import ConflictError, NotFoundError
from scpxl.model.periods import Period
from scpxl.privacy.guard import Use
from scpxl.returns.answers import use_of
from scpxl.returns.cells import CellRef, address_list
from scpxl.store.records import Clearance, PrivateText
from scpxl.store.sqlite.connection import Connection, stored_moment, to_moment, to_quotes
from scpxl.store.sqlite.log import event_of, insert_event
from scpxl.words import day_text

FILE_NAME = "the name of the file"
ID_LETTERS = "2345679ACFHJKMRTWXY"
ID_LENGTH = 7


class _Place(NamedTuple):
    text: str
    use: Use
    year: int
    period: Period | None
    partner: str
    submission: str
    sheet: str = ""
    row: str = ""
    field: str = ""
    place: str = ""
    file: str = ""
    is_in_force: bool = True


_DOCUMENTS = {
    "commentary": ("happened", "why", "doing", "decision"),
    "action": ("reference", "action", "owner", "rag_reason", "update"),
    "explanation": ("explanation",),
}
"""By table: what in it people wrote."""
_SIGNED = ("signed_name", "signed_role")
_SUBMISSIONS = """
SELECT id, partner, first_month, length, reference, file, status IN ('accepted', 'accepted with queries'),
    signed_name, signed_role
FROM submission
WHERE :first IS NULL OR (first_month = :first AND length = :length) ORDER BY id DESC
"""
_STATE = """
SELECT decision, decided_by, reason, recorded FROM clearance
WHERE text_key = ? ORDER BY id DESC LIMIT 1
"""
_INSERT = "INSERT INTO clearance (text_key, decision, decided_by, reason, recorded) VALUES (?, ?, ?, ?, ?)"
_NOTED = "{id} ({kinds}) {decision} by {by}: {reason}"
_SAID = {"id": Use.REFERENCE, "by": Use.NAME, "reason": Use.TEXT}
_CLEARED, _WITHHELD = "cleared", "withheld"


class PrivateTexts(Connection):
    """The texts in which the guard finds something, and what was decided about them."""

    def fetch_private_texts(
        self, period: Period | None = None, partner: str | None = None
    ) -> list[PrivateText]:
        found: dict[tuple[object, ...], PrivateText] = {}
        for place in self._places(period):
            if period is not None and place.period != period:
                continue
            if partner is not None and place.partner != partner:
                continue
            kinds = self.guard.kinds(place.text, place.year, place.use)
            if kinds:
                number = self.text_id(place.text)
                same = (number, place.period, place.partner, place.sheet, place.row, place.field, place.place)
                file = self.guard.shown(place.file, None, Use.FILE)
                found.setdefault(
                    same,
                    PrivateText(
                        number, place.text, kinds, place.period, place.partner, place.submission, file,
                        place.sheet, place.row, place.field, place.place, "", place.is_in_force, self._state(place.text),
                    ),
                )  # fmt: skip
        return sorted(self._placed(list(found.values())), key=_order)

    def count_withheld(self, period: Period) -> int:
        texts = self.fetch_private_texts(period)
        return len({one.id for one in texts if one.is_in_force and one.is_withheld})

    def decide_on_texts(
        self, ids: Sequence[str], *, clear: bool, by: str, reason: str, now: datetime
    ) -> list[PrivateText]:
        known: dict[str, PrivateText] = {}
        for one in self.fetch_private_texts():
            known.setdefault(one.id, one)
        wanted = [known.get(number.strip().upper()) or self._unknown(number) for number in dict.fromkeys(ids)]
        for one in wanted:
            if one.is_withheld is not clear:
                _refuse(one, clear=clear)
        decision = _CLEARED if clear else _WITHHELD
        with self.writing() as connection:
            for one in {found.id: found for found in wanted}.values():
                values = (self.key_of(one.text), decision, by, reason, stored_moment(now))
                connection.execute(_INSERT, values)
                facts = {
                    "id": one.id,
                    "kinds": ", ".join(one.kinds),
                    "decision": decision,
                    "by": by,
                    "reason": reason,
                }
                event = event_of(
                    now, decision, _NOTED, facts, partner=one.partner, period=one.period, uses=_SAID
                )
                insert_event(connection, event)
        self.forget_clearances()
        return wanted

    def text_id(self, text: str) -> str:
        """Return the id of a text: the same for the same text in the same store, and of no use elsewhere."""
        digest = hmac.digest(self.secret, b"id " + text.encode("utf-8", "surrogatepass"), "sha256")
        return "P-" + "".join(ID_LETTERS[byte % len(ID_LETTERS)] for byte in digest[:ID_LENGTH])

    def _placed(self, texts: list[PrivateText]) -> Iterator[PrivateText]:
        """Yield texts with their cells, as far as the findings of their submission say which cells those are.

        A record keeps the first cell of its row.  Where the findings name as many cells of that row as it has
        such texts, they are those, in the order of the form.
        """
        in_row: defaultdict[tuple[str, str, str], list[PrivateText]] = defaultdict(list)
        for one in texts:
            in_row[one.submission, one.sheet, one.row].append(one)
        told: dict[str, dict[tuple[str, str], list[str]]] = {}
        for (submission, sheet, row), those in in_row.items():
            if not sheet or not those[0].field:
                quoted = f"{sheet}!{row}" if sheet else ""
                yield from (one._replace(where=quoted) for one in those)
                continue
            if submission not in told:
                told[submission] = self._cells_told(submission)
            cells = told[submission].get((sheet, row.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")), [])
            known = len(cells) == len(those)
            for place, one in enumerate(those):
                yield one._replace(where=f"{sheet}!{cells[place]}" if known else "")

    def _cells_told(self, submission: str) -> dict[tuple[str, str], list[str]]:
        """Return by sheet and row the cells of which a submission's findings say that somebody may be known by them."""
        sql = """
        SELECT f.cells FROM finding AS f JOIN submission AS s ON s.id = f.submission_id
        WHERE s.reference = ? AND f.code LIKE 'PERSONAL%'
        """
        cells = {CellRef(*cell) for (listed,) in self.rows(sql, (submission,)) for cell in json.loads(listed)}
        by_row: dict[tuple[str, str], list[str]] = {}
        for cell in sorted(cells):
            by_row.setdefault((cell.sheet, str(cell.row + 1)), []).append(cell.a1)
        return by_row

    def _unknown(self, number: str) -> PrivateText:
        raise NotFoundError(
            f"There is no text {number} in {self.path}. `scpxl privacy list` names those that are withheld."
        )

    def _state(self, text: str) -> Clearance | None:
        rows = self.rows(_STATE, (self.key_of(text),))
        if not rows:
            return None
        decision, by, reason, recorded = rows[0]
        guard, moment = self.guard, to_moment(recorded)
        return Clearance(
            decision == _CLEARED,
            guard.shown(by, moment.year, Use.NAME),
            guard.shown(reason, moment.year),
            moment,
        )

    def _places(self, period: Period | None) -> Iterator[_Place]:
        with self.reading():
            yield from self._of_submissions(period)
            yield from self._of_decisions()
            yield from self._of_entries()
            yield from self._of_events()

    def _of_submissions(self, wanted: Period | None) -> Iterator[_Place]:
        limits = {"first": wanted.first if wanted else None, "length": wanted.length if wanted else None}
        for number, partner, first, length, reference, file, in_force, *signed in self.rows(
            _SUBMISSIONS, limits
        ):
            period = Period(first, length)
            year = period.last // 12
            common = (year, period, partner, reference)
            rest: dict[str, Any] = {"file": file, "is_in_force": bool(in_force)}
            yield _Place(file, Use.FILE, *common, place=FILE_NAME, **rest)
            for field, text in zip(_SIGNED, signed, strict=True):
                yield _Place(text, use_of(field), *common, field=field, **rest)
            for table, fields in _DOCUMENTS.items():
                columns = ", ".join(f'"{field}"' for field in fields)
                sql = f"SELECT sheet, cell, {columns} FROM {table} WHERE submission_id = ? ORDER BY place"  # noqa: S608  ours
                for sheet, cell, *texts in self.rows(sql, (number,)):
                    for field, text in zip(fields, texts, strict=True):
                        yield _Place(text, use_of(field), *common, sheet, cell, field, **rest)
            yield from self._of_findings(number, common, file)

    def _of_findings(self, number: int, common: tuple[int, Period, str, str], file: str) -> Iterator[_Place]:
        sql = "SELECT quotes, cells FROM finding WHERE submission_id = ? AND quotes <> '[]' ORDER BY place"
        for quotes, cells in self.rows(sql, (number,)):
            where = [CellRef(*cell) for cell in json.loads(cells)]
            for quote in to_quotes(quotes):
                if quote.use is not Use.FILE:
                    sheet, _, row = address_list(where).partition("!")
                    yield _Place(quote.text, quote.use, *common, sheet, row, file=file, is_in_force=False)

    def _of_decisions(self) -> Iterator[_Place]:
        sql = "SELECT indicator, first_month, length, decided_by, reason, recorded FROM decision ORDER BY id"
        for indicator, first, length, by, reason, recorded in self.rows(sql):
            common = (to_moment(recorded).year, Period(first, length), "", "")
            yield _Place(by, Use.NAME, *common, place=f"who decided about {indicator}")
            yield _Place(reason, Use.TEXT, *common, place=f"the reason of a decision about {indicator}")

    def _of_entries(self) -> Iterator[_Place]:
        """Yield what was entered into dashboards: every typing, of which the last under a key is in force."""
        sql = "SELECT id, kind, key, first_month, length, words, entered_by, recorded FROM entry ORDER BY id DESC"
        last: set[tuple[str, str, int]] = set()
        for _, kind, key, first, length, words, by, recorded in self.rows(sql):
            in_force = (kind, key, first) not in last
            last.add((kind, key, first))
            common = (to_moment(recorded).year, Period(first, length), "", "")
            where = f"the partnership's own {kind} {key}"
            for name, text in json.loads(words).items():
                yield _Place(text, use_of(name), *common, field=name, place=where, is_in_force=in_force)
            yield _Place(by, Use.NAME, *common, place=f"who typed the {kind} {key}", is_in_force=in_force)

    def _of_events(self) -> Iterator[_Place]:
        sql = """
        SELECT e.what, e.moment, coalesce(s.partner, e.partner), coalesce(s.first_month, e.first_month),
            coalesce(s.length, e.length), coalesce(s.reference, ''), e.quotes
        FROM event AS e LEFT JOIN submission AS s ON s.id = e.submission_id WHERE e.quotes <> '[]' ORDER BY e.id
        """
        for what, moment, partner, first, length, reference, quotes in self.rows(sql):
            period = None if first is None else Period(first, length)
            for quote in to_quotes(quotes):
                # A file's name and a decision's words are in tables of their own.
                if quote.use is not Use.FILE and what != "decided":
                    yield _Place(
                        quote.text,
                        quote.use,
                        to_moment(moment).year,
                        period,
                        partner,
                        reference,
                        place=f"the log: {what}",
                        is_in_force=False,
                    )


def _order(one: PrivateText) -> tuple[int, str, str, str, str]:
    return (one.period.first if one.period else 0, one.partner, one.sheet, one.row, one.place)


def _refuse(one: PrivateText, *, clear: bool) -> None:
    decided = one.clearance
    if decided is None:
        raise ConflictError(f"{one.id} is withheld: nobody has cleared it. Nothing was changed.")
    what = "cleared" if clear else "withheld"
    raise ConflictError(
        f"{one.id} is {what} already, by {decided.by} on {day_text(decided.recorded)}. Nothing was changed."
    )
