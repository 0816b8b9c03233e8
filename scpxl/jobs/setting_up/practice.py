"""Returns that hold every known mistake, one a file, for training: and the answer each is to get."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scpxl.checks.catalogue import CHECKS
from scpxl.checks.catalogue.record import Check, Mistake
from scpxl.errors import SetUpError
from scpxl.files.writing import write_file
from scpxl.jobs import read_named
from scpxl.jobs.folder import Folder
from scpxl.jobs.setting_up.mistakes import Made, Practice, kinds_answered, make
from scpxl.model.periods import Period
from scpxl.render.forms.template import write_return
from scpxl.render.framework_text import write_framework_toml
from scpxl.returns.form import ReturnForm
from scpxl.returns.layout import lay_out_return

EXPECTED = "expected.csv"
AGREED = "framework.toml"


@dataclass(frozen=True)
class SandboxFile:
    """One file of the sandbox: whose form it is, what was done, and the codes of the findings it is to get."""

    path: Path
    partner: str
    done: str
    codes: tuple[str, ...]


def make_sandbox(folder: Folder, place: Path, period: Period) -> tuple[SandboxFile, ...]:
    """Write one return a mistake, one without any, and a list of what is expected of each.

    The framework goes beside them, so that they are checked in a folder of their own: compared with a
    partner's record, figures that somebody made up are questions too.
    Each mistake is made in the form of the first partner whose form has what it takes, and for whom its
    rule is neither waived nor on trial.  Raises
    SetUpError where `place` holds anything, or no partner reports in the period.
    """
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise SetUpError(f"{place} is not empty. Choose another folder, or delete it first.")
    framework = folder.framework
    forms = [
        lay_out_return(framework, partner.code, period)
        for partner in framework.partners
        if framework.indicators_for(partner.code, period)
    ]
    if not forms:
        raise SetUpError(f"No partner reports anything in {period}. Choose another period.")
    right = Practice(forms[0], kinds_answered(forms[0]))
    made = [_write(place, "", "without a mistake", Made(right))]
    made += [
        file
        for check in CHECKS.values()
        if check.mistake
        for file in _make(place, forms, check, check.mistake)
    ]
    write_framework_toml(framework, place / AGREED)
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(("file", "partner", "what was done", "codes"))
    writer.writerows((f.path.name, f.partner, f.done, " ".join(f.codes)) for f in made)
    write_file(place / EXPECTED, table.getvalue().encode())
    return tuple(made)


def _make(place: Path, forms: list[ReturnForm], check: Check, mistake: Mistake) -> Iterator[SandboxFile]:
    for form in forms:
        if _is_waived(check.code, form):
            continue
        made = make(mistake, Practice(form, kinds_answered(form)))
        if made is not None:
            yield _write(place, check.code, mistake.done, made, mistake)
            return


def _is_waived(code: str, form: ReturnForm) -> bool:
    """Whether a mistake in the form may be told as a mere note: it is no practice then."""
    rules = {code, "BLANK"} if code == "NOTHING_FILLED" else {code}
    agreed = [(one.rule, one.until) for one in form.waivers]
    agreed += [(one.rule, one.until) for one in form.trials]
    is_tolerated = any(one.rule == code for one in form.tolerances)
    return is_tolerated or any(rule in rules and until >= form.due for rule, until in agreed)


def _write(place: Path, code: str, done: str, made: Made, mistake: Mistake | None = None) -> SandboxFile:
    name = " - ".join(filter(None, (code, done)))
    path = place / f"{name}{mistake.suffix if mistake else '.xlsx'}"
    write_return(made.practice.form, path, typed=made.practice.typed)
    if made.spoil is not None:
        write_file(path, made.spoil(read_named(path)))
    codes = tuple(sorted(filter(None, (code, *(mistake.also if mistake else ())))))
    return SandboxFile(path, made.practice.form.partner.code, done, codes)
