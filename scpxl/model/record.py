"""What the framework's records share: they are frozen, take no unknown key, and keep what is worked out of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, ClassVar, Generic, TypeVar
from weakref import ref

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

Of = TypeVar("Of")
Made = TypeVar("Made")


class KeptBeside(Generic[Of, Made]):
    """Keeps what `make` makes of an object, for objects too large to be keys: the very same object gives the same again.

    >>> class Agreed: pass
    >>> made = KeptBeside(lambda agreed: [])
    >>> one, other = Agreed(), Agreed()
    >>> made.of(one) is made.of(one), made.of(one) is made.of(other)
    (True, False)
    """

    def __init__(self, make: Callable[[Of], Made]) -> None:
        self._make = make
        self._kept: dict[int, tuple[ref[Of], Made]] = {}

    def of(self, one: Of) -> Made:
        """Return what is made of an object, made now or before."""
        number = id(one)
        found = self._kept.get(number)
        if found is not None and found[0]() is one:
            return found[1]
        made = self._make(one)
        self._kept[number] = ref(one, lambda _gone: self._kept.pop(number, None)), made
        return made


Code = Annotated[str, Field(min_length=1, max_length=24, pattern=r"^[A-Za-z0-9][A-Za-z0-9_.\-]*$")]
Title = Annotated[str, Field(min_length=1, max_length=120)]


def to_codes(value: object) -> object:
    """Return one code, or several written with commas, as the list it stands for; anything else as it is.

    >>> to_codes("london32"), to_codes("london32, similar"), to_codes("")
    (('london32',), ('london32', 'similar'), ())
    """
    if not isinstance(value, str):
        return value
    return tuple(code.strip() for code in value.split(",") if code.strip())


OneOrSeveral = Annotated[tuple[str, ...], BeforeValidator(to_codes)]
"""A code alone, or a list of them."""


FORMER_KEYS: Mapping[str, Mapping[str, str]] = {
    "breakdowns": {"things": "plural"},
    "indicators": {"things": "counted", "adds_up": "aggregation"},
}
"""By table: keys that were renamed, each with its key today.  Both are read; only today's is written."""


class Record(BaseModel):
    """A frozen record; an unknown key is a mistake, not a comment."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
    former_keys: ClassVar[Mapping[str, str]] = {}
    """Keys by which its fields were called before; one given beside today's is an unknown key."""

    @model_validator(mode="before")
    @classmethod
    def _read_former_keys(cls, entry: Any) -> Any:
        if not isinstance(entry, dict) or not cls.former_keys.keys() & entry.keys():
            return entry
        names = {old: new for old, new in cls.former_keys.items() if new not in entry}
        return {names.get(key, key): value for key, value in entry.items()}
