"""Which choices of a list were meant by what was entered: one, or several with whatever people put between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from scpxl.privacy.kinds import Pattern
from scpxl.returns.form import ChoiceList
from scpxl.returns.normalise import fold, read_text, show
from scpxl.returns.raw import CellValue

SEPARATOR = "; "
"""Between choices as we write them: names of organisations have commas in them."""
_BETWEEN = Pattern(r"[;,|\n\r/+&•·]|\band\b", re.IGNORECASE)
_NOT_WORDS = Pattern(r"[\W_]+")
_IDLE = {"and", "the"}
_NONE = {"none", "no", "nil", "n/a", "na", "no one", "nobody"}
"""What says in words that there is none."""


def read_choice(value: CellValue, choices: ChoiceList) -> str | None:
    """Return the choice meant, compared without case or blanks; '' for a blank, None for no choice.

    >>> read_choice(" yes", ChoiceList("list_yes_no", ("Yes", "No")))
    'Yes'
    """
    typed = fold(show(value))
    if not typed:
        return ""
    return _by_fold(choices.choices).get(typed)


@lru_cache(maxsize=256)
def _by_fold(choices: tuple[str, ...]) -> Mapping[str, str]:
    """Return the choices as they are compared; of two that compare alike, the first."""
    return {fold(choice): choice for choice in reversed(choices)}


class ChoicesRead(NamedTuple):
    """Several choices as they were read."""

    kept: tuple[str, ...]
    """What is kept of those meant, each once, in the order entered."""
    unknown: str
    """What is none of the choices, as it was entered; blank where all are."""
    words: str
    """The choices meant, as we write them."""


def read_choices(value: CellValue, choices: ChoiceList) -> ChoicesRead:
    """Return the choices meant by a cell that takes several: by name or code, in any order.

    Between them may be a semicolon, a comma, a slash, *and*, a new line and the like.  A name that holds such a
    sign itself is known whole; so is a name without what follows its first comma, where only one begins so.

    >>> partners = ChoiceList("list_partner", ("Police, Barnet", "Fire & Rescue", "Health"), ("met", "lfb", "nhs"))
    >>> read_choices("the Police, Barnet and lfb, Health", partners).kept
    ('met', 'lfb', 'nhs')
    >>> read_choices("police / Scouts and Guides", partners)
    ChoicesRead(kept=('met',), unknown='Scouts and Guides', words='Police, Barnet')
    """
    text = read_text(value).text
    if fold(text) in _NONE:
        return ChoicesRead((), "", "")
    kept: dict[str, None] = {}
    unknown: list[str] = []
    for known, part in _parts(text, _known(choices)):
        if known:
            kept[known] = None
        else:
            unknown.append(part)
    return ChoicesRead(tuple(kept), SEPARATOR.join(unknown), choices_text(kept, choices))


def choices_text(kept: Iterable[str], choices: ChoiceList) -> str:
    """Return several choices as the form writes them in one cell; what is none of the choices now is left out."""
    named = dict(zip(choices.kept, choices.choices, strict=True))
    return SEPARATOR.join(named[code] for code in kept if code in named)


@lru_cache(maxsize=256)
def _known(choices: ChoiceList) -> Mapping[str, str]:
    """Return what is kept of a choice by each way of writing it that can mean no other."""
    names = [_key(name) for name in choices.choices]
    short = [_key(re.split(r"[,(]", name)[0]) for name in choices.choices]
    by_short = {
        one: code
        for one, code in zip(short, choices.kept, strict=True)
        if sum(f"{name} ".startswith(f"{one} ") for name in names) == 1
    }
    return (
        by_short | dict(zip(names, choices.kept, strict=True)) | {_key(code): code for code in choices.kept}
    )


def _key(text: str) -> str:
    """Return the words of a text as they are compared: without signs, case and words that say nothing."""
    return " ".join(word for word in _NOT_WORDS.sub(" ", fold(text)).split() if word not in _IDLE)


def _parts(text: str, known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each choice in a text by what is kept of it, and what lies between as it was entered, with nothing kept."""
    between = list(_BETWEEN.finditer(text))
    starts = [0, *(one.end() for one in between)]
    ends = [*(one.start() for one in between), len(text)]
    most = max((len(words.split()) for words in known), default=0) + 1
    lost: tuple[int, int] | None = None
    place = 0
    while place < len(starts):
        # The longest that is one name: signs that are in a name are among its words, never more than they.
        reach = range(min(place + most, len(ends)), place, -1)
        fits = ((end, known.get(_key(text[starts[place] : ends[end - 1]]))) for end in reach)
        end, code = next(((end, code) for end, code in fits if code), (place + 1, None))
        if code is None and _key(text[starts[place] : ends[place]]):
            lost = (lost[0] if lost else starts[place], ends[place])
        elif code is not None:
            if lost:
                yield "", text[slice(*lost)].strip()
            yield code, ""
            lost = None
        place = end
    if lost:
        yield "", text[slice(*lost)].strip()
