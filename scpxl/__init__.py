"""From partner spreadsheets to a board-ready dashboard, for Community Safety Partnerships.

This is scpxl for Python: what the command line does, as functions.  Each takes the partnership's folder (the
current one where none is named) and works as the command of its name does; a quarter is given as text.

    check, collect, publish     a quarter's work
    explain                     how one indicator's figures came about
    load_observations           the record as a pandas frame, one row per figure
    load_figures                every worked-out figure as a pandas frame
    load_framework, Framework   what is measured, by whom, against which targets
    change_test, rate, xmr, funnel   the dashboard's methods on figures of your own
    ScpxlError                  what all of scpxl's own errors are

The examples below are run as they are, beside the worked example's folder ``tour`` (``scpxl demo tour``).
Nothing heavy is imported before a function that needs it is called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from os import PathLike

    import pandas as pd

    from scpxl.errors import ScpxlError as ScpxlError
    from scpxl.jobs.folder import Folder
    from scpxl.jobs.giving.explain import Explanation
    from scpxl.jobs.giving.own_figures import change_test as change_test
    from scpxl.jobs.giving.own_figures import funnel as funnel
    from scpxl.jobs.giving.own_figures import rate as rate
    from scpxl.jobs.giving.own_figures import xmr as xmr
    from scpxl.jobs.publishing.published import Published
    from scpxl.jobs.returns.check import CheckedFile
    from scpxl.jobs.returns.collect import Collection
    from scpxl.model.framework import Framework as Framework
    from scpxl.model.periods import Period

    AnyPath = str | PathLike[str]
    AnyPeriod = str | Period

__version__ = "0.1.0"
__all__ = [
    "Framework",
    "ScpxlError",
    "change_test",
    "check",
    "collect",
    "explain",
    "funnel",
    "load_figures",
    "load_framework",
    "load_observations",
    "publish",
    "rate",
    "xmr",
]
_OWN_FIGURES = "scpxl.jobs.giving.own_figures"
_ELSEWHERE = {
    "Framework": "scpxl.model.framework",
    "ScpxlError": "scpxl.errors",
    "change_test": _OWN_FIGURES,
    "funnel": _OWN_FIGURES,
    "rate": _OWN_FIGURES,
    "xmr": _OWN_FIGURES,
}
"""What else the face offers, and where each is defined: fetched when first named."""


def __getattr__(name: str) -> Any:
    """Return what of the face is defined elsewhere."""
    if name in _ELSEWHERE:
        from importlib import import_module

        return getattr(import_module(_ELSEWHERE[name]), name)
    raise AttributeError(f"module 'scpxl' has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return what the face offers."""
    return [*__all__, "__version__"]


def check(
    file: AnyPath, folder: AnyPath = ".", *, period: AnyPeriod | None = None, partner: str | None = None
) -> CheckedFile:
    """Check one return and store nothing; its answer has `verdict`, `findings`, `playback` and `form`.

    Earlier figures are compared with the folder's record, where there is one.  `period` and `partner` are those
    the return must be for; any where not given.  Whatever is wrong inside the file is a finding; a file
    that cannot be read raises SetUpError, a `partner` the framework has not NotFoundError.  Loads neither
    pandas nor numpy.

    >>> answer = check("tour/returns/2017-18-Q4/met 2017-18-Q4.xlsx", "tour")
    >>> answer.verdict.value, len(answer.result.observations)
    ('Returned', 1311)
    >>> first = answer.findings[0]
    >>> first.severity.value, first.code, first.where
    ('must fix', 'NOT_IN_LIST', 'Actions!G7')
    """
    from pathlib import Path

    from scpxl.jobs.lookup import find_partner
    from scpxl.jobs.returns.check import check_file
    from scpxl.jobs.returns.known import with_guard

    place = _folder(folder)
    framework = place.framework
    if partner is not None:
        find_partner(framework, partner)
    with with_guard(place) as (known, guard):
        return check_file(framework, Path(file), _quarter(period), partner, known, guard)


def collect(
    folder: AnyPath = ".",
    period: AnyPeriod | None = None,
    *,
    files: AnyPath | Iterable[AnyPath] = (),
    received: date | None = None,
) -> Collection:
    """Check and store a quarter's returns: the files of its folder, or those named; `files` of it say what became of each.

    Without `period`, the settings' quarter or the last that has ended.  `received` is the day the files came,
    where their own times do not say so.  A file stored before is seen, and changes nothing.

    >>> made = collect("tour", "2017-18 Q4")
    >>> {file.saved.is_repeat for file in made.files if file.saved}
    {True}
    """
    from os import PathLike
    from pathlib import Path

    from scpxl.jobs.returns.collect import collect as collect_returns

    place = _folder(folder)
    named = [files] if isinstance(files, (str, PathLike)) else files
    paths = [Path(file) for file in named]
    return collect_returns(place, place.period(_quarter(period)), paths, received=received)


def publish(
    folder: AnyPath = ".",
    period: AnyPeriod | None = None,
    *,
    edition: str = "partnership",
    outputs: Sequence[str] = ("dashboard",),
) -> Published:
    """Write a quarter's dashboard, and keep what it says; returns its `path` and `scorecard`.

    `edition` is partnership or observers; `outputs` are dashboard, pack or both, and their `files` are all made
    from one record.

    >>> made = publish("tour", "2017-18 Q4")
    >>> made.path.name, len(made.scorecard.cards)
    ('dashboard.xlsx', 40)
    """
    from scpxl.jobs.publishing.publish import publish as publish_outputs
    from scpxl.jobs.publishing.published import Output
    from scpxl.model.framework import Edition

    place = _folder(folder)
    asked = [Output(one) for one in outputs]
    return publish_outputs(place, place.period(_quarter(period)), Edition(edition), outputs=asked)


