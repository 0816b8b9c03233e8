"""Personal data in every kind of cell and name of a return: found in no output until a person clears it."""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from scpxl.cli import main
from scpxl.jobs.folder import Folder
from scpxl.jobs.returns.issue import issue_returns
from scpxl.jobs.setting_up.setup import init_folder, shipped
from scpxl.model.periods import Period
from tests.partners import Typed, fill_in

PERIOD, NEXT = Period.quarter(2017, 4), Period.quarter(2018, 1)
AT = ("--period", str(PERIOD))

# By cell: what is entered there.  Each has a word of its own beside what is private, so that a text that is shown in
# part is noticed too.
WRITTEN: dict[str, Typed] = {
    "Start!C22": "Abara, 07700 900101",
    "Start!C23": "Bebington, bebington@example.org",
    "Measures!V5": "Cadmus rang 07700 900103, because of the sheds that burned.",
    "Actions!A5": "Didcot 943 476 5919",
    "Actions!C5": "Visit Eccles at 14 Acacia Avenue.",
    "Actions!D5": "Mrs Fazakerley",
    "Actions!J5": "Gotham's NI number is AB 12 34 56 C.",
    "Actions!K5": "Hexham, born 01/02/1990, was seen.",
    "Commentary!C5": "Ilkley lives at EN5 4XY.",
    "Commentary!D5": "Jarrow drove AB12 CDE.",
    "Commentary!E5": "Kendal wrote to kendal (at) example.org.",
    "Commentary!F5": "Ludlow, passport 123456789.",
}
WITH_FACTS: dict[str, Typed] = {
    "Actions!B5": "O5", "Actions!G5": "In progress", "Actions!H5": 40, "Actions!I5": "Amber",
}  # fmt: skip
ECHOED: dict[str, Typed] = {
    "Measures!Q5": "ask Morpeth 07700 900201",
    "Measures!R5": 7700900202,
    "Measures!S5": date(1990, 2, 3),
    "Measures!T5": "Norwich EN5 4XZ",
    "Measures!U5": "Oakham oakham@example.org",
    "Measures!A9": "Penrith 943 476 5919",
    "Measures!Y4": "Quorn, 07700 900203",
    "Actions!A5": "ACT-01",
    "Actions!B5": "Redcar 07700 900204",
    "Actions!E5": "Evesham, 07700 900207; lfb",
    "Actions!F5": "Selby, dob 04/05/1991",
    "Actions!G5": "Mrs Tenterden",
    "Actions!H5": "Ulverston AB 12 34 56 D",
    "Start!C17": "Ventnor (07700 900205)",
    "Start!C23": "Wigan 07700 900206",
}
NAMES = {"file": "Xavier Mrs Yarmouth 07700 900301.xlsx", "bad": "Mr Zennor 07700900302.xlsx"}
NEEDLES = (
    "Abara", "bebington", "Cadmus", "Didcot", "Eccles", "Acacia", "Fazakerley", "Gotham", "Hexham", "Ilkley", "Jarrow",
    "Kendal", "Ludlow", "Evesham", "0 9001", "009001", "0 9002", "009002", "0 9003", "009003", "943 476", "34 56", "EN5 4X", "AB12 CDE", "01/02/1990", "1990-02-03",
    "03/02/1990", "04/05/1991", "123456789.", "Morpeth", "Norwich", "Oakham", "Penrith", "Quorn", "Redcar", "Selby",
    "Tenterden", "Ulverston", "Ventnor", "Wigan", "Xavier", "Yarmouth", "Zennor", "Alnwick", "Bodmin", "Cromer", "Dudley",
)  # fmt: skip


