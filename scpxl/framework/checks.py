"""Check the framework across its records: codes are unique, and what is named is there.

What one record can say of itself (a missing title, an unknown unit) is checked by the record; whether
indicators and targets make sense is checked by `framework_sense`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from scpxl.framework.agreements import check_agreements
from scpxl.framework.columns import REFERENCES, SETTINGS
from scpxl.framework.fields import check_fields
from scpxl.framework.problems import FrameworkProblem, choose_from, in_table_order, short_quote
from scpxl.framework.sense import check_sense_of
from scpxl.framework.tables import TABLE_BY_KEY, TABLES, FrameworkTable
from scpxl.model.framework import OWN_DENOMINATOR, Framework, Indicator, Unit
from scpxl.privacy.own import is_too_wide
from scpxl.returns.layout import WARD

_RESTS_ON: Mapping[str, Collection[tuple[str, str]]] = {
    "areas": {("benchmarks", "code"), ("indicators", "breakdowns")},
    "items": {("breakdowns", "code")},
    "indicators": {("notes", "indicators")},
}
"""By table: the fields that can only be judged when every one of its entries could be read."""

_NOTHING: Mapping[str, Collection[str]] = MappingProxyType({})


def check_framework(
    framework: Framework, unread: Mapping[str, Collection[str]] = _NOTHING
) -> tuple[FrameworkProblem, ...]:
    """Return what is wrong between the records, by table, entry and field; nothing where all is well.

    `unread` holds, by table, the codes of entries that are there but could not be read, so that what
    refers to them is not called wrong as well.
    """
    codes = {
        key: {record.code for record in entries_of(framework, key)} | set(unread.get(key, ()))
        for key in ("objectives", "partners", "areas", "benchmarks", "breakdowns", "indicators")
    }
    too_early = {field for table, fields in _RESTS_ON.items() if unread.get(table) for field in fields}
    found = (
        problem
        for problem in (
            *_repeated_codes(framework),
            *_unknown_codes(framework, codes),
            *_unknown_in_notes(framework, codes["indicators"]),
            *_repeated_targets(framework),
            *check_breakdowns(framework),
            *_untidy_lists(framework),
            *_boards_of_nothing(framework),
            *check_sense_of(framework, codes),
            *check_agreements(framework),
            *check_public_contacts(framework),
            *check_fields(framework),
        )
        if (problem.table, problem.field) not in too_early
    )
    return in_table_order(_but_of_wrong_wholes(framework, tuple(found)))


def _but_of_wrong_wholes(
    framework: Framework, found: tuple[FrameworkProblem, ...]
) -> Iterator[FrameworkProblem]:
    """Leave out what is said of a denominator that is itself wrong: it may do once that is corrected."""
    wrong = {problem.place for problem in found if problem.table == "indicators"}
    places = {one.code: place for place, one in enumerate(framework.indicators)}
    for problem in found:
        if problem.table == "indicators" and problem.field == "denominator":
            whole = places.get(framework.indicators[problem.place].whole_code, problem.place)
            if whole != problem.place and whole in wrong:
                continue
        yield problem


def entries_of(framework: Framework, table: str) -> tuple[Any, ...]:
    """Return a table's records; the settings are the framework itself."""
    entries: tuple[Any, ...] = (framework,) if table == SETTINGS else getattr(framework, table)
    return entries


def _problem(
    table: FrameworkTable, place: int, record: object, field: str, fact: str, advice: str
) -> FrameworkProblem:
    named = {key: getattr(record, key) for key in table.names}
    return FrameworkProblem(table.key, place, table.entry_name(named, place), field, fact, advice)


def _repeated_codes(framework: Framework) -> Iterator[FrameworkProblem]:
    for table in TABLES:
        if "code" not in table.by_key:
            continue
        seen: dict[str, str] = {}
        for place, record in enumerate(entries_of(framework, table.key)):
            # Excel's look-ups and Windows' file names do not tell capitals from small letters.
            folded = record.code.casefold()
            if folded in seen:
                fact = f"the code is already that of another {table.noun} ({seen[folded]})."
                yield _problem(table, place, record, "code", fact, "Give each its own code.")
            elif table.key == "indicators" and folded == OWN_DENOMINATOR:
                fact = f"{record.code!r} has a meaning of its own as a denominator."
                yield _problem(table, place, record, "code", fact, "Choose another code.")
            elif table.key == "breakdowns" and folded == WARD:
                fact = f"{record.code!r} has a meaning of its own as a breakdown."
                yield _problem(table, place, record, "code", fact, "Choose another code.")
            seen.setdefault(folded, record.code)


def _unknown_codes(framework: Framework, codes: Mapping[str, Collection[str]]) -> Iterator[FrameworkProblem]:
    for (key, field), target in REFERENCES.items():
        table, noun = TABLE_BY_KEY[key], TABLE_BY_KEY[target].noun
        may_be = {*codes[target], *table.by_key[field].also}
        by_parts = (key, field) == ("indicators", "breakdowns")
        for place, record in enumerate(entries_of(framework, key)):
            said = getattr(record, field)
            for code in (said,) if isinstance(said, str) else said:
                if by_parts and framework.is_word_for_parts(code):
                    continue
                if code and code not in may_be:
                    article = "an" if noun[0] in "aeio" else "a"
                    advice = choose_from(code, sorted(may_be))
                    add_it = f"{advice} Or add it to {TABLE_BY_KEY[target].sheet}.".strip()
                    fact = f"{short_quote(code)} is not the code of {article} {noun}."
                    yield _problem(table, place, record, field, fact, add_it)
    if not framework.area:
        yield _problem(
            TABLE_BY_KEY[SETTINGS],
            0,
            framework,
            "area",
            "is blank.",
            "Write the code of the partnership's area.",
        )


