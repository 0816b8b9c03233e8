"""What has changed in the figures last published, and what follows from it.

The results of a publication are frozen.  They are compared with cards worked out for the same period from the record
as it is: what differs has been restated since, or is counted by another framework.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from scpxl.scorecard.records.board import ChangedLine, ChangedSince, ExceptionLine
from scpxl.scorecard.records.plain import to_plain
from scpxl.scorecard.records.scorecard import IndicatorCard, NumberStyle
from scpxl.scorecard.wording import DASH, count_of, listed, number_text, ordinal
from scpxl.verdicts import Assurance, Variation, Verdict
from scpxl.words import are, capital, day_text

TOLD = 6
"""So many single figures are named; the rest are counted."""
_FIGURES = {
    "headline": "",
    "before": "the year before",
    "quarter": "the quarter",
    "quarter_year_ago": "the same quarter a year ago",
    "year_to_date": "the year to date",
    "rate": "the rate",
}


def changed_since(
    frozen: Mapping[str, Any],
    published: date,
    cards: Iterable[IndicatorCard],
    exceptions: Iterable[ExceptionLine],
    redefined: Mapping[str, Sequence[str]],
) -> ChangedSince:
    """Return what of frozen results is no longer so.

    `cards` and `exceptions` are of the same period, from the record as it is.  `redefined` is, by indicator, what
    the framework says differently now.
    """
    now = {card.code: to_plain(card) for card in cards}
    rules = {line.indicator: line.rule for line in exceptions}
    return _compared(frozen, published, now, rules, redefined)


def between_publications(
    earlier: Mapping[str, Any], later: Mapping[str, Any], published: date
) -> ChangedSince:
    """Return what the later of two frozen results of one period says differently; `published` is the earlier one's day."""
    return _compared(earlier, published, _cards_in(later), _rules_in(later), {})


