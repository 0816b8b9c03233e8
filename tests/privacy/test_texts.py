"""How much the guard finds, and how much it leaves alone: measured on what officers write."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scpxl.checks.privacy import own_of
from scpxl.jobs.setting_up.setup import shipped
from scpxl.privacy.guard import Guard
from scpxl.privacy.kinds import FoundKind
from scpxl.read.framework_file import read_framework

HERE = Path(__file__).parent
YEAR = 2018
"""When the texts are taken to be written."""
MOST_FALSE_ALARMS = 2
KINDS = {
    "telephone": FoundKind.PHONE,
    "nhs": FoundKind.NHS,
    "ni": FoundKind.NI,
    "postcode": FoundKind.POSTCODE,
    "email": FoundKind.EMAIL,
    "birth": FoundKind.BIRTH,
    "name": FoundKind.NAME,
    "address": FoundKind.ADDRESS,
    "vehicle": FoundKind.VEHICLE,
    "document": FoundKind.DOCUMENT,
}


def lines_of(name: str) -> list[str]:
    """Return the lines of a list, each character that cannot be seen put in where the file names it."""
    lines = (HERE / name).read_text("utf-8").splitlines()
    written = (line for line in lines if line and not line.startswith("#"))
    return [re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), line) for line in written]


TO_CATCH = [tuple(line.split("\t", 1)) for line in lines_of("texts_to_catch.tsv")]
TO_LEAVE = lines_of("texts_to_leave.tsv")


def test_all_of_what_is_to_be_caught_is_and_at_most_two_of_the_others(
    capsys: pytest.CaptureFixture[str],
) -> None:
    guard = Guard()
    missed = [text for kind, text in TO_CATCH if KINDS[kind] not in guard.kinds(text, YEAR)]
    flagged = [text for text in TO_LEAVE if guard.kinds(text, YEAR)]
    with capsys.disabled():
        print(  # noqa: T201  the counts are what is measured
            f"\n{len(TO_CATCH) - len(missed)} of {len(TO_CATCH)} texts caught; "
            f"{len(flagged)} of {len(TO_LEAVE)} others flagged"
        )
    assert missed == []
    assert len(flagged) <= MOST_FALSE_ALARMS, flagged


def test_the_lists_are_long_and_of_every_kind() -> None:
    assert min(len(TO_CATCH), len(TO_LEAVE)) >= 120
    assert {kind for kind, _ in TO_CATCH} == set(KINDS)
    assert set(KINDS.values()) == set(FoundKind)
    assert len(set(TO_CATCH)) == len(TO_CATCH)
    assert len(set(TO_LEAVE)) == len(TO_LEAVE)


@pytest.mark.parametrize(
    "around", ["{}", "  {}  ", "Seen; {}", "({})", "“{}”", "{}\n", "x\n{}\ny", "{}, and left."]
)
def test_what_stands_around_it_hides_nothing(around: str) -> None:
    guard = Guard()
    for name, kind in KINDS.items():
        text = next(text for its, text in TO_CATCH if its == name)
        assert kind in guard.kinds(around.format(text), YEAR), text


def test_what_a_whole_framework_names_hides_nothing_of_it() -> None:
    guard = Guard(lambda: own_of(read_framework(shipped("templates/barnet/framework.toml"))))
    assert [text for kind, text in TO_CATCH if KINDS[kind] not in guard.kinds(text, YEAR)] == []
    assert [text for text in TO_LEAVE if guard.kinds(text, YEAR)] == []
