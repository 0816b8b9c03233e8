"""What commands print with --json of whatever the framework names, always by code and name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scpxl.model.periods import YEAR, Period, month_code

if TYPE_CHECKING:
    from scpxl.cli.json import parts, records
    from scpxl.jobs.giving.explain import Explanation
    from scpxl.jobs.privacy import HeldText
    from scpxl.jobs.returns.life import AttemptChanges, HistoryLine
    from scpxl.model.framework import Framework
    from scpxl.model.observations import Observation
    from scpxl.scorecard.records.board import DecisionLine, ExceptionLine
    from scpxl.scorecard.records.lines import ReturnLine, StatusRow
    from scpxl.store.records import LifeChange, SubmissionRecord


def of_period(period: Period) -> parts.PeriodFacts:
    """Return a period.

    >>> of_period(Period.parse("2017-18 Q4"))["code"], of_period(Period.parse("2010-11"))["code"]
    ('2017-18 Q4', 'FY2010-11')
    """
    first, last = month_code(period.first), month_code(period.last)
    if period.length not in {1, 3, YEAR}:
        return {"code": f"{first} to {last}", "name": f"{first} to {last}", "first": first, "last": last}
    code = period.code if period.length == YEAR else str(period)
    return {"code": code, "name": period.title, "first": first, "last": last}


class Namer:
    """Names what a framework names.  What it no longer has is named by its code."""

    def __init__(self, framework: Framework) -> None:
        self.framework = framework
        self._partners = {one.name: one.code for one in framework.partners}
        self._objectives = {one.code: one.title for one in framework.objectives}

    def partner(self, code: str) -> parts.Named:
        """Return the partner of a code."""
        return {"code": code, "name": self.framework.partner_name(code)}

    def partner_if_any(self, code: str) -> parts.Named | None:
        """Return the partner of a code; None for a blank one."""
        return self.partner(code) if code else None

    def partner_called(self, name: str) -> parts.Named:
        """Return the partner of a name, as the scorecard has it."""
        return {"code": self._partners.get(name, name), "name": name}

    def area(self, code: str) -> parts.Named:
        """Return the area of an ONS code."""
        known = self.framework.area_by_code.get(code)
        return {"code": code, "name": known.name if known else code}

    def indicator(self, code: str) -> parts.Named:
        """Return the indicator of a code."""
        known = self.framework.by_code.get(code)
        return {"code": code, "name": known.title if known else code}

    def objective(self, code: str) -> parts.Named:
        """Return the objective of a code."""
        return {"code": code, "name": self._objectives.get(code, code)}

    def returned(self, line: ReturnLine) -> parts.ReturnFacts:
        """Return where a partner's return is."""
        from scpxl.scorecard.records.plain import to_plain

        facts: parts.ReturnFacts = to_plain(line)
        facts["partner"] = self.partner_called(line.partner)
        return facts

    def section(self, row: StatusRow) -> parts.SectionFacts:
        """Return what has come of a section of a return."""
        from scpxl.scorecard.records.plain import to_plain

        facts: parts.SectionFacts = to_plain(row)
        facts["partner"] = self.partner_called(row.partner)
        return facts

    def submission(self, sent: SubmissionRecord) -> parts.SubmissionFacts:
        """Return a submission."""
        return {
            "reference": sent.reference,
            "attempt": sent.attempt,
            "status": sent.status.value,
            "partner": self.partner_if_any(sent.partner),
            "period": of_period(sent.period),
            "file": sent.file,
            "received": sent.received.isoformat(),
        }

    def attempt(self, one: AttemptChanges) -> parts.AttemptFacts:
        """Return what an attempt changed."""
        cells: Any
        restated: Any
        cells, restated = ([changed._asdict() for changed in found] for found in (one.cells, one.restated))
        against = one.against.reference if one.against else None
        return {**self.submission(one.submission), "against": against, "cells": cells, "restated": restated}

    def change(self, made: LifeChange) -> records.Withdraw:
        """Return what withdrawing or reinstating did."""
        in_force = self.submission(made.in_force) if made.in_force else None
        return {
            "submission": self.submission(made.submission),
            "in_force": in_force,
            "figures": made.figures,
        }

    def event(self, line: HistoryLine) -> parts.EventFacts:
        """Return one thing that happened."""
        return {
            "moment": line.moment.isoformat(),
            "what": line.what,
            "partner": self.partner_if_any(line.partner),
            "period": of_period(line.period) if line.period else None,
            "words": line.words,
        }

    def text(self, held: HeldText) -> parts.TextFacts:
        """Return a text that may identify somebody; what it says is not among its facts."""
        decided = held.clearance
        return {
            "id": held.id,
            "period": of_period(held.period) if held.period else None,
            "partner": self.partner_if_any(held.partner),
            "where": held.where,
            "file": held.file or None,
            "submission": held.submission or None,
            "kinds": list(held.kinds),
            "withheld": held.is_withheld,
            "decided": {
                "by": decided.by,
                "reason": decided.reason,
                "recorded": decided.recorded.isoformat(),
            }
            if decided
            else None,
        }

    def decision(self, line: DecisionLine) -> parts.DecisionFacts:
        """Return what was decided."""
        from scpxl.scorecard.records.plain import to_plain

        plain = to_plain(line)
        del plain["title"]
        facts: parts.DecisionFacts = plain
        facts["indicator"] = self.indicator(line.indicator)
        facts["period"] = of_period(Period.parse(line.period))
        return facts

    def exception(self, line: ExceptionLine) -> parts.ExceptionFacts:
        """Return an exception."""
        from scpxl.scorecard.records.plain import to_plain

        plain = to_plain(line)
        del plain["title"]
        facts: parts.ExceptionFacts = plain
        facts["indicator"] = self.indicator(line.indicator)
        facts["objective"] = self.objective(line.objective)
        facts["decision"] = self.decision(line.decision) if line.decision else None
        return facts

    def observation(self, seen: Observation) -> parts.ObservationFacts:
        """Return a figure as it was reported."""
        return {
            "period": of_period(seen.period),
            "numerator": seen.numerator,
            "denominator": seen.denominator,
            "marker": seen.marker.value,
            "partner": self.partner_if_any(seen.source.partner),
            "submission": seen.source.submission,
            "file": seen.source.file,
            "sheet": seen.source.sheet,
            "cell": seen.source.cell,
        }

    def explained(self, found: Explanation) -> dict[str, Any]:
        """Return how a figure came about: the card's own keys, and `records.Explain`."""
        from scpxl.scorecard.records.plain import to_plain

        behind = found.background
        facts: records.Explain = {
            "period": of_period(found.period),
            "area": self.area(found.area_code),
            "item": found.item or None,
            "formulas": [line.text for line in found.lines],
            "explained": to_plain(found.lines),
            "observations": [self.observation(one) for one in found.observations],
            "versions": [
                {**one._asdict(), "period": of_period(one.period)}  # type: ignore[typeddict-item]
                for one in behind.versions
            ],
            "changed": to_plain(behind.changed),
            "quality": to_plain(behind.quality),
            "exception": to_plain(behind.exception),
            "decisions": to_plain(behind.decisions),
        }
        return {**to_plain(found.card), **facts}
