"""Scorecards of one framework whose figures and texts are quite other ones."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

from scpxl.scorecard.records.ends import GroupRow, MonthEnd, PartsRow, Window
from scpxl.scorecard.records.scorecard import Scorecard

WORDS = (
    "",
    "–",
    "[x]",
    "=1+1",
    "00123",
    "Mar 2018",
    "A far longer text than was here before, " * 20,
    "ﬁ “quoted” & <b>",
)


def mutated(scorecard: Scorecard, seed: int) -> Scorecard:
    """Return a scorecard of the same shape with other figures, texts, lists and days."""
    dice = random.Random(seed)  # noqa: S311  (made-up figures)
    factor = dice.choice((0.0, 0.1, 1.7, 40.0))
    return replace(
        scorecard,
        period=dice.choice(WORDS),
        quarter_name=dice.choice(WORDS),
        since_name=dice.choice(WORDS),
        changed_words=dice.choice(WORDS),
        complete_words=tuple(dice.choice(WORDS) for _ in range(3)),
        run=f"{seed:08X}",
        made=scorecard.made + timedelta(days=seed),
        month_ends=tuple(_end(dice, factor, end) for end in scorecard.month_ends),
        pages=tuple(
            replace(
                page,
                cards=tuple(replace(card, draft=dice.choice(WORDS)) for card in page.cards),
                commentary=_some(dice, page.commentary),
                actions=_some(dice, page.actions),
            )
            for page in scorecard.pages
        ),
        actions=_some(dice, scorecard.actions),
        commentary=_some(dice, scorecard.commentary),
        notes=_some(dice, scorecard.notes),
        exceptions=_some(dice, scorecard.exceptions),
        quality=_some(dice, scorecard.quality),
        changed=dice.choice((None, scorecard.changed)),
        reported=tuple(
            replace(row, number=_point(dice, row.number, factor), out_of=None, mark=dice.choice(("", "[x]")), file=dice.choice(WORDS))
            for row in scorecard.reported
        ),
    )  # fmt: skip


def _some(dice: random.Random, things: tuple[Any, ...]) -> tuple[Any, ...]:
    return dice.choice(((), things[:1], things, things * 3))


def _point(dice: random.Random, value: Any, factor: float) -> Any:
    if not isinstance(value, (int, float)):
        return value
    return None if dice.random() < 0.1 else value * factor


def _cell(dice: random.Random, value: Any, factor: float) -> Any:
    if dice.random() < 0.1:
        return dice.choice(WORDS) or "–"
    return value * factor if isinstance(value, float) else value


def _end(dice: random.Random, factor: float, end: MonthEnd) -> MonthEnd:
    codes = list(zip(end.exceptions, end.suggestions, strict=True))
    dice.shuffle(codes)
    codes = codes[: dice.randrange(len(codes) + 1)]
    return replace(
        end,
        label=end.label,
        cards=tuple(tuple(_cell(dice, value, factor) for value in row) for row in end.cards),
        windows=tuple(_window(dice, factor, window) for window in end.windows),
        groups=tuple(_group(dice, factor, row) for row in end.groups),
        parts=tuple(_parts(dice, factor, row) for row in end.parts),
        exceptions=tuple(code for code, _ in codes),
        suggestions=tuple(said for _, said in codes),
        statuses=tuple(dice.choice(("R  Red", "–  Not rated")) for _ in end.statuses),
        counted=tuple(dice.choice(WORDS) for _ in end.counted),
        sentences=tuple(dice.choice(WORDS) for _ in end.sentences),
        newly=tuple(dice.choice(WORDS) for _ in end.newly),
    )


def _window(dice: random.Random, factor: float, window: Window) -> Window:
    drop = dice.random() < 0.2
    changed: dict[str, Any] = {"flags": "".join(dice.choice("CIN.") for _ in window.flags)}
    for name in (
        "values",
        "mean",
        "lower",
        "upper",
        "ends",
        "target",
        "forecast",
        "singles",
    ):
        points = getattr(window, name)
        changed[name] = tuple(None if drop else _point(dice, point, factor) for point in points)
    changed["labels"] = tuple("" if drop else label for label in window.labels)
    return replace(window, **changed)


def _group(dice: random.Random, factor: float, row: GroupRow) -> GroupRow:
    if dice.random() < 0.2:
        return GroupRow(None, "–")
    keep = dice.randrange(1, len(row.areas) + 1) if row.areas else 0
    cut = {
        name: getattr(row, name)[:keep]
        for name in ("areas", "rates", "below", "above", "heat", "people", "lower", "upper")
    }
    return replace(row, **{**cut, "rates": tuple(rate * factor for rate in cut["rates"])})


def _parts(dice: random.Random, factor: float, row: PartsRow) -> PartsRow:
    return replace(
        row,
        counts=tuple(_cell(dice, value, factor) for value in row.counts),
        heat=tuple(dice.randrange(6) for _ in row.heat),
    )
