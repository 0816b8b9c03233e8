"""Whether the sheets, columns and rows of the form are there, wherever they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scpxl.checks.catalogue import finding
from scpxl.model.framework import Framework
from scpxl.model.periods import Period
from scpxl.privacy.quoting import in_short
from scpxl.returns.findings import Finding
from scpxl.returns.form import TEMPLATE_VERSION, WHAT_TO_FIX, Answer, FormTable, ReturnForm, Sheet
from scpxl.returns.normalise import fold, show
from scpxl.returns.raw import RawReturn, RawTable


def check_identity(
    identity: Mapping[str, str],
    framework: Framework,
    period: Period | None = None,
    partner: str | None = None,
) -> tuple[Finding, ...]:
    """Say whether the workbook is the form that is due: template, partner and period.

    `period` and `partner` are those expected; None expects nothing in particular.
    """
    found = list(_template(identity, framework))
    found += _partner(identity.get("partner", ""), framework, partner)
    found += _period(identity.get("period", ""), period)
    return tuple(found)


def _template(identity: Mapping[str, str], framework: Framework) -> Iterator[Finding]:
    template = identity.get("template", "")
    if template != TEMPLATE_VERSION:
        # Nearly every return is of the current form, and needs none of the older ones.
        from scpxl.returns.older.forms import older_form

        if older := older_form(template):
            yield finding("TEMPLATE_OLDER", found=template, title=older.title, wanted=TEMPLATE_VERSION)
        else:
            yield finding("TEMPLATE_OLD", found=template or "unknown", wanted=TEMPLATE_VERSION)
    elif identity.get("framework", "") != framework.version:
        yield finding(
            "FRAMEWORK_OTHER", found=identity.get("framework") or "not stated", wanted=framework.version
        )


def _partner(code: str, framework: Framework, wanted: str | None) -> Iterator[Finding]:
    known = framework.partner_by_code
    if code not in known:
        yield finding("PARTNER_UNKNOWN", found=code) if code else finding("PARTNER_NOT_STATED")
    elif wanted and code != wanted:
        yield finding("PARTNER_OTHER", found=known[code].name, wanted=known[wanted].name)


def _period(text: str, wanted: Period | None) -> Iterator[Finding]:
    try:
        period = Period.parse(text)
    except ValueError:
        yield finding("PERIOD_UNKNOWN", found=text) if text else finding("PERIOD_NOT_STATED")
        return
    if wanted and period != wanted:
        yield finding("PERIOD_OTHER", found=period.title, wanted=wanted.title)


def check_structure(raw: RawReturn, form: ReturnForm) -> tuple[Finding, ...]:
    """Say what is missing, repeated, moved or added in the sheets, columns and rows of the form."""
    found: list[Finding] = []
    present = {fold(name) for name in raw.sheet_names}
    shown = ", ".join(
        in_short(name, 40)
        for name in raw.sheet_names
        if fold(name) not in {fold(Sheet.LISTS), fold(Sheet.IDENTITY)}
    )
    for table in form.tables:
        if fold(table.name) not in present:
            found.append(finding("SHEET_MISSING", sheet=table.name, sheets=shown))
        elif table.sheet not in raw.tables:
            headings = ", ".join(column.heading for column in table.keys)
            found.append(finding("TABLE_MISSING", sheet=table.name, headings=headings))
        else:
            found += _columns(table, raw.tables[table.sheet])
            # Without their codes no row can be told from another: the missing column says it all.
            if all(column.key in raw.tables[table.sheet].columns for column in table.keys):
                found += _rows(table, raw.tables[table.sheet])
    if fold(Sheet.START) not in present:
        found.append(finding("SHEET_MISSING", sheet=Sheet.START, sheets=shown))
    issued_with = (Sheet.START, Sheet.CHECK, Sheet.LISTS, Sheet.IDENTITY, WHAT_TO_FIX)
    ours = {fold(sheet) for sheet in (*issued_with, *(table.name for table in form.tables))}
    found += [finding("SHEET_UNEXPECTED", sheet=name) for name in raw.sheet_names if fold(name) not in ours]
    for sheet in dict.fromkeys(cell.sheet for cell in raw.moved):
        found.append(finding("MOVED", [c for c in raw.moved if c.sheet == sheet], sheet=sheet))
    return tuple(found)


def _columns(table: FormTable, found: RawTable) -> Iterator[Finding]:
    for column in table.columns:
        needed = (
            column.is_key or column.in_period or (column.answer is not Answer.LABEL and column.month is None)
        )
        if needed and column.key not in found.columns:
            yield finding("COLUMN_MISSING", heading=column.heading, sheet=table.name)
    for cell in found.unmatched_headers:
        yield finding("COLUMN_UNEXPECTED", [cell.ref], heading=show(cell.value))
    for cell in found.repeated_headers:
        yield finding("COLUMN_REPEATED", [cell.ref], heading=show(cell.value))


def _rows(table: FormTable, found: RawTable) -> Iterator[Finding]:
    if not table.rows:
        return
    wanted = {row.key: " ".join(row.key) for row in table.rows}
    seen: set[tuple[str, ...]] = set()
    for row in found.rows:
        if row.key not in wanted:
            named = " ".join(row.key).strip()
            yield (
                finding("ROW_UNKNOWN", [row.first], row=named)
                if named
                else finding("ROW_WITHOUT_CODE", [row.first])
            )
        elif row.key in seen:
            yield finding("ROW_REPEATED", [row.first], row=wanted[row.key])
        seen.add(row.key)
    for key, words in wanted.items():
        if key not in seen:
            yield finding("ROW_MISSING", row=words, sheet=table.name)
