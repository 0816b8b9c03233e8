"""Data, the own area's figures as they were reported; and Audit, the dashboard worked out again from them by formulas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from scpxl.render import theme
from scpxl.render.excel import looks
from scpxl.render.excel.board import DashboardBook
from scpxl.render.excel.lookup import Ref, Value, for_match
from scpxl.render.excel.paper import Paper
from scpxl.scorecard.again import (
    AGREES,
    DIFFERS,
    NOT_CHECKED,
    agreement,
    change_again,
    figures_of_a_year,
    offset_of,
    periods_elapsed,
    rank_again,
    rating_again,
    year_again,
)
from scpxl.scorecard.records.reported import ReportedRow, rows_kept
from scpxl.scorecard.records.shape import Measure
from scpxl.scorecard.texts.cell_words import cut

COLUMNS: Final = (
    ("Key", 11.0), ("Measure", 44.0), ("Item", 22.0), ("Period", 12.0), ("Number", 12.0), ("Out of", 12.0), ("Mark", 8.0),
    ("Partner", 26.0), ("Submission", 13.0), ("File", 34.0), ("Sheet", 14.0), ("Cell", 8.0),
)  # fmt: skip
ORIGINS: Final = 3
"""So many of the last columns say where a figure was entered: in the partnership's own dashboard alone."""
KEY, TITLE, ITEM, PERIOD, NUMBER, OUT_OF = range(6)
DATA_HEADS: Final = 2
PRINTED: Final = 45


def write_data(board: DashboardBook) -> None:
    """Write the sheet: as many rows as the framework asks for figures, whether or not they are there."""
    columns = COLUMNS if board.shape.takes_typing else COLUMNS[:-ORIGINS]
    page = board.page(
        board.names.data, "Data: figures as they were reported", [width for _, width in columns]
    )
    page.across(
        1, 0, OUT_OF, "The own area, three years. Figures of other areas and of parts are given by the command export.",
        looks.QUIET, looks.INDENT,
    )  # fmt: skip
    rows = board.scorecard.reported
    for place, row in enumerate(rows):
        for column, value in enumerate(_cells(row)[: len(columns)]):
            page.cell(
                DATA_HEADS + 1 + place,
                column,
                value,
                {"num_format": "General", "align": "right"} if column in {NUMBER, OUT_OF} else {},
            )
    last = DATA_HEADS + max(1, len(rows))
    page.sheet.add_table(
        DATA_HEADS, 0, last, len(columns) - 1,
        {"name": "reported", "style": "Table Style Light 1", "columns": [{"header": head} for head, _ in columns]},
    )  # fmt: skip
    page.sheet.freeze_panes(DATA_HEADS + 1, 2)
    page.one_page(PRINTED)


def _cells(row: ReportedRow) -> tuple[str | float | None, ...]:
    return (
        row.code, row.title, row.item, row.period, row.number, row.out_of, row.mark, row.partner, row.submission, row.file,
        row.sheet, row.cell,
    )  # fmt: skip


def first_row(board: DashboardBook, code: str) -> int:
    """Return the first row of a measure's own figures, counted as Excel does."""
    for place, row in enumerate(board.scorecard.reported):
        if row.code == code:
            return DATA_HEADS + 2 + place
    return DATA_HEADS + 2


CHECKS: Final = ("Year", "Year before", "Change", "Rank", "Rating")
NAME_BOX: Final = 52
WIDTHS: Final = (44.0, *(13.0, 13.0, 5.0) * len(CHECKS), 9.0)
HEADS: Final = 3
ROW: Final = 15.0


@dataclass(frozen=True, slots=True)
class _Windows:
    """Where the two years of a measure are on Data for the month chosen, and how many figures they are."""

    now: str
    before: str
    now_out_of: str
    before_out_of: str
    width: int


