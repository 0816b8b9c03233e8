"""What the records of the framework share: they are frozen, and take no key they do not know."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

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


class Record(BaseModel):
    """A frozen record; an unknown key is a mistake, not a comment."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
