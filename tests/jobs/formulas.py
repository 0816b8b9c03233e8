"""Works out again what a formula says, from its printed text alone: every sum with a result, and every interval."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

_NUMBER = r"\d+(?:\.\d+)?"
_SIGNED = rf"[+−]?{_NUMBER}"
_SUM = re.compile(r"((?:sqrt|exp|ceil|atleast|plusminus|[\d.+\-*/() ])+)$")
_KNOWN = {"sqrt": math.sqrt, "exp": math.exp, "ceil": math.ceil, "atleast": lambda value: max(0.0, value)}


class Said(NamedTuple):
    """A sum, what it gives, and what the text says it gives, to how many places."""

    text: str
    gives: float
    said: float
    places: int

    @property
    def holds(self) -> bool:
        """Whether both are the same, as near as the printed numbers can tell."""
        return abs(self.gives - self.said) <= 0.51 * 10.0**-self.places + 2e-3 * abs(self.gives) + 1e-3


def worked_out_again(formula: str) -> list[Said]:
    """Every sum and interval of a formula; none for one that only names numbers."""
    text = re.sub(r"(?<=\d),(?=\d{3}\b)", "", formula).replace("£", "")
    # A share of a target is a factor; any other per cent is one of percentages that are taken from each other.
    text = (
        re.sub(rf"(× {_NUMBER})%", r"\1 / 100", text)
        .replace("%", "")
        .replace(" lower", "")
        .replace(" points", "")
    )
    inner = re.search(rf"\(({_NUMBER} / {_NUMBER}) = ({_NUMBER})\)", text)
    found = []
    if inner:
        found.append(_said(inner[1], inner[2]))
        text = text.replace(inner[0], inner[2])
    return [*found, *_sums(text), *_intervals(text)]


def _sums(text: str) -> Iterator[Said]:
    parts = text.split(" = ")
    for before, after in pairwise(parts):
        asked = _SUM.search(_python(before))
        if asked is None or not re.search(r"[-+*/]|sqrt", asked[1]):
            raise ValueError(f"No sum stands before the sign in: {before}")
        edges = re.match(rf"({_SIGNED})(?: to ({_SIGNED}))?", after)
        if edges is None:
            raise ValueError(f"No number stands after the sign in: {after}")
        if "plusminus" in asked[1]:
            for sign, edge in zip("-+", edges.groups(), strict=True):
                yield _evaluated(asked[1].replace("plusminus", sign), edge)
        else:
            yield _evaluated(asked[1], edges[1])


def _intervals(text: str) -> Iterator[Said]:
    """Intervals that are so many errors about what stands before them, and what follows from a ratio's."""
    ratios = re.search(rf"= ({_NUMBER}) to ({_NUMBER}), so ({_SIGNED}) to ({_SIGNED})", text)
    if ratios:
        for edge, percent in ((ratios[1], ratios[3]), (ratios[2], ratios[4])):
            yield _said(f"100 × ({edge} − 1)", percent)
    about = re.search(rf"± ({_NUMBER}) errors: ({_SIGNED}) to ({_SIGNED})", text)
    if about:
        slope = re.search(rf"exp\(({_SIGNED})\)", text)
        error = re.search(rf"error(?: of the slope)? ({_NUMBER})", text)
        middle = slope or re.search(rf"= ({_SIGNED});", text)
        if error is None or middle is None:
            raise ValueError(f"An interval about nothing: {text}")
        for sign, edge in (("−", about[2]), ("+", about[3])):
            sum_of = f"{middle[1]} {sign} {about[1]} × {error[1]}"
            yield _said(f"100 × (exp({sum_of}) − 1)" if slope else sum_of, edge)
    outturn = re.search(
        rf"Errors ({_SIGNED}) to ({_SIGNED}), .* on ({_NUMBER}): ({_NUMBER}) to ({_NUMBER})", text
    )
    if outturn:
        for error_of, edge in ((outturn[1], outturn[4]), (outturn[2], outturn[5])):
            yield _said(f"{outturn[3]} × (1 + {error_of} / 100)", edge)


def _said(asked: str, said: str) -> Said:
    return _evaluated(_python(asked), said)


def _evaluated(asked: str, said: str) -> Said:
    gives = eval(asked.strip(), {"__builtins__": {}}, _KNOWN)  # noqa: S307  (numbers, signs and three functions)
    return Said(asked.strip(), float(gives), float(said.replace("−", "-")), len(said.partition(".")[2]))


def _python(text: str) -> str:
    text = re.sub(rf"({_NUMBER})√({_NUMBER})", r"(\1 * sqrt(\2))", text)
    text = re.sub(rf"√({_NUMBER})", r"sqrt(\1)", text).replace("√(", "sqrt(")
    text = re.sub(r"⌈(.*)⌉", r"ceil(\1)", text)
    text = re.sub(r"\(([^()]*), or 0 where that is less\)", r"atleast(\1)", text)
    for sign, meant in {"×": "*", "−": "-", "²": "**2", "⅜": "0.375", "½": "0.5", "±": "plusminus"}.items():
        text = text.replace(sign, meant)
    return text
