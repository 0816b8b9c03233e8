"""A file is there whole, or what was there before still is; drafts of programs that were stopped do not stay."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from scpxl.errors import OutputError
from scpxl.files.writing import drafted, make_folder, write_file

WRITES_AND_WAITS = """
import sys
from pathlib import Path
from scpxl.files.writing import drafted
with drafted(Path(sys.argv[1])) as draft:
    draft.file.write(b"half")
    draft.file.flush()
    print("written", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    path = tmp_path / "dashboard.xlsx"
    path.write_bytes(b"last quarter's")
    return path


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_whole_file_takes_the_place_of_the_old_one_and_leaves_no_draft(old_file: Path) -> None:
    assert write_file(old_file, b"this quarter's").path == old_file
    assert old_file.read_bytes() == b"this quarter's"
    assert names_in(old_file.parent) == ["dashboard.xlsx"]


def test_a_failure_half_way_leaves_the_old_file_and_no_draft(old_file: Path) -> None:
    def fail() -> None:
        with drafted(old_file) as draft:
            draft.file.write(b"half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert old_file.read_bytes() == b"last quarter's"
    assert names_in(old_file.parent) == ["dashboard.xlsx"]


def test_folders_that_are_not_there_yet_are_made(tmp_path: Path) -> None:
    write_file(tmp_path / "outputs" / "2017-18-Q4" / "brief.md", b"words")
    assert (tmp_path / "outputs" / "2017-18-Q4" / "brief.md").read_bytes() == b"words"


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "the disk is full. Make room, and try again"),
        (errno.EDQUOT, "your share of the disk is used up"),
        (errno.EROFS, "the disk may only be read"),
        (errno.ENAMETOOLONG, "its name is too long"),
        (errno.EIO, "Close it if it is open"),
    ],
)
def test_what_the_disk_says_is_told_in_words(
    old_file: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    def refuse(_handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OutputError) as told:
        write_file(old_file, b"this quarter's")
    assert f"{old_file} cannot be written: " in str(told.value)
    assert said in str(told.value)
    assert old_file.read_bytes() == b"last quarter's"
    assert names_in(old_file.parent) == ["dashboard.xlsx"]


def test_a_folder_or_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "dashboard.xlsx").mkdir()
    with pytest.raises(OutputError, match=r"a folder has this name\. Move it away"):
        write_file(tmp_path / "dashboard.xlsx", b"")
    (tmp_path / "outputs").write_bytes(b"")
    with pytest.raises(OutputError, match="a file has the name of a folder above it"):
        write_file(tmp_path / "outputs" / "dashboard.xlsx", b"")
    with pytest.raises(OutputError, match="a file has the name of a folder above it"):
        make_folder(tmp_path / "outputs")
    assert names_in(tmp_path) == ["dashboard.xlsx", "outputs"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read and write every file")
def test_a_folder_that_may_not_be_written_is_named(old_file: Path) -> None:
    old_file.parent.chmod(0o500)
    try:
        with pytest.raises(OutputError, match="you may not write there"):
            write_file(old_file.with_name("new.xlsx"), b"")
    finally:
        old_file.parent.chmod(0o700)


def hold_open(monkeypatch: pytest.MonkeyPatch, held: Path) -> None:
    """Have a file be replaced by nobody, as on Windows where a program holds it open."""
    plain = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if Path(target) == held:
            raise PermissionError(errno.EACCES, "The process cannot access the file")
        return plain(self, target)

    monkeypatch.setattr(Path, "replace", replace)


def test_where_the_file_is_open_elsewhere_the_new_one_is_beside_it_and_says_so(
    old_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold_open(monkeypatch, old_file)
    first = write_file(old_file, b"first", other_name=True)
    second = write_file(old_file, b"second", other_name=True)
    assert old_file.read_bytes() == b"last quarter's"
    assert (first.path.read_bytes(), second.path.read_bytes()) == (b"first", b"second")
    assert first.path.name.startswith("dashboard 20")
    assert first.path.suffix == ".xlsx"
    assert first.words.startswith(
        "dashboard.xlsx is open in another program, so the new file is dashboard 20"
    )
    assert len(names_in(old_file.parent)) == 3


def test_what_must_have_its_name_is_not_written_under_another(
    old_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold_open(monkeypatch, old_file)
    with pytest.raises(OutputError, match="it is open in another program"):
        write_file(old_file, b"new")
    assert names_in(old_file.parent) == ["dashboard.xlsx"]


def test_many_at_once_write_one_file_and_none_of_them_fails(old_file: Path) -> None:
    with ThreadPoolExecutor(8) as many:
        written = list(many.map(lambda n: write_file(old_file, b"%03d" % n * 5000), range(64)))
    assert all(one.path == old_file for one in written)
    assert len({old_file.read_bytes()[at : at + 3] for at in range(0, 15000, 3)}) == 1
    assert names_in(old_file.parent) == ["dashboard.xlsx"]


@pytest.mark.skipif(os.name == "nt", reason="needs macOS or Linux: drafts are told by locks there")
def test_the_draft_of_a_stopped_program_is_removed_and_that_of_a_working_one_is_left(old_file: Path) -> None:
    command = [sys.executable, "-c", WRITES_AND_WAITS, str(old_file)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, **pipes) as working, subprocess.Popen(command, **pipes) as stopped:  # type: ignore[call-overload]
        for one in (working, stopped):
            assert one.stdout.readline() == b"written\n"
        stopped.send_signal(signal.SIGKILL)
        stopped.wait(timeout=30)
        assert len(names_in(old_file.parent)) == 3
        write_file(old_file.with_name("other.txt"), b"")
        assert len(names_in(old_file.parent)) == 3, "the working program's draft, and two files"
        working.communicate(timeout=30)
        assert working.returncode == 0
    assert old_file.read_bytes() == b"half"
    assert names_in(old_file.parent) == ["dashboard.xlsx", "other.txt"]
