"""A tidy file is brought in row by row: what stands is taken, what does not is named, what differs is asked about."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
import xlsxwriter
from click.testing import CliRunner

from scpxl.cli import main
from scpxl.jobs.folder import Folder
from scpxl.jobs.publishing.publish import publish
from scpxl.jobs.returns.collect import collect
from scpxl.model.agreements import Tolerance
from scpxl.model.periods import Period
from scpxl.render.framework_text import write_framework_toml
from scpxl.store.sqlite import open_store
from tests.jobs.conftest import PERIOD, Desk

HEAD = "indicator,area,period,numerator,denominator\n"


def bring_in(folder: Folder, text: str | bytes, *more: str, name: str = "history.csv") -> tuple[int, str]:
    """Import a table and return the exit status and what was printed."""
    path = folder.path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    done = CliRunner().invoke(main, ["-C", str(folder.path), "import", str(path), "--as", "history", *more])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.output
    return done.exit_code, done.output


def figures(folder: Folder, indicator: str) -> dict[str, float | None]:
    with open_store(folder.store_path, read_only=True) as store:
        found = store.fetch_observations([indicator], [folder.framework.area])
    return {str(seen.period): seen.numerator for seen in found if not seen.item}


def test_rows_that_cannot_stand_are_set_aside_and_the_others_stored(folder: Folder) -> None:
    good = "".join(f"FIR-02,E09000003,2017-{n:02},2{n:02},\n" for n in range(1, 10))
    status, said = bring_in(
        folder, f"{HEAD}{good}FIR-02,E09000003,2017-10,many,\nFIR-99,E09000003,2017-10,1,\n"
    )
    assert status == 1
    assert "9 figures; 9 new" in said
    assert "2 rows were set aside; nothing of them was stored." in said
    assert "history.csv!D11  'many' is not a number." in said
    assert "history.csv!A12  'FIR-99' is not an indicator" in said
    assert len(figures(folder, "FIR-02")) == 9


def test_an_import_of_years_is_not_told_as_a_quarter(folder: Folder) -> None:
    rows = "".join(
        f"FIR-02,E09000003,{year}-{n:02},2{n:02},\n" for year in (2016, 2017) for n in range(1, 13)
    )
    assert bring_in(folder, HEAD + rows)[0] == 0
    shown = CliRunner().invoke(main, ["-C", str(folder.path), "history"]).stdout
    assert "2016-01 to 2017-12" in shown
    assert "2015-16 Q4" not in shown
    told = json.loads(CliRunner().invoke(main, ["-C", str(folder.path), "history", "--json"]).stdout)
    first = told["events"][0]["period"]
    assert (first["first"], first["last"]) == ("2016-01", "2017-12")


def test_the_machine_is_told_the_same(folder: Folder) -> None:
    good = "".join(f"fir-02,Barnet,2017-{n:02},2{n:02},\n" for n in range(1, 4))
    status, said = bring_in(folder, f"{HEAD}{good}FIR-02,E09000003,2999-03,231,\n", "--json")
    facts: dict[str, Any] = json.loads(said)
    assert status == 1
    assert (facts["verdict"], facts["rows"], facts["set_aside"]) == ("Accepted with queries", 3, 1)
    assert {one["code"] for one in facts["findings"]} == {"TIDY_PERIOD_FAR", "TIDY_SPELT"}


def test_a_file_of_nothing_but_mistakes_stores_nothing(folder: Folder) -> None:
    status, said = bring_in(folder, f"{HEAD}FIR-02,E09000003,2999-03,231,\n")
    assert (status, "nothing was stored" in said) == (1, True)
    assert not folder.store_path.exists()


def test_what_was_set_aside_comes_in_with_the_same_file_once_the_framework_lets_it(folder: Folder) -> None:
    rows = "".join(f"OUT-01,E09000003,2017-{n:02},{n},4{n}\n" for n in range(1, 5))
    text = f"{HEAD}{rows}OUT-01,E09000003,2017-05,6,4\n"
    assert bring_in(folder, text)[0] == 1
    assert "2017-05" not in figures(folder, "OUT-01")
    let_by = Tolerance(
        rule="PART_OVER_WHOLE", indicator="OUT-01", number=2, reason="Outcomes of earlier offences."
    )
    agreed = folder.framework.model_copy(update={"tolerances": (let_by,)})
    write_framework_toml(agreed, folder.framework_path)
    again = Folder(folder.path)
    status, said = bring_in(again, text)
    assert (status, "1 new, 4 as before" in said) == (0, True)
    assert figures(again, "OUT-01")["2017-05"] == 6
    status, said = bring_in(again, text)
    assert (status, "was imported before" in said) == (0, True)
    # Six outcomes of four offences are shown as they are, and nothing breaks on the way.
    assert publish(again, Period.quarter(2016, 4)).path.is_file()
    assert publish(again, Period.quarter(2017, 1)).path.is_file()


def test_a_figure_over_a_partners_own_is_named_with_both_and_taken_only_when_that_is_said(desk: Desk) -> None:
    desk.receive("lfb")
    collect(desk.folder, PERIOD)
    text = f"{HEAD}FIR-02,E09000003,2018-03,1231,\n"
    status, said = bring_in(desk.folder, text)
    assert status == 1
    assert "the file says 1,231; London Fire Brigade, Barnet returned 20" in " ".join(said.split())
    assert figures(desk.folder, "FIR-02")["2018-03"] == 20
    status, said = bring_in(desk.folder, text, "--restate")
    assert status == 0
    assert "Home fire safety visits, Mar 2018: 20 is now 1,231" in said
    assert figures(desk.folder, "FIR-02")["2018-03"] == 1231


def test_each_figure_that_an_import_restates_is_named(folder: Folder) -> None:
    rows = "".join(f"FIR-02,E09000003,2017-{n:02},2{n:02},\n" for n in range(1, 4))
    bring_in(folder, HEAD + rows)
    status, said = bring_in(folder, HEAD + rows.replace(",202,", ",222,"))
    assert (status, "1 restated" in said) == (0, True)
    assert "Home fire safety visits, Feb 2017: 202 is now 222" in said


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_ways_programs_write_a_csv_are_read_as_before(folder: Folder, separator: str) -> None:
    text = "\ufeffindicator,area,period,numerator\r\nFIR-02,E09000003,Mar 2018,231\r\n".replace(
        ",", separator
    )
    assert bring_in(folder, text)[0] == 0
    assert figures(folder, "FIR-02") == {"2018-03": 231}


def test_a_survey_shown_as_a_percentage_in_a_workbook_is_read_as_shown(folder: Folder) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as workbook:
        sheet, share = workbook.add_worksheet(), workbook.add_format({"num_format": "0%"})
        sheet.write_row(0, 0, ["Indicator", "Area", "Period", "Numerator"])
        for row, (quarter, value) in enumerate(
            {"2017-18 Q1": 0.69, "2017-18 Q2": 0.7, "2017-18 Q3": 1.0}.items(), 1
        ):
            sheet.write_row(row, 0, ["con-01", "Barnet", quarter])
            sheet.write_number(row, 3, value, share)
    status, said = bring_in(folder, out.getvalue(), name="survey.xlsx")
    assert status == 0
    assert figures(folder, "CON-01") == {"2017-18 Q1": 69, "2017-18 Q2": 70, "2017-18 Q3": 100}
    assert "3 numbers were written in another way and read, such as '69%' as 69." in " ".join(said.split())


@pytest.mark.parametrize("row", ["{p},E09000003,2017-10,1,", "FIR-02,{p},2017-10,1,", "FIR-02,E09000003,{p},1,",
                                 "FIR-02,E09000003,2017-10,{p},"])  # fmt: skip
def test_what_may_identify_somebody_is_not_repeated_of_a_row_that_is_set_aside(
    folder: Folder, row: str
) -> None:
    private = "Mrs Jane Roe 07700 900123"
    good = "".join(f"FIR-02,E09000003,2017-{n:02},2{n:02},\n" for n in range(1, 10))
    status, said = bring_in(folder, f"{HEAD}{good}{row.format(p=private)}\n", name=f"{private}.csv")
    assert status == 1
    assert "1 row was set aside" in said
    assert "[withheld].csv" in said
    assert not any(word in said for word in ("Jane", "Roe", "900123"))
