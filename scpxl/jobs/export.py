"""The consolidated record as one tidy table, in the format a person or program wants."""

from __future__ import annotations

import io
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from scpxl.errors import SetUpError, WriterError
from scpxl.figures.frames import to_frame, to_table
from scpxl.files.writing import Written, drafted
from scpxl.jobs import Progress, no_progress
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


READING = "reading the record"
_EXTRA = {ExportFormat.PARQUET: "parquet", ExportFormat.ODS: "ods"}
_MOST_ROWS = 1_048_575
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝")


def all_observations(folder: Folder) -> list[Observation]:
    """Return every accepted figure in force, with the cell each was entered in."""
    with folder.record_if_any() as store:
        return store.fetch_observations() if store else []


def export(
    folder: Folder, form: ExportFormat, out: Path | None = None, progress: Progress = no_progress
) -> Written:
    """Write ``observations.<format>`` into ``outputs/``, or into the folder or file `out`.

    Text that a spreadsheet would run as a formula is written so that it is not.  Raises SetUpError
    where the format needs a package that is not installed, OutputError where it cannot be written, WriterError where
    the rows do not fit.
    """
    progress(0, 2, READING)
    frame = to_frame(all_observations(folder))
    path = _place(folder, form, out, "observations")
    progress(1, 2, f"writing {path.name}")
    written = _write(frame, form, path)
    progress(2, 2, "")
    return written


def export_month(
    folder: Folder,
    form: ExportFormat,
    month: Period,
    out: Path | None = None,
    progress: Progress = no_progress,
) -> list[Written]:
    """Write the observations up to the end of a month, and the figures worked out for it; return both files.

    They are ``observations-<month>.<format>`` and ``figures-<month>.<format>`` in ``outputs/`` or the folder
    `out`.  Raises as `export` does, and SetUpError where `out` is a file.
    """
    if out is not None and out.suffix == f".{form}":
        raise SetUpError(f"{out}: with a month two files are written. Name a folder for them.")
    progress(0, 3, READING)
    observations = all_observations(folder)
    seen = [observed for observed in observations if observed.period.last <= month.last]
    progress(1, 3, "working out the figures")
    figures = figures_table(build_cards(folder.framework, observations, month, Edition.PARTNERSHIP))
    progress(2, 3, "writing")
    made = [
        _write(to_frame(seen), form, _place(folder, form, out, f"observations-{month}")),
        _write(to_table(figures.columns, figures.rows), form, _place(folder, form, out, f"figures-{month}")),
    ]
    progress(3, 3, "")
    return made


def _write(frame: Frame, form: ExportFormat, path: Path) -> Written:
    if form in {ExportFormat.XLSX, ExportFormat.ODS} and len(frame) > _MOST_ROWS:
        raise WriterError(f"{len(frame):,} rows do not fit on a sheet. Export as csv or parquet instead.")
    try:
        with drafted(path, other_name=True) as draft:
            _write_as(frame, form, draft.file)
    except ImportError as missing:
        raise SetUpError(
            f"Writing {form} needs a package that is not installed. Install it with: pip install 'scpxl[{_EXTRA.get(form, form)}]'"
        ) from missing
    return draft.written


def _write_as(frame: Frame, form: ExportFormat, file: BinaryIO) -> None:
    if form is ExportFormat.CSV:
        frame.map(_harmless).to_csv(file, index=False, encoding="utf-8")
    elif form is ExportFormat.PARQUET:
        frame.to_parquet(file, index=False)
    elif form is ExportFormat.XLSX:
        # Written whole in memory first: on a full disk the writer of zips would speak for itself.
        made, options = io.BytesIO(), {"strings_to_formulas": False, "strings_to_urls": False}
        kept: dict[str, object] = {"options": {**options, "in_memory": True}}
        frame.to_excel(made, index=False, engine="xlsxwriter", engine_kwargs=kept)
        file.write(made.getvalue())
    else:
        made = io.BytesIO()
        frame.to_excel(made, index=False, engine="odf")  # type: ignore[arg-type]  # the stubs miss it
        file.write(made.getvalue())


def _place(folder: Folder, form: ExportFormat, out: Path | None, what: str) -> Path:
    name = f"{what}.{form}"
    if out is None:
        return folder.path / "outputs" / name
    return out if out.suffix == f".{form}" else out / name


def _harmless(value: object) -> object:
    # In a CSV nothing tells text from a formula but its first character; a number stays a number.
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value
