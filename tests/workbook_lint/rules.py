"""All rules, and a workbook gone through with them."""

from __future__ import annotations

from pathlib import Path

from tests.workbook_lint import (
    cells,
    choices,
    conditions,
    drawings,
    formulas,
    links,
    package,
    printing,
    styles,
    tables,
    texts,
    workbook,
)
from tests.workbook_lint.book import Book, Remark

RULES = {
    rule.__name__: rule
    for module in (
        package, workbook, texts, cells, formulas, styles, conditions, choices, links, tables, drawings, printing
    )
    for rule in module.RULES
}  # fmt: skip
"""Every rule by its name."""


def lint(path: Path) -> list[Remark]:
    """Return what Excel would repair, refuse, alter or show otherwise in a workbook; empty where nothing is known."""
    book = Book(path)
    return [Remark(name, part, words) for name, rule in RULES.items() for part, words in rule(book)]
