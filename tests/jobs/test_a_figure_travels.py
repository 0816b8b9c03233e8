"""A figure entered into a cell is found again in the record, in the explanation and on the dashboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from scpxl.errors import NotFoundError, SetUpError
from scpxl.jobs.folder import Folder
from scpxl.jobs.giving.explain import explain
from scpxl.jobs.giving.export import ExportFormat, all_observations, export
from scpxl.jobs.publishing.publish import publish
from scpxl.jobs.returns.check import check_file
from scpxl.jobs.returns.collect import collect
from scpxl.jobs.returns.importing import ImportKind, import_file
from scpxl.jobs.returns.issue import issue_returns
from scpxl.jobs.returns.status import status
from scpxl.model.framework import Edition
from scpxl.model.observations import NOT_KNOWN, Marker
from scpxl.model.periods import Period
from scpxl.returns.findings import ReturnVerdict
from scpxl.returns.form import FormColumn, FormTable, Row
from tests.jobs.conftest import PERIOD, Desk
from tests.partners import Typed, steady_hand


def visits(table: FormTable, row: Row, column: FormColumn) -> Typed:
    """Enter the month's number into each month, so that every figure can be told apart."""
    return column.month if row.key[0] == "FIR-02" else steady_hand(table, row, column)


def test_from_the_partners_cell_to_the_boards_number(folder: Folder, desk: Desk) -> None:
    typed = desk.receive("lfb", hand=visits)
    made = collect(folder, PERIOD)
    assert [file.verdict for file in made.files] == [ReturnVerdict.ACCEPTED]

    found = explain(folder, "FIR-02", PERIOD)
    march = found.observations[-1]
    assert march.numerator == PERIOD.last
    book = load_workbook(typed)
    assert book[march.source.sheet][march.source.cell].value == PERIOD.last
    assert march.source.file == "lfb.xlsx"
    assert found.card.latest.value == PERIOD.last
    assert found.card.headline.value is None
    assert found.card.headline.text == "figures begin Jan 2018"

    published = publish(folder, PERIOD)
    card = next(card for card in published.scorecard.cards if card.code == "FIR-02")
    assert card == found.card
    assert published.path == folder.outputs(PERIOD) / "dashboard.xlsx"


def test_collecting_twice_changes_nothing(folder: Folder, desk: Desk) -> None:
    desk.receive("lfb")
    collect(folder, PERIOD)
    before = all_observations(folder)
    archived = sorted(path.name for path in folder.archive.rglob("*.*"))
    again = collect(folder, PERIOD)
    assert [file.saved.is_repeat for file in again.files if file.saved] == [True]
    assert not again.needs_somebody
    assert all_observations(folder) == before
    assert sorted(path.name for path in folder.archive.rglob("*.*")) == archived


def test_a_return_with_anything_to_fix_is_kept_out_whole_and_its_correction_is_the_second_attempt(
    folder: Folder, desk: Desk
) -> None:
    desk.receive("lfb", "first.xlsx", day=20, cells={"Measures!Q5": "about 30"})
    made = collect(folder, PERIOD)
    assert made.needs_somebody
    assert [found.code for found in made.files[0].findings] == ["NOT_A_NUMBER"]
    assert str(made.files[0].findings[0]) == (
        "Measures!Q5  'about 30' is not a number. Enter the number only, for example 30."
    )
    assert all_observations(folder) == []

    desk.receive("lfb", "second.xlsx", day=25)
    made = collect(folder, PERIOD)
    attempts = {file.name: file.saved.attempt for file in made.files if file.saved}
    assert attempts == {"first.xlsx": 1, "second.xlsx": 2}
    assert len(all_observations(folder)) == 30 + 3 * 22  # and the wards of the fires, with 'not known'
    line = next(line for line in status(folder, PERIOD) if "Fire" in line.partner)
    assert (line.status, line.attempts, line.days_late) == ("accepted", 2, 0)
    assert line.words == "Accepted at the 2nd attempt; on time."


def test_an_earlier_figure_overtyped_is_a_restatement_with_both_values(folder: Folder, desk: Desk) -> None:
    third = PERIOD.shift(-1)
    desk.receive("lfb", period=third, day=1)
    collect(folder, third)
    desk.receive("lfb", cells={"Measures!O5": 23})
    made = collect(folder, PERIOD)
    saved = made.files[0].saved
    assert saved is not None
    restated = {
        one.series.item: (one.old.numerator, one.new.numerator, str(one.period)) for one in saved.restated
    }
    assert restated == {"": (20, 23, "2017-11"), NOT_KNOWN: (20, 23, "2017-11")}


