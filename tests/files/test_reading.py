"""What a path leads to is looked at before anything of it is read."""

from __future__ import annotations

import os
import socket
import tracemalloc
from pathlib import Path

import pytest

from scpxl.files.reading import TooBigError, UnreadableError, read_file

needs_posix = pytest.mark.skipif(os.name == "nt", reason="needs macOS or Linux: Windows has no such files")


def test_a_file_is_read_through_a_link_that_somebody_names(tmp_path: Path) -> None:
    (tmp_path / "met.xlsx").write_bytes(b"return\r\n\x1a")
    (tmp_path / "link.xlsx").symlink_to(tmp_path / "met.xlsx")
    assert read_file(tmp_path / "link.xlsx") == b"return\r\n\x1a"


@needs_posix
def test_a_named_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")
    with pytest.raises(UnreadableError, match="it is a named pipe"):
        read_file(tmp_path / "pipe.xlsx")


@needs_posix
def test_a_folder_a_socket_and_a_device_are_called_so(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        here = Path.cwd()
        os.chdir(tmp_path)  # the address of a socket must be short
        try:
            listening.bind("s.xlsx")
        finally:
            os.chdir(here)
        for path, kind in (
            (tmp_path, "a folder"),
            (tmp_path / "s.xlsx", "a socket"),
            (Path(os.devnull), "a device"),
        ):
            with pytest.raises(UnreadableError, match=f"it is {kind}"):
                read_file(path)


def test_a_file_that_is_too_large_is_weighed_and_not_read(tmp_path: Path) -> None:
    sparse = tmp_path / "sparse.xlsx"
    with sparse.open("wb") as file:
        file.truncate(3 << 30)
    tracemalloc.start()
    with pytest.raises(TooBigError, match="is 3,072 MB, and at most 25 MB are read"):
        read_file(sparse, 25 << 20)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 1 << 20


def test_a_file_of_just_the_size_is_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    assert read_file(tmp_path / "a", 5) == b"12345"
    with pytest.raises(TooBigError):
        read_file(tmp_path / "a", 4)


def test_what_is_not_there_or_cannot_be_named_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"cannot be read: No such file or directory\. Check its name"):
        read_file(tmp_path / "gone.xlsx")
    with pytest.raises(UnreadableError, match="cannot be read"):
        read_file(tmp_path / "a\0b.xlsx")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read and write every file")
def test_a_file_that_is_closed_to_us_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")
    (tmp_path / "a").chmod(0)
    with pytest.raises(UnreadableError, match="Permission denied"):
        read_file(tmp_path / "a")
