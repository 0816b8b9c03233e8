"""One live check: the code it stands for, and the formulas that count and find its cells."""

from __future__ import annotations

from dataclasses import dataclass, field

from scpxl.checks import live_formulas as say
from scpxl.checks.live_places import span
from scpxl.returns.findings import Severity
from scpxl.returns.form import Question, Sheet
from scpxl.returns.messages import MESSAGES


@dataclass(frozen=True, slots=True)
class LiveCheck:
    """One check that the form makes of itself."""

    code: str
    sheet: Sheet
    what: str
    """What is wrong if it fails, in words."""
    count: str
    """The array formula that gives how many cells fail."""
    first: str
    """The array formula that gives the first of them (see `live_formulas.first_of`)."""
    facts: dict[str, object] = field(default_factory=dict)
    """What fills the message's advice."""
    aside: str = ""
    """What is added to the advice: who need not keep the rule, or from when on it holds."""
    at_issue: int = 0
    """How many fail on the form as it is issued."""
    first_at_issue: tuple[int, int] | None = None

    @property
    def severity(self) -> Severity:
        """How grave the finding is."""
        return MESSAGES[self.code].severity

    @property
    def advice(self) -> str:
        """What to do, in the words of the finding."""
        advice = MESSAGES[self.code].advice.format(**self.facts)
        return " ".join(part for part in (advice, self.aside) if part)


def check_of(
    code: str, sheet: Sheet, what: str, tests: list[tuple[str, str]], *, unless: str = "", **facts: object
) -> LiveCheck:
    """Return a check of several ranges: each a test with the cells it goes through."""
    count = "+".join(say.count_of(test) for test, _ in tests)
    first = ",".join(say.first_of(test, cells) for test, cells in tests)
    if unless:
        count = f"IF({unless},0,{count})"
    return LiveCheck(code, sheet, what, f"={count}", f"=MIN({first})", facts)


def cell_of(question: Question) -> str:
    """Return where a question of Start is answered."""
    return span(question.cell.sheet, question.cell[1:], question.cell[1:])
