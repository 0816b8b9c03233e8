"""The words people read: plain modern English, the field's terms beside it, and one place that writes numbers and days."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from scpxl.checks.flat_tables.rows import figure_words
from scpxl.framework.differences import to_words
from scpxl.jobs.returns.life import value_text
from scpxl.jobs.setting_up.setup import demonstrate, examples
from scpxl.model.framework import Framework
from scpxl.model.observations import Observation
from scpxl.model.periods import Period
from scpxl.read.framework_file import read_framework
from scpxl.render.forms.template import write_return
from scpxl.returns.layout import lay_out_return
from scpxl.scorecard.lists.notes import build_notes
from scpxl.scorecard.texts.cell_words import assurance_words, variation_words
from scpxl.store.records import StoredReading
from scpxl.verdicts import PAIRS, Assurance, Variation, Verdict
from tests.excel.reading import book_of, words_of

ROOT = Path(__file__).parents[1]
OLD = {
    "archaic": r"\b(nought|seldom|for want of|due day|hath|whence|hither|gravest)\b",
    "personified or of another age": r"\b(held against|is there twice|put right|in time|Type what should stand|stands? (in|on|at|there|beside|above|below|under|between)|let(s)? by|out of force|nothing in force)\b",
    "one row a thing": r"\b([Oo]ne|[Aa]) (row|line|page|sheet|column) an? (?!given|month)[a-z]",
    "the field's terms on people's pages": r"\b(real change|beyond chance|only just|as it is the process|random variation|is heading for)\b",
    "what the list replaces": r"within normal variation|not beyond|plausibly|change the process, not|neither way|Not rated: |No figure to hold"
    r"|outside random|with that taken out|\d for the (better|worse)\b|there is nothing to carry|to fix; nothing|present form"
    r"|that nobody can see|is not one of the choices|out of 0 cannot be|is below zero\. |hides the number",
}
"""Kinds of words that no text has that people read; what is left is in `ALLOWED`."""
ALLOWED = {
    "scpxl/returns/older/forms.py": "what older forms printed, by which their cells are known",
    "scpxl/scorecard/published/results.py": "what results of version 1 said",
    "CHANGELOG.md": "what was, as it was called then",
}
SOURCES = sorted((ROOT / "scpxl").rglob("*.py"))
PAGES = [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]


POWERS_OF_TEN = {
    "scpxl/words.py": "which rounds as Excel does",
    "scpxl/verdicts.py": "of a constant",
    "scpxl/checks/registers.py": "a typed number, as it is kept",
    "scpxl/pages/typed_values.py": "a typed number, as it is kept",
    "scpxl/jobs/publishing/text_differences.py": "numbers as they are compared",
    "scpxl/read/grids.py": "a percentage as it was typed",
    "scpxl/render/book.py": "in a cell of a workbook",
    "scpxl/render/grid.py": "in a cell of a workbook",
    "scpxl/render/excel/results.py": "in a cell of a workbook",
    "scpxl/render/excel/sheets/audit.py": "in a worksheet's formula",
    "scpxl/render/forms/formulas.py": "in a worksheet's formula",
}
"""Where a number may be written by its significant digits, which makes 8,825,001 "8.825e+06" of what people read."""


@cache
def texts_of(source: Path) -> tuple[str, ...]:
    """Return the literals of a module that are sentences, and the texts of fields; not what is only for engineers."""
    tree = ast.parse(source.read_text("utf-8"))
    of_code = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return tuple(
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and " " in node.value.strip()
        and id(node) not in of_code
    )


def old_words(text: str, quoted: str = "") -> Iterator[str]:
    """Yield the old words of a text, but those that it quotes, word for word."""
    for kind, pattern in OLD.items():
        for found in re.finditer(pattern, text):
            if text[max(0, found.start() - 12) : found.end()] in quoted:
                continue
            yield f"{kind}: …{text[max(0, found.start() - 30) : found.end() + 30]}…"


def test_numbers_that_people_read_are_written_in_one_place_and_never_as_powers_of_ten() -> None:
    written = {
        source.relative_to(ROOT).as_posix()
        for source in SOURCES
        if re.search(r"\{[^{}]*:[,+]?(\.\d+)?[gGeE]\}", source.read_text("utf-8"))
    }
    assert written == set(POWERS_OF_TEN)


def test_the_cells_behind_a_large_figure_are_told_with_all_their_digits() -> None:
    seen = Observation("POP-01", "E09000003", "", "", Period(24216, 1), 8825001.0)
    assert value_text(StoredReading(seen.numerator, None, seen.marker, seen.source)) == "8,825,001"
    assert figure_words(seen) == "8,825,001"
    assert to_words(1234567890.5) == "1,234,567,891"
    assert to_words(1234567.5) == "1,234,567.5"


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_message_has_an_old_word(source: Path) -> None:
    if source.relative_to(ROOT).as_posix() in ALLOWED:
        return
    assert [word for text in texts_of(source) for word in old_words(text)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_guide_has_an_old_word(page: Path) -> None:
    assert list(old_words(page.read_text("utf-8"))) == []


def test_every_allowed_place_still_needs_to_be_one() -> None:
    for place in ALLOWED:
        path = ROOT / place
        texts = texts_of(path) if path.suffix == ".py" else (path.read_text("utf-8"),)
        assert any(list(old_words(text)) for text in texts), place


def test_the_sweep_finds_what_it_looks_for() -> None:
    assert list(old_words("-3 is below nought, and is there twice."))
    assert list(old_words("Up 4.1% (within normal variation)."))
    assert not list(old_words("The list of what to put right.", "Give a list of what to put right."))
    assert not list(old_words("-3 is negative, and appears twice. Up 4.1% (no clear change)."))


@pytest.mark.slow
def test_the_dashboard_and_the_form_of_the_example_have_no_old_word(tmp_path: Path) -> None:
    made = demonstrate(tmp_path / "demo", examples()[0])
    dashboard = next((tmp_path / "demo" / "outputs").rglob("dashboard.xlsx"))
    framework = made.folder.framework
    write_return(lay_out_return(framework, "met", Period.parse("2017-18 Q4")), tmp_path / "form.xlsx")
    # What partners wrote is shown as they wrote it.
    sent = sorted((tmp_path / "demo" / "returns").rglob("*.xlsx"))
    theirs = "\n".join(
        text for book in sent for sheet in ("Commentary", "Actions") for text in words_of(book, sheet)
    )
    assert "what to put right" in theirs
    for book in (dashboard, tmp_path / "form.xlsx"):
        told = [f"{sheet}: {word}" for sheet in book_of(book).sheet_names for text in words_of(book, sheet) for word in old_words(text, theirs)]  # fmt: skip
        assert told == []


def example() -> Framework:
    return read_framework(ROOT / "templates" / "barnet" / "framework.toml")


def test_the_notes_lead_from_plain_words_to_the_fields_terms() -> None:
    notes = build_notes(example(), Period.parse("2017-18 Q4"), ())
    pairs = {
        (note.term.lower(), note.words.lower().rstrip("."))
        for note in notes
        if note.group == "Words and terms"
    }
    assert pairs == {(pair.plain.lower(), pair.term.lower()) for pair in PAIRS}
    terms = " ".join(pair.term for pair in PAIRS)
    for term in ("common cause", "special cause", "control limits", "statistically significant (99%)", "confidence interval",
                 "prediction interval", "overdispersion", "forecast outturn"):  # fmt: skip
        assert term in terms, term


def test_what_pages_say_of_a_figure_is_in_the_pairs() -> None:
    plain = {pair.plain for pair in PAIRS}
    assert {verdict.plain for verdict in Verdict} <= plain
    assert {variation.plain.partition(",")[0] for variation in Variation} <= plain
    assert {assurance.plain for assurance in Assurance} <= plain


def test_a_cell_has_the_sign_and_the_plain_words() -> None:
    assert [variation_words(one) for one in (Variation.CONCERN_LOW, Variation.IMPROVEMENT_HIGH, Variation.NEUTRAL_HIGH)] == [
        "● Unusually low", "◆ Unusually high", "◇ Unusually high",
    ]  # fmt: skip
    assert variation_words(Variation.COMMON_CAUSE) == "○ Usual range"
    assert assurance_words(Assurance.CONSISTENTLY_MISSES) == "✗ In no month"


FORMATTED = {
    "a day": r":%[dBbY]|strftime\(",
    "a list": r"""["'] (?:and|or) ["']\.join|\[:-1\]\)\} (?:and|or) |\[:-1\]\) \+ " and""",
    "a plural": r"""['"]s['"] (?:\*|if)""",
}
"""How numbers, days, lists and plurals are put into words by hand, which only `scpxl/words.py` does."""
ELSEWHERE = {
    "scpxl/render/forms/start.py": "the day of the week",
}


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_days_lists_and_plurals_are_written_in_one_place(source: Path) -> None:
    name, code = source.relative_to(ROOT).as_posix(), source.read_text("utf-8")
    found = [kind for kind, pattern in FORMATTED.items() if re.search(pattern, code)]
    assert bool(found) is (name == "scpxl/words.py" or name in ELSEWHERE), found
