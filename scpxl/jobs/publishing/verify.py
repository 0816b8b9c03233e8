"""Verify outputs: render each again from the record that was published, and say where its texts differ."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from scpxl.errors import NotFoundError, ScpxlError, SetUpError
from scpxl.jobs import Progress, gc_paused, no_progress, read_named
from scpxl.jobs.folder import Folder
from scpxl.jobs.publishing.publish import pack_of, report_of
from scpxl.jobs.publishing.published import write_with_buttons
from scpxl.jobs.publishing.release import release_of
from scpxl.jobs.publishing.text_differences import (
    TextDifference,
    differences,
    other_parts,
    saved_again,
    without_uncalculated,
)
from scpxl.model.periods import Period
from scpxl.pages.imprint import Imprint, read_imprint
from scpxl.pages.typed import REGISTER_TABLES, TABLES, TypedTable
from scpxl.read.closed_dashboard import named_range, read_typed
from scpxl.read.guard.refusal import Refused
from scpxl.read.output_texts import OutputTexts, read_output
from scpxl.read.texts import TextKind
from scpxl.render.excel import write_dashboard
from scpxl.scorecard.published.results import unpack
from scpxl.scorecard.records.scorecard import Scorecard
from scpxl.store.interface import Store
from scpxl.store.records import Publication, ReleaseState
from scpxl.words import count_of

OUTPUT_SUFFIXES: Final = (".xlsx", ".xlsm", ".pptx", ".docx")
_NO_OUTPUT: Final = (
    "It does not say which publication it is of: it is no output of ours, or of an earlier version."
)
_MACROS: Final = "xl/vbaproject.bin"
_CHOSEN: Final = ("as_of", "show_")
"""How the names of the cells begin in which a reader chooses what is shown."""
_SAVED_AGAIN: Final = (
    "It was saved again{}: what people read in cells and paragraphs was compared, and what the charts of slides and documents keep of their "
    "figures; formulas, names, headers, formats and properties, which each program writes in its own way, were not."
)
_NO_RESULTS: Final = (
    "what such a cell shows was not compared. Open it in Excel or LibreOffice, save it, and verify it again."
)
_FOLLOWS: Final = "Cells that formulas work out may differ because of what was entered. Refresh the dashboard, and verify it again."
_TABLES: Final[tuple[TypedTable, ...]] = (*TABLES, *REGISTER_TABLES.values())


@dataclass(frozen=True)
class VerifiedFile:
    """What is found of one file."""

    file: Path
    imprint: Imprint | None = None
    publication: Publication | None = None
    texts: int = 0
    """How many texts were compared."""
    differences: tuple[TextDifference, ...] = ()
    typed: tuple[TextDifference, ...] = ()
    """What people have entered since, in cells that are for it."""
    told: tuple[str, ...] = ()
    """What could not be compared, and why."""
    why_not: str = ""
    """Why it could not be verified; blank where it was."""

    @property
    def is_as_published(self) -> bool:
        """Whether everything compared is as it was published."""
        return not self.why_not and not self.differences


def verify(folder: Folder, paths: Sequence[Path], progress: Progress = no_progress) -> list[VerifiedFile]:
    """Return what is found of each output among files and folders; changes nothing.

    Of a folder every file is looked at that says which publication it is of, in the folders within it too.
    Raises NotFoundError for a path that is not there, and where no output is among them.
    """
    for path in paths:
        if not path.exists():
            raise NotFoundError(f"{path} does not exist. Name an output, or the folder it is in.")
    named = [path for path in paths if not path.is_dir()]
    within = [
        one for path in paths if path.is_dir() for one in sorted(path.rglob("*")) if _may_be_output(one)
    ]
    files = list(dict.fromkeys([*named, *within]))
    found: list[VerifiedFile] = []
    with folder.record_to_read() as store, gc_paused():
        for number, file in enumerate(files):
            progress(number, len(files), f"verifying {file.name}")
            one = _with_state(store, _verify(folder, store, file))
            if file in named or one.imprint is not None:
                found.append(one)
    progress(len(files), len(files), "")
    if not found:
        raise NotFoundError(
            "There is no output in what was named: a published dashboard, a board pack or an annual report. Publish first."
        )
    return found


def _may_be_output(path: Path) -> bool:
    return path.suffix.lower() in OUTPUT_SUFFIXES and not path.name.startswith(("~$", ".~"))


def _verify(folder: Folder, store: Store, file: Path) -> VerifiedFile:
    imprint: Imprint | None = None
    try:
        content = read_named(file)
        given = read_output(content)
        imprint = read_imprint(given.keywords)
        if imprint is None:
            raise NotFoundError(_NO_OUTPUT)
        publication, scorecard = _published(store, imprint, given.created)
        rendered = _rendered(folder, scorecard, given, {})
        if rendered == content:
            return VerifiedFile(file, imprint, publication, len(given.texts))
        expected = read_output(rendered)
        # Only a program in which somebody chose saves a choice: elsewhere it is a changed text like any other.
        chosen = _chosen(expected, given) if saved_again(expected, given) else {}
        if chosen:
            expected = read_output(_rendered(folder, scorecard, given, chosen))
    except Refused:
        return VerifiedFile(file, why_not="It is no whole workbook, presentation or document.")
    except ScpxlError as trouble:
        # One that cannot be verified does not stop the others.
        return VerifiedFile(file, imprint, why_not=str(trouble))
    told = [f"Shown as chosen in it: {', '.join(chosen.values())}."] if chosen else []
    return _compared(file, content, imprint, publication, expected, given, told)


def _with_state(store: Store, one: VerifiedFile) -> VerifiedFile:
    """Return what was found, and that the publication no longer counts where it does not."""
    if one.publication is None:
        return one
    try:
        release = release_of(store, one.publication)
    except ScpxlError as trouble:
        return replace(one, why_not=one.why_not or str(trouble))
    gone = release.state in {ReleaseState.SUPERSEDED, ReleaseState.WITHDRAWN}
    return replace(one, told=(*one.told, release.words)) if gone else one


def _published(store: Store, imprint: Imprint, created: str) -> tuple[Publication, Scorecard]:
    """Return the publication that a file was made from, as of the file's moment: the last one kept, with its figures, by then.

    Raises NotFoundError where there is none.
    """
    made = _moment(created)
    kept = store.fetch_publications(Period.parse(imprint.period), imprint.edition)
    for one in reversed([one for one in kept if store.has_whole(one) and (made is None or one.made <= made)]):
        scorecard = unpack(store.fetch_whole(one))
        if scorecard.run == imprint.figures:
            return one, replace(scorecard, made=made or one.made)
    raise NotFoundError(
        f"The record has no publication of {imprint.period}, {imprint.edition} edition, with the figures {imprint.figures}."
    )


def _moment(written: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _rendered(folder: Folder, scorecard: Scorecard, given: OutputTexts, choices: Mapping[str, str]) -> bytes:
    """Return what a file is when it is made of a publication today; its kind is told by what is in it, not by its name."""
    if given.kind == "slides":
        return pack_of(folder, scorecard)
    if given.kind == "document":
        return report_of(folder, scorecard)
    with TemporaryDirectory() as place:
        written = write_dashboard(scorecard, Path(place) / "dashboard.xlsx", choices).path
        if _MACROS in given.parts:
            with_buttons = write_with_buttons(written)
            if with_buttons is None:
                raise SetUpError(
                    'To verify a dashboard with buttons, install scpxl[excel]: pip install "scpxl[excel]".'
                )
            written = with_buttons
        return written.read_bytes()


def _chosen(expected: OutputTexts, given: OutputTexts) -> dict[str, str]:
    """Return what a reader has chosen in a dashboard, where it is other than as it was published."""
    there = {said.place: said.words for said in given.texts if said.kind is TextKind.CELL}
    usual = {
        said.place: said.words
        for said in expected.texts
        if said.kind is TextKind.CELL and not said.worked_out
    }
    found: dict[str, str] = {}
    for name, formula in expected.names.items():
        area = named_range(formula) if name.startswith(_CHOSEN) else None
        place = f"{area.sheet}!{area.first}{area.top}" if area else ""
        if place in there and there[place] != usual.get(place, there[place]):
            found[name] = there[place]
    return found


def _compared(
    file: Path,
    content: bytes,
    imprint: Imprint,
    publication: Publication,
    expected: OutputTexts,
    given: OutputTexts,
    told: list[str],
) -> VerifiedFile:
    again = saved_again(expected, given)
    found = list(differences(expected, given, again=again))
    if again:
        told.append(_SAVED_AGAIN.format(f" with {given.program.partition('$')[0]}" if given.program else ""))
        found, blank = without_uncalculated(found, given)
        if blank:
            were = "was" if blank == 1 else "were"
            told.append(f"{count_of(blank, 'formula')} in it {were} saved without a result: {_NO_RESULTS}")
    typed_cells = _typed_cells(content, file, given) if given.kind == "workbook" else frozenset()
    typed = [one for one in found if one.place in typed_cells]
    rest = [one for one in found if one.place not in typed_cells]
    worked_out = {one.place for one in given.texts if one.worked_out}
    if typed and any(one.place in worked_out for one in rest):
        told.append(_FOLLOWS)
    if not again:
        rest += other_parts(expected, given, found)
    return VerifiedFile(
        file, imprint, publication, len(expected.texts), tuple(rest), tuple(typed), tuple(told)
    )


def _typed_cells(content: bytes, file: Path, given: OutputTexts) -> frozenset[str]:
    """Return the cells in which people entered something since the dashboard was written."""
    try:
        dashboard = read_typed(content, file.name)
    except SetUpError:
        return frozenset()
    words = {one.place: one.words for one in given.texts if one.kind is TextKind.CELL}
    found: set[str] = set()
    for table in _TABLES:
        area = named_range(given.names.get(table.name, ""))
        rows = [row.row for row in dashboard.rows if row.table.name == table.name and row.is_touched]
        if area is None or not rows:
            continue
        head = re.compile(rf"{re.escape(area.sheet)}!([A-Z]+){area.top}")
        headings = {place: at[1] for place in words if (at := head.fullmatch(place))}
        columns = [column for place, column in headings.items() if words[place] in table.fields.values()]
        found |= {f"{area.sheet}!{column}{row}" for column in columns for row in rows}
    return frozenset(found)
