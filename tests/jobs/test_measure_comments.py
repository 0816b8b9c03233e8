"""What the partnership itself says of a measure: typed beside its draft, kept by its key, shown in the draft's place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from scpxl.errors import SetUpError
from scpxl.jobs.decide import choose_edition, list_texts
from scpxl.jobs.folder import Folder
from scpxl.jobs.publishing.publish import publish
from scpxl.jobs.publishing.published import Published
from scpxl.jobs.refreshing.screen import NotThisLayoutError
from scpxl.jobs.refreshing.typed import TypedConflictError
from scpxl.model.framework import Edition
from scpxl.model.periods import Period
from scpxl.pages.pack import board_pack
from scpxl.pages.typed import COMMENTS, KEY, WRITTEN, fingerprint_of, read_rows, written_as
from scpxl.read.closed_dashboard import read_typed
from scpxl.render.framework_text import write_framework_toml
from scpxl.scorecard.cards.drafts import DRAFT
from scpxl.scorecard.records import shape
from scpxl.scorecard.records.scorecard import IndicatorCard
from scpxl.store.records import EntryKind
from tests.jobs.test_registers import sort_rows
from tests.jobs.test_typed import run, type_into
from tests.journeys.test_form_is_live import desktop, opened
from tests.live.conftest import Q3, Q4, WHEN, Place, place, small_framework

__all__ = ["desktop", "place"]
pytestmark = [pytest.mark.filterwarnings("ignore:.*extension is not supported")]
SAID = "More reports came from the High Street after the lights failed."
BURGLARY, ROBBERY = "own measure BUR", "own measure ROB"


def again(place: Place, period: Period = Q4, edition: Edition = Edition.PARTNERSHIP) -> Published:
    return publish(place.folder, period, edition, now=WHEN)


def card(made: Published, code: str) -> IndicatorCard:
    return next(one for one in made.scorecard.cards if one.code == code)


def rows_of(path: Path) -> dict[str, dict[str, Any]]:
    """The partnership's own rows on Commentary, by their hidden keys, in the order they have there."""
    page: Any = load_workbook(path)["Commentary"]
    heads = [cell.value for cell in page[3]]
    lines = [dict(zip(heads, values, strict=True)) for values in page.iter_rows(min_row=4, values_only=True)]
    return {line[KEY]: line for line in lines if str(line[KEY] or "").startswith("own ")}


def test_each_measure_has_a_row_in_the_order_of_the_framework_with_its_draft_beside_it(place: Place) -> None:
    made = again(place)
    rows = rows_of(made.path)
    assert list(rows) == ["own O1", "own O2", BURGLARY, ROBBERY, "own measure VIS"]
    assert rows[BURGLARY]["Objective"] == "Residential burglary"
    assert [rows[key][DRAFT] for key in rows] == [None, None, *(card(made, code).draft for code in ("BUR", "ROB", "VIS"))]  # fmt: skip
    assert all(card(made, code).draft for code in ("BUR", "ROB", "VIS"))
    assert not any(row[head] for row in rows.values() for head in COMMENTS.fields.values())
    assert not any(row.is_touched for row in read_typed(made.path.read_bytes(), "dashboard").rows)


def test_a_sentence_is_kept_with_its_measure_and_shown_in_the_place_of_the_draft(place: Place) -> None:
    type_into(
        place.publish(), "Commentary", ROBBERY, {"What happened": SAID, "Decision sought": "Mend them."}
    )
    made = again(place)
    assert len(made.typed.entries) == 1
    with place.folder.open_record() as store:
        (entry,) = store.fetch_entries(EntryKind.COMMENT, Q4)
    assert (entry.key, entry.words["happened"]) == ("measure ROB", SAID)
    assert card(made, "ROB").said == f"{SAID} Decision sought: Mend them."
    assert card(made, "BUR").said == ""
    row = rows_of(made.path)[ROBBERY]
    assert (row["What happened"], row[DRAFT]) == (SAID, card(made, "ROB").draft), "the draft stays beside it"
    assert next(iter(rows_of(made.path))) == ROBBERY, "what was typed comes before rows still blank"
    notes = [note for slide in board_pack(made.scorecard).slides for note in slide.notes]
    (told,) = {
        note for note in notes if note.startswith("Robbery.") and "patrols" not in note and SAID in note
    }
    assert DRAFT not in told
    assert any(f"{DRAFT}: {card(made, 'BUR').draft}" in note for note in notes)
    words = json.loads(run(place, "publish", "--json").output)["results"]["pages"][0]["cards"][1]
    assert (words["said"], words["draft"]) == (card(made, "ROB").said, card(made, "ROB").draft)
    assert again(place).typed.entries == [], "typed once, kept once"


