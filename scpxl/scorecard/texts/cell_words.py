"""The few words that are in a cell of the dashboard: a sign and what it means, never a sentence.

Each begins with its sign or its letter, so that colour is nowhere the only difference.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Final

from scpxl.scorecard.records.figures import Figure
from scpxl.scorecard.records.groups import Beside, GroupComparison
from scpxl.scorecard.records.lines import ActionLine
from scpxl.scorecard.records.scorecard import Direction, IndicatorCard
from scpxl.scorecard.records.shape import EXAMPLE
from scpxl.scorecard.wording import listed
from scpxl.verdicts import Assurance, Judgement, Rag, Unrated, Variation
from scpxl.words import capital, day_text

NONE: Final = "–"
CUT: Final = " …"
OVERDUE: Final = "OVERDUE"

_USUAL: Final[Mapping[Variation, str]] = {Variation.COMMON_CAUSE: "○", Variation.NOT_ASSESSED: NONE}
_ASSURED: Final[Mapping[Assurance, str]] = {
    Assurance.CONSISTENTLY_MEETS: "✓",
    Assurance.CONSISTENTLY_MISSES: "✗",
    Assurance.HIT_OR_MISS: "~",
}
_MOVED: Final[Mapping[Judgement, str]] = {
    Judgement.BETTER: "Better",
    Judgement.WORSE: "Worse",
    Judgement.SAME: "The same",
    Judgement.NEUTRAL: "Changed",
    Judgement.UNCLEAR: "No clear change",
}
_NOT_MOVED: Final[Mapping[Judgement, str]] = {
    Judgement.TOO_FEW: "Too few to test",
    Judgement.PROVISIONAL: "Provisional",
    Judgement.NOT_TESTED: "Not tested",
    Judgement.UNKNOWN: NONE,
}


def rag_words(rag: Rag, why: Unrated | None = None) -> str:
    """Return the letter and the word of a rating, or why there is none.

    >>> rag_words(Rag.AMBER), rag_words(Rag.NOT_RATED, Unrated.NO_TARGET), rag_words(Rag.NOT_RATED)
    ('A  Amber', '–  No target', '–  No rating')
    """
    return f"{rag.letter}  {capital(why or ('no rating' if rag is Rag.NOT_RATED else rag.value))}"


def change_words(direction: Direction) -> str:
    """Return which way a year moved, and what that means.

    >>> from scpxl.verdicts import Travel
    >>> change_words(Direction(Travel.UP, Judgement.WORSE, "")), change_words(Direction(Travel.UP, Judgement.NOT_TESTED, ""))
    ('▲ Worse', 'Not tested')
    """
    word = _MOVED.get(direction.judgement)
    return f"{direction.travel.arrow} {word}" if word else _NOT_MOVED[direction.judgement]


def variation_words(variation: Variation) -> str:
    """Return whether the latest figure is usual.

    >>> variation_words(Variation.CONCERN_HIGH)
    '● Unusually high'
    """
    sign = _USUAL.get(variation) or ("●" if variation.is_worse else "◆" if variation.is_better else "◇")
    # Whether it is worse or better is the sign's to say.
    return f"{sign} {capital(variation.plain.partition(',')[0])}"


def assurance_words(assurance: Assurance) -> str:
    """Return whether the target is met as things are."""
    return f"{_ASSURED[assurance]} {capital(assurance.plain)}" if assurance in _ASSURED else NONE


def brief_rank(found: GroupComparison | None) -> str:
    """Return a rank: 22 of 32."""
    return NONE if found is None or found.rank is None else f"{found.rank} of {found.of}"


def place_words(found: GroupComparison | None) -> str:
    """Return a rank and where it lies beside the others: 22 of 32, similar."""
    if found is None:
        return NONE
    return rank_cell(found.rank, found.of, found.likelihood.beside)


def rank_cell(rank: int | None, of: int, beside: Beside) -> str:
    """Return a rank of so many and its class among them as one cell.

    >>> rank_cell(22, 32, Beside.SIMILAR), rank_cell(22, 32, Beside.NOT_ASSESSED), rank_cell(None, 32, Beside.SIMILAR)
    ('22 of 32, similar', '22 of 32', '–')
    """
    if rank is None:
        return NONE
    return f"{rank} of {of}" if beside is Beside.NOT_ASSESSED else f"{rank} of {of}, {beside.brief}"


def number_or_word(figure: Figure | None) -> float | str:
    """Return a figure's number, or the word that is in its cell."""
    if figure is None:
        return NONE
    return figure.brief or NONE if figure.value is None else figure.value


