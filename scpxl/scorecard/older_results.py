"""Results kept by earlier versions, in today's terms, so that they can be read and compared with results of today.

A publication is never rewritten: what it said in sentences it still says.  Only what this version reads as a value (a
verdict, a rule's name, a key, what is shown in place of a figure) is given today's name.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from scpxl.verdicts import Verdict

_VERDICTS: Final = {"real": Verdict.SIGNIFICANT.value, "within normal variation": Verdict.NORMAL.value}
_GAPS: Final = {
    "denominator is 0": "denominator is 0; cannot be calculated",
    "cannot be worked out": "cannot be calculated",
}
_KEYS: Final = {"adds_up": "aggregation"}
_VALUES: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "verdict": _VERDICTS,
        "difference_verdict": _VERDICTS,
        "text": _GAPS,
        "rule": {
            "Special cause for the worse, and off target": "Unusual and worse, and off target",
            "Special cause for the worse": "Unusual and worse",
            "Special cause": "Unusual",
            "Special cause for the better": "Unusual and better",
        },
    }
)
"""By key: values that had another name in results of version 1, each with its name since version 2."""


def in_todays_terms(results: Mapping[str, Any]) -> dict[str, Any]:
    """Return results of version 1 as version 2 has them; of any other version as they are."""
    if results.get("version") != 1:
        return dict(results)
    renamed: dict[str, Any] = _renamed(results)
    return {**renamed, "version": 2}


def _renamed(thing: Any) -> Any:
    if isinstance(thing, Mapping):
        return {_KEYS.get(key, key): _value(key, part) for key, part in thing.items()}
    if isinstance(thing, list):
        # Long lists are of numbers, which have no other name.
        return thing if not thing or isinstance(thing[0], float | int) else [_renamed(part) for part in thing]
    return thing


def _value(key: str, part: Any) -> Any:
    if isinstance(part, str):
        return _VALUES[key].get(part, part) if key in _VALUES else part
    return _renamed(part)