def test_it_is_beside_the_exception_and_on_the_page_of_its_objective_and_the_decision_is_put_to_the_board(
    place: Place,
) -> None:
    type_into(
        place.publish(), "Commentary", ROBBERY, {"What happened": SAID, "Decision sought": "Mend them."}
    )
    made = again(place)
    book: Any = load_workbook(made.path)
    streets = [str(cell.value) for row in book["Safer streets"].iter_rows() for cell in row if cell.value]
    assert any(text.startswith("Haling & Ely Partnership on robbery: More reports") for text in streets)
    slides = [slide for slide in board_pack(made.scorecard).slides if "for 1 decision" in slide.title]
    (table,) = (box for slide in slides for box in slide.boxes.values())
    assert "Robbery: Mend them." in str(table)


def test_what_is_typed_is_of_its_quarter_alone_as_comments_on_objectives_are(place: Place) -> None:
    type_into(place.publish(Q3), "Commentary", ROBBERY, {"What happened": SAID})
    assert card(again(place, Q3), "ROB").said == SAID
    assert card(again(place), "ROB").said == ""
    assert rows_of(again(place).path)[ROBBERY]["What happened"] is None


def test_what_is_typed_into_a_draft_is_nobodys_comment_and_the_next_one_replaces_it(place: Place) -> None:
    path = place.publish()
    type_into(path, "Commentary", ROBBERY, {DRAFT: "My own idea."})
    made = again(place)
    assert made.typed.entries == []
    assert card(made, "ROB").said == ""
    assert rows_of(made.path)[ROBBERY][DRAFT] == card(made, "ROB").draft


def test_sorted_rows_are_read_by_their_keys(place: Place) -> None:
    path = place.publish()
    type_into(path, "Commentary", ROBBERY, {"What happened": SAID})
    book: Any = load_workbook(path)
    page = book["Commentary"]
    area = page.iter_rows(min_row=4, max_row=8)
    cells = [list(row) for row in area]
    values = [[cell.value for cell in row] for row in cells]
    for row, turned in zip(cells, reversed(values), strict=True):
        for cell, value in zip(row, turned, strict=True):
            cell.value = value
    book.save(path)
    assert {code: card(again(place), code).said for code in ("BUR", "ROB", "VIS")} == {"BUR": "", "ROB": SAID, "VIS": ""}  # fmt: skip


def test_two_people_who_write_of_one_measure_are_told_of_both_and_nothing_is_overwritten(
    place: Place,
) -> None:
    path = place.publish()
    blank = path.read_bytes()
    type_into(path, "Commentary", ROBBERY, {"What happened": SAID})
    again(place)
    path.write_bytes(blank)
    type_into(path, "Commentary", ROBBERY, {"What happened": "Fewer patrols."})
    with pytest.raises(TypedConflictError, match=r"\(Robbery\): entered here: Fewer patrols\.") as told:
        again(place)
    assert f"on record: {SAID}" in str(told.value)
    made = publish(place.folder, Q4, now=WHEN, typed_wins=True)
    assert card(made, "ROB").said == "Fewer patrols."


def test_a_measure_that_ended_keeps_its_row_and_what_was_typed_there(place: Place) -> None:
    framework = small_framework()
    ended = [
        one.model_copy(update={"last": Q3}) if one.code == "ROB" else one for one in framework.indicators
    ]
    write_framework_toml(
        framework.model_copy(update={"indicators": tuple(ended)}), place.folder.framework_path
    )
    place.folder = Folder(place.folder.path)
    path = place.publish()
    assert rows_of(path)[ROBBERY][DRAFT] is None, "of what is no longer reported there are no figures"
    type_into(path, "Commentary", ROBBERY, {"What happened": SAID})
    made = again(place)
    assert rows_of(made.path)[ROBBERY]["What happened"] == SAID
    assert again(place).typed.entries == []


def test_a_row_of_a_measure_that_the_framework_no_longer_has_is_told_of_and_nothing_changes(
    place: Place,
) -> None:
    path = place.publish()
    type_into(path, "Commentary", ROBBERY, {"What happened": SAID, KEY: "own measure GONE"})
    before = path.read_bytes()
    with pytest.raises(SetUpError, match=r"no longer has the objective or measure .* \(measure GONE\)"):
        again(place)
    assert path.read_bytes() == before


def test_a_measure_and_an_objective_of_one_code_are_told_apart(place: Place) -> None:
    framework = small_framework()
    one = framework.indicators[0].model_copy(update={"code": "O2"})
    write_framework_toml(
        framework.model_copy(update={"indicators": (one, *framework.indicators[1:]), "targets": ()}),
        place.folder.framework_path,
    )
    place.folder = Folder(place.folder.path)
    path = place.publish()
    type_into(path, "Commentary", "own O2", {"What happened": "About fire."})
    type_into(path, "Commentary", "own measure O2", {"What happened": "About burglary."})
    made = again(place)
    assert card(made, "O2").said == "About burglary."
    (page,) = (page for page in made.scorecard.pages if page.code == "O2")
    assert [line.happened for line in page.commentary] == ["About fire."]
    assert {"commentary/own/O2", "commentary/own/measure/O2"} <= {
        one.key for one in list_texts(place.folder, Q4)
    }


