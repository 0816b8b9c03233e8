"""Who may read a text: by which key people choose it, and which texts name something that an edition may not show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from scpxl.model.documents import ActionRecord, CommentaryRecord, ExplanationRecord
from scpxl.model.framework import Edition, Framework, Indicator
from scpxl.model.plan import Objective
from scpxl.model.registers import REGISTERS, RegisterRow
from scpxl.returns.layout import MARKINGS

USUAL: Final = Edition.OBSERVERS
"""The widest edition of a text about which nobody chose."""
OWN: Final = "own"
"""In the key of a text: written by the partnership itself."""
ACTION: Final = "action"
DECISION: Final = "decision"
STANDING_TEXTS: Final = frozenset({ACTION, DECISION, *REGISTERS})
"""How the keys of texts begin that may last longer than their quarter, and with them what was chosen."""


def usual_edition(line: CommentaryRecord) -> Edition:
    """Return the widest edition of a commentary about which nobody chose: its marking says it.

    What is marked as more than OFFICIAL must not go further than the partnership.

    >>> from scpxl.model.periods import Period
    >>> said = CommentaryRecord("met", Period.parse("2017-18 Q4"), "O1", "", "", "", "", "OFFICIAL-SENSITIVE")
    >>> usual_edition(said).value, usual_edition(said._replace(marking="")).value
    ('partnership', 'observers')
    """
    plain = MARKINGS.choices[0]
    return USUAL if line.marking.strip().upper() in {"", plain} else Edition.PARTNERSHIP


def action_text_key(line: ActionRecord) -> str:
    """Return the key by which people choose the edition of an action: whose, and its reference."""
    return f"{ACTION}/{line.partner or OWN}/{line.reference if line.partner else line.source.cell}"


def commentary_key(line: CommentaryRecord) -> str:
    """Return the key by which people choose the edition of a commentary: whose, and about which objective or measure."""
    about = f"measure/{line.indicator}" if line.indicator else line.objective
    return f"commentary/{line.partner or OWN}/{about}"


def explanation_key(line: ExplanationRecord) -> str:
    """Return the key by which people choose the edition of an explanation: whose, and about which indicator."""
    return f"explanation/{line.partner}/{line.indicator}"


def decision_key(indicator: str) -> str:
    """Return the key by which people choose the edition of a decision: about which indicator."""
    return f"{DECISION}/{indicator}"


def register_key(row: RegisterRow) -> str:
    """Return the key by which people choose the edition of a row of a register: which register, and the row's key.

    No other row ever has that key, so what was chosen about a row is about no other.
    """
    return f"{row.register}/{OWN}/{row.key}"


NOT_SHOWN: Final = "Not shown in this edition."
"""What is shown in the place of a text that must be there and names what is withheld."""


class Withheld:
    """The names of what an edition may not show, to be looked for in texts."""

    def __init__(self, framework: Framework, edition: Edition) -> None:
        shown = shown_in(framework, edition)
        codes = {one.code for one in shown}
        aims = {one.code for one in objectives_with(framework, codes)}
        titles = {_folded(one.title) for one in shown} | {
            _folded(one.title) for one in framework.objectives if one.code in aims
        }
        gone = [one for one in framework.indicators if one.code not in codes]
        lost = [one for one in framework.objectives if one.code not in aims]
        hidden = {_folded(one.title) for one in gone} | {_folded(one.title) for one in lost}
        hidden -= titles
        # "Knife crime with injury" names no withheld "Knife crime": what is shown is taken out first.
        self._shown = _pattern(title for title in titles if any(one in title for one in hidden))
        self._titles = _pattern(hidden)
        self._codes = _pattern([*(one.code for one in gone), *(one.code for one in lost)])

    def names(self, *texts: str) -> bool:
        """Return whether one of the texts names something that is withheld."""
        for text in filter(None, texts):
            if self._codes and self._codes.search(text):
                return True
            if self._titles:
                plain = _folded(text)
                if self._titles.search(self._shown.sub(" ", plain) if self._shown else plain):
                    return True
        return False

    def clean(self, text: str) -> str:
        """Return a text, or what is shown in its place where it names what is withheld."""
        return NOT_SHOWN if self.names(text) else text


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _pattern(words: Iterable[str]) -> re.Pattern[str] | None:
    ordered = sorted(set(words), key=lambda one: (-len(one), one))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)") if ordered else None


def shown_in(framework: Framework, edition: Edition) -> list[Indicator]:
    """Return the indicators an edition may show: none that is worked out of one it may not."""

    def may(one: Indicator | None) -> bool:
        return one is None or edition in one.editions

    by_code = framework.by_code
    return [one for one in framework.indicators if may(one) and may(by_code.get(one.whole_code))]


def objectives_with(framework: Framework, codes: Iterable[str]) -> Iterator[Objective]:
    """Yield the objectives of which something is shown, and those that have no indicators."""
    shown = set(codes)
    measured: dict[str, bool] = {}
    for one in framework.reported:
        measured[one.objective] = measured.get(one.objective, False) or one.code in shown
    yield from (one for one in framework.objectives if measured.get(one.code, True))
