"""A draft of each measure's commentary: what it says follows from the figures, and it is English whatever they are."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scpxl.jobs.publishing.publish import prepare
from scpxl.jobs.setting_up.setup import demonstrate, examples
from scpxl.pages.pack import board_pack
from scpxl.scorecard.cards.drafts import DRAFT
from scpxl.scorecard.published.results import from_results, to_results
from scpxl.scorecard.records.scorecard import IndicatorCard
from scpxl.verdicts import Judgement, Verdict
from tests.excel.made import agreed, board_of
from tests.render.scorecards import full_scorecard
from tests.scorecard.builders import PERCENTAGE, SURVEY, Value, card_of, framework, indicator, series, target
from tests.scorecard.test_odd_partnerships import MADE, ODD

WRONG = re.compile(
    r"(?<![A-Za-z])(nan|NaN|None|inf)(?![A-Za-z])|  |\[|\]|\.\.|,,| ,| \.(?!\d)|\(\)|\) \(|(?<![\d,.])1 (months|points)\b|–\)"
)
CAUSES = re.compile(r"\b(caused by|due to|as a result of|thanks to|led to|driven by)\b", re.IGNORECASE)


def drafted(values: list[Value], aim: float | None = None, **more: Any) -> str:
    kept = framework(indicator(**more), targets=[] if aim is None else [target(aim)])
    return card_of(kept, series(values)).draft


def held_to(one: IndicatorCard) -> None:
    """Hold a card's draft to its verdicts and to English."""
    said = one.draft
    assert said.endswith(".")
    assert said[:1] == said[:1].upper()
    assert not WRONG.search(said), said
    assert not CAUSES.search(said), said
    if one.headline.value is None:
        assert said.startswith("There is no figure for ")
        return
    assert one.headline.text in said
    first = said.split(". ")[0]
    real = one.yearly is not None and one.yearly.verdict is Verdict.SIGNIFICANT
    assert ("more than usual variation" in first) is (real and one.change.value is not None), said
    unclear = one.yearly is not None and one.yearly.verdict is Verdict.NORMAL and one.change.value is not None
    assert said.startswith("There was no clear change in ") is unclear, said
    for way in (Judgement.BETTER, Judgement.WORSE):
        assert first.endswith(f", and {way}") is (real and one.direction.judgement is way), said
    assert ("(illustrative figures" in said) is one.illustrative


STEADY: list[Value] = [30.0, 28.0, 32.0, 31.0, 29.0, 30.0] * 6


@pytest.mark.parametrize(
    ("values", "more", "words"),
    [
        (STEADY, {}, "There was no clear change in"),
        ([*STEADY[:24], *[60.0] * 12], {}, "went up 100.0% on the year before, to 720 (year to Mar 2018): more than usual variation, and worse."),
        ([*STEADY[:24], *[60.0] * 12], {"polarity": "higher"}, "more than usual variation, and better."),
        ([*STEADY[:24], *[60.0] * 12], {"polarity": "neither"}, "(year to Mar 2018): more than usual variation."),
        ([0.0] * 23 + [1.0] + [0.0] * 11 + [2.0], {}, "2 (year to Mar 2018) against 1 the year before, too few to test."),
        ([10.0] * 12, {}, "cannot be compared with the year before"),
        ([], {}, "There is no figure for"),
    ],
)  # fmt: skip
def test_the_first_sentence_says_what_the_change_comes_to(
    values: list[Value], more: dict[str, Any], words: str
) -> None:
    assert words in drafted(values, **more)


def test_a_percentage_does_not_make_people_go_up_and_an_untested_change_says_why() -> None:
    said = card_of(
        framework(indicator(**SURVEY)), series([40.0, 42.0, 45.0, 50.0, 52.0, 54.0, 55.0, 61.0], step=3)
    ).draft
    assert " went " not in said
    assert "this change was not tested, because " in said


def test_the_target_is_told_with_its_numbers_and_whether_the_latest_figure_is_unusual() -> None:
    said = drafted([*STEADY[:35], 90.0], aim=300)
    assert (
        "Against its target it is rated Red (420 against 300); the latest figure judged is unusually high, and worse."
        in said
    )


def test_every_measure_of_the_worked_example_has_a_draft_that_agrees_with_its_verdicts(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    made = demonstrate(tmp_path_factory.mktemp("drafts") / "ours", examples()[0])
    with made.folder.record_to_read() as store:
        whole = prepare(made.folder, store, made.period, MADE)
    assert len(whole.cards) > 34
    for one in whole.cards:
        held_to(one)
    assert from_results(to_results(whole)) == whole


@pytest.mark.parametrize("name", ODD)
def test_whatever_the_figures_are_like_the_draft_is_english(name: str) -> None:
    agreed_, seen = ODD[name]
    held_to(card_of(agreed_, seen))


counts = st.lists(st.none() | st.integers(0, 400).map(float), max_size=40)
pairs = st.lists(
    st.none() | st.tuples(st.integers(0, 60), st.integers(60, 90)).map(lambda two: (float(two[0]), float(two[1]))),
    max_size=40,
)  # fmt: skip
ways = st.sampled_from(["lower", "higher", "neither"])


@settings(max_examples=60, deadline=None)
@given(
    values=counts,
    polarity=ways,
    aim=st.none() | st.integers(0, 5000),
    unit=st.sampled_from(["count", "money"]),
)
def test_a_draft_of_any_counts_agrees_with_its_card(
    values: list[Value], polarity: str, aim: int | None, unit: str
) -> None:
    kept = framework(
        indicator(polarity=polarity, unit=unit),
        targets=[] if aim is None or polarity == "neither" else [target(aim)],
    )
    held_to(card_of(kept, series(values)))


@settings(max_examples=40, deadline=None)
@given(values=pairs, polarity=ways)
def test_a_draft_of_any_percentages_agrees_with_its_card(values: list[Value], polarity: str) -> None:
    held_to(card_of(framework(indicator(**{**PERCENTAGE, "polarity": polarity})), series(values)))


def test_the_pack_has_a_draft_in_its_notes_only_where_nobody_wrote_and_says_that_it_is_one() -> None:
    silent = board_of(agreed(indicator("BUR", title="Burglary")), series([30.0] * 36, "BUR"))
    notes = [note for slide in board_pack(silent).slides for note in slide.notes]
    (draft,) = {one.draft for one in silent.cards}
    assert any(f"{DRAFT}: {draft}" in note for note in notes)
    written = full_scorecard()
    told = [page for page in written.pages if page.commentary]
    assert told
    notes = [note for slide in board_pack(written).slides for note in slide.notes]
    assert not [
        one.title
        for page in told
        for one in page.cards
        for note in notes
        if note.startswith(f"{one.title}.") and DRAFT in note
    ]
