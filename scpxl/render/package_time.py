"""Packages of Office documents whose bytes depend on nothing but what they hold."""

from __future__ import annotations

import zipfile
from io import BytesIO

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def without_time(package: bytes) -> bytes:
    """Return a package whose parts carry no time of their own, so that its bytes depend on nothing else than it holds."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            part = zipfile.ZipInfo(info.filename, _FIRST_DAY)
            part.compress_type, part.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            new.writestr(part, old.read(info))
    return made.getvalue()
