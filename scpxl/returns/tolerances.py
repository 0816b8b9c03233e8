"""Which rules take a tolerance, what a difference is measured against, and which tolerance is meant for a figure.

A rule takes one where it compares two numbers that are both to be kept as they are: a sum with what it divides, a part
with its whole.  Declared here once; the framework's check, the form and Python all ask here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scpxl.model.agreements import Tolerance

WARDS_AGAINST, ITEMS_AGAINST, PARTS_AGAINST = "wards", "items", "what it is out of"
TOLERANT: Mapping[str, str] = {
    "PART_OVER_WHOLE": PARTS_AGAINST,
    "WARDS_OVER_BOROUGH": WARDS_AGAINST,
    "WARDS_UNDER_BOROUGH": WARDS_AGAINST,
    "ITEMS_OVER_WHOLE": ITEMS_AGAINST,
    "ITEMS_UNDER_WHOLE": ITEMS_AGAINST,
    "ITEM_OVER_WHOLE": ITEMS_AGAINST,
}
"""The rules that take a tolerance, each with what an indicator must have for it to say anything."""


def tolerance_for(
    tolerances: Iterable[Tolerance], rule: str, indicator: str, partner: str
) -> Tolerance | None:
    """Return the tolerance of a rule for a partner's figure; one that names the indicator, or the partner, goes first.

    >>> every = Tolerance(rule="PART_OVER_WHOLE", number=1, reason="Outcomes of earlier offences.")
    >>> one = every.model_copy(update={"indicator": "OUT-01", "number": 2.0})
    >>> tolerance_for([every, one], "PART_OVER_WHOLE", "OUT-01", "met").number
    2.0
    """
    meant = [
        one
        for one in tolerances
        if one.rule == rule and one.indicator in {"", indicator} and one.partner in {"", partner}
    ]
    return max(meant, key=lambda one: (bool(one.indicator), bool(one.partner)), default=None)
