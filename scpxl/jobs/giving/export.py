"""The record and every worked-out figure as one tidy table each, in the format a person or program wants."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from scpxl.errors import SetUpError, WriterError
from scpxl.figures.figures import work_out
from scpxl.figures.frames import to_frame, to_table
from scpxl.files.writing import Written, drafted
from scpxl.jobs import Progress, no_progress
from scpxl.jobs.folder import Folder
from scpxl.jobs.lookup import find_area
from scpxl.jobs.record import fetch_behind
from scpxl.model.framework import Edition
from scpxl.model.observations import Observation
from scpxl.model.periods import MONTH, Period
from scpxl.scorecard.build import build_cards
from scpxl.scorecard.cards.card import build_card
from scpxl.scorecard.lists.tables import figures_table
from scpxl.scorecard.records.scorecard import IndicatorCard

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


ALL_AREAS = "all"
_RENAMED = {
    "year": "value", "year before": "before", "change %": "change_percent", "RAG": "rating",
    "reason": "rating_reason",
}  # fmt: skip
"""Columns of the Data sheet that have a plainer name in a table of their own."""


def figure_rows(
    folder: Folder, until: Period, months: int, areas: str | Iterable[str] = ()
) -> tuple[tuple[str, ...], Iterator[tuple[object, ...]]]:
    """Return every worked-out figure as columns and rows: one row per indicator, area and month end, oldest first.

    `until` ends with the last month end, of which there are `months`; `areas` are codes or names, or ``"all"``,
    the own area where none is named.  Raises ValueError where `months` is below 1, NotFoundError for an area the
    framework has not, StoreError where there is no record.
    """
    if months < 1:
        raise ValueError(f"{months} month ends cannot be given. Ask for 1 or more.")
    framework = folder.framework
    if areas == ALL_AREAS:
        places = [framework.area, *(one.code for one in framework.areas if one.code != framework.area)]
    else:
        named = [areas] if isinstance(areas, str) else list(areas)
        places = [find_area(framework, one) for one in named] or [framework.area]
    begin = ("indicator", "title", "objective", "area", "area_name", "month", "value", "text", "marks")
    columns = [_column(name) for name in figures_table(()).columns]
    kept = [place for place, name in enumerate(columns) if name not in begin]
    names = {area.code: area.name for area in framework.areas}

    def rows() -> Iterator[tuple[object, ...]]:
        by_end: defaultdict[int, list[tuple[object, ...]]] = defaultdict(list)
        for place, end, cards in _all_cards(folder, until, months, places):
            for card, cells in zip(cards, figures_table(cards).rows, strict=True):
                head, where = card.headline, (place, names[place], Period(end, MONTH).code)
                first = (card.code, card.title, card.objective, *where, head.value, head.text, head.mark)
                by_end[end].append((*first, *(cells[column] for column in kept)))
        for end in sorted(by_end):
            yield from by_end[end]

    return (*begin, *(columns[column] for column in kept)), rows()


def _all_cards(
    folder: Folder, until: Period, months: int, places: Sequence[str]
) -> Iterator[tuple[str, int, list[IndicatorCard]]]:
    """Yield the cards of each area at each month end, all worked out together as the dashboard's are.

    Of another area than the own, those of which something was reported there by then.
    """
    framework, period = folder.framework, Period(until.last, MONTH)
    with folder.record_to_read() as store:
        observations = fetch_behind(store, framework, period, month_ends=months)
    since: dict[tuple[str, str], int] = {}
    for one in observations:
        key = one.indicator, one.area
        since[key] = min(one.period.first, since.get(key, one.period.first))
    every = work_out(framework, observations, period, months)
    for place in places:
        own = place == framework.area
        figures = every if own else every.for_area(place)
        for end in figures.ends:
            shown = [
                one
                for one in figures.framework.reported
                if one.reported_in(Period(end, MONTH))
                and (own or since.get((one.code, place), end + 1) <= end)
            ]
            yield place, end, [build_card(figures.at(one, end)) for one in shown]


def _column(heading: str) -> str:
    """Return a heading of the Data sheet as a column's name.

    >>> _column("RAG"), _column("trend % a year")
    ('rating', 'trend_percent_a_year')
    """
    return _RENAMED.get(heading, heading.replace("%", "percent").replace(" ", "_").lower())
