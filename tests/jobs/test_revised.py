"""A figure that was published before with another value is marked [r] where it is shown, and listed with both values."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest

from scpxl.jobs.publishing.publish import brief, prepare, publish
from scpxl.jobs.publishing.published import Output, Published
from scpxl.jobs.publishing.since_published import restated_by
from scpxl.model.framework import Edition
from scpxl.pages.blocks import Heading, Listing, Table
from scpxl.pages.pack import TABLE, board_pack
from scpxl.pages.report import annual_report
from scpxl.pages.tables import changes_table
from scpxl.scorecard.published.results import from_results, to_results
from scpxl.scorecard.records.ends import FIELDS
from scpxl.store.records import Brought, SubmissionKind
from scpxl.store.sqlite import open_store
from tests.excel.packages import different_parts
from tests.excel.reading import words_of
from tests.live.conftest import Q3, Q4, WHEN, Place, place
from tests.scorecard.builders import OWN, series
from tests.store.examples import sending

__all__ = ["place"]


def published(place: Place, days: int = 0, **more: object) -> Published:
    return publish(place.folder, Q4, now=WHEN + timedelta(days=days), **more)  # type: ignore[arg-type]


def restate(place: Place, code: str = "ROB", month: str = "2018-02", value: float = 90.0) -> None:
    """Bring one month's figure with another value."""
    seen = series([value], code, OWN, until=month)
    with open_store(place.folder.store_path) as store:
        sent = sending(f"{code} {month} {value}", kind=SubmissionKind.HISTORY, partner="")
        store.save_submission(sent, Brought(seen))


def marked(made: Published) -> dict[str, list[str]]:
    """The figures marked [r], by measure."""
    found: dict[str, list[str]] = {}
    for card in made.scorecard.cards:
        for field in ("headline", "before", "quarter", "quarter_year_ago", "year_to_date", "latest", "rate"):
            if "[r]" in getattr(card, field).mark:
                found.setdefault(card.code, []).append(field)
    return found


def test_nothing_is_marked_that_was_not_published_with_another_value(place: Place) -> None:
    first = published(place)
    assert marked(first) == {}
    assert first.scorecard.revised == ()
    restate(place, value=90.0)
    restate(place, "BUR", "2015-12", 1.0)
    assert "VIS" not in marked(published(place, 1))
    assert "BUR" not in marked(published(place, 2))


def test_a_restated_month_marks_the_figures_it_is_in_and_no_other(place: Place) -> None:
    before = {card.code: card for card in published(place).scorecard.cards}["ROB"]
    restate(place)
    made = published(place, 3)
    assert marked(made) == {"ROB": ["headline", "quarter", "year_to_date"]}
    now = {card.code: card for card in made.scorecard.cards}["ROB"]
    (line,) = made.scorecard.revised
    assert line.figures == (
        f"Year to Mar 2018: {before.headline.text} (published on 21 May 2018), now {now.headline.text}. "
        f"Quarter to Mar 2018: {before.quarter.text} (published on 21 May 2018), now {now.quarter.text}. "
        f"Year to date, Mar 2018: {before.year_to_date.text} (published on 21 May 2018), now {now.year_to_date.text}"
    )
    told = f"[r] Other numbers were published before. Year to Mar 2018: {before.headline.text} (21 May 2018)."
    assert now.notes[-1].startswith(told)
    assert [one.figure.mark for one in now.strip if one.name == "Latest quarter"] == ["[r]"]
    assert (line.indicator, line.published) == ("ROB", WHEN.date())


def test_a_figure_of_an_earlier_quarter_is_marked_where_this_quarters_papers_show_it(place: Place) -> None:
    """Published for the quarter that ended in March 2017, shown in March 2018 as the year before."""
    publish(place.folder, Q4.shift(-4), now=WHEN)
    restate(place, month="2016-11")
    assert marked(published(place)) == {"ROB": ["before"]}


