"""Everything the product says of the worked examples, as files: to see that a change of the code changes none of it.

    python -m tests.freezing OUT          write it into OUT, an empty folder or a new one
    python -m tests.freezing OUT --digests    and keep the digests the test compares with

Two such folders are compared with ``diff -r``.  Only commands are used, and `publish` at a fixed moment, so that the
code behind them may be rearranged.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from click.testing import CliRunner

from scpxl.cli import main
from scpxl.jobs.folder import Folder
from scpxl.jobs.publishing.publish import publish
from scpxl.model.periods import Period

DIGESTS = Path(__file__).with_name("frozen.json")
MADE = datetime(2018, 5, 14, 9, 30, tzinfo=UTC)
QUARTERS = {"2017-18": ("2017-18 Q4", 12), "2025-26": ("2025-26 Q4", 12)}
"""By example: the last quarter, and how many up to it are frozen."""
MONTHS = {"2017-18": ("2018-02", "2017-07"), "2025-26": ("2026-02",)}
AREAS = ("Brent", "Bexley")
PLAIN = ("status", "escalate", "changes met", "history", "framework check")


def freeze(out: Path) -> None:
    """Write everything into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    for example in QUARTERS:
        with TemporaryDirectory() as place:
            folder = Path(place) / "here"
            _run("demo", "--example", example, str(folder))
            _freeze_example(folder, example, out / example)
            if example == "2017-18":
                _freeze_answers(folder, out / "answers")


def _run(*words: str) -> str:
    result = CliRunner().invoke(main, list(words))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    if result.exit_code == 2:
        raise SystemExit(f"scpxl {' '.join(words)}: {result.output}")
    return result.output


def _freeze_example(folder: Path, example: str, out: Path) -> None:
    last, many = Period.parse(QUARTERS[example][0]), QUARTERS[example][1]
    _keep(out / "record.csv", _record(folder))
    for back in range(many):
        period = last.shift(-back)
        _keep(out / period.slug / "brief.md", _run("-C", str(folder), "brief", "--period", str(period)))
        with _copy(folder) as copy:
            scorecard = _run("-C", str(copy), "publish", "--period", str(period), "--json")
            _keep(out / period.slug / "results.json", _without_paths(json.loads(scorecard)))
    for code in _codes(folder):
        for words in _asked(example):
            name = "-".join([code, *(word.strip("-").replace(" ", "") for word in words)])
            for form in ((), ("--json",)):
                said = _run("-C", str(folder), "explain", code, *words, *form)
                _keep(out / "explain" / f"{name}.{'json' if form else 'txt'}", said)
    for command in PLAIN:
        said = _run("-C", str(folder), *command.split(" ", 1)[0].split(), *command.split()[1:], "--json")
        _keep(out / f"{command.replace(' ', '-')}.json", said.replace(str(folder), "HERE"))
    for number, period in enumerate((last, last.shift(-1))):
        with _copy(folder) as copy:
            made = publish(Folder(copy), period, now=MADE)
            _keep_parts(made.path, out / f"dashboard-{number}")


def _asked(example: str) -> Iterator[tuple[str, ...]]:
    yield ()
    yield from (("--area", area) for area in AREAS)
    yield from (("--month", month) for month in MONTHS[example])


def _codes(folder: Path) -> list[str]:
    return [i.code for i in Folder(folder).framework.reported]


def _record(folder: Path) -> str:
    _run("-C", str(folder), "export")
    return (folder / "outputs" / "observations.csv").read_text("utf-8")


class _copy:  # noqa: N801  (used as a function)
    """A copy of a folder that is thrown away again."""

    def __init__(self, folder: Path) -> None:
        self._place = TemporaryDirectory()
        self._copy = Path(self._place.name) / "copy"
        shutil.copytree(folder, self._copy)

    def __enter__(self) -> Path:
        return self._copy

    def __exit__(self, *_: object) -> None:
        self._place.cleanup()


def _without_paths(facts: dict[str, object]) -> str:
    facts.pop("path", None)
    return json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True)


def _freeze_answers(folder: Path, out: Path) -> None:
    """Keep the findings of every filled return, and of every practice return that answers are taught with."""
    for file in sorted((folder / "returns").rglob("*.xlsx")):
        _keep(
            out / f"{file.parent.name} {file.name}.json",
            _run("-C", str(folder), "check", str(file), "--json"),
        )
    place = folder.parent / "practice"
    _run("-C", str(folder), "sandbox", str(place))
    for file in sorted(place.iterdir()):
        if file.suffix not in {".csv", ".toml"}:
            said = _run("-C", str(place), "check", str(file), "--json", "--period", QUARTERS["2017-18"][0])
            _keep(out / "practice" / f"{file.name}.json", said.replace(str(place), "HERE"))


_PASSING = re.compile(rf'"(sha256|moment)": "(?:[0-9a-f]{{64}}|{datetime.now(UTC).year}[^"]*)"')
"""What is another each time: hashes of workbooks made now, and moments of now."""


def _keep(path: Path, text: str) -> None:
    text = _PASSING.sub(r'"\1": "…"', text)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _keep_parts(book: Path, out: Path) -> None:
    with zipfile.ZipFile(book) as package:
        for name in package.namelist():
            path = out / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(package.read(name))


def digests(out: Path) -> dict[str, str]:
    """Return one digest for each part of what was frozen: a folder of the first two levels, or a file there."""
    found: dict[str, hashlib._Hash] = {}
    for path in sorted(path for path in out.rglob("*") if path.is_file()):
        parts = path.relative_to(out).parts
        digest = found.setdefault("/".join(parts[:2]), hashlib.sha256())
        digest.update("/".join(parts).encode() + path.read_bytes())
    return {name: digest.hexdigest()[:16] for name, digest in found.items()}


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("out", type=Path)
    asked.add_argument("--digests", action="store_true")
    told = asked.parse_args()
    freeze(told.out)
    if told.digests:
        DIGESTS.write_text(json.dumps(digests(told.out), indent=1) + "\n", "utf-8")
