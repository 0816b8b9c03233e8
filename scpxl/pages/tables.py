"""The tables and charts that are in more than one document: actions, commentary, changes, notes, and a measure's charts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from scpxl.pages.blocks import Cell, CellKind, Chart, Column, Key, Line, Series, Table
from scpxl.pages.typed import ACTION_COURSE, ACTIONS, COMMENTS, MEASURE, OWN, OwnRow
from scpxl.returns.choices import SEPARATOR
from scpxl.scorecard.cards.drafts import DRAFT
from scpxl.scorecard.records.figures import REVISED, Figure
from scpxl.scorecard.records.lines import ActionLine, CommentaryLine
from scpxl.scorecard.records.scorecard import BenchmarkTable, IndicatorCard, Scorecard
from scpxl.scorecard.texts.cell_words import action_state, closed_words, moved_words
from scpxl.words import capital, moment_text


def charts_of(scorecard: Scorecard, card: IndicatorCard) -> Iterator[Chart]:
    """Yield the charts that a measure has: first that of its usual range."""
    for found in (range_chart(scorecard, card), year_chart(scorecard, card)):
        if found is not None:
            yield found


def range_chart(scorecard: Scorecard, card: IndicatorCard) -> Chart | None:
    """Return the control chart: each figure, the usual range, and what is unusual; None where it cannot be drawn."""
    drawn = card.control_chart
    if drawn is None:
        return None
    parts = (
        ("Usual range", Line.LIMIT, drawn.upper), ("Usual range", Line.LIMIT, drawn.lower),
        ("Middle of the range", Line.MIDDLE, drawn.mean), (capital(card.period_unit or "Figures"), Line.FIGURES, drawn.values),
        ("Unusual and worse", Line.WORSE, drawn.concern), ("Unusual and better", Line.BETTER, drawn.improvement),
        ("Unusual, neither up nor down is better", Line.NEITHER, drawn.neutral),
    )  # fmt: skip
    series = tuple(Series(*part) for part in parts)
    words = f"{card.title}, {drawn.labels[0]} to {drawn.labels[-1]}. {card.variation.words}"
    return Chart(
        "Is it outside its usual range?", drawn.labels, series, words, _key(scorecard, card), card.period_unit, card.count_style
    )  # fmt: skip


def year_chart(scorecard: Scorecard, card: IndicatorCard) -> Chart | None:
    """Return this year beside the last, month by month; None where there are not two."""
    year = card.year_on_year
    if year is None:
        return None
    pair = (
        Series(year.last_name, Line.BEFORE, year.last_year),
        Series(year.this_name, Line.NOW, year.this_year),
    )
    words = f"{card.title}: {card.headline.text} against {card.before.text} the year before."
    return Chart(
        "Last 12 months against the 12 before", year.labels, pair, words, _key(scorecard, card), card.period_unit, card.count_style
    )  # fmt: skip


def rank_chart(scorecard: Scorecard, table: BenchmarkTable) -> Chart | None:
    """Return the areas of a group from the lowest to the highest, the own one apart; None where none has a figure."""
    rows = [row for row in table.rows if row.rate.value is not None]
    if not rows:
        return None
    series = (
        Series("Other areas", Line.OTHERS, tuple(None if row.is_own else row.rate.value for row in rows)),
        Series(scorecard.area, Line.OWN, tuple(row.rate.value if row.is_own else None for row in rows)),
    )
    words = f"{table.title}, {table.rate_name}: columns from the lowest to the highest. {capital(table.rank_words)}. {table.average_kind}: {table.average.text}."
    key = Key(table.indicator, scorecard.period_code, table.group)
    return Chart(
        f"{table.title}, {table.group}", tuple(row.area for row in rows), series, words, key, table.rate_name,
        rows[0].rate.style, columns=True,
    )  # fmt: skip


def _key(scorecard: Scorecard, card: IndicatorCard) -> Key:
    return Key(card.code, scorecard.period_code, scorecard.area)


STATUS: Final = Column("Status")
_NOT_SAID: Final = "Restated, or received later."


def actions_table(scorecard: Scorecard, lines: Sequence[ActionLine] | None = None) -> Table:
    """Return partners' action plan, or some lines of it and of the partnership's own, overdue first."""
    titles = {page.code: page.title for page in scorecard.pages}
    columns = (
        Column("Reference"), Column("Objective"), Column("Action"), Column("Owner"), Column("Supporting partners"), Column("Due", CellKind.DAY),
        STATUS, Column("Complete, %", CellKind.NUMBER), Column("Rating", CellKind.RATING), Column("Why"),
        Column("Update"), Column("Partner"), *(Column(head) for head in ACTION_COURSE),
    )  # fmt: skip
    shared = [*(line for line in scorecard.actions if not line.own), *scorecard.unreported_actions]
    chosen = shared if lines is None else lines
    rows = tuple(
        _action_cells(line, titles, action_state(line))
        for line in sorted(chosen, key=lambda one: (bool(one.last_reported), not one.overdue))
    )
    lead = f"{scorecard.quarter_name}. What the partnership agreed to do, who does it and by when; overdue first."
    return Table("Actions", columns, rows, lead)


def commentary_table(scorecard: Scorecard, lines: Sequence[CommentaryLine] | None = None) -> Table:
    """Return what people wrote, word for word: by objective, then about single measures; or some lines."""
    heads = ("Objective", "Partner", *COMMENTS.fields.values())
    chosen = [line for line in scorecard.commentary if not line.own] if lines is None else lines
    rows = [_comment_cells(one) for one in chosen]
    if lines is None:
        rows += [
            _words(card.title, line.partner, "", line.text, "", "", "")
            for card in scorecard.cards
            for line in card.explanations
        ]
    lead = f"{scorecard.quarter_name}. In partners' own words: by objective, then about single measures."
    return Table("Commentary", _columns(heads), tuple(rows), lead)


def commentary_to_type(scorecard: Scorecard) -> tuple[Table, tuple[OwnRow, ...]]:
    """Return what people wrote with a column for drafts, and the partnership's own comments.

    These are a row for each objective, then one for each measure in the order of the framework with its draft beside
    it; those in which nothing was typed come last.
    """
    table = commentary_table(scorecard)
    rows = tuple((*cells, Cell("")) for cells in table.rows)
    lead = f"{table.lead} A draft is made from the figures: take it over, change it or leave it."
    return replace(table, columns=(*table.columns, Column(DRAFT)), rows=rows, lead=lead), _own_comments(
        scorecard
    )


def _own_comments(scorecard: Scorecard) -> tuple[OwnRow, ...]:
    written = {line.own: line for line in scorecard.commentary if line.own}
    drafts = {card.code: card.draft for card in scorecard.cards}
    titles = {page.code: page.title for page in scorecard.pages}
    blank = CommentaryLine("", "", scorecard.partnership, "", "", "", "", "")
    places = [replace(blank, objective_title=title, own=code) for code, title in titles.items()]
    places += [
        replace(blank, measure=one.name, own=measure_key(one.code), indicator=one.code)
        for one in (scorecard.shape.measures if scorecard.shape else ())
    ]
    rows = []
    for place in places:
        line = replace(written.get(place.own, place), measure=place.measure)
        cells = (*_comment_cells(line), Cell(drafts.get(place.indicator, "")))
        said = {name: getattr(line, name) for name in COMMENTS.fields}
        rows.append(OwnRow(OWN + place.own, cells, said))
    return _blank_last(rows)


def own_action_rows(scorecard: Scorecard, places: int) -> tuple[OwnRow, ...]:
    """Return the partnership's own actions, so many rows, those still blank last."""
    titles = {page.code: page.title for page in scorecard.pages}
    written = {line.own: line for line in scorecard.actions if line.own}
    keys = [own_action_key(place) for place in range(places)]
    rows = []
    for key in [*keys, *sorted(written.keys() - set(keys))]:
        nothing = Figure(None, "")
        blank = ActionLine("", "", "", "", None, "", nothing, "", "", "", scorecard.partnership, own=key)
        line = written.get(key, blank)
        said = {name: getattr(line, name) for name in ACTIONS.fields}
        said |= {
            "objective": titles.get(line.objective, line.objective),
            "supporting": SEPARATOR.join(line.supporting),
            "complete": line.complete.value,
        }
        rows.append(OwnRow(OWN + key, _action_cells(line, titles, line.status), said))
    return _blank_last(rows)


