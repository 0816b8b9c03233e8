"""The framework's own jobs: check it, write it in the other form, say what differs."""

from __future__ import annotations

import json
from pathlib import Path

from scpxl.checks.queries import to_value
from scpxl.errors import SetUpError, StoreError, UnknownThingError
from scpxl.framework.differences import Difference, diff_frameworks
from scpxl.framework.remarks import levels_of, names_in, scale_questions, uncovered
from scpxl.jobs.agreements import agreement_remarks
from scpxl.jobs.folder import Folder
from scpxl.jobs.rate_targets import rate_target_remarks
from scpxl.model.framework import Framework
from scpxl.model.periods import Period
from scpxl.read.framework_file import read_framework
from scpxl.read.framework_sheets import read_old_zeros
from scpxl.render.framework_text import write_framework_toml
from scpxl.render.framework_workbook import write_framework_workbook
from scpxl.returns.layout import lay_out_return
from scpxl.returns.schema import json_schema
from scpxl.store.database import Store
from scpxl.store.held import fetch_held
from scpxl.store.observations import fetch_observations
from scpxl.store.publications import fetch_framework_versions


def check_framework_file(folder: Folder, path: Path | None = None) -> Framework:
    """Return the folder's framework, or that of a file; raises FrameworkError with all that is wrong."""
    return read_framework(path) if path is not None else folder.framework


def framework_remarks(folder: Folder, framework: Framework, path: Path | None = None) -> tuple[str, ...]:
    """Return what the analyst should know of a framework that can be used.

    Slips of scale, figures it no longer covers, and what is asked about, ended or of no use.  The record is read
    where there is one, and nothing is made or changed.
    """
    file = path or folder.framework_path
    zeros = read_old_zeros(file) if file.suffix.casefold() == ".xlsx" else ()
    return (
        *agreement_remarks(folder, framework),
        *rate_target_remarks(folder, framework),
        *(_ZERO.format(code=code) for code in zeros),
        *_remarks_by_record(folder, framework),
    )


_ZERO = (
    "{code}: 0 decimals is read as blank, since workbooks of format 1 were written with 0 where nothing was said. If 0 is meant, "
    "write 2 under Format on Framework, and clear the cell of each indicator that is to have its unit's own."
)


def _remarks_by_record(folder: Folder, framework: Framework) -> tuple[str, ...]:
    if not folder.store_path.is_file():
        return scale_questions(framework, {})
    try:
        with folder.open_record(read_only=True) as store:
            return (
                *scale_questions(framework, _levels(store, framework)),
                *uncovered_figures(store, framework),
            )
    except StoreError as trouble:
        unread = (
            f"The record could not be read, so whether its figures are covered was not looked at. {trouble}"
        )
        return (*scale_questions(framework, {}), unread)


def uncovered_figures(store: Store, framework: Framework) -> tuple[str, ...]:
    """Return a sentence for each reason for which figures on record are shown nowhere."""
    earlier: dict[tuple[str, str], str] = {}
    for version in fetch_framework_versions(store):
        earlier |= names_in(Framework.model_validate_json(version.framework))
    return uncovered(framework, fetch_held(store), earlier)


def _levels(store: Store, framework: Framework) -> dict[str, list[float]]:
    """Return what targets can be compared with: the own area's figures of each indicator that has a target."""
    wanted = {target.indicator for target in framework.targets} & set(framework.by_code)
    by_month: dict[str, dict[int, float]] = {code: {} for code in wanted}
    for seen in fetch_observations(store, wanted, [framework.area]):
        value = to_value(framework.by_code[seen.indicator], seen.numerator, seen.denominator)
        fits = seen.period.length == framework.by_code[seen.indicator].frequency.months
        if value is not None and fits and not seen.item:
            by_month[seen.indicator][seen.period.last] = value
    return {code: levels_of(framework.by_code[code], months) for code, months in by_month.items()}


def export_framework(folder: Folder, out: Path) -> Path:
    """Write the folder's framework to a ``.xlsx`` or ``.toml`` file, in today's format."""
    framework = folder.framework.renewed()
    if out.suffix.casefold() == ".toml":
        write_framework_toml(framework, out)
    elif out.suffix.casefold() == ".xlsx":
        write_framework_workbook(framework, out)
    else:
        raise SetUpError(
            f"{out.name}: a framework is written as .xlsx or .toml. Choose one of these endings."
        )
    return out


def return_schema_text(folder: Folder, period: Period, partner: str | None = None) -> str:
    """Return the JSON Schema of the returns for a period: one partner's, or those of every partner who reports.

    Raises UnknownThingError where there is no such partner, SetUpError where nobody reports anything in the period.
    """
    framework = folder.framework
    if partner is not None and partner not in framework.partner_by_code:
        raise UnknownThingError(
            f"{partner!r} is not a partner of the framework. There are: {', '.join(framework.partner_by_code)}."
        )
    codes = [partner] if partner is not None else list(framework.partner_by_code)
    forms = [
        lay_out_return(framework, code, period) for code in codes if framework.indicators_for(code, period)
    ]
    if not forms:
        who = f"{partner} reports nothing" if partner else "No partner reports anything"
        raise SetUpError(f"{who} in {period}. Choose another period.")
    return json.dumps(json_schema(forms), indent=2, ensure_ascii=False) + "\n"


def diff_framework_files(old: Path, new: Path) -> tuple[Difference, ...]:
    """Return what differs between two framework files."""
    return diff_frameworks(read_framework(old), read_framework(new))
