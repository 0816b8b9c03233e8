"""What each edition may show: the one gate.

It stands before everything that is worked out.  The framework and the record are cut down to what an edition may show,
and figures, judgements, ranks, charts, lists and sentences are then made of what is left: a renderer never holds what
it would have to leave out.

The partnership sees everything; an indicator that names no edition is collected, and on no scorecard.  Observers, and the public, do not see

- an indicator whose `editions` do not name them, nor one that is out of such an indicator: from a rate and its number
  the whole could be worked out;
- whatever stands for it: its targets, notes, breakdowns, tags, an objective of which nothing is left, and with that
  what is written about it;
- a text whose edition, chosen by people, is narrower, and one that names a withheld indicator or objective, whatever
  was chosen;
- whom to ask, who owns an action, who signed and who decided: organisations and roles are named instead;
- names of files and cells, and how many texts are withheld.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from scpxl.figures.registers import earlier_to_read
from scpxl.model.documents import ActionRecord, CommentaryRecord, ExplanationRecord
from scpxl.model.framework import Edition, Framework, Indicator, IndicatorKind
from scpxl.model.observations import Source
from scpxl.model.plan import Board
from scpxl.model.registers import REGISTERS, RegisterRow
from scpxl.model.series_notes import SeriesNote
from scpxl.privacy.people import titled_names
from scpxl.scorecard.records.board import DecisionLine, decision_words
from scpxl.scorecard.records.record import PeriodRecord
from scpxl.scorecard.texts.readers import (
    NOT_SHOWN,
    USUAL,
    Withheld,
    action_text_key,
    commentary_key,
    decision_key,
    explanation_key,
    objectives_with,
    register_key,
    shown_in,
    usual_edition,
)

_WIDTH: Final = {edition: place for place, edition in enumerate(Edition)}
"""The narrowest first."""


def framework_for(framework: Framework, edition: Edition) -> Framework:
    """Return the framework as an edition may know it; the partnership's is the whole of it."""
    if edition is Edition.PARTNERSHIP:
        return _for_partnership(framework)
    shown = shown_in(framework, edition)
    codes = {one.code for one in shown}
    tags = {tag for one in shown for tag in one.tags}
    names = Withheld(framework, edition)
    aims = {one.code for one in objectives_with(framework, codes)}
    fields: dict[str, Any] = {name: getattr(framework, name) for name in type(framework).model_fields}
    fields |= {
        **_parts_of(framework, shown),
        "note": names.clean(framework.note),
        "contact": "",
        "contact_email": "",
        "public_contacts": (),
        "summary_tags": tuple(tag for tag in framework.summary_tags if tag in tags),
        "objectives": tuple(
            one.model_copy(update={"lead": _role(names.clean(one.lead))})
            for one in framework.objectives
            if one.code in aims
        ),
        "partners": tuple(one.model_copy(update={"contact": "", "email": ""}) for one in framework.partners),
        "indicators": tuple(
            one.model_copy(
                update={name: names.clean(getattr(one, name)) for name in ("definition", "source")}
            )
            for one in shown
        ),
        "targets": tuple(one for one in framework.targets if one.indicator in codes),
        "notes": tuple(_notes(framework, shown, names)),
        "boards": tuple(_boards(framework, aims, codes, names)),
        "waivers": tuple(
            one.model_copy(update={"approved_by": NOT_SHOWN, "reason": NOT_SHOWN})
            for one in framework.waivers
            if not one.indicator or one.indicator in codes
        ),
        "trials": (),
        "tolerances": (),
    }
    # Not a copy: what was looked up once for the whole framework would come along with it.
    return Framework.model_construct(**fields)


def _for_partnership(framework: Framework) -> Framework:
    """Return the framework with what is on no scorecard as context: others may be out of it."""
    off = {one.code for one in framework.reported if Edition.PARTNERSHIP not in one.editions}
    if not off:
        return framework
    fields = {name: getattr(framework, name) for name in type(framework).model_fields}
    indicators = tuple(
        one.model_copy(update={"kind": IndicatorKind.CONTEXT}) if one.code in off else one
        for one in framework.indicators
    )
    return Framework.model_construct(**{**fields, "indicators": indicators})


