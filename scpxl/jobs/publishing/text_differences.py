"""How the texts of two outputs differ: what a file says beside what the record renders again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from scpxl.read.output_texts import SHARED_TEXTS, OutputTexts
from scpxl.read.texts import OutputText, TextKind

_SAME: Final = 1e-12
"""Two numbers so near are one, written by two programs."""


@dataclass(frozen=True, slots=True)
class TextDifference:
    """A text that is not as it was published."""

    place: str
    published: str
    """What it is by the record; blank for what is not of the record."""
    found: str
    """What the file says; blank for what is missing."""
    also: tuple[str, ...] = ()
    """Other places that show the very same text."""


def saved_again(expected: OutputTexts, given: OutputTexts) -> bool:
    """Whether another program than ours saved a file last."""
    return set(given.parts) != set(expected.parts) or given.program != expected.program


def without_uncalculated(found: list[TextDifference], given: OutputTexts) -> tuple[list[TextDifference], int]:
    """Return the differences without cells whose formula was saved without its result, as libraries do, and how many these are."""
    formulas = {one.place for one in given.texts if one.kind is TextKind.OWN}
    kept = [one for one in found if one.found or f"{one.place}, formula" not in formulas]
    return kept, len(found) - len(kept)


def differences(expected: OutputTexts, given: OutputTexts, *, again: bool) -> Iterator[TextDifference]:
    """Yield every text that differs; of a file that was saved `again`, of what people read alone."""
    kinds = set(TextKind) - {TextKind.OWN} if again else set(TextKind)
    # LibreOffice leaves out the workbooks behind charts: what is not there says nothing that is wrong.
    for kind in (TextKind.BEHIND, TextKind.DRAWN) if again else ():
        if not any(one.kind is kind for one in given.texts) or given.kind == "workbook":
            kinds.discard(kind)
    was = [one for one in expected.texts if one.kind in kinds]
    now = [one for one in given.texts if one.kind in kinds]
    yield from _by_place([one for one in was if one.fixed], [one for one in now if one.fixed], near=again)
    yield from _in_order(
        [one for one in was if not one.fixed], [one for one in now if not one.fixed], near=again
    )


def _alike(one: str, other: str, *, near: bool) -> bool:
    if one == other:
        return True
    if not near:
        return False
    try:
        first, second = float(one), float(other)
    except ValueError:
        return one.split() == other.split()
    return abs(first - second) <= _SAME * max(1.0, abs(first), abs(second))


def _by_place(
    was: Sequence[OutputText], now: Sequence[OutputText], *, near: bool
) -> Iterator[TextDifference]:
    """Yield the differences of texts whose places tell which they are; a text shared by several cells is told once."""
    there = {one.place: one for one in now}
    known = {one.place for one in was}
    shared: dict[tuple[str, str, str], list[str]] = {}
    for one in was:
        other = there.get(one.place)
        words = other.words if other else ""
        if not _alike(one.words, words, near=near):
            source = other.source if other and other.source else one.place
            shared.setdefault((source, one.words, words), []).append(one.place)
    for other in now:
        if other.place not in known:
            shared.setdefault((other.place, "", other.words), []).append(other.place)
    for (_, before, after), places in shared.items():
        yield TextDifference(places[0], before, after, tuple(places[1:]))


def _in_order(
    was: Sequence[OutputText], now: Sequence[OutputText], *, near: bool
) -> Iterator[TextDifference]:
    """Yield the differences of texts that are known by their order; one put in or left out moves no other."""
    if [(one.part, one.kind) for one in was] == [(one.part, one.kind) for one in now]:
        # Nothing was put in or left out: each is held against its own, however many differ.
        for one, other in zip(was, now, strict=True):
            if not _alike(one.words, other.words, near=near):
                yield TextDifference(other.place, one.words, other.words)
        return
    first = [_settled(one.words) if near else one.words for one in was]
    second = [_settled(one.words) if near else one.words for one in now]
    for what, i, j, k, m in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        pairs = min(j - i, m - k)
        for n in range(pairs):
            yield TextDifference(now[k + n].place, was[i + n].words, now[k + n].words)
        for one in was[i + pairs : j]:
            yield TextDifference(one.place, one.words, "")
        for one in now[k + pairs : m]:
            yield TextDifference(one.place, "", one.words)


def _settled(words: str) -> str:
    try:
        return f"{float(words):.12g}"
    except ValueError:
        return " ".join(words.split())


def other_parts(
    expected: OutputTexts, given: OutputTexts, found: Sequence[TextDifference]
) -> Iterator[TextDifference]:
    """Yield each part that is not as it was written, though none of its texts is told to differ: something else in it does."""
    differing = {place for one in found for place in (one.place, *one.also)}
    said = [one for one in (*expected.texts, *given.texts) if one.place in differing]
    told = {one.part for one in said} | ({SHARED_TEXTS} if any(one.source for one in said) else set())
    for name, digest in expected.parts.items():
        if given.parts.get(name) != digest and name not in told:
            yield TextDifference(
                f"{name}, beside its texts",
                "as it was written",
                "something else, such as a format or a place",
            )
