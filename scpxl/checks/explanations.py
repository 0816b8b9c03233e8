"""Whether what a partner wrote beside an unusual figure explains it.

An explanation counts where it gives a cause and is specific.  One that does not leaves the question
open, and the partner is told why.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from scpxl.checks.catalogue import CHECKS
from scpxl.model.documents import ExplanationRecord
from scpxl.privacy.patterns import Pattern
from scpxl.returns.cells import column_letters
from scpxl.returns.findings import Finding, Severity
from scpxl.returns.form import Sheet
from scpxl.returns.normalise import fold
from scpxl.returns.raw import RawReturn

FEWEST_WORDS = 5
"""Fewer words than this give no cause."""

PASTED = 3
"""The same text given for so many measures explains none of them."""

_NOTHING_SAID = Pattern(
    r"(the |this |these |that |those |it )?(figures?|numbers?|data|it|this|they|all|we|i)?( have| has| had| been| was| were| is| are|'s|’s|'ve|’ve)*"
    r"( |^)*(been )?(ok(ay)?|fine|correct|right|true|accurate|checked|double checked|verified|confirmed|changed|higher|lower|up|down|increased|decreased|gone (up|down)|normal|as expected|"
    r"don'?t know|don’t know|do not know|not known|unknown|no (change|comment|idea|reason)|not sure|see (above|below|commentary)|as (above|before|per system))"
    r"( (and|with|by|on|the|our|again|twice|team|system|records?|data|figures?|ok(ay)?|correct|right|checked|confirmed|before|now|than|last|time|month|quarter|year|usual|so|is|are|why|it))*"
)


def judge(explanation: ExplanationRecord, title: str, times_pasted: int) -> str:
    """Return why an explanation will not do, as the end of a sentence; blank where it does.

    >>> from scpxl.model.periods import Period
    >>> record = ExplanationRecord("met", Period.parse("2017-18 Q4"), "BUR-01", "Seasonal", "Checked, OK.")
    >>> judge(record, "Burglary", 1)
    'it does not say what caused the figure'
    >>> judge(record._replace(explanation="Twelve sheds on one allotment were broken into."), "Burglary", 1)
    ''
    """
    said = re.sub(r"[.,;:!?]+", " ", fold(explanation.explanation))
    said = " ".join(said.split())
    if not said:
        return "a reason alone, without a sentence, is not specific"
    if said in {fold(title), fold(explanation.indicator)}:
        return "it only names the measure"
    if _NOTHING_SAID.fullmatch(said):
        return "it does not say what caused the figure"
    if len(said.split()) < FEWEST_WORDS:
        return "it is too short to say what caused the figure"
    if times_pasted >= PASTED:
        return f"the same text is given for {times_pasted} measures"
    if fold(explanation.reason) == fold("Not yet known"):
        return "it says that the cause is not yet known"
    return ""


def judge_all(
    explanations: Iterable[ExplanationRecord], titles: Mapping[str, str]
) -> dict[str, tuple[ExplanationRecord, str]]:
    """Return each explanation by indicator, with why it will not do (blank where it does)."""
    given = list(explanations)
    pasted = Counter(fold(one.explanation) for one in given)
    return {
        one.indicator: (one, judge(one, titles.get(one.indicator, ""), pasted[fold(one.explanation)]))
        for one in given
    }


def explanation_column(raw: RawReturn) -> str:
    """Return where an explanation goes on Measures, in words."""
    found = raw.tables.get(Sheet.MEASURES)
    place = found.columns.get("explanation") if found else None
    return f"column {column_letters(place)}" if place is not None else "the column Explanation"


def answered(found: Finding, judged: tuple[ExplanationRecord, str] | None, column: str) -> Finding:
    """Return a question as it is after its explanation: a note where that does, else with what it lacks.

    The text itself is not repeated: what is free text may name somebody.
    """
    if judged is None or found.severity is not Severity.EXPLAIN or not CHECKS[found.code].answered:
        return found
    explanation, lacks = judged
    if lacks:
        advice = f"{column[:1].upper()}{column[1:]} has an explanation, but {lacks}. Say what caused it, and how much; if the figure is wrong, correct it."
        return replace(found, advice=advice)
    reason = f": {explanation.reason}" if explanation.reason else ""
    return replace(found, severity=Severity.NOTE, advice=f"Explained in {column}{reason}.")
