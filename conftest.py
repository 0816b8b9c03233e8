"""What the examples in the documentation and in the code are run beside."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

# lxml came with the library for slides; where openpyxl finds it, it writes sheets another way (character references)
# than for most of those who use it.  Said before anything imports openpyxl.
os.environ.setdefault("OPENPYXL_LXML", "False")

EXAMPLES_OF = {Path(__file__).parent / "scpxl" / "__init__.py", Path(__file__).parent / "docs" / "library.md"}
"""Whose examples work on the folder ``tour``."""


@pytest.fixture(scope="session")
def beside_the_tour(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a place with the folder ``tour``, as `scpxl demo tour` leaves it."""
    from scpxl.jobs.setting_up.setup import demonstrate, examples

    place = tmp_path_factory.mktemp("beside")
    demonstrate(place / "tour", examples()[0])
    return place


@pytest.fixture(autouse=True, scope="session")
def _what_is_kept_for_a_user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what scpxl keeps for a user away from the profile of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SCPXL_CONFIG", str(tmp_path_factory.mktemp("profile")))
        yield


@pytest.fixture(autouse=True)
def _where_examples_run(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the examples of Python's face, and of its page, where they say they are run."""
    if isinstance(request.node, pytest.DoctestItem) and Path(request.node.path) in EXAMPLES_OF:
        monkeypatch.chdir(request.getfixturevalue("beside_the_tour"))