def test_what_was_accepted_is_filled_in_when_the_next_form_is_issued(folder: Folder, desk: Desk) -> None:
    desk.receive("lfb", cells={"Measures!Q5": "[x]"})
    collect(folder, PERIOD)
    (issued,) = issue_returns(folder, PERIOD.shift(1), "lfb")
    sheet = load_workbook(issued.path)["Measures"]
    headings = {cell.value: cell.column or 0 for cell in sheet[4]}
    assert sheet.cell(5, headings["Jan 2018"]).value == "[x]"
    assert sheet.cell(5, headings["Mar 2018"]).value == 20
    assert sheet.cell(5, headings["Jun 2018"]).value is None


def test_the_six_kinds_of_missing_stay_apart_in_the_record(folder: Folder, desk: Desk) -> None:
    marks: dict[str, Typed] = {
        "Measures!Q5": "[x]",
        "Measures!R5": "[z]",
        "Measures!S5": "[c]",
        "Measures!Q6": 0,
    }
    desk.receive("lfb", cells=marks)
    collect(folder, PERIOD)
    seen = {
        o.period.code: (o.numerator, o.marker)
        for o in all_observations(folder)
        if (o.indicator, o.area, o.breakdown) == ("FIR-01", folder.framework.area, "")
    }
    assert seen == {
        "2018-01": (None, Marker.NOT_AVAILABLE),
        "2018-02": (None, Marker.NOT_APPLICABLE),
        "2018-03": (None, Marker.SUPPRESSED),
    }
    nought = next(
        o for o in all_observations(folder) if o.indicator == "FIR-02" and o.period.code == "2018-01"
    )
    assert (nought.numerator, nought.marker) == (0, Marker.NONE)


def test_nothing_to_report_is_neither_nought_nor_blank(folder: Folder, desk: Desk) -> None:
    def nothing(_table: FormTable, _row: Row, _column: FormColumn) -> Typed:
        return None

    desk.receive("lfb", hand=nothing, cells={"Start!C17": "Yes", "Start!C18": "Yes", "Start!C19": "Yes"})
    made = collect(folder, PERIOD)
    assert made.files[0].verdict is ReturnVerdict.ACCEPTED
    assert {o.marker for o in all_observations(folder)} == {Marker.NIL}
    assert "nothing to report" in explain(folder, "FIR-02", PERIOD).card.latest.text


def test_another_periods_form_is_one_finding_and_nothing_is_stored(folder: Folder, desk: Desk) -> None:
    sent = desk.receive("lfb", period=PERIOD.shift(-1))
    made = collect(folder, PERIOD, [sent])
    assert [found.code for found in made.files[0].findings] == ["PERIOD_OTHER"]
    assert made.files[0].saved is None
    assert all_observations(folder) == []
    assert "2017" in made.files[0].findings[0].fact


def test_another_partners_form_is_one_finding(folder: Folder, desk: Desk) -> None:
    sent = desk.receive("lfb")
    checked = check_file(folder.framework, sent, PERIOD, "homes")
    assert [found.code for found in checked.findings] == ["PARTNER_OTHER"]


def test_one_bad_file_stops_none_of_the_others(folder: Folder, desk: Desk) -> None:
    desk.receive("lfb")
    place = folder.returns(PERIOD)
    (place / "broken.xlsx").write_bytes(b"PK\x03\x04 cut off")
    (place / "empty.xlsx").write_bytes(b"")
    (place / "~$lfb.xlsx").write_bytes(b"lock")
    made = collect(folder, PERIOD)
    verdicts = {file.name: file.verdict for file in made.files}
    assert verdicts == {
        "broken.xlsx": ReturnVerdict.RETURNED, "empty.xlsx": ReturnVerdict.RETURNED, "lfb.xlsx": ReturnVerdict.ACCEPTED,
    }  # fmt: skip
    assert made.skipped == ("~$lfb.xlsx (lfb.xlsx may be open in Excel)",)
    assert made.needs_somebody


