"""One live check: the code it stands for, and the formulas that count and find its cells."""

from __future__ import annotations

from dataclasses import dataclass, field

from scpxl.checks import live_formulas as say
from scpxl.checks.catalogue import CHECKS
from scpxl.checks.live_places import span
from scpxl.returns.findings import Severity
from scpxl.returns.form import Question, Sheet


@dataclass(frozen=True, slots=True)
class LiveCheck:
    """One check that the form makes of itself."""

    code: str
    sheet: Sheet
    count: str
    """The array formula that gives how many cells fail."""
    first: str
    """The array formula that gives the first of them (see `live_formulas.first_of`)."""
    facts: dict[str, object] = field(default_factory=dict)
    """What fills the words of the check."""
    aside: str = ""
    """What is added to the advice: who need not keep the rule, or from when on it holds."""
    at_issue: int = 0
    """How many fail on the form as it is issued."""
    first_at_issue: tuple[int, int] | None = None

    @property
    def what(self) -> str:
        """What is wrong if it fails, in words."""
        return str(CHECKS[self.code].live).format(**self.facts)

    @property
    def severity(self) -> Severity:
        """How grave the finding is."""
        return CHECKS[self.code].severity

    @property
    def advice(self) -> str:
        """What to do, in the words of the finding."""
        advice = CHECKS[self.code].advice.format(**self.facts)
        return " ".join(part for part in (advice, self.aside) if part)


def check_of(
    code: str, sheet: Sheet, tests: list[tuple[str, str]], *, unless: str = "", **facts: object
) -> LiveCheck:
    """Return a check of several ranges: each a test with the cells it goes through."""
    count = "+".join(say.count_of(test) for test, _ in tests)
    first = ",".join(say.first_of(test, cells) for test, cells in tests)
    if unless:
        count = f"IF({unless},0,{count})"
    return LiveCheck(code, sheet, f"={count}", f"=MIN({first})", facts)


def cell_of(question: Question) -> str:
    """Return where a question of Start is answered."""
    return span(question.cell.sheet, question.cell[1:], question.cell[1:])