def explain(
    indicator: str,
    folder: AnyPath = ".",
    period: AnyPeriod | None = None,
    *,
    area: str | None = None,
    item: str | None = None,
) -> Explanation:
    """Return how an indicator's figures came about: its `card`, the `lines` behind it, the `observations`.

    `indicator` is a code or a title; `period` a quarter, or a month such as 2018-02 for the twelve months up to
    its end; `area` the code or name of another area or a ward, `item` that of an item of a breakdown.  Raises
    NotFoundError where the framework has none such, naming what is near.

    >>> found = explain("BUR-01", "tour")
    >>> found.card.headline.text, found.card.rag.rag.value
    ('3,577', 'Red')
    >>> found.lines[0].formula
    '268 + 223 + 243 + 286 + 316 + 257 + 308 + 397 + 325 + 336 + 293 + 325 = 3,577'
    """
    from scpxl.jobs.giving.explain import explain as explain_figure

    place = _folder(folder)
    return explain_figure(place, indicator, _quarter_or_month(place, period), area, item)


def load_framework(folder: AnyPath = ".") -> Framework:
    """Return the framework of a folder, or of a ``.xlsx`` or ``.toml`` file.

    Raises FrameworkError, with everything that is wrong, where it cannot be used.

    >>> framework = load_framework("tour")
    >>> framework.partnership, len(framework.indicators)
    ('Barnet Safer Communities Partnership', 42)
    """
    from pathlib import Path

    from scpxl.read.framework_file import read_framework

    place = Path(folder)
    return read_framework(place) if place.is_file() else _folder(place).framework


def load_observations(folder: AnyPath = ".") -> pd.DataFrame:
    """Return the record: every accepted figure, one row each, and the cell it was entered in.

    Columns: indicator, area, breakdown, item, period, numerator, denominator, marker, partner, submission,
    file, sheet, cell.  A figure that is missing has no numerator, and its marker says why.

    >>> record = load_observations("tour")
    >>> burglary = record[(record.indicator == "BUR-01") & (record.period == "2018-03") & (record.item == "")]
    >>> burglary[burglary.partner == "met"][["numerator", "sheet", "cell"]].values.tolist()
    [[325.0, 'Measures', 'S5']]
    """
    from scpxl.figures.frames import to_frame
    from scpxl.jobs.giving.export import all_observations

    place = _folder(folder)
    _ = place.framework_path  # raises where the folder is none of ours
    return to_frame(all_observations(place))


def load_figures(
    folder: AnyPath = ".",
    until: AnyPeriod | None = None,
    *,
    months: int = 13,
    areas: str | Iterable[str] = (),
) -> pd.DataFrame:
    """Return every worked-out figure, one row for each indicator, area and month end, as the dashboard has it.

    Columns: `indicator`, `title`, `objective`, `area`, `area_name`, `month` (2018-03); the headline figure as
    `value` (a number, NaN where there is none), `text` (as printed, or why there is none) and `marks`; then
    `before`, `change`, `change_percent`, `quarter`, `year_to_date`, `latest`, `rate_per_head`, `target`,
    `rating`, `rating_reason`, `variation`, ranks, and what is said of change, trend and the year's end.

    `until` is the last month end: of a quarter, or of a month such as 2018-02; the folder's own quarter where
    not given.  `months` is how many month ends are given, up to that one.  `areas` are codes or names of other
    areas and wards, or ``"all"``; without it the partnership's own.  A figure of another area has no target and no rating, and
    an indicator that nothing was ever reported of there has no row.  All month ends are worked out together, as
    they are known now.  Reads the record as it is now, and changes nothing.

    >>> figures = load_figures("tour", "2017-18 Q4", months=1)
    >>> figures[figures.indicator == "BUR-01"][["month", "value", "text", "rating"]].values.tolist()
    [['2018-03', 3577.0, '3,577', 'Red']]
    >>> len(figures), int(figures.value.isna().sum())
    (40, 2)
    """
    from scpxl.figures.frames import to_table
    from scpxl.jobs.giving.export import figure_rows

    place = _folder(folder)
    columns, rows = figure_rows(place, _quarter_or_month(place, until), months, areas)
    return to_table(columns, rows)


def _folder(path: AnyPath) -> Folder:
    from pathlib import Path

    from scpxl.jobs.folder import Folder

    return Folder(Path(path))


def _period(said: AnyPeriod) -> Period:
    from scpxl.model.periods import Period

    return Period.parse(said) if isinstance(said, str) else said


def _quarter(said: AnyPeriod | None) -> Period | None:
    """Return the quarter somebody named; raises ValueError where it is none."""
    if said is None:
        return None
    period = _period(said)
    if period.length != 3:
        raise ValueError(f"{said!s} is not a quarter. Write it like 2017-18 Q4.")
    return period


def _quarter_or_month(place: Folder, said: AnyPeriod | None) -> Period:
    """Return the quarter or month somebody named, else the folder's own quarter."""
    if said is not None and (month := _period(said)).length == 1:
        return place.month(month)
    return place.period(_quarter(said))
