"""Worksheet formulas that judge cells as the Python checks do, from functions every Excel since 2016 has.

Each function returns the text of an array expression over a range: 1 where a cell is so, 0 where not.
They are in array formulas, in which IF and IFERROR go through a range cell by cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scpxl.model.agreements import Tolerance
from scpxl.model.observations import Marker
from scpxl.returns.answers import NumberKind
from scpxl.returns.form import ChoiceList
from scpxl.returns.normalise import BLANKS, UNSEEN, fold

NONE_FOUND = 9_000_000_000
"""Stands for no cell, where a cell is its row a thousandfold and its column."""
SIGNED = tuple(kind for kind in NumberKind if kind.may_be_negative)
_DIGITS = "0123456789"
_OTHER_DIGITS = "０１２３４５６７８９"
_IN_NUMBERS = ",.-"
_BESIDE_PERCENTAGES = ("%", " ", "(", ")", "±", "+", "/", "–", "points", "pp", "to", "CI", ":")
"""What may be beside a percentage: its sign, a margin of error, the interval that it makes."""
_TAB_AMONG_LINES = "\x01"
"""As what LibreOffice's formulas meet a tab in a text of several lines."""
_APART = "\N{NO-BREAK SPACE}"
"""Stands between the entries of a list: a trimmed text has none in it."""
_LONGEST_LITERAL = 200
MARKS = (Marker.NOT_AVAILABLE, Marker.NOT_APPLICABLE, Marker.SUPPRESSED)
KIND_LETTER = {
    NumberKind.WHOLE: '"W"', NumberKind.AMOUNT: '"A"', NumberKind.PERCENTAGE: '"P"',
    NumberKind.SIGNED_WHOLE: '"V"', NumberKind.SIGNED_AMOUNT: '"B"',
}  # fmt: skip
"""A kind of number, as a formula holds it against the letters kept for each row."""


def trimmed(cells: str) -> str:
    """Return what the cells say as Python reads it: one blank between words, none around them, nothing unseen.

    Which signs count as a blank or as nothing is declared once, in `scpxl.returns.normalise`.
    """
    for sign in (*BLANKS, _TAB_AMONG_LINES):
        cells = f'SUBSTITUTE({cells},{_literal(sign)}," ")'
    return f"TRIM({_without(UNSEEN, cells)})"


def _literal(text: str) -> str:
    """Return a text as formulas hold it; Excel takes no literal beyond 255 characters.

    >>> _literal("5 ft"), _literal(chr(9))
    ('"5 ft"', 'CHAR(9)')
    """
    if len(text) == 1 and text < " ":
        return f"CHAR({ord(text)})"
    pieces = (text[at : at + _LONGEST_LITERAL] for at in range(0, len(text), _LONGEST_LITERAL))
    return "&".join('"' + piece.replace('"', '""') + '"' for piece in pieces)


def is_blank(cells: str) -> str:
    """Say of a cell in which nothing, or only blanks, is entered.

    >>> is_blank("Q5").startswith("(LEN(TRIM(")
    True
    """
    return f"(LEN({trimmed(cells)})=0)"


def is_given(cells: str) -> str:
    """Say of a cell in which something is entered."""
    return f"(LEN({trimmed(cells)})>0)"


def is_left_blank(cells: str) -> str:
    """Say the same as `is_blank` of cells for figures."""
    return f"(ISBLANK({cells})+{_of_texts(cells, is_blank(cells))})"


def _of_texts(cells: str, test: str) -> str:
    """Return a test that is made of texts alone, and not worked out where there is none.

    It goes through a text sign by sign, and of thousands of figures nearly all are numbers.
    """
    return f"IF(SUM(ISTEXT({cells})*1)=0,0,ISTEXT({cells})*{test})"


def _of_words(cells: str, test: str) -> str:
    """Return the same of a test that no mark passes: it is not worked out where all texts are marks."""
    others = "*".join(f'({cells}<>"{mark.shorthand}")' for mark in MARKS)
    return f"IF(SUM(IFERROR(ISTEXT({cells})*{others},0))=0,0,ISTEXT({cells})*{test})"


def _is_among(said: str, entries: Iterable[str]) -> str:
    """Say of texts that they are among some entries, written small; unlike MATCH, no sign stands for others.

    A text that is too long to be sought is none of them.
    """
    listed = _literal(_APART + _APART.join(entries) + _APART)
    return f'ISNUMBER(FIND("{_APART}"&LOWER({said})&"{_APART}",{listed}))'


