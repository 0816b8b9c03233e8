"""Every check's record: its words in sentences and in the words of people, in use, and all that follows from it."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from scpxl.checks.catalogue import CHECKS, WAIVABLE, example_of
from scpxl.checks.catalogue.files import FILES, FLAT_TABLES
from scpxl.checks.catalogue.questions import PERSONAL, QUESTIONS
from scpxl.checks.catalogue.record import Deed, ShownAs
from scpxl.checks.catalogue.values import READ_AS, VALUES
from scpxl.jobs.setting_up import mistakes, spoilt
from scpxl.returns.findings import Severity

PACKAGE = Path(__file__).parents[2] / "scpxl"
CHECKS_PAGE = (PACKAGE.parent / "docs" / "checks.md").read_text("utf-8")
SOURCES = {
    path: path.read_text(encoding="utf-8")
    for path in PACKAGE.rglob("*.py")
    if path.parent.name != "catalogue"
}
NOT_SAID = re.compile(
    r"\b(null|nan|schema|validation|invalid|errors?|fatal|exception|parse|string|integer)\b",
    re.IGNORECASE,
)
every_code = pytest.mark.parametrize("code", CHECKS)


def plain(words: str) -> str:
    """The words with every fact put in as the word 'thing'."""
    return "".join(
        text + ("thing" if name is not None else "") for text, name, *_rest in Formatter().parse(words)
    )


def facts_wanted(code: str) -> set[str]:
    message = CHECKS[code]
    return {
        name
        for words in (message.fact, message.advice)
        for _text, name, *_rest in Formatter().parse(words)
        if name
    }


@every_code
def test_a_code_is_used(code: str) -> None:
    assert any(f'"{code}"' in text for text in SOURCES.values())


def test_no_code_is_used_that_has_no_words() -> None:
    made = {code for text in SOURCES.values() for code in re.findall(r'\bfinding\(\s*"([A-Z_0-9]+)"', text)}
    assert len(made) > 20
    assert made <= set(CHECKS)


@every_code
def test_it_has_an_example_and_an_entry_on_the_page_of_checks(code: str) -> None:
    example = example_of(code)
    assert (example.code, bool(example.fact)) == (code, True)
    assert "{" not in str(example)
    assert f"| `{code}` | {example.severity} | " in CHECKS_PAGE


@every_code
def test_its_words_are_sentences(code: str) -> None:
    message = CHECKS[code]
    for words in filter(None, (message.fact, message.advice)):
        said = plain(words).replace("an Excel error", "")  # Excel calls #REF! and the like so
        assert said.endswith("."), said
        assert ".." not in said.replace("...", "")
        assert said[0].isupper() or said[0] == "'" or words[0] == "{", said
        assert not NOT_SAID.search(said), said


@every_code
def test_what_must_be_done_is_said_where_something_must(code: str) -> None:
    message = CHECKS[code]
    assert bool(message.advice) or message.severity is Severity.NOTE


@pytest.mark.parametrize(
    ("code", "call"),
    sorted(
        {
            (code, " ".join(call.split()))
            for text in SOURCES.values()
            for code, call in re.findall(
                r'\bfinding\(\s*"([A-Z_0-9]+)"((?:[^()]|\([^()]*(?:\([^()]*\)[^()]*)*\))*)\)', text
            )
            if "**" not in call
        }
    ),
)
def test_each_use_gives_the_facts_its_words_name(code: str, call: str) -> None:
    given = set(re.findall(r"(?<![\w.])(\w+)=(?!=)", call))
    assert facts_wanted(code) <= given


def test_a_record_is_listed_once_under_its_code() -> None:
    records = [*FILES, *VALUES, *QUESTIONS, *PERSONAL, *FLAT_TABLES, *READ_AS]
    assert [check.code for check in records] == list(CHECKS)


@every_code
def test_what_follows_from_a_record_fits_the_rest_of_it(code: str) -> None:
    check = CHECKS[code]
    assert not check.answered or check.severity is Severity.EXPLAIN
    assert not (check.never and check.severity is Severity.NOTE)
    assert not check.against or code in WAIVABLE
    if isinstance(check.live, ShownAs):
        assert isinstance(CHECKS[check.live.code].live, str)
        assert CHECKS[check.live.code].severity is check.severity
    if check.mistake:
        assert set(check.mistake.also) <= set(CHECKS) - {code}


def test_every_deed_is_known_to_whoever_makes_practice_returns() -> None:
    assert set(Deed) == set(mistakes._CHANGES) | set(spoilt.SPOILT)
    named = {check.mistake.by for check in CHECKS.values() if check.mistake}
    assert set(Deed) <= named