def _unknown_in_notes(framework: Framework, codes: Collection[str]) -> Iterator[FrameworkProblem]:
    tags = {tag for indicator in framework.indicators for tag in indicator.tags}
    for place, note in enumerate(framework.notes):
        for name in note.indicators:
            if name not in codes and name not in tags:
                fact = f"{short_quote(name)} is neither the code of an indicator nor a tag."
                advice = choose_from(name, sorted({*codes, *tags}))
                yield _problem(TABLE_BY_KEY["notes"], place, note, "indicators", fact, advice)


def _repeated_targets(framework: Framework) -> Iterator[FrameworkProblem]:
    seen = set()
    for place, target in enumerate(framework.targets):
        if (target.indicator, target.year) in seen:
            fact = f"{target.indicator} has a target for {target.year} already."
            yield _problem(TABLE_BY_KEY["targets"], place, target, "year", fact, "Keep one of the two.")
        seen.add((target.indicator, target.year))


def _boards_of_nothing(framework: Framework) -> Iterator[FrameworkProblem]:
    for place, board in enumerate(framework.boards):
        if not (board.objectives or board.indicators):
            fact, advice = "is told of nothing.", "Name an objective, or an indicator under indicators."
            yield _problem(TABLE_BY_KEY["boards"], place, board, "objectives", fact, advice)
    context = {one.code for one in framework.indicators} - {one.code for one in framework.reported}
    for place, board in enumerate(framework.boards):
        for code in board.indicators:
            if code in context:
                fact = f"{short_quote(code)} is context, which is on no scorecard."
                yield _problem(
                    TABLE_BY_KEY["boards"], place, board, "indicators", fact, "Name one that is reported."
                )


def _untidy_lists(framework: Framework) -> Iterator[FrameworkProblem]:
    for table in TABLES:
        for place, record in enumerate(entries_of(framework, table.key)):
            for column in table.columns:
                said = getattr(record, column.key)
                if not isinstance(said, tuple) or not all(isinstance(word, str) for word in said):
                    continue
                if wrong := _untidy(said, column.choices):
                    yield _problem(table, place, record, column.key, *wrong)


def _untidy(words: tuple[str, ...], choices: tuple[str, ...]) -> tuple[str, str] | None:
    # Members of an enumeration are quoted as they are written.
    for place, word in enumerate(map(str, words)):
        if not word or ";" in word or "\n" in word:
            return (
                f"{short_quote(word)} is blank, or holds a semicolon or a line break.",
                "Write it without, or delete it.",
            )
        if word in words[:place]:
            return f"{short_quote(word)} appears twice.", "Delete one."
        if choices and word not in choices:
            return f"{short_quote(word)} is not in the list.", choose_from(word, choices)
    return None


def check_breakdowns(framework: Framework) -> Iterator[FrameworkProblem]:
    """Yield what is wrong with the breakdowns, their items, and the indicators that ask for them."""
    for place, breakdown in enumerate(framework.breakdowns):
        if not any(item.breakdown == breakdown.code for item in framework.items):
            fact, advice = "has no items.", "Add them to Items, one row each."
            yield FrameworkProblem("breakdowns", place, breakdown.code, "code", fact, advice)
    yield from _repeated_items(framework)
    for place, indicator in enumerate(framework.indicators):
        for fact, advice in _cannot_be_divided(indicator, framework):
            yield FrameworkProblem("indicators", place, indicator.code, "breakdowns", fact, advice)


def _repeated_items(framework: Framework) -> Iterator[FrameworkProblem]:
    seen: set[tuple[str, str, str]] = set()
    for place, item in enumerate(framework.items):
        name = f"{item.breakdown} {item.item}"
        # Rows of a return are found whatever the case of their codes; people tell them apart by their titles.
        for field, said in (("item", item.item), ("title", item.title)):
            key = item.breakdown.casefold(), field, said.casefold()
            if key in seen:
                fact = f"{short_quote(said)} appears twice in {item.breakdown}."
                yield FrameworkProblem("items", place, name, field, fact, "Give each its own, or delete one.")
            seen.add(key)


def _cannot_be_divided(indicator: Indicator, framework: Framework) -> Iterator[tuple[str, str]]:
    breakdowns = framework.breakdowns_of(indicator)
    if breakdowns and indicator.reports_denominator:
        codes = ", ".join(breakdown.code for breakdown in breakdowns)
        yield (
            f"asks for {codes}, but the partner reports what the figure is out of, and items have a number only.",
            "Divide an indicator that counts.",
        )
    elif indicator.unit is Unit.SURVEY:
        for breakdown in breakdowns:
            if breakdown.exclusive:
                yield (
                    f"asks for {breakdown.code}, whose items add up to the total; percentages of a survey do not.",
                    "Say No under Exclusive on Breakdowns, or leave it out.",
                )


def check_public_contacts(framework: Framework) -> Iterator[FrameworkProblem]:
    """Yield what `public_contacts` lists that would let far more through than one organisation's own."""
    for entry in framework.public_contacts:
        if is_too_wide(entry):
            fact = f"{entry!r} would let the mailboxes of too many people through."
            advice = "Name the domain of one organisation, such as example.gov.uk, or single mailboxes."
            yield FrameworkProblem(SETTINGS, 0, "", "public_contacts", fact, advice)
