"""By which key people choose who may read a text, and who does where nobody chose."""

from __future__ import annotations

from typing import Final

from scpxl.model.documents import ActionRecord, CommentaryRecord, ExplanationRecord
from scpxl.model.framework import Edition
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


def action_key(line: ActionRecord) -> str:
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
