"""Which rules can be waived or put on trial, and why the others cannot.

A rule can be let by where what the return says can still be taken as it stands.  Where it cannot, letting
the rule by would lose a figure or guess one, and nobody's agreement makes up for that.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from scpxl.model.agreements import Trial, Waiver
from scpxl.returns.findings import Severity, Stage
from scpxl.returns.messages import MESSAGES

_BY_STAGE = {
    Stage.FILE: "the file cannot be read, or is not safe to read",
    Stage.FORM: "without it nothing shows that this is our form",
    Stage.IDENTITY: "without it nothing shows whose figures these are, and for when",
    Stage.STRUCTURE: "without it a figure cannot be told from another",
}

_BY_CODE: dict[tuple[str, ...], str] = {
    (
        "NOT_A_NUMBER", "AMBIGUOUS_NUMBER", "SMALL_NUMBER_HIDDEN", "NOT_YET_KNOWN", "PERCENT_IN_COUNT",
        "DATE_IN_NUMBER", "CELL_ERROR", "NOT_CALCULATED", "NOT_IN_LIST", "NOT_A_DATE", "DATE_AMBIGUOUS",
        "DATE_IMPLAUSIBLE",
    ): "what stands in the cell cannot be read for certain, and would be lost",
    ("NEGATIVE", "TOO_LARGE", "PERCENT_RANGE", "OUT_OF_NOUGHT"): "a figure that cannot be would go into totals",
    ("HALF_GIVEN",): "half a figure is none, and would be lost",
    ("NIL_CONTRADICTED",): "a return cannot say nothing and something at once",
    ("NOTHING_FILLED",): "it stands for the blanks of a whole sheet; let BLANK by instead",
    ("ACTION_INCOMPLETE",): "an action without its facts cannot be shown to the board",
    (*(code for code in MESSAGES if code.startswith("PERSONAL_")), "STILL_WITHHELD"): "whether a text identifies somebody is looked at each time",
}  # fmt: skip

_WORDS_RULES = frozenset({"ANSWER_MISSING", "TEXT_TOO_LONG", "ACTION_OVERDUE", "COMPLETE_FELL"})
"""Rules about what is written: they concern no indicator."""


def why_not(rule: str) -> str:
    """Return why a rule can be neither waived nor put on trial; blank where it can.

    Raises KeyError where there is no such rule.

    >>> why_not("BLANK"), why_not("FILE_ENCRYPTED")
    ('', 'the file cannot be read, or is not safe to read')
    """
    message = MESSAGES[rule]
    if message.severity is Severity.NOTE:
        return "it only informs: there is nothing to let by"
    if rule.startswith("TIDY_"):
        return "it is about imported tables, not returns"
    told = next((why for codes, why in _BY_CODE.items() if rule in codes), "")
    return told or _BY_STAGE.get(message.stage, "")


WAIVABLE = tuple(rule for rule in MESSAGES if not why_not(rule))
"""The rules that can be waived or put on trial."""

ABOUT_INDICATORS = frozenset(WAIVABLE) - _WORDS_RULES
"""Those of them that a waiver may name an indicator for."""


def waiver_for(waivers: Iterable[Waiver], rule: str, indicator: str, due: date) -> Waiver | None:
    """Return the waiver that covers a rule and indicator in a return due on a day; the one that lasts longest.

    `indicator` is blank for what concerns none.  The waivers are those of the return's partner.
    """
    covering = [waiver for waiver in _of(waivers, rule, indicator) if waiver.until >= due]
    return max(covering, key=lambda waiver: waiver.until, default=None)


def ended_waiver(waivers: Iterable[Waiver], rule: str, indicator: str, due: date) -> Waiver | None:
    """Return the waiver that had ended by the day, the last to end; None where one still covers it."""
    known = list(_of(waivers, rule, indicator))
    last = max(known, key=lambda waiver: waiver.until, default=None)
    return last if last is not None and last.until < due else None


def _of(waivers: Iterable[Waiver], rule: str, indicator: str) -> Iterable[Waiver]:
    return (waiver for waiver in waivers if waiver.rule == rule and waiver.indicator in {"", indicator})


def trial_of(trials: Iterable[Trial], rule: str, due: date) -> Trial | None:
    """Return the trial a rule is on in a return due on a day, None where it is in force."""
    return next((trial for trial in trials if trial.rule == rule and trial.until >= due), None)


def lets_by(waivers: Iterable[Waiver], trials: Iterable[Trial], rule: str, indicator: str, due: date) -> bool:
    """Whether a rule neither holds up a return due on the day nor asks anything of it."""
    return trial_of(trials, rule, due) is not None or waiver_for(waivers, rule, indicator, due) is not None
