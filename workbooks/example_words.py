"""What the worked example's partners write beside their figures, from its file of words."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

from scpxl.model.periods import Period

Cells: TypeAlias = dict[str, str | float | date | None]
"""A row's cells by column key."""


@dataclass(frozen=True)
class Words:
    """Everything written, as the file holds it: figures still in braces."""

    sign_off: dict[str, str]
    commentary: tuple[dict[str, str], ...]
    explanations: tuple[dict[str, str], ...]
    actions: tuple[dict[str, Any], ...]

    def commentary_of(self, partner: str, period: Period) -> dict[str, Cells]:
        """Return the commentary's cells by objective."""
        return {
            entry["objective"]: _cells(entry, "happened", "why", "doing", "decision")
            for entry in self.commentary
            if (entry["partner"], entry["period"]) == (partner, str(period))
        }

    def explanations_of(self, partner: str, period: Period) -> dict[str, Cells]:
        """Return the reason and the explanation by indicator."""
        return {
            entry["indicator"]: _cells(entry, "reason", "explanation")
            for entry in self.explanations
            if (entry["partner"], entry["period"]) == (partner, str(period))
        }

    def actions_of(self, partner: str, period: Period) -> tuple[Cells, ...]:
        """Return the action plan's rows as they are at the end of the period."""
        found: list[Cells] = []
        for action in self.actions:
            for quarter, *step in action["steps"]:
                if (action["partner"], quarter) == (partner, str(period)):
                    names = ("reference", "objective", "action", "owner", "supporting", "due")
                    row: Cells = {name: action[name] for name in names if name in action}
                    # From some quarters on it is due on another day.
                    for since, day in action.get("moved", ()):
                        row["due"] = day if since <= quarter else row["due"]
                    steps = ("status", "complete", "rag", "rag_reason", "update")
                    found.append(row | dict(zip(steps, step, strict=True)))
        return tuple(found)

    def with_twin(self, partner: str, twin: str) -> Words:
        """Return the words with another partner who writes what `partner` writes."""
        return replace(
            self,
            sign_off=self.sign_off | {twin: self.sign_off.get(partner, "")},
            commentary=self.commentary + _twins(self.commentary, partner, twin),
            actions=self.actions + _twins(self.actions, partner, twin),
        )


def read_words(path: Path) -> Words:
    """Return the words of a TOML file."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    lists = (tuple(tables[name]) for name in ("commentary", "explanations", "actions"))
    return Words(tables["sign_off"], *lists)


def _cells(entry: dict[str, str], *names: str) -> Cells:
    return {name: entry[name] for name in names if entry.get(name)}


def _twins(entries: tuple[dict[str, Any], ...], partner: str, twin: str) -> tuple[dict[str, Any], ...]:
    return tuple(entry | {"partner": twin} for entry in entries if entry["partner"] == partner)
