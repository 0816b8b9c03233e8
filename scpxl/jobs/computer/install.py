"""What Excel needs on a person's computer beside a dashboard: put into the profile, listed, and taken out again.

A workbook cannot say where Python is on the computer it is opened on.  So its buttons start a Python at one place in
the profile of whoever presses them; installing makes that place, and has it use the scpxl that installs.  Nothing is
written outside the profile, no registry, no add-in, nothing that starts by itself.
"""

from __future__ import annotations

import json
import os
import shutil
import site
import sys
import venv
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from scpxl.errors import SetUpError

WINDOWS, MAC = "win32", "darwin"
MANIFEST: Final = "installed.json"
_BORROWED: Final = "scpxl-borrowed.pth"


@dataclass(frozen=True)
class Profile:
    """Where things are for one person on one computer."""

    platform: str
    """As Python names it: win32, darwin."""
    home: Path
    local: Path
    """Where a person's own settings of programs are that stay on this computer."""

    @property
    def ours(self) -> Path:
        """The folder of everything scpxl writes into the profile for Excel."""
        return self.local / "scpxl" if self.platform == WINDOWS else self.home / ".scpxl"

    @property
    def environment(self) -> Path:
        """The folder of the Python that buttons start; the workbook's settings name it."""
        return self.ours / "venv"

    @property
    def interpreter(self) -> Path:
        """The Python that buttons start."""
        inside = ("Scripts", "python.exe") if self.platform == WINDOWS else ("bin", "python")
        return self.environment.joinpath(*inside)

    @property
    def scripts(self) -> Path:
        """Where Excel on a Mac may find AppleScripts."""
        return self.home / "Library" / "Application Scripts" / "com.microsoft.Excel"

    @property
    def manifest(self) -> Path:
        """The list of what installing wrote."""
        return self.ours / MANIFEST


@dataclass(frozen=True)
class Installed:
    """What is installed for Excel."""

    release: str
    files: tuple[Path, ...]


