"""The registers in sentences: what a board should know of each before it reads any row, and which rows matter most."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from scpxl.model.periods import MONTH, Period
from scpxl.model.registers import REGISTERS, Works
from scpxl.scorecard.records.figures import Figure, NumberStyle
from scpxl.scorecard.records.lines import RegisterLine, RegisterTable
from scpxl.scorecard.records.scorecard import Scorecard
from scpxl.scorecard.wording import number_text
from scpxl.words import are, count_of, day_text

SOON: Final = 6
"""Months after the period in which an agreement's end is soon."""
NEXT: Final = 3
"""Likewise, in which a task is next."""
_POUNDS: Final = frozenset({"budget", "spend"})
"""Cells that are kept as plain numbers."""


@dataclass(frozen=True)
class RegisterStory:
    """What is told of one register."""

    table: RegisterTable
    says: str
    """The one sentence: a slide's title, and the first of the briefing's section."""
    lines: tuple[RegisterLine, ...]
    """The rows that matter, those that matter most first; the others are on the dashboard only."""
    columns: tuple[tuple[str, float], ...]
    """What is shown of a row, with its part of the width; the first column is what the row is about."""
    calls_for_slide: bool
    """Whether the board has something to see in it."""

    def head(self, name: str) -> str:
        """Return the heading of a column."""
        register = REGISTERS[self.table.name]
        heads = {one.name: one.head for one in register.fields}
        return {**heads, **{one.works.value: one.head for one in register.worked}}[name]


def register_stories(scorecard: Scorecard) -> Iterator[RegisterStory]:
    """Yield what is told of each register that has rows, in the framework's order.

    Open rows come before closed ones, overdue ones first, then by the day they are due; risks by their score.
    """
    for table in scorecard.registers:
        if table.lines:
            yield _TELLERS[table.name](table, scorecard.last_month)


def said(line: RegisterLine, name: str) -> str:
    """Return what is in a cell of a row; blank where it has none of that name."""
    found = next((one for one in (*line.typed, *line.worked) if one.name == name), None)
    if found is not None and found.number is not None and name in _POUNDS:
        return number_text(found.number, NumberStyle.TWO_PLACES if found.number % 1 else NumberStyle.WHOLE)
    return found.text if found is not None else ""


def state_of(line: RegisterLine) -> str:
    """Return the status of a row as people chose it, or that it is overdue."""
    return said(line, Works.OVERDUE) or said(line, "status")


def _day(line: RegisterLine, name: str) -> date | None:
    return next((one.day for one in line.typed if one.name == name), None)


def _by_urgency(table: RegisterTable, due: str = "") -> tuple[RegisterLine, ...]:
    def order(line: RegisterLine) -> tuple[bool, bool, float, date]:
        score = next((one.number or 0.0 for one in line.worked if one.name == Works.SCORE), 0.0)
        return line.closed, not said(line, Works.OVERDUE), -score, _day(line, due) or date.max

    return tuple(sorted(table.lines, key=order))


def _late(lines: tuple[RegisterLine, ...]) -> int:
    return sum(bool(said(line, Works.OVERDUE)) for line in lines)


def _in_status(table: RegisterTable, *states: str) -> int:
    return sum(said(line, "status") in states for line in table.lines)


def _end_after(last_month: int, months: int) -> date:
    return Period(last_month, MONTH).shift(months).last_day


def _share(part: int, whole: int, things: str, verbs: tuple[str, str], alone: tuple[str, str]) -> str:
    """Return how many of some things, as a sentence; where there is one alone, whether it is one of these.

    >>> _share(2, 5, "risks", ("has", "have"), ("", "")), _share(0, 1, "risks", ("", ""), ("It has", "It has not"))
    ('2 of 5 risks have', 'It has not')
    """
    if whole == 1:
        return alone[0] if part else alone[1]
    return f"{part or 'None'} of {whole} {things} {verbs[0] if part <= 1 else verbs[1]}"


def _overdue_words(late: int) -> str:
    return f"; {late} overdue" if late else ""


