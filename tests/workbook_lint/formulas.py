"""Formulas, wherever they are: cells, names, conditional formats, drop-downs, sparklines, charts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token, TokenizerError
from openpyxl.utils import FORMULAE

from tests.workbook_lint.addresses import box
from tests.workbook_lint.book import CHART, WORKBOOK, X14, XM, Book, Found, M, Rule, Sheet

_LONGEST, _LONGEST_TEXT, _DEEPEST = 8192, 255, 64
_TEXT = re.compile(r'"(?:[^"]|"")*"')
_QUOTED = re.compile(r"""("(?:[^"]|"")*")|('(?:[^']|'')*')""")
_CONSTANTS = re.compile(r"\{[^}]*\}")
_FUNCTION = re.compile(r"(?<![\w.])((?:_xlfn\.)?(?:_xlws\.)?[A-Z][A-Z0-9.]*)\(")
_SHEET = re.compile(r"'((?:[^']|'')+)'!|(?<![\w'.#\]])([^\W\d][\w.]*)!")
_RANGE = re.compile(r"(?<![\w.])\$?[A-Z]{1,3}\$?\d+:\$?[A-Z]{1,3}\$?\d+(?![\w(])")
_NOT_IN_2016 = frozenset(
    [
        "ANCHORARRAY",
        "ARRAYTOTEXT",
        "BYCOL",
        "BYROW",
        "CHOOSECOLS",
        "CHOOSEROWS",
        "CONCAT",
        "DROP",
        "EXPAND",
        "FILTER",
        "GROUPBY",
        "HSTACK",
        "IFS",
        "IMAGE",
        "ISOMITTED",
        "LAMBDA",
        "LET",
        "MAKEARRAY",
        "MAP",
        "MAXIFS",
        "MINIFS",
        "PERCENTOF",
        "PIVOTBY",
        "RANDARRAY",
        "REDUCE",
        "REGEXEXTRACT",
        "REGEXREPLACE",
        "REGEXTEST",
        "SCAN",
        "SEQUENCE",
        "SINGLE",
        "SORT",
        "SORTBY",
        "SWITCH",
        "TAKE",
        "TEXTAFTER",
        "TEXTBEFORE",
        "TEXTJOIN",
        "TEXTSPLIT",
        "TOCOL",
        "TOROW",
        "TRIMRANGE",
        "UNIQUE",
        "VALUETOTEXT",
        "VSTACK",
        "WRAPCOLS",
        "WRAPROWS",
        "XLOOKUP",
        "XMATCH",
    ]
)


class Kind(Enum):
    """What a formula is for."""

    CELL = auto()
    NAME = auto()
    CONDITION = auto()
    VALIDATION = auto()
    SPARKLINE = auto()
    SERIES = auto()


class Formula(NamedTuple):
    """A formula without its equals sign, and where it is."""

    kind: Kind
    part: str
    where: str
    text: str


@lru_cache(maxsize=2)
def formulas(book: Book) -> tuple[Formula, ...]:
    """Return all formulas of a workbook."""
    names = (Formula(Kind.NAME, WORKBOOK, f"the name {one.name}", one.text) for one in book.names)
    return (*names, *(one for sheet in book.sheets for one in _of_sheet(sheet)), *_of_charts(book))


def _of_sheet(sheet: Sheet) -> Iterator[Formula]:
    part, root = sheet.part, sheet.root
    for cell in sheet.cells:
        if cell.formula:
            yield Formula(Kind.CELL, part, cell.ref, cell.formula)
    for group in root.iterfind(f"{M}conditionalFormatting"):
        for one in group.iter(f"{M}formula"):
            yield Formula(
                Kind.CONDITION, part, f"the conditional format of {group.get('sqref')}", one.text or ""
            )
    for rule in root.iterfind(f"{M}dataValidations/{M}dataValidation"):
        for tag in ("formula1", "formula2"):
            if text := rule.findtext(f"{M}{tag}"):
                yield Formula(Kind.VALIDATION, part, f"the validation of {rule.get('sqref')}", text)
    for line in root.iter(f"{X14}sparkline"):
        yield Formula(Kind.SPARKLINE, part, "a sparkline", line.findtext(f"{XM}f") or "")


def _of_charts(book: Book) -> Iterator[Formula]:
    for part in book.raw:
        if part.startswith("xl/charts/chart"):
            for one in book.xml(part).iter(f"{CHART}f"):
                yield Formula(Kind.SERIES, part, "a series", one.text or "")


def without_text(formula: str) -> str:
    """Return a formula with every text in it emptied; quoted names of sheets stay.

    >>> without_text("IF('a \\"b\\"'!A1,\\"x(\\",1)")
    'IF(\\'a "b"\\'!A1,"",1)'
    """
    return _QUOTED.sub(lambda found: found[2] or '""', formula)


def skeleton(formula: str) -> str:
    """Return a formula without texts, quoted names and constants in braces: what is left is its structure.

    >>> skeleton("SUM('a(b'!A1,{1;2})")
    "SUM(''!A1,{})"
    """
    bare = _QUOTED.sub(lambda found: "''" if found[2] else '""', formula)
    return _CONSTANTS.sub("{}", bare)


