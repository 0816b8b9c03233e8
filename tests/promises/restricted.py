"""Random partnerships in which everything that observers may not see carries a mark that can be looked for."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from scpxl.model.agreements import Waiver
from scpxl.model.documents import ActionRecord, CommentaryRecord, ExplanationRecord
from scpxl.model.framework import Breakdown, BreakdownItem, Edition, Framework, Indicator
from scpxl.model.observations import Observation, Source
from scpxl.model.periods import Period
from scpxl.model.plan import Board, Objective, Partner
from scpxl.model.registers import RegisterName, RegisterRow
from scpxl.model.series_notes import NoteKind, SeriesNote
from scpxl.scorecard.build import build_scorecard
from scpxl.scorecard.lists.quality import Feed, Revision
from scpxl.scorecard.lists.returns import Sending
from scpxl.scorecard.published.revised import EarlierFigure, RestatedBy
from scpxl.scorecard.records.board import DecisionLine
from scpxl.scorecard.records.record import PeriodRecord
from scpxl.scorecard.records.scorecard import Scorecard
from tests.excel.frameworks import STEPS
from tests.excel.made import MADE, NEAR, SMALL, WARDS, agreed
from tests.scorecard.builders import OWN, PERCENTAGE, Q4, SURVEY, indicator, population, series, target

MARK: Final = "ZQX"
"""In every text that observers may not see."""
NUMBERS: Final = range(7_130_000, 7_140_000)
"""Every figure that observers may not see is one of these."""
HIDDEN_YEAR: Final = "2020-21"
"""For which only what is restricted has a target."""
KINDS: Final = ("outcome", "activity", "output", "intermediate outcome")
UNITS: Final[Sequence[dict[str, Any]]] = (
    {}, {}, {"unit": "rate", "denominator": "POP"}, PERCENTAGE, SURVEY, {"unit": "stock", "aggregation": "latest"},
    {"frequency": "quarterly"}, {"unit": "money"},
)  # fmt: skip
AGE: Final = Breakdown.model_validate({"code": "age", "title": "Age of victim", "category": "victim"})
SECRET: Final = Breakdown.model_validate({"code": "zq", "title": f"By {MARK} kind", "category": "offender"})
Q3: Final = Q4.shift(-1)
SETTINGS: Final = replace(SMALL, registers=tuple(name.value for name in RegisterName), register_rows=10)
ITEMS: Final = tuple(
    BreakdownItem(breakdown=division, item=item, title=title)
    for division, item, title in (
        ("age", "u18", "Under 18"), ("age", "adult", "18 and over"), ("zq", "a", f"{MARK} one"), ("zq", "b", f"{MARK} two"),
    )
)  # fmt: skip


@dataclass(frozen=True)
class Restricted:
    """A partnership with its record, and another record that differs only in what observers may not see."""

    framework: Framework
    record: PeriodRecord
    twin: PeriodRecord

    def scorecard(self, edition: Edition, *, twin: bool = False) -> Scorecard:
        record = self.twin if twin else self.record
        return build_scorecard(self.framework, record, Q4, MADE, "RUN-1", edition, SETTINGS)


class _Maker:
    """Draws one partnership from a number."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)  # noqa: S311  (figures for a test)
        self.marks = 0

    def mark(self, words: str = "") -> str:
        self.marks += 1
        return f"{words} {MARK}{self.marks:03}".strip()

    def indicators(self) -> list[Indicator]:
        """A few measures anybody may see, and a few that only the partnership may; one is out of such a one."""
        dice = self.dice
        found = [
            indicator(f"M{place}", title=f"Measure {place}", **self._more("O1"))
            for place in range(dice.randint(2, 5))
        ]
        for place in range(dice.randint(1, 3)):
            secret = {"counted": self.mark("counts of"), "definition": self.mark(), "source": self.mark()}
            more = self._more(dice.choice(("O1", "O2")))
            if dice.random() < 0.4:
                more["breakdowns"] = [*more["breakdowns"], "zq"]
            found.append(
                indicator(f"{MARK}-{place}", title=self.mark("Hidden"), editions=("partnership",), tags=(f"{MARK}tag",),
                          **{**more, **secret})
            )  # fmt: skip
        hidden = found[-1]
        rate = {"unit": "rate", "denominator": hidden.code, "tags": (f"{MARK}tag",)}
        found.append(indicator(f"{MARK}-R", title=self.mark("Of hidden"), **rate))
        return found

    def _more(self, objective: str) -> dict[str, Any]:
        dice = self.dice
        more: dict[str, Any] = {
            "objective": objective,
            "kind": dice.choice(KINDS),
            "breakdowns": [],
            **dice.choice(UNITS),
        }
        more["polarity"] = dice.choice(("lower", "higher", "neither"))
        more["partner"] = dice.choice(("met", "lfb"))
        if more.get("unit") not in {"money", "stock", "survey percentage"} and "frequency" not in more:
            more["benchmark"] = "near" if dice.random() < 0.5 else []
            more["breakdowns"] = [one for one in ("ward", "age") if dice.random() < 0.4]
        more["headline"] = dice.random() < 0.3
        return more

    def framework(self) -> Framework:
        ones = self.indicators()
        hidden = [one for one in ones if one.code.startswith(MARK)]
        people = indicator("POP", title="People", objective="", kind="context", unit="stock", frequency="annual",
                           aggregation="latest", polarity="neither")  # fmt: skip
        month = Period.parse_month
        notes = [
            SeriesNote(kind=NoteKind.BREAK, indicators=(hidden[0].code,), first=month("2017-02"), reason=self.mark()),
            SeriesNote(kind=NoteKind.NOTE, indicators=("M0", hidden[0].code), first=month("2017-06"),
                       reason=f"Since {hidden[0].title} began", source=f"Report on {hidden[0].code}"),
            SeriesNote(kind=NoteKind.INTERVENTION, indicators=(f"{MARK}tag",), first=month("2017-03"), reason=self.mark()),
        ]  # fmt: skip
        by_code = {one.code: one for one in ones}
        targets = [
            target(self.dice.randint(100, 400), code)
            for code, one in by_code.items()
            if not code.startswith(MARK) and one.unit.value == "count" and self.dice.random() < 0.6
        ]
        targets += [
            target(50, code, "2018-19")
            for code, one in by_code.items()
            if not code.startswith(MARK) and one.unit.value == "count"
        ]
        # Only what is hidden has a target in the last year: a column for it would tell that there is one.
        targets += [target(self.dice.choice(NUMBERS), one.code, year) for one in hidden if one.unit.value == "count"
                    for year in ("2017-18", "2018-19", HIDDEN_YEAR)]  # fmt: skip
        return agreed(
            *ones, people, group=NEAR, wards=WARDS, breakdowns=(AGE, SECRET), items=ITEMS, targets=tuple(targets),
            notes=tuple(notes),
            objectives=(
                Objective(code="O1", title="Less crime", lead="Borough Commander"),
                # Of nothing that observers see, where all its measures are hidden.
                Objective(code="O2", title=self.mark("Aim"), short_title=MARK, lead=self.mark()),
            ) if any(one.objective == "O2" for one in ones) else (Objective(code="O1", title="Less crime"),),
            partners=(
                Partner(code="met", name="Police", contact=self.mark(), email=f"{MARK}@example.org"),
                Partner(code="lfb", name="Fire Brigade", contact=self.mark()),
            ),
            boards=tuple(self.boards(ones)),
            note=f"See {hidden[0].title}.", contact=self.mark(), contact_email=f"{MARK}@example.org",
            registers=tuple(RegisterName), register_rows=10, public_contacts=(self.mark(),), summary_tags=(f"{MARK}tag",),
            waivers=(Waiver(rule="BLANK", partner="met", indicator="M0", reason=self.mark(), approved_by=self.mark(),
                            until=date(2030, 1, 1)),),
        )  # fmt: skip

    def boards(self, ones: Sequence[Indicator]) -> Iterator[Board]:
        """Other boards: told of what is shown and what is hidden, of the hidden alone, and one that is named after it."""
        hidden = [one for one in ones if one.code.startswith(MARK)]
        aims = tuple(sorted({one.objective for one in ones if one.objective}))
        yield Board(
            code="adults",
            title="Safeguarding Adults Board",
            objectives=aims,
            indicators=tuple(one.code for one in hidden),
        )
        yield Board(code="mine", title="Health Board", indicators=(hidden[0].code, "M0"))
        yield Board(code="theirs", title=self.mark("Board"), indicators=tuple(one.code for one in hidden))
        yield Board(code="named", title=f"Board for {hidden[0].title}", indicators=("M0",))

    def observations(self, framework: Framework, *, twin: bool) -> list[Observation]:
        """Three years of every measure; `twin` draws the hidden ones again."""
        found: list[Observation] = []
        hidden = random.Random(len(framework.indicators) + twin)  # noqa: S311
        open_ = random.Random(7)  # noqa: S311
        for area in (OWN, *NEAR):
            found += population(dict.fromkeys(range(2013, 2018), 100000.0), area)
        for one in framework.reported:
            secret = one.code.startswith(MARK)
            areas = [OWN, *(NEAR if one.benchmark else ())]
            areas += [ward.code for ward in framework.own_parts] if framework.is_by_parts(one) else []
            items = [(area, "", "") for area in areas]
            items += [
                (OWN, division.code, item.item)
                for division in framework.breakdowns_of(one)
                for item in framework.items_of(division.code)
            ]
            for area, division, item in items:
                values = [
                    float(hidden.choice(NUMBERS)) if secret else float(open_.randint(5, 60))
                    for _ in range(36 // STEPS[one.frequency.value])
                ]
                if one.unit.value == "survey percentage" and secret:
                    values = [value / 1e5 for value in values]
                pairs: list[Any] = [(v, 90.0 if not secret else 7_139_999.0) for v in values] if one.reports_denominator else values  # fmt: skip
                found += series(
                    pairs, one.code, area, step=STEPS[one.frequency.value], breakdown=division, item=item
                )
        return [self._typed(one, twin=twin) for one in found]

    def _typed(self, one: Observation, *, twin: bool) -> Observation:
        where = f"{MARK}{'t' if twin else 'w'}"
        return one._replace(source=Source("met", "S0001", f"{where}.xlsx", f"{where} sheet", f"{where}A1"))

    def record(self, framework: Framework, *, twin: bool) -> PeriodRecord:
        hidden = next(one for one in framework.reported if one.code.startswith(MARK))
        secret = "TWIN " if twin else ""

        def said(words: str = "") -> str:
            return f"{secret}{MARK} {words}".strip()

        mine = Source("met", "S0001", said(), said(), said())
        named = f"As {hidden.title} shows, patrols helped {secret}."
        decided = date(2018, 4, 20)

        def decision(code: str, by: str, reason: str) -> DecisionLine:
            return DecisionLine(
                code, code, "Q4 2017-18", "watch", by, reason, decided, f"Watch: {by}. {reason}"
            )

        def action(reference: str, objective: str, words: str, partner: str = "met") -> ActionRecord:
            return ActionRecord(partner, Q4, reference, objective, words, said("owner"), date(2018, 3, 1), "On track", 40.0,
                                "Green", "Going well", "More patrols.", Source(cell="01") if not partner else mine,
                                ("lfb", said("helper")))  # fmt: skip

        def comment(
            objective: str, words: str, marking: str = "OFFICIAL", partner: str = "met"
        ) -> CommentaryRecord:
            return CommentaryRecord(partner, Q4, objective, words, "", "", "", marking, Source(cell="O1"))

        def own(code: str, words: str, marking: str = "") -> CommentaryRecord:
            aim = framework.by_code[code].objective
            key = f"measure {code}"
            return CommentaryRecord("", Q4, aim, words, "", "", "", marking, Source(cell=key), code)

        aims = [one.code for one in framework.objectives]
        lost = [
            one
            for one in aims
            if all(m.code.startswith(MARK) for m in framework.reported if m.objective == one)
        ]
        return PeriodRecord(
            self.observations(framework, twin=twin),
            actions=[
                action("A1", "O1", "Patrol the High Street"), action("A2", "O1", said("restricted")), action("A3", "O1", named),
                *(action("A4", one, said("lost")) for one in lost), action("", "O1", said("own"), ""),
            ],
            earlier_actions=[
                *(
                    # The first may be read today, and could not be then: of it only its days are left.
                    one._replace(period=Q3, due=date(2017, 12, 1), update=said("earlier"), rag_reason=said("earlier"))
                    for one in (action("A1", "O1", named), action("A2", "O1", said("restricted")), action("A5", "O1", named),
                                action("", "O1", said("own"), ""), action("A7", "O1", said("gone")))
                ),
                action("A6", "O1", "Light the car park", "lfb")._replace(period=Q3),
            ],
            plans=frozenset({("met", Q3), ("met", Q4), ("lfb", Q3)}),
            commentary=[
                comment("O1", "Fewer reports than last year"), comment("O1", said("sensitive"), "OFFICIAL-SENSITIVE", "lfb"),
                comment("O1", named, partner="lfb"), *(comment(one, said("lost")) for one in lost), comment("O1", said("own"), partner=""),
                # Each board that is told of the objective reads what is sought there.
                comment("O1", "A plan is due", partner="mps")._replace(decision=named),
                comment("O1", "Money is short", partner="nhs")._replace(decision="Agree the bid"),
                *(own(code, *words) for code, *words in (
                    ("M0", "More lights were mended"), ("M1", said("sensitive"), "OFFICIAL-SENSITIVE"), ("M2", named),
                    ("M3", said("chosen")), (hidden.code, said("hidden")),
                ) if code in framework.by_code),
            ],
            explanations=[
                ExplanationRecord("met", Q4, "M0", "Seasonal", "As every winter."), ExplanationRecord("met", Q4, "M1", "Other", named),
                ExplanationRecord("met", Q4, hidden.code, "Other", said()),
            ],
            sendings=[Sending("met", 1, "accepted", date(2018, 4, 20), f"{said()}.xlsx", 0, 1, said("signed"))],
            framework_changes=(f"{hidden.code}: the title was {said()}.", "M0: the target is new."),
            decisions=[decision("M0", said("by"), "Keep an eye on it"), decision("M1", said("by"), said("restricted")),
                       decision(hidden.code, "Board", said())],
            feeds=[Feed("S0001", "met", Q4, date(2018, 4, 20), is_return=True, in_force=True)],
            published={
                (code, name): [EarlierFigure(value, date(2018, 1, 20))]
                for code, value in ((hidden.code, 7_130_007.0), ("M0", 3.0))
                for name in ("Year to Mar 2018", "Quarter to Mar 2018", "Quarter to Dec 2017", "Quarter to Jun 2017")
            },
            restated=[RestatedBy(hidden.code, said("restated"), date(2018, 4, 20), date(2018, 1, 20)),
                      RestatedBy("M0", "Police", date(2018, 4, 20), date(2018, 1, 20))],
            revisions=[Revision(hidden.code, Period.month(2018, 1), 7_130_001.0, 7_130_002.0)],
            withheld=3 if twin else 1,
            registers=[
                RegisterRow(name, key, Q4, words, words)
                for name, key, words in (
                    ("plan", "001", {"task": "Agree the plan", "owner": said("owner"), "due": "2018-03-01"}),
                    ("plan", "002", {"task": said("restricted"), "owner": "lfb", "due": "2018-03-01"}),
                    ("plan", "003", {"task": named, "owner": "", "due": "2018-03-01"}),
                    ("referrals", "001", {"board": "Health", "question": "Who pays?", "status": "Awaited"}),
                    ("risks", "001", {"risk": said("risk"), "likelihood": "4", "impact": "4"}),
                    ("money", "001", {"item": "Visits", "budget": "7130003", "spend": "7130004", "measure": "M0"}),
                    ("money", "002", {"item": "Patrols", "budget": "1", "measure": hidden.code}),
                    ("consultation", "001", {"asked": "Residents", "said": f"More of {hidden.code}."}),
                    ("follow-up", "001", {"decision": named, "done": said("done")}),
                    ("escalations", "001", {"what": said("what"), "reason": said("why")}),
                    ("agreements", "001", {"partner": said("partner"), "what": said("what"), "until": "2018-05-01"}),
                    ("analysis", "001", {"what": "Maps", "purpose": "Plan", "asked": said("asked")}),
                )
            ],
            free_keys=dict.fromkeys(("plan", "risks"), 7130005 if twin else 7130006),
            chosen={
                "action/met/A2": Edition.PARTNERSHIP, "action/met/A7": Edition.PARTNERSHIP, "action/own/01": Edition.PARTNERSHIP, "decision/M1": Edition.PARTNERSHIP,
                "plan/own/002": Edition.PARTNERSHIP, "plan/own/003": Edition.PUBLIC, "money/own/002": Edition.PUBLIC,
                "commentary/own/O1": Edition.PARTNERSHIP, "commentary/own/measure/M3": Edition.PARTNERSHIP,
                f"commentary/own/measure/{hidden.code}": Edition.PUBLIC, "action/met/A3": Edition.PUBLIC,
            },
        )  # fmt: skip


def restricted(seed: int) -> Restricted:
    """A random partnership with its twin."""
    maker = _Maker(seed)
    framework = maker.framework()
    record = maker.record(framework, twin=False)
    return Restricted(framework, record, replace(maker.record(framework, twin=True)))


def parts_of(path: Path) -> Iterator[tuple[str, str]]:
    """Every part of a file as text, those of the packages within it too; of a plain file the file itself."""
    yield from _parts(path.name, path.read_bytes())


def _parts(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    if not zipfile.is_zipfile(BytesIO(data)):
        yield name, data.decode("utf-8", "replace")
        return
    with zipfile.ZipFile(BytesIO(data)) as package:
        for info in package.infolist():
            yield f"{name}!{info.filename} (name)", info.filename
            yield from _parts(f"{name}!{info.filename}", package.read(info))
