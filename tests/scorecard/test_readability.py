"""How easily texts are read: sentences above 25 words and long words with a plain one are told, and nothing else is."""

from __future__ import annotations

from typing import Any

import pytest

from scpxl.model.documents import ActionRecord, CommentaryRecord, ExplanationRecord
from scpxl.model.plan import Objective
from scpxl.model.registers import RegisterName, RegisterRow
from scpxl.scorecard.texts.readability import (
    MOST_WORDS,
    PLAINER,
    ReadingRemark,
    check_reading,
    sentence_lengths,
)
from tests.excel.made import agreed, board_of
from tests.scorecard.builders import Q4, indicator, series

FRAMEWORK = agreed(
    indicator("BUR", title="Burglary", counted="offences"), registers=(RegisterName.ESCALATIONS,)
)
SEEN = series([30.0] * 36, "BUR")
SHORT = "Burglary fell after the patrols moved."
LONG = " ".join(["word"] * (MOST_WORDS + 1)) + "."


def remarks(**record: Any) -> tuple[ReadingRemark, ...]:
    return check_reading(board_of(FRAMEWORK, SEEN, **record))


def said(*texts: str) -> list[str]:
    happened, why, doing, decision = (*texts, "", "", "", "")[:4]
    line = CommentaryRecord("met", Q4, "O1", happened, why, doing, decision, "OFFICIAL")
    return [one.words for one in remarks(commentary=[line])]


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("Robbery rose to 31.4%. Patrols began on 2 Jan. 2018!", [4, 5, 1]),
        ("Patrols, e.g. at stations (i.e. two of them), began. “Good.” More follow", [9, 1, 2]),
        ("First:\n• one item\n• another\n- a third", [1, 2, 1, 2]),
        ("Half – and more — of it; all the same one sentence", [10]),
        ("£1.2m at 14 St. John's Road for Mr. Example's team.", [10]),
        ("", []),
        ("… ?", []),
    ],
)
def test_words_and_sentences_are_counted_as_people_count_them(text: str, lengths: list[int]) -> None:
    assert list(sentence_lengths(text)) == lengths


def test_a_sentence_of_twenty_five_words_is_passed_over_and_one_of_more_is_told() -> None:
    assert said(" ".join(["word"] * MOST_WORDS) + ".") == []
    assert said(LONG) == ["Police on Less crime: 1 of 1 sentence is longer than 25 words: it has 26."]


def test_what_one_partner_wrote_of_one_objective_is_one_text_and_has_one_remark() -> None:
    longer = LONG.replace("word ", "word word ", 4)
    assert said(f"{SHORT} {LONG}", longer, SHORT) == [
        "Police on Less crime: 2 of 4 sentences are longer than 25 words: the longest has 30."
    ]


def test_a_long_word_that_has_a_plain_one_is_told_once_with_it() -> None:
    assert said("Prior to March we utilised a van. It was UTILISED often.") == [
        "Police on Less crime: 'before' for 'prior to' and 'used' for 'utilised'."
    ]
    assert said("Perpetrators of coercive behaviour and neighbourhood safeguarding were reprioritised.") == []
    assert not any(plain in PLAINER for plain in PLAINER.values())


def test_every_text_whose_numbers_are_compared_is_read_and_a_draft_is_not() -> None:
    row = RegisterRow("escalations", "001", Q4, {"what": LONG, "reason": SHORT, "measure": "BUR"}, {})
    found = remarks(
        commentary=[
            CommentaryRecord("lfb", Q4, "O1", SHORT, LONG, "", "", ""),
            CommentaryRecord("", Q4, "O1", LONG, "", "", "", "", indicator="BUR"),
        ],
        explanations=[ExplanationRecord("met", Q4, "BUR", "Other", LONG)],
        actions=[ActionRecord("met", Q4, "A1", "O1", SHORT, "", None, "Open", None, "", "", LONG)],
        registers=[row],
    )
    assert [one.where for one in found] == [
        "Fire Brigade on Less crime",
        "Haling & Ely Partnership on Burglary",
        "Police on Burglary",
        "Police, action A1",
        "Escalations, What, on Less crime",
    ]
    assert {(one.long, one.longest) for one in found} == {(1, 26)}
    assert remarks() == ()


def test_a_row_of_a_register_about_two_objectives_is_read_once() -> None:
    aims = (Objective(code="O1", title="Less crime"), Objective(code="O2", title="Fire"))
    framework = agreed(
        indicator("BUR", title="Burglary"),
        indicator("FIR", title="Fires", objective="O2"),
        objectives=aims,
        registers=(RegisterName.ESCALATIONS,),
    )
    words = {"what": LONG, "reason": SHORT, "objective": "Less crime", "measure": "FIR"}
    scorecard = board_of(framework, SEEN, registers=[RegisterRow("escalations", "001", Q4, words, {})])
    assert len(check_reading(scorecard)) == 1
