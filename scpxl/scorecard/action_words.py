"""The action plan in sentences: what is open, put back and overdue, what was closed since, what nobody mentions any more."""

from __future__ import annotations

from scpxl.scorecard.cell_words import moved_words
from scpxl.scorecard.list_records import ActionLine
from scpxl.scorecard.model import Scorecard
from scpxl.scorecard.partner_words import most_urgent_first
from scpxl.words import are, count_of, day_text


def open_actions(scorecard: Scorecard) -> list[ActionLine]:
    """Return the open actions of the quarter, overdue ones first, then by the day they are due."""
    return [line for line in most_urgent_first(scorecard.actions) if line.overdue or line.is_open]


def closed_since(scorecard: Scorecard) -> list[ActionLine]:
    """Return the actions that were closed in the quarter."""
    return [line for line in scorecard.actions if line.closed and line.closed == scorecard.quarter_name]


def moved_since(scorecard: Scorecard) -> list[ActionLine]:
    """Return the open actions whose day was put back in the quarter."""
    found = (line for line in open_actions(scorecard) if line.moves)
    return [line for line in found if line.moves[-1].quarter == scorecard.quarter_name]


def plan_words(scorecard: Scorecard) -> str:
    """Return the action plan in a sentence: how many are open, overdue, put back, closed since, not reported."""
    lines, open_ = scorecard.actions, open_actions(scorecard)
    parts = [
        f"{len(open_)} of {count_of(len(lines), 'action')} {are(len(open_))} open",
        f"{sum(line.overdue for line in open_)} overdue",
    ]
    back = sum(bool(line.moves) for line in open_)
    parts += [f"{back} put back before"] if back else []
    parts += [f"{len(closed_since(scorecard))} closed since"] if closed_since(scorecard) else []
    parts += [f"{len(scorecard.unreported_actions)} not reported"] if scorecard.unreported_actions else []
    return "; ".join(parts)


def course_words(line: ActionLine) -> str:
    """Return what became of an action, in sentences: who, since when, how its day moved, what came of it."""
    told = [f"Owner: {line.owner} ({line.partner})."]
    if line.supporting:
        told.append(f"With {'; '.join(line.supporting)}.")
    if line.opened:
        told.append(f"On record since {line.opened}.")
    told += [
        f"Put back from {day_text(one.was)} to {day_text(one.now)} in {one.quarter}." for one in line.moves
    ]
    if line.last_reported:
        why = "no return has come since" if line.no_return else "the return since does not mention it"
        told.append(f"Last reported in {line.last_reported}: {why}.")
    if line.closed:
        told.append(f"{line.status} in {line.closed}. Result: {line.result or 'none was given.'}")
    elif line.update:
        told.append(line.update)
    return " ".join(told)


def entry_words(line: ActionLine) -> tuple[str, str]:
    """Return what an action is called in a list, and how it is."""
    name = f"{line.reference} {line.action}".strip().rstrip(".")
    due = f"Due {day_text(line.due)}" if line.due else "No day"
    moved = f" (first {moved_words(line)})" if line.moves else ""
    if line.closed:
        return name, f"{line.status} in {line.closed}. {line.result or 'No result was given.'}"
    if line.last_reported:
        why = "no return has come since" if line.no_return else "the return since does not mention it"
        return name, f"{due}{moved}. Last reported in {line.last_reported}: {why}."
    return name, f"{due}{moved}, {line.owner}. {line.update}".strip()
