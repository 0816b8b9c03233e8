"""A publication is a draft until somebody approves it; the approved one stays until it is superseded or withdrawn."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from scpxl.errors import ConflictError, NotFoundError, SetUpError
from scpxl.jobs.decide import decide
from scpxl.jobs.keeping import check_record
from scpxl.jobs.publishing.publish import publish
from scpxl.jobs.publishing.published import Published
from scpxl.jobs.publishing.release import approve, list_releases, supersede, withdraw_release
from scpxl.jobs.returns.life import history
from scpxl.model.framework import Edition
from scpxl.scorecard.lists.exceptions import Choice
from scpxl.store.records import ReleaseState
from tests.jobs.test_typed import run
from tests.live.conftest import Q3, Q4, WHEN, Place, place

__all__ = ["place"]
OURS, OBSERVERS = Edition.PARTNERSHIP, Edition.OBSERVERS
DAY = timedelta(days=1)


def published(place: Place, days: int = 0, edition: Edition = OURS) -> Published:
    return publish(place.folder, Q4, edition, now=WHEN + days * DAY)


def states(place: Place, edition: Edition = OURS) -> list[str]:
    return [one.state.value for one in list_releases(place.folder, Q4, edition)]


def test_what_is_published_in_one_step_is_a_draft_and_nobody_is_told_about_approving(place: Place) -> None:
    made = published(place)
    assert made.release == ()
    assert states(place) == ["draft"]
    assert "draft" not in run(place, "publish").output


def test_an_approved_publication_says_who_when_and_why(place: Place) -> None:
    published(place)
    (made,) = approve(place.folder, Q4, OURS, "Safety board", "Meeting of 24 May", WHEN + 3 * DAY).changed
    assert made.state is ReleaseState.APPROVED
    assert made.words == (
        f"Partnership edition of Q4 2017-18: Jan 2018 – Mar 2018, published on 21 May 2018 (figures {made.run}): "
        "approved on 24 May 2018 by Safety board: Meeting of 24 May."
    )
    assert published(place, 4).release == (made.words,)


def test_approving_changes_no_output(place: Place) -> None:
    first = published(place)
    before = first.path.read_bytes()
    approve(place.folder, Q4, OURS, "Board")
    again = published(place, 1)
    assert again.unchanged
    assert again.path.read_bytes() == before


def test_publishing_again_leaves_the_approved_one_and_lists_what_has_changed_since(place: Place) -> None:
    published(place)
    approve(place.folder, Q4, OURS, "Board", now=WHEN)
    place.bring(about=60.0)
    made = published(place, 5)
    assert states(place) == ["approved", "draft"]
    assert made.release[0].startswith("These files are a draft. Partnership edition of Q4 2017-18")
    assert "It stays the approved one until it is superseded" in made.release[0]
    assert made.release[1].startswith(
        "Since Q4 2017-18 was published on 21 May 2018, the figures of 3 indicators"
    )
    with pytest.raises(ConflictError, match="To approve the newest in its place: scpxl release supersede"):
        approve(place.folder, Q4, OURS, "Board")


def test_a_later_publication_supersedes_the_approved_one_and_says_what_it_changes(place: Place) -> None:
    first = published(place)
    approve(place.folder, Q4, OURS, "Board", now=WHEN)
    place.bring(about=60.0)
    second = published(place, 5)
    made = supersede(place.folder, Q4, OURS, "Chair", "The police corrected their figures.", WHEN + 6 * DAY)
    assert states(place) == ["superseded", "approved"]
    assert [one.state.value for one in made.changed] == ["superseded", "approved"]
    assert made.since is not None
    line = next(one for one in made.since.lines if one.indicator == "ROB")
    cards = ({card.code: card for card in one.scorecard.cards} for one in (first, second))
    assert (line.published, line.now) == tuple(card["ROB"].headline.text for card in cards)


def test_an_approved_publication_is_withdrawn_with_a_reason_and_the_next_one_can_be_approved(
    place: Place,
) -> None:
    published(place)
    approve(place.folder, Q4, OURS, "Board", now=WHEN)
    (made,) = withdraw_release(place.folder, Q4, OURS, "Chair", "Wrong population.", WHEN + DAY).changed
    assert made.words.endswith("withdrawn on 22 May 2018 by Chair: Wrong population.")
    assert published(place, 2).release == (made.words,)
    with pytest.raises(ConflictError, match="withdrawn on 22 May 2018 by Chair"):
        withdraw_release(place.folder, Q4, OURS, "Chair", "Twice.")
    place.bring(about=60.0)
    published(place, 3)
    approve(place.folder, Q4, OURS, "Board")
    assert states(place) == ["withdrawn", "approved"]


def test_a_draft_can_be_withdrawn_by_who_never_approves(place: Place) -> None:
    published(place)
    withdraw_release(place.folder, Q4, OURS, "Analyst", "Sent too early.")
    assert states(place) == ["withdrawn"]


def test_each_edition_has_a_life_of_its_own(place: Place) -> None:
    published(place)
    published(place, edition=OBSERVERS)
    approve(place.folder, Q4, OBSERVERS, "Board")
    assert (states(place), states(place, OBSERVERS)) == (["draft"], ["approved"])


def test_what_cannot_be_decided_is_refused_in_words_and_nothing_is_kept(place: Place) -> None:
    with pytest.raises(NotFoundError, match="Run scpxl publish first"):
        approve(place.folder, Q4, OURS, "Board")
    published(place)
    with pytest.raises(NotFoundError, match=r"Nothing was published of Q3 2017-18.*partnership edition"):
        approve(place.folder, Q3, OURS, "Board")
    with pytest.raises(SetUpError, match="Say who decided"):
        approve(place.folder, Q4, OURS, "  ")
    with pytest.raises(SetUpError, match="Say why"):
        withdraw_release(place.folder, Q4, OURS, "Board", "")
    with pytest.raises(ConflictError, match="none to supersede"):
        supersede(place.folder, Q4, OURS, "Board", "Better.")
    approve(place.folder, Q4, OURS, "Board")
    with pytest.raises(ConflictError, match="Nothing else has been published since"):
        supersede(place.folder, Q4, OURS, "Board", "Better.")
    assert states(place) == ["approved"]
    assert len(list_releases(place.folder)[0].steps) == 1


def test_history_tells_who_decided_what_and_personal_words_are_withheld(place: Place) -> None:
    published(place)
    approve(place.folder, Q4, OURS, "Board", "Agreed.", WHEN)
    withdraw_release(place.folder, Q4, OURS, "Board", "Ring 07700 900123.", WHEN)
    told = [(one.what, one.words) for one in history(place.folder, period=Q4)][-2:]
    assert told[0] == (
        "approved",
        "Partnership edition published on 21 May 2018: approved, by Board: Agreed.",
    )
    assert told[1][0] == "withdrawn"
    assert "07700" not in told[1][1]
    assert "07700" not in list_releases(place.folder)[0].words


def test_store_check_names_an_approved_publication_that_was_altered(place: Place) -> None:
    published(place)
    approve(place.folder, Q4, OURS, "Board")
    before = check_record(place.folder).problems
    with place.folder.open_record() as store:
        store.connection.execute("UPDATE publication_record SET record = ?", (b"altered",))  # type: ignore[attr-defined]
    (problem,) = set(check_record(place.folder).problems) - set(before)
    assert "the publication of 21 May 2018 was altered since" in problem


def test_the_commands_tell_it_in_words_and_as_json(place: Place) -> None:
    published(place)
    at = ("--by", "Board")
    assert "approved on" in run(place, "release", "approve", *at).output
    decide(place.folder, "ROB", Q4, Choice.ESCALATE, "Board", "Too many.", now=WHEN)
    assert "These files are a draft." in run(place, "publish").output
    told = run(place, "release", "supersede", *at, "--why", "A decision was made.")
    assert "no figure has changed" in told.output
    listed = json.loads(run(place, "release", "list", "--json").output)["releases"]
    assert [(one["edition"], one["state"], len(one["steps"])) for one in listed] == [
        ("partnership", "superseded", 2), ("partnership", "approved", 1),
    ]  # fmt: skip
    shown = " ".join(run(place, "release", "list").output.split())
    assert "superseded" in shown
    assert ".;" not in shown
    refused = run(place, "release", "approve", *at)
    assert refused.exit_code == 2
    assert refused.output.startswith("scpxl: Partnership edition of Q4 2017-18")


def test_verifying_a_withdrawn_output_says_that_it_was_withdrawn(place: Place) -> None:
    path: Path = published(place).path
    withdraw_release(place.folder, Q4, OURS, "Chair", "Wrong population.", WHEN + DAY)
    told = run(place, "verify", str(path))
    assert told.exit_code == 0, told.output
    assert "withdrawn on 22 May 2018 by Chair: Wrong population." in told.output