def write_audit(board: DashboardBook) -> None:
    """Write the sheet; its first cell counts what does not agree."""
    page = board.page(board.names.audit, "Audit: the dashboard's figures worked out again", WIDTHS)
    last = HEADS + 1 + len(board.shape.measures)
    lines = [
        _write_line(board, page, HEADS + 2 + place, one) for place, one in enumerate(board.shape.measures)
    ]
    wrong = sum(line.count(DIFFERS) for line in lines)
    page.text(1, 0, "Figures below that do not agree:", looks.STRONG, looks.INDENT)
    page.formula(
        1,
        1,
        f'=COUNTIF($B${HEADS + 3}:$P${last + 1},"{DIFFERS}")',
        float(wrong),
        looks.STRONG,
        {"align": "left"},
    )
    page.across(2, 0, page.last, "Plain formulas over the sheet Data for the month chosen on Summary. A dash: there is no figure, or it rests on what "
                "Data does not hold. A percentage, rate or average divides by what the record holds.", looks.QUIET, looks.INDENT)  # fmt: skip
    page.height(HEADS, 15)
    page.text(HEADS, 0, "", looks.BAND)
    for place, head in enumerate(CHECKS):
        page.across(HEADS, 1 + 3 * place, 3 + 3 * place, head, looks.BAND, looks.CENTRE)
    page.text(HEADS, page.last, "", looks.BAND)
    page.heads(
        HEADS + 1,
        ["Measure", *("again", "shown", "") * len(CHECKS), "on Data"],
        looks.RIGHT,
        sides={0: {"align": "left"}},
    )
    area = (HEADS + 2, 1, last, page.last)
    for sign, ink in ((AGREES, theme.IMPROVEMENT_INK), (DIFFERS, theme.CONCERN_INK)):
        made = page.styles.mark(font_color=ink, bold=True)
        page.sheet.conditional_format(
            *area, {"type": "cell", "criteria": "==", "value": f'"{sign}"', "format": made}
        )
    page.mute_words((HEADS + 2, 1, last, page.last))
    page.sheet.freeze_panes(HEADS + 2, 1)
    page.one_page(last + 1)


