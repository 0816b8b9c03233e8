"""Issue the blank returns of a period, with what is already known filled in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scpxl.errors import NotFoundError
from scpxl.files.writing import make_folder
from scpxl.jobs import Progress, no_progress
from scpxl.jobs.folder import Folder
from scpxl.jobs.returns.known import prefill
from scpxl.model.periods import Period
from scpxl.model.plan import Partner
from scpxl.privacy.guard import WITHHELD
from scpxl.render.forms.template import write_return
from scpxl.returns.layout import lay_out_return


@dataclass(frozen=True)
class IssuedReturn:
    """One blank return."""

    partner: Partner
    path: Path
    figures: int
    """How many earlier figures were filled in."""
    withheld: int = 0
    """How many texts of the actions of last time are withheld in it."""
    instead: str = ""
    """Why it has another name than usual; blank where it has not."""


def issue_returns(
    folder: Folder, period: Period, partner: str | None = None, progress: Progress = no_progress
) -> tuple[IssuedReturn, ...]:
    """Write a blank return for each partner who reports anything in the period.

    Raises NotFoundError where `partner` is not one of them.
    """
    framework = folder.framework
    codes = [p.code for p in framework.partners if framework.indicators_for(p.code, period)]
    if partner is not None:
        if partner not in codes:
            raise NotFoundError(
                f"{partner!r} sends no return for {period}. Partners who do: {', '.join(codes)}."
            )
        codes = [partner]
    issued = []
    with folder.record_or_empty() as store:
        for done, code in enumerate(codes):
            progress(done, len(codes), framework.partner_by_code[code].name)
            form = lay_out_return(framework, code, period)
            known = prefill(store, form)
            written = write_return(form, folder.issued(period) / form.file_name, known)
            held = sum(text == WITHHELD for action in known.actions for text in action.values())
            issued.append(IssuedReturn(form.partner, written.path, len(known.figures), held, written.words))
    progress(len(codes), len(codes), "")
    make_folder(folder.returns(period))
    return tuple(issued)