def own_profile() -> Profile:
    """Return the profile of whoever runs this."""
    home = Path.home()
    return Profile(sys.platform, home, Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local"))


def library_name(platform: str, *, bits: int = 64) -> str:
    """Return the file that joins Excel's half of xlwings to Python's; its name carries the release.

    >>> library_name("darwin").startswith("xlwings-")
    True
    """
    release = version("xlwings")
    return f"xlwings-{release}.applescript" if platform == MAC else f"xlwings{bits}-{release}.dll"


def read_installed(profile: Profile) -> Installed | None:
    """Return what is installed; None where nothing is.  Raises SetUpError where the list cannot be read."""
    try:
        kept = json.loads(profile.manifest.read_text("utf-8"))
        return Installed(str(kept["scpxl"]), tuple(Path(one) for one in kept["files"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as broken:
        raise SetUpError(
            f"{profile.manifest} cannot be read ({broken}). Delete the folder {profile.ours} and run scpxl excel install."
        ) from broken


def install(profile: Profile, make: Callable[[Path], None] | None = None) -> Installed:
    """Write what Excel needs into the profile, and return the list of it.

    `make` makes an empty Python environment in a folder; Python's own `venv` does it where none is given.  Raises
    SetUpError where it is installed already, where Excel does not run, and where a file cannot be written; then
    nothing is left of it.
    """
    if profile.platform not in {WINDOWS, MAC}:
        raise SetUpError("Excel runs on Windows and on a Mac only: there is nothing to install here.")
    before = read_installed(profile)
    if before is not None:
        raise SetUpError(
            f"scpxl {before.release} is installed for Excel already. Bring it up to date with scpxl excel upgrade."
        )
    written: list[Path] = []
    try:
        _write_environment(profile, written, make or _make_environment)
        for source, to in _libraries(profile):
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, to)
            written.append(to)
        made = Installed(version("scpxl"), tuple(dict.fromkeys([*written, profile.manifest])))
        listed = {"scpxl": made.release, "files": [str(one) for one in made.files]}
        profile.ours.mkdir(parents=True, exist_ok=True)
        profile.manifest.write_text(json.dumps(listed, indent=1), encoding="utf-8")
    except OSError as trouble:
        _remove(profile, written)
        raise SetUpError(
            f"{trouble.filename or profile.ours} cannot be written: {trouble.strerror or trouble}. "
            "Close Excel and try again. Nothing was installed."
        ) from trouble
    return made


def upgrade(profile: Profile, make: Callable[[Path], None] | None = None) -> Installed:
    """Replace what is installed by what this release needs; raises SetUpError where nothing is installed."""
    uninstall(profile)
    return install(profile, make)


def uninstall(profile: Profile) -> tuple[Path, ...]:
    """Remove the files that installing listed, and return them; what else is in the profile stays.

    Raises SetUpError where nothing is installed, and where a file cannot be removed.
    """
    there = read_installed(profile)
    if there is None:
        raise SetUpError("Nothing is installed for Excel. Install it with scpxl excel install.")
    # A list that was changed by hand must not make this remove anything of somebody else's.
    ours = [one for one in there.files if one.is_relative_to(profile.ours) or one.parent == profile.scripts]
    try:
        return _remove(profile, ours)
    except OSError as trouble:
        raise SetUpError(
            f"{trouble.filename} cannot be removed: {trouble.strerror}. Close Excel and try again."
        ) from trouble


def _remove(profile: Profile, files: Sequence[Path]) -> tuple[Path, ...]:
    # The list goes last: while a file is left, so is the list that names it.
    gone = sorted(files, key=lambda one: one == profile.manifest)
    for one in gone:
        one.unlink(missing_ok=True)
    folders = {
        profile.ours,
        *(one for one in profile.environment.rglob("*") if one.is_dir()),
        profile.environment,
    }
    for folder in sorted(folders, key=lambda one: len(one.parts), reverse=True):
        with suppress(OSError):
            folder.rmdir()  # those that still hold something stay
    return tuple(gone)


def _write_environment(profile: Profile, written: list[Path], make: Callable[[Path], None]) -> None:
    place = profile.environment
    if Path(sys.prefix).resolve() == place.resolve():
        return  # scpxl was installed at that very place
    if place.exists():
        raise SetUpError(
            f"{place} holds another Python, which scpxl did not put there. Remove the folder and try again."
        )
    try:
        make(place)
        packages = next(iter(sorted(place.rglob("site-packages"))), place / "Lib" / "site-packages")
        packages.mkdir(parents=True, exist_ok=True)
        # addsitedir also follows the .pth files there, which pywin32 and an editable installation need.
        # Escaped: until Python 3.13 such a file is read in the computer's own code page.
        lines = [f"import site; site.addsitedir({str(one)!a})" for one in _package_folders()]
        (packages / _BORROWED).write_text("\n".join(lines) + "\n", encoding="utf-8")
    finally:
        written.extend(one for one in place.rglob("*") if one.is_symlink() or one.is_file())


def _make_environment(place: Path) -> None:
    venv.EnvBuilder(symlinks=os.name != "nt", with_pip=False).create(place)


def _package_folders() -> Iterator[Path]:
    """Yield the folders that the Python which runs this takes its packages from."""
    named = [*site.getsitepackages(), *([site.getusersitepackages()] if site.ENABLE_USER_SITE else [])]
    return (Path(one) for one in dict.fromkeys(named) if Path(one).is_dir())


def _libraries(profile: Profile) -> Iterator[tuple[Path, Path]]:
    """Yield what xlwings brings for Excel's half, and where Excel looks for it; what is missing, doctor tells."""
    if profile.platform == MAC:
        # Found without being imported: xlwings starts pandas, and looks for Excel.
        found = find_spec("xlwings")
        if found is None or found.origin is None:
            raise SetUpError("xlwings is not installed. Install scpxl again.")
        source = Path(found.origin).parent / library_name(MAC)
        yield source, profile.scripts / source.name
        return
    for bits in (64, 32):
        name = library_name(WINDOWS, bits=bits)
        for root in dict.fromkeys((sys.prefix, sys.base_prefix, site.getuserbase())):
            source, to = Path(root) / name, profile.environment / name
            if source.is_file() and source.resolve() != to.resolve():
                yield source, to
                break