def _write_line(board: DashboardBook, page: Paper, row: int, measure: Measure) -> list[str]:
    card = board.card(measure)
    page.height(row, ROW)
    page.text(row, 0, cut(measure.name, NAME_BOX), looks.LINE)
    windows = _windows(board, measure)
    now, before = (
        _year(windows, measure, card["whole"], before=False),
        _year(windows, measure, card["whole_before"], before=True),
    )
    own = [line for line in board.scorecard.reported if line.code == measure.code and not line.item]
    gone = periods_elapsed(measure, board.scorecard.last_month, board.ends - board.month.number)
    this = year_again(measure, own, gone, card["whole"].value)
    that = year_again(measure, own, gone + 12 // measure.step, card["whole_before"].value)
    moved = change_again(this, that)
    rank, ranked, place = _rank(board, measure)
    rating = _rating(measure, card["actual"], card["green_to"], card["amber_to"])
    rated = rating_again(measure, card["actual"].value, card["green_to"].value, card["amber_to"].value)
    number = looks.number(measure.style)
    verdicts = [
        _check(page, row, 1, (now, this), card["headline"], number),
        _check(page, row, 4, (before, that), card["before"], number),
        _check(
            page,
            row,
            7,
            (f'=IFERROR(B{row + 1}-E{row + 1},"{NOT_CHECKED}")', moved),
            card["change"],
            looks.number(measure.change_style),
        ),
        _check(page, row, 10, (rank, ranked), place, {"align": "right", "num_format": "0"}),
        _check(page, row, 13, (rating, rated), _word(board, measure), looks.RIGHT),
    ]
    sheet = board.names.data.replace("'", "''")
    at = first_row(board, measure.code)
    made = page.styles.make(looks.LINK, looks.RIGHT, looks.LINE)
    page.sheet.write_url(row, page.last, f"internal:'{sheet}'!A{at}", made, f"row {at}", "Go to its figures")
    return verdicts


def _windows(board: DashboardBook, measure: Measure) -> _Windows:
    """Return the ranges of Data that hold a measure's two years for the month chosen."""
    line, calc = board.calc.rows(1), board.calc
    kept, step = rows_kept(measure), measure.step
    start = first_row(board, measure.code)
    offset = offset_of(measure, board.scorecard.last_month)
    shift = calc.number(line, 0, float(offset)) if step > 1 else Ref("0", 0.0)
    back = f"({board.ends}-as_of_no)"
    ended = f"-INT(-MAX(0,{back}-{shift.address})/{step})" if step > 1 else back
    gone = periods_elapsed(measure, board.scorecard.last_month, board.ends - board.month.number)
    place = calc.put(line, 1, f"={kept}-({ended})", float(kept - gone))
    width, years_back = figures_of_a_year(measure), 12 // step

    def area(letter: str, behind: int, wide: int) -> str:
        rows = f"{board.names.data}!${letter}${start}:${letter}${start + kept - 1}"
        return f"INDEX({rows},{place.address}-{behind + wide - 1}):INDEX({rows},{place.address}-{behind})"

    return _Windows(
        area("E", 0, width), area("E", years_back, width), area("F", 0, width), area("F", years_back, width), width
    )  # fmt: skip


def _year(windows: _Windows, measure: Measure, whole: Ref, *, before: bool) -> str:
    """Return the formula of a year's figure, a dash where a month of it is missing."""
    numbers = windows.before if before else windows.now
    out_of = windows.before_out_of if before else windows.now_out_of
    total = f"SUM({numbers})"
    if measure.divides and measure.own_whole:
        figure = f"{total}/SUM({out_of})*{measure.scale:.15g}"
    elif measure.divides:
        figure = f"{total}/{whole.address}*{measure.scale:.15g}"
    else:
        figure = total
    return f'=IFERROR(IF(COUNT({numbers})<{windows.width},"{NOT_CHECKED}",{figure}),"{NOT_CHECKED}")'


def _check(
    page: Paper, row: int, column: int, again: tuple[str, Value], shown: Ref, look: looks.Looks
) -> str:
    """Write a figure worked out again, as the dashboard shows it, and whether the two agree; return the verdict."""
    formula, value = again
    page.formula(row, column, formula, value, looks.LINE, look)
    page.show(row, column + 1, shown, looks.LINE, look)
    left, right = f"{_letter(column)}{row + 1}", f"{_letter(column + 1)}{row + 1}"
    same = f"IF(ISNUMBER({left}),ABS({left}-{right})<=1E-9*MAX(1,ABS({right})),{left}={right})"
    either = (
        f'OR({left}="{NOT_CHECKED}",AND(ISNUMBER({left}),NOT(ISNUMBER({right}))),{right}="{NOT_CHECKED}")'
    )
    verdict = agreement(value, shown.value)
    page.formula(
        row,
        column + 2,
        f'=IFERROR(IF({either},"{NOT_CHECKED}",IF({same},"{AGREES}","{DIFFERS}")),"{NOT_CHECKED}")',
        verdict,
        looks.LINE,
        looks.CENTRE,
    )
    return verdict


def _letter(column: int) -> str:
    return chr(ord("A") + column)


def _rank(board: DashboardBook, measure: Measure) -> tuple[str, Value, Ref]:
    """Return the formula that counts how many areas of the main group are lower, what it comes to, and the rank shown."""
    line, calc, groups = board.calc.rows(1), board.calc, board.results.groups
    pair = board.shape.pair_of(measure) if measure.groups else 0
    if not pair or pair > len(board.shape.compared):
        shown = calc.put(line, 0, f'="{NOT_CHECKED}"', NOT_CHECKED)
        return f'="{NOT_CHECKED}"', NOT_CHECKED, shown
    of = board.row_of(line, 0, Ref(str(pair), float(pair)))
    places = board.shape.most_areas
    rates = f"INDEX({groups.block(groups.place('rates 1'), groups.place(f'rates {places}'))},{of.address},0)"
    areas = f"INDEX({groups.block(groups.place('areas 1'), groups.place(f'areas {places}'))},{of.address},0)"
    mine = f"INDEX({rates},MATCH({for_match(board.shape.area)},{areas},0))"
    # Not COUNTIF, whose condition would be the own rate written out, to fewer digits than it has.
    formula = f'=IFERROR(1+SUMPRODUCT(ISNUMBER({rates})*({rates}<{mine})),"{NOT_CHECKED}")'
    text = board.card(measure)["rank 1"]
    first = str(text.value).split(" of ", maxsplit=1)[0]
    value: Value = float(first) if first.isdigit() else NOT_CHECKED
    shown = calc.put(
        line, 1, f'=IFERROR(VALUE(LEFT({text.address},FIND(" of ",{text.address})-1)),"{NOT_CHECKED}")', value
    )
    row = groups.rows[of.number - 1]
    first_area, first_rate = groups.place("areas 1"), groups.place("rates 1")
    counted = rank_again(
        board.shape.area, row[first_area : first_area + places], row[first_rate : first_rate + places]
    )
    return formula, counted, shown


def _rating(measure: Measure, actual: Ref, green: Ref, amber: Ref) -> str:
    """Return the formula of the rating: Green and Amber reach to an edge, Red lies beyond."""
    sign = measure.sign
    slack = f"1E-9*MAX(1,ABS({actual.address}))"
    return (
        f'=IF(OR(NOT(ISNUMBER({actual.address})),{sign}=0),"{NOT_CHECKED}",IF({sign}*({actual.address}-{green.address})>=-{slack},"Green",'
        f'IF({sign}*({actual.address}-{amber.address})>=-{slack},"Amber","Red")))'
    )


def _word(board: DashboardBook, measure: Measure) -> Ref:
    """Write and return the word of the rating that is shown; a dash where there is none."""
    rag = board.card(measure)["rag"]
    line = board.calc.rows(1)
    text = str(rag.value)
    value = NOT_CHECKED if text.startswith("–") else text[3:]
    return board.calc.put(
        line, 0, f'=IF(LEFT({rag.address},1)="–","{NOT_CHECKED}",MID({rag.address},4,40))', value
    )
