"""Where the files that come with scpxl are: the example framework, the macros, the worked example."""

from __future__ import annotations

from pathlib import Path

from scpxl.errors import SetUpError

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped(name: str) -> Path:
    """Return the path of a shipped file or folder, such as ``templates/barnet``.

    An installed wheel carries them inside the package; a checkout has them beside it.
    """
    for root in (_PACKAGE / "_shipped", _PACKAGE.parent):
        if (root / name).exists():
            return root / name
    raise SetUpError(f"{name} is missing from this installation of scpxl. Install it again.")
