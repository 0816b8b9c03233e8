"""The scorecard as plain data: what is frozen at each publication, and what --json prints.

A publication is never rewritten: what it said in sentences it still says.  Of one that an earlier version kept, only what
this version reads as a value (a verdict, a rule's name, a key, what is shown in place of a figure) is given today's name.
"""

from __future__ import annotations

import json
import lzma
import zlib
from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import MappingProxyType, UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from scpxl.errors import NotFoundError
from scpxl.scorecard.records.plain import PLAIN, field_names, to_plain
from scpxl.scorecard.records.scorecard import Scorecard
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


RESULTS_VERSION = 2
"""Goes up when a reader of the results would have to change."""
_LZMA = b"\xfd7zXZ\x00"
"""How a record compressed with LZMA begins."""
LEFT_OUT = frozenset({"data", "notes", "made", "shape", "month_ends", "reported", "last_month"})
"""What is left out: copies of what is elsewhere in the results or the framework, and the moment."""
COMPARED = "changed"
"""Said of other results, so not frozen with them: `publish --json` prints it all the same."""


def to_results(scorecard: Scorecard) -> dict[str, Any]:
    """Return the whole scorecard as dictionaries, lists, text and numbers: `from_results` makes it again."""
    return {"version": RESULTS_VERSION, **to_plain(scorecard)}


def from_results(results: Mapping[str, Any]) -> Scorecard:
    """Return the scorecard that results were made from.

    Those of version 1 are read too, in today's terms.  Raises NotFoundError for results of any other version.
    """
    results = in_todays_terms(results)
    version = results.get("version")
    if version != RESULTS_VERSION:
        raise NotFoundError(
            f"These results are of version {version}, and this program reads version {RESULTS_VERSION}. "
            "Use the program they were published with, or publish the period again."
        )
    made: Scorecard = from_plain(Scorecard, results)
    return made


def as_said(results: Mapping[str, Any]) -> dict[str, Any]:
    """Return results without copies of what stands elsewhere in them, and without the moment they were made.

    The same figures published again are the same results.
    """
    return {name: part for name, part in results.items() if name not in LEFT_OUT}


def pack(results: Mapping[str, Any]) -> bytes:
    """Return whole results compressed: a scorecard's, and in them every month end of its dashboard.

    What a month end repeats of the one before lies further back than zlib looks: LZMA takes a fifth less.
    """
    return lzma.compress(json.dumps(results, ensure_ascii=False, separators=(",", ":")).encode(), preset=1)


def unpack(record: bytes) -> Scorecard:
    """Return a publication's scorecard, from which every output can be made again.

    Records of before LZMA was used are read as well.  Raises NotFoundError for a record of another version.
    """
    plain = lzma.decompress(record) if record.startswith(_LZMA) else zlib.decompress(record)
    return from_results(json.loads(plain))


def from_plain(kind: Any, thing: Any) -> Any:
    """Return plain data as records of a kind: the other way round of `to_plain`."""
    return _reader(kind)(thing)


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """Return what reads plain data as a kind of thing; made once for each kind."""
    origin = get_origin(kind)
    if origin is tuple:
        part = get_args(kind)[0]
        if part in PLAIN:
            return tuple
        read = _reader(part)
        return lambda thing: tuple(map(read, thing))
    if origin in {Union, UnionType}:
        return _reader_of_either(get_args(kind))
    if isinstance(kind, type) and is_dataclass(kind):
        return _reader_of_record(kind)
    if isinstance(kind, type) and issubclass(kind, (date, datetime)):
        return kind.fromisoformat
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    return lambda thing: thing


def _reader_of_either(kinds: tuple[Any, ...]) -> Callable[[Any], Any]:
    there = [one for one in kinds if one is not type(None)]
    if len(there) > 1:
        return lambda thing: thing
    read = _reader(there[0])
    return lambda thing: None if thing is None else read(thing)


def _reader_of_record(kind: Any) -> Callable[[Any], Any]:
    hints, names = get_type_hints(kind), field_names(kind)
    # A record may hold records of its own kind, so what reads its fields is made when one is first read.
    readers: dict[str, Callable[[Any], Any]] = {}

    def read(thing: Mapping[str, Any]) -> Any:
        if not readers:
            readers.update({name: _reader(hints[name]) for name in names})
        return kind(**{name: reads(thing[name]) for name, reads in readers.items() if name in thing})

    return read