def test_publishing_again_is_the_same_publication_and_a_value_that_came_back_stays_revised(
    place: Place,
) -> None:
    first = published(place)
    restate(place)
    second = published(place, 1)
    (place.folder.outputs(Q4) / "dashboard.xlsx").unlink()
    third = published(place, 2)
    assert third.scorecard.revised == second.scorecard.revised
    with place.folder.record_to_read() as store:
        assert len(store.fetch_publications(Q4)) == 2
    card = {one.code: one for one in first.scorecard.cards}["ROB"]
    control = card.control_chart
    assert control is not None
    (february,) = [
        value for label, value in zip(control.labels, control.values, strict=True) if label == "Feb 2018"
    ]
    assert february is not None
    restate(place, value=february)
    fourth = published(place, 3)
    assert {one.code: one for one in fourth.scorecard.cards}["ROB"].headline.text == card.headline.text
    assert "headline" in marked(fourth)["ROB"]


def test_observers_are_told_of_what_was_published_to_observers_only(place: Place) -> None:
    published(place)
    restate(place)
    made = publish(place.folder, Q4, Edition.OBSERVERS, now=WHEN + timedelta(days=1))
    assert marked(made) == {}


def test_why_says_who_restated_it_and_when(place: Place) -> None:
    """The file was received before the first publication, and taken into the record after it."""
    published(place)
    restate(place)
    made = published(place, 1)
    assert [one.why for one in made.scorecard.revised] == ["Restated by an import on 20 Apr 2018"]
    assert made.scorecard.changed is not None
    assert [one.why for one in made.scorecard.changed.lines] == ["Restated by an import on 20 Apr 2018"]


def test_what_was_restated_before_it_was_published_is_no_reason(place: Place) -> None:
    restate(place)
    published(place)
    restate(place, value=91.0)
    made = published(place, 1)
    with place.folder.record_to_read() as store:
        assert len(store.fetch_restatements()) == 2
    assert [one.why for one in made.scorecard.revised] == ["Restated by an import on 20 Apr 2018"]
    with place.folder.record_to_read() as store:
        known = restated_by(store, place.folder.framework)
    assert [one.after for one in known] == [None, WHEN.date()]


def test_the_dashboard_shows_the_mark_the_list_and_what_it_means_in_places_that_do_not_move(
    place: Place,
) -> None:
    first: Path = published(place).path
    plain = first.with_name("before.xlsx")
    plain.write_bytes(first.read_bytes())
    restate(place)
    path = published(place, 1).path
    assert any(text.endswith("[r]") for text in words_of(path, "Summary"))
    assert any(text.startswith("[r] Year to Mar 2018") for text in words_of(path, "Changes"))
    assert (
        "Revised: another number was published before. Both are on Changes, with when and why."
        in words_of(path, "Notes")
    )
    assert different_parts(plain, path, frozenset({"Changes", "Notes"})) == []


def test_pack_and_briefing_show_it_beside_the_number(place: Place) -> None:
    pytest.importorskip("pptx")
    published(place)
    restate(place)
    made = published(place, 1, outputs=(Output.DASHBOARD, Output.PACK))
    card = {one.code: one for one in made.scorecard.cards}["ROB"]
    cells = [
        cell.text
        for slide in board_pack(made.scorecard).slides
        if isinstance(table := slide.boxes.get(TABLE), Table)
        for row in table.rows
        for cell in row
    ]
    assert f"{card.headline.text} [r]" in cells
    assert rf"Year to Mar 2018: {card.headline.text} \[r\]" in brief(place.folder, Q4)


