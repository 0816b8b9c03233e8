"""What the records of the framework share: they are frozen, and take no key they do not know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

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