def test_the_export_holds_each_figure_with_its_cell_in_every_format(folder: Folder, desk: Desk) -> None:
    import pandas as pd

    desk.receive("lfb")
    collect(folder, PERIOD)
    csv = pd.read_csv(export(folder, ExportFormat.CSV).path, keep_default_na=False)
    assert list(csv.columns) == [
        "indicator", "area", "breakdown", "item", "period", "numerator", "denominator", "marker",
        "partner", "submission", "file", "sheet", "cell",
    ]  # fmt: skip
    assert len(csv) == 30 + 3 * 22
    assert set(csv["period"]) == {"2018-01", "2018-02", "2018-03"}
    assert set(csv["sheet"]) == {"Measures", "Wards", "Breakdowns"}
    frames = [
        pd.read_parquet(export(folder, ExportFormat.PARQUET).path),
        pd.read_excel(export(folder, ExportFormat.XLSX).path, engine="openpyxl", keep_default_na=False),
        pd.read_excel(export(folder, ExportFormat.ODS).path, engine="odf", keep_default_na=False),
    ]
    for frame in frames:
        assert list(frame["cell"]) == list(csv["cell"])
        assert [float(n) for n in frame["numerator"]] == [float(n) for n in csv["numerator"]]


def test_a_period_that_is_a_quarter_of_last_year_can_be_published_again(folder: Folder, desk: Desk) -> None:
    desk.receive("lfb")
    collect(folder, PERIOD)
    assert Period.parse(publish(folder, PERIOD).scorecard.period_code) == PERIOD
    later = publish(folder, PERIOD.shift(4))
    card = next(card for card in later.scorecard.cards if card.code == "FIR-02")
    assert card.latest.value is None


def test_an_earlier_figure_sent_back_unchanged_keeps_the_mark_a_form_cannot_carry(
    folder: Folder, desk: Desk
) -> None:
    third = PERIOD.shift(-1)
    desk.receive("lfb", period=third, day=1, cells={"Measures!T5": "Yes"})
    collect(folder, third)
    desk.receive("lfb")
    saved = collect(folder, PERIOD).files[0].saved
    assert saved is not None
    assert saved.restated == ()
    known = [o for o in all_observations(folder) if o.indicator == "FIR-01" and not o.breakdown]
    marks = {o.period.code: o.marker for o in known}
    assert marks["2017-12"] is Marker.PROVISIONAL
    assert marks["2018-03"] is Marker.NONE


def test_a_later_years_population_is_known_when_the_year_is_worked_out(
    folder: Folder, tmp_path: Path
) -> None:
    rows = ["indicator,area,period,numerator", "POP,E09000003,2017-06,300000", "POP,E09000003,2018-06,400000"]
    rows += [f"TNO-01,E09000003,{2017 + (m + 3) // 12}-{(m + 3) % 12 + 1:02d},1000" for m in range(12)]
    (tmp_path / "history.csv").write_text("\n".join(rows) + "\n", "utf-8")
    made = import_file(folder, tmp_path / "history.csv", ImportKind.HISTORY)
    assert made.saved is not None, [str(found) for found in made.findings]
    card = explain(folder, "TNO-01", PERIOD).card
    # Nine months of 2017 and three of 2018: the mean population is 325,000.
    assert card.headline.value == 12_000
    assert card.rate.value == pytest.approx(1000 * 12_000 / 325_000)


def test_another_area_is_explained_without_our_targets(folder: Folder, tmp_path: Path) -> None:
    rows = ["indicator,area,period,numerator"]
    rows += [f"TNO-01,E09000005,{2017 + (m + 3) // 12}-{(m + 3) % 12 + 1:02d},2000" for m in range(12)]
    (tmp_path / "brent.csv").write_text("\n".join(rows) + "\n", "utf-8")
    assert import_file(folder, tmp_path / "brent.csv", ImportKind.BENCHMARK).saved is not None
    assert folder.framework.target_for("TNO-01", PERIOD) is not None
    found = explain(folder, "TNO-01", PERIOD, "Brent")
    assert found.card.headline.value == 24_000
    assert found.card.target is None
    assert found.card.rag.reason == "No target is set for 2017-18."


def test_an_edition_that_would_show_small_numbers_is_refused(folder: Folder) -> None:
    with pytest.raises(SetUpError, match="needs small numbers to be protected"):
        publish(folder, PERIOD, Edition.PUBLIC)
    assert not folder.outputs(PERIOD).exists()


def test_context_is_not_explained_as_if_it_were_on_the_scorecard(folder: Folder) -> None:
    with pytest.raises(NotFoundError, match="is context for rates"):
        explain(folder, "POP", PERIOD)