def measure_key(code: str) -> str:
    """Return the key of what a partnership itself says of a measure.

    >>> measure_key("BUR-01"), measure_of("measure BUR-01"), measure_of("O1")
    ('measure BUR-01', 'BUR-01', '')
    """
    return MEASURE + code


def measure_of(key: str) -> str:
    """Return the code of the measure that such a key is of; blank where it is an objective's."""
    return key.removeprefix(MEASURE) if key.startswith(MEASURE) else ""


def own_action_key(place: int) -> str:
    """Return the key of one of the rows for the partnership's own actions, from 0.

    >>> own_action_key(0)
    '01'
    """
    return f"{place + 1:02}"


def _blank_last(rows: list[OwnRow]) -> tuple[OwnRow, ...]:
    return tuple(sorted(rows, key=lambda row: row.is_blank))


def _comment_cells(one: CommentaryLine) -> tuple[Cell, ...]:
    return _words(one.about, one.partner, one.happened, one.why, one.doing, one.decision, one.marking)


def _action_cells(line: ActionLine, titles: Mapping[str, str], state: str) -> tuple[Cell, ...]:
    return (
        *_words(line.reference, titles.get(line.objective, line.objective), line.action, line.owner),
        Cell(SEPARATOR.join(line.supporting)),
        Cell.day(line.due),
        Cell(state),
        # A cell to type in is blank, and holds no dash, where nothing was entered.
        Cell("") if line.own and line.complete.value is None else Cell.of(line.complete),
        *_words(line.rag, line.rag_reason, line.update, line.partner),
        *_words(line.opened, moved_words(line), closed_words(line)),
    )