def record_for(framework: Framework, record: PeriodRecord, edition: Edition) -> PeriodRecord:
    """Return what an edition may know of a record; `framework` is the whole one."""
    if edition is Edition.PARTNERSHIP:
        return record
    codes = {one.code for one in shown_in(framework, edition)}
    aims = {one.code for one in objectives_with(framework, codes)}
    names = Withheld(framework, edition)

    def may(key: str, usual: Edition, *texts: str) -> bool:
        chosen = record.chosen.get(key, usual)
        return _WIDTH[chosen] >= _WIDTH[edition] and not names.names(*texts)

    def may_read(one: ActionRecord) -> bool:
        return (not one.objective or one.objective in aims) and may(
            action_text_key(one), USUAL, *_texts_of(one)
        )

    return replace(
        record,
        observations=[
            one._replace(source=_without_origin(one.source)) if one.area == framework.area else one
            for one in record.observations
            if one.indicator in codes
        ],
        actions=[_impersonal(framework, one) for one in record.actions if may_read(one)],
        earlier_actions=[
            _impersonal(framework, one)
            for one in earlier_to_read(record.earlier_actions, record.actions, may_read)
        ],
        commentary=[
            one
            for one in record.commentary
            if one.objective in aims
            and (not one.indicator or one.indicator in codes)
            and may(commentary_key(one), usual_edition(one), *_texts_of(one))
        ],
        explanations=[
            one
            for one in record.explanations
            if one.indicator in codes and may(explanation_key(one), USUAL, *_texts_of(one))
        ],
        sendings=[one._replace(file="", signed_off="") for one in record.sendings],
        framework_changes=tuple(one for one in record.framework_changes if not names.names(one)),
        decisions=[
            _by_nobody(one)
            for one in record.decisions
            if one.indicator in codes and may(decision_key(one.indicator), USUAL, one.reason)
        ],
        revisions=[one for one in record.revisions if one.indicator in codes],
        published={key: said for key, said in record.published.items() if key[0] in codes},
        restated=[one for one in record.restated if one.indicator in codes],
        registers=[
            _without_people(framework, one)
            for one in record.registers
            if may(register_key(one), REGISTERS[one.register].edition, *_words_of_row(framework, one))
        ],
        # It would tell how many rows there have been.
        free_keys={},
        withheld=0,
    )


def takes_typing(edition: Edition) -> bool:
    """Whether people type in an edition's dashboard: what is in another is read by nobody."""
    return edition is Edition.PARTNERSHIP


def withheld_codes(framework: Framework, edition: Edition) -> frozenset[str]:
    """Return the codes of the indicators that an edition may not know of; of the partnership's, none."""
    if edition is Edition.PARTNERSHIP:
        return frozenset()
    shown = {one.code for one in shown_in(framework, edition)}
    return frozenset(one.code for one in framework.indicators if one.code not in shown)


def _parts_of(framework: Framework, shown: Iterable[Indicator]) -> Mapping[str, Any]:
    """Return the groups and breakdowns that what is shown uses."""
    ones = list(shown)
    groups = {code for one in ones for code in one.benchmark}
    divided = {code for one in ones for code in one.breakdowns}
    return {
        "benchmarks": tuple(one for one in framework.benchmarks if one.code in groups),
        "breakdowns": tuple(one for one in framework.breakdowns if one.code in divided),
        "items": tuple(one for one in framework.items if one.breakdown in divided),
    }


def _boards(framework: Framework, aims: set[str], codes: set[str], names: Withheld) -> Iterator[Board]:
    """Yield the boards that are told of something that is shown."""
    for one in framework.boards:
        objectives = tuple(code for code in one.objectives if code in aims)
        indicators = tuple(code for code in one.indicators if code in codes)
        if (objectives or indicators) and not names.names(one.title, one.code):
            yield one.model_copy(update={"objectives": objectives, "indicators": indicators})


def _notes(framework: Framework, shown: Iterable[Indicator], names: Withheld) -> Iterator[SeriesNote]:
    """Yield the registered notes about what is shown, with nothing in them of what is not."""
    ones = list(shown)
    known = {one.code for one in ones} | {tag for one in ones for tag in one.tags}
    for note in framework.notes:
        if note.indicators and not any(note.concerns(one) for one in ones):
            continue
        about = tuple(word for word in note.indicators if word in known)
        said = {"reason": names.clean(note.reason), "source": names.clean(note.source)}
        yield note.model_copy(update={"indicators": about, **said})


def _texts_of(line: ActionRecord | CommentaryRecord | ExplanationRecord) -> list[str]:
    """Return all that people wrote in a line."""
    match line:
        case ActionRecord():
            return [line.reference, line.action, line.status, line.rag_reason, line.update, *line.supporting]
        case CommentaryRecord():
            return [line.happened, line.why, line.doing, line.decision]
        case ExplanationRecord():
            return [line.reason, line.explanation]


def _without_origin(source: Source) -> Source:
    return Source(partner=source.partner, submission=source.submission)


def _impersonal(framework: Framework, line: ActionRecord) -> ActionRecord:
    """Return an action owned by its organisation; of those who help, the partners that the framework knows."""
    owner = framework.partner_name(line.partner) if line.partner else framework.partnership
    known = {word for one in framework.partners for word in (one.code, one.name)}
    helping = tuple(one for one in line.supporting if one in known)
    return line._replace(owner=owner, supporting=helping)


def _words_of_row(framework: Framework, row: RegisterRow) -> list[str]:
    """Return all that a row says: of a measure that is named by its code, the title too."""
    said = [*row.words.values(), *row.before.values()]
    return said + [framework.by_code[word].title for word in said if word in framework.by_code]


def _without_people(framework: Framework, row: RegisterRow) -> RegisterRow:
    """Return a row that names organisations alone where it would name a person."""
    known = {word for one in framework.partners for word in (one.code, one.name)}
    people = {one.name for one in REGISTERS[row.register].fields if one.person}

    def shown(words: Mapping[str, str]) -> dict[str, str]:
        return {name: "" if name in people and text not in known else text for name, text in words.items()}

    return row._replace(words=shown(row.words), before=shown(row.before))


def _role(lead: str) -> str:
    return "" if any(titled_names(lead)) else lead


def _by_nobody(line: DecisionLine) -> DecisionLine:
    return replace(line, by="", words=decision_words(replace(line, by="")))
