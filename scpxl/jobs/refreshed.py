"""What a refresh of an open workbook did, in words; and what stops one."""

from __future__ import annotations

from dataclasses import dataclass

from scpxl.errors import ScpxlError
from scpxl.jobs.collect import Collection
from scpxl.jobs.published import Published
from scpxl.jobs.push import Pushed
from scpxl.jobs.typed import Kept
from scpxl.model.periods import Period
from scpxl.words import count_of


class CancelledError(ScpxlError):
    """Somebody asked a refresh to stop, and it had written nothing yet."""


class FaultError(ScpxlError):
    """A mistake of ours stopped a refresh; the log has what is needed to mend it."""


@dataclass(frozen=True)
class Refreshed:
    """What a refresh did."""

    workbook: str
    """The name of the workbook that was refreshed, or of the new file."""
    period: Period
    collection: Collection
    published: Published
    """What is published now; its path is that of the workbook, so far as it is known."""
    pushed: Pushed | None
    """What was written into the open workbook; None where a new file was written instead."""
    typed: Kept
    """What had been entered, and went into the record."""
    told: tuple[str, ...] = ()
    """What whoever asked for it has to know besides, a sentence each."""

    @property
    def words(self) -> str:
        """What was done, in sentences for a box."""
        number = len(self.collection.to_tell)
        files = count_of(number, "new return") if number else "no new returns"
        head = f"{self.workbook} shows {self.period.short_title}, with {files}."
        if self.pushed is None:
            head = f"A new file was written: {self.published.path}."
        sent_back = sum(
            file.saved is None or not file.saved.status.is_in_force for file in self.collection.to_tell
        )
        back = [f"{count_of(sent_back, 'return')} not accepted: see the answers."] if sent_back else []
        typed = len(self.typed.decisions) + len(self.typed.entries)
        kept = [f"{count_of(typed, 'row')} that you typed went into the record."] if typed else []
        return "\n".join([head, *back, *kept, *self.typed.told, *self.told])
