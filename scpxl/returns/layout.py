"""Which cell asks which question: the one declaration of the form.

The writer of blank returns, the drop-down lists, the input messages, the reader, the checks and every
message are derived from what `lay_out_return` gives.  A question that moves is moved here.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from scpxl.model.agreements import lets_by, tolerance_for
from scpxl.model.framework import Framework, Indicator, Objective
from scpxl.model.observations import NOT_KNOWN
from scpxl.model.periods import Period, month_code, month_label
from scpxl.model.wholes import whole_ends
from scpxl.model.words import in_sentence
from scpxl.returns.breakdown_table import lay_out_breakdowns
from scpxl.returns.cells import CellRef
from scpxl.returns.form import Answer, ChoiceList, Column, Part, Question, ReturnForm, Row, Sheet, Table
from scpxl.returns.parts import WARD as WARD  # noqa: PLC0414  (the code of one table of the form)
from scpxl.returns.parts import by_parts, tab_of_parts

HISTORY_MONTHS = 12

PARTS_OF_FIGURES = (Sheet.WARDS, Sheet.BREAKDOWNS)
"""The sheets whose rows divide what stands on Measures."""

YES_NO = ChoiceList("list_yes_no", ("Yes", "No"))

STATUS = ChoiceList("list_action_status", ("Not started", "In progress", "Complete", "Overdue", "Cancelled"))

RAG = ChoiceList("list_rag", ("Red", "Amber", "Green"))

MARKINGS = ChoiceList("list_marking", ("OFFICIAL", "OFFICIAL-SENSITIVE"))

REASONS = ChoiceList(
    "list_reason",
    (
        "Real change in what happened",
        "Operation or initiative",
        "Change in recording",
        "Late or backlog records",
        "Correction of an earlier error",
        "Seasonal",
        "Small numbers",
        "Not yet known",
    ),
)

NIL_SECTIONS = {
    Sheet.MEASURES: "nil_measures",
    Sheet.WARDS: "nil_wards",
    Sheet.BREAKDOWNS: "nil_breakdowns",
    Sheet.ACTIONS: "nil_actions",
    Sheet.COMMENTARY: "nil_commentary",
}

START_FIRST_ROW, START_COLUMN = 16, 2

NOTHING_DUE = "No figure is due for this period."
"""What a form says of which nothing is asked but words: all its measures are of longer periods, not ended yet."""

FIGURE_PROMPT = (
    "Type the number only. 0 if there were none. [x] if it is not available, [z] if it does not apply, "
    "[c] if you may not give it. Leave nothing blank."
)


def due_date(framework: Framework, period: Period) -> date:
    """Return the day on which returns for the period are due.

    The day is so many days after the last day of the period, as the framework says.
    """
    following = period.last + 1
    return date(following // 12, following % 12 + 1, 1) + timedelta(days=framework.due_days - 1)


def lay_out_return(framework: Framework, partner_code: str, period: Period) -> ReturnForm:
    """Place each of the partner's questions for the period on the form.

    Raises KeyError where the framework has no such partner.
    """
    partner = framework.partner_by_code[partner_code]
    indicators = framework.indicators_for(partner_code, period)
    tables = [_measures(indicators, framework, period)]
    by_ward = tuple(i for i in indicators if framework.is_by_parts(i))
    if by_ward:
        tables.append(_wards(by_ward, framework, period))
    divided = tuple(i for i in indicators if framework.breakdowns_of(i))
    if divided:
        months = {i.code: _open_months(i, period) for i in divided}
        tables.append(lay_out_breakdowns(framework, divided, _month_columns(period), months))
    objectives = _objectives_of(framework, indicators)
    tables += [_actions(framework.objectives), _commentary(objectives)]
    waivers, due = framework.waivers_of(partner_code), due_date(framework, period)
    if waivers or framework.trials:
        let_by = frozenset(
            (rule, indicator.code)
            for rule in {waiver.rule for waiver in waivers} | {trial.rule for trial in framework.trials}
            for indicator in indicators
            if lets_by(waivers, framework.trials, rule, indicator.code, due)
        )
        tables = [replace(table, let_by=let_by) for table in tables]
    tolerances = framework.tolerances_of(partner_code)
    if tolerances:
        tolerated = {
            (rule, indicator.code): tolerance
            for rule in {one.rule for one in tolerances}
            for indicator in indicators
            if (tolerance := tolerance_for(tolerances, rule, indicator.code, partner_code))
        }
        tables = [replace(table, tolerated=tolerated) for table in tables]
    lists = (YES_NO, STATUS, RAG, MARKINGS, REASONS, _objective_list(framework.objectives))
    return ReturnForm(
        partnership=framework.partnership,
        partner=partner,
        period=period,
        due=due,
        framework_version=framework.version,
        marking=framework.marking,
        contact=framework.contact,
        contact_email=framework.contact_email,
        area_kind=framework.own_kind.one,
        questions=_start_questions(tables),
        tables=tuple(tables),
        lists=lists,
        waivers=waivers,
        trials=framework.trials,
        tolerances=tolerances,
    )


def _start_questions(tables: list[Table]) -> tuple[Question, ...]:
    asked: list[tuple[str, str, Answer, str, ChoiceList | None, bool]] = [
        (NIL_SECTIONS[table.sheet], f"Nothing to report on {table.name}?", Answer.CHOICE,
         f"Yes only if there is truly nothing to report on {table.name}; its blanks then count as that.", YES_NO, False)
        for table in tables
    ]  # fmt: skip
    asked += [
        ("signed_name", "Signed off by (name)", Answer.TEXT, "Who answers for these figures.", None, True),
        ("signed_role", "Role", Answer.TEXT, "Their post, for example performance manager.", None, True),
        ("signed_date", "Date of sign-off", Answer.DATE, "As 14/04/2018.", None, True),
        ("contains_personal", "Does this return name or identify anyone?", Answer.CHOICE,
         "It should not. Choose Yes only if that cannot be avoided.", YES_NO, False),
    ]  # fmt: skip
    return tuple(
        Question(
            key,
            words,
            answer,
            CellRef(Sheet.START, START_FIRST_ROW + place, START_COLUMN),
            prompt,
            choices,
            required,
        )
        for place, (key, words, answer, prompt, choices, required) in enumerate(asked)
    )


def _month_columns(period: Period) -> tuple[Column, ...]:
    months = range(period.first - HISTORY_MONTHS, period.last + 1)
    return tuple(
        Column(
            key=month_code(month),
            heading=month_label(month),
            answer=Answer.FIGURE,
            width=7.6,
            prompt=FIGURE_PROMPT
            if month >= period.first
            else "An earlier figure. Overtype it to restate it.",
            month=month,
            in_period=month >= period.first,
        )
        for month in months
    )


def _open_months(indicator: Indicator, period: Period) -> frozenset[int]:
    """Return the months in whose column a figure is typed: for a quarterly figure, the quarter's last."""
    step = indicator.frequency.months
    months = _months_ending(period, step)
    if indicator.first is None and indicator.last is None:
        return months
    return frozenset(m for m in months if indicator.reported_in(Period(m - step + 1, step)))