class Place:
    """A partnership's folder in which everything is tried, and all that was printed."""

    def __init__(self, at: Path) -> None:
        self.at = at
        self.folder = init_folder(at / "ours", shipped("templates/barnet/framework.toml"))
        self.printed: list[str] = []
        self.before = ""
        """What was printed while it was made."""

    def run(self, *words: str, status: int | None = None) -> str:
        done = CliRunner().invoke(main, ["-C", str(self.folder.path), *words])
        assert done.exit_code in {0, 1} if status is None else done.exit_code == status, (
            f"{words}: {done.output}"
        )
        self.printed.append(done.output)
        return done.stdout

    def receive(self, partner: str, name: str, cells: dict[str, Typed], day: int) -> Path:
        (issued,) = issue_returns(self.folder, PERIOD, partner)
        to = fill_in(
            issued.path,
            self.folder.returns(PERIOD) / name,
            self.folder.framework,
            partner,
            PERIOD,
            cells=cells,
        )
        moment = datetime(2018, 4, day, 9, tzinfo=UTC).timestamp()
        os.utime(to, (moment, moment))
        return to

    def everything(self) -> str:
        """Run every command that tells or writes anything, and return what they say."""
        self.printed.clear()
        files = [str(path) for path in sorted(self.folder.returns(PERIOD).iterdir())]
        self.run("collect", *AT)
        for words in (("check", *files), ("check", "--json", *files)):
            self.run(*words)
        self.run("check", "--mark", "--out", str(self.at / "marked"), *files)
        self.run("check", "--html", str(self.at / "answers.html"), *files)
        for words in (("changes", "lfb", *AT), ("history",), ("status", *AT, "--chase", "--within", "99")):
            self.run(*words)
            self.run(*words, "--json")
        self.run("status", *AT, "--matrix")
        for words in (
            ("publish", *AT),
            ("explain", "FIR-01", *AT),
            ("escalate", *AT),
            ("escalate", "FIR-01", *AT),
        ):
            self.run(*words)
            self.run(*words, "--json")
        self.run("brief", *AT)
        self.run("brief", *AT, "--out", str(self.at / "briefing.md"))
        self.run("issue", "--period", str(NEXT))
        for form in ("csv", "xlsx", "ods", "parquet"):
            self.run("export", "--format", form)
        self.run("privacy", "list")
        self.run("privacy", "list", "--json")
        self.run("refresh", *AT)
        return "\n".join(self.printed)

    def outputs(self) -> Iterator[tuple[str, bytes]]:
        """Yield every part of everything that was written, with its name."""
        for place in (self.folder.path / "outputs", self.folder.path / "issued" / NEXT.slug, self.at):
            for path in sorted(place.rglob("*") if place != self.at else place.glob("*.*")):
                if path.is_file():
                    yield from whole_of(path)
        for path in (self.at / "marked").iterdir():
            yield from whole_of(path)


