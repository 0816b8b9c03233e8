"""Which cell asks which question: the one declaration of the form.

The writer of blank returns, the drop-down lists, the input messages, the reader, the checks and every
message are derived from what `lay_out_return` gives.  A question that moves is moved here.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from scpxl.model.agreements import is_exempt, tolerance_for
from scpxl.model.framework import Framework, Indicator
from scpxl.model.periods import Period
from scpxl.model.plan import Objective
from scpxl.model.record import KeptBeside
from scpxl.returns.cells import CellRef
from scpxl.returns.figure_tables import REASONS, YES_NO, lay_out_breakdowns, lay_out_measures, lay_out_wards
from scpxl.returns.form import Answer, ChoiceList, FormColumn, FormTable, Question, ReturnForm, Row, Sheet
from scpxl.returns.parts import WARD as WARD  # noqa: PLC0414  (the code of one table of the form)

PARTS_OF_FIGURES = (Sheet.WARDS, Sheet.BREAKDOWNS)
"""The sheets whose rows divide what is on Measures."""

STATUS = ChoiceList("list_action_status", ("Not started", "In progress", "Complete", "Overdue", "Cancelled"))

RAG = ChoiceList("list_rag", ("Red", "Amber", "Green"))

MARKINGS = ChoiceList("list_marking", ("OFFICIAL", "OFFICIAL-SENSITIVE"))

NIL_SECTIONS = {
    Sheet.MEASURES: "nil_measures",
    Sheet.WARDS: "nil_wards",
    Sheet.BREAKDOWNS: "nil_breakdowns",
    Sheet.ACTIONS: "nil_actions",
    Sheet.COMMENTARY: "nil_commentary",
}

START_FIRST_ROW, START_COLUMN = 16, 2


def due_date(framework: Framework, period: Period) -> date:
    """Return the day on which returns for the period are due.

    The day is so many days after the last day of the period, as the framework says.
    """
    return period.last_day + timedelta(days=framework.due_days)


def lay_out_return(framework: Framework, partner_code: str, period: Period) -> ReturnForm:
    """Place each of the partner's questions for the period on the form.

    The same framework gives the same form again.  Raises KeyError where the framework has no such partner.
    """
    laid_out = _FORMS.of(framework)
    if (partner_code, period) not in laid_out:
        laid_out[partner_code, period] = _lay_out(framework, partner_code, period)
    return laid_out[partner_code, period]


def _no_forms(_framework: Framework) -> dict[tuple[str, Period], ReturnForm]:
    return {}


_FORMS = KeptBeside(_no_forms)


def _lay_out(framework: Framework, partner_code: str, period: Period) -> ReturnForm:
    partner = framework.partner_by_code[partner_code]
    indicators = framework.indicators_for(partner_code, period)
    tables = [lay_out_measures(indicators, framework, period)]
    by_ward = tuple(i for i in indicators if framework.is_by_parts(i))
    if by_ward:
        tables.append(lay_out_wards(by_ward, framework, period))
    divided = tuple(i for i in indicators if framework.breakdowns_of(i))
    if divided:
        tables.append(lay_out_breakdowns(divided, framework, period))
    objectives = _objectives_of(framework, indicators)
    partners = _partner_list(framework)
    tables += [_actions(framework.objectives, partners), _commentary(objectives)]
    waivers, due = framework.waivers_of(partner_code), due_date(framework, period)
    if waivers or framework.trials:
        let_by = frozenset(
            (rule, indicator.code)
            for rule in {waiver.rule for waiver in waivers} | {trial.rule for trial in framework.trials}
            for indicator in indicators
            if is_exempt(waivers, framework.trials, rule, indicator.code, due)
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
    lists = (YES_NO, STATUS, RAG, MARKINGS, REASONS, partners, _objective_list(framework.objectives))
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


def _start_questions(tables: list[FormTable]) -> tuple[Question, ...]:
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


def _objectives_of(framework: Framework, indicators: tuple[Indicator, ...]) -> tuple[Objective, ...]:
    wanted = {indicator.objective for indicator in indicators}
    return tuple(objective for objective in framework.objectives if objective.code in wanted)


def _objective_list(objectives: tuple[Objective, ...]) -> ChoiceList:
    return ChoiceList("list_objective", tuple(objective.code for objective in objectives))


def _partner_list(framework: Framework) -> ChoiceList:
    partners = framework.partners
    return ChoiceList("list_partner", tuple(p.name for p in partners), tuple(p.code for p in partners))


def _actions(objectives: tuple[Objective, ...], partners: ChoiceList) -> FormTable:
    # Every objective may be chosen: partners act on more than they measure.
    columns = (
        FormColumn(
            "reference",
            "Reference",
            Answer.TEXT,
            11,
            "Keep the reference from last time.",
            is_key=True,
            limit=24,
        ),
        FormColumn(
            "objective",
            "Objective",
            Answer.CHOICE,
            11,
            "Choose the objective it serves.",
            _objective_list(objectives),
            required=True,
        ),
        FormColumn(
            "action",
            "Action",
            Answer.LONG_TEXT,
            42,
            "What will be done, in one sentence.",
            required=True,
            limit=500,
        ),
        FormColumn("owner", "Owner", Answer.TEXT, 22, "A role rather than a name.", required=True, limit=80),
        FormColumn(
            "supporting",
            "Supporting partners",
            Answer.CHOICES,
            26,
            "Partners who help with it. Choose one from the list, or type several names or codes with a semicolon between them.",
            partners,
        ),
        FormColumn("due", "Due", Answer.DATE, 12, "As 31/03/2018."),
        FormColumn("status", "Status", Answer.CHOICE, 13, "Choose from the list.", STATUS, required=True),
        FormColumn("complete", "% complete", Answer.PERCENT, 11, "A whole number from 0 to 100."),
        FormColumn("rag", "RAG", Answer.CHOICE, 9, "Choose from the list.", RAG),
        FormColumn("rag_reason", "Why that RAG", Answer.LONG_TEXT, 28, "One sentence.", limit=500),
        FormColumn(
            "update", "Update", Answer.LONG_TEXT, 44, "What has happened since last time.", limit=1000
        ),
    )
    return FormTable(
        Sheet.ACTIONS,
        "Action plan",
        "One row per action. Last quarter's rows are there to be updated; add new ones below.",
        columns,
        (),
        blank_rows=25,
    )


def _commentary(objectives: tuple[Objective, ...]) -> FormTable:
    columns = (
        FormColumn("objective", "Objective", Answer.LABEL, 10, is_key=True),
        FormColumn("title", "Aim", Answer.LABEL, 30),
        FormColumn(
            "happened",
            "What happened",
            Answer.LONG_TEXT,
            44,
            "The one or two things the board should know.",
            limit=2000,
        ),
        FormColumn("why", "Why", Answer.LONG_TEXT, 38, "What caused it, as far as you know.", limit=2000),
        FormColumn("doing", "What is being done", Answer.LONG_TEXT, 38, "By whom and by when.", limit=2000),
        FormColumn(
            "decision",
            "What the board should decide",
            Answer.LONG_TEXT,
            30,
            "Leave blank if nothing.",
            limit=1000,
        ),
        FormColumn(
            "marking", "Marking", Answer.CHOICE, 18, "OFFICIAL unless it must not go further.", MARKINGS
        ),
    )
    rows = tuple(
        Row(key=(o.code,), labels={"objective": o.code, "title": o.title}, objective=o.code)
        for o in objectives
    )
    return FormTable(
        Sheet.COMMENTARY,
        "Commentary",
        "No names, please: nobody should be identifiable from what is written here.",
        columns,
        rows,
    )
