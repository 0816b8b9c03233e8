"""Publishing again what has not changed costs next to nothing, and leaves the files as they are; any change is published."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from scpxl.jobs.decide import decide
from scpxl.jobs.folder import Folder
from scpxl.jobs.folders import known_folders
from scpxl.jobs.publishing.publish import publish
from scpxl.jobs.publishing.published import Published
from scpxl.scorecard.lists.exceptions import Choice
from tests.jobs.test_typed import ESCALATED, run, type_into
from tests.live.conftest import Q4, WHEN, Place, place, small_desk

__all__ = ["place", "small_desk"]
pytestmark = [pytest.mark.filterwarnings("ignore:.*extension is not supported")]


def again(place: Place) -> Published:
    """Publish a day later, as another run of the program does."""
    return publish(Folder(place.folder.path), Q4, now=WHEN + timedelta(days=1))


def files(place: Place) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in place.folder.outputs(Q4).glob("dashboard*")}


def test_what_has_not_changed_stays_as_it_was_written(place: Place) -> None:
    first = publish(place.folder, Q4, now=WHEN)
    before = files(place)
    second = again(place)
    assert (first.unchanged, second.unchanged) == (False, True)
    assert files(place) == before
    assert second.scorecard == first.scorecard
    assert (second.path, second.with_buttons) == (first.path, first.with_buttons)


def _decide(place: Place) -> None:
    decide(place.folder, "ROB", Q4, Choice.ESCALATE, "Board", "Too many.", now=WHEN)


def _type(place: Place) -> None:
    type_into(place.folder.outputs(Q4) / "dashboard.xlsx", "Decisions", "ROB", ESCALATED)


def _edit_framework(place: Place) -> None:
    path = place.folder.path / "framework.toml"
    text = path.read_text("utf-8")
    path.write_text(text.replace('title = "', 'title = "All ', 1), "utf-8")


def _another_day(place: Place) -> None:
    (place.folder.path / "scpxl.toml").write_text("as_of = 2031-05-14\n", "utf-8")


def _delete(place: Place) -> None:
    (place.folder.outputs(Q4) / "dashboard.xlsx").unlink()


@pytest.mark.parametrize("change", [_decide, _type, _edit_framework, _another_day, _delete])
def test_any_change_to_what_it_is_made_of_is_published(place: Place, change: Callable[[Place], None]) -> None:
    publish(place.folder, Q4, now=WHEN)
    change(place)
    assert not again(place).unchanged
    assert again(place).unchanged


def test_a_record_that_another_program_changes_meanwhile_is_published_again(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    import scpxl.jobs.publishing.publish as publishing

    write = publishing.write_dashboard  # type: ignore[attr-defined]

    def written_while_somebody_decides(*given: object) -> object:
        _decide(place)
        return write(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(publishing, "write_dashboard", written_while_somebody_decides)
    publish(place.folder, Q4, now=WHEN)
    monkeypatch.undo()
    assert not again(place).unchanged


def test_the_terminal_and_json_say_that_nothing_has_changed(place: Place) -> None:
    run(place, "publish", "--period", str(Q4))
    told = run(place, "publish", "--period", str(Q4))
    assert f"Nothing has changed since it was published: {dashboard(place)} stays as it is." in told.output
    assert json.loads(run(place, "publish", "--period", str(Q4), "--json").output)["unchanged"] is True


def test_whoever_publishes_what_has_not_changed_has_the_folder_on_their_own_list_too(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(place.folder, Q4, now=WHEN)
    monkeypatch.setenv("SCPXL_CONFIG", str(tmp_path / "a colleague"))
    assert known_folders() == {}
    assert again(place).unchanged
    assert list(known_folders()) == [place.folder.path]


def test_publishing_nothing_is_a_mistake_and_changes_nothing(place: Place) -> None:
    with pytest.raises(ValueError, match="nothing to publish"):
        publish(place.folder, Q4, outputs=())
    with place.folder.open_record() as store:
        assert store.fetch_publications() == []


def dashboard(place: Place) -> Path:
    return place.folder.outputs(Q4) / "dashboard.xlsx"