@cache
def _months_ending(period: Period, step: int) -> frozenset[int]:
    """Return the months of the form in which a month, quarter or year of the calendar ends."""
    months = range(period.first - HISTORY_MONTHS, period.last + 1)
    return frozenset(month for month in months if (month - 2) % step == 0)


def _measures(indicators: tuple[Indicator, ...], framework: Framework, period: Period) -> Table:
    columns = (
        Column("code", "Code", Answer.LABEL, 10, is_key=True),
        Column("title", "Measure", Answer.LABEL, 40),
        Column("part", "Part", Answer.LABEL, 8, is_key=True),
        Column("things", "What is counted", Answer.LABEL, 18),
        *_month_columns(period),
        Column(
            "provisional",
            "Provisional?",
            Answer.CHOICE,
            11,
            "Yes if this period's figures may still change.",
            YES_NO,
        ),
        Column(
            "reason", "Reason", Answer.CHOICE, 20, "If a figure is unusual, choose the main reason.", REASONS
        ),
        Column(
            "explanation",
            "Explanation",
            Answer.LONG_TEXT,
            40,
            "In a sentence: what caused it, and how much.",
            limit=1000,
        ),
    )
    rows, asked = [], {indicator.code for indicator in indicators}
    for indicator in indicators:
        months = _open_months(indicator, period)
        # What it is out of is another row of the same return, so that the two can be compared.
        beside = whole_ends(framework, indicator) if indicator.whole_code in asked else ()
        for part in (Part.NUMBER, Part.OUT_OF) if indicator.reports_denominator else (Part.NUMBER,):
            things = indicator.things if part is Part.NUMBER else indicator.denominator_title
            rows.append(
                Row(
                    key=(indicator.code, part),
                    labels={
                        "code": indicator.code,
                        "title": indicator.title,
                        "part": part,
                        "things": things or "number",
                    },
                    open_months=months,
                    indicator=indicator,
                    part=part,
                    area=framework.area,
                    whole=indicator.whole_code if beside else "",
                    whole_ends=beside,
                )
            )
    earlier = "Earlier months are as you last gave them; overtype one to restate it."
    is_due = any(any(indicator.periods_ending_in(period)) for indicator in indicators)
    guidance = f"{'Fill in the coloured cells.' if is_due else NOTHING_DUE} {earlier}"
    return Table(Sheet.MEASURES, "Measures", guidance, columns, tuple(rows))


