"""When a workbook says it was saved: the one fact of its properties that is read."""

from __future__ import annotations

from datetime import UTC, datetime

from scpxl.read.package import Package
from scpxl.read.refusal import LIMITS, Refused
from scpxl.read.xml_parts import Attributes, local_name, parse

_CORE = "docprops/core.xml"
_FIRST_YEAR, _LAST_YEAR = 1990, 2200


def saved_time(content: bytes) -> datetime | None:
    """Return when a guarded workbook was last saved, as its program noted it; None where it notes no such thing."""
    try:
        package = Package(content, LIMITS)
        return _modified(package.inflate(_CORE)) if _CORE in package else None
    except Refused:
        return None


def _modified(core: bytes) -> datetime | None:
    found: dict[str, str] = {}
    inside = ""

    def start(name: str, _attributes: Attributes) -> None:
        nonlocal inside
        inside = local_name(name)

    def text(said: str) -> None:
        if inside in {"created", "modified"}:
            found[inside] = found.get(inside, "") + said

    def end(_name: str) -> None:
        nonlocal inside
        inside = ""

    parse(core, _CORE, start, end, text)
    try:
        moment = datetime.fromisoformat((found.get("modified") or found.get("created", "")).strip())
    except ValueError:
        return None
    # Excel writes UTC and says so; what says nothing is taken for it.
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC) if _FIRST_YEAR <= moment.year <= _LAST_YEAR else None