def test_observers_read_it_unless_it_is_marked_or_somebody_chose_otherwise(place: Place) -> None:
    path = place.publish()
    type_into(path, "Commentary", ROBBERY, {"What happened": SAID})
    type_into(
        path, "Commentary", BURGLARY, {"What happened": "An operation.", "Marking": "official-sensitive"}
    )
    assert card(again(place), "BUR").said == "An operation."
    made = again(place, edition=Edition.OBSERVERS)
    assert (card(made, "ROB").said, card(made, "BUR").said) == (SAID, "")
    page: Any = load_workbook(made.path)["Commentary"]
    heads = [cell.value for cell in page[3] if cell.value]
    assert heads == ["Objective", "Partner", *COMMENTS.fields.values()], "drafts are for whoever writes"
    told = [[cell.value for cell in row[:3]] for row in page.iter_rows(min_row=4) if row[0].value]
    assert told == [["Robbery", "Haling & Ely Partnership", SAID]]
    choose_edition(place.folder, "commentary/own/measure/ROB", Q4, Edition.PARTNERSHIP, "An analyst", "Names a site")  # fmt: skip
    assert card(again(place, edition=Edition.OBSERVERS), "ROB").said == ""


def test_its_numbers_are_compared_with_figures_and_its_sentences_counted(place: Place) -> None:
    made = again(place)
    figure = card(made, "ROB").headline.value
    assert figure
    long = " ".join(["patrols"] * 30)
    type_into(
        made.path,
        "Commentary",
        ROBBERY,
        {"What happened": f"It came to {figure + 9:,.0f}.", "Why": f"{long}."},
    )
    made = again(place)
    where = "Haling & Ely Partnership on Robbery"
    (number,) = (one for one in made.numbers if one.where == where)
    assert (number.said, number.figure, number.of) == (
        f"{figure + 9:,.0f}", card(made, "ROB").headline.text, "Robbery, Year to Mar 2018",
    )  # fmt: skip
    told = f"{where}: 1 of 2 sentences is longer than 25 words: it has 30."
    assert [one.words for one in made.reading] == [told]
    printed = run(place, "publish", "--json")
    assert json.loads(printed.output)["readability"] == [told]
    place.bring()
    printed = run(place, "publish")
    assert "Texts that would be easier to read in shorter sentences or words:" in printed.output
    assert "1 of 2 sentences is longer than 25 words" in " ".join(printed.output.split())


def test_a_dashboard_of_before_there_were_drafts_is_read_as_it_was_written() -> None:
    heads = ["Objective", "Partner", *COMMENTS.fields.values(), KEY, WRITTEN]
    partners = ["Safer streets", "Police", "Fewer.", "", "", "", "OFFICIAL"]
    typed = {"happened": "Patrols moved."}
    rows = [
        heads,
        [*partners, "", fingerprint_of(partners)],
        ["Safer streets", "Us", "Patrols moved.", "", "", "", "", "own O1", written_as(COMMENTS, typed)],
    ]
    (found,) = read_rows(COMMENTS, rows, 3, "dashboard.xlsx")
    assert (found.key, found.values["happened"], found.is_touched) == ("own O1", "Patrols moved.", False)


def test_an_open_dashboard_of_the_layout_before_goes_on_as_a_new_file_and_what_was_typed_is_kept(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shape, "LAYOUT", 4)
    book = place.opened()
    monkeypatch.undo()
    row = next(
        n for n, line in enumerate(book.names["scpxl_comments"].refers_to_range.raw_value) if "own O1" in line
    )
    book.type("scpxl_comments", row, 2, "Patrols moved.")
    with pytest.raises(NotThisLayoutError, match="is laid out for another framework, edition or version"):
        place.refresh(book, ask=lambda _question: False)
    made = place.refresh(book, ask=lambda _question: True)
    assert len(made.typed.entries) == 1
    assert rows_of(made.published.path)["own O1"]["What happened"] == "Patrols moved."


def test_sorted_and_typed_in_libreoffice_each_sentence_stays_with_its_measure(
    place: Place, desktop: Any
) -> None:
    path = place.publish()
    with opened(desktop, path) as book:
        sheet = book.document.Sheets.getByName("Commentary")
        sort_rows(sheet.getCellRangeByName("A4:J8"), 0)
        told = {sheet.getCellByPosition(0, row).String: row for row in range(3, 8)}
        assert list(told) == ["Fire", "Home fire visits", "Residential burglary", "Robbery", "Safer streets"]
        sheet.getCellByPosition(2, told["Robbery"]).String = SAID
        sheet.getCellByPosition(2, told["Fire"]).String = "Fewer fires."
        book.saved_as(path)
    made = again(place)
    assert len(made.typed.entries) == 2
    assert {code: card(made, code).said for code in ("BUR", "ROB", "VIS")} == {
        "BUR": "",
        "ROB": SAID,
        "VIS": "",
    }
    assert again(place).typed.entries == []