def forecast_or_word(card: IndicatorCard, *, year_ended: bool) -> float | str:
    """Return the year's forecast, or why there is none."""
    if card.outturn is not None and card.outturn.forecast.value is not None:
        return card.outturn.forecast.value
    return "year ended" if year_ended and card.target is not None else NONE


def action_state(line: ActionLine) -> str:
    """Return the status of an action as its owner gives it, or that it is overdue, or not reported any more."""
    if line.last_reported:
        return f"Not reported since {line.last_reported}"
    return OVERDUE if line.overdue else line.status


def moved_words(line: ActionLine) -> str:
    """Return the day an action was due at first, and how often it was put back; blank where it never was."""
    if not line.moves:
        return ""
    times = len(line.moves)
    often = {1: "once", 2: "twice"}.get(times, f"{times} times")
    return f"{day_text(line.moves[0].was)}, put back {often}"


def closed_words(line: ActionLine) -> str:
    """Return since when an action is closed, and what came of it; blank while it is open."""
    return f"{line.closed}: {line.result or 'no result was given.'}" if line.closed else ""


def sentences(*told: str) -> str:
    """Return sentences, each with its capital and full stop; without blank ones.

    >>> sentences("3rd of 32 (1 = lowest)", "", "likely 3rd.")
    '3rd of 32 (1 = lowest). Likely 3rd.'
    """
    return " ".join([capital(one.strip().rstrip(".")) + "." for one in told if one.strip()])


def cut(text: str, most: int) -> str:
    """Return a text that fits a box of so many characters, cut at a word; what marks a made-up measure is never cut off.

    >>> cut("Keyless cars and mopeds are the most taken", 20), cut("Short.", 20)
    ('Keyless cars and …', 'Short.')
    >>> cut("People who complete a course for perpetrators [example]", 37)
    'People who complete a … [example]'
    """
    plain = " ".join(text.split())
    if len(plain) <= most:
        return plain
    if plain.endswith(EXAMPLE):
        return cut(plain.removesuffix(EXAMPLE), most - len(EXAMPLE)) + EXAMPLE
    kept = plain[: most - len(CUT) + 1].rsplit(" ", 1)[0][: most - len(CUT)]
    return kept.rstrip(" ,;:") + CUT


def cut_to_lines(text: str, across: int, lines: int) -> str:
    """Return a text that fits a box of so many lines of so many characters when it is wrapped at words, cut at one.

    >>> cut_to_lines("Violence and sexual offences by ward", 12, 3), cut_to_lines("Hammersmith and Fulham", 15, 2)
    ('Violence and sexual offences …', 'Hammersmith and Fulham')
    """
    if text.endswith(EXAMPLE) and len(textwrap.wrap(text, across)) > lines:
        # The mark takes the end of the last line.
        return cut(text, across * lines - len(EXAMPLE))
    kept = textwrap.wrap(
        text, across, max_lines=lines, placeholder=CUT, break_long_words=False, break_on_hyphens=False
    )
    # Of a first word that is too long for its line nothing would be left.
    return " ".join(kept) if kept and kept[0] != CUT.strip() else cut(text, across)


def named_within(words: str, titles: Sequence[str], most: int) -> str:
    """Return a sentence that names as many titles as fit so many characters, and says how many more there are.

    >>> named_within("New", ["Robbery", "Burglary", "Theft from the person"], 30), named_within("New", [], 30)
    ('New: Robbery and 2 more.', 'New: none.')
    """
    if not titles:
        return f"{words}: none."
    for number in range(len(titles), 0, -1):
        more = len(titles) - number
        said = f"{words}: {listed([*titles[:number], f'{more} more'] if more else list(titles))}."
        if len(said) <= most:
            return said
    return cut(said, most)
