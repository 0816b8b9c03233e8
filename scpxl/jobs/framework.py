"""The framework's own jobs: check it, write it in the other form, say what differs."""

from __future__ import annotations

from pathlib import Path

from scpxl.checks.framework_coverage import names_in, uncovered
from scpxl.checks.framework_diff import Difference, diff_frameworks
from scpxl.checks.framework_scale import levels_of, scale_questions
from scpxl.checks.queries import to_value
from scpxl.errors import SetUpError, StoreError
from scpxl.jobs.folder import Folder
from scpxl.model.framework import Framework
from scpxl.read.framework_file import read_framework
from scpxl.render.framework_text import write_framework_toml
from scpxl.render.framework_workbook import write_framework_workbook
from scpxl.store.interface import Store


def check_framework_file(folder: Folder, path: Path | None = None) -> Framework:
    """Return the folder's framework, or that of a file; raises FrameworkError with all that is wrong."""
    return read_framework(path) if path is not None else folder.framework


def framework_remarks(folder: Folder, framework: Framework) -> tuple[str, ...]:
    """Return what is asked about a framework that can be used: slips of scale, and figures it no longer covers.

    The record is read where there is one, and nothing is made or changed.
    """
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
    for version in store.fetch_framework_versions():
        earlier |= names_in(Framework.model_validate_json(version.framework))
    return uncovered(framework, store.fetch_held(), earlier)


def _levels(store: Store, framework: Framework) -> dict[str, list[float]]:
    """Return what targets can be compared with: the own area's figures of each indicator that has a target."""
    wanted = {target.indicator for target in framework.targets} & set(framework.by_code)
    by_month: dict[str, dict[int, float]] = {code: {} for code in wanted}
    for seen in store.fetch_observations(wanted, [framework.area]):
        value = to_value(framework.by_code[seen.indicator], seen.numerator, seen.denominator)
        fits = seen.period.length == framework.by_code[seen.indicator].frequency.months
        if value is not None and fits and not seen.item:
            by_month[seen.indicator][seen.period.last] = value
    return {code: levels_of(framework.by_code[code], months) for code, months in by_month.items()}


def export_framework(folder: Folder, out: Path) -> Path:
    """Write the folder's framework to a ``.xlsx`` or ``.toml`` file."""
    if out.suffix.casefold() == ".toml":
        write_framework_toml(folder.framework, out)
    elif out.suffix.casefold() == ".xlsx":
        write_framework_workbook(folder.framework, out)
    else:
        raise SetUpError(
            f"{out.name}: a framework is written as .xlsx or .toml. Choose one of these endings."
        )
    return out


def diff_framework_files(old: Path, new: Path) -> tuple[Difference, ...]:
    """Return what differs between two framework files."""
    return diff_frameworks(read_framework(old), read_framework(new))
