"""What goes back to partners: their file marked up, a reply with its receipt, a page of answers."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from scpxl.errors import ScpxlError
from scpxl.files.writing import Written, write_file
from scpxl.jobs.folder import Folder
from scpxl.jobs.returns.check import CheckedFile, check_opened, open_content
from scpxl.model.framework import Framework
from scpxl.render.annotated_copy import CannotMarkError, CopyHeading, annotated_copy
from scpxl.render.answers_page import FileAnswer, answers_page
from scpxl.render.letters import Receipt, reply_text
from scpxl.returns.findings import Exemption, ReturnVerdict, Severity
from scpxl.store.archive import read_archived
from scpxl.store.interface import Store
from scpxl.store.records import SubmissionRecord

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


def write_marked(checked: CheckedFile, to: Path) -> Written:
    """Write the file back, marked up.  Raises CannotMarkError where its build does not allow it, OutputError."""
    heading = CopyHeading(checked.verdict.value, return_of(checked) or checked.name, _ADVICE)
    marked = annotated_copy(checked.content, checked.findings, heading)
    return write_file(to, marked, other_name=True)


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
            made = write_marked(one, to)
        except CannotMarkError as reason:
            told.append(f"There is no marked copy of {one.name}. {reason}")
        else:
            written[place] = made.path
            told += [made.words] if made.words else []
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


def write_page(checked: Iterable[CheckedFile], to: Path) -> Written:
    """Write the answers to all files as one web page, and return where it is."""
    answers = [
        FileAnswer(one.name, one.verdict.value, return_of(one), one.playback, one.findings) for one in checked
    ]
    return write_file(to, answers_page(answers, "Returns checked").encode(), other_name=True)


def write_answer(folder: Folder, store: Store, checked: CheckedFile, sent: SubmissionRecord) -> Path | None:
    """Write the reply to a return on record, and its marked copy where it was sent back; note that it was written.

    Raises OutputError where it cannot be written; it is then still owed.
    """
    form = checked.form
    if form is None:
        return None
    name = f"{form.partner.code} attempt {sent.attempt}"
    place = folder.outputs(form.period) / "answers"
    marked = ""
    if checked.verdict is ReturnVerdict.RETURNED:
        # Without a marked copy the reply still lists everything; the copy only helps to find it.
        with suppress(CannotMarkError):
            marked = write_marked(checked, place / (name + MARKED)).path.name
    receipt = Receipt(
        reference=sent.reference,
        attempt=sent.attempt,
        file=checked.name,
        sha256=checked.sha256,
        received=sent.received,
        figures=sent.figures,
        verdict=checked.verdict.value,
        signed_off=checked.signed_off,
        playback=checked.playback,
        waived=sum(found.let_by is Exemption.WAIVER for found in checked.findings),
    )
    text = reply_text(form, checked.findings, checked.verdict, receipt, marked)
    written = write_file(place / f"{name}.txt", text.encode(), other_name=True)
    store.save_replied(sent.id, datetime.now(UTC))
    return written.path


def write_owed(folder: Folder, store: Store, framework: Framework) -> tuple[list[Path], list[str]]:
    """Write the replies that are owed since a program was stopped before it wrote them.

    Each says what was found when its return was stored.  Return the replies, and why others cannot be written.
    """
    replies: list[Path] = []
    told: list[str] = []
    for sent in store.fetch_owed():
        try:
            reply = write_answer(folder, store, _as_stored(folder, store, framework, sent), sent)
        except ScpxlError as trouble:
            told.append(still_owed(sent, str(trouble)))
        else:
            if reply is None:
                told.append(
                    still_owed(
                        sent, "the framework no longer has its partner. Withdraw it, or put that back."
                    )
                )
            else:
                replies.append(reply)
    return replies, told


def still_owed(sent: SubmissionRecord, why: str) -> str:
    """Return in words that a reply could not be written."""
    return f"The reply to {sent.reference} ({sent.file}) is still owed, and is written by the next collect: {why}"


def _as_stored(folder: Folder, store: Store, framework: Framework, sent: SubmissionRecord) -> CheckedFile:
    """Return a stored return as it was checked: read again, with the findings that are on record."""
    file = open_content(Path(sent.file), read_archived(folder.archive, sent.sha256), framework)
    checked = check_opened(framework, file, sent.period, guard=store.guard)
    found = store.fetch_findings(sent.id)
    return replace(checked, result=checked.result._replace(findings=found))
