"""From the framework to the shape of its dashboard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from scpxl.model.framework import Area, Edition, Framework, Indicator, IndicatorKind
from scpxl.model.periods import Period
from scpxl.model.wholes import rate_name
from scpxl.returns.parts import tab_of_parts
from scpxl.scorecard.editions import framework_for, takes_typing
from scpxl.scorecard.records.shape import (
    DashboardSettings,
    DivisionShape,
    GroupShape,
    MapPlace,
    Measure,
    ObjectiveShape,
    PageQuestion,
    Shape,
)
from scpxl.scorecard.status import StatusRule
from scpxl.scorecard.wording import (
    number_style,
    period_style,
    period_unit_words,
    rate_style,
    signed,
    unit_words,
)
from scpxl.words import capital

_ANSWERS = {
    IndicatorKind.CONTEXT: PageQuestion.PROBLEM,
    IndicatorKind.OUTCOME: PageQuestion.PROBLEM,
    IndicatorKind.ACTIVITY: PageQuestion.DOING,
    IndicatorKind.OUTPUT: PageQuestion.DOING,
    IndicatorKind.INTERMEDIATE: PageQuestion.DIFFERENCE,
}


def shape_of(
    framework: Framework,
    edition: Edition,
    period: Period,
    *,
    settings: DashboardSettings | None = None,
) -> Shape:
    """Return what a framework's dashboard is made of, with what an edition may show of it.

    Parts of the own area are those of the period: where their boundaries changed, so does the layout.
    """
    framework = framework_for(framework, edition)
    shown, settings = framework.reported, settings or settings_of(framework)
    if not takes_typing(edition):
        settings = replace(settings, own_actions=0)
    used = {code for one in shown for code in one.benchmark}
    titles = Counter(one.title.casefold() for one in shown)
    return Shape(
        partnership=framework.partnership,
        area=framework.own_area.name,
        edition=edition.value,
        marking=framework.marking,
        measures=tuple(_measure(framework, one, alone=titles[one.title.casefold()] == 1) for one in shown),
        aims=tuple(ObjectiveShape(one.code, one.title, one.tab, one.lead) for one in framework.objectives),
        groups=tuple(
            GroupShape(one.code, one.title, _places(framework, framework.members(one.code)))
            for one in framework.benchmarks
            if one.code in used
        ),
        divisions=tuple(
            DivisionShape(
                one.code,
                one.title,
                one.category.value,
                tuple(item.title for item in framework.items_of(one.code)),
            )
            for one in framework.breakdowns
            if any(one.code in each.breakdowns for each in shown)
        ),
        parts=_parts(framework, period),
        parts_name=tab_of_parts(framework),
        part_name=framework.part_kind.one,
        tags=framework.summary_tags,
        settings=settings,
        status=StatusRule(framework.status_red, framework.status_green, framework.status_reds),
    )


def settings_of(framework: Framework) -> DashboardSettings:
    """Return how much room the framework gives its dashboard; boundaries, of which a map is drawn, are in no framework."""
    return DashboardSettings(
        framework.month_ends,
        framework.list_rows,
        registers=tuple(name.value for name in framework.registers),
        register_rows=framework.register_rows,
    )


def _places(framework: Framework, areas: Sequence[Area]) -> tuple[MapPlace, ...]:
    return tuple(MapPlace(one.code, one.name, one.place, one.code == framework.area) for one in areas)


def _parts(framework: Framework, period: Period) -> tuple[MapPlace, ...]:
    """Return the own area's parts of a period, and the place for what is of no known part."""
    parts = _places(framework, framework.parts_in(period))
    unknown = MapPlace("", f"{capital(framework.part_kind.one)} not known", None, is_own=False)
    return (*parts, unknown) if parts else ()


def _measure(framework: Framework, indicator: Indicator, *, alone: bool) -> Measure:
    style = number_style(indicator)
    return Measure(
        code=indicator.code,
        # Measures are chosen by their titles: of two alike each carries its code.
        title=indicator.title if alone else f"{indicator.title} ({indicator.code})",
        objective=indicator.objective,
        question=_ANSWERS[indicator.kind],
        unit=unit_words(framework, indicator),
        period_unit=period_unit_words(framework, indicator),
        style=style,
        period_style=period_style(framework, indicator),
        change_style=signed(style),
        rate_style=rate_style(indicator),
        rate_name=rate_name(framework, indicator),
        step=indicator.frequency.months,
        aggregation=indicator.aggregation.value,
        divides=indicator.divides,
        own_whole=indicator.reports_denominator,
        scale=indicator.scale,
        sign=indicator.polarity.sign,
        is_headline=indicator.headline,
        illustrative=indicator.illustrative,
        by_parts=framework.is_by_parts(indicator),
        groups=tuple(code for code in indicator.benchmark if framework.members(code)),
        breakdowns=tuple(one.code for one in framework.breakdowns_of(indicator)),
        tags=indicator.tags,
        partner=framework.partner_name(indicator.partner),
        definition=indicator.definition,
        source=indicator.source,
    )
