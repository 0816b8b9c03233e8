"""Returns that hold every known mistake, one a file, for training: and the answer each is to get."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scpxl.errors import SetUpError
from scpxl.jobs.folder import Folder
from scpxl.jobs.mistakes import MISTAKES, Mistake, Practice, kinds_answered
from scpxl.model.periods import Period
from scpxl.render.framework_text import write_framework_toml
from scpxl.render.return_template import write_return
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

    The framework goes beside them, so that they are checked in a folder of their own: held against a
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
    place.mkdir(parents=True, exist_ok=True)
    made = [
        _write(
            place, forms[0], Mistake("", "without a mistake"), Practice(forms[0], kinds_answered(forms[0]))
        )
    ]
    made += [file for mistake in MISTAKES for file in _make(place, forms, mistake)]
    write_framework_toml(framework, place / AGREED)
    with (place / EXPECTED).open("w", encoding="utf-8", newline="") as table:
        writer = csv.writer(table)
        writer.writerow(("file", "partner", "what was done", "codes"))
        writer.writerows((f.path.name, f.partner, f.done, " ".join(f.codes)) for f in made)
    return tuple(made)


def _make(place: Path, forms: list[ReturnForm], mistake: Mistake) -> Iterator[SandboxFile]:
    for form in forms:
        if _is_let_by(mistake.code, form):
            continue
        right = Practice(form, kinds_answered(form))
        changed = mistake.change(right) if mistake.change else right
        if changed is not None:
            yield _write(place, form, mistake, changed)
            return


def _is_let_by(code: str, form: ReturnForm) -> bool:
    """Whether a mistake in the form may be told as a mere note: it is no practice then."""
    rules = {code, "BLANK"} if code == "NOTHING_FILLED" else {code}
    agreed = [(one.rule, one.until) for one in form.waivers]
    agreed += [(one.rule, one.until) for one in form.trials]
    is_tolerated = any(one.rule == code for one in form.tolerances)
    return is_tolerated or any(rule in rules and until >= form.due for rule, until in agreed)


def _write(place: Path, form: ReturnForm, mistake: Mistake, practice: Practice) -> SandboxFile:
    name = " - ".join(filter(None, (mistake.code, mistake.done)))
    path = place / f"{name}{mistake.suffix}"
    write_return(practice.form, path, typed=practice.typed)
    if mistake.spoil is not None:
        path.write_bytes(mistake.spoil(path.read_bytes()))
    codes = tuple(sorted(filter(None, (mistake.code, *mistake.also))))
    return SandboxFile(path, form.partner.code, mistake.done, codes)
