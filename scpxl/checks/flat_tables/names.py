"""What a row of a tidy file names: indicator, area, breakdown and item, however they are spelt.

Codes are compared as in returns, without case or blanks; an area may be named too, as the framework or a published
file spells it.  What is meant for certain is taken and told; anything else is refused with what was probably meant.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from scpxl.model.framework import Area, Framework, Indicator
from scpxl.model.observations import NOT_KNOWN
from scpxl.model.periods import Period
from scpxl.returns.layout import WARD
from scpxl.returns.normalise import fold
from scpxl.words import listed


class UnknownNameError(Exception):
    """Nothing, or more than one thing, bears the name; the message is what to do."""


@dataclass
class FlatNames:
    """The framework's names, folded, and how each was spelt in the file."""

    framework: Framework
    spelt: dict[str, str] = field(default_factory=dict)
    """What is in the file, and the code it was read as, where the two differ."""
    _areas_met: dict[str, list[Area]] = field(default_factory=dict)
    _indicators_met: dict[str, Indicator] = field(default_factory=dict)

    @cached_property
    def _indicators(self) -> dict[str, Indicator]:
        return {fold(one.code): one for one in self.framework.indicators}

    @cached_property
    def _areas(self) -> dict[str, list[Area]]:
        found: dict[str, list[Area]] = {}
        for area in self.framework.areas:
            for name in {fold(area.name), *map(fold, area.other_names)}:
                found.setdefault(name, []).append(area)
        # A code is nobody else's name.
        return {**found, **{fold(area.code): [area] for area in self.framework.areas}}

    @cached_property
    def _items(self) -> dict[str, tuple[str, dict[str, str]]]:
        """By folded breakdown: its code, and the codes of its items by their folded code or title."""
        found: dict[str, tuple[str, dict[str, str]]] = {fold(WARD): (WARD, {fold(NOT_KNOWN): NOT_KNOWN})}
        for one in self.framework.breakdowns:
            items = self.framework.items_of(one.code)
            by_title = {fold(item.title): item.item for item in items}
            found[fold(one.code)] = one.code, {**by_title, **{fold(item.item): item.item for item in items}}
        return found

    def indicator(self, said: str) -> Indicator:
        """Return the indicator of a code; raises UnknownNameError."""
        if (met := self._indicators_met.get(said)) is not None:
            return met
        found = self._indicators.get(fold(said))
        if found is None:
            titles = {one.title: one.code for one in self.framework.indicators}
            raise UnknownNameError(_meant(said, {one.code: "" for one in self.framework.indicators} | titles))
        self._indicators_met[said] = found
        self._note(said, found.code)
        return found

    def area(self, said: str, period: Period) -> Area:
        """Return the area of a code or name; of several, the one that existed in the period.

        Raises UnknownNameError where none, or more than one, is meant.
        """
        if said not in self._areas_met:
            self._areas_met[said] = self._areas.get(fold(said), [])
        found = self._areas_met[said]
        if not found:
            names = {area.name: area.code for area in self.framework.areas}
            raise UnknownNameError(_meant(said, names | {area.code: "" for area in self.framework.areas}))
        if len(found) > 1:
            found = [area for area in found if area.exists_in(period)] or found
        if len(found) > 1:
            raise UnknownNameError(f"It names {listed([area.code for area in found])}: write the code.")
        self._note(said, found[0].code)
        return found[0]

    def item(self, breakdown: str, item: str) -> tuple[str, str]:
        """Return the codes of a breakdown and its item.  Raises UnknownNameError, its second argument which of the two."""
        known = self._items.get(fold(breakdown))
        if known is None:
            raise UnknownNameError(_meant(breakdown, dict.fromkeys(self._items, "")), "breakdown")
        code = known[1].get(fold(item))
        if code is None:
            raise UnknownNameError(_meant(item, dict.fromkeys(known[1].values(), "")), "item")
        self._note(breakdown, known[0])
        self._note(item, code)
        return known[0], code

    def _note(self, said: str, code: str) -> None:
        if said != code:
            self.spelt[said] = code


def _meant(said: str, known: dict[str, str]) -> str:
    by_fold = {fold(name): name for name in known}
    import difflib

    close = difflib.get_close_matches(fold(said), by_fold, n=1, cutoff=0.7) if len(said) <= 120 else []
    if not close:
        return ""
    name = by_fold[close[0]]
    return f"Did you mean {known[name] or name}" + (f" ({name})?" if known[name] else "?")
