"""Observers' outputs: published beside the partnership's, without what is restricted, and people choose for texts."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pptx
import pytest
from click.testing import CliRunner, Result
from python_calamine import CalamineWorkbook

from scpxl.cli import main
from scpxl.errors import NotFoundError, SetUpError
from scpxl.jobs.decide import choose_edition, decide, list_texts
from scpxl.jobs.folder import Folder
from scpxl.jobs.publishing.publish import brief, objective_html, publish
from scpxl.jobs.publishing.published import PACK_TEMPLATE, Output
from scpxl.jobs.publishing.verify import verify
from scpxl.jobs.returns.collect import collect
from scpxl.model.framework import Edition
from scpxl.pages.pack import board_pack
from scpxl.render.powerpoint import pack_bytes
from scpxl.scorecard.lists.exceptions import Choice
from scpxl.scorecard.published.results import unpack
from scpxl.store.records import Entry, EntryKind
from tests.jobs.conftest import PERIOD, Desk
from tests.promises.restricted import parts_of

RESTRICTED = "FIR-01"


def restrict(folder: Folder, code: str = RESTRICTED) -> None:
    """Let only the partnership see a measure."""
    lines = folder.framework_path.read_text("utf-8").splitlines(keepends=True)
    place = next(place for place, line in enumerate(lines) if f'code = "{code}"' in line)
    lines.insert(place + 1, 'editions = ["partnership"]\n')
    folder.framework_path.write_text("".join(lines), "utf-8")


def words_of(path: Path) -> str:
    book = CalamineWorkbook.from_path(path)
    return "\n".join(str(cell) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row)  # fmt: skip


def run(folder: Folder, *words: str) -> Result:
    return CliRunner().invoke(main, ["-C", str(folder.path), *words])


def test_observers_get_a_dashboard_of_their_own_in_which_nobody_types(folder: Folder, desk: Desk) -> None:
    restrict(folder)
    desk.receive("lfb")
    collect(folder, PERIOD)
    title = folder.framework.by_code[RESTRICTED].title
    whole, shown = publish(folder, PERIOD), publish(folder, PERIOD, Edition.OBSERVERS)
    assert shown.path == folder.outputs(PERIOD) / "observers" / "dashboard.xlsx"
    assert shown.with_buttons is None
    assert title in words_of(whole.path)
    said = words_of(shown.path)
    assert title not in said
    assert RESTRICTED not in said
    assert "yellow" not in said
    assert "lfb.xlsx" in words_of(whole.path)
    assert "lfb.xlsx" not in said
    # The partnership's own dashboard is not taken for the observers', nor the other way round.
    assert publish(folder, PERIOD).path == whole.path


def test_a_briefing_and_a_page_are_made_for_observers_too(folder: Folder, desk: Desk) -> None:
    restrict(folder)
    desk.receive("lfb")
    collect(folder, PERIOD)
    title, objective = (
        folder.framework.by_code[RESTRICTED].title,
        folder.framework.by_code[RESTRICTED].objective,
    )
    assert title in brief(folder, PERIOD)
    assert title not in brief(folder, PERIOD, edition=Edition.OBSERVERS)
    assert title in objective_html(folder, PERIOD, objective)
    assert title not in objective_html(folder, PERIOD, objective, Edition.OBSERVERS)
    with pytest.raises(SetUpError, match="small numbers"):
        brief(folder, PERIOD, edition=Edition.PUBLIC)
    printed = run(folder, "brief", "--edition", "observers", "--period", str(PERIOD))
    assert printed.exit_code == 0, printed.output
    assert title not in printed.output


def test_what_people_choose_for_a_decision_holds_until_another_decision_is_made(folder: Folder) -> None:
    decide(folder, "BUR-01", PERIOD, Choice.WATCH, "The board", "A plan is due in June.")
    assert [(one.key, one.observers) for one in list_texts(folder, PERIOD)] == [("decision/BUR-01", True)]
    choose_edition(folder, "decision/bur-01", PERIOD, Edition.PARTNERSHIP, "Analyst", "Names an operation.")
    (line,) = list_texts(folder, PERIOD)
    assert (line.chosen, line.observers, line.why_not) == (True, False, "partnership only")
    assert "A plan is due in June." in words_of(publish(folder, PERIOD).path)
    assert "A plan is due in June." not in words_of(publish(folder, PERIOD, Edition.OBSERVERS).path)
    later = PERIOD.shift(1)
    assert [one.observers for one in list_texts(folder, later)] == [False]
    decide(folder, "BUR-01", later, Choice.CLOSE, "The board", "Done.")
    assert [one.observers for one in list_texts(folder, later)] == [True]
    assert "edition chosen" in run(folder, "history").output


def test_a_choice_needs_a_text_a_name_and_a_reason(folder: Folder) -> None:
    decide(folder, "BUR-01", PERIOD, Choice.WATCH, "The board", "A plan is due in June.")
    with pytest.raises(NotFoundError, match=r"has no text 'decision/ROB-01'\. There are: decision/BUR-01"):
        choose_edition(folder, "decision/ROB-01", PERIOD, Edition.PARTNERSHIP, "A", "B")
    with pytest.raises(SetUpError, match="Say why"):
        choose_edition(folder, "decision/BUR-01", PERIOD, Edition.PARTNERSHIP, "A", " ")
    for words in (["editions", "--may-read", "observers"], ["editions", "x", "--by", "A"], ["editions", "x"]):
        refused = run(folder, *words, "--period", str(PERIOD))
        assert refused.exit_code == 2, refused.output


def test_a_text_that_names_a_hidden_measure_is_hidden_whatever_was_chosen(folder: Folder) -> None:
    restrict(folder)
    title = folder.framework.by_code[RESTRICTED].title
    decide(folder, "BUR-01", PERIOD, Choice.WATCH, "The board", f"Unlike {title.lower()}.")
    choose_edition(folder, "decision/BUR-01", PERIOD, Edition.PUBLIC, "Analyst", "It seemed harmless.")
    (line,) = list_texts(folder, PERIOD)
    assert (line.edition, line.observers, line.why_not) == (
        Edition.PUBLIC,
        False,
        "is about what observers do not see",
    )


def test_one_publishing_writes_the_dashboard_and_the_board_pack_from_one_record(
    folder: Folder, desk: Desk
) -> None:
    restrict(folder)
    desk.receive("lfb")
    collect(folder, PERIOD)
    at = ("--period", str(PERIOD))
    printed = run(folder, "publish", "--output", "dashboard,pack", "--edition", "observers", *at)
    assert printed.exit_code == 0, printed.output
    place = folder.outputs(PERIOD) / "observers"
    assert [one.name for one in sorted(place.iterdir())] == ["board-pack.pptx", "dashboard.xlsx"]
    assert all(f"Wrote {place / name}." in printed.output for name in ("dashboard.xlsx", "board-pack.pptx"))
    words = slide_words(place / "board-pack.pptx")
    assert folder.framework.by_code[RESTRICTED].title not in words
    assert "observers edition" in words
    with folder.open_record(read_only=True) as store:
        (kept,) = store.fetch_publications(PERIOD, "observers")
        frozen = unpack(store.fetch_whole(kept))
    run_of = frozen.run
    # Made again from what was kept: the same bytes.
    assert pack_bytes(board_pack(frozen), frozen.made) == (place / "board-pack.pptx").read_bytes()
    assert f"figures {run_of}" in words
    assert run_of in words_of(place / "dashboard.xlsx")


def test_the_annual_report_of_observers_names_no_restricted_measure_in_any_part_also_for_a_board_told_of_it(
    folder: Folder, desk: Desk
) -> None:
    restrict(folder)
    (board,) = [one for one in folder.framework.boards if RESTRICTED in one.indicators]
    desk.receive("lfb")
    collect(folder, PERIOD)
    title = folder.framework.by_code[RESTRICTED].title
    found: dict[str, str] = {}
    for edition in (Edition.PARTNERSHIP, Edition.OBSERVERS):
        made = publish(folder, PERIOD, edition, outputs=[Output.REPORT])
        found[edition] = "\n".join(text for _, text in parts_of(made.path))
        assert [one.is_as_published for one in verify(folder, [made.path])] == [True]
    assert title in found[Edition.PARTNERSHIP]
    assert title not in found[Edition.OBSERVERS]
    assert RESTRICTED not in found[Edition.OBSERVERS]
    assert f"For the {board.title}" in found[Edition.OBSERVERS]
    assert "observers edition" in found[Edition.OBSERVERS]


def test_a_pack_alone_leaves_the_dashboard_as_it_is_and_follows_the_partnerships_template(
    folder: Folder, desk: Desk
) -> None:
    desk.receive("lfb")
    collect(folder, PERIOD)
    made = publish(folder, PERIOD, outputs=[Output.PACK])
    assert made.path == folder.outputs(PERIOD) / "board-pack.pptx"
    assert [one.name for one in folder.outputs(PERIOD).glob("*.*x")] == ["board-pack.pptx"]
    own = pptx.Presentation(str(made.path))
    own.slide_layouts[0].name = "Front page"
    own.save(str(folder.path / PACK_TEMPLATE))
    before = made.path.read_bytes()
    with pytest.raises(SetUpError, match='lacks layout "Board title"'):
        publish(folder, PERIOD, outputs=[Output.PACK, Output.DASHBOARD])
    # Nothing was written or replaced: neither the pack nor, beside it, a dashboard.
    assert made.path.read_bytes() == before
    assert not (folder.outputs(PERIOD) / "dashboard.xlsx").exists()
    for asked in ("deck", ",", "pack,deck"):
        refused = run(folder, "publish", "--output", asked, "--period", str(PERIOD))
        assert refused.exit_code == 2
        assert "There are: dashboard, pack, report." in refused.output


def slide_words(path: Path) -> str:
    texts = []
    for slide in pptx.Presentation(str(path)).slides:
        texts += [shape.text_frame.text for shape in slide.placeholders if shape.has_text_frame]
        texts.append(slide.notes_slide.notes_text_frame.text)
    return "\n".join(texts)


def test_a_number_that_is_not_quite_the_figure_is_told_to_whoever_publishes_and_nobody_else(
    folder: Folder, desk: Desk
) -> None:
    desk.receive("lfb")
    collect(folder, PERIOD)
    card = next(one for one in publish(folder, PERIOD).scorecard.cards if one.code == "FIR-01")
    assert card.quarter.value is not None
    slip = f"{card.quarter.value + 2:.0f}"
    with folder.open_record() as store:
        entry = Entry(EntryKind.COMMENT, card.objective, PERIOD, {"happened": f"{slip} fires in homes were attended.", "marking": "OFFICIAL"}, "A", datetime(2018, 4, 30, tzinfo=UTC))  # fmt: skip
        store.save_typed([], [entry])
    printed = run(folder, "publish", "--period", str(PERIOD))
    told = f"says {slip}; the figure is {card.quarter.text}"
    assert printed.exit_code == 0, printed.output
    assert told in printed.output
    assert told not in words_of(folder.outputs(PERIOD) / "dashboard.xlsx")