def _follow_up(table: RegisterTable, _last_month: int) -> RegisterStory:
    done, lines = _in_status(table, "Done"), _by_urgency(table, "due")
    says = _share(
        done, len(lines), "decisions of the board", ("is carried out", "are carried out"),
        ("The decision of the board is carried out", "The decision of the board is not yet carried out"),
    )  # fmt: skip
    return RegisterStory(
        table, says + _overdue_words(_late(lines)), lines,
        (("decision", 3.6), ("decided", 1.3), ("owner", 1.8), ("due", 1.3), ("status", 1.2), ("done", 3.0)), calls_for_slide=True,
    )  # fmt: skip


def _escalations(table: RegisterTable, _last_month: int) -> RegisterStory:
    waiting, lines = _in_status(table, "Raised", "With the board"), _by_urgency(table)
    says = f"The implementation group escalates {count_of(waiting, 'matter')} to the board"
    if not waiting:
        says = f"Nothing new is escalated; {count_of(len(lines), 'matter')} {'has' if len(lines) == 1 else 'have'} come to an end"
    return RegisterStory(
        table, says, lines,
        (("what", 3.0), ("reason", 3.4), ("asked", 2.6), ("status", 1.3), ("outcome", 1.9)), calls_for_slide=True,
    )  # fmt: skip


def _referrals(table: RegisterTable, _last_month: int) -> RegisterStory:
    lines = _by_urgency(table, "due")
    answered = sum(bool(said(line, "answer")) or line.closed for line in lines)
    says = _share(
        answered, len(lines), "questions to other boards", ("is answered", "are answered"),
        ("The question to another board is answered", "The question to another board is not yet answered"),
    )  # fmt: skip
    return RegisterStory(
        table, says + _overdue_words(_late(lines)), lines,
        (("board", 2.0), ("question", 3.4), ("asked", 1.3), ("due", 1.3), ("answer", 3.0), ("status", 1.2)), calls_for_slide=True,
    )  # fmt: skip


def _plan(table: RegisterTable, last_month: int) -> RegisterStory:
    until = _end_after(last_month, NEXT)
    lines = tuple(line for line in _by_urgency(table, "due") if not line.closed)
    late = _late(lines)
    ahead = sum((day := _day(line, "due")) is not None and day <= until for line in lines) - late
    done = len(table.lines) - len(lines)
    says = f"{count_of(ahead, 'task')} {are(ahead)} due by {day_text(until)}{_overdue_words(late)}{f'; {done} done or dropped' if done else ''}"
    return RegisterStory(
        table, says, lines,
        (("task", 4.4), ("owner", 2.2), ("due", 1.3), ("status", 1.3), ("note", 3.0)), calls_for_slide=bool(lines),
    )  # fmt: skip


def _risks(table: RegisterTable, _last_month: int) -> RegisterStory:
    lines = tuple(line for line in _by_urgency(table) if not line.closed)
    ways = [said(line, Works.DIRECTION) for line in lines]
    up, down, new = (sum(way.startswith(word) for way in ways) for word in ("up", "down", "new"))
    high = sum(said(line, Works.LEVEL) == "High" for line in lines)
    changes = [f"{number} {word}" for number, word in ((down, "went down"), (new, "new")) if number]
    says = _share(
        up,
        len(lines),
        "risks",
        ("went up", "went up"),
        ("The only risk went up", "The only risk did not go up"),
    )
    says += "".join(f"; {one}" for one in changes) + f"; {high or 'none'} {are(high or 1)} high"
    if not lines:
        says = "Every risk is closed"
    return RegisterStory(
        table, says, lines,
        (("risk", 3.6), ("score", 0.8), ("level", 1.0), ("direction", 1.5), ("owner", 1.8), ("response", 3.5)), calls_for_slide=bool(lines),
    )  # fmt: skip


def _money(table: RegisterTable, _last_month: int) -> RegisterStory:
    whole = table.sums[-1]
    if whole.spent.value is not None:
        says = f"{whole.spent.text} of the budget is spent: {pounds(whole.spend)} of {pounds(whole.budget)}"
    elif whole.spend.value is not None:
        says = f"{pounds(whole.spend)} is spent of a budget of {pounds(whole.budget)}; {whole.unspent} of {count_of(whole.items, 'item')} without a figure"
    else:
        says = f"The budget is {pounds(whole.budget)}; no spend has been entered"
    return RegisterStory(
        table, says, _by_urgency(table),
        (("item", 3.6), ("budget", 1.4), ("spend", 1.6), ("spent", 1.1), ("results", 1.6), ("cost", 1.6)), calls_for_slide=True,
    )  # fmt: skip


