"""What commands print with --json: one envelope for all, and one way to name whatever the framework names.

The records these make are described in `records`, where the JSON Schema is written from.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from scpxl.cli.json.naming import of_period
from scpxl.cli.terminal import say
from scpxl.model.periods import Period

if TYPE_CHECKING:
    from scpxl.cli.json import parts, records
    from scpxl.cli.json.naming import Namer
    from scpxl.jobs.publishing.published import Published
    from scpxl.jobs.returns.check import CheckedFile
    from scpxl.jobs.returns.collect import CollectedFile, Collection
    from scpxl.jobs.returns.importing import ImportedFile
    from scpxl.jobs.returns.migrate import TransferredReturn
    from scpxl.returns.findings import Finding

JSON_VERSION = 2
"""Goes up when a key is renamed, removed or changes its meaning."""


def print_json(facts: Any) -> None:
    """Print a command's facts for machines, with what printed them."""
    from scpxl import __version__

    context: click.Context | None = click.get_current_context()
    words: list[str] = []
    while context is not None and context.parent is not None:
        words.insert(0, context.info_name or "")
        context = context.parent
    printed = {"version": JSON_VERSION, "command": " ".join(words), "program": __version__}
    say(json.dumps({"scpxl": printed, **facts}, ensure_ascii=False, indent=2))


def of_finding(one: Finding) -> parts.FindingFacts:
    """Return a finding."""
    return {
        "code": one.code,
        "severity": one.severity.value,
        "let_by": one.let_by.value or None,  # type: ignore[typeddict-item]  # blank is the one value that is left out
        "stage": one.stage.value,
        "where": one.where,
        "cells": [str(cell) for cell in one.cells],
        "fact": one.fact,
        "advice": one.advice,
    }


def of_file(checked: CheckedFile) -> parts.FileFacts:
    """Return a checked file."""
    form = checked.form
    return {
        "file": checked.name,
        "sha256": checked.sha256,
        "verdict": checked.verdict.value,
        "partner": {"code": form.partner.code, "name": form.partner.name} if form else None,
        "period": of_period(form.period) if form else None,
        "figures": len(checked.result.observations),
        "playback": checked.playback or None,
        "findings": [of_finding(one) for one in checked.findings],
    }


def of_collected(file: CollectedFile, name: Namer) -> parts.CollectedFacts:
    """Return a collected file."""
    saved = file.saved
    stored: parts.Stored | None = None
    if saved is not None:
        stored = {
            "reference": saved.reference,
            "attempt": saved.attempt,
            "status": saved.status.value,
            "seen_before": saved.is_repeat,
            "new": saved.new,
            "unchanged": saved.unchanged,
            "restated": len(saved.restated),
            "overtaken": saved.overtaken,
        }
    facts = of_file(file.checked) if file.checked else _of_recorded(file, name)
    answer = str(file.answer) if file.answer else None
    return {**facts, "answer": answer, "order": file.order or None, "stored": stored}


def _of_recorded(file: CollectedFile, name: Namer) -> parts.FileFacts:
    """Return a file whose bytes are on record, as the record has them."""
    record = file.record
    if record is None:
        raise ValueError(f"{file.name} is on record, and nothing says as what.")
    return {
        "file": file.name,
        "sha256": record.sha256,
        "verdict": file.verdict.value,
        "partner": name.partner(record.partner),
        "period": of_period(record.period),
        "figures": record.figures,
        "playback": None,
        "findings": [of_finding(one) for one in file.found],
    }


def of_collection(made: Collection, name: Namer) -> records.Collect:
    """Return what one collecting did."""
    return {
        "period": of_period(made.period),
        "files": [of_collected(one, name) for one in made.files],
        "skipped": list(made.skipped),
        "unread": list(made.unread),
        "not_received_by_file_time": list(made.unbelieved),
    }


def of_import(made: ImportedFile) -> records.Import:
    """Return a tidy file that was taken in."""
    return {
        "file": made.name,
        "verdict": made.verdict.value,
        "rows": made.rows,
        "set_aside": made.aside,
        "restated": list(made.restated),
        "findings": [of_finding(one) for one in made.findings],
    }


def of_migration(made: TransferredReturn) -> records.Migrate:
    """Return an older return that was carried over."""
    partner = made.partner
    return {
        "file": made.name,
        "form": made.older.version if made.older else None,
        "partner": {"code": partner.code, "name": partner.name} if partner else None,
        "period": of_period(made.period) if made.period else None,
        "out": str(made.out) if made.out else None,
        "carried": dict(made.carried),
        "printed": made.printed,
        "restated": made.restated,
        "not_carried": [
            {"cell": str(one.ref), "value": made.shown(one), "why": made.why(one), "matters": one.matters}
            for one in made.not_carried
        ],
        "newly_asked": list(made.newly_asked),
        "findings": [of_finding(one) for one in made.findings],
    }


def of_published(made: Published, period: Period) -> records.Publish:
    """Return a dashboard that was written."""
    from scpxl.scorecard.published.results import as_said, to_results

    results: Any = as_said(to_results(made.scorecard))
    return {
        "period": of_period(period),
        "path": str(made.path),
        "with_buttons": str(made.with_buttons) if made.with_buttons else None,
        "unchanged": made.unchanged,
        "written": paths(made.files or (made.path,)),
        "remarks": list(made.remarks),
        "typed": len(made.typed.decisions) + len(made.typed.entries),
        "told": list(made.typed.told),
        "numbers": [one.words for one in made.numbers],
        "readability": [one.words for one in made.reading],
        "release": list(made.release),
        "results": results,
    }


def paths(made: Sequence[object]) -> list[str]:
    """Return paths as text."""
    return [str(path) for path in made]
