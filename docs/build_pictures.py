"""Take the pictures of the dashboard, the board pack and the annual report that the guides show: the worked example's, printed by LibreOffice.

Run as `python -m docs.build_pictures`, with LibreOffice and poppler's pdftoppm and pdftotext at hand; it makes the
worked example again, or takes the dashboard that it is given.
"""

# ruff: noqa: INP001, S603  (a script beside the pages it writes, which starts the programs that draw them)
from __future__ import annotations

import re
import struct
import subprocess
import sys
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

IMAGES = Path(__file__).resolve().parent / "images"
PERIOD = "2017-18-Q4"
DOTS = 100
"""Dots an inch."""
SLIDE_DOTS = 72
COLOURS = 255
LARGEST = 200_000
"""Bytes of a picture: what a page may cost whoever reads it."""
PAGES = {
    "summary": "Summary", "quarters": "Quarters", "exceptions": "Exceptions", "objective": "Burglary and theft",
    "places": "Wards", "benchmarks": "Benchmarks", "explore": "Explore", "audit": "Audit", "money": "Money by objective",
}  # fmt: skip
"""The sheet of each picture, as the foot of its page names it."""


def printed(dashboard: Path, folder: Path) -> Path:
    """Return the dashboard as LibreOffice prints it."""
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
               "--outdir", str(folder), str(dashboard)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    return folder / f"{dashboard.stem}.pdf"


def page_of(pdf: Path, sheet: str) -> int:
    """Return the first page of a sheet, from 1.  Raises LookupError where none has its name at the foot."""
    return _page_with(pdf, rf"^\s*{re.escape(sheet)}\s+Page \d+ of \d+\s*$", sheet)


def page_headed(pdf: Path, heading: str) -> int:
    """Return the page on which a heading of a report stands, from 1; its contents, on the first, name it too."""
    return _page_with(pdf, rf"^\s*{re.escape(heading)}\s*$", heading, after=1)