def is_mark(cells: str) -> str:
    """Say of a cell that holds [x], [z] or [c], in either case and with blanks in it."""
    said = f'SUBSTITUTE({trimmed(cells)}," ","")'
    return _of_texts(cells, _is_among(said, (mark.shorthand for mark in MARKS)))


def is_no_number(cells: str, kinds: str) -> str:
    """Say of a cell that holds words where a number or a mark is asked for, or signs without a digit."""
    words = _of_words(cells, f"{_is_words(cells, kinds)}*(1-{is_mark(cells)})")
    return f"({words}+ISLOGICAL({cells})>0)"


def is_number_as_text(cells: str, kinds: str) -> str:
    """Say of a cell that holds digits, entered as text: Python reads what can mean one thing only, and asks about the rest.

    So does 12%, or 77.1 (±1.6), where a percentage is asked for.
    """
    return _of_words(cells, f"{is_given(cells)}*(1-{_is_words(cells, kinds)})")


def is_date_as_text(cells: str) -> str:
    """Say of a cell that holds text where a date is asked for; Python reads what can mean one day only."""
    return f"((ISTEXT({cells})*{is_given(cells)}+ISLOGICAL({cells}))>0)"


def is_fine(cells: str, kinds: str) -> str:
    """Say of a cell that it holds nothing, a number that is valid, a mark, or digits entered as text."""
    said = _of_texts(cells, f"(1-{_is_words(cells, kinds)}+{is_mark(cells)})")
    return f"(IFERROR({stands(cells, kinds)}+ISBLANK({cells})+{said},0)>0)"


def _is_words(cells: str, kinds: str) -> str:
    """Say of a text that it has no digit, or something that is not of a number; a blank has neither."""
    text, percent = trimmed(cells), KIND_LETTER[NumberKind.PERCENTAGE]
    plain = _without(_DIGITS + _OTHER_DIGITS, text)
    rest = number = _without(_IN_NUMBERS, plain)
    if kinds == percent:
        rest = _without(_BESIDE_PERCENTAGES, number)
    elif kinds not in KIND_LETTER.values():
        rest = f"IF({kinds}={percent},{_without(_BESIDE_PERCENTAGES, number)},{number})"
    return f"(LEN({rest})+(IFERROR(LEN({plain})/LEN({text}),0)=1)>0)"


def _is_of(kinds: str, of: Sequence[NumberKind]) -> str:
    """Say of a row that its numbers are of one of some kinds."""
    return "((" + "+".join(f"({kinds}={KIND_LETTER[kind]})" for kind in of) + ")>0)"


def _without(signs: Iterable[str], rest: str) -> str:
    for sign in signs:
        rest = f'SUBSTITUTE({rest},"{sign}","")'
    return rest


def is_not_whole(cells: str, kinds: str) -> str:
    """Tell a broken number where things are counted."""
    whole = [kind for kind in NumberKind if kind.is_whole]
    return f"ISNUMBER({cells})*{_is_of(kinds, whole)}*({cells}<>INT({cells}))"


def is_negative(cells: str, kinds: str) -> str:
    """Tell a number below zero where none can be; a percentage has a rule of its own."""
    return f'ISNUMBER({cells})*({cells}<0)*((({kinds}="A")+({kinds}="W")*({cells}=INT({cells})))>0)'


def is_too_large(cells: str, kinds: str) -> str:
    """Tell a number larger than any count or amount can be."""
    size = {kind: f"ABS({cells})" if kind.may_be_negative else cells for kind in KIND_LETTER}
    rules = [
        f"({kinds}={letter})*({size[kind]}>{kind.largest})" + f"*({cells}=INT({cells}))" * kind.is_whole
        for kind, letter in KIND_LETTER.items()
        if kind is not NumberKind.PERCENTAGE
    ]
    return f"ISNUMBER({cells})*(({'+'.join(rules)})>0)"


def is_beyond_percent(cells: str, kinds: str) -> str:
    """Tell a percentage that is not from 0 to 100."""
    return f'ISNUMBER({cells})*({kinds}="P")*((({cells}<0)+({cells}>100))>0)'


def is_fraction(cells: str, kinds: str) -> str:
    """Tell a percentage below one: 65% entered into a cell is kept as 0.65."""
    return f'ISNUMBER({cells})*({kinds}="P")*({cells}>0)*({cells}<1)'


def stands(cells: str, kinds: str) -> str:
    """Tell a number that no other rule refuses."""
    rules = {letter: _stands_as(kind, cells) for kind, letter in KIND_LETTER.items()}
    rule = rules.get(kinds) or "+".join(f"({kinds}={letter})*{own}" for letter, own in rules.items())
    return f"IFERROR(ISNUMBER({cells})*({rule}),0)"


