"""What a partner is asked of the action plan: an action left without a word, a share done that fell by a slip."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from scpxl.checks.normalise import fold, show
from scpxl.checks.scale import is_fraction, is_on_another_scale
from scpxl.checks.texts import Words
from scpxl.model.documents import ActionRecord
from scpxl.returns.findings import Finding
from scpxl.returns.form import ReturnForm, Sheet
from scpxl.returns.messages import finding
from scpxl.returns.prefill import Prefill
from scpxl.returns.raw import RawReturn, RawRow

_CLOSED = {"Complete", "Cancelled"}


def check_actions(raw: RawReturn, form: ReturnForm, words: Words, known: Prefill) -> Iterator[Finding]:
    """Yield a question for each action overdue without an update, or whose share done fell to another scale.

    `known` holds the actions as they were given last time.
    """
    found = raw.tables.get(Sheet.ACTIONS)
    if found is None or "update" not in found.columns:
        return
    rows = {row.first.a1: row for row in found.rows}
    before = {fold(str(one.get("reference") or "")): one.get("complete") for one in known.actions}
    following = form.period.last + 1
    ended = date(following // 12, following % 12 + 1, 1) - timedelta(days=1)
    for action in words.actions:
        row = rows.get(action.source.cell)
        if row is None:
            continue
        if (
            action.due is not None
            and action.due <= ended
            and not action.update
            and action.status not in _CLOSED
        ):
            cell = row.cell("update").ref
            yield finding("ACTION_OVERDUE", [cell], action=action.reference, due=f"{action.due:%d/%m/%Y}")
        was = before.get(fold(action.reference))
        if isinstance(was, (int, float)):
            yield from _share_done(action, was, row)


def _share_done(action: ActionRecord, was: float, row: RawRow) -> Iterator[Finding]:
    now = action.complete
    # Less than one per cent has a question of its own; an update that gives the share answers this one.
    if now is None or now >= was or is_fraction(now) or f"{show(now)}%" in action.update:
        return
    if is_on_another_scale(now, was, was, least=1):
        told = {"action": action.reference, "was": show(was), "now": show(now)}
        yield finding("COMPLETE_FELL", [row.cell("complete").ref], **told)
