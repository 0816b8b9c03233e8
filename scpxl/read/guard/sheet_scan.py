"""What the reader of values does not show of a sheet: errors, formulas, hidden rows, how far it goes.

Two ways to the same facts.  Nearly every program writes rows in one exact shape; a sheet that is made
of that shape from end to end, which a few compiled expressions prove, needs no parser.  Nine tenths of a
form are its formulas, which nobody reads: once their letters are judged they are left out, and everything
else, the reader of values too, goes through what remains.  Any other sheet is gone through element by
element, several times slower.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from operator import lt

from scpxl.read.guard.refusal import MB, FileLimits, too_big
from scpxl.read.guard.sheet_facts import NO_STYLES, Place, SheetFacts, column_number, columns_in
from scpxl.read.guard.xml_parts import parse

# Letters are judged first, for the whole sheet at once, so that a text ends at the next tag and nothing else need be
# asked of it: re passes over "anything but <" many times faster than over a set of letters.
_CONTROLS = tuple(bytes([sign]) for sign in range(32) if sign not in b"\t\n\r")
# Libraries that write through lxml give every letter beyond ASCII by its number: here those that are letters for certain.
_UNKNOWN_ESCAPE = re.compile(
    rb"&(?!#[1-9]\d{2,3};|gt;|lt;|amp;|#6[0-4]\d{3};|#65[0-4]\d\d;|#[1-4]\d{4};|#12[6-9]\d{3};|#[4-9]\d;|#3[2-9];"
    rb"|quot;|apos;)"
)
_TEXT = rb"[^<]*+"
# Of a row or a formula, where one written twice changes nothing that is read; of a cell they are counted.
_ATTRIBUTES = rb'(?: [A-Za-z][\w:]*+="[^"<&\x00-\x1f]*+")*+'
_FORMULA = rb"<f" + _ATTRIBUTES + rb"(?:/>|>" + _TEXT + rb"</f>)"
_ANY_FORMULA = re.compile(_FORMULA)
_LEFT_OUT = b"<f/>"
"""What is in a formula's place once it is left out: no text has a <, so that one is only ever where a formula was."""
_CELL_TAG = rb'(?: s="\d++")?+(?: t="[a-zA-Z]++")?+'
_INLINE = rb'<is><t(?: xml:space="preserve")?+>' + _TEXT + rb"</t></is>"
_VALUE = (
    rb"(?:<v>" + _TEXT + rb"</v>|"
    + _LEFT_OUT + rb"(?:<v>" + _TEXT + rb"</v>|<v ?/>)?+|<v ?/>|" + _INLINE + rb")?+"
)  # fmt: skip
# Every cell must name the row it is in and at most two letters: 702 columns.  No row is followed
# by anything but the next, so as many matches as rows proves the whole.  Nothing within the repeated
# part may capture: re, of 3.11, loses track of what a possessive repeat captured.
_ROW = re.compile(
    rb'<row r="([1-9]\d{0,6})"(?! r=)' + _ATTRIBUTES + rb"(?: ?/>|>"
    rb'(?:<c r="[A-Z]{1,2}\1"' + _CELL_TAG + rb"(?:>" + _VALUE + rb"</c>| ?/>))*+"
    rb"</row>)(?=<row |\Z)"
)
_MOST_COLUMNS = 702
_PLACE = re.compile(rb'<c r="([A-Z]++\d++)"')
_LETTERS = re.compile(rb'<c r="([A-Z]++)[^>]*+(?<!/)>')
# A group that is repeated for good and fails half way gives up the whole match in Python 3.11.2: here nobody would notice.
_HOLDING_ROW = re.compile(rb'<row r="(\d+)"[^>]*+>(?:<c [^>/]*+/>)*<c [^>/]*+>')
_CELL_START = rb'<c r="([A-Z]+)(\d+)"'
_ERROR_CELL = re.compile(_CELL_START + rb'(?: s="\d+")? t="e">(?:' + _LEFT_OUT + rb")?(?:<v>([^<]*)</v>)?")
_UNCALCULATED_CELL = (
    _CELL_START + rb"(?: s=\"\d+\")?( t=\"[a-zA-Z]+\")?><f" + _ATTRIBUTES + rb"(?:/>|>([^<]*)</f>)(?!<v>[^<])"
)
_NO_RESULT = re.compile(rb'><f/>(?<! t="str"><f/>)(?!<v>[^<])')
"""A formula saved without its result; where its result is text, no text is a result."""
_HIDDEN_ROW = re.compile(rb'<row r="(\d+)"[^>]*? hidden="(?:1|true)"')
_HIDDEN_COLUMN = re.compile(
    rb"<col (?=[^>]*hidden=\"(?:1|true)\")(?=[^>]*min=\"(\d{1,7})\")(?=[^>]*max=\"(\d{1,7})\")"
)
_SHARED = rb' t="s">(?:<f[^<]*(?:</f>)?)?<v>(\d+)</v>'
_FEW = 50
_MOST_KEPT = 8 * MB
"""A part larger than any form's is read as it came, or most of it would be in memory once more."""
_SHORTEST_CELL = len('<c r="A1"/>')
_BEGIN, _END = b"<sheetData>", b"</sheetData>"
_ESCAPE = r"&(?:#(\d+)|(\w+));"
_ESCAPES = {"lt": "<", "gt": ">", "quot": '"', "apos": "'", "amp": "&"}  # the ampersand last