@lru_cache(maxsize=100_000)
def _reading(formula: str) -> tuple[str, str]:
    """Return why a formula cannot be read, and two values in it that nothing joins; each empty where all is well."""
    try:
        tokens = Tokenizer(f"={formula}").items
    except (TokenizerError, IndexError) as refused:
        # It runs out of open brackets where one is closed too often.
        return str(refused), ""
    values: list[Token] = []
    blank = False
    for token in tokens:
        if token.type == Token.WSPACE:
            blank = True
            continue
        if values and token.type == values[-1].type == Token.OPERAND:
            # A blank between two ranges is an operator: what they share.
            ranges = token.subtype == values[-1].subtype == Token.RANGE
            if not (blank and ranges):
                return "", f"{values[-1].value} {token.value}"
        values, blank = [token], False
    return "", ""


def _depths(formula: str) -> Iterator[int]:
    depth = 0
    for character in skeleton(formula):
        depth += (character == "(") - (character == ")")
        yield depth


def formula_too_long(book: Book) -> Found:
    """Excel refuses formulas over 8,192 characters (Excel specifications and limits)."""
    for _, part, where, text in formulas(book):
        if len(text) > _LONGEST:
            yield part, f"{where}: a formula of {len(text)} characters"


def formula_cannot_be_read(book: Book) -> Found:
    """Excel repairs by removing a formula it cannot read; the kept value is left in its place."""
    for _, part, where, text in formulas(book):
        if why := _reading(text)[0]:
            yield part, f"{where}: {text[:60]}: {why}"


def brackets_do_not_match(book: Book) -> Found:
    """Excel repairs by removing a formula whose brackets do not match."""
    for _, part, where, text in formulas(book):
        depths = list(_depths(text)) or [0]
        if depths[-1] != 0 or min(depths) < 0:
            yield part, f"{where}: {text[:60]}"


def nested_too_deep(book: Book) -> Found:
    """Excel refuses functions nested deeper than 64 levels (Excel specifications and limits)."""
    for _, part, where, text in formulas(book):
        if max(_depths(text), default=0) > _DEEPEST:
            yield part, f"{where}: {max(_depths(text))} levels"


def operands_side_by_side(book: Book) -> Found:
    """Excel repairs by removing a formula in which no operator is between two values."""
    for _, part, where, text in formulas(book):
        if pair := _reading(text)[1]:
            yield part, f"{where}: {pair}"


def semicolon_between_arguments(book: Book) -> Found:
    """Excel repairs by removing a formula with semicolons: in the file arguments have commas, whatever the country."""
    for _, part, where, text in formulas(book):
        if ";" in skeleton(text):
            yield part, f"{where}: {text[:60]}"


def text_in_formula_too_long(book: Book) -> Found:
    """Excel refuses a text of over 255 characters within a formula (Excel specifications and limits)."""
    for kind, part, where, text in formulas(book):
        longest = max((len(one[1:-1].replace('""', '"')) for one in _TEXT.findall(text)), default=0)
        # The choices entered into a drop-down are one such text, and have their own rule.
        if longest > _LONGEST_TEXT and kind is not Kind.VALIDATION:
            yield part, f"{where}: a text of {longest} characters"


def function_without_prefix(book: Book) -> Found:
    """Excel shows #NAME? for functions newer than 2007 written without ``_xlfn.`` (XlsxWriter: Working with Formulas)."""
    for _, part, where, text in formulas(book):
        for name in sorted(set(_FUNCTION.findall(without_text(text)))):
            if not name.startswith("_xlfn.") and name not in FORMULAE:
                yield part, f"{where}: {name} is no function of Excel 2007, and has no prefix"


def function_newer_than_2016(book: Book) -> Found:
    """Excel 2016 shows #NAME? for these once it calculates; our guides promise that it works."""
    for _, part, where, text in formulas(book):
        for name in sorted(set(_FUNCTION.findall(without_text(text)))):
            if name.rpartition("_xlfn.")[2].removeprefix("_xlws.") in _NOT_IN_2016:
                yield part, f"{where}: {name}"


def formula_on_a_missing_sheet(book: Book) -> Found:
    """Excel asks for another file, or repairs, where a formula refers to a sheet that is not there."""
    for _, part, where, text in formulas(book):
        for quoted, plain in set(_SHEET.findall(without_text(text))):
            name = (quoted or plain).replace("''", "'")
            # In brackets is the number of another workbook, of which the sheet is.
            if name.lower() not in book.sheet_names and not name.startswith("["):
                yield part, f"{where}: refers to the sheet {name}"


def range_turned_round(book: Book) -> Found:
    """Excel turns round a range that ends before it begins, and reads cells that were not meant."""
    for _, part, where, text in formulas(book):
        for ref in _RANGE.findall(without_text(text)):
            if box(ref) is None:
                yield part, f"{where}: {ref}"


def lost_reference(book: Book) -> Found:
    """Excel opens it and shows #REF!: the formula lost what it referred to."""
    for _, part, where, text in formulas(book):
        if "#REF!" in without_text(text):
            yield part, f"{where}: {text[:60]}"


RULES: tuple[Rule, ...] = (
    formula_too_long, formula_cannot_be_read, brackets_do_not_match, nested_too_deep, operands_side_by_side,
    semicolon_between_arguments, text_in_formula_too_long, function_without_prefix, function_newer_than_2016,
    formula_on_a_missing_sheet, range_turned_round, lost_reference,
)  # fmt: skip
