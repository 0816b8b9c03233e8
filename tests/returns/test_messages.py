"""Every finding's words: in use, in sentences, and in the words of people."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from scpxl.returns.findings import Severity
from scpxl.returns.message_examples import example_of
from scpxl.returns.messages import MESSAGES

PACKAGE = Path(__file__).parents[2] / "scpxl"
CHECKS_PAGE = (PACKAGE.parent / "docs" / "checks.md").read_text("utf-8")
SOURCES = {
    path: path.read_text(encoding="utf-8")
    for path in PACKAGE.rglob("*.py")
    if path.name not in {"messages.py", "message_examples.py"}
}
NOT_SAID = re.compile(
    r"\b(null|nan|schema|validation|invalid|errors?|fatal|exception|parse|string|integer)\b",
    re.IGNORECASE,
)
every_code = pytest.mark.parametrize("code", MESSAGES)


def plain(words: str) -> str:
    """The words with every fact put in as the word 'thing'."""
    return "".join(
        text + ("thing" if name is not None else "") for text, name, *_rest in Formatter().parse(words)
    )


def facts_wanted(code: str) -> set[str]:
    message = MESSAGES[code]
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
    assert made <= set(MESSAGES)


@every_code
def test_it_has_an_example_and_an_entry_on_the_page_of_checks(code: str) -> None:
    example = example_of(code)
    assert (example.code, bool(example.fact)) == (code, True)
    assert "{" not in str(example)
    assert f"| `{code}` | {example.severity} | " in CHECKS_PAGE


@every_code
def test_its_words_are_sentences(code: str) -> None:
    message = MESSAGES[code]
    for words in filter(None, (message.fact, message.advice)):
        said = plain(words)
        assert said.endswith("."), said
        assert ".." not in said.replace("...", "")
        assert said[0].isupper() or said[0] == "'" or words[0] == "{", said
        assert not NOT_SAID.search(said), said


@every_code
def test_what_must_be_done_is_said_where_something_must(code: str) -> None:
    message = MESSAGES[code]
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