def _place(letters: bytes, row: bytes) -> Place:
    return int(row) - 1, column_number(letters)


def _unescaped(text: bytes) -> str:
    found = text.decode("utf-8", "replace")
    if "&#" in found:
        return re.sub(_ESCAPE, lambda one: chr(int(one[1])) if one[1] else _ESCAPES[one[2]], found)
    if "&" in found:
        for name, plain in _ESCAPES.items():
            found = found.replace(f"&{name};", plain)
    return found


def scan_sheet(
    data: bytes, part: str, limits: FileLimits, percents: Mapping[int, str] = NO_STYLES
) -> SheetFacts:
    """Return the facts of one worksheet; `percents` are the cell formats that may show a percentage.

    `part` is what people call it.  Raises `Refused` where the part is not well-formed, or holds more cells or rows than a return may.
    """
    if len(data) > limits.tags and data.count(b"<") > limits.tags:
        raise too_big(f"{part} has more than {limits.cells:,} cells")
    facts = _scan_exact_shape(data, part, limits, percents)
    if facts is None or facts.rectangle > limits.rectangle:
        from scpxl.read.guard.sheet_walk import walk_sheet

        facts = walk_sheet(data, part, limits, percents)
    return facts


def _scan_exact_shape(
    data: bytes, part: str, limits: FileLimits, percents: Mapping[int, str]
) -> SheetFacts | None:
    """Return the facts of a sheet whose every row has the exact shape; None for any other."""
    begin = data.find(_BEGIN)
    end = data.rfind(_END)
    if begin < 0 or end < begin:
        return None
    begin += len(_BEGIN)
    head, written, tail = data[:begin], memoryview(data)[begin:end], data[end:]
    # A comment or CDATA could hide the true beginning or a second one.
    if b"<!" in head or b"<!" in tail or b"<sheetData" in tail or not _is_plain_text(data, begin, end):
        return None
    body = _ANY_FORMULA.sub(_LEFT_OUT, written)
    rows = _rows_of(body)
    if rows is None or _has_cell_twice(body):
        return None
    if len(rows) > limits.rows:
        raise too_big(f"{part} has something, if only borders or colours, in {len(rows):,} rows")
    cells = len(written) // _SHORTEST_CELL
    if cells > limits.cells and (cells := body.count(b"<c ")) > limits.cells:
        raise too_big(f"{part} has {cells:,} cells")
    # The rows are proved by their shape; what is around them is small enough to parse.
    parse(head + tail, part)
    facts = SheetFacts(exact_shape=True, cells=cells, string_cells=cells, merges=tail.count(b"<mergeCell "))
    facts.readable = head + body + tail if len(data) <= _MOST_KEPT else b""
    _gather_errors_and_uncalculated(body, written, facts)
    facts.percents = _percents_in(body, percents)
    if b"</c>" in body:
        # Rows are in order: the last that holds something is the one around the last cell that does.
        around = body.rfind(b'<row r="', 0, body.rfind(b"</c>"))
        facts.last_row = _row_number(body[around + 8 : body.index(b'"', around + 8)])
        facts.last_column = _MOST_COLUMNS - 1
    hides_columns = _hides(head)
    if hides_columns or facts.rectangle > limits.rectangle:
        # Finding out how wide the sheet is costs more than all the rest; mostly it does not matter.
        facts.last_column = max(map(column_number, set(_LETTERS.findall(body))), default=-1)
    if _hides(body):
        holding = _rows_holding_something(body)
        facts.hidden_rows = [n for n in map(_row_number, _HIDDEN_ROW.findall(body)) if n in holding]
    if hides_columns:
        spans = [(int(first) - 1, int(last) - 1) for first, last in _HIDDEN_COLUMN.findall(head)]
        facts.hidden_columns = columns_in(spans, facts.last_column)
    return facts


