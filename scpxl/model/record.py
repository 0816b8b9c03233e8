"""What the records of the framework share: they are frozen, and take no key they do not know."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Code = Annotated[str, Field(min_length=1, max_length=24, pattern=r"^[A-Za-z0-9][A-Za-z0-9_.\-]*$")]
Title = Annotated[str, Field(min_length=1, max_length=120)]


class Record(BaseModel):
    """A frozen record; an unknown key is a mistake, not a comment."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