def _page_with(pdf: Path, line: str, name: str, after: int = 0) -> int:
    command = ["pdftotext", "-layout", pdf, "-"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    for number, page in enumerate(text.split("\f"), start=1):
        if number > after and re.search(line, page, re.MULTILINE):
            return number
    raise LookupError(f"No page of {name}: has the worked example other objectives now?")


def picture_of(pdf: Path, page: int, dots: int = DOTS) -> bytes:
    """Return a page as a PNG with a palette, about a third of what the drawing program makes of it."""
    command = ["pdftoppm", "-r", str(dots), "-f", str(page), "-l", str(page), str(pdf)]
    drawn = subprocess.run(command, check=True, capture_output=True).stdout
    head = re.match(rb"P6\s+(\d+)\s+(\d+)\s+255\s", drawn)
    if head is None:
        raise ValueError("pdftoppm gave no picture.")
    width, height = int(head[1]), int(head[2])
    pixels = np.frombuffer(drawn, np.uint8, offset=head.end()).reshape(height, width, 3)
    return packed(pixels)


def packed(pixels: np.ndarray) -> bytes:
    r"""Return rows of red, green and blue as a PNG of the colours that are met most; others take the nearest of those.

    >>> packed(np.zeros((2, 2, 3), np.uint8))[:4]
    b'\x89PNG'
    """
    height, width, _ = pixels.shape
    coarse = (pixels.astype(np.int32) + 4) // 8
    keys = coarse[..., 0] * 4096 + coarse[..., 1] * 64 + coarse[..., 2]
    found, place, count = np.unique(keys, return_inverse=True, return_counts=True)
    colours = np.minimum(255, np.stack([found // 4096, found // 64 % 64, found % 64], 1) * 8)
    kept = np.argsort(-count, kind="stable")[:COLOURS]
    apart = ((colours[:, None, :] - colours[kept][None, :, :]) ** 2).sum(2)
    rows = apart.argmin(1)[place].reshape(height, width).astype(np.uint8)
    lines = b"".join(b"\0" + row.tobytes() for row in rows)
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", colours[kept].astype(np.uint8).tobytes()), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""),
    )  # fmt: skip
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )  # fmt: skip
    return b"\x89PNG\r\n\x1a\n" + body


DRAWN = {"map": "Wards"}
"""The same of a dashboard whose framework asks for a drawn map."""


def build(dashboard: Path, folder: Path, pages: Mapping[str, str] = PAGES) -> list[Path]:
    """Write pictures of a dashboard's pages; return their files.  Raises ValueError where one is too large to show."""
    pdf, made = printed(dashboard, folder), []
    for name, sheet in pages.items():
        content = picture_of(pdf, page_of(pdf, sheet))
        if len(content) > LARGEST:
            raise ValueError(f"The picture of {sheet} has {len(content):,} bytes, more than {LARGEST:,}.")
        made.append(IMAGES / f"dashboard-{name}.png")
        made[-1].write_bytes(content)
    return made


SLIDES = {"range": 2, "scorecard": 5, "exceptions": 6, "objective": 8, "actions": 18, "risks": 24}
"""The slide of each picture of the board pack."""


def build_pack(pack: Path, folder: Path) -> list[Path]:
    """Write pictures of a board pack's slides; return their files.  LibreOffice needs Impress for it."""
    pdf, made = printed(pack, folder), []
    for name, slide in SLIDES.items():
        made.append(IMAGES / f"pack-{name}.png")
        made[-1].write_bytes(picture_of(pdf, slide, SLIDE_DOTS))
    return made


CHAPTERS = {
    "short": "The year in short", "board": "For the Community Leadership Committee", "measures": "Robbery",
    "wards": "Two partners' figures of the same wards", "targets": "Recommendations and targets",
    "plan": "Plan, risks, money and decisions",
}  # fmt: skip
"""The heading on the page of each picture of the annual report."""


def build_report(report: Path, folder: Path) -> list[Path]:
    """Write pictures of an annual report's pages; return their files.  LibreOffice needs Writer for it."""
    pdf, made = printed(report, folder), []
    for name, heading in CHAPTERS.items():
        made.append(IMAGES / f"report-{name}.png")
        made[-1].write_bytes(picture_of(pdf, page_headed(pdf, heading), SLIDE_DOTS))
    return made


def publish_papers(tour: Path) -> tuple[Path, ...]:
    """Publish the worked example's board pack and annual report; return the files."""
    from scpxl.jobs.folder import Folder
    from scpxl.jobs.publishing.publish import Output, publish
    from scpxl.model.periods import Period

    period = Period.parse(PERIOD.replace("-Q", " Q"))
    return publish(Folder(tour), period, outputs=[Output.PACK, Output.REPORT]).files


def with_map(tour: Path) -> Path:
    """Publish the worked example once more, its wards drawn as well; return the dashboard."""
    from scpxl.jobs.folder import Folder
    from scpxl.jobs.publishing.publish import publish
    from scpxl.model.periods import Period

    framework = tour / "framework.toml"
    framework.write_text(f"drawn_map = true\n{framework.read_text('utf-8')}", "utf-8")
    return publish(Folder(tour), Period.parse(PERIOD.replace("-Q", " Q"))).path


def main(words: Sequence[str]) -> None:
    """Make the pictures of the worked example, or of the dashboard given."""
    from scpxl.jobs.setting_up.setup import demonstrate, examples

    with TemporaryDirectory() as name:
        folder = Path(name)
        if words:
            dashboard = Path(words[0]).resolve()
        else:
            demonstrate(folder / "tour", examples()[0])
            dashboard = folder / "tour" / "outputs" / PERIOD / "dashboard.xlsx"
        made = build(dashboard, folder)
        if not words:
            pack, report = publish_papers(folder / "tour")
            made += build_pack(pack, folder)
            made += build_report(report, folder)
            made += build(with_map(folder / "tour"), folder, DRAWN)
        for path in made:
            sys.stdout.write(f"{path.name}: {path.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main(sys.argv[1:])