def _hides(written: bytes) -> bool:
    return b'hidden="' in written and (b'hidden="1"' in written or b'hidden="true"' in written)


def _row_number(written: bytes) -> int:
    return int(written) - 1


def _rows_holding_something(body: bytes) -> set[int]:
    return set(map(_row_number, _HOLDING_ROW.findall(body)))


def _rows_of(body: bytes) -> list[int] | None:
    """Return the rows' numbers; None where one row or character is of another shape, or out of order."""
    if not body:
        return []
    rows = list(map(_row_number, _ROW.findall(body)))
    whole = body.startswith(b"<row ") and len(rows) == body.count(b"<row ")
    return rows if whole and all(map(lt, rows, rows[1:])) else None


def _has_cell_twice(body: bytes) -> bool:
    """Whether a cell is written twice, if only formatted; element by element it is then seen which and what it holds."""
    places = _PLACE.findall(body)
    return len(set(places)) < len(places)


def _is_plain_text(data: bytes, begin: int, end: int) -> bool:
    """Whether what is in between is UTF-8, without signs that XML forbids or escapes that may be no letters."""
    if any(data.find(sign, begin, end) >= 0 for sign in _CONTROLS):
        return False
    if _UNKNOWN_ESCAPE.search(data, begin, end):
        return False
    if data.isascii():
        return True
    try:
        data[begin:end].decode()
    except UnicodeDecodeError:
        return False
    return True


def _gather_errors_and_uncalculated(body: bytes, written: memoryview, facts: SheetFacts) -> None:
    """Gather both from the rows without their formulas; `written` are the rows as they came."""
    if b' t="e"' in body:
        for letters, row, shown in _ERROR_CELL.findall(body):
            facts.errors[_place(letters, row)] = _unescaped(shown)
    # A form holds hundreds of formulas, each with its result: only where one has none are they gone through.
    if _NO_RESULT.search(body):
        for letters, row, kind, formula in re.findall(_UNCALCULATED_CELL, written):
            if kind != b' t="str"':
                facts.uncalculated[_place(letters, row)] = _unescaped(formula)


def _percents_in(body: bytes, percents: Mapping[int, str]) -> dict[Place, str]:
    if not percents:
        return {}
    # Few formats show percentages and few cells have one: only those are looked for.
    few = b"|".join(str(number).encode() for number in percents) if len(percents) <= _FEW else rb"\d+"
    cells = re.findall(_CELL_START + rb' s="(' + few + rb')"(?: t="n")?>', body)
    return {
        _place(letters, row): percents[int(number)]
        for letters, row, number in cells
        if int(number) in percents
    }


def shared_text_size(data: bytes, lengths: list[int]) -> int:
    """Return how many bytes the sheet's shared strings come to when written out cell by cell."""
    return sum(lengths[i] for i in map(int, re.findall(_SHARED, data)) if i < len(lengths))