def whole_of(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield a file's name and parts; of a partner's own file, marked up, what we added to it."""
    yield path.name, path.name.encode()
    yield from added_to(path) if path.name.endswith("to fix.xlsx") else parts_of(path.name, path.read_bytes())


def parts_of(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for part in package.namelist():
                yield from parts_of(f"{name}!{part}", package.read(part))
    elif content.startswith(b"\x1f\x8b"):
        yield from parts_of(name, gzip.decompress(content))
    else:
        yield name, content


def added_to(marked: Path) -> Iterator[tuple[str, bytes]]:
    """Yield what we added to a partner's own file: the first sheet and the notes; the cells are the partner's."""
    book: Any = load_workbook(marked)
    rows = book["What to fix"].iter_rows(values_only=True)
    yield (
        f"{marked.name}!What to fix",
        "\n".join(str(value) for row in rows for value in row if value).encode(),
    )
    for sheet in book:
        notes = [cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment]
        yield f"{marked.name}!{sheet.title}", "\n".join(notes).encode()


def leaks(text: str, needles: tuple[str, ...] = NEEDLES) -> list[str]:
    """Return which needles a text holds, however their letters and blanks are written."""
    plain = re.sub(r"\s+", " ", text.replace("\\u00a0", " ")).casefold()
    return [needle for needle in needles if needle.casefold() in plain]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    made = Place(tmp_path_factory.mktemp("private"))
    made.receive("lfb", "first.xlsx", {"Commentary!C5": "Quiet.", "Measures!Q5": -1}, day=18)
    made.receive("lfb", NAMES["file"], {**WRITTEN, **WITH_FACTS}, day=20)
    bad = made.receive("met", NAMES["bad"], ECHOED, day=21)
    book: Any = load_workbook(bad)
    book.create_sheet("Alnwick 07700 900303")
    book.save(bad)
    os.utime(bad, (1_524_300_000, 1_524_300_000))
    history = made.at / "Bodmin 07700 900304.csv"
    history.write_text("indicator,area,period,numerator\nFIR-01,E09000003,2017-11,28\n", "utf-8")
    made.run("import", str(history), "--as", "history", status=0)
    history.write_text("indicator,area,period,numerator\nCromer 07700 900305,E09000003,2017-12,28\n", "utf-8")
    made.run("import", str(history), "--as", "history", status=1)
    made.run("import", str(history), "--as", "history", "--json", status=1)
    history.unlink()
    words = ("--decision", "watch", "--by", "The Chair", "--reason", "Dudley rang 07700 900306.")
    made.run("escalate", "FIR-01", *AT, *words, status=0)
    made.run("collect", *AT, status=1)
    made.before = "\n".join(made.printed)
    return made


def test_nothing_private_is_printed_or_written_until_it_is_cleared(place: Place) -> None:
    printed = place.everything()
    assert leaks(place.before) == []
    assert leaks(printed) == []
    for name, content in place.outputs():
        assert leaks(content.decode("utf-8", "replace")) == [], name
    assert "[withheld]" in printed


def test_what_is_listed_is_what_was_written(place: Place) -> None:
    listed = json.loads(place.run("privacy", "list", "--json", *AT))["texts"]
    by_place = {((one["partner"] or {}).get("code"), one["where"]): one for one in listed}
    for cell in WRITTEN:
        assert ("lfb", cell) in by_place, cell
    echoed = {where for partner, where in by_place if partner == "met"}
    assert {"Measures!Q5", "Measures!R5", "Actions!G5", "Start!C23"} <= echoed
    assert {"telephone number", "name of a person"} <= {kind for one in listed for kind in one["kinds"]}
    assert leaks(json.dumps(listed)) == []
    assert len({one["id"] for one in listed}) == len(by_place)


@pytest.mark.slow
def test_what_is_cleared_appears_and_nothing_else(place: Place) -> None:
    listed = json.loads(place.run("privacy", "list", "--json", *AT))["texts"]
    (number,) = (one["id"] for one in listed if one["where"] == "Commentary!C5")
    place.run("privacy", "clear", number, "--by", "The analyst", "--reason", "It is the hostel's", status=0)
    rest = tuple(needle for needle in NEEDLES if needle not in {"Ilkley", "EN5 4X"})
    printed = place.everything()
    assert leaks(printed, rest) == []
    dashboard = b""
    for name, content in place.outputs():
        assert leaks(content.decode("utf-8", "replace"), rest) == [], name
        dashboard += content if name.startswith("dashboard.xlsx") else b""
    assert b"Ilkley lives at EN5 4XY." in dashboard
    assert number not in place.run("privacy", "list")
    place.run("privacy", "withhold", number, "--by", "The analyst", "--reason", "A mistake", status=0)
    assert leaks(place.everything()) == []
    assert all(not leaks(content.decode("utf-8", "replace")) for _, content in place.outputs())


def test_a_file_named_after_somebody_can_be_worked_with(place: Place) -> None:
    folder = Folder(place.folder.path)
    printed = place.run("check", str(folder.returns(PERIOD) / NAMES["bad"]), status=1)
    assert printed.startswith("Returned  [withheld].xlsx")
    assert "FILE_NAME_WITHHELD" in printed
