"""The record looked through, kept in one file, and brought back from it."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from scpxl.errors import ConflictError, ScpxlError, SetUpError, StoreError
from scpxl.files.reading import UnreadableError, open_file, read_file
from scpxl.files.writing import drafted, write_file
from scpxl.jobs import Progress, no_progress, shown_path
from scpxl.jobs.folder import FRAMEWORKS, SETTINGS, Folder
from scpxl.store.archive import archived_path, read_archived
from scpxl.store.interface import Store
from scpxl.store.records import ReleaseState
from scpxl.words import count_of, name_of_moment

RECORD, ARCHIVE = "store.db", "archive/"
_HASH_NAME = re.compile(r"(?P<sha256>[0-9a-f]{64})\.[a-z0-9.]+")


@dataclass(frozen=True)
class Health:
    """What was found when the record was looked through."""

    problems: tuple[str, ...]
    """What must be corrected, a sentence each; none where all is well."""
    submissions: int
    files: int
    """How many files the archive keeps."""
    unknown: int = 0
    """How many of them no submission names."""


def check_record(folder: Folder, progress: Progress = no_progress) -> Health:
    """Look whether the record is sound, every file that was taken in is kept as it came, and nothing lies beside it.

    Changes nothing.  Raises StoreError where there is no record, or it cannot be opened at all.
    """
    _ = folder.framework_path  # a folder that is none of ours is said to be so
    with folder.record_to_read() as store:
        problems = [f"{folder.store_path.name}: {words}." for words in store.damages()]
        sent = store.fetch_submissions()
        owed = store.fetch_owed()
        problems += _altered_publications(store)
    named = {one.sha256: one for one in sent}
    for done, (sha256, one) in enumerate(named.items()):
        progress(done, len(named), one.file)
        try:
            read_archived(folder.archive, sha256)
        except StoreError as trouble:
            problems.append(f"{one.reference} ({one.file}): {trouble}")
    progress(len(named), len(named), "")
    problems += [
        f"{name} is a copy of the record, as a program that synchronises folders makes when two people work at once. "
        "What is in it and not in store.db is missing from every figure: collect the returns that came meanwhile "
        "again, then move it away."
        for name in folder.other_records()
    ]
    problems += [
        f"The reply to {one.reference} ({one.file}) is owed: the next collect writes it." for one in owed
    ]
    kept = list(_kept(folder))
    return Health(tuple(problems), len(sent), len(kept), sum(sha256 not in named for sha256, _ in kept))


def _altered_publications(store: Store) -> Iterator[str]:
    """Yield what is wrong with publications, and with approved ones that cannot be made again."""
    states = {step.publication: step.state for step in store.fetch_release_steps()}
    approved = {number for number, state in states.items() if state is ReleaseState.APPROVED}
    for publication in store.fetch_publications():
        try:
            store.fetch_results(publication)
            if store.has_whole(publication) or publication.id in approved:
                store.fetch_whole(publication)
        except ScpxlError as trouble:
            yield str(trouble)


def _kept(folder: Folder) -> Iterator[tuple[str, Path]]:
    """Yield the hash and the place of each file in the archive."""
    for path in sorted(folder.archive.glob("??/*")) if folder.archive.is_dir() else ():
        if match := _HASH_NAME.fullmatch(path.name):
            yield match["sha256"], path


class Backup(NamedTuple):
    """A backup that was made."""

    path: Path
    lacking: tuple[str, ...] = ()
    """Why files that were taken in are not in it: they are missing from the archive, or are no longer what was kept."""


def back_up(folder: Folder, to: Path, progress: Progress = no_progress) -> Backup:
    """Keep the record, the files in the archive, the framework and the settings in one zip.

    The record is that of one moment, whoever works on it meanwhile.  Raises StoreError where there is none or it is
    damaged, OutputError where the zip cannot be written, SetUpError where `to` is no ``.zip``.
    """
    if to.suffix.casefold() != ".zip":
        raise SetUpError(f"{to} must end in .zip.")
    framework = folder.framework_path
    with folder.record_to_read() as store:
        if damages := store.damages():
            raise StoreError(f"{folder.store_path} is damaged ({damages[0]}). Bring back an earlier backup.")
        record = store.as_bytes()
        wanted = sorted({one.sha256 for one in store.fetch_submissions()})
    others = [path for path in (framework, folder.path / SETTINGS) if path.is_file()]
    lacking = []
    with drafted(to) as draft, zipfile.ZipFile(draft.file, "w", zipfile.ZIP_DEFLATED) as kept:
        kept.writestr(RECORD, record)
        for path in others:
            kept.writestr(path.name, read_file(path))
        for done, sha256 in enumerate(wanted):
            progress(done, len(wanted), sha256[:12])
            # A return is a zip itself: packing it again saves nothing.
            try:
                place, content = archived_path(folder.archive, sha256), read_archived(folder.archive, sha256)
            except StoreError as lost:
                lacking.append(str(lost))
            else:
                kept.writestr(_archive_name(place), content, zipfile.ZIP_STORED)
    progress(len(wanted), len(wanted), "")
    return Backup(draft.written.path, tuple(lacking))


def _archive_name(place: Path) -> str:
    return f"{ARCHIVE}{place.parent.name}/{place.name}"


@dataclass(frozen=True)
class Restored:
    """What was brought back."""

    submissions: int
    files: int
    before: Path | None
    """The backup made of what was there before; None where there was no record, or a damaged one that was moved."""
    moved: tuple[Path, ...] = ()
    """Where a damaged record was moved to."""
    left: tuple[str, ...] = ()
    """Framework and settings of the backup that differ from the folder's, which were left."""