def _cards_in(frozen: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {card["code"]: card for page in frozen["pages"] for card in page["cards"]}


def _rules_in(frozen: Mapping[str, Any]) -> dict[str, str]:
    return {line["indicator"]: line["rule"] for line in frozen["exceptions"]}


def _compared(
    frozen: Mapping[str, Any],
    published: date,
    now: Mapping[str, Mapping[str, Any]],
    rules: Mapping[str, str],
    redefined: Mapping[str, Sequence[str]],
) -> ChangedSince:
    before, rules_before = _cards_in(frozen), _rules_in(frozen)
    lines, rated = [], 0
    for code, card in now.items():
        if code not in before:
            continue
        listed_as = (rules_before.get(code), rules.get(code))
        line = _line(before[code], card, listed_as, redefined.get(code, ()))
        if line is not None:
            lines.append(line)
            rated += before[code]["rag"]["rag"] != card["rag"]["rag"]
    gone = tuple(f"{card['title']} ({code})" for code, card in before.items() if code not in now)
    come = tuple(f"{card['title']} ({code})" for code, card in now.items() if code not in before)
    found = tuple(lines)
    words = _words(str(frozen["period"]), published, (found, rated), gone, come)
    return ChangedSince(str(frozen["period"]), published, words, found, gone, come)


def is_as_it_was(found: ChangedSince) -> bool:
    """Return whether nothing at all differs."""
    return not (found.lines or found.gone or found.come)


def _line(
    was: Mapping[str, Any], now: Mapping[str, Any], rules: tuple[str | None, str | None], why: Sequence[str]
) -> ChangedLine | None:
    figures, effects = _figures(was, now), _effects(was, now, rules)
    if not (figures or effects):
        return None
    return ChangedLine(
        indicator=now["code"],
        title=now["title"],
        published=was["headline"]["text"],
        now=now["headline"]["text"],
        figures=". ".join(figures),
        effects=". ".join(effects),
        why=". ".join(why),
    )


def _figures(was: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    told = []
    months = _single(was, now)
    if months:
        shown = months[:TOLD]
        more = f" and {len(months) - TOLD} more" if len(months) > TOLD else ""
        told.append("; ".join(shown) + more)
    for key, name in _FIGURES.items():
        old, new = was[key]["text"], now[key]["text"]
        if old != new:
            told.append(f"{capital(name or now['headline_name'])}: {old}, now {new}")
    return told


def _single(was: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Return the single months or quarters that are other than they were, as far as the charts go back."""
    style = NumberStyle(now["count_style"])

    def text(value: float | None) -> str:
        return "missing" if value is None else number_text(value, style)

    charted = was["control_chart"] and now["control_chart"]
    old, new = (_control(card) if charted else _two_years(card) for card in (was, now))
    # Both are of the same stretch of time; a chart leaves out what is missing at its beginning.
    labels = [*(label for label in old if label not in new), *new]
    pairs = ((label, old.get(label), new.get(label)) for label in labels)
    return [
        f"{label}: {text(before)}, now {text(after)}" for label, before, after in pairs if before != after
    ]


def _control(card: Mapping[str, Any]) -> dict[str, float | None]:
    chart = card["control_chart"]
    return dict(zip(chart["labels"], chart["values"], strict=True))


def _two_years(card: Mapping[str, Any]) -> dict[str, float | None]:
    """Return the single figures of an indicator without control limits; nothing for yearly ones."""
    chart = card["year_on_year"]
    if not chart:
        return {}
    years = ((chart["last_name"], chart["last_year"]), (chart["this_name"], chart["this_year"]))
    return {
        f"{label} ({name[0].lower()}{name[1:]})": value
        for name, values in years
        for label, value in zip(chart["labels"], values, strict=True)
    }


def _effects(
    was: Mapping[str, Any], now: Mapping[str, Any], rules: tuple[str | None, str | None]
) -> list[str]:
    pairs = [
        ("RAG", _rating(was), _rating(now)),
        ("Change on a year ago", was["change_percent"]["text"], now["change_percent"]["text"]),
        ("Direction", was["direction"]["judgement"], now["direction"]["judgement"]),
        ("Latest figure", *(Variation(one["variation"]["variation"]).plain for one in (was, now))),
        ("Meets target", *(Assurance(one["variation"]["assurance"]).plain for one in (was, now))),
        ("More than usual variation", _verdict(was), _verdict(now)),
        ("Rank", _rank(was), _rank(now)),
    ]
    told = [f"{name}: {old}, now {new}" for name, old, new in pairs if old != new]
    old_rule, new_rule = rules
    if old_rule != new_rule:
        told.append(_moved(old_rule, new_rule))
    return told


def _moved(old: str | None, new: str | None) -> str:
    if new is None:
        return f"No longer an exception (was: {_lower(old)})"
    return (
        f"Now an exception: {_lower(new)}" if old is None else f"Exception: {_lower(old)}, now {_lower(new)}"
    )


def _verdict(card: Mapping[str, Any]) -> str:
    yearly = card.get("yearly")
    return Verdict(yearly["verdict"]).plain if yearly else DASH


def _rating(card: Mapping[str, Any]) -> str:
    rating = card["rag"]
    return str(rating.get("why") or rating["rag"])


def _rank(card: Mapping[str, Any]) -> str:
    group = card["comparison"]
    return f"{ordinal(group['rank'])} of {group['of']}" if group and group["rank"] else DASH


def _words(
    period: str,
    published: date,
    found: tuple[Sequence[ChangedLine], int],
    gone: Sequence[str],
    come: Sequence[str],
) -> str:
    lines, rated = found
    parts = []
    moved = sum(bool(line.figures) for line in lines)
    if moved:
        ratings = f", {count_of(rated, 'rating')} with {'it' if moved == 1 else 'them'}" if rated else ""
        parts.append(f"the figures of {count_of(moved, 'indicator')} have changed{ratings}")
    if (judged := len(lines) - moved) > 0:
        parts.append(
            f"the judgement of {count_of(judged, 'indicator')} has changed without any figure changing"
        )
    if gone:
        parts.append(f"{count_of(len(gone), 'indicator')} {are(len(gone))} no longer reported")
    if come:
        parts.append(f"{count_of(len(come), 'indicator')} {are(len(come))} new")
    told = listed(parts) if parts else "no figure has changed"
    return f"Since {period.partition(':')[0]} was published on {day_text(published)}, {told}."


def _lower(text: str | None) -> str:
    return (text or "")[:1].lower() + (text or "")[1:]