def _analysis(table: RegisterTable, _last_month: int) -> RegisterStory:
    done, lines = _in_status(table, "Done"), _by_urgency(table, "due")
    says = _share(
        done, len(lines), "requests for analysis", ("is answered", "are answered"),
        ("The request for analysis is answered", "The request for analysis is not yet answered"),
    )  # fmt: skip
    return RegisterStory(
        table, says + _overdue_words(_late(lines)), lines,
        (("what", 3.2), ("purpose", 2.6), ("asked", 1.6), ("due", 1.3), ("status", 1.2), ("answer", 2.3)), calls_for_slide=True,
    )  # fmt: skip


def _consultation(table: RegisterTable, _last_month: int) -> RegisterStory:
    lines = _by_urgency(table, "when")
    follows = sum(bool(said(line, "follows")) for line in lines)
    says = f"{count_of(len(lines), 'group was', 'groups were')} asked for their views; something follows from {follows or 'none'}"
    if follows == len(lines):
        says = f"{count_of(len(lines), 'group was', 'groups were')} asked for their views, and it is said what follows"
    return RegisterStory(
        table,
        says,
        lines,
        (("asked", 2.2), ("when", 1.3), ("said", 4.4), ("follows", 4.3)),
        calls_for_slide=True,
    )


def _agreements(table: RegisterTable, last_month: int) -> RegisterStory:
    until = _end_after(last_month, SOON)
    open_ = [line for line in _by_urgency(table, "until") if not line.closed]
    ending = tuple(line for line in open_ if (day := _day(line, "until")) is not None and day <= until)
    gone = _late(ending)
    by = f"by {day_text(until)}"
    says = _share(
        len(ending), len(open_), "sharing agreements", (f"ends {by}", f"end {by}"),
        (f"The sharing agreement ends {by}", f"The sharing agreement does not end {by}"),
    )  # fmt: skip
    if not open_:
        says = "Every sharing agreement has ended"
    if gone:
        says += f"; {gone} {'has' if gone == 1 else 'have'} ended already"
    return RegisterStory(
        table, says, ending, (("partner", 2.4), ("what", 4.2), ("until", 1.4), ("status", 1.4), ("note", 2.8)),
        calls_for_slide=bool(ending),
    )  # fmt: skip


def pounds(figure: Figure) -> str:
    """Return an amount as a sentence has it."""
    return figure.text if figure.value is None or figure.text.startswith("£") else f"£{figure.text}"


def in_words(story: RegisterStory, line: RegisterLine) -> tuple[str, str]:
    """Return what a row is about, and the rest of it as one line of words."""
    first, *others = [name for name, _ in story.columns]
    cells = ((story.head(name), state_of(line) if name == "status" else said(line, name)) for name in others)
    return said(line, first), "; ".join(_named(head, text) for head, text in cells if text)


def _named(head: str, text: str) -> str:
    """Return a cell after its heading, its unit beside the number and no full stop before what comes next.

    >>> _named("Budget, £", "22,500"), _named("Spent, %", "90"), _named("Why", "It rose.")
    ('Budget: £22,500', 'Spent: 90%', 'Why: It rose')
    """
    what, _, unit = head.partition(", ")
    if unit in {"£", "%"}:
        return f"{what}: £{text}" if unit == "£" else f"{what}: {text}%"
    return f"{head}: {text.rstrip('.')}"


_TELLERS: Final[Mapping[str, Callable[[RegisterTable, int], RegisterStory]]] = {
    "follow-up": _follow_up,
    "escalations": _escalations,
    "referrals": _referrals,
    "plan": _plan,
    "risks": _risks,
    "money": _money,
    "analysis": _analysis,
    "consultation": _consultation,
    "agreements": _agreements,
}
