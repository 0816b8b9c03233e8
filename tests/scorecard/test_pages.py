"""The rest of the page: wards, exceptions in their order, who sent what, and the results as plain data."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest

from scpxl.model.documents import ActionRecord, CommentaryRecord
from scpxl.model.framework import Edition, Framework
from scpxl.model.observations import Marker, Observation
from scpxl.model.periods import Period
from scpxl.model.plan import Partner
from scpxl.scorecard.build import PeriodRecord, build_scorecard
from scpxl.scorecard.lists.returns import Sending, return_lines
from scpxl.scorecard.published.results import RESULTS_VERSION, as_said, to_results
from scpxl.scorecard.records.scorecard import Scorecard
from scpxl.verdicts import Judgement
from tests.scorecard.builders import (
    OWN,
    PERCENTAGE,
    Q4,
    STEADY,
    SURVEY,
    Value,
    broken,
    framework,
    indicator,
    series,
    target,
)

MADE = datetime(2018, 5, 10, 9, 0, tzinfo=UTC)
BY_WARD: dict[str, Any] = {"breakdowns": ("ward",)}


def scorecard(
    agreed: Framework, observations: list[Observation], edition: Edition = Edition.PARTNERSHIP
) -> Scorecard:
    return build_scorecard(agreed, PeriodRecord(observations), Q4, MADE, "RUN", edition)


def ward_series(values: Sequence[Value], ward: str, code: str = "BUR") -> list[Observation]:
    return series(values, code, ward)


def test_wards_show_their_year_its_change_and_their_gaps() -> None:
    agreed = framework(indicator(**BY_WARD), wards=("hale", "hendon", "oakleigh"))
    found = scorecard(agreed, [
        *ward_series([5.0] * 12 + [6.0] * 12, "hale"),
        *ward_series([1.0] * 12 + [2.0] * 11 + [Marker.NOT_AVAILABLE], "hendon"),
        *series([1.0] * 24, breakdown="ward", item="not known"),
    ]).wards  # fmt: skip
    assert found is not None
    assert found.wards == ("Hale", "Hendon", "Oakleigh", "Ward not known")
    assert [row[0].text for row in found.rolling] == [
        "72",
        "[x] Mar 2018 not available",
        "nothing received",
        "12",
    ]
    assert [row[0].text for row in found.change_percent] == ["+20.0%", "small", "–", "small"]


def test_wards_change_in_points_where_they_are_percentages_and_not_across_a_break() -> None:
    survey = {**SURVEY, "frequency": "monthly", **BY_WARD}
    agreed = framework(indicator("CON", **survey), wards=("hale",))
    found = scorecard(agreed, ward_series([10.0] * 12 + [15.0] * 12, "hale", "CON")).wards
    assert found is not None
    assert (found.rolling[0][0].text, found.change_percent[0][0].text) == ("15.0%", "+5.0 points")
    agreed = framework(indicator(**BY_WARD), wards=("hale",), notes=[broken("2017-04")])
    found = scorecard(agreed, ward_series([5.0] * 24, "hale")).wards
    assert found is not None
    assert found.change_percent[0][0].text == "[b] series broken Apr 2017"


def test_an_edition_shows_no_wards_of_what_it_may_not_show() -> None:
    agreed = framework(
        indicator(editions=("partnership",), **BY_WARD), indicator("ROB", **BY_WARD), wards=("hale",)
    )
    observations = [*ward_series([5.0] * 24, "hale"), *ward_series([7.0] * 24, "hale", "ROB")]
    whole, public = scorecard(agreed, observations), scorecard(agreed, observations, Edition.PUBLIC)
    assert whole.wards is not None
    assert public.wards is not None
    assert (whole.wards.codes, public.wards.codes) == (("BUR", "ROB"), ("ROB",))
    assert "BUR" not in json.dumps(as_said(to_results(public)))
    for table in public.data:
        assert not [row for row in table.rows if "BUR" in row]


def test_no_ward_figures_are_no_map() -> None:
    assert scorecard(framework(indicator(**BY_WARD), wards=("hale",)), series([5.0] * 24)).wards is None


FIVE = framework(
    indicator("BETTER"),
    indicator("NEITHER", polarity="neither"),
    indicator("OFF"),
    indicator("WORSE"),
    indicator("BOTH"),
    indicator("QUIET"),
    targets=[target(60, "OFF"), target(60, "BOTH"), target(500, "WORSE"), target(500, "QUIET")],
)
FIVE_SERIES = [
    *series([*STEADY, 0.0], "BETTER"),
    *series([*STEADY, 40.0], "NEITHER"),
    *series([*STEADY, 12.0], "OFF"),
    *series([*STEADY, 40.0], "WORSE"),
    *series([*STEADY, 40.0], "BOTH"),
    *series([*STEADY, 12.0], "QUIET"),
]


def test_exceptions_stand_gravest_first_and_say_why() -> None:
    lines = scorecard(FIVE, FIVE_SERIES).exceptions
    assert [(line.place, line.indicator, line.rule, line.judgement) for line in lines] == [
        (1, "BOTH", "Unusual and worse, and off target", Judgement.WORSE),
        (2, "OFF", "Off target, and out of reach", Judgement.WORSE),
        (3, "WORSE", "Unusual and worse", Judgement.WORSE),
        (4, "NEITHER", "Unusual", Judgement.NEUTRAL),
        (5, "BETTER", "Unusual and better", Judgement.BETTER),
    ]
    assert lines[0].words.startswith("Unusually high, and worse: Mar 2018 (40) is above its usual range")
    assert lines[0].words.endswith("worse, outside the 5% tolerance.")
    assert lines[1].words.startswith("Mar 2018 (12) is within its usual range")
    assert lines[1].words.endswith("As things run, it will not reach the target.")


def test_the_summary_counts_what_the_cards_say() -> None:
    assert scorecard(FIVE, [*FIVE_SERIES, *series([None], "QUIET")]).summary_words == (
        "4 indicators have a target: 2 Green and 2 Red.",
        "Of 6 changes on a year ago that could be tested, none is more than usual variation.",
        "The latest figure is unusual for 4 indicators: 2 worse, 1 better and 1 where neither up nor down is better.",
        "0 of 1 return accepted; no accepted return from Police.",
    )  # fmt: skip


def test_partners_with_commas_in_their_names_are_told_apart() -> None:
    agreed = framework(indicator(), indicator("FIR", partner="lfb"), indicator("COU", partner="council"))
    names = {"met": "Police, Barnet", "lfb": "Fire Brigade", "council": "Council, Housing"}
    partners = [Partner(code=code, name=name) for code, name in names.items()]
    words = scorecard(agreed.model_copy(update={"partners": tuple(partners)}), []).summary_words
    assert (
        words[-1]
        == "0 of 3 returns accepted; no accepted return from Police, Barnet; Fire Brigade; and Council, Housing."
    )


def test_the_summary_names_what_cannot_be_shown_and_what_is_made_up() -> None:
    agreed = framework(indicator(illustrative=True), indicator("ROB", illustrative=True), indicator("SHO"))
    words = scorecard(agreed, [*series([10.0] * 11), *series([10.0] * 12, "ROB")]).summary_words
    assert words == (
        "2 indicators have no figures yet: Bur and Sho.",
        "0 of 1 return accepted; no accepted return from Police.",
        "2 indicators are illustrative and marked as such.",
    )


def test_an_indicator_is_on_the_page_in_its_own_time_alone() -> None:
    agreed = framework(
        indicator("ENDED", last="2017-12"),
        indicator("COMING", first="2018-04"),
        indicator("NOW", first="2018-03"),
    )
    assert [card.code for card in scorecard(agreed, []).cards] == ["NOW"]


DUE = date(2018, 4, 28)


def sent(status: str, received: date, attempt: int = 1, to_fix: int = 0, to_explain: int = 0) -> Sending:
    return Sending(
        "met", attempt, status, received, f"met-{attempt}.xlsx", to_fix, to_explain, "A. Commander"
    )


@pytest.mark.parametrize(
    ("sendings", "today", "status", "late", "words"),
    [
        ([], date(2018, 4, 28), "not due yet", 0, "Not due yet."),
        ([], date(2018, 4, 29), "missing", 1, "Nothing received; 1 day late."),
        ([], date(2018, 5, 10), "missing", 12, "Nothing received; 12 days late."),
        ([sent("accepted", DUE)], date(2018, 5, 10), "accepted", 0, "Accepted; on time."),
        ([sent("accepted", date(2018, 5, 1))], date(2018, 5, 10), "accepted", 3, "Accepted; 3 days late."),
        ([sent("accepted with queries", DUE, to_explain=2)], DUE, "accepted with queries", 0, "Accepted with queries; on time."),
        ([sent("returned", DUE, to_fix=3)], date(2018, 4, 28), "returned", 0, "Returned with 3 errors to correct; no accepted return; not yet late."),
        ([sent("returned", DUE, to_fix=1)], date(2018, 5, 10), "returned", 12, "Returned with 1 error to correct; no accepted return; 12 days late."),
        ([sent("returned", DUE, 1, 3), sent("accepted", date(2018, 5, 2), 2)], date(2018, 5, 10), "accepted", 4, "Accepted at the 2nd attempt; 4 days late."),
        ([sent("superseded", DUE), sent("accepted", date(2018, 4, 20), 2)], date(2018, 5, 10), "accepted", 0, "Accepted at the 2nd attempt; on time."),
        ([sent("accepted", DUE), sent("returned", date(2018, 5, 2), 2, 4)], date(2018, 5, 10), "accepted", 0, "Accepted; on time. A later attempt was returned with 4 errors to correct."),
        ([sent("withdrawn", DUE)], date(2018, 5, 10), "withdrawn", 12, "Withdrawn; no accepted return; 12 days late."),
    ],
)  # fmt: skip
def test_who_sent_what_and_how_late(
    sendings: list[Sending], today: date, status: str, late: int, words: str
) -> None:
    (line,) = return_lines(framework(indicator()), Q4, reversed(sendings), today)
    assert (line.due, line.status, line.days_late, line.words) == (DUE, status, late, words)
    assert line.attempts == len(sendings)


def test_the_line_of_an_accepted_return_has_nothing_to_fix() -> None:
    sendings = [sent("returned", DUE, 1, 3), sent("accepted with queries", DUE, 2, 0, 2)]
    (line,) = return_lines(framework(indicator()), Q4, sendings, DUE)
    assert (line.to_fix, line.to_explain, line.file, line.signed_off) == (0, 2, "met-2.xlsx", "A. Commander")


def test_a_partner_who_reports_nothing_in_the_period_is_in_no_line() -> None:
    agreed = framework(indicator(), indicator("FIR", partner="lfb", frequency="annual", last="2016-17"))
    assert [line.partner for line in return_lines(agreed, Q4, [], DUE)] == ["Police"]


def whole_scorecard() -> Scorecard:
    record = PeriodRecord(
        [*FIVE_SERIES, *series([(1.0, 4.0)] * 24, "OUT")],
        actions=[ActionRecord("met", Q4, "A1", "O1", "Locks.", "Housing", date(2018, 6, 30), "In progress", 40.0, "Amber", "Late.", "", supporting=("met", "gone"))],
        commentary=[CommentaryRecord("met", Q4, "O1", "Less.", "Locks.", "More.", "", "OFFICIAL")],
        sendings=[sent("accepted", DUE)],
    )  # fmt: skip
    agreed = framework(*FIVE.indicators, indicator("OUT", **PERCENTAGE), targets=FIVE.targets)
    return build_scorecard(agreed, record, Q4, MADE, "RUN")


def test_the_results_are_plain_json_without_a_number_that_is_none() -> None:
    results = as_said(to_results(whole_scorecard()))
    again = json.loads(json.dumps(results, allow_nan=False))
    assert again == results
    assert results["version"] == RESULTS_VERSION
    assert "made" not in results
    (page,) = results["pages"]
    assert page["actions"][0]["due"] == "2018-06-30"
    # A partner who has left the framework since is still the one who helped.
    assert page["actions"][0]["supporting"] == ["Police", "gone"]
    assert {card["code"]: card["headline"]["value"] for card in page["cards"]}["OUT"] == 25.0
    assert page["cards"][4]["rag"]["rag"] == "Red"
    assert results["exceptions"][0]["judgement"] == "worse"


def test_the_same_record_gives_the_same_results_whenever_it_is_made() -> None:
    agreed, record = (
        framework(indicator()),
        PeriodRecord(series([10.0] * 24), sendings=[sent("accepted", DUE)]),
    )
    first, again = (
        build_scorecard(agreed, record, Q4, made, "RUN") for made in (MADE, MADE.replace(year=2030))
    )
    assert as_said(to_results(first)) == as_said(to_results(again))


def test_a_month_may_be_the_period() -> None:
    month = Period.month(2018, 2)
    found = build_scorecard(framework(indicator()), PeriodRecord(series([10.0] * 24)), month, MADE, "RUN")
    assert (found.period, found.period_code) == ("Feb 2018", "2018-02")
    assert found.cards[0].headline_name == "Year to Feb 2018"
    assert found.returns[0].due == date(2018, 4, 28), "returns are for quarters"
    assert OWN not in found.area