def _wards(indicators: tuple[Indicator, ...], framework: Framework, period: Period) -> Table:
    parts = by_parts(framework)
    columns = (
        Column("code", "Code", Answer.LABEL, 10, is_key=True),
        Column("title", "Measure", Answer.LABEL, 34),
        Column("item_code", f"{parts.title} code", Answer.LABEL, 12, is_key=True),
        Column("item", parts.title, Answer.LABEL, 22),
        *_month_columns(period),
    )
    places = [(ward.code, ward.name) for ward in framework.parts_in(period)] + [
        (NOT_KNOWN, f"{parts.title} not known")
    ]
    rows = tuple(
        Row(
            key=(indicator.code, code),
            labels={"code": indicator.code, "title": indicator.title, "item_code": code, "item": name},
            open_months=months,
            indicator=indicator,
            area=framework.area if code == NOT_KNOWN else code,
            item=NOT_KNOWN if code == NOT_KNOWN else "",
            breakdown=parts,
        )
        for indicator in indicators
        for months in (_open_months(indicator, period),)
        for code, name in places
    )
    tab = tab_of_parts(framework)
    guidance = f"One row per {in_sentence(parts.title)}. The {parts.things}, with 'not known', add up to the figure on Measures."
    return Table(Sheet.WARDS, tab, guidance, columns, rows, tab=tab)


def _objectives_of(framework: Framework, indicators: tuple[Indicator, ...]) -> tuple[Objective, ...]:
    wanted = {indicator.objective for indicator in indicators}
    return tuple(objective for objective in framework.objectives if objective.code in wanted)


def _objective_list(objectives: tuple[Objective, ...]) -> ChoiceList:
    return ChoiceList("list_objective", tuple(objective.code for objective in objectives))


def _actions(objectives: tuple[Objective, ...]) -> Table:
    # Every objective may be chosen: partners act on more than they measure.
    columns = (
        Column(
            "reference",
            "Reference",
            Answer.TEXT,
            11,
            "Keep the reference from last time.",
            is_key=True,
            limit=24,
        ),
        Column(
            "objective",
            "Objective",
            Answer.CHOICE,
            11,
            "Choose the objective it serves.",
            _objective_list(objectives),
            required=True,
        ),
        Column(
            "action",
            "Action",
            Answer.LONG_TEXT,
            42,
            "What will be done, in one sentence.",
            required=True,
            limit=500,
        ),
        Column("owner", "Owner", Answer.TEXT, 22, "A role rather than a name.", required=True, limit=80),
        Column("due", "Due", Answer.DATE, 12, "As 31/03/2018."),
        Column("status", "Status", Answer.CHOICE, 13, "Choose from the list.", STATUS, required=True),
        Column("complete", "% complete", Answer.PERCENT, 11, "A whole number from 0 to 100."),
        Column("rag", "RAG", Answer.CHOICE, 9, "Choose from the list.", RAG),
        Column("rag_reason", "Why that RAG", Answer.LONG_TEXT, 28, "One sentence.", limit=500),
        Column("update", "Update", Answer.LONG_TEXT, 44, "What has happened since last time.", limit=1000),
    )
    return Table(
        Sheet.ACTIONS,
        "Action plan",
        "A row an action. Last quarter's rows are there to be updated; add new ones below.",
        columns,
        (),
        blank_rows=25,
    )


def _commentary(objectives: tuple[Objective, ...]) -> Table:
    columns = (
        Column("objective", "Objective", Answer.LABEL, 10, is_key=True),
        Column("title", "Aim", Answer.LABEL, 30),
        Column(
            "happened",
            "What happened",
            Answer.LONG_TEXT,
            44,
            "The one or two things the board should know.",
            limit=2000,
        ),
        Column("why", "Why", Answer.LONG_TEXT, 38, "What caused it, as far as you know.", limit=2000),
        Column("doing", "What is being done", Answer.LONG_TEXT, 38, "By whom and by when.", limit=2000),
        Column(
            "decision",
            "What the board should decide",
            Answer.LONG_TEXT,
            30,
            "Leave blank if nothing.",
            limit=1000,
        ),
        Column("marking", "Marking", Answer.CHOICE, 18, "OFFICIAL unless it must not go further.", MARKINGS),
    )
    rows = tuple(
        Row(key=(o.code,), labels={"objective": o.code, "title": o.title}, objective=o.code)
        for o in objectives
    )
    return Table(
        Sheet.COMMENTARY,
        "Commentary",
        "No names, please: nobody should be identifiable from what is written here.",
        columns,
        rows,
    )