def restore(
    folder: Folder, backup: Path, now: datetime | None = None, progress: Progress = no_progress
) -> Restored:
    """Bring the record and the archive back from a zip that `back_up` wrote.

    The zip is looked through whole before anything is changed, and what is there is backed up first.  A framework
    or settings that the folder has are left as they are.  Raises SetUpError where the file is no backup, or damaged;
    ConflictError where the record is in use.
    """
    with _opened(backup) as kept:
        record, files, others = _judged(kept, backup)
        before, moved = _set_aside(folder, now or datetime.now())  # noqa: DTZ005  (the clock on the wall)
        for done, (name, sha256) in enumerate(files.items()):
            progress(done, len(files), sha256[:12])
            place = folder.path / PurePosixPath(name)
            if not place.is_file():
                write_file(place, kept.read(name))
        with folder.open_record() as store:
            store.take_from(record)
            submissions = len(store.fetch_submissions())
        left = [name for name, content in others.items() if not _put(folder, name, content)]
    progress(len(files), len(files), "")
    return Restored(submissions, len(files), before, moved, tuple(left))


@contextmanager
def _opened(backup: Path) -> Iterator[zipfile.ZipFile]:
    try:
        file = open_file(backup)
    except UnreadableError as trouble:
        raise SetUpError(f"{shown_path(backup)} {trouble}") from trouble
    with file:
        try:
            kept = zipfile.ZipFile(file)
        except zipfile.BadZipFile as odd:
            raise SetUpError(f"{shown_path(backup)} is no backup of scpxl: it is not a whole zip.") from odd
        with kept:
            yield kept


def _judged(kept: zipfile.ZipFile, backup: Path) -> tuple[bytes, dict[str, str], dict[str, bytes]]:
    """Return the record of a backup, its archived files by name with their hashes, and its framework and settings."""
    from scpxl.store.sqlite import damages_of

    wrong = f"{shown_path(backup)} cannot be brought back:"
    try:
        names = kept.namelist()
        record = kept.read(RECORD)
        others = {name: kept.read(name) for name in (*FRAMEWORKS, SETTINGS) if name in names}
        files = {}
        for name in names:
            if name.startswith(ARCHIVE):
                match = _HASH_NAME.fullmatch(PurePosixPath(name).name)
                content = kept.read(name)
                if match is None or name != f"{ARCHIVE}{match['sha256'][:2]}/{match[0]}":
                    raise SetUpError(f"{wrong} it holds {name}, which no backup of scpxl does.")
                if hashlib.sha256(content).hexdigest() != match["sha256"]:
                    raise SetUpError(f"{wrong} {name} was altered since it was kept.")
                files[name] = match["sha256"]
    except KeyError as missing:
        raise SetUpError(
            f"{wrong} it holds no record. Name a zip that `scpxl store backup` wrote."
        ) from missing
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError) as broken:
        raise SetUpError(f"{wrong} it is damaged ({broken}). Take an earlier one.") from broken
    if damages := damages_of(record):
        raise SetUpError(f"{wrong} its record is damaged ({damages[0]}). Take an earlier one.")
    return record, files, others


def _set_aside(folder: Folder, now: datetime) -> tuple[Path | None, tuple[Path, ...]]:
    """Back up what there is; move a record that cannot be read away, with what was written ahead of it."""
    if not folder.store_path.is_file():
        return None, ()
    day = name_of_moment(now, seconds=True)
    try:
        return back_up(folder, folder.path / f"before restore {day}.zip").path, ()
    except StoreError:
        moved = []
        for more in ("", "-wal", "-shm", "-journal"):
            path = folder.path / f"{folder.store_path.name}{more}"
            if path.exists():
                aside = folder.path / f"damaged {day} {path.name}"
                try:
                    moved.append(path.rename(aside))
                except OSError as held:
                    raise ConflictError(
                        f"{path} is in use. Close what works with it, and try again."
                    ) from held
        return None, tuple(moved)


def _put(folder: Folder, name: str, content: bytes) -> bool:
    """Write a framework or settings where the folder has none; return False where it has others."""
    here = folder.path / name
    if name in FRAMEWORKS:
        there = [path for one in FRAMEWORKS if (path := folder.path / one).is_file()]
        here = there[0] if there else here
    if here.is_file():
        with suppress(UnreadableError):
            return here.name == name and read_file(here) == content
        return False
    write_file(here, content)
    return True


def health_words(found: Health) -> str:
    """Return what was looked through, in a sentence."""
    unknown = f", {found.unknown:,} of them of no submission" if found.unknown else ""
    return f"{count_of(found.submissions, 'submission')}; {count_of(found.files, 'file')} in the archive{unknown}."