def changes_table(scorecard: Scorecard) -> Table:
    """Return what of the last publication is no longer so."""
    heads = ("Measure", "Published", "Now", "Figures", "What follows", "Why")
    found = scorecard.changed
    if found is None:
        lead = "Nothing that was published before has changed."
        return Table("Changes since the last publication", _columns(heads), tuple(_revised(scorecard)), lead)
    rows = [
        _words(line.title, line.published, line.now, line.figures, line.effects or "Nothing else.", line.why or _NOT_SAID)
        for line in found.lines
    ]  # fmt: skip
    rows += [_words(title, "", "", "No longer reported.", "", "") for title in found.gone]
    rows += [_words(title, "", "", "New.", "", "") for title in found.come]
    rows += _revised(scorecard)
    return Table("Changes since the last publication", _columns(heads), tuple(rows), found.words)


def _revised(scorecard: Scorecard) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for every measure with figures marked [r]: each with what was published, when, and what it is now."""
    for line in scorecard.revised:
        yield _words(line.title, "", "", f"{REVISED} {line.figures}.", "", line.why or _NOT_SAID)


def notes_table(scorecard: Scorecard) -> Table:
    """Return what the terms, marks and methods mean."""
    rows = tuple(_words(note.group, note.term, note.words) for note in scorecard.notes)
    lead = (
        f"{scorecard.period}. Framework {scorecard.framework_version}, figures {scorecard.run}, "
        f"made {moment_text(scorecard.made)}."
    )
    return Table("Notes", _columns(("About", "Term", "What it means")), rows, lead)


def _words(*texts: str) -> tuple[Cell, ...]:
    return tuple(Cell(text) for text in texts)


def _columns(heads: Iterable[str]) -> tuple[Column, ...]:
    return tuple(Column(head) for head in heads)
