"""Colours of the theme: what is told apart in colour is told apart in grey as well, and all text can be read."""

from __future__ import annotations

from itertools import pairwise

import pytest

from scpxl.render import theme


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2.2, 0 of black and 1 of white."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def grey(colour: str) -> str:
    """The colour as a grey printer has it."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    shade = round(0.299 * red + 0.587 * green + 0.114 * blue)
    return f"#{shade:02X}{shade:02X}{shade:02X}"


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)
    assert grey("#FF0000") == "#4C4C4C"


def test_on_a_grey_printer_red_stands_apart_from_amber_and_from_green() -> None:
    red, amber, green = (grey(theme.RAG_FILL[name]) for name in ("Red", "Amber", "Green"))
    assert contrast(red, green) >= 4
    assert contrast(red, amber) >= 3


def test_what_needs_most_attention_is_darkest() -> None:
    shades = [luminance(grey(theme.RAG_FILL[name])) for name in ("Red", "Amber", "Green", "Not rated")]
    assert shades == sorted(shades)


TEXT = {
    **{f"the word {name}": (theme.RAG_INK[name], theme.RAG_FILL[name]) for name in theme.RAG_FILL},
    **{
        f"fifth {place}": pair
        for place, pair in enumerate(zip(theme.CLASS_INK, theme.CLASSES, strict=True), start=1)
    },
    **{
        f"{name} on {ground}": (ink, paper)
        for name, ink in (("ink", theme.INK), ("quiet", theme.QUIET), ("navy", theme.NAVY))
        for ground, paper in (("paper", theme.PAPER), ("a band", theme.BAND), ("a wash", theme.WASH),
                              ("a choice", theme.INPUT), ("no class", theme.NO_CLASS))
    },
    "a title": (theme.PAPER, theme.NAVY),
    "a link": (theme.LINK, theme.PAPER),
    "worse": (theme.CONCERN_INK, theme.PAPER),
    "better": (theme.IMPROVEMENT_INK, theme.PAPER),
    "neither": (theme.NEUTRAL, theme.PAPER),
    "overdue": (theme.RAG_FILL["Red"], theme.PAPER),
}  # fmt: skip


@pytest.mark.parametrize("pair", TEXT.values(), ids=TEXT.keys())
def test_text_can_be_read_on_its_ground(pair: tuple[str, str]) -> None:
    assert contrast(*pair) >= 4.5


MARKS = {
    "other areas and small columns": theme.BAR,
    "the year before": theme.LAST_YEAR,
    "this year, the own area": theme.NAVY,
    "figures and their usual range": theme.COMMON,
    "unusual, worse": theme.CONCERN,
    "unusual, better": theme.IMPROVEMENT,
    "unusual, neither": theme.NEUTRAL,
    "edge of a choice": theme.CHOICE_EDGE,
}


@pytest.mark.parametrize("colour", MARKS.values(), ids=MARKS.keys())
def test_marks_stand_out_from_the_paper(colour: str) -> None:
    assert contrast(colour, theme.PAPER) >= 3


def test_the_own_area_and_this_year_stand_out_from_the_others_in_grey() -> None:
    for other in (theme.BAR, theme.LAST_YEAR):
        assert contrast(grey(theme.NAVY), grey(other)) >= 3


def test_each_fifth_is_darker_than_the_one_before_by_more_than_a_shade() -> None:
    assert all(contrast(grey(a), grey(b)) >= 1.3 for a, b in pairwise(theme.CLASSES))
