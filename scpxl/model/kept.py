"""What is worked out of an object, kept for as long as that object lives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar
from weakref import ref

Of = TypeVar("Of")
Made = TypeVar("Made")


class Kept(Generic[Of, Made]):
    """Keeps what `make` makes of an object, for objects too large to be keys: the very same object gives the same again.

    >>> class Agreed: pass
    >>> made = Kept(lambda agreed: [])
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
