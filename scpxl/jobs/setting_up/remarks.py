"""What is asked of a framework that can be used: slips of scale, figures not covered, agreements ended, a rate's target."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from scpxl.checks.numbers.queries import to_value
from scpxl.errors import StoreError
from scpxl.figures.figures import Figures, work_out
from scpxl.figures.tracks import NUMBER
from scpxl.framework.agreements import remarks_on_agreements
from scpxl.framework.remarks import levels_of, names_in, scale_questions, uncovered
from scpxl.jobs.folder import Folder
from scpxl.jobs.record import fetch_behind
from scpxl.model.agreements import Waiver
from scpxl.model.framework import Framework, Indicator
from scpxl.model.periods import month_label
from scpxl.model.targets import Target
from scpxl.model.wholes import rate_name
from scpxl.read.framework_file import read_former_keys
from scpxl.read.framework_sheets import read_old_zeros
from scpxl.scorecard.wording import count_style, number_style, number_text
from scpxl.store.interface import Store
from scpxl.words import as_given

_ZERO = (
    "{code}: 0 decimals is read as blank, since workbooks of format 1 were written with 0 where nothing was said. If 0 is meant, "
    "write 2 under Format on Framework, and clear the cell of each indicator that is to have its unit's own."
)


_RENAMED = (
    "{table}: {old!r} is now {new!r}; the old name is still read. scpxl framework export writes the new one."
)


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
        *(_RENAMED.format(table=table, old=old, new=new) for table, old, new in read_former_keys(file)),
        *_remarks_by_record(folder, framework),
    )


def _remarks_by_record(folder: Folder, framework: Framework) -> tuple[str, ...]:
    try:
        with folder.record_if_any() as store:
            levels = _levels(store, framework) if store else {}
            not_covered = uncovered_figures(store, framework) if store else ()
            return (*scale_questions(framework, levels), *not_covered)
    except StoreError as trouble:
        unread = (
            f"The record could not be read, so whether its figures are covered was not looked at. {trouble}"
        )
        return (*scale_questions(framework, {}), unread)


def agreement_remarks(folder: Folder, framework: Framework) -> tuple[str, ...]:
    """Return what the analyst should know of a framework's waivers and trials today."""
    if not (framework.waivers or framework.trials):
        return ()
    unused: tuple[Waiver, ...] = ()
    # A record that cannot be read says nothing of what was used; whoever needs it says why.
    with suppress(StoreError), folder.record_if_any() as store:
        if store is not None:
            used = {use.waiver for use in store.fetch_waiver_uses()}
            unused = tuple(waiver for waiver in framework.waivers if waiver not in used)
    return remarks_on_agreements(framework, folder.today, unused)


def uncovered_figures(store: Store, framework: Framework) -> tuple[str, ...]:
    """Return a sentence for each reason for which figures on record are shown nowhere."""
    earlier: dict[tuple[str, str], str] = {}
    for version in store.fetch_framework_versions():
        earlier |= names_in(Framework.model_validate_json(version.framework))
    return uncovered(framework, store.fetch_on_record(), earlier)


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


def rate_target_remarks(folder: Folder, framework: Framework) -> tuple[str, ...]:
    """Return a question for each target on a rate that does not say what it is of, in a framework of an earlier format.

    The last twelve months on record, where there are any, show which of the two readings is meant.
    """
    asked = [one for one in framework.targets if framework.is_of_either(one)]
    if not asked:
        return ()
    figures = _last_year(folder, framework, asked)
    return tuple(" ".join(_question(framework, target, figures)) for target in asked)


def _last_year(folder: Folder, framework: Framework, asked: list[Target]) -> Figures | None:
    if not folder.store_path.is_file():
        return None
    wanted = {target.indicator for target in asked}
    wanted |= {framework.by_code[code].whole_code for code in wanted} - {""}
    period = folder.period(None)
    with folder.record_to_read() as store:
        observations = fetch_behind(store, framework, period, sorted(wanted))
    return work_out(framework, observations, period) if observations else None


def _question(framework: Framework, target: Target, figures: Figures | None) -> Iterator[str]:
    indicator = framework.by_code[target.indicator]
    name, things = rate_name(framework, indicator), indicator.counted or "counted"
    value = number_text(target.value, number_style(indicator)) if target.value % 1 else as_given(target.value)
    number, whole, when = _known(figures, indicator)
    as_rate, as_number = (
        target.value * indicator.per / (whole or math.nan),
        target.value * whole / indicator.per,
    )
    known = not math.isnan(as_rate)
    a_rate = f", which is {number_text(as_rate, number_style(indicator))} {name}" if known else ""
    a_number = f", which is {number_text(as_number, count_style(indicator))} {things}" if known else ""
    yield (
        f"Target {target.indicator} {target.year}: {value} is read as the year's total, {value} {things}{a_rate}. "
        f"Read as the rate it would be {value} {name}{a_number}."
    )
    if number is not None and known:
        rate = number_text(number * indicator.per / whole, number_style(indicator))
        yield f"The year to {when}: {number_text(number, count_style(indicator))} {things}, {rate} {name}."
    yield "Say which is meant in its `of`: total or rate."


def _known(figures: Figures | None, indicator: Indicator) -> tuple[float | None, float, str]:
    """Return the last year's number, what it is out of (NaN where not known), and the month it ends with."""
    place = figures.place(indicator) if figures else None
    if place is None:
        return None, math.nan, ""
    number = place.value(NUMBER)
    return None if math.isnan(number) else number, place.out_of("year"), month_label(place.end)
