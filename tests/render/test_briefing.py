"""The briefing tells the scorecard's quarter in its own numbers, and what people typed stays text."""

from __future__ import annotations

import re
from dataclasses import replace

from scpxl.pages.briefing import briefing_page
from scpxl.render.markdown import markdown_text
from scpxl.scorecard.lists.narrative import describe_quarter
from scpxl.scorecard.records.scorecard import Scorecard
from scpxl.verdicts import Judgement
from tests.render.scorecards import empty_scorecard, full_scorecard


def passage(scorecard: Scorecard, title: str) -> dict[str, str]:
    return next((dict(one.entries) for one in describe_quarter(scorecard) if one.title == title), {})


def test_every_exception_for_the_worse_is_told_in_the_dashboards_order_and_words() -> None:
    scorecard = full_scorecard()
    real = {card.code for card in scorecard.cards if not card.illustrative}
    lines = [x for x in scorecard.exceptions if x.indicator in real and x.judgement is not Judgement.BETTER]
    told = passage(scorecard, "What needs the board")
    assert lines
    assert list(told) == [line.title for line in lines]
    for line in lines:
        assert line.words in told[line.title]
        assert told[line.title].startswith(f"{line.rule}. ")


def test_every_number_told_stands_on_the_scorecard() -> None:
    scorecard = full_scorecard()
    shown = set(re.findall(r"\d[\d,.]*\d|\d", repr(scorecard)))
    told = {
        n
        for page in describe_quarter(scorecard)
        for _, words in page.entries
        for n in re.findall(r"\d[\d,.]*\d|\d", words)
    }
    assert len(told) > 50
    # How many more indicators a caution concerns is counted here and is no figure.
    counted = {str(n) for n in range(len(scorecard.cards))}
    assert told - counted <= shown


def test_illustrative_indicators_are_named_and_their_figures_left_out() -> None:
    scorecard = full_scorecard()
    page = scorecard.pages[0]
    card = replace(page.cards[0], illustrative=True, headline_name="Made up until")
    altered = replace(scorecard, pages=(replace(page, cards=(card, *page.cards[1:])), *scorecard.pages[1:]))
    text = markdown_text(briefing_page(altered))
    assert "Made up until" not in text
    assert card.title in text.rpartition("Illustrative, and so no part of this story: ")[2]


def test_an_indicator_without_a_figure_is_told_apart_with_its_reason() -> None:
    scorecard = full_scorecard()
    silent = [card for card in scorecard.cards if card.headline.value is None and not card.illustrative]
    assert silent
    assert passage(scorecard, "What cannot be shown") == {c.title: f"{c.headline.text}." for c in silent}


def test_what_was_typed_makes_no_heading_link_or_tag() -> None:
    scorecard = replace(full_scorecard(), summary_words=("# <b>Ring</b> [us](http://example.org) *now*",))
    text = markdown_text(briefing_page(scorecard))
    assert "\n- \\# \\<b\\>Ring\\</b\\> [us](http://example.org) \\*now\\*\n" in text.replace(
        "\\[", "["
    ).replace("\\]", "]")


def test_a_scorecard_without_indicators_still_has_its_heading() -> None:
    scorecard = empty_scorecard()
    assert markdown_text(briefing_page(scorecard)).startswith(f"# {scorecard.area}, ")