def _stands_as(kind: NumberKind, cells: str) -> str:
    if kind is NumberKind.PERCENTAGE:
        return f"({cells}>=0)*({cells}<=100)"
    low = f"({cells}>={-kind.largest if kind.may_be_negative else 0})"
    return f"{low}*({cells}<={kind.largest})" + f"*({cells}=INT({cells}))" * kind.is_whole


def is_out_of_list(cells: str, choices: ChoiceList) -> str:
    """Say of a cell that it holds none of a list's choices."""
    return f"{is_given(cells)}*(1-{_is_among(trimmed(cells), map(fold, choices.choices))})"


def is_repeated(cells: str) -> str:
    """Say of a column's cell that it says what one above it says."""
    said = trimmed(cells)
    same = f"({said}=TRANSPOSE({said}))*(ROW({cells})>TRANSPOSE(ROW({cells})))"
    return f"{is_given(cells)}*(MMULT({same},ROW({cells})^0)>0)"


def count_formula(test: str) -> str:
    """Return the formula that counts the cells of which a test, a product, is true; a broken cell is not counted."""
    return f"SUM(IFERROR({test}*1,0))"


def first_of(test: str, cells: str) -> str:
    """Return the formula that gives the first such cell, by rows, as its row a thousandfold and its column."""
    return f"MIN(IF(IFERROR({test}*1,0)>0,ROW({cells})*1000+COLUMN({cells}),{NONE_FOUND}))"


def not_in_rows(test: str, cells: str, rows: Sequence[int]) -> str:
    """Return a test that is not made in some rows of its cells, counted from zero.

    >>> not_in_rows("a", "M!$A$1:$B$9", [4, 5, 8])
    '(a)*(1-(ROW(M!$A$1:$B$9)>=5)*(ROW(M!$A$1:$B$9)<=6)-(ROW(M!$A$1:$B$9)>=9)*(ROW(M!$A$1:$B$9)<=9))'
    """
    return f"({test})*(1-{in_rows(cells, rows).replace('+', '-')})" if rows else test


def is_within(tolerance: Tolerance, difference: str, whole: str) -> str:
    """Say of a difference from a whole that it is within a tolerance, as `Tolerance.allows` does.

    >>> is_within(Tolerance(rule="PART_OVER_WHOLE", number=2, reason="So."), "A1-B1", "B1")
    '(((ROUND(A1-B1-2,6)<=0))>0)'
    """
    bounds = [f"{tolerance.number:.15g}"] * bool(tolerance.number)
    bounds += [f"{whole}*{tolerance.per_cent:.15g}/100"] * bool(tolerance.per_cent)
    return "((" + "+".join(f"(ROUND({difference}-{bound},6)<=0)" for bound in bounds or ["0"]) + ")>0)"


def in_rows(cells: str, rows: Sequence[int]) -> str:
    """Say of cells that they are in some rows, counted from zero.

    >>> in_rows("M!$A$1:$B$9", [4, 5])
    '(ROW(M!$A$1:$B$9)>=5)*(ROW(M!$A$1:$B$9)<=6)'
    """
    # Neighbouring rows go together: all the wards of a measure are one run.
    firsts = [row for row in rows if row - 1 not in rows]
    lasts = [row for row in rows if row + 1 not in rows]
    return "+".join(
        f"(ROW({cells})>={first + 1})*(ROW({cells})<={last + 1})"
        for first, last in zip(firsts, lasts, strict=True)
    )


def is_changed(cells: str, known: str) -> str:
    """Say of a cell that it holds another number or mark than was filled in beforehand.

    One that was empty then, or is now, is not counted.  Digits entered as text are the number they spell;
    with a comma or point among them they are left to Python.
    """
    text = trimmed(cells)
    mark = f'SUBSTITUTE({text}," ","")'
    spelt = f"IFERROR((LEN({_without(_DIGITS, text)})=0)*(VALUE({text})<>{known}),0)"
    of_text = _of_texts(cells, f"({spelt}+{is_mark(cells)}*({mark}<>{known}))")
    return f"(LEN({known})>0)*((ISNUMBER({cells})*({cells}<>{known})+{of_text})>0)"


def is_cleared(cells: str, known: str) -> str:
    """Say of a blank cell that a number was filled in beforehand."""
    return f"ISNUMBER({known})*{is_left_blank(cells)}"


def number_of(row: int, column: int) -> int:
    """Return a cell as one number; row and column count from zero, in it from one.

    >>> number_of(4, 16)
    5017
    """
    return (row + 1) * 1000 + column + 1
