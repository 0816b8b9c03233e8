"""The consolidated record as one tidy table, in the format a person or program wants."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from scpxl.errors import SetUpError, WriterError
from scpxl.figures.frames import to_frame, to_table
from scpxl.jobs.folder import Folder
from scpxl.model.framework import Edition
from scpxl.model.observations import Observation
from scpxl.model.periods import Period
from scpxl.scorecard.build import build_cards
from scpxl.scorecard.tables import figures_table

if TYPE_CHECKING:
    from scpxl.figures.frames import Frame


class ExportFormat(StrEnum):
    """A format the record can be written in."""

    CSV = "csv"
    PARQUET = "parquet"
    XLSX = "xlsx"
    ODS = "ods"


_EXTRA = {ExportFormat.PARQUET: "parquet", ExportFormat.ODS: "ods"}
_MOST_ROWS = 1_048_575
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝")


def all_observations(folder: Folder) -> list[Observation]:
    """Return every accepted figure in force, with the cell each was entered in."""
    with folder.record_if_any() as store:
        return store.fetch_observations() if store else []


def export(folder: Folder, form: ExportFormat, out: Path | None = None) -> Path:
    """Write ``observations.<format>`` into ``outputs/``, or into the folder or file `out`.

    Text that a spreadsheet would run as a formula is written so that it is not.  Raises SetUpError
    where the format needs a package that is not installed, WriterError where the rows do not fit.
    """
    return _write(to_frame(all_observations(folder)), form, _place(folder, form, out, "observations"))


def export_month(folder: Folder, form: ExportFormat, month: Period, out: Path | None = None) -> list[Path]:
    """Write the observations up to the end of a month, and the figures worked out for it; return both files.

    They are ``observations-<month>.<format>`` and ``figures-<month>.<format>`` in ``outputs/`` or the folder
    `out`.  Raises as `export` does, and SetUpError where `out` is a file.
    """
    if out is not None and out.suffix == f".{form}":
        raise SetUpError(f"{out}: with a month two files are written. Name a folder for them.")
    observations = all_observations(folder)
    seen = [observed for observed in observations if observed.period.last <= month.last]
    figures = figures_table(build_cards(folder.framework, observations, month, Edition.PARTNERSHIP))
    return [
        _write(to_frame(seen), form, _place(folder, form, out, f"observations-{month}")),
        _write(to_table(figures.columns, figures.rows), form, _place(folder, form, out, f"figures-{month}")),
    ]


def _write(frame: Frame, form: ExportFormat, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    if form in {ExportFormat.XLSX, ExportFormat.ODS} and len(frame) > _MOST_ROWS:
        raise WriterError(f"{len(frame):,} rows do not fit on a sheet. Export as csv or parquet instead.")
    draft = path.with_name(f".part-{path.name}")
    try:
        if form is ExportFormat.CSV:
            frame.map(_harmless).to_csv(draft, index=False, encoding="utf-8")
        elif form is ExportFormat.PARQUET:
            frame.to_parquet(draft, index=False)
        elif form is ExportFormat.XLSX:
            options = {"strings_to_formulas": False, "strings_to_urls": False}
            kept: dict[str, object] = {"options": options}
            frame.to_excel(draft, index=False, engine="xlsxwriter", engine_kwargs=kept)
        else:
            frame.to_excel(draft, index=False, engine="odf")  # type: ignore[arg-type]  # the stubs miss it
        draft.replace(path)
    except ImportError as missing:
        raise SetUpError(
            f"Writing {form} needs a package that is not installed. Install it with: pip install 'scpxl[{_EXTRA.get(form, form)}]'"
        ) from missing
    finally:
        draft.unlink(missing_ok=True)
    return path


def _place(folder: Folder, form: ExportFormat, out: Path | None, what: str) -> Path:
    name = f"{what}.{form}"
    if out is None:
        return folder.path / "outputs" / name
    return out if out.suffix == f".{form}" else out / name


def _harmless(value: object) -> object:
    # In a CSV nothing tells text from a formula but its first character; a number stays a number.
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value
