"""Make the worked example's returns: issued by scpxl, filled in as partners would, a folder a quarter.

    python workbooks/build_returns.py [--only PARTNER] [--into FOLDER]

The returns are kept in the project; whoever changes the form, the words or the incidents makes them
anew.  `make_returns` makes returns without incidents for anybody else, such as a benchmark.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from build_data import HERE, read_framework
from example_figures import FigureId, Figures, figures_of, prefilled, read_figures, typed
from example_rows import Row
from example_words import Cells, Words, read_words
from figure_words import FigureWords
from fill_return import Answers, Typed, fill_return, seal
from incidents import CORRECTED_IN, FIRST_GIVEN, Incident, Slip, cell_of, incident_of, received
from rearranged import rearrange

from scpxl.model.framework import Framework
from scpxl.model.observations import Marker
from scpxl.model.periods import Period
from scpxl.render.forms.template import write_return
from scpxl.returns.form import Part, ReturnForm, Sheet
from scpxl.returns.layout import lay_out_return
from scpxl.returns.prefill import Prefill

EXAMPLE = HERE / "barnet-2017-18"
QUARTERS = tuple(Period.quarter(2017, number) for number in (1, 2, 3, 4))


@dataclass(frozen=True)
class Example:
    """All that the returns are made from."""

    framework: Framework
    figures: Figures
    words: Words


@dataclass(frozen=True)
class MadeReturn:
    """A filled return and when it came."""

    path: Path
    partner: str
    period: Period
    received: datetime


def read_example() -> Example:
    """Return the worked example of 2017-18."""
    tables = (EXAMPLE / "history.csv.gz", EXAMPLE / "published.csv.gz")
    return Example(read_framework("barnet"), read_figures(*tables), read_words(EXAMPLE / "words.toml"))


def make_returns(
    example: Example, folder: Path, partners: Sequence[str] = (), periods: Sequence[Period] = QUARTERS
) -> tuple[MadeReturn, ...]:
    """Write one filled return without incidents a partner and period, as ``folder/<period>/<name>``.

    No partners: all who report something.  The figures are those of the example's tables.
    """
    made = []
    for period in periods:
        for partner in partners or [p.code for p in example.framework.partners]:
            if example.framework.indicators_for(partner, period):
                made += make_return(example, folder, Incident(partner, period))
    return tuple(made)


def enlarge(example: Example, partners: int = 12) -> Example:
    """Return the example with so many partners, those added being twins of its first ones.

    A twin has a code and indicators of its own, and its model's figures and words: 12 partners' four
    quarters are the 48 returns of a large borough's year.
    """
    framework, figures, words = example.framework, dict(example.figures), example.words
    models = framework.partners[: partners - len(framework.partners)]
    indicators = list(framework.indicators)
    for model in models:
        words = words.with_twin(model.code, f"{model.code}-2")
        own = {i.code: f"{i.code}-2" for i in framework.indicators if i.partner == model.code}
        indicators += [
            i.model_copy(update={"code": own[i.code], "partner": f"{model.code}-2"})
            for i in framework.indicators
            if i.code in own
        ]
        figures |= {
            (own[code], area, item, period): row._replace(indicator=own[code])
            for (code, area, item, period), row in example.figures.items()
            if code in own
        }
    twins = tuple(p.model_copy(update={"code": f"{p.code}-2", "name": f"{p.name} (2)"}) for p in models)
    larger = framework.model_copy(
        update={"partners": framework.partners + twins, "indicators": tuple(indicators)}
    )
    return Example(Framework.model_validate(larger.model_dump()), figures, words)


def make_return(
    example: Example, folder: Path, incident: Incident, figures: Figures | None = None
) -> list[MadeReturn]:
    """Write the files one partner sends for one quarter, in the order they come; none where it is missing.

    `figures` are those the partner was known by when the form was issued, where they differ from what
    it gives now.
    """
    if incident.missing:
        return []
    form = lay_out_return(example.framework, incident.partner, incident.period)
    came = received(form, incident)
    if incident.slips:
        wrong = _write(example, folder / form.period.slug / form.file_name, form, incident, came, figures)
        later = came + timedelta(days=incident.corrected_after, minutes=-95)
        right = replace(incident, slips=())
        path = folder / form.period.slug / incident.corrected_as
        return [wrong, _write(example, path, form, right, later, figures)]
    made = [_write(example, folder / form.period.slug / form.file_name, form, incident, came, figures)]
    if incident.again_as:
        again = made[0].path.with_name(incident.again_as)
        shutil.copyfile(made[0].path, again)
        made.append(replace(made[0], path=again, received=came + timedelta(days=1, minutes=12)))
    return made


def _write(
    example: Example, path: Path, form: ReturnForm, incident: Incident, came: datetime, known: Figures | None
) -> MadeReturn:
    before = example.words.actions_of(form.partner.code, form.period.shift(-1))
    figures = prefilled(form, example.figures if known is None else known)
    answers = _answers(example, form, figures, incident, came.date())
    with tempfile.TemporaryDirectory() as folder:
        blank = Path(folder) / form.file_name
        write_return(form, blank, Prefill(figures, before))
        fill_return(blank, path, answers)
    if incident.rearranged:
        rearrange(path, form)
    if incident.by_libreoffice:
        save_by_libreoffice(path)
    month = form.period.last + 1
    issued = datetime.combine(date(month // 12, month % 12 + 1, 3), time(9), UTC)
    seal(path, issued, came - timedelta(minutes=40))
    return MadeReturn(path, form.partner.code, form.period, came)


def _answers(
    example: Example,
    form: ReturnForm,
    stands: dict[tuple[Sheet, tuple[str, ...], str], float | str],
    incident: Incident,
    signed: date,
) -> Answers:
    """Return what the partner enters: figures, explanations, actions, commentary, sign-off, then slips."""
    answers = Answers(form)
    words = FigureWords(example.framework, example.figures, form.period)
    for table, number, line, key, row in figures_of(form, example.figures):
        value = typed(row, line.part)
        # Earlier figures that are valid are left alone; one that differs is overtyped.
        if value != stands.get(key):
            answers.put(table.sheet, number, {key[2]: value})
        in_period = row.period.first >= form.period.first
        if in_period and row.marker == Marker.PROVISIONAL and line.part is Part.NUMBER:
            answers.put(table.sheet, number, {"provisional": "Yes"})
    _write_words(answers, example.words, words)
    by = example.words.sign_off.get(form.partner.code, "")
    sign_off: dict[str, Typed] = {
        "signed_name": form.partner.contact,
        "signed_role": by,
        "signed_date": signed,
    }
    for question in form.questions:
        if question.key in sign_off:
            answers.cells[question.cell] = sign_off[question.key]
        elif question.key == "contains_personal":
            answers.cells[question.cell] = "No"
    slips: tuple[Slip, ...] = (*incident.typed_as_text, *incident.slips)
    answers.cells |= {cell_of(form, slip.sheet, slip.key, slip.column): slip.typed for slip in slips}
    return answers


def _write_words(answers: Answers, words: Words, figures: FigureWords) -> None:
    form = answers.form

    def filled(cells: Cells) -> dict[str, Typed]:
        return {k: figures.fill(v) if isinstance(v, str) else v for k, v in cells.items()}

    explained = words.explanations_of(form.partner.code, form.period)
    for number, line in enumerate(form.table[Sheet.MEASURES].rows):
        if line.part is Part.NUMBER and line.key[0] in explained:
            answers.put(Sheet.MEASURES, number, filled(explained[line.key[0]]))
    for number, action in enumerate(words.actions_of(form.partner.code, form.period)):
        answers.put(Sheet.ACTIONS, number, filled(action))
    said = words.commentary_of(form.partner.code, form.period)
    for number, line in enumerate(form.table[Sheet.COMMENTARY].rows):
        if line.objective in said:
            answers.put(Sheet.COMMENTARY, number, filled(said[line.objective]))


def save_by_libreoffice(path: Path) -> None:
    """Open the workbook in LibreOffice and save it there, in its place."""
    program = shutil.which("soffice")
    if program is None:
        raise SystemExit(f"{path.name} is saved by LibreOffice, and soffice was not found. Install it first.")
    with tempfile.TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        out = Path(folder) / "out"
        to = ("--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out), str(path))
        command = [program, profile, "--headless", *to]
        subprocess.run(command, check=True, capture_output=True, timeout=180)  # noqa: S603  (found on PATH)
        shutil.move(out / path.name, path)


def as_first_given(figures: Figures, area: str) -> dict[FigureId, Row]:
    """Return the figures as they were given before the example's correction."""
    first = dict(figures)
    for (code, month), number in FIRST_GIVEN.items():
        key = code, area, "", month
        first[key] = first[key]._replace(numerator=float(number))
    return first


