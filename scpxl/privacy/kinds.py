"""What may identify somebody, by kind, and where in a text it was found."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What was found, as it is named to people."""

    BIRTH = "date of birth"
    NHS = "NHS number"
    NI = "National Insurance number"
    POSTCODE = "full postcode"
    EMAIL = "e-mail address"
    PHONE = "telephone number"
    ADDRESS = "street address"
    VEHICLE = "vehicle registration"
    DOCUMENT = "identity or account number"
    NAME = "name of a person"


class Found(NamedTuple):
    """Something found in a plain text: what, and from where to where."""

    kind: Kind
    start: int
    end: int
    core: tuple[int, int] | None = None
    """The part that tells somebody apart, where that is less: of a house, its street.  What is the
    partnership's own must cover it to be let through."""

    @property
    def telling(self) -> tuple[int, int]:
        """The part that tells somebody apart."""
        return self.core or (self.start, self.end)
