"""The texts that are withheld because they may identify somebody: where they are, and what people decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from scpxl.errors import SetUpError
from scpxl.jobs.folder import Folder
from scpxl.jobs.lookup import find_partner
from scpxl.model.framework import Framework
from scpxl.model.periods import Period
from scpxl.privacy.guard import STRICT, Guard, Use
from scpxl.returns.cells import column_letters
from scpxl.returns.layout import lay_out_return
from scpxl.store.records import Clearance, PrivateText


@dataclass(frozen=True)
class HeldText:
    """A text that may identify somebody, and where it is; the text itself is not shown with the rest."""

    id: str
    period: Period | None
    partner: str
    where: str
    file: str
    submission: str
    kinds: tuple[str, ...]
    clearance: Clearance | None
    text: str = field(repr=False)

    @property
    def is_withheld(self) -> bool:
        """Whether nobody has cleared it."""
        return self.clearance is None or not self.clearance.cleared


def withheld_texts(
    folder: Folder, period: Period | None = None, partner: str | None = None, *, cleared: bool = False
) -> tuple[HeldText, ...]:
    """Return the texts that are withheld, by period, partner and place; with `cleared`, those cleared as well.

    Raises NotFoundError for a partner the framework has not.
    """
    framework = folder.framework
    if partner is not None:
        find_partner(framework, partner)
    with folder.record_if_any(read_only=False) as store:
        found = store.fetch_private_texts(period, partner) if store else []
    return tuple(_held(framework, one) for one in found if cleared or one.is_withheld)


def number_withheld(folder: Folder, period: Period) -> int:
    """Return how many texts of a period are withheld, wherever they would be shown."""
    return len({one.id for one in withheld_texts(folder, period)})


def clear(folder: Folder, ids: Sequence[str], by: str, reason: str) -> tuple[HeldText, ...]:
    """Let texts be shown, by their ids: these very texts, wherever they are, until somebody withholds them again.

    All of them, or where one cannot be cleared none.  Raises SetUpError where nobody or nothing is named, or
    the reason says what it should not; NotFoundError for an id there is none of; ConflictError for a
    text that is cleared already.
    """
    return _decide(folder, ids, by, reason, clear=True)


def withhold(folder: Folder, ids: Sequence[str], by: str, reason: str) -> tuple[HeldText, ...]:
    """Take clearances back: the texts are withheld again.  Raises as `clear` does."""
    return _decide(folder, ids, by, reason, clear=False)


def _decide(folder: Folder, ids: Sequence[str], by: str, reason: str, *, clear: bool) -> tuple[HeldText, ...]:
    framework = folder.framework
    by, reason = (" ".join(words.split()) for words in (by, reason))
    if not by or not reason:
        lacking = "who decided: --by NAME" if not by else "why: --reason WORDS"
        raise SetUpError(f"Say {lacking}. What is decided about a text is kept with the name and the reason.")
    _refuse_private(by, folder.guard, "name", Use.NAME)
    _refuse_private(reason, folder.guard, "reason", Use.TEXT)
    with folder.open_record() as store:
        made = store.decide_on_texts(ids, clear=clear, by=by, reason=reason, now=datetime.now(UTC))
    return tuple(_held(framework, one) for one in made)


def _refuse_private(words: str, guard: Guard, what: str, use: Use) -> None:
    if kinds := guard.kinds(words, datetime.now(UTC).year, use):
        raise SetUpError(
            f"The {what} you gave seems to hold a {' and a '.join(kinds)}. The log keeps it: say it without that."
        )


def _held(framework: Framework, one: PrivateText) -> HeldText:
    return HeldText(
        id=one.id,
        period=one.period,
        partner=one.partner,
        where=one.where or one.place or _where(framework, one),
        file=one.file,
        submission=one.submission,
        kinds=tuple(kind.value for kind in one.kinds),
        clearance=one.clearance,
        text=one.text,
    )


def _where(framework: Framework, one: PrivateText) -> str:
    """Return the cell of a text by where the form has it, for what no finding tells."""
    first = f"{STRICT.shown(one.sheet, None, Use.FILE)}!{one.row}"
    if one.period is None or one.partner not in framework.partner_by_code:
        return first if one.sheet else one.field.replace("_", " ")
    form = lay_out_return(framework, one.partner, one.period)
    for question in form.questions:
        if question.key == one.field:
            return str(question.cell)
    for table in form.tables:
        if table.sheet == one.sheet and one.field in table.position:
            row = one.row.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
            return f"{one.sheet}!{column_letters(table.position[one.field])}{row}"
    return first
