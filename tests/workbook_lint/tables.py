"""Tables and filters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from tests.workbook_lint.addresses import box, why_no_name
from tests.workbook_lint.book import Book, Found, M, R, Rule, Sheet, number

_LONGEST_HEADING = 255
_LINE_FEED = re.compile(r"_x000[aA]_")


def _tables(book: Book) -> Iterator[tuple[Sheet, str, ET.Element]]:
    for sheet in book.sheets:
        for one in sheet.root.iterfind(f"{M}tableParts/{M}tablePart"):
            relation = sheet.relations.get(one.get(f"{R}id", ""))
            if relation:
                yield sheet, relation.target, book.xml(relation.target)


def _headings(table: ET.Element) -> list[str]:
    return [one.get("name", "") for one in table.iterfind(f"{M}tableColumns/{M}tableColumn")]


def table_name_not_allowed(book: Book) -> Found:
    """Excel repairs a table whose name no range could have (18.5.1.2)."""
    for _, part, table in _tables(book):
        if why := why_no_name(table.get("displayName", "")):
            yield part, f"the name {table.get('displayName')} {why}"


def table_name_twice(book: Book) -> Found:
    """Excel repairs a table whose name another table or a defined name has, capital letters aside."""
    names = Counter(table.get("displayName", "").lower() for _, _, table in _tables(book))
    for _, part, table in _tables(book):
        name = table.get("displayName", "").lower()
        if names[name] > 1 or name in book.defined:
            yield part, f"the name {name} is taken"


def table_id_twice(book: Book) -> Found:
    """Excel repairs by removing tables of one id: they are unique in a workbook (18.5.1.2)."""
    for table_id, times in Counter(table.get("id") for _, _, table in _tables(book)).items():
        if times > 1:
            yield "xl/tables", f"{times} tables have the id {table_id}"


def table_columns_do_not_fit(book: Book) -> Found:
    """Excel repairs a table whose columns are not as many as its range is wide, or as it says (18.5.1.4)."""
    for _, part, table in _tables(book):
        headings, place = _headings(table), box(table.get("ref", ""))
        columns = table.find(f"{M}tableColumns")
        said = -1 if columns is None else number(columns, "count", len(headings))
        if place is None or not said == len(headings) == place.right - place.left + 1:
            yield part, f"{len(headings)} columns, said to be {said}, on {table.get('ref')}"


def column_ids_clash(book: Book) -> Found:
    """Excel repairs a table with two columns of one id, or of none (18.5.1.3)."""
    for _, part, table in _tables(book):
        ids = [number(one, "id") for one in table.iterfind(f"{M}tableColumns/{M}tableColumn")]
        if len(set(ids)) != len(ids) or min(ids, default=1) < 1:
            yield part, f"columns have the ids {ids}"


def heading_twice(book: Book) -> Found:
    """Excel repairs by renaming one of two columns of a table with one heading, capital letters aside."""
    for _, part, table in _tables(book):
        for heading, times in Counter(one.lower() for one in _headings(table)).items():
            if times > 1:
                yield part, f"{times} columns are headed {heading}"


def heading_is_not_the_cells_text(book: Book) -> Found:
    """Excel repairs a table whose column name is not the text of the cell that heads it (XlsxWriter: add_table)."""
    for sheet, part, table in _tables(book):
        place = box(table.get("ref", ""))
        if place is None or table.get("headerRowCount", "1") == "0":
            continue
        shown = {cell.column: sheet.shown(cell) for cell in sheet.cells if cell.row == place.top}
        for column, heading in enumerate(_headings(table), place.left):
            if shown.get(column) != _LINE_FEED.sub("\n", heading):
                yield part, f"the heading {heading!r} is over a cell with {shown.get(column)!r}"


def heading_cannot_be_kept(book: Book) -> Found:
    """Excel repairs headings over 255 characters or with a plain line feed; blanks at an end are lost to formulas."""
    for _, part, table in _tables(book):
        for heading in _headings(table):
            if len(heading) > _LONGEST_HEADING or heading != heading.strip() or "\n" in heading:
                yield part, f"has the heading {heading[:40]!r}, of {len(heading)} characters"


def table_without_data_row(book: Book) -> Found:
    """Excel repairs a table that has no row under its headings."""
    for _, part, table in _tables(book):
        place = box(table.get("ref", ""))
        if place and place.bottom - place.top < number(table, "headerRowCount", 1) + number(
            table, "totalsRowCount"
        ):
            yield part, f"{table.get('ref')} has no row of data"


def table_overlaps(book: Book) -> Found:
    """Excel repairs by removing a table that shares a cell with a table, a merged range or the sheet's filter."""
    for sheet in book.sheets:
        taken = [one.get("ref", "") for one in sheet.root.iter(f"{M}mergeCell")]
        taken += [one.get("ref", "") for one in sheet.root.iterfind(f"{M}autoFilter")]
        for on, part, table in _tables(book):
            if on is sheet:
                ref = table.get("ref", "")
                place = box(ref)
                for other in taken:
                    if place and (there := box(other)) and place.shares_a_cell(there):
                        yield part, f"{ref} shares a cell with {other}"
                taken.append(ref)


def filter_of_a_table_does_not_fit(book: Book) -> Found:
    """Excel repairs a table whose filter does not begin and end with it, its rows of totals aside (18.5.1.2)."""
    for _, part, table in _tables(book):
        own, place = table.find(f"{M}autoFilter"), box(table.get("ref", ""))
        if own is None or place is None:
            continue
        filtered, totals = box(own.get("ref", "")), number(table, "totalsRowCount")
        if filtered != place._replace(bottom=place.bottom - totals):
            yield part, f"the filter is on {own.get('ref')}, the table on {table.get('ref')}"


def filter_without_its_name(book: Book) -> Found:
    """Excel may repair a sheet's filter that the hidden name ``_xlnm._FilterDatabase`` does not go with."""
    with_name = {one.scope for one in book.names if one.name == "_xlnm._FilterDatabase"}
    for place, sheet in enumerate(book.sheets):
        if sheet.root.find(f"{M}autoFilter") is not None and str(place) not in with_name:
            yield sheet.part, "has a filter without its hidden name"


RULES: tuple[Rule, ...] = (
    table_name_not_allowed, table_name_twice, table_id_twice, table_columns_do_not_fit, column_ids_clash,
    heading_twice, heading_is_not_the_cells_text, heading_cannot_be_kept, table_without_data_row, table_overlaps,
    filter_of_a_table_does_not_fit, filter_without_its_name,
)  # fmt: skip