def make_example(example: Example, folder: Path, partners: Iterable[str] = ()) -> list[MadeReturn]:
    """Write the example's returns with all their incidents, and return them in the order they came."""
    first = replace(example, figures=as_first_given(example.figures, example.framework.area))
    wanted = list(partners) or [partner.code for partner in example.framework.partners]
    made = []
    for period in QUARTERS:
        given = example if period >= CORRECTED_IN else first
        for partner in wanted:
            made += make_return(given, folder, incident_of(partner, period), first.figures)
    return sorted(made, key=lambda one: (one.received, one.path.name))


def main() -> None:
    """Make the returns and the list of when each was received, saying what was made."""
    parser = argparse.ArgumentParser(description="Make the worked example's returns.")
    parser.add_argument("--only", action="append", default=[], metavar="PARTNER", help="this partner's alone")
    parser.add_argument("--into", type=Path, default=EXAMPLE, help="folder (default: the example's own)")
    asked = parser.parse_args()
    folder = asked.into / "returns"
    if not asked.only:
        shutil.rmtree(folder, ignore_errors=True)
    made = make_example(read_example(), folder, asked.only)
    if not asked.only:
        with (asked.into / "received.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("file", "received"))
            writer.writerows(
                (one.path.relative_to(asked.into).as_posix(), one.received.isoformat()) for one in made
            )
    size = sum(one.path.stat().st_size for one in made)
    print(f"{folder}: {len(made)} files, {size:,} bytes")


if __name__ == "__main__":
    main()