def test_the_annual_report_marks_the_quarters_and_years_that_were_published_otherwise_and_lists_them(
    place: Place,
) -> None:
    """Published: the quarter to December, and the year before last; restated: a month of each."""
    publish(place.folder, Q3, now=WHEN)
    publish(place.folder, Q4.shift(-4), now=WHEN)
    old = {card.code: card for card in published(place).scorecard.cards}["ROB"]
    restate(place, month="2017-11")
    restate(place, month="2016-11", value=70.0)
    made = published(place, 1, outputs=(Output.DASHBOARD, Output.REPORT))
    assert made.scorecard.year
    line = next(one for one in made.scorecard.year.lines if one.indicator == "ROB")
    assert [one.mark for one in line.quarters] == ["", "", "[r]", ""]
    assert [one.mark for one in line.years] == ["", "[r]", "[r]"]
    assert all("[r]" not in one.mark for other in made.scorecard.year.lines if other is not line for one in (*other.quarters, *other.years))  # fmt: skip
    card = {one.code: one for one in made.scorecard.cards}["ROB"]
    assert (line.years[-1], line.years[-2]) == (card.headline, card.before)
    blocks = annual_report(made.scorecard).blocks
    rows = [[cell.text for cell in row] for one in blocks if isinstance(one, Table) for row in one.rows if row[0].text.startswith("Robbery")]  # fmt: skip
    third, years = line.quarters[2].text, [f"{one.text} [r]" for one in line.years[1:]]
    assert any(f"{third} [r]" in row for row in rows)
    assert any(row[2:4] == years for row in rows)
    place_of = blocks.index(Heading("What has changed since it was published", 1))
    told = next(one.text for block in blocks[place_of:] if isinstance(block, Listing) for one in block.entries if "[r]" in one.text)  # fmt: skip
    assert (
        f"Year to Mar 2018: {old.headline.text} (published on 21 May 2018), now {card.headline.text}" in told
    )
    assert "Quarter to Dec 2017: " in told
    assert f", now {third}" in told
    assert told.count("Year to Mar 2017: ") == 1
    with docx_of(made) as package:
        assert package.read("word/document.xml").decode().count("[r]") >= 4


def test_what_has_changed_since_is_in_whole_sentences_in_report_and_pack(place: Place) -> None:
    published(place)
    restate(place, value=190.0)
    made = published(place, 1)
    assert made.scorecard.changed
    (line,) = made.scorecard.changed.lines
    assert line.figures
    assert line.effects
    told = [one.text for block in annual_report(made.scorecard).blocks if isinstance(block, Listing) for one in block.entries]  # fmt: skip
    notes = "\n".join(text for slide in board_pack(made.scorecard).slides for text in slide.notes)
    assert any(f"{line.figures}. {line.effects}. {line.why}." in text for text in told)
    assert f"{line.figures}. {line.effects}. {line.why}." in notes


def docx_of(made: Published) -> ZipFile:
    return ZipFile(next(path for path in made.files if path.suffix == ".docx"))


def test_a_report_of_which_nothing_was_published_before_is_marked_nowhere(place: Place) -> None:
    made = published(place, outputs=(Output.REPORT,))
    assert "[r]" not in "".join(_texts(made))
    assert any("Nothing was published before" in text for text in _texts(made))


def _texts(made: Published) -> list[str]:
    with docx_of(made) as package:
        return re.findall(r"<w:t[^>]*>([^<]*)", package.read("word/document.xml").decode())


def test_a_month_end_chosen_in_the_dashboard_is_marked_as_its_own_publication_had_it(place: Place) -> None:
    """December is a month end of the dashboard to March, and was published as Q3."""
    publish(place.folder, Q3, now=WHEN)
    restate(place, month="2017-11")
    with place.folder.record_to_read() as store:
        scorecard = prepare(place.folder, store, Q4, WHEN)
    assert scorecard.shape is not None
    row = [one.code for one in scorecard.shape.measures].index("ROB")
    marks = {end.label: end.cards[row][FIELDS.index("marks")] for end in scorecard.month_ends}
    assert [label for label, mark in marks.items() if "[r]" in str(mark)] == ["Dec 2017"]


def test_what_is_marked_is_kept_and_records_of_before_are_still_read(place: Place) -> None:
    published(place)
    restate(place)
    scorecard = published(place, 1).scorecard
    kept = to_results(scorecard)
    assert from_results(kept) == scorecard
    del kept["revised"]
    assert from_results(kept) == replace(scorecard, revised=())


def test_the_list_follows_what_has_changed_since_the_last_publication(place: Place) -> None:
    published(place)
    restate(place)
    rows = changes_table(published(place, 1).scorecard).rows
    assert [row[0].text for row in rows] == ["Robbery", "Robbery"]
    assert rows[1][3].text.startswith("[r] ")
