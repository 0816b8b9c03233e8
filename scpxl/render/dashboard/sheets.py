"""The order of the sheets, and what the workbook says of itself."""

from __future__ import annotations

from scpxl.render.book import StrictWorkbook, clean_text
from scpxl.render.dashboard.actions import write_actions
from scpxl.render.dashboard.benchmarks import write_benchmarks
from scpxl.render.dashboard.breakdowns import write_breakdowns
from scpxl.render.dashboard.card_layout import PageLayout, lay_out_page
from scpxl.render.dashboard.chart_data import write_chart_data
from scpxl.render.dashboard.commentary import write_commentary
from scpxl.render.dashboard.data import write_data
from scpxl.render.dashboard.exceptions import write_exceptions
from scpxl.render.dashboard.names import name_sheets
from scpxl.render.dashboard.notes import write_notes
from scpxl.render.dashboard.objective import write_objective
from scpxl.render.dashboard.paper import Plan
from scpxl.render.dashboard.places import place_chart_data
from scpxl.render.dashboard.quality import write_quality
from scpxl.render.dashboard.returns import write_returns
from scpxl.render.dashboard.styles import Styles
from scpxl.render.dashboard.summary import write_summary
from scpxl.render.dashboard.wards import write_wards
from scpxl.scorecard.model import Scorecard


def plan_sheets(book: StrictWorkbook, scorecard: Scorecard) -> tuple[Plan, tuple[PageLayout, ...]]:
    """Return where everything will lie, and how the cards of each objective do; nothing is written yet."""
    names = name_sheets(scorecard)
    layouts = tuple(lay_out_page(page) for page in scorecard.pages)
    card_places = {
        card.code: (tab, placed.top)
        for page, tab, layout in zip(scorecard.pages, names.objectives, layouts, strict=True)
        for card, placed in zip(page.cards, layout.cards, strict=True)
    }
    plan = Plan(book, Styles(book), scorecard, names, place_chart_data(scorecard, names), card_places)
    return plan, layouts


def write_sheets(book: StrictWorkbook, scorecard: Scorecard) -> None:
    """Write every sheet of the dashboard into an open workbook."""
    plan, layouts = plan_sheets(book, scorecard)
    _describe(book, scorecard)
    write_summary(plan)
    write_exceptions(plan)
    for page, tab, layout in zip(scorecard.pages, plan.names.objectives, layouts, strict=True):
        write_objective(plan, tab, page, layout)
    write_benchmarks(plan)
    write_wards(plan)
    if scorecard.breakdowns:
        write_breakdowns(plan)
    write_actions(plan)
    write_commentary(plan)
    write_returns(plan)
    write_quality(plan)
    write_data(plan)
    write_notes(plan)
    write_chart_data(plan)


def _describe(book: StrictWorkbook, scorecard: Scorecard) -> None:
    """Set the workbook's properties; its date is the scorecard's, so that the bytes are too."""
    book.set_size(2400, 1400)
    book.set_properties(
        {
            "title": clean_text(f"{scorecard.partnership}: {scorecard.title}"),
            "subject": clean_text(scorecard.period),
            "author": clean_text(scorecard.partnership),
            "company": clean_text(scorecard.partnership),
            "category": clean_text(scorecard.marking),
            "keywords": clean_text(f"community safety, {scorecard.period_code}, {scorecard.area}"),
            "comments": clean_text(
                f"Framework {scorecard.framework_version}, figures {scorecard.run}, made by scpxl."
            ),
            "created": scorecard.made,
        }
    )
