"""What goes back to partners: their file marked up, a reply with its receipt, a page of answers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from scpxl.jobs import write_whole
from scpxl.jobs.check import CheckedFile
from scpxl.jobs.folder import Folder
from scpxl.render.annotated_copy import CannotMarkError, Heading, annotated_copy
from scpxl.render.answers_page import FileAnswer, answers_page
from scpxl.render.reply import Receipt, reply_text
from scpxl.returns.findings import Exemption, Severity, Verdict
from scpxl.store.records import SavedSubmission

MARKED = " - to fix.xlsx"
_ADVICE = "Click a cell's address to go to it. Correct the cells, here or in your own file, and send the form again."


def return_of(checked: CheckedFile) -> str:
    """Return whose return it is and for when, in words; blank where it is no form of ours that is due."""
    form = checked.form
    return f"{form.partner.name}, {form.period.title}" if form is not None else ""


def why_not_marked(checked: CheckedFile) -> str:
    """Return in words why there is no marked copy of a file; blank where there is one to make."""
    if checked.refused:
        return f"There is no marked copy of {checked.name}: it could not be opened as one of our forms."
    if not any(found.severity is not Severity.NOTE for found in checked.findings):
        return f"There is no marked copy of {checked.name}: nothing in it is to be corrected or explained."
    return ""


def write_marked(checked: CheckedFile, to: Path) -> None:
    """Write the file back, marked up.  Raises CannotMarkError where its build does not allow it."""
    heading = Heading(checked.verdict.value, return_of(checked) or checked.name, _ADVICE)
    marked = annotated_copy(checked.content, checked.findings, heading)
    write_whole(to, marked)


def mark_files(
    folder: Folder, checked: Iterable[CheckedFile], out: Path | None
) -> tuple[dict[int, Path], tuple[str, ...]]:
    """Write marked copies; return them by the files' places, and why others have none.

    They go next to each file, or into `out`.  Beside a file in the folder's own ``returns/`` a copy would
    be collected as a return: it goes to that period's answers.
    """
    written: dict[int, Path] = {}
    told: list[str] = []
    for place, one in enumerate(checked):
        if why := why_not_marked(one):
            told.append(why)
            continue
        to = _free(_place_for(folder, one.path, out) / (one.stem + MARKED), set(written.values()))
        try:
            write_marked(one, to)
        except CannotMarkError as reason:
            told.append(f"There is no marked copy of {one.name}. {reason}")
        else:
            written[place] = to
    return written, tuple(told)


def _place_for(folder: Folder, path: Path, out: Path | None) -> Path:
    if out is not None:
        return out
    parent = path.resolve().parent
    if parent.parent == (folder.path / "returns").resolve():
        return folder.path / "outputs" / parent.name / "answers"
    return path.parent


def _free(wanted: Path, taken: set[Path]) -> Path:
    """Return a name not yet given out in this run: two folders may hold files of one name."""
    names, number, path = {str(one).casefold() for one in taken}, 1, wanted
    while str(path).casefold() in names:
        number += 1
        path = wanted.with_name(f"{wanted.name.removesuffix(MARKED)} ({number}){MARKED}")
    return path


def write_page(checked: Iterable[CheckedFile], to: Path) -> None:
    """Write the answers to all files as one web page."""
    answers = [
        FileAnswer(one.name, one.verdict.value, return_of(one), one.playback, one.findings) for one in checked
    ]
    write_whole(to, answers_page(answers, "Returns checked").encode())


def write_answer(
    folder: Folder, checked: CheckedFile, saved: SavedSubmission, received: datetime
) -> Path | None:
    """Write the reply to a return that was newly stored, and its marked copy where it was sent back."""
    form = checked.form
    if form is None or saved.is_repeat:
        return None
    name = f"{form.partner.code} attempt {saved.attempt}"
    place = folder.outputs(form.period) / "answers"
    marked = ""
    if checked.verdict is Verdict.RETURNED:
        try:
            write_marked(checked, place / (name + MARKED))
            marked = name + MARKED
        except CannotMarkError:
            marked = ""  # the reply lists everything; the copy only helps to find it
    receipt = Receipt(
        reference=saved.reference,
        attempt=saved.attempt,
        file=checked.name,
        sha256=checked.sha256,
        received=received,
        figures=len(checked.result.observations),
        verdict=checked.verdict.value,
        signed_off=checked.signed_off,
        playback=checked.playback,
        waived=sum(found.let_by is Exemption.WAIVER for found in checked.findings),
    )
    text = reply_text(form, checked.findings, checked.verdict, receipt, marked)
    write_whole(place / f"{name}.txt", text.encode())
    return place / f"{name}.txt"
