"""Transfer a filled return of an older form into the present one, and say what could not be transferred."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from scpxl.checks.catalogue import finding
from scpxl.checks.structure import check_identity
from scpxl.errors import ConflictError, SetUpError
from scpxl.jobs import read_named
from scpxl.jobs.folder import Folder
from scpxl.jobs.returns.known import on_record
from scpxl.model.framework import Framework
from scpxl.model.periods import Period
from scpxl.model.plan import Partner
from scpxl.privacy.guard import STRICT, Guard, Use
from scpxl.privacy.quoting import in_short
from scpxl.read.older_return import read_older
from scpxl.read.older_workbook import OpenedWorkbook, open_workbook, read_identity
from scpxl.render.forms.start import day_title
from scpxl.render.forms.template import write_return
from scpxl.returns.cells import address_list
from scpxl.returns.findings import Finding, Severity, reveal_findings
from scpxl.returns.form import IDENTITY_LABELS, TEMPLATE_VERSION, ReturnForm, Sheet
from scpxl.returns.layout import lay_out_return
from scpxl.returns.normalise import fold, show
from scpxl.returns.older.form import NotTransferred, OlderForm
from scpxl.returns.older.forms import OLDER_FORMS, older_form
from scpxl.returns.older.transfer import codes_by_name, newly_asked, transfer
from scpxl.returns.prefill import Prefill

LONGEST = 40
"""Of a longer text in a list the beginning is shown."""


@dataclass(frozen=True)
class TransferredReturn:
    """One older return and what became of it; `out` is None where nothing was written, and `findings` say why."""

    path: Path
    findings: tuple[Finding, ...] = ()
    older: OlderForm | None = None
    partner: Partner | None = None
    period: Period | None = None
    out: Path | None = None
    carried: Mapping[str, int] = field(default_factory=dict)
    """Cells transferred, by the current sheet."""
    printed: int = 0
    """Filled cells that hold what we had printed."""
    not_carried: tuple[NotTransferred, ...] = ()
    restated: int = 0
    """Earlier figures transferred that differ from those on record."""
    newly_asked: tuple[str, ...] = ()
    guard: Guard = field(default=STRICT, repr=False)
    """What of people's words may be shown."""

    @property
    def needs_somebody(self) -> bool:
        """Whether nothing was written, or something somebody typed has no place now."""
        return self.out is None or any(one.matters for one in self.not_carried)

    def lines(self, *, matters: bool) -> list[tuple[str, str]]:
        """Return what was not transferred, cells with the same reason on one line: the cells, and why."""
        chosen = [one for one in self.not_carried if one.matters is matters]
        told = sorted(chosen, key=lambda one: (one.ref.sheet, self.why(one)))
        lines = []
        for (_, why), group in groupby(told, key=lambda one: (one.ref.sheet, self.why(one))):
            same = list(group)
            shown = self.shown(same[0]) if len(same) == 1 else None
            words = f"{_brief(shown)!r}: {why}" if shown else why
            lines.append((address_list(one.ref for one in same), words))
        return lines

    def shown(self, one: NotTransferred) -> str | None:
        """Return what a cell held, as it is shown to machines; None where that may identify somebody."""
        text = one.value if isinstance(one.value, str) else show(one.value)
        year = self.period.last // 12 if self.period else None
        return None if self.guard.withholds(text, year, Use.VALUE) else text

    def why(self, one: NotTransferred) -> str:
        """Return why a cell was not transferred, as it may be shown: the reason may quote a row's code."""
        return self.guard.masked(one.why, self.period.last // 12 if self.period else None)

    @property
    def name(self) -> str:
        """The old file's name as it may be shown."""
        return self.guard.shown(self.path.name, None, Use.FILE)


def _brief(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} …"


def migrate(
    folder: Folder,
    path: Path,
    out: Path | None = None,
    partner: str | None = None,
    period: Period | None = None,
) -> TransferredReturn:
    """Write the current form with an older return's answers in it, to `out` or beside the older return.

    `partner` and `period` are for a return that does not say them; one that says others is refused, with
    a finding.  Raises SetUpError where there is no such file or `out` exists, ConflictError where the
    return is on the current form.
    """
    framework, guard = folder.framework, folder.guard
    opened = open_workbook(read_named(path), path.name)
    if not opened.grids:
        return TransferredReturn(path, reveal_findings(opened.findings, guard, None), guard=guard)
    older, refusal = _version_of(opened, path, guard)
    if older is None:
        return TransferredReturn(
            path, reveal_findings([refusal] if refusal else [], guard, None), guard=guard
        )
    identity, findings = _identity_of(opened, older, framework, partner, period)
    wrong = tuple(one for one in findings if one.severity is Severity.MUST_FIX)
    if wrong:
        return TransferredReturn(path, reveal_findings(wrong, guard, None), older, guard=guard)
    form = lay_out_return(framework, identity["partner"], Period.parse(identity["period"]))
    to = _place_for(path, out, form, guard)
    older = older.worded(printed_words(form))
    read = read_older(opened, older, form, printed_words(form), codes_by_name(framework, form))
    with on_record(folder) as known:
        prefill = known(form) or Prefill()
    made = transfer(read.answers, older, form, framework, prefill)
    write_return(form, to, made.over(prefill))
    return TransferredReturn(
        path=path,
        findings=reveal_findings(findings, guard, form.period.last // 12),
        older=older,
        partner=form.partner,
        period=form.period,
        out=to,
        carried=dict(made.counts),
        printed=read.printed,
        not_carried=(*read.not_carried, *made.not_carried),
        restated=len(made.restated),
        newly_asked=tuple(newly_asked(older, form, read.rows)),
        guard=guard,
    )


def _version_of(opened: OpenedWorkbook, path: Path, guard: Guard) -> tuple[OlderForm | None, Finding | None]:
    """Return which older form a workbook is, or the finding that it is none."""
    words = {**{key: key for key in IDENTITY_LABELS}, **{said: key for key, said in IDENTITY_LABELS.items()}}
    sheets: dict[str, None] = {Sheet.IDENTITY: None, Sheet.START: None}
    for form in OLDER_FORMS.values():
        words |= form.identity
        sheets |= dict.fromkeys((*form.own_sheets, form.start))
    said = read_identity(opened, words, tuple(sheets))
    older = older_form(said.get("template", ""), opened.sheet_names)
    if older is not None:
        return older, None
    is_ours = {fold(Sheet.START), fold(Sheet.MEASURES)} <= set(map(fold, opened.sheet_names))
    if said.get("template", TEMPLATE_VERSION if is_ours else "") == TEMPLATE_VERSION:
        raise ConflictError(
            f"{guard.shown(path.name, None, Use.FILE)} is on the current form (version {TEMPLATE_VERSION}): there is nothing to transfer. "
            "Check it with `scpxl check`."
        )
    if version := said.get("template"):
        return None, finding("TEMPLATE_OLD", found=version, wanted=TEMPLATE_VERSION)
    return None, finding(
        "NOT_OUR_FORM",
        file=path.name,
        sheets=", ".join(in_short(name, 40) for name in opened.sheet_names[:12]),
    )


def _identity_of(
    opened: OpenedWorkbook,
    older: OlderForm,
    framework: Framework,
    partner: str | None,
    period: Period | None,
) -> tuple[dict[str, str], tuple[Finding, ...]]:
    """Return whose return it is and for when, and what is to be said of that."""
    said = read_identity(opened, older.identity, (*older.own_sheets, older.start))
    named = {fold(one.name): one.code for one in framework.partners} | {
        fold(one.code): one.code for one in framework.partners
    }
    code = said.get("partner") or partner or ""
    identity = {
        "template": TEMPLATE_VERSION,
        "framework": said.get("framework") or framework.version,
        "partner": named.get(fold(code), code),
        "period": said.get("period") or (str(period) if period else ""),
    }
    return identity, check_identity(identity, framework, period, partner)


def _place_for(path: Path, out: Path | None, form: ReturnForm, guard: Guard) -> Path:
    stem = "withheld" if guard.withholds(path.name, None, Use.FILE) else path.stem
    to = out if out is not None else path.with_name(f"{stem} - transferred.xlsx")
    to = to / form.file_name if to.is_dir() else to
    if to.exists():
        raise SetUpError(f"{to} exists already. Name another with --out, or delete it first.")
    return to


def printed_words(form: ReturnForm) -> dict[str, str]:
    """Return what stood for the names in an older form's printed words."""
    return {
        "partnership": form.partnership,
        "partner": form.partner.name,
        "code": form.partner.code,
        "period": form.period.title,
        "due": day_title(form.due),
        "contact": form.contact,
        "email": form.contact_email,
        "marking": form.marking,
        **_words_of_parts(form),
    }


def _words_of_parts(form: ReturnForm) -> dict[str, str]:
    table = form.table.get(Sheet.WARDS)
    if table is None:
        return {"parts": str(Sheet.WARDS), "part": "Ward"}
    return {"parts": table.name, "part": table.columns[table.position["item"]].heading}
